//! A paragraph that says in plain words how sure the first place is, built from the numbers.

use super::break_even::Tip;
use super::plan::{FactDraw, WeightDraw};
use super::results::Robustness;
use super::reversal::{FieldChange, Reversals, Trial};
use super::sensitivity::{Change, Interval, Stability};
use crate::exact::Exact;
use crate::score::Evaluation;

/// Digits after the point with which weights are shown.
const WEIGHT_DIGITS: u32 = 2;
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
        sentences.push(format!("{} is the only vendor in the ranking.", leader.name()));
        return sentences.join(" ");
    }
    sentences.extend(lead(robustness, leader.id().as_str()));
    sentences.extend(rivals(robustness, leader.id().as_str()));
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

/// How many draws were made and how.
#[must_use]
pub fn draws_said(draws: &Robustness) -> String {
    let weights = match draws.settings.weights {
        WeightDraw::Fixed => "weights as stated".to_owned(),
        WeightDraw::Uniform => "all weights equally likely".to_owned(),
        WeightDraw::Around { spread } => {
            format!("weights around those stated with a spread of {:.0} %", 100.0 * spread)
        }
    };
    let facts = match draws.settings.facts {
        FactDraw::Fixed => "facts as the rule counts them",
        FactDraw::Triangular => "uncertain facts triangular, unknown ones over their scale",
        FactDraw::Pert => "uncertain facts by PERT, unknown ones over their scale",
        FactDraw::Uniform => "uncertain facts even over their range, unknown ones over their scale",
    };
    let satisfied = if draws.settings.constraints.is_empty() {
        String::new()
    } else {
        format!(" where {}", draws.settings.constraints.join(" and "))
    };
    let partial = if draws.is_partial { "PARTIAL: " } else { "" };
    let exact = if draws.is_pairwise_exact { "; who is ahead of whom and mean ranks are exact" } else { "" };
    format!(
        "{partial}{} draws, seed {}; {weights}{satisfied}; {facts}; largest standard error {:.2} %{exact}.",
        thousands(draws.draws),
        draws.settings.seed,
        100.0 * draws.largest_error
    )
}

/// Rank reversal, named as what it is: a property of the chosen formula.
#[must_use]
pub fn reversals_said(record: &Evaluation, found: &Reversals) -> String {
    let name = |id: &str| record.vendor(id).map_or_else(|| id.to_owned(), |vendor| vendor.name().to_owned());
    if found.relative.is_empty() {
        return "No scale looks at other vendors, so dropping or adding one cannot turn the order of the others.".to_owned();
    }
    let about = format!("{} ({})", found.relative.join(", "), found.scales.join(", "));
    let turned: Vec<&Trial> = found.trials.iter().filter(|trial| trial.has_reversal).collect();
    if turned.is_empty() {
        return format!(
            "{about} is scored relative to the others, which can turn their order; dropping each vendor in turn and adding a hopeless one did not."
        );
    }
    let what = |trial: &&Trial| {
        let how = match &trial.change {
            FieldChange::Dropped { name, .. } => format!("without {name}"),
            FieldChange::AddedLow => "with a hopeless vendor at half the lowest price".to_owned(),
            FieldChange::AddedHigh => "with a hopeless vendor at twice the highest price".to_owned(),
        };
        match trial.after.first().filter(|_| trial.changes_first) {
            Some(first) => format!("{how} the first of the others is {}", name(first.as_str())),
            None => format!("{how} others change places"),
        }
    };
    let listed: Vec<String> = turned.iter().map(what).collect();
    format!("Rank reversal, a property of how {about} is scored: {}.", listed.join("; "))
}

impl Stability {
    /// A share as a weight in the units of the criteria file.
    #[must_use]
    pub fn shown(&self, share: &Exact) -> String {
        (share * &self.whole).fixed(WEIGHT_DIGITS)
    }

    /// The weights between which something holds, in words.
    #[must_use]
    pub fn holds(&self, interval: Option<&Interval>) -> String {
        match interval {
            _ if !self.is_movable => "nothing to move".to_owned(),
            None => "decided by rounding or ties".to_owned(),
            Some(interval) if interval.below.is_none() && interval.above.is_none() => "any weight".to_owned(),
            Some(interval) => format!("{}–{}", self.shown(&interval.lower), self.shown(&interval.upper)),
        }
    }

    /// Who takes the first place beyond each end: `below 18.20: Nordic Care`.
    #[must_use]
    pub fn takeovers(&self) -> String {
        let Some(first) = &self.first else { return String::new() };
        let ends = [
            self.at_end("below", &first.lower, first.below.as_ref()),
            self.at_end("above", &first.upper, first.above.as_ref()),
        ];
        ends.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    fn at_end(&self, side: &str, at: &Exact, change: Option<&Change>) -> Option<String> {
        let change = change.filter(|_| self.is_movable)?;
        let what = if change.loser == change.winner {
            format!("{} is out by a minimum", change.loser_name)
        } else {
            change.winner_name.clone()
        };
        Some(format!("{side} {}: {what}", self.shown(at)))
    }
}

impl Tip {
    /// How far it is from now: `6 % less`; empty where that cannot be said.
    #[must_use]
    pub fn change_said(&self) -> String {
        self.change.as_ref().map_or_else(String::new, |change| {
            let percent = (&change.abs() * &Exact::from(100)).plain(1);
            format!("{percent} % {}", if change.is_negative() { "less" } else { "more" })
        })
    }
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
