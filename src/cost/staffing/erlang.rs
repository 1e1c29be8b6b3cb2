//! Erlang B and Erlang C: queues in which nobody hangs up.

use serde::Serialize;

use super::{MOST_AGENTS, Queue, ServiceTarget, StaffingError, whole_agents};

/// The share of contacts that find all agents busy and are lost: Erlang B.
///
/// - `load`: offered load in Erlang, 0 or more.
/// - Returns a probability, 0 to 1.
///
/// By the recursion on the inverse, 1/B(k) = 1 + k/A x 1/B(k-1), which adds only positive numbers: no
/// factorials, no overflow, 100,000 agents and more.
///
/// Source: A. K. Erlang 1917; cases `erlang_b` of tests/data/cost/erlang.json.
#[must_use]
pub fn erlang_b(load: f64, agents: u32) -> f64 {
    if load <= 0.0 {
        return if agents == 0 { 1.0 } else { 0.0 };
    }
    let mut inverse = 1.0;
    for k in 1..=agents {
        inverse = 1.0 + f64::from(k) / load * inverse;
        if inverse.is_infinite() {
            return 0.0;
        }
    }
    1.0 / inverse
}

/// The share of contacts that wait: Erlang C, from Erlang B by C = nB / (n - A(1 - B)).
///
/// - `load`: offered load in Erlang, 0 or more.
/// - Returns a probability, 0 to 1.
///
/// # Errors
/// [`StaffingError::Unstable`] unless there are more agents than Erlangs.
pub fn erlang_c(load: f64, agents: u32) -> Result<f64, StaffingError> {
    refuse_unstable(load, agents)?;
    Ok(waits(load, f64::from(agents), erlang_b(load, agents)))
}

fn waits(load: f64, agents: f64, lost: f64) -> f64 {
    agents * lost / (agents - load * (1.0 - lost))
}

fn refuse_unstable(load: f64, agents: u32) -> Result<(), StaffingError> {
    if f64::from(agents) > load { Ok(()) } else { Err(StaffingError::Unstable { load, agents }) }
}

/// How a queue does in which nobody hangs up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Waiting {
    /// Offered load in Erlang.
    pub load: f64,
    /// Share of contacts that wait at all, 0 to 1.
    pub wait_probability: f64,
    /// Share answered in time, of all contacts, 0 to 1.
    pub service_level: f64,
    /// Mean wait over all contacts in seconds (average speed of answer).
    pub mean_wait: f64,
    /// Mean wait of those who wait, in seconds.
    pub mean_wait_of_waiting: f64,
    /// The wait in seconds that nine in ten contacts stay below.
    pub ninetieth_percentile: f64,
    /// Busy share of an agent, 0 to 1.
    pub occupancy: f64,
    /// Mean number of contacts waiting.
    pub queue_length: f64,
}

/// How a queue does with so many agents.
///
/// - `seconds`: the time that counts as answered in time, 0 or more.
///
/// # Errors
/// [`StaffingError::Unstable`] unless there are more agents than Erlangs.
///
/// Source: M/M/n, for example Gans, Koole and Mandelbaum 2003; cases `erlang_c` of
/// tests/data/cost/erlang.json.
pub fn waiting(queue: &Queue, agents: u32, seconds: f64) -> Result<Waiting, StaffingError> {
    let load = queue.load();
    let wait_probability = erlang_c(load, agents)?;
    let agents = f64::from(agents);
    let mean_wait_of_waiting = queue.aht_seconds / (agents - load);
    let above_tenth = wait_probability > 0.1;
    Ok(Waiting {
        load,
        wait_probability,
        service_level: 1.0 - wait_probability * libm::exp(-seconds / mean_wait_of_waiting),
        mean_wait: wait_probability * mean_wait_of_waiting,
        mean_wait_of_waiting,
        ninetieth_percentile: if above_tenth {
            mean_wait_of_waiting * libm::log(wait_probability / 0.1)
        } else {
            0.0
        },
        occupancy: load / agents,
        queue_length: wait_probability * load / (agents - load),
    })
}

/// The smallest stable staff that meets a target; one run of the recursion serves the whole search.
pub(super) fn smallest_staff(queue: &Queue, target: &ServiceTarget) -> Result<u32, StaffingError> {
    let load = queue.load();
    let first = whole_agents(load.floor() + 1.0)?;
    let mut inverse = 1.0;
    for k in 1..=MOST_AGENTS {
        let agents = f64::from(k);
        inverse = 1.0 + agents / load * inverse;
        if k < first || load / agents > target.max_occupancy {
            continue;
        }
        let pw = waits(load, agents, 1.0 / inverse);
        if 1.0 - pw * libm::exp(-(agents - load) * target.seconds / queue.aht_seconds) >= target.share {
            return Ok(k);
        }
    }
    Err(StaffingError::TooMany { most: MOST_AGENTS })
}
