//! What goes with the prices: training, how they rise, the exchange rate, credits, and the contract.

use super::refuse;
use crate::decision::quote::{
    ATTRITION, Collar, Contract, Credits, Index, Renewal, Rise, Termination, TerminationUnit, Training,
};
use crate::decision::{Date, FactId, OrFact};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::amount::{Amount, AmountOrFact, Reference, YearlyRise, amount};
use crate::files::read::{Problems, Spanned, toml_table};
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
        /// Whether the first team's training is billed; true when left out.
        initial: bool,
        /// Whether training of those who replace leavers is billed; true when left out.
        replacement: bool,
    }
}

toml_table! {
    /// How prices rise, on the first date and every year after it. Give `rise`, or `cpi`.
    struct IndexEntry {
        /// By how much a year, in per cent; 0 for prices that are fixed.
        rise: YearlyRise,
        /// Whether they rise with consumer prices.
        cpi: bool,
        /// The least rise with consumer prices, in per cent.
        floor: SmallPercent,
        /// The most, in per cent; without it there is no limit.
        cap: SmallPercent,
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
    }
}

toml_table! {
    /// Money back for missed service levels.
    struct CreditsEntry {
        /// The most, in per cent of the invoice.
        at_risk: Percent [required],
        /// What we count on, in per cent of the invoice; nothing when left out.
        expected: SmallPercent,
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

pub(super) fn training(entry: Spanned<TrainingEntry>, references: &mut Vec<Reference>) -> Option<Training> {
    let table = entry.value;
    let says = |key: Option<Spanned<bool>>| key.is_none_or(|key| key.value);
    Some(Training {
        hours: table.hours?.value.0,
        rate: amount(table.rate?, true, references),
        attrition: match table.attrition {
            Some(attrition) => amount(attrition, false, references),
            None => OrFact::Fact(FactId::new(ATTRITION)),
        },
        initial: says(table.initial),
        replacement: says(table.replacement),
    })
}

pub(super) fn index(
    entry: Spanned<IndexEntry>,
    indices: &mut Vec<(Index, Span)>,
    problems: &mut Problems,
) -> Option<Index> {
    let (table, span) = (entry.value, entry.span);
    let is_cpi = table.cpi.as_ref().is_some_and(|cpi| cpi.value);
    let limit = table.floor.as_ref().or(table.cap.as_ref()).map(|limit| limit.span);
    let rise = match (table.rise, is_cpi) {
        (Some(rise), true) => {
            let message = "prices rise either by a rate or with consumer prices";
            problems.push(Diagnostic::new(Code::OneOf, rise.span, message));
            return None;
        }
        (Some(_), false) if limit.is_some() => {
            let help = "they go with cpi = true";
            refuse(limit.unwrap_or(span), "a rise that is agreed has no floor or cap", help, problems);
            return None;
        }
        (Some(rise), false) => Rise::Fixed(rise.value.0),
        (None, true) => {
            let (floor, cap) = (table.floor.map(|p| p.value.0), table.cap.map(|p| p.value.0));
            if let (Some(floor), Some(cap)) = (&floor, &cap)
                && floor > cap
            {
                refuse(limit.unwrap_or(span), "the floor is above the cap", "", problems);
                return None;
            }
            Rise::Cpi { floor, cap }
        }
        (None, false) => {
            let help = "write rise = 3, rise = 0 for prices that are fixed, or cpi = true";
            refuse(span, "this does not say how prices rise", help, problems);
            return None;
        }
    };
    let place = table.cpi.as_ref().map_or(span, |cpi| cpi.span);
    let (first, base) = (table.first.map(|date| date.value), table.base.map(|date| date.value));
    let index = Index { rise, first, base };
    indices.push((index.clone(), place));
    Some(index)
}

pub(super) fn collar(entry: Spanned<CollarEntry>) -> Option<Collar> {
    let table = entry.value;
    Some(Collar {
        reference: table.reference?.value.0,
        band: table.band?.value.share(),
        share: table.share.map_or(Exact::ONE, |share| share.value.share()),
    })
}

pub(super) fn credits(entry: Spanned<CreditsEntry>) -> Option<Credits> {
    let table = entry.value;
    Some(Credits {
        at_risk: table.at_risk?.value.share(),
        expected: table.expected.map_or(Exact::ZERO, |expected| expected.value.share()),
        earn_back: table.earn_back.map(|earn| earn.value),
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
