//! Texts that go into a record.

use crate::text::clean::is_bidi_control;
use crate::text::letters::{character_name, unseen};

/// A text that can be read back: something in it is seen, and nothing in it cannot be.
pub(super) fn record_text(text: &str) -> Result<String, String> {
    let control = text.chars().find(|c| is_bidi_control(*c) || c.is_control() && !matches!(c, '\n' | '\t'));
    match unseen(text).map(|(_, c)| c).or(control) {
        Some(c) => Err(format!("it holds {}, which cannot be seen", character_name(c))),
        None if text.trim().is_empty() => Err("it says nothing".to_owned()),
        None => Ok(text.to_owned()),
    }
}

/// A name that can be read back, in one line.
pub(crate) fn record_name(text: &str) -> Result<String, String> {
    let name = record_text(text)?;
    if name.contains(['\n', '\t']) { Err("a name stands in one line".to_owned()) } else { Ok(name) }
}
