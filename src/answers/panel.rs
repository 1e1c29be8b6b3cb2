//! What each evaluator said, where they differ, and what hangs on it.

use crate::answers::document::{Cell, Row, Section, Table, Tone};
use crate::answers::findings::Findings;
use crate::decision::panel::{Combine, Standing};
use crate::exact::Exact;
use crate::panel::PanelResults;
use crate::panel::results::MarkResult;
use crate::panel::words::{self, leaders, number};

/// Digits after the point of shares in per cent.
const PERCENT_DIGITS: u32 = 1;

pub(crate) fn section(findings: &Findings<'_>) -> Option<Section> {
    let results = findings.panel()?;
    let mut section = Section::chapter("panel", "The panel");
    section.starts_page = true;
    section.text(words::rule(&results.rule));
    section.table(evaluators(findings, results)).text(words::LEAN);
    section.list(findings.evaluation.decision.provenance.locks.iter().map(super::locks::lock_said).collect());
    section.heading("Marks").table(marks(results)).text(words::SIGNS);
    section.table(agreed(results));
    section.heading("To talk through");
    lines(&mut section, words::moderation(results)).table(moderation(results));
    section.heading("Agreement");
    lines(&mut section, words::agreement(results)).table(pairs(results));
    section.heading("Rankings").text(words::OWN_RANKING);
    lines(&mut section, words::votes(results)).table(rankings(results));
    if !results.without.is_empty() {
        section.heading("Without one evaluator").text(words::without(results)).table(without(results));
    }
    if let Some(weights) = &results.weights {
        section.heading("Own weights").text(words::own_weights(results, weights));
        section.table(own_weights(findings, results));
    }
    Some(section)
}

fn lines(section: &mut Section, lines: Vec<String>) -> &mut Section {
    lines.into_iter().fold(section, Section::text)
}

fn evaluators(findings: &Findings<'_>, results: &PanelResults) -> Table {
    let mut table = Table::of("Evaluators")
        .numbers("")
        .head("Evaluator")
        .words("Role")
        .numbers("Weight")
        .numbers("Marks")
        .numbers("Missing")
        .numbers("Lean")
        .words("Puts first")
        .words("Does not judge");
    for (at, one) in results.evaluators.iter().enumerate() {
        let conflicts = one.conflicts.iter().map(|conflict| {
            let vendor = findings.evaluation.vendor(conflict.vendor.as_str());
            let vendor = vendor.map_or(conflict.vendor.as_str(), |vendor| &vendor.name());
            let reason = conflict.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
            format!("{vendor} ({}{reason})", words::conflict(conflict.kind))
        });
        table.row(vec![
            number(at).into(),
            Cell::toned(&one.name, Tone::Strong),
            words::role(one).into(),
            words::mark(&one.weight).into(),
            one.counts.to_string().into(),
            Cell::toned(if one.missing == 0 { String::new() } else { one.missing.to_string() }, Tone::Doubt),
            words::lean(one).into(),
            leaders(results, &one.own).into(),
            conflicts.collect::<Vec<_>>().join("; ").into(),
        ]);
    }
    table
}

fn marks(results: &PanelResults) -> Table {
    let mut table = Table::of("Marks of every evaluator, and what they come to").head("Vendor and criterion");
    for at in 0..results.evaluators.len() {
        table = table.numbers(number(at));
    }
    table = table.numbers("Mark").numbers("Spread");
    let mut before = "";
    for row in &results.marks {
        if before != row.vendor_name {
            before = &row.vendor_name;
            let mut cells = vec![Cell::default(); table.columns.len()];
            cells[0] = Cell::toned(before, Tone::Strong);
            table.row(cells).is_total = true;
        }
        let mut cells = vec![row.criterion_name.as_str().into()];
        cells.extend(row.combined.given.iter().map(|given| {
            let tone = match given.standing {
                Standing::Counts => Tone::Plain,
                Standing::Missing => Tone::Doubt,
                Standing::Recused | Standing::Abstains => Tone::Faint,
            };
            Cell::toned(words::given(given), tone)
        }));
        let is_sure = row.combined.mark.is_some() && row.combined.lowest == row.combined.highest;
        cells.push(Cell::toned(words::combined(row), if is_sure { Tone::Strong } else { Tone::Doubt }));
        cells.push(Cell::toned(words::spread(row), if row.is_flagged { Tone::Bad } else { Tone::Plain }));
        table.row(cells).depth = 1;
    }
    table
}

