//! One mark of several, exactly.

use std::sync::Arc;

use crate::decision::panel::{Absent, Combine, Combined, Evaluator, Given, Mark, Panel, PanelRule, Standing};
use crate::decision::{
    Criterion, CriterionId, Decision, Evidence, Fact, FactValue, Location, Status, Vendor, Weight,
};
use crate::exact::Exact;
use crate::exact::irrational::root;

/// Combines the marks of a panel: one entry for each vendor and each rated criterion that applies to it, in the order of
/// both.
///
/// The order of the evaluators changes no combined mark. Marks of recused evaluators never matter.
#[must_use]
pub fn combine(
    panel: &Panel,
    rule: &PanelRule,
    criteria: &[Criterion],
    vendors: &[Arc<Vendor>],
) -> Vec<Combined> {
    let marks = Marks::of(panel, rule, criteria, vendors);
    let marks = &marks;
    let of_vendor = |vendor: usize| {
        let columns =
            marks.columns.iter().filter(move |column| vendors[vendor].can_be_marked_on(column.rated.id));
        columns.map(move |column| marks.combined(column, vendor))
    };
    (0..vendors.len()).flat_map(of_vendor).collect()
}

/// The lowest mark that an evaluator gave a vendor on a criterion, as far as they count: a range down to the foot of the
/// scale while marks are missing, and none where nobody has given one yet.
pub(crate) fn lowest_mark<'a>(
    evaluators: impl Iterator<Item = &'a Evaluator>,
    vendor: &Vendor,
    criterion: &Criterion,
) -> Option<FactValue> {
    let from = criterion.leaf.as_ref()?.scale.marks()?.from;
    if !vendor.can_be_marked_on(&criterion.id) {
        return Some(FactValue::NotApplicable { reason: format!("{} does not apply", criterion.name) });
    }
    let given: Vec<Given> = evaluators.map(|one| look_up(one, vendor, &criterion.id)).collect();
    let counted = given.iter().filter(|given| given.standing == Standing::Counts);
    let lowest = counted.filter_map(|given| given.mark.as_ref()).min()?;
    let is_open = given.iter().any(|given| given.standing == Standing::Missing) && from < lowest;
    Some(if is_open {
        FactValue::Range { low: from.clone(), likely: lowest.clone(), high: lowest.clone() }
    } else {
        FactValue::Number { value: lowest.clone() }
    })
}

/// Puts a panel into a decision: its combined marks take the place of the vendors' own on every rated
/// criterion but those for which `is_kept` says that the vendor's own mark stays.
pub fn seat(
    decision: &mut Decision,
    mut panel: Panel,
    is_kept: impl Fn(&Vendor, &CriterionId) -> bool,
    location: &Location,
) {
    let rule = decision.rule.panel.clone().unwrap_or_default();
    panel.combined = combine(&panel, &rule, &decision.criteria, &decision.vendors);
    for one in &panel.combined {
        let Some(vendor) = decision.vendors.iter_mut().find(|vendor| vendor.id == one.vendor) else {
            continue;
        };
        if is_kept(vendor, &one.criterion) {
            continue;
        }
        match fact(one, location) {
            Some(fact) => Arc::make_mut(vendor).ratings.insert(one.criterion.clone(), Arc::new(fact)),
            None => Arc::make_mut(vendor).ratings.remove(&one.criterion),
        };
    }
    decision.panel = Some(Arc::new(panel));
}

/// A combined mark as the fact that the scoring reads.
fn fact(combined: &Combined, location: &Location) -> Option<Fact> {
    let value = value_of([&combined.lowest, &combined.mark, &combined.highest])?;
    let note = combined.consensus.as_ref().filter(|_| combined.how == Combine::Consensus);
    let source = match (combined.how, combined.counted().count()) {
        (Combine::Consensus, _) => "consensus of the panel".to_owned(),
        (how, 1) => format!("{} of 1 mark", how.word()),
        (how, count) => format!("{} of {count} marks", how.word()),
    };
    let note = note.and_then(|mark| mark.note.clone());
    let location = combined
        .consensus
        .as_ref()
        .filter(|_| combined.how == Combine::Consensus)
        .map_or_else(|| location.clone(), |mark| mark.location.clone());
    Some(Fact {
        value: Some(value),
        evidence: Evidence { source: Some(source), note, ..Evidence::default() }.shared(),
        release: None,
        location,
    })
}

