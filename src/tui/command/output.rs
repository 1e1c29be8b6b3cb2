//! What a command printed, or what it asks, over the page.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use ratatui::layout::Rect;
use tui_input::{Input, InputRequest};

use super::{CommandResult, Prompt};
use crate::exit::Exit;
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, width, wrap};
use crate::tui::draw::{draw_box, draw_input};
use crate::tui::form::Form;
use crate::tui::grid::first_row;
use crate::tui::help::{draw_keys as draw_keys_of, first_key};
use crate::tui::state::State;
use crate::tui::theme::Role;

/// The columns that a step to the side moves.
const STEP: usize = 8;

/// A command that was run.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    /// The command as it is typed in a shell.
    pub(crate) line: String,
    /// Its arguments, to run it again.
    pub(crate) arguments: Vec<String>,
    /// Raised when it is left before its end.
    pub(crate) stop: Arc<AtomicBool>,
    /// How it ended; none while it runs.
    pub(crate) exit: Option<Exit>,
    /// What it printed, line by line.
    lines: Vec<String>,
    /// The first line and the first column that are shown.
    pub(crate) top: usize,
    left: usize,
    /// What it asks.
    question: Option<Question>,
    has_asked: bool,
    /// Whether it showed what it would do, and can be asked to do it.
    pub(crate) may_write: bool,
    /// The form that it came from, to be mended where it failed.
    pub(crate) form: Option<Box<Form>>,
}

/// What a command asks.
#[derive(Clone, Debug)]
struct Question {
    prompt: Prompt,
    at: usize,
    input: Input,
}

/// What a key does to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Stays,
    /// It is left.
    Left,
    /// It is to be run again, and to write.
    Write,
    /// The answer to its question; none to stop.
    Answer(Option<String>),
}

impl Output {
    /// A command that begins to run.
    pub(crate) fn new(line: String, arguments: Vec<String>, may_write: bool) -> Output {
        Output {
            line,
            arguments,
            stop: Arc::default(),
            exit: None,
            lines: Vec::new(),
            top: 0,
            left: 0,
            question: None,
            has_asked: false,
            may_write,
            form: None,
        }
    }

    /// Takes what it printed; what went wrong comes first.
    pub(crate) fn take(&mut self, result: &CommandResult) {
        let [first, second] = match result.exit {
            Exit::Done | Exit::No | Exit::Interrupted => [&result.out, &result.said],
            Exit::Usage | Exit::Input | Exit::Output => [&result.said, &result.out],
        };
        self.lines = first.lines().chain(second.lines()).map(str::to_owned).collect();
        if self.lines.is_empty() {
            self.lines.push("done; it has nothing to say".to_owned());
        }
        self.exit = Some(result.exit);
        // One that asks, asks whether to write, too.
        self.may_write &= result.exit == Exit::Done && !self.has_asked;
        (self.top, self.left, self.question) = (0, 0, None);
    }

    /// Shows what it asks.
    pub(crate) fn ask(&mut self, prompt: Prompt) {
        self.lines = prompt.before.lines().chain(prompt.text.lines()).map(str::to_owned).collect();
        // The end of it, where the question stands.
        self.top = usize::MAX;
        self.left = 0;
        self.has_asked = true;
        self.question = Some(Question { prompt, at: 0, input: Input::default() });
    }

    /// Whether keys are typed into it.
    pub(crate) fn is_asking(&self) -> bool {
        self.question.is_some()
    }

    /// Whether it is the command of these arguments, and runs.
    pub(crate) fn waits_for(&self, arguments: &[String]) -> bool {
        self.exit.is_none() && self.arguments == arguments
    }

