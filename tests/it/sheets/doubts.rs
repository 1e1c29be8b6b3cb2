//! What a sheet may mean otherwise than it looks: read right where that is certain, else asked, and never misread in silence.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook as Written};
use weigh::exact::Exact;
use weigh::sheets::cells::{self, Book, Content};
use weigh::sheets::proposal::{CriterionKind, Import};
use weigh::sheets::questions::{Answer, Answers};

use super::layouts::{found, kinds, names, shares};
use super::{import, number, read, workbook, workbook_of};

/// The import of a book with an answer for each question of some kinds; of any other the first reading.
fn answered(book: &Book, picks: &[(&str, &str)]) -> Import {
    let mut answers = Answers::default();
    for _ in 0..4 {
        let found = import(book, &answers);
        let open: Vec<_> = found.questions.iter().filter(|question| question.answer.is_none()).collect();
        if open.is_empty() {
            return found;
        }
        for question in open {
            let pick = picks.iter().find(|(kind, _)| *kind == question.kind.word());
            let answer = pick.map_or_else(
                || question.options[0].clone(),
                |(_, answer)| {
                    let full = question.options.iter().find(|option| option.contains(answer));
                    full.cloned().unwrap_or_else(|| (*answer).to_owned())
                },
            );
            answers.0.push(Answer {
                kind: question.kind.word().to_owned(),
                at: question.at.iter().map(|place| book.name(*place)).collect(),
                answer,
            });
        }
    }
    panic!("questions without an end");
}

fn vendors(import: &Import) -> Vec<&str> {
    import.vendors.iter().map(|vendor| vendor.name.as_str()).collect()
}

/// What each vendor has of the whole, by its marks, shares and scales.
fn scores(import: &Import) -> BTreeMap<String, String> {
    let mut scores: BTreeMap<String, Exact> = BTreeMap::new();
    for value in &import.values {
        let criterion = &import.criteria[value.criterion];
        let CriterionKind::Marks { worst, best } = &criterion.kind else { continue };
        let Some(mark) = value.meaning.number() else { continue };
        let worth = (&mark - worst).over(&(best - worst)).unwrap();
        let sum = scores.entry(import.vendors[value.vendor].name.clone()).or_default();
        *sum = &*sum + &(&worth * &criterion.share);
    }
    scores.into_iter().map(|(name, score)| (name, score.percent().plain(2))).collect()
}

fn of(scores: &[(&str, &str)]) -> BTreeMap<String, String> {
    scores.iter().map(|(name, score)| ((*name).to_owned(), (*score).to_owned())).collect()
}

const MARKS: &[&str] = &["Marks 0-5"];

#[test]
fn a_vendor_may_be_called_like_a_total_or_a_mark() {
    for name in ["Average Joe", "Score Ltd", "Rank Xerox", "Total Care", "Sum & Co"] {
        let (_, import) = found(&[
            MARKS,
            &["Criterion", "Weight", "Alpha", name, "Beta"],
            &["Quality", "60", "3", "5", "4"],
            &["Rate", "40", "2", "5", "3"],
        ]);
        let (first, one) = (&vendors(&import), scores(&import));
        assert_eq!(*first, ["Alpha", name, "Beta"]);
        assert_eq!(one[name], "100", "{one:?}");
    }
    // What is typed and comes to the mean of the others may be a result all the same.
    let (_, import) = found(&[
        MARKS,
        &["Criterion", "Weight", "Alpha", "Beta", "Average of both vendors"],
        &["Quality", "60", "3", "5", "4"],
        &["Rate", "40", "2", "5", "3.5"],
    ]);
    assert_eq!(kinds(&import), ["which-table"]);
}

/// Lines of a sheet without totals are criteria, whatever they are called.
#[test]
fn criteria_may_be_called_like_totals() {
    let (_, import) = found(&[
        MARKS,
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Average handling time", "25", "3", "5"],
        &["Sum insured", "25", "4", "3"],
        &["Total cost of ownership", "50", "1", "2"],
    ]);
    assert_eq!(names(&import), ["Average handling time", "Sum insured", "Total cost of ownership"]);
    assert_eq!(kinds(&import), Vec::<&str>::new());
}

#[test]
fn of_two_columns_of_a_vendor_the_mark_is_the_one_that_says_so() {
    let book = read(&workbook(&[
        MARKS,
        &["Criterion", "Weight", "Alpha", "", "Beta", ""],
        &["", "", "Bid", "Score", "Bid", "Score"],
        &["Price", "50", "14.2", "4", "12", "5"],
        &["Agents", "50", "120", "3", "80", "1"],
    ]));
    let found = answered(&book, &[]);
    assert_eq!(
        (vendors(&found), scores(&found)),
        (vec!["Alpha", "Beta"], of(&[("Alpha", "70"), ("Beta", "60")]))
    );
    assert!(found.ignored.iter().any(|(range, _)| range.contains("C4")), "{:?}", found.ignored);
}

