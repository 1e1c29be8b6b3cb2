//! Reading our own workbook back: what it was made from, and every cell that says something else.

use super::page::BODY;
use super::summary::{AWARDED, DATE, DECISION, INPUTS, LOCKED, RULE, SUMMARY, VENDORS, VERSION, WHAT_IF};
use crate::answers::verify::{Difference, InputChange, Verdict, Verification};
use crate::report::workbook::{CannotRead, Sheet, SheetCell, place, read, read_with_formulas};

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
    /// The fingerprints of the rule and of all inputs.
    pub digest: [Option<String>; 2],
    /// The version of weigh that made it.
    pub version: Option<String>,
    /// The fingerprints of its files.
    pub files: Vec<(String, String)>,
}

impl MadeFrom {
    /// What the sheets of a workbook say; none when it is not one of ours.
    fn of(sheets: &[Sheet]) -> Option<MadeFrom> {
        let summary = sheets.iter().find(|sheet| sheet.name == SUMMARY)?;
        let mut made = MadeFrom::default();
        for ((row, column), cell) in &summary.cells {
            let (0, SheetCell::Text(name)) = (column, cell) else { continue };
            let Some(SheetCell::Text(said)) = summary.cells.get(&(*row, 1)) else { continue };
            match name.as_str() {
                DECISION => said.clone_into(&mut made.decision),
                DATE => made.date = Some(said.clone()),
                VENDORS => made.vendors = Some(said.clone()),
                WHAT_IF => made.what_if.push(said.clone()),
                VERSION => made.version = Some(said.clone()),
                RULE => made.digest[0] = Some(said.clone()),
                INPUTS => made.digest[1] = Some(said.clone()),
                name if is_fingerprint(said) => made.files.push((name.to_owned(), said.clone())),
                _ => {}
            }
        }
        let is_ours = !made.decision.is_empty() && sheets.iter().any(|sheet| sheet.name == "Workings");
        is_ours.then_some(made)
    }
}

/// The sheets that tell awards and locks, in rows of their own.
const TELL_RECORDS: [&str; 2] = [SUMMARY, "Panel"];

/// What a workbook was made from; none when it is not one of ours.
///
/// # Errors
/// [`CannotRead`].
pub fn made_from(file: &[u8]) -> Result<Option<MadeFrom>, CannotRead> {
    Ok(MadeFrom::of(&read(file)?))
}

/// Whether a workbook follows from its inputs.
///
/// - `is`: the same workbook, made anew from the inputs as they are now.
///
/// # Errors
/// [`CannotRead`].
pub fn verify(said: &[u8], is: &[u8]) -> Result<Verification, CannotRead> {
    let (said, is) = (read_with_formulas(said)?, read_with_formulas(is)?);
    let mut found = between(&said, &is);
    let [of_said, of_is] = [&said, &is].map(|sheets| MadeFrom::of(sheets).unwrap_or_default());
    let has_same_meaning = of_said.digest == of_is.digest;
    let has_same_bytes = of_said.files == of_is.files && has_same_meaning;
    // The same files give the same fingerprints: others beside them were not made from these.
    let is_forged = of_said.files == of_is.files && !has_same_meaning && of_said.version == of_is.version;
    if is_forged {
        found.extend(other_fingerprints(&of_said, &of_is));
    }
    found.extend(other_names(&of_said, &of_is));
    // What is drawn follows settings of the criteria file that are no part of what is scored.
    let has_same_rule = of_said.files.first() == of_is.files.first();
    let is_drawn = |one: &Difference| {
        [SUMMARY, "Robustness"].iter().any(|sheet| one.place.starts_with(&format!("{sheet}!")))
    };
    let is_wrong = |one: &Difference| {
        has_same_rule || !is_drawn(one) || one.is_of_number() || one.place.ends_with(FORMULA)
    };
    let verdict = if found.is_empty() && has_same_meaning {
        Verdict::Follows
    } else if is_forged || has_same_bytes || (has_same_meaning && found.iter().any(is_wrong)) {
        Verdict::Wrong
    } else {
        Verdict::OtherInputs
    };
    let is_input = |one: &&Difference| {
        ["Facts!", "Weights!", "Scales!"].iter().any(|sheet| one.place.starts_with(sheet))
            && !one.place.ends_with(FORMULA)
    };
    let change =
        |one: &Difference| InputChange { input: one.name.clone(), was: one.said.clone(), is: one.is.clone() };
    let mut inputs: Vec<InputChange> = found.iter().filter(is_input).map(change).collect();
    match verdict {
        Verdict::OtherInputs if inputs.is_empty() => inputs = other_files(&of_said, &of_is),
        Verdict::OtherInputs => {}
        Verdict::Follows | Verdict::Wrong => inputs.clear(),
    }
    Ok(Verification { verdict, inputs, ..Verification::of_differences(String::new(), found) })
}

/// The fingerprints of the rule and of all inputs that are others.
fn other_fingerprints(said: &MadeFrom, is: &MadeFrom) -> Vec<Difference> {
    let both = [RULE, INPUTS].into_iter().zip(said.digest.iter().zip(&is.digest));
    let other = both.filter(|(_, (said, is))| said != is).map(|(name, (said, is))| Difference {
        name: name.to_owned(),
        place: format!("{SUMMARY}!{name}"),
        said: said.clone().unwrap_or_default(),
        is: is.clone().unwrap_or_default(),
    });
    other.collect()
}

