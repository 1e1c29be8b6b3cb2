//! The sheet of all lines of the quotes: quantity x factors = amount, year by year; totals follow it.

use rust_xlsxwriter::XlsxError;

use super::layout::rows;
use super::page::{BODY, HEAD, SheetPage, at, on};
use super::style::{Look, MONEY, PLAIN, format};
use crate::cost::{CostLine, CostPart, CostStep, Costs, Money, VendorCost};
use crate::exact::Exact;

/// Its name.
pub(super) const SHEET: &str = "Lines";
/// The columns of the quantity, of the first factor, and of the amount.
const QUANTITY: u16 = 5;
const FACTOR: u16 = 7;
const FACTORS: u16 = 6;
const AMOUNT: u16 = FACTOR + FACTORS;
/// The most cells that a sum of single ones names.
const MOST_NAMED: usize = 300;

/// A row: what is paid of a line in a year, with the same factors.
struct Row<'a> {
    vendor: &'a VendorCost,
    line: &'a CostLine,
    /// The contract year; 0 for what is paid before the start.
    year: usize,
    /// Quantity and factors, where they make the amount.
    step: Option<&'a CostStep>,
    amount: Exact,
    remark: String,
}

/// All lines in their rows: by vendor, and by year.
pub(super) struct Listed<'a> {
    rows: Vec<Row<'a>>,
    currency: String,
}