/// Evaluators under vendors, or vendors under evaluators: it is asked.
#[test]
fn columns_under_two_rows_of_heads_are_asked_about() {
    let book = read(&workbook(&[
        MARKS,
        &["Criterion", "Weight", "Alpha", "", "Beta", ""],
        &["", "", "Mei", "Jon", "Mei", "Jon"],
        &["Price", "50", "4", "5", "5", "3"],
        &["Agents", "30", "1", "2", "3", "3"],
        &["Quality", "20", "5", "3", "2", "1"],
    ]));
    let asked = import(&book, &Answers::default());
    assert!(kinds(&asked).contains(&"evaluator-combine"), "{:?}", kinds(&asked));
    let found = answered(&book, &[]);
    assert_eq!(found.evaluators, ["Mei", "Jon"]);
    assert_eq!(scores(&found), of(&[("Alpha", "70"), ("Beta", "64")]));
    let found = answered(&book, &[("evaluator-combine", "Jon alone")]);
    assert_eq!(scores(&found), of(&[("Alpha", "74"), ("Beta", "52")]));
    assert!(found.ignored.iter().any(|(range, _)| range.contains("C4")), "{:?}", found.ignored);
    let found = answered(&book, &[("evaluator-combine", "Mei, Jon are vendors")]);
    assert_eq!((vendors(&found), found.evaluators.len()), (vec!["Mei", "Jon"], 2));
}

#[test]
fn a_sheet_of_an_evaluator_is_never_lost() {
    let mei: &[&[&str]] = &[
        MARKS,
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Quality", "60", "5", "3"],
        &["Rate", "40", "4", "3"],
    ];
    let jon: &[&[&str]] = &[
        MARKS,
        &["Criterion", "Weight", "Alpha Ltd", "Beta Ltd"],
        &["Quality", "60", "1", "5"],
        &["Rate", "40", "1", "5"],
    ];
    let book = read(&workbook_of(&[("Mei", mei), ("Jon", jon)]));
    let asked = import(&book, &Answers::default());
    assert!(kinds(&asked).contains(&"same-vendor"), "{:?}", kinds(&asked));
    let found = answered(&book, &[]);
    assert_eq!(scores(&found), of(&[("Alpha", "56"), ("Beta", "80")]));
    // Of names that are others it is said that nothing is read.
    let other: &[&[&str]] = &[
        MARKS,
        &["Criterion", "Weight", "Gamma", "Delta"],
        &["Quality", "60", "1", "5"],
        &["Rate", "40", "1", "5"],
    ];
    let book = read(&workbook_of(&[("Mei", mei), ("Jon", other)]));
    let found = answered(&book, &[]);
    assert!(found.ignored.iter().any(|(range, _)| range.contains("Jon!")), "{:?}", found.ignored);
    // Scales of their own are brought to one.
    let long: &[&[&str]] = &[
        &["Marks 0-10"],
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Quality", "60", "2", "10"],
        &["Rate", "40", "2", "10"],
    ];
    let found = answered(&read(&workbook_of(&[("Mei", mei), ("Jon", long)])), &[]);
    assert_eq!(scores(&found), of(&[("Alpha", "56"), ("Beta", "80")]));
}

