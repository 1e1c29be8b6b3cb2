//! All quotes beside each other: total against headline.

use serde_json::{Value, json};

use super::{View, left_out, likely, line, place, range_text};
use crate::cli::args::Format;
use crate::cli::shell::Shell;
use crate::cli::table::{Cell, Field, Keep, Role, Table, bar, csv, markdown_text};
use crate::cost::{Figures, Part, Range, VendorCost};

/// Cells of the bar beside a total.
const BAR_CELLS: u32 = 8;

pub(super) fn text(view: &View<'_>, shell: &Shell<'_>, json: impl Fn(&str, Value) -> String) -> String {
    match view.format {
        Format::Table => table_text(view, shell),
        Format::Md => markdown(view),
        Format::Json => json("cost", json!(view.costs)),
        Format::Csv => csv_of(view),
    }
}

fn table_text(view: &View<'_>, shell: &Shell<'_>) -> String {
    let mut text = line(&view.decision.title, shell);
    text.push_str(&line(&format!("What each quote really costs: {}", view.costs.terms()), shell));
    text.push('\n');
    text.push_str(&table(view).aligned(&shell.environment));
    let notes = notes(view);
    if !notes.is_empty() {
        text.push('\n');
    }
    for note in notes {
        text.push_str(&line(&note, shell));
    }
    if view.is_explained {
        for vendor in &view.costs.vendors {
            text.push_str(&format!("\n{}\n", vendor.name));
            text.push_str(&super::account::explanation(vendor, shell));
        }
    }
    text
}

fn markdown(view: &View<'_>) -> String {
    let mut text = format!("# What each quote really costs\n\n{}\n\n", markdown_text(&view.costs.terms()));
    text.push_str(&table(view).markdown());
    for note in notes(view) {
        text.push_str(&format!("\n{}\n", markdown_text(&note)));
    }
    text
}

fn table(view: &View<'_>) -> Table {
    let mut table = Table::default()
        .number("#", Keep::Always)
        .text("Vendor", Keep::Always)
        .number("Total", Keep::Always)
        .text("", Keep::Picture)
        .text("Range", Keep::Always)
        .number("Present value", Keep::IfRoom)
        .number("a contact", Keep::Always)
        .number("Headline", Keep::Always)
        .number("#", Keep::Always)
        .number("a resolution", Keep::IfRoom)
        .number("an hour", Keep::IfRoom);
    let ranked = view.costs.ranked(false);
    let dearest = ranked.last().and_then(|vendor| vendor.figures.as_ref()).map(|f| f.total.likely.to_f64());
    for vendor in ranked {
        let Some(figures) = &vendor.figures else { continue };
        let share = dearest.map_or(0.0, |most| figures.total.likely.to_f64() / most);
        let moved = vendor.rank_by_headline != vendor.rank_by_total;
        table.row(vec![
            Cell::new(place(vendor.rank_by_total), Role::Strong),
            Cell::new(&vendor.name, Role::Strong),
            Cell::new(View::whole(&figures.total.likely), Role::Strong),
            Cell::new(bar(share, BAR_CELLS), Role::Faint),
            Cell::new(range_text(&figures.total), Role::Doubt),
            View::whole(&figures.npv.likely).into(),
            likely(figures.per_contact.as_ref(), 3).into(),
            likely(figures.headline_per_contact.as_ref(), 3).into(),
            Cell::new(place(vendor.rank_by_headline), if moved { Role::Doubt } else { Role::Plain }),
            likely(figures.per_resolution.as_ref(), 3).into(),
            likely(figures.effective_hour.as_ref(), 2).into(),
        ]);
    }
    table
}

/// What a reader should know about the table.
fn notes(view: &View<'_>) -> Vec<String> {
    let mut notes = vec![
        "Headline: the price lines alone, for a contact, and the place that they would give.".to_owned(),
    ];
    for (vendor, why) in left_out(view.costs) {
        notes.push(format!("{}: {why}", vendor.name));
    }
    for vendor in view.costs.ranked(false) {
        if !vendor.silent.is_empty() {
            let things: Vec<&str> = vendor.silent.iter().map(|silent| silent.name.as_str()).collect();
            let sum: crate::cost::Money = vendor.silent.iter().map(|silent| silent.likely).sum();
            notes.push(format!(
                "{} does not price {}: {} is counted for it",
                vendor.name,
                things.join(", "),
                sum.shown(0)
            ));
        }
    }
    notes
}

fn csv_of(view: &View<'_>) -> String {
    let ranges = [
        "total",
        "npv",
        "invoice",
        "headline_per_contact",
        "per_contact",
        "per_resolution",
        "effective_hour",
    ];
    let mut head: Vec<String> =
        ["vendor", "name", "rank_by_total", "rank_by_headline", "currency"].map(str::to_owned).to_vec();
    for range in ranges {
        head.extend([range.to_owned(), format!("{range}_low"), format!("{range}_high")]);
    }
    head.extend(Part::ALL.map(|part| format!("part_{}", json!(part).as_str().unwrap_or_default())));
    head.extend(["headline".to_owned(), "silent".to_owned(), "unknown".to_owned()]);
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    csv(&head, view.costs.vendors.iter().map(|vendor| csv_row(view, vendor)))
}

fn csv_row(view: &View<'_>, vendor: &VendorCost) -> Vec<Field> {
    let mut row = vec![
        Field::Text(vendor.id.to_string()),
        Field::Text(vendor.name.clone()),
        Field::number(vendor.rank_by_total),
        Field::number(vendor.rank_by_headline),
        Field::text(view.costs.currency.clone()),
    ];
    let figures = vendor.figures.as_ref();
    let ranges: [fn(&Figures) -> Option<&Range>; 7] = [
        |figures| Some(&figures.total),
        |figures| Some(&figures.npv),
        |figures| Some(&figures.invoice),
        |figures| figures.headline_per_contact.as_ref(),
        |figures| figures.per_contact.as_ref(),
        |figures| figures.per_resolution.as_ref(),
        |figures| figures.effective_hour.as_ref(),
    ];
    for range in ranges {
        let range = figures.and_then(range);
        row.extend([
            Field::number(range.map(|range| &range.likely)),
            Field::number(range.map(|range| &range.low)),
            Field::number(range.map(|range| &range.high)),
        ]);
    }
    for part in Part::ALL {
        let lines = vendor.lines.iter().filter(|line| line.part == part);
        let sum: crate::cost::Money = lines.map(crate::cost::Line::total).sum();
        row.push(Field::number(figures.map(|_| sum)));
    }
    let silent: Vec<&str> = vendor.silent.iter().map(|silent| silent.id.as_str()).collect();
    row.extend([
        Field::Text(vendor.headline.join("; ")),
        Field::Text(silent.join("; ")),
        Field::text(vendor.unknown.clone()),
    ]);
    row
}
