//! Names of things that are likely one thing written in two ways, and lists that were typed as one text.

use super::letters::skeleton;
use super::named::{Language, language_called, language_of_code};
use super::same_word;

/// A name reduced to what people mean by it.
struct Reduced {
    /// Its words in small letters; letters and digits apart, without what tells a version.
    words: Vec<String>,
    /// The words in one.
    joined: String,
    /// The language that it names.
    language: Option<Language>,
}

/// Whether two names that are not the same word may well stand for one thing: they differ in spaces and signs, in a
/// version, by a word at the end, by slips of a letter or two, or one is the code of a language and the other its name.
///
/// Only good for a question: the names of different things may be that close.
#[must_use]
pub fn resembles(a: &str, b: &str) -> bool {
    /// Longer names are no things that anybody asks for.
    const LONGEST: usize = 100;
    if same_word(a, b) || a.len().max(b.len()) > LONGEST {
        return false;
    }
    if skeleton(a) == skeleton(b) {
        return true;
    }
    let (a, b) = (Reduced::of(a), Reduced::of(b));
    if a.words.is_empty() || b.words.is_empty() {
        return false;
    }
    match (a.language, b.language) {
        (Some(one), Some(other)) => one == other,
        _ => {
            a.joined == b.joined
                || a.words.starts_with(&b.words)
                || b.words.starts_with(&a.words)
                || is_number_of(&a.words, &b.words)
                || is_number_of(&b.words, &a.words)
                || slips(&a, &b)
        }
    }
}

/// Whether a name is the number of another alone: 27001 for ISO 27001.
fn is_number_of(number: &[String], name: &[String]) -> bool {
    const SHORTEST: usize = 4;
    matches!(number, [one] if one.len() >= SHORTEST && one.bytes().all(|byte| byte.is_ascii_digit()))
        && name.ends_with(number)
}

/// Whether two names are the same but for how they are spelt: spaces and signs, a version, code or name of a language.
#[must_use]
pub fn is_spelling_of(a: &str, b: &str) -> bool {
    let (a, b) = (Reduced::of(a), Reduced::of(b));
    !a.joined.is_empty() && (a.joined == b.joined || a.language.is_some() && a.language == b.language)
}

/// Whether letters alone tell two names apart, and only one or two of them: 27001 and 27701 are two things.
fn slips(a: &Reduced, b: &Reduced) -> bool {
    const SHORTEST: usize = 4;
    let digits = |name: &Reduced| name.joined.chars().filter(char::is_ascii_digit).collect::<String>();
    let length = a.joined.chars().count().min(b.joined.chars().count());
    length >= SHORTEST
        && digits(a) == digits(b)
        && strsim::osa_distance(&a.joined, &b.joined) <= (length / 3).clamp(1, 2)
}

impl Reduced {
    fn of(name: &str) -> Reduced {
        let lower = name.to_lowercase();
        let words = words(without_version(&lower));
        let joined = words.concat();
        Reduced { language: language(&words), words, joined }
    }
}

/// The words of a name, letters and digits apart; `iec` stands beside `iso` and says nothing more.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = None;
    for c in text.chars() {
        let kind = c.is_alphanumeric().then(|| c.is_numeric());
        match (kind, words.last_mut()) {
            (None, _) => {}
            (kind, Some(word)) if kind == last => word.push(c),
            _ => words.push(c.to_string()),
        }
        last = kind;
    }
    words.retain(|word| word != "iec");
    with_plain_numbers(&mut words);
    words
}

/// Writes numbers as digits alone: `type ii` as `type 2`, `27k1` as `27001`.
fn with_plain_numbers(words: &mut Vec<String>) {
    const ROMAN: [(&str, &str); 8] = [
        ("i", "1"),
        ("ii", "2"),
        ("iii", "3"),
        ("iv", "4"),
        ("vi", "6"),
        ("vii", "7"),
        ("viii", "8"),
        ("ix", "9"),
    ];
    for word in words.iter_mut().skip(1) {
        if let Some((_, digit)) = ROMAN.iter().find(|(roman, _)| roman == word) {
            *word = (*digit).to_owned();
        }
    }
    let is_digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let thousands = words
        .windows(3)
        .position(|part| is_digits(&part[0]) && part[1] == "k" && part[2].len() == 1 && is_digits(&part[2]));
    if let Some(at) = thousands {
        let number = format!("{}00{}", words[at], words[at + 2]);
        words.splice(at..at + 3, [number]);
    }
}

