//! The sheet of the total, where the rule makes it by a formula: what it reads, whose bids are compared, figures of the
//! bids, the total. What a spreadsheet cannot say, or of which something is open, stands as weigh worked it out.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use rust_xlsxwriter::XlsxError;

use super::facts::{content, number_format, vendor_page};
use super::layout::{Layout, fact_value, rows};
use super::page::{BODY, Content, SheetPage, at, on};
use super::printed::Sayer;
use super::rounding::rounded;
use super::style::{Look, PLAIN, format};
use super::total_rows::{SETS, SHEET, TotalRows, of_row};
use crate::decision::derivation::InputKind;
use crate::decision::formula::{Figure, Name, Node, Quantity, Room, SetName};
use crate::decision::total::Wins;
use crate::decision::{Leaf, Points, Shape};
use crate::exact::{Exact, Mode, Rounding};
use crate::score::total::Offers;

impl TotalRows<'_> {
    /// How a name is written in the column of a vendor.
    fn named(&self, layout: &Layout<'_>, name: &Name, column: u16) -> Option<String> {
        let name = self.formula.read(name);
        if let Some(nth) = self.steps.iter().position(|(step, ..)| *step == name) {
            return Some(number_in(&at(self.first_step + rows(nth), column)));
        }
        let nth = self.names.iter().position(|known| *known == name)?;
        let cell = at(self.first_name + rows(nth), column);
        Some(match kind(layout, name) {
            InputKind::Number => number_in(&cell),
            InputKind::YesNo => format!("IF({cell}=\"\",NA(),{cell}=\"yes\")"),
            InputKind::Words(_) => format!("IF({cell}=\"\",NA(),{cell})"),
        })
    }

    /// A part of a formula for a vendor.
    fn text(&self, layout: &Layout<'_>, node: &Node, column: u16) -> String {
        let named = |name: &Name| self.named(layout, name, column);
        let figure = |node: &Node| {
            let nth = self.figures.iter().position(|(known, _)| *known == node)?;
            let number = number_in(&at(self.first_figure + 2 * rows(nth) + 1, column));
            let is_truth = self.figures[nth].1.figure == Figure::BestOf;
            Some(if is_truth { format!("({number}=1)") } else { number })
        };
        Sayer { named: &named, figure: &figure }.text(node).unwrap_or_else(|| "NA()".to_owned())
    }
}

/// The number of a cell that may hold an empty text: such a text is above every number.
fn number_in(cell: &str) -> String {
    format!("IF(ISNUMBER({cell}),{cell},NA())")
}

/// As what the formula reads a name.
fn kind(layout: &Layout<'_>, name: &Name) -> InputKind {
    match name.room {
        Room::Facts => {
            name.fact().map_or(InputKind::Number, |fact| layout.decision.derivations.input_kind(&fact))
        }
        Room::Cost | Room::Needs | Room::Names | Room::Points | Room::Value | Room::Most => InputKind::Number,
    }
}

/// Writes a vendor's total as it is compared: more is better.
pub(super) fn compare(
    layout: &Layout<'_>,
    page: &mut SheetPage,
    (row, column): (u32, u16),
    score: &Points,
) -> Result<(), XlsxError> {
    let sign = match layout.decision.rule.wins() {
        Wins::Highest => "",
        Wins::Lowest => "-",
    };
    let source = on("Matrix", &at(layout.score, column));
    let formula = format!("={sign}ROUND({source},{})", layout.score_guard());
    let shown = score.clone().rounded(Some(Rounding { digits: layout.score_guard(), mode: Mode::HalfUp }));
    let shown = if sign.is_empty() { shown.exact().clone() } else { -shown.exact() };
    page.formula(row, column, &formula, &shown, &format(Look::Cell, PLAIN))
}

/// What a part comes to, as a cell holds it.
fn result(quantity: Option<Quantity>) -> Content {
    match quantity {
        Some(Quantity::Number(number)) => Content::from(&number),
        Some(Quantity::Truth(truth)) => Content::from(if truth { 1.0 } else { 0.0 }),
        Some(Quantity::Word(word)) => Content::from(word),
        None => Content::from(""),
    }
}

/// The sheet; none where the total does not follow.
pub(super) fn total(layout: &Layout<'_>) -> Result<Option<SheetPage>, XlsxError> {
    let Some(plan) = &layout.total else { return Ok(None) };
    let says = "What the formula of the rule reads, whose bids are compared, and what it comes to. Type over a yellow cell: totals and ranks follow. Blue cells were worked out from other facts, and do not follow them.";
    let mut page = vendor_page(layout, SHEET, "Total", says, ["No.", "What", "", ""])?;
    let results: Vec<_> = layout.columns.iter().map(|column| column.result).collect();
    let offers = Offers::new(layout.decision, plan.formula, &results);
    inputs(layout, plan, &offers, &mut page)?;
    sets(layout, plan, &offers, &mut page)?;
    worked_out(layout, plan, &offers, &mut page)?;
    page.widths(&[5.5, 52.0, 3.0, 3.0])?;
    Ok(Some(page))
}

