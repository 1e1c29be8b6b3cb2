//! Long work beside the screen: one thread at a time, stopped when something newer is asked for.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::action::Action;
use super::command::{CommandResult, Commands, Prompt};
use super::state::Version;
use crate::answers::findings;
use crate::answers::gaps::{GapInWords, in_words};
use crate::answers::uncertainty::{HowSure, glance};
use crate::brand::Brand;
use crate::decision::disclosure::Phase;
use crate::decision::{AwardRecord, Decision, VendorId};
use crate::exit::Exit;
use crate::files::award;
use crate::files::edit::write_whole;
use crate::files::workspace::{Workspace, plain_reason};
use crate::panel::PanelResults;
use crate::record::letter::{Basis, basis};
use crate::report::debrief::{Letter, debrief};
use crate::report::{Chapter, Handover, Kind};
use crate::robust::{BreakEven, PriceBreakEven, break_even, price_break_even};
use crate::score::Evaluation;

/// Something that takes its time.
#[derive(Debug)]
pub enum Job {
    /// How sure the ranking is.
    Uncertainty {
        /// The version of the evaluation that it is asked for.
        version: Version,
        /// The evaluation of the decision with the changes.
        evaluation: Box<Evaluation>,
    },
    /// What the facts and prices of a vendor would have to be.
    BreakEven {
        /// The version of the evaluation that it is asked for.
        version: Version,
        /// The decision with the changes.
        decision: Arc<Decision>,
        /// Which vendor: the name of its file, without the ending.
        vendor: VendorId,
    },
    /// What hangs on the marks of the panel.
    Panel {
        /// The version of the evaluation that it is asked for.
        version: Version,
        /// The evaluation of the decision with the changes.
        evaluation: Box<Evaluation>,
    },
    /// What is not known for sure.
    Gaps {
        /// The version of the evaluation that it is asked for.
        version: Version,
        /// The evaluation of the decision with the changes.
        evaluation: Box<Evaluation>,
    },
    /// Run a command.
    Command {
        /// The command line.
        commands: Arc<dyn Commands>,
        /// What it is given, without the program's name.
        arguments: Vec<String>,
        /// The columns that its results are folded to; set where the screen is known.
        width: usize,
        /// Raised where nobody waits for its draws any longer.
        stop: Arc<AtomicBool>,
    },
    /// Run a command that writes CSV, for a spreadsheet.
    Table {
        /// The command line.
        commands: Arc<dyn Commands>,
        /// What it is given, without the program's name.
        arguments: Vec<String>,
    },
    /// Write the result for others.
    Export {
        /// What of it.
        what: Export,
        /// Where awards are recorded.
        workspace: Workspace,
        /// What is exported, with the changes that are not saved.
        evaluation: Box<Evaluation>,
        /// Where it goes.
        folder: PathBuf,
    },
}

/// What is written of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Export {
    /// The report, in these formats.
    Reports(Vec<Kind>),
    /// A draft of a letter to each vendor that does not get the work.
    Letters,
}

/// What would give or take a vendor the first place.
#[derive(Clone, Debug)]
pub struct VendorBreakEven {
    /// The version of the evaluation that it was asked for.
    pub version: Version,
    /// Which vendor: the name of its file, without the ending.
    pub vendor: VendorId,
    /// An answer for each fact.
    pub facts: Vec<BreakEven>,
    /// An answer for each price of its quote.
    pub prices: Vec<PriceBreakEven>,
}

/// What came of a job.
#[derive(Clone, Debug)]
pub enum Worked {
    /// How sure the ranking is.
    Uncertainty {
        /// The version of the evaluation that it was asked for.
        version: Version,
        /// What the draws say, with its words.
        sure: Box<HowSure>,
    },
    /// What the facts and prices of a vendor would have to be.
    BreakEven(Box<VendorBreakEven>),
    /// What hangs on the marks of the panel.
    Panel {
        /// The version of the evaluation that it was asked for.
        version: Version,
        /// Agreement, votes, the result without each evaluator.
        results: Box<PanelResults>,
    },
    /// What is not known for sure.
    Gaps {
        /// The version of the evaluation that it was asked for.
        version: Version,
        /// Of those in the ranking, what matters most first.
        gaps: Vec<GapInWords>,
    },
    /// Files were written.
    Exported {
        /// Their names.
        files: Vec<String>,
        /// Their folder.
        folder: PathBuf,
    },
    /// Why nothing, or not all, was written.
    NotExported(String),
    /// The command of these arguments was run.
    Ran(Vec<String>, Box<CommandResult>),
    /// A table with tabs between its columns, and how many rows it has; or why there is none.
    Table(Result<(String, usize), String>),
    /// The command of these arguments asks something.
    Asks(Vec<String>, Box<Prompt>),
}

