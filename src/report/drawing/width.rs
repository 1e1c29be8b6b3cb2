//! How wide a text is, roughly: enough to lay a chart out before a font is known.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// About how many points a text of a size takes in a sans-serif face.
#[must_use]
pub fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// The width of a character in ems: rounded up from the advance widths of Noto Sans.
fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '·' => 0.27,
        'I' | 'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '-' | '/' | '"' => 0.38,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 0.93,
        'A'..='Z' => 0.68,
        '\0'..='~' => 0.58,
        _ => match c.width() {
            None | Some(0) => 0.0,
            Some(1) => 0.64,
            Some(_) => 1.0,
        },
    }
}

/// A text as much of which fits the room, with an ellipsis where something is left out.
#[must_use]
pub fn cut(text: &str, size: f64, room: f64) -> Cow<'_, str> {
    const ELLIPSIS: char = '…';
    if text_width(text, size) <= room {
        return Cow::Borrowed(text);
    }
    let mut left = room - em(ELLIPSIS) * size;
    let kept: String = text
        .graphemes(true)
        .take_while(|grapheme| {
            left -= text_width(grapheme, size);
            left >= 0.0
        })
        .collect();
    Cow::Owned(format!("{}{ELLIPSIS}", kept.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_letters_as_people_see_them() {
        assert_eq!(cut("Siam Voice", 9.0, 100.0), "Siam Voice");
        assert_eq!(cut("Siam Voice and its many branches", 9.0, 62.0), "Siam Voice…");
        let accent = "e\u{301}".repeat(10);
        let short = cut(&accent, 10.0, 30.0);
        assert_eq!(short, format!("{}…", "e\u{301}".repeat(3)));
        assert_eq!(cut("anything", 9.0, 0.0), "…");
    }

    #[test]
    fn marks_above_and_below_letters_take_no_room() {
        assert!(text_width("สยามวอยซ์", 9.0) < text_width("mmmmmmm", 9.0));
        assert!(text_width("漢字", 10.0) >= 20.0);
    }
}
