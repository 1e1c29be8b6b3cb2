//! Forty sheets of the kinds that teams keep: questions, values, totals and faults as their truth has them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;
use weigh::files::{Request, Workspace};
use weigh::open::open;
use weigh::score::evaluate;
use weigh::sheets::cells::Book;
use weigh::sheets::proposal::{CriterionKind, Import, Meaning};
use weigh::sheets::questions::Answers;
use weigh::sheets::write::{Origin, files};

use super::{first_readings, import, number, read, sheet, texts};

/// A sheet by the number that its name starts with.
fn check(start: &str) {
    let (path, truth) = sheet(start);
    let book = read(&fs::read(&path).unwrap());
    let asked = import(&book, &Answers::default());
    assert_eq!(questions(&book, &asked), true_questions(&truth), "{}", path.display());
    let answers = first_readings(&book, &asked);
    let found = import(&book, &answers);
    assert!(
        found.questions.iter().all(|question| question.answer.is_some()),
        "an answer raises no new question"
    );
    check_vendors(&book, &found, &truth);
    check_values(&book, &found, &truth);
    check_totals(&book, &found, &truth);
    check_faults(&book, &found, &truth);
    if found.is_scored {
        check_shares(&book, &found, &truth);
        check_ranking(&book, &found, path.file_name().unwrap().to_str().unwrap());
    }
}

fn questions(book: &Book, import: &Import) -> BTreeSet<(String, Vec<String>)> {
    let named = import.questions.iter().map(|question| {
        let mut at: Vec<String> = question.at.iter().map(|place| book.name(*place)).collect();
        at.sort();
        (question.kind.word().to_owned(), at)
    });
    named.collect()
}

fn true_questions(truth: &Value) -> BTreeSet<(String, Vec<String>)> {
    let questions = truth["questions"].as_array().unwrap();
    questions.iter().map(|one| (one["kind"].as_str().unwrap().to_owned(), texts(&one["at"]))).collect()
}

fn check_vendors(book: &Book, found: &Import, truth: &Value) {
    let named: Vec<(String, String)> =
        found.vendors.iter().map(|vendor| (vendor.name.clone(), book.name(vendor.place))).collect();
    for vendor in truth["vendors"].as_array().unwrap() {
        let name = vendor["name"].as_str().unwrap();
        let (_, cell) = named.iter().find(|(other, _)| other == name).unwrap();
        let also = texts(&vendor["also_at"]);
        assert!(*cell == vendor["cell"].as_str().unwrap() || also.contains(cell), "{name} at {cell}");
        let is_out = found.vendors.iter().find(|one| one.name == name).unwrap().excluded.is_some();
        assert_eq!(is_out, vendor["status"] == "excluded", "{name}");
    }
    assert_eq!(named.len(), truth["vendors"].as_array().unwrap().len());
}

