//! The front of a document, and its table of contents.

use std::num::NonZeroU16;

use krilla::tagging::Tag;

use super::flow::{Align, Band, Flow, FlowItem, Shape, Stack, Tags};
use super::lines::Style;
use super::look::{HEADINGS, MARGIN, STRONG, SUBTITLE, TEXT, TITLE, WIDTH, accent, colour};
use super::shape::shortened;
use crate::answers::document::{Document, Section};
use crate::report::drawing::Ink;

/// Documents of fewer sections have no table of contents.
const FEWEST: usize = 5;
/// A longer table of contents leaves out what stands under chapters; bookmarks have it all.
const MOST: usize = 90;
/// A longer table of contents may be divided between pages.
const WHOLE: usize = 38;
/// What a page number takes.
const NUMBER: f32 = 30.0;

/// Adds what a document is, what it is about, when and from whom.
pub(super) fn front(flow: &mut Flow<'_>, document: &Document) {
    let part = flow.tags.add(Tags::ROOT, Tag::Section);
    let kind = flow.tags.add(part, Tag::P);
    flow.paragraph(&document.kind, Style::bold(11.0), accent(), 0.0, kind);
    let title = flow.tags.add(part, Tag::Title);
    flow.paragraph(&document.title, TITLE, colour(Ink::Text), 0.0, title);
    if let Some(subtitle) = document.subtitle.as_ref().filter(|subtitle| !subtitle.is_empty()) {
        let tag = flow.tags.add(part, Tag::P);
        flow.items.push(FlowItem::space(4.0));
        flow.paragraph(subtitle, SUBTITLE, colour(Ink::Faint), 0.0, tag);
    }
    let told = [document.organisation.clone(), document.dated()];
    let told: Vec<String> = told.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    if !told.is_empty() {
        let tag = flow.tags.add(part, Tag::P);
        flow.items.push(FlowItem::space(6.0));
        flow.paragraph(&told.join(" · "), TEXT, colour(Ink::Faint), 0.0, tag);
    }
    let mut rule = FlowItem::space(10.0);
    rule.draw(
        Shape::Rule { from: [MARGIN, 8.0], to: [MARGIN + WIDTH, 8.0], width: 1.6, colour: accent() },
        None,
    );
    flow.items.push(rule);
}

/// Adds the table of contents, where the document is long enough for one; says whether it is.
pub(super) fn contents(flow: &mut Flow<'_>, sections: &[Section]) -> bool {
    let named = || sections.iter().enumerate().filter(|(_, section)| !section.title.is_empty());
    let deepest = if named().count() > MOST { 1 } else { u8::MAX };
    let entries: Vec<(usize, &Section)> = named().filter(|(_, section)| section.level <= deepest).collect();
    if named().count() < FEWEST {
        return false;
    }
    let heading = flow.tags.add(Tags::ROOT, Tag::Hn(NonZeroU16::MIN, Some("Contents".to_owned())));
    for item in flow.paragraph("Contents", HEADINGS[1], accent(), 26.0, heading) {
        item.keeps_next = true;
    }
    flow.items.push(FlowItem { keeps_next: true, ..FlowItem::space(3.0) });
    let list = flow.tags.add(Tags::ROOT, Tag::TOC);
    let stays = entries.len() <= WHOLE;
    let final_entry = entries.len().saturating_sub(1);
    for (at, (index, section)) in entries.into_iter().enumerate() {
        let style = if section.level <= 1 { STRONG } else { TEXT };
        let indent = if section.level <= 1 { 0.0 } else { 14.0 };
        let entry = flow.tags.add(list, Tag::TOCI);
        let reference = flow.tags.add(entry, Tag::Reference);
        let tag = flow.tags.add(reference, Tag::Link);
        let (x, width) = (MARGIN + indent, WIDTH - indent - NUMBER);
        let lines = vec![flow.shaper.cut(&section.title, style, width)];
        let stack = Stack { x, width, align: Align::Left, lines, colour: colour(Ink::Text), tag };
        let gap = if section.level <= 1 && at > 0 { 3.0 } else { 0.0 };
        let items = flow
            .band(Band { stacks: vec![stack], style, pad: [0.8, 0.8], grounds: Vec::new(), whole: 1 }, gap);
        for item in items {
            let end = [MARGIN + WIDTH, 0.8 + style.rise()];
            item.draw(Shape::PageOf { section: index, style, end, colour: colour(Ink::Text) }, Some(tag));
            let spoken = shortened(&section.title);
            let size = [WIDTH - indent, item.height];
            item.draw(Shape::Link { section: index, at: [x, 0.0], size, says: spoken }, Some(tag));
            item.keeps_next = stays && at < final_entry;
        }
    }
    true
}
