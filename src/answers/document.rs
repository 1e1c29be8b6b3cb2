//! What a report contains, whatever format lays it out: sections of texts, tables and charts.
//!
//! Every text here is plain text, cleaned when its file was read; a format escapes what its syntax needs.

use std::ops::RangeInclusive;

use compact_str::CompactString;

use super::mathematics::Math;
use super::uncertainty::share_text;
use crate::decision::Date;
use crate::exact::Exact;

/// A report, a debrief or a notice.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it is: `Evaluation report`, `Debrief`.
    pub kind: String,
    /// What was decided.
    pub title: String,
    /// The question that it answers, or to whom it speaks.
    pub subtitle: Option<String>,
    /// The day that it bears; none when the inputs name no day.
    pub date: Option<Date>,
    /// What that day is, where it is not the document's own: `Evidence up to`; else empty.
    pub date_is: &'static str,
    /// Who sends it.
    pub organisation: Option<String>,
    /// In order.
    pub sections: Vec<Section>,
    /// What stands at the foot of every page: fingerprints and the version of weigh.
    pub foot: String,
    /// Whether it may be sent, and so is replaced by nothing unasked; its files say so by [`LETTER`].
    pub is_letter: bool,
}

/// The key of the section that marks a draft.
pub const DRAFT: &str = "draft";

/// The keyword in a file that is a letter or a notice.
pub const LETTER: &str = "weigh:letter";

impl Document {
    /// The day that it bears, and what it is: `2026-12-03`, `Evidence up to 2026-10-01`.
    #[must_use]
    pub fn dated(&self) -> Option<String> {
        let date = self.date?;
        Some(if self.date_is.is_empty() { date.to_string() } else { format!("{} {date}", self.date_is) })
    }

    /// The section that marks it as a draft, with what that says; none where it is none.
    #[must_use]
    pub fn draft_mark(&self) -> Option<(&Section, &str)> {
        let mark = self.sections.iter().find(|section| section.id == DRAFT)?;
        mark.blocks.iter().find_map(|block| match block {
            Block::Callout { text, .. } => Some((mark, text.as_str())),
            _ => None,
        })
    }
}

/// A chapter of a document, or a page of one vendor.
#[derive(Clone, Debug)]
pub struct Section {
    /// A key that is unique in the document, for links: `ranking`, `vendor-siam-voice`.
    pub id: String,
    /// Its heading; empty for the front of the document, which goes without.
    pub title: String,
    /// 0 for the head of an answer, 1 for a chapter, 2 for what stands under the chapter before.
    pub level: u8,
    /// Whether it starts a page, where there are pages.
    pub starts_page: bool,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading inside a section.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// What must not be overlooked: a recommendation, a warning.
    Callout {
        /// How it is meant.
        tone: Tone,
        /// A few words that stand above the text.
        title: String,
        /// What it says.
        text: String,
    },
    /// Points of a list.
    List(Vec<String>),
    /// Names and what is said of each.
    Terms(Vec<(String, String)>),
    /// What stands under each other, from the whole down to its parts.
    Tree(Vec<Branch>),
    /// Lines as they stand in a file.
    Code(String),
    /// A formula.
    Formula(FormulaText),
    /// Rows and columns.
    Table(Table),
    /// A picture of numbers. What it shows is also in a table or text of the section.
    Chart(Chart),
}

/// A formula, in the notation of mathematics and as it is written.
#[derive(Clone, Debug)]
pub struct FormulaText {
    /// What it makes: `Total`, `Price, of 1`.
    pub of: String,
    /// As it is set.
    pub set: Math,
    /// As it is written.
    pub text: String,
}

impl FormulaText {
    /// On one line: `Total = points.quality / facts.price`.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} = {}", self.of, self.text)
    }
}

/// A branch of a tree.
#[derive(Clone, Debug, Default)]
pub struct Branch {
    /// What it is about.
    pub text: String,
    /// What is said of it, a line each.
    pub notes: Vec<(String, Tone)>,
    /// What stands under it.
    pub branches: Vec<Branch>,
}

/// How something is meant; never the only sign of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// As everything else.
    #[default]
    Plain,
    /// It matters.
    Strong,
    /// It is beside the point.
    Faint,
    /// It is as it should be.
    Good,
    /// It is not sure.
    Doubt,
    /// It is not as it should be.
    Bad,
}

