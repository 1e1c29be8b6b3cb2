//! What is sent to the terminal: cells as they are, and whole rows where a script may be laid out otherwise than we think.
//!
//! Terminals and multiplexers count the cells of some clusters differently. Where only what changed of such a row is sent,
//! letters of what stood there before stay. So a row that holds them, or held them, is cleared and sent whole: what follows
//! a cluster stands where the terminal has come to, and covers no letter of it, up to the next gap. From there on the row
//! stands where it should.

use std::io;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellWidth as _};
use ratatui::layout::{Position, Rect, Size};

/// A backend that sends doubtful rows whole.
pub(crate) struct Painter<B> {
    backend: B,
    /// What the screen shows.
    shown: Buffer,
}

/// From how many spaces on a gap takes up what a terminal counts otherwise.
const GAP: usize = 2;

/// Cells that are sent one after the other, wherever each comes to stand.
#[derive(Default)]
struct Piece<'a> {
    cells: Vec<(u16, u16, &'a Cell)>,
    /// By how many cells the terminal may count otherwise at most.
    doubts: usize,
    /// How many spaces stand at its end.
    spaces: usize,
}

impl<'a> Piece<'a> {
    fn push(&mut self, (x, y): (u16, u16), cell: &'a Cell) {
        // One column after the other, so that the backend does not move the cursor in between.
        let x = self.cells.last().map_or(x, |(last, ..)| last + 1);
        self.cells.push((x, y, cell));
        self.spaces = if cell.symbol() == " " { self.spaces + 1 } else { 0 };
        if is_doubtful(cell.symbol()) {
            self.doubts += cell.symbol().chars().count();
        }
    }
}

impl<B> Painter<B> {
    pub(crate) fn new(backend: B) -> Painter<B> {
        Painter { backend, shown: Buffer::default() }
    }
}

/// Whether terminals differ in how many cells a cluster takes: scripts with marks and vowels around a letter, wide signs,
/// and whatever is made of several characters.
fn is_doubtful(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    match (chars.next(), chars.next()) {
        (Some(_), Some(_)) => true,
        (Some(c), None) => matches!(c, '\u{300}'..='\u{36f}' | '\u{590}'..='\u{1cff}' | '\u{2e80}'..),
        (None, _) => false,
    }
}

impl<B: Backend<Error = io::Error>> Painter<B> {
    fn is_row_doubtful(&self, y: u16) -> bool {
        let area = self.shown.area;
        y < area.height && (0..area.width).any(|x| is_doubtful(self.shown[(x, y)].symbol()))
    }

    /// Sends a whole row.
    fn send_row(&mut self, y: u16) -> io::Result<()> {
        self.backend.set_cursor_position(Position { x: 0, y })?;
        self.backend.clear_region(ClearType::UntilNewLine)?;
        let mut piece = Piece::default();
        let mut x = 0;
        while x < self.shown.area.width {
            let cell = &self.shown[(x, y)];
            if cell.symbol() != " " && piece.doubts > 0 && piece.spaces >= GAP {
                self.backend.draw(piece.cells.drain(..))?;
                piece = Piece::default();
            }
            piece.push((x, y), cell);
            x += cell.symbol().cell_width().max(1);
        }
        // A terminal that counts more cells than we do would go on in the next row.
        piece.cells.truncate(piece.cells.len() - piece.doubts.min(piece.spaces));
        self.backend.draw(piece.cells.into_iter())
    }
}

