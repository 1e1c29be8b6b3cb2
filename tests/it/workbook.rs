//! The workbook: what its cells say is what weigh worked out, and what others wrote in it stays text.

use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::Arc;

use calamine::{Data, Range, Reader, Xlsx};
use proptest::prelude::*;
use weigh::answers::{Findings, findings};
use weigh::decision::{Decision, Points, Vendor, VendorId};
use weigh::exact::Exact;
use weigh::files::{Request, Workspace};
use weigh::open::open;
use weigh::report::xlsx::{differences, made_from, xlsx};
use weigh::score::Evaluation;

use crate::properties::random;
use crate::support::{Output, evaluate, repository, weigh};

/// Samples, published cases, and a decision with every kind of scale.
fn decisions() -> Vec<Decision> {
    let root = repository();
    let published = [
        "hakodate_survey_2020",
        "minamiaso_choyo",
        "osaka_shigoto_2020",
        "osaka_younger_2021",
        "tacrc_822_2020",
    ];
    let folders = published.iter().map(|case| root.join("tests/data/published").join(case));
    let folders = [root.clone(), root.join("tests/data/workbook")].into_iter().chain(folders);
    folders.flat_map(|folder| all_of(&folder)).collect()
}

fn all_of(folder: &Path) -> Vec<Decision> {
    let workspace = Workspace::find(folder).unwrap();
    let request =
        |criteria| Request { workspace: workspace.clone(), criteria, vendors: None, what_if: vec![] };
    workspace
        .decisions()
        .unwrap()
        .into_iter()
        .map(|file| Decision::clone(open(&request(file)).decision().unwrap()))
        .collect()
}

/// What a report without draws is made from.
fn bare(evaluation: &Evaluation) -> Findings<'_> {
    findings(evaluation, None).without_uncertainty()
}

fn sheet(file: &[u8], name: &str) -> Range<Data> {
    Xlsx::new(Cursor::new(file.to_vec())).unwrap().worksheet_range(name).unwrap()
}

fn number(sheet: &Range<Data>, row: u32, column: u32) -> Option<f64> {
    match sheet.get_value((row, column)) {
        Some(Data::Float(number)) => Some(*number),
        Some(Data::String(text)) if text.is_empty() => None,
        None | Some(Data::Empty) => None,
        other => panic!("row {row}, column {column} holds {other:?}"),
    }
}

fn text(sheet: &Range<Data>, row: u32, column: u32) -> String {
    match sheet.get_value((row, column)) {
        Some(Data::String(text)) => text.trim_end().to_owned(),
        other => panic!("row {row}, column {column} holds {other:?}"),
    }
}

/// The row of a heading in the second column.
fn row_of(sheet: &Range<Data>, heading: &str) -> u32 {
    let is_heading = |row: &u32| sheet.get_value((*row, 1)) == Some(&Data::String(heading.to_owned()));
    (0..10_000).find(is_heading).unwrap_or_else(|| panic!("there is no {heading}"))
}

/// Checks the ranking, values, points and shares of a workbook against the evaluation.
fn assert_says(file: &[u8], evaluation: &Evaluation) {
    let (ranking, matrix, weights) = (sheet(file, "Ranking"), sheet(file, "Matrix"), sheet(file, "Weights"));
    for (row, vendor) in (4..).zip(&evaluation.vendors) {
        assert_eq!(number(&ranking, row, 0), vendor.rank.map(|rank| Exact::from(rank).to_f64()));
        assert_eq!(text(&ranking, row, 2), vendor.name().trim_end());
        let scores = [&vendor.score, &vendor.lowest, &vendor.highest].map(|score| Some(score.to_f64()));
        assert_eq!([4, 5, 6].map(|column| number(&ranking, row, column)), scores, "{}", vendor.name());
        assert_eq!(number(&ranking, row, 7), vendor.gap.as_ref().map(Points::to_f64));
    }
    let (values, points) = (row_of(&matrix, "Values, 0 to 100") + 1, row_of(&matrix, "Points") + 1);
    for (index, criterion) in (0..).zip(&evaluation.decision.criteria) {
        assert_eq!(number(&weights, 6 + index, 7), Some(criterion.share().global.to_f64()));
        for (column, vendor) in (4..).zip(&evaluation.vendors) {
            let cell = &vendor.cells[index as usize];
            let shown = cell.value.as_ref().map(|value| value.percent().to_f64());
            assert_eq!(number(&matrix, values + index, column), shown);
            assert_eq!(number(&matrix, points + index, column), Some(cell.points.to_f64()));
        }
    }
}

