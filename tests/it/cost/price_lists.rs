//! Three made-up price lists, entered with what the manual says, beside what each comes to by hand.

use super::clauses::{near, shown};
use crate::support::Workspace;

const CRITERIA: &str = r#"title    = "Support and renewals"
currency = "EUR"

[needs]
start = 2027-01-01
years = 1

[needs.demand.phone]
contacts     = 2000
aht          = 240
opens        = 8
closes       = 18
days_a_month = 20
deadline     = 8
utilisation  = 80
shrinkage    = 25
fte_hours    = 150

[needs.outbound.renewals]
name     = "Renewals"
records  = 3000
optional = true
live     = 40
right    = 50
attempts = 1
handle   = { right = 300, wrong = 60, none = 0 }
cancel   = 10
value    = 80

[criteria.price]
weight = 100
fact   = "cost.total"
scale  = { worst = 500000, best = 1 }
"#;

/// "Our assistant answers what it can: 0.90 EUR for each case that it solves. People are 22 EUR a paid hour."
const ASSISTANT: &str = r#"name = "Assistant"

[quote]
tax   = "without"
index = { rise = 0 }

[quote.automation.assistant]
reach       = 80
containment = 50
genuine     = 75
return      = 60
relative    = 50

[quote.prices.solved]
per  = "bot-resolution"
rate = 0.9

[quote.prices.people]
per  = "paid-hour"
rate = 22
"#;

/// "25 EUR for each renewal that is not revoked within 14 days; calls that come in 1.80 EUR each."
const TELEMARKETER: &str = r#"name = "Telemarketer"

[quote]
tax   = "without"
index = { rise = 0 }

[quote.outbound.renewals]
conversion = 12

[quote.prices.calls]
per  = "contact"
rate = 1.8

[quote.prices.renewals]
per  = "sale"
net  = true
rate = 25
"#;

/// "1 050 EUR a month with 500 minutes, then 2.05 EUR. Started minutes count, and one for writing it down."
const RECEPTIONIST: &str = r#"name = "Receptionist"

[quote]
tax   = "without"
index = { rise = 0 }

[quote.prices.package]
per  = "month"
rate = 1050

[quote.prices.minutes]
per      = "minute"
rate     = 2.05
included = 500
round_up = { seconds = 60, wrap = 60 }
"#;

#[test]
fn three_price_lists_come_to_what_a_hand_comes_to() {
    let lists = [("assistant", ASSISTANT), ("telemarketer", TELEMARKETER), ("receptionist", RECEPTIONIST)];
    let workspace = Workspace::new(CRITERIA, &lists);
    let check = workspace.weigh(&["check"]);
    assert_eq!(check.code, Some(0), "{check}");
    let costs = workspace.weigh(&["cost", "--format", "json"]).json();
    let total = |id: &str| {
        let vendors = costs["result"]["vendors"].as_array().unwrap();
        let vendor = vendors.iter().find(|vendor| vendor["id"] == id).unwrap_or_else(|| panic!("{costs}"));
        shown(&vendor["figures"]["total"]["likely"])
    };
    // 1,600 meet it, 800 are contained, 600 solved; of 200 that are not 120 come back to people, with 240 s each. The 1,200
    // that pass by are left with 480,000 s less the 800 x 120 s of the easy ones: 384,000 s. With the 120 x 240 s that come
    // back that is 412,800 s, 114.67 h, at 80 % busy 143.33 h, and 191.11 h paid.
    let people = (384_000.0 + 28_800.0) / 3_600.0 / 0.8 / 0.75 * 22.0;
    near(total("assistant"), 12.0 * (600.0 * 0.9 + people));
    // 3,000 attempts, 1,200 answers, 600 right persons, 72 sales, 64.8 that stay.
    near(total("telemarketer"), 12.0 * 2_000.0 * 1.8 + 64.8 * 25.0);
    // 4 minutes by started minutes are 1 / (1 - e^-0.25) = 4.520 811 664, with the one on top 5.520 811 664.
    near(total("receptionist"), 12.0 * (1_050.0 + (2_000.0 * 5.520_811_664_188 - 500.0) * 2.05));
    // What the figure is made of stands where it stands.
    let told = workspace.weigh(&["cost", "receptionist"]);
    let words = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("started steps of 60 s, and 60 s on top are billed: 4 minutes as 5.52 (+38 %)"),
        "{told}"
    );
}
