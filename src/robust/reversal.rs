//! Does the order of two vendors depend on a third? Drop each in turn, add hopeless ones.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Serialize;

use crate::decision::{BidField, Decision, Evidence, Fact, FactValue, Location, Status, Vendor, VendorId};
use crate::exact::Exact;
use crate::parallel;
use crate::score::trials::Trials;
use crate::score::{self, Evaluation};

/// Whether the order of the others stands when the field of vendors changes.
#[derive(Clone, Debug, Serialize)]
pub struct Reversals {
    /// Names of the criteria whose scale looks at the other vendors: the only way to a reversal. Empty
    /// when all scales are fixed, and then no order of two can depend on a third.
    pub relative: Vec<String>,
    /// Their price formulas and scales, in words.
    pub scales: Vec<String>,
    /// One trial for each vendor that is dropped and each hopeless one that is added.
    pub trials: Vec<Trial>,
}

impl Reversals {
    /// Whether any trial changed the order of the others.
    #[must_use]
    pub fn has_reversal(&self) -> bool {
        self.trials.iter().any(|trial| trial.has_reversal)
    }
}

/// A field of vendors with one more or one less.
#[derive(Clone, Debug, Serialize)]
pub struct Trial {
    /// What was done.
    #[serde(flatten)]
    pub change: FieldChange,
    /// The others in the order in which they stood before.
    pub before: Vec<VendorId>,
    /// The others in the order in which they stand then.
    pub after: Vec<VendorId>,
    /// Whether two of the others changed places.
    pub has_reversal: bool,
    /// Whether the first place among the others went to somebody else.
    pub changes_first: bool,
}

/// How the field was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum FieldChange {
    /// This vendor was left out.
    Dropped {
        /// Which vendor: the name of its file, without the ending.
        vendor: VendorId,
        /// Its name, as people read it.
        name: String,
    },
    /// A vendor of whom nothing is known but its facts on relative scales: far below the lowest.
    AddedLow,
    /// The same, far above the highest.
    AddedHigh,
}

/// Tries every change of the field.
///
/// Source: leave-one-out and irrelevant-alternative tests; cases `rank_reversal` in tests.
#[must_use]
pub fn reversals(record: &Evaluation) -> Reversals {
    let decision = &*record.decision;
    let relative: Vec<_> = decision
        .criteria
        .iter()
        .filter_map(|criterion| {
            Some((criterion, criterion.leaf.as_ref().filter(|leaf| leaf.scale.is_relative())?))
        })
        .collect();
    let with_all = Trials::new(decision);
    let before: Vec<(VendorId, usize)> = places(&with_all, with_all.base());
    // Only a vendor in play can move a scale; the others are not in it.
    let moves = |at: &usize| with_all.base().is_ranked(*at) || with_all.base().plays(*at);
    let moving: Vec<usize> = (0..decision.vendors.len()).filter(moves).collect();
    let mut trials = parallel::map(&moving, decision.vendors.len(), |&at| {
        let vendor = &decision.vendors[at];
        // Who has withdrawn moves the others no more than who never came.
        let withdrawn = Status::Withdrawn { reason: String::new() };
        let mut left = Vendor { status: withdrawn, ..Vendor::clone(vendor) };
        // Nor does one whose numbers nobody has, where all that were handed in are compared.
        if decision.rule.field == BidField::Offered {
            left.facts.clear();
        }
        let after = places(&with_all, &with_all.with(&[(at, Arc::new(left))]));
        let change = FieldChange::Dropped { vendor: vendor.id.clone(), name: vendor.name.clone() };
        trial(&before, after, change, &vendor.id)
    });
    if !relative.is_empty() && !before.is_empty() {
        for (change, is_low) in [(FieldChange::AddedLow, true), (FieldChange::AddedHigh, false)] {
            let mut with = decision.clone();
            let stranger = hopeless(decision, is_low);
            let id = stranger.id.clone();
            with.vendors.push(Arc::new(stranger));
            with.vendors.sort_by(|a, b| a.id.cmp(&b.id));
            let after = Trials::new(&with);
            trials.push(trial(&before, places(&after, after.base()), change, &id));
        }
    }
    Reversals {
        relative: relative.iter().map(|(criterion, _)| criterion.name.clone()).collect(),
        scales: relative.iter().map(|(_, leaf)| leaf.scale.to_string()).collect(),
        trials,
    }
}

