//! The work by the terms of one vendor, or of all, staffed at each end of what is not known.

use super::repeats::Issue;
use super::staffing::StaffingError;
use super::terms::{ChannelTerms, WorkEnds, bot_corners, terms};
use super::workload::{self, ChannelWork, Staffed, Workload};
use super::{Scenario, Unknown, WorkAtVendor};
use crate::decision::demand::Channel;
use crate::decision::quote::VendorWork;
use crate::decision::{CostBasis, End, Quote, Vendor};
use crate::exact::Exact;

/// The work by the same terms, for each end that is looked at, likely first.
pub(super) struct WorkSet {
    /// What each channel is staffed with.
    pub(super) terms: Vec<Vec<ChannelTerms>>,
    /// What happens.
    pub(super) happens: Vec<Workload>,
    /// What was forecast; none where it is the same.
    forecast: Option<Vec<Workload>>,
    /// With what terms; none where they are the same.
    forecast_terms: Option<Vec<Vec<ChannelTerms>>>,
}

impl WorkSet {
    pub(super) fn new(
        basis: &CostBasis,
        scenario: &Scenario,
        terms: Vec<Vec<ChannelTerms>>,
        forecast_terms: Option<Vec<Vec<ChannelTerms>>>,
        known: &Staffed,
    ) -> Result<WorkSet, (String, StaffingError)> {
        let staffed = |terms: &[Vec<ChannelTerms>], scenario: &Scenario| -> Result<Vec<Workload>, _> {
            terms.iter().map(|terms| workload::workload(basis, terms, scenario, known)).collect()
        };
        let forecast_terms = forecast_terms.filter(|forecast| *forecast != terms);
        let is_as_forecast =
            scenario.volume == Exact::ONE && scenario.aht == Exact::ONE && forecast_terms.is_none();
        let happens = staffed(&terms, scenario)?;
        let agreed = forecast_terms.as_ref().unwrap_or(&terms);
        let forecast = if is_as_forecast { None } else { Some(staffed(agreed, &Scenario::default())?) };
        Ok(WorkSet { terms, happens, forecast, forecast_terms })
    }

    /// The terms of what was forecast at an end.
    pub(super) fn forecast_terms(&self, at: usize) -> &[ChannelTerms] {
        self.forecast_terms.as_ref().map_or(&self.terms[at], |terms| &terms[at.min(terms.len() - 1)])
    }

    /// What was forecast at an end.
    pub(super) fn forecast(&self, at: usize) -> &Workload {
        self.forecast.as_ref().map_or(&self.happens[at], |all| &all[at.min(all.len() - 1)])
    }

    /// The terms at an end; the likely ones where the ends are not looked at.
    pub(super) fn terms_at(&self, end: End) -> &[ChannelTerms] {
        match (end, self.terms.as_slice()) {
            (End::Low, [_, low, _, ..]) => low,
            (End::High, [_, _, high, ..]) => high,
            (_, terms) => &terms[0],
        }
    }
}

/// The terms of the work at each end that is looked at; one where all ends are the same.
pub(super) fn terms_of(
    basis: &CostBasis,
    vendor: Option<&Vendor>,
    scenario: &Scenario,
    is_likely: bool,
) -> Result<Vec<Vec<ChannelTerms>>, Unknown> {
    let likely = terms(basis, vendor, End::Likely, scenario)?;
    if is_likely {
        return Ok(vec![likely]);
    }
    let at = |end| terms(basis, vendor, end, scenario);
    let (low, high) = (at(End::Low)?, at(End::High)?);
    if low == high {
        return Ok(vec![likely]);
    }
    let mut all = vec![likely, low, high];
    // What a bot does to the work and to its own price may go opposite ways.
    for bots in vendor.map(bot_corners).unwrap_or_default() {
        for work in [End::Low, End::High] {
            // Ends that cannot be true together are no corner.
            let corner = terms(basis, vendor, WorkEnds { work, bots: Some(bots) }, scenario).ok();
            all.extend(corner.filter(|corner| !all.contains(corner)));
        }
    }
    Ok(all)
}

