//! All that the screen shows, as plain values.

use std::path::PathBuf;
use std::sync::Arc;

use tui_input::Input;

use super::action::Action;
use super::canvas::Look;
use super::command::Commands;
use super::command::output::Output;
use super::effect::{DiskChange, Removal};
use super::form::Form;
use super::keymap::Keymap;
use super::page::panel;
use super::page::sensitivity::{Looked, look};
use super::page::{self, Page, compare, cost};
use super::session::Session;
use super::theme::{ASCII, Theme, UNICODE};
pub(crate) use super::typing::{SourceField, Typed, Typing};
use super::watch::Seen;
use super::wizard::{self, Wizard};
use super::worker::{Job, VendorBreakEven, Worked};
use crate::answers::gaps::{GapInWords, in_words};
use crate::answers::uncertainty::{HowSure, is_large};
use crate::decision::{CriterionId, Decision, VendorId};
use crate::diagnostic::{Diagnostic, Sources};
use crate::files::Request;
use crate::files::workspace::Workspace;
use crate::open::Opened;
use crate::panel::PanelResults;
use crate::robust::has_open_inputs;
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// What was found in the files when they were last read.
#[derive(Default)]
pub(crate) struct SearchHits {
    /// None before anything was read.
    pub(crate) opened: Option<Arc<Opened>>,
    /// What was seen of the files before they were read.
    pub(crate) seen: Seen,
}

impl SearchHits {
    /// Whether errors keep the files from being a decision; what is shown is older then.
    pub(crate) fn is_broken(&self) -> bool {
        self.opened.as_ref().is_some_and(|opened| opened.decision().is_err())
    }
}

/// What an evaluation is known by: the reading of the files and the changes laid over it since. Two
/// decisions that were read one after the other have no version in common.
pub(crate) type Version = (u64, u64);

/// What the screen as a whole shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Screen {
    /// Nothing is here yet: offers a sample.
    Welcome,
    /// The decisions of the workspace.
    Picker,
    /// A page of a decision.
    Page,
    /// The questions that find the weights of a group.
    Wizard,
}

/// A decision that can be picked.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) file: PathBuf,
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) question: String,
    pub(crate) is_default: bool,
}

/// What lies over the page and takes the keys.
pub(crate) enum Modal {
    /// The actions that are possible here; the number of the first line shown.
    Help(usize),
    /// Finding an action by name; the number of the selected one.
    Palette(Input, usize),
    /// A question; the number of the selected answer.
    Ask(Question, usize),
    /// A form that is filled in.
    Form(Box<Form>),
    /// What a command prints or asks.
    Output(Box<Output>),
}

/// A question that needs an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// Leave with unsaved changes?
    Quit,
    /// Go to another decision with unsaved changes?
    Leave(PathBuf),
    /// Files changed on disk, and there are unsaved changes.
    Changed(DiskChange),
    /// What is to be written of the result?
    Export,
    /// An earlier session could not save these.
    Recover(Vec<(String, String)>),
    /// Take a part of the decision away?
    Remove(Removal),
}

/// What was asked to be worked out beside the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    Uncertainty,
    BreakEven(VendorId),
    Panel,
    Gaps,
}

/// What the line at the bottom shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Status {
    /// What can be done here.
    #[default]
    Hints,
    /// What was done, until the next key.
    Said(String),
    /// What could not be done, until the next key.
    Error(String),
}

/// Where decisions are looked for, and those that were found.
#[derive(Default)]
pub(crate) struct Start {
    /// The folder in which the program was started, or which it was told to use.
    pub(crate) directory: PathBuf,
    /// The same as people know it.
    pub(crate) shown_directory: String,
    pub(crate) choices: Vec<Choice>,
    pub(crate) choice: usize,
    pub(crate) template: usize,
    /// The workspace of the decisions to choose from.
    pub(crate) workspace: Option<Workspace>,
    /// What was asked to be read last.
    pub(crate) request: Option<Request>,
    /// The vendors' folder and the what-ifs that the command line gave.
    pub(crate) given: (Option<PathBuf>, Vec<String>),
    /// The commands that can be run.
    pub(crate) commands: Option<Arc<dyn Commands>>,
}

/// What is unsaved, for the next start.
#[derive(Default)]
pub(crate) struct Journal {
    /// The folder for changes that cannot be saved; none where the system has no place for them.
    pub(crate) folder: Option<PathBuf>,
    /// Where changes that cannot be saved are kept; none where the system has no place for them.
    pub(crate) file: Option<PathBuf>,
    /// What an earlier session left and this one has not restored.
    pub(crate) unrestored: Vec<(String, String)>,
    /// What the journal holds.
    pub(crate) kept: Vec<(String, String)>,
}

