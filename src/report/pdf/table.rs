//! Tables as flow: as many beside one another as fit, divided between rows, with repeated heads.

use krilla::tagging::{TableHeaderScope, Tag};

use super::flow::{Align, Band, Flow, FlowItem, Shape, Stack, TagId, most_lines};
use super::lines::{Line, Style};
use super::look::{BODY, CELLS, MARGIN, WIDTH, accent, colour, hairline, tint, tone};
use super::shape::shortened;
use crate::answers::document::{Cell, Column, Row, Table};
use crate::report::columns::{LaidPart, PAD, apart, indent, is_bold, laid};
use crate::report::drawing::Ink;

/// The most lines of a head.
const HEAD_LINES: usize = 5;

/// Some columns of a table, laid out.
struct TablePart<'a> {
    table: &'a Table,
    columns: Vec<usize>,
    widths: Vec<f32>,
    size: f32,
    tag: TagId,
}

/// Adds a table.
pub(super) fn table(flow: &mut Flow<'_>, table: &Table, part: TagId) {
    if table.columns.is_empty() {
        return;
    }
    let shaper = &mut *flow.shaper;
    let of =
        laid(table, &CELLS, WIDTH, &mut |text, size, is_bold| shaper.measure(text, Style { size, is_bold }));
    for LaidPart { caption, columns, widths } in of.parts {
        let tag = flow.tags.add(part, Tag::Table);
        TablePart { table, columns, widths, size: CELLS[of.size], tag }.add(flow, &caption);
    }
}

fn style(row: &Row, cell: &Cell, size: f32) -> Style {
    Style { size, is_bold: is_bold(row, cell) }
}

