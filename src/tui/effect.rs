//! What the state asks of the machine, and what comes back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::action::Action;
use super::command::{Command, Commands};
use super::form::make::Wanted;
use super::form::{picture, sections};
use super::session::Target;
use super::state::Choice;
use super::watch::Seen;
use super::worker::Job;
use crate::decision::CriterionId;
use crate::decision::judgement::Judgements;
use crate::exit::Exit;
use crate::files::choose::head;
use crate::files::edit::{self, EditError};
use crate::files::lock::{BrokenLock, broken_by};
use crate::files::sample::{self, Sample};
use crate::files::what_if;
use crate::files::workspace::stem;
use crate::files::{Request, Snapshot, Turn, Workspace, WorkspaceError};
use crate::open::edit::{draft, entry_at, new_warnings, plan_all, read_fact, with_source, written_at};
use crate::open::judge::{Planned, judge};
use crate::open::lost::lost;
use crate::open::make::{self, New};
use crate::open::parts;
use crate::open::{Opened, open_from};
use crate::score::evaluate;
use crate::text::clean::cleaned_line;

/// How long another writer is waited for; the screen stands still meanwhile.
const PATIENCE: Duration = Duration::from_secs(3);

/// Something that the machine is to do.
#[derive(Debug)]
pub enum Effect {
    /// Do long work beside the screen.
    Work(Box<Job>),
    /// Leave with this exit code.
    Quit(Exit),
    /// List the decisions of the folder's workspace.
    List(PathBuf),
    /// Read a decision.
    Load(Box<Request>),
    /// Write values into their files.
    Save(Box<SaveJob>),
    /// Lay the changes as what-ifs over the files as they were read.
    Relay(Arc<Opened>, Vec<String>),
    /// Read a typed value; finally, also work out whether it can be written.
    ReadValue(Box<ValueJob>),
    /// The tables of the files, with those of a vendor.
    ListSections(Arc<Opened>, Option<String>),
    /// What a scale would look like.
    Picture(Box<PictureJob>),
    /// What others changed in the files, beside these unsaved values.
    LookAtChange(Arc<Opened>, Vec<(String, String)>),
    /// How a value is written in its file.
    AsWritten(Arc<Opened>, String),
    /// How several are, each with all that is said of it.
    ReadKeys(Arc<Opened>, Vec<String>),
    /// Make a decision, or a part of one.
    Make(Box<MakeJob>),
    /// Work out what goes with a part that is to be taken away.
    PlanRemoval(Box<RemovalJob>),
    /// Take a part away.
    Remove(Box<RemovalJob>),
    /// Check judgements of weights, and work out what they would write.
    Judge(Box<JudgeJob>),
    /// What can be picked for the arguments of a command, by its number, in the decision that these options name.
    Offer(Arc<dyn Commands>, usize, Vec<String>),
    /// Answer what the command that runs asks; none stops it.
    Reply(Option<String>),
    /// Put a text into the clipboard of the terminal.
    Copy(String),
    /// Write a sample workspace into a folder.
    MakeSample(PathBuf, Sample),
    /// Open a file in the editor at a line.
    Editor(PathBuf, usize),
    /// Stop the program and go to the shell.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Note in this journal what is unsaved now, for the next start.
    Keep(PathBuf, Vec<(String, String)>),
    /// Look whether an earlier session left changes in this journal.
    LookForKept(PathBuf),
}

/// Values to write into files that must still be what was read.
#[derive(Debug)]
pub struct SaveJob {
    pub(crate) opened: Arc<Opened>,
    pub(crate) values: Vec<(String, String)>,
}

/// What is to be made.
#[derive(Debug)]
pub struct MakeJob {
    /// The decision that a part is added to; none for a decision.
    pub(crate) opened: Option<Arc<Opened>>,
    /// Where a decision is to stand.
    pub(crate) workspace: Workspace,
    pub(crate) wanted: Wanted,
}

/// A part that is to be taken away.
#[derive(Clone, Debug)]
pub struct RemovalJob {
    pub(crate) opened: Arc<Opened>,
    pub(crate) kind: parts::Kind,
    pub(crate) id: String,
}

