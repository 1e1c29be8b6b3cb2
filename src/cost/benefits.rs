//! What vendors are worth beside their cost: customers who stay, sales, what else they bring, and what comes back of what is
//! spent first. None of it is in a cost.

use serde::Serialize;

use super::Range;
use super::brought::{Brought, Months, brought, lost, value_range};
use super::figures::{Figures, Flow};
use super::present::Discount;
use super::worth::{Returned, roi};
use crate::decision::worth::{Baseline, Worth};
use crate::decision::{CostBasis, Vendor};
use crate::exact::Exact;

/// What a vendor is worth over the term, against the baseline where there is one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Benefits {
    /// Whether it is what others are held against.
    pub is_baseline: bool,
    /// Customers who leave with it; none where that is not known, or not asked for.
    pub lost_customers: Option<Range>,
    /// How many more of them stay than with the baseline; none without one.
    pub kept_customers: Option<Range>,
    /// What it brings, one by one.
    pub rows: Vec<BenefitRow>,
    /// All of that; none where some of it is not known, or nothing is asked for.
    pub benefit: Option<Range>,
    /// How much less it costs than the baseline; none without one.
    pub saving: Option<Range>,
    /// How much more is spent before the start than with the baseline.
    pub upfront: Option<Range>,
    /// Benefit and saving; without a baseline, benefit less cost.
    pub net: Option<Range>,
    /// The same, discounted to the start; none without a baseline.
    pub npv: Option<Range>,
    /// Net for each unit of money spent before the start; none where nothing is, or without a baseline.
    pub roi: Option<Range>,
    /// Months until what is spent before the start is back; none without a baseline.
    pub payback_months: Option<MonthsUntil>,
    /// The same with discounted money.
    pub discounted_payback_months: Option<MonthsUntil>,
    /// What is not said that this hangs on, in words.
    pub missing: Vec<String>,
}

/// Something that a vendor brings.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BenefitRow {
    /// What it is.
    pub name: String,
    /// Money over the term, less what the baseline brings; none where that is not known.
    pub money: Option<Range>,
}

/// Months until something is so; none where it is not within the term.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MonthsUntil {
    /// At best.
    pub low: Option<Exact>,
    /// As is likely.
    pub likely: Option<Exact>,
    /// At worst.
    pub high: Option<Exact>,
}

impl MonthsUntil {
    /// As a range; none where one of them is not within the term.
    #[must_use]
    pub fn range(&self) -> Option<Range> {
        Some(Range { low: self.low.clone()?, likely: self.likely.clone()?, high: self.high.clone()? })
    }
}

/// What a customer who stays is worth; none where that is not said.
#[must_use]
pub fn customer_worth(basis: &CostBasis) -> Option<Range> {
    value_range(basis, basis.worth.as_deref()?)
}

/// What all vendors are worth; none for those of whom it is not known what they cost, and where nothing is said of it.
///
/// - `figures`: what each quote comes to.
/// - `asked`: the places of those that are asked about; nothing is said of the others.
pub(super) fn benefits(
    basis: &CostBasis,
    vendors: &[&Vendor],
    figures: &[Option<&Figures>],
    asked: impl Fn(usize) -> bool,
) -> Vec<Option<Benefits>> {
    let Some(worth) = basis.worth.as_deref() else { return vec![None; vendors.len()] };
    let baseline = worth.baseline_vendor();
    let at = baseline.and_then(|id| vendors.iter().position(|vendor| vendor.id == *id));
    let discount = Discount::new(basis);
    let counting = Counting {
        basis,
        worth,
        baseline: at.map(|at| vendors[at]),
        paid: match &worth.baseline {
            Some(Baseline::Vendor(_)) => at.and_then(|at| figures[at]?.flow.as_deref()).map(Paid::of),
            Some(Baseline::Today(today)) => {
                let months = Exact::from(basis.months);
                let of_month = |all: &Exact| all.over(&months).unwrap_or_default();
                let ends = [&today.total.low, &today.total.likely, &today.total.high];
                Some(Paid {
                    upfront: [Exact::ZERO; 3],
                    months: ends.map(|end| vec![of_month(end); basis.months]),
                })
            }
            None => None,
        },
        factors: discount.by_month(),
    };
    let of = |(place, (vendor, figures)): (usize, (&&Vendor, Option<&Figures>))| {
        let flow = figures.filter(|_| asked(place))?.flow.as_deref()?;
        Some(counting.of(vendor, &Paid::of(flow), at == Some(place)))
    };
    vendors.iter().zip(figures.iter().copied()).enumerate().map(of).collect()
}

/// What is paid before the start and in each month: the lowest, likely and highest.
struct Paid {
    upfront: [Exact; 3],
    months: Months,
}

impl Paid {
    fn of(flow: &Flow) -> Paid {
        let end = |at: usize| flow.months.iter().map(|month| month[at].to_exact()).collect();
        Paid { upfront: flow.upfront.map(super::Money::to_exact), months: [end(0), end(1), end(2)] }
    }

    fn total(&self, end: usize) -> Exact {
        &self.upfront[end] + &Exact::sum(&self.months[end])
    }
}

