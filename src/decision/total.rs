//! Totals that are no sums: quality for the price, prices less what quality is worth, and others as tenders print them.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

pub use super::formula::catalogue::Wins;
use super::formula::catalogue::{Published, Step};
use super::formula::{Formula, Name, Room, SetName};
use super::{BidField, CriterionId, FactId};
use crate::exact::{Exact, Rounding};

/// A formula that makes the total of a bid, in place of the sum of its points.
#[derive(Clone, Debug, Serialize)]
pub struct TotalFormula {
    /// The formula.
    pub expr: Formula,
    /// What it names on the way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Which bids have no total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out: Option<Formula>,
    /// The numbers that it calls by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub numbers: BTreeMap<String, Exact>,
    /// What stands for the facts of a published formula.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub reads: BTreeMap<String, Name>,
    /// Which end wins.
    pub wins: Wins,
    /// In what it counts, such as EUR; none for a number without a unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How it is rounded where the rule does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Rounding>,
    /// The id and the name of a published formula.
    #[serde(skip)]
    pub published: Option<(String, String)>,
}

/// The set of bids that a rule compares.
pub(crate) fn of_field(field: BidField) -> SetName {
    match field {
        BidField::Offered => SetName::Offered,
        BidField::Admitted => SetName::Admitted,
        BidField::AboveMinimum => SetName::AboveMinimum,
        BidField::NotAbnormal => SetName::NotAbnormal,
    }
}

impl TotalFormula {
    /// Takes a formula.
    #[must_use]
    pub fn new(published: Published, wins: Wins) -> TotalFormula {
        let name = (!published.is_typed()).then(|| (published.id.clone(), published.name.clone()));
        TotalFormula {
            wins: published.wins.unwrap_or(wins),
            expr: published.expr,
            steps: published.steps,
            out: published.out,
            numbers: BTreeMap::new(),
            reads: BTreeMap::new(),
            unit: None,
            rounding: published.round,
            published: name,
        }
    }

    /// What a name of the formula stands for, where a published formula reads another thing by it.
    #[must_use]
    pub fn read<'a>(&'a self, name: &'a Name) -> &'a Name {
        if name.room == Room::Facts { self.reads.get(&name.id).unwrap_or(name) } else { name }
    }

    /// The set of bids that a formula means: those of the list follow the rule of the field.
    #[must_use]
    pub fn set(&self, set: SetName, field: BidField) -> SetName {
        if self.published.is_some() { of_field(field) } else { set }
    }

    /// A number or a step by its name.
    pub(crate) fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.name == id)
    }

    /// The formulas that it is made of.
    pub(crate) fn formulas(&self) -> impl Iterator<Item = &Formula> {
        [&self.expr].into_iter().chain(self.steps.iter().map(|step| &step.expr)).chain(&self.out)
    }

    /// All that it reads, each name once for each place where it stands.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Name> {
        self.formulas().flat_map(Formula::names).map(|name| self.read(name))
    }

    /// The facts that it reads.
    #[must_use]
    pub fn facts(&self) -> Vec<FactId> {
        let mut facts: Vec<FactId> = self.names().filter_map(Name::fact).collect();
        facts.sort();
        facts.dedup();
        facts
    }

    /// The criteria and groups whose points or values it reads.
    #[must_use]
    pub fn criteria(&self) -> Vec<CriterionId> {
        let is_of_criterion = |name: &&Name| matches!(name.room, Room::Value | Room::Points | Room::Most);
        let mut ids: Vec<CriterionId> =
            self.names().filter(is_of_criterion).map(|name| CriterionId::new(name.id.as_str())).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    /// Which end wins, in a word.
    #[must_use]
    pub fn wins_word(&self) -> &'static str {
        match self.wins {
            Wins::Highest => "highest",
            Wins::Lowest => "lowest",
        }
    }
}

/// The formula with its numbers, and which end wins: `points.quality / facts.price; the highest wins`.
impl fmt::Display for TotalFormula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.published {
            Some((id, name)) => write!(f, "{name} ({id}): {}", self.expr)?,
            None => write!(f, "{}", self.expr)?,
        }
        for (name, number) in &self.numbers {
            write!(f, ", {name} {number}")?;
        }
        for (name, read) in &self.reads {
            write!(f, ", {name} is {read}")?;
        }
        if let (Some(out), None) = (&self.out, &self.published) {
            write!(f, ", out where {out}")?;
        }
        if let Some(unit) = &self.unit {
            write!(f, ", in {unit}")?;
        }
        write!(f, "; the {} wins", self.wins_word())
    }
}
