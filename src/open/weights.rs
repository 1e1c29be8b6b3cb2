//! The weights that follow from what people said in a criteria file, and whether the stated ones are still those.

use crate::decision::consistency::Consistency;
use crate::decision::judgement::{Comparison, Judgements};
use crate::decision::{Criterion, CriterionId, JudgedGroup, Weight};
use crate::diagnostic::{Code, Diagnostic, SourceId, Span};
use crate::exact::Exact;
use crate::files::criteria::{CriterionSpans, Draft, StatedGroup};
use crate::files::edit::quoted;
use crate::files::read::Problems;
use crate::weights::{At, Fault, Problem, find, fraction};

/// Finds the weights of every group that people judged, and checks the stated weights against them.
///
/// - `what_ifs`: a group of which one of them sets a weight need not follow from its judgements.
pub(super) fn judged_groups(
    draft: &Draft,
    what_ifs: &[SourceId],
    problems: &mut Problems,
) -> Vec<JudgedGroup> {
    let judged = |stated: &StatedGroup| {
        let siblings: Vec<&(Criterion, CriterionSpans)> =
            draft.criteria.iter().filter(|(criterion, _)| criterion.parent == stated.group).collect();
        let judged = judged_group(stated, &siblings, draft, problems)?;
        let is_whole = siblings.iter().all(|(_, spans)| spans.weight.is_some());
        let is_tried = siblings
            .iter()
            .any(|(_, spans)| spans.weight.is_some_and(|span| what_ifs.contains(&span.source)));
        if is_whole && !is_tried {
            check_followed(&judged, stated.table, &siblings, problems);
        }
        Some(judged)
    };
    draft.judgements.iter().filter_map(judged).collect()
}

fn judged_group(
    stated: &StatedGroup,
    siblings: &[&(Criterion, CriterionSpans)],
    draft: &Draft,
    problems: &mut Problems,
) -> Option<JudgedGroup> {
    let ids: Vec<CriterionId> = siblings.iter().map(|(criterion, _)| criterion.id.clone()).collect();
    let names: Vec<&str> = ids.iter().map(CriterionId::as_str).collect();
    let found = match find(&names, &stated.judgements) {
        Ok(found) => found,
        Err(faults) => {
            problems.extend(faults.iter().map(|fault| problem(stated, fault)));
            return None;
        }
    };
    warn_beyond_scale(stated, problems);
    stated.check_ranges(&draft.criteria, problems)?;
    if let Some(consistency) = &found.consistency {
        warn_inconsistent(stated, consistency, problems);
    }
    let under = stated.group.map(|at| draft.criteria[at].0.id.clone());
    let (judgements, whole) = (stated.judgements.clone(), draft.rule.weights.as_ref());
    Some(JudgedGroup {
        ranges: stated.ranges.iter().map(|range| range.value.clone()).collect(),
        note: stated.note.clone(),
        ..JudgedGroup::new(under, judgements, found, &ids, whole, stated.decimals)
    })
}

/// Where a place in judgements is written.
fn span(stated: &StatedGroup, at: At) -> Span {
    match at {
        At::Whole => Some(stated.table),
        At::Entry(entry) => stated.entries.get(entry).copied(),
        At::Best => stated.best,
        At::Worst => stated.worst,
    }
    .unwrap_or(stated.table)
}

/// What to write for the criteria, or pairs of them, of which nothing is said.
fn to_add(judgements: &Judgements, missing: &[String]) -> String {
    const MOST: usize = 20;
    let (key, entry): (&str, fn(&String) -> String) = match judgements {
        Judgements::Points { .. } | Judgements::Swing { .. } => ("points", |id| format!("{id} = ...")),
        Judgements::RankOrder { .. } => ("order", |id| quoted(id)),
        Judgements::Pairwise { .. } | Judgements::BestWorst { .. } => {
            ("comparisons", |pair| quoted(&format!("{pair} = ...")))
        }
    };
    let entries: Vec<String> = missing.iter().take(MOST).map(entry).collect();
    let more = if missing.len() > MOST { ", and so on" } else { "" };
    let place = if key == "order" { ", each at its place" } else { ", with your judgement for the dots" };
    format!("add to `{key}`{place}: {}{more}", entries.join(", "))
}

