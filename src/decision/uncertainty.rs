//! What may vary when we ask how sure a ranking is.

use serde::{Deserialize, Serialize};

use super::FactId;
use super::count::Level;
use crate::exact::Exact;

/// What the criteria file says of weights and facts that may vary; nothing of it moves the score of record.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Uncertainty {
    /// How widely weights vary; none leaves it to the question that is asked.
    pub weights: Option<WeightDraw>,
    /// How uncertain facts are drawn; triangular where there is none.
    pub facts: Option<FactDraw>,
    /// What is known about weights: `cost >= security`, `20 <= cost <= 40`.
    pub constraints: Vec<String>,
    /// Facts that are high or low together within a vendor.
    pub together: Vec<Vec<FactId>>,
    /// The share of draws, in per cent, in which the first of the ranking must lead to be recommended; none
    /// leaves it to the question that is asked.
    pub recommend: Option<Exact>,
    /// How sure the range of a share that was counted is.
    #[serde(skip_serializing_if = "is_usual")]
    pub level: Level,
}

/// Whether a level is the one that counts where nothing is said.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_usual(level: &Level) -> bool {
    *level == Level::default()
}

/// How weights are drawn. A weight that is stated as zero stays zero.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WeightDraw {
    /// As stated.
    Fixed,
    /// Every choice of weights of a group of siblings is equally likely.
    Uniform,
    /// Around the stated weights: a Dirichlet distribution whose mean they are.
    #[serde(rename = "around")]
    Dirichlet {
        /// How widely, above 0 and below 1: a share w has the standard deviation
        /// `spread x sqrt(w (1 - w))`, so one of a half varies by half the spread.
        spread: f64,
    },
}

/// How uncertain and unknown facts are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactDraw {
    /// Not at all: they count as the rule says.
    Fixed,
    /// Triangular between low and high with its top at the likely number.
    #[default]
    Triangular,
    /// PERT: smoother, and nearer to the likely number.
    Pert,
    /// Even between low and high.
    Uniform,
}
