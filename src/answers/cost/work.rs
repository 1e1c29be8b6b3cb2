//! How vendors work on the channels, where they do not all work alike.

use super::words::{of_contact, whole};
use crate::answers::document::{Cell, Table, Tone};
use crate::cost::money::grouped;
use crate::cost::{VendorCost, WorkAtVendor};
use crate::exact::Exact;

/// How vendors work; without rows where nothing more is known than for all alike.
pub(super) fn table(vendors: &[&VendorCost]) -> Table {
    let all: Vec<(&VendorCost, &WorkAtVendor)> =
        vendors.iter().flat_map(|vendor| vendor.work.iter().map(move |work| (*vendor, work))).collect();
    let told: Vec<(&VendorCost, &WorkAtVendor)> =
        all.iter().filter(|one| is_own(one, &all)).copied().collect();
    let has_issues = told
        .iter()
        .any(|(vendor, _)| vendor.figures.as_ref().is_some_and(|figures| figures.per_issue.is_some()));
    let mut table = Table::of("How each vendor works, over the term")
        .head("Vendor")
        .head("Channel")
        .numbers("Contacts")
        .numbers("Repeats")
        .numbers("Contacts an issue")
        .numbers("Given up %")
        .if_room()
        .numbers("Handle time s")
        .numbers("Peak agents");
    if has_issues {
        table = table.numbers("An issue").numbers("A resolved issue");
    }
    let mut last = None;
    for (vendor, work) in told {
        let is_first = last != Some(&vendor.id);
        last = Some(&vendor.id);
        let figures = vendor.figures.as_ref().filter(|_| is_first);
        let priced = |range: Option<&crate::cost::Range>| {
            if is_first { of_contact(range) } else { Cell::from("") }
        };
        let mut cells = vec![
            Cell::toned(if is_first { vendor.name.as_str() } else { "" }, Tone::Strong),
            work.name.as_str().into(),
            whole(&work.contacts).into(),
            known(work.repeats.as_ref(), 0),
            known(work.contacts_per_issue.as_ref(), 3),
            known(work.given_up.as_ref().map(Exact::percent).as_ref(), 1),
            grouped(&work.aht_seconds, 0).into(),
            work.peak_agents.to_string().into(),
        ];
        if has_issues {
            cells.push(priced(figures.and_then(|figures| figures.per_issue.as_ref())));
            cells.push(priced(figures.and_then(|figures| figures.per_resolved_issue.as_ref())));
        }
        table.row(cells);
    }
    table
}

/// Whether a vendor is told of on a channel: where another works just as it does, and nothing is known of issues, there is nothing
/// to tell.
fn is_own((vendor, work): &(&VendorCost, &WorkAtVendor), all: &[(&VendorCost, &WorkAtVendor)]) -> bool {
    let is_alike = |other: &WorkAtVendor| {
        other.id == work.id
            && other.contacts == work.contacts
            && other.aht_seconds == work.aht_seconds
            && other.concurrency == work.concurrency
    };
    work.repeats.is_some()
        || !work.missing.is_empty()
        || !all.iter().any(|(other, own)| other.id != vendor.id && is_alike(own))
}

fn known(number: Option<&Exact>, digits: u32) -> Cell {
    number.map_or_else(|| Cell::toned("not known", Tone::Doubt), |number| grouped(number, digits).into())
}

/// What moves the contacts of a vendor, or keeps them from being counted: a sentence each.
pub(super) fn remarks(vendor: &VendorCost) -> Vec<String> {
    let of_channel = |work: &WorkAtVendor| {
        let name = format!("{}, {}", vendor.name, work.name);
        if !work.missing.is_empty() {
            let keys: Vec<String> = work.missing.iter().map(|key| format!("`{key}`")).collect();
            return Some(format!(
                "{name}: contacts are counted as forecast, for the demand does not say {}.",
                keys.join(" and ")
            ));
        }
        let more = &(&work.volume - &Exact::ONE).percent();
        let (size, word) = (more.abs(), if more.is_negative() { "fewer" } else { "more" });
        (!more.is_zero()).then(|| {
            format!(
                "{name}: {} % {word} contacts than forecast, by how many are solved at first.",
                size.plain(1)
            )
        })
    };
    let counted = |work: &WorkAtVendor| {
        let counted = work.counted.as_ref()?;
        Some(format!("{}, {}: solved at first is counted {counted}.", vendor.name, work.name))
    };
    vendor.work.iter().flat_map(|work| of_channel(work).into_iter().chain(counted(work))).collect()
}
