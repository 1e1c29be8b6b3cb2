//! What was answered so far, for every method at once, and the judgements that it makes.

use crate::decision::Weight;
use crate::decision::judgement::{Comparison, Judgements};
use crate::exact::Exact;

use super::method::Method;

/// Answers about criteria, which go by their index in the group.
#[derive(Clone, Debug)]
pub(crate) struct Answers {
    /// The places of the order of importance, most important first; those of one list share theirs.
    pub(crate) places: Vec<Vec<usize>>,
    /// Whose swing matters most.
    pub(crate) most: Option<usize>,
    pub(crate) swings: Vec<Option<Exact>>,
    pub(crate) points: Vec<Option<Exact>>,
    /// How many points there are to hand out.
    pub(crate) whole: Exact,
    /// How many times the first of each pair weighs the second, in the order of [`Answers::pairs`].
    pub(crate) ratios: Vec<Option<Exact>>,
    pub(crate) best: Option<usize>,
    pub(crate) worst: Option<usize>,
    pub(crate) from_best: Vec<Option<Exact>>,
    pub(crate) to_worst: Vec<Option<Exact>>,
}

impl Answers {
    /// Nothing is answered yet; the order is that of the weights as they are.
    pub(crate) fn new(weights: &[Weight]) -> Answers {
        let none = || vec![None; weights.len()];
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by(|a, b| weights[*b].cmp(&weights[*a]));
        Answers {
            places: order.into_iter().map(|at| vec![at]).collect(),
            most: None,
            swings: none(),
            points: none(),
            whole: Exact::HUNDRED,
            ratios: vec![None; pairs(weights.len()).count()],
            best: None,
            worst: None,
            from_best: none(),
            to_worst: none(),
        }
    }

    /// Takes over what judgements say.
    ///
    /// - `ids`: those of the group; the judgements speak of no other one.
    pub(crate) fn take(&mut self, judgements: &Judgements, ids: &[String]) {
        let index = |id: &str| ids.iter().position(|other| other == id);
        match judgements {
            Judgements::Points { points } => {
                self.whole = Exact::sum(points.iter().map(|(_, number)| number));
                for (id, number) in points {
                    if let Some(at) = index(id) {
                        self.points[at] = Some(number.clone());
                    }
                }
            }
            Judgements::Swing { points } => {
                for (id, number) in points {
                    if let Some(at) = index(id) {
                        self.swings[at] = Some(number.clone());
                    }
                }
                let hundred = Some(Exact::HUNDRED);
                self.most = self.swings.iter().position(|swing| *swing == hundred);
            }
            Judgements::RankOrder { order, .. } => {
                let place = |place: &Vec<String>| place.iter().filter_map(|id| index(id)).collect();
                self.places = order.iter().map(place).collect();
            }
            Judgements::Pairwise { comparisons, .. } => {
                for (at, (i, j)) in pairs(ids.len()).enumerate() {
                    self.ratios[at] = ratio_of(comparisons, &ids[i], &ids[j]);
                }
            }
            Judgements::BestWorst { best, worst, comparisons } => {
                (self.best, self.worst) = (index(best), index(worst));
                for (at, id) in ids.iter().enumerate() {
                    self.from_best[at] = ratio_of(comparisons, best, id);
                    self.to_worst[at] = ratio_of(comparisons, id, worst).filter(|_| id != best);
                }
            }
        }
    }

