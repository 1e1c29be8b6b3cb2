//! Demand, staffing, quotes and total cost.

mod automation;
mod automation_years;
mod clauses;
mod clauses_said;
mod command;
mod facts;
mod outbound;
mod outbound_said;
mod patience;
mod properties;
mod redials;
mod repeats;
mod staff;
mod staffing;
mod total;

use crate::support::Output;

/// Compares what a person sees with the snapshot of that name.
fn snapshot(name: &str, output: &Output) {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r#""version": "[0-9][^"]*""#, r#""version": "VERSION""#);
    settings.add_filter(r"\b[0-9a-f]{64}\b", "SHA256");
    settings.bind(|| insta::assert_snapshot!(name, output.to_string()));
}
