//! From demand to hours: contacts, handle time, agents and paid time of every channel and month.

mod staffed;

use serde::Serialize;

use super::Scenario;
use super::calendar::{months_later, weekdays};
use super::staffing::{Again, Queue, ServiceTarget, StaffingError, StaffingSearch, agents_for_slots};
use super::terms::ChannelTerms;
use crate::decision::demand::{Channel, Deferred, Hours, Live, OpenDays, Work};
use crate::decision::{CostBasis, Date, End};
use crate::exact::Exact;
use crate::parallel;
use staffed::SharedSearch;
pub(crate) use staffed::Staffed;

/// The most agents of a channel in an interval that a forecast may ask for.
const MOST_AGENTS: u32 = 20_000;

/// Hours and contacts of every channel and month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Workload {
    /// One for each channel, in the order of the basis.
    pub channels: Vec<ChannelWork>,
    /// All channels of each month together; the peak is that of the busiest channel.
    pub together: Vec<MonthWork>,
    /// The whole term.
    pub term: MonthWork,
}

/// Hours and contacts of a channel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChannelWork {
    /// Its key under `[needs.demand]`.
    pub id: String,
    /// Its name, as people read it.
    pub name: String,
    /// Conversations that an agent holds at once.
    pub concurrency: u32,
    /// One for each month of the term.
    pub months: Vec<MonthWork>,
}

/// Hours and contacts of a month, or of several added up. All exact; only the number of agents in each interval
/// comes from a search with binary numbers, and that number is whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MonthWork {
    /// Contacts offered.
    pub contacts: Exact,
    /// Contacts before a bot, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offered: Option<Exact>,
    /// Contacts that stay with whoever has the work today, where some do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stay: Option<Exact>,
    /// Minutes of handle time.
    pub handle_minutes: Exact,
    /// Minutes of talk.
    pub talk_minutes: Exact,
    /// Hours of agents on the queue.
    pub productive_hours: Exact,
    /// Hours of agents paid: productive / (1 - shrinkage).
    pub paid_hours: Exact,
    /// Full-time agents, paid, in the month; over several months FTE-months.
    pub fte_months: Exact,
    /// Agents in the busiest interval.
    pub peak_agents: u32,
    /// Agents in each interval of each kind of day, where customers wait; empty for months added up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<DayStaff>,
}

/// The staff of one kind of day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayStaff {
    /// How many such days the month has.
    pub count: Exact,
    /// Agents in each open interval.
    pub agents: Vec<u32>,
}

impl MonthWork {
    /// Contacts of customers, those that a bot takes included.
    #[must_use]
    pub fn all_contacts(&self) -> &Exact {
        self.offered.as_ref().unwrap_or(&self.contacts)
    }

    /// Adds another month or channel; the peak is the higher one.
    fn add(&mut self, other: &MonthWork) {
        if self.offered.is_some() || other.offered.is_some() {
            self.offered = Some(self.all_contacts() + other.all_contacts());
        }
        if let Some(other) = &other.stay {
            self.stay = Some(self.stay.as_ref().map_or_else(|| other.clone(), |own| own + other));
        }
        self.contacts += &other.contacts;
        self.handle_minutes += &other.handle_minutes;
        self.talk_minutes += &other.talk_minutes;
        self.productive_hours += &other.productive_hours;
        self.paid_hours += &other.paid_hours;
        self.fte_months += &other.fte_months;
        self.peak_agents = self.peak_agents.max(other.peak_agents);
    }

    /// The same numbers in lowest terms, because every quote counts with them.
    fn reduced(&self) -> MonthWork {
        MonthWork {
            contacts: self.contacts.reduced(),
            offered: self.offered.as_ref().map(Exact::reduced),
            stay: self.stay.as_ref().map(Exact::reduced),
            handle_minutes: self.handle_minutes.reduced(),
            talk_minutes: self.talk_minutes.reduced(),
            productive_hours: self.productive_hours.reduced(),
            paid_hours: self.paid_hours.reduced(),
            fte_months: self.fte_months.reduced(),
            peak_agents: self.peak_agents,
            days: self.days.clone(),
        }
    }

    /// Months added up.
    #[must_use]
    pub fn sum<'a>(months: impl IntoIterator<Item = &'a MonthWork>) -> MonthWork {
        let mut sum = MonthWork::default();
        for month in months {
            sum.add(month);
        }
        sum
    }
}

/// Full-time agents of the first year of some months, on average.
pub(super) fn mean_team(months: &[MonthWork]) -> Exact {
    let first = &months[..months.len().min(12)];
    let sum: Vec<Exact> = first.iter().map(|work| work.fte_months.clone()).collect();
    Exact::sum(&sum).over(&Exact::from(first.len())).unwrap_or_default()
}

