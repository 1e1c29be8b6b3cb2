//! The sheet of costs: what each quote comes to, year by year.

use rust_xlsxwriter::{Chart, ChartFormat, ChartSolidFill, ChartType, Format, XlsxError};

use super::beside;
use super::cost_lines::{Listed, SHEET};
use super::layout::{Layout, rows};
use super::page::{BODY, Content, HEAD, SheetPage, at};
use super::style::{Look, MONEY, PLAIN, SERIES, format};
use crate::cost::{CostPart, Costs, Figures, Money, VendorCost};

/// The most vendors that the chart shows.
const MOST_BARS: u32 = 20;
/// Rows that the chart covers.
const CHART_ROWS: u32 = 23;

/// What each quote comes to; a sheet that says so where nothing is forecast.
pub(super) fn cost(layout: &Layout<'_>, lines: Option<&Listed<'_>>) -> Result<SheetPage, XlsxError> {
    let Some(costs) = layout.findings.costs() else {
        let says = "This decision forecasts no demand, so no quote is turned into a cost over the years.";
        return SheetPage::new("Cost", "Total cost", says);
    };
    let currency = costs.currency.as_deref().unwrap_or("the decision's currency");
    let tax = if costs.counts_tax { "with tax" } else { "without tax" };
    let says = format!(
        "{currency}, {tax}, {} months from {}. Totals and what each year and part comes to follow the yellow cells on {SHEET}; the rest is as weigh worked it out. To try another cost in the ranking, type over the blue cells on Facts.",
        costs.months, costs.start
    );
    let mut page = SheetPage::new("Cost", "Total cost", &says)?;
    let vendors = in_order(costs);
    let years = costs.months.div_ceil(12);
    heads(&mut page, years)?;
    for (row, vendor) in (BODY..).zip(&vendors) {
        vendor_row(&mut page, row, (vendor, lines), years)?;
    }
    let count = rows(vendors.len());
    let mut next = BODY + count + 1;
    let known = rows(vendors.iter().filter(|vendor| vendor.figures.is_some()).count());
    if known > 0 {
        chart(&mut page, known.min(MOST_BARS), years, next)?;
        next += CHART_ROWS;
    }
    next = parts(&mut page, next, (&vendors, lines))?;
    next = remarks(&mut page, next, &vendors)?;
    beside::beside(
        layout,
        &mut page,
        (next + 1, 3 + u16::try_from(years).unwrap_or(u16::MAX / 2)),
        &vendors,
    )?;
    let mut widths = vec![34.0, 8.0];
    widths.extend(vec![14.0; years + 12]);
    page.widths(&widths)?;
    page.freeze(1)?;
    Ok(page)
}

/// Those whose cost is known, cheapest first, then the others.
fn in_order(costs: &Costs) -> Vec<&VendorCost> {
    let mut vendors: Vec<&VendorCost> = costs.vendors.iter().collect();
    vendors.sort_by_key(|vendor| (vendor.figures.is_none(), vendor.rank_by_total.unwrap_or(usize::MAX)));
    vendors
}

fn heads(page: &mut SheetPage, years: usize) -> Result<(), XlsxError> {
    let mut heads = vec!["Vendor".to_owned(), "Place".to_owned(), "Before the start".to_owned()];
    heads.extend((1..=years).map(|year| format!("Year {year}")));
    let last = [
        "Total",
        "Lowest total",
        "Highest total",
        "Present value",
        "Invoice alone",
        "For a contact",
        "For a resolved contact",
        "Invoice for an hour",
        "Remark",
    ];
    heads.extend(last.map(str::to_owned));
    page.heads(HEAD, &heads.iter().map(String::as_str).collect::<Vec<_>>())
}

/// What is paid before the start and in each year, over all parts.
fn flows(vendor: &VendorCost, years: usize) -> Vec<Money> {
    let mut flows = vec![Money::ZERO; years + 1];
    for part in CostPart::ALL {
        flows[0] += vendor.upfront(part);
        for (flow, year) in flows[1..].iter_mut().zip(vendor.years(part)) {
            *flow += year;
        }
    }
    flows
}

