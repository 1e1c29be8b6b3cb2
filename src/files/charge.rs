//! Charges as the files write them: an amount and what it is paid for.

use super::amount::{AmountOrFact, Counts, Reference, amount};
use super::percent::small_share_of_one;
use super::read::{Attempt, ById, IdEntry, Limited, Problems, Spanned, toml_table};
use super::values::{Change, Name, Prose};
use crate::decision::OrFact;
use crate::decision::quote::{Charge, ChargeUnit};
use crate::exact::Exact;

toml_table! {
    /// An amount that is paid besides the prices.
    struct ChargeEntry {
        /// The name for people; the id when left out.
        name: Name,
        /// How much for each unit: money, per cent for the two units of per cent, or months; or a fact of the vendor: `"facts.set_up_fee"`.
        amount: AmountOrFact [required],
        /// For what it is paid.
        per: ChargeUnit [required],
        /// How much more in each following year, in per cent.
        increase: Change,
        /// Remarks.
        note: Prose,
    }
}

impl Limited for ChargeEntry {
    const MOST: usize = 100;
}

/// The charges of a table; those that could not be read are left out.
///
/// - `references`: takes the facts that they name.
pub(crate) fn charges(
    entries: Option<Spanned<ById<Attempt<ChargeEntry>>>>,
    references: &mut Vec<Reference>,
    problems: &mut Problems,
) -> Vec<Charge> {
    let entries = entries.map_or_else(Vec::new, |entries| entries.value.0);
    entries.into_iter().filter_map(|entry| charge(entry, references, problems)).collect()
}

/// In what the amount of a charge counts.
pub(crate) fn counts_of(per: ChargeUnit) -> Counts {
    if per.is_money() {
        Counts::Money
    } else if per.is_per_cent() {
        Counts::PerCent
    } else {
        Counts::Number
    }
}

/// Warns of an amount in per cent that is a share of one.
pub(crate) fn look_at_per_cent(
    amount: Option<&Spanned<AmountOrFact>>,
    per: ChargeUnit,
    problems: &mut Problems,
) {
    if let (Some(Spanned { value: AmountOrFact(OrFact::Given(amount)), span }), true) =
        (amount, per.is_per_cent())
    {
        problems.extend(small_share_of_one(*span, &amount.likely));
    }
}

fn charge(
    entry: IdEntry<Attempt<ChargeEntry>>,
    references: &mut Vec<Reference>,
    problems: &mut Problems,
) -> Option<Charge> {
    let table = entry.value.0?;
    let per = table.per?.value;
    look_at_per_cent(table.amount.as_ref(), per, problems);
    Some(Charge {
        name: table.name.map_or_else(|| entry.id.clone(), |name| name.value.0),
        id: entry.id,
        amount: amount(table.amount?, counts_of(per), references),
        per,
        increase: table.increase.map_or(Exact::ZERO, |increase| Exact::of_percent(&increase.value.0)),
        note: table.note.map(|note| note.value.0),
    })
}