impl ChannelWork {
    /// The contract years added up.
    #[must_use]
    pub fn years(&self) -> Vec<MonthWork> {
        self.months.chunks(12).map(MonthWork::sum).collect()
    }

    /// The busy share of agents over some months, 0 to 1; none without hours.
    #[must_use]
    pub fn occupancy(&self, months: &MonthWork) -> Option<f64> {
        let slots = &months.productive_hours * &Exact::from(60 * self.concurrency);
        Some(months.handle_minutes.over(&slots)?.to_f64())
    }
}

/// How much work a month of a channel is, where a vendor on its own is one.
const MONTH_SIZE: usize = 5;

/// Works the hours of every channel out.
///
/// - `terms`: of each channel, in their order.
/// - `staffed`: what was staffed of this forecast before.
///
/// # Errors
/// [`StaffingError`] with the channel where a forecast cannot be staffed.
pub(crate) fn workload(
    basis: &CostBasis,
    terms: &[ChannelTerms],
    scenario: &Scenario,
    staffed: &Staffed,
) -> Result<Workload, (String, StaffingError)> {
    let anew = |(channel, terms): &(&Channel, &ChannelTerms)| {
        let aht_seconds = &terms.aht_seconds * &scenario.aht;
        let named = |error: StaffingError| (channel.id.clone(), error);
        // Months of the same handle time are searched together.
        let mut searches: Vec<(Exact, Option<SharedSearch>)> = Vec::new();
        let month = |month: usize| {
            let time = terms.time(month);
            let at = searches.iter().position(|(known, _)| *known == time);
            let longer = &aht_seconds * &time;
            let at = match at {
                Some(at) => at,
                None => {
                    searches.push((time, staffed.search(channel, &longer)?));
                    searches.len() - 1
                }
            };
            let mut search =
                searches[at].1.as_ref().map(|search| search.lock().expect("nobody panics with it"));
            channel_month(basis, (channel, terms), (month, &longer), scenario, search.as_deref_mut())
        };
        let months: Result<Vec<MonthWork>, StaffingError> = (0..basis.months).map(month).collect();
        Ok(ChannelWork {
            id: channel.id.clone(),
            name: channel.name.clone(),
            concurrency: terms.concurrency,
            months: months.map_err(named)?,
        })
    };
    let all: Vec<(&Channel, &ChannelTerms)> = basis.channels.iter().zip(terms).collect();
    let mut found: Vec<Option<ChannelWork>> = all
        .iter()
        .map(|(channel, terms)| {
            staffed.known(&channel.id, terms, scenario).map(|work| ChannelWork::clone(&work))
        })
        .collect();
    let missing: Vec<usize> = (0..all.len()).filter(|at| found[*at].is_none()).collect();
    let made = parallel::map(&missing, basis.months * MONTH_SIZE, |at| anew(&all[*at]));
    for (at, work) in missing.into_iter().zip(made) {
        let work = work?;
        staffed.keep(&work, all[at].1, scenario);
        found[at] = Some(work);
    }
    let channels: Vec<ChannelWork> = found.into_iter().flatten().collect();
    let together: Vec<MonthWork> = (0..basis.months)
        .map(|month| MonthWork::sum(channels.iter().map(|channel| &channel.months[month])).reduced())
        .collect();
    let term = MonthWork::sum(&together).reduced();
    Ok(Workload { channels, together, term })
}

/// Contacts of a month of the contract, as they were forecast.
pub(super) fn contacts(basis: &CostBasis, channel: &Channel, month: usize) -> Exact {
    let listed = &channel.contacts[month % channel.contacts.len()];
    // A list for the whole term says itself how it grows.
    if channel.contacts.len() == basis.months {
        return listed.clone();
    }
    let year = u32::try_from(month / 12).unwrap_or(u32::MAX);
    listed * &(&Exact::ONE + &channel.growth).power(year)
}

