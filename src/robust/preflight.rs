//! A look at a rule before any bid is open: what in it cannot matter, cannot be met, or counts twice.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use serde::Serialize;

use super::draw_facts::{DrawKey, ValueCurve, fact_of, key, numbers, price_value};
use super::random::{LANES, Lanes, Purpose, Row, each};
use crate::decision::scale::Parameter;
use crate::decision::total::TotalFormula;
use crate::decision::{Criterion, CriterionId, Decision, Leaf, Minimum, Scale, Shape, Test};
use crate::exact::Exact;

/// Bids in an invented field.
const BIDS: usize = 5;
/// Invented fields.
const FIELDS: u32 = 2_000;
/// A criterion that changes the winner in a smaller share of fields hardly matters.
const HARDLY: f64 = 0.005;
/// A price score that on average uses a smaller share of its points between the lowest and the highest bid is flat.
const FLAT: f64 = 0.25;
/// Two criteria whose rank correlation is this or more say the same.
const SAME: f64 = 0.9;
/// Vendors at hand from which their correlation is looked at.
const LEAST_VENDORS: usize = 8;

/// Something about a rule that its authors should know before they publish it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// What kind of thing.
    pub kind: FindingKind,
    /// The criterion or group; none for the score.
    pub criterion: Option<CriterionId>,
    /// It, in words with numbers.
    pub text: String,
}

/// Kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// It changes the winner in no or hardly any plausible field.
    CannotDecide,
    /// A price score that hardly tells prices apart.
    FlatPrice,
    /// A minimum that no answer reaches.
    UnreachableMinimum,
    /// A minimum that every answer reaches.
    IdleMinimum,
    /// Two criteria that say the same.
    Repeats,
}

/// Looks at a rule. Fields of bids are invented with a fixed seed: every fact even over its scale, prices
/// even between what must-haves and budgets allow, or where nothing says so, up to twice the lowest. A rule whose total is
/// no sum of points has no such findings.
#[must_use]
pub fn preflight(decision: &Decision) -> Vec<Finding> {
    if let Some(total) = &decision.rule.total {
        return unread(decision, total);
    }
    let mut findings = minimums(decision);
    let fields = Fields::invent(decision);
    findings.extend(fields.deciding());
    findings.extend(fields.flat_prices());
    findings.extend(fields.repeats());
    findings
}

/// Criteria whose weight moves nothing, since the total does not read them.
fn unread(decision: &Decision, total: &TotalFormula) -> Vec<Finding> {
    let reads = decision.derivations.read_by(total);
    let ids: Vec<&str> = reads.criteria().collect();
    let is_read = |at: usize| {
        let mut above = std::iter::successors(Some(at), |&at| decision.criteria[at].parent);
        above.any(|at| ids.contains(&decision.criteria[at].id.as_str()))
    };
    let leaves =
        (0..decision.criteria.len()).filter(|at| !decision.criteria[*at].is_group() && !is_read(*at));
    let weighs = leaves.filter(|at| !decision.criteria[*at].share().global.is_zero());
    let finding = |at: usize| {
        let one = &decision.criteria[at];
        let text = format!("{} weighs {}, and the total does not read it", one.name, one.weight);
        Finding { kind: FindingKind::CannotDecide, criterion: Some(one.id.clone()), text }
    };
    weighs.map(finding).collect()
}

/// The lowest and highest value that a scale can give, as an exact share.
fn reach(scale: &Scale) -> (Exact, Exact) {
    let ends = |values: &mut dyn Iterator<Item = &Exact>| {
        let values: Vec<&Exact> = values.collect();
        let low = values.iter().min().map_or(Exact::ZERO, |value| (*value).clone());
        let high = values.iter().max().map_or(Exact::ONE, |value| (*value).clone());
        (low, high)
    };
    match scale.shape() {
        Shape::Line(line) => ends(&mut line.points().iter().map(|(_, value)| value)),
        Shape::Table(table) => ends(&mut table.rows().iter().map(|(_, value)| value)),
        Shape::Set(_) | Shape::Formula(_) => (Exact::ZERO, Exact::ONE),
    }
}

