//! The letter to a vendor: what its regime wants it told, of its own offer and of the one that won.

mod asked;
mod points;
mod reasons;

pub(super) use points::{is_offer, stated_prices};

use std::collections::BTreeMap;

use crate::answers::document::{Block, Cell, DRAFT, Document, Section, Table, Tone};
use crate::answers::foot_of_letter;
use crate::decision::disclosure::{Addressee, Part, Phase, RegimeName};
use crate::decision::panel::lowest_mark_of;
use crate::decision::{CriterionId, Date, FactId, Test, VendorId, derived};
use crate::explain::words::shown_rank;
use crate::record::deadline::Deadline;
use crate::record::disclosure::{Telling, addressee};
use crate::record::letter::Basis;
use crate::record::names::Names;
use crate::score::Evaluation;
use crate::score::evaluation::{Exclusion, Outcome, VendorResult};

/// What a letter says besides the result.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    /// What it stands on.
    pub basis: Basis<'a>,
    /// The day of the letter.
    pub date: Option<Date>,
    /// The end of the standstill, where there is one.
    pub standstill: Option<Deadline>,
    /// Whether the addressee asked for it.
    pub is_on_request: bool,
    /// The day of the letter that this one takes the place of, where its award was replaced.
    pub replaces: Option<Date>,
    /// Reasons that people wrote for this vendor, by criterion.
    pub reasons: BTreeMap<CriterionId, String>,
    /// What people wrote to be told of the offers of winners, by winner and criterion.
    pub told: BTreeMap<VendorId, BTreeMap<CriterionId, String>>,
}

/// The letter to one vendor.
#[must_use]
pub fn debrief(evaluation: &Evaluation, vendor: &VendorResult, letter: &Letter<'_>) -> Document {
    let to = addressee(&evaluation.decision, vendor, letter.basis.is_winner(vendor));
    let telling = Telling::new(&evaluation.decision, to, letter.basis.phase, letter.is_on_request);
    let winners = letter.basis.winners.iter().filter(|_| telling.tells(Part::WinnerName));
    let known: Vec<&VendorResult> = winners.copied().chain([vendor]).collect();
    let reader = Reader { evaluation, vendor, letter, to, telling, others: Names::of(evaluation, &known) };
    let mut sections: Vec<Section> = draft_mark(&letter.basis).into_iter().collect();
    sections.push(reader.result());
    if to != Addressee::Withdrew {
        sections.extend(reader.must_haves());
        sections.extend(points::points(&reader));
        sections.extend(points::scoring(&reader));
        sections.extend(reasons::own(&reader));
        sections
            .extend(reader.winners().into_iter().filter_map(|winner| reasons::of_winner(&reader, winner)));
        sections.extend(points::prices(&reader));
        sections.extend(reader.others());
        sections.extend(reader.next());
    }
    Document {
        kind: if letter.basis.is_draft { "DRAFT of a debrief" } else { "Debrief" }.to_owned(),
        title: evaluation.decision.title.clone(),
        subtitle: Some(format!("To {}", vendor.name())),
        date: letter.date,
        date_is: "",
        organisation: evaluation.decision.publication.authority.clone(),
        sections,
        foot: marked(&foot_of_letter(evaluation), letter.basis.is_draft),
        is_letter: true,
    }
}

/// The foot of every page, which says so where nothing was decided.
pub(super) fn marked(foot: &str, is_draft: bool) -> String {
    if is_draft { format!("DRAFT, not decided · {foot}") } else { foot.to_owned() }
}

