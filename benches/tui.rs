//! How long the terminal UI takes from a key to a finished frame, and to its first frame.
//!
//! `cargo bench --bench tui`. A frame is 200 cells by 60, drawn for crossterm into memory: all that is missing is
//! the terminal. `plain_widgets` is what ratatui itself needs for a full frame of that size, to compare with.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use divan::Bencher;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Constraint, Rect};
use ratatui::widgets::{Block, Gauge, Paragraph, Row, Table};
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use tempfile::TempDir;
use weigh::tui::{App, Options};

fn main() {
    divan::main();
}

const COLUMNS: u16 = 200;
const ROWS: u16 = 60;
/// Scored criteria, in groups of five.
const CRITERIA: usize = 30;

/// A nudge of a weight, and the frame that shows the ranking that it makes.
#[divan::bench(args = [12, 40, 1_000], sample_count = 100, sample_size = 1)]
fn key_to_frame_on_weights(bencher: Bencher<'_, '_>, vendors: usize) {
    keys_to_frames(bencher, vendors, '4', ['+', '-']);
}

/// A step through the ranking, and the frame that shows why the vendor is where it is.
#[divan::bench(args = [12, 40, 1_000], sample_count = 100, sample_size = 1)]
fn key_to_frame_on_ranking(bencher: Bencher<'_, '_>, vendors: usize) {
    keys_to_frames(bencher, vendors, '1', ['j', 'k']);
}

/// A nudge of a weight on the page with the lines of the scores.
#[divan::bench(args = [12, 40, 1_000], sample_count = 100, sample_size = 1)]
fn key_to_frame_on_sensitivity(bencher: Bencher<'_, '_>, vendors: usize) {
    keys_to_frames(bencher, vendors, '6', ['n', 'N']);
}

/// A full frame of ratatui's own widgets, all of which changes from frame to frame.
#[divan::bench(sample_count = 100, sample_size = 1)]
fn plain_widgets(bencher: Bencher<'_, '_>) {
    let mut screen = screen();
    let mut turn = 0;
    bencher.bench_local(move || {
        turn += 1;
        draw(&mut screen, |frame| plain(frame, turn));
    });
}

/// From nothing to the first frame of the sample: reading, scoring, drawing.
#[divan::bench(sample_count = 100, sample_size = 1)]
fn first_frame_of_the_sample(bencher: Bencher<'_, '_>) {
    let sample =
        weigh::files::Workspace::find(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the repository is one");
    let criteria = sample.decision("contact-centre").expect("the sample is there");
    let request = weigh::files::Request { workspace: sample, criteria, vendors: None, what_if: Vec::new() };
    let options = Options { request: Some(request), ..Options::new(env!("CARGO_MANIFEST_DIR")) };
    bencher.bench_local(move || {
        let mut app = start(&options);
        draw(&mut screen(), |frame| show(&mut app, frame));
    });
}

fn keys_to_frames(bencher: Bencher<'_, '_>, vendors: usize, page: char, keys: [char; 2]) {
    let folder = workspace(vendors);
    let mut app = start(&Options::new(folder.path()));
    press(&mut app, page);
    let mut screen = screen();
    draw(&mut screen, |frame| show(&mut app, frame));
    let mut turn = 0;
    bencher.bench_local(move || {
        turn += 1;
        press(&mut app, keys[turn / 8 % 2]);
        draw(&mut screen, |frame| show(&mut app, frame));
    });
}

/// A terminal that takes everything at once.
#[derive(Default)]
struct Memory(Vec<u8>);

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.clear();
        Ok(())
    }
}

type Screen = Terminal<CrosstermBackend<Memory>>;

fn screen() -> Screen {
    let viewport = Viewport::Fixed(Rect::new(0, 0, COLUMNS, ROWS));
    Terminal::with_options(CrosstermBackend::new(Memory::default()), TerminalOptions { viewport })
        .expect("memory")
}

fn draw(screen: &mut Screen, frame: impl FnOnce(&mut Frame<'_>)) {
    screen.draw(frame).expect("memory");
}

fn show(app: &mut App, frame: &mut Frame<'_>) {
    if let Some(cursor) = app.draw(frame.buffer_mut()) {
        frame.set_cursor_position(cursor);
    }
}

fn start(options: &Options) -> App {
    let (mut app, first) = App::new(options);
    app.perform(first);
    app
}

fn press(app: &mut App, key: char) {
    app.event(&Event::Key(KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE)));
}

/// A decision with 30 scored criteria and as many vendors as asked for.
fn workspace(vendors: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut criteria = String::from(
        "title = \"Made up\"\n[rule]\nrounding = { criterion = \"2 half-up\", total = \"2 half-up\" }\n",
    );
    for at in 0..CRITERIA {
        if at % 5 == 0 {
            criteria +=
                &format!("[criteria.group{0}]\nname = \"Group {0}\"\nweight = {1}\n", at / 5, 10 + at % 7);
        }
        criteria += &format!(
            "[criteria.c{at}]\nname = \"Criterion number {at}\"\nunder = \"group{}\"\nweight = {}\nscale = {{ worst = 100, best = {} }}\n",
            at / 5,
            15 + at % 4,
            at % 11
        );
    }
    fs::create_dir_all(folder.path().join("criteria")).expect("a folder");
    fs::create_dir_all(folder.path().join("vendors/d")).expect("a folder");
    fs::write(folder.path().join("criteria/d.toml"), criteria).expect("a file");
    for vendor in 0..vendors {
        let mut text = format!("name = \"Vendor number {vendor}\"\n[facts]\n");
        for at in 0..CRITERIA {
            text += &format!("c{at} = {}.{}\n", (vendor * 37 + at * 61) % 97, vendor % 10);
        }
        fs::write(folder.path().join(format!("vendors/d/v{vendor:04}.toml")), text).expect("a file");
    }
    folder
}

/// A table with a line of text above it and a gauge below.
fn plain(frame: &mut Frame<'_>, turn: usize) {
    let area = frame.area();
    let head = Rect { height: 1, ..area };
    let body = Rect { y: 1, height: area.height - 4, ..area };
    let foot = Rect { y: area.bottom() - 3, height: 3, ..area };
    frame.render_widget(Paragraph::new(format!("frame {turn} ").repeat(12)), head);
    let cell =
        |row: usize, column: usize| format!("{:>12}", (row * 31 + column * 17 + turn) * 7_919 % 1_000_003);
    let rows = (0..usize::from(body.height))
        .map(|row| Row::new((0..10).map(|column| cell(row, column)).collect::<Vec<_>>()));
    frame.render_widget(Table::new(rows, [Constraint::Fill(1); 10]).block(Block::bordered()), body);
    let share = u16::try_from(turn % 100).unwrap_or(0);
    frame.render_widget(Gauge::default().percent(share).block(Block::bordered()), foot);
}
