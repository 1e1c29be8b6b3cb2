//! What a run of draws is made of: a decision turned into plain binary numbers, once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::draw_facts::{DrawKey, Quantile, ValueCurve, fact_of, key, numbers, unknown_range};
use super::draw_weights::{DrawMethod, Sampler, Wanted};
use super::instructions::Instructions;
use super::rounder::Rounder;
use crate::decision::constraint::{self, Constraint, ConstraintError};
pub use crate::decision::uncertainty::{FactDraw, WeightDraw};
use crate::decision::{Aggregation, Decision, FactId, FieldFormula, Status, Test, VendorId};
use crate::score::Evaluation;
use crate::score::evaluation::{Knowledge, Outcome};

/// Draws in a block: the least that a thread or a shard takes at once.
pub const BLOCK: u64 = 1_024;

/// How to draw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrawSettings {
    /// Draws, at least 1; with a tolerance, the most.
    pub draws: u64,
    /// Equal seeds give equal results.
    pub seed: u64,
    /// How weights are drawn.
    pub weights: WeightDraw,
    /// How uncertain facts are drawn.
    pub facts: FactDraw,
    /// What is known about weights: `cost >= security`, `20 <= cost <= 40`.
    pub constraints: Vec<String>,
    /// Facts that are high or low together within a vendor; each list shares one random number.
    pub together: Vec<Vec<String>>,
    /// Stop as soon as the standard error of every rank acceptability is at most this.
    pub tolerance: Option<f64>,
    /// Whether to count scores by bin and by drawn fact: quantiles and the value of information need it.
    pub detail: bool,
}

/// Draws where nobody says how many: a share of the first place is then known to half a per cent.
pub const USUAL_DRAWS: u64 = 10_000;

impl Default for DrawSettings {
    fn default() -> Self {
        DrawSettings {
            draws: USUAL_DRAWS,
            seed: 1,
            weights: DrawSettings::usual_weights(&[]),
            facts: FactDraw::default(),
            constraints: Vec::new(),
            together: Vec::new(),
            tolerance: None,
            detail: true,
        }
    }
}

impl DrawSettings {
    /// The usual settings with what the criteria file says of weights and facts that may vary.
    #[must_use]
    pub fn of(decision: &Decision) -> DrawSettings {
        let doubt = &decision.uncertainty;
        let names = |facts: &Vec<FactId>| facts.iter().map(ToString::to_string).collect();
        DrawSettings {
            weights: doubt.weights.unwrap_or_else(|| DrawSettings::usual_weights(&doubt.constraints)),
            facts: doubt.facts.unwrap_or_default(),
            constraints: doubt.constraints.clone(),
            together: doubt.together.iter().map(names).collect(),
            ..DrawSettings::default()
        }
    }

    /// How weights are drawn where nobody says: around the stated ones, or, where something is known about
    /// them, all that satisfy it alike.
    #[must_use]
    pub fn usual_weights(constraints: &[String]) -> WeightDraw {
        if constraints.is_empty() { WeightDraw::Dirichlet { spread: 0.1 } } else { WeightDraw::Uniform }
    }
}

/// Why a run cannot be planned.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum PlanError {
    /// No draws were asked for.
    #[error("at least one draw is needed")]
    NoDraws,
    /// The spread is not a share.
    #[error("the spread {0} must be above 0 and below 1")]
    Spread(f64),
    /// The tolerance is not a share.
    #[error("the tolerance {0} must be above 0 and below 1")]
    Tolerance(f64),
    /// Constraints cannot be read or met.
    #[error(transparent)]
    Constraint(#[from] ConstraintError),
    /// Facts that should move together are not read by the decision.
    #[error("`{0}` is no fact that a criterion reads")]
    UnknownFact(String),
    /// More vendors than the counts have room for.
    #[error("{0} vendors are more than the {MOST_VENDORS} that can be drawn for")]
    TooManyVendors(usize),
}

/// The most vendors in a run: the table of ranks grows with their square.
pub const MOST_VENDORS: usize = 4_096;

