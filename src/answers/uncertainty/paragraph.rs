//! A paragraph that says in plain words how sure the first place is, built from the numbers.

use super::{FIRST_DRAWS, is_large, is_unclear, percent, recommend_percent, thousands};
use crate::decision::Decision;
use crate::robust::sensitivity::RankChange;
use crate::robust::{Robustness, Stability, WeightDraw};
use crate::score::Evaluation;

/// The share of draws from which a rival is worth naming.
const WORTH_NAMING: f64 = 0.02;
/// Rivals that are named.
const MOST_RIVALS: usize = 2;

/// Says who comes first how often, in how many draws nobody passes, whether that makes a clear first, and which
/// weights would change it.
///
/// - `stability`: of all weights of the same decision; may be empty.
#[must_use]
pub fn paragraph(evaluation: &Evaluation, robustness: &Robustness, stability: &[Stability]) -> String {
    let mut sentences: Vec<String> = standing(evaluation, robustness).into_iter().collect();
    if robustness.draws == 0 && !robustness.vendors.is_empty() {
        let wanted = thousands(robustness.settings.draws);
        sentences.push(format!("None of the {wanted} draws that were asked for is in it."));
    } else {
        sentences.extend(shares(evaluation, robustness));
    }
    sentences.extend(tipping(stability));
    sentences.join(" ")
}

/// What is to be said before any draw: nobody, nobody else, or several have the first place.
fn standing(evaluation: &Evaluation, robustness: &Robustness) -> Option<String> {
    let firsts: Vec<&str> = firsts(evaluation).map(|(_, name)| name).collect();
    match firsts.as_slice() {
        [] if robustness.vendors.is_empty() => {
            Some("No vendor is in the ranking, so there is nothing to be sure of.".to_owned())
        }
        [] => Some("No vendor is in the ranking as it stands.".to_owned()),
        [only] if robustness.vendors.len() == 1 => Some(format!("{only} is the only vendor in the ranking.")),
        [_] => None,
        several => Some(format!("{} share the first place.", several.join(" and "))),
    }
}

/// Ids and names of those that have the first place.
fn firsts(evaluation: &Evaluation) -> impl Iterator<Item = (&str, &str)> {
    let firsts = evaluation.ranked().filter(|vendor| vendor.rank == Some(1));
    firsts.map(|vendor| (vendor.id().as_str(), vendor.name()))
}

/// How often a vendor comes first.
#[derive(Clone, Copy)]
struct Share<'a> {
    id: &'a str,
    name: &'a str,
    of_draws: f64,
}

/// The sentences on shares of draws.
fn shares(evaluation: &Evaluation, robustness: &Robustness) -> Vec<String> {
    let decision = &*evaluation.decision;
    let mut all: Vec<Share<'_>> = robustness
        .vendors
        .iter()
        .map(|vendor| Share {
            id: vendor.vendor.as_str(),
            name: &vendor.name,
            of_draws: vendor.first_share(),
        })
        .collect();
    all.sort_by(|a, b| b.of_draws.total_cmp(&a.of_draws));
    let Some(&most) = all.first() else { return Vec::new() };
    // Of several that share the first place, the one that comes first most often speaks for them.
    let leader = all.iter().copied().find(|one| firsts(evaluation).any(|(id, _)| id == one.id));
    let nobody = robustness.nobody();
    let mut said = Sentences { sentences: Vec::new(), drawn: Some(how(decision, robustness)) };
    if nobody > most.of_draws {
        said.share("In", nobody, " nobody passes");
    }
    let mut named = vec![most.id];
    match leader {
        _ if robustness.vendors.len() == 1 && (leader.is_some() || most.of_draws == 0.0) => {}
        None if most.of_draws == 0.0 => {}
        None => said.share(&format!("{} comes first in", most.name), most.of_draws, ""),
        Some(leader) if leader.of_draws >= most.of_draws => {
            named = vec![leader.id];
            said.share(&format!("{} leads in", leader.name), leader.of_draws, "");
        }
        Some(leader) => {
            named.push(leader.id);
            said.more_often(most, leader);
        }
    }
    said.rivals(all.iter().filter(|one| !named.contains(&one.id)));
    if nobody > 0.0 && nobody <= most.of_draws {
        said.share("In", nobody, " nobody passes");
    }
    if let Some(leader) = leader.filter(|leader| is_unclear(decision, leader.of_draws)) {
        let least = recommend_percent(decision).plain(2);
        said.sentences
            .push(format!("There is no clear first: {} leads in less than {least} %.", leader.name));
    }
    said.sentences
}

