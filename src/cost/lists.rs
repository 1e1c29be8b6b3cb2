//! What a vendor makes of the lists, told: sales, hours, when nobody is left to call, and how many find no agent.

use serde::Serialize;

use super::campaigns::{ListEnds, ListWork};
use super::outbound::{abandon_rate, abandoned_at_most, burst_dialler, loss_dialler};
use super::{CostLine, Money, Range, Scenario};
use crate::decision::outbound::Dialler;
use crate::decision::quote::Quote;
use crate::decision::{CostBasis, End, Vendor};
use crate::exact::{Exact, Mode, Rounding};

/// Digits of what comes out of binary numbers.
const BINARY: Rounding = Rounding { digits: 9, mode: Mode::HalfUp };

/// The most agents for whom lines are counted: chances are exact, and long with many.
const MOST_FREE: u32 = 30;

/// A list with a vendor over the term, as is likely.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListAtVendor {
    /// The key of the list.
    pub id: String,
    /// Its name, as people read it.
    pub name: String,
    /// The share of it that is worked within the term, 0 to 1.
    pub worked: Exact,
    /// Attempts.
    pub attempts: Exact,
    /// Attempts that a person answers.
    pub live: Exact,
    /// Right persons who are reached.
    pub right: Exact,
    /// Sales; none where that is not known.
    pub sales: Option<Exact>,
    /// Sales that stay.
    pub net_sales: Option<Exact>,
    /// Hours of agents.
    pub hours: Exact,
    /// Hours that are billed where hours are.
    pub billed_hours: Exact,
    /// Hours of agents of channels while nobody waits; none where these do not call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle_hours: Option<Exact>,
    /// Months until nobody is left to call; none where more come every month.
    pub exhausted_after: Option<Exact>,
    /// What its price lines come to.
    pub paid: Money,
    /// The same for a sale that stays, and for a right person.
    pub per_net_sale: Option<Exact>,
    /// For a right person who is reached.
    pub per_right: Option<Exact>,
    /// What sales that stay earn beyond that; none where it is not known.
    pub margin: Option<Money>,
    /// How many find no agent, in per cent.
    pub abandoned: Option<Range>,
    /// How many may, in per cent.
    pub limit: Option<Exact>,
    /// How busy agents are at most where as many as may find none and the dialler does not look ahead, in per cent.
    pub occupancy_bound: Option<Exact>,
    /// The most lines at once while all agents are free, so that no more than may find none; up to 30 agents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<u32>,
    /// What is not said that sales hang on.
    pub missing: Vec<&'static str>,
}

/// What a vendor makes of the lists.
///
/// - `lines`: its likely lines.
pub(super) fn lists(
    basis: &CostBasis,
    vendor: &Vendor,
    quote: &Quote,
    lines: &[CostLine],
    scenario: &Scenario,
) -> Vec<ListAtVendor> {
    let works = ListWork::all(basis, vendor, &quote.outbound, ListEnds::default(), (scenario, None));
    works.unwrap_or_default().iter().map(|work| told(work, vendor, lines)).collect()
}

