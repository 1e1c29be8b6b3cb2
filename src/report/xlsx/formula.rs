//! Formulas: scales, rounding and the unknown, in the functions that every spreadsheet has.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use super::layout::{FIELD_ROWS, FieldRow, Layout};
use super::page::{down, fixed, on};
use crate::decision::fact::DOES_NOT_APPLY;
use crate::decision::scale::{Bid, Parameter, TableKey, Term, ValueLine, WordTable};
use crate::decision::{FieldFormula, Leaf, Shape, StatedFormula, Unknown};
use crate::exact::Exact;
use crate::score::price::{self, Limit};

/// What counts when a fact is not known, as a value from 0 to 100; an empty text where it is left out, as where its cell
/// says that it does not apply.
pub(super) fn unknown(layout: &Layout<'_>, criterion: usize, leaf: &Leaf, column: u16) -> String {
    let counts = match leaf.unknown {
        Unknown::Worst => "0",
        Unknown::Middle => "50",
        Unknown::Best => "100",
        Unknown::Skip => return "\"\"".to_owned(),
    };
    if layout.may_not_apply(criterion) {
        format!("IF({}=\"{DOES_NOT_APPLY}\",\"\",{counts})", layout.fact(criterion, column))
    } else {
        counts.to_owned()
    }
}

/// Whether a fact is known.
pub(super) fn is_known(layout: &Layout<'_>, criterion: usize, leaf: &Leaf, column: u16) -> String {
    let fact = layout.fact(criterion, column);
    match leaf.scale.shape() {
        Shape::Table(table) => {
            let is_row = is_row(layout, criterion, table, &fact);
            format!("SUMPRODUCT(--({is_row}))>0")
        }
        Shape::Set(_) => format!("COUNTA({})>0", things(layout, criterion, column)),
        Shape::Line(_) | Shape::Formula(_) => format!("ISNUMBER({fact})"),
    }
}

/// Whether each row of a table is the one of a fact.
fn is_row(layout: &Layout<'_>, criterion: usize, table: &WordTable, fact: &str) -> String {
    let words = layout.whole_scale(criterion, table.rows().len(), false);
    match table.key() {
        // As texts, or a level such as 2 would be taken for a number.
        TableKey::Text => format!("{words}&\"\"={fact}&\"\""),
        TableKey::YesNo => format!("{words}={fact}"),
    }
}

/// The rows of the things of a set, for a vendor.
fn things(layout: &Layout<'_>, criterion: usize, column: u16) -> String {
    let rows = &layout.facts[criterion].things;
    let (first, last) = (rows.first().copied().unwrap_or(0), rows.last().copied().unwrap_or(0));
    on("Facts", &down(column, first, last))
}

/// What a fact is worth, from 0 to 100, where it is known.
pub(super) fn value(layout: &Layout<'_>, criterion: usize, leaf: &Leaf, column: u16) -> String {
    let fact = layout.fact(criterion, column);
    match leaf.scale.shape() {
        Shape::Line(line) => on_line(layout, criterion, line, &fact),
        Shape::Table(table) => {
            let worths = layout.whole_scale(criterion, table.rows().len(), true);
            format!("SUMPRODUCT(({})*{worths})", is_row(layout, criterion, table, &fact))
        }
        Shape::Set(set) => {
            let things = things(layout, criterion, column);
            let held = format!("COUNTIF({things},\"yes\")+COUNTIF({things},\"no end date\")");
            format!("100*({held})/{}", set.things().len())
        }
        Shape::Formula(FieldFormula::Stated(_)) => printed_value(layout, criterion, column)
            .unwrap_or_else(|| as_stands(layout, criterion, column, 1)),
        Shape::Formula(formula) => {
            let [lowest, highest] =
                [FieldRow::Lowest, FieldRow::Highest].map(|row| layout.field(criterion, row, column));
            over_field(layout, criterion, formula, [&fact, &lowest, &highest])
        }
    }
}

