//! How sure the ranking is, and what would change it, as chapters of a report.

use super::{CHECKS, Robust, draws_text, next_check, reversals_text, tables};
use crate::answers::document::{ChartKind, Section, Span};
use crate::answers::findings::Findings;
use crate::answers::{break_even, sensitivity};
use crate::robust::results::VendorUncertainty;
use crate::robust::{Robustness, Stability};

/// Vendors in the picture.
const MOST_VENDORS: usize = 20;
/// Weights in the picture.
const MOST_SPANS: usize = 40;

pub(crate) fn section(findings: &Findings<'_>) -> Option<Section> {
    let Robust { words, draws, optimality, conditions, nearest, .. } = Robust::new(findings)?;
    let mut section = Section::chapter("robustness", "How sure it is");
    section.starts_page = true;
    section.text(words).text(draws_text(draws));
    section.chart("Rank acceptability", heat_text(draws), heat(draws));
    if draws.vendors.len() > MOST_VENDORS {
        let all = draws.vendors.len();
        section.text(format!("The picture shows the first {MOST_VENDORS} of {all} vendors."));
    }
    section.table(tables::ranks(draws));
    section.heading("Weights: how far each may move").text(sensitivity::MOVES);
    chart_spans(&mut section, findings.stability());
    section.table(sensitivity::ranges(findings.stability()));
    section.table(tables::reach(findings.evaluation, optimality, nearest, conditions.is_empty()));
    for condition in conditions {
        section.text(condition);
    }
    section.heading("Facts: what would tip the first place");
    section.table(break_even::of_several(findings.evaluation, findings.break_even()));
    if let Some(next) = next_check(findings.decision, draws) {
        section.heading(CHECKS).text(next);
        section.table(tables::checks(findings.decision, draws));
    }
    Some(section)
}

pub(crate) fn reversal(findings: &Findings<'_>) -> Option<Section> {
    let reversals = findings.reversals()?;
    let mut section = Section::chapter("reversal", "Other fields, other rules");
    section.text(reversals_text(findings.evaluation, reversals));
    section.table(tables::trials(findings.evaluation, findings.rule_trials()));
    Some(section)
}

fn heat_text(robustness: &Robustness) -> String {
    let one = |vendor: &VendorUncertainty| {
        format!("{} first in {:.0} %", vendor.name, 100.0 * vendor.first_share())
    };
    let said: Vec<String> = robustness.vendors.iter().take(5).map(one).collect();
    format!("The share of draws in which each vendor has each rank: {}.", said.join(", "))
}

fn heat(robustness: &Robustness) -> ChartKind {
    let ranks = robustness.vendors.len().min(tables::MOST_RANKS);
    let mut columns: Vec<String> = (1..=ranks).map(|rank| format!("#{rank}")).collect();
    columns.push("out".to_owned());
    let row = |vendor: &VendorUncertainty| {
        let mut shares = vendor.acceptability[..ranks].to_vec();
        shares.push(vendor.out);
        (vendor.name.clone(), shares)
    };
    ChartKind::Heat { columns, rows: robustness.vendors.iter().take(MOST_VENDORS).map(row).collect() }
}

/// A picture of the weights between which the first place holds.
fn chart_spans(section: &mut Section, stability: &[Stability]) {
    let spans = spans(stability);
    let all = spans.len();
    let spans = tightest(spans);
    if spans.is_empty() {
        return;
    }
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

fn spans(stability: &[Stability]) -> Vec<Span> {
    let percent = |share: &crate::exact::Exact| 100.0 * share.to_f64();
    let movable = stability.iter().filter(|one| one.is_movable);
    movable
        .filter_map(|one| {
            let first = one.first.as_ref()?;
            Some(Span {
                label: one.name.clone(),
                from: percent(&first.lower),
                to: percent(&first.upper),
                now: percent(&one.weight),
                shown: sensitivity::holds(one, Some(first)),
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
