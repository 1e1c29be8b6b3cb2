//! Totals that are no sums: quality for the price, prices less what quality is worth, and others as tenders print them.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use serde_json::Value;

use crate::support::Workspace;

fn desk(criteria: &str, bids: &[(&str, &str)]) -> Workspace {
    let texts: Vec<(&str, String)> =
        bids.iter().map(|(name, facts)| (*name, format!("name = \"{name}\"\n[facts]\n{facts}\n"))).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Workspace::new(&format!("title = \"Night desk\"\nvendors = \"../vendors/d\"\n{criteria}"), &texts)
}

fn ranked(workspace: &Workspace, more: &[&str]) -> Value {
    let output = workspace.weigh(&[&["rank", "--format", "json"], more].concat());
    assert_eq!(output.code, Some(0), "{}", output.err);
    output.json()["result"].clone()
}

fn scores(found: &Value) -> Vec<(String, String)> {
    let all = found["vendors"].as_array().unwrap().iter().filter(|one| one["rank"].is_number());
    all.map(|one| (one["id"].as_str().unwrap().to_owned(), one["score"].to_string())).collect()
}

fn assert_scores(found: &Value, wanted: &[(&str, &str)]) {
    let found = scores(found);
    let found: Vec<(&str, &str)> = found.iter().map(|(id, score)| (id.as_str(), score.as_str())).collect();
    assert_eq!(found, wanted);
}

const QUALITY: &str = "[criteria.quality]\nweight = 1\nscale = { worst = 0, best = 1000 }\n";

const OFFERS: [(&str, &str); 3] = [
    ("elm", "quality = 640\nprice = 85000"),
    ("fir", "quality = 980\nprice = 131000"),
    ("oak", "quality = 800\nprice = 107200"),
];

fn per_price(rule: &str) -> Workspace {
    desk(&format!("{QUALITY}[rule]\npoints = 1000\n{rule}"), &OFFERS)
}

#[test]
fn quality_for_the_price_is_the_highest_quotient() {
    // ../shared/trials/public/05
    let workspace = per_price("total = \"points.quality / facts.price\"\n");
    let found = ranked(&workspace, &[]);
    let wanted = [
        ("elm", "0.00752941176470588235"),
        ("fir", "0.00748091603053435115"),
        ("oak", "0.0074626865671641791"),
    ];
    assert_scores(&found, &wanted);
    let shown = workspace.weigh(&["rank"]).out;
    assert!(shown.contains("0.00752941") && shown.contains("0.00746269"), "{shown}");
    assert!(shown.contains("Total: points.quality / facts.price; the highest wins"), "{shown}");
    let scaled = per_price(
        "total = \"points.quality / facts.price * 100000\"\nrounding = { total = \"2 half-up\" }\n",
    );
    assert_scores(&ranked(&scaled, &[]), &[("elm", "752.94"), ("fir", "748.09"), ("oak", "746.27")]);
    let published =
        per_price("total = { formula = \"de.ufab-simple\", reads = { quality = \"points.quality\" } }\n");
    assert_scores(&ranked(&published, &[]), &wanted);
    let cheaper = ranked(&workspace, &["--set", "vendors.oak.facts.price=100000"]);
    assert_eq!(scores(&cheaper)[0], ("oak".to_owned(), "0.008".to_owned()));
}

const MONEY: &str = "[criteria.plan]\nweight = 1\nscale = { levels = { full = 100, part = 37.5, none = 0 } }\n\
    [criteria.languages]\nweight = 1\nscale = { levels = { good = 100, weak = 60, none = 0 } }\n\
    [facts.deduction]\nexpr = '''(if facts.plan = \"full\" then 40000 else if facts.plan = \"part\" then 15000 else 0) \
    + (if facts.languages = \"good\" then 20000 else if facts.languages = \"weak\" then 5000 else -15000)'''\n\
    unit = \"EUR\"\n";

fn in_money(rule: &str) -> Workspace {
    desk(
        &format!("{MONEY}[rule]\n{rule}"),
        &[
            ("grutto", "price = 330000\nplan = \"none\"\nlanguages = \"none\""),
            ("kluut", "price = 418000\nplan = \"part\"\nlanguages = \"weak\""),
            ("reiger", "price = 427000\nplan = \"full\"\nlanguages = \"good\""),
        ],
    )
}

const LOWEST: &str = "total = \"facts.price - facts.deduction\"\nwins = \"lowest\"\nunit = \"EUR\"\n";

#[test]
fn the_lowest_price_wins_after_quality_is_taken_off_in_money() {
    // As ../shared/trials/public/06.
    let workspace = in_money(LOWEST);
    let found = ranked(&workspace, &[]);
    assert_scores(&found, &[("grutto", "345000"), ("reiger", "367000"), ("kluut", "398000")]);
    let gaps: Vec<String> =
        found["vendors"].as_array().unwrap().iter().map(|one| one["gap"].to_string()).collect();
    assert_eq!(gaps, ["0", "22000", "53000"]);
    let explained = workspace.weigh(&["explain", "reiger"]).out;
    assert!(explained.contains("Rank 2 of 3 · score 367\u{a0}000 EUR"), "{explained}");
    assert!(explained.contains("Score 367\u{a0}000 EUR = 427000 - 60000"), "{explained}");
    let compared = workspace.weigh(&["compare", "grutto", "reiger"]).out;
    assert!(
        compared.contains("grutto is 22\u{a0}000 ahead of reiger, by the formula of the rule: grutto = 330000 - -15000; reiger = 427000 - 60000."),
        "{compared}"
    );
    let tips = workspace.weigh(&["break-even", "reiger"]).out;
    assert!(tips.contains("price") && tips.contains("405\u{a0}000"), "{tips}");
    let published = in_money("total = { formula = \"se.deduction\" }\n");
    assert_scores(
        &ranked(&published, &[]),
        &[("grutto", "345000"), ("reiger", "367000"), ("kluut", "398000")],
    );
    let unfit = in_money("total = { formula = \"se.deduction\" }\nwins = \"highest\"\n").weigh(&["check"]);
    assert!(
        format!("{}{}", unfit.out, unfit.err).contains("the other end wins"),
        "{}{}",
        unfit.out,
        unfit.err
    );
}

#[test]
fn what_rests_on_sums_says_that_it_does_not_hold() {
    let workspace = in_money(LOWEST);
    let refused = workspace.weigh(&["sensitivity"]);
    assert_eq!(refused.code, Some(2), "{refused}");
    assert!(refused.err.contains("the rule makes the total by a formula"), "{refused}");
    let rank = workspace.weigh(&["rank"]);
    assert!(
        rank.out.contains("of it; draws, what-ifs, break-even and the sliders of the page do"),
        "{}",
        rank.out
    );
    let reports = workspace.weigh(&["report", "--to", "html,pdf,xlsx,md,csv,json", "-o", "out"]);
    assert_eq!(reports.code, Some(0), "{}", reports.err);
    let page = String::from_utf8(workspace.read("out/d.html")).unwrap();
    assert!(
        page.contains("\"total\":{\"expr\":") && page.contains("facts.price - facts.deduction"),
        "sliders"
    );
    for file in ["out/d.xlsx", "out/d.json"] {
        let verified = workspace.weigh(&["verify", file]);
        assert_eq!(verified.code, Some(0), "{file}: {}{}", verified.out, verified.err);
    }
    for command in [&["check"][..], &["gaps"], &["weights"], &["panel"], &["cost"]] {
        let told = workspace.weigh(command);
        assert!(told.code.is_some_and(|code| code < 4), "{command:?}: {}", told.err);
    }
}

