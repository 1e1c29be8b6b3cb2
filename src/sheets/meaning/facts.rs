//! Facts about vendors, and must-haves: what is said and not scored.

mod kinds;
mod values;

use std::collections::BTreeSet;

use super::Reader;
use super::kinds::{Kind, cell_of};
use super::scoring::Scoring;
use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::proposal::{CriterionKind, Meaning, Value};
use crate::sheets::questions::Kind as Asked;
use crate::sheets::words::{Said, folded, said};

/// Reads a book that only states facts.
pub(super) fn read(reader: &mut Reader<'_>) -> bool {
    let tables: Vec<usize> = (0..reader.layout.tables.len())
        .filter(|table| !reader.is_hidden(*table) && reader.table(*table).bidders.len() > 1)
        .collect();
    let Some(first) = tables.first().copied() else { return false };
    reader.take_vendors(first);
    for table in tables {
        reader.read_facts(table, &[]);
    }
    !reader.import.values.is_empty()
}

/// What is asked of many cells of a table at once.
#[derive(Default)]
pub(super) struct Gathered {
    /// Cells with words for what is not known, with the values that they are.
    unknown: Vec<(usize, Place)>,
    /// Numbers of the line that can be read in two ways, with the values that they are.
    ambiguous: Vec<(usize, Place, Vec<Exact>)>,
}

