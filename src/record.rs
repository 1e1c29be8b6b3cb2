//! What was decided, beside what the files say now.
//!
//! An award is a record of its day: who got the work, the scores and ranks, what was not known. [`mod@award`] makes it from
//! an evaluation, and [`since`] says what is different today. [`letter`] says whether somebody can be told of it, and
//! [`disclosure`] what: by the table of a [`regime`]. [`leak`] says what follows from it. [`mod@reason`] words why a vendor has its points, [`deadline`] counts
//! days. Nothing here reads a file or lays out a letter.

pub mod award;
pub mod deadline;
pub mod disclosure;
pub mod gaps;
pub mod leak;
pub mod letter;
pub mod must_have;
pub mod names;
pub mod reason;
pub mod regime;
pub mod release;
pub mod since;