#[test]
fn the_results_in_a_workbook_are_those_of_the_evaluation() {
    for decision in decisions() {
        let evaluation = evaluate(&decision);
        assert_says(&xlsx(&bare(&evaluation)).unwrap(), &evaluation);
    }
}

/// A small published decision, for which draws and programs are quick.
fn small() -> Decision {
    all_of(&repository().join("tests/data/published/hakodate_survey_2020")).remove(0)
}

#[test]
fn a_workbook_has_its_sheets_in_order() {
    let decision = &decisions()[0];
    let evaluation = evaluate(decision);
    let file = xlsx(&bare(&evaluation)).unwrap();
    let names = Xlsx::new(Cursor::new(file)).unwrap().sheet_names();
    let expected = [
        "Summary",
        "Ranking",
        "Matrix",
        "Weights",
        "Facts",
        "Gates",
        "Cost",
        "Robustness",
        "Evidence",
        "Scales",
        "Workings",
    ];
    assert_eq!(names, expected);
}

/// What is known stands on the sheet of facts, and what is not is empty.
#[test]
fn the_sheet_of_facts_says_what_is_known() {
    let (mut known, mut unknown) = (0, 0);
    for decision in decisions() {
        let evaluation = evaluate(&decision);
        let facts = sheet(&xlsx(&bare(&evaluation)).unwrap(), "Facts");
        let column = |vendor: &Vendor| {
            let is_of = |at: &u32| facts.get_value((3, *at)).is_some_and(|cell| *cell == *vendor.name.trim());
            (4..200).find(is_of).unwrap_or_else(|| panic!("no column of {}", vendor.name))
        };
        for (number, criterion) in (1..).zip(decision.criteria.iter()) {
            let Some(leaf) = &criterion.leaf else { continue };
            let is_row = |row: &u32| facts.get_value((*row, 0)) == Some(&Data::Float(f64::from(number)));
            let row = (4..5_000).find(is_row).unwrap();
            for vendor in &decision.vendors {
                let rating = || vendor.ratings.get(&criterion.id);
                let fact = if leaf.scale.is_rating() { rating() } else { vendor.facts.get(&leaf.fact) };
                let value = fact.and_then(|fact| fact.value.as_ref());
                let shown =
                    facts.get_value((row, column(vendor))).map(ToString::to_string).unwrap_or_default();
                assert_eq!(
                    shown.is_empty(),
                    value.is_none_or(|value| value.to_string().is_empty()),
                    "{}: {shown:?}",
                    criterion.id
                );
                if let Some([_, likely, _]) = value.and_then(|value| value.numbers()) {
                    assert_eq!(shown.parse(), Ok(likely.to_f64()), "{}", criterion.id);
                }
                *(if value.is_some() { &mut known } else { &mut unknown }) += 1;
            }
        }
    }
    assert!(known > 200 && unknown > 5, "{known} known, {unknown} not");
}

#[test]
fn equal_findings_give_equal_bytes() {
    let decision = small();
    let evaluation = evaluate(&decision);
    let file = || xlsx(&findings(&evaluation, None)).unwrap();
    assert!(file() == file());
}

/// Every text and formula of a workbook.
fn texts_and_formulas(file: &[u8]) -> (Vec<String>, Vec<String>) {
    let mut book = Xlsx::new(Cursor::new(file.to_vec())).unwrap();
    let (mut texts, mut formulas) = (Vec::new(), Vec::new());
    for name in book.sheet_names() {
        let cells = book.worksheet_range(&name).unwrap();
        texts.extend(cells.used_cells().filter_map(|(_, _, cell)| match cell {
            Data::String(text) => Some(text.clone()),
            _ => None,
        }));
        let cells = book.worksheet_formula(&name).unwrap();
        formulas.extend(cells.used_cells().map(|(_, _, formula)| formula.clone()));
    }
    (texts, formulas)
}

