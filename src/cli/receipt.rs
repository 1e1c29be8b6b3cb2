//! What commands that write files tell: beside, in words, and as a result where one is asked for.

use super::args::{Format, Global};
use super::print::print;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::written::{Written, WrittenFile, WrittenValue};
use crate::diagnostic::{Diagnostic, Sources};
use crate::files::edit::Edit;

/// The format of the result of a command that writes files; none where nobody asks for one by `--format` or `-o`.
pub(super) fn wanted(global: &Global) -> Result<Option<Format>, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    Ok((global.format.is_some() || global.output.is_some()).then_some(format))
}

/// What a command has written so far.
pub(super) struct Receipt {
    format: Option<Format>,
    written: Written,
}

impl Receipt {
    /// Of a command that has not written anything yet.
    pub(super) fn new(global: &Global) -> Result<Receipt, Failure> {
        Ok(Receipt { format: wanted(global)?, written: Written::default() })
    }

    /// Takes a file that was made.
    pub(super) fn made(&mut self, file: impl Into<String>) {
        self.written.files.push(WrittenFile { file: file.into(), is_new: true });
    }

    /// Takes a change that was written, with its values: each path, what it was and what it is.
    pub(super) fn changed(
        &mut self,
        edit: &Edit,
        values: impl IntoIterator<Item = (String, Option<String>, Option<String>)>,
    ) {
        let file = edit.file.display().to_string();
        self.written.files.push(WrittenFile { file: file.clone(), is_new: edit.is_new() });
        let values = values.into_iter().filter(|(_, was, is)| was != is);
        self.written.values.extend(values.map(|(path, was, is)| WrittenValue {
            file: file.clone(),
            path,
            was,
            is,
        }));
    }

    /// Says something, and keeps it.
    pub(super) fn remark(&mut self, text: &str, shell: &mut Shell<'_>) {
        shell.mention(&format!("{text}\n"));
        self.written.remarks.push(text.to_owned());
    }

    /// Shows problems, and keeps them.
    pub(super) fn show(
        &mut self,
        (problems, sources): (&[Diagnostic], &Sources),
        files: usize,
        shell: &mut Shell<'_>,
    ) {
        shell.show_problems(problems, sources, files);
        self.written.tell(problems, sources);
    }

    /// Writes the result, where one is asked for.
    pub(super) fn print(self, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
        if let Some(format) = self.format {
            print(&self.written, format, shell)?;
        }
        Ok(Exit::Done)
    }
}
