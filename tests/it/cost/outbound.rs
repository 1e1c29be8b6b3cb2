//! Lists that are called: whom attempts reach, what agents do, and what a campaign comes to.

use serde_json::Value;
use weigh::cost::outbound::{
    Seconds, abandon_rate, abandoned_at_most, burst_dialler, dial_cycle, list_penetration, loss_dialler,
};
use weigh::decision::outbound::{CountedCalls, Dialler};
use weigh::exact::Exact;

use super::clauses::{near, run, shown, total};
use super::repeats::{cases, input, number};
use crate::support::Workspace;

const CRITERIA: &str = r#"title    = "Sales"
currency = "EUR"

[needs]
start = 2027-01-01
years = YEARS

[needs.outbound.renewals]
name = "Renewals"
LIST

[criteria.price]
weight = 100
fact   = "cost.total"
scale  = { worst = 5000000, best = 1 }
"#;

/// A decision with one list and one vendor.
pub(super) fn decision(years: &str, list: &str, quote: &str) -> Workspace {
    let vendor = format!(
        "name = \"Aava\"\n[facts]\nconversion = {{ yes = 54, of = 900 }}\nodd = 130\n\
         [quote]\ntax = \"without\"\nindex = {{ rise = 0 }}\n{quote}\n"
    );
    Workspace::new(&CRITERIA.replace("YEARS", years).replace("LIST", list), &[("aava", &vendor)])
}

pub(super) fn cost(workspace: &Workspace) -> Value {
    workspace.weigh(&["cost", "--format", "json"]).json()["result"]["vendors"][0].clone()
}

/// Whole shares in per cent; the months of a term as years.
fn percent(case: &Value, key: &str) -> String {
    input(case, key).unwrap().percent().plain(9)
}

fn text(case: &Value, key: &str) -> String {
    case["inputs"][key].as_str().unwrap_or_default().to_owned()
}

/// The chances of each attempt.
fn live(case: &Value) -> Vec<Exact> {
    match case["inputs"]["live"].as_array() {
        Some(all) => all.iter().map(|one| number(one).unwrap()).collect(),
        None => vec![input(case, "live").unwrap()],
    }
}

fn attempts(case: &Value) -> u32 {
    u32::try_from(case["inputs"]["attempts"].as_u64().unwrap()).unwrap()
}

/// A published number that has more digits than files may.
fn decimal(number: &Value) -> f64 {
    number["decimal"].as_str().or(number.as_str()).unwrap_or_else(|| panic!("{number}")).parse().unwrap()
}

/// Published numbers that are no fractions are right to twelve digits.
fn close(found: f64, wanted: &Value) {
    let wanted = decimal(wanted);
    assert!((found - wanted).abs() <= 1e-12 * wanted.abs().max(1e-3), "{found}, not {wanted}");
}

/// The list of a case as the needs write it.
fn list(case: &Value) -> String {
    let each: Vec<String> = live(case).iter().map(|live| live.percent().plain(9)).collect();
    format!(
        "records = {}\nsuppressed = {}\nlive = [{}]\nright = {}\nattempts = {}\n",
        text(case, "records"),
        percent(case, "suppressed"),
        each.join(", "),
        percent(case, "right"),
        attempts(case),
    )
}

#[test]
fn lists_reach_whom_the_published_cases_say() {
    for case in cases("list_penetration") {
        let of = |key: &str| input(&case, key).unwrap();
        let found =
            list_penetration(&of("records"), &of("suppressed"), &live(&case), &of("right"), attempts(&case));
        for (key, found) in [
            ("usable", &found.usable),
            ("attempts_a_record", &found.attempts_a_record),
            ("reached_share", &found.reached_share),
            ("attempts", &found.attempts),
            ("live", &found.live),
            ("right", &found.right),
            ("wrong", &found.wrong),
            ("unreached", &found.unreached),
        ] {
            assert_eq!(Some(found), number(&case["expect"][key]).as_ref(), "{key}: {case}");
        }
        // The same out of files: right persons, and attempts, at one each.
        let needs = list(&case) + "handle = { right = 240, wrong = 35 }\n";
        for (per, wanted) in [("attempt", &found.attempts), ("right-contact", &found.right)] {
            let quote =
                format!("[quote.outbound.renewals]\n[quote.prices.calls]\nper = \"{per}\"\nrate = 1\n");
            let aava = cost(&decision("1", &needs, &quote));
            near(total(&aava, "likely"), wanted.to_f64());
            near(shown(&aava["lists"][0]["live"]), found.live.to_f64());
        }
    }
}

