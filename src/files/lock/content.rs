//! What files say, as paths with values, so that a change can be told.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::wording::{IN_NO_LOCK, Layout, OF_FACTS_IN_NO_LOCK, only_value, wording};
use super::{LockChange, LockedPart, seal};
use crate::diagnostic::Sources;
use crate::exact::Exact;
use crate::exact::hexadecimal;
use crate::files::node::{Node, NodeKind, parse_document};
use crate::files::read::is_id;
use crate::files::snapshot::TextFile;
use crate::files::texts::Texts;
use crate::files::workspace::{plain, stem};
use crate::text::clean::cleaned_line;

/// A file as it was locked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locked {
    /// SHA-256 of its wording, all but empty lines, line ends and what is in no lock; none where only a part of it is
    /// locked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// What it says: values by the paths that `--set` knows them by.
    pub says: BTreeMap<String, String>,
}

/// What the files of a decision say now. Each is laid out once, whatever is locked of it.
pub(super) struct Contents(Vec<Content>);

/// What one file says.
struct Content {
    kind: FileKind,
    /// As seen from the workspace.
    name: String,
    /// What its paths begin with.
    prefix: String,
    whole: Locked,
}

/// What a file is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FileKind {
    Criteria,
    Panel,
    Vendor,
}

impl Contents {
    /// What the texts of a decision say, without what-ifs and with its own vendors.
    ///
    /// - `with_vendors`: whether the panel and the vendors count; else the criteria alone.
    pub(super) fn of(texts: &Texts, with_vendors: bool) -> Contents {
        Contents::laid_out(texts, with_vendors, Layout::Now)
    }

    fn laid_out(texts: &Texts, with_vendors: bool, layout: Layout) -> Contents {
        let mut contents = vec![(FileKind::Criteria, texts.request.criteria.clone(), String::new())];
        if with_vendors {
            let of_folder = |folder: Option<&PathBuf>, kind, start: &str| {
                let listed = folder.and_then(|folder| texts.snapshot.list(folder).ok());
                let entry = |file: &PathBuf| (kind, file.clone(), format!("{start}.{}.", stem(file)));
                listed.iter().flat_map(|files| files.iter()).map(entry).collect::<Vec<_>>()
            };
            contents.extend(of_folder(texts.folders.panel.as_ref(), FileKind::Panel, "panel"));
            contents.extend(of_folder(texts.folders.own_vendors.as_ref(), FileKind::Vendor, "vendors"));
        }
        let content = |(kind, path, prefix): (FileKind, PathBuf, String)| {
            Content::of(texts, kind, &path, prefix, layout)
        };
        Contents(contents.into_iter().filter_map(content).collect())
    }

    /// What the files of a lock say now, where the decision that would say which they are is not there any more.
    pub(super) fn of_lock(texts: &Texts, files: &BTreeMap<String, Locked>) -> Contents {
        let content = |(name, locked): (&String, &Locked)| {
            let path = plain(&texts.request.workspace.root.join(name));
            let (kind, start) = match locked.says.keys().next()?.split('.').next()? {
                "vendors" => (FileKind::Vendor, "vendors"),
                "panel" => (FileKind::Panel, "panel"),
                // The criteria file is what is gone.
                _ => return None,
            };
            let prefix = format!("{start}.{}.", stem(&path));
            Content::of(texts, kind, &path, prefix, Layout::Now)
        };
        Contents(files.iter().filter_map(content).collect())
    }

    /// What a part of the decision says, by file.
    ///
    /// - `price`: the facts that are left out of quality.
    pub(super) fn part(&self, part: LockedPart, price: &[String]) -> BTreeMap<String, Locked> {
        let is_part = |content: &&Content| match content.kind {
            FileKind::Criteria => part != LockedPart::Quality,
            FileKind::Panel | FileKind::Vendor => part != LockedPart::Rule,
        };
        let locked = |content: &Content| {
            let is_whole = content.kind != FileKind::Vendor || part == LockedPart::All;
            let locked = if is_whole { content.whole.clone() } else { content.without(price) };
            (content.name.clone(), locked)
        };
        self.0.iter().filter(is_part).map(locked).collect()
    }
}

impl Content {
    fn of(texts: &Texts, kind: FileKind, path: &Path, prefix: String, layout: Layout) -> Option<Content> {
        let file = texts.text_file(path).ok()?;
        let whole = Locked::of(file.text()?, &prefix, layout);
        Some(Content { kind, name: texts.relative(path), prefix, whole })
    }

    /// What a vendor file says besides prices.
    fn without(&self, price: &[String]) -> Locked {
        let is_price = |path: &str| {
            let own = path.strip_prefix(self.prefix.as_str()).unwrap_or(path);
            own.split('.').next() == Some("quote") || price.iter().any(|fact| is_of_fact(own, fact))
        };
        let says = self.whole.says.iter().filter(|(path, _)| !is_price(path));
        Locked { sha256: None, says: says.map(|(path, says)| (path.clone(), says.clone())).collect() }
    }
}

impl Locked {
    fn of(text: &str, prefix: &str, layout: Layout) -> Locked {
        let sha256 = hexadecimal(&Sha256::digest(wording(text, layout).as_bytes()));
        Locked { sha256: Some(sha256), says: lines_by_place(text, prefix, layout) }
    }
}

