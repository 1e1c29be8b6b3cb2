//! The whole program and the library from outside, in one binary that links once.

#![allow(clippy::unwrap_used, reason = "a test that unwraps fails, as it should")]

mod aliases;
mod award;
mod claims;
mod cli;
mod cost;
mod diagnostics;
mod disclosure;
mod drawings;
mod edits;
mod field;
mod formulas;
mod fuzz;
mod habits;
mod head_facts;
mod hostile;
mod house;
mod html;
mod leaks;
mod licences;
mod limits;
mod open;
mod pack;
mod panel;
mod properties;
mod published;
mod readme;
mod report;
mod robust;
mod run_only;
mod schemas;
mod score_sheet;
mod sealed;
mod shapes;
mod sheets;
mod stated;
mod support;
mod terminal;
mod tui;
mod weights;
mod workbook;
mod worked_out;
mod writers;
