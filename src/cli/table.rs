//! Tables for people, in a terminal, in a pipe or in Markdown.

use comfy_table::{
    Attribute, Cell as ShownCell, CellAlignment, Color, ContentArrangement, LineStyle, TableStyle,
};
use unicode_width::UnicodeWidthStr;

use super::shell::Environment;
pub(super) use crate::answers::records::{Field, csv};
pub(super) use crate::text::markdown::markdown_text;

/// A table for people.
#[derive(Debug, Default)]
pub(super) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug)]
struct Column {
    head: String,
    is_right: bool,
    keep: Keep,
}

/// When a column is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Always.
    Always,
    /// Given up in a terminal that is too narrow, the last ones first.
    IfRoom,
    /// Only in a terminal, and there only if there is room: it repeats a number as a picture.
    Picture,
}

/// A cell and what it means.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    text: String,
    role: Role,
}

/// What a cell means; colour only repeats what the text says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing special.
    #[default]
    Plain,
    /// What the table is about.
    Strong,
    /// Something that helps.
    Good,
    /// Something that hurts.
    Bad,
    /// Something that is not known.
    Doubt,
    /// Something in the background.
    Faint,
}

impl Cell {
    /// A cell that means something.
    pub(super) fn new(text: impl Into<String>, role: Role) -> Cell {
        Cell { text: text.into(), role }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Cell {
        Cell::new(text, Role::Plain)
    }
}

impl Table {
    /// Adds a column of text.
    pub(super) fn text(mut self, head: impl Into<String>, keep: Keep) -> Self {
        self.columns.push(Column { head: head.into(), is_right: false, keep });
        self
    }

    /// Adds a column of numbers, which stand to the right so that their points are below each other.
    pub(super) fn number(mut self, head: impl Into<String>, keep: Keep) -> Self {
        self.columns.push(Column { head: head.into(), is_right: true, keep });
        self
    }

    /// Adds a row with a cell for each column.
    pub(super) fn row(&mut self, cells: Vec<Cell>) {
        debug_assert_eq!(cells.len(), self.columns.len(), "a row has a cell for each column");
        self.rows.push(cells);
    }

    /// Whether there are no rows.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Aligned columns. In a terminal the table fits its width: columns that may go give way first,
    /// then long texts wrap. In a pipe nothing is cut.
    pub(super) fn aligned(&self, environment: &Environment) -> String {
        let kept = self.kept(environment);
        let mut table = comfy_table::Table::new();
        table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
        if environment.is_out_terminal {
            let width = u16::try_from(environment.width).unwrap_or(u16::MAX);
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        } else {
            table.set_content_arrangement(ContentArrangement::Disabled).force_no_tty();
        }
        if environment.is_out_coloured {
            // The decision on colour is ours; NO_COLOR has had its say already.
            crossterm::style::force_color_output(true);
            table.enforce_styling();
        }
        let shown = |cell: &Cell, is_head: bool| {
            let cell_shown = ShownCell::new(&cell.text);
            if environment.is_out_coloured { styled(cell_shown, cell.role, is_head) } else { cell_shown }
        };
        table.set_header(kept.iter().map(|&at| shown(&self.columns[at].head.as_str().into(), true)));
        for row in &self.rows {
            table.add_row(kept.iter().map(|&at| shown(&row[at], false)));
        }
        for (place, &at) in kept.iter().enumerate() {
            if let Some(column) = table.column_mut(place) {
                // With the space that comfy-table puts between columns, two in all.
                column.set_padding((0, 1));
                if self.columns[at].is_right {
                    column.set_cell_alignment(CellAlignment::Right);
                }
            }
        }
        let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
        lines.join("\n") + "\n"
    }

