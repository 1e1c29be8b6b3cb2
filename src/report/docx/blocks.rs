//! Sections and their blocks as paragraphs.

use super::body::Body;
use super::math;
use super::picture;
use super::text::{Look, hex, indent, paragraph, runs, text_paragraph};
use super::{WIDTH, twips};
use crate::answers::document::{Block, Branch, Document, Section, Tone};
use crate::report::drawing::{Ink, Surface, tint};
use crate::text::scripts::starts_right_to_left;

/// Where what is said of a term starts, in points.
const TERMS: f32 = WIDTH * 0.32;
/// The deepest step of a list.
const DEEPEST: usize = 8;

impl Body<'_> {
    /// Adds the brand's logo.
    ///
    /// - `size`: in points.
    /// - `says`: what it stands for.
    pub(super) fn logo(&mut self, size: [f64; 2], says: &str) {
        let id = self.id();
        self.xml += &paragraph("Logo", "", "", false, &picture::logo(id, size, says));
    }

    /// Adds what a document is, what it is about, when and from whom.
    pub(super) fn front(&mut self, document: &Document) {
        self.add("DocumentKind", &document.kind);
        self.add("Title", &document.title);
        let told = [document.organisation.clone(), document.dated()];
        let told = told.into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        for (style, text) in
            [("Subtitle", document.subtitle.as_deref().unwrap_or_default()), ("DocumentDay", &told)]
        {
            if !text.is_empty() {
                self.add(style, text);
            }
        }
    }

    /// Adds a section.
    ///
    /// - `starts_page`: whether it starts a page, whatever it says itself.
    pub(super) fn section(&mut self, section: &Section, starts_page: bool) {
        let breaks = if starts_page || section.starts_page { "<w:pageBreakBefore/>" } else { "" };
        if !section.title.is_empty() {
            self.heading(breaks);
        } else if !breaks.is_empty() {
            self.xml += &paragraph("Normal", breaks, "", false, "");
        }
        for block in &section.blocks {
            self.block(block, section);
        }
    }

    fn block(&mut self, block: &Block, section: &Section) {
        match block {
            Block::Heading(_) => self.heading(""),
            Block::Text(text) => self.add("BodyText", text),
            Block::Code(text) => self.add("Code", text.trim_end()),
            Block::Formula(formula) => {
                self.xml += &paragraph("BodyText", "", "", false, &math::formula(formula));
            }
            Block::Callout { tone, title, text } => self.callout(*tone, title, text),
            Block::List(points) => {
                for point in points {
                    self.point(0, point, &[]);
                }
            }
            Block::Terms(terms) => {
                for (name, said) in terms {
                    self.term(name, said);
                }
            }
            Block::Tree(branches) => self.tree(branches, 0),
            Block::Table(table) => self.table(table, table.caption != section.title),
            Block::Chart(chart) => {
                self.caption(&chart.title);
                let drawn = picture::chart(chart, &mut || self.id());
                self.xml += &paragraph("Figure", "", "", false, &drawn);
            }
        }
    }

    fn callout(&mut self, tone: Tone, title: &str, text: &str) {
        let ink = match tone {
            Tone::Plain | Tone::Strong => self.accent,
            tone => Surface::Paper.colour(Ink::from(tone)),
        };
        let (edge, ground) = (hex(ink), hex(tint(ink)));
        let before = |keeps: bool| {
            let keeps = if keeps { "<w:keepNext/>" } else { "" };
            format!(
                r#"{keeps}<w:keepLines/><w:pBdr><w:top w:val="single" w:sz="4" w:space="5" w:color="{ground}"/><w:left w:val="single" w:sz="24" w:space="8" w:color="{edge}"/><w:bottom w:val="single" w:sz="4" w:space="5" w:color="{ground}"/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>"#
            )
        };
        if !title.is_empty() {
            self.xml += &text_paragraph("CalloutTitle", &before(!text.is_empty()), "", title, Look::of(ink));
        }
        if !text.is_empty() {
            self.xml += &text_paragraph("Callout", &before(false), "", text, Look::default());
        }
    }

    /// Adds a point of a list, with what is said of it on lines of their own.
    fn point(&mut self, depth: usize, text: &str, notes: &[(String, Tone)]) {
        let is_right_to_left = starts_right_to_left(text);
        let level = depth.min(DEEPEST);
        let before = format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>"#);
        let mut content = runs(text, Look::default(), is_right_to_left);
        for (note, tone) in notes {
            let look = Look::of(Surface::Paper.colour(Ink::from(*tone)));
            content += "<w:r><w:br/></w:r>";
            content += &runs(note, look, is_right_to_left);
        }
        self.xml += &paragraph("ListBullet", &before, "", is_right_to_left, &content);
    }

    fn tree(&mut self, branches: &[Branch], depth: usize) {
        for branch in branches {
            self.point(depth, &branch.text, &branch.notes);
            self.tree(&branch.branches, depth + 1);
        }
    }

    fn term(&mut self, name: &str, said: &str) {
        let content =
            runs(name, Look::BOLD, false) + "<w:r><w:tab/></w:r>" + &runs(said, Look::default(), false);
        let stop = twips(TERMS);
        let tabs = format!(r#"<w:tabs><w:tab w:val="left" w:pos="{stop}"/></w:tabs>"#);
        let hanging = indent(TERMS).replace("/>", &format!(r#" w:hanging="{stop}"/>"#));
        self.xml += &paragraph("Term", &tabs, &hanging, false, &content);
    }
}
