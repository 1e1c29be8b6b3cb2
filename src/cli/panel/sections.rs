//! The parts of the answer, each a few lines and a table.

use super::Section;
use crate::cli::table::{Cell, Keep, Role, Table};
use crate::decision::Decision;
use crate::decision::panel::{Absent, Combine, ConflictKind, Given, PanelRule, Standing};
use crate::exact::Exact;
use crate::panel::PanelResults;
use crate::panel::results::{MarkResult, Ranking, Without};

/// Digits after the point of marks that are no whole numbers.
const MARK_DIGITS: u32 = 2;
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

/// `#1`, by which an evaluator is called in the heads of columns.
fn number(at: usize) -> String {
    format!("#{}", at + 1)
}

fn mark(mark: &Exact) -> String {
    mark.plain(MARK_DIGITS)
}

fn measure(number: Option<f64>) -> String {
    number.map_or_else(|| "–".to_owned(), |number| format!("{number:.DIGITS$}"))
}

/// The rule in a sentence.
fn rule(rule: &PanelRule) -> String {
    let absent = |absent: Absent| match absent {
        Absent::LeaveOut => "left out",
        Absent::MeanOfOthers => "replaced by the mean of the others",
        Absent::Unknown => "reason enough for the combined mark not to be known",
    };
    let mut parts = vec![match (rule.combine, rule.otherwise) {
        (Combine::Consensus, Some(otherwise)) => {
            format!("Marks are those of the consensus, and until there is one the {}", otherwise.words())
        }
        (how, _) => format!("Marks are combined by {}", how.words()),
    }];
    parts.push(format!("missing ones are {}", absent(rule.missing)));
    parts.push(format!("those of recused evaluators are {}", absent(rule.recused)));
    parts.extend(rule.quorum.map(|least| format!("at least {least} are needed")));
    parts.extend(rule.rounding.map(|rounding| format!("rounded {rounding}")));
    parts.join("; ") + "."
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
            .map(|conflict| {
                let kind = match conflict.kind {
                    ConflictKind::Excluded => "excluded",
                    ConflictKind::Recused => "recused",
                };
                format!("{} ({kind})", conflict.vendor)
            })
            .collect();
        let role = one.role.clone().filter(|role| *role != one.name).unwrap_or_default();
        let missing = if one.missing == 0 { String::new() } else { one.missing.to_string() };
        table.row(vec![
            number(at).into(),
            Cell::new(&one.name, Role::Strong),
            role.into(),
            one.weight.plain(MARK_DIGITS).into(),
            one.counts.to_string().into(),
            Cell::new(missing, Role::Doubt),
            one.lean.map_or_else(String::new, |lean| format!("{:+.0} %", 100.0 * lean)).into(),
            first(results, &one.own).into(),
            conflicts.join(", ").into(),
        ]);
    }
    let legend = "Lean: how much higher than the mean of the others, in per cent of the scale.";
    Section { title: "Evaluators", lines: vec![rule(&results.rule)], table, legend: vec![legend.to_owned()] }
}

/// The vendors that lead a ranking.
fn first(results: &PanelResults, ranking: &Ranking) -> String {
    let leaders = results.vendors.iter().zip(&ranking.ranks).filter(|(_, rank)| **rank == 1);
    leaders.map(|(vendor, _)| vendor.name.as_str()).collect::<Vec<_>>().join(", ")
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
        let spread = row.spread.as_ref().map_or_else(String::new, mark);
        let flagged = if row.is_flagged { Role::Bad } else { Role::Plain };
        cells.push(Cell::new(if row.is_flagged { format!("! {spread}") } else { spread }, flagged));
        table.row(cells);
    }
    let legend = "( ) does not count, because of a conflict of interest; – does not judge; · not given yet; \
                  * may still change; = agreed on; ! to be talked through.";
    Section { title: "Marks", lines: Vec::new(), table, legend: vec![legend.to_owned()] }
}

fn given_cell(given: &Given) -> Cell {
    match (given.standing, &given.mark) {
        (Standing::Counts, Some(given)) => mark(given).into(),
        (Standing::Recused, Some(given)) => Cell::new(format!("({})", mark(given)), Role::Faint),
        (Standing::Recused, None) => Cell::new("( )", Role::Faint),
        (Standing::Missing, _) => Cell::new("·", Role::Doubt),
        _ => Cell::new("–", Role::Faint),
    }
}

fn combined_cell(row: &MarkResult) -> Cell {
    let combined = &row.combined;
    let Some(known) = &combined.mark else { return Cell::new("?", Role::Doubt) };
    let is_open = combined.lowest != combined.highest;
    let sign = match combined.how {
        Combine::Consensus => "=",
        _ if is_open => "*",
        _ => "",
    };
    Cell::new(format!("{sign}{}", mark(known)), if is_open { Role::Doubt } else { Role::Strong })
}

