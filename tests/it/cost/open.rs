//! What is not known of a cost: named among the gaps with what it moves, and asked of the vendor.

use serde_json::Value;

use super::clauses::{near, run, shown};
use crate::support::Workspace;

const CRITERIA: &str = r#"title    = "Support"
currency = "EUR"

[needs]
start = 2027-01-01
years = 1

[needs.demand.phone]
contacts     = 1000
aht          = 300
opens        = 8
closes       = 18
days_a_month = 20
deadline     = 8
utilisation  = 100
shrinkage    = 0
fte_hours    = 100

[criteria.price]
weight = 100
fact   = "cost.total"
scale  = { worst = 100000, best = 0 }
"#;

const VENDOR: &str = r#"name = "Aava"

[facts]
time = { low = 240, likely = 300, high = 420, unit = "s" }

[quote]
tax   = "without"
index = { rise = 0 }

[quote.work.phone]
aht = "facts.time"

[quote.automation.bot]
reach       = 100
containment = { low = 20, likely = 40, high = 50 }
return      = 0
relative    = 100

[quote.prices.people]
per  = "minute"
rate = 1
"#;

fn workspace(criteria: &str, vendor: &str) -> Workspace {
    Workspace::new(criteria, &[("aava", vendor)])
}

/// The gaps of a workspace by what is open.
fn gaps(workspace: &Workspace) -> Vec<Value> {
    let gaps = run(workspace, "gaps --format json").json();
    gaps["result"].as_array().unwrap_or_else(|| panic!("{gaps}")).clone()
}

fn gap<'a>(gaps: &'a [Value], fact: &str) -> Option<&'a Value> {
    gaps.iter().find(|gap| gap["fact"] == fact)
}

fn total(workspace: &Workspace, option: &str) -> f64 {
    let cost = workspace.weigh(&["cost", "--format", "json", "--set", option]).json();
    shown(&cost["result"]["vendors"][0]["figures"]["total"]["likely"])
}

#[test]
fn what_only_costs_read_is_a_gap_with_what_it_moves() {
    let workspace = workspace(CRITERIA, VENDOR);
    let all = gaps(&workspace);
    for (fact, path, [low, high]) in [
        ("time", "facts.time", ["240", "420"]),
        ("quote.automation.bot.containment", "quote.automation.bot.containment", ["50", "20"]),
    ] {
        let gap = gap(&all, fact).unwrap_or_else(|| panic!("no {fact} in {all:?}"));
        assert_eq!(gap["knowledge"], "uncertain", "{gap}");
        assert_eq!(gap["criteria"], serde_json::json!(["price"]), "{gap}");
        // The ends are those of a what-if of it alone.
        let ends = [low, high].map(|end| total(&workspace, &format!("vendors.aava.{path}={end}")));
        near(shown(&gap["in_cost"]["total"][0]), ends[0]);
        near(shown(&gap["in_cost"]["total"][1]), ends[1]);
        near(shown(&gap["at_stake"]), (ends[1] - ends[0]) / 1_000.0);
    }
    // What is not said is told with what is counted for it. Who comes back comes back to nobody: it moves nothing.
    let genuine = gap(&all, "quote.automation.bot.genuine").unwrap();
    assert_eq!(genuine["knowledge"], "unknown", "{genuine}");
    assert_eq!(genuine["in_cost"]["counted"], "not said, counted from 60 to 100 %", "{genuine}");
    near(shown(&genuine["at_stake"]), 0.0);
    assert!(gap(&all, "quote.automation.bot.relative").is_none(), "{all:?}");
    let told = run(&workspace, "gaps").out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("240 to 420, likely 300 s; the total from 28 800 to 50 400 EUR"), "{told}");
    let csv = run(&workspace, "gaps --format csv").out;
    assert!(csv.lines().next().unwrap().ends_with("where,lowest_cost,highest_cost"), "{csv}");
}

