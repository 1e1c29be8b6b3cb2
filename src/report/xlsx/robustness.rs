//! The sheet on how sure the ranking is, as it was worked out when the file was made.

use rust_xlsxwriter::{Color, ConditionalFormat2ColorScale, ConditionalFormatType, XlsxError};

use super::layout::{Layout, rows};
use super::page::{Content, HEAD, SheetPage};
use super::style::{Look, PERCENT, PLAIN, VALUE, digits, format};
use crate::answers::sensitivity::side_word;
use crate::robust::break_even::Answer;
use crate::robust::reversal::FieldChange;
use crate::robust::sensitivity::Interval;
use crate::robust::{Robustness, Stability};

/// The most ranks that are shown.
const MOST_RANKS: usize = 30;
/// The most facts to check that are shown.
const MOST_CHECKS: usize = 20;
/// Columns of remarks.
const REMARKS: [u16; 2] = [6, 9];

/// How sure the ranking is.
pub(super) fn robustness(layout: &Layout<'_>) -> Result<SheetPage, XlsxError> {
    let says =
        "As weigh worked it out when the file was made; it does not follow changes on the other sheets.";
    let mut page = SheetPage::new("Robustness", "How sure the ranking is", says)?;
    let mut row = HEAD;
    if let Some(words) = layout.findings.how_sure() {
        page.wide(2, [0, 9], words, Look::Cell)?;
    }
    if let Some(robustness) = layout.findings.robustness() {
        row = acceptability(&mut page, row, robustness)?;
        row = checks(&mut page, row, robustness)?;
    }
    row = stability(&mut page, row, layout.findings.stability())?;
    row = break_even(layout, &mut page, row)?;
    row = reversals(layout, &mut page, row)?;
    rule_trials(layout, &mut page, row)?;
    page.widths(&[40.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0, 12.0])?;
    page.sheet.set_freeze_panes(0, 1)?;
    Ok(page)
}

/// Writes a heading with heads under it; gives the row below them.
fn open(page: &mut SheetPage, row: u32, title: &str, heads: &[&str]) -> Result<u32, XlsxError> {
    page.line(row, 0, title, Look::Block)?;
    page.heads(row + 1, heads)?;
    Ok(row + 2)
}

/// The same with remarks in the last column, which is as wide as four.
fn open_with_remarks(
    page: &mut SheetPage,
    row: u32,
    title: &str,
    heads: &[&str; 7],
) -> Result<u32, XlsxError> {
    let below = open(page, row, title, &heads[..6])?;
    page.wide(below - 1, REMARKS, heads[6], Look::Head)?;
    Ok(below)
}

/// The share of draws in which each vendor has each rank.
fn acceptability(page: &mut SheetPage, row: u32, robustness: &Robustness) -> Result<u32, XlsxError> {
    let ranks = robustness.vendors.iter().map(|vendor| vendor.acceptability.len()).max().unwrap_or(0);
    let ranks = ranks.min(MOST_RANKS);
    let mut heads = vec!["Vendor".to_owned(), "Rank of record".to_owned()];
    heads.extend((1..=ranks).map(|rank| format!("Rank {rank}")));
    heads.extend(
        ["Out", "Expected rank", "Score, 1 in 20 below", "Median score", "Score, 1 in 20 above"]
            .map(str::to_owned),
    );
    let title = format!(
        "Rank acceptability: the share of {} draws in which a vendor has each rank",
        robustness.draws
    );
    let first = open(page, row, &title, &heads.iter().map(String::as_str).collect::<Vec<_>>())?;
    for (row, vendor) in (first..).zip(&robustness.vendors) {
        page.text(row, 0, &vendor.name, &format(Look::Name(0), PLAIN))?;
        page.put(row, 1, vendor.rank, &format(Look::Cell, PLAIN))?;
        let mut column = 2;
        let shares = vendor.acceptability.iter().take(ranks).chain([&vendor.out]);
        for share in shares {
            page.put(row, column, *share, &format(Look::Cell, PERCENT))?;
            column += 1;
        }
        let spread = vendor.score.map(|score| [score.low, score.median, score.high]);
        let numbers =
            std::iter::once(vendor.expected_rank).chain((0..3).map(|nth| spread.map(|spread| spread[nth])));
        for number in numbers {
            page.put(row, column, number, &format(Look::Cell, "0.00"))?;
            column += 1;
        }
    }
    let end = first + rows(robustness.vendors.len());
    if end > first && ranks > 0 {
        let heat = ConditionalFormat2ColorScale::new()
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_maximum(ConditionalFormatType::Number, 1)
            .set_minimum_color(Color::White)
            .set_maximum_color(Color::RGB(0x4F_A3_8A));
        let last = 1 + u16::try_from(ranks).unwrap_or(1);
        page.sheet.add_conditional_format(first, 2, end - 1, last, &heat)?;
    }
    Ok(end + 1)
}

