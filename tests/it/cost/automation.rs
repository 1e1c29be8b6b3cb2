//! A bot before the people: every published case of its formulas.

use serde_json::Value;
use weigh::cost::automation::{Bot, BotPrices, Verdict, billed_minutes, residual};
use weigh::cost::staffing::{Queue, ServiceTarget, StaffingSearch};
use weigh::exact::Exact;

use super::repeats::{cases, input, number};
use crate::support::Workspace;

#[test]
fn what_is_left_for_people_is_what_the_published_cases_say() {
    for case in cases("residual_handle_time") {
        let of = |key: &str| input(&case, key).unwrap();
        let found = residual(&of("taken"), &of("relative"));
        let expect = &case["expect"];
        if expect["error"].is_string() {
            assert_eq!(found, None, "{case}");
            continue;
        }
        let found = found.unwrap();
        assert_eq!(Some(&found.work_left), number(&expect["work_left"]).as_ref(), "{case}");
        assert_eq!(Some(&Exact::ONE - &found.work_left), number(&expect["work_taken"]), "{case}");
        assert_eq!(found.growth, number(&expect["growth"]), "{case}");
        let rest = found.growth.map(|growth| &growth * &of("aht"));
        assert_eq!(rest, number(&expect["handle_time_of_the_rest"]), "{case}");
    }
}

#[test]
fn contacts_go_where_the_published_cases_say() {
    for case in cases("automation_flow") {
        let of = |key: &str| input(&case, key).unwrap();
        let bot = Bot {
            reach: of("reach"),
            containment: of("containment"),
            genuine: of("genuine"),
            back: of("back"),
            meets_again: case["inputs"]["returns"] == "door",
        };
        let found = bot.flow(&of("contacts"));
        let expect = |key: &str| number(&case["expect"][key]);
        if case["expect"]["error"].is_string() {
            assert_eq!(found, None, "{case}");
            continue;
        }
        let found = found.unwrap();
        for (found, key) in [
            (found.entries, "entries"),
            (found.sessions, "sessions"),
            (found.contained, "contained"),
            (found.escalated, "escalated"),
            (found.resolved_by_bot, "resolved_by_bot"),
            (found.come_back, "come_back"),
            (found.given_up, "given_up"),
            (found.to_people, "to_people"),
        ] {
            assert_eq!(Some(found), expect(key), "{key}: {case}");
        }
    }
}

fn near(found: f64, wanted: &Value, case: &Value) {
    let wanted: f64 = wanted["decimal"].as_str().or(wanted.as_str()).unwrap().parse().unwrap();
    assert!((found - wanted).abs() <= 1e-12 * wanted.abs().max(1.0), "{found}, not {wanted}: {case}");
}

#[test]
fn started_minutes_are_billed_as_the_published_cases_say() {
    for case in cases("billed_minutes") {
        let of = |key: &str| input(&case, key).unwrap_or_default();
        let (mean, increment) = (of("mean_minutes"), of("increment"));
        let billed = billed_minutes(&mean, &increment, &of("first"), &of("wrap")).unwrap();
        near(billed.to_f64(), &case["expect"]["billed"], &case);
        near((&billed.over(&mean).unwrap() - &Exact::ONE).to_f64(), &case["expect"]["excess"], &case);
    }
    assert_eq!(billed_minutes(&Exact::ZERO, &Exact::ONE, &Exact::ZERO, &Exact::ZERO), None);
    assert_eq!(billed_minutes(&Exact::ONE, &Exact::ZERO, &Exact::ZERO, &Exact::ZERO), None);
}

fn prices(case: &Value) -> BotPrices {
    let of = |key: &str| input(case, key).unwrap_or_default();
    let or_one = |key: &str| input(case, key).unwrap_or(Exact::ONE);
    BotPrices {
        human: of("human"),
        relative: or_one("relative"),
        handover: of("handover"),
        platform: of("platform"),
        session: of("session"),
        contained: of("contained"),
        genuine: or_one("genuine"),
        back: or_one("back"),
        returned: of("returned"),
    }
}

