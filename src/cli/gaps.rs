//! `weigh gaps`: what is not known yet, ordered by how much of the score hangs on it.

use serde_json::json;

use super::args::{Format, Gaps, Global};
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use super::table::{Cell, Field, Keep, Role, Table, csv};
use crate::explain::{Gap, gaps};
use crate::score::Evaluation;

pub(super) fn run(global: &Global, args: &Gaps, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let evaluation = settings::evaluation(global, shell)?;
    let mut wanted = Vec::new();
    for name in &args.names {
        wanted.push(&settings::vendor(&evaluation, name)?.id);
    }
    let mut gaps = gaps(&evaluation, args.all || !wanted.is_empty());
    gaps.retain(|gap| wanted.is_empty() || wanted.contains(&&gap.vendor));
    let text = match format {
        Format::Table if gaps.is_empty() => "everything that counts is known for sure\n".to_owned(),
        Format::Table => table(&evaluation, &gaps).aligned(&shell.environment),
        Format::Md => table(&evaluation, &gaps).markdown(),
        Format::Json => settings::json("gaps", &evaluation, &gaps),
        Format::Csv => csv_of(&gaps),
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}

fn table(evaluation: &Evaluation, gaps: &[Gap]) -> Table {
    let digits = evaluation.shown_decimals().points;
    let mut table = Table::default()
        .number("At stake", Keep::Always)
        .text("Vendor", Keep::Always)
        .text("Fact", Keep::Always)
        .text("Known so far", Keep::Always)
        .text("Read by", Keep::IfRoom)
        .text("Where", Keep::IfRoom);
    for gap in gaps {
        let stake = if gap.gates.is_empty() { gap.at_stake.fixed(digits) } else { "must-have".to_owned() };
        table.row(vec![
            Cell::new(stake, if gap.gates.is_empty() { Role::Strong } else { Role::Bad }),
            gap.vendor_name.clone().into(),
            gap.fact.to_string().into(),
            Cell::new(gap.known_so_far(), Role::Doubt),
            gap.reads.join(", ").into(),
            Cell::new(place(gap), Role::Faint),
        ]);
    }
    table
}

fn place(gap: &Gap) -> String {
    gap.known.as_ref().map_or_else(|| gap.file.clone(), |fact| fact.location.to_string())
}

fn csv_of(gaps: &[Gap]) -> String {
    let head = [
        "at_stake",
        "must_have",
        "vendor",
        "name",
        "rank",
        "fact",
        "knowledge",
        "points",
        "lowest_points",
        "highest_points",
        "read_by",
        "known_so_far",
        "where",
    ];
    let rows = gaps.iter().map(|gap| {
        vec![
            Field::number(Some(&gap.at_stake)),
            Field::Text(if gap.gates.is_empty() { "no" } else { "yes" }.to_owned()),
            Field::Text(gap.vendor.to_string()),
            Field::Text(gap.vendor_name.clone()),
            Field::number(gap.rank),
            Field::Text(gap.fact.to_string()),
            Field::Text(json!(gap.knowledge).as_str().unwrap_or_default().to_owned()),
            Field::number(Some(&gap.points)),
            Field::number(Some(&gap.lowest_points)),
            Field::number(Some(&gap.highest_points)),
            Field::Text(gap.reads.join(", ")),
            Field::Text(gap.known_so_far()),
            Field::Text(place(gap)),
        ]
    });
    csv(&head, rows)
}
