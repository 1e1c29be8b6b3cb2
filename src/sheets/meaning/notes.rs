//! What notes around a table say: how far marks go, rules for awarding.

use std::collections::{BTreeMap, BTreeSet};

use super::Reader;
use super::kinds::Kind;
use crate::exact::Exact;
use crate::sheets::cells::{Cell, Content, Place, Seen};
use crate::sheets::questions::Kind as Asked;
use crate::sheets::typed::{both_ways, ends, headed_ends, numbers, plain};
use crate::sheets::words::{Label, folded, is_way, level, says};

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

/// How far marks go, where a text on a sheet says it.
pub(super) fn scale_on(reader: &Reader<'_>, sheet: usize) -> Option<(Exact, Exact, Place)> {
    let mut texts = texts(reader).into_iter().filter(|place| place.sheet == sheet);
    let ((from, to), place) = texts.find_map(|place| Some((ends(&plain(reader.text(place)?))?, place)))?;
    Some((Exact::from(from), Exact::from(to), place))
}

/// A scale that goes as far below nothing as above, where a text says it: how far, and where.
pub(super) fn both_ways_said(reader: &Reader<'_>) -> Option<(Exact, Place)> {
    texts(reader)
        .into_iter()
        .find_map(|place| Some((Exact::from(both_ways(&plain(reader.text(place)?))?), place)))
}

/// How far marks go by the headings of some tables and the names of their lines; none where they do not agree.
fn of_headings(reader: &Reader<'_>, tables: &BTreeSet<usize>) -> Option<((u32, u32), Place)> {
    let lines =
        tables.iter().flat_map(|table| reader.table(*table).lines.iter().filter_map(|line| line.place));
    let lines: BTreeSet<Place> = lines.collect();
    // A criterion of which less is better is on a scale of its own.
    let is_turned =
        |place: &Place| lines.contains(place) && reader.text(*place).and_then(said_order).is_some();
    let said = tables
        .iter()
        .flat_map(|table| headings(reader, *table))
        .filter(|place| !is_turned(place))
        .filter_map(|place| Some((headed_ends(&plain(reader.text(place)?))?.1, place)));
    let said: Vec<((u32, u32), Place)> = said.collect();
    let first = *said.first()?;
    said.iter().all(|(ends, _)| *ends == first.0).then_some(first)
}

/// What stands over the values of a table and beside them.
fn headings(reader: &Reader<'_>, table: usize) -> Vec<Place> {
    let it = reader.table(table);
    let below = it.lines.iter().map(|line| line.at).filter(|at| !it.is_over(*at));
    let first = below.min().unwrap_or_default();
    let cells = &reader.book.sheets[it.sheet].cells;
    let within = cells.range((it.area.from.0, 0)..=(it.area.to.0, u32::MAX)).map(|(at, _)| *at);
    let is_head = |(row, column): &(u32, u32)| {
        let line = if it.is_turned { column } else { row };
        it.area.holds(*row, *column) && *line < first
    };
    let heads = within.filter(is_head).map(|(row, column)| Place { sheet: it.sheet, row, column });
    heads.chain(it.lines.iter().filter_map(|line| line.place)).collect()
}

/// Which way marks count: the lowest is the best.
pub(super) struct Order {
    /// The best mark.
    pub(super) from: Exact,
    /// The worst, where it is said.
    pub(super) to: Option<Exact>,
    /// Whether it is said in so many words.
    pub(super) is_plain: bool,
}

impl Order {
    /// One that may be meant.
    pub(super) fn doubtful() -> Order {
        Order { from: Exact::ONE, to: None, is_plain: false }
    }
}

/// Words of what can be turned: the marks of schools, whose best is the lowest in some countries.
const SCHOOL: &str =
    "schulnote schulnoten schulnotensystem schulnotenskala notenskala schoolgrade schoolgrades";
