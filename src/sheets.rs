//! Spreadsheets that people keep, taken in: from a score sheet or a table of facts to the files of a workspace.
//!
//! [`cells`] makes one sparse grid of any spreadsheet. `layout` finds its tables, `replay` computes its formulas anew with
//! what each hangs on, and `meaning` says what lines and columns are. What comes out is an [`Import`]: criteria, vendors
//! and values with their cells, totals beside the sheet's, what is wrong with the sheet, and a question for whatever can be
//! read in two ways. [`form`] is what vendors are asked, and the way back of their answers; [`marks`] is that of evaluators. [`write`](mod@write) makes files of it; [`answers_file`] keeps what was decided.

pub mod answers_file;
pub mod cells;
pub mod form;
mod formula;
mod ids;
mod layout;
pub mod marks;
mod meaning;
pub mod proposal;
pub mod questions;
mod replay;
pub mod summary;
mod typed;
mod words;
pub mod write;

use crate::decision::Decision;
use crate::exact::Exact;
use cells::Book;
pub use meaning::{NoAnswer, NoTable};
use proposal::Import;
use questions::Answers;

/// The numbers that a text can be read as, as people write them: none for no number, several where a separator can be of
/// thousands or of decimals. A percentage is the number before its sign.
#[must_use]
pub fn readings(text: &str) -> Vec<Exact> {
    match typed::typed(text) {
        typed::Typed::Number(amount) if amount.factor.is_none() && amount.currency.is_none() => {
            amount.readings
        }
        _ => Vec::new(),
    }
}

/// Reads what a book says, as far as the answers go; answers that are no reading of their question come back.
///
/// # Errors
/// [`NoTable`] where nothing in it is a table of criteria or of facts.
pub fn import(book: &Book, answers: &Answers) -> Result<(Import, Vec<NoAnswer>), NoTable> {
    meaning::read(book, answers)
}

/// Reads what a book says, as the next edition of what a decision has: names that it does not know are asked about.
///
/// # Errors
/// As [`import`].
pub fn import_into(
    book: &Book,
    answers: &Answers,
    decision: &Decision,
) -> Result<(Import, Vec<NoAnswer>), NoTable> {
    let (mut found, mut refused) = meaning::read(book, answers)?;
    meaning::ask_renamed(&mut found, &mut refused, decision, (book, answers));
    Ok((found, refused))
}
