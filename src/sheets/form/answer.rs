//! What the cell of an answer says: a value, nothing, or something that is not taken, with the reason.

#![expect(clippy::wildcard_enum_match_arm, reason = "no shape of a scale is looked at here")]

use super::known::Meant;
use super::{AnswerKind, Question};
use crate::decision::count::{Level, Tally};
use crate::decision::{Counted, Date, Evidence, FactValue, Item};
use crate::exact::Exact;
use crate::sheets::cells::{Cell, Content, day_of};
use crate::sheets::typed::{Amount, BUDDHIST_YEARS, Typed, is_day, is_time, typed};
use crate::sheets::words::{Said, currency, folded, names_currency, said};
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
            meant(day_of(number).ok_or_else(|| format!("{number}, which is no day"))?).map(Some)
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
        AnswerKind::Number if names_currency(format) && !is_in(question, currency(format)) => {
            let (own, unit) = (currency(format).unwrap_or_default(), question.unit.as_deref());
            Err(format!("{} in {own}, where {} is asked for", number.plain(6), unit.unwrap_or("no currency")))
        }
        AnswerKind::Number if is_day(format) => Err("a day, where a number is asked for".to_owned()),
        AnswerKind::Number if is_time(format) => Err("a time, where a number is asked for".to_owned()),
        AnswerKind::Number => {
            refuse_share(question, number)?;
            question.limits.refuse(number)?;
            Ok(FactValue::Number { value: number.clone() })
        }
        AnswerKind::Day if is_day(format) => {
            let day = day_of(number).ok_or_else(|| format!("{number}, which is no day"))?;
            Ok(FactValue::Date { value: meant(day)? })
        }
        AnswerKind::OneOf(_) | AnswerKind::Text if !is_day(format) => {
            word_in(question, &number.to_string()).map(|stated| stated.value)
        }
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
        AnswerKind::Number if tally(text).is_some() => counted(question, text),
        AnswerKind::Number => match typed(without_unit(question, text)) {
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
        AnswerKind::OneOf(_) | AnswerKind::Text => word_in(question, text),
        AnswerKind::List => list_in(question, text),
    }
}

/// How many of how many, as people write it: `7 of 8`, `7 out of 8`.
fn tally(text: &str) -> Option<Tally> {
    let lower = text.trim().to_lowercase();
    let (yes, of) = lower.split_once(" out of ").or_else(|| lower.split_once(" of "))?;
    let whole = |text: &str| text.trim().parse().ok();
    Some(Tally { yes: whole(yes)?, of: whole(of)?, source: None })
}

/// A share that was counted, where per cent are asked for.
fn counted(question: &Question, text: &str) -> Result<Stated, String> {
    if !counts_per_cent(question) {
        return Err(format!("\"{text}\", a share, where no percentage is asked for"));
    }
    let count = tally(text).and_then(|own| Counted::new(own, None, Vec::new(), None, Level::default()));
    let count = count.ok_or_else(|| format!("\"{text}\", which counts nothing, or more than all"))?;
    for end in [&count.low, &count.high] {
        question.limits.refuse(end)?;
    }
    Ok(Stated::plain(FactValue::Count(Box::new(count))))
}

