//! What letters give away of prices that they do not tell: for each secret price the interval that is left to those who
//! read their letters, one by one, in pairs, and all together.
//!
//! A reader knows the published rule, the own price, and the numbers printed in the letter. Under a scale with fixed ends
//! points on a price are that price; under a formula over the field of bids the reader's own points already are a price of
//! somebody else. Every worth falls or rises with the price, so what is left is an interval, found at its ends.
//!
//! Criteria that hang on one price are one block: what is told of their sum, as a group, as a total with the rest known, or
//! as the band of a total, is told of the price. How their facts hang together is taken as known, since forecasts are
//! published and the rest stands in other points.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale gives away has to be said")]

mod interval;

pub use interval::{Field, Interval, Worth, field, price, price_of_sum, price_on_line, worth};

use super::disclosure::Telling;
use crate::decision::disclosure::{Addressee, Duty, Part, Phase, Release};
use crate::decision::{FieldFormula, Points, PriceFormula, Scale, Shape, VendorId, derived};
use crate::exact::{Exact, Mode, Rounding};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;
use crate::score::field::plays;

/// Into how many bands of equal width a score is cut; their edges are the same in every letter.
const BANDS: u32 = 10;

/// The most readers whose pairs are looked at: all of them together are looked at in any case.
const MOST_PAIRED: usize = 40;

/// A price that letters give away.
#[derive(Clone, Debug, PartialEq)]
pub struct Leak {
    /// Whose letters do so, taken together.
    pub readers: Vec<VendorId>,
    /// Whose price; none for that of the lowest bidder, whoever that is.
    pub of: Option<VendorId>,
    /// The criterion whose points give it away.
    pub criterion: usize,
    /// What is left of it.
    pub left: Interval,
    /// How near its true value comes to the nearer end, in per cent of it.
    pub within: f64,
}

/// A letter with what it tells.
#[derive(Clone, Copy, Debug)]
pub struct ReadLetter<'a> {
    /// Who reads it.
    pub reader: &'a VendorResult,
    /// Whether the reader's own points on each criterion stand in it.
    pub has_own_points: bool,
    /// Whether the prices of all stand in it.
    pub has_all_prices: bool,
    /// What stands in it of the winner.
    pub of_winner: ToldOfWinner,
}

/// What a letter tells of the winner's points.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each part is told or not, whatever else is")]
pub struct ToldOfWinner {
    /// Whether those on each criterion.
    pub has_points: bool,
    /// Whether the band of the score.
    pub has_band: bool,
    /// Whether those beside what is price.
    pub has_rating: bool,
    /// Whether its price, which is no secret then.
    pub has_price: bool,
    /// Whether what is released of its offer, and so on which criteria it is ahead.
    pub has_reasons: bool,
    /// Whether each of its points is explained, and not those alone on which it is ahead.
    pub is_explained: bool,
}

impl ToldOfWinner {
    fn and(self, other: ToldOfWinner) -> ToldOfWinner {
        ToldOfWinner {
            has_points: self.has_points || other.has_points,
            has_band: self.has_band || other.has_band,
            has_rating: self.has_rating || other.has_rating,
            has_price: self.has_price || other.has_price,
            has_reasons: self.has_reasons || other.has_reasons,
            is_explained: self.is_explained || other.is_explained,
        }
    }
}

/// What a notice tells everybody, and so every reader of a letter.
#[derive(Clone, Copy, Debug, Default)]
pub struct ToldToAll {
    /// Whether the scores of the ranking.
    pub has_scores: bool,
    /// Whether their points by group.
    pub has_points: bool,
    /// Whether the winner's price.
    pub has_price: bool,
}

impl ToldToAll {
    /// With what another notice tells.
    #[must_use]
    pub fn and(self, other: ToldToAll) -> ToldToAll {
        ToldToAll {
            has_scores: self.has_scores || other.has_scores,
            has_points: self.has_points || other.has_points,
            has_price: self.has_price || other.has_price,
        }
    }
}

/// Points of a vendor that are told as one number.
#[derive(Clone, Debug)]
pub struct ToldSum {
    /// The scored criteria that it is the sum of.
    pub of: Vec<usize>,
    /// Between which bounds it lies, as it is told.
    pub points: Interval,
}

