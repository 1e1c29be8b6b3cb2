//! In which order bids are judged, where some of it looks at other bids: every set is closed before it is read.

use serde::Serialize;

use crate::decision::formula::catalogue::Step;
use crate::decision::formula::{Formula, SetName};
use crate::decision::total::of_field;
use crate::decision::{Criterion, Decision, FieldFormula, Minimum, PanelRule, Scale, Value};
use crate::score::field::deciding_minimums;

/// A stage of the evaluation.
#[derive(Debug, Serialize)]
pub struct Stage {
    /// What happens.
    pub name: &'static str,
    /// To what: names of must-haves, criteria, figures, each with what it looks at.
    pub of: Vec<String>,
    /// The set of bids that is settled with it, as formulas call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes: Option<&'static str>,
}

impl Stage {
    fn new(name: &'static str, of: Vec<String>) -> Stage {
        Stage { name, of, closes: None }
    }
}

/// In a line: `must-haves: Night shift; who passes them is admitted`.
impl std::fmt::Display for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.name)?;
        if !self.of.is_empty() {
            write!(f, ": {}", self.of.join(", "))?;
        }
        self.closes.map_or(Ok(()), |set| write!(f, "; whose bid is still in is {set}"))
    }
}

/// The stages of an evaluation, in their order; none where no bid is compared with others and the total is a sum.
#[must_use]
pub fn stages(decision: &Decision) -> Vec<Stage> {
    let derivations = &decision.derivations;
    let is_compared = decision.criteria.iter().any(Criterion::is_relative)
        || decision.rule.total.is_some()
        || derivations.facts.iter().any(|one| derivations.looks_at_others(&one.fact));
    if !is_compared {
        return Vec::new();
    }
    let mut stages = vec![
        Stage::new("worked out from what was handed in", from_offers(decision)),
        Stage { closes: Some(SetName::Admitted.word()), ..Stage::new("must-haves", gates(decision)) },
    ];
    let is_beside = |one: &Criterion| {
        let tells = |fact| derivations.looks_at_others(fact);
        one.is_relative() || one.fact().is_some_and(tells) || is_marked_beside(decision, one)
    };
    let leaves = |is_relative: bool| {
        let those = decision.criteria.iter().filter(|one| !one.is_group() && is_beside(one) == is_relative);
        those.map(|one| beside(decision, one)).collect()
    };
    stages.push(Stage::new("points that no other bid moves", leaves(false)));
    // A total that compares who is above the minimums asks for all of them.
    let total_asks = total_asks_for(decision, SetName::AboveMinimum);
    let deciding = deciding_minimums(decision);
    let minimums = |is_deciding: bool| {
        let those =
            decision.criteria.iter().enumerate().filter(|(at, _)| deciding.contains(at) == is_deciding);
        let said = |(_, one): (usize, &Criterion)| {
            let minimum = one.minimum.as_ref()?;
            Some(format!("{} {}", one.name, of(&minimum.map(Value::percent))))
        };
        those.filter_map(said).collect::<Vec<String>>()
    };
    if !deciding.is_empty() {
        let closes = Some(SetName::AboveMinimum.word());
        stages.push(Stage { closes, ..Stage::new("minimums of these", minimums(true)) });
    }
    if asks_for(decision, SetName::NotAbnormal) {
        let closes = Some(SetName::NotAbnormal.word());
        let owed = decision.gates.iter().filter(|gate| gate.explained.is_some());
        let owed = owed.map(|gate| gate.name.clone()).collect();
        stages.push(Stage { closes, ..Stage::new("explanations", owed) });
    }
    stages.push(Stage::new("figures of the bids that are in", figures(decision)));
    stages.push(Stage::new("points beside other bids", leaves(true)));
    let score = decision.rule.minimum.as_ref().map(|least| of(&least.map(|points| points.exact().clone())));
    let score = score.map(|least| format!("the score {least}"));
    let (before, after) = if decision.rule.is_sum() { (score, None) } else { (None, score) };
    let closes = total_asks.then(|| SetName::AboveMinimum.word());
    let rest = minimums(false).into_iter().chain(before).collect();
    stages.push(Stage { closes, ..Stage::new("minimums", rest) });
    stages.push(Stage::new("figures of the total", figures_of_total(decision)));
    if let Some(total) = decision.rule.total.as_deref() {
        // One that is typed says it itself.
        let out = total.out.iter().filter(|_| total.published.is_some());
        stages.push(Stage::new("left out by the rule", out.map(ToString::to_string).collect()));
        stages.push(Stage::new("total", vec![total.to_string()]));
    }
    stages.push(Stage::new("minimum of the total", after.into_iter().collect()));
    stages.retain(|stage| !stage.of.is_empty());
    stages
}

