//! What an import comes to, in words: what would be written, totals beside the sheet's, questions, faults.

use std::fmt::Write as _;

use super::cells::{Book, Place};
use super::proposal::{CriterionKind, Import, Total};
use super::questions::Question;
use crate::exact::Exact;

/// The most cells that a line names.
const MOST_CELLS: usize = 8;

/// The import as a text for people.
#[must_use]
pub fn summary(import: &Import, book: &Book, file: &str) -> String {
    let mut text = format!("{file}: {}\n", counted(import));
    totals(&mut text, import, book);
    let open: Vec<&Question> = import.questions.iter().filter(|question| question.answer.is_none()).collect();
    if !open.is_empty() {
        let _ = writeln!(text, "\nOpen, and not guessed ({}):", open.len());
        for (at, asked) in open.iter().enumerate() {
            let _ = write!(text, "{}", question(asked, book, at + 1));
        }
    }
    let answered: Vec<&Question> =
        import.questions.iter().filter(|question| question.answer.is_some()).collect();
    if !answered.is_empty() {
        let _ = writeln!(text, "\nDecided:");
        for asked in answered {
            let answer = asked.answer.as_deref().unwrap_or_default();
            let _ = writeln!(text, "  {} {}: {answer}", asked.kind.word(), cells(book, &asked.at));
        }
    }
    section(
        &mut text,
        "Wrong in the sheet",
        import.faults.iter().map(|fault| {
            let missing = if fault.missing.is_empty() {
                String::new()
            } else {
                format!(": {}", cells(book, &fault.missing))
            };
            format!("{}  {}{missing}", book.name(fault.place), fault.what)
        }),
    );
    section(
        &mut text,
        "Worth knowing",
        import.remarks.iter().map(|remark| {
            let at = cells(book, &remark.at);
            if at.is_empty() { remark.what.clone() } else { format!("{at}  {}", remark.what) }
        }),
    );
    section(&mut text, "Left out", import.ignored.iter().map(|(range, why)| format!("{range}  {why}")));
    text
}

/// A question without its readings.
#[must_use]
pub fn question_alone(question: &Question, book: &Book) -> String {
    format!("{} {}\n{}", question.kind.word(), cells(book, &question.at), question.ask)
}

/// A question with its readings, each with its letter.
#[must_use]
pub fn question(question: &Question, book: &Book, number: usize) -> String {
    let mut text = format!("  {number}. {}\n", question_alone(question, book).replace('\n', "\n     "));
    for (letter, option) in ('a'..='z').zip(&question.options) {
        let _ = writeln!(text, "     [{letter}] {option}");
    }
    if !question.effect.is_empty() {
        let _ = writeln!(text, "     moves: {}", question.effect);
    }
    text
}

fn section(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    const MOST: usize = 40;
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{title}:");
    for line in lines.iter().take(MOST) {
        let _ = writeln!(text, "  {line}");
    }
    if lines.len() > MOST {
        let _ = writeln!(text, "  and {} more", lines.len() - MOST);
    }
}

fn counted(import: &Import) -> String {
    let count = |is: fn(&CriterionKind) -> bool| import.criteria.iter().filter(|one| is(&one.kind)).count();
    let scored = count(|kind| matches!(kind, CriterionKind::Marks { .. } | CriterionKind::Price(_)));
    let parts = [
        (scored, "criterion", "criteria"),
        (count(|kind| *kind == CriterionKind::Group), "group", "groups"),
        (count(|kind| *kind == CriterionKind::Gate), "must-have", "must-haves"),
        (count(|kind| *kind == CriterionKind::Fact), "fact", "facts"),
        (import.vendors.len(), "vendor", "vendors"),
        (import.evaluators.len(), "evaluator", "evaluators"),
        (import.values.len(), "value", "values"),
    ];
    let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
    let parts: Vec<String> =
        parts.map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many })).collect();
    parts.join(", ")
}

fn totals(text: &mut String, import: &Import, book: &Book) {
    if import.totals.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nTotals, of {}:", shown(&import.of, None));
    for total in &import.totals {
        let place = book.name(total.place);
        let name = &import.vendors[total.vendor].name;
        let here = shown(&total.right, None);
        let there = shown(&total.shown, total.rounded_to);
        let line = match (total.is_right(), here == shown(&total.shown, None)) {
            (true, true) => format!("  {name}: {here}, as in {place}"),
            (true, false) if total.rounded_to.is_some() => {
                format!("  {name}: {here}, rounded to {there} in {place}")
            }
            (true, false) => {
                format!("  {name}: {here}; {place} has {there}, from price points as they are typed")
            }
            (false, _) => format!("  {name}: {here}; {place} says {there}"),
        };
        let _ = writeln!(text, "{line}{}", rank(total));
    }
}

fn rank(total: &Total) -> String {
    total.rank.map(|rank| format!(", rank {rank} in the sheet")).unwrap_or_default()
}

fn shown(number: &Exact, digits: Option<u32>) -> String {
    digits.map_or_else(|| number.plain(6), |digits| number.fixed(digits))
}

fn cells(book: &Book, places: &[Place]) -> String {
    let mut names: Vec<String> = places.iter().take(MOST_CELLS).map(|place| book.name(*place)).collect();
    if places.len() > MOST_CELLS {
        names.push(format!("and {} more", places.len() - MOST_CELLS));
    }
    names.join(", ")
}
