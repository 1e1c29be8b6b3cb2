//! The terminal UI: managers weigh vendors live.
//!
//! One loop, one thread:
//!
//! ```text
//!  terminal ─► event ─► Action ─► update(State) ─► Effect ─► perform ─► Action ...
//!                                      │
//!                                      └─► draw(&State) ─► frame, and what of it the mouse can hit
//! ```
//!
//! [`Action`] is the only vocabulary: keys, mouse, the palette and what comes back from the machine all
//! speak it, and hints and help are made from it. `update` touches no file and no terminal; `draw` changes
//! nothing. Every page reads the same evaluation as the commands.

mod action;
mod canvas;
mod command;
mod draw;
mod editor;
mod effect;
mod event;
mod form;
mod grid;
mod help;
mod key;
mod keymap;
mod page;
mod painter;
mod recovery;
mod screen;
mod session;
mod state;
mod theme;
mod typing;
mod update;
mod watch;
mod wizard;
mod worker;

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossterm::event::{Event, poll, read};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

pub use action::Action;
pub use command::{Argument, ArgumentKind, Command, CommandResult, Commands, Prompt};
pub use effect::Effect;
pub use page::Page;
pub use page::ranking::SortBy;
pub use state::State;
pub use theme::Theme;

use crate::exit::Exit;
use crate::files::Request;
use canvas::Canvas;
use event::Pointer;
use recovery::Journal;
use screen::Screen;
use watch::Watch;
use worker::{Job, Worker};

/// How often files and signals are looked at while no key is pressed.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// How long events are waited for that are there already; crossterm does not look at all where it is nothing.
const AT_ONCE: Duration = Duration::from_micros(100);
/// How often the worker is asked while it is busy.
const LOOK_WHILE_BUSY: Duration = Duration::from_millis(20);
/// For how long a burst of keys is worked through without a frame.
const LONGEST_WITHOUT_FRAME: Duration = Duration::from_millis(50);

/// How the terminal UI is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder to look for a workspace in.
    pub directory: PathBuf,
    /// The decision, where one was named.
    pub request: Option<Request>,
    /// The vendors' folder of the command line.
    pub vendors: Option<PathBuf>,
    /// The what-ifs of the command line.
    pub what_if: Vec<String>,
    /// Which colours the roles of texts have.
    pub theme: Theme,
    /// Whether bars and marks are drawn with ASCII alone.
    pub is_ascii: bool,
    /// Whether the mouse is used.
    pub has_mouse: bool,
    /// The user's file of keys.
    pub keys: Option<PathBuf>,
    /// The folder of the journals of unsaved changes; none where none are to be kept.
    pub recovery: Option<PathBuf>,
    /// The commands that can be run from a screen; none where there is no command line.
    pub commands: Option<Arc<dyn Commands>>,
}

impl Options {
    /// Starts in a folder, with nothing else said.
    #[must_use]
    pub fn new(directory: impl Into<PathBuf>) -> Options {
        Options {
            directory: directory.into(),
            request: None,
            vendors: None,
            what_if: Vec::new(),
            theme: Theme::Terminal,
            is_ascii: false,
            has_mouse: true,
            keys: None,
            recovery: None,
            commands: None,
        }
    }

    /// The folder of the journals of unsaved changes, as the environment says.
    pub fn recovery_folder(variable: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
        recovery::folder(variable)
    }
}

/// The terminal UI without its terminal.
pub struct App {
    /// All that the screen shows.
    pub state: State,
    pointer: Pointer,
    worker: Worker,
    journal: Journal,
    /// The columns of the last frame.
    width: u16,
}

impl App {
    /// A UI before anything is read, and what it asks for first.
    #[must_use]
    pub fn new(options: &Options) -> (App, Vec<Effect>) {
        let mut state = State::new(options.directory.clone(), options.theme, options.is_ascii);
        if let Ok(full) = options.directory.canonicalize() {
            state.start.shown_directory = full.display().to_string();
        }
        state.start.given = (options.vendors.clone(), options.what_if.clone());
        state.start.commands.clone_from(&options.commands);
        state.journal.folder.clone_from(&options.recovery);
        state.start.request.clone_from(&options.request);
        let mut effects = Vec::new();
        if let Some(file) = &options.keys {
            let (keymap, problems, sources) = keymap::Keymap::with_file(file);
            state.keys.map = keymap;
            if !problems.is_empty() {
                let plural = if problems.len() == 1 { "" } else { "s" };
                state.fail(format!(
                    "{} problem{plural} in {} (8 shows them)",
                    problems.len(),
                    file.display()
                ));
            }
            state.keys.problems = (problems, sources);
        }
        effects.push(match &options.request {
            Some(request) => Effect::Load(Box::new(request.clone())),
            None => Effect::List(options.directory.clone()),
        });
        let app = App {
            state,
            pointer: Pointer::default(),
            worker: Worker::default(),
            journal: Journal::default(),
            width: 100,
        };
        (app, effects)
    }

