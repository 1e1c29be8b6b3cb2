//! A total by a formula, in a plan.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::build::{PlanBuilder, bar};
use super::{Packing, Plan, PlanError};
use crate::decision::formula::catalogue::Step;
use crate::decision::total::{TotalFormula, Wins};
use crate::decision::{BidField, Fact, FactId, FactValue, Minimum, Points};
use crate::robust::draw_facts::{DrawKey, fact_of};
use crate::robust::rounder::Rounder;
use crate::score::evaluation::Knowledge;
use crate::score::field::is_normal;

/// The most vendors for whose totals are drawn where a total looks at other bids: each draw works out figures of all.
const MOST_COMPARED: usize = 200;

/// A total by a formula, ready to be worked out draw by draw.
#[derive(Clone, Debug)]
pub(crate) struct TotalPlan {
    pub(crate) formula: Arc<TotalFormula>,
    /// Numbers of the decision that have names.
    pub(crate) names: Vec<Step>,
    /// The needs that it reads.
    pub(crate) needs: BTreeMap<String, f64>,
    /// Nodes whose points or values it reads.
    pub(crate) reads: Vec<usize>,
    /// Their ids.
    ids: Vec<String>,
    /// The bids of all vendors, in the order of the record.
    pub(crate) bids: Vec<TotalBid>,
    pub(crate) rounding: Option<Rounder>,
    /// Whose bids are compared.
    pub(crate) field: BidField,
    /// For each vendor the packed total from which its scores are counted by bin, and how far they go.
    pub(crate) spans: Vec<[f64; 2]>,
    wins: Wins,
}

/// What a total reads of a bid.
#[derive(Clone, Debug)]
pub(crate) struct TotalBid {
    /// The vendor's place in the plan; none for one that takes no part.
    pub(crate) vendor: Option<usize>,
    pub(crate) facts: BTreeMap<FactId, Told>,
    /// Points, value and most points of what is read, of one that takes no part.
    pub(crate) earned: Vec<Option<[f64; 3]>>,
    /// Whether it waits for no explanation of a must-have.
    pub(crate) is_normal: bool,
}

/// What stands for a fact.
#[derive(Clone, Debug)]
pub(crate) enum Told {
    Number(f64),
    /// The place of a fact that is drawn.
    Drawn(usize),
    Truth(bool),
    Word(String),
}

impl TotalPlan {
    /// The place of a criterion or group among those that are read.
    pub(crate) fn place_of(&self, id: &str) -> Option<usize> {
        self.ids.iter().position(|known| known == id)
    }

    /// The facts that are drawn.
    pub(super) fn drawn(&self) -> impl Iterator<Item = usize> {
        let facts = self.bids.iter().flat_map(|bid| bid.facts.values());
        facts.filter_map(|told| if let Told::Drawn(fact) = told { Some(*fact) } else { None })
    }
}

impl PlanBuilder<'_> {
    /// Takes the formula of the total, and draws what it reads and is not sure.
    ///
    /// # Errors
    /// [`PlanError::TooManyCompared`] where every draw would have to compare too many bids.
    pub(super) fn add_total(&mut self) -> Result<(), PlanError> {
        let (decision, record) = (self.decision, self.record);
        let Some(formula) = &decision.rule.total else { return Ok(()) };
        let reads = decision.derivations.read_by(formula);
        if !reads.figures.is_empty() && record.vendors.len() > MOST_COMPARED {
            return Err(PlanError::TooManyCompared(record.vendors.len()));
        }
        let ids: Vec<String> = reads.criteria().map(str::to_owned).collect();
        let node = |id: &String| decision.criteria.iter().position(|one| one.id.as_str() == id);
        let nodes: Vec<usize> = ids.iter().filter_map(node).collect();
        let facts = reads.facts();
        let mut bids = Vec::new();
        for (at, result) in record.vendors.iter().enumerate() {
            let vendor = self.place(at);
            let mut told = BTreeMap::new();
            for fact in &facts {
                let key = DrawKey { is_mark: false, fact: fact.clone() };
                let said = fact_of(&result.vendor, &key);
                if said.is_none_or(|said| said.value.is_none()) {
                    if vendor.is_some() {
                        self.note(format!("{} is out of every draw: {fact} is not known", result.name()));
                    }
                    continue;
                }
                let is_number = said.is_some_and(|said| matches!(known(said), Some(Told::Number(_))));
                let drawn = vendor.filter(|_| is_number).and_then(|vendor| self.drawn_fact(vendor, &key));
                if drawn.is_some() && decision.derivations.has(fact) {
                    self.note(format!("{fact} is drawn by itself, and not with what it is worked out from"));
                }
                let known = said.and_then(known);
                told.extend(drawn.map(Told::Drawn).or(known).map(|told| (fact.clone(), told)));
            }
            let earned = nodes.iter().map(|&node| {
                let cell = &result.cells[node];
                let value = cell.value.as_ref().filter(|_| cell.knowledge != Knowledge::NotApplicable)?;
                let most = result.most_points(&decision.rule, node);
                Some([cell.points.to_f64(), 100.0 * value.to_f64(), most.to_f64()])
            });
            let is_normal = is_normal(&result.gates);
            bids.push(TotalBid { vendor, facts: told, earned: earned.collect(), is_normal });
        }
        let needs = decision
            .needs
            .iter()
            .filter_map(|need| Some((need.id.clone(), need.value.numbers()?[1].to_f64())));
        let rounding = decision.rule.total_rounding.or(formula.rounding);
        self.plan.total = Some(TotalPlan {
            names: decision.derivations.names.clone(),
            needs: needs.collect(),
            reads: nodes,
            ids,
            bids,
            rounding: rounding.map(Rounder::new),
            field: decision.rule.field,
            spans: Vec::new(),
            wins: formula.wins,
            formula: Arc::clone(formula),
        });
        Ok(())
    }

    fn note(&mut self, note: String) {
        if !self.plan.notes.contains(&note) {
            self.plan.notes.push(note);
        }
    }
}

/// A fact as it stands.
fn known(fact: &Fact) -> Option<Told> {
    Some(match fact.value.as_ref()? {
        FactValue::YesNo { value } => Told::Truth(*value),
        FactValue::Text { value } => Told::Word(value.clone()),
        value => Told::Number(value.numbers()?[1].to_f64()),
    })
}

impl Plan {
    /// Packs totals as far as some draws went, and as far again on either side.
    ///
    /// - `seen`: the lowest and the highest of each vendor; the first above the second where it has none.
    pub(in crate::robust) fn pack_totals(&mut self, seen: &[[f64; 2]], minimum: Option<&Minimum<Points>>) {
        let Some(total) = &mut self.total else { return };
        let all = seen.iter().filter(|[low, high]| low <= high).copied();
        let all = all.reduce(|[a, b], [low, high]| [a.min(low), b.max(high)]);
        let [low, high] = all.unwrap_or([0.0, 1.0]);
        let room = (high - low).max(1e-6 * low.abs().max(high.abs())).max(1e-12);
        let width = 3.0 * room;
        self.packing = match total.wins {
            Wins::Highest => Packing { from: low - room, width },
            Wins::Lowest => Packing { from: high + room, width: -width },
        };
        self.minimum_score = minimum.map(|minimum| bar(minimum, Points::to_f64, room));
        let packing = self.packing;
        let span = |[low, high]: &[f64; 2]| {
            let ends = [low, high].map(|number| packing.pack(*number));
            let (low, high) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
            let room = (high - low).max(1e-7);
            [low - room, 3.0 * room]
        };
        total.spans = seen.iter().map(span).collect();
    }
}