#[test]
fn a_bid_without_a_total_is_out_and_says_why() {
    let workspace = per_price("total = \"points.quality / facts.price\"\n");
    workspace.write("vendors/d/fir.toml", "name = \"fir\"\n[facts]\nquality = 980\n");
    let found = ranked(&workspace, &[]);
    assert_eq!(scores(&found).len(), 2);
    let fir = found["vendors"].as_array().unwrap().iter().find(|one| one["id"] == "fir").unwrap();
    assert_eq!(fir["exclusions"][0]["because"], "no-total");
    assert_eq!(fir["exclusions"][0]["reason"], "`price` is not known");
    workspace.write("vendors/d/fir.toml", "name = \"fir\"\n[facts]\nquality = 980\nprice = 0\n");
    let told = workspace.weigh(&["rank"]).out;
    assert!(told.contains("no total: the formula divides by zero"), "{told}");
    // What the formula reads is asked of vendors, and is no fact that nobody reads.
    let asked = workspace.weigh(&["new", "vendor", "late"]);
    assert_eq!(asked.code, Some(0), "{}", asked.err);
    assert!(String::from_utf8(workspace.read("vendors/d/late.toml")).unwrap().contains("\nprice = {}\n"));
}

#[test]
fn a_range_goes_through_roots_and_logarithms() {
    let of = |total: &str, price: &str| {
        let elm = format!("quality = 600\nprice = {price}");
        let workspace = desk(
            &format!("{QUALITY}[rule]\npoints = 1000\ntotal = \"{total}\"\n"),
            &[("elm", &elm), ("fir", "quality = 900\nprice = 10000")],
        );
        let found = ranked(&workspace, &[]);
        let elm = found["vendors"].as_array().unwrap().iter().find(|one| one["id"] == "elm").unwrap();
        ["lowest", "highest"].map(|end| elm[end].as_f64().unwrap())
    };
    let open = "{ low = 8100, likely = 10000, high = 14400 }";
    let cases = [
        ("points.quality / sqrt(facts.price)", [5.0, 600.0 / 90.0]),
        ("root(facts.price, 2) + points.quality", [690.0, 720.0]),
        ("points.quality * (8100 / facts.price) ^ 0.5", [450.0, 600.0]),
        ("log(facts.price / 8100, 2)", [0.0, 0.830_074_998_557_688_8]),
        ("ln(facts.price / 8100)", [0.0, 0.575_364_144_903_561_8]),
        ("exp(facts.price / 14400 - 1)", [0.645_648_526_427_892_2, 1.0]),
        ("geometric_mean(offered, facts.price)", [9_000.0, 12_000.0]),
        ("(facts.price - 10000) ^ 3", [-6_859_000_000.0, 85_184_000_000.0]),
    ];
    for (total, ends) in cases {
        for (found, wanted) in of(total, open).into_iter().zip(ends) {
            assert!((found - wanted).abs() <= 1e-12 * wanted.abs().max(1.0), "{total}: {found} {wanted}");
        }
        let [low, high] = of(total, "9999");
        assert!(low.total_cmp(&high).is_eq(), "{total}: {low} {high}");
    }
}

#[test]
fn a_number_with_a_name_over_those_admitted_is_shown() {
    let text = "[gates.cap]\nfact = \"price\"\nat_most = 120000\n[names.base]\nexpr = \"mean(admitted, facts.price) * 0.9\"\nround = \"0 half-up\"\n\
                [rule]\ntotal = \"points.quality * names.base / facts.price\"\n";
    let workspace = desk(&format!("{QUALITY}{text}"), &OFFERS);
    let shown = workspace.weigh(&["rank"]).out;
    assert!(shown.contains("base is 86490: "), "{shown}");
    // Of whom it is open whether it is admitted, nothing is said; nor of one who is out.
    workspace.write(
        "vendors/d/fir.toml",
        "name = \"fir\"\n[facts]\nquality = 980\nprice = { low = 100000, likely = 110000, high = 130000 }\n",
    );
    let shown = workspace.weigh(&["rank"]).out;
    assert!(!shown.contains("base is "), "{shown}");
    workspace.write(
        "vendors/d/fir.toml",
        "name = \"fir\"\n[facts]\nquality = 980\nprice = { low = 121000, likely = 125000, high = 130000 }\n",
    );
    let shown = workspace.weigh(&["rank"]).out;
    assert!(shown.contains("base is 86490: "), "{shown}");
}

#[test]
fn check_says_of_whom_a_formula_has_no_result() {
    let divides = "[rule]\ntotal = \"points.quality / (facts.price - 131000)\"\n";
    let words = "[rule]\ntotal = \"if facts.price = \\\"low\\\" then 1 else 2\"\n";
    let scale = "[criteria.price]\nweight = 1\nscale = { expr = \"1000 / (facts.price - 131000)\" }\n";
    let cases = [
        (divides, 1, "fir has no total: the formula divides by zero"),
        (words, 1, "elm, fir and oak have no total: the formula compares what is not of one kind"),
        (
            scale,
            1,
            "price counts 0 for fir: its formula, 1000 / (facts.price - 131000), of 1, divides by zero",
        ),
    ];
    for (text, many, said) in cases {
        let workspace = desk(&format!("{QUALITY}{text}"), &OFFERS);
        let out = workspace.weigh(&["check", "--verbose"]).out;
        assert_eq!(out.matches("warning[C034]").count(), many, "{out}");
        assert!(out.contains(said) && out.contains("if CONDITION then A else B"), "{out}");
        assert_eq!(workspace.weigh(&["check", "--deny", "warnings"]).code, Some(1));
        let ranked = workspace.weigh(&["rank"]);
        assert!(!ranked.out.contains("comes first in 0 %"), "{}", ranked.out);
    }
    // Of one that has left nothing is asked.
    let workspace = desk(&format!("{QUALITY}{divides}"), &OFFERS);
    let text = String::from_utf8(workspace.read("vendors/d/fir.toml")).unwrap();
    workspace.write("vendors/d/fir.toml", format!("status = \"withdrawn\"\nreason = \"left\"\n{text}"));
    let checked = workspace.weigh(&["check", "--verbose"]);
    assert!(checked.code == Some(0) && !checked.out.contains("C034"), "{checked}");
}

