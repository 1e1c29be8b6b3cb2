//! Staffing against published tables and numbers of 60 digits.

use serde_json::Value;
use weigh::cost::staffing::{
    Performance, Queue, ServiceTarget, StaffingError, agents_for_slots,
    erlang::{erlang_b, erlang_c, waiting},
    performance, scheduled, smallest_staff,
};
use weigh::decision::demand::AnsweredOf;

fn oracle(part: &str) -> Vec<Value> {
    let text = include_str!("../../data/cost/erlang.json");
    let whole: Value = serde_json::from_str(text).unwrap();
    let rows = whole[part].as_array().unwrap().clone();
    assert!(!rows.is_empty(), "{part}");
    rows
}

fn number(row: &Value, key: &str) -> f64 {
    row[key].as_f64().unwrap_or_else(|| panic!("{key} in {row}"))
}

fn count(row: &Value, key: &str) -> u32 {
    u32::try_from(row[key].as_u64().unwrap_or_else(|| panic!("{key} in {row}"))).unwrap()
}

fn queue(row: &Value) -> Queue {
    let queue = Queue::new(number(row, "calls"), number(row, "interval_s"), number(row, "aht_s")).unwrap();
    if row["patience_s"].is_null() { queue } else { queue.with_patience(number(row, "patience_s")).unwrap() }
}

#[track_caller]
fn assert_near(computed: f64, wanted: f64, relative: f64, what: &str) {
    // Sixty digits leave 3e-59 of a second where nothing is meant.
    let error = if wanted.abs() < 1e-50 { computed.abs() } else { ((computed - wanted) / wanted).abs() };
    assert!(error <= relative, "{what}: {computed} and not {wanted}, relative error {error:e}");
}

#[test]
fn erlang_b_equals_sixty_digit_arithmetic() {
    for row in oracle("erlang_b") {
        assert_near(
            erlang_b(number(&row, "A"), count(&row, "n")),
            number(&row, "b"),
            1e-12,
            &row.to_string(),
        );
    }
}

#[test]
fn erlang_c_equals_sixty_digit_arithmetic() {
    for row in oracle("erlang_c") {
        let result = waiting(&queue(&row), count(&row, "agents"), number(&row, "target_s")).unwrap();
        for (key, computed) in [
            ("A", result.load),
            ("pw", result.wait_probability),
            ("sl", result.service_level),
            ("asa", result.mean_wait),
            ("occ", result.occupancy),
            ("lq", result.queue_length),
            ("p90", result.ninetieth_percentile),
            ("asa_delayed", result.mean_wait_of_waiting),
        ] {
            assert_near(computed, number(&row, key), 1e-12, &format!("{key} of {row}"));
        }
    }
}

#[test]
fn the_search_finds_the_smallest_staff_of_every_row() {
    for row in oracle("erlang_c_required") {
        let target = ServiceTarget::new(number(&row, "sl_target"), number(&row, "target_s")).unwrap();
        assert_eq!(smallest_staff(&queue(&row), &target), Ok(count(&row, "agents")), "{row}");
        let busy = ServiceTarget { max_occupancy: 0.85, ..target };
        assert_eq!(smallest_staff(&queue(&row), &busy), Ok(count(&row, "agents_max_occ_85")), "{row}");
    }
}

#[test]
fn erlang_a_equals_sixty_digit_arithmetic() {
    for row in oracle("erlang_a") {
        let performed = performance(&queue(&row), count(&row, "agents"), number(&row, "target_s")).unwrap();
        let Performance::Abandoning(result) = performed else { panic!("{row}") };
        for (key, computed) in [
            ("A", result.load),
            ("pw", result.wait_probability),
            ("pab", result.abandonment),
            ("occ", result.occupancy),
            ("lq", result.queue_length),
            ("mean_wait_all", result.mean_wait),
            ("asa_served", result.mean_wait_of_answered),
            ("sl_of_offered", result.of_offered),
            ("sl_of_answered", result.of_answered),
            ("sl_excl_short_abandons", result.without_short_abandons),
            ("ab_within_T", result.short_abandonment),
        ] {
            assert_near(computed, number(&row, key), 1e-9, &format!("{key} of {row}"));
        }
    }
}

