//! The criteria of a scoring sheet, from the tables that make its total.

use std::collections::{BTreeMap, BTreeSet};

use crate::sheets::cells::Place;
use crate::sheets::layout::Line;
use crate::sheets::meaning::kinds::{Kind, cell_of, is_merged_over};
use crate::sheets::meaning::leaf::{Leaf, Under, is_near};
use crate::sheets::meaning::scoring::Scoring;
use crate::sheets::meaning::totals::Main;
use crate::sheets::meaning::{Reader, is_result, weights};
use crate::sheets::proposal::Meaning;
use crate::sheets::questions::Kind as Asked;
use crate::sheets::words::{Label, folded, says};

/// The tables that lead to the total: its own, and those whose totals it copies.
pub(super) fn tables(reader: &Reader<'_>, main: &Main) -> BTreeSet<usize> {
    let (mut found, mut open) = (BTreeSet::new(), vec![main.table]);
    while let Some(table) = open.pop() {
        if !found.insert(table) {
            continue;
        }
        for kind in &reader.kinds[table] {
            if let Kind::Copy(place) = kind {
                let others =
                    (0..reader.layout.tables.len()).filter(|other| reader.table(*other).bidders.len() > 1);
                open.extend(others.filter(|other| reader.table(*other).at(*place).is_some()));
            }
        }
    }
    found
}

/// The criteria of some tables.
pub(super) fn leaves(reader: &mut Reader<'_>, tables: &BTreeSet<usize>) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    for table in tables.iter().copied() {
        let criteria = (0..reader.table(table).lines.len())
            .filter(|index| reader.kinds[table][*index] == Kind::Criterion)
            .collect::<Vec<_>>();
        leaves.extend(leaves_at(reader, table, &criteria));
    }
    leaves
}

/// Names the sheet of criteria that several sheets have, where a total adds up those of evaluators.
pub(super) fn tell_apart(reader: &Reader<'_>, leaves: &mut [Leaf]) {
    let mut sheets: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for leaf in leaves.iter() {
        sheets.entry(folded(&leaf.name)).or_default().insert(reader.table(leaf.table).sheet);
    }
    for leaf in leaves.iter_mut().filter(|leaf| sheets[&folded(&leaf.name)].len() > 1) {
        let sheet = &reader.book.sheets[reader.table(leaf.table).sheet].name;
        leaf.name = format!("{} ({sheet})", leaf.name);
    }
}

/// Lines of a table, by their indices, as criteria.
pub(super) fn leaves_at(reader: &Reader<'_>, table: usize, lines: &[usize]) -> Vec<Leaf> {
    let vendors = reader.vendors_of(table);
    let groups = groups(reader, table);
    lines.iter().map(|index| leaf(reader, table, *index, &vendors, groups[*index])).collect()
}

/// For each line the index of the group that goes on to it: the last one above it with no result between them.
fn groups(reader: &Reader<'_>, table: usize) -> Vec<Option<usize>> {
    let mut last = None;
    let groups = reader.kinds[table].iter().enumerate().map(|(index, kind)| {
        let over = last;
        match kind {
            Kind::Group => last = Some(index),
            Kind::Aggregate if is_head(reader, table, index) => last = Some(index),
            Kind::Aggregate => last = None,
            _ => {}
        }
        over
    });
    groups.collect()
}

/// Whether a result stands over what it adds up: the head of a group, with its subtotal.
fn is_head(reader: &Reader<'_>, table: usize, index: usize) -> bool {
    let it = reader.table(table);
    let line = &it.lines[index];
    let mut cells = it.bidders.iter().filter_map(|bidder| cell_of(&reader.replay, it, line.at, bidder));
    let Some(place) = cells.next().filter(|_| !is_result(&line.name)) else { return false };
    let named = reader.replay.named_by(place);
    let mut lines =
        named.iter().filter_map(|named| it.at(*named)).map(|(at, _)| at).filter(|at| *at != line.at);
    lines.next().is_some_and(|first| first > line.at) && lines.all(|at| at > line.at)
}

