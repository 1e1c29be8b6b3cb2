//! What people type: numbers in many writings, amounts of money, percentages, days, ranges.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::cells::is_blank;
pub(super) use super::cells::{is_day, is_time};
use super::words::{currency, folded, is_star, without_about};
use crate::decision::Date;
use crate::exact::Exact;

/// What a text says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Typed {
    /// A number in one or, where separators can be read two ways, two readings; the likelier first.
    Number(Amount),
    /// From one number to another.
    Range(Amount, Amount),
    /// A number with words around it: `4 - strong`.
    Worded(Exact),
    /// A day in one or two readings.
    Day(Vec<Date>),
    /// A day of the Buddhist calendar, taken to ours.
    Buddhist(Date),
    /// Some day of a time: a month, a quarter.
    Days(Date, Date),
    /// Anything else.
    Text,
}

/// A number as it was typed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Amount {
    /// One reading, or two.
    pub(super) readings: Vec<Exact>,
    pub(super) is_percent: bool,
    pub(super) currency: Option<&'static str>,
    /// `Mio.`, `k`: the factor that a word after the number names.
    pub(super) factor: Option<Exact>,
    /// Whether it is said to be only about right.
    pub(super) is_about: bool,
}

impl Amount {
    /// Digits with nothing around them.
    fn plain(number: Exact) -> Amount {
        Amount { readings: vec![number], is_percent: false, currency: None, factor: None, is_about: false }
    }
}

/// Digits and signs of other scripts as ASCII, and every space a plain one.
pub(super) fn plain(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{660}'..='\u{669}' => digit(c, 0x660),
        '\u{6f0}'..='\u{6f9}' => digit(c, 0x6f0),
        '\u{966}'..='\u{96f}' => digit(c, 0x966),
        '\u{e50}'..='\u{e59}' => digit(c, 0xe50),
        '\u{ff10}'..='\u{ff19}' => digit(c, 0xff10),
        '\u{66b}' | '．' => '.',
        '\u{66c}' | '，' => ',',
        '\u{66a}' | '％' => '%',
        '−' | '–' | '—' | '－' => '-',
        '’' | '‘' | '\u{2bc}' => '\'',
        c if is_blank(c) => ' ',
        c => c,
    };
    text.trim_matches(is_blank).chars().map(plain).collect()
}

fn digit(c: char, zero: u32) -> char {
    char::from_digit(u32::from(c) - zero, 10).unwrap_or(c)
}

/// Whether a text holds digits of another script than ours.
pub(super) fn has_foreign_digits(text: &str) -> bool {
    text.chars().any(|c| c.is_numeric() && !c.is_ascii()) && plain(text).chars().any(|c| c.is_ascii_digit())
}

/// The number that a spreadsheet program takes a text for in arithmetic: plain digits with a full stop, per cent.
pub(super) fn converted(text: &str) -> Option<Exact> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    match text.strip_suffix('%') {
        Some(percent) => Exact::parse(percent.trim()).ok().map(|percent| Exact::of_percent(&percent)),
        None => Exact::parse(text).ok(),
    }
}

/// The longest text that is looked at as a number or a day, in bytes.
const LONGEST: usize = 400;

/// Reads a text.
pub(super) fn typed(text: &str) -> Typed {
    let stars = text.chars().filter(|c| is_star(*c)).count();
    if stars > 0 && stars == text.trim().chars().count() {
        return Typed::Number(Amount::plain(Exact::from(stars)));
    }
    if text.len() > LONGEST || !text.contains(char::is_numeric) {
        return Typed::Text;
    }
    let text = plain(text);
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Typed::Text;
    }
    // Most cells of a large sheet hold a few digits and nothing else.
    if text.bytes().all(|byte| byte.is_ascii_digit())
        && let Ok(number) = Exact::parse(&text)
    {
        return Typed::Number(Amount::plain(number));
    }
    if let Some(day) = day(&text) {
        return day;
    }
    let (exact, is_about) = without_about(&text);
    if let Some(mut amount) = amount(exact) {
        amount.is_about = is_about;
        return Typed::Number(amount);
    }
    if let Some((low, high)) = range(exact) {
        return Typed::Range(low, high);
    }
    worded(exact).map_or(Typed::Text, Typed::Worded)
}

