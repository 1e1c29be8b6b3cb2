//! Sheets: what one evaluator is to mark, blank, as TOML or XLSX, and the way back.
//!
//! A blind sheet calls the vendors A, B, C ...; who is who stands in a key file that is kept apart ([`key`]).
//! Prices are not in a sheet as long as quality is not locked.

mod blank;
mod filled;
pub mod key;
mod read;
mod xlsx;

pub use blank::{Sheet, SheetFact, SheetMark, SheetVendor, blank};
pub use filled::{Filled, FilledMark, written};
pub use key::Key;
pub use read::{SheetError, read_toml, read_xlsx};
pub use xlsx::xlsx;

/// What the first cell of a sheet says.
pub(crate) const MARKER: &str = "weigh/sheet/1";
/// The worksheet with the marks.
pub(crate) const MARKS: &str = "Marks";
/// The worksheet with what is known of the vendors.
pub(crate) const FACTS: &str = "Facts";

/// Where things stand on the worksheet with the marks, rows and columns from 0.
pub(crate) mod place {
    /// The decision, in column 1.
    pub(crate) const DECISION: u32 = 1;
    /// The evaluator's id, in column 1.
    pub(crate) const EVALUATOR: u32 = 2;
    /// The evaluator's name, in column 1.
    pub(crate) const NAME: u32 = 3;
    /// The heads of the columns.
    pub(crate) const HEAD: u32 = 6;
    /// The vendor's id, or its label.
    pub(crate) const VENDOR: u16 = 0;
    /// The criterion's id.
    pub(crate) const CRITERION: u16 = 2;
    /// The mark.
    pub(crate) const MARK: u16 = 4;
    /// The reason.
    pub(crate) const NOTE: u16 = 5;
}
