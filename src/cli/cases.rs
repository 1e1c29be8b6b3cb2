//! `weigh rank --cases FILE` and `weigh check --cases FILE`: many what-ifs from a table, a row each.
//!
//! The first column names the cases, each other one is headed by a path. An empty cell leaves its value as it is.

use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;

use crate::answers::cases::CaseResult;
use crate::cli::shell::Failure;
use crate::diagnostic::{self, Code, Diagnostic, Place, SourceId, Sources, Span};
use crate::files::workspace::read_text;
use crate::open::Opened;
use crate::score::evaluate;

/// A table of cases, tried on a decision.
pub(super) struct Tried {
    /// What the cases come to, in order; those with errors left out.
    pub(super) results: Vec<CaseResult>,
    /// What is wrong with the table and with its cases, with places in it; nothing that is so without them.
    pub(super) problems: Vec<Diagnostic>,
    /// The table.
    pub(super) sources: Sources,
}

/// Scores every case of a table.
pub(super) fn tried(opened: &Opened, file: &Path) -> Result<Tried, Failure> {
    let name = file.display().to_string();
    let (_, text) = read_text(file).map_err(|error| Failure::Input { message: error.to_string() })?;
    let mut sources = Sources::default();
    let source = sources.add(name, text.as_str());
    let (cases, mut problems) = read(&text, source);
    let before = opened.texts.request.what_if.len();
    let known: HashSet<Known<'_>> =
        opened.problems.iter().map(|problem| known(problem, &opened.sources)).collect();
    let mut results = Vec::new();
    for case in &cases {
        let options = case.values.iter().map(|value| format!("{}={}", value.path, value.text));
        let tried =
            opened.with(opened.texts.request.what_if.iter().cloned().chain(options.clone()).collect());
        let own =
            tried.problems.iter().filter(|problem| !known.contains(&self::known(problem, &tried.sources)));
        let own: Vec<Diagnostic> = own.map(|problem| case.placed(problem, &tried.sources, before)).collect();
        if let Ok(decision) = tried.decision() {
            let evaluation = evaluate(decision);
            results.push(CaseResult::new(&case.name, options.collect(), &evaluation, (&own, &sources)));
        }
        problems.extend(own);
    }
    diagnostic::sort(&mut problems, &sources);
    Ok(Tried { results, problems, sources })
}

/// What a problem is known again by when the same files are read with other options.
type Known<'a> = (Code, &'a str, &'a str, Option<usize>);

fn known<'a>(problem: &'a Diagnostic, sources: &'a Sources) -> Known<'a> {
    let source = sources.get(problem.place.source());
    let place = match problem.place {
        Place::Source(_) => None,
        Place::Span(span) => Some(span.start),
    };
    (problem.code, &problem.message, &source.name, place)
}

/// A row of the table.
struct Case {
    name: String,
    place: Span,
    values: Vec<Value>,
}

/// A value that is laid over the files.
struct Value {
    path: String,
    text: String,
    /// Where its path stands, in the head.
    head: Span,
    place: Span,
}

impl Case {
    /// A problem of the decision with its place in the table.
    ///
    /// - `sources`: what the problem points into.
    /// - `before`: how many options came from elsewhere.
    fn placed(&self, problem: &Diagnostic, sources: &Sources, before: usize) -> Diagnostic {
        let at = problem.place.source();
        let mut options = sources.iter().filter(|(_, source)| source.is_option).map(|(id, _)| id);
        let value = options.position(|id| id == at).and_then(|at| self.values.get(at.checked_sub(before)?));
        let start = match problem.place {
            Place::Source(_) => 0,
            Place::Span(span) => span.start,
        };
        let placed = match value {
            Some(value) => {
                let place = if start < value.path.len() { value.head } else { value.place };
                Diagnostic::new(problem.code, place, &problem.message).label(&problem.label)
            }
            // It is the case as a whole that a file does not go with.
            None => {
                let source = sources.get(at);
                let message =
                    format!("{} ({}:{})", problem.message, source.name, source.position(start).line);
                Diagnostic::new(problem.code, self.place, message)
            }
        };
        placed.help(&problem.help)
    }
}

/// What is wrong with a cell such as `"1"3`, which programs read as 1, 13 or not at all.
const HALF_QUOTED: &str = "the quotes of this cell do not stand around the whole of it";
const DOUBLE_QUOTE: &str = "a cell stands in quotes as a whole; a quote within it is written twice";

