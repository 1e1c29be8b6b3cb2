//! What a book says: from tables with lines of known kinds to criteria, vendors, values and totals.
//!
//! The sheet's own formulas decide before its words: a total's slopes tell which marks count and how much, and what a
//! total leaves out that its neighbours count is a fault. Whatever can be read in two ways becomes a question.

mod columns;
mod facts;
mod kinds;
mod leaf;
mod long;
mod marks;
mod notes;
mod panel;
mod prices;
mod renamed;
mod scored;
mod scoring;
mod tabs;
mod totals;
mod unread;
mod weights;

use std::collections::{BTreeMap, HashMap, HashSet};

use super::cells::{Book, Cell, Place, Seen};
use super::ids::Ids;
use super::layout::{Bidder, Layout, Table, layout};
use super::proposal::{Criterion, CriterionKind, Fault, Import, Remark, Vendor};
use super::questions::{ANOTHER, Answers, Kind as Asked, Question, THE_NUMBER, chosen};
use super::replay::Replay;
use super::words::{Label, folded, says};
use crate::exact::Exact;
use kinds::Kind;
pub(super) use renamed::ask as ask_renamed;

/// What the head of a vendor file says is a fact already.
const HEAD_FACTS: [&str; 4] = ["kind", "country", "shore", "status"];

/// Why nothing can be taken from a book.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoTable {
    /// There is none.
    #[error(
        "no table of criteria and vendors, or of facts about vendors, was found: a line of headings with names beside it \
         and values under it"
    )]
    Nowhere,
    /// One of ranks alone, which say no marks; its first cell.
    #[error(
        "{0}: the table has nothing but ranks. What they add up to is no weighted sum of marks and is not imported; \
         import the marks or facts that the ranks follow from, and name `combine = \"rank-sum\"` in `[rule.panel]` for a \
         panel's"
    )]
    Ranks(String),
    /// One with marks of a single vendor; its first cell.
    #[error(
        "{0}: the table has marks of one vendor alone, and nothing to rank it against: put the marks of all vendors side by \
         side, or give each a sheet of its own with a summary"
    )]
    Alone(String),
}

/// An answer that is none of its question's readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoAnswer {
    /// Kind and cells of the question.
    pub question: String,
    /// What was answered.
    pub answer: String,
    /// The readings.
    pub options: Vec<String>,
}

/// A choice: which option, and the number where any was taken.
struct Choice {
    at: usize,
    number: Option<Exact>,
}

/// Puts a question into an import with the answer that was given; one that is no reading of it is refused. Gives back the
/// choice, the first reading where there is none.
fn answered(
    book: &Book,
    answers: &Answers,
    mut question: Question,
    (import, refused): (&mut Import, &mut Vec<NoAnswer>),
) -> Choice {
    let names: Vec<String> = question.at.iter().map(|place| book.name(*place)).collect();
    let options = &question.options;
    let mut choice = Choice { at: 0, number: None };
    if let Some(said) = answers.find(question.kind, &names) {
        let takes_any = options.last().is_some_and(|last| last == ANOTHER);
        let number = takes_any.then(|| Exact::parse(said.trim()).ok()).flatten();
        match (chosen(options, said), number) {
            (Some(at), _) if options[at] != ANOTHER => {
                choice.at = at;
                question.answer = Some(options[at].clone());
            }
            (_, Some(number)) => {
                choice = Choice { at: options.len() - 1, number: Some(number) };
                question.answer = Some(said.trim().to_owned());
            }
            (chosen, _) => refused.push(NoAnswer {
                question: format!("{} at {}", question.kind.word(), names.join(", ")),
                answer: said.to_owned(),
                options: if chosen.is_some() { vec![THE_NUMBER.to_owned()] } else { options.clone() },
            }),
        }
    }
    import.questions.push(question);
    choice
}

