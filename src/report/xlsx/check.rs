//! Reading our own workbook back: what it was made from, and every cell that says something else.

use super::summary::{DATE, DECISION, VENDORS, WHAT_IF};
use crate::answers::verify::Difference;
use crate::report::workbook::{CannotRead, Sheet, SheetCell, place, read};

/// Numbers are the same that agree to so large a part: a program that saves the file anew may end a sum in
/// another last digit.
const SAME: f64 = 1e-12;

/// What a workbook says that it was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MadeFrom {
    /// The stem of the criteria file's name.
    pub decision: String,
    /// The day that it bears, as it is written.
    pub date: Option<String>,
    /// The what-ifs, as typed.
    pub what_if: Vec<String>,
    /// The folder of vendors that was named on the command line, as seen from the workspace.
    pub vendors: Option<String>,
}

/// What a workbook was made from; none when it is not one of ours.
///
/// # Errors
/// [`CannotRead`].
pub fn made_from(file: &[u8]) -> Result<Option<MadeFrom>, CannotRead> {
    let sheets = read(file)?;
    let Some(summary) = sheets.iter().find(|sheet| sheet.name == "Summary") else { return Ok(None) };
    let mut made = MadeFrom::default();
    for ((row, column), cell) in &summary.cells {
        let (0, SheetCell::Text(name)) = (column, cell) else { continue };
        let Some(SheetCell::Text(said)) = summary.cells.get(&(*row, 1)) else { continue };
        match name.as_str() {
            DECISION => said.clone_into(&mut made.decision),
            DATE => made.date = Some(said.clone()),
            VENDORS => made.vendors = Some(said.clone()),
            WHAT_IF => made.what_if.push(said.clone()),
            _ => {}
        }
    }
    let is_ours = !made.decision.is_empty() && sheets.iter().any(|sheet| sheet.name == "Workings");
    Ok(is_ours.then_some(made))
}

/// Every cell in which two workbooks differ, sheet by sheet.
///
/// # Errors
/// [`CannotRead`].
pub fn differences(said: &[u8], is: &[u8]) -> Result<Vec<Difference>, CannotRead> {
    let (said, is) = (read(said)?, read(is)?);
    let mut found = Vec::new();
    let none = Sheet::default();
    let of = |sheets: &[Sheet], name: &str| sheets.iter().position(|sheet| sheet.name == name);
    for sheet in &is {
        let other = of(&said, &sheet.name).map_or(&none, |at| &said[at]);
        compare(&sheet.name, other, sheet, &mut found);
    }
    for sheet in said.iter().filter(|sheet| of(&is, &sheet.name).is_none()) {
        compare(&sheet.name, sheet, &none, &mut found);
    }
    Ok(found)
}

fn compare(name: &str, said: &Sheet, is: &Sheet, found: &mut Vec<Difference>) {
    let mut places: Vec<&(u32, u32)> = is.cells.keys().chain(said.cells.keys()).collect();
    places.sort_unstable();
    places.dedup();
    for at in places {
        let (said, is) = (said.cells.get(at), is.cells.get(at));
        if !is_same(said, is) {
            found.push(Difference {
                place: format!("{name}!{}", place(at.0, at.1)),
                said: text(said),
                is: text(is),
            });
        }
    }
}

fn is_same(said: Option<&SheetCell>, is: Option<&SheetCell>) -> bool {
    match (said, is) {
        (Some(SheetCell::Number(said)), Some(SheetCell::Number(is))) => {
            (said - is).abs() <= SAME * said.abs().max(is.abs())
        }
        // What the library takes for a number as the result of a formula ends in a space until a program
        // works the formula out.
        (Some(SheetCell::Text(said)), Some(SheetCell::Text(is))) => said.trim_end() == is.trim_end(),
        (said, is) => said == is,
    }
}

fn text(cell: Option<&SheetCell>) -> String {
    match cell {
        None => String::new(),
        Some(SheetCell::Number(number)) => number.to_string(),
        Some(SheetCell::Text(text)) => text.clone(),
    }
}