/// Minimums against what their criteria can give at all.
fn minimums(decision: &Decision) -> Vec<Finding> {
    let criteria = &decision.criteria;
    let mut reaches: Vec<(Exact, Exact)> = criteria
        .iter()
        .map(|criterion| criterion.leaf.as_ref().map_or_else(Default::default, |leaf| reach(&leaf.scale)))
        .collect();
    for at in (0..criteria.len()).rev() {
        if let Some(parent) = criteria[at].parent {
            let local = criteria[at].share().local.exact();
            let (low, high) = (local * &reaches[at].0, local * &reaches[at].1);
            reaches[parent].0 += &low;
            reaches[parent].1 += &high;
        }
    }
    let mut findings = Vec::new();
    let mut judge = |criterion: Option<&Criterion>, minimum: &Minimum<Exact>, low: &Exact, high: &Exact| {
        let name = criterion.map_or("the score", |criterion| criterion.name.as_str());
        let shown =
            |number: &Exact| if criterion.is_some() { number.percent() } else { number.clone() }.plain(2);
        let must = if minimum.is_strict() { "must be above" } else { "must reach" };
        let wanted = format!("{must} {}", shown(minimum.least()));
        let (kind, text) = if !minimum.is_met_by(high) {
            let text = format!("{name} {wanted}, but can be {} at most", shown(high));
            (FindingKind::UnreachableMinimum, text)
        } else if minimum.is_met_by(low) {
            let text = format!("{name} {wanted}, but is never below {}", shown(low));
            (FindingKind::IdleMinimum, text)
        } else {
            return;
        };
        findings.push(Finding { kind, criterion: criterion.map(|criterion| criterion.id.clone()), text });
    };
    for (criterion, (low, high)) in criteria.iter().zip(&reaches) {
        if let Some(minimum) = &criterion.minimum {
            judge(Some(criterion), &minimum.map(|least| least.exact().clone()), low, high);
        }
    }
    if let Some(minimum) = &decision.rule.minimum {
        let points = decision.rule.points.exact();
        let top = |part: fn(&(Exact, Exact)) -> &Exact| {
            let of = criteria.iter().zip(&reaches).filter(|(criterion, _)| criterion.parent.is_none());
            let parts: Vec<Exact> =
                of.map(|(criterion, reach)| criterion.share().local.exact() * part(reach)).collect();
            &Exact::sum(&parts) * points
        };
        judge(
            None,
            &minimum.map(|least| least.exact().clone()),
            &top(|reach| &reach.0),
            &top(|reach| &reach.1),
        );
    }
    findings
}

/// Invented fields of bids, as values.
struct Fields<'a> {
    decision: &'a Decision,
    leaves: Vec<(&'a Criterion, &'a Leaf)>,
    /// Field by field, bid by bid, a value for each leaf.
    values: Vec<Vec<f64>>,
}

