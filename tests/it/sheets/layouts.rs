//! Layouts that outsiders tried: what is a criterion, a group, a total, and how far marks go.

use weigh::exact::Exact;
use weigh::sheets::cells::Book;
use weigh::sheets::proposal::{CriterionKind, Import};
use weigh::sheets::questions::Answers;

use super::{import, number, read, workbook};

pub(super) fn found(rows: &[&[&str]]) -> (Book, Import) {
    let book = read(&workbook(rows));
    let import = import(&book, &Answers::default());
    (book, import)
}

pub(super) fn kinds(import: &Import) -> Vec<&str> {
    import.questions.iter().map(|question| question.kind.word()).collect()
}

pub(super) fn names(import: &Import) -> Vec<&str> {
    import.criteria.iter().map(|criterion| criterion.name.as_str()).collect()
}

pub(super) fn shares(import: &Import) -> Vec<Exact> {
    import.criteria.iter().map(|criterion| criterion.share.clone()).collect()
}

/// Each criterion with the name of its group.
fn grouped(import: &Import) -> Vec<(&str, &str)> {
    let under = |at: Option<usize>| at.map(|at| import.criteria[at].name.as_str());
    let leaves = import.criteria.iter().filter_map(|one| Some((under(one.parent)?, one.name.as_str())));
    leaves.collect()
}

pub(super) fn assert_right(import: &Import) {
    assert!(!import.totals.is_empty() && import.totals.iter().all(weigh::sheets::proposal::Total::is_right));
    assert!(import.faults.is_empty(), "{:?}", import.faults);
}

#[test]
fn a_total_with_a_weight_is_no_criterion() {
    for name in
        ["Total", "Weighted total", "Sum", "Total score", "Summe", "Gesamtpunktzahl", "Grand total", "合計点"]
    {
        for weight in ["Weight", "Max points"] {
            for totals in
                [["100", "75", "60"], ["=SUM(B2:B4)", "=SUM(C2:C4)", "=SUM(D2:D4)"], ["", "75", "60"]]
            {
                let (_, import) = found(&[
                    &["Criterion", weight, "Acme", "Beta"],
                    &["Price", "40", "20", "30"],
                    &["Quality", "35", "30", "20"],
                    &["Service", "25", "25", "10"],
                    &[name, totals[0], totals[1], totals[2]],
                ]);
                assert_eq!(names(&import), ["Price", "Quality", "Service"], "{name}, {weight}, {totals:?}");
                assert_right(&import);
            }
        }
    }
}

/// A name that only mentions a total is one, and so is one whose weight is its own.
#[test]
fn a_criterion_that_is_called_total_stays_one() {
    let (_, import) = found(&[
        &["Criterion", "Weight", "Acme", "Beta"],
        &["Quality", "20", "3", "5"],
        &["Total cost of ownership", "60", "4", "3"],
        &["Overall fit", "20", "5", "4"],
        &["Total", "100", "400", "360"],
    ]);
    assert_eq!(names(&import), ["Quality", "Total cost of ownership", "Overall fit"]);
    assert_right(&import);
}

#[test]
fn heads_of_groups_with_subtotals_are_groups_and_numbers_are_none() {
    let groups = [("Price", "Hourly rate"), ("Quality", "Process"), ("Quality", "People")];
    for head in ["No", "Nr", "Ref", "#", ""] {
        let (_, import) = found(&[
            &[head, "Criterion", "Weight", "Acme", "Beta"],
            &["A", "Price", "40", "=D3*C3", "=E3*C3"],
            &["A1", "Hourly rate", "40", "4", "3"],
            &["B", "Quality", "60", "=SUMPRODUCT($C5:$C6,D5:D6)", "=SUMPRODUCT($C5:$C6,E5:E6)"],
            &["B1", "Process", "35", "3", "5"],
            &["B2", "People", "25", "5", "4"],
            &["", "Total", "100", "=D2+D4", "=E2+E4"],
        ]);
        assert_eq!(grouped(&import), groups, "{head}");
        assert_right(&import);
        assert_eq!(kinds(&import), ["scale-max"], "{head}");
    }
    // Score beside weighted score, and the weights within each group.
    let (_, import) = found(&[
        &["No", "Criterion", "Weight", "Acme", "", "Beta", ""],
        &["", "", "", "Score", "Weighted", "Score", "Weighted"],
        &["A", "Price", "", "", "=SUM(E4:E4)", "", "=SUM(G4:G4)"],
        &["A1", "Hourly rate", "40", "4", "=C4*D4", "3", "=C4*F4"],
        &["B", "Quality", "", "", "=SUM(E6:E7)", "", "=SUM(G6:G7)"],
        &["B1", "Process", "35", "3", "=C6*D6", "5", "=C6*F6"],
        &["B2", "People", "25", "5", "=C7*D7", "4", "=C7*F7"],
        &["", "Total", "100", "", "=E3+E5", "", "=G3+G5"],
    ]);
    assert_eq!(grouped(&import), groups);
    assert_right(&import);
    let (_, import) = found(&[
        &["No", "Criterion", "Weight", "Acme", "Beta", "Gamma"],
        &["A", "Price", "0.4", "=D3", "=E3", "=F3"],
        &["A1", "Hourly rate", "1", "4", "3", "5"],
        &["B", "Quality", "0.6", "=D5*$C5+D6*$C6", "=E5*$C5+E6*$C6", "=F5*$C5+F6*$C6"],
        &["B1", "Process", "0.7", "3", "2", "4"],
        &["B2", "People", "0.3", "2", "5", "3"],
        &["", "Total", "", "=D2*$C2+D4*$C4", "=E2*$C2+E4*$C4", "=F2*$C2+F4*$C4"],
    ]);
    assert_eq!(grouped(&import), groups);
    assert_right(&import);
    assert_eq!(shares(&import), ["0.4", "0.4", "0.6", "0.42", "0.18"].map(number));
}

