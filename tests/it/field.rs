//! Whose bids are compared: a bid that misses a minimum of quality sets no price for the others.

use serde_json::Value;

use crate::support::{Output, Workspace};

/// Quality-and-cost-based selection: an offer below the technical minimum is returned unopened.
const CRITERIA: &str = r#"title = "Night desk"

[criteria.tech]
weight  = 70
minimum = 70
[criteria.method]
under  = "tech"
weight = 60
scale  = { rating = 10, from = 0 }
[criteria.staff]
under  = "tech"
weight = 40
scale  = { rating = 10, from = 0 }
[criteria.price]
weight = 30
scale  = { formula = "lowest/price" }
[rule]
points  = 100
weights = 100
"#;

fn vendor(name: &str, price: &str, method: &str, staff: &str) -> String {
    let mark =
        |id: &str, mark: &str| if mark.is_empty() { String::new() } else { format!("{id} = {mark}\n") };
    format!(
        "name = \"{name}\"\n[facts]\nprice = {price}\n[ratings]\n{}{}",
        mark("method", method),
        mark("staff", staff)
    )
}

fn desk(criteria: &str, sparrow: &str) -> Workspace {
    let (heron, osprey) = (vendor("Heron", "90000", "8", "8"), vendor("Osprey", "140000", "9", "9"));
    Workspace::new(criteria, &[("heron", &heron), ("osprey", &osprey), ("sparrow", sparrow)])
}

fn sparrow() -> String {
    vendor("Sparrow", "45000", "5", "6")
}

/// The scores of those in the ranking, to two digits.
fn scores(workspace: &Workspace, arguments: &[&str]) -> Vec<(String, String)> {
    let result = workspace.weigh(&[&["rank", "--format", "json"], arguments].concat()).json();
    let vendors = result["result"]["vendors"].as_array().unwrap().clone();
    let ranked = vendors.iter().filter(|vendor| !vendor["rank"].is_null());
    let number = |value: &Value| value.to_string().trim_matches('"').parse::<f64>().unwrap();
    let row = |vendor: &Value| {
        (vendor["id"].as_str().unwrap().to_owned(), format!("{:.2}", number(&vendor["score"])))
    };
    ranked.map(row).collect()
}

fn rows(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(id, score)| ((*id).to_owned(), (*score).to_owned())).collect()
}

#[test]
fn a_bid_below_the_minimum_sets_no_lowest_price() {
    let workspace = desk(CRITERIA, &sparrow());
    assert_eq!(scores(&workspace, &[]), rows(&[("heron", "86.00"), ("osprey", "82.29")]));
    let rank = workspace.weigh(&["rank"]);
    assert!(rank.out.contains("sets no price for the others"), "{rank}");
}

#[test]
fn who_is_out_otherwise_sets_no_price_either() {
    let good = vendor("Sparrow", "45000", "8", "8");
    assert_eq!(scores(&desk(CRITERIA, &good), &[])[0].0, "sparrow");
    let expected = rows(&[("heron", "86.00"), ("osprey", "82.29")]);
    for status in ["withdrawn", "disqualified"] {
        let out = format!("status = \"{status}\"\nreason = \"They said so\"\n{good}");
        assert_eq!(scores(&desk(CRITERIA, &out), &[]), expected, "{status}");
    }
    let gate = format!("{CRITERIA}[gates.least]\nfact = \"price\"\nat_least = 50000\n");
    assert_eq!(scores(&desk(&gate, &good), &[]), expected);
}

#[test]
fn where_every_bid_is_below_the_minimum_nobody_is_ranked() {
    let workspace = desk(&CRITERIA.replace("minimum = 70", "minimum = 95"), &sparrow());
    assert_eq!(scores(&workspace, &[]), rows(&[]));
}

/// What may still be reached keeps a bid in the field, until it is known.
#[test]
fn a_bid_that_may_still_reach_the_minimum_stays() {
    let open = vendor("Sparrow", "45000", "", "6");
    let workspace = desk(CRITERIA, &open);
    assert_eq!(scores(&workspace, &[])[0], ("osprey".to_owned(), "72.64".to_owned()));
    let known = workspace.weigh(&["set", "vendors.sparrow.ratings.method", "5"]);
    assert_eq!(known.code, Some(0), "{known}");
    assert_eq!(scores(&workspace, &[])[0], ("heron".to_owned(), "86.00".to_owned()));
}

