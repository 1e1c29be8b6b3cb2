//! What each evaluator said, where they differ, and what hangs on it.

pub(crate) mod tables;
pub(crate) mod words;

pub use words::without_one;

use serde::{Serialize, Serializer};

use super::document::Section;
use super::records::{Field, Records};
use super::{Answer, Findings};
use crate::panel::PanelResults;
use crate::score::Evaluation;

/// What a panel's marks say.
#[derive(Debug)]
pub struct Panel<'a> {
    findings: &'a Findings<'a>,
    results: &'a PanelResults,
    /// Whether only what is to be talked through is told.
    is_moderation: bool,
}

/// Why there is nothing to tell of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPanel {
    /// The criteria file names none.
    #[error("this decision has no panel; name a folder in the criteria file: panel = \"panel/NAME\"")]
    NotNamed,
    /// Its folder is empty.
    #[error(
        "the panel of this decision has no evaluators yet; `weigh sheet NAME` writes a blank sheet for one"
    )]
    NoEvaluators,
}

impl<'a> Panel<'a> {
    /// Asks what the panel says.
    ///
    /// # Errors
    /// [`NoPanel`] where the decision has no panel, or one without evaluators.
    pub fn new(findings: &'a Findings<'a>) -> Result<Panel<'a>, NoPanel> {
        let is_named = findings.decision.rule.panel.is_some();
        let none = if is_named { NoPanel::NoEvaluators } else { NoPanel::NotNamed };
        Ok(Panel { findings, results: findings.panel().ok_or(none)?, is_moderation: false })
    }

    /// Tells only what is to be talked through.
    #[must_use]
    pub fn only_moderation(self) -> Panel<'a> {
        Panel { is_moderation: true, ..self }
    }

    fn moderation(&self) -> Section {
        let mut section = Section::chapter("moderation", "To talk through");
        lines(&mut section, words::moderation(self.results)).table(tables::moderation(self.results));
        section
    }
}

impl Serialize for Panel<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.results.serialize(serializer)
    }
}

impl Answer for Panel<'_> {
    const QUESTION: &'static str = "panel";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.findings.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let front = Section::front(&self.findings.evaluation.decision.title);
        let said = if self.is_moderation { Some(self.moderation()) } else { section(self.findings) };
        [front].into_iter().chain(said).collect()
    }

    fn records(&self) -> Records {
        marks(self.results)
    }
}

/// The panel as a chapter of a report; none where there is nothing to tell of one.
pub(crate) fn section(findings: &Findings<'_>) -> Option<Section> {
    let results = findings.panel()?;
    let mut section = Section::chapter("panel", "The panel");
    section.starts_page = true;
    section.text(words::rule(&results.rule));
    section.table(tables::evaluators(findings, results)).text(words::LEAN);
    section.list(findings.evaluation.decision.provenance.locks.iter().map(super::locks::lock_text).collect());
    section.heading("Marks").table(tables::marks(results)).text(words::SIGNS);
    if tables::evaluators_with_column(results).is_empty() {
        section.text(words::no_columns(results));
    }
    section.table(tables::agreed(results));
    section.heading("To talk through");
    lines(&mut section, words::moderation(results)).table(tables::moderation(results));
    section.heading("Agreement");
    let agreement = [words::agreement_in_all(results), words::agreement_of_each(results)];
    lines(&mut section, agreement.into_iter().flatten()).table(tables::pairs(results));
    section.heading("Rankings").text(words::OWN_RANKING);
    lines(&mut section, words::votes(results)).table(tables::rankings(results));
    if !results.without.is_empty() {
        let said = words::without(results);
        section.heading("Without one evaluator").text(said).table(tables::without(results));
    }
    if let Some(weights) = &results.weights {
        section.heading("Own weights").text(words::own_weights(results, weights));
        section.table(tables::own_weights(findings, weights));
    }
    Some(section)
}

fn lines(section: &mut Section, lines: impl IntoIterator<Item = String>) -> &mut Section {
    lines.into_iter().fold(section, Section::text)
}

/// A record for each mark of each evaluator.
fn marks(results: &PanelResults) -> Records {
    let head = [
        "vendor",
        "name",
        "criterion",
        "evaluator",
        "role",
        "standing",
        "mark",
        "note",
        "combined",
        "how",
        "spread",
        "flagged",
    ];
    let records = results.marks.iter().flat_map(|row| {
        let evaluators = results.panel.evaluators.iter().zip(&results.evaluators);
        row.combined.given.iter().zip(evaluators).map(move |(given, (evaluator, result))| {
            vec![
                Field::Text(row.combined.vendor.to_string()),
                Field::Text(results.decision.vendor_name(&row.combined.vendor).to_owned()),
                Field::Text(row.combined.criterion.to_string()),
                Field::Text(result.name.clone()),
                Field::text(evaluator.role.clone()),
                Field::Text(given.standing.word().to_owned()),
                Field::number(given.mark.as_ref()),
                Field::text(given.note.clone()),
                Field::number(row.combined.mark.as_ref()),
                Field::Text(row.combined.how.name().to_owned()),
                Field::number(row.spread.as_ref()),
                Field::claim(row.is_flagged),
            ]
        })
    });
    Records::new(head, records)
}