#[test]
fn staffing_has_the_same_bits_on_every_machine() {
    // The `exp` and `ln` of glibc give other last bits here.
    let queue = Queue::new(225.0, 1_800.0, 240.0).unwrap();
    let waits = waiting(&queue, 32, 20.0).unwrap();
    let patient = performance(&queue.with_patience(90.0).unwrap(), 28, 20.0).unwrap();
    let Performance::Abandoning(leaves) = patient else { panic!("{patient:?}") };
    let all = [
        (erlang_b(48.0, 53), 0x3fab_9987_2d2b_697f),
        (waits.wait_probability, 0x3fe4_2ac8_d6ce_cc90),
        (waits.service_level, 0x3fdd_db98_30db_58a8),
        (waits.mean_wait, 0x4052_e81c_4961_dfc7),
        (waits.ninetieth_percentile, 0x406b_9d11_6118_ebae),
        (leaves.wait_probability, 0x3fe0_dceb_1591_275c),
        (leaves.abandonment, 0x3fc0_6ac0_c70f_0241),
        (leaves.of_offered, 0x3fe5_cd9b_b7e6_a1b5),
        (leaves.of_answered, 0x3fe9_02d1_f7e4_c960),
        (leaves.without_short_abandons, 0x3fe7_c2de_c8e2_0517),
        (leaves.short_abandonment, 0x3fb5_1886_e8e0_17e3),
        (leaves.mean_wait_of_answered, 0x4025_1e43_ca9a_e2ac),
    ];
    let [computed, wanted] = [all.map(|(computed, _)| computed.to_bits()), all.map(|(_, bits)| bits)];
    assert_eq!(computed.map(|bits| format!("{bits:#018x}")), wanted.map(|bits| format!("{bits:#018x}")));
}

#[test]
fn what_counts_as_answered_changes_the_staff() {
    for row in oracle("erlang_a_required") {
        let target = ServiceTarget::new(number(&row, "sl_target"), number(&row, "target_s")).unwrap();
        for (key, of, max_abandonment) in [
            ("agents_sl_of_offered", AnsweredOf::Offered, 1.0),
            ("agents_sl_of_answered", AnsweredOf::Answered, 1.0),
            ("agents_sl_excl_short_abandons", AnsweredOf::WithoutShortAbandons, 1.0),
            ("agents_sl_of_offered_and_abandon_le_3pct", AnsweredOf::Offered, 0.03),
        ] {
            let target = ServiceTarget { of, max_abandonment, ..target };
            assert_eq!(smallest_staff(&queue(&row), &target), Ok(count(&row, key)), "{key} of {row}");
        }
        let nobody_leaves =
            Queue::new(number(&row, "calls"), number(&row, "interval_s"), number(&row, "aht_s")).unwrap();
        assert_eq!(smallest_staff(&nobody_leaves, &target), Ok(count(&row, "agents_erlang_c")), "{row}");
    }
}

#[test]
fn chats_share_slots_and_not_a_divided_handle_time() {
    for row in oracle("chat_slots") {
        let queue =
            Queue::new(number(&row, "chats"), number(&row, "interval_s"), number(&row, "concurrent_aht_s"));
        let target = ServiceTarget::new(number(&row, "sl_target"), number(&row, "target_s")).unwrap();
        let slots = smallest_staff(&queue.unwrap(), &target).unwrap();
        assert_eq!(slots, count(&row, "slots"), "{row}");
        let agents = agents_for_slots(slots, count(&row, "concurrency"));
        assert_eq!(agents, count(&row, "agents"), "{row}");
        assert!(agents < count(&row, "naive_agents_aht_divided"), "{row}");
    }
}

#[test]
fn shrinkage_divides() {
    for row in oracle("shrinkage") {
        let rows = scheduled(count(&row, "on_phone"), number(&row, "shrinkage"));
        assert_eq!(rows, Ok(count(&row, "scheduled_divide")), "{row}");
    }
}

#[test]
fn published_examples_come_out_to_their_printed_digits() {
    let mut compared = 0;
    for row in oracle("published") {
        let Some(calls) = row["calls"].as_f64() else { continue };
        let (interval, aht) = (number(&row, "interval_s"), number(&row, "aht_s"));
        let queue = Queue::new(calls, interval, aht).unwrap();
        let agents = count(&row, "agents");
        let seconds = row["target_s"].as_f64().unwrap_or(20.0);
        let patient = waiting(&queue, agents, seconds).unwrap();
        let values = [
            ("A", patient.load),
            ("pw", patient.wait_probability),
            ("sl", patient.service_level),
            ("asa", patient.mean_wait),
            ("occ", patient.occupancy),
            ("p90", patient.ninetieth_percentile),
            ("lq", patient.queue_length),
        ];
        let published = &row["published"];
        let of_c = if published["erlang_c"].is_null() { published } else { &published["erlang_c"] };
        if row["patience_s"].is_null() || !published["erlang_c"].is_null() {
            compared += assert_printed(of_c, &values, &row);
        }
        if row["patience_s"].is_null() {
            continue;
        }
        let performed =
            performance(&queue.with_patience(number(&row, "patience_s")).unwrap(), agents, seconds).unwrap();
        let Performance::Abandoning(a) = performed else { panic!("{row}") };
        let values = [
            ("pw", a.wait_probability),
            ("pab", a.abandonment),
            ("ab", a.abandonment),
            ("mean_wait_all", a.mean_wait),
            ("lq", a.queue_length),
            ("occ", a.occupancy),
            ("sl", a.of_offered),
        ];
        let of_a = if published["erlang_a"].is_null() { published } else { &published["erlang_a"] };
        compared += assert_printed(of_a, &values, &row);
    }
    assert!(compared >= 20, "only {compared} numbers were compared");
    for (load, agents, lost) in
        [(2.0, 5, "0.0367"), (10.0, 14, "0.0568"), (5.0, 10, "0.0184"), (1.0, 1, "0.5000")]
    {
        assert_eq!(format!("{:.4}", erlang_b(load, agents)), lost, "{load} {agents}");
    }
    assert_eq!(format!("{:.5}", erlang_c(10.0, 12).unwrap()), "0.44939");
}