/// A minimum on what is itself compared cannot say who is compared.
#[test]
fn a_minimum_that_depends_on_the_field_changes_nothing_and_check_says_so() {
    let said = "what reaches this minimum depends on the other bids";
    let on_price =
        CRITERIA.replace("[criteria.price]\nweight = 30", "[criteria.price]\nminimum = 60\nweight = 30");
    let workspace = desk(&on_price.replace("minimum = 70", ""), &vendor("Sparrow", "45000", "8", "8"));
    let check = workspace.weigh(&["check"]);
    assert!(check.out.contains(said), "{check}");
    // Heron has half the lowest price, below its minimum, and still nothing moves for the others.
    assert_eq!(scores(&workspace, &[]), rows(&[("sparrow", "86.00")]));
    let on_score = format!("{CRITERIA}minimum = 60\n");
    assert!(desk(&on_score, &sparrow()).weigh(&["check"]).out.contains(said));
    assert!(!desk(CRITERIA, &sparrow()).weigh(&["check"]).out.contains(said));
}

/// Weights within the group decide whether it is reached, and with it who is compared.
#[test]
fn the_field_follows_the_weights() {
    let lopsided = vendor("Sparrow", "45000", "5", "10");
    let workspace = desk(CRITERIA, &lopsided);
    // 0.6 x 5 + 0.4 x 10 = 7 of 10: just reached.
    assert_eq!(scores(&workspace, &[])[0].0, "sparrow");
    let moved = scores(&workspace, &["--set", "criteria.method.weight=70"]);
    assert_eq!(moved, rows(&[("heron", "86.00"), ("osprey", "82.29")]));
}

fn wins(output: &Output, id: &str) -> f64 {
    /// The first share of the vendor, wherever it stands.
    fn found(value: &Value, id: &str) -> Option<f64> {
        match value {
            Value::Object(object) if object.get("vendor").is_some_and(|vendor| vendor == id) => {
                object.get("acceptability").and_then(|shares| shares[0].as_f64())
            }
            Value::Object(object) => object.values().find_map(|value| found(value, id)),
            Value::Array(list) => list.iter().find_map(|value| found(value, id)),
            _ => None,
        }
    }
    found(&output.json(), id).unwrap()
}

#[test]
fn draws_judge_the_field_in_each_of_them() {
    let fixed = ["robust", "--spread", "fixed", "--format", "json", "--draws", "2048"];
    let workspace = desk(CRITERIA, &sparrow());
    assert!((wins(&workspace.weigh(&fixed), "heron") - 1.0).abs() < 1e-9);
    // With the bid in the field the other one would have won every draw.
    let in_field = desk(&CRITERIA.replace("minimum = 70", ""), &sparrow());
    assert!(wins(&in_field.weigh(&fixed), "heron") < 0.5);
}

#[test]
fn verify_tells_a_result_that_was_made_with_another_field() {
    let workspace = desk(CRITERIA, &sparrow());
    let result = workspace.weigh(&["rank", "--format", "json"]).out;
    workspace.write("now.json", &result);
    assert_eq!(workspace.weigh(&["verify", "now.json"]).code, Some(0));
    let mut older: Value = serde_json::from_str(&result).unwrap();
    older["result"]["notes"] = Value::Array(Vec::new());
    older["result"]["vendors"][0]["score"] = Value::from(71);
    workspace.write("older.json", older.to_string());
    let verify = workspace.weigh(&["verify", "older.json"]);
    assert_eq!(verify.code, Some(1), "{verify}");
    assert!(verify.out.contains("made by an earlier version"), "{verify}");
}

fn with_field(field: &str) -> String {
    CRITERIA.replace("weights = 100\n", &format!("weights = 100\nfield = \"{field}\"\n"))
}