/// The thread beside the screen.
pub(crate) struct Worker {
    sender: Sender<Message>,
    receiver: Receiver<Message>,
    stop: Arc<AtomicBool>,
    running: usize,
    /// Where the command that asks waits for its answer.
    asking: Option<Sender<Option<String>>>,
}

/// What a job says.
enum Message {
    /// It is done; with nothing where it was stopped.
    Done(Option<Worked>),
    /// The command of these arguments waits for an answer.
    Asks(Vec<String>, Prompt, Sender<Option<String>>),
}

impl Default for Worker {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Worker { sender, receiver, stop: Arc::default(), running: 0, asking: None }
    }
}

impl Worker {
    /// Starts a job; one that the page needs stops the one before.
    pub(crate) fn start(&mut self, job: Job) {
        if !matches!(job, Job::Export { .. } | Job::Command { .. } | Job::Table { .. }) {
            self.stop.store(true, Ordering::Relaxed);
            self.stop = Arc::default();
        }
        let (sender, stop) = (self.sender.clone(), Arc::clone(&self.stop));
        self.running += 1;
        // Nobody waits for it when the program is left.
        thread::spawn(move || {
            // A bug in there must not leave the screen waiting: its thread reports it and nothing comes.
            let worked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(job, &stop, &sender)));
            let _ = sender.send(Message::Done(worked.unwrap_or(None)));
        });
    }

    /// Whether something is still to come.
    pub(crate) fn is_busy(&self) -> bool {
        self.running > 0
    }

    /// What has come, as actions.
    pub(crate) fn done(&mut self) -> Vec<Action> {
        let done = self.receiver.try_iter().collect();
        self.taken(done)
    }

    /// Waits for the next thing to come.
    pub(crate) fn wait(&mut self) -> Vec<Action> {
        let done = self.receiver.recv().into_iter().collect();
        self.taken(done)
    }

    /// Gives the command that asks its answer.
    pub(crate) fn reply(&mut self, answer: Option<String>) {
        if let Some(asking) = self.asking.take() {
            // One that is gone waits for nothing.
            self.running += usize::from(asking.send(answer).is_ok());
        }
    }

    fn taken(&mut self, messages: Vec<Message>) -> Vec<Action> {
        // One that asks runs no more until it is answered.
        self.running -= messages.len().min(self.running);
        let mut taken = Vec::new();
        for message in messages {
            match message {
                Message::Done(worked) => taken.extend(worked),
                Message::Asks(arguments, prompt, asking) => {
                    self.asking = Some(asking);
                    taken.push(Worked::Asks(arguments, Box::new(prompt)));
                }
            }
        }
        taken.into_iter().map(|worked| Action::Worked(Box::new(worked))).collect()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Does a job; none where it was stopped.
fn work(job: Job, stop: &AtomicBool, sender: &Sender<Message>) -> Option<Worked> {
    let goes_on = || !stop.load(Ordering::Relaxed);
    match job {
        Job::Uncertainty { version, evaluation } => {
            let sure = HowSure::new(&evaluation, glance(&evaluation.decision), &mut |_| goes_on())?;
            goes_on().then(|| Worked::Uncertainty { version, sure: Box::new(sure) })
        }
        Job::BreakEven { version, decision, vendor } => {
            let facts = break_even(&decision, &vendor)?;
            let prices = goes_on().then(|| price_break_even(&decision, &vendor))?;
            goes_on().then(|| Worked::BreakEven(Box::new(VendorBreakEven { version, vendor, facts, prices })))
        }
        Job::Panel { version, evaluation } => {
            let results = crate::panel::results(&evaluation)?;
            goes_on().then(|| Worked::Panel { version, results: Box::new(results) })
        }
        Job::Gaps { version, evaluation } => {
            let gaps = in_words(&evaluation);
            goes_on().then_some(Worked::Gaps { version, gaps })
        }
        Job::Command { commands, arguments, width, stop } => {
            let mut ask = |prompt: &Prompt| {
                let (answers, answer) = channel();
                sender.send(Message::Asks(arguments.clone(), prompt.clone(), answers)).ok()?;
                answer.recv().ok()?
            };
            let result = commands.run(&arguments, width, &stop, &mut ask);
            Some(Worked::Ran(arguments, Box::new(result)))
        }
        Job::Table { commands, arguments } => {
            let result = commands.run(&arguments, usize::MAX, &Arc::default(), &mut |_| None);
            Some(Worked::Table(match result.exit {
                Exit::Done | Exit::No => tabs(&result.out),
                Exit::Usage | Exit::Input | Exit::Output | Exit::Interrupted => Err(result
                    .said
                    .lines()
                    .next()
                    .unwrap_or_default()
                    .trim_start_matches("error: ")
                    .to_owned()),
            }))
        }
        Job::Export { what, workspace, evaluation, folder } => {
            let record = award::read(&workspace, evaluation.decision.id.as_str()).record;
            let is_kept = matches!(what, Export::Letters);
            let made = match what {
                Export::Reports(kinds) => reports(&kinds, &evaluation, record),
                Export::Letters => letters(&evaluation, &record),
            };
            Some(match made.and_then(|made| write(&made, &folder, is_kept)) {
                Ok(files) => Worked::Exported { files, folder },
                Err(why) => Worked::NotExported(why),
            })
        }
    }
}

/// CSV with tabs between the columns, and how many rows it has.
fn tabs(table: &str) -> Result<(String, usize), String> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(table.as_bytes());
    let mut writer = csv::WriterBuilder::new().delimiter(b'\t').flexible(true).from_writer(Vec::new());
    let mut rows = 0;
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        writer.write_record(&record).map_err(|error| error.to_string())?;
        rows += 1;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    Ok((String::from_utf8_lossy(&bytes).into_owned(), rows))
}

