//! What the state asks of the machine, and what comes back.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::action::Action;
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
use crate::files::workspace::stem;
use crate::files::{Request, Snapshot, Turn, Workspace, WorkspaceError};
use crate::open::edit::{draft, new_warnings, plan_all, read_fact, with_source, written_at};
use crate::open::judge::{Planned, judge};
use crate::open::lost::lost;
use crate::open::{Opened, open_from};
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
    /// How a value is written in its file.
    AsWritten(Arc<Opened>, String),
    /// Check judgements of weights, and work out what they would write.
    Judge(Box<JudgeJob>),
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
    pub(crate) is_final: bool,
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
        Effect::AsWritten(opened, path) => Action::Written(written_at(&opened, &path)),
        Effect::Judge(job) => Action::Judged(Box::new(judge_group(&job))),
        Effect::MakeSample(folder, sample) => match sample::write(sample, &folder, true) {
            Ok(_) => list(&folder),
            Err(error) => Action::Failed(error.to_string().into()),
        },
        Effect::Work(_)
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
        let _turn =
            Turn::take(workspace, "weigh tui", PATIENCE).map_err(|error| cleaned_line(&error.to_string()))?;
        let edits = plan_all(&job.opened, &job.values).map_err(|error| reason(&error))?;
        edit::save_all(&edits).map_err(|error| reason(&error))?;
        // Only now a new one is known by its place in the workspace.
        Ok(edits.iter().map(|edit| workspace.relative(&edit.file)).collect())
    };
    match written() {
        Ok(files) => Saved { files, error: None },
        Err(error) => Saved { files: Vec::new(), error: Some(error) },
    }
}

fn judge_group(job: &JudgeJob) -> Result<Planned, String> {
    let (under, note) = (job.under.as_ref().map(CriterionId::as_str), job.note.as_deref());
    judge(&job.opened.with(job.what_if.clone()), under, &job.judgements, job.decimals, note)
        .map_err(|error| reason(&error))
}

fn read_value(job: ValueJob) -> ValueRead {
    let ValueJob { opened, target, text, source, is_final } = job;
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
            return Ok(ReadValue::default());
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
        Ok(ReadValue { values, said: said.collect() })
    });
    ValueRead { target, text, is_final, result: read.map_err(|error| reason(&error)) }
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
