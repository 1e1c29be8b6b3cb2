//! What goes with the prices: training, how they rise, the exchange rate, credits, and the contract.

use super::clauses::{CreditLevelEntry, levels};
use super::refuse;
use crate::decision::quote::{
    ATTRITION, AttritionKind, Collar, CollarWays, Contract, Credits, Index, Mixed, Renewal, Rise,
    Termination, TerminationUnit, Training,
};
use crate::decision::{Date, Estimate, FactId, OrFact};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::amount::{Amount, AmountOrFact, Counts, Reference, YearlyRise, amount};
use crate::files::listed::Listed;
use crate::files::read::{Attempt, Problems, Spanned, attempted, toml_table};
use crate::files::values::{Count, NotNegative, Percent, Positive, SmallPercent};

toml_table! {
    /// Training that is billed: hours x rate for each new agent.
    struct TrainingEntry {
        /// Hours for each new agent.
        hours: NotNegative [required],
        /// What an hour costs; or a fact of the vendor.
        rate: AmountOrFact [required],
        /// Agents who leave in a year, in per cent of the team; the vendor's fact "facts.attrition" when left out.
        attrition: AmountOrFact<1000>,
        /// How that is counted: "simple" is leavers over the mean team, "compounded" how many of those who were there are gone after a year; simple when left out.
        attrition_kind: AttritionKind,
        /// The same as it was counted: leavers, and the team before and after.
        left: LeftEntry,
        /// Whether the first team's training is billed; true when left out.
        initial: bool,
        /// Whether training of those who replace leavers is billed; true when left out.
        replacement: bool,
    }
}

toml_table! {
    /// How many left.
    struct LeftEntry {
        /// How many.
        leavers: NotNegative [required],
        /// The team at the start.
        start: NotNegative [required],
        /// The team at the end.
        end: NotNegative [required],
        /// Months in between; 12 when left out.
        months: Count,
    }
}

toml_table! {
    /// How prices rise, on the first date and every year after it. Give `rise`, `cpi`, or `labour` and `consumer`.
    struct IndexEntry {
        /// By how much a year, in per cent; 0 for prices that are fixed.
        rise: YearlyRise,
        /// Whether they rise with consumer prices.
        cpi: bool,
        /// The share of the price that rises with wages, in per cent.
        labour: Percent,
        /// The share that rises with consumer prices, in per cent; the rest is fixed.
        consumer: Percent,
        /// The least rise of a year with consumer prices or wages, in per cent.
        floor: SmallPercent,
        /// The most, in per cent; without it there is no limit.
        cap: SmallPercent,
        /// Below this rise of a year, in per cent, prices stay as they are.
        threshold: SmallPercent,
        /// Whether each year's rise is on top of the one before, or all are counted from the first prices.
        chained: bool,
        /// The day of the first increase; a year after `base`, or after the start, when left out.
        first: Date,
        /// The day on which the prices stand.
        base: Date,
    }
}

toml_table! {
    /// How moves of the exchange rate are shared: none within the band, our share beyond it.
    struct CollarEntry {
        /// The rate that was agreed: our currency for one of the quote's.
        reference: Positive [required],
        /// How far the rate may move before anything changes, in per cent.
        band: SmallPercent [required],
        /// The share of a move beyond the band that we bear, in per cent; 100 when left out.
        share: Percent,
        /// Which moves count: "both", or only those that make the quote "dearer" or "cheaper" for us; both when left out.
        ways: CollarWays,
        /// Whether the rate of the market takes the place of the agreed one each contract year; false when left out.
        reset: bool,
        /// How far from the agreed rate, in per cent, either side may leave.
        leave: Percent,
    }
}

toml_table! {
    /// Money back for missed service levels.
    struct CreditsEntry {
        /// The most, in per cent of the invoice.
        at_risk: Percent [required],
        /// What we count on, in per cent of the invoice; nothing when left out. Or give `levels`.
        expected: SmallPercent,
        /// The levels that may be missed, and how often we count on it: each in a table by its id, or one after the other.
        levels: Attempt<Listed<CreditLevelEntry>>,
        /// Whether the vendor can win credits back.
        earn_back: bool,
    }
}

toml_table! {
    /// Terms of the contract.
    struct ContractEntry {
        /// Months that it runs.
        term: Count,
        /// Months of notice before it ends or renews.
        notice: Count,
        /// What happens at its end.
        renewal: Renewal,
        /// Months for which it renews; 12 when left out.
        renewal_months: Count,
        /// How much prices rise with a renewal, in per cent.
        uplift: SmallPercent,
        /// What ending it early costs.
        termination: TerminationEntry,
        /// Whether it says how work, data and people are handed over at the end.
        exit_clause: bool,
    }
}

