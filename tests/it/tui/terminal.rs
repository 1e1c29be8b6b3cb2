//! The whole program in a pseudo-terminal whose screen the tests read.
//!
//! Tests wait until the screen shows what they expect, never for a time: on a busy machine it takes longer.

mod ending;
mod refused;
mod whole;
mod working;

use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use vt100::Parser;

use crate::support::Workspace;

/// How long something may take before a test gives up; only a failing test waits this long.
const PATIENCE: Duration = Duration::from_mins(1);

/// A decision whose weights need not add up: the cheap one is ahead until its weight falls.
pub(super) const CRITERIA: &str = "# What we buy\ntitle = \"Night desk\"\n\n[criteria.price] # money\nweight = 60 # of any sum\nscale  = { worst = 32, best = 12 }\n\n[criteria.second_site]\nname   = \"Second site\"\nweight = 40\nscale  = { yes = 100, no = 0 }\n";

/// The decision with vendors that are close.
pub(super) fn night_desk() -> Workspace {
    Workspace::new(
        CRITERIA,
        &[
            ("aalto", "name = \"Aalto\"\n\n[facts]\nprice = 28\nsecond_site = true\n"),
            ("brandt", "name = \"Brandt\"\n\n[facts]\nprice = 12 # a year\nsecond_site = false\n"),
        ],
    )
}

/// What the terminal has shown.
struct Shown {
    parser: Parser,
    bytes: Vec<u8>,
}

/// The program in a terminal.
pub(super) struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    /// Held open, so that the terminal outlives the program and can be looked at.
    slave: Option<Box<dyn SlavePty + Send>>,
    child: Box<dyn Child + Send + Sync>,
    keys: Option<Box<dyn Write + Send>>,
    shown: Arc<(Mutex<Shown>, Condvar)>,
    /// Reads what the program writes, until this is set and something more comes.
    reader: Option<(JoinHandle<()>, Arc<AtomicBool>)>,
    /// The modes of the terminal before the program was started.
    modes: String,
}

