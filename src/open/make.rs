//! Makes the parts of a decision: the decision itself, vendors, criteria, must-haves, evaluators. Works out what is to be
//! written, and checks it against the whole decision; nothing is written here.

mod blank;
pub(super) mod criterion;
mod scale;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Opened;
use super::edit::{check_files, refuse_locked, set_in};
use crate::decision::{Decision, Vendor, Weight};
use crate::diagnostic::Sources;
use crate::exact::Exact;
use crate::files::edit::{Edit, EditError, block, quoted};
use crate::files::node::{NodeKind, parse_value};
use crate::files::panel::CONSENSUS;
use crate::files::schema::Schema;
use crate::files::workspace::stem;
use crate::files::{Workspace, is_id, is_reserved, vendor_problems};
use crate::text::letters::same_name;
use crate::text::suggest::listed;
use crate::text::typed_word;
use criterion::{asked_of_all, criterion, own_weights};
pub use scale::NewScale;

/// A part of a decision that is to be made. Ids are letters a to z, digits, `-` and `_`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum New {
    /// A vendor file with every fact that the decision reads, still to be filled.
    Vendor {
        /// The name of its file.
        id: String,
        /// Its name for people.
        name: String,
    },
    /// A criterion.
    Criterion(Box<NewCriterion>),
    /// A must-have.
    Gate(Box<NewGate>),
    /// A file for the marks of an evaluator, and a panel where there is none yet.
    Evaluator {
        /// The name of its file.
        id: String,
        /// The evaluator's name.
        name: String,
        /// What he or she is in the panel.
        role: Option<String>,
    },
}

/// A criterion that is to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewCriterion {
    /// Its key.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The id of its group; at the top where there is none.
    pub under: Option<String>,
    /// Where that group is not there yet: its name and its weight at the top.
    pub group: Option<(String, String)>,
    /// Its weight among its siblings, as typed.
    pub weight: String,
    /// The unit in which it counts.
    pub unit: Option<String>,
    /// The fact that it reads; its own id where there is none.
    pub fact: Option<String>,
    /// What the fact is worth.
    pub scale: NewScale,
    /// Why it is asked for, and whatever else is to be known of it.
    pub note: Option<String>,
}

/// A must-have that is to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewGate {
    /// Its key.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The fact that it tests.
    pub fact: String,
    /// Its test, such as `at_least`, with the value as TOML has it; text may go without quotes.
    pub test: (String, String),
    /// Why it is a must-have.
    pub note: Option<String>,
}

/// What is to be written to make a part.
#[derive(Clone, Debug)]
pub struct Made {
    /// The files that change, or are new.
    pub edits: Vec<Edit>,
    /// What changes besides, a sentence each.
    pub said: Vec<String>,
}

/// A decision that is to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewDecision {
    /// The name of its file.
    pub id: String,
    /// What is decided, in a line.
    pub title: String,
    /// The question that its ranking answers.
    pub question: Option<String>,
    /// The currency of its money, three capital letters.
    pub currency: Option<String>,
}

impl NewDecision {
    /// The command that makes the same.
    #[must_use]
    pub fn command(&self) -> String {
        let option = |name: &str, value: Option<&String>| {
            value.map_or_else(String::new, |value| format!(" {name} {}", typed_word(value)))
        };
        format!(
            "weigh new decision {} --id {}{}{}",
            typed_word(&self.title),
            self.id,
            option("--question", self.question.as_ref()),
            option("--currency", self.currency.as_ref())
        )
    }
}

