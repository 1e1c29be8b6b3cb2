//! The way back of an evaluator's sheet that was filled in with a spreadsheet program.
//!
//! A sheet is known by what it says of itself, its columns by their heads, its rows by ids and names: what its worksheet
//! is called, and where anything lies in it, says nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Book, Cell, Content, Place, Sheet};
use super::readings;
use super::words::{Said, folded, said};
use crate::decision::Decision;
use crate::exact::Exact;
use crate::files::is_id;
use crate::files::sheet::{
    BlindKey, FACTS, Filled, FilledMark, HEADS, LABELS, MARKER, Part, Scales, SheetError, finish, text_of,
};
use crate::text::letters::same_name;

/// Whether a book is the sheet of an evaluator, of whatever decision.
#[must_use]
pub fn is_sheet(book: &Book) -> bool {
    book.sheets.iter().any(|sheet| sheet.says(MARKER))
}

/// Reads a filled-in sheet: the marks that can be one, and what cannot, each with its cell.
///
/// - `key`: for a blind sheet.
///
/// # Errors
/// [`SheetError`] where it is no sheet of this decision, or its columns are not found.
pub fn read(book: &Book, decision: &Decision, key: Option<&BlindKey>) -> Result<Filled, SheetError> {
    let refused = |what: String| Err(SheetError(vec![what]));
    let Some(index) = book.sheets.iter().position(|sheet| sheet.says(MARKER)) else {
        return refused(format!("nothing in it says `{MARKER}`, as in what `weigh sheet` writes"));
    };
    let sheet = &book.sheets[index];
    let head = |label: &str| sheet.beside(label).map(|(at, cell)| (at, words(cell)));
    let [of, evaluator, name] = LABELS.map(head);
    let of = of.map_or_else(String::new, |(_, of)| of);
    if of != decision.id.as_str() {
        return refused(format!(
            "this is a sheet for the decision `{}`, not `{}`",
            text_of(&of),
            decision.id
        ));
    }
    let Some((_, evaluator)) = evaluator.clone().filter(|(_, id)| is_id(id)) else {
        let (at, id) = evaluator.unwrap_or_default();
        let at = book.name(Place { sheet: index, row: at.0, column: at.1 });
        return refused(format!("{at}: `{}` cannot be the id of an evaluator", text_of(&id)));
    };
    let columns = Columns::of(sheet).map_err(|what| SheetError(vec![format!("{}: {what}", sheet.name)]))?;
    let reader = Reader { book, sheet, index, columns, scales: Scales::of(decision), decision, key };
    let (marks, mistakes) = reader.marks();
    let mut filled = finish(evaluator, &name.map_or_else(String::new, |(_, name)| name), marks, mistakes);
    filled.unread = reader.unread();
    Ok(filled)
}

/// What a cell says in words; a number as it is.
fn words(cell: &Cell) -> String {
    match &cell.content {
        Content::Number(number) => number.to_string(),
        _ => cell.text().unwrap_or_default().to_owned(),
    }
}

/// The columns of the marks, by their heads.
struct Columns {
    /// The row of the heads.
    head: u32,
    vendor: Option<u32>,
    vendor_name: Option<u32>,
    criterion: Option<u32>,
    criterion_name: Option<u32>,
    mark: u32,
    note: Option<u32>,
}

impl Columns {
    /// The columns under the first row that has the heads of a vendor, a criterion and a mark.
    fn of(sheet: &Sheet) -> Result<Columns, String> {
        let rows: BTreeSet<u32> = sheet.cells.keys().map(|(row, _)| *row).collect();
        let found = rows.into_iter().find_map(|row| Columns::in_row(sheet, row));
        found.unwrap_or_else(|| {
            let [vendor, _, criterion, _, mark, ..] = HEADS;
            Err(format!("no row has the heads `{vendor}`, `{criterion}` and `{mark}`"))
        })
    }