impl<'v> ReadLetter<'v> {
    /// A letter that tells nothing.
    #[must_use]
    pub fn silent(reader: &VendorResult) -> ReadLetter<'_> {
        ReadLetter {
            reader,
            has_own_points: false,
            has_all_prices: false,
            of_winner: ToldOfWinner::default(),
        }
    }

    /// What a reader of this letter and another one is told.
    #[must_use]
    pub fn and(self, other: &ReadLetter<'_>) -> ReadLetter<'v> {
        ReadLetter {
            reader: self.reader,
            has_own_points: self.has_own_points || other.has_own_points,
            has_all_prices: self.has_all_prices || other.has_all_prices,
            of_winner: self.of_winner.and(other.of_winner),
        }
    }

    /// The letter without what it tells of a winner: as one of an award that went to another.
    #[must_use]
    pub fn of_another_award(self) -> ReadLetter<'v> {
        ReadLetter { of_winner: ToldOfWinner::default(), ..self }
    }

    /// A letter as its table has it.
    #[must_use]
    pub fn of<'a>(reader: &'a VendorResult, telling: &Telling<'_>) -> ReadLetter<'a> {
        let has_own_points = telling.tells(Part::OwnPoints);
        ReadLetter {
            reader,
            has_own_points,
            has_all_prices: telling.tells(Part::OtherNames) && telling.tells(Part::OtherPrices),
            of_winner: ToldOfWinner {
                has_points: has_own_points && telling.tells(Part::WinnerPoints),
                has_band: telling.tells(Part::WinnerBand),
                has_rating: has_own_points && telling.tells(Part::WinnerRating),
                has_price: telling.tells(Part::WinnerPrice),
                has_reasons: telling.tells(Part::WinnerReasons),
                is_explained: telling.duty(Part::WinnerPoints) == Duty::Must,
            },
        }
    }
}

/// The prices that letters give away closer than a limit, the nearest first; of several coalitions the smallest.
///
/// - `winner`: who gets the work.
/// - `to_all`: what a notice tells besides.
/// - `limit`: in per cent of the price.
#[must_use]
pub fn leaks(
    evaluation: &Evaluation,
    winner: Option<&VendorResult>,
    letters: &[ReadLetter<'_>],
    to_all: ToldToAll,
    limit: &Exact,
) -> Vec<Leak> {
    let driven = driven(evaluation);
    let mut found: Vec<Leak> = Vec::new();
    for coalition in coalitions(letters) {
        // Where all prices are told none is given away.
        if coalition.iter().any(|one| one.has_all_prices) {
            continue;
        }
        let readers = Coalition { evaluation, winner, letters: &coalition, to_all };
        let sums = readers.told_sums(&driven);
        for &at in &driven {
            let by_sum = winner.filter(|_| !sums.is_empty() && readers.keeps_price(at)).and_then(|winner| {
                let fields = |at: usize| readers.field(at).unwrap_or_default();
                let left = price_behind(evaluation, winner, at, &sums, &fields)?;
                Some(leak(&coalition, Some(winner), at, own_price(winner, at)?, left))
            });
            for leak in readers.learns(at).into_iter().chain(by_sum) {
                let is_known = found.iter().any(|one| {
                    one.of == leak.of
                        && one.criterion == leak.criterion
                        && one.readers.iter().all(|reader| leak.readers.contains(reader))
                });
                if leak.within < limit.to_f64() && !is_known {
                    found.push(leak);
                }
            }
        }
    }
    found.sort_by(|a, b| a.within.total_cmp(&b.within).then(a.readers.len().cmp(&b.readers.len())));
    found
}

/// Each reader alone, each pair, and all together.
fn coalitions<'a>(letters: &[ReadLetter<'a>]) -> Vec<Vec<ReadLetter<'a>>> {
    let mut all: Vec<Vec<ReadLetter<'a>>> = letters.iter().map(|one| vec![*one]).collect();
    if letters.len() <= MOST_PAIRED {
        for (at, one) in letters.iter().enumerate() {
            all.extend(letters[at + 1..].iter().map(|other| vec![*one, *other]));
        }
    }
    if letters.len() > 2 {
        all.push(letters.to_vec());
    }
    all
}

