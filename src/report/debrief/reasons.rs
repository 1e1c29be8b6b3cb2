//! Reasons of a letter: for the addressee's points from its own offer, and of the winner's what is released.

use std::collections::BTreeMap;

use super::Reader;
use crate::answers::document::{Cell, Section, Table, Tone};
use crate::decision::disclosure::{Ground, Part, Release};
use crate::decision::{Criterion, derived};
use crate::record::leak::driven;
use crate::record::reason::{agreed, reason};
use crate::record::release::{is_explained, spoken_of, undecided};
use crate::score::evaluation::VendorResult;

/// Why the addressee has its points, for each criterion.
pub(super) fn own(reader: &Reader<'_>) -> Option<Section> {
    if !reader.tells(Part::OwnReasons) {
        return None;
    }
    let decision = &reader.evaluation.decision;
    let mut table = Table::of("Why, from your own offer").head("Criterion").words("Reason");
    for (at, criterion) in reader.evaluation.leaves() {
        // What weigh words itself names nobody, and what the vendor stated is its own.
        let redacted = |text: &String| reader.others.redacted(text);
        let written = reader.letter.reasons.get(&criterion.id).map(redacted);
        let agreed = agreed(reader.evaluation, reader.vendor, at).as_ref().map(redacted);
        let said = reason(reader.evaluation, reader.vendor, at, written.as_deref(), agreed.as_deref());
        let cell = match said {
            Some(said) => Cell::from(said),
            None => Cell::toned("The reason is still to be written.", Tone::Bad),
        };
        table.row(vec![decision.criteria[at].name.as_str().into(), cell]);
    }
    let title = if reader.tells(Part::OwnPoints) {
        "Why your offer has these points"
    } else {
        "How your offer stands beside what was asked"
    };
    let mut section = Section::chapter("reasons", title);
    section.table(table);
    Some(section)
}

/// Why a winner has its points where a regime owes that, or else where it is ahead, as far as what it stated is released.
pub(super) fn of_winner(reader: &Reader<'_>, winner: &VendorResult) -> Option<Section> {
    if !reader.tells(Part::WinnerReasons) {
        return None;
    }
    let evaluation = reader.evaluation;
    let name = reader.winner_name(winner);
    let none = BTreeMap::new();
    let written = reader.letter.told.get(winner.id()).unwrap_or(&none);
    let is_owed = is_explained(&reader.telling);
    let title = if is_owed { format!("Why {name} has its points") } else { format!("Where {name} is ahead") };
    let mut section = Section::chapter("winner", title);
    let others = reader.letter.basis.winners.iter().position(|one| one.id() == winner.id());
    if let Some(at) = others.filter(|at| *at > 0) {
        section.id = format!("winner-{}", at + 1);
    }
    let undecided = undecided(evaluation, winner, reader.vendor, &reader.telling, written);
    let prices = driven(evaluation);
    let is_ahead = |at: usize| winner.cells[at].points > reader.vendor.cells[at].points;
    let (mut told, mut kept) = (Vec::new(), Vec::new());
    for at in spoken_of(evaluation, winner, reader.vendor, &reader.telling) {
        let criterion = &evaluation.decision.criteria[at];
        let name = &criterion.name;
        let fact = winner.cells[at].fact.as_deref();
        if let Some(said) = written.get(&criterion.id) {
            told.push(format!("{name}: {}", reader.others.redacted(said)));
            continue;
        }
        match fact.and_then(|fact| fact.release.as_ref()) {
            // Whether it is ahead on a price would bound that.
            Some(Release::Yes) if is_owed || is_ahead(at) => {
                let unit = criterion.unit().map_or_else(String::new, |unit| format!(" {unit}"));
                let value = fact.and_then(|fact| fact.value.as_ref());
                told.extend(value.map(|value| {
                    format!("{name}: {}{unit}.", reader.others.redacted(&format!("{value:#}")))
                }));
            }
            Some(Release::Yes) => {}
            Some(Release::Summary(summary)) if is_owed || !prices.contains(&at) => {
                told.push(format!("{name}: {}", reader.others.redacted(summary)));
            }
            Some(Release::Summary(summary)) => kept.push(format!(
                "{name}: whether it is ahead on what hangs on prices is not told; {}",
                reader.others.redacted(summary)
            )),
            Some(Release::No(ground)) if is_owed || !prices.contains(&at) => {
                kept.push(told_as_withheld(reader, name, *ground));
            }
            Some(Release::No(ground)) => {
                let name = format!("{name}: its price, and whether it is ahead on that");
                kept.push(told_as_withheld(reader, &name, *ground));
            }
            None if prices.contains(&at) => kept.push(of_price(reader, criterion, is_owed)),
            None if undecided.contains(&at) => {
                kept.push(format!("{name}: whether this may be told is still to be decided."));
            }
            None if is_owed && fact.is_none_or(|fact| fact.value.is_none()) => kept.push(format!(
                "{name}: the offer states nothing on this, and its points are those that the published rule gives for that."
            )),
            None => kept.push(format!("{name}: what it offers is not told.")),
        }
    }
    section.list(told);
    section.list(kept);
    (!section.blocks.is_empty()).then_some(section)
}

/// What is said of points that hang on a price of which nothing was released: the same to every reader, unless it is told.
fn of_price(reader: &Reader<'_>, criterion: &Criterion, is_owed: bool) -> String {
    let name = &criterion.name;
    let hangs_on_more =
        criterion.fact().is_some_and(|fact| derived::hangs_on_more_than_prices(fact.as_str()));
    if hangs_on_more && reader.tells(Part::WinnerPrice) {
        format!(
            "{name}: its points are worked out from its whole quote, of which this letter tells the prices alone."
        )
    } else if hangs_on_more && is_owed {
        format!("{name}: its points are worked out from its whole quote, which is not told in this letter.")
    } else if reader.tells(Part::WinnerPrice) {
        format!("{name}: its points follow from its price, which is told in this letter.")
    } else if is_owed {
        format!(
            "{name}: its points follow from its price by the published rule; the price is not told in this letter."
        )
    } else {
        format!("{name}: whether it is ahead on what hangs on prices is not told.")
    }
}

/// That something is withheld, with its ground.
fn told_as_withheld(reader: &Reader<'_>, name: &str, ground: Ground) -> String {
    let rule = reader.telling.withheld_under();
    let rule = rule.map_or_else(String::new, |rule| format!(" under {rule}"));
    format!("{name}: withheld{rule}, as {}.", ground.words())
}