#[test]
fn a_slip_is_found_behind_escapes_and_over_several_lines() {
    let lines = "[rule]\ntotal = \"\"\"\nfacts.price +\n  points.none\n\"\"\"\n";
    let escaped = "[rule]\ntotal = \"if facts.q = \\\"a\\\" then 1 else points.none\"\n";
    for (text, place) in [(lines, ":9:3"), (escaped, ":7:41")] {
        let output = desk(&format!("{QUALITY}{text}"), &OFFERS).weigh(&["check"]);
        assert!(output.out.contains("there is no criterion `none`"), "{}", output.out);
        assert!(output.out.contains(place) && output.out.contains("^^^^^^^^^^^\n"), "{place} {}", output.out);
    }
    let comma = desk(&format!("{QUALITY}[rule]\ntotal = \"facts.price * 1,5\"\n"), &OFFERS).weigh(&["check"]);
    assert!(comma.out.contains("= help: decimals have a point: 1.5"), "{}", comma.out);
    let inside =
        desk(&format!("{QUALITY}[rule]\ntotal = \"2 * (facts.price + 1,5)\"\n"), &OFFERS).weigh(&["check"]);
    assert!(inside.out.contains("= help: decimals have a point: 1.5"), "{}", inside.out);
    let other = "[criteria.price]\nweight = 1\nscale = { expr = \"1 - facts.prize / 1000\" }\n";
    let other = desk(&format!("{QUALITY}{other}"), &OFFERS).weigh(&["check"]);
    assert!(other.out.contains("d.toml:8:23") && other.out.contains(" ^^^^^^^^^^^\n"), "{}", other.out);
    let option = per_price("").weigh(&["rank", "--set", "rule.total=points.quality / points.none"]);
    assert!(option.err.contains("--set:1:29") || option.err.contains(":1:29"), "{}", option.err);
}

#[test]
fn every_circle_is_told_and_a_number_is_no_condition() {
    let text = "[names.a]\nexpr = \"names.b + 1\"\n[names.b]\nexpr = \"names.a\"\n\
                [names.c]\nexpr = \"names.d\"\n[names.d]\nexpr = \"names.c + names.a\"\n[names.e]\nexpr = \"names.e\"\n";
    let output =
        desk(&format!("{QUALITY}[rule]\ntotal = \"names.a + names.c\"\n{text}"), &OFFERS).weigh(&["check"]);
    let told: Vec<&str> =
        output.out.lines().filter_map(|line| Some(line.split_once("in a circle: ")?.1)).collect();
    assert_eq!(told, ["names.a, names.b, names.a", "names.c, names.d, names.c", "names.e, names.e"]);
    let gate = desk(&format!("{QUALITY}[gates.low]\nwhen = \"facts.price\"\n"), &OFFERS).weigh(&["check"]);
    let said = "for elm this formula gives a number, and a must-have wants a condition";
    assert!(gate.out.contains(said) && gate.out.contains("facts.price >= 1"), "{}", gate.out);
}

#[test]
fn ranges_go_through_the_formula_and_hold_what_turns_out() {
    let workspace = per_price("total = \"points.quality / facts.price\"\n");
    workspace.write(
        "vendors/d/fir.toml",
        "name = \"fir\"\n[facts]\nquality = 980\nprice = { low = 100000, likely = 131000, high = 140000 }\n",
    );
    let found = ranked(&workspace, &[]);
    let fir = found["vendors"].as_array().unwrap().iter().find(|one| one["id"] == "fir").unwrap();
    assert_eq!([fir["lowest"].to_string(), fir["highest"].to_string()], ["0.007", "0.0098"]);
    let elm = found["vendors"].as_array().unwrap().iter().find(|one| one["id"] == "elm").unwrap();
    assert_eq!(elm["lowest"], elm["highest"]);
    // Figures of the field move with what another may turn out to be.
    let field = per_price("total = \"lowest(admitted, facts.price) / facts.price * points.quality\"\n");
    field.write(
        "vendors/d/fir.toml",
        "name = \"fir\"\n[facts]\nquality = 980\nprice = { low = 68000, likely = 131000, high = 140000 }\n",
    );
    let found = ranked(&field, &[]);
    let elm = found["vendors"].as_array().unwrap().iter().find(|one| one["id"] == "elm").unwrap();
    assert_eq!([elm["lowest"].to_string(), elm["highest"].to_string()], ["512", "640"]);
}

#[test]
fn a_condition_of_the_rule_keeps_bids_out_and_a_minimum_holds_on_the_total() {
    let workspace = per_price("total = \"points.quality / facts.price * 100000\"\nminimum = 747\n");
    let found = ranked(&workspace, &[]);
    assert_eq!(scores(&found).len(), 2);
    let lowest = in_money(&format!("{LOWEST}minimum = 10\n")).weigh(&["check"]);
    assert!(format!("{}{}", lowest.out, lowest.err).contains("would keep out the best"), "{}", lowest.err);
}

#[test]
fn letters_tell_no_total_that_would_tell_a_price() {
    let workspace = per_price("total = \"points.quality / facts.price * 100000\"\n");
    let awarded = workspace.weigh(&["award", "--to", "elm", "--by", "A. Buyer", "--on", "2026-11-30"]);
    assert_eq!(awarded.code, Some(0), "{}", awarded.err);
    for arguments in [&["debrief", "oak"][..], &["debrief", "elm"], &["notice"]] {
        let letter = workspace.weigh(arguments);
        assert_eq!(letter.code, Some(0), "{arguments:?}: {}", letter.err);
        for told in ["752.9", "748.0", "746.2", "85000", "85 000"] {
            assert!(!letter.out.contains(told), "{arguments:?} tells {told}: {}", letter.out);
        }
    }
}

#[test]
fn what_a_total_cannot_read_is_refused_in_its_place() {
    for (rule, said) in [
        ("total = \"points.qualty / facts.price\"", "there is no criterion `qualty`"),
        ("total = \"names.base / facts.price\"", "there is no `names.base`"),
        ("total = \"needs.budget - facts.price\"", "there is no need `budget`"),
        ("total = \"facts.price > 3\"", "this is a condition"),
        ("total = \"lowest(not_abnormal, facts.price)\"", "nothing says which bids are abnormally low"),
        ("total = { formula = \"de.linear-2x\" }", "gives no total"),
        ("total = { formula = \"nl.value-for-money\" }", "the formula asks for `X`"),
        (
            "total = { formula = \"de.ufab-simple\", reads = { qality = \"points.quality\" } }",
            "reads no fact `qality`",
        ),
        (
            "total = { formula = \"de.ufab-simple\", reads = { quality = \"points.quality + 1\" } }",
            "no name of one thing",
        ),
        ("total = 3", "a formula as text"),
        ("wins = \"lowest\"", "there is none"),
        ("unit = \"EUR\"", "there is none"),
    ] {
        let refused = per_price(&format!("{rule}\n")).weigh(&["check"]);
        let told = format!("{}{}", refused.out, refused.err);
        assert!(refused.code != Some(0) && told.contains(said), "{rule}: {told}");
        assert!(told.contains("criteria/d.toml:"), "{told}");
    }
}

#[test]
fn ties_and_order_go_by_the_end_that_wins() {
    let rule = "total = \"facts.price\"\nwins = \"lowest\"\nties = [\"quality\"]\n";
    let bids =
        [("a", "quality = 1\nprice = 5"), ("b", "quality = 2\nprice = 5"), ("c", "quality = 3\nprice = 4")];
    let found = ranked(&desk(&format!("{QUALITY}[rule]\n{rule}"), &bids), &[]);
    assert_scores(&found, &[("c", "4"), ("b", "5"), ("a", "5")]);
    let ranks: Vec<u64> =
        found["vendors"].as_array().unwrap().iter().map(|one| one["rank"].as_u64().unwrap()).collect();
    assert_eq!(ranks, [1, 2, 3]);
}