    /// Handles what the terminal reports; gives back what only a terminal can do.
    pub fn event(&mut self, event: &Event) -> Vec<Effect> {
        let actions = self.pointer.actions(event, &self.state);
        actions.into_iter().flat_map(|action| self.act(action)).collect()
    }

    /// Does an action with all that follows from it; gives back what only a terminal can do.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        let effects = update::update(&mut self.state, action);
        self.perform(effects)
    }

    /// Does what needs files, and what follows from it; gives back what only a terminal can do.
    pub fn perform(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        let mut left = Vec::new();
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            match effect::perform(effect) {
                Ok(actions) => {
                    for action in actions {
                        effects.extend(update::update(&mut self.state, action));
                    }
                }
                Err(Effect::Work(mut job)) => {
                    if let Job::Command { width, .. } = job.as_mut() {
                        *width = command::output::columns(self.width);
                    }
                    self.worker.start(*job);
                }
                Err(Effect::Reply(answer)) => self.worker.reply(answer),
                Err(Effect::Keep(file, changes)) => {
                    let shown = file.parent().unwrap_or(&file).display().to_string();
                    if !self.journal.keep(file, changes) {
                        let failed = Action::Failed(
                            format!("unsaved changes are kept nowhere: {shown} cannot be written").into(),
                        );
                        effects.extend(update::update(&mut self.state, failed));
                    }
                }
                Err(Effect::LookForKept(file)) => {
                    let left = self.journal.left(file).map(Action::Recovered);
                    effects.extend(left.into_iter().flat_map(|left| update::update(&mut self.state, left)));
                }
                Err(effect) => left.push(effect),
            }
        }
        if left.iter().any(|effect| matches!(effect, Effect::Quit(_))) {
            // Written, and left to the next session.
            self.journal = Journal::default();
        }
        left
    }

    /// Waits until everything that is worked out beside the screen is there; gives back what only a
    /// terminal can do.
    pub fn settle(&mut self) -> Vec<Effect> {
        let mut left = Vec::new();
        self.journal.flush();
        while self.worker.is_busy() {
            for action in self.worker.wait() {
                left.extend(self.act(action));
            }
        }
        left
    }

    /// Draws a frame into a buffer and says where the cursor stands.
    pub fn draw(&mut self, buffer: &mut Buffer) -> Option<Position> {
        let mut canvas = Canvas::new(buffer, self.state.look);
        self.width = canvas.buffer.area.width;
        draw::draw(&self.state, &mut canvas);
        self.pointer.hits = canvas.hits;
        let cursor = canvas.cursor;
        // Only the screen knows where a text that is moved ends.
        if let Some(top) = canvas.top {
            self.state.stop_at(top);
        }
        cursor
    }
}