/// The files whose fingerprints are there under other names.
fn other_names(said: &MadeFrom, is: &MadeFrom) -> Vec<Difference> {
    let others = said.files.iter().filter(|file| !is.files.contains(file));
    let renamed = others.filter_map(|(name, sha)| {
        let (now, _) = is.files.iter().find(|(_, other)| other == sha)?;
        let place = format!("{SUMMARY}!{sha}");
        Some(Difference { name: format!("{SUMMARY}, file"), place, said: name.clone(), is: now.clone() })
    });
    renamed.collect()
}

/// The files that have other bytes, where no cell tells what is another in them.
fn other_files(said: &MadeFrom, is: &MadeFrom) -> Vec<InputChange> {
    let sha = |made: &MadeFrom, name: &str| {
        let found = made.files.iter().find(|(other, _)| other == name);
        found.map_or_else(String::new, |(_, sha)| sha.chars().take(12).collect())
    };
    let mut names: Vec<&String> = said.files.iter().chain(&is.files).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    let change = |name: &String| InputChange { input: name.clone(), was: sha(said, name), is: sha(is, name) };
    names.into_iter().map(change).filter(|one| one.was != one.is).collect()
}

/// Every cell in which two workbooks differ, sheet by sheet, but those that tell what was recorded besides.
///
/// # Errors
/// [`CannotRead`].
pub fn differences(said: &[u8], is: &[u8]) -> Result<Vec<Difference>, CannotRead> {
    Ok(between(&read_with_formulas(said)?, &read_with_formulas(is)?))
}

fn between(said: &[Sheet], is: &[Sheet]) -> Vec<Difference> {
    let mut found = Vec::new();
    let none = Sheet::default();
    let of = |sheets: &[Sheet], name: &str| sheets.iter().position(|sheet| sheet.name == name);
    for sheet in is {
        let other = of(said, &sheet.name).map_or(&none, |at| &said[at]);
        if TELL_RECORDS.contains(&sheet.name.as_str()) {
            compare(&without_records(other), &without_records(sheet), &mut found);
        } else {
            compare(other, sheet, &mut found);
        }
    }
    for sheet in said.iter().filter(|sheet| of(is, &sheet.name).is_none()) {
        compare(sheet, &Sheet { name: sheet.name.clone(), ..Sheet::default() }, &mut found);
    }
    found
}

/// A sheet without the rows of what was recorded, which come and go; the rows below them move up.
fn without_records(summary: &Sheet) -> Sheet {
    let tells_lock = |row: u32| {
        let mut cells = summary.cells.range((row, 0)..(row + 1, 0));
        cells.any(|(_, cell)| matches!(cell, SheetCell::Text(text) if text.contains(" was locked at ")))
    };
    let is_record = |row: u32| {
        tells_lock(row)
            || match [0, 1].map(|column| summary.cells.get(&(row, column))) {
                [Some(SheetCell::Text(name)), said] => {
                    let is_file = matches!(said, Some(SheetCell::Text(said)) if is_fingerprint(said));
                    [AWARDED, LOCKED, RULE, INPUTS].contains(&name.as_str()) || is_file
                }
                _ => false,
            }
    };
    let last = summary.cells.keys().map(|(row, _)| *row).max().unwrap_or(0);
    let mut gone = 0;
    let mut kept = Sheet { name: summary.name.clone(), ..Sheet::default() };
    for row in 0..=last {
        if is_record(row) {
            gone += 1;
            continue;
        }
        let cells = summary.cells.range((row, 0)..(row + 1, 0));
        kept.cells.extend(cells.map(|((_, column), cell)| ((row - gone, *column), cell.clone())));
        let formulas = summary.formulas.range((row, 0)..(row + 1, 0));
        kept.formulas.extend(formulas.map(|((_, column), text)| ((row - gone, *column), text.clone())));
    }
    kept
}

fn is_fingerprint(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What the place of a formula ends with.
const FORMULA: &str = " (formula)";

fn compare(said: &Sheet, is: &Sheet, found: &mut Vec<Difference>) {
    let sheet = &is.name;
    let mut places: Vec<&(u32, u32)> = is.cells.keys().chain(said.cells.keys()).collect();
    places.extend(is.formulas.keys().chain(said.formulas.keys()));
    places.sort_unstable();
    places.dedup();
    for at in places {
        let (said_cell, is_cell) = (said.cells.get(at), is.cells.get(at));
        let place = format!("{sheet}!{}", place(at.0, at.1));
        if !is_same(said_cell, is_cell) {
            let name = name(is, *at);
            found.push(Difference { name, place: place.clone(), said: text(said_cell), is: text(is_cell) });
        }
        let [of_said, of_is] = [said, is].map(|sheet| sheet.formulas.get(at).map_or("", String::as_str));
        if plain(of_said) != plain(of_is) {
            found.push(Difference {
                name: format!("{}, formula", name(is, *at)),
                place: format!("{place}{FORMULA}"),
                said: of_said.to_owned(),
                is: of_is.to_owned(),
            });
        }
    }
}

/// A cell by what its row and its column are called.
fn name(sheet: &Sheet, (row, column): (u32, u32)) -> String {
    let text = |row: u32, column: u32| match sheet.cells.get(&(row, column)) {
        Some(SheetCell::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let of_row = (0..column).find_map(|column| text(row, column));
    let of_column = BODY.checked_sub(1).filter(|head| *head < row).and_then(|head| text(head, column));
    let named: Vec<String> = [of_row, of_column].into_iter().flatten().collect();
    let place = format!("{}!{}", sheet.name, place(row, column));
    [vec![place], named].concat().join(", ")
}

/// A formula without what programs add when they save it anew.
fn plain(formula: &str) -> String {
    let short = formula.replace("_xlfn.", "").replace("_xlws.", "").replace([' ', '$', '\''], "");
    short.trim_start_matches('=').to_uppercase()
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
