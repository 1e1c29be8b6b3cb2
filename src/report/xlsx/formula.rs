//! Formulas: scales, rounding and the unknown, in the functions that every spreadsheet has.

use super::layout::{FieldRow, Layout};
use super::page::{down, fixed, on};
use crate::decision::{Leaf, PriceFormula, Scale, Unknown};
use crate::exact::{Mode, Rounding};

/// A number rounded by the rule.
///
/// A sum in binary can end a hair below or above a half that it meets exactly. So the number is first taken
/// to as many digits as can be trusted.
///
/// - `guard`: that many digits after the point.
pub(super) fn rounded(number: &str, rounding: Option<Rounding>, guard: u32) -> String {
    let Some(Rounding { digits, mode }) = rounding else { return number.to_owned() };
    if digits >= guard {
        return format!("ROUND({number},{digits})");
    }
    let trusted = format!("ROUND({number},{guard})");
    match mode {
        Mode::HalfUp => format!("ROUND({trusted},{digits})"),
        Mode::Truncate => format!("ROUNDDOWN({trusted},{digits})"),
        Mode::Up => format!("ROUNDUP({trusted},{digits})"),
        Mode::HalfEven => {
            let scaled = format!("ROUND({number}*1E{digits},{})", guard - digits);
            // Half of the number, rounded and doubled, is the even neighbour of a half.
            format!("IF(MOD({scaled},1)=0.5,2*ROUND({scaled}/2,0),ROUND({scaled},0))/1E{digits}")
        }
    }
}

/// What counts when a fact is not known, as a value from 0 to 100; an empty text where it is skipped.
pub(super) fn unknown(leaf: &Leaf) -> &'static str {
    match leaf.unknown {
        Unknown::Worst => "0",
        Unknown::Middle => "50",
        Unknown::Best => "100",
        Unknown::Skip => "\"\"",
    }
}

