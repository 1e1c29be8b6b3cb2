//! What files say, as paths with values, so that a change can be told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Change, Part};
use crate::diagnostic::Sources;
use crate::exact::Exact;
use crate::exact::hexadecimal;
use crate::files::load::{self, Request};
use crate::files::node::{Node, NodeKind, parse_document};
use crate::files::read::is_id;
use crate::files::workspace::{read_text, stem, toml_files};
use crate::text::clean::cleaned_line;

/// A file as it was locked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locked {
    /// SHA-256 of its bytes; none where only a part of it is locked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// What it says: values by the paths that `--set` knows them by.
    pub says: BTreeMap<String, String>,
}

/// What a part of a decision says now, by file.
///
/// - `price`: the facts that are left out of quality.
pub(super) fn contents(request: &Request, part: Part, price: &[String]) -> BTreeMap<String, Locked> {
    let request = &Request { vendors: None, what_if: Vec::new(), ..request.clone() };
    let mut files = BTreeMap::new();
    let mut add = |path: &Path, prefix: String, is_whole: bool| {
        let name = request.workspace.relative(path);
        let is_price = |path: &str| {
            let own = path.strip_prefix(prefix.as_str()).unwrap_or(path);
            own.split('.').next() == Some("quote") || price.iter().any(|fact| is_of_fact(own, fact))
        };
        let Ok((bytes, text)) = read_text(path) else { return };
        let mut locked =
            Locked { sha256: Some(hexadecimal(&Sha256::digest(&bytes))), says: says(&text, &prefix) };
        if !is_whole {
            locked.sha256 = None;
            locked.says.retain(|path, _| !is_price(path));
        }
        files.insert(name, locked);
    };
    if part != Part::Quality {
        add(&request.criteria, String::new(), true);
    }
    if part != Part::Rule {
        for file in listed(load::panel_folder(request)) {
            add(&file, format!("panel.{}.", stem(&file)), true);
        }
        for file in listed(load::vendor_folder(request)) {
            add(&file, format!("vendors.{}.", stem(&file)), part == Part::All);
        }
    }
    files
}

fn listed(folder: Option<PathBuf>) -> Vec<PathBuf> {
    folder.and_then(|folder| toml_files(&folder).ok()).unwrap_or_default()
}

/// Whether a path within a vendor file is of a fact.
fn is_of_fact(path: &str, fact: &str) -> bool {
    let rest = path.strip_prefix("facts.").and_then(|rest| rest.strip_prefix(fact));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The values of a text by their paths. What cannot be read counts as a text of its own.
fn says(text: &str, prefix: &str) -> BTreeMap<String, String> {
    let (root, errors) = parse_document(text, Sources::default().add("", ""));
    let mut says = BTreeMap::new();
    flatten(&root, prefix, &mut says);
    if !errors.is_empty() {
        says.insert(format!("{prefix}(what cannot be read)"), hexadecimal(&Sha256::digest(text.as_bytes())));
    }
    says
}

fn flatten(node: &Node, path: &str, says: &mut BTreeMap<String, String>) {
    match &node.kind {
        NodeKind::Table(table) if !table.0.is_empty() => {
            for entry in &table.0 {
                let key = if is_id(&entry.key) { entry.key.clone() } else { format!("{:?}", entry.key) };
                let dot = if path.is_empty() || path.ends_with('.') { "" } else { "." };
                flatten(&entry.node, &format!("{path}{dot}{}", cleaned_line(&key)), says);
            }
        }
        _ => {
            says.insert(path.to_owned(), cleaned_line(&value(node)));
        }
    }
}

/// A value in a line; numbers that are equal are written alike.
fn value(node: &Node) -> String {
    match &node.kind {
        NodeKind::Table(table) => {
            let entries: Vec<String> =
                table.0.iter().map(|entry| format!("{} = {}", entry.key, value(&entry.node))).collect();
            format!("{{ {} }}", entries.join(", ")).replace("{  }", "{ }")
        }
        NodeKind::List(items) => format!("[{}]", items.iter().map(value).collect::<Vec<_>>().join(", ")),
        NodeKind::Text(text) => format!("{text:?}"),
        NodeKind::Number(number) => {
            Exact::parse(number).map_or_else(|_| number.clone(), |exact| exact.to_string())
        }
        NodeKind::YesNo(yes) => yes.to_string(),
        NodeKind::Date(date) => date.to_string(),
        NodeKind::Time => "a time".to_owned(),
    }
}

/// What is not as it was locked.
pub(super) fn differences(was: &BTreeMap<String, Locked>, is: &BTreeMap<String, Locked>) -> Vec<Change> {
    let none = Locked::default();
    let files: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let of_file = |file: &String| {
        let (before, after) = (was.get(file).unwrap_or(&none), is.get(file).unwrap_or(&none));
        let paths: BTreeSet<&String> = before.says.keys().chain(after.says.keys()).collect();
        let changed: Vec<Change> = paths
            .into_iter()
            .filter(|path| before.says.get(*path) != after.says.get(*path))
            .map(|path| Change::Value {
                file: cleaned_line(file),
                path: cleaned_line(path),
                was: before.says.get(path).map(|text| cleaned_line(text)),
                is: after.says.get(path).cloned(),
            })
            .collect();
        if changed.is_empty() && before.sha256 != after.sha256 {
            return vec![Change::Wording { file: cleaned_line(file) }];
        }
        changed
    };
    files.into_iter().flat_map(of_file).collect()
}
