//! Sections of a document as HTML.

use maud::{Markup, html};

use super::text::isolated;
use crate::answers::document::{Block, Branch, Cell, Chart, Column, Row, Section, Table, Tone};
use crate::report::drawing::{Ink, drawing};
use crate::report::svg;

/// The width of charts in points: where there is room, and on a phone.
const WIDTHS: [(&str, f64); 2] = [("wide", 540.0), ("narrow", 255.0)];
/// Rows from which a table scrolls under its heads.
const LONG: usize = 16;
/// Columns from which a table is set smaller when it is printed.
const BROAD: usize = 8;
/// The deepest step by which a row is moved in.
const DEEPEST: usize = 6;

pub(super) fn section(section: &Section) -> Markup {
    let title = (!section.title.is_empty()).then(|| format!("{}-title", section.id));
    let class = classes(&[("page-start", section.starts_page), ("under", section.level > 1)]);
    html! {
        section id=(section.id) class=[class] aria-labelledby=[&title] {
            @if let Some(id) = &title { (heading(section.level + 1, Some(id), &section.title)) }
            @for (at, one) in section.blocks.iter().enumerate() {
                (block(one, section.level, &key(section, at)))
            }
        }
    }
}

/// The nth block of a section, as it stands there.
pub(super) fn nth(section: &Section, at: usize) -> Markup {
    block(&section.blocks[at], section.level, &key(section, at))
}

/// A key of a block that is unique in the page.
fn key(section: &Section, at: usize) -> String {
    format!("{}-{at}", section.id)
}

/// Those classes that apply; none for no attribute at all.
fn classes(names: &[(&str, bool)]) -> Option<String> {
    let names: Vec<&str> = names.iter().filter(|(_, applies)| *applies).map(|(name, _)| *name).collect();
    (!names.is_empty()).then(|| names.join(" "))
}

fn heading(level: u8, id: Option<&str>, text: &str) -> Markup {
    let text = isolated(text);
    match level {
        0..=2 => html! { h2 id=[id] { (text) } },
        3 => html! { h3 id=[id] { (text) } },
        _ => html! { h4 id=[id] { (text) } },
    }
}

fn block(block: &Block, level: u8, id: &str) -> Markup {
    match block {
        Block::Heading(text) => heading(level + 2, None, text),
        Block::Text(text) => html! { p { (isolated(text)) } },
        Block::Callout { tone, title, text } => html! {
            div role="note" class={"callout " (toned(*tone))} {
                @if !title.is_empty() { p.callout-title { (isolated(title)) } }
                @if !text.is_empty() { p { (isolated(text)) } }
            }
        },
        Block::List(points) => html! {
            ul { @for point in points { li { (isolated(point)) } } }
        },
        Block::Terms(terms) => html! {
            dl { @for (name, said) in terms {
                div { dt { (isolated(name)) } dd { (isolated(said)) } }
            } }
        },
        Block::Tree(branches) => tree(branches),
        Block::Code(text) => html! { pre { code { (text) } } },
        Block::Formula(formula) => super::math::formula(formula),
        Block::Table(table) => self::table(table, id),
        Block::Chart(chart) => self::chart(chart, id),
    }
}

fn tree(branches: &[Branch]) -> Markup {
    html! {
        ul { @for branch in branches { li {
            (isolated(&branch.text))
            @for (note, tone) in &branch.notes { br; span class=(toned(*tone)) { (isolated(note)) } }
            @if !branch.branches.is_empty() { (tree(&branch.branches)) }
        } } }
    }
}

fn toned(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Strong => "strong",
        Tone::Faint => "faint",
        Tone::Good => "good",
        Tone::Doubt => "doubt",
        Tone::Bad => "bad",
    }
}

/// A table in a box that scrolls by itself, reachable with the keyboard.
fn table(table: &Table, id: &str) -> Markup {
    let caption = format!("{id}-caption");
    let is_long = table.rows.len() >= LONG;
    let is_broad = table.columns.len() > BROAD;
    html! {
        div.scroll.long[is_long].broad[is_broad] tabindex="0" role="group" aria-labelledby=(caption) {
            table {
                caption id=(caption) { (isolated(&table.caption)) }
                thead { tr { @for column in &table.columns { (column_head(column)) } } }
                tbody { @for row in &table.rows { (self::row(row, &table.columns)) } }
            }
        }
    }
}

fn column_head(column: &Column) -> Markup {
    html! {
        @if column.title.is_empty() { td {} }
        @else { th class=[classes(&[("number", column.is_number)])] scope="col" { (isolated(&column.title)) } }
    }
}

fn row(row: &Row, columns: &[Column]) -> Markup {
    let depth = row.depth.min(DEEPEST);
    let class = match (row.is_total, depth) {
        (false, 0) => None,
        (true, 0) => Some("total".to_owned()),
        (false, depth) => Some(format!("depth-{depth}")),
        (true, depth) => Some(format!("total depth-{depth}")),
    };
    html! {
        tr class=[class] { @for (cell, column) in row.cells.iter().zip(columns) { (self::cell(cell, column)) } }
    }
}

fn cell(cell: &Cell, column: &Column) -> Markup {
    let mut classes = Vec::new();
    if column.is_number {
        classes.push("number".to_owned());
    }
    // A shade has its own colour of text, and what a cell says tells its tone all the same.
    match cell.shade() {
        Some(depth) => classes.push(format!("b-{}", svg::name(Ink::Shade(depth)))),
        None if cell.tone == Tone::Plain => {}
        None => classes.push(toned(cell.tone).to_owned()),
    }
    let class = (!classes.is_empty()).then(|| classes.join(" "));
    html! {
        // What stands above goes on; an empty cell is no head.
        @if column.is_head && !cell.text.is_empty() { th scope="row" class=[class] { (isolated(&cell.text)) } }
        @else { td class=[class] { (isolated(&cell.text)) } }
    }
}

/// A chart in two widths, of which the page shows one.
fn chart(chart: &Chart, id: &str) -> Markup {
    html! {
        figure {
            figcaption { (isolated(&chart.title)) }
            @for (class, width) in WIDTHS {
                (svg::svg(&drawing(chart, width), &chart.title, &chart.description, &format!("{id}-{class}"), class))
            }
        }
    }
}
