//! What letters give away of prices that they do not tell: for each secret price the interval that is left to those who
//! read their letters, one by one, in pairs, and all together.
//!
//! A reader knows the published rule, the own price, and the numbers printed in the letter. Under a scale with fixed ends
//! points on a price are that price; under a formula over the field of bids the reader's own points already are a price of
//! somebody else. Every worth falls or rises with the price, so what is left is an interval, found at its ends.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale gives away has to be said")]

mod interval;

pub use interval::{Field, Interval, field, price, price_on_line};

use crate::decision::disclosure::Part;
use crate::decision::{FieldFormula, Shape, VendorId};
use crate::exact::{Exact, Mode};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// The most readers whose pairs are looked at: all of them together are looked at in any case.
const MOST_PAIRED: usize = 40;

/// A price that letters give away.
#[derive(Clone, Debug, PartialEq)]
pub struct Leak {
    /// Whose letters do so, taken together.
    pub readers: Vec<VendorId>,
    /// Whose price; none for that of the lowest bidder, whoever that is.
    pub of: Option<VendorId>,
    /// The criterion whose points give it away.
    pub criterion: usize,
    /// What is left of it.
    pub left: Interval,
    /// How near its true value comes to the nearer end, in per cent of it.
    pub within: f64,
}

/// A letter with what it tells.
#[derive(Clone, Copy, Debug)]
pub struct ReadLetter<'a> {
    /// Who reads it.
    pub reader: &'a VendorResult,
    /// Whether the reader's own points on each criterion stand in it.
    pub has_own_points: bool,
    /// Whether the winner's points on each criterion stand in it.
    pub has_winner_points: bool,
}

impl ReadLetter<'_> {
    /// A letter as its table has it.
    #[must_use]
    pub fn of<'a>(reader: &'a VendorResult, telling: &super::disclosure::Telling<'_>) -> ReadLetter<'a> {
        ReadLetter {
            reader,
            has_own_points: telling.tells(Part::OwnPoints),
            has_winner_points: telling.tells(Part::WinnerPoints),
        }
    }
}

/// The prices that letters give away closer than a limit, the nearest first; of several coalitions the smallest.
///
/// - `winner`: who gets the work.
/// - `limit`: in per cent of the price.
#[must_use]
pub fn leaks(
    evaluation: &Evaluation,
    winner: Option<&VendorResult>,
    letters: &[ReadLetter<'_>],
    limit: &Exact,
) -> Vec<Leak> {
    let prices = evaluation.decision.price_facts();
    let driven: Vec<usize> =
        evaluation.leaves().filter(|(_, criterion)| criterion.reads_any(&prices)).map(|(at, _)| at).collect();
    let mut found: Vec<Leak> = Vec::new();
    for coalition in coalitions(letters) {
        for &at in &driven {
            for leak in of_coalition(evaluation, winner, &coalition, at) {
                let is_known = found.iter().any(|one| {
                    one.of == leak.of
                        && one.criterion == leak.criterion
                        && one.readers.iter().all(|reader| leak.readers.contains(reader))
                });
                if leak.within < limit.to_f64() && !is_known {
                    found.push(leak);
                }
            }
        }
    }
    found.sort_by(|a, b| a.within.total_cmp(&b.within).then(a.readers.len().cmp(&b.readers.len())));
    found
}

/// Each reader alone, each pair, and all together.
fn coalitions<'a>(letters: &[ReadLetter<'a>]) -> Vec<Vec<ReadLetter<'a>>> {
    let mut all: Vec<Vec<ReadLetter<'a>>> = letters.iter().map(|one| vec![*one]).collect();
    if letters.len() <= MOST_PAIRED {
        for (at, one) in letters.iter().enumerate() {
            all.extend(letters[at + 1..].iter().map(|other| vec![*one, *other]));
        }
    }
    if letters.len() > 2 {
        all.push(letters.to_vec());
    }
    all
}