impl New {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            New::Vendor { id, .. } | New::Evaluator { id, .. } => id,
            New::Criterion(criterion) => &criterion.id,
            New::Gate(gate) => &gate.id,
        }
    }

    /// The command that makes the same.
    #[must_use]
    pub fn command(&self) -> String {
        let mut words = vec!["weigh new".to_owned()];
        let mut option = |name: &str, value: Option<&str>| {
            words.extend(value.into_iter().flat_map(|value| [name.to_owned(), typed_word(value)]));
        };
        match self {
            New::Vendor { id, name } => {
                option("vendor", Some(name));
                option("--id", Some(id));
            }
            New::Criterion(new) => {
                option("criterion", Some(&new.name));
                option("--id", Some(&new.id));
                option("--under", new.under.as_deref());
                option("--group-weight", new.group.as_ref().map(|(_, weight)| weight.as_str()));
                option("--weight", Some(new.weight.trim()));
                option("--unit", new.unit.as_deref());
                option("--fact", new.fact.as_deref().filter(|fact| **fact != new.id));
                option("--note", new.note.as_deref());
                words.extend(new.scale.words());
            }
            New::Gate(new) => {
                option("gate", Some(&new.name));
                option("--id", Some(&new.id));
                option("--fact", Some(&new.fact));
                option(&format!("--{}", new.test.0.replace('_', "-")), Some(&new.test.1));
                option("--note", new.note.as_deref());
            }
            New::Evaluator { id, name, role } => {
                option("evaluator", Some(name));
                option("--id", Some(id));
                option("--role", role.as_deref());
            }
        }
        words.join(" ")
    }
}

fn unfit(message: impl Into<String>) -> EditError {
    EditError::Unfit { message: message.into() }
}

/// Refuses what cannot be an id, or the name of a file.
pub(super) fn refuse_id(id: &str, is_file: bool) -> Result<(), EditError> {
    if !is_id(id) {
        return Err(unfit(format!(
            "{id:?} cannot be an id; use letters a to z, digits, hyphens and underscores"
        )));
    }
    if is_file && is_reserved(id) {
        return Err(unfit(format!(
            "Windows has a device called {id:?}, and no file can have its name there; take another id"
        )));
    }
    Ok(())
}

/// What would be written to make a part of a decision.
///
/// # Errors
/// [`EditError::Unfit`] for an id or a name that is taken or cannot be one, [`EditError::Refused`] with the problems that
/// the files would have, [`EditError::Locked`] where a lock holds.
pub fn make(opened: &Opened, new: &New) -> Result<Made, EditError> {
    let edits = match new {
        New::Vendor { id, name } => vec![vendor(opened, id, name)?],
        New::Criterion(criterion) => {
            let mut edits = vec![self::criterion(opened, criterion)?];
            let fact = criterion.fact.as_ref().unwrap_or(&criterion.id);
            if !matches!(criterion.scale, NewScale::Marks(_)) {
                edits.extend(asked_of_all(opened, fact)?);
            }
            edits.extend(own_weights(opened, criterion)?);
            edits
        }
        New::Gate(gate) => {
            let mut edits = vec![self::gate(opened, gate)?];
            edits.extend(asked_of_all(opened, &gate.fact)?);
            edits
        }
        New::Evaluator { id, name, role } => evaluator(opened, id, name, role.as_deref())?,
    };
    check_files(opened, &edits)?;
    refuse_locked(opened, &edits)?;
    let said = said(opened, new, &edits);
    Ok(Made { edits, said })
}

/// What changes besides, a sentence each.
fn said(opened: &Opened, new: &New, edits: &[Edit]) -> Vec<String> {
    let Ok(decision) = opened.decision() else { return Vec::new() };
    let is_written = |file: Option<PathBuf>| edits.iter().any(|edit| Some(&edit.file) == file.as_ref());
    let vendors = decision.vendors.iter();
    let asked = vendors.filter(|one| is_written(opened.texts.vendor_file(one.id.as_str()))).count();
    let mut said = Vec::new();
    if asked > 0 {
        said.push(format!("no vendor has told it yet, which {asked} vendor files say now"));
    }
    let evaluators = decision.panel.iter().flat_map(|panel| panel.evaluators.iter());
    let own = evaluators.filter(|one| is_written(Some(opened.texts.panel_file(one.id.as_str()))));
    let own: Vec<&str> = own.map(|one| one.name.as_str()).collect();
    if !own.is_empty() {
        said.push(format!("the own weights of {} make room for it", listed(&own, "and")));
    }
    let has_marks = decision.vendors.iter().any(|vendor| !vendor.ratings.is_empty());
    if matches!(new, New::Evaluator { .. }) && decision.panel.is_none() && has_marks {
        said.push(
            "the marks in the files of the vendors count no more: those of the panel take their place"
                .to_owned(),
        );
    }
    said
}