#[test]
fn names_that_begin_with_numbers_are_names() {
    for numbers in
        [["1 ", "2 ", "3 "], ["1. ", "2. ", "3. "], ["1.1 ", "1.2 ", "2.1 "], ["1) ", "2) ", "3) "]]
    {
        let named: Vec<String> = numbers
            .iter()
            .zip(["Price", "Quality", "Service"])
            .map(|(number, name)| format!("{number}{name}"))
            .collect();
        let (_, import) = found(&[
            &["Criterion", "Weight", "Acme", "Beta"],
            &[&named[0], "40", "4", "3"],
            &[&named[1], "35", "3", "5"],
            &[&named[2], "25", "5", "4"],
            &["Total", "=SUM(B2:B4)", "=SUMPRODUCT($B2:$B4,C2:C4)", "=SUMPRODUCT($B2:$B4,D2:D4)"],
        ]);
        assert_eq!(names(&import), named);
        assert_right(&import);
        let (_, import) = found(&[
            &["Vendor", &named[0], &named[1], &named[2], "Total"],
            &["Weight", "40", "35", "25", ""],
            &["Acme", "4", "3", "5", "=SUMPRODUCT(B$2:D$2,B3:D3)"],
            &["Beta", "3", "5", "4", "=SUMPRODUCT(B$2:D$2,B4:D4)"],
        ]);
        assert_eq!(names(&import), named);
        assert_right(&import);
    }
}

/// The share of a price is what its best price earns, and not what a price of nothing would.
#[test]
fn a_line_of_prices_ends_at_the_best_price() {
    for by in ["(32-20)", "12"] {
        let value = |row: u32| format!("=(32-C{row})/{by}");
        let (_, import) = found(&[
            &["Vendor", "Quality", "Price EUR/h", "Price value", "Total"],
            &["Weight", "0.6", "", "0.4", ""],
            &["Acme", "0.8", "22", &value(3), "=B3*B$2+D3*D$2"],
            &["Beta", "0.7", "24", &value(4), "=B4*B$2+D4*D$2"],
            &["Gamma", "0.9", "30", &value(5), "=B5*B$2+D5*D$2"],
        ]);
        assert_eq!(shares(&import), ["0.6", "0.4"].map(number));
        assert_right(&import);
        let asked = import.questions.iter().find(|question| question.kind.word() == "price-formula").unwrap();
        assert_eq!(asked.options[0], "a line: worst = 32, best = 20");
    }
    // Points that are multiplied with the weight, as marks are.
    let (_, import) = found(&[
        &["Vendor", "Quality", "Service", "Price EUR", "Price points", "Total"],
        &["Weight", "35", "25", "", "40", ""],
        &["Acme", "4", "3", "100000", "=MIN(D$3:D$5)/D3*5", "=(B3*B$2+C3*C$2+E3*E$2)/5"],
        &["Beta", "3", "5", "90000", "=MIN(D$3:D$5)/D4*5", "=(B4*B$2+C4*C$2+E4*E$2)/5"],
        &["Gamma", "5", "4", "95000", "=MIN(D$3:D$5)/D5*5", "=(B5*B$2+C5*C$2+E5*E$2)/5"],
    ]);
    assert_eq!(shares(&import), ["0.35", "0.25", "0.4"].map(number));
    assert_right(&import);
}

#[test]
fn a_plain_sum_divides_by_nothing() {
    for totals in [["100", "=SUM(C2:C5)", "=SUM(D2:D5)"], ["100", "70", "80"]] {
        let (_, import) = found(&[
            &["Criterion", "Weight", "Acme", "Beta"],
            &["Price", "25", "20", "15"],
            &["Quality", "25", "15", "25"],
            &["Service", "25", "25", "20"],
            &["Risk", "25", "10", "20"],
            &["Total", totals[0], totals[1], totals[2]],
        ]);
        let asked = import.questions.iter().find(|question| question.kind.word() == "scale-max").unwrap();
        assert_eq!(asked.options, ["each weight: 100 points in all", "100", "another"]);
        assert_right(&import);
    }
    let (_, import) = found(&[
        &["Criterion", "Weight", "Acme", "Beta"],
        &["Price", "50", "4", "3"],
        &["Quality", "50", "3", "5"],
        &["Total", "100", "=SUMPRODUCT($B2:$B3,C2:C3)/50", "=SUMPRODUCT($B2:$B3,D2:D3)/50"],
    ]);
    assert!(import.remarks.iter().any(|remark| remark.what.contains("divide the marks by 50")));
}

#[test]
fn headings_say_how_far_marks_go() {
    let total = ["Total", "100", "=SUMPRODUCT($B2:$B4,C2:C4)", "=SUMPRODUCT($B2:$B4,D2:D4)"];
    let heads: [[&str; 4]; 4] = [
        ["Criterion", "Weight", "Acme (1-10)", "Beta (1-10)"],
        ["Criterion (1–10)", "Weight", "Acme", "Beta"],
        ["Criterion", "Weight", "Acme [1 to 10]", "Beta [1 to 10]"],
        ["Criterion", "Weight", "Acme", "Beta"],
    ];
    for (at, head) in heads.iter().enumerate() {
        let more = if at == 3 { " (1-10)" } else { "" };
        let named = ["Price", "Quality", "Service"].map(|name| format!("{name}{more}"));
        let (_, import) = found(&[
            head,
            &[&named[0], "40", "4", "3"],
            &[&named[1], "35", "3", "5"],
            &[&named[2], "25", "5", "4"],
            &total,
        ]);
        assert_eq!(kinds(&import), ["scale-zero"], "{head:?}");
        assert_eq!(import.of, Exact::from(1000), "{head:?}");
        let vendors: Vec<&str> = import.vendors.iter().map(|vendor| vendor.name.as_str()).collect();
        assert_eq!(vendors, ["Acme", "Beta"]);
        assert_right(&import);
    }
    // A bracket that says something else is no scale.
    let (_, import) = found(&[
        &["Criterion", "Weight", "Acme", "Beta"],
        &["Price (lots 1-3)", "40", "4", "3"],
        &["Quality", "35", "3", "5"],
        &["Service", "25", "5", "4"],
        &total,
    ]);
    assert_eq!(kinds(&import), ["scale-max"]);
}

