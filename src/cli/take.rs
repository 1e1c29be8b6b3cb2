//! `weigh take`: what others filled in comes back, shown before it is written.

mod exported;

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use super::args::{Global, Take};
use super::output::Output;
use super::set::failure;
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::decision::{Date, Decision, Fact, FactId, FactValue, Item, Vendor};
use crate::files::edit::{Edit, quoted, save_all};
use crate::files::sheet::{self, BlindKey};
use crate::files::workspace::read_plain;
use crate::open::Opened;
use crate::open::edit::{entry_at, plan_all, take_sheet, with_source, written_at};
use crate::score::evaluate;
use crate::sheets::cells::{self, Book, MOST_BYTES};
use crate::sheets::form::{Answer, Form, identity, read};

/// What the files that came back would change, and what of them stays out.
#[derive(Default)]
struct Taken {
    /// Each change in words, with its cell.
    changes: Vec<String>,
    /// What is not taken, and why.
    left: Vec<String>,
    /// The questions without an answer, file by file.
    open: Vec<String>,
    edits: Vec<Edit>,
}

pub(super) fn run(global: &Global, args: &Take, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    if !global.set.is_empty() {
        return Err(Failure::Usage {
            message: "`take` writes files, so it takes no what-if with --set".to_owned(),
        });
    }
    shell.output = Output::default();
    let _turn = args.write.then(|| settings::turn(global, "take", shell)).transpose()?;
    let opened = settings::open(global)?;
    let before = settings::evaluation_of(&opened, shell)?;
    let mut written = opened.clone();
    let mut taken = Taken::default();
    for file in &args.files {
        let decision = settings::evaluation_of(&written, shell)?.decision;
        let edits = one(file, args, (&written, &decision), &mut taken, shell)?;
        written = edits.iter().fold(written, |opened, edit| opened.after(edit));
        taken.join(edits);
    }
    let mut text = String::new();
    list(&mut text, "Would change", "Changed", args.write, &taken.changes);
    let after = settings::evaluation_of(&written, shell)?;
    let moved = before.vendors.iter().filter_map(|was| {
        let is = after.vendor(was.id().as_str())?;
        let shown = |one: &crate::score::evaluation::VendorResult| {
            let rank = one.rank.map_or_else(|| "not ranked".to_owned(), |rank| format!("rank {rank}"));
            format!("{rank}, score {}", one.score.exact().plain(3))
        };
        (shown(was) != shown(is)).then(|| format!("{}: {} -> {}", was.name(), shown(was), shown(is)))
    });
    list(&mut text, "Ranks and scores", "Ranks and scores", false, &moved.collect::<Vec<_>>());
    list(&mut text, "Not taken", "Not taken", false, &taken.left);
    list(&mut text, "Not answered", "Not answered", false, &taken.open);
    shell.print(&text)?;
    if taken.changes.is_empty() {
        shell.mention("nothing to write\n");
        return Ok(if taken.left.is_empty() { Exit::Done } else { Exit::No });
    }
    if !args.write {
        shell.mention("nothing was written; --write writes it\n");
        return Ok(Exit::Done);
    }
    save_all(&taken.edits).map_err(|error| failure(error, shell))?;
    shell.mention(&format!("wrote {} files\n", taken.edits.len()));
    Ok(Exit::Done)
}

fn list(text: &mut String, planned: &str, done: &str, is_done: bool, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let gap = if text.is_empty() { "" } else { "\n" };
    let _ = writeln!(text, "{gap}{}:", if is_done { done } else { planned });
    for line in lines {
        let _ = writeln!(text, "  {line}");
    }
}

impl Taken {
    /// Joins changes to those of earlier files: each file is written once, from what it was at first.
    fn join(&mut self, edits: Vec<Edit>) {
        for edit in edits {
            match self.edits.iter_mut().find(|known| known.file == edit.file) {
                Some(known) => known.after = edit.after,
                None => self.edits.push(edit),
            }
        }
    }
}

