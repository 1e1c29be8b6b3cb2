//! What to do about the slips of syntax that people make.
//!
//! Told from the text alone, up to the error and from it on: a parser words its errors as it likes, and otherwise in
//! its next version.

use std::borrow::Cow;

use super::meant;

/// Values that are nested deeper than this are no file of ours.
const DEEP: usize = 32;

/// What is read next at a place of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    /// A key, at the start of a line or of an entry of an inline table.
    Key,
    /// What follows a key.
    AfterKey,
    /// The name of a table, in brackets.
    Header,
    /// A value, after `=` or in a list.
    Value,
    /// What follows a value or the name of a table.
    AfterValue,
    /// The rest of a text that stands in these quotes.
    Text(char),
}

/// The help for a syntax error; empty where nothing is known.
///
/// - `starts`: what stands at the start of the whole text: the first key of a document, or a value alone.
/// - `before`, `from`: the text up to the error, and from it on.
pub(crate) fn way_out(starts: Spot, before: &str, from: &str) -> Cow<'static, str> {
    if let Some(help) = value_meant(starts, before, from) {
        return help;
    }
    Cow::Borrowed(slip(starts, before, from))
}

/// What to write where the whole value tells: a word for what is not known, yes or no, a number as another country
/// writes it.
fn value_meant(starts: Spot, before: &str, from: &str) -> Option<Cow<'static, str>> {
    // The error stands at the value, or within it.
    let line = before.rfind('\n').map_or(before, |end| &before[end + 1..]);
    let start = before.len() - line.len();
    let is_sign = |at: &usize| line[..*at].ends_with(['<', '>']) || line[at + 1..].starts_with(['<', '>']);
    let mut signs = line.rmatch_indices(['=', '[']).map(|(at, _)| at).filter(|at| !is_sign(at));
    let at = signs.next().map_or(0, |at| at + 1);
    let (spot, _) = read(starts, &before[..start + at]);
    let rest = from.lines().next().unwrap_or_default();
    let whole = format!("{}{rest}", &line[at..]);
    let value = whole.split(['#', ']', '}', '"', '\'']).next().unwrap_or_default();
    let value = before_next_key(value).trim().trim_end_matches(',');
    if spot != Spot::Value {
        return None;
    }
    if let Some(told) = meant::vague(value) {
        return Some(Cow::Owned(told));
    }
    if value.contains('=') {
        return None;
    }
    if let Some(told) = day_meant(value) {
        return Some(Cow::Owned(told));
    }
    let word = meant::unknown(value).or_else(|| meant::yes_or_no(value));
    let is_plain = value.parse::<f64>().is_ok();
    let is_number = || value.contains(|c: char| c.is_ascii_digit()) && !is_plain && !is_day(value);
    // In a list commas and spaces stand between numbers.
    let is_listed = before[..start + at].ends_with('[');
    let number =
        || meant::number(value).filter(|_| is_number() && !is_listed && !value.starts_with(['0', '.']));
    word.map(Cow::Borrowed).or_else(|| number().map(Cow::Owned))
}

/// A value without the next key of its table and what that is set to.
fn before_next_key(value: &str) -> &str {
    let is_sign =
        |at: usize| value[..at].ends_with(['<', '>', '=']) || value[at + 1..].starts_with(['<', '>', '=']);
    let next = value.match_indices('=').map(|(at, _)| at).find(|at| !is_sign(*at));
    next.and_then(|at| value[..at].rfind(',')).map_or(value, |comma| &value[..comma])
}

/// How a day in the order of some country is written; the order of day and month may be known from the sign between.
fn day_meant(value: &str) -> Option<String> {
    if !is_day(value) || value.contains('-') {
        return None;
    }
    let parts: Vec<u32> = value.split(['.', '/']).map(|part| part.parse().unwrap_or(0)).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    let (day, month) = match (first, second) {
        // With points the day comes first everywhere.
        (day, month) if value.contains('.') || *day > 12 => (day, month),
        (month, day) if *day > 12 => (day, month),
        _ => return None,
    };
    let is_date = *year >= 1000 && (1..=31).contains(day) && (1..=12).contains(month);
    is_date.then(|| format!("dates are written {year}-{month:02}-{day:02}, without quotes"))
}

fn slip(starts: Spot, before: &str, from: &str) -> &'static str {
    let line = from.lines().next().unwrap_or_default().trim();
    let (spot, open) = read(starts, before);
    let help = if open.len() > DEEP {
        Some("values are nested too deeply; no criteria or vendor file needs more than a few levels")
    } else if line.starts_with("//") {
        Some("comments begin with #")
    } else if from.starts_with(|c: char| c.is_control() && !c.is_whitespace()) {
        Some("delete the control character")
    } else if line.starts_with(['“', '”', '„', '‘', '’']) {
        Some("text stands in straight quotes: \"...\"")
    } else {
        match spot {
            Spot::AfterValue if has_open_quote(before, line) => {
                Some("close each text with a quote: on this line one is missing")
            }
            Spot::AfterValue if is_day_before(before, line) => {
                Some("dates are written 2027-04-01, without quotes")
            }
            Spot::Key | Spot::AfterKey => in_key(spot, before, line),
            Spot::Header => in_header(before, from, line),
            Spot::Value if line.is_empty() && open.last() == Some(&'[') => between(&open, before, line),
            Spot::Value => in_value(line),
            Spot::AfterValue => after_value(before, line).or_else(|| between(&open, before, line)),
            Spot::Text(quote) => Some(in_text(quote, before, from)),
        }
    };
    help.unwrap_or_default()
}

