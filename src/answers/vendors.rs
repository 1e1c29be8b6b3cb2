//! A page for each vendor: points, evidence, gaps.

use crate::answers::document::{Block, Cell, Section, Table, Tone};
use crate::answers::findings::Findings;
use crate::explain::words::{fact_lines, introduced, standing};
use crate::explain::{Gap, Reason, gaps, reasons};
use crate::score::evaluation::{Exclusion, VendorResult};
use crate::score::{Evaluation, shown_value};

pub(crate) fn sections(findings: &Findings<'_>) -> Vec<Section> {
    let evaluation = findings.evaluation;
    if evaluation.vendors.is_empty() {
        return Vec::new();
    }
    let mut intro = Section::chapter("vendors", "The vendors one by one");
    intro.starts_page = true;
    intro.text("Every score from its criteria down to the facts, and how we know them.");
    let all_gaps = gaps(evaluation, true);
    let mut pages: Vec<Section> =
        evaluation.vendors.iter().map(|vendor| page(evaluation, vendor, &all_gaps)).collect();
    // The first stands under the head of the chapter.
    pages[0].starts_page = false;
    std::iter::once(intro).chain(pages).collect()
}

fn page(evaluation: &Evaluation, vendor: &VendorResult, all_gaps: &[Gap]) -> Section {
    let mut section = Section::chapter(&format!("vendor-{}", vendor.id), &vendor.name);
    section.level = 2;
    section.starts_page = true;
    section.text(introduced(vendor)).text(standing(evaluation, vendor));
    if let Some(note) = &vendor.note {
        section.text(note);
    }
    if !vendor.exclusions.is_empty() {
        let reasons: Vec<String> = vendor.exclusions.iter().map(Exclusion::text).collect();
        let text = reasons.join("; ");
        section.blocks.push(Block::Callout { tone: Tone::Bad, title: "Out of the ranking".to_owned(), text });
    }
    section.table(points(evaluation, vendor));
    section.table(must_haves(vendor));
    section.table(gap_table(evaluation, all_gaps.iter().filter(|gap| gap.vendor == vendor.id)));
    section
}

fn points(evaluation: &Evaluation, vendor: &VendorResult) -> Table {
    let mut table = Table::of("Points, facts and evidence")
        .head("Criterion")
        .numbers("Points")
        .numbers("of")
        .numbers("Value")
        .words("Fact")
        .words("Evidence");
    let digits = evaluation.shown_decimals().points;
    fill(&mut table, &reasons(evaluation, vendor), 0, digits);
    let score = evaluation.shown_decimals().scores;
    let mut total = vec![
        Cell::toned("Score", Tone::Strong),
        Cell::toned(vendor.score.fixed(score), Tone::Strong),
        evaluation.rule.points.to_string().into(),
    ];
    total.extend([Cell::default(), Cell::default(), Cell::default()]);
    table.row(total).is_total = true;
    table
}

fn fill(table: &mut Table, tree: &[Reason], depth: usize, digits: u32) {
    for reason in tree {
        let mut lines = fact_lines(reason).into_iter();
        let (fact, is_doubtful) = lines.next().unwrap_or_default();
        let evidence: Vec<String> = lines.map(|(line, _)| line).collect();
        let tone = if reason.parts.is_empty() { Tone::Plain } else { Tone::Strong };
        let value = reason.value.as_ref();
        let row = table.row(vec![
            Cell::toned(&reason.name, tone),
            Cell::toned(reason.points.fixed(digits), tone),
            reason.max_points.plain(digits.max(2)).into(),
            value.map_or_else(|| "left out".to_owned(), |value| shown_value(value).plain(2)).into(),
            Cell::toned(fact, if is_doubtful { Tone::Doubt } else { Tone::Plain }),
            Cell::toned(evidence.join("; "), Tone::Faint),
        ]);
        row.depth = depth;
        fill(table, &reason.parts, depth + 1, digits);
    }
}

fn must_haves(vendor: &VendorResult) -> Table {
    let mut table = Table::of("Must-haves").head("Must-have").words("Outcome").words("Why").words("Evidence");
    let evidence = vendor.gates.iter().map(|gate| gate.fact.as_ref().map(|fact| fact.evidence.cited()));
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

fn gap_table<'a>(evaluation: &Evaluation, gaps: impl Iterator<Item = &'a Gap>) -> Table {
    let digits = evaluation.shown_decimals().points;
    let mut table = Table::of("Not known for sure")
        .numbers("Points at stake")
        .head("Fact")
        .words("Known so far")
        .words("Read by");
    for gap in gaps {
        let stake = if gap.gates.is_empty() { gap.at_stake.fixed(digits) } else { "must-have".to_owned() };
        table.row(vec![
            Cell::toned(stake, Tone::Strong),
            gap.fact.to_string().into(),
            Cell::toned(gap.known_so_far(), Tone::Doubt),
            gap.reads.join(", ").into(),
        ]);
    }
    table
}