/// What is worked out beside the screen, each with the version of the session that it was worked out for.
#[derive(Default)]
pub(crate) struct Beside {
    /// How often files were read.
    pub(crate) readings: u64,
    /// How sure the ranking is.
    uncertainty: Option<(Version, Box<HowSure>)>,
    /// What would give or take a vendor the first place.
    break_even: Option<Box<VendorBreakEven>>,
    /// What hangs on the panel's marks.
    panel_results: Option<(Version, Box<PanelResults>)>,
    /// What is not known for sure.
    gaps: Option<(Version, Vec<GapInWords>)>,
    asked_for: Option<(Version, Wanted)>,
    /// What the selected weight does, for the weights and the selection that it was worked out for.
    pub(crate) looked: Option<Looked>,
    looked_for: Option<(Page, usize, Version)>,
}

/// Which key does what.
pub(crate) struct Keys {
    pub(crate) map: Keymap,
    /// Problems of the user's file of keys.
    pub(crate) problems: (Vec<Diagnostic>, Sources),
}

/// All that the screen shows.
pub struct State {
    pub(crate) screen: Screen,
    pub(crate) start: Start,
    pub(crate) session: Option<Session>,
    pub(crate) found: SearchHits,
    pub(crate) page: Page,
    /// What the pages remember of their own.
    pub(crate) pages: page::Remembered,
    /// The selected vendor, the same one on every page.
    pub(crate) vendor: Option<VendorId>,
    /// The vendors marked for a comparison.
    pub(crate) marked: Vec<VendorId>,
    /// The selected criterion, on the pages of weights and sensitivity.
    pub(crate) criterion: Option<CriterionId>,
    pub(crate) filter: String,
    /// The questions that find the weights of a group; kept when they are left, to go on.
    pub(crate) wizard: Option<Wizard>,
    pub(crate) modal: Option<Modal>,
    pub(crate) typing: Option<Typing>,
    pub(crate) status: Status,
    pub(crate) look: Look,
    pub(crate) keys: Keys,
    pub(crate) journal: Journal,
    pub(crate) beside: Beside,
    /// Leave once the changes are written.
    pub(crate) quit_when_saved: bool,
}

impl State {
    /// A state before anything is read.
    #[must_use]
    pub fn new(directory: PathBuf, theme: Theme, is_ascii: bool) -> State {
        State {
            screen: Screen::Page,
            start: Start { shown_directory: directory.display().to_string(), directory, ..Start::default() },
            session: None,
            found: SearchHits::default(),
            page: Page::Ranking,
            pages: page::Remembered::default(),
            vendor: None,
            marked: Vec::new(),
            criterion: None,
            filter: String::new(),
            wizard: None,
            modal: None,
            typing: None,
            status: Status::Hints,
            look: Look { theme, signs: if is_ascii { &ASCII } else { &UNICODE } },
            keys: Keys { map: Keymap::defaults(), problems: (Vec::new(), Sources::default()) },
            journal: Journal::default(),
            beside: Beside::default(),
            quit_when_saved: false,
        }
    }

