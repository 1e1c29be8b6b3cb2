//! What the cell of an answer says: a value, nothing, or something that is not taken, with the reason.

#![expect(clippy::wildcard_enum_match_arm, reason = "no shape of a scale is looked at here")]

use super::{AnswerKind, Question};
use crate::decision::{Date, Evidence, FactValue, Item};
use crate::exact::Exact;
use crate::sheets::cells::{Cell, Content, day_of};
use crate::sheets::typed::{Amount, Typed, is_day, typed};
use crate::sheets::words::{Said, folded, said};
use crate::text::same_word;

/// An answer that is taken.
pub(super) struct Stated {
    pub(super) value: FactValue,
    /// What the answer does not say and is taken all the same.
    pub(super) assumed: Option<String>,
}

impl Stated {
    fn plain(value: FactValue) -> Stated {
        Stated { value, assumed: None }
    }

    /// A range whose answer names no likely number: the middle is taken.
    pub(super) fn range(low: Exact, high: Exact) -> Stated {
        let likely = (&low + &high).over(&Exact::from(2)).unwrap_or_default();
        let assumed = format!("no number is said to be likely: {}, the middle, is taken", likely.plain(6));
        Stated { value: FactValue::Range { low, likely, high }, assumed: Some(assumed) }
    }
}

/// What an answer comes to: none where the cell is blank.
///
/// # Errors
/// Why what stands there is not taken.
pub(super) fn value(question: &Question, cell: &Cell) -> Result<Option<Stated>, String> {
    if cell.formula.is_some() && matches!(cell.content, Content::Blank) {
        return Err("a formula without a result".to_owned());
    }
    match &cell.content {
        Content::Blank => Ok(None),
        Content::Fault(fault) => Err(format!("the error {fault}")),
        Content::Logic(logic) if question.kind == AnswerKind::YesNo => {
            Ok(Some(Stated::plain(FactValue::YesNo { value: *logic })))
        }
        Content::Logic(_) => Err(format!("yes or no, where {} is asked for", asked(&question.kind))),
        Content::Number(number) => {
            number_in(question, number, &cell.format).map(|value| Some(Stated::plain(value)))
        }
        Content::Text(_) => match cell.text() {
            None => Ok(None),
            Some(text) => text_in(question, text).map(Some),
        },
    }
}

/// A number beside an answer: the lowest or the highest that is thought possible.
///
/// # Errors
/// Why what stands there is not taken.
pub(super) fn bound(question: &Question, cell: &Cell) -> Result<Option<Exact>, String> {
    match value(question, cell)?.map(|stated| stated.value) {
        None => Ok(None),
        Some(FactValue::Number { value }) => Ok(Some(value)),
        Some(_) => Err("a range in the place of one of its ends".to_owned()),
    }
}

/// A day in a cell; none for a blank one.
///
/// # Errors
/// Why what stands there is not taken.
pub(super) fn day(cell: &Cell) -> Result<Option<Date>, String> {
    match (&cell.content, cell.text()) {
        (Content::Number(number), _) => {
            day_of(number).map(Some).ok_or_else(|| format!("{number}, which is no day"))
        }
        (_, None) => Ok(None),
        (_, Some(text)) => day_in(text).map(Some),
    }
}

fn asked(kind: &AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Number => "a number",
        AnswerKind::YesNo => "yes or no",
        AnswerKind::Day => "a day",
        AnswerKind::OneOf(_) => "a word of the list",
        AnswerKind::List => "a list",
        AnswerKind::Text => "text",
    }
}

fn counts_per_cent(question: &Question) -> bool {
    question.unit.as_ref().is_some_and(|unit| unit.contains('%'))
}

fn number_in(question: &Question, number: &Exact, format: &str) -> Result<FactValue, String> {
    match &question.kind {
        AnswerKind::Number if format.contains('%') && counts_per_cent(question) => {
            question.limits.refuse(&number.percent())?;
            Ok(FactValue::Number { value: number.percent() })
        }
        AnswerKind::Number if format.contains('%') => {
            Err(format!("{} %, where no percentage is asked for", number.percent().plain(6)))
        }
        AnswerKind::Number if is_day(format) => Err("a day, where a number is asked for".to_owned()),
        AnswerKind::Number => {
            refuse_share(question, number)?;
            question.limits.refuse(number)?;
            Ok(FactValue::Number { value: number.clone() })
        }
        AnswerKind::Day if is_day(format) => {
            let day = day_of(number).ok_or_else(|| format!("{number}, which is no day"))?;
            Ok(FactValue::Date { value: day })
        }
        AnswerKind::OneOf(_) | AnswerKind::Text if !is_day(format) => word_in(question, &number.to_string()),
        kind => Err(format!("the number {}, where {} is asked for", number.plain(6), asked(kind))),
    }
}

