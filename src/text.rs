//! Texts: what outsiders wrote made harmless, and names that a mistyped one is close to.

pub mod clean;
pub mod suggest;