/// What is read next after a text, and the brackets of lists and inline tables that are open there.
fn read(starts: Spot, text: &str) -> (Spot, Vec<char>) {
    let (mut spot, mut open) = (starts, Vec::new());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match (c, spot) {
            ('#', _) => length = rest.find('\n').unwrap_or(rest.len()),
            ('\n', _) if open.is_empty() => spot = Spot::Key,
            (c, _) if c.is_whitespace() => {}
            ('"' | '\'', _) => match end_of_text(rest, c) {
                Some(end) => (length, spot) = (end, after(spot)),
                None => return (Spot::Text(c), open),
            },
            ('[', Spot::Key | Spot::Header) if open.is_empty() => spot = Spot::Header,
            ('[', _) => {
                open.push(c);
                spot = Spot::Value;
            }
            ('{', _) => {
                open.push(c);
                spot = Spot::Key;
            }
            (']' | '}', _) => (spot, _) = (Spot::AfterValue, open.pop()),
            (',', _) => spot = if open.last() == Some(&'{') { Spot::Key } else { Spot::Value },
            ('=', _) => {
                // No list holds this: it was never closed.
                open.truncate(if open.last() == Some(&'[') { 0 } else { open.len() });
                spot = Spot::Value;
            }
            ('.', Spot::AfterKey) => spot = Spot::Key,
            _ => spot = after(spot),
        }
        rest = &rest[length..];
    }
    (spot, open)
}

/// What is read after a word or a text.
fn after(spot: Spot) -> Spot {
    match spot {
        Spot::Key => Spot::AfterKey,
        Spot::Value => Spot::AfterValue,
        spot => spot,
    }
}

/// The length of a text with its quotes, where it is closed, or else broken off by the end of its line.
fn end_of_text(text: &str, quote: char) -> Option<usize> {
    let is_long = text.chars().take_while(|c| *c == quote).count() >= 3;
    let mark = quote.to_string().repeat(if is_long { 3 } else { 1 });
    let mut at = mark.len();
    loop {
        let rest = &text[at..];
        match rest.chars().next()? {
            '\\' if quote == '"' => at += 1 + rest[1..].chars().next()?.len_utf8(),
            '\n' if !is_long => return Some(at),
            _ if rest.starts_with(&mark) => return Some(at + mark.len()),
            c => at += c.len_utf8(),
        }
    }
}

fn in_key(spot: Spot, before: &str, line: &str) -> Option<&'static str> {
    let has_colon =
        line.starts_with(':') || line.split_whitespace().next().is_some_and(|word| word.ends_with(':'));
    match spot {
        _ if has_colon => Some("a key and its value stand apart by =, not by a colon"),
        Spot::Key => given_twice(before, line),
        // What touches a key is a sign that keys do not hold.
        _ if !line.is_empty() && !before.ends_with(' ') => None,
        _ => Some("write key = value; a key holds no space"),
    }
}

fn in_header(before: &str, from: &str, line: &str) -> Option<&'static str> {
    if before.trim_end().ends_with(['[', '.']) {
        return given_twice(before, line);
    }
    // A letter that touches the name is one that names do not hold.
    (before.ends_with(' ') || !from.starts_with(char::is_alphabetic))
        .then_some("close the name of the table with ]")
}

/// Where a key that begins a line stands before already, and nothing else is wrong with it.
fn given_twice(before: &str, line: &str) -> Option<&'static str> {
    let is_of_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let key = match line.strip_prefix(['"', '\'']) {
        Some(text) => text.split(['"', '\'']).next().unwrap_or_default(),
        None => &line[..line.find(|c| !is_of_key(c)).unwrap_or(line.len())],
    };
    (!key.is_empty() && before.contains(key))
        .then_some("each key and each [table] may be given once; delete or rename one of the two")
}

fn in_value(line: &str) -> Option<&'static str> {
    let value = line.split([',', '#', ']', '}']).next().unwrap_or_default().trim();
    let word = value.split(' ').next().unwrap_or_default();
    let is_digit = |c: char| c.is_ascii_digit();
    let is_number =
        value.starts_with(is_digit) && value.chars().all(|c| is_digit(c) || matches!(c, '_' | '.'));
    if matches!(word.to_lowercase().as_str(), "yes" | "no" | "true" | "false") {
        Some("write true or false, in small letters and without quotes")
    } else if is_day(word) {
        Some("dates are written 2027-04-01, without quotes")
    } else if value.is_empty() && !line.starts_with([',', ']']) {
        Some("give a value after the =; or delete the key when there is none")
    } else if value.starts_with('.') {
        Some("put a digit before the point: 0.5")
    } else if is_number {
        value.starts_with('0').then_some("numbers do not begin with a zero")
    } else if value.starts_with(is_digit) {
        Some("a number stands alone, and its unit goes into `unit`; text goes in quotes")
    } else {
        value.starts_with(|c: char| !matches!(c, '=' | '+' | '-')).then_some("put text in quotes: \"...\"")
    }
}

