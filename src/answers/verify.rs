//! Does a result that was handed over still follow from its inputs?

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::Answer;
use super::document::{Cell, Section, Table, Tone};
use super::records::{Field, Records};
use crate::score::Evaluation;
use crate::score::field::SETS_NO_PRICE;

/// Where a result differs from what its inputs give. Its JSON is the list of places.
#[derive(Debug)]
pub struct Verification {
    /// Every place that differs.
    pub differences: Vec<Difference>,
    /// What is said where none does.
    pub agrees: String,
    /// What is said where the program that made it compared other bids.
    pub other_field: Option<&'static str>,
}

impl Serialize for Verification {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.differences.serialize(serializer)
    }
}

impl Answer for Verification {
    const QUESTION: &'static str = "verify";

    fn evaluation(&self) -> Option<&Evaluation> {
        None
    }

    fn sections(&self) -> Vec<Section> {
        let mut table = Table::of("What differs").head("Where").words("It says").words("The inputs give");
        for one in &self.differences {
            let shown = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
            table.row(vec![
                one.place.as_str().into(),
                Cell::toned(shown(&one.said), Tone::Bad),
                Cell::toned(shown(&one.is), Tone::Good),
            ]);
        }
        let mut section = Section::chapter("verify", "");
        if self.differences.is_empty() {
            section.text(&self.agrees);
        }
        if let Some(said) = self.other_field {
            section.text(said);
        }
        section.table(table);
        vec![section]
    }

    fn records(&self) -> Records {
        let row = |one: &Difference| {
            [&one.place, &one.said, &one.is].map(|text| Field::Text(text.clone())).to_vec()
        };
        Records::new(["place", "said", "is"], self.differences.iter().map(row))
    }
}

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

/// Says of a result with the same inputs that it was made while bids below a minimum still set prices; none where
/// that does not explain it.
#[must_use]
pub fn other_field(differences: &[Difference]) -> Option<&'static str> {
    let has_other_inputs = differences.iter().any(|one| one.place.contains("digest."));
    let is_told = |one: &Difference| one.said.is_empty() && one.is.contains(SETS_NO_PRICE);
    let is_of_field = !has_other_inputs && differences.iter().any(is_told);
    is_of_field.then_some(
        "The inputs are the same. This was made by an earlier version, for which bids below a minimum still set \
         prices for the others; now they do not, and scores follow from another field.",
    )
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
