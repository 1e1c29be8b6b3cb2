//! Names of vendors that a reader is not to learn, taken out of remarks.

use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// Names that are replaced.
#[derive(Debug)]
pub(super) struct Others(Vec<String>);

impl Others {
    /// The names of all vendors but some, longest first, so that a name within a name goes with it.
    pub(super) fn of(evaluation: &Evaluation, known: &[&VendorResult]) -> Others {
        let others =
            evaluation.vendors.iter().filter(|vendor| known.iter().all(|one| one.id() != vendor.id()));
        let mut names: Vec<String> = others
            .flat_map(|vendor| {
                [Some(vendor.name().to_owned()), vendor.vendor.local.clone(), Some(vendor.id().to_string())]
            })
            .flatten()
            .filter(|name| name.chars().count() > 1)
            .map(|name| name.to_lowercase())
            .collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names.dedup();
        Others(names)
    }

    /// The text with every such name replaced, without regard to capitals.
    pub(super) fn redacted(&self, text: &str) -> String {
        let mut rest = text;
        let mut out = String::with_capacity(text.len());
        while let Some(c) = rest.chars().next() {
            match self.0.iter().find_map(|name| starts_with(rest, name)) {
                Some(length) => {
                    out.push_str("another bidder");
                    rest = &rest[length..];
                }
                None => {
                    out.push(c);
                    rest = &rest[c.len_utf8()..];
                }
            }
        }
        out
    }
}

/// The bytes of a text that a name in small letters covers, if the text starts with it.
fn starts_with(text: &str, name: &str) -> Option<usize> {
    let mut wanted = name.chars();
    let mut length = 0;
    for c in text.chars() {
        for small in c.to_lowercase() {
            match wanted.next() {
                Some(next) if next == small => {}
                Some(_) => return None,
                None => return Some(length),
            }
        }
        length += c.len_utf8();
        if wanted.as_str().is_empty() {
            return Some(length);
        }
    }
    None
}
