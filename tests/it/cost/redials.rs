//! Callers who hang up and call again.

use serde_json::Value;
use weigh::cost::staffing::ServiceTarget;
use weigh::cost::staffing::{Again, Performance, Queue, StaffingError, performance, settled, smallest_staff};

use super::repeats::cases;
use crate::support::Workspace;

fn number(case: &Value, part: &str, key: &str) -> f64 {
    let value = &case[part][key];
    value.as_f64().or_else(|| value.as_str()?.parse().ok()).unwrap_or(0.0)
}

#[test]
fn calls_settle_where_the_published_cases_say() {
    for case in cases("redials") {
        let of = |key: &str| number(&case, "inputs", key);
        let agents = u32::try_from(case["inputs"]["agents"].as_u64().unwrap()).unwrap();
        let plain = Queue::new(of("per_hour"), 3_600.0, of("aht")).unwrap();
        let plain = plain.with_patience(of("patience")).unwrap();
        let again = Again { redial: of("redial"), reconnect: of("reconnect") };
        let near = |found: f64, key: &str| {
            let wanted = number(&case, "expect", key);
            assert!((found - wanted).abs() <= 1e-9 * wanted.abs().max(1e-3), "{key}: {found}, not {wanted}");
        };
        let found = settled(&plain, of("patience"), agents, again).unwrap().unwrap();
        near(found.total, "total");
        near(found.calls_a_caller, "calls_a_caller");
        near(found.abandonment, "abandonment");
        near(found.lost_callers, "lost_callers");
        let done = performance(&plain.with_redials(again).unwrap(), agents, 20.0).unwrap();
        let Performance::Abandoning(done) = done else { panic!("people hang up") };
        near(done.abandonment, "abandonment");
        near(done.wait_probability, "wait_probability");
        near(done.mean_wait, "mean_wait");
        near(done.occupancy, "occupancy");
        let Performance::Abandoning(without) = performance(&plain, agents, 20.0).unwrap() else {
            panic!("people hang up")
        };
        near(without.abandonment, "abandonment_without_redials");
    }
}

#[test]
fn where_all_call_again_too_few_agents_never_settle() {
    let queue = Queue::new(540.0, 3_600.0, 240.0).unwrap().with_patience(120.0).unwrap();
    let all = Again { redial: 1.0, reconnect: 0.0 };
    // 36 Erlang of work: 35 agents never get through it, 40 do.
    assert_eq!(settled(&queue, 120.0, 35, all), Ok(None));
    assert!(settled(&queue, 120.0, 40, all).unwrap().unwrap().lost_callers.abs() < 1e-12);
    let queue = queue.with_redials(all).unwrap();
    assert_eq!(performance(&queue, 35, 20.0), Err(StaffingError::NeverSettles));
    // The search passes over those who never settle.
    let target = ServiceTarget::new(0.8, 20.0).unwrap();
    let agents = smallest_staff(&queue, &target).unwrap();
    assert!(performance(&queue, agents, 20.0).unwrap().service_level(target.of) >= 0.8);
    assert!(performance(&queue, agents - 1, 20.0).unwrap().service_level(target.of) < 0.8);
    for again in [
        Again { redial: 1.1, reconnect: 0.0 },
        Again { redial: f64::NAN, reconnect: 0.0 },
        Again { redial: 0.0, reconnect: 1.0 },
    ] {
        assert!(queue.with_redials(again).is_err(), "{again:?}");
    }
}

const CRITERIA: &str = r#"title    = "Support"
currency = "EUR"

[needs]
start = 2027-01-01
years = 1

[needs.demand.phone]
contacts     = 5400
aht          = 240
opens        = 8
closes       = 18
interval     = 60
days_a_month = 1
target       = { share = 50, seconds = 60, of = "offered" }
AGAIN
shrinkage    = 30
fte_hours    = 160

[criteria.price]
weight = 100
fact   = "cost.total"
scale  = { worst = 5000000, best = 1 }
"#;

fn decision(again: &str) -> Workspace {
    let vendor = "name = \"Aava\"\n[quote]\ntax = \"without\"\nindex = { rise = 0 }\n\
                  [quote.prices.seats]\nper = \"seat\"\nrate = 1\n";
    Workspace::new(&CRITERIA.replace("AGAIN", again), &[("aava", vendor)])
}

#[test]
fn redials_of_the_forecast_move_the_agents_and_not_the_contacts() {
    let cost = |again: &str| {
        decision(again).weigh(&["cost", "--format", "json"]).json()["result"]["vendors"][0]["figures"].clone()
    };
    let agents = |again: &str| cost(again)["total"]["likely"].as_f64().unwrap() / 12.0;
    let search = |redial: f64, reconnect: f64| {
        let queue = Queue::new(540.0, 3_600.0, 240.0).unwrap().with_patience(120.0).unwrap();
        let queue = queue.with_redials(Again { redial, reconnect }).unwrap();
        f64::from(smallest_staff(&queue, &ServiceTarget::new(0.5, 60.0).unwrap()).unwrap())
    };
    for (again, redial, reconnect) in [
        ("patience = 120", 0.0, 0.0),
        ("patience = 120\nredial = 0", 0.0, 0.0),
        ("patience = 120\nredial = 60", 0.6, 0.0),
        ("patience = 120\nredial = 100\nreconnect = 10", 1.0, 0.1),
    ] {
        let (found, wanted) = (agents(again), search(redial, reconnect));
        assert!((found - wanted).abs() < 1e-9, "{again}: {found}, not {wanted}");
    }
    assert!(search(0.6, 0.0) > search(0.0, 0.0) && search(1.0, 0.1) > search(0.6, 0.0));
    let told = decision("patience = 120\nredial = 60").weigh(&["staff", "--channel", "phone"]);
    assert!(told.out.contains("60 % of them call again"), "{told}");
    for (again, message) in [
        ("redial = 60", "nobody hangs up who could call again"),
        ("reconnect = 10", "nobody hangs up who could call again"),
        ("patience = 120\nredial = 160", "160 is outside the range"),
        ("patience = 120\nreconnect = 100", "calls would never end"),
    ] {
        let check = decision(again).weigh(&["check"]);
        assert!(check.code == Some(1) && check.out.contains(message), "{again}: {check}");
    }
}
