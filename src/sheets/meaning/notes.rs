//! What notes around a table say: how far marks go, rules for awarding.

use std::collections::BTreeMap;

use super::Reader;
use crate::exact::Exact;
use crate::sheets::cells::{Place, Seen};
use crate::sheets::questions::Kind as Asked;
use crate::sheets::typed::plain;
use crate::sheets::words::{Label, folded, says};

/// The places of texts that stand beside the values: strays, notes, and headings over blocks.
fn texts(reader: &Reader<'_>) -> Vec<Place> {
    let mut places: Vec<Place> = reader.layout.strays.clone();
    for (sheet, cells) in
        reader.book.sheets.iter().enumerate().filter(|(_, cells)| cells.seen == Seen::Visible)
    {
        let mut rows: BTreeMap<u32, Vec<Place>> = BTreeMap::new();
        for ((row, column), _) in cells.cells.iter().filter(|(_, cell)| !cell.is_blank()) {
            rows.entry(*row).or_default().push(Place { sheet, row: *row, column: *column });
        }
        // A text alone in its row.
        places.extend(rows.into_values().filter(|row| row.len() == 1).flatten());
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// How far marks go, where a note says it: from, to, and where.
pub(super) fn scale(reader: &Reader<'_>) -> Option<(Exact, Exact, Place)> {
    texts(reader).into_iter().find_map(|place| {
        let text = plain(reader.text(place)?);
        let (from, to) = ends(&text)?;
        Some((Exact::from(from), Exact::from(to), place))
    })
}

/// `1-5`, `0 bis 10`, `1 = poor, 5 = excellent`.
fn ends(text: &str) -> Option<(u32, u32)> {
    let numbers: Vec<(usize, usize, u32)> = numbers(text);
    let is_scale = |from: u32, to: u32| from <= 1 && [3, 4, 5, 6, 7, 10, 20, 100].contains(&to);
    for pair in numbers.windows(2) {
        let [(_, end, from), (start, _, to)] = pair else { continue };
        let between = folded(&text[*end..*start]);
        let joined = [
            "-",
            "~",
            "〜",
            "to",
            "bis",
            "a",
            "à",
            "al",
            "til",
            "till",
            "hasta",
            "から",
            "ถึง",
            "إلى",
            "..",
            "…",
        ];
        if is_scale(*from, *to) && joined.contains(&between.trim()) {
            return Some((*from, *to));
        }
    }
    let named: Vec<u32> = numbers
        .iter()
        .filter(|(_, end, _)| text[*end..].trim_start().starts_with(['=', ':']))
        .map(|(.., number)| *number)
        .collect();
    let (low, high) = (*named.iter().min()?, *named.iter().max()?);
    is_scale(low, high).then_some((low, high))
}

/// The whole numbers of a text with where they begin and end.
fn numbers(text: &str) -> Vec<(usize, usize, u32)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_ascii_digit() {
            start = start.or(Some(at));
        } else if let Some(from) = start.take() {
            found.extend(text[from..at].parse().ok().map(|number| (from, at, number)));
        }
    }
    found
}

const BELOW: &str = "below under least minimum unter weniger mindestens menos inferior minimo moins minimal alle vahintaan \
    threshold 未満 以下 以上 不满 低于 ต่ำกว่า อย่างน้อย أقل";
const EQUAL: &str = "tie ties tied equal gleichstand punktgleich punktgleichheit empate egalite tasapisteet 同点 同分 並列 \
    คะแนนเท่ากัน تعادل";

fn has(text: &str, words: &str) -> bool {
    let text = folded(text);
    let mut own = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.split_whitespace().any(|word| {
        if word.is_ascii() { own.clone().any(|one| one == word) } else { text.contains(&folded(word)) }
    }) && own.next().is_some()
}

/// Asks about the rules that notes hold.
pub(super) fn read(reader: &mut Reader<'_>) {
    if !reader.import.is_scored {
        return;
    }
    for place in texts(reader) {
        let Some(text) = reader.text(place).map(str::to_owned) else { continue };
        let text = plain(&text);
        let of = reader.import.of.clone();
        let number = numbers(&text)
            .into_iter()
            .map(|(.., number)| Exact::from(number))
            .find(|number| *number > Exact::ONE && *number < of);
        if has(&text, EQUAL) {
            let ask = format!("A note says how equal totals are ordered: \"{text}\". What is needed for it?");
            let options = ["no ties here, not needed", "give the quotes"];
            reader.ask(Asked::RuleInNote, vec![place], ask, &options, "the order of equal totals");
        } else if let Some(number) = number.filter(|_| has(&text, BELOW) && says(&text, Label::Points)) {
            let keep = format!("minimum {number} of {of}");
            let ask = format!("A note says: \"{text}\". Take it as the minimum of the rule?");
            let choice =
                reader.ask(Asked::RuleInNote, vec![place], ask, &[&keep, "ignore"], "who can be awarded");
            reader.import.minimum = (choice.at == 0).then_some(number);
        }
    }
}