#[test]
fn a_bot_pays_from_where_the_published_cases_say() {
    for case in cases("break_even_containment") {
        let prices = prices(&case);
        let (contacts, reach) = (input(&case, "contacts").unwrap(), input(&case, "reach").unwrap());
        let expect = &case["expect"];
        let verdict = match expect["verdict"].as_str().unwrap() {
            "from" => Verdict::From,
            "never" => Verdict::Never,
            "always" => Verdict::Always,
            other => panic!("{other}"),
        };
        let Some(found) = prices.break_even(&contacts, &reach) else {
            assert!(reach.is_zero() && verdict == Verdict::Never, "{case}");
            continue;
        };
        assert_eq!(found.verdict, verdict, "{case}");
        assert_eq!(found.containment, number(&expect["break_even"]), "{case}");
        assert_eq!(Some(found.fixed_a_session), number(&expect["fixed_a_session"]), "{case}");
        assert_eq!(Some(found.saved_a_contained), number(&expect["saved_a_contained"]), "{case}");
        for (at, key) in [(Exact::ZERO, "net_at_0"), (Exact::ONE, "net_at_1")] {
            assert_eq!(Some(prices.net(&contacts, &reach, &at)), number(&expect[key]), "{case}");
        }
    }
    for case in cases("break_even_volume") {
        let of = |key: &str| input(&case, key).unwrap();
        let (gain, contacts) = prices(&case).break_even_volume(&of("reach"), &of("containment"));
        assert_eq!(Some(gain), number(&case["expect"]["gain_a_contact"]), "{case}");
        assert_eq!(contacts, number(&case["expect"]["break_even_contacts"]), "{case}");
    }
}

/// Where a bot that saves its people time is cheap for few and dear for many, and where nothing is paid at all.
#[test]
fn the_other_verdicts_are_told_apart() {
    let verdict = |handover: i32, contained: i32, human: i32| {
        let prices = BotPrices {
            human: Exact::from(human),
            relative: Exact::ONE,
            handover: Exact::from(handover),
            contained: Exact::from(contained),
            genuine: Exact::ONE,
            ..BotPrices::default()
        };
        prices.break_even(&Exact::from(100), &Exact::ONE).unwrap().verdict
    };
    assert_eq!(
        verdict(-1, 3, 2),
        Verdict::Below,
        "saves 1 on each that is handed over, loses 2 on each contained"
    );
    assert_eq!(verdict(0, 2, 2), Verdict::Equal);
    assert_eq!(verdict(-1, 1, 2), Verdict::Always);
    assert_eq!(verdict(0, 3, 2), Verdict::Never);
}

/// Agents come from the staffing of what remains, and not from a share of the agents.
#[test]
fn fewer_calls_need_more_agents_than_their_share() {
    for case in cases("pooling") {
        let of = |key: &str| input(&case, key).map_or(0.0, |number| number.to_f64());
        let taken = input(&case, "taken").unwrap();
        let relative = input(&case, "relative").unwrap_or(Exact::ONE);
        let growth = residual(&taken, &relative).unwrap().growth;
        let most = input(&case, "max_occ").map_or(1.0, |most| most.to_f64());
        let target =
            ServiceTarget { max_occupancy: most, ..ServiceTarget::new(of("share"), of("seconds")).unwrap() };
        let agents = |calls: f64, aht: f64| {
            let queue = Queue::new(calls, 3600.0, aht).unwrap();
            StaffingSearch::new(queue, target).smallest(calls).unwrap()
        };
        let before = agents(of("per_hour"), of("aht"));
        let rest = of("per_hour") * (1.0 - taken.to_f64());
        let after = growth.map_or(0, |growth| agents(rest, of("aht") * growth.to_f64()));
        assert_eq!(u64::from(before), case["expect"]["agents_before"].as_u64().unwrap(), "{case}");
        assert_eq!(u64::from(after), case["expect"]["agents_after"].as_u64().unwrap(), "{case}");
        let naive = &Exact::from(before) * &(&Exact::ONE - &taken);
        assert_eq!(Some(&naive), number(&case["expect"]["naive_agents"]).as_ref(), "{case}");
    }
}