#[test]
fn weights_are_read_as_they_are_typed_or_asked_for() {
    let with = |weights: [&str; 3]| {
        read(&workbook(&[
            MARKS,
            &["Criterion", "Weight", "Alpha", "Beta"],
            &["Quality", weights[0], "5", "3"],
            &["Rate", weights[1], "1", "5"],
            &["Terms", weights[2], "2", "4"],
        ]))
    };
    for weights in [
        ["60 points", "10 points", "10 points"],
        ["60 Pkt.", "10 Pkt.", "10 Pkt."],
        ["60 (key)", "10", "10"],
        ["60pt", "10pt", "10pt"],
        ["x6", "1x", "x1"],
        ["3/5", "1/10", "1/10"],
    ] {
        let found = answered(&with(weights), &[]);
        assert_eq!(shares(&found), ["3/4", "1/8", "1/8"].map(number), "{weights:?}: {:?}", kinds(&found));
    }
    for weights in [
        ["tbd", "10", "10"],
        ["", "10", "10"],
        ["=60/0", "10", "10"],
        ["60-70", "10", "10"],
        ["A", "10", "10"],
    ] {
        let book = with(weights);
        let asked = import(&book, &Answers::default());
        assert!(kinds(&asked).contains(&"unknown"), "{weights:?}: {:?}", kinds(&asked));
        let found = answered(&book, &[("unknown", "60")]);
        assert_eq!(shares(&found), ["3/4", "1/8", "1/8"].map(number), "{weights:?}");
    }
    let found = import(&with(["A", "B", "C"]), &Answers::default());
    assert_eq!(kinds(&found).iter().filter(|kind| **kind == "unknown").count(), 3);
    let book = with(["60 %*", "20 %", "20 %"]);
    assert!(!kinds(&import(&book, &Answers::default())).contains(&"weight-sum"));
    let found = import(&with(["2,500", "1,500", "1,000"]), &Answers::default());
    assert!(kinds(&found).contains(&"number-format"), "{:?}", kinds(&found));
    // In the names, where no column has them.
    let (_, import) = found_in_names();
    assert_eq!(shares(&import), ["1/2", "3/10", "1/5"].map(number));
}

fn found_in_names() -> (Book, Import) {
    found(&[
        MARKS,
        &["Criterion", "Alpha", "Beta"],
        &["Quality (50%)", "5", "3"],
        &["Rate (30%)", "1", "5"],
        &["Terms (20%)", "2", "4"],
    ])
}

#[test]
fn weights_of_groups_count_wherever_they_stand() {
    for rows in [
        [["Operations 70%", "", "Quality", "60"], ["Commercial 30%", "", "Rate", "50"]],
        [["Operations - 70 points", "", "Quality", "60"], ["Commercial - 30 points", "", "Rate", "50"]],
        [["Operations", "70", "Quality", "60"], ["Commercial", "30", "Rate", "50"]],
    ] {
        let has_column = !rows[0][1].is_empty();
        let row = |cells: [&'static str; 4], marks: [&'static str; 2]| {
            let mut row = cells.to_vec();
            row.extend(marks);
            if !has_column {
                row.remove(1);
            }
            row
        };
        let all = [
            row(["Group", "Group weight", "Criterion", "Weight"], ["Alpha", "Beta"]),
            row(rows[0], ["5", "3"]),
            row(["", "", "Language", "40"], ["4", "3"]),
            row(rows[1], ["1", "5"]),
            row(["", "", "Terms", "50"], ["1", "4"]),
        ];
        let mut rows: Vec<&[&str]> = vec![MARKS];
        rows.extend(all.iter().map(Vec::as_slice));
        let found = answered(&read(&workbook(&rows)), &[]);
        assert_eq!(scores(&found), of(&[("Alpha", "70.4"), ("Beta", "69")]), "{:?}", kinds(&found));
    }
}

#[test]
fn a_weighted_line_of_words_is_asked_about() {
    let book = read(&workbook(&[
        MARKS,
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Quality", "60", "yes", "no"],
        &["Rate", "20", "1", "5"],
        &["Terms", "20", "++", "4"],
    ]));
    let asked = import(&book, &Answers::default());
    assert!(
        kinds(&asked).contains(&"gate-or-points") && kinds(&asked).contains(&"word-scale"),
        "{:?}",
        kinds(&asked)
    );
    let found = answered(&book, &[("word-scale", "5")]);
    assert_eq!(scores(&found), of(&[("Alpha", "84"), ("Beta", "36")]));
    let found = answered(&book, &[("word-scale", "5"), ("gate-or-points", "must-have")]);
    assert!(found.criteria.iter().any(|one| one.kind == CriterionKind::Gate));
}

