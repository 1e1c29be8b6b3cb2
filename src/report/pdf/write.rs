//! Pages as a PDF: what is drawn, what it means, bookmarks, what the file says of itself.

use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb::Color;
use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{Page, PageSettings};
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TagGroup, TagTree};
use krilla::{Document as Pdf, SerializeSettings};

use super::PdfError;
use super::flow::{Op, Shape, TagId, Tags};
use super::lines::{Line, Style};
use super::look::{MARGIN, PAGE, SMALL, WIDTH, colour, hairline};
use super::pages::Pages;
use super::shape::{Shaper, shortened};
use crate::answers::document::{Document, LETTER, Section};
use crate::report::drawing::Ink;

/// What is written, and what was found out on the way.
struct Writer<'a> {
    shaper: &'a mut Shaper,
    document: &'a Document,
    pages: &'a Pages,
    /// What each node of the tag tree holds.
    held: Vec<Vec<Identifier>>,
}

/// Writes pages into a file.
pub(super) fn write(
    shaper: &mut Shaper,
    document: &Document,
    pages: &Pages,
    tags: &Tags,
) -> Result<Vec<u8>, PdfError> {
    let mut pdf = Pdf::new_with(settings(document)?);
    let held = vec![Vec::new(); tags.nodes.len()];
    let mut writer = Writer { shaper, document, pages, held };
    for at in 0..pages.pages.len() {
        let size = PageSettings::from_wh(PAGE[0], PAGE[1]).expect("A4 has a size");
        let mut page = pdf.start_page_with(size);
        writer.page(&mut page, at);
        page.finish();
    }
    let children = tags.nodes[0].1.iter().map(|id| writer.group(tags, *id)).collect();
    pdf.set_tag_tree(TagTree { children, lang: Some("en".to_owned()) });
    pdf.set_outline(outline(document, pages));
    pdf.set_metadata(metadata(document));
    pdf.finish().map_err(|error| PdfError::Refused(format!("{error}: {error:?}")))
}

/// PDF/UA-1, and PDF/A-2a too where the document names a day, which that demands.
fn settings(document: &Document) -> Result<SerializeSettings, PdfError> {
    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
    let wanted = match document.date {
        Some(_) => accessible.with_archival_validator(Archival::A2_A),
        None => accessible,
    };
    let configuration: Configuration =
        wanted.finish().map_err(|error| PdfError::Refused(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, ..SerializeSettings::default() })
}

fn metadata(document: &Document) -> Metadata {
    let metadata = Metadata::new()
        .title(title(document))
        .description(shortened(document.subtitle.as_deref().unwrap_or_default()))
        .creator(format!("weigh {}", env!("CARGO_PKG_VERSION")))
        .keywords(document.is_letter.then(|| LETTER.to_owned()).into_iter().collect())
        .authors(document.organisation.iter().map(|name| shortened(name)).collect())
        .language("en".to_owned());
    match document.date {
        Some(date) => metadata.creation_date(DateTime::new(date.year).month(date.month).day(date.day)),
        None => metadata,
    }
}

/// The title, which no accessible PDF goes without.
fn title(document: &Document) -> String {
    let title = [&document.title, &document.kind].into_iter().find(|text| !text.trim().is_empty());
    title.map_or_else(|| "Report".to_owned(), |title| shortened(title))
}

/// Bookmarks: the front, and every section with a title.
fn outline(document: &Document, pages: &Pages) -> Outline {
    let mut outline = Outline::new();
    let node = |title: &str, (page, y): (usize, f32)| {
        OutlineNode::new(
            shortened(title),
            XyzDestination::new(page, Point::from_xy(0.0, (y - 12.0).max(0.0))),
        )
    };
    let mut chapter = node(&title(document), (0, 0.0));
    for (section, start) in
        document.sections.iter().zip(&pages.starts).filter(|(section, _)| is_named(section))
    {
        if section.level > 1 {
            chapter.push_child(node(&section.title, *start));
        } else {
            outline.push_child(std::mem::replace(&mut chapter, node(&section.title, *start)));
        }
    }
    outline.push_child(chapter);
    outline
}

fn is_named(section: &Section) -> bool {
    !section.title.trim().is_empty()
}

