//! From a file to a ranking on the command line.

use std::fs;
use std::time::{Duration, Instant};

use super::{sheet, workbook};
use crate::support::{Workspace, weigh};

fn place(workspace: &Workspace, start: &str, name: &str) {
    let (path, _) = sheet(start);
    fs::copy(path, workspace.path().join(name)).unwrap();
}

fn text(workspace: &Workspace, file: &str) -> String {
    String::from_utf8(workspace.read(file)).unwrap()
}

/// Answers every question of an import file with its first option.
fn answer_all(workspace: &Workspace, file: &str) {
    let path = workspace.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("answer  = \"\"", "answer  = \"a\"")).unwrap();
}

#[test]
fn a_plain_sheet_needs_no_question() {
    let workspace = Workspace::empty();
    place(&workspace, "02-", "bewertung.xlsx");
    insta::assert_snapshot!("plain_shown", weigh(workspace.path(), &["import", "bewertung.xlsx", "-o", "d"]));
    assert!(!workspace.path().join("d").exists(), "nothing is written before it is asked for");
    let written = weigh(workspace.path(), &["import", "bewertung.xlsx", "-o", "d", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    let checked = weigh(workspace.path(), &["-C", "d", "check"]);
    assert_eq!(checked.code, Some(0), "{checked}");
    insta::assert_snapshot!("plain_ranked", weigh(workspace.path(), &["-C", "d", "rank"]));
    insta::assert_snapshot!("plain_vendor", text(&workspace, "d/vendors/bewertung/tannwerk-contact-ag.toml"));
    insta::assert_snapshot!("plain_criteria", text(&workspace, "d/criteria/bewertung.toml"));
    let again = weigh(workspace.path(), &["import", "bewertung.xlsx", "-o", "d", "--write"]);
    assert!(again.code == Some(0) && again.err.contains("nothing to write"), "{again}");
}

/// The next edition of a sheet: other marks, another weight, a vendor more.
#[test]
fn a_sheet_goes_into_the_decision_that_is_there_as_take_does() {
    let workspace = Workspace::empty();
    workspace.write("scores.csv", "Criterion;Weight;Acme;Beta\nPrice;40;4;3\nQuality;60;3;5\nMost;;5;5\n");
    let import = |file: &str, more: &[&str]| {
        let shown =
            weigh(workspace.path(), &[&["import", file, "-o", "d", "--criteria", "scores"], more].concat());
        if shown.code == Some(1) && shown.err.contains("are open") || shown.err.contains("is open") {
            answer_all(&workspace, &format!("d/{file}.import.toml"));
            return weigh(
                workspace.path(),
                &[&["import", file, "-o", "d", "--criteria", "scores"], more].concat(),
            );
        }
        shown
    };
    let written = import("scores.csv", &["--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    // What somebody found out since has a day, and is better than the sheet.
    let better =
        ["-C", "d", "set", "vendors.acme.facts.price", "2", "--source", "Offer 2", "--as-of", "2026-11-20"];
    assert_eq!(weigh(workspace.path(), &better).code, Some(0));
    workspace.write(
        "october.csv",
        "Criterion;Weight;Acme;Beta;Gamma\nPrice;50;4;3;2\nQuality;50;3;4;5\nMost;;5;5;5\n",
    );
    insta::assert_snapshot!("merged_shown", import("october.csv", &[]));
    let before = text(&workspace, "d/vendors/scores/beta.toml");
    assert!(before.contains("scores.csv, csv!D3"), "nothing is written before it is asked for: {before}");
    let written = import("october.csv", &["--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    let beta = text(&workspace, "d/vendors/scores/beta.toml");
    assert!(
        beta.contains("october.csv, csv!D3") && beta.contains("before: 5 (scores.csv, csv!D3)"),
        "{beta}"
    );
    assert!(text(&workspace, "d/vendors/scores/acme.toml").contains("Offer 2"));
    assert!(workspace.path().join("d/vendors/scores/gamma.toml").exists());
    assert!(text(&workspace, "d/criteria/scores.toml").contains("weight = 50"));
    assert_eq!(weigh(workspace.path(), &["-C", "d", "check"]).code, Some(0));
    let over = import("october.csv", &["--write", "--over"]);
    assert_eq!(over.code, Some(0), "{over}");
    assert!(text(&workspace, "d/vendors/scores/acme.toml").contains("before: 2 (Offer 2, 2026-11-20)"));
    assert_eq!(weigh(workspace.path(), &["-C", "d", "lock", "all", "--by", "A. Buyer"]).code, Some(0));
    let locked = import("scores.csv", &["--write", "--over"]);
    assert!(
        locked.code == Some(1) && locked.out.contains("vendors.beta.facts.quality: everything was locked"),
        "{locked}"
    );
}

#[test]
fn a_top_below_the_highest_mark_is_no_answer() {
    let workspace = Workspace::empty();
    workspace.write("scores.csv", "Criterion;Weight;Acme;Beta\nPrice;40;4;3\nQuality;60;3;5\n");
    let asked = weigh(workspace.path(), &["import", "scores.csv"]);
    assert!(asked.out.contains("scale-max"), "{asked}");
    let file = text(&workspace, "scores.csv.import.toml");
    workspace.write("scores.csv.import.toml", file.replace("answer  = \"\"", "answer  = \"3\""));
    let refused = weigh(workspace.path(), &["import", "scores.csv", "--write"]);
    assert!(
        refused.code == Some(3) && refused.err.contains("\"3\" is none of its options: 5 or more"),
        "{refused}"
    );
    workspace.write("scores.csv.import.toml", file.replace("answer  = \"\"", "answer  = \"7\""));
    assert_eq!(weigh(workspace.path(), &["import", "scores.csv", "--write"]).code, Some(0));
    assert!(text(&workspace, "criteria/scores.toml").contains("best = 7"));
}

#[test]
fn what_is_open_stops_the_import_until_it_is_answered() {
    let workspace = Workspace::empty();
    place(&workspace, "21-", "scores.xlsx");
    insta::assert_snapshot!(
        "open_shown",
        weigh(workspace.path(), &["import", "scores.xlsx", "-o", "d", "--write"])
    );
    insta::assert_snapshot!("open_file", text(&workspace, "d/scores.xlsx.import.toml"));
    answer_all(&workspace, "d/scores.xlsx.import.toml");
    let written = weigh(workspace.path(), &["import", "scores.xlsx", "-o", "d", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    let ranked = weigh(workspace.path(), &["-C", "d", "rank", "--format", "csv"]);
    assert!(ranked.out.contains("83.279596977329"), "{ranked}");
    let decided = text(&workspace, "d/scores.xlsx.import.toml");
    assert!(decided.contains("answer  = \"read as numbers"), "{decided}");
}

#[test]
fn an_answer_that_is_no_option_is_named() {
    let workspace = Workspace::empty();
    place(&workspace, "29-", "scores.xlsx");
    weigh(workspace.path(), &["import", "scores.xlsx"]);
    let file = text(&workspace, "scores.xlsx.import.toml").replace("answer  = \"\"", "answer  = \"perhaps\"");
    workspace.write("scores.xlsx.import.toml", &file);
    let refused = weigh(workspace.path(), &["import", "scores.xlsx"]);
    assert_eq!(refused.code, Some(3), "{refused}");
    assert!(refused.err.contains("hidden at Scores!E3: \"perhaps\" is none of its options"), "{refused}");
}

#[test]
fn evaluators_become_a_panel() {
    let workspace = Workspace::empty();
    place(&workspace, "24-", "panel.xlsx");
    weigh(workspace.path(), &["import", "panel.xlsx"]);
    answer_all(&workspace, "panel.xlsx.import.toml");
    let written = weigh(workspace.path(), &["import", "panel.xlsx", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    // The same sheet by another name says nothing new, though every mark comes from another cell of it.
    place(&workspace, "24-", "next.xlsx");
    let next = ["import", "next.xlsx", "--criteria", "panel", "--with", "panel.xlsx.import.toml"];
    let next = weigh(workspace.path(), &next);
    assert!(next.code == Some(0) && next.err.contains("nothing to write"), "{next}");
    insta::assert_snapshot!("panel_evaluator", text(&workspace, "criteria/panel/panel/finance.toml"));
    insta::assert_snapshot!("panel_ranked", weigh(workspace.path(), &["rank"]));
}

#[test]
fn a_table_of_facts_becomes_vendor_files() {
    let workspace = Workspace::empty();
    place(&workspace, "33-", "facts.xlsx");
    weigh(workspace.path(), &["import", "facts.xlsx"]);
    answer_all(&workspace, "facts.xlsx.import.toml");
    let written = weigh(workspace.path(), &["import", "facts.xlsx", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    insta::assert_snapshot!("facts_vendor", text(&workspace, "vendors/facts/tallowmere.toml"));
    insta::assert_snapshot!("facts_criteria", text(&workspace, "criteria/facts.toml"));
    insta::assert_snapshot!("facts_ranked", workspace.weigh(&["rank", "--criteria", "facts"]));
}

/// The step that the import prints works on every table of facts, and so does each block that is switched on.
#[test]
fn what_an_import_of_facts_prints_as_the_next_step_works() {
    for start in ["33-", "34-", "35-"] {
        let workspace = Workspace::empty();
        let (path, _) = sheet(start);
        let name = format!("facts.{}", path.extension().unwrap().to_str().unwrap());
        place(&workspace, start, &name);
        if weigh(workspace.path(), &["import", &name]).code == Some(1) {
            answer_all(&workspace, &format!("{name}.import.toml"));
        }
        let written = weigh(workspace.path(), &["import", &name, "--write"]);
        let next = written.err.split("next: `weigh ").nth(1).unwrap().split('`').next().unwrap().to_owned();
        let ranked = workspace.weigh(&next.split(' ').collect::<Vec<_>>());
        assert_eq!(ranked.code, Some(0), "{start}: {ranked}");
        let blocks = text(&workspace, "criteria/facts.toml");
        let on = |line: &str| match line.strip_prefix("# ") {
            Some(rest) if rest.starts_with('[') || rest.contains(" = ") => rest.to_owned(),
            _ => line.to_owned(),
        };
        let switched: Vec<String> = blocks.lines().map(on).collect();
        assert!(switched.iter().filter(|line| line.starts_with("[criteria.")).count() > 2, "{blocks}");
        workspace.write("criteria/facts.toml", switched.join("\n"));
        let ranked = workspace.weigh(&["rank", "--criteria", "facts"]);
        assert_eq!(ranked.code, Some(0), "{start}: {ranked}");
    }
}

#[test]
fn a_sheet_of_ten_thousand_rows_is_read() {
    let workspace = Workspace::empty();
    let mut text = String::from("Criterion;Weight;A;B;C;D;E\n");
    for row in 0..10_000 {
        text += &format!(
            "Criterion number {row};{};{};{};{};{};{}\n",
            row % 7 + 1,
            row % 6,
            row % 5,
            row % 4,
            row % 6,
            3
        );
    }
    workspace.write("long.csv", &text);
    let shown = weigh(workspace.path(), &["import", "long.csv"]);
    assert!(shown.out.starts_with("long.csv: 10000 criteria, 5 vendors"), "{}", &shown.out[..200]);
}

/// Escapes in cells would speak to the terminal of whoever reads them.
/// What takes a second grew to minutes when each vendor was looked for among all others.
#[test]
fn a_table_of_ten_thousand_vendors_is_read_in_time() {
    let workspace = Workspace::empty();
    let mut text = String::from("Vendor;Rate EUR;Agents;ISO 27001;Ready on\n");
    for row in 0..10_000 {
        let iso = ["yes", "no", "-"][row % 3];
        text += &format!("Vendor {row};{};{};{iso};31.12.2027\n", row % 30 + 10, row % 900);
    }
    workspace.write("long.csv", &text);
    let start = Instant::now();
    let shown = weigh(workspace.path(), &["import", "long.csv"]);
    assert!(shown.out.starts_with("long.csv: 4 facts, 10000 vendors"), "{}", &shown.out[..200]);
    assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
}

#[test]
fn what_cells_say_is_shown_and_not_obeyed() {
    let workspace = Workspace::empty();
    let scores: [&[&str]; 3] = [
        &["Criterion", "Weight", "Ac\u{9b}2Jme", "Be\u{202e}ta"],
        &["Pri\u{9b}31mce", "40", "4", "3"],
        &["Quality", "60", "3", "see \u{9b}annex"],
    ];
    workspace.write("scores.xlsx", workbook(&scores));
    let shown = weigh(workspace.path(), &["import", "scores.xlsx", "-o", "d"]);
    assert!(shown.out.contains("2 criteria, 2 vendors"), "{shown}");
    if shown.code == Some(1) {
        answer_all(&workspace, "d/scores.xlsx.import.toml");
    }
    let written = weigh(workspace.path(), &["import", "scores.xlsx", "-o", "d", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    let back: [&[&str]; 6] = [
        &["weigh/questions/1"],
        &["Decision", "scores"],
        &["Vendor", "beta"],
        &["Id", "Question", "Answer"],
        &["kind", "", "\u{9b}2Jmany"],
        &["none", "\u{9b}what?", "\u{202e}x"],
    ];
    workspace.write("back.xlsx", workbook(&back));
    let taken = weigh(workspace.path(), &["-C", "d", "take", "../back.xlsx"]);
    assert!(taken.out.contains("\\u{9b}2Jmany"), "{taken}");
    for output in [shown, written, taken] {
        let is_odd = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!output.out.contains(is_odd) && !output.err.contains(is_odd), "{output}");
    }
}

#[test]
fn what_is_no_spreadsheet_is_refused() {
    let workspace = Workspace::empty();
    workspace.write("letter.csv", "Dear all,\nplease find the scores attached.\n");
    insta::assert_snapshot!("no_table", weigh(workspace.path(), &["import", "letter.csv"]));
    insta::assert_snapshot!("no_file", weigh(workspace.path(), &["import", "gone.xlsx"]));
}

/// A total that somebody could not give, or that is a text, makes no criterion of its line.
#[test]
fn a_total_that_is_no_number_is_no_criterion() {
    for totals in ["390,n/a", "n/a,n/a", "-,395", "390,=B2*C2", "tbd,"] {
        let workspace = Workspace::empty();
        let sheet = format!(
            "Criterion,Weight,Acme,Beta\nPrice,40,4,3\nQuality,35,3,5\nService,25,5,4\nTotal,100,{totals}\n"
        );
        workspace.write("y.csv", sheet);
        weigh(workspace.path(), &["import", "y.csv", "-o", "d", "--write"]);
        if workspace.path().join("d/y.csv.import.toml").exists() {
            answer_all(&workspace, "d/y.csv.import.toml");
            let written = weigh(workspace.path(), &["import", "y.csv", "-o", "d", "--write"]);
            assert_eq!(written.code, Some(0), "{totals}: {written}");
        }
        let criteria = text(&workspace, "d/criteria/y.toml");
        assert_eq!(criteria.matches("[criteria.").count(), 3, "{totals}: {criteria}");
        let ranked = weigh(workspace.path(), &["-C", "d", "rank", "--format", "csv"]);
        let first = ranked.out.lines().nth(1).unwrap();
        assert!(first.contains("beta"), "{totals}: {ranked}");
    }
}

/// A decision made of a sheet, all questions answered with their first reading.
fn imported(sheet: &str) -> Workspace {
    let workspace = Workspace::empty();
    workspace.write("scores.csv", sheet);
    weigh(workspace.path(), &["import", "scores.csv"]);
    if workspace.path().join("scores.csv.import.toml").exists() {
        answer_all(&workspace, "scores.csv.import.toml");
    }
    let written = weigh(workspace.path(), &["import", "scores.csv", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    workspace
}

const FIRST: &str = "Criterion (0-5);Weight;Acme;Beta\nPrice;40;4;3\nQuality;60;3;5\nTotal;;340;420\n";

/// The next edition of a sheet.
fn next(workspace: &Workspace, sheet: &str, more: &[&str]) -> crate::support::Output {
    workspace.write("scores.csv", sheet);
    weigh(workspace.path(), &[&["import", "scores.csv"], more].concat())
}

/// A new name beside one that is gone may be another name for it: nothing counts twice without being asked.
#[test]
fn a_renamed_criterion_or_vendor_is_asked_about() {
    for (answer, criteria, vendors) in [("a", 3, 3), ("b", 2, 2)] {
        let workspace = imported(FIRST);
        let renamed = FIRST.replace("Quality", "Quality of service").replace("Beta", "Beta Group");
        let asked = next(&workspace, &renamed, &["--write"]);
        assert_eq!(asked.code, Some(1), "{asked}");
        assert!(
            asked.out.contains(
                "The decision has no \"Quality of service\", and the sheet no longer has \"Quality\""
            ) && asked.out.contains("another name for Beta"),
            "{asked}"
        );
        let file = text(&workspace, "scores.csv.import.toml");
        workspace.write(
            "scores.csv.import.toml",
            file.replace("answer  = \"\"", &format!("answer  = \"{answer}\"")),
        );
        let written = weigh(workspace.path(), &["import", "scores.csv", "--write"]);
        assert_eq!(written.code, Some(0), "{written}");
        let own = text(&workspace, "criteria/scores.toml");
        assert_eq!(own.matches("[criteria.").count(), criteria, "{own}");
        let ranked = weigh(workspace.path(), &["rank", "--format", "csv"]).out;
        assert_eq!(ranked.lines().filter(|line| !line.starts_with('#')).count(), 1 + vendors, "{ranked}");
        assert!(ranked.contains("Beta Group"), "{ranked}");
        // The edition after it is known by its new names.
        let again = next(&workspace, &renamed.replace(";420", ";420\n"), &["--write"]);
        assert!(!again.out.contains("Open, and not guessed"), "{again}");
    }
}

/// What a sheet no longer says or has stays, and is told.
#[test]
fn what_is_no_longer_in_a_sheet_is_told() {
    let workspace = imported(
        "Criterion (0-5);Weight;Acme;Beta;Gamma\nPrice;40;4;3;2\nQuality;60;3;5;4\nSpeed;10;1;1;1\n",
    );
    let less = "Criterion (0-5);Weight;Acme;Gamma\nPrice;40;n/a;2\nQuality;60;3;4\n";
    let asked = next(&workspace, less, &[]);
    if asked.code == Some(1) && asked.err.contains("open") {
        answer_all(&workspace, "scores.csv.import.toml");
    }
    let shown = next(&workspace, less, &[]);
    for what in [
        "vendors.acme.facts.price: scores.csv, csv!C2 has no value any more; 4 (scores.csv, csv!C2) stays",
        "criteria.speed: the sheet has no \"Speed\" any more; it stays and counts",
        "vendors.beta: the sheet has this vendor no more; it stays",
    ] {
        assert!(shown.out.contains(what), "{what}: {shown}");
    }
}

/// Totals that are not those of the sheet, for what is not taken of it.
#[test]
fn totals_that_will_not_be_those_of_the_sheet_are_told() {
    let workspace = imported(FIRST);
    let better = ["set", "vendors.acme.facts.price", "2", "--source", "Offer 2", "--as-of", "2026-11-20"];
    assert_eq!(weigh(workspace.path(), &better).code, Some(0));
    let shown =
        next(&workspace, &FIRST.replace("Price;40;4;3", "Price;40;5;3").replace(";340;", ";380;"), &[]);
    assert!(shown.out.contains("the total of Acme: 380 of 500 in csv!C4, and 260 of 500 here"), "{shown}");
    assert!(!shown.out.contains("the total of Beta"), "{shown}");
}

/// What `weigh check` would refuse is not written.
#[test]
fn a_sheet_of_which_no_decision_can_be_made_writes_none() {
    for sheet in [
        "Criterion (0-5);Weight;Acme;Beta\nPrice;0;4;3\nQuality;0;3;5\n",
        "Criterion (0-5);Weight;Acme;Beta\nPrice;-40;4;3\nQuality;60;3;5\n",
    ] {
        let workspace = Workspace::empty();
        workspace.write("scores.csv", sheet);
        weigh(workspace.path(), &["import", "scores.csv", "-o", "d"]);
        if workspace.path().join("d/scores.csv.import.toml").exists() {
            answer_all(&workspace, "d/scores.csv.import.toml");
        }
        let written = weigh(workspace.path(), &["import", "scores.csv", "-o", "d", "--write"]);
        if written.code == Some(0) {
            let checked = weigh(workspace.path(), &["-C", "d", "check"]);
            assert_eq!(checked.code, Some(0), "{sheet}: {written} {checked}");
            assert!(sheet.contains("-40"), "less of it is better, as was answered: {sheet}: {written}");
        } else {
            assert!(!workspace.path().join("d/criteria").exists(), "{sheet}: {written}");
        }
    }
}

/// An import that was stopped while it wrote leaves no decision, and goes on where it is run again.
#[test]
fn an_import_that_was_stopped_goes_on() {
    let whole = imported(FIRST);
    let workspace = Workspace::empty();
    workspace.write("scores.csv", FIRST);
    workspace.write("scores.csv.import.toml", whole.read("scores.csv.import.toml"));
    std::fs::create_dir_all(workspace.path().join("vendors/scores")).unwrap();
    workspace.write("vendors/scores/acme.toml", whole.read("vendors/scores/acme.toml"));
    let written = weigh(workspace.path(), &["import", "scores.csv", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    assert_eq!(text(&workspace, "criteria/scores.toml"), text(&whole, "criteria/scores.toml"));
    // Another file of that name stays, and nothing is written.
    let other = Workspace::empty();
    other.write("scores.csv", FIRST);
    other.write("scores.csv.import.toml", whole.read("scores.csv.import.toml"));
    std::fs::create_dir_all(other.path().join("vendors/scores")).unwrap();
    other.write("vendors/scores/acme.toml", "name = \"Mine\"\n");
    let refused = weigh(other.path(), &["import", "scores.csv", "--write"]);
    assert!(refused.code == Some(4) && !other.path().join("criteria").exists(), "{refused}");
}

/// The answers of an older edition are read, and not written into.
#[test]
fn answers_of_another_edition_stay_as_they_are() {
    let workspace = Workspace::empty();
    workspace.write("scores.csv", FIRST);
    workspace.write("old.toml", "sheet = \"september.csv\"\n");
    let asked = weigh(workspace.path(), &["import", "scores.csv", "--with", "old.toml"]);
    assert_eq!(asked.code, Some(1), "{asked}");
    assert_eq!(text(&workspace, "old.toml"), "sheet = \"september.csv\"\n");
    assert!(text(&workspace, "scores.csv.import.toml").contains("typed-total"));
}

#[test]
fn a_quote_that_is_never_closed_loses_no_rows() {
    let workspace = Workspace::empty();
    workspace
        .write("scores.csv", "Criterion,Weight,Acme,Beta\nPrice,40,4,3\n\"Quality,60,3,5\nSpeed,10,1,2\n");
    let refused = weigh(workspace.path(), &["import", "scores.csv"]);
    assert!(
        refused.code == Some(3) && refused.err.contains("the quote that opens in line 3 is never closed"),
        "{refused}"
    );
    workspace.write(
        "scores.csv",
        "Criterion,Weight,Acme,Beta\nPrice,40,4,3\n\"Quality, \"\"all\"\"\nof it\",60,3,5\n",
    );
    assert!(weigh(workspace.path(), &["import", "scores.csv"]).out.contains("2 criteria"));
}

/// A workbook with a password is a container of the old kind with one encrypted part.
#[test]
fn a_workbook_with_a_password_is_told() {
    let workspace = Workspace::empty();
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.resize(2048, 0);
    bytes.extend(name);
    bytes.resize(4096, 0);
    workspace.write("scores.xlsx", bytes);
    let refused = weigh(workspace.path(), &["import", "scores.xlsx"]);
    assert!(refused.code == Some(3) && refused.err.contains("protected by a password"), "{refused}");
}

/// Files that come in are seen from -C, as those of `take` are, and the next step that is printed works.
#[test]
fn files_are_seen_from_the_folder_of_the_workspace() {
    let workspace = Workspace::empty();
    workspace.write("w/scores.csv", FIRST);
    let asked = weigh(workspace.path(), &["-C", "w", "import", "scores.csv"]);
    let next = "`weigh -C w import scores.csv --write`";
    assert!(asked.code == Some(1) && asked.err.contains(next), "{asked}");
    answer_all(&workspace, "w/scores.csv.import.toml");
    let next: Vec<&str> = next.trim_matches('`').split(' ').skip(1).collect();
    let written = weigh(workspace.path(), &next);
    assert_eq!(written.code, Some(0), "{written}");
    assert_eq!(weigh(workspace.path(), &["-C", "w", "rank"]).code, Some(0));
    assert_eq!(weigh(workspace.path(), &["init", "sample"]).code, Some(0));
    let read = weigh(workspace.path(), &["-C", "sample", "sheet", "mei-lindqvist", "--read", "none.toml"]);
    assert!(read.err.contains("sample/none.toml"), "{read}");
}

/// What was answered for a decision serves its next sheet, whatever that is called; answers that differ do not.
#[test]
fn answers_serve_the_next_edition_under_another_name() {
    let workspace = Workspace::empty();
    let import = |file: &str, criteria: &str, more: &[&str]| {
        workspace.write(file, FIRST);
        weigh(workspace.path(), &[&["import", file, "--criteria", criteria], more].concat())
    };
    assert_eq!(import("october.csv", "desk", &[]).code, Some(1));
    answer_all(&workspace, "october.csv.import.toml");
    assert_eq!(import("october.csv", "desk", &["--write"]).code, Some(0));
    let next = import("november.csv", "desk", &["--write"]);
    assert_eq!(next.code, Some(0), "{next}");
    assert!(next.err.contains("the answers in october.csv.import.toml serve here too"), "{next}");
    let other = import("other.csv", "another", &[]);
    assert!(other.code == Some(1) && !other.err.contains("serve here too"), "{other}");
    // Two editions that were answered otherwise: asked again.
    let once = text(&workspace, "october.csv.import.toml");
    workspace.write("september.csv.import.toml", once.replace("\"yes\"", "\"no\""));
    let again = import("december.csv", "desk", &[]);
    assert!(again.code == Some(1) && again.out.contains("typed-total"), "{again}");
}

/// One thing is said once of a line that is worked out from others.
#[test]
fn what_is_worked_out_is_told_once() {
    let workspace = Workspace::empty();
    place(&workspace, "33-", "facts.xlsx");
    let shown = weigh(workspace.path(), &["import", "facts.xlsx"]);
    assert_eq!(shown.out.matches("Vendor data!J3").count(), 1, "{shown}");
    assert!(shown.out.contains("\"Rate per seat\" is worked out from other columns: not taken"), "{shown}");
}

/// A workbook with a summary and the sheets of two evaluators, remarks and a note on one of them.
fn panel_of_two(formula: &str) -> Vec<u8> {
    use rust_xlsxwriter::{Note, Workbook};
    let mut book = Workbook::new();
    let summary = book.add_worksheet().set_name("Summary").unwrap();
    summary.write_row(0, 0, ["Criterion", "Weight", "A Co", "B Co"]).unwrap();
    for (row, (name, weight)) in (1..).zip([("Quality", 60), ("Price", 40)]) {
        summary.write_string(row, 0, name).unwrap();
        summary.write_number(row, 1, weight).unwrap();
        for (column, letter) in [(2, 'C'), (3, 'D')] {
            let cell = format!("{letter}{}", row + 1);
            let text =
                formula.replace("ANNA", &format!("Anna!{cell}")).replace("BEN", &format!("Ben!{cell}"));
            summary.write_formula(row, column, text.as_str()).unwrap();
        }
    }
    summary.write_string(3, 0, "Total").unwrap();
    summary.write_formula(3, 2, "=SUMPRODUCT($B2:$B3,C2:C3)/100").unwrap();
    summary.write_formula(3, 3, "=SUMPRODUCT($B2:$B3,D2:D3)/100").unwrap();
    for (name, marks) in [("Anna", [[4, 3], [5, 4]]), ("Ben", [[3, 5], [4, 4]])] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, ["Criterion", "Weight", "A Co", "B Co", "Remarks"]).unwrap();
        for (row, (name, marks)) in (1..).zip(["Quality", "Price"].iter().zip(marks)) {
            sheet.write_string(row, 0, *name).unwrap();
            sheet.write_row(row, 2, marks).unwrap();
        }
        sheet.write_string(1, 4, "see demo").unwrap();
        sheet.insert_note(2, 2, &Note::new(format!("asked by {name}"))).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn evaluators_keep_weights_and_remarks() {
    let workspace = Workspace::empty();
    workspace.write("two.xlsx", panel_of_two("=0.7*ANNA+0.3*BEN"));
    weigh(workspace.path(), &["import", "two.xlsx"]);
    answer_all(&workspace, "two.xlsx.import.toml");
    let written = weigh(workspace.path(), &["import", "two.xlsx", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    assert!(text(&workspace, "criteria/two.toml").contains("combine = \"weighted-mean\""));
    let anna = text(&workspace, "criteria/panel/two/anna.toml");
    assert!(anna.contains("weight = 0.7\n"), "{anna}");
    assert!(anna.contains("quality = { mark = 4, note = \"two.xlsx, Anna!C2: see demo\" }"), "{anna}");
    assert!(anna.contains("two.xlsx, Anna!C3: ") && anna.contains("asked by Anna"), "{anna}");
    let ranked = weigh(workspace.path(), &["rank", "--format", "csv"]);
    assert!(ranked.out.contains("1,no,a-co,A Co,4.1") && ranked.out.contains("B Co,3.76"), "{ranked}");
}

/// The highest mark of the evaluators is no mean of theirs: the sheet's marks stand, unless somebody says otherwise.
#[test]
fn marks_that_no_panel_gives_stand_as_they_are() {
    for (formula, kind, best) in [
        ("=MAX(ANNA,BEN)", "other-rule", "A Co,4.4"),
        ("=ANNA+BEN", "scale-max", "B Co,8"),
        ("=MEDIAN(ANNA,BEN)", "scale-max", "B Co,4"),
    ] {
        let workspace = Workspace::empty();
        workspace.write("two.xlsx", panel_of_two(formula));
        let asked = weigh(workspace.path(), &["import", "two.xlsx"]);
        assert!(asked.code == Some(1) && asked.out.contains(kind), "{asked}");
        answer_all(&workspace, "two.xlsx.import.toml");
        let written = weigh(workspace.path(), &["import", "two.xlsx", "--write"]);
        assert!(written.code == Some(0) && !written.out.contains("says"), "{written}");
        let ranked = weigh(workspace.path(), &["rank", "--format", "csv"]);
        assert!(ranked.out.contains(best), "{formula}: {ranked}");
    }
}

/// A total that drops to nothing below a mark, and two vendors of one name, end in a decision that can be ranked.
#[test]
fn what_is_answered_can_be_written() {
    for rows in [
        [
            ["Criterion", "Weight", "A Co", "B Co"],
            ["Speed", "50", "8", "7"],
            ["Care", "50", "6", "3"],
            [
                "Total",
                "",
                "=IF(MIN(C2:C3)<4,0,SUMPRODUCT($B2:$B3,C2:C3))",
                "=IF(MIN(D2:D3)<4,0,SUMPRODUCT($B2:$B3,D2:D3))",
            ],
        ],
        [
            ["Criterion", "Weight", "A Co", "A Co"],
            ["Speed", "50", "8", "7"],
            ["Care", "50", "6", "3"],
            ["Total", "", "=SUMPRODUCT($B2:$B3,C2:C3)", "=SUMPRODUCT($B2:$B3,D2:D3)"],
        ],
    ] {
        let workspace = Workspace::empty();
        let rows: Vec<&[&str]> = rows.iter().map(<[&str; 4]>::as_slice).collect();
        workspace.write("s.xlsx", workbook(&rows));
        assert_eq!(weigh(workspace.path(), &["import", "s.xlsx"]).code, Some(1));
        answer_all(&workspace, "s.xlsx.import.toml");
        let written = weigh(workspace.path(), &["import", "s.xlsx", "--write"]);
        assert_eq!(written.code, Some(0), "{written}");
        assert_eq!(weigh(workspace.path(), &["rank"]).code, Some(0));
    }
}

#[test]
fn totals_of_typed_price_points_are_not_called_rounded() {
    let workspace = Workspace::empty();
    workspace.write(
        "s.xlsx",
        workbook(&[
            &["Criterion", "Weight", "A Co", "B Co"],
            &["Speed", "0.6", "8", "7"],
            &["Annual price EUR", "", "140000", "110000"],
            &["Price points", "0.4", "7.9", "10"],
            &["Total", "1", "=SUMPRODUCT($B$2:$B$4,C2:C4)", "=SUMPRODUCT($B$2:$B$4,D2:D4)"],
        ]),
    );
    let shown = weigh(workspace.path(), &["import", "s.xlsx"]);
    assert!(
        shown.out.contains("A Co: 7.942857; Sheet1!C5 has 7.96, from price points as they are typed"),
        "{shown}"
    );
}

/// Commands that are told can be typed as they stand.
#[test]
fn names_with_spaces_are_quoted_in_the_next_command() {
    let workspace = Workspace::empty();
    workspace.write("our scores.csv", "Criterion;Weight;Acme;Beta\nPrice;40;4;3\nQuality;60;3;5\n");
    let asked = weigh(workspace.path(), &["import", "our scores.csv", "-o", "our work"]);
    let command = "`weigh import \"our scores.csv\" -o \"our work\" --write`";
    assert!(asked.err.contains(command), "{asked}");
    let made = weigh(workspace.path(), &["init", "a sample"]);
    let told = format!("{}{}", made.out, made.err);
    assert!(told.contains("`weigh -C \"a sample\" rank`"), "{told}");
}

/// Marks are the team's: no vendor is asked for them, and none replaces them.
#[test]
fn marks_of_a_sheet_are_asked_of_no_vendor() {
    let workspace = imported(FIRST);
    let criteria = text(&workspace, "criteria/scores.toml");
    assert!(criteria.contains("quality = { ask = false }"), "{criteria}");
    let asked = weigh(workspace.path(), &["ask", "-o", "out"]);
    assert!(
        asked.code == Some(1) && asked.err.contains("reads no fact that a vendor could be asked for"),
        "{asked}"
    );
    let back: [&[&str]; 5] = [
        &["weigh/questions/1"],
        &["Decision", "scores"],
        &["Vendor", "beta"],
        &["Id", "Question", "Answer"],
        &["price", "", "5"],
    ];
    workspace.write("back.xlsx", workbook(&back));
    let before = text(&workspace, "vendors/scores/beta.toml");
    let taken = weigh(workspace.path(), &["take", "back.xlsx", "--over", "--write"]);
    assert!(taken.out.contains("an answer to what was not asked: \"price\""), "{taken}");
    assert_eq!(text(&workspace, "vendors/scores/beta.toml"), before);
    // A criteria file may say it itself, and says it in no other way.
    let odd = criteria.replace("quality = { ask = false }", "quality = { ask = true }");
    workspace.write("criteria/scores.toml", odd);
    let checked = weigh(workspace.path(), &["check"]);
    assert!(checked.code == Some(3) || checked.code == Some(1), "{checked}");
    assert!(checked.to_string().contains("false for what vendors are not asked for"), "{checked}");
}

/// A what-if writes no file, and `import` writes.
#[test]
fn an_import_takes_no_what_if() {
    let workspace = Workspace::empty();
    workspace.write("scores.csv", FIRST);
    let refused =
        weigh(workspace.path(), &["import", "scores.csv", "--set", "criteria.price.weight=50", "--write"]);
    assert!(refused.code == Some(2) && refused.err.contains("no what-if"), "{refused}");
    assert!(!workspace.path().join("criteria").exists());
}

/// Where any number is an answer, the word for that is none: it says what to write.
#[test]
fn the_word_for_another_number_says_to_write_the_number() {
    let workspace = Workspace::empty();
    workspace.write("scores.csv", "Criterion;Weight;Acme;Beta\nPrice;40;4;3\nQuality;60;3;5\n");
    assert_eq!(weigh(workspace.path(), &["import", "scores.csv"]).code, Some(1));
    let file = workspace.path().join("scores.csv.import.toml");
    let asked = fs::read_to_string(&file).unwrap();
    for answer in ["another", "c"] {
        fs::write(&file, asked.replace("answer  = \"\"", &format!("answer  = \"{answer}\""))).unwrap();
        let refused = weigh(workspace.path(), &["import", "scores.csv"]);
        assert!(refused.code == Some(3) && refused.err.contains("the number itself, such as 8"), "{refused}");
    }
    fs::write(&file, asked.replace("answer  = \"\"", "answer  = \"8\"")).unwrap();
    assert_eq!(weigh(workspace.path(), &["import", "scores.csv"]).code, Some(0));
}