/// A mark out of the most that there is, `8/10`: both.
pub(super) fn out_of(text: &str) -> Option<(Exact, Exact)> {
    const MOST: [u32; 10] = [3, 4, 5, 6, 7, 10, 20, 25, 50, 100];
    // `★★★☆☆`
    let (full, empty) =
        (text.chars().filter(|c| is_star(*c)).count(), text.chars().filter(|c| *c == '☆').count());
    if full + empty > 1 && empty > 0 && full + empty == text.trim().chars().count() {
        return Some((Exact::from(full), Exact::from(full + empty)));
    }
    let text = plain(text);
    let (mark, most) = text.split_once('/')?;
    let most: u32 = most.trim().parse().ok().filter(|most| MOST.contains(most))?;
    let mark = readings(mark.trim())?.into_iter().last()?;
    let most = Exact::from(most);
    (!mark.is_negative() && mark <= most).then_some((mark, most))
}

/// `3-4`, `18-21 €`, `5 to 7`.
fn range(text: &str) -> Option<(Amount, Amount)> {
    let split = text.char_indices().skip(1).find(|(_, c)| *c == '-').map(|(at, _)| (at, 1));
    let (at, length) = split.or_else(|| {
        [" to ", " bis ", " à ", " a "].iter().find_map(|word| text.find(word).map(|at| (at, word.len())))
    })?;
    let (low, high) = (amount(text[..at].trim())?, amount(text[at + length..].trim())?);
    (low.readings[0] < high.readings[0]).then(|| {
        let low = Amount { currency: low.currency.or(high.currency), is_percent: high.is_percent, ..low };
        (low, high)
    })
}

/// `4 - strong`, `2 (see note)`: a number of at most three digits first, then words.
fn worded(text: &str) -> Option<Exact> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')?;
    let (number, words) = text.split_at(end);
    let words = words.trim_start();
    let is_number = (1..=4).contains(&number.len()) && number.starts_with(|c: char| c.is_ascii_digit());
    let is_set_off = words.starts_with(['-', '(', ':', '=', '/', ',']) || text[end..].starts_with(' ');
    (is_number && is_set_off && words.chars().any(char::is_alphabetic) && !has_unit(words))
        .then(|| Exact::parse(&number.trim_end_matches(['.', ',']).replace(',', ".")).ok())
        .flatten()
}

/// Whether words are what a number counts, and no remark on it.
fn has_unit(words: &str) -> bool {
    words.chars().count() > 40
}

/// A number with what may stand around it: sign of a currency, per cent, a word for thousands or millions.
fn amount(text: &str) -> Option<Amount> {
    let mut rest = text.trim().to_owned();
    let found = currency(&rest);
    if found.is_some() {
        for (sign, _) in super::words::CURRENCIES {
            rest = rest.replace(sign, " ");
        }
    }
    let is_percent = rest.contains('%');
    let rest = rest.replace('%', " ");
    let rest = rest.trim();
    let end = rest.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (number, word) = rest.split_at(end);
    let word = folded(word.trim().trim_start_matches([',', '.', '-']));
    let factor = if word.is_empty() { None } else { Some(factor(&word)?) };
    let readings = readings(number.trim())?;
    Some(Amount { readings, is_percent, currency: found, factor: factor.map(Exact::from), is_about: false })
}

/// What a word after a number multiplies it with; none where the word is something else.
fn factor(word: &str) -> Option<u32> {
    match word.trim_end_matches('.') {
        "k" | "tsd" | "thousand" | "mil" | "tuhat" | "千" | "พัน" => Some(1_000),
        "万" => Some(10_000),
        "m" | "mio" | "mill" | "million" | "millions" | "millionen" | "millones" | "mn" | "milj" | "百万"
        | "ล้าน" => Some(1_000_000),
        "億" => Some(100_000_000),
        _ => None,
    }
}

