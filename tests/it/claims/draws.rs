//! What draws and statements over all weights say where a minimum, a rounding or a skipped fact stands between weights
//! and ranks.

use serde_json::Value;

use crate::support::Workspace;

const HEAD: &str = "title = \"D\"\nvendors = \"../vendors/d\"\n";
const SCALE: &str = "scale = { worst = 0, best = 100 }\n";

/// A decision whose criteria are given by a line each: id, then what stands below its head.
fn decision(rule: &str, criteria: &[(&str, &str)], vendors: &[(&str, &str)]) -> Workspace {
    let criteria: Vec<String> =
        criteria.iter().map(|(id, text)| format!("[criteria.{id}]\n{text}\n")).collect();
    let files: Vec<(&str, String)> = vendors
        .iter()
        .map(|(id, facts)| (*id, format!("name = \"{}\"\n[facts]\n{facts}\n", id.to_uppercase())))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(id, text)| (*id, text.as_str())).collect();
    Workspace::new(&format!("{HEAD}{rule}{}", criteria.concat()), &files)
}

fn robust(workspace: &Workspace, options: &[&str]) -> Value {
    let arguments = [&["robust", "--format", "json", "--draws", "1000"], options].concat();
    workspace.weigh(&arguments).json()["result"].clone()
}

/// In what share of draws a vendor is out, and first.
fn shares(result: &Value, id: &str) -> (f64, f64) {
    let vendors = result["draws"]["vendors"].as_array().unwrap();
    let one = vendors.iter().find(|one| one["vendor"] == id).unwrap();
    (one["out"].as_f64().unwrap(), one["acceptability"][0].as_f64().unwrap())
}

#[test]
fn a_minimum_of_a_group_that_weighs_nothing_holds_in_every_draw() {
    let x = format!("under = \"safety\"\nweight = 60\n{SCALE}");
    let y = format!("under = \"safety\"\nweight = 40\n{SCALE}");
    let p = format!("weight = 100\n{SCALE}");
    let criteria = [("safety", "weight = 0\nminimum = 50"), ("x", &x), ("y", &y), ("p", &p)];
    let vendors = [("a", "x = 20\ny = 90\np = 90"), ("b", "x = 80\ny = 10\np = 60")];
    let result = robust(&decision("", &criteria, &vendors), &[]);
    assert_eq!(shares(&result, "a"), (1.0, 0.0));
    assert_eq!(shares(&result, "b"), (0.0, 1.0));
}

#[test]
fn points_beyond_those_of_the_rule_are_counted() {
    let c = format!("weight = 5\n{SCALE}");
    let ids: Vec<String> = (0..20).map(|at| format!("c{at}")).collect();
    let criteria: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), c.as_str())).collect();
    let facts = |number: u32| ids.iter().map(|id| format!("{id} = {number}\n")).collect::<Vec<_>>().concat();
    let (a, b) = (facts(100), facts(30));
    let rule = "[rule]\npoints = 10\nrounding = { criterion = \"0 up\" }\n";
    let workspace = decision(rule, &criteria, &[("a", &a), ("b", &b)]);
    let result = robust(&workspace, &["--spread", "fixed"]);
    let vendor = &result["draws"]["vendors"][0];
    for quantile in ["low", "median", "high", "mean"] {
        let score = vendor["score"][quantile].as_f64().unwrap();
        assert!((19.9..20.1).contains(&score), "{quantile}: {score}");
    }
    let result = robust(&workspace, &[]);
    assert_eq!(result["draws"]["vendors"].as_array().unwrap().len(), 2);
}

