//! `weigh take`: what others filled in or changed comes back, shown before it is written.

mod answers;
mod beside;
mod choose;
mod exported;
pub(super) mod marks;
pub(super) mod merged;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use super::args::{Global, Take};
use super::clock::today;
use super::output::Output;
use super::set::failure;
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::decision::lock::{BrokenLock, LockChange};
use crate::decision::{Date, Decision, Fact, Vendor};
use crate::files::edit::{Edit, EditError, quoted, save_all};
use crate::files::pack::{self, Pack};
use crate::files::workspace::read_plain;
use crate::open::Opened;
use crate::open::edit::new_warnings;
use crate::open::merge::Other;
use crate::open::tables::plan_with_tables;
use crate::score::evaluate;
use crate::score::evaluation::{Evaluation, VendorResult};
use crate::sheets::cells::{Book, MOST_BYTES, Place};
use crate::sheets::form::{Form, company_named, identity};
use crate::sheets::marks::is_sheet;
use crate::text::clean::cleaned;
use crate::text::letters::same_name;
use choose::Offered;
use exported::Age;
use marks::SheetFile;

/// The most vendors that a message names.
const MOST_NAMED: usize = 3;

/// What the files that came back would change, and what of them stays out.
#[derive(Default)]
pub(super) struct Taken {
    /// Each change in words, with its cell.
    changes: Vec<String>,
    /// Where the file and the workspace say different things, and nothing says which holds.
    conflicts: Vec<String>,
    /// What the answers do not say and is taken all the same.
    assumed: Vec<String>,
    /// What is not taken, and why.
    left: Vec<String>,
    /// The questions without an answer, file by file.
    open: Vec<String>,
    edits: Vec<Edit>,
    /// What the files say so far of each path, one after the other.
    said: Vec<Said>,
    /// Paths of which the files say different things, and no day tells which holds: nothing is written there.
    disputed: BTreeSet<String>,
    /// Paths that are left out because somebody wants it so.
    refused: BTreeSet<String>,
    /// What can be written: the path, its cell, what it would say.
    offered: Vec<Offered>,
}

/// What one of the files says.
#[derive(Clone)]
struct Said {
    path: String,
    value: String,
    /// Its cell, as people read it.
    at: String,
    as_of: Option<Date>,
}

pub(super) fn run(global: &Global, args: &Take, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    settings::refuse_what_if(global, "`take`")?;
    shell.output = Output::default();
    let _turn = args.write.then(|| settings::turn(global, "take", shell)).transpose()?;
    let opened = settings::open(global)?;
    let before = settings::evaluation_of(&opened, shell)?;
    let mut refused: BTreeSet<String> = args.leave.iter().cloned().collect();
    let (mut written, mut taken) = all(global, args, &opened, (BTreeSet::new(), refused.clone()), shell)?;
    // What is known may be gone over, and not one answer of two by the other.
    let disputed = taken.disputes();
    if !disputed.is_empty() {
        (written, taken) = all(global, args, &opened, (disputed.clone(), refused.clone()), shell)?;
    }
    if let Some(stranger) = refused.iter().find(|path| taken.offered.iter().all(|one| one.path != **path)) {
        let message = format!("nothing would be written at `{stranger}`, so it cannot be left out");
        return Err(Failure::Usage { message });
    }
    if args.choose {
        let left = taken.choose(&opened, shell)?;
        if !left.is_empty() {
            refused.extend(left);
            (written, taken) = all(global, args, &opened, (disputed.clone(), refused), shell)?;
        }
    }
    if !disputed.is_empty() {
        taken.tell_disputes(&written);
    }
    let after = scored(&written, shell)?;
    shell.show_problems(&new_warnings(&opened, &written), &written.sources, written.files);
    // What could not be written was not changed.
    if args.write {
        taken.write(shell)?;
    }
    taken.show((&before, &after), args.write, shell)?;
    if let Some(exit) = taken.nothing(shell) {
        return Ok(exit);
    }
    if !args.write && args.choose && shell.confirms()? {
        let _turn = settings::turn(global, "take", shell)?;
        taken.write(shell)?;
    } else if !args.write {
        shell.mention("nothing was written; --write writes it\n");
    }
    Ok(Exit::Done)
}

