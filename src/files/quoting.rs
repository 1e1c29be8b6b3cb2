//! Texts and lists as TOML has them.

use crate::text::clean::shortened;

/// A text as a TOML basic string.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The things of a list as a file has them, `["en", "es"]`; of very many the first.
pub(crate) fn quoted_list(things: &[String]) -> String {
    const MOST: usize = 20;
    let shown: Vec<String> = things.iter().take(MOST).map(|thing| quoted(&shortened(thing))).collect();
    let more = if things.len() > MOST { ", ..." } else { "" };
    format!("[{}{more}]", shown.join(", "))
}