fn vendor_row(
    page: &mut SheetPage,
    row: u32,
    (vendor, lines): (&VendorCost, Option<&Listed<'_>>),
    years: usize,
) -> Result<(), XlsxError> {
    page.text(row, 0, &vendor.name, &format(Look::Name(0), PLAIN))?;
    page.put(row, 1, vendor.rank_by_total, &format(Look::Cell, PLAIN))?;
    let after = 3 + u16::try_from(years).unwrap_or(u16::MAX / 2);
    let Some(figures) = &vendor.figures else {
        let why = vendor.unknown.as_deref().unwrap_or("not known");
        return page.text(row, after + 8, why, &format(Look::Faint, PLAIN));
    };
    let money = format(Look::Cell, MONEY);
    let flows = flows(vendor, years);
    for (column, flow) in (2..).zip(&flows) {
        match lines.and_then(|lines| lines.of_year(vendor, usize::from(column) - 2)) {
            Some((sum, said)) => page.formula(row, column, &sum, &said, &money)?,
            None => page.put(row, column, &flow.to_exact(), &money)?,
        }
    }
    let total: Money = flows.into_iter().sum();
    let sum = format!("=SUM({}:{})", at(row, 2), at(row, after - 1));
    page.formula(row, after, &sum, &total.to_exact(), &format(Look::Strong, MONEY))?;
    let rest = rest(figures);
    for (column, (said, number)) in (after + 1..).zip(rest) {
        page.put(row, column, said, &format(Look::Cell, number))?;
    }
    let remark = if vendor.is_invited { "" } else { "does not take part" };
    page.text(row, after + 8, remark, &format(Look::Faint, PLAIN))
}

fn rest(figures: &Figures) -> [(Content, &'static str); 7] {
    let likely =
        |range: &Option<crate::cost::Range>| Content::from(range.as_ref().map(|range| &range.likely));
    [
        (Content::from(&figures.total.low), MONEY),
        (Content::from(&figures.total.high), MONEY),
        (Content::from(&figures.npv.likely), MONEY),
        (Content::from(&figures.invoice.likely), MONEY),
        (likely(&figures.per_contact), "#,##0.00"),
        (likely(&figures.per_resolution), "#,##0.00"),
        (likely(&figures.effective_hour), "#,##0.00"),
    ]
}

/// The total by what it is paid for.
fn parts(
    page: &mut SheetPage,
    row: u32,
    (vendors, lines): (&[&VendorCost], Option<&Listed<'_>>),
) -> Result<u32, XlsxError> {
    page.line(row, 0, "Total by what it is paid for", Look::Block)?;
    let mut heads = vec!["Vendor", ""];
    heads.extend(CostPart::ALL.map(CostPart::name));
    heads.push("Total");
    page.heads(row + 1, &heads)?;
    let known: Vec<_> = vendors.iter().filter(|vendor| vendor.figures.is_some()).collect();
    for (row, vendor) in (row + 2..).zip(&known) {
        page.text(row, 0, &vendor.name, &format(Look::Name(0), PLAIN))?;
        page.text(row, 1, "", &format(Look::Cell, PLAIN))?;
        let mut total = Money::ZERO;
        let mut column = 2;
        for part in CostPart::ALL {
            let amount: Money = std::iter::once(vendor.upfront(part)).chain(vendor.years(part)).sum();
            total += amount;
            match lines.and_then(|lines| lines.of_part(vendor, part)) {
                Some((sum, said)) => page.formula(row, column, &sum, &said, &format(Look::Cell, MONEY))?,
                None => page.put(row, column, &amount.to_exact(), &format(Look::Cell, MONEY))?,
            }
            column += 1;
        }
        let sum = format!("=SUM({}:{})", at(row, 2), at(row, column - 1));
        page.formula(row, column, &sum, &total.to_exact(), &format(Look::Strong, MONEY))?;
    }
    Ok(row + 3 + rows(known.len()))
}

/// What the quotes leave out, and what is assumed for it; remarks.
fn remarks(page: &mut SheetPage, row: u32, vendors: &[&VendorCost]) -> Result<u32, XlsxError> {
    page.line(row, 0, "What the quotes are silent about, and what is counted for it", Look::Block)?;
    page.heads(row + 1, &["Vendor", "", "Counted", "What"])?;
    let mut row = row + 2;
    let look: Format = format(Look::Faint, PLAIN);
    for vendor in vendors {
        for silent in &vendor.silent {
            page.text(row, 0, &vendor.name, &format(Look::Name(0), PLAIN))?;
            page.text(row, 1, "", &look)?;
            page.put(row, 2, &silent.likely.to_exact(), &format(Look::Cell, MONEY))?;
            page.line(row, 3, &silent.name, Look::Lead)?;
            row += 1;
        }
    }
    Ok(row)
}

/// Cost by year, stacked.
fn chart(page: &mut SheetPage, count: u32, years: usize, row: u32) -> Result<(), XlsxError> {
    let last = BODY + count - 1;
    let mut chart = Chart::new(ChartType::ColumnStacked);
    let columns = 2..3 + u16::try_from(years).unwrap_or(1);
    for (nth, column) in columns.enumerate() {
        // What is paid before the start stands out in grey.
        let colour = nth.checked_sub(1).map_or(SERIES[6], |year| SERIES[year % SERIES.len()]);
        chart
            .add_series()
            .set_name(("Cost", HEAD, column))
            .set_categories(("Cost", BODY, 0, last, 0))
            .set_values(("Cost", BODY, column, last, column))
            .set_gap(60)
            .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour)));
    }
    chart.title().set_name("Total cost by year");
    chart.y_axis().set_num_format(MONEY);
    chart.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
    chart.set_width(1100).set_height(420);
    chart.set_alt_text("Stacked columns: the total cost of each vendor, year by year");
    page.sheet.insert_chart(row, 0, &chart).map(|_| ())
}
