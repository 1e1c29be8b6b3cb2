//! `weigh init`: a workspace from a sample.

use std::path::Path;

use super::args::{Global, Init, Template};
use super::new::write_decision;
use super::receipt::Receipt;
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::files::Workspace;
use crate::files::sample::{self, Sample};
use crate::files::workspace::plain;
use crate::open::make::NewDecision;
use crate::text::typed_word;

/// The sample that a template is; none for a blank one.
fn sample_of(template: Template) -> Option<Sample> {
    match template {
        Template::ContactCentre => Some(Sample::ContactCentre),
        Template::BackOffice => Some(Sample::BackOffice),
        Template::ProviderKind => Some(Sample::ProviderKind),
        Template::Blank => None,
    }
}

pub(super) fn run(global: &Global, args: &Init, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    settings::refuse_pack(global)?;
    let root = settings::directory(global).join(&args.folder);
    settings::refuse_among_inputs(global, &plain(&root), "a workspace")?;
    let Some(sample) = sample_of(args.template) else {
        let workspace = Workspace { root: plain(&root) };
        let io = |source| Failure::Write { what: root.display().to_string(), source };
        std::fs::create_dir_all(&root).map_err(io)?;
        return write_decision(global, &workspace, &blank(), shell);
    };
    let mut receipt = Receipt::new(global)?;
    let files = sample::write(sample, &root, !args.no_vendors)
        .map_err(|error| Failure::Write { what: error.what, source: error.source })?;
    shell.mention(&next_steps(&plain(&root), sample.name(), args, files.len()));
    for file in &files {
        receipt.made(file.display().to_string());
    }
    receipt.print(shell)
}

/// A decision of which nothing is said yet.
fn blank() -> NewDecision {
    NewDecision {
        id: "decision".to_owned(),
        title: "Our decision".to_owned(),
        question: Some("Which provider should do the work?".to_owned()),
        currency: Some("EUR".to_owned()),
    }
}

/// What was made, and what to do next.
fn next_steps(root: &Path, name: &str, args: &Init, files: usize) -> String {
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
