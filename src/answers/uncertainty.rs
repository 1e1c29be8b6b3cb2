//! How sure the first place is: how many draws are behind it, which limits hold, and the words, decided once.
//!
//! Every surface draws the same draws of the same seed. A glance at a large decision takes the first thousand of
//! them, and says so.

mod paragraph;

use crate::decision::{Decision, FactId};
use crate::exact::Exact;
use crate::parallel;
use crate::robust::{DrawSettings, Plan, Progress, Robustness, Shard, Stability, results, run, stability};
use crate::score::Evaluation;

pub use paragraph::paragraph;

/// The most cells, vendors times criteria, of a decision that is not large.
const MOST_CELLS: usize = 4_000;
/// Draws of a glance at a large decision: the first of the usual ones.
const FIRST_DRAWS: u64 = 1_000;
/// The share of draws, in per cent, in which the first must lead to be recommended where the rule does not say.
const RECOMMEND: u32 = 50;

/// What is drawn, and what it says of the first place.
#[derive(Clone, Debug)]
pub struct HowSure {
    /// What the draws say.
    pub robustness: Robustness,
    /// The same in plain words.
    pub words: String,
}

impl HowSure {
    /// Draws and puts into words; none where no vendor is in reach of the ranking.
    ///
    /// - `go_on`: asked between draws; `false` stops the run, which then says what it has.
    #[must_use]
    pub fn new(
        evaluation: &Evaluation,
        settings: DrawSettings,
        go_on: &mut dyn FnMut(Progress) -> bool,
    ) -> Option<HowSure> {
        let robustness = drawn(evaluation, settings, go_on)?;
        let words = paragraph(evaluation, &robustness, &stabilities(evaluation));
        Some(HowSure { robustness, words })
    }
}

/// How to draw for whoever shows the first place beside other things: as usual, but a large decision takes no more
/// than the first thousand draws.
#[must_use]
pub fn glance(decision: &Decision) -> DrawSettings {
    let usual = DrawSettings::of(decision);
    if is_large(decision) { DrawSettings { draws: usual.draws.min(FIRST_DRAWS), ..usual } } else { usual }
}

/// What the draws of a decision say, made on all threads; none where no vendor is in reach of the ranking.
pub(super) fn drawn(
    evaluation: &Evaluation,
    settings: DrawSettings,
    go_on: &mut dyn FnMut(Progress) -> bool,
) -> Option<Robustness> {
    let plan = Plan::new(evaluation, settings).ok()?;
    let drawn = run(&plan, Shard::WHOLE, threads(), go_on);
    Some(results(evaluation, &plan, &drawn.counts, drawn.is_partial, threads()))
}

/// Threads that draw; the counts are equal on any number.
pub(crate) fn threads() -> usize {
    parallel::processors()
}

/// Whether a decision is so large that questions over every weight are answered only where they are asked by name.
pub(crate) fn is_large(decision: &Decision) -> bool {
    decision.vendors.len() * decision.criteria.len() > MOST_CELLS
}

/// How far each weight may move; empty for large decisions.
pub(super) fn stabilities(evaluation: &Evaluation) -> Vec<Stability> {
    if is_large(&evaluation.decision) { Vec::new() } else { stability(evaluation) }
}

/// The share of draws, in per cent, in which the first must lead to be recommended.
pub(super) fn recommend_percent(decision: &Decision) -> Exact {
    decision.uncertainty.recommend.clone().unwrap_or_else(|| Exact::from(RECOMMEND))
}

/// Whether a vendor leads so seldom that it is no clear first.
pub(super) fn is_unclear(decision: &Decision, share: f64) -> bool {
    100.0 * share < recommend_percent(decision).to_f64()
}

/// The name by which a drawn fact is known: that of the criteria that read it, else of the must-haves.
pub(crate) fn fact_name(decision: &Decision, fact: &FactId, is_mark: bool) -> String {
    let criteria = decision.criteria.iter().filter(|criterion| {
        criterion.leaf.as_ref().is_some_and(|leaf| {
            if leaf.scale.is_rating() {
                is_mark && criterion.id.as_str() == fact.as_str()
            } else {
                !is_mark && leaf.fact == *fact
            }
        })
    });
    let gates = decision.gates.iter().filter(|gate| !is_mark && gate.fact == *fact);
    let mut names: Vec<&str> = criteria.map(|criterion| criterion.name.as_str()).collect();
    if names.is_empty() {
        names = gates.map(|gate| gate.name.as_str()).collect();
    }
    if names.is_empty() { fact.to_string() } else { names.join(", ") }
}

/// A share in whole per cent, but never 0 % or 100 % for what is only nearly so.
pub(super) fn percent(share: f64) -> String {
    match share_text(share).as_str() {
        "<1" => "less than 1 %".to_owned(),
        ">99" => "more than 99 %".to_owned(),
        whole => format!("{whole} %"),
    }
}

/// A share in whole per cent, as tables have it: `<1` and `>99` for what is only nearly nothing or all.
pub(crate) fn share_text(share: f64) -> String {
    if share > 0.0 && share < 0.005 {
        "<1".to_owned()
    } else if share < 1.0 && share > 0.995 {
        ">99".to_owned()
    } else {
        format!("{:.0}", 100.0 * share)
    }
}

/// `12345` as `12,345`.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).expect("digits are ASCII"))
        .collect();
    groups.join(",")
}
