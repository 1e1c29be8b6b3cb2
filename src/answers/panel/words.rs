//! What a panel's results say, in sentences.

use crate::decision::panel::{Absent, Combine, ConflictKind, Evaluator, PanelRule};
use crate::exact::Exact;
use crate::panel::PanelResults;
use crate::panel::results::{EvaluatorResult, MarkResult, PanelWeights, Ranking, Without};

/// Digits after the point of marks that are no whole numbers.
const MARK_DIGITS: u32 = 2;
/// Digits after the point of points.
const POINT_DIGITS: u32 = 2;
/// What the signs beside marks mean.
pub(crate) const SIGNS: &str = "( ) does not count, because of a conflict of interest; – does not judge; · not given yet; \
                         * may still change; = agreed on; ! to be talked through.";
/// What the lean of an evaluator is.
pub(crate) const LEAN: &str = "Lean: how much higher than the mean of the others, in per cent of the scale.";
/// What an evaluator's own ranking is.
pub(crate) const OWN_RANKING: &str = "Each evaluator's ranking by his or her own marks and weights; where there is no mark \
                               that counts, the combined one stands in.";

/// A mark as it is written.
pub(crate) fn mark(mark: &Exact) -> String {
    mark.plain(MARK_DIGITS)
}

/// `#1`, by which an evaluator is called in the heads of columns.
pub(crate) fn number(at: usize) -> String {
    format!("#{}", at + 1)
}

/// Why no evaluator has a column.
pub(super) fn no_columns(results: &PanelResults) -> String {
    format!(
        "For {} evaluators there is no room for a column each; `weigh panel --format csv` has every mark, `--format json` \
         how far each two agree.",
        results.evaluators.len()
    )
}

/// The rule in a sentence.
pub(crate) fn rule(rule: &PanelRule) -> String {
    let absent = |absent: Absent| match absent {
        Absent::LeaveOut => "left out",
        Absent::MeanOfOthers => "replaced by the mean of the others",
        Absent::Unknown => "reason enough for the combined mark not to be known",
    };
    let mut parts = vec![match (rule.combine, rule.otherwise) {
        (Combine::Consensus, Some(otherwise)) => {
            format!("Marks are those of the consensus, and until there is one the {}", otherwise.word())
        }
        (how, _) => format!("Marks are combined by {}", how.word()),
    }];
    parts.push(format!("missing ones are {}", absent(rule.missing)));
    parts.push(format!("those of recused evaluators are {}", absent(rule.recused)));
    parts.extend(rule.quorum.map(|least| format!("at least {least} are needed")));
    parts.extend(rule.rounding.map(|rounding| format!("rounded {rounding}")));
    parts.join("; ") + "."
}

/// An evaluator's role, where it says more than the name.
pub(crate) fn role(evaluator: &Evaluator, result: &EvaluatorResult) -> String {
    evaluator.role.clone().filter(|role| *role != result.name).unwrap_or_default()
}

/// An evaluator's lean: `+7 %`.
pub(crate) fn lean(evaluator: &EvaluatorResult) -> String {
    evaluator.lean.map_or_else(String::new, |lean| format!("{:+.0} %", 100.0 * lean))
}

/// What follows from a conflict of interest.
pub(crate) fn conflict(kind: ConflictKind) -> &'static str {
    match kind {
        ConflictKind::Excluded => "excluded",
        ConflictKind::Recused => "recused",
    }
}

/// The lowest and the highest mark: `2 to 5`; none where no mark counts.
pub(crate) fn ends(row: &MarkResult) -> Option<String> {
    row.combined.ends().map(|[low, high]| format!("{} to {}", mark(low), mark(high)))
}

/// Who is farthest from the others, with the mark: `Security (2)`; empty where it is nobody alone.
pub(crate) fn farthest(results: &PanelResults, row: &MarkResult) -> String {
    row.farthest.map_or_else(String::new, |at| {
        let given = row.combined.given[at].mark.as_ref().map_or_else(String::new, mark);
        format!("{} ({given})", results.evaluators[at].name)
    })
}

/// What is to be talked through, and what is settled.
pub(crate) fn moderation(results: &PanelResults) -> Vec<String> {
    let percent = results.rule.spread.percent().plain(0);
    let settled =
        results.marks.iter().filter(|row| row.is_flagged && row.combined.consensus.is_some()).count();
    let mut lines = vec![if results.moderation.is_empty() {
        format!("No marks lie {percent} % of the scale or more apart.")
    } else {
        format!(
            "Marks that lie {percent} % of the scale or more apart, the widest first; points are those between the lowest and the highest."
        )
    }];
    if settled > 0 {
        lines.push(format!("{settled} more are settled by consensus."));
    }
    lines
}