/// A book as it is being understood.
struct Reader<'a> {
    book: &'a Book,
    layout: Layout,
    kinds: Vec<Vec<Kind>>,
    /// The formulas as they are, and as they are once what a total hangs on ends at its marks.
    whole: Replay<'a>,
    replay: Replay<'a>,
    answers: &'a Answers,
    import: Import,
    criterion_ids: Ids,
    vendor_ids: Ids,
    /// The vendors of each name, as names are compared.
    vendors_named: HashMap<String, Vec<usize>>,
    refused: Vec<NoAnswer>,
    /// What marks that are words count as, by the words as names are compared.
    levels: HashMap<String, Exact>,
    /// What yes and no count as in the lines of some criteria, by their cells.
    answered: HashMap<Place, Exact>,
    /// Marks that are known not to be known.
    settled: HashSet<Place>,
    /// What weights that are words count as, likewise.
    weight_words: HashMap<String, Exact>,
    /// Weights that were asked for, by their cells.
    weights_given: HashMap<Place, Exact>,
    /// The evaluators whose marks stand side by side in a table, and for each vendor of it the slots of their marks.
    beside: HashMap<usize, (Vec<String>, Vec<Vec<u32>>)>,
    /// What marks count as that are out of less than others of their line: `3/5` beside `7/10`.
    rescaled: HashMap<Place, Exact>,
    /// The marks of evaluators behind a mark.
    panel_marks: HashMap<Place, Vec<Place>>,
}

/// Reads a book.
///
/// # Errors
/// [`NoTable`] where nothing in it looks like one.
pub(super) fn read(book: &Book, answers: &Answers) -> Result<(Import, Vec<NoAnswer>), NoTable> {
    let replay = Replay::of(book);
    let mut layout = layout(book);
    let dropped = columns::settle(&replay, &mut layout);
    let kinds = layout.tables.iter().map(|table| kinds::kinds(&replay, table)).collect();
    let import = Import { title: title(book, &layout), ..Import::default() };
    let mut reader = Reader {
        book,
        layout,
        kinds,
        whole: Replay::of(book),
        replay,
        answers,
        import,
        criterion_ids: Ids::besides(&HEAD_FACTS),
        vendor_ids: Ids::default(),
        vendors_named: HashMap::new(),
        refused: Vec::new(),
        levels: HashMap::new(),
        answered: HashMap::new(),
        settled: HashSet::new(),
        weight_words: HashMap::new(),
        weights_given: HashMap::new(),
        beside: HashMap::new(),
        rescaled: HashMap::new(),
        panel_marks: HashMap::new(),
    };
    reader.say_what_the_file_has();
    for (head, why) in dropped {
        let name = reader.text(head).unwrap_or_default().to_owned();
        reader.say(vec![head], format!("\"{name}\" is {why}: it is no vendor, and is not taken"));
    }
    reader.set_hidden_sheets_apart();
    reader.ask_doubtful_weights();
    reader.ask_levels();
    let listed = long::find(&mut reader);
    let is_found = if let Some((scoring, panel)) = listed {
        scored::read_list(&mut reader, scoring, panel)
    } else {
        read_tables(&mut reader)
    };
    if !is_found {
        return Err(reader.no_table());
    }
    notes::read(&mut reader);
    reader.ignore_strays();
    reader.ignore_unread();
    Ok((reader.import, reader.refused))
}

impl Reader<'_> {
    /// Why there is nothing to read.
    fn no_table(&self) -> NoTable {
        let is_of_ranks = |table: &usize| {
            let ranks = self.kinds[*table].iter().filter(|kind| **kind == Kind::Rank).count();
            ranks > 1 && self.table(*table).bidders.len() > 1
        };
        let is_of_one = |table: &usize| {
            let it = self.table(*table);
            it.bidders.len() == 1 && (it.weight.is_some() || it.maximum.is_some()) && !self.is_hidden(*table)
        };
        let all = || 0..self.layout.tables.len();
        let first = |table: usize| self.book.name(self.table(table).first());
        let ranks = all().find(is_of_ranks).map(|table| NoTable::Ranks(first(table)));
        let alone = || all().find(is_of_one).map(|table| NoTable::Alone(first(table)));
        ranks.or_else(alone).unwrap_or(NoTable::Nowhere)
    }
}

/// Reads a book by its tables: one that scores, or one of facts.
fn read_tables(reader: &mut Reader<'_>) -> bool {
    reader.say_what_is_no_sum();
    match totals::main(reader) {
        Some(main) => {
            let main = totals::chosen(reader, main);
            scored::read(reader, &main)
        }
        None => scored::read_without_totals(reader) || facts::read(reader),
    }
}

