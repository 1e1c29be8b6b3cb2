//! Layouts that outsiders tried: what is a criterion, a group, a total, and how far marks go.

use weigh::exact::Exact;
use weigh::sheets::cells::Book;
use weigh::sheets::proposal::Import;
use weigh::sheets::questions::Answers;

use super::{import, number, read, workbook};

fn found(rows: &[&[&str]]) -> (Book, Import) {
    let book = read(&workbook(rows));
    let import = import(&book, &Answers::default());
    (book, import)
}

fn kinds(import: &Import) -> Vec<&str> {
    import.questions.iter().map(|question| question.kind.word()).collect()
}

fn names(import: &Import) -> Vec<&str> {
    import.criteria.iter().map(|criterion| criterion.name.as_str()).collect()
}

fn shares(import: &Import) -> Vec<Exact> {
    import.criteria.iter().map(|criterion| criterion.share.clone()).collect()
}

/// Each criterion with the name of its group.
fn grouped(import: &Import) -> Vec<(&str, &str)> {
    let under = |at: Option<usize>| at.map(|at| import.criteria[at].name.as_str());
    let leaves = import.criteria.iter().filter_map(|one| Some((under(one.parent)?, one.name.as_str())));
    leaves.collect()
}

fn assert_right(import: &Import) {
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
