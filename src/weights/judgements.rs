//! What people say of the weights of one group, by one of five methods, and the weights that follow.

use super::best_worst::{BestWorst, MOST_FROM_BEST};
use super::fault::{At, Fault, Problem};
use super::pairwise::{self, MOST_PAIRED};
use super::rank_order::rank_order;
use crate::decision::judgement::{Comparison, JudgedWeights, Judgements, PairFormula};
use crate::exact::Exact;

/// Works out the weights that follow from judgements.
///
/// - `ids`: the criteria of the group.
///
/// ```
/// use weigh::exact::Exact;
/// use weigh::decision::judgement::{Comparison, Judgements, PairFormula};
/// use weigh::weights::find;
/// let says = |more: &str, less: &str, ratio: u32| Comparison {
///     more: more.to_owned(),
///     less: less.to_owned(),
///     ratio: Exact::from(ratio),
/// };
/// let comparisons = vec![says("cost", "culture", 2), says("security", "cost", 2), says("security", "culture", 5)];
/// let judgements = Judgements::Pairwise { formula: PairFormula::Eigenvector, comparisons };
/// let found = find(&["cost", "culture", "security"], &judgements).unwrap();
/// assert_eq!(found.shares[2].fixed(3), "0.595");
/// assert!(!found.consistency.unwrap().is_too_high());
/// ```
///
/// # Errors
/// Every [`Fault`] of the judgements, in the order in which they were stated.
///
/// # Panics
/// Never: what is stated is checked before it is counted with.
pub fn find(ids: &[&str], judgements: &Judgements) -> Result<JudgedWeights, Vec<Fault>> {
    let exact = |shares| Ok(JudgedWeights { shares, consistency: None });
    match judgements {
        Judgements::Points { points } => exact(from_points(ids, points, None)?),
        Judgements::Swing { points } => exact(from_points(ids, points, Some(&Exact::HUNDRED))?),
        Judgements::RankOrder { formula, order } => exact(rank_order(&places(ids, order)?, *formula)),
        Judgements::Pairwise { formula, comparisons } => from_pairs(ids, *formula, comparisons),
        Judgements::BestWorst { best, worst, comparisons } => from_best(ids, best, worst, comparisons),
    }
}

/// Numbers as shares of their sum; none where the sum is zero.
pub(super) fn shares_of(numbers: &[Exact]) -> Option<Vec<Exact>> {
    let sum = Exact::sum(numbers);
    numbers.iter().map(|number| number.over(&sum)).collect()
}

/// The faults found on the way through judgements.
struct Check<'a> {
    ids: &'a [&'a str],
    faults: Vec<Fault>,
}

impl<'a> Check<'a> {
    fn new(ids: &'a [&'a str]) -> Self {
        Check { ids, faults: Vec::new() }
    }

    fn report(&mut self, at: At, problem: Problem) {
        self.faults.push(Fault { at, problem });
    }

    /// The index of a criterion.
    fn index(&mut self, at: At, id: &str) -> Option<usize> {
        let index = self.ids.iter().position(|other| *other == id);
        if index.is_none() {
            let known = self.ids.iter().map(|id| (*id).to_owned()).collect();
            self.report(at, Problem::Unknown { id: id.to_owned(), known });
        }
        index
    }

    /// Reports the criteria that `is_there` does not hold for.
    fn missing(&mut self, is_there: impl Fn(usize) -> bool) {
        let missing: Vec<String> = (0..self.ids.len())
            .filter(|&index| !is_there(index))
            .map(|index| self.ids[index].to_owned())
            .collect();
        if !missing.is_empty() {
            self.report(At::Whole, Problem::Missing { what: missing });
        }
    }

    fn done<T>(self, value: T) -> Result<T, Vec<Fault>> {
        if self.faults.is_empty() { Ok(value) } else { Err(self.faults) }
    }
}

