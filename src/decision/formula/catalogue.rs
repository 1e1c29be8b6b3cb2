//! Published award formulas, each with its source and its worked examples.
//!
//! They stand in `catalogue.toml`; that each gives the results of its examples to the last digit is tested.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize};

use super::{Bids, Evaluator, Formula, Meaning, Name, Problem, Quantity, Room, SetName, Unsolved};
use crate::exact::{Exact, Rounding};

/// The id of a formula that is not in the catalogue.
const TYPED: &str = "typed";

/// A formula as somebody published it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// What it is asked for by: the country or body, a point, and a name.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Where it is in use; none where the source was not read to the end.
    pub regime: Option<String>,
    /// What it gives.
    pub gives: Gives,
    /// Which end wins, of a total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wins: Option<Wins>,
    /// The formula.
    #[serde(deserialize_with = "formula")]
    pub expr: Formula,
    /// What is worth full points; none where the print does not say, or it gives no points.
    #[serde(default, deserialize_with = "some_formula", skip_serializing_if = "Option::is_none")]
    pub full: Option<Formula>,
    /// What it names on the way, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Which bids have no result.
    #[serde(default, deserialize_with = "some_formula", skip_serializing_if = "Option::is_none")]
    pub out: Option<Formula>,
    /// How the result is rounded, where that is part of the rule.
    #[serde(default, deserialize_with = "some_rounding", skip_serializing_if = "Option::is_none")]
    pub round: Option<Rounding>,
    /// The numbers of the rule that it asks for, with what each is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub asks: BTreeMap<String, String>,
    /// As it is printed.
    pub printed: String,
    /// Where it holds, and what it says of the edges.
    pub edges: Option<String>,
    /// What the print says of rounding.
    pub rounding: String,
    /// What to beware of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
    /// Where it was read.
    pub source: String,
    /// Whether the source was read to the end.
    #[serde(default = "yes")]
    pub is_verified: bool,
    /// Worked examples.
    #[serde(default)]
    pub examples: Vec<Example>,
}

impl Published {
    /// The numbers of the rule that it reads, each once.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let formulas = [&self.expr]
            .into_iter()
            .chain(self.steps.iter().map(|step| &step.expr))
            .chain(&self.full)
            .chain(&self.out);
        let is_asked =
            |name: &&Name| name.room == Room::Names && !self.steps.iter().any(|step| step.name == name.id);
        let names = formulas.flat_map(Formula::names).filter(is_asked).map(|name| name.id.as_str());
        names.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    }

    /// Whether somebody typed it.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        self.id == TYPED
    }

    /// A formula that nobody has published: somebody types it.
    #[must_use]
    pub fn typed(expr: Formula) -> Published {
        Published {
            id: TYPED.to_owned(),
            name: "A formula of your own".to_owned(),
            regime: None,
            gives: if expr.is_condition() { Gives::Flag } else { Gives::Points },
            wins: None,
            printed: expr.text().to_owned(),
            expr,
            full: None,
            steps: Vec::new(),
            out: None,
            round: None,
            asks: BTreeMap::new(),
            edges: None,
            rounding: "as it says".to_owned(),
            warning: None,
            source: "typed".to_owned(),
            is_verified: false,
            examples: Vec::new(),
        }
    }
}

/// What a formula gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gives {
    /// The points of a criterion, such as the price.
    Points,
    /// What bids are ranked by.
    Total,
    /// Whether a bid has to be looked into.
    Flag,
}

/// Which end wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wins {
    /// The highest.
    Highest,
    /// The lowest, as a comparison price.
    Lowest,
}

/// A number that a formula names on the way.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name, as in `names.base`.
    pub name: String,
    /// How it is worked out.
    #[serde(deserialize_with = "formula")]
    pub expr: Formula,
    /// How it is rounded.
    #[serde(default, deserialize_with = "some_rounding", skip_serializing_if = "Option::is_none")]
    pub round: Option<Rounding>,
}

/// A worked example: the numbers of the rule, the bids, what they come to.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// How the print rounds it, where that is no part of the rule.
    #[serde(default, deserialize_with = "some_rounding", skip_serializing_if = "Option::is_none")]
    pub round: Option<Rounding>,
    /// The numbers of the rule.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// What each bid says.
    pub bids: BTreeMap<String, BTreeMap<String, String>>,
    /// What each comes to: a number, `yes`, `no`, or `out`.
    pub results: BTreeMap<String, String>,
    /// What the steps come to.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub steps: BTreeMap<String, StepResult>,
}

/// What a step of an example comes to.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub enum StepResult {
    /// The same for all bids.
    One(String),
    /// For each of some bids.
    Each(BTreeMap<String, String>),
}

