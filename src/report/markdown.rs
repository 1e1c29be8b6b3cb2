//! A document as Markdown, with tables as GitHub and most readers take them.

use std::collections::BTreeMap;

use super::template::{TemplateLayout, filled};
use crate::answers::document::{Block, Branch, Cell, Document, LETTER, Section, Table, Tone};
use crate::brand::{Brand, TemplateError};
use crate::text::markdown::markdown_text;

/// The document as Markdown. Charts are told in words: Markdown cannot draw.
#[must_use]
pub fn markdown(document: &Document) -> String {
    let mut text = head(document);
    for section in &document.sections {
        text += &section_text(section);
    }
    text + &format!("\n---\n\n{}\n", markdown_text(&document.foot))
}

/// Sections as Markdown, without the head and the foot of a document.
#[must_use]
pub fn sections_text(sections: &[Section]) -> String {
    sections.iter().map(section_text).collect::<String>().trim_start().to_owned()
}

/// The same inside the brand's template of a name, where it has one.
///
/// # Errors
/// [`TemplateError`] where the template cannot be filled.
pub(super) fn framed(
    document: &Document,
    brand: &Brand,
    name: &str,
    findings: &dyn Fn() -> serde_json::Value,
) -> Result<String, TemplateError> {
    let layout = TemplateLayout {
        section: &section_text,
        block: &|section, at| format!("\n{}", block_text(&section.blocks[at], section)),
        besides: BTreeMap::from([("header", head(document))]),
    };
    let text = filled(&format!("{name}.md"), document, brand, &layout, findings);
    let text = text.unwrap_or_else(|| Ok(markdown(document)))?;
    // Whatever a template leaves out, a draft says that it is one.
    let text = match document.draft_mark() {
        Some((mark, said)) if !text.contains(said) => format!("{}\n{text}", section_text(mark)),
        _ => text,
    };
    Ok(if document.is_letter { format!("{text}\n<!-- {LETTER} -->\n") } else { text })
}

/// Title, kind, sender, day and question.
fn head(document: &Document) -> String {
    let mut text = format!("# {}\n\n", markdown_text(&document.title));
    let date = document.dated();
    let sender = document.organisation.as_deref().map(markdown_text);
    let under = [Some(markdown_text(&document.kind)), sender, date];
    text += &format!("{}\n", under.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    if let Some(subtitle) = &document.subtitle {
        text += &format!("\n{}\n", markdown_text(subtitle));
    }
    text
}

fn section_text(section: &Section) -> String {
    let mut text = String::new();
    if !section.title.is_empty() {
        let hashes = "#".repeat(usize::from(section.level) + 1);
        text += &format!("\n{hashes} {}\n", markdown_text(&section.title));
    }
    for block in &section.blocks {
        text += &format!("\n{}", block_text(block, section));
    }
    text
}

fn block_text(block: &Block, section: &Section) -> String {
    match block {
        Block::Heading(heading) => {
            format!("{} {}\n", "#".repeat(usize::from(section.level) + 2), markdown_text(heading))
        }
        Block::Text(text) => format!("{}\n", markdown_text(text)),
        Block::Callout { title, text, .. } => {
            format!("> **{}**\n>\n> {}\n", markdown_text(title), markdown_text(text))
        }
        Block::List(points) => {
            let lines: Vec<String> =
                points.iter().map(|point| format!("- {}\n", markdown_text(point))).collect();
            lines.concat()
        }
        Block::Terms(terms) => {
            let line = |(name, said): &(String, String)| {
                format!("- **{}**: {}\n", markdown_text(name), markdown_text(said))
            };
            terms.iter().map(line).collect::<Vec<_>>().concat()
        }
        Block::Tree(branches) => branches.iter().map(|branch| branch_text(branch, 0)).collect(),
        Block::Code(text) => code_text(text),
        Block::Formula(formula) => format!("{}\n", markdown_text(&formula.line())),
        Block::Table(table) => table_text(table, table.caption != section.title),
        Block::Chart(chart) => {
            format!("*{}, in words: {}*\n", markdown_text(&chart.title), markdown_text(&chart.description))
        }
    }
}

fn branch_text(branch: &Branch, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    let notes: Vec<String> =
        branch.notes.iter().map(|(note, _)| format!("<br>{}", markdown_text(note))).collect();
    let under: Vec<String> = branch.branches.iter().map(|branch| branch_text(branch, depth + 1)).collect();
    format!("{indent}- {}{}\n{}", markdown_text(&branch.text), notes.concat(), under.concat())
}

/// Lines between fences that are longer than any run of backticks in them.
fn code_text(text: &str) -> String {
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}toml\n{}\n{fence}\n", text.trim_end())
}

/// - `has_caption`: whether its caption says more than the heading above it.
fn table_text(table: &Table, has_caption: bool) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = if table.caption.is_empty() || !has_caption {
        String::new()
    } else {
        format!("**{}**\n\n", markdown_text(&table.caption))
    };
    text += &line(table.columns.iter().map(|column| markdown_text(&column.title)).collect());
    let rule = |is_number: bool| if is_number { "---:" } else { "---" }.to_owned();
    text += &line(table.columns.iter().map(|column| rule(column.is_number)).collect());
    for row in &table.rows {
        let cell = |(at, cell): (usize, &Cell)| {
            // Markdown swallows plain spaces.
            let indent = if table.columns[at].is_head { "\u{2003}".repeat(row.depth) } else { String::new() };
            let said = markdown_text(&cell.text);
            let is_bold = (row.is_total || cell.tone == Tone::Strong) && !said.is_empty();
            if is_bold { format!("{indent}**{said}**") } else { indent + &said }
        };
        text += &line(row.cells.iter().enumerate().map(cell).collect());
    }
    text
}