/// How a vendor works on each channel, as is likely.
pub(super) fn channel_costs(set: &WorkSet, basis: &CostBasis, quote: &Quote) -> Vec<WorkAtVendor> {
    let of_channel = |((channel, work), terms): ((&Channel, &ChannelWork), &ChannelTerms)| {
        let contacts =
            Exact::sum(&work.months.iter().map(|month| month.contacts.clone()).collect::<Vec<_>>());
        let own = quote.work.iter().find(|own| own.channel == channel.id);
        let issues = terms.issue.as_ref().and_then(|issue| contacts.over(&issue.contacts));
        WorkAtVendor {
            id: channel.id.clone(),
            name: channel.name.clone(),
            repeats: issues.as_ref().map(|issues| &contacts - issues),
            contacts,
            volume: terms.volume.clone(),
            contacts_per_issue: terms.issue.as_ref().map(|issue| issue.contacts.clone()),
            given_up: terms.issue.as_ref().map(Issue::given_up),
            aht_seconds: &terms.aht_seconds * &terms.time(work.months.len() - 1),
            concurrency: terms.concurrency,
            peak_agents: work.months.iter().map(|month| month.peak_agents).max().unwrap_or(0),
            counted: own.filter(|own| own.fcr.is_some()).and_then(VendorWork::counted),
            missing: [
                ("fcr_today", channel.fcr_today.is_none() && own.is_some_and(|own| own.fcr.is_some())),
                (
                    "return",
                    channel.returns.is_none()
                        && (channel.fcr_today.is_some() || own.is_some_and(|own| own.fcr.is_some())),
                ),
            ]
            .into_iter()
            .filter_map(|(key, is_missing)| is_missing.then_some(key))
            .collect(),
        }
    };
    basis.channels.iter().zip(&set.happens[0].channels).zip(&set.terms[0]).map(of_channel).collect()
}

/// Issues, and those that are solved in the end; none where that is not known of a channel. Whom a bot sends away unsolved
/// and who does not come back is not solved, whatever people would have made of it.
pub(super) fn issues(work: &Workload, terms: &[ChannelTerms]) -> Option<[Option<Exact>; 2]> {
    let (mut all, mut solved) = (Exact::ZERO, Exact::ZERO);
    for (channel, terms) in work.channels.iter().zip(terms) {
        let issue = terms.issue.as_ref()?;
        let mut solved_contacts = Vec::new();
        for (month, work) in channel.months.iter().enumerate() {
            let share = terms.bot.as_ref().map_or_else(
                || issue.resolved.clone(),
                |bot| {
                    let flow = &bot.at(month).flow;
                    &flow.resolved_by_bot + &(&flow.to_people * &issue.resolved)
                },
            );
            solved_contacts.push(work.all_contacts() * &share);
        }
        let contacts: Vec<Exact> = channel.months.iter().map(|month| month.all_contacts().clone()).collect();
        all += &Exact::sum(&contacts).over(&issue.contacts)?;
        solved += &Exact::sum(&solved_contacts).over(&issue.contacts)?;
    }
    Some([Some(all), Some(solved)])
}

/// Contacts that bots really solve, and the share of all that end with them; none without bots.
pub(super) fn by_bots(work: &Workload, terms: &[ChannelTerms]) -> Option<[Exact; 2]> {
    if terms.iter().all(|terms| terms.bot.is_none()) {
        return None;
    }
    let [mut all, mut solved, mut contained] = [const { Exact::ZERO }; 3];
    for (channel, terms) in work.channels.iter().zip(terms) {
        for (month, work) in channel.months.iter().enumerate() {
            all += work.all_contacts();
            let Some(bot) = &terms.bot else { continue };
            let flow = &bot.at(month).flow;
            solved += &(work.all_contacts() * &flow.resolved_by_bot);
            contained += &(work.all_contacts() * &(&Exact::ONE - &flow.to_people));
        }
    }
    Some([solved, contained.over(&all).unwrap_or_default()])
}