#[test]
fn agents_need_so_long_from_one_answer_to_the_next() {
    for case in cases("dial_cycle") {
        let of = |key: &str| input(&case, key).unwrap_or_default();
        let (dialler, word) = match case["inputs"]["mode"].as_str().unwrap() {
            "preview" => (Dialler::Preview, "preview"),
            "progressive" => (Dialler::Progressive, "progressive"),
            _ => (Dialler::Predictive, "predictive"),
        };
        let seconds = Seconds {
            right: of("handle_right"),
            wrong: of("handle_wrong"),
            no_answer: of("no_answer"),
            to_answer: of("to_answer"),
            preview: of("preview"),
        };
        let found = dial_cycle(dialler, &of("live"), &of("right"), &seconds, &of("occupancy")).unwrap();
        for (key, found) in [
            ("cycle", &found.cycle),
            ("live_an_hour", &found.live_an_hour),
            ("right_an_hour", &found.right_an_hour),
            ("talk_share", &found.talk_share),
            ("attempts_an_hour", &found.attempts_an_hour),
        ] {
            assert_eq!(Some(found), number(&case["expect"][key]).as_ref(), "{key}: {case}");
        }
        // Out of files: hours for the right persons of a list.
        let needs = format!(
            "records = 10000\nlive = {}\nright = {}\nattempts = 5\nhandle = {{ right = {}, wrong = {} }}\n",
            percent(&case, "live"),
            percent(&case, "right"),
            text(&case, "handle_right"),
            text(&case, "handle_wrong"),
        );
        let own = match dialler {
            Dialler::Predictive => format!("occupancy = {}\n", percent(&case, "occupancy")),
            Dialler::Progressive => "no_answer = 22\nto_answer = 9\n".to_owned(),
            Dialler::Preview => "no_answer = 22\nto_answer = 9\npreview = 30\n".to_owned(),
        };
        let quote = format!(
            "[quote.outbound.renewals]\ndialler = \"{word}\"\n{own}\
             [quote.prices.hours]\nper = \"productive-hour\"\ncampaign = \"renewals\"\nrate = 1\n"
        );
        let aava = cost(&decision("1", &needs, &quote));
        let list = &aava["lists"][0];
        near(shown(&list["right"]) / shown(&list["hours"]), found.right_an_hour.to_f64());
        assert!((total(&aava, "likely") - shown(&list["hours"])).abs() < 0.01, "{aava}");
    }
    assert_eq!(
        dial_cycle(Dialler::Preview, &Exact::ZERO, &Exact::ONE, &Seconds::default(), &Exact::ONE),
        None
    );
}

