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
    pub(super) npv: Money,
    pub(super) invoice: Money,
    /// What of the invoice is for lists that are called, and not for contacts.
    pub(super) lists: Money,
    /// Sales of lists that stay.
    pub(super) net_sales: Option<Exact>,
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
            headline_per_contact: ratio(of_contacts_invoice, |point| Some(&point.contacts)),
            per_contact: ratio(of_contacts, |point| Some(&point.paid_contacts)),
            per_resolution: bounded(of_contacts, |point| point.resolutions.as_ref(), mixes.resolutions),
            effective_hour: bounded(of_contacts_invoice, |point| Some(&point.hours), mixes.hours),
            per_sale: bounded(|point| point.lists, |point| point.net_sales.as_ref(), true),
            per_issue: bounded(of_contacts, |point| point.issues.as_ref(), true),
            per_resolved_issue: bounded(of_contacts, |point| point.resolved_issues.as_ref(), true),
        }
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
