//! The seal that a lock leaves in the criteria file: how long the log was then, and the fingerprint of its last line.
//!
//! The log alone cannot show that its last lines, or all of it, are gone. The seal is in no fingerprint and in no lock:
//! it comes after what they are about. Who works out the log anew and changes the seal too is found by neither, but by
//! the history of the files in version control, and by reports that were handed over.

use std::ops::Range;

use crate::diagnostic::Sources;
use crate::files::node::parse_document;
use crate::files::read::{FromToml, Problems, toml_table};
use crate::files::values::{Count, Name};

/// The table in the criteria file.
const TABLE: &str = "locks";

toml_table! {
    /// The seal of the log of locks.
    struct LocksEntry {
        /// How many entries the log had.
        entries: Count [required],
        /// The fingerprint of the last of them.
        last: Name [required],
    }
}

/// What a criteria file says of the log of locks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileSeal {
    /// How many entries the log had.
    pub(super) entries: usize,
    /// The fingerprint of the last of them.
    pub(super) last: String,
}

impl FileSeal {
    /// The seal in the text of a criteria file; none where nothing of it was ever locked.
    pub(super) fn read(text: &str) -> Option<FileSeal> {
        let (root, _) = parse_document(text, Sources::default().add("", ""));
        let table = LocksEntry::read(&root.as_table()?.get(TABLE)?.node, &mut Problems::new())?;
        let entries = usize::try_from(table.entries?.value.0).ok()?;
        Some(FileSeal { entries, last: table.last?.value.0 })
    }

    /// The text of a criteria file with this seal in place of the one that it had. Without it, it is to the byte what
    /// it was.
    pub(super) fn put(&self, text: &str) -> String {
        let text = without(text);
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let lines = [
            format!(
                "[{TABLE}] # by `weigh lock`: the log of locks had so many entries, and this was the last"
            ),
            format!("entries = {}", self.entries),
            format!("last    = \"{}\"", self.last),
        ];
        let (gap, end) =
            if text.ends_with('\n') { (newline.to_owned(), newline) } else { (newline.repeat(2), "") };
        format!("{text}{gap}{}{end}", lines.join(newline))
    }
}

/// The text of a criteria file as it was before it was sealed.
pub(super) fn without(text: &str) -> String {
    let Some(sealed) = place(text) else { return text.to_owned() };
    format!("{}{}", &text[..sealed.start], &text[sealed.end..])
}

/// Where the seal stands, with the empty line before it.
fn place(text: &str) -> Option<Range<usize>> {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (root, _) = parse_document(&text[mark..], Sources::default().add("", ""));
    let table = &root.as_table()?.get(TABLE)?.node;
    let header = mark + table.span.start;
    // A seal that somebody wrote in another form stays where it is.
    text[header..].starts_with(&format!("[{TABLE}]")).then_some(())?;
    let after = text[header..].match_indices("\n[").next().map(|(at, _)| header + at + 1);
    let end = after.unwrap_or(text.len());
    let above = &text[..header];
    let is_open = after.is_none() && !text.ends_with('\n');
    let above = (0..=usize::from(is_open)).fold(above, |above, _| {
        let above = above.strip_suffix('\n').unwrap_or(above);
        above.strip_suffix('\r').unwrap_or(above)
    });
    Some(above.len()..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_its_seal_is_what_it_was_to_the_byte() {
        for text in [
            "title = \"D\"\n",
            "title = \"D\"",
            "title = \"D\"\n\n",
            "\u{feff}title = \"D\"\r\n[rule]\r\npoints = 100\r\n",
            "[criteria.a]\nweight = 1 # last",
            "",
        ] {
            let seal = |entries| FileSeal { entries, last: "ab".repeat(32) };
            let sealed = seal(3).put(text);
            assert_eq!(without(&sealed), text, "{sealed:?}");
            assert_eq!(FileSeal::read(sealed.trim_start_matches('\u{feff}')), Some(seal(3)));
            assert_eq!(seal(4).put(&sealed), seal(4).put(text), "only one at a time");
        }
    }

    #[test]
    fn what_was_added_below_a_seal_stays() {
        let seal = FileSeal { entries: 1, last: "ab".to_owned() };
        let text = format!("{}\n[rule]\npoints = 10\n", seal.put("a = 1\n"));
        assert_eq!(without(&text), "a = 1\n[rule]\npoints = 10\n");
    }
}
