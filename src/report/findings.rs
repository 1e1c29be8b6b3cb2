//! Everything that a report says, worked out once.

use crate::cost::{self, Costs};
use crate::decision::fact::Evidence;
use crate::decision::{Award, Date, Decision, FactValue};
use crate::robust::{
    BreakEven, NearestChange, Plan, Reversals, Robustness, RuleTrial, Settings, Shard, Stability, break_even,
    in_words, nearest_changes, results, reversals, rule_trials, run, stability,
};
use crate::score::Evaluation;

/// Draws behind the robustness of a report.
const DRAWS: u64 = 10_000;
/// The most cells, vendors times criteria, for which questions over every weight are answered.
const MOST_CELLS: usize = 4_000;
/// The most vendors whose facts are asked for their break-even: the first of the ranking.
const MOST_BROKEN_EVEN: usize = 5;
/// The most vendors for which the linear programs of the nearest change are solved.
const MOST_FOR_PROGRAMS: usize = 40;

/// What a report is made from.
#[derive(Debug)]
pub struct Findings<'a> {
    /// What was decided on.
    pub decision: &'a Decision,
    /// Its evaluation: the numbers of record.
    pub evaluation: &'a Evaluation,
    /// What the quotes cost; none where the decision forecasts no demand or it cannot be staffed.
    pub costs: Option<Costs>,
    /// How sure the ranking is; none where no vendor is in reach of it.
    pub robustness: Option<Robustness>,
    /// The same in plain words.
    pub how_sure: Option<String>,
    /// How far each weight may move; empty for very large decisions.
    pub stability: Vec<Stability>,
    /// How little would have to change for each rival; empty for very large decisions.
    pub nearest: Vec<NearestChange>,
    /// What the facts of the first vendors would have to be.
    pub break_even: Vec<BreakEven>,
    /// The order without a vendor, and with another; none for very large decisions.
    pub reversals: Option<Reversals>,
    /// The ranking under other price formulas and roundings; empty for very large decisions.
    pub rule_trials: Vec<RuleTrial>,
    /// Who got the work, oldest award first; empty while nothing is awarded.
    pub awards: Vec<Award>,
    /// The day that the report bears.
    pub date: Option<Date>,
}

/// Works out what a report of a decision says.
///
/// - `date`: the day that it bears; by default the newest day on which a fact was taken, so that equal
///   input gives equal reports.
#[must_use]
pub fn findings<'a>(decision: &'a Decision, evaluation: &'a Evaluation, date: Option<Date>) -> Findings<'a> {
    let is_large = decision.vendors.len() * decision.criteria.len() > MOST_CELLS;
    let ranked = evaluation.ranked().count();
    let stability = if is_large { Vec::new() } else { stability(decision, evaluation) };
    let robustness = draws(decision, evaluation);
    let how_sure = robustness.as_ref().map(|robustness| in_words(evaluation, robustness, &stability));
    let is_within_programs = !is_large && ranked <= MOST_FOR_PROGRAMS;
    Findings {
        decision,
        evaluation,
        costs: cost::costs(decision).and_then(Result::ok),
        how_sure,
        stability,
        nearest: if is_within_programs { nearest_changes(decision, evaluation) } else { Vec::new() },
        break_even: evaluation
            .ranked()
            .take(MOST_BROKEN_EVEN)
            .filter(|_| !is_large)
            .filter_map(|vendor| break_even(decision, &vendor.id))
            .flatten()
            .collect(),
        reversals: (!is_large).then(|| reversals(decision, evaluation)),
        rule_trials: if is_large { Vec::new() } else { rule_trials(decision, evaluation) },
        robustness,
        awards: Vec::new(),
        date: date.or_else(|| newest(decision)),
    }
}

fn draws(decision: &Decision, evaluation: &Evaluation) -> Option<Robustness> {
    let settings = Settings { draws: DRAWS, ..Settings::of(decision) };
    let plan = Plan::new(decision, evaluation, settings).ok()?;
    let drawn = run(&plan, Shard::WHOLE, 1, &mut |_| true);
    Some(results(decision, evaluation, &plan, &drawn.counts, drawn.is_partial))
}

/// The newest day on which a fact was taken.
fn newest(decision: &Decision) -> Option<Date> {
    let facts =
        decision.vendors.iter().flat_map(|vendor| vendor.facts.values().chain(vendor.ratings.values()));
    facts
        .flat_map(|fact| {
            let items: &[_] = match &fact.value {
                Some(FactValue::Set { items }) => items,
                _ => &[],
            };
            std::iter::once(&fact.evidence).chain(items.iter().map(|item| &item.evidence))
        })
        .filter_map(|evidence: &Evidence| evidence.as_of)
        .max()
}
