//! What pages draw on: a buffer with a look, which remembers what the mouse can hit.

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use unicode_segmentation::UnicodeSegmentation;

use super::action::Action;
use super::theme::{Role, Signs, Theme};

/// Something on the screen that the mouse can hit.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub(crate) area: Rect,
    pub(crate) does: Does,
}

/// What a hit does.
#[derive(Clone, Debug)]
pub(crate) enum Does {
    Action(Action),
    /// The slider of a row: where it is hit is what it is set to.
    Slider(usize),
}

/// Theme and signs.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) theme: Theme,
    pub(crate) signs: &'static Signs,
}

impl Look {
    pub(crate) fn span(self, text: impl Into<String>, role: Role) -> Span<'static> {
        Span::styled(text.into(), self.theme.style(role))
    }

    pub(crate) fn line(self, text: impl Into<String>, role: Role) -> Line<'static> {
        Line::from(self.span(text, role))
    }

    /// The text in at most so many cells, with a sign at its end where it is cut.
    pub(crate) fn cut(self, text: &str, cells: u16) -> String {
        if width(text) <= cells {
            return text.to_owned();
        }
        let room = cells.saturating_sub(width(self.signs.cut));
        let mut out = String::new();
        let mut used = 0;
        for cluster in clusters(text) {
            let wide = cluster_width(cluster);
            if used + wide > room {
                break;
            }
            used += wide;
            out.push_str(cluster);
        }
        if cells > 0 {
            out.push_str(self.signs.cut);
        }
        out
    }

    /// A bar over a number of cells: full to `share`, then to `most` in the sign of what may yet come.
    pub(crate) fn bar(self, share: f64, most: f64, cells: u16) -> Line<'static> {
        let full = cells_of(share, cells);
        let range = cells_of(most, cells).saturating_sub(full);
        Line::from(vec![
            self.span(self.signs.full.repeat(full.into()), Role::Bar),
            self.span(self.signs.range.repeat(range.into()), Role::Range),
        ])
    }

    /// The filling by which a part of a bar can be told from its neighbours.
    pub(crate) fn fill(self, series: usize) -> &'static str {
        self.signs.fills[series % self.signs.fills.len()]
    }

    /// Parts of a whole, one after the other, each with its filling, over a number of cells.
    pub(crate) fn stacked(
        self,
        parts: impl IntoIterator<Item = f64>,
        whole: f64,
        cells: u16,
    ) -> Line<'static> {
        let mut line = Line::default();
        let (mut sum, mut drawn) = (0.0, 0);
        for (series, part) in parts.into_iter().enumerate() {
            sum += part;
            let end = cells_of(sum / whole.max(f64::MIN_POSITIVE), cells);
            line.push_span(
                self.span(self.fill(series).repeat(end.saturating_sub(drawn).into()), Role::Series(series)),
            );
            drawn = end.max(drawn);
        }
        line
    }
}

/// How many of `cells` a share from 0 to 1 fills.
pub(crate) fn cells_of(share: f64, cells: u16) -> u16 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 0 and the cells")]
    let filled = (share.clamp(0.0, 1.0) * f64::from(cells)).round() as u16;
    filled
}

/// The clusters of a text that are drawn.
pub(crate) fn clusters(text: &str) -> impl Iterator<Item = &str> {
    text.graphemes(true).filter(|cluster| !cluster.contains(char::is_control))
}

fn cluster_width(cluster: &str) -> u16 {
    cluster.cell_width()
}

/// The text without its first cluster, be it drawn or not.
pub(crate) fn without_first(text: &str) -> &str {
    let first = text.graphemes(true).next().map_or(0, str::len);
    &text[first..]
}

/// The cells that a text takes when it is drawn, cluster by cluster.
pub(crate) fn width(text: &str) -> u16 {
    clusters(text).map(cluster_width).fold(0, u16::saturating_add)
}

/// The cells that a line takes when it is drawn.
pub(crate) fn line_width(line: &Line<'_>) -> u16 {
    line.spans.iter().map(|span| width(&span.content)).fold(0, u16::saturating_add)
}

/// What pages draw on.
pub(crate) struct Canvas<'a> {
    pub(crate) buffer: &'a mut Buffer,
    pub(crate) look: Look,
    pub(crate) hits: Vec<Hit>,
    /// Where the terminal's cursor stands: on the row or in the line that keys act on.
    pub(crate) cursor: Option<Position>,
    /// The first line of a text that is too long, as far down as it can go.
    pub(crate) top: Option<usize>,
}

