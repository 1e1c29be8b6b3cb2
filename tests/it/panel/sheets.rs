//! Sheets go out blank and come back filled in, and a blind one tells nobody who is who.

use std::io::{Cursor, Read};

use proptest::prelude::*;
use rust_xlsxwriter::{Formula, Workbook};
use weigh::decision::{Decision, EvaluatorId};
use weigh::files::sheet::{BlindKey, Filled, SheetError, blank, read_toml, xlsx};
use weigh::files::{Request, Snapshot, choose};
use weigh::open::open;
use weigh::sheets::{cells, marks};

use super::panel;
use crate::support::Workspace;

const RULE: &str = "notes = \"ends\"\nprice = [\"hourly\"]";

/// Two vendors with facts, one of them out of reach of `ann`.
fn workspace() -> Workspace {
    let ann = "role = \"Buyer\"\nconflicts = [{ vendor = \"c\", kind = \"recused\" }]\n\
               marks.a = { manner = { mark = 2, note = \"cold\" } } # to be seen again";
    let workspace = panel(RULE, 3, &[("ann", ann)]);
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    let gates = "[gates.price]\nname = \"Price\"\nfact = \"hourly\"\nat_most = 30\n\
                 [gates.seats]\nname = \"Seats\"\nfact = \"seats\"\nat_least = 10\n\
                 [gates.said]\nname = \"Says\"\nfact = \"said\"\nincludes_any = [\"x\"]\n[rule]";
    workspace.write("criteria/d.toml", criteria.replace("[rule]\n", &format!("{gates}\n")));
    for (id, name) in [("a", "Zephyrline"), ("b", "=HYPERLINK(\\\"x\\\")"), ("c", "Quasar Desk")] {
        let facts = format!(
            "seats = {{ value = 40, source = \"offer of {name}\" }}\nhourly = 21\nsaid = [\"x\", \"we at {name} care\"]\n"
        );
        workspace.write(
            &format!("vendors/d/{id}.toml"),
            format!("name = \"{name}\"\nlocal = \"{name} Oy\"\n[facts]\n{facts}"),
        );
    }
    workspace
}

fn decision(workspace: &Workspace) -> Decision {
    let workspace = weigh::files::Workspace::find(workspace.path()).unwrap();
    let criteria = choose(&workspace, None, &Snapshot::default()).unwrap();
    let opened = open(&Request { workspace, criteria, vendors: None, what_if: Vec::new() });
    Decision::clone(opened.decision().unwrap())
}

/// A workbook that was filled in, as it is read.
fn read_xlsx(bytes: &[u8], decision: &Decision) -> Result<Filled, SheetError> {
    let book = cells::read(bytes).map_err(|error| SheetError(vec![error.to_string()]))?;
    marks::read(&book, decision, None)
}

