//! What somebody meant who typed a value as a spreadsheet or another country writes it.

use crate::exact::Exact;

/// Words for "we do not know".
const UNKNOWN: [&str; 34] = [
    "-",
    "--",
    "–",
    "—",
    "?",
    "??",
    "n/a",
    "na",
    "n.a.",
    "#n/a",
    "tbd",
    "t.b.d.",
    "tbc",
    "tba",
    "null",
    "nil",
    "none",
    "nan",
    "unknown",
    "not known",
    "not yet",
    "not available",
    "not applicable",
    "not provided",
    "not stated",
    "to be defined",
    "to be determined",
    "to be confirmed",
    "to be announced",
    "in progress",
    "in process",
    "pending",
    "on request",
    "???",
];
/// Words for "there is none", where things are listed.
const NOTHING: [&str; 12] =
    ["none", "nil", "nothing", "no", "-", "--", "–", "—", "n/a", "keine", "ninguno", "ninguna"];
const YES: [&str; 8] = ["yes", "y", "true", "ja", "oui", "si", "sí", "sim"];
const NO: [&str; 7] = ["no", "n", "false", "nein", "non", "não", "nej"];

/// Words after those, which say that it may change.
const SO_FAR: [&str; 6] = [" yet", " so far", " for now", " at present", " at the moment", " currently"];

/// A text in small letters, without the words that say that it may change.
fn core(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let without = SO_FAR.iter().find_map(|ending| lower.strip_suffix(ending));
    // "Not yet" is said by itself.
    without.filter(|rest| *rest != "not").map_or_else(|| lower.clone(), |rest| rest.trim_end().to_owned())
}

/// What to write for a value that is not known; none for any other text.
#[must_use]
pub(crate) fn unknown(text: &str) -> Option<&'static str> {
    UNKNOWN
        .contains(&core(text).as_str())
        .then_some("a fact that is not known yet is written { }; any other key is left out")
}

/// What to write in place of a thing of a list that is none: nobody has a certificate that is called "TBD". None for any
/// other text.
///
/// - `is_alone`: whether the list holds nothing else.
#[must_use]
pub(crate) fn no_thing(text: &str, is_alone: bool) -> Option<&'static str> {
    let is_none = NOTHING.contains(&core(text).as_str());
    let is_unknown = || unknown(text).is_some();
    match (is_alone, is_none) {
        (true, true) => Some("write [] where there are none, and { } where it is not known yet"),
        (true, false) if is_unknown() => Some("a fact that is not known yet is written { }"),
        (false, is_none) if is_none || is_unknown() => {
            Some("take it out of the list; what is not known yet goes into `note`")
        }
        _ => None,
    }
}

/// What to write for yes or no; none for any other text.
#[must_use]
pub(crate) fn yes_or_no(text: &str) -> Option<&'static str> {
    let lower = text.trim().to_lowercase();
    if YES.contains(&lower.as_str()) {
        Some("write true, in small letters and without quotes")
    } else if NO.contains(&lower.as_str()) {
        Some("write false, in small letters and without quotes")
    } else {
        None
    }
}

/// What to write for a number that is not told exactly: two ends of a range, about so much, at least or at most so much.
/// None for any other text.
#[must_use]
pub(crate) fn vague(text: &str) -> Option<String> {
    const ABOUT: [&str; 8] = ["~", "≈", "about ", "approximately ", "approx. ", "approx ", "circa ", "ca. "];
    const AT_LEAST: [&str; 9] = [">=", "=>", "≥", ">", "over ", "more than ", "at least ", "from ", "min. "];
    const AT_MOST: [&str; 9] = ["<=", "=<", "≤", "<", "under ", "less than ", "at most ", "up to ", "max. "];
    const BETWEEN: [&str; 6] = [" to ", "..", "…", "–", "—", "-"];
    let lower = text.trim().to_lowercase();
    let after = |marks: &[&str]| marks.iter().find_map(|mark| bare(lower.strip_prefix(mark)?));
    if let Some(likely) = after(&ABOUT) {
        let range = range("...", &likely, "...");
        return Some(format!(
            "write {likely}, and `note` says that it is about so much; or as a fact {range}"
        ));
    }
    let open = after(&AT_LEAST).or_else(|| after(&AT_MOST)).or_else(|| bare(lower.strip_suffix('+')?));
    if let Some(end) = open {
        let range = range("...", "...", "...");
        return Some(format!(
            "a number has no open end: write {end}, and `note` says more; or as a fact {range}"
        ));
    }
    let (low, high) = BETWEEN.iter().find_map(|sign| {
        let (low, high) = lower.split_once(sign)?;
        Some((bare(low)?, bare(high.trim_start_matches('.'))?))
    })?;
    let [low_end, high_end] = [&low, &high].map(|end| end.parse::<f64>().unwrap_or(f64::NAN));
    (low_end < high_end).then(|| {
        format!("a fact may be a range, {}; any other number is one number", range(&low, "...", &high))
    })
}

