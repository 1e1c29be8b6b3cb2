//! `weigh schema`, `weigh completions` and `weigh man`: what is made from the program's own types.

use clap::CommandFactory;

use super::args::{Args, Completions, Global, Man, SchemaArgs, SchemaKind};
use super::shell::{Exit, Failure, Shell};
use crate::files::schema::Schema;
use crate::text::suggest::did_you_mean;

pub(super) fn schema(_: &Global, args: &SchemaArgs, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let text = match args.kind {
        SchemaKind::Criteria => Schema::Criteria.text(),
        SchemaKind::Vendor => Schema::Vendor.text(),
        SchemaKind::Panel => Schema::Panel.text(),
        SchemaKind::Consensus => Schema::Consensus.text(),
        SchemaKind::Report => crate::report::json::SCHEMA.to_owned(),
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}

pub(super) fn completions(_: &Global, args: &Completions, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "weigh", &mut script);
    shell.print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

pub(super) fn man(_: &Global, args: &Man, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let mut program = Args::command();
    // Gives subcommands their full names and the global options.
    program.build();
    let page = match &args.command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command.clone(),
            None => {
                let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
                let hint = did_you_mean(name, names.iter().copied())
                    .unwrap_or_else(|| format!("there are {}", names.join(", ")));
                return Err(Failure::Usage { message: format!("there is no command `{name}`; {hint}") });
            }
        },
    };
    let mut roff = Vec::new();
    clap_mangen::Man::new(page)
        .render(&mut roff)
        .map_err(|source| Failure::Write { what: "the manual page".to_owned(), source })?;
    shell.print(&String::from_utf8_lossy(&roff))?;
    Ok(Exit::Done)
}
