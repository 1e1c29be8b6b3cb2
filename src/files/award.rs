//! The record of awards of a decision: `criteria/award/NAME.toml`, one entry an award, oldest first.

use std::io;
use std::path::PathBuf;

use super::edit::{quoted, write_new, write_whole};
use super::node::parse_document;
use super::read::{FromToml, Spanned, toml_table};
use super::values::{Count, Name, Prose};
use super::workspace::{CRITERIA, ReadError, Workspace, plain, read_text};
use crate::decision::{Award, Date, VendorId};
use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::exact::Exact;

/// What a new record begins with.
const HEAD: &str = "# The awards of this decision, written by `weigh award`: oldest first, the last one in force.\n\
                    # Nothing is taken out, so that the record shows what was decided when.\n";

toml_table! {
    /// The awards of a decision.
    struct AwardFile {
        /// Each award, oldest first.
        award: Vec<Spanned<AwardEntry>>,
    }
}

toml_table! {
    /// Who got the work, on whose word, and why.
    struct AwardEntry {
        /// The vendor's id.
        vendor: Name [required],
        /// Its name then.
        name: Name [required],
        /// The day of the award.
        on: Date [required],
        /// Who decided.
        by: Name [required],
        /// Why.
        reason: Prose,
        /// Its rank then; left out when it was out of the ranking.
        rank: Count,
        /// Its score then.
        score: Exact [required],
        /// Fingerprint of the rule then.
        rule: Name [required],
        /// Fingerprint of all inputs then.
        inputs: Name [required],
    }
}

/// The awards of a decision, with what is wrong in their file; both empty where nothing is recorded.
#[derive(Debug, Default)]
pub struct Awards {
    /// Oldest first.
    pub awards: Vec<Award>,
    /// What cannot be read.
    pub problems: Vec<Diagnostic>,
    /// The texts that the problems point into.
    pub sources: Sources,
}

/// The file of the awards of a decision.
#[must_use]
pub fn file(workspace: &Workspace, decision: &str) -> PathBuf {
    plain(&workspace.root.join(CRITERIA).join("award").join(format!("{decision}.toml")))
}

/// Reads the awards of a decision.
#[must_use]
pub fn read(workspace: &Workspace, decision: &str) -> Awards {
    let path = file(workspace, decision);
    let mut read = Awards::default();
    if !path.exists() {
        return read;
    }
    let name = path.display().to_string();
    let text = match workspace.refuse_link_out(&path).and_then(|()| read_text(&path)) {
        Ok((_, text)) => text,
        Err(error) => {
            let source = read.sources.add(name, "");
            read.problems.push(Diagnostic::new(error.code, source, error.message).help(error.help));
            return read;
        }
    };
    let source = read.sources.add(name, text);
    let (root, mut problems) = parse_document(&read.sources.get(source).text, source);
    let file = if problems.is_empty() { AwardFile::read(&root, &mut problems) } else { None };
    let entries = file.and_then(|file| file.award).map_or_else(Vec::new, |list| list.value);
    read.awards = entries.into_iter().filter_map(|entry| award(entry.value)).collect();
    read.problems = problems;
    read
}

fn award(entry: AwardEntry) -> Option<Award> {
    Some(Award {
        vendor: VendorId::new(entry.vendor?.value.0),
        name: entry.name?.value.0,
        on: entry.on?.value,
        by: entry.by?.value.0,
        reason: entry.reason.map(|reason| reason.value.0),
        rank: entry.rank.and_then(|rank| usize::try_from(rank.value.0).ok()),
        score: entry.score?.value.into(),
        rule: entry.rule?.value.0,
        inputs: entry.inputs?.value.0,
    })
}

/// Adds an award to the record and leaves what is there as it is. Whoever adds one has the [`Turn`](super::Turn).
///
/// # Errors
/// What the operating system says, and where a link leads out of the workspace.
pub fn add(workspace: &Workspace, decision: &str, award: &Award) -> io::Result<PathBuf> {
    let path = file(workspace, decision);
    let refused = |error: ReadError| io::Error::other(error.message);
    workspace.refuse_link_out(&path).map_err(refused)?;
    if !path.exists() {
        write_new(&path, format!("{HEAD}{}", entry(award)).as_bytes())?;
        return Ok(path);
    }
    let before = read_text(&path).map_err(refused)?.1;
    let gap = if before.ends_with('\n') { "" } else { "\n" };
    write_whole(&path, format!("{before}{gap}{}", entry(award)).as_bytes())?;
    Ok(path)
}

fn entry(award: &Award) -> String {
    let mut lines = vec![
        format!("vendor = {}", quoted(award.vendor.as_str())),
        format!("name   = {}", quoted(&award.name)),
        format!("on     = {}", award.on),
        format!("by     = {}", quoted(&award.by)),
    ];
    lines.extend(award.reason.as_ref().map(|reason| format!("reason = {}", quoted(reason))));
    lines.extend(award.rank.map(|rank| format!("rank   = {rank}")));
    lines.push(format!("score  = {}", award.score));
    lines.push(format!("rule   = {}", quoted(&award.rule)));
    lines.push(format!("inputs = {}", quoted(&award.inputs)));
    format!("\n[[award]]\n{}\n", lines.join("\n"))
}

/// Reads a reason as the record would: what could not stand there is a problem with the option.
#[must_use]
pub fn text_problem(text: &str) -> Option<String> {
    let mut sources = Sources::default();
    let document = format!("reason = {}", quoted(text));
    let source = sources.add("--reason", document.clone());
    let (root, mut problems) = parse_document(&document, source);
    if let Some(entry) = root.as_table().and_then(|table| table.get("reason")) {
        let _: Option<Prose> = Prose::read(&entry.node, &mut problems);
    }
    problems.into_iter().find(|problem| problem.code != Code::Syntax).map(|problem| problem.message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace { root: folder.path().to_owned() };
        let mut award = Award {
            vendor: VendorId::new("siam-voice"),
            name: "Siam \"Voice\" สยาม".to_owned(),
            on: Date { year: 2026, month: 11, day: 22 },
            by: "A. Buyer".to_owned(),
            reason: None,
            rank: Some(1),
            score: Exact::parse("74.71").unwrap().into(),
            rule: "aa".to_owned(),
            inputs: "bb".to_owned(),
        };
        add(&workspace, "d", &award).unwrap();
        award.reason = Some("Two lines\nand a \\ sign".to_owned());
        award.rank = None;
        add(&workspace, "d", &award).unwrap();
        let read = read(&workspace, "d");
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        assert_eq!(read.awards.len(), 2);
        assert_eq!(read.awards[0].reason, None);
        assert_eq!(read.awards[1], award);
    }
}
