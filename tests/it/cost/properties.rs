//! What must hold of staff and cost for every forecast and quote.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use weigh::cost::staffing::{Queue, ServiceTarget, StaffingSearch, smallest_staff};
use weigh::cost::{Costs, Figures, costs};
use weigh::decision::cost_basis::{Discounting, Wages};
use weigh::decision::demand::AnsweredOf;
use weigh::decision::demand::{Channel, Deferred, Hours, OpenDays, Work};
use weigh::decision::fact::Location;
use weigh::decision::kept::Kept;
use weigh::decision::quote::{Price, PriceUnit, Quote, Rate, TierRule, Tiers};
use weigh::decision::{CostBasis, Date, Decision, Estimate, Evidence, Vendor, VendorId};
use weigh::exact::Exact;

fn n(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}

/// A channel of work that can wait, all of whose time on the queue is worked: its productive hours are its handle
/// hours, so that sums can be made by hand.
fn written(contacts: Vec<Exact>, growth: Exact) -> Channel {
    Channel {
        fcr_today: None,
        returns: None,
        id: "written".to_owned(),
        name: "Written".to_owned(),
        contacts,
        growth,
        aht_seconds: Estimate::certain(n("300")),
        talk_share: Exact::ONE,
        resolution: None,
        shrinkage: Estimate::certain(n("30")),
        fte_hours: n("160"),
        hours: Hours {
            interval_minutes: 60,
            profile: vec![Exact::ONE; 10],
            days: OpenDays::PerMonth(n("20")),
        },
        work: Work::Deferred(Deferred { deadline_hours: n("8"), utilisation: Exact::ONE }),
        note: None,
    }
}

fn basis(channel: Channel, months: usize) -> CostBasis {
    CostBasis {
        start: Date { year: 2027, month: 4, day: 1 },
        months,
        award: None,
        currency: Some("EUR".to_owned()),
        channels: vec![channel],
        campaigns: Vec::new(),
        discount: Some(n("0.06")),
        discounting: Discounting::Monthly,
        tax: None,
        counts_tax: false,
        cpi: None,
        wages: Wages::default(),
        present: None,
        rates: BTreeMap::new(),
        buyer: Vec::new(),
        checklist: Vec::new(),
        reads_break_even: false,
        worth: None,
        kept: Kept::default(),
    }
}

fn quote(per: PriceUnit, rate: Rate) -> Quote {
    Quote {
        work: Vec::new(),
        automation: Vec::new(),
        outbound: Vec::new(),
        currency: None,
        valid_until: None,
        includes_tax: Some(false),
        resolution: None,
        minimum: None,
        minimums: None,
        prices: vec![Price {
            id: "price".to_owned(),
            name: "Price".to_owned(),
            channels: Vec::new(),
            per,
            rate,
            margin: Exact::ZERO,
            minimum: None,
            minimum_share: None,
            automation: None,
            campaign: None,
            net: false,
            included: None,
            commitment: None,
            ceiling: None,
            round_up: None,
            forecast_band: None,
            index: None,
            note: None,
        }],
        charges: Vec::new(),
        training: None,
        index: None,
        collar: None,
        credits: None,
        bonus: None,
        ramp: None,
        learning: None,
        contract: None,
        included: Vec::new(),
        silent: Vec::new(),
        evidence: Evidence::default(),
        location: Location::default(),
    }
}

fn flat(rate: &str) -> Rate {
    Rate::Flat(Estimate::certain(n(rate)).into())
}

fn vendor(at: usize, quote: Quote) -> Vendor {
    Vendor {
        quote: Some(Arc::new(quote)),
        file: format!("v{at}.toml"),
        ..Vendor::new(VendorId::new(format!("v{at}")), format!("V{at}"))
    }
}

fn worked_out(basis: CostBasis, quotes: Vec<Quote>) -> Costs {
    let vendors = quotes.into_iter().enumerate().map(|(at, quote)| vendor(at, quote));
    let decision = Decision::builder("d", "D").vendors(vendors).cost(basis).build().unwrap();
    costs(&decision).unwrap().unwrap()
}

fn figures(costs: &Costs, at: usize) -> &Figures {
    costs.vendors[at].figures.as_ref().unwrap()
}

