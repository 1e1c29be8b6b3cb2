//! Parts of a ZIP package as text, none of them longer than what is allowed for all.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{CellsError, MOST_UNPACKED};

/// A ZIP package in memory; nothing of it is ever written to a disk.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    unpacked: u64,
}

impl<'a> Package<'a> {
    /// Opens a package.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Package<'a>, CellsError> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| CellsError::Damaged(error.to_string()))?;
        Ok(Package { archive, unpacked: 0 })
    }

    /// Whether a part is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The names of all parts.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        self.archive.file_names().flatten().map(std::borrow::Cow::into_owned)
    }

    /// A part as text; none where it is not there.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, CellsError> {
        let Some(index) = self.archive.index_for_name(name) else { return Ok(None) };
        let damaged = |why: &dyn std::fmt::Display| CellsError::Damaged(format!("{name}: {why}"));
        let left = MOST_UNPACKED - self.unpacked;
        let part = self.archive.by_index(index).map_err(|error| damaged(&error))?;
        let mut bytes = Vec::new();
        // Counted while unpacking: what the directory says of the size may be a lie.
        part.take(left + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
        let length = bytes.len() as u64;
        if length > left {
            return Err(CellsError::TooMuch(format!(
                "{name} unpacks to more than the {} MB that are allowed for all parts together",
                MOST_UNPACKED / 1_000_000
            )));
        }
        self.unpacked += length;
        let (text, _, has_errors) = encoding_rs::UTF_8.decode(&bytes);
        if has_errors {
            return Err(damaged(&"it is not in UTF-8"));
        }
        Ok(Some(text.into_owned()))
    }
}
