//! `weigh report`: the whole result in a form to file, send and show.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;

use super::args::{Global, Report};
use super::award::recorded;
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::files::edit::write_whole;
use crate::files::load_brand;
use crate::files::workspace::plain;
use crate::report::{Brand, Chapter, Handover, findings};
use crate::score::Evaluation;

/// A file that is made and not written yet.
pub(super) struct Made {
    /// Where it goes, in the folder of -o.
    pub(super) file: PathBuf,
    pub(super) bytes: Vec<u8>,
    /// What its format cannot show.
    pub(super) leaves_out: Option<&'static str>,
}

pub(super) fn run(global: &Global, args: &Report, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    refuse_format(global)?;
    let (decision, evaluation) = settings::decision(global, shell)?;
    let mut findings = findings(&decision, &evaluation, args.date);
    findings.awards = recorded(global, &evaluation, shell)?;
    let handover = Handover {
        chapters: if args.sections.is_empty() {
            Chapter::value_variants().to_vec()
        } else {
            args.sections.clone()
        },
        sources: if args.with_inputs { sources(global, &evaluation)? } else { Vec::new() },
        brand: brand(args.brand.as_deref(), shell)?,
    };
    let mut kinds = args.to.clone();
    kinds.sort_unstable();
    kinds.dedup();
    let made = kinds.into_iter().map(|kind| {
        let file = PathBuf::from(format!("{}.{}", evaluation.decision.id, kind.extension()));
        let what = file.display().to_string();
        let bytes = kind.bytes(&findings, &handover).map_err(|source| Failure::Write { what, source })?;
        Ok(Made { file, bytes, leaves_out: kind.leaves_out() })
    });
    // All of it is made before anything is written.
    let made = made.collect::<Result<_, Failure>>()?;
    hand_over(global, made, shell)
}

/// Whose documents they are, as the file of the brand says.
pub(super) fn brand(file: Option<&Path>, shell: &mut Shell<'_>) -> Result<Brand, Failure> {
    let Some(file) = file else { return Ok(Brand::default()) };
    let (brand, problems, sources) = load_brand(file);
    shell.show_problems(&problems, &sources, 1);
    brand.ok_or_else(|| Failure::shown(&problems, &sources))
}

/// What is handed over takes its formats with `--to`.
pub(super) fn refuse_format(global: &Global) -> Result<(), Failure> {
    if global.format.is_none() {
        return Ok(());
    }
    Err(Failure::Usage { message: "this command takes its formats with --to, such as --to md".to_owned() })
}

/// Writes files into the folder of -o, or one to standard output.
pub(super) fn hand_over(global: &Global, made: Vec<Made>, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    if global.output.as_deref() == Some(Path::new("-")) {
        let [one] = made.as_slice() else {
            let message = "only one file can go to standard output; name a folder with -o".to_owned();
            return Err(Failure::Usage { message });
        };
        shell.print_bytes(&one.bytes)?;
        return Ok(Exit::Done);
    }
    let folder = global.output.clone().unwrap_or_else(|| PathBuf::from("."));
    let failed = |file: &Path| {
        let what = file.display().to_string();
        move |source| Failure::Write { what, source }
    };
    fs::create_dir_all(&folder).map_err(failed(&folder))?;
    for one in made {
        let file = folder.join(one.file);
        write_whole(&file, &one.bytes).map_err(failed(&file))?;
        let missing = one.leaves_out.map_or_else(String::new, |what| format!(": {what}"));
        shell.mention(&format!("wrote {}{missing}\n", plain(&file).display()));
    }
    Ok(Exit::Done)
}

/// The files that were read, by path.
fn sources(global: &Global, evaluation: &Evaluation) -> Result<Vec<(String, String)>, Failure> {
    let root = settings::request(global)?.workspace.root;
    let read = |path: &str| {
        let file = root.join(path);
        let text = fs::read_to_string(&file).map_err(|error| Failure::Input {
            message: format!("could not put {} into the report: {error}", file.display()),
        })?;
        Ok((path.to_owned(), text))
    };
    evaluation.provenance.files.iter().map(|file| read(&file.path)).collect()
}