/// What a coalition learns of prices by one criterion.
fn of_coalition(
    evaluation: &Evaluation,
    winner: Option<&VendorResult>,
    coalition: &[ReadLetter<'_>],
    at: usize,
) -> Vec<Leak> {
    let Some(scale) = evaluation.decision.criteria[at].scale() else { return Vec::new() };
    let is_member = |id: &VendorId| coalition.iter().any(|one| one.reader.id() == id);
    let winner = winner.filter(|winner| !is_member(winner.id()));
    let of_winner = winner.filter(|_| coalition.iter().any(|one| one.has_winner_points));
    let value = |vendor: &VendorResult| printed_value(evaluation, vendor, at);
    let told = |of: Option<&VendorResult>, true_price: f64, left: Interval| Leak {
        readers: coalition.iter().map(|one| one.reader.id().clone()).collect(),
        of: of.map(|vendor| vendor.id().clone()),
        criterion: at,
        left,
        within: left.within(true_price),
    };
    let mut found = Vec::new();
    match scale.shape() {
        Shape::Line(line) => {
            let left = of_winner.and_then(|winner| {
                Some(told(Some(winner), own_price(winner, at)?, price_on_line(line, value(winner)?)?))
            });
            found.extend(left);
        }
        Shape::Formula(formula) => {
            let known: Vec<(f64, Interval)> = coalition
                .iter()
                .filter(|one| one.has_own_points && one.reader.rank.is_some())
                .filter_map(|one| Some((own_price(one.reader, at)?, value(one.reader)?)))
                .collect();
            let Some(field) = field(formula, &known) else { return found };
            let lowest = lowest_bidder(evaluation, at, formula);
            if let Some((vendor, true_price)) = lowest.filter(|(vendor, _)| !is_member(vendor.id()))
                && let Some(left) = field.lowest
            {
                // Of two bidders each knows who the other is.
                let others = evaluation.ranked().filter(|one| !is_member(one.id())).count();
                found.push(told((others == 1).then_some(vendor), true_price, left));
            }
            let left = of_winner.and_then(|winner| {
                Some(told(Some(winner), own_price(winner, at)?, price(formula, &field, value(winner)?)?))
            });
            found.extend(left);
        }
        Shape::Table(_) | Shape::Set(_) => {}
    }
    found
}

/// The likely price of a vendor on a criterion.
fn own_price(vendor: &VendorResult, at: usize) -> Option<f64> {
    Some(vendor.cells[at].fact.as_ref()?.value.as_ref()?.numbers()?[1].to_f64())
}

/// Who has the lowest price of those that set it.
fn lowest_bidder<'a>(
    evaluation: &'a Evaluation,
    at: usize,
    formula: &FieldFormula,
) -> Option<(&'a VendorResult, f64)> {
    if formula.rises() {
        return None;
    }
    let prices = evaluation.ranked().filter_map(|vendor| Some((vendor, own_price(vendor, at)?)));
    prices.min_by(|(_, a), (_, b)| a.total_cmp(b))
}

/// Between which bounds the value of a vendor lies, by the points as they are printed.
fn printed_value(evaluation: &Evaluation, vendor: &VendorResult, at: usize) -> Option<Interval> {
    let criterion = &evaluation.decision.criteria[at];
    let most = evaluation.decision.max_points(criterion).to_f64();
    if most <= 0.0 {
        return None;
    }
    let shown = evaluation.shown_decimals().points;
    let rounding = criterion.rounding().or(evaluation.decision.rule.criterion_rounding);
    let (digits, mode) = rounding.map_or((shown, Mode::HalfUp), |one| (one.digits.min(shown), one.mode));
    let unit = libm::pow(10.0, -f64::from(digits));
    let points: f64 = vendor.cells[at].points.fixed(shown).parse().ok()?;
    let [below, above] = match mode {
        Mode::HalfUp | Mode::HalfEven => [0.5 * unit, 0.5 * unit],
        Mode::Truncate => [0.0, unit],
        Mode::Up => [unit, 0.0],
    };
    Some(Interval { low: (points - below) / most, high: (points + above) / most }.clipped())
}