/// The vendors in the ranking with their ranks, in order.
fn places(trials: &Trials<'_>, trial: &score::trials::Trial) -> Vec<(VendorId, usize)> {
    let ranked = trials.ranking(trial).into_iter();
    ranked.map(|(at, rank)| (trial.result(at).id().clone(), rank)).collect()
}

/// Compares the order of all but one vendor. Vendors that share a rank have no order to lose, so places
/// are compared only for those that stood apart before.
fn trial(
    before: &[(VendorId, usize)],
    mut after: Vec<(VendorId, usize)>,
    change: FieldChange,
    but: &VendorId,
) -> Trial {
    after.retain(|(id, _)| id != but);
    let then: HashMap<&VendorId, usize> = after.iter().map(|(id, rank)| (id, *rank)).collect();
    let others: Vec<&(VendorId, usize)> = before.iter().filter(|(id, _)| id != but).collect();
    // Out of the ranking is behind everybody in it.
    let rank_then = |id: &VendorId| then.get(id).copied().unwrap_or(usize::MAX);
    // Whether anybody who stood apart before from all so far is now ahead of the last of them.
    let mut has_reversal = false;
    let mut last_then = 0;
    for level in others.chunk_by(|a, b| a.1 == b.1) {
        has_reversal |= level.iter().any(|(id, _)| rank_then(id) < last_then);
        last_then = level.iter().map(|(id, _)| rank_then(id)).fold(last_then, usize::max);
    }
    let first = |ranked: &mut dyn Iterator<Item = &(VendorId, usize)>| -> Vec<VendorId> {
        let mut ranked = ranked.peekable();
        let best = ranked.peek().map(|(_, rank)| *rank);
        ranked.take_while(|(_, rank)| Some(*rank) == best).map(|(id, _)| id.clone()).collect()
    };
    let changes_first = has_reversal && first(&mut others.iter().copied()) != first(&mut after.iter());
    let before = others.into_iter().map(|(id, _)| id.clone()).collect();
    let after = after.into_iter().map(|(id, _)| id).collect();
    Trial { change, before, after, has_reversal, changes_first }
}

/// A vendor of whom only the facts on relative scales are known: half of the lowest or twice the highest.
fn hopeless(decision: &Decision, is_low: bool) -> Vendor {
    let mut facts = BTreeMap::new();
    for leaf in decision.criteria.iter().filter_map(|criterion| criterion.leaf.as_ref()) {
        if leaf.scale.formula().is_none() {
            continue;
        }
        let known = decision.vendors.iter().filter(|vendor| vendor.status == Status::Invited);
        let numbers = known.filter_map(|vendor| vendor.facts.get(&leaf.fact)?.value.as_ref()?.numbers());
        let likely = numbers.map(|[_, likely, _]| likely.clone());
        let extreme = if is_low { likely.min() } else { likely.max() };
        let Some(extreme) = extreme else { continue };
        let two = Exact::from(2);
        // Twice as far from zero where the extreme is below it, so that it is beyond it all the same.
        let is_halved = is_low != extreme.is_negative();
        let value = if is_halved { extreme.over(&two).unwrap_or_default() } else { &extreme * &two };
        let fact = Fact {
            value: Some(FactValue::Number { value }),
            evidence: Evidence::none(),
            release: None,
            location: Location::default(),
        };
        facts.insert(leaf.fact.clone(), Arc::new(fact));
    }
    Vendor { facts, ..Vendor::new(VendorId::new("hopeless"), "Hopeless") }
}