/// What a month of so many contacts costs.
fn month_of(contacts: u32, rate: Rate) -> Exact {
    let basis = basis(written(vec![Exact::from(contacts)], Exact::ZERO), 1);
    let costs = worked_out(basis, vec![quote(PriceUnit::Contact, rate)]);
    figures(&costs, 0).total.likely.clone()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn staff_grows_with_contacts_and_handle_time(
        contacts in 0.1_f64..800.0,
        aht in 20.0_f64..900.0,
        more in 1.0_f64..2.0,
        patience in proptest::option::of(30.0_f64..600.0),
        of in prop_oneof![
            Just(AnsweredOf::Offered), Just(AnsweredOf::Answered), Just(AnsweredOf::WithoutShortAbandons)
        ],
    ) {
        let target = ServiceTarget { of, max_occupancy: 0.9, ..ServiceTarget::new(0.8, 20.0).unwrap() };
        let staff = |contacts: f64, aht: f64| {
            let queue = Queue::new(contacts, 1_800.0, aht).unwrap();
            let queue = patience.map_or(queue, |patience| queue.with_patience(patience).unwrap());
            smallest_staff(&queue, &target).unwrap()
        };
        let least = staff(contacts, aht);
        prop_assert!(staff(contacts * more, aht) >= least);
        prop_assert!(staff(contacts, aht * more) >= least);
    }

    #[test]
    fn what_was_found_before_changes_nothing(
        contacts in proptest::collection::vec(0.0_f64..500.0, 1..20),
        patience in proptest::option::of(20.0_f64..600.0),
    ) {
        let queue = Queue::new(0.0, 1_800.0, 240.0).unwrap();
        let queue = patience.map_or(queue, |patience| queue.with_patience(patience).unwrap());
        let target = ServiceTarget { max_abandonment: 0.04, ..ServiceTarget::new(0.8, 20.0).unwrap() };
        let mut search = StaffingSearch::new(queue, target);
        for contacts in contacts {
            let alone = Queue::new(contacts, 1_800.0, 240.0).unwrap();
            let alone = patience.map_or(alone, |patience| alone.with_patience(patience).unwrap());
            prop_assert_eq!(search.smallest(contacts), smallest_staff(&alone, &target));
        }
    }

    #[test]
    fn a_longer_term_never_lowers_the_total(
        contacts in 1_u32..100_000, months in 1_usize..60, rate in 1_u32..500, per in 0_usize..4,
    ) {
        let per = [PriceUnit::Contact, PriceUnit::Minute, PriceUnit::PaidHour, PriceUnit::Month][per];
        let total = |months: usize| {
            let basis = basis(written(vec![Exact::from(contacts)], n("0.04")), months);
            let costs = worked_out(basis, vec![quote(per, flat(&rate.to_string()))]);
            let figures = figures(&costs, 0);
            (figures.total.likely.clone(), figures.npv.likely.clone())
        };
        let (short, long) = (total(months), total(months + 1));
        prop_assert!(long.0 > short.0 && long.1 > short.1);
        prop_assert!(short.1 <= short.0, "later money is worth no more");
    }

    #[test]
    fn the_unit_of_a_price_does_not_matter(contacts in 1_u32..100_000, cents in 1_u32..200) {
        // 0.36 for a handle minute is 21.60 for an hour of them, and 1.80 for a contact of five minutes.
        let a_minute = Exact::from(cents).over(&n("100")).unwrap();
        let price = |factor: &str| Rate::Flat(Estimate::certain(&a_minute * &n(factor)).into());
        let basis = basis(written(vec![Exact::from(contacts)], n("0.03")), 36);
        let costs = worked_out(basis, vec![
            quote(PriceUnit::Minute, price("1")),
            quote(PriceUnit::ProductiveHour, price("60")),
            quote(PriceUnit::Contact, price("5")),
            quote(PriceUnit::PaidHour, price("42")),
            quote(PriceUnit::FteMonth, price("6720")),
        ]);
        for at in 1..5 {
            let gap = &figures(&costs, at).total.likely - &figures(&costs, 0).total.likely;
            prop_assert!(gap.abs() <= n("0.01"), "{} {}", at, gap);
        }
    }

    #[test]
    fn marginal_tiers_never_fall_and_all_units_tiers_fall_only_at_a_border(
        contacts in 1_u32..3_000, border in 2_u32..3_000,
    ) {
        let tiers = |rule| Rate::Tiers {
            tiers: Tiers::new(vec![(Exact::ZERO, n("2")), (Exact::from(border), n("1.5"))]).unwrap(), rule,
        };
        let step = |rule| {
            [contacts, contacts + 1].map(|contacts| month_of(contacts, tiers(rule)))
        };
        let [before, after] = step(TierRule::Marginal);
        prop_assert!(after > before);
        let [before, after] = step(TierRule::AllUnits);
        prop_assert!(after > before || contacts + 1 == border);
    }
}

#[test]
fn all_units_tiers_fall_at_their_border() {
    let tiers = Tiers::new(vec![(Exact::ZERO, n("2")), (n("1000"), n("1.5"))]).unwrap();
    let bill = |contacts| month_of(contacts, Rate::Tiers { tiers: tiers.clone(), rule: TierRule::AllUnits });
    assert_eq!([bill(999), bill(1_000)], [n("1998"), n("1500")]);
}

#[test]
fn a_price_for_a_hundred_channels_of_nothing_is_no_division_by_zero() {
    let basis = basis(written(vec![Exact::ZERO], Exact::ZERO), 12);
    let costs = worked_out(basis, vec![quote(PriceUnit::Contact, flat("2"))]);
    let figures = figures(&costs, 0);
    assert_eq!(figures.total.likely, Exact::ZERO);
    assert!(figures.per_contact.is_none() && figures.effective_hour.is_none());
}
