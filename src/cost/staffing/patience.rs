//! Erlang A: queues in which waiting people hang up after an exponential patience.
//!
//! M/M/n+M is a birth-death chain: contacts arrive at rate λ, and in state k leave at rate
//! min(k, n)μ + max(0, k - n)θ. It is stable for any load.

mod tails;

use serde::Serialize;
use tails::upper_tails;

use super::{MOST_AGENTS, Queue, StaffingError};

/// Terms smaller than this share of the sum are left out of it.
const NEGLIGIBLE: f64 = 1e-20;
/// The most states of a queue that are added up: a tenth of a second.
const MOST_STATES: f64 = 1e7;

/// How a queue does in which people hang up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Abandoning {
    /// Offered load in Erlang.
    pub load: f64,
    /// Share of contacts that wait at all, 0 to 1.
    pub wait_probability: f64,
    /// Share that hang up, 0 to 1.
    pub abandonment: f64,
    /// Answered in time, of all offered contacts, 0 to 1.
    pub of_offered: f64,
    /// Answered in time, of those answered at all, 0 to 1.
    pub of_answered: f64,
    /// Answered in time, of those offered without the ones that hung up within that time, 0 to 1.
    pub without_short_abandons: f64,
    /// Share that hang up within that time, 0 to 1.
    pub short_abandonment: f64,
    /// Mean time in the queue over all offered contacts, in seconds.
    pub mean_wait: f64,
    /// Mean wait of those that are answered, in seconds.
    pub mean_wait_of_answered: f64,
    /// Busy share of an agent, 0 to 1.
    pub occupancy: f64,
    /// Mean number of contacts waiting.
    pub queue_length: f64,
}

/// How a queue does with so many agents when people hang up after `patience_seconds` on average.
///
/// With φ = handle time / patience and c = agents / φ, a contact that finds j others waiting passes j + 1
/// stages of rates θ(c + i), i = 0 to j, before it is answered, so that the wait offered to it is at most T with
/// probability `I_x(j + 1, c)`, the regularised incomplete beta at x = 1 - exp(-θT). It is answered within T with
/// probability c / (c + j + 1) x `I_x(j + 1, c + 1)`, and on average after the sum of 1 / θ(c + i + 1).
///
/// Source: Garnett, Mandelbaum and Reiman 2002; Mandelbaum and Zeltyn 2005; cases `erlang_a` of
/// tests/data/cost/erlang.json. The shortcut P(hang up) = C / (1 + τ(n - A)) from Erlang C is not used: it
/// overstates by a factor of four and more.
///
/// # Errors
/// [`StaffingError::TooLong`] where the queue grows beyond what is added up.
pub(super) fn abandoning(
    queue: &Queue,
    patience_seconds: f64,
    agents: u32,
    seconds: f64,
) -> Result<Abandoning, StaffingError> {
    let load = queue.load();
    if load == 0.0 {
        return Ok(IDLE);
    }
    let ratio = queue.aht_seconds / patience_seconds;
    let chain = Chain::new(load, agents, ratio)?;
    let c = f64::from(agents) / ratio;
    let patiences = seconds / patience_seconds;
    let tails = |b: f64| upper_tails(patiences, b, chain.first + 1, chain.waiting.len());
    let (within_answered, within_reached) = (tails(c + 1.0)?, tails(c)?);
    let (mut answered_in_time, mut hung_up_in_time, mut wait_of_answered) = (0.0, 0.0, 0.0);
    let (mut stages, mut answered_after_wait) = (stages_before(c, chain.first), 0.0);
    for (at, &probability) in chain.waiting.iter().enumerate() {
        let place = as_f64(chain.first + at);
        stages += 1.0 / (c + place + 1.0);
        let answered = c / (c + place + 1.0);
        let in_time = answered * within_answered[at];
        let still_there = libm::exp(-patiences) * (1.0 - within_reached[at]);
        answered_in_time += probability * in_time;
        hung_up_in_time += probability * (1.0 - in_time - still_there).max(0.0);
        wait_of_answered += probability * answered * stages * patience_seconds;
        answered_after_wait += probability * answered;
    }
    let places = chain.waiting.iter().enumerate();
    let queue_length = places.map(|(at, p)| as_f64(chain.first + at) * p).sum::<f64>();
    // Little's law: the queue empties by hanging up at rate θ x its length.
    let abandonment = (queue_length * ratio / load).min(1.0);
    let of_offered = (chain.below + answered_in_time).min(1.0);
    let answered = chain.below + answered_after_wait;
    Ok(Abandoning {
        load,
        wait_probability: chain.waiting.iter().sum::<f64>().min(1.0),
        abandonment,
        of_offered,
        of_answered: share(of_offered, answered),
        without_short_abandons: share(of_offered, 1.0 - hung_up_in_time),
        short_abandonment: hung_up_in_time,
        mean_wait: queue_length * queue.aht_seconds / load,
        mean_wait_of_answered: if answered > 0.0 { wait_of_answered / answered } else { 0.0 },
        // A sum over all states can come a hair above the whole, and nobody is busy more than always.
        occupancy: if agents == 0 { 1.0 } else { (chain.busy / f64::from(agents)).min(1.0) },
        queue_length,
    })
}

