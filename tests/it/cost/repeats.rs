//! Contacts that come back, and vendors that work otherwise than the forecast.

use serde_json::Value;
use weigh::cost::repeats::{Issue, Kinds, contacts_of_at_most, contacts_per_issue, rebase};
use weigh::exact::Exact;

use crate::support::{Output, Workspace, repository};

/// The cases of money.json of a formula.
pub(super) fn cases(formula: &str) -> Vec<Value> {
    let file = std::fs::read_to_string(repository().join("tests/data/cost/money.json")).unwrap();
    let file: Value = serde_json::from_str(&file).unwrap();
    let all = file["cases"].as_array().unwrap().iter();
    let cases: Vec<Value> = all.filter(|case| case["formula"] == formula).cloned().collect();
    assert!(!cases.is_empty(), "{formula}");
    cases
}

/// A number of a case: a fraction where it is one, else its decimals.
pub(super) fn number(value: &Value) -> Option<Exact> {
    let text = value["exact"].as_str().or(value["decimal"].as_str()).or(value.as_str())?;
    let n = |text: &str| Exact::parse(text).unwrap_or_else(|_| panic!("{text}"));
    Some(match text.split_once('/') {
        Some((above, below)) => n(above).over(&n(below)).unwrap(),
        None => n(text),
    })
}

pub(super) fn input(case: &Value, key: &str) -> Option<Exact> {
    number(&case["inputs"][key])
}

fn issue(case: &Value) -> Option<Issue> {
    let first = input(case, "fcr").unwrap();
    let later = input(case, "later").unwrap_or_else(|| first.clone());
    let back = input(case, "back").unwrap_or(Exact::ONE);
    match case["inputs"]["most"].as_u64() {
        Some(most) => Some(contacts_of_at_most(&first, &later, &back, u32::try_from(most).unwrap())),
        None => contacts_per_issue(&first, &later, &back),
    }
}

const CRITERIA: &str = r#"title    = "Support"
currency = "EUR"

[needs]
start = 2027-01-01
years = 1

[needs.demand.phone]
contacts   = 17800
aht        = 300
opens      = 8
closes     = 18
target     = { share = 80, seconds = 20 }
shrinkage  = 30
fte_hours  = 160
TODAY

[criteria.price]
weight = 100
fact   = "cost.per_resolved_issue"
scale  = { worst = 50, best = 1 }
"#;

/// A decision whose vendor bills by the contact and says how it works.
fn decision(today: &str, work: &str, rate: &str) -> Workspace {
    let vendor = format!(
        "name = \"Aava\"\n[facts]\nfcr = {{ yes = 74, of = 100 }}\naht = 345\nodd = 140\n[quote]\ntax = \"without\"\n\
         index = {{ rise = 0 }}\n{work}\n[quote.prices.calls]\nper = \"contact\"\nrate = {rate}\n"
    );
    Workspace::new(&CRITERIA.replace("TODAY", today), &[("aava", &vendor)])
}

fn run(workspace: &Workspace, line: &str) -> Output {
    workspace.weigh(&line.split(' ').collect::<Vec<_>>())
}

/// What `weigh cost` says of the vendor.
fn cost(workspace: &Workspace) -> Value {
    run(workspace, "cost --format json").json()["result"]["vendors"][0].clone()
}

/// A published number as JSON shows it, to so many digits.
fn shown(number: &Value) -> f64 {
    number.as_f64().unwrap_or_else(|| number.as_str().unwrap_or_else(|| panic!("{number}")).parse().unwrap())
}

fn near(found: &Value, wanted: &Exact, digits: i32) {
    let (found, wanted) = (shown(found), wanted.to_f64());
    assert!(
        (found - wanted).abs() <= 0.5 * libm::pow(10.0, -f64::from(digits)) + 1e-12,
        "{found}, not {wanted}"
    );
}

#[test]
fn contacts_an_issue_are_those_of_the_published_cases() {
    for case in cases("contacts_per_issue") {
        let found = issue(&case);
        let expect = &case["expect"];
        if expect["error"].is_string() {
            assert_eq!(found, None, "{case}");
            continue;
        }
        let found = found.unwrap();
        assert_eq!(Some(&found.contacts), number(&expect["contacts"]).as_ref(), "{case}");
        assert_eq!(Some(&found.resolved), number(&expect["resolved"]).as_ref(), "{case}");
        assert_eq!(Some(found.given_up()), number(&expect["given_up"]), "{case}");
        // The same out of files.
        if case["inputs"]["most"].is_null() {
            let percent =
                |key: &str, or: &str| input(&case, key).map_or(or.to_owned(), |n| n.percent().plain(9));
            let later =
                input(&case, "later").map_or(String::new(), |n| format!(", fcr_later = {}", n.percent()));
            let today = format!("fcr_today = 50\nreturn = {}", percent("back", "100"));
            let work = format!("work.phone = {{ fcr = {}{later} }}", percent("fcr", ""));
            let aava = cost(&decision(&today, &work, "1"));
            near(&aava["work"][0]["contacts_per_issue"], &found.contacts, 9);
            near(&aava["work"][0]["given_up"], &found.given_up(), 9);
        }
    }
}

