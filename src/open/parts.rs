//! Parts of a decision that are taken away or called otherwise: with everything that names them, or not at all.

mod moved;
mod rename;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Opened;
use super::edit::{errors_brought, refuse_locked};
use super::make::as_read;
use crate::decision::{Criterion, Weight, make_room};
use crate::diagnostic::Sources;
use crate::files::edit::{Edit, EditError, block, save_all, take_back};
use crate::files::node::{Node, NodeKind, parse_document};
use crate::files::workspace::stem;
use crate::files::{Request, Texts, award, letters_log};
use crate::text::suggest::listed;
pub use moved::move_criterion;
pub use rename::rename;

/// What of a decision can be taken away and called otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A vendor, which has a file.
    Vendor,
    /// A criterion, or a group with all that is under it.
    Criterion,
    /// A must-have.
    Gate,
    /// An evaluator of the panel, who has a file.
    Evaluator,
}

impl Kind {
    /// In a sentence.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Vendor => "vendor",
            Kind::Criterion => "criterion",
            Kind::Gate => "must-have",
            Kind::Evaluator => "evaluator",
        }
    }

    /// As commands name it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Kind::Vendor => "vendor",
            Kind::Criterion => "criterion",
            Kind::Gate => "gate",
            Kind::Evaluator => "evaluator",
        }
    }

    /// The section of the criteria file that holds it; none where it has a file of its own.
    const fn section(self) -> Option<&'static str> {
        match self {
            Kind::Criterion => Some("criteria"),
            Kind::Gate => Some("gates"),
            Kind::Vendor | Kind::Evaluator => None,
        }
    }
}

/// What is to be written, and the file that goes.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The files that change, or are new.
    pub edits: Vec<Edit>,
    /// The file that goes, with its bytes as they were read.
    pub gone: Option<(PathBuf, Vec<u8>)>,
    /// What goes or changes besides, a sentence each.
    pub said: Vec<String>,
}

impl Change {
    /// Writes it; the file that goes is the last step, so that nothing is lost where something stands against it.
    ///
    /// # Errors
    /// [`EditError::Changed`] where a file is no longer what was read, [`EditError::Io`] where the operating system refuses.
    pub fn write(&self) -> Result<(), EditError> {
        if let Some((file, bytes)) = &self.gone
            && fs::read(file).ok().as_ref() != Some(bytes)
        {
            return Err(EditError::Changed { file: file.clone() });
        }
        save_all(&self.edits)?;
        let Some((file, _)) = &self.gone else { return Ok(()) };
        fs::remove_file(file).map_err(|source| {
            take_back(&self.edits);
            EditError::Io { file: file.clone(), source }
        })
    }

    /// Refuses what brings in an error, or breaks a lock.
    fn checked(self, opened: &Opened) -> Result<Change, EditError> {
        refuse_shared(opened, &self)?;
        let gone = self.gone.as_ref().map(|(file, _)| file.as_path());
        errors_brought(opened, &self.edits, gone)?;
        let emptied = self
            .gone
            .iter()
            .map(|(file, bytes)| Edit { before: bytes.clone(), ..Edit::of_new(file.clone(), Vec::new()) });
        let edits: Vec<Edit> = self.edits.iter().cloned().chain(emptied).collect();
        refuse_locked(opened, &edits)?;
        Ok(self)
    }
}

/// Refuses to change vendors that another decision of the workspace reads too: it would count otherwise without a word.
fn refuse_shared(opened: &Opened, change: &Change) -> Result<(), EditError> {
    let texts = &opened.texts;
    let Some(folder) = texts.vendors_folder() else { return Ok(()) };
    let is_of_vendor = |file: &Path| file.parent() == Some(folder.as_path());
    let touched = change.edits.iter().map(|edit| edit.file.as_path());
    let touched = touched.chain(change.gone.iter().map(|(file, _)| file.as_path()));
    if !touched.into_iter().any(is_of_vendor) {
        return Ok(());
    }
    let resolved = |folder: &Path| fs::canonicalize(folder).ok();
    let own = resolved(&folder);
    let request = &texts.request;
    let names = |criteria: &Path| {
        let request = Request { criteria: criteria.to_owned(), vendors: None, ..request.clone() };
        let other = Texts::of(request, Arc::clone(&texts.snapshot));
        other.vendors_folder().and_then(|folder| resolved(&folder)) == own
    };
    let decisions = request.workspace.decisions().unwrap_or_default();
    let is_other = |criteria: &&PathBuf| resolved(criteria) != resolved(&request.criteria);
    let sharing: Vec<String> =
        decisions.iter().filter(is_other).filter(|criteria| names(criteria)).map(|file| stem(file)).collect();
    if sharing.is_empty() {
        return Ok(());
    }
    Err(unfit(format!(
        "{} reads the same vendors and may name it too; give it vendors of its own, or change the files by hand",
        listed(&sharing.iter().map(String::as_str).collect::<Vec<_>>(), "and")
    )))
}

