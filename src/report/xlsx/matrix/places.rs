//! Who is ahead of whom: the order, the ranks, and the ends of the score.

use rust_xlsxwriter::XlsxError;

use super::{criterion_look, group_points, group_value, name_head, unless_inapplicable};
use crate::decision::{FieldFormula, Points, Value};
use crate::exact::{Exact, Mode, Rounding};
use crate::report::xlsx::formula::{ahead, is_known, value_end};
use crate::report::xlsx::layout::{Layout, rows};
use crate::report::xlsx::page::{SheetPage, at, on};
use crate::report::xlsx::rounding::rounded;
use crate::report::xlsx::style::{Look, PLAIN, VALUE, format};
use crate::report::xlsx::total::compare as compare_total;
use crate::report::xlsx::weights::points_format;
use crate::score::evaluation::Knowledge;

/// The lowest or the highest values and points.
pub(super) fn ends(layout: &Layout<'_>, page: &mut SheetPage, end: usize) -> Result<(), XlsxError> {
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
            let shown = [cell.lowest(), cell.highest()].map(Value::percent);
            let earned = [cell.lowest_points(), cell.highest_points()][end];
            let (value, point) = (at(values + rows(index), column), at(points + rows(index), column));
            let most = layout.final_most(index, column);
            let (value_says, point_says) = match &criterion.leaf {
                Some(leaf) => {
                    let known = is_known(layout, index, leaf, column);
                    let bound = value_end(layout, index, leaf, column, end);
                    // Values by a formula without a floor or a cap have no end that is told.
                    let reach = match leaf.scale.formula() {
                        Some(FieldFormula::Stated(formula)) => formula.reach(),
                        Some(FieldFormula::Price(_) | FieldFormula::Relative { .. }) | None => {
                            [Exact::ZERO, Exact::ONE]
                        }
                    };
                    let open = reach[end].percent().plain(0);
                    let says = format!("IF({known},{bound},{open})");
                    let earned = rounded(&format!("{most}*{value}/100"), leaf.rounding, layout.guard);
                    let is_empty = layout.may_not_apply(index);
                    let earned = if is_empty { format!("IF({value}=\"\",0,{earned})") } else { earned };
                    (says, format!("={earned}"))
                }
                None => (
                    group_value(layout, index, &most, &point, (values, column)),
                    group_points(layout, index, points, column),
                ),
            };
            let value_says = format!("={}", unless_inapplicable(layout, index, column, value_says));
            let shown = Some(&shown[end]).filter(|_| cell.knowledge != Knowledge::NotApplicable);
            page.formula(values + rows(index), column, &value_says, shown, &format(look, VALUE))?;
            page.formula(points + rows(index), column, &point_says, earned, &format(look, &number))?;
        }
    }
    Ok(())
}

/// Ranks, by score and by what breaks ties.
pub(super) fn order(layout: &Layout<'_>, page: &mut SheetPage) -> Result<(), XlsxError> {
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
        if layout.total.is_some() {
            compare_total(layout, page, (compared, column), &vendor.result.score)?;
        }
        let mut compare = |row: u32, source: u32, number: &Points| {
            let formula = format!("=ROUND({},{})", on("Matrix", &at(source, column)), layout.guard);
            page.formula(row, column, &formula, &number.clone().rounded(Some(trusted)), &look)
        };
        if layout.total.is_none() {
            compare(compared, layout.score, &vendor.result.score)?;
        }
        for (row, tie) in (compared + 1..).zip(&ties) {
            compare(row, layout.points + rows(*tie), &vendor.result.cells[*tie].points)?;
        }
    }
    ranks(layout, page, rows(ties.len()))
}

pub(super) fn ranks(layout: &Layout<'_>, page: &mut SheetPage, ties: u32) -> Result<(), XlsxError> {
    let workings = &layout.workings;
    page.line(workings.rank - 1, 1, "Ranks", Look::Block)?;
    let names = ["Rank", "Place by name", "Place in the list"];
    for (row, name) in (workings.rank..).zip(names) {
        page.text(row, 1, name, &format(Look::Name(0), PLAIN))?;
    }
    let ranked = on("Gates", &layout.across(layout.in_ranking()));
    let look = format(Look::Cell, PLAIN);
    for (column, vendor) in layout.vendors() {
        if !layout.follows() {
            page.put(workings.rank, column, vendor.result.rank, &look)?;
            page.put(workings.order, column, vendor.order, &look)?;
            page.put(workings.place, column, vendor.place, &look)?;
            continue;
        }
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