/// What the rule compares: 70 of quality, and 30 times the lowest price over one's own.
#[test]
fn the_rule_says_whose_bids_are_compared() {
    let out = |status: &str, bid: String| format!("status = \"{status}\"\nreason = \"They said so\"\n{bid}");
    let good = || vendor("Sparrow", "45000", "8", "8");
    let alone = rows(&[("heron", "86.00"), ("osprey", "82.29")]);
    // 45,000 sets the price: 56 + 15 and 63 + 9.64.
    let under_sparrow = rows(&[("osprey", "72.64"), ("heron", "71.00")]);
    for (field, bid, wanted) in [
        ("above_minimum", sparrow(), &alone),
        ("admitted", sparrow(), &under_sparrow),
        ("offered", sparrow(), &under_sparrow),
        ("above_minimum", out("withdrawn", good()), &alone),
        ("admitted", out("withdrawn", good()), &alone),
        ("offered", out("withdrawn", good()), &under_sparrow),
        ("offered", out("disqualified", good()), &under_sparrow),
    ] {
        let workspace = desk(&with_field(field), &bid);
        assert_eq!(scores(&workspace, &[]), *wanted, "{field}: {bid}");
        assert_eq!(scores(&desk(CRITERIA, &bid), &["--set", &format!("rule.field={field}")]), *wanted);
        let said =
            workspace.weigh(&["report", "--to", "md", "--sections", "rule", "-o", "out.md", "--force"]);
        let report = std::fs::read_to_string(workspace.path().join("out.md")).unwrap();
        assert!(report.contains("Whose bids are compared"), "{field}: {said}{report}");
    }
    // Who left without a price has made no bid that could still be lower.
    let left = out("withdrawn", "name = \"Sparrow\"\n[facts]\n".to_owned());
    let workspace = desk(&with_field("offered"), &left);
    assert_eq!(scores(&workspace, &[]), alone);
    let found = workspace.weigh(&["rank", "--format", "json"]).json();
    let heron = &found["result"]["vendors"][0];
    assert_eq!((&heron["lowest"], &heron["highest"]), (&heron["score"], &heron["score"]));
}

const LOW: &str = "[gates.low]\nname = \"Not abnormally low\"\nwhen = \"facts.price >= 0.6 * mean(offered, facts.price)\"\notherwise = \"explain\"\n";

fn explained(rule: &str, scale: &str) -> String {
    let criteria = CRITERIA.replace("{ formula = \"lowest/price\" }", scale) + LOW;
    criteria.replace("weights = 100\n", &format!("weights = 100\n{rule}"))
}