/// A list: each thing by the word that the decision knows for it. What is none of these is kept and said; where nothing of the
/// list is understood, none of it is taken.
fn list_in(question: &Question, text: &str) -> Result<Stated, String> {
    let mut items: Vec<Item> = parts(text).into_iter().map(|part| item(&part)).collect();
    let is_all = items.len() == 1
        && matches!(folded(&items[0].name).as_str(), "all" | "any" | "alle" | "todos" | "tous");
    if is_all || items.is_empty() {
        return Err(format!("\"{text}\" names nothing{}", choose(question)));
    }
    if question.words.is_empty() || said(text) == Some(Said::No) {
        return Ok(Stated::plain(FactValue::Set { items }));
    }
    let (mut taken, mut others, mut unclear, mut is_understood) = (Vec::new(), Vec::new(), Vec::new(), false);
    for item in &mut items {
        match question.words.meant(&item.name) {
            Meant::This(word) if denies(word, &item.name) => {
                is_understood = true;
                taken.push(format!("\"{}\" says no: left out", item.name));
                item.name.clear();
            }
            Meant::This(word) if doubts(word, &item.name) => {
                return Err(format!(
                    "\"{}\" does not say that it holds: write it alone where it does, with its last day as (until \
                     2028-03-31), or leave it out",
                    item.name
                ));
            }
            Meant::This(word) => {
                is_understood = true;
                if item.name != word {
                    taken.push(format!("\"{}\" is taken for \"{word}\"", item.name));
                    word.clone_into(&mut item.name);
                }
            }
            Meant::Unclear => unclear.push(format!("\"{}\"", item.name)),
            Meant::Other => {
                is_understood = true;
                others.push(format!("\"{}\"", item.name));
            }
            Meant::Unknown => others.push(format!("\"{}\"", item.name)),
        }
    }
    items.retain(|item| !item.name.is_empty());
    if let Some(first) = unclear.first() {
        return Err(format!("{first} is not understood{}", choose(question)));
    }
    if !is_understood {
        return Err(format!("\"{text}\" is not understood{}", choose(question)));
    }
    if !others.is_empty() {
        let are = if others.len() == 1 { "is none" } else { "are none" };
        taken.push(format!("{} {are} of the words that count: kept as written", others.join(", ")));
    }
    let assumed = (!taken.is_empty()).then(|| taken.join("; "));
    Ok(Stated { value: FactValue::Set { items }, assumed })
}

/// What an answer says of a word besides the word itself.
fn beside<'a>(word: &str, text: &'a str) -> impl Iterator<Item = &'a str> {
    let own: Vec<String> = word.split(|c: char| !c.is_alphanumeric()).map(folded).collect();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|one| !one.is_empty());
    words.filter(move |one| !own.contains(&folded(one)))
}

/// Whether what stands beside a word is a plain no: `ar (no)`.
fn denies(word: &str, text: &str) -> bool {
    let mut words = beside(word, text).peekable();
    words.peek().is_some() && words.all(|one| said(one) == Some(Said::No))
}

/// Whether what stands beside a word may say that it does not hold, or not now: `fi?`, `th (planned)`, `PCI DSS (2027)`.
fn doubts(word: &str, text: &str) -> bool {
    const DOUBTS: &str = "not never without no non nein nicht kein keine ei planned plan plans progress pending expired lapsed \
        withdrawn suspended from by until soon future upcoming applied expected target q1 q2 q3 q4 tbd tbc tba if subject partly \
        partial partially geplant beantragt abgelaufen ab bis teilweise prevu cours expire previsto tramite vencido suunnitteilla \
        tulossa vanhentunut request demand onwards";
    let is_year = |one: &str| one.len() == 4 && one.bytes().all(|byte| byte.is_ascii_digit());
    let is_doubt = |one: &str| {
        let one = folded(one);
        // Standards are told apart by their years: `ISO 27001:2022`.
        let is_edition = text.contains(&format!(":{one}")) || text.contains(&format!(": {one}"));
        DOUBTS.split_whitespace().any(|word| word == one) || is_year(&one) && !is_edition
    };
    text.contains('?') && !word.contains('?') || beside(word, text).any(is_doubt)
}

/// The things of a list; what stands in brackets goes with what is before it.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && matches!(c, ',' | ';' | '\n' | '|' | '、') {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    let parts = parts.iter().map(|part| part.trim().to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}

/// What there is to choose, for a message.
fn choose(question: &Question) -> String {
    if question.words.is_empty() || question.kind == AnswerKind::Text {
        String::new()
    } else {
        format!("; the words that count: {}", question.words.listed())
    }
}

/// Whether an answer only says where it stands: `see attached`, `siehe Anlage 3`.
fn points_elsewhere(text: &str) -> bool {
    const WORDS: [&str; 9] = ["see", "siehe", "voir", "véase", "ver", "vedi", "katso", "refer to", "as per"];
    let text = folded(text);
    // A word of its own: `vertical` is an answer.
    WORDS.iter().any(|word| text.strip_prefix(&folded(word)).is_some_and(|rest| rest.starts_with(' ')))
}

/// Whether a currency is that of the question, by its code or its sign.
fn is_in(question: &Question, code: Option<&str>) -> bool {
    let own = question.unit.as_deref();
    code.is_some_and(|code| own.is_some_and(|unit| unit.contains(code) || currency(unit) == Some(code)))
}

