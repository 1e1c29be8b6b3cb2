//! Our own workbook comes back with cells that somebody typed over.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Format, Formula, Workbook as Written};
use weigh::sheets::cells::{self, Book, Cell, Content, Seen, Sheet};
use zip::write::SimpleFileOptions;

use super::forms::{BAY, bay, workspace};
use crate::support::Workspace;

/// The cell of a row and a column, by what stands beside and above it.
pub(super) fn cell(book: &Book, sheet: &str, row: &str, head: &str) -> String {
    let cells = &book.sheets[book.sheet_named(sheet).unwrap()].cells;
    let at = |text: &str| -> Vec<(u32, u32)> {
        cells.iter().filter(|(_, cell)| cell.text() == Some(text)).map(|(at, _)| *at).collect()
    };
    // The sheet of must-haves has their reasons below, by the same names.
    let row = if sheet == "Gates" { at(row)[0] } else { *at(row).last().unwrap() };
    let ((row, _), (_, column)) = (row, *at(head).last().unwrap());
    cells::cell_name(row, column)
}

/// The workbook with other contents in some cells: sheet, row, head of the column, and what is typed there.
pub(crate) fn typed_over(bytes: &[u8], edits: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let book = cells::read(bytes).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut copy = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        for (sheet, row, head, typed) in edits {
            if name == format!("xl/worksheets/sheet{}.xml", book.sheet_named(sheet).unwrap() + 1) {
                let text = String::from_utf8(content).unwrap();
                content = with_cell(&text, &cell(&book, sheet, row, head), typed).into_bytes();
            }
        }
        copy.start_file(&name, SimpleFileOptions::default()).unwrap();
        copy.write_all(&content).unwrap();
    }
    copy.finish().unwrap().into_inner()
}

/// A workbook with one part changed.
pub(super) fn with_part(bytes: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut copy = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut from = archive.by_index(at).unwrap();
        let name = from.name().unwrap().into_owned();
        let mut content = Vec::new();
        from.read_to_end(&mut content).unwrap();
        if name == part {
            content = change(std::str::from_utf8(&content).unwrap()).into_bytes();
        }
        copy.start_file(&name, SimpleFileOptions::default()).unwrap();
        copy.write_all(&content).unwrap();
    }
    copy.finish().unwrap().into_inner()
}

/// A sheet with another content in one cell.
fn with_cell(sheet: &str, cell: &str, typed: &str) -> String {
    let start = sheet.find(&format!("<c r=\"{cell}\"")).unwrap();
    let head = start + sheet[start..].find('>').unwrap();
    let end = if sheet[..head].ends_with('/') {
        head + 1
    } else {
        start + sheet[start..].find("</c>").unwrap() + "</c>".len()
    };
    let style =
        sheet[start..head].split_once(" s=\"").map_or("0", |(_, rest)| rest.split_once('"').unwrap().0);
    let new = match typed.parse::<f64>() {
        Ok(number) => format!("<c r=\"{cell}\" s=\"{style}\"><v>{number}</v></c>"),
        Err(_) if typed.is_empty() => format!("<c r=\"{cell}\" s=\"{style}\"/>"),
        Err(_) => format!("<c r=\"{cell}\" s=\"{style}\" t=\"inlineStr\"><is><t>{typed}</t></is></c>"),
    };
    format!("{}{new}{}", &sheet[..start], &sheet[end..])
}

/// The workbook as another program would save it, with changes.
fn saved_anew(bytes: &[u8], change: impl FnOnce(&mut Book)) -> Vec<u8> {
    let mut book = cells::read(bytes).unwrap();
    change(&mut book);
    let mut written = Written::new();
    for sheet in &book.sheets {
        let page = written.add_worksheet();
        page.set_name(&sheet.name).unwrap();
        page.set_hidden(sheet.seen == Seen::Hidden);
        for ((row, column), cell) in &sheet.cells {
            let (row, column) = (*row, u16::try_from(*column).unwrap());
            let format = Format::new().set_num_format(&cell.format);
            match (&cell.formula, &cell.content) {
                (Some(formula), _) => {
                    let result = match &cell.content {
                        Content::Number(number) => number.to_string(),
                        _ => cell.text().unwrap_or("0").to_owned(),
                    };
                    page.write_formula(row, column, Formula::new(&formula.text).set_result(result)).unwrap();
                }
                (None, Content::Number(number)) => {
                    page.write_number_with_format(row, column, number.to_f64(), &format).unwrap();
                }
                (None, Content::Logic(logic)) => _ = page.write_boolean(row, column, *logic).unwrap(),
                (None, _) => {
                    page.write_string(row, column, cell.text().unwrap_or_default()).unwrap();
                }
            }
        }
        sheet.hidden_rows.iter().for_each(|row| _ = page.set_row_hidden(*row).unwrap());
        let columns = sheet.hidden_columns.iter().map(|column| u16::try_from(*column).unwrap());
        columns.for_each(|column| _ = page.set_column_hidden(column).unwrap());
    }
    written.save_to_buffer().unwrap()
}

