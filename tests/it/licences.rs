//! What weigh is built from may be passed on: every dependency and every font is under a licence of a short list.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::support::{repository, weigh};

/// Licences that ask for no more than to be named. Fonts have one of their own.
const ALLOWED: [&str; 11] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Zlib",
];

fn list() -> PathBuf {
    repository().join("src/cli/licences.txt")
}

/// What `cargo metadata` says with these options besides.
fn metadata(options: &[&str]) -> Value {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version", "1", "--locked"]).args(options);
    let output = command.current_dir(repository()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The metadata of what a build on this machine needs, which has been downloaded to build this test.
fn metadata_here() -> Value {
    let rustc = Command::new("rustc").arg("-vV").output().unwrap();
    let said = String::from_utf8(rustc.stdout).unwrap();
    let host = said.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    metadata(&["--offline", "--filter-platform", host])
}

/// A package's line in the list: its name, version and licence.
fn line(package: &Value) -> String {
    let text = |key: &str| package[key].as_str().unwrap_or("none");
    format!("{} {}: {}", text("name"), text("version"), text("license").replace('/', " OR "))
}

/// The lines of what the library and the program are built from: not of what only tests need.
fn lines(metadata: &Value) -> BTreeSet<String> {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let root = metadata["resolve"]["root"].as_str().unwrap();
    let mut reached = BTreeSet::new();
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        if reached.insert(id) {
            let node = nodes.iter().find(|node| node["id"] == id).unwrap();
            let is_needed = |needed: &&Value| {
                needed["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"] != "dev")
            };
            let needed = node["deps"].as_array().unwrap().iter().filter(is_needed);
            waiting.extend(needed.map(|needed| needed["pkg"].as_str().unwrap()));
        }
    }
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .filter(|package| package["id"] != root && reached.contains(package["id"].as_str().unwrap()))
        .map(line)
        .collect()
}

/// Whether a licence expression (SPDX) can be met with licences of the list.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut words = words.as_slice();
    any_of(&mut words) == Some(true) && words.is_empty()
}

/// None where the words are no expression; so for what follows.
fn any_of(words: &mut &[&str]) -> Option<bool> {
    let mut is_met = all_of(words)?;
    while take(words, "OR") {
        is_met |= all_of(words)?;
    }
    Some(is_met)
}

fn all_of(words: &mut &[&str]) -> Option<bool> {
    let mut is_met = one(words)?;
    while take(words, "AND") {
        is_met &= one(words)?;
    }
    Some(is_met)
}

/// A licence, perhaps with its exception, or an expression in brackets.
fn one(words: &mut &[&str]) -> Option<bool> {
    if take(words, "(") {
        let is_met = any_of(words)?;
        return take(words, ")").then_some(is_met);
    }
    let licence = next(words)?;
    if take(words, "WITH") {
        let exception = next(words)?;
        return Some(ALLOWED.contains(&format!("{licence} WITH {exception}").as_str()));
    }
    Some(ALLOWED.contains(&licence))
}

fn next<'a>(words: &mut &[&'a str]) -> Option<&'a str> {
    let (first, rest) = words.split_first()?;
    *words = rest;
    Some(first)
}

fn take(words: &mut &[&str], word: &str) -> bool {
    let is_next = words.first() == Some(&word);
    *words = &words[usize::from(is_next)..];
    is_next
}

#[test]
fn licence_expressions_are_understood() {
    for good in [
        "MIT",
        "GPL-3.0-only OR MIT",
        "MIT/GPL-3.0-only",
        "(MIT OR GPL-3.0-only) AND Unicode-3.0",
        "MIT AND Zlib OR GPL-3.0-only",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(is_allowed(good), "{good}");
    }
    for bad in [
        "",
        "none",
        "GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "MIT OR",
        "(MIT",
        "MIT Zlib",
        "MIT AND (GPL-3.0-only OR LGPL-3.0-only)",
        "GPL-3.0-only WITH LLVM-exception",
    ] {
        assert!(!is_allowed(bad), "{bad}");
    }
}

#[test]
fn every_dependency_is_under_a_licence_that_is_allowed() {
    let metadata = metadata_here();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100);
    let is_bad = |package: &&Value| !is_allowed(package["license"].as_str().unwrap_or_default());
    let bad: Vec<String> = packages.iter().filter(is_bad).map(line).collect();
    assert!(bad.is_empty(), "{bad:#?}");
}

#[test]
fn every_font_is_under_the_open_font_license_and_says_so() {
    let folder = repository().join("src/report/pdf/fonts");
    let licence = fs::read_to_string(folder.join("OFL.txt")).unwrap();
    let sentence = "SIL Open Font License, Version 1.1";
    assert!(licence.contains(sentence));
    // As the names in a font are written.
    let in_font: Vec<u8> = sentence.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "ttf") {
            let font = fs::read(&path).unwrap();
            assert!(font.windows(in_font.len()).any(|part| part == in_font), "{}", path.display());
            count += 1;
        }
    }
    assert_eq!(count, 8);
}

/// The list is for every platform; what other platforms need besides can only be looked for in Cargo.lock.
#[test]
fn the_list_of_licences_is_what_cargo_says() {
    let listed = fs::read_to_string(list()).unwrap();
    let listed: BTreeSet<String> = listed.lines().map(str::to_owned).collect();
    let missing: Vec<String> = lines(&metadata_here()).difference(&listed).cloned().collect();
    let how = "run: cargo test write_the_list_of_licences -- --ignored";
    assert!(missing.is_empty(), "{how}\nnot listed: {missing:#?}");
    let lock = fs::read_to_string(repository().join("Cargo.lock")).unwrap();
    for line in &listed {
        let (name, version) = line.split_once(": ").unwrap().0.split_once(' ').unwrap();
        let locked = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        assert!(lock.contains(&locked), "{how}\nno longer used: {line}");
    }
    assert!(listed.iter().all(|line| is_allowed(line.split_once(": ").unwrap().1)));
}

#[test]
#[ignore = "writes the list of licences, and may download what other platforms need"]
fn write_the_list_of_licences() {
    let lines: Vec<String> = lines(&metadata(&[])).into_iter().collect();
    fs::write(list(), lines.join("\n") + "\n").unwrap();
}

#[test]
fn the_program_lists_what_it_is_built_from() {
    let output = weigh(&repository(), &["version", "--licences"]);
    assert_eq!(output.code, Some(0), "{output}");
    assert!(output.out.contains(&fs::read_to_string(list()).unwrap()), "{output}");
    assert!(output.out.contains("Noto Sans") && output.out.contains("OFL-1.1"), "{output}");
}

#[test]
fn the_program_says_its_version_and_features() {
    let output = weigh(&repository(), &["version"]);
    let said = format!("weigh {}\nfeatures: cli, docx, html, pdf, tui, xlsx\n", env!("CARGO_PKG_VERSION"));
    assert!(output.code == Some(0) && output.out.starts_with(&said), "{output}");
}
