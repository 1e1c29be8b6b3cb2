//! The facts that are worked out from others by formulas of the criteria file.

use crate::decision::{Location, Vendor};
use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::files::criteria::{DerivationsDraft, Draft};
use crate::files::read::Problems;
use crate::files::vendor::{FactSpans, ReadVendor};
use crate::text::suggest::did_you_mean;

/// Which facts are worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Costs {
    /// Those that read nothing of what quotes come to; quotes may take amounts from them.
    Unread,
    /// Those that do.
    Read,
}

/// Says of each fact where its formula stands.
pub(super) fn locate(draft: &mut DerivationsDraft, sources: &Sources) {
    for one in &mut draft.derivations.facts {
        if let Some(place) = draft.places.get(&one.fact) {
            let source = sources.get(place.source);
            one.location =
                Location { file: source.name.as_str().into(), line: source.position(place.start).line };
        }
    }
}

/// Refuses answers to vendors that are not there, where the name looks like a slip for one that is. Others are left alone:
/// a vendor may be gone.
pub(super) fn refuse_explained(draft: &Draft, ids: &[String], problems: &mut Problems) {
    let known: Vec<&str> = ids.iter().map(String::as_str).collect();
    for (vendor, place) in draft.explained.iter().filter(|(vendor, _)| !ids.contains(vendor)) {
        if let Some(help) = did_you_mean(vendor, known.iter().copied()) {
            let message = format!("there is no vendor `{vendor}`");
            problems.push(Diagnostic::new(Code::NothingToExplain, *place, message).help(help));
        }
    }
}

/// Refuses what vendor files state themselves, and takes it out.
pub(super) fn refuse_stated(draft: &DerivationsDraft, vendors: &mut [ReadVendor], problems: &mut Problems) {
    for (fact, formula) in &draft.places {
        for vendor in vendors.iter_mut() {
            let Some(spans) = vendor.facts.remove(fact) else { continue };
            vendor.vendor.facts.remove(fact);
            let message = format!("`{fact}` is worked out, and no vendor states it");
            let problem = Diagnostic::new(Code::FactIsWorkedOut, spans.key(), message);
            problems.push(
                problem
                    .related(*formula, "it is worked out by this formula")
                    .help("delete it here, or `expr` there; the formula reads other facts of this file"),
            );
        }
    }
}

/// Gives every vendor the facts that are worked out from what else is known of it, and of the others.
pub(super) fn add_facts(draft: &Draft, vendors: &mut [ReadVendor], costs: Costs, problems: &mut Problems) {
    let DerivationsDraft { derivations, places, .. } = &draft.derivations;
    if derivations.facts.is_empty() {
        return;
    }
    let plain: Vec<&Vendor> = vendors.iter().map(|vendor| &vendor.vendor).collect();
    let all: Vec<usize> = (0..plain.len()).collect();
    let wanted = |one: &_| derivations.reads_costs(one) == (costs == Costs::Read);
    let worked_out = derivations.work_out(&plain, &draft.needs, &all, wanted);
    for (vendor, facts) in vendors.iter_mut().zip(worked_out) {
        for one in facts {
            let place = places[&one.id];
            if let Some(unsolved) = one.unsolved {
                let message = format!("for {} this formula {unsolved}", vendor.vendor.name);
                problems
                    .push(Diagnostic::new(Code::NoResult, place, message).help(
                        "say what counts then: if CONDITION then A else B; until then it is not known",
                    ));
            }
            vendor.facts.insert(one.id.clone(), FactSpans::new(place, place));
            vendor.vendor.facts.insert(one.id, one.fact);
        }
    }
}