/// Names of files with what they are to hold.
type ReportFiles = Vec<(String, Vec<u8>)>;

fn reports(kinds: &[Kind], evaluation: &Evaluation, record: AwardRecord) -> Result<ReportFiles, String> {
    let mut findings = findings(evaluation, None);
    findings = findings.with_record(record);
    let handover = Handover { chapters: Chapter::ALL.to_vec(), ..Handover::default() };
    let made = kinds.iter().map(|kind| {
        let name = format!("{}.{}", evaluation.decision.id, kind.extension());
        let bytes =
            kind.bytes(&findings, &handover).map_err(|error| format!("could not make {name}: {error}"))?;
        Ok((name, bytes))
    });
    made.collect()
}

fn letters(evaluation: &Evaluation, record: &AwardRecord) -> Result<ReportFiles, String> {
    // Letters that go out are checked against those that did, and noted, by `weigh debrief`: these are to be looked at.
    let basis = basis(evaluation, record, Phase::Decided, false).map_err(|error| error.to_string())?;
    let basis = Basis { is_draft: true, ..basis };
    let letter = Letter {
        date: basis.award.map(|award| award.on),
        basis: basis.clone(),
        standstill: None,
        is_on_request: false,
        replaces: None,
        told: BTreeMap::new(),
        reasons: BTreeMap::new(),
    };
    let others = evaluation.vendors.iter().filter(|vendor| !basis.is_winner(vendor));
    let made = others.filter_map(|vendor| {
        let letter = debrief(evaluation, vendor, &letter);
        let name = format!("debrief-{}.html", vendor.id());
        let page = Kind::Html.document(&letter, &Brand::default(), "debrief")?;
        Some(page.map(|bytes| (name, bytes)).map_err(|error| error.to_string()))
    });
    made.collect()
}

/// Writes files into a folder; gives back their names.
///
/// - `is_kept`: whether what is there already stays, and nothing is written.
fn write(made: &ReportFiles, folder: &Path, is_kept: bool) -> Result<Vec<String>, String> {
    let there = made.iter().map(|(name, _)| folder.join(name)).find(|file| is_kept && file.exists());
    if let Some(file) = there {
        return Err(format!(
            "{} is there already and may have been sent; nothing was written",
            file.display()
        ));
    }
    let failed = |file: &Path, error: &io::Error| {
        format!("could not write {}: {}", file.display(), plain_reason(error))
    };
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let one = |(name, bytes): &(String, Vec<u8>)| {
        let file = folder.join(name);
        write_whole(&file, bytes).map_err(|error| failed(&file, &error))?;
        Ok(name.clone())
    };
    made.iter().map(one).collect()
}
