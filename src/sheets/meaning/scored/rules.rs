//! Totals that are typed in: the rule by which they come about.

use super::checks::shown;
use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::meaning::Reader;
use crate::sheets::meaning::kinds::Kind;
use crate::sheets::meaning::leaf::{Leaf, Under};
use crate::sheets::meaning::marks::mark;
use crate::sheets::meaning::panel::Panel;
use crate::sheets::meaning::scoring::Scoring;
use crate::sheets::questions::Kind as Asked;

/// A way in which typed totals can come about.
struct Rule {
    words: &'static str,
    factors: Vec<Exact>,
}

/// A typed total: its vendor, what it shows, and to how many digits.
type Shown = (usize, Exact, Option<u32>);

/// The marks of a criterion, vendor by vendor.
type Marks = Vec<Option<Exact>>;

/// Finds the rule of totals that are typed in: the one with which most of them agree.
pub(super) fn typed_rule(reader: &mut Reader<'_>, scoring: &mut Scoring, panel: Option<&Panel>) {
    let totals = scoring.totals.iter().enumerate();
    let totals: Vec<Shown> = totals
        .filter_map(|(vendor, place)| {
            let (total, digits) = shown(reader, (*place)?)?;
            Some((vendor, total, digits))
        })
        .collect();
    let mut marks: Vec<Marks> = (0..scoring.leaves.len())
        .map(|at| {
            let cells = scoring.leaves[at].cells.iter().enumerate();
            let known = cells.map(|(vendor, place)| match panel {
                Some(panel) => panel.value(reader, at, vendor).0.number(),
                None => place.and_then(|place| mark(reader, place).number()),
            });
            known.collect()
        })
        .collect();
    if panel.is_none() {
        set_heads_apart(reader, scoring, &mut marks, &totals);
    }
    let mut rules = rules(&scoring.leaves);
    let Some((agreed, is_exact, at)) = best(&rules, &marks, &totals) else { return };
    let rule = rules.swap_remove(at);
    for (leaf, factor) in scoring.leaves.iter_mut().zip(rule.factors) {
        leaf.factor = factor;
    }
    let places: Vec<Place> = scoring.totals.iter().flatten().copied().collect();
    if places.is_empty() {
        return;
    }
    // A sum of points that comes out to the last digit, under a line that says sum, is plain.
    let is_sum = scoring.leaves.iter().all(|leaf| leaf.weight.is_none());
    if is_sum && is_exact && agreed == places.len() {
        return;
    }
    let how = if agreed == places.len() {
        "They agree".to_owned()
    } else {
        format!("{agreed} of {} agree", places.len())
    };
    let ask = format!(
        "The totals are typed in, no formulas. {how}, to the digits shown, with {}. Is this the rule?",
        rule.words
    );
    if reader.ask(Asked::TypedTotal, places, ask, &["yes", "no"], "what every total is compared with").at == 1
    {
        scoring.totals.iter_mut().for_each(|total| *total = None);
    }
}

/// The rule with which most totals agree, the first of equal ones: how many do, whether all to the last digit, and which
/// rule it is.
fn best(rules: &[Rule], marks: &[Marks], totals: &[Shown]) -> Option<(usize, bool, usize)> {
    let agreeing = |rule: &Rule| {
        let (mut agreed, mut is_exact) = (0, true);
        for (vendor, total, digits) in totals {
            let known = marks.iter().zip(&rule.factors);
            let products = known.filter_map(|(marks, factor)| Some(marks[*vendor].as_ref()? * factor));
            let sum = Exact::sum(&products.collect::<Vec<_>>());
            let digits = digits.unwrap_or_default();
            is_exact &= sum == *total;
            agreed += usize::from(sum.fixed(digits) == total.fixed(digits));
        }
        (agreed, is_exact)
    };
    let found = rules.iter().enumerate().map(|(at, rule)| (agreeing(rule), at)).rev();
    found.max_by_key(|((agreed, _), _)| *agreed).map(|((agreed, is_exact), at)| (agreed, is_exact, at))
}

