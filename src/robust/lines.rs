//! A vendor's score while one weight moves and its siblings share the rest in proportion.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::decision::{Decision, Minimum, Points, Share, Value, VendorId, Weight};
use crate::exact::{Exact, Mode, Rounding};
use crate::score::evaluate;
use crate::score::evaluation::{Cell, Evaluation, Knowledge, VendorResult};
use crate::score::field::deciding_minimums;

/// `(num0 + num1 t) / (den0 + den1 t)`, in points; a straight line unless the rule skips what is not
/// known for this vendor among the siblings of the weight that moves.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Curve {
    num: [Exact; 2],
    den: [Exact; 2],
}

/// The score of one vendor over a weight, and for which weights it is in the ranking at all.
#[derive(Clone, Debug)]
pub(crate) struct VendorCurve {
    /// Index in the evaluation of the decision without roundings.
    pub(crate) vendor: usize,
    pub(crate) curve: Curve,
    pub(crate) within: Within,
}

/// The weights at which no minimum keeps a vendor out.
#[derive(Clone, Debug)]
pub(crate) struct Within {
    /// The lowest and the highest; the first above the second where a minimum always keeps it out.
    pub(crate) ends: [Exact; 2],
    /// Whether it is out at an end itself, since it has to come to more than a minimum there.
    is_open: [bool; 2],
}

impl Within {
    const ALWAYS: Within = Within { ends: [Exact::ZERO, Exact::ONE], is_open: [false; 2] };
    const NEVER: Within = Within { ends: [Exact::ONE, Exact::ZERO], is_open: [false; 2] };

    pub(crate) fn contains(&self, t: &Exact) -> bool {
        let [low, high] = &self.ends;
        (low < t || (low == t && !self.is_open[0])) && (t < high || (t == high && !self.is_open[1]))
    }

    pub(crate) fn is_empty(&self) -> bool {
        let [low, high] = &self.ends;
        low > high || (low == high && self.is_open.contains(&true))
    }

    /// Leaves the weights at which something comes up to its minimum.
    fn narrow(&mut self, limit: &Limit) {
        let Some(root) = limit.root() else {
            if !limit.holds(&Exact::ZERO) {
                *self = Within::NEVER;
            }
            return;
        };
        let side = usize::from(limit.of[1].is_negative());
        let end = &self.ends[side];
        let is_tighter = if side == 0 { root > *end } else { root < *end };
        if is_tighter {
            (self.ends[side], self.is_open[side]) = (root, limit.is_strict);
        } else if root == *end {
            self.is_open[side] |= limit.is_strict;
        }
    }
}

impl Curve {
    /// The score when the weight is `t`; `t` from 0 to 1.
    pub(crate) fn at(&self, t: &Exact) -> Exact {
        let part = |of: &[Exact; 2]| &of[0] + &(&of[1] * t);
        part(&self.num).over(&part(&self.den)).unwrap_or_else(|| {
            // The divisor is the weight of what is known. It vanishes only at an end of the range, where all weight
            // is on criteria with unknown facts; there the quotient has the limit of its slopes.
            self.num[1].over(&self.den[1]).unwrap_or_default()
        })
    }

    /// Between which binary numbers the score lies when the weight is `t`.
    pub(crate) fn bounds(&self, t: f64) -> [f64; 2] {
        /// The part of the numbers by which binary ones may be wrong together.
        const WRONG: f64 = 1e-12;
        let [start, slope, whole, fall] =
            [&self.num[0], &self.num[1], &self.den[0], &self.den[1]].map(Exact::to_f64);
        let divisor = whole + fall * t;
        let value = (start + slope * t) / divisor;
        let room = WRONG * (start.abs() + slope.abs()) / divisor.abs();
        // Near the weight at which nothing is left that is known, binary numbers say nothing.
        let is_sound = value.is_finite() && divisor.abs() > WRONG.sqrt() * (whole.abs() + fall.abs());
        if is_sound { [value - room, value + room] } else { [f64::NEG_INFINITY, f64::INFINITY] }
    }

    /// Whether this straight line lies so far above another between two weights that binary numbers show it.
    pub(crate) fn is_clearly_above(&self, other: &Curve, ends: [&Exact; 2]) -> bool {
        let is_above = |end: &Exact| {
            let t = end.to_f64();
            self.bounds(t)[0] > other.bounds(t)[1]
        };
        self.is_straight() && other.is_straight() && ends.into_iter().all(is_above)
    }

