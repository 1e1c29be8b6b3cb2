//! Questions over an evaluation: why a vendor stands where it does, what makes the difference
//! between two, and what is not known yet. Nothing here computes a score.

pub mod difference;
pub mod gaps;
pub mod reasons;
pub mod spread;
pub mod words;

pub use difference::{Difference, DifferencePart, difference};
pub use gaps::{Gap, gaps};
pub use reasons::{MarkBehind, Reason, reasons};
pub use spread::{CriterionSpread, Spread, spread};