/// What is worth checking next.
fn checks(page: &mut SheetPage, row: u32, robustness: &Robustness) -> Result<u32, XlsxError> {
    if robustness.checks.is_empty() {
        return Ok(row);
    }
    let heads = [
        "Fact",
        "Points gained by knowing it",
        "Changes the choice",
        "First place when lowest",
        "First place when highest",
        "Known",
        "Vendor",
    ];
    let first = open_with_remarks(page, row, "What is worth checking before choosing", &heads)?;
    for (row, check) in (first..).zip(robustness.checks.iter().take(MOST_CHECKS)) {
        let fact = if check.is_mark { format!("mark: {}", check.fact) } else { check.fact.to_string() };
        page.text(row, 0, &fact, &format(Look::Name(0), PLAIN))?;
        page.put(row, 1, check.gain, &format(Look::Cell, "0.000"))?;
        page.put(row, 2, check.changes_choice, &format(Look::Cell, PERCENT))?;
        page.put(row, 3, check.first_share[0], &format(Look::Cell, PERCENT))?;
        page.put(row, 4, check.first_share[1], &format(Look::Cell, PERCENT))?;
        page.text(row, 5, if check.is_unknown { "no" } else { "as a range" }, &format(Look::Faint, PLAIN))?;
        page.wide(row, REMARKS, &check.vendor_name, Look::Cell)?;
    }
    Ok(first + rows(robustness.checks.len().min(MOST_CHECKS)) + 1)
}

/// How far each weight may move.
fn stability(page: &mut SheetPage, row: u32, stability: &[Stability]) -> Result<u32, XlsxError> {
    if stability.is_empty() {
        return Ok(row);
    }
    let heads = [
        "Criterion",
        "Weight",
        "First place holds from",
        "to",
        "Whole order holds from",
        "to",
        "What changes at the ends of the first place",
    ];
    let title = "Stability: how far each weight may move while its siblings keep their proportions";
    let first = open_with_remarks(page, row, title, &heads)?;
    for (row, one) in (first..).zip(stability) {
        let depth = u8::try_from(one.depth.min(10)).unwrap_or(10);
        page.text(row, 0, &one.name, &format(Look::Name(depth), PLAIN))?;
        let in_units = |share: &crate::exact::Exact| Content::from(&(share * &one.whole));
        page.put(row, 1, in_units(&one.weight), &format(Look::Cell, VALUE))?;
        for (column, interval) in [(2, &one.first), (4, &one.order)] {
            for (column, end) in
                (column..).zip([|i: &Interval| i.lower.clone(), |i: &Interval| i.upper.clone()])
            {
                let said = interval.as_ref().map(|interval| in_units(&end(interval)));
                page.put(row, column, said.unwrap_or_else(|| Content::from("")), &format(Look::Cell, VALUE))?;
            }
        }
        page.wide(row, REMARKS, &changes(one), Look::Cell)?;
    }
    Ok(first + rows(stability.len()) + 1)
}

fn changes(one: &Stability) -> String {
    let Some(first) = one.first.as_ref().filter(|_| one.is_movable) else { return String::new() };
    let ends = [(&first.lower, &first.below), (&first.upper, &first.above)];
    let said = ends.into_iter().enumerate().filter_map(|(side, (at, change))| {
        let (change, side) = (change.as_ref()?, side_word(side, at));
        Some(if change.loser == change.winner {
            format!("{side}: {} leaves the ranking", change.loser_name)
        } else {
            format!("{side}: {} is ahead of {}", change.winner_name, change.loser_name)
        })
    });
    said.collect::<Vec<_>>().join("; ")
}

