//! Plans values whose tables are still to be made: a criterion that is new, parts of a quote.

use std::path::PathBuf;

use super::Opened;
use super::edit::{draft, is_table_at, plan_all};
use super::merge::refuse_new;
use crate::diagnostic::Sources;
use crate::files::edit::{Edit, EditError};

/// Tables that are to be made in one file, each with its lines.
struct NewTables {
    file: PathBuf,
    tables: Vec<(String, String)>,
}

/// Like [`plan_all`]; a criterion, a must-have or a part of a quote that is not there is written below what is.
///
/// # Errors
/// As [`plan_all`], of the files with all of them in it.
pub fn plan_with_tables(opened: &Opened, values: &[(String, String)]) -> Result<Vec<Edit>, EditError> {
    let mut known: Vec<(String, String)> = Vec::new();
    let mut new: Vec<NewTables> = Vec::new();
    for (path, value) in values {
        let Some((file, table, key)) = missing_table(opened, path) else {
            known.push((path.clone(), value.clone()));
            continue;
        };
        let at = new.iter().position(|one| one.file == file).unwrap_or_else(|| {
            new.push(NewTables { file, tables: Vec::new() });
            new.len() - 1
        });
        let line = format!("{key} = {value}\n");
        match new[at].tables.iter_mut().find(|(name, _)| *name == table) {
            Some((_, lines)) => lines.push_str(&line),
            None => new[at].tables.push((table, line)),
        }
    }
    if new.is_empty() {
        return if known.is_empty() { Ok(Vec::new()) } else { plan_all(opened, &known) };
    }
    // Both are checked as one: weights may add up with all of them alone.
    let appended = new.into_iter().map(|one| one.appended(opened)).collect::<Result<Vec<_>, _>>()?;
    let with_tables = appended.iter().fold(opened.clone(), |opened, edit| opened.after(edit));
    let mut edits = appended;
    if !known.is_empty() {
        for edit in draft(&with_tables, &known)? {
            match edits.iter_mut().find(|known| known.file == edit.file) {
                Some(known) => known.after = edit.after,
                None => edits.push(edit),
            }
        }
    }
    refuse_new(opened, &edits)?;
    Ok(edits)
}

/// The file in which a table is to be made for a value, that table, and the value's key in it; none where the value has a
/// place already.
fn missing_table(opened: &Opened, path: &str) -> Option<(PathBuf, String, String)> {
    let (above, key) = path.rsplit_once('.')?;
    let keys: Vec<&str> = above.split('.').collect();
    let (file, table) = match keys.as_slice() {
        ["vendors", id, "quote", ..] => (opened.texts.vendor_file(id)?, keys[2..].join(".")),
        ["criteria" | "gates" | "facts", _] => (opened.texts.request.criteria.clone(), above.to_owned()),
        _ => return None,
    };
    (!is_table_at(opened, above)).then(|| (file, table, key.to_owned()))
}

impl NewTables {
    /// The file with the tables at its end, each above those that are within it.
    fn appended(mut self, opened: &Opened) -> Result<Edit, EditError> {
        let read = opened.texts.text_file(&self.file).map_err(|error| {
            let mut sources = Sources::default();
            let problem = error.told(self.file.display().to_string(), &mut sources);
            EditError::Refused { problems: vec![problem], sources }
        })?;
        let before = read.bytes().to_vec();
        self.tables.sort_by_key(|(name, _)| name.matches('.').count());
        let tables = self.tables.iter().map(|(name, lines)| format!("\n[{name}]\n{lines}"));
        let gap = if before.ends_with(b"\n") { "" } else { "\n" };
        let text: Vec<String> = std::iter::once(gap.to_owned()).chain(tables).collect();
        let after = [&before, text.concat().as_bytes()].concat();
        Ok(Edit { before, ..Edit::of_new(self.file, after) })
    }
}