/// Every part of a zip file by name, as text.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// A sheet as somebody fills it in: the cells of the written one, with marks and notes in some rows.
fn filled(head: [&str; 3], rows: &[(&str, &str, Cell, &str)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Marks").unwrap();
    sheet.write_string(0, 0, "weigh/sheet/1").unwrap();
    for (row, (label, text)) in (1..).zip(["Decision", "Evaluator", "Name"].into_iter().zip(head)) {
        sheet.write_string(row, 0, label).unwrap();
        sheet.write_string(row, 1, text).unwrap();
    }
    sheet.write_row(6, 0, ["Vendor id", "Vendor", "Criterion id", "Criterion", "Mark", "Why"]).unwrap();
    for (row, (vendor, criterion, mark, note)) in (7..).zip(rows) {
        sheet.write_string(row, 0, *vendor).unwrap();
        sheet.write_string(row, 2, *criterion).unwrap();
        match mark {
            Cell::Empty => {}
            Cell::Number(number) => _ = sheet.write_number(row, 4, *number).unwrap(),
            Cell::Text(text) => _ = sheet.write_string(row, 4, *text).unwrap(),
            Cell::Formula(text, result) => {
                let formula = Formula::new(*text).set_result(*result);
                sheet.write_formula(row, 4, formula).unwrap();
            }
        }
        if !note.is_empty() {
            sheet.write_string(row, 5, *note).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

enum Cell {
    Empty,
    Number(f64),
    Text(&'static str),
    Formula(&'static str, &'static str),
}

#[test]
fn a_sheet_lists_what_is_to_be_marked_without_conflicts_and_prices() {
    let workspace = workspace();
    let output = workspace.weigh(&["sheet", "ann"]);
    insta::assert_snapshot!("sheet_toml", output);
    assert!(!output.out.contains("Quasar"), "{output}");
    assert!(!output.out.contains("21"), "{output}");
    // A blank sheet is a file of the panel that has no marks yet.
    workspace.write("criteria/panel/d/ann.toml", &output.out);
    let check = workspace.weigh(&["check"]);
    assert_eq!(check.code, Some(0), "{check}");
    assert!(check.out.contains("ann has not given 6 of 6 marks"), "{check}");
}

#[test]
fn prices_come_into_the_sheets_when_quality_is_locked() {
    let workspace = workspace();
    let locked = workspace.weigh(&["lock", "quality", "--by", "Aino", "--at", "2026-11-22"]);
    assert_eq!(locked.code, Some(0), "{locked}");
    let output = workspace.weigh(&["sheet", "ann"]);
    assert!(output.out.contains("# Price: 21"), "{output}");
}

/// Neither the rule nor a formula names these: money of which less is better is a price, of which more is better not.
#[test]
fn money_of_which_less_is_better_is_a_price_without_being_named() {
    let workspace = workspace();
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    let fee =
        "[criteria.fee]\nname = \"Fee\"\nweight = 1\nunit = \"EUR\"\nscale = { worst = 900, best = 100 }\n";
    let cover = "[gates.cover]\nname = \"Cover\"\nfact = \"cover\"\nat_least = 1\n";
    workspace.write(
        "criteria/d.toml",
        criteria.replace("price = [\"hourly\"]\n", "").replace("weight = 40", "weight = 39").replacen(
            "[gates.price]",
            &format!("{fee}{cover}[gates.price]"),
            1,
        ),
    );
    let vendor = String::from_utf8(workspace.read("vendors/d/a.toml")).unwrap();
    let money = "hourly = { value = 21, unit = \"EUR/h\" }\nfee = { value = 345, unit = \"EUR\" }\n\
                 cover = { value = 7, unit = \"EUR million\" }";
    workspace.write("vendors/d/a.toml", vendor.replace("hourly = 21", money));
    let sheet = workspace.weigh(&["sheet", "ann"]).out;
    assert!(sheet.contains("# Cover: 7 EUR million"), "{sheet}");
    assert!(!sheet.contains("Price: 21") && !sheet.contains("345"), "{sheet}");
}

/// A number without a unit of which less is better may be a price, and so may words that name a sum of money.
#[test]
fn what_could_be_a_price_is_not_in_a_sheet_and_that_is_said() {
    let workspace = workspace();
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    let rate =
        "[criteria.day_rate]\nname = \"Daily rate\"\nweight = 1\nscale = { worst = 900, best = 100 }\n";
    let incidents = "[criteria.incidents]\nname = \"Incidents\"\nweight = 1\nunit = \"a year\"\nscale = { worst = 9, best = 0 }\n";
    let gates = "[gates.cap]\nname = \"Cap\"\nfact = \"cap\"\nat_most = 90\n[gates.terms]\nname = \"Terms\"\nfact = \"terms\"\nincludes_any = [\"net 30\", \"EUR 512 a day\"]\n";
    workspace.write(
        "criteria/d.toml",
        criteria.replace("weight = 40", "weight = 38").replacen(
            "[gates.price]",
            &format!("{rate}{incidents}{gates}[gates.price]"),
            1,
        ),
    );
    let vendor = String::from_utf8(workspace.read("vendors/d/a.toml")).unwrap();
    let facts = "hourly = 21\nday_rate = 345\nincidents = { value = 6, source = \"Offer of EUR 678\" }\ncap = 77\nterms = [\"EUR 512 a day\"]";
    workspace.write("vendors/d/a.toml", vendor.replace("hourly = 21", facts));
    let output = workspace.weigh(&["sheet", "ann"]);
    assert!(output.out.contains("# Incidents: 6\n"), "{output}");
    for price in ["345", "77", "512", "678"] {
        assert!(!output.out.contains(price), "{price}: {output}");
    }
    assert!(output.err.contains("could be prices, for they have no unit: Daily rate, Cap\n"), "{output}");
    assert_eq!(workspace.weigh(&["lock", "quality", "--by", "A"]).code, Some(0));
    let sheet = workspace.weigh(&["sheet", "ann"]).out;
    assert!(sheet.contains("345") && sheet.contains("678"), "{sheet}");
}

/// What a quote takes its rate from is a price, whatever its unit says and whichever way it is judged.
#[test]
fn a_fact_that_a_quote_reads_is_a_price() {
    let workspace = workspace();
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    let demand = "[needs]\nstart = 2027-01-01\nyears = 1\n[needs.demand.phone]\ncontacts = 9000\naht = 300\nopens = 8\n\
                  closes = 20\ntarget = { share = 80, seconds = 20 }\nshrinkage = 30\nfte_hours = 160\nresolution = \"facts.solved\"\n";
    let read = "[criteria.tariff]\nname = \"Tariff\"\nweight = 1\nunit = \"points\"\nscale = { worst = 0, best = 900 }\n\
                [criteria.solved]\nname = \"Solved\"\nweight = 1\nunit = \"%\"\nscale = { worst = 0, best = 100 }\n";
    let criteria = criteria.replace("title = \"Desk\"", "title = \"Desk\"\ncurrency = \"EUR\"");
    let criteria = criteria.replace("weight = 40", "weight = 38").replacen(
        "[gates.price]",
        &format!("{demand}{read}[gates.price]"),
        1,
    );
    workspace.write("criteria/d.toml", criteria);
    let vendor = String::from_utf8(workspace.read("vendors/d/a.toml")).unwrap();
    let facts = "hourly = 21\ntariff = 345\nsolved = 71";
    let quote = "[quote.prices.phone]\nchannels = \"phone\"\nper = \"contact\"\nrate = \"facts.tariff\"\n";
    workspace.write("vendors/d/a.toml", format!("{}{quote}", vendor.replace("hourly = 21", facts)));
    let output = workspace.weigh(&["sheet", "ann"]);
    assert!(output.out.contains("# Solved: 71") && !output.out.contains("345"), "{output}");
}

#[test]
fn a_new_evaluator_is_known_by_a_name() {
    let workspace = workspace();
    let output = workspace.weigh(&["sheet", "Łucja Reyes", "-o", "new.xlsx"]);
    assert_eq!(output.code, Some(0), "{output}");
    let decision = decision(&workspace);
    let sheet = blank(&decision, (&EvaluatorId::new("lucja-reyes"), Some("Łucja Reyes")), None, false);
    assert_eq!((sheet.name.as_str(), sheet.evaluator.as_str()), ("Łucja Reyes", "lucja-reyes"));
    assert!(workspace.weigh(&["sheet", "Łucja Reyes"]).out.contains("name = \"Łucja Reyes\"\n"));
    workspace.write("filled.toml", "name = \"Łucja Reyes\"\n\n[marks.a]\nmanner = 5\n");
    let output = workspace.weigh(&["sheet", "Łucja Reyes", "--read", "filled.toml"]);
    assert_eq!(output.code, Some(0), "{output}");
    let file = String::from_utf8(workspace.read("criteria/panel/d/lucja-reyes.toml")).unwrap();
    assert!(file.contains("name = \"Łucja Reyes\""), "{file}");
    workspace.write("back.toml", "name = \"Mo Lee\"\n\n[marks.a]\nmanner = 4\n");
    let taken = workspace.weigh(&["take", "back.toml", "--write"]);
    assert!(
        taken.code == Some(0) && taken.out.contains("panel.mo-lee.marks.a.manner: not known -> 4"),
        "{taken}"
    );
    let again = workspace.weigh(&["take", "back.toml", "--write"]);
    assert!(again.err.contains("nothing to write"), "{again}");
    // Another one of whom the same id would be made is another one.
    for name in ["Lucja Reyes", "A\u{200b}na", "...", "Consensus"] {
        assert_eq!(workspace.weigh(&["sheet", name]).code, Some(2), "{name}");
    }
}

#[test]
fn the_workbook_holds_validation_anchors_and_no_formula() {
    let workspace = workspace();
    let output = workspace.weigh(&["sheet", "ann", "-o", "ann.xlsx"]);
    assert_eq!(output.code, Some(0), "{output}");
    let parts = parts(&workspace.read("ann.xlsx"));
    let marks = &parts.iter().find(|(name, _)| name == "xl/worksheets/sheet1.xml").unwrap().1;
    assert!(marks.contains("<dataValidation ") && marks.contains("<sheetProtection "), "{marks}");
    for (name, text) in parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/")) {
        assert!(!text.contains("<f>") && !text.contains("hyperlink"), "{name}: {text}");
    }
    let strings = &parts.iter().find(|(name, _)| name == "xl/sharedStrings.xml").unwrap().1;
    assert!(strings.contains("=HYPERLINK"), "the name stands as a text: {strings}");
}

#[test]
fn equal_input_gives_equal_bytes() {
    let bytes = || {
        let workspace = workspace();
        for file in ["ann.xlsx", "blind.xlsx"] {
            let blind: &[&str] = if file == "blind.xlsx" { &["--blind", "--key", "key.toml"] } else { &[] };
            let output = workspace.weigh(&[&["sheet", "ann", "-o", file], blind].concat());
            assert_eq!(output.code, Some(0), "{output}");
        }
        (workspace.read("ann.xlsx"), workspace.read("blind.xlsx"), workspace.read("key.toml"))
    };
    let first = bytes();
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    assert_eq!(first, bytes());
}

#[test]
fn a_blind_sheet_names_no_vendor_anywhere_and_comes_back_with_its_key() {
    let workspace = workspace();
    let blind = ["--blind", "--key", "key.toml"];
    let output = workspace.weigh(&[&["sheet", "ann", "-o", "blind.xlsx"], &blind[..]].concat());
    assert_eq!(output.code, Some(0), "{output}");
    let toml = workspace.weigh(&[&["sheet", "ann"], &blind[..]].concat()).out;
    let mut texts = parts(&workspace.read("blind.xlsx"));
    texts.push(("toml".to_owned(), toml.clone()));
    for (part, text) in &texts {
        for name in ["Zephyr", "HYPERLINK", "Quasar", "marks.a]", "marks.b]"] {
            assert!(!text.contains(name), "{part} tells of {name}: {text}");
        }
    }
    assert!(toml.contains("# Seats: 40"), "what tells nobody stays: {toml}");
    let key = BlindKey::parse(&String::from_utf8(workspace.read("key.toml")).unwrap()).unwrap();
    let label = key.label(&weigh::decision::VendorId::new("a")).unwrap().to_owned();
    let sheet =
        filled(["d", "ann", "Ann"], &[(Box::leak(label.into_boxed_str()), "manner", Cell::Number(4.5), "")]);
    workspace.write("back.xlsx", &sheet);
    let without = workspace.weigh(&["sheet", "--read", "back.xlsx"]);
    assert_eq!(without.code, Some(3), "{without}");
    assert!(without.err.contains("a blind sheet is read with its key"), "{without}");
    let with = workspace.weigh(&["sheet", "--read", "back.xlsx", "--key", "key.toml"]);
    assert_eq!(with.code, Some(0), "{with}");
    let written = String::from_utf8(workspace.read("criteria/panel/d/ann.toml")).unwrap();
    // The comment of the earlier mark stays, and the reason goes with it.
    assert!(written.contains("marks.a = { manner = { mark = 4.5 } } # to be seen again"), "{written}");
}

#[test]
fn a_filled_sheet_becomes_the_marks_of_its_evaluator() {
    let workspace = workspace();
    let rows = [
        ("a", "manner", Cell::Number(4.0), "fair"),
        ("a", "clarity", Cell::Text(" 3,5 "), ""),
        ("b", "manner", Cell::Text("-"), "did not meet them"),
        ("b", "clarity", Cell::Number(1.0), "=1+1 \"quoted\""),
        ("c", "manner", Cell::Empty, ""),
    ];
    workspace.write("dao.xlsx", filled(["d", "dao", "Dao Phan"], &rows));
    let output = workspace.weigh(&["sheet", "--read", "dao.xlsx"]);
    assert_eq!(output.code, Some(0), "{output}");
    insta::assert_snapshot!(
        "sheet_read",
        String::from_utf8(workspace.read("criteria/panel/d/dao.toml")).unwrap()
    );
    let check = workspace.weigh(&["check"]);
    assert_eq!(check.code, Some(0), "{check}");
}

#[test]
fn a_damaged_or_foreign_sheet_is_a_clear_error() {
    let workspace = workspace();
    let ok = |rows: &[(&str, &str, Cell, &str)]| filled(["d", "ann", ""], rows);
    let good = workspace.weigh(&["sheet", "ann", "-o", "ann.xlsx"]);
    assert_eq!(good.code, Some(0), "{good}");
    let cut = {
        let bytes = workspace.read("ann.xlsx");
        bytes[..bytes.len() / 2].to_vec()
    };
    let mut foreign = Workbook::new();
    foreign.add_worksheet().write_string(0, 0, "budget").unwrap();
    let mut renamed = Workbook::new();
    renamed.add_worksheet().set_name("Marks").unwrap().write_string(0, 0, "budget").unwrap();
    let cases: [(&str, Vec<u8>); 13] = [
        ("nothing", Vec::new()),
        ("text", b"name = 1".to_vec()),
        ("cut", cut),
        ("foreign", foreign.save_to_buffer().unwrap()),
        ("renamed", renamed.save_to_buffer().unwrap()),
        ("decision", filled(["other", "ann", ""], &[])),
        ("evaluator", filled(["d", "../x", ""], &[])),
        ("vendor", ok(&[("aa", "manner", Cell::Number(3.0), "")])),
        ("criterion", ok(&[("a", "price", Cell::Number(3.0), "")])),
        ("mark", ok(&[("a", "manner", Cell::Number(6.0), ""), ("b", "manner", Cell::Text("good"), "")])),
        ("error", ok(&[("a", "manner", Cell::Formula("=1/0", "#DIV/0!"), "")])),
        ("formula", ok(&[("a", "manner", Cell::Formula("=[1]Sheet1!A1", "4"), "")])),
        ("twice", ok(&[("a", "manner", Cell::Number(2.0), ""), ("a", "manner", Cell::Number(3.0), "")])),
    ];
    let mut transcript = String::new();
    for (title, bytes) in cases {
        workspace.write("back.xlsx", bytes);
        let output = workspace.weigh(&["sheet", "--read", "back.xlsx"]);
        assert_eq!(output.code, Some(3), "{title}: {output}");
        transcript.push_str(&format!("=== {title}\n{output}"));
    }
    insta::assert_snapshot!("sheets_refused", transcript);
    let before = workspace.read("criteria/panel/d/ann.toml");
    workspace.write("back.xlsx", ok(&[]));
    assert_eq!(workspace.weigh(&["sheet", "--read", "back.xlsx"]).code, Some(1), "no marks");
    workspace.write("back.xlsx", filled(["d", "ben", ""], &[]));
    assert_eq!(workspace.weigh(&["sheet", "ann", "--read", "back.xlsx"]).code, Some(2), "another evaluator");
    assert_eq!(workspace.read("criteria/panel/d/ann.toml"), before);
}

#[test]
fn take_shows_the_marks_of_a_sheet_before_it_writes_them() {
    let workspace = workspace();
    let rows = [("a", "manner", Cell::Number(4.0), "warm")];
    workspace.write("back.xlsx", filled(["d", "ann", ""], &rows));
    let before = workspace.read("criteria/panel/d/ann.toml");
    let shown = workspace.weigh(&["take", "back.xlsx"]);
    let change = "panel.ann.marks.a.manner: { mark = 2, note = \"cold\" } -> { mark = 4, note = \"warm; before: 2 (cold)\" }  (back.xlsx, Marks!E8)";
    assert!(shown.code == Some(0) && shown.out.contains(change), "{shown}");
    assert_eq!(workspace.read("criteria/panel/d/ann.toml"), before);
    let written = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    let text = String::from_utf8(workspace.read("criteria/panel/d/ann.toml")).unwrap();
    assert!(
        text.contains("mark = 4, note = \"warm; before: 2 (cold)\"") && text.contains("# to be seen again"),
        "{text}"
    );
    workspace.write("back.xlsx", filled(["other", "ann", ""], &[]));
    assert_eq!(workspace.weigh(&["take", "back.xlsx"]).code, Some(3));
}

/// A sheet is known by what it says of itself, its columns by their heads, and one bad mark keeps nothing else out.
#[test]
fn take_finds_the_columns_of_a_sheet_and_takes_its_good_marks() {
    let workspace = workspace();
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Budget").unwrap().write_string(0, 0, "ours").unwrap();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Noten A. Smith").unwrap();
    for (row, cells) in [
        (0, ["please file", "", "", "", "", ""]),
        (2, ["weigh/sheet/1", "A decision", "", "", "", ""]),
        (3, ["Decision", "", "d", "", "", ""]),
        (4, ["Evaluator", "", "ann", "", "", ""]),
        (9, ["Why", "Mark", "Sure?", "Criterion id", "Vendor", "Vendor id"]),
        (10, ["", "", "", "manner", "Zephyrline", "a"]),
        (11, ["warm", "good", "yes", "clarity", "Zephyrline", "a"]),
        (12, ["clear", "4,5", "", "clarity", "", "b"]),
        (13, ["", "9", "", "manner", "", "b"]),
        (14, ["", "3", "", "manner", "Zephyrline", ""]),
    ] {
        sheet.write_row(row, 0, cells).unwrap();
    }
    workspace.write("back.xlsx", workbook.save_to_buffer().unwrap());
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(taken.code, Some(0), "{taken}");
    for said in [
        "panel.ann.marks.b.clarity: not known -> { mark = 4.5, note = \"clear\" }  (back.xlsx, Noten A. Smith!B13)",
        "-> { mark = 3, note = \"before: 2 (cold)\" }  (back.xlsx, Noten A. Smith!B15)",
        "back.xlsx, Noten A. Smith!B12: `good` is no mark",
        "back.xlsx, Noten A. Smith!B14: mark 9 is outside the scale, 1 to 5",
        "Noten A. Smith!C10: the column \"Sure?\" is none of the sheet",
        "Budget: this worksheet is none of the sheet's",
    ] {
        assert!(taken.out.contains(said), "{said}: {taken}");
    }
    let text = String::from_utf8(workspace.read("criteria/panel/d/ann.toml")).unwrap();
    assert!(text.contains("mark = 4.5") && !text.contains("good"), "{text}");
    // What a mark took the place of is no reason, and what was taken is no news.
    assert_eq!(workspace.weigh(&["take", "back.xlsx", "--write"]).err, "nothing to write\n");
    let two = "# \nmarks.a = { manner = { mark = 5, note = \"before: 2 (cold)\" } }\n";
    workspace.write("criteria/panel/d/ann.toml", format!("name = \"Ann\"\n{two}"));
    let told = workspace.weigh(&["check"]).out;
    assert!(told.contains("the mark 5 on `manner` has no note"), "{told}");
}

/// A sheet that is TOML, or a text of cells: as any other.
#[test]
fn take_lists_what_is_wrong_in_sheets_of_text() {
    let workspace = workspace();
    let toml = "name = \"ann\"\n[marks.a]\nmanner = \"4\"\nclarity = 4\n[marks.b]\nmanner = 9\n";
    workspace.write("ann.toml", toml);
    let rows =
        "weigh/sheet/1\nDecision,d\nEvaluator,ann\nVendor id,Criterion id,Mark\na,clarity,4\nb,manner,9\n";
    workspace.write("back.csv", rows);
    for (file, at) in [("ann.toml", "line 6, column 1: marks.b.manner: "), ("back.csv", "csv!C6: ")] {
        let taken = workspace.weigh(&["take", file, "--evaluator", "ann"]);
        assert_eq!(taken.code, Some(0), "{taken}");
        let said = format!("{file}, {at}mark 9 is outside the scale, 1 to 5");
        assert!(taken.out.contains(&said) && taken.out.contains("a.clarity: not known -> 4"), "{taken}");
    }
}

/// A key is seen from the folder of the command, when it is written and when it is read.
#[test]
fn a_key_is_seen_from_the_folder_of_the_command() {
    let workspace = workspace();
    let outside = Workspace::empty();
    let folder = workspace.path().to_str().unwrap();
    let out = workspace.path().join("blind.csv");
    let run = |arguments: &[&str]| outside.weigh(&[&["-C", folder], arguments].concat());
    let blind = run(&["sheet", "ann", "--blind", "--key", "key.toml"]);
    assert_eq!(blind.code, Some(0), "{blind}");
    assert!(workspace.path().join("key.toml").is_file() && !outside.path().join("key.toml").exists());
    let label = blind.out.lines().find_map(|line| line.strip_prefix("[marks.")).unwrap();
    let rows = format!("Vendor id,Criterion id,Mark\n{},clarity,4\n", label.trim_end_matches(']'));
    std::fs::write(out, format!("weigh/sheet/1\nDecision,d\nEvaluator,ann\n{rows}")).unwrap();
    let taken = run(&["take", "blind.csv", "--key", "key.toml"]);
    assert!(taken.code == Some(0) && taken.out.contains(".clarity: not known -> 4"), "{taken}");
}

/// `take` deletes nothing: a reason without a mark, or a dash, leaves the mark that is there.
#[test]
fn take_keeps_a_mark_for_which_the_sheet_has_none() {
    let workspace = workspace();
    let before = workspace.read("criteria/panel/d/ann.toml");
    for (mark, reason) in [(Cell::Empty, "warmer than before"), (Cell::Text("-"), "")] {
        let rows = [("a", "manner", mark, reason)];
        workspace.write("back.xlsx", filled(["d", "ann", ""], &rows));
        let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
        assert!(
            taken.code == Some(1) && taken.out.contains("panel.ann.marks.a.manner: the sheet has no mark"),
            "{taken}"
        );
        assert_eq!(workspace.read("criteria/panel/d/ann.toml"), before);
    }
}

/// Names beside ids that are those of others: cells were moved, and nothing says which of both is meant.
#[test]
fn a_sheet_with_the_names_of_others_beside_its_ids_is_refused() {
    let decision = decision(&workspace());
    let names: Vec<String> = decision.vendors.iter().map(|vendor| vendor.name.clone()).collect();
    for (name, is_right) in
        [(names[0].to_uppercase(), true), (names[1].clone(), false), ("renamed".to_owned(), true)]
    {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name("Marks").unwrap();
        for (row, column, text) in [
            (0, 0, "weigh/sheet/1"),
            (1, 0, "Decision"),
            (1, 1, "d"),
            (2, 0, "Evaluator"),
            (2, 1, "ann"),
            (6, 0, "Vendor id"),
            (6, 1, "Vendor"),
            (6, 2, "Criterion id"),
            (6, 4, "Mark"),
            (7, 0, decision.vendors[0].id.as_str()),
            (7, 1, &name),
            (7, 2, "manner"),
        ] {
            sheet.write_string(row, column, text).unwrap();
        }
        sheet.write_number(7, 4, 3.0).unwrap();
        let read = read_xlsx(&workbook.save_to_buffer().unwrap(), &decision).unwrap();
        assert_eq!(read.mistakes.is_empty(), is_right, "{name}: {read:?}");
        assert_eq!(read.marks.len(), usize::from(is_right));
        assert!(is_right || read.mistakes[0].starts_with("Marks!B8: the name beside"), "{read:?}");
    }
}

#[test]
fn a_blind_sheet_wants_a_key_and_a_key_wants_sense() {
    let workspace = workspace();
    assert_eq!(workspace.weigh(&["sheet", "ann", "--blind"]).code, Some(2));
    assert_eq!(workspace.weigh(&["sheet"]).code, Some(2));
    assert_eq!(workspace.weigh(&["sheet", "consensus"]).code, Some(2));
    for (text, what) in [
        ("x = 1", "it has no [labels]"),
        ("[labels]\na = 1", "`a` names no vendor"),
        ("[labels]\na = \"x\"\nb = \"x\"", "two labels name `x`"),
        ("[labels", "this is not a key"),
    ] {
        workspace.write("key.toml", text);
        let output = workspace.weigh(&["sheet", "ann", "--blind", "--key", "key.toml"]);
        assert_eq!(output.code, Some(3), "{output}");
        assert!(output.err.contains(what), "{what}: {output}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Names of any letters, long enough that they cannot stand in a word of ours.
    #[test]
    fn blind_sheets_hold_no_vendor_name_anywhere(names in prop::collection::hash_set("[A-Z][a-zåäöก-ฮ]{4}[xqz]{2}[a-z ]{0,8}[xqz]", 3), seed in any::<u64>()) {
        let workspace = panel("", 3, &[("ben", "")]);
        let names: Vec<String> = names.into_iter().collect();
        for (id, name) in ["a", "b", "c"].iter().zip(&names) {
            let facts = format!("said = [\"x\", {:?}]\nwords = {{ value = {:?}, source = {name:?}, note = {name:?} }}", format!("at {name}"), name.to_uppercase());
            workspace.write(&format!("vendors/d/{id}.toml"), format!("name = {name:?}\nlocal = {name:?}\n[facts]\n{facts}\n"));
        }
        let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
        let gates = "[gates.said]\nname = \"Says\"\nincludes_any = [\"x\"]\n[gates.words]\nname = \"W\"\none_of = [\"x\"]\n[rule]\n";
        workspace.write("criteria/d.toml", criteria.replace("[rule]\n", gates));
        let decision = decision(&workspace);
        let key = BlindKey::new(&decision, seed);
        prop_assert_eq!(BlindKey::parse(&key.text()).unwrap(), key.clone());
        let sheet = blank(&decision, (&EvaluatorId::new("ann"), None), Some(&key), true);
        prop_assert_eq!(sheet.vendors.len(), 3);
        let mut texts = parts(&xlsx(&sheet));
        texts.push(("toml".to_owned(), sheet.toml()));
        for (part, text) in texts {
            for name in &names {
                prop_assert!(!text.to_lowercase().contains(&name.trim().to_lowercase()), "{part} tells of {name}");
            }
        }
        let read = read_toml(&sheet.toml(), &EvaluatorId::new("ann"), &decision, Some(&key)).unwrap();
        prop_assert!(read.marks.is_empty());
    }

    /// Whatever arrives by mail, the answer is an answer.
    #[test]
    fn a_sheet_with_any_bytes_changed_gives_an_answer(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let decision = decision(&workspace());
        let mut bytes = xlsx(&blank(&decision, (&EvaluatorId::new("ann"), None), None, false));
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read_xlsx(&bytes, &decision);
    }
}