const CRITERIA: &str = r#"title    = "Support"
currency = "EUR"

[needs]
start = 2027-01-01
years = 1

[needs.demand.phone]
contacts     = CONTACTS
aht          = AHT
opens        = 8
closes       = 18
interval     = 60
days_a_month = 1
target       = { share = 80, seconds = 20 }
max_occupancy = MOST
shrinkage    = 30
fte_hours    = 160

[criteria.price]
weight = 100
fact   = "cost.total"
scale  = { worst = 5000000, best = 1 }
"#;

/// A decision on the phone with one vendor.
pub(super) fn decision([contacts, aht, most]: [&str; 3], quote: &str) -> Workspace {
    let criteria = CRITERIA.replace("CONTACTS", contacts).replace("AHT", aht).replace("MOST", most);
    let vendor = format!("name = \"Aava\"\n[quote]\ntax = \"without\"\nindex = {{ rise = 0 }}\n{quote}\n");
    Workspace::new(&criteria, &[("aava", &vendor)])
}

pub(super) fn cost(workspace: &Workspace) -> Value {
    workspace.weigh(&["cost", "--format", "json"]).json()["result"]["vendors"][0].clone()
}

fn shown(number: &Value) -> f64 {
    number.as_f64().unwrap_or_else(|| number.as_str().unwrap_or_else(|| panic!("{number}")).parse().unwrap())
}

/// A bot of which all is said.
const SURE: &str = "genuine = 100\nreturn = 0\nrelative = 100\n";

/// Every published bill out of a file: what is paid in a year is twelve months of it.
#[test]
fn bots_bill_what_the_published_cases_say() {
    for case in cases("automation_bill") {
        let text = |key: &str| case["inputs"][key].as_str().map(str::to_owned);
        let of = |key: &str| text(key).unwrap_or_default();
        let count = |yes: &str, of: &str| {
            if of == "0" { "0".to_owned() } else { format!("{{ yes = {yes}, of = {of} }}") }
        };
        let mut quote = format!(
            "[quote.automation.bot]\nreach = 100\ncontainment = {}\ngenuine = {}\nreturn = 0\nrelative = 100\n",
            count(&of("contained"), &of("sessions")),
            count(&of("resolved"), &of("contained")),
        );
        for (key, amount) in [("minutes", text("minutes")), ("actions", text("actions"))] {
            quote += &amount.map_or_else(String::new, |amount| format!("{key} = {amount}\n"));
        }
        quote += "[quote.prices.people]\nper = \"contact\"\nrate = 0\n";
        let resolution = if of("counts") == "contained" { "contained" } else { "bot-resolution" };
        if !case["inputs"]["tiers"].is_null() {
            let tiers = case["inputs"]["tiers"].to_string().replace('"', "");
            quote += &format!("[quote.prices.tiers]\nper = \"{resolution}\"\ntiers = {tiers}\n");
        }
        for (key, per) in [
            ("per_session", "session"),
            ("per_action", "action"),
            ("per_minute", "bot-minute"),
            ("per_resolution", resolution),
            ("platform", "month"),
        ] {
            let Some(rate) = text(key) else { continue };
            quote += &format!("[quote.prices.{key}]\nper = \"{per}\"\nrate = {rate}\n");
            if let Some(included) = text("minutes_included").filter(|_| per == "bot-minute") {
                quote += &format!("included = {included}\n");
            }
            if let Some(units) = text("committed").filter(|_| key == "per_resolution") {
                quote += &format!("commitment = {{ units = {units}, overage = {} }}\n", of("overage"));
            }
            if let Some(cap) = text("cap_per_session").filter(|_| per == "action") {
                quote += &format!("ceiling = {{ per = \"session\", amount = {cap} }}\n");
            }
        }
        // Seats are those of the published case; how many agents there are here is not theirs to say.
        if let (Some(seat), Some(seats)) = (text("seat"), text("seats")) {
            let each: f64 = seat.parse::<f64>().unwrap() * seats.parse::<f64>().unwrap();
            quote += &format!("[quote.prices.seats]\nper = \"month\"\nrate = {each}\n");
        }
        let minimum = text("minimum").map_or_else(String::new, |least| format!("minimum = {least}\n"));
        let workspace = decision([&of("sessions"), "300", "100"], &(minimum + &quote));
        let total = shown(&cost(&workspace)["figures"]["total"]["likely"]);
        let wanted = number(&case["expect"]["total"]).unwrap().to_f64() * 12.0;
        assert!((total - wanted).abs() < 0.005, "{total}, not {wanted}: {case}\n{quote}");
    }
}

