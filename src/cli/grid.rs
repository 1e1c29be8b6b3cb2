//! Tables of a document as aligned columns, in a terminal or in a pipe.

use std::borrow::Cow;
use std::ops::Range;

use comfy_table::{
    Attribute, Cell as ShownCell, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle,
    TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

use super::shell::Environment;
use super::text::wrapped;
use crate::answers::document::{Bars, Cell, Column, Row, Table, Tone};
use crate::parallel;

/// Cells of a bar, in a terminal of usual width and in a wide one.
const BAR_CELLS: [u32; 2] = [5, 12];
/// Cells of each half of bars to both sides.
const SIDE_CELLS: u32 = 10;
/// So many rows are laid out at a time.
const AT_ONCE: usize = 500;
/// How far a row stands in from the one above it while the table is laid out, which trims plain spaces.
const INDENT: &str = "\u{a0}\u{a0}";
/// Columns from which a terminal is wide.
const WIDE: usize = 100;

/// A column as it is drawn: one of the table, or a picture of the one before it.
#[derive(Clone)]
struct Drawn<'a> {
    title: String,
    is_right: bool,
    /// Whether its cells name their rows.
    is_head: bool,
    /// Whether its lines stay as they are.
    is_folded: bool,
    /// When it is given up for want of room: the highest first; 0 for never.
    gives_way: u8,
    cells: Cells<'a>,
}

impl Drawn<'_> {
    /// The cells that it takes unbroken, with the space beside it.
    fn width(&self) -> usize {
        let line = |text: Cow<'_, str>| text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
        self.texts().map(line).chain([self.title.width()]).max().unwrap_or(0) + 2
    }

    /// What stands in a row, and how it is meant.
    fn cell(&self, row: usize) -> (Cow<'_, str>, Tone) {
        match &self.cells {
            Cells::Read(table, at) => {
                let cell = &table.rows[row].cells[*at];
                (text(&table.rows[row], &table.columns[*at], cell), cell.tone)
            }
            Cells::Made(cells) => (cells[row].0.as_str().into(), cells[row].1),
        }
    }

    fn rows(&self) -> usize {
        match &self.cells {
            Cells::Read(table, _) => table.rows.len(),
            Cells::Made(cells) => cells.len(),
        }
    }

    /// What stands in all rows.
    fn texts(&self) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.rows()).map(|row| self.cell(row).0)
    }
}

/// Where the cells of a column are.
#[derive(Clone)]
enum Cells<'a> {
    /// In a column of the table.
    Read(&'a Table, usize),
    Made(Vec<(String, Tone)>),
}

/// Aligned columns. In a terminal the table fits its width: columns that may give way first, then pictures, then
/// long texts wrap, then it stands in parts one below the other. In a pipe there are no pictures, and nothing is cut
/// unless a width is asked for.
pub(super) fn aligned(table: &Table, environment: &Environment) -> String {
    let is_tree = table.rows.iter().any(|row| row.depth > 0);
    let parts = parts(kept(drawn(table, environment), environment), is_tree, environment);
    let parts: Vec<String> = parts.into_iter().map(|columns| part(table, columns, environment)).collect();
    parts.join("\n")
}

/// Columns side by side, each with all rows.
fn part(table: &Table, mut columns: Vec<Drawn<'_>>, environment: &Environment) -> String {
    fold_heads(table, &mut columns, environment);
    if environment.is_out_folded || table.rows.len() <= AT_ONCE {
        return lines(&columns, 0..table.rows.len(), &fitted(&columns, environment), environment);
    }
    // Of many rows as wide as they are, some are laid out at a time: each cell takes its room while it is.
    let widths = columns.iter().map(|column| u16::try_from(column.width() - 1).ok());
    let fixed = |width| ColumnConstraint::Absolute(Width::Fixed(width));
    let widths: Vec<Option<ColumnConstraint>> = widths.map(|width| width.map(fixed)).collect();
    let firsts = (0..table.rows.len()).step_by(AT_ONCE);
    let rows: Vec<Range<usize>> =
        firsts.map(|first| first..(first + AT_ONCE).min(table.rows.len())).collect();
    parallel::map(&rows, AT_ONCE, |rows| lines(&columns, rows.clone(), &widths, environment)).concat()
}

