//! The number nearest to that of now at which the first place is the other way round.

use std::sync::Arc;

use super::BreakEvenPoint;
use crate::decision::{Decision, FactValue, VendorId};
use crate::exact::{Exact, Mode, Rounding};
use crate::robust::unrounded;
use crate::score::Evaluation;

/// A number that is moved, all else equal.
pub(super) struct Search<'a> {
    /// Whose first place is asked for.
    pub(super) vendor: &'a VendorId,
    /// The decision with another number.
    pub(super) with: &'a dyn Fn(&Exact) -> Arc<Decision>,
    /// How it is scored.
    pub(super) score: &'a dyn Fn(&Arc<Decision>) -> Evaluation,
    /// What the number is now; none when it is not known.
    pub(super) now: Option<Exact>,
    /// Numbers worth trying, going up.
    pub(super) grid: Vec<Exact>,
    /// Digits with which the number is written.
    pub(super) digits: u32,
}

/// Whether a vendor has the first place, perhaps shared.
pub(super) fn is_first(evaluation: &Evaluation, vendor: &VendorId) -> bool {
    evaluation.vendor(vendor.as_str()).is_some_and(|vendor| vendor.rank == Some(1))
}

impl Search<'_> {
    /// The nearest number that changes whether the vendor is first.
    ///
    /// - `is_first`: whether it is now.
    pub(super) fn point(&self, is_first: bool) -> Option<BreakEvenPoint> {
        let (from, start) = match &self.now {
            Some(now) => (now.clone(), now.clone()),
            // Not known: the search goes from the end of the grid that does not change anything.
            None => {
                let ends = [self.grid.first()?, self.grid.last()?];
                let end = ends.into_iter().find(|end| self.is_first_at(end) == is_first)?;
                (end.clone(), end.clone())
            }
        };
        let below: Vec<&Exact> = self.grid.iter().rev().filter(|number| **number < from).collect();
        let above: Vec<&Exact> = self.grid.iter().filter(|number| **number > from).collect();
        let tips = [below, above].map(|way| self.first_change(&start, &way, is_first));
        let tip = tips.into_iter().flatten().min_by_key(|tip| (tip - &from).abs())?;
        let change = self.now.as_ref().and_then(|now| (&tip - now).over(now));
        Some(BreakEvenPoint {
            level: self.level(&tip, &from),
            value: FactValue::Number { value: tip },
            change,
        })
    }

    fn is_first_at(&self, number: &Exact) -> bool {
        is_first(&(self.score)(&(self.with)(number)), self.vendor)
    }

    /// Goes along the grid to the first number that changes the first place, and halves the way to it.
    fn first_change(&self, start: &Exact, way: &[&Exact], is_first: bool) -> Option<Exact> {
        let mut same = start.clone();
        for &next in way {
            if self.is_first_at(next) == is_first {
                same = next.clone();
                continue;
            }
            return Some(self.halve(same, next.clone(), is_first));
        }
        None
    }

    /// The number nearest to `same` that changes the first place, on the grid of written digits.
    fn halve(&self, mut same: Exact, mut other: Exact, is_first: bool) -> Exact {
        let half = Exact::from(2);
        let step = step(self.digits);
        loop {
            let middle = (&same + &other).over(&half).unwrap_or_default();
            let middle = Rounding { digits: self.digits, mode: Mode::HalfEven }.apply(&middle);
            // Where an end lies between two written numbers the last step is shorter than one of them.
            if middle == same || middle == other || (&other - &same).abs() < step {
                return other;
            }
            if self.is_first_at(&middle) == is_first {
                same = middle;
            } else {
                other = middle;
            }
        }
    }

    /// Where the unrounded scores of the vendor and its best rival are level between the last two numbers.
    fn level(&self, tip: &Exact, from: &Exact) -> Option<Exact> {
        let step = step(self.digits);
        let before = if tip < from { tip + &step } else { tip - &step };
        let (a, b) = (self.lead(&before)?, self.lead(tip)?);
        if a.is_negative() == b.is_negative() && !a.is_zero() && !b.is_zero() {
            return None;
        }
        let part = a.over(&(&a - &b))?;
        Some(&before + &(&part * &(tip - &before)))
    }

    /// By how much the vendor leads its best rival at a number, unrounded; none when it is out.
    fn lead(&self, number: &Exact) -> Option<Exact> {
        let evaluation = (self.score)(&Arc::new(unrounded(&(self.with)(number))));
        let own = evaluation.ranked().find(|vendor| vendor.id() == self.vendor)?;
        let rival = evaluation.ranked().find(|vendor| vendor.id() != self.vendor)?;
        Some(own.score.exact() - rival.score.exact())
    }
}

/// The last written digit.
pub(super) fn step(digits: u32) -> Exact {
    Exact::parse(&format!("1e-{digits}")).unwrap_or(Exact::ONE)
}
