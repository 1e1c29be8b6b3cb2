//! Shares that were counted, `{ yes = 7, of = 8 }`: how wide their range is, and where it shows.

use serde_json::Value;
use weigh::decision::count::{Level, wilson};

use crate::support::{Output, Workspace, repository};

const CRITERIA: &str = r#"title = "Support"

[gates.references]
name     = "References that would choose it again"
fact     = "again"
at_least = 60

[criteria.again]
name   = "References that would choose it again"
weight = 60
unit   = "%"
scale  = { worst = 50, best = 100 }

[criteria.price]
weight = 40
scale  = { worst = 40, best = 20 }
"#;

/// A decision with the count of one vendor, and another vendor of which all is known.
fn decision(count: &str, robust: &str) -> Workspace {
    let aava = format!("name = \"Aava\"\n[facts]\nprice = 25\nagain = {count}\n");
    let brandt = "name = \"Brandt\"\n[facts]\nprice = 30\nagain = 80\n";
    Workspace::new(&format!("{CRITERIA}{robust}"), &[("aava", &aava), ("brandt", brandt)])
}

fn run(workspace: &Workspace, line: &str) -> Output {
    workspace.weigh(&line.split(' ').collect::<Vec<_>>())
}

/// The value of a vendor's share as the ranking reads it from its file.
fn value(count: &str, robust: &str) -> Value {
    let result = run(&decision(count, robust), "explain aava --format json").json();
    let text = result.to_string();
    let at = text.find("\"kind\":\"count\"").unwrap_or_else(|| panic!("{text}"));
    let start = text[..at].rfind('{').unwrap();
    let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Value>();
    values.next().unwrap().unwrap()
}

/// A case of money.json.
fn cases() -> Vec<Value> {
    let file = std::fs::read_to_string(repository().join("tests/data/cost/money.json")).unwrap();
    let file: Value = serde_json::from_str(&file).unwrap();
    let all = file["cases"].as_array().unwrap().iter();
    all.filter(|case| case["formula"] == "count_interval").cloned().collect()
}

fn number(value: &Value) -> f64 {
    value["decimal"].as_str().or(value.as_str()).unwrap().parse().unwrap()
}

/// Every case of Wilson's interval out of a file: rounded outward to four digits, the likely share exact. Those of
/// other methods are in src/robust/random/beta.rs.
#[test]
fn counts_are_read_as_ranges_to_the_digits_of_the_published_cases() {
    let mut tried = 0;
    for case in cases() {
        let of = |key: &str| case["inputs"][key].as_str().map(str::to_owned);
        if of("method").is_some_and(|method| method != "wilson") {
            continue;
        }
        tried += 1;
        let (yes, total) = (of("yes").unwrap(), of("of").unwrap());
        let population = of("population").map_or_else(String::new, |all| format!(", population = {all}"));
        let prior = of("prior_yes").map_or_else(String::new, |yes| {
            format!(", prior = {{ yes = {yes}, of = {}, source = \"sector\" }}", of("prior_of").unwrap())
        });
        let count = format!("{{ yes = {yes}, of = {total}{population}{prior} }}");
        let robust = match of("level").as_deref() {
            Some("0.95") => "[robust]\nlevel = 95\n",
            Some(other) => panic!("{other}"),
            None => "",
        };
        let expected = &case["expect"];
        if expected["error"].is_string() {
            let check = run(&decision(&count, robust), "check");
            assert!(
                check.code == Some(1) && check.out.contains("9 of 8 is more than all of them"),
                "{check}"
            );
            continue;
        }
        if expected["likely"].is_null() {
            let rank = run(&decision(&count, robust), "rank");
            assert!(rank.out.contains("1 open"), "{rank}");
            continue;
        }
        let found = value(&count, robust);
        let end = |key: &str| found[key].as_str().map_or_else(|| found[key].to_string(), str::to_owned);
        let percent = |key: &str| number(&expected[key]) * 100.0;
        let (low, high) = (end("low").parse::<f64>().unwrap(), end("high").parse::<f64>().unwrap());
        assert!((end("likely").parse::<f64>().unwrap() - percent("likely")).abs() < 1e-9, "{case}: {found}");
        let finite = of("population").is_some();
        for (kept, true_end) in [
            (low, (percent("low") * 100.0).floor() / 100.0),
            (high, (percent("high") * 100.0).ceil() / 100.0),
        ] {
            let is_kept = (kept - true_end).abs() < 1e-9;
            let is_bound =
                finite && [percent("low"), percent("high")].iter().any(|end| (kept - end).abs() < 1e-9);
            assert!(is_kept || is_bound, "{case}: {found}");
        }
        assert!(low <= percent("low") + 1e-9 && percent("high") <= high + 1e-9, "{case}: {found}");
        // The formula itself, to all digits that binary numbers hold.
        if prior.is_empty() && !finite {
            let level = if robust.is_empty() { Level::P90 } else { Level::P95 };
            let ends = wilson(yes.parse().unwrap(), total.parse().unwrap(), None, level).unwrap();
            for (end, key) in ends.iter().zip(["low", "high"]) {
                let (found, wanted) = (end[0].to_f64(), number(&expected[key]));
                assert!((found - wanted).abs() <= 1e-15, "{case}: {found}");
            }
        }
    }
    assert_eq!(tried, 8);
}

