//! What if the tender had used another price formula, or another rounding?

use std::sync::Arc;

use serde::Serialize;

use crate::decision::scale::Parameter;
use crate::decision::{CriterionId, Decision, Leaf, Points, PriceFormula, Scale, VendorId};
use crate::exact::{Exact, Rounding};
use crate::parallel;
use crate::score::{Evaluation, evaluate};

/// The roundings that are tried, besides none.
const ROUNDINGS: [&str; 4] = ["2 half-up", "1 half-up", "0 half-up", "0 truncate"];

/// The ranking under another rule.
#[derive(Clone, Debug, Serialize)]
pub struct RuleTrial {
    /// The price criterion whose formula was changed; none for a rounding.
    pub criterion: Option<CriterionId>,
    /// What was tried: `F1 lowest/price`, `rounded 0 truncate`.
    pub what: String,
    /// Whether this is what the rule says now.
    pub is_now: bool,
    /// The vendors in order with their ranks and scores.
    pub ranking: Vec<Standing>,
    /// Whether the first place is as it is now.
    pub keeps_first: bool,
    /// Whether the whole order is as it is now.
    pub keeps_order: bool,
}

/// A vendor under another rule.
#[derive(Clone, Debug, Serialize)]
pub struct Standing {
    /// Which vendor: the name of its file, without the ending.
    pub vendor: VendorId,
    /// Its rank, from 1.
    pub rank: usize,
    /// Its score under that rule, in points.
    pub score: Points,
}

/// Tries F1 to F6 on every price criterion, and some roundings on the whole.
///
/// A price criterion has a price formula, or a straight falling scale whose unit is money. F4 to F6 need
/// a budget: the formula's own, the worst end of the scale, or the highest price in play; F6 has a base:
/// the formula's own, the best end of the scale, or half of the lowest price.
#[must_use]
pub fn rule_trials(record: &Evaluation) -> Vec<RuleTrial> {
    let decision = &*record.decision;
    let mut variants: Vec<(Arc<Decision>, Option<CriterionId>, String, bool)> = Vec::new();
    for (at, criterion) in decision.criteria.iter().enumerate() {
        let Some(leaf) = criterion.leaf.as_ref().filter(|leaf| takes_formula(decision, leaf)) else {
            continue;
        };
        let ends = price_ends(record, leaf);
        let now = leaf.scale.to_string();
        if leaf.scale.price_formula().is_none() {
            let as_it_is = format!("as it is: {now}");
            variants.push((Arc::clone(&record.decision), Some(criterion.id.clone()), as_it_is, true));
        }
        for (label, formula) in formulas(ends) {
            let Ok(scale) = Scale::price(formula) else { continue };
            let mut changed = decision.clone();
            let is_now = scale.to_string() == now;
            if let Some(leaf) = changed.criteria.leaf_mut(at) {
                leaf.scale = scale;
            }
            variants.push((Arc::new(changed), Some(criterion.id.clone()), label, is_now));
        }
    }
    for rounding in [None, Some(ROUNDINGS[0]), Some(ROUNDINGS[1]), Some(ROUNDINGS[2]), Some(ROUNDINGS[3])] {
        let rounding: Option<Rounding> = rounding.and_then(|text| text.parse().ok());
        let mut changed = super::unrounded(decision);
        changed.rule.criterion_rounding = rounding;
        changed.rule.total_rounding = rounding;
        for leaf in changed.criteria.leaves_mut() {
            leaf.rounding = rounding;
        }
        let leaves = || decision.criteria.iter().filter_map(|criterion| criterion.leaf.as_ref());
        let is_now =
            decision.rule.total_rounding == rounding && leaves().all(|leaf| leaf.rounding == rounding);
        let what =
            rounding.map_or_else(|| "not rounded".to_owned(), |rounding| format!("rounded {rounding}"));
        variants.push((Arc::new(changed), None, what, is_now));
    }
    let size = decision.vendors.len() * decision.criteria.len();
    parallel::map(&variants, size, |(changed, criterion, what, is_now)| {
        trial(changed, record, criterion.clone(), what.clone(), *is_now)
    })
}

