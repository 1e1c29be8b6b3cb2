//! `weigh robust`: would the ranking survive a challenge?

mod parts;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use super::args::{Facts, Format, Global, Robust as Arguments, Spread};
use super::print::{self, print};
use super::settings::{self, ALL_FORMATS};
use super::shell::{Environment, Exit, Failure, Shell};
use crate::answers::findings;
use crate::answers::robust::Robust;
use crate::answers::uncertainty::{thousands, threads};
use crate::decision::Decision;
use crate::robust::{DrawSettings, Drawn, FactDraw, Plan, Progress, Shard, WeightDraw, results, run as draw};
use crate::score::Evaluation;

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
        let is_stopped = shell.take_signals();
        let drawn = drawn(&plan, shard, args, (&is_stopped, shell));
        shell.print(&parts::text(&record, &plan.settings, shard, &drawn))?;
        return Ok(exit(&drawn));
    }
    let is_merged = parts.is_some();
    let is_stopped = shell.take_signals();
    let drawn = match parts {
        Some(parts) => parts.added(&plan)?,
        None => drawn(&plan, Shard::WHOLE, args, (&is_stopped, shell)),
    };
    let run = Arc::new(Run { record, plan, drawn });
    let threads = threads_of(args);
    let Some(text) = in_full(&run, threads, (format, shell.environment), &is_stopped) else {
        let robustness = results(&run.record, &run.plan, &run.drawn.counts, true, threads);
        let findings = findings(&run.record, None).of_draws_alone(robustness);
        print(&Robust::new(&findings).expect("its draws were handed over"), format, shell)?;
        shell.mention("stopped before all was worked out: these are the draws alone\n");
        return Ok(Exit::Interrupted);
    };
    shell.print(&text)?;
    // A sum of parts is whole as a sum, whatever they lack.
    Ok(if is_merged { Exit::Done } else { exit(&run.drawn) })
}

/// A run and what it was made of.
struct Run {
    record: Evaluation,
    plan: Plan,
    drawn: Drawn,
}

/// All answers as text; none where Ctrl-C comes before they are worked out.
///
/// What is exact can take long, and nothing stops it halfway: so it is worked out beside, and left behind.
fn in_full(
    run: &Arc<Run>,
    threads: usize,
    (format, environment): (Format, Environment),
    is_stopped: &AtomicBool,
) -> Option<String> {
    /// How often it is asked whether it is done, or stopped.
    const BETWEEN: Duration = Duration::from_millis(20);
    /// How long an answer that is about to come is waited for.
    const GRACE: u32 = 10;
    let (send, done) = mpsc::channel();
    let run = Arc::clone(run);
    thread::spawn(move || {
        let Run { record, plan, drawn } = &*run;
        let robustness = results(record, plan, &drawn.counts, drawn.is_partial, threads);
        let findings = findings(record, None).of_draws(robustness);
        let answer = Robust::new(&findings).expect("its draws were handed over");
        // Nobody listens any more once it was stopped.
        let _ = send.send(print::text(&answer, format, &environment));
    });
    let mut left = GRACE;
    loop {
        match done.recv_timeout(BETWEEN) {
            Ok(text) => return Some(text),
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                panic!("the answers are worked out without a panic")
            }
            Err(mpsc::RecvTimeoutError::Timeout) if is_stopped.load(Ordering::Relaxed) => {
                left = left.checked_sub(1)?;
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {}
        }
    }
}

/// Threads that draw.
fn threads_of(args: &Arguments) -> usize {
    args.threads.map_or_else(threads, std::num::NonZeroUsize::get)
}

/// A run that was stopped has a result that no script should take for the whole.
fn exit(drawn: &Drawn) -> Exit {
    if drawn.is_partial { Exit::Interrupted } else { Exit::Done }
}

/// The settings of draws as meant: what the criteria file says, and what options say more or instead.
fn meant(args: &Arguments, decision: &Decision) -> DrawSettings {
    let of_file = DrawSettings::of(decision);
    let constraints = [&of_file.constraints[..], &args.constraints].concat();
    let weights = match args.spread {
        Some(Spread::Fixed) => WeightDraw::Fixed,
        Some(Spread::Percent(percent)) => WeightDraw::Dirichlet { spread: percent / 100.0 },
        Some(Spread::Uniform) => WeightDraw::Uniform,
        None if args.constraints.is_empty() => of_file.weights,
        None => decision.uncertainty.weights.unwrap_or_else(|| DrawSettings::usual_weights(&constraints)),
    };
    let facts = args.facts.map_or(of_file.facts, |facts| match facts {
        Facts::Triangular => FactDraw::Triangular,
        Facts::Pert => FactDraw::Pert,
        Facts::Uniform => FactDraw::Uniform,
        Facts::Fixed => FactDraw::Fixed,
    });
    let names = |list: &String| list.split(',').map(|name| name.trim().to_owned()).collect();
    DrawSettings {
        draws: args.draws.unwrap_or(of_file.draws),
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
fn drawn(
    plan: &Plan,
    shard: Shard,
    args: &Arguments,
    (is_stopped, shell): (&AtomicBool, &mut Shell<'_>),
) -> Drawn {
    let start = Instant::now();
    let mut last = start;
    let mut is_shown = false;
    let drawn = draw(plan, shard, threads_of(args), &mut |progress| {
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
    let bar = super::grid::bar(share, 20);
    let rate = progress.done as f64 / seconds.max(0.001) / 1e6;
    format!(
        "{bar:░<20} {:3.0} %  {} of {} draws, {rate:.2} million a second",
        100.0 * share,
        thousands(progress.done),
        thousands(progress.wanted)
    )
}
