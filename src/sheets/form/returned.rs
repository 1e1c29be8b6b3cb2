//! A form that came back, read with suspicion: rows were inserted and sorted, columns moved, questions reworded.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{Stated, bound, day, value};
use super::heads::{HEADS, WEIGHT_HEAD, is_of_quote};
use super::looks::wanted;
use super::{AnswerKind, Form, MARKER, Question};
use crate::decision::{Date, FactId, FactValue};
use crate::exact::Exact;
use crate::sheets::cells::{Book, Cell, Place, Sheet};
use crate::sheets::words::folded;

/// What a form says that came back.
#[derive(Clone, Debug, Default)]
pub struct Returned {
    /// The answers that are taken.
    pub answers: Vec<Answer>,
    /// What is not taken, and why.
    pub left: Vec<Left>,
    /// The questions that are not answered, by their facts.
    pub open: Vec<FactId>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The fact.
    pub fact: FactId,
    /// The cell.
    pub place: Place,
    /// What it says.
    pub value: FactValue,
    /// Where it can be checked, in the vendor's words.
    pub evidence: Option<String>,
    /// The day on which it was true.
    pub as_of: Option<Date>,
    /// Remarks, and the note on the cell.
    pub note: Option<String>,
    /// What the answer does not say and is taken all the same.
    pub assumed: Option<String>,
}

/// Something that is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The cell.
    pub place: Place,
    /// What it is, and why it stays out.
    pub what: String,
    /// The fact that was asked for, where it is an answer.
    pub fact: Option<FactId>,
}

/// Of which decision and which vendor a form is; none where a book is no form of ours.
///
/// The vendor is empty on a form that was sent without a name.
#[must_use]
pub fn identity(book: &Book) -> Option<(String, String)> {
    let sheet = book.sheets.iter().find(|sheet| sheet.says(MARKER))?;
    let named = |label: &str| sheet.beside(label)?.1.text().map(str::to_owned);
    Some((named("Decision")?, named("Vendor").unwrap_or_default()))
}

/// What the company is called on a form, with the cell; none where nothing stands there.
#[must_use]
pub fn company_named(book: &Book) -> Option<(String, Place)> {
    let (index, sheet) = book.sheets.iter().enumerate().find(|(_, sheet)| sheet.says(MARKER))?;
    let ((row, column), cell) = sheet.beside("Name")?;
    Some((cell.text()?.to_owned(), Place { sheet: index, row, column }))
}

/// The columns of a table of answers, by what their heads say.
#[derive(Debug, Default)]
struct Columns {
    id: Option<u32>,
    question: Option<u32>,
    how: Option<u32>,
    answer: u32,
    lowest: Option<u32>,
    highest: Option<u32>,
    evidence: Option<u32>,
    as_of: Option<u32>,
    remarks: Option<u32>,
}

/// Reads the answers to a form.
///
/// A row is one of the form by its id, and where it has none, by the words of its question. An answer is taken that can be
/// read in one way and stands beside the question that was asked; anything else is left, with the reason.
#[must_use]
pub fn read(book: &Book, form: &Form) -> Returned {
    let mut returned = Returned::default();
    let mut rows: BTreeMap<FactId, Place> = BTreeMap::new();
    for (index, sheet) in book.sheets.iter().enumerate() {
        let Some((head, columns)) = head(sheet) else {
            returned.left.extend(foreign(index, sheet, form));
            continue;
        };
        let reader = Rows { book, sheet, index, columns };
        reader.beside(form, head, &mut returned);
        let numbers: BTreeSet<u32> =
            sheet.cells.keys().map(|(row, _)| *row).filter(|row| *row > head).collect();
        for row in numbers {
            reader.row(form, row, &mut rows, &mut returned);
        }
    }
    let answered: BTreeSet<&FactId> = returned.answers.iter().map(|answer| &answer.fact).collect();
    let asked = form.questions.iter().map(|question| &question.fact);
    returned.open = asked.filter(|fact| !answered.contains(fact)).cloned().collect();
    returned
}