/// The files of a new decision: its criteria file, still without a criterion, and the schemas that editors read; with the
/// folder of its vendors, which is to be made too.
///
/// # Errors
/// [`EditError::Unfit`] where its file is there already, or its name cannot be one.
pub fn decision(workspace: &Workspace, new: &NewDecision) -> Result<(Vec<Edit>, PathBuf), EditError> {
    refuse_id(&new.id, true)?;
    let file = workspace.root.join(format!("criteria/{}.toml", new.id));
    let vendors = workspace.root.join("vendors").join(&new.id);
    if let Some(taken) = [&file, &vendors].into_iter().find(|path| path.symlink_metadata().is_ok()) {
        return Err(unfit(format!("{} is there already; give another id", taken.display())));
    }
    let text = blank::decision(new);
    let mut sources = Sources::default();
    let source = sources.add(file.display().to_string(), text.as_str());
    let problems = crate::files::criteria::head_problems(&text, source);
    if !problems.is_empty() {
        return Err(EditError::Refused { problems, sources });
    }
    let schemas =
        [Schema::Criteria, Schema::Vendor].map(|schema| (workspace.root.join(schema.file()), schema));
    let missing = schemas.into_iter().filter(|(path, _)| path.symlink_metadata().is_err());
    let edits = missing.map(|(path, schema)| Edit::of_new(path, schema.text().into_bytes()));
    let edits = std::iter::once(Edit::of_new(file, text.into_bytes())).chain(edits).collect();
    Ok((edits, vendors))
}

fn decided(opened: &Opened) -> Result<&Decision, EditError> {
    let refused = |problems: &[crate::diagnostic::Diagnostic]| EditError::Refused {
        problems: problems.iter().filter(|problem| problem.is_error()).cloned().collect(),
        sources: opened.sources.clone(),
    };
    Ok(opened.decision().map_err(refused)?.as_ref())
}

fn vendor(opened: &Opened, id: &str, name: &str) -> Result<Edit, EditError> {
    refuse_id(id, true)?;
    let decision = decided(opened)?;
    let path = opened
        .texts
        .vendor_file(id)
        .ok_or_else(|| unfit("the folder of the vendors lies outside the workspace"))?;
    let is_it = |other: &str| same_name(other) == same_name(name);
    if let Some(other) = decision.vendors.iter().find(|other| is_it(&other.name)) {
        return Err(unfit(format!("there is a vendor {:?} already", other.name)));
    }
    if path.symlink_metadata().is_ok() {
        return Err(unfit(format!("{} is there already; give another id", path.display())));
    }
    let is_same = |other: &&Arc<Vendor>| other.id.as_str().eq_ignore_ascii_case(id);
    if let Some(other) = decision.vendors.iter().find(is_same) {
        return Err(unfit(format!("the id `{}` is taken already; give another id", other.id)));
    }
    let above = path.parent().and_then(|folder| folder.parent());
    let has_schema = above.is_some_and(|above| above.join("vendor.schema.json").is_file());
    let text = blank::vendor(decision, name, has_schema);
    if let Some(problem) = vendor_problems(&text).first() {
        return Err(unfit(format!("{name:?} cannot be a name: {problem}")));
    }
    Ok(Edit::of_new(path, text.into_bytes()))
}

/// The criteria file as it was read.
fn criteria_file(opened: &Opened) -> Result<Edit, EditError> {
    let file = opened.texts.request.criteria.clone();
    let read = opened.texts.text_file(&file).map_err(|error| {
        let mut sources = Sources::default();
        let problem = error.told(file.display().to_string(), &mut sources);
        EditError::Refused { problems: vec![problem], sources }
    })?;
    Ok(Edit { before: read.bytes().to_owned(), ..Edit::of_new(file, read.bytes().to_owned()) })
}