#[test]
fn what_a_resolved_issue_costs_is_what_the_published_cases_say() {
    for case in cases("cost_per_resolved_issue") {
        let each = input(&case, "cost").unwrap();
        let (an_issue, a_resolved) = issue(&case).unwrap().costs(&each);
        assert_eq!(Some(&an_issue), number(&case["expect"]["an_issue"]).as_ref(), "{case}");
        assert_eq!(a_resolved, number(&case["expect"]["a_resolved_issue"]), "{case}");
        let percent = |key: &str, or: &str| input(&case, key).map_or(or.to_owned(), |n| n.percent().plain(9));
        let later = input(&case, "later").map_or(String::new(), |n| format!(", fcr_later = {}", n.percent()));
        let today = format!("fcr_today = 60\nreturn = {}", percent("back", "100"));
        let work = format!("work.phone = {{ fcr = {}{later} }}", percent("fcr", ""));
        let workspace = decision(&today, &work, &each.plain(4));
        let figures = cost(&workspace)["figures"].clone();
        near(&figures["per_issue"]["likely"], &an_issue, 4);
        near(&figures["per_resolved_issue"]["likely"], &a_resolved.clone().unwrap(), 4);
        // As facts that criteria read, and in words.
        let explain = run(&workspace, "explain aava --format json").json().to_string();
        assert!(explain.contains("cost.per_resolved_issue"), "{explain}");
        let words = run(&workspace, "cost aava");
        assert!(words.out.contains("A resolved issue"), "{words}");
    }
}

#[test]
fn contacts_follow_how_many_are_solved_at_first() {
    for case in cases("rebase_volume") {
        let back = input(&case, "back").unwrap();
        let of = |key: &str| {
            let first = input(&case, key).unwrap();
            contacts_per_issue(&first, &first, &back).unwrap()
        };
        let (today, vendor) = (of("today"), of("vendor"));
        let factor = rebase(&today, &vendor).unwrap();
        assert_eq!(Some(&factor), number(&case["expect"]["factor"]).as_ref(), "{case}");
        let contacts = input(&case, "contacts").unwrap();
        assert_eq!(Some(&contacts * &factor), number(&case["expect"]["contacts"]), "{case}");
        assert_eq!(contacts.over(&today.contacts), number(&case["expect"]["issues"]), "{case}");
        let percent = |key: &str| input(&case, key).unwrap().percent().plain(6);
        let workspace = decision(
            &format!("fcr_today = {}\nreturn = {}", percent("today"), percent("back")),
            &format!("work.phone.fcr = {}", percent("vendor")),
            "1",
        );
        let aava = cost(&workspace);
        // A year of them, each billed at 1.
        let year = &number(&case["expect"]["contacts"]).unwrap() * &Exact::from(12);
        near(&aava["work"][0]["contacts"], &year, 6);
        near(&aava["figures"]["total"]["likely"], &year, 2);
    }
}

#[test]
fn one_event_has_three_rates_and_either_kind_may_be_quoted() {
    for case in cases("fcr_kinds") {
        let of = |key: &str| input(&case, key).unwrap_or_default();
        let found = Kinds::of(&of("contacts"), &of("resolved_first"), &of("cannot"), &of("issues"));
        let expect = |key: &str| number(&case["expect"][key]);
        assert_eq!(found.gross, expect("gross"), "{case}");
        assert_eq!(found.net, expect("net"), "{case}");
        assert_eq!(found.of_issues, expect("of_issues"), "{case}");
        assert_eq!(found.contacts_an_issue, expect("contacts_an_issue"), "{case}");
        assert_eq!(found.crude, expect("crude"), "{case}");
    }
    // 64 % of issues with all coming back are 0.64² of contacts.
    let contacts = |work: &str| {
        let aava = cost(&decision("fcr_today = 50\nreturn = 100", work, "1"));
        shown(&aava["work"][0]["contacts"])
    };
    let of_issues = contacts("work.phone.fcr = 64");
    let of_contacts = contacts("work.phone = { fcr = 40.96, of = \"contacts\" }");
    assert!((of_issues - of_contacts).abs() < 1e-6, "{of_issues} {of_contacts}");
}

#[test]
fn a_slow_vendor_by_the_hour_is_dear() {
    let total = |work: &str| {
        let vendor = decision("", work, "20");
        let text = String::from_utf8(vendor.read("vendors/d/aava.toml")).unwrap();
        vendor.write("vendors/d/aava.toml", text.replace("\"contact\"", "\"productive-hour\""));
        shown(&cost(&vendor)["figures"]["total"]["likely"])
    };
    let usual = total("");
    assert!(total("work.phone.aht = 345") > usual && total("work.phone.aht = \"facts.aht\"") > usual);
    assert!(total("work.phone.concurrency = 2") < usual);
    assert!((total("work.phone = { aht = 300, concurrency = 1 }") - usual).abs() < 1e-9);
}

