//! Workbooks and score sheets: our own are made anew and compared, others are added up again.

use std::path::Path;

use super::Made;
use crate::answers::findings;
use crate::answers::verify::Difference;
use crate::cli::args::Global;
use crate::cli::settings;
use crate::cli::shell::{Failure, Shell};
use crate::decision::Date;
use crate::files::award;
use crate::report::workbook::is_workbook;
use crate::report::{score_sheet, xlsx};

/// What came of checking a file.
pub(super) struct Checked {
    /// Where it differs.
    pub(super) found: Vec<Difference>,
    /// What is said when it does not.
    pub(super) agrees: String,
    /// What a reader should know: how totals were taken to come about.
    pub(super) remarks: Vec<String>,
}

/// Whether a file is a workbook or a score sheet, and not one of our JSON files.
pub(super) fn is_sheet(file: &[u8]) -> bool {
    is_workbook(file) || file.trim_ascii_start().first() != Some(&b'{')
}

/// Checks a workbook or a score sheet.
pub(super) fn check(
    global: &Global,
    path: &Path,
    file: &[u8],
    shell: &mut Shell<'_>,
) -> Result<Checked, Failure> {
    let cannot =
        |why: String| Failure::Input { message: format!("could not check {}: {why}", path.display()) };
    if is_workbook(file) {
        let made = xlsx::made_from(file).map_err(|error| cannot(error.to_string()))?;
        if let Some(made) = made {
            let is = made_anew(global, &made, shell)?;
            let found = xlsx::differences(file, &is).map_err(|error| cannot(error.to_string()))?;
            let agrees = format!("every cell agrees with what the inputs give: {}", made.decision);
            return Ok(Checked { found, agrees, remarks: Vec::new() });
        }
    }
    let sheet = score_sheet::check(file).map_err(|error| cannot(error.to_string()))?;
    Ok(of_score_sheet(&sheet))
}

/// The same workbook from its sources.
fn made_anew(global: &Global, made: &xlsx::MadeFrom, shell: &mut Shell<'_>) -> Result<Vec<u8>, Failure> {
    let said = Made {
        decision: Some(made.decision.clone()),
        what_if: made.what_if.clone(),
        vendors: made.vendors.clone(),
    };
    let request = said.request(global, shell)?;
    let (decision, evaluation) = settings::decision_of(&request, shell)?;
    let date = made.date.as_ref().and_then(|day| day.parse::<Date>().ok());
    let mut findings = findings(&decision, &evaluation, date);
    findings.awards = award::read(&request.workspace, evaluation.decision.id.as_str()).awards;
    xlsx::xlsx(&findings).map_err(|error| Failure::Input { message: error.to_string() })
}

fn of_score_sheet(sheet: &score_sheet::ScoreSheet) -> Checked {
    let wrong = sheet.totals.iter().filter(|total| !total.is_right());
    let found = wrong.clone().map(|total| Difference {
        place: format!("{} ({})", total.place, total.vendor),
        said: total.said.fixed(total.digits),
        is: total.is.fixed(total.digits),
    });
    let found: Vec<Difference> = found.collect();
    let mut remarks = vec![format!(
        "{} criteria, {} vendors; totals taken as {}, rounded {}",
        sheet.criteria.len(),
        sheet.totals.len(),
        sheet.method,
        sheet.rounding
    )];
    remarks.extend(wrong.map(|total| format!("{}: {} = {}", total.vendor, total.how, total.exact)));
    remarks.extend(sheet.notes.iter().cloned());
    Checked { found, agrees: format!("all {} totals are right", sheet.totals.len()), remarks }
}