/// A decision ready for draws.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How to draw.
    pub settings: DrawSettings,
    /// The vendors that can be in the ranking, in the order of the decision.
    pub vendors: Vec<PlanVendor>,
    /// Facts that are drawn, in the order of vendors and then criteria.
    pub facts: Vec<DrawnFact>,
    /// What a reader should know about how draws are made.
    pub notes: Vec<String>,
    /// The instruction set of the draws; no result depends on it.
    pub instructions: Instructions,
    pub(crate) aggregation: Aggregation,
    pub(crate) groups: Vec<Group>,
    pub(crate) nodes: Vec<Node>,
    /// Indices of the leaves among the nodes.
    pub(crate) leaves: Vec<usize>,
    /// Values of fixed cells, zero where one is drawn: vendors x leaves.
    pub(crate) values: Vec<f64>,
    /// Cells that are drawn, with their vendor and leaf.
    pub(crate) drawn: Vec<DrawnCell>,
    /// Leaves that look at the field, where it varies.
    pub(crate) fields: Vec<FieldLeaf>,
    /// Cells that the rule skips; only where facts are not drawn: vendor and leaf.
    pub(crate) skipped: Vec<(usize, usize)>,
    /// Gates that a drawn fact decides.
    pub(crate) gates: Vec<DrawnGate>,
    /// Highest possible values, by which minimums are judged where facts are not drawn: vendors x leaves.
    pub(crate) highest: Option<Vec<f64>>,
    pub(crate) minimums: Vec<(usize, f64)>,
    pub(crate) minimum_score: Option<f64>,
    pub(crate) points: f64,
    pub(crate) roundings: Vec<Option<Rounder>>,
    pub(crate) total_rounding: Option<Rounder>,
    /// Nodes whose points tell equal scores apart, in turn.
    pub(crate) ties: Vec<usize>,
    /// Uniform numbers drawn for facts; fewer than facts where some move together.
    pub(crate) streams: usize,
    pub(crate) has_wins: bool,
}

/// A vendor in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanVendor {
    /// Which vendor: the name of its file, without the ending.
    pub id: VendorId,
    /// Its name, as people read it.
    pub name: String,
}

/// A fact that is drawn.
#[derive(Clone, Debug)]
pub struct DrawnFact {
    /// Index of the vendor in the plan.
    pub vendor: usize,
    /// The fact; the criterion's id for a mark.
    pub fact: FactId,
    /// Whether it is a mark.
    pub is_mark: bool,
    /// Whether nothing is known of it.
    pub is_unknown: bool,
    pub(crate) stream: usize,
    pub(crate) quantile: Quantile,
}

/// A cell whose value is drawn.
#[derive(Clone, Debug)]
pub(crate) struct DrawnCell {
    pub(crate) vendor: usize,
    pub(crate) leaf: usize,
    pub(crate) fact: usize,
    pub(crate) worth: ValueCurve,
}

/// A leaf whose values depend on which prices are drawn, or on who is in play.
#[derive(Clone, Debug)]
pub(crate) struct FieldLeaf {
    pub(crate) leaf: usize,
    pub(crate) formula: FieldFormula<f64>,
    /// Per vendor: a known price, or the fact that is drawn and whether it takes part in the lowest and highest.
    pub(crate) prices: Vec<FieldPrice>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum FieldPrice {
    Known(f64),
    Drawn {
        fact: usize,
        takes_part: bool,
    },
    /// Not known and not drawn: the value that counts.
    Value(f64),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct DrawnGate {
    pub(crate) vendor: usize,
    pub(crate) fact: usize,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

/// A criterion or group of the tree.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) parent: Option<usize>,
    pub(crate) is_leaf: bool,
}

/// Siblings and how their weights are drawn.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) sampler: Sampler,
}

impl Plan {
    /// Turns an evaluation and its decision into a plan.
    ///
    /// # Errors
    /// [`PlanError`] for settings that are out of range and constraints that cannot be met.
    pub fn new(record: &Evaluation, settings: DrawSettings) -> Result<Plan, PlanError> {
        let decision = &*record.decision;
        check(&settings)?;
        let constraints = constraint::parse(&settings.constraints, &decision.criteria)?;
        let mut building = Building::new(record, settings)?;
        building.weights(&constraints)?;
        building.cells();
        building.gates();
        building.fields();
        building.together()?;
        Ok(building.finish())
    }

    /// The number of blocks that the draws of the settings take.
    #[must_use]
    pub fn blocks(&self) -> u64 {
        self.settings.draws.div_ceil(BLOCK)
    }

    /// Whether weights and facts are such that pairwise winning has a closed form: drawn evenly from a simplex, in
    /// a flat tree, nothing rounded, no fact drawn.
    #[must_use]
    pub fn has_closed_form(&self) -> bool {
        self.vertices().is_some()
    }

    /// The vertices of the simplex of weights where there is a closed form, each with a share for every member of
    /// the one group.
    pub(crate) fn vertices(&self) -> Option<Vec<Vec<f64>>> {
        let [group] = self.groups.as_slice() else { return None };
        let is_fixed = self.facts.is_empty()
            && self.is_plain()
            && self.minimums.is_empty()
            && self.minimum_score.is_none();
        is_fixed.then(|| group.sampler.vertices())?
    }