/// The readings of digits with separators: one, or two where a single separator has three digits after it.
pub(super) fn readings(text: &str) -> Option<Vec<Exact>> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let digits = digits.strip_prefix('+').unwrap_or(digits);
    let is_digit = |c: char| c.is_ascii_digit();
    if !digits.starts_with(is_digit)
        || !digits.chars().all(|c| is_digit(c) || matches!(c, '.' | ',' | ' ' | '\''))
    {
        return None;
    }
    let number = |whole: &str, decimals: &str| {
        let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
        let text = if decimals.is_empty() { whole } else { format!("{whole}.{decimals}") };
        Exact::parse(&format!("{sign}{text}")).ok()
    };
    let separators: Vec<char> = digits.chars().filter(|c| !is_digit(*c)).collect();
    let Some(last) = separators.last().copied() else { return Some(vec![number(digits, "")?]) };
    let count = separators.iter().filter(|c| **c == last).count();
    let (whole, decimals) = digits.rsplit_once(last)?;
    let is_grouped = || {
        let groups: Vec<&str> = digits.split(|c| !is_digit(c)).collect();
        groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3)
    };
    if matches!(last, ' ' | '\'') || count > 1 {
        return is_grouped().then(|| number(digits, "")).flatten().map(|one| vec![one]);
    }
    if separators.len() > 1 {
        // Two kinds: the last is the decimal sign, the others are between thousands.
        let groups: Vec<&str> = whole.split(|c| !is_digit(c)).collect();
        let is_grouped = groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
        return is_grouped.then(|| number(whole, decimals)).flatten().map(|one| vec![one]);
    }
    let decimal = number(whole, decimals)?;
    if decimals.len() == 3 && is_grouped() && !whole.starts_with('0') {
        return Some(vec![number(digits, "")?, decimal]);
    }
    Some(vec![decimal])
}

const MONTHS: [&str; 12] = [
    "jan january januar janvier enero tammikuu ม.ค. มกราคม",
    "feb february februar fevrier febrero helmikuu ก.พ. กุมภาพันธ์",
    "mar march marz mars marzo maaliskuu มี.ค. มีนาคม",
    "apr april avril abril huhtikuu เม.ย. เมษายน",
    "may mai mayo toukokuu พ.ค. พฤษภาคม",
    "jun june juni juin junio kesakuu มิ.ย. มิถุนายน",
    "jul july juli juillet julio heinakuu ก.ค. กรกฎาคม",
    "aug august aout agosto elokuu ส.ค. สิงหาคม",
    "sep sept september septembre septiembre syyskuu ก.ย. กันยายน",
    "oct okt october oktober octobre octubre lokakuu ต.ค. ตุลาคม",
    "nov november novembre noviembre marraskuu พ.ย. พฤศจิกายน",
    "dec dez december dezember decembre diciembre joulukuu ธ.ค. ธันวาคม",
];

/// The month of each name, as names are compared.
static MONTHS_FOLDED: LazyLock<HashMap<String, u8>> = LazyLock::new(|| {
    let months = (1..).zip(MONTHS);
    months.flat_map(|(month, names)| names.split(' ').map(move |name| (folded(name), month))).collect()
});

/// The years by which the Buddhist calendar is ahead.
pub(super) const BUDDHIST: u16 = 543;
/// The years that a contract can speak of.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2150;
/// The same in the Buddhist calendar.
pub(super) const BUDDHIST_YEARS: std::ops::RangeInclusive<u16> = 2443..=2693;

/// A day, or some day of a month or quarter.
fn day(text: &str) -> Option<Typed> {
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let number =
        |part: &str| part.parse::<u16>().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(year) = text
        .strip_prefix(['Q', 'q'])
        .and_then(|rest| number(rest.get(2..)?.trim()))
        .filter(|year| YEARS.contains(year))
    {
        let quarter = text.chars().nth(1)?.to_digit(10).filter(|quarter| (1..=4).contains(quarter))?;
        let first = u8::try_from(3 * quarter - 2).ok()?;
        return Some(Typed::Days(valid(year, first, 1)?, last(year, first + 2)?));
    }
    if let Some((date, rest)) = parts.split_first()
        && let Some(date) = number(date).and_then(|date| u8::try_from(date).ok())
        && let Some(year) = rest.last().and_then(|year| number(year))
        && rest.len() >= 2
    {
        // With the month as a word; its own full stops were cut off.
        let word = folded(text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' '));
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ').trim();
        if let Some(month) = MONTHS_FOLDED.get(word).or_else(|| MONTHS_FOLDED.get(&format!("{word}."))) {
            return counted(year, *month, date);
        }
    }
    let numbers: Vec<u16> = parts.iter().filter_map(|part| number(part)).collect();
    if numbers.len() != parts.len() || text.contains(' ') {
        return None;
    }
    let short = |at: usize| numbers.get(at).and_then(|number| u8::try_from(*number).ok());
    match numbers.as_slice() {
        [year, ..] if numbers.len() == 3 && YEARS.contains(year) => {
            Some(Typed::Day(vec![valid(*year, short(1)?, short(2)?)?]))
        }
        [_, _, year] if YEARS.contains(year) => {
            let readings: Vec<Date> =
                [valid(*year, short(1)?, short(0)?), valid(*year, short(0)?, short(1)?)]
                    .into_iter()
                    .flatten()
                    .collect();
            // With full stops the day comes first.
            let is_certain = text.contains('.') || readings.len() < 2 || readings[0] == readings[1];
            let readings = if is_certain { readings.into_iter().take(1).collect() } else { readings };
            (!readings.is_empty()).then_some(Typed::Day(readings))
        }
        [_, _, year] if BUDDHIST_YEARS.contains(year) => counted(*year, short(1)?, short(0)?),
        [month, year] if YEARS.contains(year) && (1..=12).contains(month) && !text.contains('-') => {
            let month = short(0)?;
            Some(Typed::Days(valid(*year, month, 1)?, last(*year, month)?))
        }
        _ => None,
    }
}