/// How far the evaluators' own rankings agree; none for fewer than two.
pub(crate) fn agreement_in_all(results: &PanelResults) -> Option<String> {
    let agreement = results.agreement.as_ref()?;
    Some(format!(
        "Kendall's W of the evaluators' own rankings: {:.3} (1 is full agreement; chi-square {:.2}, {} degrees of freedom).",
        agreement.w, agreement.chi_square, agreement.degrees
    ))
}

/// How far the marks agree on each criterion; none where nobody marks one.
pub(crate) fn agreement_of_each(results: &PanelResults) -> Option<String> {
    let of_each = results.by_criterion.iter().map(|one| {
        let name = results.decision.criterion_name(&one.criterion);
        match &one.concordance {
            Some(found) => format!("{name} {:.3} ({} evaluators)", found.w, found.raters),
            None => format!("{name} –"),
        }
    });
    let of_each: Vec<String> = of_each.collect();
    (!of_each.is_empty()).then(|| format!("W of the marks on each criterion: {}.", of_each.join(", ")))
}

/// The vendors that lead a ranking.
pub(crate) fn leaders(results: &PanelResults, ranking: &Ranking) -> String {
    let leaders = results.vendors.iter().zip(&ranking.ranks).filter(|(_, rank)| **rank == 1);
    leaders.map(|(vendor, _)| vendor.vendor.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Whether a majority is for the leader, and what is to be said of Kemeny's orders.
pub(crate) fn votes(results: &PanelResults) -> Vec<String> {
    let leader = results.vendors.first().map_or("", |vendor| vendor.vendor.name.as_str());
    let majority = if results.votes.has_majority { "put" } else { "do not put" };
    let kemeny = match &results.votes.kemeny {
        None => Some("There are too many vendors for Kemeny's order.".to_owned()),
        Some(kemeny) if kemeny.orders.len() > 1 => Some(format!(
            "{} orders are Kemeny's; the places over all of them are shown.",
            kemeny.orders.len()
        )),
        Some(_) => None,
    };
    let majority =
        format!("More than half of the evaluators {majority} {leader}, the leader by the rule, first.");
    std::iter::once(majority).chain(kemeny).collect()
}

/// The places of a vendor in the Kemeny orders, from 1: `2`, `1–3`; `–` where there are too many vendors for them.
pub(crate) fn kemeny_places(results: &PanelResults, vendor: usize) -> String {
    let orders = results.votes.kemeny.iter().flat_map(|kemeny| &kemeny.orders);
    let places = orders.filter_map(|order| order.iter().position(|one| *one == vendor)).map(|at| at + 1);
    match (places.clone().min(), places.max()) {
        (Some(low), Some(high)) if low < high => format!("{low}–{high}"),
        (Some(place), _) => place.to_string(),
        (None, _) => "–".to_owned(),
    }
}

/// Whether the first place hangs on one evaluator.
pub(crate) fn without(results: &PanelResults) -> String {
    match results.without.iter().filter(|one| one.changes_leader).count() {
        0 => "Nobody's marks alone decide who leads.".to_owned(),
        1 => "One evaluator's marks decide who leads.".to_owned(),
        count => format!("Each of {count} evaluators' marks decides who leads."),
    }
}

/// The vendor whose score moves most without an evaluator: `Siam Voice: 1.2 points`, `none`.
pub(crate) fn largest_move(results: &PanelResults, without: &Without) -> String {
    without.largest_move.as_ref().map_or_else(
        || "none".to_owned(),
        |(vendor, points)| {
            format!("{}: {} points", results.vendors[*vendor].vendor.name, points.plain(POINT_DIGITS))
        },
    )
}

/// What changes without an evaluator: `Without Desk: Bayt Alradd leads, 2 ranks move, most Siam Voice by 1.2 points.`
#[must_use]
pub fn without_one(results: &PanelResults, without: &Without) -> String {
    let leads = if without.changes_leader {
        format!("{} leads, ", leaders(results, &without.ranking))
    } else {
        String::new()
    };
    let ranks = match without.moved {
        1 => "1 rank moves".to_owned(),
        count => format!("{count} ranks move"),
    };
    let most = without.largest_move.as_ref().map_or_else(String::new, |(vendor, points)| {
        format!(", most {} by {} points", results.vendors[*vendor].vendor.name, points.plain(POINT_DIGITS))
    });
    format!("Without {}: {leads}{ranks}{most}.", results.evaluators[without.evaluator].name)
}

/// Who is first under the evaluators' own weights.
pub(crate) fn own_weights(results: &PanelResults, weights: &PanelWeights) -> String {
    let leads = |who: &str, ranking: &Ranking| format!("{who}: {}", leaders(results, ranking));
    let own = results
        .evaluators
        .iter()
        .enumerate()
        .filter_map(|(at, one)| Some(leads(&number(at), one.under_own_weights.as_ref()?)));
    let together =
        [leads("the mean", &weights.under_mean), leads("the geometric mean", &weights.under_geometric_mean)];
    let said = own.chain(together).collect::<Vec<_>>().join("; ");
    format!("With the combined marks, first is under the weights of {said}.")
}