#[test]
fn a_cost_that_hangs_on_an_unknown_fact_names_it_and_one_that_is_sure_names_nothing() {
    let unknown = VENDOR.replace("{ low = 240, likely = 300, high = 420, unit = \"s\" }", "{}");
    let all = gaps(&workspace(CRITERIA, &unknown));
    let time = gap(&all, "time").unwrap_or_else(|| panic!("{all:?}"));
    assert_eq!(time["knowledge"], "unknown", "{time}");
    assert_eq!(time["in_cost"], serde_json::json!({ "total": null }), "{time}");
    assert_eq!(time["criteria"], serde_json::json!(["price"]), "{time}");
    near(shown(&time["at_stake"]), 100.0);
    let sure = VENDOR
        .replace("{ low = 240, likely = 300, high = 420, unit = \"s\" }", "300")
        .replace("{ low = 20, likely = 40, high = 50 }", "40")
        .replace("return      = 0", "return = 0\ngenuine = 80");
    assert_eq!(gaps(&workspace(CRITERIA, &sure)), Vec::<Value>::new());
    // Nothing reads the cost: it is a gap all the same, of no points.
    let other = CRITERIA.replace("\"cost.total\"", "\"seats\"");
    let seats = VENDOR.replace("[facts]", "[facts]\nseats = 5000");
    let all = gaps(&workspace(&other, &seats));
    let time = gap(&all, "time").unwrap_or_else(|| panic!("{all:?}"));
    assert_eq!(time["reads"], serde_json::json!(["what the quote costs"]), "{time}");
    near(shown(&time["at_stake"]), 0.0);
    // One that a criterion reads too is one gap, with both.
    let both = format!(
        "{CRITERIA}\n[criteria.speed]\nweight = 100\nfact = \"time\"\nscale = {{ worst = 500, best = 200 }}\n",
    );
    let all = gaps(&workspace(&both, VENDOR));
    let times: Vec<&Value> = all.iter().filter(|gap| gap["fact"] == "time").collect();
    assert!(times.len() == 1 && times[0]["criteria"].as_array().unwrap().len() == 2, "{all:?}");
}

#[test]
fn tables_of_a_list_are_reached_by_their_places() {
    let levels = "\n[quote.credits]\nat_risk = 12\n\n# the first\n[[quote.credits.levels]]\nname = \"80 in 20\"\nshare = 50\n\
                  missed = { low = 0, likely = 1, high = 3 }\n\n[[quote.credits.levels]]\nname = \"Quality\"\nshare = 40\nmissed = 2\n";
    let workspace = workspace(CRITERIA, &format!("{VENDOR}{levels}"));
    let first = "vendors.aava.quote.credits.levels.1.missed";
    let second = "vendors.aava.quote.credits.levels.2.missed";
    let paid = total(&workspace, &format!("{second}=2"));
    assert!(
        total(&workspace, &format!("{second}=4")) < paid && total(&workspace, &format!("{first}=12")) < paid
    );
    let all = gaps(&workspace);
    assert!(gap(&all, "quote.credits.levels.1.missed").is_some(), "{all:?}");
    let written = workspace.weigh(&["set", second, "3"]);
    assert_eq!(written.code, Some(0), "{written}");
    let text = String::from_utf8(workspace.read("vendors/d/aava.toml")).unwrap();
    assert!(text.contains("share = 40\nmissed = 3") && text.contains("# the first\n[[quote"), "{text}");
    for path in ["levels.3.missed", "levels.0.missed", "levels.first.missed"] {
        let option = format!("vendors.aava.quote.credits.{path}=1");
        let refused = workspace.weigh(&["cost", "--set", &option]);
        assert!(refused.code == Some(3) && refused.err.contains("in this list"), "{refused}");
        assert!(refused.err.contains("1 is the first"), "{refused}");
    }
}

#[test]
fn a_vendor_is_asked_for_what_its_cost_hangs_on() {
    use weigh::sheets::cells;
    let workspace = workspace(CRITERIA, VENDOR);
    assert_eq!(workspace.weigh(&["ask", "aava", "-o", "aava.xlsx"]).code, Some(0));
    let book = cells::read(&workspace.read("aava.xlsx")).unwrap();
    let says = |sheet: &str, text: &str| {
        let sheet = &book.sheets[book.sheet_named(sheet).unwrap()];
        sheet.cells.values().any(|cell| cell.text() == Some(text))
    };
    assert!(says("Questions", "time"), "the fact of the quote");
    for path in ["work.phone.fcr", "automation.bot.genuine", "automation.bot.containment"] {
        assert!(says("Quote", path), "{path}");
    }
    // What comes from a fact is asked for as the fact.
    assert!(!says("Quote", "work.phone.aht"));
    for head in ["Minutes are rounded up to, seconds", "The list that it is of", "Revoked sales come off"] {
        assert!(says("Quote", head), "{head}");
    }
    // As it went out, nothing comes back.
    let same = workspace.weigh(&["take", "aava.xlsx"]);
    assert!(same.err.contains("nothing to write") && !same.out.contains("changed"), "{same}");
    let fill = [
        ("Questions", "time", "Answer", "310"),
        ("Quote", "as_of", "Answer", "2026-10-05"),
        ("Quote", "work.phone.fcr", "Answer", "74"),
        ("Quote", "automation.bot.genuine", "Answer", "80"),
        ("Quote", "people", "Rate", "1.1"),
        ("Quote", "people", "Minutes are rounded up to, seconds", "60"),
        ("Quote", "people", "On top of each, seconds", "30"),
    ];
    let back = crate::sheets::exported::typed_over(&workspace.read("aava.xlsx"), &fill);
    workspace.write("back.xlsx", back);
    let written = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    let text = String::from_utf8(workspace.read("vendors/d/aava.toml")).unwrap();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "genuine = 80",
        "fcr = 74",
        "rate = 1.1",
        "[quote.prices.people.round_up]",
        "seconds = 60",
        "wrap = 30",
    ] {
        assert!(words.contains(part), "{part}: {text}");
    }
    assert!(workspace.weigh(&["take", "back.xlsx"]).err.contains("nothing to write"));
    assert_eq!(workspace.weigh(&["check"]).code, Some(0));
}

