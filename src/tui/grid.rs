//! Rows under columns: the one way in which every page shows a list.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::action::Action;
use super::canvas::{Canvas, line_width, width};
use super::theme::Role;

/// A column.
#[derive(Clone)]
pub(crate) struct Column {
    title: String,
    /// The least cells with which it is worth showing.
    least: u16,
    /// The cells that it takes where there is room.
    most: u16,
    is_right: bool,
    /// The higher, the sooner it goes when the screen is narrow; 0 stays.
    goes: u8,
    /// Whether it gets what it wants before the others get more than they need.
    is_first: bool,
    /// What a click on the title does.
    click: Option<Action>,
}

impl Column {
    pub(crate) fn text(title: impl Into<String>, least: u16, most: u16) -> Column {
        Column {
            title: title.into(),
            least,
            most: most.max(least),
            is_right: false,
            goes: 0,
            is_first: false,
            click: None,
        }
    }

    pub(crate) fn number(title: impl Into<String>, cells: u16) -> Column {
        let title = title.into();
        let cells = cells.max(width(&title));
        Column { title, least: cells, most: cells, is_right: true, goes: 0, is_first: false, click: None }
    }

    /// Goes when the screen is narrow, the sooner the higher the number.
    pub(crate) fn goes(mut self, order: u8) -> Column {
        self.goes = order;
        self
    }

    /// Gets what it wants before the others get more than they need.
    pub(crate) fn first(mut self) -> Column {
        self.is_first = true;
        self
    }

    pub(crate) fn click(mut self, action: Action) -> Column {
        self.click = Some(action);
        self
    }
}

/// A row: a cell for each column.
pub(crate) struct Row {
    pub(crate) cells: Vec<Line<'static>>,
    /// The cell that runs on to the right edge, over the columns after it.
    pub(crate) runs_from: Option<usize>,
    /// The number by which the mouse selects it; none for a heading.
    pub(crate) number: Option<usize>,
}

impl Row {
    pub(crate) fn new(number: usize, cells: Vec<Line<'static>>) -> Row {
        Row { cells, runs_from: None, number: Some(number) }
    }

    /// A line between the rows.
    pub(crate) fn heading(line: Line<'static>) -> Row {
        Row { cells: vec![line], runs_from: Some(0), number: None }
    }
}

/// Where the columns stand.
#[derive(Clone, Debug)]
pub(crate) struct GridLayout {
    /// Left edge and cells of each column; none for one that had to go.
    pub(crate) places: Vec<Option<(u16, u16)>>,
}

/// Shares the width out: columns go until the least widths fit, then the rest is shared.
pub(crate) fn layout(columns: &[Column], area: Rect) -> GridLayout {
    let mut kept: Vec<bool> = vec![true; columns.len()];
    let needed = |kept: &[bool]| {
        let widths =
            columns.iter().zip(kept).filter(|(_, kept)| **kept).map(|(column, _)| u32::from(column.least));
        widths.clone().sum::<u32>() + u32::try_from(widths.count().saturating_sub(1)).unwrap_or(0)
    };
    while needed(&kept) > u32::from(area.width) {
        let next = (0..columns.len())
            .filter(|at| kept[*at] && columns[*at].goes > 0)
            .max_by_key(|at| columns[*at].goes);
        match next {
            Some(at) => kept[at] = false,
            None => break,
        }
    }
    let mut spare = u32::from(area.width).saturating_sub(needed(&kept));
    let mut widths: Vec<u32> = columns.iter().map(|column| u32::from(column.least)).collect();
    // One cell a turn to every column that still grows, so that what is short of room is short alike.
    while spare > 0 {
        let mut growing: Vec<usize> =
            (0..columns.len()).filter(|at| kept[*at] && widths[*at] < u32::from(columns[*at].most)).collect();
        if growing.iter().any(|at| columns[*at].is_first) {
            growing.retain(|at| columns[*at].is_first);
        }
        if growing.is_empty() {
            break;
        }
        for at in growing {
            if spare > 0 {
                widths[at] += 1;
                spare -= 1;
            }
        }
    }
    let mut x = area.x;
    let mut places = Vec::with_capacity(columns.len());
    for (at, kept) in kept.iter().enumerate() {
        let left = area.right().saturating_sub(x);
        if !kept || left == 0 {
            places.push(None);
            continue;
        }
        let cells = u16::try_from(widths[at]).unwrap_or(u16::MAX).min(left);
        places.push(Some((x, cells)));
        x = x.saturating_add(cells).saturating_add(1);
    }
    GridLayout { places }
}

/// The first row to show so that the selected one is seen, with rows around it where there are any.
pub(crate) fn first_row(selected: usize, count: usize, height: usize) -> usize {
    selected.saturating_sub(height / 2).min(count.saturating_sub(height))
}

/// Draws titles and rows; `selected` is the number of the row in the list, `row` makes the rows that
/// are seen.
pub(crate) fn draw(
    canvas: &mut Canvas<'_>,
    area: Rect,
    columns: &[Column],
    count: usize,
    selected: Option<usize>,
    row: impl Fn(usize, &GridLayout) -> Row,
) {
    if area.is_empty() {
        return;
    }
    let places = layout(columns, area);
    titles(canvas, area, columns, &places);
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    let first = first_row(selected.unwrap_or(0), count, body.height.into());
    for (at, y) in (first..count).zip(body.top()..body.bottom()) {
        let row = row(at, &places);
        let line = Rect { y, height: 1, ..body };
        draw_row(canvas, line, columns, &places, &row);
        if let Some(number) = row.number {
            canvas.hit(line, Action::Select(number));
        }
        if selected == Some(at) {
            canvas.style(line, canvas.look.theme.style(Role::Selected));
            canvas.cursor = Some(line.as_position());
        }
    }
}

fn titles(canvas: &mut Canvas<'_>, area: Rect, columns: &[Column], layout: &GridLayout) {
    let style = canvas.look.theme.style(Role::Head);
    canvas.style(Rect { height: 1, ..area }, style);
    for (column, place) in columns.iter().zip(&layout.places) {
        let Some((x, cells)) = *place else { continue };
        let cell = Rect { x, y: area.y, width: cells, height: 1 };
        let line = canvas.look.line(column.title.as_str(), Role::Head);
        if column.is_right {
            canvas.line_right(cell, &line);
        } else {
            canvas.line(cell, &line);
        }
        if let Some(action) = &column.click {
            canvas.hit(cell, action.clone());
        }
    }
}

fn draw_row(canvas: &mut Canvas<'_>, line: Rect, columns: &[Column], layout: &GridLayout, row: &Row) {
    for (at, ((cell, column), place)) in row.cells.iter().zip(columns).zip(&layout.places).enumerate() {
        let Some((x, cells)) = *place else { continue };
        let runs_on = row.runs_from == Some(at);
        let cells = if runs_on { line.right().saturating_sub(x) } else { cells };
        let place = Rect { x, width: cells, ..line };
        if column.is_right && !runs_on && line_width(cell) < cells {
            canvas.line_right(place, cell);
        } else {
            canvas.line(place, cell);
        }
        if runs_on {
            break;
        }
    }
}

/// Draws one row alone, such as a sum below a list.
pub(crate) fn draw_line(canvas: &mut Canvas<'_>, line: Rect, columns: &[Column], row: &Row) {
    let places = layout(columns, line);
    draw_row(canvas, line, columns, &places, row);
}