/// 45,000 is below 60 % of 91,667, the mean: it sets no price until that is explained.
#[test]
fn a_bid_that_owes_an_explanation_sets_no_price_until_it_is_accepted() {
    let low = || vendor("Sparrow", "45000", "8", "7");
    let rule = "field = \"not_abnormal\"\n";
    let alone = [("heron", "86.00"), ("sparrow", "83.20"), ("osprey", "82.29")];
    let with = [("sparrow", "83.20"), ("osprey", "72.64"), ("heron", "71.00")];
    let ends = |workspace: &Workspace, id: &str| {
        let found = workspace.weigh(&["rank", "--format", "json"]).json();
        let vendors = found["result"]["vendors"].as_array().unwrap().clone();
        let one = vendors.into_iter().find(|one| one["id"] == id).unwrap();
        ["lowest", "highest"].map(|end| format!("{:.2}", one[end].as_f64().unwrap()))
    };
    for scale in [
        "{ formula = \"lowest/price\" }",
        "{ expr = \"lowest(not_abnormal, facts.price) / facts.price\" }",
        "{ formula = \"fr.classic\", numbers = { max = 30 } }",
    ] {
        let workspace = desk(&explained(rule, scale), &low());
        assert_eq!(scores(&workspace, &[]), rows(&alone), "{scale}");
        let [lowest, highest] = ends(&workspace, "heron");
        assert_eq!((lowest.as_str(), highest.as_str()), ("71.00", "86.00"), "{scale}");
        let ranked = workspace.weigh(&["rank"]);
        assert!(
            ranked.out.contains("Sparrow waits for an explanation, so its bid sets no price for the others"),
            "{ranked}"
        );
        // Draws compare the same bids: with hers it would be Osprey before Heron.
        workspace.write(
            "vendors/d/osprey.toml",
            vendor("Osprey", "{ low = 139999, likely = 140000, high = 140001 }", "9", "9"),
        );
        let drawn = workspace.weigh(&["robust", "--draws", "2000", "--spread", "fixed", "--format", "json"]);
        assert!(wins(&drawn, "heron") > 0.99, "{scale}: {}", wins(&drawn, "heron"));
        let counts = "a bid that waits for an explanation, or may have to give one, counts as now: in the ranking, and setting no price for the others";
        assert!(drawn.out.contains(counts) && !drawn.out.contains("taken to be passed"), "{drawn}");
        let robust = workspace.weigh(&["robust", "--spread", "fixed"]).out;
        assert!(robust.contains("Heron is nowhere behind Sparrow as things stand"), "{robust}");
        workspace.write("vendors/d/osprey.toml", vendor("Osprey", "140000", "9", "9"));
        let gaps = workspace.weigh(&["gaps"]);
        assert!(gaps.out.contains("must-have open: Not abnormally low"), "{gaps}");
        for (answer, wanted) in [("--accept", &with[..]), ("--reject", &[alone[0], alone[2]][..])] {
            let workspace = desk(&explained(rule, scale), &low());
            let cleared = workspace.weigh(&[
                "clear",
                "sparrow",
                "low",
                answer,
                "--reason",
                "They own it",
                "--by",
                "A. Buyer",
            ]);
            assert_eq!(cleared.code, Some(0), "{cleared}");
            assert_eq!(scores(&workspace, &[]), rows(wanted), "{scale} {answer}");
            let [lowest, highest] = ends(&workspace, "heron");
            assert_eq!(lowest, highest, "{scale} {answer}");
        }
    }
    // Its own bid is compared with itself too.
    let workspace = desk(&explained(rule, "{ formula = \"lowest/price\" }"), &low());
    let own = workspace.weigh(&["explain", "sparrow"]).out;
    assert!(own.contains("with lowest 45000 and highest 140000"), "{own}");
    assert!(workspace.weigh(&["explain", "heron"]).out.contains("with lowest 90000 and highest 140000"));
    // Nor is anything without an end where nothing is cut off, and the set is the one that is compared.
    let uncut = format!("{rule}floor = \"none\"\ncap = \"none\"\n");
    let workspace = desk(&explained(&uncut, "{ formula = \"excess-over-lowest\" }"), &low());
    assert_eq!(ends(&workspace, "heron"), ["56.00", "86.00"]);
    let own = workspace.weigh(&["explain", "heron"]).out;
    assert!(own.contains("lowest(not_abnormal, facts.price)") && !own.contains("admitted"), "{own}");
    // Below a minimum it sets none either way.
    let below = desk(&explained(rule, "{ formula = \"lowest/price\" }"), &sparrow());
    assert_eq!(scores(&below, &[]), rows(&[("heron", "86.00"), ("osprey", "82.29")]));
    let stages = desk(&explained(rule, "{ formula = \"lowest/price\" }"), &low()).weigh(&["check"]);
    let told = "explanations: Not abnormally low; whose bid is still in is not_abnormal";
    assert!(stages.out.contains(told) && stages.out.contains("price (beside not_abnormal)"), "{stages}");
}

