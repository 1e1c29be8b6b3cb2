//! `weigh rank`: who is ahead, by how much, who is out and why.

use super::args::{Format, Global, Rank};
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use super::table::{Cell, Field, Keep, Role, Table, bar, csv, markdown_text};
use super::text::wrapped;
use crate::decision::Decision;
use crate::exact::Exact;
use crate::explain::words::{must_haves, rule_said, shown_rank};
use crate::robust::{Plan, Settings, Shard, in_words, results, run as draw, stability};
use crate::score::Evaluation;
use crate::score::evaluation::{Exclusion, Knowledge, Outcome, VendorResult};

/// Cells of the bar beside a score, in a terminal of usual width and in a wide one.
const BAR_CELLS: [u32; 2] = [5, 12];
/// Columns from which a terminal is wide.
const WIDE: usize = 100;

pub(super) fn run(global: &Global, args: &Rank, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let (decision, evaluation) = settings::decision(global, shell)?;
    let text = match format {
        Format::Table => table(&evaluation, how_sure(&decision, &evaluation).as_deref(), shell),
        Format::Md => markdown(&evaluation, how_sure(&decision, &evaluation).as_deref()),
        Format::Json => settings::json("rank", &evaluation, &evaluation),
        Format::Csv => csv_of(&evaluation),
    };
    shell.print(&text)?;
    if args.require_award && !evaluation.vendors.iter().any(|vendor| vendor.is_awardable) {
        shell
            .say("no vendor is awardable: none in the ranking passes every must-have and minimum for sure\n");
        return Ok(Exit::No);
    }
    Ok(Exit::Done)
}

/// Draws behind the paragraph under a ranking: few, so that the ranking is there at once.
const QUICK_DRAWS: u64 = 1_000;
/// The most criteria and vendors together for which the paragraph is worked out.
const MOST_CELLS: usize = 2_000;

/// How sure the first place is, in words; none for so large a decision that it would take its time.
fn how_sure(decision: &Decision, evaluation: &Evaluation) -> Option<String> {
    if decision.criteria.len() * decision.vendors.len() > MOST_CELLS {
        return None;
    }
    let settings = Settings { draws: QUICK_DRAWS, detail: false, ..Settings::of(decision) };
    let plan = Plan::new(decision, evaluation, settings).ok()?;
    let drawn = draw(&plan, Shard::WHOLE, 1, &mut |_| true);
    let sure = results(decision, evaluation, &plan, &drawn.counts, drawn.is_partial);
    Some(in_words(evaluation, &sure, &stability(decision, evaluation)))
}

fn table(evaluation: &Evaluation, sure: Option<&str>, shell: &Shell<'_>) -> String {
    let environment = &shell.environment;
    let width = environment.text_width();
    let line = |text: &str| wrapped(text, width, "", "") + "\n";
    let mut text = line(&evaluation.decision.title);
    if let Some(question) = &evaluation.decision.question {
        text.push_str(&line(question));
    }
    text.push('\n');
    let bar_cells = BAR_CELLS[usize::from(environment.width >= WIDE)];
    let ranking = ranking(evaluation, bar_cells);
    if !ranking.is_empty() {
        text.push_str(&ranking.aligned(environment));
        text.push('\n');
    }
    let out = out(evaluation);
    if !out.is_empty() {
        text.push_str("Out of the ranking\n\n");
        text.push_str(&out.aligned(environment));
        text.push('\n');
    }
    if let Some(sure) = sure {
        text.push_str(&(line(sure) + "\n"));
    }
    for footer in footer(evaluation) {
        text.push_str(&line(&footer));
    }
    text
}

fn markdown(evaluation: &Evaluation, sure: Option<&str>) -> String {
    let mut text = format!("# {}\n\n", markdown_text(&evaluation.decision.title));
    if let Some(question) = &evaluation.decision.question {
        text.push_str(&format!("{}\n\n", markdown_text(question)));
    }
    let ranking = ranking(evaluation, BAR_CELLS[0]);
    if !ranking.is_empty() {
        text.push_str(&ranking.markdown());
    }
    let out = out(evaluation);
    if !out.is_empty() {
        text.push_str("\n## Out of the ranking\n\n");
        text.push_str(&out.markdown());
    }
    if let Some(sure) = sure {
        text.push_str(&format!("\n{}\n", markdown_text(sure)));
    }
    for line in footer(evaluation) {
        text.push_str(&format!("\n{}\n", markdown_text(&line)));
    }
    text
}

