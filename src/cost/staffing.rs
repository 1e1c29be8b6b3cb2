//! How many agents a queue needs: the standard models of waiting, and the search over them.
//!
//! Contacts arrive at random (Poisson), handle times are exponential, one queue, one skill, a steady
//! interval; who calls again is in the load that this settles at. Erlang C lets nobody leave the queue and so asks for more agents than
//! Erlang A, where waiting people hang up. Probabilities and waits are `f64`; the answer of the search is a
//! whole number of agents: the smallest that meets the target.

pub mod erlang;
pub mod patience;
pub mod redials;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::decision::demand::AnsweredOf;

pub use erlang::Waiting;
pub use patience::Abandoning;
pub use redials::{Again, Settled, settled};

/// The most agents that the models are asked about.
pub const MOST_AGENTS: u32 = 1_000_000;

/// How many answers of a search are kept.
const MOST_FOUND: usize = 20_000;

/// Why a queue cannot be worked out.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StaffingError {
    /// With nobody hanging up, the queue of so few agents grows without end.
    #[error("{agents} agents cannot carry a load of {load:.2} Erlang: the queue would grow without end")]
    Unstable {
        /// Offered load in Erlang.
        load: f64,
        /// Agents.
        agents: u32,
    },
    /// A number is not finite, negative, or zero where that has no meaning.
    #[error("{what} must be a number {range}")]
    OutOfRange {
        /// Which number.
        what: &'static str,
        /// What it may be.
        range: &'static str,
    },
    /// Nobody is helped, and all come back.
    #[error("contacts would come back for ever: none is solved today, and all return")]
    Endless,
    /// All who hang up call again, and too few agents are there.
    #[error("calls never settle: all who hang up call again, and the agents are too few")]
    NeverSettles,
    /// A queue of more people than are counted.
    #[error(
        "the queue grows beyond what can be worked out: far too few agents, or a patience that has no end"
    )]
    TooLong,
    /// More agents than are looked at.
    #[error("this needs more than {most} agents")]
    TooMany {
        /// The most that are.
        most: u32,
    },
}

/// What arrives in an interval and how long it takes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Queue {
    contacts: f64,
    interval_seconds: f64,
    aht_seconds: f64,
    patience_seconds: Option<f64>,
    /// Who calls again; nobody, where nothing is said of it.
    #[serde(skip)]
    again: Again,
}

impl Queue {
    /// A queue in which nobody hangs up.
    ///
    /// - `contacts`: offered in the interval, 0 or more; need not be whole.
    /// - `interval_seconds`, `aht_seconds`: above 0. Handle time is talk, hold and wrap-up.
    ///
    /// # Errors
    /// [`StaffingError::OutOfRange`] for anything else, NaN and infinity among it.
    pub fn new(contacts: f64, interval_seconds: f64, aht_seconds: f64) -> Result<Queue, StaffingError> {
        let contacts = within_range(contacts)?;
        above_zero("the interval", interval_seconds)?;
        above_zero("the handle time", aht_seconds)?;
        let again = Again::default();
        Ok(Queue { contacts, interval_seconds, aht_seconds, patience_seconds: None, again })
    }

    /// The same queue, in which people who wait hang up after a while.
    ///
    /// - `seconds`: how long they wait on average before they do, above 0.
    ///
    /// # Errors
    /// [`StaffingError::OutOfRange`] for anything else.
    pub fn with_patience(self, seconds: f64) -> Result<Queue, StaffingError> {
        above_zero("the patience", seconds)?;
        Ok(Queue { patience_seconds: Some(seconds), ..self })
    }

    /// The same queue, in which some of those who hang up, and some of those who were served, call again.
    ///
    /// # Errors
    /// [`StaffingError::OutOfRange`] for a share outside 0 to 1, and where all who were served call again.
    pub fn with_redials(self, again: Again) -> Result<Queue, StaffingError> {
        if !(0.0..=1.0).contains(&again.redial) {
            return Err(StaffingError::OutOfRange { what: "the share that redials", range: "from 0 to 1" });
        }
        if !(0.0..1.0).contains(&again.reconnect) {
            let range = "from 0 to below 1";
            return Err(StaffingError::OutOfRange { what: "the share that calls once more", range });
        }
        Ok(Queue { again, ..self })
    }

    /// Who calls again; none where nobody does, or nobody hangs up.
    #[must_use]
    pub fn again(&self) -> Option<Again> {
        Some(self.again).filter(|again| *again != Again::default() && self.patience_seconds.is_some())
    }

