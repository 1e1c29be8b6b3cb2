//! What letters need and the files lack, before one is written.

use std::collections::{BTreeMap, BTreeSet};

use super::disclosure::{Telling, addressee};
use super::names::Names;
use super::release::undecided;
use super::{reason, regime};
use crate::decision::award::{Award, AwardRecord};
use crate::decision::disclosure::{Addressee, Duty, Part, Phase, RegimeName};
use crate::decision::{CriterionId, Decision, VendorId};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// The most criteria that a sentence names.
const MOST_NAMED: usize = 4;

/// What letters about the decision lack, a sentence each without its point; nothing is asked for where nothing is awarded
/// and no regime wants anything.
///
/// - `written`: what people wrote for letters.
#[must_use]
pub fn gaps(evaluation: &Evaluation, record: &AwardRecord, written: &WrittenTexts<'_>) -> Vec<String> {
    let regime = evaluation.decision.disclosure.regime;
    let is_asked =
        regime != RegimeName::Private || record.in_force().is_some_and(|award| !award.winners.is_empty());
    if !is_asked {
        return Vec::new();
    }
    let mut found = of_notice(evaluation, regime);
    found.extend(of_award(evaluation, record, written));
    found.extend(untold(&evaluation.decision));
    found.extend(evaluation.decision.called_prices().into_iter().map(|(_, name)| {
        format!(
            "{name} counts in no unit of money, and letters keep it as a price: unit = \"...\" says whether it is one"
        )
    }));
    for vendor in &evaluation.vendors {
        let is_winner = record.in_force().is_some_and(|award| award.is_to(vendor.id()));
        let to = addressee(&evaluation.decision, vendor, is_winner);
        if to != Addressee::Withdrew {
            let telling = Telling::new(&evaluation.decision, to, Phase::Decided, true);
            found.extend(of_vendor(evaluation, vendor, &telling, written));
        }
    }
    found
}

/// What people wrote for letters, by vendor and criterion.
#[derive(Clone, Copy, Debug)]
pub struct WrittenTexts<'a> {
    /// Reasons for a vendor's own points.
    pub reasons: &'a BTreeMap<VendorId, BTreeMap<CriterionId, String>>,
    /// What others are told of the winner's offer.
    pub told: &'a BTreeMap<VendorId, BTreeMap<CriterionId, String>>,
}

/// What the letters of the award in force lack: what of a winner may be told, and texts that name somebody whom a reader is
/// not to learn.
fn of_award(evaluation: &Evaluation, record: &AwardRecord, written: &WrittenTexts<'_>) -> Vec<String> {
    let Some(award) = record.in_force() else { return Vec::new() };
    let mut found = Vec::new();
    let published = evaluation.decision.publication.published;
    if let Some(day) = published.filter(|day| *day < award.on) {
        found.push(format!("[notice] published is {day}, before the award of {}", award.on));
    }
    let winners = award.winners.iter().filter_map(|one| evaluation.vendor(one.standing.vendor.as_str()));
    for winner in winners.clone() {
        let none = BTreeMap::new();
        let told = written.told.get(winner.id()).unwrap_or(&none);
        let open = undecided_to_any(evaluation, winner, award, told);
        if let Some(names) = named(evaluation, &open) {
            found.push(format!(
                "{}: nobody has said whether others may be told what it offers on {names}; release = \"yes\", \"summary\" or \"no\" beside the fact, or [told.{}] CRITERION = \"...\" in the file of the letters",
                winner.name(),
                winner.id()
            ));
        }
    }
    let winners: Vec<&VendorResult> = winners.collect();
    let loser = Telling::new(&evaluation.decision, Addressee::Loser, Phase::Decided, true);
    let without = winners.iter().filter(|winner| !states_price(evaluation, winner));
    let without = without.filter(|_| loser.tells(Part::WinnerPrice));
    found.extend(without.map(|winner| format!("{}: its price is told, and {NO_PRICE}", winner.name())));
    let names = Names::of(evaluation, &winners);
    let texts = award.reason.iter().chain(award.despite.iter().map(|one| &one.reason));
    let of_award: Vec<String> = texts.flat_map(|text| names.found(text)).collect();
    found.extend(of_names("The reason of the award", &of_award));
    for (vendor, texts) in written.reasons {
        let Some(vendor) = evaluation.vendor(vendor.as_str()) else { continue };
        let names = Names::of(evaluation, &[vendor]);
        let of_reasons: Vec<String> = texts.values().flat_map(|text| names.found(text)).collect();
        found.extend(of_names(&format!("A reason for {}", vendor.name()), &of_reasons));
    }
    found
}

/// What is said of a price that is owed and that nothing states.
pub const NO_PRICE: &str =
    "no fact of it is known as a price: unit = \"EUR/h\" or the like on its criterion says which is one";

/// Whether letters can tell a price of a vendor.
#[must_use]
pub fn states_price(evaluation: &Evaluation, vendor: &VendorResult) -> bool {
    let facts = &vendor.vendor.facts;
    let mut prices = evaluation.decision.kept_prices().into_iter();
    prices.any(|price| facts.get(&price).is_some_and(|fact| fact.value.is_some()))
}

