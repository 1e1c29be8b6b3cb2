//! The letter to a vendor that did not get the work: its own result and the winner's, and nobody else's.

use std::collections::BTreeSet;

use super::redact::Others;
use crate::answers::document::{Block, Cell, Document, Section, Table, Tone};
use crate::answers::foot;
use crate::decision::panel::Standing;
use crate::decision::{Award, Date, FactId, Points};
use crate::explain::reasons::marks_behind;
use crate::explain::words::shown_rank;
use crate::score::Evaluation;
use crate::score::evaluation::{Exclusion, Outcome, VendorResult};

/// What a letter says besides the result.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// Who gets the work.
    pub winner: &'a VendorResult,
    /// The day of the letter.
    pub date: Option<Date>,
    /// The last day on which the award can be challenged before the contract is signed.
    pub standstill: Option<Date>,
}

/// Why nobody can be told who gets the work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoWinner {
    /// The ranking is empty.
    #[error("no vendor is in the ranking, so nobody gets the work; see `weigh rank`")]
    NobodyRanked,
    /// The rule does not separate the first.
    #[error("several vendors share the first place; say who gets the work with `weigh award`")]
    Tied,
    /// The procedure ended without an award.
    #[error("the procedure ended without an award, so nobody gets the work")]
    Ended,
    /// The vendor of the award is no longer there.
    #[error("the work is awarded to {0}, but its vendor file is gone")]
    Gone(String),
}

/// Who gets the work: the vendor of the award in force, or else the only first of the ranking.
///
/// # Errors
/// [`NoWinner`] where neither says who.
pub fn winner<'a>(evaluation: &'a Evaluation, award: Option<&Award>) -> Result<&'a VendorResult, NoWinner> {
    if let Some(award) = award {
        let Some(winner) = award.winners.first() else { return Err(NoWinner::Ended) };
        let vendor = evaluation.vendor(winner.standing.vendor.as_str());
        return vendor.ok_or_else(|| NoWinner::Gone(winner.standing.name.clone()));
    }
    let mut firsts = evaluation.ranked().filter(|vendor| vendor.rank == Some(1));
    match (firsts.next(), firsts.next()) {
        (Some(first), None) => Ok(first),
        (None, _) => Err(NoWinner::NobodyRanked),
        _ => Err(NoWinner::Tied),
    }
}

/// The letter to one vendor.
///
/// Prices and costs of the winner are left out: their points are told, the amounts are the winner's own. Names
/// of other vendors in remarks are replaced.
#[must_use]
pub fn debrief(evaluation: &Evaluation, vendor: &VendorResult, letter: Letter<'_>) -> Document {
    let reader = Reader {
        evaluation,
        vendor,
        winner: letter.winner,
        others: Others::of(evaluation, &[vendor, letter.winner]),
        prices: evaluation.decision.price_facts(),
    };
    let mut sections = vec![reader.result(letter)];
    sections.extend(reader.must_haves());
    sections.push(reader.points());
    sections.extend(reader.reasons());
    sections.extend(reader.own_advantages());
    Document {
        kind: "Debrief".to_owned(),
        title: evaluation.decision.title.clone(),
        subtitle: Some(format!("To {}", vendor.name())),
        date: letter.date,
        date_is: "",
        organisation: None,
        sections,
        foot: foot(evaluation),
        is_letter: true,
    }
}

struct Reader<'a> {
    evaluation: &'a Evaluation,
    vendor: &'a VendorResult,
    winner: &'a VendorResult,
    others: Others,
    /// The facts that are what vendors ask for their work.
    prices: BTreeSet<FactId>,
}