#[test]
fn what_vendors_write_stays_text() {
    let long = "x".repeat(10_000);
    let names = [
        "=HYPERLINK(\"http://example.invalid\",\"click\")",
        "+1+1",
        "@SUM(A1)",
        "NaN",
        "inf",
        "12",
        "TRUE",
        "#REF!",
        "a\u{1b}[31mb",
        "_x0041_",
        "<v>1</v>&amp;",
        "متجر الهاتف",
        &long,
    ];
    let mut decision = small();
    let pattern = decision.vendors[0].clone();
    decision.vendors = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            Arc::new(Vendor {
                id: VendorId::new(format!("v{at:02}")),
                name: (*name).to_owned(),
                local: Some((*name).to_owned()),
                note: Some((*name).to_owned()),
                ..Vendor::clone(&pattern)
            })
        })
        .collect();
    let evaluation = evaluate(&decision);
    let file = xlsx(&findings(&evaluation, None)).unwrap();
    let (texts, formulas) = texts_and_formulas(&file);
    for name in names.iter().filter(|name| !name.contains('\u{1b}')) {
        assert!(texts.iter().any(|text| text.trim_end() == *name), "{name:.40}");
    }
    assert!(texts.iter().any(|text| text == "a\\u{1b}[31mb"), "an escape is shown");
    assert!(formulas.len() > 500, "the workbook is alive");
    assert!(!formulas.iter().any(|formula| formula.contains("HYPERLINK") || formula.contains("@SUM")));
}

#[test]
fn a_text_longer_than_a_cell_is_cut() {
    let mut decision = all_of(&repository().join("tests/data/workbook")).remove(0);
    decision.vendor_mut(0).name = "สวัสดี".repeat(10_000);
    let evaluation = evaluate(&decision);
    let file = xlsx(&bare(&evaluation)).unwrap();
    let (texts, _) = texts_and_formulas(&file);
    let longest = texts.iter().max_by_key(|text| text.len()).unwrap();
    assert_eq!(longest.encode_utf16().count(), 32_767);
    assert!(longest.ends_with('…'));
}

/// The same workbook with the nth number of a sheet changed in one digit; none when there are fewer.
fn with_a_changed_digit(file: &[u8], part: &str, nth: usize) -> Option<Vec<u8>> {
    let mut book = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut copy = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut has_changed = false;
    for at in 0..book.len() {
        let mut one = book.by_index(at).unwrap();
        let name = one.name().unwrap().into_owned();
        let mut data = Vec::new();
        one.read_to_end(&mut data).unwrap();
        if name == part {
            let mut text = String::from_utf8(data).unwrap();
            // Numbers, and not the indices of shared texts.
            let starts: Vec<usize> = text
                .match_indices("<v>")
                .filter(|(at, _)| {
                    let cell = &text[text[..*at].rfind("<c ").unwrap()..*at];
                    !cell.split('>').next().unwrap().contains(" t=\"")
                })
                .map(|(at, _)| at + 3)
                .collect();
            let start = *starts.get(nth)?;
            let digit = text[start..].find(|c: char| c.is_ascii_digit()).unwrap() + start;
            let other = if &text[digit..=digit] == "7" { "3" } else { "7" };
            text.replace_range(digit..=digit, other);
            data = text.into_bytes();
            has_changed = true;
        }
        copy.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        copy.write_all(&data).unwrap();
    }
    has_changed.then(|| copy.finish().unwrap().into_inner())
}

