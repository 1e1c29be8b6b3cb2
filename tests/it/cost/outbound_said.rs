//! Lists that are called in all their states: streams, prices of each unit, ranges, beside contacts, and what cannot be.

use serde_json::Value;

use super::clauses::{line, near, run, shown, sum, total};
use crate::support::Workspace;

/// 1 000 records, all of whom are reached at the first attempt.
const SURE: &str = "records = 1000\nlive = 100\nright = 100\nattempts = 1\nhandle = { right = 360 }\n";

const SALES: &str = "cancel = 20\nvalue = 100\nrevenue = 300\n";

const DEMAND: &str = "[needs.demand.mail]\ncontacts = 1000\naht = 360\nopens = 8\ncloses = 18\ndays_a_month = 20\n\
                      deadline = 8\nutilisation = 100\nshrinkage = 0\nfte_hours = 100\n";

fn criteria(needs: &str, more: &str) -> String {
    format!(
        "title = \"Sales\"\ncurrency = \"EUR\"\n[needs]\nstart = 2027-01-01\nyears = 1\n[needs.outbound.renewals]\n{needs}\n\
         {more}\n[criteria.price]\nweight = 100\nfact = \"cost.total\"\nscale = {{ worst = 5000000, best = 1 }}\n"
    )
}

fn decision(needs: &str, more: &str, quote: &str) -> Workspace {
    let vendor = format!(
        "name = \"Aava\"\n[facts]\nconversion = {{ yes = 54, of = 900 }}\nodd = 130\n\
         [quote]\ntax = \"without\"\nindex = {{ rise = 0 }}\n{quote}\n"
    );
    Workspace::new(&criteria(needs, more), &[("aava", &vendor)])
}

fn cost(workspace: &Workspace) -> Value {
    workspace.weigh(&["cost", "--format", "json"]).json()["result"]["vendors"][0].clone()
}

fn own(keys: &str, per: &str, rate: &str) -> String {
    format!("[quote.outbound.renewals]\n{keys}\n[quote.prices.calls]\nper = \"{per}\"\nrate = {rate}\n")
}

#[test]
fn every_unit_of_a_list_has_its_price() {
    let needs = format!("{SURE}{SALES}");
    let keys = "conversion = 10\nleads = 30\nagents = 1\nhours = 50\nminimum_hours = 60";
    for (per, rate, more, wanted) in [
        ("attempt", "2", "", 2_000.0),
        ("right-contact", "3", "", 3_000.0),
        ("lead", "5", "", 1_500.0),
        ("sale", "40", "", 4_000.0),
        ("sale", "40", "net = true", 3_200.0),
        ("revenue-percent", "20", "", 6_000.0),
        ("revenue-percent", "20", "net = true", 4_800.0),
        ("month", "7", "campaign = \"renewals\"", 84.0),
        // 100 hours of calls, 50 a month, and 60 a month are billed.
        ("productive-hour", "10", "campaign = \"renewals\"", 7_200.0),
        ("paid-hour", "10", "campaign = \"renewals\"", 7_200.0),
    ] {
        let quote = format!("{}{more}\n", own(keys, per, rate));
        let aava = cost(&decision(&needs, "", &quote));
        near(total(&aava, "likely"), wanted);
        near(shown(&aava["lists"][0]["paid"]), wanted);
        near(shown(&aava["figures"]["per_sale"]["likely"]), wanted / 80.0);
        near(shown(&aava["lists"][0]["margin"]), 8_000.0 - wanted);
        near(shown(&aava["lists"][0]["exhausted_after"]), 2.0);
    }
    let told = run(&decision(&needs, "", &own(keys, "revenue-percent", "20")), "cost");
    assert!(told.out.contains("Aava quotes 20 % of revenue"), "{told}");
    let said = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains(
            "list exhausted after 2 months of 12; 720 hours are billed where hours are, 100 worked"
        ),
        "{told}"
    );
    // A share of what customers pay is in no currency, and does not rise.
    let quote =
        format!("currency = \"USD\"\n{}", own(keys, "revenue-percent", "20")).replace("currency", "currency");
    let abroad = decision(&needs, "[cost]\nrates.USD = 0.5\n", &quote);
    near(total(&cost(&abroad), "likely"), 6_000.0);
    let quote = quote.replace("revenue-percent", "sale");
    near(total(&cost(&decision(&needs, "[cost]\nrates.USD = 0.5\n", &quote)), "likely"), 1_000.0);
}

