//! Points below none and above all, where a rule prints no floor or no cap.

use serde_json::Value;

use crate::support::Workspace;

fn desk(rule: &str, scale: &str) -> Workspace {
    let criteria = format!(
        "title = \"Night desk\"\nvendors = \"../vendors/d\"\n\
         [criteria.price]\nweight = 80\nscale = {scale}\n\
         [criteria.goals]\nweight = 20\nscale = {{ worst = 0, best = 20 }}\n\
         [rule]\npoints = 100\nrounding = {{ criterion = \"2 half-up\", total = \"2 half-up\" }}\n{rule}"
    );
    Workspace::new(
        &criteria,
        &[
            ("protea", "name = \"Protea\"\n[facts]\nprice = 1000000\ngoals = 4\n"),
            ("aloe", "name = \"Aloe\"\n[facts]\nprice = 2200000\ngoals = 19.5\n"),
            ("fynbos", "name = \"Fynbos\"\n[facts]\nprice = 1950000\ngoals = 12\n"),
        ],
    )
}

const EXCESS: &str = "{ formula = \"excess-over-lowest\" }";
const NO_FLOOR: &str = "floor = \"none\"\n";

fn ranked(workspace: &Workspace, more: &[&str]) -> Vec<(String, String)> {
    let found = workspace.weigh(&[&["rank", "--format", "json"], more].concat()).json();
    let all = found["result"]["vendors"].as_array().unwrap().clone();
    all.iter().map(|one| (one["id"].as_str().unwrap().to_owned(), one["score"].to_string())).collect()
}

fn pairs(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
    wanted.iter().map(|(id, score)| ((*id).to_owned(), (*score).to_owned())).collect()
}

#[test]
fn a_rule_without_a_floor_takes_points_away() {
    // As ../shared/trials/public/03: 80 (1 - (P - Pmin) / Pmin) is -16 for 2.2 times the lowest price.
    let with_floor = pairs(&[("protea", "84"), ("aloe", "19.5"), ("fynbos", "16")]);
    assert_eq!(ranked(&desk("", EXCESS), &[]), with_floor);
    let without = pairs(&[("protea", "84"), ("fynbos", "16"), ("aloe", "3.5")]);
    let typed =
        "{ expr = \"1 - (facts.price - lowest(admitted, facts.price)) / lowest(admitted, facts.price)\" }";
    let published = "{ formula = \"za.80-20\", numbers = { max = 80 } }";
    for scale in [EXCESS, typed, published] {
        assert_eq!(ranked(&desk(NO_FLOOR, scale), &[]), without, "{scale}");
        assert_eq!(ranked(&desk("", scale), &["--set", "rule.floor=none"]), without, "{scale}");
    }
}

#[test]
fn every_answer_counts_with_points_below_none() {
    let workspace = desk(NO_FLOOR, EXCESS);
    let explained = workspace.weigh(&["explain", "aloe"]).out;
    assert!(explained.contains("price: -16.00 of 80 points (value -20)"), "{explained}");
    assert!(explained.contains("below 0 as it comes"), "{explained}");
    for command in
        [&["robust"][..], &["sensitivity"], &["compare", "aloe", "protea"], &["gaps"], &["weights"]]
    {
        let told = workspace.weigh(command);
        assert_eq!(told.code, Some(0), "{command:?}: {}", told.err);
    }
    let robust = workspace.weigh(&["robust", "--format", "json", "--spread", "fixed"]).json();
    let aloe =
        robust["result"]["draws"]["vendors"].as_array().unwrap().iter().find(|one| one["vendor"] == "aloe");
    let median = aloe.unwrap()["score"]["median"].as_f64().unwrap();
    assert!((median - 3.5).abs() < 0.2, "{median}");
    let tips = workspace.weigh(&["break-even", "aloe"]).out;
    assert!(tips.contains("price"), "{tips}");
    let reports = workspace.weigh(&["report", "--to", "html,pdf,xlsx,md,csv,json", "-o", "out"]);
    assert_eq!(reports.code, Some(0), "{}", reports.err);
    for file in ["out/d.xlsx", "out/d.json"] {
        let verified = workspace.weigh(&["verify", file]);
        assert_eq!(verified.code, Some(0), "{file}: {}{}", verified.out, verified.err);
    }
}

#[test]
fn a_rule_without_a_cap_gives_more_than_all_points() {
    let scale = "{ expr = \"1.5 - facts.price / 2000000\" }";
    let with_cap = pairs(&[("protea", "84"), ("fynbos", "54"), ("aloe", "51.5")]);
    assert_eq!(ranked(&desk("", scale), &[]), with_cap);
    let scale = "{ expr = \"2 - facts.price / 2000000\" }";
    let without = pairs(&[("protea", "124"), ("fynbos", "94"), ("aloe", "91.5")]);
    assert_eq!(ranked(&desk("cap = \"none\"\n", scale), &[]), without);
}

#[test]
fn what_is_not_known_has_no_end_without_a_floor() {
    let workspace = desk(NO_FLOOR, EXCESS);
    workspace.write("vendors/d/aloe.toml", "name = \"Aloe\"\n[facts]\ngoals = 19.5\n");
    let found = workspace.weigh(&["rank", "--format", "json"]).json();
    let all = found["result"]["vendors"].as_array().unwrap();
    let of = |id: &str| all.iter().find(|one| one["id"] == id).unwrap().clone();
    let number = |value: &Value| value.as_f64().unwrap();
    assert!(number(&of("aloe")["lowest"]) < -10_000.0, "{}", of("aloe")["lowest"]);
    assert_eq!(of("aloe")["is_bound"], true);
    let notes = found["result"]["notes"].to_string();
    assert!(notes.contains("has no floor"), "{notes}");
}

