//! What a quote comes to: the likely figures between the lowest and the highest of every corner.

use serde::Serialize;

use super::Money;
use crate::decision::cost_basis::Mixes;
use crate::exact::{Exact, Mode, Rounding};

/// What a quote comes to over the term, from lowest to highest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Everything that is paid.
    pub total: Range,
    /// The same, discounted to the start.
    pub npv: Range,
    /// The price lines alone.
    pub invoice: Range,
    /// The invoice for a contact: what the headline price stands for.
    pub headline_per_contact: Option<Range>,
    /// Total for a contact.
    pub per_contact: Option<Range>,
    /// Total for a resolved contact.
    pub per_resolution: Option<Range>,
    /// Invoice for an hour on the queue.
    pub effective_hour: Option<Range>,
    /// The price lines of lists that are called, for a sale that stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_sale: Option<Range>,
    /// Total for an issue with the contacts that come again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_issue: Option<Range>,
    /// Total for an issue that is solved in the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_resolved_issue: Option<Range>,
    /// The price lines of bots, for a contact that they really solve.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_bot_resolution: Option<Range>,
    /// The share of all contacts that end with a bot, in per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bot_share: Option<Range>,
    /// The containment, in per cent, from which on its bots make the quote cheaper; where nobody reads it, and where there is
    /// no such place, there is none.
    #[serde(skip)]
    pub(super) break_even: Option<Exact>,
    /// What is paid when; none where nobody asks what that is worth.
    #[serde(skip)]
    pub(super) flow: Option<Box<Flow>>,
}

/// What is paid when: the lowest, likely and highest of every corner.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Flow {
    /// Before the start.
    pub(super) upfront: [Money; 3],
    /// In each month.
    pub(super) months: Vec<[Money; 3]>,
}

/// A number with the lowest and highest that it may turn out to be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Range {
    /// The lowest that is thought possible.
    pub low: Exact,
    /// What counts.
    pub likely: Exact,
    /// The highest that is thought possible.
    pub high: Exact,
}

/// The figures of one corner.
pub(super) struct Point {
    pub(super) total: Money,
    pub(super) upfront: Money,
    /// Each month, where it is asked for.
    pub(super) months: Vec<Money>,
    pub(super) npv: Money,
    pub(super) invoice: Money,
    /// What of the invoice is for lists that are called, and not for contacts.
    pub(super) lists: Money,
    /// Sales of lists that stay.
    pub(super) net_sales: Option<Exact>,
    /// What of the invoice is for bots; none where no line prices them.
    pub(super) bots: Option<Money>,
    /// Contacts that bots really solve, and the share of all that end with them; none without bots.
    pub(super) by_bots: Option<[Exact; 2]>,
    pub(super) contacts: Exact,
    /// The same with those that stay elsewhere, where the total holds what they cost.
    pub(super) paid_contacts: Exact,
    pub(super) hours: Exact,
    pub(super) resolutions: Option<Exact>,
    pub(super) issues: Option<Exact>,
    pub(super) resolved_issues: Option<Exact>,
}

