//! What a sheet says plainly is used, and what can be read in two ways is asked: no false ranking without a word.

use weigh::exact::Exact;
use weigh::sheets::cells::Book;
use weigh::sheets::proposal::{CriterionKind, Import};
use weigh::sheets::questions::{Answer, Answers};

use super::layouts::{assert_right, faults, found, kinds, names, said, shares};
use super::{first_readings, import, number};

/// The vendors, the best first, each with what its marks come to of 1; prices count by the lowest over the own.
fn ranked(import: &Import) -> Vec<(&str, Exact)> {
    let numbers = |criterion: usize| {
        let values = import.values.iter().filter(move |value| value.criterion == criterion);
        values.filter_map(|value| Some((value.vendor, value.meaning.number()?)))
    };
    let ranked = import.vendors.iter().enumerate().filter(|(_, vendor)| vendor.excluded.is_none());
    let mut ranked: Vec<(&str, Exact)> = ranked
        .map(|(vendor, named)| {
            let terms = import.criteria.iter().enumerate().filter_map(|(at, criterion)| {
                let own = numbers(at).find(|(of, _)| *of == vendor)?.1;
                let value = match &criterion.kind {
                    CriterionKind::Marks { worst, best } => (&own - worst).over(&(best - worst))?,
                    CriterionKind::Price(_) => numbers(at).map(|(_, price)| price).min()?.over(&own)?,
                    _ => return None,
                };
                Some(&criterion.share * &value)
            });
            (named.name.as_str(), Exact::sum(&terms.collect::<Vec<_>>()))
        })
        .collect();
    ranked.sort_by(|one, other| other.1.cmp(&one.1));
    ranked
}

fn order(import: &Import) -> Vec<&str> {
    ranked(import).into_iter().map(|(name, _)| name).collect()
}

/// The import with the first reading of every question of the first.
fn settled(book: &Book, first: &Import) -> Import {
    import(book, &first_readings(book, first))
}

/// The import with one reading of the one question of a kind, and the first of all others.
fn with(book: &Book, first: &Import, kind: &str, reading: usize) -> Import {
    let answers = first.questions.iter().map(|question| Answer {
        kind: question.kind.word().to_owned(),
        at: question.at.iter().map(|place| book.name(*place)).collect(),
        answer: question.options[if question.kind.word() == kind { reading } else { 0 }].clone(),
    });
    import(book, &Answers(answers.collect()))
}

#[test]
fn what_evaluators_come_to_is_the_mark_however_it_is_worked_out() {
    let ways = [
        ("=(C{}+D{})/2", "=(F{}+G{})/2", "evaluator-combine"),
        ("=(C{}+2*D{})/3", "=(F{}+2*G{})/3", "evaluator-combine"),
        ("=0.4*C{}+0.6*D{}", "=0.4*F{}+0.6*G{}", "evaluator-combine"),
        ("=MIN(C{}:D{})", "=MIN(F{}:G{})", "other-rule"),
    ];
    for (one, other, asked) in ways {
        for heads in [["Mei", "Jon", "Avg"], ["Mei", "Jon", ""]] {
            let at = |formula: &str, row: &str| formula.replace("{}", row);
            let rows = ["4", "5", "6"].map(|row| [at(one, row), at(other, row)]);
            let (book, import) = found(&[
                &["Marks 0-5"],
                &["Criterion", "Weight", "Alpha", "", "", "Beta", "", ""],
                &["", "", heads[0], heads[1], heads[2], heads[0], heads[1], heads[2]],
                &["Quality", "40", "5", "1", &rows[0][0], "4", "5", &rows[0][1]],
                &["Language", "30", "5", "2", &rows[1][0], "4", "4", &rows[1][1]],
                &["Security", "30", "4", "2", &rows[2][0], "4", "5", &rows[2][1]],
                &[
                    "Total",
                    "100",
                    "",
                    "",
                    "=SUMPRODUCT($B4:$B6,E4:E6)/100",
                    "",
                    "",
                    "=SUMPRODUCT($B4:$B6,H4:H6)/100",
                ],
            ]);
            assert_eq!(kinds(&import), [asked], "{one}, {heads:?}");
            let import = settled(&book, &import);
            assert_right(&import);
            assert_eq!(order(&import), ["Beta", "Alpha"], "{one}, {heads:?}");
        }
    }
}

/// Totals that stand in columns of no vendor are no reason to rank by something else unasked.
#[test]
fn totals_that_nothing_is_compared_with_are_asked_about() {
    let (_, import) = found(&[
        &["Marks 0-5"],
        &["Criterion", "Weight", "Alpha", "Beta", "Rank"],
        &["Quality", "40", "5", "4", ""],
        &["Language", "60", "2", "3", ""],
        &["Total", "100", "", "", "3.4"],
    ]);
    assert_eq!(kinds(&import), ["other-rule"]);
}

