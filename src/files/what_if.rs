//! What-ifs: values of the command line laid over the files before they are read, so that they are
//! checked like the files and their problems point at the option.

use super::node::{Entry, Node, NodeKind, Table, parse_document, parse_value};
use super::read::{Problems, shortened};
use crate::decision::vendor::is_head_fact;
use crate::diagnostic::{Code, Diagnostic, SourceId, Sources, Span};
use crate::text::suggest::did_you_mean;

/// One `PATH=VALUE`.
#[derive(Clone, Debug)]
pub(crate) struct WhatIf {
    pub(crate) source: SourceId,
    pub(crate) target: Target,
    /// The keys within the file, with their places in the option.
    path: Vec<PathStep>,
    value: Node,
}

/// One key of a path.
#[derive(Clone, Debug)]
pub(crate) struct PathStep {
    pub(crate) key: String,
    pub(crate) span: Span,
}

/// The file that a path leads into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Criteria,
    Vendor(String),
    /// An evaluator, or the consensus.
    Panel(String),
}

/// Tables that a path may bring into being when the file does not have them.
const OPTIONAL_TABLES: [&str; 19] = [
    "rule",
    "robust",
    "judgements",
    "rounding",
    "facts",
    "ratings",
    "cost",
    "rates",
    "by_vendor",
    "index",
    "contract",
    "training",
    "credits",
    "collar",
    "minimums",
    "bonus",
    "ramp",
    "learning",
    "wages",
];

/// Reads `PATH=VALUE` options; a bad one is a problem and left out.
pub(crate) fn parse_all(options: &[String], sources: &mut Sources, problems: &mut Problems) -> Vec<WhatIf> {
    let mut what_ifs: Vec<WhatIf> = Vec::new();
    for option in options {
        let source = sources.add_option("--set", option.as_str());
        let Some(what_if) = parse(option, source, problems) else { continue };
        match what_ifs.iter().find(|earlier| what_if.replaces(earlier)) {
            Some(earlier) => problems.push(set_twice(&what_if, earlier)),
            None => what_ifs.push(what_if),
        }
    }
    what_ifs
}

fn set_twice(what_if: &WhatIf, earlier: &WhatIf) -> Diagnostic {
    Diagnostic::new(Code::BadOption, what_if.place(), "this value is set already")
        .related(earlier.place(), "set here")
        .help("a what-if has one value for each path; several beside each other go into `rank --cases`")
}

/// The options of which no later one sets the same value again.
#[cfg(feature = "tui")]
pub(crate) fn standing(options: Vec<String>) -> Vec<String> {
    let mut sources = Sources::default();
    let read: Vec<Option<WhatIf>> = options
        .iter()
        .map(|option| parse(option, sources.add_option("--set", option.as_str()), &mut Problems::new()))
        .collect();
    let is_replaced = |at: usize| {
        let later = read[at + 1..].iter().flatten();
        read[at].as_ref().is_some_and(|earlier| later.into_iter().any(|later| later.replaces(earlier)))
    };
    let stands: Vec<bool> = (0..read.len()).map(|at| !is_replaced(at)).collect();
    options.into_iter().zip(stands).filter_map(|(option, stands)| stands.then_some(option)).collect()
}

impl WhatIf {
    /// Whether it leaves nothing of what an earlier one set: the same value, or one that holds it.
    fn replaces(&self, earlier: &WhatIf) -> bool {
        self.target == earlier.target && earlier.keys().starts_with(&self.keys())
    }

    /// The keys of its path. The value of a fact is the fact.
    fn keys(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = self.path.iter().map(|step| step.key.as_str()).collect();
        if matches!(keys.as_slice(), ["facts", _, "value"]) {
            keys.pop();
        }
        keys
    }

    /// Where its path stands.
    fn place(&self) -> Span {
        Span { source: self.source, start: 0, end: self.path.last().map_or(0, |step| step.span.end) }
    }
}