    /// Offered load in Erlang: contacts x handle time / interval.
    #[must_use]
    pub fn load(&self) -> f64 {
        self.contacts * self.aht_seconds / self.interval_seconds
    }

    /// Contacts offered in the interval.
    #[must_use]
    pub fn contacts(&self) -> f64 {
        self.contacts
    }

    /// Mean patience in seconds, where people hang up.
    #[must_use]
    pub fn patience_seconds(&self) -> Option<f64> {
        self.patience_seconds
    }

    /// Mean handle time in seconds.
    #[must_use]
    pub fn aht_seconds(&self) -> f64 {
        self.aht_seconds
    }
}

fn within_range(contacts: f64) -> Result<f64, StaffingError> {
    if contacts.is_finite() && contacts >= 0.0 {
        return Ok(contacts);
    }
    Err(StaffingError::OutOfRange { what: "contacts", range: "of 0 or more" })
}

fn above_zero(what: &'static str, number: f64) -> Result<(), StaffingError> {
    if number.is_finite() && number > 0.0 {
        return Ok(());
    }
    Err(StaffingError::OutOfRange { what, range: "above 0" })
}

/// What the staff must reach.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ServiceTarget {
    /// Share answered in time, 0 to 1.
    pub share: f64,
    /// The time, in seconds, 0 or more.
    pub seconds: f64,
    /// Of what it is the share; all variants are one where nobody hangs up.
    pub of: AnsweredOf,
    /// The highest busy share of an agent, above 0 to 1.
    pub max_occupancy: f64,
    /// The highest share that may hang up, 0 to 1; only where people do.
    pub max_abandonment: f64,
}

impl ServiceTarget {
    /// So much of the offered contacts within so many seconds, and no other limit.
    ///
    /// # Errors
    /// [`StaffingError::OutOfRange`] for a share outside 0 to below 1 or a negative time.
    pub fn new(share: f64, seconds: f64) -> Result<ServiceTarget, StaffingError> {
        // All contacts in time would need endless agents.
        if !(0.0..1.0).contains(&share) {
            return Err(StaffingError::OutOfRange { what: "the target share", range: "from 0 to below 1" });
        }
        if !seconds.is_finite() || seconds < 0.0 {
            return Err(StaffingError::OutOfRange { what: "the target time", range: "of 0 or more" });
        }
        let of = AnsweredOf::default();
        Ok(ServiceTarget { share, seconds, of, max_occupancy: 1.0, max_abandonment: 1.0 })
    }
}

/// How a queue does with so many agents.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Performance {
    /// Nobody hangs up: Erlang C.
    Waiting(Waiting),
    /// People hang up: Erlang A.
    Abandoning(Abandoning),
}

/// How a queue does with so many agents.
///
/// # Errors
/// [`StaffingError::Unstable`] where nobody hangs up and the agents cannot carry the load;
/// [`StaffingError::TooLong`] where those who wait are too many to be counted.
pub fn performance(queue: &Queue, agents: u32, seconds: f64) -> Result<Performance, StaffingError> {
    let all = match (queue.again(), queue.patience_seconds) {
        (Some(again), Some(patience)) if queue.contacts > 0.0 => {
            let settled = settled(queue, patience, agents, again)?.ok_or(StaffingError::NeverSettles)?;
            Queue { contacts: settled.total, again: Again::default(), ..*queue }
        }
        _ => *queue,
    };
    let queue = &all;
    Ok(match queue.patience_seconds {
        None => Performance::Waiting(erlang::waiting(queue, agents, seconds)?),
        Some(patience) => Performance::Abandoning(patience::abandoning(queue, patience, agents, seconds)?),
    })
}

impl Performance {
    /// The share answered in time, 0 to 1.
    #[must_use]
    pub fn service_level(&self, of: AnsweredOf) -> f64 {
        match (self, of) {
            (Performance::Waiting(waiting), _) => waiting.service_level,
            (Performance::Abandoning(a), AnsweredOf::Offered) => a.of_offered,
            (Performance::Abandoning(a), AnsweredOf::Answered) => a.of_answered,
            (Performance::Abandoning(a), AnsweredOf::WithoutShortAbandons) => a.without_short_abandons,
        }
    }

    /// The busy share of an agent, 0 to 1.
    #[must_use]
    pub fn occupancy(&self) -> f64 {
        match self {
            Performance::Waiting(waiting) => waiting.occupancy,
            Performance::Abandoning(abandoning) => abandoning.occupancy,
        }
    }

    fn meets(&self, target: &ServiceTarget) -> bool {
        let hang_up = match self {
            Performance::Waiting(_) => 0.0,
            Performance::Abandoning(abandoning) => abandoning.abandonment,
        };
        self.service_level(target.of) >= target.share
            && self.occupancy() <= target.max_occupancy
            && hang_up <= target.max_abandonment
    }
}