/// Whether a word is a day: as TOML writes it, or in the order of some country, such as 01.04.2027.
fn is_day(word: &str) -> bool {
    let is_count = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = word.split(['.', '/']).collect();
    let is_of_toml = word.split_once('-').is_some_and(|(year, _)| is_count(year));
    // Of three groups of three digits each they are a number: 1.250.000.
    let is_number = parts.len() == 3 && parts[1..].iter().all(|part| part.len() == 3);
    is_of_toml || parts.len() == 3 && !is_number && parts.into_iter().all(is_count)
}

/// Whether the line of an error has an odd number of quotes: the texts after the one that is not closed are read inside out.
fn has_open_quote(before: &str, line: &str) -> bool {
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let whole = format!("{}{line}", &before[start..]);
    let line = whole.split(" #").next().unwrap_or_default();
    !line.contains('\'') && line.replace("\\\"", "").matches('"').count() % 2 == 1
}

/// Whether what was read as a number is the start of a day: 04/01/2027.
fn is_day_before(before: &str, line: &str) -> bool {
    let is_of_word = |c: char| c.is_ascii_digit() || matches!(c, '.' | '/');
    let start = before.rfind(|c| !is_of_word(c)).map_or(0, |at| at + 1);
    let rest = line.find(|c| !is_of_word(c)).unwrap_or(line.len());
    before.is_char_boundary(start) && is_day(&format!("{}{}", &before[start..], &line[..rest]))
}

fn after_value(before: &str, line: &str) -> Option<&'static str> {
    let follows_digit = |before: &str| before.ends_with(|c: char| c.is_ascii_digit());
    if line.starts_with(',') && follows_digit(before) {
        return Some("decimals are written with a point: 20.50");
    }
    before
        .strip_suffix('.')
        .is_some_and(follows_digit)
        .then_some("put a digit after the point, or leave the point out")
}

/// Between the entries of what is open.
fn between(open: &[char], before: &str, line: &str) -> Option<&'static str> {
    let is_apart = !(before.ends_with(char::is_alphanumeric) && line.starts_with(char::is_alphanumeric));
    match (open.last()?, line.chars().next()) {
        ('[', None) => Some("close the list with ]"),
        ('[', Some('=')) => Some("close the list before this with ]"),
        ('[', _) => is_apart.then_some("put a comma between the entries; and close the list with ]"),
        (_, None) => Some("close the table with }"),
        (_, Some('=' | ']')) => None,
        _ => is_apart.then_some("put a comma between the keys; and close the table with }"),
    }
}

fn in_text(quote: char, before: &str, from: &str) -> &'static str {
    if quote == '\'' {
        return "close the text with '; a text over several lines stands between ''' and '''";
    }
    if before.ends_with('\\') || from.starts_with('\\') {
        return "a backslash begins an escape: write \\\\ for one, or put the text in '...'";
    }
    "close the text with \"; a text over several lines stands between \"\"\" and \"\"\""
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Sources;
    use crate::files::node::parse_document;

    /// What the first problem of a text is helped with.
    fn help(text: &str) -> String {
        let source = Sources::default().add("v.toml", text);
        let (_, problems) = parse_document(text, source);
        problems.first().unwrap_or_else(|| panic!("nothing is wrong with {text:?}")).help.clone()
    }

    #[test]
    fn the_way_out_is_told_from_where_the_error_stands() {
        for (text, way_out) in [
            ("[fa cts]", "close the name"),
            ("a = [1, 2", "close the list with ]"),
            ("a = [1, ", "close the list with ]"),
            ("a = { b = 1", "close the table with }"),
            ("a = { b = 'x' c = 2 }", "comma between the keys"),
            ("a = { b = }", "give a value"),
            ("a = # none yet", "give a value"),
            ("a = { b: 1 }", "not by a colon"),
            ("a = ['x', y]", "in quotes"),
            ("a = 'x", "close the text with '"),
            ("a = \"\"\"x\n", "close the text"),
            ("a = 'C:\\offers\\'\nb = \"\\offers\"", "backslash"),
            ("a = \"x = [ { # \"\nb = c", "in quotes"),
            ("a = [1\nb = 2\nc = d", "comma between the entries"),
            ("[a]\n[b]\n[a]", "once"),
            ("a.b = 1\na.b = 2", "once"),
            ("a = { \"b\" = 1, \"b\" = 2 }", "once"),
            ("a = 0.5\nb = 00.5", "zero"),
            ("a = 2027-13-01", "dates are written"),
        ] {
            assert!(help(text).contains(way_out), "{text:?}: {:?}", help(text));
        }
        for text in ["a = 'x' b", "ä = 1", "a = [1,,2]", "a\"b = 1", "[]"] {
            assert_eq!(help(text), "", "{text:?}");
        }
    }
}
