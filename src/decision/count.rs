//! Shares that were counted, `7 of 8`: the range in which the share of all lies, by how few were asked.

use serde::{Serialize, Serializer};

use crate::exact::irrational::root;
use crate::exact::{Exact, Mode, Rounding};

/// The largest number that is counted.
pub const MOST_COUNTED: u64 = 1_000_000_000_000;

/// Digits after the point to which ends of a range of shares are rounded outward.
const KEPT: u32 = 4;

/// Digits to which the root in Wilson's formula is worked out.
const WORKED: u32 = 40;

/// The most more that are looked at for what would settle a must-have.
const MOST_MORE: u64 = 1_000_000;

/// How sure a range is: the share of such ranges that hold what is true.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// Four in five.
    P80,
    /// Nine in ten.
    #[default]
    P90,
    /// Nineteen in twenty.
    P95,
    /// 99 in a hundred.
    P99,
}

impl Level {
    /// The levels and their per cent.
    pub const ALL: [(Level, u32); 4] =
        [(Level::P80, 80), (Level::P90, 90), (Level::P95, 95), (Level::P99, 99)];

    /// In per cent.
    #[must_use]
    pub fn percent(self) -> u32 {
        Level::ALL.into_iter().find(|(level, _)| *level == self).map_or(90, |(_, percent)| percent)
    }

    /// How many standard deviations a normal number lies within at this level, to 37 digits.
    fn deviations(self) -> Exact {
        let digits = match self {
            Level::P80 => 12_815_515_655_446_004_669_651_033_294_487_428_186,
            Level::P90 => 16_448_536_269_514_727_148_638_489_079_916_321_361,
            Level::P95 => 19_599_639_845_400_542_355_245_944_305_205_515_280,
            Level::P99 => 25_758_293_035_489_007_609_785_767_486_038_141_173,
        };
        Exact::from_scaled(digits, 37)
    }
}

/// In per cent.
impl Serialize for Level {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.percent())
    }
}

/// How many of how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// How many said yes.
    pub yes: u64,
    /// Of how many; 1 and up where it makes a range.
    pub of: u64,
    /// Where that was counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A share that was counted, with the range that follows from it in per cent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Counted {
    /// What was counted.
    #[serde(flatten)]
    own: Tally,
    /// How many there are in all, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    population: Option<u64>,
    /// What was counted elsewhere, which counts with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    prior: Vec<Tally>,
    /// Who chose whom to ask: chance is counted, choice is not.
    #[serde(rename = "from", skip_serializing_if = "Option::is_none")]
    chosen_by: Option<String>,
    /// How sure the range is.
    level: Level,
    /// The lower end in per cent.
    pub low: Exact,
    /// yes / of in per cent.
    pub likely: Exact,
    /// The upper end in per cent.
    pub high: Exact,
}

impl Counted {
    /// The range of a share by Wilson's formula.
    ///
    /// - `own`: what was counted.
    /// - `population`: how many there are in all; goes without `prior`.
    /// - `prior`: what was counted elsewhere, added.
    /// - `chosen_by`: who chose whom to ask.
    /// - Returns none where nothing was counted, more said yes than were asked, or more were asked than there are.
    #[must_use]
    pub fn new(
        own: Tally,
        population: Option<u64>,
        prior: Vec<Tally>,
        chosen_by: Option<String>,
        level: Level,
    ) -> Option<Counted> {
        let is_sound = |tally: &Tally| tally.yes <= tally.of && tally.of <= MOST_COUNTED;
        let is_whole = population.is_none_or(|all| own.of <= all && prior.is_empty());
        if !is_whole || !is_sound(&own) || !prior.iter().all(is_sound) {
            return None;
        }
        let [yes, of] = sums(&own, &prior);
        let [low, high] = interval(yes, of, population, level)?.map(|end| end.percent());
        let likely = whole(yes).over(&whole(of))?.percent();
        Some(Counted { own, population, prior, chosen_by, level, low, likely, high })
    }

    /// The same at another level.
    #[must_use]
    pub fn at_level(&self, level: Level) -> Counted {
        if level == self.level {
            return self.clone();
        }
        let Counted { own, population, prior, chosen_by, .. } = self.clone();
        Counted::new(own, population, prior, chosen_by, level).unwrap_or_else(|| self.clone())
    }

    /// How many said yes and how many did not, with what was counted elsewhere; none where all there are were asked, or
    /// how many there are bounds what may still come.
    #[must_use]
    pub fn beta(&self) -> Option<[u64; 2]> {
        let [yes, of] = sums(&self.own, &self.prior);
        self.population.is_none().then_some([yes, of - yes])
    }