/// One column of remarks behind all vendors is about the criteria, and not about the last vendor.
#[test]
fn remarks_behind_all_vendors_are_of_the_criteria() {
    let (_, import) = found(&[
        &["Criterion", "Weight", "Acme", "Beta", "Comments"],
        &["Price", "40", "4", "3", "all offers are in euros"],
        &["Quality", "35", "3", "5", "reference calls"],
        &["Service", "25", "5", "4", ""],
        &["Total", "100", "=SUMPRODUCT($B2:$B4,C2:C4)", "=SUMPRODUCT($B2:$B4,D2:D4)", ""],
    ]);
    assert!(import.values.iter().all(|value| value.note.is_none()));
    let notes: Vec<Option<&str>> = import.criteria.iter().map(|one| one.note.as_deref()).collect();
    assert_eq!(notes, [Some("all offers are in euros"), Some("reference calls"), None]);
    let (_, import) = found(&[
        &["Criterion", "Weight", "Acme", "Comment", "Beta", "Comment"],
        &["Price", "40", "4", "cheap", "3", ""],
        &["Quality", "60", "3", "", "5", "best"],
    ]);
    let notes: Vec<&str> = import.values.iter().filter_map(|value| value.note.as_deref()).collect();
    assert_eq!(notes, ["cheap", "best"]);
}

/// A typed line of a group that is the sum of its lines counts once, where the totals count it so.
#[test]
fn typed_sums_of_groups_do_not_count_twice() {
    let (_, import) = found(&[
        &["Criterion", "Acme", "Beta"],
        &["Quality", "15", "12"],
        &["Speed", "7", "5"],
        &["Care", "8", "7"],
        &["Service", "9", "11"],
        &["Nights", "4", "6"],
        &["Seats", "5", "5"],
        &["Total", "24", "23"],
    ]);
    assert!(kinds(&import).iter().all(|kind| *kind != "typed-total"), "{:?}", kinds(&import));
    let groups = [("Quality", "Speed"), ("Quality", "Care"), ("Service", "Nights"), ("Service", "Seats")];
    assert_eq!(grouped(&import), groups);
    assert_right(&import);
    let said: Vec<&str> = import.remarks.iter().map(|remark| remark.what.as_str()).collect();
    assert!(
        said.contains(&"\"Quality\" is the sum of the 2 lines under it: taken as their group"),
        "{said:?}"
    );
    // Where the totals count them all, they are criteria like any other.
    let (_, import) = found(&[
        &["Criterion", "Acme", "Beta"],
        &["Quality", "15", "12"],
        &["Speed", "7", "5"],
        &["Care", "8", "7"],
        &["Total", "30", "24"],
    ]);
    assert_eq!(names(&import), ["Quality", "Speed", "Care"]);
    assert_right(&import);
}

pub(super) fn said(import: &Import) -> Vec<&str> {
    import.remarks.iter().map(|remark| remark.what.as_str()).collect()
}

pub(super) fn faults(import: &Import) -> Vec<&str> {
    import.faults.iter().map(|fault| fault.what.as_str()).collect()
}

/// Whichever vendor is the cheapest, and stands first.
#[test]
fn a_group_of_a_price_and_its_points_is_no_price_itself() {
    for prices in [["14.2", "11", "20"], ["11", "14.2", "20"], ["20", "14.2", "11"]] {
        let points = |column: &str| format!("=10*MIN($C$7,$E$7,$G$7)/{column}7");
        let (a, b, c) = (points("C"), points("E"), points("G"));
        let (_, import) = found(&[
            &["Criterion", "Weight", "A Co", "", "B Co", "", "C Co", ""],
            &["", "", "Score", "Weighted", "Score", "Weighted", "Score", "Weighted"],
            &["Service", "=SUM(B4:B5)", "", "=SUM(D4:D5)", "", "=SUM(F4:F5)", "", "=SUM(H4:H5)"],
            &["Speed", "0.3", "8", "=C4*$B4", "7", "=E4*$B4", "9", "=G4*$B4"],
            &["Care", "0.3", "6", "=C5*$B5", "9", "=E5*$B5", "5", "=G5*$B5"],
            &["Commercial", "=SUM(B7:B8)", "", "=SUM(D7:D8)", "", "=SUM(F7:F8)", "", "=SUM(H7:H8)"],
            &["Price (EUR per hour)", "", prices[0], "", prices[1], "", prices[2], ""],
            &["Price points", "0.4", &a, "=C8*$B8", &b, "=E8*$B8", &c, "=G8*$B8"],
            &["Total", "=B3+B6", "", "=D3+D6", "", "=F3+F6", "", "=H3+H6"],
        ]);
        assert_eq!(names(&import), ["Service", "Speed", "Care", "Price (EUR per hour)"], "{prices:?}");
        assert_eq!(shares(&import), ["0.6", "0.3", "0.3", "0.4"].map(number), "{prices:?}");
        assert_right(&import);
    }
}