    /// The columns that are shown.
    fn kept(&self, environment: &Environment) -> Vec<usize> {
        let mut kept: Vec<usize> = (0..self.columns.len())
            .filter(|&at| environment.is_out_terminal || self.columns[at].keep != Keep::Picture)
            .collect();
        if !environment.is_out_terminal {
            return kept;
        }
        let width = |at: usize| {
            let cells = self
                .rows
                .iter()
                .map(|row| row[at].text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0));
            cells.chain([self.columns[at].head.width()]).max().unwrap_or(0) + 2
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        // The last column needs no space behind it, but one that comfy-table keeps.
        while kept.iter().map(|&at| widths[at]).sum::<usize>() > environment.width + 1 {
            let least = [Keep::IfRoom, Keep::Picture]
                .into_iter()
                .find_map(|keep| kept.iter().rposition(|&at| self.columns[at].keep == keep));
            match least {
                Some(place) => kept.remove(place),
                None => break,
            };
        }
        kept
    }

    /// A Markdown table.
    pub(super) fn markdown(&self) -> String {
        let kept: Vec<usize> =
            (0..self.columns.len()).filter(|&at| self.columns[at].keep != Keep::Picture).collect();
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut text = line(kept.iter().map(|&at| markdown_text(&self.columns[at].head)).collect());
        let rule = |at: &usize| if self.columns[*at].is_right { "---:" } else { "---" }.to_owned();
        text.push_str(&line(kept.iter().map(rule).collect()));
        for row in &self.rows {
            text.push_str(&line(kept.iter().map(|&at| markdown_text(&row[at].text)).collect()));
        }
        text
    }
}

fn styled(cell: ShownCell, role: Role, is_head: bool) -> ShownCell {
    if is_head {
        return cell.add_attribute(Attribute::Bold);
    }
    match role {
        Role::Plain => cell,
        Role::Strong => cell.add_attribute(Attribute::Bold),
        Role::Good => cell.fg(Color::Green),
        Role::Bad => cell.fg(Color::Red),
        Role::Doubt => cell.fg(Color::Yellow),
        Role::Faint => cell.add_attribute(Attribute::Dim),
    }
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
        let mut table = Table::default()
            .text("Vendor", Keep::Always)
            .number("Score", Keep::Always)
            .text("Bar", Keep::Picture);
        table.row(vec!["สยามวอยซ์".into(), "74.60".into(), "███".into()]);
        table.row(vec!["日本 | <b>".into(), "9.10".into(), "█".into()]);
        table
    }

    fn environment(is_out_terminal: bool, width: usize) -> Environment {
        Environment {
            is_out_terminal,
            is_interactive: false,
            width,
            is_out_coloured: false,
            is_err_coloured: false,
            is_err_terminal: false,
        }
    }

    #[test]
    fn numbers_stand_below_each_other_after_any_script() {
        let text = sample().aligned(&environment(false, 80));
        let ends: Vec<usize> =
            text.lines().filter(|line| !line.contains('─')).map(UnicodeWidthStr::width).collect();
        assert_eq!(ends, [17, 17, 17], "{text}");
    }

    #[test]
    fn a_narrow_terminal_gives_up_pictures_first() {
        assert!(sample().aligned(&environment(true, 80)).contains("███"));
        assert!(!sample().aligned(&environment(true, 18)).contains("███"));
        assert!(!sample().aligned(&environment(false, 80)).contains("███"));
    }

    #[test]
    fn markdown_and_csv_keep_hostile_text_inert() {
        assert!(sample().markdown().contains("日本 \\| &lt;b&gt;"));
        let rows = [vec![Field::Text("=1+1".into()), Field::Number("-3".into())]];
        assert_eq!(csv(&["a", "b"], rows.into_iter()), "a,b\r\n'=1+1,-3\r\n");
    }

    #[test]
    fn bars_grow_by_eighths() {
        assert_eq!(bar(0.5, 2), "█");
        assert_eq!(bar(0.0, 4), "");
        assert_eq!(bar(1.5, 2), "██");
        assert_eq!(bar(0.5625, 2), "█▏");
    }
}