/// What is to be known before a part is taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    pub(crate) kind: parts::Kind,
    pub(crate) id: String,
    /// What goes with it.
    pub(crate) said: Vec<String>,
}

/// A scale as it is typed.
#[derive(Clone, Debug)]
pub struct PictureJob {
    pub(crate) opened: Arc<Opened>,
    /// The changes so far, as what-ifs.
    pub(crate) what_if: Vec<String>,
    /// Of the scale or the formula.
    pub(crate) path: String,
    /// As the file would have it.
    pub(crate) text: String,
}

/// What others changed in the files since they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiskChange {
    /// The files.
    pub(crate) files: Vec<String>,
    /// Values that are changed here too: the path, what they say, what is not saved here.
    pub(crate) conflicts: Vec<(String, String, String)>,
}

/// What was made or taken away.
#[derive(Clone, Debug)]
pub struct Made {
    /// What was done, in words.
    pub(crate) says: String,
    /// The command that does the same.
    pub(crate) command: String,
    /// What was made; none where something was taken away.
    pub(crate) new: Option<Wanted>,
    /// The criteria file of a new decision.
    pub(crate) criteria: Option<PathBuf>,
}

/// What a command takes, and what can be picked for it.
#[derive(Clone, Debug)]
pub struct Offered {
    pub(crate) command: Command,
    /// For each argument.
    pub(crate) picks: Vec<Vec<(String, String)>>,
    /// The options that say which decision.
    pub(crate) place: Vec<String>,
}

/// A value as it is written in its file.
#[derive(Clone, Debug, Default)]
pub struct WrittenValue {
    /// Its path.
    pub(crate) path: String,
    /// The value alone.
    pub(crate) value: Option<String>,
    /// With all that is said of it.
    pub(crate) entry: Option<String>,
}

/// Judgements of the weights of a group.
#[derive(Debug)]
pub struct JudgeJob {
    pub(crate) opened: Arc<Opened>,
    /// The changes so far, as what-ifs.
    pub(crate) what_if: Vec<String>,
    pub(crate) under: Option<CriterionId>,
    pub(crate) judgements: Judgements,
    pub(crate) decimals: Option<u32>,
    pub(crate) note: Option<String>,
}

/// A typed value.
#[derive(Debug)]
pub struct ValueJob {
    pub(crate) opened: Arc<Opened>,
    pub(crate) target: Target,
    pub(crate) text: String,
    /// Where the value comes from; none where that was not said.
    pub(crate) source: Option<String>,
    /// The unsaved changes, where it is to be worked out what the value does to its vendor.
    pub(crate) what_if: Option<Vec<String>>,
    pub(crate) is_final: bool,
    /// Whether a slider is moved: one step with those of the same slider before.
    pub(crate) is_nudge: bool,
}

/// The decisions of a workspace.
#[derive(Clone, Debug)]
pub struct Choices {
    pub(crate) workspace: Workspace,
    pub(crate) choices: Vec<Choice>,
}

/// How saving went.
#[derive(Clone, Debug)]
pub struct Saved {
    /// Files that were written.
    pub(crate) files: Vec<String>,
    /// Why not all was written.
    pub(crate) error: Option<String>,
}

/// A typed value as it was read.
#[derive(Clone, Debug)]
pub struct ValueRead {
    pub(crate) target: Target,
    pub(crate) text: String,
    pub(crate) is_final: bool,
    pub(crate) is_nudge: bool,
    /// What is to be set, and what was lost with the old value, in words; or what is wrong with it.
    pub(crate) result: Result<ReadValue, String>,
}

/// What a typed value comes to.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReadValue {
    /// Paths with what is written there: the value, and its source.
    pub(crate) values: Vec<(String, String)>,
    /// What was lost with the old value, and what the new one is warned of, a sentence each.
    pub(crate) said: Vec<String>,
    /// The score and the rank that its vendor would have; none where that was not asked for.
    pub(crate) standing: Option<(String, Option<usize>)>,
}

