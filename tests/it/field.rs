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
