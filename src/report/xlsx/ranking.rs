//! The sheet of the ranking, sorted by what the workings say.

use rust_xlsxwriter::{Chart, ChartType, Format, XlsxError};

use super::gates::{awardable_text, because};
use super::layout::{Layout, VendorColumn, rows};
use super::page::{BODY, Content, HEAD, SheetPage, at, fixed, on};
use super::style::{Look, PLAIN, SERIES, format};
use super::weights::{points_format, score_format};
use crate::decision::total::Wins;

/// The most vendors that a chart shows.
const MOST_BARS: u32 = 20;
/// First column of the points of the top criteria.
const TOPS: u16 = 10;

/// The vendors in the order of the ranking, then those that are out.
pub(super) fn ranking(layout: &Layout<'_>) -> Result<SheetPage, XlsxError> {
    let says = "Sorted by itself when a weight, a fact, a scale or a gate is changed. The last columns keep what weigh said when the file was made.";
    let mut page = SheetPage::new("Ranking", "Ranking", says)?;
    heads(layout, &mut page)?;
    for (row, column) in (BODY..).zip(&layout.columns) {
        vendor(layout, &mut page, row, column)?;
    }
    let count = rows(layout.columns.len());
    let last = after(layout) + 4;
    if count > 0 {
        page.colour_words((BODY, 8, BODY + count - 1, 9))?;
        chart(layout, &mut page, count)?;
    }
    let mut widths = vec![7.0, 8.0, 34.0, 26.0, 9.0, 9.0, 9.0, 9.0, 10.0, 10.0];
    widths.extend(vec![12.0; usize::from(last) - 4 - usize::from(TOPS)]);
    widths.extend([10.0, 10.0, 48.0, 6.0, 7.0]);
    page.widths(&widths)?;
    // Place and column only serve the formulas.
    page.sheet.set_print_area(0, 0, BODY + count + 40, last - 2)?;
    page.freeze(3)?;
    Ok(page)
}

/// The column behind those of the top criteria.
fn after(layout: &Layout<'_>) -> u16 {
    TOPS + u16::try_from(layout.evaluation.top().count()).unwrap_or(0)
}

fn heads(layout: &Layout<'_>, page: &mut SheetPage) -> Result<(), XlsxError> {
    let first = [
        "Rank",
        "Shared",
        "Vendor",
        "Name in its own script",
        "Score",
        "Lowest",
        "Highest",
        "Behind the first",
        "In the ranking",
        "May be awarded",
    ];
    let tops = layout.evaluation.top().map(|(_, top)| top.name.as_str());
    let last =
        ["Rank when exported", "Score when exported", "Out because (when exported)", "Place", "Column"];
    let heads: Vec<&str> = first.into_iter().chain(tops).chain(last).collect();
    page.heads(HEAD, &heads)
}