/// Shares in proportion to points; `top` is the highest that there may be and must be.
fn from_points(
    ids: &[&str],
    points: &[(String, Exact)],
    top: Option<&Exact>,
) -> Result<Vec<Exact>, Vec<Fault>> {
    let mut check = Check::new(ids);
    let mut by_index: Vec<Option<Exact>> = vec![None; ids.len()];
    for (entry, (id, number)) in points.iter().enumerate() {
        let at = At::Entry(entry);
        if number.is_negative() || top.is_some_and(|top| number > top) {
            check.report(
                at,
                Problem::PointsOutside { id: id.clone(), number: number.clone(), top: top.cloned() },
            );
        }
        if let Some(index) = check.index(at, id)
            && by_index[index].replace(number.clone()).is_some()
        {
            check.report(at, Problem::Twice { what: id.clone() });
        }
    }
    check.missing(|index| by_index[index].is_some());
    let highest = points.iter().map(|(_, number)| number).max().cloned().unwrap_or_default();
    if check.faults.is_empty() && top.is_some_and(|top| highest < *top) {
        check.report(At::Whole, Problem::NoFullSwing { highest });
    } else if check.faults.is_empty() && highest.is_zero() {
        check.report(At::Whole, Problem::AllZero);
    }
    let shares = shares_of(&by_index.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>());
    check.done(shares.unwrap_or_default())
}

/// The indices of the criteria by place.
fn places(ids: &[&str], order: &[Vec<String>]) -> Result<Vec<Vec<usize>>, Vec<Fault>> {
    let mut check = Check::new(ids);
    let mut is_placed = vec![false; ids.len()];
    let mut places = Vec::new();
    for (entry, tied) in order.iter().enumerate() {
        let mut place = Vec::new();
        for id in tied {
            let Some(index) = check.index(At::Entry(entry), id) else { continue };
            if std::mem::replace(&mut is_placed[index], true) {
                check.report(At::Entry(entry), Problem::Twice { what: id.clone() });
            }
            place.push(index);
        }
        places.push(place);
    }
    check.missing(|index| is_placed[index]);
    check.done(places)
}

/// Ratios by pairs of indices, each with the entry that states it.
struct Ratios {
    stated: Vec<Vec<Option<(Exact, usize)>>>,
}

impl Ratios {
    fn read(check: &mut Check<'_>, comparisons: &[Comparison], highest: Option<&Exact>) -> Ratios {
        let size = check.ids.len();
        let mut ratios = Ratios { stated: vec![vec![None; size]; size] };
        for (entry, comparison) in comparisons.iter().enumerate() {
            let at = At::Entry(entry);
            let more = check.index(at, &comparison.more);
            let less = if comparison.less == comparison.more {
                check.report(at, Problem::WithItself { id: comparison.more.clone() });
                None
            } else {
                check.index(at, &comparison.less)
            };
            let (Some(more), Some(less)) = (more, less) else { continue };
            let reciprocal = Exact::ONE.over(&comparison.ratio);
            let (Some(reciprocal), false) = (reciprocal, comparison.ratio.is_negative()) else {
                check.report(at, Problem::NoRatio { ratio: comparison.ratio.clone() });
                continue;
            };
            let size = comparison.ratio.clone().max(reciprocal.clone());
            if highest.is_some_and(|highest| size > *highest) {
                check.report(at, Problem::RatioOutside { ratio: comparison.ratio.clone() });
            }
            match &ratios.stated[more][less] {
                Some((earlier, first)) if *earlier != comparison.ratio => {
                    let (earlier, first) = (earlier.clone(), *first);
                    let comparison = comparison.clone();
                    check.report(at, Problem::Contradiction { comparison, earlier, first });
                }
                Some(_) => {}
                None => {
                    ratios.stated[more][less] = Some((comparison.ratio.clone(), entry));
                    ratios.stated[less][more] = Some((reciprocal, entry));
                }
            }
        }
        ratios
    }

    fn get(&self, more: usize, less: usize) -> Option<&Exact> {
        self.stated[more][less].as_ref().map(|(ratio, _)| ratio)
    }

    /// Reports the pairs that are wanted and not there.
    fn missing(&self, check: &mut Check<'_>, wanted: impl Iterator<Item = (usize, usize)>) {
        let missing: Vec<String> = wanted
            .filter(|&(more, less)| self.stated[more][less].is_none())
            .map(|(more, less)| format!("{}/{}", check.ids[more], check.ids[less]))
            .collect();
        // A pair with a ratio that is none is not left out.
        let is_half_read = check.faults.iter().any(|fault| matches!(fault.problem, Problem::NoRatio { .. }));
        if !missing.is_empty() && !is_half_read {
            check.report(At::Whole, Problem::Missing { what: missing });
        }
    }
}

