//! `weigh cost`, and costs as facts that gates and criteria read.

use super::snapshot;
use super::total::workspace;
use crate::support::{Output, Workspace};

#[test]
fn costs_look_like_this() {
    let workspace = workspace();
    for (name, arguments) in [
        ("cost_table", &["cost"][..]),
        ("cost_md", &["cost", "--format", "md"]),
        ("cost_csv", &["cost", "--format", "csv"]),
        ("cost_vendor", &["cost", "v3", "--explain"]),
        ("cost_vendor_md", &["cost", "v2", "--format", "md"]),
        ("cost_demand", &["cost", "--demand"]),
        ("cost_assumptions", &["cost", "v1", "--assumptions"]),
        ("cost_sweep", &["cost", "--sweep", "volume"]),
        ("cost_sweep_csv", &["cost", "--sweep", "attrition", "--format", "csv"]),
    ] {
        let output = workspace.weigh(arguments);
        assert_eq!(output.code, Some(0), "{output}");
        snapshot(name, &output);
    }
}

/// The total of a vendor, as the ranking's criterion reads it.
fn total(workspace: &Workspace, vendor: &str, options: &[&str]) -> f64 {
    let result = workspace.weigh(&[&["explain", vendor, "--format", "json"], options].concat()).json();
    let fact = &result["result"]["reasons"][0]["fact"]["value"];
    let number = if fact["kind"] == "range" { &fact["likely"] } else { &fact["value"] };
    number.as_f64().unwrap_or_else(|| panic!("{result}"))
}

#[test]
fn what_ifs_on_demand_assumptions_and_quotes_flow_into_the_score() {
    let workspace = workspace();
    let before = total(&workspace, "v2", &[]);
    assert!((before - 4_457_738.4).abs() < 0.02, "{before}");
    for (option, grows) in [
        ("needs.demand.calls.aht=400", true),
        ("needs.demand.calls.growth=2", false),
        ("needs.years=4", true),
        ("cost.buyer.travel.amount=5", false),
        ("cost.buyer.governance.by_vendor.v2=9", true),
        ("vendors.v2.quote.prices.calls.rate=0.30", false),
        ("vendors.v2.quote.charges.setup.amount=90000", true),
        ("vendors.v2.quote.index.rise=3", true),
    ] {
        let after = total(&workspace, "v2", &["--set", option]);
        if option.contains("travel.amount") {
            // Its own amount is another.
            assert!((after - before).abs() < f64::EPSILON, "{option}");
        } else {
            assert_eq!(after > before, grows, "{option}: {before} and {after}");
        }
    }
}

#[test]
fn a_gate_on_the_total_and_one_on_low_prices_put_vendors_out() {
    let workspace = workspace();
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    let gates = "\n[gates.budget]\nfact = \"cost.total\"\nat_most = 5000000\n\
                 \n[gates.not_too_cheap]\nfact = \"cost.below_median\"\nat_most = 5\n";
    workspace.write("criteria/d.toml", criteria + gates);
    let ranking = workspace.weigh(&["rank", "--format", "json"]).json();
    let mut out: Vec<&str> = ranking["result"]["vendors"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|vendor| vendor["rank"].is_null())
        .map(|vendor| vendor["name"].as_str().unwrap())
        .collect();
    out.sort_unstable();
    // V5 costs 5.14 million; V2 lies 8.9 % below the median of 4.89 million.
    assert_eq!(out, ["V2", "V5"]);
}

