//! What the work is worth to us beside what it costs: customers who stay, and what else a vendor brings.

use serde::Serialize;

use super::VendorId;
use super::count::Level;
use super::estimate::{Estimate, OrFact};
use crate::exact::Exact;

/// What is counted beside the cost; nothing that is not given.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Worth {
    /// What vendors are held against; none where nothing is.
    pub baseline: Option<Baseline>,
    /// What a customer who stays is worth.
    pub customer: Option<CustomerWorth>,
    /// How many of those with an issue leave.
    pub leave: Option<Leave>,
    /// What else a vendor brings.
    pub others: Vec<OtherBenefit>,
}

/// What vendors are held against.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Baseline {
    /// One of them, such as our own team.
    Vendor(VendorId),
    /// How it is today.
    Today(Box<Today>),
}

/// What it costs to go on as today.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Today {
    /// Over the term, as much every month.
    pub total: Estimate,
}

/// What a customer who stays is worth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CustomerWorth {
    /// Margin of a year.
    pub margin: Estimate,
    /// The share of customers who stay from one year to the next, in per cent.
    pub keep: Estimate,
    /// Years that are counted; without end when there are none.
    pub years: Option<u32>,
    /// What later margins are worth less each year, as a share; as the cost when there is none.
    pub discount: Option<Exact>,
}

/// How many of the customers with an issue leave, in per cent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Leave {
    /// Of those whose issue the first contact solves.
    pub first: Estimate,
    /// Of those whose issue a later contact solves.
    pub later: Estimate,
    /// Of those who give up.
    pub given_up: Estimate,
}

/// Something else that a vendor brings.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OtherBenefit {
    /// What it is, for people.
    pub name: String,
    /// Money for each unit, by contract year, the last one holding for those after it; not empty.
    pub amounts: Vec<OrFact>,
    /// For what it comes.
    pub per: BenefitUnit,
    /// Remarks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// For what a benefit comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BenefitUnit {
    /// A year of the term.
    Year,
    /// A contact.
    Contact,
    /// An issue that is solved in the end.
    ResolvedIssue,
    /// A sale of a list that stays.
    Sale,
}

impl BenefitUnit {
    /// One of it, in words.
    #[must_use]
    pub fn one(self) -> &'static str {
        match self {
            BenefitUnit::Year => "year",
            BenefitUnit::Contact => "contact",
            BenefitUnit::ResolvedIssue => "resolved issue",
            BenefitUnit::Sale => "sale that stays",
        }
    }
}

impl Worth {
    /// The vendor that others are held against; none where it is no vendor.
    #[must_use]
    pub fn baseline_vendor(&self) -> Option<&VendorId> {
        match self.baseline.as_ref()? {
            Baseline::Vendor(id) => Some(id),
            Baseline::Today(_) => None,
        }
    }

    /// Whether vendors are held against how it is today.
    #[must_use]
    pub fn is_against_today(&self) -> bool {
        matches!(self.baseline, Some(Baseline::Today(_)))
    }

    /// Takes the ranges of shares that were counted at another level.
    pub(crate) fn set_level(&mut self, level: Level) {
        if let Some(customer) = &mut self.customer {
            customer.keep.set_level(level);
        }
        if let Some(Leave { first, later, given_up }) = &mut self.leave {
            for share in [first, later, given_up] {
                share.set_level(level);
            }
        }
    }
}