/// Compares each published number with as many digits as it was printed with; says how many there were.
fn assert_printed(published: &Value, values: &[(&str, f64)], row: &Value) -> usize {
    let mut compared = 0;
    for (key, value) in values {
        let Some(printed) = published[*key].as_number() else { continue };
        let text = printed.to_string();
        let digits = text.split_once('.').map_or(0, |(_, d)| if d == "0" { 0 } else { d.len() });
        let shown = format!("{value:.digits$}");
        let wanted = format!("{:.digits$}", printed.as_f64().unwrap());
        assert_eq!(shown, wanted, "{key} of {row}");
        compared += 1;
    }
    compared
}

#[test]
fn an_overloaded_queue_is_an_error_and_not_a_number() {
    for (load_contacts, agents) in [(100.0, 10), (100.0, 9), (100.0, 0), (5_000.0, 3)] {
        let queue = Queue::new(load_contacts, 1_800.0, 180.0).unwrap();
        let error = waiting(&queue, agents, 20.0).unwrap_err();
        assert_eq!(error, StaffingError::Unstable { load: queue.load(), agents });
        assert!(erlang_c(queue.load(), agents).is_err());
    }
}

#[test]
fn nothing_arriving_needs_nobody_and_is_always_in_time() {
    let queue = Queue::new(0.0, 1_800.0, 180.0).unwrap();
    let target = ServiceTarget::new(0.8, 20.0).unwrap();
    assert_eq!(smallest_staff(&queue, &target), Ok(0));
    let one = waiting(&queue, 1, 20.0).unwrap();
    assert_eq!((one.service_level, one.mean_wait, one.occupancy), (1.0, 0.0, 0.0));
    let patient = queue.with_patience(60.0).unwrap();
    assert_eq!(smallest_staff(&patient, &target), Ok(0));
}

#[test]
fn numbers_without_meaning_are_refused() {
    for (contacts, interval, aht) in [
        (f64::NAN, 1_800.0, 180.0),
        (-1.0, 1_800.0, 180.0),
        (f64::INFINITY, 1_800.0, 180.0),
        (1.0, 0.0, 180.0),
        (1.0, 1_800.0, f64::NAN),
        (1.0, 1_800.0, -3.0),
    ] {
        assert!(Queue::new(contacts, interval, aht).is_err(), "{contacts} {interval} {aht}");
    }
    assert!(ServiceTarget::new(1.0, 20.0).is_err());
    assert!(ServiceTarget::new(0.8, -1.0).is_err());
    assert!(scheduled(14, 1.0).is_err());
    assert!(Queue::new(1.0, 1.0, 1.0).unwrap().with_patience(0.0).is_err());
}

#[test]
fn a_hundred_thousand_agents_are_no_trouble() {
    let queue = Queue::new(99_000.0, 1_800.0, 1_800.0).unwrap();
    let target = ServiceTarget::new(0.8, 20.0).unwrap();
    let staff = smallest_staff(&queue, &target).unwrap();
    assert!((99_001..100_000).contains(&staff), "{staff}");
    let result = waiting(&queue, staff, 20.0).unwrap();
    assert!((0.8..1.0).contains(&result.service_level), "{result:?}");
    let performed = performance(&queue.with_patience(120.0).unwrap(), 97_000, 20.0).unwrap();
    let Performance::Abandoning(a) = performed else { panic!() };
    assert!(a.abandonment > 0.0 && a.abandonment < 0.05 && a.of_offered.is_finite(), "{a:?}");
}

#[test]
fn endless_patience_is_erlang_c() {
    let queue = Queue::new(360.0, 1_800.0, 240.0).unwrap();
    let patient = waiting(&queue, 52, 20.0).unwrap();
    let performed = performance(&queue.with_patience(1e9).unwrap(), 52, 20.0).unwrap();
    let Performance::Abandoning(a) = performed else { panic!() };
    assert_near(a.of_offered, patient.service_level, 1e-5, "service level");
    assert_near(a.mean_wait, patient.mean_wait, 1e-5, "mean wait");
}

#[test]
fn the_search_does_not_pass_over_the_first_stable_staff() {
    for (load, seconds, agents) in [(2.6, 300.0, 3), (0.5, 20.0, 1)] {
        let queue = Queue::new(load, 180.0, 180.0).unwrap();
        let target = ServiceTarget::new(if agents == 1 { 0.5 } else { 0.8 }, seconds).unwrap();
        let staff = smallest_staff(&queue, &target).unwrap();
        let level = |n| waiting(&queue, n, seconds).map(|w| w.service_level);
        assert!(staff >= agents && level(staff).unwrap() >= target.share);
        assert!(staff == 1 || level(staff - 1).map_or(true, |level| level < target.share));
    }
}
