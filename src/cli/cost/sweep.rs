//! Cost curves over one number, and where vendors change places.

use serde_json::{Value, json};

use super::{View, item, line};
use crate::cli::args::{Format, Moved as MovedArgument};
use crate::cli::shell::{Failure, Shell};
use crate::cli::table::{Cell, Field, Keep, Role, Table, csv, markdown_text};
use crate::cost::sweep::{Crossing, Moved, Sweep, sweep};
use crate::exact::Exact;

pub(super) fn text(
    view: &View<'_>,
    moved: MovedArgument,
    shell: &Shell<'_>,
    json: impl Fn(&str, Value) -> String,
) -> Result<String, Failure> {
    let moved = match moved {
        MovedArgument::Volume => Moved::Volume,
        MovedArgument::Aht => Moved::Aht,
        MovedArgument::Attrition => Moved::Attrition,
        MovedArgument::Fx => Moved::Fx,
        MovedArgument::Index => Moved::Index,
    };
    let sweep = sweep(view.basis, &view.decision.vendors, moved, &|| true)
        .map_err(|error| Failure::Input { message: error.to_string() })?;
    Ok(match view.format {
        Format::Table => {
            let mut text = line(&title(view, &sweep), shell);
            text.push_str(&format!("\n{}", table(&sweep).aligned(&shell.environment)));
            for (title, lines) in said(view, &sweep) {
                text.push_str(&format!("\n{title}\n"));
                text.extend(lines.iter().map(|said| item(said, shell)));
            }
            text
        }
        Format::Md => {
            let mut text =
                format!("# {}\n\n{}", markdown_text(&title(view, &sweep)), table(&sweep).markdown());
            for (title, lines) in said(view, &sweep) {
                text.push_str(&format!("\n## {title}\n\n"));
                text.extend(lines.iter().map(|said| format!("- {}\n", markdown_text(said))));
            }
            text
        }
        Format::Json => json("cost-sweep", json!(sweep)),
        Format::Csv => csv_of(&sweep),
    })
}

fn title(view: &View<'_>, sweep: &Sweep) -> String {
    let currency = view.costs.currency.as_deref().unwrap_or_default();
    format!("Total in thousand {currency} when {} move by so many {}", sweep.moved.name(), sweep.moved.unit())
}

/// A move with its sign: `+12.5`.
fn signed(moved: &Exact) -> String {
    let shown = moved.plain(3);
    if moved.is_negative() || moved.is_zero() { shown } else { format!("+{shown}") }
}

fn table(sweep: &Sweep) -> Table {
    // Every other column, so that the table fits; the forecast itself is always there.
    let columns: Vec<usize> = (0..sweep.grid.len()).step_by(2).collect();
    let mut table = Table::default().text("Vendor", Keep::Always);
    for &at in &columns {
        table = table.number(signed(&sweep.grid[at]), Keep::Always);
    }
    for curve in &sweep.curves {
        let mut cells: Vec<Cell> = vec![Cell::new(&curve.name, Role::Strong)];
        for &at in &columns {
            let cheapest = sweep.curves.iter().all(|other| other.totals[at] >= curve.totals[at]);
            let thousand = curve.totals[at].over(&Exact::from(1_000)).unwrap_or_default();
            let role = if cheapest { Role::Good } else { Role::Plain };
            let mark = if cheapest { "◄" } else { "" };
            cells.push(Cell::new(format!("{}{mark}", crate::cost::money::grouped(&thousand, 0)), role));
        }
        table.row(cells);
    }
    table
}

fn said(view: &View<'_>, sweep: &Sweep) -> Vec<(&'static str, Vec<String>)> {
    let name = |id: &str| view.costs.vendor(id).map_or(id, |vendor| vendor.name.as_str()).to_owned();
    let unit = sweep.moved.unit();
    let crossing = |crossing: &Crossing| {
        let about = if crossing.is_exact { "" } else { "about " };
        format!(
            "{about}{} {unit}: {} is cheaper below, {} above",
            signed(&Exact::parse(&crossing.at.fixed(2)).unwrap_or_default()),
            name(crossing.below.as_str()),
            name(crossing.above.as_str())
        )
    };
    let mut said = Vec::new();
    let crossings: Vec<String> = sweep.crossings.iter().map(crossing).collect();
    let none = || vec!["nowhere in this range".to_owned()];
    said.push((
        "Where one becomes cheaper than another",
        if crossings.is_empty() { none() } else { crossings },
    ));
    if !sweep.bites.is_empty() {
        let forecast = sweep.grid.iter().position(Exact::is_zero).unwrap_or(0);
        let bite = |bite: &crate::cost::sweep::Bite| {
            let at = match &bite.at {
                None => "over the whole range".to_owned(),
                Some(at) => {
                    let at = signed(&Exact::parse(&at.fixed(2)).unwrap_or_default());
                    let comes_in_upwards = bite.months.first() < bite.months.last();
                    if comes_in_upwards {
                        format!("from {at} {unit} on")
                    } else {
                        format!("up to {at} {unit}")
                    }
                }
            };
            format!(
                "{}, {}: {} {at}; {} months at the forecast",
                bite.name, bite.line, bite.what, bite.months[forecast]
            )
        };
        said.push(("Where tiers, minimums and baselines bite", sweep.bites.iter().map(bite).collect()));
    }
    said
}

fn csv_of(sweep: &Sweep) -> String {
    let head = ["moved", "move", "vendor", "name", "total", "per_contact"];
    let rows = sweep.curves.iter().flat_map(|curve| {
        sweep.grid.iter().enumerate().map(move |(at, step)| {
            vec![
                Field::Text(json!(sweep.moved).as_str().unwrap_or_default().to_owned()),
                Field::number(Some(step)),
                Field::Text(curve.vendor.to_string()),
                Field::Text(curve.name.clone()),
                Field::number(Some(curve.totals[at].to_exact())),
                Field::number(curve.per_contact[at].as_ref()),
            ]
        })
    });
    csv(&head, rows)
}
