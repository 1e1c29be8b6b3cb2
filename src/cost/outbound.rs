//! Lists that are called: whom attempts reach, how long agents take, how far a dialler may run ahead, what a campaign comes to.
//!
//! Shares are parts of 1. Everything is exact but [`loss_dialler`], whose load is found by halving.

use serde::Serialize;

use crate::decision::outbound::{CountedCalls, Dialler};
use crate::exact::Exact;

/// Whom a list reaches.
#[derive(Clone, Debug, PartialEq)]
pub struct Penetration {
    /// Records that may be called.
    pub usable: Exact,
    /// Attempts for each of them.
    pub attempts_a_record: Exact,
    /// The share of them whose right person is reached.
    pub reached_share: Exact,
    /// All attempts.
    pub attempts: Exact,
    /// Those that a person answers.
    pub live: Exact,
    /// Those of them with the right person.
    pub right: Exact,
    /// Those with another.
    pub wrong: Exact,
    /// Records whose right person is never reached.
    pub unreached: Exact,
}

/// Whom a list reaches, where each attempt on a record reaches the right person with a chance `c g` and ends it.
///
/// - `suppressed`: the share that may not or cannot be called.
/// - `live`: c of each attempt, the last one holding for those after it; not empty.
/// - `right`: g, the share of answers that are the right person.
/// - `attempts`: the most for a record.
///
/// Case `list_penetration` in tests/it/cost/outbound.rs.
#[must_use]
pub fn list_penetration(
    records: &Exact,
    suppressed: &Exact,
    live: &[Exact],
    right: &Exact,
    attempts: u32,
) -> Penetration {
    let usable = records * &(&Exact::ONE - suppressed);
    let (mut open, mut made, mut answered) = (Exact::ONE, Exact::ZERO, Exact::ZERO);
    for at in 0..attempts as usize {
        let Some(live) = live.get(at).or(live.last()) else { break };
        let hit = &open * live;
        made += &open;
        answered += &hit;
        open = (&open - &(&hit * right)).reduced();
    }
    let reached_share = &Exact::ONE - &open;
    let all = |share: &Exact| &usable * share;
    let (live, right) = (all(&answered), all(&reached_share));
    Penetration {
        attempts: all(&made),
        wrong: &live - &right,
        unreached: all(&open),
        attempts_a_record: made,
        reached_share,
        live,
        right,
        usable,
    }
}

/// Seconds of an agent around a call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seconds {
    /// With the right person.
    pub right: Exact,
    /// With another.
    pub wrong: Exact,
    /// Of an attempt that nobody answers.
    pub no_answer: Exact,
    /// Of one that somebody answers, until then.
    pub to_answer: Exact,
    /// At the record before an attempt.
    pub preview: Exact,
}

/// What an agent does in an hour.
#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    /// Seconds from one answer to the next.
    pub cycle: Exact,
    /// Answers.
    pub live_an_hour: Exact,
    /// Answers of the right person.
    pub right_an_hour: Exact,
    /// Attempts.
    pub attempts_an_hour: Exact,
    /// The share of time in talk.
    pub talk_share: Exact,
}

/// Seconds for an answer: progressive `(1-c)/c no_answer + to_answer + talk`, preview `+ preview/c`, predictive
/// `talk/occupancy`.
///
/// - `live`: c; `right`: g.
/// - `occupancy`: of predictive dialling, above 0.
/// - Returns none where nobody answers, or nothing takes any time.
///
/// Case `dial_cycle`.
#[must_use]
pub fn dial_cycle(
    dialler: Dialler,
    live: &Exact,
    right: &Exact,
    seconds: &Seconds,
    occupancy: &Exact,
) -> Option<Cycle> {
    let talk = &(right * &seconds.right) + &(&(&Exact::ONE - right) * &seconds.wrong);
    let attempts = Exact::ONE.over(live)?;
    let progressive = &(&(&(&attempts - &Exact::ONE) * &seconds.no_answer) + &seconds.to_answer) + &talk;
    let cycle = match dialler {
        Dialler::Progressive => progressive,
        Dialler::Preview => &progressive + &(&attempts * &seconds.preview),
        Dialler::Predictive => talk.over(occupancy)?,
    };
    let live_an_hour = Exact::from(3_600).over(&cycle)?;
    Some(Cycle {
        right_an_hour: &live_an_hour * right,
        attempts_an_hour: &live_an_hour * &attempts,
        talk_share: talk.over(&cycle)?,
        live_an_hour,
        cycle,
    })
}

