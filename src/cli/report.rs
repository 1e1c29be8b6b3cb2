//! `weigh report`: the whole result in a form to file, send and show.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::args::{Global, Report};
use super::award::recorded;
use super::output::{Place, handed_over};
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::answers::findings;
use crate::brand::Brand;
use crate::decision::panel::CONSENSUS;
use crate::decision::{Decision, PanelRule};
use crate::files::award;
use crate::files::lock::LOG;
use crate::files::{Disk, FileSource, load_brand, template_problem};
use crate::open::Opened;
use crate::report::template::faults;
use crate::report::{Chapter, Edition, Handover, Kind, MakeError};

/// A file that is made and not written yet.
pub(super) struct ReportFile {
    /// Where it goes, in the folder of -o.
    pub(super) file: PathBuf,
    pub(super) bytes: Vec<u8>,
    /// What its format cannot show.
    pub(super) leaves_out: Option<&'static str>,
    /// What of a file that is there it may replace.
    pub(super) replacing: Replacing,
}

pub(super) fn run(global: &Global, args: &Report, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    refuse_format(global)?;
    let (kinds, place) = handed_over(global, &args.to, Kind::Html)?;
    let edition = args.edition.unwrap_or_default();
    refuse_no_document(edition, &kinds)?;
    refuse_whole(&args.sections, &kinds)?;
    let opened = settings::open(global)?;
    let evaluation = settings::evaluation_of(&opened, shell)?;
    refuse_names(&evaluation.decision)?;
    if args.with_inputs && evaluation.decision.provenance.is_sealed {
        let message =
            "the files hold prices that are sealed until quality is locked; leave --with-inputs out";
        return Err(Failure::Usage { message: message.to_owned() });
    }
    for kind in &kinds {
        let refused = kind.refuse_too_large(&evaluation.decision);
        refused.map_err(|error| Failure::Usage { message: error.to_string() })?;
    }
    let findings = findings(&evaluation, args.date).with_record(recorded(global, &evaluation, shell)?);
    let handover = Handover {
        edition,
        chapters: if args.sections.is_empty() { Chapter::ALL.to_vec() } else { args.sections.clone() },
        sources: if args.with_inputs { sources(&opened, &evaluation.decision)? } else { Vec::new() },
        brand: brand(args.brand.as_deref(), shell)?,
    };
    let made = kinds.into_iter().map(|kind| {
        let name = match edition {
            Edition::Board => format!("{}-board", evaluation.decision.id),
            Edition::File => evaluation.decision.id.to_string(),
        };
        let file = PathBuf::from(format!("{name}.{}", kind.extension()));
        let bytes = kind.bytes(&findings, &handover).map_err(|error| unmade(&file, error, shell))?;
        Ok(ReportFile { file, bytes, leaves_out: kind.leaves_out(), replacing: Replacing::Reports })
    });
    // All of it is made before anything is written.
    let made = made.collect::<Result<_, Failure>>()?;
    hand_over(&place, made, || Ok(()), shell)
}

/// Why a file could not be made; a template's problem is shown.
pub(super) fn unmade(file: &Path, error: MakeError, shell: &mut Shell<'_>) -> Failure {
    match error {
        MakeError::Refused(source) => Failure::Write { what: file.display().to_string(), source },
        MakeError::LeftOut(missing) => missing.into(),
        MakeError::TooLarge { .. } => Failure::Usage { message: error.to_string() },
        MakeError::Template(error) => {
            let (problem, sources) = template_problem(&error);
            shell.show_problems(std::slice::from_ref(&problem), &sources, 1);
            Failure::Shown
        }
    }
}

/// Whose documents they are, as the file of the brand says.
pub(super) fn brand(file: Option<&Path>, shell: &mut Shell<'_>) -> Result<Brand, Failure> {
    let Some(file) = file else { return Ok(Brand::default()) };
    let (brand, problems, sources) = load_brand(file, faults);
    shell.show_problems(&problems, &sources, 1);
    brand.ok_or(Failure::Shown)
}

/// What is handed over takes its formats with `--to`.
pub(super) fn refuse_format(global: &Global) -> Result<(), Failure> {
    if global.format.is_none() {
        return Ok(());
    }
    Err(Failure::Usage { message: "this command takes its formats with --to, such as --to md".to_owned() })
}

/// Whether what is handed over may replace a file of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Replacing {
    /// Reports are made anew as often as one likes.
    Reports,
    /// Letters and notices may have been sent, or worked on.
    Nothing,
    /// Letters that were begun: those that are there as they are to be may stay.
    Same,
}

