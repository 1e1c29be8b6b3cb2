//! Workbooks of our own: made anew from their sources and compared cell by cell, formulas too.

use super::super::{Origin, scored};
use crate::answers::findings;
use crate::answers::verify::Verification;
use crate::cli::args::Global;
use crate::cli::shell::{Failure, Shell};
use crate::decision::Date;
use crate::files::award;
use crate::report::workbook::is_workbook;
use crate::report::xlsx;

/// Checks a workbook that weigh wrote; none for any other file.
///
/// - `cannot`: says that the file cannot be checked, and why.
pub(super) fn check(
    global: &Global,
    file: &[u8],
    cannot: &dyn Fn(String) -> Failure,
    shell: &mut Shell<'_>,
) -> Result<Option<Verification>, Failure> {
    if !is_workbook(file) {
        return Ok(None);
    }
    let Some(made) = xlsx::made_from(file).map_err(|error| cannot(error.to_string()))? else {
        return Ok(None);
    };
    let is = made_anew(global, &made, shell)?;
    let checked = xlsx::verify(file, &is).map_err(|error| cannot(error.to_string()))?;
    let what = format!("a workbook of {}", made.decision);
    let mut remarks = checked.remarks;
    if file != is {
        remarks.push(
            "cells and formulas are compared; number formats, charts, page heads and what is hidden are not, since a program that saves a workbook writes them anew"
                .to_owned(),
        );
    }
    Ok(Some(Verification { what, remarks, ..checked }))
}

/// The same workbook from its sources.
fn made_anew(global: &Global, made: &xlsx::MadeFrom, shell: &mut Shell<'_>) -> Result<Vec<u8>, Failure> {
    let said = Origin {
        decision: Some(made.decision.clone()),
        what_if: made.what_if.clone(),
        vendors: made.vendors.clone(),
    };
    let opened = said.open(global, shell)?;
    let evaluation = scored(&opened, shell)?;
    let date = made.date.as_ref().and_then(|day| day.parse::<Date>().ok());
    let record = award::read(&opened.texts.request.workspace, evaluation.decision.id.as_str()).record;
    let findings = findings(&evaluation, None).with_record(record).dated(date);
    xlsx::xlsx(&findings).map_err(|error| Failure::Input { message: error.to_string() })
}
