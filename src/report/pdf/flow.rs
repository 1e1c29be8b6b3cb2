//! What goes onto pages, from top to bottom, before it is known which page.

use std::collections::HashMap;

use krilla::color::rgb::Color;
use krilla::tagging::TagKind;

use super::lines::{Line, Style};
use super::look::{BODY, CAPTION, MARGIN, WIDTH, colour};
use super::shape::Shaper;
use crate::answers::document::Section;
use crate::report::drawing::Ink;

/// A node of the tag tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TagId(pub(super) usize);

/// The tree of what a document means, for those who do not see its pages.
pub(super) struct Tags {
    /// A kind and the nodes under it; the first is the document itself.
    pub(super) nodes: Vec<(Option<TagKind>, Vec<TagId>)>,
}

/// Something drawn.
#[derive(Clone)]
pub(super) struct Op {
    pub(super) shape: Shape,
    /// What it belongs to; none for what is only decoration.
    pub(super) tag: Option<TagId>,
}

/// Things drawn. Places are in points from the left edge of the page and from the top of the item.
#[derive(Clone)]
pub(super) enum Shape {
    /// A line of text on a baseline.
    Text { line: Line, at: [f32; 2], colour: Color },
    /// A filled rectangle.
    Fill { at: [f32; 2], size: [f32; 2], colour: Color },
    /// A straight line.
    Rule { from: [f32; 2], to: [f32; 2], width: f32, colour: Color },
    /// The number of the page on which a section starts, ending at a place.
    PageOf { section: usize, style: Style, end: [f32; 2], colour: Color },
    /// A place that leads to a section.
    Link { section: usize, at: [f32; 2], size: [f32; 2], says: String },
}

/// A part of the flow that is not divided.
#[derive(Clone, Default)]
pub(super) struct FlowItem {
    /// Above it, unless it starts a page.
    pub(super) gap: f32,
    pub(super) height: f32,
    /// Whether the next item must stand on the same page.
    pub(super) keeps_next: bool,
    pub(super) starts_page: bool,
    /// The heads that are repeated where it starts a page.
    pub(super) heads: Option<usize>,
    /// The section that starts with it.
    pub(super) section: Option<usize>,
    pub(super) ops: Vec<Op>,
}

/// The whole flow.
pub(super) struct Flow<'a> {
    pub(super) shaper: &'a mut Shaper,
    pub(super) items: Vec<FlowItem>,
    pub(super) tags: Tags,
    /// Heads of tables, for the pages on which they continue.
    pub(super) heads: Vec<FlowItem>,
    /// The sections by their titles; none for a title that two have.
    titles: HashMap<&'a str, Option<usize>>,
}

/// Where the text of a stack stands between its sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    /// Left, or right for a paragraph that runs from right to left.
    Start,
    Left,
    Right,
}

/// Lines under one another.
pub(super) struct Stack {
    /// From the left edge of the page.
    pub(super) x: f32,
    pub(super) width: f32,
    pub(super) align: Align,
    pub(super) lines: Vec<Line>,
    pub(super) colour: Color,
    pub(super) tag: TagId,
}

/// Stacks beside one another, and what they stand on.
pub(super) struct Band {
    pub(super) stacks: Vec<Stack>,
    pub(super) style: Style,
    /// Above the first line and below the last.
    pub(super) pad: [f32; 2],
    /// Left end, width and colour of the grounds.
    pub(super) grounds: Vec<(f32, f32, Color)>,
    /// How many lines are never divided.
    pub(super) whole: usize,
}

impl Tags {
    /// The document itself.
    pub(super) const ROOT: TagId = TagId(0);

    pub(super) fn new() -> Tags {
        Tags { nodes: vec![(None, Vec::new())] }
    }

    /// Adds a node as the last one under another.
    pub(super) fn add(&mut self, parent: TagId, kind: impl Into<TagKind>) -> TagId {
        let id = TagId(self.nodes.len());
        self.nodes.push((Some(kind.into()), Vec::new()));
        self.nodes[parent.0].1.push(id);
        id
    }
}

impl FlowItem {
    /// Nothing but height.
    pub(super) fn space(height: f32) -> FlowItem {
        FlowItem { height, ..FlowItem::default() }
    }

    /// Whether it is nothing but space.
    pub(super) fn is_blank(&self) -> bool {
        self.ops.is_empty() && self.section.is_none() && !self.starts_page
    }

