//! Minimums, ranks and ties.

use std::cmp::Ordering;

use super::evaluation::{Exclusion, Knowledge, MinimumResult, Outcome, VendorResult};
use super::points::Scored;
use crate::decision::fact::DOES_NOT_APPLY;
use crate::decision::total::Wins;
use crate::decision::{CriterionId, Decision, Minimum, Points, Value};

/// Judges the minimums of criteria, groups and the score.
///
/// A minimum fails when even the highest possible result stays below it, and is open while the
/// lowest possible one does.
#[must_use]
pub fn judge_minimums(decision: &Decision, scored: &Scored) -> Vec<MinimumResult> {
    let of_criteria = decision.criteria.iter().zip(&scored.cells).filter_map(|(criterion, cell)| {
        let minimum = criterion.minimum.as_ref()?;
        let shown = |value: &Value| value.percent().plain(2);
        let value = cell.value.as_ref().unwrap_or(cell.lowest());
        let (outcome, reason) = match cell.knowledge {
            Knowledge::NotApplicable => (Outcome::Pass, DOES_NOT_APPLY.to_owned()),
            Knowledge::Known | Knowledge::Uncertain | Knowledge::Unknown => {
                judge([value, cell.lowest(), cell.highest()], minimum, &shown(minimum.least()), shown)
            }
        };
        Some(MinimumResult {
            criterion: Some(criterion.id.clone()),
            name: criterion.name.clone(),
            outcome,
            reason,
        })
    });
    // A total that a formula makes is not known yet.
    let is_sum = decision.rule.total.is_none();
    // What it can come to once all is known: a score that skips what is not can lie beyond that.
    let [_, lowest, highest] =
        scored.totals.clone().map(|points| points.rounded(decision.rule.total_rounding));
    let of_score = is_sum.then(|| of_score(decision, [&scored.score, &lowest, &highest]));
    of_criteria.chain(of_score.flatten()).collect()
}

/// Judges the minimum of the score, where there is one: score, lowest and highest.
fn of_score(decision: &Decision, [score, lowest, highest]: [&Points; 3]) -> Option<MinimumResult> {
    let minimum = decision.rule.minimum.as_ref()?;
    let shown = |points: &Points| match decision.rule.total_rounding {
        Some(rounding) => points.fixed(rounding.digits),
        None => points.plain(4),
    };
    let (outcome, reason) = judge([score, lowest, highest], minimum, &minimum.least().plain(4), shown);
    Some(MinimumResult { criterion: None, name: "Score".to_owned(), outcome, reason })
}

/// Judges the minimum of a total that a formula has made.
pub(super) fn judge_total(decision: &Decision, result: &mut VendorResult) {
    let Some(minimum) = of_score(decision, [&result.score, &result.lowest, &result.highest]) else { return };
    result.is_awardable &= minimum.outcome == Outcome::Pass;
    if minimum.outcome == Outcome::Fail {
        let (name, reason) = (minimum.name.clone(), minimum.reason.clone());
        result.exclusions.push(Exclusion::Minimum { name, reason });
    }
    result.minimums.push(minimum);
}

fn judge<T: Ord>(
    [value, lowest, highest]: [&T; 3],
    minimum: &Minimum<T>,
    number: &str,
    shown: impl Fn(&T) -> String,
) -> (Outcome, String) {
    let value_shown = shown(value);
    let wanted = format!("{} {number}", minimum.words());
    if !minimum.is_met_by(highest) {
        let at_most = if highest == value { String::new() } else { format!(", at most {}", shown(highest)) };
        (Outcome::Fail, format!("{value_shown}{at_most}, of {wanted}"))
    } else if !minimum.is_met_by(lowest) {
        (
            Outcome::Open,
            format!("{value_shown}, between {} and {}, of {wanted}", shown(lowest), shown(highest)),
        )
    } else {
        (Outcome::Pass, format!("{value_shown}, of {wanted}"))
    }
}

/// How vendors in the ranking stand to each other: by score, then by the rule's ties in turn.
pub(crate) struct Standing {
    /// The criteria that break ties, by their places.
    chain: Vec<usize>,
    wins: Wins,
}

impl Standing {
    pub(crate) fn new(decision: &Decision) -> Standing {
        let place = |id: &CriterionId| decision.criteria.iter().position(|criterion| criterion.id == *id);
        Standing { chain: decision.rule.ties.iter().filter_map(place).collect(), wins: decision.rule.wins() }
    }

    /// Less for the one that stands before the other, equal where they share a rank.
    pub(crate) fn compare(&self, a: &VendorResult, b: &VendorResult) -> Ordering {
        let mut ties = self.chain.iter().map(|&at| b.cells[at].points.cmp(&a.cells[at].points));
        let by_score = match self.wins {
            Wins::Highest => b.score.cmp(&a.score),
            Wins::Lowest => a.score.cmp(&b.score),
        };
        by_score.then_with(|| ties.find(|order| order.is_ne()).unwrap_or(Ordering::Equal))
    }
}

/// Orders the vendors and gives ranks: by score, then by the rule's ties in turn, then shared.
///
/// Those that are out come last, by name. Equal ones stand by name and then by id, which changes no rank.
pub fn rank(vendors: &mut [VendorResult], decision: &Decision) {
    let by = Standing::new(decision);
    let standing = |a: &VendorResult, b: &VendorResult| by.compare(a, b);
    vendors.sort_by(|a, b| {
        let (a_out, b_out) = (!a.exclusions.is_empty(), !b.exclusions.is_empty());
        let by_name = || (a.name(), a.id()).cmp(&(b.name(), b.id()));
        a_out.cmp(&b_out).then_with(|| {
            let by_standing = if a_out { Ordering::Equal } else { standing(a, b) };
            by_standing.then_with(by_name)
        })
    });
    let ranked = vendors.iter().take_while(|vendor| vendor.exclusions.is_empty()).count();
    let is_same: Vec<bool> =
        vendors[..ranked].windows(2).map(|pair| standing(&pair[0], &pair[1]).is_eq()).collect();
    let best = vendors.first().map(|vendor| vendor.score.clone()).unwrap_or_default();
    let mut rank = 1;
    for at in 0..ranked {
        let ties_up = at > 0 && is_same[at - 1];
        if !ties_up {
            rank = at + 1;
        }
        let vendor = &mut vendors[at];
        vendor.rank = Some(rank);
        vendor.is_tied = ties_up || is_same.get(at) == Some(&true);
        vendor.gap = Some(match by.wins {
            Wins::Highest => &best - &vendor.score,
            Wins::Lowest => &vendor.score - &best,
        });
    }
}