/// Who fails a must-have and goes out sets no price for the others any more.
#[test]
fn taking_out_who_fails_says_what_becomes_of_price_points() {
    let points = |column: &str| format!("=10*MIN($C$4:$D$4)/{column}4");
    let total = |column: &str| format!("=SUMPRODUCT($B$2:$B$5,{column}2:{column}5)/100");
    let effect = |with_price: bool| {
        let (c, d, all_c, all_d) = (points("C"), points("D"), total("C"), total("D"));
        let weight = if with_price { "70" } else { "100" };
        let mut rows: Vec<[&str; 4]> = vec![
            ["Criterion", "Weight", "A Co", "B Co"],
            ["Quality", weight, "8", "7"],
            ["ISO 27001", "", "yes", "no"],
        ];
        if with_price {
            rows.extend([["Price EUR", "", "12", "10"], ["Price points", "30", &c, &d]]);
        }
        rows.push([
            "Total",
            "",
            if with_price { &all_c } else { "8" },
            if with_price { &all_d } else { "7" },
        ]);
        let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
        let (_, import) = found(&rows);
        let asked = import.questions.iter().find(|question| question.kind.word() == "gate-effect");
        asked.map(|question| question.effect.clone())
    };
    assert_eq!(effect(false).as_deref(), Some("totals stay, ranks change"));
    assert!(effect(true).is_some_and(|effect| effect.contains("price points of the others")));
}

/// Totals that no weights give come in as they are, and are asked about.
#[test]
fn totals_by_another_rule_are_asked_about() {
    for (total, by_sheet) in [
        ("=SQRT(X2*X3)", None),
        ("=GEOMEAN(X2:X3)", None),
        ("=X2*$B2/100+X3^2*$B3/1000", Some(["5.8", "3.95"])),
        ("=SUMPRODUCT($B2:$B3,X2:X3)/100-IF(X3<4,1,0)", Some(["7", "4"])),
        ("=IF(MIN(X2:X3)<4,0.5,1)*SUMPRODUCT($B2:$B3,X2:X3)/100", Some(["7", "2.5"])),
        ("=IF(MIN(X2:X3)<4,0,SUMPRODUCT($B2:$B3,X2:X3)/100)", Some(["7", "0"])),
        ("=SUMPRODUCT($B2:$B3,X2:X3)/100-0.5", Some(["6.5", "4.5"])),
    ] {
        let [a, b] = ["C", "D"].map(|column| total.replace('X', column));
        let (book, import) = found(&[
            &["Criterion", "Weight", "A Co", "B Co"],
            &["Speed", "50", "8", "7"],
            &["Care", "50", "6", "3"],
            &["Total", "", &a, &b],
        ]);
        let asked = import.questions.iter().find(|question| question.kind.word() == "other-rule");
        let asked = asked.unwrap_or_else(|| panic!("{total}: {:?}", kinds(&import)));
        assert!(asked.ask.contains(&total.replace('X', &book.name(asked.at[0])[7..8])), "{}", asked.ask);
        assert!(import.faults.is_empty(), "{total}: {:?}", faults(&import));
        let totals: Vec<String> = import.totals.iter().map(|total| total.right.to_string()).collect();
        if let Some(by_sheet) = by_sheet {
            assert_eq!(totals, by_sheet, "{total}");
            assert_eq!(names(&import)[0], "Total", "{total}");
            assert_right(&import);
        }
    }
    // The weighted sum is the other reading, and says what it does to the order.
    let rows: &[&[&str]] = &[
        &["Criterion", "Weight", "A Co", "B Co"],
        &["Speed", "50", "8", "7"],
        &["Care", "50", "6", "5"],
        &["Total", "", "=SUMPRODUCT($B2:$B3,C2:C3)/100", "=SUMPRODUCT($B2:$B3,D2:D3)/100"],
        &["Adjusted total", "", "=C4-0.5", "=D4+1"],
    ];
    let (book, asked) = found(rows);
    assert_eq!(
        asked.questions[0].options[1],
        "the weighted sum: other totals than the sheet's, in another order"
    );
    let mut answers = super::first_readings(&book, &asked);
    "b".clone_into(&mut answers.0[0].answer);
    let summed = import(&book, &answers);
    assert_eq!(names(&summed), ["Speed", "Care"]);
    let totals: Vec<(String, String)> =
        summed.totals.iter().map(|total| (total.right.to_string(), total.shown.to_string())).collect();
    assert_eq!(totals, [("7".to_owned(), "6.5".to_owned()), ("6".to_owned(), "7".to_owned())]);
    assert!(
        said(&summed).iter().any(|what| what.contains("another rule's than the sheet's")),
        "{:?}",
        said(&summed)
    );
    // A quotient with two vendors.
    let (_, import) = found(&[
        &["Criterion", "Weight", "A Co", "B Co"],
        &["Speed", "50", "8", "7"],
        &["Care", "50", "6", "5"],
        &["Price EUR", "", "100", "60"],
        &["Points per euro", "", "=SUMPRODUCT($B$2:$B$3,C2:C3)/C4", "=SUMPRODUCT($B$2:$B$3,D2:D3)/D4"],
    ]);
    assert_eq!(kinds(&import), ["other-rule"]);
    assert_right(&import);
    // Points taken off and given beside the weighted ones.
    let (_, import) = found(&[
        &["Criterion", "Weight", "A Co", "B Co"],
        &["Speed", "50", "8", "7"],
        &["Care", "50", "6", "9"],
        &["Penalty", "", "-0.5", "0"],
        &["Total", "", "=SUMPRODUCT($B2:$B3,C2:C3)/100+C4", "=SUMPRODUCT($B2:$B3,D2:D3)/100+D4"],
    ]);
    assert_eq!(kinds(&import), ["other-rule"]);
    assert_right(&import);
    let (_, import) = found(&[
        &["Criterion", "Weight", "A Co", "B Co"],
        &["Speed", "50", "8", "7"],
        &["Care", "50", "6", "9"],
        &["Bonus", "", "1", "0"],
        &["Total", "", "=SUMPRODUCT($B2:$B3,C2:C3)/100+C4", "=SUMPRODUCT($B2:$B3,D2:D3)/100+D4"],
    ]);
    assert_eq!(kinds(&import), ["scale-max", "scale-max"]);
    assert_eq!(import.of, Exact::from(11));
    assert_right(&import);
}

