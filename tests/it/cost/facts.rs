//! Prices that are facts: typed once, read by the quote, must-haves and criteria alike.

use serde_json::Value;

use crate::support::{Workspace, repository, weigh};

const CRITERIA: &str = r#"title    = "Support"
currency = "EUR"

[needs]
start = 2027-04-01
years = 3

[needs.demand.phone]
contacts   = 10000
aht        = 300
opens      = 8
closes     = 20
target     = { share = 80, seconds = 20 }
shrinkage  = 30
fte_hours  = 160
resolution = "facts.solved"

[gates.ceiling]
fact    = "hourly"
at_most = 30

[criteria.price]
weight = 100
fact   = "cost.total"
scale  = { worst = 5000000, best = 100000 }
"#;

/// A vendor that bills by the hour, with its facts and the rate as they are written.
fn vendor(name: &str, facts: &str, rate: &str) -> String {
    format!(
        "name = \"{name}\"\n[facts]\n{facts}\n[quote]\ntax = \"without\"\nindex = {{ rise = 0 }}\n\
         [quote.prices.hours]\nper = \"productive-hour\"\nrate = {rate}\n"
    )
}

/// Two vendors of which the first takes its rate from its fact.
fn typed_once(facts: &str) -> Workspace {
    let other = vendor("Brandt", "hourly = 20\nsolved = 70", "20");
    Workspace::new(CRITERIA, &[("aava", &vendor("Aava", facts, "\"facts.hourly\"")), ("brandt", &other)])
}

fn score(workspace: &Workspace, arguments: &[&str]) -> Value {
    let result = workspace.weigh(&[&["rank", "--format", "json"], arguments].concat()).json();
    let vendors = result["result"]["vendors"].as_array().unwrap();
    let aava = vendors.iter().find(|vendor| vendor["id"] == "aava").unwrap();
    aava["score"].clone()
}

#[test]
fn a_rate_that_is_a_fact_counts_like_one_that_is_typed() {
    let by_fact = typed_once("hourly = { low = 18, likely = 19, high = 24 }");
    let typed = vendor(
        "Aava",
        "hourly = { low = 18, likely = 19, high = 24 }",
        "{ low = 18, likely = 19, high = 24 }",
    );
    let by_hand = Workspace::new(
        CRITERIA,
        &[("aava", &typed), ("brandt", &vendor("Brandt", "hourly = 20\nsolved = 70", "20"))],
    );
    let costs = |workspace: &Workspace| workspace.weigh(&["cost", "--format", "csv"]).out;
    assert_eq!(costs(&by_fact), costs(&by_hand));
    assert_eq!(score(&by_fact, &[]), score(&by_hand, &[]));
    assert_ne!(score(&by_fact, &["--set", "vendors.aava.facts.hourly=13"]), score(&by_fact, &[]));
}

#[test]
fn charges_and_training_take_facts_too() {
    let tail = "[quote.charges.setup]\nper = \"once\"\namount = AMOUNT\n[quote.training]\nhours = 10\nattrition = 20\nrate = RATE\n";
    let with = |amount: &str, rate: &str| {
        let own = vendor("Aava", "hourly = 19\nset_up = 5000\ntraining = 9", "19");
        let own = own + &tail.replace("AMOUNT", amount).replace("RATE", rate);
        Workspace::new(
            CRITERIA,
            &[("aava", &own), ("brandt", &vendor("Brandt", "hourly = 20\nsolved = 70", "20"))],
        )
        .weigh(&["cost", "--format", "csv"])
    };
    let typed = with("5000", "9");
    assert_eq!(typed.code, Some(0), "{typed}");
    assert_eq!(with("\"facts.set_up\"", "\"facts.training\"").out, typed.out);
}

/// The what-if that the front page and the help show.
#[test]
fn the_showcase_what_if_changes_the_score() {
    let of = |arguments: &[&str]| {
        let result = weigh(&repository(), &[&["rank", "--format", "json"], arguments].concat()).json();
        let vendors = result["result"]["vendors"].as_array().unwrap().clone();
        vendors.into_iter().find(|vendor| vendor["id"] == "siam-voice").unwrap()["score"].clone()
    };
    assert_ne!(of(&["--set", "vendors.siam-voice.facts.hourly_rate=13"]), of(&[]));
}

#[test]
fn a_rate_that_is_not_known_leaves_the_cost_unknown() {
    let workspace = typed_once("hourly = {}");
    let check = workspace.weigh(&["check"]);
    assert_eq!(check.code, Some(0), "{check}");
    assert!(
        check.out.contains("what this quote costs is not known: the fact hourly is not known"),
        "{check}"
    );
    let gaps = workspace.weigh(&["gaps"]);
    let hourly = gaps.out.lines().find(|line| line.contains("hourly"));
    assert!(hourly.is_some_and(|line| line.contains("not known")), "{gaps}");
}

