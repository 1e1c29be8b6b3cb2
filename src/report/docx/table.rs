//! Tables: widths that fit the page, heads that are repeated, rows that are not divided.

use super::body::Body;
use super::headings::bookmark;
use super::text::{Look, attribute, hex, indent, paragraph, runs};
use super::{WIDTH, twips};
use crate::answers::document::{Cell, Column, Row, Table};
use crate::report::columns::{LaidPart, PAD, apart, indent as depth_of, is_bold, laid};
use crate::report::drawing::{Ink, Surface, text_width, tint};
use crate::text::scripts::starts_right_to_left;

/// Sizes of tables, from large to small, in points; each has its styles, `Cell1` to `Cell3`.
pub(super) const SIZES: [f32; 3] = [9.0, 8.0, 7.0];
/// How much wider bold letters are.
const BOLD: f32 = 1.06;
/// Rows up to which a table is kept on one page.
const SHORT: usize = 8;

/// The longest word and the longest line of a text.
#[allow(clippy::cast_possible_truncation, reason = "no page is that wide")]
fn measure(text: &str, size: f32, is_bold: bool) -> [f32; 2] {
    let width = |text: &str| text_width(text, f64::from(size)) as f32 * if is_bold { BOLD } else { 1.0 };
    let widest = |widths: &mut dyn Iterator<Item = f32>| widths.fold(0.0, f32::max);
    let is_gap = |c: char| c.is_whitespace() && c != '\u{a0}';
    [widest(&mut text.split(is_gap).map(width)), widest(&mut text.lines().map(width))]
}

/// A part of a table, as it is written.
struct Written<'a> {
    table: &'a Table,
    part: LaidPart,
    /// The number of its size, from 1.
    size: usize,
}

impl Body<'_> {
    /// Adds a table.
    ///
    /// - `has_caption`: whether its caption says more than the heading above it.
    pub(super) fn table(&mut self, table: &Table, has_caption: bool) {
        if table.columns.is_empty() {
            return;
        }
        let of = laid(table, &SIZES, WIDTH, &mut measure);
        for part in of.parts {
            if has_caption || part.caption != table.caption {
                self.caption(&part.caption);
            }
            let written = Written { table, part, size: of.size + 1 };
            let made = written.made(self);
            self.xml += &made;
            self.xml += &paragraph("AfterTable", "", "", false, "");
        }
    }
}

impl Written<'_> {
    fn made(&self, body: &Body<'_>) -> String {
        let caption = attribute(&self.part.caption);
        let caption =
            if caption.is_empty() { caption } else { format!(r#"<w:tblCaption w:val="{caption}"/>"#) };
        let widths = self.part.widths.iter().map(|width| twips(*width));
        let whole: i32 = widths.clone().sum();
        let grid: Vec<String> = widths.map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#)).collect();
        let last = self.table.rows.len().saturating_sub(1);
        let is_short = self.table.rows.len() <= SHORT;
        let rows = self.table.rows.iter().enumerate();
        // Neither the first nor the last row stands alone, nor one that others stand under.
        let rows = rows.map(|(at, row)| {
            let heads_next = self.table.rows.get(at + 1).is_some_and(|next| next.depth > row.depth);
            self.row(body, row, at < last && (is_short || heads_next || at == 0 || at + 1 == last))
        });
        format!(
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="weighTable"/><w:tblW w:w="{whole}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{caption}</w:tblPr><w:tblGrid>{}</w:tblGrid>{}{}</w:tbl>"#,
            grid.concat(),
            self.heads(body.accent),
            rows.collect::<Vec<_>>().concat()
        )
    }

    /// The columns that stand here, each with its place among all and its width.
    fn columns(&self) -> impl Iterator<Item = (usize, &Column, f32)> {
        let widths = self.part.columns.iter().zip(&self.part.widths);
        widths.map(|(at, width)| (*at, &self.table.columns[*at], *width))
    }

    fn heads(&self, accent: [u8; 3]) -> String {
        let (ground, rule) = (hex(tint(accent)), hex(accent));
        let head = |(at, column, width): (usize, &Column, f32)| {
            let properties = format!(
                r#"<w:tcW w:w="{}" w:type="dxa"/><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{rule}"/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{ground}"/><w:vAlign w:val="bottom"/>"#,
                twips(width)
            );
            let style = format!("CellHead{}", self.size);
            let text = runs(&column.title, Look::default(), starts_right_to_left(&column.title));
            let content =
                aligned(&style, "<w:keepNext/>", column, apart(self.table, at), &column.title, &text);
            format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>")
        };
        let cells: Vec<String> = self.columns().map(head).collect();
        format!("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{}</w:tr>", cells.concat())
    }

    fn row(&self, body: &Body<'_>, row: &Row, keeps_next: bool) -> String {
        let empty = Cell::default();
        let keeps = if keeps_next { "<w:keepNext/>" } else { "" };
        let cell = |(at, column, width): (usize, &Column, f32)| {
            let cell = row.cells.get(at).unwrap_or(&empty);
            let ink = cell.shade().map_or(Ink::from(cell.tone), Ink::OnShade);
            let look = Look::of(Surface::Paper.colour(ink));
            let look = if is_bold(row, cell) { look.bold() } else { look };
            let mut text = runs(&cell.text, look, starts_right_to_left(&cell.text));
            // Who is named has a page of its own, perhaps.
            let named = body.titles.get(cell.text.as_str()).copied().flatten().filter(|_| column.is_head);
            if let Some(index) = named {
                text = format!(
                    r#"<w:hyperlink w:anchor="{}" w:history="1">{text}</w:hyperlink>"#,
                    bookmark(index)
                );
            }
            let shade = cell.shade().map(|depth| {
                let fill = hex(Surface::Paper.colour(Ink::Shade(depth)));
                format!(r#"<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>"#)
            });
            let style = format!("Cell{}", self.size);
            let left = apart(self.table, at) + if at == 0 { depth_of(row) } else { 0.0 };
            let content = aligned(&style, keeps, column, left, &cell.text, &text);
            let properties =
                format!(r#"<w:tcW w:w="{}" w:type="dxa"/>{}"#, twips(width), shade.unwrap_or_default());
            format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>")
        };
        let cells: Vec<String> = self.columns().map(cell).collect();
        format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{}</w:tr>", cells.concat())
    }
}

/// The paragraph of a cell: numbers to the right, texts to the left, whichever way they run.
fn aligned(style: &str, before: &str, column: &Column, left: f32, said: &str, content: &str) -> String {
    let is_right_to_left = starts_right_to_left(said);
    // In a paragraph from right to left, left is where it starts.
    let side = match (column.is_number, is_right_to_left) {
        (true, false) | (false, true) => r#"<w:jc w:val="right"/>"#,
        _ => "",
    };
    paragraph(style, before, &(indent(left) + side), is_right_to_left, content)
}

/// Beside the text of a cell, as Word counts it.
pub(super) fn pad() -> i32 {
    twips(PAD)
}
