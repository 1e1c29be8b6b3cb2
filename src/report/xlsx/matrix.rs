//! The matrix of values and points, and the workings behind ranges, shares and ranks.

mod field;
mod places;
mod shares;

use rust_xlsxwriter::{Color, ConditionalFormat2ColorScale, XlsxError};

use super::facts::vendor_page;
use super::formula::{is_known, unknown, value};
use super::layout::{FIRST, GLOBAL_SHARE, LOCAL_SHARE, Layout, MOST_POINTS, UNDER, rows};
use super::page::{SheetPage, at, down, on};
use super::rounding::rounded;
use super::style::{Look, PERCENT, PLAIN, VALUE, format};
use super::weights::{points_format, score_format};
use crate::decision::{Criterion, Value};
use field::field;
use places::{ends, order};
use shares::left_out;

/// Values and points, criterion by criterion.
pub(super) fn matrix(layout: &Layout<'_>) -> Result<SheetPage, XlsxError> {
    let says = "What each fact is worth, and the points that it earns. All of it is worked out here from Facts, Weights, Scales and Gates.";
    let heads = ["No.", "Criterion", "Share of the whole", "Most points"];
    let mut page = vendor_page(layout, "Matrix", "Matrix of values and points", says, heads)?;
    page.line(layout.values - 1, 1, "Values, 0 to 100", Look::Block)?;
    page.line(layout.points - 1, 1, "Points", Look::Block)?;
    for (index, criterion) in layout.criteria() {
        for first in [layout.values, layout.points] {
            row_heads(layout, &mut page, first + rows(index), index, criterion)?;
        }
        let (look, points) = (criterion_look(criterion), points_format(layout));
        for (column, vendor) in layout.vendors() {
            let cell = &vendor.result.cells[index];
            let shown = cell.value.as_ref().map(Value::percent);
            let formula = value_formula(layout, index, criterion, column);
            let row = layout.values + rows(index);
            page.formula(row, column, &formula, shown.as_ref(), &format(look, VALUE))?;
            let formula = points_formula(layout, index, criterion, column);
            let row = layout.points + rows(index);
            page.formula(row, column, &formula, &cell.points, &format(look, &points))?;
        }
    }
    shade(layout, &mut page)?;
    totals(layout, &mut page)?;
    page.widths(&[5.5, 40.0, 10.0, 9.0])?;
    Ok(page)
}

/// Number, name, share and most points of a criterion.
fn row_heads(
    layout: &Layout<'_>,
    page: &mut SheetPage,
    row: u32,
    index: usize,
    criterion: &Criterion,
) -> Result<(), XlsxError> {
    name_head(page, row, index, criterion)?;
    let look = criterion_look(criterion);
    let share = format!("={}", Layout::weights(index, GLOBAL_SHARE));
    page.formula(row, 2, &share, criterion.share().global.exact(), &format(look, PERCENT))?;
    let most = format!("={}", Layout::weights(index, MOST_POINTS));
    let points = layout.decision.max_points(criterion);
    page.formula(row, 3, &most, &points, &format(look, "0.00"))
}

fn name_head(page: &mut SheetPage, row: u32, index: usize, criterion: &Criterion) -> Result<(), XlsxError> {
    let depth = u8::try_from(criterion.depth().min(10)).unwrap_or(10);
    let name = if criterion.leaf.is_none() { Look::GroupName(depth) } else { Look::Name(depth) };
    page.put(row, 0, index + 1, &format(Look::Number, PLAIN))?;
    page.text(row, 1, &criterion.name, &format(name, PLAIN))
}

fn criterion_look(criterion: &Criterion) -> Look {
    if criterion.leaf.is_none() { Look::Group } else { Look::Cell }
}

fn value_formula(layout: &Layout<'_>, index: usize, criterion: &Criterion, column: u16) -> String {
    match &criterion.leaf {
        Some(leaf) => format!(
            "=IF({},{},{})",
            is_known(layout, index, leaf, column),
            value(layout, index, leaf, column),
            unknown(layout, index, leaf, column)
        ),
        None => {
            let points = at(layout.points + rows(index), column);
            let value =
                group_value(layout, index, &layout.most(index, column), &points, (layout.values, column));
            format!("={}", unless_inapplicable(layout, index, column, value))
        }
    }
}

