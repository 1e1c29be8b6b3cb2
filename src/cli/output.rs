//! Where results go: what the path of -o means, and what is not replaced there without being told to.

mod kept;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::args::{Format, Global};
use crate::files::edit::write_whole;
use crate::files::workspace::plain;
use crate::report::Kind;
use crate::text::typed_word;

/// Why a result does not go where it was to go.
#[derive(Debug)]
pub(super) enum OutputError {
    /// It may not, or the options contradict one another.
    Refused(String),
    /// The operating system refused.
    Write {
        /// The file or folder, as it was named.
        what: String,
        /// What it said.
        source: io::Error,
    },
}

/// What the ending of a file's name says that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Something that reports and results are written in.
    Kind(Kind),
    /// Text as for a terminal.
    Text,
}

impl Ending {
    /// The ending of a path; none where it is none that results have.
    pub(super) fn of(path: &Path) -> Option<Ending> {
        let ending = path.extension()?.to_str()?.to_lowercase();
        if ending == "txt" {
            return Some(Ending::Text);
        }
        if ending == "htm" {
            return Some(Ending::Kind(Kind::Html));
        }
        Kind::ALL.iter().find(|kind| kind.extension() == ending).map(|kind| Ending::Kind(*kind))
    }

    /// The format of results that it stands for.
    fn format(self) -> Option<Format> {
        match self {
            Ending::Text => Some(Format::Table),
            Ending::Kind(Kind::Json) => Some(Format::Json),
            Ending::Kind(Kind::Csv) => Some(Format::Csv),
            Ending::Kind(Kind::Md) => Some(Format::Md),
            Ending::Kind(Kind::Html | Kind::Pdf | Kind::Docx | Kind::Xlsx) => None,
        }
    }
}

/// Endings of documents, tables and pictures that nothing is written as.
const FOREIGN: [&str; 25] = [
    "adoc", "doc", "docm", "epub", "gif", "jpeg", "jpg", "markdown", "mht", "numbers", "odp", "ods", "odt",
    "pages", "png", "ppt", "pptx", "ps", "rst", "rtf", "svg", "tex", "tsv", "xls", "xml",
];

/// Refuses a file whose ending says something that nothing is written as.
///
/// - `known`: the formats that there are, in words.
pub(super) fn refuse_foreign(path: &Path, known: &str) -> Result<(), OutputError> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    if !FOREIGN.contains(&ending.as_str()) || path.is_dir() {
        return Ok(());
    }
    Err(OutputError::Refused(format!(
        "{}: nothing is written as {ending}; there are {known}",
        path.display()
    )))
}

/// The format of a result: as --format says, or the ending of the file of -o; these may not disagree.
pub(super) fn format(global: &Global) -> Result<Format, OutputError> {
    if let Some(file) = &global.output {
        refuse_foreign(file, "txt, json, csv and md")?;
    }
    let Some((file, ending)) = global.output.as_deref().and_then(|file| Some((file, Ending::of(file)?)))
    else {
        return Ok(global.format.unwrap_or_default());
    };
    let shown = file.display();
    let Some(by_ending) = ending.format() else {
        let message = format!(
            "{shown} says by its ending what this command cannot write; `weigh report -o {}` writes the report so",
            typed_word(&shown.to_string())
        );
        return Err(OutputError::Refused(message));
    };
    match global.format.filter(|format| *format != by_ending) {
        None => Ok(by_ending),
        Some(_) => {
            let message = format!("--format and the ending of {shown} say different things; leave one out");
            Err(OutputError::Refused(message))
        }
    }
}

/// Where what is handed over goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Standard output.
    Out,
    /// One file.
    File(PathBuf),
    /// A file for each, in this folder.
    Folder(PathBuf),
}

impl Place {
    /// Where a file of a name goes.
    pub(super) fn path(&self, file: &Path) -> PathBuf {
        match self {
            Place::Folder(folder) => folder.join(file),
            Place::File(named) => named.clone(),
            Place::Out => PathBuf::from("-"),
        }
    }
}