fn from_pairs(
    ids: &[&str],
    formula: PairFormula,
    comparisons: &[Comparison],
) -> Result<JudgedWeights, Vec<Fault>> {
    let mut check = Check::new(ids);
    let size = ids.len();
    if size > MOST_PAIRED {
        check.report(At::Whole, Problem::TooMany { criteria: size, most: MOST_PAIRED });
        return Err(check.faults);
    }
    let ratios = Ratios::read(&mut check, comparisons, None);
    ratios.missing(&mut check, (0..size).flat_map(|i| (i + 1..size).map(move |j| (i, j))));
    check.done(())?;
    let exact: Vec<Vec<Exact>> = (0..size)
        .map(|i| (0..size).map(|j| ratios.get(i, j).cloned().unwrap_or(Exact::ONE)).collect())
        .collect();
    let matrix = exact.iter().map(|row| row.iter().map(Exact::to_f64).collect()).collect();
    let shares: Vec<Exact> = pairwise::weights(&matrix, formula).into_iter().map(twelve_digits).collect();
    let consistency = (size > 0).then(|| pairwise::consistency(ids, &exact, &matrix));
    Ok(JudgedWeights { shares: shares_of(&shares).unwrap_or_default(), consistency })
}

/// A binary number without the noise of its last digits, so that equal weights stay equal.
fn twelve_digits(number: f64) -> Exact {
    Exact::parse(&format!("{number:.12}")).unwrap_or_default()
}

fn from_best(
    ids: &[&str],
    best: &str,
    worst: &str,
    comparisons: &[Comparison],
) -> Result<JudgedWeights, Vec<Fault>> {
    let mut check = Check::new(ids);
    let size = ids.len();
    if size > MOST_FROM_BEST {
        check.report(At::Whole, Problem::TooMany { criteria: size, most: MOST_FROM_BEST });
        return Err(check.faults);
    }
    let ends = (check.index(At::Best, best), check.index(At::Worst, worst));
    if best == worst {
        check.report(At::Worst, Problem::BestIsWorst { id: best.to_owned() });
    }
    let ratios = Ratios::read(&mut check, comparisons, Some(&Exact::from(9)));
    let (Some(best), Some(worst)) = ends else { return Err(check.faults) };
    for (more, row) in ratios.stated.iter().enumerate() {
        for (less, stated) in row.iter().enumerate() {
            // Each stands there in both directions; the first one is looked at.
            let Some((_, entry)) = stated.as_ref().filter(|_| more < less) else { continue };
            let named = [more, less];
            if !named.contains(&best) && !named.contains(&worst) {
                check.report(At::Entry(*entry), Problem::NeitherEnd);
            } else {
                let (above, below) = if more == best || less == worst { (more, less) } else { (less, more) };
                if ratios.get(above, below).is_some_and(|ratio| *ratio < Exact::ONE) {
                    let (above, below) = (ids[above].to_owned(), ids[below].to_owned());
                    check.report(At::Entry(*entry), Problem::AboveBest { above, below });
                }
            }
        }
    }
    let from_best = (0..size).filter(|&j| j != best).map(|j| (best, j));
    let to_worst = (0..size).filter(|&j| j != best && j != worst).map(|j| (j, worst));
    ratios.missing(&mut check, from_best.chain(to_worst));
    check.done(())?;
    let one_or = |more, less| ratios.get(more, less).cloned().unwrap_or(Exact::ONE);
    let judged = BestWorst {
        best,
        worst,
        best_to: (0..size).map(|at| one_or(best, at)).collect(),
        to_worst: (0..size).map(|at| one_or(at, worst)).collect(),
    };
    let (shares, deviation) = judged.weights();
    let consistency = judged.consistency(ids, &shares, deviation);
    Ok(JudgedWeights { shares, consistency: Some(consistency) })
}
