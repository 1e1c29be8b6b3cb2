//! Published cases whose formulas are fractions or searches, out of files and through the program: what is left for people,
//! agents of a smaller queue, started minutes, and the volume from which a bot pays.

use super::automation::{cost, decision};
use super::clauses::{Case, near, shown};
use super::repeats::{cases, input, number};

const PEOPLE: &str = "[quote.prices.people]\nper = \"minute\"\nrate = 1\n";

fn bot(case: &serde_json::Value, more: &str) -> String {
    let percent = |key: &str| input(case, key).map(|share| share.percent().plain(9));
    format!(
        "[quote.automation.bot]\nreach = 100\ncontainment = {}\ngenuine = 100\nreturn = 0\nrelative = {}\n{more}\n",
        percent("taken").unwrap_or_default(),
        percent("relative").unwrap_or_else(|| "100".to_owned())
    )
}

#[test]
fn work_that_is_left_is_billed_as_the_published_cases_say() {
    for case in cases("residual_handle_time") {
        let aht = case["inputs"]["aht"].as_str().unwrap();
        let workspace = decision(["1000", aht, "100"], &(bot(&case, "") + PEOPLE));
        if case["expect"]["error"].is_string() {
            let check = workspace.weigh(&["check"]);
            let located =
                check.out.contains("vendors/d/aava.toml") && check.out.contains("[quote.automation.bot]");
            assert!(
                check.code == Some(1) && located && check.out.contains("more than all of the work"),
                "{check}"
            );
            continue;
        }
        let aava = cost(&workspace);
        let left = number(&case["expect"]["work_left"]).unwrap().to_f64();
        let minutes = aht.parse::<f64>().unwrap() / 60.0;
        near(shown(&aava["figures"]["total"]["likely"]), 12.0 * 1_000.0 * minutes * left);
        let growth = number(&case["expect"]["growth"]).map(|growth| growth.to_f64());
        match growth {
            Some(growth) => near(shown(&aava["bots"][0]["growth"]), growth),
            None => assert!(aava["bots"][0]["growth"].is_null(), "{aava}"),
        }
    }
}

#[test]
fn agents_of_what_is_left_are_those_of_the_published_cases() {
    for case in cases("pooling") {
        // The busiest hour has so many calls where every hour has: a day of ten alike.
        let calls = input(&case, "per_hour").unwrap().to_f64() * 10.0;
        let most = input(&case, "max_occ").map_or_else(|| "100".to_owned(), |most| most.percent().plain(6));
        let aht = case["inputs"]["aht"].as_str().unwrap();
        let aava = cost(&decision([&calls.to_string(), aht, &most], &(bot(&case, "") + PEOPLE)));
        let wanted = ["agents_before", "agents_after"].map(|key| case["expect"][key].as_u64().unwrap());
        assert_eq!(aava["bots"][0]["peak_agents"], serde_json::json!(wanted), "{case}");
    }
}

#[test]
fn minutes_are_rounded_up_as_the_published_cases_say() {
    for case in cases("billed_minutes") {
        let seconds = |key: &str| input(&case, key).map(|minutes| (minutes.to_f64() * 60.0).round());
        let key = |key: &str, name: &str| {
            seconds(name).map_or_else(String::new, |seconds| format!(", {key} = {seconds}"))
        };
        let line = format!(
            "{PEOPLE}round_up = {{ seconds = {}{}{} }}\n",
            seconds("increment").unwrap(),
            key("first", "first"),
            key("wrap", "wrap")
        );
        let aava = cost(&decision(["1000", "180", "100"], &line));
        let billed: f64 = case["expect"]["billed"].as_str().unwrap().parse().unwrap();
        assert!((shown(&aava["figures"]["total"]["likely"]) - 12_000.0 * billed).abs() < 0.005, "{case}");
        near(shown(&aava["rounded"][0]["billed_minutes"]), billed);
        near(shown(&aava["rounded"][0]["mean_minutes"]), 3.0);
    }
}

/// A contact that people do costs what the case says, by the minute and by those that come back; the platform pays itself
/// from so many contacts on.
#[test]
fn a_bot_pays_from_the_volume_that_the_published_cases_say() {
    for case in cases("break_even_volume") {
        let of = |key: &str| input(&case, key).unwrap().to_f64();
        let percent = |key: &str| input(&case, key).unwrap().percent().plain(9);
        let wanted = number(&case["expect"]["break_even_contacts"]).unwrap().to_f64();
        // People by the second, so that a contact of 300 s costs what the case says; a hand-over takes its share of it.
        let rate = of("human") / 5.0;
        let handover = of("handover") / rate * 60.0;
        // Those who come back cost what any other contact does here, and a little more in the case.
        let returned = of("returned") - of("human");
        let back = (1.0 - of("genuine")) * of("back") * returned;
        let quote = format!(
            "[quote.automation.bot]\nreach = {}\ncontainment = {}\ngenuine = {}\nreturn = {}\nrelative = {}\nhandover = {handover:.12}\n\
             [quote.prices.people]\nper = \"minute\"\nrate = {rate:.12}\n\
             [quote.prices.contained]\nper = \"contained\"\nrate = {:.12}\n\
             [quote.prices.platform]\nper = \"month\"\nautomation = \"bot\"\nrate = {}\n",
            percent("reach"),
            percent("containment"),
            percent("genuine"),
            percent("back"),
            percent("relative"),
            of("contained") + back,
            case["inputs"]["platform"].as_str().unwrap(),
        );
        // A fifth more contacts than it takes: it pays from five sixths of them on.
        let contacts = (wanted * 1.2).round();
        let aava = Case { contacts: &contacts.to_string(), quote: &quote, ..Case::default() }.cost();
        let volume = &aava["bots"][0]["volume"];
        assert_eq!(volume["verdict"], "from", "{case}: {aava}");
        let found = shown(&volume["at"]) * contacts;
        assert!((found / wanted - 1.0).abs() < 1e-3, "{found}, not {wanted}: {case}");
    }
}