impl<'a> Canvas<'a> {
    pub(crate) fn new(buffer: &'a mut Buffer, look: Look) -> Canvas<'a> {
        Canvas { buffer, look, hits: Vec::new(), cursor: None, top: None }
    }

    /// Draws a line from the left, cut where the area ends.
    pub(crate) fn line(&mut self, area: Rect, line: &Line<'_>) {
        let area = area.intersection(self.buffer.area);
        if area.is_empty() {
            return;
        }
        if line_width(line) <= area.width {
            line.render(area, self.buffer);
            return;
        }
        let mut cut = Line::default();
        let mut left = area.width;
        for span in &line.spans {
            let wide = width(&span.content);
            if wide < left || (wide == left && std::ptr::eq(span, line.spans.last().unwrap_or(span))) {
                cut.push_span(span.clone());
                left -= wide;
            } else {
                let text = format!("{}{}", span.content, if wide == left { " " } else { "" });
                cut.push_span(Span::styled(self.look.cut(&text, left), span.style));
                break;
            }
        }
        cut.render(area, self.buffer);
    }

    /// Draws a line to the right end of the area.
    pub(crate) fn line_right(&mut self, area: Rect, line: &Line<'_>) {
        let wide = line_width(line).min(area.width);
        self.line(Rect { x: area.right() - wide, width: wide, ..area }, line);
    }

    pub(crate) fn text(&mut self, area: Rect, text: &str, role: Role) {
        let line = self.look.line(text, role);
        self.line(area, &line);
    }

    /// Draws running text, broken at words; returns how many lines it took.
    pub(crate) fn wrapped(&mut self, area: Rect, text: &str, role: Role) -> u16 {
        let lines = wrap(text, area.width);
        for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
            self.text(Rect { y, height: 1, ..area }, line, role);
        }
        u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height)
    }

    pub(crate) fn style(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// Takes away what lies under an area, also for the mouse.
    pub(crate) fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
        self.style(area, self.look.theme.style(Role::Plain));
        self.hit(area, Action::Release);
    }

    /// A horizontal rule with a name on it.
    pub(crate) fn rule(&mut self, area: Rect, name: &Line<'_>) {
        let rule = self.look.line(self.look.signs.rule.repeat(area.width.into()), Role::Border);
        self.line(Rect { height: 1, ..area }, &rule);
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), height: 1, ..area };
        if !name.spans.is_empty() && inner.width > 0 {
            let mut padded = Line::from(" ");
            padded.spans.extend(name.spans.iter().cloned());
            padded.push_span(Span::raw(" "));
            padded.style = self.look.theme.style(Role::Plain);
            self.line(inner, &padded);
        }
    }

    /// An upright rule at the left edge of the area; returns what is right of it.
    pub(crate) fn upright(&mut self, area: Rect) -> Rect {
        for y in area.top()..area.bottom() {
            self.text(
                Rect { y, height: 1, width: area.width.min(1), ..area },
                self.look.signs.upright,
                Role::Border,
            );
        }
        Rect { x: area.x.saturating_add(2).min(area.right()), width: area.width.saturating_sub(2), ..area }
    }

    pub(crate) fn hit(&mut self, area: Rect, action: Action) {
        self.hits.push(Hit { area, does: Does::Action(action) });
    }
}

/// Breaks a text at words into lines of at most so many cells.
pub(crate) fn wrap(text: &str, cells: u16) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut used = 0;
        for word in paragraph.split(' ') {
            let mut wide = width(word);
            if used > 0 && used + 1 + wide > cells {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            let mut rest = word;
            // A word longer than a line, or a script without spaces, is broken between clusters.
            while wide > cells.max(1) {
                let mut taken = 0;
                let mut bytes = 0;
                for cluster in rest.graphemes(true) {
                    let next = width(cluster);
                    if taken + next > cells.max(1) && bytes > 0 {
                        break;
                    }
                    taken += next;
                    bytes += cluster.len();
                }
                lines.push(rest[..bytes].to_owned());
                rest = &rest[bytes..];
                wide = width(rest);
            }
            line.push_str(rest);
            used += wide;
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::without_first;

    /// A sign that takes no cells is a cluster all the same.
    #[test]
    fn the_first_cluster_goes_whole_whatever_it_is() {
        for (text, rest) in
            [("", ""), ("ab", "b"), ("\u{7}é", "é"), ("e\u{301}x", "x"), ("\r\né", "é"), ("né", "é")]
        {
            assert_eq!(without_first(text), rest, "{text:?}");
        }
    }
}
