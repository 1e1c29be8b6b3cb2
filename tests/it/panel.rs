//! Panels: one mark of several, agreement, votes, own weights; published panels to their figures.

mod combining;
mod command;
mod hostile;
mod locking;
mod measures;
mod properties;
mod published;
mod returned;
mod sheets;

use crate::support::Workspace;

/// A decision that people mark from 1 to 5 on two criteria, with the rule of its panel.
fn criteria(rule: &str) -> String {
    format!(
        r#"
title = "Desk"
panel = "panel/d"
[criteria.manner]
name = "Manner"
weight = 60
scale = {{ rating = 5 }}
[criteria.clarity]
name = "Clarity"
weight = 40
scale = {{ rating = 5 }}
[rule]
weights = 100
[rule.panel]
{rule}
"#
    )
}

/// A workspace with vendors `a`, `b`, ... and a panel of files.
fn panel(rule: &str, vendors: usize, evaluators: &[(&str, &str)]) -> Workspace {
    let workspace = Workspace::new(&criteria(rule), &[]);
    for id in ('a'..='z').take(vendors) {
        workspace.write(&format!("vendors/d/{id}.toml"), format!("name = \"Vendor {id}\"\n"));
    }
    for (id, text) in evaluators {
        workspace.write(&format!("criteria/panel/d/{id}.toml"), format!("name = \"{id}\"\n{text}\n"));
    }
    workspace
}

/// The combined mark of a vendor on a criterion, as the program writes it: `null` when it is not known.
fn mark(workspace: &Workspace, vendor: &str, criterion: &str) -> String {
    let json = workspace.weigh(&["panel", "--format", "json"]).json();
    let marks = json["result"]["marks"].as_array().unwrap();
    let one = marks.iter().find(|mark| mark["vendor"] == vendor && mark["criterion"] == criterion).unwrap();
    one["mark"].to_string()
}
