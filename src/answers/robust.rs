//! Would the ranking survive a challenge? Draws, rivals, other rules, what to check next.

mod chapter;
mod tables;

use serde::Serialize;

use super::document::Section;
use super::findings::Findings;
use super::records::{Field, Records};
use super::uncertainty::{fact_name, percent, thousands};
use super::{Answer, vendor_name};
use crate::decision::{Criterion, Decision, PanelRule, derived};
use crate::robust::compared::{Asked, too_many_compared};
use crate::robust::results::{FactWorth, ScoreSpread};
use crate::robust::reversal::{FieldChange, Trial};
use crate::robust::{
    Dominance, FactDraw, NearestChange, Optimality, Reversals, Robustness, RuleTrial, WeightDraw,
};
use crate::score::Evaluation;

pub(crate) use chapter::{reversal, section};

/// What the column of a score's spread over the draws is called.
pub(crate) const SPREAD: &str = "Score, 9 of 10 draws";
/// What the table of facts worth knowing is called.
pub(crate) const CHECKS: &str = "What to check next";
/// The share of possible values from which a fact is said to change the choice.
const WORTH_NAMING: f64 = 0.02;

/// Everything about how sure a ranking is.
#[derive(Debug, Serialize)]
pub struct Robust<'a> {
    /// In plain words.
    words: &'a str,
    /// What the draws say.
    draws: &'a Robustness,
    /// Who could win at some weights; empty for very many vendors.
    optimality: &'a [Optimality],
    /// What is taken for granted by what is said of all weights; empty where it is proved.
    conditions: &'a [String],
    /// How little would have to change.
    nearest: &'a [NearestChange],
    /// Who is behind at all weights.
    dominance: &'a [Dominance],
    /// The order without a vendor, and with another.
    reversals: Option<&'a Reversals>,
    /// The ranking under other price formulas and roundings.
    rule_trials: &'a [RuleTrial],
    #[serde(skip)]
    findings: &'a Findings<'a>,
}

impl<'a> Robust<'a> {
    /// Asks everything; none where no vendor is in reach of the ranking.
    #[must_use]
    pub fn new(findings: &'a Findings<'a>) -> Option<Robust<'a>> {
        Some(Robust {
            words: findings.how_sure()?,
            draws: findings.robustness()?,
            optimality: findings.optimality(),
            conditions: findings.conditions(),
            nearest: findings.nearest(),
            dominance: findings.dominance(),
            reversals: findings.reversals(),
            rule_trials: findings.rule_trials(),
            findings,
        })
    }
}

impl Answer for Robust<'_> {
    const QUESTION: &'static str = "robust";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.findings.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let (decision, evaluation) = (self.findings.decision, self.findings.evaluation);
        let mut front = Section::chapter("how-sure", "");
        front.text(self.words).table(tables::ranks(self.draws));
        let mut reach = Section::chapter("reach", "How far each is from the first place, by weights alone");
        let is_proved = self.conditions.is_empty();
        reach.table(tables::reach(evaluation, self.optimality, self.nearest, is_proved));
        let mut pairs = Section::chapter("pairs", "Share of draws in which the vendor of the row is ahead");
        pairs.table(tables::pairs(self.draws));
        let mut checks = Section::chapter("checks", CHECKS);
        checks.table(tables::checks(decision, self.draws));
        let mut trials = Section::chapter("rules", "Under another rule");
        trials.table(tables::trials(evaluation, self.rule_trials));
        let mut close = Section::chapter("draws", "");
        let next = next_check(decision, self.draws);
        for sentence in next.into_iter().chain(self.sentences()) {
            close.text(sentence);
        }
        let all = [front, reach, pairs, checks, trials, close];
        all.into_iter().filter(|section| !section.blocks.is_empty()).collect()
    }

    /// A record for each vendor and rank.
    fn records(&self) -> Records {
        let head = [
            "vendor",
            "name",
            "rank_of_record",
            "rank",
            "acceptability",
            "standard_error",
            "expected_rank",
            "out",
            "confidence",
            "draws",
            "partial",
        ];
        let rows = self.draws.vendors.iter().flat_map(|vendor| {
            vendor.acceptability.iter().zip(&vendor.errors).enumerate().map(move |(rank, (share, error))| {
                vec![
                    Field::Text(vendor.vendor.to_string()),
                    Field::Text(vendor.name.clone()),
                    Field::number(vendor.rank),
                    Field::number(Some(rank + 1)),
                    Field::number(Some(share)),
                    Field::number(Some(error)),
                    Field::number(vendor.expected_rank),
                    Field::number(Some(vendor.out)),
                    Field::number(vendor.confidence),
                    Field::number(Some(self.draws.draws)),
                    Field::claim(self.draws.is_partial),
                ]
            })
        });
        Records::new(head, rows)
    }
}