/// Takes one file in: an evaluator's sheet or a vendor's answers, by what it says of itself.
fn one(
    file: &Path,
    args: &Take,
    (opened, decision): (&Opened, &Decision),
    taken: &mut Taken,
    shell: &mut Shell<'_>,
) -> Result<Vec<Edit>, Failure> {
    let input = |message: String| Failure::Input { message };
    let bytes = read_plain(file, MOST_BYTES as u64).map_err(|error| input(error.message))?;
    let book = cells::read(&bytes).map_err(|error| input(format!("{}: {error}", file.display())))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if is_evaluators(&book) {
        return marks(&bytes, &name, args, (opened, decision), taken, shell);
    }
    if let Some((of, inputs)) = exported::made_from(&book) {
        if of != decision.id.as_str() {
            return Err(other_decision(&name, &of, decision));
        }
        let now = evaluate(&Arc::new(decision.clone())).digest.inputs.to_string();
        if inputs.as_ref() != Some(&now) && !args.over {
            return Err(input(format!(
                "{name} was made from other inputs than those of now, and would put old values back; export it anew, or \
                 take what it says with --over"
            )));
        }
        return exported::take(&book, &name, (opened, decision), taken)
            .map_err(|error| failure(error, shell));
    }
    let (vendor, form) = match identity(&book) {
        Some((of, _)) if of != decision.id.as_str() => {
            return Err(other_decision(&name, &of, decision));
        }
        Some((_, vendor)) if !vendor.is_empty() => (vendor, Form::of(decision, None)),
        _ => match &args.vendor {
            Some(vendor) => (vendor.clone(), Form::of(decision, None)),
            None => {
                return Err(input(format!(
                    "{name} does not say which vendor it is of; name it with --vendor, or ask with the workbooks of `weigh ask`"
                )));
            }
        },
    };
    let known = decision.vendors.iter().find(|one| one.id.as_str() == vendor || one.name == vendor);
    let Some(vendor) = known else {
        return Err(input(format!("{name} is of `{vendor}`, and there is no such vendor")));
    };
    answers(&book, &name, (vendor, &form), args.over, opened, taken).map_err(|error| failure(error, shell))
}

fn other_decision(name: &str, of: &str, decision: &Decision) -> Failure {
    Failure::Input { message: format!("{name} is of the decision `{of}`, not `{}`", decision.id) }
}

/// Whether a book is an evaluator's sheet.
fn is_evaluators(book: &Book) -> bool {
    let mut cells = book.sheets.iter().filter_map(|sheet| sheet.cells.get(&(0, 0)));
    cells.any(|cell| cell.text() == Some(sheet::MARKER))
}

fn marks(
    bytes: &[u8],
    name: &str,
    args: &Take,
    (opened, decision): (&Opened, &Decision),
    taken: &mut Taken,
    shell: &mut Shell<'_>,
) -> Result<Vec<Edit>, Failure> {
    let input = |message: String| Failure::Input { message };
    let key = args.key.as_ref().map(|key| {
        let text = read_plain(key, 1 << 20).map_err(|error| input(error.message))?;
        BlindKey::parse(&String::from_utf8_lossy(&text)).map_err(|error| input(error.to_string()))
    });
    let filled = sheet::read_xlsx(bytes, decision, key.transpose()?.as_ref())
        .map_err(|error| input(format!("{name}: {error}")))?;
    super::sheet::refuse_other_name(&filled, decision)?;
    let edit = take_sheet(opened, &filled).map_err(|error| failure(error, shell))?;
    let Some(edit) = edit else { return Ok(Vec::new()) };
    let written = opened.after(&edit);
    for (path, _) in filled.values() {
        let [was, is] = [opened, &written].map(|opened| entry_at(opened, &path));
        if was != is {
            taken.changes.push(format!("{path}: {}", from_to(was, is)));
        }
    }
    Ok(vec![edit])
}

fn from_to(was: Option<String>, is: Option<String>) -> String {
    let is_known = |value: &String| value != "{}";
    let shown = |value: Option<String>| value.filter(is_known).unwrap_or_else(|| "not known".to_owned());
    format!("{} -> {}", shown(was), shown(is))
}