/// A sheet that is none of the form's.
fn foreign(index: usize, sheet: &Sheet, form: &Form) -> Option<Left> {
    let is_own = |cell: &Cell| {
        let text = cell.text();
        text == Some(MARKER) || form.quote.is_some() && text.is_some_and(is_of_quote)
    };
    let ((row, column), _) = sheet.cells.iter().find(|(_, cell)| !cell.is_blank())?;
    let place = Place { sheet: index, row: *row, column: *column };
    let what = "this sheet is none of the form: nothing of it is read".to_owned();
    (!sheet.cells.values().any(is_own)).then_some(Left { place, what, fact: None })
}

/// The row of heads, and the columns under them.
fn head(sheet: &Sheet) -> Option<(u32, Columns)> {
    let rows: BTreeSet<u32> = sheet.cells.keys().map(|(row, _)| *row).collect();
    rows.into_iter().find_map(|row| {
        let cells = sheet.cells.range((row, 0)..(row + 1, 0));
        let heads: Vec<(u32, String)> =
            cells.filter_map(|((_, column), cell)| Some((*column, folded(cell.text()?)))).collect();
        let at = |words: &[&str]| {
            heads.iter().find(|(_, head)| words.contains(&head.as_str())).map(|(column, _)| *column)
        };
        let columns = Columns {
            id: at(&["id", "no", "no.", "nr", "#"]),
            question: at(&["question", "questions"]),
            how: at(&["how to answer"]),
            answer: at(&["answer", "your answer", "answers", "response"])?,
            lowest: at(&["lowest"]),
            highest: at(&["highest"]),
            evidence: heads.iter().find(|(_, head)| head.starts_with("evidence")).map(|(column, _)| *column),
            as_of: at(&["as of", "valid on", "date"]),
            remarks: at(&["remarks", "remark", "comment", "comments"]),
        };
        (columns.id.is_some() || columns.question.is_some()).then_some((row, columns))
    })
}

/// The rows of one sheet.
struct Rows<'a> {
    book: &'a Book,
    sheet: &'a Sheet,
    index: usize,
    columns: Columns,
}