fn yes() -> bool {
    true
}

fn formula<'de, D: Deserializer<'de>>(from: D) -> Result<Formula, D::Error> {
    Formula::parse(&String::deserialize(from)?).map_err(serde::de::Error::custom)
}

fn some_formula<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Formula>, D::Error> {
    formula(from).map(Some)
}

fn some_rounding<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Rounding>, D::Error> {
    String::deserialize(from)?.parse().map(Some).map_err(serde::de::Error::custom)
}

#[derive(Deserialize)]
struct Catalogue {
    formula: Vec<Published>,
}

/// All published formulas that are known, by their places.
///
/// # Panics
/// Never: the file is part of the program, and tests read it.
#[must_use]
pub fn all() -> &'static [Published] {
    static ALL: LazyLock<Catalogue> = LazyLock::new(|| {
        toml::from_str(include_str!("catalogue.toml")).expect("the catalogue is well-formed")
    });
    &ALL.formula
}

/// The formula of an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Published> {
    all().iter().find(|published| published.id == id)
}

/// What a bid comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It has no result: the rule leaves it out.
    Out,
    /// A fact that the formula reads is not known.
    Unknown,
    /// A number, or whether it has to be looked into.
    Is(Quantity),
}

/// A published formula with the numbers of the rule and some bids, which are all admitted.
#[derive(Clone, Debug)]
pub struct Trial<'a> {
    published: &'a Published,
    names: BTreeMap<String, Exact>,
    bids: Vec<BTreeMap<String, Exact>>,
}

impl<'a> Trial<'a> {
    /// Takes what each bid says, by fact.
    #[must_use]
    pub fn new(
        published: &'a Published,
        names: BTreeMap<String, Exact>,
        bids: Vec<BTreeMap<String, Exact>>,
    ) -> Trial<'a> {
        Trial { published, names, bids }
    }

    /// What each bid comes to.
    ///
    /// - `rounding`: another than the rule's.
    ///
    /// # Errors
    /// [`Unsolved`] where the formula has no result with these bids.
    pub fn outcomes(&self, rounding: Option<Rounding>) -> Result<Vec<Outcome>, Unsolved> {
        let evaluator = Evaluator::new(self);
        (0..self.bids.len()).map(|bid| self.worked_out(&evaluator, bid, rounding)).collect()
    }

    /// What one bid comes to, by its place.
    ///
    /// # Errors
    /// As [`outcomes`](Trial::outcomes).
    pub fn outcome(&self, bid: usize, rounding: Option<Rounding>) -> Result<Outcome, Unsolved> {
        self.worked_out(&Evaluator::new(self), bid, rounding)
    }

    fn worked_out<'b>(
        &'b self,
        evaluator: &Evaluator<'b, Trial<'a>>,
        bid: usize,
        rounding: Option<Rounding>,
    ) -> Result<Outcome, Unsolved> {
        if let Some(out) = &self.published.out
            && evaluator.quantity(out, None, bid)? == Some(Quantity::Truth(true))
        {
            return Ok(Outcome::Out);
        }
        let quantity = evaluator.quantity(&self.published.expr, rounding.or(self.published.round), bid)?;
        Ok(quantity.map_or(Outcome::Unknown, Outcome::Is))
    }

    /// What a step comes to for each bid; none where it is not known.
    ///
    /// # Errors
    /// [`Unsolved`] where it has no result with these bids.
    pub fn step(&self, step: &Step) -> Result<Vec<Option<Quantity>>, Unsolved> {
        let evaluator = Evaluator::new(self);
        (0..self.bids.len()).map(|bid| evaluator.quantity(&step.expr, step.round, bid)).collect()
    }
}

impl Bids for Trial<'_> {
    fn members(&self, _: SetName) -> Vec<usize> {
        (0..self.bids.len()).collect()
    }

    fn look_up(&self, bid: usize, name: &Name) -> Result<Meaning<'_>, Problem> {
        let known = |number: Option<&Exact>| {
            number.map_or(Meaning::Unknown, |number| Meaning::Known(Quantity::Number(number.clone())))
        };
        match name.room {
            Room::Facts => Ok(known(self.bids[bid].get(&name.id))),
            Room::Names => match self.published.steps.iter().find(|step| step.name == name.id) {
                Some(step) => Ok(Meaning::Formula(&step.expr, step.round)),
                None => Ok(known(self.names.get(&name.id))),
            },
            Room::Value | Room::Points | Room::Most | Room::Needs | Room::Cost => {
                Err(Problem::Named(format!("reads `{name}`, which a trial does not have")))
            }
        }
    }
}
