//! Published tenders and worked examples through the whole program, to the digit that was printed.
//!
//! Each folder in tests/data/published is a workspace; its criteria file names the source and what the
//! source leaves open.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Output, Workspace, repository, weigh};

/// A published ranking: rank, name and total, best first.
type Published = &'static [(u64, &'static str, &'static str)];

const HAKODATE: Published =
    &[(1, "Rejast Co.", "86.5"), (2, "A", "79.75"), (3, "B", "67.5"), (4, "C", "52.125")];
const MINAMIASO: Published = &[(1, "Choyo-mura Ltd", "709")];
const SHIGOTO: Published = &[(1, "Joint venture", "159")];
const YOUNGER: Published = &[
    (1, "Plasten Osaka JV", "76"),
    (2, "rank2", "67"),
    (3, "rank3", "64"),
    (4, "rank4", "57"),
    (5, "rank5", "43"),
];
const TACRC: Published =
    &[(1, "Fujifilm Europe GmbH", "80.36"), (2, "Sistemas Integrales de Medicina SAU", "78.24")];

/// The cases with the points that they are out of.
const CASES: [(&str, &str, Published); 5] = [
    ("hakodate_survey_2020", "100", HAKODATE),
    ("minamiaso_choyo", "900", MINAMIASO),
    ("osaka_shigoto_2020", "200", SHIGOTO),
    ("osaka_younger_2021", "100", YOUNGER),
    ("tacrc_822_2020", "100", TACRC),
];

fn folder(case: &str) -> PathBuf {
    repository().join("tests/data/published").join(case)
}

/// The result of `rank --format json` with options behind it.
fn ranking(folder: &Path, options: &[&str]) -> Value {
    weigh(folder, &[&["rank", "--format", "json"], options].concat()).json()["result"].take()
}

/// Rank, name and score of every vendor in the order of the result, the score as it is written.
fn standings(result: &Value) -> Vec<(u64, String, String)> {
    let vendors = result["vendors"].as_array().expect("a list of vendors");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    vendors
        .iter()
        .map(|vendor| {
            let rank = vendor["rank"].as_u64().expect("every vendor is in the ranking");
            (rank, text(&vendor["name"]), vendor["score"].to_string())
        })
        .collect()
}

fn assert_published(result: &Value, published: Published, what: &str) {
    let published: Vec<(u64, String, String)> = published
        .iter()
        .map(|(rank, name, total)| (*rank, (*name).to_owned(), (*total).to_owned()))
        .collect();
    assert_eq!(standings(result), published, "{what}");
}

/// The points of a criterion, vendor by vendor in the order of the result, as they are written.
fn points(result: &Value, criterion: &str) -> Vec<String> {
    let criteria = result["criteria"].as_array().expect("a list of criteria");
    let at = criteria.iter().position(|known| known["id"] == criterion).expect("the criterion is there");
    let vendors = result["vendors"].as_array().expect("a list of vendors");
    vendors.iter().map(|vendor| vendor["cells"][at]["points"].to_string()).collect()
}