/// Whether a leaf scores a price so that a formula can take the place of its scale.
fn takes_formula(decision: &Decision, leaf: &Leaf) -> bool {
    let in_money = || leaf.unit.as_deref().is_some_and(|unit| decision.is_money(unit));
    leaf.scale.price_formula().is_some()
        || (worst_and_best(&leaf.scale).is_some() && leaf.scale.less_is_better() && in_money())
}

/// The budget and the base that formulas use; none where no price is known.
fn price_ends(record: &Evaluation, leaf: &Leaf) -> Option<(Exact, Exact)> {
    let decision = &*record.decision;
    let in_play = decision
        .vendors
        .iter()
        .filter(|vendor| record.vendor(vendor.id.as_str()).is_some_and(|result| result.rank.is_some()));
    let prices: Vec<Exact> = in_play
        .filter_map(|vendor| Some(vendor.facts.get(&leaf.fact)?.value.as_ref()?.numbers()?[1].clone()))
        .collect();
    let (lowest, highest) = (prices.iter().min()?.clone(), prices.iter().max()?.clone());
    let half = lowest.over(&Exact::from(2)).unwrap_or_default();
    if let Some([worst, best]) = worst_and_best(&leaf.scale) {
        return Some((worst.clone(), best.clone()));
    }
    let parameter = |wanted| leaf.scale.price_formula()?.parameter(wanted).cloned();
    let base = parameter(Parameter::Base).filter(|base| !base.is_zero());
    Some((parameter(Parameter::Budget).unwrap_or(highest), base.unwrap_or(half)))
}

/// The ends of a straight scale.
fn worst_and_best(scale: &Scale) -> Option<[&Exact; 2]> {
    scale.line()?.worst_and_best()
}

/// F1 to F6.
fn formulas(ends: Option<(Exact, Exact)>) -> Vec<(String, PriceFormula)> {
    let mut formulas = vec![
        ("F1 lowest / price".to_owned(), PriceFormula::LowestOverPrice),
        ("F2 span".to_owned(), PriceFormula::Span),
        ("F3 excess over lowest".to_owned(), PriceFormula::ExcessOverLowest),
    ];
    if let Some((budget, base)) = ends.filter(|(budget, base)| base < budget) {
        let shown = |number: &Exact| number.plain(2);
        formulas.push((
            format!("F4 line to budget {}", shown(&budget)),
            PriceFormula::BudgetLine { budget: budget.clone() },
        ));
        formulas.push((
            format!("F5 share of budget {}", shown(&budget)),
            PriceFormula::BudgetShare { budget: budget.clone(), base: Exact::ZERO, add: Exact::ZERO },
        ));
        formulas.push((
            format!("F6 line from {} to {}", shown(&base), shown(&budget)),
            PriceFormula::BudgetShare { budget, base, add: Exact::ZERO },
        ));
    }
    formulas
}

fn trial(
    changed: &Arc<Decision>,
    record: &Evaluation,
    criterion: Option<CriterionId>,
    what: String,
    is_now: bool,
) -> RuleTrial {
    let then = evaluate(changed);
    let standings = |evaluation: &Evaluation| -> Vec<Standing> {
        let ranked = evaluation.ranked();
        ranked
            .filter_map(|vendor| {
                Some(Standing {
                    vendor: vendor.id().clone(),
                    rank: vendor.rank?,
                    score: vendor.score.clone(),
                })
            })
            .collect()
    };
    let (now, ranking) = (standings(record), standings(&then));
    let places = |of: &[Standing], most: usize| -> Vec<(usize, VendorId)> {
        let mut places: Vec<(usize, VendorId)> =
            of.iter().filter(|one| one.rank <= most).map(|one| (one.rank, one.vendor.clone())).collect();
        places.sort();
        places
    };
    RuleTrial {
        criterion,
        what,
        is_now,
        keeps_first: places(&now, 1) == places(&ranking, 1),
        keeps_order: places(&now, usize::MAX) == places(&ranking, usize::MAX),
        ranking,
    }
}
