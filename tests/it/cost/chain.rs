//! The whole chain of a contact, simulated with a fixed seed against what the models say: a bot that contains, some of it
//! falsely, callers who hang up and call again, and served ones who call once more.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

use weigh::cost::automation::Bot;
use weigh::cost::staffing::{Again, Performance, Queue, performance, settled};
use weigh::exact::Exact;

/// Uniform numbers by `SplitMix64` (Steele, Lea, Flood 2014), so that the same seed gives the same calls everywhere.
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^= bits >> 31;
        #[expect(clippy::cast_precision_loss, reason = "53 bits are a number of their own")]
        let upper = (bits >> 11) as f64;
        (upper + 0.5) / 9_007_199_254_740_992.0
    }

    fn exponential(&mut self, mean: f64) -> f64 {
        -libm::log(self.uniform()) * mean
    }

    fn is(&mut self, share: f64) -> bool {
        self.uniform() < share
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Event {
    /// A new contact, before the bot.
    Contact,
    /// Somebody calls people.
    Call,
    /// An agent is done.
    Done,
    /// The caller of this number has waited long enough.
    HangsUp(u64),
}

#[derive(PartialEq)]
struct At(f64, u64, Event);

impl Eq for At {}

impl PartialOrd for At {
    fn partial_cmp(&self, other: &At) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for At {
    /// The earliest is the greatest.
    fn cmp(&self, other: &At) -> Ordering {
        other.0.total_cmp(&self.0).then(other.1.cmp(&self.1))
    }
}

/// What callers and agents are like.
struct Chain {
    per_hour: f64,
    bot: [f64; 4],
    aht: f64,
    patience: f64,
    agents: u32,
    again: Again,
    /// How long callers take to come back, in seconds: quick ones come in bunches.
    pause: f64,
}

/// What was counted.
#[derive(Debug, Default)]
struct Counted {
    contacts: f64,
    contained: f64,
    calls: f64,
    hung_up: f64,
    waited: f64,
    busy: f64,
    hours: f64,
}

const HOUR: f64 = 3_600.0;

impl Chain {
    /// So many hours, after some that are not counted.
    fn run(&self, seed: u64, hours: f64) -> Counted {
        let mut random = Random(seed);
        let warm = 24.0 * HOUR;
        let end = warm + hours * HOUR;
        let [reach, containment, genuine, back] = self.bot;
        let mut events = BinaryHeap::new();
        let mut order = 0;
        let mut add = |events: &mut BinaryHeap<At>, time: f64, event: Event| {
            order += 1;
            events.push(At(time, order, event));
        };
        let mut waiting: VecDeque<(u64, f64)> = VecDeque::new();
        let (mut busy, mut named, mut last) = (0_u32, 0_u64, 0.0);
        let mut found = Counted { hours, ..Counted::default() };
        add(&mut events, 0.0, Event::Contact);
        while let Some(At(now, _, event)) = events.pop() {
            if now >= end {
                break;
            }
            let counts = now >= warm;
            if counts {
                found.busy += f64::from(busy) * (now - f64::max(last, warm));
            }
            last = now;
            let one = f64::from(u8::from(counts));
            match event {
                Event::Contact => {
                    let pause = random.exponential(HOUR / self.per_hour);
                    add(&mut events, now + pause, Event::Contact);
                    found.contacts += one;
                    if !(random.is(reach) && random.is(containment)) {
                        add(&mut events, now, Event::Call);
                        continue;
                    }
                    found.contained += one;
                    if !random.is(genuine) && random.is(back) {
                        let pause = random.exponential(self.pause);
                        add(&mut events, now + pause, Event::Call);
                    }
                }
                Event::Call => {
                    found.calls += one;
                    if busy < self.agents {
                        busy += 1;
                        let handled = random.exponential(self.aht);
                        add(&mut events, now + handled, Event::Done);
                    } else {
                        named += 1;
                        waiting.push_back((named, now));
                        let patience = random.exponential(self.patience);
                        add(&mut events, now + patience, Event::HangsUp(named));
                    }
                }
                Event::Done => {
                    if random.is(self.again.reconnect) {
                        let pause = random.exponential(self.pause);
                        add(&mut events, now + pause, Event::Call);
                    }
                    match waiting.pop_front() {
                        Some((_, since)) => {
                            found.waited += one * (now - since);
                            let handled = random.exponential(self.aht);
                            add(&mut events, now + handled, Event::Done);
                        }
                        None => busy -= 1,
                    }
                }
                Event::HangsUp(caller) => {
                    let Some(at) = waiting.iter().position(|(name, _)| *name == caller) else { continue };
                    let (_, since) = waiting.remove(at).unwrap();
                    found.hung_up += one;
                    found.waited += one * (now - since);
                    if random.is(self.again.redial) {
                        let pause = random.exponential(self.pause);
                        add(&mut events, now + pause, Event::Call);
                    }
                }
            }
        }
        found
    }

    /// Ten runs of 225 hours.
    fn runs(&self) -> Vec<Counted> {
        (0..10).map(|seed| self.run(0x5EED + seed, 225.0)).collect()
    }
}

/// The mean of the runs, and its standard error by how they differ.
fn mean(runs: &[Counted], of: impl Fn(&Counted) -> f64) -> [f64; 2] {
    let count = f64::from(u32::try_from(runs.len()).unwrap());
    let mean = runs.iter().map(&of).sum::<f64>() / count;
    let squares = runs.iter().map(|run| (of(run) - mean) * (of(run) - mean)).sum::<f64>();
    [mean, libm::sqrt(squares / (count - 1.0) / count)]
}

/// Within so many per cent of what is said, and two standard errors.
fn within([found, error]: [f64; 2], said: f64, percent: f64, what: &str) {
    let off = (found - said).abs();
    assert!(
        off <= said * percent / 100.0 + 2.0 * error && error < said * 0.02,
        "{what}: {found} was counted, give or take {error}, and {said} is said"
    );
}

/// Holds 2,250 simulated hours against the model: contained within 0.1 %, calls and busy share within 0.2 %, abandonment and
/// waits within 1 %, each and two standard errors of ten runs.
#[test]
fn the_whole_chain_is_what_a_simulation_counts() {
    let exact = |text: &str| Exact::parse(text).unwrap();
    for (per_hour, agents, redial, reconnect) in
        [(693.0, 36, 0.6, 0.0), (640.0, 34, 0.6, 0.05), (560.0, 30, 0.5, 0.1)]
    {
        let bot = [0.6, 0.45, 0.7, 0.6];
        let again = Again { redial, reconnect };
        let chain = Chain { per_hour, bot, aht: 240.0, patience: 120.0, agents, again, pause: 7_200.0 };
        let runs = chain.runs();
        let flow = Bot {
            reach: exact("0.6"),
            containment: exact("0.45"),
            genuine: exact("0.7"),
            back: exact("0.6"),
            meets_again: false,
        };
        let flow = flow.flow(&Exact::ONE).unwrap();
        let to_people = per_hour * flow.to_people.to_f64();
        let queue = Queue::new(to_people, HOUR, chain.aht).unwrap().with_patience(chain.patience).unwrap();
        let total = settled(&queue, chain.patience, agents, again).unwrap().unwrap().total;
        let said = performance(&queue.with_redials(again).unwrap(), agents, 20.0).unwrap();
        let Performance::Abandoning(said) = said else { panic!("people hang up") };
        let contained = mean(&runs, |run| run.contained / run.contacts);
        within(contained, flow.contained.to_f64(), 0.1, "contained");
        within(mean(&runs, |run| run.calls / run.hours), total, 0.2, "calls to people");
        let busy = mean(&runs, |run| run.busy / (run.hours * HOUR * f64::from(agents)));
        within(busy, said.occupancy, 0.2, "busy share");
        within(mean(&runs, |run| run.hung_up / run.calls), said.abandonment, 1.0, "abandonment");
        within(mean(&runs, |run| run.waited / run.calls), said.mean_wait, 1.0, "mean wait");
    }
}

/// The model takes callers who wait before they call again. Those who call again at once find the queue that they left: the
/// sooner, the more of them hang up, by as much as the manual says.
#[test]
fn the_sooner_callers_come_back_the_more_hang_up() {
    let again = Again { redial: 0.6, reconnect: 0.0 };
    for (per_hour, agents) in [(540.0, 36), (120.0, 8)] {
        let queue = Queue::new(per_hour, HOUR, 240.0).unwrap().with_patience(120.0).unwrap();
        let said = performance(&queue.with_redials(again).unwrap(), agents, 20.0).unwrap();
        let Performance::Abandoning(said) = said else { panic!("people hang up") };
        for (pause, least, most) in
            [(7_200.0, -0.02, 0.02), (1_200.0, 0.0, 0.05), (300.0, 0.06, 0.13), (30.0, 0.14, 0.26)]
        {
            let chain = Chain { per_hour, bot: [0.0; 4], aht: 240.0, patience: 120.0, agents, again, pause };
            let [hung_up, _] = mean(&chain.runs(), |run| run.hung_up / run.calls);
            let off = hung_up / said.abandonment - 1.0;
            assert!((least..most).contains(&off), "{agents} agents, {pause} s: {off}: {said:?}");
        }
    }
}