/// What the facts of the first vendors would have to be.
fn break_even(layout: &Layout<'_>, page: &mut SheetPage, row: u32) -> Result<u32, XlsxError> {
    let tips: Vec<_> = layout
        .findings
        .break_even()
        .iter()
        .filter_map(|one| match &one.answer {
            Answer::WinsAt(tip) => Some((one, tip, "takes the first place")),
            Answer::LosesAt(tip) => Some((one, tip, "loses the first place")),
            Answer::CannotWin | Answer::CannotLose | Answer::NoneFound => None,
        })
        .collect();
    if tips.is_empty() {
        return Ok(row);
    }
    let heads = ["Fact", "Now", "Turns at", "Change", "Unit", "", "Vendor and what happens"];
    let first = open_with_remarks(page, row, "Break-even: what one fact alone would have to be", &heads)?;
    for (row, (one, tip, what)) in (first..).zip(&tips) {
        let fact = if one.is_mark { format!("mark: {}", one.fact) } else { one.fact.to_string() };
        page.text(row, 0, &fact, &format(Look::Name(0), PLAIN))?;
        for (column, value) in [(1, one.now.as_ref()), (2, Some(&tip.value))] {
            let said = match value {
                Some(value) => match value.numbers() {
                    Some([low, likely, high]) if low == high => Content::from(likely),
                    _ => Content::from(value.to_string()),
                },
                None => Content::from("not known"),
            };
            page.put(row, column, said, &format(Look::Cell, PLAIN))?;
        }
        page.put(row, 3, tip.change.as_ref(), &format(Look::Cell, PERCENT))?;
        page.put(row, 4, one.unit.as_deref(), &format(Look::Faint, PLAIN))?;
        page.text(row, 5, "", &format(Look::Faint, PLAIN))?;
        let vendor = layout.evaluation.vendor(one.vendor.as_str()).map_or("", |vendor| vendor.name());
        page.wide(row, REMARKS, &format!("{vendor} {what}"), Look::Cell)?;
    }
    Ok(first + rows(tips.len()) + 1)
}

/// Whether the order of two depends on a third.
fn reversals(layout: &Layout<'_>, page: &mut SheetPage, row: u32) -> Result<u32, XlsxError> {
    let Some(reversals) = layout.findings.reversals() else { return Ok(row) };
    if reversals.relative.is_empty() {
        page.line(row, 0, "Rank reversal", Look::Block)?;
        let says =
            "All scales are fixed: leaving a vendor out or adding one cannot change the order of the others.";
        page.line(row + 1, 0, says, Look::Lead)?;
        return Ok(row + 3);
    }
    let heads = ["Change of the field", "Others change places", "First place changes"];
    let first = open(page, row, "Rank reversal: with one vendor less or one more", &heads)?;
    for (row, trial) in (first..).zip(&reversals.trials) {
        let what = match &trial.change {
            FieldChange::Dropped { name, .. } => format!("without {name}"),
            FieldChange::AddedLow => "with one far below the lowest".to_owned(),
            FieldChange::AddedHigh => "with one far above the highest".to_owned(),
        };
        let word = |is: bool| if is { "yes" } else { "no" };
        page.text(row, 0, &what, &format(Look::Name(0), PLAIN))?;
        page.text(row, 1, word(trial.has_reversal), &format(Look::Cell, PLAIN))?;
        page.text(row, 2, word(trial.changes_first), &format(Look::Cell, PLAIN))?;
    }
    Ok(first + rows(reversals.trials.len()) + 1)
}

/// The ranking under other price formulas and roundings.
fn rule_trials(layout: &Layout<'_>, page: &mut SheetPage, row: u32) -> Result<u32, XlsxError> {
    let trials = layout.findings.rule_trials();
    if trials.is_empty() {
        return Ok(row);
    }
    let heads = [
        "Rule",
        "Keeps the first place",
        "Keeps the order",
        "First score",
        "",
        "",
        "First, and on which criterion it was tried",
    ];
    let first = open_with_remarks(page, row, "The ranking under other price formulas and roundings", &heads)?;
    let number = digits(layout.evaluation.shown_decimals().scores);
    for (row, trial) in (first..).zip(trials) {
        let now = if trial.is_now { " (now)" } else { "" };
        page.text(row, 0, &format!("{}{now}", trial.what), &format(Look::Name(0), PLAIN))?;
        let word = |is: bool| if is { "yes" } else { "no" };
        page.text(row, 1, word(trial.keeps_first), &format(Look::Cell, PLAIN))?;
        page.text(row, 2, word(trial.keeps_order), &format(Look::Cell, PLAIN))?;
        let leader = trial.ranking.first();
        page.put(row, 3, leader.map(|one| &one.score), &format(Look::Cell, &number))?;
        let leader = leader.and_then(|one| layout.evaluation.vendor(one.vendor.as_str()));
        let leader = leader.map_or("nobody", |vendor| vendor.name());
        let tried = trial
            .criterion
            .as_ref()
            .and_then(|id| layout.evaluation.decision.criteria.iter().find(|one| one.id == *id));
        let tried = tried.map_or_else(String::new, |one| format!(" ({})", one.name));
        page.wide(row, REMARKS, &format!("{leader}{tried}"), Look::Cell)?;
    }
    Ok(first + rows(trials.len()) + 1)
}