#[test]
fn people_are_staffed_for_what_the_bot_leaves() {
    let bot =
        "[quote.automation.bot]\nreach = 100\ncontainment = 38\ngenuine = 100\nreturn = 0\nrelative = 75\n";
    let price = "[quote.prices.hours]\nper = \"productive-hour\"\nrate = 20\n[quote.prices.seats]\nper = \"seat\"\nrate = 1\n";
    let aava = cost(&decision(["1100", "330", "85"], &format!("{bot}{price}")));
    assert_eq!(aava["bots"][0]["peak_agents"], serde_json::json!([14, 11]), "{aava}");
    // Ten hours a month with eleven agents, and eleven seats.
    let total = shown(&aava["figures"]["total"]["likely"]);
    assert!((total - 12.0 * (11.0 * 10.0 * 20.0 + 11.0)).abs() < 1e-6, "{total}");
    // Nobody is left where all is contained, and only the bot is paid.
    let all = format!("{}{price}", bot.replace("38", "100").replace("75", "100"));
    let aava = cost(&decision(["1100", "330", "85"], &all));
    assert!(shown(&aava["figures"]["total"]["likely"]).abs() < 1e-9, "{aava}");
}

#[test]
fn contacts_that_come_back_are_people_s_or_meet_the_bot_again() {
    for case in cases("automation_flow") {
        let percent = |key: &str| input(&case, key).unwrap().percent().plain(6);
        let to = if case["inputs"]["returns"] == "door" { "to = \"bot\"\n" } else { "" };
        let quote = format!(
            "[quote.automation.bot]\nreach = {}\ncontainment = {}\ngenuine = {}\nreturn = {}\nrelative = 100\n{to}\
             [quote.prices.people]\nper = \"contact\"\nrate = 1\n",
            percent("reach"),
            percent("containment"),
            percent("genuine"),
            percent("back"),
        );
        let workspace = decision([case["inputs"]["contacts"].as_str().unwrap(), "300", "100"], &quote);
        if case["expect"]["error"].is_string() {
            let check = workspace.weigh(&["check"]);
            assert!(check.out.contains("would come back for ever"), "{check}");
            continue;
        }
        let bot = cost(&workspace)["bots"][0].clone();
        for (key, expected) in [
            ("sessions", "sessions"),
            ("contained", "contained"),
            ("solved", "resolved_by_bot"),
            ("to_people", "to_people"),
        ] {
            let wanted = number(&case["expect"][expected]).unwrap().to_f64() * 12.0;
            assert!((shown(&bot[key]) - wanted).abs() < 1e-6, "{key}: {bot}: {case}");
        }
    }
}