#[test]
fn evaluators_are_ranked_by_the_end_that_wins() {
    let criteria = "panel = \"panel/d\"\n[criteria.risk]\nweight = 1\nscale = { rating = 5, from = 0 }\n\
        [rule]\ntotal = \"points.risk\"\nwins = \"lowest\"\n";
    let workspace = desk(criteria, &[("a", ""), ("b", ""), ("c", "")]);
    for one in ["zoe", "yan"] {
        workspace.write(
            &format!("criteria/panel/d/{one}.toml"),
            format!("name = \"{one}\"\n[marks.a]\nrisk = 1\n[marks.b]\nrisk = 3\n[marks.c]\nrisk = 5\n"),
        );
    }
    assert_scores(&ranked(&workspace, &[]), &[("a", "20"), ("b", "60"), ("c", "100")]);
    let panel = workspace.weigh(&["panel", "--format", "json"]).json();
    let evaluators = panel["result"]["evaluators"].as_array().unwrap();
    for one in evaluators {
        assert_eq!(one["own"]["ranks"].to_string(), "[1,2,3]", "{one}");
    }
    let told = workspace.weigh(&["panel"]).out;
    assert!(!told.contains("do not put a"), "{told}");
}

#[test]
fn what_a_total_lacks_is_a_gap_and_what_it_does_not_read_is_none() {
    let criteria = format!("{QUALITY}[criteria.staff]\nweight = 1\nscale = {{ worst = 0, best = 10 }}\n");
    let rule = "[rule]\npoints = 1000\ntotal = \"points.quality / facts.price\"\n";
    let workspace = desk(
        &format!("{criteria}{rule}"),
        &[
            ("a", "quality = 5\nstaff = {}\nprice = {}"),
            ("b", "quality = 6\nstaff = 2\nprice = { low = 1, likely = 2, high = 3 }"),
        ],
    );
    let gaps = workspace.weigh(&["gaps", "--format", "json"]).json();
    let all: Vec<(String, String)> = gaps["result"]
        .as_array()
        .unwrap()
        .iter()
        .map(|gap| (format!("{}.{}", gap["vendor"], gap["fact"]), gap["reads"].to_string()))
        .collect();
    let wanted =
        ["\"a\".\"price\"", "\"b\".\"price\""].map(|gap| (gap.to_owned(), "[\"the total\"]".to_owned()));
    assert_eq!(all, wanted);
    let compared = workspace.weigh(&["compare", "a", "b"]).out;
    assert!(compared.contains("a has no total to compare: no total: `price` is not known."), "{compared}");
    let explained = workspace.weigh(&["explain", "a"]).out;
    assert!(explained.contains("Out of the ranking · no total"), "{explained}");
    let tips = workspace.weigh(&["break-even", "a"]).out;
    assert!(!tips.contains("cannot win on any of these alone: price"), "{tips}");
}

#[test]
fn what_hangs_on_a_gap_is_what_it_alone_makes_of_the_total() {
    let criteria = "[criteria.quality]\nweight = 60\n\
        [criteria.method]\nunder = \"quality\"\nweight = 50\nscale = { worst = 0, best = 10 }\n\
        [criteria.staff]\nunder = \"quality\"\nweight = 50\nscale = { worst = 0, best = 10 }\n\
        [criteria.care]\nweight = 40\nscale = { worst = 0, best = 10 }\n";
    let rule = "[rule]\npoints = 100\nwins = \"lowest\"\nunit = \"EUR\"\n\
        total = \"facts.price - 100 * points.quality - 10 * value.care\"\n";
    let bids = [
        // Points: 30 of method, 12 to 24 of staff, 18 likely; care 20 to 60, 50 likely; price 9 000 to 12 000.
        (
            "a",
            "method = 10\nstaff = { low = 4, likely = 6, high = 8 }\ncare = { low = 2, likely = 5, high = 6 }\n\
            price = { low = 9000, likely = 10000, high = 12000 }",
        ),
        ("b", "method = 5\nstaff = {}\ncare = 5\nprice = 20000"),
        ("c", "method = 5\nstaff = 5\ncare = 5\nprice = {}"),
    ];
    let workspace = desk(&format!("{criteria}{rule}"), &bids);
    let gaps = workspace.weigh(&["gaps", "--format", "json"]).json();
    let told = |gap: &Value| {
        ["vendor", "fact", "points", "lowest_points", "highest_points", "at_stake"]
            .map(|key| gap[key].as_str().map_or_else(|| gap[key].to_string(), str::to_owned))
            .join(" ")
    };
    let all: Vec<String> = gaps["result"].as_array().unwrap().iter().map(told).collect();
    // 10 000 - 100 x 48 - 10 x 50 = 4 700, of which each moves its own part; b's staff gives 0 to 30 points, 15 likely.
    let wanted = [
        "c price 0 0 0 null",
        "a price 4700 3700 6700 3000",
        "b staff 18000 15000 18000 3000",
        "a staff 4700 4100 5300 1200",
        "a care 4700 4600 5000 400",
    ];
    assert_eq!(all, wanted);
    let table = workspace.weigh(&["gaps"]).out;
    assert!(table.contains("Total at stake"), "{table}");
    let untold = table.lines().find(|line| line.contains("the total")).unwrap_or_default();
    assert!(untold.contains(" c "), "{table}");
    let board = workspace.weigh(&["report", "--for", "board", "--to", "md", "-o", "-"]).out;
    assert!(board.contains("staff: 4 to 8, likely 6 (1200 EUR of the total)"), "{board}");
}

#[test]
fn weight_that_is_passed_on_for_now_leaves_a_total_open() {
    let criteria = "[criteria.a]\nweight = 1\nscale = { worst = 0, best = 10 }\n\
        [criteria.b]\nweight = 1\nscale = { worst = 0, best = 10 }\n\
        [rule]\nunknown = \"skip\"\ntotal = \"points.a\"\n";
    let workspace = desk(criteria, &[("a", "a = 8\nb = {}"), ("b", "a = 7\nb = 7")]);
    let found = ranked(&workspace, &[]);
    let a = &found["vendors"][0];
    assert_eq!(
        [a["score"].to_string(), a["lowest"].to_string(), a["highest"].to_string()],
        ["80", "40", "80"]
    );
}

#[test]
fn a_total_over_the_bids_says_that_another_bid_can_turn_the_order() {
    let rule = "total = \"points.quality + 50 * lowest(admitted, facts.price) / facts.price\"\n";
    let told = per_price(rule).weigh(&["rank"]).out;
    assert!(told.contains("the total is worked out from other bids too"), "{told}");
    let report = per_price(rule).weigh(&["report", "--to", "md", "-o", "-"]).out;
    assert!(!report.contains("cannot turn the order of the others"), "{report}");
}

