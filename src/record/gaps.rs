//! What letters need and the files lack, before one is written.

use super::disclosure::{Telling, addressee};
use super::{reason, regime};
use crate::decision::award::AwardRecord;
use crate::decision::disclosure::{Addressee, Part, Phase, RegimeName};
use crate::decision::{CriterionId, VendorId};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// The most criteria that a sentence names.
const MOST_NAMED: usize = 4;

/// What letters about the decision lack, a sentence each without its point; nothing is asked for where nothing is awarded
/// and no regime wants anything.
///
/// - `written`: whether somebody wrote a reason for a vendor and criterion.
#[must_use]
pub fn gaps(
    evaluation: &Evaluation,
    record: &AwardRecord,
    written: &dyn Fn(&VendorId, &CriterionId) -> Option<String>,
) -> Vec<String> {
    let regime = evaluation.decision.disclosure.regime;
    let is_asked =
        regime != RegimeName::Private || record.in_force().is_some_and(|award| !award.winners.is_empty());
    if !is_asked {
        return Vec::new();
    }
    let mut found = of_notice(evaluation, regime);
    for vendor in &evaluation.vendors {
        let is_winner = record.in_force().is_some_and(|award| award.is_to(vendor.id()));
        let to = addressee(vendor, is_winner);
        if to != Addressee::Withdrew {
            let telling = Telling::new(&evaluation.decision, to, Phase::Decided, true);
            found.extend(of_vendor(evaluation, vendor, &telling, written));
        }
    }
    found
}

/// What a regime wants of `[notice]`.
fn of_notice(evaluation: &Evaluation, regime: RegimeName) -> Vec<String> {
    let publication = &evaluation.decision.publication;
    let counts = matches!(
        regime,
        RegimeName::Uk | RegimeName::Eu | RegimeName::EuInstitutions | RegimeName::WorldBank
    );
    let names_by_value = regime::find(regime).is_some_and(|regime| regime.losers_named_over.is_some());
    let asked = [
        (regime != RegimeName::Private && publication.authority.is_none(), "authority: who buys"),
        (regime != RegimeName::Private && publication.contact.is_none(), "contact: whom to ask"),
        (counts && publication.published.is_none(), "published: from when the standstill counts"),
        (
            names_by_value && publication.estimated_value.is_none(),
            "estimated_value: from a value on the notice names who lost",
        ),
    ];
    asked
        .into_iter()
        .filter(|(is_lacking, _)| *is_lacking)
        .map(|(_, what)| format!("[notice] has no {what}"))
        .collect()
}

/// What the letter to a vendor lacks.
fn of_vendor(
    evaluation: &Evaluation,
    vendor: &VendorResult,
    telling: &Telling<'_>,
    written: &dyn Fn(&VendorId, &CriterionId) -> Option<String>,
) -> Vec<String> {
    let mut found = Vec::new();
    let contact = &vendor.vendor.contact;
    let has_contact = contact.address.is_some() && contact.email.is_some() && contact.identifier.is_some();
    if telling.tells(Part::OwnContact) && !has_contact {
        found.push(format!("{}: [contact] wants address, email and identifier", vendor.name()));
    }
    let public = Telling::new(&evaluation.decision, Addressee::Public, Phase::Decided, false);
    let is_named = public.names_losers(evaluation.decision.publication.estimated_value.as_ref());
    if is_named && telling.to == Addressee::Loser && contact.is_small.is_none() {
        found.push(format!(
            "{}: [contact] does not say whether it is small, which the notice tells",
            vendor.name()
        ));
    }
    if telling.tells(Part::OwnReasons) {
        let criteria = &evaluation.decision.criteria;
        let written = |at: usize| written(vendor.id(), &criteria[at].id);
        let agreed = |at: usize| reason::agreed(evaluation, vendor, at);
        let without = reason::gaps(evaluation, vendor, &written, &agreed);
        let names: Vec<&str> =
            without.iter().take(MOST_NAMED).map(|at| criteria[*at].name.as_str()).collect();
        let more = without.len().saturating_sub(names.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        if !names.is_empty() {
            found.push(format!("{}: no reason in words for {}{more}", vendor.name(), names.join(", ")));
        }
    }
    found
}