#[test]
fn only_what_is_so_is_a_fault() {
    let rows = |total: [&'static str; 2], more: &'static [&'static str]| -> (Book, Import) {
        let totals = ["Total", "", total[0], total[1]];
        let mut rows: Vec<&[&str]> = vec![
            &["Criterion", "Weight", "A Co", "B Co"],
            &["Speed", "50", "8", "7"],
            &["Care", "50", "6", "9"],
            &totals,
        ];
        rows.extend((!more.is_empty()).then_some(more));
        found(&rows)
    };
    let sums = ["=SUMPRODUCT($B2:$B3,C2:C3)/100", "=SUMPRODUCT($B2:$B3,D2:D3)/100"];
    let (_, import) = rows(["=SUMPRODUCT($B2:$B3,C2:C3)/100*1.1", sums[1]], &[]);
    assert_eq!(faults(&import), ["counts everything 1.1 times as much as the totals beside it"]);
    let (_, import) = rows(["=(50*C2+50*C3)/100", "=SUM(D2:D3)"], &[]);
    assert_eq!(faults(&import), ["counts everything 2 times as much as the totals beside it"]);
    let (_, import) = rows(sums, &["Value for money", "", "=C4/12", "=D4/6"]);
    assert_right(&import);
    assert_eq!(import.of, Exact::from(10));
    // A total that is an error misses nothing.
    let (book, import) = rows(["=SUMPRODUCT($B2:$B3,C2:C3)/0", sums[1]], &[]);
    assert_eq!(faults(&import), ["is #DIV/0!, and no total"], "{}", book.name(import.faults[0].place));
    let (_, import) = found(&[
        &["Criterion", "Weight", "A Co", "B Co"],
        &["Speed", "50", "8", "7"],
        &["Care", "50", "=1/0", "9"],
        &["Total", "", sums[0], sums[1]],
    ]);
    assert_eq!(faults(&import), ["is #DIV/0!, and no total, because of"]);
    assert_eq!(import.faults[0].missing.len(), 1);
}

#[test]
fn two_vendors_of_one_name_can_be_told_apart() {
    let (book, asked) = found(&[
        &["Criterion", "Weight", "A Co", "A Co"],
        &["Speed", "50", "8", "7"],
        &["Care", "50", "6", "9"],
        &["Total", "", "=SUMPRODUCT($B2:$B3,C2:C3)/100", "=SUMPRODUCT($B2:$B3,D2:D3)/100"],
    ]);
    let vendors = |import: &Import| -> Vec<(String, String)> {
        import.vendors.iter().map(|vendor| (vendor.id.clone(), vendor.name.clone())).collect()
    };
    let two = [("a-co".to_owned(), "A Co".to_owned()), ("a-co-2".to_owned(), "A Co (2)".to_owned())];
    assert_eq!(vendors(&asked), two);
    assert!(said(&asked).iter().any(|what| what.contains("comes in as \"A Co (2)\"")));
    let mut answers = super::first_readings(&book, &asked);
    "one".clone_into(&mut answers.0[0].answer);
    let one = import(&book, &answers);
    assert_eq!(vendors(&one), two[..1]);
    assert_eq!(one.values.len(), 2);
}

#[test]
fn weights_survive_marks_that_are_words() {
    let (book, asked) = found(&[
        &["Criterion", "Weight", "A Co", "B Co"],
        &["Speed", "3", "Good", "Poor"],
        &["Care", "2", "Excellent", "Good"],
    ]);
    assert_eq!(kinds(&asked), ["word-scale"]);
    assert_eq!(asked.questions[0].options[0], "Poor = 0, Good = 1, Excellent = 2");
    assert_eq!(shares(&asked), ["0.6", "0.4"].map(number));
    let note = asked.values[0].note.as_deref();
    assert_eq!(note, Some("the sheet says \"Good\""));
    assert_eq!(asked.values[0].meaning.number(), Some(Exact::ONE));
    let mut answers = super::first_readings(&book, &asked);
    "not known".clone_into(&mut answers.0[0].answer);
    let unknown = import(&book, &answers);
    assert_eq!(shares(&unknown), ["0.6", "0.4"].map(number));
    assert!(unknown.values.iter().all(|value| value.meaning.number().is_none()));
    // Out of how many each mark is says it itself.
    let (_, import) = found(&[
        &["Criterion", "Weight", "A Co", "B Co"],
        &["Speed", "50", "8/10", "7/10"],
        &["Care", "50", "6/10", "3/10"],
        &["Total", "", "7", "5"],
    ]);
    assert_eq!(kinds(&import), ["typed-total"]);
    assert_eq!((import.of.clone(), shares(&import)), (Exact::from(10), ["0.5", "0.5"].map(number).to_vec()));
    assert_right(&import);
}

/// A price without a weight beside typed totals, and what is typed beside the marks of a group.
#[test]
fn typed_sheets_lose_no_price_and_count_no_group_twice() {
    let (_, import) = found(&[
        &["Criterion", "Weight", "A Co", "B Co"],
        &["Annual price EUR", "", "123", "110"],
        &["Quality", "60", "7.5", "8"],
        &["Price points", "40", "8.1", "10"],
        &["Total", "100", "7.74", "8.8"],
    ]);
    assert_eq!(names(&import), ["Quality", "Price points", "Annual price EUR"]);
    assert_eq!(import.values.iter().filter(|value| value.criterion == 2).count(), 2);
    assert_right(&import);
    let rows: [&[&str]; 8] = [
        &["Criterion", "Weight", "A Co", "", "B Co", ""],
        &["", "", "Score", "Weighted", "Score", "Weighted"],
        &["Service", "0.6", "", "4.2", "", "4.8"],
        &["Speed", "0.3", "8", "2.4", "7", "2.1"],
        &["Care", "0.3", "6", "1.8", "9", "2.7"],
        &["Commercial", "0.4", "", "3.6", "", "4"],
        &["Price", "0.4", "9", "3.6", "10", "4"],
        &["Total", "1", "", "7.8", "", "8.8"],
    ];
    let groups = [("Service", "Speed"), ("Service", "Care"), ("Commercial", "Price")];
    let (_, import) = found(&rows);
    assert_eq!(grouped(&import), groups);
    assert_eq!(kinds(&import), ["typed-total", "scale-max"]);
    assert_right(&import);
    let below = [0, 1, 3, 4, 2, 6, 5, 7].map(|at: usize| rows[at]);
    let (_, import) = found(&below);
    assert_eq!(grouped(&import), groups);
    assert_right(&import);
    // Called by its name, and among the lines.
    let (_, import) = found(&[
        &["Criterion", "Weight", "A Co", "B Co"],
        &["Speed", "30", "8", "7"],
        &["Care", "30", "6", "9"],
        &["Subtotal service", "60", "420", "480"],
        &["Price", "40", "9", "10"],
        &["Total", "100", "780", "880"],
    ]);
    assert_eq!(names(&import), ["Speed", "Care", "Price"]);
    assert_right(&import);
}

#[test]
fn weights_that_nearly_make_a_hundred_are_asked_about() {
    let (_, import) = found(&[
        &["Criterion", "Weight", "A Co", "B Co"],
        &["Speed", "60", "8", "7"],
        &["Care", "50", "6", "3"],
        &["Total", "110", "=SUMPRODUCT($B$2:$B$3,C2:C3)/100", "=SUMPRODUCT($B$2:$B$3,D2:D3)/100"],
    ]);
    assert_eq!(kinds(&import), ["scale-max", "weight-sum"]);
    assert!(import.questions[1].ask.contains("add up to 110, not 100"), "{}", import.questions[1].ask);
    assert_right(&import);
    // Multipliers are no parts of a hundred, nor are weights that the total divides by.
    for total in ["", "/SUM($B$2:$B$3)"] {
        let of = |column: &str| format!("=SUMPRODUCT($B$2:$B$3,{column}2:{column}3){total}");
        let (_, import) = found(&[
            &["Criterion", "Weight", "A Co", "B Co"],
            &["Speed", "3", "8", "7"],
            &["Care", "2", "6", "3"],
            &["Total", "", &of("C"), &of("D")],
        ]);
        assert_eq!(kinds(&import), ["scale-max"], "{total}");
    }
}

/// `(mark - 1) / 4` is a scale, and no other rule.
#[test]
fn marks_that_count_from_one_keep_their_weights() {
    let total = |column: &str| format!("=(({column}2-1)/4*$B2+({column}3-1)/4*$B3)");
    let (_, import) = found(&[
        &["Criterion", "Weight", "A Co", "B Co"],
        &["Speed", "40", "4", "3"],
        &["Care", "60", "3", "5"],
        &["Total", "100", &total("C"), &total("D")],
    ]);
    assert_eq!(kinds(&import), ["scale-max"]);
    assert_eq!((import.of.clone(), shares(&import)), (Exact::HUNDRED, ["0.4", "0.6"].map(number).to_vec()));
    assert_right(&import);
}

/// What is taken off a price, and the price, where the lowest sum wins.
#[test]
fn the_lowest_price_less_what_is_taken_off_comes_first() {
    let (_, import) = found(&[
        &["Criterium", "Max. korting", "Alfa", "Beta", "Gamma"],
        &["Kwaliteit", "100000", "60000", "80000", "40000"],
        &["Team", "50000", "50000", "25000", "25000"],
        &["Prijs", "", "900000", "950000", "870000"],
        &["Evaluatieprijs", "", "=C4-C2-C3", "=D4-D2-D3", "=E4-E2-E3"],
        &["Rang", "", "=RANK(C5,$C$5:$E$5,1)", "=RANK(D5,$C$5:$E$5,1)", "=RANK(E5,$C$5:$E$5,1)"],
    ]);
    let score = |vendor: usize| -> Exact {
        let own = import.values.iter().filter(|value| value.vendor == vendor);
        let parts = own.map(|value| {
            let CriterionKind::Marks { worst, best } = &import.criteria[value.criterion].kind else {
                panic!()
            };
            let part = (&value.meaning.number().unwrap() - worst).over(&(best - worst)).unwrap();
            &part * &import.criteria[value.criterion].share
        });
        Exact::sum(&parts.collect::<Vec<_>>())
    };
    assert!(score(0) > score(2) && score(2) > score(1), "{:?}", [score(0), score(1), score(2)]);
}

/// Points for a price that are typed count with their weight, as the marks beside them do.
#[test]
fn typed_price_points_count_by_the_rule_of_typed_totals() {
    let (_, import) = found(&[
        &["Criterio", "Peso", "Atento", "Konecta", "Tele"],
        &["Calidad", "0.4", "8.5", "7", "9"],
        &["Experiencia", "0.2", "9", "8", "6"],
        &["Precio mensual EUR", "", "12500", "10900", "13200"],
        &["Puntos precio", "0.4", "8.72", "10", "8.26"],
        &["Total", "1", "8.69", "8.4", "8.10"],
    ]);
    assert_eq!(shares(&import), ["0.4", "0.2", "0.4"].map(number));
    assert_right(&import);
}

/// The mean of evaluators beside their marks is what counts.
#[test]
fn means_beside_the_marks_of_evaluators_are_the_marks() {
    let (_, import) = found(&[
        &["Criterion", "Weight", "Acme", "", "", "Beta", "", ""],
        &["", "", "Anna", "Ben", "Avg", "Anna", "Ben", "Avg"],
        &["Quality", "60", "4", "3", "=AVERAGE(C3:D3)", "3", "5", "=AVERAGE(F3:G3)"],
        &["Price", "40", "5", "4", "=AVERAGE(C4:D4)", "4", "4", "=AVERAGE(F4:G4)"],
        &["Total", "100", "", "", "=SUMPRODUCT($B3:$B4,E3:E4)/100", "", "", "=SUMPRODUCT($B3:$B4,H3:H4)/100"],
    ]);
    assert_eq!(kinds(&import), ["scale-max", "evaluator-combine"]);
    assert_eq!(import.questions[1].ask, "Are Anna, Ben evaluators, whose marks come in as those of a panel?");
    assert_right(&import);
    assert_eq!(import.evaluators, ["Anna", "Ben"]);
    let parts = |value: &weigh::sheets::proposal::Value| value.parts.len();
    assert!(import.values.len() == 4 && import.values.iter().all(|value| parts(value) == 2));
}

/// A price stands in the group of its points, with the weight that it has there.
#[test]
fn a_price_stands_in_the_group_of_its_points() {
    let points = |column: char| format!("=5*MIN($C6:$E6)/{column}6");
    let total = |column: char| {
        format!("=(SUMPRODUCT($B3:$B4,{column}3:{column}4)+SUMPRODUCT($B7:$B8,{column}7:{column}8))/5")
    };
    let [points, totals] = [points as fn(char) -> String, total].map(|of| ['C', 'D', 'E'].map(of));
    let (_, import) = found(&[
        &["Criterion", "Weight", "Acme", "Beta", "Gamma"],
        &["Quality", "60"],
        &["Skills", "40", "4", "3", "5"],
        &["Reporting", "20", "3", "5", "4"],
        &["Commercial", "40"],
        &["Price (EUR)", "", "10", "12.5", "20"],
        &["Price points", "30", &points[0], &points[1], &points[2]],
        &["Payment terms", "10", "4", "5", "3"],
        &["Total", "", &totals[0], &totals[1], &totals[2]],
    ]);
    let under = [
        ("Quality", "Skills"),
        ("Quality", "Reporting"),
        ("Commercial", "Payment terms"),
        ("Commercial", "Price (EUR)"),
    ];
    assert_eq!(grouped(&import), under);
    let weight = |name: &str| import.criteria.iter().find(|one| one.name == name).unwrap().weight.clone();
    for (name, number_of) in
        [("Commercial", "40"), ("Price (EUR)", "30"), ("Payment terms", "10"), ("Quality", "60")]
    {
        assert_eq!(weight(name), Some(number(number_of)), "{name}");
    }
    assert_right(&import);
}

/// Points for prices that are typed in and carry their weight themselves, under prices of any size.
#[test]
fn typed_price_points_that_carry_their_weight_are_asked_about() {
    let rows = |price: &'static str| {
        let mut rows: Vec<Vec<&str>> = vec![
            vec!["Criterion", "Weight", "Acme", "Beta", "Gamma"],
            vec!["Skills", "40", "4", "3", "5"],
            vec!["Reporting", "20", "3", "5", "4"],
            vec![price, "", "10", "12.5", "20"],
            vec!["Price points", "40", "40", "32", "20"],
            vec!["Total", "100", "=($B2*C2+$B3*C3)/5+C5", "=($B2*D2+$B3*D3)/5+D5", "=($B2*E2+$B3*E3)/5+E5"],
        ];
        if price.is_empty() {
            rows[3] = vec![];
        }
        rows
    };
    let read = |price| {
        let rows = rows(price);
        found(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>()).1
    };
    for price in ["Price (EUR)", "Price per hour"] {
        let import = read(price);
        assert!(kinds(&import).contains(&"typed-points"), "{price}: {:?}", kinds(&import));
        assert_eq!(
            (import.of.clone(), shares(&import)),
            (number("100"), ["0.4", "0.2", "0.4"].map(number).to_vec())
        );
        assert_right(&import);
    }
    // Without prices the weight is the most of them.
    let import = read("");
    assert_eq!((import.of.clone(), kinds(&import)), (number("100"), vec![]));
    assert!(said(&import).iter().any(|what| what.contains("its weight, 40, is the most of them")));
    assert_right(&import);
}