/// Whether a fact is known.
pub(super) fn is_known(layout: &Layout<'_>, criterion: usize, leaf: &Leaf, column: u16) -> String {
    let fact = layout.fact(criterion, column);
    match &leaf.scale {
        Scale::Levels(levels) => {
            let words = layout.whole_scale(criterion, levels.len(), false);
            format!("SUMPRODUCT(--({words}&\"\"={fact}&\"\"))>0")
        }
        Scale::YesNo { .. } => {
            let words = layout.whole_scale(criterion, 2, false);
            format!("SUMPRODUCT(--({words}={fact}))>0")
        }
        Scale::Covers { .. } => format!("COUNTA({})>0", things(layout, criterion, column)),
        _ => format!("ISNUMBER({fact})"),
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
    match &leaf.scale {
        Scale::Levels(levels) => {
            let words = layout.whole_scale(criterion, levels.len(), false);
            let worths = layout.whole_scale(criterion, levels.len(), true);
            format!("SUMPRODUCT(({words}&\"\"={fact}&\"\")*{worths})")
        }
        Scale::YesNo { .. } => {
            let words = layout.whole_scale(criterion, 2, false);
            format!("SUMPRODUCT(({words}={fact})*{})", layout.whole_scale(criterion, 2, true))
        }
        Scale::Covers { wanted, .. } => {
            let things = things(layout, criterion, column);
            let held = format!("COUNTIF({things},\"yes\")+COUNTIF({things},\"no end date\")");
            format!("100*({held})/{}", wanted.len())
        }
        Scale::Price(_) | Scale::Relative { .. } => {
            let field = |row| layout.field(criterion, row, column);
            price(
                layout,
                criterion,
                &leaf.scale,
                &fact,
                [&field(FieldRow::Lowest), &field(FieldRow::Highest)],
            )
        }
        scale => line(layout, criterion, scale, &fact),
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
    let pick = ["MIN", "MAX"][end];
    match &leaf.scale {
        Scale::Covers { wanted, .. } if end == 0 => {
            format!("100*COUNTIF({},\"yes\")/{}", things(layout, criterion, column), wanted.len())
        }
        Scale::Price(_) | Scale::Relative { .. } => {
            let is_rising = matches!(leaf.scale, Scale::Relative { higher_is_better: true });
            // The value falls with the own fact and rises with the others', unless more is better.
            let is_own_high = (end == 0) != is_rising;
            let (own, rows) = if is_own_high {
                (high, [FieldRow::LowestWhenLow, FieldRow::HighestWhenLow])
            } else {
                (low, [FieldRow::LowestWhenHigh, FieldRow::HighestWhenHigh])
            };
            let [lowest, highest] = rows.map(|row| layout.field(criterion, row, column));
            price(layout, criterion, &leaf.scale, &own, [&lowest, &highest])
        }
        _ if layout.facts[criterion].ends.is_none() => likely,
        scale => {
            let ends = [&low, &high].map(|fact| line(layout, criterion, scale, fact)).join(",");
            let corners = corners(layout, criterion, scale, [&low, &high], end);
            format!("{pick}({likely},{ends}{corners})")
        }
    }
}

/// Corners of a line within a range: there it may be lower or higher than at the ends of the range.
fn corners(
    layout: &Layout<'_>,
    criterion: usize,
    scale: &Scale,
    [low, high]: [&str; 2],
    end: usize,
) -> String {
    match scale {
        Scale::Peak { .. } if end == 1 => {
            let ideal = layout.scale(criterion, 1, false);
            format!(",IF(AND({low}<{ideal},{ideal}<{high}),100,0)")
        }
        Scale::Points(points) => {
            let places = layout.whole_scale(criterion, points.len(), false);
            let worths = layout.whole_scale(criterion, points.len(), true);
            let within = format!("({places}>{low})*({places}<{high})");
            if end == 1 {
                format!(",SUMPRODUCT(MAX({within}*{worths}))")
            } else {
                format!(",100-SUMPRODUCT(MAX({within}*(100-{worths})))")
            }
        }
        _ => String::new(),
    }
}

/// The worth of a number on a line, from 0 to 100.
fn line(layout: &Layout<'_>, criterion: usize, scale: &Scale, fact: &str) -> String {
    let place = |nth| layout.scale(criterion, nth, false);
    match scale {
        Scale::Peak { .. } => {
            let [low, ideal, high] = [place(0), place(1), place(2)];
            format!("100*MAX(0,MIN(({fact}-{low})/({ideal}-{low}),({high}-{fact})/({high}-{ideal})))")
        }
        Scale::Points(points) => {
            let last = super::layout::rows(points.len()) - 1;
            let places = layout.whole_scale(criterion, points.len(), false);
            let worths = layout.whole_scale(criterion, points.len(), true);
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
        _ => {
            let [worst, best] = [place(0), place(1)];
            format!("100*MAX(0,MIN(1,({fact}-{worst})/({best}-{worst})))")
        }
    }
}

/// Points for a price, or a place between the vendors, from 0 to 100.
fn price(
    layout: &Layout<'_>,
    criterion: usize,
    scale: &Scale,
    own: &str,
    [lowest, highest]: [&str; 2],
) -> String {
    // A quotient whose divisor is zero gives full points to a bid that is no dearer than the lowest.
    let ratio = |part: &str, whole: &str| {
        format!("IF({whole}=0,IF({own}<={lowest},1,0),({part})/IF({whole}=0,1,{whole}))")
    };
    let place = |nth| layout.scale(criterion, nth, false);
    let span = || ratio(&format!("{highest}-{own}"), &format!("({highest}-{lowest})"));
    let share = match scale {
        Scale::Relative { higher_is_better: true } => {
            return format!("100*IF({highest}={lowest},1,1-MAX(0,MIN(1,{})))", span());
        }
        Scale::Price(PriceFormula::LowestOverPrice) => ratio(lowest, own),
        Scale::Price(PriceFormula::ExcessOverLowest) => {
            format!("1-{}", ratio(&format!("{own}-{lowest}"), lowest))
        }
        Scale::Price(PriceFormula::BudgetLine { .. }) => {
            let budget = place(0);
            let line = ratio(&format!("{budget}-{own}"), &format!("({budget}-{lowest})"));
            format!("IF({lowest}>{budget},0,{line})")
        }
        Scale::Price(PriceFormula::BudgetShare { .. }) => {
            let [budget, base, add] = [place(0), place(1), place(2)];
            format!("1-({own}-{base})/({budget}-{base})+{add}/100")
        }
        _ => span(),
    };
    format!("100*MAX(0,MIN(1,{share}))")
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
