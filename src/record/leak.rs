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
use crate::decision::disclosure::{Addressee, Part, Phase};
use crate::decision::{FieldFormula, Points, PriceFormula, Shape, VendorId};
use crate::exact::{Exact, Mode, Rounding};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

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
    /// What stands in it of the winner.
    pub of_winner: ToldOfWinner,
}

/// What a letter tells of the winner's points.
#[derive(Clone, Copy, Debug, Default)]
pub struct ToldOfWinner {
    /// Whether those on each criterion.
    pub has_points: bool,
    /// Whether the band of the score.
    pub has_band: bool,
    /// Whether those beside what is price.
    pub has_rating: bool,
}

/// Points of a vendor that are told as one number.
#[derive(Clone, Debug)]
pub struct ToldSum {
    /// The scored criteria that it is the sum of.
    pub of: Vec<usize>,
    /// Between which bounds it lies, as it is told.
    pub points: Interval,
}

impl ReadLetter<'_> {
    /// A letter that tells nothing.
    #[must_use]
    pub fn silent(reader: &VendorResult) -> ReadLetter<'_> {
        ReadLetter { reader, has_own_points: false, of_winner: ToldOfWinner::default() }
    }

    /// A letter as its table has it.
    #[must_use]
    pub fn of<'a>(reader: &'a VendorResult, telling: &Telling<'_>) -> ReadLetter<'a> {
        let has_own_points = telling.tells(Part::OwnPoints);
        ReadLetter {
            reader,
            has_own_points,
            of_winner: ToldOfWinner {
                has_points: telling.tells(Part::WinnerPoints),
                has_band: telling.tells(Part::WinnerBand),
                has_rating: has_own_points && telling.tells(Part::WinnerRating),
            },
        }
    }
}

