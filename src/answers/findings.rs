//! Everything that a report says, worked out once.

use std::cell::OnceCell;

use super::cost::{NoCosts, costed};
use super::uncertainty::{self, HowSure, is_large, paragraph, stabilities};
use crate::cost::Costs;
use crate::decision::constraint;
use crate::decision::fact::Evidence;
use crate::decision::{AwardRecord, Date, Decision, FactValue};
use crate::panel::{self, PanelResults};
use crate::record::since::Since;
use crate::robust::compared::{Asked, too_many_compared};
use crate::robust::{
    BreakEven, Dominance, DrawSettings, NearestChange, Optimality, Plan, Reversals, Robustness, RuleTrial,
    Stability, break_even, conditions, dominance, nearest_changes, optimality, reversals, rule_trials,
};
use crate::score::Evaluation;

/// The most vendors whose facts are asked for their break-even: the first of the ranking.
const MOST_BROKEN_EVEN: usize = 5;
/// The most ranked vendors that are asked for the weights at which they win: a linear program each.
const MOST_FOR_PROGRAMS: usize = 40;

/// What a report is made from. Each answer is worked out when it is first asked for, so that a report costs no
/// more than the chapters and formats that were chosen.
#[derive(Debug)]
pub struct Findings<'a> {
    /// What was decided on.
    pub decision: &'a Decision,
    /// Its evaluation: the numbers of record.
    pub evaluation: &'a Evaluation,
    /// Who got the work; empty while nothing is awarded.
    pub record: AwardRecord,
    /// The day that the report bears.
    pub date: Option<Date>,
    /// What that day is, where nobody said it: `Evidence up to`, or `As of` where an award or a lock came later; else empty.
    pub date_is: &'static str,
    /// Whether a decision that is large gets the answers that take long as well.
    is_in_full: bool,
    costs: OnceCell<Result<Costs, NoCosts>>,
    glance: OnceCell<Option<HowSure>>,
    robustness: OnceCell<Option<Robustness>>,
    how_sure: OnceCell<Option<String>>,
    stability: OnceCell<Vec<Stability>>,
    optimality: OnceCell<Vec<Optimality>>,
    nearest: OnceCell<Vec<NearestChange>>,
    conditions: OnceCell<Vec<String>>,
    dominance: OnceCell<Vec<Dominance>>,
    break_even: OnceCell<Vec<BreakEven>>,
    reversals: OnceCell<Option<Reversals>>,
    rule_trials: OnceCell<Vec<RuleTrial>>,
    panel: OnceCell<Option<PanelResults>>,
}

/// What a report of a decision says; nothing is worked out yet.
///
/// - `date`: the day that it bears; by default the newest day on which a fact was taken or something was locked,
///   and with [`Findings::with_record`] awarded, so that equal input gives equal reports.
#[must_use]
pub fn findings(evaluation: &Evaluation, date: Option<Date>) -> Findings<'_> {
    let decision = &*evaluation.decision;
    let locks = decision.provenance.locks.iter().filter_map(|lock| lock.done.at.get(..10)?.parse().ok());
    let own = if date.is_some() { "" } else { "Evidence up to" };
    let mut findings = Findings {
        decision,
        evaluation,
        record: AwardRecord::default(),
        date: date.or_else(|| newest(decision)),
        date_is: own,
        is_in_full: false,
        costs: OnceCell::new(),
        glance: OnceCell::new(),
        robustness: OnceCell::new(),
        how_sure: OnceCell::new(),
        stability: OnceCell::new(),
        optimality: OnceCell::new(),
        nearest: OnceCell::new(),
        conditions: OnceCell::new(),
        dominance: OnceCell::new(),
        break_even: OnceCell::new(),
        reversals: OnceCell::new(),
        rule_trials: OnceCell::new(),
        panel: OnceCell::new(),
    };
    findings.comes_after(locks);
    findings
}