/// A whole new part of a quote comes back, with what a price of it needs.
#[test]
fn a_bot_that_a_quote_did_not_have_comes_back_with_it() {
    let people = "name = \"Aava\"\n\n[quote]\ntax = \"without\"\nindex = { rise = 0 }\n\n[quote.prices.people]\nper = \"minute\"\nrate = 1\n";
    let workspace = workspace(CRITERIA, people);
    assert_eq!(workspace.weigh(&["ask", "aava", "-o", "aava.xlsx"]).code, Some(0));
    let fill = [
        ("Quote", "automation.bot.reach", "Answer", "90"),
        ("Quote", "automation.bot.containment", "Answer", "45"),
        ("Quote", "automation.bot.to", "Answer", "bot"),
        ("Quote", "price_1", "Name", "Solved by the bot"),
        ("Quote", "price_1", "For each", "bot-resolution"),
        ("Quote", "price_1", "Rate", "0.9"),
        ("Quote", "price_1", "Units that are paid in any case", "100"),
        ("Quote", "price_1", "Each of them above", "1.2"),
        ("Quote", "price_1", "The bot that it is of", "bot"),
    ];
    let back = crate::sheets::exported::typed_over(&workspace.read("aava.xlsx"), &fill);
    workspace.write("back.xlsx", back);
    let written = workspace.weigh(&["take", "back.xlsx", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    let cost = workspace.weigh(&["cost", "--format", "json"]).json();
    assert_eq!(cost["result"]["vendors"][0]["bots"][0]["id"], "bot", "{cost}");
}

/// Vendors stand by their places, and a number at its other end moves these: each gap is of its own vendor.
#[test]
fn a_gap_is_that_of_its_vendor_whatever_place_it_comes_to() {
    let dear = VENDOR.replace("Aava", "Brandt").replace("rate = 1", "rate = 1.1").replace(
        "{ low = 240, likely = 300, high = 420, unit = \"s\" }",
        "{ low = 120, likely = 300, high = 500, unit = \"s\" }",
    );
    let workspace = Workspace::new(CRITERIA, &[("aava", VENDOR), ("brandt", &dear)]);
    let all = gaps(&workspace);
    for (vendor, ends) in [("aava", [28_800.0, 50_400.0]), ("brandt", [15_840.0, 66_000.0])] {
        let own = all.iter().find(|gap| gap["vendor"] == vendor && gap["fact"] == "time");
        let own = own.unwrap_or_else(|| panic!("{all:?}"));
        near(shown(&own["in_cost"]["total"][0]), ends[0]);
        near(shown(&own["in_cost"]["total"][1]), ends[1]);
        near(shown(&own["at_stake"]), (ends[1] - ends[0]) / 1_000.0);
    }
}

/// New parts of a quote, and other numbers in a part that is there, come over from another workspace whole.
#[test]
fn parts_of_a_quote_come_over_from_another_workspace() {
    let ours = workspace(CRITERIA, VENDOR);
    let theirs = format!(
        "{}\n[quote.prices.answers]\nper = \"bot-resolution\"\nrate = 0.9\n\n[quote.prices.answers.commitment]\nunits = 100\noverage = 1.2\n\n\
         [quote.credits]\nat_risk = 10\n\n[[quote.credits.levels]]\nname = \"80 in 20\"\nshare = 50\nmissed = 2\n",
        VENDOR.replace("rate = 1\n", "rate = 1.1\n")
    );
    let theirs = workspace(CRITERIA, &theirs);
    let folder = theirs.path().to_str().unwrap();
    // Half of another quote is none: it waits for a word.
    let shown = ours.weigh(&["take", folder]);
    assert!(
        shown.out.contains("Conflicts") && shown.out.contains("quote.prices.answers: here nothing"),
        "{shown}"
    );
    let written = ours.weigh(&["take", folder, "--over", "--write"]);
    assert_eq!(written.code, Some(0), "{written}");
    let costs = |workspace: &Workspace| {
        run(workspace, "cost --format json").json()["result"]["vendors"][0]["figures"].clone()
    };
    assert_eq!(costs(&ours), costs(&theirs));
    assert!(
        ours.weigh(&["take", folder]).err.contains("nothing to write"),
        "{}",
        ours.weigh(&["take", folder])
    );
}

/// Points at stake of a gap.
fn at_stake(gap: &Value) -> f64 {
    shown(&gap["at_stake"])
}

/// What hangs on a number of the quote is told at that number, and not a second time at what it makes of the cost.
#[test]
fn no_points_count_twice() {
    // All that moves the cost has a gap of its own: the cost is none.
    let all = gaps(&workspace(CRITERIA, VENDOR));
    assert!(gap(&all, "cost.total").is_none() && all.len() == 3, "{all:?}");
    // How long letters take is ours to say: the cost has the points of that, and no others.
    let letters = "[needs.demand.mail]\ncontacts = 500\naht = { low = 500, likely = 600, high = 900 }\ndeadline = 8\nopens = 8\n\
                   closes = 18\ndays_a_month = 20\nutilisation = 100\nshrinkage = 0\nfte_hours = 100\n\n[criteria.price]";
    let ours = CRITERIA.replace("[criteria.price]", letters);
    let certain = VENDOR
        .replace("{ low = 240, likely = 300, high = 420, unit = \"s\" }", "300")
        .replace("{ low = 20, likely = 40, high = 50 }", "40")
        .replace("return      = 0", "return = 0\ngenuine = 80");
    let rest = gap(&gaps(&workspace(&ours, &certain)), "cost.total").cloned().unwrap();
    assert!(at_stake(&rest) > 1.0 && rest["apart"].is_null(), "{rest}");
    let open = workspace(&ours, VENDOR);
    let all = gaps(&open);
    let total = gap(&all, "cost.total").unwrap_or_else(|| panic!("{all:?}"));
    for key in ["points", "lowest_points", "highest_points", "at_stake"] {
        assert_eq!(total[key], rest[key], "{key}: {total}");
    }
    assert_eq!(total["apart"], serde_json::json!(["quote.automation.bot.containment", "time"]), "{total}");
    // The range that is shown of it is still the whole one.
    assert!(shown(&total["known"]["value"]["high"]) > shown(&rest["known"]["value"]["high"]), "{total}");
    let told = run(&open, "gaps").out.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = "quote.automation.bot.containment and time in it are told by themselves";
    assert!(told.contains(words), "{told}");
    // So they say on the vendor's page of a report.
    let report = run(&open, "report --to md -o -").out;
    assert!(report.contains(words) && report.contains("price: quote.automation"), "{report}");
}

/// A must-have stays open whatever it hangs on, and has no points twice either.
#[test]
fn a_must_have_on_the_cost_stays_a_gap_and_says_what_is_in_it() {
    let gate =
        format!("{CRITERIA}\n[gates.budget]\nname = \"Budget\"\nfact = \"cost.total\"\nat_most = 40000\n");
    let all = gaps(&workspace(&gate, VENDOR));
    let total = gap(&all, "cost.total").unwrap_or_else(|| panic!("{all:?}"));
    assert_eq!(total["gates"], serde_json::json!(["budget"]), "{total}");
    near(at_stake(total), 0.0);
    assert_eq!(total["apart"].as_array().unwrap().len(), 2, "{total}");
    assert!(at_stake(gap(&all, "time").unwrap()) > 10.0, "{all:?}");
}

/// A cost that nobody knows is known once the open numbers of its quote are: these are the gaps.
#[test]
fn a_cost_that_is_not_known_hangs_on_what_the_quote_leaves_open() {
    let unknown = VENDOR.replace("{ low = 240, likely = 300, high = 420, unit = \"s\" }", "{}");
    let all = gaps(&workspace(CRITERIA, &unknown));
    assert!(gap(&all, "cost.total").is_none() && gap(&all, "time").is_some(), "{all:?}");
    let more = "\n[quote.prices.seats]\nper = \"seat\"\nrate = \"facts.seat\"\n";
    let seat = unknown.replace("[facts]", "[facts]\nseat = {}");
    let all = gaps(&workspace(CRITERIA, &format!("{seat}{more}")));
    assert!(gap(&all, "cost.total").is_none() && gap(&all, "seat").is_some(), "{all:?}");
}

/// Where a formula works out the total, what hangs on it by way of the cost is told once too.
#[test]
fn a_total_by_a_formula_has_its_open_numbers_once() {
    let by_formula =
        CRITERIA.to_owned() + "\n[rule]\ntotal = { expr = \"cost.total / 1000\" }\nwins = \"lowest\"\n";
    let all = gaps(&workspace(&by_formula, VENDOR));
    assert!(gap(&all, "cost.total").is_none(), "{all:?}");
    near(at_stake(gap(&all, "time").unwrap()), 21.6);
}