/// The lowest, the combined and the highest mark as the scoring reads them: a range where missing marks may still move
/// it, none where nothing is known.
fn value_of([low, mark, high]: [&Option<Exact>; 3]) -> Option<FactValue> {
    let (low, mark, high) = (low.clone()?, mark.clone()?, high.clone()?);
    Some(if low == high {
        FactValue::Number { value: mark }
    } else {
        FactValue::Range { low, likely: mark, high }
    })
}

/// A criterion that people mark.
struct Rated<'a> {
    id: &'a CriterionId,
    from: &'a Exact,
    to: &'a Exact,
}

impl Rated<'_> {
    fn of(criterion: &Criterion) -> Option<Rated<'_>> {
        let marks = criterion.leaf.as_ref()?.scale.marks()?;
        Some(Rated { id: &criterion.id, from: marks.from, to: marks.to })
    }

    /// The mark at a share of the scale.
    fn at(&self, share: &Exact) -> Exact {
        self.from + &(share * &(self.to - self.from))
    }
}

/// The marks of a panel, each looked up once, so that they can be combined again without an evaluator.
pub(super) struct Marks<'a> {
    panel: &'a Panel,
    rule: &'a PanelRule,
    vendors: &'a [Arc<Vendor>],
    columns: Vec<Column<'a>>,
}

/// What the scoring would read in place of a combined mark.
#[derive(Clone)]
pub(super) struct MarkWithout<'a> {
    /// An index.
    pub(super) vendor: usize,
    pub(super) criterion: &'a CriterionId,
    /// None where nothing is known.
    pub(super) fact: Option<Arc<Fact>>,
}

/// The marks on one criterion, by vendor and evaluator.
struct Column<'a> {
    rated: Rated<'a>,
    given: Vec<Vec<Given>>,
    /// How marks without a consensus become one, and what each counts as; none where these come to nothing.
    usual: Option<(Combine, Vec<Vec<Says>>)>,
}

/// What a mark counts as on the scale.
#[derive(Clone, Default, PartialEq)]
struct Says {
    /// None where it does not count.
    value: Option<Exact>,
    /// The lowest and the highest that it may come to count as, where marks for others are missing that it is ranked
    /// among; none where it stays as it is.
    ends: Option<[Exact; 2]>,
}

