//! Sections and their blocks as flow.

use std::num::NonZeroU16;

use krilla::tagging::{ListNumbering, Tag};

use super::chart::chart;
use super::flow::{Align, Band, Flow, FlowItem, Shape, Stack, TagId, Tags, most_lines};
use super::lines::Style;
use super::look::{HEADINGS, MARGIN, STRONG, TEXT, WIDTH, accent, colour, hairline, tint, tone};
use super::math::formula;
use super::shape::shortened;
use super::table::table;
use crate::answers::document::{Block, Branch, Section, Tone};
use crate::report::drawing::Ink;

/// The widest that the names of terms get.
const NAMES: f32 = WIDTH * 0.32;
/// Between a name or a bullet and its text.
const GUTTER: f32 = 12.0;

/// Adds a section.
///
/// - `index`: its place in the document.
/// - `above`: the level of the heading before, 0 for none; a tree of headings skips no level.
/// - Returns the level of its heading.
pub(super) fn section(flow: &mut Flow<'_>, section: &Section, index: usize, above: usize) -> usize {
    let part = flow.tags.add(Tags::ROOT, Tag::Section);
    let first = flow.items.len();
    let mut level = above;
    if !section.title.is_empty() {
        level = usize::from(section.level.max(1)).min(above + 1);
        title(flow, &section.title, level, part);
    }
    for block in &section.blocks {
        add(flow, block, level, part);
    }
    if let Some(item) = flow.items.get_mut(first) {
        item.starts_page = section.starts_page;
        item.section = Some(index);
    } else {
        flow.items.push(FlowItem { section: Some(index), ..FlowItem::default() });
    }
    level
}

fn title(flow: &mut Flow<'_>, text: &str, level: usize, part: TagId) {
    let style = HEADINGS[(level - 1).min(1)];
    heading(flow, text, level, style, 26.0, part);
    if level == 1 {
        let mut rule = FlowItem::space(8.0);
        let (from, to) = ([MARGIN, 3.0], [MARGIN + WIDTH, 3.0]);
        rule.draw(Shape::Rule { from, to, width: 0.8, colour: accent() }, None);
        rule.keeps_next = true;
        flow.items.push(rule);
    }
}

/// Adds a heading, which stays with what follows.
fn heading(flow: &mut Flow<'_>, text: &str, level: usize, style: Style, gap: f32, part: TagId) {
    let level = NonZeroU16::new(u16::try_from(level).unwrap_or(u16::MAX)).unwrap_or(NonZeroU16::MIN);
    let name = if text.trim().is_empty() { "—".to_owned() } else { shortened(text) };
    let tag = flow.tags.add(part, Tag::Hn(level, Some(name)));
    let ink = if style == HEADINGS[2] { colour(Ink::Text) } else { accent() };
    for item in flow.paragraph(text, style, ink, gap, tag) {
        item.keeps_next = true;
    }
}

fn add(flow: &mut Flow<'_>, block: &Block, level: usize, part: TagId) {
    match block {
        Block::Heading(text) => heading(flow, text, level + 1, HEADINGS[2], 16.0, part),
        Block::Text(text) | Block::Code(text) => {
            let tag = flow.tags.add(part, Tag::P);
            flow.paragraph(text, TEXT, colour(Ink::Text), 7.0, tag);
        }
        Block::Formula(what) => formula(flow, what, part),
        Block::Callout { tone, title, text } => callout(flow, *tone, title, text, part),
        Block::List(points) => list(flow, points, part),
        Block::Terms(terms) => self::terms(flow, terms, part),
        Block::Tree(branches) => list(flow, &leaves(branches, 0), part),
        Block::Table(what) => table(flow, what, part),
        Block::Chart(what) => chart(flow, what, part),
    }
}