#[test]
fn lists_end_come_every_month_or_are_never_done() {
    // As many every month: there is no end, and a small crew leaves some.
    let stream = SURE.replace("records", "monthly");
    let hours = |keys: &str, needs: &str| {
        let quote = format!("{}campaign = \"renewals\"\n", own(keys, "productive-hour", "1"));
        cost(&decision(needs, "", &quote))
    };
    let aava = hours("agents = 2\nhours = 100", &stream);
    near(total(&aava, "likely"), 1_200.0);
    assert!(aava["lists"][0]["exhausted_after"].is_null(), "{aava}");
    near(shown(&aava["lists"][0]["worked"]), 1.0);
    let aava = hours("agents = 1\nhours = 50", &stream);
    near(total(&aava, "likely"), 600.0);
    near(shown(&aava["lists"][0]["worked"]), 0.5);
    // Half of a list is never worked, and so half of it is paid.
    let long = SURE.replace("1000", "12000");
    let workspace = decision(&long, "", &own("agents = 1\nhours = 50", "right-contact", "1"));
    near(total(&cost(&workspace), "likely"), 6_000.0);
    let told = run(&workspace, "cost");
    assert!(told.out.contains("50 % of the list is worked within 12 months"), "{told}");
    // Without a crew it is worked off evenly.
    let aava = hours("", SURE);
    near(shown(&line(&aava, "calls")["months"][0]), 100.0 / 12.0);
    near(total(&aava, "likely"), 100.0);
    // Nobody answers: attempts are paid, and nothing is sold.
    let nobody = SURE.replace("live = 100", "live = 0");
    let workspace = decision(&format!("{nobody}{SALES}"), "", &own("conversion = 10", "sale", "40"));
    near(total(&cost(&workspace), "likely"), 0.0);
    assert!(cost(&workspace)["figures"]["per_sale"].is_null());
    assert!(cost(&workspace)["lists"][0]["per_right"].is_null());
    // No records at all.
    let none = SURE.replace("1000", "0");
    near(total(&hours("agents = 1\nhours = 50\nminimum_hours = 10", &none), "likely"), 120.0);
}

#[test]
fn contacts_that_come_in_cost_what_they_did_beside_a_list() {
    let people = "[quote.prices.mail]\nper = \"minute\"\nrate = 1\n";
    let quote = format!("{}{people}", own("conversion = 10", "sale", "40"));
    let workspace = decision(&format!("{SURE}{SALES}"), DEMAND, &quote);
    let aava = cost(&workspace);
    near(total(&aava, "likely"), 72_000.0 + 4_000.0);
    near(sum(&aava, "calls"), 4_000.0);
    assert_eq!(line(&aava, "calls")["campaign"], "renewals");
    near(shown(&aava["figures"]["per_contact"]["likely"]), 6.0);
    near(shown(&aava["figures"]["headline_per_contact"]["likely"]), 6.0);
    near(shown(&aava["figures"]["effective_hour"]["likely"]), 60.0);
    near(shown(&aava["figures"]["per_sale"]["likely"]), 50.0);
    // More contacts, and more records.
    let swept = run(&workspace, "cost --sweep volume --format json").json()["result"]["curves"][0].clone();
    let totals = swept["totals"].as_array().unwrap();
    near(shown(totals.last().unwrap()), 1.3 * 76_000.0);
    // A list that nobody prices, and a channel that only a list has a price for.
    let check = run(&decision(SURE, DEMAND, people), "check");
    assert!(check.out.contains("the quote has no price for renewals"), "{check}");
    let check = run(&decision(SURE, DEMAND, &own("", "attempt", "1")), "check");
    assert!(check.out.contains("the quote has no price for mail"), "{check}");
    // A what-if, and a number that is set.
    let moved =
        run(&workspace, "cost --format json --set vendors.aava.quote.outbound.renewals.conversion=20");
    near(total(&moved.json()["result"]["vendors"][0], "likely"), 80_000.0);
    let moved = run(&workspace, "cost --format json --set needs.outbound.renewals.right=50");
    near(total(&moved.json()["result"]["vendors"][0], "likely"), 74_000.0);
    let assumed = run(&workspace, "cost --assumptions");
    assert!(assumed.out.contains("needs.outbound.renewals.cancel"), "{assumed}");
}