/// One line of a table as a criterion.
///
/// - `vendors`: which vendor each column is of.
/// - `group`: the index of the line over it that names its group.
fn leaf(
    reader: &Reader<'_>,
    table: usize,
    index: usize,
    vendors: &[Option<usize>],
    group: Option<usize>,
) -> Leaf {
    let it = reader.table(table);
    let named = &it.lines[index];
    let line = named.at;
    let count = reader.import.vendors.len();
    let (mut cells, mut comments) = (vec![None; count], vec![None; count]);
    for (bidder, vendor) in it.bidders.iter().zip(vendors) {
        let Some(vendor) = *vendor else { continue };
        // A blank cell is a mark that is missing, and has a place too.
        let mark = bidder.mark.map(|slot| it.place(line, slot));
        cells[vendor] = mark.or_else(|| cell_of(&reader.replay, it, line, bidder));
        comments[vendor] = bidder.comment.map(|slot| it.place(line, slot));
    }
    let mut name = named.name.clone();
    let mut weight = it.weight.and_then(|slot| weights::weight(reader, it.place(line, slot)));
    if let Some((bare, headed)) =
        named.place.and_then(|place| weights::of_heading(&name, place)).filter(|_| weight.is_none())
    {
        name = bare;
        weight = Some(headed);
    }
    let maximum = it.maximum.map(|slot| it.place(line, slot));
    let maximum = maximum.and_then(|place| Some((weights::weight(reader, place)?.value, place)));
    let is_must = it.must.is_some_and(|slot| {
        let text = reader.text(it.place(line, slot));
        text.is_some_and(|text| says(text, Label::Must))
    });
    Leaf {
        name,
        place: named.place,
        group: under(reader, table, index, group),
        weight,
        maximum,
        cells,
        comments,
        remark: it.remarks.map(|slot| it.place(line, slot)),
        table,
        line,
        is_must,
        ..Leaf::default()
    }
}

/// The group over a line: beside it, or the line above that names it.
fn under(reader: &Reader<'_>, table: usize, index: usize, group: Option<usize>) -> Option<Under> {
    let it = reader.table(table);
    if let Some((name, place)) = &it.lines[index].group {
        let line = if it.is_turned { place.column } else { place.row };
        let weight = it.group_weight.and_then(|slot| weights::weight(reader, it.place(line, slot)));
        return Some(Under { name: name.clone(), place: Some(*place), weight });
    }
    let Line { at, name, place, .. } = &it.lines[group?];
    let weight = it.weight.and_then(|slot| weights::weight(reader, it.place(*at, slot)));
    Some(Under { name: name.clone(), place: *place, weight })
}

/// The lines of points that follow from a line of prices: table, points, prices.
pub(super) fn price_lines(
    reader: &Reader<'_>,
    tables: &BTreeSet<usize>,
    leaves: &[Leaf],
) -> Vec<(usize, u32, u32)> {
    let mut pairs = Vec::new();
    let lines: BTreeSet<u32> = leaves.iter().map(|leaf| leaf.line).collect();
    for table in 0..reader.layout.tables.len() {
        if reader.is_hidden(table) {
            continue;
        }
        let it = reader.table(table);
        for (at, kind) in reader.kinds[table].iter().enumerate() {
            let line = it.lines[at].at;
            match kind {
                Kind::PricePoints(price) => pairs.push((table, line, *price)),
                Kind::Criterion if tables.contains(&table) && lines.contains(&line) => {
                    pairs.extend(reader.typed_price(table, at).map(|price| (table, line, price)));
                }
                _ => {}
            }
        }
    }
    pairs
}

/// Weights that stand in a table of their own, by the names of the criteria.
pub(super) fn link_weights(reader: &mut Reader<'_>, scoring: &mut Scoring) {
    if scoring.leaves.iter().any(|leaf| leaf.weight.is_some()) {
        return;
    }
    let tables = 0..reader.layout.tables.len();
    let others: Vec<usize> = tables
        .filter(|table| reader.table(*table).bidders.is_empty() && reader.table(*table).weight.is_some())
        .collect();
    for table in others {
        let it = reader.table(table).clone();
        for leaf in &mut scoring.leaves {
            let name = folded(&leaf.name);
            let exact = it.lines.iter().find(|line| folded(&line.name) == name);
            let near =
                || it.lines.iter().find(|line| !line.name.is_empty() && is_near(&folded(&line.name), &name));
            let Some(line) = exact.or_else(near) else { continue };
            let Some(weight) = it.weight.and_then(|slot| weights::weight(reader, it.place(line.at, slot)))
            else {
                continue;
            };
            if exact.is_none()
                && let (Some(one), Some(other)) = (line.place, leaf.place)
            {
                let ask =
                    format!("Is \"{}\" of the table of weights \"{}\" of the marks?", line.name, leaf.name);
                if reader
                    .ask(
                        Asked::SameCriterion,
                        vec![one, other],
                        ask,
                        &["yes", "no"],
                        "which weight counts for it",
                    )
                    .at
                    == 1
                {
                    continue;
                }
            }
            leaf.weight = Some(weight);
        }
        scoring.tables.insert(table);
    }
}