    /// The fewest more that would bring the whole range to one side of a limit, if all of them say the same as most did:
    /// `(3, true)` where three more that say yes would. None where no number of them would.
    ///
    /// - `is_settled`: whether a range from low to high, in per cent, is all on one side.
    #[must_use]
    pub fn settled_by(&self, is_settled: impl Fn(&Exact, &Exact) -> bool, says_yes: bool) -> Option<u64> {
        let [yes, of] = sums(&self.own, &self.prior);
        let most = self.population.map_or(MOST_MORE, |all| MOST_MORE.min(all - of));
        let settles = |more: u64| {
            let yes = if says_yes { yes + more } else { yes };
            interval(yes, of + more, self.population, self.level).is_some_and(|ends| {
                let [low, high] = ends.map(|end| end.percent());
                is_settled(&low, &high)
            })
        };
        if !settles(most) {
            return None;
        }
        let (mut before, mut enough) = (0, most);
        while before + 1 < enough {
            let middle = before + (enough - before) / 2;
            if settles(middle) { enough = middle } else { before = middle }
        }
        Some(enough)
    }

    /// As files write it.
    #[must_use]
    pub fn toml(&self, quoted: impl Fn(&str) -> String) -> String {
        let tally = |tally: &Tally| {
            let source = tally.source.as_deref();
            let source = source.map_or_else(String::new, |source| format!(", source = {}", quoted(source)));
            format!("yes = {}, of = {}{source}", tally.yes, tally.of)
        };
        let prior: Vec<String> = self.prior.iter().map(|one| format!("{{ {} }}", tally(one))).collect();
        let prior = match prior.as_slice() {
            [] => None,
            [one] => Some(format!("prior = {one}")),
            _ => Some(format!("prior = [{}]", prior.join(", "))),
        };
        let parts = [
            Some(tally(&self.own)),
            self.population.map(|all| format!("population = {all}")),
            prior,
            self.chosen_by.as_deref().map(|by| format!("from = {}", quoted(by))),
        ];
        format!("{{ {} }}", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }

    /// What was counted in words, without the range: `7 of 8`.
    #[must_use]
    pub fn tally(&self) -> String {
        let mut prior = String::new();
        for tally in &self.prior {
            let source = tally.source.as_deref().map_or_else(String::new, |source| format!(" ({source})"));
            prior += &format!(" and {} of {}{source}", tally.yes, tally.of);
        }
        let all = self.population.map_or_else(String::new, |all| format!(", of {all} in all"));
        let by = self.chosen_by.as_deref().map_or_else(String::new, |by| format!(", from {by}"));
        format!("{} of {}{prior}{all}{by}", self.own.yes, self.own.of)
    }
}

fn whole(number: u64) -> Exact {
    Exact::from_scaled(number.into(), 0)
}

fn sums(own: &Tally, prior: &[Tally]) -> [u64; 2] {
    let all = || std::iter::once(own).chain(prior);
    [all().map(|tally| tally.yes).sum(), all().map(|tally| tally.of).sum()]
}

/// The ends of Wilson's interval, rounded outward to four digits; those of a finite population lie between what is
/// known of it. None where nothing was counted.
fn interval(yes: u64, of: u64, population: Option<u64>, level: Level) -> Option<[Exact; 2]> {
    let [low, high] = wilson(yes, of, population, level)?;
    let kept = |number: &Exact, mode: Mode| Rounding { digits: KEPT, mode }.apply(number);
    let (from, to) = (kept(&low[0], Mode::Truncate), kept(&high[1], Mode::Up));
    let share = |part: u64, of: u64| whole(part).over(&whole(of));
    Some(match population {
        None => [from.max(Exact::ZERO), to.min(Exact::ONE)],
        Some(all) => [from.max(share(yes, all)?), to.min(share(yes + (all - of), all)?)],
    })
}

/// Wilson's interval of a share: each end as two numbers between which it lies, the same where it is a fraction.
///
/// `(p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)`; of a finite population n counts as `n (N-1)/(N-n)`.
///
/// - `of`: 1 and up.
///
/// Source: Wilson 1927; recommended for small n by Brown, Cai and Das Gupta 2001. Cases `count_interval` in
/// tests/it/counts.rs.
#[must_use]
pub fn wilson(yes: u64, of: u64, population: Option<u64>, level: Level) -> Option<[[Exact; 2]; 2]> {
    let share = whole(yes).over(&whole(of))?;
    let counted = match population {
        Some(all) if all <= of => return Some([[share.clone(), share.clone()], [share.clone(), share]]),
        Some(all) => (&whole(of) * &whole(all - 1)).over(&whole(all - of))?,
        None => whole(of),
    };
    let deviations = level.deviations();
    let square = (&deviations * &deviations).over(&counted)?;
    let spread = (&share * &(&Exact::ONE - &share)).over(&counted)?;
    let spread = &spread + &square.over(&(&Exact::from(4) * &counted))?;
    let middle = &share + &square.over(&Exact::from(2))?;
    let divisor = &Exact::ONE + &square;
    let [least, most] = root(&spread, 2, WORKED)?.map(|root| &deviations * &root);
    let end = |number: Exact| number.over(&divisor);
    Some([[end(&middle - &most)?, end(&middle - &least)?], [end(&middle + &least)?, end(&middle + &most)?]])
}
