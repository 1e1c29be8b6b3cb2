//! The letters of a decision: `criteria/letters/NAME.toml`, with reasons that people write and what was handed over.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use super::document::read_record;
use super::edit::{quoted, without, write_new, write_whole};
use super::node::{Entry, Node, NodeKind, parse_document};
use super::read::{ById, FromToml, Limited, Problems, Spanned, toml_table};
use super::values::{Name, Prose};
use super::workspace::{CRITERIA, ReadError, Workspace, plain, read_text};
use crate::decision::disclosure::Phase;
use crate::decision::{CriterionId, Date, VendorId};
use crate::diagnostic::{Diagnostic, Sources};

/// What a new file begins with.
const HEAD: &str = "# The letters of this decision: reasons that people write, [reasons.VENDOR] CRITERION = \"...\", and what\n\
                    # weigh handed over, each with its fingerprint.\n";

/// A reason that somebody wrote.
#[derive(Debug)]
pub(crate) struct ReasonText(String);

impl Limited for ReasonText {
    const MOST: usize = 1_000;
}

impl FromToml for ReasonText {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        Prose::read(node, problems).map(|text| ReasonText(text.0))
    }

    fn schema() -> serde_json::Value {
        Prose::schema()
    }
}

impl Limited for ById<ReasonText> {
    const MOST: usize = 20_000;
}

toml_table! {
    /// The letters of a decision.
    struct LettersFile {
        /// Reasons for points, by vendor and criterion.
        reasons: ById<ById<ReasonText>>,
        /// What was handed over, oldest first.
        sent: Vec<Spanned<SentEntry>>,
    }
}

toml_table! {
    /// A letter that was handed over.
    struct SentEntry {
        /// The vendor's id; public for a notice.
        to: Name [required],
        /// When it was written.
        phase: Phase [required],
        /// The day that it bears.
        on: Date [required],
        /// The fingerprint of all inputs that it stands on.
        inputs: Name [required],
        /// The fingerprint of its texts.
        letter: Name [required],
        /// Whether it was only begun: whoever wrote it was stopped before all of it was there.
        begun: bool,
    }
}

/// A letter that was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The vendor's id; `public` for a notice.
    pub to: String,
    /// When it was written.
    pub phase: Phase,
    /// The day that it bears.
    pub on: Date,
    /// The fingerprint of all inputs that it stands on.
    pub inputs: String,
    /// The fingerprint of its texts.
    pub letter: String,
    /// Whether it was only begun: whoever wrote it was stopped before all of it was there.
    pub is_begun: bool,
}

impl Sent {
    /// Whether the other one is to the same, of the same phase and inputs, and says the same.
    #[must_use]
    pub fn is_same_letter(&self, other: &Sent) -> bool {
        let of = |sent: &Sent| [sent.to.clone(), sent.inputs.clone(), sent.letter.clone()];
        self.phase == other.phase && of(self) == of(other)
    }
}

/// What the file of the letters says, with what is wrong in it.
#[derive(Debug, Default)]
pub struct Letters {
    /// Reasons that people wrote, by vendor and criterion.
    pub reasons: BTreeMap<VendorId, BTreeMap<CriterionId, String>>,
    /// What was handed over, oldest first.
    pub sent: Vec<Sent>,
    /// What cannot be read.
    pub problems: Vec<Diagnostic>,
    /// The texts that the problems point into.
    pub sources: Sources,
}

/// The file of the letters of a decision.
#[must_use]
pub fn file(workspace: &Workspace, decision: &str) -> PathBuf {
    plain(&workspace.root.join(CRITERIA).join("letters").join(format!("{decision}.toml")))
}

/// Reads the letters of a decision.
#[must_use]
pub fn read(workspace: &Workspace, decision: &str) -> Letters {
    read_beside(workspace, decision, Sources::default())
}