/// A number without the unit behind it, where that is the one that was asked for: `80 h`, `14,20 EUR/h`.
fn without_unit<'a>(question: &Question, text: &'a str) -> &'a str {
    let Some(unit) = question.unit.as_deref().filter(|unit| *unit != "%") else { return text };
    let text = text.trim();
    let at = text.find(|c: char| !(c.is_numeric() || c.is_whitespace() || matches!(c, '.' | ',' | '\'')));
    let Some((number, behind)) = at.filter(|at| *at > 0).map(|at| text.split_at(at)) else { return text };
    let plain = |unit: &str| folded(unit).replace([' ', '.'], "").replace("per", "/");
    let (asked, said) = (plain(unit), plain(behind));
    // Of hours one writes `h` and `hours`, of seats one alone `seat`.
    let is_same = said == asked
        || said.trim_end_matches('s') == asked.trim_end_matches('s')
        || [("h", "hours"), ("h", "hour"), ("min", "minutes"), ("s", "seconds"), ("d", "days")]
            .iter()
            .any(|(short, long)| said == *short && asked == *long || said == *long && asked == *short);
    if is_same && (said == asked || currency(behind).is_none()) { number.trim() } else { text }
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
        && !is_in(question, Some(currency))
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

fn word_in(question: &Question, text: &str) -> Result<Stated, String> {
    const LONGEST: usize = 400;
    let as_word = |word: &str| Stated {
        value: FactValue::Text { value: word.to_owned() },
        assumed: (!same_word(word, text)).then(|| format!("\"{text}\" is taken for \"{word}\"")),
    };
    if let AnswerKind::OneOf(words) = &question.kind {
        let own = words.iter().find(|word| same_word(word, text));
        let meant = || match question.words.meant(text) {
            Meant::This(word) => words.iter().find(|own| same_word(own, word)),
            Meant::Unclear | Meant::Other | Meant::Unknown => None,
        };
        let word = own.or_else(meant);
        if word.is_some_and(|word| doubts(word, text) || denies(word, text)) {
            return Err(format!("\"{text}\" does not say that it is so"));
        }
        return word
            .map(|word| as_word(word))
            .ok_or_else(|| format!("\"{text}\" is none of: {}", words.join(", ")));
    }
    if text.chars().count() > LONGEST || text.contains('\n') {
        return Err("a text of more than a line: it belongs to the remarks".to_owned());
    }
    if question.words.is_empty() {
        return Ok(as_word(text));
    }
    Ok(match question.words.meant(text) {
        Meant::This(word) if doubts(word, text) || denies(word, text) => {
            return Err(format!("\"{text}\" does not say that it is so"));
        }
        Meant::This(word) => as_word(word),
        Meant::Unclear => {
            return Err(format!("\"{text}\" is not understood: it may be a word that is asked for"));
        }
        Meant::Other | Meant::Unknown => {
            let assumed =
                format!("\"{text}\" is none of the words that are asked for: what hangs on them fails");
            Stated { value: FactValue::Text { value: text.to_owned() }, assumed: Some(assumed) }
        }
    })
}

/// A day that can be meant: the first days of spreadsheets stand for numbers, and years of the Buddhist calendar are others.
fn meant(day: Date) -> Result<Date, String> {
    const FIRST: u16 = 1950;
    if day.year < FIRST || BUDDHIST_YEARS.contains(&day.year) {
        return Err(format!("{day}, a year that is hardly meant"));
    }
    Ok(day)
}

fn day_in(text: &str) -> Result<Date, String> {
    match typed(text) {
        Typed::Day(days) => match days.as_slice() {
            [day] => meant(*day),
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

#[cfg(test)]
mod tests {
    use super::points_elsewhere;

    #[test]
    fn an_answer_that_begins_like_a_pointer_is_an_answer() {
        for text in ["see attached", "Siehe Anlage 3", "ver anexo", "refer to 4.2"] {
            assert!(points_elsewhere(text), "{text}");
        }
        for text in ["vertical", "seeded", "verified", "see", "voiro"] {
            assert!(!points_elsewhere(text), "{text}");
        }
    }
}
