//! Formulas as a tender printed them, as a spreadsheet says them.
//!
//! Figures of the bids have rows of their own, so that a value stays short and can be followed. What a spreadsheet cannot
//! say, or of which something is open, stands as weigh worked it out.

use super::rounding::rounded;
use crate::decision::formula::{Cut, Expression, FieldFigure, Figure, Function, Name, Node, Operator, Room};
use crate::decision::{FieldFormula, StatedFormula};
use crate::exact::{Exact, Mode, Rounding};
use crate::score::Evaluation;

/// The longest formula; a spreadsheet takes 8,192 signs.
const MOST_SIGNS: usize = 6_000;
/// Digits after the point that numbers within a formula can be trusted to have.
const TRUSTED: u32 = 9;

/// The formula of a criterion, where a sheet follows it: it can be said, and nothing that it reads is open.
pub(super) fn live(evaluation: &Evaluation, criterion: usize) -> Option<&StatedFormula> {
    let scale = evaluation.decision.criteria[criterion].scale()?;
    let Some(FieldFormula::Stated(formula)) = scale.formula() else { return None };
    let is_settled = evaluation.vendors.iter().all(|vendor| {
        let cell = &vendor.cells[criterion];
        let is_known =
            cell.fact.as_ref().is_some_and(|fact| fact.value.as_ref().is_some_and(|v| v.numbers().is_some()));
        !is_known || (cell.value.as_ref() == Some(cell.lowest()) && cell.lowest() == cell.highest())
    });
    let can_be_said = value(formula, &|_| String::new(), "x").is_some();
    (is_settled && can_be_said).then_some(formula)
}

/// The figures of the bids that a formula takes, each once: what it names on the way, too.
pub(super) fn figures(formula: &StatedFormula) -> Vec<&Node> {
    let published = formula.published();
    let mut found: Vec<&Node> = Vec::new();
    for formula in [&published.expr].into_iter().chain(published.steps.iter().map(|step| &step.expr)) {
        formula.root().walk(&mut |node| {
            if matches!(node.expression, Expression::Field(_)) && !found.contains(&node) {
                found.push(node);
            }
        });
    }
    found
}

/// What a known fact is worth, from 0 to 100.
///
/// - `cell`: that of a figure of the bids, by its place among them.
/// - `fact`: the cell of the fact.
pub(super) fn value(formula: &StatedFormula, cell: &dyn Fn(usize) -> String, fact: &str) -> Option<String> {
    let figure = |node: &Node| {
        let Expression::Field(figure) = &node.expression else { return None };
        is_sayable(figure).then_some(())?;
        let nth = figures(formula).iter().position(|other| *other == node)?;
        // A text is above every number, and a figure without a result is none.
        let cell = cell(nth);
        Some(format!("IF(ISNUMBER({cell}),{cell},NA())"))
    };
    let named = |name: &Name| named(formula, fact, &figure, name);
    let sayer = Sayer { named: &named, figure: &figure };
    let published = formula.published();
    let number = rounded(&sayer.text(published.expr.root())?, published.round, TRUSTED);
    let [has_floor, has_cap] = formula.limits();
    let mut worth = format!("({number})/{}", decimal(formula.full()));
    if has_cap {
        worth = format!("MIN(1,{worth})");
    }
    if has_floor {
        worth = format!("MAX(0,{worth})");
    }
    let text = format!("100*IFERROR({worth},0)");
    (text.len() <= MOST_SIGNS).then_some(text)
}

/// What a name of a scale's formula stands for: its fact, a step of its own, a number that it is told.
fn named(
    formula: &StatedFormula,
    fact: &str,
    figure: &dyn Fn(&Node) -> Option<String>,
    name: &Name,
) -> Option<String> {
    if matches!(name.room, Room::Facts | Room::Cost) {
        return Some(fact.to_owned());
    }
    if let Some(step) = formula.published().steps.iter().find(|step| step.name == name.id) {
        let named = |name: &Name| named(formula, fact, figure, name);
        let sayer = Sayer { named: &named, figure };
        return Some(rounded(&sayer.text(step.expr.root())?, step.round, TRUSTED));
    }
    formula.told(name).map(decimal)
}

/// A figure of the bids for a vendor: of those that are compared, with its own where that is none of them.
///
/// - `all`, `mine`: the cells of all that are compared, and that of the vendor among them.
/// - `fact`: the cell of the fact.
pub(super) fn figure(node: &Node, all: &str, mine: &str, fact: &str) -> String {
    let Expression::Field(figure) = &node.expression else { return String::new() };
    let of = |name: &str| format!("IF(ISNUMBER({mine}),{name}({all}),{name}({all},{fact}))");
    let text = match figure.figure {
        Figure::Lowest => of("MIN"),
        Figure::Highest => of("MAX"),
        Figure::Mean => of("AVERAGE"),
        Figure::GeometricMean => of("GEOMEAN"),
        Figure::Median => of("MEDIAN"),
        Figure::Sum => of("SUM"),
        Figure::Count => of("COUNT"),
        Figure::Rank => format!("SUMPRODUCT(ISNUMBER({all})*({all}<{fact}))+1"),
        Figure::TrimmedMean | Figure::Nth | Figure::BestOf => String::new(),
    };
    format!("=IF(ISNUMBER({fact}),IFERROR({text},\"\"),\"\")")
}

/// A small whole number that is typed.
fn small(node: &Node) -> Option<u32> {
    let Expression::Number(number) = &node.expression else { return None };
    number.plain(9).parse().ok().filter(|number| *number <= 5)
}

