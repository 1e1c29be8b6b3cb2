//! From values to points, up the tree, to the score.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::evaluation::{Cell, CellRange, Knowledge};
use super::range::ValueRange;
use crate::decision::{Criterion, Decision, Fact, Leaf, Points, Rule, Share, Unknown, Value};
use crate::exact::Exact;

/// What a vendor's fact is worth on a criterion, before weighing; empty for a group.
#[derive(Clone, Debug, Default)]
pub struct LeafWorth {
    /// The worth; none when it is not known.
    pub worth: Option<ValueRange>,
    /// The fact behind it.
    pub fact: Option<Arc<Fact>>,
}

impl LeafWorth {
    /// Whether the criterion does not apply to the vendor.
    pub(super) fn is_not_applicable(&self) -> bool {
        // No scale gives it a worth.
        self.worth.is_none() && self.fact.as_deref().is_some_and(Fact::is_not_applicable)
    }
}

/// A vendor's points and score.
#[derive(Clone, Debug)]
pub struct Scored {
    /// One cell for each criterion.
    pub cells: Vec<Cell>,
    /// The score of record.
    pub score: Points,
    /// The lowest score that it may turn out to have.
    pub lowest: Points,
    /// The highest such score.
    pub highest: Points,
    /// The three as they were added up, not rounded.
    pub(super) totals: Totals,
}

/// What points, lowest points and highest points of several criteria come to.
pub(super) type Totals = [Points; 3];

/// The tree of criteria with what is the same for every vendor while values are weighed.
#[derive(Debug)]
pub struct Tree<'a> {
    criteria: &'a [Criterion],
    rule: &'a Rule,
    /// The most points that each criterion can give: its global share of the rule's points.
    max_points: Vec<Points>,
    /// What stands right under each criterion.
    children: Vec<Vec<usize>>,
    /// What stands under none.
    top: Vec<usize>,
}

