//! `weigh weights METHOD`: judgements as typed, the weights that follow, and writing both.

use super::written;
use crate::answers::weights::JudgedWeights;
use crate::cli::args::{Format, Global, Judging, Points, WeightMethod};
use crate::cli::print::print;
use crate::cli::set::failure;
use crate::cli::settings;
use crate::cli::shell::{Exit, Failure, Shell};
use crate::decision::judgement::{Comparison, Judgements};
use crate::decision::{Criterion, Decision};
use crate::diagnostic::Severity;
use crate::exact::Exact;
use crate::files::edit;
use crate::open::edit::refuse_locked;
use crate::open::judge::judge;
use crate::score::evaluate;
use crate::weights::fraction;

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
        settings::refuse_what_if(global, "`--write`")?;
    }
    let _turn = is_to_write.then(|| settings::turn(global, "weights", shell)).transpose()?;
    let (under, note) = (judging.under.as_deref(), judging.note.as_deref());
    let opened = settings::open(global)?;
    let planned = judge(&opened, under, &judgements, judging.decimals, note).map_err(|error| {
        let failure = failure(error, shell);
        if let Ok(decision) = opened.decision() {
            let other = other_group(&judgements, under, decision);
            if let Some(group) = other {
                shell.say(&format!(
                    "what is named here stands under `{group}`: say so with --under {group}\n"
                ));
            }
            if let Some(line) = whole_line(method, other.or(under), decision) {
                shell.say(&format!("all of the group, to fill in: {line}\n"));
            }
        }
        failure
    })?;
    let (problems, sources) = &planned.warnings;
    let problems: Vec<_> =
        problems.iter().filter(|problem| problem.severity != Severity::Note).cloned().collect();
    shell.show_problems(&problems, sources, planned.decision.provenance.files.len());
    if is_to_write {
        refuse_locked(&opened, &planned.edits).map_err(|error| failure(error, shell))?;
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

/// The group in which everything stands that is judged, where that is another one than was said.
fn other_group<'a>(judgements: &Judgements, under: Option<&str>, decision: &'a Decision) -> Option<&'a str> {
    let of_pair = |one: &Comparison| [one.more.clone(), one.less.clone()];
    let ids: Vec<String> = match judgements {
        Judgements::Points { points } | Judgements::Swing { points } => {
            points.iter().map(|(id, _)| id.clone()).collect()
        }
        Judgements::RankOrder { order, .. } => order.concat(),
        Judgements::Pairwise { comparisons, .. } => comparisons.iter().flat_map(of_pair).collect(),
        Judgements::BestWorst { best, worst, comparisons } => {
            [best.clone(), worst.clone()].into_iter().chain(comparisons.iter().flat_map(of_pair)).collect()
        }
    };
    let group = |id: &String| {
        let one = decision.criteria.iter().find(|one| one.id.as_str() == id)?;
        Some(decision.criteria[one.parent?].id.as_str())
    };
    let first = group(ids.first()?)?;
    (Some(first) != under && ids.iter().all(|id| group(id) == Some(first))).then_some(first)
}

/// The command line with a place for everything that is not said of the group; none where nothing is left out.
fn whole_line(method: &WeightMethod, under: Option<&str>, decision: &Decision) -> Option<String> {
    let is_sibling =
        |one: &&Criterion| one.parent.map(|parent| decision.criteria[parent].id.as_str()) == under;
    let group: Vec<&str> = decision.criteria.iter().filter(is_sibling).map(|one| one.id.as_str()).collect();
    let (name, typed, wanted) = match method {
        WeightMethod::Points(args) => ("points", said(&args.points), open_points(&args.points, &group)),
        WeightMethod::Swing(args) => ("swing", said(&args.points), open_points(&args.points, &group)),
        WeightMethod::RankOrder(args) => {
            let typed: Vec<String> = args.order.iter().map(|place| place.0.join("=")).collect();
            let is_there =
                |id: &&&str| args.order.iter().any(|place| place.0.iter().any(|other| other == **id));
            let wanted = group.iter().filter(|id| !is_there(id)).map(|id| (*id).to_owned()).collect();
            ("rank-order", typed, wanted)
        }
        WeightMethod::Pairwise(args) => {
            let pairs = (0..group.len()).flat_map(|a| (a + 1..group.len()).map(move |b| (a, b)));
            let pairs = pairs.map(|(a, b)| (group[a], group[b]));
            ("pairwise", compared(&args.comparisons), open_pairs(&args.comparisons, pairs))
        }
        WeightMethod::BestWorst(args) => {
            let others = group.iter().filter(|id| **id != args.best && **id != args.worst);
            let pairs = others.flat_map(|id| [(args.best.as_str(), *id), (*id, args.worst.as_str())]);
            let pairs = pairs.chain([(args.best.as_str(), args.worst.as_str())]);
            let typed = [vec![args.best.clone(), args.worst.clone()], compared(&args.comparisons)].concat();
            ("best-worst", typed, open_pairs(&args.comparisons, pairs))
        }
    };
    let under = under.map(|group| format!(" --under {group}")).unwrap_or_default();
    let words = [typed, wanted.clone()].concat().join(" ");
    (!wanted.is_empty()).then(|| format!("weigh weights {name}{under} {words}"))
}

fn said(points: &[Points]) -> Vec<String> {
    points.iter().map(|one| format!("{}={}", one.criterion, one.number)).collect()
}

fn open_points(points: &[Points], group: &[&str]) -> Vec<String> {
    let is_open = |id: &&&str| points.iter().all(|one| one.criterion != **id);
    group.iter().filter(is_open).map(|id| format!("{id}=...")).collect()
}

fn compared(comparisons: &[Comparison]) -> Vec<String> {
    comparisons.iter().map(|one| format!("{}/{}={}", one.more, one.less, fraction(&one.ratio))).collect()
}

fn open_pairs<'a>(said: &[Comparison], pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let is_said = |a: &str, b: &str| {
        said.iter().any(|one| (one.more == a && one.less == b) || (one.more == b && one.less == a))
    };
    pairs.filter(|(a, b)| !is_said(a, b)).map(|(a, b)| format!("{a}/{b}=...")).collect()
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