/// What all vendors are counted with.
struct Counting<'a> {
    basis: &'a CostBasis,
    worth: &'a Worth,
    /// The vendor that others are held against.
    baseline: Option<&'a Vendor>,
    /// What the baseline is paid; none where that is not known.
    paid: Option<Paid>,
    /// What a month's money is worth before the start.
    factors: &'a [Exact],
}

impl Counting<'_> {
    fn of(&self, vendor: &Vendor, paid: &Paid, is_baseline: bool) -> Benefits {
        let mut missing = Vec::new();
        let lost = lost(self.basis, self.worth, vendor, is_baseline, &mut missing);
        let Brought { rows, kept } = brought(self.basis, self.worth, vendor, self.baseline, is_baseline);
        for row in &rows {
            missing.extend(row.missing.iter().cloned());
        }
        if self.worth.customer.is_some() && self.worth.baseline.is_none() {
            missing.push("`baseline`, which customers are held against".to_owned());
        }
        if self.worth.baseline.is_some() && self.paid.is_none() {
            missing.push("what the baseline costs".to_owned());
        }
        missing.sort();
        missing.dedup();
        let known: Option<Vec<&Months>> = rows.iter().map(|row| row.months.as_ref()).collect();
        let gains: Option<Months> = known.map(|all| sum(&all, self.basis.months));
        let benefit = gains.as_ref().filter(|_| !rows.is_empty()).map(range_of);
        let mut benefits = Benefits {
            is_baseline,
            lost_customers: lost,
            kept_customers: kept,
            rows: rows
                .iter()
                .map(|row| BenefitRow { name: row.name.clone(), money: row.months.as_ref().map(range_of) })
                .collect(),
            benefit,
            saving: None,
            upfront: None,
            net: None,
            npv: None,
            roi: None,
            payback_months: None,
            discounted_payback_months: None,
            missing,
        };
        match (&self.paid, gains) {
            (Some(base), gains) => self.against(&mut benefits, (paid, base), gains, is_baseline),
            (None, Some(gains)) if self.worth.baseline.is_none() => {
                let net = |gain: usize, cost: usize| &Exact::sum(&gains[gain]) - &paid.total(cost);
                benefits.net = Some(Range { low: net(0, 2), likely: net(1, 1), high: net(2, 0) });
            }
            (None, _) => {}
        }
        benefits
    }

    /// Adds what is saved against the baseline and what comes back; ends of both are taken where they are furthest apart.
    fn against(
        &self,
        benefits: &mut Benefits,
        (own, base): (&Paid, &Paid),
        gains: Option<Months>,
        is_baseline: bool,
    ) {
        let pairs = if is_baseline { [(1, 1); 3] } else { [(0, 2), (1, 1), (2, 0)] };
        let range = |of: &dyn Fn(usize, usize) -> Exact| {
            let [low, likely, high] = pairs.map(|(base, own)| of(base, own));
            Range { low, likely, high }
        };
        benefits.saving = Some(range(&|at, of| &base.total(at) - &own.total(of)));
        let first = range(&|at, of| &own.upfront[at] - &base.upfront[of]);
        if let Some(gains) = gains {
            let series = |end: usize| -> Vec<Exact> {
                let (at, of) = pairs[end];
                let saved = base.months[at].iter().zip(&own.months[of]).map(|(base, own)| base - own);
                saved.zip(&gains[end]).map(|(saved, gain)| &saved + gain).collect()
            };
            let at = |upfront: &Exact, end: usize| roi(upfront, &series(end), self.factors);
            let [low, likely, high] = [at(&first.high, 0), at(&first.likely, 1), at(&first.low, 2)];
            benefits.add(low, likely, high);
        }
        benefits.upfront = Some(first);
    }
}

impl Benefits {
    /// Adds what comes back: at worst, as is likely, at best.
    fn add(&mut self, low: Returned, likely: Returned, high: Returned) {
        let [low_roi, high_roi] = [low.roi.clone(), high.roi.clone()];
        self.roi = likely.roi.map(|likely| {
            // Where nothing is spent first at one end, there is no return there.
            let [a, b] = [low_roi, high_roi].map(|end| end.unwrap_or_else(|| likely.clone()));
            Range {
                low: a.clone().min(b.clone()).min(likely.clone()),
                high: a.max(b).max(likely.clone()),
                likely,
            }
        });
        self.net = Some(Range { low: low.net, likely: likely.net, high: high.net });
        self.npv = Some(Range { low: low.npv, likely: likely.npv, high: high.npv });
        self.payback_months = Some(MonthsUntil {
            low: high.payback_months,
            likely: likely.payback_months,
            high: low.payback_months,
        });
        self.discounted_payback_months = Some(MonthsUntil {
            low: high.discounted_payback_months,
            likely: likely.discounted_payback_months,
            high: low.discounted_payback_months,
        });
    }
}

fn range_of(months: &Months) -> Range {
    let [low, likely, high] = [0, 1, 2].map(|end| Exact::sum(&months[end]));
    Range { low, likely, high }
}

fn sum(all: &[&Months], months: usize) -> Months {
    [0, 1, 2].map(|end| (0..months).map(|month| Exact::sum(all.iter().map(|one| &one[end][month]))).collect())
}