pub(super) fn moderation(results: &PanelResults) -> Section {
    let mut table = Table::default()
        .text("Vendor", Keep::Always)
        .text("Criterion", Keep::Always)
        .text("Marks", Keep::Always)
        .number("Points", Keep::IfRoom)
        .text("Farthest", Keep::Always);
    for row in results.moderation.iter().map(|&at| &results.marks[at]) {
        let Some([low, high]) = row.combined.ends() else { continue };
        let far = row.farthest.map_or_else(String::new, |at| {
            let given = row.combined.given[at].mark.as_ref().map_or_else(String::new, mark);
            format!("{} ({given})", results.evaluators[at].name)
        });
        table.row(vec![
            Cell::new(&row.vendor_name, Role::Strong),
            row.criterion_name.as_str().into(),
            format!("{} to {}", mark(low), mark(high)).into(),
            row.points_at_stake.as_ref().map_or_else(String::new, |points| points.fixed(2)).into(),
            far.into(),
        ]);
    }
    let percent = (&results.rule.spread * &Exact::from(100)).plain(0);
    let settled =
        results.marks.iter().filter(|row| row.is_flagged && row.combined.consensus.is_some()).count();
    let mut lines = vec![match results.moderation.len() {
        0 => format!("No marks lie {percent} % of the scale or more apart."),
        _ => format!(
            "Marks that lie {percent} % of the scale or more apart, the widest first; points are those between the lowest and the highest."
        ),
    }];
    if settled > 0 {
        lines.push(format!("{settled} more are settled by consensus."));
    }
    Section { title: "To talk through", lines, table, legend: Vec::new() }
}

fn agreement(results: &PanelResults) -> Section {
    let mut lines = Vec::new();
    if let Some(agreement) = &results.agreement {
        lines.push(format!(
            "Kendall's W of the evaluators' own rankings: {:.DIGITS$} (1 is full agreement; chi-square {:.2}, {} degrees of freedom).",
            agreement.w, agreement.chi_square, agreement.degrees
        ));
    }
    let by_criterion: Vec<String> = results
        .by_criterion
        .iter()
        .map(|one| match &one.concordance {
            Some(found) => format!("{} {:.DIGITS$} ({} evaluators)", one.name, found.w, found.raters),
            None => format!("{} –", one.name),
        })
        .collect();
    if !by_criterion.is_empty() {
        lines.push(format!("W of the marks on each criterion: {}.", by_criterion.join(", ")));
    }
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
    Section { title: "Agreement", lines, table, legend: Vec::new() }
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
        cells.push(kemeny_places(results, at).into());
        table.row(cells);
    }
    let leader = results.vendors.first().map_or("", |vendor| vendor.name.as_str());
    let majority = if votes.has_majority { "put" } else { "do not put" };
    let mut lines = vec![
        "Each evaluator's ranking by his or her own marks and weights; where there is no mark that counts, the combined one stands in.".to_owned(),
        format!("More than half of the evaluators {majority} {leader}, the leader by the rule, first.",),
    ];
    match &votes.kemeny {
        None => lines.push("There are too many vendors for Kemeny's order.".to_owned()),
        Some(kemeny) if kemeny.orders.len() > 1 => {
            lines.push(format!(
                "{} orders are Kemeny's; the places over all of them are shown.",
                kemeny.orders.len()
            ));
        }
        Some(_) => {}
    }
    Section { title: "Rankings", lines, table, legend: Vec::new() }
}

/// The places of a vendor in the Kemeny orders: `2`, `1–3`.
fn kemeny_places(results: &PanelResults, vendor: usize) -> String {
    let Some(kemeny) = &results.votes.kemeny else { return "–".to_owned() };
    let places = || kemeny.orders.iter().filter_map(|order| order.iter().position(|one| *one == vendor));
    match (places().min(), places().max()) {
        (Some(low), Some(high)) if low < high => format!("{}–{}", low + 1, high + 1),
        (Some(place), _) => (place + 1).to_string(),
        _ => "–".to_owned(),
    }
}

fn without(results: &PanelResults) -> Section {
    let mut table = Table::default()
        .text("Without", Keep::Always)
        .text("Leader", Keep::Always)
        .number("Ranks moved", Keep::Always)
        .text("Largest change", Keep::Always);
    let largest = |without: &Without| {
        let (vendor, points) = without.largest_move.as_ref()?;
        Some(format!("{}: {} points", results.vendors[*vendor].name, points.plain(4)))
    };
    for one in &results.without {
        let role = if one.changes_leader { Role::Bad } else { Role::Plain };
        table.row(vec![
            Cell::new(&results.evaluators[one.evaluator].name, Role::Strong),
            Cell::new(first(results, &one.ranking), role),
            one.moved.to_string().into(),
            largest(one).unwrap_or_else(|| "none".to_owned()).into(),
        ]);
    }
    let count = results.without.iter().filter(|one| one.changes_leader).count();
    let said = match count {
        0 => "Nobody's marks alone decide who leads.".to_owned(),
        1 => "One evaluator's marks decide who leads.".to_owned(),
        count => format!("Each of {count} evaluators' marks decides who leads."),
    };
    Section { title: "Without one evaluator", lines: vec![said], table, legend: Vec::new() }
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
    let leads = |who: &str, ranking: &Ranking| format!("{who}: {}", first(results, ranking));
    let under = results
        .evaluators
        .iter()
        .enumerate()
        .filter_map(|(at, one)| Some(leads(&number(at), one.under_own_weights.as_ref()?)));
    let together =
        [leads("the mean", &weights.under_mean), leads("the geometric mean", &weights.under_geometric_mean)];
    let said = under.chain(together).collect::<Vec<_>>().join("; ");
    let lines = vec![format!("With the combined marks, first is under the weights of {said}.")];
    Some(Section { title: "Own weights", lines, table, legend: Vec::new() })
}