/// The marks that were agreed on, with their reasons.
fn agreed(results: &PanelResults) -> Table {
    let mut table = Table::of("Marks that were agreed on, with the reasons")
        .head("Vendor")
        .words("Criterion")
        .words("Marks before")
        .numbers("Agreed")
        .words("Counts")
        .words("Reason");
    for row in &results.marks {
        let Some(consensus) = &row.combined.consensus else { continue };
        let agreed = consensus.mark.as_ref().map_or_else(|| "–".to_owned(), words::mark);
        let counts = row.combined.how == Combine::Consensus;
        table.row(vec![
            Cell::toned(&row.vendor_name, Tone::Strong),
            row.criterion_name.as_str().into(),
            words::ends(row).unwrap_or_default().into(),
            Cell::toned(agreed, Tone::Strong),
            if counts { "yes".into() } else { Cell::toned("no, by the rule", Tone::Doubt) },
            consensus.note.clone().unwrap_or_default().into(),
        ]);
    }
    table
}

fn moderation(results: &PanelResults) -> Table {
    let mut table = Table::of("Marks to talk through")
        .head("Vendor")
        .words("Criterion")
        .words("Marks")
        .numbers("Points")
        .words("Farthest");
    let row = |row: &MarkResult| {
        let points = row.points_at_stake.as_ref().map_or_else(String::new, |points| points.fixed(2));
        let cells = vec![
            Cell::toned(&row.vendor_name, Tone::Strong),
            row.criterion_name.as_str().into(),
            words::ends(row)?.into(),
            points.into(),
            words::farthest(results, row).into(),
        ];
        Some(Row { cells, ..Row::default() })
    };
    table.rows = results.moderation.iter().filter_map(|&at| row(&results.marks[at])).collect();
    table
}

fn pairs(results: &PanelResults) -> Table {
    let mut table =
        Table::of("How far two evaluators order the vendors alike: Kendall's tau-b, from -1 to 1")
            .head("Evaluator");
    let count = results.evaluators.len();
    for at in 1..count {
        table = table.numbers(number(at));
    }
    for a in 0..count.saturating_sub(1) {
        let mut cells = vec![Cell::from(format!("{} {}", number(a), results.evaluators[a].name))];
        cells.extend((1..count).map(|b| {
            let pair = results.pairs.iter().find(|pair| pair.a == a && pair.b == b);
            let tau = |tau: Option<f64>| tau.map_or_else(|| "–".to_owned(), |tau| format!("{tau:.2}"));
            Cell::from(pair.map_or_else(String::new, |pair| tau(pair.kendall_tau_b)))
        }));
        table.row(cells);
    }
    table
}

fn rankings(results: &PanelResults) -> Table {
    let mut table =
        Table::of("Ranks by the rule, by each evaluator, and by votes").head("Vendor").numbers("Rule");
    for at in 0..results.evaluators.len() {
        table = table.numbers(number(at));
    }
    table = table
        .numbers("Firsts")
        .numbers("Sum of ranks")
        .numbers("Borda")
        .numbers("Copeland")
        .numbers("Kemeny");
    let votes = &results.votes;
    for (at, vendor) in results.vendors.iter().enumerate() {
        let mut cells = vec![Cell::toned(&vendor.name, Tone::Strong), vendor.rank.to_string().into()];
        cells.extend(results.evaluators.iter().map(|one| {
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

fn without(results: &PanelResults) -> Table {
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

fn own_weights(findings: &Findings<'_>, results: &PanelResults) -> Table {
    let mut table = Table::of("Weights of the evaluators, as shares of the whole in %")
        .head("Criterion")
        .numbers("Decision");
    let Some(weights) = &results.weights else { return table };
    let own: Vec<(usize, &Vec<Exact>)> =
        weights.own.iter().enumerate().filter_map(|(at, own)| Some((at, own.as_ref()?))).collect();
    for (at, _) in &own {
        table = table.numbers(number(*at));
    }
    table = table.numbers("Mean").numbers("Geometric mean");
    let percent = |share: &Exact| Cell::from((share * &Exact::from(100)).fixed(PERCENT_DIGITS));
    for (at, criterion) in findings.decision.criteria.iter().enumerate() {
        let tone = if criterion.leaf.is_none() { Tone::Strong } else { Tone::Plain };
        let mut cells = vec![Cell::toned(&criterion.name, tone), percent(&weights.decision[at])];
        cells.extend(own.iter().map(|(_, shares)| percent(&shares[at])));
        cells.push(percent(&weights.mean[at]));
        cells.push(format!("{:.1}", 100.0 * weights.geometric_mean[at]).into());
        table.row(cells).depth = criterion.depth;
    }
    table
}