/// A day in our calendar or the Buddhist one.
fn counted(year: u16, month: u8, day: u8) -> Option<Typed> {
    if BUDDHIST_YEARS.contains(&year) {
        return Some(Typed::Buddhist(valid(year - BUDDHIST, month, day)?));
    }
    YEARS.contains(&year).then(|| Some(Typed::Day(vec![valid(year, month, day)?]))).flatten()
}

fn valid(year: u16, month: u8, day: u8) -> Option<Date> {
    format!("{year:04}-{month:02}-{day:02}").parse().ok()
}

/// The last day of a month.
fn last(year: u16, month: u8) -> Option<Date> {
    (28..=31).rev().find_map(|day| valid(year, month, day))
}

/// A heading that says how far marks go, `Acme (1-10)`, `Score [0 to 5]`: the rest of it, and the ends.
pub(super) fn headed_ends(text: &str) -> Option<(&str, (u32, u32))> {
    let open = text.rfind(['(', '[', '（'])?;
    let inner = text[open..].trim_start_matches(['(', '[', '（']).trim_end();
    let inner = inner.strip_suffix([')', ']', '）'])?;
    let is_plain = inner.starts_with(|c: char| c.is_ascii_digit()) && !inner.contains(['(', '[', '（']);
    let found = ends(inner).filter(|_| is_plain).or_else(|| Some((0, most(inner)?)));
    Some((text[..open].trim_end(), found?))
}

/// The most of a scale that is named alone: `max 10`, `out of 20`, `/5`.
fn most(text: &str) -> Option<u32> {
    const WORDS: &str =
        "max maximum maximal out of hochstens von sur sobre maks макс mark marks points point pts punkte";
    const HIGHEST: u32 = 1000;
    let words = folded(text);
    let mut parts = words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let is_known = |part: &str| WORDS.split(' ').any(|word| word == part);
    let numbers = numbers(&words);
    let [(start, _, number)] = numbers.as_slice() else { return None };
    let before = words[..*start].trim_end();
    let is_named = before.ends_with(['/', '.']) || before.split(' ').any(is_known) && !before.is_empty();
    let is_all = parts.all(|part| is_known(part) || part.parse() == Ok(*number));
    (is_named && is_all && (1..=HIGHEST).contains(number)).then_some(*number)
}

/// A scale that goes as far below nothing as above, `-2 to +2`: how far.
pub(super) fn both_ways(text: &str) -> Option<u32> {
    let numbers = numbers(text);
    numbers.windows(2).find_map(|pair| {
        let [(low, end, from), (high, _, to)] = pair else { return None };
        let is_below = text[..*low].ends_with(['-', '−']);
        let between = &text[*end..*high];
        let is_joined = !between.contains(['=', ',', ';']) && between.len() < 12;
        (is_below && from == to && is_joined).then_some(*to)
    })
}

/// A weight as people type it, a number with a unit, a sign or a remark: `60 pts`, `x3`, `1/3`, `60 %*`, `60 (key)`; and
/// whether it is per cent.
pub(super) fn weight_in(text: &str) -> Option<(Exact, bool)> {
    const UNITS: &str = "pt pts p pp pkt pkte punkte points point poin marks percent prozent pct pourcent";
    let text = plain(text);
    let bare = text.split(['(', '[', '*', '†', '‡', '¹', '²']).next()?.trim();
    if let Typed::Number(amount) = typed(bare) {
        let is_one = amount.readings.len() == 1 && amount.factor.is_none() && amount.currency.is_none();
        return is_one.then(|| (amount.readings[0].clone(), amount.is_percent));
    }
    if let Some((above, below)) = bare.split_once('/') {
        let whole = |text: &str| Exact::parse(text.trim()).ok().filter(|number| !number.is_negative());
        return Some((whole(above)?.over(&whole(below)?)?, false));
    }
    let times = ['x', 'X', '×'];
    let bare = bare.strip_prefix(times).or_else(|| bare.strip_suffix(times)).unwrap_or(bare).trim();
    let end = bare.find(|c: char| c.is_alphabetic()).unwrap_or(bare.len());
    let (number, unit) = (bare[..end].trim(), folded(bare[end..].trim_end_matches('.')));
    let is_percent = ["percent", "prozent", "pct", "pourcent"].contains(&unit.as_str());
    let is_unit = unit.is_empty() || UNITS.split(' ').any(|word| word == unit);
    let readings = readings(number).filter(|readings| is_unit && readings.len() == 1)?;
    Some((readings[0].clone(), is_percent))
}