fn text_in(question: &Question, text: &str) -> Result<Stated, String> {
    if matches!(said(text), Some(Said::Unknown | Said::Dash)) {
        return Err(format!("\"{text}\": not known"));
    }
    if points_elsewhere(text) {
        return Err(format!("\"{text}\": not known until somebody reads it there"));
    }
    match &question.kind {
        AnswerKind::Number => match typed(text) {
            Typed::Number(amount) => {
                let value = exact(question, &amount, text)?;
                let assumed = amount.is_about.then(|| format!("\"{text}\" is taken as {}", value.plain(6)));
                Ok(Stated { value: FactValue::Number { value }, assumed })
            }
            Typed::Range(low, high) => {
                Ok(Stated::range(exact(question, &low, text)?, exact(question, &high, text)?))
            }
            _ => Err(format!("\"{text}\", where a number is asked for")),
        },
        AnswerKind::YesNo => match said(text) {
            Some(Said::Yes) => Ok(Stated::plain(FactValue::YesNo { value: true })),
            Some(Said::No) => Ok(Stated::plain(FactValue::YesNo { value: false })),
            _ => Err(format!("\"{text}\", where yes or no is asked for")),
        },
        AnswerKind::Day => day_in(text).map(|value| Stated::plain(FactValue::Date { value })),
        AnswerKind::OneOf(_) | AnswerKind::Text => word_in(question, text).map(Stated::plain),
        AnswerKind::List => {
            let parts = text.split([',', ';', '\n', '|', '、']).map(str::trim);
            let items: Vec<Item> = parts.filter(|part| !part.is_empty()).map(item).collect();
            let is_all = items.len() == 1
                && matches!(folded(&items[0].name).as_str(), "all" | "any" | "alle" | "todos" | "tous");
            if is_all || items.is_empty() {
                Err(format!("\"{text}\" names nothing"))
            } else {
                Ok(Stated::plain(FactValue::Set { items }))
            }
        }
    }
}

/// Whether an answer only says where it stands: `see attached`, `siehe Anlage 3`.
fn points_elsewhere(text: &str) -> bool {
    const WORDS: [&str; 9] =
        ["see ", "siehe ", "voir ", "véase ", "ver ", "vedi ", "katso ", "refer to ", "as per "];
    let text = folded(text);
    WORDS.iter().any(|word| text.starts_with(&folded(word)) && text.len() > word.len())
}

/// A number that can be read in one way alone.
fn exact(question: &Question, amount: &Amount, text: &str) -> Result<Exact, String> {
    let [number] = amount.readings.as_slice() else {
        let readings: Vec<String> = amount.readings.iter().map(ToString::to_string).collect();
        return Err(format!("\"{text}\" can be {}", readings.join(" or ")));
    };
    if amount.is_percent && !counts_per_cent(question) {
        return Err(format!("\"{text}\", where no percentage is asked for"));
    }
    if let Some(currency) = amount.currency
        && !question.unit.as_ref().is_some_and(|unit| unit.contains(currency))
    {
        let unit = question.unit.as_deref().unwrap_or("no currency");
        return Err(format!("\"{text}\" is in {currency}, where {unit} is asked for"));
    }
    if !amount.is_percent {
        refuse_share(question, number)?;
    }
    let number = amount.factor.as_ref().map_or_else(|| number.clone(), |factor| number * factor);
    question.limits.refuse(&number)?;
    Ok(number)
}

/// Refuses what may be a share or per cent, where per cent are asked for.
fn refuse_share(question: &Question, number: &Exact) -> Result<(), String> {
    if !counts_per_cent(question) {
        return Ok(());
    }
    share_or_percent(number).map_or(Ok(()), Err)
}

/// What to say of a number without a sign where per cent are asked for: a part of one may be either.
#[must_use]
pub fn share_or_percent(number: &Exact) -> Option<String> {
    let is_either = !number.is_zero() && number.abs() < Exact::ONE;
    let (number, percent) = (number.plain(6), number.percent().plain(6));
    is_either.then(|| format!("{number} can be {number} % or {percent} %: write it with the sign %"))
}

fn word_in(question: &Question, text: &str) -> Result<FactValue, String> {
    const LONGEST: usize = 400;
    if let AnswerKind::OneOf(words) = &question.kind {
        let word = words.iter().find(|word| same_word(word, text));
        let word = word.ok_or_else(|| format!("\"{text}\" is none of: {}", words.join(", ")))?;
        return Ok(FactValue::Text { value: word.clone() });
    }
    if text.chars().count() > LONGEST || text.contains('\n') {
        return Err("a text of more than a line: it belongs to the remarks".to_owned());
    }
    Ok(FactValue::Text { value: text.to_owned() })
}

fn day_in(text: &str) -> Result<Date, String> {
    match typed(text) {
        Typed::Day(days) => match days.as_slice() {
            [day] => Ok(*day),
            days => {
                let readings: Vec<String> = days.iter().map(ToString::to_string).collect();
                Err(format!("\"{text}\" can be {}", readings.join(" or ")))
            }
        },
        _ => Err(format!("\"{text}\", where a day is asked for")),
    }
}

/// A thing of a list, with its last day where that stands behind it: `ISO 27001 (until 2028-03-31)`.
fn item(text: &str) -> Item {
    let ending = text.strip_suffix(')').and_then(|text| text.rsplit_once("(until "));
    let dated = ending.and_then(|(name, day)| Some((name.trim(), day.trim().parse::<Date>().ok()?)));
    let (name, until) = dated.map_or((text, None), |(name, day)| (name, Some(day)));
    Item { name: name.to_owned(), evidence: Evidence { until, ..Evidence::default() } }
}