impl Reader<'_> {
    /// The group over a line, by its position.
    pub(in crate::sheets::meaning) fn group_over(&self, table: usize, line: u32) -> Option<Under> {
        let index = self.table(table).line_at(line)?;
        under(self, table, index, groups(self, table)[index])
    }

    /// Takes a line for something else than it looked like.
    pub(super) fn set_kind(&mut self, table: usize, line: u32, kind: Kind) {
        if let Some(at) = self.table(table).line_at(line) {
            self.kinds[table][at] = kind;
        }
    }

    /// Vendors that have a merged cell with a word instead of marks are out.
    pub(super) fn exclude_merged(&mut self, tables: &BTreeSet<usize>) {
        for table in tables.iter().copied() {
            let it = self.table(table).clone();
            for (bidder, vendor) in it.bidders.iter().zip(self.vendors_of(table)) {
                let Some(vendor) = vendor else { continue };
                let slots = [bidder.mark, bidder.derived].into_iter().flatten();
                let places =
                    it.lines.iter().flat_map(|line| slots.clone().map(|slot| it.place(line.at, slot)));
                let mut merged = places.filter(|place| is_merged_over(&self.replay, &it, *place));
                let found = merged.find_map(|place| Some((place, self.text(place)?.to_owned())));
                if let Some((place, word)) = found {
                    self.import.vendors[vendor].excluded = Some(word.clone());
                    let name = self.import.vendors[vendor].name.clone();
                    self.say(
                        vec![place],
                        format!("{name} has \"{word}\" instead of marks: it comes in as one that is out"),
                    );
                }
            }
        }
    }

    /// Vendors of whom the sheet says that they are out: in place of a total, in a line of statuses, behind their names.
    pub(super) fn exclude_said(&mut self, scoring: &Scoring) {
        let it = self.table(scoring.main.table).clone();
        let kinds = &self.kinds[scoring.main.table];
        let is_status = |at: usize| {
            let name = &it.lines[at].name;
            kinds[at] != Kind::Criterion && (is_result(name) || says(name, Label::Status))
        };
        let lines: Vec<u32> =
            (0..kinds.len()).filter(|at| is_status(*at)).map(|at| it.lines[at].at).collect();
        let is_out = |text: &str| {
            let is_denied = ["not ", "nicht ", "no "].iter().any(|word| folded(text).starts_with(word));
            says(text, Label::Out) && !is_denied
        };
        for (bidder, vendor) in it.bidders.iter().zip(self.vendors_of(scoring.main.table)) {
            let Some(vendor) = vendor.filter(|vendor| self.import.vendors[*vendor].excluded.is_none()) else {
                continue;
            };
            let cells = lines.iter().filter_map(|line| cell_of(&self.replay, &it, *line, bidder));
            let said = cells.filter_map(|place| Some((place, self.text(place)?.to_owned())));
            let behind = bidder
                .name
                .rsplit_once(['(', '[', '（'])
                .map(|(_, word)| word.trim_end_matches([')', ']', '）']));
            let named = behind.map(|word| (bidder.head, word.to_owned()));
            let Some((place, word)) = said.chain(named).find(|(_, text)| is_out(text)) else { continue };
            self.import.vendors[vendor].excluded = Some(word.clone());
            self.import.vendors[vendor].has_marks = true;
            let name = self.import.vendors[vendor].name.clone();
            self.say(vec![place], format!("{name} is \"{word}\": it comes in as one that is out"));
        }
    }

    /// The words that go with a cell: those beside it, and the note on it.
    pub(in crate::sheets::meaning) fn note(&self, place: Place, comment: Option<Place>) -> Option<String> {
        let beside = comment.and_then(|place| self.text(place)).map(str::to_owned);
        let on = self.cell(place).and_then(|cell| cell.note.clone());
        let all: Vec<String> = beside.into_iter().chain(on).collect();
        (!all.is_empty()).then(|| all.join("\n"))
    }

    /// Keeps what was typed where it is no plain number.
    pub(in crate::sheets::meaning) fn keep_words(&mut self, index: usize) {
        let value = &self.import.values[index];
        let is_worded = self.text(value.place).is_some_and(|text| self.level(text).is_some());
        let is_plain = !is_worded && matches!(value.meaning, Meaning::Number(..) | Meaning::Mean(_));
        if let Some(text) = self.text(value.place).filter(|_| !is_plain).map(str::to_owned) {
            let said = format!("the sheet says \"{text}\"");
            let note = &mut self.import.values[index].note;
            *note = Some(note.take().map_or(said.clone(), |note| format!("{said}\n{note}")));
        }
    }

    /// A value that comes from another file: what was stored last, or not known.
    pub(super) fn external(&mut self, place: Place) -> Meaning {
        let stored = match self.cell(place).map(|cell| &cell.content) {
            Some(crate::sheets::cells::Content::Number(number)) => Some(number.clone()),
            _ => None,
        };
        let Some(stored) = stored else { return Meaning::Unknown };
        let option = stored.to_string();
        let ask = format!(
            "The mark comes from another workbook that is not here; the stored result is {option}. Use it?"
        );
        let choice = self.ask(
            Asked::ExternalValue,
            vec![place],
            ask,
            &[&option, "not known"],
            "the total of this vendor",
        );
        if choice.at == 0 { Meaning::Number(stored, None) } else { Meaning::Unknown }
    }

    /// Asks about hidden vendors and criteria, and leaves out what is to be left out.
    pub(super) fn ask_hidden(&mut self, scoring: &mut Scoring) {
        let table = self.table(scoring.main.table).clone();
        let sheet = &self.book.sheets[table.sheet];
        let (slots, lines) = if table.is_turned {
            (sheet.hidden_rows.clone(), sheet.hidden_columns.clone())
        } else {
            (sheet.hidden_columns.clone(), sheet.hidden_rows.clone())
        };
        for (bidder, vendor) in table.bidders.iter().zip(self.vendors_of(scoring.main.table)) {
            let is_hidden = bidder.mark.or(bidder.derived).is_some_and(|slot| slots.contains(&slot));
            let Some(vendor) = vendor.filter(|_| is_hidden) else { continue };
            let has_total = scoring.totals.get(vendor).is_some_and(Option::is_some);
            let but = if has_total { ", but its total takes part in the ranks" } else { "" };
            let ask = format!("{} is hidden{but}. Take it in?", bidder.name);
            let options = ["yes, in the ranking", "yes, as withdrawn", "leave out"];
            match self.ask(Asked::Hidden, vec![bidder.head], ask, &options, "the ranks of the others").at {
                0 => {}
                1 => self.import.vendors[vendor].is_withdrawn = true,
                _ => self.import.vendors[vendor].excluded = Some("hidden in the sheet".to_owned()),
            }
        }
        let is_hidden = |leaf: &Leaf| leaf.table == scoring.main.table && lines.contains(&leaf.line);
        let hidden: Vec<Place> =
            scoring.leaves.iter().filter(|leaf| is_hidden(leaf)).filter_map(|leaf| leaf.place).collect();
        if !hidden.is_empty() {
            let names: Vec<&str> =
                scoring.leaves.iter().filter(|leaf| is_hidden(leaf)).map(|leaf| leaf.name.as_str()).collect();
            let has_totals = scoring.totals.iter().any(Option::is_some);
            let (but, options) = if has_totals {
                (", but counted in every total", ["yes: totals as in the sheet", "leave out: other totals"])
            } else {
                ("", ["yes", "leave out"])
            };
            let ask = format!("Hidden{but}: {}. Take them in?", names.join(", "));
            if self.ask(Asked::Hidden, hidden, ask, &options, "the weights of all others").at == 1 {
                scoring.leaves.retain(|leaf| leaf.table != scoring.main.table || !lines.contains(&leaf.line));
            }
        }
    }
}