/// `1-5`, `0 bis 10`, `1 = poor, 5 = excellent`.
pub(super) fn ends(text: &str) -> Option<(u32, u32)> {
    let numbers: Vec<(usize, usize, u32)> = numbers(text);
    let is_scale = |from: u32, to: u32| from <= 1 && [3, 4, 5, 6, 7, 10, 20, 100].contains(&to);
    for pair in numbers.windows(2) {
        let [(_, end, from), (start, _, to)] = pair else { continue };
        let between = folded(&text[*end..*start]);
        let joined = [
            "-",
            "~",
            "〜",
            "to",
            "bis",
            "a",
            "à",
            "al",
            "til",
            "till",
            "hasta",
            "から",
            "ถึง",
            "إلى",
            "..",
            "…",
        ];
        if is_scale(*from, *to) && joined.contains(&between.trim()) {
            return Some((*from, *to));
        }
    }
    let named: Vec<u32> = numbers
        .iter()
        .filter(|(_, end, _)| text[*end..].trim_start().starts_with(['=', ':']))
        .map(|(.., number)| *number)
        .collect();
    let (low, high) = (*named.iter().min()?, *named.iter().max()?);
    is_scale(low, high).then_some((low, high))
}

/// The whole numbers of a text with where they begin and end.
pub(super) fn numbers(text: &str) -> Vec<(usize, usize, u32)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_ascii_digit() {
            start = start.or(Some(at));
        } else if let Some(from) = start.take() {
            found.extend(text[from..at].parse().ok().map(|number| (from, at, number)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Vec<String> {
        match typed(text) {
            Typed::Number(amount) => amount.readings.iter().map(ToString::to_string).collect(),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, readings) in [
            ("12,5", vec!["12.5"]),
            ("1.234,50", vec!["1234.5"]),
            ("1.234.567,00 €", vec!["1234567"]),
            ("1.402.000,- €", vec!["1402000"]),
            ("60.000", vec!["60000", "60"]),
            ("45,000", vec!["45000", "45"]),
            ("30\u{a0}000", vec!["30000"]),
            ("1'950.00 CHF", vec!["1950"]),
            ("฿๓๙๕.๕๐", vec!["395.5"]),
            ("٣٫٥", vec!["3.5"]),
            ("๑๐ %", vec!["10"]),
            ("ca. 75 %", vec!["75"]),
            ("0.125", vec!["0.125"]),
        ] {
            assert_eq!(number(text), readings, "{text}");
        }
    }

    #[test]
    fn days_ranges_and_words_are_told_apart() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(typed("31.12.2027"), Typed::Day(vec![day("2027-12-31")]));
        assert_eq!(typed("03/04/2027"), Typed::Day(vec![day("2027-04-03"), day("2027-03-04")]));
        assert_eq!(typed("15/05/2570"), Typed::Buddhist(day("2027-05-15")));
        assert_eq!(typed("๑ เม.ย. ๒๕๗๐"), Typed::Buddhist(day("2027-04-01")));
        assert_eq!(typed("12/2027"), Typed::Days(day("2027-12-01"), day("2027-12-31")));
        assert_eq!(typed("Q2 2027"), Typed::Days(day("2027-04-01"), day("2027-06-30")));
        assert!(matches!(typed("3-4"), Typed::Range(..)));
        assert!(matches!(typed("18-21 €"), Typed::Range(..)));
        assert_eq!(typed("4 - strong"), Typed::Worded(Exact::from(4)));
        assert_eq!(typed("Good references"), Typed::Text);
        assert_eq!(typed("3"), Typed::Number(Amount::plain(Exact::from(3))));
        assert_eq!(typed("007"), Typed::Number(Amount::plain(Exact::from(7))));
    }
}