impl Rows<'_> {
    fn cell(&self, row: u32, column: Option<u32>) -> Option<&Cell> {
        self.sheet.cells.get(&(row, column?)).filter(|cell| !cell.is_blank())
    }

    fn text(&self, row: u32, column: Option<u32>) -> Option<String> {
        self.cell(row, column)?.text().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn place(&self, row: u32, column: u32) -> Place {
        Place { sheet: self.index, row, column }
    }

    /// Says what was typed beside the answers: columns and rows that the form has not.
    fn beside(&self, form: &Form, head: u32, returned: &mut Returned) {
        let is_known = |text: &str| {
            let text = folded(text);
            let columns = &self.columns;
            let own = [
                columns.id,
                columns.question,
                columns.how,
                columns.lowest,
                columns.highest,
                columns.evidence,
            ];
            let own = own.into_iter().chain([Some(columns.answer), columns.as_of, columns.remarks]).flatten();
            let mut own = own.filter_map(|column| self.cell(head, Some(column))?.text());
            own.any(|head| folded(head) == text)
                || HEADS.iter().map(|(head, _)| *head).chain([WEIGHT_HEAD]).any(|head| folded(head) == text)
        };
        let mut said: BTreeSet<u32> = BTreeSet::new();
        for ((row, column), cell) in self.sheet.cells.range((head, 0)..) {
            let heading = self.cell(head, Some(*column)).and_then(Cell::text);
            let what = match (heading, cell.text()) {
                (Some(heading), _) if is_known(heading) => continue,
                (Some(heading), _) if said.insert(*column) => {
                    format!("the column \"{heading}\" is none of the form: nothing of it is read")
                }
                (None, Some(text)) if *row > head => format!("\"{text}\" stands beside the form: not read"),
                _ => continue,
            };
            returned.left.push(Left { place: self.place(*row, *column), what, fact: None });
        }
        let words =
            |row: u32| self.text(row, self.columns.question).or_else(|| self.text(row, self.columns.id));
        let is_asked = |text: &str| {
            let mut questions = form.questions.iter();
            questions.any(|one| {
                [one.fact.as_str(), &one.ask, &one.section].iter().any(|own| folded(own) == folded(text))
            })
        };
        let rows: BTreeSet<u32> =
            self.sheet.cells.keys().map(|(row, _)| *row).filter(|row| *row > head).collect();
        for row in rows {
            let id = self.text(row, self.columns.id).filter(|id| is_asked(id));
            let text = words(row).filter(|text| id.is_none() && !is_asked(text));
            let Some(text) = text.filter(|_| self.cell(row, Some(self.columns.answer)).is_none()) else {
                continue;
            };
            let column = self.columns.question.or(self.columns.id).unwrap_or(self.columns.answer);
            let what = format!("\"{text}\" is no question of the form: not read");
            returned.left.push(Left { place: self.place(row, column), what, fact: None });
        }
    }

    /// Takes one row in.
    fn row(&self, form: &Form, row: u32, rows: &mut BTreeMap<FactId, Place>, returned: &mut Returned) {
        let place = self.place(row, self.columns.answer);
        let mut leave = |fact: Option<&Question>, what: String| {
            returned.left.push(Left { place, what, fact: fact.map(|asked| asked.fact.clone()) });
        };
        let question = match self.question(form, row) {
            Ok(Some(question)) => question,
            Ok(None) => return,
            Err((asked, what)) => return leave(asked, what),
        };
        let found = self.same_kind(question, row).and_then(|()| self.answer(question, row));
        if let Some(first) = rows.get(&question.fact) {
            // The same answer again is none; of two that differ neither is known to hold.
            let before = returned.answers.iter().position(|answer| answer.fact == question.fact);
            let is_same =
                |answer: &Answer| before.is_some_and(|at| returned.answers[at].value == answer.value);
            if !matches!(&found, Ok(None))
                && !found.as_ref().is_ok_and(|one| one.as_ref().is_some_and(is_same))
            {
                let first = self.book.name(*first);
                let what = format!(
                    "{} is answered a second time, and otherwise than in {first}: neither is taken",
                    question.fact
                );
                leave(Some(question), what);
                before.map(|at| returned.answers.remove(at));
            }
            return;
        }
        match found {
            Ok(Some(answer)) => {
                rows.insert(question.fact.clone(), place);
                returned.answers.push(answer);
            }
            Ok(None) => {}
            Err(what) => leave(Some(question), format!("{}: {what}", question.fact)),
        }
    }

    /// The question of a row; none for a row without an answer that was not asked.
    ///
    /// # Errors
    /// Why it is none, and the question that may be meant.
    fn question<'a>(
        &self,
        form: &'a Form,
        row: u32,
    ) -> Result<Option<&'a Question>, (Option<&'a Question>, String)> {
        let (id, words) = (self.text(row, self.columns.id), self.text(row, self.columns.question));
        let by_id =
            id.as_ref().and_then(|id| form.questions.iter().find(|question| question.fact.as_str() == id));
        let is_same =
            |question: &&Question| words.as_ref().is_some_and(|words| folded(words) == folded(&question.ask));
        let has_answer = self.cell(row, Some(self.columns.answer)).is_some();
        match by_id {
            Some(question) if words.is_none() || is_same(&question) => Ok(Some(question)),
            Some(question) if has_answer => {
                let what = format!(
                    "{}: the question was changed to \"{}\"; \"{}\" was asked",
                    question.fact,
                    words.unwrap_or_default(),
                    question.ask
                );
                Err((Some(question), what))
            }
            Some(_) => Ok(None),
            None => {
                let mut same = form.questions.iter().filter(is_same);
                match (same.next(), same.next()) {
                    (Some(question), None) => Ok(Some(question)),
                    (Some(_), Some(_)) => {
                        Err((None, "two questions have these words, and the row has no id".to_owned()))
                    }
                    (None, _) if has_answer => {
                        let words = words.or(id).unwrap_or_default();
                        Err((None, format!("an answer to what was not asked: \"{words}\"")))
                    }
                    (None, _) => Ok(None),
                }
            }
        }
    }

    /// Refuses an answer beside which another kind or unit stands than was asked for.
    fn same_kind(&self, question: &Question, row: u32) -> Result<(), String> {
        let Some(said) = self.text(row, self.columns.how) else { return Ok(()) };
        let said = said.split(';').next().unwrap_or_default();
        let wanted = wanted(question);
        if folded(said) == folded(&wanted) {
            return Ok(());
        }
        let beside =
            if self.cell(row, Some(self.columns.answer)).is_none() { ", and there is no answer" } else { "" };
        Err(format!("how to answer was changed to \"{said}\"; {wanted} was asked for{beside}"))
    }

    fn answer(&self, question: &Question, row: u32) -> Result<Option<Answer>, String> {
        let columns = &self.columns;
        let blank = Cell::default();
        let cell = self.cell(row, Some(columns.answer)).unwrap_or(&blank);
        if let Some(area) = self.sheet.merge_at(row, columns.answer)
            && area.from.0 < area.to.0
        {
            return Err("one answer was merged over several questions".to_owned());
        }
        let own = value(question, cell)?;
        let [lowest, highest] =
            [("lowest", columns.lowest), ("highest", columns.highest)].map(|(end, column)| {
                let read = self.cell(row, column).map_or(Ok(None), |cell| bound(question, cell));
                read.map_err(|what| format!("the {end}: {what}"))
            });
        let stated = ranged(question, own, lowest?, highest?)?;
        let evidence = self.text(row, columns.evidence);
        let as_of = self.cell(row, columns.as_of).map_or(Ok(None), day)?;
        let Some(Stated { value, assumed }) = stated else {
            let words = evidence.or_else(|| self.text(row, columns.remarks)).or_else(|| cell.note.clone());
            let beside =
                words.map(|words| format!("\"{words}\"")).or_else(|| as_of.map(|day| day.to_string()));
            return match beside {
                Some(words) => Err(format!("no answer, but {words} beside it")),
                None => Ok(None),
            };
        };
        if let (FactValue::YesNo { value }, Some(note)) = (&value, &cell.note) {
            let word = if *value { "yes" } else { "no" };
            return Err(format!("{word}, with a comment: \"{note}\""));
        }
        let remarks = self.text(row, columns.remarks);
        let note: Vec<String> = remarks.into_iter().chain(cell.note.clone()).collect();
        Ok(Some(Answer {
            fact: question.fact.clone(),
            place: self.place(row, columns.answer),
            value,
            evidence,
            as_of,
            note: (!note.is_empty()).then(|| note.join("; ")),
            assumed,
        }))
    }
}

