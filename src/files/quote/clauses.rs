//! Clauses that move what is paid: credit levels, bonus and malus, minimums, bands, ramps, learning.

use super::refuse;
use crate::decision::quote::{
    Bonus, CreditLevel, ForecastBand, Hiring, Learning, Minimums, Price, PriceUnit, Ramp, Rate, SlowStart,
};
use crate::exact::Exact;
use crate::files::amount::{Amount, AmountOrFact, Counts, MonthsMissed, Reference, amount};
use crate::files::listed::Listed;
use crate::files::read::{Limited, NonEmpty, Problems, Spanned, toml_table};
use crate::files::values::{Count, Name, NotNegative, Percent, Positive, Share, SmallPercent};
use crate::files::words::BetterWord;

toml_table! {
    /// A service level whose misses bring money back.
    struct CreditLevelEntry {
        /// The name for people; the id when left out.
        name: Name,
        /// How much of what is at risk may be spread over the levels, in per cent; 100 when left out.
        pool: Share,
        /// How much of the pool this level has, in per cent.
        share: Percent [required],
        /// In how many months of twelve it is missed; or { yes = 3, of = 24 } for 3 of 24 months that were counted.
        missed: MonthsMissed [required],
    }
}

impl Limited for CreditLevelEntry {
    const MOST: usize = 50;
}

toml_table! {
    /// More money for better work than was agreed, and less for worse.
    struct BonusEntry {
        /// What was agreed.
        target: NotNegative [required],
        /// What is reached, in the same unit: a number, a range, or a fact of the vendor; a gap when left out, counted from the whole malus to the whole bonus.
        actual: AmountOrFact,
        /// Whether "more" or "less" is better; more when left out.
        better: BetterWord,
        /// One step away from the target.
        step: Positive [required],
        /// What a step moves, in per cent of the invoice.
        each: SmallPercent [required],
        /// How far from the target nothing happens (dead band); 0 when left out.
        dead: NotNegative,
        /// The most that is paid more, in per cent of the invoice; none when left out.
        most: SmallPercent,
        /// The most that is paid less, in per cent of the invoice; none when left out.
        malus: SmallPercent,
    }
}

toml_table! {
    /// The least that is paid besides the `minimum` of a month.
    struct MinimumsEntry {
        /// The least of a contract year, in money; pro rata for a part of one.
        year: NotNegative,
        /// Whether what a month is above `minimum` makes up for later months of the same contract year.
        carry: bool,
        /// How far units may lie from the forecast.
        band: BandEntry,
    }
}

toml_table! {
    /// How far the units of a price line may lie from the forecast.
    struct BandEntry {
        /// In per cent: what is missing below is paid.
        share: SmallPercent [required],
        /// What each unit above costs; the same as the others when left out.
        beyond: NotNegative,
        /// The price line, by its key under quote.prices; the only one that counts units when left out.
        price: Name,
    }
}

toml_table! {
    /// How the work begins.
    struct RampEntry {
        /// The share of contacts that the vendor has in each of the first months, in per cent: [25, 50, 75]; all of them after that.
        volume: NonEmpty<Percent>,
        /// How much longer its people take at first, in per cent: 50 is half as long again.
        slower: Amount<900>,
        /// Months until they do not; in between it falls in a straight line.
        months: Count,
        /// The most who begin in a month.
        intake: Positive,
        /// Weeks of training before the first contact.
        training_weeks: NotNegative,
        /// The share of those who begin and do not stay, in per cent; 0 when left out.
        fall_out: SmallPercent,
        /// Those who are there already; nobody when left out.
        there: NotNegative,
    }
}

toml_table! {
    /// How those who replace leavers learn.
    struct LearningEntry {
        /// How much longer they take at first, in per cent: 50 is half as long again.
        slower: Amount<900> [required],
        /// Months until they do not; in between it falls in a straight line.
        months: Count [required],
    }
}

/// The levels that may be missed.
pub(super) fn levels(entries: Listed<CreditLevelEntry>) -> Vec<CreditLevel> {
    let level = |(id, table): (String, Option<CreditLevelEntry>)| {
        let table = table?;
        Some(CreditLevel {
            name: table.name.map_or_else(|| id.clone(), |name| name.value.0),
            id,
            pool: table.pool.map_or(Exact::ONE, |pool| Exact::of_percent(&pool.value.0)),
            share: table.share?.value.share(),
            missed: table.missed?.value.0,
        })
    };
    entries.0.into_iter().filter_map(level).collect()
}

pub(super) fn bonus(entry: Spanned<BonusEntry>, references: &mut Vec<Reference>) -> Option<Bonus> {
    let table = entry.value;
    let share = |key: Option<Spanned<SmallPercent>>| key.map_or(Exact::ZERO, |key| key.value.share());
    Some(Bonus {
        target: table.target?.value.0,
        actual: table.actual.map(|key| amount(key, Counts::Number, references)),
        is_lower_better: table.better.is_some_and(|better| better.value.0),
        step: table.step?.value.0,
        each: table.each?.value.share(),
        dead: table.dead.map_or(Exact::ZERO, |dead| dead.value.0),
        most: share(table.most),
        malus: share(table.malus),
    })
}