/// The decision with what was taken so far: its warnings were told before anything was.
pub(super) fn scored(written: &Opened, shell: &mut Shell<'_>) -> Result<Evaluation, Failure> {
    match written.decision() {
        Ok(decision) => Ok(evaluate(decision)),
        Err(_) => settings::evaluation_of(written, shell),
    }
}

/// Takes all files in, one after the other.
///
/// - the paths of which they say different things, and those that are left out.
fn all(
    global: &Global,
    args: &Take,
    opened: &Opened,
    (disputed, refused): (BTreeSet<String>, BTreeSet<String>),
    shell: &mut Shell<'_>,
) -> Result<(Opened, Taken), Failure> {
    let mut written = opened.clone();
    let mut taken = Taken { disputed, refused, ..Taken::default() };
    for file in &args.files {
        let decision = scored(&written, shell)?.decision;
        let edits =
            one((global, &settings::incoming(global, file)), args, (&written, &decision), &mut taken, shell)?;
        written = taken.join(written, edits);
    }
    Ok((written, taken))
}

fn list(text: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let gap = if text.is_empty() { "" } else { "\n" };
    let _ = writeln!(text, "{gap}{title}:");
    // Cells come from outsiders, and files may spread a value over lines.
    for line in lines {
        let line: Vec<&str> = line.lines().map(str::trim).collect();
        let _ = writeln!(text, "  {}", cleaned(&line.join(" ")));
    }
}

impl Taken {
    /// Keeps what a file says of a path; none where other files say something else, and nothing is written.
    fn says(&mut self, path: &str, value: String, at: &str, as_of: Option<Date>) -> bool {
        self.said.push(Said { path: path.to_owned(), value, at: at.to_owned(), as_of });
        !self.disputed.contains(path)
    }

    /// The paths of which the files say different things as of one day, or of none.
    fn disputes(&self) -> BTreeSet<String> {
        let said = |at: usize| &self.said[at];
        let mut of_path: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, one) in self.said.iter().enumerate() {
            of_path.entry(one.path.as_str()).or_default().push(at);
        }
        let is_disputed = |all: &Vec<usize>| {
            let last = all.iter().map(|at| said(*at).as_of).max().flatten();
            let mut newest = all.iter().map(|at| said(*at)).filter(|one| one.as_of == last);
            let first = newest.next();
            newest.any(|other| first.is_some_and(|first| first.value != other.value))
        };
        of_path.into_iter().filter(|(_, all)| is_disputed(all)).map(|(path, _)| path.to_owned()).collect()
    }

    /// Tells both sides of what the files say differently.
    fn tell_disputes(&mut self, opened: &Opened) {
        for path in &self.disputed {
            let is_hidden = opened.decision().is_ok_and(|decision| decision.seals(path));
            let sides: Vec<String> = self
                .said
                .iter()
                .filter(|one| one.path == *path)
                .map(|one| format!("{} ({})", if is_hidden { "a price, sealed" } else { &one.value }, one.at))
                .collect();
            self.conflicts.push(format!("{path}: {}; no day tells which holds", sides.join(", and ")));
        }
    }

    /// Adds what is not taken.
    pub(super) fn leave(&mut self, what: Vec<String>) {
        self.left.extend(what);
    }

    /// Joins changes to those of earlier files: each file is written once, from what it was at first. Gives back the
    /// decision as it would be.
    pub(super) fn join(&mut self, opened: Opened, edits: Vec<Edit>) -> Opened {
        let written = edits.iter().fold(opened, |opened, edit| opened.after(edit));
        for edit in edits {
            match self.edits.iter_mut().find(|known| known.file == edit.file) {
                Some(known) => known.after = edit.after,
                None => self.edits.push(edit),
            }
        }
        written
    }

    /// Shows what changes, with ranks and scores before and after.
    pub(super) fn show(
        &self,
        (before, after): (&Evaluation, &Evaluation),
        is_to_write: bool,
        shell: &mut Shell<'_>,
    ) -> Result<(), Failure> {
        let mut text = String::new();
        list(&mut text, if is_to_write { "Changed" } else { "Would change" }, &self.changes);
        list(&mut text, "Ranks and scores", &moved(before, after));
        list(&mut text, "Conflicts, where yours stays unless --over", &self.conflicts);
        list(&mut text, "Assumed, for the answers do not say it", &self.assumed);
        list(&mut text, "Not taken", &self.left);
        list(&mut text, "Not answered", &self.open);
        shell.print(&text)
    }

    /// Whether there is nothing to write; says so, and gives the exit code.
    pub(super) fn nothing(&self, shell: &mut Shell<'_>) -> Option<Exit> {
        if !self.edits.is_empty() {
            return None;
        }
        shell.mention("nothing to write\n");
        let is_all = self.left.is_empty() && self.conflicts.is_empty();
        Some(if is_all { Exit::Done } else { Exit::No })
    }

    /// Writes what changes, where anything does.
    pub(super) fn write(&self, shell: &mut Shell<'_>) -> Result<(), Failure> {
        if self.edits.is_empty() {
            return Ok(());
        }
        save_all(&self.edits).map_err(|error| failure(error, shell))?;
        shell.mention(&format!("wrote {} files\n", self.edits.len()));
        Ok(())
    }
}

