//! `weigh init`: a workspace from a sample.

use std::path::Path;

use super::args::{Global, Init, Template};
use super::receipt::Receipt;
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::files::Workspace;
use crate::files::sample::{self, Sample};
use crate::files::workspace::plain;
use crate::text::typed_word;

impl From<Template> for Sample {
    fn from(template: Template) -> Sample {
        match template {
            Template::ContactCentre => Sample::ContactCentre,
            Template::BackOffice => Sample::BackOffice,
            Template::ProviderKind => Sample::ProviderKind,
        }
    }
}

pub(super) fn run(global: &Global, args: &Init, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let mut receipt = Receipt::new(global)?;
    settings::refuse_pack(global)?;
    let root = settings::directory(global).join(&args.folder);
    settings::refuse_among_inputs(global, &plain(&root), "a workspace")?;
    let files = sample::write(args.template.into(), &root, !args.no_vendors)
        .map_err(|error| Failure::Write { what: error.what, source: error.source })?;
    shell.mention(&next_steps(&plain(&root), args, files.len()));
    for file in &files {
        receipt.made(file.display().to_string());
    }
    receipt.print(shell)
}

/// What was made, and what to do next.
fn next_steps(root: &Path, args: &Init, files: usize) -> String {
    let name = Sample::from(args.template).name();
    let (place, option) = if root == Path::new(".") {
        ("this folder".to_owned(), String::new())
    } else {
        (root.display().to_string(), format!(" -C {}", typed_word(&root.to_string_lossy())))
    };
    let first = if args.no_vendors {
        format!("`weigh{option} new vendor NAME` writes a blank vendor file")
    } else {
        // Where the folder has other decisions, one of them may be the usual one.
        let has_others = Workspace::find(root).and_then(|it| it.decisions()).is_ok_and(|all| all.len() > 1);
        let which = if has_others { format!(" --criteria {name}") } else { String::new() };
        format!("`weigh{option} rank{which}` shows its ranking")
    };
    format!(
        "wrote the sample {name} into {place} ({files} files)\n\
         next: {first}; edit criteria/{name}.toml, then `weigh{option} check`\n"
    )
}
