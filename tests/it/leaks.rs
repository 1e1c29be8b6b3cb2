//! What letters give away of prices: tests bear the ids of the cases.

use proptest::prelude::*;
use weigh::decision::{FieldFormula, PriceFormula, Scale, Shape};
use weigh::exact::Exact;
use weigh::record::leak::{Field, Interval, field, price, price_of_sum, price_on_line, worth};

use crate::support::Workspace;

/// The most points of the criterion in the worked cases.
const MOST: f64 = 18.75;

fn value(points: f64) -> Interval {
    let Interval { low, high } = Interval::around(points, 0.005);
    Interval { low: low / MOST, high: high / MOST }
}

fn formula(formula: PriceFormula) -> FieldFormula {
    FieldFormula::Price(formula)
}

/// An interval to the unit.
fn units(interval: Interval) -> [i64; 2] {
    #[expect(clippy::cast_possible_truncation, reason = "prices of millions")]
    [interval.low.round() as i64, interval.high.round() as i64]
}

fn budget() -> PriceFormula {
    PriceFormula::BudgetLine { budget: Exact::from(7_500_000) }
}

#[test]
fn lk_01_one_printed_number_gives_a_price_away() {
    // A line with fixed ends: the winner's points are its price.
    let scale = Scale::ends(Exact::from(7_500_000), Exact::from(2_500_000)).unwrap();
    let Shape::Line(line) = scale.shape() else { panic!("ends are a line") };
    assert_eq!(units(price_on_line(line, value(15.67)).unwrap()), [3_320_000, 3_322_667]);
    // At an end there is only a bound.
    assert!(price_on_line(line, value(18.75).clipped()).unwrap().low <= 0.0);
    assert!(price_on_line(line, value(0.0).clipped()).unwrap().high.is_infinite());
    // Lowest over price: the own points are the lowest price, and the winner's then its price.
    let lowest = formula(PriceFormula::LowestOverPrice);
    let known = field(&lowest, &[(4_130_000.0, value(15.07))]).unwrap();
    assert_eq!(units(known.lowest.unwrap()), [3_318_317, 3_320_520]);
    assert_eq!(units(price(&lowest, &known, value(17.29)).unwrap()), [3_597_482, 3_601_953]);
    // Own 25, 48 of 60: the lowest is 20.
    let exact = Interval { low: 0.8, high: 0.8 };
    assert_eq!(field(&lowest, &[(25.0, exact)]).unwrap().lowest, Some(Interval { low: 20.0, high: 20.0 }));
    let middle = |formula: &FieldFormula, own: f64, points: f64| {
        let exact = Interval { low: points / MOST, high: points / MOST };
        units(field(formula, &[(own, exact)]).unwrap().lowest.unwrap())[0]
    };
    assert_eq!(middle(&formula(PriceFormula::ExcessOverLowest), 4_000_000.0, 14.91), 3_320_053);
    assert_eq!(middle(&formula(budget()), 4_000_000.0, 15.70), 3_320_064);
}

