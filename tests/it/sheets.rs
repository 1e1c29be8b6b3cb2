//! Spreadsheets taken in: real layouts with their truth, hostile files, random grids, and the way from a file to a ranking.

mod corpus;
mod doubts;
pub(crate) mod exported;
mod forms;
mod hostile;
mod layouts;
mod panels;
mod plain;
mod random;
mod refused;
mod way;

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use weigh::exact::Exact;
use weigh::sheets::cells::{self, Book};
use weigh::sheets::proposal::Import;
use weigh::sheets::questions::{Answer, Answers};

/// The folder with the sheets and what is true of them.
fn folder() -> PathBuf {
    crate::support::repository().join("tests/data/sheets")
}

/// The one file whose name starts so, and its truth.
fn sheet(start: &str) -> (PathBuf, Value) {
    let mut files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let is_it = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with(start) && !name.contains(".truth.")
    };
    let path = files.find(is_it).unwrap();
    let truth = path.with_extension("truth.json");
    (path, serde_json::from_str(&fs::read_to_string(truth).unwrap()).unwrap())
}

fn read(bytes: &[u8]) -> Book {
    cells::read(bytes).unwrap()
}

fn import(book: &Book, answers: &Answers) -> Import {
    let (import, refused) = weigh::sheets::import(book, answers).unwrap();
    assert_eq!(refused, [], "every answer is one of the options");
    import
}

/// The first reading of every question, which is the one that the truth takes.
fn first_readings(book: &Book, import: &Import) -> Answers {
    let answers = import.questions.iter().map(|question| Answer {
        kind: question.kind.word().to_owned(),
        at: question.at.iter().map(|place| book.name(*place)).collect(),
        answer: question.options[0].clone(),
    });
    Answers(answers.collect())
}

/// A decimal or a fraction.
fn number(text: &str) -> Exact {
    match text.split_once('/') {
        Some((above, below)) => Exact::parse(above).unwrap().over(&Exact::parse(below).unwrap()).unwrap(),
        None => Exact::parse(text).unwrap(),
    }
}

/// A workbook with texts, numbers and formulas in its cells.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    workbook_of(&[("Sheet1", rows)])
}

/// A workbook with several sheets.
fn workbook_of(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).unwrap(),
                    Err(_) if cell.starts_with('=') => sheet.write_formula(row, column, *cell).unwrap(),
                    Err(_) => sheet.write_string(row, column, *cell).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn texts(value: &Value) -> Vec<String> {
    let mut texts: Vec<String> =
        value.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect();
    texts.sort();
    texts
}