    fn in_row(sheet: &Sheet, row: u32) -> Option<Result<Columns, String>> {
        let mut heads: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for ((_, column), cell) in sheet.cells.range((row, 0)..(row + 1, 0)) {
            heads.entry(folded(cell.text().unwrap_or_default())).or_default().push(*column);
        }
        let [vendor, vendor_name, criterion, criterion_name, mark, note, _] = HEADS;
        let known = |words: &[&str]| {
            let mut columns: Vec<u32> =
                words.iter().filter_map(|word| heads.get(&folded(word))).flatten().copied().collect();
            columns.sort_unstable();
            columns
        };
        let all = [
            known(&[vendor]),
            known(&[vendor_name]),
            known(&[criterion]),
            known(&[criterion_name]),
            known(&[mark, "Marks", "Score"]),
            known(&[note, "Reason", "Note", "Notes", "Remark", "Remarks", "Comment", "Comments"]),
        ];
        let [vendor, vendor_name, criterion, criterion_name, mark, note] =
            all.each_ref().map(|columns| columns.first().copied());
        let mark = mark?;
        vendor.or(vendor_name)?;
        criterion.or(criterion_name)?;
        if let Some(columns) = all.iter().find(|columns| columns.len() > 1) {
            let heads = columns.iter().map(|column| {
                let text = sheet.cells.get(&(row, *column)).and_then(Cell::text).unwrap_or_default();
                format!("\"{text}\" in {}", super::cells::cell_name(row, *column))
            });
            let heads: Vec<String> = heads.collect();
            return Some(Err(format!("two columns can be meant: {}", heads.join(", "))));
        }
        Some(Ok(Columns { head: row, vendor, vendor_name, criterion, criterion_name, mark, note }))
    }

    fn all(&self) -> impl Iterator<Item = u32> {
        let Columns { vendor, vendor_name, criterion, criterion_name, mark, note, .. } = *self;
        [vendor, vendor_name, criterion, criterion_name, Some(mark), note].into_iter().flatten()
    }
}

/// The sheet of one evaluator.
struct Reader<'a> {
    book: &'a Book,
    sheet: &'a Sheet,
    index: usize,
    columns: Columns,
    scales: Scales<'a>,
    decision: &'a Decision,
    key: Option<&'a BlindKey>,
}

/// What is wrong, and in which column.
type Mistake = (u32, String);

