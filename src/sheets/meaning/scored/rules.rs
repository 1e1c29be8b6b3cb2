//! Totals that are typed in: the rule by which they come about.

use std::collections::BTreeSet;

use super::checks::shown;
use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::meaning::Reader;
use crate::sheets::meaning::kinds::Kind;
use crate::sheets::meaning::leaf::{Leaf, Under, Weight};
use crate::sheets::meaning::marks::mark;
use crate::sheets::meaning::panel::Panel;
use crate::sheets::meaning::prices::Price;
use crate::sheets::meaning::scoring::Scoring;
use crate::sheets::meaning::weights::weight;
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
    // Points for prices count by the rule as marks do, where they have weights as those have.
    let mut lines = scoring.leaves.clone();
    let stated = |price: &Price| price.weight_place.and_then(|place| weight(reader, place));
    let stated: Vec<Option<Weight>> = scoring.prices.iter().map(stated).collect();
    let has_weights = scoring.leaves.iter().all(|leaf| leaf.weight.is_some());
    if stated.iter().all(|weight| weight.is_some() == has_weights) {
        lines.extend(stated.into_iter().map(|weight| Leaf { weight, ..Leaf::default() }));
        marks.extend(scoring.prices.iter().map(|price| price.earned.clone()));
    }
    let mut rules = rules(&lines);
    let Some((agreed, is_exact, at)) = best(&rules, &marks, &totals) else { return };
    let rule = rules.swap_remove(at);
    let mut factors = rule.factors.into_iter();
    for (leaf, factor) in scoring.leaves.iter_mut().zip(&mut factors) {
        leaf.factor = factor;
    }
    for (price, factor) in scoring.prices.iter_mut().zip(&mut factors) {
        price.part = &price.part * &factor;
        price.rounding = &price.rounding * &factor;
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

/// Gives every mark the factor of the rule that comes nearest to totals that follow none: the one with which most agree, and
/// of equal ones what most totals count a mark with.
pub(super) fn nearest(reader: &mut Reader<'_>, scoring: &mut Scoring) {
    // What a total is divided by is no criterion.
    let is_divisor = |leaf: &Leaf| leaf.factor.is_negative() && leaf.weight.is_none();
    let (dropped, kept) = std::mem::take(&mut scoring.leaves).into_iter().partition(is_divisor);
    scoring.leaves = kept;
    for leaf in Vec::<Leaf>::into_iter(dropped) {
        reader.set_kind(leaf.table, leaf.line, Kind::Fact);
    }
    let totals = scoring.totals.iter().enumerate().filter_map(|(vendor, total)| {
        Some((vendor, reader.replay.cell((*total)?).value()?.clone(), Some(6)))
    });
    let totals: Vec<Shown> = totals.collect();
    let number = |place: &Option<Place>| place.and_then(|place| mark(reader, place).number());
    let marks: Vec<Marks> =
        scoring.leaves.iter().map(|leaf| leaf.cells.iter().map(number).collect()).collect();
    let usual: Vec<Exact> = scoring.leaves.iter().map(|leaf| leaf.factor.clone()).collect();
    let is_usable = usual.iter().all(|factor| !factor.is_zero());
    if !scoring.prices.is_empty() && is_usable {
        return;
    }
    let mut all = rules(&scoring.leaves);
    if is_usable {
        all.insert(0, Rule { words: "what most totals do", factors: usual });
    }
    let Some((.., at)) = best(&all, &marks, &totals) else { return };
    for (leaf, factor) in scoring.leaves.iter_mut().zip(all.swap_remove(at).factors) {
        leaf.factor = factor;
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

/// A line that is the sum of others, and those.
struct Head {
    at: usize,
    members: Vec<usize>,
    /// Whether it has no marks of its own: its sums stand beside the marks.
    is_beside: bool,
    /// Whether it is the mean of them by their weights, and no sum.
    is_mean: bool,
}

/// Lines that are the sums of those under them or over them, where the totals count either and not both: they are groups.
fn set_heads_apart(reader: &mut Reader<'_>, scoring: &mut Scoring, marks: &mut Vec<Marks>, totals: &[Shown]) {
    let beside: Vec<Marks> = scoring.leaves.iter().map(|leaf| beside(reader, leaf)).collect();
    let mut heads: Vec<Head> = Vec::new();
    let mut taken = BTreeSet::new();
    for at in 0..marks.len() {
        if taken.contains(&at) {
            continue;
        }
        let lines = Lines { leaves: &scoring.leaves, marks, beside: &beside };
        let under = lines.sum(at, at + 1..marks.len());
        let head = under.or_else(|| lines.sum(at, (0..at).rev())).or_else(|| lines.mean(at));
        if let Some(head) = head.filter(|head| head.members.iter().all(|member| !taken.contains(member))) {
            taken.extend(head.members.iter().copied().chain([at]));
            heads.push(head);
        }
    }
    if heads.is_empty() {
        return;
    }
    let is_head = |at: usize| heads.iter().any(|head| head.at == at);
    let without = |count: usize| (0..count).filter(|at| !is_head(*at));
    let mut grouped = scoring.leaves.clone();
    for head in &heads {
        let Leaf { name, place, weight, .. } = &scoring.leaves[head.at];
        let group = Under { name: name.clone(), place: *place, weight: weight.clone() };
        head.members.iter().for_each(|member| grouped[*member].group = Some(group.clone()));
    }
    let own: Vec<Leaf> = without(marks.len()).map(|at| grouped[at].clone()).collect();
    let own_marks: Vec<Marks> = without(marks.len()).map(|at| marks[at].clone()).collect();
    let agreed =
        |leaves: &[Leaf], marks: &[Marks]| best(&rules(leaves), marks, totals).map(|(agreed, ..)| agreed);
    let is_beside = heads.iter().all(|head| head.is_beside);
    if !is_beside && agreed(&own, &own_marks) <= agreed(&scoring.leaves, marks) {
        return;
    }
    for head in &heads {
        let Leaf { name, place, table, line, .. } = scoring.leaves[head.at].clone();
        reader.set_kind(table, line, Kind::Group);
        let where_ = if head.members[0] > head.at { "under" } else { "over" };
        let count = head.members.len();
        let lines = if count == 1 { "line" } else { "lines" };
        let how = if head.is_mean { "weighted mean" } else { "sum" };
        let what =
            format!("\"{name}\" is the {how} of the {count} {lines} {where_} it: taken as their group");
        reader.say(place.into_iter().collect(), what);
    }
    scoring.leaves = own;
    *marks = own_marks;
}

/// What stands beside the marks of a line.
fn beside(reader: &Reader<'_>, leaf: &Leaf) -> Marks {
    let table = reader.table(leaf.table);
    let mut found = vec![None; leaf.cells.len()];
    for (bidder, vendor) in table.bidders.iter().zip(reader.vendors_of(leaf.table)) {
        if let (Some(vendor), Some(slot), Some(_)) = (vendor, bidder.derived, bidder.mark) {
            found[vendor] = mark(reader, table.place(leaf.line, slot)).number();
        }
    }
    found
}

struct Lines<'a> {
    leaves: &'a [Leaf],
    marks: &'a [Marks],
    /// What stands beside the marks.
    beside: &'a [Marks],
}

impl Lines<'_> {
    /// The nearest of some lines that add up to one, for every vendor, and their weights to its own where it has one.
    fn sum(&self, at: usize, others: impl Iterator<Item = usize>) -> Option<Head> {
        const MOST: usize = 200;
        let is_beside = self.marks[at].iter().all(Option::is_none);
        let own = if is_beside { &self.beside[at] } else { &self.marks[at] };
        let own: Vec<&Exact> = own.iter().map(Option::as_ref).collect::<Option<_>>()?;
        if own.len() < 2 || own.iter().all(|mark| mark.is_zero()) {
            return None;
        }
        // As they stand, and with their weights.
        let mut sums = [vec![Exact::ZERO; own.len()], vec![Exact::ZERO; own.len()]];
        let (mut members, mut weights) = (Vec::new(), Some(Exact::ZERO));
        for line in others.take(MOST) {
            let leaf = &self.leaves[line];
            if leaf.table != self.leaves[at].table {
                return None;
            }
            let weight = leaf.weight.as_ref().map(|weight| &weight.value);
            for (vendor, mark) in self.marks[line].iter().enumerate() {
                let plain = if is_beside { &self.beside[line][vendor] } else { mark };
                let weighted = weight.zip(mark.as_ref()).map(|(weight, mark)| weight * mark);
                sums[0][vendor] = &sums[0][vendor] + plain.as_ref()?;
                sums[1][vendor] = &sums[1][vendor] + weighted.as_ref().or(plain.as_ref())?;
            }
            weights = weights.zip(weight).map(|(sum, weight)| &sum + weight);
            members.push(line);
            let is_beyond =
                |sums: &Vec<Exact>| sums.iter().zip(&own).any(|(sum, own)| sum > *own && !is_shown(sum, own));
            if sums.iter().all(is_beyond) {
                return None;
            }
            let is_whole = |sums: &Vec<Exact>| sums.iter().zip(&own).all(|(sum, own)| is_shown(sum, own));
            let is_exact = sums[0].iter().zip(&own).all(|(sum, own)| sum == *own);
            let is_sum = is_exact || is_whole(&sums[1]) || is_beside && is_whole(&sums[0]);
            let is_weighted = match (&self.leaves[at].weight, &weights) {
                (Some(own), Some(weights)) => own.value == *weights || *weights == Exact::ONE,
                (Some(_), None) => false,
                (None, _) => true,
            };
            if is_sum && is_weighted && (members.len() > 1 || is_beside) {
                return Some(Head { at, members, is_beside, is_mean: false });
            }
        }
        None
    }

    /// The lines under one that come to it as a mean by their weights, for every vendor: weights within a group that has its
    /// own.
    fn mean(&self, at: usize) -> Option<Head> {
        const MOST: usize = 200;
        let own: Vec<&Exact> = self.marks[at].iter().map(Option::as_ref).collect::<Option<_>>()?;
        self.leaves[at].weight.as_ref().filter(|_| own.len() > 1)?;
        let mut sums = vec![Exact::ZERO; own.len()];
        let (mut members, mut weights) = (Vec::new(), Exact::ZERO);
        for line in (at + 1..self.marks.len()).take(MOST) {
            let leaf = &self.leaves[line];
            let weight = &leaf.weight.as_ref().filter(|_| leaf.table == self.leaves[at].table)?.value;
            for (sum, mark) in sums.iter_mut().zip(&self.marks[line]) {
                *sum = &*sum + &(weight * mark.as_ref()?);
            }
            weights = &weights + weight;
            members.push(line);
            let is_mean =
                |(sum, own): (&Exact, &&Exact)| sum.over(&weights).is_some_and(|mean| is_shown(&mean, own));
            // Weights within a group make a whole of it.
            let is_whole = weights == Exact::HUNDRED || weights == Exact::ONE;
            if is_whole && members.len() > 1 && sums.iter().zip(&own).all(is_mean) {
                return Some(Head { at, members, is_beside: false, is_mean: true });
            }
        }
        None
    }
}

/// Whether a sum is what somebody typed, to the digits that are there.
fn is_shown(sum: &Exact, typed: &Exact) -> bool {
    let digits = typed.decimals(6);
    sum.fixed(digits) == typed.fixed(digits)
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
    // Weights within groups that have weights of their own.
    let of_groups = leaves.iter().zip(&weights).map(|(leaf, weight)| {
        let group = leaf.group.as_ref()?.weight.as_ref()?;
        Some(&group.value * weight)
    });
    let of_groups: Option<Vec<Exact>> = of_groups.collect();
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
    if let Some(products) = of_groups {
        let whole = Exact::sum(&products);
        let shares = products.iter().map(|one| one.over(&whole).unwrap_or_default()).collect();
        rules.push(Rule { words: "sum(group weight * weight * score)", factors: products });
        rules.push(Rule { words: "sum(group weight * weight * score) / sum(weights)", factors: shares });
    }
    rules.push(Rule { words: "the sum of the points", factors: ones });
    rules
}
