//! The one printer: answers as text for people, as Markdown, JSON and CSV.

use super::args::Format;
use super::grid::{aligned, toned};
use super::shell::{Environment, Failure, Shell};
use super::text::wrapped;
use crate::answers::Answer;
use crate::answers::document::{Block, Branch, Section, Table, Tone};
use crate::answers::json::json_of;
use crate::report::markdown::sections_text;

/// Writes an answer in a format.
pub(super) fn print<A: Answer>(answer: &A, format: Format, shell: &mut Shell<'_>) -> Result<(), Failure> {
    let text = text(answer, format, &shell.environment);
    shell.print(&text)
}

/// An answer in a format.
pub(super) fn text<A: Answer>(answer: &A, format: Format, environment: &Environment) -> String {
    match format {
        Format::Table => terminal(&answer.sections(), environment),
        Format::Md => sections_text(&answer.sections()),
        Format::Json => json_of(answer),
        Format::Csv => answer.records().csv(),
    }
}

/// Sections as lines of text, with an empty line between pieces.
pub(super) fn terminal(sections: &[Section], environment: &Environment) -> String {
    let pieces: Vec<String> = sections.iter().flat_map(|section| pieces(section, environment)).collect();
    pieces.join("\n")
}

/// The pieces of a section, each ending a line. Charts are left out: a table or a text says the same.
fn pieces(section: &Section, environment: &Environment) -> Vec<String> {
    let line = |text: &str| wrapped(text, environment.text_width(), "", "") + "\n";
    let mut pieces = Vec::new();
    if !section.title.is_empty() {
        pieces.push(toned(&line(&section.title), Tone::Strong, environment));
    }
    let has_several = section.tables().count() > 1;
    for block in &section.blocks {
        match block {
            Block::Heading(heading) => pieces.push(toned(&line(heading), Tone::Strong, environment)),
            Block::Text(text) => pieces.push(line(text)),
            Block::Callout { tone, title, text } => {
                pieces.push(toned(&line(title), *tone, environment) + &line(text));
            }
            Block::List(points) => {
                pieces.push(points.iter().map(|point| bullet(point, environment)).collect());
            }
            Block::Terms(terms) => {
                pieces.push(terms.iter().map(|(name, said)| line(&format!("{name}: {said}"))).collect());
            }
            Block::Code(text) => pieces.push(text.lines().map(code_line).collect()),
            Block::Formula(formula) => pieces.push(line(&formula.line())),
            Block::Tree(branches) => pieces.push(tree(branches, "", environment)),
            Block::Table(table) => {
                pieces.extend(caption(table, has_several).map(line));
                pieces.push(aligned(table, environment));
            }
            Block::Chart(_) => {}
        }
    }
    // The head of an answer and the line that says what it is about stand together.
    if section.level == 0 && matches!(section.blocks.first(), Some(Block::Text(_))) {
        let under = pieces.remove(1);
        pieces[0] += &under;
    }
    pieces
}

/// A line of a file, which is never broken.
fn code_line(line: &str) -> String {
    if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }
}

fn bullet(point: &str, environment: &Environment) -> String {
    wrapped(point, environment.text_width(), "- ", "  ") + "\n"
}

/// A table's caption, where the section's title does not say it already.
fn caption(table: &Table, has_several: bool) -> Option<&str> {
    Some(table.caption.as_str()).filter(|caption| has_several && !caption.is_empty())
}

/// The branches of a tree, with lines that lead from each to what stands under it.
fn tree(branches: &[Branch], prefix: &str, environment: &Environment) -> String {
    let line =
        |text: &str, first: &str, next: &str| wrapped(text, environment.text_width(), first, next) + "\n";
    let mut out = String::new();
    for (at, branch) in branches.iter().enumerate() {
        let (fork, below) = if at + 1 == branches.len() { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let below = format!("{prefix}{below}");
        out += &line(&branch.text, &format!("{prefix}{fork}"), &below);
        let beside = format!("{below}{}", if branch.branches.is_empty() { "   " } else { "│  " });
        for (note, tone) in &branch.notes {
            out += &toned(&line(note, &beside, &beside), *tone, environment);
        }
        out += &tree(&branch.branches, &below, environment);
    }
    out
}