/// A list that may be left out costs nothing where nobody calls it, and is no gap; whoever calls it has to price it.
#[test]
fn a_list_that_is_optional_costs_only_those_who_call_it() {
    let people = "[quote.prices.mail]\nper = \"minute\"\nrate = 1\n";
    let needs = format!("{SURE}{SALES}optional = true\n");
    let facts = "[gates.dear]\nfact = \"cost.per_sale\"\nat_most = 41\n\
        [gates.long]\nfact = \"outbound.exhausted_after\"\nat_least = 120\n\
        [gates.few]\nfact = \"outbound.abandoned\"\nat_most = 3\n\
        [needs.value]\nbaseline = { total = 100000 }\n";
    let without = decision(&needs, &format!("{DEMAND}{facts}"), people);
    let aava = cost(&without);
    near(total(&aava, "likely"), 72_000.0);
    assert!(aava["lists"].as_array().is_none_or(Vec::is_empty) && aava["unknown"].is_null(), "{aava}");
    // What does not apply fails no must-have, and nothing is left to ask for; it is said why.
    let check = run(&without, "check");
    assert!(check.code == Some(0) && !check.out.contains("V017"), "{check}");
    let ranked = run(&without, "rank --format json").json()["result"]["vendors"][0].clone();
    let gates = ranked["gates"].as_array().unwrap();
    let reason = "said that it does not apply: the quote calls no list";
    assert!(gates.len() == 3 && gates.iter().all(|gate| gate["reason"] == reason), "{ranked}");
    assert!(!run(&without, "gaps --all").out.contains("is not known"));
    // It brings no sales, which is a 0 and no gap.
    let worth = run(&without, "cost --worth");
    assert!(worth.out.contains("Sales: renewals") && !worth.out.contains("a gap"), "{worth}");
    // One who says how it calls, or a price, has to say both.
    let check = run(
        &decision(&needs, DEMAND, &format!("{people}[quote.outbound.renewals]\nconversion = 10\n")),
        "check",
    );
    assert!(check.out.contains("the quote has no price for renewals"), "{check}");
    let called = decision(&needs, DEMAND, &format!("{}{people}", own("conversion = 10", "sale", "40")));
    near(total(&cost(&called), "likely"), 76_000.0);
    // A list that is not optional is wanted of everybody, as before; only yes and no are words for it.
    let check = run(&decision(&needs.replace("= true", "= false"), DEMAND, people), "check");
    assert!(check.out.contains("the quote has no price for renewals"), "{check}");
    let check = run(&decision(&needs.replace("= true", "= \"maybe\""), DEMAND, people), "check");
    assert!(check.code != Some(0) && check.out.contains("optional"), "{check}");
}

#[test]
fn what_is_not_sure_of_lists_is_a_range_or_a_gap() {
    let needs = format!(
        "{}cancel = {{ low = 10, likely = 20, high = 30 }}\n",
        SURE.replace("right = 100\n", "right = { low = 50, likely = 80, high = 100 }\n")
    );
    let quote = own("conversion = { low = 5, likely = 10, high = 20 }", "sale", "40") + "net = true\n";
    let workspace = decision(&needs, "", &quote);
    let aava = cost(&workspace);
    near(total(&aava, "low"), 40.0 * 1_000.0 * 0.5 * 0.05 * 0.7);
    near(total(&aava, "likely"), 40.0 * 1_000.0 * 0.8 * 0.1 * 0.8);
    near(total(&aava, "high"), 40.0 * 1_000.0 * 0.2 * 0.9);
    // By the hour it is few sales that are dear.
    let quote = own("conversion = { low = 5, likely = 10, high = 20 }", "productive-hour", "40")
        + "campaign = \"renewals\"\n";
    let aava = cost(&decision(&needs, "", &quote));
    let sale = |end: &str| shown(&aava["figures"]["per_sale"][end]);
    assert!(sale("low") < sale("likely") && sale("likely") < sale("high"), "{aava}");
    // A count as a fact; without revoked sales nobody knows how many stay.
    let quote = own("conversion = \"facts.conversion\"", "sale", "40");
    let workspace = decision(SURE, "", &quote);
    let aava = cost(&workspace);
    near(total(&aava, "likely"), 40.0 * 60.0);
    assert!(total(&aava, "low") < total(&aava, "likely") && total(&aava, "high") > total(&aava, "likely"));
    assert!(aava["figures"]["per_sale"].is_null());
    let told = run(&workspace, "cost");
    assert!(told.out.contains("`cancel` is not said: how many sales stay is not known"), "{told}");
    let facts = criteria(&format!("{SURE}cancel = 0\n"), "")
        + "\n[gates.dear]\nfact = \"cost.per_sale\"\nat_most = 41\n\
        [gates.long]\nfact = \"outbound.exhausted_after\"\nat_least = 12\n";
    workspace.write("criteria/d.toml", facts);
    let check = run(&workspace, "check");
    assert_eq!(check.code, Some(0), "{check}");
    let ranked = run(&workspace, "rank --format json").json()["result"]["vendors"][0].clone();
    assert_eq!(ranked["rank"], 1, "{ranked}");
}