/// A group's value: its points of those that it could give; without weight the mean of what is under it.
///
/// - `values`: first row and column of the values of the same kind.
fn group_value(
    layout: &Layout<'_>,
    group: usize,
    most: &str,
    points: &str,
    (first, column): (u32, u16),
) -> String {
    let under = layout.under(group);
    let is_child = format!("({}={})", Layout::weights_of(&under, UNDER), group + 1);
    let values = down(column, first + rows(under.start), first + rows(under.end) - 1);
    let mean = format!("SUMPRODUCT(--{is_child},{},{values})", Layout::weights_of(&under, LOCAL_SHARE));
    let mean = if layout.workings.finals.is_some() {
        let applying = format!(
            "SUMPRODUCT(--{is_child},{},--({values}<>\"\"))",
            Layout::weights_of(&under, LOCAL_SHARE)
        );
        format!("IF({applying}=0,0,{mean}/{applying})")
    } else {
        mean
    };
    format!("IF({most}=0,{mean},100*{points}/IF({most}=0,1,{most}))")
}

/// A value; an empty text where it is known that the criterion does not apply.
fn unless_inapplicable(layout: &Layout<'_>, index: usize, column: u16, value: String) -> String {
    match &layout.workings.finals {
        Some(finals) => {
            let is_inapplicable = on("Workings", &at(finals.first + 1 + rows(index), column));
            format!("IF({is_inapplicable}=1,\"\",{value})")
        }
        None => value,
    }
}

fn points_formula(layout: &Layout<'_>, index: usize, criterion: &Criterion, column: u16) -> String {
    match &criterion.leaf {
        Some(leaf) => {
            let value = at(layout.values + rows(index), column);
            let earned = format!("{}*{value}/100", layout.most(index, column));
            let earned = rounded(&earned, leaf.rounding, layout.guard);
            if layout.may_be_left_out(index) {
                format!("=IF({value}=\"\",0,{earned})")
            } else {
                format!("={earned}")
            }
        }
        None => group_points(layout, index, layout.points, column),
    }
}

/// A group's points: the total of those right under it.
fn group_points(layout: &Layout<'_>, group: usize, first: u32, column: u16) -> String {
    let under = layout.under(group);
    let points = down(column, first + rows(under.start), first + rows(under.end) - 1);
    format!("={}", total(&Layout::weights_of(&under, UNDER), group + 1, &points))
}

/// The total of the points of what stands right under a group.
///
/// - `under`: cells with the number of the group under which each row of `points` stands.
/// - `group`: the number of the group; 0 for the score.
fn total(under: &str, group: usize, points: &str) -> String {
    format!("SUMIF({under},{group},{points})")
}

/// Values are shaded from low to high.
fn shade(layout: &Layout<'_>, page: &mut SheetPage) -> Result<(), XlsxError> {
    let scale = ConditionalFormat2ColorScale::new()
        .set_minimum(rust_xlsxwriter::ConditionalFormatType::Number, 0)
        .set_maximum(rust_xlsxwriter::ConditionalFormatType::Number, 100)
        .set_minimum_color(Color::White)
        .set_maximum_color(Color::RGB(0x9E_C9_E8));
    let last = layout.values + rows(layout.decision.criteria.len()) - 1;
    page.sheet.add_conditional_format(layout.values, FIRST, last, layout.last(), &scale).map(|_| ())
}

