//! Values as files write them.

use super::quoted;
use crate::decision::{Date, FactValue, Item};

/// A value as files write it; things of a list that stay keep what is said of them.
pub(crate) fn toml(value: &FactValue, old: Option<&FactValue>) -> String {
    match value {
        FactValue::Number { value } => value.plain(18),
        FactValue::Range { low, likely, high } => {
            format!("{{ low = {}, likely = {}, high = {} }}", low.plain(18), likely.plain(18), high.plain(18))
        }
        FactValue::Count(count) => count.toml(quoted),
        FactValue::Text { value } => quoted(value),
        FactValue::YesNo { value } => value.to_string(),
        FactValue::Date { value } => value.to_string(),
        FactValue::NotApplicable { reason } => {
            format!("{{ not_applicable = true, reason = {} }}", quoted(reason))
        }
        FactValue::Set { items } => {
            let known = |name: &str| match old {
                Some(FactValue::Set { items }) => items.iter().find(|item| item.name == name),
                _ => None,
            };
            let item = |item: &Item| {
                let said = known(&item.name).map(|known| known.evidence.clone()).unwrap_or_default();
                let day = |key: &str, day: Option<Date>| day.map(|day| format!("{key} = {day}"));
                let text =
                    |key: &str, text: Option<String>| text.map(|text| format!("{key} = {}", quoted(&text)));
                let parts = [
                    day("until", item.evidence.until.or(said.until)),
                    text("source", said.source),
                    day("as_of", said.as_of),
                    text("note", said.note),
                ];
                let parts: Vec<String> = parts.into_iter().flatten().collect();
                let name = quoted(said.written.as_deref().unwrap_or(&item.name));
                if parts.is_empty() { name } else { format!("{{ name = {name}, {} }}", parts.join(", ")) }
            };
            let items: Vec<String> = items.iter().map(item).collect();
            format!("[{}]", items.join(", "))
        }
    }
}