#[test]
fn a_must_have_on_a_count_is_open_until_enough_were_asked() {
    let open = decision("{ yes = 7, of = 8, from = \"vendor\" }", "");
    let rank = run(&open, "rank");
    assert!(rank.out.contains("1 open"), "{rank}");
    let explain = run(&open, "explain aava");
    assert!(explain.out.contains("7 of 8, from vendor (58.88 to 97.17, likely 87.5)"), "{explain}");
    let gaps = run(&open, "gaps");
    let shown = gaps.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("one more reference would settle it, if it says yes"), "{gaps}");
    let json = run(&open, "gaps --format json").json().to_string();
    assert!(json.contains("\"settled_by\":{\"more\":1,\"says_yes\":true}"), "{json}");
    // What the sentence says is so.
    let settled = run(&open, "rank --set vendors.aava.facts.again={yes=8,of=9}");
    assert!(!settled.out.contains("open"), "{settled}");
    // A level moves the must-have, and the fingerprint of the rule with it.
    let print =
        |workspace: &Workspace| run(workspace, "rank --format json").json()["result"]["digest"].clone();
    let sure = decision("{ yes = 7, of = 8 }", "[robust]\nlevel = 80\n");
    assert!(!run(&sure, "rank").out.contains("open"), "80 % is sure enough");
    assert_ne!(print(&sure), print(&decision("{ yes = 7, of = 8 }", "")));
}

#[test]
fn what_would_settle_a_must_have_is_the_fewest_and_goes_the_likely_way() {
    let settled = |count: &str, gate: &str| {
        let workspace = decision(count, "");
        let criteria = CRITERIA.replace("at_least = 60", gate);
        workspace.write("criteria/d.toml", criteria);
        let json = run(&workspace, "gaps --format json").json();
        let gaps = json["result"]["gaps"].as_array().or(json["result"].as_array()).unwrap().clone();
        let own = gaps.iter().find(|gap| gap["fact"] == "again" && gap["vendor"] == "aava");
        own.map_or(Value::Null, |own| own["settled_by"].clone())
    };
    let more = |more: u64, says_yes: bool| serde_json::json!({ "more": more, "says_yes": says_yes });
    for (count, gate, wanted) in [
        ("{ yes = 3, of = 8 }", "at_least = 60", more(2, false)),
        ("{ yes = 5, of = 8 }", "at_least = 60", more(8, true)),
        ("{ yes = 7, of = 8 }", "at_most = 60", more(1, true)),
        ("{ yes = 1, of = 4 }", "at_most = 60", more(1, false)),
        // No number of them reaches it: the upper end of all of all is 100, and the lower one below it.
        ("{ yes = 8, of = 8 }", "at_least = 100", Value::Null),
        // Two are left to ask.
        ("{ yes = 7, of = 8, population = 10 }", "at_least = 80", more(1, true)),
        ("{ yes = 7, of = 8, population = 8 }", "at_least = 60", Value::Null),
    ] {
        assert_eq!(settled(count, gate), wanted, "{count} {gate}");
    }
}

#[test]
fn a_count_goes_where_any_fact_goes() {
    let workspace = decision("{ value = 70, source = \"call\" }", "");
    let set =
        workspace.weigh(&["set", "vendors.aava.facts.again", "{ yes = 7, of = 8, source = \"references\" }"]);
    assert_eq!(set.code, Some(0), "{set}");
    let text = String::from_utf8(workspace.read("vendors/d/aava.toml")).unwrap();
    assert!(text.contains("again = { yes = 7, of = 8, source = \"references\" }"), "{text}");
    // One of its numbers, as a what-if and for good.
    let what_if = run(&workspace, "explain aava --set vendors.aava.facts.again.yes=8");
    assert!(what_if.out.contains("8 of 8"), "{what_if}");
    assert_eq!(run(&workspace, "set vendors.aava.facts.again.of 9").code, Some(0));
    assert!(run(&workspace, "explain aava").out.contains("7 of 9"));
    // A plain number takes its place, and nothing of the count stays.
    assert_eq!(run(&workspace, "set vendors.aava.facts.again 81").code, Some(0));
    let text = String::from_utf8(workspace.read("vendors/d/aava.toml")).unwrap();
    assert!(!text.contains("yes") && text.contains("81"), "{text}");
    assert_eq!(run(&workspace, "check").code, Some(0), "{text}");
}

