//! Whatever writes into a workspace: one at a time, never out of it, never by halves.

mod evidence;
#[cfg(unix)]
mod killed;
mod letters;
#[cfg(unix)]
mod links;
mod locked;
mod places;
mod receipts;
mod room;
mod shared;
mod status;
mod targets;
pub(crate) mod turns;

use crate::support::Workspace;

const CRITERIA: &str = "title = \"Desk\"\npanel = \"panel/d\"\n\n[criteria.price]\nweight = 60\nscale = { worst = 32, best = 12 }\n\n\
                        [criteria.manner]\nweight = 40\nscale = { rating = 5 }\n\n[rule]\nweights = 100\n\n[rule.panel]\n";

/// A workspace with a panel of one, and a vendor with so many facts besides its price, all of which are read.
fn desk(facts: usize) -> Workspace {
    let list = |line: &dyn Fn(usize) -> String| (0..facts).map(line).collect::<String>();
    let gates = list(&|at| format!("\n[gates.g{at}]\nfact = \"f{at}\"\nat_least = 0\n"));
    let facts = list(&|at| format!("f{at} = 0\n"));
    let vendor = format!("name = \"Aalto\"\n\n[facts]\nprice = 20\n{facts}");
    let workspace = Workspace::new(&format!("{CRITERIA}{gates}"), &[("aalto", &vendor)]);
    workspace.write("criteria/panel/d/ann.toml", "name = \"Ann\"\n\n[marks.aalto]\nmanner = 3\n");
    workspace
}

/// The names in a folder of a workspace, in order.
fn names(workspace: &Workspace, folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(workspace.path().join(folder)).expect("a folder");
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.expect("an entry").file_name().into_string().expect("UTF-8")
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}