impl<B: Backend<Error = io::Error>> Backend for Painter<B> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let size = self.backend.size()?;
        let area = Rect::new(0, 0, size.width, size.height);
        if self.shown.area != area {
            self.shown = Buffer::empty(area);
        }
        let changed: Vec<(u16, u16, &Cell)> = content.collect();
        let mut whole: Vec<u16> = Vec::new();
        let mut mark = |painter: &Painter<B>| {
            for (_, y, _) in &changed {
                if !whole.contains(y) && painter.is_row_doubtful(*y) {
                    whole.push(*y);
                }
            }
        };
        mark(self);
        for (x, y, cell) in &changed {
            if area.contains(Position { x: *x, y: *y }) {
                self.shown[(*x, *y)] = (*cell).clone();
                // The second half of a wide sign holds nothing.
                for next in 1..cell.symbol().cell_width() {
                    if x + next < area.width {
                        self.shown[(x + next, *y)].set_symbol(" ");
                    }
                }
            }
        }
        mark(self);
        let plain = changed.iter().filter(|(_, y, _)| !whole.contains(y)).copied();
        self.backend.draw(plain)?;
        whole.into_iter().try_for_each(|y| self.send_row(y))
    }

    fn append_lines(&mut self, lines: u16) -> io::Result<()> {
        self.backend.append_lines(lines)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.backend.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.backend.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.backend.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.backend.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.shown.reset();
        self.backend.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.shown.reset();
        self.backend.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        self.backend.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.backend.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        self.backend.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::io::Write;
    use std::rc::Rc;

    use super::*;
    use ratatui::Terminal;
    use ratatui::backend::CrosstermBackend;
    use ratatui::layout::Size;

    /// What was sent.
    #[derive(Clone, Default)]
    struct Sent(Rc<RefCell<Vec<u8>>>);

    impl Write for Sent {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// A terminal that keeps what is sent.
    struct Kept(CrosstermBackend<Sent>);

    impl Backend for Kept {
        type Error = io::Error;

        fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
            self.0.draw(content)
        }
        fn hide_cursor(&mut self) -> io::Result<()> {
            Ok(())
        }
        fn show_cursor(&mut self) -> io::Result<()> {
            Ok(())
        }
        fn get_cursor_position(&mut self) -> io::Result<Position> {
            Ok(Position::ORIGIN)
        }
        fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
            self.0.set_cursor_position(position)
        }
        fn clear(&mut self) -> io::Result<()> {
            Ok(())
        }
        fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
            self.0.clear_region(clear_type)
        }
        fn size(&self) -> io::Result<Size> {
            Ok(Size::new(20, 2))
        }
        fn window_size(&mut self) -> io::Result<WindowSize> {
            Ok(WindowSize { columns_rows: Size::new(20, 2), pixels: Size::new(0, 0) })
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is sent for a second frame.
    fn sent(first: [&str; 2], second: [&str; 2]) -> String {
        let kept = Sent::default();
        let backend = Painter::new(Kept(CrosstermBackend::new(kept.clone())));
        let mut terminal = Terminal::new(backend).expect("a terminal");
        for lines in [first, second] {
            kept.0.borrow_mut().clear();
            let draw = |frame: &mut ratatui::Frame<'_>| {
                for (line, y) in lines.iter().zip(0..) {
                    frame.buffer_mut().set_string(0, y, line, ratatui::style::Style::default());
                }
            };
            terminal.draw(draw).expect("it is drawn");
        }
        let bytes = kept.0.borrow();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[test]
    fn only_what_changed_of_plain_rows_is_sent() {
        let sent = sent(["Own team 58.24", "plain"], ["Own team 58.25", "plain"]);
        assert!(sent.contains('5') && !sent.contains("Own") && !sent.contains("plain"), "{sent:?}");
    }

    #[test]
    fn a_row_that_holds_or_held_clusters_is_sent_whole() {
        for script in ["น้ำ", "ഞിമ", "नमस्ते", "日本", "אב", "e\u{301}"] {
            let gone = sent([&format!("{script} 58.24"), "plain"], ["Own team 58.24", "plain"]);
            assert!(gone.contains("\u{1b}[K") && gone.contains("Own team 58.24"), "{script} {gone:?}");
            let come = sent(["Own team 58.24", "plain"], [&format!("{script} 58.24"), "plain"]);
            assert!(
                come.contains("\u{1b}[K") && come.contains("58.24") && !come.contains("plain"),
                "{script} {come:?}"
            );
        }
    }

    #[test]
    fn what_follows_a_cluster_covers_no_letter_of_it_and_stands_right_after_a_gap() {
        let sent = sent(["", ""], ["മലയാളം a  58", ""]);
        // The cursor is moved to the start of the row, and to what follows the gap.
        let pieces: Vec<&str> = sent.split("\u{1b}[1;").collect();
        assert_eq!(pieces.len(), 4, "{sent:?}");
        assert!(pieces[2].contains("മലയാളം a  ") && pieces[3].contains("58"), "{sent:?}");
    }
}
