//! What vendors make of the lists that are to be called.

use super::words::{amount, whole};
use crate::answers::document::{Cell, Table, Tone};
use crate::cost::money::grouped;
use crate::cost::{ListAtVendor, Range, VendorCost};
use crate::exact::Exact;

/// What vendors make of the lists; without rows where there are none.
pub(super) fn table(vendors: &[&VendorCost]) -> Table {
    let mut table = Table::of("Outbound, over the term")
        .head("Vendor and list")
        .numbers("Attempts")
        .numbers("Reached")
        .numbers("Sales")
        .numbers("Net sales")
        .numbers("Hours")
        .numbers("Months to the end")
        .numbers("A net sale")
        .numbers("A right contact")
        .numbers("Abandoned %");
    for (vendor, list) in
        vendors.iter().flat_map(|vendor| vendor.lists.iter().map(move |list| (vendor, list)))
    {
        table.row(vec![
            Cell::toned(format!("{}: {}", vendor.name, list.name), Tone::Strong),
            whole(&list.attempts).into(),
            whole(&list.right).into(),
            known(list.sales.as_ref(), 0),
            known(list.net_sales.as_ref(), 0),
            whole(&list.hours).into(),
            list.exhausted_after.as_ref().map_or_else(|| Cell::from("–"), |months| grouped(months, 1).into()),
            known(list.per_net_sale.as_ref(), 2),
            known(list.per_right.as_ref(), 2),
            list.abandoned.as_ref().map_or_else(|| known(None, 1), abandoned),
        ]);
    }
    table
}

fn known(number: Option<&Exact>, digits: u32) -> Cell {
    number.map_or_else(|| Cell::toned("not known", Tone::Doubt), |number| grouped(number, digits).into())
}

fn abandoned(range: &Range) -> Cell {
    if range.low == range.high {
        return grouped(&range.likely, 1).into();
    }
    Cell::toned(format!("up to {}", grouped(&range.high, 1)), Tone::Doubt)
}

/// What a buyer should know of how a list is worked off: a sentence each.
pub(super) fn remarks(vendor: &VendorCost, months: usize) -> Vec<String> {
    vendor.lists.iter().flat_map(|list| of_list(vendor, list, months)).collect()
}

fn of_list(vendor: &VendorCost, list: &ListAtVendor, months: usize) -> Vec<String> {
    let name = format!("{}, {}", vendor.name, list.name);
    let mut said = Vec::new();
    let term = Exact::from(months);
    if list.worked < Exact::ONE {
        let worked = list.worked.percent().plain(1);
        said.push(format!("{name}: {worked} % of the list is worked within {months} months."));
    } else if let Some(end) = list.exhausted_after.as_ref().filter(|end| **end < term) {
        let (billed, hours) = (whole(&list.billed_hours), whole(&list.hours));
        let paid = if list.billed_hours > list.hours {
            format!("; {billed} hours are billed where hours are, {hours} worked")
        } else {
            String::new()
        };
        said.push(format!("{name}: list exhausted after {} months of {months}{paid}.", end.plain(1)));
    }
    if let Some(idle) = &list.idle_hours {
        let (idle, hours) = (whole(idle), whole(&list.hours));
        said.push(format!(
            "{name}: {idle} of {hours} hours are idle time of agents who answer customers, and not billed again."
        ));
    }
    if let Some(margin) = list.margin {
        said.push(format!("{name}: sales that stay earn {} beyond what is paid for them.", shown(margin)));
    }
    if let (Some(abandoned), Some(limit)) = (&list.abandoned, &list.limit)
        && abandoned.high > *limit
    {
        let (limit, high) = (limit.plain(2), abandoned.high.plain(1));
        let bound = match &list.occupancy_bound {
            Some(busy) if abandoned.low != abandoned.high => {
                let busy = busy.plain(0);
                format!("; within {limit} % agents are busy for {busy} % without a dialler that looks ahead")
            }
            _ => String::new(),
        };
        let up_to = if abandoned.low == abandoned.high { "" } else { "up to " };
        said.push(format!("{name}: {up_to}{high} % find no agent, and {limit} % may{bound}."));
    }
    if !list.missing.is_empty() {
        let keys: Vec<String> = list.missing.iter().map(|key| format!("`{key}`")).collect();
        said.push(format!("{name}: {} is not said: how many sales stay is not known.", keys.join(" and ")));
    }
    said
}

fn shown(money: crate::cost::Money) -> String {
    let text = amount(money);
    if text.is_empty() { "nothing".to_owned() } else { text }
}
