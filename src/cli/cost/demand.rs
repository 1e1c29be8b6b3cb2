//! The forecast, staffed; and what the costs hang on.

use serde_json::{Value, json};

use super::{View, line};
use crate::cli::args::Format;
use crate::cli::shell::Shell;
use crate::cli::table::{Field, Keep, Table, csv};
use crate::cost::assumptions::{Assumption, of_vendor, ours};
use crate::cost::money::grouped;
use crate::cost::{ChannelWork, MonthWork};
use crate::decision::VendorId;
use crate::exact::Exact;

/// The forecast by channel and year; by month in CSV and JSON.
pub(super) fn text(view: &View<'_>, shell: &Shell<'_>, json: impl Fn(&str, Value) -> String) -> String {
    let said = "Agents are whole in every interval; productive hours are theirs, and paid hours are productive \
                hours / (1 - shrinkage).";
    match view.format {
        Format::Table => format!("{}\n{}", line(said, shell), table(view).aligned(&shell.environment)),
        Format::Md => format!("{said}\n\n{}", table(view).markdown()),
        Format::Json => json("demand", json!({ "start": view.costs.start, "workload": view.costs.workload })),
        Format::Csv => csv_of(view),
    }
}

fn table(view: &View<'_>) -> Table {
    let mut table = Table::default()
        .text("Channel", Keep::Always)
        .number("Year", Keep::Always)
        .number("Contacts", Keep::Always)
        .number("Handle h", Keep::Always)
        .number("Productive h", Keep::Always)
        .number("Busy %", Keep::Always)
        .number("Paid h", Keep::Always)
        .number("FTE", Keep::Always)
        .number("Peak agents", Keep::Always);
    for channel in &view.costs.workload.channels {
        for (year, (work, months)) in channel.years().iter().zip(channel.months.chunks(12)).enumerate() {
            let mean_fte = work.fte_months.over(&Exact::from(months.len())).unwrap_or_default();
            table.row(vec![
                channel.name.clone().into(),
                (year + 1).to_string().into(),
                grouped(&work.contacts, 0).into(),
                grouped(&handle_hours(work), 0).into(),
                grouped(&work.productive_hours, 0).into(),
                channel
                    .occupancy(work)
                    .map_or_else(String::new, |share| format!("{:.1}", share * 100.0))
                    .into(),
                grouped(&work.paid_hours, 0).into(),
                grouped(&mean_fte, 1).into(),
                work.peak_agents.to_string().into(),
            ]);
        }
    }
    table
}

fn handle_hours(work: &MonthWork) -> Exact {
    work.handle_minutes.over(&Exact::from(60)).unwrap_or_default()
}

fn csv_of(view: &View<'_>) -> String {
    let head = [
        "channel",
        "month",
        "contacts",
        "handle_hours",
        "productive_hours",
        "occupancy",
        "paid_hours",
        "fte",
        "peak_agents",
    ];
    let of_channel = |channel: &ChannelWork| {
        let row = |(month, work): (usize, &MonthWork)| {
            vec![
                Field::Text(channel.id.clone()),
                Field::number(Some(month + 1)),
                Field::number(Some(&work.contacts)),
                Field::number(Some(handle_hours(work))),
                Field::number(Some(&work.productive_hours)),
                Field::number(channel.occupancy(work)),
                Field::number(Some(&work.paid_hours)),
                Field::number(Some(&work.fte_months)),
                Field::number(Some(work.peak_agents)),
            ]
        };
        channel.months.iter().enumerate().map(row).collect::<Vec<_>>()
    };
    csv(&head, view.costs.workload.channels.iter().flat_map(of_channel))
}

/// What the costs hang on: our assumptions, and with a vendor also what its quote says.
pub(super) fn assumptions(
    view: &View<'_>,
    vendor: Option<&VendorId>,
    shell: &Shell<'_>,
    json: impl Fn(&str, Value) -> String,
) -> String {
    let mut list = ours(view.basis);
    let named = view.decision.vendors.iter().filter(|other| Some(&other.id) == vendor);
    list.extend(named.flat_map(|vendor| of_vendor(view.basis, vendor)));
    match view.format {
        Format::Table => {
            let said = "Change one with --set PATH=VALUE, or for good with `weigh set PATH VALUE`.";
            format!("{}\n{}", line(said, shell), assumption_table(&list).aligned(&shell.environment))
        }
        Format::Md => assumption_table(&list).markdown(),
        Format::Json => json("assumptions", json!(list)),
        Format::Csv => {
            let head = ["path", "name", "low", "likely", "high", "unit", "source", "as_of", "note"];
            let row = |one: &Assumption| {
                vec![
                    Field::Text(one.path.clone()),
                    Field::Text(one.name.clone()),
                    Field::number(Some(&one.value.low)),
                    Field::number(Some(&one.value.likely)),
                    Field::number(Some(&one.value.high)),
                    Field::Text(one.unit.clone()),
                    Field::text(one.value.evidence.source.clone()),
                    Field::text(one.value.evidence.as_of.map(|date| date.to_string())),
                    Field::text(one.value.evidence.note.clone()),
                ]
            };
            csv(&head, list.iter().map(row))
        }
    }
}

fn assumption_table(list: &[Assumption]) -> Table {
    let mut table = Table::default()
        .text("What", Keep::Always)
        .number("Low", Keep::Always)
        .number("Likely", Keep::Always)
        .number("High", Keep::Always)
        .text("Unit", Keep::Always)
        .text("Path", Keep::Always)
        .text("Source", Keep::IfRoom);
    for one in list {
        let shown = |number: &Exact| grouped(number, number.decimals(6));
        let end = |number: &Exact| if one.value.is_range() { shown(number) } else { String::new() };
        table.row(vec![
            one.name.clone().into(),
            end(&one.value.low).into(),
            shown(&one.value.likely).into(),
            end(&one.value.high).into(),
            one.unit.clone().into(),
            one.path.clone().into(),
            one.value.evidence.cited().into(),
        ]);
    }
    table
}