fn head(page: &mut SheetPage, row: u32, text: &str) -> Result<(), XlsxError> {
    page.text(row, 1, text, &format(Look::Name(0), PLAIN))
}

/// What the formulas read: facts, points, numbers of the rule.
fn inputs(
    layout: &Layout<'_>,
    plan: &TotalRows<'_>,
    offers: &Offers<'_>,
    page: &mut SheetPage,
) -> Result<(), XlsxError> {
    page.line(plan.first_name - 1, 1, "What it reads", Look::Block)?;
    for (row, name) in (plan.first_name..).zip(&plan.names) {
        head(page, row, &name.to_string())?;
        let place = layout.decision.criteria.iter().position(|one| one.id.as_str() == name.id);
        let same = shared(layout, name);
        let is_worked_out = name.fact().is_some_and(|fact| layout.decision.is_worked_out(&fact));
        let look = if is_worked_out { Look::Derived } else { Look::Input };
        for (nth, (column, vendor)) in layout.vendors().enumerate() {
            let from = match (name.room, place) {
                (Room::Points, Some(place)) => Some(on("Matrix", &at(layout.points + rows(place), column))),
                (Room::Value, Some(place)) => Some(on("Matrix", &at(layout.values + rows(place), column))),
                (Room::Most, Some(place)) => Some(layout.most(place, column)),
                _ => same.map(|(place, _)| layout.fact(place, column)),
            };
            let shown = match (offers.quantity(nth, name), same) {
                // In the words of the scale, as its cell has it.
                (_, Some((place, leaf))) => {
                    content(leaf, fact_value(vendor.vendor, &layout.decision.criteria[place]))
                }
                (Some(Quantity::Truth(truth)), _) => Content::from(if truth { "yes" } else { "no" }),
                (quantity, _) => result(quantity),
            };
            let number = number_format(&shown);
            match from {
                Some(from) => {
                    let formula = format!("=IF({from}=\"\",\"\",{from})");
                    page.formula(row, column, &formula, shown, &format(Look::Cell, number))?;
                }
                None if matches!(&shown, Content::Text(text) if text.is_empty()) => {
                    page.sheet.write_blank(row, column, &format(look, PLAIN))?;
                }
                None => page.put(row, column, shown, &format(look, number))?,
            }
        }
    }
    Ok(())
}

/// The criterion that reads the same fact from a cell that holds it as it is.
fn shared<'a>(layout: &Layout<'a>, name: &Name) -> Option<(usize, &'a Leaf)> {
    let fact = name.fact()?;
    let holds = |leaf: &Leaf| match leaf.scale.shape() {
        Shape::Line(line) => line.marks().is_none(),
        Shape::Formula(_) | Shape::Table(_) => true,
        Shape::Set(_) => false,
    };
    layout.leaves().find(|(_, _, leaf)| leaf.fact == fact && holds(leaf)).map(|(at, _, leaf)| (at, leaf))
}

/// Whose bids are compared: 1 for each that is in a set.
fn sets(
    layout: &Layout<'_>,
    plan: &TotalRows<'_>,
    offers: &Offers<'_>,
    page: &mut SheetPage,
) -> Result<(), XlsxError> {
    page.line(plan.first_set - 1, 1, "Whose bids are compared", Look::Block)?;
    for (row, set) in (plan.first_set..).zip(SETS) {
        head(page, row, set.word())?;
        for (nth, (column, _)) in layout.vendors().enumerate() {
            let formula = match set {
                SetName::Offered => "=1".to_owned(),
                SetName::Admitted => {
                    let gates = on("Gates", &layout.gates_of(column));
                    let part = on("Gates", &at(BODY, column));
                    if layout.decision.gates.is_empty() {
                        format!("=IF({part}=\"yes\",1,\"\")")
                    } else {
                        format!("=IF(AND({part}=\"yes\",COUNTIF({gates},\"fail\")=0),1,\"\")")
                    }
                }
                SetName::AboveMinimum | SetName::NotAbnormal => {
                    let mut asked = vec![format!("{}=1", at(row - 1, column))];
                    let minimums = (layout.minimums..).zip(layout.minimum_rows());
                    let minimums = minimums.filter(|(_, criterion)| criterion.is_some());
                    asked.extend(
                        minimums.map(|(row, _)| format!("{}<>\"fail\"", on("Gates", &at(row, column)))),
                    );
                    format!("=IF(AND({}),1,\"\")", asked.join(","))
                }
            };
            let is_in = if offers.is_in(set, nth) { Content::from(1.0) } else { Content::from("") };
            page.formula(row, column, &formula, is_in, &format(Look::Cell, PLAIN))?;
        }
    }
    Ok(())
}