impl<'a> Tree<'a> {
    /// Takes the criteria with their shares, and the rule.
    #[must_use]
    pub fn new(decision: &'a Decision) -> Tree<'a> {
        let criteria = &decision.criteria;
        let mut children = vec![Vec::new(); criteria.len()];
        let mut top = Vec::new();
        for (at, criterion) in criteria.iter().enumerate() {
            criterion.parent.map_or(&mut top, |parent| &mut children[parent]).push(at);
        }
        let max_points = criteria.iter().map(|criterion| decision.max_points(criterion)).collect();
        Tree { criteria, rule: &decision.rule, max_points, children, top }
    }

    /// Weighs a vendor's values and adds them up.
    ///
    /// points = share x value x the rule's points, rounded for each criterion; a group has the sum of what is under it;
    /// the score is that of the top, rounded.
    ///
    /// `worths` has one entry for each criterion of the decision.
    #[must_use]
    pub fn score(&self, worths: &[LeafWorth]) -> Scored {
        let moved = self.moved(worths);
        let stakes = |at: usize| self.stakes(at, &moved);
        let mut cells: Vec<Cell> = (0..self.criteria.len())
            .map(|at| match &self.criteria[at].leaf {
                Some(leaf) => leaf_cell(leaf, &worths[at], &stakes(at)),
                None => Cell::default(),
            })
            .collect();
        // Groups stand before what is under them, so backwards every part is ready before its group.
        for at in (0..cells.len()).rev().filter(|&at| self.criteria[at].leaf.is_none()) {
            let totals = totals(&self.children[at], &cells);
            cells[at] = self.group_cell(at, &cells, &stakes(at), totals);
        }
        let totals = totals(&self.top, &cells);
        self.scored(cells, totals)
    }

    /// The same where only some of the facts have others worths than before: totals move with what they are made of.
    ///
    /// - `cells`, `totals`: as they were scored before.
    /// - `columns`: the leaves whose worth is another.
    pub(super) fn score_again(
        &self,
        (cells, totals): (&[Cell], &Totals),
        worths: &[LeafWorth],
        columns: &[usize],
    ) -> Scored {
        let moved = self.moved(worths);
        if cells.iter().any(|cell| cell.value.is_none()) || moved.now.is_some() {
            return self.score(worths);
        }
        let mut cells = cells.to_vec();
        let mut top = totals.clone();
        // Groups whose parts have changed, with their totals so far.
        let mut above: BTreeMap<usize, Totals> = BTreeMap::new();
        let mut put = |cells: &mut Vec<Cell>, above: &mut BTreeMap<usize, Totals>, at: usize, cell: Cell| {
            let old = std::mem::replace(&mut cells[at], cell);
            let totals = match self.criteria[at].parent {
                Some(parent) => {
                    above.entry(parent).or_insert_with(|| points_of(&cells[parent]).map(Points::clone))
                }
                None => &mut top,
            };
            let parts = points_of(&old).into_iter().zip(points_of(&cells[at]));
            for (total, (old, new)) in totals.iter_mut().zip(parts) {
                *total = &*total + &(new - old);
            }
        };
        for &at in columns {
            if let Some(leaf) = &self.criteria[at].leaf {
                let cell = leaf_cell(leaf, &worths[at], &self.stakes(at, &moved));
                put(&mut cells, &mut above, at, cell);
            }
        }
        while let Some((at, totals)) = above.pop_last() {
            let cell = self.group_cell(at, &cells, &self.stakes(at, &moved), totals);
            put(&mut cells, &mut above, at, cell);
        }
        self.scored(cells, top)
    }

    fn scored(&self, cells: Vec<Cell>, totals: Totals) -> Scored {
        let [score, lowest, highest] = totals.clone().map(|points| points.rounded(self.rule.total_rounding));
        // Rounding can push a bound past the score by a digit where skipped weights move.
        let (lowest, highest) = (lowest.min(score.clone()), highest.max(score.clone()));
        Scored { cells, score, lowest, highest, totals }
    }

    /// How a group came out of what is under it.
    ///
    /// A group's value is its points out of the points that it could give, so that it can be checked
    /// against the printed points; a group without weight has the mean of what is under it.
    fn group_cell(&self, at: usize, cells: &[Cell], stakes: &Stakes<'_>, totals: Totals) -> Cell {
        let children = &self.children[at];
        let [points, lowest_points, highest_points] = totals;
        let mean = |part: fn(&Cell) -> Option<&Value>| {
            let weighed = |&child: &usize| {
                let local = self.criteria[child].share().local.exact();
                Some((local * part(&cells[child])?.exact(), local.clone()))
            };
            let (worths, weights): (Vec<Exact>, Vec<Exact>) = children.iter().filter_map(weighed).unzip();
            Value::of(Exact::sum(&worths).over(&Exact::sum(&weights)).unwrap_or_default())
        };
        let value = |points: &Points, most: &Points, part: fn(&Cell) -> Option<&Value>| {
            points.over(most).unwrap_or_else(|| mean(part))
        };
        let knowledge = knowledge_of(children.iter().map(|&child| cells[child].knowledge));
        // Where nothing that weighs applies, the group does not.
        let weighs = |child: &usize| !self.criteria[*child].share().local.is_zero();
        let applying = |child: &&usize| cells[**child].knowledge != Knowledge::NotApplicable;
        let is_emptied = children.iter().any(weighs) && !children.iter().filter(applying).any(weighs);
        if knowledge == Knowledge::NotApplicable || is_emptied {
            let knowledge = Knowledge::NotApplicable;
            return Cell { knowledge, share: stakes.share.clone(), ..Cell::default() };
        }
        let cell = Cell {
            knowledge,
            value: Some(value(&points, stakes.most, |cell| cell.value.as_ref())),
            share: stakes.share.clone(),
            points,
            is_capped: children.iter().any(|&child| cells[child].is_capped),
            ..Cell::default()
        };
        cell.with_range(CellRange {
            lowest: value(&lowest_points, stakes.final_most, |cell| applicable(cell, cell.lowest())),
            highest: value(&highest_points, stakes.final_most, |cell| applicable(cell, cell.highest())),
            lowest_points,
            highest_points,
        })
    }

    /// What a criterion counts for a vendor, given the vendor's shares where some are moved.
    fn stakes<'b>(&'b self, at: usize, moved: &'b Shares) -> Stakes<'b> {
        let own = || (&self.criteria[at].share().global, &self.max_points[at]);
        let of = |shares: &'b Option<Vec<Moved>>| {
            shares.as_ref().map_or_else(own, |shares| (&shares[at].share, &shares[at].most))
        };
        let ((share, most), (_, final_most)) = (of(&moved.now), of(&moved.once_known));
        Stakes { share, most, final_most }
    }