/// Reads the letters of a decision, beside texts that were read before.
#[must_use]
pub fn read_beside(workspace: &Workspace, decision: &str, sources: Sources) -> Letters {
    let path = file(workspace, decision);
    let mut read = Letters { sources, ..Letters::default() };
    let Some((_, file)) = read_record(workspace, &path, &mut read.sources, &mut read.problems) else {
        return read;
    };
    if let Some(LettersFile { reasons, sent }) = file {
        for vendor in reasons.map_or_else(Vec::new, |reasons| reasons.value.0) {
            let texts = vendor.value.0.into_iter().map(|one| (CriterionId::new(one.id), one.value.0));
            read.reasons.insert(VendorId::new(vendor.id), texts.collect());
        }
        let sent = sent.map_or_else(Vec::new, |sent| sent.value);
        read.sent = sent.into_iter().filter_map(|one| one.value.sent()).collect();
    }
    read
}

impl SentEntry {
    fn sent(self) -> Option<Sent> {
        Some(Sent {
            to: self.to?.value.0,
            phase: self.phase?.value,
            on: self.on?.value,
            inputs: self.inputs?.value.0,
            letter: self.letter?.value.0,
            is_begun: self.begun.is_some_and(|begun| begun.value),
        })
    }
}

impl Letters {
    /// Whether a letter was begun and not finished.
    #[must_use]
    pub fn has_begun(&self, letter: &Sent) -> bool {
        self.sent.iter().any(|one| one.is_begun && one.is_same_letter(letter))
    }

    /// Whether a letter of this day is noted, begun or finished; or one that says the same was begun on another.
    #[must_use]
    pub fn has_noted(&self, letter: &Sent) -> bool {
        let is_it = |one: &Sent| one.is_same_letter(letter) && (one.is_begun || one.on == letter.on);
        self.sent.iter().any(is_it)
    }
}

/// Notes letters that are about to be written as begun, below what is there: who is stopped in the middle has not
/// written what nobody knows of.
///
/// # Errors
/// What the operating system says, and where a link leads out of the workspace.
pub fn begin(workspace: &Workspace, decision: &str, letters: &[Sent]) -> io::Result<()> {
    let path = file(workspace, decision);
    workspace.refuse_link_out(&path).map_err(refused)?;
    let entries: String = letters.iter().map(entry).collect();
    if !path.exists() {
        return write_new(&path, format!("{HEAD}{entries}").as_bytes());
    }
    let before = read_text(&path).map_err(refused)?.1;
    let gap = if before.ends_with('\n') { "" } else { "\n" };
    write_whole(&path, format!("{before}{gap}{entries}").as_bytes())
}

/// Notes that letters which were begun are written. Gives back the file.
///
/// # Errors
/// As [`begin`].
pub fn finish(workspace: &Workspace, decision: &str, letters: &[Sent]) -> io::Result<PathBuf> {
    let path = file(workspace, decision);
    workspace.refuse_link_out(&path).map_err(refused)?;
    let mut text = read_text(&path).map_err(refused)?.1;
    while let Some(begun) = begun(&text, letters) {
        text = without(&text, &begun).map_err(io::Error::other)?;
    }
    write_whole(&path, text.as_bytes())?;
    Ok(path)
}

fn refused(error: ReadError) -> io::Error {
    io::Error::other(error.message)
}

/// The entry that says of one of these letters that it is only begun.
fn begun(text: &str, letters: &[Sent]) -> Option<Entry> {
    let (root, _) = parse_document(text, Sources::default().add("", ""));
    let NodeKind::List(sent) = &root.as_table()?.get("sent")?.node.kind else { return None };
    let of_letter = |node: &Node| {
        let read = SentEntry::read(node, &mut Problems::new())?.sent()?;
        let begun = node.as_table()?.get("begun")?;
        letters.iter().any(|letter| letter.is_same_letter(&read)).then(|| begun.clone())
    };
    sent.iter().find_map(of_letter)
}

/// A letter that is about to be written.
fn entry(sent: &Sent) -> String {
    let phase = match sent.phase {
        Phase::Excluded => "excluded",
        Phase::Decided => "decided",
        Phase::Signed => "signed",
    };
    format!(
        "\n[[sent]]\nto     = {}\nphase  = \"{phase}\"\non     = {}\ninputs = {}\nletter = {}\nbegun  = true\n",
        quoted(&sent.to),
        sent.on,
        quoted(&sent.inputs),
        quoted(&sent.letter)
    )
}