/// Does what needs files and nothing else; gives back what needs a terminal, the journal, or time.
pub(crate) fn perform(effect: Effect) -> Result<Vec<Action>, Effect> {
    let action = match effect {
        Effect::List(directory) => list(&directory),
        Effect::Load(request) => {
            // Before they are read: what changes meanwhile is seen as a change.
            let snapshot = Arc::default();
            let seen = Seen::of(&request, &snapshot);
            Action::Loaded(Arc::new(open_from(&request, &snapshot)), seen)
        }
        Effect::Save(job) => Action::Saved(Box::new(save(&job))),
        Effect::ReadValue(job) => Action::ValueRead(Box::new(read_value(*job))),
        Effect::Relay(opened, what_if) => Action::Relaid(Box::new(opened.with(what_if))),
        Effect::ListSections(opened, vendor) => {
            Action::SectionsListed(sections::sections(&opened, vendor.as_deref()))
        }
        Effect::Picture(job) => {
            let PictureJob { opened, what_if, path, text } = *job;
            Action::Pictured(path.clone(), pictured(&opened, what_if, &path, &text))
        }
        Effect::LookAtChange(opened, unsaved) => {
            Action::ChangedByOthers(Box::new(disk_change(&opened, unsaved)))
        }
        Effect::AsWritten(opened, path) => {
            let (value, entry) = (written_at(&opened, &path), entry_at(&opened, &path));
            Action::Written(Box::new(WrittenValue { path, value, entry }))
        }
        Effect::ReadKeys(opened, paths) => {
            let read = |path: String| {
                let entry = entry_at(&opened, &path);
                (path, entry)
            };
            Action::KeysRead(paths.into_iter().map(read).collect())
        }
        Effect::Make(job) => Action::Made(Box::new(make_wanted(&job).map_err(|error| reason(&error)))),
        Effect::PlanRemoval(job) => {
            let planned = parts::remove(&job.opened, job.kind, &job.id);
            let removal =
                |change: parts::Change| Removal { kind: job.kind, id: job.id.clone(), said: change.said };
            Action::RemovalPlanned(Box::new(planned.map(removal).map_err(|error| reason(&error))))
        }
        Effect::Remove(job) => Action::Made(Box::new(remove_part(&job).map_err(|error| reason(&error)))),
        Effect::Judge(job) => Action::Judged(Box::new(judge_group(&job))),
        Effect::MakeSample(folder, sample) => match sample::write(sample, &folder, true) {
            Ok(_) => list(&folder),
            Err(error) => Action::Failed(error.to_string().into()),
        },
        Effect::Offer(commands, at, place) => {
            let command = &commands.all()[at];
            let picks = commands.offered(command, &place);
            Action::Offered(Box::new(Offered { command: command.clone(), picks, place }))
        }
        Effect::Work(_)
        | Effect::Reply(_)
        | Effect::Copy(_)
        | Effect::Keep(..)
        | Effect::LookForKept(_)
        | Effect::Quit(_)
        | Effect::Editor(..)
        | Effect::Suspend
        | Effect::Redraw => return Err(effect),
    };
    Ok(vec![action])
}

fn list(directory: &Path) -> Action {
    let listed = Workspace::find(directory).and_then(|workspace| Ok((workspace.decisions()?, workspace)));
    match listed {
        Ok((files, workspace)) => {
            let choices = files.into_iter().map(choice).collect();
            Action::Listed(Box::new(Choices { workspace, choices }))
        }
        Err(WorkspaceError::None { .. } | WorkspaceError::Empty { .. }) => {
            let workspace = Workspace { root: directory.to_owned() };
            Action::Listed(Box::new(Choices { workspace, choices: Vec::new() }))
        }
        Err(error) => Action::Failed(error.to_string().into()),
    }
}

/// What the picker says of a criteria file, also of one that has errors.
fn choice(file: PathBuf) -> Choice {
    let head = head(&file, &Snapshot::default());
    let text = |text: Option<String>| cleaned_line(&text.unwrap_or_default());
    Choice {
        name: stem(&file),
        title: text(head.title),
        question: text(head.question),
        is_default: head.is_default,
        file,
    }
}