impl<'a> Fields<'a> {
    fn invent(decision: &'a Decision) -> Fields<'a> {
        let leaves: Vec<(&Criterion, &Leaf)> =
            decision.criteria.iter().filter_map(|one| Some((one, one.leaf.as_ref()?))).collect();
        let mut keys: Vec<DrawKey> = leaves.iter().map(|(criterion, leaf)| key(criterion, leaf)).collect();
        keys.sort();
        keys.dedup();
        let ranges: Vec<(f64, f64)> = keys.iter().map(|key| range(decision, key)).collect();
        let mut lanes = Lanes::new(1, Purpose::Bids, 0);
        let mut values = Vec::new();
        let place = |criterion: &Criterion, leaf: &Leaf| {
            keys.iter().position(|other| *other == key(criterion, leaf)).unwrap_or(0)
        };
        for _ in 0..FIELDS {
            // A lane for each bid.
            let mut facts = vec![[0.0; LANES]; keys.len()];
            for bid in 0..BIDS {
                for fact in &mut facts {
                    fact[bid] = lanes.uniform_of(0);
                }
            }
            let column = |(criterion, leaf): &(&Criterion, &Leaf)| {
                let at = place(criterion, leaf);
                let (low, high) = ranges[at];
                let numbers = each(&facts[at], |uniform| low + uniform * (high - low));
                if let Some(formula) = leaf.scale.formula() {
                    let formula = formula.map(|_, number| number.to_f64());
                    let lowest = numbers[..BIDS].iter().copied().fold(f64::INFINITY, f64::min);
                    let highest = numbers[..BIDS].iter().copied().fold(f64::NEG_INFINITY, f64::max);
                    let mut row = [0.0; LANES];
                    for (at, price) in numbers[..BIDS].iter().enumerate() {
                        let others = numbers[..BIDS].iter().enumerate().filter(|(other, _)| *other != at);
                        let others: Vec<f64> = others.map(|(_, number)| *number).collect();
                        row[at] = price_value(&formula, *price, [lowest, highest], &others);
                    }
                    return row;
                }
                let worth = ValueCurve::of_unknown(&leaf.scale);
                worth.map_or([0.0; LANES], |worth| worth.of(&numbers, &facts[at]))
            };
            let columns: Vec<Row<f64>> = leaves.iter().map(column).collect();
            values.extend((0..BIDS).map(|bid| columns.iter().map(|column| column[bid]).collect()));
        }
        Fields { decision, leaves, values }
    }

    /// The best bid of a field with one leaf left out.
    fn winner(&self, field: &[Vec<f64>], without: Option<usize>) -> usize {
        let score = |bid: &Vec<f64>| -> f64 {
            let parts = self.leaves.iter().zip(bid).enumerate().filter(|(at, _)| Some(*at) != without);
            parts.map(|(_, ((criterion, _), value))| criterion.share().global.to_f64() * value).sum()
        };
        let best = |a: &usize, b: &usize| score(&field[*a]).total_cmp(&score(&field[*b]));
        (0..BIDS).rev().max_by(best).unwrap_or(0)
    }

    /// Criteria without which hardly any field has another winner.
    fn deciding(&self) -> Vec<Finding> {
        let base: Vec<usize> = self.values.chunks(BIDS).map(|field| self.winner(field, None)).collect();
        let mut findings = Vec::new();
        for (at, (criterion, _)) in self.leaves.iter().enumerate() {
            let fields = self.values.chunks(BIDS).zip(&base);
            let changed = fields.filter(|(field, winner)| self.winner(field, Some(at)) != **winner).count();
            let share = f64::from(u32::try_from(changed).unwrap_or(u32::MAX)) / f64::from(FIELDS);
            if share >= HARDLY {
                continue;
            }
            let points = self.decision.max_points(criterion).plain(2);
            let text = format!(
                "{} gives {points} points at most and decides {changed} of {FIELDS} invented fields of {BIDS} bids",
                criterion.name
            );
            findings.push(Finding {
                kind: FindingKind::CannotDecide,
                criterion: Some(criterion.id.clone()),
                text,
            });
        }
        findings
    }

    /// Price formulas that use only a small part of their points.
    fn flat_prices(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (at, (criterion, leaf)) in self.leaves.iter().enumerate() {
            if !leaf.scale.is_price() {
                continue;
            }
            let spread = |field: &[Vec<f64>]| {
                let values = || field.iter().map(|bid| bid[at]);
                values().fold(0.0, f64::max) - values().fold(1.0, f64::min)
            };
            let mean = self.values.chunks(BIDS).map(spread).sum::<f64>() / f64::from(FIELDS);
            if mean < FLAT {
                let (low, high) = range(self.decision, &key(criterion, leaf));
                let text = format!(
                    "{}: between the lowest and the highest of {BIDS} bids from {low:.2} to {high:.2} lie only {:.0} % \
                     of its points; the price hardly matters",
                    criterion.name,
                    100.0 * mean
                );
                findings.push(Finding {
                    kind: FindingKind::FlatPrice,
                    criterion: Some(criterion.id.clone()),
                    text,
                });
            }
        }
        findings
    }

    /// Pairs of criteria that order bids alike: over the invented bids, and over the vendors at hand.
    fn repeats(&self) -> Vec<Finding> {
        let weighs: Vec<usize> =
            (0..self.leaves.len()).filter(|&at| !self.leaves[at].0.share().global.is_zero()).collect();
        let at_hand: Vec<Vec<Option<f64>>> = self.at_hand();
        let mut findings = Vec::new();
        // Ranks of some hundred bids say as much as those of all.
        let bids: Vec<&Vec<f64>> = self.values.iter().take(400).collect();
        for (place, &a) in weighs.iter().enumerate() {
            for &b in &weighs[place + 1..] {
                let drawn: Vec<(f64, f64)> = bids.iter().map(|bid| (bid[a], bid[b])).collect();
                let known: Vec<(f64, f64)> =
                    at_hand.iter().filter_map(|row| Some((row[a]?, row[b]?))).collect();
                let (where_from, pairs) = if self.shares_fact(a, b) {
                    ("any bids, because both read the same fact".to_owned(), drawn)
                } else if known.len() >= LEAST_VENDORS {
                    (format!("the {} vendors at hand", known.len()), known)
                } else {
                    continue;
                };
                let Some(correlation) = spearman(&pairs).filter(|correlation| correlation.abs() >= SAME)
                else {
                    continue;
                };
                let way = if correlation > 0.0 { "the same as" } else { "the opposite of" };
                let text = format!(
                    "{} says {way} {}: rank correlation {correlation:.2} over {where_from}",
                    self.leaves[b].0.name, self.leaves[a].0.name
                );
                let criterion = Some(self.leaves[b].0.id.clone());
                findings.push(Finding { kind: FindingKind::Repeats, criterion, text });
            }
        }
        findings
    }

    fn shares_fact(&self, a: usize, b: usize) -> bool {
        let key = |at: usize| key(self.leaves[at].0, self.leaves[at].1);
        key(a) == key(b)
    }

    /// The values of the vendors at hand on scales that look at nobody else; none where not known.
    fn at_hand(&self) -> Vec<Vec<Option<f64>>> {
        let value = |vendor: &crate::decision::Vendor, (criterion, leaf): &(&Criterion, &Leaf)| {
            let fact = fact_of(vendor, &key(criterion, leaf))?;
            let value = fact.value.as_ref()?;
            if let Some(formula) = leaf.scale.formula() {
                // Every formula runs one way.
                let likely = numbers(Some(fact))?[1];
                return Some(if formula.rises() { likely } else { -likely });
            }
            Some(crate::score::value::worth(&leaf.scale, value, &fact.evidence)?.value.to_f64())
        };
        self.decision
            .vendors
            .iter()
            .map(|vendor| self.leaves.iter().map(|leaf| value(vendor, leaf)).collect())
            .collect()
    }
}

/// The range of a plausible fact: over the scales that read it; for prices up to a budget or must-have.
fn range(decision: &Decision, wanted: &DrawKey) -> (f64, f64) {
    let leaves = || {
        let all = decision.criteria.iter().filter_map(|one| Some((one, one.leaf.as_ref()?)));
        all.filter(|(one, leaf)| key(one, leaf) == *wanted).map(|(_, leaf)| leaf)
    };
    let lines: Vec<(f64, f64)> = leaves()
        .filter_map(|leaf| leaf.scale.line())
        .map(|line| line.reach().map(Exact::to_f64).into())
        .collect();
    let ends = lines.into_iter().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    if let Some(ends) = ends {
        return ends;
    }
    let budget =
        leaves().find_map(|leaf| leaf.scale.price_formula()?.parameter(Parameter::Budget).map(Exact::to_f64));
    let limit =
        decision.gates.iter().filter(|gate| !wanted.is_mark && gate.fact == wanted.fact).find_map(|gate| {
            match &gate.test {
                Test::AtMost(limit) => Some(limit.to_f64()),
                Test::AtLeast(_)
                | Test::Includes(_)
                | Test::IncludesAny(_)
                | Test::Is(_)
                | Test::OneOf(_)
                | Test::Before(_)
                | Test::After(_)
                | Test::Holds(_) => None,
            }
        });
    let known: Vec<f64> = decision
        .vendors
        .iter()
        .filter_map(|vendor| numbers(fact_of(vendor, wanted)).map(|numbers| numbers[1]))
        .collect();
    let high = limit.or(budget).unwrap_or_else(|| known.iter().copied().fold(2.0, f64::max));
    let low = known.iter().copied().fold(high / 2.0, f64::min);
    (low, high)
}

/// Spearman's rank correlation, ties with their mean rank; none where one side is the same throughout.
fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
    #[expect(clippy::float_cmp, reason = "ties are the same bits")]
    let ranks = |part: fn(&(f64, f64)) -> f64| -> Vec<f64> {
        let all: Vec<f64> = pairs.iter().map(part).collect();
        let rank = |x: &f64| {
            let below = all.iter().filter(|y| *y < x).count();
            let level = all.iter().filter(|y| *y == x).count();
            f64::from(u32::try_from(2 * below + level).unwrap_or(u32::MAX)) / 2.0
        };
        all.iter().map(rank).collect()
    };
    let (a, b) = (ranks(|pair| pair.0), ranks(|pair| pair.1));
    let count = f64::from(u32::try_from(pairs.len()).ok()?);
    let mean = |of: &[f64]| of.iter().sum::<f64>() / count;
    let (mean_a, mean_b) = (mean(&a), mean(&b));
    let sum =
        |f: &dyn Fn(f64, f64) -> f64| a.iter().zip(&b).map(|(x, y)| f(x - mean_a, y - mean_b)).sum::<f64>();
    let spread = libm::sqrt(sum(&|x, _| x * x) * sum(&|_, y| y * y));
    (spread > 0.0).then(|| sum(&|x, y| x * y) / spread)
}
