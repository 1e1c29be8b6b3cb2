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
//! - `sheets` takes spreadsheets in: it finds their tables, computes their formulas anew and asks what can be read in two
//!   ways; a workspace comes out.
//! - [`mod@open`] is the one way to a decision: reads its files, works out costs, weights and the panel's marks, and checks
//!   all of it.
//! - [`decision`] holds what was read: needs, gates, criteria, vendors, the rule. Plain checked values.
//! - [`cost`] works out what each quote costs, from one demand; what it finds become facts of the vendors.
//! - [`weights`] turns the tree of weights into shares of one, and finds weights from what people say.
//! - [`score`] judges gates and computes the [`score::Evaluation`], the one result that all else reads.
//! - [`panel`] makes one mark of several evaluators' and says where they disagree.
//! - [`explain`] answers questions over it: why, what makes the difference, what is not known.
//! - [`robust`] asks how sure the ranking is: weights that move, facts that are not known, break-even points.
//! - [`record`] compares what was decided with what the files say now.
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
//! | `sheets` | what a decision comes to: it knows cells, and writes files |
//! | [`cost`], [`weights`], [`panel`], [`score`], [`robust`], [`explain`], [`record`] | files, clocks, printing; randomness without a seed |
//! | [`answers`] | files, and the formats and widths of what shows them |
//! | [`report`] | files and the parser of the command line: it makes bytes and writes none |
//! | [`tui`] | the command line |
//! | [`cli`] | the screens, but for its command `tui` |
//!
//! # Glossary
//!
//! One word for each thing, in code, files, screens and reports.
//!
//! | word | what it means |
//! |---|---|
//! | decision | one criteria file with the vendors that it judges |
//! | vendor | who may get the work; a file of facts with their evidence |
//! | fact, evidence | what is true of a vendor; its source, day and remark |
//! | need | what we buy |
//! | gate, must-have | what a vendor has to have: pass, fail or open |
//! | criterion, group, leaf | what is judged; one with others under it; one that is scored |
//! | scale, shape | what a fact is worth; the few forms that all kinds of scales come in |
//! | value | what a fact is worth, 0 to 1 here and 0 to 100 where people read it |
//! | price | what a vendor asks for its work: from a quote, by a price formula, money of which less is better, or so named |
//! | value range | the lowest and the highest value that a fact may turn out to have |
//! | weight, share | how much a criterion counts as stated; the same as a part of its group (local) or of the whole (global) |
//! | points, score, rank | share times value times the rule's points; their sum; the place, from 1 |
//! | rule | how values become a ranking: points, roundings, what counts for the unknown, minimums, ties |
//! | minimum | a value or score below which a vendor is not awardable |
//! | field | the bids that a price formula or a relative scale looks at |
//! | panel, evaluator, mark | who judges what is rated; one of them; what one says |
//! | demand, quote, total cost | how much work there is; what a vendor asks for it; what is paid in the end |
//! | benefit, baseline, net | what a vendor brings beside its cost; what it is held against; benefit and what is saved |
//! | uncertainty | what is not known of weights and facts, and what follows for the ranking |
//! | draw, Dirichlet, spacing | one set of weights and facts taken at random; weights around the stated ones; weights anywhere, all equally likely |
//! | rank acceptability | the share of draws in which a vendor has a rank (SMAA) |
//! | central weights | the mean weights of the draws that a vendor wins |
//! | pairwise winning | the share of draws in which one vendor is ahead of another |
//! | stability interval | the weights between which the first place, or the order, holds |
//! | break-even point | the value of a fact, or the price, at which the first place changes |
//! | rank reversal | an order of two vendors that a third one turns |
//! | what-if | a value laid over the files without touching them |
//! | fingerprint | a SHA-256 of what counts: of the rule, of all inputs |
//! | lock, award, debrief, notice | settled and watched; who gets the work; the letter to a vendor; what everybody is told |
//! | record, condition, clearance | what was decided, as it was kept then; a must-have that was open then; how it was answered |
//! | pack | the files of a workspace in one, with a digest of each |
//! | answer, document | what a question comes to; its headings, paragraphs, tables and charts |
//!
//! # Features
//!
//! The features `cli`, `tui`, `html`, `pdf`, `docx` and `xlsx` are on by default. With `default-features = false` the crate is
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
mod parallel;
pub mod record;
pub mod report;
pub mod robust;
pub mod score;
#[cfg(feature = "xlsx")]
pub mod sheets;
pub mod text;
#[cfg(feature = "tui")]
pub mod tui;
pub mod weights;