    /// Whether there are unsaved changes.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.session.as_ref().is_some_and(Session::is_changed)
    }

    /// The page that is shown.
    #[must_use]
    pub fn page(&self) -> Page {
        self.page
    }

    /// The decision with the unsaved changes, scored; none before one was read.
    #[must_use]
    pub fn evaluation(&self) -> Option<&Evaluation> {
        self.session.as_ref().map(|session| &session.evaluation)
    }

    /// The unsaved changes as paths and values, as `--set` takes them.
    #[must_use]
    pub fn changes(&self) -> Vec<(String, String)> {
        self.session.as_ref().map(Session::changes).unwrap_or_default()
    }

    /// The selected vendor; the first one shown where none is.
    pub(crate) fn selected(&self) -> Option<&VendorResult> {
        let evaluation = &self.session.as_ref()?.evaluation;
        let selected = self.vendor.as_ref().and_then(|id| evaluation.vendor(id.as_str()));
        selected.or_else(|| evaluation.vendors.first())
    }

    /// The index of the selected criterion; the first one where none is.
    pub(crate) fn criterion_at(&self) -> usize {
        let criteria = self.session.as_ref().map(|session| &session.decision().criteria);
        let found = criteria.and_then(|criteria| {
            criteria.iter().position(|criterion| Some(&criterion.id) == self.criterion.as_ref())
        });
        found.unwrap_or(0)
    }

    /// What the evaluation that is shown is known by.
    fn version(&self) -> Option<Version> {
        Some((self.beside.readings, self.session.as_ref()?.version))
    }

    /// How sure the ranking is that is shown; none while that is being worked out.
    pub(crate) fn how_sure(&self) -> Option<&HowSure> {
        let version = self.version()?;
        self.beside.uncertainty.as_ref().filter(|sure| sure.0 == version).map(|sure| &*sure.1)
    }

    /// What the facts and prices of a vendor would have to be for the first place; none while that is being worked
    /// out.
    pub(crate) fn break_even_of(&self, vendor: &VendorId) -> Option<&VendorBreakEven> {
        let version = self.version()?;
        self.beside.break_even.as_deref().filter(|tips| (tips.version, &tips.vendor) == (version, vendor))
    }

    /// What hangs on the panel's marks; none while that is being worked out.
    pub(crate) fn panel_results(&self) -> Option<&PanelResults> {
        let version = self.version()?;
        self.beside.panel_results.as_ref().filter(|results| results.0 == version).map(|results| &*results.1)
    }

    /// What is not known for sure of those in the ranking; none while that is being worked out.
    pub(crate) fn gaps(&self) -> Option<&[GapInWords]> {
        let version = self.version()?;
        self.beside.gaps.as_ref().filter(|gaps| gaps.0 == version).map(|gaps| &*gaps.1)
    }

    /// Whether the page tells what is not known for sure, and that is not there: of a large decision only its own page.
    fn wants_gaps(&self, decision: &Decision) -> bool {
        let is_told = self.page == Page::Gaps || self.page == Page::Ranking && !is_large(decision);
        is_told && self.gaps().is_none()
    }

    /// Takes what was worked out beside the screen.
    pub(crate) fn take(&mut self, worked: Worked) {
        match worked {
            Worked::Uncertainty { version, sure } => self.beside.uncertainty = Some((version, sure)),
            Worked::BreakEven(tips) => self.beside.break_even = Some(tips),
            Worked::Panel { version, results } => self.beside.panel_results = Some((version, results)),
            Worked::Gaps { version, gaps } => self.beside.gaps = Some((version, gaps)),
            Worked::Exported { files, folder } => {
                self.say(format!("wrote {} into {}", files.join(", "), folder.display()));
            }
            Worked::NotExported(why) => self.fail(why),
            // They are looked at before.
            Worked::Ran(..) | Worked::Asks(..) | Worked::Table(_) => {}
        }
    }

    /// What the page needs that takes its time, and was not asked for yet.
    pub(crate) fn next_job(&mut self) -> Option<Job> {
        let version = self.version()?;
        let session = self.session.as_ref()?;
        let decision = session.decision();
        if self.screen != Screen::Page {
            return None;
        }
        let (wanted, is_there) = match self.page {
            // It takes the least time.
            _ if self.wants_gaps(decision) => (Wanted::Gaps, false),
            Page::Ranking | Page::Robustness => (Wanted::Uncertainty, self.how_sure().is_some()),
            // Of a large decision only the command says it: nothing here could stop it.
            Page::Vendor if !is_large(decision) => {
                let vendor = self.selected()?.id().clone();
                let is_there = self.break_even_of(&vendor).is_some();
                (Wanted::BreakEven(vendor), is_there)
            }
            // Whoever gives marks must not see what the others gave, so nothing is worked out for them.
            Page::Panel if decision.panel.is_some() && !self.pages.panel.gives_marks() => {
                (Wanted::Panel, self.panel_results().is_some())
            }
            _ => return None,
        };
        let asked_for = Some((version, wanted.clone()));
        if is_there || self.beside.asked_for == asked_for {
            return None;
        }
        let evaluation = || Box::new(session.evaluation.clone());
        let job = match wanted {
            Wanted::BreakEven(vendor) => Job::BreakEven { version, decision: decision.clone(), vendor },
            Wanted::Uncertainty => Job::Uncertainty { version, evaluation: evaluation() },
            Wanted::Panel => Job::Panel { version, evaluation: evaluation() },
            Wanted::Gaps => Job::Gaps { version, evaluation: evaluation() },
        };
        self.beside.asked_for = asked_for;
        Some(job)
    }

    /// Works out what the page says of the selected weight, where that has changed.
    pub(crate) fn look_again(&mut self) {
        let (Some(session), Some(version)) = (&self.session, self.version()) else { return };
        // Where no number of a quote has to be tried, it is there at once.
        if self.wants_gaps(session.decision()) && !has_open_inputs(session.decision()) {
            self.beside.gaps = Some((version, in_words(&session.evaluation)));
        }
        let wanted = (self.page, self.criterion_at(), version);
        if self.beside.looked_for != Some(wanted) {
            self.beside.looked = look(session, self.page, wanted.1);
            if self.page == Page::Cost {
                self.pages.cost.costs = cost::look(session);
            }
            if self.page == Page::Panel {
                self.pages.panel.look(session.decision());
            } else {
                self.pages.panel.leave();
            }
            self.beside.looked_for = Some(wanted);
        }
    }

    /// Keeps a text that is moved where it ends.
    pub(crate) fn stop_at(&mut self, last: usize) {
        match &mut self.modal {
            Some(Modal::Help(top)) => *top = (*top).min(last),
            Some(Modal::Output(output)) => output.top = output.top.min(last),
            _ => {}
        }
    }

    pub(crate) fn say(&mut self, text: impl Into<String>) {
        self.status = Status::Said(text.into());
    }

    pub(crate) fn fail(&mut self, text: impl Into<String>) {
        self.status = Status::Error(text.into());
    }

    /// Whether a text is shown under the filter.
    pub(crate) fn shows(&self, text: &str) -> bool {
        self.filter.is_empty() || text.to_lowercase().contains(&self.filter.to_lowercase())
    }

    /// The named actions that are possible now, those that matter most first.
    #[must_use]
    pub fn possible(&self) -> Vec<Action> {
        match &self.modal {
            Some(Modal::Ask(..)) => {
                use Action::{Back, Down, First, Last, Left, NextPage, Open, PreviousPage, Right, Up};
                vec![Open, Down, Up, Left, Right, Back, NextPage, PreviousPage, First, Last]
            }
            // A form tells its own keys.
            Some(Modal::Form(_)) => Vec::new(),
            // It tells its own keys.
            Some(Modal::Output(output)) if output.is_asking() => Vec::new(),
            Some(Modal::Output(output)) => {
                use Action::{Back, Copy, Down, First, Last, Left, PageDown, PageUp, Right, Save, Up};
                let write = Some(Save).filter(|_| output.may_write);
                let moves = [Back, Copy, Down, Up, Left, Right, PageDown, PageUp, First, Last];
                write.into_iter().chain(moves).collect()
            }
            Some(Modal::Palette(..)) => vec![Action::Open, Action::Down, Action::Up, Action::Back],
            Some(Modal::Help(_)) => {
                use Action::{Back, Down, First, Help, Last, PageDown, PageUp, Quit, Up};
                vec![Down, Up, PageDown, PageUp, First, Last, Back, Help, Quit]
            }
            None if self.typing.is_some() => vec![Action::Open, Action::Back],
            None => self.possible_below(),
        }
    }

    /// Whether digits are marks.
    pub(crate) fn takes_digits(&self) -> bool {
        let is_open = self.modal.is_none() && self.typing.is_none();
        is_open && self.screen == Screen::Page && self.page == Page::Panel && self.pages.panel.takes_digits()
    }

    /// The actions that are possible on what lies below help, palette and questions.
    pub(crate) fn possible_below(&self) -> Vec<Action> {
        match self.screen {
            Screen::Welcome | Screen::Picker => self.start_actions(),
            Screen::Page => self.page_actions(),
            Screen::Wizard => wizard::possible(self),
        }
    }

    /// The actions of the first page, and of the choice among decisions.
    fn start_actions(&self) -> Vec<Action> {
        use Action::{
            Back, Down, First, Help, Import, Last, MakeSample, NewDecision, Open, Palette, Quit, Redraw,
            Suspend, Theme, Up,
        };
        let own: &[Action] = if self.screen == Screen::Picker {
            &[Open, NewDecision, Import, Down, Up, First, Last]
        } else {
            &[NewDecision, Import, MakeSample, Down, Up, Open]
        };
        let both = [Palette, Help, Theme, Redraw, Suspend, Quit];
        let back = Some(Back).filter(|_| self.screen == Screen::Picker && self.session.is_some());
        let all = own.iter().cloned().chain(both).chain(back);
        all.filter(|action| self.has_way_to(action)).collect()
    }

    /// Whether an action that is a command has the commands it needs.
    fn has_way_to(&self, action: &Action) -> bool {
        !matches!(action, Action::Import | Action::Award | Action::Copy) || self.start.commands.is_some()
    }

    /// What the page takes, without what would do nothing now.
    fn page_actions(&self) -> Vec<Action> {
        let session = self.session.as_ref();
        let mut actions = self.page.actions();
        actions.retain(|action| match action {
            Action::Undo => session.is_some_and(Session::can_undo),
            Action::Redo => session.is_some_and(Session::can_redo),
            Action::Save => self.is_changed(),
            Action::Award | Action::Copy => self.has_way_to(action),
            Action::Choose => self.start.choices.len() > 1,
            Action::Go(Page::Compare) => compare::vendors(self).count() > 1,
            action if self.page == Page::Panel => panel::takes(self, action),
            _ => true,
        });
        actions
    }
}