/// Points of a group are those of members that hang on one price: closer, the more is known of how they do so.
#[test]
fn lk_02_a_group_of_criteria_on_one_price_gives_it_away() {
    const CONTACTS: f64 = 1_293_719.0;
    let total = Scale::ends(Exact::from(7_500_000), Exact::from(2_500_000)).unwrap();
    let knots = [("3", "1"), ("4.5", "0.6"), ("8", "0")]
        .map(|(x, y)| (Exact::parse(x).unwrap(), Exact::parse(y).unwrap()));
    let resolved = Scale::points(knots.to_vec()).unwrap();
    let total = worth(&total, Field::default()).unwrap();
    let resolved = worth(&resolved, Field::default()).unwrap();
    for (solved, left) in [
        ([0.55, 0.85], [2_954_540, 3_420_301]),
        ([0.70, 0.80], [3_219_809, 3_359_859]),
        ([0.77, 0.77], [3_319_144, 3_320_988]),
    ] {
        let sum = |price: f64| {
            let [low, high] = solved.map(|solved| resolved(price / CONTACTS / solved).low * 6.25);
            total(price).times(MOST).plus(Interval { low, high })
        };
        assert_eq!(units(price_of_sum(&sum, Interval::around(21.37, 0.005))), left, "{solved:?}");
    }
    // A notice with the points of a group whose two criteria read one price, and of one that has something else in it.
    let notice = |fact: &str| {
        let criteria = format!(
            "title = \"T\"\n[criteria.cost]\nname = \"Cost\"\nweight = 60\n\
             [criteria.price]\nunder = \"cost\"\nname = \"Price\"\nweight = 50\nunit = \"EUR/h\"\nscale = {FIXED}\n\
             [criteria.again]\nunder = \"cost\"\nname = \"Again\"\nweight = 50\nfact = \"{fact}\"\nscale = {FIXED}\n\
             [criteria.quality]\nname = \"Quality\"\nweight = 40\nscale = {{ worst = 0, best = 100 }}\n\
             [rule]\nweights = 100\nrounding = {{ criterion = \"2 half-up\", total = \"2 half-up\" }}\n"
        );
        let vendor = |name: &str, price: u32| {
            format!("name = \"{name}\"\n[facts]\nprice = {price}\nother = 3000\nquality = 70\n")
        };
        let two = [("aava", vendor("Aava", 2_103)), ("bris", vendor("Bris", 3_011))];
        let workspace = Workspace::new(&criteria, &[("aava", &two[0].1), ("bris", &two[1].1)]);
        workspace.weigh(&["notice", "--draft", "--unlinked", "--points"]).err
    };
    let one_price = notice("price");
    assert!(one_price.contains("points on Cost give away what Aava asks to within 0.0 %"), "{one_price}");
    assert!(!notice("other").contains("give away"), "{}", notice("other"));
}

/// A rest that is told exactly leaves no more of a total than the part that is not told; a band of the total does not help
/// near its edge.
#[test]
fn lk_03_a_total_with_the_rest_gives_the_part_away() {
    let line = Scale::ends(Exact::from(7_500_000), Exact::from(2_500_000)).unwrap();
    let line = worth(&line, Field::default()).unwrap();
    let sum = |price: f64| line(price).times(25.0);
    let difference = Interval { low: 74.71 - 53.34, high: 74.71 - 53.34 };
    let told = price_of_sum(&sum, difference);
    assert_eq!(units(told), units(price_of_sum(&sum, Interval::around(21.37, 0.0))));
    // The winner is a quarter of a point of 10 above the end of the price scale, and its rest 79.70.
    let letter = |disclosure: &str| {
        let workspace = priced(10, FIXED, disclosure, [(4_900, "88.5556"), (4_000, "70"), (3_000, "60")]);
        workspace.weigh(&["debrief", "bris"])
    };
    let refused = letter("[disclosure]\ntell = [\"winner-rating\"]");
    assert!(refused.code == Some(2) && refused.err.contains("Price of Aava, 4878 or more"), "{refused}");
    assert_eq!(letter("").code, Some(0));
}

/// Near an end of what a group can have its parts have no room; nor have they near the edge of a band of the total.
#[test]
fn lk_04_the_end_of_a_group_gives_its_parts_away() {
    let line = Scale::ends(Exact::from(7_500_000), Exact::from(2_500_000)).unwrap();
    let line = worth(&line, Field::default()).unwrap();
    let sum = |price: f64| line(price).times(MOST).plus(Interval { low: 0.0, high: 6.25 });
    let [low, high] = units(price_of_sum(&sum, Interval { low: 24.90, high: 24.90 }));
    // Below the best end of the scale everything earns the same.
    assert_eq!([low.max(2_500_000), high], [2_500_000, 2_526_667]);
    // 90 to 100 points are 50 of 60 for the price at least.
    let letter = |disclosure: &str| {
        let workspace = priced(60, FIXED, disclosure, [(1_650, "99.9"), (2_500, "80"), (3_000, "85")]);
        workspace.weigh(&["debrief", "bris"])
    };
    let refused = letter("");
    assert!(refused.code == Some(2) && refused.err.contains("Price of Aava, up to 1667"), "{refused}");
    assert_eq!(letter("[disclosure]\nleave_out = [\"winner-band\"]").code, Some(0));
}