/// That a text names somebody whom letters take out.
fn of_names(text: &str, names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| {
        format!("{text} names {}, which letters take out: look whether they can be read so", names.join(", "))
    })
}

/// The criteria of which any loser should be told what the winner offers, and nobody has decided whether.
#[must_use]
pub fn undecided_to_any(
    evaluation: &Evaluation,
    winner: &VendorResult,
    award: &Award,
    told: &BTreeMap<CriterionId, String>,
) -> Vec<usize> {
    let readers = evaluation.vendors.iter().filter(|vendor| !award.is_to(vendor.id()));
    let open: BTreeSet<usize> = readers
        .flat_map(|reader| {
            let to = addressee(&evaluation.decision, reader, false);
            let telling = Telling::new(&evaluation.decision, to, Phase::Decided, true);
            undecided(evaluation, winner, reader, &telling, told)
        })
        .collect();
    open.into_iter().collect()
}

/// The names of criteria, the first ones of many; none where there are none.
#[must_use]
pub fn named(evaluation: &Evaluation, criteria: &[usize]) -> Option<String> {
    let name = |at: &usize| evaluation.decision.criteria[*at].name.as_str();
    let names: Vec<&str> = criteria.iter().take(MOST_NAMED).map(name).collect();
    let more = criteria.len().saturating_sub(names.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!names.is_empty()).then(|| format!("{}{more}", names.join(", ")))
}

/// The items of a buyer's own table that no letter or notice can tell, whatever it says.
fn untold(decision: &Decision) -> Vec<String> {
    let disclosure = &decision.disclosure;
    let items = disclosure
        .items
        .iter()
        .filter(|item| disclosure.regime == RegimeName::Custom && item.duty != Duty::MustNot);
    let mut found = Vec::new();
    for item in items {
        for to in &item.to {
            let needs = |part: Part| {
                let mut others = disclosure.items.iter();
                !others.any(|one| one.tell == part && one.duty != Duty::MustNot && one.to.contains(to))
            };
            let why = match (to, item.tell) {
                (Addressee::Withdrew, part) if part != Part::OwnContact => "who withdrew is thanked alone",
                (Addressee::Public, part) if !IN_NOTICES.contains(&part) => "a notice has no place for it",
                (_, Part::OtherPrices) if needs(Part::OtherNames) => "it stands beside `other-names`",
                (Addressee::Public, _) => continue,
                (_, Part::WinnerPoints | Part::WinnerRating) if needs(Part::OwnPoints) => {
                    "it stands beside `own-points`"
                }
                (_, Part::Position) if needs(Part::OwnRank) => "it stands beside `own-rank`",
                _ => continue,
            };
            let (part, to) = (kebab(&format!("{:?}", item.tell)), kebab(&format!("{to:?}")));
            found.push(format!("[disclosure] has {part} told to {to}, and it is not: {why}"));
        }
    }
    found
}

/// A name of the code as files write it: `WinnerPoints` is `winner-points`.
fn kebab(name: &str) -> String {
    let mut word = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.extend(c.to_lowercase());
    }
    word
}

/// What notices have a place for.
const IN_NOTICES: [Part; 9] = [
    Part::WinnerName,
    Part::WinnerContact,
    Part::WinnerPrice,
    Part::Counts,
    Part::Criteria,
    Part::OtherNames,
    Part::OtherPrices,
    Part::Standstill,
    Part::Review,
];

/// What a regime wants of `[notice]`.
fn of_notice(evaluation: &Evaluation, regime: RegimeName) -> Vec<String> {
    let publication = &evaluation.decision.publication;
    let counts = matches!(
        regime,
        RegimeName::Uk | RegimeName::Eu | RegimeName::EuInstitutions | RegimeName::WorldBank
    );
    let names_by_value = regime::find(regime).is_some_and(|regime| regime.losers_named_over.is_some());
    let is_negotiated = publication.procedure.as_ref().is_some_and(|procedure| {
        let procedure = procedure.to_lowercase();
        procedure.contains("negotiat") || procedure.contains("dialogue")
    });
    let has_rounds = Telling::new(&evaluation.decision, Addressee::Loser, Phase::Decided, true);
    let asked = [
        (
            is_negotiated && publication.negotiation.is_none() && has_rounds.tells(Part::Negotiation),
            "negotiation: how it went, for those that ask",
        ),
        (regime != RegimeName::Private && publication.authority.is_none(), "authority: who buys"),
        (regime != RegimeName::Private && publication.contact.is_none(), "contact: whom to ask"),
        (counts && publication.published.is_none(), "published: from when the standstill counts"),
        (names_by_value && publication.procedure.is_none(), "procedure: the notice tells it"),
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
    written: &WrittenTexts<'_>,
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
        let written = |at: usize| written.reasons.get(vendor.id())?.get(&criteria[at].id).cloned();
        let agreed = |at: usize| reason::agreed(evaluation, vendor, at);
        let without = reason::gaps(evaluation, vendor, &written, &agreed);
        if let Some(names) = named(evaluation, &without) {
            found.push(format!("{}: no reason in words for {names}", vendor.name()));
        }
    }
    found
}
