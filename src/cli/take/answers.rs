//! A vendor's answers to the questions of `weigh ask`.

use super::merged::RELEASE_ENDS;
use super::{
    Group, Taken, beside, clipped, in_unit, noted, plan_of, planned, refusal, seen_at, to_come, told,
};
use crate::decision::disclosure::Release;
use crate::decision::{Decision, Fact, FactId, FactValue, Item, Status, Vendor};
use crate::diagnostic::Sources;
use crate::files::edit::{Edit, EditError, toml};
use crate::files::node::parse_value;
use crate::open::Opened;
use crate::open::edit::{entry_at, with_source, written_at};
use crate::sheets::cells::Book;
use crate::sheets::form::{Answer, Form, is_of_company, read};
use crate::text::same_word;

/// Takes the answers of a vendor in.
pub(super) fn take(
    book: &Book,
    name: &str,
    (vendor, form, decision): (&Vendor, &Form, &Decision),
    is_over: bool,
    opened: &Opened,
    taken: &mut Taken,
) -> Result<Vec<Edit>, EditError> {
    let returned = read(book, form);
    let path = |fact: &str| format!("vendors.{}.facts.{fact}", vendor.id);
    let left = returned.left.iter().map(|left| {
        let what = match left.what.split_once(": ") {
            Some((fact, _)) if decision.seals(&path(fact)) => format!("{fact}: not read, and sealed"),
            _ => left.what.clone(),
        };
        format!("{name}, {}: {what}", book.name(left.place))
    });
    taken.left.extend(left);
    // An answer that is not taken is one that was given.
    let is_given = |fact: &FactId| returned.left.iter().any(|left| left.fact.as_ref() == Some(fact));
    let is_open = |fact: &&FactId| !is_of_company(fact) && !is_given(fact);
    let open: Vec<&str> = returned.open.iter().filter(is_open).map(FactId::as_str).collect();
    if !open.is_empty() {
        taken.open.push(format!("{name}: {}", open.join(", ")));
    }
    let (of_company, answers): (Vec<&Answer>, Vec<&Answer>) =
        returned.answers.iter().partition(|answer| is_of_company(&answer.fact));
    let (mut groups, mut released) = (Vec::new(), Vec::new());
    for answer in answers {
        let known = vendor.facts.get(&answer.fact).map(|fact| &**fact);
        let old = known.and_then(|fact| fact.value.as_ref());
        let at = format!("{name}, {}", book.name(answer.place));
        let path = path(answer.fact.as_str());
        if old.is_some_and(|old| is_same(old, &answer.value)) {
            taken.says(&path, toml(&answer.value, None), &at, answer.as_of);
            continue;
        }
        if let Some(why) = answer.as_of.and_then(to_come) {
            taken.left.push(format!("{at}: {} {why}", answer.fact));
            continue;
        }
        if !taken.says(&path, toml(&answer.value, None), &at, answer.as_of) {
            continue;
        }
        let hidden = || {
            let is_known = written_at(opened, &path).is_some_and(|value| value != "{}");
            (is_known && decision.seals(&path)).then(|| "is known, and sealed".to_owned())
        };
        let better = || known.and_then(|known| better(known, answer)).or_else(hidden);
        if let Some(why) = if is_over { None } else { better() } {
            taken.left.push(format!("{at}: {} {why}; --over takes it all the same", answer.fact));
            continue;
        }
        let source = match &answer.evidence {
            Some(evidence) => format!("{at}; {evidence}"),
            None => at.clone(),
        };
        if let Some(what) = &answer.assumed {
            taken.assumed.push(format!("{}: {path}: {what}", seen_at(book, name, answer.place)));
        }
        let note = note(known, answer);
        let value = with_kept(opened, &path, in_unit(toml(&answer.value, old), known));
        let mut values =
            with_source(opened, (&path, &value), Some(&clipped(&source)), answer.as_of, note.as_deref());
        if known.is_some_and(|fact| matches!(fact.release, Some(Release::Yes | Release::Summary(_)))) {
            released.push(path.clone());
            // A summary goes with the value that it is of.
            if known.is_some_and(|fact| fact.release == Some(Release::Yes)) {
                values.push((format!("{path}.release"), "\"no\"".to_owned()));
            }
        }
        groups.push(Group { path, at: seen_at(book, name, answer.place), values });
    }
    groups.extend(beside::company(book, name, (vendor, &of_company), is_over, (opened, taken)));
    if vendor.status != Status::Invited {
        let out = vendor.status.word();
        taken
            .assumed
            .push(format!("{name}: {} is {out}: what it answers is taken, and it stays so", vendor.name));
    }
    let (mut edits, mut done) = planned(opened, groups, taken)?;
    let mut written = edits.iter().fold(opened.clone(), |opened, edit| opened.after(edit));
    if let Some(form) = &form.quote {
        let quote = beside::quote(book, name, (vendor, form), is_over, (opened, taken));
        // Half a quote is none, and no reason to leave the answers.
        match plan_of(&written, &quote) {
            Ok(more) => {
                written = taken_over(written, &mut edits, more);
                done.extend(quote);
            }
            Err(error @ (EditError::Refused { .. } | EditError::Locked { .. })) => {
                let at = beside::slip(&written, &quote);
                let path = format!("vendors.{}.quote.source", vendor.id);
                let why = refusal(opened, &path, &error);
                taken.left.push(format!("{at}: the quote: {why}: none of it is taken"));
            }
            Err(error) => return Err(error),
        }
    }
    for Group { path, at, .. } in done {
        let [was, is] = [opened, &written].map(|opened| written_at(opened, &path));
        let ended = if released.contains(&path) { RELEASE_ENDS } else { "" };
        taken.changes.push(format!("{}{ended}  ({at})", told(decision, &path, was, is)));
    }
    Ok(edits)
}