fn unfit(message: impl Into<String>) -> EditError {
    EditError::Unfit { message: message.into() }
}

/// What would be written to take a part away with all that hangs on it.
///
/// # Errors
/// [`EditError::Unfit`] for a part that is not there, or that a record names; [`EditError::Refused`] with the problems that
/// the files would have; [`EditError::Locked`] where a lock holds.
pub fn remove(opened: &Opened, kind: Kind, id: &str) -> Result<Change, EditError> {
    refuse_missing(opened, kind, id)?;
    refuse_recorded(opened, kind, id)?;
    let mut change = Change { gone: own_file(opened, kind, id)?, ..Change::default() };
    let ids: Vec<String> = match kind {
        Kind::Criterion => with_all_under(opened, id)?,
        Kind::Vendor | Kind::Gate | Kind::Evaluator => vec![id.to_owned()],
    };
    let mut texts = Vec::new();
    for (file, role) in files(opened) {
        if change.gone.as_ref().is_some_and(|(gone, _)| *gone == file) {
            continue;
        }
        let Some(mut edit) = as_read(opened, &file) else { continue };
        let root = root_of(&edit);
        for id in &ids {
            let mut paths: Vec<Vec<String>> = Vec::new();
            let mut at = |path: &[&str]| paths.push(path.iter().map(|key| (*key).to_owned()).collect());
            match (kind, role) {
                (Kind::Criterion, Role::Criteria) => {
                    at(&["criteria", id]);
                    at(&["judgements", id]);
                }
                (Kind::Gate, Role::Criteria) => at(&["gates", id]),
                (Kind::Vendor, Role::Criteria) => {
                    at(&["explained", id]);
                    for line in keys_in(&root, &["cost", "buyer"]) {
                        at(&["cost", "buyer", &line, "by_vendor", id]);
                    }
                }
                (Kind::Vendor, Role::Other) => at(&["marks", id]),
                (Kind::Criterion, Role::Other) => {
                    at(&["ratings", id]);
                    at(&["weights", id]);
                    for vendor in keys_of(&root, "marks") {
                        at(&["marks", &vendor, id]);
                    }
                }
                (Kind::Gate | Kind::Evaluator, Role::Other) | (Kind::Evaluator, Role::Criteria) => {}
            }
            if (kind, role) == (Kind::Gate, Role::Criteria) {
                for vendor in keys_of(&root, "explained") {
                    at(&["explained", &vendor, id]);
                }
            }
            for path in paths {
                block::remove(&mut edit, &path.iter().map(String::as_str).collect::<Vec<_>>())?;
            }
            for said in unlisted(&mut edit, kind, role, id)? {
                change.said.push(said);
            }
        }
        if (kind, role) == (Kind::Criterion, Role::Other)
            && keys_of(&root, "weights").iter().any(|own| own == id)
        {
            own_weights(opened, id, &mut edit)?;
        }
        if edit.after != edit.before {
            texts.push((role, edit));
        }
    }
    let judged = (kind == Kind::Criterion).then(|| judgements_of_group(opened, id)).flatten();
    for (role, mut edit) in texts {
        if role == Role::Criteria {
            if let Some(group) = &judged {
                block::remove(&mut edit, &["judgements", group])?;
                change
                    .said
                    .push(format!("the judgements of the group `{group}` go with it: they compared it"));
            }
        } else {
            let name = opened.texts.request.workspace.relative(&edit.file);
            change.said.push(format!("what {name} says of it goes with it"));
        }
        change.edits.push(edit);
    }
    if kind == Kind::Criterion {
        take_room(opened, id, &mut change)?;
    }
    change.checked(opened)
}