/// How wide each column has to be at least where lines are as wide as the terminal.
fn fitted(columns: &[Drawn<'_>], environment: &Environment) -> Vec<Option<ColumnConstraint>> {
    if !environment.is_out_folded {
        return vec![None; columns.len()];
    }
    let least: Vec<u16> = columns.iter().map(least).collect();
    // Between two columns stands a space. Where not even single words have room, they are broken and not the lines.
    let needed: usize = least.iter().map(|cells| usize::from(*cells) + 1).sum();
    let is_unbroken = needed <= environment.width + 1;
    // What a name was folded to holds, as long as it leaves half of the width to the others.
    let is_kept = |column: &Drawn<'_>, least: u16| {
        is_unbroken || column.is_folded && usize::from(least) <= environment.width / 2
    };
    let fitted = columns.iter().zip(least).map(|(column, least)| {
        is_kept(column, least).then_some(ColumnConstraint::LowerBoundary(Width::Fixed(least)))
    });
    fitted.collect()
}

/// The lines of some rows, below the head where they are the first.
///
/// - `widths`: of the columns, where they are not left to what the cells hold.
fn lines(
    columns: &[Drawn<'_>],
    rows: Range<usize>,
    widths: &[Option<ColumnConstraint>],
    environment: &Environment,
) -> String {
    let mut shown = comfy_table::Table::new();
    shown.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    if environment.is_out_folded {
        let width = u16::try_from(environment.width).unwrap_or(u16::MAX);
        shown.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    } else {
        shown.set_content_arrangement(ContentArrangement::Disabled).force_no_tty();
    }
    if environment.is_out_coloured {
        // The decision on colour is ours; NO_COLOR has had its say already.
        crossterm::style::force_color_output(true);
        shown.enforce_styling();
    }
    let cell = |text: &str, tone| {
        let cell = ShownCell::new(text);
        if environment.is_out_coloured { styled(cell, tone) } else { cell }
    };
    if rows.start == 0 {
        shown.set_header(columns.iter().map(|column| cell(&column.title, Tone::Strong)));
    }
    for at in rows {
        shown.add_row(columns.iter().map(|column| column.cell(at)).map(|(text, tone)| cell(&text, tone)));
    }
    for (place, (column, width)) in columns.iter().zip(widths).enumerate() {
        if let Some(shown) = shown.column_mut(place) {
            if let Some(width) = width {
                shown.set_constraint(*width);
            }
            // With the space that comfy-table puts between columns, two in all.
            shown.set_padding((0, 1));
            if column.is_right {
                shown.set_cell_alignment(CellAlignment::Right);
            }
        }
    }
    let lines = shown.lines().map(|line| line.trim_end().replace(INDENT, "  "));
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// The least cells of a column, with the space after it, in which no number and no word of it is broken.
fn least(column: &Drawn<'_>) -> u16 {
    let word = |text: &str| text.split([' ', '\n']).map(UnicodeWidthStr::width).max().unwrap_or(0);
    let line = |text: &str| text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
    // Words beside numbers may be broken apart.
    let is_whole = |text: &str| column.is_folded || (column.is_right && !text.contains(char::is_alphabetic));
    let cells = column.texts().map(|text| if is_whole(&text) { line(&text) } else { word(&text) });
    let cells = cells.chain([word(&column.title)]).max().unwrap_or(0) + 1;
    u16::try_from(cells).unwrap_or(u16::MAX)
}

/// A text in a tone, where results are coloured.
pub(super) fn toned(text: &str, tone: Tone, environment: &Environment) -> String {
    let style = match tone {
        _ if !environment.is_out_coloured => return text.to_owned(),
        Tone::Plain => return text.to_owned(),
        Tone::Strong => anstyle::Style::new().bold(),
        Tone::Good => anstyle::AnsiColor::Green.on_default(),
        Tone::Bad => anstyle::AnsiColor::Red.on_default(),
        Tone::Doubt => anstyle::AnsiColor::Yellow.on_default(),
        Tone::Faint => anstyle::Style::new().dimmed(),
    };
    let lines: Vec<String> = text.lines().map(|line| format!("{style}{line}{style:#}\n")).collect();
    lines.concat()
}

fn styled(cell: ShownCell, tone: Tone) -> ShownCell {
    match tone {
        Tone::Plain => cell,
        Tone::Strong => cell.add_attribute(Attribute::Bold),
        Tone::Good => cell.fg(Color::Green),
        Tone::Bad => cell.fg(Color::Red),
        Tone::Doubt => cell.fg(Color::Yellow),
        Tone::Faint => cell.add_attribute(Attribute::Dim),
    }
}

/// The columns of a table with their pictures, where there is a terminal to draw them in.
fn drawn<'a>(table: &'a Table, environment: &Environment) -> Vec<Drawn<'a>> {
    let mut all = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        all.push(Drawn {
            title: column.title.clone(),
            is_right: column.is_number,
            is_head: column.is_head,
            is_folded: false,
            gives_way: 2 * u8::from(column.gives_way),
            cells: Cells::Read(table, at),
        });
        if let Some(bars) = column.bars.as_ref().filter(|_| environment.is_out_terminal) {
            all.extend(pictures(table, at, bars, environment));
        }
    }
    all
}