/// Lines that are the sums of those under them, where the totals count either and not both: they are groups.
fn set_heads_apart(reader: &mut Reader<'_>, scoring: &mut Scoring, marks: &mut Vec<Marks>, totals: &[Shown]) {
    let mut heads: Vec<(usize, usize)> = Vec::new();
    for at in 0..marks.len() {
        let is_under = heads.last().is_some_and(|(head, count)| at <= head + count);
        heads.extend(
            (!is_under).then(|| under(&scoring.leaves, marks, at)).flatten().map(|count| (at, count)),
        );
    }
    if heads.is_empty() {
        return;
    }
    let is_head = |at: usize| heads.iter().any(|(head, _)| *head == at);
    let without = |count: usize| (0..count).filter(|at| !is_head(*at));
    let own: Vec<Leaf> = without(marks.len()).map(|at| scoring.leaves[at].clone()).collect();
    let own_marks: Vec<Marks> = without(marks.len()).map(|at| marks[at].clone()).collect();
    let agreed =
        |leaves: &[Leaf], marks: &[Marks]| best(&rules(leaves), marks, totals).map(|(agreed, ..)| agreed);
    if agreed(&own, &own_marks) <= agreed(&scoring.leaves, marks) {
        return;
    }
    for (head, count) in &heads {
        let Leaf { name, place, weight, table, line, .. } = scoring.leaves[*head].clone();
        reader.set_kind(table, line, Kind::Group);
        let what = format!("\"{name}\" is the sum of the {count} lines under it: taken as their group");
        reader.say(place.into_iter().collect(), what);
        let group = Under { name, place, weight };
        for leaf in &mut scoring.leaves[head + 1..=head + count] {
            leaf.group = Some(group.clone());
        }
    }
    let mut at = 0..;
    scoring.leaves.retain(|_| at.next().is_none_or(|at| !is_head(at)));
    *marks = own_marks;
}

/// How many lines under one add up to it, for every vendor, and their weights to its own where it has one.
fn under(leaves: &[Leaf], marks: &[Marks], at: usize) -> Option<usize> {
    const MOST: usize = 200;
    let own: Vec<&Exact> = marks[at].iter().map(Option::as_ref).collect::<Option<_>>()?;
    if own.len() < 2 || own.iter().all(|mark| mark.is_zero()) {
        return None;
    }
    let mut sums = vec![Exact::ZERO; own.len()];
    let mut weights = Vec::new();
    for (count, line) in (1..=MOST).zip(at + 1..marks.len()) {
        if leaves[line].table != leaves[at].table {
            return None;
        }
        for (sum, mark) in sums.iter_mut().zip(&marks[line]) {
            *sum = &*sum + mark.as_ref()?;
        }
        weights.push(leaves[line].weight.as_ref().map(|weight| weight.value.clone()));
        if sums.iter().zip(&own).any(|(sum, own)| sum > *own) {
            return None;
        }
        let is_whole = count > 1 && sums.iter().zip(&own).all(|(sum, own)| sum == *own);
        let weights: Option<Vec<Exact>> = weights.iter().cloned().collect();
        let is_weighted = match (&leaves[at].weight, weights) {
            (Some(own), Some(weights)) => own.value == Exact::sum(&weights),
            (Some(_), None) => false,
            (None, _) => true,
        };
        if is_whole && is_weighted {
            return Some(count);
        }
    }
    None
}

fn rules(leaves: &[Leaf]) -> Vec<Rule> {
    let weights: Option<Vec<Exact>> =
        leaves.iter().map(|leaf| leaf.weight.as_ref().map(|weight| weight.value.clone())).collect();
    let ones = vec![Exact::ONE; leaves.len()];
    let Some(weights) = weights else { return vec![Rule { words: "the sum of the points", factors: ones }] };
    let over = |divisor: &Exact| {
        weights.iter().map(|weight| weight.over(divisor).unwrap_or_default()).collect::<Vec<_>>()
    };
    let sum = Exact::sum(&weights);
    let mut rules = vec![
        Rule { words: "sum(weight * score)", factors: weights.clone() },
        Rule { words: "sum(weight * score) / sum(weights)", factors: over(&sum) },
    ];
    for (divisor, words) in [
        (5, "sum(weight * score) / 5"),
        (10, "sum(weight * score) / 10"),
        (100, "sum(weight * score) / 100"),
        (20, "sum(weight * score) / 20"),
    ] {
        rules.push(Rule { words, factors: over(&Exact::from(divisor)) });
    }
    let by_most = leaves.iter().zip(&weights).map(|(leaf, weight)| weight.over(&leaf.maximum.as_ref()?.0));
    if let Some(factors) = by_most.collect::<Option<Vec<Exact>>>() {
        rules.push(Rule { words: "sum(weight * score / maximum)", factors });
    }
    rules.push(Rule { words: "the sum of the points", factors: ones });
    rules
}