/// The published break-even of 38 % out of a file, on the whole cost model.
#[test]
fn the_break_even_is_found_on_the_whole_model_and_said() {
    let quote = format!(
        "[quote.automation.bot]\nreach = 100\ncontainment = {{ low = 40, likely = 45, high = 50 }}\n{}\
         [quote.prices.people]\nper = \"minute\"\nrate = 0.514\n\
         [quote.prices.platform]\nper = \"month\"\nrate = 5775.21\n\
         [quote.prices.sessions]\nper = \"session\"\nrate = 0.18\n\
         [quote.prices.contained]\nper = \"contained\"\nrate = 0.60\n",
        SURE.replace("relative = 100", "relative = 75"),
    );
    // The platform has to go with the bot: a fee of the quote stays without it.
    let workspace = decision(["17800", "300", "100"], &quote);
    let told = workspace.weigh(&["cost", "aava"]);
    assert!(told.out.contains("quoted 45 (40 to 50)"), "{told}");
    let with_platform = quote.replace("rate = 5775.21", "rate = 5775.21\nautomation = \"bot\"");
    let workspace = decision(["17800", "300", "100"], &with_platform);
    let told = workspace.weigh(&["cost", "aava"]);
    let text = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains(
            "break-even containment 38 %: below it the human-only quote is cheaper; quoted 45 (40 to 50)"
        ),
        "{told}"
    );
    assert!(text.contains("break-even volume"), "{told}");
    // Only what is contained is paid: from the first.
    let cheap = quote.replace("rate = 0.18", "rate = 0").replace("5775.21", "0");
    let told = decision(["17800", "300", "100"], &cheap).weigh(&["cost", "aava"]);
    assert!(told.out.contains("at any containment"), "{told}");
    let dear = quote.replace("rate = 0.60", "rate = 6");
    let told = decision(["17800", "300", "100"], &dear).weigh(&["cost", "aava"]);
    assert!(told.out.contains("at no containment is it cheaper"), "{told}");
    // What is contained is half as long, so the rest is longer, and with all of it there is no rest: no side of anything.
    let longer = quote
        .replace("relative = 75", "relative = 50\nhandover = -60")
        .replace("rate = 0.18", "rate = 0")
        .replace("5775.21", "0")
        .replace("rate = 0.60", "rate = 2");
    let told = decision(["17800", "300", "100"], &longer).weigh(&["cost", "aava"]);
    let text = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("above it the human-only quote is cheaper"), "{told}");
}

#[test]
fn started_minutes_and_wrap_up_are_billed_out_of_a_file() {
    let quote =
        "[quote.prices.minutes]\nper = \"minute\"\nrate = 1\nround_up = { seconds = 60, wrap = 60 }\n";
    let total = shown(&cost(&decision(["1000", "180", "100"], quote))["figures"]["total"]["likely"]);
    assert!((total - 12.0 * 1000.0 * 4.527_726_473_157_129).abs() < 0.01, "{total}");
}

#[test]
fn what_a_bot_does_not_say_is_a_gap_and_what_cannot_be_is_located() {
    let people = "[quote.prices.people]\nper = \"contact\"\nrate = 2\n";
    let silent = format!("[quote.automation.bot]\nreach = 90\ncontainment = 45\n{people}");
    let workspace = decision(["1000", "300", "100"], &silent);
    let told = workspace.weigh(&["cost"]);
    let text = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("does not say `genuine`, `return`, `relative`"), "{told}");
    let total = cost(&workspace)["figures"]["total"].clone();
    assert!(
        shown(&total["low"]) < shown(&total["likely"]) && shown(&total["likely"]) < shown(&total["high"]),
        "{total}"
    );
    let bot = format!("[quote.automation.bot]\nreach = 90\ncontainment = 45\n{SURE}");
    for (quote, message) in [
        (format!("{people}[quote.prices.s]\nper = \"session\"\nrate = 1\n"), "there is no such bot"),
        (
            format!("{bot}{people}[quote.prices.s]\nper = \"action\"\nrate = 1\n"),
            "needs the actions of a session",
        ),
        (
            format!("{bot}{people}[quote.prices.s]\nper = \"session\"\nautomation = \"bit\"\nrate = 1\n"),
            "no such bot",
        ),
        (
            format!("{bot}[quote.automation.two]\nreach = 1\ncontainment = 1\n{people}"),
            "two bots are on the same channel",
        ),
        (
            format!("{bot}{people}ceiling = {{ per = \"session\", amount = 1 }}\n"),
            "has no ceiling for a session",
        ),
        (format!("{bot}{people}round_up = {{ seconds = 60 }}\n"), "only minutes are rounded up"),
        (format!("{bot}channels = \"fone\"\n{people}"), "the demand has no channel `fone`"),
        (format!("{}{people}", bot.replace("reach = 90", "reach = 190")), "190 is outside the range"),
    ] {
        let check = decision(["1000", "300", "100"], &quote).weigh(&["check"]);
        assert!(check.code == Some(1) && check.out.contains(message), "{quote}: {check}");
    }
    let much = format!("{}{people}", bot.replace("relative = 100", "relative = 300"));
    let check = decision(["1000", "300", "100"], &much).weigh(&["check"]);
    assert!(check.out.contains("would have taken more than all of the work"), "{check}");
}