/// The vendors in the ranking.
fn ranking(evaluation: &Evaluation, bar_cells: u32) -> Table {
    let decimals = evaluation.shown_decimals();
    let mut table = Table::default()
        .number("#", Keep::Always)
        .text("Vendor", Keep::Always)
        .number("Score", Keep::Always)
        .text("", Keep::Picture)
        .text("Range", Keep::Always)
        .number("Gap", Keep::Always);
    let has_must_haves = evaluation.vendors.iter().any(|vendor| !must_haves(vendor).is_empty());
    if has_must_haves {
        table = table.text("Must-haves", Keep::Always);
    }
    for (_, group) in evaluation.top() {
        table = table.number(&group.name, Keep::IfRoom);
    }
    for vendor in evaluation.ranked() {
        let share = vendor.score.over(&evaluation.rule.points).unwrap_or_default().to_f64();
        let has_doubt = vendor.lowest != vendor.highest;
        let range = if has_doubt {
            format!("{}–{}", vendor.lowest.fixed(decimals.scores), vendor.highest.fixed(decimals.scores))
        } else {
            "certain".to_owned()
        };
        let gap = vendor.gap.as_ref().filter(|gap| !gap.is_zero());
        let is_open = vendor.count_must_haves(Outcome::Open) > 0;
        let mut cells = vec![
            Cell::new(shown_rank(vendor), Role::Strong),
            Cell::new(&vendor.name, Role::Strong),
            Cell::new(vendor.score.fixed(decimals.scores), Role::Strong),
            Cell::new(bar(share, bar_cells), Role::Good),
            Cell::new(range, if has_doubt { Role::Doubt } else { Role::Faint }),
            gap.map_or_else(String::new, |gap| format!("-{}", gap.fixed(decimals.scores))).into(),
        ];
        if has_must_haves {
            cells.push(Cell::new(must_haves(vendor), if is_open { Role::Doubt } else { Role::Plain }));
        }
        for (at, _) in evaluation.top() {
            let cell = &vendor.cells[at];
            let role = if cell.knowledge == Knowledge::Known { Role::Plain } else { Role::Doubt };
            cells.push(Cell::new(cell.points.fixed(decimals.points), role));
        }
        table.row(cells);
    }
    table
}

/// The vendors that are out, each with the score it would have had and the reasons.
fn out(evaluation: &Evaluation) -> Table {
    let decimals = evaluation.shown_decimals();
    let mut table = Table::default()
        .text("Vendor", Keep::Always)
        .number("Score", Keep::Always)
        .text("Because", Keep::Always);
    for vendor in evaluation.out() {
        let reasons: Vec<String> = vendor.exclusions.iter().map(Exclusion::text).collect();
        table.row(vec![
            Cell::new(&vendor.name, Role::Strong),
            Cell::new(vendor.score.fixed(decimals.scores), Role::Faint),
            Cell::new(reasons.join("\n"), Role::Bad),
        ]);
    }
    table
}

/// The rule in words, notes, what-ifs and fingerprints.
fn footer(evaluation: &Evaluation) -> Vec<String> {
    let mut lines = vec![rule_said(evaluation)];
    lines.extend(evaluation.provenance.what_if.iter().map(|what_if| format!("What if: {what_if}")));
    lines.extend(evaluation.notes.iter().map(|note| format!("Note: {note}")));
    let short = |digest: &str| digest.chars().take(12).collect::<String>();
    lines.push(format!(
        "Rule {}, inputs {}",
        short(&evaluation.digest.rule),
        short(&evaluation.digest.inputs)
    ));
    lines
}

fn csv_of(evaluation: &Evaluation) -> String {
    let group_ids: Vec<String> = evaluation.top().map(|(_, group)| format!("points_{}", group.id)).collect();
    let mut head = vec![
        "rank",
        "tied",
        "vendor",
        "name",
        "score",
        "lowest",
        "highest",
        "gap",
        "awardable",
        "gates_passed",
        "gates_open",
        "gates_failed",
        "out_because",
    ];
    head.extend(group_ids.iter().map(String::as_str));
    csv(&head, evaluation.vendors.iter().map(|vendor| csv_row(evaluation, vendor)))
}

fn csv_row(evaluation: &Evaluation, vendor: &VendorResult) -> Vec<Field> {
    let truth = |claim: bool| Field::Text(if claim { "yes" } else { "no" }.to_owned());
    let count = |outcome| {
        Field::Number(vendor.gates.iter().filter(|gate| gate.outcome == outcome).count().to_string())
    };
    let reasons: Vec<String> = vendor.exclusions.iter().map(Exclusion::text).collect();
    let mut row = vec![
        Field::number(vendor.rank),
        truth(vendor.is_tied),
        Field::Text(vendor.id.to_string()),
        Field::Text(vendor.name.clone()),
        Field::number(Some(&vendor.score)),
        Field::number(Some(&vendor.lowest)),
        Field::number(Some(&vendor.highest)),
        Field::number(vendor.gap.as_ref()),
        truth(vendor.is_awardable),
        count(Outcome::Pass),
        count(Outcome::Open),
        count(Outcome::Fail),
        Field::Text(reasons.join("; ")),
    ];
    row.extend(evaluation.top().map(|(at, _)| Field::number(Some::<&Exact>(&vendor.cells[at].points))));
    row
}
