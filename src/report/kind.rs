//! The formats of a report.

use std::io;

use clap::ValueEnum;

use super::chapters::{Chapter, report};
#[cfg(feature = "pdf")]
use super::pdf;
use super::{Brand, Document, Findings, csv, html, json, markdown, xlsx};

/// A format that a report can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Kind {
    /// A page for any browser, with charts and weights to try; needs nothing else
    Html,
    /// Pages to print, to file and to read aloud
    #[cfg(feature = "pdf")]
    Pdf,
    /// A workbook that scores and ranks again when a weight or a fact is changed in it
    Xlsx,
    /// Markdown, for a repository or a wiki
    Md,
    /// Points and facts, a row for each vendor and criterion
    Csv,
    /// Everything, for programs, with full precision
    Json,
}

/// What reports are made with besides what was found.
#[derive(Clone, Debug, Default)]
pub struct Handover {
    /// The chapters that are wanted, for formats that hold documents.
    pub chapters: Vec<Chapter>,
    /// The files that were read, by path, for a format that can carry them.
    pub sources: Vec<(String, String)>,
    /// Whose reports they are.
    pub brand: Brand,
}

impl Kind {
    /// The extension of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Kind::Html => "html",
            #[cfg(feature = "pdf")]
            Kind::Pdf => "pdf",
            Kind::Xlsx => "xlsx",
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
            Kind::Csv => {
                Some("it holds points, facts and evidence; with --sections panel, the marks instead")
            }
            Kind::Xlsx => Some("it has all of its sheets, whatever --sections says"),
            _ => None,
        }
    }

    /// The bytes of a document; none where the format holds no documents.
    ///
    /// # Errors
    /// What the writer of the format says, where it refuses the document.
    #[must_use]
    pub fn document(self, document: &Document, brand: &Brand) -> Option<io::Result<Vec<u8>>> {
        match self {
            Kind::Html => Some(Ok(html(document, None, brand).into_bytes())),
            #[cfg(feature = "pdf")]
            Kind::Pdf => Some(pdf(document).map_err(io::Error::other)),
            Kind::Md => Some(Ok(markdown(document).into_bytes())),
            Kind::Xlsx | Kind::Csv | Kind::Json => None,
        }
    }

    /// The bytes of a report.
    ///
    /// # Errors
    /// What the writer of the format says, where it refuses the report.
    pub fn bytes(self, findings: &Findings<'_>, handover: &Handover) -> io::Result<Vec<u8>> {
        let document = || {
            let mut document = report(findings, &handover.chapters);
            handover.brand.word(&mut document);
            document
        };
        match self {
            Kind::Html => Ok(html(&document(), Some(findings.evaluation), &handover.brand).into_bytes()),
            #[cfg(feature = "pdf")]
            Kind::Pdf => pdf(&document()).map_err(io::Error::other),
            Kind::Xlsx => xlsx(findings).map_err(io::Error::other),
            Kind::Md => Ok(markdown(&document()).into_bytes()),
            Kind::Csv => {
                // One file holds one table: the panel's where it alone is asked for.
                let marks = (handover.chapters == [Chapter::Panel]).then(|| findings.panel()).flatten();
                Ok(marks.map_or_else(|| csv::points(findings.evaluation), csv::marks).into_bytes())
            }
            Kind::Json => Ok(json(findings, &handover.sources).into_bytes()),
        }
    }
}