impl Robust<'_> {
    /// What stands under the tables: who is never behind, reversals, how draws were made.
    fn sentences(&self) -> Vec<String> {
        let evaluation = self.findings.evaluation;
        let mut sentences: Vec<String> = dominance_text(evaluation, self.dominance).into_iter().collect();
        sentences.extend_from_slice(self.conditions);
        sentences.extend(self.reversals.map(|reversals| reversals_text(evaluation, reversals)));
        let untried = too_many_compared(self.findings.decision, Asked::Trials);
        sentences.extend(untried.map(|why| format!("Other fields and other rules are not tried: {why}.")));
        sentences.push(draws_text(self.draws));
        sentences.extend(self.draws.notes.iter().map(|note| format!("Note: {note}.")));
        sentences
    }
}

/// How many draws were made and how.
pub(crate) fn draws_text(draws: &Robustness) -> String {
    let weights = match draws.settings.weights {
        WeightDraw::Fixed => "weights as stated".to_owned(),
        WeightDraw::Uniform => "all weights equally likely".to_owned(),
        WeightDraw::Dirichlet { spread } => {
            format!("weights around those stated with a spread of {:.0} %", 100.0 * spread)
        }
    };
    let facts = match draws.settings.facts {
        FactDraw::Fixed => "facts as the rule counts them",
        FactDraw::Triangular => "uncertain facts triangular, unknown ones over their scale",
        FactDraw::Pert => "uncertain facts by PERT, unknown ones over their scale",
        FactDraw::Uniform => "uncertain facts even over their range, unknown ones over their scale",
    };
    let satisfied = if draws.settings.constraints.is_empty() {
        String::new()
    } else {
        format!(" where {}", draws.settings.constraints.join(" and "))
    };
    let partial = if draws.is_partial { "PARTIAL: " } else { "" };
    let exact = if draws.is_pairwise_exact { "; who is ahead of whom and mean ranks are exact" } else { "" };
    format!(
        "{partial}{} draws, seed {}; {weights}{satisfied}; {facts}; largest standard error {:.2} %{exact}.",
        thousands(draws.draws),
        draws.settings.seed,
        100.0 * draws.largest_error
    )
}

/// Who is nowhere behind whom.
fn dominance_text(evaluation: &Evaluation, dominance: &[Dominance]) -> Option<String> {
    let one = |one: &Dominance| {
        let always =
            if one.is_certain { ", whatever uncertain facts turn out to be" } else { " as things stand" };
        let [better, worse] = [&one.better, &one.worse].map(|id| vendor_name(evaluation, id));
        format!("{better} is nowhere behind {worse}{always}")
    };
    let all: Vec<String> = dominance.iter().map(one).collect();
    (!all.is_empty()).then(|| format!("{}.", all.join("; ")))
}

/// What looks at other vendors besides scales that compare bids.
fn looks_at_others(decision: &Decision) -> Vec<&'static str> {
    let mut facts = decision.criteria.iter().filter_map(Criterion::fact);
    let is_median = facts.any(|fact| fact.as_str() == derived::BELOW_MEDIAN);
    let is_ranked =
        decision.panel.is_some() && decision.rule.panel.as_ref().is_some_and(PanelRule::is_relative);
    let median = is_median.then_some("the distance from the median of the quotes looks");
    let formulas =
        (!decision.looking_at_all().is_empty()).then_some("what is worked out from all bids looks");
    median.into_iter().chain(is_ranked.then_some("the ranking of marks looks")).chain(formulas).collect()
}

