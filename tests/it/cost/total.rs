//! Five quotes of one invented demand, against figures of an independent implementation.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::Workspace;

/// Figures are compared to a hundredth, which the binary numbers of JSON miss by a hair.
const TOLERANCE: f64 = 0.010_000_1;

pub(super) fn oracle() -> Value {
    serde_json::from_str(include_str!("../../data/cost/total_cost.json")).unwrap()
}

/// The criteria file of the oracle's assumptions.
pub(super) fn criteria(oracle: &Value) -> String {
    let inputs = &oracle["inputs"];
    let mut text = format!(
        "title = \"Five quotes\"\ncurrency = \"USD\"\n\n\
         [needs]\nstart = 2027-01-01\nyears = 3\n\n\
         [needs.demand.calls]\ncontacts = {}\ngrowth = 5\naht = 360\nopens = 8\ncloses = 20\ninterval = 30\n\
         profile = {}\ndays_a_month = 30\ntarget = {{ share = 80, seconds = 20 }}\nmax_occupancy = 88\n\
         shrinkage = 30\nfte_hours = 160\n\n\
         [cost]\ndiscount = 8\n\n\
         [cost.buyer.selection]\namount = 1\nper = \"first-year-percent\"\n",
        inputs["monthly_contacts_year1"], inputs["intraday_profile_relative"]
    );
    let own = |key: &str, factor: f64| -> String {
        let quotes = inputs["quotes"].as_object().unwrap();
        let vendors = quotes.iter().map(|(id, q)| {
            format!(
                "{} = {}",
                id.to_lowercase(),
                (q[key].as_f64().unwrap() * factor * 1000.0).round() / 1000.0
            )
        });
        vendors.collect::<Vec<_>>().join(", ")
    };
    let _ = write!(
        text,
        "\n[cost.buyer.governance]\namount = 6\nper = \"invoice-percent\"\nby_vendor = {{ {} }}\n\
         \n[cost.buyer.travel]\namount = 0\nper = \"year\"\nby_vendor = {{ {} }}\n\
         \n[criteria.price]\nweight = 100\nunit = \"USD\"\nfact = \"cost.total\"\nscale = {{ formula = \"lowest/price\" }}\n",
        own("governance_share_of_invoice", 100.0),
        own("travel_per_year", 1.0),
    );
    text
}

/// The vendor file of one of the oracle's quotes.
pub(super) fn vendor(id: &str, quote: &Value) -> String {
    let per = match quote["per"].as_str().unwrap() {
        "productive hour" => "productive-hour",
        "handle minute" => "minute",
        "FTE-month" => "fte-month",
        per => per,
    };
    let rate = if quote["tiers_marginal"].is_null() {
        format!("rate = {}", quote["rate"])
    } else {
        format!("tiers = {}", quote["tiers_marginal"])
    };
    let percent = |key: &str| (quote[key].as_f64().unwrap() * 1000.0).round() / 10.0;
    let mut text = format!(
        "name = \"{id}\"\n\n[quote]\ntax = \"without\"\nresolution = {}\nindex = {{ rise = {} }}\n\n\
         [quote.prices.calls]\nper = \"{per}\"\n{rate}\n",
        percent("fcr"),
        percent("increase_per_year")
    );
    if let Some(minimum) = quote["minimum_per_month"].as_f64() {
        let _ = writeln!(text, "minimum = {minimum}");
    }
    let _ = write!(text, "\n[quote.charges.setup]\namount = {}\nper = \"once\"\n", quote["setup"]);
    let _ = write!(
        text,
        "\n[quote.training]\nhours = {}\nrate = {}\nattrition = {}\n",
        quote["training_hours"],
        quote["training_rate"],
        percent("attrition")
    );
    text
}

pub(super) fn workspace() -> Workspace {
    let oracle = oracle();
    let workspace = Workspace::new(&criteria(&oracle), &[]);
    for (id, quote) in oracle["inputs"]["quotes"].as_object().unwrap() {
        workspace.write(&format!("vendors/d/{}.toml", id.to_lowercase()), vendor(id, quote));
    }
    workspace
}

#[track_caller]
fn assert_near(computed: f64, wanted: f64, tolerance: f64, what: &str) {
    assert!((computed - wanted).abs() <= tolerance, "{what}: {computed} and not {wanted}");
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("a number and not {value}"))
}

