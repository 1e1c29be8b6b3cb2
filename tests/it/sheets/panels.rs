//! A sheet for each evaluator: slips in names, weights of their own, summaries, and who is accused of what.

use weigh::sheets::cells::Book;
use weigh::sheets::proposal::{Combination, Import, Meaning};
use weigh::sheets::questions::Answers;

use super::layouts::{assert_right, faults, kinds, said, shares};
use super::plain::{order, settled, with};
use super::{import, number, read, workbook_of};

const MEI: [&[&str]; 5] = [
    &["Marks 0-5"],
    &["Criterion", "Weight", "Alpha", "Beta"],
    &["Quality", "40", "5", "3"],
    &["Language", "30", "4", "4"],
    &["Security", "30", "3", "5"],
];
const TOTAL: &[&str] = &["Total", "100", "=SUMPRODUCT($B3:$B5,C3:C5)/100", "=SUMPRODUCT($B3:$B5,D3:D5)/100"];

/// The sheet of Jon with another second or third row, or other heads.
fn jon<'a>(heads: &'a [&'a str], quality: &'a [&'a str]) -> Vec<&'a [&'a str]> {
    vec![&["Marks 0-5"], heads, quality, &["Language", "30", "2", "5"], &["Security", "30", "5", "3"]]
}

const HEADS: &[&str] = &["Criterion", "Weight", "Alpha", "Beta"];
const QUALITY: &[&str] = &["Quality", "40", "4", "4"];

/// A summary whose marks come about by a formula.
fn summary(formula: &str) -> Vec<Vec<String>> {
    let row = |name: &str, weight: &str, row: usize| {
        let cells = ["C", "D"].map(|column| formula.replace('#', &format!("{column}{row}")));
        [vec![name.to_owned(), weight.to_owned()], cells.to_vec()].concat()
    };
    vec![
        ["Criterion", "Weight", "Alpha", "Beta"].map(str::to_owned).to_vec(),
        row("Quality", "40", 3),
        row("Language", "30", 4),
        row("Security", "30", 5),
        ["Total", "100", "=SUMPRODUCT($B2:$B4,C2:C4)/100", "=SUMPRODUCT($B2:$B4,D2:D4)/100"]
            .map(str::to_owned)
            .to_vec(),
    ]
}

fn book(sheets: &[(&str, &[&[&str]])], summary: &[Vec<String>]) -> (Book, Import) {
    let rows: Vec<Vec<&str>> = summary.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let mut sheets = sheets.to_vec();
    if !rows.is_empty() {
        sheets.push(("Summary", &rows));
    }
    let book = read(&workbook_of(&sheets));
    let import = import(&book, &Answers::default());
    (book, import)
}

const MEAN: &str = "=AVERAGE(Mei!#,Jon!#)";

/// How many marks each value has of evaluators.
fn parts(import: &Import) -> Vec<usize> {
    import.values.iter().map(|value| value.parts.iter().filter(|part| part.mark.is_some()).count()).collect()
}

#[test]
fn a_slip_in_a_name_loses_no_mark_and_is_said() {
    for (heads, quality, what) in [
        (HEADS, &[" quality ", "40", "4", "4"][..], None),
        (HEADS, &["Qualty", "40", "4", "4"][..], Some("\"Qualty\" is taken for \"Quality\"")),
        (&["Criterion", "Weight", "Alhpa", "Beta"][..], QUALITY, Some("\"Alhpa\" is taken for \"Alpha\"")),
    ] {
        for with_summary in [true, false] {
            let summary = if with_summary { summary(MEAN) } else { Vec::new() };
            let (book, import) = book(&[("Mei", &MEI), ("Jon", &jon(heads, quality))], &summary);
            let asked: &[&str] = if with_summary { &[] } else { &["evaluator-combine"] };
            assert_eq!(kinds(&import), asked, "{quality:?}");
            let import = settled(&book, &import);
            assert_eq!(parts(&import), [2; 6], "{heads:?}, {quality:?}");
            assert!(what.is_none_or(|what| said(&import).iter().any(|said| said.contains(what))));
            assert!(faults(&import).is_empty());
        }
    }
}

#[test]
fn a_row_under_quite_another_name_is_asked_about() {
    let jon = jon(HEADS, &["Excellence", "40", "4", "4"]);
    for with_summary in [true, false] {
        let summary = if with_summary { summary(MEAN) } else { Vec::new() };
        let (book, import) = book(&[("Mei", &MEI), ("Jon", &jon)], &summary);
        assert!(kinds(&import).contains(&"same-criterion"));
        assert!(!kinds(&import).contains(&"rows-moved") && faults(&import).is_empty());
        assert_eq!(parts(&settled(&book, &import)), [2; 6]);
        let other = with(&book, &import, "same-criterion", 1);
        assert_eq!(parts(&other)[..2], [1, 1]);
        assert!(said(&other).iter().any(|said| said.contains("its marks are not taken")));
    }
}

#[test]
fn a_column_under_quite_another_name_is_asked_about() {
    let jon = jon(&["Criterion", "Weight", "Alfa GmbH", "Beta"], QUALITY);
    for with_summary in [true, false] {
        let summary = if with_summary { summary(MEAN) } else { Vec::new() };
        let (book, import) = book(&[("Mei", &MEI), ("Jon", &jon)], &summary);
        assert!(kinds(&import).contains(&"same-vendor"), "{:?}", kinds(&import));
        assert!(faults(&import).is_empty(), "{:?}", faults(&import));
        assert_eq!(parts(&settled(&book, &import)), [2; 6]);
        let other = with(&book, &import, "same-vendor", 1);
        assert_eq!(parts(&other), [1, 2, 1, 2, 1, 2]);
        assert!(said(&other).iter().any(|said| said.contains("its marks are not taken")));
    }
}

#[test]
fn other_weights_of_one_evaluator_are_asked_about() {
    let own: [&[&str]; 5] = [
        &["Marks 0-5"],
        HEADS,
        &["Quality", "20", "4", "4"],
        &["Language", "30", "2", "5"],
        &["Security", "50", "5", "3"],
    ];
    for with_summary in [true, false] {
        let summary = if with_summary { summary(MEAN) } else { Vec::new() };
        let (book, import) = book(&[("Mei", &MEI), ("Jon", &own)], &summary);
        assert!(kinds(&import).contains(&"weights-disagree"), "{:?}", kinds(&import));
        assert_eq!(shares(&settled(&book, &import)), ["0.4", "0.3", "0.3"].map(number));
        let other = with(&book, &import, "weights-disagree", 1);
        assert_eq!(shares(&other), ["0.2", "0.3", "0.5"].map(number));
        assert!(faults(&other).is_empty());
    }
}

#[test]
fn totals_of_one_evaluator_are_not_held_against_the_panel() {
    let mei = [&MEI[..], &[TOTAL]].concat();
    let jon = [jon(HEADS, QUALITY), vec![TOTAL]].concat();
    let (_, import) = book(&[("Mei", &mei), ("Jon", &jon)], &[]);
    assert!(import.totals.is_empty() && faults(&import).is_empty(), "{:?}", import.faults);
    assert_eq!(kinds(&import), ["evaluator-combine"]);
    // A summary of their totals is what the panel comes to.
    let row = |formula: &str| -> Vec<Vec<String>> {
        let rows = [
            ["Vendor", "Score"],
            ["Alpha", &formula.replace('#', "C6")],
            ["Beta", &formula.replace('#', "D6")],
        ];
        rows.map(|row| row.map(str::to_owned).to_vec()).to_vec()
    };
    for (formula, combination) in [
        ("=AVERAGE(Mei!#,Jon!#)", Combination::Mean),
        ("=0.75*Mei!#+0.25*Jon!#", Combination::Weighted(["0.75", "0.25"].map(number).to_vec())),
    ] {
        let (_, import) = book(&[("Mei", &mei), ("Jon", &jon)], &row(formula));
        assert_right(&import);
        assert_eq!(import.evaluators, ["Mei", "Jon"]);
        assert_eq!(import.combination, combination, "{formula}");
        assert!(!kinds(&import).contains(&"which-table"), "{:?}", kinds(&import));
    }
}

#[test]
fn a_summary_of_some_evaluators_asks_about_the_others() {
    let ana = jon(HEADS, &["Quality", "40", "3", "5"]);
    let sheets: [(&str, &[&[&str]]); 3] = [("Mei", &MEI), ("Jon", &jon(HEADS, QUALITY)), ("Ana", &ana)];
    let (book, import) = book(&sheets, &summary(MEAN));
    assert_eq!(kinds(&import), ["sheet-role"]);
    let without = settled(&book, &import);
    assert_right(&without);
    assert_eq!(without.evaluators, ["Mei", "Jon"]);
    let all = with(&book, &import, "sheet-role", 1);
    assert_eq!(all.evaluators, ["Mei", "Jon", "Ana"]);
    assert_eq!(parts(&all), [3; 6]);
}

/// A summary without weights of its own is no evaluator.
#[test]
fn a_summary_beside_the_table_with_the_weights_is_no_evaluator() {
    let mut rows = summary("=0.75*Mei!#+0.25*Jon!#");
    rows.truncate(4);
    for row in &mut rows {
        row.remove(1);
    }
    let (book, import) = book(&[("Mei", &MEI), ("Jon", &jon(HEADS, QUALITY))], &rows);
    let import = settled(&book, &import);
    assert_eq!(import.evaluators, ["Mei", "Jon"]);
    assert_eq!(import.combination, Combination::Weighted(["0.75", "0.25"].map(number).to_vec()));
}

/// A mark beyond the scale is that of its evaluator, and the scale goes as far as any of them.
#[test]
fn a_mark_beyond_the_scale_is_named_by_its_own_cell() {
    let jon = jon(HEADS, &["Quality", "40", "4", "7"]);
    let (book, import) = book(&[("Mei", &MEI), ("Jon", &jon)], &[]);
    let first = settled(&book, &import);
    let beyond = first.faults.iter().find(|fault| fault.what.contains("beyond its scale"));
    let asked = first.questions.iter().any(|question| question.ask.contains("the highest found is 7"));
    assert!(asked || beyond.is_some_and(|fault| book.name(fault.place) == "Jon!D3"), "{:?}", first.faults);
    assert!(first.faults.iter().all(|fault| !book.name(fault.place).starts_with("Mei!")));
}

#[test]
fn evaluators_that_agree_need_no_other_question() {
    let (_, import) = book(&[("Mei", &MEI), ("Jon", &jon(HEADS, QUALITY))], &summary(MEAN));
    assert!(
        kinds(&import).is_empty() && import.values.iter().all(|one| matches!(one.meaning, Meaning::Mean(_)))
    );
    assert_eq!(order(&import), ["Beta", "Alpha"]);
    assert_right(&import);
}