#[test]
fn a_workbook_says_what_it_was_made_from() {
    let decision = &all_of(&repository().join("tests/data/workbook"))[0];
    let evaluation = evaluate(decision);
    let file = xlsx(&bare(&evaluation)).unwrap();
    assert_eq!(made_from(&file).unwrap().unwrap().decision, "every-scale");
    assert_eq!(differences(&file, &file).unwrap(), []);
    assert!(made_from(b"PK\x03\x04 and no more").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn random_decisions_have_their_results_in_the_workbook(decision in random::decision()) {
        let evaluation = evaluate(&decision);
        assert_says(&xlsx(&bare(&evaluation)).unwrap(), &evaluation);
    }

    #[test]
    fn a_changed_digit_in_any_number_is_found(part in 1..=11_usize, nth in 0..400_usize) {
        let decision = &all_of(&repository().join("tests/data/workbook"))[0];
        let evaluation = evaluate(decision);
        let file = xlsx(&bare(&evaluation)).unwrap();
        let part = format!("xl/worksheets/sheet{part}.xml");
        if let Some(changed) = with_a_changed_digit(&file, &part, nth) {
            let found = differences(&changed, &file).unwrap();
            prop_assert_eq!(found.len(), 1, "{}: {:?}", part, found);
            prop_assert_ne!(&found[0].said, &found[0].is);
        }
    }
}

#[test]
fn files_that_are_no_workbooks_are_refused() {
    for file in [&b""[..], b"PK\x03\x04", b"PK\x05\x06 nothing"] {
        assert!(differences(file, file).is_err());
    }
}

/// What comes of `weigh verify` for a workbook of the small published case.
fn verified(change: impl Fn(Vec<u8>) -> Vec<u8>) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let case = repository().join("tests/data/published/hakodate_survey_2020");
    let out = folder.path().to_str().unwrap();
    let made = weigh(&case, &["report", "--to", "xlsx", "-o", out]);
    assert_eq!(made.code, Some(0), "{made}");
    let file = folder.path().join("survey.xlsx");
    std::fs::write(&file, change(std::fs::read(&file).unwrap())).unwrap();
    weigh(&case, &["verify", file.to_str().unwrap()])
}

#[test]
fn verify_says_that_a_workbook_agrees() {
    let output = verified(|file| file);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(output.out.contains("every number follows from the inputs"), "{output}");
}

#[test]
fn verify_names_a_cell_that_was_changed() {
    let output = verified(|file| with_a_changed_digit(&file, "xl/worksheets/sheet4.xml", 3).unwrap());
    assert_eq!(output.code, Some(1), "{output}");
    assert!(output.out.contains("Weights!"), "{output}");
}

#[test]
fn verify_takes_score_sheets() {
    let folder = tempfile::tempdir().unwrap();
    for (text, code, expected) in [
        ("Criterion,Weight,A,B\nCost,0.6,8,6\nPeople,0.4,5,9\nTotal,,6.8,7.2\n", 0, "every number follows"),
        ("Criterion,Weight,A,B\nCost,0.6,8,6\nPeople,0.4,5,9\nTotal,,6.8,7.3\n", 1, "D4 (B)"),
        ("nothing,here\n", 3, ""),
    ] {
        let file = folder.path().join("sheet.csv");
        std::fs::write(&file, text).unwrap();
        let output = weigh(folder.path(), &["verify", file.to_str().unwrap()]);
        assert_eq!(output.code, Some(code), "{output}");
        assert!(output.out.contains(expected), "{output}");
    }
}

/// The workbook of a decision with some bids.
fn desk_book(criteria: &str, bids: [(&str, &str); 2]) -> Vec<u8> {
    let texts = bids.map(|(name, facts)| (name, format!("name = \"{name}\"\n[facts]\n{facts}\n")));
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let workspace = crate::support::Workspace::new(criteria, &texts);
    let request = Request {
        workspace: Workspace::find(workspace.path()).unwrap(),
        criteria: workspace.path().join("criteria/d.toml"),
        vendors: None,
        what_if: vec![],
    };
    let evaluation = evaluate(&Decision::clone(open(&request).decision().unwrap()));
    xlsx(&bare(&evaluation)).unwrap()
}

/// The formulas of a sheet; none where there is no such sheet.
fn formulas_of(file: &[u8], name: &str) -> Option<Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(file)).unwrap();
    let formulas = book.worksheet_formula(name).ok()?;
    Some(formulas.used_cells().map(|(_, _, text)| text.clone()).collect())
}

