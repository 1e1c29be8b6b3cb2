//! Charges and the fee for leaving early: what is counted, and when it is paid.

use super::steps::{Steps, conversion_factors, upfront_step};
use super::{Breakdown, CostLine, CostPart};
use crate::cost::contract::months_left;
use crate::cost::rates::Conversion;
use crate::cost::workload::{MonthWork, mean_team};
use crate::cost::{Money, Unknown};
use crate::decision::quote::{Charge, ChargeUnit, TerminationUnit};
use crate::exact::Exact;

/// What charges may be counted on.
pub(super) struct Context<'a> {
    pub(super) everything: &'a [MonthWork],
    pub(super) invoice: &'a [Money],
}

impl Breakdown<'_> {
    /// The line of a charge.
    ///
    /// - `each`: what one unit costs.
    pub(super) fn charge_line(
        &self,
        charge: &Charge,
        each: &Exact,
        part: CostPart,
        context: &Context<'_>,
        conversion: &Conversion,
    ) -> Result<CostLine, Unknown> {
        let mut line = CostLine {
            id: charge.id.clone(),
            name: charge.name.clone(),
            part,
            campaign: None,
            automation: None,
            upfront: Money::ZERO,
            months: vec![Money::ZERO; self.basis.months],
            steps: Vec::new(),
        };
        let is_money = charge.per.is_money();
        let is_percent = matches!(charge.per, ChargeUnit::InvoicePercent | ChargeUnit::FirstYearPercent);
        let plain = if is_percent { Exact::of_percent(each) } else { each.clone() };
        let rate = |month: usize| if is_money { each * &conversion.factor(month) } else { plain.clone() };
        let named = || if is_percent { format!("{} %", each.plain(4)) } else { charge.per.to_string() };
        if let Some((quantity, unit)) = upfront_quantity(charge.per, context) {
            line.upfront = Money::of(&(&quantity * &rate(0)));
            if self.is_explained && !line.upfront.is_zero() {
                let mut factors = vec![(named(), plain.clone())];
                if is_money {
                    factors.extend(conversion_factors(conversion, 0));
                }
                line.steps.push(upfront_step(quantity, unit, factors, line.upfront));
            }
        }
        let mut steps = Steps::new(self.is_explained);
        let rise = &Exact::ONE + &charge.increase;
        let (mut year_factor, mut each_of_year) = (Exact::ONE, rate(0));
        for month in 0..self.basis.months {
            if month > 0 && month.is_multiple_of(12) {
                year_factor = &year_factor * &rise;
                each_of_year = &rate(month) * &year_factor;
            }
            let Some((quantity, unit)) = self.monthly_quantity(charge.per, context, month)? else { continue };
            let money = Money::of(&(&quantity * &each_of_year));
            line.months[month] = money;
            steps.add(month, &quantity, unit, money, || {
                let mut factors = vec![(named(), plain.clone())];
                if is_money {
                    factors.extend(conversion_factors(conversion, month));
                }
                if !charge.increase.is_zero() {
                    factors.push(("increase".to_owned(), year_factor.clone()));
                }
                factors
            });
        }
        line.steps.extend(steps.0);
        Ok(line)
    }

    /// How many units of a charge are paid in a month.
    fn monthly_quantity(
        &self,
        per: ChargeUnit,
        context: &Context<'_>,
        month: usize,
    ) -> Result<Option<(Exact, &'static str)>, Unknown> {
        let work = &context.everything[month];
        Ok(match per {
            ChargeUnit::End => (month + 1 == self.basis.months).then_some((Exact::ONE, "times")),
            ChargeUnit::Month => Some((Exact::ONE, "months")),
            ChargeUnit::Year => Some((Exact::ONE.over(&Exact::from(12)).unwrap_or_default(), "years")),
            ChargeUnit::Contact => Some((work.contacts.clone(), "contacts")),
            ChargeUnit::Minute => Some((work.handle_minutes.clone(), "handle minutes")),
            ChargeUnit::ProductiveHour => Some((work.productive_hours.clone(), "productive hours")),
            ChargeUnit::PaidHour => Some((work.paid_hours.clone(), "paid hours")),
            ChargeUnit::FteMonth => Some((work.fte_months.clone(), "FTE-months")),
            // Channels are busy at different times, but a seat cannot be at two desks: their peaks add up.
            ChargeUnit::AgentMonth => {
                let peaks = self.work.channels.iter().map(|channel| channel.months[month].peak_agents);
                Some((Exact::from(peaks.sum::<u32>()), "peak agents x months"))
            }
            ChargeUnit::NewAgent => {
                let attrition = self.attrition()?;
                let leavers = (&work.fte_months * &attrition).over(&Exact::from(12)).unwrap_or_default();
                Some((leavers, "leavers"))
            }
            ChargeUnit::InvoicePercent => Some((context.invoice[month].to_exact(), "invoice")),
            ChargeUnit::Once | ChargeUnit::FirstYearPercent | ChargeUnit::InvoiceMonths => None,
        })
    }

    /// What it costs to leave before the contract ends, in the last month that we need it.
    pub(super) fn termination_line(
        &self,
        context: &Context<'_>,
        conversion: &Conversion,
    ) -> Option<CostLine> {
        let contract = self.quote.contract.as_ref()?;
        let termination = contract.termination.as_ref()?;
        let left = months_left(contract, self.basis.months);
        if left == 0 {
            return None;
        }
        let last = self.basis.months - 1;
        let each = termination.amount.at(self.ends.money);
        let last_year = &context.invoice[context.invoice.len().saturating_sub(12)..];
        let (quantity, unit, is_money) = match termination.per {
            TerminationUnit::Once => (Exact::ONE, "times", true),
            TerminationUnit::MonthLeft => (Exact::from(left), "months left", true),
            TerminationUnit::InvoiceMonths => {
                let sum: Money = last_year.iter().copied().sum();
                (
                    sum.over(&Exact::from(last_year.len())).unwrap_or_default(),
                    "mean invoice of a month",
                    false,
                )
            }
        };
        let factor = if is_money { conversion.factor(last) } else { Exact::ONE };
        let money = Money::of(&(&(&quantity * each) * &factor));
        let mut months = vec![Money::ZERO; self.basis.months];
        months[last] = money;
        let mut steps = Steps::new(self.is_explained);
        steps.add(last, &quantity, unit, money, || vec![("termination fee".to_owned(), each.clone())]);
        let (id, name) = ("termination".to_owned(), "Fee for leaving early".to_owned());
        let (part, upfront, campaign, automation) = (CostPart::Charges, Money::ZERO, None, None);
        Some(CostLine { id, name, part, campaign, automation, upfront, months, steps: steps.0 })
    }
}

/// How many units of a charge are paid before the start.
fn upfront_quantity(per: ChargeUnit, context: &Context<'_>) -> Option<(Exact, &'static str)> {
    let first_year = || context.invoice.iter().take(12).copied().sum::<Money>().to_exact();
    match per {
        ChargeUnit::Once => Some((Exact::ONE, "times")),
        ChargeUnit::NewAgent => Some((mean_team(context.everything), "FTE, mean of the first year")),
        ChargeUnit::FirstYearPercent => Some((first_year(), "invoice of the first year")),
        ChargeUnit::InvoiceMonths => {
            let months = context.invoice.len().min(12);
            let mean = first_year().over(&Exact::from(months)).unwrap_or_default();
            Some((mean, "mean invoice of a month"))
        }
        _ => None,
    }
}