/// An award that is subject to an explanation is answered with it, once.
#[test]
fn an_answer_to_an_explanation_answers_the_award_too() {
    let low = vendor("Sparrow", "45000", "8", "7");
    let workspace = desk(&explained("field = \"not_abnormal\"\n", "{ formula = \"lowest/price\" }"), &low);
    let by = ["--reason", "Own site", "--by", "A. Buyer", "--on", "2026-11-30"];
    let awarded = workspace.weigh(&[&["award", "--to", "sparrow", "--subject-to", "low"][..], &by].concat());
    assert_eq!(awarded.code, Some(0), "{awarded}");
    assert!(awarded.out.contains("Subject to Not abnormally low, which is open"), "{awarded}");
    let cleared = workspace.weigh(&[&["clear", "sparrow", "low", "--accept"][..], &by].concat());
    assert_eq!(cleared.code, Some(0), "{cleared}");
    assert!(cleared.out.contains("Subject to Not abnormally low: accepted on 2026-11-30"), "{cleared}");
    assert_eq!(scores(&workspace, &[])[0], ("sparrow".to_owned(), "83.20".to_owned()));
    // Of the one that was first before, only what it is compared with was open.
    let other = desk(
        &explained("field = \"not_abnormal\"\n", "{ formula = \"lowest/price\" }"),
        &vendor("Sparrow", "45000", "8", "7"),
    );
    let awarded = other.weigh(&[&["award", "--to", "heron"][..], &by].concat());
    assert!(awarded.out.contains("Not known for sure of Heron then: price beside other bids"), "{awarded}");
}

/// A letter says what a must-have asks in words, with what the numbers with names stand for.
#[test]
fn letters_tell_a_condition_in_words() {
    let criteria = explained("", "{ formula = \"lowest/price\" }")
        .replace("facts.price >= 0.6 * mean(offered, facts.price)", "facts.price >= names.low_end")
        + "[names.low_end]\nexpr = \"0.6 * names.mean_price\"\n[names.mean_price]\nexpr = \"mean(offered, facts.price)\"\n";
    let workspace = desk(&criteria, &vendor("Sparrow", "45000", "8", "7"));
    let by = ["--reason", "No answer", "--by", "A. Buyer", "--on", "2026-11-30"];
    let cleared = workspace.weigh(&[&["clear", "sparrow", "low", "--reject"][..], &by].concat());
    assert_eq!(cleared.code, Some(0), "{cleared}");
    let awarded = workspace.weigh(&[&["award", "--to", "heron"][..], &by].concat());
    assert_eq!(awarded.code, Some(0), "{awarded}");
    let letter = workspace.weigh(&["debrief", "sparrow"]).out;
    let asked = "where low end is 0.6 * mean price and mean price is mean(offered, price)";
    let plain = letter.replace('\\', "");
    assert!(plain.contains(asked), "{letter}");
    assert!(!plain.contains("names.") && !plain.contains("facts."), "{letter}");
}

#[test]
fn who_is_not_abnormal_is_asked_where_somebody_has_to_explain() {
    let scale = "{ expr = \"lowest(not_abnormal, facts.price) / facts.price\" }";
    let other = desk(&explained("", scale), &sparrow()).weigh(&["check"]);
    let told = "the formula compares `not_abnormal`, and the rule compares `above_minimum`";
    assert!(other.out.contains(told) && other.out.contains("field = \"not_abnormal\""), "{other}");
    let nobody = desk(&with_field("not_abnormal"), &sparrow()).weigh(&["check"]);
    assert!(nobody.out.contains("nothing says which bids are abnormally low"), "{nobody}");
    assert!(nobody.out.contains("d.toml:20:9"), "{nobody}");
}

/// Draws compare what the exact score compares: whoever is out keeps the price in every draw.
#[test]
fn draws_compare_the_bids_that_the_rule_compares() {
    let bid = |field: &str, price: &str| {
        let gone = format!("status = \"withdrawn\"\nreason = \"-\"\n{}", vendor("Sparrow", price, "8", "8"));
        let workspace = desk(&with_field(field), &gone);
        // A range that never comes near: so that prices are drawn at all.
        workspace.write(
            "vendors/d/osprey.toml",
            vendor("Osprey", "{ low = 139999, likely = 140000, high = 140001 }", "9", "9"),
        );
        workspace.weigh(&["robust", "--draws", "4000", "--spread", "fixed", "--format", "json"])
    };
    assert!(wins(&bid("admitted", "45000"), "heron") > 0.99);
    assert!(wins(&bid("offered", "45000"), "osprey") > 0.99);
    let said = bid("offered", "{ low = 44000, likely = 45000, high = 46000 }");
    assert!(wins(&said, "osprey") > 0.99);
    assert!(said.out.contains("Sparrow is out, and price of its bid counts as the likely number"), "{said}");
}