fn channel_month(
    basis: &CostBasis,
    (channel, terms): (&Channel, &ChannelTerms),
    (month, aht_seconds): (usize, &Exact),
    scenario: &Scenario,
    search: Option<&mut StaffingSearch>,
) -> Result<MonthWork, StaffingError> {
    let wanted = &contacts(basis, channel, month) * &scenario.volume;
    let volume = terms.ramp.get(month).map(|ramp| &ramp.volume).filter(|volume| **volume != Exact::ONE);
    let stay = volume.map(|volume| &wanted * &(&Exact::ONE - volume));
    let offered = &wanted * &terms.volume;
    let offered = volume.map_or(offered.clone(), |volume| &offered * volume);
    let contacts = match &terms.bot {
        Some(bot) => &offered * &bot.at(month).flow.to_people,
        None => offered.clone(),
    };
    let handle_minutes = (&contacts * aht_seconds).over(&Exact::from(60)).unwrap_or_default();
    let days = Days::of(basis, &channel.hours.days, month);
    let (staffed, productive_hours, peak_agents) = match (&channel.work, search) {
        (Work::Live(live), Some(search)) => {
            let staffed =
                live_staff((live, terms.concurrency), &channel.hours, &days, &contacts, aht_seconds, search)?;
            let productive = hours_of(&staffed, channel.hours.interval_minutes);
            (staffed, productive, 0)
        }
        (Work::Live(_), None) => unreachable!("customers who wait come with a search"),
        (Work::Deferred(deferred), _) => {
            let (productive, peak) =
                deferred_hours(deferred, &channel.hours, &days, &contacts, &handle_minutes)?;
            (Vec::new(), productive, peak)
        }
    };
    let shrinkage = Exact::of_percent(&terms.shrinkage);
    let worked = &Exact::ONE - &shrinkage;
    let paid_hours = productive_hours.over(&worked).unwrap_or_default();
    let work = MonthWork {
        offered: terms.bot.as_ref().map(|_| offered.reduced()),
        stay: stay.map(|stay| stay.reduced()),
        talk_minutes: &handle_minutes * &channel.talk_share,
        fte_months: paid_hours.over(&channel.fte_hours).unwrap_or_default(),
        contacts,
        handle_minutes,
        productive_hours,
        paid_hours,
        peak_agents: staffed.iter().flat_map(|day| &day.agents).copied().max().unwrap_or(peak_agents),
        days: staffed,
    };
    Ok(work.reduced())
}

/// The open days of a month: how many there are of each kind, and the share of the month's contacts of one.
struct Days(Vec<(Exact, f64)>);

impl Days {
    fn of(basis: &CostBasis, days: &OpenDays, month: usize) -> Days {
        match days {
            OpenDays::PerMonth(count) => Days(vec![(count.clone(), 1.0 / count.to_f64())]),
            OpenDays::Week(weights) => {
                let month = u32::try_from(month).unwrap_or(u32::MAX);
                let from = months_later(basis.start, month);
                let counts = weekdays(from, months_later(basis.start, month + 1));
                // Days with the same volume are staffed alike.
                let mut kinds: Vec<(&Exact, u32)> = Vec::new();
                for (weight, count) in weights.iter().zip(counts).filter(|(weight, _)| !weight.is_zero()) {
                    match kinds.iter_mut().find(|(other, _)| *other == weight) {
                        Some(kind) => kind.1 += count,
                        None => kinds.push((weight, count)),
                    }
                }
                let whole: f64 =
                    kinds.iter().map(|(weight, count)| weight.to_f64() * f64::from(*count)).sum();
                let kind = |(weight, count): (&Exact, u32)| (Exact::from(count), weight.to_f64() / whole);
                Days(kinds.into_iter().map(kind).collect())
            }
        }
    }
}

/// The hours of agents on the queue.
fn hours_of(staffed: &[DayStaff], interval_minutes: u32) -> Exact {
    let of_day = |day: &DayStaff| {
        let agents: u64 = day.agents.iter().copied().map(u64::from).sum();
        &Exact::from(agents) * &day.count
    };
    let intervals = Exact::sum(&staffed.iter().map(of_day).collect::<Vec<_>>());
    (&intervals * &Exact::from(interval_minutes)).over(&Exact::from(60)).unwrap_or_default()
}

/// The busiest interval of a channel whose customers wait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Busiest {
    /// The first day of the month of the contract that it lies in.
    pub start: Date,
    /// Minutes of the interval.
    pub minutes: u32,
    /// What arrives in it, as far as is likely.
    pub queue: Queue,
    /// What the staff must reach.
    pub target: ServiceTarget,
    /// Conversations that an agent holds at once.
    pub concurrency: u32,
}

/// The busiest interval that a forecast has of a channel; none where its work waits.
///
/// # Errors
/// [`StaffingError`] where the forecast has numbers that no queue can have.
pub fn busiest(basis: &CostBasis, channel: &Channel) -> Result<Option<Busiest>, StaffingError> {
    let Work::Live(live) = &channel.work else { return Ok(None) };
    let profile = channel.hours.profile.iter().map(Exact::to_f64);
    let part = profile.clone().fold(0.0, f64::max) / profile.sum::<f64>();
    let offered = |month: usize| {
        let days = Days::of(basis, &channel.hours.days, month);
        let of_day = days.0.iter().map(|(_, share)| *share).fold(0.0, f64::max);
        contacts(basis, channel, month).to_f64() * of_day * part
    };
    let months = (0..basis.months).map(|month| (month, offered(month)));
    let (month, contacts) = months.fold((0, 0.0), |most, one| if one.1 > most.1 { one } else { most });
    let (queue, target) = queue(live, &channel.hours, channel.aht_seconds.at(End::Likely), contacts)?;
    Ok(Some(Busiest {
        start: months_later(basis.start, u32::try_from(month).unwrap_or(u32::MAX)),
        minutes: channel.hours.interval_minutes,
        queue,
        target,
        concurrency: live.concurrency,
    }))
}

