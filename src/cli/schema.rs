//! `weigh schema`: the JSON Schemas of files and results.

use std::path::Path;

use super::args::{Global, SchemaArgs, SchemaKind};
use super::shell::{Exit, Failure, Shell};
use crate::files::schema::Schema;

pub(super) fn run(_: &Global, args: &SchemaArgs, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let text = match args.kind {
        SchemaKind::Criteria => Schema::Criteria.text(),
        SchemaKind::Vendor => Schema::Vendor.text(),
        SchemaKind::Panel => Schema::Panel.text(),
        SchemaKind::Consensus => Schema::Consensus.text(),
        SchemaKind::Result(one) => one.text.to_owned(),
        SchemaKind::Report => crate::report::json::SCHEMA.to_owned(),
    };
    // Schemas lie beside the files that they are of.
    let is_schema = |file: &Path| file.to_string_lossy().ends_with(".schema.json");
    if shell.output.file.as_deref().is_some_and(is_schema) {
        shell.output.unguard();
    }
    shell.print(&text)?;
    Ok(Exit::Done)
}
