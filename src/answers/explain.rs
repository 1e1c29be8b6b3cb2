//! Why a vendor has its score: from criterion and value down to fact and evidence.

use serde::{Serialize, Serializer};
use serde_json::json;

use super::document::{Block, Branch, Cell, Section, Table, Tone};
use super::gaps::all_gaps;
use super::records::{Field, Records};
use super::{Answer, Findings};
use crate::decision::Fact;
use crate::explain::words::{evidence_lines, fact_lines, introduced, known_fact, standing};
use crate::explain::{Gap, Reason, reasons};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// Why a vendor has its score.
#[derive(Debug)]
pub struct Explanation<'a> {
    evaluation: &'a Evaluation,
    vendor: &'a VendorResult,
    reasons: Vec<Reason<'a>>,
}

impl<'a> Explanation<'a> {
    /// Asks why a vendor has its score.
    #[must_use]
    pub fn new(evaluation: &'a Evaluation, vendor: &'a VendorResult) -> Explanation<'a> {
        Explanation { evaluation, vendor, reasons: reasons(evaluation, vendor) }
    }
}

impl Serialize for Explanation<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Explanation { vendor, reasons, .. } = self;
        let published = json!({
            "id": vendor.id(), "name": vendor.name(), "local": vendor.vendor.local, "rank": vendor.rank,
            "is_tied": vendor.is_tied, "score": vendor.score, "lowest": vendor.ends().map(|[lowest, _]| lowest),
            "highest": vendor.ends().map(|[_, highest]| highest), "is_bound": vendor.is_bound, "gap": vendor.gap,
            "is_awardable": vendor.is_awardable, "exclusions": vendor.exclusions, "gates": vendor.gates,
            "minimums": vendor.minimums, "reasons": reasons,
        });
        let mut published = published;
        if let Some(working) = &vendor.working {
            published["working"] = json!(working);
        }
        published.serialize(serializer)
    }
}

impl Answer for Explanation<'_> {
    const QUESTION: &'static str = "explain";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let vendor = self.vendor;
        let mut front = Section::front(introduced(vendor));
        let out = vendor.exclusions.iter().map(|exclusion| format!("Out because {}", exclusion.text()));
        let standing = standing(self.evaluation, vendor);
        front.text(
            [standing]
                .into_iter()
                .chain(vendor.vendor.note.clone())
                .chain(out)
                .collect::<Vec<_>>()
                .join("\n"),
        );
        let mut gates = Section::chapter("must-haves", "Must-haves");
        gates.table(must_haves(vendor, cited_with_place));
        let digits = self.evaluation.shown_decimals();
        // A total that is one number as it is needs no working.
        let working = vendor.working.as_deref().filter(|working| *working != vendor.score.exact().plain(6));
        let score = format!(
            "Score {}{}{}",
            vendor.score.fixed(digits.scores),
            self.evaluation.decision.rule.of_points(),
            working.map_or_else(String::new, |working| format!(" = {working}"))
        );
        let score = if vendor.has_no_total() { "No total".to_owned() } else { score };
        let mut points = Section::chapter("points", score);
        points.table(total_reads(self.evaluation, vendor));
        points.blocks.push(Block::Tree(branches(&self.reasons, digits.points)));
        let has_gates = !gates.blocks.is_empty();
        [Some(front), has_gates.then_some(gates), Some(points)].into_iter().flatten().collect()
    }

    fn records(&self) -> Records {
        let head = [
            "criterion",
            "name",
            "depth",
            "share",
            "points",
            "lowest_points",
            "highest_points",
            "max_points",
            "value",
            "knowledge",
            "capped",
            "fact",
            "fact_value",
            "unit",
            "source",
            "as_of",
            "until",
            "note",
            "file",
            "line",
        ];
        let mut rows = Vec::new();
        add_records(&self.reasons, 0, &mut rows);
        Records::new(head, rows)
    }
}