#[test]
fn every_total_of_the_list_can_be_taken() {
    let list = desk(QUALITY, &[]).weigh(&["formula", "list", "--format", "json"]).json();
    let formulas = list["result"].as_array().unwrap();
    let totals: Vec<&Value> = formulas.iter().filter(|one| one["gives"] == "total").collect();
    assert!(totals.len() > 20, "{}", totals.len());
    for one in totals {
        let id = one["id"].as_str().unwrap();
        let shown = desk(QUALITY, &[]).weigh(&["formula", "show", id, "--format", "json"]).json();
        for example in shown["result"]["examples"].as_array().unwrap() {
            let numbers: Vec<String> = example["names"]
                .as_object()
                .map(|names| {
                    names.iter().map(|(name, number)| format!("{name} = {}", bare(number))).collect()
                })
                .unwrap_or_default();
            let round = example["round"].as_str();
            let round =
                round.map_or_else(String::new, |round| format!("rounding = {{ total = \"{round}\" }}\n"));
            let rule = format!(
                "[criteria.idle]\nweight = 1\nscale = {{ worst = 0, best = 1 }}\n[rule]\n{round}\
                 total = {{ formula = \"{id}\", numbers = {{ {} }} }}\n",
                numbers.join(", ")
            );
            let bids: Vec<(String, String)> = example["bids"]
                .as_object()
                .unwrap()
                .iter()
                .map(|(bid, facts)| {
                    let facts = facts.as_object().unwrap().iter();
                    let facts: Vec<String> =
                        facts.map(|(fact, number)| format!("{fact} = {}", bare(number))).collect();
                    (bid.to_lowercase(), format!("idle = 1\n{}", facts.join("\n")))
                })
                .collect();
            let texts: Vec<(&str, &str)> =
                bids.iter().map(|(bid, facts)| (bid.as_str(), facts.as_str())).collect();
            let workspace = desk(&rule, &texts);
            let found = ranked(&workspace, &[]);
            draws_agree(&workspace, &found, id);
            for (bid, result) in example["results"].as_object().unwrap() {
                let bid = bid.to_lowercase();
                let one = found["vendors"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .find(|one| one["id"] == bid.as_str())
                    .unwrap();
                let wanted = bare(result);
                if wanted == "out" {
                    assert_eq!(one["exclusions"][0]["because"], "no-total", "{id} {bid}");
                } else {
                    assert_eq!(one["score"].to_string(), wanted, "{id} {bid}");
                }
            }
        }
    }
}

#[test]
fn what_would_take_minutes_of_many_bids_is_refused() {
    let rule = "[rule]\ntotal = \"points.quality + lowest(admitted, facts.price) / facts.price\"\n";
    let bids: Vec<(String, String)> =
        (0..201).map(|at| (format!("v{at}"), format!("quality = {at}\nprice = {}", 300 - at))).collect();
    let bids: Vec<(&str, &str)> = bids.iter().map(|(id, facts)| (id.as_str(), facts.as_str())).collect();
    let workspace = desk(&format!("{QUALITY}{rule}"), &bids);
    let refused = workspace.weigh(&["break-even", "v1"]);
    assert_eq!(refused.code, Some(2), "{}", refused.out);
    assert!(refused.err.contains("the total takes figures of 201 vendors"), "{}", refused.err);
    let own = workspace.weigh(&["break-even", "v1", "--set", "rule.total=points.quality / facts.price"]);
    assert_eq!(own.code, Some(0), "{}", own.err);
}

/// Draws in which nothing varies give every vendor the rank of record, and put those out that are.
fn draws_agree(workspace: &Workspace, found: &Value, what: &str) {
    let options = ["robust", "--spread", "fixed", "--facts", "fixed", "--draws", "40", "--format", "json"];
    let drawn = workspace.weigh(&options);
    assert_eq!(drawn.code, Some(0), "{what}: {drawn}");
    let drawn = drawn.json()["result"]["draws"]["vendors"].as_array().unwrap().clone();
    let vendors = found["vendors"].as_array().unwrap();
    for vendor in vendors {
        let one = drawn.iter().find(|one| one["vendor"] == vendor["id"]);
        let Some(rank) = vendor["rank"].as_u64() else {
            assert!(one.is_none_or(|one| one["out"] == 1.0), "{what}: {vendor} {one:?}");
            continue;
        };
        if vendor["is_tied"] == true || vendor["tied"] == true {
            continue;
        }
        let place = usize::try_from(rank).unwrap() - 1;
        assert_eq!(one.unwrap()["acceptability"][place], 1.0, "{what}: {vendor} {one:?}");
    }
}

/// Draws work the formula out with the facts that they draw.
#[test]
fn draws_count_totals() {
    let of = |rule: &str, more: &[&str]| {
        let bids = [
            ("elm", "quality = 500\nprice = 100"),
            ("oak", "quality = 500\nprice = { low = 90, likely = 110, high = 140 }"),
        ];
        let workspace = desk(&format!("{QUALITY}[rule]\npoints = 1000\n{rule}"), &bids);
        let options = ["robust", "--facts", "uniform", "--draws", "20000", "--format", "json"];
        let drawn = workspace.weigh(&[&options, more].concat()).json()["result"]["draws"].clone();
        let vendor = |id: &str| {
            drawn["vendors"].as_array().unwrap().iter().find(|one| one["vendor"] == id).unwrap().clone()
        };
        let told = workspace.weigh(&["rank"]).out;
        (vendor("elm"), vendor("oak"), told)
    };
    let near = |found: &Value, wanted: f64| {
        let found = found.as_f64().unwrap();
        assert!((found - wanted).abs() < 0.015, "{found} {wanted}");
    };
    // Oak is ahead where its price, even between 90 and 140, is below 100.
    for rule in [
        "total = \"points.quality / facts.price\"\n",
        "total = \"facts.price - names.off * points.quality\"\nwins = \"lowest\"\n[names.off]\nexpr = \"0.01\"\n",
        "total = \"lowest(offered, facts.price) / facts.price\"\n",
        "total = \"if rank(admitted, facts.price) = 1 then 2 else 1\"\n",
    ] {
        let (elm, oak, told) = of(rule, &[]);
        near(&oak["acceptability"][0], 0.2);
        near(&elm["acceptability"][0], 0.8);
        assert!(told.contains("Elm leads in") || told.contains("elm leads in"), "{rule}: {told}");
    }
    // Between 90 and 140 nine of ten prices lie between 92.5 and 137.5, less what quality takes off.
    let (_, oak, _) = of("total = \"facts.price\"\nwins = \"lowest\"\n", &[]);
    let score = |key: &str| oak["score"][key].as_f64().unwrap();
    assert!((score("low") - 92.5).abs() < 1.0 && (score("high") - 137.5).abs() < 1.0, "{oak}");
    assert!((score("mean") - 115.0).abs() < 0.5, "{oak}");
    // A minimum holds on what is drawn, and a condition leaves bids out draw by draw.
    let (_, oak, _) = of("total = \"200 - facts.price\"\nminimum = 80\n", &[]);
    near(&oak["out"], 0.4);
    let (_, oak, _) = of("total = { expr = \"200 - facts.price\", out = \"facts.price > 130\" }\n", &[]);
    near(&oak["out"], 0.2);
    // Points move with the weights, as far as the formula reads them.
    let criteria = "[criteria.a]\nweight = 1\nscale = { worst = 0, best = 100 }\n[criteria.b]\nweight = 1\nscale = { worst = 0, best = 100 }\n\
        [rule]\npoints = 100\ntotal = \"(points.a + points.b) / facts.price\"\n";
    let bids = [("elm", "a = 100\nb = 0\nprice = 10"), ("oak", "a = 0\nb = 100\nprice = 10")];
    let workspace = desk(criteria, &bids);
    let drawn = workspace.weigh(&["robust", "--spread", "uniform", "--format", "json"]).json();
    for vendor in drawn["result"]["draws"]["vendors"].as_array().unwrap() {
        near(&vendor["acceptability"][0], 0.5);
    }
    // Who has no total is in no draw, and that is said.
    let bids = [("elm", "quality = 500\nprice = 100"), ("oak", "quality = 500\nprice = {}")];
    let workspace = desk(&format!("{QUALITY}[rule]\ntotal = \"points.quality / facts.price\"\n"), &bids);
    let told = workspace.weigh(&["robust"]).out;
    assert!(told.contains("oak is out of every draw: price is not known"), "{told}");
}

/// A number of JSON, perhaps in quotes, as a file writes it.
fn bare(number: &Value) -> String {
    number.as_str().map_or_else(|| number.to_string(), str::to_owned)
}

/// Rules that tenders print in words, each as the guide writes it.
#[test]
fn rules_in_words_are_totals_or_must_haves() {
    let bids = [
        ("elm", "quality = 640\nprice = 85000"),
        ("fir", "quality = 980\nprice = 131000"),
        ("oak", "quality = 800\nprice = 107200"),
        ("yew", "quality = 800\nprice = 99000"),
    ];
    let of = |criteria: &str| ranked(&desk(criteria, &bids), &[]);
    // Only the best two in quality have their prices opened; who ties with the second counts as one of them.
    let best = |n: u32| {
        let out = format!("out = \"not best_of(above_minimum, points.quality, {n})\"");
        of(&format!(
            "{QUALITY}[rule]\npoints = 1000\ntotal = {{ expr = \"facts.price\", {out} }}\nwins = \"lowest\"\nunit = \"EUR\"\n"
        ))
    };
    assert_scores(&best(1), &[("fir", "131000")]);
    assert_scores(&best(2), &[("yew", "99000"), ("oak", "107200"), ("fir", "131000")]);
    assert_scores(&best(4), &[("elm", "85000"), ("yew", "99000"), ("oak", "107200"), ("fir", "131000")]);
    let found = best(2);
    let elm = found["vendors"].as_array().unwrap().iter().find(|one| one["id"] == "elm").unwrap();
    assert!(elm["exclusions"].to_string().contains("left out by the rule"), "{elm}");
    // Least cost among those that are good enough, and the best that the budget buys.
    let least = QUALITY.replace("weight = 1\n", "weight = 1\nminimum = 70\n");
    let least = of(&format!("{least}[rule]\npoints = 1000\ntotal = \"facts.price\"\nwins = \"lowest\"\n"));
    assert_scores(&least, &[("yew", "99000"), ("oak", "107200"), ("fir", "131000")]);
    let budget = of(&format!(
        "{QUALITY}[gates.budget]\nfact = \"price\"\nat_most = 110000\n[rule]\npoints = 1000\n\
        total = \"points.quality\"\nties = [\"quality\"]\n"
    ));
    assert_eq!(scores(&budget)[0].1, "800");
    assert_eq!(scores(&budget).len(), 3);
    // One criterion after the other.
    let price = "[criteria.price]\nweight = 1\nscale = { worst = 150000, best = 80000 }\n";
    let order = of(&format!(
        "{QUALITY}{price}[rule]\npoints = 1000\ntotal = \"points.quality\"\nties = [\"price\"]\n"
    ));
    let names: Vec<String> = scores(&order).into_iter().map(|(id, _)| id).collect();
    assert_eq!(names, ["fir", "yew", "oak", "elm"]);
    // What is no condition, and what does not stand there.
    for (total, wanted) in [
        (
            "{ expr = \"facts.price\", out = \"points.quality\" }",
            "this is a number, and it is to say which bids are out",
        ),
        ("{ expr = \"facts.price\", out = \"points.qualty < 3\" }", "there is no criterion `qualty`"),
        ("{ out = \"points.quality < 3\" }", "formula"),
        ("{ expr = \"facts.price\", numbers = { a = 1 } }", "numbers"),
    ] {
        let checked =
            desk(&format!("{QUALITY}[rule]\npoints = 1000\ntotal = {total}\n"), &bids).weigh(&["check"]);
        assert!(checked.code != Some(0) && checked.to_string().contains(wanted), "{total}: {checked}");
    }
}

/// A total that looks at all that were handed in is as open as the price of whoever is out.
#[test]
fn a_total_over_all_bids_is_open_with_the_price_of_one_that_is_out() {
    let of = |price: &str| {
        let criteria = format!(
            "{QUALITY}[rule]\npoints = 1000\ntotal = \"points.quality * lowest(offered, facts.price) / facts.price\"\n"
        );
        let workspace = desk(&criteria, &OFFERS[..2]);
        let gone =
            format!("name = \"W\"\nstatus = \"withdrawn\"\nreason = \"-\"\n[facts]\nprice = {price}\n");
        workspace.write("vendors/d/w.toml", gone);
        let elm = ranked(&workspace, &[])["vendors"][0].clone();
        (elm["lowest"].to_string(), elm["highest"].to_string())
    };
    let (low, high) = of("{ low = 20000, likely = 30000, high = 60000 }");
    assert!(low.parse::<f64>().unwrap() < high.parse::<f64>().unwrap(), "{low} {high}");
    let (low, high) = of("30000");
    assert_eq!(low, high);
}

/// A fact that a condition of a set reads alone is yes or no, in the sheet of the total too.
#[test]
fn a_condition_of_a_set_reads_yes_or_no() {
    for total in [
        "\"count(offered where facts.domestic) + points.quality\"",
        "{ expr = \"points.quality\", out = \"not facts.domestic\" }",
    ] {
        let bids = [("elm", "quality = 500\ndomestic = false"), ("oak", "quality = 400\ndomestic = true")];
        let workspace = desk(&format!("{QUALITY}[rule]\npoints = 1000\ntotal = {total}\n"), &bids);
        let made = workspace.weigh(&["report", "--to", "xlsx", "-o", "out"]);
        assert_eq!(made.code, Some(0), "{made}");
        let mut book = Xlsx::new(Cursor::new(workspace.read("out/d.xlsx"))).unwrap();
        let formulas = book.worksheet_formula("Total").unwrap();
        let all: Vec<&str> = formulas.used_cells().map(|(_, _, text)| text.as_str()).collect();
        assert!(all.iter().any(|text| text.contains("=\"yes\"")), "{total}: {all:?}");
    }
}

/// Where it is open who is compared, or in which place a bid is, a total lies between what it may be, and is not certain.
#[test]
fn an_open_field_leaves_totals_between_what_they_may_be() {
    let range = |workspace: &Workspace, id: &str| {
        let found = ranked(workspace, &[]);
        let one = found["vendors"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone();
        ["lowest", "score", "highest"].map(|key| bare(&one[key]))
    };
    let quality = QUALITY.replace("1000", "100");
    // Second or third of three, and first: a rank is a place.
    let bids = [
        ("a", "quality = 80\nprice = 90"),
        ("b", "quality = 70\nprice = { low = 60, likely = 70, high = 110 }"),
        ("c", "quality = 50\nprice = 95"),
    ];
    let workspace = desk(
        &format!("{quality}[rule]\npoints = 100\ntotal = \"points.quality * rank(admitted, facts.price)\"\n"),
        &bids,
    );
    assert_eq!(range(&workspace, "a"), ["80", "160", "160"]);
    assert_eq!(range(&workspace, "b"), ["70", "70", "210"]);
    // B has to be explained: with it the lowest price is 60, without it 100.
    let named = "[names.limit]\nexpr = \"0.8 * mean(offered, facts.price)\"\n\
        [gates.low]\nwhen = \"facts.price >= names.limit\"\notherwise = \"explain\"\n";
    let inline =
        "[gates.low]\nwhen = \"facts.price >= 0.8 * mean(offered, facts.price)\"\notherwise = \"explain\"\n";
    for gate in [named, inline] {
        let bids = [
            ("a", "quality = 80\nprice = 100"),
            ("b", "quality = 70\nprice = 60"),
            ("c", "quality = 50\nprice = 110"),
        ];
        let workspace = desk(
            &format!(
                "{gate}{quality}[rule]\npoints = 100\ntotal = \"points.quality * lowest(admitted, facts.price) / facts.price\"\n"
            ),
            &bids,
        );
        assert_eq!(range(&workspace, "a"), ["48", "48", "80"], "{gate}");
    }
    // Nobody can say what a price that is not known does.
    let bids = [("a", "quality = 80\nprice = 100"), ("b", "quality = 70\nprice = {}")];
    let workspace = desk(
        &format!(
            "{quality}[rule]\npoints = 100\ntotal = \"points.quality * lowest(offered, facts.price) / facts.price\"\n"
        ),
        &bids,
    );
    let told = workspace.weigh(&["rank"]).out;
    assert!(told.contains("anything") && !told.contains("1000000"), "{told}");
}

/// Totals of the list compare the bids that the rule says, as scales of the list do.
#[test]
fn totals_of_the_list_follow_the_field() {
    let first = |field: &str| {
        let quality = QUALITY.replace("1000", "100").replace("weight = 1\n", "weight = 1\nminimum = 75\n");
        let rule = format!(
            "{quality}[rule]\npoints = 70\n{field}total = {{ formula = \"br.technique-price\", numbers = {{ w = 0.7 }} }}\n"
        );
        let bids = [("a", "quality = 85\nprice = 100000"), ("b", "quality = 70\nprice = 90000")];
        let workspace = desk(&rule, &bids);
        let shown = workspace.weigh(&["check"]);
        assert_eq!(shown.code, Some(0), "{shown}");
        scores(&ranked(&workspace, &[]))[0].clone()
    };
    let [above, admitted] = [first(""), first("field = \"admitted\"\n")];
    assert_eq!(above.0, "a");
    assert_ne!(above.1, admitted.1, "{above:?}");
}

/// A weight that the total does not read is pointed at, and weights of 0 alone are no mistake.
#[test]
fn weights_that_a_total_does_not_read() {
    let more = "[criteria.service]\nweight = 40\nscale = { worst = 0, best = 100 }\n";
    let workspace = desk(
        &format!("{QUALITY}{more}[rule]\ntotal = \"points.quality / facts.price\"\n"),
        &[("elm", "quality = 3\nprice = 4\nservice = 5")],
    );
    let told = workspace.weigh(&["check", "--rule"]).out;
    assert!(told.contains("service weighs 40, and the total does not read it"), "{told}");
    assert!(!told.contains("quality weighs"), "{told}");
    let levels = "[criteria.plan]\nweight = 0\nscale = { levels = { good = 100, weak = 0 } }\n";
    let bids = [("elm", "plan = \"good\"\nprice = 90"), ("oak", "plan = \"weak\"\nprice = 80")];
    let workspace = desk(&format!("{levels}[rule]\ntotal = \"facts.price\"\nwins = \"lowest\"\n"), &bids);
    assert_scores(&ranked(&workspace, &[]), &[("oak", "80"), ("elm", "90")]);
    for command in [&["robust"][..], &["explain", "elm"], &["report", "--to", "html,xlsx,pdf", "-o", "out"]] {
        let told = workspace.weigh(command);
        assert_eq!(told.code, Some(0), "{command:?}: {told}");
    }
    let explained = workspace.weigh(&["explain", "elm"]).out;
    assert!(explained.contains("What it is  Evidence") && explained.contains("price  90"), "{explained}");
}

const QUALITIES: &str = "[criteria.quality]\nweight = 1\nscale = { worst = 0, best = 100 }\n";

/// The last must-have of a vendor that is ranked or out: whether the rule's condition keeps it in.
fn kept(found: &Value, id: &str) -> String {
    let vendor = found["vendors"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
    let last = vendor["minimums"].as_array().unwrap().last().unwrap();
    format!(
        "{} {} {}",
        last["name"].as_str().unwrap(),
        last["outcome"].as_str().unwrap(),
        vendor["is_awardable"]
    )
}

#[test]
fn a_condition_that_leaves_bids_out_is_open_while_what_it_reads_is() {
    let rule = "[rule]\npoints = 100\nwins = \"lowest\"\n\
        total = { expr = \"facts.price\", out = \"not best_of(above_minimum, points.quality, 2)\" }\n";
    let bids = [
        ("ann", "price = 100\nquality = { low = 50, likely = 70, high = 80 }"),
        ("bo", "price = 90\nquality = { low = 40, likely = 60, high = 90 }"),
        ("cy", "price = 120\nquality = 95"),
    ];
    let workspace = desk(&format!("{QUALITIES}{rule}"), &bids);
    let found = ranked(&workspace, &[]);
    assert_scores(&found, &[("bo", "90"), ("ann", "100"), ("cy", "120")]);
    assert_eq!(kept(&found, "ann"), "Kept by the rule open false");
    assert_eq!(kept(&found, "bo"), "Kept by the rule open false");
    // One of two places is left for two, whatever they turn out.
    assert_eq!(kept(&found, "cy"), "Kept by the rule pass true");
    let gaps = workspace.weigh(&["gaps"]).out;
    assert!(gaps.matches("the total").count() >= 2, "{gaps}");
    let report = workspace.weigh(&["report", "--to", "md", "-o", "-"]).out;
    assert!(!report.contains("Recommended: ann") && !report.contains("Recommended: bo"), "{report}");
    let settled = ranked(
        &workspace,
        &["--set", "vendors.ann.facts.quality=80", "--set", "vendors.bo.facts.quality=60"],
    );
    assert_scores(&settled, &[("ann", "100"), ("cy", "120")]);
    assert_eq!(kept(&settled, "bo"), "Kept by the rule fail false");
    assert_eq!(kept(&settled, "ann"), "Kept by the rule pass true");
}

#[test]
fn no_letter_says_by_which_figures_the_rule_leaves_a_bid_out() {
    let rule = "[rule]\npoints = 1000\n\
        total = { expr = \"facts.service\", out = \"points.quality / facts.price < 0.9 * highest(admitted, points.quality / facts.price)\" }\n";
    let bids = [
        ("ann", "price = 100000\nquality = 80\nservice = 30"),
        ("bo", "price = 100000\nquality = 76\nservice = 45"),
        ("cy", "price = 100000\nquality = 71.9\nservice = 60"),
    ];
    let workspace = desk(&format!("{QUALITIES}{rule}"), &bids);
    assert_scores(&ranked(&workspace, &[]), &[("bo", "45"), ("ann", "30")]);
    let awarded = workspace.weigh(&["award", "--to", "bo", "--by", "A. Buyer", "--on", "2026-11-30"]);
    assert_eq!(awarded.code, Some(0), "{}", awarded.err);
    let letter = workspace.weigh(&["debrief", "cy"]);
    assert!(letter.out.contains("left out by the rule"), "{letter}");
    for told in ["0.008", "719", "100000", "100\u{a0}000"] {
        assert!(!letter.out.contains(told), "{told}: {}", letter.out);
    }
}

#[test]
fn the_most_points_move_where_weight_is_passed_on_for_now() {
    let criteria = "[criteria.quality]\nweight = 60\nscale = { worst = 0, best = 100 }\n\
        [criteria.references]\nweight = 40\nscale = { worst = 0, best = 10 }\n\
        [rule]\npoints = 100\nunknown = \"skip\"\nwins = \"lowest\"\n\
        total = \"facts.price + most.quality - value.quality\"\n";
    let bids = [
        ("ann", "price = 100\nquality = 50\nreferences = {}"),
        ("bo", "price = 121\nquality = 100\nreferences = 5"),
    ];
    let workspace = desk(criteria, &bids);
    let found = ranked(&workspace, &[]);
    let ends = |id: &str| {
        let one = found["vendors"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
        ["score", "lowest", "highest"].map(|key| one[key].to_string())
    };
    assert_eq!(ends("ann"), ["150", "110", "150"]);
    assert_eq!(ends("bo"), ["81", "81", "81"]);
    for references in ["0", "10"] {
        let known = ranked(&workspace, &["--set", &format!("vendors.ann.facts.references={references}")]);
        assert_scores(&known, &[("bo", "81"), ("ann", "110")]);
    }
}

#[test]
fn ends_that_nobody_can_tell_are_none() {
    let rule = "[rule]\npoints = 100\nwins = \"lowest\"\ntotal = \"facts.price / points.quality\"\n";
    let bids = [
        ("a", "price = 90000\nquality = { low = 0, likely = 50, high = 80 }"),
        ("b", "price = 99000\nquality = 60"),
    ];
    let workspace = desk(&format!("{QUALITIES}{rule}"), &bids);
    let found = ranked(&workspace, &[]);
    let a = found["vendors"].as_array().unwrap().iter().find(|one| one["id"] == "a").unwrap();
    assert!(a["lowest"].is_null() && a["highest"].is_null() && a["score"] == 1800, "{a}");
    for arguments in [
        &["rank", "--format", "csv"][..],
        &["explain", "a"],
        &["explain", "a", "--format", "json"],
        &["compare", "a", "b", "--format", "json"],
        &["report", "--to", "md", "-o", "-"],
        &["report", "--to", "json", "-o", "-"],
        &["report", "--to", "csv", "-o", "-"],
    ] {
        let told = workspace.weigh(arguments);
        assert_eq!(told.code, Some(0), "{arguments:?}: {}", told.err);
        for far in ["000000000000", "000\u{a0}000\u{a0}000", "999\u{a0}999"] {
            assert!(!told.out.contains(far), "{arguments:?}: {}", told.out);
        }
    }
}

#[test]
fn a_fact_of_a_total_that_nobody_has_is_a_slip() {
    for (total, caret) in [
        ("total = \"points.quality / facts.prize\"\n", "facts.prize"),
        ("total = { expr = \"facts.prize\", out = \"points.quality < 10\" }\n", "facts.prize"),
    ] {
        let checked = per_price(total).weigh(&["check"]);
        assert_ne!(checked.code, Some(0), "{checked}");
        let told = format!("{}{}", checked.out, checked.err);
        assert!(
            told.contains("no vendor has the fact `prize`") && told.contains("did you mean `price`"),
            "{told}"
        );
        let line = told.lines().position(|line| line.contains("total = ")).unwrap();
        let [formula, under] = [line, line + 1].map(|at| told.lines().nth(at).unwrap());
        let carets = under.find('^').unwrap();
        assert!(formula[carets..].starts_with(caret), "{told}");
    }
}

#[test]
fn a_figure_of_bids_that_meet_a_number_is_none_in_draws_too() {
    let workspace = per_price("total = \"count(admitted where facts.price) + points.quality\"\n");
    let rank = workspace.weigh(&["rank"]).out;
    assert!(rank.contains("In 100 % of 10,000 draws nobody passes"), "{rank}");
}

#[test]
fn who_owes_an_explanation_is_not_normal_until_it_is_accepted() {
    let criteria = "[criteria.quality]\nweight = 1\nscale = { worst = 0, best = 100 }\n\
        [gates.low]\nwhen = \"facts.price >= 0.8 * mean(offered, facts.price)\"\notherwise = \"explain\"\n\
        [rule]\npoints = 100\ntotal = \"60 * lowest(not_abnormal, facts.price) / facts.price\"\n";
    let bids = [
        ("a", "price = 100\nquality = 1"),
        ("b", "price = 95\nquality = 1"),
        ("c", "price = 60\nquality = 1"),
    ];
    let workspace = desk(criteria, &bids);
    let found = ranked(&workspace, &[]);
    assert_scores(&found, &[("c", "95"), ("b", "60"), ("a", "57")]);
    let ends = |found: &Value, id: &str| {
        let one = found["vendors"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
        ["lowest", "highest"].map(|key| one[key].to_string())
    };
    // With its explanation accepted 60 is the lowest price of all.
    assert_eq!(ends(&found, "b")[1], "60");
    assert!(ends(&found, "b")[0].starts_with("37.89"), "{:?}", ends(&found, "b"));
    let answer = |word: &str| {
        let answered = desk(criteria, &bids);
        let cleared = answered.weigh(&[
            "clear",
            "c",
            "low",
            word,
            "--reason",
            "It explained itself.",
            "--by",
            "A. Buyer",
        ]);
        assert_eq!(cleared.code, Some(0), "{cleared}");
        scores(&ranked(&answered, &[]))
    };
    let accepted = answer("--accept");
    assert_eq!(accepted[0], ("c".to_owned(), "60".to_owned()));
    assert!(
        accepted[1].1.starts_with("37.89") && accepted[2] == ("a".to_owned(), "36".to_owned()),
        "{accepted:?}"
    );
    assert_eq!(
        answer("--reject"),
        [("b", "60"), ("a", "57")].map(|(id, score)| (id.to_owned(), score.to_owned()))
    );
}