    /// Whether scores are plain sums of weight times value.
    pub(crate) fn is_plain(&self) -> bool {
        let Aggregation::WeightedSum = self.aggregation;
        self.total_rounding.is_none() && self.roundings.iter().all(Option::is_none) && self.skipped.is_empty()
    }

    /// Whether weights vary at all.
    #[must_use]
    pub fn has_fixed_weights(&self) -> bool {
        self.groups.iter().all(|group| group.sampler.is_fixed())
    }
}

fn check(settings: &DrawSettings) -> Result<(), PlanError> {
    if settings.draws == 0 {
        return Err(PlanError::NoDraws);
    }
    let is_share = |number: f64| number > 0.0 && number < 1.0;
    match settings.weights {
        WeightDraw::Dirichlet { spread } if !is_share(spread) => return Err(PlanError::Spread(spread)),
        _ => {}
    }
    match settings.tolerance {
        Some(tolerance) if !is_share(tolerance) => Err(PlanError::Tolerance(tolerance)),
        _ => Ok(()),
    }
}

/// A plan on its way.
struct Building<'a> {
    decision: &'a Decision,
    record: &'a Evaluation,
    /// Index in the decision of each vendor of the plan, and in the record.
    at: Vec<(usize, usize)>,
    /// Per decision vendor: whether it is in play as far as is known.
    in_play: Vec<bool>,
    /// Drawn facts by plan vendor and key.
    known: BTreeMap<(usize, DrawKey), usize>,
    plan: Plan,
}

impl<'a> Building<'a> {
    fn new(record: &'a Evaluation, settings: DrawSettings) -> Result<Self, PlanError> {
        let decision = &*record.decision;
        let result = |id: &VendorId| record.vendors.iter().position(|vendor| vendor.id() == id);
        let in_play: Vec<bool> = decision
            .vendors
            .iter()
            .map(|vendor| {
                vendor.status == Status::Invited
                    && result(&vendor.id).is_some_and(|at| {
                        record.vendors[at].gates.iter().all(|gate| gate.outcome != Outcome::Fail)
                    })
            })
            .collect();
        let at: Vec<(usize, usize)> = (0..decision.vendors.len())
            .filter(|&at| in_play[at])
            .filter_map(|at| Some((at, result(&decision.vendors[at].id)?)))
            .collect();
        if at.len() > MOST_VENDORS {
            return Err(PlanError::TooManyVendors(at.len()));
        }
        let leaves: Vec<usize> =
            (0..decision.criteria.len()).filter(|&node| decision.criteria[node].leaf.is_some()).collect();
        let rule = &decision.rule;
        let position =
            |id: &crate::decision::CriterionId| decision.criteria.iter().position(|one| one.id == *id);
        let plan = Plan {
            vendors: at
                .iter()
                .map(|(at, _)| PlanVendor {
                    id: decision.vendors[*at].id.clone(),
                    name: decision.vendors[*at].name.clone(),
                })
                .collect(),
            facts: Vec::new(),
            notes: Vec::new(),
            instructions: Instructions::default(),
            aggregation: rule.aggregation(),
            groups: Vec::new(),
            nodes: decision
                .criteria
                .iter()
                .map(|criterion| Node { parent: criterion.parent, is_leaf: criterion.leaf.is_some() })
                .collect(),
            values: vec![0.0; at.len() * leaves.len()],
            drawn: Vec::new(),
            fields: Vec::new(),
            skipped: Vec::new(),
            gates: Vec::new(),
            highest: (settings.facts == FactDraw::Fixed).then(|| vec![0.0; at.len() * leaves.len()]),
            minimums: decision
                .criteria
                .iter()
                .enumerate()
                .filter_map(|(node, criterion)| Some((node, criterion.minimum.as_ref()?.to_f64())))
                .collect(),
            minimum_score: rule.minimum.as_ref().map(crate::exact::Exact::to_f64),
            points: rule.points.to_f64(),
            roundings: leaves
                .iter()
                .map(|&node| decision.criteria[node].leaf.as_ref()?.rounding.map(Rounder::new))
                .collect(),
            total_rounding: rule.total_rounding.map(Rounder::new),
            ties: rule.ties.iter().filter_map(position).collect(),
            streams: 0,
            has_wins: false,
            leaves,
            settings,
        };
        Ok(Building { decision, record, at, in_play, known: BTreeMap::new(), plan })
    }