/// Rows and columns.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// From left to right.
    pub columns: Vec<Column>,
    /// Each with as many cells as there are columns.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// What stands above its column.
    pub title: String,
    /// Whether it holds numbers, which stand to the right.
    pub is_number: bool,
    /// Whether its cells name their rows.
    pub is_head: bool,
    /// Whether it gives way where all columns have no room, the last ones first.
    pub gives_way: bool,
    /// The bars that repeat its numbers where lines of text are all there is to draw with.
    pub bars: Option<Bars>,
}

/// How the numbers of a column are repeated as bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bars {
    /// From the left, up to the whole width.
    Right,
    /// To both sides of a line: what stands left, for numbers below zero, and right.
    Sides([String; 2]),
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// From left to right.
    pub cells: Vec<Cell>,
    /// Whether it sums up others.
    pub is_total: bool,
    /// How far it stands under others, for trees.
    pub depth: usize,
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// What it says.
    pub text: CompactString,
    /// How it is meant.
    pub tone: Tone,
    /// What it shows of its number.
    pub picture: Picture,
}

/// What a cell shows of its number besides the text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Picture {
    /// Nothing.
    #[default]
    None,
    /// A shade as strong as that, from 0 to 1.
    Shade(f64),
    /// A bar of that length in a column that has bars, from -1 to 1.
    Bar(f64),
}

/// A picture of numbers.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// What it says, for those who cannot see it.
    pub description: String,
    /// What is drawn: the shape, with its numbers.
    pub kind: ChartKind,
}

/// The kinds of charts.
#[derive(Clone, Debug)]
pub enum ChartKind {
    /// A bar for each thing, made of parts.
    Bars {
        /// Names of the parts, the same for all bars; one part needs no name.
        series: Vec<String>,
        /// From top to bottom.
        bars: Vec<Bar>,
        /// The number at the full width.
        whole: f64,
    },
    /// Bars to both sides of a line.
    Diverging {
        /// Names of what stands left and right.
        sides: [String; 2],
        /// From top to bottom; above zero goes right.
        bars: Vec<Bar>,
    },
    /// Shares in rows and columns, shaded by size.
    Heat {
        /// Names of the columns.
        columns: Vec<String>,
        /// A name and a share from 0 to 1 for each column.
        rows: Vec<(String, Vec<f64>)>,
    },
    /// Stretches on one axis, each with the place of today.
    Spans {
        /// The ends of the axis.
        axis: RangeInclusive<f64>,
        /// What the axis measures.
        unit: String,
        /// From top to bottom.
        spans: Vec<Span>,
    },
    /// Points over two axes.
    Scatter {
        /// What the axes measure: from left to right, and from the foot up.
        axes: [String; 2],
        /// Those first that have the first choice of where their names stand.
        spots: Vec<Spot>,
    },
}

/// A bar of a chart.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// The length of each part, at least 0; for bars to both sides one number.
    pub parts: Vec<f64>,
    /// Lowest and highest that the sum may turn out to be; none when it is sure.
    pub range: Option<[f64; 2]>,
    /// The sum as it is written.
    pub shown: String,
}

/// A stretch of an axis.
#[derive(Clone, Debug)]
pub struct Span {
    /// What it stands for.
    pub label: String,
    /// Where it starts.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Where it is today.
    pub now: f64,
    /// The stretch as it is written.
    pub shown: String,
}

/// A point of a chart.
#[derive(Clone, Debug)]
pub struct Spot {
    /// What it stands for.
    pub label: String,
    /// Where it stands, on each axis.
    pub at: [f64; 2],
    /// Between which places it may turn out to be on the lower axis; none when that is sure.
    pub range: Option<[f64; 2]>,
    /// Whether it is the one that the chart is about, or beside the point.
    pub tone: Tone,
}

impl Section {
    /// A chapter.
    pub fn chapter(id: &str, title: impl Into<String>) -> Section {
        Section { id: id.to_owned(), title: title.into(), level: 1, starts_page: false, blocks: Vec::new() }
    }

    /// The head of an answer: what was decided, or what is asked about it.
    pub fn front(title: impl Into<String>) -> Section {
        Section { level: 0, ..Section::chapter("front", title) }
    }

    /// The tables among its blocks, in their order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    /// Adds a paragraph.
    pub fn text(&mut self, text: impl Into<String>) -> &mut Section {
        self.blocks.push(Block::Text(text.into()));
        self
    }

