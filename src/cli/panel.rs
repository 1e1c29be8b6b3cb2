//! `weigh panel`: what each evaluator said, where they differ, and what hangs on it.

mod sections;

use super::args::{Format, Global, Panel};
use super::settings::{self, ALL_FORMATS};
use super::shell::{Environment, Exit, Failure, Shell};
use super::table::{Table, markdown_text};
use super::text::wrapped;
use crate::panel::results;
use crate::report::csv;

pub(super) fn run(global: &Global, args: &Panel, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let evaluation = settings::evaluation(global, shell)?;
    let decision = &evaluation.decision;
    let Some(results) = results(&evaluation) else {
        let message = if decision.rule.panel.is_some() {
            "the panel of this decision has no evaluators yet; `weigh sheet NAME` writes a blank sheet for one"
        } else {
            "this decision has no panel; name a folder in the criteria file: panel = \"panel/NAME\""
        };
        return Err(Failure::Usage { message: message.to_owned() });
    };
    let sections = if args.moderation {
        vec![sections::moderation(&results)]
    } else {
        sections::all(decision, &results)
    };
    let title = &evaluation.decision.title;
    let text = match format {
        Format::Table => text(title, &sections, &shell.environment),
        Format::Md => markdown(title, &sections),
        Format::Json => settings::json("panel", &evaluation, &results),
        Format::Csv => csv::marks(&results),
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}

/// A part of the answer.
struct Section {
    title: &'static str,
    /// What is said before the table.
    lines: Vec<String>,
    table: Table,
    /// What is said after it.
    legend: Vec<String>,
}

fn text(title: &str, sections: &[Section], environment: &Environment) -> String {
    let line = |text: &String| wrapped(text, environment.text_width(), "", "") + "\n";
    let mut text = line(&title.to_owned());
    for section in sections {
        text.push_str(&format!("\n{}\n", section.title));
        section.lines.iter().for_each(|said| text.push_str(&line(said)));
        if !section.table.is_empty() {
            text.push_str(&format!("\n{}", section.table.aligned(environment)));
        }
        section.legend.iter().for_each(|said| text.push_str(&line(said)));
    }
    text
}

fn markdown(title: &str, sections: &[Section]) -> String {
    let mut text = format!("# {}\n", markdown_text(title));
    for section in sections {
        text.push_str(&format!("\n## {}\n", section.title));
        section.lines.iter().for_each(|line| text.push_str(&format!("\n{}\n", markdown_text(line))));
        if !section.table.is_empty() {
            text.push_str(&format!("\n{}", section.table.markdown()));
        }
        section.legend.iter().for_each(|line| text.push_str(&format!("\n{}\n", markdown_text(line))));
    }
    text
}