/// The title: the first text of the first sheet that stands in no table.
fn title(book: &Book, layout: &Layout) -> String {
    let mut texts = layout.strays.iter().filter(|place| place.sheet == 0 && place.row < 3);
    let stray = texts.find_map(|place| book.cell(*place)?.text());
    let within = || {
        let table = layout.tables.first()?;
        book.cell(table.first())?
            .text()
            .filter(|_| table.corner.iter().all(|(place, _)| *place != table.first()))
    };
    stray.or_else(within).map(str::to_owned).unwrap_or_default()
}

impl Reader<'_> {
    fn cell(&self, place: Place) -> Option<&Cell> {
        self.book.cell(place)
    }

    fn text(&self, place: Place) -> Option<&str> {
        self.cell(place)?.text()
    }

    fn table(&self, index: usize) -> &Table {
        &self.layout.tables[index]
    }

    /// The formula of a cell as it stands there, for people.
    fn formula(&self, place: Place) -> Option<String> {
        const LONGEST: usize = 80;
        let formula = self.cell(place)?.formula.as_ref().filter(|formula| formula.shift == (0, 0))?;
        let text: String = formula.text.trim_start_matches('=').chars().take(LONGEST).collect();
        Some(format!("={text}{}", if formula.text.chars().count() > LONGEST { "..." } else { "" }))
    }

    fn is_hidden(&self, table: usize) -> bool {
        self.book.sheets[self.table(table).sheet].seen == Seen::Hidden
    }

    /// Asks, and takes the answer that was given, else the first reading.
    fn ask(&mut self, kind: Asked, at: Vec<Place>, ask: String, options: &[&str], effect: &str) -> Choice {
        let options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
        let question = Question { kind, at, ask, options, effect: effect.to_owned(), answer: None };
        answered(self.book, self.answers, question, (&mut self.import, &mut self.refused))
    }

    /// Takes back the number that the last question was answered with, where the sheet contradicts it.
    ///
    /// - `least`: the least that it could be.
    fn refuse_number(&mut self, least: &Exact) {
        let Some(question) = self.import.questions.last_mut() else { return };
        let Some(answer) = question.answer.take() else { return };
        let names: Vec<String> = question.at.iter().map(|place| self.book.name(*place)).collect();
        self.refused.push(NoAnswer {
            question: format!("{} at {}", question.kind.word(), names.join(", ")),
            answer,
            options: vec![format!("{least} or more")],
        });
    }

    /// Results that are quotients or the like of marks: no weights give them, so they are not taken as totals.
    fn say_what_is_no_sum(&mut self) {
        for table in 0..self.kinds.len() {
            for line in 0..self.kinds[table].len() {
                if self.kinds[table][line] == Kind::Aggregate && !totals::is_additive(self, table, line) {
                    let named = &self.table(table).lines[line];
                    let (name, at) = (named.name.clone(), named.place.into_iter().collect());
                    self.say(
                        at,
                        format!("\"{name}\" is no sum of weighted marks: it is not taken as a total"),
                    );
                }
            }
        }
    }

    fn say(&mut self, at: Vec<Place>, what: impl Into<String>) {
        self.import.remarks.push(Remark { at, what: what.into() });
    }

    fn fault(&mut self, place: Place, what: impl Into<String>, missing: Vec<Place>) {
        self.import.faults.push(Fault { place, what: what.into(), missing });
    }

    fn say_what_the_file_has(&mut self) {
        for remark in self.book.remarks.clone() {
            self.say(Vec::new(), remark);
        }
        for (sheet, cells) in self.book.sheets.iter().enumerate() {
            if cells.is_right_to_left {
                let at = vec![Place { sheet, row: 0, column: 0 }];
                let what = format!("{} runs from right to left; the names of its cells stay", cells.name);
                self.import.remarks.push(Remark { at, what });
            }
        }
    }

    /// Hidden sheets: a copy of a visible one is asked about, lists and what no formula uses are left out.
    fn set_hidden_sheets_apart(&mut self) {
        let visible: Vec<usize> =
            (0..self.layout.tables.len()).filter(|table| !self.is_hidden(*table)).collect();
        for sheet in 0..self.book.sheets.len() {
            if self.book.sheets[sheet].seen == Seen::Visible {
                continue;
            }
            let name = self.book.sheets[sheet].name.clone();
            let own: Vec<usize> =
                (0..self.layout.tables.len()).filter(|table| self.table(*table).sheet == sheet).collect();
            if self.is_used(sheet) {
                self.say(
                    vec![Place { sheet, row: 0, column: 0 }],
                    format!("{name} is hidden, and formulas use it"),
                );
                continue;
            }
            let twin =
                own.iter().find_map(|own| visible.iter().copied().find(|other| self.is_twin(*own, *other)));
            let is_left_out = twin.is_none_or(|twin| {
                let of = self.book.sheets[self.table(twin).sheet].name.clone();
                let ask = format!(
                    "The hidden sheet {name} holds the criteria of {of} with marks of its own, and no formula uses it. \
                     Leave it out?"
                );
                let at = vec![Place { sheet, row: 0, column: 0 }];
                let replaces = format!("it replaces {of}");
                self.ask(Asked::SheetRole, at, ask, &["leave out", &replaces], "other marks, other totals").at == 0
            });
            if is_left_out {
                self.import.ignored.push((name, "a hidden sheet that no formula uses".to_owned()));
                self.drop_tables(sheet);
            } else if let Some(twin) = twin {
                let replaced = self.table(twin).sheet;
                self.drop_tables(replaced);
            }
        }
    }

    fn drop_tables(&mut self, sheet: usize) {
        let keep: Vec<bool> = self.layout.tables.iter().map(|table| table.sheet != sheet).collect();
        let mut kept = keep.iter();
        self.layout.tables.retain(|_| kept.next().copied().unwrap_or(true));
        let mut kept = keep.iter();
        self.kinds.retain(|_| kept.next().copied().unwrap_or(true));
        self.layout.strays.retain(|place| place.sheet != sheet);
    }

    /// Whether formulas of other sheets name cells of a sheet.
    fn is_used(&self, sheet: usize) -> bool {
        let others = self.book.sheets.iter().enumerate().filter(|(other, _)| *other != sheet);
        let formulas = others.flat_map(|(other, cells)| {
            let with = cells.cells.iter().filter(|(_, cell)| cell.formula.is_some());
            with.map(move |((row, column), _)| Place { sheet: other, row: *row, column: *column })
        });
        formulas
            .take(20_000)
            .any(|place| self.replay.named_by(place).iter().any(|named| named.sheet == sheet))
    }

    /// Whether two tables have mostly the same lines.
    fn is_twin(&self, one: usize, other: usize) -> bool {
        let names = |table: usize| -> Vec<String> {
            self.table(table)
                .lines
                .iter()
                .map(|line| folded(&line.name))
                .filter(|name| !name.is_empty())
                .collect()
        };
        let (one, other) = (names(one), names(other).into_iter().collect::<HashSet<_>>());
        one.len() > 1 && one.iter().filter(|name| other.contains(*name)).count() * 2 > one.len()
    }

    /// Adds a criterion, with an id of its own.
    fn add(&mut self, name: &str, place: Option<Place>, parent: Option<usize>, kind: CriterionKind) -> usize {
        let id = self.criterion_ids.make(name, "criterion", '_');
        self.import.criteria.push(Criterion {
            id,
            name: name.split_whitespace().collect::<Vec<_>>().join(" "),
            place,
            parent,
            kind,
            weight: None,
            weight_place: None,
            share: Exact::ZERO,
            note: None,
        });
        self.import.criteria.len() - 1
    }

    /// Takes the vendors of a table; two with one name are asked about.
    fn take_vendors(&mut self, table: usize) {
        let bidders = self.table(table).bidders.clone();
        let mut seen: BTreeMap<String, Place> = BTreeMap::new();
        for bidder in bidders {
            if let Some(first) = seen.get(&folded(&bidder.name)).copied() {
                let ask = format!(
                    "Two vendors are called {}. Are they two, or is it one, of whom the first marks count?",
                    bidder.name
                );
                let effect = "who is ranked; of one vendor the marks that stand here are left out";
                let options = ["two vendors", "one"];
                let choice = self.ask(Asked::SameVendor, vec![first, bidder.head], ask, &options, effect);
                self.fault(bidder.head, format!("two vendors are called {}", bidder.name), Vec::new());
                if choice.at == 1 {
                    self.say(vec![bidder.head], format!("{} stands here again: not taken", bidder.name));
                    continue;
                }
                let count = self.vendors_named.get(&folded(&bidder.name)).map_or(0, Vec::len);
                let name = format!("{} ({})", bidder.name, count + 1);
                self.say(
                    vec![bidder.head],
                    format!("comes in as \"{name}\", so that the two can be told apart"),
                );
            }
            seen.insert(folded(&bidder.name), bidder.head);
            self.add_vendor(&bidder.name, bidder.head);
        }
    }

    fn add_vendor(&mut self, name: &str, place: Place) {
        let of_name = self.vendors_named.entry(folded(name)).or_default();
        of_name.push(self.import.vendors.len());
        let mut name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if of_name.len() > 1 {
            name = format!("{name} ({})", of_name.len());
        }
        let id = self.vendor_ids.make(&name, "vendor", '-');
        self.import.vendors.push(Vendor {
            id,
            name,
            place,
            excluded: None,
            is_withdrawn: false,
            has_marks: false,
            note: None,
        });
    }

    /// For each bidder of a table the vendor of its name, by its place among the vendors; the same name twice is told
    /// apart by their order.
    fn vendors_of(&self, table: usize) -> Vec<Option<usize>> {
        let mut counts: HashMap<String, usize> = HashMap::new();
        let vendor = |bidder: &Bidder| -> Option<usize> {
            let name = folded(&bidder.name);
            let all = self.vendors_named.get(&name)?;
            let count = counts.entry(name).or_default();
            *count += 1;
            all.get(*count - 1).copied()
        };
        self.table(table).bidders.iter().map(vendor).collect()
    }

    /// The bidder of a table that a vendor is.
    fn bidder_of(&self, table: usize, vendor: usize) -> Option<&Bidder> {
        let at = self.vendors_of(table).iter().position(|one| *one == Some(vendor))?;
        self.table(table).bidders.get(at)
    }

    /// What stands outside of every table, and was not read as a note.
    fn ignore_strays(&mut self) {
        let strays: Vec<Place> = self.layout.strays.clone();
        for place in strays {
            if self.text(place) != Some(self.import.title.as_str()) {
                self.import.ignored.push((self.book.name(place), "stands in no table".to_owned()));
            }
        }
        for table in 0..self.layout.tables.len() {
            self.ignore_lines(table);
        }
    }
}