fn vendor(
    layout: &Layout<'_>,
    page: &mut SheetPage,
    row: u32,
    vendor: &VendorColumn<'_>,
) -> Result<(), XlsxError> {
    let (result, workings) = (vendor.result, &layout.workings);
    let after = after(layout);
    let found = fixed(row, after + 4);
    let pick = |sheet: &str, source: u32| format!("INDEX({},{found})", on(sheet, &layout.across(source)));
    let (cell, centre) = (format(Look::Cell, PLAIN), format(Look::Centre, PLAIN));
    let strong = format(Look::Strong, PLAIN);
    let score = format(Look::Strong, &score_format(layout));
    let plain_score = format(Look::Cell, &score_format(layout));
    let mut put = |column: u16, formula: String, result: Content, look: &Format| {
        page.formula(row, column, &format!("={formula}"), result, look)
    };
    put(0, pick("Workings", workings.rank), result.rank.into(), &centre)?;
    let rank = fixed(row, 0);
    let ranks = on("Workings", &layout.across(workings.rank));
    let shared = format!("IF({rank}=\"\",\"\",IF(COUNTIF({ranks},{rank})>1,\"yes\",\"no\"))");
    let is_shared = result.rank.map(|_| if result.is_tied { "yes" } else { "no" });
    put(1, shared, is_shared.into(), &centre)?;
    put(2, pick("Matrix", HEAD), result.name().into(), &strong)?;
    let local = format!("{}&\"\"", pick("Workings", workings.local));
    put(3, local, result.vendor.local.as_deref().into(), &cell)?;
    put(4, pick("Matrix", layout.score), (&result.score).into(), &score)?;
    put(5, pick("Matrix", layout.score + 1), result.ends().map(|[lowest, _]| lowest).into(), &plain_score)?;
    put(6, pick("Matrix", layout.score + 2), result.ends().map(|[_, highest]| highest).into(), &plain_score)?;
    let (from, less) = match layout.decision.rule.wins() {
        Wins::Highest => (fixed(BODY, 4), fixed(row, 4)),
        Wins::Lowest => (fixed(row, 4), fixed(BODY, 4)),
    };
    let behind = format!("IF({rank}=\"\",\"\",ROUND({from}-{less},{}))", layout.score_guard());
    put(7, behind, result.gap.as_ref().into(), &plain_score)?;
    let is_in = if result.rank.is_some() { "yes" } else { "no" };
    put(8, pick("Gates", layout.in_ranking()), is_in.into(), &centre)?;
    put(9, pick("Gates", layout.awardable()), awardable_text(vendor).into(), &centre)?;
    let points = format(Look::Cell, &points_format(layout));
    for (column, (index, _)) in (TOPS..).zip(layout.evaluation.top()) {
        let formula = pick("Matrix", layout.points + rows(index));
        put(column, formula, (&result.cells[index].points).into(), &points)?;
    }
    let faint = format(Look::Faint, PLAIN);
    put(after, pick("Workings", workings.exported_rank) + "&\"\"", rank_text(vendor).into(), &faint)?;
    let exported = pick("Workings", workings.exported);
    put(after + 1, exported, (&result.score).into(), &format(Look::Faint, &score_format(layout)))?;
    put(after + 2, pick("Workings", workings.because) + "&\"\"", because(vendor).into(), &faint)?;
    page.put(row, after + 3, vendor.place, &faint)?;
    let places = on("Workings", &layout.across(workings.place));
    let column = format!("=MATCH({},{places},0)", at(row, after + 3));
    page.formula(row, after + 4, &column, vendor.place, &faint)
}

/// The rank as a text, so that none is an empty one.
fn rank_text(vendor: &VendorColumn<'_>) -> String {
    vendor.result.rank.map_or_else(String::new, |rank| rank.to_string())
}

/// The scores as bars made of the points of the top criteria.
fn chart(layout: &Layout<'_>, page: &mut SheetPage, count: u32) -> Result<(), XlsxError> {
    let last = BODY + count.min(MOST_BARS) - 1;
    let mut chart = Chart::new(ChartType::BarStacked);
    for (nth, (column, _)) in (TOPS..after(layout)).zip(layout.evaluation.top()).enumerate() {
        chart
            .add_series()
            .set_name(("Ranking", HEAD, column))
            .set_categories(("Ranking", BODY, 2, last, 2))
            .set_values(("Ranking", BODY, column, last, column))
            .set_gap(50)
            .set_format(rust_xlsxwriter::ChartFormat::new().set_solid_fill(
                rust_xlsxwriter::ChartSolidFill::new().set_color(SERIES[nth % SERIES.len()]),
            ));
    }
    chart.title().set_name("Points by criterion, best first");
    // Bars grow from the bottom; the first of the ranking belongs on top.
    chart.y_axis().set_reverse();
    chart.x_axis().set_min(0).set_name("Points");
    chart.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
    chart.set_width(1100).set_height(170 + 30 * count.min(MOST_BARS));
    chart.set_alt_text("Stacked bars: the points of each vendor by criterion, in the order of the ranking");
    page.sheet.insert_chart(BODY + count + 2, 0, &chart)?;
    Ok(())
}