#[test]
fn prices_among_marks_are_asked_about_and_the_dearest_does_not_win() {
    for (name, prices, scale) in [
        ("Price EUR/h", ["14", "28"], "Marks (0-100)"),
        ("Prix (€/h)", ["14.2", "18"], "Marks 0-5"),
        ("Price", ["€ 14", "€ 28"], "Marks 0-5"),
        ("Price", ["450", "520"], "Marks 0-5"),
    ] {
        let marks = if scale == "Marks 0-5" { ["4", "3"] } else { ["80", "70"] };
        let (book, import) = found(&[
            &[scale],
            &["Criterion", "Weight", "Alpha", "Beta"],
            &["Quality", "50", marks[0], marks[1]],
            &[name, "50", prices[0], prices[1]],
        ]);
        assert_eq!(kinds(&import).first(), Some(&"direction"), "{name}");
        assert!(!kinds(&import).contains(&"scale-max"), "{name}");
        for reading in [0, 1] {
            let import = with(&book, &import, "direction", reading);
            assert_eq!(order(&import), ["Alpha", "Beta"], "{name}, {reading}");
            let mut shares = shares(&import);
            shares.sort();
            assert_eq!(shares, ["0.5", "0.5"].map(number), "{name}, {reading}");
        }
    }
    // Marks for the price are marks.
    let (_, import) = found(&[
        &["Marks 0-5"],
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["European coverage", "50", "4", "3"],
        &["Price", "50", "3", "5"],
    ]);
    assert!(kinds(&import).is_empty(), "{:?}", kinds(&import));
}

#[test]
fn weights_of_groups_over_weights_within_them_count_without_totals() {
    for groups in [["60", "40"], ["60%", "40%"], ["", ""]] {
        let heads = if groups[0].is_empty() {
            ["A. Quality (60%)", "B. Price (40%)"]
        } else {
            ["A. Quality", "B. Price"]
        };
        let (_, import) = found(&[
            &["Marks 0-5"],
            &["Criterion", "Weight", "Alpha", "Beta", "Gamma"],
            &[heads[0], groups[0]],
            &["Training", "50", "4", "3", "5"],
            &["QA", "50", "5", "4", "2"],
            &[heads[1], groups[1]],
            &["Rate", "70", "3", "5", "4"],
            &["Terms", "30", "2", "2", "5"],
        ]);
        assert!(kinds(&import).is_empty(), "{groups:?}: {:?}", kinds(&import));
        assert_eq!(shares(&import), ["0.6", "0.3", "0.3", "0.4", "0.28", "0.12"].map(number), "{groups:?}");
    }
    // Weights of groups that say what those within them add up to, and such as say neither.
    for (second, asked) in [(["25", "15"], &[][..]), (["25", "20"], &["weights-disagree"][..])] {
        let (_, import) = found(&[
            &["Marks 0-5"],
            &["Criterion", "Weight", "Alpha", "Beta", "Gamma"],
            &["A. Quality", "60"],
            &["Training", "40", "4", "3", "5"],
            &["QA", "20", "5", "4", "2"],
            &["B. Price", "40"],
            &["Rate", second[0], "3", "5", "4"],
            &["Terms", second[1], "2", "2", "5"],
        ]);
        assert_eq!(kinds(&import), asked, "{second:?}");
        assert_eq!(shares(&import)[..3], ["0.6", "0.4", "0.2"].map(number), "{second:?}");
    }
}

#[test]
fn marks_out_of_different_numbers_share_as_their_weights_say() {
    let (_, import) = found(&[
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Quality", "50", "5/5", "3/5"],
        &["Language", "50", "6/10", "9/10"],
    ]);
    assert_eq!(ranked(&import), [("Alpha", number("0.8")), ("Beta", number("0.75"))]);
    let (_, import) = found(&[
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Quality", "50", "4/5", "6/10"],
        &["Language", "50", "3/5", "3/5"],
    ]);
    assert_eq!(ranked(&import), [("Alpha", number("0.7")), ("Beta", number("0.6"))]);
    assert!(said(&import).iter().any(|what| what.contains("counted as out of 10")), "{:?}", said(&import));
}

