//! Does a result that was handed over still follow from its inputs?

use serde::Serialize;
use serde_json::Value;

/// A place where a result says something else than its inputs give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Where: `vendors[2].cells[4].points`.
    pub place: String,
    /// What the result says; empty where it says nothing.
    pub said: String,
    /// What its inputs give; empty where they give nothing.
    pub is: String,
}

/// Every place where two values differ, in the order of the first.
#[must_use]
pub fn differences(said: &Value, is: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(said, is, "", &mut found);
    found
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
        (Value::Array(said), Value::Array(is)) => {
            for at in 0..said.len().max(is.len()) {
                let side = |list: &[Value]| list.get(at).cloned().unwrap_or_default();
                compare(&side(said), &side(is), &format!("{place}[{at}]"), found);
            }
        }
        (said, is) if said == is => {}
        (said, is) => found.push(Difference { place: place.to_owned(), said: text(said), is: text(is) }),
    }
}

/// A value in a line; what is left out is empty.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