/// Rank reversal, named as what it is: a property of the chosen formula.
fn reversals_text(evaluation: &Evaluation, found: &Reversals) -> String {
    let others = looks_at_others(&evaluation.decision);
    if let (true, false) = (found.relative.is_empty(), others.is_empty()) {
        return format!(
            "As {} at other vendors, dropping or adding one can turn the order of the others; that was not tried.",
            others.join(" and ")
        );
    }
    if found.relative.is_empty() {
        return "No scale looks at other vendors, so dropping or adding one cannot turn the order of the others.".to_owned();
    }
    let about = format!("{} ({})", found.relative.join(", "), found.scales.join(", "));
    let untried = if others.is_empty() {
        String::new()
    } else {
        format!(" That {} at other vendors was not tried.", others.join(" and "))
    };
    let turned: Vec<&Trial> = found.trials.iter().filter(|trial| trial.has_reversal).collect();
    if turned.is_empty() {
        return format!(
            "{about} is scored relative to the others, which can turn their order; dropping each vendor in turn and adding a hopeless one did not.{untried}"
        );
    }
    let what = |trial: &&Trial| {
        let how = match &trial.change {
            FieldChange::Dropped { name, .. } => format!("without {name}"),
            FieldChange::AddedLow => "with a hopeless vendor at half the lowest price".to_owned(),
            FieldChange::AddedHigh => "with a hopeless vendor at twice the highest price".to_owned(),
        };
        match trial.after.first().filter(|_| trial.changes_first) {
            Some(first) => format!("{how} the first of the others is {}", vendor_name(evaluation, first)),
            None => format!("{how} others change places"),
        }
    };
    let listed: Vec<String> = turned.iter().map(what).collect();
    format!("Rank reversal, a property of how {about} is scored: {}.{untried}", listed.join("; "))
}

/// The fact that is most worth checking; none where all facts are known, or details were not counted.
fn next_check(decision: &Decision, draws: &Robustness) -> Option<String> {
    let check = draws.checks.first()?;
    worth_checking(decision, draws).or_else(|| {
        let named = check_name(decision, check);
        Some(format!(
            "As far as facts are drawn, no single one that is not known for sure would change the choice; {named} moves \
             it most ({}).",
            moves_text(check)
        ))
    })
}

/// The fact that is most worth checking, where knowing it would change the choice often enough to say so.
pub(super) fn worth_checking(decision: &Decision, draws: &Robustness) -> Option<String> {
    let check = draws.checks.first().filter(|check| check.changes_choice >= WORTH_NAMING)?;
    let what = if check.is_mark { "mark" } else { "fact" };
    let named = check_name(decision, check);
    Some(format!(
        "Of what is not known for sure, the {what} most worth checking is {named}: knowing it would change the choice in \
         {} of cases.",
        percent(check.changes_choice)
    ))
}

fn check_name(decision: &Decision, check: &FactWorth) -> String {
    format!("{} of {}", fact_name(decision, &check.fact, check.is_mark), check.vendor_name)
}

/// What a fact that is not known for sure does, in a line.
#[must_use]
pub fn check_text(decision: &Decision, check: &FactWorth) -> String {
    let known = if check.is_unknown { "not known" } else { "not sure" };
    let name = fact_name(decision, &check.fact, check.is_mark);
    let changes = if check.changes_choice >= WORTH_NAMING {
        format!("; changes the choice in {}", percent(check.changes_choice))
    } else {
        String::new()
    };
    format!("{known}: {name} of {}, {}{changes}", check.vendor_name, moves_text(check))
}

/// How far a fact moves the first place of the leader: `first in 82 % to 93 %`.
fn moves_text(check: &FactWorth) -> String {
    let [low, high] = check.first_share.map(percent);
    format!("first in {low} to {high}")
}

/// The scores between which nine of ten draws lie: `72.7–79.7`; of totals below 1 with as many digits as tell them apart.
pub(crate) fn spread_text(score: &ScoreSpread) -> String {
    let most = score.low.abs().max(score.high.abs());
    let mut digits = usize::from(most < 100_000.0);
    let mut unit = 1.0;
    while most < unit && most > 0.0 && digits < 12 {
        (digits, unit) = (if digits == 1 { 4 } else { digits + 1 }, unit / 10.0);
    }
    format!("{:.digits$}–{:.digits$}", score.low, score.high)
}