/// A sheet of a book, and where a text stands in it at last.
fn sheet_of<'a>(book: &'a mut Book, name: &str, text: &str) -> (&'a mut Sheet, (u32, u32)) {
    let at = book.sheet_named(name).unwrap();
    let sheet = &mut book.sheets[at];
    let found =
        sheet.cells.iter().filter(|(_, cell)| cell.text() == Some(text)).map(|(at, _)| *at).next_back();
    (sheet, found.unwrap())
}

fn words(text: &str) -> Cell {
    Cell { content: Content::Text(text.to_owned()), ..Cell::default() }
}

/// The criteria file with a list that vendors are asked for.
fn with_channels(workspace: &Workspace) -> String {
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    let channels = "[criteria.channels]\nname = \"Channels\"\nweight = 5\nscale = { covers = [\"phone\", \"chat\", \"email\"] }\n\n[criteria.control]";
    criteria.replace("[criteria.control]", channels)
}

fn export(workspace: &Workspace) -> Vec<u8> {
    let made = workspace.weigh(&["report", "--to", "xlsx", "-o", "out.xlsx"]);
    assert_eq!(made.code, Some(0), "{made}");
    workspace.read("out.xlsx")
}

fn scores(workspace: &Workspace) -> Vec<String> {
    let ranked = workspace.weigh(&["rank", "--format", "csv"]).out;
    ranked.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

#[test]
fn an_untouched_workbook_changes_nothing() {
    let workspace = workspace();
    for date in [&[][..], &["--date", "2026-11-01"]] {
        let made = workspace.weigh(&[&["report", "--to", "xlsx", "-o", "back.xlsx"], date].concat());
        assert_eq!(made.code, Some(0), "{made}");
        let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
        assert!(taken.code == Some(0) && taken.err.contains("nothing to write"), "{taken}");
        assert!(!taken.out.contains("Not taken"), "{taken}");
    }
}

#[test]
fn what_was_typed_over_ranks_as_what_is_set() {
    let [workspace, other] = [workspace(), workspace()];
    let edits = [
        ("Weights", "Nights", "Weight", "30"),
        ("Facts", "Seats", "Bay", "61.5"),
        ("Facts", "Attrition", "Bay", "17.25"),
        ("Facts", "Nights", "Bay", "yes"),
        ("Facts", "Control", "Bay", "full"),
    ];
    workspace.write("back.xlsx", typed_over(&export(&workspace), &edits));
    insta::assert_snapshot!("exported_shown", workspace.weigh(&["take", "back.xlsx"]));
    let written = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    for (path, value) in [
        ("criteria.nights.weight", "30"),
        ("vendors.bay.facts.seats", "61.5"),
        ("vendors.bay.facts.attrition", "17.25"),
        ("vendors.bay.facts.nights", "true"),
        ("vendors.bay.facts.control", "full"),
    ] {
        assert_eq!(other.weigh(&["set", path, value]).code, Some(0));
    }
    assert_eq!(scores(&workspace), scores(&other));
    let text = bay(&workspace);
    assert!(text.contains("source = \"back.xlsx, Facts!") && text.contains("# counted"), "{text}");
}

#[test]
fn what_cannot_be_taken_is_left_with_its_cell() {
    let workspace = workspace();
    let before = bay(&workspace);
    let edits = [
        ("Facts", "Seats", "Bay", ""),
        ("Facts", "Control", "Bay", "total"),
        ("Gates", "Takes part", "Aurora", "no"),
        ("Weights", "Nights", "Weight", "a lot"),
    ];
    workspace.write("back.xlsx", typed_over(&export(&workspace), &edits));
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(taken.code, Some(1), "{taken}");
    for what in [
        "the weight of Nights: \"a lot\" is no number",
        "nothing is deleted",
        "is no word of its scale",
        "\"no\" says not how: type withdrawn or disqualified",
    ] {
        assert!(taken.out.contains(what), "{what}: {taken}");
    }
    assert_eq!(bay(&workspace), before);
}

/// Lists thing by thing, must-haves and who takes part.
#[test]
fn lists_must_haves_and_statuses_come_back() {
    let workspace = workspace();
    let criteria = with_channels(&workspace);
    workspace.write(
        "criteria/d.toml",
        criteria + "\n[gates.terms]\nname = \"Terms signed\"\nfact = \"terms\"\nis = true\n",
    );
    let file = bay(&workspace)
        + "channels = { value = [{ name = \"phone\", source = \"demo\" }, \"post\"], as_of = 2026-10-01 }\nterms = {}\n";
    workspace.write("vendors/d/bay.toml", file);
    let edits = [
        ("Facts", "chat", "Bay", "yes"),
        ("Facts", "phone", "Bay", "no"),
        ("Facts", "email", "Aurora", "yes"),
        ("Gates", "Terms signed", "Bay", "pass"),
        ("Gates", "ISO 27001", "Bay", "pass"),
        ("Gates", "Ready in time", "Bay", "pass"),
        ("Gates", "Takes part", "Aurora", "withdrawn"),
    ];
    workspace.write("back.xlsx", typed_over(&export(&workspace), &edits));
    let written = workspace.weigh(&["take", "back.xlsx", "--write"]);
    insta::assert_snapshot!("exported_lists", written);
    let bay = bay(&workspace);
    assert!(bay.contains("[\"post\", \"chat\"]") || bay.contains("[\"chat\", \"post\"]"), "{bay}");
    assert!(bay.contains("terms = { value = true") && bay.contains("before: "), "{bay}");
    let aurora = String::from_utf8(workspace.read("vendors/d/aurora.toml")).unwrap();
    assert!(
        aurora.contains("status = \"withdrawn\"") && aurora.contains("reason = \"back.xlsx, Gates!"),
        "{aurora}"
    );
    assert_eq!(workspace.weigh(&["check"]).code, Some(0));
    let again = typed_over(&export(&workspace), &[("Gates", "Takes part", "Aurora", "yes")]);
    workspace.write("back.xlsx", again);
    assert_eq!(workspace.weigh(&["take", "back.xlsx", "--write"]).code, Some(0));
    let aurora = String::from_utf8(workspace.read("vendors/d/aurora.toml")).unwrap();
    assert!(aurora.contains("status = \"invited\"") && !aurora.contains("reason"), "{aurora}");
}

/// A workbook of other inputs than those of now: what nobody touched here since is taken, what both sides changed is told with
/// both values, and what nobody touched in the workbook stays as it is here.
#[test]
fn of_a_stale_workbook_what_is_not_touched_since_is_taken() {
    let workspace = workspace();
    let seats = "{ low = 22, likely = 28, high = 40 }";
    assert_eq!(workspace.weigh(&["set", "vendors.bay.facts.seats", seats]).code, Some(0));
    let edits = [
        ("Weights", "Nights", "Weight", "30"),
        ("Facts", "Attrition", "Bay", "19"),
        ("Facts", "Nights", "Bay", "yes"),
    ];
    workspace.write("back.xlsx", typed_over(&export(&workspace), &edits));
    let set =
        |path: &str, value: &str| assert_eq!(workspace.weigh(&["set", path, value]).code, Some(0), "{path}");
    set("vendors.aurora.facts.seats", "70");
    set("vendors.bay.facts.seats", "{ low = 25, likely = 33, high = 44 }");
    set("vendors.bay.facts.attrition", "21");
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(taken.code, Some(0), "{taken}");
    assert!(
        taken.out.contains(
            "vendors.bay.facts.attrition: 28 when exported, 19 in the sheet (back.xlsx, Facts!E9), 21 here"
        ),
        "{taken}"
    );
    assert!(taken.out.contains("vendors.bay.facts.nights: false -> true"), "{taken}");
    assert!(taken.out.contains("criteria.nights.weight: 20 -> 30"), "{taken}");
    // Nothing is said of our own cells, and nothing that was left alone comes back.
    assert!(!taken.out.contains("seats") && !taken.out.contains("Seats"), "{taken}");
    assert_eq!(taken.out.matches("not read back").count(), 0, "{taken}");
    let text = bay(&workspace);
    assert!(text.contains("low = 25") && text.contains("likely = 33") && text.contains("21"), "{text}");
    let aurora = String::from_utf8(workspace.read("vendors/d/aurora.toml")).unwrap();
    assert!(aurora.contains("seats = 70"), "{aurora}");
    // Over takes what was changed in the sheet, and nothing else.
    let taken = workspace.weigh(&["take", "back.xlsx", "--over", "--write"]);
    assert_eq!(taken.code, Some(0), "{taken}");
    let text = bay(&workspace);
    assert!(text.contains("low = 25") && text.contains("value = 19"), "{text}");
    assert!(!taken.out.contains("seats"), "{taken}");
}

/// Weights of one group that add up go together: where one was changed here since, those of the sheet are told.
#[test]
fn of_a_stale_workbook_statuses_and_weights_are_told_with_both_sides() {
    let workspace = workspace();
    let edits = [
        ("Weights", "Nights", "Weight", "30"),
        ("Gates", "Takes part", "Aurora", "withdrawn"),
        ("Gates", "Takes part", "Bay", "disqualified"),
    ];
    workspace.write("back.xlsx", typed_over(&export(&workspace), &edits));
    assert_eq!(workspace.weigh(&["set", "criteria.nights.weight", "25"]).code, Some(0));
    let dropped = workspace.weigh(&["disqualify", "aurora", "--reason", "no answer"]);
    assert_eq!(dropped.code, Some(0), "{dropped}");
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert!(taken.out.contains("criteria.nights.weight: 20 when exported, 30 in the sheet"), "{taken}");
    assert!(
        taken.out.contains("vendors.aurora.status: invited when exported, withdrawn in the sheet"),
        "{taken}"
    );
    assert!(taken.out.contains("vendors.bay.status: invited -> disqualified"), "{taken}");
}

/// Results, evidence and marks are read back nowhere; what was typed over them is said, and sorted rows are no change.
#[test]
fn what_was_typed_over_results_and_evidence_is_said() {
    let workspace = workspace();
    let bytes = saved_anew(&export(&workspace), |book| {
        let (sheet, at) = sheet_of(book, "Evidence", "visit");
        sheet.cells.insert((at.0, 2), Cell { content: Content::Number(45.into()), ..Cell::default() });
        sheet.cells.insert(at, words("a call"));
        let (sheet, at) = sheet_of(book, "Matrix", "Seats");
        sheet.cells.insert((at.0, 4), Cell { content: Content::Number(88.into()), ..Cell::default() });
        let (sheet, _) = sheet_of(book, "Ranking", "Rank");
        sheet.cells.insert((4, 0), Cell { content: Content::Number(2.into()), ..Cell::default() });
    });
    workspace.write("back.xlsx", bytes);
    let taken = workspace.weigh(&["take", "back.xlsx"]);
    assert_eq!(taken.code, Some(1), "{taken}");
    let not_read = "is changed here, but this place is not read back";
    for what in [": 40 -> 45 ", ": visit -> a call ", ": a formula -> 88 ", "Ranking!A5: a formula -> 2 "] {
        assert!(taken.out.contains(&format!("{what}{not_read}")), "{what}: {taken}");
    }
    assert_eq!(taken.out.matches(not_read).count(), 4, "{taken}");
    let sorted = saved_anew(&export(&workspace), |book| {
        let (sheet, _) = sheet_of(book, "Evidence", "visit");
        let rows: Vec<u32> = (4..6).collect();
        let moved: Vec<((u32, u32), Cell)> = sheet
            .cells
            .iter()
            .filter(|((row, _), _)| rows.contains(row))
            .map(|((row, column), cell)| ((9 - row, *column), cell.clone()))
            .collect();
        sheet.cells.retain(|(row, _), _| !rows.contains(row));
        sheet.cells.extend(moved);
    });
    workspace.write("back.xlsx", sorted);
    let taken = workspace.weigh(&["take", "back.xlsx"]);
    assert_eq!((taken.code, taken.out.as_str()), (Some(0), ""), "{taken}");
}

/// Sheets are known by their heads where somebody renamed them; a row that stands twice says nothing.
#[test]
fn renamed_sheets_are_known_and_doubled_rows_are_left() {
    let workspace = workspace();
    let edits = [("Weights", "Nights", "Weight", "30"), ("Facts", "Seats", "Bay", "44")];
    let bytes = saved_anew(&typed_over(&export(&workspace), &edits), |book| {
        for (name, new) in [("Weights", "Gewichte"), ("Facts", "Fakten"), ("Summary", "Auf einen Blick")] {
            let at = book.sheet_named(name).unwrap();
            book.sheets[at].name = new.to_owned();
        }
    });
    workspace.write("back.xlsx", bytes);
    let taken = workspace.weigh(&["take", "back.xlsx"]);
    assert!(taken.out.contains("criteria.nights.weight: 20 -> 30  (back.xlsx, Gewichte!"), "{taken}");
    assert!(taken.out.contains("vendors.bay.facts.seats: 40 -> 44"), "{taken}");
    assert!(!taken.out.contains("none of ours") && !taken.out.contains("is not there"), "{taken}");
    let doubled = saved_anew(&typed_over(&export(&workspace), &edits), |book| {
        let (sheet, at) = sheet_of(book, "Weights", "Nights");
        let row: Vec<((u32, u32), Cell)> =
            sheet.cells.range((at.0, 0)..(at.0 + 1, 0)).map(|(at, cell)| (*at, cell.clone())).collect();
        sheet.cells.extend(row.into_iter().map(|((row, column), cell)| ((row + 20, column), cell)));
    });
    workspace.write("back.xlsx", doubled);
    let taken = workspace.weigh(&["take", "back.xlsx"]);
    assert!(taken.out.contains("Nights stands here and in"), "{taken}");
    assert!(!taken.out.contains("20 -> 30"), "{taken}");
}

/// What is changed in the workbook and cannot be taken is said, with its cell: nothing goes lost unsaid.
#[test]
fn what_is_taken_nowhere_is_said() {
    let workspace = workspace();
    let edits = [
        ("Weights", "Points of the best possible vendor", "Weight", "200"),
        ("Facts", "Criterion", "Bay", "Bay Ltd"),
        ("Facts", "Criterion", "Unit", "Measure"),
        ("Gates", "ISO 27001", "Must-have", "ISO 27001 or better"),
    ];
    workspace.write("back.xlsx", typed_over(&export(&workspace), &edits));
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(taken.code, Some(1), "{taken}");
    for what in [
        "Points of the best possible vendor, Weight: 100 -> 200 is not taken",
        "the column \"Bay\" is not there",
        "the column \"Bay Ltd\" is new, and is not taken",
        "the column \"Unit\" is not there",
        "the row \"ISO 27001\" is not there",
        "the row \"ISO 27001 or better\" is new",
    ] {
        assert!(taken.out.contains(what), "{what}: {taken}");
    }
    let mut bytes = export(&workspace);
    let book = cells::read(&bytes).unwrap();
    let scales = &book.sheets[book.sheet_named("Scales").unwrap()].cells;
    let seats = scales.iter().find(|(_, cell)| cell.text() == Some("Seats")).unwrap().0.0;
    assert!(matches!(scales[&(seats, 3)].content, cells::Content::Number(_)));
    bytes = typed_over(&bytes, &[("Scales", "Seats", "Fact", "120")]);
    workspace.write("back.xlsx", bytes);
    let taken = workspace.weigh(&["take", "back.xlsx"]);
    assert!(taken.out.contains("Seats, Fact: 100 -> 120 is not taken"), "{taken}");
}

/// Numbers as people type them are numbers; one cell that cannot be taken keeps nothing else out, and names its cell.
#[test]
fn one_bad_cell_keeps_nothing_else_out() {
    let workspace = workspace();
    let edits = [
        ("Facts", "Attrition", "Bay", "17,25 %"),
        ("Facts", "Seats", "Aurora", "61,5"),
        ("Facts", "Seats", "Bay", "1e400"),
        ("Weights", "Nights", "Weight", "25 %"),
    ];
    workspace.write("back.xlsx", typed_over(&export(&workspace), &edits));
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(taken.code, Some(0), "{taken}");
    assert!(bay(&workspace).contains("attrition = { value = 17.25"), "{taken}");
    let aurora = String::from_utf8(workspace.read("vendors/d/aurora.toml")).unwrap();
    assert!(aurora.contains("61.5"), "{aurora}");
    assert!(String::from_utf8(workspace.read("criteria/d.toml")).unwrap().contains("weight = 25"), "{taken}");
    let percent = typed_over(&export(&workspace), &[("Facts", "Seats", "Bay", "80 %")]);
    workspace.write("back.xlsx", percent);
    let taken = workspace.weigh(&["take", "back.xlsx"]);
    assert!(taken.out.contains("a percentage, where none is asked for"), "{taken}");
}

/// A range keeps the unit of what it takes the place of, and remarks are not lost.
#[test]
fn units_and_remarks_stay() {
    let workspace = workspace();
    let noted = bay(&workspace)
        .replace("source = \"call\" }", "unit = \"%\", source = \"call\", note = \"by phone\" }");
    workspace.write("vendors/d/bay.toml", noted);
    let aurora = "name = \"Aurora\"\n\n[facts]\nattrition = { low = 10, likely = 12, high = 20 }\n";
    workspace.write("vendors/d/aurora.toml", aurora);
    let edits = [("Facts", "lowest that is thought possible", "Bay", "11")];
    workspace.write("back.xlsx", typed_over(&export(&workspace), &edits));
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(taken.code, Some(0), "{taken}");
    let text = bay(&workspace);
    assert!(
        text.contains("low = 11") && text.contains("unit = \"%\"") && text.contains("by phone"),
        "{text}"
    );
}

/// Weights that make room are listed too.
#[test]
fn weights_that_make_room_are_listed() {
    let workspace = workspace();
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    workspace.write("criteria/d.toml", criteria + "\n[rule]\nweights = 100\n");
    let bytes = typed_over(&export(&workspace), &[("Weights", "Nights", "Weight", "30")]);
    workspace.write("back.xlsx", bytes);
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert!(
        taken.code == Some(0) && taken.out.contains("criteria.service.weight: 60 -> 52.5  (makes room)"),
        "{taken}"
    );
}

/// Weights of a group go together: where one of them is none, its siblings stay as they are, and all else is taken.
#[test]
fn one_bad_weight_keeps_its_siblings_out_and_nothing_else() {
    for (bad, what) in [("a lot", "\"a lot\" is no number"), ("-5", "-5 is below 0"), ("", "was emptied")] {
        let workspace = workspace();
        let edits = [
            ("Weights", "Nights", "Weight", bad),
            ("Weights", "Service", "Weight", "45"),
            ("Weights", "Seats", "Weight", "33"),
            ("Facts", "Seats", "Bay", "61.5"),
        ];
        workspace.write("back.xlsx", typed_over(&export(&workspace), &edits));
        let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
        assert_eq!(taken.code, Some(0), "{taken}");
        let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
        assert!(criteria.contains("weight = 33") && !criteria.contains("weight = 45"), "{taken}\n{criteria}");
        assert!(bay(&workspace).contains("61.5"), "{taken}");
        let line =
            |name: &str| taken.out.lines().find(|line| line.contains(&format!("the weight of {name}: ")));
        assert!(line("Nights").unwrap().contains(what), "{taken}");
        let sibling = line("Service").unwrap();
        assert!(
            sibling.contains("back.xlsx, Weights!") && sibling.contains(" -> 45 is not taken"),
            "{taken}"
        );
    }
}

/// What is locked is listed with its cell, and keeps nothing else out.
#[test]
fn a_locked_value_is_listed_with_its_cell() {
    let workspace = workspace();
    assert_eq!(workspace.weigh(&["lock", "rule", "--by", "A. Buyer"]).code, Some(0));
    let edits = [("Weights", "Nights", "Weight", "30"), ("Facts", "Seats", "Bay", "61.5")];
    workspace.write("back.xlsx", typed_over(&export(&workspace), &edits));
    let before = workspace.read("criteria/d.toml");
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(taken.code, Some(0), "{taken}");
    let line = taken.out.lines().find(|line| line.contains("criteria.nights.weight")).unwrap();
    assert!(line.starts_with("  back.xlsx, Weights!") && line.contains("was locked at"), "{taken}");
    assert_eq!(workspace.read("criteria/d.toml"), before);
    assert!(bay(&workspace).contains("61.5"), "{taken}");
    // Who takes part is no part of the rule; all of it is.
    assert_eq!(workspace.weigh(&["lock", "all", "--by", "A. Buyer"]).code, Some(0));
    let edits = [("Gates", "Takes part", "Aurora", "withdrawn"), ("Facts", "Seats", "Bay", "70")];
    workspace.write("back.xlsx", typed_over(&export(&workspace), &edits));
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    for (cell, path) in [("Facts", "vendors.bay.facts.seats"), ("Gates", "vendors.aurora.status")] {
        let line = taken.out.lines().find(|line| line.contains(path)).unwrap_or_default();
        assert!(line.starts_with(&format!("  back.xlsx, {cell}!")), "{path}: {taken}");
    }
}

/// Rows are told by their names and numbers: sorted, even the ends of ranges stay with what they are of.
#[test]
fn facts_that_were_sorted_by_name_are_those_that_they_were() {
    let workspace = workspace();
    let range = BAY.replace("attrition = { value = 28", "attrition = { low = 20, likely = 28, high = 40");
    workspace.write("vendors/d/bay.toml", range);
    let edits = [("Facts", "Seats", "Bay", "61.5")];
    let bytes = saved_anew(&typed_over(&export(&workspace), &edits), |book| {
        let attrition = sheet_of(book, "Facts", "Attrition").1.0;
        let (_, bay) = sheet_of(book, "Facts", "Bay").1;
        let (sheet, (head, names)) = sheet_of(book, "Facts", "Criterion");
        // The row under the criterion is that of its lowest end.
        let low = (attrition + 1, bay);
        sheet.cells.insert(low, Cell { content: Content::Number(11.into()), ..Cell::default() });
        let cells = sheet.cells.split_off(&(head + 1, 0));
        let mut rows: Vec<u32> = cells.keys().map(|(row, _)| *row).collect();
        rows.dedup();
        rows.sort_by_key(|row| cells.get(&(*row, names)).and_then(Cell::text).map(str::to_owned));
        for ((row, column), cell) in cells {
            let at = rows.iter().position(|one| *one == row).unwrap();
            sheet.cells.insert((head + 1 + u32::try_from(at).unwrap(), column), cell);
        }
    });
    workspace.write("back.xlsx", bytes);
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(taken.code, Some(0), "{taken}");
    let text = bay(&workspace);
    assert!(text.contains("seats = { value = 61.5"), "{text}");
    assert!(text.contains("attrition = { low = 11, likely = 28, high = 40"), "{text}");
}

#[test]
fn of_two_columns_with_one_name_the_first_is_read_and_the_other_said() {
    let workspace = workspace();
    let bytes = saved_anew(&export(&workspace), |book| {
        let seats = sheet_of(book, "Facts", "Seats").1.0;
        let (sheet, (head, bay)) = sheet_of(book, "Facts", "Bay");
        let last = sheet.cells.range((head, 0)..(head + 1, 0)).last().unwrap().0.1 + 1;
        sheet.cells.insert((head, last), words("Bay"));
        for (column, number) in [(bay, 61), (last, 99)] {
            let cell = Cell { content: Content::Number(number.into()), ..Cell::default() };
            sheet.cells.insert((seats, column), cell);
        }
    });
    workspace.write("back.xlsx", bytes);
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert!(taken.out.contains("Facts: two columns are called \"Bay\": the first is read"), "{taken}");
    assert!(bay(&workspace).contains("seats = { value = 61"), "{}", bay(&workspace));
}

#[test]
fn what_is_hidden_is_taken_and_said_to_be_hidden() {
    let hides: [fn(&mut Book); 3] = [
        |book| {
            let (sheet, (_, column)) = sheet_of(book, "Facts", "Bay");
            sheet.hidden_columns.insert(column);
        },
        |book| {
            let (sheet, (row, _)) = sheet_of(book, "Facts", "Seats");
            sheet.hidden_rows.insert(row);
        },
        |book| sheet_of(book, "Facts", "Seats").0.seen = Seen::Hidden,
    ];
    for hide in hides {
        let workspace = workspace();
        let edits = [("Facts", "Seats", "Bay", "61.5")];
        workspace.write("back.xlsx", saved_anew(&typed_over(&export(&workspace), &edits), hide));
        let taken = workspace.weigh(&["take", "back.xlsx"]);
        let line = taken.out.lines().find(|line| line.contains("facts.seats")).unwrap_or_default();
        assert!(line.contains("40 -> 61.5") && line.ends_with(", hidden)"), "{taken}");
    }
}

#[test]
fn the_reason_of_a_withdrawal_goes_with_it() {
    let workspace = workspace();
    let gone = BAY.replace("[facts]", "status = \"withdrawn\"\nreason = \"No staff\"\n\n[facts]");
    workspace.write("vendors/d/bay.toml", gone);
    let bytes = typed_over(&export(&workspace), &[("Gates", "Takes part", "Bay", "yes")]);
    workspace.write("back.xlsx", bytes);
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(taken.code, Some(0), "{taken}");
    assert!(taken.out.contains("vendors.bay.reason: \"No staff\" goes with the status before"), "{taken}");
    assert!(!bay(&workspace).contains("No staff"), "{}", bay(&workspace));
}

/// A value under another unit, or another thing to enter, is another value.
#[test]
fn a_reworded_row_of_facts_is_not_taken() {
    for (head, words, was) in
        [("Unit", "desks", "seats"), ("What to enter", "the share of seats", "a number")]
    {
        let workspace = workspace();
        let edits = [("Facts", "Seats", head, words), ("Facts", "Seats", "Bay", "61.5")];
        workspace.write("back.xlsx", typed_over(&export(&workspace), &edits));
        let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
        let says = format!("its row says \"{words}\" under {head}, and \"");
        assert!(taken.out.contains(&says), "{was}: {taken}");
        assert_eq!(bay(&workspace), BAY);
    }
}

/// A sheet more, and what was typed beside the tables: said, and not dropped in silence.
#[test]
fn what_was_typed_beside_the_tables_is_said() {
    let workspace = workspace();
    let bytes = saved_anew(&typed_over(&export(&workspace), &[("Facts", "Seats", "Bay", "61.5")]), |book| {
        let (sheet, (row, _)) = sheet_of(book, "Facts", "Seats");
        sheet.cells.insert((row, 30), words("ask them again"));
        sheet.cells.insert((row + 60, 5), Cell { content: Content::Number(1234.into()), ..Cell::default() });
        let (sheet, _) = sheet_of(book, "Summary", "Bay");
        sheet.cells.insert((200, 1), words("we like Bay"));
        let mut more = Sheet { name: "Our view".to_owned(), ..Sheet::default() };
        more.cells.insert((0, 0), words("Vendor"));
        more.cells.insert((1, 0), words("Bay"));
        book.sheets.push(more);
    });
    workspace.write("back.xlsx", bytes);
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(taken.code, Some(0), "{taken}");
    for what in [
        "the sheet Our view is none of ours: nothing of it is read",
        "\"ask them again\" stands beside what is read: not taken",
        "\"1234\" stands beside what is read: not taken",
        "Summary!B201: \"we like Bay\" stands beside what is read: not taken",
    ] {
        assert!(taken.out.contains(what), "{what}: {taken}");
    }
    assert!(bay(&workspace).contains("seats = { value = 61.5"), "the rest is taken");
}

/// A formula in the place of a fact says what its result says; one that the export made says nothing.
#[test]
fn a_formula_that_was_typed_over_a_fact_is_an_answer() {
    use weigh::sheets::cells::Formula as Sum;
    let typed = |content: Content| {
        let workspace = workspace();
        let bytes = export(&workspace);
        let back = saved_anew(&bytes, |book| {
            let (_, at) = sheet_of(book, "Facts", "Seats");
            let (sheet, (_, column)) = sheet_of(book, "Facts", "Bay");
            let cell = sheet.cells.get_mut(&(at.0, column)).unwrap();
            *cell = Cell {
                formula: Some(Sum { text: "=60+1".to_owned(), shift: (0, 0) }),
                content,
                ..cell.clone()
            };
        });
        workspace.write("back.xlsx", back);
        workspace.weigh(&["take", "back.xlsx"])
    };
    let taken = typed(Content::Number(weigh::exact::Exact::parse("61").unwrap()));
    assert!(taken.out.contains("40 -> 61"), "{taken}");
}

#[test]
fn one_thing_that_is_neither_keeps_no_other_of_its_list_out() {
    let workspace = workspace();
    let criteria = with_channels(&workspace);
    workspace.write("criteria/d.toml", criteria);
    workspace.write("vendors/d/bay.toml", bay(&workspace) + "channels = [\"phone\"]\n");
    let edits = [
        ("Facts", "phone", "Bay", "no"),
        ("Facts", "chat", "Bay", "maybe"),
        ("Facts", "email", "Bay", "yes"),
    ];
    workspace.write("back.xlsx", typed_over(&export(&workspace), &edits));
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert!(taken.out.contains("chat: \"maybe\" is neither yes nor no"), "{taken}");
    assert!(bay(&workspace).contains("[\"email\"]"), "{taken}");
}

#[test]
fn a_share_typed_over_a_percentage_is_left() {
    let workspace = workspace();
    let typed = |value: &str| {
        workspace
            .write("back.xlsx", typed_over(&export(&workspace), &[("Facts", "Attrition", "Bay", value)]));
        workspace.weigh(&["take", "back.xlsx"])
    };
    let taken = typed("0.8");
    assert!(taken.out.contains("0.8 can be 0.8 % or 80 %: write it with the sign %"), "{taken}");
    assert!(typed("0.8 %").out.contains("28 -> 0.8"), "{}", typed("0.8 %"));
}

/// What could not be written was not changed, and nothing says that it was.
#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_not_said_to_be_changed() {
    use std::os::unix::fs::PermissionsExt;
    let workspace = workspace();
    workspace.write("back.xlsx", typed_over(&export(&workspace), &[("Facts", "Seats", "Bay", "44")]));
    let folder = workspace.path().join("vendors/d");
    let set = |mode: u32| std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(mode)).unwrap();
    set(0o555);
    let is_bound = std::fs::write(folder.join("probe"), "").is_err();
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    set(0o755);
    // Who may do everything is bound by no mode.
    if is_bound {
        assert!(taken.code == Some(4) && !taken.out.contains("Changed"), "{taken}");
    }
}