/// Takes a part out of the lists that name it, and says so.
fn unlisted(edit: &mut Edit, kind: Kind, role: Role, id: &str) -> Result<Vec<String>, EditError> {
    let mut said = Vec::new();
    let is_it = |node: &Node| matches!(&node.kind, NodeKind::Text(text) if text == id);
    match (kind, role) {
        (Kind::Criterion, Role::Criteria) => {
            for path in [&["rule", "ties"][..], &["rule", "panel", "price"]] {
                if block::remove_items(edit, path, &is_it)? {
                    said.push(format!("`{}` names it no more", path.join(".")));
                }
            }
            let is_of_it = |node: &Node| matches!(&node.kind, NodeKind::Text(text) if text.split('=').next().map(str::trim) == Some(id));
            for group in keys_in(&root_of(edit), &["judgements"]) {
                block::remove_items(edit, &["judgements", &group, "ranges"], &is_of_it)?;
            }
        }
        (Kind::Vendor, Role::Other) => {
            let is_with = |node: &Node| node.as_table().is_some_and(|table| table.text("vendor") == Some(id));
            block::remove_items(edit, &["conflicts"], &is_with)?;
        }
        _ => {}
    }
    Ok(said)
}

/// Lets the weights of the others grow into the room of one that goes, where the rule says what they add up to.
fn take_room(opened: &Opened, id: &str, change: &mut Change) -> Result<(), EditError> {
    let Some(decision) = opened.decision().ok().filter(|decision| decision.rule.weights.is_some()) else {
        return Ok(());
    };
    let Some(gone) = decision.criteria.iter().find(|criterion| criterion.id.as_str() == id) else {
        return Ok(());
    };
    let others: Vec<&Criterion> =
        decision.criteria.iter().filter(|other| other.parent == gone.parent && other.id != gone.id).collect();
    if gone.weight.is_zero() || others.is_empty() {
        return Ok(());
    }
    let own: Vec<Weight> = others.iter().map(|one| one.weight.clone()).collect();
    let whole = decision.rule.weights.as_ref();
    let grown = whole.and_then(|whole| make_room(&own, &vec![false; own.len()], whole));
    let Some(edit) = change.edits.iter_mut().find(|edit| edit.file == opened.texts.request.criteria) else {
        return Ok(());
    };
    for (other, weight) in others.iter().zip(grown.unwrap_or(own)) {
        let path = format!("criteria.{}.weight", other.id);
        edit.after = super::edit::set_in(edit, &path, &weight.to_string())?;
    }
    change.said.push("the weights of the others of its group grow in proportion".to_owned());
    Ok(())
}

/// Lets the own weights of an evaluator grow into the room of a criterion that goes.
fn own_weights(opened: &Opened, id: &str, edit: &mut Edit) -> Result<(), EditError> {
    let Ok(decision) = opened.decision() else { return Ok(()) };
    let (Some(panel), Some(whole)) = (&decision.panel, &decision.rule.weights) else { return Ok(()) };
    let is_of = |id: &str| opened.texts.panel_file(id) == edit.file;
    let Some(evaluator) = panel.evaluators.iter().find(|one| is_of(one.id.as_str())) else { return Ok(()) };
    let Some(gone) = decision.criteria.iter().find(|one| one.id.as_str() == id) else { return Ok(()) };
    let others = decision.criteria.iter().filter(|one| one.parent == gone.parent && one.id != gone.id);
    let (ids, own): (Vec<_>, Vec<_>) =
        others.filter_map(|one| Some((&one.id, evaluator.weights.get(&one.id)?.clone()))).unzip();
    for (other, weight) in
        ids.into_iter().zip(make_room(&own, &vec![false; own.len()], whole).unwrap_or_default())
    {
        let path = format!("panel.{}.weights.{other}", evaluator.id);
        edit.after = super::edit::set_in(edit, &path, &weight.to_string())?;
    }
    Ok(())
}

/// A criterion with all that is under it.
fn with_all_under(opened: &Opened, id: &str) -> Result<Vec<String>, EditError> {
    let Ok(decision) = opened.decision() else { return Ok(vec![id.to_owned()]) };
    let criteria = &decision.criteria;
    let Some(at) = criteria.iter().position(|one| one.id.as_str() == id) else {
        return Ok(vec![id.to_owned()]);
    };
    let siblings = criteria.iter().filter(|other| other.parent == criteria[at].parent).count();
    if let (1, Some(group)) = (siblings, criteria[at].parent) {
        let group = &criteria[group];
        return Err(unfit(format!(
            "`{id}` is the only criterion of the group `{}`; take the group away, or add another first",
            group.id
        )));
    }
    let mut gone = vec![at];
    for (other, criterion) in criteria.iter().enumerate().skip(at + 1) {
        if criterion.parent.is_some_and(|parent| gone.contains(&parent)) {
            gone.push(other);
        }
    }
    Ok(gone.into_iter().map(|at| criteria[at].id.to_string()).collect())
}

