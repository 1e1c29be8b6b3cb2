//! Score sheets made by hand: how they are laid out is found, and wrong totals with them.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::Value;
use weigh::report::score_sheet::{ScoreSheet, SheetMethod, Unclear, check};

/// A sheet as `vendor: said, is`, wrong totals only.
fn wrong(sheet: &ScoreSheet) -> Vec<String> {
    let wrong = sheet.totals.iter().filter(|total| !total.is_right());
    wrong.map(|total| format!("{} {}: {} is {}", total.place, total.vendor, total.said, total.is)).collect()
}

/// How a case becomes a sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Layout {
    /// Criteria in rows.
    Rows,
    /// Criteria in columns.
    Columns,
}

/// The cells of a case: criteria, weights, scores and published totals.
fn cells(case: &Value, layout: Layout) -> Vec<Vec<String>> {
    let list = |key: &str| case[key].as_array().expect("a list").clone();
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let vendors: Vec<String> = list("alternatives").iter().map(|one| word(&one["name"])).collect();
    let mut rows = vec![[vec!["Criterion".to_owned(), "Weight".to_owned()], vendors.clone()].concat()];
    for criterion in list("criteria") {
        let name = word(&criterion["name"]);
        let weight = if criterion["weight"].is_null() { String::new() } else { word(&criterion["weight"]) };
        let scores = list("alternatives").iter().map(|one| word(&one["scores"][&name])).collect();
        rows.push([vec![name, weight], scores].concat());
    }
    let totals = vendors.iter().map(|vendor| word(&case["published"]["totals"][vendor])).collect();
    rows.push([vec!["Weighted total".to_owned(), String::new()], totals].concat());
    if layout == Layout::Rows {
        return rows;
    }
    (0..rows[0].len()).map(|column| rows.iter().map(|row| row[column].clone()).collect()).collect()
}

