//! The formats of a report.

use std::io;

use serde_json::Value;

use super::chapters::{Chapter, Edition, board_paper, report};
#[cfg(feature = "docx")]
use super::docx;
#[cfg(feature = "html")]
use super::html;
use super::json::{self, json};
#[cfg(feature = "pdf")]
use super::pdf;
#[cfg(feature = "xlsx")]
use super::xlsx;
use super::{csv, markdown};
use crate::answers::document::Section;
use crate::answers::panel::Panel;
use crate::answers::{Answer, Document, Findings};
use crate::brand::{Brand, TemplateError};
use crate::decision::Decision;
use crate::features::{Feature, LeftOut};

/// A format that a report can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A page for any browser, with charts and weights to try; it needs nothing else.
    Html,
    /// Pages to print, to file and to read aloud.
    Pdf,
    /// Pages to work on in Word.
    Docx,
    /// A workbook that scores and ranks again when a weight or a fact is changed in it.
    Xlsx,
    /// Markdown, for a repository or a wiki.
    Md,
    /// Points and facts, a row for each vendor and criterion.
    Csv,
    /// Everything, for programs, with full precision.
    Json,
}

/// What reports are made with besides what was found.
#[derive(Clone, Debug, Default)]
pub struct Handover {
    /// For whom it is.
    pub edition: Edition,
    /// The chapters of the file edition that are wanted, for formats that hold documents.
    pub chapters: Vec<Chapter>,
    /// The files that were read, by path, for a format that can carry them.
    pub sources: Vec<(String, String)>,
    /// Whose reports they are.
    pub brand: Brand,
}

/// The most vendors of a report in pages or sheets.
const MOST_VENDORS: usize = 1_000;

/// The most cells of one, vendors times criteria.
const MOST_CELLS: usize = 20_000;

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MakeError {
    /// The writer of the format refuses what it was given.
    #[error(transparent)]
    Refused(io::Error),
    /// A template of the brand cannot be filled.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The decision is larger than the format has room for.
    #[error(
        "{vendors} vendors x {criteria} criteria are more than a report as {kind} has room for: {MOST_VENDORS} vendors, \
         {MOST_CELLS} cells; take another format, such as --to html or --to csv"
    )]
    TooLarge {
        /// All vendors.
        vendors: usize,
        /// All criteria, groups included.
        criteria: usize,
        /// The ending of the format's files.
        kind: &'static str,
    },
    /// This build does not have the format.
    #[error(transparent)]
    LeftOut(#[from] LeftOut),
}

/// The template of reports.
const REPORT: &str = "report";
/// The template of board papers.
const BOARD: &str = "board";

impl Kind {
    /// Every format; [`Kind::is_built`] says which of them this weigh can write.
    pub const ALL: &[Kind] =
        &[Kind::Html, Kind::Pdf, Kind::Docx, Kind::Xlsx, Kind::Md, Kind::Csv, Kind::Json];