/// Adds a record for each reason, groups before what is under them.
fn add_records(reasons: &[Reason], depth: usize, rows: &mut Vec<Vec<Field>>) {
    for reason in reasons {
        let fact = reason.cell.fact.as_deref();
        let evidence = fact.map(|fact| &fact.evidence);
        rows.push(vec![
            Field::Text(reason.criterion.id.to_string()),
            Field::Text(reason.criterion.name.clone()),
            Field::number(Some(depth)),
            Field::number(Some(&reason.cell.share)),
            Field::number(Some(&reason.cell.points)),
            Field::number(Some(reason.cell.lowest_points())),
            Field::number(Some(reason.cell.highest_points())),
            Field::number(Some(&reason.max_points)),
            Field::number(reason.cell.value.as_ref()),
            Field::Text(json!(reason.cell.knowledge).as_str().unwrap_or_default().to_owned()),
            Field::claim(reason.cell.is_capped),
            Field::text(reason.criterion.fact().map(ToString::to_string)),
            Field::text(fact.and_then(|fact| fact.value.as_ref()).map(ToString::to_string)),
            Field::text(
                evidence
                    .and_then(|evidence| evidence.unit.clone())
                    .or_else(|| reason.criterion.unit().map(str::to_owned)),
            ),
            Field::text(evidence.and_then(|evidence| evidence.source.clone())),
            Field::text(evidence.and_then(|evidence| evidence.as_of).map(|date| date.to_string())),
            Field::text(evidence.and_then(|evidence| evidence.until).map(|date| date.to_string())),
            Field::text(evidence.and_then(|evidence| evidence.note.clone())),
            Field::text(fact.map(|fact| fact.location.file.to_string())),
            Field::number(fact.map(|fact| fact.location.line)),
        ]);
        add_records(&reason.parts, depth + 1, rows);
    }
}

/// The reasons as branches, each with its fact and how we know it.
fn branches(reasons: &[Reason], digits: u32) -> Vec<Branch> {
    let note = |(line, is_doubtful)| (line, if is_doubtful { Tone::Doubt } else { Tone::Plain });
    let branch = |reason: &Reason| Branch {
        text: headline(reason, digits),
        notes: fact_lines(reason).into_iter().map(note).collect(),
        branches: branches(&reason.parts, digits),
    };
    reasons.iter().map(branch).collect()
}

/// `Cost: 18.25 of 40 points, may be 16.25 to 19.25 (value 45.63)`.
fn headline(reason: &Reason, digits: u32) -> String {
    let range = if reason.cell.lowest_points() == reason.cell.highest_points() {
        String::new()
    } else {
        let [lowest, highest] =
            [reason.cell.lowest_points(), reason.cell.highest_points()].map(|points| points.fixed(digits));
        format!(", may be {lowest} to {highest}")
    };
    let value = reason.cell.value.as_ref();
    let value = value.map_or_else(String::new, |value| format!("value {}", value.percent().plain(2)));
    if reason.cell.value.is_none() {
        return format!("{}: left out{range}", reason.criterion.name);
    }
    let (points, most) = (reason.cell.points.fixed(digits), reason.max_points.plain(digits.max(2)));
    format!("{}: {points} of {most} points{range} ({value})", reason.criterion.name)
}

/// A chapter of a report with a page for each vendor: points, evidence, gaps.
pub(crate) fn pages(findings: &Findings<'_>) -> Vec<Section> {
    let evaluation = findings.evaluation;
    if evaluation.vendors.is_empty() {
        return Vec::new();
    }
    let mut intro = Section::chapter("vendors", "The vendors one by one");
    intro.starts_page = true;
    intro.text("Every score from its criteria down to the facts, and how we know them.");
    let all_gaps = all_gaps(evaluation, false);
    let mut pages: Vec<Section> =
        evaluation.vendors.iter().map(|vendor| page(evaluation, vendor, &all_gaps)).collect();
    // The first stands under the head of the chapter.
    pages[0].starts_page = false;
    std::iter::once(intro).chain(pages).collect()
}

