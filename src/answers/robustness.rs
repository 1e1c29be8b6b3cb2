//! How sure the ranking is, and what would change it.

use crate::answers::document::{Cell, ChartKind, Section, Span, Table, Tone};
use crate::answers::findings::Findings;
use crate::decision::FactValue;
use crate::exact::Exact;
use crate::robust::break_even::{Answer, Tip};
use crate::robust::words::{draws_said, reversals_said};
use crate::robust::{BreakEven, Robustness, Stability};
use crate::score::Evaluation;

/// Ranks in the picture and its table.
const MOST_RANKS: usize = 10;
/// Vendors in the picture and its table.
const MOST_VENDORS: usize = 20;
/// Weights in the picture.
const MOST_SPANS: usize = 40;
/// Facts that are listed as worth checking.
const MOST_CHECKS: usize = 10;

pub(crate) fn section(findings: &Findings<'_>) -> Option<Section> {
    let robustness = findings.robustness()?;
    let mut section = Section::chapter("robustness", "How sure it is");
    section.starts_page = true;
    if let Some(said) = findings.how_sure() {
        section.text(said);
    }
    section.text(draws_said(robustness));
    section.chart("Rank acceptability", heat_said(robustness), heat(robustness));
    section.table(ranks(robustness));
    if robustness.vendors.len() > MOST_VENDORS {
        let all = robustness.vendors.len();
        section.text(format!(
            "Picture and table show the first {MOST_VENDORS} of {all} vendors; the JSON has all."
        ));
    }
    section.heading("Weights: how far each may move");
    section.text("A weight moves within its group, and the others of the group keep their proportions.");
    let spans = spans(findings.stability());
    let all = spans.len();
    let spans = tightest(spans);
    if !spans.is_empty() {
        if spans.len() < all {
            section.text(format!("The picture shows the {MOST_SPANS} weights of {all} with the least room."));
        }
        section.chart(
            "Weights between which the first place holds",
            "For each criterion the weights between which the first place stays where it is, and today's weight. \
             The table says the same.",
            ChartKind::Spans { axis: 0.0..=100.0, unit: "% of its group".to_owned(), spans },
        );
    }
    section.table(stability(findings.stability()));
    section.table(nearest(findings));
    section.heading("Facts: what would tip the first place");
    section.table(break_even(findings));
    section.table(checks(robustness));
    Some(section)
}

fn heat_said(robustness: &Robustness) -> String {
    let one = |vendor: &crate::robust::results::VendorDoubt| {
        format!(
            "{} first in {:.0} %",
            vendor.name,
            100.0 * vendor.acceptability.first().copied().unwrap_or(0.0)
        )
    };
    let said: Vec<String> = robustness.vendors.iter().take(5).map(one).collect();
    format!("The share of draws in which each vendor has each rank: {}.", said.join(", "))
}

fn shown_ranks(robustness: &Robustness) -> usize {
    robustness.vendors.len().min(MOST_RANKS)
}

fn heat(robustness: &Robustness) -> ChartKind {
    let ranks = shown_ranks(robustness);
    let mut columns: Vec<String> = (1..=ranks).map(|rank| format!("#{rank}")).collect();
    columns.push("out".to_owned());
    let row = |vendor: &crate::robust::results::VendorDoubt| {
        let mut shares = vendor.acceptability[..ranks].to_vec();
        shares.push(vendor.out);
        (vendor.name.clone(), shares)
    };
    ChartKind::Heat { columns, rows: robustness.vendors.iter().take(MOST_VENDORS).map(row).collect() }
}

fn ranks(robustness: &Robustness) -> Table {
    let ranks = shown_ranks(robustness);
    let mut table = Table::of("Rank acceptability: share of draws in % in which each vendor has each rank")
        .head("Vendor");
    for rank in 1..=ranks {
        table = table.numbers(format!("#{rank}"));
    }
    table = table.numbers("Out").numbers("Mean rank").words("Score, 9 of 10 draws");
    for vendor in robustness.vendors.iter().take(MOST_VENDORS) {
        let mut cells = vec![Cell::toned(&vendor.name, Tone::Strong)];
        cells.extend(vendor.acceptability[..ranks].iter().map(|share| Cell::share(*share)));
        cells.push(Cell::share(vendor.out));
        cells.push(vendor.expected_rank.map_or_else(String::new, |rank| format!("{rank:.2}")).into());
        let spread = vendor.score.map(|score| format!("{:.1} to {:.1}", score.low, score.high));
        cells.push(spread.unwrap_or_default().into());
        table.row(cells);
    }
    table
}

fn spans(stability: &[Stability]) -> Vec<Span> {
    let percent = |share: &Exact| 100.0 * share.to_f64();
    let movable = stability.iter().filter(|one| one.is_movable);
    movable
        .filter_map(|one| {
            let first = one.first.as_ref()?;
            Some(Span {
                label: one.name.clone(),
                from: percent(&first.lower),
                to: percent(&first.upper),
                now: percent(&one.weight),
                shown: one.holds(Some(first)),
            })
        })
        .collect()
}

/// The weights with the least room, in their order.
fn tightest(mut spans: Vec<Span>) -> Vec<Span> {
    let mut rooms: Vec<f64> = spans.iter().map(|span| span.to - span.from).collect();
    rooms.sort_by(f64::total_cmp);
    if let Some(most) = rooms.get(MOST_SPANS) {
        spans.retain(|span| span.to - span.from <= *most);
        spans.truncate(MOST_SPANS);
    }
    spans
}

