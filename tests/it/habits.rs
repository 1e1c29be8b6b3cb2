//! What people type who come from a spreadsheet: either it means what was meant, or a diagnostic names it.

mod folders;
mod messages;
mod names;
mod numbers;
mod property;
mod sets;
mod what_ifs;

use serde_json::Value;

use crate::support::{Output, Workspace};

/// A decision that asks for languages and certificates, must-haves and a criterion, and for a price.
const CRITERIA: &str = r#"title    = "Support"
currency = "USD"

[needs]
languages = ["en", "es"]

[gates.languages]
includes = "needs.languages"

[gates.security]
fact         = "certifications"
includes_any = ["PCI DSS", "SOC 2"]

[gates.shore]
fact   = "delivery"
one_of = ["onshore", "nearshore"]

[criteria.certificates]
fact   = "certifications"
weight = 40
scale  = { covers = ["ISO 27001", "PCI DSS"] }

[criteria.price]
weight = 60
unit   = "USD/h"
scale  = { worst = 40, best = 10 }

[rule]
weights = 100
"#;

/// A vendor in whom nothing is wrong.
const SOUND: [(&str, &str); 4] = [
    ("languages", r#"["en", "es", "pt"]"#),
    ("certifications", r#"["PCI DSS", "ISO 27001"]"#),
    ("delivery", r#""nearshore""#),
    ("price", "14.20"),
];

/// The file of that vendor, with another value for one fact.
fn vendor(name: &str, fact: &str, value: &str) -> String {
    let facts = SOUND.map(|(id, sound)| format!("{id} = {}\n", if id == fact { value } else { sound }));
    format!("name = \"{name}\"\n\n[facts]\n{}", facts.concat())
}

/// The decision with three sound vendors, and one with another value for a fact.
fn decision(fact: &str, value: &str) -> Workspace {
    let sound = |name| vendor(name, "", "");
    let vendors = [("aalto", sound("Aalto")), ("brandt", sound("Brandt")), ("charoen", sound("Charoen"))];
    let workspace = Workspace::new(CRITERIA, &[]);
    for (id, text) in vendors {
        workspace.write(&format!("vendors/d/{id}.toml"), text);
    }
    workspace.write("vendors/d/davao.toml", vendor("Davao CX", fact, value));
    workspace
}

/// The problems of a workspace.
fn problems(workspace: &Workspace) -> Vec<Value> {
    let output = workspace.weigh(&["check", "--format", "json"]);
    let json: Value = serde_json::from_str(&output.out).unwrap_or_else(|_| panic!("{output}"));
    json["result"]["problems"].as_array().expect("a list").clone()
}

/// Their codes.
fn codes(workspace: &Workspace) -> Vec<String> {
    problems(workspace).iter().map(|problem| text(problem, "code")).collect()
}

fn text(problem: &Value, key: &str) -> String {
    problem[key].as_str().unwrap_or_default().to_owned()
}

/// A run that shows what is wrong on standard error.
fn refused(workspace: &Workspace, arguments: &[&str]) -> Output {
    let output = workspace.weigh(arguments);
    assert_ne!(output.code, Some(0), "{output}");
    output
}
