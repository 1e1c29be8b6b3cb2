//! `weigh weights METHOD`: judgements as typed, the weights that follow, and writing both.

use super::written;
use crate::answers::weights::JudgedWeights;
use crate::cli::args::{Format, Global, Judging, Points, WeightMethod};
use crate::cli::print::print;
use crate::cli::set::failure;
use crate::cli::settings;
use crate::cli::shell::{Exit, Failure, Shell};
use crate::decision::judgement::Judgements;
use crate::diagnostic::Severity;
use crate::exact::Exact;
use crate::files::edit;
use crate::open::judge::judge;
use crate::score::evaluate;

pub(super) fn run(
    global: &Global,
    method: &WeightMethod,
    is_to_write: bool,
    format: Format,
    shell: &mut Shell<'_>,
) -> Result<Exit, Failure> {
    let (judgements, judging) = meant(method);
    let is_to_write = is_to_write || judging.write;
    if is_to_write {
        super::refuse_what_if(global)?;
    }
    let _turn = is_to_write.then(|| settings::turn(global, "weights", shell)).transpose()?;
    let (under, note) = (judging.under.as_deref(), judging.note.as_deref());
    let planned = judge(&settings::open(global)?, under, &judgements, judging.decimals, note)
        .map_err(|error| failure(error, shell))?;
    let (problems, sources) = &planned.warnings;
    let problems: Vec<_> =
        problems.iter().filter(|problem| problem.severity != Severity::Note).cloned().collect();
    shell.show_problems(&problems, sources, planned.decision.provenance.files.len());
    if is_to_write {
        edit::save_all(&planned.edits).map_err(|error| failure(error, shell))?;
        let said = match planned.edits.first() {
            Some(edit) => format!("wrote {}\n{}", edit.file.display(), written(&planned.changes)),
            None => "the file says so already; nothing was written\n".to_owned(),
        };
        shell.mention(&said);
    }
    let evaluation = evaluate(&planned.decision);
    print(&JudgedWeights::new(&planned, &evaluation, is_to_write), format, shell)?;
    Ok(Exit::Done)
}

/// Arguments as typed to judgements as meant.
fn meant(method: &WeightMethod) -> (Judgements, &Judging) {
    let pairs = |points: &[Points]| -> Vec<(String, Exact)> {
        points.iter().map(|one| (one.criterion.clone(), one.number.clone())).collect()
    };
    match method {
        WeightMethod::Points(args) => (Judgements::Points { points: pairs(&args.points) }, &args.judging),
        WeightMethod::Swing(args) => (Judgements::Swing { points: pairs(&args.points) }, &args.judging),
        WeightMethod::RankOrder(args) => {
            let order = args.order.iter().map(|place| place.0.clone()).collect();
            (Judgements::RankOrder { formula: args.formula.into(), order }, &args.judging)
        }
        WeightMethod::Pairwise(args) => {
            let comparisons = args.comparisons.clone();
            (Judgements::Pairwise { formula: args.formula.into(), comparisons }, &args.judging)
        }
        WeightMethod::BestWorst(args) => {
            let (best, worst) = (args.best.clone(), args.worst.clone());
            (Judgements::BestWorst { best, worst, comparisons: args.comparisons.clone() }, &args.judging)
        }
    }
}
