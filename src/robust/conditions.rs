//! What statements over all weights take for granted: that scores are sums of values, and that whoever is in the
//! ranking stays in it.

use crate::decision::criterion::is_under;
use crate::decision::{Criterion, Minimum, Value};
use crate::score::Evaluation;
use crate::score::evaluation::{Exclusion, Knowledge, VendorResult};

/// A sentence for each thing that other weights may move besides the sums: what is skipped, and who reaches the minimum
/// of a group, or of the score. Empty where what is said over all weights is proved.
#[must_use]
pub fn conditions(record: &Evaluation) -> Vec<String> {
    let criteria = &record.decision.criteria;
    let left_out = |what: &str, is_meant: fn(Knowledge) -> bool| {
        let leaves_out = |vendor: &&VendorResult| {
            let mut cells = record.leaves().map(|(at, _)| &vendor.cells[at]);
            cells.any(|cell| cell.value.is_none() && is_meant(cell.knowledge))
        };
        let names = names(record.ranked().filter(leaves_out))?;
        Some(format!(
            "What {what} {names} is left out. Over all weights it is taken for what its group is worth with the \
             weights of now, so other weights may come out otherwise than is said here of all of them."
        ))
    };
    let skipped = left_out("is not known of", |knowledge| knowledge != Knowledge::NotApplicable);
    let inapplicable = left_out("does not apply to", |knowledge| knowledge == Knowledge::NotApplicable);
    // Whether weights decide if a vendor comes up to a minimum: some of its values are below it, and some are not.
    let is_moved = |vendor: &VendorResult, minimum: &Minimum<Value>, group: Option<usize>| {
        let is_within = |at: usize| group.is_none_or(|group| is_under(criteria, at, group));
        let is_below = |(at, _): (usize, &Criterion)| !minimum.is_met_by(vendor.cells[at].highest());
        let within: Vec<bool> = record.leaves().filter(|(at, _)| is_within(*at)).map(is_below).collect();
        takes_part(vendor) && within.contains(&true) && within.contains(&false)
    };
    let of_score = record.decision.rule.minimum.as_ref().and_then(|minimum| {
        let minimum = minimum.map(|least| least.over(&record.decision.rule.points).unwrap_or_default());
        // Whoever has fewer points than another falls below it first, where what they may turn out to be is equal.
        let is_doubtful = record.ranked().any(|vendor| vendor.lowest != vendor.highest);
        let is_moved = |vendor: &&VendorResult| {
            (is_doubtful || !vendor.exclusions.is_empty()) && is_moved(vendor, &minimum, None)
        };
        let names = names(record.vendors.iter().filter(is_moved))?;
        Some(format!(
            "Weights decide whether {names} comes up to the minimum of the score. What is said of all weights holds \
             while whoever is in the ranking stays in it, and nobody else joins."
        ))
    });
    let groups = criteria.iter().enumerate().filter(|(_, criterion)| criterion.is_group());
    let minimums = groups.filter_map(|(group, criterion)| {
        let minimum = criterion.minimum.as_ref()?;
        let is_moved = |vendor: &&VendorResult| is_moved(vendor, minimum, Some(group));
        let names = names(record.vendors.iter().filter(is_moved))?;
        Some(format!(
            "Weights within {} decide whether {names} comes up to its minimum. What is said of all weights holds while \
             whoever is in the ranking stays in it, and nobody else joins.",
            criterion.name
        ))
    });
    skipped.into_iter().chain(inapplicable).chain(minimums).chain(of_score).collect()
}

/// Whether nothing but minimums keeps a vendor out of the ranking.
fn takes_part(vendor: &VendorResult) -> bool {
    vendor.exclusions.iter().all(|exclusion| matches!(exclusion, Exclusion::Minimum { .. }))
}

/// Names in a list, of many only the first; none where there is none.
fn names<'a>(vendors: impl Iterator<Item = &'a VendorResult>) -> Option<String> {
    const MOST: usize = 6;
    let names: Vec<&str> = vendors.map(VendorResult::name).collect();
    let shown = if names.len() > MOST { &names[..MOST - 2] } else { &names[..] };
    let (last, rest) = shown.split_last()?;
    Some(match names.len() - shown.len() {
        0 if rest.is_empty() => (*last).to_owned(),
        0 => format!("{} or {last}", rest.join(", ")),
        others => format!("{} or any of {others} others", shown.join(", ")),
    })
}