/// The minimums; gives the price line its band.
///
/// - `has_monthly`: whether the quote has a minimum of a month.
pub(super) fn minimums(
    entry: Spanned<MinimumsEntry>,
    has_monthly: bool,
    prices: &mut [Price],
    problems: &mut Problems,
) -> Minimums {
    let (table, span) = (entry.value, entry.span);
    let carry = table.carry.as_ref().is_some_and(|carry| carry.value);
    if carry && !has_monthly {
        let place = table.carry.as_ref().map_or(span, |carry| carry.span);
        let help = "add `minimum` to [quote], or give the `year` alone";
        refuse(place, "there is no minimum of a month to carry", help, problems);
    }
    if let Some(band) = table.band {
        join_band(band, prices, problems);
    }
    Minimums { year: table.year.map(|year| year.value.0), carry }
}

/// Gives the price line its band.
fn join_band(entry: Spanned<BandEntry>, prices: &mut [Price], problems: &mut Problems) {
    let (table, span) = (entry.value, entry.span);
    let Some(share) = table.share else { return };
    let named = table.price.as_ref();
    let place = named.map_or(span, |name| name.span);
    let counts = |price: &Price| {
        let is_of_people = !price.per.is_of_bot() && !price.per.is_of_campaign();
        price.per != PriceUnit::Month
            && price.automation.is_none()
            && price.campaign.is_none()
            && is_of_people
    };
    let is_meant = |price: &Price| named.map_or_else(|| counts(price), |name| name.value.0 == price.id);
    let mut meant = prices.iter_mut().filter(|price| is_meant(price));
    let (price, other) = (meant.next(), meant.next());
    let (Some(price), None) = (price, other) else {
        let message = "it is not said which price line this band is for";
        refuse(place, message, "name one that counts units: price = \"calls\"", problems);
        return;
    };
    let is_plain = matches!(price.rate, Rate::Flat(_))
        && price.minimum_share.is_none()
        && price.included.is_none()
        && price.commitment.is_none();
    if !counts(price) || !is_plain {
        let help = "it goes with one rate for each unit, and no minimum share, included or committed units";
        refuse(place, "this price line has no band around the forecast", help, problems);
        return;
    }
    price.forecast_band =
        Some(ForecastBand { share: share.value.share(), beyond: table.beyond.map(|beyond| beyond.value.0) });
}

pub(super) fn ramp(entry: Spanned<RampEntry>, problems: &mut Problems) -> Option<Ramp> {
    let (table, span) = (entry.value, entry.span);
    let slow = match (table.slower, table.months) {
        (Some(slower), Some(months)) => Some(SlowStart { slower: slower.value.0, months: months.value.0 }),
        (None, None) => None,
        (Some(one), None) => {
            refuse(one.span, "it is not said for how long", "add `months` until nobody is slower", problems);
            None
        }
        (None, Some(one)) => {
            refuse(one.span, "it is not said what takes so long", "add `slower`, in per cent", problems);
            None
        }
    };
    let beside = [
        table.training_weeks.as_ref().map(|key| key.span),
        table.fall_out.as_ref().map(|key| key.span),
        table.there.as_ref().map(|key| key.span),
    ];
    let beside = beside.into_iter().flatten().next();
    let hiring = match (table.intake, beside) {
        (Some(intake), _) => {
            if let Some(all) = table.fall_out.as_ref().filter(|share| share.value.share() == Exact::ONE) {
                refuse(
                    all.span,
                    "nobody would stay",
                    "give the share that does not stay, below 100",
                    problems,
                );
            }
            Some(Hiring {
                intake: intake.value.0,
                weeks: table.training_weeks.map_or(Exact::ZERO, |weeks| weeks.value.0),
                fall_out: table.fall_out.map_or(Exact::ZERO, |share| share.value.share()),
                there: table.there.map_or(Exact::ZERO, |there| there.value.0),
            })
        }
        (None, Some(place)) => {
            refuse(place, "it is not said how many begin in a month", "add `intake`", problems);
            None
        }
        (None, None) => None,
    };
    let volume = table.volume.map_or_else(Vec::new, |volume| volume.value.0);
    let volume: Vec<Exact> = volume.into_iter().map(|share| share.value.share()).collect();
    if volume.is_empty() && slow.is_none() && hiring.is_none() {
        refuse(
            span,
            "this says nothing of how the work begins",
            "add `volume`, or `slower` and `months`",
            problems,
        );
        return None;
    }
    Some(Ramp { volume, slow, hiring })
}

pub(super) fn learning(entry: Spanned<LearningEntry>) -> Option<Learning> {
    let table = entry.value;
    Some(Learning { slow: SlowStart { slower: table.slower?.value.0, months: table.months?.value.0 } })
}