impl Writer<'_> {
    fn page(&mut self, page: &mut Page<'_>, at: usize) {
        let ops = &self.pages.pages[at].ops;
        let mut surface = page.surface();
        for run in ops.chunk_by(|(_, a), (_, b)| a.tag == b.tag) {
            let tag = run[0].1.tag;
            let shown = || run.iter().filter(|(_, op)| !matches!(op.shape, Shape::Link { .. }));
            if shown().next().is_none() {
                continue;
            }
            let id = surface.start_tagged(content_tag(tag));
            for (y, op) in shown() {
                self.draw(&mut surface, *y, op);
            }
            surface.end_tagged();
            self.hold(tag, id);
        }
        self.margins(&mut surface, at);
        surface.finish();
        for (y, op) in ops {
            if let Shape::Link { section, at, size, says } = &op.shape {
                let link = self.link(*section, [at[0], y + at[1]], *size, says);
                if let Some(link) = link {
                    let id = page.add_tagged_annotation(link);
                    self.hold(op.tag, id);
                }
            }
        }
    }

    fn hold(&mut self, tag: Option<TagId>, id: Identifier) {
        if let Some(TagId(at)) = tag {
            self.held[at].push(id);
        }
    }

    fn link(
        &self,
        section: usize,
        [x, y]: [f32; 2],
        [width, height]: [f32; 2],
        says: &str,
    ) -> Option<Annotation> {
        let (page, top) = *self.pages.starts.get(section)?;
        let target = XyzDestination::new(page, Point::from_xy(0.0, (top - 12.0).max(0.0)));
        let rect = Rect::from_xywh(x, y, width, height)?;
        let says = if says.trim().is_empty() { "—".to_owned() } else { says.to_owned() };
        Some(Annotation::new_link(LinkAnnotation::new(rect, Target::Destination(target.into())), Some(says)))
    }

    fn draw(&mut self, surface: &mut Surface<'_>, top: f32, op: &Op) {
        match &op.shape {
            Shape::Text { line, at: [x, y], colour } => self.text(surface, line, [*x, top + y], *colour),
            Shape::PageOf { section, style, end: [x, y], colour } => {
                let page = self.pages.starts.get(*section).map_or(0, |(page, _)| *page) + 1;
                // The space keeps the number apart from the name for who listens.
                let line = self.shaper.cut(&format!(" {page}"), *style, WIDTH);
                self.text(surface, &line, [x - line.width, top + y], *colour);
            }
            Shape::Fill { at: [x, y], size: [width, height], colour } => {
                let mut path = PathBuilder::new();
                if let Some(rect) = Rect::from_xywh(*x, top + y, *width, *height) {
                    path.push_rect(rect);
                }
                surface.set_stroke(None);
                surface.set_fill(Some(fill(*colour)));
                path.finish().iter().for_each(|path| surface.draw_path(path));
            }
            Shape::Rule { from, to, width, colour } => {
                rule(surface, [from[0], top + from[1]], [to[0], top + to[1]], *width, *colour);
            }
            Shape::Link { .. } => {}
        }
    }

    fn text(&self, surface: &mut Surface<'_>, line: &Line, [x, y]: [f32; 2], colour: Color) {
        surface.set_stroke(None);
        surface.set_fill(Some(fill(colour)));
        for piece in &line.pieces {
            let font = self.shaper.fonts.face(piece.face).font.clone();
            let start = Point::from_xy(x + piece.x, y);
            surface.draw_glyphs(start, &piece.glyphs, font, &piece.text, line.size, false);
        }
    }

    /// What stands above and below the text of every page.
    fn margins(&mut self, surface: &mut Surface<'_>, at: usize) {
        let faint = colour(Ink::Faint);
        let right = MARGIN + WIDTH;
        if at > 0 {
            surface.start_tagged(artifact(ArtifactType::Header));
            let document = self.document;
            let from = document.organisation.as_deref().unwrap_or(&document.kind);
            let from = self.shaper.cut(from, SMALL, WIDTH * 0.4);
            let title = self.shaper.cut(&document.title, Style::bold(SMALL.size), WIDTH * 0.57);
            self.text(surface, &title, [MARGIN, 42.0], faint);
            self.text(surface, &from, [right - from.width, 42.0], faint);
            rule(surface, [MARGIN, 48.5], [right, 48.5], 0.5, hairline());
            surface.end_tagged();
        }
        surface.start_tagged(artifact(ArtifactType::Footer));
        let y = PAGE[1] - 38.0;
        rule(surface, [MARGIN, y - 11.0], [right, y - 11.0], 0.5, hairline());
        let number = format!("Page {} of {}", at + 1, self.pages.pages.len());
        let number = self.shaper.cut(&number, SMALL, WIDTH);
        let foot = self.shaper.cut(&self.document.foot, SMALL, WIDTH - number.width - 12.0);
        self.text(surface, &foot, [MARGIN, y], faint);
        self.text(surface, &number, [right - number.width, y], faint);
        surface.end_tagged();
    }

    fn group(&self, tags: &Tags, TagId(at): TagId) -> Node {
        let (kind, children) = &tags.nodes[at];
        let mut group = TagGroup::new(kind.clone().expect("only the document itself has no kind"));
        for id in &self.held[at] {
            group.push(*id);
        }
        for child in children {
            group.push(self.group(tags, *child));
        }
        Node::Group(group)
    }
}

fn content_tag(tag: Option<TagId>) -> ContentTag<'static> {
    match tag {
        Some(_) => ContentTag::Span(SpanTag::empty()),
        None => artifact(ArtifactType::Layout),
    }
}

fn artifact(kind: ArtifactType) -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

fn rule(surface: &mut Surface<'_>, from: [f32; 2], to: [f32; 2], width: f32, colour: Color) {
    let mut path = PathBuilder::new();
    path.move_to(from[0], from[1]);
    path.line_to(to[0], to[1]);
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { paint: colour.into(), width, ..Stroke::default() }));
    path.finish().iter().for_each(|path| surface.draw_path(path));
}

fn fill(colour: Color) -> Fill {
    Fill { paint: colour.into(), opacity: NormalizedF32::ONE, ..Fill::default() }
}
