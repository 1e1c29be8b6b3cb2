//! Two results beside each other: lists of vendors, criteria and files by what they are called, and not by their places.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};

/// A place where a result says something else than its inputs give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Where: `vendors[siam-voice].cells[cost].points`.
    pub place: String,
    /// The same in names: `Siam Voice, Cost, points`.
    pub name: String,
    /// What the result says; empty where it says nothing.
    pub said: String,
    /// What its inputs give; empty where they give nothing.
    pub is: String,
}

impl Difference {
    /// Whether it is of a number.
    #[must_use]
    pub fn is_of_number(&self) -> bool {
        let is_number = |text: &str| text.parse::<f64>().is_ok();
        is_number(&self.said) || is_number(&self.is)
    }
}

/// What an entry of a list is known by, the first that all of them have and none shares.
const KEYS: [&str; 6] = ["id", "path", "vendor", "criterion", "gate", "evaluator"];

/// Every place where two values differ, in the order of the first.
///
/// Entries of lists are those of the same id, wherever they stand; that they stand in another order is a difference of
/// its own.
#[must_use]
pub fn differences(said: &Value, is: &Value) -> Vec<Difference> {
    let (said, is) = (with_named_cells(said), with_named_cells(is));
    let mut found = Vec::new();
    compare(&said, &is, "", &mut found);
    for one in &mut found {
        one.name = named(&one.place, &said, &is);
    }
    found
}

/// The result with the cells of vendors by their criteria, of which their places alone speak.
fn with_named_cells(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().map(with_named_cells).collect(),
        Value::Object(map) => {
            let mut map: Map<String, Value> =
                map.iter().map(|(key, value)| (key.clone(), with_named_cells(value))).collect();
            let ids: Vec<Value> = map
                .get("criteria")
                .and_then(Value::as_array)
                .map_or_else(Vec::new, |list| list.iter().map(|one| one["id"].clone()).collect());
            for vendor in map.get_mut("vendors").and_then(Value::as_array_mut).into_iter().flatten() {
                let Some(cells) = vendor.get_mut("cells").and_then(Value::as_array_mut) else { continue };
                for (cell, id) in cells.iter_mut().zip(&ids) {
                    if let Value::Object(cell) = cell {
                        cell.insert("criterion".to_owned(), id.clone());
                    }
                }
            }
            Value::Object(map)
        }
        other => other.clone(),
    }
}

/// What each entry of a list is known by; none where the list has no such key.
fn ids(list: &[Value]) -> Option<Vec<&str>> {
    KEYS.iter().find_map(|key| {
        let ids: Vec<&str> = list.iter().map(|one| one.get(key)?.as_str()).collect::<Option<_>>()?;
        let is_unique = ids.iter().collect::<BTreeSet<_>>().len() == ids.len();
        (is_unique && !ids.is_empty()).then_some(ids)
    })
}

fn compare(said: &Value, is: &Value, place: &str, found: &mut Vec<Difference>) {
    match (said, is) {
        (Value::Object(said), Value::Object(is)) => {
            let inside = |key: &str| if place.is_empty() { key.to_owned() } else { format!("{place}.{key}") };
            for (key, value) in said {
                compare(value, is.get(key).unwrap_or(&Value::Null), &inside(key), found);
            }
            for (key, value) in is.iter().filter(|(key, _)| !said.contains_key(*key)) {
                compare(&Value::Null, value, &inside(key), found);
            }
        }
        (Value::Array(said), Value::Array(is)) => match (ids(said), ids(is)) {
            (Some(of_said), Some(of_is)) => by_id((said, &of_said), (is, &of_is), place, found),
            _ => {
                for at in 0..said.len().max(is.len()) {
                    let side = |list: &[Value]| list.get(at).cloned().unwrap_or_default();
                    compare(&side(said), &side(is), &format!("{place}[{at}]"), found);
                }
            }
        },
        (said, is) if said == is => {}
        (said, is) => found.push(difference(place.to_owned(), text(said), text(is))),
    }
}

fn by_id(
    (said, of_said): (&[Value], &[&str]),
    (is, of_is): (&[Value], &[&str]),
    place: &str,
    found: &mut Vec<Difference>,
) {
    let at = |ids: &[&str], id: &str| ids.iter().position(|other| *other == id);
    for (id, said) in of_said.iter().zip(said) {
        let is = at(of_is, id).map_or(&Value::Null, |at| &is[at]);
        compare(said, is, &format!("{place}[{id}]"), found);
    }
    for (id, is) in of_is.iter().zip(is).filter(|(id, _)| at(of_said, id).is_none()) {
        compare(&Value::Null, is, &format!("{place}[{id}]"), found);
    }
    let shared = |ids: &[&str], others: &[&str]| -> Vec<String> {
        ids.iter().filter(|id| at(others, id).is_some()).map(|id| (*id).to_owned()).collect()
    };
    let (said, is) = (shared(of_said, of_is), shared(of_is, of_said));
    if said != is {
        found.push(difference(format!("{place} (order)"), said.join(", "), is.join(", ")));
    }
}

fn difference(place: String, said: String, is: String) -> Difference {
    Difference { place, name: String::new(), said, is }
}

/// A value in a line; what is left out is empty.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A place in names: those of vendors, criteria and must-haves, and the last keys as words.
fn named(place: &str, said: &Value, is: &Value) -> String {
    let mut parts: Vec<String> = Vec::new();
    let (mut said, mut is) = (said, is);
    let mut rest = Vec::new();
    for step in steps(place) {
        let next = |value: &'_ Value| -> Option<usize> {
            let list = value.as_array()?;
            ids(list)?.iter().position(|id| *id == step)
        };
        let [of_said, of_is] = [said, is].map(|value| next(value).map(|at| &value[at]));
        if let Some(one) = of_said.or(of_is) {
            let id = one["criterion"].as_str().filter(|_| one.get("name").is_none());
            let name = one["name"].as_str().or(id).unwrap_or(step);
            parts.push(name.to_owned());
            rest.clear();
        } else {
            rest.push(step.replace('_', " "));
        }
        said = of_said.unwrap_or(&said[step]);
        is = of_is.unwrap_or(&is[step]);
    }
    let known = ["result", "evaluation", "value", "likely"];
    parts.extend(rest.into_iter().filter(|step| !known.contains(&step.as_str())));
    if parts.is_empty() { place.to_owned() } else { parts.join(", ") }
}

/// The keys and ids of a place.
fn steps(place: &str) -> impl Iterator<Item = &str> {
    place.split(['[', ']', '.']).filter(|step| !step.is_empty())
}