/// What says in so many words that less is better.
const LESS: [&str; 22] = [
    "lower is better",
    "lower the better",
    "lowest is best",
    "lowest is the best",
    "lowest wins",
    "less is better",
    "less the better",
    "smaller is better",
    "lower = better",
    "lowest = best",
    "low is good",
    "niedriger ist besser",
    "niedriger desto besser",
    "weniger ist besser",
    "je niedriger",
    "je kleiner",
    "niedrigste ist die beste",
    "kleinste ist die beste",
    "plus bas est le meilleur",
    "menor es mejor",
    "lager is beter",
    "pienempi on parempi",
];

/// What a text says of which mark is the best, where that is the lowest: `1 = best`, `1 (sehr gut) - 6`, `lower is better`.
pub(super) fn said_order(text: &str) -> Option<Order> {
    let plain = folded(&plain(text));
    let rated = rated(&plain);
    let lowest = rated.iter().min_by_key(|(number, _)| *number);
    let highest = rated.iter().max_by_key(|(number, _)| *number);
    if let (Some((low, good)), Some((high, bad))) = (lowest, highest) {
        let is_one = low == high;
        // Of one number alone, it is the first or the last of a scale.
        let is_turned =
            if is_one { *low <= 1 && *good >= BEST || *low > 1 && *good == 0 } else { good > bad };
        if !is_turned {
            return None;
        }
        let ends = ends(&plain).map(|(from, to)| (Exact::from(from), Exact::from(to)));
        let from = if is_one && *low > 1 { Exact::ONE } else { Exact::from(*low) };
        let own = (*high > 1).then(|| Exact::from(*high));
        let (from, to) = ends.map_or((from, own), |(from, to)| (from, Some(to)));
        return Some(Order { from, to, is_plain: true });
    }
    let to = ends(&plain).map(|(_, to)| Exact::from(to));
    if LESS.iter().any(|words| plain.contains(words)) {
        return Some(Order { from: Exact::ONE, to, is_plain: true });
    }
    match is_way(text) {
        Some(true) => return Some(Order { from: Exact::ONE, to: None, is_plain: true }),
        Some(false) => return None,
        None => {}
    }
    // Of six marks of schools, some count from the lowest.
    let is_of_six =
        ends(&plain).is_some_and(|ends| ends == (1, 6)) && has(&plain, "note noten notes grade grades");
    let is_of_school =
        is_of_six || has(&plain, SCHOOL) || plain.contains("school grade") || plain.contains("school mark");
    is_of_school.then_some(Order { from: Exact::ONE, to, is_plain: false })
}

/// From which place in the order of words a mark is one of the best.
const BEST: usize = 4;

/// The whole numbers of a text that have words for how good they are: behind them, or before them with a sign between.
fn rated(text: &str) -> Vec<(u32, usize)> {
    let all = numbers(text);
    let rated = all.iter().enumerate().filter_map(|(at, (start, end, number))| {
        let next = all.get(at + 1).map_or(text.len(), |(start, ..)| *start);
        let last = at.checked_sub(1).map_or(0, |at| all[at].1);
        // A word before a sign is that of the next number: `1 to 5 best = 1`.
        let behind = &text[*end..next];
        let is_of_next = next < text.len() && behind.trim_end().ends_with(['=', '(', ':']);
        let behind =
            if is_of_next { "" } else { behind.split([',', ';', '/', '|']).next().unwrap_or_default() };
        let behind = behind.trim_start_matches([' ', '=', ':', '(', '-', '–', '—', ')']);
        let behind = behind.strip_prefix("is ").or(behind.strip_prefix("ist ")).unwrap_or(behind);
        let articles = ["the ", "die ", "der "];
        let behind = articles.iter().find_map(|word| behind.strip_prefix(word)).unwrap_or(behind);
        let before = text[last..*start].rsplit([',', ';', '/', '|']).next().unwrap_or_default().trim_end();
        let is_set = before.ends_with(['=', '(', ':']) || before.ends_with(" is") || before.ends_with(" ist");
        let before = before.trim_end_matches(['=', '(', ':', ' ']);
        let before = before.strip_suffix(" is").or(before.strip_suffix(" ist")).unwrap_or(before);
        let found = goodness(behind, true).or_else(|| goodness(before, false).filter(|_| is_set));
        Some((*number, found?))
    });
    rated.filter(|(number, _)| *number <= 100).collect()
}

