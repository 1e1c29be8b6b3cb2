//! Panels: several evaluators, the marks that each of them gave, and how the rule makes one mark of them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{CriterionId, EvaluatorId, Location, Share, VendorId, Weight};
use crate::exact::{Exact, Rounding};

/// The name, without .toml, of the file with the marks that were agreed on.
pub const CONSENSUS: &str = "consensus";

/// What the id of a fact begins with that is the lowest mark that an evaluator gave on a criterion.
const LOWEST_MARK: &str = "lowest_mark.";

/// The criterion of which a fact is the lowest mark that an evaluator gave: with a must-have on it each of them has a
/// veto. None for other facts.
#[must_use]
pub fn lowest_mark_of(fact: &str) -> Option<CriterionId> {
    fact.strip_prefix(LOWEST_MARK).map(CriterionId::new)
}

/// The people who mark the vendors of a decision.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Panel {
    /// The evaluators, ordered by id.
    pub evaluators: Vec<Evaluator>,
    /// The marks that were agreed on in a meeting, with their reasons.
    pub consensus: Marks,
    /// What the marks come to, vendor by vendor in the order of the decision, criterion by criterion.
    pub combined: Vec<Combined>,
}

/// Marks by vendor and criterion.
pub type Marks = BTreeMap<VendorId, BTreeMap<CriterionId, Mark>>;

/// One evaluator.
#[derive(Clone, Debug, Serialize)]
pub struct Evaluator {
    /// The stem of the file's name.
    pub id: EvaluatorId,
    /// What the evaluator is called in results, unless the rule shows roles alone.
    pub name: String,
    /// What the evaluator is in the panel, such as `Security`.
    pub role: Option<String>,
    /// How much the marks count in a weighted mean, and the weights in a combination of weights.
    pub weight: Weight,
    /// Vendors whom the evaluator does not judge.
    pub conflicts: Vec<Conflict>,
    /// What the evaluator gave, and where he or she said that there is no judging.
    pub marks: Marks,
    /// The evaluator's own weights, group by group; a group that is not here keeps the decision's.
    pub weights: BTreeMap<CriterionId, Weight>,
    /// Remarks.
    pub note: Option<String>,
    /// The file, as seen from the root of the workspace.
    pub file: String,
}

impl Evaluator {
    /// The conflict that the evaluator declared with a vendor.
    #[must_use]
    pub fn conflict(&self, vendor: &VendorId) -> Option<&Conflict> {
        self.conflicts.iter().find(|conflict| conflict.vendor == *vendor)
    }
}

/// A conflict of interest that an evaluator declared.
#[derive(Clone, Debug, Serialize)]
pub struct Conflict {
    /// Which vendor: the name of its file, without the ending.
    pub vendor: VendorId,
    /// What follows from it.
    pub kind: ConflictKind,
    /// What the conflict is.
    pub reason: Option<String>,
}

/// What follows from a conflict of interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConflictKind {
    /// The evaluator may not mark the vendor at all; a mark is an error.
    Excluded,
    /// The evaluator stepped back; marks that were given before stay in the file and do not count.
    Recused,
}

/// A mark, or the word that there is none.
#[derive(Clone, Debug, Serialize)]
pub struct Mark {
    /// The mark; none where the evaluator says that he or she cannot judge.
    pub mark: Option<Exact>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it is written.
    pub location: Location,
}

/// What a panel says of a vendor on a criterion.
#[derive(Clone, Debug, Serialize)]
pub struct Combined {
    /// Which vendor: the name of its file, without the ending.
    pub vendor: VendorId,
    /// Which criterion: its key in the criteria file.
    pub criterion: CriterionId,
    /// One for each evaluator, in their order.
    pub given: Vec<Given>,
    /// The mark that counts; none when it is not known.
    pub mark: Option<Exact>,
    /// How it came about.
    pub how: Combine,
    /// The lowest mark that it may come to once the missing marks are given, where marks are ranked also those of others.
    pub lowest: Option<Exact>,
    /// The highest such mark.
    pub highest: Option<Exact>,
    /// The mark that was agreed on, with its reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consensus: Option<Mark>,
}

impl Combined {
    /// The marks that count.
    pub fn counted(&self) -> impl Iterator<Item = &Exact> {
        self.given
            .iter()
            .filter(|given| given.standing == Standing::Counts)
            .filter_map(|given| given.mark.as_ref())
    }

    /// The lowest and the highest mark that counts.
    #[must_use]
    pub fn ends(&self) -> Option<[&Exact; 2]> {
        Some([self.counted().min()?, self.counted().max()?])
    }

    /// How far the highest mark that counts lies above the lowest.
    #[must_use]
    pub fn spread(&self) -> Option<Exact> {
        self.ends().map(|[low, high]| high - low)
    }
}

/// What one evaluator says of a vendor on a criterion.
#[derive(Clone, Debug, Serialize)]
pub struct Given {
    /// How the mark stands.
    pub standing: Standing,
    /// The mark; also one that does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Exact>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// How an evaluator's mark stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It counts.
    Counts,
    /// The evaluator does not judge the vendor, because of a conflict of interest.
    Recused,
    /// The evaluator says that he or she cannot judge this.
    Abstains,
    /// The evaluator has not marked this yet.
    Missing,
}

impl Standing {
    /// The word in exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Standing::Counts => "counts",
            Standing::Recused => "recused",
            Standing::Abstains => "abstains",
            Standing::Missing => "missing",
        }
    }
}

