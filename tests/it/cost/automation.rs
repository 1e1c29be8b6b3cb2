//! A bot before the people: every published case of its formulas.

use serde_json::Value;
use weigh::cost::automation::{Bot, BotPrices, Verdict, billed_minutes, residual};
use weigh::cost::staffing::{Queue, ServiceTarget, StaffingSearch};
use weigh::exact::Exact;

use super::repeats::{cases, input, number};

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