fn problem(stated: &StatedGroup, fault: &Fault) -> Diagnostic {
    let code = match fault.problem {
        Problem::Unknown { .. } => Code::UnknownJudged,
        Problem::Missing { .. } => Code::MissingJudgement,
        Problem::Twice { .. }
        | Problem::Contradiction { .. }
        | Problem::AboveBest { .. }
        | Problem::BestIsWorst { .. } => Code::ContraryJudgements,
        _ => Code::BadJudgement,
    };
    let message = shortened_message(&fault.to_string());
    let help = match &fault.problem {
        Problem::Missing { what } => to_add(&stated.judgements, what),
        other => other.help(),
    };
    let diagnostic = Diagnostic::new(code, span(stated, fault.at), message).help(help);
    match &fault.problem {
        Problem::Contradiction { first, .. } => {
            diagnostic.related(span(stated, At::Entry(*first)), "said here before")
        }
        _ => diagnostic,
    }
}

fn warn_beyond_scale(stated: &StatedGroup, problems: &mut Problems) {
    let Judgements::Pairwise { comparisons, .. } = &stated.judgements else { return };
    let nine = Exact::from(9);
    for (comparison, span) in comparisons.iter().zip(&stated.entries) {
        let reverse = Exact::ONE.over(&comparison.ratio).unwrap_or_default();
        if comparison.ratio > nine || reverse > nine {
            let message = format!("{} lies beyond 9", fraction(&comparison.ratio));
            let help =
                "people cannot tell ratios above 9 apart; a group of its own may hold what weighs so little";
            problems.push(Diagnostic::new(Code::BeyondScale, *span, message).help(help));
        }
    }
}

fn warn_inconsistent(stated: &StatedGroup, consistency: &Consistency, problems: &mut Problems) {
    let (Some(limit), Some(worst)) = (consistency.limit, &consistency.worst) else { return };
    if !consistency.is_too_high() {
        return;
    }
    let (Judgements::Pairwise { comparisons, .. } | Judgements::BestWorst { comparisons, .. }) =
        &stated.judgements
    else {
        return;
    };
    let is_worst = |one: &Comparison| {
        [&one.more, &one.less] == [&worst.more, &worst.less]
            || [&one.less, &one.more] == [&worst.more, &worst.less]
    };
    let place = comparisons.iter().position(is_worst).map_or(stated.table, |at| span(stated, At::Entry(at)));
    let message =
        format!("the comparisons have a consistency ratio of {:.3}, above {limit}", consistency.ratio);
    let help = match &worst.mend {
        Some(mend) => format!(
            "the others ask for {}/{} = {}, which would make it {:.3}; talk it over again",
            worst.more,
            worst.less,
            fraction(&mend.value),
            mend.ratio_after
        ),
        None => "talk the comparisons over again".to_owned(),
    };
    let problem = Diagnostic::new(Code::InconsistentJudgements, place, message);
    problems.push(problem.label("fits the others least").help(help));
}

/// A message that may hold names from the file, none of them endless.
fn shortened_message(message: &str) -> String {
    const LONGEST: usize = 300;
    if message.chars().count() <= LONGEST {
        return message.to_owned();
    }
    message.chars().take(LONGEST).chain(['…']).collect()
}

/// Warns where stated weights are others than those that follow.
fn check_followed(
    judged: &JudgedGroup,
    table: Span,
    siblings: &[&(Criterion, CriterionSpans)],
    problems: &mut Problems,
) {
    const MOST_NAMED: usize = 6;
    let differences = judged.differences(siblings.iter().map(|(criterion, _)| criterion));
    let Some((first, _)) = differences.first() else { return };
    let part = |(criterion, weight): &(&Criterion, &Weight)| {
        format!("{} {} and not {weight}", criterion.id, criterion.weight)
    };
    let parts: Vec<String> = differences.iter().take(MOST_NAMED).map(part).collect();
    let group = judged.under.as_ref().map_or_else(|| "at the top".to_owned(), |id| format!("under `{id}`"));
    let more = differences.len().saturating_sub(MOST_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message =
        format!("the weights {group} do not follow from their judgements: {}{more}", parts.join(", "));
    let place =
        siblings.iter().find(|(criterion, _)| criterion.id == first.id).and_then(|(_, spans)| spans.weight);
    problems.push(
        Diagnostic::new(Code::WeightsNotJudged, place.unwrap_or(table), message)
            .related(table, "the judgements")
            .help("judge again, or let the weights follow: `weigh weights --write`"),
    );
}
