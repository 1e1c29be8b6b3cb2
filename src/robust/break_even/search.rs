//! The number nearest to that of now at which the first place is the other way round.

use std::sync::Arc;

use super::BreakEvenPoint;
use crate::decision::{FactValue, Vendor};
use crate::exact::{Exact, Mode, Rounding};
use crate::score::trials::{Trial, Trials};

/// Looks between numbers of the grid before what is left of a way is given up as too fine.
const MOST_LOOKS: u32 = 400;

/// Vendors that are others than before, with their places.
type Changed = Vec<(usize, Arc<Vendor>)>;

/// A number that is moved, all else equal.
pub(super) struct Search<'a> {
    /// Whose first place is asked for, by its place among the vendors.
    pub(super) at: usize,
    /// The decision as it is scored.
    pub(super) trials: &'a Trials<'a>,
    /// The decision without roundings.
    pub(super) plain: &'a Trials<'a>,
    /// The vendors that change with another number.
    pub(super) changes: &'a dyn Fn(&Exact) -> Changed,
    /// What the number is now; none when it is not known.
    pub(super) now: Option<Exact>,
    /// Numbers worth trying, going up, to the ends of what may be written.
    pub(super) grid: Vec<Exact>,
    /// Digits with which the number is written.
    pub(super) digits: u32,
    /// Whether all that follows from the number goes one way with it, so that two trials bound all between them.
    pub(super) is_one_way: bool,
}

/// What a search comes to.
#[derive(Debug)]
pub(super) enum Found<T> {
    /// This one changes the first place.
    Here(T),
    /// None does: every value was tried, or lies between two that show it.
    Nowhere,
    /// None of those that were tried does.
    NotSeen,
}

