//! Bad input of quotes: units of the facts that they read, counts in another unit, bots that could not be read, sizes that
//! cannot be, and paths of lists.

use super::clauses::{Case, near, run, shown, total};
use crate::support::{Output, Workspace};

fn words(output: &Output) -> String {
    output.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

const PEOPLE: &str = "[quote.prices.people]\nper = \"minute\"\nrate = 1\n";

/// A decision in which the vendor says one fact more, and reads it.
fn reading(fact: &str, quote: &str) -> Workspace {
    let workspace = Case { quote, ..Case::default() }.workspace();
    let vendor = String::from_utf8(workspace.read("vendors/d/aava.toml")).unwrap();
    workspace
        .write("vendors/d/aava.toml", vendor.replacen("[facts]\n", &format!("[facts]\nread = {fact}\n"), 1));
    workspace
}

#[test]
fn facts_that_quotes_read_count_in_their_units() {
    let work = |key: &str| format!("{PEOPLE}[quote.work.phone]\n{key} = \"facts.read\"\n");
    let price = |per: &str| format!("[quote.prices.people]\nper = \"{per}\"\nrate = \"facts.read\"\n");
    let bot = format!(
        "{PEOPLE}[quote.automation.bot]\nreach = 100\ncontainment = 50\ngenuine = 100\nreturn = 0\nrelative = 100\n\
         minutes = \"facts.read\"\n[quote.prices.bot]\nper = \"bot-minute\"\nrate = 1\n"
    );
    for (fact, quote, message, help) in [
        (
            "{ value = 5, unit = \"min\" }",
            work("aht"),
            "is in min, and what is taken from it counts in seconds",
            "5 min are 300 s",
        ),
        ("{ value = 0.1, unit = \"h\" }", work("aht"), "counts in seconds", "0.1 h are 360 s"),
        (
            "{ value = 5, unit = \"%\" }",
            work("aht"),
            "is in %, and what is taken from it counts in seconds",
            "",
        ),
        ("{ value = 70, unit = \"s\" }", work("fcr"), "counts in per cent", ""),
        ("{ value = 7, unit = \"EUR\" }", work("fcr"), "counts in per cent", ""),
        ("{ value = 165, unit = \"s\" }", bot.clone(), "counts in minutes", "165 s are 2.75 min"),
        (
            "{ value = 20, unit = \"h\" }",
            price("paid-hour"),
            "is in h, and what is taken from it counts in money",
            "",
        ),
        ("{ value = 20, unit = \"%\" }", price("minute"), "counts in money", ""),
        ("{ value = 20, unit = \"EUR/h\" }", price("minute"), "counts in money for a minute", ""),
        ("{ value = 20, unit = \"EUR/min\" }", price("contact"), "counts in money for each", ""),
    ] {
        let check = run(&reading(fact, &quote), "check");
        let said = words(&check);
        assert!(check.code == Some(1) && said.contains(message) && said.contains(help), "{fact}: {check}");
        assert!(check.out.contains("aava.toml:"), "{check}");
    }
    for (fact, quote) in [
        ("{ value = 300, unit = \"s\" }", work("aht")),
        ("{ value = 300, unit = \"sec\" }", work("aht")),
        ("300", work("aht")),
        ("{ value = 70, unit = \"%\" }", work("fcr")),
        ("{ value = 70, unit = \"% of calls\" }", work("fcr")),
        ("{ value = 2.75, unit = \"min\" }", bot),
        ("{ value = 20, unit = \"EUR/h\" }", price("paid-hour")),
        ("{ value = 20, unit = \"EUR\" }", price("paid-hour")),
        ("{ value = 20, unit = \"EUR/min\" }", price("minute")),
        ("{ value = 20, unit = \"EUR/call\" }", price("contact")),
    ] {
        let check = run(&reading(fact, &quote), "check");
        assert_eq!(check.code, Some(0), "{fact}: {check}");
    }
}

#[test]
fn a_count_is_a_share_and_no_number_of_another_unit() {
    let decision = |unit: &str| {
        let criteria = format!(
            "title = \"D\"\n[criteria.references]\nweight = 1\n{unit}scale = {{ worst = 0, best = 100 }}\n"
        );
        Workspace::new(&criteria, &[("x", "name = \"X\"\n\n[facts]\nreferences = { yes = 7, of = 8 }\n")])
    };
    let check = run(&decision("unit = \"references\"\n"), "check");
    let said = words(&check);
    assert!(check.code == Some(1) && check.out.contains("V032"), "{check}");
    assert!(said.contains("counts in references, and so many of so many is a share in per cent"), "{check}");
    assert!(said.contains("this is 87.5 %") && said.contains("the unit is said here"), "{check}");
    for unit in ["", "unit = \"%\"\n", "unit = \"per cent\"\n"] {
        let check = run(&decision(unit), "check");
        assert_eq!(check.code, Some(0), "{unit}: {check}");
    }
}

#[test]
fn a_bot_that_could_not_be_read_is_there_all_the_same() {
    let quote = |bot: &str, name: &str| {
        format!(
            "{PEOPLE}[quote.automation.bot]\nreach = 100\n{bot}\n[quote.prices.bot]\nper = \"session\"\nrate = 1\n{name}"
        )
    };
    for name in ["", "automation = \"bot\"\n"] {
        let check =
            run(&Case { quote: &quote("containment = 120", name), ..Case::default() }.workspace(), "check");
        assert!(check.code == Some(1) && check.out.contains("120 is outside the range"), "{check}");
        assert!(!check.out.contains("there is no such bot"), "{check}");
    }
    let check = run(
        &Case { quote: &quote("containment = 50", "automation = \"bott\"\n"), ..Case::default() }.workspace(),
        "check",
    );
    assert!(check.out.contains("there is no such bot"), "{check}");
}

#[test]
fn sizes_that_cannot_be_end_and_say_so() {
    let minutes = |round_up: &str, length: &str| {
        format!(
            "{PEOPLE}[quote.automation.bot]\nreach = 100\ncontainment = 0\ngenuine = 100\nreturn = 0\nrelative = 100\n\
             minutes = {length}\n[quote.prices.bot]\nper = \"bot-minute\"\nrate = 1\nround_up = {round_up}\n"
        )
    };
    for round_up in ["{ seconds = 90000 }", "{ seconds = 60, first = 90000 }", "{ seconds = 60, wrap = 1e9 }"]
    {
        let check = run(&Case { quote: &minutes(round_up, "3"), ..Case::default() }.workspace(), "check");
        assert!(check.out.contains("no conversation is billed by more than a day"), "{round_up}: {check}");
    }
    // A day for a second: each conversation is one step.
    let aava = Case { quote: &minutes("{ seconds = 86400 }", "0.001"), ..Case::default() }.cost();
    near(total(&aava, "likely"), 12_000.0 * (1_440.0 + 5.0));
    // However fast people leave, nobody is slower than those who are new.
    for rate in ["100000", "90000000"] {
        let quote = format!("{PEOPLE}[quote.learning]\nslower = 50\nmonths = 4\n");
        let workspace = Case { quote: &quote, ..Case::default() }.workspace();
        let vendor = String::from_utf8(workspace.read("vendors/d/aava.toml")).unwrap();
        workspace
            .write("vendors/d/aava.toml", vendor.replace("attrition = 45", &format!("attrition = {rate}")));
        let cost = run(&workspace, "cost --format json").json()["result"]["vendors"][0].clone();
        let likely = shown(&cost["figures"]["total"]["likely"]);
        assert!((60_000.0..=90_000.001).contains(&likely), "{rate}: {likely}");
    }
}

#[test]
fn levels_of_credits_have_ids_that_paths_lead_to() {
    let level = |head: &str| {
        format!(
            "{PEOPLE}[quote.credits]\nat_risk = 10\n{head}\nname = \"80 in 20\"\nshare = 100\nmissed = 6\n"
        )
    };
    let listed = Case { quote: &level("[[quote.credits.levels]]"), ..Case::default() };
    let named = Case { quote: &level("[quote.credits.levels.fast]"), ..Case::default() };
    near(total(&listed.cost(), "likely"), 60_000.0 * 0.95);
    assert_eq!(named.cost()["figures"], listed.cost()["figures"]);
    let workspace = named.workspace();
    let moved =
        run(&workspace, "cost --format json --set vendors.aava.quote.credits.levels.fast.missed=12").json();
    near(total(&moved["result"]["vendors"][0], "likely"), 60_000.0 * 0.9);
    let set = run(&workspace, "set vendors.aava.quote.credits.levels.fast.share 50");
    assert_eq!(set.code, Some(0), "{set}");
    let cost = run(&workspace, "cost --format json").json()["result"]["vendors"][0].clone();
    near(total(&cost, "likely"), 60_000.0 * 0.975);
    // A level without a name is called by its id.
    let nameless = level("[quote.credits.levels.fast]").replace("name = \"80 in 20\"\n", "");
    assert_eq!(Case { quote: &nameless, ..Case::default() }.cost()["figures"], listed.cost()["figures"]);
}

#[test]
fn the_level_of_counts_can_be_tried_without_a_table() {
    let criteria =
        "title = \"D\"\n[criteria.references]\nweight = 1\nunit = \"%\"\nscale = { worst = 0, best = 100 }\n";
    let workspace =
        Workspace::new(criteria, &[("x", "name = \"X\"\n\n[facts]\nreferences = { yes = 7, of = 8 }\n")]);
    let lowest = |options: &str| {
        let ranked = run(&workspace, &format!("rank --format json{options}")).json();
        shown(&ranked["result"]["vendors"][0]["lowest"])
    };
    assert!(lowest(" --set robust.level=99") < lowest(""), "{}", lowest(" --set robust.level=99"));
    assert!(lowest(" --set robust.level=80") > lowest(""));
}

#[test]
fn a_contact_costs_what_its_corners_do_and_more_is_a_bound() {
    // Few contacts that are long, and many that are short, lie outside of the ends where all is much or little.
    let workspace = super::everything();
    let cost = run(&workspace, "cost aava --format json").json()["result"]["vendor"].clone();
    let bounds = cost["bounds"].to_string();
    assert!(bounds.contains("\"per_contact\"") && bounds.contains("\"headline_per_contact\""), "{bounds}");
    // With ranges in both, every single corner lies within.
    let ranged = "--set vendors.aava.quote.work.phone.aht={low=280,likely=320,high=330} --set vendors.aava.facts.fcr={low=70,likely=76,high=80}";
    let arguments: Vec<&str> =
        ["cost", "aava", "--format", "json"].into_iter().chain(ranged.split(' ')).collect();
    let all = workspace.weigh(&arguments).json()["result"]["vendor"]["figures"].clone();
    for fcr in ["70", "80"] {
        for aht in ["280", "330"] {
            let line = format!(
                "cost aava --format json --set vendors.aava.facts.fcr={fcr} --set vendors.aava.quote.work.phone.aht={aht}"
            );
            let corner = run(&workspace, &line).json()["result"]["vendor"]["figures"].clone();
            for figure in ["per_contact", "headline_per_contact", "per_issue", "per_resolved_issue"] {
                let (likely, of) = (shown(&corner[figure]["likely"]), &all[figure]);
                let within = shown(&of["low"]) - 1e-4..=shown(&of["high"]) + 1e-4;
                assert!(within.contains(&likely), "{figure} {fcr} {aht}: {likely} {of}");
            }
        }
    }
}