/// In which formats, and where, something is handed over.
///
/// - `asked`: the formats of `--to`; empty where it was left out.
/// - `usual`: the format where nothing says another.
pub(super) fn handed_over(
    global: &Global,
    asked: &[Kind],
    usual: Kind,
) -> Result<(Vec<Kind>, Place), OutputError> {
    let mut kinds = asked.to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    let or_usual = |kinds: Vec<Kind>| if kinds.is_empty() { vec![usual] } else { kinds };
    let path = match global.output.as_deref() {
        None => return Ok((or_usual(kinds), Place::Folder(PathBuf::from(".")))),
        Some(path) if path == Path::new("-") => return Ok((or_usual(kinds), Place::Out)),
        Some(path) => path,
    };
    refuse_foreign(path, "html, pdf, docx, xlsx, md, csv and json, as far as a document has them")?;
    let ending = Ending::of(path).filter(|_| !path.is_dir());
    let refuse = |message: String| Err(OutputError::Refused(message));
    match ending {
        None => Ok((or_usual(kinds), Place::Folder(path.to_owned()))),
        Some(Ending::Kind(kind)) if kinds.is_empty() || kinds == [kind] => {
            Ok((vec![kind], Place::File(path.to_owned())))
        }
        Some(Ending::Kind(_)) => refuse(format!(
            "{} is one file of the format that its ending says, and --to says another; name a folder with -o, or leave --to out",
            path.display()
        )),
        Some(Ending::Text) => refuse(format!(
            "{}: a document cannot be written as txt; md, html and pdf can be read as well",
            path.display()
        )),
    }
}

/// Where a path leads, without links; none where there is nothing.
fn full(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(if path == Path::new("") { Path::new(".") } else { path }).ok()
}

/// Where folders lead that are there.
pub(super) fn resolved(folders: &[PathBuf]) -> Vec<PathBuf> {
    folders.iter().filter_map(|folder| full(folder)).collect()
}

/// Whether a path leads into one of some folders, or to one.
///
/// - `folders`: as [`resolved`] gives them.
pub(super) fn is_among(path: &Path, folders: &[PathBuf]) -> bool {
    // A link that stands there is one of its files, wherever it leads.
    let mut places = path.ancestors().find_map(full).into_iter().chain(path.parent().and_then(full));
    places.any(|place| folders.iter().any(|folder| place.starts_with(folder)))
}

/// The files of -o, and what is not replaced there.
#[derive(Debug, Default)]
pub(super) struct Output {
    /// Where the result goes instead of standard output.
    pub(super) file: Option<PathBuf>,
    /// The folders of the decision, and of those where the result goes.
    guarded: Vec<PathBuf>,
    /// Whether the command has looked itself at what it replaces.
    is_looked_at: bool,
    is_forced: bool,
}

impl Output {
    /// As the options say.
    ///
    /// - `guarded`: the folders of decisions, in which results replace nothing and add nothing.
    pub(super) fn of(global: &Global, guarded: &[PathBuf]) -> Output {
        Output {
            file: global.output.clone().filter(|file| file != Path::new("-")),
            guarded: resolved(guarded),
            is_looked_at: false,
            is_forced: global.force,
        }
    }

    /// Lets a command that writes a file of the decision do so.
    pub(super) fn unguard(&mut self) {
        self.guarded.clear();
    }

    /// Lets a command replace what it has looked at itself.
    pub(super) fn is_looked_at(&mut self) {
        self.is_looked_at = true;
    }

    /// Refuses to write into a folder of a decision, and to replace what is no result.
    pub(super) fn refuse(&self, file: &Path) -> Result<(), OutputError> {
        self.refuse_inputs(file)?;
        let what = if self.is_looked_at || self.is_forced { None } else { kept::kept(file) };
        what.map_or(Ok(()), |what| self.refuse_existing(file, &format!("is {what}")))
    }

    fn refuse_inputs(&self, file: &Path) -> Result<(), OutputError> {
        if self.is_forced || !is_among(file, &self.guarded) {
            return Ok(());
        }
        let message = format!(
            "{} lies among the files of a decision, and nothing was written; name another with -o, or --force it",
            file.display()
        );
        Err(OutputError::Refused(message))
    }

    /// Whether the result goes into this file.
    pub(super) fn is_to(&self, file: &Path) -> bool {
        let own = self.file.as_deref().and_then(full);
        own.is_some() && own == full(file)
    }

    /// Refuses to replace what somebody may have worked on.
    ///
    /// - `what`: is said of it.
    pub(super) fn refuse_existing(&self, file: &Path, what: &str) -> Result<(), OutputError> {
        if self.is_forced || fs::symlink_metadata(file).is_err() {
            return Ok(());
        }
        let message = format!(
            "{} {what}, and nothing was written; name another with -o, or --force it",
            file.display()
        );
        Err(OutputError::Refused(message))
    }

    /// Writes a file, and gives back what is said of it.
    pub(super) fn write(&self, file: &Path, bytes: &[u8]) -> Result<String, OutputError> {
        self.refuse(file)?;
        let done = if file.is_file() { "replaced" } else { "wrote" };
        write_whole(file, bytes)
            .map_err(|source| OutputError::Write { what: file.display().to_string(), source })?;
        Ok(format!("{done} {}", plain(file).display()))
    }
}