/// The must-haves that were passed over, each with its reason, and those that the award is subject to: whoever is told why
/// the work was awarded so is told these.
pub(super) fn exceptions(basis: &Basis<'_>, others: &Names) -> Vec<String> {
    let failed = basis.award.into_iter().flat_map(|award| &award.despite);
    // Of several winners each is told apart, where its name is.
    let whose = |vendor: &VendorId| {
        let named = basis.winners.iter().find(|winner| winner.id() == vendor && basis.winners.len() > 1);
        named.map(|winner| others.redacted(winner.name()))
    };
    let failed = failed.map(|one| {
        let to = whose(&one.vendor).map_or_else(String::new, |name| format!(" to {name}"));
        format!(
            "Awarded{to} although it does not pass {}: {}",
            one.must_have.name,
            others.redacted(&one.reason)
        )
    });
    let open = basis.conditions().map(|one| {
        let to = whose(&one.vendor).map_or_else(String::new, |name| format!(" to {name}"));
        format!("The award{to} is subject to {}, which is still open.", one.must_have.name)
    });
    failed.chain(open).collect()
}

/// What stands before a draft.
pub(super) fn draft_mark(basis: &Basis<'_>) -> Option<Section> {
    let mut section = Section::chapter(DRAFT, "DRAFT");
    section.blocks.push(Block::Callout {
        tone: Tone::Bad,
        title: "DRAFT".to_owned(),
        text: "This is no decision and goes to nobody: it was written to be looked at.".to_owned(),
    });
    basis.is_draft.then_some(section)
}

/// The writer of one letter.
struct Reader<'a> {
    evaluation: &'a Evaluation,
    vendor: &'a VendorResult,
    letter: &'a Letter<'a>,
    to: Addressee,
    telling: Telling<'a>,
    others: Names,
}

impl<'a> Reader<'a> {
    fn tells(&self, part: Part) -> bool {
        self.telling.tells(part)
    }