/// Readers who lay their letters side by side.
struct Coalition<'a> {
    evaluation: &'a Evaluation,
    winner: Option<&'a VendorResult>,
    letters: &'a [ReadLetter<'a>],
    to_all: ToldToAll,
}

impl Coalition<'_> {
    fn any(&self, tells: impl Fn(&ToldOfWinner) -> bool) -> bool {
        self.letters.iter().any(|one| tells(&one.of_winner))
    }

    fn is_member(&self, vendor: &VendorResult) -> bool {
        self.letters.iter().any(|one| one.reader.id() == vendor.id())
    }

    /// Whether the winner's price on a criterion is kept from them: it is neither told nor released.
    fn keeps_price(&self, at: usize) -> bool {
        let is_released = self.winner.is_some_and(|winner| is_released(winner, at));
        let is_told = self.to_all.has_price || self.any(|told| told.has_price);
        let is_seen = is_released && self.any(|told| told.has_reasons);
        !is_told && !is_seen
    }

    /// What they know of the field of bids; a winner whose price and points they are told is like one of them.
    fn field(&self, at: usize) -> Option<Field> {
        let told = self.winner.filter(|_| !self.keeps_price(at) && self.any(|told| told.has_points));
        let told = told.map(|winner| ReadLetter { has_own_points: true, ..ReadLetter::silent(winner) });
        let known: Vec<ReadLetter<'_>> = self.letters.iter().copied().chain(told).collect();
        known_field(self.evaluation, &known, at)
    }

    /// What they learn of prices by the points on one criterion.
    fn learns(&self, at: usize) -> Vec<Leak> {
        let evaluation = self.evaluation;
        let Some(scale) = evaluation.decision.criteria[at].scale() else { return Vec::new() };
        let is_kept = |vendor: &VendorResult| {
            let is_winner = self.winner.is_some_and(|winner| winner.id() == vendor.id());
            !self.is_member(vendor) && (!is_winner || self.keeps_price(at))
        };
        let of_winner = self.winner.filter(|winner| is_kept(winner) && self.any(|told| told.has_points));
        let value = |vendor: &VendorResult| printed_value(evaluation, vendor, at);
        let told = |of: Option<&VendorResult>, true_price: f64, left: Interval| {
            leak(self.letters, of, at, true_price, left)
        };
        let mut found = Vec::new();
        match scale.shape() {
            Shape::Line(line) => {
                let left = of_winner.and_then(|winner| {
                    Some(told(Some(winner), own_price(winner, at)?, price_on_line(line, value(winner)?)?))
                });
                found.extend(left);
            }
            // How much points tell by a formula that may be any is not worked out: all of them count as told.
            Shape::Formula(formula @ FieldFormula::Stated(stated)) => {
                let lowest = lowest_bidder(evaluation, at, formula).filter(|(vendor, _)| is_kept(vendor));
                if let Some((vendor, price)) = lowest
                    && stated.looks_at_others()
                    && self.letters.iter().any(|one| one.has_own_points)
                {
                    found.push(told(Some(vendor), price, Interval { low: price, high: price }));
                }
                let left = of_winner.and_then(|winner| {
                    let price = own_price(winner, at)?;
                    Some(told(Some(winner), price, Interval { low: price, high: price }))
                });
                found.extend(left);
            }
            Shape::Formula(formula) => {
                let Some(field) = self.field(at) else { return found };
                let lowest = lowest_bidder(evaluation, at, formula);
                if let Some((vendor, true_price)) = lowest.filter(|(vendor, _)| is_kept(vendor))
                    && let Some(left) = field.lowest
                {
                    // Of two bidders each knows who the other is.
                    let others = evaluation.ranked().filter(|one| !self.is_member(one)).count();
                    found.push(told((others == 1).then_some(vendor), true_price, left));
                }
                let left = of_winner.and_then(|winner| {
                    Some(told(Some(winner), own_price(winner, at)?, price(formula, &field, value(winner)?)?))
                });
                found.extend(left);
            }
            Shape::Table(_) | Shape::Set(_) => {}
        }
        found
    }

    /// The sums of the winner's points that they can take from what they are told: those on all that hangs on prices, from
    /// the whole and the rest, and those of the groups of a notice. None where the winner itself belongs to them.
    fn told_sums(&self, driven: &[usize]) -> Vec<ToldSum> {
        let Some(winner) = self.winner.filter(|winner| !self.is_member(winner) && !driven.is_empty()) else {
            return Vec::new();
        };
        let mut sums = Vec::new();
        if let Some(whole) = self.whole(winner) {
            let rest = self.rest(winner, driven);
            let points = Interval { low: whole.low - rest.high, high: whole.high - rest.low };
            sums.push(ToldSum { of: driven.to_vec(), points });
        }
        if self.to_all.has_points && is_listed(self.evaluation, winner) {
            sums.extend(group_sums(self.evaluation, winner).into_iter().map(|(_, sum)| sum));
        }
        sums
    }

    /// Between which bounds they know the winner's score to lie; none where nothing is told of it.
    fn whole(&self, winner: &VendorResult) -> Option<Interval> {
        // A total that a formula makes is told to nobody.
        if !self.evaluation.decision.rule.is_sum() {
            return None;
        }
        let is_exact = self.any(|told| told.has_points)
            || (self.to_all.has_scores && is_listed(self.evaluation, winner));
        let mut whole = if is_exact {
            score_around(self.evaluation, winner)
        } else if self.any(|told| told.has_band) {
            let [low, high] = band(&winner.score, &self.evaluation.decision.rule.points);
            Interval { low: low.to_f64(), high: high.to_f64() }
        } else {
            return None;
        };
        // Who is behind the first of the ranking knows that its own score is less.
        let own = self.letters.iter().filter(|one| one.has_own_points && winner.rank == Some(1));
        whole.low = own
            .filter(|one| one.reader.rank.is_some())
            .map(|one| one.reader.score.to_f64())
            .fold(whole.low, f64::max);
        Some(whole)
    }

    /// Between which bounds they know the winner's points on all that is no price to lie.
    fn rest(&self, winner: &VendorResult, driven: &[usize]) -> Interval {
        let rest = self.evaluation.leaves().map(|(at, _)| at).filter(|at| !driven.contains(at));
        if self.any(|told| told.has_points || told.has_rating) {
            let points: Vec<Points> = rest.map(|at| winner.cells[at].points.clone()).collect();
            return around(&Points::sum(&points), self.evaluation.shown_decimals().points);
        }
        let none = Interval { low: 0.0, high: 0.0 };
        rest.map(|at| self.known_points(winner, at)).fold(none, Interval::plus)
    }

    /// Between which bounds they know the winner's points on a criterion to lie: a fact that is released gives them by the
    /// rule, and where it is said to be ahead the reader's own points are a bound.
    fn known_points(&self, winner: &VendorResult, at: usize) -> Interval {
        let decimals = self.evaluation.shown_decimals().points;
        let own_points = &winner.cells[at].points;
        let mut left = Interval { low: 0.0, high: most(self.evaluation, winner, at) };
        for one in self.letters.iter().filter(|one| one.of_winner.has_reasons) {
            let of_reader = &one.reader.cells[at].points;
            let is_ahead = own_points > of_reader;
            if is_released(winner, at) && (is_ahead || one.of_winner.is_explained) {
                return around(own_points, decimals);
            }
            let own = around(of_reader, decimals);
            if one.has_own_points && !one.of_winner.is_explained {
                let bound = if is_ahead {
                    Interval { low: own.low, high: f64::INFINITY }
                } else {
                    Interval { low: 0.0, high: own.high }
                };
                left = left.and(bound);
            }
        }
        left
    }
}