fn totals(layout: &Layout<'_>, page: &mut SheetPage) -> Result<(), XlsxError> {
    let names = ["Score", "Lowest score that it may turn out to have", "Highest such score", "Rank"];
    for (row, name) in (layout.score..).zip(names) {
        page.text(row, 1, name, &format(Look::GroupName(0), PLAIN))?;
        for column in 2..FIRST {
            page.sheet.write_blank(row, column, &format(Look::Group, PLAIN))?;
        }
    }
    page.put(layout.score, 3, &layout.decision.rule.points, &format(Look::Group, PLAIN))?;
    let everything = 0..layout.decision.criteria.len();
    let (top, number) = (Layout::weights_of(&everything, UNDER), score_format(layout));
    let look = format(Look::Strong, &number);
    for (column, vendor) in layout.vendors() {
        let sum = |sheet: &str, first: u32| {
            let points = on(sheet, &down(column, first, first + rows(everything.end) - 1));
            rounded(&total(&top, 0, &points), layout.decision.rule.total_rounding, layout.guard)
        };
        if let Some(total) = &layout.total {
            let cell = total.cell(column);
            let formula = format!("=IF(ISNUMBER({cell}),{cell},0)");
            let result = vendor.result;
            for (row, number) in (layout.score..).zip([&result.score, &result.lowest, &result.highest]) {
                page.formula(row, column, &formula, number, &look)?;
            }
            let rank = format!("={}", on("Workings", &at(layout.workings.rank, column)));
            page.formula(layout.score + 3, column, &rank, result.rank, &format(Look::Strong, PLAIN))?;
            continue;
        }
        if !layout.follows() {
            let result = vendor.result;
            page.put(layout.score, column, &result.score, &look)?;
            for (row, end) in (layout.score + 1..).zip(0..2) {
                let end: Option<&crate::decision::Points> = result.ends().map(|ends| ends[end]);
                page.put(row, column, end, &look)?;
            }
            page.put(layout.score + 3, column, result.rank, &format(Look::Strong, PLAIN))?;
            continue;
        }
        let score = format!("={}", sum("Matrix", layout.points));
        page.formula(layout.score, column, &score, &vendor.result.score, &look)?;
        let own = at(layout.score, column);
        let lowest = format!("=MIN({own},{})", sum("Workings", layout.workings.points[0]));
        page.formula(layout.score + 1, column, &lowest, &vendor.result.lowest, &look)?;
        let highest = format!("=MAX({own},{})", sum("Workings", layout.workings.points[1]));
        page.formula(layout.score + 2, column, &highest, &vendor.result.highest, &look)?;
        let rank = format!("={}", on("Workings", &at(layout.workings.rank, column)));
        page.formula(layout.score + 3, column, &rank, vendor.result.rank, &format(Look::Strong, PLAIN))?;
    }
    Ok(())
}

/// What stands behind the matrix and the ranking.
pub(super) fn workings(layout: &Layout<'_>) -> Result<SheetPage, XlsxError> {
    let says =
        "Steps between the facts and the ranking, for those who check. Nothing here is to be typed over.";
    let mut page = vendor_page(layout, "Workings", "Workings", says, ["No.", "What", "", ""])?;
    for (index, criterion, leaf) in layout.leaves() {
        if let Some(first) = layout.workings.fields[index] {
            field(layout, &mut page, (index, criterion, leaf), first)?;
        }
    }
    left_out(layout, &mut page)?;
    for end in [0, 1] {
        ends(layout, &mut page, end)?;
    }
    order(layout, &mut page)?;
    exported(layout, &mut page)?;
    page.widths(&[5.5, 48.0, 3.0, 3.0])?;
    Ok(page)
}

/// What the file said when it was made.
fn exported(layout: &Layout<'_>, page: &mut SheetPage) -> Result<(), XlsxError> {
    let workings = &layout.workings;
    page.line(workings.exported - 1, 1, "When the file was made", Look::Block)?;
    let names = ["Score", "Rank", "Name in its own script", "Out because"];
    for (row, name) in (workings.exported..).zip(names) {
        page.text(row, 1, name, &format(Look::Name(0), PLAIN))?;
    }
    let look = format(Look::Faint, PLAIN);
    for (column, vendor) in layout.vendors() {
        page.put(workings.exported, column, &vendor.result.score, &look)?;
        page.put(workings.exported_rank, column, vendor.result.rank, &look)?;
        page.put(workings.local, column, vendor.result.vendor.local.as_deref(), &look)?;
        page.text(workings.because, column, &super::gates::because(vendor), &look)?;
    }
    Ok(())
}
