//! What cannot be read in a formula.

use std::ops::Range;

/// What cannot be read in a formula.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FormulaError {
    /// What is wrong.
    pub message: String,
    /// The bytes of the text where.
    pub span: Range<usize>,
    /// What to write instead.
    pub help: String,
}

pub(super) type Parsed<T> = Result<T, FormulaError>;

/// Says what cannot be read.
pub(super) fn error<T>(span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Parsed<T> {
    Err(FormulaError { message: message.into(), span, help: help.into() })
}
