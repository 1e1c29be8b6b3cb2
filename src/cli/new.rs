//! `weigh new`: a decision, its vendors, criteria, must-haves and evaluators; a brand.

use std::sync::Arc;

use super::args::{
    Global, New, NewBrand, NewCriterion, NewDecision, NewEvaluator, NewGate, NewVendor, NewWhat,
};
use super::receipt::Receipt;
use super::set::failure;
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::diagnostic::Code;
use crate::files::brand::SAMPLE as BRAND;
use crate::files::edit::{EditError, save_all, write_new};
use crate::files::workspace::plain;
use crate::files::{LONGEST_ID, Texts, Turn, Workspace, WorkspaceError};
use crate::open::Opened;
use crate::open::make::{self, New as Part, NewScale};
use crate::text::ids::latin;

pub(super) fn run(global: &Global, args: &New, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    settings::refuse_what_if(global, "`new`")?;
    settings::refuse_pack(global)?;
    match &args.what {
        NewWhat::Decision(decision) => new_decision(global, decision, shell),
        NewWhat::Vendor(NewVendor { name, id }) => {
            let part = Part::Vendor { id: id_of(name, id.as_deref(), '-')?, name: name.clone() };
            make_folder(global)?;
            new_part(global, &part, "fill in its facts, then `weigh check`", shell)
        }
        NewWhat::Criterion(criterion) => new_criterion(global, criterion, shell),
        NewWhat::Gate(gate) => new_gate(global, gate, shell),
        NewWhat::Evaluator(NewEvaluator { name, id, role }) => {
            let id = id_of(name, id.as_deref(), '-')?;
            let part = Part::Evaluator { id, name: name.clone(), role: role.clone() };
            new_part(global, &part, "`weigh sheet` makes a workbook for the marks", shell)
        }
        NewWhat::Brand(brand) => new_brand(global, brand, shell),
    }
}

/// An id made from a name in any script: letters of the alphabet and digits, `between` for the rest. None where the name
/// has neither.
pub(super) fn id_of_name(name: &str, between: char) -> Option<String> {
    Some(latin(name, between, LONGEST_ID)).filter(|id| !id.is_empty())
}

/// The id that was given, or that is made from the name.
fn id_of(name: &str, given: Option<&str>, between: char) -> Result<String, Failure> {
    let made = || id_of_name(name, between);
    given.map(str::to_owned).or_else(made).ok_or_else(|| Failure::Usage {
        message: format!("no id can be made from {name:?}; give one with --id"),
    })
}

/// Makes a part of the decision, and says what is next.
fn new_part(global: &Global, part: &Part, next: &str, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let mut receipt = Receipt::new(global)?;
    let kind = match part {
        Part::Vendor { .. } => "new vendor",
        Part::Criterion(_) => "new criterion",
        Part::Gate(_) => "new gate",
        Part::Evaluator { .. } => "new evaluator",
    };
    let _turn = settings::turn(global, kind, shell)?;
    let opened = opened_for_new(global, shell)?;
    let made = make::make(&opened, part).and_then(|made| save_all(&made.edits).map(|()| made));
    let made = made.map_err(|error| failure(error, shell))?;
    let main = made.edits.iter().find(|edit| edit.is_new()).or(made.edits.first());
    if let Some(edit) = main {
        let file = edit.file.display();
        let text = if edit.is_new() {
            format!("made {file}; {next}")
        } else {
            format!("{file}:{}: `{}` is new", edit.line, part.id())
        };
        shell.mention(&format!("{text}\n"));
    }
    for edit in &made.edits {
        receipt.changed(edit, []);
    }
    for said in &made.said {
        receipt.remark(said, shell);
    }
    receipt.print(shell)
}

/// The decision that something is to be added to. That it has no criterion or no vendor yet is about to be mended.
fn opened_for_new(global: &Global, shell: &mut Shell<'_>) -> Result<Opened, Failure> {
    let opened = settings::open(global)?;
    let is_blank = |code: Code| matches!(code, Code::NoVendors | Code::NoCriteria);
    let shown: Vec<_> = opened.problems.iter().filter(|problem| !is_blank(problem.code)).cloned().collect();
    shell.show_errors(&shown, &opened.sources, opened.files);
    Ok(opened)
}

fn new_criterion(global: &Global, args: &NewCriterion, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let id = id_of(&args.name, args.id.as_deref(), '_')?;
    let opened = settings::open(global)?;
    let group = |wanted: &String| {
        let criteria = opened.decision().ok().map(|decision| &decision.criteria);
        let found = criteria.and_then(|criteria| {
            let is_it = |one: &&crate::decision::Criterion| one.id.as_str() == wanted || one.name == *wanted;
            criteria.iter().find(is_it).map(|one| one.id.to_string())
        });
        found.map_or_else(|| id_of(wanted, None, '_').map(|id| (id, true)), |id| Ok((id, false)))
    };
    let under = args.under.as_ref().map(group).transpose()?;
    let group_name = |weight: &String| (args.under.clone().unwrap_or_default(), weight.clone());
    let part = Part::Criterion(Box::new(make::NewCriterion {
        id,
        name: args.name.clone(),
        group: args
            .group_weight
            .as_ref()
            .filter(|_| under.as_ref().is_some_and(|(_, is_new)| *is_new))
            .map(group_name),
        under: under.map(|(id, _)| id),
        weight: args.weight.clone(),
        unit: args.unit.clone(),
        fact: args.fact.clone(),
        scale: scale_of(args)?,
        note: args.note.clone(),
    }));
    new_part(global, &part, "", shell)
}