impl<'a> Marks<'a> {
    pub(super) fn of(
        panel: &'a Panel,
        rule: &'a PanelRule,
        criteria: &'a [Criterion],
        vendors: &'a [Arc<Vendor>],
    ) -> Marks<'a> {
        let usual = match rule.combine {
            Combine::Consensus => rule.otherwise,
            how => Some(how),
        };
        let column = |rated: Rated<'a>| {
            let row = |vendor: &Arc<Vendor>| {
                panel.evaluators.iter().map(|one| look_up(one, vendor, rated.id)).collect()
            };
            let given: Vec<Vec<Given>> = vendors.iter().map(row).collect();
            let usual = usual.map(|how| (how, values(how, &rated, &given, vendors)));
            Column { rated, given, usual }
        };
        Marks { panel, rule, vendors, columns: criteria.iter().filter_map(Rated::of).map(column).collect() }
    }

    /// What the scoring would read without each evaluator in turn, by vendor and rated criterion.
    pub(super) fn without_each(&self) -> Vec<Vec<MarkWithout<'a>>> {
        let mut each = vec![Vec::new(); self.panel.evaluators.len()];
        for column in &self.columns {
            for vendor in 0..self.vendors.len() {
                if let Some((Combine::Standardised, _)) = column.usual {
                    continue;
                }
                let values = column.usual.as_ref().map(|(_, values)| &values[vendor]);
                // Evaluators who say the same with the same weight leave the same behind.
                let mut known: Vec<(_, Option<Arc<Fact>>)> = Vec::new();
                for (at, (given, one)) in column.given[vendor].iter().zip(&self.panel.evaluators).enumerate()
                {
                    let says = (given.standing, &one.weight, values.map(|values| &values[at]));
                    let fact = known.iter().find(|(other, _)| *other == says).map(|(_, fact)| fact.clone());
                    let fact = fact.unwrap_or_else(|| {
                        let (_, [low, mark, high]) = self.three(column, vendor, Some(at));
                        let fact = value_of([&low, &mark, &high]).map(|value| Arc::new(Fact::of(value)));
                        known.push((says, fact.clone()));
                        fact
                    });
                    each[at].push(MarkWithout { vendor, criterion: column.rated.id, fact });
                }
            }
            if let Some((Combine::Standardised, _)) = column.usual {
                self.standardised_without(column, &mut each);
            }
        }
        each
    }

    /// Without an evaluator the marks of the others are brought to another mean and another spread.
    fn standardised_without(&self, column: &Column<'a>, each: &mut [Vec<MarkWithout<'a>>]) {
        for (at, marks) in each.iter_mut().enumerate() {
            let mut given = column.given.clone();
            for row in &mut given {
                row[at] = Given { standing: Standing::Recused, mark: None, note: None, location: None };
            }
            let values = values(Combine::Standardised, &column.rated, &given, self.vendors);
            let rated = Rated { ..column.rated };
            let without = Column { rated, given, usual: Some((Combine::Standardised, values)) };
            for vendor in 0..self.vendors.len() {
                let (_, [low, mark, high]) = self.three(&without, vendor, Some(at));
                let fact = value_of([&low, &mark, &high]).map(|value| Arc::new(Fact::of(value)));
                marks.push(MarkWithout { vendor, criterion: column.rated.id, fact });
            }
        }
    }

    fn combined(&self, column: &Column<'_>, vendor: usize) -> Combined {
        let (how, [lowest, mark, highest]) = self.three(column, vendor, None);
        Combined {
            vendor: self.vendors[vendor].id.clone(),
            criterion: column.rated.id.clone(),
            given: column.given[vendor].clone(),
            mark,
            how,
            lowest,
            highest,
            consensus: self.consensus(column, vendor).cloned(),
        }
    }

    fn consensus(&self, column: &Column<'_>, vendor: usize) -> Option<&'a Mark> {
        self.panel.consensus.get(&self.vendors[vendor].id)?.get(column.rated.id)
    }

    /// How the marks of a vendor on a criterion become one, and the lowest, the combined and the highest.
    fn three(
        &self,
        column: &Column<'_>,
        vendor: usize,
        without: Option<usize>,
    ) -> (Combine, [Option<Exact>; 3]) {
        let agreed = self.consensus(column, vendor).and_then(|mark| mark.mark.as_ref());
        match (self.rule.combine, agreed, &column.usual) {
            (Combine::Consensus, Some(agreed), _) => {
                (Combine::Consensus, [agreed, agreed, agreed].map(|mark| Some(mark.clone())))
            }
            (.., Some((how, values))) => {
                let rows = column.given[vendor].iter().zip(&self.panel.evaluators).zip(&values[vendor]);
                let others = rows.enumerate().filter(|(at, _)| Some(*at) != without);
                let ballots: Vec<Ballot<'_>> = others
                    .map(|(_, ((given, one), says))| Ballot {
                        standing: given.standing,
                        weight: &one.weight,
                        value: says.value.as_ref(),
                        ends: says.ends.as_ref(),
                    })
                    .collect();
                (*how, three(*how, self.rule, &column.rated, &ballots))
            }
            (.., None) => (Combine::Consensus, [None, None, None]),
        }
    }
}

fn look_up(evaluator: &Evaluator, vendor: &Vendor, criterion: &CriterionId) -> Given {
    let mark = evaluator.marks.get(&vendor.id).and_then(|marks| marks.get(criterion));
    let standing = match mark {
        _ if evaluator.conflict(&vendor.id).is_some() => Standing::Recused,
        Some(mark) if mark.mark.is_some() => Standing::Counts,
        Some(_) => Standing::Abstains,
        None => Standing::Missing,
    };
    Given {
        standing,
        mark: mark.and_then(|mark| mark.mark.clone()),
        note: mark.and_then(|mark| mark.note.clone()),
        location: mark.map(|mark| mark.location.clone()),
    }
}

