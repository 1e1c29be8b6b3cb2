//! Questions to vendors: out as workbooks, and back in whatever shape they come.

use std::collections::BTreeMap;
use std::fs;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook as Written};
use serde_json::Value;
use weigh::decision::{FactId, FactValue};
use weigh::sheets::cells::{self, Book};
use weigh::sheets::form::{AnswerKind, Form, KnownWords, Limits, MARKER, Question, identity, read};

use super::{folder, number, texts};
use crate::support::{Output, Workspace};

pub(super) const CRITERIA: &str = r#"title = "Night desk"
vendors = "../vendors/d"
currency = "EUR"

[gates.iso]
name = "ISO 27001"
fact = "certificates"
includes = ["ISO 27001"]

[gates.start]
name = "Ready in time"
fact = "ready_on"
before = 2027-05-01

[facts.seats]
ask = "How many seats do you staff today?"

[criteria.service]
name = "Service"
weight = 60

[criteria.seats]
under = "service"
name = "Seats"
weight = 50
unit = "seats"
scale = { worst = 0, best = 100 }

[criteria.attrition]
under = "service"
name = "Attrition"
weight = 50
unit = "%"
scale = { worst = 50, best = 0 }

[criteria.nights]
name = "Nights"
weight = 20
scale = { yes = 100, no = 0 }

[criteria.control]
name = "Control"
weight = 20
scale = { levels = { none = 0, some = 40, full = 100 } }
"#;

pub(super) const BAY: &str = r#"name = "Bay"

[facts]
seats = { value = 40, source = "visit", as_of = 2026-10-02 } # counted
attrition = { value = 28, source = "call" }
nights = false
control = {}
ready_on = {}
certificates = {}
"#;

pub(super) fn workspace() -> Workspace {
    Workspace::new(CRITERIA, &[("bay", BAY), ("aurora", "name = \"Aurora\"\n\n[facts]\nseats = 55\n")])
}

/// What stands in a cell of a row that comes back.
enum Cell<'a> {
    Blank,
    Text(&'a str),
    Number(f64),
    Percent(f64),
    Day(u16, u8, u8),
}

