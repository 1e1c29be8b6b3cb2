//! How the work of a vendor begins: contacts that stay, slower people, and a team that comes about.

use serde::Serialize;

use super::Money;
use super::learning::start;
use super::model::CostModel;
use super::ramp::months_of;
use super::work_set::WorkSet;
use super::workload::{MonthWork, mean_team};
use crate::decision::quote::{Hiring, Quote, Ramp};
use crate::decision::{End, Vendor};
use crate::exact::{Exact, Mode, Rounding};

/// How the work of a vendor begins, as is likely.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RampAtVendor {
    /// Months until all is as it will be.
    pub months: usize,
    /// Contacts that stay with whoever has the work today.
    pub stay: Exact,
    /// Months until none do.
    pub stay_months: usize,
    /// What it costs more that people are slower at first; none where they are not, or that is not known.
    pub loss: Option<Money>,
    /// Those who have to begin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hires: Option<Exact>,
    /// Months in which some begin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intakes: Option<u32>,
    /// Weeks until the last of them are trained.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complete_after_weeks: Option<Exact>,
}

impl RampAtVendor {
    /// How the work begins.
    ///
    /// - `work`: all channels together, by month.
    /// - `loss`: what it costs more that people are slower at first.
    fn new(ramp: &Ramp, work: &[MonthWork], loss: Option<Money>) -> RampAtVendor {
        let stay: Vec<Exact> = work.iter().filter_map(|month| month.stay.clone()).collect();
        let team = |hiring: &Hiring| {
            let whole = Rounding { digits: 0, mode: Mode::Up }.apply(&settled_team(ramp, work));
            start(&whole, &hiring.there, &hiring.intake, &hiring.weeks, &hiring.fall_out)
        };
        let hiring = ramp.hiring.as_ref().and_then(team);
        RampAtVendor {
            months: months_of(ramp, End::Likely).len(),
            stay: Exact::sum(&stay),
            stay_months: ramp.volume.iter().rposition(|share| *share < Exact::ONE).map_or(0, |last| last + 1),
            loss,
            hires: hiring.as_ref().map(|start| start.hires.clone()),
            intakes: hiring.as_ref().map(|start| start.intakes),
            complete_after_weeks: hiring.map(|start| start.weeks),
        }
    }
}

/// Full-time agents of the first year after the ramp, on average.
fn settled_team(ramp: &Ramp, work: &[MonthWork]) -> Exact {
    let after = months_of(ramp, End::Likely).len().min(work.len().saturating_sub(1));
    mean_team(&work[after..])
}

impl CostModel<'_> {
    /// How the work of a vendor begins; none where it begins with all of it.
    pub(super) fn ramp(&self, vendor: &Vendor, quote: &Quote, set: &WorkSet) -> Option<RampAtVendor> {
        let ramp = quote.ramp.as_ref()?;
        let steady = || {
            let mut quote = quote.clone();
            quote.ramp = Some(Ramp { slow: None, ..ramp.clone() });
            Vendor { quote: Some(quote.into()), ..vendor.clone() }
        };
        let total = |vendor: &Vendor| self.total(vendor).ok().map(|(total, _)| total);
        let loss = ramp.slow.as_ref().and_then(|_| Some(total(vendor)? - total(&steady())?));
        Some(RampAtVendor::new(ramp, &set.happens[0].together, loss))
    }
}