/// What each evaluator's mark for each vendor counts as on the scale: itself, or what its rank among the
/// evaluator's marks comes to.
fn values(how: Combine, rated: &Rated<'_>, given: &[Vec<Given>], vendors: &[Arc<Vendor>]) -> Vec<Vec<Says>> {
    let counted = |given: &Given| given.mark.clone().filter(|_| given.standing == Standing::Counts);
    let itself = |given: &Given| Says { value: counted(given), ends: None };
    let mut values: Vec<Vec<Says>> = given.iter().map(|row| row.iter().map(itself).collect()).collect();
    if !how.is_relative() {
        return values;
    }
    // Those who take part are ranked among each other; a vendor that does not has no rank.
    let is_in = |at: usize| vendors[at].status == Status::Invited && vendors[at].can_be_marked_on(rated.id);
    let evaluators = given.first().map_or(0, Vec::len);
    if how == Combine::Standardised {
        let is_missing =
            |at: usize| is_in(at) && given[at].iter().any(|given| given.standing == Standing::Missing);
        let mut marks: Vec<(usize, Vec<&mut Says>)> =
            values.iter_mut().enumerate().map(|(at, row)| (at, row.iter_mut().collect())).collect();
        for (at, row) in &mut marks {
            if !is_in(*at) {
                for says in row {
                    says.value = None;
                }
            }
        }
        let columns = (0..evaluators).map(|_| marks.iter_mut().map(|(_, row)| row.remove(0)).collect());
        standardise(rated, columns.collect(), (0..given.len()).any(is_missing));
        return values;
    }
    for evaluator in 0..evaluators {
        let mut column: Vec<&mut Says> = values.iter_mut().map(|row| &mut row[evaluator]).collect();
        let marked: Vec<(usize, Exact)> = column
            .iter_mut()
            .enumerate()
            .filter_map(|(at, says)| Some((at, says.value.take().filter(|_| is_in(at))?)))
            .collect();
        let is_missing = |at: &usize| is_in(*at) && given[*at][evaluator].standing == Standing::Missing;
        let missing = (0..given.len()).filter(is_missing).count();
        let marks: Vec<&Exact> = marked.iter().map(|(_, mark)| mark).collect();
        let ranks = Ranks::of(how, &marks, missing, rated);
        for (at, mark) in &marked {
            column[*at].value = ranks[0].share(mark).map(|share| rated.at(&share));
            column[*at].ends = ends(&ranks, mark).map(|ends| ends.map(|share| rated.at(&share)));
        }
    }
    values
}

/// Digits after the point with which a standard deviation counts, where it is no fraction.
const DIGITS_OF_SPREAD: u32 = 30;

/// Brings the marks of every evaluator to the mean and the spread that they have on the average.
///
/// A single mark of an evaluator has nothing to be compared with, and counts as given; one who gave all the same gives all
/// the mean.
///
/// - `columns`: for each evaluator the marks that count.
/// - `is_missing`: whether marks are still to come, which can move all of them.
fn standardise(rated: &Rated<'_>, mut columns: Vec<Vec<&mut Says>>, is_missing: bool) {
    let of = |column: &Vec<&mut Says>| {
        let marks: Vec<Exact> = column.iter().filter_map(|says| says.value.clone()).collect();
        let middle = mean(&marks).filter(|_| marks.len() > 1)?;
        let squares: Vec<Exact> = marks.iter().map(|mark| mark - &middle).map(|far| &far * &far).collect();
        let [low, high] = root(&mean(&squares)?, 2, DIGITS_OF_SPREAD)?;
        Some([middle, (&low + &high).over(&Exact::from(2))?])
    };
    let own: Vec<Option<[Exact; 2]>> = columns.iter().map(of).collect();
    let average = |part: usize| mean(&own.iter().flatten().map(|of| of[part].clone()).collect::<Vec<_>>());
    let (middle, spread) = (average(0).unwrap_or_default(), average(1).unwrap_or_default());
    for (column, own) in columns.iter_mut().zip(&own) {
        for says in column.iter_mut().filter(|says| says.value.is_some()) {
            says.ends = is_missing.then(|| [rated.from.clone(), rated.to.clone()]);
            let Some([own_middle, own_spread]) = own else { continue };
            says.value = says.value.take().map(|mark| {
                let far = (&mark - own_middle).over(own_spread).unwrap_or_default();
                (&middle + &(&far * &spread)).max(rated.from.clone()).min(rated.to.clone())
            });
        }
    }
}

/// The marks of one evaluator in order, the lowest first.
struct Ranks<'a> {
    how: Combine,
    sorted: Vec<&'a Exact>,
}

impl<'a> Ranks<'a> {
    /// The marks as they are; where others are missing also with all of these at the top of the scale, with all at its
    /// foot, and with one there.
    fn of(how: Combine, marks: &[&'a Exact], missing: usize, rated: &Rated<'a>) -> Vec<Ranks<'a>> {
        let with = |(mark, count): (&'a Exact, usize)| {
            let mut sorted = [marks, &vec![mark; count]].concat();
            sorted.sort();
            Ranks { how, sorted }
        };
        let all = [(rated.to, 0), (rated.to, missing), (rated.from, missing), (rated.from, 1)];
        all[..if missing == 0 { 1 } else { all.len() }].iter().copied().map(with).collect()
    }

