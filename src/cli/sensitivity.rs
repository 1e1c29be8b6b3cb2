//! `weigh sensitivity`: how far each weight may move, and what one weight does.

use super::args::{Format, Global, Sensitivity as Arguments};
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use super::table::{Cell, Field, Keep, Role, Table, csv, markdown_text};
use super::text::wrapped;
use crate::decision::VendorId;
use crate::exact::Exact;
use crate::robust::sensitivity::Change;
use crate::robust::{Sensitivity, Stability, sensitivity, stability};
use crate::score::Evaluation;

pub(super) fn run(global: &Global, args: &Arguments, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let evaluation = settings::evaluation(global, shell)?;
    let text = match &args.criterion {
        None => of_all(&evaluation, &stability(&evaluation), format, shell),
        Some(name) => {
            let criterion = settings::criterion(&evaluation, name)?;
            of_one(&evaluation, &sensitivity(&evaluation, criterion), format, shell)
        }
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}

fn of_all(evaluation: &Evaluation, all: &[Stability], format: Format, shell: &Shell<'_>) -> String {
    match format {
        Format::Table => {
            let mut text = all_table(all).aligned(&shell.environment) + "\n";
            for note in notes(evaluation, all.first()) {
                text.push_str(&(wrapped(&note, shell.environment.text_width(), "", "") + "\n"));
            }
            text
        }
        Format::Md => {
            let notes: Vec<String> =
                notes(evaluation, all.first()).iter().map(|note| markdown_text(note)).collect();
            format!("{}\n{}\n", all_table(all).markdown(), notes.join("\n\n"))
        }
        Format::Json => settings::json("sensitivity", evaluation, &all),
        Format::Csv => all_csv(all),
    }
}

fn all_table(all: &[Stability]) -> Table {
    let mut table = Table::default()
        .text("Criterion", Keep::Always)
        .number("Weight", Keep::Always)
        .number("First place holds", Keep::Always)
        .text("Then first", Keep::Always)
        .number("Order holds", Keep::IfRoom);
    for one in all {
        let is_safe = one.first.as_ref().is_some_and(|first| first.below.is_none() && first.above.is_none());
        let role = if is_safe || !one.is_movable { Role::Faint } else { Role::Plain };
        table.row(vec![
            Cell::new(format!("{}{}", "  ".repeat(one.depth), one.name), Role::Strong),
            one.shown(&one.weight).into(),
            Cell::new(one.holds(one.first.as_ref()), role),
            Cell::new(one.takeovers(), Role::Doubt),
            Cell::new(one.holds(one.order.as_ref()), role),
        ]);
    }
    table
}

/// What the numbers leave out.
fn notes(evaluation: &Evaluation, one: Option<&Stability>) -> Vec<String> {
    let mut notes = vec![
        "A weight moves within its group, and the others of the group keep their proportions.".to_owned(),
    ];
    if evaluation.ranked().next().is_none() {
        notes.push("No vendor is in the ranking, so there is no first place to hold.".to_owned());
    }
    if let Some(rounding) = one.map(|one| &one.rounding).filter(|rounding| !rounding.is_zero()) {
        notes.push(format!(
            "Weights are exact for the unrounded scores; the rule's roundings can move a score by up to {}, \
             and with it the point at which two vendors change places.",
            rounding.plain(4)
        ));
    }
    notes
}

fn all_csv(all: &[Stability]) -> String {
    let head = [
        "criterion",
        "name",
        "weight",
        "whole",
        "first_from",
        "first_to",
        "first_below",
        "first_above",
        "order_from",
        "order_to",
    ];
    let rows = all.iter().map(|one| {
        let scaled = |share: Option<&Exact>| Field::number(share.map(|share| share * &one.whole));
        let winner = |change: Option<&Change>| Field::text(change.map(|change| change.winner.to_string()));
        let (first, order) = (one.first.as_ref(), one.order.as_ref());
        vec![
            Field::Text(one.criterion.to_string()),
            Field::Text(one.name.clone()),
            scaled(Some(&one.weight)),
            Field::number(Some(&one.whole)),
            scaled(first.map(|first| &first.lower)),
            scaled(first.map(|first| &first.upper)),
            winner(first.and_then(|first| first.below.as_ref())),
            winner(first.and_then(|first| first.above.as_ref())),
            scaled(order.map(|order| &order.lower)),
            scaled(order.map(|order| &order.upper)),
        ]
    });
    csv(&head, rows)
}

fn of_one(evaluation: &Evaluation, found: &Sensitivity, format: Format, shell: &Shell<'_>) -> String {
    let one = &found.stability;
    let heading = format!(
        "{}: weighs {} of {}; the first place holds at {}",
        one.name,
        one.shown(&one.weight),
        one.whole.plain(4),
        one.holds(one.first.as_ref()),
    );
    match format {
        Format::Table => {
            let width = shell.environment.text_width();
            let line = |text: &str| wrapped(text, width, "", "") + "\n";
            let mut text =
                line(&heading) + "\n" + &lines_table(evaluation, found).aligned(&shell.environment);
            text.push_str("\nWho leads\n\n");
            text.push_str(&leads_table(evaluation, found).aligned(&shell.environment));
            if !found.crossings.is_empty() {
                text.push_str("\nWho changes places\n\n");
                text.push_str(&crossings_table(evaluation, found).aligned(&shell.environment));
            }
            text.push('\n');
            for note in notes(evaluation, Some(one)) {
                text.push_str(&line(&note));
            }
            text
        }
        Format::Md => {
            let mut text =
                format!("{}\n\n{}", markdown_text(&heading), lines_table(evaluation, found).markdown());
            text.push_str(&format!("\n{}", leads_table(evaluation, found).markdown()));
            if !found.crossings.is_empty() {
                text.push_str(&format!("\n{}", crossings_table(evaluation, found).markdown()));
            }
            for note in notes(evaluation, Some(one)) {
                text.push_str(&format!("\n{}\n", markdown_text(&note)));
            }
            text
        }
        Format::Json => settings::json("sensitivity-of", evaluation, found),
        Format::Csv => crossings_csv(found),
    }
}

/// Names of vendors, by id.
fn name(evaluation: &Evaluation, id: &VendorId) -> String {
    evaluation.vendor(id.as_str()).map_or_else(|| id.to_string(), |vendor| vendor.name().to_owned())
}

fn lines_table(evaluation: &Evaluation, found: &Sensitivity) -> Table {
    let digits = evaluation.shown_decimals().scores.max(2);
    let mut table = Table::default()
        .text("Vendor", Keep::Always)
        .number("Score at 0", Keep::Always)
        .number("now", Keep::Always)
        .number(format!("at {}", found.stability.whole.plain(4)), Keep::Always);
    for line in &found.lines {
        let now = line.score_at(&found.stability.weight);
        let is_in = line.within[0] <= found.stability.weight && found.stability.weight <= line.within[1];
        let role = if is_in { Role::Strong } else { Role::Faint };
        table.row(vec![
            Cell::new(&line.name, role),
            line.ends[0].fixed(digits).into(),
            Cell::new(now.fixed(digits), role),
            line.ends[1].fixed(digits).into(),
        ]);
    }
    table
}

fn leads_table(evaluation: &Evaluation, found: &Sensitivity) -> Table {
    let mut table =
        Table::default().number("From", Keep::Always).number("To", Keep::Always).text("First", Keep::Always);
    for lead in &found.leads {
        let names: Vec<String> = lead.vendors.iter().map(|id| name(evaluation, id)).collect();
        let names =
            if names.is_empty() { "nobody: a minimum keeps all out".to_owned() } else { names.join(" = ") };
        table.row(vec![
            found.stability.shown(&lead.from).into(),
            found.stability.shown(&lead.to).into(),
            Cell::new(names, Role::Strong),
        ]);
    }
    table
}

fn crossings_table(evaluation: &Evaluation, found: &Sensitivity) -> Table {
    let digits = evaluation.shown_decimals().scores.max(2);
    let mut table = Table::default()
        .number("At", Keep::Always)
        .text("Ahead below", Keep::Always)
        .text("Ahead above", Keep::Always)
        .number("Score", Keep::Always);
    for crossing in &found.crossings {
        let role = if crossing.is_first { Role::Strong } else { Role::Plain };
        table.row(vec![
            Cell::new(found.stability.shown(&crossing.at), role),
            Cell::new(name(evaluation, &crossing.below), role),
            Cell::new(name(evaluation, &crossing.above), role),
            crossing.score.fixed(digits).into(),
        ]);
    }
    table
}

fn crossings_csv(found: &Sensitivity) -> String {
    let rows = found.crossings.iter().map(|crossing| {
        vec![
            Field::number(Some(&crossing.at * &found.stability.whole)),
            Field::Text(crossing.below.to_string()),
            Field::Text(crossing.above.to_string()),
            Field::number(Some(&crossing.score)),
            Field::Text(if crossing.is_first { "yes" } else { "no" }.to_owned()),
        ]
    });
    csv(&["weight", "ahead_below", "ahead_above", "score", "first_place"], rows)
}