#[test]
fn diallers_run_ahead_as_far_as_the_limit_lets_them() {
    for case in cases("burst_dialler") {
        let of = |key: &str| input(&case, key).unwrap();
        let free = u32::try_from(case["inputs"]["free"].as_u64().unwrap()).unwrap();
        let found = burst_dialler(free, &of("live"), &of("limit")).unwrap();
        let expect = &case["expect"];
        assert_eq!(Some(u64::from(found.lines)), expect["lines"].as_u64(), "{case}");
        assert_eq!(Some(found.overdial), number(&expect["overdial"]), "{case}");
        close(found.abandoned.to_f64(), &expect["abandoned"]);
        close(found.idle_agents.to_f64(), &expect["idle_agents"]);
        close(found.next_abandoned.to_f64(), &expect["next_abandoned"]);
    }
    for case in cases("loss_dialler") {
        let agents = u32::try_from(case["inputs"]["agents"].as_u64().unwrap()).unwrap();
        let found = loss_dialler(agents, &input(&case, "limit").unwrap(), &input(&case, "handle").unwrap());
        let found = found.unwrap();
        close(found.load, &case["expect"]["load"]);
        close(found.occupancy, &case["expect"]["occupancy"]);
        close(found.live_an_agent_hour, &case["expect"]["live_an_agent_hour"]);
        // And back: at that share of busy time the limit is lost.
        let occupancy = Exact::from_f64(found.occupancy).unwrap();
        near(abandoned_at_most(agents, &occupancy).unwrap(), input(&case, "limit").unwrap().to_f64());
    }
    // Out of files: the lines of five agents, and how busy they are at most.
    let needs = "records = 1000\nlive = 22\nright = 70\nattempts = 6\nhandle = { right = 240, wrong = 35 }\n\
                 limit = { abandoned = 3, per = \"campaign-30-days\", source = \"the rule of 2026\", as_of = 2026-10-01 }\n";
    let quote = |agents: &str| {
        format!(
            "[quote.outbound.renewals]\ndialler = \"predictive\"\noccupancy = {{ low = 60, likely = 75, high = 82 }}\n\
             agents = {agents}\nhours = 100\n[quote.prices.calls]\nper = \"attempt\"\nrate = 1\n"
        )
    };
    let workspace = decision("1", needs, &quote("5"));
    assert_eq!(cost(&workspace)["lists"][0]["lines"], 14);
    let aava = cost(&decision("1", needs, &quote("10")));
    near(shown(&aava["lists"][0]["occupancy_bound"]), 53.635_352_016);
    let told = run(&workspace, "cost").out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("% find no agent, and 3 % may; within 3 % agents are busy for"), "{told}");
    // A call for each free agent loses nobody.
    let safe = quote("5").replace("predictive", "progressive");
    let aava = cost(&decision("1", needs, &safe));
    assert_eq!(
        aava["lists"][0]["abandoned"],
        serde_json::json!({ "low": 0, "likely": 0, "high": 0 }),
        "{aava}"
    );
}

#[test]
fn those_who_find_no_agent_are_counted_beside_the_limit() {
    for case in cases("abandon_rate") {
        let of = |key: &str| input(&case, key).unwrap_or_default();
        let limit = input(&case, "limit").unwrap_or_else(|| Exact::parse("0.03").unwrap());
        let calls = CountedCalls {
            abandoned: of("abandoned"),
            passed: of("passed"),
            machines_false: of("machines_false"),
            to_machines: of("to_machines"),
        };
        let found = abandon_rate(&calls, &limit).unwrap();
        let expect = &case["expect"];
        assert_eq!(Some(&found.counted), number(&expect["counted"]).as_ref(), "{case}");
        assert_eq!(found.rate, number(&expect["rate"]), "{case}");
        assert_eq!(Some(found.is_within), expect["within"].as_bool(), "{case}");
        assert_eq!(Some(&found.most_allowed), number(&expect["most_allowed"]).as_ref(), "{case}");
        assert_eq!(Some(&found.left), number(&expect["left"]).as_ref(), "{case}");
        // As a fact that a must-have reads.
        let needs = "records = 1000\nlive = 22\nright = 70\nattempts = 6\nhandle = { right = 240 }\nlimit = { abandoned = 3 }\n";
        let number = |key: &str| format!("{key} = {}, ", of(key));
        let counted: String = ["abandoned", "passed", "machines_false", "to_machines"].map(number).concat();
        let quote = format!(
            "[quote.outbound.renewals]\ncounted = {{ {} }}\n[quote.prices.calls]\nper = \"attempt\"\nrate = 1\n",
            counted.trim_end_matches(", ")
        );
        let workspace = decision("1", needs, &quote);
        let criteria = String::from_utf8(workspace.read("criteria/d.toml")).unwrap();
        let gate = "\n[gates.law]\nfact = \"outbound.abandoned\"\nat_most = 3\n";
        workspace.write("criteria/d.toml", criteria + gate);
        let abandoned = &cost(&workspace)["lists"][0]["abandoned"]["likely"];
        near(shown(abandoned), found.rate.as_ref().unwrap().percent().to_f64());
        let ranked = run(&workspace, "rank --format json");
        let is_in = !ranked.json()["result"]["vendors"][0]["rank"].is_null();
        assert_eq!(is_in, found.is_within, "{ranked}");
    }
}