#[test]
fn what_is_said_of_all_weights_tells_what_it_takes_for_granted() {
    let leaf = |under: &str, weight: u32| format!("{under}weight = {weight}\n{SCALE}");
    let (x, y, h) = (leaf("under = \"g\"\n", 60), leaf("under = \"g\"\n", 40), leaf("", 60));
    let criteria = [("g", "weight = 40\nminimum = 50"), ("x", &x), ("y", &y), ("h", &h)];
    let vendors = [("a", "x = 60\ny = 60\nh = 0"), ("b", "x = 100\ny = 0\nh = 100")];
    let workspace = decision("", &criteria, &vendors);
    let said = workspace.weigh(&["robust"]);
    assert!(said.out.contains("Weights within g decide whether B comes up to its minimum."), "{said}");
    assert!(!said.out.contains("proved"), "{said}");
    assert!(workspace.weigh(&["report", "--to", "md", "-o", "-"]).out.contains("Weights within g decide"));
    // Whoever reaches it with every fact, or with none, does so at any weights.
    let sure = decision("", &criteria, &[("a", "x = 60\ny = 60\nh = 0"), ("b", "x = 100\ny = 70\nh = 100")]);
    let said = sure.weigh(&["robust"]);
    assert!(said.out.contains("at none, proved") && !said.out.contains("decide whether"), "{said}");

    let (x, y, z) = (format!("unknown = \"skip\"\n{}", leaf("", 10)), leaf("", 10), leaf("", 80));
    let criteria = [("x", x.as_str()), ("y", &y), ("z", &z)];
    let skips = decision("", &criteria, &[("a", "x = { }\ny = 90\nz = 0"), ("b", "x = 50\ny = 95\nz = 50")]);
    let said = skips.weigh(&["robust"]);
    assert!(
        said.out.contains("What is not known of A is left out.") && !said.out.contains("proved"),
        "{said}"
    );
}

#[test]
fn a_minimum_of_the_score_is_told_where_weights_decide_it() {
    let (x, y) = (format!("weight = 50\n{SCALE}"), format!("weight = 50\n{SCALE}"));
    let criteria = [("x", x.as_str()), ("y", &y)];
    let rule = "[rule]\npoints = 100\nminimum = 50\n";
    // C is below it now, and first with enough weight on y.
    let workspace = decision(
        rule,
        &criteria,
        &[("a", "x = 60\ny = 60"), ("b", "x = 55\ny = 55"), ("c", "x = 0\ny = 90")],
    );
    let said = workspace.weigh(&["robust"]);
    assert!(said.out.contains("Weights decide whether C comes up to the minimum of the score."), "{said}");
    assert!(!said.out.contains("proved"), "{said}");
    let many: Vec<(&str, &str)> =
        ["c", "d", "e", "f", "g", "h", "i"].into_iter().map(|id| (id, "x = 0\ny = 90")).collect();
    let said =
        decision(rule, &criteria, &[&[("a", "x = 60\ny = 60")], &many[..]].concat()).weigh(&["robust"]);
    assert!(said.out.contains("decide whether C, D, E, F or any of 3 others comes up to"), "{said}");
    let sure = decision(rule, &criteria, &[("a", "x = 60\ny = 60"), ("b", "x = 55\ny = 55")]);
    let said = sure.weigh(&["robust"]);
    assert!(said.out.contains("at none, proved") && !said.out.contains("decide whether"), "{said}");
}

/// A share of the budget looks at no other bid, so a minimum on it says who is compared.
#[test]
fn a_minimum_on_a_formula_that_looks_at_no_other_bid_decides_who_is_compared() {
    let share = "weight = 20\nminimum = 50\nscale = { formula = \"budget-share\", budget = 100 }\n";
    let criteria = [("share", share), ("price", "weight = 80\nscale = { formula = \"lowest/price\" }\n")];
    // B gets 10 for the first and so sets no price with its 5.
    let vendors =
        [("a", "share = 20\nprice = 50"), ("b", "share = 90\nprice = 5"), ("c", "share = 30\nprice = 100")];
    let workspace = decision("[rule]\npoints = 100\n", &criteria, &vendors);
    let rank = workspace.weigh(&["rank", "--format", "json"]).json();
    let scores: Vec<f64> = rank["result"]["vendors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["score"].as_f64().unwrap())
        .collect();
    assert_eq!(scores[..2], [96.0, 54.0], "{scores:?}");
    let check = workspace.weigh(&["check"]);
    assert!(!format!("{check}").contains("C027"), "{check}");
    // Draws of a price that is not certain see it so too: C may be below the minimum, and A is then alone.
    let uncertain = [
        ("a", "share = 20\nprice = 50"),
        ("b", "share = 90\nprice = 5"),
        ("c", "share = { low = 40, likely = 50, high = 60 }\nprice = 10"),
    ];
    let workspace = decision("[rule]\npoints = 100\n", &criteria, &uncertain);
    let result = robust(&workspace, &["--spread", "fixed"]);
    let (out, first) = shares(&result, "a");
    let (c_out, _) = shares(&result, "c");
    assert_eq!((out, first), (0.0, c_out), "A is first where it is alone");
    assert!((0.4..0.6).contains(&c_out), "{c_out}");
}