/// Takes the answers of a vendor in.
fn answers(
    book: &Book,
    name: &str,
    (vendor, form): (&Vendor, &Form),
    is_over: bool,
    opened: &Opened,
    taken: &mut Taken,
) -> Result<Vec<Edit>, crate::files::edit::EditError> {
    let returned = read(book, form);
    let left = returned.left.iter().map(|left| format!("{name}, {}: {}", book.name(left.place), left.what));
    taken.left.extend(left);
    if !returned.open.is_empty() {
        let open: Vec<&str> = returned.open.iter().map(FactId::as_str).collect();
        taken.open.push(format!("{name}: {}", open.join(", ")));
    }
    let mut values = Vec::new();
    let mut paths = Vec::new();
    for answer in &returned.answers {
        let known = vendor.facts.get(&answer.fact).map(|fact| &**fact);
        let old = known.and_then(|fact| fact.value.as_ref());
        if old.is_some_and(|old| is_same(old, &answer.value)) {
            continue;
        }
        let at = format!("{name}, {}", book.name(answer.place));
        if let Some(why) = known.filter(|_| !is_over).and_then(|known| better(known, answer)) {
            taken.left.push(format!("{at}: {} {why}; --over takes it all the same", answer.fact));
            continue;
        }
        let path = format!("vendors.{}.facts.{}", vendor.id, answer.fact);
        let source = match &answer.evidence {
            Some(evidence) => format!("{at}; {evidence}"),
            None => at.clone(),
        };
        let note = note(known, answer);
        let value = toml(&answer.value, old);
        values.extend(with_source(
            opened,
            (&path, &value),
            Some(&clipped(&source)),
            answer.as_of,
            note.as_deref(),
        ));
        paths.push((path, at));
    }
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let edits = plan_all(opened, &values)?;
    let written = edits.iter().fold(opened.clone(), |opened, edit| opened.after(edit));
    for (path, at) in paths {
        let [was, is] = [opened, &written].map(|opened| written_at(opened, &path));
        taken.changes.push(format!("{path}: {}  ({at})", from_to(was, is)));
    }
    Ok(edits)
}

/// Whether two values say the same; what the decision takes for another word counts as either.
fn is_same(old: &FactValue, new: &FactValue) -> bool {
    match (old, new) {
        (FactValue::Set { items: old }, FactValue::Set { items: new }) => {
            let is_in = |name: &str| {
                old.iter().any(|item| item.name == name || item.evidence.written.as_deref() == Some(name))
            };
            old.len() == new.len() && new.iter().all(|item| is_in(&item.name))
        }
        (old, new) => match (old.numbers(), new.numbers()) {
            (Some(old), Some(new)) => old == new,
            _ => old == new,
        },
    }
}

/// Why what is known goes before an answer; none where the answer may take its place.
fn better(known: &Fact, answer: &Answer) -> Option<String> {
    known.value.as_ref()?;
    if known.release.is_some() && matches!(answer.value, FactValue::Range { .. }) {
        return Some("may be told to others as it stands, and a range would take that away".to_owned());
    }
    match (known.evidence.as_of, answer.as_of) {
        (Some(then), None) => Some(format!("is known as of {then}, and the answer has no day")),
        (Some(then), Some(now)) if then > now => {
            Some(format!("is known as of {then}, and the answer is of {now}"))
        }
        _ => None,
    }
}

/// The remarks of an answer, and what was known before it where that was another value.
fn note(known: Option<&Fact>, answer: &Answer) -> Option<String> {
    let before = known.and_then(|fact| {
        let value = fact.value.as_ref()?;
        let cited = fact.evidence.cited();
        Some(if cited.is_empty() { format!("before: {value}") } else { format!("before: {value} ({cited})") })
    });
    let parts: Vec<String> = answer.note.clone().into_iter().chain(before).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// A text that a source may hold.
fn clipped(text: &str) -> String {
    const LONGEST: usize = 400;
    text.chars().take(LONGEST).collect()
}

/// A value as files write it; things of a list that stay keep what is said of them.
fn toml(value: &FactValue, old: Option<&FactValue>) -> String {
    match value {
        FactValue::Number { value } => value.plain(18),
        FactValue::Range { low, likely, high } => {
            format!("{{ low = {}, likely = {}, high = {} }}", low.plain(18), likely.plain(18), high.plain(18))
        }
        FactValue::Text { value } => quoted(value),
        FactValue::YesNo { value } => value.to_string(),
        FactValue::Date { value } => value.to_string(),
        FactValue::Set { items } => {
            let known = |name: &str| match old {
                Some(FactValue::Set { items }) => items.iter().find(|item| item.name == name),
                _ => None,
            };
            let item = |item: &Item| {
                let said = known(&item.name).map(|known| known.evidence.clone()).unwrap_or_default();
                let day = |key: &str, day: Option<Date>| day.map(|day| format!("{key} = {day}"));
                let text =
                    |key: &str, text: Option<String>| text.map(|text| format!("{key} = {}", quoted(&text)));
                let parts = [
                    day("until", item.evidence.until.or(said.until)),
                    text("source", said.source),
                    day("as_of", said.as_of),
                    text("note", said.note),
                ];
                let parts: Vec<String> = parts.into_iter().flatten().collect();
                let name = quoted(said.written.as_deref().unwrap_or(&item.name));
                if parts.is_empty() { name } else { format!("{{ name = {name}, {} }}", parts.join(", ")) }
            };
            let items: Vec<String> = items.iter().map(item).collect();
            format!("[{}]", items.join(", "))
        }
    }
}