#[test]
fn what_cannot_be_a_price_is_refused_with_both_places() {
    let cases = [
        ("hourli = 19", "this vendor has not the fact `hourly`", "did you mean `hourli`"),
        ("hourly = \"dear\"", "the fact `hourly` is text, but a price wants a number", "taken from it here"),
        ("hourly = -3", "the fact `hourly` is -3, and a price is 0 or more", "taken from it here"),
        (
            "hourly = { value = 19, unit = \"USD/h\" }",
            "the fact `hourly` is in USD, and what is taken from it counts in EUR",
            "taken from it here",
        ),
    ];
    for (facts, message, place) in cases {
        let check = typed_once(facts).weigh(&["check"]);
        assert_eq!(check.code, Some(1), "{facts}: {check}");
        assert!(check.out.contains(message) && check.out.contains(place), "{facts}: {check}");
    }
}

#[test]
fn a_fact_that_only_the_quote_or_the_forecast_reads_counts_as_read() {
    let workspace = typed_once("hourly = 19\nsolved = 70");
    let what_if = workspace.weigh(&["rank", "--set", "vendors.aava.facts.solved=80"]);
    assert_eq!(what_if.code, Some(0), "{what_if}");
    let no_gate = CRITERIA.replace("[gates.ceiling]\nfact    = \"hourly\"\nat_most = 30\n", "");
    workspace.write("criteria/d.toml", no_gate);
    let what_if = workspace.weigh(&["rank", "--set", "vendors.aava.facts.hourly=13"]);
    assert_eq!(what_if.code, Some(0), "{what_if}");
    // The other vendor's quote does not read its fact.
    let idle = workspace.weigh(&["rank", "--set", "vendors.brandt.facts.hourly=13"]);
    assert_eq!(idle.code, Some(3), "{idle}");
    assert!(idle.err.contains("S004") && idle.err.contains("nothing reads the fact `hourly`"), "{idle}");
}

#[test]
fn break_even_through_a_fact_works_through_the_cost() {
    let workspace = typed_once("hourly = 21");
    let result = workspace.weigh(&["break-even", "aava", "--format", "json"]).json();
    let facts = result["result"][0]["facts"].as_array().or(result["result"]["facts"].as_array()).unwrap();
    let hourly = facts.iter().find(|fact| fact["fact"] == "hourly").unwrap();
    assert_eq!(hourly["answer"]["answer"], "wins-at", "{hourly}");
    assert_eq!(hourly["answer"]["value"]["value"].to_string().trim_matches('"'), "20", "{hourly}");
    // It is moved once, as a fact, and not a second time as a price.
    assert!(!result.to_string().contains("quote.prices.hours.rate"), "{result}");
}

#[test]
fn any_fact_may_be_written_and_one_that_nothing_reads_is_said() {
    let workspace = typed_once("hourly = 19");
    let sites = workspace.weigh(&["set", "vendors.aava.facts.sites", "[\"Oulu\"]"]);
    assert_eq!(sites.code, Some(0), "{sites}");
    assert!(sites.err.contains("note: nothing reads the fact `sites`"), "{sites}");
    let slip = workspace.weigh(&["set", "vendors.aava.facts.hourl", "13"]);
    assert!(slip.err.contains("nothing reads the fact `hourl`; did you mean `hourly`"), "{slip}");
    let read = workspace.weigh(&["set", "vendors.aava.facts.hourly", "18"]);
    assert!(!read.err.contains("nothing reads"), "{read}");
    let text = String::from_utf8(workspace.read("vendors/d/aava.toml")).unwrap();
    assert!(text.contains("hourly = 18") && text.contains("sites = [\"Oulu\"]"), "{text}");
}

#[test]
fn a_fact_that_a_price_is_taken_from_tips_at_a_number_with_cents() {
    // Both quotes are whole numbers; the lead is lost between two of them.
    let own = vendor("Aava", "hourly = 19\nsolved = 70", "\"facts.hourly\"");
    let other = vendor("Brandt", "hourly = 20\nsolved = 70", "20")
        + "[quote.charges.setup]\nper = \"once\"\namount = 1000\n";
    let workspace = Workspace::new(CRITERIA, &[("aava", &own), ("brandt", &other)]);
    let result = workspace.weigh(&["break-even", "aava", "--format", "json"]).json();
    let facts = result["result"]["facts"].as_array().or(result["result"][0]["facts"].as_array()).unwrap();
    let hourly = facts.iter().find(|fact| fact["fact"] == "hourly").unwrap();
    assert_eq!(hourly["answer"]["answer"], "loses-at", "{hourly}");
    assert_eq!(hourly["answer"]["value"]["value"].to_string().trim_matches('"'), "20.02", "{hourly}");
}
