//! What the lists come to with a vendor: attempts, right contacts, sales and hours of each month.

use super::known::Forecast;
use super::outbound::{
    Campaign as WorkedOff, Penetration, Seconds, campaign_hours, list_penetration, work_off_blended,
};
use super::terms::terms;
use super::workload::{ChannelWork, Workload, workload};
use super::{Scenario, Unknown};
use crate::decision::outbound::{Blended, Campaign, Dialler, VendorCampaign};
use crate::decision::quote::{Price, PriceUnit};
use crate::decision::{CostBasis, End, Estimate, OrFact, Vendor};
use crate::exact::Exact;

/// Which ends of what is not known of lists are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ListEnds {
    /// Who answers: high is many.
    pub(super) reach: End,
    /// What that costs and brings: high is many sales, and agents who wait much.
    pub(super) yields: End,
}

/// A list with a vendor.
#[derive(Clone, Debug)]
pub(super) struct ListWork<'a> {
    pub(super) needs: &'a Campaign,
    pub(super) own: &'a VendorCampaign,
    /// Whom it reaches, all of it.
    pub(super) list: Penetration,
    /// How it is worked off.
    pub(super) work: WorkedOff,
    /// Right persons who buy, and who become leads, of each.
    conversion: Option<Exact>,
    leads: Option<Exact>,
    /// The share of sales that stays; none where that is not known.
    stay: Option<Exact>,
    /// What a customer pays for a sale.
    revenue: Option<Exact>,
}

fn known(amount: &OrFact, vendor: &Vendor) -> Result<Estimate, Unknown> {
    let known = amount.of(vendor).map(std::borrow::Cow::into_owned);
    known.ok_or_else(|| Unknown::Fact(amount.fact().map_or_else(String::new, ToString::to_string)))
}

/// A share in per cent, at an end, as a part of one.
fn share(of: &Estimate, end: End) -> Result<Exact, Unknown> {
    let percent = of.at(end);
    if percent.is_negative() || *percent > Exact::HUNDRED {
        return Err(Unknown::Share(percent.plain(4)));
    }
    Ok(Exact::of_percent(percent))
}

fn opposite(end: End) -> End {
    match end {
        End::Low => End::High,
        End::Likely => End::Likely,
        End::High => End::Low,
    }
}

impl<'a> ListWork<'a> {
    /// The lists of a vendor.
    ///
    /// # Errors
    /// [`Unknown`] where a fact is not known that they hang on, or cannot be.
    pub(super) fn all(
        basis: &'a CostBasis,
        vendor: &Vendor,
        own: &'a [VendorCampaign],
        ends: ListEnds,
        (scenario, work): (&Scenario, Option<&Workload>),
    ) -> Result<Vec<ListWork<'a>>, Unknown> {
        let is_wanted = work.is_none() && own.iter().any(|own| own.blended.is_some());
        let likely = is_wanted.then(|| likely_work(basis, vendor, scenario)).transpose()?;
        let work = work.or(likely.as_ref());