    /// Whether it did what was wanted.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self.exit, Some(Exit::Done | Exit::No))
    }

    /// Does what a key does.
    pub(crate) fn act(&mut self, action: &Action) -> Outcome {
        if let Some(question) = &mut self.question {
            match action {
                Action::Up => question.at = question.at.saturating_sub(1),
                Action::Down => {
                    question.at = (question.at + 1).min(question.prompt.answers.len().saturating_sub(1));
                }
                Action::Answer(at) => question.at = *at,
                Action::Back => return self.answered(None),
                Action::Open => {
                    let typed = question.input.value().trim().to_owned();
                    let picked = question.prompt.answers.get(question.at).cloned().unwrap_or_default();
                    return self.answered(Some(if typed.is_empty() { picked } else { typed }));
                }
                Action::Type(request) if question.prompt.is_open => {
                    question.input.handle(*request);
                }
                Action::Paste(text) if question.prompt.is_open => {
                    for c in text.chars().filter(|c| !c.is_control()) {
                        question.input.handle(InputRequest::InsertChar(c));
                    }
                }
                _ => {}
            }
            if !matches!(action, Action::PageUp | Action::PageDown) {
                return Outcome::Stays;
            }
        }
        match action {
            Action::Up => self.top = self.top.saturating_sub(1),
            Action::Down => self.top = self.top.saturating_add(1),
            Action::PageUp => self.top = self.top.saturating_sub(10),
            Action::PageDown => self.top = self.top.saturating_add(10),
            Action::First => self.top = 0,
            Action::Last => self.top = usize::MAX,
            Action::Left => self.left = self.left.saturating_sub(STEP),
            Action::Right => self.left += STEP,
            Action::Save if self.may_write && self.exit.is_some() => return Outcome::Write,
            Action::Back | Action::Open | Action::Quit => return Outcome::Left,
            _ => {}
        }
        Outcome::Stays
    }

    /// Goes on with an answer.
    fn answered(&mut self, answer: Option<String>) -> Outcome {
        self.question = None;
        Outcome::Answer(answer)
    }

    /// The text of it.
    pub(crate) fn text(&self) -> String {
        self.lines.join("\n")
    }
}

/// The columns of its text on a screen of so many.
pub(crate) fn columns(screen: u16) -> usize {
    usize::from(screen.saturating_sub(4)).max(20)
}

/// Draws it over the page.
pub(crate) fn draw_output(state: &State, canvas: &mut Canvas<'_>, area: Rect, output: &Output) {
    let look = canvas.look;
    let name = look.cut(&output.line, area.width.saturating_sub(8));
    let wide = area.width.saturating_sub(4);
    // A question is read whole; the columns of a result stay where they are.
    let lines: Vec<String> = match &output.question {
        Some(_) => output.lines.iter().flat_map(|line| wrap(line, wide)).collect(),
        None => output.lines.iter().map(|line| after(line, output.left).to_owned()).collect(),
    };
    let question = output.question.as_ref();
    let answers = question.map(|question| answer_rows(question, wide.saturating_sub(2))).unwrap_or_default();
    let is_open = question.is_some_and(|question| question.prompt.is_open);
    let most = area.height.saturating_sub(4);
    let listed = u16::try_from(answers.len()).unwrap_or(u16::MAX).min(most / 2);
    // A line stays free above the keys.
    let below = listed + u16::from(is_open) + 2;
    let high = u16::try_from(lines.len()).unwrap_or(u16::MAX).max(1).saturating_add(below);
    let inner = draw_box(canvas, area, (wide, high.min(area.height.saturating_sub(2))), &name);
    let text = Rect { height: inner.height.saturating_sub(below).max(1), ..inner };
    let last = lines.len().saturating_sub(text.height.into());
    canvas.top = Some(last);
    let top = output.top.min(last);
    let is_bad = output.exit.is_some() && !output.is_done();
    for (line, y) in lines.iter().skip(top).zip(text.top()..text.bottom()) {
        let role = if is_bad && line.starts_with("error") { Role::Bad } else { Role::Plain };
        canvas.text(Rect { y, height: 1, ..text }, &look.cut(line, text.width), role);
    }
    if output.exit.is_none() && question.is_none() {
        canvas.text(Rect { height: 1, ..text }, "it runs ...", Role::Faint);
    }
    let hidden = lines.len().saturating_sub(top + usize::from(text.height));
    if hidden > 0 {
        let more = look.line(format!(" {} {hidden} more ", look.signs.down), Role::Key);
        canvas.line_right(Rect { y: inner.bottom(), height: 1, ..inner }, &more);
    }
    if let Some(question) = question {
        let area =
            Rect { y: text.bottom(), height: listed + u16::from(is_open), ..inner }.intersection(inner);
        draw_answers(canvas, area, question, &answers);
    }
    draw_keys(state, canvas, Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner }, output);
}