/// A cell's text; the one that names a row stands under those of the rows above it.
fn text<'a>(row: &Row, column: &Column, cell: &'a Cell) -> Cow<'a, str> {
    let indent = if column.is_head { row.depth } else { 0 };
    if indent == 0 { cell.text.as_str().into() } else { (INDENT.repeat(indent) + &cell.text).into() }
}

/// A column of numbers as bars.
fn pictures(table: &Table, at: usize, bars: &Bars, environment: &Environment) -> Vec<Drawn<'static>> {
    let picture = |title: &str, is_right, shown: &dyn Fn(f64) -> String, tone| Drawn {
        title: title.to_owned(),
        is_right,
        is_head: false,
        is_folded: false,
        gives_way: 1,
        cells: Cells::Made(
            table
                .rows
                .iter()
                .map(|row| (row.cells[at].bar().map_or_else(String::new, shown), tone))
                .collect(),
        ),
    };
    match bars {
        Bars::Right => {
            let cells = BAR_CELLS[usize::from(environment.width >= WIDE)];
            vec![picture("", false, &|length| bar(length, cells), Tone::Good)]
        }
        Bars::Sides([left, right]) => {
            // To the left only whole cells: there are no blocks that fill from the right.
            let whole = |length: f64| {
                bar((-length * f64::from(SIDE_CELLS)).round() / f64::from(SIDE_CELLS), SIDE_CELLS)
            };
            vec![
                picture(left, true, &whole, Tone::Bad),
                picture(right, false, &|length| bar(length, SIDE_CELLS), Tone::Good),
            ]
        }
    }
}

/// The columns that there is room for.
fn kept<'a>(mut columns: Vec<Drawn<'a>>, environment: &Environment) -> Vec<Drawn<'a>> {
    if !environment.is_out_folded {
        return columns;
    }
    let mut widths: Vec<usize> = columns.iter().map(Drawn::width).collect();
    // The last column needs no space behind it, but one that comfy-table keeps.
    while widths.iter().sum::<usize>() > environment.width + 1 {
        let most = columns.iter().map(|column| column.gives_way).max().unwrap_or(0);
        let Some(place) = columns.iter().rposition(|column| column.gives_way == most).filter(|_| most > 0)
        else {
            break;
        };
        // Columns without a head say more of the one before them: all of them, or none.
        let is_gone = |at: usize, column: &Drawn<'_>| {
            at == place
                || (most > 1
                    && columns[place].title.is_empty()
                    && column.title.is_empty()
                    && column.gives_way == most)
        };
        let gone: Vec<usize> = columns
            .iter()
            .enumerate()
            .filter(|(at, column)| is_gone(*at, column))
            .map(|(at, _)| at)
            .collect();
        for at in gone.into_iter().rev() {
            columns.remove(at);
            widths.remove(at);
        }
    }
    columns
}