    /// The criteria of each pair that is compared.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        pairs(self.points.len())
    }

    /// What is left of the points to hand out; below 0 where there are too many.
    pub(crate) fn rest(&self) -> Exact {
        &self.whole - &Exact::sum(self.points.iter().flatten())
    }

    /// Names the criterion whose swing matters most; what was said against another one does not count any more.
    pub(crate) fn set_most(&mut self, at: usize) {
        if self.most != Some(at) {
            self.swings.fill(None);
        }
        self.most = Some(at);
        self.swings[at] = Some(Exact::HUNDRED);
    }

    pub(crate) fn set_best(&mut self, at: usize) {
        if self.best != Some(at) {
            self.from_best.fill(None);
        }
        self.best = Some(at);
        if self.worst == Some(at) {
            self.worst = None;
        }
    }

    pub(crate) fn set_worst(&mut self, at: usize) {
        if self.worst != Some(at) {
            self.to_worst.fill(None);
        }
        self.worst = Some(at);
    }

    /// The criterion in a row of the order.
    pub(crate) fn in_row(&self, row: usize) -> usize {
        self.places.iter().flatten().nth(row).copied().unwrap_or(0)
    }

    /// The place of a row, and whether others stand before it there.
    pub(crate) fn place_of(&self, row: usize) -> (usize, bool) {
        let mut before = 0;
        for (place, shared) in self.places.iter().enumerate() {
            if row < before + shared.len() {
                return (place, row > before);
            }
            before += shared.len();
        }
        (0, false)
    }

    fn row_of(&self, criterion: usize) -> usize {
        self.places.iter().flatten().position(|at| *at == criterion).unwrap_or(0)
    }

    /// Takes a row out of its place; gives back the criterion, the place, and whether others stay there.
    fn take_out(&mut self, row: usize) -> (usize, usize, bool) {
        let (criterion, (place, _)) = (self.in_row(row), self.place_of(row));
        self.places[place].retain(|at| *at != criterion);
        let is_shared = !self.places[place].is_empty();
        if !is_shared {
            self.places.remove(place);
        }
        (criterion, place, is_shared)
    }

    /// Moves a row one place up or down: out of a place that it shares, or past the next one. Says in which row
    /// it is then.
    pub(crate) fn shift(&mut self, row: usize, is_up: bool) -> usize {
        let (criterion, place, is_shared) = self.take_out(row);
        let to = match (is_shared, is_up) {
            (true, true) => place,
            (_, false) => place + 1,
            (false, true) => place.saturating_sub(1),
        };
        self.places.insert(to.min(self.places.len()), vec![criterion]);
        self.row_of(criterion)
    }

    /// Moves a row to the place of that index. Says in which row it is then.
    pub(crate) fn move_to(&mut self, row: usize, place: usize) -> usize {
        let (criterion, ..) = self.take_out(row);
        self.places.insert(place.min(self.places.len()), vec![criterion]);
        self.row_of(criterion)
    }

    /// Lets a row share the place above it, or gives it one of its own below those that it shares with.
    pub(crate) fn tie(&mut self, row: usize) -> usize {
        let (criterion, place, is_shared) = self.take_out(row);
        match (is_shared, place.checked_sub(1)) {
            (true, _) => self.places.insert(place + 1, vec![criterion]),
            (false, Some(above)) => self.places[above].push(criterion),
            (false, None) => self.places.insert(0, vec![criterion]),
        }
        self.row_of(criterion)
    }

    /// The judgements, where everything is answered.
    pub(crate) fn judgements(&self, method: Method, ids: &[String]) -> Option<Judgements> {
        let id = |at: usize| ids[at].clone();
        let all = |points: &[Option<Exact>]| -> Option<Vec<(String, Exact)>> {
            points.iter().zip(ids).map(|(number, id)| Some((id.clone(), number.clone()?))).collect()
        };
        Some(match method {
            Method::Points => {
                Judgements::Points { points: all(&self.points).filter(|_| self.rest().is_zero())? }
            }
            Method::Swing => Judgements::Swing { points: all(&self.swings)? },
            Method::RankOrder(formula) => {
                let place = |place: &Vec<usize>| place.iter().map(|at| id(*at)).collect();
                Judgements::RankOrder { formula, order: self.places.iter().map(place).collect() }
            }
            Method::Pairwise(formula) => {
                let one = |((i, j), ratio): ((usize, usize), &Option<Exact>)| {
                    Some(comparison(&ids[i], &ids[j], ratio.as_ref()?))
                };
                let comparisons: Option<Vec<_>> = self.pairs().zip(&self.ratios).map(one).collect();
                Judgements::Pairwise { formula, comparisons: comparisons? }
            }
            Method::BestWorst => {
                let (best, worst) = (self.best?, self.worst?);
                let others = || (0..ids.len()).filter(move |at| *at != best);
                let from = others().map(|at| Some((best, at, self.from_best[at].clone()?)));
                let to = others()
                    .filter(|at| *at != worst)
                    .map(|at| Some((at, worst, self.to_worst[at].clone()?)));
                let stated: Option<Vec<_>> = from.chain(to).collect();
                let comparisons =
                    stated?.into_iter().map(|(more, less, ratio)| comparison(&ids[more], &ids[less], &ratio));
                Judgements::BestWorst { best: id(best), worst: id(worst), comparisons: comparisons.collect() }
            }
        })
    }

    /// What the answers so far amount to: swings and points as they are, pairs without an answer as equal, and
    /// of best-worst what the best was said to weigh. None where nothing follows yet.
    pub(crate) fn so_far(&self, method: Method, ids: &[String]) -> Option<Judgements> {
        let points = |numbers: Vec<Exact>| {
            let is_any = numbers.iter().any(|number| !number.is_zero());
            is_any.then(|| Judgements::Points { points: ids.iter().cloned().zip(numbers).collect() })
        };
        let or_zero =
            |numbers: &[Option<Exact>]| numbers.iter().map(|n| n.clone().unwrap_or_default()).collect();
        match method {
            Method::RankOrder(_) => self.judgements(method, ids),
            Method::Points => points(or_zero(&self.points)),
            Method::Swing => points(or_zero(&self.swings)),
            Method::Pairwise(_) if self.ratios.iter().all(Option::is_none) => None,
            Method::Pairwise(_) => {
                let ratios =
                    self.ratios.iter().map(|ratio| Some(ratio.clone().unwrap_or(Exact::ONE))).collect();
                Answers { ratios, ..self.clone() }.judgements(method, ids)
            }
            Method::BestWorst => {
                let best = self.best?;
                let part = |at: usize| match &self.from_best[at] {
                    _ if at == best => Exact::ONE,
                    Some(ratio) => Exact::ONE.over(ratio).unwrap_or_default(),
                    None => Exact::ZERO,
                };
                points((0..ids.len()).map(part).collect())
            }
        }
    }

    /// Whether a criterion is without an answer, so that its weight so far means nothing.
    pub(crate) fn is_open(&self, method: Method, at: usize) -> bool {
        match method {
            Method::Points => self.points[at].is_none(),
            Method::Swing => self.swings[at].is_none(),
            Method::BestWorst => self.best != Some(at) && self.from_best[at].is_none(),
            Method::RankOrder(_) | Method::Pairwise(_) => false,
        }
    }
}

fn pairs(criteria: usize) -> impl Iterator<Item = (usize, usize)> + use<> {
    (0..criteria).flat_map(move |i| (i + 1..criteria).map(move |j| (i, j)))
}

/// A comparison as people say it: the one that weighs more first.
fn comparison(first: &str, second: &str, ratio: &Exact) -> Comparison {
    let of =
        |more: &str, less: &str, ratio| Comparison { more: more.to_owned(), less: less.to_owned(), ratio };
    match Exact::ONE.over(ratio).filter(|_| *ratio < Exact::ONE) {
        Some(reverse) => of(second, first, reverse),
        None => of(first, second, ratio.clone()),
    }
}

/// How many times one criterion was said to weigh another, in whichever direction.
fn ratio_of(comparisons: &[Comparison], more: &str, less: &str) -> Option<Exact> {
    comparisons.iter().find_map(|one| {
        if (one.more.as_str(), one.less.as_str()) == (more, less) {
            Some(one.ratio.clone())
        } else if (one.less.as_str(), one.more.as_str()) == (more, less) {
            Exact::ONE.over(&one.ratio)
        } else {
            None
        }
    })
}