impl Terminal {
    /// Starts `weigh` in a folder, with a state folder of its own.
    pub(super) fn start(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Terminal {
        let mut all = vec![env!("CARGO_BIN_EXE_weigh")];
        all.extend(arguments);
        Terminal::command(folder, &all, variables)
    }

    /// Starts any program.
    pub(super) fn command(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Terminal {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut builder = CommandBuilder::new(arguments[0]);
        builder.args(&arguments[1..]);
        builder.cwd(folder);
        builder.env_clear();
        let home = folder.join("home");
        let fixed = [
            ("TERM", "xterm-256color"),
            ("LC_ALL", "C.UTF-8"),
            ("PATH", "/usr/local/bin:/usr/bin:/bin"),
            ("RUST_BACKTRACE", "0"),
        ];
        for (name, value) in fixed.iter().chain(variables) {
            builder.env(name, value);
        }
        builder.env("HOME", &home);
        builder.env("XDG_STATE_HOME", home.join("state"));
        let modes = modes(pty.master.as_ref());
        let child = pty.slave.spawn_command(builder).expect("the program starts");
        let mut reader = pty.master.try_clone_reader().expect("a reader");
        let keys = pty.master.take_writer().expect("a writer");
        let shown = Shown { parser: Parser::new(cells(24), cells(80), 0), bytes: Vec::new() };
        let shown = Arc::new((Mutex::new(shown), Condvar::new()));
        let seen = Arc::clone(&shown);
        let stop = Arc::new(AtomicBool::new(false));
        let stops = Arc::clone(&stop);
        let reader = thread::spawn(move || {
            let mut chunk = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut chunk) {
                if stops.load(Ordering::SeqCst) {
                    break;
                }
                let mut shown = seen.0.lock().expect("nobody panics with it");
                shown.parser.process(&chunk[..count]);
                shown.bytes.extend_from_slice(&chunk[..count]);
                seen.1.notify_all();
            }
        });
        let reader = Some((reader, stop));
        Terminal {
            master: Some(pty.master),
            slave: Some(pty.slave),
            child,
            keys: Some(keys),
            shown,
            reader,
            modes,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.shown.0.lock().expect("nobody panics with it")
    }

    /// Types bytes, as a terminal sends them.
    pub(super) fn send(&mut self, keys: &str) -> &mut Terminal {
        let writer = self.keys.as_mut().expect("the terminal is there");
        writer.write_all(keys.as_bytes()).and_then(|()| writer.flush()).expect("the terminal takes keys");
        self
    }

    /// Waits until what is shown is as asked for.
    fn wait(&mut self, what: &str, is_there: impl Fn(&Shown) -> bool) -> &mut Terminal {
        let began = Instant::now();
        let mut shown = self.shown.0.lock().expect("nobody panics with it");
        while !is_there(&shown) {
            let screen = shown.parser.screen().contents();
            assert!(began.elapsed() < PATIENCE, "waited for {what} and saw:\n{screen}");
            (shown, _) =
                self.shown.1.wait_timeout(shown, Duration::from_millis(200)).expect("nobody panics with it");
        }
        drop(shown);
        self
    }

    /// Waits until the screen shows a text.
    pub(super) fn shows(&mut self, text: &str) -> &mut Terminal {
        self.wait(&format!("{text:?}"), |shown| shown.parser.screen().contents().contains(text))
    }

    /// Waits until the screen no longer shows a text.
    pub(super) fn lacks(&mut self, text: &str) -> &mut Terminal {
        self.wait(&format!("no {text:?}"), |shown| !shown.parser.screen().contents().contains(text))
    }

    /// Waits until one text stands above another one.
    pub(super) fn shows_above(&mut self, above: &str, below: &str) -> &mut Terminal {
        self.wait(&format!("{above:?} above {below:?}"), |shown| {
            let contents = shown.parser.screen().contents();
            let line = |text: &str| contents.lines().position(|line| line.contains(text));
            matches!((line(above), line(below)), (Some(above), Some(below)) if above < below)
        })
    }

    /// Waits until the screen of the shell is back, or is gone.
    pub(super) fn is_on_main_screen(&mut self, is_main: bool) -> &mut Terminal {
        self.wait("the other screen", |shown| shown.parser.screen().alternate_screen() != is_main)
    }

    /// Gives the terminal another size.
    pub(super) fn resize(&mut self, columns: u16, rows: u16) -> &mut Terminal {
        self.lock().parser.set_size(cells(rows), cells(columns));
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().expect("the terminal is there").resize(size).expect("another size");
        self
    }

    /// The lines on the screen.
    pub(super) fn lines(&self) -> Vec<String> {
        let shown = self.lock();
        let (_, columns) = shown.parser.screen().size();
        shown.parser.screen().rows(0, columns.get()).collect()
    }

    /// Everything that the program has written.
    pub(super) fn bytes(&self) -> String {
        String::from_utf8_lossy(&self.lock().bytes).into_owned()
    }

    /// The rows of the screen that are drawn in reverse video from the second to the tenth column.
    pub(super) fn reversed(&self) -> Vec<String> {
        let shown = self.lock();
        let screen = shown.parser.screen();
        let (rows, columns) = screen.size();
        let is_reversed = |y| (1..6).all(|x| screen.cell(y, x).is_some_and(vt100::Cell::inverse));
        (0..rows.get())
            .zip(screen.rows(0, columns.get()))
            .filter(|(y, _)| is_reversed(*y))
            .map(|(_, line)| line)
            .collect()
    }

    /// Whether the terminal is in the modes in which it was before the program was started.
    pub(super) fn is_cooked(&self) -> bool {
        self.modes == modes(self.master.as_ref().expect("the terminal is there").as_ref())
    }

    /// Sends a signal by its name.
    pub(super) fn signal(&self, name: &str) {
        let id = self.child.process_id().expect("it runs").to_string();
        let status = Command::new("kill").args(["-s", name, &id]).status().expect("kill is there");
        assert!(status.success(), "kill -s {name} {id}");
    }

    /// Waits until the program has ended.
    pub(super) fn ends(&mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                return status;
            }
            assert!(began.elapsed() < PATIENCE, "it does not end; the screen:\n{}", self.lines().join("\n"));
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the program has ended in an orderly way, and looks at what it leaves behind.
    pub(super) fn ends_with(&mut self, code: u32) {
        assert_eq!(self.ends().exit_code(), code, "{}", self.lines().join("\n"));
        self.leaves_the_terminal_as_it_was();
    }

    /// Asserts that the main screen, the cursor, the mouse, pasting and the modes are as before.
    pub(super) fn leaves_the_terminal_as_it_was(&mut self) {
        self.is_on_main_screen(true);
        self.wait("the cursor", |shown| !shown.parser.screen().hide_cursor());
        let shown = self.lock();
        let screen = shown.parser.screen();
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert!(!screen.bracketed_paste());
        drop(shown);
        assert!(self.is_cooked(), "the modes of the terminal");
    }

    /// Takes the terminal away, as when its window is closed.
    pub(super) fn close(&mut self) {
        // Every handle counts, also that of the reader: a frame wakes it.
        let (reader, stop) = self.reader.take().expect("it was not closed before");
        stop.store(true, Ordering::SeqCst);
        self.send("\u{c}");
        reader.join().expect("the reader ends");
        self.keys = None;
        self.slave = None;
        self.master = None;
    }
}

/// A test that fails leaves no program behind.
impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a screen has cells")
}

/// The modes of a terminal, such as whether it echoes.
fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a terminal has modes"))
}