#[test]
fn every_yearly_figure_of_five_quotes_is_right_to_a_hundredth() {
    let (oracle, workspace) = (oracle(), workspace());
    let costs = workspace.weigh(&["cost", "--format", "json"]).json();
    let vendors = costs["result"]["vendors"].as_array().unwrap();
    let mut compared = 0;
    for (id, wanted) in oracle["quotes"].as_object().unwrap() {
        let vendor = vendors.iter().find(|vendor| vendor["name"] == id.as_str()).unwrap();
        assert!(vendor["unknown"].is_null(), "{vendor}");
        let line = |id: &str| {
            let lines = vendor["lines"].as_array().unwrap();
            lines.iter().find(|line| line["id"] == id).unwrap_or_else(|| panic!("no line {id}"))
        };
        let upfront = |id: &str| number(&line(id)["upfront"]);
        for (key, line) in [
            ("setup_transition", "setup"),
            ("initial_training", "training"),
            ("vendor_selection_1pct_of_year1", "selection"),
        ] {
            assert_near(upfront(line), number(&wanted["one_off"][key]), TOLERANCE, &format!("{id} {key}"));
            compared += 1;
        }
        let year = |line: &Value, year: usize| -> f64 {
            let months = line["months"].as_array().unwrap();
            months[year * 12..year * 12 + 12].iter().map(number).sum()
        };
        for (at, wanted) in wanted["years"].as_array().unwrap().iter().enumerate() {
            for (key, id_of_line) in [
                ("vendor_invoice", "calls"),
                ("replacement_training", "replacement-training"),
                ("governance", "governance"),
                ("travel", "travel"),
            ] {
                let what = format!("{id} {key} of year {}", at + 1);
                assert_near(year(line(id_of_line), at), number(&wanted[key]), TOLERANCE, &what);
                compared += 1;
            }
        }
        let figures = &vendor["figures"];
        for (key, figure, tolerance) in [
            ("tco_3y", "total", TOLERANCE),
            ("npv_cost", "npv", TOLERANCE),
            ("cost_per_contact", "per_contact", 0.0001),
            ("headline_cost_per_contact", "headline_per_contact", 0.0001),
            ("cost_per_resolution", "per_resolution", 0.0001),
        ] {
            let computed = number(&figures[figure]["likely"]);
            assert_near(computed, number(&wanted[key]), tolerance, &format!("{id} {key}"));
            compared += 1;
        }
    }
    assert_eq!(compared, 5 * (3 + 3 * 4 + 5));
}

#[test]
fn the_demand_is_staffed_as_in_the_oracle() {
    let (oracle, workspace) = (oracle(), workspace());
    let demand = workspace.weigh(&["cost", "--demand", "--format", "json"]).json();
    let months = demand["result"]["workload"]["channels"][0]["months"].as_array().unwrap();
    for (year, wanted) in oracle["demand"].as_array().unwrap().iter().enumerate() {
        let of_year = &months[year * 12..year * 12 + 12];
        let hours: Vec<f64> = of_year.iter().map(|month| number(&month["productive_hours"])).collect();
        let wanted_hours: Vec<f64> = wanted["months"].as_array().unwrap().iter().map(number).collect();
        assert_eq!(hours, wanted_hours, "year {}", year + 1);
        let sum = |key: &str| of_year.iter().map(|month| number(&month[key])).sum::<f64>();
        assert_near(sum("contacts"), number(&wanted["contacts"]), 1e-6, "contacts");
        assert_near(sum("handle_minutes") / 60.0, number(&wanted["handle_hours"]), 1e-6, "handle hours");
        assert_near(sum("paid_hours"), number(&wanted["paid_hours"]), 1e-4, "paid hours");
        assert_near(sum("fte_months") / 12.0, number(&wanted["fte"]), 1e-4, "FTE");
        let occupancy = sum("handle_minutes") / 60.0 / sum("productive_hours");
        assert_near(occupancy, number(&wanted["occupancy"]), 1e-4, "occupancy");
        for month in of_year {
            let of_day = |day: &Value| {
                let agents: f64 = day["agents"].as_array().unwrap().iter().map(number).sum();
                agents * number(&day["count"]) * 0.5
            };
            let hours: f64 = month["days"].as_array().unwrap().iter().map(of_day).sum();
            assert_near(hours, number(&month["productive_hours"]), 1e-9, "agents x intervals");
        }
        let peak = of_year.iter().map(|month| month["peak_agents"].as_u64().unwrap()).max();
        assert_eq!(peak, wanted["peak_agents"].as_u64());
    }
}

#[test]
fn the_order_by_headline_is_not_the_order_by_total() {
    let costs = workspace().weigh(&["cost", "--format", "json"]).json();
    let vendors = costs["result"]["vendors"].as_array().unwrap();
    let order = |key: &str| {
        let mut placed: Vec<(u64, &str)> =
            vendors.iter().map(|v| (v[key].as_u64().unwrap(), v["name"].as_str().unwrap())).collect();
        placed.sort_unstable();
        placed.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    };
    // As the worked example of the oracle has it.
    assert_eq!(order("rank_by_headline"), ["V2", "V1", "V3", "V4", "V5"]);
    assert_eq!(order("rank_by_total"), ["V2", "V3", "V1", "V4", "V5"]);
}