impl Search<'_> {
    /// The nearest number that changes whether the vendor is first.
    ///
    /// - `is_first`: whether it is now.
    pub(super) fn point(&self, is_first: bool) -> Found<BreakEvenPoint> {
        let Some((from, start)) = self.start(is_first) else { return Found::Nowhere };
        if self.trials.is_first(&start, self.at) != is_first {
            return Found::Here(self.found(from.clone(), &from));
        }
        let below: Vec<&Exact> = self.grid.iter().rev().filter(|number| **number < from).collect();
        let above: Vec<&Exact> = self.grid.iter().filter(|number| **number > from).collect();
        let ways = [below, above].map(|way| self.first_change(&from, &start, &way, is_first));
        let is_shown = ways.iter().all(|way| !matches!(way, Found::NotSeen));
        let tips =
            ways.into_iter().filter_map(|way| if let Found::Here(tip) = way { Some(tip) } else { None });
        match tips.min_by_key(|tip| (tip - &from).abs()) {
            Some(tip) => Found::Here(self.found(tip, &from)),
            None if is_shown => Found::Nowhere,
            None => Found::NotSeen,
        }
    }

    /// Where the search starts: at the number of now; where that is not known, at the end of the grid that changes
    /// nothing, or at the first if both do.
    fn start(&self, is_first: bool) -> Option<(Exact, Trial)> {
        if let Some(now) = &self.now {
            return Some((now.clone(), self.trial(now)));
        }
        let ends = [self.grid.first()?, self.grid.last()?].map(|end| (end.clone(), self.trial(end)));
        let [first, last] = ends;
        let is_same = |trial: &Trial| self.trials.is_first(trial, self.at) == is_first;
        Some(if !is_same(&first.1) && is_same(&last.1) { last } else { first })
    }

    fn found(&self, tip: Exact, from: &Exact) -> BreakEvenPoint {
        let change = self.now.as_ref().and_then(|now| (&tip - now).over(now));
        BreakEvenPoint { level: self.level(&tip, from), value: FactValue::Number { value: tip }, change }
    }

    fn trial(&self, number: &Exact) -> Trial {
        self.trials.with(&(self.changes)(number))
    }

    /// Goes along the grid to the first number that changes the first place.
    fn first_change(&self, from: &Exact, start: &Trial, way: &[&Exact], is_first: bool) -> Found<Exact> {
        let (mut near, mut at) = (from.clone(), start.clone());
        let (mut is_shown, mut looks) = (true, MOST_LOOKS);
        for &next in way {
            let far = self.trial(next);
            match self.between((&near, &at), (next, &far), is_first, &mut looks) {
                Found::Here(tip) => return Found::Here(tip),
                Found::Nowhere => {}
                Found::NotSeen => is_shown = false,
            }
            (near, at) = (next.clone(), far);
        }
        if is_shown { Found::Nowhere } else { Found::NotSeen }
    }

    /// The nearest number beyond `near`, up to `far`, that changes the first place, on the grid of written digits.
    ///
    /// Halves the stretch until two trials show what is between, or nothing that can be written is.
    fn between(
        &self,
        near: (&Exact, &Trial),
        far: (&Exact, &Trial),
        is_first: bool,
        looks: &mut u32,
    ) -> Found<Exact> {
        if self.is_one_way && self.trials.is_first_between(near.1, far.1, self.at) == Some(is_first) {
            return Found::Nowhere;
        }
        let is_tip = self.trials.is_first(far.1, self.at) != is_first;
        let middle = (near.0 + far.0).over(&Exact::from(2)).unwrap_or_default();
        let middle = Rounding { digits: self.digits, mode: Mode::HalfEven }.apply(&middle);
        let is_between = (near.0 < &middle && &middle < far.0) || (far.0 < &middle && &middle < near.0);
        if !is_between {
            return if is_tip { Found::Here(far.0.clone()) } else { Found::Nowhere };
        }
        // Where nothing can be shown, the way to a change is halved all the same.
        let is_given_up = *looks == 0 || !self.is_one_way;
        if is_given_up && !is_tip {
            return Found::NotSeen;
        }
        *looks = looks.saturating_sub(1);
        let trial = self.trial(&middle);
        if is_given_up && self.trials.is_first(&trial, self.at) == is_first {
            return self.between((&middle, &trial), far, is_first, looks);
        }
        match self.between(near, (&middle, &trial), is_first, looks) {
            Found::Here(tip) => Found::Here(tip),
            Found::Nowhere => self.between((&middle, &trial), far, is_first, looks),
            Found::NotSeen => match self.between((&middle, &trial), far, is_first, looks) {
                Found::Here(tip) => Found::Here(tip),
                Found::Nowhere | Found::NotSeen => Found::NotSeen,
            },
        }
    }

    /// Where the unrounded scores of the vendor and its best rival are level between the last two numbers: exact, or
    /// none.
    ///
    /// Scores run in straight lines there, or, through a price formula, in a quotient of two. Either is known from a few
    /// of its points; what it says is believed only where the scores are level indeed.
    fn level(&self, tip: &Exact, from: &Exact) -> Option<Exact> {
        let step = step(self.digits);
        let before = if tip < from { tip + &step } else { tip - &step };
        let middle = (&before + tip).over(&Exact::from(2))?;
        let rival = self.best_rival(tip)?;
        let lead = |number: &Exact| self.lead(number, rival);
        let (a, b) = (lead(&before)?, lead(tip)?);
        if a.is_negative() == b.is_negative() && !a.is_zero() && !b.is_zero() {
            return None;
        }
        let is_level = |number: &Exact| self.best_rival(number).and_then(|best| self.lead(number, best));
        let is_level = |number: &Exact| is_level(number).is_some_and(|lead| lead.is_zero());
        let between = |number: &Exact| {
            (&before.clone().min(tip.clone())..=&before.clone().max(tip.clone())).contains(&number)
        };
        let places = [(&before, &a), (&middle, &lead(&middle)?), (tip, &b)];
        let candidates = [crossing_of_line(places[0], places[2]), crossing_of_quotient(places)];
        candidates.into_iter().flatten().find(|number| between(number) && is_level(number))
    }

    /// The best of the others in the ranking, where the vendor is in it too; all unrounded.
    fn best_rival(&self, number: &Exact) -> Option<usize> {
        self.plain.best_rival(&self.plain.with(&(self.changes)(number)), self.at)
    }

    /// By how much the vendor leads a rival at a number, unrounded.
    fn lead(&self, number: &Exact, rival: usize) -> Option<Exact> {
        let trial = self.plain.with(&(self.changes)(number));
        self.plain.best_rival(&trial, self.at)?;
        Some(trial.result(self.at).score.exact() - trial.result(rival).score.exact())
    }
}

/// Where a straight line through two points is zero.
fn crossing_of_line((x, a): (&Exact, &Exact), (y, b): (&Exact, &Exact)) -> Option<Exact> {
    Some(x + &(&a.over(&(a - b))? * &(y - x)))
}

/// Where a quotient of two straight lines through three points is zero, by inverse differences (Thiele).
fn crossing_of_quotient([(x1, f1), (x2, f2), (x3, f3)]: [(&Exact, &Exact); 3]) -> Option<Exact> {
    let slope = (f2 - f1).over(&(x2 - x1))?;
    let bend = (f3 - f2).over(&(&(f3 - f1).over(&(x3 - x1))? - &slope))?;
    let divisor = &slope - &f2.over(&bend)?;
    Some(x1 - &f1.over(&divisor)?)
}

/// The last written digit.
pub(super) fn step(digits: u32) -> Exact {
    Exact::parse(&format!("1e-{digits}")).unwrap_or(Exact::ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotient_of_lines_is_zero_where_three_of_its_points_say() {
        let number = |text: &str| Exact::parse(text).unwrap();
        // (3 x - 2) / (x + 5) is zero at 2/3.
        let at = |x: &Exact| (&(&Exact::from(3) * x) - &Exact::from(2)).over(&(x + &Exact::from(5))).unwrap();
        let points = ["0", "0.5", "1"].map(number).map(|x| (at(&x), x));
        let expected = Exact::from(2).over(&Exact::from(3));
        let [first, second, third] = points.each_ref().map(|(value, x)| (x, value));
        assert_eq!(crossing_of_quotient([first, second, third]), expected);
    }
}