/// The lowest (0) or highest (1) value that a fact may turn out to have, where it is known.
pub(super) fn value_end(
    layout: &Layout<'_>,
    criterion: usize,
    leaf: &Leaf,
    column: u16,
    end: usize,
) -> String {
    let likely = on("Matrix", &super::page::at(layout.values + super::layout::rows(criterion), column));
    let [low, high] = [0, 1].map(|end| layout.fact_end(criterion, column, end));
    match leaf.scale.shape() {
        Shape::Line(line) if layout.facts[criterion].ends.is_some() => {
            let ends = [&low, &high].map(|fact| on_line(layout, criterion, line, fact)).join(",");
            let corners = corners(layout, criterion, line, [&low, &high], end);
            format!("{}({likely},{ends}{corners})", ["MIN", "MAX"][end])
        }
        Shape::Set(set) if end == 0 => {
            format!("100*COUNTIF({},\"yes\")/{}", things(layout, criterion, column), set.things().len())
        }
        Shape::Formula(FieldFormula::Stated(_)) => {
            let Some(formula) = layout.printed[criterion] else {
                return as_stands(layout, criterion, column, [0, 2][end]);
            };
            if !formula.looks_at_others() {
                return likely;
            }
            // What others have not said may be anything.
            let unknown = layout.across(layout.field_row(criterion, FieldRow::Unknown));
            let reach = formula.reach()[end].percent().plain(0);
            format!("IF(COUNT({})>0,{reach},{likely})", on("Workings", &unknown))
        }
        Shape::Formula(formula) => {
            // The value falls with the own number and rises with the others', unless more is better.
            let is_own_high = (end == 0) != formula.rises();
            let (own, rows) = if is_own_high {
                (high, [FieldRow::LowestWhenLow, FieldRow::HighestWhenLow])
            } else {
                (low, [FieldRow::LowestWhenHigh, FieldRow::HighestWhenHigh])
            };
            let [lowest, highest] = rows.map(|row| layout.field(criterion, row, column));
            let known = over_field(layout, criterion, formula, [&own, &lowest, &highest]);
            if !formula.looks_at_others() {
                return known;
            }
            let limit = match price::limit(formula, is_own_high) {
                Limit::Value(value) => value.percent().to_string(),
                Limit::LowestIsZero => over_field(layout, criterion, formula, [&own, "0", &highest]),
                Limit::None => return known,
            };
            let unknown = layout.across(layout.field_row(criterion, FieldRow::Unknown));
            format!("IF(COUNT({})>0,{limit},{known})", on("Workings", &unknown))
        }
        Shape::Line(_) | Shape::Table(_) | Shape::Set(_) => likely,
    }
}

/// A value by a formula as printed that the sheet follows.
fn printed_value(layout: &Layout<'_>, criterion: usize, column: u16) -> Option<String> {
    let first = layout.field_row(criterion, FieldRow::Likely) + FIELD_ROWS;
    let cell = |nth: usize| on("Workings", &super::page::at(first + super::layout::rows(nth), column));
    super::printed::value(layout.printed[criterion]?, &cell, &layout.fact(criterion, column))
}

/// A value by a formula as printed: the number of record, since a sheet does not follow it.
///
/// - `of`: the lowest, the one that counts, the highest.
fn as_stands(layout: &Layout<'_>, criterion: usize, column: u16, of: usize) -> String {
    let vendor = layout.vendors().find(|(at, _)| *at == column);
    let cell = vendor.map(|(_, vendor)| &vendor.result.cells[criterion]);
    let value = cell.and_then(|cell| match of {
        0 => Some(cell.lowest().clone()),
        1 => cell.value.clone(),
        _ => Some(cell.highest().clone()),
    });
    value.map_or_else(|| "0".to_owned(), |value| value.percent().fixed(15))
}

/// How a spreadsheet writes a line.
enum LineFormula {
    /// From the first row, worth 0, to the second, worth 100; either may hold the higher number.
    Straight,
    /// From 0 to 100 at the second of three rows and back.
    Tent,
    /// Looked up among rows that go up.
    LookUp { rows: usize },
}

impl LineFormula {
    fn of(line: &ValueLine) -> LineFormula {
        let rows = line.points().len();
        if line.has_written_worths() {
            return LineFormula::LookUp { rows };
        }
        let worths: Vec<&Exact> = line.named_points().map(|(_, (_, worth))| worth).collect();
        match worths.as_slice() {
            [first, second] if first.is_zero() && **second == Exact::ONE => LineFormula::Straight,
            [first, second, third] if first.is_zero() && **second == Exact::ONE && third.is_zero() => {
                LineFormula::Tent
            }
            _ => LineFormula::LookUp { rows },
        }
    }
}

/// Corners of a line within a range: there it may be lower or higher than at the ends of the range.
fn corners(
    layout: &Layout<'_>,
    criterion: usize,
    line: &ValueLine,
    [low, high]: [&str; 2],
    end: usize,
) -> String {
    match LineFormula::of(line) {
        LineFormula::Straight => String::new(),
        LineFormula::Tent if end == 0 => String::new(),
        LineFormula::Tent => {
            let ideal = layout.scale(criterion, 1, false);
            format!(",IF(AND({low}<{ideal},{ideal}<{high}),100,0)")
        }
        LineFormula::LookUp { rows } => {
            let places = layout.whole_scale(criterion, rows, false);
            let worths = layout.whole_scale(criterion, rows, true);
            let within = format!("({places}>{low})*({places}<{high})");
            if end == 1 {
                format!(",SUMPRODUCT(MAX({within}*{worths}))")
            } else {
                format!(",100-SUMPRODUCT(MAX({within}*(100-{worths})))")
            }
        }
    }
}

