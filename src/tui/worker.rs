//! Long work beside the screen: one thread at a time, stopped when something newer is asked for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::action::Action;
use super::state::Version;
use crate::decision::{Decision, VendorId};
use crate::robust::{
    BreakEven, Plan, Robustness, Settings, Shard, break_even, in_words, results, run, stability,
};
use crate::score::Evaluation;

/// Draws behind the shares of the first place: enough for whole per cents, and done at once.
const DRAWS: u64 = 10_000;

/// Something that takes its time.
#[derive(Debug)]
pub enum Job {
    /// How sure the ranking is.
    Doubt {
        /// The version of the evaluation that it is asked for.
        version: Version,
        /// The decision with the changes.
        decision: Decision,
        /// Its evaluation.
        evaluation: Box<Evaluation>,
    },
    /// What the facts of a vendor would have to be.
    BreakEven {
        /// The version of the evaluation that it is asked for.
        version: Version,
        /// The decision with the changes.
        decision: Decision,
        /// The vendor.
        vendor: VendorId,
    },
}

/// What came of a job.
#[derive(Clone, Debug)]
pub enum Worked {
    /// How sure the ranking is.
    Doubt {
        /// The version of the evaluation that it was asked for.
        version: Version,
        /// What the draws say.
        robustness: Box<Robustness>,
        /// The same in words.
        words: String,
    },
    /// What the facts of a vendor would have to be.
    BreakEven {
        /// The version of the evaluation that it was asked for.
        version: Version,
        /// The vendor.
        vendor: VendorId,
        /// An answer for each fact.
        answers: Vec<BreakEven>,
    },
}

/// The thread beside the screen.
pub(crate) struct Worker {
    sender: Sender<Option<Worked>>,
    receiver: Receiver<Option<Worked>>,
    stop: Arc<AtomicBool>,
    running: usize,
}

impl Default for Worker {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Worker { sender, receiver, stop: Arc::default(), running: 0 }
    }
}

impl Worker {
    /// Starts a job and stops the one before.
    pub(crate) fn start(&mut self, job: Job) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
        let (sender, stop) = (self.sender.clone(), Arc::clone(&self.stop));
        self.running += 1;
        // Nobody waits for it when the program is left.
        thread::spawn(move || {
            // A bug in there must not leave the screen waiting: its thread reports it and nothing comes.
            let worked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(job, &stop)));
            let _ = sender.send(worked.unwrap_or(None));
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

    fn taken(&mut self, done: Vec<Option<Worked>>) -> Vec<Action> {
        self.running -= done.len().min(self.running);
        done.into_iter().flatten().map(|worked| Action::Worked(Box::new(worked))).collect()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Does a job; none where it was stopped.
fn work(job: Job, stop: &AtomicBool) -> Option<Worked> {
    let goes_on = || !stop.load(Ordering::Relaxed);
    match job {
        Job::Doubt { version, decision, evaluation } => {
            let settings = Settings { draws: DRAWS, ..Settings::of(&decision) };
            let plan = Plan::new(&decision, &evaluation, settings).ok()?;
            let drawn = run(&plan, Shard::WHOLE, 1, &mut |_| goes_on());
            if !goes_on() {
                return None;
            }
            let robustness = results(&decision, &evaluation, &plan, &drawn.counts, drawn.is_partial);
            let words = in_words(&evaluation, &robustness, &stability(&decision, &evaluation));
            Some(Worked::Doubt { version, robustness: Box::new(robustness), words })
        }
        Job::BreakEven { version, decision, vendor } => {
            let answers = break_even(&decision, &vendor)?;
            goes_on().then_some(Worked::BreakEven { version, vendor, answers })
        }
    }
}