/// The lines of a price of a campaign.
fn prices(case: &Value) -> String {
    let mut quote = String::new();
    if !case["inputs"]["price_hour"].is_null() {
        let rate = text(case, "price_hour");
        quote += &format!(
            "[quote.prices.hours]\nper = \"productive-hour\"\ncampaign = \"renewals\"\nrate = {rate}\n"
        );
    }
    if !case["inputs"]["price_sale"].is_null() {
        let rate = text(case, "price_sale");
        quote += &format!("[quote.prices.sales]\nper = \"sale\"\nnet = true\nrate = {rate}\n");
    }
    quote
}

#[test]
fn campaigns_come_to_what_the_published_cases_say() {
    for case in cases("campaign") {
        let months = case["inputs"]["months"].as_str().map_or("1", |months| months);
        let value = match case["inputs"]["value_sale"].as_str() {
            Some(value) => format!("value = {value}\n"),
            None => String::new(),
        };
        let needs = list(&case)
            + &format!(
                "cancel = {}\nhandle = {{ right = {}, wrong = {}, none = {} }}\n{value}",
                percent(&case, "cancel"),
                text(&case, "seconds_right"),
                text(&case, "seconds_wrong"),
                text(&case, "seconds_no_live"),
            );
        let minimum = match case["inputs"]["minimum_hours"].as_str() {
            Some(hours) => format!("minimum_hours = {hours}\n"),
            None => String::new(),
        };
        let quote = format!(
            "[quote.outbound.renewals]\nconversion = {}\ndialler = \"predictive\"\noccupancy = {}\nagents = {}\nhours = {}\n\
             {minimum}{}",
            percent(&case, "conversion"),
            percent(&case, "occupancy"),
            text(&case, "agents"),
            text(&case, "hours_a_month"),
            prices(&case),
        );
        // A sixth of a year is no decimal: all run for a year, and are read by the month.
        let aava = cost(&decision("1", &needs, &quote));
        let found = &aava["lists"][0];
        let expect = |key: &str| decimal(&case["expect"][key]);
        near(shown(&found["exhausted_after"]), expect("months_to_exhaustion"));
        // What is paid in the months of the case.
        let count: usize = months.parse().unwrap();
        let lines = aava["lines"].as_array().unwrap();
        let paid: f64 = lines
            .iter()
            .flat_map(|line| line["months"].as_array().unwrap().iter().take(count))
            .map(shown)
            .sum();
        near(paid, expect("cost"));
        // One that goes on for longer than its list is told by its year.
        if case["inputs"]["months"].is_null() {
            for (key, wanted) in [
                ("attempts", "attempts"),
                ("right", "right"),
                ("sales", "sales"),
                ("net_sales", "net_sales"),
                ("hours", "hours"),
                ("billed_hours", "billed_hours"),
                ("paid", "cost"),
                ("per_net_sale", "a_net_sale"),
                ("per_right", "a_right"),
                ("margin", "margin"),
            ] {
                near(shown(&found[key]), expect(wanted));
            }
            near(shown(&aava["figures"]["per_sale"]["likely"]), (expect("a_net_sale") * 1e4).round() / 1e4);
        }
    }
}
