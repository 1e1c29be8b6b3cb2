//! What the report was made from.

use super::capital;
use crate::answers::document::{Block, Cell, Section, Table, Tone};
use crate::answers::findings::Findings;
use crate::decision::Lock;

/// The most changes of a lock that are named.
const MOST_CHANGES: usize = 20;

pub(crate) fn section(findings: &Findings<'_>) -> Section {
    let evaluation = findings.evaluation;
    let mut section = Section::chapter("provenance", "Where this comes from");
    let mut terms = vec![
        ("Made by".to_owned(), format!("weigh {}", evaluation.version)),
        ("Decision".to_owned(), evaluation.decision.id.to_string()),
        ("Fingerprint of the rule".to_owned(), evaluation.digest.rule.to_string()),
        ("Fingerprint of all inputs".to_owned(), evaluation.digest.inputs.to_string()),
    ];
    let vendors = evaluation.provenance.vendors.iter();
    terms.extend(vendors.map(|folder| ("Vendors from".to_owned(), folder.clone())));
    terms.extend(findings.date.map(|date| ("Date".to_owned(), date.to_string())));
    terms.extend(
        findings.draws().map(|draws| {
            ("Draws and seed".to_owned(), format!("{} draws, seed {}", draws.draws, draws.seed))
        }),
    );
    section.blocks.push(Block::Terms(terms));
    let provenance = &evaluation.provenance;
    let what_ifs: Vec<String> = provenance
        .what_if
        .iter()
        .chain(&provenance.what_if_notes)
        .map(|one| format!("What if: {one}"))
        .collect();
    section.list(what_ifs);
    let mut table = Table::of("Files that were read").head("File").words("SHA-256");
    for file in evaluation.shown_files() {
        table.row(vec![file.path.as_str().into(), file.sha256.as_str().into()]);
    }
    section.table(table);
    section.table(locks(&provenance.locks));
    section.text("The same files give the same report; weigh verify checks it.");
    section
}

fn locks(all: &[Lock]) -> Table {
    let mut table = Table::of("What is locked").head("Locked").words("At").words("By").words("Changed since");
    for lock in all {
        let named = lock.changes.iter().take(MOST_CHANGES).map(ToString::to_string);
        let more = lock.changes.len().saturating_sub(MOST_CHANGES);
        let more = (more > 0).then(|| format!("and {more} more"));
        let said: Vec<String> = named.chain(more).collect();
        let is_kept = said.is_empty();
        let said = if is_kept { "nothing".to_owned() } else { said.join("; ") };
        table.row(vec![
            Cell::toned(capital(lock.part.words()), Tone::Strong),
            lock.done.at.as_str().into(),
            lock.done.by.as_str().into(),
            Cell::toned(said, if is_kept { Tone::Good } else { Tone::Bad }),
        ]);
    }
    table
}

/// A lock in a sentence.
pub(crate) fn lock_said(lock: &Lock) -> String {
    let kept = || {
        let (part, done) = (lock.part.words(), &lock.done);
        format!("{part} was locked at {} by {}; nothing has changed since", done.at, done.by)
    };
    capital(&lock.says().unwrap_or_else(kept)) + "."
}