/// The cases of a table, and what is wrong with the table itself.
fn read(text: &str, source: SourceId) -> (Vec<Case>, Vec<Diagnostic>) {
    let span = |cell: &Cell| Span { source, start: cell.range.start, end: cell.range.end };
    let mut rows = rows(text).into_iter().filter(|row| row.iter().any(|cell| !cell.text.is_empty()));
    let mut problems = Vec::new();
    let mut problem = |place: Span, message: &str, help: &str| {
        problems.push(Diagnostic::new(Code::BadOption, place, message).help(help));
    };
    let Some(head) = rows.next().filter(|head| head.len() > 1) else {
        let help = "the first line is `case` and the paths, such as case,criteria.cost.weight,rule.unknown";
        problem(
            Span { source, start: 0, end: text.lines().next().map_or(0, str::len) },
            "there are no paths",
            help,
        );
        return (Vec::new(), problems);
    };
    for cell in head.iter().filter(|cell| cell.is_broken) {
        problem(span(cell), HALF_QUOTED, DOUBLE_QUOTE);
    }
    let is_repeated = |at: usize| head[1..at].iter().any(|earlier| earlier.text == head[at].text);
    for (at, path) in head.iter().enumerate().skip(1).filter(|(_, path)| !path.text.is_empty()) {
        if is_repeated(at) {
            problem(span(path), "this path heads a column already", "a case has one value for each path");
        }
    }
    let mut cases: Vec<Case> = Vec::new();
    for row in rows {
        let Some((name, cells)) = row.split_first() else { continue };
        if name.text.is_empty() {
            problem(span(name), "this case has no name", "the first column names the cases");
        } else if cases.iter().any(|other| other.name == name.text) {
            problem(span(name), "there is a case of this name already", "results are told apart by it");
        }
        for cell in std::iter::once(name).chain(cells).filter(|cell| cell.is_broken) {
            problem(span(cell), HALF_QUOTED, DOUBLE_QUOTE);
        }
        let mut values = Vec::new();
        for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
            match head.get(at + 1).filter(|path| !path.text.is_empty()) {
                Some(_) if is_repeated(at + 1) => {}
                Some(path) => values.push(Value {
                    path: path.text.clone(),
                    text: cell.text.clone(),
                    head: span(path),
                    place: span(cell),
                }),
                None => problem(span(cell), "no path stands above this value", "head its column with a path"),
            }
        }
        cases.push(Case { name: name.text.clone(), place: span(name), values });
    }
    if cases.is_empty() {
        problem(span(&head[0]), "there are no cases below the first line", "write a line for each");
    }
    (cases, problems)
}

/// A cell of the table: what it says, and where it stands.
struct Cell {
    text: String,
    range: Range<usize>,
    /// Whether its quotes stand around a part of it, or are not closed.
    is_broken: bool,
}

/// The cells of comma-separated values as RFC 4180 has them, or of values with semicolons, as spreadsheets write them
/// where the comma stands in numbers.
///
/// The crate `csv` would say what the cells hold, but not where each begins, which messages have to.
fn rows(text: &str) -> Vec<Vec<Cell>> {
    let head = text.lines().next().unwrap_or_default();
    let separator = if head.contains(';') && !head.contains(',') { ';' } else { ',' };
    let mut rows = vec![Vec::new()];
    let (mut cell, mut start, mut is_quoted) = (String::new(), 0, false);
    let (mut is_closed, mut is_broken) = (false, false);
    let mut chars = text.char_indices().chain([(text.len(), '\n')]).peekable();
    while let Some((at, c)) = chars.next() {
        let is_last = at == text.len();
        match c {
            '"' if is_quoted && chars.next_if(|(_, next)| *next == '"').is_some() => cell.push('"'),
            '"' if is_quoted => (is_quoted, is_closed) = (false, true),
            '"' if cell.trim().is_empty() && !is_closed => is_quoted = true,
            c if (c == '\n' || c == separator) && !is_quoted || is_last => {
                is_broken |= is_quoted;
                let text = std::mem::take(&mut cell).trim().to_owned();
                rows.last_mut().expect("there is a row from the start").push(Cell {
                    text,
                    range: start..at,
                    is_broken: std::mem::take(&mut is_broken),
                });
                is_closed = false;
                start = at + c.len_utf8();
                if c == '\n' {
                    rows.push(Vec::new());
                }
            }
            c => {
                is_broken |= is_closed && !c.is_whitespace();
                cell.push(c);
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let rows = rows(text).into_iter().filter(|row| row.iter().any(|cell| !cell.text.is_empty()));
        rows.map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn cells_are_parted_as_spreadsheets_part_them() {
        assert_eq!(texts("a,b\r\nc, d \r\n"), [["a", "b"], ["c", "d"]]);
        assert_eq!(texts("a;b\nc;1,5"), [["a", "b"], ["c", "1,5"]]);
        assert_eq!(texts("a,b\nc,\"[\"\"en\"\", \"\"th\"\"]\""), [["a", "b"], ["c", "[\"en\", \"th\"]"]]);
        assert_eq!(texts("a,b\n\"c\nd\",e"), [["a", "b"], ["c\nd", "e"]]);
        assert_eq!(texts("a,b\nc,\"never closed\n"), [["a", "b"], ["c", "never closed"]]);
    }

    #[test]
    fn cells_know_where_they_stand() {
        let text = "case,rule.unknown\nfirst,\"worst\"\n";
        let rows = rows(text);
        assert_eq!(&text[rows[1][1].range.clone()], "\"worst\"");
        assert_eq!(&text[rows[0][1].range.clone()], "rule.unknown");
    }
}