fn check_values(book: &Book, found: &Import, truth: &Value) {
    let names: BTreeMap<&str, &str> = truth["vendors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|vendor| (vendor["id"].as_str().unwrap(), vendor["name"].as_str().unwrap()))
        .collect();
    let gates: BTreeSet<&str> = truth["criteria"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|criterion| criterion["kind"] == "gate")
        .map(|gate| gate["id"].as_str().unwrap())
        .collect();
    // A cell can hold a mark and stand for a must-have.
    let mut by_cell = BTreeMap::new();
    for value in &found.values {
        let is_gate = found.criteria[value.criterion].kind == CriterionKind::Gate;
        by_cell.entry((book.name(value.place), is_gate)).or_insert(value);
    }
    for value in truth["values"].as_array().unwrap() {
        let (cell, meaning) = (value["cell"].as_str().unwrap(), &value["meaning"]);
        if matches!(meaning["kind"].as_str(), Some("blank" | "derived" | "error")) {
            continue;
        }
        let is_gate = gates.contains(value["criterion"].as_str().unwrap());
        let read = by_cell
            .get(&(cell.to_owned(), is_gate))
            .unwrap_or_else(|| panic!("nothing was read from {cell}"));
        assert_eq!(found.vendors[read.vendor].name, names[value["vendor"].as_str().unwrap()], "{cell}");
        check_meaning(cell, &read.meaning, meaning);
        let parts: Vec<(String, Option<String>)> = value["parts"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|part| (part[0].as_str().unwrap().to_owned(), part[1].as_str().map(str::to_owned)))
            .collect();
        let own = read
            .parts
            .iter()
            .map(|part| (book.name(part.place), part.mark.as_ref().map(ToString::to_string)));
        assert_eq!(own.collect::<Vec<_>>(), parts, "{cell}");
    }
}

fn check_meaning(cell: &str, read: &Meaning, truth: &Value) {
    let text = |field: &str| truth[field].as_str().unwrap();
    match truth["kind"].as_str().unwrap() {
        "number" | "money" | "percent" | "year" | "mean-of-evaluators" => {
            assert_eq!(read.number(), Some(number(text("value"))), "{cell}");
        }
        "range" => {
            let Meaning::Range(low, high, _) = read else { panic!("{cell}: {read:?}") };
            assert_eq!((low, high), (&number(text("low")), &number(text("high"))), "{cell}");
        }
        "date" => {
            let Meaning::Day(day) = read else { panic!("{cell}: {read:?}") };
            assert_eq!(day.to_string(), text("value"), "{cell}");
        }
        "date-range" => {
            let Meaning::Days(from, to) = read else { panic!("{cell}: {read:?}") };
            assert_eq!(
                (from.to_string().as_str(), to.to_string().as_str()),
                (text("low"), text("high")),
                "{cell}"
            );
        }
        "yes" | "pass" => assert_eq!(*read, Meaning::Logic(true), "{cell}"),
        "no" | "fail" => assert_eq!(*read, Meaning::Logic(false), "{cell}"),
        "list" => {
            let Meaning::List(items) = read else { panic!("{cell}: {read:?}") };
            assert_eq!(items.len(), truth["value"].as_array().unwrap().len(), "{cell}");
        }
        "text" => assert!(matches!(read, Meaning::Text(_)), "{cell}: {read:?}"),
        "unknown" | "open" | "partial" | "not-applicable" => assert_eq!(*read, Meaning::Unknown, "{cell}"),
        other => panic!("{cell}: {other}"),
    }
}

fn check_totals(book: &Book, found: &Import, truth: &Value) {
    for total in truth["totals"].as_array().unwrap() {
        let cell = total["cell"].as_str().unwrap();
        let read =
            found.totals.iter().find(|one| book.name(one.place) == cell).unwrap_or_else(|| panic!("{cell}"));
        assert_eq!(read.right, number(total["right_exact"].as_str().unwrap()), "{cell}");
        assert_eq!(read.shown, number(total["shown_exact"].as_str().unwrap()), "{cell}");
        if let Some(is_right) = total["shown_is_right"].as_bool() {
            assert_eq!(read.is_right(), is_right, "{cell}");
        }
    }
    if found.is_scored {
        assert_eq!(found.of, number(truth["of"].as_str().unwrap()));
    }
}

fn check_faults(book: &Book, found: &Import, truth: &Value) {
    let wrong: BTreeSet<(String, Vec<String>)> = found
        .faults
        .iter()
        .map(|fault| (book.name(fault.place), fault.missing.iter().map(|place| book.name(*place)).collect()))
        .collect();
    let faults = truth["faults"].as_array().unwrap().iter();
    let right = faults.map(|fault| (fault["cell"].as_str().unwrap().to_owned(), texts(&fault["missing"])));
    assert_eq!(wrong, right.collect());
}

fn check_shares(book: &Book, found: &Import, truth: &Value) {
    for criterion in truth["criteria"].as_array().unwrap() {
        let is_scored = matches!(criterion["kind"].as_str(), Some("criterion" | "price"));
        let Some(cell) = criterion["cell"].as_str().filter(|_| is_scored) else { continue };
        let is_own =
            |kind: &CriterionKind| matches!(kind, CriterionKind::Marks { .. } | CriterionKind::Price(_));
        let here = found.criteria.iter().filter(|one| is_own(&one.kind));
        let mut here = here.filter(|one| one.place.is_some_and(|place| book.name(place) == cell));
        // A price is named where its points stand, or where its amounts do.
        let Some(own) = here.next() else {
            assert_eq!(criterion["kind"], "price", "{cell}");
            continue;
        };
        assert_eq!(own.share, number(criterion["share"].as_str().unwrap()), "{cell}");
    }
}

/// The workspace that is written has the right totals, digit for digit, and every value names its cell.
fn check_ranking(book: &Book, found: &Import, name: &str) {
    let folder = tempfile::tempdir().unwrap();
    let origin = Origin { name: name.to_owned(), sha256: "0".repeat(64), decision: None };
    for (path, text) in files(found, book, &origin) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let workspace = Workspace::find(folder.path()).unwrap();
    let criteria = workspace.decision(&origin.decision()).unwrap();
    let opened = open(&Request { workspace, criteria, vendors: None, what_if: vec![] });
    let errors: Vec<&str> =
        opened.problems.iter().filter(|one| one.is_error()).map(|one| one.message.as_str()).collect();
    assert_eq!(errors, [""; 0], "{name}");
    let evaluation = evaluate(opened.decision().unwrap());
    for total in &found.totals {
        let vendor = &found.vendors[total.vendor];
        let result = evaluation.vendors.iter().find(|one| one.name() == vendor.name).unwrap();
        assert_eq!(*result.score.exact(), total.right, "{}", vendor.name);
    }
}

macro_rules! sheets {
    ($($test:ident $start:literal),* $(,)?) => { $( #[test] fn $test() { check($start); } )* };
}

sheets! {
    sheet_01_percent "01-", sheet_02_points "02-", sheet_03_weights_that_do_not_add_up "03-", sheet_04_thai_digits "04-",
    sheet_05_vendors_in_rows "05-", sheet_06_weights_in_headings "06-", sheet_07_maximum_points "07-",
    sheet_08_groups "08-", sheet_09_wrong_subtotal "09-", sheet_10_total_twice "10-", sheet_11_score_and_weighted "11-",
    sheet_12_words_for_unknown "12-", sheet_13_right_to_left "13-", sheet_14_hundred_points "14-",
    sheet_15_planned_price "15-", sheet_16_weights_or_points "16-", sheet_17_comments "17-", sheet_18_three_columns "18-",
    sheet_19_must_haves "19-", sheet_20_excluded "20-", sheet_21_price_points "21-", sheet_22_typed_price_points "22-",
    sheet_23_currencies "23-", sheet_24_evaluators "24-", sheet_25_rows_moved "25-", sheet_26_hidden_copy "26-",
    sheet_27_vendor_tabs "27-", sheet_28_extra_row "28-", sheet_29_hidden_vendor "29-", sheet_30_hidden_rows "30-",
    sheet_31_side_by_side "31-", sheet_32_three_tables "32-", sheet_33_facts "33-", sheet_34_buddhist_years "34-",
    sheet_35_german_facts "35-", sheet_36_utf8 "36-", sheet_37_windows_1252 "37-", sheet_38_utf16 "38-",
    sheet_39_ods "39-", sheet_40_xls "40-",
}