/// A number with the ends that were given beside it.
fn ranged(
    question: &Question,
    own: Option<Stated>,
    lowest: Option<Exact>,
    highest: Option<Exact>,
) -> Result<Option<Stated>, String> {
    if lowest.is_none() && highest.is_none() {
        return Ok(own);
    }
    if question.kind != AnswerKind::Number {
        return Err("a range, where no number is asked for".to_owned());
    }
    let (likely, about) = match own {
        Some(Stated { value: FactValue::Number { value }, assumed }) => (value, assumed),
        Some(_) => return Err("a range as the answer, and ends beside it".to_owned()),
        None => {
            let (Some(low), Some(high)) = (lowest, highest) else {
                return Err("one end of a range, and no answer".to_owned());
            };
            if low > high {
                return Err(format!("{low} to {high}: the lowest is above the highest"));
            }
            return Ok(Some(Stated::range(low, high)));
        }
    };
    let missing = [("lowest", lowest.is_none()), ("highest", highest.is_none())];
    let missing = missing.iter().find(|(_, is_missing)| *is_missing);
    let end = missing.map(|(end, _)| format!("no {end} is given: {}, the answer, is taken", likely.plain(6)));
    let (low, high) = (lowest.unwrap_or_else(|| likely.clone()), highest.unwrap_or_else(|| likely.clone()));
    if low > likely || likely > high {
        return Err(format!("{low} to {high}, likely {likely}: the ends are not around the answer"));
    }
    let assumed: Vec<String> = about.into_iter().chain(end).collect();
    let assumed = (!assumed.is_empty()).then(|| assumed.join("; "));
    Ok(Some(Stated { value: FactValue::Range { low, likely, high }, assumed }))
}