/// The columns in as few parts as have room for their words and numbers; each begins with the names of the rows.
fn parts<'a>(columns: Vec<Drawn<'a>>, is_tree: bool, environment: &Environment) -> Vec<Vec<Drawn<'a>>> {
    let needs = |column: &Drawn<'_>| usize::from(least(column)) + 1;
    let room = environment.width + 1;
    let head = columns.iter().find(|column| column.is_head).cloned();
    let (Some(head), true) = (head, environment.is_out_folded) else { return vec![columns] };
    // The names of a tree keep so much of the width, where they need it.
    let beside = needs(&head).max(head.width().min(environment.width / 3) + 1);
    let others = columns.iter().filter(|column| !column.is_head).map(needs);
    if others.sum::<usize>() + if is_tree { beside } else { needs(&head) } <= room {
        return vec![columns];
    }
    let mut parts: Vec<Vec<Drawn<'_>>> = Vec::new();
    let mut left = 0;
    for column in columns.into_iter().filter(|column| !column.is_head) {
        let cells = needs(&column);
        match parts.last_mut().filter(|_| cells <= left) {
            Some(part) => part.push(column),
            None => {
                left = room.saturating_sub(beside);
                parts.push(vec![head.clone(), column]);
            }
        }
        left = left.saturating_sub(cells);
    }
    parts
}