#[test]
fn days_count_from_1904_where_the_workbook_says_so() {
    let mut book = Written::new();
    let sheet = book.add_worksheet();
    let day = ExcelDateTime::from_ymd(2028, 4, 1).unwrap();
    sheet.write_datetime_with_format(0, 0, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    sheet.write_number(1, 0, 5.0).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let serial = |bytes: &[u8], at| match &read(bytes).sheets[0].cells[&at].content {
        Content::Number(number) => number.clone(),
        other => panic!("{other:?}"),
    };
    for says in ["1", "true"] {
        let old = super::exported::with_part(&bytes, "xl/workbook.xml", |text| {
            text.replacen("<workbookPr ", &format!("<workbookPr date1904=\"{says}\" "), 1)
        });
        let moved = &serial(&old, (0, 0)) - &serial(&bytes, (0, 0));
        assert_eq!((moved, serial(&old, (1, 0))), (Exact::from(1462), Exact::from(5)));
    }
    assert_eq!(cells::day_of(&serial(&bytes, (0, 0))).unwrap().to_string(), "2028-04-01");
}

/// Weights are what adds up to a whole and what totals multiply, in whatever language.
#[test]
fn a_column_of_weights_is_known_without_its_word() {
    for head in
        ["Ağırlık", "משקל", "भार", "Trọng số", "Βαρύτητα", "Вага", "Pondere", "Тежест", "Timbang", "Vekting"]
    {
        let (_, import) = found(&[
            MARKS,
            &["Criterion", head, "Alpha", "Beta"],
            &["Quality", "50", "5", "3"],
            &["Rate", "30", "1", "5"],
            &["Terms", "20", "2", "4"],
        ]);
        assert_eq!(vendors(&import), ["Alpha", "Beta"], "{head}");
        assert_eq!(shares(&import), ["1/2", "3/10", "1/5"].map(number), "{head}");
    }
    let (_, import) = found(&[
        MARKS,
        &["Zzz", "Qqq", "Alpha", "Beta"],
        &["Quality", "50", "5", "3"],
        &["Rate", "30", "1", "5"],
        &["Terms", "20", "2", "4"],
        &["Total", "100", "=SUMPRODUCT($B3:$B5,C3:C5)/100", "=SUMPRODUCT($B3:$B5,D3:D5)/100"],
    ]);
    assert_eq!(vendors(&import), ["Alpha", "Beta"]);
    let (_, import) = found(&[
        MARKS,
        &["Zzz", "Qqq", "Alpha", "Beta"],
        &["Quality", "50", "5", "3"],
        &["Rate", "30", "1", "5"],
        &["Terms", "20", "2", "4"],
    ]);
    assert_eq!(kinds(&import), ["which-table"]);
}

#[test]
fn that_less_is_better_is_asked() {
    for (rows, kind) in [
        (
            vec![
                &["Criterion", "Rank of importance", "Alpha", "Beta"][..],
                &["Quality", "1", "5", "3"],
                &["Rate", "2", "1", "5"],
            ],
            "direction",
        ),
        (
            vec![
                &["Criterion", "Weight", "Alpha", "Beta"],
                &["Quality", "60", "5", "3"],
                &["Attrition %", "40", "40", "20"],
            ],
            "direction",
        ),
        (
            vec![
                &["Criterion", "Weight", "Alpha", "Beta"],
                &["Quality", "60", "5", "3"],
                &["Risk score (0 = no risk, 5 = high risk)", "40", "4", "2"],
            ],
            "direction",
        ),
        (
            vec![
                &["Noten 1-6"],
                &["Criterion", "Weight", "Alpha", "Beta"],
                &["Quality", "60", "5", "3"],
                &["Rate", "40", "1", "2"],
            ],
            "direction",
        ),
    ] {
        let (_, import) = found(&rows);
        assert!(kinds(&import).contains(&kind), "{rows:?}: {:?}", kinds(&import));
    }
    let book = read(&workbook(&[
        MARKS,
        &["Criterion", "Weight", "Direction", "Alpha", "Beta"],
        &["Quality", "50", "max", "5", "3"],
        &["Errors", "50", "min", "1", "5"],
    ]));
    let found = answered(&book, &[]);
    assert_eq!(vendors(&found), ["Alpha", "Beta"]);
    let errors = found.criteria.iter().find(|one| one.name == "Errors").unwrap();
    assert!(
        matches!(&errors.kind, CriterionKind::Marks { worst, best } if worst > best),
        "{:?}",
        errors.kind
    );
}

#[test]
fn each_criterion_goes_as_far_as_its_name_says() {
    let (_, import) = found(&[
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Quality (max 10)", "40", "8", "6"],
        &["Language (out of 20)", "35", "15", "20"],
        &["Price (max. 5)", "25", "3", "5"],
    ]);
    assert_eq!(kinds(&import), Vec::<&str>::new());
    assert_eq!(scores(&import), of(&[("Alpha", "73.25"), ("Beta", "84")]));
    let book = read(&workbook(&[
        &["Marks -2 to +2"],
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Quality", "60", "1", "-1"],
        &["Rate", "40", "-1", "2"],
    ]));
    let found = answered(&book, &[]);
    assert_eq!((kinds(&found).len(), scores(&found)), (0, of(&[("Alpha", "55"), ("Beta", "55")])));
}

#[test]
fn a_mark_that_became_a_day_is_no_mark() {
    let mut book = Written::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip([
        ["Marks 0-5", "", "", ""],
        ["Criterion", "Weight", "Alpha", "Beta"],
        ["Quality", "50", "4", "3"],
        ["Language", "50", "", "2"],
    ]) {
        for (column, cell) in (0..).zip(cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    let day = ExcelDateTime::from_ymd(2026, 4, 5).unwrap();
    sheet.write_datetime_with_format(3, 2, &day, &Format::new().set_num_format("d-mmm")).unwrap();
    let found = import(&read(&book.save_to_buffer().unwrap()), &Answers::default());
    let asked = found.questions.iter().find(|question| question.kind.word() == "unknown").unwrap();
    assert!(asked.ask.contains("the day 2026-04-05"), "{}", asked.ask);
    assert_eq!(kinds(&found), ["unknown"]);
}

#[test]
fn two_marks_for_one_thing_are_asked_about() {
    let text = "Vendor,Criterion,Weight,Mark,Comment\nAlpha,Quality,60,4,\nAlpha,Rate,40,3,\nBeta,Quality,60,5,\nBeta,Rate,40,1,dear\nBeta,Rate,40,3,second thought\n";
    let book = read(text.as_bytes());
    assert!(kinds(&import(&book, &Answers::default())).contains(&"same-criterion"));
    let found = answered(&book, &[("same-criterion", "the last"), ("scale-max", "5")]);
    assert_eq!(scores(&found), of(&[("Alpha", "72"), ("Beta", "84")]));
    let note = found.values.iter().find(|value| book.name(value.place).ends_with("D6")).unwrap().note.clone();
    assert_eq!(note.as_deref(), Some("second thought"));
}

#[test]
fn amounts_that_can_be_two_are_asked_about() {
    let found = import(
        &read(&workbook(&[
            &["Criterion", "Weight", "Alpha", "Beta"],
            &["Quality (0-100)", "50", "80", "70"],
            &["Staff", "50", "1.250", "980"],
        ])),
        &Answers::default(),
    );
    assert!(!kinds(&found).is_empty());
    let book = read(
        "Criterion;Weight;Alpha;Beta\nQuality (0-100);50;80;70\nAnnual cost (k EUR);50;1.250;980\n"
            .as_bytes(),
    );
    assert!(kinds(&import(&book, &Answers::default())).contains(&"number-format"));
}

/// Names that lead to names in a circle, or that grow with every step, take no time and no memory.
#[test]
fn names_in_circles_and_trees_are_not_followed() {
    let book = |names: &[(String, String)]| {
        let mut book = Written::new();
        let sheet = book.add_worksheet();
        for (row, cells) in (0..).zip([
            ["Criterion", "Weight", "Alpha", "Beta"],
            ["Quality", "60", "5", "3"],
            ["Rate", "40", "4", "3"],
            ["Total", "100", "=n0x", "=n1x"],
        ]) {
            for (column, cell) in (0..).zip(cells) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).unwrap(),
                    Err(_) if cell.starts_with('=') => sheet.write_formula(row, column, cell).unwrap(),
                    Err(_) => sheet.write_string(row, column, cell).unwrap(),
                };
            }
        }
        for (name, formula) in names {
            book.define_name(name, formula).unwrap();
        }
        read(&book.save_to_buffer().unwrap())
    };
    let named = |name: &str, formula: &str| (name.to_owned(), formula.to_owned());
    let tree: Vec<_> = (0..60)
        .map(|at| named(&format!("n{at}x"), &format!("=n{0}x+n{0}x", at + 1)))
        .chain([named("n60x", "=1")])
        .collect();
    for names in [vec![named("n0x", "=n1x+n1x"), named("n1x", "=n0x+n0x")], tree] {
        let start = Instant::now();
        let _ = weigh::sheets::import(&book(&names), &Answers::default());
        assert!(start.elapsed() < Duration::from_secs(5));
    }
    // Names of names are followed.
    let found = import(
        &book(&[
            named("n0x", "=n2x"),
            named("n1x", "=SUMPRODUCT(Sheet1!$B$2:$B$3,Sheet1!D2:D3)"),
            named("n2x", "=SUMPRODUCT(Sheet1!$B$2:$B$3,Sheet1!$C$2:$C$3)"),
        ]),
        &Answers::default(),
    );
    assert_eq!(
        found.totals.first().map(|total| total.right.to_string()),
        Some("460".to_owned()),
        "{:?}",
        kinds(&found)
    );
    let error =
        cells::read(format!("Criterion,Weight,Alpha\nQuality,60,{}\n", "9".repeat(200_000)).as_bytes())
            .unwrap_err();
    assert!(error.to_string().contains("line 2"), "{error}");
}
