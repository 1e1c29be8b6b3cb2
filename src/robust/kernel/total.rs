//! Totals of a row of draws, where a formula of the rule makes them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::Kernel;
use super::score::sum_of;
use crate::decision::formula::quick::{self, Count, Field, Part, Truth};
use crate::decision::formula::{Expression, Name, Node, Room, SetName};
use crate::exact::Rounding;
use crate::robust::plan::{Told, TotalPlan};
use crate::robust::random::{LANES, Row, each};

/// What a criterion or group comes to in every lane; none where it does not apply.
struct Earned {
    points: Row<f64>,
    /// From 0 to 100.
    value: Row<f64>,
    most: Row<f64>,
}

impl Kernel<'_> {
    /// The totals of all vendors as shares of what they come to, and who is out: by a minimum, by the formula, for want of
    /// a total.
    pub(super) fn score_by_total(&mut self, total: &TotalPlan) {
        let plan = self.plan;
        let failed = self.is_out.clone();
        self.judge_minimums(&plan.minimums);
        let vendors = plan.vendors.len();
        let earned = |vendor| total.reads.iter().map(|&node| self.earned(vendor, node)).collect();
        let earned: Vec<Vec<Option<Earned>>> = (0..vendors).map(earned).collect();
        // By lane, and for each vendor in it.
        let mut by_lane = vec![vec![0.0; vendors]; LANES];
        let mut without = vec![0_u32; vendors];
        for (lane, totals) in by_lane.iter_mut().enumerate() {
            let bids = LaneBids {
                total,
                facts: &self.facts,
                earned: &earned,
                out: [&failed, &self.is_out],
                lane,
                figures: RefCell::default(),
            };
            for (place, bid) in total.bids.iter().enumerate() {
                let Some(vendor) = bid.vendor else { continue };
                match bids.total(place) {
                    Some(number) => totals[vendor] = number,
                    None => without[vendor] |= 1 << lane,
                }
            }
        }
        for vendor in 0..vendors {
            let mut row = [0.0; LANES];
            for (number, totals) in row.iter_mut().zip(&by_lane) {
                *number = totals[vendor];
            }
            if let Some(rounding) = total.rounding {
                rounding.apply(&mut row);
            }
            for (lane, number) in row.iter().enumerate() {
                if without[vendor] >> lane & 1 == 0 {
                    let [low, high] = self.seen[vendor];
                    self.seen[vendor] = [low.min(*number), high.max(*number)];
                }
            }
            self.scores[vendor] = each(&row, |number| plan.packing.pack(number));
            self.is_out[vendor] |= without[vendor];
        }
    }

    /// What a node comes to; none where it does not apply to the vendor.
    fn earned(&self, vendor: usize, node: usize) -> Option<Earned> {
        if self.finals[vendor].is_some() && !self.node_applies(vendor, node) {
            return None;
        }
        let under = &self.under[node];
        let points = sum_of(under.iter().copied(), |leaf| self.points(vendor, leaf));
        let share = match &self.skips[vendor] {
            Some(counts) => self.share(counts, node),
            None => self.shares[self.slots[node]],
        };
        let most = each(&share, |share| share * self.plan.points);
        let mut value = points;
        if self.plan.nodes[node].is_leaf {
            value = each(&self.value(vendor, under[0]), |value| 100.0 * value);
        } else {
            let mean = self.mean_of(vendor, node, |leaf| self.value(vendor, leaf));
            for lane in 0..LANES {
                value[lane] = 100.0 * if most[lane] > 0.0 { points[lane] / most[lane] } else { mean[lane] };
            }
        }
        Some(Earned { points, value, most })
    }
}

/// The bids in one lane.
struct LaneBids<'a> {
    total: &'a TotalPlan,
    facts: &'a [Row<f64>],
    earned: &'a [Vec<Option<Earned>>],
    /// Bits of who fails a must-have, and of who fails one or a minimum.
    out: [&'a [u32]; 2],
    lane: usize,
    figures: RefCell<BTreeMap<usize, Option<f64>>>,
}

impl LaneBids<'_> {
    /// The total of a bid before it is rounded; none where the rule leaves it out, or it has none.
    fn total(&self, bid: usize) -> Option<f64> {
        let formula = &self.total.formula;
        let is_left_out = formula.out.as_ref().is_some_and(|out| {
            let part: Option<Part<f64>> = quick::work(out.root(), self, bid);
            matches!(part, Some(Part::Truth(Truth(Some(true)))))
        });
        if is_left_out { None } else { quick::number(formula.expr.root(), self, bid) }
    }

    fn step(&self, name: &Name) -> Option<(&Node, Option<Rounding>)> {
        let is_formula = name.room == Room::Names && !self.total.formula.numbers.contains_key(&name.id);
        let step = is_formula.then(|| {
            let shared = || self.total.names.iter().find(|step| step.name == name.id);
            self.total.formula.step(&name.id).or_else(shared)
        });
        step.flatten().map(|step| (step.expr.root(), step.round))
    }
}

impl Field<f64> for LaneBids<'_> {
    fn named(&self, bid: usize, node: &Node) -> Option<Part<f64>> {
        let Expression::Name(name) = &node.expression else { return None };
        let name = self.total.formula.read(name);
        if let Some((root, round)) = self.step(name) {
            return quick::number(root, self, bid).map(|number: f64| Part::Number(number.rounded(round)));
        }
        let own = &self.total.bids[bid];
        match name.room {
            Room::Names => {
                self.total.formula.numbers.get(&name.id).map(|number| Part::Number(number.to_f64()))
            }
            Room::Needs => self.total.needs.get(&name.id).map(|need| Part::Number(*need)),
            Room::Facts | Room::Cost => Some(match own.facts.get(&name.fact()?)? {
                Told::Number(number) => Part::Number(*number),
                Told::Drawn(fact) => Part::Number(self.facts[*fact][self.lane]),
                Told::Truth(truth) => Part::Truth(Truth(Some(*truth))),
                Told::Word(word) => Part::Word(word.clone()),
            }),
            Room::Points | Room::Value | Room::Most => {
                let nth = self.total.place_of(&name.id)?;
                let [points, value, most] = match own.vendor {
                    Some(vendor) => {
                        let earned = self.earned[vendor][nth].as_ref()?;
                        [&earned.points, &earned.value, &earned.most].map(|row| row[self.lane])
                    }
                    None => own.earned[nth]?,
                };
                Some(Part::Number(match name.room {
                    Room::Points => points,
                    Room::Value => value,
                    _ => most,
                }))
            }
        }
    }

    fn bids(&self) -> usize {
        self.total.bids.len()
    }

    fn is_member(&self, set: SetName, bid: usize) -> Option<bool> {
        let is_out = |of: usize| {
            let vendor = self.total.bids[bid].vendor;
            vendor.is_none_or(|vendor| self.out[of][vendor] >> self.lane & 1 == 1)
        };
        Some(match self.total.formula.set(set, self.total.field) {
            SetName::Offered => true,
            SetName::Admitted => !is_out(0),
            SetName::AboveMinimum => !is_out(1),
            SetName::NotAbnormal => !is_out(1) && self.total.bids[bid].is_normal,
        })
    }

    fn is_closed(&self, _: usize) -> bool {
        true
    }

    fn figures(&self) -> &RefCell<BTreeMap<usize, Option<f64>>> {
        &self.figures
    }
}
