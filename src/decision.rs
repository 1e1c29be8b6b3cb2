//! What a decision is made of: needs, gates, criteria, vendors with their facts, and the rule.
//!
//! Plain values that are already checked; the files module builds them and nothing here reads a file.

pub mod aliases;
pub mod answer_kind;
pub mod award;
mod builder;
pub mod consistency;
pub mod constraint;
pub mod cost_basis;
pub mod count;
mod criteria;
pub mod criterion;
pub mod date;
pub mod demand;
pub mod derivation;
pub mod derived;
pub mod disclosure;
pub mod estimate;
pub mod fact;
pub mod formula;
pub mod gate;
mod invalid;
pub mod judgement;
pub mod kept;
pub mod lock;
pub mod minimum;
pub mod outbound;
pub mod panel;
mod prices;
pub mod quote;
mod room;
pub mod rule;
pub mod scale;
pub mod total;
pub mod uncertainty;
mod units;
pub mod vendor;
pub mod worth;

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use compact_str::CompactString;
use serde::Serialize;

pub use aliases::{Aliases, Vocabulary};
pub use award::{Award, AwardRecord};
pub use builder::DecisionBuilder;
pub use cost_basis::CostBasis;
pub use count::Counted;
pub use criteria::Criteria;
pub(crate) use criterion::share_out;
pub use criterion::{Criterion, Leaf, Shares};
pub use date::Date;
pub use derivation::Derivations;
pub use disclosure::{Disclosure, Publication};
pub use estimate::{End, Estimate, OrFact};
pub use fact::{Evidence, Fact, FactValue, Item, Location};
pub use gate::{Gate, Test};
pub use invalid::InvalidDecision;
pub use judgement::{JudgedGroup, JudgedRange, JudgedWeight};
pub use lock::Lock;
pub use minimum::Minimum;
pub use panel::{Panel, PanelRule};
pub use quote::Quote;
pub use room::{ROOM_DECIMALS, make_room};
pub use rule::{BidField, Rule, Unknown};
pub use scale::{FieldFormula, PriceFormula, Scale, ScaleError, Shape, StatedFormula};
pub use uncertainty::Uncertainty;
pub use units::{Points, Share, Value, Weight};
pub use vendor::{Status, Vendor};

/// One decision: a criteria file and the vendors that it judges.
///
/// Its parts agree with each other: programs make one with [`Decision::builder`], which checks them, and files are
/// checked when they are read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Decision {
    /// The stem of the criteria file's name.
    pub id: DecisionId,
    /// What is decided, in a line.
    pub title: String,
    /// The question that the ranking answers.
    pub question: Option<String>,
    /// Remarks of the people who wrote the criteria.
    pub note: Option<String>,
    /// The currency of money facts, such as EUR.
    pub currency: Option<String>,
    /// What we buy, in the order of the file.
    pub needs: Vec<Need>,
    /// Must-haves, in the order of the file; shared by every result on them.
    pub gates: Vec<Arc<Gate>>,
    /// The criteria as a tree in preorder.
    pub criteria: Criteria,
    /// Which words of vendors stand for what is asked for, by fact; they have been put in its place already.
    pub aliases: Vec<Aliases>,
    /// How vendors are asked for facts, where the decision words the question, and none where they are not asked; it changes
    /// no number.
    pub questions: BTreeMap<FactId, Option<String>>,
    /// What people said of the weights, where they did, by group.
    pub judgements: Vec<JudgedGroup>,
    /// How values become a ranking.
    pub rule: Rule,
    /// The facts that are worked out from others, and the numbers with names.
    pub derivations: Arc<Derivations>,
    /// The vendors, ordered by id; shared by every copy of the decision and its evaluations.
    pub vendors: Vec<Arc<Vendor>>,
    /// What quotes are compared on; none when the needs say nothing of demand.
    pub cost: Option<Arc<CostBasis>>,
    /// What may vary when we ask how sure the ranking is.
    pub uncertainty: Uncertainty,
    /// Who marks the vendors; none where their own marks count.
    pub panel: Option<Arc<Panel>>,
    /// The rules that letters and notices follow.
    pub disclosure: Disclosure,
    /// What letters and notices say of the buyer; in no fingerprint.
    pub publication: Publication,
    /// What the decision was read from.
    pub provenance: Provenance,
}

