//! Small decisions on which something was said that is not so.

use crate::support::{Output, Workspace};

fn rank(workspace: &Workspace) -> serde_json::Value {
    workspace.weigh(&["rank", "--format", "json"]).json()["result"].clone()
}

fn vendor<'a>(result: &'a serde_json::Value, id: &str) -> &'a serde_json::Value {
    result["vendors"].as_array().unwrap().iter().find(|vendor| vendor["id"] == id).unwrap()
}

/// Lowest, score and highest, as they are written.
fn range(vendor: &serde_json::Value) -> String {
    let number = |key: &str| vendor[key].to_string().trim_matches('"').to_owned();
    format!("{} {} {}", number("lowest"), number("score"), number("highest"))
}

#[test]
fn what_only_a_must_have_reads_can_cost_the_first_place() {
    let criteria = "title = \"A\"\nvendors = \"../vendors/d\"\n[gates.terms]\nis = true\n[gates.place]\none_of = [\"EU\", \"UK\"]\n\
        [gates.ready]\nbefore = 2027-04-01\n[criteria.x]\nweight = 1\nscale = { worst = 0, best = 10 }\n";
    let facts = |x: u32, ready: &str| {
        format!("name = \"V{x}\"\n[facts]\nx = {x}\nterms = true\nplace = \"EU\"\nready = {ready}\n")
    };
    let workspace =
        Workspace::new(criteria, &[("a", &facts(9, "2027-03-01")), ("b", &facts(5, "2027-03-01"))]);
    let at = |workspace: &Workspace, fact: &str| {
        let found = workspace.weigh(&["break-even", "a", "--format", "json"]).json()["result"].clone();
        let one = found["facts"].as_array().unwrap().iter().find(|one| one["fact"] == fact).unwrap().clone();
        format!("{} {}", one["answer"]["answer"].as_str().unwrap(), one["answer"]["value"]["value"])
    };
    assert_eq!(at(&workspace, "terms"), "loses-at false");
    assert_eq!(at(&workspace, "place"), "loses-at \"anything else\"");
    assert_eq!(at(&workspace, "ready"), "loses-at \"2027-04-01\"");
    let late = Workspace::new(criteria, &[("a", &facts(9, "2027-06-01")), ("b", &facts(5, "2027-03-01"))]);
    assert_eq!(at(&late, "ready"), "wins-at \"2027-03-31\"");
}

const PRICES: &str = "title = \"B\"\nvendors = \"../vendors/d\"\n[criteria.price]\nweight = 1\n";

#[test]
fn a_price_that_is_not_known_moves_the_others() {
    let criteria = format!("{PRICES}minimum = 40\nscale = {{ formula = \"lowest/price\" }}\n");
    let price = |name: &str, price: &str| format!("name = \"{name}\"\n[facts]\nprice = {price}\n");
    let files = [price("A", "100"), price("B", "{ }"), price("C", "120")];
    let workspace = Workspace::new(&criteria, &[("a", &files[0]), ("b", &files[1]), ("c", &files[2])]);
    let result = rank(&workspace);
    let a = vendor(&result, "a");
    assert_eq!(range(a), "0 100 100");
    assert_eq!((&a["is_awardable"], &a["is_bound"]), (&false.into(), &true.into()));
    let gaps: Output = workspace.weigh(&["gaps", "a"]);
    assert!(gaps.out.contains("hangs on B (price not known)"), "{gaps}");
}

#[test]
fn a_bid_whose_must_have_is_open_moves_the_others_both_ways() {
    let gate = "[gates.ok]\nis = true\n";
    let files =
        ["name = \"A\"\n[facts]\nprice = 100\nok = true\n", "name = \"B\"\n[facts]\nprice = 50\nok = { }\n"];
    for (minimum, criteria) in [
        ("", PRICES.replace("[criteria", &format!("{gate}[criteria"))),
        ("minimum = 60\n", PRICES.replace("[criteria", &format!("{gate}[criteria"))),
    ] {
        let criteria = format!("{criteria}{minimum}scale = {{ formula = \"lowest/price\" }}\n");
        let workspace = Workspace::new(&criteria, &[("a", files[0]), ("b", files[1])]);
        let result = rank(&workspace);
        let a = vendor(&result, "a");
        assert_eq!(range(a), "50 50 100");
        // With the minimum, whether it is out is as open as B's must-have.
        assert_eq!(a["rank"].as_u64(), Some(2));
        assert_eq!(a["is_awardable"], minimum.is_empty());
        assert!(workspace.weigh(&["gaps", "a"]).out.contains("hangs on B (ok must-have open: ok)"));
    }
}

#[test]
fn a_line_ends_with_the_score_that_rank_gives_at_that_weight() {
    let criteria = "title = \"G\"\nvendors = \"../vendors/d\"\n[rule]\nunknown = \"skip\"\n[criteria.x]\nweight = 40\n\
        scale = { worst = 0, best = 10 }\n[criteria.g]\nweight = 60\n[criteria.y]\nunder = \"g\"\nweight = 50\n\
        scale = { worst = 0, best = 10 }\n[criteria.z]\nunder = \"g\"\nweight = 50\nscale = { worst = 0, best = 10 }\n";
    let a = "name = \"A\"\n[facts]\nx = 4\ny = 7\nz = { }\n";
    let b = "name = \"B\"\n[facts]\nx = { }\ny = 5\nz = 6\n";
    let workspace = Workspace::new(criteria, &[("a", a), ("b", b)]);
    for (moved, other) in [("x", "g"), ("y", "z"), ("z", "y")] {
        let found = workspace.weigh(&["sensitivity", moved, "--format", "json"]).json()["result"].clone();
        for (end, weight) in ["0", "1"].into_iter().enumerate() {
            let [moved, other] = [(moved, weight), (other, ["1", "0"][end])]
                .map(|(criterion, weight)| format!("criteria.{criterion}.weight={weight}"));
            let result = workspace.weigh(&["rank", "--set", &moved, "--set", &other, "--format", "json"]);
            let result = &result.json()["result"];
            for line in found["lines"].as_array().unwrap() {
                let id = line["vendor"].as_str().unwrap();
                assert_eq!(line["ends"][end], vendor(result, id)["score"], "{id}, {moved}");
            }
        }
    }
}