/// How far a dialler that dials for free agents may run ahead.
#[derive(Clone, Debug, PartialEq)]
pub struct Burst {
    /// The most lines.
    pub lines: u32,
    /// Lines for each agent.
    pub overdial: Exact,
    /// The share of answers for which there is no agent.
    pub abandoned: Exact,
    /// Agents who stay free.
    pub idle_agents: Exact,
    /// The share of answers without an agent with one line more.
    pub next_abandoned: Exact,
}

/// The most lines that are looked at for an agent.
const MOST_LINES: u32 = 200;

/// The most lines at once for so many free agents, where answers are binomial and the share `E[(X-a)+]/(n c)` of them for
/// which there is no agent stays within a limit.
///
/// - `free`: a, 1 and up; `live`: c, above 0.
/// - Returns none where nobody answers or nobody is free, and where 200 lines for an agent would not reach the limit.
///
/// Case `burst_dialler`.
#[must_use]
pub fn burst_dialler(free: u32, live: &Exact, limit: &Exact) -> Option<Burst> {
    if free == 0 || live.is_zero() || live.is_negative() || *live > Exact::ONE {
        return None;
    }
    let silent = &Exact::ONE - live;
    // The chance of each number of answers up to those that there are agents for, of n lines.
    let mut chances = vec![Exact::ZERO; free as usize + 1];
    chances[0] = Exact::ONE;
    let mut before: Option<(u32, Exact, Exact)> = None;
    for lines in 1..=free * MOST_LINES {
        for at in (0..chances.len()).rev() {
            let more = if at == 0 { Exact::ZERO } else { &chances[at - 1] * live };
            chances[at] = (&(&chances[at] * &silent) + &more).reduced();
        }
        // E[(a-X)+], and by it E[(X-a)+] = n c - a + E[(a-X)+].
        let idle: Vec<Exact> = chances
            .iter()
            .zip(0..)
            .map(|(chance, answers): (&Exact, u32)| chance * &Exact::from(free - answers))
            .collect();
        let idle = Exact::sum(&idle);
        let answers = &Exact::from(lines) * live;
        let over = &(&answers - &Exact::from(free)) + &idle;
        let abandoned = over.over(&answers)?.max(Exact::ZERO);
        if abandoned > *limit {
            let (lines, kept, idle_agents) = before?;
            let overdial = Exact::from(lines).over(&Exact::from(free))?;
            return Some(Burst { lines, overdial, abandoned: kept, idle_agents, next_abandoned: abandoned });
        }
        before = Some((lines, abandoned, idle));
    }
    None
}

/// What agents can be loaded with where answers come at random and nobody waits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loss {
    /// Answers at once, in Erlang.
    pub load: f64,
    /// The busy share of agents.
    pub occupancy: f64,
    /// Answers that an agent talks to in an hour.
    pub live_an_agent_hour: f64,
}

/// Erlang B: the share of answers for which none of so many agents is free.
fn blocked(agents: u32, load: f64) -> f64 {
    (1..=agents).fold(1.0, |blocked, agents| {
        let offered = load * blocked;
        offered / (f64::from(agents) + offered)
    })
}

