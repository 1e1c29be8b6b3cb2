//! The terminal as the program takes it, and gives it back on every way out.

use std::io::{self, Stdout, Write, stdout};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;

use super::painter::Painter;

/// Whether the terminal is taken. The hook of panics asks this, and there is one terminal a process.
static IS_TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal, taken. Dropping it gives it back.
pub(crate) struct Screen {
    terminal: Terminal<Painter<CrosstermBackend<Stdout>>>,
    has_mouse: bool,
}

impl Screen {
    /// Takes the terminal.
    ///
    /// # Errors
    /// What the operating system says; the terminal is given back then.
    pub(crate) fn take(has_mouse: bool) -> io::Result<Screen> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let report = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                give_back();
                report(panic);
            }));
        });
        let terminal = Terminal::new(Painter::new(CrosstermBackend::new(stdout())))?;
        let mut screen = Screen { terminal, has_mouse };
        screen.enter()?;
        Ok(screen)
    }

    fn enter(&mut self) -> io::Result<()> {
        IS_TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, Hide)?;
        if self.has_mouse {
            execute!(stdout(), EnableMouseCapture)?;
        }
        self.clear()
    }

    /// Draws a frame in one piece.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn draw(&mut self, frame: impl FnOnce(&mut ratatui::Frame<'_>)) -> io::Result<()> {
        queue!(stdout(), BeginSynchronizedUpdate)?;
        self.terminal.draw(frame)?;
        execute!(stdout(), EndSynchronizedUpdate)
    }

    /// Forgets what is on the screen, so that the next frame is drawn whole.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn clear(&mut self) -> io::Result<()> {
        // `Terminal::clear` asks the terminal where its cursor stands, waits two seconds for an answer, and
        // fails without one; a change of size forgets the same and asks nothing.
        let size = self.terminal.size()?;
        self.terminal.resize(Rect::from(size))
    }

    /// Has the terminal put a text into its clipboard (OSC 52); one that cannot does nothing.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn copy(text: &str) -> io::Result<()> {
        use base64::Engine as _;
        let text = base64::engine::general_purpose::STANDARD.encode(text);
        write!(stdout(), "\x1b]52;c;{text}\x07")?;
        stdout().flush()
    }

    /// Gives the terminal back, does something else with it, and takes it again.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn without<T>(&mut self, other: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let done = other();
        self.enter()?;
        Ok(done)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back, where it is taken. What cannot be written then cannot be helped: there is
/// nobody to tell.
fn give_back() {
    if !IS_TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = execute!(
        stdout(),
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
    let _ = stdout().flush();
}

/// Whether the terminal is still at the other end of standard input.
///
/// Asked before every reading of events: crossterm finds no event in a terminal that was closed, and says nothing.
#[cfg(unix)]
pub(crate) fn is_there() -> bool {
    use rustix::event::PollFlags;
    !input_is(Duration::ZERO).intersects(PollFlags::HUP | PollFlags::ERR)
}

/// Waits until there is input, a signal, or the time is over.
#[cfg(unix)]
pub(crate) fn wait_for_input(time: Duration) {
    let _ = input_is(time);
}

#[cfg(unix)]
fn input_is(time: Duration) -> rustix::event::PollFlags {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let input = rustix::stdio::stdin();
    let mut watched = [PollFd::new(&input, PollFlags::IN)];
    let time = Timespec::try_from(time).ok();
    // Interrupted by a signal, such as that of a changed size: whoever asks looks at everything anew.
    match poll(&mut watched, time.as_ref()) {
        Ok(_) => watched[0].revents(),
        Err(_) => PollFlags::empty(),
    }
}

#[cfg(not(unix))]
pub(crate) fn is_there() -> bool {
    true
}

#[cfg(not(unix))]
pub(crate) fn wait_for_input(time: Duration) {
    let _ = crossterm::event::poll(time);
}
