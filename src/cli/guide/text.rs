//! A text of the guide, in Markdown, as sections of a document.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::answers::document::{Block, Cell, Section, Table};

/// The chapters of a text. Emphasis is dropped, code stands in backticks, and links outside are told with their address.
pub(super) fn sections(markdown: &str) -> Vec<Section> {
    let mut reader = Reader::default();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        reader.take(event);
    }
    reader.sections
}

/// What has been read so far.
#[derive(Default)]
struct Reader {
    sections: Vec<Section>,
    /// The running text since the last block began.
    text: String,
    /// The address of the link that is open.
    link: Option<String>,
    /// The points of the list that is open.
    points: Option<Vec<String>>,
    /// The rows of the table that is open; the first one is its head.
    rows: Vec<Vec<String>>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => self.text += &text,
            Event::Code(code) => self.text += &format!("`{code}`"),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Link { dest_url, .. } => self.link = Some(dest_url.to_string()),
            Tag::List(_) => self.points = Some(Vec::new()),
            Tag::TableHead | Tag::TableRow => self.rows.push(Vec::new()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let mut section = Section::chapter("", std::mem::take(&mut self.text));
                section.level = if level == HeadingLevel::H1 { 1 } else { 2 };
                self.sections.push(section);
            }
            TagEnd::Link => {
                let outside = self.link.take().filter(|address| address.contains("://"));
                self.text += &outside.map_or_else(String::new, |address| format!(" ({address})"));
            }
            TagEnd::Paragraph if self.points.is_none() => self.block(Block::Text),
            TagEnd::CodeBlock => self.block(Block::Code),
            TagEnd::Item => {
                let point = std::mem::take(&mut self.text);
                self.points.get_or_insert_default().push(point);
            }
            TagEnd::List(_) => {
                let points = self.points.take().unwrap_or_default();
                self.block(|_| Block::List(points));
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.text);
                self.rows.last_mut().expect("a cell stands in a row").push(cell);
            }
            TagEnd::Table => {
                let table = table(std::mem::take(&mut self.rows));
                self.block(|_| Block::Table(table));
            }
            _ => {}
        }
    }

    /// Ends a block with the text since the last one.
    fn block(&mut self, make: impl FnOnce(String) -> Block) {
        let block = make(std::mem::take(&mut self.text));
        self.sections.last_mut().expect("a text of the guide starts with its heading").blocks.push(block);
    }
}

fn table(rows: Vec<Vec<String>>) -> Table {
    let mut rows = rows.into_iter();
    let mut titles = rows.next().unwrap_or_default().into_iter();
    let first = Table::of("").head(titles.next().unwrap_or_default());
    let mut table = titles.fold(first, Table::words);
    for row in rows {
        table.row(row.into_iter().map(Cell::from).collect());
    }
    table
}
