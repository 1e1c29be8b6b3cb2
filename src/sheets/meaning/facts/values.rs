//! What each cell of a line of facts says, with what has to be asked.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Gathered;
use super::kinds::{FactKind, Facts, facts, parts};
use crate::decision::Date;
use crate::exact::Exact;
use crate::sheets::cells::{Content, Place, day_of};
use crate::sheets::meaning::Reader;
use crate::sheets::proposal::{Meaning, Value};
use crate::sheets::questions::Kind as Asked;
use crate::sheets::typed::{Amount, BUDDHIST, BUDDHIST_YEARS, Typed, is_day, typed};
use crate::sheets::words::{Said, currency, is_unsaid, said};
use crate::text::named::language;

/// Reads the cells of a line.
pub(super) fn read(
    reader: &mut Reader<'_>,
    table: usize,
    at: usize,
    criterion: usize,
    cells: &[(usize, Place)],
    gathered: &mut Gathered,
) {
    let name = reader.table(table).lines[at].name.clone();
    let facts = facts(reader, &name, cells);
    let before = at.checked_sub(1).map(|before| reader.table(table).lines[before].at);
    let before: HashMap<usize, Place> =
        before.map(|line| reader.cells_of(table, line)).unwrap_or_default().into_iter().collect();
    let first = reader.import.values.len();
    let mut buddhist = Vec::new();
    for (vendor, place) in cells {
        let index = reader.import.values.len();
        let note = reader.note(*place, None);
        let value = Value {
            vendor: *vendor,
            criterion,
            place: *place,
            meaning: Meaning::Unknown,
            counted: None,
            note,
            parts: Vec::new(),
        };
        reader.import.values.push(value);
        if is_after_no(reader, before.get(vendor).copied(), *place) {
            reader.keep_words(index);
            continue;
        }
        let meaning = meaning(reader, &facts, index, *place, gathered, &mut buddhist);
        reader.import.values[index].meaning = meaning;
        reader.keep_words(index);
    }
    ask_numbers(reader, gathered);
    ask_calendar(reader, &buddhist);
    ask_currencies(reader, cells);
    if facts.kind == FactKind::List {
        ask_codes(reader, first);
    }
}

/// A dash after a no: what has no certificate needs no day on which it ends.
fn is_after_no(reader: &Reader<'_>, before: Option<Place>, place: Place) -> bool {
    let says = |place: Place| reader.text(place).and_then(said);
    says(place) == Some(Said::Dash) && before.and_then(says) == Some(Said::No)
}

fn meaning(
    reader: &mut Reader<'_>,
    facts: &Facts,
    index: usize,
    place: Place,
    gathered: &mut Gathered,
    buddhist: &mut Vec<(usize, Place)>,
) -> Meaning {
    let Some(cell) = reader.cell(place).cloned() else { return Meaning::Unknown };
    match &cell.content {
        Content::Number(number) => counted(reader, facts, index, place, number, &cell.format, buddhist),
        Content::Logic(logic) => Meaning::Logic(*logic),
        Content::Text(text) => match said(text) {
            Some(Said::Yes) => Meaning::Logic(true),
            Some(Said::No) => Meaning::Logic(false),
            Some(Said::Partly) => {
                let ask = format!("\"{text}\": yes, no, or not known?");
                let options = ["not known, with the words as note", "yes", "no"];
                match reader.ask(Asked::Partial, vec![place], ask, &options, "what a must-have says").at {
                    1 => Meaning::Logic(true),
                    2 => Meaning::Logic(false),
                    _ => Meaning::Unknown,
                }
            }
            Some(Said::Unknown) if is_unsaid(text) => Meaning::Unknown,
            Some(Said::Unknown | Said::Dash) => {
                gathered.unknown.push((index, place));
                Meaning::Unknown
            }
            None => worded(reader, facts, (index, place), text, gathered, buddhist),
        },
        Content::Fault(fault) => {
            reader.say(vec![place], format!("the cell holds the error {fault}: not known"));
            Meaning::Unknown
        }
        Content::Blank => Meaning::Unknown,
    }
}