    pub(super) fn draw(&mut self, shape: Shape, tag: Option<TagId>) -> &mut FlowItem {
        self.ops.push(Op { shape, tag });
        self
    }
}

impl<'a> Flow<'a> {
    /// A flow with nothing in it yet.
    pub(super) fn new(shaper: &'a mut Shaper, sections: &'a [Section]) -> Flow<'a> {
        let mut titles = HashMap::new();
        for (at, section) in sections.iter().enumerate() {
            titles.entry(section.title.as_str()).and_modify(|other| *other = None).or_insert(Some(at));
        }
        Flow { shaper, items: Vec::new(), tags: Tags::new(), heads: Vec::new(), titles }
    }

    /// The section that has a title, alone.
    pub(super) fn section_of(&self, title: &str) -> Option<usize> {
        self.titles.get(title).copied().flatten().filter(|_| !title.is_empty())
    }

    /// Adds lines as wide as the page.
    pub(super) fn paragraph(
        &mut self,
        text: &str,
        style: Style,
        colour: Color,
        gap: f32,
        tag: TagId,
    ) -> &mut [FlowItem] {
        let lines = self.shaper.lines(text, style, WIDTH);
        let stack = Stack { x: MARGIN, width: WIDTH, align: Align::Start, lines, colour, tag };
        self.band(Band { stacks: vec![stack], style, pad: [0.0; 2], grounds: Vec::new(), whole: 3 }, gap)
    }

    /// Adds the line above a table or a chart that says what it shows.
    pub(super) fn caption(&mut self, text: &str, tag: TagId) {
        for item in self.paragraph(text, CAPTION, colour(Ink::Faint), 14.0, tag) {
            item.keeps_next = true;
        }
        self.items.push(FlowItem { keeps_next: true, ..FlowItem::space(3.0) });
    }

    /// Adds a band, divided into lines where it is long.
    #[expect(clippy::needless_pass_by_value, reason = "a band is made to be added")]
    pub(super) fn band(&mut self, band: Band, gap: f32) -> &mut [FlowItem] {
        let first = self.items.len();
        let lines = band.stacks.iter().map(|stack| stack.lines.len()).max().unwrap_or(0);
        let step = if lines <= band.whole { lines.max(1) } else { 1 };
        let mut start = 0;
        while start == 0 || start < lines {
            let mut item = band.part(start..(start + step).min(lines), lines);
            item.gap = if start == 0 { gap } else { 0.0 };
            // Neither the first nor the last line stands alone.
            item.keeps_next = lines > band.whole && (start == 0 || start + 2 == lines);
            self.items.push(item);
            start += step;
        }
        &mut self.items[first..]
    }

    /// Starts a page.
    pub(super) fn break_page(&mut self) {
        self.items.push(FlowItem { starts_page: true, ..FlowItem::default() });
    }
}

impl Band {
    /// The part with some of the lines.
    #[allow(clippy::cast_precision_loss, reason = "a band has few lines")]
    fn part(&self, range: std::ops::Range<usize>, lines: usize) -> FlowItem {
        let leading = self.style.leading();
        let above = if range.start == 0 { self.pad[0] } else { 0.0 };
        let below = if range.end >= lines { self.pad[1] } else { 0.0 };
        let mut item = FlowItem::space(above + range.len() as f32 * leading + below);
        for &(x, width, colour) in &self.grounds {
            item.draw(Shape::Fill { at: [x, 0.0], size: [width, item.height], colour }, None);
        }
        for stack in &self.stacks {
            for (index, line) in stack.lines.iter().enumerate().take(range.end).skip(range.start) {
                let y = above + (index - range.start) as f32 * leading + self.style.rise();
                let line = line.clone();
                item.draw(
                    Shape::Text { at: [stack.left(&line), y], line, colour: stack.colour },
                    Some(stack.tag),
                );
            }
        }
        item
    }
}

impl Stack {
    fn left(&self, line: &Line) -> f32 {
        let is_right = match self.align {
            Align::Start => line.is_rtl,
            Align::Left => false,
            Align::Right => true,
        };
        if is_right { self.x + self.width - line.width } else { self.x }
    }
}

/// How many lines fit a page at least, beside what else may stand there.
pub(super) fn most_lines(style: Style) -> usize {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive number")]
    let lines = (BODY / 2.0 / style.leading()) as usize;
    lines
}