/// Weights within groups beside those of the groups, all of it typed in: the means of the groups count once.
#[test]
fn typed_means_of_groups_with_weights_within_are_groups() {
    let (_, import) = found(&[
        &["Criterion", "Weight", "Acme", "Beta", "Gamma"],
        &["Quality", "60", "3.5", "4", "4.5"],
        &["Skills", "50", "4", "3", "5"],
        &["Reporting", "50", "3", "5", "4"],
        &["Commercial", "40", "4.5", "4.5", "3"],
        &["Terms", "50", "5", "4", "3"],
        &["Flexibility", "50", "4", "5", "3"],
        &["Total", "100", "3.9", "4.2", "3.9"],
    ]);
    let under = [
        ("Quality", "Skills"),
        ("Quality", "Reporting"),
        ("Commercial", "Terms"),
        ("Commercial", "Flexibility"),
    ];
    assert_eq!(grouped(&import), under);
    assert_right(&import);
    assert!(said(&import).iter().any(|what| what.contains("the weighted mean of the 2 lines under it")));
}

/// A sum of ranks is no sum of marks, and the table that it stands in is named.
#[test]
fn a_table_of_ranks_alone_is_named() {
    let book = read(&workbook(&[
        &["Vendor", "Skills rank", "Reporting rank", "Price rank", "Sum of ranks"],
        &["Acme", "2", "3", "1", "=SUM(B2:D2)"],
        &["Beta", "3", "1", "2", "=SUM(B3:D3)"],
        &["Gamma", "1", "2", "3", "=SUM(B4:D4)"],
    ]));
    let error = weigh::sheets::import(&book, &Answers::default()).unwrap_err().to_string();
    assert!(error.starts_with("Sheet1!A1: the table has nothing but ranks"), "{error}");
}

