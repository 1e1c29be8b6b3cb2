//! What was decided, beside what the files say now.
//!
//! An award is a record of its day: who got the work, the scores and ranks, what was not known. [`award`] makes it from an
//! evaluation, and [`since`] says what is different today. Nothing here reads a file or words a letter.

pub mod award;
pub mod must_have;
pub mod since;