    /// Whether this straight line rises more, or falls less, than another; none where one of them is bent.
    pub(crate) fn is_steeper(&self, other: &Curve) -> Option<bool> {
        let is_level = self.is_straight() && other.is_straight() && self.den[0] == other.den[0];
        is_level.then(|| self.num[1] > other.num[1])
    }

    /// Whether the curve has a limit at a weight and no value of its own.
    pub(crate) fn jumps_at(&self, t: &Exact) -> bool {
        (&self.den[0] + &(&self.den[1] * t)).is_zero()
    }

    pub(crate) fn is_straight(&self) -> bool {
        self.den[1].is_zero()
    }

    /// The weights strictly between 0 and 1 at which two scores are equal, going up; none where they
    /// are equal throughout.
    pub(crate) fn crossings(&self, other: &Curve) -> Vec<Exact> {
        let (a, b) = (&self.num, &other.den);
        let (c, d) = (&other.num, &self.den);
        let square = &(&a[1] * &b[1]) - &(&c[1] * &d[1]);
        let linear = &(&(&a[0] * &b[1]) + &(&a[1] * &b[0])) - &(&(&c[0] * &d[1]) + &(&c[1] * &d[0]));
        let constant = &(&a[0] * &b[0]) - &(&c[0] * &d[0]);
        let mut roots = roots(&square, &linear, &constant);
        roots.retain(|root| *root > Exact::ZERO && *root < Exact::ONE);
        roots
    }
}

/// The real roots of `square t^2 + linear t + constant`, going up. Those of a true quadratic may be
/// irrational and are given to 18 digits.
fn roots(square: &Exact, linear: &Exact, constant: &Exact) -> Vec<Exact> {
    if square.is_zero() {
        return (-constant).over(linear).into_iter().collect();
    }
    let (a, b, c) = (square.to_f64(), linear.to_f64(), constant.to_f64());
    let discriminant = &(linear * linear) - &(&(&Exact::from(4) * square) * constant);
    if discriminant.is_negative() {
        return Vec::new();
    }
    // The form without cancellation; then a step of Newton's method in exact numbers.
    let half = -0.5 * (b + b.signum() * discriminant.to_f64().sqrt());
    let near = if half == 0.0 { vec![0.0] } else { vec![half / a, c / half] };
    let mut found: Vec<Exact> =
        near.into_iter().filter_map(|root| refined(root, [square, linear, constant])).collect();
    found.sort();
    found.dedup();
    found
}

fn refined(near: f64, [square, linear, constant]: [&Exact; 3]) -> Option<Exact> {
    let mut root = Exact::parse(&format!("{near:.17}")).ok()?;
    for _ in 0..2 {
        let value = &(&(&(square * &root) + linear) * &root) + constant;
        let slope = &(&(&Exact::from(2) * square) * &root) + linear;
        let Some(step) = value.over(&slope) else { break };
        root = Rounding { digits: 18, mode: Mode::HalfEven }.apply(&(&root - &step));
    }
    Some(root)
}

/// Moves the local weight of a criterion to `t`; its siblings keep their proportions, or get equal
/// shares where they had none.
pub(crate) fn with_weight(decision: &Decision, criterion: usize, t: &Exact) -> Decision {
    let mut moved = decision.clone();
    let siblings = siblings(decision, criterion);
    let rest = decision.criteria[criterion].share().local.rest();
    let equal = Exact::ONE.over(&Exact::from(siblings.len().max(2) - 1)).unwrap_or_default();
    let left = &Exact::ONE - t;
    let weight = |at: usize| match decision.criteria[at].share().local.exact() {
        _ if at == criterion => Weight::of(t.clone()),
        local => Weight::of(&left * &local.over(rest.exact()).unwrap_or_else(|| equal.clone())),
    };
    moved.set_weights(siblings.into_iter().map(|at| (at, weight(at))));
    moved
}

/// The criteria of the same group, the criterion itself among them.
pub(crate) fn siblings(decision: &Decision, criterion: usize) -> Vec<usize> {
    let parent = decision.criteria[criterion].parent;
    (0..decision.criteria.len()).filter(|&at| decision.criteria[at].parent == parent).collect()
}

