//! What a command wrote.

use serde::Serialize;

use super::Answer;
use super::document::{Cell, Section, Table, Tone};
use super::records::{Field, Records};
use crate::diagnostic::render::for_programs;
use crate::diagnostic::{Diagnostic, Sources};
use crate::score::Evaluation;
use crate::text::clean::cleaned_line;

/// What a command wrote, and what is to be known of it; nothing where the files said so already.
#[derive(Debug, Default, Serialize)]
pub struct Written {
    /// The files that were made or changed.
    pub files: Vec<WrittenFile>,
    /// The values that are other ones now.
    pub values: Vec<WrittenValue>,
    /// What else is to be known: what was lost with an old value, and why nothing was written.
    pub remarks: Vec<String>,
    /// What is wrong with the files as they are now, as `weigh check` tells it.
    pub problems: Vec<serde_json::Value>,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WrittenFile {
    /// Its path, from where the command ran.
    pub file: String,
    /// Whether it was not there before.
    pub is_new: bool,
}

/// A value that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WrittenValue {
    /// The file that it stands in.
    pub file: String,
    /// Its keys, as `weigh set` takes them.
    pub path: String,
    /// What it was, as TOML; none for a new one.
    pub was: Option<String>,
    /// What it is, as TOML; none for one that is gone.
    pub is: Option<String>,
}

impl Written {
    /// Takes problems that are to be told with what was written.
    ///
    /// # Panics
    /// Never: problems are plain values.
    pub fn tell(&mut self, problems: &[Diagnostic], sources: &Sources) {
        let value = |problem| serde_json::to_value(problem).expect("problems are plain values");
        self.problems.extend(for_programs(problems, sources).into_iter().map(value));
    }
}

impl Answer for Written {
    const QUESTION: &'static str = "written";

    fn evaluation(&self) -> Option<&Evaluation> {
        None
    }

    fn sections(&self) -> Vec<Section> {
        let mut section = Section::chapter("written", "");
        if self.files.is_empty() {
            section.text("nothing was written");
        }
        let mut files = Table::of("Files").head("File").words("");
        for one in &self.files {
            files
                .row(vec![cleaned_line(&one.file).into(), if one.is_new { "new" } else { "changed" }.into()]);
        }
        section.table(files);
        let mut values = Table::of("Values").head("Value").words("Was").words("Is");
        for one in &self.values {
            let said = |text: &Option<String>| text.as_deref().map_or_else(|| "–".to_owned(), cleaned_line);
            values.row(vec![
                cleaned_line(&one.path).into(),
                said(&one.was).into(),
                Cell::toned(said(&one.is), Tone::Strong),
            ]);
        }
        section.table(values);
        for remark in &self.remarks {
            section.text(remark);
        }
        vec![section]
    }

    fn records(&self) -> Records {
        let value = |one: &WrittenValue| {
            let texts = [Some(&one.file), Some(&one.path), one.was.as_ref(), one.is.as_ref()];
            texts.map(|text| Field::text(text.cloned())).into()
        };
        let is_bare = |one: &&WrittenFile| self.values.iter().all(|value| value.file != one.file);
        let file = |one: &WrittenFile| {
            [Some(&one.file), None, None, None].map(|text| Field::text(text.cloned())).into()
        };
        let rows = self.values.iter().map(value).chain(self.files.iter().filter(is_bare).map(file));
        Records::new(["file", "path", "was", "is"], rows)
    }
}
