//! What holds for all judgements.

use proptest::collection::vec;
use proptest::prelude::*;
use weigh::decision::judgement::{Comparison, Judgements, PairFormula, RankFormula};
use weigh::exact::Exact;
use weigh::exact::apportion;

use super::{every_method, found, ids, n, says, shares};
use crate::properties::{check, check_costly};

/// A ratio of Saaty's scale.
fn ratio() -> impl Strategy<Value = Exact> {
    (1..=9_u32, any::<bool>()).prop_map(|(size, is_less)| {
        let size = Exact::from(size);
        if is_less { Exact::ONE.over(&size).unwrap() } else { size }
    })
}

/// All pairs of some criteria with a ratio each.
fn comparisons() -> impl Strategy<Value = (usize, Vec<Comparison>)> {
    (2..=7_usize).prop_flat_map(|count| {
        vec(ratio(), count * (count - 1) / 2).prop_map(move |ratios| {
            let pairs = (0..count).flat_map(|i| (i + 1..count).map(move |j| (i, j)));
            (count, pairs.zip(ratios).map(|((i, j), ratio)| says(i, j, ratio)).collect())
        })
    })
}

fn reversed(comparison: &Comparison) -> Comparison {
    let Comparison { more, less, ratio } = comparison.clone();
    Comparison { more: less, less: more, ratio: Exact::ONE.over(&ratio).unwrap() }
}

#[test]
fn consistent_comparisons_give_ratio_0_and_both_formulas_agree() {
    check(vec(1..=40_u32, 1..=9), |weights| {
        let pairs = (0..weights.len()).flat_map(|i| (i + 1..weights.len()).map(move |j| (i, j)));
        let comparisons: Vec<Comparison> = pairs
            .map(|(i, j)| says(i, j, Exact::from(weights[i]).over(&Exact::from(weights[j])).unwrap()))
            .collect();
        let sum: f64 = weights.iter().map(|weight| f64::from(*weight)).sum();
        for formula in [PairFormula::Eigenvector, PairFormula::GeometricMean] {
            let judgements = Judgements::Pairwise { formula, comparisons: comparisons.clone() };
            let found = found(&ids(weights.len()), &judgements);
            for (share, weight) in shares(&found).iter().zip(&weights) {
                prop_assert!((share - f64::from(*weight) / sum).abs() < 1e-11);
            }
            let consistency = found.consistency.unwrap();
            prop_assert!(consistency.ratio < 1e-12 && consistency.worst.is_none());
        }
        Ok(())
    });
}

/// The linear program has one answer, whatever the order of its rows and columns.
#[test]
fn the_order_of_entry_changes_nothing() {
    check_costly((comparisons(), any::<prop::sample::Index>()), |((count, comparisons), turn)| {
        let mut turned: Vec<Comparison> = comparisons.iter().map(reversed).collect();
        turned.rotate_left(turn.index(comparisons.len()));
        for formula in [PairFormula::Eigenvector, PairFormula::GeometricMean] {
            let one = found(&ids(count), &Judgements::Pairwise { formula, comparisons: comparisons.clone() });
            let other = found(&ids(count), &Judgements::Pairwise { formula, comparisons: turned.clone() });
            prop_assert_eq!(one.shares, other.shares);
        }
        Ok(())
    });
    for judgements in every_method() {
        let turned = match judgements.clone() {
            Judgements::Points { mut points } => {
                points.reverse();
                Judgements::Points { points }
            }
            Judgements::Swing { mut points } => {
                points.rotate_left(1);
                Judgements::Swing { points }
            }
            Judgements::RankOrder { formula, mut order } => {
                for place in &mut order {
                    place.reverse();
                }
                Judgements::RankOrder { formula, order }
            }
            Judgements::Pairwise { formula, mut comparisons } => {
                comparisons.reverse();
                Judgements::Pairwise { formula, comparisons }
            }
            Judgements::BestWorst { best, worst, mut comparisons } => {
                comparisons.reverse();
                Judgements::BestWorst { best, worst, comparisons }
            }
        };
        assert_eq!(found(&ids(3), &judgements).shares, found(&ids(3), &turned).shares, "{judgements:?}");
    }
}