    /// The winners besides the reader, where the letter may speak of them; who withdrew is thanked alone.
    fn winners(&self) -> Vec<&'a VendorResult> {
        let winners = self.letter.basis.winners.iter().filter(|_| self.to != Addressee::Withdrew);
        winners.filter(|winner| winner.id() != self.vendor.id()).copied().collect()
    }

    /// The winners of whom a part is told.
    fn winners_with(&self, part: Part) -> Vec<&'a VendorResult> {
        if self.tells(part) { self.winners() } else { Vec::new() }
    }

    /// What a winner is called: by its name where that is told.
    fn winner_name(&self, winner: &VendorResult) -> String {
        let winners = &self.letter.basis.winners;
        match winners.iter().position(|one| one.id() == winner.id()) {
            _ if self.tells(Part::WinnerName) => winner.name().to_owned(),
            Some(at) if winners.len() > 1 => format!("winning offer {}", at + 1),
            _ => "the winning offer".to_owned(),
        }
    }

    fn result(&self) -> Section {
        let mut section = Section::chapter("result", "The result");
        let publication = &self.evaluation.decision.publication;
        let head = self.head();
        if !head.is_empty() {
            section.blocks.push(Block::Terms(head));
        }
        section.text(self.decision());
        if let Some(before) = self.letter.replaces {
            section.text(format!(
                "The award was made again: this letter takes the place of the one of {before}, which does not hold any more."
            ));
        }
        if self.tells(Part::OwnRank) && self.vendor.rank.is_some() {
            let ranked = self.evaluation.ranked().count();
            let of = if self.tells(Part::Position) { format!(" of {ranked}") } else { String::new() };
            section.text(format!("Your offer has rank {}{of}.", shown_rank(self.vendor)));
        }
        for said in points::bands(self) {
            section.text(said);
        }
        for reason in self.rationale() {
            section.text(reason);
        }
        if let Some(went) = publication.negotiation.as_ref().filter(|_| self.tells(Part::Negotiation)) {
            section.text(format!("How the procedure went: {}", self.others.redacted(went)));
        }
        for winner in self.winners_with(Part::Product) {
            if let Some(product) = &winner.vendor.contact.product {
                let name = self.winner_name(winner);
                section.text(format!("What {name} delivers, make and model: {product}."));
            }
        }
        // A summary is owed of an award, and not of the end of a procedure without one.
        let regime = self.telling.regime();
        let is_of_none = self.letter.basis.award.is_some() && self.letter.basis.winners.is_empty();
        let is_silent = self.to == Addressee::Withdrew
            || (is_of_none && regime.is_some_and(|regime| regime.tells_all_assessed));
        if let Some(followed) = self.telling.followed().filter(|_| !is_silent) {
            section.text(format!("This letter follows {followed}"));
        }
        section
    }

    /// Reference, addressee and what else a letter has at its head.
    fn head(&self) -> Vec<(String, String)> {
        let publication = &self.evaluation.decision.publication;
        let own = self.tells(Part::OwnContact).then_some(&self.vendor.vendor.contact);
        let mut terms = vec![
            ("Reference", publication.reference.as_ref()),
            ("Notice", publication.notice.as_ref()),
            ("Procedure", publication.procedure.as_ref()),
            ("Contact", publication.contact.as_ref()),
            ("To", own.and_then(|own| own.address.as_ref())),
            ("E-mail", own.and_then(|own| own.email.as_ref())),
            ("Identifier", own.and_then(|own| own.identifier.as_ref())),
        ];
        for winner in self.winners_with(Part::WinnerContact) {
            let contact = &winner.vendor.contact;
            terms.push(("Awarded to, address", contact.address.as_ref()));
            terms.push(("Awarded to, identifier", contact.identifier.as_ref()));
        }
        terms.into_iter().filter_map(|(name, said)| Some((name.to_owned(), said?.clone()))).collect()
    }

    /// The decision in a sentence or two.
    fn decision(&self) -> String {
        if self.to == Addressee::Withdrew {
            return "You have withdrawn your offer, so it is not judged. Thank you for your interest."
                .to_owned();
        }
        let thanks = "Thank you for your offer.";
        let basis = &self.letter.basis;
        let lacks = |one: &Exclusion| matches!(one, Exclusion::Gate { .. } | Exclusion::Minimum { .. });
        let out = if self.vendor.exclusions.iter().any(lacks) {
            "Your offer is not considered further: it does not have everything that was a must."
        } else {
            "Your offer is not considered further."
        };
        match (basis.winners.first(), self.to) {
            (_, Addressee::Winner) => format!("{thanks} {}{}", self.to_winner(), self.named()),
            (None, _) if basis.award.is_some() => {
                format!("{thanks} The procedure ended, and the work goes to nobody.")
            }
            (None, _) => {
                let more = self.telling.regime().and_then(|regime| regime.to_excluded);
                let more = more.filter(|_| basis.phase == Phase::Excluded).map(|more| format!(" {more}"));
                format!("{thanks} {out}{}", more.unwrap_or_default())
            }
            (Some(_), Addressee::Excluded | Addressee::Disqualified) => {
                let winner = self.named();
                format!("{thanks} {out}{winner}")
            }
            (Some(_), _) => format!("{thanks} The work does not go to you.{}", self.named()),
        }
    }

    /// Who gets the work, where that is told.
    fn named(&self) -> String {
        if self.winners_with(Part::WinnerName).is_empty() {
            return String::new();
        }
        format!(" The work goes to {}.", self.letter.basis.winners_named())
    }

    /// What the winner is told: that the work is its own, or under which conditions it becomes so.
    fn to_winner(&self) -> String {
        let basis = &self.letter.basis;
        let part = basis.part(self.vendor);
        let work = part.map_or_else(|| "The work".to_owned(), |part| format!("{part} % of the work"));
        let own = basis.conditions().filter(|one| one.vendor == *self.vendor.id());
        let open: Vec<&str> = own.map(|one| one.must_have.name.as_str()).collect();
        if open.is_empty() {
            return format!("{work} goes to you.");
        }
        format!(
            "{work} goes to you subject to what is still open: {}. No contract is signed before that is settled.",
            open.join(", ")
        )
    }

    /// Why it was awarded so, without the names of others, with what was passed over and what it is subject to.
    fn rationale(&self) -> Vec<String> {
        let is_told = self.tells(Part::Rationale) && self.to != Addressee::Withdrew;
        let Some(award) = self.letter.basis.award.filter(|_| is_told) else { return Vec::new() };
        let reason = award.reason.as_ref().map(|reason| format!("Why: {}", self.others.redacted(reason)));
        let reason = reason.or_else(|| self.by_rule());
        reason.into_iter().chain(exceptions(&self.letter.basis, &self.others)).collect()
    }

    /// Why the work goes where the award gives no reason of its own: as the ranking has it, or by the must-haves that follow.
    fn by_rule(&self) -> Option<String> {
        let winners = &self.letter.basis.winners;
        let ranks: Vec<usize> = winners.iter().filter_map(|winner| winner.rank).collect();
        if ranks.len() < winners.len() {
            return (winners.len() == 1).then(|| {
                "The work goes to an offer outside of the ranking of those that pass all must-haves, for what follows:"
                    .to_owned()
            });
        }
        let regime = self.evaluation.decision.disclosure.regime;
        let rule = match regime {
            RegimeName::Private | RegimeName::Custom => "the rule of the procedure",
            _ => "the rule that was published",
        };
        let is_equal = |vendor: &VendorResult| {
            !self.letter.basis.is_winner(vendor) && winners.iter().any(|winner| winner.score == vendor.score)
        };
        match winners.len() {
            0 => None,
            count if ranks.iter().any(|rank| *rank > count) => None,
            _ if !self.has_sums() => Some(format!("The work goes to the best total by {rule}.")),
            _ if self.evaluation.ranked().any(is_equal) => Some(format!(
                "The work goes to an offer with the most points; of equal ones {rule} says which comes first."
            )),
            1 => Some(format!("The work goes to the offer with the most points by {rule}.")),
            _ => Some(format!("The work goes to the offers with the most points by {rule}.")),
        }
    }

    /// Why the vendor is out, or what is not settled.
    fn must_haves(&self) -> Option<Section> {
        if !self.tells(Part::OwnMustHaves) {
            return None;
        }
        let mut section = Section::chapter("must-haves", "Must-haves");
        let own = self.vendor.exclusions.iter().filter_map(|one| match one {
            Exclusion::NoTotal { .. } => Some(one.told()),
            Exclusion::Withdrawn { .. } | Exclusion::Gate { .. } | Exclusion::Minimum { .. } => None,
            Exclusion::Disqualified { reason } => {
                Some(format!("Your offer was disqualified: {}", self.others.redacted(reason)))
            }
        });
        section.list(own.collect());
        let mut table = Table::of("Must-haves that your offer does not pass, or that are still open")
            .head("Must-have")
            .words("Outcome")
            .words("What is wanted")
            .words("Your offer");
        for gate in self.vendor.gates.iter().filter(|gate| gate.outcome != Outcome::Pass) {
            let stated = gate.fact.as_ref().and_then(|fact| fact.value.as_ref());
            let derivations = &self.evaluation.decision.derivations;
            let inputs = derivations.inputs(&gate.gate.fact);
            let reads = |is_it: fn(&str) -> bool| {
                inputs.iter().chain([&gate.gate.fact]).any(|fact| is_it(fact.as_str()))
            };
            // What a vendor is worth to us is ours, and so is what we ask of it.
            if reads(derived::is_benefit) {
                let ours = "by figures of our own".to_owned();
                let row = [gate.gate.name.clone(), ours, "worked out by us, from your offer".to_owned()];
                table.row(must_have(row, gate.outcome));
                continue;
            }
            let stated = match stated {
                Some(_) if reads(|fact| lowest_mark_of(fact).is_some()) => {
                    "by the marks of the panel".to_owned()
                }
                Some(_) if matches!(gate.gate.test, Test::Holds(_)) => match gate.outcome {
                    Outcome::Open => "does not meet it, and is to be explained".to_owned(),
                    Outcome::Pass | Outcome::Fail => {
                        let answers = gate.gate.explained.as_ref();
                        let rejected = answers.and_then(|answers| answers.get(self.vendor.id()));
                        rejected.map_or_else(
                            || "does not meet it".to_owned(),
                            |answer| {
                                let why = self.others.redacted(&answer.reason);
                                format!("does not meet it; your explanation was rejected: {why}")
                            },
                        )
                    }
                },
                Some(_) if derivations.tells_of_others(&gate.gate.fact) => {
                    "worked out beside the other offers".to_owned()
                }
                Some(value) => format!("{value:#}"),
                None if self.is_sealed(&gate.gate.fact) => "the prices are not opened yet".to_owned(),
                None => "not stated".to_owned(),
            };
            let row = [gate.gate.name.clone(), asked::asked(&gate.gate, derivations), stated];
            table.row(must_have(row, gate.outcome));
        }
        for minimum in self.vendor.minimums.iter().filter(|one| one.outcome == Outcome::Fail) {
            let row = [minimum.name.clone(), "a minimum".to_owned(), minimum.reason.clone()];
            table.row(must_have(row, minimum.outcome));
        }
        section.table(table);
        (!section.blocks.is_empty()).then_some(section)
    }

    /// Whether a fact is a price that is sealed still.
    /// Whether scores are sums of points, and tell no more than these.
    fn has_sums(&self) -> bool {
        self.evaluation.decision.rule.is_sum()
    }

    /// Whether scores may be told: a total that a formula makes of prices would tell these, and any fact that it reads
    /// may be one.
    fn tells_totals(&self) -> bool {
        let decision = &self.evaluation.decision;
        decision.rule.total.as_ref().is_none_or(|total| {
            let reads = decision.derivations.read_by(total);
            reads.facts().is_empty() && reads.figures.is_empty()
        })
    }

    fn is_sealed(&self, fact: &FactId) -> bool {
        let decision = &self.evaluation.decision;
        decision.provenance.is_sealed && decision.price_facts().contains(fact)
    }

    /// The others, where a regime has them told.
    fn others(&self) -> Option<Section> {
        if !self.tells(Part::OtherNames) && !self.tells(Part::Counts) {
            return None;
        }
        let mut section = Section::chapter("others", "The offers");
        section.text(format!("{} offers were received.", self.evaluation.vendors.len()));
        if self.tells(Part::OtherNames) {
            section.table(points::all_offers(self.evaluation, self.tells(Part::OtherPrices)));
        }
        Some(section)
    }

    /// What comes next: standstill, review, debriefing.
    fn next(&self) -> Option<Section> {
        let publication = &self.evaluation.decision.publication;
        let mut section = Section::chapter("next", "What comes next");
        if let Some(end) = self.letter.standstill.as_ref().filter(|_| self.tells(Part::Standstill)) {
            let (last, counted) = (end.last, &end.counted);
            section.text(format!(
                "The standstill ends at midnight at the end of {last} at the earliest ({counted}). No contract is signed before."
            ));
        }
        if self.tells(Part::Review)
            && let Some(review) = &publication.review
        {
            section.text(format!("Where the award can be challenged: {review}"));
        }
        if self.tells(Part::Debriefing) {
            // Whoever asked has it in hand.
            if !(self.letter.is_on_request && self.telling.answers_requests()) {
                let within = self.telling.regime().map_or_else(String::new, |regime| {
                    format!(", within {} after you got this letter", regime.debriefing_within)
                });
                let contact = publication.contact.as_deref().unwrap_or("whoever signed this letter");
                section.text(format!("A debriefing can be asked for in writing{within}: {contact}."));
            }
            if self.evaluation.decision.disclosure.is_defense {
                section.text("After a debriefing, questions can be asked in writing within 2 business days; they are answered within 5, and only then is the debriefing closed.");
            }
        }
        (!section.blocks.is_empty()).then_some(section)
    }
}

fn must_have([name, asks, stated]: [String; 3], outcome: Outcome) -> Vec<Cell> {
    let tone = if outcome == Outcome::Fail { Tone::Bad } else { Tone::Doubt };
    let word = if outcome == Outcome::Fail { "not passed" } else { "still open" };
    vec![name.into(), Cell::toned(word, tone), asks.into(), stated.into()]
}