/// A value that is to be written, with all that is said of it.
struct Group {
    path: String,
    /// Its cell, as people read it.
    at: String,
    values: Vec<(String, String)>,
}

/// Plans what can be written of some values; what the files cannot hold is left with its cell and the reason, and keeps
/// nothing else out. Gives back what is planned.
fn planned(
    opened: &Opened,
    groups: Vec<Group>,
    taken: &mut Taken,
) -> Result<(Vec<Edit>, Vec<Group>), EditError> {
    let (refused, groups): (Vec<Group>, Vec<Group>) =
        groups.into_iter().partition(|group| taken.refused.contains(&group.path));
    taken.offered.extend(groups.iter().chain(&refused).map(Group::offered));
    taken
        .left
        .extend(refused.iter().map(|group| format!("{}: {}: left out, as you wish", group.at, group.path)));
    let locks = match plan_of(opened, &groups) {
        Ok(edits) => return Ok((edits, groups)),
        Err(EditError::Refused { .. }) => Vec::new(),
        Err(EditError::Locked { locks }) => locks,
        Err(error) => return Err(error),
    };
    // A lock names what it holds: there is nothing to try.
    let (held, groups): (Vec<Group>, Vec<Group>) =
        groups.into_iter().partition(|group| locks.iter().any(|lock| holds(lock, group)));
    let error = EditError::Locked { locks };
    taken.left.extend(held.iter().map(|group| left(opened, group, &error)));
    let mut kept = Vec::new();
    keep(opened, groups, &mut kept, taken)?;
    Ok((plan_of(opened, &kept)?, kept))
}