    /// Where a mark stands, from 0 for last to 1 for first. None among fewer than two: there is nothing to rank.
    fn share(&self, mark: &Exact) -> Option<Exact> {
        let whole = |count: usize| Exact::from(count);
        let count = self.sorted.len();
        if count < 2 {
            return None;
        }
        let below = self.sorted.partition_point(|other| *other < mark);
        let tied = self.sorted.partition_point(|other| *other <= mark) - below;
        match self.how {
            Combine::MajorityOfFirsts if below + tied == count => Exact::ONE.over(&whole(tied)),
            Combine::MajorityOfFirsts => Some(Exact::ZERO),
            // Twice the places below, and one for each that ties: halves stay whole numbers.
            _ => whole(2 * below + tied - 1).over(&whole(2 * (count - 1))),
        }
    }
}

/// The lowest and the highest share that a mark may come to once others have marks too; none where none is missing.
fn ends(ranks: &[Ranks<'_>], mark: &Exact) -> Option<[Exact; 2]> {
    let [_, _, ..] = ranks else { return None };
    let shares: Vec<Exact> = ranks.iter().filter_map(|ranks| ranks.share(mark)).collect();
    Some([shares.iter().min()?.clone(), shares.iter().max()?.clone()])
}

/// An evaluator's part in one combined mark.
#[derive(Clone, Copy)]
struct Ballot<'a> {
    standing: Standing,
    weight: &'a Weight,
    value: Option<&'a Exact>,
    ends: Option<&'a [Exact; 2]>,
}

/// Where marks that are missing are taken to be.
#[derive(Clone, Copy)]
enum End {
    Lowest,
    Highest,
}

impl End {
    fn of(self, ends: Option<&[Exact; 2]>) -> Option<&Exact> {
        let [lowest, highest] = ends?;
        Some(match self {
            End::Lowest => lowest,
            End::Highest => highest,
        })
    }
}

/// The combined mark with every missing mark at the lowest, as the rule says, and at the highest.
fn three(how: Combine, rule: &PanelRule, rated: &Rated<'_>, ballots: &[Ballot<'_>]) -> [Option<Exact>; 3] {
    let count = ballots.iter().filter(|ballot| ballot.value.is_some()).count();
    let is_unknown = |ballot: &Ballot<'_>| match ballot.standing {
        Standing::Counts => false,
        Standing::Recused => rule.recused == Absent::Unknown,
        Standing::Abstains | Standing::Missing => rule.missing == Absent::Unknown,
    };
    if count == 0 || count < rule.quorum.unwrap_or(1) || ballots.iter().any(is_unknown) {
        return [None, None, None];
    }
    let rounded = |mark: Exact| rule.rounding.map_or(mark.clone(), |rounding| rounding.apply(&mark));
    let of = |end: Option<(End, &Exact)>| one_of(how, rule, ballots, end).map(rounded);
    // Where all evaluators who gave a mark weigh nothing, the weighted mean would divide by zero.
    let Some(mark) = of(None) else { return [None, None, None] };
    let is_open = |ballot: &Ballot<'_>| ballot.standing == Standing::Missing || ballot.ends.is_some();
    if !ballots.iter().any(is_open) {
        return [mark.clone(), mark.clone(), mark].map(Some);
    }
    // A stand-in can lie outside what the missing marks allow, by a rounding.
    let found = |end: End, fill: &Exact| {
        // A mark that stands alone with its evaluator has no rank yet: it may get one, or go on without.
        let is_ranked = |ballot: &&Ballot<'_>| ballot.value.is_some() || ballot.ends.is_none();
        let (ranked, mut alone): (Vec<&Ballot<'_>>, Vec<&Ballot<'_>>) = ballots.iter().partition(is_ranked);
        alone.sort_by(|a, b| end.of(a.ends).cmp(&end.of(b.ends)));
        if let End::Highest = end {
            alone.reverse();
        }
        let with = |more: usize| {
            let some: Vec<Ballot<'_>> = ranked.iter().chain(&alone[..more]).map(|one| **one).collect();
            one_of(how, rule, &some, Some((end, fill))).map(rounded)
        };
        (0..=alone.len()).filter_map(with).chain([mark.clone()]).collect::<Vec<Exact>>()
    };
    let lowest = found(End::Lowest, rated.from).into_iter().min();
    let highest = found(End::Highest, rated.to).into_iter().max();
    [lowest, Some(mark), highest]
}

