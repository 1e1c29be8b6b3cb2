//! Everything that a report says, worked out once.

use std::cell::OnceCell;
use std::num::NonZeroUsize;

use crate::cost::{self, Costs};
use crate::decision::fact::Evidence;
use crate::decision::{Award, Date, Decision, FactValue};
use crate::panel::{self, PanelResults};
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

/// What a report is made from. Each answer is worked out when it is first asked for, so that a report costs no
/// more than the chapters and formats that were chosen.
#[derive(Debug)]
pub struct Findings<'a> {
    /// What was decided on.
    pub decision: &'a Decision,
    /// Its evaluation: the numbers of record.
    pub evaluation: &'a Evaluation,
    /// Who got the work, oldest award first; empty while nothing is awarded.
    pub awards: Vec<Award>,
    /// The day that the report bears.
    pub date: Option<Date>,
    costs: OnceCell<Option<Costs>>,
    robustness: OnceCell<Option<Robustness>>,
    how_sure: OnceCell<Option<String>>,
    stability: OnceCell<Vec<Stability>>,
    nearest: OnceCell<Vec<NearestChange>>,
    break_even: OnceCell<Vec<BreakEven>>,
    reversals: OnceCell<Option<Reversals>>,
    rule_trials: OnceCell<Vec<RuleTrial>>,
    panel: OnceCell<Option<PanelResults>>,
}

/// What a report of a decision says; nothing is worked out yet.
///
/// - `date`: the day that it bears; by default the newest day on which a fact was taken, so that equal
///   input gives equal reports.
#[must_use]
pub fn findings<'a>(evaluation: &'a Evaluation, date: Option<Date>) -> Findings<'a> {
    let decision = &*evaluation.decision;
    Findings {
        decision,
        evaluation,
        awards: Vec::new(),
        date: date.or_else(|| newest(decision)),
        costs: OnceCell::new(),
        robustness: OnceCell::new(),
        how_sure: OnceCell::new(),
        stability: OnceCell::new(),
        nearest: OnceCell::new(),
        break_even: OnceCell::new(),
        reversals: OnceCell::new(),
        rule_trials: OnceCell::new(),
        panel: OnceCell::new(),
    }
}

impl Findings<'_> {
    /// What the quotes cost; none where the decision forecasts no demand or it cannot be staffed.
    pub fn costs(&self) -> Option<&Costs> {
        self.costs.get_or_init(|| cost::costs(self.decision).and_then(Result::ok)).as_ref()
    }

    /// How sure the ranking is; none where no vendor is in reach of it.
    pub fn robustness(&self) -> Option<&Robustness> {
        let found = || {
            let plan = self.plan()?;
            // Equal counts on any number of threads.
            let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
            let drawn = run(&plan, Shard::WHOLE, threads, &mut |_| true);
            Some(results(self.evaluation, &plan, &drawn.counts, drawn.is_partial))
        };
        self.robustness.get_or_init(found).as_ref()
    }

    /// What is drawn and how, without drawing it; none where no vendor is in reach of the ranking.
    #[must_use]
    pub fn draws(&self) -> Option<Settings> {
        self.plan().map(|plan| plan.settings)
    }

    fn plan(&self) -> Option<Plan> {
        let settings = Settings { draws: DRAWS, ..Settings::of(self.decision) };
        Plan::new(self.evaluation, settings).ok()
    }

    /// The same in plain words.
    pub fn how_sure(&self) -> Option<&str> {
        let said = || Some(in_words(self.evaluation, self.robustness()?, self.stability()));
        self.how_sure.get_or_init(said).as_deref()
    }

    /// How far each weight may move; empty for very large decisions.
    pub fn stability(&self) -> &[Stability] {
        self.stability.get_or_init(|| self.unless_large(|| stability(self.evaluation)))
    }

    /// How little would have to change for each rival; empty for very large decisions.
    pub fn nearest(&self) -> &[NearestChange] {
        self.nearest.get_or_init(|| {
            if self.evaluation.ranked().count() > MOST_FOR_PROGRAMS {
                return Vec::new();
            }
            self.unless_large(|| nearest_changes(self.evaluation))
        })
    }

    /// What the facts of the first vendors would have to be; empty for very large decisions.
    pub fn break_even(&self) -> &[BreakEven] {
        let firsts = || self.evaluation.ranked().take(MOST_BROKEN_EVEN);
        let of_firsts =
            || firsts().filter_map(|vendor| break_even(&self.evaluation.decision, vendor.id())).flatten();
        self.break_even.get_or_init(|| self.unless_large(|| of_firsts().collect()))
    }

    /// The order without a vendor, and with another; none for very large decisions.
    pub fn reversals(&self) -> Option<&Reversals> {
        let found = || self.unless_large(|| Some(reversals(self.evaluation)));
        self.reversals.get_or_init(found).as_ref()
    }

    /// The ranking under other price formulas and roundings; empty for very large decisions.
    pub fn rule_trials(&self) -> &[RuleTrial] {
        self.rule_trials.get_or_init(|| self.unless_large(|| rule_trials(self.evaluation)))
    }

    /// What the panel's marks say; none where the decision has no panel.
    pub fn panel(&self) -> Option<&PanelResults> {
        self.panel.get_or_init(|| panel::results(self.evaluation)).as_ref()
    }

    /// Leaves out how sure the ranking is and what would change it, which is what takes long.
    #[must_use]
    pub fn without_doubt(self) -> Self {
        Findings {
            robustness: None.into(),
            how_sure: None.into(),
            stability: Vec::new().into(),
            nearest: Vec::new().into(),
            break_even: Vec::new().into(),
            reversals: None.into(),
            rule_trials: Vec::new().into(),
            ..self
        }
    }

    /// An answer that is not looked for in very large decisions.
    fn unless_large<T: Default>(&self, answer: impl FnOnce() -> T) -> T {
        let is_large = self.decision.vendors.len() * self.decision.criteria.len() > MOST_CELLS;
        if is_large { T::default() } else { answer() }
    }
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