    /// The shares for a vendor of whom something does not apply, or is not known and the rule skips it: its weight
    /// goes to the siblings that count; where none does, the group's weight goes to the group's siblings.
    fn moved(&self, worths: &[LeafWorth]) -> Shares {
        let is_inapplicable = |at: usize| worths[at].is_not_applicable();
        let is_skipped = |at: usize| is_skipped(&self.criteria[at], &worths[at]);
        let without = |is_left_out: &dyn Fn(usize) -> bool| {
            if !(0..worths.len()).any(is_left_out) {
                return None;
            }
            let (_, shares) = shares_without(self.criteria, is_left_out);
            let moved = |share: Share| Moved { most: &share * &self.rule.points, share };
            Some(shares.into_iter().map(moved).collect())
        };
        let is_left_out = |at: usize| is_inapplicable(at) || is_skipped(at);
        Shares { now: without(&is_left_out), once_known: without(&is_inapplicable) }
    }
}

/// Which criteria count where some leaves are left out, and the shares that all of them have then.
pub(crate) fn shares_without(
    criteria: &[Criterion],
    is_left_out: &dyn Fn(usize) -> bool,
) -> (Vec<bool>, Vec<Share>) {
    let counts = counting(criteria, is_left_out);
    let shares = shares_of(criteria, &counts);
    (counts, shares)
}

/// The shares where some criteria do not count.
fn shares_of(criteria: &[Criterion], counts: &[bool]) -> Vec<Share> {
    let slot = |parent: Option<usize>| parent.map_or(0, |at| at + 1);
    let mut sums = vec![Exact::ZERO; criteria.len() + 1];
    for (criterion, _) in criteria.iter().zip(counts).filter(|(_, counts)| **counts) {
        sums[slot(criterion.parent)] += criterion.share().local.exact();
    }
    let mut shares: Vec<Share> = Vec::with_capacity(criteria.len());
    for (criterion, counts) in criteria.iter().zip(counts) {
        let above = criterion.parent.map_or(&Share::WHOLE, |parent| &shares[parent]);
        let local = Share::of(criterion.share().local.exact(), &sums[slot(criterion.parent)]);
        shares.push(if *counts { above * &local } else { Share::ZERO });
    }
    shares
}

/// What some criteria come to together.
fn totals(of: &[usize], cells: &[Cell]) -> Totals {
    [0, 1, 2].map(|part| Points::sum(of.iter().map(|&at| points_of(&cells[at])[part])))
}

/// The points of a cell, their lowest and highest.
fn points_of(cell: &Cell) -> [&Points; 3] {
    [&cell.points, cell.lowest_points(), cell.highest_points()]
}

/// The shares for one vendor; none where they are the criteria's own.
struct Shares {
    /// With which values count now.
    now: Option<Vec<Moved>>,
    /// With which they count once everything is known: then nothing is skipped, and what does not apply still does not.
    once_known: Option<Vec<Moved>>,
}

/// The share of a criterion for one vendor, where facts that do not count move weights, and the most points that
/// it can give with it.
struct Moved {
    share: Share,
    most: Points,
}

/// What a criterion counts for a vendor: the share that it has, and what there is to gain.
struct Stakes<'a> {
    share: &'a Share,
    /// The most points with that share.
    most: &'a Points,
    /// The most points with the share that it has once everything is known: what may turn out is weighed with this
    /// one.
    final_most: &'a Points,
}

