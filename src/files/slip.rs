//! What to do about the slips of syntax that people make.

/// The help for a syntax error.
///
/// - `message`: what the parser says.
/// - `before`, `from`: the text up to the error, and from it on.
pub(crate) fn way_out(message: &str, before: &str, from: &str) -> &'static str {
    let line = from.lines().next().unwrap_or_default().trim();
    by_text(message, before, line).or_else(|| by_message(message)).unwrap_or_default()
}

/// Where the text itself tells what was meant.
fn by_text(message: &str, before: &str, line: &str) -> Option<&'static str> {
    let starts_with_digit = line.starts_with(|c: char| c.is_ascii_digit());
    let wants_quotes = message.contains("must be quoted");
    let word = line.split([' ', ',', '#', '}']).next().unwrap_or_default().to_lowercase();
    if line.starts_with("//") {
        return Some("comments begin with #");
    }
    if line.starts_with(['“', '”', '„', '‘', '’']) {
        return Some("text stands in straight quotes: \"...\"");
    }
    if matches!(word.as_str(), "yes" | "no" | "true" | "false") {
        return Some("write true or false, in small letters and without quotes");
    }
    if looks_like_day(line) {
        return Some("dates are written 2027-04-01, without quotes");
    }
    if wants_quotes && line.is_empty() {
        return Some("give a value after the =; or delete the key when there is none");
    }
    if wants_quotes && starts_with_digit {
        return Some("a number stands alone, and its unit goes into `unit`; text goes in quotes");
    }
    let follows_digit = before.ends_with(|c: char| c.is_ascii_digit());
    if line.starts_with(',') && follows_digit {
        return Some("decimals are written with a point: 20.50");
    }
    let has_colon =
        line.starts_with(':') || line.split_whitespace().next().is_some_and(|word| word.ends_with(':'));
    if message.contains("key") && has_colon {
        return Some("a key and its value stand apart by =, not by a colon");
    }
    if message.contains("expected non-double-quote") {
        return Some("delete the control character");
    }
    None
}

/// Whether a line begins with a day in the order of some country, such as 01.04.2027.
fn looks_like_day(line: &str) -> bool {
    let word = line.split([' ', ',', '#', '}']).next().unwrap_or_default();
    let parts: Vec<&str> = word.split(['.', '/']).collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Where what the parser says is enough. The first that is contained counts.
const BY_MESSAGE: [(&str, &str); 16] = [
    ("duplicate key", "each key and each [table] may be given once; delete or rename one of the two"),
    ("must be quoted", "put text in quotes: \"...\""),
    ("date", "dates are written 2027-04-01, without quotes"),
    ("recurs", "values are nested too deeply; no criteria or vendor file needs more than a few levels"),
    ("unclosed table", "close the name of the table with ]"),
    ("missing comma between array", "put a comma between the entries; and close the list with ]"),
    ("unclosed array", "close the list with ]"),
    ("in array", "close the list before this with ]"),
    ("missing comma between key-value", "put a comma between the keys; and close the table with }"),
    ("unclosed inline table", "close the table with }"),
    ("escaped value", "a backslash begins an escape: write \\\\ for one, or put the text in '...'"),
    ("key with no value", "write key = value; a key holds no space"),
    ("fraction", "put a digit after the point, or leave the point out"),
    ("mantissa", "put a digit before the point: 0.5"),
    ("leading zero", "numbers do not begin with a zero"),
    ("expected `\"`", "close the text with \"; a text over several lines stands between \"\"\" and \"\"\""),
];

fn by_message(message: &str) -> Option<&'static str> {
    BY_MESSAGE.iter().find(|(part, _)| message.contains(part)).map(|(_, help)| *help)
}
