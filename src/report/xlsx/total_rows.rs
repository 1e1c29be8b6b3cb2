//! Where the parts of a total stand on its sheet, and whether a spreadsheet can say them.

use super::page::{BODY, at, on, rows};
use super::printed::Sayer;
use crate::decision::FactValue;
use crate::decision::derivation::{InputKind, TotalReads};
use crate::decision::formula::{
    Expression, FieldFigure, Figure, Formula, Name, Node, Quantity, Room, SetName,
};
use crate::decision::total::TotalFormula;
use crate::exact::Rounding;
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;
use crate::score::total::Offers;

/// The most vendors of whose totals a sheet works out figures of the bids.
const MOST_VENDORS: usize = 500;
/// The longest formula; a spreadsheet takes 8,192 signs.
const MOST_SIGNS: usize = 6_000;

/// The name of the sheet.
pub(super) const SHEET: &str = "Total";

/// Which rows stand where.
pub(super) struct TotalRows<'a> {
    pub(super) formula: &'a TotalFormula,
    /// What the formulas read, each once.
    pub(super) names: Vec<&'a Name>,
    /// Formulas that have names.
    pub(super) steps: Vec<(&'a Name, &'a Formula, Option<Rounding>)>,
    /// Figures of the bids.
    pub(super) figures: Vec<(&'a Node, &'a FieldFigure)>,
    pub(super) first_name: u32,
    pub(super) first_set: u32,
    pub(super) first_step: u32,
    pub(super) first_figure: u32,
    /// Whether a bid is left out, where the rule says so; the total follows.
    pub(super) first_total: u32,
    /// Digits after the point to which a total can be trusted.
    pub(super) guard: u32,
}

/// The sets that have a row each.
pub(super) const SETS: [SetName; 3] = [SetName::Offered, SetName::Admitted, SetName::AboveMinimum];

