//! Plans values of a vendor's file where parts of its quote are still to be made.

use super::Opened;
use super::edit::{is_table_at, plan_all};
use super::merge::refuse_new;
use crate::files::edit::{Edit, EditError};

/// Like [`plan_all`], for values of one vendor; a table of the quote that is not there is written below what is.
///
/// # Errors
/// As [`plan_all`], of the file with all of them in it.
pub fn plan_with_tables(
    opened: &Opened,
    vendor: &str,
    values: &[(String, String)],
) -> Result<Vec<Edit>, EditError> {
    let prefix = format!("vendors.{vendor}.");
    let mut known: Vec<(String, String)> = Vec::new();
    let mut tables: Vec<(&str, String)> = Vec::new();
    for (path, value) in values {
        let inside = path.strip_prefix(&prefix).unwrap_or_default();
        let parent = inside.rsplit_once('.').filter(|(parent, _)| {
            let is_of_quote = *parent == "quote" || parent.starts_with("quote.");
            is_of_quote && !is_table_at(opened, &format!("{prefix}{parent}"))
        });
        let Some((parent, key)) = parent else {
            known.push((path.clone(), value.clone()));
            continue;
        };
        let line = format!("{key} = {value}\n");
        match tables.iter_mut().find(|(name, _)| *name == parent) {
            Some((_, lines)) => lines.push_str(&line),
            None => tables.push((parent, line)),
        }
    }
    if tables.is_empty() {
        return if known.is_empty() { Ok(Vec::new()) } else { plan_all(opened, &known) };
    }
    // A table stands above those that are within it.
    tables.sort_by_key(|(name, _)| name.matches('.').count());
    let text: Vec<String> = tables.iter().map(|(name, lines)| format!("\n[{name}]\n{lines}")).collect();
    let mut edits = if known.is_empty() { Vec::new() } else { plan_all(opened, &known)? };
    let written = edits.iter().fold(opened.clone(), |opened, edit| opened.after(edit));
    let edit = appended(&written, vendor, &text.concat())?;
    refuse_new(&written, std::slice::from_ref(&edit))?;
    edits.push(edit);
    Ok(edits)
}

/// A vendor's file with more at its end.
fn appended(opened: &Opened, vendor: &str, text: &str) -> Result<Edit, EditError> {
    let file = opened.texts.vendor_file(vendor).unwrap_or_default();
    let read = opened.texts.text_file(&file).map_err(|error| {
        let mut sources = crate::diagnostic::Sources::default();
        let problem = error.told(file.display().to_string(), &mut sources);
        EditError::Refused { problems: vec![problem], sources }
    })?;
    let before = read.bytes().to_vec();
    let gap: &[u8] = if before.ends_with(b"\n") { b"" } else { b"\n" };
    let after = [&before, gap, text.as_bytes()].concat();
    Ok(Edit { before, ..Edit::of_new(file, after) })
}