/// A count is shown in a workbook and in a questionnaire, comes back as it went, and as `7 of 8` from a vendor.
#[test]
fn counts_come_back_as_they_went() {
    let criteria = "title = \"Support\"\n[criteria.again]\nname = \"Would choose it again\"\nweight = 100\nunit = \"%\"\n\
                    scale = { worst = 50, best = 100 }\n";
    let aava = "name = \"Aava\"\n[facts]\nagain = { yes = 7, of = 8, source = \"calls\" }\n";
    let bay = "name = \"Bay\"\n[facts]\nagain = {}\n";
    let workspace = Workspace::new(criteria, &[("aava", aava), ("bay", bay)]);
    let report = workspace.weigh(&["report", "--to", "xlsx", "-o", "out"]);
    assert_eq!(report.code, Some(0), "{report}");
    let book = workspace.read("out/d.xlsx");
    let shown = cells::read(&book).unwrap();
    let evidence = &shown.sheets[shown.sheet_named("Evidence").unwrap()];
    let is_shown = |text: &str| evidence.cells.values().any(|cell| cell.text() == Some(text));
    assert!(is_shown("7 of 8 (58.88 to 97.17, likely 87.5)"));
    // Nothing typed over: nothing to take, also from a book of other inputs.
    workspace.write("back.xlsx", &book);
    assert!(workspace.weigh(&["take", "back.xlsx", "--write"]).err.contains("nothing to write"));
    assert_eq!(workspace.weigh(&["set", "criteria.again.note", "asked in May"]).code, Some(0));
    let taken = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert!(taken.err.contains("nothing to write"), "{taken}");
    // A vendor writes a count where per cent are asked for.
    assert_eq!(workspace.weigh(&["ask", "bay", "-o", "bay.xlsx"]).code, Some(0));
    let fill = [("Questions", "again", "Answer", "11 of 12")];
    workspace.write("bay.xlsx", typed_over(&workspace.read("bay.xlsx"), &fill));
    let taken = workspace.weigh(&["take", "bay.xlsx", "--write"]);
    assert_eq!(taken.code, Some(0), "{taken}");
    let text = String::from_utf8(workspace.read("vendors/d/bay.toml")).unwrap();
    assert!(text.contains("yes = 11, of = 12"), "{text}");
    let explain = workspace.weigh(&["explain", "bay"]);
    assert!(explain.out.contains("11 of 12 ("), "{explain}");
}