#[test]
fn the_order_of_the_criteria_changes_no_best_worst_weight() {
    check_costly(vec((1..=9_u32, 1..=9_u32), 1..=5), |middle| {
        let count = middle.len() + 2;
        let forth = ids(count);
        let mut comparisons = vec![says(0, count - 1, 9.into())];
        for (at, (from_best, to_worst)) in middle.iter().enumerate() {
            comparisons.push(says(0, at + 1, (*from_best).into()));
            comparisons.push(says(at + 1, count - 1, (*to_worst).into()));
        }
        let (best, worst) = (forth[0].clone(), forth[count - 1].clone());
        let judgements = Judgements::BestWorst { best, worst, comparisons };
        let mut back = forth.clone();
        back.reverse();
        let mut turned = found(&back, &judgements).shares;
        turned.reverse();
        let shares = found(&forth, &judgements).shares;
        prop_assert_eq!(Exact::sum(&shares), Exact::ONE);
        prop_assert_eq!(shares, turned);
        Ok(())
    });
}

#[test]
fn rank_order_weights_add_up_to_1_and_fall_with_the_place() {
    for count in 1..=40 {
        for formula in [RankFormula::Roc, RankFormula::RankSum, RankFormula::RankReciprocal] {
            let shares = formula.shares(count);
            assert_eq!(Exact::sum(&shares), Exact::ONE, "{formula:?} of {count}");
            assert!(shares.is_sorted_by(|above, below| above > below), "{formula:?} of {count}");
        }
    }
}

#[test]
fn criteria_that_share_a_place_share_its_weights() {
    let places = |text: &str| -> Vec<Vec<String>> {
        text.split(' ').map(|place| place.split('=').map(str::to_owned).collect()).collect()
    };
    for formula in [RankFormula::Roc, RankFormula::RankSum, RankFormula::RankReciprocal] {
        let of = |text: &str| found(&ids(4), &Judgements::RankOrder { formula, order: places(text) }).shares;
        let (strict, tied) = (of("c00 c01 c02 c03"), of("c00 c01=c02 c03"));
        assert_eq!((&tied[0], &tied[3]), (&strict[0], &strict[3]));
        assert_eq!(tied[1], tied[2]);
        assert_eq!(&tied[1] + &tied[2], &strict[1] + &strict[2]);
        assert_eq!(of("c00=c01=c02=c03"), vec![n("0.25"); 4]);
    }
}

#[test]
fn apportioned_weights_add_up_exactly_and_stay_within_a_unit() {
    let whole = prop_oneof![Just("100"), Just("1"), Just("1000"), Just("7.5"), Just("33.333")];
    check((vec(0..=1_000_u32, 1..=30), whole, 0..=6_u32), |(parts, whole, decimals)| {
        prop_assume!(parts.iter().any(|part| *part > 0));
        let (parts, whole): (Vec<Exact>, Exact) = (parts.into_iter().map(Exact::from).collect(), n(whole));
        let weights = apportion(&parts, &whole, decimals);
        prop_assert_eq!(Exact::sum(&weights), whole.clone());
        let digits = decimals.max(whole.decimals(18));
        let unit = Exact::ONE.over(&Exact::from(10).power(digits)).unwrap();
        let sum = Exact::sum(&parts);
        for (weight, part) in weights.iter().zip(&parts) {
            prop_assert!(weight.decimals(18) <= digits);
            prop_assert!((weight - &(&whole * &part.over(&sum).unwrap())).abs() < unit);
        }
        Ok(())
    });
}

/// The largest remainder: 40.0, 26.67, 33.33 of 100 in whole numbers.
#[test]
fn what_is_left_goes_to_the_largest_rests() {
    let shares = [n("6"), n("4"), n("5")];
    assert_eq!(apportion(&shares, &n("100"), 0), [n("40"), n("27"), n("33")]);
    assert_eq!(apportion(&[n("1"), n("1"), n("0")], &n("1"), 0), [n("1"), n("0"), n("0")]);
    assert_eq!(apportion(&[n("0"), n("0")], &n("100"), 0), [n("0"), n("0")]);
}
