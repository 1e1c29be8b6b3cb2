//! What notes around a table say: how far marks go, rules for awarding.

use std::collections::{BTreeMap, BTreeSet};

use super::Reader;
use crate::exact::Exact;
use crate::sheets::cells::{Place, Seen};
use crate::sheets::questions::Kind as Asked;
use crate::sheets::typed::{ends, headed_ends, numbers, plain};
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

/// How far marks go, where a heading or a note says it: from, to, and where.
pub(super) fn scale(reader: &Reader<'_>, tables: &BTreeSet<usize>) -> Option<(Exact, Exact, Place)> {
    let of_notes =
        || texts(reader).into_iter().find_map(|place| Some((ends(&plain(reader.text(place)?))?, place)));
    let ((from, to), place) = of_headings(reader, tables).or_else(of_notes)?;
    Some((Exact::from(from), Exact::from(to), place))
}

/// How far marks go by the headings of some tables and the names of their lines; none where they do not agree.
fn of_headings(reader: &Reader<'_>, tables: &BTreeSet<usize>) -> Option<((u32, u32), Place)> {
    let said = tables
        .iter()
        .flat_map(|table| headings(reader, *table))
        .filter_map(|place| Some((headed_ends(&plain(reader.text(place)?))?.1, place)));
    let said: Vec<((u32, u32), Place)> = said.collect();
    let first = *said.first()?;
    said.iter().all(|(ends, _)| *ends == first.0).then_some(first)
}

/// What stands over the values of a table and beside them.
fn headings(reader: &Reader<'_>, table: usize) -> Vec<Place> {
    let it = reader.table(table);
    let first = it.lines.iter().map(|line| line.at).min().unwrap_or_default();
    let cells = &reader.book.sheets[it.sheet].cells;
    let within = cells.range((it.area.from.0, 0)..=(it.area.to.0, u32::MAX)).map(|(at, _)| *at);
    let is_head = |(row, column): &(u32, u32)| {
        let line = if it.is_turned { column } else { row };
        it.area.holds(*row, *column) && *line < first
    };
    let heads = within.filter(is_head).map(|(row, column)| Place { sheet: it.sheet, row, column });
    heads.chain(it.lines.iter().filter_map(|line| line.place)).collect()
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