#[test]
fn a_scale_in_the_name_of_a_criterion_is_its_own() {
    let (book, import) = found(&[
        &["Marks 0-10"],
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Quality (0-10)", "50", "8", "6"],
        &["Language (1-5)", "50", "3", "5"],
    ]);
    assert_eq!(kinds(&import), ["scale-zero"]);
    let import = settled(&book, &import);
    assert_eq!(ranked(&import), [("Beta", number("0.8")), ("Alpha", number("0.7"))]);
    let (_, import) = found(&[
        &["Marks 0-10"],
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Quality (0-10)", "40", "8", "6"],
        &["Language (0-5)", "30", "3", "5"],
        &["Security (0-10)", "30", "7", "7"],
        &["Total", "100", "=C3/10*40+C4/5*30+C5/10*30", "=D3/10*40+D4/5*30+D5/10*30"],
    ]);
    assert_eq!(import.of, Exact::from(100));
    assert_eq!(shares(&import), ["0.4", "0.3", "0.3"].map(number));
    assert_right(&import);
    let (_, import) = found(&[
        &["Criterion", "Weight", "Max", "Alpha", "Beta", "Gamma"],
        &["Quality", "60", "10", "8", "6", "7"],
        &["Language", "40", "5", "3", "5", "4"],
        &[
            "Total",
            "100",
            "",
            "=SUMPRODUCT($B2:$B3,D2:D3/$C2:$C3)",
            "=SUMPRODUCT($B2:$B3,E2:E3/$C2:$C3)",
            "=SUMPRODUCT($B2:$B3,F2:F3/$C2:$C3)",
        ],
    ]);
    assert!(kinds(&import).is_empty(), "{:?}", kinds(&import));
    assert_eq!(shares(&import), ["0.6", "0.4"].map(number));
    assert_right(&import);
}

#[test]
fn what_kinds_of_vendors_they_are_over_their_names_is_no_name() {
    let (_, import) = found(&[
        &["Marks 0-5"],
        &["", "", "BPO firms", "", "In-house"],
        &["Criterion", "Weight", "Alpha", "Beta", "Gamma"],
        &["Quality", "40", "4", "3", "5"],
        &["Language", "30", "5", "4", "2"],
        &["Security", "30", "3", "5", "4"],
    ]);
    let vendors: Vec<&str> = import.vendors.iter().map(|vendor| vendor.name.as_str()).collect();
    assert_eq!(vendors, ["Alpha", "Beta", "Gamma"]);
    assert!(kinds(&import).is_empty());
}

fn vendors(import: &Import) -> Vec<&str> {
    import.vendors.iter().map(|vendor| vendor.name.as_str()).collect()
}

#[test]
fn weights_stand_behind_and_between_the_vendors_too() {
    let (_, import) = found(&[
        &["Marks 0-5"],
        &["Criterion", "Alpha", "Beta", "Weight"],
        &["Quality", "4", "3", "70"],
        &["Language", "2", "5", "30"],
    ]);
    assert_eq!((vendors(&import), kinds(&import)), (vec!["Alpha", "Beta"], vec![]));
    assert_eq!(shares(&import), ["0.7", "0.3"].map(number));
    let (_, import) = found(&[
        &["Marks 0-5"],
        &["Criterion", "Alpha", "Weight", "Beta"],
        &["Quality", "4", "70", "3"],
        &["Language", "2", "30", "5"],
        &["Total", "=SUMPRODUCT(B3:B4,$C3:$C4)", "100", "=SUMPRODUCT(D3:D4,$C3:$C4)"],
    ]);
    assert_eq!((vendors(&import), kinds(&import)), (vec!["Alpha", "Beta"], vec![]));
    assert_right(&import);
}

#[test]
fn two_columns_of_weights_are_asked_about_unless_the_totals_name_one() {
    for (heads, total) in [(["Weight", "Weight 2026"], "C"), (["Weight 2025", "Weight new"], "B")] {
        let rows: [&[&str]; 4] = [
            &["Marks 0-5"],
            &["Criterion", heads[0], heads[1], "Alpha", "Beta"],
            &["Quality", "70", "30", "4", "3"],
            &["Language", "30", "70", "2", "5"],
        ];
        let (book, import) = found(&rows);
        assert_eq!(vendors(&import), ["Alpha", "Beta"]);
        assert_eq!(kinds(&import), ["weights-disagree"]);
        let import = with(&book, &import, "weights-disagree", 1);
        assert_eq!(shares(&import), ["0.3", "0.7"].map(number));
        let totals = ["D", "E"].map(|vendor| format!("=SUMPRODUCT(${total}3:${total}4,{vendor}3:{vendor}4)"));
        let with_total: Vec<&[&str]> = rows.into_iter().collect();
        let last: &[&str] = &["Total", "100", "100", &totals[0], &totals[1]];
        let (_, import) = found(&[&with_total[..], &[last]].concat());
        assert!(kinds(&import).is_empty(), "{:?}", kinds(&import));
        let share = if total == "C" { "0.3" } else { "0.7" };
        assert_eq!(shares(&import)[0], number(share));
        assert_right(&import);
    }
}