/// Whether a lock holds something that a group changes.
fn holds(lock: &BrokenLock, group: &Group) -> bool {
    let is_in = |path: &str, other: &str| {
        path.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    lock.lock.changes.iter().any(|change| match change {
        LockChange::Value { path, .. } => {
            group.values.iter().any(|(own, _)| is_in(own, path) || is_in(path, own))
        }
        LockChange::Wording { .. } => false,
    })
}

/// What is said of a group that is not written.
fn left(opened: &Opened, group: &Group, error: &EditError) -> String {
    format!("{}: {}: {}", group.at, group.path, refusal(opened, &group.path, error))
}

fn plan_of(opened: &Opened, groups: &[Group]) -> Result<Vec<Edit>, EditError> {
    let values: Vec<(String, String)> = groups.iter().flat_map(|group| group.values.clone()).collect();
    plan_with_tables(opened, &values)
}

/// Adds to what is kept as many of some values as can be written with it; halves are tried where all of them cannot.
fn keep(
    opened: &Opened,
    mut groups: Vec<Group>,
    kept: &mut Vec<Group>,
    taken: &mut Taken,
) -> Result<(), EditError> {
    let (count, before) = (groups.len(), kept.len());
    kept.append(&mut groups);
    let error = match plan_of(opened, kept) {
        Ok(_) => return Ok(()),
        Err(error @ (EditError::Refused { .. } | EditError::Locked { .. })) => error,
        Err(error) => return Err(error),
    };
    let mut groups = kept.split_off(before);
    if count == 1 {
        taken.left.push(left(opened, &groups[0], &error));
        return Ok(());
    }
    let second = groups.split_off(count / 2);
    keep(opened, groups, kept, taken)?;
    keep(opened, second, kept, taken)
}

/// Why a value is not written: of a lock, or of what the files can hold. What a sealed price is, is told to nobody.
fn refusal(opened: &Opened, path: &str, error: &EditError) -> String {
    let problems = match error {
        EditError::Locked { locks } => {
            return locks.iter().map(BrokenLock::brief).collect::<Vec<_>>().join("; ");
        }
        EditError::Refused { problems, .. } => problems,
        EditError::Unfit { .. } | EditError::Changed { .. } | EditError::Io { .. } => {
            return error.to_string();
        }
    };
    if opened.decision().is_ok_and(|decision| decision.seals(path)) {
        return "not taken, and sealed".to_owned();
    }
    let errors = problems.iter().filter(|problem| problem.is_error());
    errors.map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("; ")
}

/// Why nothing is taken that is said to be as of a day; none of today and before.
fn to_come(day: Date) -> Option<String> {
    (day > today()).then(|| format!("is said to be as of {day}, a day to come"))
}

/// The vendors whose rank or score is another.
fn moved(before: &Evaluation, after: &Evaluation) -> Vec<String> {
    let shown = |one: &VendorResult| {
        let rank = one.rank.map_or_else(|| "not ranked".to_owned(), |rank| format!("rank {rank}"));
        format!("{rank}, score {}", one.score.exact().plain(3))
    };
    let moved = after.vendors.iter().filter_map(|is| {
        let was = before.vendor(is.id().as_str()).map_or_else(|| "new".to_owned(), shown);
        (was != shown(is)).then(|| format!("{}: {was} -> {}", is.name(), shown(is)))
    });
    moved.collect()
}

/// Takes one file in, by what it says of itself: another workspace or a pack of one, an evaluator's sheet, our own
/// workbook, a vendor's answers.
fn one(
    (global, file): (&Global, &Path),
    args: &Take,
    (opened, decision): (&Opened, &Decision),
    taken: &mut Taken,
    shell: &mut Shell<'_>,
) -> Result<Vec<Edit>, Failure> {
    let input = |message: String| Failure::Input { message };
    let name = file
        .file_name()
        .map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned());
    if file.is_dir() || pack::is_called_one(file) {
        let theirs = merged::open(file, decision.id.as_str(), shell)?;
        return merged::take(opened, &theirs, (&name, Other::Copy, &[]), args.over, taken)
            .map_err(|error| failure(error, shell));
    }
    let bytes = read_plain(file, MOST_BYTES as u64).map_err(|error| input(error.message))?;
    if Pack::is_one(&bytes) {
        let message = format!("{name} is a pack: give it a name that ends in .{}", pack::ENDING);
        return Err(input(message));
    }
    let key = args.key.as_ref().map(|key| settings::incoming(global, key));
    let book = match SheetFile::of(file, &bytes)? {
        SheetFile::Book(book) if !is_sheet(&book) => book,
        sheet => {
            let whose = (args.evaluator.as_deref(), key.as_deref());
            let filled = marks::read((file, &sheet), whose, decision, shell)?;
            return marks::take(filled, &name, (opened, decision), taken)
                .map_err(|error| failure(error, shell));
        }
    };
    if let Some((of, inputs)) = exported::made_from(&book) {
        if of != decision.id.as_str() {
            return Err(other_decision(&name, &of, decision));
        }
        let evaluation = evaluate(&Arc::new(decision.clone()));
        let is_fresh = inputs.as_ref() == Some(&evaluation.digest.inputs.to_string());
        let age = if is_fresh { Age::Fresh } else { Age::Stale { is_over: args.over } };
        return exported::take(&book, &name, (opened, &evaluation), age, taken, shell);
    }
    let vendor = of_vendor(&book, &name, args, decision, taken)?;
    let form = Form::of(decision, Some((vendor.id.clone(), vendor.name.clone())));
    answers::take(&book, &name, (vendor, &form, decision), args.over, opened, taken)
        .map_err(|error| failure(error, shell))
}

