//! The tables of a panel's results.

use std::ops::Range;

use super::words::{self, leaders, mark, number};
use crate::answers::Findings;
use crate::answers::document::{Cell, Row, Table, Tone};
use crate::decision::panel::{Combine, Given, Standing};
use crate::exact::Exact;
use crate::panel::PanelResults;
use crate::panel::results::{MarkResult, PairAgreement, PanelWeights};

/// The most evaluators who have a column each.
const MOST_COLUMNS: usize = 40;
/// Digits after the point of shares in per cent.
const PERCENT_DIGITS: u32 = 1;

/// The evaluators who have a column each in tables: all, or nobody where there are too many.
pub(super) fn evaluators_with_column(results: &PanelResults) -> Range<usize> {
    let count = results.evaluators.len();
    0..if count > MOST_COLUMNS { 0 } else { count }
}

pub(super) fn evaluators(findings: &Findings<'_>, results: &PanelResults) -> Table {
    let mut table = Table::of("Evaluators")
        .numbers("")
        .head("Evaluator")
        .words("Role")
        .if_room()
        .numbers("Weight")
        .if_room()
        .numbers("Marks")
        .numbers("Missing")
        .numbers("Lean")
        .words("Puts first")
        .words("Does not judge")
        .if_room();
    for (at, (evaluator, one)) in results.panel.evaluators.iter().zip(&results.evaluators).enumerate() {
        let conflicts = one.conflicts.iter().map(|conflict| {
            let vendor = findings.evaluation.vendor(conflict.vendor.as_str());
            let vendor = vendor.map_or(conflict.vendor.as_str(), |vendor| vendor.name());
            let reason = conflict.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
            format!("{vendor} ({}{reason})", words::conflict(conflict.kind))
        });
        table.row(vec![
            number(at).into(),
            Cell::toned(&one.name, Tone::Strong),
            words::role(evaluator, one).into(),
            mark(evaluator.weight.exact()).into(),
            one.counts.to_string().into(),
            Cell::toned(if one.missing == 0 { String::new() } else { one.missing.to_string() }, Tone::Doubt),
            words::lean(one).into(),
            leaders(results, &one.own).into(),
            conflicts.collect::<Vec<_>>().join("; ").into(),
        ]);
    }
    table
}

pub(super) fn marks(results: &PanelResults) -> Table {
    let title = if evaluators_with_column(results).is_empty() {
        "What the marks of all evaluators come to"
    } else {
        "Marks of every evaluator, and what they come to"
    };
    let mut table = Table::of(title).head("Vendor and criterion");
    for at in evaluators_with_column(results) {
        table = table.numbers(number(at));
    }
    table = table.numbers("Mark").numbers("Spread");
    let mut before = None;
    for row in &results.marks {
        let vendor = &row.combined.vendor;
        if before.replace(vendor) != Some(vendor) {
            let mut cells = vec![Cell::default(); table.columns.len()];
            cells[0] = Cell::toned(results.decision.vendor_name(vendor), Tone::Strong);
            table.row(cells).is_total = true;
        }
        let mut cells = vec![results.decision.criterion_name(&row.combined.criterion).into()];
        cells.extend(row.combined.given[evaluators_with_column(results)].iter().map(given));
        cells.extend([combined(row), spread(row)]);
        table.row(cells).depth = 1;
    }
    table
}

/// What one evaluator gave, with the sign of how it stands.
pub(crate) fn given(given: &Given) -> Cell {
    let tone = match given.standing {
        Standing::Counts => Tone::Plain,
        Standing::Missing => Tone::Doubt,
        Standing::Recused | Standing::Abstains => Tone::Faint,
    };
    let text = match (given.standing, &given.mark) {
        (Standing::Counts, Some(given)) => mark(given),
        (Standing::Recused, Some(given)) => format!("({})", mark(given)),
        (Standing::Recused, None) => "( )".to_owned(),
        (Standing::Missing, _) => "·".to_owned(),
        _ => "–".to_owned(),
    };
    Cell::toned(text, tone)
}

/// What the marks come to, with the sign of how it stands.
pub(crate) fn combined(row: &MarkResult) -> Cell {
    let combined = &row.combined;
    let Some(known) = &combined.mark else { return Cell::toned("?", Tone::Doubt) };
    let is_sure = combined.lowest == combined.highest;
    let sign = match combined.how {
        Combine::Consensus => "=",
        _ if !is_sure => "*",
        _ => "",
    };
    Cell::toned(format!("{sign}{}", mark(known)), if is_sure { Tone::Strong } else { Tone::Doubt })
}

/// How far the marks are apart, with the sign of those that are to be talked through, or were.
pub(crate) fn spread(row: &MarkResult) -> Cell {
    let spread = row.spread.as_ref().map_or_else(String::new, mark);
    match (row.is_flagged, &row.combined.consensus) {
        (true, None) => Cell::toned(format!("! {spread}"), Tone::Bad),
        (true, Some(_)) => format!("= {spread}").into(),
        (false, _) => Cell::toned(spread, Tone::Faint),
    }
}

