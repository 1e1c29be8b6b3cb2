//! The command line as a script sees it: exit codes, streams, formats, options.

mod cases;
mod choosing;
mod completing;
mod doubt;
mod formats;
mod generated;
mod making;
mod streams;
mod what_if;
mod widths;

use crate::support::{Output, Workspace};

const CRITERIA: &str = include_str!("../data/cli/night-desk/criteria/night.toml");
const VENDORS: [(&str, &str); 3] = [
    ("aurora", include_str!("../data/cli/night-desk/vendors/night/aurora.toml")),
    ("bay", include_str!("../data/cli/night-desk/vendors/night/bay.toml")),
    ("cinder", include_str!("../data/cli/night-desk/vendors/night/cinder.toml")),
];

/// A small decision: Aurora Care leads, Bay Voice has an open must-have and a gap, Cinder Line is out.
fn night_desk() -> Workspace {
    let workspace = Workspace::empty();
    workspace.write("criteria/night.toml", CRITERIA);
    for (id, text) in VENDORS {
        workspace.write(&format!("vendors/night/{id}.toml"), text);
    }
    workspace
}

/// Compares what a person sees with the snapshot of that name. The version of weigh does not matter, nor do whole
/// fingerprints, which have tests of their own; the short ones in tables stay, so that a change shows.
fn snapshot(name: &str, output: &Output) {
    snapshot_text(name, &output.to_string());
}

fn snapshot_text(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r#""version": "[0-9][^"]*""#, r#""version": "VERSION""#);
    settings.add_filter(r"\bweigh [0-9]+\.[0-9]+\.[0-9]+", "weigh VERSION");
    settings.add_filter(r"\bv[0-9]+\.[0-9]+\.[0-9]+", "vVERSION");
    settings.add_filter(r"\b[0-9a-f]{64}\b", "SHA256");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// The names of the files in a workspace with their texts, in order.
fn files(workspace: &Workspace) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![workspace.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(workspace.path()).unwrap().display().to_string();
                files.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}