/// One mark of several.
///
/// - `end`: where it is asked what missing marks may come to, and the mark at that end, which stands for each.
fn one_of(
    how: Combine,
    rule: &PanelRule,
    ballots: &[Ballot<'_>],
    end: Option<(End, &Exact)>,
) -> Option<Exact> {
    let known = |ballot: &Ballot<'_>| match (end, ballot.ends, ballot.standing, ballot.value) {
        (Some((End::Lowest, _)), Some([lowest, _]), ..) => Some(lowest.clone()),
        (Some((End::Highest, _)), Some([_, highest]), ..) => Some(highest.clone()),
        (.., Some(value)) => Some(value.clone()),
        (Some((_, fill)), None, Standing::Missing, None) => Some(fill.clone()),
        _ => None,
    };
    let is_replaced = |ballot: &Ballot<'_>| match ballot.standing {
        Standing::Recused => rule.recused == Absent::MeanOfOthers,
        Standing::Abstains | Standing::Missing => rule.missing == Absent::MeanOfOthers,
        Standing::Counts => false,
    };
    let stand_in =
        ballots.iter().any(is_replaced).then(|| mean(&ballots.iter().filter_map(known).collect::<Vec<_>>()));
    let stand_in = stand_in.flatten();
    let mut marks: Vec<(Exact, &Weight)> = ballots
        .iter()
        .filter_map(|ballot| {
            let value = known(ballot).or_else(|| stand_in.clone().filter(|_| is_replaced(ballot)))?;
            Some((value, ballot.weight))
        })
        .collect();
    if how == Combine::WeightedMean {
        let products: Vec<Exact> = marks.iter().map(|(mark, weight)| mark * weight.exact()).collect();
        let whole = Weight::sum(marks.iter().map(|(_, weight)| *weight));
        return Exact::sum(&products).over(whole.exact());
    }
    marks.sort_by(|a, b| a.0.cmp(&b.0));
    let sorted: Vec<Exact> = marks.into_iter().map(|(mark, _)| mark).collect();
    match how {
        Combine::Median => mean(&sorted[(sorted.len() - 1) / 2..=sorted.len() / 2]),
        Combine::TrimmedMean if sorted.len() > 2 => mean(&sorted[1..sorted.len() - 1]),
        _ => mean(&sorted),
    }
}

fn mean(marks: &[Exact]) -> Option<Exact> {
    Exact::sum(marks).over(&Exact::from(marks.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All ways to give so many marks from 1 to 3, or none.
    fn completions(count: usize) -> Vec<Vec<u32>> {
        (0..count).fold(vec![Vec::new()], |all, _| {
            all.into_iter().flat_map(|head| (0..4).map(move |mark| [&head[..], &[mark]].concat())).collect()
        })
    }

    #[test]
    fn marks_that_are_missing_leave_a_rank_within_its_ends() {
        let (from, to) = (Exact::ONE, Exact::from(3));
        let id = CriterionId::new("manner");
        let rated = Rated { id: &id, from: &from, to: &to };
        for how in [Combine::RankSum, Combine::MajorityOfFirsts] {
            for (given, missing) in [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2)] {
                for marks in completions(given).into_iter().filter(|marks| !marks.contains(&0)) {
                    let marks: Vec<Exact> = marks.into_iter().map(Exact::from).collect();
                    let ranks = Ranks::of(how, &marks.iter().collect::<Vec<_>>(), missing, &rated);
                    let ends = ends(&ranks, &marks[0]).unwrap();
                    let of = |more: Vec<u32>| {
                        let more = more.into_iter().filter(|mark| *mark > 0).map(Exact::from);
                        let all: Vec<Exact> = marks.iter().cloned().chain(more).collect();
                        Ranks::of(how, &all.iter().collect::<Vec<_>>(), 0, &rated)[0].share(&marks[0])
                    };
                    let found: Vec<Exact> = completions(missing).into_iter().filter_map(of).collect();
                    let found =
                        [found.iter().min().cloned(), found.iter().max().cloned()].map(Option::unwrap);
                    assert!(
                        ends[0] <= found[0] && found[1] <= ends[1],
                        "{marks:?} {missing} {ends:?} {found:?}"
                    );
                    assert!(ends == found, "{marks:?} {missing} {ends:?} {found:?}");
                }
            }
        }
    }
}
