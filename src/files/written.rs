//! What a reader of values no longer sees: how numbers are written, and where prices and days stand.

use std::collections::BTreeMap;

use super::node::{Entry, Node, NodeKind};
use crate::decision::Date;
use crate::diagnostic::Span;

/// What was noticed of how a file is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    /// Numbers with three digits after the point and one to three before it, as many people write thousands.
    pub(crate) grouped: Vec<GroupedNumber>,
    /// Where the price lines and charges of the quote say what they come to, by their ids.
    pub(crate) prices: BTreeMap<String, Span>,
    /// The days on which facts were taken.
    pub(crate) taken: Vec<(Date, Span)>,
}

/// A number such as `60.000`.
#[derive(Clone, Debug)]
pub(crate) struct GroupedNumber {
    pub(crate) text: String,
    pub(crate) span: Span,
    pub(crate) of: NumberOf,
}

/// What a number says something of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NumberOf {
    /// A fact, by its id.
    Fact(String),
    /// A criterion, by its id: a number of its scale.
    Criterion(String),
    /// A gate, by its id: its limit.
    Gate(String),
    /// Money, or a volume of work.
    Sum,
}

/// Keys whose numbers are rates of exchange or shares, where three digits after the point are usual.
const FINE: [&str; 8] = ["rates", "index", "collar", "cpi", "tax", "discount", "resolution", "margin"];

impl Written {
    /// What is noticed of a file.
    #[must_use]
    pub(crate) fn of(root: &Node) -> Written {
        let mut written = Written::default();
        for entry in entries(root) {
            written.taken_in(&entry.node);
            match entry.key.as_str() {
                "facts" => written.each(&entry.node, NumberOf::Fact),
                "criteria" => {
                    for criterion in entries(&entry.node) {
                        let scale = entries(&criterion.node).iter().find(|entry| entry.key == "scale");
                        let of = NumberOf::Criterion(criterion.key.clone());
                        if let Some(scale) = scale {
                            written.numbers(&scale.node, &of);
                        }
                    }
                }
                "gates" => written.each(&entry.node, NumberOf::Gate),
                "quote" => {
                    written.priced(&entry.node);
                    written.numbers(&entry.node, &NumberOf::Sum);
                }
                "needs" | "cost" | "rule" => written.numbers(&entry.node, &NumberOf::Sum),
                _ => {}
            }
        }
        written
    }

    /// The numbers of each entry of a table.
    fn each(&mut self, table: &Node, of: fn(String) -> NumberOf) {
        for entry in entries(table) {
            self.numbers(&entry.node, &of(entry.key.clone()));
        }
    }

    fn numbers(&mut self, node: &Node, of: &NumberOf) {
        match &node.kind {
            NodeKind::Number(text) if is_grouped(text) => {
                self.grouped.push(GroupedNumber { text: text.clone(), span: node.span, of: of.clone() });
            }
            NodeKind::List(items) => items.iter().for_each(|item| self.numbers(item, of)),
            NodeKind::Table(table) => {
                let coarse = table.0.iter().filter(|entry| !FINE.contains(&entry.key.as_str()));
                coarse.for_each(|entry| self.numbers(&entry.node, of));
            }
            _ => {}
        }
    }

    fn priced(&mut self, quote: &Node) {
        let of = |key: &str| entries(quote).iter().find(|entry| entry.key == key).map(|entry| &entry.node);
        for line in ["prices", "charges"].into_iter().filter_map(of).flat_map(entries) {
            let amount =
                entries(&line.node).iter().find(|entry| ["rate", "amount"].contains(&entry.key.as_str()));
            let span = amount.map_or(line.key_span, |amount| amount.node.span);
            self.prices.insert(line.key.clone(), span);
        }
    }

    fn taken_in(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::List(items) => items.iter().for_each(|item| self.taken_in(item)),
            NodeKind::Table(table) => {
                for entry in &table.0 {
                    match entry.node.kind {
                        NodeKind::Date(date) if entry.key == "as_of" => {
                            self.taken.push((date, entry.node.span));
                        }
                        _ => self.taken_in(&entry.node),
                    }
                }
            }
            _ => {}
        }
    }
}

/// The entries of a table; none of anything else.
fn entries(node: &Node) -> &[Entry] {
    node.as_table().map_or(&[], |table| &table.0)
}

/// Whether a number is written as thousands are in much of the world: `60.000`, but not `0.085` or `1.25`.
fn is_grouped(text: &str) -> bool {
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('.').is_some_and(|(whole, rest)| {
        (1..=3).contains(&whole.len())
            && rest.len() == 3
            && !whole.starts_with('0')
            && is_digits(whole)
            && is_digits(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;
    use crate::files::node::parse_document;

    #[test]
    fn numbers_in_groups_of_three_are_noticed_where_they_are_no_rates() {
        let text = "[facts]\na = 60.000\nb = { low = 1.250, likely = 1.5, high = 2.00 }\nc = 0.085\nd = 1.2345\n\
                    [quote]\nmargin = 1.125\nprices.hours.rate = 14.125\nprices.hours.index = { rate = 2.125 }\n";
        let (root, _) = parse_document(text, Sources::default().add("", ""));
        let written = Written::of(&root);
        let noticed: Vec<&str> = written.grouped.iter().map(|number| number.text.as_str()).collect();
        assert_eq!(noticed, ["60.000", "1.250", "14.125"]);
        assert_eq!(written.grouped[0].of, NumberOf::Fact("a".to_owned()));
        assert_eq!(written.prices.keys().collect::<Vec<_>>(), ["hours"]);
    }
}