impl Reader<'_> {
    fn result(&self, letter: Letter<'_>) -> Section {
        let digits = self.evaluation.shown_decimals().scores;
        let mut section = Section::chapter("result", "The result");
        let score = |vendor: &VendorResult| vendor.score.fixed(digits);
        let whole = &self.evaluation.decision.rule.points;
        section.text(format!("Thank you for your offer. The work goes to {}.", self.winner.name()));
        let place = match self.vendor.rank {
            Some(_) => format!("Your offer has rank {} with", shown_rank(self.vendor)),
            None => "Your offer is out of the ranking. It would have had".to_owned(),
        };
        section.text(format!(
            "{place} {} of {whole} points; that of {} has {}.",
            score(self.vendor),
            self.winner.name(),
            score(self.winner)
        ));
        if let Some(end) = letter.standstill {
            let text = format!(
                "No contract is signed before the end of {end}. Until then the award can be challenged."
            );
            section.blocks.push(Block::Callout {
                tone: Tone::Strong,
                title: format!("Standstill until {end}"),
                text,
            });
        }
        section
    }

    /// Why the vendor is out, or what is not settled.
    fn must_haves(&self) -> Option<Section> {
        let mut section = Section::chapter("must-haves", "Must-haves");
        let reasons = self.vendor.exclusions.iter().map(|one| self.others.redacted(&Exclusion::text(one)));
        section.list(reasons.collect());
        let mut table = Table::of("Must-haves that your offer does not pass")
            .head("Must-have")
            .words("Outcome")
            .words("Why");
        for (name, outcome, why) in
            self.vendor.must_haves().filter(|(_, outcome, _)| *outcome != Outcome::Pass)
        {
            let tone = if outcome == Outcome::Fail { Tone::Bad } else { Tone::Doubt };
            table.row(vec![name.into(), Cell::toned(outcome.word(), tone), self.others.redacted(why).into()]);
        }
        section.table(table);
        (!section.blocks.is_empty()).then_some(section)
    }

    fn points(&self) -> Section {
        let decimals = self.evaluation.shown_decimals();
        let mut section = Section::chapter("points", "Points by criterion");
        let mut table = Table::of("Your points and those of the winner")
            .head("Criterion")
            .numbers("Most points")
            .numbers("You")
            .numbers(self.winner.name())
            .numbers("Difference");
        for (at, criterion) in self.evaluation.decision.criteria.iter().enumerate() {
            let tone = if criterion.is_group() { Tone::Strong } else { Tone::Plain };
            let [own, other] = [self.vendor, self.winner].map(|vendor| &vendor.cells[at].points);
            let row = table.row(vec![
                Cell::toned(&criterion.name, tone),
                Cell::toned(
                    self.evaluation.decision.max_points(criterion).plain(decimals.points.max(2)),
                    tone,
                ),
                Cell::toned(own.fixed(decimals.points), tone),
                Cell::toned(other.fixed(decimals.points), tone),
                Cell::toned((own - other).signed(decimals.points), tone),
            ]);
            row.depth = criterion.depth;
        }
        let mut total =
            vec![Cell::toned("Score", Tone::Strong), self.evaluation.decision.rule.points.to_string().into()];
        total.extend(
            [self.vendor, self.winner]
                .map(|vendor| Cell::toned(vendor.score.fixed(decimals.scores), Tone::Strong)),
        );
        total.push(Cell::toned(
            (&self.vendor.score - &self.winner.score).signed(decimals.scores),
            Tone::Strong,
        ));
        table.row(total).is_total = true;
        section.table(table);
        section
    }

    /// In words, for each criterion on which the winner is ahead, largest first.
    fn reasons(&self) -> Option<Section> {
        let mut section =
            Section::chapter("reasons", format!("Where the offer of {} is ahead", self.winner.name()));
        section.list(self.ahead(self.winner, self.vendor).into_iter().map(|at| self.reason(at)).collect());
        (!section.blocks.is_empty()).then_some(section)
    }

    /// Where the recipient is ahead.
    fn own_advantages(&self) -> Option<Section> {
        let mut section = Section::chapter("advantages", "Where your offer is ahead");
        section.list(self.ahead(self.vendor, self.winner).into_iter().map(|at| self.reason(at)).collect());
        (!section.blocks.is_empty()).then_some(section)
    }

    /// The scored criteria on which one is ahead of another, by how much.
    fn ahead(&self, one: &VendorResult, other: &VendorResult) -> Vec<usize> {
        let lead = |at: &usize| &one.cells[*at].points - &other.cells[*at].points;
        let mut ahead: Vec<usize> =
            self.evaluation.leaves().map(|(at, _)| at).filter(|at| lead(at) > Points::ZERO).collect();
        ahead.sort_by(|a, b| lead(b).cmp(&lead(a)).then(a.cmp(b)));
        ahead
    }

    fn reason(&self, at: usize) -> String {
        let criterion = &self.evaluation.decision.criteria[at];
        let digits = self.evaluation.shown_decimals().points;
        let points = |vendor: &VendorResult| vendor.cells[at].points.fixed(digits);
        let mut said = format!(
            "{}: you {} points, {} {}.",
            criterion.name,
            points(self.vendor),
            self.winner.name(),
            points(self.winner)
        );
        said += &format!(" We found with you: {}.", self.found(self.vendor, at));
        if criterion.reads_any(&self.prices) {
            said += " What the winner asks is not told.";
        } else {
            said += &format!(" With {}: {}.", self.winner.name(), self.found(self.winner, at));
        }
        if let Some(scale) = criterion.scale().filter(|_| !criterion.is_relative()) {
            said += &format!(" Scale: {scale}.");
        }
        said
    }

    /// What was found of a vendor on a criterion: the fact, and the remark beside it.
    fn found(&self, vendor: &VendorResult, at: usize) -> String {
        let criterion = &self.evaluation.decision.criteria[at];
        let fact = vendor.cells[at].fact.as_ref();
        let unit = criterion.unit().map_or_else(String::new, |unit| format!(" {unit}"));
        let value = fact.and_then(|fact| fact.value.as_ref());
        let mut parts = vec![value.map_or_else(|| "not known".to_owned(), |value| format!("{value}{unit}"))];
        parts
            .extend(fact.and_then(|fact| fact.evidence.note.as_ref()).map(|note| self.others.redacted(note)));
        // What the evaluators wrote counts, not who wrote it.
        let marks = marks_behind(criterion, vendor, self.evaluation);
        let notes = marks.iter().filter(|mark| mark.given.standing == Standing::Counts);
        let notes = notes.filter_map(|mark| mark.given.note.as_ref());
        parts.extend(notes.map(|note| format!("\u{201c}{}\u{201d}", self.others.redacted(note))));
        parts.join("; ").trim_end_matches('.').to_owned()
    }
}
