//! Charges as the files write them: an amount and what it is paid for.

use super::amount::{AmountOrFact, Reference, amount};
use super::read::{Attempt, ById, IdEntry, Limited, Spanned, toml_table};
use super::values::{Change, Name, Prose};
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
) -> Vec<Charge> {
    let entries = entries.map_or_else(Vec::new, |entries| entries.value.0);
    entries.into_iter().filter_map(|entry| charge(entry, references)).collect()
}

fn charge(entry: IdEntry<Attempt<ChargeEntry>>, references: &mut Vec<Reference>) -> Option<Charge> {
    let table = entry.value.0?;
    let per = table.per?.value;
    Some(Charge {
        name: table.name.map_or_else(|| entry.id.clone(), |name| name.value.0),
        id: entry.id,
        amount: amount(table.amount?, per.is_money(), references),
        per,
        increase: table.increase.map_or(Exact::ZERO, |increase| Exact::of_percent(&increase.value.0)),
        note: table.note.map(|note| note.value.0),
    })
}