/// The curve of every vendor that takes part, whether or not a weight brings it into the ranking.
///
/// - `means`: of the decision without roundings.
pub(crate) fn curves(means: &Means<'_>, criterion: usize) -> Vec<VendorCurve> {
    let evaluation = means.evaluation;
    let plain = &*evaluation.decision;
    // What follows takes a score apart into what moves with the weight and the sum of the rest.
    if !plain.rule.is_sum() {
        return Vec::new();
    }
    if siblings(plain, criterion).len() == 1 {
        // A weight alone in its group moves nothing.
        return points_of(means, evaluation);
    }
    let local = &plain.criteria[criterion].share().local;
    let has_skips =
        || evaluation.vendors.iter().any(|vendor| vendor.cells.iter().any(|cell| cell.value.is_none()));
    if *local == Share::WHOLE || (local.is_zero() && has_skips()) {
        // At the ends of the range shares of zero hide who would count; the curve is the same from
        // anywhere between them.
        let between = evaluate(&Arc::new(with_weight(plain, criterion, &Exact::HALF)));
        return curves_at(means, &Means::new(&between), criterion);
    }
    curves_at(means, means, criterion)
}

/// The curves as an evaluation with another weight of the criterion has them.
///
/// - `means`: of the decision as it is, whose vendors the indices are of.
pub(crate) fn curves_at(means: &Means<'_>, other: &Means<'_>, criterion: usize) -> Vec<VendorCurve> {
    let curve = |(vendor, at)| vendor_curve(other, criterion, (vendor, at));
    both(means, other.evaluation).into_iter().map(curve).collect()
}

/// What an evaluation with another weight says of just that weight: curves that stay level.
pub(crate) fn points_of(means: &Means<'_>, there: &Evaluation) -> Vec<VendorCurve> {
    let level = |(vendor, at): (usize, usize)| {
        let result = &there.vendors[at];
        let num = [result.score.exact().clone(), Exact::ZERO];
        let within = if result.exclusions.is_empty() { Within::ALWAYS } else { Within::NEVER };
        VendorCurve { vendor, curve: Curve { num, den: [Exact::ONE, Exact::ZERO] }, within }
    };
    both(means, there).into_iter().map(level).collect()
}

/// The vendors that take part, by their places in two evaluations.
fn both(means: &Means<'_>, there: &Evaluation) -> Vec<(usize, usize)> {
    let places: HashMap<&VendorId, usize> =
        there.vendors.iter().enumerate().map(|(at, vendor)| (vendor.id(), at)).collect();
    let vendors = means.evaluation.vendors.iter().enumerate();
    vendors
        .filter(|(_, vendor)| super::is_in_reach(vendor))
        .filter_map(|(at, vendor)| Some((at, *places.get(vendor.id())?)))
        .collect()
}

/// - `vendor`, `at`: its place in the evaluation of the decision as it is, and in that of the means.
fn vendor_curve(means: &Means<'_>, criterion: usize, (vendor, at): (usize, usize)) -> VendorCurve {
    let plain = &*means.evaluation.decision;
    let result = &means.evaluation.vendors[at];
    let group = &means.of(criterion)[at];
    let within = within(plain, result, criterion, group);
    VendorCurve { vendor, curve: curve(plain, result, criterion, group), within }
}

/// Whether a bid is one of those that are compared, as far as minimums decide it: over a weight.
///
/// Its highest values say whether it may be, its lowest whether it is for sure.
pub(crate) struct Play {
    highest: Vec<Limit>,
    lowest: Vec<Limit>,
}

/// By how much a minimum is reached, `a + b t`, in some unit above zero.
struct Limit {
    of: [Exact; 2],
    is_strict: bool,
}

impl Limit {
    fn holds(&self, t: &Exact) -> bool {
        let [start, slope] = &self.of;
        let reached = start + &(slope * t);
        if self.is_strict { reached > Exact::ZERO } else { !reached.is_negative() }
    }

    /// The weight at which it is reached or lost.
    fn root(&self) -> Option<Exact> {
        let [start, slope] = &self.of;
        (&Exact::ZERO - start).over(slope)
    }
}

impl Play {
    /// Of all vendors that take part, in the order of their curves.
    pub(crate) fn of(means: &Means<'_>, criterion: usize) -> Vec<Play> {
        let plain = &*means.evaluation.decision;
        if plain.criteria[criterion].share().local == Share::WHOLE {
            let between = evaluate(&Arc::new(with_weight(plain, criterion, &Exact::HALF)));
            return Play::at(means, &Means::new(&between), criterion);
        }
        Play::at(means, means, criterion)
    }

