//! Lines of clauses: minimums of the whole quote, service credits, bonus and malus, contacts that stay where they are.

use super::steps::Steps;
use super::{Breakdown, CostLine, CostPart};
use crate::cost::clauses::{self, Miss, monthly_top_ups, service_credit, yearly_top_up};
use crate::cost::rates::Conversion;
use crate::cost::{Money, Unknown};
use crate::decision::End;
use crate::exact::Exact;

impl Breakdown<'_> {
    /// What the minimum of a month of the whole quote adds; what is carried stays within a contract year.
    pub(super) fn minimum_line(&self, conversion: &Conversion, prices: &[CostLine]) -> Option<CostLine> {
        let minimum = self.quote.minimum.as_ref()?;
        let carries = self.quote.minimums.as_ref().is_some_and(|minimums| minimums.carry);
        let mut steps = Steps::new(self.is_explained);
        let mut months = Vec::with_capacity(self.basis.months);
        for year in 0..self.basis.months.div_ceil(12) {
            let (first, end) = (12 * year, self.basis.months.min(12 * (year + 1)));
            let due = Money::of(&(minimum * &conversion.factor(first)));
            let billed = (first..end).map(|month| billed(prices, month).to_exact());
            let added = monthly_top_ups(&billed.collect::<Vec<_>>(), &due.to_exact(), carries);
            for (month, added) in (first..end).zip(added) {
                let added = Money::of(&added);
                let count = Exact::from(u32::from(!added.is_zero()));
                steps.add(month, &count, "months below the minimum", added, Vec::new);
                steps.remark_if(!added.is_zero(), "at the minimum");
                months.push(added);
            }
        }
        Some(line(("minimum", "Minimum of the quote"), CostPart::Invoice, months, steps))
    }

    /// What the minimum of a year adds, in its last month.
    ///
    /// - `billed_lines`: prices, and what the minimum of a month adds.
    pub(super) fn yearly_line(&self, conversion: &Conversion, billed_lines: &[CostLine]) -> Option<CostLine> {
        let minimum = self.quote.minimums.as_ref()?.year.as_ref()?;
        let mut steps = Steps::new(self.is_explained);
        let mut months = vec![Money::ZERO; self.basis.months];
        for year in 0..self.basis.months.div_ceil(12) {
            let (first, end) = (12 * year, self.basis.months.min(12 * (year + 1)));
            let paid: Money = (first..end).map(|month| billed(billed_lines, month)).sum();
            let due = minimum * &conversion.factor(first);
            let added = Money::of(&yearly_top_up(&paid.to_exact(), &due, end - first));
            months[end - 1] = added;
            let count = Exact::from(u32::from(!added.is_zero()));
            steps.add(end - 1, &count, "years below the minimum", added, Vec::new);
            steps.remark_if(!added.is_zero(), "at the minimum of a year");
        }
        Some(line(("minimum-year", "True-up to the minimum of a year"), CostPart::Invoice, months, steps))
    }

    /// Money back for missed service levels: what we count on.
    pub(super) fn credit_line(&self, invoice: &[Money]) -> Option<CostLine> {
        let share = self.credit_share()?;
        let mut steps = Steps::new(self.is_explained);
        let month = |(month, invoice): (usize, &Money)| {
            let back = -invoice.times(&share);
            steps.add(month, &invoice.to_exact(), "invoice", back, || vec![("credits".to_owned(), -&share)]);
            back
        };
        let months: Vec<Money> = invoice.iter().enumerate().map(month).collect();
        // Of a share that is typed in there is nothing to explain.
        let steps = if self.quote.credits.as_ref()?.levels.is_empty() { Steps::new(false) } else { steps };
        Some(line(("credits", "Service credits that we count on"), CostPart::Charges, months, steps))
    }

    /// What we count on of the invoice; none where that is nothing.
    fn credit_share(&self) -> Option<Exact> {
        let credits = self.quote.credits.as_ref()?;
        let end = match self.ends.money {
            // The dearest contract is the one whose levels are never missed.
            End::Low => End::High,
            End::Likely => End::Likely,
            End::High => End::Low,
        };
        let miss = |level: &crate::decision::quote::CreditLevel| Miss {
            pool: level.pool.clone(),
            share: level.share.clone(),
            missed: level.missed_share(end),
        };
        let misses: Vec<Miss> = credits.levels.iter().map(miss).collect();
        let of_levels = service_credit(&Exact::ONE, &credits.at_risk, &misses).credit;
        let won_back = credits.earn_back == Some(true) && self.ends.money == End::High;
        let of_levels = if won_back { Exact::ZERO } else { of_levels };
        let share = credits.expected.clone().min(credits.at_risk.clone()).max(of_levels);
        let counts = !credits.expected.is_zero() || !credits.levels.is_empty();
        counts.then_some(share)
    }

    /// More money for better work, less for worse. What is reached and is not known is neither, up to both ends.
    pub(super) fn bonus_line(&self, invoice: &[Money]) -> Result<Option<CostLine>, Unknown> {
        let Some(bonus) = &self.quote.bonus else { return Ok(None) };
        let steps_of = clauses::Steps {
            target: bonus.target.clone(),
            is_lower_better: bonus.is_lower_better,
            step: bonus.step.clone(),
            each: bonus.each.clone(),
            dead: bonus.dead.clone(),
            most_bonus: bonus.most.clone(),
            most_malus: bonus.malus.clone(),
        };
        let share = match &bonus.actual {
            Some(actual) => {
                let named = || actual.fact().map_or_else(String::new, ToString::to_string);
                let actual = actual.of(self.vendor).ok_or_else(|| Unknown::Fact(named()))?;
                // The better the work, the more is paid.
                let end = match (self.ends.money, bonus.is_lower_better) {
                    (End::Low, true) => End::High,
                    (End::High, true) => End::Low,
                    (end, _) => end,
                };
                steps_of.share(actual.at(end))
            }
            None => match self.ends.money {
                End::Low => -&bonus.malus,
                End::Likely => Exact::ZERO,
                End::High => bonus.most.clone(),
            },
        };
        let mut steps = Steps::new(self.is_explained);
        let month = |(month, invoice): (usize, &Money)| {
            let moved = invoice.times(&share);
            steps.add(month, &invoice.to_exact(), "invoice", moved, || {
                vec![("bonus".to_owned(), share.clone())]
            });
            moved
        };
        let months: Vec<Money> = invoice.iter().enumerate().map(month).collect();
        Ok(Some(line(("bonus", "Bonus and malus"), CostPart::Charges, months, steps)))
    }

    /// What contacts cost that stay with whoever has the work today; none where none do, or nothing is assumed of it.
    pub(super) fn present_line(&self) -> Option<CostLine> {
        let each = self.basis.present.as_ref()?.at(self.ends.money);
        if self.work.together.iter().all(|month| month.stay.is_none()) {
            return None;
        }
        let mut steps = Steps::new(self.is_explained);
        let mut months = vec![Money::ZERO; self.basis.months];
        for (month, work) in self.work.together.iter().enumerate() {
            let Some(stay) = work.stay.as_ref().filter(|stay| !stay.is_zero()) else { continue };
            months[month] = Money::of(&(stay * each));
            steps
                .add(month, stay, "contacts", months[month], || vec![("a contact".to_owned(), each.clone())]);
        }
        let name = "Contacts that stay with the present provider";
        Some(line(("present-provider", name), CostPart::Buyer, months, steps))
    }
}

fn billed(lines: &[CostLine], month: usize) -> Money {
    lines.iter().map(|line| line.months[month]).sum()
}

fn line((id, name): (&str, &str), part: CostPart, months: Vec<Money>, steps: Steps) -> CostLine {
    let (id, name) = (id.to_owned(), name.to_owned());
    CostLine {
        id,
        name,
        part,
        campaign: None,
        automation: None,
        upfront: Money::ZERO,
        months,
        steps: steps.0,
    }
}
