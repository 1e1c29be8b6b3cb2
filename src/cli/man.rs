//! `weigh man`: manual pages of the commands and of the topics of the guide.

use clap::CommandFactory;
use roff::{Inline, Roff, bold, roman};

use super::args::{Args, Global, Man};
use super::guide::Topic;
use super::shell::{Exit, Failure, Shell};
use crate::answers::document::{Block, Section, Table};
use crate::text::suggest::hint;

const SOURCE: &str = concat!("weigh ", env!("CARGO_PKG_VERSION"));
/// Of pages that are made anew with each build; an empty one would be left out, and the source be taken for it.
const NO_DATE: &str = " ";
const MANUAL: &str = "Manual of weigh";

pub(super) fn run(_: &Global, args: &Man, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let words: Vec<&str> = args.page.iter().map(String::as_str).collect();
    let page = match words[..] {
        ["guide", topic] => of_topic(Topic::find(topic)?),
        _ => of_command(command(&words)?)?,
    };
    shell.print(&page)?;
    Ok(Exit::Done)
}

/// The command that is named by its words; the program itself by none.
fn command(words: &[&str]) -> Result<clap::Command, Failure> {
    let mut found = Args::command();
    // Gives subcommands their full names and the global options.
    found.build();
    for word in words {
        found = match found.find_subcommand(word) {
            Some(command) => command.clone(),
            None => {
                let names: Vec<&str> = found.get_subcommands().map(clap::Command::get_name).collect();
                let message = format!("there is no command `{word}`; {}", hint(word, &names, []));
                return Err(Failure::Usage { message });
            }
        };
    }
    Ok(found)
}

/// The page of a command, in section 1.
fn of_command(command: clap::Command) -> Result<String, Failure> {
    let more = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let has_commands = command.get_subcommands().next().is_some();
    let man = clap_mangen::Man::new(command).section("1").date(NO_DATE).source(SOURCE).manual(MANUAL);
    let mut page = Vec::new();
    let written = man
        .render_title(&mut page)
        .and_then(|()| man.render_name_section(&mut page))
        .and_then(|()| man.render_synopsis_section(&mut page))
        .and_then(|()| man.render_description_section(&mut page))
        .and_then(|()| man.render_options_section(&mut page))
        .and_then(|()| if has_commands { man.render_subcommands_section(&mut page) } else { Ok(()) });
    written.map_err(|source| Failure::Write { what: "the manual page".to_owned(), source })?;
    let mut roff = Roff::new();
    for part in more.split("\n\n") {
        extra(&mut roff, part);
    }
    Ok(String::from_utf8_lossy(&page).into_owned() + &roff.render())
}

/// A paragraph of what stands below the options: examples line by line, exit codes, remarks.
fn extra(roff: &mut Roff, paragraph: &str) {
    match paragraph.split_once(":\n") {
        Some(("Examples", lines)) => {
            roff.control("SH", ["EXAMPLES"]);
            code(roff, lines);
        }
        _ => match paragraph.split_once("Exit codes: ") {
            Some((_, codes)) => {
                roff.control("SH", ["EXIT STATUS"]);
                roff.text([roman(codes.replace('\n', " "))]);
            }
            None if paragraph.is_empty() => {}
            None => {
                roff.control("SH", ["NOTES"]);
                roff.text([roman(paragraph.replace('\n', " "))]);
            }
        },
    }
}

/// Lines as they stand.
fn code(roff: &mut Roff, lines: &str) {
    roff.control("nf", []);
    for line in lines.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
}

/// The page of a topic, in section 7.
fn of_topic(topic: &Topic) -> String {
    let mut roff = Roff::new();
    let name = format!("weigh-{}", topic.name);
    roff.control("TH", [name.as_str(), "7", NO_DATE, SOURCE, MANUAL]);
    roff.control("SH", ["NAME"]);
    roff.text([roman(format!("{name} - {}", topic.title()))]);
    for (at, section) in topic.sections().iter().enumerate() {
        let title = if at == 0 { "DESCRIPTION".to_owned() } else { section.title.to_uppercase() };
        roff.control("SH", [title.as_str()]);
        section_text(&mut roff, section);
    }
    roff.render()
}

fn section_text(roff: &mut Roff, section: &Section) {
    for block in &section.blocks {
        match block {
            Block::Text(text) => {
                roff.control("PP", []);
                roff.text(inlines(text));
            }
            Block::List(points) => {
                for point in points {
                    roff.control("IP", ["\\(bu", "2"]);
                    roff.text(inlines(point));
                }
            }
            Block::Code(lines) => {
                roff.control("PP", []);
                roff.control("RS", ["4"]);
                code(roff, lines);
                roff.control("RE", []);
            }
            Block::Table(table) => rows(roff, table),
            _ => {}
        }
    }
}

/// A table as a list: what a row is about, and under it what is said.
fn rows(roff: &mut Roff, table: &Table) {
    for row in &table.rows {
        let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
        let (first, rest) = cells.split_first().expect("a table has columns");
        roff.control("TP", []);
        roff.text([bold(first.replace('`', ""))]);
        roff.text(inlines(&rest.join("; ")));
    }
}

/// A text with its code in bold.
fn inlines(text: &str) -> Vec<Inline> {
    let pieces = text.split('`').enumerate();
    pieces.map(|(at, piece)| if at % 2 == 1 { bold(piece) } else { roman(piece) }).collect()
}