/// A hundred hours a month of one vendor with people at 20 an hour, and a bot before them.
fn mail(bot: &str) -> Workspace {
    let criteria = "title = \"t\"\ncurrency = \"EUR\"\n[needs]\nstart = 2027-01-01\nyears = 1\n\
        [needs.demand.mail]\ncontacts = 1000\naht = 360\nopens = 8\ncloses = 16\ndeadline = 8\nutilisation = 100\n\
        shrinkage = 0\nfte_hours = 160\ndays_a_month = 20\n[cost]\ndiscount = 0\n\
        [gates.ceiling]\nfact = \"cost.total\"\nat_most = 39000\n\
        [criteria.price]\nweight = 100\nfact = \"cost.total\"\nscale = { worst = 10000000, best = 0 }\n";
    let vendor = format!(
        "name = \"Aava\"\n[quote]\nindex = {{ rise = 0 }}\n[quote.prices.hours]\nper = \"productive-hour\"\nrate = 20\n{bot}"
    );
    Workspace::new(criteria, &[("aava", &vendor)])
}

#[test]
fn the_range_of_a_bot_holds_every_corner_of_what_it_says() {
    let bot = "[quote.automation.bot]\nreach = 95\ncontainment = { low = 40, likely = 50, high = 60 }\n\
        genuine = { low = 70, likely = 80, high = 90 }\nreturn = 70\nrelative = 50\n\
        [quote.prices.answers]\nper = \"contained\"\nautomation = \"bot\"\nrate = 3\n";
    let workspace = mail(bot);
    let total = cost(&workspace)["figures"]["total"].clone();
    let at = |containment: &str, genuine: &str| {
        let sets = [
            format!("vendors.aava.quote.automation.bot.containment={containment}"),
            format!("vendors.aava.quote.automation.bot.genuine={genuine}"),
        ];
        let json =
            workspace.weigh(&["cost", "--format", "json", "--set", &sets[0], "--set", &sets[1]]).json();
        shown(&json["result"]["vendors"][0]["figures"]["total"]["likely"])
    };
    // By hand: much contained and little really solved is dearest, little of both cheapest.
    assert!((at("60", "70") - 40_552.80).abs() < 0.005 && (at("40", "90") - 33_758.40).abs() < 0.005);
    assert!((shown(&total["low"]) - 33_758.40).abs() < 0.005, "{total}");
    assert!((shown(&total["high"]) - 40_552.80).abs() < 0.005, "{total}");
    // So a ceiling within it is open, and not passed.
    let ranked = workspace.weigh(&["rank", "--format", "csv"]).out;
    let row: Vec<&str> = ranked.lines().last().expect("a row").split(',').collect();
    assert_eq!((row[9], row[10]), ("0", "1"), "{ranked}");
}

#[test]
fn where_all_is_contained_nothing_is_left_for_people() {
    let bot = "[quote.automation.bot]\nreach = 100\ncontainment = 100\ngenuine = 100\nreturn = 0\nrelative = 60\n\
        [quote.prices.answers]\nper = \"session\"\nautomation = \"bot\"\nrate = 0.5\n";
    let total = &cost(&mail(bot))["figures"]["total"]["likely"];
    assert!((shown(total) - 6_000.0).abs() < 0.005, "{total}");
    // Those who come back are contacts of usual length.
    let back = bot.replace("genuine = 100\nreturn = 0", "genuine = 0\nreturn = 100");
    let total = &cost(&mail(&back))["figures"]["total"]["likely"];
    assert!((shown(total) - 30_000.0).abs() < 0.005, "{total}");
}
