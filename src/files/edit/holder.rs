//! Values with evidence of their own: facts, amounts and marks, each a plain value or a table that says how we know.

use crate::files::node::{Node, NodeKind, Table};
use crate::files::what_if::Target;

/// The keys of a table that say what is true.
pub(super) const SAYS: [&str; 11] = [
    "value",
    "low",
    "likely",
    "high",
    "not_applicable",
    "reason",
    "yes",
    "of",
    "population",
    "prior",
    "from",
];
/// The key of a mark that says what it is.
pub(super) const MARK: &str = "mark";

/// What a value with evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HolderKind {
    /// A fact of a vendor.
    Fact,
    /// A number that costs hang on: of the forecast, the assumptions or a quote.
    Amount,
    /// A mark, with the reason for it.
    Mark,
}

/// What of a value with evidence a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HolderPart {
    /// All of it.
    Whole,
    /// The number, text or list.
    Value,
    /// One end of a range.
    End,
    /// Where it comes from.
    Source,
    /// What else is said of it.
    Other,
}

/// A value with evidence, to which or into which a path leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holder {
    pub(crate) kind: HolderKind,
    pub(crate) part: HolderPart,
    /// How many keys of its file lead to it.
    pub(crate) depth: usize,
}

/// Whether a key is that of a currency.
fn is_currency(key: &str) -> bool {
    key.len() == 3 && key.bytes().all(|byte| byte.is_ascii_uppercase())
}

impl Holder {
    /// What a path of a file leads to; none where nothing there has evidence of its own.
    pub(crate) fn at(target: &Target, keys: &[&str]) -> Option<Holder> {
        use HolderKind::{Amount, Fact, Mark};
        let (kind, depth) = match (target, keys) {
            (Target::Vendor(_), ["facts", _, ..]) => (Fact, 2),
            (Target::Vendor(_), ["ratings", _, ..]) => (Mark, 2),
            (Target::Panel(_), ["marks", _, _, ..]) => (Mark, 3),
            (Target::Criteria, ["cost", "wages", key, ..]) if is_currency(key) => (Amount, 3),
            (Target::Vendor(_), ["quote", "resolution", ..])
            | (Target::Criteria, ["cost", "cpi" | "wages" | "present", ..]) => (Amount, 2),
            (
                Target::Vendor(_),
                ["quote", "training", "rate" | "attrition", ..]
                | ["quote", "index", "rise", ..]
                | ["quote", "bonus", "actual", ..]
                | ["quote", "ramp" | "learning", "slower", ..],
            )
            | (Target::Criteria, ["cost", "rates", _, ..]) => (Amount, 3),
            (
                Target::Vendor(_),
                ["quote", "prices", _, "rate", ..]
                | [
                    "quote",
                    "automation",
                    _,
                    "reach" | "containment" | "genuine" | "return" | "relative" | "rest_longer" | "minutes"
                    | "actions",
                    ..,
                ]
                | ["quote", "outbound", _, "conversion" | "leads" | "occupancy", ..]
                | ["quote", "work", _, "fcr" | "fcr_later" | "aht" | "concurrency", ..]
                | ["quote", "charges", _, "amount", ..]
                | ["quote", "contract", "termination", "amount", ..],
            )
            | (
                Target::Criteria,
                ["needs", "demand", _, "aht" | "resolution" | "shrinkage" | "fcr_today" | "return", ..]
                | ["needs", "outbound", _, "live" | "right" | "cancel" | "value" | "revenue", ..]
                | ["needs", "value", "customer", "margin" | "keep", ..]
                | ["needs", "value", "leave", "first" | "later" | "given_up", ..]
                | ["needs", "value", "baseline", "total", ..]
                | ["cost", "buyer" | "checklist", _, "amount", ..],
            ) => (Amount, 4),
            (
                Target::Vendor(_),
                ["quote", "prices", _, "index", "rise", ..] | ["quote", "credits", "levels", _, "missed", ..],
            )
            | (
                Target::Criteria,
                ["cost", "buyer", _, "by_vendor", _, ..] | ["needs", "value", "other", _, "amount", ..],
            ) => (Amount, 5),
            _ => return None,
        };
        let part = match &keys[depth..] {
            [] => HolderPart::Whole,
            ["value" | MARK] => HolderPart::Value,
            ["low" | "likely" | "high" | "yes" | "of" | "population" | "prior" | "from", ..] => {
                HolderPart::End
            }
            ["source"] => HolderPart::Source,
            _ => HolderPart::Other,
        };
        Some(Holder { kind, part, depth })
    }

    /// The key that a plain value goes to where there is a table; none where it takes the place of the table.
    pub(super) fn key_of(self, new: &Node) -> Option<&'static str> {
        match (self.kind, &new.kind) {
            (_, NodeKind::Table(_)) => None,
            (HolderKind::Mark, _) => Some(MARK),
            (HolderKind::Fact, _) | (HolderKind::Amount, NodeKind::Number(_)) => Some(SAYS[0]),
            // A reference to a fact, or a list by year.
            (HolderKind::Amount, _) => None,
        }
    }
}

/// What is said, without how we know: equal texts say the same. Empty where nothing is.
pub(super) fn said(node: &Node) -> String {
    let Some(Table(entries)) = node.as_table() else { return format!("value={}", node.meaning()) };
    let mut says: Vec<String> = Vec::new();
    for entry in entries.iter().filter(|entry| SAYS.contains(&entry.key.as_str()) || entry.key == MARK) {
        let key = if entry.key == MARK { SAYS[0] } else { entry.key.as_str() };
        says.push(format!("{key}={}", entry.node.meaning()));
    }
    says.sort();
    says.join(",")
}

/// A range in words, `22 to 40, likely 28`; none where a table says no range.
pub(crate) fn range_text(table: &Table) -> Option<String> {
    let number = |key: &str| match &table.get(key)?.node.kind {
        NodeKind::Number(number) => Some(number.clone()),
        _ => None,
    };
    Some(format!("{} to {}, likely {}", number("low")?, number("high")?, number("likely")?))
}