    /// The extension of its files, which is its name on the command line too.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Kind::Html => "html",
            Kind::Pdf => "pdf",
            Kind::Docx => "docx",
            Kind::Xlsx => "xlsx",
            Kind::Md => "md",
            Kind::Csv => "csv",
            Kind::Json => "json",
        }
    }

    /// Whether this build can write it.
    #[must_use]
    pub fn is_built(self) -> bool {
        match self {
            Kind::Html => Feature::Html.is_built(),
            Kind::Pdf => Feature::Pdf.is_built(),
            Kind::Docx => Feature::Docx.is_built(),
            Kind::Xlsx => Feature::Xlsx.is_built(),
            Kind::Md | Kind::Csv | Kind::Json => true,
        }
    }

    /// Whether it can hold a document, such as a letter, and not only numbers.
    #[must_use]
    pub fn is_document(self) -> bool {
        match self {
            Kind::Html | Kind::Pdf | Kind::Docx | Kind::Md => true,
            Kind::Xlsx | Kind::Csv | Kind::Json => false,
        }
    }

    /// Whether it can hold some chapters and nothing else.
    #[must_use]
    pub fn holds(self, chapters: &[Chapter]) -> bool {
        self.is_document() || (self == Kind::Csv && chapters == [Chapter::Panel])
    }

    /// Refuses a decision that makes more pages or columns than a reader, or this program, has room for.
    ///
    /// # Errors
    /// [`MakeError::TooLarge`].
    pub fn refuse_too_large(self, decision: &Decision) -> Result<(), MakeError> {
        let (vendors, criteria) = (decision.vendors.len(), decision.criteria.len());
        let is_laid_out = matches!(self, Kind::Pdf | Kind::Docx | Kind::Xlsx);
        if is_laid_out && (vendors > MOST_VENDORS || vendors * criteria > MOST_CELLS) {
            return Err(MakeError::TooLarge { vendors, criteria, kind: self.extension() });
        }
        Ok(())
    }

    /// What it cannot show, in words.
    #[must_use]
    pub fn leaves_out(self) -> Option<&'static str> {
        match self {
            Kind::Md => Some("charts are told in words"),
            Kind::Csv => {
                Some("it holds points, facts and evidence; with --sections panel, the marks instead")
            }
            _ => None,
        }
    }

    /// The bytes of a letter; none where the format holds no documents.
    ///
    /// - `template`: the brand's template for it, without its extension.
    ///
    /// # Errors
    /// [`MakeError`].
    #[must_use]
    pub fn document(
        self,
        document: &Document,
        brand: &Brand,
        template: &str,
    ) -> Option<Result<Vec<u8>, MakeError>> {
        let document = &worded(document.clone(), brand);
        let nothing = || Value::Null;
        Some(match self {
            #[cfg(feature = "html")]
            Kind::Html => text(html::framed(document, None, brand, template, &nothing)),
            #[cfg(not(feature = "html"))]
            Kind::Html => Err(LeftOut(Feature::Html).into()),
            #[cfg(feature = "pdf")]
            Kind::Pdf => pdf(document).map_err(refused),
            #[cfg(not(feature = "pdf"))]
            Kind::Pdf => Err(LeftOut(Feature::Pdf).into()),
            #[cfg(feature = "docx")]
            Kind::Docx => Ok(docx(document, brand)),
            #[cfg(not(feature = "docx"))]
            Kind::Docx => Err(LeftOut(Feature::Docx).into()),
            Kind::Md => text(markdown::framed(document, brand, template, &nothing)),
            Kind::Xlsx | Kind::Csv | Kind::Json => return None,
        })
    }

    /// The bytes of a report.
    ///
    /// # Errors
    /// [`MakeError`].
    pub fn bytes(self, findings: &Findings<'_>, handover: &Handover) -> Result<Vec<u8>, MakeError> {
        let brand = &handover.brand;
        let document = || {
            let document = match handover.edition {
                Edition::Board => board_paper(findings),
                Edition::File => report(findings, &handover.chapters),
            };
            worded(document, brand)
        };
        let template = match handover.edition {
            Edition::Board => BOARD,
            Edition::File => REPORT,
        };
        let found = || json::result(findings);
        match self {
            #[cfg(feature = "html")]
            Kind::Html => {
                // The page in which weights can be moved shows the ranking.
                let has_ranking =
                    handover.edition == Edition::File && handover.chapters.contains(&Chapter::Ranking);
                let live = has_ranking.then_some(findings.evaluation);
                text(html::framed(&document(), live, brand, template, &found))
            }
            #[cfg(feature = "pdf")]
            Kind::Pdf => pdf(&document()).map_err(refused),
            #[cfg(feature = "docx")]
            Kind::Docx => Ok(docx(&document(), brand)),
            #[cfg(feature = "xlsx")]
            Kind::Xlsx => xlsx(findings).map_err(refused),
            #[cfg(not(feature = "html"))]
            Kind::Html => Err(LeftOut(Feature::Html).into()),
            #[cfg(not(feature = "pdf"))]
            Kind::Pdf => Err(LeftOut(Feature::Pdf).into()),
            #[cfg(not(feature = "docx"))]
            Kind::Docx => Err(LeftOut(Feature::Docx).into()),
            #[cfg(not(feature = "xlsx"))]
            Kind::Xlsx => Err(LeftOut(Feature::Xlsx).into()),
            Kind::Md => text(markdown::framed(&document(), brand, template, &found)),
            Kind::Csv => {
                // One file holds one table: the panel's where it alone is asked for.
                let panel =
                    (handover.chapters == [Chapter::Panel]).then(|| Panel::new(findings).ok()).flatten();
                let marks = panel.map(|panel| panel.records().csv());
                Ok(marks.unwrap_or_else(|| csv::points(findings.evaluation)).into_bytes())
            }
            Kind::Json => Ok(json(findings, &handover.sources).into_bytes()),
        }
    }
}

/// All that a letter says, in whatever format, without the day that it bears: its texts with those of the brand, and the
/// templates that frame it.
#[must_use]
pub fn letter_text(document: &Document, brand: &Brand) -> String {
    let mut text = markdown::markdown(&worded(Document { date: None, ..document.clone() }, brand));
    let templates = brand.templates.iter().flat_map(|templates| &templates.0);
    for (name, file) in templates.filter(|(name, _)| ![REPORT, BOARD].contains(&stem(name))) {
        text.extend(["\n", name.as_str(), "\n", file.text.as_str()]);
    }
    text
}

/// The name of a file without its ending.
fn stem(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// The document with the words of a brand; logo and colour are for the formats that can show them.
fn worded(mut document: Document, brand: &Brand) -> Document {
    if let Some(organisation) = &brand.organisation {
        document.organisation = Some(organisation.clone());
    }
    if let Some(kind) = brand.kinds.get(&document.kind) {
        document.kind.clone_from(kind);
    }
    if let Some(front) = &brand.front {
        let mut section = Section::chapter("front", "");
        section.text(front);
        document.sections.insert(0, section);
    }
    if let Some(foot) = &brand.foot {
        document.foot = format!("{foot} · {}", document.foot);
    }
    document
}

fn text(made: Result<String, TemplateError>) -> Result<Vec<u8>, MakeError> {
    Ok(made?.into_bytes())
}

#[cfg(any(feature = "pdf", feature = "xlsx"))]
fn refused(error: impl std::error::Error + Send + Sync + 'static) -> MakeError {
    MakeError::Refused(io::Error::other(error))
}