impl Decision {
    /// The most points that a criterion can give: its global share of the rule's points.
    #[must_use]
    pub fn max_points(&self, criterion: &Criterion) -> Points {
        &criterion.share.global * &self.rule.points
    }

    /// Whether the value of a criterion, or of one under it, depends on the field of bids.
    ///
    /// - `at`: index of the criterion.
    #[must_use]
    pub fn depends_on_field(&self, at: usize) -> bool {
        let criteria: Vec<&Criterion> = self.criteria.iter().collect();
        criterion::depends_on_field(&criteria, at)
    }

    /// What a vendor is called; its id where there is none of that id.
    #[must_use]
    pub fn vendor_name<'a>(&'a self, id: &'a VendorId) -> &'a str {
        self.vendors.iter().find(|vendor| vendor.id == *id).map_or(id.as_str(), |vendor| &vendor.name)
    }

    /// What a criterion is called; its id where there is none of that id.
    #[must_use]
    pub fn criterion_name<'a>(&'a self, id: &'a CriterionId) -> &'a str {
        let one = self.criteria.iter().find(|criterion| criterion.id == *id);
        one.map_or(id.as_str(), |criterion| &criterion.name)
    }

    /// Changes weights of criteria by their indices, and shares the whole out anew.
    ///
    /// # Panics
    /// When there is no criterion at one of the places.
    pub fn set_weights(&mut self, weights: impl IntoIterator<Item = (usize, Weight)>) {
        self.criteria.set_weights(weights);
    }

    /// A vendor, to change it in this copy of the decision alone.
    ///
    /// # Panics
    /// When there is no vendor at that place.
    pub fn vendor_mut(&mut self, at: usize) -> &mut Vendor {
        Arc::make_mut(&mut self.vendors[at])
    }
}

/// One entry of `[needs]`: a thing that we buy, not a thing that a vendor has.
#[derive(Clone, Debug, Serialize)]
pub struct Need {
    /// Its key under `[needs]`.
    pub id: String,
    /// What we need.
    pub value: FactValue,
}

/// What a decision was read from, so that a result can be traced to its inputs.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Provenance {
    /// Every file that was read, criteria first.
    pub files: Vec<FileDigest>,
    /// The what-ifs of the command line, as typed.
    pub what_if: Vec<String>,
    /// What the what-ifs moved besides themselves.
    pub what_if_notes: Vec<String>,
    /// The folder of vendors that was named on the command line in place of the criteria file's, as seen from
    /// the workspace: `vendors/round-2`, `../bids`, or `…/bids` where it shares no folder with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendors: Option<String>,
    /// What is locked, and what has changed since.
    pub locks: Vec<Lock>,
    /// Whether the prices of the vendors are sealed still, and left out.
    #[serde(skip)]
    pub is_sealed: bool,
}

/// A file and its fingerprint.
#[derive(Clone, Debug, Serialize)]
pub struct FileDigest {
    /// Path relative to the workspace.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(CompactString);

        impl $name {
            /// Takes a text that was checked to be an id.
            pub fn new(id: impl Into<CompactString>) -> Self {
                Self(id.into())
            }

            /// The id as typed.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

id!(
    /// The stem of a criteria file's name.
    DecisionId
);
id!(
    /// The stem of a vendor file's name.
    VendorId
);
id!(
    /// The key of a criterion in `[criteria]`.
    CriterionId
);
id!(
    /// The key of a gate in `[gates]`.
    GateId
);
id!(
    /// The key of a fact in a vendor's `[facts]`.
    FactId
);
id!(
    /// The stem of an evaluator file's name.
    EvaluatorId
);