#[test]
fn signs_for_marks_keep_their_weights_and_rounding_on_the_way_is_no_fault() {
    let (_, import) = found(&[
        &["評価項目", "重み", "A社", "B社", "C社"],
        &["品質", "3", "◎", "○", "△"],
        &["価格", "2", "○", "◎", "×"],
    ]);
    assert_eq!(kinds(&import), ["word-scale"]);
    assert_eq!(shares(&import), ["0.6", "0.4"].map(number));
    let (_, import) = found(&[
        &["Criterion", "Weight", "A Co", "B Co"],
        &["Speed", "33", "8", "7"],
        &["Care", "67", "6", "9"],
        &["Weighted speed", "", "=ROUND(C2*$B2/100,1)", "=ROUND(D2*$B2/100,1)"],
        &["Weighted care", "", "=ROUND(C3*$B3/100,1)", "=ROUND(D3*$B3/100,1)"],
        &["Total", "100", "=C4+C5", "=D4+D5"],
    ]);
    assert!(import.faults.is_empty(), "{:?}", faults(&import));
    assert!(said(&import).iter().any(|what| what.contains("rounds on the way")), "{:?}", said(&import));
}

/// What is not followed and was never worked out has no order to compare with, and the stated weights stay.
#[test]
fn totals_that_nobody_knows_leave_the_weights_alone() {
    use rust_xlsxwriter::{Formula, Workbook};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["Criterion", "Weight", "A Co", "B Co"]).unwrap();
    for (row, (name, marks)) in (1..).zip([("Speed", [70, 8, 7]), ("Care", [30, 6, 3])]) {
        sheet.write_string(row, 0, name).unwrap();
        sheet.write_row(row, 1, marks).unwrap();
    }
    sheet.write_string(3, 0, "Total").unwrap();
    for (column, formula) in [(2, "=SQRT(C2*C3)"), (3, "=SQRT(D2*D3)")] {
        sheet.write_formula(3, column, Formula::new(formula).set_result("n/a")).unwrap();
    }
    let book = read(&book.save_to_buffer().unwrap());
    let import = import(&book, &Answers::default());
    assert_eq!(kinds(&import), ["other-rule", "scale-max"]);
    assert_eq!(import.questions[0].options[0], "the weighted sum, by which the sheet does not rank");
    assert_eq!(import.questions[1].options[0], "10");
    assert_eq!(shares(&import), ["0.7", "0.3"].map(number));
    // Nor does a sheet whose totals are all errors.
    let (_, import) = found(&[
        &["Criterion", "Weight", "A Co", "B Co"],
        &["Speed", "70", "8", "7"],
        &["Care", "30", "6", "3"],
        &["Total", "", "=SUMPRODUCT($B2:$B3,C2:C3)/$B$4", "=SUMPRODUCT($B2:$B3,D2:D3)/$B$4"],
    ]);
    assert_eq!(shares(&import), ["0.7", "0.3"].map(number));
    assert_eq!(import.faults.len(), 2);
}