/// Breaks the cells that name rows of a tree where they have no room, so that what follows stands as far in as what it
/// goes on from.
fn fold_heads(table: &Table, columns: &mut [Drawn<'_>], environment: &Environment) {
    if !environment.is_out_folded || table.rows.iter().all(|row| row.depth == 0) {
        return;
    }
    let Some(place) = columns.iter().position(|column| column.is_head) else { return };
    let others = columns.iter().enumerate().filter(|(other, _)| *other != place);
    let others: usize = others.map(|(_, column)| column.width()).sum();
    let head = &mut columns[place];
    // Where the others alone have no room, they wrap as well.
    let least = usize::from(least(head)).max(environment.width / 3);
    head.is_folded = true;
    let room = (environment.width + 1).saturating_sub(others + 2).max(least);
    let folded = table.rows.iter().enumerate().map(|(at, row)| {
        let (text, tone) = head.cell(at);
        let indent = INDENT.repeat(row.depth);
        let is_long = text.width() > room;
        let folded = || wrapped(text.trim_start_matches(INDENT), room, &indent, &indent);
        (if is_long { folded() } else { text.clone().into_owned() }, tone)
    });
    head.cells = Cells::Made(folded.collect());
}

/// A bar of eighths of a cell; `share` from 0 to 1.
pub(super) fn bar(share: f64, cells: u32) -> String {
    const PARTS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
    let eighths = (share.clamp(0.0, 1.0) * f64::from(cells) * 8.0).round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few dozen eighths at most"
    )]
    let eighths = eighths as usize;
    let mut bar = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        bar.push(PARTS[eighths % 8]);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        let mut table = Table::of("Scores").head("Vendor").numbers("Score").with_bars(Bars::Right);
        table.row(vec!["สยามวอยซ์".into(), Cell::from("74.60").with_bar(0.75)]);
        table.row(vec!["日本 | <b>".into(), Cell::from("9.10").with_bar(0.09)]);
        table
    }

    fn environment(is_out_terminal: bool, width: usize) -> Environment {
        Environment {
            is_out_terminal,
            is_interactive: false,
            width,
            is_out_folded: is_out_terminal,
            is_err_folded: false,
            is_out_coloured: false,
            is_err_coloured: false,
            is_err_terminal: false,
        }
    }

    #[test]
    fn numbers_stand_below_each_other_after_any_script() {
        let text = aligned(&sample(), &environment(false, 80));
        let ends: Vec<usize> =
            text.lines().filter(|line| !line.contains('─')).map(UnicodeWidthStr::width).collect();
        assert_eq!(ends, [17, 17, 17], "{text}");
    }

    #[test]
    fn many_rows_are_laid_out_as_few_are() {
        let mut table = Table::of("").head("Vendor").numbers("Score");
        for at in 0..=AT_ONCE * 2 {
            table.row(vec!["x".repeat(at % 7).into(), at.to_string().into()]);
        }
        let text = aligned(&table, &environment(false, 80));
        let columns = kept(drawn(&table, &environment(false, 80)), &environment(false, 80));
        let as_few = vec![None; columns.len()];
        assert_eq!(text, lines(&columns, 0..table.rows.len(), &as_few, &environment(false, 80)));
        assert_eq!(text.matches("Vendor").count(), 1);
    }

    #[test]
    fn a_narrow_terminal_gives_up_pictures() {
        assert!(aligned(&sample(), &environment(true, 80)).contains("███"));
        assert!(!aligned(&sample(), &environment(true, 18)).contains("███"));
        assert!(!aligned(&sample(), &environment(false, 80)).contains("███"));
    }

    #[test]
    fn what_stands_under_something_is_indented_in_the_column_that_names_it() {
        let mut table = Table::of("").head("Criterion").words("Fact");
        table.row(vec!["Cost".into(), "".into()]);
        table.row(vec!["Price".into(), "14".into()]).depth = 1;
        assert!(aligned(&table, &environment(false, 80)).contains("\n  Price    14\n"));
    }

    #[test]
    fn a_row_of_a_tree_that_wraps_keeps_its_place() {
        let mut table = Table::of("").head("Criterion").numbers("Points");
        table.row(vec!["Cost".into(), "12.00".into()]);
        table.row(vec!["Total cost over three years".into(), "8.00".into()]).depth = 1;
        let text = aligned(&table, &environment(true, 26));
        assert!(text.contains("\n  Total cost over    8.00\n  three years\n"), "{text}");
    }

    #[test]
    fn numbers_and_words_are_not_broken_while_there_is_room() {
        let mut table = Table::of("").head("Line").words("Path").numbers("Range");
        table.row(vec![
            "Training of the first team".into(),
            "cost.checklist.exit".into(),
            "1 000–2 000".into(),
        ]);
        table.row(vec!["Those who replace leavers".into(), "".into(), "".into()]).depth = 1;
        let text = aligned(&table, &environment(true, 50));
        assert!(text.contains("cost.checklist.exit  1 000–2 000"), "{text}");
        assert!(text.contains("\n  Those who"), "{text}");
    }

    #[test]
    fn bars_to_both_sides_stand_on_the_side_of_the_sign() {
        let sides = Bars::Sides(["for B".to_owned(), "for A".to_owned()]);
        let mut table = Table::of("").head("Criterion").numbers("Points").with_bars(sides);
        table.row(vec!["Cost".into(), Cell::from("+2").with_bar(1.0)]);
        table.row(vec!["Culture".into(), Cell::from("-1").with_bar(-0.5)]);
        let text = aligned(&table, &environment(true, 80));
        assert!(text.contains("Cost           +2         ██████████"), "{text}");
        assert!(text.contains("Culture        -1  █████"), "{text}");
    }

    #[test]
    fn bars_grow_by_eighths() {
        assert_eq!(bar(0.5, 2), "█");
        assert_eq!(bar(0.0, 4), "");
        assert_eq!(bar(1.5, 2), "██");
        assert_eq!(bar(0.5625, 2), "█▏");
    }
}
