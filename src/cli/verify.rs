//! `weigh verify`: does a result that was handed over still follow from its inputs?

mod sheets;

use std::fs;
use std::path::{Component, Path};
use std::sync::Arc;

use serde_json::Value;

use super::args::{Global, Verify};
use super::print::print;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::findings;
use crate::answers::json::with_inputs;
use crate::answers::verify::{Verdict, Verification};
use crate::decision::Date;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::Request;
use crate::files::award;
use crate::files::folders::elsewhere;
use crate::files::workspace::{LARGEST_FILE, Workspace, read_plain};
use crate::open::{Opened, open, open_from};
use crate::score::{Evaluation, evaluate};

/// The most bytes of a report: larger than what its inputs may come to.
const LARGEST_REPORT: u64 = 64 * LARGEST_FILE;

pub(super) fn run(global: &Global, args: &Verify, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let path = settings::incoming(global, &args.file);
    let file = read(&path)?;
    let checked = if sheets::is_sheet(&file) {
        sheets::check(global, &path, &file, shell)?
    } else {
        let said = parsed(&path, &file)?;
        let is = recomputed(global, &said, shell)?;
        Verification::of_results(&said, &is, named(&said))
    };
    let checked = Verification { shows_all: args.all, ..checked };
    print(&checked, format, shell)?;
    Ok(match checked.verdict {
        Verdict::Follows => Exit::Done,
        Verdict::Wrong => Exit::No,
        Verdict::OtherInputs => Exit::Input,
    })
}

/// The bytes of the file.
fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    read_plain(file, LARGEST_REPORT).map_err(|error| Failure::Input { message: error.message })
}

/// The report as JSON.
fn parsed(file: &Path, bytes: &[u8]) -> Result<Value, Failure> {
    serde_json::from_slice(bytes).map_err(|error| Failure::Input {
        message: format!(
            "{} is no JSON: {error}\nweigh verify takes what weigh wrote with --format json or report --to json or xlsx, and score sheets as CSV or XLSX",
            file.display()
        ),
    })
}

/// The same result, made anew from what it was made of.
fn recomputed(global: &Global, said: &Value, shell: &mut Shell<'_>) -> Result<Value, Failure> {
    let inputs = &said["inputs"];
    let made = Origin {
        decision: inputs["decision"].as_str().map(str::to_owned),
        what_if: texts(&inputs["what_if"]),
        vendors: inputs["vendors"].as_str().map(str::to_owned),
    };
    let Some(sources) = inputs["sources"].as_object() else {
        return of_opened(&made.open(global, shell)?, said, shell);
    };
    let folder = tempfile::tempdir()
        .map_err(|source| Failure::Write { what: "a temporary folder".to_owned(), source })?;
    let inside = |path: &str| {
        let is_inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        let message = format!("the report's input `{path}` is no file of a workspace");
        if is_inside { Ok(folder.path().join(path)) } else { Err(Failure::Input { message }) }
    };
    for (path, text) in sources {
        let file = inside(path)?;
        let text = text.as_str().unwrap_or_default();
        let written =
            fs::create_dir_all(file.parent().unwrap_or(folder.path())).and_then(|()| fs::write(&file, text));
        written.map_err(|source| Failure::Write { what: file.display().to_string(), source })?;
    }
    let Some(criteria) = inputs["files"][0]["path"].as_str() else {
        return Err(Failure::Input {
            message: "the report does not say from which files it was made".to_owned(),
        });
    };
    let workspace = Workspace { root: folder.path().to_owned() };
    let criteria = inside(criteria)?;
    let vendors = made.vendors.map(|vendors| inside(&elsewhere(&vendors).unwrap_or(vendors))).transpose()?;
    let request = Request { workspace, criteria, vendors, what_if: made.what_if };
    let mut is = of_opened(&open(&request), said, shell)?;
    // They are the inputs: what they give is compared, not they themselves, nor where they lay.
    for key in ["sources", "vendors"] {
        if let Some(kept) = inputs.get(key) {
            is["inputs"][key] = kept.clone();
        }
    }
    Ok(is)
}

/// What a result says that it was made from.
struct Origin {
    decision: Option<String>,
    what_if: Vec<String>,
    /// The folder of vendors that was named on the command line, as seen from the workspace.
    vendors: Option<String>,
}

impl Origin {
    /// Opens the same again in the workspace of the command; what the command line says comes first.
    fn open(self, global: &Global, shell: &mut Shell<'_>) -> Result<Opened, Failure> {
        let criteria = global.criteria.clone().or(self.decision);
        let set = [global.set.clone(), self.what_if].concat();
        let snapshot = Arc::default();
        let request = settings::request(&Global { criteria, set, ..global.clone() }, &snapshot);
        let mut request = request.map_err(not_at_hand)?;
        if let (None, Some(vendors)) = (&request.vendors, self.vendors) {
            let is_known = Path::new(&vendors).is_relative() && !vendors.starts_with('…');
            if !is_known {
                let message =
                    format!("this was made from the vendors in `{vendors}`; name the folder with --vendors");
                return Err(Failure::Input { message });
            }
            shell.mention(&format!("vendors from {vendors}, as it says of itself\n"));
            request.vendors = Some(request.workspace.root.join(vendors));
        }
        Ok(open_from(&request, &snapshot))
    }
}

/// What a result was made from is not there, which is no fault of the command line.
fn not_at_hand(failure: Failure) -> Failure {
    match failure {
        Failure::Usage { message } | Failure::Input { message } => {
            Failure::Input { message: format!("the inputs are not at hand: {message}") }
        }
        other => other,
    }
}

/// The strings of a list.
fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

/// Scores what was opened. What has changed since it was locked is told as errors are; other warnings say nothing of
/// the result.
fn scored(opened: &Opened, shell: &mut Shell<'_>) -> Result<Evaluation, Failure> {
    let is_told = |problem: &&Diagnostic| problem.is_error() || problem.code == Code::LockedChanged;
    let told: Vec<Diagnostic> = opened.problems.iter().filter(is_told).cloned().collect();
    shell.show_problems(&told, &opened.sources, opened.files);
    opened.decision().map(evaluate).map_err(|_| Failure::Shown)
}

fn of_opened(opened: &Opened, said: &Value, shell: &mut Shell<'_>) -> Result<Value, Failure> {
    let evaluation = scored(opened, shell)?;
    let schema = said["schema"].as_str().unwrap_or_default();
    let text = match schema {
        "weigh/rank/1" => return Ok(with_inputs("rank", &evaluation, &evaluation)),
        "weigh/report/1" => {
            let date = said["result"]["date"].as_str().and_then(|day| day.parse::<Date>().ok());
            let record = award::read(&opened.texts.request.workspace, evaluation.decision.id.as_str()).record;
            crate::report::json(&findings(&evaluation, None).with_record(record).dated(date), &[])
        }
        other => {
            let message = format!(
                "`{other}` is nothing that can be verified; weigh verify takes rank --format json and report --to json"
            );
            return Err(Failure::Input { message });
        }
    };
    Ok(serde_json::from_str(&text).expect("weigh writes JSON"))
}

/// What a result is, and of which decision.
fn named(said: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    format!("{} {}", text(&said["schema"]), text(&said["inputs"]["decision"]))
}