/// The prices that letters give away closer than a limit, the nearest first; of several coalitions the smallest.
///
/// - `winner`: who gets the work.
/// - `limit`: in per cent of the price.
#[must_use]
pub fn leaks(
    evaluation: &Evaluation,
    winner: Option<&VendorResult>,
    letters: &[ReadLetter<'_>],
    limit: &Exact,
) -> Vec<Leak> {
    let driven = driven(evaluation);
    let mut found: Vec<Leak> = Vec::new();
    for coalition in coalitions(letters) {
        let sum = winner.and_then(|winner| told_block(evaluation, winner, &coalition, &driven));
        for &at in &driven {
            let by_sum = winner.zip(sum.as_ref()).and_then(|(winner, sum)| {
                let fields = |at: usize| known_field(evaluation, &coalition, at).unwrap_or_default();
                let left = price_behind(evaluation, winner, at, std::slice::from_ref(sum), &fields)?;
                Some(leak(&coalition, Some(winner), at, own_price(winner, at)?, left))
            });
            for leak in of_coalition(evaluation, winner, &coalition, at).into_iter().chain(by_sum) {
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

/// What a coalition learns of prices by one criterion.
fn of_coalition(
    evaluation: &Evaluation,
    winner: Option<&VendorResult>,
    coalition: &[ReadLetter<'_>],
    at: usize,
) -> Vec<Leak> {
    let Some(scale) = evaluation.decision.criteria[at].scale() else { return Vec::new() };
    let is_member = |id: &VendorId| coalition.iter().any(|one| one.reader.id() == id);
    let winner = winner.filter(|winner| !is_member(winner.id()));
    let of_winner = winner.filter(|_| coalition.iter().any(|one| one.of_winner.has_points));
    let value = |vendor: &VendorResult| printed_value(evaluation, vendor, at);
    let told = |of: Option<&VendorResult>, true_price: f64, left: Interval| {
        leak(coalition, of, at, true_price, left)
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
        Shape::Formula(FieldFormula::Stated(formula)) => {
            if coalition.iter().any(|one| one.has_own_points)
                && let Some((vendor, price)) = (formula.looks_at_others())
                    .then(|| lowest_bidder(evaluation, at, &FieldFormula::Stated(formula.clone())))
                    .flatten()
                    .filter(|(vendor, _)| !is_member(vendor.id()))
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
            let Some(field) = known_field(evaluation, coalition, at) else { return found };
            let lowest = lowest_bidder(evaluation, at, formula);
            if let Some((vendor, true_price)) = lowest.filter(|(vendor, _)| !is_member(vendor.id()))
                && let Some(left) = field.lowest
            {
                // Of two bidders each knows who the other is.
                let others = evaluation.ranked().filter(|one| !is_member(one.id())).count();
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
/// prices are told anyway, and where exact points are accepted.
#[must_use]
pub fn prices_that_follow(evaluation: &Evaluation) -> Vec<String> {
    let disclosure = &evaluation.decision.disclosure;
    let telling = Telling::new(&evaluation.decision, Addressee::Loser, Phase::Decided, true);
    let keeps =
        disclosure.is_stated && !disclosure.has_exact_price_points && !telling.tells(Part::WinnerPrice);
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

/// The scored criteria that hang on prices.
#[must_use]
pub fn driven(evaluation: &Evaluation) -> Vec<usize> {
    let prices = evaluation.decision.price_facts();
    evaluation.leaves().filter(|(_, criterion)| criterion.reads_any(&prices)).map(|(at, _)| at).collect()
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

/// The points of the winner on all that hangs on prices, as a coalition can take them from what it is told of the whole
/// and of the rest; none where nothing is told of the whole, or the winner itself belongs to it.
fn told_block(
    evaluation: &Evaluation,
    winner: &VendorResult,
    coalition: &[ReadLetter<'_>],
    driven: &[usize],
) -> Option<ToldSum> {
    let any = |tells: fn(&ReadLetter<'_>) -> bool| coalition.iter().any(tells);
    let has_points = any(|one| one.of_winner.has_points);
    let is_member = coalition.iter().any(|one| one.reader.id() == winner.id());
    if is_member || driven.is_empty() || !(has_points || any(|one| one.of_winner.has_band)) {
        return None;
    }
    let decision = &evaluation.decision;
    let mut whole = if has_points {
        score_around(evaluation, winner)
    } else {
        let [low, high] = band(&winner.score, &decision.rule.points);
        Interval { low: low.to_f64(), high: high.to_f64() }
    };
    // Who is behind the first of the ranking knows that its own score is less.
    let own = coalition.iter().filter(|one| one.has_own_points && winner.rank == Some(1));
    whole.low = own
        .filter(|one| one.reader.rank.is_some())
        .map(|one| one.reader.score.to_f64())
        .fold(whole.low, f64::max);
    let rest: Vec<usize> = evaluation.leaves().map(|(at, _)| at).filter(|at| !driven.contains(at)).collect();
    let rest = if has_points || any(|one| one.of_winner.has_rating) {
        let points: Vec<Points> = rest.iter().map(|&at| winner.cells[at].points.clone()).collect();
        around(&Points::sum(&points), evaluation.shown_decimals().points)
    } else {
        Interval { low: 0.0, high: rest.iter().map(|&at| most(evaluation, at)).sum() }
    };
    let points = Interval { low: whole.low - rest.high, high: whole.high - rest.low };
    Some(ToldSum { of: driven.to_vec(), points })
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
                let most = most(evaluation, part);
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

/// Whether the facts of two criteria are one price, or are worked out from one quote.
fn hangs_on(evaluation: &Evaluation, part: usize, at: usize) -> bool {
    let fact = |at: usize| evaluation.decision.criteria[at].fact();
    let is_worked_out = |at: usize| fact(at).is_some_and(|fact| fact.as_str().starts_with("cost."));
    fact(part) == fact(at) || (is_worked_out(part) && is_worked_out(at))
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

/// The most points of a criterion.
fn most(evaluation: &Evaluation, at: usize) -> f64 {
    evaluation.decision.max_points(&evaluation.decision.criteria[at]).to_f64()
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
    let prices = evaluation.ranked().filter_map(|vendor| Some((vendor, own_price(vendor, at)?)));
    prices.min_by(|(_, a), (_, b)| a.total_cmp(b))
}

/// Between which bounds the value of a vendor lies, by the points as they are printed.
fn printed_value(evaluation: &Evaluation, vendor: &VendorResult, at: usize) -> Option<Interval> {
    let criterion = &evaluation.decision.criteria[at];
    let most = evaluation.decision.max_points(criterion).to_f64();
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
