//! Files that are made to do harm: refused with a word, or taken in without it.

use std::fs;
use std::io::{self, Cursor, Read};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use weigh::sheets::cells::{self, CellsError};
use weigh::sheets::questions::Answers;
use weigh::sheets::write::{Origin, files};
use zip::write::SimpleFileOptions;

use super::{first_readings, folder, import, number, read};

fn file(name: &str) -> PathBuf {
    folder().join("hostile").join(name)
}

fn refusal(bytes: &[u8]) -> CellsError {
    let start = Instant::now();
    let error = cells::read(bytes).unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(10));
    error
}

/// The right totals of an import, with the first reading of every question.
fn totals(name: &str) -> Vec<(String, String)> {
    let book = read(&fs::read(file(name)).unwrap());
    let asked = import(&book, &Answers::default());
    let found = import(&book, &first_readings(&book, &asked));
    found.totals.iter().map(|total| (book.name(total.place), total.right.to_string())).collect()
}

#[test]
fn a_part_that_unpacks_to_a_gigabyte_is_refused_by_its_name() {
    let path = file("x5-used-range.xlsx");
    let mut book = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..book.len() {
        let mut part = book.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        bomb.start_file(&name, SimpleFileOptions::default()).unwrap();
        io::copy(&mut part, &mut bomb).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            io::copy(&mut io::repeat(b' ').take(1 << 30), &mut bomb).unwrap();
        }
    }
    let error = refusal(&bomb.finish().unwrap().into_inner()).to_string();
    assert!(error.contains("xl/worksheets/sheet1.xml") && error.contains("MB"), "{error}");
}

#[test]
fn entities_are_refused_and_never_expanded() {
    let error = refusal(&fs::read(file("x2-entities.xlsx")).unwrap());
    assert!(matches!(error, CellsError::Doctype(part) if part.contains("sharedStrings")));
}

#[test]
fn what_comes_from_another_workbook_is_asked_about() {
    let book = read(&fs::read(file("x3-external-links.xlsx")).unwrap());
    let asked = import(&book, &Answers::default());
    let kinds: Vec<&str> = asked.questions.iter().map(|question| question.kind.word()).collect();
    assert!(kinds.contains(&"external-value"), "{kinds:?}");
    assert!(asked.remarks.iter().any(|remark| remark.what.contains("not opened")));
    let found = [("Scores!C5".to_owned(), "3.15".to_owned()), ("Scores!D5".to_owned(), "3.95".to_owned())];
    assert_eq!(totals("x3-external-links.xlsx"), found);
}

#[test]
fn names_that_look_like_formulas_stay_texts() {
    let book = read(&fs::read(file("x4-dde.xlsx")).unwrap());
    let names: Vec<String> =
        import(&book, &Answers::default()).vendors.into_iter().map(|vendor| vendor.name).collect();
    assert!(names.contains(&"=cmd|' /C calc'!A0".to_owned()), "{names:?}");
    assert_eq!(totals("x4-dde.xlsx")[0], ("Scores!C5".to_owned(), "3.15".to_owned()));
}

#[test]
fn a_used_range_of_a_billion_cells_takes_no_memory() {
    let start = Instant::now();
    let totals = totals("x5-used-range.xlsx");
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(number(&totals[0].1), number("3.15"));
    let book = read(&fs::read(file("x5-used-range.xlsx")).unwrap());
    let ignored = import(&book, &Answers::default()).ignored;
    assert!(ignored.iter().any(|(range, _)| range == "Scores!XFD1048576"), "{ignored:?}");
}

#[test]
fn names_of_vendors_become_safe_file_names() {
    let book = read(&fs::read(file("x6-paths.xlsx")).unwrap());
    let asked = import(&book, &Answers::default());
    let found = import(&book, &first_readings(&book, &asked));
    let origin = Origin { name: "x6-paths.xlsx".to_owned(), sha256: String::new(), decision: None };
    let mut paths: Vec<String> = files(&found, &book, &origin)
        .into_iter()
        .map(|(path, _)| path.to_str().unwrap().to_lowercase())
        .filter(|path| path.starts_with("vendors/x6-paths/"))
        .collect();
    assert_eq!(paths.len(), found.vendors.len());
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), found.vendors.len());
    let is_safe =
        |path: &String| path.matches('/').count() == 2 && !path.contains("..") && !path.contains("/con.");
    assert!(paths.iter().all(is_safe), "{paths:?}");
}
