//! The rule: how values become a ranking.

use std::sync::Arc;

use serde::Serialize;

use super::total::{TotalFormula, Wins, of_field};
use super::{CriterionId, Minimum, PanelRule, Points, Weight};
use crate::exact::Rounding;

/// How values become points, a score and a rank.
#[derive(Clone, Debug, Serialize)]
pub struct Rule {
    /// The score of a vendor that is best at everything; above 0.
    pub points: Points,
    /// What siblings' weights add up to; none when they are divided by their sum.
    pub weights: Option<Weight>,
    /// How the points of a criterion are rounded; a criterion may say its own.
    pub criterion_rounding: Option<Rounding>,
    /// How the score is rounded.
    pub total_rounding: Option<Rounding>,
    /// What counts when a fact is not known; a criterion may say its own.
    pub unknown: Unknown,
    /// The score that a vendor must come up to, to be awardable.
    pub minimum: Option<Minimum<Points>>,
    /// Whose bids scales that look at others compare.
    #[serde(skip_serializing_if = "is_default")]
    pub field: BidField,
    /// Criteria and groups whose points are compared in turn when scores are equal.
    pub ties: Vec<CriterionId>,
    /// Whether no formula gives fewer points than none.
    #[serde(skip_serializing_if = "is_true")]
    pub has_floor: bool,
    /// Whether no formula gives more points than all.
    #[serde(skip_serializing_if = "is_true")]
    pub has_cap: bool,
    /// How a panel's marks become one; none where there is no panel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub panel: Option<PanelRule>,
    /// What makes the total, where it is no sum of points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Arc<TotalFormula>>,
    /// Whether prices are sealed until quality is locked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_sealed: bool,
}

impl Rule {
    /// Whether the total is the sum of points, as those of groups always are. Curves over a weight, linear programs, draws
    /// and sliders rest on that, and say that they do not hold where a formula makes the total.
    #[must_use]
    pub fn is_sum(&self) -> bool {
        self.total.is_none()
    }

    /// What stands behind a score: ` of 100`, or the unit of a total that a formula makes, ` EUR`.
    #[must_use]
    pub fn of_points(&self) -> String {
        match &self.total {
            None => format!(" of {}", self.points),
            Some(total) => total.unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}")),
        }
    }

    /// Which score is the best.
    #[must_use]
    pub fn wins(&self) -> Wins {
        self.total.as_ref().map_or(Wins::Highest, |total| total.wins)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_default(field: &BidField) -> bool {
    *field == BidField::default()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_true(is: &bool) -> bool {
    *is
}

/// 100 points, nothing rounded, and the worst for what is not known.
impl Default for Rule {
    fn default() -> Rule {
        Rule {
            points: Points::HUNDRED,
            weights: None,
            criterion_rounding: None,
            total_rounding: None,
            unknown: Unknown::default(),
            minimum: None,
            field: BidField::default(),
            ties: Vec::new(),
            has_floor: true,
            has_cap: true,
            panel: None,
            total: None,
            is_sealed: false,
        }
    }
}

/// Whose bids price formulas and relative scales compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BidField {
    /// All that were handed in, also those that were withdrawn, or are out, since.
    Offered,
    /// Those that take part and fail no must-have.
    Admitted,
    /// Those of them that fail no minimum that does not itself depend on the field.
    #[default]
    AboveMinimum,
    /// Those of these that owe no explanation: whose bid is not abnormally low, or who has explained it.
    NotAbnormal,
}

impl BidField {
    /// Whether a minimum that does not itself depend on the field keeps a bid out of it.
    #[must_use]
    pub fn has_minimums(self) -> bool {
        match self {
            BidField::Offered | BidField::Admitted => false,
            BidField::AboveMinimum | BidField::NotAbnormal => true,
        }
    }

    /// As the files write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        of_field(self).word()
    }
}

/// What counts when a fact is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unknown {
    /// The worst value, 0.
    #[default]
    Worst,
    /// The middle of the scale.
    Middle,
    /// The best value, 100.
    Best,
    /// Nothing: the weight goes to that vendor's other criteria of the same group, or, where none
    /// of them is known either, to the other groups.
    Skip,
}
