//! The public notice of an award: what its regime wants everybody told, and nothing of anybody else.

mod leaks;

pub use leaks::{leaks, price_leaks};

use super::debrief::{draft_mark, exceptions, is_offer, marked, stated_prices};
use crate::answers::document::{Block, Cell, Document, Section, Table, Tone};
use crate::answers::foot_of_letter;
use crate::decision::Date;
use crate::decision::disclosure::{Addressee, Part};
use crate::record::deadline::Deadline;
use crate::record::disclosure::{Telling, addressee};
use crate::record::letter::Basis;
use crate::record::names::Names;
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// What a notice tells besides the result.
#[derive(Clone, Debug)]
pub struct Publicity<'a> {
    /// What it stands on.
    pub basis: Basis<'a>,
    /// The day of the notice.
    pub date: Option<Date>,
    /// The end of the standstill, where there is one.
    pub standstill: Option<Deadline>,
    /// The day of the notice that this one takes the place of, where its award was replaced.
    pub replaces: Option<Date>,
    /// The day on which those that were judged got their letters, where the notice tells it.
    pub letters_given: Option<Date>,
    /// Names by the alphabet and scores by rank, in lists of their own, so that they cannot be joined.
    pub is_unlinked: bool,
    /// Points by group besides these scores.
    pub has_points: bool,
}

/// Tells everybody how an award came about: the result, how many offers there were, and the rule.
#[must_use]
pub fn notice(evaluation: &Evaluation, publicity: &Publicity<'_>) -> Document {
    let basis = &publicity.basis;
    let telling = Telling::new(&evaluation.decision, Addressee::Public, basis.phase, false);
    let mut sections: Vec<Section> = draft_mark(basis).into_iter().collect();
    sections.push(result(evaluation, publicity, &telling));
    sections.extend(offers(evaluation, publicity, &telling));
    sections.extend(rule(evaluation, &telling));
    Document {
        kind: if basis.is_draft { "DRAFT of a notice of award" } else { "Notice of award" }.to_owned(),
        title: evaluation.decision.title.clone(),
        subtitle: evaluation.decision.question.clone(),
        date: publicity.date.or(basis.award.map(|award| award.on)),
        date_is: "",
        organisation: evaluation.decision.publication.authority.clone(),
        sections,
        foot: marked(&foot_of_letter(evaluation), basis.is_draft),
        is_letter: true,
    }
}

fn result(evaluation: &Evaluation, publicity: &Publicity<'_>, telling: &Telling<'_>) -> Section {
    let mut section = Section::chapter("result", "Result");
    let publication = &evaluation.decision.publication;
    let basis = &publicity.basis;
    if basis.winners.is_empty() {
        section.text("The procedure ended without an award.");
    } else if telling.tells(Part::WinnerName) {
        section.text(format!("The work goes to {}.", basis.winners_named()));
    } else {
        section.text("The work is awarded.");
    }
    if let Some(award) = basis.award {
        section.text(format!("Decided on {}.", award.on));
        let named = if telling.tells(Part::WinnerName) { &basis.winners[..] } else { &[] };
        let others = Names::of(evaluation, named);
        if let Some(before) = publicity.replaces {
            section.text(format!(
                "The award was made again: this notice takes the place of the one of {before}, which does not hold any more."
            ));
        }
        // What was passed over, and what is open, is told to everybody.
        section.list(exceptions(basis, &others));
    }
    let mut terms = Vec::new();
    let mut row = |name: &str, said: Option<String>| {
        terms.extend(said.map(|said| (name.to_owned(), said)));
    };
    row("Reference", publication.reference.clone());
    row("Procedure", publication.procedure.clone());
    row("Contact", publication.contact.clone());
    row("Value", publication.value.clone());
    let currency = evaluation.decision.currency.as_deref().unwrap_or_default();
    let estimated = publication.estimated_value.as_ref();
    row(
        "Estimated value",
        estimated.map(|value| format!("{} {currency}", value.spaced(2)).trim_end().to_owned()),
    );
    row("Letters to those that were judged, given", publicity.letters_given.map(|day| day.to_string()));
    for (at, winner) in basis.winners.iter().enumerate() {
        let contact = &winner.vendor.contact;
        let is_told = telling.tells(Part::WinnerContact);
        let of = match basis.winners.len() {
            1 => String::new(),
            _ if telling.tells(Part::WinnerName) => format!(" of {}", winner.name()),
            _ => format!(" of winning offer {}", at + 1),
        };
        row(&format!("Address{of}"), contact.address.clone().filter(|_| is_told));
        row(&format!("Identifier{of}"), contact.identifier.clone().filter(|_| is_told));
        for (what, said) in winner_prices(evaluation, winner, telling) {
            row(&format!("{what}{of}"), Some(said));
        }
    }
    let standstill = publicity.standstill.as_ref().filter(|_| telling.tells(Part::Standstill));
    row(
        "End of the standstill",
        standstill.map(|end| format!("{} at the earliest ({})", end.last, end.counted)),
    );
    row("Review", publication.review.clone().filter(|_| telling.tells(Part::Review)));
    if !terms.is_empty() {
        section.blocks.push(Block::Terms(terms));
    }
    section
}

fn winner_prices(
    evaluation: &Evaluation,
    winner: &VendorResult,
    telling: &Telling<'_>,
) -> Vec<(String, String)> {
    if telling.tells(Part::WinnerPrice) { stated_prices(evaluation, winner) } else { Vec::new() }
}