toml_table! {
    /// What ending a contract early costs.
    struct TerminationEntry {
        /// How much for each unit.
        amount: Amount [required],
        /// For what.
        per: TerminationUnit [required],
    }
}

pub(super) fn training(
    entry: Spanned<TrainingEntry>,
    references: &mut Vec<Reference>,
    problems: &mut Problems,
) -> Option<Training> {
    let table = entry.value;
    let says = |key: Option<Spanned<bool>>| key.is_none_or(|key| key.value);
    let kind = table.attrition_kind.as_ref().map(|kind| kind.value).unwrap_or_default();
    let attrition = match (table.attrition, table.left) {
        (Some(attrition), Some(left)) => {
            let message = "attrition is given either as a rate or as it was counted";
            let place = attrition.span;
            problems
                .push(Diagnostic::new(Code::OneOf, left.span, message).related(place, "the rate is here"));
            return None;
        }
        (None, Some(left)) => counted(left, table.attrition_kind.as_ref(), problems)?,
        (Some(attrition), None) => {
            if kind == AttritionKind::Compounded
                && let OrFact::Given(rate) = &attrition.value.0
                && rate.high >= Exact::HUNDRED
            {
                let message = "of those who were there, no more than all can be gone";
                let help = "say attrition_kind = \"simple\" where leavers are held against the mean team";
                refuse(attrition.span, message, help, problems);
            }
            amount(attrition, Counts::PerCent, references)
        }
        (None, None) => OrFact::Fact(FactId::new(ATTRITION)),
    };
    Some(Training {
        hours: table.hours?.value.0,
        rate: amount(table.rate?, Counts::Money, references),
        attrition,
        attrition_kind: kind,
        initial: says(table.initial),
        replacement: says(table.replacement),
    })
}

/// Leavers over the mean team in a year, as they were counted.
fn counted(
    entry: Spanned<LeftEntry>,
    kind: Option<&Spanned<AttritionKind>>,
    problems: &mut Problems,
) -> Option<OrFact> {
    let (table, span) = (entry.value, entry.span);
    if let Some(kind) = kind.filter(|kind| kind.value == AttritionKind::Compounded) {
        let help = "leave `attrition_kind` out: leavers are held against the mean team";
        refuse(kind.span, "what was counted is no compounded rate", help, problems);
    }
    let months = table.months.map_or(Exact::from(12), |months| Exact::from(months.value.0));
    let team = (&table.start?.value.0 + &table.end?.value.0).over(&Exact::from(2))?;
    let Some(period) = table.leavers?.value.0.over(&team) else {
        refuse(span, "there was no team that anybody could leave", "give `start` and `end`", problems);
        return None;
    };
    let yearly = (&period * &Exact::from(12)).over(&months)?.percent();
    Some(OrFact::from(Estimate::certain(yearly)))
}

/// What a table of an index says besides the day.
struct Limits {
    floor: Option<Exact>,
    cap: Option<Exact>,
    threshold: Option<Exact>,
}

pub(super) fn index(
    entry: Spanned<IndexEntry>,
    indices: &mut Vec<(Index, Span)>,
    problems: &mut Problems,
) -> Option<Index> {
    let (table, span) = (entry.value, entry.span);
    let is_cpi = table.cpi.as_ref().is_some_and(|cpi| cpi.value);
    let parts = table.labour.as_ref().map(|part| part.span).or(table.consumer.as_ref().map(|part| part.span));
    let limit = table.floor.as_ref().or(table.cap.as_ref()).map(|limit| limit.span);
    let chained = table.chained.as_ref();
    let of_mixed = table.threshold.as_ref().map(|key| key.span).or(chained.map(|key| key.span));
    if let (None, Some(place)) = (parts, of_mixed) {
        let help = "it goes with `labour` and `consumer`";
        refuse(place, "only prices that rise with wages and consumer prices have this", help, problems);
        return None;
    }
    let place = parts.or(table.cpi.as_ref().map(|cpi| cpi.span)).unwrap_or(span);
    let number = |key: &Option<Spanned<SmallPercent>>| key.as_ref().map(|key| key.value.0.clone());
    let limits =
        Limits { floor: number(&table.floor), cap: number(&table.cap), threshold: number(&table.threshold) };
    if let (Some(floor), Some(cap)) = (&limits.floor, &limits.cap)
        && floor > cap
    {
        refuse(limit.unwrap_or(span), "the floor is above the cap", "", problems);
        return None;
    }
    let rise = match (table.rise, is_cpi, parts) {
        (Some(rise), true, _) | (Some(rise), _, Some(_)) => {
            let message = "prices rise either by a rate or with consumer prices";
            problems.push(Diagnostic::new(Code::OneOf, rise.span, message));
            return None;
        }
        (None, true, Some(place)) => {
            let help = "leave `cpi` out: `consumer` says how much rises with consumer prices";
            refuse(place, "prices rise either with consumer prices alone or in parts", help, problems);
            return None;
        }
        (Some(_), false, None) if limit.is_some() => {
            let help = "they go with cpi = true";
            refuse(limit.unwrap_or(span), "a rise that is agreed has no floor or cap", help, problems);
            return None;
        }
        (Some(rise), false, None) => Rise::Fixed(rise.value.0),
        (None, true, None) => Rise::Cpi { floor: limits.floor, cap: limits.cap },
        (None, _, Some(place)) => {
            let share = |part: Option<Spanned<Percent>>| part.map_or(Exact::ZERO, |part| part.value.share());
            let parts = [share(table.labour), share(table.consumer)];
            mixed(parts, limits, (chained.map(|chained| chained.value), place), limit.or(of_mixed), problems)?
        }
        (None, false, None) => {
            let help = "write rise = 3, rise = 0 for prices that are fixed, or cpi = true";
            refuse(span, "this does not say how prices rise", help, problems);
            return None;
        }
    };
    let (first, base) = (table.first.map(|date| date.value), table.base.map(|date| date.value));
    let index = Index { rise, first, base };
    indices.push((index.clone(), place));
    Some(index)
}