/// Numbers with names, figures of the bids, and the total.
fn worked_out(
    layout: &Layout<'_>,
    plan: &TotalRows<'_>,
    offers: &Offers<'_>,
    page: &mut SheetPage,
) -> Result<(), XlsxError> {
    let look = format(Look::Cell, PLAIN);
    let evaluator = offers.evaluator();
    page.line(plan.first_step - 1, 1, "Numbers with names", Look::Block)?;
    page.line(plan.first_figure - 1, 1, "Figures of the bids, each below what it is taken of", Look::Block)?;
    page.line(plan.first_total - 1, 1, "Total", Look::Block)?;
    for (row, (name, ..)) in (plan.first_step..).zip(&plan.steps) {
        head(page, row, &name.to_string())?;
    }
    for (nth, (node, figure)) in plan.figures.iter().enumerate() {
        let row = plan.first_figure + 2 * rows(nth);
        let of = figure.parts.first().map_or_else(|| "1 for each bid".to_owned(), Node::to_string);
        head(page, row, &of)?;
        head(page, row + 1, &node.to_string())?;
    }
    let rounding = layout.decision.rule.total_rounding.or(plan.formula.rounding);
    head(
        page,
        plan.first_total,
        &plan
            .formula
            .out
            .as_ref()
            .map_or_else(|| "Left out: none".to_owned(), |out| format!("Left out: {out}")),
    )?;
    head(page, plan.first_total + 1, &plan.formula.expr.to_string())?;
    for (vendor, (column, shown)) in layout.vendors().enumerate() {
        for (row, (_, expr, round)) in (plan.first_step..).zip(&plan.steps) {
            let text = rounded(&plan.text(layout, expr.root(), column), *round, plan.guard);
            let said = evaluator.quantity(expr, *round, vendor).ok().flatten();
            page.formula(row, column, &format!("=IFERROR({text},\"\")"), result(said), &look)?;
        }
        for (nth, (node, figure)) in plan.figures.iter().enumerate() {
            let row = plan.first_figure + 2 * rows(nth);
            let set = plan.formula.set(figure.set.name, layout.decision.rule.field);
            let member = rows(SETS.iter().position(|other| *other == set).unwrap_or(SETS.len() - 1));
            let member = at(plan.first_set + member, column);
            let part = figure.parts.first();
            let of = part.map_or_else(|| "1".to_owned(), |part| plan.text(layout, part, column));
            let is_met = figure.set.condition.as_ref().map(|node| plan.text(layout, node, column));
            let of = is_met.map_or_else(|| of.clone(), |is_met| format!("IF({is_met},{of},\"\")"));
            let formula = format!("=IF({member}=1,IFERROR({of},\"\"),\"\")");
            let is_member = offers.is_in(figure.set.name, vendor)
                && figure
                    .set
                    .condition
                    .as_ref()
                    .is_none_or(|node| evaluator.part(node, vendor) == Some(Quantity::Truth(true)));
            let said = part.map_or(Some(Quantity::Number(Exact::ONE)), |part| evaluator.part(part, vendor));
            let said =
                said.filter(|_| is_member).map_or_else(|| Content::from(""), |said| result(Some(said)));
            page.formula(row, column, &formula, said, &look)?;
            let own = part.map_or_else(String::new, |part| plan.text(layout, part, column));
            let text = of_row(figure, &layout.across(row), &own).unwrap_or_default();
            let formula = format!("=IFERROR({text},\"\")");
            page.formula(row + 1, column, &formula, result(evaluator.part(node, vendor)), &look)?;
        }
        let out = plan.formula.out.as_ref();
        let left = out.and_then(|out| evaluator.quantity(out, None, vendor).ok().flatten());
        let is_left = if left == Some(Quantity::Truth(true)) { "yes" } else { "no" };
        let asks = out.map_or_else(
            || "\"no\"".to_owned(),
            |out| format!("IF({},\"yes\",\"no\")", plan.text(layout, out.root(), column)),
        );
        page.formula(plan.first_total, column, &format!("={asks}"), is_left, &look)?;
        let text = rounded(&plan.text(layout, plan.formula.expr.root(), column), rounding, plan.guard);
        let formula = format!("=IFERROR(IF({}=\"yes\",\"\",{text}),\"\")", at(plan.first_total, column));
        let has_total = shown.result.working.is_some();
        let said = Content::from(has_total.then_some(&shown.result.score));
        page.formula(plan.first_total + 1, column, &formula, said, &format(Look::Strong, PLAIN))?;
    }
    Ok(())
}
