//! Makes the parts of a decision: the decision itself, vendors, criteria, must-haves, evaluators. Works out what is to be
//! written, and checks it against the whole decision; nothing is written here.

mod blank;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Opened;
use super::edit::{check_files, refuse_locked, set_in};
use crate::decision::vendor::is_head_fact;
use crate::decision::{Criterion, Decision, FactId, Vendor, Weight, make_room};
use crate::diagnostic::Sources;
use crate::exact::Exact;
use crate::files::edit::{Edit, EditError, block, key_text, quoted};
use crate::files::node::{Entry, NodeKind, parse_value};
use crate::files::panel::CONSENSUS;
use crate::files::schema::Schema;
use crate::files::workspace::stem;
use crate::files::{Workspace, is_id, is_reserved, vendor_problems};
use crate::text::letters::same_name;
use crate::text::suggest::listed;
use crate::text::typed_word;

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

/// What the fact of a new criterion is worth, in the words of whoever asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewScale {
    /// A straight line between two numbers, as typed.
    Line {
        /// What is worth 0.
        worst: String,
        /// What is worth 100.
        best: String,
    },
    /// Yes is worth 100 and no 0, or the other way round.
    YesNo {
        /// Whether yes is the better answer.
        is_yes_best: bool,
    },
    /// Words with what each is worth, from 0 to 100.
    Levels(Vec<(String, String)>),
    /// Marks by people, from 1 to this one.
    Marks(String),
    /// The share of what is asked for, such as `needs.languages`.
    Covers(String),
    /// Whatever the file format knows: `{ points = [[8, 100], [20, 30]] }`.
    Toml(String),
}

impl Default for NewScale {
    fn default() -> NewScale {
        NewScale::Marks("5".to_owned())
    }
}