/// Totals of evaluators who weigh otherwise, brought together: each evaluator's criteria count as they do there.
#[test]
fn totals_of_evaluators_with_weights_of_their_own_hold() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let summary = book.add_worksheet().set_name("Summary").unwrap();
    summary.write_row(0, 0, ["Vendor", "Anna", "Ben", "Average"]).unwrap();
    for (row, (name, column)) in (1..).zip([("A Co", 'C'), ("B Co", 'D')]) {
        summary.write_string(row, 0, name).unwrap();
        summary.write_formula(row, 1, format!("=Anna!{column}4").as_str()).unwrap();
        summary.write_formula(row, 2, format!("=Ben!{column}4").as_str()).unwrap();
        summary.write_formula(row, 3, format!("=AVERAGE(B{0}:C{0})", row + 1).as_str()).unwrap();
    }
    for (name, rows) in [("Anna", [[60, 4, 1], [40, 5, 4]]), ("Ben", [[50, 3, 5], [50, 4, 2]])] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, ["Criterion", "Weight", "A Co", "B Co"]).unwrap();
        for (row, (name, marks)) in (1..).zip(["Quality", "Price"].iter().zip(rows)) {
            sheet.write_string(row, 0, *name).unwrap();
            sheet.write_row(row, 1, marks).unwrap();
        }
        sheet.write_string(3, 0, "Total").unwrap();
        sheet.write_formula(3, 2, "=SUMPRODUCT($B2:$B3,C2:C3)/100").unwrap();
        sheet.write_formula(3, 3, "=SUMPRODUCT($B2:$B3,D2:D3)/100").unwrap();
    }
    let book = read(&book.save_to_buffer().unwrap());
    let import = import(&book, &Answers::default());
    assert_eq!(names(&import), ["Quality (Anna)", "Price (Anna)", "Quality (Ben)", "Price (Ben)"]);
    assert_eq!(shares(&import), ["0.3", "0.2", "0.25", "0.25"].map(number));
    assert_right(&import);
}