/// The smallest staff that meets a target; 0 where nothing arrives.
///
/// Where nobody hangs up the search starts at floor(load) + 1, the first stable number. (A start at
/// round(load + 1), as some libraries have it, passes over an answer: a load of 2.6 Erlang with 80 % in 300
/// seconds needs 3 agents.) The share in time grows and the occupancy falls with every agent, so the first
/// that meets the target is the smallest.
///
/// # Errors
/// [`StaffingError::TooMany`] beyond [`MOST_AGENTS`].
pub fn smallest_staff(queue: &Queue, target: &ServiceTarget) -> Result<u32, StaffingError> {
    StaffingSearch::new(*queue, *target).smallest(queue.contacts)
}

/// The search for the smallest staff over many loads of one channel.
///
/// More contacts never need fewer agents, so answers that were found bound those that are asked for: between two
/// loads with the same answer there is nothing to search.
#[derive(Clone, Debug)]
pub struct StaffingSearch {
    queue: Queue,
    target: ServiceTarget,
    /// Answers by the bits of the contacts, which sort as the contacts do.
    found: BTreeMap<u64, u32>,
}

impl StaffingSearch {
    /// A search in which nothing is found yet.
    ///
    /// - `queue`: intervals, handle times and patience; its contacts do not count.
    #[must_use]
    pub fn new(queue: Queue, target: ServiceTarget) -> StaffingSearch {
        StaffingSearch { queue, target, found: BTreeMap::new() }
    }

    /// The smallest staff for so many contacts in an interval; 0 where nothing arrives.
    ///
    /// # Errors
    /// [`StaffingError::OutOfRange`] for contacts that are no number or negative, [`StaffingError::TooMany`]
    /// beyond [`MOST_AGENTS`].
    pub fn smallest(&mut self, contacts: f64) -> Result<u32, StaffingError> {
        let queue = Queue { contacts: within_range(contacts)?, ..self.queue };
        if contacts == 0.0 {
            return Ok(0);
        }
        let key = contacts.to_bits();
        let least = self.found.range(..=key).next_back().map(|(_, agents)| *agents);
        let most = self.found.range(key..).next().map(|(_, agents)| *agents);
        if let (Some(least), Some(most)) = (least, most)
            && least == most
        {
            return Ok(least);
        }
        let agents = match queue.patience_seconds {
            None => erlang::smallest_staff(&queue, &self.target)?,
            Some(_) => {
                let guess = least.or(most).map_or_else(|| whole_agents(queue.load().ceil()), Ok)?;
                patience::smallest_staff(least.unwrap_or(1), most, guess, |agents| {
                    // Where the queue is too long to be worked out, the agents are too few.
                    performance(&queue, agents, self.target.seconds)
                        .is_ok_and(|performance| performance.meets(&self.target))
                })?
            }
        };
        if self.found.len() >= MOST_FOUND {
            self.found.clear();
        }
        self.found.insert(key, agents);
        Ok(agents)
    }
}

/// Agents to put on the schedule so that `present` are there: present / (1 - shrinkage), rounded up.
///
/// - `shrinkage`: the share of paid time that is not worked on the queue, 0 to below 1.
///
/// Dividing is right and multiplying by 1 + shrinkage is not: of 19 people scheduled for 14, 30 % away
/// leaves 13.
///
/// # Errors
/// [`StaffingError::OutOfRange`] for a shrinkage outside 0 to below 1.
pub fn scheduled(present: u32, shrinkage: f64) -> Result<u32, StaffingError> {
    if !(0.0..1.0).contains(&shrinkage) {
        return Err(StaffingError::OutOfRange { what: "the shrinkage", range: "from 0 to below 1" });
    }
    // A whole quotient that floating point puts a hair above the whole number must not cost an agent.
    let needed = f64::from(present) / (1.0 - shrinkage);
    whole_agents((needed - 1e-9).ceil())
}

/// Agents for slots when each agent serves several conversations at once: slots / concurrency, rounded up.
#[must_use]
pub fn agents_for_slots(slots: u32, concurrency: u32) -> u32 {
    slots.div_ceil(concurrency.max(1))
}

fn whole_agents(number: f64) -> Result<u32, StaffingError> {
    if number.is_nan() || number > f64::from(MOST_AGENTS) {
        return Err(StaffingError::TooMany { most: MOST_AGENTS });
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, not negative, at most a million"
    )]
    Ok(number.max(0.0) as u32)
}