    fn at(means: &Means<'_>, other: &Means<'_>, criterion: usize) -> Vec<Play> {
        let plain = &*other.evaluation.decision;
        let above = ancestors(plain, criterion);
        let deciding: Vec<usize> =
            deciding_minimums(plain).into_iter().filter(|at| above.contains(at)).collect();
        let play = |(_, at): (usize, usize)| {
            let (vendor, group) = (&other.evaluation.vendors[at], &other.of(criterion)[at]);
            let limits = |weighed: &Exact, part: fn(&Cell) -> &Value| {
                let moving = Moving::new(plain, vendor, criterion, (weighed, &group.applicable), part);
                let limit = |&at: &usize| moving.limit(at, part);
                deciding.iter().filter_map(limit).collect()
            };
            Play {
                highest: limits(&group.highest, |cell| cell.highest()),
                lowest: limits(&group.lowest, |cell| cell.lowest()),
            }
        };
        both(means, other.evaluation).into_iter().map(play).collect()
    }

    /// Whether it may be compared, and whether it is for sure.
    pub(crate) fn is_in(&self, t: &Exact) -> [bool; 2] {
        [&self.highest, &self.lowest].map(|limits| limits.iter().all(|limit| limit.holds(t)))
    }

    /// The weights at which one of the two changes.
    pub(crate) fn stops(&self) -> impl Iterator<Item = Exact> {
        self.highest.iter().chain(&self.lowest).filter_map(Limit::root)
    }
}

/// `[a, b]` of a mean `a + b t` over siblings, where the moving one has `of_moving` and the others share `1 - t` in
/// proportion.
///
/// - `whole`: the mean of all siblings with the shares that they have, so that the others need not be added up again
///   for each criterion that moves.
fn moving_mean(plain: &Decision, criterion: usize, whole: &Exact, of_moving: &Exact) -> [Exact; 2] {
    let share = &plain.criteria[criterion].share().local;
    let others = whole - &(share.exact() * of_moving);
    let others = others.over(share.rest().exact()).unwrap_or_default();
    let slope = of_moving - &others;
    [others, slope]
}

/// What the siblings of a group come to for a vendor, with the shares that they have.
struct GroupMeans {
    /// The weight of those that count, as a share of the group.
    weight: Exact,
    /// The values of these, times their shares.
    weighed: Exact,
    /// The weight of those that apply, as a share of the group.
    applicable: Exact,
    /// The lowest values, times the shares.
    lowest: Exact,
    /// The highest values, times the shares.
    highest: Exact,
    /// The points of all.
    points: Points,
}

/// What is the same for every criterion of a group that moves, by vendor and group.
pub(crate) struct Means<'a> {
    evaluation: &'a Evaluation,
    /// One for each group, the top last; for each, one for each vendor.
    of: Vec<OnceCell<Vec<GroupMeans>>>,
}

impl<'a> Means<'a> {
    /// - `evaluation`: of the decision without roundings.
    pub(crate) fn new(evaluation: &'a Evaluation) -> Means<'a> {
        let groups = evaluation.decision.criteria.len() + 1;
        Means { evaluation, of: (0..groups).map(|_| OnceCell::new()).collect() }
    }

    /// The decision without roundings.
    pub(crate) fn decision(&self) -> &'a Decision {
        &self.evaluation.decision
    }

    fn of(&self, criterion: usize) -> &[GroupMeans] {
        let plain = &*self.evaluation.decision;
        let slot = plain.criteria[criterion].parent.unwrap_or(plain.criteria.len());
        self.of[slot].get_or_init(|| {
            let siblings = siblings(plain, criterion);
            self.evaluation.vendors.iter().map(|vendor| GroupMeans::new(plain, vendor, &siblings)).collect()
        })
    }
}

impl GroupMeans {
    fn new(plain: &Decision, vendor: &VendorResult, siblings: &[usize]) -> GroupMeans {
        let share = |at: usize| plain.criteria[at].share().local.exact();
        let counted = || siblings.iter().copied().filter(|&at| counts(vendor, at));
        let sum = |terms: Vec<Exact>| Exact::sum(&terms).reduced();
        GroupMeans {
            weight: sum(counted().map(|at| share(at).clone()).collect()),
            weighed: sum(counted().map(|at| share(at) * &value(vendor, at)).collect()),
            applicable: sum({ siblings.iter() }
                .filter(|&&at| applies(vendor, at))
                .map(|&at| share(at).clone())
                .collect()),
            lowest: sum(siblings.iter().map(|&at| share(at) * vendor.cells[at].lowest().exact()).collect()),
            highest: sum(siblings.iter().map(|&at| share(at) * vendor.cells[at].highest().exact()).collect()),
            points: Points::sum(siblings.iter().map(|&at| &vendor.cells[at].points)),
        }
    }
}