/// How a panel's marks become one, and what is asked of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PanelRule {
    /// How marks are combined.
    pub combine: Combine,
    /// What counts, with [`Combine::Consensus`], until there is a consensus; none for: not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<Combine>,
    /// What stands for a mark that an evaluator has not given.
    pub missing: Absent,
    /// What stands for a mark of an evaluator who is recused or excluded.
    pub recused: Absent,
    /// The least number of marks from which one is made; with fewer it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quorum: Option<usize>,
    /// How a combined mark is rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Rounding>,
    /// Which marks need a note.
    pub notes: Notes,
    /// From which distance between the highest and the lowest mark on a mark is talked through, as a share
    /// of the scale.
    pub spread: Share,
    /// How evaluators are called in results.
    pub shown: Shown,
    /// Criteria, groups and facts that stay out of the sheets until quality is locked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub price: Vec<String>,
}

impl PanelRule {
    /// Whether evaluators are called by their roles, and nothing is to tell their names.
    #[must_use]
    pub fn hides_names(&self) -> bool {
        self.shown == Shown::Roles
    }

    /// How marks are combined where nothing was agreed on.
    #[must_use]
    pub fn counted(&self) -> Combine {
        self.otherwise.filter(|_| self.combine == Combine::Consensus).unwrap_or(self.combine)
    }

    /// Whether a decision's marks depend on which vendors take part.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        self.counted().is_relative()
    }
}

impl Default for PanelRule {
    fn default() -> Self {
        PanelRule {
            combine: Combine::Mean,
            otherwise: None,
            missing: Absent::LeaveOut,
            recused: Absent::LeaveOut,
            quorum: None,
            rounding: None,
            notes: Notes::None,
            spread: Share::HALF,
            shown: Shown::Names,
            price: Vec::new(),
        }
    }
}

/// How several marks become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Combine {
    /// The sum over the number.
    #[default]
    Mean,
    /// The mean in which each mark weighs as much as its evaluator.
    WeightedMean,
    /// The one in the middle; of an even number the mean of the two there.
    Median,
    /// The mean without one of the highest and one of the lowest marks, where there are three or more.
    TrimmedMean,
    /// Each evaluator's marks on the criterion as ranks. The mean rank, on the scale: the highest mark for
    /// a vendor that everybody puts first, the lowest for one that everybody puts last.
    RankSum,
    /// The share of the evaluators who put the vendor first on the criterion, on the scale. Who puts several
    /// first gives each a part.
    MajorityOfFirsts,
    /// The mean, after each evaluator's marks on the criterion are brought to the same mean and the same spread (standard
    /// deviation), which are the means of those of all evaluators: a strict evaluator counts as a mild one. What comes to
    /// lie beyond the scale counts as its end.
    Standardised,
    /// The mark that was agreed on.
    Consensus,
}

impl Combine {
    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Combine::Mean => "mean",
            Combine::WeightedMean => "weighted-mean",
            Combine::Median => "median",
            Combine::TrimmedMean => "trimmed-mean",
            Combine::RankSum => "rank-sum",
            Combine::MajorityOfFirsts => "majority-of-firsts",
            Combine::Standardised => "standardised",
            Combine::Consensus => "consensus",
        }
    }

    /// The name in running text.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Combine::Mean => "mean",
            Combine::WeightedMean => "weighted mean",
            Combine::Median => "median",
            Combine::TrimmedMean => "trimmed mean",
            Combine::RankSum => "sum of ranks",
            Combine::MajorityOfFirsts => "share of firsts",
            Combine::Standardised => "mean of standardised marks",
            Combine::Consensus => "consensus",
        }
    }

    /// Whether a vendor's mark depends on those of the other vendors.
    #[must_use]
    pub fn is_relative(self) -> bool {
        matches!(self, Combine::RankSum | Combine::MajorityOfFirsts | Combine::Standardised)
    }
}

/// What stands for a mark that does not count or is not there. Never zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Absent {
    /// Nothing: the others decide.
    #[default]
    LeaveOut,
    /// The mean of the others' marks.
    MeanOfOthers,
    /// The combined mark is not known.
    Unknown,
}

/// Which marks need a note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notes {
    /// None.
    #[default]
    None,
    /// The highest and the lowest of the scale.
    Ends,
    /// Every one.
    Every,
}

/// How evaluators are called in results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// By name.
    #[default]
    Names,
    /// By role alone.
    Roles,
}

impl Panel {
    /// What an evaluator's file is called in results where only roles are shown: `evaluator-2`, by the place in
    /// the panel.
    #[must_use]
    pub fn hidden_file(&self, id: &str) -> String {
        let place = self.evaluators.iter().position(|evaluator| evaluator.id.as_str() == id);
        place.map_or_else(|| "evaluator".to_owned(), |place| format!("evaluator-{}", place + 1))
    }

    /// What the panel says of a vendor on a criterion.
    #[must_use]
    pub fn combined_of(&self, vendor: &VendorId, criterion: &CriterionId) -> Option<&Combined> {
        self.combined.iter().find(|one| one.vendor == *vendor && one.criterion == *criterion)
    }

    /// What each evaluator is called in results, in their order.
    ///
    /// By role, those who share one or have none are numbered.
    #[must_use]
    pub fn shown_names(&self, shown: Shown) -> Vec<String> {
        let role = |evaluator: &Evaluator| evaluator.role.clone().unwrap_or_else(|| "Evaluator".to_owned());
        let roles: Vec<String> = self.evaluators.iter().map(role).collect();
        let numbered = |(at, name): (usize, &String)| {
            let is_shared = roles.iter().filter(|other| *other == name).count() > 1;
            let number = roles[..=at].iter().filter(|other| *other == name).count();
            if is_shared { format!("{name} {number}") } else { name.clone() }
        };
        match shown {
            Shown::Names => self.evaluators.iter().map(|evaluator| evaluator.name.clone()).collect(),
            Shown::Roles => roles.iter().enumerate().map(numbered).collect(),
        }
    }
}