fn callout(flow: &mut Flow<'_>, meant: Tone, title: &str, text: &str, part: TagId) {
    let ink = if matches!(meant, Tone::Plain | Tone::Strong) { accent() } else { tone(meant) };
    let grounds = vec![(MARGIN, WIDTH, tint(ink)), (MARGIN, 3.0, ink)];
    let (x, width) = (MARGIN + 14.0, WIDTH - 26.0);
    let box_ = flow.tags.add(part, Tag::Div);
    let texts = [(title, Style::bold(11.0), ink), (text, TEXT, colour(Ink::Text))];
    let shown: Vec<_> = texts.into_iter().filter(|(text, ..)| !text.is_empty()).collect();
    let last = shown.len().saturating_sub(1);
    for (at, (text, style, colour)) in shown.into_iter().enumerate() {
        let tag = flow.tags.add(box_, Tag::P);
        let lines = flow.shaper.lines(text, style, width);
        let stack = Stack { x, width, align: Align::Start, lines, colour, tag };
        let pad = [if at == 0 { 9.0 } else { 2.0 }, if at == last { 10.0 } else { 0.0 }];
        let band = Band { stacks: vec![stack], style, pad, grounds: grounds.clone(), whole: 6 };
        let items = flow.band(band, if at == 0 { 12.0 } else { 0.0 });
        if at < last {
            for item in items {
                item.keeps_next = true;
            }
        }
    }
    flow.items.push(FlowItem::space(5.0));
}

fn list(flow: &mut Flow<'_>, points: &[String], part: TagId) {
    let list = flow.tags.add(part, Tag::L(ListNumbering::Disc));
    for (at, point) in points.iter().enumerate() {
        let row = flow.tags.add(list, Tag::LI);
        let bullet = flow.shaper.lines("•", TEXT, WIDTH);
        let label = flow.tags.add(row, Tag::Lbl);
        let body = flow.tags.add(row, Tag::LBody);
        let width = WIDTH - GUTTER - 4.0;
        let lines = flow.shaper.lines(point, TEXT, width);
        let stacks = vec![
            Stack {
                x: MARGIN + 4.0,
                width: GUTTER,
                align: Align::Left,
                lines: bullet,
                colour: accent(),
                tag: label,
            },
            Stack {
                x: MARGIN + 4.0 + GUTTER,
                width,
                align: Align::Start,
                lines,
                colour: colour(Ink::Text),
                tag: body,
            },
        ];
        let band = Band { stacks, style: TEXT, pad: [0.0; 2], grounds: Vec::new(), whole: 3 };
        flow.band(band, if at == 0 { 7.0 } else { 3.0 });
    }
}

/// The branches of a tree as points of a list, each set in as far as it stands under others.
fn leaves(branches: &[Branch], depth: usize) -> Vec<String> {
    let one = |branch: &Branch| {
        let notes = branch.notes.iter().map(|(note, _)| note.as_str());
        let lines: Vec<&str> = std::iter::once(branch.text.as_str()).chain(notes).collect();
        let own = format!("{}{}", "\u{2003}".repeat(depth), lines.join("; "));
        std::iter::once(own).chain(leaves(&branch.branches, depth + 1))
    };
    branches.iter().flat_map(one).collect()
}

fn terms(flow: &mut Flow<'_>, terms: &[(String, String)], part: TagId) {
    let list = flow.tags.add(part, Tag::L(ListNumbering::None));
    let longest = terms.iter().map(|(name, _)| flow.shaper.measure(name, STRONG)[1]).fold(0.0, f32::max);
    let names = longest.min(NAMES) + 0.5;
    let width = WIDTH - names - GUTTER;
    for (at, (name, text)) in terms.iter().enumerate() {
        let row = flow.tags.add(list, Tag::LI);
        let label = flow.tags.add(row, Tag::Lbl);
        let body = flow.tags.add(row, Tag::LBody);
        let stack = |x, width, lines, colour, tag| Stack { x, width, align: Align::Left, lines, colour, tag };
        let left = flow.shaper.lines(name, STRONG, names);
        let right = flow.shaper.lines(text, TEXT, width);
        let ink = colour(Ink::Text);
        let stacks = vec![
            stack(MARGIN, names, left, ink, label),
            stack(MARGIN + names + GUTTER, width, right, ink, body),
        ];
        let band =
            Band { stacks, style: TEXT, pad: [2.0, 2.5], grounds: Vec::new(), whole: most_lines(TEXT) };
        let first = at == 0;
        let items = flow.band(band, if first { 7.0 } else { 0.0 });
        if let Some(item) = items.first_mut().filter(|_| !first) {
            let (from, to) = ([MARGIN, 0.0], [MARGIN + WIDTH, 0.0]);
            item.draw(Shape::Rule { from, to, width: 0.4, colour: hairline() }, None);
        }
    }
}