/// Bands around each addressee meet; those with fixed edges are the same for all.
#[test]
fn lk_05_bands_have_fixed_edges() {
    let centred = Interval { low: 13.54, high: 16.04 }.and(Interval { low: 14.40, high: 16.90 });
    assert_eq!(centred, Interval { low: 14.40, high: 16.04 });
    let workspace = priced(60, FIXED, "", [(2_000, "90"), (2_500, "80"), (3_000, "85")]);
    let said = ["bris", "cove"].map(|to| {
        let letter = workspace.weigh(&["debrief", to]).out;
        letter.lines().find(|line| line.contains("lies between")).map(str::to_owned)
    });
    assert_eq!(said[0].as_deref(), Some("The score of Aava lies between 80 and 90 of 100 points."));
    assert_eq!(said[0], said[1]);
}

/// What two know is no more than what three know, and the true price is in both.
#[test]
fn lk_06_more_losers_know_more_under_each_relative_rule() {
    let prices = [3_000_000.0, 3_400_000.0, 4_300_000.0, 5_000_000.0];
    let worth = |which: usize, own: f64| match which {
        0 => prices[0] / own,
        1 => 2.0 - own / prices[0],
        2 => (7_500_000.0 - own) / (7_500_000.0 - prices[0]),
        _ => (prices[3] - own) / (prices[3] - prices[0]),
    };
    let formulas =
        [PriceFormula::LowestOverPrice, PriceFormula::ExcessOverLowest, budget(), PriceFormula::Span];
    for (which, one) in formulas.into_iter().enumerate() {
        let known = |losers: &[f64]| {
            let printed = |own: f64| (worth(which, own) * MOST * 100.0).round() / 100.0;
            let known: Vec<(f64, Interval)> =
                losers.iter().map(|own| (*own, value(printed(*own)).clipped())).collect();
            field(&formula(one.clone()), &known).unwrap().lowest.unwrap()
        };
        let (two, three) = (known(&prices[1..3]), known(&prices[1..]));
        assert!(two.low <= three.low && three.high <= two.high, "{which}: {two:?} {three:?}");
        assert!(three.low <= prices[0] && prices[0] <= three.high, "{which}: {three:?}");
        assert!(two.within(prices[0]) < 0.2, "{which}: {two:?}");
    }
}

