//! What each quote really costs, and what that hangs on.

mod assumptions;
mod automation;
mod breakdown;
mod clauses;
mod demand;
mod outbound;
mod overview;
mod sweep;
pub(crate) mod words;
mod work;
mod worth;

pub use assumptions::CostAssumptions;
pub(crate) use assumptions::section as assumptions;
pub use assumptions::value_text;
#[cfg(feature = "tui")]
pub(crate) use automation::of_bot;
pub(crate) use automation::section as automation_section;

pub use breakdown::CostBreakdown;
pub use demand::StaffedDemand;
pub use overview::CostOverview;
pub(crate) use overview::section;
pub use sweep::CostSweep;
pub(crate) use worth::section as worth_section;
pub use worth::{CostWorth, PointsOfVendor, points_for_money};

use super::Findings;
use crate::cost::staffing::StaffingError;
use crate::cost::{CostPart, Costs, Money, VendorCost, costs};
use crate::decision::{CostBasis, Decision, VendorId};
use crate::score::Evaluation;

/// Why it cannot be told what the quotes cost.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoCosts {
    /// There is no forecast to hold them against.
    #[error(
        "this decision says nothing of demand, so quotes cannot be compared; add a forecast to its criteria file: \
         [needs.demand.phone] with contacts, aht and a target"
    )]
    NoDemand,
    /// The forecast of a channel asks for what no number of agents can do.
    #[error("the demand cannot be staffed: {channel}: {error}")]
    NotStaffed {
        /// The name of the channel.
        channel: String,
        /// What is wrong with it.
        error: StaffingError,
    },
}

/// What the quotes of a decision cost.
///
/// # Errors
/// [`NoCosts`].
pub fn costed(decision: &Decision) -> Result<Costs, NoCosts> {
    let costs = costs(decision).ok_or(NoCosts::NoDemand)?;
    costs.map_err(|(channel, error)| NoCosts::NotStaffed { channel, error })
}

/// The costs of a decision, of which questions can be asked.
#[derive(Clone, Copy, Debug)]
pub struct Costing<'a> {
    evaluation: &'a Evaluation,
    decision: &'a Decision,
    basis: &'a CostBasis,
    costs: &'a Costs,
}

impl<'a> Costing<'a> {
    /// Works out what the quotes cost.
    ///
    /// # Errors
    /// [`NoCosts`].
    pub fn new(findings: &'a Findings<'a>) -> Result<Costing<'a>, NoCosts> {
        let Findings { decision, evaluation, .. } = *findings;
        let basis = decision.cost.as_ref().ok_or(NoCosts::NoDemand)?;
        let costs = findings.costs_or_why().as_ref().map_err(Clone::clone)?;
        Ok(Costing { evaluation, decision, basis, costs })
    }

    /// All quotes beside each other; `is_explained` adds how each line comes about.
    #[must_use]
    pub fn overview(self, is_explained: bool) -> CostOverview<'a> {
        CostOverview { costing: self, is_explained }
    }

    /// One vendor's breakdown; `is_explained` adds how each line comes about. None for a vendor who is not there.
    #[must_use]
    pub fn breakdown(self, vendor: &VendorId, is_explained: bool) -> Option<CostBreakdown<'a>> {
        let vendor = self.costs.vendor(vendor.as_str())?;
        Some(CostBreakdown { costing: self, vendor, is_explained })
    }

    /// What vendors are worth beside their cost, or one of them.
    #[must_use]
    pub fn worth(self, vendor: Option<&VendorId>) -> CostWorth<'a> {
        CostWorth::new(self, vendor)
    }

    /// The forecast, staffed; `by_interval` adds the agents of each interval.
    #[must_use]
    pub fn demand(self, by_interval: bool) -> StaffedDemand<'a> {
        StaffedDemand { costing: self, by_interval }
    }

    /// Years of the term; the last may be a part of one.
    fn years(&self) -> usize {
        self.costs.months.div_ceil(12)
    }

    /// A heading of amounts, with their currency where they have one: `Total EUR`.
    fn unit(&self, heading: &str) -> String {
        let currency = self.costs.currency.as_ref();
        currency.map_or_else(|| heading.to_owned(), |currency| format!("{heading} {currency}"))
    }

    /// A caption of amounts, with their currency where they have one: `Cost by year, in EUR`.
    fn in_currency(&self, caption: &str) -> String {
        let currency = self.costs.currency.as_ref();
        currency.map_or_else(|| caption.to_owned(), |currency| format!("{caption}, in {currency}"))
    }
}

/// What is paid for a part before the start, then in each year of the term.
fn by_year(vendor: &VendorCost, part: CostPart) -> Vec<Money> {
    std::iter::once(vendor.upfront(part)).chain(vendor.years(part)).collect()
}
