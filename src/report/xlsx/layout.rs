//! Where everything stands: the rows of criteria, facts, scales and totals, the columns of vendors.
//!
//! Every sheet with vendors side by side has them in the same columns, so that a formula reads straight down
//! from the fact to the points.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use std::ops::Range;
use std::sync::Arc;

pub(super) use super::page::rows;
use super::page::{BODY, at, down, fixed, on};
use super::printed;
use super::total_rows::TotalRows;
use crate::answers::Findings;
use crate::decision::{Criterion, Decision, FactValue, Leaf, Scale, Shape, StatedFormula, Unknown, Vendor};
use crate::score::Evaluation;
use crate::score::evaluation::{Knowledge, VendorResult};

/// First column of the vendors, on every sheet that has them side by side.
pub(super) const FIRST: u16 = 4;
/// The cell of the most points.
pub(super) const POINTS_CELL: &str = "Weights!$E$3";
/// The cell of the least score.
pub(super) const MINIMUM_CELL: &str = "Weights!$E$4";
/// First row of the criteria on the sheet of weights.
pub(super) const WEIGHTS_BODY: u32 = 6;

/// A vendor as a column.
pub(super) struct VendorColumn<'a> {
    /// How it came out.
    pub(super) result: &'a VendorResult,
    /// What is known of it.
    pub(super) vendor: &'a Vendor,
    /// Its place by name and id, from 1.
    pub(super) order: usize,
    /// Its place in the order of record, from 1.
    pub(super) place: usize,
}

/// Rows of a scored criterion's facts.
#[derive(Clone, Debug, Default)]
pub(super) struct FactRows {
    /// The fact itself.
    pub(super) fact: u32,
    /// What it may turn out to be at lowest and highest, where one vendor says so.
    pub(super) ends: Option<[u32; 2]>,
    /// The things of a set, one a row.
    pub(super) things: Vec<u32>,
}

/// The plan of the workbook.
pub(super) struct Layout<'a> {
    /// What the report is made from.
    pub(super) findings: &'a Findings<'a>,
    /// What was decided on.
    pub(super) decision: &'a Decision,
    /// The numbers of record.
    pub(super) evaluation: &'a Evaluation,
    /// The vendors in the order of record.
    pub(super) columns: Vec<VendorColumn<'a>>,
    /// For each criterion the rows of its facts; for a group the row of its name.
    pub(super) facts: Vec<FactRows>,
    /// For each criterion the first row of its scale; none for groups and for scales without numbers.
    pub(super) scales: Vec<Option<u32>>,
    /// First row of the values on the matrix.
    pub(super) values: u32,
    /// First row of the points on the matrix.
    pub(super) points: u32,
    /// Row of the scores on the matrix.
    pub(super) score: u32,
    /// First row of the gates; the row above says who takes part.
    pub(super) gates: u32,
    /// First row of the minimums.
    pub(super) minimums: u32,
    /// Rows of the workings.
    pub(super) workings: Workings,
    /// For each criterion its formula as printed, where the sheet follows it.
    pub(super) printed: Vec<Option<&'a StatedFormula>>,
    /// The rows of the total, where the rule makes it by a formula that the sheets follow.
    pub(super) total: Option<TotalRows<'a>>,
    /// Digits after the point to which a spreadsheet's binary numbers can be trusted here.
    pub(super) guard: u32,
}

