//! What holds for every panel.

use std::collections::BTreeMap;

use proptest::prelude::*;
use weigh::decision::panel::{Absent, Combine, Conflict, ConflictKind, Evaluator, Mark, PanelRule};
use weigh::decision::{CriterionId, Decision, EvaluatorId, Location, Panel, Scale, VendorId, Weight};
use weigh::exact::Exact;
use weigh::panel::combine;

use crate::robust::flat;

/// A weight, a mark for each vendor, and the vendor of a conflict.
type Judge = (u32, Vec<Option<u32>>, Option<usize>);

const HOWS: [Combine; 6] = [
    Combine::Mean,
    Combine::WeightedMean,
    Combine::Median,
    Combine::TrimmedMean,
    Combine::RankSum,
    Combine::MajorityOfFirsts,
];
const ABSENTS: [Absent; 3] = [Absent::LeaveOut, Absent::MeanOfOthers, Absent::Unknown];

/// Vendors that people mark from 1 to 5 on one criterion.
fn decision(vendors: usize) -> Decision {
    let scale = Scale::rating(Exact::ONE, Exact::from(5), Vec::new()).unwrap();
    flat(&vec![vec![0.0]; vendors], &[1.0], vec![scale])
}

/// An evaluator's marks in halves, one for each vendor; none for one that is not given.
fn evaluator(at: usize, weight: u32, marks: &[Option<u32>], recused: Option<usize>) -> Evaluator {
    let mark = |halves: u32| Mark {
        mark: Exact::from(halves).over(&Exact::from(2)),
        note: None,
        location: Location::default(),
    };
    let given = marks.iter().enumerate().filter_map(|(vendor, halves)| {
        Some((id(vendor), BTreeMap::from([(CriterionId::new("c0"), mark((*halves)?))])))
    });
    Evaluator {
        id: EvaluatorId::new(format!("e{at}")),
        name: format!("Evaluator {at}"),
        role: None,
        weight: Weight::from(weight),
        conflicts: recused
            .map(|vendor| Conflict { vendor: id(vendor), kind: ConflictKind::Recused, reason: None })
            .into_iter()
            .collect(),
        marks: given.collect(),
        weights: BTreeMap::new(),
        note: None,
        file: String::new(),
    }
}

fn id(vendor: usize) -> VendorId {
    VendorId::new(format!("v{vendor:02}"))
}

fn combined(evaluators: Vec<Evaluator>, rule: &PanelRule, vendors: usize) -> Vec<[Option<Exact>; 3]> {
    let panel = Panel { evaluators, ..Panel::default() };
    let decision = decision(vendors);
    let combined = combine(&panel, rule, &decision.criteria, &decision.vendors);
    combined.into_iter().map(|one| [one.lowest, one.mark, one.highest]).collect()
}

fn rule() -> impl Strategy<Value = PanelRule> {
    (0..HOWS.len(), 0..3_usize, 0..3_usize, prop::option::of(1..4_usize)).prop_map(
        |(how, missing, recused, quorum)| PanelRule {
            combine: HOWS[how],
            missing: ABSENTS[missing],
            recused: ABSENTS[recused],
            quorum,
            ..PanelRule::default()
        },
    )
}

/// Marks of evaluators, each with a weight and perhaps a vendor whom they do not judge.
type Sheets = Vec<(u32, Vec<Option<u32>>, Option<usize>)>;

fn sheets() -> impl Strategy<Value = Sheets> {
    (1..5_usize).prop_flat_map(|vendors| {
        let marks = prop::collection::vec(prop::option::weighted(0.8, 2..=10_u32), vendors);
        prop::collection::vec((0..4_u32, marks, prop::option::weighted(0.3, 0..vendors)), 1..6)
    })
}

fn seated(sheets: &Sheets) -> Vec<Evaluator> {
    let one = |(at, (weight, marks, recused)): (usize, &Judge)| evaluator(at, *weight, marks, *recused);
    sheets.iter().enumerate().map(one).collect()
}

proptest! {
    #[test]
    fn the_order_of_evaluators_changes_nothing(sheets in sheets(), rule in rule(), turn in 0..6_usize) {
        let vendors = sheets[0].1.len();
        let mut turned = seated(&sheets);
        let count = turned.len();
        turned.rotate_left(turn % count);
        prop_assert_eq!(combined(seated(&sheets), &rule, vendors), combined(turned, &rule, vendors));
    }

    #[test]
    fn the_mark_of_a_recused_evaluator_never_matters(sheets in sheets(), rule in rule(), other in prop::option::of(2..=10_u32)) {
        let vendors = sheets[0].1.len();
        let mut changed = sheets.clone();
        for (_, marks, recused) in &mut changed {
            if let Some(vendor) = recused {
                marks[*vendor] = other;
            }
        }
        prop_assert_eq!(combined(seated(&sheets), &rule, vendors), combined(seated(&changed), &rule, vendors));
    }

    #[test]
    fn the_trimmed_mean_of_three_is_the_median(marks in prop::collection::vec(2..=10_u32, 3)) {
        let of = |how| {
            let sheets: Sheets = marks.iter().map(|mark| (1, vec![Some(*mark)], None)).collect();
            combined(seated(&sheets), &PanelRule { combine: how, ..PanelRule::default() }, 1)
        };
        prop_assert_eq!(of(Combine::TrimmedMean), of(Combine::Median));
    }

    #[test]
    fn a_combined_mark_lies_on_the_scale_and_within_what_it_may_turn_out_to_be(sheets in sheets(), rule in rule()) {
        let vendors = sheets[0].1.len();
        for [low, mark, high] in combined(seated(&sheets), &rule, vendors) {
            prop_assert_eq!((low.is_some(), high.is_some()), (mark.is_some(), mark.is_some()));
            if let (Some(low), Some(mark), Some(high)) = (low, mark, high) {
                prop_assert!(Exact::ONE <= low && low <= mark && mark <= high && high <= Exact::from(5));
            }
        }
    }

    /// What the range promises holds: whatever the missing marks turn out to be, the combined one lies in it.
    #[test]
    fn missing_marks_turn_out_within_the_range(sheets in sheets(), how in 0..4_usize, fill in 2..=10_u32) {
        let vendors = sheets[0].1.len();
        let rule = PanelRule { combine: HOWS[how], ..PanelRule::default() };
        let mut filled = sheets.clone();
        for (_, marks, _) in &mut filled {
            for mark in marks.iter_mut() {
                *mark = mark.or(Some(fill));
            }
        }
        let before = combined(seated(&sheets), &rule, vendors);
        for ([low, _, high], [_, mark, _]) in before.into_iter().zip(combined(seated(&filled), &rule, vendors)) {
            if let (Some(low), Some(mark), Some(high)) = (low, mark, high) {
                prop_assert!(low <= mark && mark <= high);
            }
        }
    }
}