/// A range as a file has it.
fn range(low: &str, likely: &str, high: &str) -> String {
    format!("{{ low = {low}, likely = {likely}, high = {high} }}")
}

/// Words that multiply a number, by their powers of ten.
const POWERS: [(&str, u32); 21] = [
    ("k", 3),
    ("tsd", 3),
    ("tsd.", 3),
    ("thousand", 3),
    ("lakh", 5),
    ("lakhs", 5),
    ("m", 6),
    ("mm", 6),
    ("mn", 6),
    ("mln", 6),
    ("mio", 6),
    ("mio.", 6),
    ("million", 6),
    ("millions", 6),
    ("crore", 7),
    ("crores", 7),
    ("b", 9),
    ("bn", 9),
    ("bln", 9),
    ("mrd", 9),
    ("billion", 9),
];

/// A word that multiplies what stands before it, and what follows it: `k€` and `mio EUR`.
fn power(after: &str) -> Option<(u32, &str)> {
    let after = after.trim_start();
    let end = after.find(|c: char| !c.is_alphabetic() && c != '.').unwrap_or(after.len());
    let word = after[..end].to_lowercase();
    let (_, power) = POWERS.iter().find(|(known, _)| *known == word)?;
    Some((*power, after[end..].trim()))
}

/// A number with its point so many places further right.
fn times(number: &str, power: u32) -> Option<String> {
    let ten = Exact::from(10);
    Some((0..power).fold(Exact::parse(number).ok()?, |number, _| &number * &ten).to_string())
}

/// The number in a text that holds nothing else but its unit.
fn bare(text: &str) -> Option<String> {
    let is_of_unit = |c: char| c.is_alphabetic() || " /%€$£¥฿₹₱₫₩".contains(c);
    let core = text.trim_matches(is_of_unit);
    let after = &text[text.find(core)? + core.len()..];
    let is_number =
        core.starts_with(|c: char| c.is_ascii_digit()) && core.ends_with(|c: char| c.is_ascii_digit());
    let is_plain = core.chars().all(|c| c.is_ascii_digit() || ".,'’ \u{a0}\u{202f}".contains(c));
    let [written, _] = (is_number && is_plain).then(|| plain(core)).flatten()?;
    match power(after) {
        Some((power, _)) => times(&written?, power),
        None => written,
    }
}

/// How a number is to be written that stands in a text with its unit, or with commas; none for a text without one.
#[must_use]
pub(crate) fn number(text: &str) -> Option<String> {
    let is_digit = |c: char| c.is_ascii_digit();
    let text = text.trim();
    if text.ends_with('.') {
        return None;
    }
    let start = text.find(is_digit)?;
    let end = text.rfind(is_digit)? + 1;
    let (before, core, after) = (text[..start].trim(), &text[start..end], text[end..].trim());
    // Two numbers, or a number within a name, are none.
    let is_separator = |c: char| is_digit(c) || ",.'’ \u{a0}\u{202f}_".contains(c);
    let is_of_unit = |c: char| c.is_alphabetic() || " -/.%°²³€$£¥฿₹₱₫₩".contains(c);
    let is_unit = |part: &str| part.chars().count() <= 20 && part.chars().all(is_of_unit);
    if !core.chars().all(is_separator) || !is_unit(before) || !is_unit(after) || core.len() > 30 {
        return None;
    }
    // A point with nothing before it stands before decimals.
    let (before, decimals) = match before.strip_suffix(['.', ',']) {
        Some(rest) if core.chars().all(is_digit) => (rest.trim(), Some(format!("0.{core}"))),
        _ => (before, None),
    };
    let (sign, before) = before.strip_suffix('-').map_or(("", before), |before| ("-", before.trim()));
    let [written, otherwise] =
        decimals.map_or_else(|| plain(core), |decimals| Some([Some(decimals), None]))?;
    let written = written?;
    if let Some((power, unit)) = power(after) {
        let meant = times(&written, power)?;
        let unit = format!("{before}{unit}");
        let unit = if unit.is_empty() {
            String::new()
        } else {
            format!("; a unit such as `{unit}` has a key of its own")
        };
        // A single letter may be a unit as well: of time, of length.
        let otherwise = match after {
            "k" | "K" => String::new(),
            after if after.chars().count() == 1 => {
                format!(", or {sign}{written} where `{after}` is its unit")
            }
            _ => String::new(),
        };
        return Some(format!("write {sign}{meant}{otherwise}{unit}"));
    }
    let unit = format!("{before}{after}");
    let otherwise =
        otherwise.map_or_else(String::new, |other| format!(", or {sign}{other} where decimals are meant"));
    let unit = match unit.as_str() {
        "" => String::new(),
        unit => format!("; a unit such as `{unit}` has a key of its own"),
    };
    Some(format!("write {sign}{written}{otherwise}{unit}"))
}

