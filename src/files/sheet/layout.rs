//! Where things stand in a sheet that is a workbook, rows and columns from 0.

/// What the first cell of a sheet says.
pub const MARKER: &str = "weigh/sheet/1";
/// The worksheet with the marks.
pub(super) const MARKS: &str = "Marks";
/// The worksheet with what is known of the vendors.
pub(super) const FACTS: &str = "Facts";

/// The decision, in column 1.
pub(super) const DECISION: u32 = 1;
/// The evaluator's id, in column 1.
pub(super) const EVALUATOR: u32 = 2;
/// The evaluator's name, in column 1.
pub(super) const NAME: u32 = 3;
/// The heads of the columns.
pub(super) const HEAD: u32 = 6;
/// The vendor's id, or its label.
pub(super) const VENDOR: u16 = 0;
/// The criterion's id.
pub(super) const CRITERION: u16 = 2;
/// The column of the mark, on the scale of its criterion.
pub(super) const MARK: u16 = 4;
/// The column of the reason for a mark.
pub(super) const NOTE: u16 = 5;
