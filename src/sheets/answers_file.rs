//! The file with the decisions of an import: every question with its answer, to be changed and used again.

use std::fmt::Write as _;

use super::cells::Book;
use super::proposal::Import;
use super::questions::{Answer, Answers};
use super::write::Origin;
use crate::diagnostic::{Code, Diagnostic, SourceId, Sources};
use crate::files::edit::quoted;
use crate::files::node::{NodeKind, parse_document};

/// Reads answers; questions that are still open, with an empty answer, are left out.
///
/// - `source`: the text, by which problems name their places.
///
/// # Errors
/// What is wrong with a text that is no such file.
pub fn read(text: &str, source: SourceId) -> Result<Answers, Vec<Diagnostic>> {
    let (root, mut problems) = parse_document(text, source);
    let mut answers = Answers::default();
    let questions = root.as_table().and_then(|file| file.get("question")).map(|entry| &entry.node.kind);
    let questions = if let Some(NodeKind::List(questions)) = questions { questions.as_slice() } else { &[] };
    for question in questions {
        let table = question.as_table();
        let node = |name: &str| table.and_then(|table| table.get(name)).map(|entry| &entry.node.kind);
        let lacks = |what: &str| {
            Diagnostic::new(Code::MissingKey, question.span, format!("the question has no `{what}`"))
        };
        let answer = match node("answer") {
            // A number or a day need not stand in quotes.
            Some(NodeKind::Text(text) | NodeKind::Number(text)) => text.clone(),
            Some(NodeKind::Date(day)) => day.to_string(),
            _ => String::new(),
        };
        if answer.trim().is_empty() {
            continue;
        }
        match (node("kind"), node("at")) {
            (Some(NodeKind::Text(kind)), Some(NodeKind::List(cells))) => {
                let at = cells.iter().filter_map(|cell| match &cell.kind {
                    NodeKind::Text(text) => Some(text.clone()),
                    _ => None,
                });
                answers.0.push(Answer { kind: kind.clone(), at: at.collect(), answer });
            }
            (Some(NodeKind::Text(_)), _) => problems.push(lacks("at")),
            _ => problems.push(lacks("kind")),
        }
    }
    if problems.is_empty() { Ok(answers) } else { Err(problems) }
}

/// The decision that the answers of a file were given for.
#[must_use]
pub fn decision(text: &str) -> Option<String> {
    let (root, _) = parse_document(text, Sources::default().add("", ""));
    let file = root.as_table()?;
    let of_sheet =
        |name: &str| Origin { name: name.to_owned(), sha256: String::new(), decision: None }.decision();
    file.text("decision").map(str::to_owned).or_else(|| file.text("sheet").map(of_sheet))
}

/// Writes the questions of an import with their answers; answers to what is not asked any more stay at the end.
#[must_use]
pub fn written(import: &Import, book: &Book, origin: &Origin, before: &Answers) -> String {
    let mut file = format!(
        "# What was decided when {} was taken in. An empty answer is still open: write one of the options into it,\n\
         # or its letter: a for the first; where the last option is \"another\", any number. Then import again, --with this file.\n\n\
         sheet    = {}\nsha256   = {}\ndecision = {}\n",
        origin.name.replace(['\n', '\r'], " "),
        quoted(&origin.name),
        quoted(&origin.sha256),
        quoted(&origin.decision())
    );
    let mut asked: Vec<(String, Vec<String>)> = Vec::new();
    for question in &import.questions {
        let at: Vec<String> = question.at.iter().map(|place| book.name(*place)).collect();
        let answer = question.answer.as_deref().unwrap_or_default();
        entry(
            &mut file,
            question.kind.word(),
            &at,
            answer,
            Some((&question.ask, &question.options, &question.effect)),
        );
        asked.push((question.kind.word().to_owned(), at));
    }
    for answer in &before.0 {
        let is_asked = asked.iter().any(|(kind, at)| answer.is_of(kind, at));
        if !is_asked {
            entry(&mut file, &answer.kind, &answer.at, &answer.answer, None);
        }
    }
    file
}

fn entry(
    file: &mut String,
    kind: &str,
    at: &[String],
    answer: &str,
    asked: Option<(&String, &Vec<String>, &String)>,
) {
    let list = |texts: &[String]| texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ");
    let _ = write!(file, "\n[[question]]\nkind    = {}\nat      = [{}]\n", quoted(kind), list(at));
    if let Some((ask, options, effect)) = asked {
        let _ = writeln!(file, "ask     = {}\noptions = [{}]", quoted(ask), list(options));
        if !effect.is_empty() {
            let _ = writeln!(file, "effect  = {}", quoted(effect));
        }
    }
    let _ = writeln!(file, "answer  = {}", quoted(answer));
}
