//! Workbooks and score sheets: our own are made anew and compared, others are added up again.

#[cfg(feature = "xlsx")]
mod ours;

use std::path::Path;

use crate::answers::verify::{Difference, Verification};
use crate::cli::args::Global;
use crate::cli::shell::{Failure, Shell};
use crate::report::score_sheet;
use crate::report::workbook::is_workbook;

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
) -> Result<Verification, Failure> {
    let cannot =
        |why: String| Failure::Input { message: format!("could not check {}: {why}", path.display()) };
    #[cfg(feature = "xlsx")]
    if let Some(checked) = ours::check(global, file, &cannot, shell)? {
        return Ok(checked);
    }
    #[cfg(not(feature = "xlsx"))]
    let _ = (global, shell);
    let sheet = score_sheet::check(file).map_err(|error| cannot(error.to_string()))?;
    Ok(of_score_sheet(&sheet))
}

fn of_score_sheet(sheet: &score_sheet::ScoreSheet) -> Verification {
    let wrong = sheet.totals.iter().filter(|total| !total.is_right());
    let found = wrong.clone().map(|total| Difference {
        place: format!("{} ({})", total.place, total.vendor),
        name: format!("{} ({})", total.place, total.vendor),
        said: total.said.fixed(total.digits),
        is: total.is.fixed(total.digits),
    });
    let what = format!("a score sheet with {} totals", sheet.totals.len());
    let mut remarks = vec![format!(
        "{} criteria, {} vendors; totals taken as {}, rounded {}",
        sheet.criteria.len(),
        sheet.totals.len(),
        sheet.method,
        sheet.rounding
    )];
    remarks.extend(wrong.clone().map(|total| format!("{}: {} = {}", total.vendor, total.how, total.exact)));
    remarks.extend(sheet.notes.iter().cloned());
    Verification { remarks, ..Verification::of_differences(what, found.collect()) }
}