impl NewScale {
    /// As TOML has it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            NewScale::Line { worst, best } => {
                format!("{{ worst = {}, best = {} }}", worst.trim(), best.trim())
            }
            NewScale::YesNo { is_yes_best: true } => "{ yes = 100, no = 0 }".to_owned(),
            NewScale::YesNo { is_yes_best: false } => "{ yes = 0, no = 100 }".to_owned(),
            NewScale::Levels(levels) => {
                let level = |(word, worth): &(String, String)| {
                    format!("{} = {}", key_text(word.trim()), worth.trim())
                };
                format!("{{ levels = {{ {} }} }}", levels.iter().map(level).collect::<Vec<_>>().join(", "))
            }
            NewScale::Marks(most) => format!("{{ rating = {} }}", most.trim()),
            NewScale::Covers(asked) => format!("{{ covers = {} }}", quoted(asked.trim())),
            NewScale::Toml(text) => text.trim().to_owned(),
        }
    }

    /// The scale that a TOML text is, in the plainest words.
    #[must_use]
    pub fn of_text(text: &str) -> NewScale {
        let (node, errors) = parse_value(text.trim(), Sources::default().add("", ""), 0);
        let table = node.as_table().filter(|_| errors.is_empty());
        let raw = |key: &str| {
            let span = table?.get(key)?.node.span;
            text.trim().get(span.start..span.end).map(str::to_owned)
        };
        let keys: Vec<&str> = table.map(|table| table.keys().collect()).unwrap_or_default();
        let simple = match keys.as_slice() {
            ["worst", "best"] | ["best", "worst"] => {
                raw("worst").zip(raw("best")).map(|(worst, best)| NewScale::Line { worst, best })
            }
            ["yes", "no"] | ["no", "yes"] => match (raw("yes").as_deref(), raw("no").as_deref()) {
                (Some("100"), Some("0")) => Some(NewScale::YesNo { is_yes_best: true }),
                (Some("0"), Some("100")) => Some(NewScale::YesNo { is_yes_best: false }),
                _ => None,
            },
            ["rating"] => raw("rating").map(NewScale::Marks),
            ["covers"] => {
                table.and_then(|table| table.text("covers")).map(|asked| NewScale::Covers(asked.to_owned()))
            }
            ["levels"] => table.and_then(|table| table.get("levels")?.node.as_table()).map(|levels| {
                let worth = |entry: &Entry| text.trim().get(entry.node.span.start..entry.node.span.end);
                let level = |entry: &Entry| (entry.key.clone(), worth(entry).unwrap_or_default().to_owned());
                NewScale::Levels(levels.0.iter().map(level).collect())
            }),
            _ => None,
        };
        simple.unwrap_or_else(|| NewScale::Toml(text.trim().to_owned()))
    }

    /// The words of `weigh new criterion` that say the same.
    fn words(&self) -> Vec<String> {
        let option = |name: &str, value: &str| vec![name.to_owned(), typed_word(value.trim())];
        match self {
            NewScale::Line { worst, best } => [option("--worst", worst), option("--best", best)].concat(),
            NewScale::YesNo { is_yes_best } => {
                vec![if *is_yes_best { "--yes-best" } else { "--no-best" }.to_owned()]
            }
            NewScale::Levels(levels) => {
                let level = |(word, worth): &(String, String)| format!("{}={}", word.trim(), worth.trim());
                option("--levels", &levels.iter().map(level).collect::<Vec<_>>().join(","))
            }
            NewScale::Marks(most) => option("--marks", most),
            NewScale::Covers(asked) => option("--covers", asked),
            NewScale::Toml(text) => option("--scale", text),
        }
    }
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
    let is_of = |edit: &&Edit, file: Option<PathBuf>| Some(&edit.file) == file.as_ref();
    let vendors = decision.vendors.iter();
    let asked = vendors
        .filter(|one| edits.iter().any(|edit| is_of(&&edit, opened.texts.vendor_file(one.id.as_str()))));
    let asked = asked.count();
    let mut said = Vec::new();
    if asked > 0 {
        said.push(format!("no vendor has told it yet, which {asked} vendor files say now"));
    }
    let evaluators = decision.panel.iter().flat_map(|panel| panel.evaluators.iter());
    let own = evaluators.filter(|one| {
        let file = opened.texts.panel_file(one.id.as_str());
        edits.iter().any(|edit| edit.file == file)
    });
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
    let is_same = |other: &&Arc<Vendor>| other.id.as_str().eq_ignore_ascii_case(id);
    if let Some(other) = decision.vendors.iter().find(is_same) {
        return Err(unfit(format!("the id `{}` is taken already; give another id", other.id)));
    }
    let is_it = |other: &str| same_name(other) == same_name(name);
    if let Some(other) = decision.vendors.iter().find(|other| is_it(&other.name)) {
        return Err(unfit(format!("there is a vendor {:?} already", other.name)));
    }
    if path.symlink_metadata().is_ok() {
        return Err(unfit(format!("{} is there already; give another id", path.display())));
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

fn number(text: &str, what: &str) -> Result<Weight, EditError> {
    let number = Exact::parse(text.trim()).ok().and_then(Weight::new);
    number.ok_or_else(|| unfit(format!("{what} is a number from 0 on, such as 25 or 12.5, and not {text:?}")))
}

fn criterion(opened: &Opened, new: &NewCriterion) -> Result<Edit, EditError> {
    refuse_id(&new.id, false)?;
    let there = ids_of(opened, "criteria");
    if there.contains(&new.id) {
        return Err(unfit(format!("there is a criterion `{}` already; give another id", new.id)));
    }
    let weight = number(&new.weight, "a weight")?;
    let (mut edit, mut behind) = (criteria_file(opened)?, None);
    let whole = opened.decision().ok().and_then(|decision| decision.rule.weights.clone());
    let is_new_group = new.under.as_ref().is_some_and(|group| !there.contains(group));
    let is_sum = whole.is_some();
    // What stands alone in its group has all of what weights add up to.
    let alone = |weight: &Weight| whole.as_ref().map_or_else(|| weight.to_string(), ToString::to_string);
    if let (Some(group), true) = (&new.under, is_new_group) {
        let Some((name, weight)) = &new.group else {
            return Err(unfit(format!(
                "there is no group `{group}`; with --group-weight it is made, at the top"
            )));
        };
        refuse_id(group, false)?;
        let weight = number(weight, "the weight of a group")?;
        let weight = if there.is_empty() { alone(&weight) } else { weight.to_string() };
        let keys = [("name", quoted(name)), ("weight", weight)];
        block::add(&mut edit, ("criteria", group), (None, None), &keys, None)?;
        behind = Some(group.clone());
    } else if let Some(group) = &new.under {
        let decision = opened.decision().ok();
        let at =
            decision.and_then(|decision| decision.criteria.iter().position(|one| one.id.as_str() == group));
        if let (Some(decision), Some(at)) = (decision, at) {
            if !decision.criteria[at].is_group() {
                return Err(unfit(format!(
                    "`{group}` is scored itself, and cannot have criteria under it; name a group, or one that is to be \
                     made"
                )));
            }
            let inside = |other: &&Criterion| other.parent == Some(at);
            behind = decision.criteria.iter().rfind(inside).map(|last| last.id.to_string());
        }
        behind = behind.or_else(|| Some(group.clone()));
    }
    let is_alone = is_new_group || (new.under.is_none() && there.is_empty());
    let weight = if is_alone { alone(&weight) } else { weight.to_string() };
    let text = |text: &String| quoted(text);
    let keys = [
        ("name", Some(quoted(&new.name))),
        ("under", new.under.as_ref().map(text)),
        ("weight", Some(weight)),
        ("unit", new.unit.as_ref().map(text)),
        ("fact", new.fact.as_ref().filter(|fact| **fact != new.id).map(text)),
        ("scale", Some(new.scale.text())),
        ("note", new.note.as_ref().map(text)),
    ];
    let keys: Vec<(&str, String)> = keys.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
    block::add(&mut edit, ("criteria", &new.id), (behind.as_deref(), None), &keys, None)?;
    if let (true, Ok(decision)) = (is_sum, opened.decision()) {
        let (id, weight, siblings) = added_among(decision, new)?;
        let own: Vec<Weight> = siblings.iter().map(|one| one.weight.clone()).collect();
        if !own.is_empty() {
            for (id, weight) in with_room_for(decision, &siblings, own, (id, &weight))? {
                edit.after = set_in(&edit, &format!("criteria.{id}.weight"), &weight.to_string())?;
            }
        }
    }
    Ok(edit)
}

/// Says in the file of every vendor that a fact is not known, where none has it: it is asked for from now on.
fn asked_of_all(opened: &Opened, fact: &str) -> Result<Vec<Edit>, EditError> {
    let Ok(decision) = opened.decision() else { return Ok(Vec::new()) };
    let id = FactId::new(fact);
    let is_there = decision.vendors.iter().any(|vendor| vendor.facts.contains_key(&id));
    if is_there || !is_id(fact) || is_head_fact(fact) || decision.is_worked_out(&id) {
        return Ok(Vec::new());
    }
    let asked = |id: &str| {
        let Some(mut edit) = opened.texts.vendor_file(id).and_then(|file| as_read(opened, &file)) else {
            return Ok(None);
        };
        edit.after = set_in(&edit, &format!("vendors.{id}.facts.{fact}"), "{}")?;
        Ok(Some(edit))
    };
    decision.vendors.iter().filter_map(|vendor| asked(vendor.id.as_str()).transpose()).collect()
}

/// Lets the own weights of evaluators make room for a criterion, where they weigh its group: they weigh all of it or
/// nothing.
fn own_weights(opened: &Opened, new: &NewCriterion) -> Result<Vec<Edit>, EditError> {
    let Ok(decision) = opened.decision() else { return Ok(Vec::new()) };
    let Some(panel) = &decision.panel else { return Ok(Vec::new()) };
    let (id, weight, siblings) = added_among(decision, new)?;
    let mut edits = Vec::new();
    for evaluator in &panel.evaluators {
        let own: Option<Vec<Weight>> =
            siblings.iter().map(|one| evaluator.weights.get(&one.id).cloned()).collect();
        let Some(own) = own.filter(|own| !own.is_empty()) else { continue };
        let Some(mut edit) = as_read(opened, &opened.texts.panel_file(evaluator.id.as_str())) else {
            continue;
        };
        for (id, weight) in with_room_for(decision, &siblings, own, (id, &weight))? {
            let path = format!("panel.{}.weights.{id}", evaluator.id);
            edit.after = set_in(&edit, &path, &weight.to_string())?;
        }
        edits.push(edit);
    }
    Ok(edits)
}

/// What a new criterion adds to the criteria that are there, with its weight and those beside it: itself, or its group where
/// that is new too and it has nobody beside it.
fn added_among<'a>(
    decision: &'a Decision,
    new: &'a NewCriterion,
) -> Result<(&'a str, Weight, Vec<&'a Criterion>), EditError> {
    let (id, weight, under) = match (&new.group, &new.under) {
        (Some((_, weight)), Some(group)) => (group.as_str(), weight, None),
        (_, under) => (new.id.as_str(), &new.weight, under.as_deref()),
    };
    let parent = decision.criteria.iter().position(|one| Some(one.id.as_str()) == under);
    let siblings = decision.criteria.iter().filter(|one| one.parent == parent).collect();
    Ok((id, number(weight, "a weight")?, siblings))
}

/// The weights of a group with one more, which the others make room for where the rule says what they add up to.
fn with_room_for(
    decision: &Decision,
    siblings: &[&Criterion],
    mut own: Vec<Weight>,
    (id, weight): (&str, &Weight),
) -> Result<Vec<(String, Weight)>, EditError> {
    let mut stays = vec![false; own.len()];
    own.push(weight.clone());
    stays.push(true);
    let weights = match &decision.rule.weights {
        Some(whole) if weight >= whole => {
            return Err(unfit(format!(
                "a weight of {weight} leaves nothing of {whole} to the others of the group"
            )));
        }
        Some(whole) => make_room(&own, &stays, whole).ok_or_else(|| {
            unfit(format!("a weight of {weight} leaves nothing of {whole} to the others of the group"))
        })?,
        None => own,
    };
    let ids = siblings.iter().map(|one| one.id.to_string()).chain([id.to_owned()]);
    Ok(ids.zip(weights).collect())
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