/// Sentences, of which the first that tells a share says how draws were made.
struct Sentences {
    sentences: Vec<String>,
    /// How many draws there are and how they were made, until that is said.
    drawn: Option<[String; 2]>,
}

impl Sentences {
    fn share(&mut self, before: &str, share: f64, after: &str) {
        let share = percent(share);
        self.sentences.push(match self.drawn.take() {
            Some([draws, how]) => format!("{before} {share} of {draws}{after}, {how}."),
            None => format!("{before} {share}{after}."),
        });
    }

    /// Another than the first of the ranking comes first most often.
    fn more_often(&mut self, most: Share<'_>, leader: Share<'_>) {
        if percent(most.of_draws) == percent(leader.of_draws) {
            let both = format!("{} and {} lead equally often, each in", leader.name, most.name);
            self.share(&both, most.of_draws, "");
            return;
        }
        self.share(&format!("{} leads most often, in", most.name), most.of_draws, "");
        let less = format!("{}, the first of the ranking, leads in", leader.name);
        self.share(&less, leader.of_draws, "");
    }

    /// Who else comes first.
    fn rivals<'a>(&mut self, others: impl Iterator<Item = &'a Share<'a>>) {
        let named: Vec<String> = others
            .filter(|one| one.of_draws >= WORTH_NAMING)
            .take(MOST_RIVALS)
            .map(|one| format!("{} in {}", one.name, percent(one.of_draws)))
            .collect();
        if !named.is_empty() {
            self.sentences.push(format!("Otherwise it is {}.", named.join(", ")));
        }
    }
}

/// How many draws there are, and what varies in them.
fn how(decision: &Decision, robustness: &Robustness) -> [String; 2] {
    let is_start = is_large(decision) && robustness.settings.draws == FIRST_DRAWS;
    let first = if is_start { "the first " } else { "" };
    let wanted = thousands(robustness.settings.draws);
    let partial =
        if robustness.is_partial { format!(" (of {wanted} that were asked for)") } else { String::new() };
    let weights = match robustness.settings.weights {
        WeightDraw::Fixed => "with the weights as stated",
        WeightDraw::Uniform if robustness.settings.constraints.is_empty() => {
            "with any weights equally likely"
        }
        WeightDraw::Uniform => "with any weights that satisfy the constraints equally likely",
        WeightDraw::Dirichlet { .. } => "with weights varied around those stated",
    };
    let facts = match (robustness.drawn_facts, robustness.settings.weights) {
        (0, WeightDraw::Fixed) => " and no uncertain facts",
        (0, _) => "",
        _ => " and uncertain facts over their ranges",
    };
    [format!("{first}{} draws{partial}", thousands(robustness.draws)), format!("{weights}{facts}")]
}

/// The weight whose end is nearest, and the nearest end with another winner.
fn tipping(stability: &[Stability]) -> Option<String> {
    let mut ends: Vec<(f64, &Stability, &RankChange, bool)> = Vec::new();
    for one in stability.iter().filter(|one| one.is_movable) {
        let Some(first) = &one.first else { continue };
        let weight = one.weight.to_f64();
        if let Some(change) = &first.below {
            ends.push((weight - first.lower.to_f64(), one, change, false));
        }
        if let Some(change) = &first.above {
            ends.push((first.upper.to_f64() - weight, one, change, true));
        }
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let nearest = ends.first()?;
    let other = ends.iter().find(|end| end.2.winner != nearest.2.winner);
    let clause = |(_, one, change, is_above): &(f64, &Stability, &RankChange, bool)| {
        let first = one.first.as_ref().expect("it has ends");
        let (side, at) = if *is_above { ("more", &first.upper) } else { ("less", &first.lower) };
        let shown = |share: &crate::exact::Exact| (share * &one.whole).plain(1);
        let weighs = if at.is_zero() {
            "nothing".to_owned()
        } else if *at == crate::exact::Exact::ONE {
            format!("all {}", one.whole.plain(2))
        } else {
            format!("{side} than {} of {}", shown(at), one.whole.plain(2))
        };
        let when = format!("when {} weighs {weighs} (now {})", one.name, shown(&one.weight));
        if change.winner == change.loser {
            format!("drops out by a minimum {when}")
        } else {
            format!("loses to {} {when}", change.winner_name)
        }
    };
    let mut text = format!("By weights alone {} {}", nearest.2.loser_name, clause(nearest));
    if let Some(other) = other {
        text.push_str(&format!(", and {}", clause(other)));
    }
    Some(text + ".")
}
