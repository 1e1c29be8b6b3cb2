//! What a sheet that is a workbook says of itself, and what its columns are called: both are found by their words.

/// What the first cell of a sheet says.
pub const MARKER: &str = "weigh/sheet/1";
/// The worksheet with the marks.
pub(super) const MARKS: &str = "Marks";
/// The worksheet with what is known of the vendors.
pub(crate) const FACTS: &str = "Facts";

/// What stands before the decision's id, the evaluator's id and the evaluator's name.
pub(crate) const LABELS: [&str; 3] = ["Decision", "Evaluator", "Name"];
/// The row of the first label, from 0.
pub(super) const FIRST_LABEL: u32 = 1;
/// The row of the heads, from 0.
pub(super) const HEAD: u32 = 6;
/// The heads of the columns.
pub(crate) const HEADS: [&str; 7] =
    ["Vendor id", "Vendor", "Criterion id", "Criterion", "Mark", "Why", "What the marks mean"];
/// The column of the mark, from 0.
pub(super) const MARK: u16 = 4;
/// The column of the reason for a mark, from 0.
pub(super) const NOTE: u16 = 5;