    fn weights(&mut self, constraints: &[Constraint]) -> Result<(), PlanError> {
        let criteria = &self.decision.criteria;
        let settings = &self.plan.settings;
        let wanted = match settings.weights {
            WeightDraw::Fixed => Wanted::Fixed,
            WeightDraw::Uniform => Wanted::Uniform,
            WeightDraw::Dirichlet { spread } => Wanted::Dirichlet(1.0 / (spread * spread) - 1.0),
        };
        let mut parents: Vec<Option<usize>> = criteria.iter().map(|criterion| criterion.parent).collect();
        parents.sort_unstable();
        parents.dedup();
        for parent in parents {
            let members = constraint::weighing(criteria, parent);
            let shares: Vec<f64> = members.iter().map(|&at| criteria[at].share.local.to_f64()).collect();
            let own: Vec<&Constraint> = constraints.iter().filter(|one| one.group == parent).collect();
            let sampler = Sampler::new(members, &shares, &wanted, &own, settings.seed)?;
            let group = parent.map_or("at the top".to_owned(), |at| format!("under {}", criteria[at].name));
            match sampler.method() {
                DrawMethod::Exact => {}
                DrawMethod::Rejection => self.plan.notes.push(format!(
                    "weights {group} are drawn again until they satisfy the constraints; draws are independent"
                )),
                DrawMethod::HitAndRun => self.plan.notes.push(format!(
                    "weights {group} are drawn by hit-and-run, mixing checked; draws of a lane depend on each other a little"
                )),
            }
            self.plan.groups.push(Group { sampler });
        }
        Ok(())
    }

    /// The drawn fact of a key, made when it is first asked for; none for a fact that is certain.
    fn drawn_fact(&mut self, vendor: usize, key: &DrawKey) -> Option<usize> {
        if self.plan.settings.facts == FactDraw::Fixed {
            return None;
        }
        if let Some(at) = self.known.get(&(vendor, key.clone())) {
            return Some(*at);
        }
        let fact = fact_of(&self.decision.vendors[self.at[vendor].0], key);
        let is_unknown = fact.is_none_or(|fact| fact.value.is_none());
        let quantile = match numbers(fact) {
            Some([low, _, high]) if low >= high => return None,
            Some([low, likely, high]) => match self.plan.settings.facts {
                FactDraw::Pert => Quantile::pert(low, likely, high),
                FactDraw::Uniform => Quantile::Uniform { low, high },
                FactDraw::Triangular | FactDraw::Fixed => Quantile::Triangular { low, likely, high },
            },
            None if is_unknown => {
                let (low, high) = unknown_range(self.decision, key, &self.in_play).unwrap_or((0.0, 1.0));
                Quantile::Uniform { low, high }
            }
            // A known set has no range of numbers. It is drawn where items lack the day on which they end: the
            // uniform number says how many of those still hold.
            None => Quantile::Uniform { low: 0.0, high: 1.0 },
        };
        let stream = self.plan.streams;
        self.plan.streams += 1;
        self.plan.facts.push(DrawnFact {
            vendor,
            fact: key.fact.clone(),
            is_mark: key.is_mark,
            is_unknown,
            stream,
            quantile,
        });
        let at = self.plan.facts.len() - 1;
        self.known.insert((vendor, key.clone()), at);
        Some(at)
    }

    fn cells(&mut self) {
        let (decision, record) = (self.decision, self.record);
        for vendor in 0..self.at.len() {
            for (place, &node) in self.plan.leaves.clone().iter().enumerate() {
                let criterion = &decision.criteria[node];
                let leaf = criterion.leaf.as_ref().expect("a leaf");
                let cell = &record.vendors[self.at[vendor].1].cells[node];
                let at = vendor * self.plan.leaves.len() + place;
                if let Some(highest) = &mut self.plan.highest {
                    highest[at] = cell.highest.to_f64();
                }
                if leaf.scale.is_of_field() {
                    continue;
                }
                let fact = if cell.knowledge == Knowledge::Known {
                    None
                } else {
                    self.drawn_fact(vendor, &key(criterion, leaf))
                };
                match fact {
                    Some(fact) => {
                        let worth = if self.plan.facts[fact].is_unknown {
                            ValueCurve::of_unknown(&leaf.scale)
                        } else {
                            ValueCurve::of_uncertain(&leaf.scale, cell)
                        };
                        let worth = worth.expect("scales over the field were left out above");
                        self.plan.drawn.push(DrawnCell { vendor, leaf: place, fact, worth });
                    }
                    None => match &cell.value {
                        Some(value) => self.plan.values[at] = value.to_f64(),
                        None => self.plan.skipped.push((vendor, place)),
                    },
                }
            }
        }
    }

