//! The front: the question, the recommendation, how sure it is.

use super::locks::lock_text;
use super::uncertainty::{is_unclear, percent, recommend_percent};
use crate::answers::document::{Bar, Block, Cell, ChartKind, Section, Table, Tone};
use crate::answers::findings::Findings;
use crate::explain::words::shown_rank;
use crate::score::Evaluation;
use crate::score::evaluation::{Outcome, VendorResult};

/// Vendors in the picture on the front.
const MOST_BARS: usize = 12;

pub(crate) fn section(findings: &Findings<'_>) -> Section {
    let evaluation = findings.evaluation;
    let mut section = Section::chapter("summary", "Summary");
    let (tone, title, text) = recommendation(findings);
    section.blocks.push(Block::Callout { tone, title, text });
    section.blocks.extend(super::award::awarded(&findings.record, &findings.since_award()));
    let changed: Vec<String> = evaluation
        .decision
        .provenance
        .locks
        .iter()
        .filter(|lock| !lock.changes.is_empty())
        .map(lock_text)
        .collect();
    if !changed.is_empty() {
        let (title, text) = ("Changed after it was settled".to_owned(), changed.join(" "));
        section.blocks.push(Block::Callout { tone: Tone::Bad, title, text });
    }
    if let Some(how_sure) = findings.how_sure() {
        section.heading("How sure it is").text(how_sure);
    } else if let Some(why) = findings.why_not_drawn() {
        section.heading("How sure it is").text(why);
    }
    if let Some(note) = &evaluation.decision.note {
        section.text(note);
    }
    section.heading("The ranking in short");
    let count = evaluation.ranked().count();
    let title = if count > MOST_BARS {
        format!("Scores of the first {MOST_BARS} of {count}")
    } else {
        "Scores".to_owned()
    };
    section.chart(title, picture_text(evaluation), bars(evaluation));
    section.table(short(evaluation));
    let out: Vec<&str> = evaluation.out().map(VendorResult::name).collect();
    if !out.is_empty() {
        section.text(format!("Out of the ranking: {}.", out.join(", ")));
    }
    section
}

