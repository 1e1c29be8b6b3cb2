//! Sentences about an evaluation that screens and reports share.

use super::{MarkBehind, Reason};
use crate::decision::fact::SHOWN_DECIMALS;
use crate::decision::panel::Standing;
use crate::decision::{Evidence, Fact, FactValue, Item, Test, Unknown};
use crate::exact::Exact;
use crate::score::Evaluation;
use crate::score::evaluation::{GateResult, Knowledge, Outcome, VendorResult};
use crate::text::suggest::in_quotes;

/// The rank, with `=` where it is shared.
#[must_use]
pub fn shown_rank(vendor: &VendorResult) -> String {
    match vendor.rank {
        Some(rank) if vendor.is_tied => format!("={rank}"),
        Some(rank) => rank.to_string(),
        None => "out".to_owned(),
    }
}

/// How many points the vendor is behind the first: `1.69`; empty for the first itself and for those that are out.
#[must_use]
pub fn behind(vendor: &VendorResult, digits: u32) -> String {
    let gap = vendor.gap.as_ref().filter(|gap| !gap.is_zero());
    gap.map_or_else(String::new, |gap| gap.fixed(digits))
}

/// What the score may turn out to be: `72.10–80.44`; none where it is certain.
#[must_use]
pub fn range_text(vendor: &VendorResult, digits: u32) -> Option<String> {
    let range = || match vendor.ends() {
        None => "anything".to_owned(),
        Some(ends) => ends.map(|end| end.fixed(digits)).join("–"),
    };
    (vendor.lowest != vendor.highest).then(range)
}

/// How a vendor stands with must-haves and minimums: `8 pass`, `7 pass, 1 open`.
#[must_use]
pub fn must_haves(vendor: &VendorResult) -> String {
    let counted: Vec<String> = [Outcome::Pass, Outcome::Open, Outcome::Fail]
        .into_iter()
        .filter_map(|outcome| {
            let count = vendor.count_must_haves(outcome);
            (count > 0).then(|| format!("{count} {}", outcome.word()))
        })
        .collect();
    counted.join(", ")
}

