//! Agents who answer customers and call a list while nobody waits, and rises that come on days.

use serde_json::Value;

use super::clauses::{Case, fee, near, run, shown, total};
use crate::support::Workspace;

const CRITERIA: &str = r#"title    = "Support and renewals"
currency = "EUR"

[needs]
start = 2027-01-01
years = 1

[needs.demand.phone]
name         = "Phone"
contacts     = 2400
aht          = 300
opens        = 8
closes       = 18
days_a_month = 20
deadline     = 8
utilisation  = 50
shrinkage    = 0
fte_hours    = 100

[needs.outbound.renewals]
name     = "Renewals"
records  = 48000
live     = 50
right    = 100
attempts = 1
handle   = { right = 180, wrong = 0, none = 0 }

[criteria.price]
weight = 100
fact   = "cost.total"
scale  = { worst = 5000000, best = 1 }
"#;

/// 200 hours of contacts a month by agents who are busy for half of 400 hours, and 1,200 hours of a list over the year.
fn workspace(list: &str) -> Workspace {
    let vendor = format!(
        "name = \"Aava\"\n[quote]\ntax = \"without\"\nindex = {{ rise = 0 }}\n[quote.outbound.renewals]\n{list}\n\
         [quote.prices.people]\nper = \"productive-hour\"\nrate = 20\n\
         [quote.prices.calls]\nper = \"productive-hour\"\ncampaign = \"renewals\"\nrate = 30\n"
    );
    Workspace::new(CRITERIA, &[("aava", &vendor)])
}

fn cost(workspace: &Workspace) -> Value {
    run(workspace, "cost --format json").json()["result"]["vendors"][0].clone()
}

fn paid(list: &str) -> f64 {
    total(&cost(&workspace(list)), "likely")
}

#[test]
fn idle_time_is_used_first_and_never_billed_twice() {
    let people = 12.0 * 400.0 * 20.0;
    // By itself: 100 hours a month, all billed.
    near(paid(""), people + 1_200.0 * 30.0);
    // Busy up to 75 %: 100 idle hours a month are just enough.
    let enough = workspace("blended = { channels = \"phone\", occupancy = 75 }");
    let aava = cost(&enough);
    near(total(&aava, "likely"), people);
    near(shown(&aava["lists"][0]["idle_hours"]), 1_200.0);
    near(shown(&aava["lists"][0]["exhausted_after"]), 12.0);
    let told = run(&enough, "cost").out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains(
            "1 200 of 1 200 hours are idle time of agents who answer customers, and not billed again"
        ),
        "{told}"
    );
    // Up to 60 %: 40 hours a month, so that 480 of the 1,200 hours are worked.
    let aava = cost(&workspace("blended = { channels = \"phone\", occupancy = 60 }"));
    near(total(&aava, "likely"), people);
    near(shown(&aava["lists"][0]["worked"]), 0.4);
    near(shown(&aava["lists"][0]["exhausted_after"]), 30.0);
    // With another agent of 80 hours: 10 months of 120 hours, of which 80 are billed.
    let aava = cost(&workspace("blended = { channels = \"phone\", occupancy = 60 }\nagents = 1\nhours = 80"));
    near(total(&aava, "likely"), people + 10.0 * 80.0 * 30.0);
    near(shown(&aava["lists"][0]["exhausted_after"]), 10.0);
    // Hours that are billed in any case are, whoever calls.
    near(
        paid("blended = { channels = \"phone\", occupancy = 75 }\nminimum_hours = 10"),
        people + 12.0 * 10.0 * 30.0,
    );
    // Who is busier than they may be has no time.
    let aava = cost(&workspace("blended = { channels = \"phone\", occupancy = 40 }"));
    near(shown(&aava["lists"][0]["worked"]), 0.0);
    // Fewer contacts leave more time: sweeps, facts and worth read the same hours.
    let gate = "\n[gates.done]\nfact = \"outbound.exhausted_after\"\nat_most = 20\n";
    let slow = workspace("blended = { channels = \"phone\", occupancy = 60 }");
    slow.write("criteria/d.toml", format!("{CRITERIA}{gate}"));
    assert!(run(&slow, "rank --format json").json()["result"]["vendors"][0]["rank"].is_null());
}

#[test]
fn blended_work_that_cannot_be_is_located() {
    for (list, message) in [
        ("blended = { channels = \"fone\", occupancy = 75 }", "the demand has no channel `fone`"),
        ("blended = { channels = \"phone\", occupancy = 175 }", "175 is outside the range"),
        ("blended = { channels = \"phone\" }", "the key `occupancy` is missing"),
        (
            "blended = { channels = \"phone\", occupancy = 75 }\n[quote.outbound.other]\nblended = { channels = \"phone\", occupancy = 75 }",
            "agents cannot call two lists in the same idle time",
        ),
    ] {
        let check = run(&workspace(list), "check");
        assert!(check.code == Some(1) && check.out.contains(message), "{list}: {check}");
    }
}

#[test]
fn wages_may_rise_on_days() {
    let quote = format!("{}[quote.index]\nlabour = 50\nchained = true\n", fee("1000"));
    let of = |wages: &str| {
        total(
            &Case { years: "3", cost: &format!("wages = {wages}"), quote: &quote, ..Case::default() }.cost(),
            "likely",
        )
    };
    let year = 12_000.0;
    // A step in the first year is in the increase after it, one on the day of an increase counts with it.
    near(of("{ steps = [[2027-07-01, 4]] }"), year * (1.0 + 1.02 + 1.02));
    near(of("{ steps = [[2028-01-01, 4]] }"), year * (1.0 + 1.02 + 1.02));
    near(of("{ steps = [[2028-01-02, 4]] }"), year * (1.0 + 1.0 + 1.02));
    // Two in a year are on top of each other: 1.04 x 1.05 = 1.092.
    near(of("{ steps = [[2027-03-01, 4], [2027-09-01, 5]] }"), year * (1.0 + 1.046 * 2.0));
    // Before the first prices, and after the term, nothing rises.
    near(of("{ steps = [[2026-12-31, 9], [2031-01-01, 9]] }"), year * 3.0);
    // By currency, and with a range.
    near(of("{ EUR = { steps = [[2027-07-01, 4]] }, USD = 9 }"), year * (1.0 + 1.02 + 1.02));
    let wide = Case {
        years: "3",
        cost: "wages = { steps = [[2027-07-01, { low = 2, likely = 4, high = 8 }]] }",
        quote: &quote,
        ..Case::default()
    };
    near(total(&wide.cost(), "high"), year * (1.0 + 1.04 + 1.04));
    for (wages, message) in [
        ("{ steps = [[2028-01-01, 4], [2027-01-01, 4]] }", "these days are not in their order"),
        ("{ steps = [[2028-01-01, 4], [2028-01-01, 4]] }", "these days are not in their order"),
        ("{ steps = [[2028-01-01]] }", "a pair such as [2028-01-01, 4]"),
        ("{ steps = [] }", "this list is empty"),
        ("{ steps = [[2028-01-01, 140]] }", "140 is outside the range"),
    ] {
        let case = Case { cost: &format!("wages = {wages}"), quote: &quote, ..Case::default() };
        let check = run(&case.workspace(), "check");
        assert!(check.code == Some(1) && check.out.contains(message), "{wages}: {check}");
    }
}
