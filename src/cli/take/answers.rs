//! A vendor's answers to the questions of `weigh ask`.

use super::merged::RELEASE_ENDS;
use super::{Taken, before, beside, clipped, is_sealed, told};
use crate::decision::disclosure::Release;
use crate::decision::{Decision, Fact, FactId, FactValue, Vendor};
use crate::files::edit::{Edit, EditError, toml};
use crate::open::Opened;
use crate::open::edit::{with_source, written_at};
use crate::open::tables::plan_with_tables;
use crate::sheets::cells::Book;
use crate::sheets::form::{Answer, Form, is_of_company, read};

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
            Some((fact, _)) if is_sealed(decision, &path(fact)) => format!("{fact}: not read, and sealed"),
            _ => left.what.clone(),
        };
        format!("{name}, {}: {what}", book.name(left.place))
    });
    taken.left.extend(left);
    let open: Vec<&str> =
        returned.open.iter().filter(|fact| !is_of_company(fact)).map(FactId::as_str).collect();
    if !open.is_empty() {
        taken.open.push(format!("{name}: {}", open.join(", ")));
    }
    let (of_company, answers): (Vec<&Answer>, Vec<&Answer>) =
        returned.answers.iter().partition(|answer| is_of_company(&answer.fact));
    let mut values = Vec::new();
    let (mut paths, mut released) = (Vec::new(), Vec::new());
    for answer in answers {
        let known = vendor.facts.get(&answer.fact).map(|fact| &**fact);
        let old = known.and_then(|fact| fact.value.as_ref());
        if old.is_some_and(|old| is_same(old, &answer.value)) {
            continue;
        }
        let at = format!("{name}, {}", book.name(answer.place));
        let path = path(answer.fact.as_str());
        let hidden = || {
            let is_known = written_at(opened, &path).is_some_and(|value| value != "{}");
            (is_known && is_sealed(decision, &path)).then(|| "is known, and sealed".to_owned())
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
        let note = note(known, answer);
        let value = toml(&answer.value, old);
        values.extend(with_source(
            opened,
            (&path, &value),
            Some(&clipped(&source)),
            answer.as_of,
            note.as_deref(),
        ));
        if known.is_some_and(|fact| matches!(fact.release, Some(Release::Yes | Release::Summary(_)))) {
            released.push(path.clone());
            // A summary goes with the value that it is of.
            if known.is_some_and(|fact| fact.release == Some(Release::Yes)) {
                values.push((format!("{path}.release"), "\"no\"".to_owned()));
            }
        }
        paths.push((path, at));
    }
    let of_company = beside::company(book, name, (vendor, &of_company), is_over, (opened, taken));
    let quote =
        form.quote.as_ref().map(|form| beside::quote(book, name, (vendor, form), is_over, (opened, taken)));
    for (path, value, at) in of_company {
        values.push((path.clone(), value));
        paths.push((path, at));
    }
    let quote = quote.unwrap_or_default();
    let with_quote = quote.iter().map(|(path, value, _)| (path.clone(), value.clone()));
    let with_quote: Vec<(String, String)> = values.iter().cloned().chain(with_quote).collect();
    if with_quote.is_empty() {
        return Ok(Vec::new());
    }
    let edits = match plan_with_tables(opened, &with_quote) {
        Ok(edits) => {
            paths.extend(quote.into_iter().map(|(path, _, at)| (path, at)));
            edits
        }
        // Half a quote is none, and no reason to leave the answers.
        Err(EditError::Refused { problems, .. }) if !quote.is_empty() => {
            let edits = plan_with_tables(opened, &values)?;
            let why: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
            taken.left.push(format!("{name}: the quote: {}", why.join("; ")));
            edits
        }
        Err(error) => return Err(error),
    };
    let written = edits.iter().fold(opened.clone(), |opened, edit| opened.after(edit));
    for (path, at) in paths {
        let [was, is] = [opened, &written].map(|opened| written_at(opened, &path));
        let ended = if released.contains(&path) { RELEASE_ENDS } else { "" };
        taken.changes.push(format!("{}{ended}  ({at})", told(decision, &path, was, is)));
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
    beside::older(known.evidence.as_of?, answer.as_of)
}

/// The remarks of an answer, and what was known before it where that was another value.
fn note(known: Option<&Fact>, answer: &Answer) -> Option<String> {
    let before = known.and_then(before);
    let parts: Vec<String> = answer.note.clone().into_iter().chain(before).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