/// Whether figures of the total are taken over a set.
fn total_asks_for(decision: &Decision, set: SetName) -> bool {
    decision.rule.total.as_ref().is_some_and(|total| {
        let mut figures = decision.derivations.read_by(total).figures.into_iter();
        figures.any(|(_, figure)| total.set(figure.set.name, decision.rule.field) == set)
    })
}

/// Whether bids are compared with those of a set, or figures of the total are taken over it.
fn asks_for(decision: &Decision, set: SetName) -> bool {
    let is_compared = decision.criteria.iter().any(Criterion::is_relative);
    is_compared && of_field(decision.rule.field) == set || total_asks_for(decision, set)
}

/// A minimum in words: `at least 60`.
fn of(minimum: &Minimum<crate::exact::Exact>) -> String {
    format!("{} {}", minimum.words(), minimum.least().plain(4))
}

/// The sets that a formula takes figures of, each once.
fn sets_of<'a>(formulas: impl Iterator<Item = &'a Formula>) -> Vec<&'static str> {
    words(formulas.flat_map(Formula::sets).collect())
}

fn words(mut sets: Vec<SetName>) -> Vec<&'static str> {
    sets.sort_by_key(|set| set.word());
    sets.dedup();
    sets.into_iter().map(SetName::word).collect()
}

/// Facts and numbers that are worked out from all that were handed in.
fn from_offers(decision: &Decision) -> Vec<String> {
    let derivations = &decision.derivations;
    let gates: Vec<_> = decision.gates.iter().map(|gate| &gate.fact).collect();
    let facts = derivations.facts.iter().filter(|one| !gates.contains(&&one.fact));
    let facts = facts.map(|one| {
        let beside = if derivations.looks_at_others(&one.fact) { " (beside offered)" } else { "" };
        format!("{}{beside}", one.fact)
    });
    let is_offered = |sets: &[&str]| sets == [SetName::Offered.word()];
    let names = derivations.names.iter().filter(|step| is_offered(&sets_of([&step.expr].into_iter())));
    facts.chain(names.map(|step| format!("{} (of offered)", step.name))).collect()
}

fn gates(decision: &Decision) -> Vec<String> {
    let gates = decision.gates.iter().map(|gate| {
        let beside = decision.derivations.looks_at_others(&gate.fact).then_some("beside offered");
        let explained = gate.explained.as_ref().map(|_| "who fails it may explain");
        let more: Vec<&str> = beside.into_iter().chain(explained).collect();
        if more.is_empty() { gate.name.clone() } else { format!("{} ({})", gate.name, more.join("; ")) }
    });
    let gates: Vec<String> = gates.collect();
    if gates.is_empty() { vec!["none".to_owned()] } else { gates }
}

/// Numbers with names that are taken of bids of which must-haves or minimums decide.
fn figures(decision: &Decision) -> Vec<String> {
    let said = |name: &str, sets: Vec<&str>| {
        let is_later = sets.iter().any(|set| *set != SetName::Offered.word());
        is_later.then(|| format!("{name} (of {})", sets.join(" and ")))
    };
    let names = decision.derivations.names.iter();
    names.filter_map(|step| said(&step.name, sets_of([&step.expr].into_iter()))).collect()
}

/// Numbers that a total of the list names on the way and takes of several bids.
fn figures_of_total(decision: &Decision) -> Vec<String> {
    let Some(total) = decision.rule.total.as_deref() else { return Vec::new() };
    let sets = |step: &Step| {
        words(step.expr.sets().into_iter().map(|set| total.set(set, decision.rule.field)).collect())
    };
    let said = |step: &Step| {
        let sets = sets(step);
        (!sets.is_empty()).then(|| format!("{} (of {})", step.name, sets.join(" and ")))
    };
    total.steps.iter().filter_map(said).collect()
}

/// Whether the mark of a bid hangs on those of the others.
fn is_marked_beside(decision: &Decision, criterion: &Criterion) -> bool {
    let is_relative = decision.rule.panel.as_ref().is_some_and(PanelRule::is_relative);
    decision.panel.is_some() && is_relative && criterion.scale().is_some_and(Scale::is_rating)
}

/// A criterion, with the bids beside which it is scored.
fn beside(decision: &Decision, criterion: &Criterion) -> String {
    let name = &criterion.name;
    if is_marked_beside(decision, criterion) {
        return format!("{name} (marks beside those of all that take part)");
    }
    if criterion.fact().is_some_and(|fact| decision.derivations.looks_at_others(fact)) {
        return format!("{name} (beside offered)");
    }
    if !criterion.is_relative() {
        return name.clone();
    }
    let own = match criterion.scale().and_then(|scale| scale.formula()) {
        Some(FieldFormula::Stated(formula)) => words(formula.sets()),
        Some(FieldFormula::Price(_) | FieldFormula::Relative { .. }) | None => Vec::new(),
    };
    let sets = if own.is_empty() { vec![decision.rule.field.word()] } else { own };
    format!("{name} (beside {})", sets.join(" and "))
}
