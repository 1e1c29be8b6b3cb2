//! What a run of draws is made of: a decision turned into plain binary numbers, once.

mod build;
mod settings;
mod total;

use thiserror::Error;

use super::draw_facts::{Quantile, ValueCurve};
use super::draw_weights::Sampler;
use super::instructions::Instructions;
use super::rounder::Rounder;
use crate::decision::constraint::{self, ConstraintError};
pub use crate::decision::uncertainty::{FactDraw, WeightDraw};
use crate::decision::{FactId, FieldFormula, VendorId};
use crate::score::Evaluation;
use build::PlanBuilder;
pub use settings::{DrawSettings, USUAL_DRAWS};
pub(crate) use total::{Told, TotalPlan};

/// Draws in a block: the least that a thread or a shard takes at once.
pub const BLOCK: u64 = 1_024;

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
    /// More cells than there is memory for.
    #[error(
        "{vendors} vendors x {criteria} criteria are more than the {MOST_CELLS} cells that can be drawn for"
    )]
    TooManyCells {
        /// Vendors that can be in the ranking.
        vendors: usize,
        /// Scored criteria.
        criteria: usize,
    },
    /// More bids than totals that look at each other are drawn for.
    #[error("the total looks at other bids, and {0} are more than can be compared in every draw")]
    TooManyCompared(usize),
    /// A formula that binary numbers do not work out as it is.
    #[error("the formula of {0} leads to numbers that draws cannot count with, as high powers do")]
    BeyondBinary(String),
}

/// The most vendors in a run: the table of ranks grows with their square.
pub const MOST_VENDORS: usize = 2_000;

/// The most cells, vendors times scored criteria, in a run.
pub const MOST_CELLS: usize = 400_000;

/// The most vendors times facts of which it is counted what knowing a fact would be worth: each draw adds up as many
/// numbers.
const MOST_CHECKED: usize = 100_000;

/// A decision ready for draws.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How to draw.
    pub settings: DrawSettings,
    /// The vendors that can be in the ranking, in the order of the decision.
    pub vendors: Vec<PlanVendor>,
    /// Facts that are drawn, in the order of vendors and then criteria.
    pub facts: Vec<DrawnFact>,
    /// Of which of them it is counted what knowing it would be worth: all, or those that can move a score furthest.
    pub(crate) checked: Vec<usize>,
    /// What a reader should know about how draws are made.
    pub notes: Vec<String>,
    /// The instruction set of the draws; no result depends on it.
    pub instructions: Instructions,
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
    /// Whether a bid stays in the field whatever keeps its vendor out.
    pub(crate) keeps_all_bids: bool,
    /// By vendor: all lanes where its bid is not compared until it is explained, else none.
    pub(crate) waits: Vec<u32>,
    /// Cells that are left out, vendor and leaf: what does not apply, and, where facts are not drawn, what the rule
    /// skips.
    pub(crate) skipped: Vec<(usize, usize)>,
    /// Those of them that do not apply.
    pub(crate) inapplicable: Vec<(usize, usize)>,
    /// Gates that a drawn fact decides.
    pub(crate) gates: Vec<DrawnGate>,
    /// Highest possible values, by which minimums are judged where facts are not drawn: vendors x leaves.
    pub(crate) highest: Option<Vec<f64>>,
    /// Minimums by their nodes: who is below the number is out, with what binary numbers may be wrong in it.
    pub(crate) minimums: Vec<(usize, f64)>,
    /// Those that do not depend on the field and decide who is in play, where prices over the field vary.
    pub(crate) deciding_minimums: Vec<(usize, f64)>,
    /// Facts that follow from the totals of all quotes.
    pub(crate) below_median: BelowMedian,
    pub(crate) minimum_score: Option<f64>,
    /// What makes the total, where it is no sum of points.
    pub(crate) total: Option<TotalPlan>,
    pub(crate) points: f64,
    /// How scores are packed.
    pub(crate) packing: Packing,
    /// How the points that tell equal ones apart are.
    pub(crate) points_packing: Packing,
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
    /// Prices of bids that are compared and take no part themselves, where the rule compares all that were handed in.
    pub(crate) others: Vec<f64>,
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

/// Facts that say how far a total lies below the median of all, worked out from the totals of each draw.
#[derive(Clone, Debug, Default)]
pub(crate) struct BelowMedian {
    /// The totals that the median is of.
    pub(crate) totals: Vec<FieldPrice>,
    /// Each with the total that it is about.
    pub(crate) facts: Vec<(usize, FieldPrice)>,
}

/// A packed share is below two.
const MOST: f64 = 1.999;

/// How points become shares from 0, the worst that is counted, to 1; roundings may bring them a little above. Of totals
/// of which the lowest wins the width is below zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Packing {
    /// The points that are packed as 0.
    pub(crate) from: f64,
    /// How many more are packed as 1.
    pub(crate) width: f64,
}

impl Packing {
    /// From none to some points.
    pub(crate) fn of(width: f64) -> Packing {
        Packing { from: 0.0, width }
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(crate) fn pack(self, points: f64) -> f64 {
        ((points - self.from) / self.width).clamp(0.0, MOST)
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "has to be compiled with the caller's instruction set")]
    pub(crate) fn unpack(self, share: f64) -> f64 {
        self.from + share * self.width
    }
}

/// A criterion or group of the tree.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) parent: Option<usize>,
    pub(crate) is_leaf: bool,
    /// Its share among its siblings, as stated.
    pub(crate) local: f64,
}

/// Siblings and how their weights are drawn.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) sampler: Sampler,
}

impl Plan {
    /// Turns an evaluation and its decision into a plan; totals by a formula still have to be packed.
    ///
    /// # Errors
    /// [`PlanError`] for settings that are out of range and constraints that cannot be met.
    pub(super) fn unpacked(record: &Evaluation, settings: DrawSettings) -> Result<Plan, PlanError> {
        let decision = &*record.decision;
        settings.check()?;
        let constraints = constraint::parse(&settings.constraints, &decision.criteria)?;
        let mut plan = PlanBuilder::new(record, settings)?;
        plan.add_weights(&constraints)?;
        plan.add_cells();
        plan.add_total()?;
        plan.add_gates();
        plan.add_fields()?;
        plan.add_totals();
        plan.join_facts()?;
        Ok(plan.finish())
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
        let is_fixed = self.total.is_none()
            && self.facts.is_empty()
            && self.is_plain()
            && self.minimums.is_empty()
            && self.minimum_score.is_none();
        is_fixed.then(|| group.sampler.vertices())?
    }

    /// Whether scores are plain sums of weight times value.
    pub(crate) fn is_plain(&self) -> bool {
        self.total.is_none()
            && self.packing == Packing::of(self.points)
            && self.total_rounding.is_none()
            && self.roundings.iter().all(Option::is_none)
            && self.skipped.is_empty()
    }

    /// Whether weights vary at all.
    #[must_use]
    pub fn has_fixed_weights(&self) -> bool {
        self.groups.iter().all(|group| group.sampler.is_fixed())
    }
}