/// The vendor whose answers a book holds: by the id in it, by `--vendor`, or by the name that stands in a blank form. What
/// names another one is refused, and a name that is nobody's is said.
fn of_vendor<'a>(
    book: &Book,
    name: &str,
    args: &Take,
    decision: &'a Decision,
    taken: &mut Taken,
) -> Result<&'a Arc<Vendor>, Failure> {
    let input = |message: String| Failure::Input { message };
    let id = match identity(book) {
        Some((of, _)) if of != decision.id.as_str() => return Err(other_decision(name, &of, decision)),
        Some((_, vendor)) => Some(vendor).filter(|vendor| !vendor.is_empty()),
        None => None,
    };
    let is_called = |one: &Vendor, text: &str| {
        let local = one.local.as_deref().unwrap_or(&one.name);
        [one.name.as_str(), local].iter().any(|own| same_name(own) == same_name(text))
    };
    let find = |text: &str| {
        let mut vendors = decision.vendors.iter();
        vendors
            .find(|one| one.id.as_str() == text)
            .or_else(|| decision.vendors.iter().find(|one| is_called(one, text)))
    };
    let called = company_named(book);
    let said = id.as_ref().or(args.vendor.as_ref()).or(called.as_ref().map(|(called, _)| called));
    let Some(said) = said else {
        let ids: Vec<&str> = decision.vendors.iter().take(MOST_NAMED).map(|one| one.id.as_str()).collect();
        return Err(input(format!(
            "{name} does not say which vendor it is of; name it with --vendor, such as --vendor {}, or ask with the \
             workbooks of `weigh ask`",
            ids.join(" or --vendor ")
        )));
    };
    let Some(vendor) = find(said) else {
        let help = if id.is_some() {
            ""
        } else {
            "; say which it is with --vendor ID, or make it first with `weigh new vendor`"
        };
        return Err(input(format!("{name} is of `{said}`, and there is no such vendor{help}")));
    };
    if let Some(typed) =
        args.vendor.as_ref().filter(|typed| find(typed).is_none_or(|one| one.id != vendor.id))
    {
        return Err(input(format!("{name} is of `{}`, not `{typed}`", vendor.id)));
    }
    if let Some((called, place)) = called.filter(|(called, _)| !is_called(vendor, called)) {
        let at = seen_at(book, name, place);
        match find(&called) {
            Some(other) => {
                return Err(input(format!(
                    "{at}: the name is that of {}, and the form is of `{}`: mend what is wrong of both",
                    other.name, vendor.id
                )));
            }
            None => taken.left.push(format!(
                "{at}: the name \"{called}\": the answers are taken as those of {} (`{}`), of whom the form is",
                vendor.name, vendor.id
            )),
        }
    }
    Ok(vendor)
}

fn other_decision(name: &str, of: &str, decision: &Decision) -> Failure {
    Failure::Input { message: format!("{name} is of the decision `{of}`, not `{}`", decision.id) }
}

/// What a change comes to in words.
fn told(decision: &Decision, path: &str, was: Option<String>, is: Option<String>) -> String {
    if decision.seals(path) {
        return format!("{path}: another price, sealed");
    }
    format!("{path}: {}", from_to(was, is))
}

fn from_to(was: Option<String>, is: Option<String>) -> String {
    let is_known = |value: &String| value != "{}";
    let shown = |value: Option<String>| value.filter(is_known).unwrap_or_else(|| "not known".to_owned());
    format!("{} -> {}", shown(was), shown(is))
}

/// What was known before, with where it came from: it stays as the note of what takes its place.
fn before(known: &Fact) -> Option<String> {
    let value = known.value.as_ref()?;
    let cited = known.evidence.cited();
    Some(if cited.is_empty() { format!("before: {value}") } else { format!("before: {value} ({cited})") })
}

/// A cell of a file as people read it: one that its sheet hides is said to be hidden.
fn seen_at(book: &Book, name: &str, place: Place) -> String {
    format!("{name}, {}", book.seen_name(place))
}

/// A remark with those that were there before, and what was known.
fn noted(own: Option<String>, known: Option<&Fact>) -> Option<String> {
    let mut parts: Vec<String> = own.into_iter().collect();
    let older = known.and_then(|known| known.evidence.note.clone());
    parts.extend(older.filter(|older| parts.iter().all(|part| !part.contains(older.as_str()))));
    parts.extend(known.and_then(before));
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// A range, as it is written, in the unit of what it takes the place of; any other value stays as it is.
fn in_unit(value: String, known: Option<&Fact>) -> String {
    let unit = known.and_then(|known| known.evidence.unit.as_ref());
    match (unit, value.strip_suffix(" }")) {
        (Some(unit), Some(range)) if value.starts_with("{ low") => {
            format!("{range}, unit = {} }}", quoted(unit))
        }
        _ => value,
    }
}

/// A text that a source may hold.
fn clipped(text: &str) -> String {
    const LONGEST: usize = 400;
    text.chars().take(LONGEST).collect()
}
