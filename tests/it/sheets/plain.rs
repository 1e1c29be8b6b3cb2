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

pub(super) fn order(import: &Import) -> Vec<&str> {
    ranked(import).into_iter().map(|(name, _)| name).collect()
}

/// The import with the first reading of every question of the first.
pub(super) fn settled(book: &Book, first: &Import) -> Import {
    import(book, &first_readings(book, first))
}

/// The import with one reading of the one question of a kind, and the first of all others.
pub(super) fn with(book: &Book, first: &Import, kind: &str, reading: usize) -> Import {
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

#[test]
fn an_order_whose_lowest_is_the_best_is_never_turned_unsaid() {
    let rows = |said: &[&'static str], total: bool| {
        let mut rows: Vec<&[&str]> = vec![
            said,
            &["Criterion", "Weight", "Alpha", "Beta"],
            &["Quality", "60", "1", "3"],
            &["Language", "40", "2", "4"],
        ];
        if total {
            rows.push(&["Total", "100", "=SUMPRODUCT($B3:$B4,C3:C4)", "=SUMPRODUCT($B3:$B4,D3:D4)"]);
        }
        found(&rows)
    };
    let plain = [
        "1 = best, 6 = worst",
        "Marks 1-6 (1 = best)",
        "1 (sehr gut) - 6 (ungenügend)",
        "1: excellent, 2: good, 3: fair, 4: poor",
        "Scale 1 to 5, best = 1",
        "Marks 1-5, lower is better",
    ];
    for said in plain {
        for total in [false, true] {
            let (_, import) = rows(&[said], total);
            assert!(kinds(&import).is_empty(), "{said}: {:?}", kinds(&import));
            assert_eq!(order(&import), ["Alpha", "Beta"], "{said}, {total}");
            let mut shares = shares(&import);
            shares.sort();
            assert_eq!(shares, ["0.4", "0.6"].map(number), "{said}, {total}");
        }
    }
    for said in ["Bewertung in Schulnoten 1-6", "Schulnoten"] {
        for total in [false, true] {
            let (book, import) = rows(&[said], total);
            assert_eq!(kinds(&import)[0], "direction", "{said}");
            assert_eq!(order(&settled(&book, &import)), ["Alpha", "Beta"], "{said}");
            assert_eq!(order(&with(&book, &import, "direction", 1)), ["Beta", "Alpha"], "{said}");
        }
    }
    for said in ["1 = poor, 5 = excellent", "Marks 1-5 (5 = best)", "0 = worst, 10 = best", "1 is the worst"]
    {
        let (book, import) = rows(&[said], false);
        assert!(!kinds(&import).contains(&"direction"), "{said}");
        assert_eq!(order(&settled(&book, &import)), ["Beta", "Alpha"], "{said}");
    }
    // A note among the lines counts as one beside them.
    let (_, import) = found(&[
        &["Marks 0-5"],
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Quality", "60", "1", "3"],
        &["Language", "40", "2", "4"],
        &["Note: 1 = best"],
    ]);
    assert_eq!(order(&import), ["Alpha", "Beta"]);
    // A note on ranks that follow the totals says nothing of the marks.
    let (_, import) = found(&[
        &["Marks 0-5. Rank: 1 = best"],
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Quality", "60", "1", "3"],
        &["Language", "40", "2", "4"],
        &["Total", "100", "=SUMPRODUCT($B3:$B4,C3:C4)", "=SUMPRODUCT($B3:$B4,D3:D4)"],
        &["Rank", "", "=RANK(C5,$C5:$D5)", "=RANK(D5,$C5:$D5)"],
    ]);
    assert!(kinds(&import).is_empty());
    assert_right(&import);
    assert_eq!(order(&import), ["Beta", "Alpha"]);
}

#[test]
fn a_list_of_marks_with_words_says_which_is_the_best() {
    let (_, import) = found(&[
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Quality", "60", "1", "3"],
        &["Language", "40", "2", "4"],
        &[],
        &[],
        &["1", "excellent"],
        &["2", "good"],
        &["3", "fair"],
        &["4", "poor"],
    ]);
    assert!(kinds(&import).is_empty(), "{:?}", kinds(&import));
    assert_eq!(order(&import), ["Alpha", "Beta"]);
}

#[test]
fn a_criterion_of_which_less_is_better_counts_so_alone() {
    for (name, asked) in [
        ("Complaints (1 = best, 5 = worst)", false),
        ("Attrition, lower is better", false),
        ("Rank of references", true),
    ] {
        let (book, import) = found(&[
            &["Marks 0-5"],
            &["Criterion", "Weight", "Alpha", "Beta"],
            &["Quality", "50", "3", "3"],
            &[name, "50", "1", "2"],
        ]);
        assert_eq!(kinds(&import).contains(&"direction"), asked, "{name}");
        let settled = settled(&book, &import);
        assert_eq!(order(&settled), ["Alpha", "Beta"], "{name}");
        assert_eq!(shares(&settled), ["0.5", "0.5"].map(number), "{name}");
    }
    // Added up by the totals as it stands, both are possible.
    let (book, import) = found(&[
        &["Marks 0-5"],
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Quality", "50", "3", "3"],
        &["Complaints (1 = best, 5 = worst)", "50", "1", "2"],
        &["Total", "100", "=SUMPRODUCT($B3:$B4,C3:C4)", "=SUMPRODUCT($B3:$B4,D3:D4)"],
    ]);
    assert_eq!(kinds(&import), ["direction"]);
    assert_eq!(order(&settled(&book, &import)), ["Alpha", "Beta"]);
    let kept = with(&book, &import, "direction", 1);
    assert_right(&kept);
    assert_eq!(order(&kept), ["Beta", "Alpha"]);
}

/// Evaluators' marks of which the lowest is the best come in as what they come to: a panel's rise to the best.
#[test]
fn school_marks_of_evaluators_keep_their_order() {
    let (book, import) = found(&[
        &["Marks 1-6, 1 = best"],
        &["Criterion", "Weight", "Alpha", "", "", "Beta", "", ""],
        &["", "", "Mei", "Jon", "Avg", "Mei", "Jon", "Avg"],
        &["Quality", "60", "1", "2", "=AVERAGE(C4:D4)", "4", "3", "=AVERAGE(F4:G4)"],
        &["Language", "40", "2", "1", "=AVERAGE(C5:D5)", "3", "5", "=AVERAGE(F5:G5)"],
    ]);
    let import = settled(&book, &import);
    assert_eq!(order(&import), ["Alpha", "Beta"]);
    assert!(import.evaluators.is_empty());
}

#[test]
fn what_is_paid_for_each_is_asked_about_without_a_currency() {
    for (name, scale, marks, amounts) in [
        ("Cost per hour", "Marks (0-100)", ["80", "70"], ["14", "28"]),
        ("Cost per hour", "Marks 0-5", ["4", "3"], ["14", "28"]),
        ("Kosten pro Stunde", "Marks 0-5", ["4", "3"], ["3.5", "4.2"]),
        ("Hourly rate/cost", "Marks 0-5", ["4", "3"], ["14", "28"]),
    ] {
        let (book, import) = found(&[
            &[scale],
            &["Criterion", "Weight", "Alpha", "Beta"],
            &["Quality", "50", marks[0], marks[1]],
            &[name, "50", amounts[0], amounts[1]],
        ]);
        assert_eq!(kinds(&import).first(), Some(&"direction"), "{name}");
        assert_eq!(order(&settled(&book, &import)), ["Alpha", "Beta"], "{name}");
    }
    let (_, import) = found(&[
        &["Marks 0-5"],
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Quality", "50", "4", "3"],
        &["Cost per hour", "50", "3", "5"],
    ]);
    assert!(kinds(&import).is_empty(), "marks for what is paid are marks");
}

#[test]
fn rows_of_evaluators_under_each_criterion_are_a_panel() {
    for second in ["", "Quality"] {
        let rows: [&[&str]; 6] = [
            &["Marks 0-5"],
            &["Criterion", "Evaluator", "Weight", "Alpha", "Beta"],
            &["Quality", "Mei", "60", "5", "3"],
            &["", "Jon", "", "4", "4"],
            &["Language", "Mei", "40", "2", "5"],
            &["", "Jon", "", "3", "5"],
        ];
        let (book, import) = found(&rows);
        assert_eq!(names(&import), ["Quality", "Language"], "{second}");
        let import = settled(&book, &import);
        assert_eq!(import.evaluators, ["Mei", "Jon"]);
        assert_eq!(vendors(&import), ["Alpha", "Beta"]);
        assert_eq!(ranked(&import), [("Beta", number("0.82")), ("Alpha", number("0.74"))]);
    }
}

#[test]
fn weights_that_are_words_or_stars_are_asked_about() {
    for (weights, shown) in [
        (["High", "Low"], "Low = 1, High = 2"),
        (["★★★", "★"], "★ = 1, ★★★ = 3"),
        (["critical", "nice to have"], "nice to have = 1, critical = 2"),
    ] {
        let (book, import) = found(&[
            &["Marks 0-5"],
            &["Criterion", "Weight", "Alpha", "Beta"],
            &["Quality", weights[0], "5", "3"],
            &["Language", weights[1], "2", "5"],
        ]);
        assert_eq!(kinds(&import), ["word-scale"], "{weights:?}");
        assert_eq!(import.questions[0].options[0], shown);
        assert_eq!(order(&settled(&book, &import)), ["Alpha", "Beta"]);
        assert_eq!(order(&with(&book, &import, "word-scale", 1)), ["Beta", "Alpha"]);
    }
    // Totals that count no weight are said to.
    let (_, import) = found(&[
        &["Marks 0-5"],
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Quality", "High", "4", "3"],
        &["Language", "Low", "2", "5"],
        &["Total", "", "=SUM(C3:C4)", "=SUM(D3:D4)"],
    ]);
    assert!(
        said(&import).iter().any(|said| said.contains("count none of these weights")),
        "{:?}",
        said(&import)
    );
    // Stars as marks are so many points.
    let (_, import) = found(&[
        &["Criterion", "Weight", "Alpha", "Beta"],
        &["Quality", "60", "★★★★☆", "★★☆☆☆"],
        &["Language", "40", "★★★☆☆", "★★★★☆"],
    ]);
    assert_eq!(ranked(&import), [("Alpha", number("0.72")), ("Beta", number("0.56"))]);
}

#[test]
fn two_tables_with_totals_of_their_own_are_asked_about() {
    let (book, import) = found(&[
        &["Criterion (0-5)", "Weight", "Alpha", "Beta", "", "Criterion (0-5)", "Weight", "Gamma", "Delta"],
        &["Quality", "60", "5", "3", "", "Depth", "60", "4", "2"],
        &["Language", "40", "2", "5", "", "Reach", "40", "3", "4"],
        &[
            "Total",
            "100",
            "=SUMPRODUCT($B2:$B3,C2:C3)",
            "=SUMPRODUCT($B2:$B3,D2:D3)",
            "",
            "Total",
            "100",
            "=SUMPRODUCT($G2:$G3,H2:H3)",
            "=SUMPRODUCT($G2:$G3,I2:I3)",
        ],
    ]);
    assert_eq!(kinds(&import)[0], "sheet-role", "{:?}", kinds(&import));
    assert_eq!(vendors(&with(&book, &import, "sheet-role", 0)), ["Alpha", "Beta"]);
    assert_eq!(vendors(&with(&book, &import, "sheet-role", 1)), ["Gamma", "Delta"]);
}

#[test]
fn two_totals_with_weights_of_their_own_are_asked_about() {
    let total =
        |weight: &str| ["D", "E"].map(|one| format!("=SUMPRODUCT(${weight}3:${weight}4,{one}3:{one}4)"));
    let (one, other) = (total("B"), total("C"));
    let (book, import) = found(&[
        &["Marks 0-5"],
        &["Criterion", "Weight A", "Weight B", "Alpha", "Beta"],
        &["Quality", "70", "30", "4", "3"],
        &["Language", "30", "70", "2", "5"],
        &["Total A", "100", "", &one[0], &one[1]],
        &["Total B", "", "100", &other[0], &other[1]],
    ]);
    assert_eq!(kinds(&import), ["weights-disagree"]);
    for (reading, share) in [(0, "0.7"), (1, "0.3")] {
        let import = with(&book, &import, "weights-disagree", reading);
        assert_eq!(shares(&import)[0], number(share));
        assert_right(&import);
    }
}

#[test]
fn a_weight_below_nothing_is_asked_about_and_less_is_better() {
    for total in [true, false] {
        let mut rows: Vec<&[&str]> = vec![
            &["Marks 0-5"],
            &["Criterion", "Weight", "Alpha", "Beta"],
            &["Quality", "80", "4", "4"],
            &["Complaints", "-20", "1", "5"],
        ];
        if total {
            rows.push(&["Total", "", "=SUMPRODUCT($B3:$B4,C3:C4)", "=SUMPRODUCT($B3:$B4,D3:D4)"]);
        }
        let (book, import) = found(&rows);
        assert!(kinds(&import).contains(&"direction"), "{:?}", kinds(&import));
        let import = with(&book, &import, "direction", 0);
        assert_eq!(ranked(&import), [("Alpha", number("0.8")), ("Beta", number("0.64"))], "{total}");
        assert!(
            import.criteria.iter().all(|one| one.weight.as_ref().is_none_or(|weight| !weight.is_negative()))
        );
    }
}

#[test]
fn headings_over_the_names_of_vendors_hide_no_table() {
    let (_, import) = found(&[
        &["Marks 0-5"],
        &["Criterion", "Weight", "Suppliers", ""],
        &["", "", "Alpha", "Beta"],
        &["Quality", "70", "4", "3"],
        &["Language", "30", "2", "5"],
    ]);
    assert_eq!((vendors(&import), kinds(&import)), (vec!["Alpha", "Beta"], vec![]));
    assert_eq!(shares(&import), ["0.7", "0.3"].map(number));
    let (_, import) = found(&[
        &["Marks 0-5"],
        &["Criterion", "Weight", "Suppliers", "", "", ""],
        &["", "", "Alpha", "", "Beta", ""],
        &["", "", "Score", "Comment", "Score", "Comment"],
        &["Quality", "70", "4", "good", "3", "poor"],
        &["Language", "30", "2", "slow", "5", "quick"],
    ]);
    assert_eq!((vendors(&import), kinds(&import)), (vec!["Alpha", "Beta"], vec![]));
    assert_eq!(order(&import), ["Beta", "Alpha"]);
    let (_, import) = found(&[
        &["Evaluator", "Mei"],
        &["Criterion (0-5)", "Weight", "Alpha", "Beta"],
        &["Quality", "70", "4", "3"],
        &["Language", "30", "2", "5"],
    ]);
    assert_eq!((vendors(&import), kinds(&import)), (vec!["Alpha", "Beta"], vec![]));
    let book = super::read(&super::workbook(&[
        &["Marks 0-5"],
        &["Criterion", "Weight", "Alpha"],
        &["Quality", "70", "4"],
        &["Language", "30", "2"],
    ]));
    let none = weigh::sheets::import(&book, &Answers::default()).unwrap_err();
    assert!(
        none.to_string().contains("Sheet1!A1") && none.to_string().contains("one vendor alone"),
        "{none}"
    );
}

#[test]
fn a_total_over_the_headings_is_compared() {
    for total in [["=SUMPRODUCT($B4:$B5,C4:C5)", "=SUMPRODUCT($B4:$B5,D4:D5)"], ["340", "360"]] {
        let (book, import) = found(&[
            &["Marks 0-5"],
            &["Total", "", total[0], total[1]],
            &["Criterion", "Weight", "Alpha", "Beta"],
            &["Quality", "70", "4", "3"],
            &["Language", "30", "2", "5"],
        ]);
        let import = settled(&book, &import);
        assert_eq!(names(&import), ["Quality", "Language"]);
        assert_right(&import);
    }
}