/// The ids of a section of the criteria file.
fn ids_of(opened: &Opened, section: &str) -> Vec<String> {
    let node = super::edit::node_at(opened, section).map(|(_, node)| node);
    node.and_then(|node| Some(node.as_table()?.keys().map(str::to_owned).collect())).unwrap_or_default()
}

pub(super) fn number(text: &str, what: &str) -> Result<Weight, EditError> {
    let number = Exact::parse(text.trim()).ok().and_then(Weight::new);
    number.ok_or_else(|| unfit(format!("{what} is a number from 0 on, such as 25 or 12.5, and not {text:?}")))
}

/// A file as it was read; none where it was not.
pub(super) fn as_read(opened: &Opened, file: &Path) -> Option<Edit> {
    let read = opened.texts.text_file(file).ok()?;
    read.text()?;
    Some(Edit { before: read.bytes().to_owned(), ..Edit::of_new(file.to_owned(), read.bytes().to_owned()) })
}

/// A value as TOML has it: as typed where it is TOML already, else as a text.
fn toml_value(typed: &str) -> String {
    let typed = typed.trim();
    let (node, errors) = parse_value(typed, Sources::default().add("", ""), 0);
    let is_value = errors.is_empty() && !typed.is_empty() && !matches!(node.kind, NodeKind::Table(_));
    if is_value { typed.to_owned() } else { quoted(typed) }
}

fn gate(opened: &Opened, new: &NewGate) -> Result<Edit, EditError> {
    refuse_id(&new.id, false)?;
    if ids_of(opened, "gates").contains(&new.id) {
        return Err(unfit(format!("there is a must-have `{}` already; give another id", new.id)));
    }
    let (test, value) = &new.test;
    let is_list = matches!(test.as_str(), "includes_any" | "one_of") && !value.trim().starts_with('[');
    let value = if is_list {
        let things = value.split(',').map(str::trim).filter(|thing| !thing.is_empty()).map(toml_value);
        format!("[{}]", things.collect::<Vec<_>>().join(", "))
    } else {
        toml_value(value)
    };
    let keys = [
        ("name", Some(quoted(&new.name))),
        ("fact", Some(quoted(&new.fact))),
        (test.as_str(), Some(value)),
        ("note", new.note.as_deref().map(quoted)),
    ];
    let keys: Vec<(&str, String)> = keys.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
    let mut edit = criteria_file(opened)?;
    block::add(&mut edit, ("gates", &new.id), (None, Some("criteria")), &keys, None)?;
    Ok(edit)
}

fn evaluator(opened: &Opened, id: &str, name: &str, role: Option<&str>) -> Result<Vec<Edit>, EditError> {
    refuse_id(id, true)?;
    if id == CONSENSUS {
        return Err(unfit("`consensus` is the file of what a panel agreed on; give another id"));
    }
    let criteria = &opened.texts.request.criteria;
    let folder = format!("panel/{}", stem(criteria));
    let is_panel = super::edit::node_at(opened, "panel").is_some();
    let (mut edits, file) = if is_panel {
        (Vec::new(), opened.texts.panel_file(id))
    } else {
        let mut edit = criteria_file(opened)?;
        edit.after = set_in(&edit, "panel", &quoted(&folder))?;
        (vec![edit], criteria.with_file_name(&folder).join(format!("{id}.toml")))
    };
    if file.symlink_metadata().is_ok() {
        return Err(unfit(format!("{} is there already; give another id", file.display())));
    }
    let schema =
        file.parent().and_then(|folder| folder.parent()).map(|above| above.join("panel.schema.json"));
    let has_schema = schema.is_some_and(|schema| schema.is_file());
    edits.push(Edit::of_new(file, blank::evaluator(name, role, has_schema).into_bytes()));
    Ok(edits)
}
