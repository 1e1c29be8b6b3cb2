//! The sheet of the panel: its chapter of the report, block by block.

use rust_xlsxwriter::{FormatAlign, XlsxError};

use super::layout::{Layout, rows};
use super::page::{Content, SheetPage};
use super::style::{Look, PLAIN, format};
use crate::answers::document::{Block, Cell, Section, Table, Tone};
use crate::answers::panel::section;

/// Columns that texts run over.
const TEXT: [u16; 2] = [0, 9];

/// Who marked what, where they differ, and what hangs on it; none where the decision has no panel.
pub(super) fn panel(layout: &Layout<'_>) -> Result<Option<SheetPage>, XlsxError> {
    let Some(section) = section(layout.findings) else { return Ok(None) };
    let says = "As weigh worked it out when the file was made; the marks that count stand on Facts.";
    let mut page = SheetPage::new("Panel", &section.title, says)?;
    page.widths(&[34.0, 22.0, 18.0, 11.0, 11.0, 11.0, 11.0, 24.0, 26.0, 11.0])?;
    blocks(&mut page, &section)?;
    page.sheet.set_freeze_panes(0, 1)?;
    Ok(Some(page))
}

fn blocks(page: &mut SheetPage, section: &Section) -> Result<(), XlsxError> {
    let mut row = 3;
    for block in &section.blocks {
        row = match block {
            Block::Heading(text) => {
                page.line(row + 1, 0, text, Look::Block)?;
                row + 2
            }
            Block::Text(text) => {
                page.wide(row, TEXT, text, Look::Faint)?;
                row + 1
            }
            Block::List(points) => {
                (row..).zip(points).try_for_each(|(row, point)| page.wide(row, TEXT, point, Look::Faint))?;
                row + rows(points.len())
            }
            Block::Table(table) => self::table(page, row + 1, table)?,
            // Its chapter has no others.
            Block::Callout { .. }
            | Block::Terms(_)
            | Block::Tree(_)
            | Block::Code(_)
            | Block::Formula(_)
            | Block::Chart(_) => row,
        };
    }
    Ok(())
}

/// Writes a table under its caption; gives the row below it.
fn table(page: &mut SheetPage, row: u32, table: &Table) -> Result<u32, XlsxError> {
    page.line(row, 0, &table.caption, Look::Lead)?;
    let heads: Vec<&str> = table.columns.iter().map(|column| column.title.as_str()).collect();
    page.heads(row + 1, &heads)?;
    for (at, line) in (row + 2..).zip(&table.rows) {
        let depth = u8::try_from(line.depth).unwrap_or(u8::MAX);
        for ((place, cell), column) in (0..).zip(&line.cells).zip(&table.columns) {
            let look = match cell.tone {
                Tone::Strong if column.is_head => Look::GroupName(depth),
                Tone::Strong => Look::Strong,
                Tone::Faint | Tone::Doubt => Look::Faint,
                _ if column.is_head => Look::Name(depth),
                _ => Look::Cell,
            };
            let look = format(look, PLAIN);
            if column.is_number {
                // Signs beside marks make texts of them, which stand where the numbers do.
                page.put(at, place, number(cell), &look.set_align(FormatAlign::Right))?;
            } else {
                page.text(at, place, &cell.text, &look)?;
            }
        }
    }
    Ok(row + 2 + rows(table.rows.len()))
}

/// A number where the cell says nothing else, so that it can be counted with.
fn number(cell: &Cell) -> Content {
    let is_plain = cell.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let number = cell.text.parse::<f64>().ok().filter(|number| is_plain && number.is_finite());
    number.map_or_else(|| Content::from(cell.text.as_str()), Content::from)
}