fn told(work: &ListWork<'_>, vendor: &Vendor, lines: &[CostLine]) -> ListAtVendor {
    let worked = work.worked();
    let of_worked = |all: &Exact| all * &worked;
    let months = &work.work.months;
    let paid: Money =
        lines.iter().filter(|line| line.campaign.as_ref() == Some(&work.needs.id)).map(CostLine::total).sum();
    let right = of_worked(&work.list.right);
    let net_sales = work.net_sales().map(|sales| of_worked(&sales));
    let earned = net_sales.as_ref().zip(work.needs.value.as_ref());
    let limit = work.needs.limit.as_ref();
    let agents = work.own.crew.as_ref().map(|crew| crew.agents);
    let bound =
        limit.zip(agents).zip(work.talk_seconds()).filter(|_| work.own.dialler == Dialler::Predictive);
    let bound = bound.and_then(|((limit, agents), talk)| loss_dialler(agents, &limit.abandoned, &talk));
    let live = Exact::of_percent(&work.needs.live[0].likely);
    let few = agents.filter(|agents| *agents <= MOST_FREE && work.own.dialler == Dialler::Predictive);
    let burst = limit.zip(few).and_then(|(limit, free)| burst_dialler(free, &live, &limit.abandoned));
    ListAtVendor {
        lines: burst.map(|burst| burst.lines),
        id: work.needs.id.clone(),
        name: work.needs.name.clone(),
        attempts: of_worked(&work.list.attempts),
        live: of_worked(&work.list.live),
        sales: work.sales().map(|sales| of_worked(&sales)),
        hours: Exact::sum(&months.iter().map(|month| month.hours.clone()).collect::<Vec<_>>()),
        billed_hours: Exact::sum(&months.iter().map(|month| month.billed_hours.clone()).collect::<Vec<_>>()),
        idle_hours: work
            .own
            .blended
            .as_ref()
            .map(|_| Exact::sum(&months.iter().map(|month| month.idle_hours.clone()).collect::<Vec<_>>())),
        exhausted_after: work.work.months_to_exhaustion.clone(),
        per_net_sale: net_sales.as_ref().and_then(|sales| paid.over(sales)),
        per_right: paid.over(&right),
        margin: earned.map(|(sales, value)| Money::of(&(sales * &value.likely)) - paid),
        paid,
        abandoned: abandoned(work, vendor),
        limit: limit.map(|limit| limit.abandoned.percent()),
        occupancy_bound: bound.and_then(|bound| per_cent(bound.occupancy)),
        missing: [
            ("conversion", work.own.conversion.is_none()),
            ("cancel", work.own.conversion.is_some() && work.needs.cancel.is_none()),
        ]
        .into_iter()
        .filter_map(|(key, is_missing)| is_missing.then_some(key))
        .collect(),
        right,
        net_sales,
        worked,
    }
}

fn per_cent(share: f64) -> Option<Exact> {
    Exact::from_f64(share).map(|share| BINARY.apply(&share).percent())
}

/// How many find no agent, in per cent: as counted; else none where each call has an agent, and up to a bound where the
/// dialler runs ahead, for one that looks ahead does better.
fn abandoned(work: &ListWork<'_>, vendor: &Vendor) -> Option<Range> {
    let certain = |percent: Exact| Range { low: percent.clone(), likely: percent.clone(), high: percent };
    if let Some(calls) = &work.own.counted {
        return abandon_rate(calls, &Exact::ZERO)?.rate.map(|rate| certain(rate.percent()));
    }
    if work.own.dialler != Dialler::Predictive {
        return Some(certain(Exact::ZERO));
    }
    let agents = work.own.crew.as_ref()?.agents;
    let occupancy = work.own.occupancy.as_ref()?.of(vendor)?;
    let at_most = |end| per_cent(abandoned_at_most(agents, &Exact::of_percent(occupancy.at(end)))?);
    Some(Range { low: Exact::ZERO, likely: at_most(End::Likely)?, high: at_most(End::High)? })
}

/// Months until the first of the lists is done, and the most who find no agent, in per cent; none where that is not known.
pub(super) fn list_facts(basis: &CostBasis, vendor: &Vendor, quote: &Quote) -> [Option<Range>; 2] {
    let scenario = Scenario::default();
    let at = |ends| {
        ListWork::all(basis, vendor, &quote.outbound, ends, (&scenario, None)).ok().and_then(|works| {
            let months = works.iter().map(|work| work.work.months_to_exhaustion.clone());
            months.flatten().min()
        })
    };
    let ends = [End::Low, End::High];
    let corners: Option<Vec<Exact>> = ends
        .iter()
        .flat_map(|reach| ends.map(|yields| ListEnds { reach: *reach, yields }))
        .map(&at)
        .collect();
    let months = at(ListEnds::default()).zip(corners).and_then(|(likely, corners)| {
        let low = corners.iter().min()?.min(&likely).clone();
        let high = corners.iter().max()?.max(&likely).clone();
        Some(Range { low, likely, high })
    });
    let works = ListWork::all(basis, vendor, &quote.outbound, ListEnds::default(), (&scenario, None));
    let rates: Option<Vec<Range>> =
        works.ok().and_then(|works| works.iter().map(|work| abandoned(work, vendor)).collect());
    let worst = rates.and_then(|rates| rates.into_iter().max_by(|a, b| a.likely.cmp(&b.likely)));
    [months, worst]
}