#[test]
fn draws_of_a_count_follow_a_beta_distribution_and_say_so() {
    let workspace = decision("{ yes = 7, of = 8 }", "");
    let robust = run(&workspace, "robust");
    assert!(robust.out.contains("Beta(yes + 1/2, no + 1/2)"), "{robust}");
    let fixed = run(&workspace, "robust --facts fixed");
    assert!(!fixed.out.contains("Beta"), "{fixed}");
}

#[test]
fn counts_stand_in_quotes_and_needs_where_a_share_does() {
    let criteria = r#"title    = "Support"
currency = "EUR"
[needs]
start = 2027-04-01
years = 1
[needs.demand.phone]
contacts   = 1000
aht        = 300
opens      = 8
closes     = 20
target     = { share = 80, seconds = 20 }
shrinkage  = 30
fte_hours  = 160
[criteria.price]
weight = 100
fact   = "cost.per_resolution"
scale  = { worst = 50, best = 1 }
"#;
    let vendor = |resolution: &str| {
        format!(
            "name = \"Aava\"\n[facts]\nsolved = {{ yes = 7, of = 8 }}\n[quote]\ntax = \"without\"\nindex = {{ rise = 0 }}\n\
             resolution = {resolution}\n[quote.prices.calls]\nper = \"resolution\"\nrate = 2\n"
        )
    };
    let total = |resolution: &str| {
        let workspace = Workspace::new(criteria, &[("aava", &vendor(resolution))]);
        run(&workspace, "cost --format json").json()["result"]["vendors"][0]["figures"]["total"].clone()
    };
    let range = total("{ low = 58.88, likely = 87.5, high = 97.17 }");
    assert_eq!(total("{ yes = 7, of = 8, source = \"pilot\" }"), range);
    for (text, message) in [
        ("{ yes = 0, of = 0 }", "nothing was counted"),
        ("{ yes = 7 }", "a count needs `yes` and `of`"),
        ("{ yes = 7.5, of = 8 }", "7.5 is not so many of something"),
        ("{ yes = 7, of = 8, value = 80 }", "what is counted has no other value"),
    ] {
        let check = run(&Workspace::new(criteria, &[("aava", &vendor(text))]), "check");
        assert!(check.code == Some(1) && check.out.contains(message), "{text}: {check}");
    }
    let money = vendor("80").replace("rate = 2", "rate = { yes = 7, of = 8 }");
    let check = run(&Workspace::new(criteria, &[("aava", &money)]), "check");
    assert!(check.out.contains("is a share in per cent, and this is none"), "{check}");
}

/// An answer is another count: who may be told of the old one, and what it stands beside, stays.
#[test]
fn a_count_that_is_answered_anew_keeps_what_stands_beside_it() {
    let kept = "unit = \"%\", prior = { yes = 70, of = 100, source = \"sector\" }, release = \"no\", ground = \"commercial\"";
    let desk = || decision(&format!("{{ yes = 7, of = 8, {kept} }}"), "");
    let take = |answer: &str| {
        let workspace = desk();
        let csv = format!(
            "Id,Question,Answer,Evidence,As of\nagain,References that would choose it again (%),{answer},letter,2026-11-20\n"
        );
        workspace.write("answers.csv", csv);
        let taken = workspace.weigh(&["take", "answers.csv", "--vendor", "aava", "--write"]);
        (String::from_utf8(workspace.read("vendors/d/aava.toml")).unwrap(), taken)
    };
    let (text, taken) = take("8 of 8");
    assert!(text.contains("yes = 8, of = 8"), "{taken}\n{text}");
    for key in
        ["prior = { yes = 70, of = 100, source = \"sector\" }", "release = \"no\"", "ground = \"commercial\""]
    {
        assert!(text.contains(key), "{key}: {taken}\n{text}");
    }
    // A number in its place is no count any more.
    let (text, taken) = take("90");
    assert!(text.contains("90") && text.contains("release = \"no\""), "{taken}\n{text}");
}
