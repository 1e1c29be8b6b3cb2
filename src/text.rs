//! Texts: what outsiders wrote made harmless, how they stand in Markdown, and names that a mistyped one is close
//! to.

pub mod alike;
pub mod clean;
pub mod letters;
pub mod markdown;
pub mod named;
pub mod suggest;

/// Whether two words are the same without regard to capitals.
#[must_use]
pub fn same_word(a: &str, b: &str) -> bool {
    a == b || a.to_lowercase() == b.to_lowercase()
}