/// A number in a cell.
fn counted(
    reader: &mut Reader<'_>,
    facts: &Facts,
    index: usize,
    place: Place,
    number: &Exact,
    format: &str,
    buddhist: &mut Vec<(usize, Place)>,
) -> Meaning {
    let percent = || Some("%".to_owned());
    if format.contains('%') {
        return Meaning::Number(number.percent(), percent());
    }
    if is_day(format) {
        return day_of(number).map_or(Meaning::Unknown, Meaning::Day);
    }
    let whole = number.plain(6);
    match facts.kind {
        FactKind::Percent => {
            let options = [format!("{whole} %"), format!("{} %", number.percent())];
            let ask = format!("{whole} stands among percentages: {} or {}?", options[0], options[1]);
            let at = reader.ask(Asked::PercentOrNumber, vec![place], ask, &[&options[0], &options[1]], "").at;
            return Meaning::Number(if at == 0 { number.clone() } else { number.percent() }, percent());
        }
        FactKind::Day => {
            if let Some(day) = day_of(number) {
                let options = [day.to_string(), format!("the number {whole}")];
                let ask = format!("{whole} stands among days: is it {day}?");
                let at = reader.ask(Asked::SerialDate, vec![place], ask, &[&options[0], &options[1]], "").at;
                return if at == 0 { Meaning::Day(day) } else { Meaning::Number(number.clone(), None) };
            }
        }
        _ => {}
    }
    if facts.is_buddhist && whole.len() == 4 {
        buddhist.push((index, place));
        return Meaning::Number(number.clone(), None);
    }
    let unit = currency(format).map(str::to_owned);
    let (others, least) = facts.besides(number);
    let is_above = |least: Option<&Exact>, end: &Exact| least.is_some_and(|least| least >= end);
    if number.is_zero() && is_above(least, &Exact::from(10)) {
        let ask = "0 among larger numbers: really none?".to_owned();
        let at = reader.ask(Asked::ZeroOrUnknown, vec![place], ask, &["0", "not known"], "").at;
        return if at == 0 { Meaning::Number(number.clone(), unit) } else { Meaning::Unknown };
    }
    let is_odd = number.decimals(6) == 3
        && others > 1
        && least.is_some_and(|least| *least > number * &Exact::from(20));
    if is_odd {
        let thousands = number * &Exact::from(1000);
        let options = [thousands.to_string(), whole.clone()];
        let ask = format!("{whole} is stored among much larger numbers: {thousands} or {whole}?");
        let at = reader.ask(Asked::NumberFormat, vec![place], ask, &[&options[0], &options[1]], "").at;
        return Meaning::Number(if at == 0 { thousands } else { number.clone() }, unit);
    }
    Meaning::Number(number.clone(), unit)
}

/// A text in a cell.
fn worded(
    reader: &mut Reader<'_>,
    facts: &Facts,
    (index, place): (usize, Place),
    text: &str,
    gathered: &mut Gathered,
    buddhist: &mut Vec<(usize, Place)>,
) -> Meaning {
    let plain = || Meaning::Text(text.split_whitespace().collect::<Vec<_>>().join(" "));
    if facts.kind == FactKind::Text {
        return plain();
    }
    match typed(text) {
        Typed::Number(amount) => amounted(reader, facts, (index, place), &amount, gathered, buddhist),
        Typed::Range(low, high) => {
            let (low_number, high_number) = (low.readings[0].clone(), high.readings[0].clone());
            let options = [
                format!("low {low_number}, high {high_number}"),
                low_number.to_string(),
                high_number.to_string(),
            ];
            let ask = format!("\"{text}\": low {low_number}, high {high_number}?");
            let unit = low.currency.map(str::to_owned).or_else(|| low.is_percent.then(|| "%".to_owned()));
            match reader.ask(Asked::Range, vec![place], ask, &[&options[0], &options[1], &options[2]], "").at
            {
                0 => Meaning::Range(low_number, high_number, unit),
                1 => Meaning::Number(low_number, unit),
                _ => Meaning::Number(high_number, unit),
            }
        }
        Typed::Day(days) => match days.as_slice() {
            [day] => Meaning::Day(*day),
            days => {
                let options: Vec<String> = days.iter().map(Date::to_string).collect();
                let all: Vec<&str> = options.iter().map(String::as_str).collect();
                let ask = format!("\"{text}\": {}?", options.join(" or "));
                Meaning::Day(days[reader.ask(Asked::DateOrder, vec![place], ask, &all, "").at])
            }
        },
        Typed::Days(from, to) => Meaning::Days(from, to),
        Typed::Buddhist(day) => {
            buddhist.push((index, place));
            Meaning::Day(day)
        }
        Typed::Worded(_) | Typed::Text if facts.kind == FactKind::List => Meaning::List(parts(text)),
        Typed::Worded(_) | Typed::Text => plain(),
    }
}