#[test]
fn lists_that_cannot_be_are_located() {
    let sales = format!("{SURE}{SALES}");
    let price = |keys: &str, per: &str, more: &str| format!("{}{more}\n", own(keys, per, "1"));
    for (needs, quote, message) in [
        (SURE, price("", "sale", ""), "needs the `conversion` of right persons"),
        (SURE, price("", "lead", ""), "needs the `leads` of right persons"),
        (SURE, price("conversion = 10", "revenue-percent", ""), "needs the `revenue` of a sale"),
        (SURE, price("conversion = 10", "sale", "net = true"), "needs the `cancel` of a sale"),
        (&sales, price("conversion = 110", "sale", ""), "110 is outside the range"),
        (&sales, price("conversion = \"facts.lost\"", "sale", ""), "has not the fact `lost`"),
        (
            SURE,
            price("dialler = \"predictive\"", "attempt", ""),
            "how long agents wait for calls is not said",
        ),
        (SURE, price("dialler = \"robot\"", "attempt", ""), "is not one of the words"),
        (SURE, price("agents = 3", "attempt", ""), "it is not said how long they call"),
        (SURE, price("hours = 3", "attempt", ""), "it is not said how many call"),
        (SURE, price("preview = 30", "attempt", ""), "only preview dialling looks at records first"),
        (SURE, price("", "contact", "campaign = \"renewals\""), "this unit is none of a list that is called"),
        (SURE, price("", "attempt", "channels = \"mail\""), "a list that is called has no channels"),
        (SURE, price("", "attempt", "minimum_share = 80"), "no units of a list are forecast"),
        (SURE, price("", "attempt", "net = true"), "only sales are revoked"),
        (SURE, price("", "attempt", "campaign = \"renewal\""), "there is no such list"),
        (
            SURE,
            price("", "attempt", "").replace("outbound.renewals", "outbound.renewal"),
            "the needs have no list `renewal`",
        ),
        (SURE, "[quote.prices.calls]\nper = \"attempt\"\nrate = 1\n".to_owned(), "there is no such list"),
    ] {
        let check = run(&decision(needs, "", &quote), "check");
        let said = check.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(check.code == Some(1) && said.contains(message), "{quote}: {check}");
        assert!(check.out.contains("aava.toml:"), "{check}");
    }
    for (needs, message) in [
        (SURE.replace("records = 1000\n", ""), "says nothing of how many records"),
        (format!("{SURE}monthly = 3\n"), "records are there once, or come every month"),
        (SURE.replace("live = 100", "live = []"), "this list is empty"),
        (SURE.replace("live = 100", "live = [90, 140]"), "140 is outside the range"),
        (SURE.replace("attempts = 1\n", "attempts = 0\n"), "0 is outside the range"),
        (SURE.replace("handle = { right = 360 }", "handle = { wrong = 9 }"), "the key `right` is missing"),
        (format!("{SURE}limit = {{ abandoned = 100 }}\n"), "a limit that everybody may be abandoned by"),
    ] {
        let check = run(&decision(&needs, "", &own("", "attempt", "1")), "check");
        assert!(check.code == Some(1) && check.out.contains(message), "{needs}: {check}");
        assert!(check.out.contains("d.toml:"), "{check}");
    }
    let check = run(&decision(&sales, "", &price("conversion = \"facts.odd\"", "sale", "")), "check");
    assert!(check.out.contains("is 130, and what is taken from it is a share of at most 100 %"), "{check}");
}