/// Whether a vendor's fact of a criterion is released as it stands.
fn is_released(vendor: &VendorResult, at: usize) -> bool {
    vendor.cells[at].fact.as_ref().is_some_and(|fact| fact.release == Some(Release::Yes))
}

/// Whether a notice with scores has that of a vendor: of two the second one is withheld.
fn is_listed(evaluation: &Evaluation, vendor: &VendorResult) -> bool {
    let is_second_of_two = evaluation.ranked().count() == 2
        && evaluation.ranked().nth(1).is_some_and(|second| second.id() == vendor.id());
    vendor.rank.is_some() && !is_second_of_two
}

/// The points of a vendor by group as a notice prints them, each with the place of its group.
#[must_use]
pub fn group_sums(evaluation: &Evaluation, vendor: &VendorResult) -> Vec<(usize, ToldSum)> {
    let criteria = &evaluation.decision.criteria;
    let is_under = |leaf: usize, top: usize| {
        std::iter::successors(Some(leaf), |&at| criteria[at].parent).any(|at| at == top)
    };
    let sum = |top: usize| {
        let of = evaluation.leaves().map(|(at, _)| at).filter(|&at| is_under(at, top)).collect();
        let points = around(&vendor.cells[top].points, evaluation.shown_decimals().points);
        (top, ToldSum { of, points })
    };
    evaluation.top().map(|(top, _)| sum(top)).collect()
}

