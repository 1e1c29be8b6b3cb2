//! `weigh` chooses a provider of outsourced customer contact or back-office work and shows why.
//!
//! Vendor profiles and weighted criteria are TOML files. The way of the data, one module a step:
//!
//! ```text
//!  criteria/ ┐           cost, weights, panel            ┌─► explain, robust ─┐
//!  vendors/  ┴─► files ─► open ─► decision ─► score ─► Evaluation ────────────┴─► report, cli, tui
//! ```
//!
//! - [`files`] reads, checks and edits TOML; every problem becomes a [`diagnostic::Diagnostic`].
//!   No engine is called there, and no file is read twice.
//! - [`mod@open`] is the one way to a decision: reads its files, works out costs, weights and the panel's marks, and checks
//!   all of it.
//! - [`decision`] holds what was read: needs, gates, criteria, vendors, the rule. Plain checked values.
//! - [`cost`] works out what each quote costs, from one demand; what it finds become facts of the vendors.
//! - [`weights`] turns the tree of weights into shares of one, and finds weights from what people say.
//! - [`score`] judges gates and computes the [`score::Evaluation`], the one result that all else reads.
//! - [`panel`] makes one mark of several evaluators' and says where they disagree.
//! - [`explain`] answers questions over it: why, what makes the difference, what is not known.
//! - [`robust`] asks how sure the ranking is: weights that move, doubt, tipping points.
//! - [`report`] lays the result out for those who file it, send it and show it.
//! - [`exact`] is the number type of the score of record.
//! - [`features`] says what a build has.
//! - [`cli`] is the command line: streams, tables, exit codes.
//! - [`tui`] is the terminal UI: state, actions, pages.
//! - [`answers`] works out and words what a question comes to, for all that show it.
//! - [`brand`], [`text`], [`diagnostic`] and [`exit`] stand beneath: whose documents they are, texts made harmless,
//!   problems with their places, and how a command ended.
//!
//! What is absent on purpose, since another room has it; a test reads every import and fails on one that goes up:
//!
//! | room | does without |
//! |---|---|
//! | [`exact`], [`text`], [`brand`], [`exit`], [`features`] | any other room |
//! | [`diagnostic`] | what a decision is: it knows texts and places in them |
//! | [`decision`] | reading, and everything that is worked out |
//! | [`files`] | the look of what was read: no reports, no screens |
//! | [`cost`], [`weights`], [`panel`], [`score`], [`robust`], [`explain`] | files, clocks, printing; randomness without a seed |
//! | [`answers`] | files, and the formats and widths of what shows them |
//! | [`report`] | files and the parser of the command line: it makes bytes and writes none |
//! | [`tui`] | the command line |
//! | [`cli`] | the screens, but for its command `tui` |
//!
//! The features `cli`, `tui`, `html`, `pdf` and `xlsx` are on by default. With `default-features = false` the crate is
//! the exact core, reports in Markdown, CSV and JSON with it; that is all that this needs:
//!
//! ```
//! use std::path::Path;
//! use weigh::files::{Request, Workspace};
//! use weigh::open::open;
//!
//! let workspace = Workspace::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
//! let criteria = workspace.decision("contact-centre").unwrap();
//! let opened = open(&Request { workspace, criteria, vendors: None, what_if: vec![] });
//! let evaluation = weigh::score::evaluate(opened.decision().unwrap());
//! assert_eq!(evaluation.ranked().next().unwrap().rank, Some(1));
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that unwraps fails, as it should"))]

pub mod answers;
pub mod brand;
#[cfg(feature = "cli")]
pub mod cli;
pub mod cost;
pub mod decision;
pub mod diagnostic;
pub mod exact;
pub mod exit;
pub mod explain;
pub mod features;
pub mod files;
pub mod open;
pub mod panel;
pub mod report;
pub mod robust;
pub mod score;
pub mod text;
#[cfg(feature = "tui")]
pub mod tui;
pub mod weights;