impl Figures {
    /// The likely figures, which come first, between the lowest and the highest of all corners.
    ///
    /// - `mixes`: for which quotients the corners are not enough; the ends of both numbers then bound them.
    pub(super) fn over(corners: &[Point], mixes: Mixes) -> Figures {
        let range = |of: &dyn Fn(&Point) -> Option<Exact>| {
            let values: Option<Vec<Exact>> = corners.iter().map(of).collect();
            let values = values?;
            let likely = values.first()?.clone();
            Some(Range { low: values.iter().min()?.clone(), likely, high: values.iter().max()?.clone() })
        };
        let money = |of: fn(&Point) -> Money| {
            range(&|point| Some(of(point).to_cents())).expect("there is a corner, and it has money")
        };
        let ratio = |amount: fn(&Point) -> Money, divisor: fn(&Point) -> Option<&Exact>| {
            range(&|point| Some(to_unit_price(&amount(point).over(divisor(point)?)?)))
        };
        let bounded = |amount: fn(&Point) -> Money, divisor: fn(&Point) -> Option<&Exact>, is_mixed: bool| {
            let corner = ratio(amount, divisor)?;
            if !is_mixed {
                return Some(corner);
            }
            let divisors = || corners.iter().filter_map(divisor);
            let end = |amount: Option<Money>, divisor: Option<&Exact>| {
                Some(to_unit_price(&amount?.over(divisor?)?))
            };
            let low = end(corners.iter().map(amount).min(), divisors().max())?;
            let high = end(corners.iter().map(amount).max(), divisors().min())?;
            Some(Range { low: low.min(corner.low), high: high.max(corner.high), ..corner })
        };
        Figures {
            total: money(|point| point.total),
            npv: money(|point| point.npv),
            invoice: money(|point| point.invoice),
            headline_per_contact: bounded(of_contacts_invoice, |point| Some(&point.contacts), mixes.contacts),
            per_contact: bounded(of_contacts, |point| Some(&point.paid_contacts), mixes.contacts),
            per_resolution: bounded(of_contacts, |point| point.resolutions.as_ref(), mixes.resolutions),
            effective_hour: bounded(of_contacts_invoice, |point| Some(&point.hours), mixes.hours),
            per_sale: bounded(|point| point.lists, |point| point.net_sales.as_ref(), true),
            per_issue: bounded(of_contacts, |point| point.issues.as_ref(), true),
            per_resolved_issue: bounded(of_contacts, |point| point.resolved_issues.as_ref(), true),
            per_bot_resolution: bounded(
                |point| point.bots.unwrap_or(Money::ZERO),
                |point| point.by_bots.as_ref().filter(|_| point.bots.is_some()).map(|[solved, _]| solved),
                true,
            ),
            bot_share: range(&|point| point.by_bots.as_ref().map(|[_, share]| share.percent())),
            break_even: None,
            flow: flow(corners),
        }
    }
}

/// The lowest, likely and highest of what is paid before the start and in each month.
fn flow(corners: &[Point]) -> Option<Box<Flow>> {
    let likely = corners.first().filter(|point| !point.months.is_empty())?;
    let ends = |of: &dyn Fn(&Point) -> Money| {
        let all = || corners.iter().map(of);
        let own = of(likely);
        [all().min().unwrap_or(own), own, all().max().unwrap_or(own)]
    };
    let months = (0..likely.months.len()).map(|month| ends(&|point| point.months[month])).collect();
    Some(Box::new(Flow { upfront: ends(&|point| point.upfront), months }))
}

impl Figures {
    /// The names of those whose ends differ and are bounds.
    pub(super) fn bounds(&self, is_bound: impl Fn(&str) -> bool) -> Vec<&'static str> {
        let all = [
            ("total", Some(&self.total)),
            ("npv", Some(&self.npv)),
            ("invoice", Some(&self.invoice)),
            ("headline_per_contact", self.headline_per_contact.as_ref()),
            ("per_contact", self.per_contact.as_ref()),
            ("per_resolution", self.per_resolution.as_ref()),
            ("effective_hour", self.effective_hour.as_ref()),
            ("per_sale", self.per_sale.as_ref()),
            ("per_issue", self.per_issue.as_ref()),
            ("per_resolved_issue", self.per_resolved_issue.as_ref()),
            ("per_bot_resolution", self.per_bot_resolution.as_ref()),
            ("bot_share", self.bot_share.as_ref()),
        ];
        let is_open = |range: Option<&Range>| range.is_some_and(|range| range.low != range.high);
        let bounds = all.into_iter().filter(|(name, range)| is_open(*range) && is_bound(name));
        bounds.map(|(name, _)| name).collect()
    }
}

/// The total without lists that are called.
fn of_contacts(point: &Point) -> Money {
    point.total - point.lists
}

/// The price lines without those of lists that are called.
fn of_contacts_invoice(point: &Point) -> Money {
    point.invoice - point.lists
}

/// A price of one unit, rounded half up to ten-thousandths.
fn to_unit_price(number: &Exact) -> Exact {
    Rounding { digits: 4, mode: Mode::HalfUp }.apply(number)
}
