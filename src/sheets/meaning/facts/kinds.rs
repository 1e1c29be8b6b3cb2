//! What kind of facts a line holds: what most of its cells say.

use std::collections::BTreeMap;

use crate::exact::Exact;
use crate::sheets::cells::{Content, Place};
use crate::sheets::meaning::Reader;
use crate::sheets::typed::{Typed, is_day, typed};
use crate::sheets::words::{currency, said};

/// What kind of facts stand on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FactKind {
    Percent,
    Day,
    Number,
    List,
    Text,
}

/// A line of facts as a whole.
pub(super) struct Facts {
    pub(super) kind: FactKind,
    /// The currency of most amounts, in formats, texts or the heading.
    pub(super) currency: Option<String>,
    /// Every plain number, from the lowest.
    pub(super) numbers: Vec<Exact>,
    /// Whether the heading counts in thousands.
    pub(super) is_thousands: bool,
    /// Whether years of the Buddhist calendar stand on it, or its heading names that calendar.
    pub(super) is_buddhist: bool,
}

impl Facts {
    /// How many numbers there are besides all that are the same as one, and the least of them.
    pub(super) fn besides(&self, number: &Exact) -> (usize, Option<&Exact>) {
        let lower = self.numbers.partition_point(|other| other < number);
        let upper = self.numbers.partition_point(|other| other <= number);
        let least = if lower > 0 { self.numbers.first() } else { self.numbers.get(upper) };
        (self.numbers.len() - (upper - lower), least)
    }
}

/// The parts of a list that is typed as one text.
pub(super) fn parts(text: &str) -> Vec<String> {
    let mut text = text.to_owned();
    for word in [" and ", " und ", " y ", " et ", " ja ", " e ", " en ", "、", "・", "และ", " & "] {
        text = text.replace(word, ",");
    }
    let parts = text.split([',', ';', '/', '|', '\n']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// Looks at all cells of a line.
pub(super) fn facts(reader: &Reader<'_>, heading: &str, cells: &[(usize, Place)]) -> Facts {
    let (mut percents, mut days, mut numbers, mut lists, mut texts) = (0, 0, Vec::new(), 0, 0);
    let mut currencies: Vec<String> = Vec::new();
    let mut is_buddhist = heading.contains("พ.ศ.") || heading.contains("B.E.");
    let mut is_short = true;
    for (_, place) in cells {
        let Some(cell) = reader.cell(*place) else { continue };
        currencies.extend(currency(&cell.format).map(str::to_owned));
        match &cell.content {
            Content::Number(_) if cell.format.contains('%') => percents += 1,
            Content::Number(_) if is_day(&cell.format) => days += 1,
            Content::Number(number) => numbers.push(number.clone()),
            Content::Text(text) if said(text).is_some() => {}
            Content::Text(text) => match typed(text) {
                Typed::Number(amount) => {
                    currencies.extend(amount.currency.map(str::to_owned));
                    if amount.is_percent {
                        percents += 1;
                    } else if amount.factor.is_none() {
                        numbers.push(amount.readings[0].clone());
                    }
                }
                Typed::Range(low, _) => currencies.extend(low.currency.map(str::to_owned)),
                Typed::Day(_) | Typed::Days(..) => days += 1,
                Typed::Buddhist(_) => {
                    days += 1;
                    is_buddhist = true;
                }
                _ => {
                    let parts = parts(text);
                    lists += usize::from(parts.len() > 1);
                    texts += 1;
                    is_short &= parts.iter().all(|part| part.split_whitespace().count() <= 2);
                }
            },
            _ => {}
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &currencies {
        *counts.entry(one).or_default() += 1;
    }
    let usual = currencies.iter().max_by_key(|one| counts[one.as_str()]).cloned();
    numbers.sort_unstable();
    let kind = if days > 0 && days + 1 >= numbers.len() && days >= percents {
        FactKind::Day
    } else if percents > 0 && percents + 1 >= numbers.len() {
        FactKind::Percent
    } else if lists > 0 && is_short && texts > numbers.len() {
        FactKind::List
    } else if numbers.len() * 2 >= texts && !numbers.is_empty() {
        FactKind::Number
    } else {
        FactKind::Text
    };
    let is_thousands = ["T€", "k€", "TEUR", "kEUR", "in tsd", "000s", "thousand", "千円"]
        .iter()
        .any(|word| heading.contains(word));
    Facts {
        kind,
        currency: usual.or_else(|| currency(heading).map(str::to_owned)),
        numbers,
        is_thousands,
        is_buddhist,
    }
}
