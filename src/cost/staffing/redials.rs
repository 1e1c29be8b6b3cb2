//! Callers who hang up and call again, and those who were served and call again: how many calls that settles at.

use super::{Queue, StaffingError, patience};

/// Halvings of where the calls settle.
const HALVINGS: usize = 200;

/// How often the upper end is doubled where all who hang up call again.
const DOUBLINGS: usize = 24;

/// Who calls again.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Again {
    /// The share of those who hang up, 0 to 1.
    pub redial: f64,
    /// The share of those who were served, 0 to below 1.
    pub reconnect: f64,
}

/// Where the calls of an interval settle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settled {
    /// All calls.
    pub total: f64,
    /// Calls for each caller.
    pub calls_a_caller: f64,
    /// The share of calls that hang up.
    pub abandonment: f64,
    /// The share of callers who are never served.
    pub lost_callers: f64,
}

/// The calls that `L = l + r P(L) L + q (1 - P(L)) L` settles at, P the share that hangs up by Erlang A: there is one such
/// number where not all call again, between l and `l / (1 - max(r, q))`.
///
/// The total rate is fed into Erlang A as if all came at random, which holds where callers take their time. Those who call
/// again at once find the queue that they left: a simulation of 36 agents loses what this says when they wait two hours, 2 to
/// 4 % more (of the share, not points) after 20 minutes, 9 to 15 % after 5, and 20 to 32 % after half a minute; 8 agents are no worse.
///
/// - Returns none where calls never settle: all who hang up call again, and too few agents are there.
///
/// # Errors
/// [`StaffingError::TooLong`] where the queue grows beyond what is counted.
///
/// Case `redials` in tests/it/cost/patience.rs.
pub fn settled(
    queue: &Queue,
    patience_seconds: f64,
    agents: u32,
    again: Again,
) -> Result<Option<Settled>, StaffingError> {
    let first = queue.contacts;
    // Where all call again until they are served, as much has to be served as comes.
    if again.redial >= 1.0 && queue.load() / (1.0 - again.reconnect) >= f64::from(agents) {
        return Ok(None);
    }
    let lost = |total: f64| -> Result<f64, StaffingError> {
        let all = Queue { contacts: total, again: Again::default(), ..*queue };
        Ok(patience::abandoning(&all, patience_seconds, agents, 0.0)?.abandonment)
    };
    // What is left over when so many call; it grows with them until it is enough.
    let over = |total: f64| -> Result<f64, StaffingError> {
        let hang_up = lost(total)?;
        let come = first + total * (again.redial * hang_up + again.reconnect * (1.0 - hang_up));
        Ok(total - come)
    };
    let most = again.redial.max(again.reconnect);
    let (mut low, mut high) = (first, if most < 1.0 { first / (1.0 - most) } else { 2.0 * first });
    if most >= 1.0 {
        let mut doubled = 0;
        while over(high)? < 0.0 {
            doubled += 1;
            if doubled > DOUBLINGS {
                return Ok(None);
            }
            high *= 2.0;
        }
    }
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if over(middle)? < 0.0 { low = middle } else { high = middle }
    }
    let total = 0.5 * (low + high);
    let abandonment = lost(total)?;
    let calls_a_caller = total / first;
    let lost_callers = abandonment * (1.0 - again.redial) * calls_a_caller;
    Ok(Some(Settled { total, calls_a_caller, abandonment, lost_callers }))
}