/// How good the words are with which a text begins or ends.
fn goodness(text: &str, is_begin: bool) -> Option<usize> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect();
    let of = |words: &[&str]| {
        let joined = words.join(" ");
        let is_like = |stems: [&str; 6]| stems.iter().any(|stem| joined.starts_with(stem));
        level(&joined).or_else(|| match words {
            [_] if is_like(["best", "meilleur", "mejor", "migliore", "paras", "bast"]) => Some(BEST + 1),
            [_] if is_like(["worst", "schlechtest", "pire", "peor", "peggiore", "huonoin"]) => Some(0),
            _ => None,
        })
    };
    (1..=words.len().min(2))
        .rev()
        .find_map(|count| of(if is_begin { &words[..count] } else { &words[words.len() - count..] }))
}

/// What notes and headings around the marks say of which is the best, where that is the lowest, and where they say it; also a
/// list of marks with a word for each.
///
/// - `is_ranked`: whether the marks can be ranks, so that a word for ranks may mean them.
pub(super) fn order(
    reader: &Reader<'_>,
    tables: &BTreeSet<usize>,
    is_ranked: bool,
) -> Option<(Place, Order)> {
    // Of a note among the lines, all is said that a note beside them says.
    let named = tables.iter().flat_map(|table| reader.table(*table).lines.iter().zip(&reader.kinds[*table]));
    let named = named.filter(|(_, kind)| !matches!(kind, Kind::Note | Kind::Group));
    let lines: BTreeSet<Place> = named.filter_map(|(line, _)| line.place).collect();
    let heads = tables.iter().flat_map(|table| headings(reader, *table));
    let places: BTreeSet<Place> = heads.chain(texts(reader)).filter(|place| !lines.contains(place)).collect();
    let said = |place: &Place| {
        let text = reader.text(*place)?;
        // What is cheap is another matter.
        if says(text, Label::Price) || says(text, Label::Cost) {
            return None;
        }
        let is_of_ranks = is_ranked && says(text, Label::Rank);
        Some((*place, said_order(text).or_else(|| is_of_ranks.then(Order::doubtful))?))
    };
    let mut found: Vec<(Place, Order)> = places.iter().filter_map(said).collect();
    found.sort_by_key(|(_, order)| !order.is_plain);
    let legend = || {
        let (place, rated) = listed(reader)?;
        let (low, good) = rated.first()?;
        let (high, bad) = rated.last()?;
        let order = Order { from: Exact::from(*low), to: Some(Exact::from(*high)), is_plain: true };
        (good > bad).then_some((place, order))
    };
    found.into_iter().next().or_else(legend)
}

/// A list of marks, each with a word for how good it is beside it: the first cell, and the numbers in their order.
fn listed(reader: &Reader<'_>) -> Option<(Place, Vec<(u32, usize)>)> {
    let sheets = reader.book.sheets.iter().enumerate().filter(|(_, sheet)| sheet.seen == Seen::Visible);
    sheets.into_iter().find_map(|(sheet, cells)| {
        let mut found: BTreeMap<u32, usize> = BTreeMap::new();
        let mut first = None;
        for ((row, column), cell) in &cells.cells {
            let Content::Number(number) = &cell.content else { continue };
            let (Ok(number), Some(text)) = (
                number.to_string().parse::<u32>(),
                cells.cells.get(&(*row, column + 1)).and_then(Cell::text),
            ) else {
                continue;
            };
            let Some(good) = level(text) else { continue };
            first = first.or(Some(Place { sheet, row: *row, column: *column }));
            found.insert(number, good);
        }
        let rated: Vec<(u32, usize)> = found.into_iter().collect();
        let is_falling = rated.windows(2).all(|pair| pair[0].1 >= pair[1].1);
        (rated.len() > 2 && is_falling).then_some((first?, rated))
    })
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
