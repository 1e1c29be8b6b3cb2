//! The formats of a report.

use clap::ValueEnum;

use super::chapters::{Chapter, report};
use super::{Document, Findings, csv, json, markdown};

/// A format that a report can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Kind {
    /// Markdown, for a repository or a wiki
    Md,
    /// Points and facts, a row for each vendor and criterion
    Csv,
    /// Everything, for programs, with full precision
    Json,
}

impl Kind {
    /// The extension of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Kind::Md => "md",
            Kind::Csv => "csv",
            Kind::Json => "json",
        }
    }

    /// What it cannot show, in words.
    #[must_use]
    pub fn leaves_out(self) -> Option<&'static str> {
        match self {
            Kind::Md => Some("charts are told in words"),
            Kind::Csv => Some("it holds points, facts and evidence alone"),
            Kind::Json => None,
        }
    }

    /// The bytes of a document; none where the format holds no documents.
    #[must_use]
    pub fn document(self, document: &Document) -> Option<Vec<u8>> {
        match self {
            Kind::Md => Some(markdown(document).into_bytes()),
            Kind::Csv | Kind::Json => None,
        }
    }

    /// The bytes of a report.
    ///
    /// - `sources`: the files that were read, for a format that can carry them.
    #[must_use]
    pub fn bytes(
        self,
        findings: &Findings<'_>,
        chapters: &[Chapter],
        sources: &[(String, String)],
    ) -> Vec<u8> {
        match self {
            Kind::Md => markdown(&report(findings, chapters)).into_bytes(),
            Kind::Csv => csv::points(findings.evaluation).into_bytes(),
            Kind::Json => json(findings, sources).into_bytes(),
        }
    }
}
