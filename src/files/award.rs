//! The record of awards of a decision: `criteria/award/NAME.toml`, one entry an award, oldest first, and one for each
//! condition that was answered.

mod entry;

use std::io;
use std::path::PathBuf;

use entry::AwardFile;

use super::document::read_record;
use super::edit::{quoted, write_new, write_whole};
use super::node::parse_document;
use super::read::FromToml;
use super::values::Prose;
use super::workspace::{CRITERIA, ReadError, Workspace, plain, read_text};
use crate::decision::award::Clearance;
use crate::decision::{Award, AwardRecord};
use crate::diagnostic::{Code, Diagnostic, SourceId, Sources};

/// What a new record begins with.
const HEAD: &str = "# The awards of this decision, written by `weigh award`: oldest first, the last one in force.\n\
                    # Nothing is taken out, so that the record shows what was decided when.\n";

/// The record of a decision, with what is wrong in its file; both empty where nothing is recorded.
#[derive(Debug, Default)]
pub struct ReadAwards {
    /// What was recorded.
    pub record: AwardRecord,
    /// What cannot be read.
    pub problems: Vec<Diagnostic>,
    /// The texts that the problems point into.
    pub sources: Sources,
    /// The file, where there is one.
    pub source: Option<SourceId>,
}

/// The file of the awards of a decision.
#[must_use]
pub fn file(workspace: &Workspace, decision: &str) -> PathBuf {
    plain(&workspace.root.join(CRITERIA).join("award").join(format!("{decision}.toml")))
}

/// Reads the awards of a decision.
#[must_use]
pub fn read(workspace: &Workspace, decision: &str) -> ReadAwards {
    read_beside(workspace, decision, Sources::default())
}

/// Reads the awards of a decision, beside texts that were read before.
#[must_use]
pub fn read_beside(workspace: &Workspace, decision: &str, sources: Sources) -> ReadAwards {
    let path = file(workspace, decision);
    let mut read = ReadAwards { sources, ..ReadAwards::default() };
    let Some((source, file)) = read_record(workspace, &path, &mut read.sources, &mut read.problems) else {
        return read;
    };
    read.source = Some(source);
    read.record = file.map_or_else(AwardRecord::default, |file: AwardFile| file.record(&mut read.problems));
    if read.problems.is_empty() && read.record.awards.is_empty() {
        let help = "bring it back from version control; or delete the file, where nothing was ever awarded";
        let problem =
            Diagnostic::new(Code::AwardGone, source, "this record holds no award: what it held is gone");
        read.problems.push(problem.help(help));
    }
    read
}

/// Adds an award to the record and leaves what is there as it is. Whoever adds one has the [`Turn`](super::Turn).
///
/// # Errors
/// What the operating system says, and where a link leads out of the workspace.
pub fn add(workspace: &Workspace, decision: &str, award: &Award) -> io::Result<PathBuf> {
    append(workspace, decision, &entry::award(award))
}

/// Adds the answer to a condition, in the same way.
///
/// # Errors
/// As [`add`].
pub fn add_clearance(workspace: &Workspace, decision: &str, answer: &Clearance) -> io::Result<PathBuf> {
    append(workspace, decision, &entry::clearance(answer))
}

fn append(workspace: &Workspace, decision: &str, entry: &str) -> io::Result<PathBuf> {
    let path = file(workspace, decision);
    let refused = |error: ReadError| io::Error::other(error.message);
    workspace.refuse_link_out(&path).map_err(refused)?;
    if !path.exists() {
        write_new(&path, format!("{HEAD}{entry}").as_bytes())?;
        return Ok(path);
    }
    let before = read_text(&path).map_err(refused)?.1;
    let gap = if before.ends_with('\n') { "" } else { "\n" };
    write_whole(&path, format!("{before}{gap}{entry}").as_bytes())?;
    Ok(path)
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
    use crate::decision::award::{FailedGate, NamedGate, OpenGate, Signer, Standing, Winner};
    use crate::decision::{Date, VendorId};
    use crate::exact::Exact;

    #[test]
    fn what_was_added_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace { root: folder.path().to_owned() };
        let day = Date { year: 2026, month: 11, day: 22 };
        let standing = |rank| Standing {
            vendor: VendorId::new("siam-voice"),
            name: "Siam \"Voice\" สยาม".to_owned(),
            rank,
            score: Exact::parse("74.71").unwrap().into(),
        };
        let gate = || NamedGate { gate: "iso".to_owned(), name: "ISO 27001".to_owned() };
        let winner = |rank| Winner {
            standing: standing(rank),
            share: 100,
            unknown: vec!["Platform".to_owned(), "Reviews".to_owned()],
        };
        let mut award = Award {
            winners: vec![winner(Some(1))],
            on: day,
            by: vec![
                Signer { name: "A. Buyer".to_owned(), role: Some("Chair".to_owned()), on: Some(day) },
                Signer { name: "B".to_owned(), role: None, on: None },
            ],
            reason: None,
            replaces: None,
            despite: Vec::new(),
            subject_to: vec![OpenGate { vendor: VendorId::new("siam-voice"), must_have: gate() }],
            ranking: vec![standing(Some(1)), Standing { vendor: VendorId::new("brandt"), ..standing(None) }],
            rule: "aa".to_owned(),
            inputs: "bb".to_owned(),
            prints: [("siam-voice", "facts.iso"), ("brandt", "status"), ("lyra", "all")]
                .map(|(id, place)| (VendorId::new(id), [(place.to_owned(), "0a".to_owned())].into()))
                .into(),
        };
        let answer = Clearance {
            award: 1,
            vendor: VendorId::new("siam-voice"),
            gate: "iso".to_owned(),
            is_accepted: false,
            reason: "It lapsed".to_owned(),
            on: day,
            by: "A".to_owned(),
        };
        add(&workspace, "d", &award).unwrap();
        add_clearance(&workspace, "d", &answer).unwrap();
        award.reason = Some("Two lines\nand a \\ sign".to_owned());
        award.winners = vec![winner(None)];
        award.ranking = vec![standing(None)];
        award.replaces = Some(1);
        let vendor = VendorId::new("siam-voice");
        award.despite = vec![FailedGate { vendor, must_have: gate(), reason: "A waiver".to_owned() }];
        add(&workspace, "d", &award).unwrap();
        let none = Award { winners: Vec::new(), ..award.clone() };
        add(&workspace, "d", &none).unwrap();
        let read = read(&workspace, "d");
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        assert_eq!(read.record.awards.len(), 3);
        assert_eq!(read.record.awards[0].reason, None);
        assert_eq!(read.record.awards[1..], [award, none]);
        assert_eq!(read.record.clearances, [answer]);
    }
}
