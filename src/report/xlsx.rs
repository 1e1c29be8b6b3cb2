//! The report as a workbook that scores and ranks by itself.
//!
//! Facts, weights, scales and gates stand in cells that can be typed over; values, points, scores, ranks and
//! the order of the ranking are formulas over them, by the rule of the decision with its rounding. Each formula
//! is written with the result that weigh worked out, so that the file says the numbers of record before
//! anything is changed, and in viewers that do not calculate.
//!
//! ```text
//!  Facts ┐            ┌─ Gates ───┐
//!  Scales┴─► Matrix ──┴─► Workings ┴─► Ranking ─► Summary
//!  Weights ──┘
//! ```

mod beside;
mod check;
mod cost;
mod cost_lines;
mod evidence;
mod facts;
mod formula;
mod gates;
mod layout;
mod matrix;
mod page;
mod panel;
mod printed;
mod ranking;
mod robustness;
mod rounding;
mod style;
mod summary;
mod total;
mod total_rows;
mod weights;

pub use check::{MadeFrom, differences, made_from, verify};
pub use rust_xlsxwriter::XlsxError;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
#[cfg(feature = "cli")]
pub(crate) use summary::{DECISION, INPUTS, SUMMARY};

use crate::answers::Findings;
use layout::{Layout, MINIMUM_CELL, POINTS_CELL};

/// The most UTF-16 units of a property.
const MOST_OF_PROPERTY: usize = 255;

/// The report as an XLSX file, the same bytes for the same findings.
///
/// # Errors
/// What does not fit a workbook: more than 16,380 vendors, or more rows than a sheet has.
pub fn xlsx(findings: &Findings<'_>) -> Result<Vec<u8>, XlsxError> {
    let layout = Layout::new(findings);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(findings)?);
    let lines = findings.costs().map(cost_lines::Listed::new);
    let mut pages = vec![
        summary::summary(&layout)?,
        ranking::ranking(&layout)?,
        matrix::matrix(&layout)?,
        weights::weights(&layout)?,
        facts::facts(&layout)?,
        gates::gates(&layout)?,
        cost::cost(&layout, lines.as_ref())?,
        robustness::robustness(&layout)?,
    ];
    pages.extend(lines.as_ref().map(cost_lines::Listed::page).transpose()?);
    pages.extend(total::total(&layout)?);
    pages.extend(panel::panel(&layout)?);
    pages.extend([evidence::evidence(&layout)?, weights::scales(&layout)?, matrix::workings(&layout)?]);
    for page in pages {
        workbook.push_worksheet(page.finished()?);
    }
    workbook.define_name("PointsInAll", &format!("={POINTS_CELL}"))?;
    workbook.define_name("MinimumScore", &format!("={MINIMUM_CELL}"))?;
    workbook.save_to_buffer()
}

/// Title and day of the file.
fn properties(findings: &Findings<'_>) -> Result<DocProperties, XlsxError> {
    let short = |text: &str| page::safe(text).chars().take(MOST_OF_PROPERTY).collect::<String>();
    // A file without a day bears the first that spreadsheets know, so that equal input gives equal bytes.
    let day = findings.date.and_then(|date| ExcelDateTime::from_ymd(date.year, date.month, date.day).ok());
    let day = day.map_or_else(|| ExcelDateTime::from_ymd(1900, 1, 1), Ok)?;
    Ok(DocProperties::new()
        .set_title(short(&findings.decision.title))
        .set_subject(short(findings.decision.question.as_deref().unwrap_or_default()))
        .set_author(format!("weigh {}", findings.evaluation.version))
        .set_creation_datetime(&day))
}
