//! One vendor's account: line by line, year by year, and how each line comes about.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{View, item, line, range_text};
use crate::cli::args::Format;
use crate::cli::shell::Shell;
use crate::cli::table::{Cell, Field, Keep, Role, Table, csv, markdown_text};
use crate::cost::money::grouped;
use crate::cost::{Figures, Money, Part, Range, Step, VendorCost};
use crate::exact::Exact;

pub(super) fn text(
    view: &View<'_>,
    vendor: &VendorCost,
    shell: &Shell<'_>,
    json: impl Fn(&str, Value) -> String,
) -> String {
    match view.format {
        Format::Table => table_text(view, vendor, shell),
        Format::Md => markdown(view, vendor, shell),
        Format::Json => json("cost-vendor", json!({ "currency": view.costs.currency, "vendor": vendor })),
        Format::Csv => csv_of(vendor),
    }
}

fn table_text(view: &View<'_>, vendor: &VendorCost, shell: &Shell<'_>) -> String {
    let mut text = line(&vendor.name, shell);
    for (title, lines) in said(view, vendor) {
        if title.is_empty() {
            text.extend(lines.iter().map(|said| line(said, shell)));
            continue;
        }
        text.push_str(&format!("\n{title}\n"));
        text.extend(lines.iter().map(|said| item(said, shell)));
    }
    if vendor.figures.is_some() {
        text.push('\n');
        text.push_str(&table(view, vendor).aligned(&shell.environment));
    }
    if view.is_explained {
        text.push_str("\nHow each line comes about\n");
        text.push_str(&explanation(vendor, shell));
    }
    text
}

fn markdown(view: &View<'_>, vendor: &VendorCost, shell: &Shell<'_>) -> String {
    let mut text = format!("# {}\n", markdown_text(&vendor.name));
    for (title, lines) in said(view, vendor) {
        if title.is_empty() {
            text.extend(lines.iter().map(|said| format!("\n{}\n", markdown_text(said))));
            continue;
        }
        text.push_str(&format!("\n## {title}\n\n"));
        text.extend(lines.iter().map(|said| format!("- {}\n", markdown_text(said))));
    }
    if vendor.figures.is_some() {
        text.push_str("\n## By year\n\n");
        text.push_str(&table(view, vendor).markdown());
    }
    if view.is_explained {
        text.push_str(&format!(
            "\n## How each line comes about\n\n```text\n{}```\n",
            explanation(vendor, shell)
        ));
    }
    text
}

/// What is said in words: what it comes to, what the quote is silent about, remarks; each with a title.
fn said(view: &View<'_>, vendor: &VendorCost) -> Vec<(&'static str, Vec<String>)> {
    let mut said = Vec::new();
    let mut first = vec![view.costs.terms()];
    if !vendor.headline.is_empty() {
        first.push(format!("Quoted: {}", vendor.headline.join("; ")));
    }
    if let Some(unknown) = &vendor.unknown {
        first.push(format!("What it costs is not known: {unknown}"));
    }
    said.push(("", first));
    if let Some(figures) = &vendor.figures {
        said.push(("What it comes to", figures_said(view, vendor, figures)));
    }
    if !vendor.silent.is_empty() {
        let thing = |silent: &crate::cost::Silent| {
            let how = if silent.is_said { "left out by the quote" } else { "not mentioned" };
            format!("{}: {how}; {} is counted for it", silent.name, silent.likely.shown(0))
        };
        said.push(("Not in the quote", vendor.silent.iter().map(thing).collect()));
    }
    if !vendor.notes.is_empty() {
        said.push(("Notes", vendor.notes.iter().map(|note| note.text.clone()).collect()));
    }
    said
}

fn figures_said(view: &View<'_>, vendor: &VendorCost, figures: &Figures) -> Vec<String> {
    let mut lines = Vec::new();
    let of = view.costs.ranked(false).len();
    let place = vendor.rank_by_total.map_or_else(String::new, |rank| format!("; place {rank} of {of}"));
    let headline = vendor.rank_by_headline.map_or_else(String::new, |rank| format!(", by headline {rank}"));
    let whole = |range: &Range| format!("{} ({})", grouped(&range.likely, 2), range_text(range));
    lines.push(format!("Total {}{place}{headline}", whole(&figures.total)));
    lines.push(format!("Present value {}", whole(&figures.npv)));
    let unit = |range: &Range| {
        if range.low == range.high {
            grouped(&range.likely, 4)
        } else {
            format!("{} ({}–{})", grouped(&range.likely, 4), grouped(&range.low, 4), grouped(&range.high, 4))
        }
    };
    for (name, range) in [
        ("A contact", &figures.per_contact),
        ("A contact by the price lines alone", &figures.headline_per_contact),
        ("A resolved contact", &figures.per_resolution),
        ("A productive hour by the price lines", &figures.effective_hour),
    ] {
        let shown = range.as_ref().map_or_else(|| "not known".to_owned(), unit);
        lines.push(format!("{name} {shown}"));
    }
    lines
}