/// A name without the year or version at its end: `iso 27001:2022`, `pci dss v4.0`.
fn without_version(name: &str) -> &str {
    let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
    let Some(at) = name.rfind(|c: char| !c.is_alphanumeric() && c != '.') else { return name };
    let (before, last) = name.split_at(at);
    let last = last.trim_start_matches(|c: char| !c.is_alphanumeric());
    if is_version(last) { without_version(before) } else { name }
}

fn is_version(word: &str) -> bool {
    let number = word.strip_prefix('v').unwrap_or(word);
    let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let is_year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    is_number && (word.starts_with('v') || number.contains('.') || is_year)
}

/// The language that words name: by a code alone or with a country, or by an English name, whatever follows it.
fn language(words: &[String]) -> Option<Language> {
    let (first, rest) = words.split_first()?;
    match (first.len(), rest) {
        (2 | 3, []) => language_of_code(first),
        (2, [country]) if country.len() == 2 => language_of_code(first),
        _ => language_called(first),
    }
}

/// For each thing that is there and not asked for, those asked for and lacking that it resembles; things that resemble
/// none left out.
///
/// - `lacking`: what is asked for and not there.
/// - `unasked`: what is there and not asked for.
#[must_use]
pub fn look_alikes<'a, 'b>(lacking: &[&'a str], unasked: &[&'b str]) -> Vec<(&'b str, Vec<&'a str>)> {
    /// More things than people list are not compared each with each.
    const MOST: usize = 100;
    let like = |item: &str| {
        let lacking = lacking.iter().take(MOST).copied();
        lacking.filter(|thing| resembles(item, thing)).collect::<Vec<_>>()
    };
    let pairs = unasked.iter().take(MOST).map(|item| (*item, like(item)));
    pairs.filter(|(_, alike)| !alike.is_empty()).collect()
}

/// Several things that somebody typed as one text: `en, es, pt`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedList {
    /// Each thing.
    pub things: Vec<String>,
    /// Whether hardly anything but a list looks like that, even where none of the things is known.
    pub is_plain: bool,
}

/// Signs that hardly stand for anything but the next thing of a list, in any script; those of cells first.
const PLAIN: [&[char]; 4] =
    [&['\n', '\t'], &[';', '；', '؛'], &['|', '•', '·', '、', '・'], &[',', '，', '،']];
/// What stands between two things as well as within the name of one.
const LOOSE: [&str; 6] = [" and ", " und ", " y ", "&", "+", "/"];

/// The list that a text is in truth; none where it is the name of one thing.
///
/// - `known`: what is asked for. A sign that such a name holds itself separates nothing.
#[must_use]
pub fn typed_list(text: &str, known: &[&str]) -> Option<TypedList> {
    /// So many of the things tell whether it is a list; comparing very many takes its time.
    const MOST: usize = 20;
    let is_known =
        |thing: &String| known.iter().any(|known| same_word(known, thing) || is_spelling_of(known, thing));
    let count_known = |things: &[String]| things.iter().take(MOST).filter(|thing| is_known(thing)).count();
    let is_one_word = text.chars().all(char::is_alphanumeric);
    if is_one_word || known.iter().any(|known| same_word(known, text)) {
        return None;
    }
    let plain = PLAIN
        .iter()
        .find(|signs| text.contains(**signs) && !known.iter().any(|known| known.contains(**signs)));
    if let Some(signs) = plain {
        let mut things = things(apart(text, signs));
        if let Some(last) = things.pop() {
            things.extend(last_things(last, is_known));
        }
        return (things.len() > 1).then_some(TypedList { things, is_plain: true });
    }
    let loose = LOOSE.iter().filter(|sign| !known.iter().any(|known| known.contains(**sign)));
    let mut loose = loose.map(|sign| things(text.split(sign))).filter(|things| things.len() > 1);
    let found = loose.find(|things| count_known(things) > 0).or_else(|| {
        let spaced = things(text.split_whitespace());
        (count_known(&spaced) > 1).then_some(spaced)
    });
    found.map(|things| TypedList { things, is_plain: false })
}

/// The parts of a text between signs, but for those within brackets: `Spanish (Spain, Mexico)` is one.
fn apart<'a>(text: &'a str, signs: &[char]) -> Vec<&'a str> {
    let mut depth = 0_usize;
    let is_between = |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && signs.contains(&c)
    };
    text.split(is_between).collect()
}