fn is_skipped(criterion: &Criterion, worth: &LeafWorth) -> bool {
    worth.worth.is_none()
        && !worth.is_not_applicable()
        && criterion.leaf.as_ref().is_some_and(|leaf| leaf.unknown == Unknown::Skip)
}

/// Whether each criterion counts for a vendor: a leaf that is not left out, a group with one under it.
fn counting(criteria: &[Criterion], is_left_out: &dyn Fn(usize) -> bool) -> Vec<bool> {
    // What weighs nothing among its siblings cannot take over a weight.
    let weighs = |at: usize| !criteria[at].share().local.is_zero();
    let leaf_counts = |at: usize| criteria[at].leaf.is_some() && weighs(at) && !is_left_out(at);
    let mut counts: Vec<bool> = (0..criteria.len()).map(leaf_counts).collect();
    for at in (0..criteria.len()).rev() {
        if let (true, Some(parent)) = (counts[at], criteria[at].parent) {
            counts[parent] = weighs(parent);
        }
    }
    counts
}

fn leaf_cell(leaf: &Leaf, worth: &LeafWorth, stakes: &Stakes<'_>) -> Cell {
    let earn = |most: &Points, value: &Value| (most * value).rounded(leaf.rounding);
    let fact = worth.fact.clone();
    if worth.is_not_applicable() {
        let knowledge = Knowledge::NotApplicable;
        return Cell { knowledge, share: stakes.share.clone(), fact, ..Cell::default() };
    }
    let Some(worth) = &worth.worth else {
        let value = match leaf.unknown {
            Unknown::Worst => Some(Value::WORST),
            Unknown::Middle => Some(Value::MIDDLE),
            Unknown::Best => Some(Value::BEST),
            Unknown::Skip => None,
        };
        let cell = Cell {
            knowledge: Knowledge::Unknown,
            points: value.as_ref().map_or(Points::ZERO, |value| earn(stakes.most, value)),
            value,
            share: stakes.share.clone(),
            fact,
            ..Cell::default()
        };
        let [lowest, highest] = leaf.scale.reach_of_unknown();
        return cell.with_range(CellRange {
            lowest_points: earn(stakes.final_most, &lowest),
            highest_points: earn(stakes.final_most, &highest),
            lowest,
            highest,
        });
    };
    let is_certain = worth.lowest == worth.highest;
    let lowest_points = earn(stakes.final_most, &worth.lowest);
    // Most facts are known, and their points need working out only once.
    let points = if std::ptr::eq(stakes.most, stakes.final_most) && worth.value == worth.lowest {
        lowest_points.clone()
    } else {
        earn(stakes.most, &worth.value)
    };
    let highest_points =
        if is_certain { lowest_points.clone() } else { earn(stakes.final_most, &worth.highest) };
    let cell = Cell {
        knowledge: if is_certain { Knowledge::Known } else { Knowledge::Uncertain },
        value: Some(worth.value.clone()),
        share: stakes.share.clone(),
        points,
        is_capped: worth.is_capped,
        fact,
        ..Cell::default()
    };
    cell.with_range(CellRange {
        lowest: worth.lowest.clone(),
        highest: worth.highest.clone(),
        lowest_points,
        highest_points,
    })
}

fn applicable<'a>(cell: &Cell, value: &'a Value) -> Option<&'a Value> {
    (cell.knowledge != Knowledge::NotApplicable).then_some(value)
}

/// How much is known of a group: what all its parts agree on, or else it is uncertain.
///
/// Of what does not apply there is nothing to know, unless all of it does not.
fn knowledge_of(parts: impl Iterator<Item = Knowledge> + Clone) -> Knowledge {
    let mut known = parts.clone().filter(|part| *part != Knowledge::NotApplicable);
    let Some(first) = known.next() else {
        return parts.last().unwrap_or_default();
    };
    let mut parts = known;
    if parts.all(|part| part == first) { first } else { Knowledge::Uncertain }
}