#[test]
fn what_is_not_known_of_the_work_is_said_and_what_cannot_be_is_located() {
    // Without today's rate contacts stay as forecast, and that is said.
    let workspace = decision("return = 70", "work.phone.fcr = 80", "1");
    let table = run(&workspace, "cost");
    assert!(table.out.contains("does not say `fcr_today`"), "{table}");
    // A count as a fact gives a range.
    let workspace = decision("fcr_today = 68\nreturn = 70", "work.phone.fcr = \"facts.fcr\"", "1");
    let total = cost(&workspace)["figures"]["total"].clone();
    assert!(
        shown(&total["low"]) < shown(&total["likely"]) && shown(&total["likely"]) < shown(&total["high"]),
        "{total}"
    );
    // A what-if of a fact that only the work reads.
    let moved = run(&workspace, "cost --format json --set vendors.aava.facts.fcr=80");
    assert_ne!(moved.json()["result"]["vendors"][0]["figures"]["total"], total);
    for (today, work, message) in [
        ("", "work.fone.fcr = 80", "the demand has no channel `fone`"),
        ("", "work.phone.fcr = 180", "180 is outside the range"),
        ("", "work.phone.aht = 0", "a contact takes some time"),
        ("", "work.phone.concurrency = 1.5", "a whole number from 1 to 1,000"),
        ("", "work.phone.fcr = \"facts.lost\"", "this vendor has not the fact `lost`"),
        ("", "work.phone = { fcr = 70, of = \"callers\" }", "is not one of the words"),
        ("fcr_today = 0\nreturn = 100", "", "would come back for ever"),
    ] {
        let check = run(&decision(today, work, "1"), "check");
        assert!(check.code == Some(1) && check.out.contains(message), "{work}: {check}");
    }
    for (today, work, message) in [
        (
            "fcr_today = 50\nreturn = 100",
            "work.phone = { fcr = 0, fcr_later = 0 }",
            "would come back for ever",
        ),
        (
            "fcr_today = 50\nreturn = 100",
            "work.phone.fcr = \"facts.odd\"",
            "is 140, and what is taken from it is a share of at most 100 %",
        ),
    ] {
        let check = run(&decision(today, work, "1"), "check");
        assert!(check.out.contains(message), "{work}: {check}");
    }
}

/// Work by a deadline is done one by one, and a circle through the cost is found.
#[test]
fn what_the_work_cannot_hang_on_is_located() {
    let target = "target     = { share = 80, seconds = 20 }";
    let waits = decision("", "work.phone.concurrency = 2", "1");
    let criteria = CRITERIA.replace(target, "deadline = 8\nutilisation = 85").replace("TODAY", "");
    waits.write("criteria/d.toml", criteria);
    let check = run(&waits, "check");
    assert!(check.code == Some(1) && check.out.contains("nobody waits on phone"), "{check}");
    let circle = decision("", "work.phone.fcr = \"facts.round\"", "1");
    let criteria = CRITERIA.replace("TODAY", "") + "\n[facts.round]\nexpr = \"cost.total / 1000\"\n";
    circle.write("criteria/d.toml", criteria);
    let check = run(&circle, "check");
    assert!(check.code == Some(1) && check.out.contains("round"), "{check}");
    // A derived fact feeds the work all the same.
    let derived = decision("fcr_today = 50\nreturn = 100", "work.phone.fcr = \"facts.double\"", "1");
    let criteria = CRITERIA.replace("TODAY", "fcr_today = 50\nreturn = 100");
    derived.write("criteria/d.toml", criteria + "\n[facts.double]\nexpr = \"facts.odd / 2\"\n");
    let aava = cost(&derived);
    assert!((shown(&aava["work"][0]["contacts_per_issue"]) - 1.0 / 0.7).abs() < 1e-9, "{aava}");
}

/// How a share was counted is told beside it, for another window is another share.
#[test]
fn how_a_share_was_counted_is_said() {
    let work = "work.phone = { fcr = 74, window = 7, method = \"same caller\" }";
    let workspace = decision("fcr_today = 68\nreturn = 70", work, "1");
    let told = run(&workspace, "cost aava").out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("solved at first is counted within 7 days, by same caller."), "{told}");
    assert_eq!(cost(&workspace)["work"][0]["counted"], "within 7 days, by same caller");
    let day = decision("fcr_today = 68\nreturn = 70", "work.phone = { fcr = 74, window = 1 }", "1");
    assert_eq!(cost(&day)["work"][0]["counted"], "within a day");
    let silent = decision("fcr_today = 68\nreturn = 70", "work.phone = { aht = 300, window = 1 }", "1");
    assert!(cost(&silent)["work"][0]["counted"].is_null());
}
