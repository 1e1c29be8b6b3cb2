//! The page of the panel: the marks, giving them, talking them through.

mod giving;
mod moderating;
mod screens;

use super::{Ui, copy_of};
use crate::support::Workspace;

/// A decision with a panel in which every sign that a mark can have occurs.
const QUAY: &str = "tests/data/tui/quay";

/// A copy of it that a test may change.
fn quay_copy() -> Workspace {
    copy_of(QUAY)
}

/// A copy of it whose criteria file says something else.
fn quay_with(from: &str, to: &str) -> Workspace {
    let workspace = quay_copy();
    let text = text(&workspace, "criteria/quay.toml");
    assert!(text.contains(from), "{from}");
    workspace.write("criteria/quay.toml", text.replace(from, to));
    workspace
}

fn text(workspace: &Workspace, file: &str) -> String {
    String::from_utf8(workspace.read(file)).expect("text")
}

/// A UI on the page of the panel, after keys.
fn page(workspace: &Workspace, keys: &str) -> Ui {
    let mut ui = Ui::in_folder(workspace.path());
    ui.keys("P").keys(keys).settle();
    ui
}

/// The line of a large frame that begins, after its pointer, with a text.
fn line(ui: &mut Ui, text: &str) -> String {
    let screen = ui.all();
    let found = screen.lines().find(|line| line.trim_start_matches(['▸', ' ']).starts_with(text));
    found.unwrap_or_else(|| panic!("{text:?} in:\n{screen}")).to_owned()
}