/// Whether a path within a vendor file is of a fact.
fn is_of_fact(path: &str, fact: &str) -> bool {
    let rest = path.strip_prefix("facts.").and_then(|rest| rest.strip_prefix(fact));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// SHA-256 of a file without the seal of its locks, in hexadecimal.
pub(in crate::files) fn unsealed_sha256(file: &TextFile) -> String {
    let text = std::str::from_utf8(file.bytes()).ok();
    match text.map(|text| (text, seal::without(text))) {
        Some((text, without)) if text != without => hexadecimal(&Sha256::digest(without.as_bytes())),
        _ => file.sha256().to_owned(),
    }
}

/// The values of a text by their paths. What cannot be read counts as a text of its own.
fn lines_by_place(text: &str, prefix: &str, layout: Layout) -> BTreeMap<String, String> {
    let (root, errors) = parse_document(text, Sources::default().add("", ""));
    let mut says = BTreeMap::new();
    let mut root = root;
    drop_unlocked(&mut root, layout);
    flatten(&root, prefix, &mut says);
    if !errors.is_empty() {
        says.insert(format!("{prefix}(what cannot be read)"), hexadecimal(&Sha256::digest(text.as_bytes())));
    }
    says
}

/// Takes out what no lock is about.
fn drop_unlocked(root: &mut Node, layout: Layout) {
    let Some(table) = root.as_table_mut() else { return };
    table.0.retain(|entry| !IN_NO_LOCK.contains(&entry.key.as_str()));
    let facts = table.0.iter_mut().filter(|entry| entry.key == "facts");
    for fact in facts.filter_map(|entry| entry.node.as_table_mut()).flat_map(|facts| &mut facts.0) {
        if let Some(value) = only_value(&fact.node).filter(|_| layout == Layout::Now).cloned() {
            fact.node = value;
            continue;
        }
        if let Some(fact) = fact.node.as_table_mut() {
            fact.0.retain(|entry| !OF_FACTS_IN_NO_LOCK.contains(&entry.key.as_str()));
        }
    }
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

/// What is not as a lock has it, which may be of an earlier build.
pub(super) fn changes_since(
    texts: &Texts,
    contents: &Contents,
    (part, price): (LockedPart, &[String]),
    was: &BTreeMap<String, Locked>,
) -> Vec<LockChange> {
    let is = contents.part(part, price);
    let changes = differences(was, &is);
    if changes.is_empty() {
        return changes;
    }
    let before = Contents::laid_out(texts, part != LockedPart::Rule, Layout::Before).part(part, price);
    differences(&as_laid_out_now(was, &before, &is), &is)
}

/// A lock with those files as they are laid out now that are as it has them, laid out as they were before.
fn as_laid_out_now(
    was: &BTreeMap<String, Locked>,
    before: &BTreeMap<String, Locked>,
    is: &BTreeMap<String, Locked>,
) -> BTreeMap<String, Locked> {
    let of_file = |(file, locked): (&String, &Locked)| {
        let now = is.get(file).filter(|_| before.get(file) == Some(locked));
        (file.clone(), now.unwrap_or(locked).clone())
    };
    was.iter().map(of_file).collect()
}

/// What is not as it was locked.
pub(super) fn differences(was: &BTreeMap<String, Locked>, is: &BTreeMap<String, Locked>) -> Vec<LockChange> {
    let none = Locked::default();
    let files: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let of_file = |file: &String| {
        let (before, after) = (was.get(file).unwrap_or(&none), is.get(file).unwrap_or(&none));
        let paths: BTreeSet<&String> = before.says.keys().chain(after.says.keys()).collect();
        let changed: Vec<LockChange> = paths
            .into_iter()
            .filter(|path| before.says.get(*path) != after.says.get(*path))
            .map(|path| LockChange::Value {
                file: cleaned_line(file),
                path: cleaned_line(path),
                was: before.says.get(path).map(|text| cleaned_line(text)),
                is: after.says.get(path).cloned(),
            })
            .collect();
        if changed.is_empty() && before.sha256 != after.sha256 {
            return vec![LockChange::Wording { file: cleaned_line(file) }];
        }
        changed
    };
    files.into_iter().flat_map(of_file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Locks of earlier builds have a fact that holds nothing but its value as a table.
    #[test]
    fn a_lock_of_an_earlier_build_holds_what_it_held() {
        let text = "[facts]\na = { value = 1 }\nb = 2\n";
        let of = |text: &str, layout: Layout| {
            BTreeMap::from([("v.toml".to_owned(), Locked::of(text, "vendors.v.", layout))])
        };
        let locked = of(text, Layout::Before);
        let since = |text: &str| {
            let is = of(text, Layout::Now);
            differences(&as_laid_out_now(&locked, &of(text, Layout::Before), &is), &is)
        };
        assert!(!differences(&locked, &of(text, Layout::Now)).is_empty());
        assert_eq!(since(text), []);
        assert!(!since(&text.replace("value = 1", "value = 3")).is_empty());
        assert!(!since(&format!("{text}# More.\n")).is_empty());
    }
}
