//! Two states of one decision, yours and another's: what the other says, and what of it may take the place of yours.
//!
//! Facts are settled by their evidence: what is not known here is taken, and of two values the one with the later day.
//! What has no such order, weights and scales above all, is a conflict that people settle. Nothing is deleted, and no fact
//! is released to anybody by being taken.

mod entries;

use std::collections::BTreeMap;
use std::path::Path;

use super::Opened;
use super::edit::{check_files, refuse_locked};
use crate::decision::Date;
use crate::files::edit::{Edit, EditError};
use crate::files::node::{Node, NodeKind};
use crate::files::workspace::stem;
use crate::files::{award, letters_log, lock};
use crate::text::letters::same_name;
use entries::{Kind, Unit, cited, inline, is_same, root, text_of, units};

/// What the other state of a decision is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    /// Somebody else's copy, of which nobody knows whether it is older or newer.
    Copy,
    /// A spreadsheet that was just handed in: its weights, scales and marks are those of now.
    Sheet,
}

/// Something that the other says and this does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The path here, as `weigh set` takes it.
    pub path: String,
    /// What stands here; none where nothing does.
    pub here: Option<String>,
    /// What stands there.
    pub there: String,
    /// What of it goes.
    pub standing: Standing,
    /// Whether what is here may be told to others, which is not said of what would take its place.
    pub ends_release: bool,
    /// The latest day on which it is said to have been true.
    pub as_of: Option<Date>,
    /// What is to be written to take it; empty where that has to be done by hand.
    pub values: Vec<(String, String)>,
}

/// Whether what the other says takes the place of what is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It does: nothing is known here, or only something older.
    Taken,
    /// It does not: why what is here goes before it.
    Kept(String),
    /// Nothing says which holds.
    Conflict,
}

/// What the other has and this has not.
#[derive(Clone, Debug, Default)]
pub struct Merge {
    /// What differs, in the order of the other's files.
    pub differences: Vec<Difference>,
    /// Files that are only there, vendors and evaluators, each with the latest day as of which it says something.
    pub new_files: Vec<(Edit, Option<Date>)>,
    /// What is not compared further, in words.
    pub remarks: Vec<String>,
}

/// Compares another state of a decision with this one.
#[must_use]
///
/// - `renamed`: the paths of names that take the place of older ones.
pub fn merge(ours: &Opened, theirs: &Opened, other: Other, renamed: &[String]) -> Merge {
    let mut merging = Merging {
        ours,
        theirs,
        other,
        renamed,
        names: Names::default(),
        stranger: None,
        merge: Merge::default(),
    };
    merging.names.criteria(ours, theirs);
    merging.file("", &ours.texts.request.criteria, &theirs.texts.request.criteria, Kind::Criteria);
    merging.vendors();
    merging.panel();
    merging.records();
    if other == Other::Sheet {
        merging.gone();
    }
    merging.merge
}

/// What the other's things are called here, where that is otherwise.
#[derive(Default)]
struct Names {
    criteria: BTreeMap<String, String>,
    vendors: BTreeMap<String, String>,
}

impl Names {
    /// Criteria are the same by id, else by name where one alone has it.
    fn criteria(&mut self, ours: &Opened, theirs: &Opened) {
        let roots = [ours, theirs].map(|one| root(one, &one.texts.request.criteria));
        let [Some((_, ours)), Some((_, theirs))] = roots else { return };
        let ours = entries::named(&ours, "criteria");
        for (id, name) in entries::named(&theirs, "criteria") {
            let mut same = ours.iter().filter(|(_, other)| name.is_some() && *other == name);
            let first = same.next().filter(|_| same.next().is_none());
            if let Some((other, _)) = first.filter(|_| ours.iter().all(|(known, _)| *known != id)) {
                self.criteria.insert(id, other.clone());
            }
        }
    }

    /// A path of the other's as it is here.
    fn path(&self, prefix: &str, keys: &[String]) -> String {
        let mut keys = keys.to_vec();
        let at = match keys.first().map(String::as_str) {
            Some("criteria" | "facts" | "ratings") => 1,
            Some("marks") => 2,
            _ => usize::MAX,
        };
        if let Some(key) = keys.get_mut(at) {
            *key = self.criteria.get(key).unwrap_or(key).clone();
        }
        if keys.first().is_some_and(|first| first == "marks")
            && let Some(key) = keys.get_mut(1)
        {
            *key = self.vendors.get(key).unwrap_or(key).clone();
        }
        format!("{prefix}{}", keys.join("."))
    }
}