/// The last of several things: `and pt` is one, `es and pt` are two where one of them is asked for.
fn last_things(last: String, is_known: impl Fn(&String) -> bool) -> Vec<String> {
    if let Some(bare) = LOOSE.iter().find_map(|sign| last.strip_prefix(sign.trim_start())) {
        return things([bare]);
    }
    let split = LOOSE.iter().map(|sign| things(last.split(sign)));
    let split = split.filter(|things| things.len() > 1).find(|things| things.iter().any(&is_known));
    split.unwrap_or_else(|| vec![last])
}

/// The things between the signs of a list, without brackets and quotes.
fn things<'a>(parts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let is_around = |c: char| c.is_whitespace() || "[](){}\"'“”„‘’«»".contains(c);
    let parts = parts.into_iter().map(|part| match part.trim() {
        // A remark in brackets belongs to its thing.
        part if part.contains('(') && part.ends_with(')') && !part.starts_with('(') => part,
        part => part.trim_matches(is_around),
    });
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_thing_resemble_each_other() {
        for (a, b) in [
            ("ISO 27001", "ISO/IEC 27001:2022"),
            ("ISO 27001", "ISO-27001"),
            ("ISO 27001", "ISO27001"),
            ("ISO 27001", "iso  27001"),
            ("ISO 27001", "ISO 27001 (2022)"),
            ("ISO 27001:2013", "ISO/IEC 27001:2022"),
            ("PCI DSS", "PCI-DSS v4"),
            ("PCI DSS", "PCI DSS 4.0.1"),
            ("SOC 2", "SOC 2 Type II"),
            ("SOC 2 Type II", "SOC 2 type 2"),
            ("SOC 2 Type II", "SOC II Type II"),
            ("SOC 2 Type 1", "SOC 2 Type I"),
            ("ISO 27001", "ISO 27K1"),
            ("ISO 27001", "27001"),
            ("en", "English"),
            ("en", "en-GB"),
            ("es", "Spanish (Latin America)"),
            ("Thai", "th"),
            ("e-mail", "email"),
            ("voice", "Voices"),
            ("ISO 27001", "ISO 27001 certified"),
        ] {
            assert!(resembles(a, b) && resembles(b, a), "{a} and {b}");
        }
    }

    #[test]
    fn names_of_two_things_do_not() {
        for (a, b) in [
            ("ISO 27001", "iso 27001"),
            ("ISO 27001", "ISO 27701"),
            ("ISO 9001", "ISO 9002"),
            ("SOC 1", "SOC 2"),
            ("SOC 2 Type I", "SOC 2 Type II"),
            ("ISO 27001", "27701"),
            ("en", "es"),
            ("en", "Estonian"),
            ("Slovak", "Slovenian"),
            ("chat", "phone"),
            ("", "-"),
        ] {
            assert!(!resembles(a, b) && !resembles(b, a), "{a} and {b}");
        }
    }

    #[test]
    fn a_list_in_a_text_is_told_from_the_name_of_one_thing() {
        let typed =
            |text, known: &[&str]| typed_list(text, known).map(|list| (list.things.join("+"), list.is_plain));
        let plain = |things: &str| Some((things.to_owned(), true));
        let loose = |things: &str| Some((things.to_owned(), false));
        assert_eq!(typed("en, es, pt", &["en"]), plain("en+es+pt"));
        assert_eq!(typed("[\"en\",\"es\"]", &["en"]), plain("en+es"));
        assert_eq!(typed("en; es", &[]), plain("en+es"));
        assert_eq!(typed("en\tes\n", &[]), plain("en+es"));
        assert_eq!(typed("tl、ja", &[]), plain("tl+ja"));
        assert_eq!(typed("en, es and pt", &["pt"]), plain("en+es+pt"));
        assert_eq!(typed("en, es, and pt", &[]), plain("en+es+pt"));
        assert_eq!(typed("en/es", &["en"]), loose("en+es"));
        assert_eq!(typed("en and es", &["es"]), loose("en+es"));
        assert_eq!(typed("en es pt", &["en", "es"]), loose("en+es+pt"));
        assert_eq!(typed("PCIDSS/SOC2", &["PCI DSS", "SOC 2"]), loose("PCIDSS+SOC2"));
        assert_eq!(typed("French and English", &["en"]), loose("French+English"));
        assert_eq!(typed("ISO/IEC 27001", &["ISO 27001"]), None);
        assert_eq!(typed("ISO 27001", &["ISO 27001"]), None);
        assert_eq!(typed("chat bot", &["chat"]), None);
        assert_eq!(typed("a, b", &["a, b"]), None);
        assert_eq!(typed("a, c", &["a, b"]), None);
        assert_eq!(typed("en,", &["en"]), None);
        assert_eq!(typed("Spanish (Spain, Mexico)", &["es"]), None);
    }
}
