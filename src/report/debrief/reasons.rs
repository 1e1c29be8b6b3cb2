//! Reasons of a letter: for the addressee's points from its own offer, and of the winner's what is released.

use super::Reader;
use crate::answers::document::{Cell, Section, Table, Tone};
use crate::decision::Points;
use crate::decision::disclosure::{Duty, Ground, Part, Release};
use crate::record::reason::{agreed, reason};
use crate::score::evaluation::VendorResult;

/// Why the addressee has its points, for each criterion.
pub(super) fn own(reader: &Reader<'_>) -> Option<Section> {
    if !reader.tells(Part::OwnReasons) {
        return None;
    }
    let decision = &reader.evaluation.decision;
    let mut table = Table::of("Why, from your own offer").head("Criterion").words("Reason");
    for (at, criterion) in reader.evaluation.leaves() {
        let written = reader.letter.reasons.get(&criterion.id).map(String::as_str);
        let agreed = agreed(reader.evaluation, reader.vendor, at);
        let said = reason(reader.evaluation, reader.vendor, at, written, agreed.as_deref());
        let cell = match said {
            Some(said) => Cell::from(reader.others.redacted(&said)),
            None => Cell::toned("The reason is still to be written.", Tone::Bad),
        };
        table.row(vec![decision.criteria[at].name.as_str().into(), cell]);
    }
    let mut section = Section::chapter("reasons", "Why your offer has these points");
    section.table(table);
    Some(section)
}

/// Why the winner has its points where a regime owes that, or else where it is ahead, as far as what it stated is released.
pub(super) fn of_winner(reader: &Reader<'_>) -> Option<Section> {
    let winner = reader.winner().filter(|_| reader.tells(Part::WinnerReasons))?;
    let is_owed = reader.telling.duty(Part::WinnerPoints) == Duty::Must;
    let name = reader.winner_name();
    let title = if is_owed { format!("Why {name} has its points") } else { format!("Where {name} is ahead") };
    let mut section = Section::chapter("winner", title);
    let told_of = if is_owed { scored(reader) } else { ahead(reader, winner) };
    let mut withheld = Vec::new();
    let mut told = Vec::new();
    for (at, name) in told_of {
        let fact = winner.cells[at].fact.as_deref();
        match fact.and_then(|fact| fact.release.as_ref()) {
            Some(Release::Yes) => {
                let unit = reader.evaluation.decision.criteria[at].unit();
                let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
                let value = fact.and_then(|fact| fact.value.as_ref());
                told.extend(value.map(|value| format!("{name}: {value:#}{unit}.")));
            }
            Some(Release::Summary(summary)) => told.push(format!("{name}: {summary}")),
            Some(Release::No(ground)) => withheld.push((name, *ground)),
            None => withheld.push((name, Ground::default())),
        }
    }
    section.list(told.iter().map(|one| reader.others.redacted(one)).collect());
    section.list(withheld.iter().map(|(name, ground)| told_as_withheld(reader, name, *ground)).collect());
    (!section.blocks.is_empty()).then_some(section)
}

/// That something is withheld, with its ground.
fn told_as_withheld(reader: &Reader<'_>, name: &str, ground: Ground) -> String {
    let rule = reader.telling.withheld_under();
    let rule = rule.map_or_else(String::new, |rule| format!(" under {rule}"));
    format!("{name}: withheld{rule}, as {}.", ground.words())
}

/// Every scored criterion.
fn scored(reader: &Reader<'_>) -> Vec<(usize, String)> {
    reader.evaluation.leaves().map(|(at, criterion)| (at, criterion.name.clone())).collect()
}

/// The scored criteria on which the winner has more points than the addressee, most first.
fn ahead(reader: &Reader<'_>, winner: &VendorResult) -> Vec<(usize, String)> {
    let lead = |at: usize| &winner.cells[at].points - &reader.vendor.cells[at].points;
    let mut ahead: Vec<usize> =
        reader.evaluation.leaves().map(|(at, _)| at).filter(|at| lead(*at) > Points::ZERO).collect();
    ahead.sort_by(|a, b| lead(*b).cmp(&lead(*a)).then(a.cmp(b)));
    ahead.into_iter().map(|at| (at, reader.evaluation.decision.criteria[at].name.clone())).collect()
}