#[test]
fn lk_06_two_losers_know_what_neither_knows_alone() {
    let span = formula(PriceFormula::Span);
    let one = (3_400_000.0, value(15.00));
    let other = (4_300_000.0, value(6.56));
    let alone = field(&span, &[one]).unwrap();
    assert!(alone.highest.unwrap().high.is_infinite());
    let both = field(&span, &[one, other]).unwrap();
    assert_eq!(units(both.lowest.unwrap()), [2_999_110, 3_001_124]);
    let highest = units(both.highest.unwrap());
    assert!(highest[0] < 4_999_526 && 4_999_526 < highest[1], "{highest:?}");
    // Two brackets of the lowest price meet.
    let lowest = formula(PriceFormula::LowestOverPrice);
    let first = field(&lowest, &[(4_130_000.0, value(15.07))]).unwrap().lowest.unwrap();
    let both = field(&lowest, &[(4_130_000.0, value(15.07)), (5_000_000.0, value(12.45))]).unwrap();
    let both = both.lowest.unwrap();
    assert!(both.high - both.low <= first.high - first.low, "{both:?} {first:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Whoever tries every price on a grid, and keeps those that give the printed points, finds none outside.
    #[test]
    fn lk_07_no_price_that_fits_the_letters_lies_outside_of_what_is_reported(
        prices in proptest::collection::vec(100_u32..1_000, 3..6),
        which in 0_usize..4,
    ) {
        let formula = formula(match which {
            0 => PriceFormula::LowestOverPrice,
            1 => PriceFormula::ExcessOverLowest,
            2 => PriceFormula::BudgetLine { budget: Exact::from(1_200) },
            _ => PriceFormula::Span,
        });
        let worth = |own: f64, lowest: f64, highest: f64| match which {
            0 => lowest / own,
            1 => (2.0 - own / lowest).max(0.0),
            2 => (1_200.0 - own) / (1_200.0 - lowest),
            _ if highest > lowest => (highest - own) / (highest - lowest),
            _ => 1.0,
        };
        let printed = |value: f64| (value * MOST * 100.0).round() / 100.0;
        let prices: Vec<f64> = prices.into_iter().map(f64::from).collect();
        let lowest = prices.iter().copied().fold(f64::INFINITY, f64::min);
        let highest = prices.iter().copied().fold(0.0, f64::max);
        let told: Vec<f64> = prices.iter().map(|own| printed(worth(*own, lowest, highest))).collect();
        // All but the last bidder read their letters, with the last one's points in them.
        let last = prices.len() - 1;
        let known: Vec<(f64, Interval)> =
            (0..last).map(|at| (prices[at], value(told[at]).clipped())).collect();
        let Some(known_field) = field(&formula, &known) else { return Ok(()) };
        let Some(left) = price(&formula, &known_field, value(told[last]).clipped()) else { return Ok(()) };
        for tried in (100..1_000).map(f64::from) {
            let mut all = prices.clone();
            all[last] = tried;
            let low = all.iter().copied().fold(f64::INFINITY, f64::min);
            let high = all.iter().copied().fold(0.0, f64::max);
            let fits = all.iter().zip(&told).all(|(own, told)| (printed(worth(*own, low, high)) - told).abs() < 1e-9);
            prop_assert!(
                !fits || (left.low <= tried + 1e-6 && tried <= left.high + 1e-6),
                "{tried} fits {prices:?} and is not in {left:?}"
            );
        }
    }
}

fn desk(rule: &str, disclosure: &str) -> Workspace {
    priced(60, rule, disclosure, [(2_003, "90"), (2_517, "80"), (3_011, "85")])
}

/// A decision with a price of that weight, beside quality, that is awarded to the first of three.
fn priced(weight: u32, rule: &str, disclosure: &str, offers: [(u32, &str); 3]) -> Workspace {
    let rest = 100 - weight;
    let criteria = format!(
        "title = \"T\"\n[criteria.price]\nname = \"Price\"\nweight = {weight}\nunit = \"EUR/h\"\nscale = {rule}\n\
         [criteria.quality]\nname = \"Quality\"\nweight = {rest}\nscale = {{ worst = 0, best = 100 }}\n\
         [rule]\nweights = 100\nrounding = {{ criterion = \"2 half-up\", total = \"2 half-up\" }}\n{disclosure}\n"
    );
    let vendor = |name: &str, (price, quality): (u32, &str)| {
        format!(
            "name = \"{name}\"\n[facts]\nprice = {price}\nquality = {{ value = {quality}, release = \"no\" }}\n"
        )
    };
    let [aava, bris, cove] = offers;
    let workspace = Workspace::new(
        &criteria,
        &[("aava", &vendor("Aava", aava)), ("bris", &vendor("Bris", bris)), ("cove", &vendor("Cove", cove))],
    );
    assert_eq!(workspace.weigh(&["award", "--to", "aava", "--by", "A", "--on", "2026-12-01"]).code, Some(0));
    workspace
}

const FIXED: &str = "{ worst = 5000, best = 1000 }";
const LOWEST: &str = "{ formula = \"lowest/price\" }";

#[test]
fn a_letter_that_gives_a_price_away_is_refused_where_it_is_not_owed() {
    // Fixed ends and no points of the winner: nothing follows.
    assert_eq!(desk(FIXED, "").weigh(&["debrief", "bris"]).code, Some(0));
    // The winner's points on fixed ends, and the own points under lowest/price.
    let tell = "[disclosure]\ntell = [\"winner-points\"]";
    for (workspace, of) in [(desk(FIXED, tell), "Aava"), (desk(LOWEST, ""), "the lowest bidder")] {
        let refused = workspace.weigh(&["debrief", "bris"]);
        assert_eq!(refused.code, Some(2), "{refused}");
        assert!(refused.err.contains(of) && refused.err.contains("price_points = \"exact\""), "{refused}");
    }
    let exact = desk(LOWEST, "[disclosure]\nprice_points = \"exact\"");
    let told = exact.weigh(&["debrief", "bris"]);
    assert!(told.code == Some(0) && told.err.contains("could be inferred"), "{told}");
    // Of a limit so low nothing comes near enough.
    let near = desk(FIXED, "[disclosure]\ntell = [\"winner-points\"]\nprice_within = 0");
    assert_eq!(near.weigh(&["debrief", "bris"]).code, Some(0));
}

/// In the United Kingdom the points are owed, so it is only told; where the price is owed nothing is asked.
#[test]
fn lk_08_where_points_or_prices_are_owed_no_letter_is_refused() {
    let uk = desk(FIXED, "[disclosure]\nregime = \"uk\"").weigh(&["debrief", "--all", "-o", "letters"]);
    assert!(uk.code == Some(0) && uk.err.contains("could be inferred"), "{uk}");
    for regime in ["us", "eu-institutions", "world-bank"] {
        let workspace = desk(LOWEST, &format!("[disclosure]\nregime = \"{regime}\""));
        let output = workspace.weigh(&["debrief", "bris", "--draft"]);
        assert!(output.code == Some(0) && output.out.contains("2003 EUR/h"), "{output}");
    }
}

/// Whoever chooses a rule is told before there is a letter that it gives prices away, where they are to be kept.
#[test]
fn check_names_a_rule_that_gives_prices_away_whatever_is_withheld() {
    let check = |rule: &str, disclosure: &str| {
        let workspace = priced(60, rule, disclosure, [(2_003, "90"), (2_517, "80"), (3_011, "85")]);
        let check = workspace.weigh(&["check"]);
        assert_eq!(check.code, Some(0), "{check}");
        check.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let span = "{ formula = \"span\" }";
    let regime = |name: &str| format!("[disclosure]\nregime = \"{name}\"");
    let away =
        "Price: under lowest/price a loser's own points give the lowest price away, whatever is withheld";
    for name in ["private", "eu", "uk"] {
        let said = check(LOWEST, &regime(name));
        assert!(said.contains("A007") && said.contains(away) && said.contains("fixed ends"), "{said}");
    }
    let two = check(span, &regime("uk"));
    assert!(two.contains("under span the own points of two losers together give"), "{two}");
    // Fixed ends, a price that is owed, points that are accepted, and no word of what is told.
    for (rule, disclosure) in [
        (FIXED, regime("uk")),
        (LOWEST, regime("us")),
        (LOWEST, regime("eu-institutions")),
        (LOWEST, regime("world-bank")),
        (LOWEST, "[disclosure]\nprice_points = \"exact\"".to_owned()),
        (LOWEST, "[disclosure]\nleave_out = [\"own-points\"]".to_owned()),
        ("{ formula = \"budget-share\", budget = 9000, base = 100 }", regime("uk")),
        (LOWEST, String::new()),
    ] {
        let said = check(rule, &disclosure);
        assert!(!said.contains("A007"), "{rule} {disclosure}: {said}");
    }
}