/// A rise with wages and consumer prices, each for a part of the price.
///
/// - `limit`: the place of a limit, where there is one.
fn mixed(
    [labour, consumer]: [Exact; 2],
    limits: Limits,
    (chained, place): (Option<bool>, Span),
    limit: Option<Span>,
    problems: &mut Problems,
) -> Option<Rise> {
    if &labour + &consumer > Exact::ONE {
        let help = "`labour` and `consumer` come to 100 or less; what is left stays fixed";
        refuse(place, "more than the whole price would rise", help, problems);
        return None;
    }
    let Limits { floor, cap, threshold } = limits;
    let is_limited = floor.is_some() || cap.is_some() || threshold.is_some();
    if chained == Some(false) && is_limited {
        let help = "write chained = true, or leave `floor`, `cap` and `threshold` out";
        let message = "limits of a year go with rises that are each on top of the one before";
        refuse(limit.unwrap_or(place), message, help, problems);
        return None;
    }
    Some(Rise::Mixed(Mixed { labour, consumer, floor, cap, threshold, chained }))
}

pub(super) fn collar(entry: Spanned<CollarEntry>) -> Option<Collar> {
    let table = entry.value;
    Some(Collar {
        reference: table.reference?.value.0,
        band: table.band?.value.share(),
        share: table.share.map_or(Exact::ONE, |share| share.value.share()),
        ways: table.ways.map(|ways| ways.value).unwrap_or_default(),
        resets: table.reset.is_some_and(|reset| reset.value),
        leave: table.leave.map(|leave| leave.value.share()),
    })
}

pub(super) fn credits(entry: Spanned<CreditsEntry>, problems: &mut Problems) -> Option<Credits> {
    let table = entry.value;
    let given = attempted(table.levels)?;
    if let (Some(expected), Some(levels)) = (&table.expected, &given) {
        let message = "what we count on is either a share or follows from levels";
        let problem = Diagnostic::new(Code::OneOf, expected.span, message);
        problems.push(problem.related(levels.span, "the levels are here").help("keep one of them"));
        return None;
    }
    Some(Credits {
        at_risk: table.at_risk?.value.share(),
        expected: table.expected.map_or(Exact::ZERO, |expected| expected.value.share()),
        earn_back: table.earn_back.map(|earn| earn.value),
        levels: given.map_or_else(Vec::new, |given| levels(given.value)),
    })
}

pub(super) fn contract(entry: Spanned<ContractEntry>) -> Contract {
    let table = entry.value;
    let count = |key: Option<Spanned<Count>>| key.map(|count| count.value.0);
    Contract {
        term_months: count(table.term),
        notice_months: count(table.notice),
        renewal: table.renewal.map(|renewal| renewal.value),
        renewal_months: count(table.renewal_months),
        uplift: table.uplift.map(|uplift| uplift.value.share()),
        termination: table.termination.and_then(|termination| {
            let (amount, per) = (termination.value.amount?, termination.value.per?);
            Some(Termination { amount: amount.value.0, per: per.value })
        }),
        exit_clause: table.exit_clause.map(|clause| clause.value),
    }
}
