//! The parts of the answer, each a few lines and a table.

use super::Section;
use crate::cli::table::{Cell, Keep, Role, Table};
use crate::decision::Decision;
use crate::decision::panel::{Given, Standing};
use crate::exact::Exact;
use crate::panel::PanelResults;
use crate::panel::results::MarkResult;
use crate::panel::words::{self, leaders, number};

/// Digits after the point of measures.
const DIGITS: usize = 3;

pub(super) fn all(decision: &Decision, results: &PanelResults) -> Vec<Section> {
    let mut sections = vec![evaluators(results), marks(results), moderation(results), agreement(results)];
    sections.push(rankings(results));
    if !results.without.is_empty() {
        sections.push(without(results));
    }
    sections.extend(weights(decision, results));
    sections
}

fn measure(number: Option<f64>) -> String {
    number.map_or_else(|| "–".to_owned(), |number| format!("{number:.DIGITS$}"))
}

fn evaluators(results: &PanelResults) -> Section {
    let mut table = Table::default()
        .number("", Keep::Always)
        .text("Evaluator", Keep::Always)
        .text("Role", Keep::IfRoom)
        .number("Weight", Keep::IfRoom)
        .number("Marks", Keep::Always)
        .number("Missing", Keep::Always)
        .number("Lean", Keep::Always)
        .text("Puts first", Keep::Always)
        .text("Does not judge", Keep::IfRoom);
    for (at, one) in results.evaluators.iter().enumerate() {
        let conflicts: Vec<String> = one
            .conflicts
            .iter()
            .map(|conflict| format!("{} ({})", conflict.vendor, words::conflict(conflict.kind)))
            .collect();
        let missing = if one.missing == 0 { String::new() } else { one.missing.to_string() };
        table.row(vec![
            number(at).into(),
            Cell::new(&one.name, Role::Strong),
            words::role(one).into(),
            words::mark(&one.weight).into(),
            one.counts.to_string().into(),
            Cell::new(missing, Role::Doubt),
            words::lean(one).into(),
            leaders(results, &one.own).into(),
            conflicts.join(", ").into(),
        ]);
    }
    let (lines, legend) = (vec![words::rule(&results.rule)], vec![words::LEAN.to_owned()]);
    Section { title: "Evaluators", lines, table, legend }
}

fn marks(results: &PanelResults) -> Section {
    let mut table = Table::default().text("Vendor", Keep::Always).text("Criterion", Keep::Always);
    for at in 0..results.evaluators.len() {
        table = table.number(number(at), Keep::Always);
    }
    table = table.number("Mark", Keep::Always).number("Spread", Keep::Always);
    let mut before = "";
    for row in &results.marks {
        let name = if before == row.vendor_name { "" } else { row.vendor_name.as_str() };
        before = &row.vendor_name;
        let mut cells: Vec<Cell> = vec![Cell::new(name, Role::Strong), row.criterion_name.as_str().into()];
        cells.extend(row.combined.given.iter().map(given_cell));
        cells.push(combined_cell(row));
        let flagged = if row.is_flagged { Role::Bad } else { Role::Plain };
        cells.push(Cell::new(words::spread(row), flagged));
        table.row(cells);
    }
    Section { title: "Marks", lines: Vec::new(), table, legend: vec![words::SIGNS.to_owned()] }
}

fn given_cell(given: &Given) -> Cell {
    let role = match given.standing {
        Standing::Counts => Role::Plain,
        Standing::Missing => Role::Doubt,
        Standing::Recused | Standing::Abstains => Role::Faint,
    };
    Cell::new(words::given(given), role)
}

fn combined_cell(row: &MarkResult) -> Cell {
    let combined = &row.combined;
    let is_sure = combined.mark.is_some() && combined.lowest == combined.highest;
    Cell::new(words::combined(row), if is_sure { Role::Strong } else { Role::Doubt })
}

pub(super) fn moderation(results: &PanelResults) -> Section {
    let mut table = Table::default()
        .text("Vendor", Keep::Always)
        .text("Criterion", Keep::Always)
        .text("Marks", Keep::Always)
        .number("Points", Keep::IfRoom)
        .text("Farthest", Keep::Always);
    for row in results.moderation.iter().map(|&at| &results.marks[at]) {
        let Some(ends) = words::ends(row) else { continue };
        table.row(vec![
            Cell::new(&row.vendor_name, Role::Strong),
            row.criterion_name.as_str().into(),
            ends.into(),
            row.points_at_stake.as_ref().map_or_else(String::new, |points| points.fixed(2)).into(),
            words::farthest(results, row).into(),
        ]);
    }
    Section { title: "To talk through", lines: words::moderation(results), table, legend: Vec::new() }
}