/// The load at which a share that grows with it reaches a limit.
fn load_of(agents: u32, limit: f64, share: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, f64::from(agents));
    while share(high) < limit && high < 1e9 {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if share(middle) < limit { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// The most that agents can be loaded with where answers come at random, nobody waits, and a share of answers is lost
/// (Erlang B). A dialler that looks ahead does better.
///
/// - `agents`: 1 and up; `limit`: above 0 and below 1; `handle_seconds`: of an answer, above 0.
///
/// Case `loss_dialler`.
#[must_use]
pub fn loss_dialler(agents: u32, limit: &Exact, handle_seconds: &Exact) -> Option<Loss> {
    let (limit, handle) = (limit.to_f64(), handle_seconds.to_f64());
    if agents == 0 || !(limit > 0.0 && limit < 1.0) || handle <= 0.0 {
        return None;
    }
    let load = load_of(agents, limit, |load| blocked(agents, load));
    let busy = load * (1.0 - limit);
    let occupancy = busy / f64::from(agents);
    Some(Loss { load, occupancy, live_an_agent_hour: occupancy * 3_600.0 / handle })
}

/// The share of answers that are lost at most where agents are busy for a share of their time: with a dialler that does not
/// look ahead.
///
/// - `occupancy`: above 0 and below 1.
#[must_use]
pub fn abandoned_at_most(agents: u32, occupancy: &Exact) -> Option<f64> {
    let occupancy = occupancy.to_f64();
    if agents == 0 || !(occupancy > 0.0 && occupancy < 1.0) {
        return None;
    }
    let busy = |load: f64| load * (1.0 - blocked(agents, load)) / f64::from(agents);
    Some(blocked(agents, load_of(agents, occupancy, busy)))
}

/// How many were abandoned, beside what is allowed.
#[derive(Clone, Debug, PartialEq)]
pub struct Abandonment {
    /// Those that count.
    pub counted: Exact,
    /// Of all that count and those that agents had; none where there are none.
    pub rate: Option<Exact>,
    /// Whether that is within the limit.
    pub is_within: bool,
    /// The most that may count.
    pub most_allowed: Exact,
    /// How many more may; negative where too many do.
    pub left: Exact,
}

/// The rate `x / (x + y)` beside a limit, where x is those abandoned, with people taken for machines and without machines,
/// and y those that agents had; at most `limit / (1 - limit) y`.
///
/// - `limit`: below 1; none for others.
///
/// Case `abandon_rate`.
#[must_use]
pub fn abandon_rate(calls: &CountedCalls, limit: &Exact) -> Option<Abandonment> {
    let people = &calls.abandoned + &calls.machines_false;
    let counted = (&people - &calls.to_machines).max(Exact::ZERO);
    let most_allowed = &limit.over(&(&Exact::ONE - limit))? * &calls.passed;
    Some(Abandonment {
        rate: counted.over(&(&counted + &calls.passed)),
        is_within: counted <= most_allowed,
        left: &most_allowed - &counted,
        most_allowed,
        counted,
    })
}

/// What agents work in a month.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CampaignMonth {
    /// Hours of agents.
    pub hours: Exact,
    /// Those of them that agents of channels have while nobody waits.
    pub idle_hours: Exact,
    /// Hours that are billed, with the least of a month.
    pub billed_hours: Exact,
    /// The share of the list that is worked.
    pub share: Exact,
}

/// How a list is worked off.
#[derive(Clone, Debug, PartialEq)]
pub struct Campaign {
    /// Hours that the whole list takes.
    pub hours: Exact,
    /// Months until there is nobody left to call; none where nobody calls.
    pub months_to_exhaustion: Option<Exact>,
    /// What agents work in each month.
    pub months: Vec<CampaignMonth>,
}

/// Hours of agents for a list: `(right t_r + wrong t_w + none t_0) / 3600 / occupancy`, and what goes with each attempt and
/// answer.
///
/// - `occupancy`: above 0; 1 where seconds say all.
/// - Returns none for an occupancy of 0.
#[must_use]
pub fn campaign_hours(list: &Penetration, seconds: &Seconds, occupancy: &Exact) -> Option<Exact> {
    let unanswered = &list.attempts - &list.live;
    let parts = [
        &list.right * &seconds.right,
        &list.wrong * &seconds.wrong,
        &unanswered * &seconds.no_answer,
        &list.live * &seconds.to_answer,
        &list.attempts * &seconds.preview,
    ];
    Exact::sum(&parts).over(&(&Exact::from(3_600) * occupancy))
}

/// How a list is worked off, month by month: as many hours as agents have, until it is done; in each month at least the
/// hours that are billed in any case.
///
/// - `capacity`: hours that agents have in a month; none works it off evenly over the months.
/// - `is_stream`: whether a part of the list comes with each month; else it is there at once, and ends.
///
/// Case `campaign`.
#[must_use]
pub fn work_off(
    hours: Exact,
    capacity: Option<&Exact>,
    minimum_hours: &Exact,
    months: usize,
    is_stream: bool,
) -> Campaign {
    work_off_blended(hours, (capacity, None), minimum_hours, months, is_stream)
}

/// The same where agents of channels call as well, while nobody waits: that is used first, and not billed as hours of the
/// list.
///
/// - `idle`: their hours in each month; without other agents the list is done by them alone.
#[must_use]
pub fn work_off_blended(
    hours: Exact,
    (crew, idle): (Option<&Exact>, Option<&[Exact]>),
    minimum_hours: &Exact,
    months: usize,
    is_stream: bool,
) -> Campaign {
    let idle_in = |month: usize| idle.and_then(|idle| idle.get(month)).cloned().unwrap_or_default();
    let capacity_in = |month: usize| match (crew, idle) {
        (None, None) => None,
        (crew, _) => Some(crew.map_or_else(|| idle_in(month), |crew| crew + &idle_in(month))),
    };
    let capacity = crew.is_some() || idle.is_some();
    let each = hours.over(&Exact::from(months)).unwrap_or_default();
    let mut left = if is_stream { Exact::ZERO } else { hours.clone() };
    // What takes no time is done at once, or as it comes.
    let no_time = |month: usize| match (hours.is_zero(), is_stream || !capacity, month) {
        (true, true, _) => Exact::ONE.over(&Exact::from(months)),
        (true, false, 0) => Some(Exact::ONE),
        _ => None,
    };
    let month = |month| {
        if is_stream {
            left += &each;
        }
        let worked = match capacity_in(month) {
            Some(capacity) => left.clone().min(capacity),
            None => each.clone().min(left.clone()),
        };
        left = (&left - &worked).reduced();
        let idle_hours = idle_in(month).min(worked.clone());
        CampaignMonth {
            billed_hours: (&worked - &idle_hours).max(minimum_hours.clone()),
            idle_hours,
            share: worked.over(&hours).or_else(|| no_time(month)).unwrap_or_default(),
            hours: worked,
        }
    };
    let all: Vec<CampaignMonth> = (0..months).map(month).collect();
    let months_to_exhaustion = match (crew, idle) {
        (Some(capacity), None) => hours.over(capacity),
        (None, None) => Some(Exact::from(months)),
        (_, Some(_)) => until(&hours, &(0..months).filter_map(capacity_in).collect::<Vec<_>>()),
    };
    Campaign { months_to_exhaustion: months_to_exhaustion.filter(|_| !is_stream), hours, months: all }
}

/// Months until so many hours are worked, with so many in each month, and after these as many as in the mean of them; none
/// where there are none.
fn until(hours: &Exact, capacity: &[Exact]) -> Option<Exact> {
    let mut left = hours.clone();
    for (month, all) in capacity.iter().enumerate() {
        if left <= *all {
            return Some(&Exact::from(month) + &left.over(all).unwrap_or_default());
        }
        left = (&left - all).reduced();
    }
    let months = Exact::from(capacity.len());
    let mean = Exact::sum(capacity).over(&months)?;
    Some(&months + &left.over(&mean)?)
}