/// Whether a criterion counts for a vendor. A weight of zero hides nothing here: without skipped facts every cell has a
/// value.
fn counts(vendor: &VendorResult, at: usize) -> bool {
    !vendor.cells[at].share.is_zero() || vendor.cells.iter().all(|cell| cell.value.is_some())
}

fn applies(vendor: &VendorResult, at: usize) -> bool {
    vendor.cells[at].knowledge != Knowledge::NotApplicable
}

fn value(vendor: &VendorResult, at: usize) -> Exact {
    vendor.cells[at].value.as_ref().map_or(Exact::ZERO, |value| value.exact().clone())
}

fn curve(plain: &Decision, vendor: &VendorResult, criterion: usize, means: &GroupMeans) -> Curve {
    let share = plain.criteria[criterion].parent.map_or(Share::WHOLE, |at| vendor.cells[at].share.clone());
    if share.is_zero() {
        // Nothing moves the score, but where none of the siblings counts the group's minimum is judged anew.
        let of_moving = if applies(vendor, criterion) { Exact::ONE } else { Exact::ZERO };
        let applicable = moving_mean(plain, criterion, &means.applicable, &of_moving);
        let is_any = applicable.iter().any(|end| !end.is_zero());
        let den = if is_any { applicable } else { [Exact::ONE, Exact::ZERO] };
        return Curve { num: [0, 1].map(|end| (vendor.score.exact() * &den[end]).reduced()), den };
    }
    let [of_value, of_weight] = if counts(vendor, criterion) {
        [value(vendor, criterion), Exact::ONE]
    } else {
        [Exact::ZERO, Exact::ZERO]
    };
    let weighed = moving_mean(plain, criterion, &means.weighed, &of_value);
    let weight = moving_mean(plain, criterion, &means.weight, &of_weight);
    let elsewhere = &vendor.score - &means.points;
    let most = &share * &plain.rule.points;
    let num = |end: usize| (&(elsewhere.exact() * &weight[end]) + &(most.exact() * &weighed[end])).reduced();
    Curve { num: [num(0), num(1)], den: weight }
}

/// The groups that a criterion stands under, from the nearest.
fn ancestors(plain: &Decision, criterion: usize) -> Vec<usize> {
    std::iter::successors(plain.criteria[criterion].parent, |&at| plain.criteria[at].parent).collect()
}

/// The mean of the siblings of a criterion over its weight, as minimums are judged: once everything is known.
struct Moving<'a> {
    plain: &'a Decision,
    vendor: &'a VendorResult,
    criterion: usize,
    /// The values, times the shares of those that apply: `a + b t`.
    weighed: [Exact; 2],
    /// These shares. The mean is the one over the other.
    shares: [Exact; 2],
    /// The mean with the weight as it is.
    now: Exact,
}