fn agreement(results: &PanelResults) -> Section {
    let mut table = Table::default().text("Kendall's tau-b", Keep::Always);
    for at in 1..results.evaluators.len() {
        table = table.number(number(at), Keep::Always);
    }
    for a in 0..results.evaluators.len().saturating_sub(1) {
        let mut cells = vec![format!("{} {}", number(a), results.evaluators[a].name).into()];
        for b in 1..results.evaluators.len() {
            let pair = results.pairs.iter().find(|pair| pair.a == a && pair.b == b);
            cells.push(pair.map_or_else(String::new, |pair| measure(pair.kendall_tau_b)).into());
        }
        table.row(cells);
    }
    Section { title: "Agreement", lines: words::agreement(results), table, legend: Vec::new() }
}

fn rankings(results: &PanelResults) -> Section {
    let votes = &results.votes;
    let mut table = Table::default().text("Vendor", Keep::Always).number("Rule", Keep::Always);
    for at in 0..results.evaluators.len() {
        table = table.number(number(at), Keep::Always);
    }
    for (head, keep) in [
        ("Firsts", Keep::IfRoom),
        ("Ranks", Keep::IfRoom),
        ("Borda", Keep::Always),
        ("Copeland", Keep::Always),
    ] {
        table = table.number(head, keep);
    }
    table = table.number("Kemeny", Keep::Always);
    for (at, vendor) in results.vendors.iter().enumerate() {
        let mut cells = vec![Cell::new(&vendor.name, Role::Strong), vendor.rank.to_string().into()];
        for one in &results.evaluators {
            let rank = one.own.ranks[at];
            cells.push(Cell::new(
                rank.to_string(),
                if rank == vendor.rank { Role::Plain } else { Role::Doubt },
            ));
        }
        cells.extend(
            [votes.firsts[at], votes.rank_sums[at], votes.borda[at]].map(|number| number.to_string().into()),
        );
        cells.push(votes.copeland[at].to_string().into());
        cells.push(words::kemeny_places(results, at).into());
        table.row(cells);
    }
    let lines = std::iter::once(words::OWN_RANKING.to_owned()).chain(words::votes(results)).collect();
    Section { title: "Rankings", lines, table, legend: Vec::new() }
}

fn without(results: &PanelResults) -> Section {
    let mut table = Table::default()
        .text("Without", Keep::Always)
        .text("Leader", Keep::Always)
        .number("Ranks moved", Keep::Always)
        .text("Largest change", Keep::Always);
    for one in &results.without {
        let role = if one.changes_leader { Role::Bad } else { Role::Plain };
        table.row(vec![
            Cell::new(&results.evaluators[one.evaluator].name, Role::Strong),
            Cell::new(leaders(results, &one.ranking), role),
            one.moved.to_string().into(),
            words::largest_move(results, one).into(),
        ]);
    }
    Section {
        title: "Without one evaluator",
        lines: vec![words::without(results)],
        table,
        legend: Vec::new(),
    }
}

/// The weights at the top of the tree; all of them are in the JSON.
fn weights(decision: &Decision, results: &PanelResults) -> Option<Section> {
    let weights = results.weights.as_ref()?;
    let percent = |share: &Exact| (share * &Exact::from(100)).fixed(1);
    let mut table =
        Table::default().text("Share of the whole, %", Keep::Always).number("Decision", Keep::Always);
    let own: Vec<(usize, &Vec<Exact>)> =
        weights.own.iter().enumerate().filter_map(|(at, own)| Some((at, own.as_ref()?))).collect();
    for (at, _) in &own {
        table = table.number(number(*at), Keep::Always);
    }
    table = table.number("Mean", Keep::Always).number("Geometric mean", Keep::Always);
    for (at, criterion) in decision.criteria.iter().enumerate().filter(|(_, criterion)| criterion.depth == 0)
    {
        let mut cells: Vec<Cell> =
            vec![criterion.name.as_str().into(), percent(&weights.decision[at]).into()];
        cells.extend(own.iter().map(|(_, shares)| Cell::from(percent(&shares[at]))));
        cells.push(percent(&weights.mean[at]).into());
        cells.push(format!("{:.1}", 100.0 * weights.geometric_mean[at]).into());
        table.row(cells);
    }
    let lines = vec![words::own_weights(results, weights)];
    Some(Section { title: "Own weights", lines, table, legend: Vec::new() })
}
