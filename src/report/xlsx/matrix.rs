//! The matrix of values and points, and the workings behind ranges, shares and ranks.

use rust_xlsxwriter::{Color, ConditionalFormat2ColorScale, XlsxError};

use super::facts::vendor_page;
use super::formula::{ahead, is_known, rounded, unknown, value, value_end};
use super::layout::{
    FIELD_ROWS, FIRST, FieldRow, GLOBAL_SHARE, LOCAL_SHARE, Layout, MOST_POINTS, UNDER, VendorColumn,
    fact_value, is_in_play, rows,
};
use super::page::{Content, SheetPage, at, down, fixed, on};
use super::style::{Look, PERCENT, PLAIN, VALUE, format};
use super::weights::{points_format, score_format};
use crate::decision::{Aggregation, Criterion, FactValue, Leaf, Unknown, Value};
use crate::exact::{Exact, Mode, Rounding};
use crate::score::evaluation::Cell;

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
    page.formula(row, 2, &share, criterion.share.global.exact(), &format(look, PERCENT))?;
    let most = format!("={}", Layout::weights(index, MOST_POINTS));
    let points = layout.decision.max_points(criterion);
    page.formula(row, 3, &most, &points, &format(look, "0.00"))
}

fn name_head(page: &mut SheetPage, row: u32, index: usize, criterion: &Criterion) -> Result<(), XlsxError> {
    let depth = u8::try_from(criterion.depth.min(10)).unwrap_or(10);
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
            unknown(leaf)
        ),
        None => {
            let points = at(layout.points + rows(index), column);
            group_value(layout, index, &layout.most(index, column), &points, (layout.values, column))
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
    format!("=IF({most}=0,{mean},100*{points}/IF({most}=0,1,{most}))")
}