/// A number with a point before its decimals and nothing between its thousands; and what else it may be.
fn plain(core: &str) -> Option<[Option<String>; 2]> {
    let is_space = |c: char| "'’ \u{a0}\u{202f}_".contains(c);
    // Between thousands, and not between two numbers.
    let is_of_thousands = |group: &str| group.split([',', '.']).next().is_some_and(|group| group.len() == 3);
    if !core.split(is_space).skip(1).all(is_of_thousands) {
        return None;
    }
    let bare: String = core.chars().filter(|c| !is_space(*c)).collect();
    let is_grouped = |rest: &str| rest.split([',', '.']).all(|group| group.len() == 3);
    let last = bare.rfind([',', '.']);
    let Some(last) = last else { return Some([Some(bare), None]) };
    let (whole, decimals) = (&bare[..last], &bare[last + 1..]);
    let sign = bare[last..].chars().next()?;
    let signs: Vec<char> = bare.chars().filter(|c| matches!(c, ',' | '.')).collect();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    Some(match signs.as_slice() {
        // 60,000 is sixty thousand to some, and sixty to others.
        [','] if decimals.len() == 3 => [Some(digits(&bare)), Some(format!("{whole}.{decimals}"))],
        [_] => [Some(format!("{whole}.{decimals}")), None],
        // 1,234,567 and 1.234.567
        signs if signs.iter().all(|other| *other == sign) => {
            let (_, groups) = bare.split_once(sign)?;
            is_grouped(groups).then(|| [Some(digits(&bare)), None])?
        }
        // 1.234,50 and 1,234.50
        _ => [Some(format!("{}.{decimals}", digits(whole))), None],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_not_told_exactly_have_a_way_to_be_written() {
        let between =
            "a fact may be a range, { low = 14, likely = ..., high = 16 }; any other number is one number";
        for typed in ["14-16", "14 - 16", "14–16", "14 to 16", "14..16", "14…16", "$14-16", "14 to 16 USD"]
        {
            assert_eq!(vague(typed).as_deref(), Some(between), "{typed}");
        }
        for typed in ["~14", "about 14", "ca. 14", "≈ 14", "approx. 14 USD"] {
            let told = vague(typed).unwrap_or_default();
            assert!(told.starts_with("write 14, ") && told.contains("likely = 14"), "{typed}: {told}");
        }
        for typed in [">14", ">= 14", "<14", "14+", "at least 14", "up to 14", "≤14 %", "over 14"] {
            let told = vague(typed).unwrap_or_default();
            assert!(told.starts_with("a number has no open end: write 14"), "{typed}: {told}");
        }
        for typed in ["14", "16-14", "2026-10", "ISO 27001", "-14", "a-b", "", "+", "1-2-3", "C++", "01/04"] {
            assert_eq!(vague(typed), None, "{typed}");
        }
    }

    #[test]
    fn numbers_are_told_as_they_should_be_written() {
        for (typed, told) in [
            ("9,90", "write 9.90"),
            ("$17.40", "write 17.40; a unit such as `$` has a key of its own"),
            ("17.40 USD", "write 17.40; a unit such as `USD` has a key of its own"),
            ("60,000", "write 60000, or 60.000 where decimals are meant"),
            ("60 000", "write 60000"),
            ("1.234,50", "write 1234.50"),
            ("1,234.50 €", "write 1234.50; a unit such as `€` has a key of its own"),
            ("1.234.567", "write 1234567"),
            ("35%", "write 35; a unit such as `%` has a key of its own"),
            ("-5", "write -5"),
            ("12", "write 12"),
            (".7", "write 0.7"),
            ("-.75 EUR", "write -0.75; a unit such as `EUR` has a key of its own"),
        ] {
            assert_eq!(number(typed).as_deref(), Some(told), "{typed}");
        }
        for typed in ["20 30", "20.", "cheap", "ISO 27001:2022", "1.2.3", "", "10 to 12"] {
            assert_eq!(number(typed), None, "{typed}");
        }
    }
}