fn stability(all: &[Stability]) -> Table {
    let mut table = Table::of("Weights between which the first place and the whole order hold")
        .head("Criterion")
        .numbers("Weight")
        .words("First place holds")
        .words("Then first")
        .words("Order holds");
    for one in all {
        let row = table.row(vec![
            one.name.as_str().into(),
            one.shown(&one.weight).into(),
            one.holds(one.first.as_ref()).into(),
            Cell::toned(one.takeovers(), Tone::Doubt),
            one.holds(one.order.as_ref()).into(),
        ]);
        row.depth = one.depth;
    }
    table
}

fn name(evaluation: &Evaluation, id: &str) -> String {
    evaluation.vendor(id).map_or_else(|| id.to_owned(), |vendor| vendor.name().to_owned())
}

fn nearest(findings: &Findings<'_>) -> Table {
    let mut table = Table::of("The least change of weights with which a rival draws level with the first")
        .head("Rival")
        .numbers("Weight to move, of 100")
        .words("From")
        .words("To");
    for one in findings.nearest() {
        let rival = name(findings.evaluation, one.rival.as_str());
        let Some(change) = &one.change else {
            table.row(vec![rival.into(), Cell::toned("never level", Tone::Good), "".into(), "".into()]);
            continue;
        };
        let named = |is_gain: bool| {
            let moves = change.l1_moves.iter().filter(|one| (one.to > one.from) == is_gain);
            moves.map(|one| one.name.clone()).collect::<Vec<_>>().join(", ")
        };
        let moved = (&change.l1 * &Exact::from(50)).fixed(1);
        table.row(vec![rival.into(), moved.into(), named(false).into(), named(true).into()]);
    }
    table
}

fn break_even(findings: &Findings<'_>) -> Table {
    let mut table =
        Table::of("Break-even: what one fact would have to be, all else equal, to tip the first place")
            .head("Vendor")
            .words("Fact")
            .words("Now")
            .words("Tips at")
            .words("Change")
            .words("It then");
    let value = |one: &BreakEven, value: Option<&FactValue>| {
        let unit = one.unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}"));
        value.map_or_else(|| "not known".to_owned(), |value| format!("{value:#}{unit}"))
    };
    for one in findings.break_even() {
        let (tip, then): (&Tip, _) = match &one.answer {
            Answer::WinsAt(tip) => (tip, "takes the first place"),
            Answer::LosesAt(tip) => (tip, "loses the first place"),
            Answer::CannotWin | Answer::CannotLose => continue,
        };
        table.row(vec![
            name(findings.evaluation, one.vendor.as_str()).into(),
            one.fact.to_string().into(),
            value(one, one.now.as_ref()).into(),
            Cell::toned(value(one, Some(&tip.value)), Tone::Strong),
            tip.change_said().into(),
            then.into(),
        ]);
    }
    table
}

fn checks(robustness: &Robustness) -> Table {
    let mut table = Table::of("What to check next: facts that are not known for sure, by how much knowing them would change the choice")
        .head("Vendor")
        .words("Fact")
        .numbers("Changes the choice in %")
        .words("Moves the first place between");
    for check in robustness.checks.iter().take(MOST_CHECKS) {
        let [low, high] = check.first_share.map(|share| format!("{:.0} %", 100.0 * share));
        table.row(vec![
            check.vendor_name.as_str().into(),
            check.fact.to_string().into(),
            format!("{:.1}", 100.0 * check.changes_choice).into(),
            format!("{low} and {high}").into(),
        ]);
    }
    table
}

pub(crate) fn reversal(findings: &Findings<'_>) -> Option<Section> {
    let reversals = findings.reversals()?;
    let mut section = Section::chapter("reversal", "Other fields, other rules");
    section.text(reversals_said(findings.evaluation, reversals));
    let mut table = Table::of("The first place under other price formulas and roundings")
        .head("What")
        .words("First")
        .words("First place")
        .words("Order");
    let named = |id: &crate::decision::CriterionId| {
        let one = findings.evaluation.decision.criteria.iter().find(|criterion| criterion.id == *id);
        one.map_or_else(|| id.to_string(), |criterion| criterion.name.clone())
    };
    for trial in findings.rule_trials().iter().filter(|trial| !trial.ranking.is_empty()) {
        let firsts = trial.ranking.iter().filter(|one| one.rank == 1);
        let firsts = firsts
            .map(|one| format!("{} {}", name(findings.evaluation, one.vendor.as_str()), one.score.plain(2)));
        let what = trial
            .criterion
            .as_ref()
            .map_or_else(|| trial.what.clone(), |id| format!("{}: {}", named(id), trial.what));
        let kept = |keeps: bool| {
            if keeps { Cell::toned("as now", Tone::Faint) } else { Cell::toned("changes", Tone::Doubt) }
        };
        table.row(vec![
            if trial.is_now { Cell::toned(format!("{what} (the rule)"), Tone::Strong) } else { what.into() },
            firsts.collect::<Vec<_>>().join(" = ").into(),
            kept(trial.keeps_first),
            kept(trial.keeps_order),
        ]);
    }
    section.table(table);
    Some(section)
}