/// Writes files into a folder, or one to its file or to standard output.
///
/// - `begin`: is done when nothing stands against them any more, and before the first is written.
pub(super) fn hand_over(
    place: &Place,
    mut made: Vec<ReportFile>,
    begin: impl FnOnce() -> Result<(), Failure>,
    shell: &mut Shell<'_>,
) -> Result<Exit, Failure> {
    let is_one = made.len() == 1;
    let path = |one: &ReportFile| place.path(&one.file);
    if !is_one && !matches!(place, Place::Folder(_)) {
        let message = "only one document can go to one place; name a folder with -o".to_owned();
        return Err(Failure::Usage { message });
    }
    if *place == Place::Out {
        for one in made {
            shell.print_bytes(&one.bytes)?;
        }
        return Ok(Exit::Done);
    }
    made.retain(|one| {
        one.replacing != Replacing::Same || fs::read(path(one)).ok().as_ref() != Some(&one.bytes)
    });
    // All of them are looked at before the first is written.
    for one in &made {
        let file = path(one);
        shell.output.refuse(&file)?;
        if one.replacing != Replacing::Reports {
            shell.output.refuse_existing(&file, "is there already and may have been sent")?;
        }
    }
    if let Place::Folder(folder) = place {
        fs::create_dir_all(folder)
            .map_err(|source| Failure::Write { what: folder.display().to_string(), source })?;
    }
    let nowhere = made
        .iter()
        .map(path)
        .find(|file| file.parent().is_some_and(|folder| folder != Path::new("") && !folder.is_dir()));
    if let Some(file) = nowhere {
        let source = io::Error::new(io::ErrorKind::NotFound, "there is no such folder");
        return Err(Failure::Write { what: file.display().to_string(), source });
    }
    begin()?;
    for one in made {
        let said = shell.output.write(&path(&one), &one.bytes)?;
        let missing = one.leaves_out.map_or_else(String::new, |what| format!(": {what}"));
        shell.mention(&format!("{said}{missing}\n"));
    }
    Ok(Exit::Done)
}

/// The files that the report follows from, by path: those of the decision, the record of its awards, and the
/// log of locks.
fn sources(opened: &Opened, decision: &Decision) -> Result<Vec<(String, String)>, Failure> {
    if decision.rule.panel.as_ref().is_some_and(PanelRule::hides_names) {
        let message =
            "the evaluators' files name them, and the rule shows roles alone; leave --with-inputs out";
        return Err(Failure::Usage { message: message.to_owned() });
    }
    let texts = &opened.texts;
    let award = award::file(&texts.request.workspace, decision.id.as_str());
    let records = [award, texts.request.workspace.root.join(LOG)].into_iter();
    let records = records.filter(|file| Disk::default().resolve(file).is_some());
    let records = records.map(|file| (texts.request.workspace.relative(&file), file));
    let text = |(path, file): (String, PathBuf)| {
        let failed = |reason: String| Failure::Input {
            message: format!("could not put {} into the report: {reason}", file.display()),
        };
        let read = texts.text_file(&file).map_err(|error| failed(error.message))?;
        Ok((path, String::from_utf8_lossy(read.bytes()).into_owned()))
    };
    texts.files().map(|(path, file)| (path.to_owned(), file.to_owned())).chain(records).map(text).collect()
}

/// The formats that hold documents, in a row.
fn documents() -> String {
    let documents = Kind::ALL.iter().filter(|kind| kind.is_document()).map(|kind| kind.extension());
    documents.collect::<Vec<_>>().join(", ")
}

/// Refuses a paper in a format that holds no documents.
fn refuse_no_document(edition: Edition, kinds: &[Kind]) -> Result<(), Failure> {
    let other = kinds.iter().find(|kind| edition == Edition::Board && !kind.is_document());
    let Some(other) = other else { return Ok(()) };
    let message = format!(
        "a paper for the board is a document, and {} holds none; take {}",
        other.extension(),
        documents()
    );
    Err(Failure::Usage { message })
}

/// Refuses chapters in a format that holds everything: what was not asked for would go out with it.
fn refuse_whole(chapters: &[Chapter], kinds: &[Kind]) -> Result<(), Failure> {
    let whole = kinds.iter().find(|kind| !chapters.is_empty() && !kind.holds(chapters));
    let Some(whole) = whole else { return Ok(()) };
    let message = format!(
        "{} holds everything, and not the chapters of --sections alone; leave --sections out, or take {}",
        whole.extension(),
        documents()
    );
    Err(Failure::Usage { message })
}

/// Refuses what-ifs that name an evaluator where the rule shows roles alone: they stand in every report.
fn refuse_names(decision: &Decision) -> Result<(), Failure> {
    let hides = decision.rule.panel.as_ref().is_some_and(PanelRule::hides_names);
    let is_named = |what_if: &String| {
        what_if.strip_prefix("panel.").is_some_and(|rest| !rest.starts_with(&format!("{CONSENSUS}.")))
    };
    if hides && decision.provenance.what_if.iter().any(is_named) {
        let message = "this what-if names an evaluator, and the rule shows roles alone";
        return Err(Failure::Usage { message: message.to_owned() });
    }
    Ok(())
}
