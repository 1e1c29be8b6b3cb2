//! What is paid besides the price lines.

use std::fmt;

use serde::Serialize;

use crate::decision::estimate::OrFact;
use crate::exact::Exact;

/// An amount that is paid besides the price lines, by us or to the vendor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Charge {
    /// Its key under `[quote.charges]`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// How much for each unit: money, or per cent, or months.
    #[serde(serialize_with = "OrFact::plain")]
    pub amount: OrFact,
    /// For what.
    pub per: ChargeUnit,
    /// How much more in each following year, as a share.
    pub increase: Exact,
    /// Remarks.
    pub note: Option<String>,
}

/// For what a charge is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChargeUnit {
    /// Once, before the start.
    Once,
    /// Once, in the last month.
    End,
    /// Each month.
    Month,
    /// Each year, spread over its months.
    Year,
    /// Each contact.
    Contact,
    /// Each minute of handle time.
    Minute,
    /// Each productive hour.
    ProductiveHour,
    /// Each paid hour.
    PaidHour,
    /// Each full-time agent and month.
    FteMonth,
    /// Each agent of the busiest interval and month: seats, licences.
    AgentMonth,
    /// Each agent who is new: the first team before the start, then by attrition.
    NewAgent,
    /// Per cent of the invoice.
    InvoicePercent,
    /// Per cent of the first year's invoice, once before the start.
    FirstYearPercent,
    /// Mean monthly invoices of the first year, once before the start: a parallel run.
    InvoiceMonths,
}

impl ChargeUnit {
    /// Whether amounts are per cent of an invoice.
    #[must_use]
    pub fn is_per_cent(self) -> bool {
        matches!(self, ChargeUnit::InvoicePercent | ChargeUnit::FirstYearPercent)
    }

    /// Whether amounts are money; else they are per cent or months.
    #[must_use]
    pub fn is_money(self) -> bool {
        !matches!(self, ChargeUnit::InvoicePercent | ChargeUnit::FirstYearPercent | ChargeUnit::InvoiceMonths)
    }
}

impl fmt::Display for ChargeUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ChargeUnit::Once => "once",
            ChargeUnit::End => "once at the end",
            ChargeUnit::Month => "a month",
            ChargeUnit::Year => "a year",
            ChargeUnit::Contact => "a contact",
            ChargeUnit::Minute => "a handle minute",
            ChargeUnit::ProductiveHour => "a productive hour",
            ChargeUnit::PaidHour => "a paid hour",
            ChargeUnit::FteMonth => "an FTE-month",
            ChargeUnit::AgentMonth => "a peak agent and month",
            ChargeUnit::NewAgent => "a new agent",
            ChargeUnit::InvoicePercent => "% of the invoice",
            ChargeUnit::FirstYearPercent => "% of the first year's invoice",
            ChargeUnit::InvoiceMonths => "months of the first year's invoice",
        })
    }
}
