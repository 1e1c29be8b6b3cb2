//! Nobody looks at the shape of a scale by halves: what a new shape means is then said everywhere.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::repository;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

#[test]
fn every_look_at_a_shape_is_a_match_without_a_wildcard() {
    let root = repository().join("src");
    let mut looks = 0;
    for path in sources(&root) {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(&root).unwrap().display();
        let is_look = |line: &&str| line.contains(".shape()");
        for line in text.lines().filter(is_look) {
            looks += 1;
            assert!(line.contains("match "), "{name} looks at a shape without a match: {line}");
            assert!(!line.contains("matches!"), "{name} has a hidden wildcard: {line}");
        }
        let forbids = text.contains("#![deny(\n    clippy::wildcard_enum_match_arm")
            || text.contains("#![deny(clippy::wildcard_enum_match_arm");
        assert!(forbids || !text.lines().any(|line| is_look(&line)), "{name} may let a new shape through");
    }
    assert!(looks > 20, "only {looks} looks were found");
}