/// A formula that names a set is not misread: where the rule compares another, that is an error.
#[test]
fn a_formula_names_the_set_that_the_rule_compares() {
    let typed = |set: &str, rule: &str| {
        let scale = format!("{{ expr = \"lowest({set}, facts.price) / facts.price\" }}");
        let criteria = CRITERIA.replace("{ formula = \"lowest/price\" }", &scale);
        desk(&criteria.replace("weights = 100\n", &format!("weights = 100\n{rule}")), &sparrow())
    };
    for (set, rule, fits) in [
        ("above_minimum", "", true),
        ("admitted", "", false),
        ("offered", "", false),
        ("offered", "field = \"offered\"\n", true),
        ("admitted", "field = \"admitted\"\n", true),
        ("above_minimum", "field = \"admitted\"\n", false),
        ("admitted", "field = \"offered\"\n", false),
    ] {
        let checked = typed(set, rule).weigh(&["check"]);
        assert_eq!(checked.code == Some(0), fits, "{set} {rule}: {checked}");
        if !fits {
            assert!(checked.to_string().contains(&format!("field = \"{set}\"")), "{checked}");
        }
    }
    assert_eq!(scores(&typed("offered", "field = \"offered\"\n"), &[])[0].0, "osprey");
}

/// A set that a name on the way says counts as one that the formula says.
#[test]
fn a_set_within_a_name_is_no_other_one_in_silence() {
    let with = |set: &str, rule: &str| {
        let scale = "{ expr = \"names.low / facts.price\" }";
        let criteria = CRITERIA.replace("{ formula = \"lowest/price\" }", scale);
        let criteria = criteria.replace("weights = 100\n", &format!("weights = 100\n{rule}"));
        let named = format!("[names.low]\nexpr = \"lowest({set}, facts.price)\"\n[criteria.tech]");
        desk(&criteria.replacen("[criteria.tech]", &named, 1), &sparrow())
    };
    assert_eq!(scores(&with("above_minimum", ""), &[]), rows(&[("heron", "86.00"), ("osprey", "82.29")]));
    assert!(with("offered", "").weigh(&["check"]).to_string().contains("C032"));
    assert_eq!(scores(&with("offered", "field = \"offered\"\n"), &[])[0].0, "osprey");
}

/// Formulas without a floor are written out, and follow the rule like any of the list.
#[test]
fn formulas_without_a_floor_compare_what_the_rule_compares() {
    let criteria = with_field("offered").replace("lowest/price", "excess-over-lowest");
    let workspace = desk(&criteria.replace("[rule]\n", "[rule]\nfloor = \"none\"\n"), &sparrow());
    // 56 and 63, and 30 (1 - (90 - 45) / 45) and 30 (1 - (140 - 45) / 45).
    assert_eq!(scores(&workspace, &[]), rows(&[("heron", "56.00"), ("osprey", "29.67")]));
}

/// Whoever sets a price is dropped in turn, whether it is ranked or not; and a bid that is dropped is there no more.
#[test]
fn dropping_a_bid_takes_it_out_of_the_field() {
    let criteria = "title = \"D\"\nvendors = \"../vendors/d\"\n[criteria.quality]\nweight = 60\n\
        scale = { worst = 0, best = 100 }\n[criteria.price]\nweight = 40\nscale = { formula = \"lowest/price\" }\n\
        [rule]\npoints = 100\n";
    let bid = |name: &str, quality: u32, price: u32| {
        format!("name = \"{name}\"\n[facts]\nquality = {quality}\nprice = {price}\n")
    };
    let bids = [("a", bid("A", 88, 130)), ("b", bid("B", 75, 100)), ("c", bid("C", 20, 60))];
    let bids: Vec<(&str, &str)> = bids.iter().map(|(id, text)| (*id, text.as_str())).collect();
    let workspace = Workspace::new(criteria, &bids);
    let below = "criteria.quality.minimum=50";
    for options in [
        &["--set", "rule.field=above_minimum"][..],
        &["--set", "rule.field=offered"],
        &["--set", "rule.field=admitted", "--set", below],
    ] {
        let found = workspace.weigh(&[&["robust", "--draws", "1000", "--format", "json"], options].concat());
        let text = found.json()["result"].to_string();
        assert!(text.contains("\"changes_first\":true"), "{options:?}: {text}");
    }
}

