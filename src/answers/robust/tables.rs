//! The tables on how sure the ranking is, the same for the command and the report.

use crate::answers::document::{Cell, Table, Tone};
use crate::answers::uncertainty::{fact_name, share_text};
use crate::answers::{criterion_name, vendor_name};
use crate::decision::Decision;
use crate::exact::Exact;
use crate::robust::nearest::WeightChange;
use crate::robust::{NearestChange, Optimality, Robustness, RuleTrial};
use crate::score::Evaluation;

/// Ranks in the picture and its table.
pub(super) const MOST_RANKS: usize = 8;
/// Vendors of which every two are compared.
const MOST_PAIRED: usize = 12;
/// Facts that are listed as worth checking.
const MOST_CHECKS: usize = 10;
/// Criteria that are named on each side of a change of weights.
const MOST_MOVES: usize = 2;

/// How often each vendor has each rank.
pub(super) fn ranks(robustness: &Robustness) -> Table {
    let ranks = robustness.vendors.len().min(MOST_RANKS);
    let mut table = Table::of("Rank acceptability: share of draws in % in which each vendor has each rank")
        .numbers("#")
        .head("Vendor");
    for rank in 1..=ranks {
        table = match rank {
            1 => table.numbers("First %"),
            _ => table.numbers(format!("{rank}.")).if_room(),
        };
    }
    table = table
        .numbers("Mean rank")
        .numbers("Out %")
        .if_room()
        .numbers("Confidence %")
        .if_room()
        .words(super::SPREAD)
        .if_room();
    for vendor in &robustness.vendors {
        let rank = vendor.rank.map_or_else(|| "out".to_owned(), |rank| rank.to_string());
        let mut cells = vec![Cell::toned(rank, Tone::Strong), Cell::toned(&vendor.name, Tone::Strong)];
        cells.extend(vendor.acceptability[..ranks].iter().map(|of_draws| Cell::share(*of_draws)));
        cells.push(vendor.expected_rank.map_or_else(String::new, |rank| format!("{rank:.2}")).into());
        cells.push(Cell::share(vendor.out));
        cells.push(vendor.confidence.map_or_else(Cell::default, |confidence| share_text(confidence).into()));
        cells.push(vendor.score.as_ref().map_or_else(String::new, super::spread_text).into());
        table.row(cells);
    }
    table
}

/// Who could win at some weights, and the least change of weights with which a rival draws level.
///
/// - `is_proved`: whether what is said of all weights takes nothing for granted.
pub(super) fn reach(
    evaluation: &Evaluation,
    optimality: &[Optimality],
    nearest: &[NearestChange],
    is_proved: bool,
) -> Table {
    let mut table = Table::of("The least change of weights with which each draws level with the first")
        .head("Vendor")
        .words("Could win")
        .numbers("Ranks")
        .numbers("Weight to move, of 100")
        .words("From")
        .if_room()
        .words("To")
        .if_room();
    for vendor in evaluation.ranked() {
        let optimal = optimality.iter().find(|one| one.vendor == *vendor.id());
        let near = nearest.iter().find(|one| one.rival == *vendor.id());
        if optimal.is_none() && near.is_none() {
            continue;
        }
        let could = optimal.map_or_else(Cell::default, |one| match (one.can_win, is_proved) {
            (true, _) => "at some weights".into(),
            (false, true) => Cell::toned("at none, proved", Tone::Good),
            (false, false) => "at none, all else equal".into(),
        });
        let ranks = optimal.and_then(|one| Some((one.best_rank?, one.worst_rank?)));
        let change = near.and_then(|one| one.change.as_ref());
        let distance = match change {
            Some(change) => (&change.l1 * &Exact::from(50)).fixed(1),
            None if near.is_none() => "leads".to_owned(),
            None => "never level".to_owned(),
        };
        table.row(vec![
            Cell::toned(vendor.name(), Tone::Strong),
            could,
            ranks.map_or_else(String::new, |(best, worst)| format!("{best}–{worst}")).into(),
            distance.into(),
            moves(change, false).into(),
            moves(change, true).into(),
        ]);
    }
    table
}

/// The criteria that lose or gain weight.
fn moves(change: Option<&WeightChange>, is_gain: bool) -> String {
    let moves = change.map_or(&[][..], |change| &change.l1_moves);
    let moves = moves.iter().filter(|one| (one.to > one.from) == is_gain).take(MOST_MOVES);
    moves.map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// How often one vendor is ahead of another.
pub(super) fn pairs(robustness: &Robustness) -> Table {
    let vendors = &robustness.vendors[..robustness.vendors.len().min(MOST_PAIRED)];
    let mut table = Table::of("Share of draws in % in which the vendor of the row is ahead").head("Vendor");
    if vendors.len() < 2 {
        return table;
    }
    for vendor in vendors {
        table = table.numbers(&vendor.name).if_room();
    }
    for (row, vendor) in vendors.iter().enumerate() {
        let mut cells = vec![Cell::toned(&vendor.name, Tone::Strong)];
        cells.extend((0..vendors.len()).map(|column| match column {
            _ if column == row => Cell::default(),
            _ => Cell::share(robustness.pairwise[row][column]),
        }));
        table.row(cells);
    }
    table
}

/// Facts by what it would be worth to know them.
pub(super) fn checks(decision: &Decision, robustness: &Robustness) -> Table {
    let mut table =
        Table::of("Facts that are not known for sure, by how much knowing them would change the choice")
            .head("Vendor")
            .words("Fact")
            .numbers("Moves the first place between %")
            .numbers("Changes the choice %")
            .numbers(if decision.rule.is_sum() { "Points gained by knowing" } else { "Gained by knowing" })
            .if_room();
    for check in robustness.checks.iter().take(MOST_CHECKS) {
        table.row(vec![
            Cell::toned(&check.vendor_name, Tone::Strong),
            fact_name(decision, &check.fact, check.is_mark).into(),
            check.first_share.map(share_text).join(" and ").into(),
            format!("{:.1}", 100.0 * check.changes_choice).into(),
            format!("{:.3}", check.gain).into(),
        ]);
    }
    table
}

/// The first place under other price formulas and roundings.
pub(super) fn trials(evaluation: &Evaluation, trials: &[RuleTrial]) -> Table {
    let mut table = Table::of("The first place under other price formulas and roundings")
        .head("What")
        .words("First")
        .words("First place")
        .words("Order");
    let kept = |keeps: bool| {
        if keeps { Cell::toned("as now", Tone::Faint) } else { Cell::toned("changes", Tone::Doubt) }
    };
    for trial in trials.iter().filter(|trial| !trial.ranking.is_empty()) {
        let firsts = trial.ranking.iter().filter(|one| one.rank == 1);
        let firsts: Vec<String> = firsts
            .map(|one| format!("{} {}", vendor_name(evaluation, &one.vendor), one.score.plain(2)))
            .collect();
        let what = trial.criterion.as_ref().map_or_else(
            || trial.what.clone(),
            |id| format!("{}: {}", criterion_name(evaluation, id), trial.what),
        );
        table.row(vec![
            if trial.is_now { Cell::toned(format!("{what} (the rule)"), Tone::Strong) } else { what.into() },
            firsts.join(" = ").into(),
            kept(trial.keeps_first),
            kept(trial.keeps_order),
        ]);
    }
    table
}