    /// Adds a heading.
    pub fn heading(&mut self, text: impl Into<String>) -> &mut Section {
        self.blocks.push(Block::Heading(text.into()));
        self
    }

    /// Adds a table, unless it has no rows.
    pub fn table(&mut self, table: Table) -> &mut Section {
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
        self
    }

    /// Adds lines as they stand in a file.
    pub fn code(&mut self, text: impl Into<String>) -> &mut Section {
        self.blocks.push(Block::Code(text.into()));
        self
    }

    /// Adds a list, unless it is empty.
    pub fn list(&mut self, points: Vec<String>) -> &mut Section {
        if !points.is_empty() {
            self.blocks.push(Block::List(points));
        }
        self
    }

    /// Adds a chart.
    pub fn chart(
        &mut self,
        title: impl Into<String>,
        description: impl Into<String>,
        kind: ChartKind,
    ) -> &mut Section {
        self.blocks.push(Block::Chart(Chart { title: title.into(), description: description.into(), kind }));
        self
    }
}

impl Table {
    /// A table without columns yet.
    pub fn of(caption: impl Into<String>) -> Table {
        Table { caption: caption.into(), ..Table::default() }
    }

    /// Adds the column that names the rows.
    #[must_use]
    pub fn head(self, title: impl Into<String>) -> Table {
        self.column(title, false, true)
    }

    /// Adds a column of texts.
    #[must_use]
    pub fn words(self, title: impl Into<String>) -> Table {
        self.column(title, false, false)
    }

    /// Adds a column of numbers.
    #[must_use]
    pub fn numbers(self, title: impl Into<String>) -> Table {
        self.column(title, true, false)
    }

    fn column(mut self, title: impl Into<String>, is_number: bool, is_head: bool) -> Table {
        self.columns.push(Column { title: title.into(), is_number, is_head, ..Column::default() });
        self
    }

    /// Lets the column that was added last give way where there is no room for all.
    #[must_use]
    pub fn if_room(mut self) -> Table {
        if let Some(column) = self.columns.last_mut() {
            column.gives_way = true;
        }
        self
    }

    /// Repeats the numbers of the column that was added last as bars, where lines of text are drawn.
    #[must_use]
    pub fn with_bars(mut self, bars: Bars) -> Table {
        if let Some(column) = self.columns.last_mut() {
            column.bars = Some(bars);
        }
        self
    }

    /// Adds a row.
    pub fn row(&mut self, mut cells: Vec<Cell>) -> &mut Row {
        debug_assert_eq!(cells.len(), self.columns.len(), "{}", self.caption);
        // A large table has millions of cells, which stand for as long as it is written.
        cells.shrink_to_fit();
        self.rows.push(Row { cells, is_total: false, depth: 0 });
        let last = self.rows.len() - 1;
        &mut self.rows[last]
    }
}

impl Cell {
    /// A cell that says something in a tone.
    pub fn toned(text: impl Into<CompactString>, tone: Tone) -> Cell {
        Cell { text: text.into(), tone, ..Cell::default() }
    }

    /// The same with a bar, from -1 to 1.
    #[must_use]
    pub fn with_bar(self, length: f64) -> Cell {
        Cell { picture: Picture::Bar(length), ..self }
    }

    /// How strongly it is shaded, from 0 to 1; none for no shade.
    #[must_use]
    pub fn shade(&self) -> Option<f64> {
        if let Picture::Shade(shade) = self.picture { Some(shade) } else { None }
    }

    /// The length of its bar, from -1 to 1; none for no bar.
    #[must_use]
    pub fn bar(&self) -> Option<f64> {
        if let Picture::Bar(length) = self.picture { Some(length) } else { None }
    }

    /// A share in whole per cent, shaded by its size, with a point for never.
    #[must_use]
    pub fn share(share: f64) -> Cell {
        let text = if share == 0.0 { "·".to_owned() } else { share_text(share) };
        Cell { text: text.into(), picture: Picture::Shade(share), ..Cell::default() }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }
}

impl Bar {
    /// A bar of one part.
    pub fn single(label: impl Into<String>, length: &Exact, shown: String) -> Bar {
        Bar { label: label.into(), parts: vec![length.to_f64()], range: None, shown }
    }
}