/// A number that was typed as text.
fn amounted(
    reader: &mut Reader<'_>,
    facts: &Facts,
    (index, place): (usize, Place),
    amount: &Amount,
    gathered: &mut Gathered,
    buddhist: &mut Vec<(usize, Place)>,
) -> Meaning {
    let text = reader.text(place).unwrap_or_default().to_owned();
    let unit = if amount.is_percent { Some("%".to_owned()) } else { amount.currency.map(str::to_owned) };
    let number = amount.readings[0].clone();
    if facts.kind == FactKind::Percent && !amount.is_percent {
        let options = [format!("{number} %"), format!("{} %", number.percent())];
        let ask = format!("{number} stands among percentages: {} or {}?", options[0], options[1]);
        let at = reader.ask(Asked::PercentOrNumber, vec![place], ask, &[&options[0], &options[1]], "").at;
        return Meaning::Number(if at == 0 { number } else { number.percent() }, Some("%".to_owned()));
    }
    if facts.is_buddhist && number.to_string().len() == 4 && unit.is_none() {
        buddhist.push((index, place));
        return Meaning::Number(number, None);
    }
    if let Some(factor) = &amount.factor {
        let in_heading = if facts.is_thousands { factor.over(&Exact::from(1000)) } else { None };
        let scaled = &number * in_heading.as_ref().unwrap_or(factor);
        let options = [scaled.to_string(), number.to_string()];
        let ask = format!("\"{text}\": {scaled}, in the unit of the heading?");
        let at = reader.ask(Asked::Unit, vec![place], ask, &[&options[0], &options[1]], "").at;
        return Meaning::Number(if at == 0 { scaled } else { number }, unit);
    }
    let is_other = amount.currency.is_some() && facts.currency.as_deref() != amount.currency;
    let far = |other: &Exact| number > other * &Exact::from(10) || *other > &number * &Exact::from(10);
    let mut others = facts.numbers.iter().filter(|other| **other != number);
    if is_other && facts.besides(&number).0 > 0 && others.all(far) {
        let code = amount.currency.unwrap_or_default();
        let options =
            [format!("{number} {code} per month"), format!("{number} {code} in the unit of the others")];
        let ask =
            format!("\"{text}\" among much smaller or larger amounts in another currency: what is it per?");
        let at = reader.ask(Asked::Unit, vec![place], ask, &[&options[0], &options[1], "not known"], "").at;
        return match at {
            0 => Meaning::Number(number, Some(format!("{code}/month"))),
            1 => Meaning::Number(number, unit),
            _ => Meaning::Unknown,
        };
    }
    if amount.readings.len() > 1 {
        gathered.ambiguous.push((index, place, amount.readings.clone()));
    }
    Meaning::Number(number, unit)
}

/// Numbers of a line in which one separator can be one between thousands or the decimal sign.
fn ask_numbers(reader: &mut Reader<'_>, gathered: &mut Gathered) {
    let ambiguous = std::mem::take(&mut gathered.ambiguous);
    if ambiguous.is_empty() {
        return;
    }
    let list = |at: usize| {
        let numbers: Vec<String> = ambiguous.iter().map(|(.., readings)| readings[at].to_string()).collect();
        numbers.join(", ")
    };
    let words: Vec<String> = ambiguous
        .iter()
        .map(|(_, place, _)| format!("\"{}\"", reader.text(*place).unwrap_or_default()))
        .collect();
    let options = [list(0), list(1)];
    let ask = format!("{}: {} or {}?", words.join(", "), options[0], options[1]);
    let at: Vec<Place> = ambiguous.iter().map(|(_, place, _)| *place).collect();
    let choice = reader.ask(Asked::NumberFormat, at, ask, &[&options[0], &options[1]], "").at;
    for (index, _, readings) in ambiguous {
        if let Meaning::Number(number, _) = &mut reader.import.values[index].meaning {
            number.clone_from(&readings[choice]);
        }
    }
}

