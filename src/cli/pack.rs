//! `weigh pack` and `weigh unpack`: a workspace as one file, and a folder again.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::args::{Global, Unpack};
use super::output::Output;
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::exact::hexadecimal;
use crate::files::pack::{MOST_BYTES, Pack};
use crate::files::packing::{self, PackingError};
use crate::files::workspace::{read_plain, stem};
use crate::files::{Snapshot, Workspace, choose};
use crate::text::typed_word;

pub(super) fn run(global: &Global, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let Some(file) = &global.output else {
        let message = "say where the pack goes: `weigh pack -o decision.weigh`".to_owned();
        return Err(Failure::Usage { message });
    };
    if global.vendors.is_some() || !global.set.is_empty() {
        let message = "a pack holds the files as they are: leave --vendors and --set out".to_owned();
        return Err(Failure::Usage { message });
    }
    // A pack takes the place of an older one.
    if read_plain(file, MOST_BYTES).is_ok_and(|before| Pack::is_one(&before)) {
        shell.output.is_looked_at();
    }
    if let Some(file) = &shell.output.file {
        shell.output.refuse(file)?;
    }
    let _turn = settings::turn(global, "pack", shell)?;
    let pack = packing::pack(&settings::workspace(global)?)?;
    let bytes = pack.bytes().map_err(PackingError::from)?;
    shell.print_bytes(&bytes)?;
    let sha256 = hexadecimal(&Sha256::digest(&bytes));
    shell.mention(&format!("{} files, SHA-256 {sha256}\n", pack.files().count()));
    if file != Path::new("-") {
        let typed = typed_word(&file.to_string_lossy());
        shell.mention(&format!("`weigh -C {typed} rank` reads it in place\n"));
    }
    Ok(Exit::Done)
}

pub(super) fn unpack(global: &Global, args: &Unpack, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    // -o is a folder here.
    shell.output = Output::default();
    let file = settings::incoming(global, &args.file);
    let bytes = read_plain(&file, MOST_BYTES).map_err(|error| Failure::Input { message: error.message })?;
    let pack = Pack::read(&bytes)
        .map_err(|error| Failure::Input { message: format!("{}: {error}", args.file.display()) })?;
    let named = global.output.clone().unwrap_or_else(|| PathBuf::from(stem(&args.file)));
    if named == args.file {
        let message = "the pack has no ending; name the folder with -o".to_owned();
        return Err(Failure::Usage { message });
    }
    let written = packing::unpack(&pack, &named)?;
    let next = next_step(&named);
    shell.mention(&format!("wrote {written} files into {}; next: `{next}`\n", named.display()));
    Ok(Exit::Done)
}

/// A command that shows what a new folder holds.
fn next_step(folder: &Path) -> String {
    let place = if folder == Path::new(".") {
        String::new()
    } else {
        format!(" -C {}", typed_word(&folder.to_string_lossy()))
    };
    let workspace = Workspace { root: folder.to_owned() };
    let first = || Some(format!(" --criteria {}", stem(workspace.decisions().ok()?.first()?)));
    let which = match choose(&workspace, None, &Snapshot::default()) {
        Ok(_) => String::new(),
        Err(_) => first().unwrap_or_default(),
    };
    format!("weigh{place} rank{which}")
}

impl From<PackingError> for Failure {
    fn from(error: PackingError) -> Self {
        match error {
            PackingError::Workspace(error) => error.into(),
            PackingError::Write { what, source } => {
                Failure::Write { what: what.display().to_string(), source }
            }
            error => Failure::Input { message: error.to_string() },
        }
    }
}