#[test]
fn columns_beside_the_marks_are_no_vendors() {
    // Worked out from the marks: plain, whatever they are called.
    let (_, import) = found(&[
        &["Marks 0-5"],
        &["Criterion", "Weight", "Alpha", "Beta", "Top", "Spread"],
        &["Quality", "70", "4", "3", "=MAX(C3:D3)", "=MAX(C3:D3)-MIN(C3:D3)"],
        &["Language", "30", "2", "5", "=MAX(C4:D4)", "=MAX(C4:D4)-MIN(C4:D4)"],
        &[
            "Total",
            "100",
            "=SUMPRODUCT($B3:$B4,C3:C4)",
            "=SUMPRODUCT($B3:$B4,D3:D4)",
            "=SUMPRODUCT($B3:$B4,E3:E4)",
        ],
    ]);
    assert_eq!((vendors(&import), kinds(&import)), (vec!["Alpha", "Beta"], vec![]));
    assert_right(&import);
    // Typed: asked, unless the vendors have totals and they have none.
    for name in ["Target", "Must reach", "Max", "Best"] {
        let rows: [&[&str]; 4] = [
            &["Marks 0-5"],
            &["Criterion", "Weight", "Alpha", "Beta", name],
            &["Quality", "70", "4", "3", "5"],
            &["Language", "30", "2", "5", "5"],
        ];
        let (book, import) = found(&rows);
        assert_eq!(kinds(&import), ["which-table"], "{name}");
        assert_eq!(vendors(&settled(&book, &import)), ["Alpha", "Beta"], "{name}");
        assert_eq!(vendors(&with(&book, &import, "which-table", 1)), ["Alpha", "Beta", name]);
        let last: &[&str] = &["Total", "100", "=SUMPRODUCT($B3:$B4,C3:C4)", "=SUMPRODUCT($B3:$B4,D3:D4)"];
        let (_, import) = found(&[&rows[..], &[last]].concat());
        assert_eq!((vendors(&import), kinds(&import)), (vec!["Alpha", "Beta"], vec![]), "{name}");
        assert_right(&import);
    }
    // Evaluators and what they come to, each under a head of its own.
    let (book, import) = found(&[
        &["Marks 0-5"],
        &["Criterion", "Weight", "Mei Alpha", "Jon Alpha", "Avg Alpha", "Mei Beta", "Jon Beta", "Avg Beta"],
        &["Quality", "70", "5", "1", "=AVERAGE(C3:D3)", "4", "5", "=AVERAGE(F3:G3)"],
        &["Language", "30", "5", "2", "=AVERAGE(C4:D4)", "4", "4", "=AVERAGE(F4:G4)"],
    ]);
    let import = settled(&book, &import);
    assert_eq!(vendors(&import), ["Alpha", "Beta"]);
    assert_eq!(order(&import), ["Beta", "Alpha"]);
}

/// A total that was typed among formulas misses no mark.
#[test]
fn a_typed_total_among_formulas_is_compared_and_not_said_to_miss_a_mark() {
    let (_, import) = found(&[
        &["Marks 0-5"],
        &["Criterion", "Weight", "Alpha", "Beta", "Gamma"],
        &["Quality", "70", "4", "3", "5"],
        &["Language", "30", "2", "5", "5"],
        &["Total", "100", "=SUMPRODUCT($B3:$B4,C3:C4)", "=SUMPRODUCT($B3:$B4,D3:D4)", "480"],
    ]);
    assert_eq!(kinds(&import), Vec::<&str>::new());
    assert_eq!(faults(&import).len(), 1);
    assert!(faults(&import)[0].contains("500"), "{:?}", faults(&import));
}

#[test]
fn a_vendor_that_the_sheet_says_is_out_is_out() {
    let rows = |name: &'static str, total: &'static str, status: &'static str| {
        let rows: [&[&str]; 6] = [
            &["Marks 0-5"],
            &["Criterion", "Weight", "Alpha", name, "Gamma"],
            &["Quality", "70", "4", "3", "5"],
            &["Language", "30", "2", "5", "5"],
            &["Total", "100", "=SUMPRODUCT($B3:$B4,C3:C4)", total, "=SUMPRODUCT($B3:$B4,E3:E4)"],
            &["Status", "", "ok", status, "ok"],
        ];
        found(&rows).1
    };
    let total = "=SUMPRODUCT($B3:$B4,D3:D4)";
    for import in [
        rows("Beta", "Disqualified", ""),
        rows("Beta", total, "withdrawn"),
        rows("Beta (withdrawn)", total, "ok"),
    ] {
        assert_eq!(order(&import), ["Gamma", "Alpha"]);
        assert!(import.vendors[1].excluded.is_some());
        assert!(faults(&import).is_empty(), "{:?}", faults(&import));
    }
    assert_eq!(order(&rows("Beta", total, "not excluded")).len(), 3);
    assert_eq!(names(&rows("Beta", total, "ok"))[..2], ["Quality", "Language"]);
}