/// Years and days that may be counted in the Buddhist calendar.
fn ask_calendar(reader: &mut Reader<'_>, found: &[(usize, Place)]) {
    if found.is_empty() {
        return;
    }
    let is_year = |index: &usize| matches!(reader.import.values[*index].meaning, Meaning::Number(..));
    let is_years = found.iter().any(|(index, _)| is_year(index));
    let at: Vec<Place> = found.iter().map(|(_, place)| *place).collect();
    let words: Vec<String> = at
        .iter()
        .filter_map(|place| match &reader.cell(*place)?.content {
            Content::Text(text) => Some(text.clone()),
            Content::Number(number) => Some(number.to_string()),
            _ => None,
        })
        .collect();
    let ask = format!(
        "Are {} counted in the Buddhist calendar, 543 years ahead, where they can be?",
        words.join(", ")
    );
    let choice = reader.ask(Asked::Calendar, at, ask, &["yes", "no"], "the years").at;
    let ahead = Exact::from(u32::from(BUDDHIST));
    for (index, _) in found {
        let value = &mut reader.import.values[*index].meaning;
        *value = match value.clone() {
            Meaning::Number(year, _) if is_years && choice == 0 => {
                let is_buddhist = year.to_string().parse().is_ok_and(|year| BUDDHIST_YEARS.contains(&year));
                Meaning::Number(if is_buddhist { &year - &ahead } else { year }, None)
            }
            Meaning::Day(day) if choice == 1 => Meaning::Day(Date { year: day.year + BUDDHIST, ..day }),
            other => other,
        };
    }
}

/// Several currencies in the number formats of a line.
fn ask_currencies(reader: &mut Reader<'_>, cells: &[(usize, Place)]) {
    let formats =
        cells.iter().filter_map(|(_, place)| Some((*place, currency(&reader.cell(*place)?.format)?)));
    let formats: Vec<(Place, &str)> = formats.collect();
    let Some((first, usual)) = formats.first().copied() else { return };
    let odd: Vec<(Place, &str)> = formats.iter().copied().filter(|(_, code)| *code != usual).collect();
    if odd.is_empty() {
        return;
    }
    let codes: Vec<&str> = odd.iter().map(|(_, code)| *code).collect();
    let ask = format!(
        "The number formats say {usual} for most and {} for others. Take them from the formats?",
        codes.join(", ")
    );
    let at: Vec<Place> = std::iter::once(first).chain(odd.iter().map(|(place, _)| *place)).collect();
    let options =
        [format!("yes: {usual}, and {} where the format says so", codes.join(", ")), format!("all {usual}")];
    if reader.ask(Asked::Currency, at, ask, &[&options[0], &options[1]], "").at == 1 {
        let odd: HashSet<Place> = odd.iter().map(|(place, _)| *place).collect();
        for value in &mut reader.import.values {
            if odd.contains(&value.place)
                && let Meaning::Number(_, unit) = &mut value.meaning
            {
                *unit = Some(usual.to_owned());
            }
        }
    }
}

/// Two words for one language.
fn ask_codes(reader: &mut Reader<'_>, first: usize) {
    let words = || {
        reader.import.values[first..].iter().flat_map(|value| {
            let items = if let Meaning::List(items) = &value.meaning { items.as_slice() } else { &[] };
            items.iter().map(|word| (value.place, word))
        })
    };
    let is_short = |word: &str| word.chars().count() <= 3;
    let mut codes = BTreeMap::new();
    for (place, word) in words().filter(|(_, word)| is_short(word)) {
        if let Some(language) = language(word) {
            codes.entry(language).or_insert((place, word.clone()));
        }
    }
    let found = words().filter(|(_, word)| !is_short(word)).find_map(|(place, long)| {
        let (other, short) = codes.get(&language(long)?)?.clone();
        Some((place, other, long.clone(), short))
    });
    let Some((place, other, long, short)) = found else { return };
    let ask = format!("Is \"{long}\" the same as \"{short}\"?");
    if reader
        .ask(
            Asked::ListCodes,
            vec![place, other],
            ask,
            &["yes", "no"],
            "what a must-have for languages finds",
        )
        .at
        == 0
    {
        for value in &mut reader.import.values[first..] {
            if let Meaning::List(items) = &mut value.meaning {
                items.iter_mut().filter(|item| **item == long).for_each(|item| item.clone_from(&short));
            }
        }
    }
}