/// Runs the terminal UI until it is left.
///
/// # Errors
/// What the operating system says of the terminal. The terminal is given back on every way out.
pub fn run(options: &Options) -> io::Result<Exit> {
    let hangup = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&hangup))?;
    }
    let (mut app, first) = App::new(options);
    let mut screen = Screen::take(options.has_mouse)?;
    let run = std::panic::AssertUnwindSafe(|| run_loop(&mut app, &mut screen, first, &hangup));
    let ended = std::panic::catch_unwind(run);
    if !matches!(ended, Ok(Ok(_))) {
        // A bug, or a terminal that cannot be written to: what is unsaved is kept all the same.
        app.act(Action::Hangup);
    }
    drop(screen);
    ended.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn run_loop(app: &mut App, screen: &mut Screen, first: Vec<Effect>, hangup: &AtomicBool) -> io::Result<Exit> {
    // From its first look on crossterm hears of changed sizes; a change before that would be lost.
    if screen::is_there() {
        poll(AT_ONCE)?;
    }
    let left = app.perform(first);
    if let Some(exit) = with_terminal(app, screen, left)? {
        return Ok(exit);
    }
    let mut watch = Watch::default();
    loop {
        frame(app, screen)?;
        let actions = wait(app, &mut watch, hangup);
        let mut left = Vec::new();
        let mut drawn = Instant::now();
        for happened in actions {
            // A burst of keys is seen as it goes on, and a signal is obeyed meanwhile.
            if drawn.elapsed() >= LONGEST_WITHOUT_FRAME {
                if hangup.load(Ordering::SeqCst) {
                    left.extend(app.act(Action::Hangup));
                    break;
                }
                if let Some(exit) = with_terminal(app, screen, std::mem::take(&mut left))? {
                    return Ok(exit);
                }
                frame(app, screen)?;
                drawn = Instant::now();
            }
            left.extend(match happened {
                Happened::Event(event) => {
                    #[cfg(debug_assertions)]
                    break_down(&event);
                    app.event(&event)
                }
                Happened::Action(action) => app.act(action),
            });
        }
        if let Some(exit) = with_terminal(app, screen, left)? {
            return Ok(exit);
        }
    }
}

/// Something that happened while the program waited.
enum Happened {
    Event(Event),
    Action(Action),
}

/// Stands for a bug, so that a test sees what one leaves behind. Nothing of it is in a release.
#[cfg(debug_assertions)]
fn break_down(event: &Event) {
    use crossterm::event::{KeyCode, KeyEvent};
    let is_asked = matches!(event, Event::Key(KeyEvent { code: KeyCode::F(12), .. }));
    assert!(!is_asked || std::env::var_os("WEIGH_TEST_PANIC").is_none(), "asked to break down");
}

fn frame(app: &mut App, screen: &mut Screen) -> io::Result<()> {
    screen.draw(|frame| {
        if let Some(cursor) = app.draw(frame.buffer_mut()) {
            frame.set_cursor_position(cursor);
        }
    })
}

/// Waits until something happens. All that is there already comes at once, so that a held key or a drag
/// does not pile up frames.
fn wait(app: &mut App, watch: &mut Watch, hangup: &AtomicBool) -> Vec<Happened> {
    loop {
        let is_gone = hangup.load(Ordering::SeqCst) || !screen::is_there();
        let events = if is_gone { Err(io::ErrorKind::BrokenPipe.into()) } else { pending() };
        match events {
            // The terminal is gone, or the system asks the program to end.
            Err(_) => return vec![Happened::Action(Action::Hangup)],
            Ok(events) if !events.is_empty() => return events.into_iter().map(Happened::Event).collect(),
            Ok(_) if watch.has_changed(&app.state) => return vec![Happened::Action(Action::FilesChanged)],
            Ok(_) => {
                let done = app.worker.done();
                if !done.is_empty() {
                    return done.into_iter().map(Happened::Action).collect();
                }
                screen::wait_for_input(if app.worker.is_busy() { LOOK_WHILE_BUSY } else { LOOK_EVERY });
            }
        }
    }
}

/// The events that are there already.
fn pending() -> io::Result<Vec<Event>> {
    let mut events = Vec::new();
    while poll(AT_ONCE)? {
        events.push(read()?);
    }
    Ok(events)
}

/// Does what only a terminal can do; gives back the exit code when it is time to leave.
fn with_terminal(app: &mut App, screen: &mut Screen, effects: Vec<Effect>) -> io::Result<Option<Exit>> {
    for effect in effects {
        match effect {
            Effect::Quit(exit) => return Ok(Some(exit)),
            Effect::Redraw => screen.clear()?,
            Effect::Suspend => suspend(screen)?,
            Effect::Copy(text) => Screen::copy(&text)?,
            Effect::Editor(file, line) => {
                let opened = screen.without(|| editor::open(&file, line))?;
                if let Err(reason) = opened {
                    app.act(Action::Failed(reason.into()));
                }
            }
            _ => {}
        }
    }
    Ok(None)
}

#[cfg(unix)]
fn suspend(screen: &mut Screen) -> io::Result<()> {
    screen.without(|| signal_hook::low_level::raise(signal_hook::consts::SIGTSTP))?
}

#[cfg(not(unix))]
fn suspend(_: &mut Screen) -> io::Result<()> {
    Ok(())
}