fn csv_of(cells: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in cells {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

fn xlsx_of(cells: &[Vec<String>]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(cells) {
        for (column, cell) in (0..).zip(line) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

fn public(case: &str) -> Value {
    let path = crate::support::repository().join("tests/data/score_sheets").join(format!("{case}.json"));
    serde_json::from_slice(
        &std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
    )
    .unwrap()
}

/// A case that may be run and not copied; none, and a word about it, where its folder is not named.
fn run_only(case: &str) -> Option<Value> {
    let Some(folder) = std::env::var_os("WEIGH_RUN_ONLY_CASES").map(PathBuf::from) else {
        #[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
        {
            eprintln!("skipped {case}: WEIGH_RUN_ONLY_CASES names no folder");
        }
        return None;
    };
    let read = |path: &Path| {
        std::fs::read(path).unwrap_or_else(|error| panic!("could not read {}: {error}", path.display()))
    };
    Some(serde_json::from_slice(&read(&folder.join(format!("{case}.json")))).unwrap())
}

#[test]
fn published_sheets_are_right_as_published() {
    for case in [
        "hakodate_survey_2020",
        "minamiaso_choyo",
        "osaka_shigoto_2020",
        "osaka_younger_2021",
        "tacrc_822_2020",
    ] {
        for layout in [Layout::Rows, Layout::Columns] {
            let cells = cells(&public(case), layout);
            for file in [csv_of(&cells), xlsx_of(&cells)] {
                let sheet = check(&file).unwrap_or_else(|error| panic!("{case}, {layout:?}: {error}"));
                assert_eq!(wrong(&sheet), [""; 0], "{case}, {layout:?}");
                assert_eq!(sheet.method, SheetMethod::Sum, "{case}, {layout:?}");
            }
        }
    }
}

/// The source prints 8.8 and 5.6; its own scores give 5.7.
#[test]
fn the_slip_of_a_published_matrix_is_found_with_the_right_total() {
    let Some(case) = run_only("electron_tauri_matrix") else { return };
    for (layout, place) in [(Layout::Rows, "D10"), (Layout::Columns, "J4")] {
        let cells = cells(&case, layout);
        for file in [csv_of(&cells), xlsx_of(&cells)] {
            let sheet = check(&file).unwrap();
            assert_eq!(wrong(&sheet), [format!("{place} Tauri: 5.6 is 5.7")], "{layout:?}");
            assert_eq!(sheet.method, SheetMethod::WeightedSum);
            let tauri = sheet.totals.iter().find(|total| total.vendor == "Tauri").unwrap();
            assert_eq!(tauri.exact.to_string(), "5.7");
            assert!(tauri.how.starts_with("0.25 x 5 + 0.2 x 4 + "), "{}", tauri.how);
        }
    }
}

#[test]
fn ways_of_adding_up_and_of_writing_are_told_apart() {
    let cases: [(&str, SheetMethod, &[&str]); 8] = [
        (
            "Criterion,Weight,A,B\nCost,60%,8,6\nPeople,40%,5,9\nTotal,,6.8,7.2\n",
            SheetMethod::WeightedSum,
            &[],
        ),
        (
            "Criterion,Weight,A,B\nCost,60,8,6\nPeople,40,5,9\nTotal,,6.8,7.3\n",
            SheetMethod::WeightedMean,
            &["D4 B: 7.3 is 7.2"],
        ),
        (
            "Criterion;Gewicht;A;B\nKosten;0,6;8,5;6\nLeute;0,4;5;9\nSumme;1;7,1;7,2\n",
            SheetMethod::WeightedSum,
            &[],
        ),
        (
            "\u{feff}Vendor\tCost\tPeople\tTotal\nWeight\t3\t2\t\nA\t8\t5\t34\nB\t6\t9\t37\n",
            SheetMethod::WeightedSum,
            &["D4 B: 37 is 36"],
        ),
        (
            "Team scores 2026\n\nCriterion,Max points,A,B\nCost,60,4,3\nPeople,40,5,2\nTotal,100,88,52\n",
            SheetMethod::OutOf(5),
            &[],
        ),
        (
            "Criterion,A,B\nCost,\"1,250\",900\nPeople,10,20\nSubtotal soft,10,20\n**Total**,\"1,260\",920\n",
            SheetMethod::Sum,
            &[],
        ),
        (
            "Criterion,Weight,A,B\nCost,0.5,8.5,7\nPeople,0.5,8,7\nScore,,8.2,7\n",
            SheetMethod::WeightedSum,
            &[],
        ),
        (
            "配点,Weight,甲,乙\n価格,30,30,20\n提案,70,50,60\n合計,100,80,81\n",
            SheetMethod::Sum,
            &["D4 乙: 81 is 80"],
        ),
    ];
    for (text, method, expected) in cases {
        let sheet = check(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(sheet.method, method, "{text}");
        assert_eq!(wrong(&sheet), expected, "{text}");
    }
}

#[test]
fn unclear_sheets_say_what_was_looked_for() {
    let cases = [
        ("", "no totals were found: looked for a row, or a column, that is called Total"),
        ("a,b\nc,d\n", "no totals were found"),
        ("Criterion,Weight,A\nTotal,,5\n", "but no names of vendors at their head, or no criteria"),
        ("Criterion,Weight,A,B\nCost,1,5,n/a\nTotal,,5,6\n", "there is no score in D2: B, Cost"),
        ("Criterion,Weight,A\nCost,0.4,5\nPeople,0.6,6\nTotal,,900\n", "come near to none of the usual ways"),
    ];
    for (text, expected) in cases {
        let problem = check(text.as_bytes()).unwrap_err();
        assert!(problem.to_string().contains(expected), "{text}: {problem}");
    }
    assert_eq!(check(b"\xff\xfe\x00").unwrap_err(), Unclear::NoText);
}

proptest! {
    #[test]
    fn any_bytes_are_checked_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400), zipped: bool) {
        let start: &[u8] = if zipped { b"PK\x03\x04" } else { b"" };
        let _ = check(&[start, &bytes].concat());
    }

    #[test]
    fn any_sheet_of_cells_is_checked_or_refused(
        cells in proptest::collection::vec(proptest::collection::vec("(Total|Weight|A|[0-9]{1,3}(\\.[0-9]{1,2})?%?|)", 0..6), 0..8)
    ) {
        let text: Vec<String> = cells.iter().map(|row| row.join(",")).collect();
        let _ = check(text.join("\n").as_bytes());
    }
}

/// The usual tender sheet has the price itself beside the points for it.
#[test]
fn a_price_beside_its_points_is_no_score() {
    let sheet = check(
        b"Bidder,Price,Price points (max 40),Quality points (max 60),Total\n\
          kestrel,140000,25.71,54,79.71\nmerlin,90000,40.00,47,87.00\nhobby,100000,36.00,50,85.00\n",
    )
    .unwrap();
    assert_eq!(wrong(&sheet), ["E4 hobby: 85 is 86"]);
    assert_eq!(sheet.criteria, ["Price points (max 40)", "Quality points (max 60)"]);
    assert!(sheet.notes[0].contains("Price was taken for the price itself"), "{:?}", sheet.notes);
}

/// Prices as they are asked: with the points for them beside, in rows as in columns, or earning by lowest / price.
#[test]
fn a_price_is_no_score_and_earns_by_the_usual_formula() {
    let beside = "Criterion,kestrel,merlin,hobby\nPrice,140000,90000,100000\nPrice points (max 40),25.71,40.00,36.00\n\
                  Quality points (max 60),54,47,50\nTotal,79.71,87.00,86.00\nTotal price,140000,90000,100000\n";
    let weighed = "Criterion,Weight,kestrel,merlin\nTender price,40,\"140,000\",\"90,000\"\nQuality,60,90,70\nTotal,100,79.71,82\n";
    let shares = "Bidder,Price,Quality,Total\nWeight,40%,60%,\nkestrel,120,4,3.9\nmerlin,90,3,3.8\n";
    let points = "Bidder,Fee,Quality points,Total score\nMax points,40,60,100\nkestrel,140,54,79.71\nmerlin,90,47,87\nhobby,100,50,87\n";
    let (none, earns) = (&[][..], "x lowest / price");
    let cases: [(&str, &[&str], &str); 4] = [
        (beside, none, "Price was taken for the price itself, of which the points stand beside it"),
        (weighed, none, &format!("Tender price was taken for the price itself, which earns 100 {earns}")),
        (shares, none, &format!("which earns 5 {earns}")),
        (points, &["D5 hobby: 87 is 86"], &format!("which earns 40 {earns}")),
    ];
    for (text, slips, said) in cases {
        let turned = |text: &str| -> Vec<u8> {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let rows: Vec<Vec<String>> =
                reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            csv_of(
                &(0..rows[0].len())
                    .map(|at| rows.iter().map(|row| row[at].clone()).collect())
                    .collect::<Vec<_>>(),
            )
        };
        for (file, is_turned) in [(text.as_bytes().to_vec(), false), (turned(text), true)] {
            let sheet = check(&file).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert!(sheet.notes.iter().any(|note| note.contains(said)), "{:?}", sheet.notes);
            if !is_turned {
                assert_eq!(wrong(&sheet), slips, "{text}");
            }
        }
    }
    // Marks stay marks, and what follows by no usual way is said.
    let marks = check(b"Criterion,Weight,A,B\nPrice,60,8,6\nPeople,40,5,9\nTotal,,6.8,7.3\n").unwrap();
    assert_eq!(
        (wrong(&marks), marks.method),
        (vec!["D4 B: 7.3 is 7.2".to_owned()], SheetMethod::WeightedMean)
    );
    let odd = check(b"Criterion,Weight,A,B\nPrice,60,800,600\nPeople,40,50,90\nTotal,,11,72\n");
    assert!(matches!(odd, Err(Unclear::NoMethod { .. })), "{odd:?}");
}