impl TablePart<'_> {
    fn add(&self, flow: &mut Flow<'_>, name: &str) {
        if !name.is_empty() {
            let tag = flow.tags.add(self.tag, Tag::Caption);
            flow.caption(name, tag);
        }
        let start = flow.items.len();
        let heads = self.head(flow);
        let body = flow.tags.add(self.tag, Tag::TBody);
        let rows = self.table.rows.len();
        for (at, row) in self.table.rows.iter().enumerate() {
            let first = flow.items.len();
            self.row(flow, row, body);
            for item in &mut flow.items[first..] {
                item.heads = Some(heads);
            }
            // Neither the first nor the last row stands alone.
            if at == 0 && rows > 1 || at + 2 == rows {
                flow.items[first..].iter_mut().for_each(|item| item.keeps_next = true);
            }
        }
        keep_short(&mut flow.items[start..]);
        flow.items.push(FlowItem::space(8.0));
    }

    /// Where a cell is: its left end, with the padding taken off, and its width.
    fn places(&self) -> impl Iterator<Item = (f32, f32)> {
        let mut x = MARGIN;
        self.widths.iter().map(move |width| {
            let place = (x, *width);
            x += width;
            place
        })
    }

    fn right(&self) -> f32 {
        MARGIN + self.widths.iter().sum::<f32>()
    }

    /// Adds the heads; gives the place where they are kept for the next page.
    fn head(&self, flow: &mut Flow<'_>) -> usize {
        let style = Style::bold(self.size);
        let thead = flow.tags.add(self.tag, Tag::THead);
        let row = flow.tags.add(thead, Tag::TR);
        let mut stacks = Vec::new();
        for ((x, width), at) in self.places().zip(&self.columns) {
            let column = &self.table.columns[*at];
            let tag = flow.tags.add(row, Tag::TH(TableHeaderScope::Column));
            let (x, width) = (x + apart(self.table, *at), width - apart(self.table, *at));
            let lines = head_lines(flow, &column.title, style, width - 2.0 * PAD);
            stacks.push(stack((x, width), align(column), lines, accent(), tag));
        }
        // Short heads stand at the foot of long ones.
        let lines = stacks.iter().map(|stack| stack.lines.len()).max().unwrap_or(1);
        for stack in &mut stacks {
            let missing = lines - stack.lines.len();
            let empty = Line { width: 0.0, size: self.size, is_rtl: false, pieces: Vec::new() };
            stack.lines.splice(0..0, std::iter::repeat_n(empty, missing));
        }
        let grounds = vec![(MARGIN, self.right() - MARGIN, tint(accent()))];
        flow.band(Band { stacks, style, pad: [3.0, 3.5], grounds, whole: HEAD_LINES }, 0.0);
        let item = flow.items.last_mut().expect("the heads were added just now");
        let y = item.height;
        item.draw(
            Shape::Rule { from: [MARGIN, y], to: [self.right(), y], width: 0.9, colour: accent() },
            None,
        );
        item.keeps_next = true;
        flow.heads.push(item.clone());
        flow.heads.len() - 1
    }

    fn row(&self, flow: &mut Flow<'_>, row: &Row, body: TagId) {
        let tr = flow.tags.add(body, Tag::TR);
        let empty = Cell::default();
        let (mut stacks, mut grounds, mut links) = (Vec::new(), Vec::new(), Vec::new());
        for ((x, width), at) in self.places().zip(&self.columns) {
            let (column, cell) = (&self.table.columns[*at], row.cells.get(*at).unwrap_or(&empty));
            let mut tag = if column.is_head {
                flow.tags.add(tr, Tag::TH(TableHeaderScope::Row))
            } else {
                flow.tags.add(tr, Tag::TD)
            };
            let mut ink = cell.shade().map_or(tone(cell.tone), |depth| colour(Ink::OnShade(depth)));
            if let Some(section) = flow.section_of(&cell.text).filter(|_| column.is_head) {
                tag = flow.tags.add(tag, Tag::Link);
                ink = accent();
                links.push((section, x, width, &cell.text, tag));
            }
            let indent = apart(self.table, *at) + if *at == 0 { indent(row) } else { 0.0 };
            let place = (x + indent, (width - indent).max(4.0 * PAD));
            let set = flow.shaper.lines(&cell.text, style(row, cell, self.size), place.1 - 2.0 * PAD);
            if let Some(depth) = cell.shade() {
                grounds.push((x + 0.5, width - 1.0, colour(Ink::Shade(depth))));
            }
            stacks.push(stack(place, align(column), set, ink, tag));
        }
        let style = Style::plain(self.size);
        let first = flow.items.len();
        flow.band(Band { stacks, style, pad: [2.4, 2.9], grounds, whole: most_lines(style) }, 0.0);
        for (section, x, width, says, tag) in links {
            let item = &mut flow.items[first];
            let (size, says) = ([width, item.height], shortened(says));
            item.draw(Shape::Link { section, at: [x, 0.0], size, says }, Some(tag));
        }
        self.rule_off(flow, first);
    }

    /// Draws a hairline under the row that starts with an item.
    fn rule_off(&self, flow: &mut Flow<'_>, first: usize) {
        if let Some(item) = flow.items[first..].last_mut() {
            let y = item.height;
            item.draw(
                Shape::Rule { from: [MARGIN, y], to: [self.right(), y], width: 0.4, colour: hairline() },
                None,
            );
        }
    }
}

/// Keeps a table on one page that takes less than half of it.
fn keep_short(items: &mut [FlowItem]) {
    let height: f32 = items.iter().map(|item| item.height).sum();
    if let Some((_, others)) = items.split_last_mut().filter(|_| height < BODY / 2.0) {
        for item in others {
            item.keeps_next = true;
        }
    }
}

fn align(column: &Column) -> Align {
    if column.is_number { Align::Right } else { Align::Left }
}

fn stack(
    (x, width): (f32, f32),
    align: Align,
    lines: Vec<Line>,
    colour: krilla::color::rgb::Color,
    tag: TagId,
) -> Stack {
    Stack { x: x + PAD, width: width - 2.0 * PAD, align, lines, colour, tag }
}

/// The lines of a head; one that is too long ends in an ellipsis.
fn head_lines(flow: &mut Flow<'_>, title: &str, style: Style, width: f32) -> Vec<Line> {
    let mut lines = flow.shaper.lines(title, style, width);
    if lines.len() > HEAD_LINES {
        lines.truncate(HEAD_LINES - 1);
        lines.push(flow.shaper.cut("…", style, width));
    }
    lines
}