/// The judgements that compare a criterion with its siblings, by their key.
fn judgements_of_group(opened: &Opened, id: &str) -> Option<String> {
    let decision = opened.decision().ok()?;
    let criterion = decision.criteria.iter().find(|one| one.id.as_str() == id)?;
    let group = criterion.parent.map_or_else(
        || crate::files::criteria::judgements::TOP.to_owned(),
        |parent| decision.criteria[parent].id.to_string(),
    );
    super::edit::node_at(opened, &format!("judgements.{group}")).map(|_| group)
}

/// What a file is to a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Criteria,
    /// A vendor or an evaluator.
    Other,
}

/// The files of the decision.
fn files(opened: &Opened) -> Vec<(PathBuf, Role)> {
    let criteria = &opened.texts.request.criteria;
    let others = opened.texts.files().map(|(_, file)| file).filter(|file| *file != criteria);
    let others: Vec<_> = others.map(|file| (file.to_owned(), Role::Other)).collect();
    std::iter::once((criteria.clone(), Role::Criteria)).chain(others).collect()
}

fn text_of(edit: &Edit) -> &str {
    let text = std::str::from_utf8(&edit.after).unwrap_or_default();
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn root_of(edit: &Edit) -> Node {
    parse_document(text_of(edit), Sources::default().add("", "")).0
}

fn keys_of(root: &Node, section: &str) -> Vec<String> {
    keys_in(root, &[section])
}

/// The keys of the table at a path.
fn keys_in(root: &Node, path: &[&str]) -> Vec<String> {
    let at = path.iter().try_fold(root, |node, key| Some(&node.as_table()?.get(key)?.node));
    let table = at.and_then(Node::as_table);
    table.into_iter().flat_map(|table| table.keys().map(str::to_owned)).collect()
}

fn is_there(opened: &Opened, kind: Kind, id: &str) -> bool {
    match kind.section() {
        Some(section) => super::edit::node_at(opened, &format!("{section}.{id}")).is_some(),
        None => file_of(opened, kind, id).is_some_and(|file| opened.texts.text_file(&file).is_ok()),
    }
}

fn file_of(opened: &Opened, kind: Kind, id: &str) -> Option<PathBuf> {
    match kind {
        Kind::Vendor => opened.texts.vendor_file(id),
        Kind::Evaluator => Some(opened.texts.panel_file(id)),
        Kind::Criterion | Kind::Gate => None,
    }
}

fn refuse_missing(opened: &Opened, kind: Kind, id: &str) -> Result<(), EditError> {
    let is_named = crate::files::is_id(id) && is_there(opened, kind, id);
    if is_named { Ok(()) } else { Err(unfit(format!("there is no {} `{id}`", kind.word()))) }
}

/// The file that goes with a part, with its bytes.
fn own_file(opened: &Opened, kind: Kind, id: &str) -> Result<Option<(PathBuf, Vec<u8>)>, EditError> {
    let Some(file) = file_of(opened, kind, id) else { return Ok(None) };
    let is_link = file.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
    if is_link {
        return Err(unfit(format!("{} is a link; change what it leads to", file.display())));
    }
    let read = opened.texts.text_file(&file).map_err(|error| unfit(error.message))?;
    Ok(Some((file, read.bytes().to_owned())))
}

/// Refuses what an award or a letter names: a record says what was, and stays true.
fn refuse_recorded(opened: &Opened, kind: Kind, id: &str) -> Result<(), EditError> {
    let workspace = &opened.texts.request.workspace;
    let decision = stem(&opened.texts.request.criteria);
    let records = [
        ("the record of awards", award::file(workspace, &decision)),
        ("the list of letters", letters_log::file(workspace, &decision)),
    ];
    for (what, file) in records {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let (root, _) = parse_document(&text, Sources::default().add("", ""));
        if names(&root, id) {
            return Err(unfit(format!(
                "{what} ({}) names the {} `{id}`, and a record stays as it is",
                workspace.relative(&file),
                kind.word()
            )));
        }
    }
    Ok(())
}

fn names(node: &Node, id: &str) -> bool {
    match &node.kind {
        NodeKind::Text(text) => text == id,
        NodeKind::List(items) => items.iter().any(|item| names(item, id)),
        NodeKind::Table(table) => table.0.iter().any(|entry| entry.key == id || names(&entry.node, id)),
        _ => false,
    }
}