/// What the ranking says is to be done.
pub(super) enum Advice<'a> {
    /// No vendor is in the ranking.
    Nobody,
    /// These share the first place.
    Several(Vec<&'a VendorResult>),
    /// It was decided that nobody gets the work; this one is the first of the ranking.
    NotAwarded(&'a VendorResult),
    /// The first of the ranking leads too seldom, with how often it does.
    Unclear(&'a VendorResult, String),
    /// The first of the ranking, once what is open is settled.
    Open(&'a VendorResult),
    /// The first of the ranking.
    Clear(&'a VendorResult),
}

/// What the ranking says is to be done.
pub(super) fn advice<'a>(findings: &Findings<'a>) -> Advice<'a> {
    let firsts: Vec<&VendorResult> =
        findings.evaluation.ranked().filter(|vendor| vendor.rank == Some(1)).collect();
    let first = match firsts.as_slice() {
        [] => return Advice::Nobody,
        [first] => *first,
        _ => return Advice::Several(firsts),
    };
    if findings.record.in_force().is_some_and(|award| award.winners.is_empty()) {
        return Advice::NotAwarded(first);
    }
    match unclear(findings, first) {
        Some(unclear) => Advice::Unclear(first, unclear),
        None if first.is_awardable => Advice::Clear(first),
        None => Advice::Open(first),
    }
}

/// The same in plain words: how it is meant, its title, and what is said.
pub(super) fn recommendation(findings: &Findings<'_>) -> (Tone, String, String) {
    let none = |said: String| (Tone::Bad, "No recommendation".to_owned(), said);
    match advice(findings) {
        Advice::Nobody => none("No vendor is in the ranking, so none can be recommended.".to_owned()),
        Advice::Several(firsts) => {
            let names: Vec<&str> = firsts.iter().map(|vendor| vendor.name()).collect();
            none(format!(
                "{} share the first place; the rule's tie-breaks do not separate them.",
                names.join(" and ")
            ))
        }
        Advice::NotAwarded(first) => {
            let title = format!("First of the ranking, and not awarded: {}", first.name());
            (Tone::Doubt, title, lead(findings, first))
        }
        Advice::Unclear(first, unclear) => {
            let said = format!("{} {unclear}", lead(findings, first));
            (Tone::Doubt, "No clear first".to_owned(), said)
        }
        Advice::Clear(first) => {
            let said = lead(findings, first) + " It passes every must-have.";
            (Tone::Good, format!("Recommended: {}", first.name()), said)
        }
        Advice::Open(first) => {
            let open = first.must_haves().filter(|(_, outcome, _)| *outcome == Outcome::Open);
            let open: Vec<&str> = open.map(|(name, ..)| name).collect();
            let said = format!("{} Not settled yet: {}.", lead(findings, first), open.join("; "));
            (Tone::Doubt, format!("Recommended, once what is open is settled: {}", first.name()), said)
        }
    }
}

/// By how much the first leads.
fn lead(findings: &Findings<'_>, first: &VendorResult) -> String {
    let evaluation = findings.evaluation;
    let digits = evaluation.shown_decimals().scores;
    let mut said = format!(
        "{} has the first place with {}{}{}",
        first.name(),
        first.score.fixed(digits),
        evaluation.decision.rule.of_points(),
        if evaluation.decision.rule.is_sum() { " points" } else { "" }
    );
    match evaluation.ranked().nth(1) {
        Some(next) => {
            let lead = (&first.score - &next.score).abs().fixed(digits);
            said += &format!(", {lead} ahead of {}.", next.name());
        }
        None => said += "; it is the only vendor in the ranking.",
    }
    said
}

/// Why the first of the ranking is not recommended; none where it leads often enough.
fn unclear(findings: &Findings<'_>, first: &VendorResult) -> Option<String> {
    let drawn = findings.robustness()?.vendors.iter().find(|vendor| vendor.vendor == *first.id())?;
    let share = drawn.first_share();
    is_unclear(findings.decision, share).then(|| {
        let (share, least) = (percent(share), recommend_percent(findings.decision).plain(2));
        format!("It leads in {share} of the draws; to be recommended it would have to lead in {least} %.")
    })
}

/// The bars in words.
fn picture_text(evaluation: &Evaluation) -> String {
    let digits = evaluation.shown_decimals().scores;
    let one = |vendor: &VendorResult| format!("{} {}", vendor.name(), vendor.score.fixed(digits));
    let said: Vec<String> = evaluation.ranked().take(MOST_BARS).map(one).collect();
    let rule = &evaluation.decision.rule;
    if rule.is_sum() {
        format!("Scores of {}, by group of criteria: {}.", rule.points, said.join(", "))
    } else {
        format!("Totals, and the points of each group of criteria behind them: {}.", said.join(", "))
    }
}

/// A bar for each vendor, made of the points of the groups.
pub(crate) fn bars(evaluation: &Evaluation) -> ChartKind {
    let digits = evaluation.shown_decimals().scores;
    let bar = |vendor: &VendorResult| Bar {
        label: vendor.name().to_owned(),
        parts: evaluation.top().map(|(at, _)| vendor.cells[at].points.to_f64().max(0.0)).collect(),
        range: (vendor.lowest != vendor.highest && evaluation.decision.rule.is_sum())
            .then(|| [vendor.lowest.to_f64(), vendor.highest.to_f64()]),
        shown: vendor.score.fixed(digits),
    };
    ChartKind::Bars {
        series: evaluation.top().map(|(_, group)| group.name.clone()).collect(),
        bars: evaluation.ranked().take(MOST_BARS).map(bar).collect(),
        whole: evaluation.decision.rule.points.to_f64(),
    }
}

fn short(evaluation: &Evaluation) -> Table {
    let digits = evaluation.shown_decimals().scores;
    let mut table =
        Table::of("The first of the ranking").numbers("#").head("Vendor").numbers("Score").words("May be");
    for vendor in evaluation.ranked().take(5) {
        table.row(vec![
            shown_rank(vendor).into(),
            Cell::toned(vendor.name(), Tone::Strong),
            vendor.score.fixed(digits).into(),
            super::ranking::range(vendor, digits),
        ]);
    }
    table
}