/// The marks that were agreed on, with their reasons.
pub(super) fn agreed(results: &PanelResults) -> Table {
    let mut table = Table::of("Marks that were agreed on, with the reasons")
        .head("Vendor")
        .words("Criterion")
        .words("Marks before")
        .numbers("Agreed")
        .words("Counts")
        .words("Reason");
    for row in &results.marks {
        let Some(consensus) = &row.combined.consensus else { continue };
        let agreed = consensus.mark.as_ref().map_or_else(|| "–".to_owned(), mark);
        let counts = row.combined.how == Combine::Consensus;
        table.row(vec![
            Cell::toned(results.decision.vendor_name(&row.combined.vendor), Tone::Strong),
            results.decision.criterion_name(&row.combined.criterion).into(),
            words::ends(row).unwrap_or_default().into(),
            Cell::toned(agreed, Tone::Strong),
            if counts { "yes".into() } else { Cell::toned("no, by the rule", Tone::Doubt) },
            consensus.note.clone().unwrap_or_default().into(),
        ]);
    }
    table
}

pub(super) fn moderation(results: &PanelResults) -> Table {
    let mut table = Table::of("Marks to talk through")
        .head("Vendor")
        .words("Criterion")
        .words("Marks")
        .numbers("Points")
        .if_room()
        .words("Farthest");
    let row = |row: &MarkResult| {
        let points = row.points_at_stake.as_ref().map_or_else(String::new, |points| points.fixed(2));
        let cells = vec![
            Cell::toned(results.decision.vendor_name(&row.combined.vendor), Tone::Strong),
            results.decision.criterion_name(&row.combined.criterion).into(),
            words::ends(row)?.into(),
            points.into(),
            words::farthest(results, row).into(),
        ];
        Some(Row { cells, ..Row::default() })
    };
    table.rows = results.moderation.iter().filter_map(|&at| row(&results.marks[at])).collect();
    table
}

pub(super) fn pairs(results: &PanelResults) -> Table {
    let mut table =
        Table::of("How far two evaluators order the vendors alike: Kendall's tau-b, from -1 to 1")
            .head("Evaluator");
    if evaluators_with_column(results).is_empty() {
        return table;
    }
    for at in evaluators_with_column(results).skip(1) {
        table = table.numbers(number(at));
    }
    let tau =
        |pair: &PairAgreement| pair.kendall_tau_b.map_or_else(|| "–".to_owned(), |tau| format!("{tau:.2}"));
    for of_one in results.pairs.chunk_by(|pair, next| pair.a == next.a) {
        let a = of_one[0].a;
        let mut cells = vec![Cell::from(format!("{} {}", number(a), results.evaluators[a].name))];
        cells.extend((0..a).map(|_| Cell::from("")));
        cells.extend(of_one.iter().map(|pair| Cell::from(tau(pair))));
        table.row(cells);
    }
    table
}

pub(super) fn rankings(results: &PanelResults) -> Table {
    let mut table =
        Table::of("Ranks by the rule, by each evaluator, and by votes").head("Vendor").numbers("Rule");
    for at in evaluators_with_column(results) {
        table = table.numbers(number(at));
    }
    table = table
        .numbers("Firsts")
        .if_room()
        .numbers("Sum of ranks")
        .if_room()
        .numbers("Borda")
        .numbers("Copeland")
        .numbers("Kemeny");
    let votes = &results.votes;
    for (at, vendor) in results.vendors.iter().enumerate() {
        let mut cells = vec![Cell::toned(&vendor.vendor.name, Tone::Strong), vendor.rank.to_string().into()];
        cells.extend(results.evaluators[evaluators_with_column(results)].iter().map(|one| {
            let rank = one.own.ranks[at];
            Cell::toned(rank.to_string(), if rank == vendor.rank { Tone::Plain } else { Tone::Doubt })
        }));
        let counted = [votes.firsts[at], votes.rank_sums[at], votes.borda[at]];
        cells.extend(counted.map(|number| Cell::from(number.to_string())));
        cells.push(votes.copeland[at].to_string().into());
        cells.push(words::kemeny_places(results, at).into());
        table.row(cells);
    }
    table
}

pub(super) fn without(results: &PanelResults) -> Table {
    let mut table = Table::of("The result without one evaluator")
        .head("Without")
        .words("Leader")
        .numbers("Ranks moved")
        .words("Largest change");
    for one in &results.without {
        let tone = if one.changes_leader { Tone::Bad } else { Tone::Plain };
        table.row(vec![
            Cell::toned(&results.evaluators[one.evaluator].name, Tone::Strong),
            Cell::toned(leaders(results, &one.ranking), tone),
            one.moved.to_string().into(),
            words::largest_move(results, one).into(),
        ]);
    }
    table
}

pub(super) fn own_weights(findings: &Findings<'_>, weights: &PanelWeights) -> Table {
    let mut table = Table::of("Weights of the evaluators, as shares of the whole in %")
        .head("Criterion")
        .numbers("Decision");
    let own: Vec<(usize, &Vec<Exact>)> =
        weights.own.iter().enumerate().filter_map(|(at, own)| Some((at, own.as_ref()?))).collect();
    let own = if own.len() > MOST_COLUMNS { Vec::new() } else { own };
    for (at, _) in &own {
        table = table.numbers(number(*at));
    }
    table = table.numbers("Mean").numbers("Geometric mean");
    let percent = |share: &Exact| Cell::from(share.percent().fixed(PERCENT_DIGITS));
    for (at, criterion) in findings.decision.criteria.iter().enumerate() {
        let tone = if criterion.leaf.is_none() { Tone::Strong } else { Tone::Plain };
        let mut cells = vec![Cell::toned(&criterion.name, tone), percent(&weights.decision[at])];
        cells.extend(own.iter().map(|(_, shares)| percent(&shares[at])));
        cells.push(percent(&weights.mean[at]));
        cells.push(format!("{:.1}", 100.0 * weights.geometric_mean[at]).into());
        table.row(cells).depth = criterion.depth();
    }
    table
}