/// A value that takes the place of a table, with what stands there beside the value and is not answered: who may be told
/// of it, its unit, and of a count its prior, of how many it is, and who chose them.
fn with_kept(opened: &Opened, path: &str, value: String) -> String {
    const KEPT: [&str; 3] = ["release", "ground", "unit"];
    const OF_COUNTS: [&str; 3] = ["prior", "population", "from"];
    let tree = |text: &str| parse_value(text, Sources::default().add("", ""), 0).0;
    let new = tree(&value);
    let Some(new) = new.as_table() else { return value };
    let Some(entry) = entry_at(opened, path) else { return value };
    let old = tree(&entry);
    let is_count = new.get("yes").is_some();
    let keys = KEPT.into_iter().chain(OF_COUNTS.into_iter().filter(|_| is_count));
    let kept = keys.filter(|key| new.get(key).is_none()).filter_map(|key| {
        let span = old.as_table()?.get(key)?.node.span;
        Some(format!("{key} = {}", &entry[span.start..span.end]))
    });
    let kept: Vec<String> = kept.collect();
    match value.trim_end().strip_suffix('}') {
        Some(open) if !kept.is_empty() => {
            format!("{}, {} }}", open.trim_end().trim_end_matches(','), kept.join(", "))
        }
        _ => value,
    }
}

/// The decision with more edits, which join those of the same files.
fn taken_over(opened: Opened, edits: &mut Vec<Edit>, more: Vec<Edit>) -> Opened {
    let written = more.iter().fold(opened, |opened, edit| opened.after(edit));
    for edit in more {
        match edits.iter_mut().find(|known| known.file == edit.file) {
            Some(known) => known.after = edit.after,
            None => edits.push(edit),
        }
    }
    written
}

/// Whether two values say the same; what the decision takes for another word counts as either.
fn is_same(old: &FactValue, new: &FactValue) -> bool {
    match (old, new) {
        (FactValue::Set { items: old }, FactValue::Set { items: new }) => {
            let is_in = |name: &str| {
                old.iter().any(|item| item.name == name || item.evidence.written.as_deref() == Some(name))
            };
            let ends =
                |name: &str| old.iter().find(|item| item.name == name).and_then(|item| item.evidence.until);
            let is_dated =
                |item: &Item| item.evidence.until.is_none_or(|until| ends(&item.name) == Some(until));
            old.len() == new.len() && new.iter().all(|item| is_in(&item.name) && is_dated(item))
        }
        (old, new) => match (old.numbers(), new.numbers()) {
            (Some(old), Some(new)) => old == new,
            _ => old == new,
        },
    }
}

/// Why what is known goes before an answer; none where the answer may take its place.
fn better(known: &Fact, answer: &Answer) -> Option<String> {
    let (known_days, lost) = match (known.value.as_ref()?, &answer.value) {
        (FactValue::Set { items }, FactValue::Set { items: new }) => {
            let is_in = |item: &&Item| new.iter().any(|other| same_word(&other.name, &item.name));
            let lost = items.iter().find(|item| item.evidence.until.is_some() && !is_in(item));
            (items.iter().filter_map(|item| item.evidence.as_of).collect(), lost)
        }
        _ => (Vec::new(), None),
    };
    let day = known_days.into_iter().chain(known.evidence.as_of).max();
    if let Some(why) = day.and_then(|day| beside::older(day, answer.as_of)) {
        return Some(why);
    }
    let lost = lost.filter(|_| answer.as_of.is_none())?;
    let until = lost.evidence.until?;
    Some(format!("holds \"{}\" until {until}, which the answer leaves out and has no day", lost.name))
}

/// The remarks of an answer with what was assumed, and what was known and remarked before it where that was another
/// value.
fn note(known: Option<&Fact>, answer: &Answer) -> Option<String> {
    let own: Vec<String> = answer.note.iter().chain(&answer.assumed).cloned().collect();
    noted((!own.is_empty()).then(|| own.join("; ")), known)
}