/// What the summary says, cell by cell.
fn summary_of(file: &[u8]) -> String {
    let summary = sheet(file, "Summary");
    summary.used_cells().map(|(_, _, cell)| cell.to_string()).collect::<Vec<_>>().join("\n")
}

/// A formula as printed follows in the sheet where the sheet can say it and nothing is open; else it stands, and is named.
#[test]
fn formulas_as_printed_are_formulas_of_the_sheet() {
    let criteria = "title = \"Desk\"\nvendors = \"../vendors/d\"\n\
        [criteria.price]\nname = \"Price of all\"\nweight = 1\n\
        scale = { expr = \"lowest(above_minimum, facts.price) / facts.price\" }\n\
        [criteria.near]\nname = \"Near the mean\"\nweight = 1\n\
        scale = { expr = \"count(above_minimum where facts.near < 9) / facts.near\" }\n";
    let made = |second: &str| {
        let file = desk_book(criteria, [("alder", "price = 10\nnear = 4"), ("birch", second)]);
        (formulas_of(&file, "Matrix").unwrap().join("\n"), summary_of(&file))
    };
    let (formulas, told) = made("price = 12.5\nnear = 8");
    assert!(formulas.contains("100*IFERROR(MAX(0,MIN(1,((IF(ISNUMBER(Workings!"), "{formulas}");
    // A half and a quarter, as they stand.
    assert!(formulas.contains("50.000000000000000") && formulas.contains("25.000000000000000"), "{formulas}");
    assert!(told.contains("The values of Near the mean stand as weigh worked them out"), "{told}");
    let (formulas, told) = made("price = { low = 12, likely = 12.5, high = 13 }\nnear = 8");
    assert!(!formulas.contains("IFERROR"), "{formulas}");
    assert!(told.contains("The values of Price of all, Near the mean stand"), "{told}");
}

/// A total by a formula has a sheet that it is worked out on; where something of it is open it stands, and says so.
#[test]
fn totals_by_a_formula_are_formulas_of_the_sheet() {
    let criteria = "title = \"Desk\"\nvendors = \"../vendors/d\"\n\
        [criteria.quality]\nname = \"Quality\"\nweight = 1\nscale = { worst = 0, best = 100 }\n\
        [rule]\npoints = 100\ntotal = \"points.quality * lowest(admitted, facts.price) / facts.price\"\n";
    let made = |second: &str| {
        let file = desk_book(criteria, [("alder", "price = 10\nquality = 40"), ("birch", second)]);
        let ranks = formulas_of(&file, "Workings").unwrap();
        let ranks = ranks.iter().filter(|text| text.contains("SUMPRODUCT")).count();
        (formulas_of(&file, "Total").map(|all| all.join("\n")), summary_of(&file), ranks, file)
    };
    let stands = "Totals, ranks and who is in the ranking stand";
    let (formulas, told, ranks, file) = made("price = 8\nquality = 60");
    let formulas = formulas.unwrap();
    for wanted in
        ["IF(COUNT($E$17:$F$17)=0,NA(),MIN($E$17:$F$17))", "Matrix!E9", "Gates!E5=", "IF(E21=\"yes\",\"\","]
    {
        assert!(formulas.contains(wanted), "{wanted}: {formulas}");
    }
    assert!(!told.contains(stands) && ranks > 0, "{told}");
    // 40 x 8 / 10 and 60 x 8 / 8.
    let total = sheet(&file, "Total");
    let row = total.rows().position(|row| row[1].to_string().starts_with("points.quality * lowest")).unwrap();
    let row = u32::try_from(row).unwrap();
    let found: Vec<Option<f64>> = (4..6).map(|column| number(&total, row, column)).collect();
    assert_eq!(found, [Some(60.0), Some(32.0)], "{total:?}");
    // A range leaves totals open.
    let (formulas, told, ..) = made("price = { low = 7, likely = 8, high = 9 }\nquality = 60");
    assert!(formulas.is_none() && told.contains(stands), "{told}");
}