/// Rows of the sheet of workings.
/// The rows of shares of weight where something is left out.
#[derive(Clone, Debug)]
pub(super) struct SharesRows {
    /// Whether anything is left out for a vendor; whether each criterion is follows.
    pub(super) first: u32,
    /// First row of whether each criterion counts.
    pub(super) counts: u32,
    /// First row of the shares.
    pub(super) shares: u32,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Workings {
    /// For each criterion the first of the rows about the vendors in play; none where its scale does not
    /// look at them.
    pub(super) fields: Vec<Option<u32>>,
    /// The shares for each vendor, where something may be left out.
    pub(super) now: Option<SharesRows>,
    /// The same once everything is known, where something does not apply.
    pub(super) finals: Option<SharesRows>,
    /// First rows of the lowest and highest values.
    pub(super) values: [u32; 2],
    /// First rows of the lowest and highest points.
    pub(super) points: [u32; 2],
    /// Row of the score as it is compared; the criteria that break ties follow.
    pub(super) compared: u32,
    /// Row of ranks.
    pub(super) rank: u32,
    /// Row of the place by name.
    pub(super) order: u32,
    /// Row of the place in the ranking.
    pub(super) place: u32,
    /// Row of scores as they were when the file was made.
    pub(super) exported: u32,
    /// Row of ranks as they were when the file was made.
    pub(super) exported_rank: u32,
    /// Row of names in the vendors' own scripts.
    pub(super) local: u32,
    /// Row of why a vendor was out when the file was made.
    pub(super) because: u32,
}

/// Rows of a scale that looks at the vendors in play, from its first.
#[derive(Clone, Copy, Debug)]
pub(super) enum FieldRow {
    /// The likely fact of a vendor in play.
    Likely = 0,
    /// The lowest fact that it may turn out to have.
    Low = 1,
    /// The highest such fact.
    High = 2,
    /// The lowest fact of a vendor that is in play for sure.
    SureLow = 3,
    /// The highest such fact.
    SureHigh = 4,
    /// 1 for a vendor in play whose fact is not known.
    Unknown = 5,
    /// Lowest and highest of all, for the value that counts.
    Lowest = 6,
    Highest = 7,
    /// The same for the lowest value that may turn out.
    LowestWhenLow = 8,
    HighestWhenLow = 9,
    /// The same for the highest value that may turn out.
    LowestWhenHigh = 10,
    HighestWhenHigh = 11,
}

/// Rows of a scale that looks at the vendors in play.
pub(super) const FIELD_ROWS: u32 = 12;

impl<'a> Layout<'a> {
    pub(super) fn new(findings: &'a Findings<'a>) -> Layout<'a> {
        let (decision, evaluation) = (findings.decision, findings.evaluation);
        let columns = columns(evaluation);
        let count = rows(decision.criteria.len());
        let facts = fact_rows(decision);
        let mut layout = Layout {
            findings,
            decision,
            evaluation,
            scales: scale_rows(decision),
            values: BODY + 1,
            points: BODY + count + 3,
            score: BODY + 2 * count + 4,
            gates: BODY + 1,
            minimums: BODY + 1 + rows(decision.gates.len()),
            workings: Workings::default(),
            printed: (0..decision.criteria.len()).map(|at| printed::live(evaluation, at)).collect(),
            total: TotalRows::of(evaluation),
            guard: guard(evaluation),
            columns,
            facts,
        };
        layout.workings = workings(evaluation, &layout.printed);
        layout
    }

    /// Whether scores and ranks follow what is typed over.
    pub(super) fn follows(&self) -> bool {
        self.decision.rule.is_sum() || self.total.is_some()
    }

    /// Digits after the point to which a score can be trusted here.
    pub(super) fn score_guard(&self) -> u32 {
        self.total.as_ref().map_or(self.guard, |total| total.guard)
    }

    /// The last column of the vendors.
    pub(super) fn last(&self) -> u16 {
        FIRST + u16::try_from(self.columns.len()).unwrap_or(u16::MAX - FIRST).saturating_sub(1)
    }

    /// The vendors with their columns.
    pub(super) fn vendors(&self) -> impl Iterator<Item = (u16, &VendorColumn<'a>)> {
        (FIRST..).zip(&self.columns)
    }

    /// A row of all vendors, such as `$E$5:$I$5`.
    pub(super) fn across(&self, row: u32) -> String {
        format!("{}:{}", fixed(row, FIRST), fixed(row, self.last()))
    }

