//! What the spread of the bids would make of the weights, beside those that people stated.

use serde::Serialize;

use crate::decision::{CriterionId, Share, Value};
use crate::score::Evaluation;
use crate::weights::from_data::{Direction, critic, entropy, merec, standard_deviation};

/// What must be said with every such number.
pub const SPREAD_WARNING: &str = "These weights measure how far the bids lie apart, not what matters: they change with every bid, and a criterion on which all bids are alike gets none. For comparison only; never weigh by them.";

/// Weights that follow from the data alone, of the scored criteria.
#[derive(Clone, Debug, Serialize)]
pub struct Spread {
    /// What must be said with it.
    pub warning: &'static str,
    /// How many vendors of the ranking they are of.
    pub vendors: usize,
    /// Vendors of the ranking that are left out, by name, because something is not known of them and skipped.
    pub left_out: Vec<String>,
    /// The scored criteria.
    pub criteria: Vec<CriterionSpread>,
}

/// The weights of one criterion in the whole, as shares of 1; none where the formula is not defined.
#[derive(Clone, Debug, Serialize)]
pub struct CriterionSpread {
    /// Its key in the criteria file.
    pub criterion: CriterionId,
    /// Its name, as people read it.
    pub name: String,
    /// Its global share as stated.
    pub stated: Share,
    /// By entropy.
    pub entropy: Option<f64>,
    /// By standard deviation.
    pub standard_deviation: Option<f64>,
    /// By CRITIC.
    pub critic: Option<f64>,
    /// By MEREC; not defined where a vendor has a value of 0.
    pub merec: Option<f64>,
}

/// Works out what the values of the vendors in the ranking would make of the weights.
///
/// Values from 0 to 1 are counted with, higher is better: scales have already dealt with units and directions.
#[must_use]
pub fn spread(evaluation: &Evaluation) -> Spread {
    let leaves: Vec<usize> = evaluation.leaves().map(|(at, _)| at).collect();
    let (mut table, mut left_out) = (Vec::new(), Vec::new());
    for vendor in evaluation.ranked() {
        let values = leaves.iter().map(|&at| vendor.cells[at].value.as_ref().map(Value::to_f64));
        match values.collect::<Option<Vec<f64>>>() {
            Some(row) => table.push(row),
            None => left_out.push(vendor.name().to_owned()),
        }
    }
    let directions = vec![Direction::Higher; leaves.len()];
    let (entropy, deviation) = (entropy(&table), standard_deviation(&table));
    let (critic, merec) = (critic(&table, &directions), merec(&table, &directions));
    let of = |weights: &Option<Vec<f64>>, column: usize| weights.as_ref().map(|weights| weights[column]);
    let criteria = leaves.iter().enumerate().map(|(column, &at)| CriterionSpread {
        criterion: evaluation.decision.criteria[at].id.clone(),
        name: evaluation.decision.criteria[at].name.clone(),
        stated: evaluation.decision.criteria[at].share().global.clone(),
        entropy: of(&entropy, column),
        standard_deviation: of(&deviation, column),
        critic: of(&critic, column),
        merec: of(&merec, column),
    });
    Spread { warning: SPREAD_WARNING, vendors: table.len(), left_out, criteria: criteria.collect() }
}