/// The rows of the answers, each with the number of its answer and whether it begins it.
fn answer_rows(question: &Question, wide: u16) -> Vec<(usize, bool, String)> {
    let answers = question.prompt.answers.iter().enumerate();
    let rows = |(number, answer): (usize, &String)| {
        let rows = wrap(answer, wide).into_iter().enumerate();
        rows.map(move |(row, text)| (number, row == 0, text)).collect::<Vec<_>>()
    };
    answers.flat_map(rows).collect()
}

/// Draws the answers, and below them the line of one that is typed.
fn draw_answers(canvas: &mut Canvas<'_>, area: Rect, question: &Question, rows: &[(usize, bool, String)]) {
    let look = canvas.look;
    let high = usize::from(area.height) - usize::from(question.prompt.is_open && area.height > 0);
    let at = rows.iter().position(|(number, ..)| *number == question.at).unwrap_or(0);
    let first = first_row(at, rows.len(), high);
    for ((number, begins, text), y) in rows.iter().skip(first).take(high).zip(area.top()..) {
        let line = Rect { y, height: 1, ..area };
        let is_selected = *number == question.at;
        let pointer = if is_selected && *begins { look.signs.pointer } else { " " };
        canvas.text(line, &look.cut(&format!("{pointer} {text}"), line.width), Role::Plain);
        canvas.hit(line, Action::Answer(*number));
        if is_selected {
            canvas.style(line, look.theme.style(Role::Selected));
            canvas.cursor.get_or_insert(line.as_position());
        }
    }
    if question.prompt.is_open && area.height > 0 {
        let label = "or type it: ";
        let line = Rect { y: area.bottom() - 1, height: 1, ..area };
        canvas.text(line, label, Role::Faint);
        let x = line.x + width(label).min(line.width);
        draw_input(canvas, Rect { x, width: line.right() - x, ..line }, &question.input);
    }
}

fn draw_keys(state: &State, canvas: &mut Canvas<'_>, foot: Rect, output: &Output) {
    let look = canvas.look;
    let key = |action: Action| first_key(state, &action);
    let mut keys = Vec::new();
    if output.question.is_some() {
        let up_down = if look.signs.is_ascii { "up/down" } else { "↑↓" };
        keys.extend([
            (up_down.to_owned(), "choose"),
            (key(Action::Open), "answer"),
            (key(Action::Back), "stop"),
        ]);
    } else {
        if output.may_write && output.exit.is_some() {
            keys.push((key(Action::Save), "do it: write"));
        }
        let back = if output.exit.is_some() && !output.is_done() && output.form.is_some() {
            "back to the form"
        } else {
            "close"
        };
        keys.push((key(Action::Back), back));
        keys.push((key(Action::Copy), "copy"));
        keys.push((key(Action::Down), "move"));
    }
    draw_keys_of(canvas, foot, keys);
}

/// A line without its first columns.
fn after(line: &str, columns: usize) -> &str {
    let mut left = line;
    let mut gone = 0;
    while gone < columns && !left.is_empty() {
        let rest = crate::tui::canvas::without_first(left);
        gone += usize::from(width(&left[..left.len() - rest.len()]).max(1));
        left = rest;
    }
    left
}
