//! What is handed over: reports in every format, and whether they still follow from their inputs.

mod board;
#[cfg(feature = "docx")]
mod docx;
mod files;
mod letters;
mod panel;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(any(feature = "docx", feature = "pdf"))]
mod sample;
mod templates;
mod verify;