struct Merging<'a> {
    ours: &'a Opened,
    theirs: &'a Opened,
    other: Other,
    renamed: &'a [String],
    names: Names,
    /// Whose the file is that is being compared, where another company has its id here.
    stranger: Option<String>,
    merge: Merge,
}

impl Merging<'_> {
    /// Compares a file of the other's with the one here.
    fn file(&mut self, prefix: &str, here: &Path, there: &Path, kind: Kind) {
        let Some((text, there)) = root(self.theirs, there) else { return };
        let own = root(self.ours, here);
        let own_text = own.as_ref().map_or("", |(text, _)| text.as_str());
        for Unit { keys, node } in units(&there, kind) {
            let path = self.names.path(prefix, &keys);
            let own_keys: Vec<&str> = path[prefix.len()..].split('.').collect();
            let own = own.as_ref().and_then(|(_, here)| entries::at(here, &own_keys));
            let is_said = kind != Kind::Criteria && matches!(keys[0].as_str(), "facts" | "ratings" | "marks");
            let says_nothing = || is_said && !entries::is_known(node);
            // A sheet that says the same in another cell is no news, nor is what it calls itself.
            let is_sheet = self.other == Other::Sheet;
            let is_repeated =
                |own: &Node| is_sheet && (keys == ["title"] || entries::has_same_value(own, node));
            // What was taken before, with what stood here in its note, is no news either.
            let is_known = |own: &Node| is_said && entries::says_no_more(own, node);
            if is_sheet && says_nothing() && own.is_some_and(entries::is_known) {
                let here = own.map(|own| entries::cited(own_text, own)).unwrap_or_default();
                let cell = node.as_table().and_then(|table| table.text("source")).unwrap_or("the sheet");
                self.merge.remarks.push(format!("{path}: {cell} has no value any more; {here} stays"));
            }
            if own
                .is_some_and(|own| is_same(own, node) || says_nothing() || is_repeated(own) || is_known(own))
            {
                continue;
            }
            let difference = self.difference(path, (own_text, own), (&text, node), &keys);
            self.merge.differences.push(difference);
        }
        self.join_status(prefix);
    }

    /// A status and its reason are one change: where the one stays, so does the other.
    fn join_status(&mut self, prefix: &str) {
        let path = |key: &str| format!("{prefix}{key}");
        let mut all = self.merge.differences.iter();
        let Some(standing) = all.find(|one| one.path == path("status")).map(|one| one.standing.clone())
        else {
            return;
        };
        for one in self.merge.differences.iter_mut().filter(|one| one.path == path("reason")) {
            one.standing = standing.clone();
        }
    }

    fn difference(
        &self,
        path: String,
        (own_text, own): (&str, Option<&Node>),
        (text, node): (&str, &Node),
        keys: &[String],
    ) -> Difference {
        let is_fact = keys.first().is_some_and(|first| first == "facts") && path.starts_with("vendors.");
        let shown = |text: &str, node: &Node| if is_fact { cited(text, node) } else { text_of(text, node) };
        let here = own.map(|own| shown(own_text, own));
        let there = shown(text, node);
        let is_quote = keys.first().is_some_and(|first| first == "quote") && path.starts_with("vendors.");
        let standing = match own {
            _ if let Some(whose) = &self.stranger => Standing::Kept(whose.clone()),
            // Half of another quote would be none.
            None if is_quote && self.has_quote(&path) => Standing::Conflict,
            // A copy may as well be from before it was taken out here.
            None if self.other == Other::Copy && path_is_of_criteria(&path) => Standing::Conflict,
            None => Standing::Taken,
            Some(own) if is_fact => self.by_evidence(&keys[1], own, node),
            Some(_) if self.other == Other::Sheet && is_judged(keys) => Standing::Taken,
            Some(_) if self.renamed.contains(&path) => Standing::Taken,
            Some(_) => Standing::Conflict,
        };
        let written = match own.filter(|_| is_fact) {
            Some(own) => entries::fact_over(text, node, (own_text, own)),
            None if is_fact => entries::fact(text, node, None),
            None if keys.last().is_some_and(|last| last == "under") => self.under(text, node),
            None => inline(text, node),
        };
        let values = match written {
            Some(_) if is_quote => entries::spread(&path, text, node, own.map(|own| (own_text, own))),
            written => written.into_iter().map(|written| (path.clone(), written)).collect(),
        };
        let ends_release = is_fact && own.is_some_and(|own| entries::ends_release(own, node));
        let as_of =
            if is_quote && keys[1..] == ["as_of"] { entries::date(node) } else { entries::latest_day(node) };
        Difference { path, here, there, standing, ends_release, as_of, values }
    }

    /// The group that a criterion stands in, as it is called here.
    fn under(&self, text: &str, node: &Node) -> Option<String> {
        let NodeKind::Text(id) = &node.kind else { return inline(text, node) };
        let id = self.names.criteria.get(id).unwrap_or(id);
        Some(crate::files::edit::quoted(id))
    }

    /// Whether there is a quote here, where one leads into the same.
    fn has_quote(&self, path: &str) -> bool {
        let end = path.find(".quote").map_or(0, |at| at + ".quote".len());
        super::edit::node_at(self.ours, &path[..end]).is_some()
    }

    /// The unit that a fact is in: its own, else that of the criterion that reads it.
    fn unit(opened: &Opened, fact: &str, node: &Node) -> Option<String> {
        let own = node.as_table().and_then(|table| table.text("unit")).map(str::to_owned);
        own.or_else(|| {
            let mut criteria = opened.decision().ok()?.criteria.iter();
            let reading =
                criteria.find(|one| one.leaf.as_ref().is_some_and(|leaf| leaf.fact.as_str() == fact))?;
            reading.unit().map(str::to_owned)
        })
    }

    /// Which of two facts holds: in one unit, by the days of their evidence, where the value is still that of its
    /// evidence.
    ///
    /// - `fact`: what the other calls it.
    fn by_evidence(&self, fact: &str, own: &Node, node: &Node) -> Standing {
        let here = self.names.criteria.get(fact).map_or(fact, String::as_str);
        let units = (Self::unit(self.ours, here, own), Self::unit(self.theirs, fact, node));
        if let (Some(here), Some(there)) = &units
            && entries::is_known(own)
            && here != there
        {
            return Standing::Kept(format!("is in {here}, and the other in {there}"));
        }
        let day = |node: &Node| entries::date(&node.as_table()?.get("as_of")?.node);
        let days: (Option<Date>, Option<Date>) = (day(own), day(node));
        match days {
            _ if !entries::is_known(own) => Standing::Taken,
            // Its day is that of another value, so nothing says which is the later.
            _ if entries::is_changed(own) || entries::is_changed(node) => Standing::Conflict,
            (Some(here), Some(there)) if there > here => Standing::Taken,
            (None, Some(_)) => Standing::Taken,
            (Some(here), Some(there)) if there < here => {
                Standing::Kept(format!("is known as of {here}, and the other is of {there}"))
            }
            (Some(here), None) => Standing::Kept(format!("is known as of {here}, and the other has no day")),
            _ if self.other == Other::Sheet => Standing::Taken,
            _ => Standing::Conflict,
        }
    }

    fn vendors(&mut self) {
        let (Some(here), Some(there)) =
            (self.ours.texts.vendors_folder(), self.theirs.texts.vendors_folder())
        else {
            return;
        };
        let name = |opened: &Opened, file: &Path| {
            let (_, root) = root(opened, file)?;
            root.as_table()?.text("name").map(str::to_owned)
        };
        let own = entries::files(self.ours, &here);
        let known: Vec<(String, Option<String>)> =
            own.iter().map(|file| (stem(file), name(self.ours, file))).collect();
        for file in entries::files(self.theirs, &there) {
            let (id, named) = (stem(&file), name(self.theirs, &file));
            let is_named = |known: &Option<String>| match (known, &named) {
                (Some(known), Some(named)) => same_name(known) == same_name(named),
                _ => false,
            };
            let by_id = known.iter().find(|(known, _)| *known == id);
            let by_name = known.iter().find(|(_, known)| is_named(known));
            let by_both = by_id.filter(|(_, known)| is_named(known));
            let Some((own, called)) = by_both.or(by_name).or(by_id) else {
                self.new_file(&file, &here);
                continue;
            };
            // A sheet names its vendors alone; what they are called here is a matter of this workspace.
            if let (Some(here), Some(there), false, Other::Copy) =
                (called, &named, is_named(called), self.other)
            {
                self.stranger = Some(format!("is of {here}, and the other of {there}"));
            }
            self.names.vendors.insert(id, own.clone());
            let prefix = format!("vendors.{own}.");
            self.file(&prefix, &here.join(format!("{own}.toml")), &file, Kind::Vendor);
            self.stranger = None;
        }
    }

    fn panel(&mut self) {
        let Some(there) = &self.theirs.texts.folders.panel else { return };
        let Some(here) = &self.ours.texts.folders.panel else {
            let what = "the other has a panel and this decision names none: its marks stay out";
            return self.merge.remarks.push(what.to_owned());
        };
        let known: Vec<String> = entries::files(self.ours, here).iter().map(|file| stem(file)).collect();
        for file in entries::files(self.theirs, there) {
            let id = stem(&file);
            if known.contains(&id) {
                let prefix = format!("panel.{id}.");
                self.file(&prefix, &here.join(format!("{id}.toml")), &file, Kind::Panel);
            } else {
                self.new_file(&file, here);
            }
        }
    }

    /// Takes a file that is only there, without the releases in it.
    fn new_file(&mut self, file: &Path, folder: &Path) {
        let Some((text, root)) = root(self.theirs, file) else { return };
        let name = file.file_name().unwrap_or_default();
        match entries::without_releases(&text, &root) {
            Some(text) => {
                let edit = Edit::of_new(folder.join(name), text.into_bytes());
                self.merge.new_files.push((edit, entries::latest_day(&root)));
            }
            None => self.merge.remarks.push(format!(
                "{} is only there and releases facts: copy it by hand",
                self.theirs.texts.relative(file)
            )),
        }
    }

    /// Says what a sheet no longer has: it stays, and counts.
    fn gone(&mut self) {
        let [Some((_, ours)), Some((_, theirs))] =
            [self.ours, self.theirs].map(|one| root(one, &one.texts.request.criteria))
        else {
            return;
        };
        for table in ["criteria", "gates"] {
            let [here, there] = [&ours, &theirs].map(|root| entries::named(root, table));
            let is_there = |id: &String| {
                there.iter().any(|(other, _)| self.names.criteria.get(other).unwrap_or(other) == id)
            };
            for (id, name) in here.iter().filter(|(id, _)| !is_there(id)) {
                let name = name.as_deref().unwrap_or(id);
                self.merge
                    .remarks
                    .push(format!("{table}.{id}: the sheet has no \"{name}\" any more; it stays and counts"));
            }
        }
        let Some(folder) = self.ours.texts.vendors_folder() else { return };
        for file in entries::files(self.ours, &folder) {
            let id = stem(&file);
            if self.names.vendors.values().all(|known| *known != id) {
                self.merge.remarks.push(format!("vendors.{id}: the sheet has this vendor no more; it stays"));
            }
        }
    }

    /// Says which records differ: they are logs of what was done, and are not merged.
    fn records(&mut self) {
        let place =
            |opened: &Opened| (opened.texts.request.workspace.clone(), stem(&opened.texts.request.criteria));
        let ((ours, id), (theirs, other)) = (place(self.ours), place(self.theirs));
        let records = [
            ("record of awards", award::file(&ours, &id), award::file(&theirs, &other)),
            ("record of letters", letters_log::file(&ours, &id), letters_log::file(&theirs, &other)),
            ("log of locks", ours.root.join(lock::log::LOG), theirs.root.join(lock::log::LOG)),
        ];
        for (what, here, there) in records {
            let read = |opened: &Opened, file: &Path| {
                let read = opened.texts.snapshot.file(file, lock::log::LARGEST).ok()?;
                Some(read.sha256().to_owned())
            };
            let there = read(self.theirs, &there);
            if there.is_some() && there != read(self.ours, &here) {
                self.merge.remarks.push(format!("the other's {what} is not yours, and stays out"));
            }
        }
    }
}

/// Refuses new files that bring an error into the decision, or change what is locked.
///
/// # Errors
/// [`EditError::Refused`] with the problems, [`EditError::Locked`] where a lock holds.
pub fn refuse_new(opened: &Opened, files: &[Edit]) -> Result<(), EditError> {
    check_files(opened, files)?;
    refuse_locked(opened, files)
}

/// Whether a path leads into the criteria file.
fn path_is_of_criteria(path: &str) -> bool {
    !path.starts_with("vendors.") && !path.starts_with("panel.")
}

/// Whether a path is of what a spreadsheet judges with: weights, scales and marks.
fn is_judged(keys: &[String]) -> bool {
    match keys.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["criteria", _, key] => matches!(*key, "weight" | "scale"),
        ["ratings" | "marks", ..] => true,
        _ => false,
    }
}