fn scale_of(args: &NewCriterion) -> Result<NewScale, Failure> {
    if let (Some(worst), Some(best)) = (&args.worst, &args.best) {
        return Ok(NewScale::Line { worst: worst.clone(), best: best.clone() });
    }
    if args.yes_best || args.no_best {
        return Ok(NewScale::YesNo { is_yes_best: args.yes_best });
    }
    if let Some(levels) = &args.levels {
        return NewScale::levels(levels.iter().map(String::as_str)).ok_or_else(|| Failure::Usage {
            message: "--levels takes words with what each is worth from 0 to 100: none=0,some=40,all=100"
                .to_owned(),
        });
    }
    let one = args.marks.clone().map(NewScale::Marks);
    let one = one.or_else(|| args.covers.clone().map(NewScale::Covers));
    one.or_else(|| args.scale.clone().map(NewScale::Toml)).ok_or_else(|| Failure::Usage {
        message:
            "say what its fact is worth: --worst N --best N, --yes-best, --no-best, --levels WORD=VALUE,..., \
                  --marks 5, --covers needs.THINGS, or --scale TOML"
                .to_owned(),
    })
}

fn new_gate(global: &Global, args: &NewGate, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let tests = [
        ("includes", &args.includes),
        ("includes_any", &args.includes_any),
        ("at_least", &args.at_least),
        ("at_most", &args.at_most),
        ("is", &args.is),
        ("one_of", &args.one_of),
        ("before", &args.before),
        ("after", &args.after),
    ];
    let given = tests.into_iter().find_map(|(test, value)| Some((test.to_owned(), value.clone()?)));
    let test = given
        .ok_or_else(|| Failure::Usage { message: "say what it tests, such as --at-least 50".to_owned() })?;
    let part = Part::Gate(Box::new(make::NewGate {
        id: id_of(&args.name, args.id.as_deref(), '_')?,
        name: args.name.clone(),
        fact: args.fact.clone(),
        test,
        note: args.note.clone(),
    }));
    new_part(global, &part, "", shell)
}

/// Writes a criteria file without a criterion, in the workspace of the command or in a new one in its folder.
fn new_decision(global: &Global, args: &NewDecision, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let id = id_of(&args.title, args.id.as_deref(), '-')?;
    let workspace = match Workspace::find(settings::directory(global)) {
        Err(WorkspaceError::None { .. }) => Workspace { root: plain(settings::directory(global)) },
        found => found?,
    };
    let new = make::NewDecision {
        id,
        title: args.title.clone(),
        question: args.question.clone(),
        currency: args.currency.clone(),
    };
    write_decision(global, &workspace, &new, shell)
}

/// Writes a new decision, and says what is next.
pub(super) fn write_decision(
    global: &Global,
    workspace: &Workspace,
    new: &make::NewDecision,
    shell: &mut Shell<'_>,
) -> Result<Exit, Failure> {
    let mut receipt = Receipt::new(global)?;
    let _turn = Turn::take(workspace, "weigh new decision", settings::PATIENCE)?;
    let made = make::decision(workspace, new).and_then(|(edits, folder)| {
        let io = |source| EditError::Io { file: folder.clone(), source };
        std::fs::create_dir_all(&folder).map_err(io)?;
        save_all(&edits).map(|()| edits)
    });
    let edits = made.map_err(|error| failure(error, shell))?;
    let file = edits[0].file.display();
    shell.mention(&format!(
        "made {file}; next: `weigh new criterion`, `weigh new vendor`, or `weigh` alone, which asks for both\n"
    ));
    for edit in &edits {
        receipt.changed(edit, []);
    }
    receipt.print(shell)
}

/// Writes a brand file with its templates; a file that is there already is never written over.
fn new_brand(global: &Global, args: &NewBrand, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let mut receipt = Receipt::new(global)?;
    let folder = plain(&settings::directory(global).join(&args.folder));
    settings::refuse_among_inputs(global, &folder, "a brand")?;
    for (name, text) in BRAND {
        let file = folder.join(name);
        let failed = |source| Failure::Write { what: file.display().to_string(), source };
        write_new(&file, text.as_bytes()).map_err(failed)?;
        receipt.made(file.display().to_string());
    }
    let file = folder.join("brand.toml");
    let (folder, file) = (folder.display(), file.display());
    shell.mention(&format!("made {folder}; change what you like, then `weigh report --brand {file}`\n"));
    receipt.print(shell)
}

/// Makes the folder of the vendors where there is none yet.
fn make_folder(global: &Global) -> Result<(), Failure> {
    let snapshot = Arc::default();
    let texts = Texts::of(settings::request(global, &snapshot)?, snapshot);
    let Some(folder) = texts.vendors_folder().filter(|folder| !folder.is_dir()) else { return Ok(()) };
    if global.vendors.is_none() {
        let refused = texts.request.workspace.refuse_link_out(&folder);
        refused.map_err(|error| Failure::Input { message: error.message })?;
    }
    std::fs::create_dir_all(&folder)
        .map_err(|source| Failure::Write { what: folder.display().to_string(), source })
}