fn table(view: &View<'_>, vendor: &VendorCost) -> Table {
    let years = view.costs.months.div_ceil(12);
    let mut table = Table::default().text("", Keep::Always).number("Before start", Keep::Always);
    for year in 1..=years {
        table = table.number(format!("Year {year}"), Keep::Always);
    }
    table = table.number("Total", Keep::Always);
    let mut row = |name: String, role: Role, upfront: Money, of_years: Vec<Money>| {
        let shown = |money: Money| if money.is_zero() { String::new() } else { money.shown(0) };
        let total = upfront + of_years.iter().copied().sum();
        let mut cells = vec![Cell::new(name, role), Cell::new(shown(upfront), role)];
        cells.extend(of_years.into_iter().map(|year| Cell::new(shown(year), role)));
        cells.push(Cell::new(total.shown(0), role));
        table.row(cells);
    };
    let (mut all_upfront, mut all_years) = (Money::ZERO, vec![Money::ZERO; years]);
    for part in Part::ALL {
        let lines: Vec<_> = vendor.lines.iter().filter(|line| line.part == part).collect();
        if lines.is_empty() {
            continue;
        }
        let (upfront, of_years) = (vendor.upfront(part), vendor.years(part));
        all_upfront += upfront;
        for (sum, year) in all_years.iter_mut().zip(&of_years) {
            *sum += *year;
        }
        row(part.name().to_owned(), Role::Strong, upfront, of_years);
        for line in lines {
            row(format!("  {}", line.name), Role::Plain, line.upfront, line.years());
        }
    }
    row("Total".to_owned(), Role::Strong, all_upfront, all_years);
    table
}

/// Every formula with its numbers.
pub(super) fn explanation(vendor: &VendorCost, shell: &Shell<'_>) -> String {
    let mut text = String::new();
    for one in vendor.lines.iter().filter(|line| !line.total().is_zero() || !line.upfront.is_zero()) {
        text.push_str(&format!("  {} ({})\n", one.name, one.part.name().to_lowercase()));
        for step in &one.steps {
            let width = shell.environment.text_width();
            text.push_str(&crate::cli::text::wrapped(&formula(step), width, "    ", "      "));
            text.push('\n');
        }
    }
    text
}

/// `Year 2: 81 885 productive hours x 16.50 (a productive hour) x 1.04 (index) = 1 405 146.60`.
fn formula(step: &Step) -> String {
    let when = match (step.first_month, step.last_month) {
        (Some(first), Some(last)) if first.is_multiple_of(12) && last == first + 11 => {
            format!("Year {}", first / 12 + 1)
        }
        (Some(first), Some(last)) if first == last => format!("Month {}", first + 1),
        (Some(first), Some(last)) => format!("Months {} to {}", first + 1, last + 1),
        _ => "Before the start".to_owned(),
    };
    let short = |number: &Exact| {
        let digits = number.decimals(6).min(6);
        grouped(number, digits)
    };
    let quantity = grouped(&step.quantity, step.quantity.decimals(2));
    let factors: Vec<String> =
        step.factors.iter().map(|(name, factor)| format!("{} ({name})", short(factor))).collect();
    let product = if is_product(step) {
        factors.iter().fold(String::new(), |product, factor| product + " x " + factor)
    } else if factors.is_empty() {
        ", by the price list".to_owned()
    } else {
        format!(", by the price list, with {}", factors.join(", "))
    };
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for remark in &step.remarks {
        *counted.entry(remark).or_default() += 1;
    }
    let remarks = counted.iter().fold(String::new(), |said, (remark, months)| {
        let unit = if *months == 1 { "month" } else { "months" };
        said + &format!("; {months} {unit} {remark}")
    });
    format!("{when}: {quantity} {}{product} = {}{remarks}", step.unit, step.amount.shown(2))
}

/// Whether the amount is the quantity times the factors; tiers, baselines and minimums make it another.
fn is_product(step: &Step) -> bool {
    let product = step.factors.iter().fold(step.quantity.clone(), |product, (_, factor)| &product * factor);
    let gap = &product - &step.amount.to_exact();
    !step.factors.is_empty()
        && Money::of(&gap.abs()) < Money::of(&Exact::ONE.over(&Exact::from(100)).unwrap_or_default())
}

fn csv_of(vendor: &VendorCost) -> String {
    let head = ["vendor", "part", "line", "name", "month", "amount"];
    let rows = vendor.lines.iter().flat_map(|line| {
        let part = json!(line.part).as_str().unwrap_or_default().to_owned();
        let row = move |month: usize, amount: Money| {
            vec![
                Field::Text(vendor.id.to_string()),
                Field::Text(part.clone()),
                Field::Text(line.id.clone()),
                Field::Text(line.name.clone()),
                Field::number(Some(month)),
                Field::number(Some(amount.to_exact())),
            ]
        };
        let months = line.months.iter().enumerate().map(|(month, amount)| (month + 1, *amount));
        [(0, line.upfront)].into_iter().chain(months).map(move |(month, amount)| row(month, amount))
    });
    csv(&head, rows)
}