fn points_formula(layout: &Layout<'_>, index: usize, criterion: &Criterion, column: u16) -> String {
    match &criterion.leaf {
        Some(leaf) => {
            let value = at(layout.values + rows(index), column);
            let earned = format!("{}*{value}/100", layout.most(index, column));
            let earned = rounded(&earned, leaf.rounding, layout.guard);
            if leaf.unknown == Unknown::Skip {
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
    format!("={}", total(layout, &Layout::weights_of(&under, UNDER), group + 1, &points))
}

/// The total of the points of what stands right under a group.
///
/// - `under`: cells with the number of the group under which each row of `points` stands.
/// - `group`: the number of the group; 0 for the score.
fn total(layout: &Layout<'_>, under: &str, group: usize, points: &str) -> String {
    match layout.decision.rule.aggregation() {
        Aggregation::WeightedSum => format!("SUMIF({under},{group},{points})"),
    }
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
            rounded(&total(layout, &top, 0, &points), layout.decision.rule.total_rounding, layout.guard)
        };
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
    skips(layout, &mut page)?;
    for end in [0, 1] {
        ends(layout, &mut page, end)?;
    }
    order(layout, &mut page)?;
    exported(layout, &mut page)?;
    page.widths(&[5.5, 48.0, 3.0, 3.0])?;
    Ok(page)
}

/// What the vendors in play say, where a scale looks at them.
fn field(
    layout: &Layout<'_>,
    page: &mut SheetPage,
    (index, criterion, _): (usize, &Criterion, &Leaf),
    first: u32,
) -> Result<(), XlsxError> {
    let title = format!("{}: the vendors in play", criterion.name);
    page.line(first - 1, 1, &title, Look::Block)?;
    let names = [
        "fact, if in play",
        "lowest that it may be",
        "highest that it may be",
        "lowest of all",
        "highest of all",
        "lowest of all, at this vendor's worst",
        "highest of all, at this vendor's worst",
        "lowest of all, at this vendor's best",
        "highest of all, at this vendor's best",
    ];
    for (row, name) in (first..).zip(names) {
        page.text(row, 1, name, &format(Look::Name(0), PLAIN))?;
    }
    let field = BidNumbers::of(layout, criterion);
    let look = format(Look::Cell, PLAIN);
    for (nth, (column, _)) in layout.vendors().enumerate() {
        for row in 0..FIELD_ROWS {
            let formula = field_formula(layout, index, row, column);
            page.formula(first + row, column, &formula, field.result(row, nth), &look)?;
        }
    }
    Ok(())
}

fn field_formula(layout: &Layout<'_>, index: usize, row: u32, column: u16) -> String {
    let fact = layout.fact(index, column);
    let [low, high] = [0, 1].map(|end| layout.fact_end(index, column, end));
    let in_play = format!("{}=\"yes\"", on("Gates", &at(layout.in_play(), column)));
    let of_play = |number: &str| format!("=IF(AND({in_play},ISNUMBER({fact})),{number},\"\")");
    let known = |formula: String| format!("=IF(ISNUMBER({fact}),{formula},\"\")");
    let all = |row: FieldRow| layout.across(layout.field_row(index, row));
    // The own number beside those of the others, whose own end is left out of the row.
    let others = |own: &str, row: FieldRow, pick: &str, nth: &str| {
        let (all, mine) = (all(row), fixed(layout.field_row(index, row), column));
        let compare = if pick == "MIN" { "<=" } else { ">=" };
        let is_extreme = format!("IF(ISNUMBER({mine}),IF({mine}{compare}{nth}({all},1),1,0),0)");
        known(format!(
            "{pick}({own},IF(COUNT({all})-IF(ISNUMBER({mine}),1,0)=0,{own},{nth}({all},1+{is_extreme})))"
        ))
    };
    match row {
        0 => of_play(&fact),
        1 => of_play(&low),
        2 => of_play(&high),
        3 => known(format!("MIN({fact},{})", all(FieldRow::Likely))),
        4 => known(format!("MAX({fact},{})", all(FieldRow::Likely))),
        5 => others(&high, FieldRow::Low, "MIN", "SMALL"),
        6 => others(&high, FieldRow::Low, "MAX", "LARGE"),
        7 => others(&low, FieldRow::High, "MIN", "SMALL"),
        _ => others(&low, FieldRow::High, "MAX", "LARGE"),
    }
}

/// The numbers of the vendors, and which of them are in play.
struct BidNumbers {
    numbers: Vec<Option<[f64; 3]>>,
    plays: Vec<bool>,
}

impl BidNumbers {
    fn of(layout: &Layout<'_>, criterion: &Criterion) -> BidNumbers {
        let numbers = |column: &VendorColumn<'_>| {
            Some(fact_value(column.vendor, criterion).and_then(FactValue::numbers)?.map(Exact::to_f64))
        };
        BidNumbers {
            numbers: layout.columns.iter().map(numbers).collect(),
            plays: layout.columns.iter().map(is_in_play).collect(),
        }
    }

    fn result(&self, row: u32, vendor: usize) -> Content {
        let Some(own) = self.numbers[vendor] else { return Content::from("") };
        let [low, likely, high] = own;
        let playing = |end: usize, with_own: bool| {
            let all = self.numbers.iter().zip(&self.plays).enumerate();
            all.filter(move |(at, (_, plays))| **plays && (with_own || *at != vendor))
                .filter_map(move |(_, (numbers, _))| Some((*numbers)?[end]))
        };
        let number = match row {
            0..=2 if !self.plays[vendor] => return Content::from(""),
            0 => likely,
            1 => low,
            2 => high,
            3 => playing(1, true).fold(likely, f64::min),
            4 => playing(1, true).fold(likely, f64::max),
            5 => playing(0, false).fold(high, f64::min),
            6 => playing(0, false).fold(high, f64::max),
            7 => playing(2, false).fold(low, f64::min),
            _ => playing(2, false).fold(low, f64::max),
        };
        Content::from(number)
    }
}

/// Who takes over the weight of what is not known and left out.
fn skips(layout: &Layout<'_>, page: &mut SheetPage) -> Result<(), XlsxError> {
    let Some(first) = layout.workings.skips else { return Ok(()) };
    let (counts, shares) = (layout.workings.counts, layout.workings.shares);
    page.line(first - 1, 1, "Left out, because it is not known (1)", Look::Block)?;
    page.text(first, 1, "anything", &format(Look::Name(0), PLAIN))?;
    page.line(counts - 1, 1, "Counts for the vendor (1)", Look::Block)?;
    page.line(shares - 1, 1, "Share of the whole for the vendor", Look::Block)?;
    for (index, criterion) in layout.criteria() {
        for row in [first + 1, counts, shares] {
            name_head(page, row + rows(index), index, criterion)?;
        }
    }
    let (whole, share) = (format(Look::Cell, PLAIN), format(Look::Cell, PERCENT));
    for (column, vendor) in layout.vendors() {
        let counting = counting(layout, vendor);
        let is_skipped = |cell: &Cell| usize::from(cell.value.is_none());
        let last = first + rows(layout.decision.criteria.len());
        let any = usize::from(vendor.result.cells.iter().any(|cell| cell.value.is_none()));
        page.formula(
            first,
            column,
            &format!("=IF(SUM({})>0,1,0)", down(column, first + 1, last)),
            any,
            &whole,
        )?;
        for (index, criterion) in layout.criteria() {
            let cell = &vendor.result.cells[index];
            let row = first + 1 + rows(index);
            let formula = match &criterion.leaf {
                Some(leaf) if leaf.unknown == Unknown::Skip => {
                    let value = on("Matrix", &at(layout.values + rows(index), column));
                    format!("=IF({value}=\"\",1,0)")
                }
                _ => "=0".to_owned(),
            };
            page.formula(row, column, &formula, is_skipped(cell), &whole)?;
            let formula = count_formula(layout, index, criterion, (first, column));
            page.formula(counts + rows(index), column, &formula, usize::from(counting[index]), &whole)?;
            let formula = share_formula(layout, index, criterion, (first, column));
            page.formula(shares + rows(index), column, &formula, cell.share.exact(), &share)?;
        }
    }
    Ok(())
}

/// Whether each criterion counts for a vendor: a leaf that is not left out, a group with one under it.
fn counting(layout: &Layout<'_>, vendor: &VendorColumn<'_>) -> Vec<bool> {
    let criteria = &layout.decision.criteria;
    let weighs = |at: usize| !criteria[at].share.local.is_zero();
    let mut counts: Vec<bool> = (0..criteria.len())
        .map(|at| criteria[at].leaf.is_some() && weighs(at) && vendor.result.cells[at].value.is_some())
        .collect();
    for at in (0..criteria.len()).rev() {
        if let (true, Some(parent)) = (counts[at], criteria[at].parent) {
            counts[parent] = weighs(parent);
        }
    }
    counts
}

fn count_formula(
    layout: &Layout<'_>,
    index: usize,
    criterion: &Criterion,
    (skips, column): (u32, u16),
) -> String {
    let local = Layout::weights(index, LOCAL_SHARE);
    let counts = layout.workings.counts;
    match &criterion.leaf {
        Some(_) => {
            let skipped = at(skips + 1 + rows(index), column);
            format!("=IF(AND({local}<>0,{skipped}=0),1,0)")
        }
        None => {
            let under = layout.under(index);
            let cells = down(column, counts + rows(under.start), counts + rows(under.end) - 1);
            let sum = format!("SUMIF({},{},{cells})", Layout::weights_of(&under, UNDER), index + 1);
            format!("=IF(AND({local}<>0,{sum}>0),1,0)")
        }
    }
}

fn share_formula(
    layout: &Layout<'_>,
    index: usize,
    criterion: &Criterion,
    (skips, column): (u32, u16),
) -> String {
    let (counts, shares) = (layout.workings.counts, layout.workings.shares);
    let everything = 0..layout.decision.criteria.len();
    let under = Layout::weights_of(&everything, UNDER);
    let cells = down(column, counts, counts + rows(everything.end) - 1);
    let parent = criterion.parent.map_or(0, |parent| parent + 1);
    let sum =
        format!("SUMPRODUCT(({under}={parent})*{cells}*{})", Layout::weights_of(&everything, LOCAL_SHARE));
    let above = criterion.parent.map_or_else(|| "1".to_owned(), |parent| at(shares + rows(parent), column));
    let plain = Layout::weights(index, GLOBAL_SHARE);
    let local = Layout::weights(index, LOCAL_SHARE);
    let counted = at(counts + rows(index), column);
    format!("=IF({}=0,{plain},IF({counted}=0,0,{above}*{local}/{sum}))", fixed(skips, column))
}

/// The lowest or the highest values and points.
fn ends(layout: &Layout<'_>, page: &mut SheetPage, end: usize) -> Result<(), XlsxError> {
    let (values, points) = (layout.workings.values[end], layout.workings.points[end]);
    let word = ["Lowest", "Highest"][end];
    page.line(values - 1, 1, &format!("{word} values that may turn out"), Look::Block)?;
    page.line(points - 1, 1, &format!("{word} points that may turn out"), Look::Block)?;
    for (index, criterion) in layout.criteria() {
        name_head(page, values + rows(index), index, criterion)?;
        name_head(page, points + rows(index), index, criterion)?;
        let look = criterion_look(criterion);
        let number = points_format(layout);
        for (column, vendor) in layout.vendors() {
            let cell = &vendor.result.cells[index];
            let shown = [&cell.lowest, &cell.highest].map(Value::percent);
            let earned = [&cell.lowest_points, &cell.highest_points][end];
            let (value, point) = (at(values + rows(index), column), at(points + rows(index), column));
            let most = Layout::weights(index, MOST_POINTS);
            let (value_says, point_says) = match &criterion.leaf {
                Some(leaf) => {
                    let known = is_known(layout, index, leaf, column);
                    let bound = value_end(layout, index, leaf, column, end);
                    let earned = rounded(&format!("{most}*{value}/100"), leaf.rounding, layout.guard);
                    (format!("=IF({known},{bound},{})", [0, 100][end]), format!("={earned}"))
                }
                None => (
                    group_value(layout, index, &most, &point, (values, column)),
                    group_points(layout, index, points, column),
                ),
            };
            page.formula(values + rows(index), column, &value_says, &shown[end], &format(look, VALUE))?;
            page.formula(points + rows(index), column, &point_says, earned, &format(look, &number))?;
        }
    }
    Ok(())
}

/// Ranks, by score and by what breaks ties.
fn order(layout: &Layout<'_>, page: &mut SheetPage) -> Result<(), XlsxError> {
    let rule = &layout.decision.rule;
    let compared = layout.workings.compared;
    page.line(compared - 1, 1, "Compared in turn", Look::Block)?;
    page.text(compared, 1, "Score", &format(Look::Name(0), PLAIN))?;
    let ties: Vec<usize> = rule
        .ties
        .iter()
        .filter_map(|id| layout.decision.criteria.iter().position(|criterion| criterion.id == *id))
        .collect();
    for (row, tie) in (compared + 1..).zip(&ties) {
        page.text(row, 1, &layout.decision.criteria[*tie].name, &format(Look::Name(0), PLAIN))?;
    }
    let trusted = Rounding { digits: layout.guard, mode: Mode::HalfUp };
    let look = format(Look::Cell, PLAIN);
    for (column, vendor) in layout.vendors() {
        let mut compare = |row: u32, source: u32, number: &Exact| {
            let formula = format!("=ROUND({},{})", on("Matrix", &at(source, column)), layout.guard);
            page.formula(row, column, &formula, &trusted.apply(number), &look)
        };
        compare(compared, layout.score, &vendor.result.score)?;
        for (row, tie) in (compared + 1..).zip(&ties) {
            compare(row, layout.points + rows(*tie), &vendor.result.cells[*tie].points)?;
        }
    }
    ranks(layout, page, rows(ties.len()))
}

fn ranks(layout: &Layout<'_>, page: &mut SheetPage, ties: u32) -> Result<(), XlsxError> {
    let workings = &layout.workings;
    page.line(workings.rank - 1, 1, "Ranks", Look::Block)?;
    let names = ["Rank", "Place by name", "Place in the list"];
    for (row, name) in (workings.rank..).zip(names) {
        page.text(row, 1, name, &format(Look::Name(0), PLAIN))?;
    }
    let ranked = on("Gates", &layout.across(layout.in_ranking()));
    let look = format(Look::Cell, PLAIN);
    for (column, vendor) in layout.vendors() {
        let own = format!("{}=\"yes\"", on("Gates", &at(layout.in_ranking(), column)));
        let within = format!("({ranked}=\"yes\")");
        let ahead = ahead(layout, workings.compared, ties, &within, column);
        let rank = format!("=IF({own},1+{ahead},\"\")");
        page.formula(workings.rank, column, &rank, vendor.result.rank, &look)?;
        page.put(workings.order, column, vendor.order, &look)?;
        let rank = at(workings.rank, column);
        let before = format!("({}<{})", layout.across(workings.order), at(workings.order, column));
        let place = format!(
            "=IF({own},{rank}+SUMPRODUCT(({}={rank})*{before}),COUNTIF({ranked},\"yes\")+1+SUMPRODUCT(({ranked}<>\"yes\")*{before}))",
            layout.across(workings.rank)
        );
        page.formula(workings.place, column, &place, vendor.place, &look)?;
    }
    Ok(())
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
        page.text(workings.because, column, &super::facts::because(vendor), &look)?;
    }
    Ok(())
}