impl Reader<'_> {
    /// The lines of a table that are no criteria, and the cells beside its lines.
    fn ignore_lines(&mut self, table: usize) {
        let it = self.table(table).clone();
        for (line, kind) in it.lines.iter().zip(&self.kinds[table].clone()) {
            let why = match kind {
                Kind::Note => "a note",
                Kind::Aggregate | Kind::TypedTotal => "a result: read for checking, not taken",
                Kind::Rank => "ranks: read for checking, not taken",
                _ => continue,
            };
            let place = line.place.unwrap_or_else(|| it.place(line.at, 0));
            if self.import.remarks.iter().any(|remark| remark.at == [place]) {
                continue;
            }
            self.import.ignored.push((self.book.name(place), why.to_owned()));
        }
        let rows: std::collections::BTreeSet<u32> = it.lines.iter().map(|line| line.at).collect();
        let Some(first) = rows.first().copied().filter(|_| !it.is_turned) else { return };
        let cells = &self.book.sheets[it.sheet].cells;
        let beside = cells.range((first, it.area.from.1)..=(it.area.to.0, it.area.to.1));
        let is_left = |(row, column): &(u32, u32)| it.area.holds(*row, *column) && !rows.contains(row);
        let left = beside.filter(|(at, cell)| is_left(at) && !cell.is_blank()).map(|(at, _)| *at);
        let left: Vec<(u32, u32)> = left.collect();
        for (row, column) in left {
            let name = self.book.name(Place { sheet: it.sheet, row, column });
            self.import.ignored.push((name, "belongs to no line of the table".to_owned()));
        }
    }
}

/// Whether a label is one for a total or a rank, and no name.
fn is_result(name: &str) -> bool {
    says(name, Label::Total) || says(name, Label::Rank) || says(name, Label::Subtotal)
}