/// The search for the staff of a channel whose customers wait.
fn search(live: &Live, hours: &Hours, aht_seconds: &Exact) -> Result<StaffingSearch, StaffingError> {
    let (queue, target) = queue(live, hours, aht_seconds, 0.0)?;
    Ok(StaffingSearch::new(queue, target))
}

/// The queue of an interval with so many contacts, and what the staff must reach.
fn queue(
    live: &Live,
    hours: &Hours,
    aht_seconds: &Exact,
    contacts: f64,
) -> Result<(Queue, ServiceTarget), StaffingError> {
    let target = ServiceTarget {
        of: live.of,
        max_occupancy: live.max_occupancy.to_f64(),
        max_abandonment: live.max_abandonment.to_f64(),
        ..ServiceTarget::new(live.share.to_f64(), live.seconds.to_f64())?
    };
    let queue = Queue::new(contacts, f64::from(hours.interval_minutes) * 60.0, aht_seconds.to_f64())?;
    let queue = match &live.patience_seconds {
        Some(patience) => queue.with_patience(patience.to_f64())?,
        None => queue,
    };
    let share = |share: &Option<Exact>| share.as_ref().map_or(0.0, Exact::to_f64);
    let queue =
        queue.with_redials(Again { redial: share(&live.redial), reconnect: share(&live.reconnect) })?;
    Ok((queue, target))
}

/// The agents of a channel whose customers wait, in each interval of each kind of day.
fn live_staff(
    (live, concurrency): (&Live, u32),
    hours: &Hours,
    days: &Days,
    contacts: &Exact,
    aht_seconds: &Exact,
    search: &mut StaffingSearch,
) -> Result<Vec<DayStaff>, StaffingError> {
    let most_contacts =
        f64::from(MOST_AGENTS) * f64::from(hours.interval_minutes) * 60.0 / aht_seconds.to_f64();
    let whole: f64 = hours.profile.iter().map(Exact::to_f64).sum();
    let contacts = contacts.to_f64();
    let of_day = |(count, share): &(Exact, f64)| {
        let in_interval = |part: &Exact| {
            let offered = contacts * share * part.to_f64() / whole;
            if offered > most_contacts {
                return Err(StaffingError::TooMany { most: MOST_AGENTS });
            }
            Ok(agents_for_slots(search.smallest(offered)?, concurrency).max(live.least_agents))
        };
        let agents = hours.profile.iter().map(in_interval).collect::<Result<Vec<u32>, _>>()?;
        Ok(DayStaff { count: count.clone(), agents })
    };
    days.0.iter().map(of_day).collect()
}

/// Productive hours and peak of a channel whose work waits.
///
/// The hours are handle time / utilisation. The peak is the smallest steady crew that meets the deadline on the
/// busiest kind of day: the work of any stretch of intervals must fit into that stretch and the deadline after it.
fn deferred_hours(
    deferred: &Deferred,
    hours: &Hours,
    days: &Days,
    contacts: &Exact,
    handle_minutes: &Exact,
) -> Result<(Exact, u32), StaffingError> {
    let productive = handle_minutes.over(&(&Exact::from(60) * &deferred.utilisation)).unwrap_or_default();
    let busiest = days.0.iter().map(|(_, share)| *share).fold(0.0, f64::max);
    let of_month = productive.to_f64();
    if contacts.is_zero() {
        return Ok((productive, 0));
    }
    let interval_hours = f64::from(hours.interval_minutes) / 60.0;
    let profile: Vec<f64> = hours.profile.iter().map(Exact::to_f64).collect();
    let whole: f64 = profile.iter().sum();
    // Agents that each interval's arrivals would need, were they to be done within it.
    let work: Vec<f64> =
        profile.iter().map(|part| of_month * busiest * part / whole / interval_hours).collect();
    let slack = (deferred.deadline_hours.to_f64() / interval_hours).max(1.0);
    #[expect(clippy::cast_precision_loss, reason = "a day has a few hundred intervals at most")]
    let intervals = |count: usize| count as f64;
    let mut level = work.iter().sum::<f64>() / intervals(work.len());
    for first in 0..work.len() {
        let mut sum = 0.0;
        for (more, part) in work[first..].iter().enumerate() {
            sum += part;
            level = level.max(sum / (intervals(more) + slack));
        }
    }
    if level.is_nan() || level > f64::from(MOST_AGENTS) {
        return Err(StaffingError::TooMany { most: MOST_AGENTS });
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked just above")]
    let peak = (level - 1e-9).ceil().max(0.0) as u32;
    Ok((productive, peak))
}