        let pairs = basis.campaigns.iter().filter_map(|needs| {
            let own = own.iter().find(|own| own.campaign == needs.id)?;
            Some((needs, own))
        });
        pairs.map(|pair| ListWork::new(basis, vendor, pair, ends, (scenario, work))).collect()
    }

    fn new(
        basis: &CostBasis,
        vendor: &Vendor,
        (needs, own): (&'a Campaign, &'a VendorCampaign),
        ends: ListEnds,
        (scenario, workload): (&Scenario, Option<&Workload>),
    ) -> Result<ListWork<'a>, Unknown> {
        let live: Vec<Exact> =
            needs.live.iter().map(|live| share(live, ends.reach)).collect::<Result<_, _>>()?;
        let right = share(&needs.right, ends.reach)?;
        let all =
            if needs.is_stream { &needs.records * &Exact::from(basis.months) } else { needs.records.clone() };
        let list =
            list_penetration(&(&all * &scenario.volume), &needs.suppressed, &live, &right, needs.attempts);
        let occupancy = match (own.dialler, &own.occupancy) {
            (Dialler::Predictive, Some(occupancy)) => {
                share(&known(occupancy, vendor)?, opposite(ends.yields))?
            }
            _ => Exact::ONE,
        };
        let hours = campaign_hours(&list, &seconds(needs, own, &scenario.aht), &occupancy)
            .ok_or_else(|| Unknown::Share("0".to_owned()))?;
        let capacity = own.crew.as_ref().map(|crew| &Exact::from(crew.agents) * &crew.hours);
        let idle = own.blended.as_ref().zip(workload).map(|(blended, work)| idle_hours(blended, work));
        let agents = (capacity.as_ref(), idle.as_deref());
        let work = work_off_blended(hours, agents, &own.minimum_hours, basis.months, needs.is_stream);
        let of_right = |amount: &Option<OrFact>| {
            amount.as_ref().map(|amount| share(&known(amount, vendor)?, ends.yields)).transpose()
        };
        Ok(ListWork {
            conversion: of_right(&own.conversion)?,
            leads: of_right(&own.leads)?,
            stay: needs
                .cancel
                .as_ref()
                .map(|cancel| Ok(&Exact::ONE - &share(cancel, opposite(ends.yields))?))
                .transpose()?,
            revenue: needs.revenue.as_ref().map(|revenue| revenue.at(ends.yields).clone()),
            needs,
            own,
            list,
            work,
        })
    }

    /// Sales of the whole list; none where that is not known.
    pub(super) fn sales(&self) -> Option<Exact> {
        Some(&self.list.right * self.conversion.as_ref()?)
    }

    /// Sales of the whole list that stay; none where that is not known.
    pub(super) fn net_sales(&self) -> Option<Exact> {
        Some(&self.sales()? * self.stay.as_ref()?)
    }

    /// The share of the list that is worked within the term.
    pub(super) fn worked(&self) -> Exact {
        let shares: Vec<Exact> = self.work.months.iter().map(|month| month.share.clone()).collect();
        Exact::sum(&shares)
    }

    /// The units of a price line in a month.
    ///
    /// # Errors
    /// [`Unknown::ListGap`] where what it counts is not known.
    pub(super) fn units(&self, price: &Price, month: usize) -> Result<Exact, Unknown> {
        let gap = |what: &'static str| Unknown::ListGap(self.needs.name.clone(), what);
        let month = &self.work.months[month];
        let sold = || {
            let sales = self.sales().ok_or_else(|| gap("conversion"))?;
            if price.net {
                return Ok(&sales * self.stay.as_ref().ok_or_else(|| gap("cancel"))?);
            }
            Ok(sales)
        };
        let of_list = match price.per {
            PriceUnit::Attempt => self.list.attempts.clone(),
            PriceUnit::RightContact => self.list.right.clone(),
            PriceUnit::Lead => &self.list.right * self.leads.as_ref().ok_or_else(|| gap("leads"))?,
            PriceUnit::Sale => sold()?,
            PriceUnit::RevenuePercent => {
                let paid = self.revenue.as_ref().ok_or_else(|| gap("revenue"))?;
                Exact::of_percent(&(&sold()? * paid))
            }
            PriceUnit::Month => return Ok(Exact::ONE),
            _ => return Ok(month.billed_hours.clone()),
        };
        Ok(&of_list * &month.share)
    }

    /// Seconds of an answer with whoever it is, on average; none where nobody answers.
    pub(super) fn talk_seconds(&self) -> Option<Exact> {
        let talk =
            &(&self.list.right * &self.needs.seconds_right) + &(&self.list.wrong * &self.needs.seconds_wrong);
        talk.over(&self.list.live)
    }
}

/// The work of a vendor as is likely; what of it was staffed before is not staffed again.
fn likely_work(basis: &CostBasis, vendor: &Vendor, scenario: &Scenario) -> Result<Workload, Unknown> {
    let terms = terms(basis, Some(vendor), End::Likely, scenario)?;
    let work = workload(basis, &terms, scenario, &Forecast::of(basis).staffed);
    work.map_err(|(channel, error)| Unknown::NotStaffed(format!("{channel}: {error}")))
}

/// Hours that agents of channels have while nobody waits, by month, up to how busy they may be: never taken from customers
/// who wait.
fn idle_hours(blended: &Blended, work: &Workload) -> Vec<Exact> {
    let channels: Vec<&ChannelWork> =
        work.channels.iter().filter(|channel| blended.channels.contains(&channel.id)).collect();
    let of_month = |month: usize| {
        let of_channel = |channel: &&ChannelWork| {
            let work = &channel.months[month];
            let minutes = Exact::from(60 * channel.concurrency);
            let busy = work.handle_minutes.over(&minutes).unwrap_or_default();
            (&(&work.productive_hours * &blended.occupancy) - &busy).max(Exact::ZERO)
        };
        Exact::sum(&channels.iter().map(of_channel).collect::<Vec<_>>()).reduced()
    };
    (0..work.together.len()).map(of_month).collect()
}

/// Seconds of an agent around a call.
fn seconds(needs: &Campaign, own: &VendorCampaign, longer: &Exact) -> Seconds {
    let times = |seconds: &Exact| seconds * longer;
    let idle = match own.dialler {
        // What agents wait for is in how busy they are.
        Dialler::Predictive => None,
        Dialler::Preview | Dialler::Progressive => own.no_answer.as_ref(),
    };
    Seconds {
        right: times(&needs.seconds_right),
        wrong: times(&needs.seconds_wrong),
        no_answer: idle.unwrap_or(&needs.seconds_none).clone(),
        to_answer: match own.dialler {
            Dialler::Predictive => Exact::ZERO,
            Dialler::Preview | Dialler::Progressive => own.to_answer.clone(),
        },
        preview: own.preview.clone(),
    }
}