/// The words of the table's rows in the ranking, without the spaces that align them.
fn table_rows(output: &Output) -> Vec<String> {
    assert_eq!(output.code, Some(0), "{output}");
    let rows = output.out.lines().skip_while(|line| !line.starts_with('─')).skip(1);
    rows.take_while(|line| !line.is_empty())
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn published_totals_and_rankings_come_out_to_the_printed_digit() {
    for (case, points, published) in CASES {
        let result = ranking(&folder(case), &[]);
        assert_published(&result, published, case);
        assert_eq!(result["rule"]["points"].to_string(), points, "{case}");
    }
}

#[test]
fn published_cases_are_free_of_problems() {
    for (case, ..) in CASES {
        let output = weigh(&folder(case), &["check", "--deny", "warnings"]);
        assert_eq!(output.code, Some(0), "{case}: {output}");
        assert!(output.out.contains("no problems"), "{case}: {output}");
    }
}

#[test]
fn published_cases_name_their_source_and_what_it_leaves_open() {
    for (case, ..) in CASES {
        let criteria = std::fs::read_dir(folder(case).join("criteria")).unwrap();
        for file in criteria {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            assert!(text.contains("\n# Source: https://"), "{case}");
            assert!(text.contains("leaves open\n"), "{case}");
        }
    }
}

/// What a reader of the table sees: as many digits as the rule or the numbers have, and no more.
#[test]
fn tables_print_the_digits_that_were_published() {
    let starts: [(&str, &[&str]); 5] = [
        ("hakodate_survey_2020", &["1 Rejast Co. 86.500 ", "2 A 79.750 ", "3 B 67.500 ", "4 C 52.125 "]),
        ("minamiaso_choyo", &["1 Choyo-mura Ltd 709 "]),
        ("osaka_shigoto_2020", &["1 Joint venture 159 "]),
        (
            "osaka_younger_2021",
            &["1 Plasten Osaka JV 76 ", "2 rank2 67 ", "3 rank3 64 ", "4 rank4 57 ", "5 rank5 43 "],
        ),
        (
            "tacrc_822_2020",
            &["1 Fujifilm Europe GmbH 80.36 ", "2 Sistemas Integrales de Medicina SAU 78.24 "],
        ),
    ];
    for (case, starts) in starts {
        let rows = table_rows(&weigh(&folder(case), &["rank"]));
        assert_eq!(rows.len(), starts.len(), "{case}: {rows:?}");
        for (row, start) in rows.iter().zip(starts) {
            assert!(row.starts_with(start), "{case}: {row:?} does not start with {start:?}");
        }
    }
}

#[test]
fn hakodate_keeps_the_fractions_of_a_mean_of_four_judges() {
    let result = ranking(&folder("hakodate_survey_2020"), &[]);
    assert_eq!(points(&result, "response"), ["22.5", "20.625", "14.375", "10.625"]);
    assert_eq!(points(&result, "estimate"), ["9", "5.5", "8.25", "8.25"]);
}

/// The split of the 200 points is not published, and it does not have to be.
#[test]
fn osaka_shigoto_comes_to_159_however_the_200_points_are_split() {
    for (proposal, other) in [(150, 50), (160, 40), (129, 71), (170, 30)] {
        let weight = format!("criteria.proposal.weight={proposal}");
        let proposal = format!("criteria.proposal.scale={{ worst = 0, best = {proposal} }}");
        let other = format!("criteria.other.scale={{ worst = 0, best = {other} }}");
        let result =
            ranking(&folder("osaka_shigoto_2020"), &["--set", &weight, "--set", &proposal, "--set", &other]);
        assert_published(&result, SHIGOTO, &weight);
        assert_eq!(points(&result, "proposal"), ["129"], "{weight}");
        assert_eq!(points(&result, "other"), ["30"], "{weight}");
    }
}

#[test]
fn osaka_younger_has_the_published_price_points_when_they_are_cut_off() {
    let result = ranking(&folder("osaka_younger_2021"), &[]);
    assert_eq!(points(&result, "price"), ["9", "9", "9", "9", "10"]);
}

/// The same tenders with their formulas typed as they are printed.
#[test]
fn published_tenders_come_out_with_their_formulas_as_printed() {
    let lowest = "lowest(above_minimum, facts.price)";
    let cut = format!("points_expr = \"truncate(10 * {lowest} / facts.price, 0)\", full = 10");
    let line =
        format!("points_expr = \"55 * (needs.budget - facts.price) / (needs.budget - {lowest})\", full = 55");
    for (case, printed) in [("osaka_younger_2021", cut), ("tacrc_822_2020", line)] {
        let option = format!("criteria.price.scale={{ {printed} }}");
        let result = ranking(&folder(case), &["--set", &option]);
        let (_, _, published) = CASES.into_iter().find(|(one, ..)| *one == case).unwrap();
        assert_published(&result, published, case);
        assert_eq!(points(&result, "price"), points(&ranking(&folder(case), &[]), "price"), "{case}");
    }
}

#[test]
fn osaka_younger_gives_everybody_ten_price_points_when_they_are_rounded_half_up() {
    let half_up = r#"criteria.price.rounding="0 half-up""#;
    let result = ranking(&folder("osaka_younger_2021"), &["--set", half_up]);
    assert_eq!(points(&result, "price"), ["10", "10", "10", "10", "10"]);
    let totals: Vec<String> = standings(&result).into_iter().map(|(.., total)| total).collect();
    assert_eq!(totals, ["77", "68", "65", "58", "43"], "one more than published for all but the cheapest");
}

/// Truncation decides this tender, so neither the ranking nor the explanation may keep quiet about it.
#[test]
fn osaka_younger_tells_the_reader_that_the_price_is_cut_off() {
    let folder = folder("osaka_younger_2021");
    let ranking = weigh(&folder, &["rank"]);
    assert!(!ranking.out.contains("not rounded"), "{ranking}");
    let reasons = weigh(&folder, &["explain", "rank2"]);
    assert!(reasons.out.contains("0 truncate"), "9 of 10 points for 99.49 % of them: {reasons}");
}

/// Without the lowest price nobody can check the points of another one.
#[test]
fn tacrc_tells_the_reader_which_lowest_price_was_meant() {
    let reasons = weigh(&folder("tacrc_822_2020"), &["explain", "fujifilm"]);
    assert!(reasons.out.contains("851992.8"), "{reasons}");
}

#[test]
fn tacrc_has_the_published_points_for_price_and_judgement() {
    let result = ranking(&folder("tacrc_822_2020"), &[]);
    assert_eq!(points(&result, "price"), ["36.16", "55"]);
    assert_eq!(points(&result, "judgement"), ["44.2", "23.24"]);
}

/// The same offers under other price formulas: the formula alone decides who wins.
#[test]
fn tacrc_is_decided_by_the_price_formula() {
    const RATIO: Published =
        &[(1, "Fujifilm Europe GmbH", "94.86"), (2, "Sistemas Integrales de Medicina SAU", "78.24")];
    const FLIPPED: Published =
        &[(1, "Sistemas Integrales de Medicina SAU", "78.24"), (2, "Fujifilm Europe GmbH", "44.2")];
    for (what_if, price_points, expected) in [
        (r#"criteria.price.scale={ formula = "lowest/price" }"#, ["50.66", "55"], RATIO),
        ("needs.budget=924998.40", ["55", "0"], FLIPPED),
        (r#"criteria.price.scale={ formula = "budget-line", budget = 924998.40 }"#, ["55", "0"], FLIPPED),
        (r#"criteria.price.scale={ formula = "span" }"#, ["55", "0"], FLIPPED),
    ] {
        let result = ranking(&folder("tacrc_822_2020"), &["--set", what_if]);
        assert_published(&result, expected, what_if);
        assert_eq!(points(&result, "price"), price_points, "{what_if}");
    }
}

#[test]
fn tacrc_table_shows_44_20_and_not_44_2_when_the_rule_has_two_digits() {
    let output = weigh(&folder("tacrc_822_2020"), &["rank", "--set", "needs.budget=924998.40"]);
    let rows = table_rows(&output);
    assert!(rows[1].starts_with("2 Fujifilm Europe GmbH 44.20 "), "{rows:?}");
}

/// A decision with criteria a, b, ... on straight lines from 0 to their weights, so that a fact is its points.
fn plain_points(weights: &[&str], rule: &str, facts: &[&str]) -> Workspace {
    let names = ('a'..='z').take(weights.len());
    let mut criteria = "title = \"Plain points\"\n".to_owned();
    let mut vendor = "name = \"V\"\n[facts]\n".to_owned();
    for ((name, weight), fact) in names.zip(weights).zip(facts) {
        criteria.push_str(&format!(
            "[criteria.{name}]\nname = \"{name}\"\nweight = {weight}\nscale = {{ worst = 0, best = {weight} }}\n"
        ));
        vendor.push_str(&format!("{name} = {fact}\n"));
    }
    criteria.push_str(&format!("[rule]\n{rule}\n"));
    Workspace::new(&criteria, &[("v", &vendor)])
}

/// Binary floating point has 8.565 and 2.675 below the half, and 36.16 + 44.2 above the sum.
#[test]
fn decimal_traps_come_out_as_with_a_pencil() {
    const CRITERION: &str = r#"rounding = { criterion = "2 half-up" }"#;
    const TOTAL: &str = r#"rounding = { total = "2 half-up" }"#;
    for (weights, rule, facts, score, shown) in [
        (&["10"][..], CRITERION, &["8.565"][..], "8.57", "8.57"),
        (&["10"], TOTAL, &["8.565"], "8.57", "8.57"),
        (&["10"], CRITERION, &["2.675"], "2.68", "2.68"),
        (&["10"], TOTAL, &["2.675"], "2.68", "2.68"),
        (&["10"], CRITERION, &["1.005"], "1.01", "1.01"),
        (&["55", "45"], TOTAL, &["36.16", "44.2"], "80.36", "80.36"),
        (&["55", "45"], "", &["36.16", "44.2"], "80.36", "80.36"),
        (&["5", "5"], "", &["0.1", "0.2"], "0.3", "0.3"),
        (&["5", "5"], TOTAL, &["0.0049", "0.0001"], "0.01", "0.01"),
    ] {
        let sum: u32 = weights.iter().map(|weight| weight.parse::<u32>().unwrap()).sum();
        let workspace = plain_points(weights, &format!("points = {sum}\nweights = {sum}\n{rule}"), facts);
        let what = format!("{facts:?} with {rule}");
        assert_eq!(standings(&ranking(workspace.path(), &[]))[0].2, score, "{what}");
        let rows = table_rows(&workspace.weigh(&["rank"]));
        assert!(rows[0].starts_with(&format!("1 V {shown} ")), "{what}: {rows:?}");
    }
}

/// Rounding of each criterion first gives another total than rounding of the sum only.
#[test]
fn roundings_of_criteria_and_total_follow_each_other() {
    // Facts 2.344, 2.345 and 2.346, their points under the rule, and the total.
    for (rounding, points_each, score) in [
        ("", ["2.344", "2.345", "2.346"], "7.035"),
        (r#"criterion = "2 half-up""#, ["2.34", "2.35", "2.35"], "7.04"),
        (r#"criterion = "2 half-even""#, ["2.34", "2.34", "2.35"], "7.03"),
        (r#"criterion = "2 truncate""#, ["2.34", "2.34", "2.34"], "7.02"),
        (r#"criterion = "2 up""#, ["2.35", "2.35", "2.35"], "7.05"),
        (r#"total = "2 half-up""#, ["2.344", "2.345", "2.346"], "7.04"),
        (r#"total = "2 half-even""#, ["2.344", "2.345", "2.346"], "7.04"),
        (r#"total = "2 truncate""#, ["2.344", "2.345", "2.346"], "7.03"),
        (r#"total = "1 up""#, ["2.344", "2.345", "2.346"], "7.1"),
        (r#"criterion = "1 up", total = "0 half-even""#, ["2.4", "2.4", "2.4"], "7"),
        (r#"criterion = "1 half-up", total = "0 up""#, ["2.3", "2.3", "2.3"], "7"),
        (r#"criterion = "2 truncate", total = "1 up""#, ["2.34", "2.34", "2.34"], "7.1"),
    ] {
        let rule = format!("points = 9\nweights = 9\nrounding = {{ {rounding} }}");
        let workspace = plain_points(&["3", "3", "3"], &rule, &["2.344", "2.345", "2.346"]);
        let result = ranking(workspace.path(), &[]);
        for (criterion, expected) in ["a", "b", "c"].into_iter().zip(points_each) {
            assert_eq!(points(&result, criterion), [expected], "{criterion} with {rounding}");
        }
        assert_eq!(standings(&result)[0].2, score, "{rounding}");
    }
}

/// A criterion's own rounding stands in for the rule's; the others keep the rule's.
#[test]
fn a_criterion_may_round_in_its_own_way() {
    let rule = "points = 9\nweights = 9\nrounding = { criterion = \"1 half-up\", total = \"2 half-up\" }";
    let workspace = plain_points(&["3", "3", "3"], rule, &["2.37", "2.37", "2.37"]);
    let own = ["--set", r#"criteria.b.rounding="0 up""#, "--set", r#"criteria.c.rounding="0 truncate""#];
    let result = ranking(workspace.path(), &own);
    let all: Vec<String> = ["a", "b", "c"].iter().flat_map(|id| points(&result, id)).collect();
    assert_eq!(all, ["2.4", "3", "2"]);
    assert_eq!(standings(&result)[0].2, "7.4");
}

/// Weights stay the same; the rule's points alone scale the total.
#[test]
fn totals_can_be_out_of_any_number_of_points() {
    for (total, score) in [
        ("100", "73.9"),
        ("200", "147.8"),
        ("900", "665.1"),
        ("1000", "739"),
        ("5", "3.695"),
        ("0.5", "0.3695"),
    ] {
        let rule = format!("points = {total}\nweights = 100");
        let workspace = plain_points(&["60", "40"], &rule, &["44.7", "29.2"]);
        assert_eq!(standings(&ranking(workspace.path(), &[]))[0].2, score, "of {total}");
    }
}

/// A decision on price alone with one vendor for each price, in the order of the prices.
fn price_only(scale: &str, points: &str, prices: &[&str]) -> Workspace {
    let criteria = format!(
        "title = \"Price\"\n[criteria.price]\nname = \"Price\"\nweight = 1\nscale = {scale}\n\
         [rule]\npoints = {points}\nrounding = {{ total = \"3 half-up\" }}\n"
    );
    let workspace = Workspace::new(&criteria, &[]);
    for (at, price) in prices.iter().enumerate() {
        let vendor = format!("name = \"{price}\"\n[facts]\nprice = {price}\n");
        workspace.write(&format!("vendors/d/v{at}.toml"), vendor);
    }
    workspace
}

/// - Lowest over price: the worked example of the UK's Digital Marketplace (15,000, 10,000 and 30,000).
/// - Budget share of 1,000 points and 600 on top, capped at 1,000: a Japanese contact centre of 2,000 points,
///   where price counts (1 - price/ceiling) x 1,000 + 600.
/// - Excess over lowest: the South African preference rule, zero at twice the lowest.
#[test]
fn price_formulas_give_the_points_that_buyers_publish() {
    for (scale, points, prices_and_scores) in [
        (
            r#"{ formula = "lowest/price" }"#,
            "1",
            &[("10000", "1"), ("15000", "0.667"), ("30000", "0.333")][..],
        ),
        (
            r#"{ formula = "budget-share", budget = 500, add = 60 }"#,
            "1000",
            &[("250", "1000"), ("300", "1000"), ("400", "800"), ("499", "602"), ("500", "600")],
        ),
        (
            r#"{ formula = "excess-over-lowest" }"#,
            "80",
            &[("100", "80"), ("125", "60"), ("199", "0.8"), ("200", "0"), ("350", "0")],
        ),
        (r#"{ formula = "span" }"#, "100", &[("100", "100"), ("125", "75"), ("200", "0")]),
    ] {
        let prices: Vec<&str> = prices_and_scores.iter().map(|(price, _)| *price).collect();
        let workspace = price_only(scale, points, &prices);
        let result = ranking(workspace.path(), &[]);
        for (_, name, score) in standings(&result) {
            let expected = prices_and_scores.iter().find(|(price, _)| *price == name).unwrap().1;
            assert_eq!(score, expected, "{name} on {scale}");
        }
    }
}

/// With lowest over price a hopeless third bid turns the order of the other two; the result says that it can.
#[test]
fn a_hopeless_bid_can_turn_the_order_under_a_relative_formula_and_the_result_says_so() {
    const CRITERIA: &str = r#"
title = "Quality and price"
[criteria.quality]
name = "Quality"
weight = 60
scale = { worst = 0, best = 100 }
[criteria.price]
name = "Price"
weight = 40
scale = { formula = "lowest/price" }
[rule]
points = 100
weights = 100
rounding = { criterion = "2 half-up", total = "2 half-up" }
"#;
    let bid =
        |name, quality, price| format!("name = \"{name}\"\n[facts]\nquality = {quality}\nprice = {price}\n");
    let workspace = Workspace::new(CRITERIA, &[("a", &bid("A", 88, 130)), ("b", &bid("B", 75, 100))]);
    assert_published(&ranking(workspace.path(), &[]), &[(1, "B", "85"), (2, "A", "83.57")], "two bids");

    workspace.write("vendors/d/c.toml", bid("C", 20, 60));
    let result = ranking(workspace.path(), &[]);
    assert_published(&result, &[(1, "A", "71.26"), (2, "B", "69"), (3, "C", "52")], "three bids");
    let notes = result["notes"].to_string();
    assert!(notes.contains("adding or dropping a vendor can change the order"), "{notes}");
}
