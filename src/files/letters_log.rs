//! The letters of a decision: `criteria/letters/NAME.toml`, with reasons that people write and what was handed over.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use super::document::read_record;
use super::edit::{quoted, write_new, write_whole};
use super::node::Node;
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
    let path = file(workspace, decision);
    let mut read = Letters::default();
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
        })
    }
}

/// Notes letters that were handed over, below what is there.
///
/// # Errors
/// What the operating system says, and where a link leads out of the workspace.
pub fn add(workspace: &Workspace, decision: &str, sent: &[Sent]) -> io::Result<PathBuf> {
    let path = file(workspace, decision);
    let refused = |error: ReadError| io::Error::other(error.message);
    workspace.refuse_link_out(&path).map_err(refused)?;
    let entries: String = sent.iter().map(entry).collect();
    if !path.exists() {
        write_new(&path, format!("{HEAD}{entries}").as_bytes())?;
        return Ok(path);
    }
    let before = read_text(&path).map_err(refused)?.1;
    let gap = if before.ends_with('\n') { "" } else { "\n" };
    write_whole(&path, format!("{before}{gap}{entries}").as_bytes())?;
    Ok(path)
}

fn entry(sent: &Sent) -> String {
    let phase = match sent.phase {
        Phase::Excluded => "excluded",
        Phase::Decided => "decided",
        Phase::Signed => "signed",
    };
    format!(
        "\n[[sent]]\nto     = {}\nphase  = \"{phase}\"\non     = {}\ninputs = {}\nletter = {}\n",
        quoted(&sent.to),
        sent.on,
        quoted(&sent.inputs),
        quoted(&sent.letter)
    )
}
