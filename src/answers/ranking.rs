//! Who is ahead, who is out, and the numbers behind.

use serde::{Serialize, Serializer};

use super::document::{Bars, Cell, Picture, Section, Table, Tone};
use super::records::{Field, Records};
use super::{Answer, Findings, fingerprints};
use crate::decision::fact::DOES_NOT_APPLY;
use crate::explain::words::{behind, must_haves, range_text, rule_text, shown_rank};
use crate::parallel;
use crate::score::Evaluation;
use crate::score::evaluation::{Knowledge, Outcome, VendorResult};

/// Who is ahead, by how much, who is out and why. Its JSON is the whole evaluation.
#[derive(Debug)]
pub struct Ranking<'a> {
    findings: &'a Findings<'a>,
}

impl<'a> Ranking<'a> {
    /// Asks who is ahead.
    #[must_use]
    pub fn new(findings: &'a Findings<'a>) -> Ranking<'a> {
        Ranking { findings }
    }
}

impl Serialize for Ranking<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.findings.evaluation.serialize(serializer)
    }
}

impl Answer for Ranking<'_> {
    const QUESTION: &'static str = "rank";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.findings.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let evaluation = self.findings.evaluation;
        let mut front = Section::front(&evaluation.decision.title);
        if let Some(question) = &evaluation.decision.question {
            front.text(question);
        }
        front.table(table(evaluation));
        let mut close = Section::chapter("how-sure", "");
        if let Some(how_sure) = self.findings.glance() {
            close.text(how_sure);
        } else if let Some(why) = self.findings.why_not_drawn() {
            close.text(why);
        }
        close.text(footer(evaluation).join("\n"));
        [Some(front), out(evaluation), Some(close)].into_iter().flatten().collect()
    }

    fn records(&self) -> Records {
        let evaluation = self.findings.evaluation;
        let head = HEAD.into_iter().map(str::to_owned);
        let groups = evaluation.top().map(|(_, group)| format!("points_{}", group.id));
        Records::new(head.chain(groups), evaluation.vendors.iter().map(|vendor| record(evaluation, vendor)))
    }
}

/// The fields of a vendor, before its points by group.
const HEAD: [&str; 13] = [
    "rank",
    "tied",
    "vendor",
    "name",
    "score",
    "lowest",
    "highest",
    "gap",
    "awardable",
    "must_haves_passed",
    "must_haves_open",
    "must_haves_failed",
    "out_because",
];

fn record(evaluation: &Evaluation, vendor: &VendorResult) -> Vec<Field> {
    let count = |outcome| Field::number(Some(vendor.count_must_haves(outcome)));
    let mut fields = vec![
        Field::number(vendor.rank),
        Field::claim(vendor.is_tied),
        Field::Text(vendor.id().to_string()),
        Field::Text(vendor.name().to_owned()),
        Field::number(Some(&vendor.score)),
        Field::number(vendor.ends().map(|[lowest, _]| lowest)),
        Field::number(vendor.ends().map(|[_, highest]| highest)),
        Field::number(vendor.gap.as_ref()),
        Field::claim(vendor.is_awardable),
        count(Outcome::Pass),
        count(Outcome::Open),
        count(Outcome::Fail),
        Field::Text(vendor.out_because()),
    ];
    fields.extend(evaluation.top().map(|(at, _)| Field::number(Some(&vendor.cells[at].points))));
    fields
}

/// The rule in words, what-ifs, notes and fingerprints, a line each.
fn footer(evaluation: &Evaluation) -> Vec<String> {
    let what_ifs = evaluation.decision.provenance.what_if.iter().map(|what_if| format!("What if: {what_if}"));
    let notes = evaluation.notes.iter().map(|note| format!("Note: {note}"));
    let [rule, inputs] = fingerprints(evaluation);
    let lines = [rule_text(evaluation)].into_iter().chain(what_ifs).chain(notes);
    lines.chain([format!("Rule {rule}, inputs {inputs}")]).collect()
}

/// The ranking as a chapter of a report.
pub(crate) fn section(evaluation: &Evaluation) -> Section {
    let mut section = Section::chapter("ranking", "Ranking");
    section.starts_page = true;
    section.table(table(evaluation));
    section.list(evaluation.notes.clone());
    section
}

/// The vendors in the ranking, best first.
fn table(evaluation: &Evaluation) -> Table {
    let decimals = evaluation.shown_decimals();
    let has_must_haves = evaluation.vendors.iter().any(|vendor| !must_haves(vendor).is_empty());
    let mut table = Table::of("Scores and points by group")
        .numbers("#")
        .head("Vendor")
        .numbers("Score")
        .with_bars(Bars::Right)
        .words("Range")
        .numbers("Behind");
    if has_must_haves {
        table = table.words("Must-haves");
    }
    for (_, group) in evaluation.top() {
        table = table.numbers(&group.name).if_room();
    }
    let ranked: Vec<&VendorResult> = evaluation.ranked().collect();
    let cells = |vendor: &&VendorResult| {
        let share = evaluation.share_of_best(&vendor.score);
        let score = Cell::toned(vendor.score.fixed(decimals.scores), Tone::Strong);
        let mut cells = vec![
            Cell::toned(shown_rank(vendor), Tone::Strong),
            Cell::toned(vendor.name(), Tone::Strong),
            score.with_bar(share),
            range(vendor, decimals.scores),
            behind(vendor, decimals.scores).into(),
        ];
        if has_must_haves {
            let is_open = vendor.count_must_haves(Outcome::Open) > 0;
            cells.push(Cell::toned(must_haves(vendor), if is_open { Tone::Doubt } else { Tone::Plain }));
        }
        cells.extend(evaluation.top().map(|(at, _)| {
            let cell = &vendor.cells[at];
            Cell::toned(cell.points.fixed(decimals.points), doubt(cell.knowledge))
        }));
        cells
    };
    for cells in parallel::map(&ranked, 1, cells) {
        table.row(cells);
    }
    table
}

