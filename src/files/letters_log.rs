//! The letters of a decision: `criteria/letters/NAME.toml`, with reasons that people write and what was handed over.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use super::document::read_record;
use super::edit::{quoted, without, write_new, write_whole};
use super::node::{Entry, Node, NodeKind, parse_document};
use super::read::{ById, FromToml, Limited, Problems, Spanned, toml_table};
use super::values::{Name, Positive, Prose};
use super::workspace::{CRITERIA, ReadError, Workspace, plain, read_text};
use crate::decision::disclosure::Phase;
use crate::decision::{CriterionId, Date, VendorId};
use crate::diagnostic::{Diagnostic, Sources};

/// What a new file begins with.
const HEAD: &str = "# The letters of this decision: reasons that people write, [reasons.VENDOR] CRITERION = \"...\", what others are\n\
                    # told of the winner's offer, [told.VENDOR] CRITERION = \"...\", and what weigh handed over, each with its fingerprint.\n";

/// Whom a notice is to.
pub const PUBLIC: &str = "public";

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
        /// What others are told of the offer of a vendor that gets the work, by vendor and criterion.
        told: ById<ById<ReasonText>>,
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
        /// Which award of the record it tells, from 1; none before one.
        award: Positive,
        /// Whether the vendor asked for it, and was told more than the others.
        asked: bool,
        /// Whether a notice had the scores of the ranking.
        unlinked: bool,
        /// Whether a notice had their points by group.
        points: bool,
        /// The end of the standstill that it tells.
        ends: Date,
        /// How that was counted.
        counted: Prose,
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
#[expect(clippy::struct_excessive_bools, reason = "keys of a file, each true or left out")]
pub struct Sent {
    /// The vendor's id; `public` for a notice.
    pub to: String,
    /// When it was written.
    pub phase: Phase,
    /// Which award of the record it tells, from 1; none before one.
    pub award: Option<usize>,
    /// Whether the vendor asked for it, and was told more than the others.
    pub is_asked: bool,
    /// Whether a notice had the scores of the ranking.
    pub is_unlinked: bool,
    /// Whether a notice had their points by group.
    pub has_points: bool,
    /// The end of the standstill that it tells, with how that was counted.
    pub ends: Option<(Date, String)>,
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
    /// Whether the other one is to the same, of the same decision, and says the same.
    #[must_use]
    pub fn is_same_letter(&self, other: &Sent) -> bool {
        self.is_of_same_kind(other) && self.letter == other.letter
    }

    /// Whether the other one is to the same, of the same decision, and tells as much: they should say the same.
    #[must_use]
    pub fn is_of_same_kind(&self, other: &Sent) -> bool {
        let of = |sent: &Sent| (sent.to.clone(), sent.inputs.clone(), sent.phase, sent.is_asked);
        let of_notice = |sent: &Sent| (sent.is_unlinked, sent.has_points);
        of(self) == of(other) && of_notice(self) == of_notice(other) && self.is_of_award(other.award)
    }

    /// Whether it tells an award; one of before that was noted may tell any.
    #[must_use]
    pub fn is_of_award(&self, award: Option<usize>) -> bool {
        self.award == award || self.award.is_none() || award.is_none()
    }
}

/// What the file of the letters says, with what is wrong in it.
#[derive(Debug, Default)]
pub struct Letters {
    /// Reasons that people wrote, by vendor and criterion.
    pub reasons: BTreeMap<VendorId, BTreeMap<CriterionId, String>>,
    /// What others are told of the offer of a vendor that gets the work, by vendor and criterion.
    pub told: BTreeMap<VendorId, BTreeMap<CriterionId, String>>,
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
    if let Some(LettersFile { reasons, told, sent }) = file {
        for (texts, by_vendor) in [(reasons, &mut read.reasons), (told, &mut read.told)] {
            for vendor in texts.map_or_else(Vec::new, |texts| texts.value.0) {
                let texts = vendor.value.0.into_iter().map(|one| (CriterionId::new(one.id), one.value.0));
                by_vendor.insert(VendorId::new(vendor.id), texts.collect());
            }
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
            award: self.award.and_then(|award| award.value.0.to_string().parse().ok()),
            is_asked: self.asked.is_some_and(|asked| asked.value),
            is_unlinked: self.unlinked.is_some_and(|unlinked| unlinked.value),
            has_points: self.points.is_some_and(|points| points.value),
            ends: self.ends.map(|end| {
                (end.value, self.counted.map_or_else(|| "as told in letters".to_owned(), |how| how.value.0))
            }),
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
/// written what nobody knows of. Gives back what the file said before; none where there was none.
///
/// # Errors
/// What the operating system says, and where a link leads out of the workspace.
pub fn begin(workspace: &Workspace, decision: &str, letters: &[Sent]) -> io::Result<Option<String>> {
    let path = file(workspace, decision);
    workspace.refuse_link_out(&path).map_err(refused)?;
    if !path.exists() {
        write_new(&path, with_entries(None, letters).as_bytes())?;
        return Ok(None);
    }
    let before = read_text(&path).map_err(refused)?.1;
    write_whole(&path, with_entries(Some(&before), letters).as_bytes())?;
    Ok(Some(before))
}

/// Takes back that letters were begun of which nothing could be written.
///
/// - `before`: what the file said before, as [`begin`] gives it.
/// - `written`: those of which something may be there, which stay begun.
///
/// # Errors
/// As [`begin`].
pub fn take_back(
    workspace: &Workspace,
    decision: &str,
    before: Option<&str>,
    written: &[Sent],
) -> io::Result<()> {
    let path = file(workspace, decision);
    match (before, written) {
        (None, []) => std::fs::remove_file(&path),
        (Some(before), []) => write_whole(&path, before.as_bytes()),
        _ => write_whole(&path, with_entries(before, written).as_bytes()),
    }
}

/// What the file says with letters that are begun.
fn with_entries(before: Option<&str>, letters: &[Sent]) -> String {
    let entries: String = letters.iter().map(entry).collect();
    let Some(before) = before else { return format!("{HEAD}{entries}") };
    let gap = if before.ends_with('\n') { "" } else { "\n" };
    format!("{before}{gap}{entries}")
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
    let award = sent.award.map_or_else(String::new, |award| format!("award  = {award}\n"));
    let flag = |is: bool, line: &str| if is { format!("{line} = true\n") } else { String::new() };
    let ends = sent.ends.as_ref().map_or_else(String::new, |(end, counted)| {
        format!("ends   = {end}\ncounted = {}\n", quoted(counted))
    });
    format!(
        "\n[[sent]]\nto     = {}\nphase  = \"{phase}\"\n{award}{}{}{}{ends}on     = {}\ninputs = {}\nletter = {}\nbegun  = true\n",
        quoted(&sent.to),
        flag(sent.is_asked, "asked "),
        flag(sent.is_unlinked, "unlinked"),
        flag(sent.has_points, "points"),
        sent.on,
        quoted(&sent.inputs),
        quoted(&sent.letter)
    )
}