    /// The criteria with their indices.
    pub(super) fn criteria(&self) -> impl Iterator<Item = (usize, &'a Criterion)> {
        self.decision.criteria.iter().enumerate()
    }

    /// The scored criteria with their indices.
    pub(super) fn leaves(&self) -> impl Iterator<Item = (usize, &'a Criterion, &'a Leaf)> {
        self.criteria().filter_map(|(at, criterion)| Some((at, criterion, criterion.leaf.as_ref()?)))
    }

    /// The indices of everything that stands under a group.
    pub(super) fn under(&self, group: usize) -> Range<usize> {
        let criteria = &self.decision.criteria;
        let depth = criteria[group].depth();
        let end = (group + 1..criteria.len()).find(|&at| criteria[at].depth() <= depth);
        group + 1..end.unwrap_or(criteria.len())
    }

    /// A cell of the sheet of weights.
    pub(super) fn weights(criterion: usize, column: u16) -> String {
        on("Weights", &fixed(WEIGHTS_BODY + rows(criterion), column))
    }

    /// Cells of the sheet of weights, for some criteria.
    pub(super) fn weights_of(criteria: &Range<usize>, column: u16) -> String {
        let first = WEIGHTS_BODY + rows(criteria.start);
        on("Weights", &down(column, first, WEIGHTS_BODY + rows(criteria.end) - 1))
    }

    /// The cell of a vendor's fact.
    pub(super) fn fact(&self, criterion: usize, column: u16) -> String {
        on("Facts", &at(self.facts[criterion].fact, column))
    }

    /// The cell of the lowest (0) or highest (1) that a fact may turn out to be.
    pub(super) fn fact_end(&self, criterion: usize, column: u16, end: usize) -> String {
        let rows = &self.facts[criterion];
        on("Facts", &at(rows.ends.map_or(rows.fact, |ends| ends[end]), column))
    }

    /// A cell of a scale: the nth row, its place (false) or worth (true).
    pub(super) fn scale(&self, criterion: usize, nth: u32, is_worth: bool) -> String {
        let row = self.scales[criterion].unwrap_or(0) + nth;
        on("Scales", &fixed(row, if is_worth { 4 } else { 3 }))
    }

    /// All places (false) or worths (true) of a scale.
    pub(super) fn whole_scale(&self, criterion: usize, count: usize, is_worth: bool) -> String {
        let first = self.scales[criterion].unwrap_or(0);
        on("Scales", &down(if is_worth { 4 } else { 3 }, first, first + rows(count) - 1))
    }

    /// A cell about the vendors in play.
    pub(super) fn field(&self, criterion: usize, row: FieldRow, column: u16) -> String {
        on("Workings", &at(self.field_row(criterion, row), column))
    }

    /// A row about the vendors in play.
    pub(super) fn field_row(&self, criterion: usize, row: FieldRow) -> u32 {
        self.workings.fields[criterion].unwrap_or(0) + row as u32
    }

    /// The share of a criterion for a vendor, and the most points that it gives with it.
    pub(super) fn most(&self, criterion: usize, column: u16) -> String {
        Layout::most_with(self.workings.now.as_ref(), criterion, column)
    }

    /// The same once everything is known.
    pub(super) fn final_most(&self, criterion: usize, column: u16) -> String {
        Layout::most_with(self.workings.finals.as_ref(), criterion, column)
    }

    fn most_with(shares: Option<&SharesRows>, criterion: usize, column: u16) -> String {
        match shares {
            Some(of) => {
                let share = on("Workings", &at(of.shares + rows(criterion), column));
                format!("{share}*{POINTS_CELL}")
            }
            None => Layout::weights(criterion, MOST_POINTS),
        }
    }

    /// Whether a criterion does not apply to some vendor.
    pub(super) fn may_not_apply(&self, criterion: usize) -> bool {
        may_not_apply(self.evaluation, criterion)
    }

