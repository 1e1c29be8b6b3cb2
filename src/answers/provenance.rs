//! What the report was made from.

use super::locks;
use crate::answers::document::{Block, Section, Table};
use crate::answers::findings::Findings;

pub(crate) fn section(findings: &Findings<'_>) -> Section {
    let evaluation = findings.evaluation;
    let mut section = Section::chapter("provenance", "Where this comes from");
    let mut terms = vec![
        ("Made by".to_owned(), format!("weigh {}", evaluation.version)),
        ("Decision".to_owned(), evaluation.decision.id.to_string()),
        ("Fingerprint of the rule".to_owned(), evaluation.digest.rule.to_string()),
        ("Fingerprint of all inputs".to_owned(), evaluation.digest.inputs.to_string()),
    ];
    let vendors = evaluation.decision.provenance.vendors.iter();
    terms.extend(vendors.map(|folder| ("Vendors from".to_owned(), folder.clone())));
    let day = if findings.date_is.is_empty() { "Date" } else { findings.date_is };
    terms.extend(findings.date.map(|date| (day.to_owned(), date.to_string())));
    terms.extend(
        findings.draws().map(|draws| {
            ("Draws and seed".to_owned(), format!("{} draws, seed {}", draws.draws, draws.seed))
        }),
    );
    section.blocks.push(Block::Terms(terms));
    let provenance = &evaluation.decision.provenance;
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
    section.table(locks::table(&provenance.locks));
    section.text("The same files give the same report; weigh verify checks it.");
    section
}