    /// Gates that stay open and hang on a number that is drawn.
    fn gates(&mut self) {
        let (decision, record) = (self.decision, self.record);
        for vendor in 0..self.at.len() {
            for (gate, result) in decision.gates.iter().zip(record.vendors[self.at[vendor].1].gates.iter()) {
                if result.outcome != Outcome::Open {
                    continue;
                }
                let (least, most) = match &gate.test {
                    Test::AtLeast(limit) => (limit.to_f64(), f64::INFINITY),
                    Test::AtMost(limit) => (f64::NEG_INFINITY, limit.to_f64()),
                    _ => continue,
                };
                let key = DrawKey { is_mark: false, fact: gate.fact.clone() };
                let is_range = numbers(fact_of(&decision.vendors[self.at[vendor].0], &key)).is_some();
                let is_read = self.known.contains_key(&(vendor, key.clone()));
                if !is_range && !is_read {
                    continue;
                }
                if let Some(fact) = self.drawn_fact(vendor, &key) {
                    self.plan.gates.push(DrawnGate { vendor, fact, least, most });
                }
            }
        }
    }

    /// Leaves over the field: constant where no price is drawn and nobody comes or goes.
    fn fields(&mut self) {
        let (decision, record) = (self.decision, self.record);
        for (place, &node) in self.plan.leaves.clone().iter().enumerate() {
            let criterion = &decision.criteria[node];
            let leaf = criterion.leaf.as_ref().expect("a leaf");
            let Some(formula) = leaf.scale.formula() else { continue };
            let formula = formula.map(|_, number| number.to_f64());
            let mut prices = Vec::new();
            for vendor in 0..self.at.len() {
                let cell = &record.vendors[self.at[vendor].1].cells[node];
                let key = key(criterion, leaf);
                let numbers = numbers(fact_of(&decision.vendors[self.at[vendor].0], &key));
                let price = match (self.drawn_fact(vendor, &key), numbers, &cell.value) {
                    (Some(fact), numbers, _) => FieldPrice::Drawn { fact, takes_part: numbers.is_some() },
                    (None, Some([_, likely, _]), _) => FieldPrice::Known(likely),
                    (None, None, Some(value)) => FieldPrice::Value(value.to_f64()),
                    (None, None, None) => {
                        self.plan.skipped.push((vendor, place));
                        FieldPrice::Value(0.0)
                    }
                };
                prices.push(price);
            }
            let varies = prices.iter().any(|price| matches!(price, FieldPrice::Drawn { .. }));
            if varies || !self.plan.gates.is_empty() {
                self.plan.fields.push(FieldLeaf { leaf: place, formula, prices });
            } else {
                for vendor in 0..self.at.len() {
                    let cell = &record.vendors[self.at[vendor].1].cells[node];
                    let value = cell.value.as_ref().map_or(0.0, crate::decision::Value::to_f64);
                    self.plan.values[vendor * self.plan.leaves.len() + place] = value;
                }
            }
        }
    }

    /// Gives facts that move together the same random number within a vendor.
    fn together(&mut self) -> Result<(), PlanError> {
        let is_read = |name: &str| {
            let mut criteria = self.decision.criteria.iter();
            criteria.any(|one| one.leaf.as_ref().is_some_and(|leaf| key(one, leaf).fact.as_str() == name))
        };
        for group in &self.plan.settings.together {
            if let Some(name) = group.iter().find(|name| !is_read(name)) {
                return Err(PlanError::UnknownFact(name.clone()));
            }
            for vendor in 0..self.at.len() {
                let mut first = None;
                for fact in self.plan.facts.iter_mut().filter(|fact| fact.vendor == vendor) {
                    if group.iter().any(|name| name == fact.fact.as_str()) {
                        fact.stream = *first.get_or_insert(fact.stream);
                    }
                }
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Plan {
        self.plan.has_wins = !self.plan.has_closed_form();
        let open = self.at.iter().flat_map(|(_, at)| self.record.vendors[*at].gates.iter());
        let open = open.filter(|gate| gate.outcome == Outcome::Open).count();
        match open.saturating_sub(self.plan.gates.len()) {
            0 => {}
            1 => self.plan.notes.push("a must-have that is not known yet is taken to be passed".to_owned()),
            more => self
                .plan
                .notes
                .push(format!("{more} must-haves that are not known yet are taken to be passed")),
        }
        self.plan
    }
}
