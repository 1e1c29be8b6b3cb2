//! The whole program and the library from outside, in one binary that links once.

#![allow(clippy::unwrap_used, reason = "a test that unwraps fails, as it should")]

mod support;
