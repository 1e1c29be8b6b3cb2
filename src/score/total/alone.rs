//! Totals where one thing alone may turn out in another way.

use super::Offers;
use crate::decision::formula::quick::{self, Between, Count};
use crate::decision::formula::{Name, Room};
use crate::decision::total::TotalFormula;
use crate::decision::{Decision, FactId, Points};
use crate::exact::Exact;
use crate::score::evaluation::VendorResult;

/// What may turn out in another way while all else stays as it is likely.
#[derive(Clone, Copy)]
pub(crate) struct Alone<'a> {
    /// Whose it is.
    pub(crate) bid: usize,
    /// The fact, if it is one.
    pub(crate) fact: Option<&'a FactId>,
    /// The criteria that hang on it, by their places.
    pub(crate) criteria: &'a [usize],
}

/// Between which numbers the total of a vendor lies where all but one thing is as it is likely; none where that is not
/// told, as where there is no total without it.
pub(crate) fn range_alone(
    decision: &Decision,
    formula: &TotalFormula,
    vendors: &[&VendorResult],
    alone: Alone<'_>,
) -> Option<[Exact; 2]> {
    let mut bids = Offers::new(decision, formula, vendors);
    bids.alone = Some(alone);
    if formula.out.is_some() && bids.is_left_out(alone.bid).is_none() {
        return None;
    }
    let number: Between = quick::number(formula.expr.root(), &bids, alone.bid)?;
    let Between { low, high, .. } = number.handed_out(decision.rule.total_rounding.or(formula.rounding));
    Some([low, high])
}

impl Offers<'_> {
    /// Between which numbers something lies, where perhaps one thing alone is open.
    pub(super) fn open_range(&self, bid: usize, name: &Name, [low, likely, high]: [Exact; 3]) -> [Exact; 2] {
        let Some(alone) = &self.alone else { return [low, high] };
        let is_fact = || name.fact().is_some_and(|fact| Some(&fact) == alone.fact);
        match name.room {
            _ if bid != alone.bid => [likely.clone(), likely],
            Room::Facts | Room::Cost if is_fact() => [low, high],
            Room::Points | Room::Value => self.moved(alone, name, [low, likely, high]),
            Room::Facts | Room::Cost | Room::Needs | Room::Most | Room::Names => [likely.clone(), likely],
        }
    }

    /// What a criterion or a group comes to where only some of the criteria in it are open.
    fn moved(&self, alone: &Alone<'_>, name: &Name, [low, likely, high]: [Exact; 3]) -> [Exact; 2] {
        let vendor = self.vendors[alone.bid];
        let Some(&at) = self.places.get(name.id.as_str()) else { return [likely.clone(), likely] };
        if alone.criteria.contains(&at) {
            return [low, high];
        }
        let criteria = &self.decision.criteria;
        let is_within =
            |one: usize| std::iter::successors(Some(one), |&one| criteria[one].parent).any(|one| one == at);
        let (mut down, mut up) = (Points::ZERO, Points::ZERO);
        for &one in alone.criteria.iter().filter(|one| is_within(**one)) {
            let cell = &vendor.cells[one];
            down += &(&cell.points - cell.lowest_points());
            up += &(cell.highest_points() - &cell.points);
        }
        let most = vendor.most_points(&self.decision.rule, at);
        let in_its_unit = |points: &Points| match name.room {
            Room::Value => (points.exact() * &Exact::from(100)).over(most.exact()).unwrap_or_default(),
            _ => points.exact().clone(),
        };
        [&likely - &in_its_unit(&down), &likely + &in_its_unit(&up)]
    }
}
