//! What is handed over: reports in every format, and whether they still follow from their inputs.

mod files;
mod letters;
mod panel;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(feature = "pdf")]
mod sample;
mod templates;
mod verify;
