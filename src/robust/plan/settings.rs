//! How draws are made: how many, from which seed, of what.

use serde::{Deserialize, Serialize};

use super::PlanError;
use crate::decision::uncertainty::{FactDraw, WeightDraw};
use crate::decision::{Decision, FactId};

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
/// Cells, vendors times criteria, for which as many are made; of more cells so many fewer, but no fewer than a tenth.
const USUAL_CELLS: u64 = 40_000;

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
        let stated = &decision.uncertainty;
        let names = |facts: &Vec<FactId>| facts.iter().map(ToString::to_string).collect();
        DrawSettings {
            weights: stated.weights.unwrap_or_else(|| DrawSettings::usual_weights(&stated.constraints)),
            facts: stated.facts.unwrap_or_default(),
            constraints: stated.constraints.clone(),
            together: stated.together.iter().map(names).collect(),
            draws: usual_draws(decision),
            ..DrawSettings::default()
        }
    }

    /// How weights are drawn where nobody says: around the stated ones, or, where something is known about
    /// them, all that satisfy it alike.
    #[must_use]
    pub fn usual_weights(constraints: &[String]) -> WeightDraw {
        if constraints.is_empty() { WeightDraw::Dirichlet { spread: 0.1 } } else { WeightDraw::Uniform }
    }

    /// Whether the settings are within their ranges.
    pub(super) fn check(&self) -> Result<(), PlanError> {
        if self.draws == 0 {
            return Err(PlanError::NoDraws);
        }
        let is_share = |number: f64| number > 0.0 && number < 1.0;
        match self.weights {
            WeightDraw::Dirichlet { spread } if !is_share(spread) => return Err(PlanError::Spread(spread)),
            _ => {}
        }
        match self.tolerance {
            Some(tolerance) if !is_share(tolerance) => Err(PlanError::Tolerance(tolerance)),
            _ => Ok(()),
        }
    }
}

/// Draws where nobody says how many.
fn usual_draws(decision: &Decision) -> u64 {
    // Each draw counts for every two vendors who is ahead, which takes as long as a fifth of a cell.
    let vendors = decision.vendors.len() as u64;
    let cells = vendors * (vendors / 5).max(decision.criteria.len() as u64);
    (USUAL_DRAWS * USUAL_CELLS / cells.max(USUAL_CELLS)).max(USUAL_DRAWS / 10)
}
