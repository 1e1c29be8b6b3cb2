//! Score sheets as teams keep them: finds out how one is laid out and checks its totals.
//!
//! A sheet has criteria in rows and vendors in columns, or the other way round, and somewhere a row or column
//! of totals; often one of weights. How the totals are meant to come about ([`SheetMethod`]) is found by trying
//! the usual ways and keeping that under which most of them are right.

mod grid;
mod method;

pub use method::SheetMethod;

use crate::exact::{Exact, Rounding};
use grid::{Grid, GridEntry};

/// A score sheet with its totals worked out anew.
#[derive(Clone, Debug)]
pub struct ScoreSheet {
    /// How its totals come about.
    pub method: SheetMethod,
    /// How they are rounded to the digits that they are written with.
    pub rounding: Rounding,
    /// Names of the criteria.
    pub criteria: Vec<String>,
    /// One for each vendor.
    pub totals: Vec<Total>,
    /// What a reader should know: rows that were left out, weights that do not add up.
    pub notes: Vec<String>,
}

/// The total of a vendor.
#[derive(Clone, Debug)]
pub struct Total {
    /// The vendor's name.
    pub vendor: String,
    /// The cell of the total: `C10`.
    pub place: String,
    /// What the sheet says.
    pub said: Exact,
    /// What it comes to, exactly.
    pub exact: Exact,
    /// The same, rounded to the digits of the sheet.
    pub is: Exact,
    /// Digits after the point with which it is written.
    pub digits: u32,
    /// The sum that it comes from: `0.25 x 10 + 0.2 x 10`.
    pub how: String,
}

impl Total {
    /// Whether the sheet says what it comes to.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.said == self.is
    }
}

/// Why a sheet cannot be checked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unclear {
    /// It is no text.
    #[error("it is neither a workbook nor a text in UTF-8")]
    NoText,
    /// It cannot be read.
    #[error("{0}")]
    CannotRead(String),
    /// There are no totals.
    #[error(
        "no totals were found: looked for a row, or a column, that is called Total, Sum, Score or the like and holds numbers"
    )]
    NoTotals,
    /// There are no vendors or no criteria.
    #[error(
        "totals were found in {0}, but no names of vendors at their head, or no criteria with numbers before them"
    )]
    NoNames(String),
    /// A score is missing.
    #[error("there is no score in {place}: {vendor}, {criterion}")]
    NoScore {
        /// Which cell, such as `C7`.
        place: String,
        /// Whose score it is, by the name at the head of the totals.
        vendor: String,
        /// What it is a score on, by its name in the sheet.
        criterion: String,
    },
    /// No way of adding up comes near.
    #[error(
        "the totals in {place} come near to none of the usual ways of adding up ({tried}); for {vendor} the nearest gives {nearest}, the sheet says {said}"
    )]
    NoMethod {
        /// Where the totals stand, such as `C12`.
        place: String,
        /// What was tried.
        tried: String,
        /// The first vendor.
        vendor: String,
        /// What the nearest way gives.
        nearest: String,
        /// What the sheet says.
        said: String,
    },
}

/// Checks the totals of a score sheet, a workbook or a text with separators. Of a workbook the first sheet on
/// which totals are found counts.
///
/// # Errors
/// [`Unclear`], with what was looked for.
pub fn check(file: &[u8]) -> Result<ScoreSheet, Unclear> {
    let mut first = None;
    for grid in grid::grids(file)? {
        match check_grid(&grid) {
            Ok(sheet) => return Ok(sheet),
            // What is said of a sheet that has totals helps more than that another has none.
            Err(problem) => match &first {
                None | Some(Unclear::NoTotals) => first = Some(problem),
                Some(_) => {}
            },
        }
    }
    Err(first.unwrap_or(Unclear::NoTotals))
}

fn check_grid(grid: &Grid) -> Result<ScoreSheet, Unclear> {
    match read(grid) {
        Err(Unclear::NoTotals) => method::judge(read(&grid.turned())?),
        read => method::judge(read?),
    }
}

/// What a sheet says, once it is known where.
#[derive(Clone, Debug)]
struct Reading {
    /// The criteria with their weights, where there are any.
    criteria: Vec<(String, Option<Exact>)>,
    /// The vendors: name, place of the total, total, its digits, a score for each criterion.
    vendors: Vec<Vendor>,
    /// The criterion that is a price as it is asked, without points for it beside, where one is.
    price: Option<usize>,
    notes: Vec<String>,
}

#[derive(Clone, Debug)]
struct Vendor {
    name: String,
    place: String,
    said: Exact,
    digits: u32,
    scores: Vec<Exact>,
}

/// Reads a sheet with criteria in rows and vendors in columns.
fn read(grid: &Grid) -> Result<Reading, Unclear> {
    let total = grid.total_row().ok_or(Unclear::NoTotals)?;
    let no_names = || Unclear::NoNames(grid.place(total, 0));
    let head = grid.head_row(total).ok_or_else(no_names)?;
    let weight = grid.weight_column(head, total);
    let columns: Vec<usize> = (0..grid.width())
        .filter(|column| Some(*column) != weight)
        .filter(|column| grid.number(total, *column).is_some() && grid.text(head, *column).is_some())
        .collect();
    let mut notes = Vec::new();
    let mut rows = Vec::new();
    for row in head + 1..total {
        if !columns.iter().any(|column| grid.number(row, *column).is_some()) {
            continue;
        }
        let name = grid.label(row).unwrap_or_else(|| format!("row {}", row + 1));
        if grid::is_subtotal(&name) {
            notes.push(format!("{name} was taken for a subtotal and left out"));
        } else {
            rows.push((row, name));
        }
    }
    let (rows, prices): (Vec<_>, Vec<_>) = {
        let names: Vec<String> = rows.iter().map(|(_, name)| name.clone()).collect();
        rows.into_iter().partition(|(_, name)| !grid::is_price_beside_points(name, &names))
    };
    notes.extend(prices.iter().map(|(_, name)| {
        format!("{name} was taken for the price itself, of which the points stand beside it, and left out")
    }));
    if columns.is_empty() || rows.is_empty() {
        return Err(no_names());
    }
    let vendors = columns.iter().map(|column| vendor(grid, (head, total), *column, &rows));
    let vendors = vendors.collect::<Result<Vec<_>, _>>()?;
    let criteria = rows
        .into_iter()
        .map(|(row, name)| (name, weight.and_then(|column| grid.number(row, column)).cloned()))
        .collect();
    let criteria: Vec<(String, Option<Exact>)> = criteria;
    let price = criteria.iter().position(|(name, _)| grid::is_price(name));
    Ok(Reading { criteria, vendors, price, notes })
}

fn vendor(
    grid: &Grid,
    (head, total): (usize, usize),
    column: usize,
    rows: &[(usize, String)],
) -> Result<Vendor, Unclear> {
    let name = grid.text(head, column).unwrap_or_default().to_owned();
    let score = |(row, criterion): &(usize, String)| {
        grid.number(*row, column).cloned().ok_or_else(|| Unclear::NoScore {
            place: grid.place(*row, column),
            vendor: name.clone(),
            criterion: criterion.clone(),
        })
    };
    let scores = rows.iter().map(score).collect::<Result<Vec<_>, _>>()?;
    let Some(GridEntry::Number { number, digits }) = grid.at(total, column) else {
        return Err(Unclear::NoTotals);
    };
    Ok(Vendor { place: grid.place(total, column), said: number.clone(), digits: *digits, scores, name })
}
