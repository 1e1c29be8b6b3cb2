//! `weigh weights --from-data`: what the spread of the bids would make of the weights.

use super::PERCENT_DIGITS;
use crate::cli::args::Format;
use crate::cli::settings;
use crate::cli::shell::{Exit, Failure, Shell};
use crate::cli::table::{Cell, Field, Keep, Role, Table, csv, markdown_text};
use crate::cli::text::wrapped;
use crate::exact::Exact;
use crate::explain::{Spread, SpreadWeights, spread};
use crate::score::Evaluation;

pub(super) fn run(evaluation: &Evaluation, format: Format, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let found = spread(evaluation);
    let text = match format {
        Format::Table => {
            let width = shell.environment.text_width();
            let warning = wrapped(found.warning, width, "", "");
            let mut text = format!("{warning}\n\n{}", table(&found).aligned(&shell.environment));
            for note in notes(&found) {
                text.push_str(&format!("\n{}\n", wrapped(&note, width, "", "")));
            }
            text
        }
        Format::Md => {
            let line = |note: &String| format!("\n{}\n", markdown_text(note));
            let notes: String = notes(&found).iter().map(line).collect();
            format!("{}\n\n{}{notes}", markdown_text(found.warning), table(&found).markdown())
        }
        Format::Json => settings::json("weights-from-data", evaluation, &found),
        Format::Csv => {
            // The table has no room for it.
            shell.mention(&format!("{}\n", found.warning));
            csv_of(&found)
        }
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}

fn columns(one: &SpreadWeights) -> [Option<f64>; 4] {
    [one.entropy, one.standard_deviation, one.critic, one.merec]
}

fn table(found: &Spread) -> Table {
    let mut table = Table::default().text("Criterion", Keep::Always).number("Stated", Keep::Always);
    for head in ["Entropy", "Deviation", "CRITIC", "MEREC"] {
        table = table.number(head, Keep::Always);
    }
    for one in &found.criteria {
        let stated = (&one.stated * &Exact::from(100)).fixed(PERCENT_DIGITS);
        let mut cells = vec![one.name.as_str().into(), Cell::new(format!("{stated} %"), Role::Strong)];
        cells.extend(columns(one).map(|share| match share {
            Some(share) => Cell::from(format!("{:.1} %", 100.0 * share)),
            None => Cell::new("–", Role::Faint),
        }));
        table.row(cells);
    }
    table
}

fn notes(found: &Spread) -> Vec<String> {
    let mut notes = vec![format!("Of all, by the values of the {} vendors in the ranking.", found.vendors)];
    if found.vendors < 2 {
        notes.push("There is no spread without two vendors in the ranking.".to_owned());
    } else if found.criteria.iter().any(|one| one.merec.is_none()) {
        notes.push("MEREC divides by the values, and some are 0, so it is not defined here.".to_owned());
    }
    if !found.left_out.is_empty() {
        notes.push(format!(
            "Left out, because something is not known of them: {}.",
            found.left_out.join(", ")
        ));
    }
    notes
}

fn csv_of(found: &Spread) -> String {
    let head = ["criterion", "name", "stated", "entropy", "standard_deviation", "critic", "merec"];
    let row = |one: &SpreadWeights| {
        let mut row = vec![
            Field::Text(one.criterion.to_string()),
            Field::Text(one.name.clone()),
            Field::number(Some(&one.stated)),
        ];
        row.extend(columns(one).map(Field::number));
        row
    };
    csv(&head, found.criteria.iter().map(row))
}
