//! Reading workbooks of others: bounded, cell by cell, whatever the file claims of its size.

#[cfg(feature = "xlsx")]
mod read;

use std::collections::BTreeMap;

use crate::features::LeftOut;

#[cfg(feature = "xlsx")]
pub(crate) use read::{read, read_with_formulas};

/// What every XLSX file starts with.
const ZIP: &[u8] = b"PK\x03\x04";

/// A cell of a workbook.
#[cfg_attr(not(feature = "xlsx"), expect(dead_code, reason = "this build reads no workbooks"))]
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SheetCell {
    /// A number.
    Number(f64),
    /// A text; truths, days and errors as they are written.
    Text(String),
}

/// A sheet of a workbook.
#[cfg_attr(not(feature = "xlsx"), expect(dead_code, reason = "this build reads no workbooks"))]
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    /// What its tab says.
    pub(crate) name: String,
    /// What its cells hold, by row and column, from 0. Empty cells are left out.
    pub(crate) cells: BTreeMap<(u32, u32), SheetCell>,
    /// Its formulas, where they were asked for.
    pub(crate) formulas: BTreeMap<(u32, u32), String>,
}

/// Why a file cannot be read as a workbook.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CannotRead {
    /// It is no workbook, or a broken one.
    #[error("it is no XLSX workbook that can be read: {0}")]
    Broken(String),
    /// It has more than is read.
    #[error("it has more than 1,000,000 cells, or more than 96 MiB when it is unpacked")]
    TooLarge,
    /// This build reads no workbooks.
    #[error(transparent)]
    LeftOut(#[from] LeftOut),
}

/// Whether a file may be a workbook.
#[must_use]
pub fn is_workbook(file: &[u8]) -> bool {
    file.starts_with(ZIP)
}

#[cfg(not(feature = "xlsx"))]
pub(crate) fn read(_: &[u8]) -> Result<Vec<Sheet>, CannotRead> {
    Err(LeftOut(crate::features::Feature::Xlsx).into())
}

/// A cell as people write it: `E5`.
pub(crate) fn place(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = u64::from(column) + 1;
    while left > 0 {
        let letter = (left - 1) % 26;
        letters.extend(('A'..='Z').nth(usize::try_from(letter).unwrap_or(0)));
        left = (left - 1) / 26;
    }
    format!("{}{}", letters.iter().rev().collect::<String>(), u64::from(row) + 1)
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        let cells = [(0, 0), (4, 25), (4, 26), (9, 701), (9, 702), (1_048_575, 16_383)];
        let names = cells.map(|(row, column)| place(row, column));
        assert_eq!(names, ["A1", "Z5", "AA5", "ZZ10", "AAA10", "XFD1048576"]);
    }
}
