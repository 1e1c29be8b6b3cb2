//! What procurement files, sends and shows: the report, in whatever format.
//!
//! - [`chapters`] puts a report together from the sections of [answers](crate::answers).
//! - One module a format: [`mod@html`], [`mod@markdown`], [`mod@csv`], [`mod@json`]. A format lays out and works nothing out.
//! - [`mod@debrief`] and [`mod@notice`] are the letters: what a vendor, and what everybody, is told.
//! - [`kind`] names the formats.
//! - [`template`] is how a [`Brand`](crate::brand::Brand) frames what weigh says.
//! - [`mod@xlsx`] writes a workbook that scores and ranks by itself.
//! - [`score_sheet`] checks the totals of score sheets that were made by hand; [`workbook`] reads workbooks.
//! - [`drawing`] is what charts are made of, for every format that can draw.
//! - [`mod@pdf`] writes a document as PDF, and `docx` for Word.

pub mod chapters;
#[cfg(any(feature = "docx", feature = "pdf"))]
mod columns;
pub mod csv;
pub mod debrief;
#[cfg(feature = "docx")]
pub mod docx;
pub mod drawing;
#[cfg(feature = "html")]
pub mod html;
pub mod json;
pub mod kind;
pub mod markdown;
pub mod notice;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod score_sheet;
#[cfg(feature = "html")]
mod svg;
#[cfg(feature = "html")]
pub mod template;
#[cfg(not(feature = "html"))]
#[path = "report/template_left_out.rs"]
pub mod template;
#[cfg(feature = "html")]
mod web;
pub mod workbook;
#[cfg(feature = "xlsx")]
pub mod xlsx;

pub use chapters::{Chapter, Edition, board_paper, report};
#[cfg(feature = "docx")]
pub use docx::docx;
#[cfg(feature = "html")]
pub use html::html;
pub use json::json;
pub use kind::{Handover, Kind, MakeError, letter_text};
pub use markdown::markdown;
#[cfg(feature = "pdf")]
pub use pdf::{PdfError, pdf};
#[cfg(feature = "xlsx")]
pub use xlsx::xlsx;