#[test]
fn a_cost_that_cannot_be_worked_out_is_not_known_and_not_zero() {
    let workspace = workspace();
    workspace.write("vendors/d/v6.toml", "name = \"V6\"\n");
    let v1 = String::from_utf8(workspace.read("vendors/d/v1.toml")).unwrap();
    let unattended = v1.replace("name = \"V1\"", "name = \"V7\"").replace("attrition = 40", "");
    workspace.write("vendors/d/v7.toml", unattended);
    let check = workspace.weigh(&["check"]);
    assert!(check.out.contains("V017") && check.out.contains("how many agents leave"), "{check}");
    let costs = workspace.weigh(&["cost", "--format", "json"]).json();
    for name in ["V6", "V7"] {
        let vendors = costs["result"]["vendors"].as_array().unwrap();
        let vendor = vendors.iter().find(|vendor| vendor["name"] == name).unwrap();
        assert!(vendor["figures"].is_null() && vendor["rank_by_total"].is_null(), "{vendor}");
        assert!(vendor["unknown"].is_string());
    }
    let ranking = workspace.weigh(&["explain", "v6", "--format", "json"]).json();
    let reason = &ranking["result"]["reasons"][0];
    assert_eq!(reason["knowledge"], "unknown", "{reason}");
}

#[test]
fn what_a_quote_is_silent_about_counts_with_the_assumption() {
    let workspace = workspace();
    let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
    let checklist = "\n[cost.checklist.setup]\namount = 5\nper = \"once\"\n\
                     \n[cost.checklist.exit]\namount = { low = 1000, likely = 3000, high = 9000 }\nper = \"end\"\n";
    workspace.write("criteria/d.toml", criteria + checklist);
    let costs = workspace.weigh(&["cost", "--format", "json"]).json();
    for vendor in costs["result"]["vendors"].as_array().unwrap() {
        // Set-up is priced by all; the exit by none.
        let silent = vendor["silent"].as_array().unwrap();
        assert_eq!(silent.len(), 1, "{vendor}");
        assert_eq!((silent[0]["id"].as_str(), silent[0]["likely"].as_f64()), (Some("exit"), Some(3000.0)));
        let total = &vendor["figures"]["total"];
        let [low, likely, high] = ["low", "likely", "high"].map(|end| total[end].as_f64().unwrap());
        assert!((likely - low - 2000.0).abs() < 0.02 && (high - likely - 6000.0).abs() < 0.02, "{total}");
    }
}

#[test]
fn a_decision_without_a_demand_says_what_is_missing() {
    let workspace = Workspace::new(
        "title = \"D\"\n\n[criteria.a]\nweight = 1\nscale = { worst = 0, best = 1 }\n",
        &[("x", "name = \"X\"\n\n[facts]\na = 1\n")],
    );
    let output: Output = workspace.weigh(&["cost"]);
    assert!(output.code == Some(3) && output.err.contains("[needs.demand.phone]"), "{output}");
}

#[test]
fn crossings_lie_where_both_cost_the_same() {
    let workspace = workspace();
    let sweep = workspace.weigh(&["cost", "--sweep", "volume", "--format", "json"]).json();
    let crossings = sweep["result"]["crossings"].as_array().unwrap();
    assert!(!crossings.is_empty());
    for crossing in crossings.iter().filter(|crossing| crossing["is_exact"] == true) {
        let at = crossing["at"].as_f64().unwrap();
        assert!((-30.0..=30.0).contains(&at), "{crossing}");
    }
    // A fee by the contact with tiers and one by resolution are both straight between their corners.
    let curves = sweep["result"]["curves"].as_array().unwrap();
    assert_eq!(curves.len(), 5);
    for curve in curves {
        let totals: Vec<f64> =
            curve["totals"].as_array().unwrap().iter().map(|total| total.as_f64().unwrap()).collect();
        assert_eq!(totals.len(), 13);
        assert!(totals.windows(2).all(|pair| pair[0] <= pair[1]), "more contacts never cost less: {curve}");
    }
    let bites = sweep["result"]["bites"].as_array().unwrap();
    let minimum =
        bites.iter().find(|bite| bite["vendor"] == "v2" && bite["what"] == "at the minimum").unwrap();
    // The weakest month of V2 is 44 000 contacts of six minutes at 0.36: 95 040, and the minimum 95 000.
    let at = minimum["at"].as_f64().unwrap();
    assert!((at - (95_000.0 / 95_040.0 - 1.0) * 100.0).abs() < 0.01, "{minimum}");
}