    /// Whether the weight of a criterion may go to others for a vendor.
    pub(super) fn may_be_left_out(&self, criterion: usize) -> bool {
        may_be_left_out(self.evaluation, criterion)
    }

    /// The cells of a vendor's must-haves.
    pub(super) fn gates_of(&self, column: u16) -> String {
        format!("{}:{}", fixed(self.gates, column), fixed(self.minimums - 1, column))
    }

    /// The rows of minimums: the criterion that has one, none for the score.
    pub(super) fn minimum_rows(&self) -> Vec<Option<usize>> {
        let of_criteria = self.criteria().filter(|(_, one)| one.minimum.is_some()).map(|(at, _)| Some(at));
        of_criteria.chain(self.decision.rule.minimum.iter().map(|_| None)).collect()
    }

    /// The rows of the minimums that decide who is in play.
    pub(super) fn deciding_rows(&self) -> Vec<u32> {
        let is_theirs = self.decision.rule.field.has_minimums();
        let decides = |at: usize| is_theirs && !self.decision.depends_on_field(at);
        let all = (self.minimums..).zip(self.minimum_rows());
        all.filter(|(_, at)| at.is_some_and(decides)).map(|(row, _)| row).collect()
    }

    /// The row that says who is in play.
    pub(super) fn in_play(&self) -> u32 {
        self.minimums + rows(self.minimum_rows().len())
    }

    /// The row that says who is in the ranking.
    pub(super) fn in_ranking(&self) -> u32 {
        self.in_play() + 1
    }

    /// The row that says who may be awarded.
    pub(super) fn awardable(&self) -> u32 {
        self.in_play() + 2
    }

    /// The row that says who is in play for sure.
    pub(super) fn in_play_for_sure(&self) -> u32 {
        self.in_play() + 3
    }
}

/// Columns of the sheet of weights.
pub(super) const NUMBER: u16 = 0;
pub(super) const UNDER: u16 = 1;
pub(super) const EXPORTED_WEIGHT: u16 = 3;
pub(super) const WEIGHT: u16 = 4;
pub(super) const COUNTED_WEIGHT: u16 = 5;
pub(super) const LOCAL_SHARE: u16 = 6;
pub(super) const GLOBAL_SHARE: u16 = 7;
pub(super) const MOST_POINTS: u16 = 8;
pub(super) const MINIMUM: u16 = 9;

/// The fact that a scored criterion reads; a mark where its scale is a rating.
pub(super) fn fact_value<'a>(vendor: &'a Vendor, criterion: &Criterion) -> Option<&'a FactValue> {
    let leaf = criterion.leaf.as_ref()?;
    let fact =
        if leaf.scale.is_rating() { vendor.ratings.get(&criterion.id) } else { vendor.facts.get(&leaf.fact) };
    fact?.value.as_ref()
}

fn columns(evaluation: &Evaluation) -> Vec<VendorColumn<'_>> {
    let mut by_name: Vec<&VendorResult> = evaluation.vendors.iter().collect();
    by_name.sort_by(|a, b| (a.name(), a.id()).cmp(&(b.name(), b.id())));
    let order: std::collections::BTreeMap<_, _> =
        by_name.iter().zip(1..).map(|(vendor, order)| (vendor.id(), order)).collect();
    let column =
        |(result, place)| VendorColumn { result, vendor: &result.vendor, order: order[result.id()], place };
    evaluation.vendors.iter().zip(1..).map(column).collect()
}