impl<'a> Moving<'a> {
    /// - `weighed`, `applicable`: of the group, with the shares that they have.
    /// - `part`: which of the values.
    fn new(
        plain: &'a Decision,
        vendor: &'a VendorResult,
        criterion: usize,
        (weighed, applicable): (&Exact, &Exact),
        part: fn(&Cell) -> &Value,
    ) -> Moving<'a> {
        let of_moving = if applies(vendor, criterion) { Exact::ONE } else { Exact::ZERO };
        Moving {
            plain,
            vendor,
            criterion,
            now: weighed.over(applicable).unwrap_or_default(),
            weighed: moving_mean(plain, criterion, weighed, part(&vendor.cells[criterion]).exact()),
            shares: moving_mean(plain, criterion, applicable, &of_moving),
        }
    }

    /// By how much the minimum of a group is reached that the criterion stands under; none where it has none, or does
    /// not apply.
    fn limit(&self, group: usize, part: fn(&Cell) -> &Value) -> Option<Limit> {
        let minimum = self.plain.criteria[group].minimum.as_ref()?;
        // How much of this group hangs on the group of the moving weight; local shares, because the group itself may
        // weigh nothing.
        let between = ancestors(self.plain, self.criterion).into_iter().take_while(|&other| other != group);
        let now = part(&self.vendor.cells[group]).exact();
        applies(self.vendor, group)
            .then(|| self.above(now, &self.share(between), &minimum.map(|least| least.exact().clone())))
    }

    /// The product of the shares that some criteria have among the siblings that apply.
    fn share(&self, of: impl IntoIterator<Item = usize>) -> Share {
        let local = |at: usize| self.plain.criteria[at].share().local.exact();
        let among = |at: usize| {
            let siblings = siblings(self.plain, at).into_iter().filter(|&other| applies(self.vendor, other));
            let whole = Exact::sum(&siblings.map(|other| local(other).clone()).collect::<Vec<_>>());
            Share::of(local(at), &whole)
        };
        of.into_iter().fold(Share::WHOLE, |share, at| &share * &among(at))
    }

    /// By how much something lies above a minimum of which a share hangs on the mean.
    ///
    /// - `now`: what it is with the weight as it is.
    fn above(&self, now: &Exact, share: &Share, minimum: &Minimum<Exact>) -> Limit {
        if self.shares.iter().all(Exact::is_zero) {
            return Limit { of: [now - minimum.least(), Exact::ZERO], is_strict: minimum.is_strict() };
        }
        let share = share.exact();
        let still = &(now - &(share * &self.now)) - minimum.least();
        let of = [0, 1].map(|end| (&(&still * &self.shares[end]) + &(share * &self.weighed[end])).reduced());
        let limit = Limit { of, is_strict: minimum.is_strict() };
        // Where nothing is left that applies there is no mean: what is said beside it says nothing of it.
        let [start, slope] = &self.shares;
        let is_left = |t: Exact| !(start + &(slope * &t)).is_zero();
        Limit { is_strict: limit.is_strict && limit.root().is_none_or(is_left), ..limit }
    }
}

/// The weights at which no minimum keeps the vendor out.
///
/// A minimum fails when even the highest possible value stays below it.
fn within(plain: &Decision, vendor: &VendorResult, criterion: usize, group: &GroupMeans) -> Within {
    let highest: fn(&Cell) -> &Value = |cell| cell.highest();
    let moving = Moving::new(plain, vendor, criterion, (&group.highest, &group.applicable), highest);
    let ancestors = ancestors(plain, criterion);
    let mut limits = Vec::new();
    for (at, one) in plain.criteria.iter().enumerate() {
        let Some(minimum) = &one.minimum else { continue };
        if ancestors.contains(&at) {
            limits.extend(moving.limit(at, highest));
        } else if applies(vendor, at) && !minimum.is_met_by(vendor.cells[at].highest()) {
            return Within::NEVER;
        }
    }
    if let Some(minimum) = &plain.rule.minimum {
        let top = plain.criteria.iter().zip(&vendor.cells).filter(|(one, _)| one.parent.is_none());
        let most = Points::sum(top.map(|(_, cell)| cell.highest_points()));
        let value_of = |earned: &Points| earned.over(&plain.rule.points).unwrap_or_default();
        let share = moving.share(ancestors);
        limits.push(moving.above(
            value_of(&most).exact(),
            &share,
            &minimum.map(|least| value_of(least).exact().clone()),
        ));
    }
    let mut range = Within::ALWAYS;
    for limit in &limits {
        range.narrow(limit);
    }
    range
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    #[test]
    fn a_quotient_of_lines_crosses_a_level_one() {
        // (0.375 (1 - t) + 0.4 t) / (0.375 (1 - t) + t) and 0.8 t / t: 0.375 + 0.025 t = 0.3 + 0.5 t.
        let bent = Curve { num: [n("0.375"), n("0.025")], den: [n("0.375"), n("0.625")] };
        let level = Curve { num: [n("0"), n("0.8")], den: [n("0"), n("1")] };
        let expected = n("0.075").over(&n("0.475")).unwrap().to_f64();
        for (a, b) in [(&bent, &level), (&level, &bent)] {
            let found: Vec<f64> = a.crossings(b).iter().map(Exact::to_f64).collect();
            assert_eq!(found.len(), 1, "{found:?}");
            assert!((found[0] - expected).abs() < 1e-15, "{found:?}");
        }
    }
}
