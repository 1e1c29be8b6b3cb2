//! A vendor's score as a tree: criterion, value, fact, evidence.

use serde::{Serialize, Serializer};

use crate::decision::panel::{Given, Shown};
use crate::decision::{Criterion, CriterionId, Fact, FactId, FieldFormula, Points, Share, Unknown, Value};
use crate::exact::{Exact, Rounding};
use crate::score::Evaluation;
use crate::score::evaluation::{Cell, Knowledge, VendorResult};
use crate::score::field::plays;

/// Why a vendor has its points on a criterion, down to the evidence.
#[derive(Clone, Debug)]
pub struct Reason<'a> {
    /// What the points are for.
    pub criterion: &'a Criterion,
    /// The value, the points and the fact behind them.
    pub cell: &'a Cell,
    /// The most points that the criterion can give.
    pub max_points: Points,
    /// The lowest and highest fact of the vendors in play and of its own, where the scale looks at them.
    pub field: Option<[Exact; 2]>,
    /// How its points are rounded, where that is not the rule's way.
    pub own_rounding: Option<Rounding>,
    /// For a mark: what the nearest whole mark means.
    pub anchor: Option<&'a str>,
    /// For a mark of a panel: what each evaluator said.
    pub marks: Vec<MarkBehind>,
    /// What stands under a group.
    pub parts: Vec<Reason<'a>>,
    /// Of what, of whom, and the place of the criterion.
    of: (&'a Evaluation, &'a VendorResult, usize),
}

impl Reason<'_> {
    /// A formula as printed, with its numbers put in; none where the scale is none.
    #[must_use]
    pub fn working(&self) -> Option<String> {
        let (evaluation, vendor, at) = self.of;
        working(evaluation, vendor, at)
    }
}

/// The reasons for a vendor's score, one for each criterion at the top.
#[must_use]
pub fn reasons<'a>(evaluation: &'a Evaluation, vendor: &'a VendorResult) -> Vec<Reason<'a>> {
    under(None, evaluation, vendor)
}

/// The lowest and the highest of the field beside a bid, which may not be in it.
fn with_own([lowest, highest]: &[Exact; 2], cell: &Cell) -> [Exact; 2] {
    let own = cell.fact.as_ref().and_then(|fact| Some(fact.value.as_ref()?.numbers()?[1].clone()));
    let own = || own.clone().into_iter();
    [own().fold(lowest.clone(), Exact::min), own().fold(highest.clone(), Exact::max)]
}

fn under<'a>(parent: Option<usize>, evaluation: &'a Evaluation, vendor: &'a VendorResult) -> Vec<Reason<'a>> {
    let decision = &*evaluation.decision;
    let children = decision.criteria.iter().enumerate().filter(|(_, criterion)| criterion.parent == parent);
    children
        .map(|(at, criterion)| {
            let cell = &vendor.cells[at];
            let rounding = criterion.rounding();
            Reason {
                criterion,
                cell,
                max_points: vendor.most_points(&decision.rule, at),
                field: evaluation.fields[at].as_ref().map(|field| with_own(field, cell)),
                own_rounding: rounding.filter(|_| rounding != decision.rule.criterion_rounding),
                anchor: anchor(criterion, cell.fact.as_deref()),
                marks: marks_behind(criterion, vendor, evaluation),
                parts: if criterion.is_group() { under(Some(at), evaluation, vendor) } else { Vec::new() },
                of: (evaluation, vendor, at),
            }
        })
        .collect()
}

/// A formula as printed, with the number of a vendor put in, among those of all that are compared.
fn working(evaluation: &Evaluation, vendor: &VendorResult, at: usize) -> Option<String> {
    let decision = &*evaluation.decision;
    let Some(FieldFormula::Stated(formula)) = decision.criteria[at].scale()?.formula() else { return None };
    let likely = |one: &VendorResult| {
        let [_, likely, _] = one.cells[at].fact.as_ref()?.value.as_ref()?.numbers()?;
        Some(likely.clone())
    };
    let mut bids = vec![likely(vendor)?];
    if formula.looks_at_others() {
        let others = evaluation.vendors.iter().filter(|one| one.id() != vendor.id() && plays(decision, one));
        bids.extend(others.filter_map(likely));
    }
    formula.working(&bids)
}

/// The published JSON: what the criterion states and what the vendor has on it, in one object.
impl Serialize for Reason<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Reason { criterion, cell, .. } = self;
        let json = ReasonJson {
            criterion: &criterion.id,
            name: &criterion.name,
            share: &cell.share,
            max_points: &self.max_points,
            points: &cell.points,
            lowest_points: cell.lowest_points(),
            highest_points: cell.highest_points(),
            value: cell.value.as_ref(),
            knowledge: cell.knowledge,
            is_capped: cell.is_capped,
            field: self.field.as_ref(),
            working: self.working(),
            own_rounding: self.own_rounding,
            is_rating: criterion.is_rating(),
            scale: criterion.scale().map(ToString::to_string),
            unknown: criterion.unknown(),
            fact_id: criterion.fact(),
            unit: criterion.unit(),
            anchor: self.anchor,
            fact: cell.fact.as_deref(),
            marks: &self.marks,
            parts: &self.parts,
        };
        json.serialize(serializer)
    }
}

#[derive(Serialize)]
struct ReasonJson<'a> {
    criterion: &'a CriterionId,
    name: &'a str,
    share: &'a Share,
    max_points: &'a Points,
    points: &'a Points,
    lowest_points: &'a Points,
    highest_points: &'a Points,
    value: Option<&'a Value>,
    knowledge: Knowledge,
    is_capped: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a [Exact; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    working: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    own_rounding: Option<Rounding>,
    is_rating: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    scale: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<Unknown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fact_id: Option<&'a FactId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fact: Option<&'a Fact>,
    #[serde(skip_serializing_if = "<[MarkBehind]>::is_empty")]
    marks: &'a [MarkBehind],
    #[serde(skip_serializing_if = "<[Reason<'_>]>::is_empty")]
    parts: &'a [Reason<'a>],
}

/// What one evaluator says of a vendor on a criterion.
#[derive(Clone, Debug, Serialize)]
pub struct MarkBehind {
    /// What the evaluator is called in results.
    pub evaluator: String,
    /// The mark and how it stands.
    #[serde(flatten)]
    pub given: Given,
}

/// The evaluators' marks behind a combined one, in their order.
pub(crate) fn marks_behind(
    criterion: &Criterion,
    vendor: &VendorResult,
    evaluation: &Evaluation,
) -> Vec<MarkBehind> {
    let decision = &*evaluation.decision;
    let Some(panel) = decision.panel.as_deref().filter(|_| criterion.is_rating()) else { return Vec::new() };
    let shown = decision.rule.panel.as_ref().map_or(Shown::Names, |rule| rule.shown);
    let given = panel.combined_of(vendor.id(), &criterion.id).map_or_else(Vec::new, |one| one.given.clone());
    // The name of a file tells who wrote it.
    let hidden = |given: Given| Given { location: given.location.filter(|_| shown == Shown::Names), ..given };
    let names = panel.shown_names(shown);
    names
        .into_iter()
        .zip(given)
        .map(|(evaluator, given)| MarkBehind { evaluator, given: hidden(given) })
        .collect()
}

/// The anchor text of a whole mark.
fn anchor<'a>(criterion: &'a Criterion, mark: Option<&Fact>) -> Option<&'a str> {
    let [mark, ..] = mark?.value.as_ref()?.numbers()?;
    criterion.scale()?.marks()?.anchor(mark)
}