#[test]
fn a_bid_of_nothing_is_a_bid_where_the_formula_is_defined_there() {
    // ../shared/trials/public/08: (Pmax - P) / (Pmax - Pmin).
    let desk = |scale: &str, gratis: &str| {
        let criteria = format!(
            "title = \"Desk\"\n[criteria.price]\nweight = 40\nscale = {scale}\n[criteria.quality]\nweight = 60\nscale = {{ worst = 0, best = 100 }}\n[rule]\npoints = 100\n"
        );
        let vendor = |name: &str, price: &str, quality: &str| {
            format!("name = \"{name}\"\n[facts]\nprice = {price}\nquality = {quality}\n")
        };
        let vendors =
            [vendor("Dear", "12000", "70"), vendor("Gratis", gratis, "50"), vendor("Middle", "6000", "80")];
        Workspace::new(&criteria, &[("dear", &vendors[0]), ("gratis", &vendors[1]), ("middle", &vendors[2])])
    };
    let span = "{ formula = \"span\" }";
    let nothing = desk(span, "0");
    assert_eq!(ranked(&nothing, &[]), pairs(&[("gratis", "70"), ("middle", "68"), ("dear", "42")]));
    // Money back is a price too: 12,000 above it everywhere, so half of the way is no longer 6,000.
    let back = ranked(&desk(span, "-12000"), &[]);
    assert_eq!(back, pairs(&[("gratis", "70"), ("middle", "58"), ("dear", "42")]));
    // Every answer and report takes it, and the workbook and the page verify.
    for command in [&["robust"][..], &["explain", "gratis"], &["break-even", "gratis"], &["sensitivity"]] {
        let told = nothing.weigh(command);
        assert_eq!(told.code, Some(0), "{command:?}: {}", told.err);
    }
    let reports = nothing.weigh(&["report", "--to", "html,xlsx,json,md", "-o", "out"]);
    assert_eq!(reports.code, Some(0), "{}", reports.err);
    for file in ["out/d.xlsx", "out/d.json"] {
        assert_eq!(nothing.weigh(&["verify", file]).code, Some(0), "{file}");
    }
    // What divides by prices has no result there, and says so.
    for scale in ["{ formula = \"lowest/price\" }", "{ formula = \"excess-over-lowest\" }"] {
        let refused = desk(scale, "0").weigh(&["rank"]);
        assert_eq!(refused.code, Some(3), "{refused}");
        assert!(refused.err.contains("divides by prices"), "{refused}");
    }
    let line = "{ formula = \"budget-line\", budget = 12000 }";
    assert_eq!(ranked(&desk(line, "0"), &[])[0].0, "gratis");
}

/// A score that has to be exceeded is missed by one that just comes to it.
#[test]
fn a_minimum_may_have_to_be_exceeded() {
    let with = |minimum: &str, of_goals: &str| {
        let workspace = desk(&format!("minimum = {minimum}\n"), EXCESS);
        let criteria = std::fs::read_to_string(workspace.path().join("criteria/d.toml")).unwrap();
        workspace
            .write("criteria/d.toml", criteria.replace("weight = 20\n", &format!("weight = 20\n{of_goals}")));
        workspace
    };
    let out = |workspace: &Workspace| {
        let found = workspace.weigh(&["rank", "--format", "json"]).json();
        let all = found["result"]["vendors"].as_array().unwrap().clone();
        let out = all.iter().filter(|one| one["rank"].is_null());
        out.map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // 84, 19.5 and 16; goals are worth 20, 97.5 and 60.
    assert_eq!(out(&with("19.5", "")), ["fynbos"]);
    assert_eq!(out(&with("{ above = 19.5 }", "")), ["aloe", "fynbos"]);
    assert_eq!(out(&with("{ above = 19.49 }", "")), ["fynbos"]);
    assert_eq!(out(&with("0", "minimum = 60\n")), ["protea"]);
    assert_eq!(out(&with("0", "minimum = { above = 60 }\n")), ["fynbos", "protea"]);
    let strict = with("{ above = 19.5 }", "");
    let explained = strict.weigh(&["explain", "aloe"]);
    assert!(explained.out.contains("19.50, of more than 19.5"), "{explained}");
    assert!(strict.weigh(&["rank"]).out.contains("minimum more than 19.5"), "{}", strict.weigh(&["rank"]));
    let set = desk("", EXCESS)
        .weigh(&["rank", "--set", "rule.minimum={ above = 19.5 }", "--format", "json"])
        .json();
    assert_eq!(set["result"]["rule"]["minimum"], serde_json::json!({ "above": 19.5 }));
    // What nobody can exceed, and what is no such table.
    let most = desk("minimum = { above = 100 }\n", EXCESS).weigh(&["check"]);
    assert!(most.to_string().contains("there are 100 points, so that nobody has more"), "{most}");
    let other = desk("minimum = { over = 60 }\n", EXCESS).weigh(&["check"]);
    assert!(other.to_string().contains("above"), "{other}");
}
