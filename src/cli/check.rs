//! `weigh check`: every problem of every file.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use super::args::{Check, Format, Global};
use super::award;
use super::cases;
use super::clock::today;
use super::settings;
use super::shell::{Environment, Exit, Failure, Shell};
use super::text::wrapped;
use crate::answers;
use crate::answers::stages::Stage;
use crate::decision::DecisionId;
use crate::diagnostic::render::{Look, for_people, for_people_folded, for_programs, summary};
use crate::diagnostic::{self, Code, Diagnostic, Place, Severity, SourceId, Sources, Span, Tally};
use crate::open::{Opened, open_from};
use crate::robust::{Finding, preflight};
use crate::text::suggest::did_you_mean;

pub(super) fn run(global: &Global, args: &Check, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &[Format::Table, Format::Json])?;
    if let Some(code) = &args.explain {
        return explain(code, shell);
    }
    let mut found = AllProblems::default();
    // Decisions may share vendors, which are read once.
    let snapshot = Arc::default();
    let mut rules: Vec<RuleCheck> = Vec::new();
    let mut stages: Vec<Stages> = Vec::new();
    let requests = match &args.cases {
        Some(_) => vec![settings::request(global, &snapshot)?],
        None => settings::all_requests(global, &snapshot)?,
    };
    for request in requests {
        let mut opened = open_from(&request, &snapshot);
        let tried = args.cases.as_ref().map(|file| cases::tried(&opened, file)).transpose()?;
        let later = opened.taken_after(args.date.unwrap_or_else(today));
        opened.problems.extend(later);
        award::check(&mut opened);
        diagnostic::sort(&mut opened.problems, &opened.sources);
        if let Some(decision) = opened.decision().ok().filter(|_| args.rule) {
            rules.push(RuleCheck { decision: decision.id.clone(), findings: preflight(decision) });
        }
        if let Ok(decision) = opened.decision() {
            let order = answers::stages::stages(decision);
            let is_any = !order.is_empty();
            stages.extend(is_any.then(|| Stages { decision: decision.id.clone(), stages: order }));
        }
        found.add(opened);
        if let Some(tried) = tried {
            found.adopt(&tried.sources, tried.problems, None);
        }
    }
    if args.deny.is_some() {
        for problem in found.problems.iter_mut().filter(|problem| problem.severity == Severity::Warning) {
            problem.severity = Severity::Error;
        }
    }
    let tally = Tally::of(&found.problems);
    let text = match format {
        Format::Json => {
            let mut result = json!({
                "files": found.names.len(),
                "tally": tally,
                "problems": for_programs(&found.problems, &found.sources),
            });
            if !stages.is_empty() {
                result["stages"] = json!(stages);
            }
            if args.rule {
                result["rules"] = json!(rules);
            }
            settings::json_text(&json!({ "schema": "weigh/check/1", "result": result }))
        }
        Format::Table | Format::Csv | Format::Md => {
            let Environment { width, is_out_folded: is_folded, is_out_coloured: is_coloured, .. } =
                shell.environment;
            let shown = if args.verbose { for_people } else { for_people_folded };
            let shown = shown(&found.problems, &found.sources, Look { width, is_folded, is_coloured });
            let rules: String = rules.iter().map(|rule| rule.text(&shell.environment)).collect();
            let stages: String = stages.iter().map(|of| of.text(&shell.environment)).collect();
            format!("{shown}{stages}{rules}{}\n", summary(tally, found.names.len()))
        }
    };
    shell.print(&text)?;
    Ok(if tally.errors > 0 { Exit::No } else { Exit::Done })
}

/// What a look at one decision's rule found.
#[derive(Serialize)]
struct RuleCheck {
    decision: DecisionId,
    findings: Vec<Finding>,
}

impl RuleCheck {
    fn text(&self, environment: &Environment) -> String {
        if self.findings.is_empty() {
            let nothing = format!(
                "the rule of {}: nothing that cannot matter, cannot be met, or counts twice",
                self.decision
            );
            return wrapped(&nothing, environment.text_width(), "", "  ") + "\n\n";
        }
        let line =
            |finding: &Finding| wrapped(&finding.text, environment.text_width(), "  - ", "    ") + "\n";
        let lines: String = self.findings.iter().map(line).collect();
        format!("the rule of {}:\n{lines}\n", self.decision)
    }
}

/// In which order one decision's bids are judged.
#[derive(Serialize)]
struct Stages {
    decision: DecisionId,
    stages: Vec<Stage>,
}

impl Stages {
    fn text(&self, environment: &Environment) -> String {
        let lines: String = { self.stages.iter().enumerate() }
            .map(|(at, stage)| {
                wrapped(&stage.to_string(), environment.text_width(), &format!("  {}. ", at + 1), "     ")
                    + "\n"
            })
            .collect();
        format!("the bids of {} are judged in this order:\n{lines}\n", self.decision)
    }
}

/// The problems of several decisions in one list.
#[derive(Default)]
struct AllProblems {
    problems: Vec<Diagnostic>,
    sources: Sources,
    names: BTreeSet<String>,
    /// The first decision that says it is the default.
    default: Option<Span>,
}

impl AllProblems {
    fn add(&mut self, mut opened: Opened) {
        if !self.names.is_empty() {
            // What nothing reads was told with the first decision.
            let is_of_workspace = |code| matches!(code, Code::UnreadFile | Code::AsideFile);
            opened.problems.retain(|problem| !is_of_workspace(problem.code));
        }
        let Some(default) = self.adopt(&opened.sources, opened.problems, opened.default) else { return };
        match self.default {
            None => self.default = Some(default),
            Some(first) => self.problems.push(
                Diagnostic::new(Code::TwoDefaults, default, "another decision is the default already")
                    .related(first, "the other one")
                    .help("delete one of the two"),
            ),
        }
    }

    /// Takes in texts and what is wrong with them; gives a place in them back as it is called here.
    fn adopt(&mut self, sources: &Sources, problems: Vec<Diagnostic>, place: Option<Span>) -> Option<Span> {
        let moved: Vec<SourceId> = sources
            .iter()
            .map(|(_, source)| {
                self.names.insert(source.name.clone());
                if source.is_option {
                    self.sources.add_option(source.name.clone(), source.text.clone())
                } else {
                    self.sources.add(source.name.clone(), source.text.clone())
                }
            })
            .collect();
        let ids: Vec<SourceId> = sources.iter().map(|(id, _)| id).collect();
        let source = |id: SourceId| moved[ids.iter().position(|other| *other == id).unwrap_or(0)];
        let span = |span: Span| Span { source: source(span.source), ..span };
        self.problems.extend(problems.into_iter().map(|problem| Diagnostic {
            place: match problem.place {
                Place::Source(id) => Place::Source(source(id)),
                Place::Span(place) => Place::Span(span(place)),
            },
            related: problem.related.into_iter().map(|(place, label)| (span(place), label)).collect(),
            ..problem
        }));
        place.map(span)
    }
}

fn explain(code: &str, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let Ok(known) = code.parse::<Code>() else {
        let codes = Code::ALL.iter().map(|code| code.as_str());
        let hint = did_you_mean(code, codes).unwrap_or_else(|| "codes look like C004".to_owned());
        return Err(Failure::Usage { message: format!("there is no code `{code}`; {hint}") });
    };
    let severity = json!(known.severity());
    let head = format!("{known} ({}): {}\n\n", severity.as_str().unwrap_or_default(), known.title());
    let width = shell.environment.width.min(100);
    shell.print(&format!("{head}{}\n", wrapped(known.explanation(), width, "", "")))?;
    Ok(Exit::Done)
}