fn parse(option: &str, source: SourceId, problems: &mut Problems) -> Option<WhatIf> {
    let Some((path, value)) = split(option) else {
        problems.push(
            Diagnostic::new(
                Code::BadOption,
                Span { source, start: 0, end: option.len() },
                "there is no `=` here",
            )
            .help("write PATH=VALUE, such as criteria.cost.weight=40"),
        );
        return None;
    };
    let (target, path) = parse_path(path, source, problems)?;
    let offset = option.len() - value.len();
    let value = parse_loose_value(value, source, offset, problems)?;
    Some(WhatIf { source, target, path, value })
}

/// Splits at the first `=` that is not inside quotes.
fn split(option: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, c) in option.char_indices() {
        match (quote, c) {
            (None, '=') => return Some((&option[..at], &option[at + 1..])),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// Reads a dotted path and says which file it leads into.
pub(crate) fn parse_path(
    path: &str,
    source: SourceId,
    problems: &mut Problems,
) -> Option<(Target, Vec<PathStep>)> {
    // TOML itself knows how keys are quoted.
    let (root, errors) = parse_document(&format!("{path}=0"), source);
    let mut steps = Vec::new();
    let mut at = &root;
    while let Some(entry) = at.as_table().and_then(|table| table.0.first()) {
        steps.push(PathStep { key: entry.key.clone(), span: entry.key_span });
        at = &entry.node;
    }
    if !errors.is_empty() || steps.is_empty() || path.contains(['\n', '#', '[']) {
        problems.push(
            Diagnostic::new(
                Code::BadOption,
                Span { source, start: 0, end: path.len() },
                "this is not a path",
            )
            .help("a path is keys with dots between them, such as criteria.cost.weight"),
        );
        return None;
    }
    let (what, such, target): (_, _, fn(String) -> Target) = match steps[0].key.as_str() {
        "vendors" if steps.len() > 1 => ("a vendor", "status", Target::Vendor),
        "panel" if steps.len() > 1 => ("an evaluator", "weight", Target::Panel),
        _ => return Some((Target::Criteria, steps)),
    };
    if steps.len() == 2 {
        let message = format!("this names {what}, but no key of it");
        let help = format!("go on with a key, such as {}.{}.{such}", steps[0].key, steps[1].key);
        problems.push(Diagnostic::new(Code::UnknownPath, steps[1].span, message).help(help));
        return None;
    }
    let mut rest = steps.split_off(2);
    let id = steps.swap_remove(1).key;
    // What the head of a vendor file says is a fact like others, and is written there.
    if target(String::new()) == Target::Vendor(String::new())
        && matches!(rest.as_slice(), [table, fact] if table.key == "facts" && is_head_fact(&fact.key))
    {
        rest.remove(0);
    }
    Some((target(id), rest))
}

/// Reads a TOML value; what is none is taken as text, so that a shell needs no second quotes.
pub(crate) fn parse_loose_value(
    text: &str,
    source: SourceId,
    offset: usize,
    problems: &mut Problems,
) -> Option<Node> {
    let trimmed = text.trim();
    let offset = offset + (text.len() - text.trim_start().len());
    let (value, errors) = parse_value(trimmed, source, offset);
    if errors.is_empty() && !trimmed.is_empty() {
        return Some(value);
    }
    let span = Span { source, start: offset, end: offset + trimmed.len() };
    let is_text = !trimmed.is_empty()
        && !trimmed.starts_with(['"', '\'', '[', '{'])
        && !trimmed.contains(['"', '\n', '\r']);
    if is_text {
        return Some(Node { kind: NodeKind::Text(trimmed.to_owned()), span });
    }
    let message = match errors.first() {
        Some(error) if !trimmed.is_empty() => format!("this is not a value: {}", error.message),
        _ => "the value is missing".to_owned(),
    };
    problems.push(
        Diagnostic::new(Code::BadOption, span, message)
            .help("write it as in the file: 13.5, true, 2027-04-01, [\"en\", \"th\"], worst"),
    );
    None
}

/// Lays the value over the tree of its file.
pub(crate) fn apply(what_if: &WhatIf, root: &mut Node, problems: &mut Problems) {
    let Some((last, above)) = what_if.path.split_last() else { return };
    let mut at = root;
    for step in above {
        let kind = at.kind_name();
        if matches!(at.kind, NodeKind::List(_)) {
            let Some(item) = at.below_mut(&step.key) else {
                problems.push(no_item(step));
                return;
            };
            at = item;
            continue;
        }
        let Some(table) = at.as_table_mut() else {
            problems.push(not_a_table(step, kind));
            return;
        };
        if table.get(&step.key).is_none() {
            // What stands in an evaluator's file is checked when it is read.
            let may_be_new =
                matches!(what_if.target, Target::Panel(_)) || OPTIONAL_TABLES.contains(&step.key.as_str());
            if !may_be_new {
                problems.push(leads_nowhere(step, table));
                return;
            }
            let node = Node { kind: NodeKind::Table(Table::default()), span: step.span };
            table.0.push(Entry { key: step.key.clone(), key_span: step.span, node });
        }
        at = &mut table.get_mut(&step.key).expect("it is there, or was just added").node;
    }
    let kind = at.kind_name();
    let Some(table) = at.as_table_mut() else {
        problems.push(not_a_table(last, kind));
        return;
    };
    // A need must be there; what a forecast says of a channel may be new.
    let is_need = above.len() == 1 && above[0].key == "needs";
    match table.get_mut(&last.key) {
        Some(entry) => replace(entry, what_if, last),
        None if is_need => problems.push(leads_nowhere(last, table)),
        None => {
            table.0.push(Entry { key: last.key.clone(), key_span: last.span, node: what_if.value.clone() });
        }
    }
}

/// Replaces a value. A plain value for a fact with evidence replaces only what is said, not the unit.
fn replace(entry: &mut Entry, what_if: &WhatIf, last: &PathStep) {
    const SAYS: [&str; 4] = ["value", "low", "likely", "high"];
    // A reference to a fact, such as "facts.hourly_rate", takes the place of all that an amount says.
    let is_fact = what_if.path.first().is_some_and(|step| step.key == "facts");
    let is_reference =
        matches!(&what_if.value.kind, NodeKind::Text(text) if text.starts_with("facts.")) && !is_fact;
    let is_plain = !matches!(what_if.value.kind, NodeKind::Table(_)) && !is_reference;
    if let (true, Some(table)) = (is_plain, entry.node.as_table_mut())
        && table.keys().any(|key| SAYS.contains(&key))
        && table.get("ideal").is_none()
    {
        table.0.retain(|entry| {
            !SAYS.contains(&entry.key.as_str()) && entry.key != "source" && entry.key != "as_of"
        });
        table.0.push(Entry { key: "value".to_owned(), key_span: last.span, node: what_if.value.clone() });
        return;
    }
    entry.node = what_if.value.clone();
    entry.key_span = last.span;
}

fn not_a_table(step: &PathStep, kind: &str) -> Diagnostic {
    let message = format!("`{}` has nothing to stand in: what is above it is {kind}", shortened(&step.key));
    Diagnostic::new(Code::UnknownPath, step.span, message)
}

fn no_item(step: &PathStep) -> Diagnostic {
    let message = format!("there is no `{}` in this list", shortened(&step.key));
    let help =
        "tables of a list are told by their places: 1 is the first, as in quote.credits.levels.1.missed";
    Diagnostic::new(Code::UnknownPath, step.span, message).help(help)
}

fn leads_nowhere(step: &PathStep, table: &Table) -> Diagnostic {
    let help = did_you_mean(&step.key, table.keys()).unwrap_or_else(|| {
        let keys: Vec<&str> = table.keys().take(12).collect();
        match keys.as_slice() {
            [] => "nothing is there that could be changed".to_owned(),
            keys => format!("there are {}", crate::text::suggest::listed(keys, "and")),
        }
    });
    Diagnostic::new(Code::UnknownPath, step.span, format!("there is no `{}` here", shortened(&step.key)))
        .help(help)
}