/// What the score may turn out to be: `72.10–80.44`, `certain`.
pub(crate) fn range(vendor: &VendorResult, digits: u32) -> Cell {
    match range_text(vendor, digits) {
        Some(range) => Cell::toned(range, Tone::Doubt),
        None => Cell::toned("certain", Tone::Faint),
    }
}

fn doubt(knowledge: Knowledge) -> Tone {
    if knowledge.is_settled() { Tone::Plain } else { Tone::Doubt }
}

pub(crate) fn gates(evaluation: &Evaluation) -> Option<Section> {
    let names: Vec<&str> = evaluation.vendors.first()?.must_haves().map(|(name, ..)| name).collect();
    if names.is_empty() {
        return None;
    }
    let mut section = Section::chapter("gates", "Must-haves");
    let mut table = Table::of("Who passes what").head("Vendor");
    for (at, name) in names.iter().enumerate() {
        let is_minimum = at >= evaluation.decision.gates.len();
        table = table.words(if is_minimum { format!("Minimum: {name}") } else { (*name).to_owned() });
    }
    for vendor in &evaluation.vendors {
        let mut cells = vec![Cell::toned(vendor.name(), Tone::Strong)];
        cells.extend(vendor.must_haves().map(|(_, outcome, _)| outcome_cell(outcome)));
        table.row(cells);
    }
    section.table(table);
    let mut reasons = Table::of("What is failed or open, and why")
        .head("Vendor")
        .words("Must-have")
        .words("Outcome")
        .words("Why");
    for vendor in &evaluation.vendors {
        for (name, outcome, why) in vendor.must_haves().filter(|(_, outcome, _)| *outcome != Outcome::Pass) {
            reasons.row(vec![vendor.name().into(), name.into(), outcome_cell(outcome), why.into()]);
        }
    }
    section.table(reasons);
    Some(section)
}

pub(crate) fn outcome_cell(outcome: Outcome) -> Cell {
    let tone = match outcome {
        Outcome::Pass => Tone::Good,
        Outcome::Open => Tone::Doubt,
        Outcome::Fail => Tone::Bad,
    };
    Cell::toned(outcome.word(), tone)
}

pub(crate) fn out(evaluation: &Evaluation) -> Option<Section> {
    evaluation.out().next()?;
    let digits = evaluation.shown_decimals().scores;
    let mut section = Section::chapter("out", "Out of the ranking");
    let mut table = Table::of("Vendors that are out, with the score that they would have had")
        .head("Vendor")
        .numbers("Score")
        .words("Because");
    for vendor in evaluation.out() {
        table.row(vec![
            Cell::toned(vendor.name(), Tone::Strong),
            if vendor.has_no_total() {
                Cell::default()
            } else {
                Cell::toned(vendor.score.fixed(digits), Tone::Faint)
            },
            vendor.out_because().into(),
        ]);
    }
    section.table(table);
    Some(section)
}

pub(crate) fn values(evaluation: &Evaluation) -> Section {
    let mut section = Section::chapter("values", "Values");
    section.text("What the facts are worth on the scales, from 0, worst, to 100, best. A question mark: not known for sure.");
    let mut table =
        Table::of("Values of every vendor on every criterion").head("Criterion").numbers("Of the whole %");
    for vendor in &evaluation.vendors {
        table = table.numbers(vendor.name());
    }
    for (at, criterion) in evaluation.decision.criteria.iter().enumerate() {
        let percent = criterion.share().global.percent();
        let tone = if criterion.is_group() { Tone::Strong } else { Tone::Plain };
        let mut cells = vec![Cell::toned(&criterion.name, tone), Cell::toned(percent.plain(2), tone)];
        cells.extend(evaluation.vendors.iter().map(|vendor| value(vendor, at)));
        let row = table.row(cells);
        row.depth = criterion.depth();
        row.is_total = criterion.is_group();
    }
    section.table(table);
    section
}

fn value(vendor: &VendorResult, at: usize) -> Cell {
    let cell = &vendor.cells[at];
    if cell.knowledge == Knowledge::NotApplicable {
        return Cell::toned(DOES_NOT_APPLY, Tone::Faint);
    }
    let Some(value) = &cell.value else { return Cell::toned("left out", Tone::Doubt) };
    let mark = if cell.knowledge.is_settled() { "" } else { " ?" };
    let text = format!("{}{mark}", value.percent().fixed(1));
    let shade = Picture::Shade(value.to_f64().clamp(0.0, 1.0));
    Cell { text: text.into(), tone: doubt(cell.knowledge), picture: shade }
}
