//! People who leave, those who replace them and take longer at first, and how a team comes about.
//!
//! Shares and rates are parts of 1. Everything is exact but compounded rates, which take a root, and what learning costs,
//! which takes powers of e.

use crate::exact::irrational::root;
use crate::exact::{Exact, Mode, Rounding};

/// Digits of a root.
const DIGITS: u32 = 18;

/// Digits of what is not exact.
const LEARNT: Rounding = Rounding { digits: 15, mode: Mode::HalfUp };

/// Parts into which the months of learning are cut; an even number.
const PARTS: u32 = 1_024;

/// How many leave, by each way of counting it.
#[derive(Clone, Debug, PartialEq)]
pub struct Attrition {
    /// The mean team.
    pub mean: Exact,
    /// Leavers over the mean team, of the months that were counted.
    pub period: Exact,
    /// The same of a year, as many times as it fits: may be above 1.
    pub simple: Exact,
    /// Of those who are there, how many are gone after a year: below 1; none where all left in the months that were counted.
    pub compounded: Option<Exact>,
    /// Months that one stays on average; none where nobody leaves.
    pub mean_stay: Option<Exact>,
}

/// How many leave, out of a team at the start and at the end of some months.
///
/// - Returns none where there is no team, or no month.
///
/// Case `attrition_rate` in tests/it/cost/clauses.rs.
#[must_use]
pub fn attrition(leavers: &Exact, at_start: &Exact, at_end: &Exact, months: &Exact) -> Option<Attrition> {
    let mean = (at_start + at_end).over(&Exact::from(2))?;
    let period = leavers.over(&mean)?;
    let periods = Exact::from(12).over(months)?;
    let stay = &Exact::ONE - &period;
    let compounded = if stay.is_negative() || stay.is_zero() { None } else { power(&stay, &periods) };
    Some(Attrition {
        simple: &period * &periods,
        compounded: compounded.map(|stay| &Exact::ONE - &stay),
        mean_stay: months.over(&period),
        mean,
        period,
    })
}

/// A number to a power that is a fraction of small whole numbers; none for others.
fn power(number: &Exact, exponent: &Exact) -> Option<Exact> {
    let (above, below) = exponent.reduced_parts();
    let (above, below): (u32, u32) =
        (above.to_string().parse().ok()?, below.to_string().parse().ok().filter(|below| *below <= 1_000)?);
    let whole = number.power(above);
    if below == 1 {
        return Some(whole);
    }
    let [low, high] = root(&whole, below, DIGITS)?;
    (&low + &high).over(&Exact::from(2))
}

/// The rate of leavers over the mean team in a year where of those who were there so many are gone: twelve times the rate
/// of a month, `12 (1 - (1-c)^(1/12))`.
///
/// - Returns none for 1 and above: then all are gone.
#[must_use]
pub fn simple_of_compounded(compounded: &Exact) -> Option<Exact> {
    let stay = &Exact::ONE - compounded;
    if stay.is_negative() || stay.is_zero() {
        return None;
    }
    let month = power(&stay, &Exact::ONE.over(&Exact::from(12))?)?;
    Some(&(&Exact::ONE - &month) * &Exact::from(12))
}

/// What it means for a team that those who replace leavers take longer at first.
#[derive(Clone, Debug, PartialEq)]
pub struct Learnt {
    /// The share of the team that still learns: `1 - e^(-aT/12)`.
    pub in_ramp: Exact,
    /// How fast the team is on average, beside one where all have learnt.
    pub capacity: Exact,
    /// How much more work the same contacts are.
    pub more_work: Exact,
    /// The rule of thumb, `a/12 T (new-1)/2`, which says more.
    pub simple: Exact,
}

/// What it means that handle time falls in a straight line from `new` times to once the usual in T months, where people
/// leave at random at a rate a year. How long people are there is exponential; the mean speed is Simpson's rule over the
/// months of learning, to 15 digits.
///
/// - `new`: 1 and up; `months`: T, above 0; `attrition`: a, 0 and up.
///
/// Case `learning`.
#[must_use]
pub fn learnt(new: &Exact, months: &Exact, attrition: &Exact) -> Learnt {
    let more = new - &Exact::ONE;
    let a_month = attrition.over(&Exact::from(12)).unwrap_or_default();
    let simple = (&(&a_month * months) * &more).over(&Exact::from(2)).unwrap_or_default();
    let (rate, last) = (a_month.to_f64(), months.to_f64());
    let slowest = LEARNT.apply(&Exact::ONE.over(new).unwrap_or_default());
    let (new, more) = (new.to_f64(), more.to_f64());
    // How many have been there so long, times how much slower they are than those who have learnt.
    let slowness = |month: f64| {
        let time = new - more * month / last;
        rate * libm::exp(-rate * month) * (1.0 - 1.0 / time)
    };
    let width = last / f64::from(PARTS);
    let inner =
        |part: u32| f64::from(if part.is_multiple_of(2) { 2 } else { 4 }) * slowness(f64::from(part) * width);
    let sum = slowness(0.0) + slowness(last) + (1..PARTS).map(inner).sum::<f64>();
    let exact = |number: f64| Exact::from_f64(number).map(|number| LEARNT.apply(&number)).unwrap_or_default();
    // At worst all are new: where people leave faster than the parts are short, the sum may say less or more than that.
    let capacity = exact(1.0 - sum * width / 3.0).min(Exact::ONE).max(slowest);
    Learnt {
        in_ramp: exact(-libm::expm1(-rate * last)),
        more_work: Exact::ONE.over(&capacity).map_or(Exact::ZERO, |work| &work - &Exact::ONE),
        capacity,
        simple,
    }
}

/// How a team comes about.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// Those who have to begin, so that enough stay.
    pub hires: Exact,
    /// Months in which some begin.
    pub intakes: u32,
    /// Weeks until the last of them are trained.
    pub weeks: Exact,
}

/// How a team comes about: `hires = (team - there) / (1 - fall_out)`, as many a month as can begin, then training.
///
/// - `fall_out`: the share that does not stay, 0 to below 1; `intake`: above 0.
/// - Returns none for others, and where it would take more than ten thousand months.
///
/// Case `start_ramp`.
#[must_use]
pub fn start(team: &Exact, there: &Exact, intake: &Exact, weeks: &Exact, fall_out: &Exact) -> Option<Start> {
    let hires = (team - there).max(Exact::ZERO).over(&(&Exact::ONE - fall_out))?;
    if hires.is_zero() {
        return Some(Start { hires, intakes: 0, weeks: Exact::ZERO });
    }
    let months = hires.over(intake).filter(|months| !months.is_negative())?;
    let intakes: u32 = Rounding { digits: 0, mode: Mode::Up }
        .apply(&months)
        .to_string()
        .parse()
        .ok()
        .filter(|all| *all <= 10_000)?;
    let between = Exact::from(52).over(&Exact::from(12))?;
    Some(Start { hires, intakes, weeks: &(&between * &Exact::from(intakes - 1)) + weeks })
}