impl Reader<'_> {
    fn at(&self, row: u32, column: u32) -> String {
        self.book.seen_name(Place { sheet: self.index, row, column })
    }

    fn cell(&self, row: u32, column: Option<u32>) -> Option<&Cell> {
        self.sheet.cells.get(&(row, column?)).filter(|cell| !cell.is_blank())
    }

    fn words(&self, row: u32, column: Option<u32>) -> String {
        self.cell(row, column).map_or_else(String::new, words)
    }

    fn marks(&self) -> (Vec<FilledMark>, Vec<String>) {
        let rows: BTreeSet<u32> =
            self.sheet.cells.keys().map(|(row, _)| *row).filter(|row| *row > self.columns.head).collect();
        let (mut marks, mut mistakes) = (Vec::new(), Vec::new());
        for row in rows {
            match self.row(row) {
                Ok(mark) => marks.extend(mark),
                Err((column, what)) => mistakes.push(format!("{}: {what}", self.at(row, column))),
            }
        }
        (marks, mistakes)
    }

    /// The mark of a row; none where there is neither a mark nor a reason.
    fn row(&self, row: u32) -> Result<Option<FilledMark>, Mistake> {
        let columns = &self.columns;
        let mark = self.cell(row, Some(columns.mark));
        let note = self.note(row)?;
        if mark.is_none() && note.is_empty() {
            return Ok(None);
        }
        if self.sheet.merge_at(row, columns.mark).is_some_and(|area| area.from.0 < area.to.0) {
            return Err((columns.mark, "one mark was merged over several rows".to_owned()));
        }
        let vendor = self.id(row, (columns.vendor, columns.vendor_name), &self.vendors())?;
        let criterion = self.id(row, (columns.criterion, columns.criterion_name), &self.criteria())?;
        let mark = match mark {
            None => None,
            Some(cell) => mark_in(cell).map_err(|what| (columns.mark, what))?,
        };
        let column = |part: Part| match part {
            Part::Vendor => columns.vendor.or(columns.vendor_name),
            Part::Criterion => columns.criterion.or(columns.criterion_name),
            Part::Mark => None,
        };
        let at = self.at(row, columns.mark);
        let mark = self.scales.exact(&vendor, &criterion, mark, &note, (self.key, at));
        mark.map(Some).map_err(|(part, what)| (column(part).unwrap_or(columns.mark), what))
    }

    /// The reason in a row, with the comment on its mark.
    fn note(&self, row: u32) -> Result<String, Mistake> {
        let cell = self.cell(row, self.columns.note);
        let is_text = |cell: &&Cell| {
            cell.formula.is_none() && matches!(cell.content, Content::Text(_) | Content::Number(_))
        };
        if let (Some(column), Some(_)) = (self.columns.note, cell.filter(|cell| !is_text(cell))) {
            return Err((column, "what stands here is no text of a reason".to_owned()));
        }
        let comment = self.sheet.cells.get(&(row, self.columns.mark)).and_then(|cell| cell.note.clone());
        let parts: Vec<String> = cell.map(words).into_iter().chain(comment).collect();
        Ok(parts.join("; "))
    }

    fn vendors(&self) -> Vec<(&str, &str)> {
        let own = self.decision.vendors.iter().map(|one| (one.id.as_str(), one.name.as_str()));
        // On a blind sheet, names say nothing.
        if self.key.is_some() { Vec::new() } else { own.collect() }
    }

    fn criteria(&self) -> Vec<(&str, &str)> {
        self.decision.criteria.iter().map(|one| (one.id.as_str(), one.name.as_str())).collect()
    }

    /// The id of a row, with which its name may not disagree: cells were moved then, and nothing says which of both is
    /// meant. Without an id it is that of the name.
    fn id(
        &self,
        row: u32,
        (id_column, name_column): (Option<u32>, Option<u32>),
        known: &[(&str, &str)],
    ) -> Result<String, Mistake> {
        let (id, name) = (self.words(row, id_column), self.words(row, name_column));
        let is_called = |called: &str| same_name(called) == same_name(&name);
        let mut named = known.iter().filter(|(_, called)| is_called(called)).map(|(id, _)| *id);
        let first = named.clone().next();
        if !id.is_empty() {
            let is_own = first.is_none() || named.any(|one| one == id);
            let what =
                || format!("the name beside `{}` is that of `{}`", text_of(&id), first.unwrap_or_default());
            return if is_own { Ok(id) } else { Err((name_column.unwrap_or_default(), what())) };
        }
        match (first, named.count()) {
            (Some(one), 1) => Ok(one.to_owned()),
            _ => {
                let column =
                    name_column.filter(|_| !name.is_empty()).or(id_column).unwrap_or(self.columns.mark);
                let what = if name.is_empty() {
                    "a mark or a reason, and nothing says of what".to_owned()
                } else {
                    format!(
                        "\"{}\" has no id beside it, and is the name of none, or of several",
                        text_of(&name)
                    )
                };
                Err((column, what))
            }
        }
    }

    /// What stands beside the marks: columns that a sheet has not, and other worksheets.
    fn unread(&self) -> Vec<String> {
        let head = self.columns.head;
        let own: BTreeSet<u32> = self.columns.all().collect();
        let is_own = |column: u32, cell: &Cell| {
            let text = cell.text().map(folded);
            own.contains(&column) || HEADS.iter().any(|head| Some(folded(head)) == text)
        };
        let heads = self.sheet.cells.range((head, 0)..(head + 1, 0));
        let columns = heads.filter(|((_, column), cell)| !cell.is_blank() && !is_own(*column, cell)).map(
            |((row, column), cell)| {
                let at = self.at(*row, *column);
                format!("{at}: the column \"{}\" is none of the sheet: nothing of it is read", words(cell))
            },
        );
        let is_more = |(index, sheet): &(usize, &Sheet)| {
            let is_blank = sheet.cells.values().all(Cell::is_blank);
            *index != self.index && !sheet.name.eq_ignore_ascii_case(FACTS) && !is_blank
        };
        let sheets = self.book.sheets.iter().enumerate().filter(is_more);
        let sheets = sheets.map(|(_, sheet)| {
            format!("{}: this worksheet is none of the sheet's: nothing of it is read", sheet.name)
        });
        columns.chain(sheets).collect()
    }
}

/// The mark in a cell; none for a dash: it cannot be judged.
fn mark_in(cell: &Cell) -> Result<Option<Exact>, String> {
    if cell.formula.is_some() {
        return Err("a formula, whatever it comes to, is no mark".to_owned());
    }
    match (&cell.content, cell.text()) {
        (Content::Number(_), _) if cell.is_time() => Err("a time is no mark".to_owned()),
        (Content::Number(number), _) if cell.format.contains('%') => {
            Err(format!("{} % is no mark", number.percent().plain(6)))
        }
        (Content::Number(number), _) => Ok(Some(number.clone())),
        (_, Some(text)) if said(text) == Some(Said::Dash) => Ok(None),
        // A cell that was formatted as text.
        (_, Some(text)) => match readings(text).as_slice() {
            [number] if !text.contains('%') => Ok(Some(number.clone())),
            _ => Err(format!("`{}` is no mark", text_of(text))),
        },
        _ => Err("what stands here is no mark".to_owned()),
    }
}