fn save(job: &SaveJob) -> Saved {
    let workspace = &job.opened.texts.request.workspace;
    let written = || {
        let _turn = turn(workspace)?;
        let edits = plan_all(&job.opened, &job.values)?;
        edit::save_all(&edits)?;
        // Only now a new one is known by its place in the workspace.
        Ok(edits.iter().map(|edit| workspace.relative(&edit.file)).collect())
    };
    match written() {
        Ok(files) => Saved { files, error: None },
        Err(error) => Saved { files: Vec::new(), error: Some(reason(&error)) },
    }
}

/// What differs between the files as they were read and as they are.
fn disk_change(opened: &Opened, unsaved: Vec<(String, String)>) -> DiskChange {
    let snapshot = Arc::default();
    let request = Request { what_if: Vec::new(), ..opened.texts.request.clone() };
    let now = open_from(&request, &snapshot);
    let read = |opened: &Opened| -> BTreeMap<String, Option<String>> {
        let text = |path: &Path| Some(opened.texts.text_file(path).ok()?.text()?.to_owned());
        opened.texts.files().map(|(name, path)| (name.to_owned(), text(path))).collect()
    };
    let (before, after) = (read(opened), read(&now));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let files = names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect();
    let conflict = |(path, mine): (String, String)| {
        let (was, theirs) = (written_at(opened, &path), written_at(&now, &path));
        let theirs = theirs.filter(|theirs| was.as_ref() != Some(theirs) && *theirs != mine)?;
        Some((path, theirs, mine))
    };
    DiskChange { files, conflicts: unsaved.into_iter().filter_map(conflict).collect() }
}

/// The turn to write in a workspace.
fn turn(workspace: &Workspace) -> Result<Turn, EditError> {
    Turn::take(workspace, "weigh tui", PATIENCE)
        .map_err(|error| EditError::Unfit { message: cleaned_line(&error.to_string()) })
}

fn make_wanted(job: &MakeJob) -> Result<Made, EditError> {
    let io = |file: &Path| {
        let file = file.to_owned();
        move |source| EditError::Io { file, source }
    };
    std::fs::create_dir_all(&job.workspace.root).map_err(io(&job.workspace.root))?;
    let _turn = turn(&job.workspace)?;
    let (edits, said, criteria, command) = match (&job.wanted, &job.opened) {
        (Wanted::Decision(decision), _) => {
            let (edits, folder) = make::decision(&job.workspace, decision)?;
            std::fs::create_dir_all(&folder).map_err(io(&folder))?;
            let criteria = edits.first().map(|edit| edit.file.clone());
            (edits, Vec::new(), criteria, decision.command())
        }
        (Wanted::Part(part), Some(opened)) => {
            if let (New::Vendor { .. }, Some(folder)) = (part, opened.texts.vendors_folder()) {
                std::fs::create_dir_all(&folder).map_err(io(&folder))?;
            }
            let made = make::make(opened, part)?;
            (made.edits, made.said, None, part.command())
        }
        (Wanted::Part(_), None) => {
            return Err(EditError::Unfit { message: "there is no decision to add it to".to_owned() });
        }
    };
    edit::save_all(&edits)?;
    let files: Vec<String> = edits.iter().map(|edit| job.workspace.relative(&edit.file)).collect();
    let says = match &job.wanted {
        Wanted::Decision(_) => format!("made {}", files.first().cloned().unwrap_or_default()),
        Wanted::Part(New::Vendor { .. } | New::Evaluator { .. }) => {
            format!("made {}", files.last().cloned().unwrap_or_default())
        }
        Wanted::Part(part) => {
            format!("added `{}` to {}", part.id(), files.first().cloned().unwrap_or_default())
        }
    };
    let says = std::iter::once(says).chain(said).collect::<Vec<_>>().join("; ");
    Ok(Made { says, command, new: Some(job.wanted.clone()), criteria })
}