impl<'a> Listed<'a> {
    pub(super) fn new(costs: &'a Costs) -> Listed<'a> {
        let mut rows = Vec::new();
        for vendor in costs.vendors.iter().filter(|vendor| vendor.figures.is_some()) {
            let mut own: Vec<Row<'a>> = vendor.lines.iter().flat_map(|line| of_line(vendor, line)).collect();
            own.sort_by_key(|row| row.year);
            rows.extend(own);
        }
        Listed {
            rows,
            currency: costs.currency.clone().unwrap_or_else(|| "the decision's currency".to_owned()),
        }
    }

    /// The sum of a vendor's amounts in a year as a formula, and what it comes to; none where there are none.
    pub(super) fn of_year(&self, vendor: &VendorCost, year: usize) -> Option<(String, Exact)> {
        let is_it = |row: &Row<'_>| row.vendor.id == vendor.id && row.year == year;
        let first = self.rows.iter().position(is_it)?;
        let count = self.rows[first..].iter().take_while(|row| is_it(row)).count();
        let (from, to) = (at(BODY + rows(first), AMOUNT), at(BODY + rows(first + count - 1), AMOUNT));
        let amounts: Vec<Exact> =
            self.rows[first..first + count].iter().map(|row| row.amount.clone()).collect();
        Some((format!("=SUM({})", on(SHEET, &format!("{from}:{to}"))), Exact::sum(&amounts)))
    }

    /// The same of a part of the total over all years; none where it has too many rows.
    pub(super) fn of_part(&self, vendor: &VendorCost, part: CostPart) -> Option<(String, Exact)> {
        let own = self.rows.iter().enumerate();
        let own: Vec<(usize, &Row<'_>)> =
            own.filter(|(_, row)| row.vendor.id == vendor.id && row.line.part == part).collect();
        if own.is_empty() || own.len() > MOST_NAMED {
            return None;
        }
        let cells: Vec<String> =
            own.iter().map(|(place, _)| on(SHEET, &at(BODY + rows(*place), AMOUNT))).collect();
        let amounts: Vec<Exact> = own.iter().map(|(_, row)| row.amount.clone()).collect();
        Some((format!("={}", cells.join("+")), Exact::sum(&amounts)))
    }

    /// The sheet.
    pub(super) fn page(&self) -> Result<SheetPage, XlsxError> {
        let says = format!(
            "{}: quantity x factors = amount. Type over a yellow cell: amounts, years and totals on Cost follow. Quantities \
             are those that staffing, bots and lists come to, as weigh worked them out.",
            self.currency
        );
        let mut page = SheetPage::new(SHEET, "Cost line by line", &says)?;
        let mut heads = vec!["Vendor", "Part", "Line", "Paid in year", "", "Quantity", "Of what"];
        heads.extend(["Factor"; FACTORS as usize]);
        heads.extend(["Amount", "What the factors are"]);
        page.heads(HEAD, &heads)?;
        for (row, one) in (BODY..).zip(&self.rows) {
            one.write(&mut page, row)?;
        }
        let mut widths = vec![30.0, 16.0, 30.0, 10.0, 2.0, 14.0, 20.0];
        widths.extend([11.0; FACTORS as usize]);
        widths.extend([15.0, 60.0]);
        page.widths(&widths)?;
        page.freeze(3)?;
        Ok(page)
    }
}

impl Row<'_> {
    fn write(&self, page: &mut SheetPage, row: u32) -> Result<(), XlsxError> {
        let plain = format(Look::Cell, PLAIN);
        page.text(row, 0, &self.vendor.name, &format(Look::Name(0), PLAIN))?;
        page.text(row, 1, self.line.part.name(), &plain)?;
        page.text(row, 2, &self.line.name, &plain)?;
        if self.year == 0 {
            page.text(row, 3, "before", &plain)?;
        } else {
            page.put(row, 3, self.year, &plain)?;
        }
        let money = format(Look::Cell, MONEY);
        let Some(step) = self.step else {
            page.put(row, AMOUNT, &self.amount, &money)?;
            return page.text(row, AMOUNT + 1, &self.remark, &format(Look::Faint, PLAIN));
        };
        page.put(row, QUANTITY, &step.quantity, &format(Look::Input, "#,##0.00"))?;
        page.text(row, QUANTITY + 1, &step.unit, &plain)?;
        let mut product = vec![at(row, QUANTITY)];
        for (column, (_, factor)) in (FACTOR..).zip(&step.factors) {
            page.put(row, column, factor, &format(Look::Input, "0.0000"))?;
            product.push(at(row, column));
        }
        page.formula(row, AMOUNT, &format!("={}", product.join("*")), &self.amount, &money)?;
        page.text(row, AMOUNT + 1, &self.remark, &format(Look::Faint, PLAIN))
    }
}

/// The rows of a line: its steps, and what of a year they do not hold.
fn of_line<'a>(vendor: &'a VendorCost, line: &'a CostLine) -> Vec<Row<'a>> {
    let paid = std::iter::once(line.upfront).chain(line.years());
    let mut all = Vec::new();
    for (year, paid) in paid.enumerate() {
        let of_year = |step: &&CostStep| step.first_month.map_or(0, |first| first / 12 + 1) == year;
        let mut left = paid;
        for step in line.steps.iter().filter(of_year) {
            left = left - step.amount;
            // What ends in a sheet as quantity times factors, is that to the last digit.
            let is_live = step.is_product() && step.factors.len() <= usize::from(FACTORS);
            let product =
                || step.factors.iter().fold(step.quantity.clone(), |product, (_, factor)| &product * factor);
            let names: Vec<&str> = step.factors.iter().map(|(name, _)| name.as_str()).collect();
            let mut said: Vec<String> = if is_live { vec![names.join(" x ")] } else { Vec::new() };
            said.extend(remarks(step));
            let amount = if is_live { product() } else { step.amount.to_exact() };
            all.push(Row {
                vendor,
                line,
                year,
                step: is_live.then_some(step),
                amount,
                remark: said.join("; "),
            });
        }
        if left != Money::ZERO {
            let remark = "as it was worked out".to_owned();
            all.push(Row { vendor, line, year, step: None, amount: left.to_exact(), remark });
        }
    }
    all
}

/// What else happened in a stretch, each once.
fn remarks(step: &CostStep) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for remark in &step.remarks {
        if !said.contains(remark) {
            said.push(remark.clone());
        }
    }
    said
}