/// A loser's own points tell the lowest price of a bid that is not in the ranking as well.
#[test]
fn letters_warn_of_the_price_of_whoever_sets_it() {
    let gone = format!("status = \"withdrawn\"\nreason = \"-\"\n{}", vendor("Sparrow", "61000", "8", "8"));
    let workspace = desk(&with_field("offered"), &gone);
    let warned = workspace.weigh(&["debrief", "osprey", "--draft", "-o", "letters"]);
    assert!(warned.err.contains("Sparrow") || warned.err.contains("61"), "{warned}");
}

/// What is drawn for a bid that is not known is among those that figures are taken of.
#[test]
fn a_bid_that_is_drawn_counts_in_the_figures_of_others() {
    let criteria = "title = \"D\"\nvendors = \"../vendors/d\"\n[criteria.quality]\nweight = 50\n\
        scale = { worst = 0, best = 100 }\n[criteria.price]\nweight = 50\nscale = { expr = \"if count(above_minimum) > 3 \
        then lowest(above_minimum, facts.price) / facts.price else facts.price / highest(above_minimum, facts.price)\" }\n";
    let bid = |quality: u32, price: &str| {
        format!("name = \"{quality}\"\n[facts]\nquality = {quality}\nprice = {price}\n")
    };
    let bids = [("a", bid(50, "100")), ("b", bid(52, "200")), ("c", bid(1, "{}")), ("d", bid(0, "130"))];
    let bids: Vec<(&str, &str)> = bids.iter().map(|(id, text)| (*id, text.as_str())).collect();
    let said = Workspace::new(criteria, &bids)
        .weigh(&["robust", "--spread", "fixed", "--format", "json", "--draws", "1000"]);
    assert!(wins(&said, "a") > 0.99, "{said}");
}

/// Points below zero are rounded in draws as they are in the score.
#[test]
fn draws_round_points_below_zero_as_the_rule_does() {
    let scale = "{ points_expr = \"30 * (2 * lowest(above_minimum, facts.price) - facts.price) / \
        lowest(above_minimum, facts.price)\", full = 30 }";
    let of = |rounding: &str| {
        let criteria = format!(
            "title = \"D\"\nvendors = \"../vendors/d\"\n[criteria.quality]\nweight = 70\nscale = {{ worst = 0, best = 100 }}\n\
             [criteria.price]\nweight = 30\nscale = {scale}\n[rule]\npoints = 100\nfloor = \"none\"\n\
             rounding = {{ criterion = \"0 {rounding}\" }}\n"
        );
        let bid = |name: &str, quality: u32, price: u32| {
            format!("name = \"{name}\"\n[facts]\nquality = {quality}\nprice = {price}\n")
        };
        let bids = [("low", bid("Low", 0, 100)), ("a", bid("A", 90, 231)), ("b", bid("B", 76, 199))];
        let bids: Vec<(&str, &str)> = bids.iter().map(|(id, text)| (*id, text.as_str())).collect();
        Workspace::new(&criteria, &bids)
    };
    for (rounding, a, b) in
        [("truncate", "54.00", "53.00"), ("up", "53.00", "55.00"), ("half-up", "54.00", "53.00")]
    {
        let workspace = of(rounding);
        let mut wanted = rows(&[("a", a), ("b", b), ("low", "30.00")]);
        wanted.sort_by(|one, other| other.1.cmp(&one.1));
        assert_eq!(scores(&workspace, &[]), wanted, "{rounding}");
        let said = workspace.weigh(&["robust", "--spread", "fixed", "--format", "json", "--draws", "1000"]);
        assert!(wins(&said, &wanted[0].0) > 0.99, "{rounding}: {said}");
    }
}

