//! Checks of the letters of names.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::text::letters::{character_name, disguised, is_odd_space, unseen};

/// The space of Chinese and Japanese names; it becomes a plain one, and is no slip.
const IDEOGRAPHIC_SPACE: char = '\u{3000}';

/// What is wrong with a name's letters: one that nobody sees, a space that is none, one that passes for another.
pub(super) fn look_at_letters(text: &str, span: Span) -> Option<Diagnostic> {
    if text.is_ascii() {
        return None;
    }
    if let Some((at, c)) = unseen(text) {
        let name = character_name(c);
        let before = text[..at].trim_end();
        let place = if before.is_empty() { "at its start".to_owned() } else { format!("after {before:?}") };
        let message = format!("this name holds {name}, which cannot be seen, {place}");
        return Some(
            Diagnostic::new(Code::UnsafeText, span, message)
                .part(Some(at..at + c.len_utf8()))
                .help("delete the character"),
        );
    }
    if let Some((c, looks)) = disguised(text) {
        let at = text.find(c).unwrap_or_default();
        let message = format!("`{c}` ({}) looks like `{looks}`, and is of another script", character_name(c));
        let help = format!("type `{looks}` where that is meant: names that only look alike are two names");
        let problem = Diagnostic::new(Code::Disguised, span, message);
        return Some(problem.part(Some(at..at + c.len_utf8())).help(help));
    }
    let (at, c) = text.char_indices().find(|(_, c)| is_odd_space(*c) && *c != IDEOGRAPHIC_SPACE)?;
    let message = format!("{} counts as a plain space", character_name(c));
    Some(
        Diagnostic::new(Code::OddSpace, span, message)
            .part(Some(at..at + c.len_utf8()))
            .help("type a plain space in its place"),
    )
}