fn page(evaluation: &Evaluation, vendor: &VendorResult, all_gaps: &[Gap<'_>]) -> Section {
    let mut section = Section::chapter(&format!("vendor-{}", vendor.id()), vendor.name());
    section.level = 2;
    // Those that are out take little room, one under the other.
    section.starts_page = vendor.rank.is_some();
    section.text(introduced(vendor)).text(standing(evaluation, vendor));
    if let Some(note) = &vendor.vendor.note {
        section.text(note);
    }
    section.text(format!("Facts stand in {}; [12] is its line 12.", vendor.vendor.file));
    if !vendor.exclusions.is_empty() {
        let text = vendor.out_because();
        section.blocks.push(Block::Callout { tone: Tone::Bad, title: "Out of the ranking".to_owned(), text });
    }
    section.table(points(evaluation, vendor));
    section.table(total_reads(evaluation, vendor));
    section.table(must_haves(vendor, |fact| fact.evidence.cited()));
    let own = all_gaps.iter().filter(|gap| gap.vendor.id() == vendor.id() && vendor.rank.is_some());
    section.table(super::gaps::table(evaluation, own, false));
    section
}

/// Points by criterion with facts and evidence; of a vendor that is out by group alone.
fn points(evaluation: &Evaluation, vendor: &VendorResult) -> Table {
    let is_out = vendor.rank.is_none();
    let caption =
        if is_out { "The points that it would have, by group" } else { "Points, facts and evidence" };
    let mut table = Table::of(caption).head("Criterion").numbers("Points").numbers("of").numbers("Value");
    if !is_out {
        table = table.words("Fact").words("Evidence");
    }
    let digits = evaluation.shown_decimals().points;
    fill(&mut table, vendor, &reasons(evaluation, vendor), 0, digits);
    let score = evaluation.shown_decimals().scores;
    let mut total = vec![
        Cell::toned("Score", Tone::Strong),
        Cell::toned(vendor.score.fixed(score), Tone::Strong),
        of_score(evaluation).into(),
    ];
    total.resize(table.columns.len(), Cell::default());
    table.row(total).is_total = true;
    table
}

/// The facts that a total by a formula reads, with how we know them; no rows for a sum of points.
fn total_reads(evaluation: &Evaluation, vendor: &VendorResult) -> Table {
    let decision = &evaluation.decision;
    let mut table = Table::of("What the total reads").head("Fact").words("What it is").words("Evidence");
    let total = decision.rule.total.as_ref();
    let facts = total.map(|total| decision.derivations.read_by(total).facts()).unwrap_or_default();
    for id in facts {
        let fact = vendor.vendor.facts.get(&id);
        let unit = fact.and_then(|fact| fact.evidence.unit.as_ref());
        let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
        let value = fact.and_then(|fact| fact.value.as_ref());
        let (value, tone) = match value {
            Some(value) => (format!("{value:#}{unit}"), Tone::Plain),
            None => ("not known".to_owned(), Tone::Doubt),
        };
        let cited = fact.map_or_else(String::new, |fact| fact.evidence.cited());
        table.row(vec![id.to_string().into(), Cell::toned(value, tone), Cell::toned(cited, Tone::Faint)]);
    }
    table
}

/// The most that a score can be; empty for a total that a formula makes.
pub(crate) fn of_score(evaluation: &Evaluation) -> String {
    let rule = &evaluation.decision.rule;
    if rule.is_sum() { rule.points.to_string() } else { String::new() }
}

fn fill(table: &mut Table, vendor: &VendorResult, tree: &[Reason], depth: usize, digits: u32) {
    let is_out = vendor.rank.is_none();
    let place = |fact: &Fact| {
        let is_own = *fact.location.file == *vendor.vendor.file;
        if is_own { fact.location.line.to_string() } else { fact.location.to_string() }
    };
    for reason in tree {
        let tone = if reason.parts.is_empty() { Tone::Plain } else { Tone::Strong };
        let value = reason.cell.value.as_ref();
        let mut cells = vec![
            Cell::toned(&reason.criterion.name, tone),
            Cell::toned(reason.cell.points.fixed(digits), tone),
            reason.max_points.plain(digits.max(2)).into(),
            value.map_or_else(|| "left out".to_owned(), |value| value.percent().plain(2)).into(),
        ];
        if !is_out {
            let (fact, is_doubtful) = known_fact(reason);
            cells.push(Cell::toned(fact, if is_doubtful { Tone::Doubt } else { Tone::Plain }));
            cells.push(Cell::toned(evidence_lines(reason, &place).join("; "), Tone::Faint));
        }
        table.row(cells).depth = depth;
        if !is_out {
            fill(table, vendor, &reason.parts, depth + 1, digits);
        }
    }
}

/// Source, date and place of a fact: `RFP answer 3.1, 2026-09-30; vendors/x.toml:12`.
fn cited_with_place(fact: &Fact) -> String {
    let parts = [fact.evidence.cited(), fact.location.to_string()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// The must-haves of a vendor.
///
/// - `cites`: the evidence of a gate's fact in words.
fn must_haves(vendor: &VendorResult, cites: impl Fn(&Fact) -> String) -> Table {
    let mut table = Table::of("Must-haves").head("Must-have").words("Outcome").words("Why").words("Evidence");
    let evidence = vendor.gates.iter().map(|gate| gate.fact.as_ref().map(|fact| cites(fact)));
    for ((name, outcome, why), evidence) in vendor.must_haves().zip(evidence.chain(std::iter::repeat(None))) {
        table.row(vec![
            name.into(),
            super::ranking::outcome_cell(outcome),
            why.into(),
            Cell::toned(evidence.unwrap_or_default(), Tone::Faint),
        ]);
    }
    table
}