fn leak(
    coalition: &[ReadLetter<'_>],
    of: Option<&VendorResult>,
    criterion: usize,
    price: f64,
    left: Interval,
) -> Leak {
    Leak {
        readers: coalition.iter().map(|one| one.reader.id().clone()).collect(),
        of: of.map(|vendor| vendor.id().clone()),
        criterion,
        left,
        within: left.within(price),
    }
}

/// Where the rule alone has letters give prices away that they are to keep, a sentence each without its point: a loser's own
/// points are owed or told, and follow from the bids of others. Nothing where the file says nothing of what is told, where
/// prices are owed, and where exact points are accepted.
#[must_use]
pub fn prices_that_follow(evaluation: &Evaluation) -> Vec<String> {
    let disclosure = &evaluation.decision.disclosure;
    let telling = Telling::new(&evaluation.decision, Addressee::Loser, Phase::Decided, true);
    // That the winner's price is told by choice keeps no other one.
    let is_owed = matches!(telling.duty(Part::WinnerPrice), Duty::Must | Duty::OnRequest);
    let keeps = disclosure.is_stated && !disclosure.has_exact_price_points && !is_owed;
    if !keeps || !telling.tells(Part::OwnPoints) {
        return Vec::new();
    }
    let said = |at: usize| {
        let criterion = &evaluation.decision.criteria[at];
        let formula = criterion.scale()?.formula().filter(|formula| !formula.rises())?;
        let name = match formula {
            FieldFormula::Price(formula) => formula.name().to_owned(),
            FieldFormula::Relative { .. } => "a relative scale".to_owned(),
            FieldFormula::Stated(formula) => formula.to_string(),
        };
        let gives = match formula {
            FieldFormula::Stated(formula) if !formula.looks_at_others() => return None,
            FieldFormula::Stated(_) => "a loser's own points may give the prices of others away",
            FieldFormula::Price(
                PriceFormula::LowestOverPrice
                | PriceFormula::ExcessOverLowest
                | PriceFormula::BudgetLine { .. },
            ) => "a loser's own points give the lowest price away",
            FieldFormula::Price(PriceFormula::Span) | FieldFormula::Relative { .. } => {
                "the own points of two losers together give the lowest and the highest price away"
            }
            FieldFormula::Price(PriceFormula::BudgetShare { .. }) => return None,
        };
        Some(format!("{}: under {name} {gives}, whatever is withheld", criterion.name))
    };
    driven(evaluation).into_iter().filter_map(said).collect()
}

/// The scored criteria that hang on prices, also on what is only called one.
#[must_use]
pub fn driven(evaluation: &Evaluation) -> Vec<usize> {
    let prices = evaluation.decision.kept_prices();
    evaluation.leaves().filter(|(_, criterion)| criterion.reads_any(&prices)).map(|(at, _)| at).collect()
}

/// The points of a vendor on all but its price.
#[must_use]
pub fn rating(evaluation: &Evaluation, vendor: &VendorResult) -> Points {
    let prices = driven(evaluation);
    let other = evaluation.leaves().map(|(at, _)| at).filter(|at| !prices.contains(at));
    let points: Vec<Points> = other.map(|at| vendor.cells[at].points.clone()).collect();
    Points::sum(&points)
}

/// What a coalition knows of the field of bids by its own prices and points; none where the scale looks at no field.
#[must_use]
pub fn known_field(evaluation: &Evaluation, coalition: &[ReadLetter<'_>], at: usize) -> Option<Field> {
    let formula = evaluation.decision.criteria[at].scale()?.formula()?;
    let known: Vec<(f64, Interval)> = coalition
        .iter()
        .filter(|one| one.has_own_points && one.reader.rank.is_some())
        .filter_map(|one| Some((own_price(one.reader, at)?, printed_value(evaluation, one.reader, at)?)))
        .collect();
    field(formula, &known)
}

/// Between which fixed edges a score lies, of so many points in all.
#[must_use]
pub fn band(score: &Points, whole: &Points) -> [Exact; 2] {
    let width = whole.exact().over(&Exact::from(BANDS)).unwrap_or_default();
    let below = (1..BANDS).map(|n| &width * &Exact::from(n)).take_while(|edge| edge <= score.exact());
    let low = below.last().unwrap_or_default();
    [low.clone(), &low + &width]
}

/// Points as they are printed, with what the rounding leaves open; none where they need no more digits than are shown.
#[must_use]
pub fn around(points: &Points, shown: u32) -> Interval {
    let is_whole = points.decimals(shown + 1) <= shown;
    let half = if is_whole { 0.0 } else { 0.5 * libm::pow(10.0, -f64::from(shown)) };
    Interval::around(points.fixed(shown).parse().unwrap_or(f64::NAN), half)
}

/// A score as it is printed, with what both roundings leave open of the sum of its points.
#[must_use]
pub fn score_around(evaluation: &Evaluation, vendor: &VendorResult) -> Interval {
    let printed = around(&vendor.score, evaluation.shown_decimals().scores);
    let rule = &evaluation.decision.rule;
    let of_total = rule
        .total_rounding
        .filter(|total| rule.criterion_rounding.is_none_or(|criterion| criterion.digits > total.digits));
    let left = of_total.map_or(0.0, left_open);
    printed.plus(Interval::around(0.0, left))
}

/// What sums of points leave of the price behind a criterion; none where none of them tells anything of it.
///
/// - `field`: what is known of the field of bids, for a criterion.
#[must_use]
pub fn price_behind(
    evaluation: &Evaluation,
    vendor: &VendorResult,
    at: usize,
    sums: &[ToldSum],
    field: &dyn Fn(usize) -> Field,
) -> Option<Interval> {
    let price = own_price(vendor, at).filter(|price| *price > 0.0)?;
    sums.iter()
        .filter_map(|sum| {
            let mut free = 0.0;
            let mut parts: Vec<(f64, f64, Worth<'_>)> = Vec::new();
            let mut rounded = 0.0;
            for &part in &sum.of {
                let most = most(evaluation, vendor, part);
                let scale = evaluation.decision.criteria[part].scale();
                let scale = scale.filter(|_| hangs_on(evaluation, part, at));
                let known = scale.and_then(|scale| worth(scale, field(part)));
                match known.zip(own_price(vendor, part)) {
                    Some((worth, own)) => {
                        parts.push((most, own / price, worth));
                        rounded += rounding_of(evaluation, part);
                    }
                    None => free += most,
                }
            }
            if sum.of.contains(&at) && tells_by_formula(evaluation, vendor, sum, at) {
                return Some(Interval { low: price, high: price });
            }
            let is_in = sum.of.contains(&at) && !parts.is_empty();
            let told = Interval { low: sum.points.low - free - rounded, high: sum.points.high + rounded };
            let at_price = |price: f64| {
                parts.iter().fold(Interval { low: 0.0, high: 0.0 }, |sum, (most, ratio, worth)| {
                    sum.plus(worth(price * ratio).times(*most))
                })
            };
            is_in.then(|| price_of_sum(&at_price, told))
        })
        .reduce(Interval::and)
}

/// Whether a sum tells the points on a criterion whose scale is a formula that may be any: how much these tell is not worked
/// out, so they count as telling the price where they are known to a tenth.
fn tells_by_formula(evaluation: &Evaluation, vendor: &VendorResult, sum: &ToldSum, at: usize) -> bool {
    const KNOWN: f64 = 0.1;
    let shape = evaluation.decision.criteria[at].scale().map(Scale::shape);
    let is_stated = match shape {
        Some(Shape::Formula(FieldFormula::Stated(_))) => true,
        Some(Shape::Formula(_) | Shape::Line(_) | Shape::Table(_) | Shape::Set(_)) | None => false,
    };
    let most = |part: usize| most(evaluation, vendor, part);
    let others: f64 = sum.of.iter().filter(|part| **part != at).map(|part| most(*part)).sum();
    let low = (sum.points.low - others).max(0.0);
    is_stated && sum.points.high.min(most(at)) - low < KNOWN * most(at)
}

/// Whether the facts of two criteria are one price, or are worked out from one quote.
fn hangs_on(evaluation: &Evaluation, part: usize, at: usize) -> bool {
    let fact = |at: usize| evaluation.decision.criteria[at].fact();
    let is_worked_out = |at: usize| fact(at).is_some_and(|fact| derived::is_of_model(fact.as_str()));
    let derivations = &evaluation.decision.derivations;
    let from = |at: usize| {
        fact(at).map(|fact| {
            let mut from = derivations.inputs(fact);
            from.insert(fact.clone());
            from
        })
    };
    let shares = || from(part).zip(from(at)).is_some_and(|(part, at)| !part.is_disjoint(&at));
    fact(part) == fact(at) || (is_worked_out(part) && is_worked_out(at)) || shares()
}

/// What the rule's rounding of a criterion leaves open of its points, to either side.
fn rounding_of(evaluation: &Evaluation, at: usize) -> f64 {
    let rounding =
        evaluation.decision.criteria[at].rounding().or(evaluation.decision.rule.criterion_rounding);
    rounding.map_or(0.0, left_open)
}

/// What a rounding leaves open to either side.
fn left_open(rounding: Rounding) -> f64 {
    let unit = libm::pow(10.0, -f64::from(rounding.digits));
    match rounding.mode {
        Mode::HalfUp | Mode::HalfEven => 0.5 * unit,
        Mode::Truncate | Mode::Up => unit,
    }
}

/// The most points that a criterion gives a vendor.
fn most(evaluation: &Evaluation, vendor: &VendorResult, at: usize) -> f64 {
    vendor.most_points(&evaluation.decision.rule, at).to_f64()
}

/// The likely price of a vendor on a criterion.
#[must_use]
pub fn own_price(vendor: &VendorResult, at: usize) -> Option<f64> {
    Some(vendor.cells[at].fact.as_ref()?.value.as_ref()?.numbers()?[1].to_f64())
}

/// Who has the lowest price of those that set it.
fn lowest_bidder<'a>(
    evaluation: &'a Evaluation,
    at: usize,
    formula: &FieldFormula,
) -> Option<(&'a VendorResult, f64)> {
    if formula.rises() {
        return None;
    }
    let decision = &evaluation.decision;
    let setting = evaluation.vendors.iter().filter(|vendor| vendor.rank.is_some() || plays(decision, vendor));
    let prices = setting.filter_map(|vendor| Some((vendor, own_price(vendor, at)?)));
    prices.min_by(|(_, a), (_, b)| a.total_cmp(b))
}

/// Between which bounds the value of a vendor lies, by the points as they are printed.
fn printed_value(evaluation: &Evaluation, vendor: &VendorResult, at: usize) -> Option<Interval> {
    let criterion = &evaluation.decision.criteria[at];
    let most = most(evaluation, vendor, at);
    if most <= 0.0 {
        return None;
    }
    let shown = evaluation.shown_decimals().points;
    let rounding = criterion.rounding().or(evaluation.decision.rule.criterion_rounding);
    let (digits, mode) = rounding.map_or((shown, Mode::HalfUp), |one| (one.digits.min(shown), one.mode));
    let unit = libm::pow(10.0, -f64::from(digits));
    let points: f64 = vendor.cells[at].points.fixed(shown).parse().ok()?;
    let [below, above] = match mode {
        Mode::HalfUp | Mode::HalfEven => [0.5 * unit, 0.5 * unit],
        Mode::Truncate => [0.0, unit],
        Mode::Up => [unit, 0.0],
    };
    Some(Interval { low: (points - below) / most, high: (points + above) / most }.clipped())
}
