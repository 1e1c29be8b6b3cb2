//! What people said of the weights, in words.

use crate::decision::consistency::{Consistency, Measure, Mend};
use crate::decision::judgement::{Comparison, Judgements};
use crate::decision::{Decision, JudgedGroup};
use crate::exact::Exact;
use crate::weights::fraction;

/// The word of a method in files and on the command line.
pub(crate) fn method(judgements: &Judgements) -> &'static str {
    match judgements {
        Judgements::Points { .. } => "points",
        Judgements::Swing { .. } => "swing",
        Judgements::RankOrder { .. } => "rank-order",
        Judgements::Pairwise { .. } => "pairwise",
        Judgements::BestWorst { .. } => "best-worst",
    }
}

/// The name of the group: `Cost`, or that of no group.
fn name(decision: &Decision, judged: &JudgedGroup) -> String {
    let Some(under) = &judged.under else { return "At the top".to_owned() };
    format!("Under {}", named(decision, under.as_str()))
}

/// How a group was judged, and how far the judgements agree.
pub(crate) fn group(decision: &Decision, judged: &JudgedGroup) -> String {
    let how = match &judged.judgements {
        Judgements::Points { .. } => "points handed out".to_owned(),
        Judgements::Swing { .. } if judged.ranges.is_empty() => {
            "swing weights; they hold for these scales, so judge again when one changes".to_owned()
        }
        Judgements::Swing { .. } => {
            "swing weights; they hold for the ranges that are kept with them, and `weigh check` says when a scale changes"
                .to_owned()
        }
        Judgements::RankOrder { formula, .. } => format!("rank order ({})", formula.word()),
        Judgements::Pairwise { formula, .. } => format!("comparison in pairs ({})", formula.word()),
        Judgements::BestWorst { best, worst, .. } => {
            format!("best-worst method (best {}, worst {})", named(decision, best), named(decision, worst))
        }
    };
    let is_three = judged.found.shares.len() == 3 && matches!(judged.judgements, Judgements::Pairwise { .. });
    let has_worst = judged.found.consistency.as_ref().is_some_and(|found| found.worst.is_some());
    let alike = if is_three && has_worst {
        " With three criteria, all three comparisons are equally far off."
    } else {
        ""
    };
    let consistency = judged
        .found
        .consistency
        .as_ref()
        .map_or_else(String::new, |found| format!(" {}", consistent(decision, found)));
    format!("{}: {how}.{consistency}{alike}", name(decision, judged))
}

/// How a group was judged, whether the stated weights follow from it, and the remarks of those who judged.
pub(crate) fn account(decision: &Decision, judged: &JudgedGroup) -> String {
    let differs = !judged.differences(judged.criteria(decision)).is_empty();
    let differs = if differs { " The stated weights are others: they do not follow from it." } else { "" };
    let note = judged.note.as_ref().map_or_else(String::new, |note| format!(" Note: {note}"));
    format!("{}{differs}{note}", group(decision, judged))
}

/// What was said, criterion by criterion or pair by pair: `Cost 100; Quality 60`, `Cost/Quality = 2`.
pub(crate) fn judgements_text(decision: &Decision, judgements: &Judgements) -> String {
    let name = |id: &String| named(decision, id).to_owned();
    let given = |(id, points): &(String, Exact)| format!("{} {points}", name(id));
    let place = |ids: &Vec<String>| ids.iter().map(name).collect::<Vec<_>>().join(" = ");
    let compared =
        |one: &Comparison| format!("{} / {} = {}", name(&one.more), name(&one.less), fraction(&one.ratio));
    let parts: Vec<String> = match judgements {
        Judgements::Points { points } | Judgements::Swing { points } => points.iter().map(given).collect(),
        Judgements::RankOrder { order, .. } => {
            return order.iter().map(place).collect::<Vec<_>>().join(", then ");
        }
        Judgements::Pairwise { comparisons, .. } | Judgements::BestWorst { comparisons, .. } => {
            comparisons.iter().map(compared).collect()
        }
    };
    parts.join("; ")
}

/// The name of a criterion; its id where there is none of that id.
fn named<'a>(decision: &'a Decision, id: &'a str) -> &'a str {
    let criterion = decision.criteria.iter().find(|criterion| criterion.id.as_str() == id);
    criterion.map_or(id, |criterion| &criterion.name)
}

/// How far judgements agree, and which of them to look at again.
fn consistent(decision: &Decision, found: &Consistency) -> String {
    let details = match &found.measure {
        Measure::ConsistencyRatio { lambda_max, random_index, geometric_index, .. } => format!(
            "largest eigenvalue {lambda_max:.4}, random index {random_index} of Saaty 1980; \
             geometric consistency index {geometric_index:.3}"
        ),
        Measure::InputBased { deviation } => format!("largest deviation xi {}", deviation.plain(4)),
    };
    let ratio = ratio(found);
    format!("{ratio} ({details}): {}.{}", verdict(found), worst(decision, found))
}

/// `Consistency ratio 0.042`.
pub(crate) fn ratio(found: &Consistency) -> String {
    let name = match found.measure {
        Measure::ConsistencyRatio { .. } => "Consistency ratio",
        Measure::InputBased { .. } => "Input-based consistency ratio",
    };
    format!("{name} {:.3}", found.ratio)
}

/// Whether the judgements agree well enough, by the limit that is published.
pub(crate) fn verdict(found: &Consistency) -> String {
    match found.limit {
        None => "no limit is published for this number of criteria and this range".to_owned(),
        Some(limit) if found.is_too_high() => {
            format!("above {limit}, so the judgements contradict each other")
        }
        Some(limit) => format!("at most {limit}, so they agree well enough"),
    }
}

fn worst(decision: &Decision, found: &Consistency) -> String {
    let Some(worst) = &found.worst else { return " All judgements agree.".to_owned() };
    let mend = worst.mend.as_ref().map_or_else(String::new, |mend| format!(" {}", mend_text(mend)));
    format!(
        " The judgement that fits least is {} / {} = {}, where the weights say {:.2}.{mend}",
        named(decision, &worst.more),
        named(decision, &worst.less),
        fraction(&worst.judged),
        worst.implied
    )
}

/// What would mend the judgement that fits least.
pub(crate) fn mend_text(mend: &Mend) -> String {
    let value = fraction(&mend.value);
    format!("The others ask for {value}, which would make the ratio {:.3}.", mend.ratio_after)
}
