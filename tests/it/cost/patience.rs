//! Queues in which people hang up: accuracy, and what holds for every queue.

use proptest::prelude::*;
use serde_json::Value;
use weigh::cost::staffing::{Performance, Queue, ServiceTarget, performance, smallest_staff};
use weigh::decision::demand::AnsweredOf;

use crate::properties::check;

const WAYS: [AnsweredOf; 3] = [AnsweredOf::Offered, AnsweredOf::Answered, AnsweredOf::WithoutShortAbandons];

fn queue(contacts: f64, interval: f64, aht: f64, patience: f64) -> Queue {
    Queue::new(contacts, interval, aht).unwrap().with_patience(patience).unwrap()
}

#[test]
fn erlang_a_holds_to_nine_digits_up_to_5_000_erlang_and_a_hundred_patiences() {
    // By mpmath with 50 digits: the birth-death chain and the negative binomial sums term by term.
    let cases: Value = serde_json::from_str(include_str!("../../data/cost/erlang_a.json")).unwrap();
    for case in cases.as_array().unwrap() {
        let number = |key: &str| case[key].as_f64().unwrap();
        let queue = queue(number("contacts"), number("interval"), number("aht"), number("patience"));
        let agents = u32::try_from(case["agents"].as_u64().unwrap()).unwrap();
        let found = performance(&queue, agents, number("target")).unwrap();
        let Performance::Abandoning(found) = found else { panic!("people hang up") };
        for (key, computed) in [
            ("of_offered", found.of_offered),
            ("of_answered", found.of_answered),
            ("without_short_abandons", found.without_short_abandons),
            ("short", found.short_abandonment),
            ("abandonment", found.abandonment),
            ("occupancy", found.occupancy),
            ("queue_length", found.queue_length),
        ] {
            let wanted = number(key);
            assert!(
                (computed - wanted).abs() <= 1e-9 * wanted.max(1.0),
                "{key}: {computed} and not {wanted} in {case}"
            );
        }
    }
}

#[test]
fn a_long_time_against_patience_takes_none() {
    // 3.3 Erlang, 300 seconds, patience of 10: more than 3 GB once.
    for (patience, seconds) in [(10.0, 300.0), (20.0, 300.0), (10.0, 150.0), (1.0, 3_600.0), (0.001, 1e9)] {
        let target = ServiceTarget::new(0.8, seconds).unwrap();
        let agents = smallest_staff(&queue(10.0, 1_800.0, 600.0, patience), &target).unwrap();
        assert!((1..=8).contains(&agents), "{agents} for a patience of {patience}");
    }
}

#[test]
fn agents_who_are_busy_all_the_time_are_enough() {
    for (contacts, wanted) in [(51_312.0, 231), (51_312.3, 231)] {
        let target =
            ServiceTarget { of: AnsweredOf::WithoutShortAbandons, ..ServiceTarget::new(0.5, 20.0).unwrap() };
        assert_eq!(smallest_staff(&queue(contacts, 1_800.0, 60.0, 10.0), &target), Ok(wanted));
    }
}

/// Contacts in half an hour, handle time, patience, target time, share: from hardly anybody to 1,000 Erlang.
fn queues() -> impl Strategy<Value = (f64, f64, f64, f64, f64)> {
    let log = |low: f64, high: f64| (libm::log(low)..libm::log(high)).prop_map(libm::exp);
    (log(0.05, 3_000.0), log(20.0, 600.0), log(2.0, 2_000.0), log(1.0, 400.0), 0.05..0.98)
}

#[test]
fn one_agent_more_never_answers_fewer_in_time() {
    check((queues(), 0.2..1.4), |((contacts, aht, patience, seconds, _), part): (_, f64)| {
        let queue = queue(contacts, 1_800.0, aht, patience);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number above 0")]
        let agents = (queue.load() * part).ceil() as u32;
        let [with, with_more] =
            [agents, agents + 1].map(|agents| performance(&queue, agents, seconds).unwrap());
        for way in WAYS {
            prop_assert!(with_more.service_level(way) >= with.service_level(way) - 1e-10, "{way:?} {agents}");
        }
        Ok(())
    });
}

#[test]
fn the_answer_meets_the_target_and_one_less_does_not_and_more_contacts_need_no_fewer() {
    check(queues(), |(contacts, aht, patience, seconds, share)| {
        for of in WAYS {
            let target = ServiceTarget { of, ..ServiceTarget::new(share, seconds).unwrap() };
            let asked = |contacts: f64| queue(contacts, 1_800.0, aht, patience);
            let agents = smallest_staff(&asked(contacts), &target).unwrap();
            let level =
                |agents: u32| performance(&asked(contacts), agents, seconds).unwrap().service_level(of);
            prop_assert!(level(agents) >= share);
            prop_assert!(agents == 1 || level(agents - 1) < share);
            prop_assert!(smallest_staff(&asked(contacts * 1.01), &target).unwrap() >= agents);
        }
        Ok(())
    });
}
