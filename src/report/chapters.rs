//! What a report says, chapter by chapter.

use crate::answers::document::{Document, Section};
use crate::answers::{
    Findings, board, compare, cost, explain, foot, panel, provenance, ranking, robust, rule, summary,
};

/// The chapters of a report, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chapter {
    /// The question, the recommendation and how sure it is.
    Summary,
    /// What we buy.
    Needs,
    /// Criteria, weights, scales, roundings, ties.
    Rule,
    /// Must-haves of every vendor.
    Gates,
    /// Who is ahead, by how much.
    Ranking,
    /// Vendors that are out and why.
    Out,
    /// The value of every vendor on every criterion.
    Values,
    /// What makes the difference between the first two.
    Comparison,
    /// What each evaluator said, where they differ, what hangs on it.
    Panel,
    /// What each quote really costs.
    Cost,
    /// What bots do, and from where on they pay.
    Automation,
    /// What vendors are worth beside their cost.
    Worth,
    /// How sure the ranking is and what would change it.
    Robustness,
    /// What the order hangs on besides facts: other vendors, other formulas.
    Reversal,
    /// A page for each vendor: points, evidence, gaps.
    Vendors,
    /// What costs hang on.
    Assumptions,
    /// Files, fingerprints, version.
    Provenance,
}

impl Chapter {
    /// Every chapter, in the order of a report.
    pub const ALL: [Chapter; 17] = [
        Chapter::Summary,
        Chapter::Needs,
        Chapter::Rule,
        Chapter::Gates,
        Chapter::Ranking,
        Chapter::Out,
        Chapter::Values,
        Chapter::Comparison,
        Chapter::Panel,
        Chapter::Cost,
        Chapter::Automation,
        Chapter::Worth,
        Chapter::Robustness,
        Chapter::Reversal,
        Chapter::Vendors,
        Chapter::Assumptions,
        Chapter::Provenance,
    ];

    fn sections(self, findings: &Findings<'_>) -> Vec<Section> {
        let one = |section: Option<Section>| section.into_iter().collect();
        match self {
            Chapter::Summary => one(Some(summary::section(findings))),
            Chapter::Needs => one(rule::needs(findings.evaluation)),
            Chapter::Rule => one(Some(rule::section(findings))),
            Chapter::Gates => one(ranking::gates(findings.evaluation)),
            Chapter::Ranking => one(Some(ranking::section(findings.evaluation))),
            Chapter::Out => one(ranking::out(findings.evaluation)),
            Chapter::Values => one(Some(ranking::values(findings.evaluation))),
            Chapter::Comparison => one(compare::section(findings.evaluation)),
            Chapter::Panel => one(panel::section(findings)),
            Chapter::Cost => one(cost::section(findings)),
            Chapter::Automation => one(cost::automation_section(findings)),
            Chapter::Worth => one(cost::worth_section(findings)),
            Chapter::Robustness => one(robust::section(findings)),
            Chapter::Reversal => one(robust::reversal(findings)),
            Chapter::Vendors => explain::pages(findings),
            Chapter::Assumptions => one(cost::assumptions(findings.decision)),
            Chapter::Provenance => one(Some(provenance::section(findings))),
        }
    }
}

/// For whom a report is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edition {
    /// Those who decide: two pages that stand alone.
    Board,
    /// The file: everything that somebody may look for later.
    #[default]
    File,
}

impl Edition {
    /// Both of them.
    pub const ALL: [Edition; 2] = [Edition::Board, Edition::File];
}

/// The board edition of the report of a decision.
#[must_use]
pub fn board_paper(findings: &Findings<'_>) -> Document {
    Document { kind: "Board paper".to_owned(), sections: board::sections(findings), ..report(findings, &[]) }
}

/// The report of a decision, with the chapters that are wanted; a chapter about which there is nothing to
/// say is left out.
#[must_use]
pub fn report(findings: &Findings<'_>, chapters: &[Chapter]) -> Document {
    let evaluation = findings.evaluation;
    let mut wanted = chapters.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    Document {
        kind: "Evaluation report".to_owned(),
        title: evaluation.decision.title.clone(),
        subtitle: evaluation.decision.question.clone(),
        date: findings.date,
        date_is: findings.date_is,
        organisation: None,
        sections: wanted.into_iter().flat_map(|chapter| chapter.sections(findings)).collect(),
        foot: foot(evaluation),
        is_letter: false,
    }
}