/// The worth of a number on a line, from 0 to 100.
fn on_line(layout: &Layout<'_>, criterion: usize, line: &ValueLine, fact: &str) -> String {
    let place = |nth| layout.scale(criterion, nth, false);
    match LineFormula::of(line) {
        LineFormula::Straight => {
            let [worst, best] = [place(0), place(1)];
            format!("100*MAX(0,MIN(1,({fact}-{worst})/({best}-{worst})))")
        }
        LineFormula::Tent => {
            let [low, ideal, high] = [place(0), place(1), place(2)];
            format!("100*MAX(0,MIN(({fact}-{low})/({ideal}-{low}),({high}-{fact})/({high}-{ideal})))")
        }
        LineFormula::LookUp { rows } => {
            let last = super::layout::rows(rows) - 1;
            let places = layout.whole_scale(criterion, rows, false);
            let worths = layout.whole_scale(criterion, rows, true);
            let before = format!("MATCH({fact},{places},1)");
            let [x0, x1] = ["", "+1"].map(|next| format!("INDEX({places},{before}{next})"));
            let [y0, y1] = ["", "+1"].map(|next| format!("INDEX({worths},{before}{next})"));
            format!(
                "IF({fact}<={},{},IF({fact}>={},{},{y0}+({fact}-{x0})*({y1}-{y0})/({x1}-{x0})))",
                place(0),
                layout.scale(criterion, 0, true),
                place(last),
                layout.scale(criterion, last, true),
            )
        }
    }
}

/// Points for a price, or a place between the vendors, from 0 to 100.
///
/// - `bid`: the own number, and the lowest and the highest in play.
fn over_field(layout: &Layout<'_>, criterion: usize, formula: &FieldFormula, bid: [&str; 3]) -> String {
    let mut rows = 0..;
    let formula = formula.map(|parameter, _| {
        let cell = layout.scale(criterion, rows.next().unwrap_or(0), false);
        match parameter {
            Parameter::Budget | Parameter::Base => Text::cell(&cell),
            Parameter::Added => Text::cell(&format!("{cell}/100")),
        }
    });
    let [own, lowest, highest] = bid.map(Text::cell);
    let value = formula.value(Bid { own: &own, lowest: &lowest, highest: &highest, others: &[] });
    format!("100*MAX(0,MIN(1,{}))", value.text)
}

/// A part of a formula.
#[derive(Clone)]
struct Text {
    text: String,
    /// Whether it has to stand in brackets beside other parts.
    is_sum: bool,
}

impl Text {
    fn cell(cell: &str) -> Text {
        Text { text: cell.to_owned(), is_sum: false }
    }

    fn in_brackets(&self) -> String {
        if self.is_sum { format!("({})", self.text) } else { self.text.clone() }
    }
}

impl Term for Text {
    fn one() -> Text {
        Text::cell("1")
    }

    fn plus(&self, other: &Text) -> Text {
        Text { text: format!("{}+{}", self.text, other.text), is_sum: true }
    }

    fn minus(&self, other: &Text) -> Text {
        Text { text: format!("{}-{}", self.text, other.in_brackets()), is_sum: true }
    }

    fn over(&self, whole: &Text) -> Text {
        Text::cell(&format!("{}/{}", self.in_brackets(), whole.in_brackets()))
    }

    fn ratio(part: &Text, whole: &Text, bid: Bid<'_, Text>) -> Text {
        let (part, whole) = (&part.text, whole.in_brackets());
        let (own, lowest) = (&bid.own.text, &bid.lowest.text);
        Text::cell(&format!("IF({whole}=0,IF({own}<={lowest},1,0),({part})/IF({whole}=0,1,{whole}))"))
    }

    fn unless_above(self, number: &Text, limit: &Text) -> Text {
        Text::cell(&format!("IF({}>{},0,{})", number.text, limit.text, self.text))
    }

    /// Its values stand as numbers: see [`as_stands`].
    fn stated(_: &StatedFormula, _: Bid<'_, Text>) -> Text {
        Text::cell("0")
    }
}

/// How many vendors of a row are ahead of one: by score, then by each criterion that breaks ties.
///
/// - `first`: the row of scores; as many rows of ties follow.
pub(super) fn ahead(layout: &Layout<'_>, first: u32, ties: u32, within: &str, column: u16) -> String {
    let compare = |row: u32| (layout.across(row), fixed(row, column));
    let mut order = String::new();
    for row in (first..=first + ties).rev() {
        let (all, own) = compare(row);
        order = if order.is_empty() {
            format!("({all}>{own})")
        } else {
            format!("(({all}>{own})+({all}={own})*{order})")
        };
    }
    format!("SUMPRODUCT({within}*{order})")
}