impl Findings<'_> {
    /// Takes the record of awards; what was awarded or answered last dates the report.
    #[must_use]
    pub fn with_record(mut self, record: AwardRecord) -> Self {
        let signed = record.awards.iter().flat_map(|award| award.by.iter().filter_map(|signer| signer.on));
        let awarded = record.awards.iter().map(|award| award.on);
        let answered = record.clearances.iter().map(|answer| answer.on);
        self.comes_after(awarded.chain(signed).chain(answered));
        self.record = record;
        self
    }

    /// Takes the day of a report that was made before, whatever came later.
    #[must_use]
    pub fn dated(self, date: Option<Date>) -> Self {
        Findings { date, date_is: "", ..self }
    }

    /// Dates the report by what happened last, unless somebody said its day.
    fn comes_after(&mut self, days: impl Iterator<Item = Date>) {
        let Some(last) = days.max() else { return };
        if !self.date_is.is_empty() && self.date.is_none_or(|date| date < last) {
            self.date = Some(last);
            self.date_is = "As of";
        }
    }

    /// What is different today from what the award in force says.
    #[must_use]
    pub fn since_award(&self) -> Since {
        Since::of(&self.record, self.evaluation)
    }

    /// What the quotes cost; none where the decision forecasts no demand or it cannot be staffed.
    pub fn costs(&self) -> Option<&Costs> {
        self.costs_or_why().as_ref().ok()
    }

    /// The same, with the reason where it cannot be told.
    pub(super) fn costs_or_why(&self) -> &Result<Costs, NoCosts> {
        self.costs.get_or_init(|| costed(self.decision))
    }

    /// How sure the first place is, for whoever shows it beside other things: of a large decision the first draws.
    /// None where no vendor is in reach of the ranking.
    pub fn glance(&self) -> Option<&str> {
        let drawn = || {
            let settings = DrawSettings { detail: false, ..uncertainty::glance(self.decision) };
            HowSure::new(self.evaluation, settings, &mut |_| true)
        };
        self.glance.get_or_init(drawn).as_ref().map(|sure| sure.words.as_str())
    }

    /// How sure the ranking is; none where no vendor is in reach of it.
    pub fn robustness(&self) -> Option<&Robustness> {
        let settings = || DrawSettings::of(self.decision);
        let drawn = || uncertainty::drawn(self.evaluation, settings(), &mut |_| true);
        self.robustness.get_or_init(drawn).as_ref()
    }

    /// Why nobody can say how sure the first place is; none where it can be told, or where no vendor is in reach of it.
    #[must_use]
    pub fn why_not_drawn(&self) -> Option<String> {
        let error = Plan::new(self.evaluation, DrawSettings::of(self.decision)).err()?;
        Some(format!("How sure the first place is has not been drawn: {error}."))
    }

    /// What is drawn and how, without drawing it; none where no vendor is in reach of the ranking.
    #[must_use]
    pub fn draws(&self) -> Option<DrawSettings> {
        let plan = Plan::new(self.evaluation, DrawSettings::of(self.decision));
        plan.ok().map(|plan| plan.settings)
    }

    /// The same in plain words.
    pub fn how_sure(&self) -> Option<&str> {
        let said = || Some(paragraph(self.evaluation, self.robustness()?, self.stability()));
        self.how_sure.get_or_init(said).as_deref()
    }

    /// How far each weight may move; empty for very large decisions.
    pub fn stability(&self) -> &[Stability] {
        self.stability.get_or_init(|| stabilities(self.evaluation))
    }

    /// Who could win at some weights; empty for very large decisions.
    pub fn optimality(&self) -> &[Optimality] {
        self.optimality.get_or_init(|| {
            if self.evaluation.ranked().count() > MOST_FOR_PROGRAMS {
                return Vec::new();
            }
            self.unless_large(|| self.admissible().unwrap_or_default())
        })
    }

    /// Who could win at the weights that satisfy what is known of them.
    fn admissible(&self) -> Option<Vec<Optimality>> {
        let criteria = &self.decision.criteria;
        let constraints = constraint::parse(&self.robustness()?.settings.constraints, criteria).ok()?;
        let rows: Vec<_> = constraints.iter().map(|one| one.weight_row(criteria)).collect();
        optimality(self.evaluation, &rows)
    }

    /// How little would have to change for each rival; empty for very large decisions.
    pub fn nearest(&self) -> &[NearestChange] {
        self.nearest.get_or_init(|| self.unless_large(|| nearest_changes(self.evaluation)))
    }

    /// What is taken for granted by what is said of all weights.
    pub fn conditions(&self) -> &[String] {
        self.conditions.get_or_init(|| conditions(self.evaluation))
    }

    /// Who is behind at all weights; empty for very large decisions.
    pub fn dominance(&self) -> &[Dominance] {
        self.dominance.get_or_init(|| self.unless_large(|| dominance(self.evaluation)))
    }

    /// What the facts of the first vendors would have to be; empty for very large decisions.
    pub fn break_even(&self) -> &[BreakEven] {
        let firsts = || self.evaluation.ranked().take(MOST_BROKEN_EVEN);
        let of_firsts =
            || firsts().filter_map(|vendor| break_even(&self.evaluation.decision, vendor.id())).flatten();
        // A total that looks at everybody is worked out anew for everybody at each number that is tried.
        let found = || {
            if self.decision.rule.is_sum() {
                self.unless_large(|| of_firsts().collect())
            } else {
                self.unless_compared(|| of_firsts().collect())
            }
        };
        self.break_even.get_or_init(found)
    }

    /// The order without a vendor, and with another; none for very large decisions.
    pub fn reversals(&self) -> Option<&Reversals> {
        let found = || self.unless_compared(|| Some(reversals(self.evaluation)));
        self.reversals.get_or_init(found).as_ref()
    }

    /// The ranking under other price formulas and roundings; empty for very large decisions.
    pub fn rule_trials(&self) -> &[RuleTrial] {
        self.rule_trials.get_or_init(|| self.unless_compared(|| rule_trials(self.evaluation)))
    }

    /// What the panel's marks say; none where the decision has no panel.
    pub fn panel(&self) -> Option<&PanelResults> {
        self.panel.get_or_init(|| panel::results(self.evaluation)).as_ref()
    }

    /// Leaves out how sure the ranking is and what would change it, which is what takes long.
    #[must_use]
    pub fn without_uncertainty(self) -> Self {
        Findings {
            glance: None.into(),
            robustness: None.into(),
            how_sure: None.into(),
            stability: Vec::new().into(),
            optimality: Vec::new().into(),
            nearest: Vec::new().into(),
            conditions: Vec::new().into(),
            dominance: Vec::new().into(),
            break_even: Vec::new().into(),
            reversals: None.into(),
            rule_trials: Vec::new().into(),
            ..self
        }
    }

    /// Takes draws of the caller's own, and answers every question, however large the decision is.
    #[must_use]
    pub fn of_draws(self, robustness: Robustness) -> Self {
        Findings { robustness: Some(robustness).into(), is_in_full: true, ..self }
    }

    /// Takes draws of the caller's own and answers nothing besides: what there is when time is up.
    #[must_use]
    pub fn of_draws_alone(self, robustness: Robustness) -> Self {
        let said = paragraph(self.evaluation, &robustness, &[]);
        Findings {
            robustness: Some(robustness).into(),
            how_sure: Some(said).into(),
            ..self.without_uncertainty()
        }
    }

    /// One that is not looked for either where too many bids are compared.
    fn unless_compared<T: Default>(&self, answer: impl FnOnce() -> T) -> T {
        if too_many_compared(self.decision, Asked::Trials).is_some() {
            T::default()
        } else {
            self.unless_large(answer)
        }
    }

    /// An answer that is not looked for in very large decisions, unless they are asked about in full.
    fn unless_large<T: Default>(&self, answer: impl FnOnce() -> T) -> T {
        if is_large(self.decision) && !self.is_in_full { T::default() } else { answer() }
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
            std::iter::once(&*fact.evidence).chain(items.iter().map(|item| &item.evidence))
        })
        .filter_map(|evidence: &Evidence| evidence.as_of)
        .max()
}