impl Reader<'_> {
    /// Reads the lines of a table as facts.
    ///
    /// - `only`: the kinds of lines; all when empty.
    pub(super) fn read_facts(&mut self, table: usize, only: &[Kind]) {
        let mut gathered = Gathered::default();
        for at in 0..self.table(table).lines.len() {
            let kind = self.kinds[table][at].clone();
            let is_wanted = if only.is_empty() { kind != Kind::Note } else { only.contains(&kind) };
            let line = self.table(table).lines[at].clone();
            if !is_wanted || line.name.is_empty() {
                continue;
            }
            let cells = self.cells_of(table, line.at);
            if cells.is_empty() {
                continue;
            }
            let formulas = cells
                .iter()
                .filter(|(_, place)| self.cell(*place).is_some_and(|cell| cell.formula.is_some()));
            if formulas.count() * 2 > cells.len() {
                let places: Vec<Place> = line.place.into_iter().collect();
                // That it is no total is no news where nothing is one.
                self.import.remarks.retain(|remark| remark.at != places);
                self.say(places, format!("\"{}\" is worked out from other columns: not taken", line.name));
                continue;
            }
            let criterion = self.add(&line.name, line.place, None, CriterionKind::Fact);
            values::read(self, table, at, criterion, &cells, &mut gathered);
        }
        self.ask_unknown(&gathered);
    }

    /// The cells of the vendors on a line that hold something.
    fn cells_of(&self, table: usize, line: u32) -> Vec<(usize, Place)> {
        let it = self.table(table);
        let bidders = it.bidders.iter().zip(self.vendors_of(table));
        bidders
            .filter_map(|(bidder, vendor)| Some((vendor?, cell_of(&self.replay, it, line, bidder)?)))
            .collect()
    }

    fn ask_unknown(&mut self, gathered: &Gathered) {
        if gathered.unknown.is_empty() {
            return;
        }
        let mut words: Vec<String> = Vec::new();
        for (_, place) in &gathered.unknown {
            let word = format!("\"{}\"", self.text(*place).unwrap_or_default());
            if !words.contains(&word) {
                words.push(word);
            }
        }
        let at = gathered.unknown.iter().map(|(_, place)| *place).collect();
        let ask = format!("{}: not known?", words.join(", "));
        if self.ask(Asked::Unknown, at, ask, &["not known", "none"], "what `weigh gaps` asks for").at == 1 {
            for (index, place) in &gathered.unknown {
                let text = self.text(*place).unwrap_or_default().to_owned();
                self.import.values[*index].meaning = Meaning::Text(text);
            }
        }
    }

    /// Reads the must-haves of all tables.
    pub(super) fn read_gates(&mut self, scoring: &Scoring) {
        self.ask_points_of_musts(scoring);
        let mut failed: Vec<(usize, Place)> = Vec::new();
        for table in 0..self.layout.tables.len() {
            if self.is_hidden(table) {
                continue;
            }
            let mut doubtful: [Vec<(usize, Place)>; 3] = Default::default();
            for at in 0..self.table(table).lines.len() {
                if self.kinds[table][at] == Kind::Gate {
                    self.read_gate(table, at, &mut doubtful, &mut failed);
                }
            }
            let [meaning, partial, unknown] = doubtful;
            self.ask_gate(Asked::GateMeaning, &meaning, "passed, failed or open?", &["open", "pass", "fail"]);
            self.ask_gate(Asked::Partial, &partial, "passed, failed or open?", &["open", "pass", "fail"]);
            let ask = "does it not apply to this vendor (passed), or is it not known (open)?";
            self.ask_gate(Asked::Unknown, &unknown, ask, &["open", "does not apply"]);
        }
        self.ask_effect(scoring, &failed);
    }

    fn read_gate(
        &mut self,
        table: usize,
        at: usize,
        doubtful: &mut [Vec<(usize, Place)>; 3],
        failed: &mut Vec<(usize, Place)>,
    ) {
        let line = self.table(table).lines[at].clone();
        let criterion = self.add(&line.name, line.place, None, CriterionKind::Gate);
        for (vendor, place) in self.cells_of(table, line.at) {
            let text = self.text(place).unwrap_or_default().to_owned();
            let index = self.import.values.len();
            let meaning = match said(&text) {
                Some(Said::Yes) => Meaning::Logic(true),
                Some(Said::No) => {
                    failed.push((vendor, place));
                    Meaning::Logic(false)
                }
                found => {
                    let is_footnoted = text.ends_with(['*', '†', '¹']);
                    let is_not_applicable =
                        folded(&text).starts_with("n/a") || folded(&text).starts_with("n.a");
                    let list = match found {
                        Some(Said::Partly) if !is_footnoted => 1,
                        Some(Said::Unknown | Said::Dash) if is_not_applicable => 2,
                        _ => 0,
                    };
                    doubtful[list].push((index, place));
                    Meaning::Unknown
                }
            };
            let note = self.note(place, None);
            self.import.values.push(Value {
                vendor,
                criterion,
                place,
                meaning,
                counted: None,
                note,
                parts: Vec::new(),
            });
            self.keep_words(index);
        }
    }

    fn ask_gate(&mut self, kind: Asked, cells: &[(usize, Place)], what: &str, options: &[&str]) {
        if cells.is_empty() {
            return;
        }
        let words: Vec<String> =
            cells.iter().map(|(_, place)| format!("\"{}\"", self.text(*place).unwrap_or_default())).collect();
        let ask = format!("{} at a must-have: {what}", words.join(", "));
        let at = cells.iter().map(|(_, place)| *place).collect();
        let choice = self.ask(kind, at, ask, options, "who stays in the ranking").at;
        for (index, _) in cells {
            self.import.values[*index].meaning = match options[choice] {
                "pass" | "does not apply" => Meaning::Logic(true),
                "fail" => Meaning::Logic(false),
                _ => Meaning::Unknown,
            };
        }
    }

    /// Vendors that fail a must-have and are ranked all the same.
    fn ask_effect(&mut self, scoring: &Scoring, failed: &[(usize, Place)]) {
        let is_ranked = |vendor: usize| {
            scoring.totals[vendor].is_some() && self.import.vendors[vendor].excluded.is_none()
        };
        let at: Vec<Place> =
            failed.iter().filter(|(vendor, _)| is_ranked(*vendor)).map(|(_, place)| *place).collect();
        if at.is_empty() {
            return;
        }
        let vendors: BTreeSet<usize> = failed.iter().map(|(vendor, _)| *vendor).collect();
        let ask = format!(
            "{} of the vendors fail a must-have, yet the sheet ranks them. Take them out of the ranking?",
            vendors.len()
        );
        let options = ["out, listed with the reason", "leave in: the block is for information"];
        // Who is out sets no price for the others.
        let effect = if scoring.prices.is_empty() {
            "totals stay, ranks change"
        } else {
            "ranks change, and the price points of the others where a price of those who are out was the best or worst"
        };
        let choice = self.ask(Asked::GateEffect, at, ask, &options, effect).at;
        if choice == 1 {
            for criterion in &mut self.import.criteria {
                if criterion.kind == CriterionKind::Gate {
                    criterion.kind = CriterionKind::Fact;
                }
            }
        }
    }

    /// A line that is marked as a must and gives points.
    fn ask_points_of_musts(&mut self, scoring: &Scoring) {
        for leaf in scoring.leaves.iter().filter(|leaf| leaf.is_must) {
            let Some(place) = leaf.place else { continue };
            let ask = format!(
                "\"{}\" is marked as a must and gives points. A must-have, points, or both?",
                leaf.name
            );
            let both = format!("both: a must-have, and up to {} points", leaf.best);
            if self.ask(Asked::GateOrPoints, vec![place], ask, &[&both, "points only"], "who is out").at == 1
            {
                continue;
            }
            let criterion = self.add(&leaf.name, Some(place), None, CriterionKind::Gate);
            for (vendor, cell) in leaf.cells.iter().enumerate() {
                let Some(cell) = *cell else { continue };
                let marks = self
                    .import
                    .values
                    .iter()
                    .find(|value| value.place == cell)
                    .and_then(|value| value.meaning.number());
                let meaning = marks.map_or(Meaning::Unknown, |mark| Meaning::Logic(mark > leaf.worst));
                self.import.values.push(Value {
                    vendor,
                    criterion,
                    place: cell,
                    meaning,
                    counted: None,
                    note: None,
                    parts: Vec::new(),
                });
            }
        }
    }

    /// Tables that no total needs, and lines in those that it needs: facts.
    pub(super) fn read_other_tables(&mut self, scoring: &Scoring) {
        for table in scoring.tables.iter().copied() {
            self.read_facts(table, &[Kind::Fact]);
        }
        let priced: BTreeSet<usize> = scoring.prices.iter().map(|price| price.table).collect();
        let others: Vec<usize> = (0..self.layout.tables.len())
            .filter(|table| {
                let is_gates = self.kinds[*table].contains(&Kind::Gate);
                let known = self.vendors_of(*table).into_iter().flatten().count();
                let is_free =
                    !scoring.tables.contains(table) && !priced.contains(table) && !self.is_hidden(*table);
                is_free && !is_gates && known > 1
            })
            .collect();
        for table in others {
            let sheet = self.table(table).sheet;
            let all: Vec<Place> =
                self.layout.tables.iter().filter(|it| it.sheet == sheet).map(super::Table::first).collect();
            let at = if all.len() > 1 { all } else { vec![self.table(table).first()] };
            let name = self.book.name(self.table(table).first());
            let ask = format!(
                "The table at {name} makes no part of the total. Take it as facts that no criterion reads?"
            );
            if self.ask(Asked::WhichTable, at, ask, &["as facts", "leave out"], "none on the totals").at == 0
            {
                self.read_facts(table, &[]);
            } else {
                self.import.ignored.push((name, "a table that makes no part of the total".to_owned()));
            }
        }
    }
}
