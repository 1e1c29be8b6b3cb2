//! A paragraph that says in plain words how sure the first place is, built from the numbers.

use super::plan::{FactDraw, WeightDraw};
use super::results::Robustness;
use super::sensitivity::{Change, Stability};
use crate::score::Evaluation;

/// The share of possible values from which a fact is worth naming.
const WORTH_NAMING: f64 = 0.02;

/// Says how sure the first place is, what would change it, and what to check next.
///
/// - `stability`: of all weights of the same decision; may be empty.
#[must_use]
pub fn in_words(record: &Evaluation, robustness: &Robustness, stability: &[Stability]) -> String {
    let Some(leader) = record.ranked().next() else {
        return "No vendor is in the ranking, so there is nothing to be sure of.".to_owned();
    };
    let mut sentences = Vec::new();
    if record.ranked().count() == 1 && robustness.vendors.len() == 1 {
        sentences.push(format!("{} is the only vendor in the ranking.", leader.name));
        return sentences.join(" ");
    }
    sentences.extend(lead(robustness, leader.id.as_str()));
    sentences.extend(rivals(robustness, leader.id.as_str()));
    sentences.extend(tipping(stability));
    sentences.extend(next_check(robustness));
    sentences.join(" ")
}

/// A share in whole per cent, but never 0 % or 100 % for what is only nearly so.
pub(crate) fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.005 {
        "less than 1 %".to_owned()
    } else if share < 1.0 && share > 0.995 {
        "more than 99 %".to_owned()
    } else {
        format!("{:.0} %", 100.0 * share)
    }
}

/// `12345` as `12,345`.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).expect("digits are ASCII"))
        .collect();
    groups.join(",")
}

fn lead(robustness: &Robustness, leader: &str) -> Option<String> {
    let first = robustness.vendors.iter().find(|vendor| vendor.vendor.as_str() == leader)?;
    let share = first.acceptability.first().copied()?;
    let weights = match robustness.settings.weights {
        WeightDraw::Fixed => "with the weights as stated",
        WeightDraw::Uniform if robustness.settings.constraints.is_empty() => {
            "with any weights equally likely"
        }
        WeightDraw::Uniform => "with any weights that satisfy the constraints equally likely",
        WeightDraw::Around { .. } => "with weights varied around those stated",
    };
    let facts = match robustness.settings.facts {
        FactDraw::Fixed => "",
        _ if robustness.checks.is_empty() && robustness.settings.detail => "",
        _ => " and uncertain facts over their ranges",
    };
    let partial = if robustness.is_partial { " (a run that was stopped early)" } else { "" };
    Some(format!(
        "{} leads in {} of {} draws{partial}, {weights}{facts}.",
        first.name,
        percent(share),
        thousands(robustness.draws)
    ))
}

/// The rivals that come first most often.
fn rivals(robustness: &Robustness, leader: &str) -> Option<String> {
    let mut others: Vec<(f64, &str)> = robustness
        .vendors
        .iter()
        .filter(|vendor| vendor.vendor.as_str() != leader)
        .map(|vendor| (vendor.acceptability[0], vendor.name.as_str()))
        .filter(|(share, _)| *share >= WORTH_NAMING)
        .collect();
    others.sort_by(|a, b| b.0.total_cmp(&a.0));
    let named: Vec<String> =
        others.iter().take(2).map(|(share, name)| format!("{name} in {}", percent(*share))).collect();
    (!named.is_empty()).then(|| format!("Otherwise it is {}.", named.join(", ")))
}

/// The weight whose end is nearest, and the nearest end with another winner.
fn tipping(stability: &[Stability]) -> Option<String> {
    let mut ends: Vec<(f64, &Stability, &Change, bool)> = Vec::new();
    for one in stability.iter().filter(|one| one.is_movable) {
        let Some(first) = &one.first else { continue };
        let weight = one.weight.to_f64();
        if let Some(change) = &first.below {
            ends.push((weight - first.lower.to_f64(), one, change, false));
        }
        if let Some(change) = &first.above {
            ends.push((first.upper.to_f64() - weight, one, change, true));
        }
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let nearest = ends.first()?;
    let other = ends.iter().find(|end| end.2.winner != nearest.2.winner);
    let clause = |(_, one, change, is_above): &(f64, &Stability, &Change, bool)| {
        let first = one.first.as_ref().expect("it has ends");
        let (side, at) = if *is_above { ("more", &first.upper) } else { ("less", &first.lower) };
        let shown = |share: &crate::exact::Exact| (share * &one.whole).plain(1);
        let when = format!(
            "when {} weighs {side} than {} of {} (now {})",
            one.name,
            shown(at),
            one.whole.plain(2),
            shown(&one.weight)
        );
        if change.winner == change.loser {
            format!("drops out by a minimum {when}")
        } else {
            format!("loses to {} {when}", change.winner_name)
        }
    };
    let mut text = format!("By weights alone it {}", clause(nearest));
    if let Some(other) = other {
        text.push_str(&format!(", and {}", clause(other)));
    }
    Some(text + ".")
}

fn next_check(robustness: &Robustness) -> Option<String> {
    let check = robustness.checks.first()?;
    let what = if check.is_mark { "mark" } else { "fact" };
    let named = format!("{} of {}", check.fact, check.vendor_name);
    if check.changes_choice >= WORTH_NAMING {
        return Some(format!(
            "Of what is not known for sure, the {what} most worth checking is {named}: knowing it would change \
             the choice in {} of cases.",
            percent(check.changes_choice)
        ));
    }
    let [low, high] = check.first_share;
    Some(format!(
        "No single fact that is not known for sure would change the choice; {named} moves it most (first in {} to {}).",
        percent(low),
        percent(high)
    ))
}