impl<'a> TotalRows<'a> {
    /// None where the sheet does not follow the total: the rule has none, something of it is open, or a sheet cannot say it.
    pub(super) fn of(evaluation: &'a Evaluation) -> Option<TotalRows<'a>> {
        let decision = &*evaluation.decision;
        let formula = decision.rule.total.as_deref()?;
        let is_settled = evaluation.vendors.iter().all(|one| one.lowest == one.highest);
        if !is_settled || evaluation.vendors.len() > MOST_VENDORS {
            return None;
        }
        let results: Vec<&VendorResult> = evaluation.vendors.iter().collect();
        let offers = Offers::new(decision, formula, &results);
        let evaluator = offers.evaluator();
        let vendors = 0..results.len();
        if let Some(out) = &formula.out
            && !vendors.clone().all(|at| matches!(evaluator.quantity(out, None, at), Ok(Some(_))))
        {
            return None;
        }
        let TotalReads { names, steps, figures } = decision.derivations.read_by(formula);
        let mut rows_of = TotalRows {
            formula,
            names,
            steps,
            figures,
            first_name: BODY + 1,
            first_set: 0,
            first_step: 0,
            first_figure: 0,
            first_total: 0,
            guard: guard(evaluation),
        };
        rows_of.first_set = rows_of.first_name + rows(rows_of.names.len()) + 2;
        rows_of.first_step = rows_of.first_set + rows(SETS.len()) + 2;
        rows_of.first_figure = rows_of.first_step + rows(rows_of.steps.len()) + 2;
        rows_of.first_total = rows_of.first_figure + 2 * rows(rows_of.figures.len()) + 2;
        let is_number = |(_, expr, round): &(&Name, &'a Formula, Option<Rounding>)| {
            vendors.clone().all(|at| {
                let said = evaluator.quantity(expr, *round, at);
                !matches!(said, Ok(Some(Quantity::Truth(_) | Quantity::Word(_))))
            })
        };
        (rows_of.steps.iter().all(is_number) && rows_of.can_be_said(evaluation)).then_some(rows_of)
    }

    /// The cell of a vendor's total; an empty text where it has none.
    pub(super) fn cell(&self, column: u16) -> String {
        on(SHEET, &at(self.first_total + 1, column))
    }

    /// Whether a spreadsheet has words for all of it.
    fn can_be_said(&self, evaluation: &Evaluation) -> bool {
        let decision = &*evaluation.decision;
        let is_plain = |name: &&Name| match name.room {
            Room::Facts | Room::Cost => evaluation.vendors.iter().all(|vendor| {
                let value = name.fact().and_then(|id| vendor.vendor.facts.get(&id)?.value.as_ref());
                let is_number = |id| decision.derivations.input_kind(&id) == InputKind::Number;
                match value {
                    Some(FactValue::Date { .. } | FactValue::Set { .. }) => false,
                    // A word that says so would be one of the others.
                    Some(FactValue::NotApplicable { .. }) => name.fact().is_some_and(is_number),
                    _ => true,
                }
            }),
            Room::Needs => {
                decision.needs.iter().any(|need| need.id == name.id && need.value.numbers().is_some())
            }
            Room::Names => self.formula.numbers.contains_key(&name.id),
            Room::Points | Room::Value | Room::Most => true,
        };
        let known = |_: &Name| Some("E1".to_owned());
        let figure = |_: &Node| Some("E1".to_owned());
        let sayer = Sayer { named: &known, figure: &figure };
        let formulas = [&self.formula.expr].into_iter().chain(&self.formula.out);
        let all = formulas.chain(self.steps.iter().map(|(_, expr, _)| *expr));
        let parts = self
            .figures
            .iter()
            .flat_map(|(_, figure)| figure.parts.first().into_iter().chain(&figure.set.condition));
        self.names.iter().all(is_plain)
            && all
                .map(Formula::root)
                .chain(parts)
                .all(|node| sayer.text(node).is_some_and(|text| text.len() <= MOST_SIGNS))
            && self.figures.iter().all(|(_, one)| of_row(one, "E1:F1", "E1").is_some())
    }
}

/// A spreadsheet counts with 15 digits: what of them stands after the point of the totals, less three for what they lose
/// on the way.
fn guard(evaluation: &Evaluation) -> u32 {
    let most = evaluation.vendors.iter().map(|one| one.score.exact().abs().to_f64()).fold(0.0, f64::max);
    let mut digits = 12;
    let mut unit = 1.0;
    while digits < 15 && most > 0.0 && most < unit / 10.0 {
        (digits, unit) = (digits + 1, unit / 10.0);
    }
    while digits > 0 && most >= unit {
        (digits, unit) = (digits - 1, unit * 10.0);
    }
    digits
}

/// A figure of the numbers of a row.
///
/// - `all`: the cells, empty texts where a bid takes no part.
/// - `own`: the number of the vendor's own.
pub(super) fn of_row(figure: &FieldFigure, all: &str, own: &str) -> Option<String> {
    let count = |nth: usize| {
        let Some(Node { expression: Expression::Number(number), .. }) = figure.parts.get(nth) else {
            return None;
        };
        number.plain(9).parse::<u32>().ok().filter(|count| *count <= 9)
    };
    let of = |name: &str| format!("IF(COUNT({all})=0,NA(),{name}({all}))");
    let compared = |sign: &str| format!("SUMPRODUCT(ISNUMBER({all})*({all}{sign}{own}))");
    Some(match figure.figure {
        Figure::Lowest => of("MIN"),
        Figure::Highest => of("MAX"),
        Figure::Mean => of("AVERAGE"),
        Figure::GeometricMean => of("GEOMEAN"),
        Figure::Median => of("MEDIAN"),
        Figure::Sum => format!("SUM({all})"),
        Figure::Count => format!("COUNT({all})"),
        Figure::Rank => format!("{}+1", compared("<")),
        Figure::BestOf => format!("IF({}<{},1,0)", compared(">"), count(1)?),
        Figure::Nth => format!("SMALL({all},{})", count(1)?),
        Figure::TrimmedMean => {
            let [low, high] = [count(1)?, count(2)?];
            let cut = |name: &str, most: u32| {
                let cells: Vec<String> = (1..=most).map(|nth| format!("-{name}({all},{nth})")).collect();
                cells.concat()
            };
            let rest = format!("SUM({all}){}{}", cut("SMALL", low), cut("LARGE", high));
            let cut = low + high;
            format!("IF(COUNT({all})>{cut},({rest})/(COUNT({all})-{cut}),NA())")
        }
    })
}
