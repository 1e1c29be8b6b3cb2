//! `weigh robust`: would the ranking survive a challenge?

mod parts;
mod show;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use serde::Serialize;

use super::args::{Facts, Format, Global, Robust as Arguments, Spread};
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::decision::Decision;
use crate::decision::constraint;
use crate::robust::words::thousands;
use crate::robust::{
    Dominance, Drawn, FactDraw, NearestChange, Optimality, Plan, Progress, Reversals, Robustness, RuleTrial,
    Settings, Shard, WeightDraw, dominance, in_words, nearest_changes, optimality, results, reversals,
    rule_trials, run as draw, stability,
};
use crate::score::Evaluation;

/// The most ranked vendors for which questions over all weights are answered: a linear program each.
const MOST_FOR_PROGRAMS: usize = 40;

/// Everything that the command says.
#[derive(Debug, Serialize)]
struct Answer {
    /// In plain words.
    words: String,
    /// What the draws say.
    draws: Robustness,
    /// Who could win at some weights; empty for very many vendors.
    optimality: Vec<Optimality>,
    /// How little would have to change.
    nearest: Vec<NearestChange>,
    /// Who is behind at all weights.
    dominance: Vec<Dominance>,
    /// The order without a vendor, and with another.
    reversals: Reversals,
    /// The ranking under other price formulas and roundings.
    rule_trials: Vec<RuleTrial>,
}

pub(super) fn run(global: &Global, args: &Arguments, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let record = settings::evaluation(global, shell)?;
    let parts = parts::read(&args.merge, &record)?;
    let settings = match &parts {
        Some(parts) => parts.settings.clone(),
        None => meant(args, &record.decision),
    };
    let plan = Plan::new(&record, settings).map_err(|error| Failure::Usage { message: error.to_string() })?;
    if let Some(shard) = args.shard {
        let shard = Shard { part: shard.part, of: shard.of };
        let drawn = drawn(&plan, shard, args, shell);
        shell.print(&parts::text(&record, &plan.settings, shard, &drawn))?;
        return Ok(exit(&drawn));
    }
    let is_merged = parts.is_some();
    let drawn = match parts {
        Some(parts) => parts.added(&plan)?,
        None => drawn(&plan, Shard::WHOLE, args, shell),
    };
    let answer = answer(&record, &plan, &drawn)?;
    let text = match format {
        Format::Table => show::table(&record, &answer, &shell.environment),
        Format::Md => show::markdown(&record, &answer),
        Format::Json => settings::json("robust", &record, &answer),
        Format::Csv => show::csv_of(&answer.draws),
    };
    shell.print(&text)?;
    // A sum of parts is whole as a sum, whatever they lack.
    Ok(if is_merged { Exit::Done } else { exit(&drawn) })
}

/// A run that was stopped has a result that no script should take for the whole.
fn exit(drawn: &Drawn) -> Exit {
    if drawn.is_partial { Exit::Interrupted } else { Exit::Done }
}

/// Settings as meant: what the criteria file says, and what options say more or instead.
fn meant(args: &Arguments, decision: &Decision) -> Settings {
    let of_file = Settings::of(decision);
    let constraints = [&of_file.constraints[..], &args.constraints].concat();
    let weights = match args.spread {
        Some(Spread::Fixed) => WeightDraw::Fixed,
        Some(Spread::Percent(percent)) => WeightDraw::Around { spread: percent / 100.0 },
        Some(Spread::Uniform) => WeightDraw::Uniform,
        None if args.constraints.is_empty() => of_file.weights,
        None => decision.doubt.weights.unwrap_or_else(|| Settings::usual_weights(&constraints)),
    };
    let facts = args.facts.map_or(of_file.facts, |facts| match facts {
        Facts::Triangular => FactDraw::Triangular,
        Facts::Pert => FactDraw::Pert,
        Facts::Uniform => FactDraw::Uniform,
        Facts::Fixed => FactDraw::Fixed,
    });
    let names = |list: &String| list.split(',').map(|name| name.trim().to_owned()).collect();
    Settings {
        draws: args.draws,
        seed: args.seed,
        weights,
        facts,
        constraints,
        together: of_file.together.into_iter().chain(args.together.iter().map(names)).collect(),
        tolerance: args.tolerance.map(|percent| percent / 100.0),
        detail: true,
    }
}

/// Draws with the progress on standard error, until done or Ctrl-C.
fn drawn(plan: &Plan, shard: Shard, args: &Arguments, shell: &mut Shell<'_>) -> Drawn {
    let is_stopped = Arc::new(AtomicBool::new(false));
    // Where the system refuses, Ctrl-C ends the program without what was drawn.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&is_stopped));
    let cores = thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    let threads = args.threads.map_or(cores, std::num::NonZeroUsize::get);
    let start = Instant::now();
    let mut last = start;
    let mut is_shown = false;
    let drawn = draw(plan, shard, threads, &mut |progress| {
        // Only a run that takes a while is worth a bar.
        let wait = if is_shown { 100 } else { 1_000 };
        if last.elapsed().as_millis() >= wait {
            last = Instant::now();
            is_shown = true;
            shell.show_progress(&progress_line(progress, start.elapsed().as_secs_f64()));
        }
        !is_stopped.load(Ordering::Relaxed)
    });
    if is_shown {
        shell.show_progress("");
    }
    if drawn.is_partial {
        shell.mention(&format!("stopped after {} draws\n", thousands(drawn.counts.draws)));
    }
    drawn
}

#[expect(clippy::cast_precision_loss, reason = "a picture of progress")]
fn progress_line(progress: Progress, seconds: f64) -> String {
    let share = progress.done as f64 / progress.wanted.max(1) as f64;
    let bar = super::table::bar(share, 20);
    let rate = progress.done as f64 / seconds.max(0.001) / 1e6;
    format!(
        "{bar:░<20} {:3.0} %  {} of {} draws, {rate:.2} million a second",
        100.0 * share,
        thousands(progress.done),
        thousands(progress.wanted)
    )
}

fn answer(record: &Evaluation, plan: &Plan, drawn: &Drawn) -> Result<Answer, Failure> {
    let criteria = &record.decision.criteria;
    let usage = |error: constraint::ConstraintError| Failure::Usage { message: error.to_string() };
    let constraints = constraint::parse(&plan.settings.constraints, criteria).map_err(usage)?;
    let rows: Vec<_> = constraints.iter().map(|one| one.weight_row(criteria)).collect();
    let doubt = results(record, plan, &drawn.counts, drawn.is_partial);
    let is_small = record.ranked().count() <= MOST_FOR_PROGRAMS;
    Ok(Answer {
        words: in_words(record, &doubt, &stability(record)),
        optimality: if is_small { optimality(record, &rows).unwrap_or_default() } else { Vec::new() },
        nearest: nearest_changes(record),
        dominance: dominance(record),
        reversals: reversals(record),
        rule_trials: rule_trials(record),
        draws: doubt,
    })
}