/// A form that came back: its rows in another order, columns moved, rows and a sheet between.
fn returned(vendor: &str, heads: &[&str], rows: &[(&str, Vec<Cell<'_>>)]) -> Vec<u8> {
    let mut book = Written::new();
    book.add_worksheet().set_name("Our company").unwrap().write_string(0, 0, "We are the best").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Answers").unwrap();
    sheet.write_string(0, 2, MARKER).unwrap();
    for (row, [label, text]) in (1..).zip([["Decision", "d"], ["Vendor", vendor]]) {
        sheet.write_string(row, 2, label).unwrap();
        sheet.write_string(row, 3, text).unwrap();
    }
    for (column, head) in (0..).zip(heads) {
        sheet.write_string(6, column, *head).unwrap();
    }
    for (row, (id, cells)) in (8..).step_by(2).zip(rows) {
        sheet.write_string(row, 0, *id).unwrap();
        for (column, cell) in (1..).zip(cells) {
            match cell {
                Cell::Blank => {}
                Cell::Text(text) => {
                    sheet.write_string(row, column, *text).unwrap();
                }
                Cell::Number(number) => {
                    sheet.write_number(row, column, *number).unwrap();
                }
                Cell::Percent(number) => {
                    let look = Format::new().set_num_format("0%");
                    {
                        sheet.write_number_with_format(row, column, *number, &look).unwrap();
                    };
                }
                Cell::Day(year, month, day) => {
                    let look = Format::new().set_num_format("yyyy-mm-dd");
                    let day = ExcelDateTime::from_ymd(*year, *month, *day).unwrap();
                    {
                        sheet.write_datetime_with_format(row, column, &day, &look).unwrap();
                    };
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

const HEADS: [&str; 7] = ["Id", "As of", "Answer", "Evidence", "Remarks", "Lowest", "Highest"];

pub(super) fn bay(workspace: &Workspace) -> String {
    String::from_utf8(workspace.read("vendors/d/bay.toml")).unwrap()
}

fn take(workspace: &Workspace, rows: &[(&str, Vec<Cell<'_>>)], options: &[&str]) -> Output {
    workspace.write("answers.xlsx", returned("bay", &HEADS, rows));
    workspace.weigh(&[&["take", "answers.xlsx"], options].concat())
}

#[test]
fn a_form_asks_for_what_the_decision_reads_and_tells_no_scale() {
    let workspace = workspace();
    let asked = workspace.weigh(&["ask", "-o", "out"]);
    assert_eq!(asked.code, Some(0), "{asked}");
    insta::assert_snapshot!("asked", asked);
    let book = cells::read(&workspace.read("out/questions-d-bay.xlsx")).unwrap();
    assert_eq!(identity(&book), Some(("d".to_owned(), "bay".to_owned())));
    let blank = cells::read(&workspace.read("out/questions-d-blank.xlsx")).unwrap();
    assert_eq!(identity(&blank), Some(("d".to_owned(), String::new())));
    let shown: Vec<String> = book.sheets[0]
        .cells
        .iter()
        .filter_map(|((row, column), cell)| {
            Some(format!("{} {}", cells::cell_name(*row, *column), cell.text()?))
        })
        .collect();
    insta::assert_snapshot!("form", shown.join("\n"));
    let again = workspace.weigh(&["ask", "-o", "out"]);
    assert_eq!(again.code, Some(0), "equal forms may stay: {again}");
}

#[test]
fn answers_are_shown_with_their_cells_and_written_when_asked() {
    let workspace = workspace();
    let rows = || {
        vec![
            ("control", vec![Cell::Blank, Cell::Text("Full"), Cell::Text("demo")]),
            ("remark of ours", vec![]),
            ("attrition", vec![Cell::Day(2026, 11, 2), Cell::Percent(0.225), Cell::Text("Annex 2")]),
            ("ready_on", vec![Cell::Blank, Cell::Day(2027, 3, 31)]),
            ("certificates", vec![Cell::Blank, Cell::Text("ISO 27001 (until 2028-03-31), SOC 2")]),
            (
                "seats",
                vec![
                    Cell::Day(2026, 11, 1),
                    Cell::Number(50.0),
                    Cell::Blank,
                    Cell::Text("by season"),
                    Cell::Number(42.0),
                    Cell::Number(60.0),
                ],
            ),
        ]
    };
    let before = bay(&workspace);
    insta::assert_snapshot!("take_shown", take(&workspace, &rows(), &[]));
    assert_eq!(bay(&workspace), before, "nothing is written before it is asked for");
    let written = take(&workspace, &rows(), &["--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    insta::assert_snapshot!("take_written", bay(&workspace));
    let again = take(&workspace, &rows(), &["--write"]);
    assert!(again.err.contains("nothing to write"), "{again}");
    assert_eq!(workspace.weigh(&["check"]).code, Some(0));
}

#[test]
fn what_is_known_better_stays_unless_over() {
    let workspace = workspace();
    let released = BAY.replace("as_of = 2026-10-02 }", "as_of = 2026-10-02, release = \"yes\" }");
    workspace.write("vendors/d/bay.toml", &released);
    let rows = || vec![("seats", vec![Cell::Blank, Cell::Number(70.0)])];
    let kept = take(&workspace, &rows(), &["--write"]);
    assert_eq!(kept.code, Some(1), "{kept}");
    assert!(kept.out.contains("is known as of 2026-10-02, and the answer has no day; --over"), "{kept}");
    let older = vec![("seats", vec![Cell::Day(2026, 9, 1), Cell::Number(70.0)])];
    assert!(take(&workspace, &older, &["--write"]).out.contains("the answer is of 2026-09-01"));
    assert_eq!(bay(&workspace), released);
    let over = take(&workspace, &rows(), &["--write", "--over"]);
    assert_eq!(over.code, Some(0), "{over}");
    let text = bay(&workspace);
    assert!(
        text.contains("value = 70") && text.contains("release = \"no\""),
        "what was released was the old value: {text}"
    );
    assert!(over.out.contains("this one may not, until you release it"), "{over}");
    assert!(text.contains("before: 40 (visit, 2026-10-02)") && text.contains("# counted"), "{text}");
}

#[test]
fn what_is_doubtful_is_left_with_its_cell() {
    let workspace = workspace();
    let heads = ["Id", "Question", "Answer"];
    let rows = [
        ("seats", vec![Cell::Text("How many seats will you have?"), Cell::Number(70.0)]),
        ("attrition", vec![Cell::Text("Attrition (%)"), Cell::Text("see attached")]),
        ("nights", vec![Cell::Text("Nights"), Cell::Text("yes, mostly")]),
        ("control", vec![Cell::Text("Control"), Cell::Text("total")]),
        ("ready_on", vec![Cell::Text("Ready in time"), Cell::Text("03/04/2027")]),
        ("x", vec![Cell::Text("Your favourite colour?"), Cell::Text("blue")]),
    ];
    workspace.write("answers.xlsx", returned("bay", &heads, &rows));
    insta::assert_snapshot!("take_doubtful", workspace.weigh(&["take", "answers.xlsx", "--write"]));
    assert_eq!(bay(&workspace), BAY);
}

#[test]
fn a_form_of_another_decision_or_of_nobody_is_refused() {
    let workspace = workspace();
    workspace.write("a.xlsx", returned("", &HEADS, &[("seats", vec![Cell::Blank, Cell::Number(70.0)])]));
    let nobody = workspace.weigh(&["take", "a.xlsx"]);
    assert!(nobody.code == Some(3) && nobody.err.contains("--vendor"), "{nobody}");
    let named = workspace.weigh(&["take", "a.xlsx", "--vendor", "aurora"]);
    assert!(named.out.contains("vendors.aurora.facts.seats: 55 -> 70"), "{named}");
    workspace.write("b.xlsx", returned("zephyr", &HEADS, &[]));
    let unknown = workspace.weigh(&["take", "b.xlsx"]);
    assert!(unknown.err.contains("there is no such vendor"), "{unknown}");
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    workspace.write("criteria/e.toml", criteria);
    let other = workspace.weigh(&["take", "a.xlsx", "--vendor", "aurora", "--criteria", "e"]);
    assert!(other.err.contains("is of the decision `d`, not `e`"), "{other}");
}

#[test]
fn a_csv_of_the_sheet_is_taken_too() {
    let workspace = workspace();
    workspace.write(
        "answers.csv",
        format!("{MARKER},,\nDecision,d,\nVendor,bay,\n,,\nId,Answer,As of\nseats,65,2026-11-03\n"),
    );
    let taken = workspace.weigh(&["take", "answers.csv", "--write"]);
    assert!(taken.code == Some(0) && taken.out.contains("answers.csv, csv!B6"), "{taken}");
    assert!(bay(&workspace).contains("value = 65"));
}

#[test]
fn what_is_locked_is_refused() {
    let workspace = workspace();
    assert_eq!(workspace.weigh(&["lock", "all", "--by", "A. Buyer"]).code, Some(0));
    let rows = [("nights", vec![Cell::Blank, Cell::Text("yes")])];
    let refused = take(&workspace, &rows, &["--write"]);
    assert!(
        refused.code == Some(1)
            && refused.out.contains("Answers!C9: vendors.bay.facts.nights: everything was locked at"),
        "{refused}"
    );
    assert_eq!(bay(&workspace), BAY);
}

/// The workspace of a decision that compares costs.
pub(super) fn quoting() -> Workspace {
    let criteria = CRITERIA.to_owned()
        + "\n[needs]\nyears = 1\nstart = 2027-04-01\n\n[needs.demand.calls]\nname = \"Calls\"\ncontacts = 1000\naht = 300\nopens = 8\ncloses = 18\ntarget = { share = 80, seconds = 20 }\nshrinkage = 30\nfte_hours = 160\n\n[cost.checklist.setup]\nname = \"Set-up\"\namount = 900\nper = \"once\"\n\n[cost.checklist.exit]\nname = \"Handing over\"\namount = 500\nper = \"end\"\n";
    Workspace::new(&criteria, &[("bay", BAY), ("aurora", "name = \"Aurora\"\n\n[facts]\nseats = 55\n")])
}

/// Whom one deals with, and what it asks for, stand in the vendor's file and not among its facts.
#[test]
fn head_data_contact_and_the_quote_come_back() {
    let workspace = quoting();
    let asked = workspace.weigh(&["ask", "bay", "-o", "bay.xlsx"]);
    assert_eq!(asked.code, Some(0), "{asked}");
    let book = cells::read(&workspace.read("bay.xlsx")).unwrap();
    let quote = &book.sheets[book.sheet_named("Quote").unwrap()];
    let shown: Vec<String> = quote
        .cells
        .iter()
        .filter_map(|((row, column), cell)| {
            Some(format!("{} {}", cells::cell_name(*row, *column), cell.text()?))
        })
        .collect();
    insta::assert_snapshot!("quote_form", shown.join("\n"));
    let fill = [
        ("Questions", "kind", "Answer", "bpo"),
        ("Questions", "country", "Answer", "FI"),
        ("Questions", "contact.email", "Answer", "bids@bay.example"),
        ("Quote", "currency", "Answer", "EUR"),
        ("Quote", "contract.term", "Answer", "36"),
        ("Quote", "price_1", "Name", "Calls"),
        ("Quote", "price_1", "For each", "contact"),
        ("Quote", "price_1", "Tiers, as 0: 2.25; 45000: 1.95", "0: 4.10; 5000: 3.90"),
        ("Quote", "setup", "Amount", "1200"),
        ("Quote", "exit", "In the prices?", "yes"),
    ];
    // The amount of a charge stands under the head of its own table, below that of prices.
    workspace.write("back.xlsx", super::exported::typed_over(&workspace.read("bay.xlsx"), &fill));
    let shown = workspace.weigh(&["take", "back.xlsx"]);
    insta::assert_snapshot!("quote_taken", shown);
    let written = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    insta::assert_snapshot!("quote_written", bay(&workspace));
    assert!(workspace.weigh(&["take", "back.xlsx", "--write"]).err.contains("nothing to write"));
    assert!(workspace.weigh(&["cost"]).out.contains("Bay"));
    // Half a line is told, and the answers are taken all the same.
    let fill = [("Quote", "price_2", "Rate", "4"), ("Questions", "nights", "Answer", "yes")];
    workspace.write("back.xlsx", super::exported::typed_over(&workspace.read("bay.xlsx"), &fill));
    let half = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert!(half.code == Some(0) && half.out.contains("the quote: the key `per` is missing"), "{half}");
    let rate = super::exported::cell(&book, "Quote", "price_2", "Rate");
    assert!(half.out.contains(&format!("back.xlsx, Quote!{rate}: the quote:")), "its cell is named: {half}");
    assert!(bay(&workspace).contains("nights = { value = true"));
}

/// A charge that is not in the prices and has an amount is priced: what the decision reckons for it is not added.
#[test]
fn a_charge_with_an_amount_is_not_left_out_of_the_quote() {
    let workspace = quoting();
    assert_eq!(workspace.weigh(&["ask", "bay", "-o", "bay.xlsx"]).code, Some(0));
    let fill = [
        ("Quote", "currency", "Answer", "EUR"),
        ("Quote", "price_1", "Name", "Calls"),
        ("Quote", "price_1", "For each", "contact"),
        ("Quote", "price_1", "Tiers, as 0: 2.25; 45000: 1.95", "0: 4.10; 5000: 3.90"),
        ("Quote", "setup", "In the prices?", "no"),
        ("Quote", "setup", "Amount", "50000"),
        ("Quote", "exit", "In the prices?", "no"),
    ];
    workspace.write("back.xlsx", super::exported::typed_over(&workspace.read("bay.xlsx"), &fill));
    let written = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    let quoted = bay(&workspace);
    assert!(quoted.contains("50000") && quoted.contains("silent = [\"exit\"]"), "{quoted}");
}

/// The form that the six vendors of the corpus filled in.
fn sent() -> Form {
    let text = fs::read_to_string(folder().join("questionnaires/form.json")).unwrap();
    let form: Value = serde_json::from_str(&text).unwrap();
    let question = |one: &Value| {
        let text = |field: &str| one[field].as_str().map(str::to_owned);
        let kind = match one["type"].as_str().unwrap() {
            "number" | "percent" | "money" => AnswerKind::Number,
            "yes/no" => AnswerKind::YesNo,
            "date" => AnswerKind::Day,
            "text" => AnswerKind::Text,
            _ => AnswerKind::List,
        };
        let unit = if one["type"] == "percent" { Some("%".to_owned()) } else { text("unit") };
        Question {
            fact: FactId::new(text("id").unwrap()),
            section: String::new(),
            ask: text("text").unwrap(),
            kind,
            unit,
            limits: Limits::default(),
            is_must: false,
            words: KnownWords::default(),
            weight: None,
        }
    };
    let questions = form["questions"].as_array().unwrap().iter().map(question).collect();
    Form { decision: "d".to_owned(), title: String::new(), vendor: None, questions, quote: None }
}

/// Every plain answer is taken from its cell, and nothing that is not meant.
fn check(name: &str) {
    let folder = folder().join("questionnaires");
    let book: Book = cells::read(&fs::read(folder.join(format!("{name}.xlsx"))).unwrap()).unwrap();
    let text = fs::read_to_string(folder.join(format!("{name}.truth.json"))).unwrap();
    let truth: Value = serde_json::from_str(&text).unwrap();
    let returned = read(&book, &sent());
    let taken: BTreeMap<&str, _> =
        returned.answers.iter().map(|answer| (answer.fact.as_str(), answer)).collect();
    let doubtful = texts(&truth["doubtful"]);
    for answer in truth["answers"].as_array().unwrap() {
        let (id, cell) = (answer["id"].as_str().unwrap(), answer["cell"].as_str().unwrap_or_default());
        let row = cell.trim_start_matches(|c: char| !c.is_ascii_digit());
        let is_doubted = doubtful
            .iter()
            .any(|at| !at.contains("!A") && at.trim_start_matches(|c: char| !c.is_ascii_digit()) == row);
        let Some(found) = taken.get(id) else {
            let is_plain = answer["status"] == "answered" && !is_doubted;
            assert!(!is_plain, "{name}: {id} at {cell} is plain, and was left: {:?}", returned.left);
            assert!(returned.open.iter().any(|fact| fact.as_str() == id));
            continue;
        };
        assert_eq!(book.name(found.place), cell, "{name}: {id}");
        assert_eq!(found.evidence.as_deref(), answer["evidence"].as_str(), "{name}: {id}");
        assert!(means(&found.value, &answer["meaning"]), "{name}: {id}: {:?}", found.value);
    }
}

fn means(value: &FactValue, meaning: &Value) -> bool {
    let is = |field: &str, is: &weigh::exact::Exact| {
        meaning[field].as_str().is_some_and(|text| number(text) == *is)
    };
    match value {
        FactValue::Number { value } => is("value", value),
        FactValue::Range { low, high, .. } => is("low", low) && is("high", high),
        FactValue::Count(count) => is("low", &count.low) && is("high", &count.high),
        FactValue::Text { value } => meaning["value"] == value.as_str(),
        FactValue::YesNo { value } => meaning["kind"] == if *value { "yes" } else { "no" },
        FactValue::Date { value } => meaning["value"] == value.to_string().as_str(),
        FactValue::NotApplicable { .. } => meaning["kind"] == "not-applicable",
        FactValue::Set { items } => {
            let mut names: Vec<String> = items.iter().map(|item| item.name.clone()).collect();
            names.sort();
            names == texts(&meaning["value"])
        }
    }
}

macro_rules! questionnaires {
    ($($test:ident $name:literal),* $(,)?) => { $( #[test] fn $test() { check($name); } )* };
}

questionnaires! {
    nearly_clean "q1-nearly-clean", rows_inserted "q2-rows-inserted", wrong_column "q3-wrong-column",
    merged_and_extra_sheet "q4-merged-and-extra-sheet", types_violated "q5-types-violated",
    renumbered_and_sorted "q6-renumbered-sorted",
}

/// Of two answers of one day nothing says which holds, and a day to come is none; both are said.
#[test]
fn days_that_decide_nothing_are_left() {
    let workspace = workspace();
    let before = bay(&workspace);
    let same = vec![("seats", vec![Cell::Day(2026, 10, 2), Cell::Number(70.0)])];
    let taken = take(&workspace, &same, &["--write"]);
    assert!(taken.code == Some(1) && taken.out.contains("nothing says which holds"), "{taken}");
    let future = vec![("seats", vec![Cell::Day(2099, 1, 1), Cell::Number(70.0)])];
    let taken = take(&workspace, &future, &["--write"]);
    assert!(taken.code == Some(1) && taken.out.contains("as of 2099-01-01, a day to come"), "{taken}");
    assert_eq!(bay(&workspace), before);
}

/// A list without a day takes no place of one whose things have days.
#[test]
fn an_undated_list_takes_no_place_of_dated_things() {
    for known in ["{ name = \"SOC 2\", until = 2028-03-31 }", "{ name = \"SOC 2\", as_of = 2026-10-01 }"] {
        let workspace = workspace();
        let dated = BAY.replace("certificates = {}", &format!("certificates = [{known}]"));
        workspace.write("vendors/d/bay.toml", &dated);
        let undated = vec![("certificates", vec![Cell::Blank, Cell::Text("ISO 27001")])];
        let taken = take(&workspace, &undated, &["--write"]);
        assert!(taken.code == Some(1) && taken.out.contains("has no day"), "{taken}");
        assert_eq!(bay(&workspace), dated);
        // One more thing loses nothing.
        let more = vec![(
            "certificates",
            vec![Cell::Day(2026, 11, 1), Cell::Text("ISO 27001 (until 2029-01-31), SOC 2")],
        )];
        assert_eq!(take(&workspace, &more, &["--write"]).code, Some(0));
        assert!(bay(&workspace).contains("until = 2029-01-31"), "{}", bay(&workspace));
    }
}

/// What a vendor typed as its name on the blank form is its name, in whatever letters.
#[test]
fn a_blank_form_is_of_the_vendor_that_is_named_in_it() {
    let workspace = workspace();
    for name in ["Bay", "BAY ", "bay"] {
        let rows = [("seats", vec![Cell::Day(2026, 11, 3), Cell::Number(70.0)])];
        workspace.write("answers.xlsx", returned(name, &HEADS, &rows));
        let taken = workspace.weigh(&["take", "answers.xlsx"]);
        assert!(taken.code == Some(0) && taken.out.contains("vendors.bay.facts.seats: 40 -> 70"), "{taken}");
    }
}

/// An older quote takes no place of a newer one, and one of a day to come none at all.
#[test]
fn a_quote_is_taken_by_its_day() {
    let workspace = quoting();
    assert_eq!(workspace.weigh(&["ask", "bay", "-o", "bay.xlsx"]).code, Some(0));
    let quote = |rate: &str, day: &str| {
        let fill = [
            ("Quote", "currency", "Answer", "EUR"),
            ("Quote", "as_of", "Answer", day),
            ("Quote", "price_1", "Name", "Calls"),
            ("Quote", "price_1", "For each", "contact"),
            ("Quote", "price_1", "Rate", rate),
        ];
        workspace.write("back.xlsx", super::exported::typed_over(&workspace.read("bay.xlsx"), &fill));
        workspace.weigh(&["take", "back.xlsx", "--write"])
    };
    let first = quote("4.10", "2026-10-05");
    assert!(first.code == Some(0) && bay(&workspace).contains("rate = 4.1"), "{first}");
    let older = quote("3.90", "2026-09-01");
    let says = "the quote is known as of 2026-10-05, and the answer is of 2026-09-01";
    assert!(older.code == Some(1) && older.out.contains(says), "{older}");
    let early = quote("3.90", "2099-01-01");
    let says = "the quote is said to be as of 2099-01-01, a day to come: none of it is taken";
    assert!(early.code == Some(1) && early.out.contains(says), "{early}");
    assert!(bay(&workspace).contains("rate = 4.1"), "{}", bay(&workspace));
    assert_eq!(quote("3.90", "2026-11-01").code, Some(0));
    assert!(bay(&workspace).contains("rate = 3.9"), "{}", bay(&workspace));
}

/// Two answers that no day puts into an order are a conflict: both sides are told, and neither is written.
#[test]
fn two_answers_without_a_day_are_a_conflict() {
    let both = |first: Cell<'static>, second: Cell<'static>, more: &[&str]| {
        let workspace = workspace();
        for (name, day, answer, seats) in [("a.xlsx", first, "Full", 50.0), ("b.xlsx", second, "some", 60.0)]
        {
            let rows = [
                ("control", vec![day, Cell::Text(answer)]),
                ("seats", vec![Cell::Day(2026, 11, 3), Cell::Number(seats)]),
                ("nights", vec![Cell::Blank, Cell::Text("yes")]),
            ];
            workspace.write(name, returned("bay", &HEADS, &rows));
        }
        let taken = workspace.weigh(&[&["take", "a.xlsx", "b.xlsx", "--write"], more].concat());
        (taken, bay(&workspace))
    };
    let (taken, text) = both(Cell::Blank, Cell::Blank, &[]);
    let says = "vendors.bay.facts.control: \"full\" (a.xlsx, Answers!C9), and \"some\" (b.xlsx, Answers!C9); no day tells";
    assert!(taken.out.contains("Conflicts") && taken.out.contains(says), "{taken}");
    assert!(taken.out.contains("vendors.bay.facts.seats: 50 (a.xlsx"), "of one day: {taken}");
    assert!(text.contains("control = {}") && text.contains("nights = { value = true"), "{text}");
    assert!(text.contains("seats = { value = 40"), "{text}");
    let (taken, text) = both(Cell::Blank, Cell::Blank, &["--over"]);
    assert!(
        taken.out.contains(says) && text.contains("control = {}"),
        "nor is one over the other: {taken}{text}"
    );
    let (taken, text) = both(Cell::Day(2026, 11, 2), Cell::Day(2026, 11, 3), &[]);
    assert!(text.contains("control = { value = \"some\""), "the newer holds: {taken}{text}");
}

/// A sheet more, a column more, notes beside the answers, rows that nobody asked for: said.
#[test]
fn what_stands_beside_the_answers_is_said() {
    let workspace = workspace();
    let heads = [HEADS.as_slice(), &["Owner"]].concat();
    let row = |owner, note| {
        let blank = || (0..4).map(|_| Cell::Blank);
        let own = vec![Cell::Day(2026, 11, 3), Cell::Number(70.0)];
        own.into_iter().chain(blank()).chain([Cell::Text(owner), Cell::Text(note)]).collect::<Vec<_>>()
    };
    let rows = [("seats", row("Anna", "see the plan")), ("We add that", vec![])];
    workspace.write("answers.xlsx", returned("bay", &heads, &rows));
    let taken = workspace.weigh(&["take", "answers.xlsx", "--write"]);
    assert_eq!(taken.code, Some(0), "{taken}");
    for what in [
        "Our company!A1: this sheet is none of the form: nothing of it is read",
        "Answers!H7: the column \"Owner\" is none of the form: nothing of it is read",
        "Answers!I9: \"see the plan\" stands beside the form: not read",
        "Answers!A11: \"We add that\" is no question of the form: not read",
    ] {
        assert!(taken.out.contains(what), "{what}: {taken}");
    }
    assert!(bay(&workspace).contains("seats = { value = 70"));
    // A form of ours has nothing beside it.
    for with in [&[][..], &["--show-weights"]] {
        let asked = workspace.weigh(&[&["ask", "bay", "-o", "own.xlsx"], with].concat());
        assert_eq!(asked.code, Some(0), "{asked}");
        let own = workspace.weigh(&["take", "own.xlsx"]);
        assert!(own.code == Some(0) && !own.out.contains("Not taken"), "{own}");
        std::fs::remove_file(workspace.path().join("own.xlsx")).unwrap();
    }
}

/// A part of one may be per cent as it stands, or a share: nobody can tell.
#[test]
fn a_share_without_a_sign_is_no_per_cent() {
    for (cell, value) in [
        (Cell::Number(0.8), None),
        (Cell::Text("0,8"), None),
        (Cell::Text("0.8 %"), Some("0.8")),
        (Cell::Percent(0.8), Some("80")),
        (Cell::Number(1.0), Some("1")),
        (Cell::Number(0.0), Some("0")),
    ] {
        let workspace = workspace();
        let taken = take(&workspace, &[("attrition", vec![Cell::Day(2026, 10, 5), cell])], &["--write"]);
        match value {
            Some(value) => assert!(bay(&workspace).contains(&format!("value = {value},")), "{taken}"),
            None => {
                assert!(taken.out.contains("0.8 can be 0.8 % or 80 %: write it with the sign"), "{taken}");
                assert_eq!(bay(&workspace), BAY);
            }
        }
    }
}

#[test]
fn an_answer_in_another_unit_than_was_asked_for_is_left() {
    let heads = ["Id", "How to answer", "Answer"];
    for (how, is_taken) in [
        ("a number, in days", false),
        ("yes or no", false),
        ("a number, in seats", true),
        ("A number, in  seats; a must-have hangs on it", true),
    ] {
        let workspace = workspace();
        let rows = [("seats", vec![Cell::Text(how), Cell::Number(70.0)])];
        workspace.write("answers.xlsx", returned("bay", &heads, &rows));
        let taken = workspace.weigh(&["take", "answers.xlsx", "--over"]);
        assert_eq!(taken.out.contains("seats: 40 -> 70"), is_taken, "{how}: {taken}");
        assert_eq!(taken.out.contains("a number, in seats was asked for"), !is_taken, "{how}: {taken}");
    }
}

/// What an answer does not say is said where it is taken all the same, in the list of changes and in the file.
#[test]
fn what_is_assumed_is_said_with_its_cell() {
    let day = || Cell::Day(2026, 11, 3);
    let ends = |answer, low, high| vec![day(), answer, Cell::Blank, Cell::Blank, low, high];
    for (cells, said, value) in [
        (
            vec![day(), Cell::Text("30 to 40")],
            "no number is said to be likely: 35, the middle, is taken",
            "low = 30, likely = 35, high = 40",
        ),
        (
            ends(Cell::Blank, Cell::Number(30.0), Cell::Number(50.0)),
            "no number is said to be likely: 40, the middle, is taken",
            "low = 30, likely = 40, high = 50",
        ),
        (
            ends(Cell::Number(45.0), Cell::Number(30.0), Cell::Blank),
            "no highest is given: 45, the answer, is taken",
            "low = 30, likely = 45, high = 45",
        ),
        (vec![day(), Cell::Text("about 20")], "\"about 20\" is taken as 20", "value = 20"),
    ] {
        let workspace = workspace();
        let taken = take(&workspace, &[("seats", cells)], &["--write"]);
        assert_eq!(taken.code, Some(0), "{taken}");
        let line = format!("answers.xlsx, Answers!C9: vendors.bay.facts.seats: {said}\n");
        assert!(taken.out.contains(&line), "{line}: {taken}");
        let text = bay(&workspace);
        let note = said.replace('"', "\\\"");
        assert!(text.contains(value) && text.contains(&note), "{value}, {note}: {text}");
    }
    let told = take(&workspace(), &[("seats", vec![day(), Cell::Number(20.0)])], &[]);
    assert!(!told.out.contains("Assumed"), "{told}");
}

/// More than all of a share, and less than nothing, are no answers; nor are they where our workbook is typed over.
#[test]
fn what_cannot_be_is_left_with_its_cell() {
    let day = || Cell::Day(2026, 11, 3);
    for (fact, cell, said) in [
        ("attrition", Cell::Number(140.0), "140 % is more than all of it"),
        ("attrition", Cell::Percent(1.4), "140 % is more than all of it"),
        ("attrition", Cell::Text("100 to 140 %"), "140 % is more than all of it"),
        ("seats", Cell::Number(-5.0), "-5 is below 0"),
    ] {
        let workspace = workspace();
        let rows = [(fact, vec![day(), cell]), ("nights", vec![day(), Cell::Text("yes")])];
        let taken = take(&workspace, &rows, &["--write"]);
        let line = format!("answers.xlsx, Answers!C9: {fact}: {said}\n");
        assert!(taken.code == Some(0) && taken.out.contains(&line), "{line}: {taken}");
        // What was refused was answered.
        let open = taken.out.lines().last().unwrap();
        assert!(open.contains("control") && !open.contains(fact), "{taken}");
        let made = workspace.weigh(&["report", "--to", "xlsx", "-o", "out.xlsx"]);
        assert_eq!(made.code, Some(0), "{made}");
        for (row, typed, said) in [("Attrition", "140", "140 % is more"), ("Seats", "-5", "-5 is below 0")] {
            let edits = [("Facts", row, "Bay", typed)];
            let back = super::exported::typed_over(&workspace.read("out.xlsx"), &edits);
            workspace.write("back.xlsx", back);
            let taken = workspace.weigh(&["take", "back.xlsx"]);
            assert!(taken.code == Some(1) && taken.out.contains(said), "{taken}");
        }
    }
}

/// The id of a vendor and its name beside it: another one's is refused, nobody's is said, and a blank form is of the one
/// whose name stands in it.
#[test]
fn the_name_on_a_form_is_that_of_its_vendor() {
    let workspace = workspace();
    let form = |vendor: &str, called: &str| {
        let rows = "Id,Answer,As of\nseats,65,2026-11-03\n";
        workspace.write(
            "answers.csv",
            format!("{MARKER},,\nDecision,d,\nVendor,{vendor},\nName,{called},\n,,\n{rows}"),
        );
    };
    let take = |options: &[&str]| workspace.weigh(&[&["take", "answers.csv"], options].concat());
    form("bay", "Aurora");
    let other = take(&[]);
    assert!(other.code == Some(3) && other.err.contains("csv!B4: the name is that of Aurora"), "{other}");
    form("bay", "Bay Ltd.");
    let said = take(&[]);
    assert!(said.code == Some(0) && said.out.contains("csv!B4: the name \"Bay Ltd.\""), "{said}");
    form("", "bay");
    assert!(take(&[]).out.contains("vendors.bay.facts.seats"), "{}", take(&[]));
    form("", "Nobody");
    let unknown = take(&[]);
    assert!(unknown.code == Some(3) && unknown.err.contains("--vendor ID"), "{unknown}");
    assert_eq!(take(&["--vendor", "bay"]).code, Some(0));
    form("", "");
    assert!(take(&[]).err.contains("such as --vendor aurora or --vendor bay"), "{}", take(&[]));
    form("bay", "");
    let other = take(&["--vendor", "aurora"]);
    assert!(other.code == Some(3) && other.err.contains("is of `bay`, not `aurora`"), "{other}");
}

/// A workspace whose criteria and must-haves ask for languages, certificates and a region.
fn worded() -> Workspace {
    let criteria = CRITERIA.to_owned()
        + "\n[gates.languages]\nname = \"Languages\"\nfact = \"languages\"\nincludes = [\"en\", \"th\"]\n\n[gates.region]\nname = \"Data\"\nfact = \"regions\"\nincludes_any = [\"EU\", \"UK\"]\n\n[gates.model]\nname = \"Model\"\nfact = \"model\"\none_of = [\"onshore\", \"nearshore\"]\n";
    let bay = BAY.to_owned() + "languages = [\"en\", \"th\"]\nregions = [\"EU\"]\nmodel = \"onshore\"\n";
    Workspace::new(&criteria, &[("bay", &bay), ("aurora", "name = \"Aurora\"\n\n[facts]\nseats = 55\n")])
}

/// Answers in other words are those that are known where that is clear; else they are listed, with what there is to choose.
#[test]
fn answers_in_other_words_are_matched_or_listed() {
    let workspace = worded();
    let says = |fact: &'static str, answer: &'static str| {
        take(&workspace, &[(fact, vec![Cell::Day(2026, 11, 3), Cell::Text(answer)])], &["--over"])
    };
    // The same in other words is no change, or one with the word that is known.
    for (fact, answer) in [
        ("languages", "English, Thai"),
        ("languages", "EN; th"),
        ("regions", "European Union (Frankfurt)"),
        ("regions", "the European Union"),
    ] {
        let taken = says(fact, answer);
        assert!(
            !taken.out.contains(&format!("facts.{fact}")) && !taken.out.contains("understood"),
            "{answer}: {taken}"
        );
    }
    let taken = says("certificates", "ISO/IEC 27001:2022");
    assert!(taken.out.contains("vendors.bay.facts.certificates: not known -> [\"ISO 27001\"]"), "{taken}");
    assert!(taken.out.contains("\"ISO/IEC 27001:2022\" is taken for \"ISO 27001\""), "{taken}");
    let taken = says("regions", "United Kingdom");
    assert!(taken.out.contains("[\"EU\"] -> [\"UK\"]"), "{taken}");
    let taken = says("languages", "English, Thai, Swahili");
    assert!(taken.out.contains("\"Swahili\" is none of the words that count: kept as written"), "{taken}");
    for (fact, answer, why) in [
        ("languages", "all the usual ones", "is not understood; the words that count: en, th"),
        ("regions", "our own cloud", "is not understood; the words that count: EU, UK"),
        ("certificates", "ISO 27701", "is not understood; the words that count: ISO 27001"),
    ] {
        let taken = says(fact, answer);
        assert!(taken.code == Some(1) && taken.out.contains(why), "{answer}: {taken}");
    }
    // Nobody is out without a line.
    let taken = says("model", "remote staff");
    assert!(
        taken.out.contains("is none of the words that are asked for: what hangs on them fails"),
        "{taken}"
    );
    // The form names what there is to choose, and not what passes by itself.
    assert_eq!(workspace.weigh(&["ask", "bay", "-o", "bay.xlsx"]).code, Some(0));
    let book = cells::read(&workspace.read("bay.xlsx")).unwrap();
    let texts: Vec<&str> = book.sheets[0].cells.values().filter_map(cells::Cell::text).collect();
    assert!(texts.iter().any(|text| text.contains("the words that count: en, th")), "{texts:?}");
    assert!(!texts.iter().any(|text| text.contains("nearshore")), "{texts:?}");
}

/// A price is asked for in the currency in which it is compared; the unit that was asked for may stand behind a number.
#[test]
fn numbers_with_the_unit_that_was_asked_for_are_taken_and_other_currencies_are_not() {
    let criteria = CRITERIA.replace(
        "[criteria.control]",
        "[criteria.rate]\nname = \"Hourly rate\"\nweight = 20\nscale = { formula = \"lowest/price\" }\n\n[criteria.training]\nname = \"Training\"\nweight = 5\nunit = \"h\"\nscale = { worst = 0, best = 100 }\n\n[criteria.control]",
    );
    let bay = BAY.to_owned() + "rate = {}\ntraining = {}\n";
    let workspace = Workspace::new(&criteria, &[("bay", &bay)]);
    let says = |fact: &'static str, answer: Cell<'static>| {
        take(&workspace, &[(fact, vec![Cell::Day(2026, 11, 3), answer])], &[])
    };
    for (fact, answer, number) in [
        ("rate", "14,20 EUR", "14.2"),
        ("rate", "€ 14.20", "14.2"),
        ("training", "80 h", "80"),
        ("training", "80 hours", "80"),
        ("seats", "61 seats", "61"),
    ] {
        let taken = says(fact, Cell::Text(answer));
        assert!(taken.out.contains(&format!("-> {number}  (")), "{answer}: {taken}");
    }
    for (fact, answer) in [("rate", "450 THB"), ("rate", "฿450"), ("seats", "61 desks per site")] {
        let taken = says(fact, Cell::Text(answer));
        assert!(taken.code == Some(1) && taken.out.contains(answer), "{answer}: {taken}");
    }
    assert_eq!(workspace.weigh(&["ask", "bay", "-o", "bay.xlsx"]).code, Some(0));
    let book = cells::read(&workspace.read("bay.xlsx")).unwrap();
    let is_asked = |cell: &cells::Cell| cell.text() == Some("Hourly rate (EUR)");
    assert!(book.sheets[0].cells.values().any(is_asked));
}

/// What two quotes say differently is told with a cell of each; who is out stays so, and it is said.
#[test]
fn quotes_that_differ_name_cells_and_who_is_out_is_said() {
    let workspace = quoting();
    assert_eq!(workspace.weigh(&["ask", "bay", "-o", "bay.xlsx"]).code, Some(0));
    for (name, rate) in [("a.xlsx", "4.10"), ("b.xlsx", "3.90")] {
        let fill = [
            ("Quote", "currency", "Answer", "EUR"),
            ("Quote", "price_1", "Name", "Calls"),
            ("Quote", "price_1", "For each", "contact"),
            ("Quote", "price_1", "Rate", rate),
        ];
        workspace.write(name, super::exported::typed_over(&workspace.read("bay.xlsx"), &fill));
    }
    let taken = workspace.weigh(&["take", "a.xlsx", "b.xlsx", "--write"]);
    assert!(taken.out.contains("(a.xlsx, Quote!") && taken.out.contains("(b.xlsx, Quote!"), "{taken}");
    let workspace = workspace_out();
    let taken = take(&workspace, &[("seats", vec![Cell::Day(2026, 11, 3), Cell::Number(61.0)])], &[]);
    assert!(taken.out.contains("Bay is withdrawn: what it answers is taken, and it stays so"), "{taken}");
}

/// One of whom somebody said that it is out.
fn workspace_out() -> Workspace {
    let out =
        BAY.replacen("name = \"Bay\"", "name = \"Bay\"\nstatus = \"withdrawn\"\nreason = \"No staff\"", 1);
    Workspace::new(CRITERIA, &[("bay", &out), ("aurora", "name = \"Aurora\"\n\n[facts]\nseats = 55\n")])
}

/// How a vendor works a list off, and what it earns for better work, are asked for and come back.
#[test]
fn lists_and_bonus_come_back_with_the_quote() {
    let workspace = quoting();
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    let list = "\n[needs.outbound.renewals]\nname = \"Renewals\"\nrecords = 1000\nlive = 20\nright = 70\nattempts = 3\n\
                handle = { right = 240 }\ncancel = 10\n";
    workspace.write("criteria/d.toml", criteria + list);
    assert_eq!(workspace.weigh(&["ask", "bay", "-o", "bay.xlsx"]).code, Some(0));
    let fill = [
        ("Quote", "currency", "Answer", "EUR"),
        ("Quote", "outbound.renewals.conversion", "Answer", "5.5"),
        ("Quote", "outbound.renewals.dialler", "Answer", "progressive"),
        ("Quote", "outbound.renewals.agents", "Answer", "4"),
        ("Quote", "outbound.renewals.hours", "Answer", "120"),
        ("Quote", "bonus.target", "Answer", "80"),
        ("Quote", "bonus.step", "Answer", "1"),
        ("Quote", "bonus.each", "Answer", "0.5 %"),
        ("Quote", "bonus.better", "Answer", "more"),
        ("Quote", "price_1", "Name", "Calls"),
        ("Quote", "price_1", "For each", "contact"),
        ("Quote", "price_1", "Rate", "2"),
        ("Quote", "price_2", "Name", "Sales"),
        ("Quote", "price_2", "For each", "sale"),
        ("Quote", "price_2", "Rate", "40"),
        ("Quote", "setup", "Amount", "1200"),
        ("Quote", "exit", "In the prices?", "yes"),
    ];
    workspace.write("back.xlsx", super::exported::typed_over(&workspace.read("bay.xlsx"), &fill));
    let written = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    let quoted = bay(&workspace);
    for wanted in [
        "conversion = ",
        "5.5",
        "dialler = \"progressive\"",
        "agents = 4",
        "target = 80",
        "better = \"more\"",
    ] {
        assert!(quoted.contains(wanted), "{wanted}: {quoted}");
    }
    let cost = workspace.weigh(&["cost", "bay", "--format", "json"]).json();
    assert_eq!(cost["result"]["vendor"]["lists"][0]["name"], "Renewals", "{cost}");
}
