//! `weigh guide`: what the front page leaves out, a topic at a time.
//!
//! A topic is one Markdown file in `guide/`. This command lays it out for the terminal, `weigh man` as a manual page,
//! and whoever reads the repository sees the file; its commands are run and its TOML is parsed by `tests/it/readme.rs`.

mod text;

use super::args::{Format, Global, Guide};
use super::print::terminal;
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::answers::document::{Section, Table};
use crate::text::suggest::hint;

/// A text of the guide.
pub(super) struct Topic {
    /// What it is asked for by.
    pub(super) name: &'static str,
    /// The text, in Markdown.
    pub(super) markdown: &'static str,
}

/// All topics, in the order of reading.
pub(super) const TOPICS: [Topic; 11] = [
    Topic { name: "files", markdown: include_str!("guide/files.md") },
    Topic { name: "weights", markdown: include_str!("guide/weights.md") },
    Topic { name: "robust", markdown: include_str!("guide/robust.md") },
    Topic { name: "cost", markdown: include_str!("guide/cost.md") },
    Topic { name: "formulas", markdown: include_str!("guide/formulas.md") },
    Topic { name: "panel", markdown: include_str!("guide/panel.md") },
    Topic { name: "sheets", markdown: include_str!("guide/sheets.md") },
    Topic { name: "reports", markdown: include_str!("guide/reports.md") },
    Topic { name: "tui", markdown: include_str!("guide/tui.md") },
    Topic { name: "options", markdown: include_str!("guide/options.md") },
    Topic { name: "words", markdown: include_str!("guide/words.md") },
];

impl Topic {
    /// The topic of a name.
    pub(super) fn find(name: &str) -> Result<&'static Topic, Failure> {
        TOPICS.iter().find(|topic| topic.name == name).ok_or_else(|| {
            let hint = hint(name, &TOPICS.each_ref().map(|topic| topic.name), []);
            Failure::Usage { message: format!("there is no topic `{name}`; {hint}") }
        })
    }

    pub(super) fn title(&self) -> &'static str {
        let first = self.markdown.lines().next().unwrap_or_default();
        first.trim_start_matches("# ")
    }

    /// Its chapters; the first one bears its heading.
    pub(super) fn sections(&self) -> Vec<Section> {
        text::sections(self.markdown)
    }
}

pub(super) fn run(global: &Global, args: &Guide, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &[Format::Table, Format::Md])?;
    let text = match &args.topic {
        None => terminal(&[contents()], &shell.environment),
        Some(name) => {
            let topic = Topic::find(name)?;
            match format {
                Format::Md => topic.markdown.to_owned(),
                _ => terminal(&topic.sections(), &shell.environment),
            }
        }
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}

/// The topics with what each is about.
fn contents() -> Section {
    let mut table = Table::of("").head("Topic").words("About");
    for topic in &TOPICS {
        table.row(vec![topic.name.into(), topic.title().into()]);
    }
    let mut section = Section::chapter("guide", "The guide");
    section.table(table);
    section.text("`weigh guide TOPIC` prints one, `weigh man guide TOPIC` makes a manual page of it.");
    section
}