/// What is just reached is not enough in draws either, where it has to be exceeded.
#[test]
fn draws_keep_out_who_does_not_exceed_a_minimum() {
    let of = |minimum: &str| {
        let criteria = CRITERIA.replace("minimum = 70", &format!("minimum = {minimum}"));
        desk(&criteria, &vendor("Sparrow", "45000", "7", "7"))
    };
    let fixed = ["robust", "--spread", "fixed", "--format", "json", "--draws", "1000"];
    assert!(wins(&of("70").weigh(&fixed), "sparrow") > 0.99);
    assert!(wins(&of("{ above = 70 }").weigh(&fixed), "heron") > 0.99);
    let said = of("{ above = 100 }").weigh(&["check"]);
    assert!(said.to_string().contains("values go up to 100, so that nobody has more"), "{said}");
}

/// The order in which bids are judged stands where the files are checked, and in the report.
#[test]
fn check_shows_the_stages_in_their_order() {
    let criteria = CRITERIA
        .replace("{ formula = \"lowest/price\" }", "{ expr = \"names.base / facts.price\" }")
        .replace("[rule]\n", "[rule]\nminimum = { above = 60 }\n")
        + "[names.base]\nexpr = \"lowest(above_minimum, facts.price)\"\n[facts.far]\nexpr = \"facts.price / mean(offered, facts.price)\"\n\
           [gates.low]\nname = \"Not abnormally low\"\nwhen = \"facts.far >= 0.2\"\notherwise = \"explain\"\n";
    let workspace = desk(&criteria, &sparrow());
    let checked = workspace.weigh(&["check"]);
    let wanted = [
        "the bids of d are judged in this order:",
        "  1. worked out from what was handed in: far (beside offered)",
        "  2. must-haves: Not abnormally low (beside offered; who fails it may explain); whose bid is still in is admitted",
        "  3. points that no other bid moves: method, staff",
        "  4. minimums of these: tech at least 70; whose bid is still in is above_minimum",
        "  5. figures of the bids that are in: base (of above_minimum)",
        "  6. points beside other bids: price (beside above_minimum)",
        "  7. minimums: the score more than 60",
    ];
    let lines: Vec<&str> = checked.out.lines().filter(|line| !line.is_empty()).collect();
    let from = lines.iter().position(|line| *line == wanted[0]).unwrap();
    assert_eq!(lines[from..from + wanted.len()], wanted, "{checked}");
    let stages = workspace.weigh(&["check", "--format", "json"]).json()["result"]["stages"].clone();
    assert_eq!(stages[0]["stages"][3]["closes"], "above_minimum", "{stages}");
    assert_eq!(stages[0]["stages"].as_array().unwrap().len(), 7, "{stages}");
    let report = workspace.weigh(&["report", "--to", "md", "--sections", "rule", "-o", "-"]);
    assert!(report.out.contains("minimums of these: tech at least 70"), "{report}");
    // A decision that compares nobody, and one whose total is a formula.
    let plain = CRITERIA.replace("{ formula = \"lowest/price\" }", "{ worst = 150000, best = 50000 }");
    let checked = desk(&plain, &sparrow()).weigh(&["check"]);
    assert!(!checked.out.contains("in this order"), "{checked}");
    let total = plain.replace(
        "points  = 100\nweights = 100",
        "points = 100\ntotal = \"points.tech / facts.price\"\nminimum = 0",
    );
    let checked = desk(&total, &sparrow()).weigh(&["check"]).out;
    let end = "  4. total: points.tech / facts.price; the highest wins\n  5. minimum of the total: the score at least 0\n";
    assert!(checked.contains(end), "{checked}");
    // One of the list: its figures, and whom it leaves out.
    let listed = plain.replace("points  = 100\nweights = 100", "points = 100\nfield = \"admitted\"\n\
        total = { formula = \"de.ufab-extended\", numbers = { band = 0.1 }, reads = { quality = \"points.tech\", service = \"points.staff\" } }");
    let checked = desk(&listed, &sparrow()).weigh(&["check"]).out;
    assert!(checked.contains("figures of the total: lower_end (of admitted)"), "{checked}");
    assert!(checked.contains("left out by the rule: names.z < names.lower_end"), "{checked}");
}