fn fact_rows(decision: &Decision) -> Vec<FactRows> {
    let mut row = BODY;
    let mut next = || {
        row += 1;
        row - 1
    };
    let of_criterion = |criterion: &Criterion| {
        let fact = next();
        let Some(leaf) = &criterion.leaf else { return FactRows { fact, ..FactRows::default() } };
        let is_range = |vendor: &Arc<Vendor>| {
            fact_value(vendor, criterion)
                .and_then(FactValue::numbers)
                .is_some_and(|[low, _, high]| low != high)
        };
        let has_ends = decision.vendors.iter().any(is_range);
        let ends = has_ends.then(|| [next(), next()]);
        let things = match leaf.scale.shape() {
            Shape::Set(set) => set.things().iter().map(|_| next()).collect(),
            Shape::Line(_) | Shape::Table(_) | Shape::Formula(_) => Vec::new(),
        };
        FactRows { fact, ends, things }
    };
    decision.criteria.iter().map(of_criterion).collect()
}

/// How many rows a scale takes on the sheet of scales.
pub(super) fn scale_length(scale: &Scale) -> usize {
    match scale.shape() {
        Shape::Line(line) => line.points().len(),
        Shape::Table(table) => table.rows().len(),
        Shape::Set(_) => 0,
        Shape::Formula(formula) => formula.parameters().len(),
    }
}

fn scale_rows(decision: &Decision) -> Vec<Option<u32>> {
    let mut row = BODY;
    let of_criterion = |criterion: &Criterion| {
        let length = rows(scale_length(&criterion.leaf.as_ref()?.scale));
        row += length;
        (length > 0).then(|| row - length)
    };
    decision.criteria.iter().map(of_criterion).collect()
}

fn workings(evaluation: &Evaluation, formulas: &[Option<&StatedFormula>]) -> Workings {
    let decision = &*evaluation.decision;
    let count = rows(decision.criteria.len());
    let mut row = BODY;
    let mut block = |length: u32| {
        // A block has a heading above it and an empty row below it.
        row += length + 2;
        row - length - 1
    };
    let of_criterion = |(at, criterion): (usize, &Criterion)| {
        let leaf = criterion.leaf.as_ref().filter(|leaf| leaf.scale.is_relative());
        let figures = formulas[at].map_or(0, |formula| rows(printed::figures(formula).len()));
        leaf.map(|_| block(FIELD_ROWS + figures))
    };
    let fields = decision.criteria.iter().enumerate().map(of_criterion).collect();
    let mut shares = |may_be: fn(&Evaluation, usize) -> bool| {
        let is_any = (0..decision.criteria.len()).any(|at| may_be(evaluation, at));
        is_any.then(|| SharesRows { first: block(1 + count), counts: block(count), shares: block(count) })
    };
    let (now, finals) = (shares(may_be_left_out), shares(may_not_apply));
    let values = [block(count), block(count)];
    let points = [block(count), block(count)];
    let ties = rows(decision.rule.ties.len());
    let compared = block(1 + ties);
    let rank = block(3);
    let exported = block(4);
    Workings {
        fields,
        now,
        finals,
        values,
        points,
        compared,
        rank,
        order: rank + 1,
        place: rank + 2,
        exported,
        exported_rank: exported + 1,
        local: exported + 2,
        because: exported + 3,
    }
}

/// Whether a criterion does not apply to some vendor.
fn may_not_apply(evaluation: &Evaluation, criterion: usize) -> bool {
    let is_leaf = !evaluation.decision.criteria[criterion].is_group();
    let mut cells = evaluation.vendors.iter().map(|vendor| &vendor.cells[criterion]);
    is_leaf && cells.any(|cell| cell.knowledge == Knowledge::NotApplicable)
}

/// Whether the weight of a criterion may go to others for a vendor.
fn may_be_left_out(evaluation: &Evaluation, criterion: usize) -> bool {
    let skips = evaluation.decision.criteria[criterion].unknown() == Some(Unknown::Skip);
    skips || may_not_apply(evaluation, criterion)
}

/// A spreadsheet counts in binary with 15 digits. What is left of them after the point, less two for what
/// sums lose.
fn guard(evaluation: &Evaluation) -> u32 {
    let whole = evaluation.decision.rule.points.fixed(0).trim_start_matches('-').len();
    13_u32.saturating_sub(u32::try_from(whole).unwrap_or(13)).max(2)
}
