//! What procurement files, sends and shows: the report, in whatever format.
//!
//! - [`mod@findings`] works out everything that a report says, once.
//! - [`document`] is the one type that says what a report contains; [`chapters`] fills it.
//! - [`drawing`] is what charts are made of, for every format that can draw.

pub mod chapters;
pub mod document;
pub mod drawing;
pub mod findings;

pub use chapters::{Chapter, report};
pub use document::Document;
pub use findings::{Findings, findings};