/// Name, local name, kind, country and shore in a line.
#[must_use]
pub fn introduced(vendor: &VendorResult) -> String {
    let parts = [
        Some(vendor.name().to_owned()),
        vendor.vendor.local.clone(),
        vendor.vendor.kind.clone(),
        vendor.vendor.country.clone(),
        vendor.vendor.shore.clone(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Between which scores it may turn out to lie: `72.10 to 80.44 at the widest`, `anything`.
#[must_use]
pub fn range_in_words(vendor: &VendorResult, digits: u32) -> String {
    let widest = if vendor.is_bound { " at the widest" } else { "" };
    match vendor.ends() {
        None => "anything".to_owned(),
        Some(ends) => format!("{}{widest}", ends.map(|end| end.fixed(digits)).join(" to ")),
    }
}

/// Where the vendor stands, in a sentence.
#[must_use]
pub fn standing(evaluation: &Evaluation, vendor: &VendorResult) -> String {
    let ranked = evaluation.ranked().count();
    let place = match vendor.rank {
        Some(_) => format!("Rank {} of {ranked}", shown_rank(vendor)),
        None => "Out of the ranking".to_owned(),
    };
    if vendor.has_no_total() {
        return format!("{place} · no total");
    }
    let digits = evaluation.shown_decimals().scores;
    let range = if vendor.lowest == vendor.highest {
        String::new()
    } else {
        format!(", may be {}", range_in_words(vendor, digits))
    };
    format!("{place} · score {}{}{range}", vendor.score.fixed(digits), evaluation.decision.rule.of_points())
}

/// The rule in a line: `Points of 100; rounded 2 half-up; what is not known counts as worst`.
#[must_use]
pub fn rule_text(evaluation: &Evaluation) -> String {
    let rule = &evaluation.decision.rule;
    let mut parts: Vec<String> = rule.total.iter().map(|total| format!("Total: {total}")).collect();
    parts.extend([format!("Points of {}", rule.points), rounding(evaluation)]);
    let unknown = match rule.unknown {
        Unknown::Worst => "what is not known counts as worst",
        Unknown::Middle => "what is not known counts as the middle",
        Unknown::Best => "what is not known counts as best",
        Unknown::Skip => "what is not known is left out, and its weight goes to the rest",
    };
    parts.push(unknown.to_owned());
    if let (Some(panel), Some(rule)) = (&evaluation.decision.panel, &rule.panel) {
        parts.push(format!("marks by {} of {} evaluators", rule.combine.word(), panel.evaluators.len()));
    }
    if let Some(minimum) = &rule.minimum {
        parts.push(format!("minimum {minimum}"));
    }
    parts.join("; ")
}

/// What is rounded how: `rounded 2 half-up`, `Price rounded 0 truncate, score 0 half-up`.
#[must_use]
pub fn rounding(evaluation: &Evaluation) -> String {
    let rule = &evaluation.decision.rule;
    let mut parts: Vec<String> = match (rule.criterion_rounding, rule.total_rounding) {
        (Some(criterion), Some(total)) if criterion == total => vec![format!("rounded {total}")],
        (Some(criterion), Some(total)) => vec![format!("criteria rounded {criterion}, score {total}")],
        (Some(criterion), None) => vec![format!("criteria rounded {criterion}")],
        (None, Some(total)) => vec![format!("score rounded {total}")],
        (None, None) => Vec::new(),
    };
    let own = evaluation.leaves().filter(|(_, criterion)| criterion.rounding() != rule.criterion_rounding);
    parts.extend(
        own.filter_map(|(_, criterion)| {
            Some(format!("{} rounded {}", criterion.name, criterion.rounding()?))
        }),
    );
    if parts.is_empty() { "not rounded".to_owned() } else { parts.join(", ") }
}

/// What is known of a criterion, for those who have the scales beside: `22 to 40, likely 28 %/year`, and whether it is not
/// sure.
#[must_use]
pub fn known_fact(reason: &Reason) -> (String, bool) {
    if reason.criterion.fact().is_none() {
        return (String::new(), false);
    }
    let Some(value) = reason.cell.fact.as_ref().and_then(|fact| fact.value.as_ref()) else {
        return (format!("not known, {}", unknown_counts(reason)), true);
    };
    if value.is_not_applicable() {
        return (format!("{value}; its weight goes to the rest"), false);
    }
    let capped = if reason.cell.is_capped { ", capped" } else { "" };
    let said = format!("{value:#}{}{}{}{capped}", unit(reason), anchor(reason), field_text(reason));
    (said, is_doubtful(reason))
}

fn unit(reason: &Reason) -> String {
    let own = reason.cell.fact.as_ref().and_then(|fact| fact.evidence.unit.as_deref());
    own.or(reason.criterion.unit()).map_or_else(String::new, |unit| format!(" {unit}"))
}

/// What the mark means.
fn anchor(reason: &Reason) -> String {
    reason.anchor.as_ref().map_or_else(String::new, |anchor| format!(" ({anchor})"))
}

fn is_doubtful(reason: &Reason) -> bool {
    reason.cell.is_capped || reason.cell.knowledge == Knowledge::Uncertain
}

fn unknown_counts(reason: &Reason) -> &'static str {
    match reason.criterion.unknown() {
        Some(Unknown::Worst) | None => "counts as worst",
        Some(Unknown::Middle) => "counts as the middle",
        Some(Unknown::Best) => "counts as best",
        Some(Unknown::Skip) => "is left out, its weight goes to the rest",
    }
}

/// The lines under a criterion: fact and scale, evidence, note; each with whether it is not sure.
#[must_use]
pub fn fact_lines(reason: &Reason) -> Vec<(String, bool)> {
    let Some(fact_id) = reason.criterion.fact() else { return Vec::new() };
    let mut lines = Vec::new();
    let value = reason.cell.fact.as_ref().and_then(|fact| fact.value.as_ref());
    let scale = reason.criterion.scale().map(ToString::to_string).unwrap_or_default();
    match value {
        Some(value) if value.is_not_applicable() => {
            lines.push((format!("{fact_id} {value}; its weight goes to the rest"), false));
        }
        Some(value) => {
            let rounded =
                reason.own_rounding.map_or_else(String::new, |rounding| format!(", rounded {rounding}"));
            let capped = if reason.cell.is_capped { ", capped" } else { "" };
            // A formula that is shown with its numbers needs no others.
            let working = reason.working();
            let field = if working.is_some() { String::new() } else { field_text(reason) };
            let (unit, anchor) = (unit(reason), anchor(reason));
            let line = format!("{fact_id} = {value}{unit}{anchor} on {scale}{field}{capped}{rounded}");
            lines.push((line, is_doubtful(reason)));
            lines.extend(working.map(|working| (working, false)));
        }
        None => {
            let line = format!("{fact_id} is not known and {}; {scale}", unknown_counts(reason));
            lines.push((line, true));
        }
    }
    lines.extend(
        evidence_lines(reason, &|fact| fact.location.to_string()).into_iter().map(|line| (line, false)),
    );
    lines
}

/// How we know what is known of a criterion: source and place, evidence of single things, notes, marks.
///
/// - `place`: where a fact stands.
pub fn evidence_lines(reason: &Reason, place: &dyn Fn(&Fact) -> String) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(fact) = &reason.cell.fact {
        lines.push(evidence_line(fact, reason.criterion.is_rating(), &place(fact)));
        lines.extend(item_lines(fact));
        lines.extend(written(&fact.evidence));
        lines.extend(fact.evidence.note.as_ref().map(|note| format!("\"{note}\"")));
    }
    lines.extend(reason.marks.iter().map(mark_line));
    lines
}

/// What an evaluator said: `Aino Koskela: 4 "Close to ours in tone"`.
fn mark_line(behind: &MarkBehind) -> String {
    let given = &behind.given;
    let mark = given.mark.as_ref().map(|mark| mark.plain(SHOWN_DECIMALS));
    let said = match (given.standing, mark) {
        (Standing::Counts, Some(mark)) => mark,
        (Standing::Recused, Some(mark)) => format!("recused ({mark} does not count)"),
        (Standing::Recused, None) => "does not judge this vendor".to_owned(),
        (Standing::Missing, _) => "not given yet".to_owned(),
        _ => "cannot judge this".to_owned(),
    };
    let note = given.note.as_ref().map_or_else(String::new, |note| format!(" \"{note}\""));
    format!("{}: {said}{note}", behind.evaluator)
}

/// The lowest and highest fact that a scale over the vendors in play was worked out with.
fn field_text(reason: &Reason) -> String {
    let Some([lowest, highest]) = &reason.field else { return String::new() };
    let shown = |number: &Exact| number.plain(SHOWN_DECIMALS);
    format!(", with lowest {} and highest {}", shown(lowest), shown(highest))
}

/// Where a fact comes from: `RFP answer 3.1, 2026-09-30 [vendors/x.toml:12]`.
fn evidence_line(fact: &Fact, is_mark: bool, place: &str) -> String {
    let cited = fact.evidence.cited();
    let source = match &fact.value {
        Some(_) if !cited.is_empty() => cited,
        Some(_) if is_mark => "mark".to_owned(),
        Some(FactValue::Set { items }) if items.iter().any(|item| item.evidence.source.is_some()) => {
            String::new()
        }
        Some(_) => "no source given".to_owned(),
        None => cited,
    };
    format!("{source} [{place}]").trim_start().to_owned()
}

/// What a vendor wrote for a thing, where the decision takes it for another word.
fn written(evidence: &Evidence) -> Option<String> {
    evidence.written.as_ref().map(|written| format!("written {}", in_quotes(&[written])))
}

/// The things of a set that have evidence of their own.
fn item_lines(fact: &Fact) -> Vec<String> {
    let Some(FactValue::Set { items }) = &fact.value else { return Vec::new() };
    let cited = |item: &Item| {
        let cited = item.evidence.cited();
        let note = item.evidence.note.as_ref().map(|note| format!("\"{note}\""));
        let said = [written(&item.evidence), Some(cited), note];
        let said: Vec<String> = said.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        (!said.is_empty()).then(|| format!("{}: {}", item.name, said.join(" ")))
    };
    items.iter().filter_map(cited).collect()
}

/// How a must-have is passed: what is asked, what the vendor has, and how much of a number there is to spare.
#[must_use]
pub fn passed(result: &GateResult) -> String {
    let asks = result.gate.asks();
    if matches!(result.gate.test, Test::Holds(_)) && !result.reason.is_empty() {
        return result.reason.clone();
    }
    let Some(value) = result.fact.as_ref().and_then(|fact| fact.value.as_ref()) else { return asks };
    let spare = match (&result.gate.test, value) {
        (Test::AtLeast(least), FactValue::Number { value } | FactValue::Range { low: value, .. }) => {
            Some(value - least)
        }
        (Test::AtMost(most), FactValue::Number { value } | FactValue::Range { high: value, .. }) => {
            Some(most - value)
        }
        _ => None,
    };
    let spare = spare.map(|spare| format!(", {} to spare", spare.spaced(SHOWN_DECIMALS)));
    format!("{asks}: has {value:#}{}", spare.unwrap_or_default())
}