fn offers(evaluation: &Evaluation, publicity: &Publicity<'_>, telling: &Telling<'_>) -> Option<Section> {
    let basis = &publicity.basis;
    let mut section = Section::chapter("offers", "Offers");
    if telling.tells(Part::Counts) {
        let judged = evaluation.vendors.iter().filter(|vendor| is_judged(evaluation, basis, vendor)).count();
        let small = evaluation.vendors.iter().filter(|one| one.vendor.contact.is_small == Some(true)).count();
        let small =
            if small > 0 { format!(", {small} of them from small or medium firms") } else { String::new() };
        section.text(format!(
            "{} offers were received{small}, {judged} of them judged in the ranking.",
            evaluation.vendors.len()
        ));
    }
    if publicity.is_unlinked {
        unlinked(evaluation, publicity, &mut section);
    }
    if telling.names_losers(evaluation.decision.publication.estimated_value.as_ref()) {
        section.table(losers(evaluation, basis));
    } else if telling.tells(Part::OtherNames) {
        let has_prices = telling.tells(Part::OtherPrices);
        let mut table = Table::of("Offers that did not get the work").head("Bidder").words("Prices");
        let mut others: Vec<&VendorResult> =
            evaluation.vendors.iter().filter(|vendor| !basis.is_winner(vendor) && is_offer(vendor)).collect();
        others.sort_by_key(|vendor| vendor.name().to_lowercase());
        for vendor in others {
            let prices = if has_prices { stated_prices(evaluation, vendor) } else { Vec::new() };
            let prices: Vec<String> =
                prices.into_iter().map(|(what, said)| format!("{what}: {said}")).collect();
            table.row(vec![vendor.name().into(), prices.join("; ").into()]);
        }
        section.table(table);
    }
    (!section.blocks.is_empty()).then_some(section)
}

/// Whether an offer was judged and did not get the work.
fn is_loser(evaluation: &Evaluation, basis: &Basis<'_>, vendor: &VendorResult) -> bool {
    addressee(&evaluation.decision, vendor, basis.is_winner(vendor)) == Addressee::Loser
}

fn is_judged(evaluation: &Evaluation, basis: &Basis<'_>, vendor: &VendorResult) -> bool {
    is_loser(evaluation, basis, vendor) || (basis.is_winner(vendor) && vendor.rank.is_some())
}

/// Those that were judged in the ranking and did not get the work, with what a register knows of them.
fn losers(evaluation: &Evaluation, basis: &Basis<'_>) -> Table {
    let mut table = Table::of("Offers that were judged and did not get the work")
        .head("Bidder")
        .words("Identifier")
        .words("Address")
        .words("Small or medium firm");
    let mut losers: Vec<&VendorResult> =
        evaluation.vendors.iter().filter(|vendor| is_loser(evaluation, basis, vendor)).collect();
    losers.sort_by_key(|vendor| vendor.name().to_lowercase());
    for vendor in losers {
        let contact = &vendor.vendor.contact;
        let stated = |said: &Option<String>| Cell::from(said.as_deref().unwrap_or("not stated"));
        let small = contact.is_small.map_or("not stated", |small| if small { "yes" } else { "no" });
        table.row(vec![
            vendor.name().into(),
            stated(&contact.identifier),
            stated(&contact.address),
            small.into(),
        ]);
    }
    table
}

fn rule(evaluation: &Evaluation, telling: &Telling<'_>) -> Option<Section> {
    if !telling.tells(Part::Criteria) {
        return None;
    }
    let mut section = Section::chapter("rule", "How offers were judged");
    section.text(crate::explain::words::rule_text(evaluation));
    let mut table = Table::of("Criteria and weights").head("Criterion").numbers("Of the whole %");
    for criterion in &evaluation.decision.criteria {
        let percent = criterion.share().global.percent();
        let tone = if criterion.is_group() { Tone::Strong } else { Tone::Plain };
        let row = table.row(vec![Cell::toned(&criterion.name, tone), percent.plain(2).into()]);
        row.depth = criterion.depth();
    }
    section.table(table);
    Some(section)
}

/// Names and scores in lists of their own.
///
/// Where only two vendors are ranked, the second score is withheld: everybody would know whose it is.
fn unlinked(evaluation: &Evaluation, publicity: &Publicity<'_>, section: &mut Section) {
    let ranked: Vec<&VendorResult> = evaluation.ranked().collect();
    let mut names: Vec<String> = evaluation.vendors.iter().map(|vendor| vendor.name().to_owned()).collect();
    names.sort_by_key(|name| name.to_lowercase());
    section.heading("Names, by the alphabet").list(names);
    section.heading("Scores, highest first");
    let shown = if ranked.len() == 2 {
        section.text(
            "Two offers are in the ranking, so the second score is withheld: its owner would be known.",
        );
        &ranked[..1]
    } else {
        &ranked[..]
    };
    section.table(scores(evaluation, publicity, shown));
}

fn scores(evaluation: &Evaluation, publicity: &Publicity<'_>, ranked: &[&VendorResult]) -> Table {
    let decimals = evaluation.shown_decimals();
    let mut table = Table::of("Scores").numbers("#");
    let has_sums = evaluation.decision.rule.is_sum();
    if has_sums {
        table = table.numbers("Score");
    }
    if publicity.has_points {
        for (_, group) in evaluation.top() {
            table = table.numbers(&group.name);
        }
    }
    for vendor in ranked {
        let mut cells = vec![Cell::from(crate::explain::words::shown_rank(vendor))];
        if has_sums {
            cells.push(Cell::toned(vendor.score.fixed(decimals.scores), Tone::Strong));
        }
        if publicity.has_points {
            let points =
                evaluation.top().map(|(at, _)| vendor.cells[at].points.fixed(decimals.points).into());
            cells.extend(points);
        }
        table.row(cells);
    }
    table
}
