//! Which inputs are others than a result was made from, by the names of vendors and criteria.

use serde::Serialize;
use serde_json::Value;

/// An input that is another now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InputChange {
    /// Which: `Siam Voice, Price of an hour`.
    pub input: String,
    /// What it was; empty for a new one.
    pub was: String,
    /// What it is; empty for one that is gone.
    pub is: String,
}

/// Compares what two evaluations were made from, as they are published.
pub(super) fn changes(said: &Value, is: &Value) -> Vec<InputChange> {
    let mut found = Vec::new();
    let mut note = |input: String, was: String, is: String| {
        let change = InputChange { input, was, is };
        if change.was != change.is && !found.contains(&change) {
            found.push(change);
        }
    };
    for key in ["title", "currency", "needs"] {
        note(format!("the decision, {key}"), text(&said["decision"][key]), text(&is["decision"][key]));
    }
    for (key, of_said, of_is) in keys(&said["rule"], &is["rule"]) {
        note(format!("the rule, {}", key.replace('_', " ")), text(of_said), text(of_is));
    }
    for (name, of_said, of_is) in beside(&said["gates"], &is["gates"]) {
        for key in ["name", "fact", "asks", "note"] {
            note(format!("must-have {name}, {key}"), text(&of_said[key]), text(&of_is[key]));
        }
    }
    for (name, of_said, of_is) in beside(&said["criteria"], &is["criteria"]) {
        for key in ["name", "weight", "scale", "fact", "unit", "minimum", "unknown", "rounding", "note"] {
            note(format!("{name}, {key}"), text(&of_said[key]), text(&of_is[key]));
        }
    }
    for (name, of_said, of_is) in beside(&said["vendors"], &is["vendors"]) {
        if of_said.is_null() || of_is.is_null() {
            let there = |vendor: &Value| if vendor.is_null() { "" } else { "there" }.to_owned();
            note(name, there(of_said), there(of_is));
            continue;
        }
        let out = |vendor: &Value| {
            let mut all = vendor["exclusions"].as_array().into_iter().flatten();
            let own = all.find(|one| matches!(one["because"].as_str(), Some("withdrawn" | "disqualified")));
            own.map_or_else(|| "takes part".to_owned(), |one| text(&one["because"]))
        };
        note(format!("{name}, status"), out(of_said), out(of_is));
        for (at, criterion) in is["criteria"].as_array().into_iter().flatten().enumerate() {
            let place = said["criteria"]
                .as_array()
                .and_then(|list| list.iter().position(|other| other["id"] == criterion["id"]));
            let Some(place) = place else { continue };
            let input = format!("{name}, {}", criterion["name"].as_str().unwrap_or_default());
            let [was, is] = [&of_said["cells"][place]["fact"], &of_is["cells"][at]["fact"]];
            evidence(&mut note, &input, was, is);
        }
        for (gate, was, is) in beside(&of_said["gates"], &of_is["gates"]) {
            evidence(&mut note, &format!("{name}, must-have {gate}"), &was["fact"], &is["fact"]);
        }
    }
    found
}

/// Notes the change of a fact: its value, or else what is said of it.
fn evidence(note: &mut impl FnMut(String, String, String), input: &str, was: &Value, is: &Value) {
    let [value_was, value_is] = [was, is].map(fact);
    if value_was != value_is {
        return note(input.to_owned(), value_was, value_is);
    }
    for key in ["unit", "source", "as_of", "until", "note"] {
        note(format!("{input}, {}", key.replace('_', " ")), text(&was[key]), text(&is[key]));
    }
}

/// A fact as people write it.
fn fact(fact: &Value) -> String {
    let value = &fact["value"];
    match value["kind"].as_str() {
        None => "not known".to_owned(),
        Some("range") => {
            format!("{} to {}, likely {}", text(&value["low"]), text(&value["high"]), text(&value["likely"]))
        }
        Some("set") => {
            let items = value["items"].as_array().into_iter().flatten();
            let item = |one: &Value| match one["until"].as_str() {
                Some(until) => format!("{} (until {until})", text(&one["name"])),
                None => text(&one["name"]),
            };
            items.map(item).collect::<Vec<_>>().join(", ")
        }
        Some(_) => text(&value["value"]),
    }
}

/// The entries of two lists by their ids, with the name of each; null where one list has none of that id.
fn beside<'a>(said: &'a Value, is: &'a Value) -> Vec<(String, &'a Value, &'a Value)> {
    let list = |value: &'a Value| value.as_array().map_or(&[][..], Vec::as_slice);
    let id = |one: &Value| text(one.get("id").or(one.get("gate")).unwrap_or(&Value::Null));
    let find =
        |all: &'a [Value], wanted: &str| all.iter().find(|one| id(one) == wanted).unwrap_or(&Value::Null);
    let (said, is) = (list(said), list(is));
    let mut ids: Vec<String> = said.iter().chain(is).map(id).collect();
    let mut seen = std::collections::BTreeSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    let pair = |id: String| {
        let [of_said, of_is] = [find(said, &id), find(is, &id)];
        let name = of_is["name"].as_str().or(of_said["name"].as_str()).unwrap_or(&id).to_owned();
        (name, of_said, of_is)
    };
    ids.into_iter().map(pair).collect()
}

/// The values of two objects by their keys.
fn keys<'a>(said: &'a Value, is: &'a Value) -> Vec<(&'a str, &'a Value, &'a Value)> {
    let keys = |value: &'a Value| value.as_object().into_iter().flat_map(|map| map.keys());
    let all: std::collections::BTreeSet<&String> = keys(said).chain(keys(is)).collect();
    all.into_iter().map(|key| (key.as_str(), &said[key.as_str()], &is[key.as_str()])).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