/// Says formulas as a sheet does; none for what it cannot.
pub(super) struct Sayer<'a> {
    /// How a name is written.
    pub(super) named: &'a dyn Fn(&Name) -> Option<String>,
    /// How a figure of the bids is written.
    pub(super) figure: &'a dyn Fn(&Node) -> Option<String>,
}

impl Sayer<'_> {
    /// A part of a formula.
    pub(super) fn text(&self, node: &Node) -> Option<String> {
        let text = match &node.expression {
            Expression::Number(number) => decimal(number),
            Expression::Word(word) => literal(word)?,
            Expression::Name(name) => (self.named)(name)?,
            Expression::Negative(part) => format!("(-{})", self.text(part)?),
            Expression::Not(part) => format!("NOT({})", self.text(part)?),
            Expression::Both(operator, parts) => {
                let [a, b] = [self.text(&parts[0])?, self.text(&parts[1])?];
                match operator {
                    // A part that is not looked at may have no result.
                    Operator::And => format!("IF({a},{b},FALSE)"),
                    Operator::Or => format!("IF({a},TRUE,{b})"),
                    _ => format!("({a}{}{b})", sign(*operator)?),
                }
            }
            Expression::If(parts) => {
                let [condition, then, otherwise] =
                    [self.text(&parts[0])?, self.text(&parts[1])?, self.text(&parts[2])?];
                format!("IF({condition},{then},{otherwise})")
            }
            Expression::Call(function, parts) => {
                let parts: Option<Vec<String>> = parts.iter().map(|part| self.text(part)).collect();
                call(*function, &parts?)
            }
            Expression::Rounded(cut, parts, mode) => {
                let number = self.text(&parts[0])?;
                let digits = parts.get(1).map_or(Some(0), small)?;
                cut_to(&number, *cut, mode.unwrap_or(Mode::HalfUp), digits)
            }
            Expression::Field(_) => (self.figure)(node)?,
        };
        (text.len() <= MOST_SIGNS).then_some(text)
    }
}

/// Whether a figure is one of the numbers of the bids themselves.
fn is_sayable(figure: &FieldFigure) -> bool {
    let is_of_fact = |node: &Node| matches!(&node.expression, Expression::Name(name) if matches!(name.room, Room::Facts | Room::Cost));
    // Where bids are cut off, one that is compared with none of them, or too few, comes out otherwise.
    let is_of_all = match figure.figure {
        Figure::TrimmedMean | Figure::Nth | Figure::BestOf => false,
        Figure::Lowest
        | Figure::Highest
        | Figure::Mean
        | Figure::GeometricMean
        | Figure::Median
        | Figure::Sum
        | Figure::Count
        | Figure::Rank => true,
    };
    figure.set.condition.is_none() && figure.parts.first().is_none_or(is_of_fact) && is_of_all
}

fn sign(operator: Operator) -> Option<&'static str> {
    Some(match operator {
        Operator::Or | Operator::And => return None,
        Operator::Equal => "=",
        Operator::Unequal => "<>",
        Operator::Less => "<",
        Operator::AtMost => "<=",
        Operator::More => ">",
        Operator::AtLeast => ">=",
        Operator::Plus => "+",
        Operator::Minus => "-",
        Operator::Times => "*",
        Operator::Over => "/",
        Operator::Power => "^",
    })
}

fn call(function: Function, parts: &[String]) -> String {
    let all = parts.join(",");
    match (function, parts) {
        (Function::Clamp, [number, low, high]) => format!("MIN(MAX({number},{low}),{high})"),
        (Function::Root, [number, degree]) => format!("IF({number}<0,NA(),{number}^(1/{degree}))"),
        (Function::Min, _) => format!("MIN({all})"),
        (Function::Max, _) => format!("MAX({all})"),
        (Function::Abs, _) => format!("ABS({all})"),
        (Function::Sqrt, _) => format!("SQRT({all})"),
        (Function::Ln, _) => format!("LN({all})"),
        (Function::Exp, _) => format!("EXP({all})"),
        (Function::Log | Function::Clamp | Function::Root, _) => format!("LOG({all})"),
    }
}

fn cut_to(number: &str, cut: Cut, mode: Mode, digits: u32) -> String {
    let to = |mode: Mode| rounded(number, Some(Rounding { digits, mode }), TRUSTED);
    match cut {
        Cut::Round => to(mode),
        Cut::Truncate => to(Mode::Truncate),
        Cut::Floor => format!("IF({number}<0,{},{})", to(Mode::Up), to(Mode::Truncate)),
        Cut::Ceiling => format!("IF({number}<0,{},{})", to(Mode::Truncate), to(Mode::Up)),
    }
}

/// A word as a sheet takes it; none for one that is too long.
pub(super) fn literal(word: &str) -> Option<String> {
    const MOST: usize = 250;
    (word.encode_utf16().count() <= MOST).then(|| format!("\"{}\"", word.replace('"', "\"\"")))
}

/// A number as a sheet takes it.
pub(super) fn decimal(number: &Exact) -> String {
    let plain = number.plain(15);
    if Exact::parse(&plain).is_ok_and(|same| same == *number) {
        return if number.is_negative() { format!("({plain})") } else { plain };
    }
    let (above, below) = number.reduced_parts();
    format!("({above}/{below})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_as_texts() {
        assert_eq!(literal("full \"x\"").as_deref(), Some("\"full \"\"x\"\"\""));
        assert_eq!(literal(&"x".repeat(300)), None);
    }
}