/// The sum of 1 / (c + i + 1) over the places before the first that counts.
fn stages_before(c: f64, first: usize) -> f64 {
    const FEW: usize = 1_000;
    if first <= FEW {
        return (0..first).map(|place| 1.0 / (c + as_f64(place) + 1.0)).sum();
    }
    // The digamma function by its asymptotic series; the terms left out are below 1e-16.
    let digamma = |z: f64| {
        let square = 1.0 / (z * z);
        libm::log(z) - 0.5 / z - square * (1.0 / 12.0 - square * (1.0 / 120.0 - square / 252.0))
    };
    let near: f64 = (0..FEW).map(|place| 1.0 / (c + as_f64(place) + 1.0)).sum();
    near + digamma(c + as_f64(first) + 1.0) - digamma(c + as_f64(FEW) + 1.0)
}

/// Nothing arrives: all of nothing is answered in time.
const IDLE: Abandoning = Abandoning {
    load: 0.0,
    wait_probability: 0.0,
    abandonment: 0.0,
    of_offered: 1.0,
    of_answered: 1.0,
    without_short_abandons: 1.0,
    short_abandonment: 0.0,
    mean_wait: 0.0,
    mean_wait_of_answered: 0.0,
    occupancy: 0.0,
    queue_length: 0.0,
};

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole).min(1.0) } else { 0.0 }
}

#[expect(clippy::cast_precision_loss, reason = "states are counted in millions at most")]
fn as_f64(count: usize) -> f64 {
    count as f64
}

/// The stationary distribution of the chain.
struct Chain {
    /// Probability that an agent is free.
    below: f64,
    /// The fewest contacts waiting whose probability counts.
    first: usize,
    /// Probability of all agents busy and j contacts waiting, for j from the first.
    waiting: Vec<f64>,
    /// Mean number of busy agents.
    busy: f64,
}

impl Chain {
    /// - `load`: arrivals in units of the service rate; `ratio`: hanging up in the same units.
    ///
    /// The walk starts at the likeliest state with 1 and goes both ways until terms no longer count, so nothing
    /// overflows and only as many states are visited as matter; then all is divided by the sum.
    ///
    /// # Errors
    /// [`StaffingError::TooLong`] for more states than are added up.
    fn new(load: f64, agents: u32, ratio: f64) -> Result<Chain, StaffingError> {
        let staff = f64::from(agents);
        let leaves = |state: f64| if state <= staff { state } else { staff + (state - staff) * ratio };
        let in_queue = ((load - staff) / ratio).max(0.0);
        // Ten deviations on both sides hold all that counts.
        if in_queue > 1e15 || 20.0 * (load / ratio).sqrt() > MOST_STATES {
            return Err(StaffingError::TooLong);
        }
        let mode = if load <= staff { load.floor() } else { staff + in_queue.floor() };
        let (mut below, mut busy, mut sum) = (0.0, 0.0, 0.0);
        // States from the mode down, the ones in the queue kept to be put in order.
        let mut queued: Vec<f64> = Vec::new();
        let mut first = 0.0;
        let (mut state, mut term) = (mode, 1.0);
        loop {
            sum += term;
            if state < staff {
                below += term;
                busy += term * state;
            } else {
                queued.push(term);
                first = state - staff;
            }
            term *= leaves(state) / load;
            if state == 0.0 || term < NEGLIGIBLE * sum {
                break;
            }
            state -= 1.0;
        }
        queued.reverse();
        let (mut state, mut term) = (mode, 1.0);
        loop {
            state += 1.0;
            term *= load / leaves(state);
            if term < NEGLIGIBLE * sum && state > staff || term == 0.0 {
                break;
            }
            sum += term;
            if state < staff {
                below += term;
                busy += term * state;
            } else {
                queued.push(term);
            }
        }
        busy += staff * queued.iter().sum::<f64>();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, not negative, below 10^15"
        )]
        let first = first as usize;
        let waiting = queued.into_iter().map(|term| term / sum).collect();
        Ok(Chain { below: below / sum, first, waiting, busy: busy / sum })
    }
}

/// The smallest number of agents that is enough, where more are never worse. The search starts at a guess, goes away
/// from it in doubling steps until the answer lies between, and then halves: a good guess costs two looks.
///
/// - `least`: the answer is not below it, at least 1.
/// - `most`: known to be enough.
pub(super) fn smallest_staff(
    least: u32,
    most: Option<u32>,
    guess: u32,
    is_enough: impl Fn(u32) -> bool,
) -> Result<u32, StaffingError> {
    let limit = most.unwrap_or(MOST_AGENTS);
    let is_enough = |agents: u32| most == Some(agents) || is_enough(agents);
    let guess = guess.clamp(least, limit.max(least));
    let (mut too_few, mut enough, mut step) = (least - 1, guess, 1);
    if is_enough(guess) {
        while enough > least {
            let fewer = enough.saturating_sub(step).max(least);
            if !is_enough(fewer) {
                too_few = fewer;
                break;
            }
            enough = fewer;
            step *= 2;
        }
    } else {
        too_few = guess;
        loop {
            if too_few >= limit {
                return Err(StaffingError::TooMany { most: MOST_AGENTS });
            }
            enough = too_few.saturating_add(step).min(limit);
            if is_enough(enough) {
                break;
            }
            too_few = enough;
            step = step.saturating_mul(2);
        }
    }
    while too_few + 1 < enough {
        let middle = u32::midpoint(too_few, enough);
        if is_enough(middle) { enough = middle } else { too_few = middle }
    }
    Ok(enough)
}
