//! Formulas of what a decision is worth: customers, return on what is spent first, points for money.
//!
//! Everything is exact.

use crate::exact::Exact;

/// What a customer is worth: `m * sum (keep / (1 + d))^y`, the first year whole; without an end `m / (1 - keep / (1 + d))`.
///
/// - `keep`: the share that stays from one year to the next; `discount`: the share that a year takes off.
/// - `years`: how many are counted; none counts without end.
/// - Returns none where that has no end: nobody leaves, and nothing is taken off.
///
/// Case `customer_value` in tests/it/cost/worth.rs.
#[must_use]
pub fn customer_value(margin: &Exact, keep: &Exact, discount: &Exact, years: Option<u32>) -> Option<Exact> {
    let next = keep.over(&(&Exact::ONE + discount))?;
    let Some(years) = years else {
        let ends = &Exact::ONE - &next;
        return if ends.is_negative() { None } else { margin.over(&ends) };
    };
    let (mut sum, mut factor) = (Exact::ZERO, Exact::ONE);
    for _ in 0..years {
        sum += &factor;
        factor = (&factor * &next).reduced();
    }
    Some(margin * &sum)
}

/// What becomes of issues, each a number of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Issues {
    /// Solved by the first contact.
    pub first: Exact,
    /// Solved by a later one.
    pub later: Exact,
    /// Given up.
    pub given_up: Exact,
}

/// How many customers leave: `first * l1 + later * l2 + given_up * l3`.
///
/// - `leave`: l1, l2 and l3, the shares who leave of each, 0 to 1.
///
/// Case `lost_customers`.
#[must_use]
pub fn lost_customers(issues: &Issues, leave: [&Exact; 3]) -> Exact {
    let [first, later, given_up] = leave;
    &(&(&issues.first * first) + &(&issues.later * later)) + &(&issues.given_up * given_up)
}

/// What comes back of what is spent first.
#[derive(Clone, Debug, PartialEq)]
pub struct Returned {
    /// All gains, less what is spent first.
    pub net: Exact,
    /// The same, discounted to the start.
    pub npv: Exact,
    /// Net for each unit spent first; none where nothing is.
    pub roi: Option<Exact>,
    /// Months until what is spent first is back; none where that is not within the term.
    pub payback_months: Option<Exact>,
    /// The same with discounted gains.
    pub discounted_payback_months: Option<Exact>,
}

/// What comes back of what is spent first.
///
/// - `gains`: of each month; `factors`: what a month's money is worth before the start, as many.
///
/// Case `roi`.
#[must_use]
pub fn roi(upfront: &Exact, gains: &[Exact], factors: &[Exact]) -> Returned {
    let discounted: Vec<Exact> = gains.iter().zip(factors).map(|(gain, factor)| gain * factor).collect();
    let net = &Exact::sum(gains) - upfront;
    let is_spent = !upfront.is_negative() && !upfront.is_zero();
    Returned {
        npv: &Exact::sum(&discounted) - upfront,
        roi: if is_spent { net.over(upfront) } else { None },
        net,
        payback_months: payback(upfront, gains),
        discounted_payback_months: payback(upfront, &discounted),
    }
}

/// Months until gains make up for what is spent first, within a month in a straight line.
fn payback(upfront: &Exact, gains: &[Exact]) -> Option<Exact> {
    // What is lost again by the end is not back.
    if Exact::sum(gains) < *upfront {
        return None;
    }
    let mut missing = upfront.clone();
    if missing.is_negative() || missing.is_zero() {
        return Some(Exact::ZERO);
    }
    for (month, gain) in gains.iter().enumerate() {
        if *gain >= missing {
            return Some(&Exact::from(month) + &missing.over(gain)?);
        }
        missing = (&missing - gain).reduced();
    }
    None
}

/// A vendor with its points and what it costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Pointed {
    /// Its points.
    pub points: Exact,
    /// What it costs.
    pub cost: Exact,
}

/// A step along those that give most for their money.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierStep {
    /// Index of the cheaper one.
    pub from: usize,
    /// Index of the dearer one.
    pub to: usize,
    /// What one more point costs between the two.
    pub a_point_more: Exact,
}

/// Those that give most for their money, cheapest first: nobody else costs no more and has as many points, and no mixture of
/// two others does.
///
/// Of equals in both the first stays.
///
/// Case `points_for_money`.
#[must_use]
pub fn efficient(vendors: &[Pointed]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..vendors.len()).collect();
    // Of those that cost the same, the one with most points comes first.
    order.sort_by(|a, b| {
        let (a, b) = (&vendors[*a], &vendors[*b]);
        a.cost.cmp(&b.cost).then_with(|| b.points.cmp(&a.points))
    });
    let mut found: Vec<usize> = Vec::new();
    for next in order {
        if found.last().is_some_and(|last| vendors[next].points <= vendors[*last].points) {
            continue;
        }
        // Whoever lies on or above the line between its neighbours costs more for a point than they do.
        while let [.., before, last] = found.as_slice() {
            let (first, second) = (a_point_more(vendors, *before, *last), a_point_more(vendors, *last, next));
            if first.zip(second).is_some_and(|(first, second)| first >= second) {
                found.pop();
            } else {
                break;
            }
        }
        found.push(next);
    }
    found
}

/// The steps along those that give most for their money.
#[must_use]
pub fn frontier_steps(vendors: &[Pointed], efficient: &[usize]) -> Vec<FrontierStep> {
    efficient
        .windows(2)
        .filter_map(|pair| {
            let (from, to) = (pair[0], pair[1]);
            Some(FrontierStep { from, to, a_point_more: a_point_more(vendors, from, to)? })
        })
        .collect()
}

fn a_point_more(vendors: &[Pointed], from: usize, to: usize) -> Option<Exact> {
    let (from, to) = (&vendors[from], &vendors[to]);
    (&to.cost - &from.cost).over(&(&to.points - &from.points))
}