fn remove_part(job: &RemovalJob) -> Result<Made, EditError> {
    let _turn = turn(&job.opened.texts.request.workspace)?;
    let change = parts::remove(&job.opened, job.kind, &job.id)?;
    change.write()?;
    let word = job.kind.word();
    let command = format!("weigh remove {} {} --write", job.kind.key(), job.id);
    Ok(Made { says: format!("the {word} `{}` is gone", job.id), command, new: None, criteria: None })
}

fn judge_group(job: &JudgeJob) -> Result<Planned, String> {
    let (under, note) = (job.under.as_ref().map(CriterionId::as_str), job.note.as_deref());
    judge(&job.opened.with(job.what_if.clone()), under, &job.judgements, job.decimals, note)
        .map_err(|error| reason(&error))
}

fn read_value(job: ValueJob) -> ValueRead {
    let ValueJob { opened, target, text, source, what_if, is_final, is_nudge } = job;
    let path = target.path();
    let read = match path.split('.').collect::<Vec<_>>().as_slice() {
        ["vendors", vendor, table @ ("facts" | "ratings"), key] => {
            read_fact(&opened, vendor, table, key, &text)
        }
        // Whatever else is looked at once it is typed: it may need every file.
        _ => Ok(()),
    };
    let read = read.and_then(|()| {
        if !is_final {
            let standing = what_if.and_then(|what_if| standing(&opened, &path, &text, what_if));
            return Ok(ReadValue { standing, ..ReadValue::default() });
        }
        let values = with_source(&opened, (&path, &text), source.as_deref(), None, None);
        let edits = draft(&opened, &values)?;
        let written = edits.iter().fold(opened.as_ref().clone(), |opened, edit| opened.after(edit));
        let lost = lost(&opened, &written, &path);
        let warnings = new_warnings(&opened, &written);
        // Those of this decision were told when the line was opened.
        let locks = broken_by(&opened.texts, &edits).unwrap_or_default();
        let elsewhere = locks.iter().filter(|lock| lock.elsewhere.is_some()).map(BrokenLock::refusal);
        let said = elsewhere
            .chain(lost.iter().map(ToString::to_string))
            .chain(warnings.iter().map(|one| cleaned_line(&one.message)));
        Ok(ReadValue { values, said: said.collect(), standing: None })
    });
    ValueRead { target, text, is_final, is_nudge, result: read.map_err(|error| reason(&error)) }
}

/// What a scale would look like, with the vendors on it, or what a formula would come to; or why it is none.
fn pictured(opened: &Opened, what_if: Vec<String>, path: &str, text: &str) -> Result<Vec<String>, String> {
    let typed = format!("{path}={text}");
    let tried = opened.with(what_if::standing(what_if.into_iter().chain([typed]).collect()));
    let decision = tried.decision().map_err(|problems| {
        let error = problems.iter().find(|problem| problem.is_error());
        error.map_or_else(String::new, |error| cleaned_line(&error.message))
    })?;
    Ok(picture::of_path(&evaluate(decision), path))
}

/// The score and the rank that the vendor of a value would have with it.
fn standing(
    opened: &Opened,
    path: &str,
    text: &str,
    what_if: Vec<String>,
) -> Option<(String, Option<usize>)> {
    let vendor = path.strip_prefix("vendors.")?.split('.').next()?;
    let what_if = what_if::standing(what_if.into_iter().chain([format!("{path}={text}")]).collect());
    let tried = opened.with(what_if);
    let evaluation = evaluate(tried.decision().ok()?);
    let result = evaluation.vendor(vendor)?;
    Some((result.score.fixed(evaluation.shown_decimals().scores), result.rank))
}

/// An error in a line: its first problem with what to do about it.
fn reason(error: &EditError) -> String {
    match error {
        EditError::Refused { problems, .. } => problems.first().map_or_else(
            || error.to_string(),
            |problem| {
                let help =
                    if problem.help.is_empty() { String::new() } else { format!("; {}", problem.help) };
                cleaned_line(&format!("{}{help}", problem.message))
            },
        ),
        error => cleaned_line(&error.to_string()),
    }
}
