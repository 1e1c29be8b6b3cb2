//! Languages and countries by their ISO codes and by the English names that people give them.
//!
//! The codes and names of ISO 639 and ISO 3166-1 are those of libraries, written down in named/iso-*.txt: their tables in the
//! program itself would have to be relocated at each start, which took longer than many a command does. named/languages.txt
//! and named/countries.txt hold what those have not, among it codes that the Unicode CLDR holds to be another
//! (`languageAlias`: `cmn` is `zh`, for of Chinese people mean Mandarin unless they say otherwise).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::suggest::closest;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A language of ISO 639.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Language {
    /// Its code of three letters.
    three: &'static str,
    /// Its code of two letters; none for most.
    two: Option<&'static str>,
}

impl Language {
    /// The code of two letters; none for a language that has none.
    #[must_use]
    pub fn to_639_1(self) -> Option<&'static str> {
        self.two
    }

    fn of_code(code: &str) -> Option<Language> {
        COMMON_CODES.get(code).or_else(|| RARE_CODES.get(code)).copied()
    }
}

/// The lines of a text after its remark.
fn lines(text: &'static str) -> impl Iterator<Item = &'static str> + Clone {
    text.lines().filter(|line| !line.starts_with('#'))
}

/// Languages with a code of two letters: the language, its English name, its own names.
fn common_languages() -> impl Iterator<Item = (Language, &'static str, &'static str)> + Clone {
    lines(include_str!("named/iso-639-1.txt")).filter_map(|line| {
        let (codes, names) = (line.get(..6)?, line.get(7..)?);
        let (two, three) = codes.split_once(' ')?;
        let (name, own) = names.split_once("; ")?;
        Some((Language { three, two: Some(two) }, name, own))
    })
}

/// All other languages, with their English names.
fn rare_languages() -> impl Iterator<Item = (Language, &'static str)> + Clone {
    let named = lines(include_str!("named/iso-639-3.txt")).filter_map(|line| line.split_once(' '));
    named.map(|(three, name)| (Language { three, two: None }, name))
}

/// Languages with a code of two letters, by it and by that of three.
static COMMON_CODES: LazyLock<HashMap<&'static str, Language>> = LazyLock::new(|| {
    common_languages()
        .flat_map(|(language, ..)| {
            [Some(language.three), language.two].into_iter().flatten().map(move |code| (code, language))
        })
        .collect()
});

/// All others by their codes.
static RARE_CODES: LazyLock<HashMap<&'static str, Language>> =
    LazyLock::new(|| rare_languages().map(|(language, _)| (language.three, language)).collect());

/// The language that the whole of a name stands for: an ISO 639 code, alone or with a script or a country, or an English
/// name, alone or with a country in brackets. None for a name with anything more in it, such as a second language.
#[must_use]
pub fn language(name: &str) -> Option<Language> {
    let name = name.trim();
    let called = |words: &[String]| {
        let bare = words.strip_suffix(&["language".to_owned()]);
        [words].into_iter().chain(bare).find_map(|words| language_named(&words.join(" ")))
    };
    of_tag(name).or_else(|| read(name, called)).or_else(|| {
        let (language, place) = in_brackets(name)?;
        let says_nothing = place.contains("language") || place.contains(|c: char| c.is_ascii_digit());
        (says_nothing || is_place(place)).then(|| read(language, called)).flatten()
    })
}

/// The language that a single word of four letters and more names, of those in wide use.
pub(super) fn language_called(word: &str) -> Option<Language> {
    (word.len() > 3).then(|| COMMON.get(word).copied()).flatten()
}

/// The language of a code of two or three letters, in any capitals.
pub(super) fn language_of_code(code: &str) -> Option<Language> {
    let code = code.to_lowercase();
    CODES.get(code.as_str()).copied().or_else(|| Language::of_code(&code))
}

/// The ISO 3166-1 code of two letters of the country that the whole of a name stands for: a code of letters, or an
/// English name, with or without the form of its state.
#[must_use]
pub fn country(name: &str) -> Option<&'static str> {
    let name = name.trim();
    let is_code = matches!(name.len(), 2 | 3) && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    let of_code = is_code.then(|| listed_country(&name.to_lowercase()).or_else(|| known_country(name)));
    of_code.flatten().or_else(|| read(name, country_called))
}

/// What a name stands for: as it stands; with what follows its comma, or is in brackets, before or behind the rest
/// (`Korea, Republic of`, `Hong Kong (China)`); or where all its parts say the same (`Persian (Farsi)`,
/// `Spanish; Castilian`).
///
/// - `called`: what words stand for.
fn read<T: Copy + PartialEq>(name: &str, called: impl Fn(&[String]) -> Option<T>) -> Option<T> {
    let (first, rest) = match in_brackets(name).or_else(|| name.split_once(',')) {
        Some((first, rest)) if !rest.contains([',', '(']) => (words(first), words(rest)),
        _ => (words(name), Vec::new()),
    };
    let turned = [[first.as_slice(), &rest].concat(), [rest, first].concat()];
    turned.iter().find_map(|words| called(words)).or_else(|| {
        let mut parts = name.split([',', ';', '/', '(', ')']).map(words).filter(|part| !part.is_empty());
        let one = called(&parts.next()?);
        parts.all(|part| called(&part) == one).then_some(one).flatten()
    })
}

/// A name and what follows it in brackets.
fn in_brackets(name: &str) -> Option<(&str, &str)> {
    name.trim().strip_suffix([')', ']'])?.split_once(['(', '['])
}

/// The words of a name in small letters, without accents and apostrophes.
fn words(name: &str) -> Vec<String> {
    let bare = name.nfd().filter(|c| !is_combining_mark(*c) && !"'’ʼʻ`".contains(*c));
    let lower = bare.collect::<String>().to_lowercase().replace('&', " and ");
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// The language of a tag such as `es`, `es-MX`, `es-419`, `zh-Hant`. A second code in small letters is no country.
fn of_tag(tag: &str) -> Option<Language> {
    let mut parts = tag.split(['-', '_']);
    let code = parts.next()?;
    // Not any word of four letters: `en-Thai` are two languages.
    let is_script = |part: &str| ["Arab", "Cyrl", "Hans", "Hant", "Latn"].contains(&part);
    let is_region = |part: &str| {
        part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase())
            || part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    parts.all(|part| is_script(part) || is_region(part)).then(|| language_of_code(code)).flatten()
}

/// Whether brackets behind a language say where it is spoken. A code might be the word no.
fn is_place(name: &str) -> bool {
    let name = name.trim();
    matches!(name, "US" | "UK" | "LatAm" | "LATAM" | "Latin America" | "Europe")
        || name.len() > 3 && country(name).is_some()
}

fn country_called(words: &[String]) -> Option<&'static str> {
    const FORMS: [&str; 10] = [
        "republic",
        "kingdom",
        "state",
        "states",
        "commonwealth",
        "federation",
        "principality",
        "sultanate",
        "duchy",
        "union",
    ];
    let words = words.strip_prefix(&["the".to_owned()]).unwrap_or(words);
    let joined: String =
        words.iter().map(|word| if word == "st" { "saint" } else { word.as_str() }).collect();
    let is_name = joined.len() > 3 && joined.chars().all(char::is_alphabetic);
    let found = listed_country(&joined)
        .or_else(|| is_name.then(|| known_country(&joined)).flatten())
        .or_else(|| is_name.then(|| known_country(&format!("the{joined}"))).flatten());
    found.or_else(|| {
        let of = words.iter().position(|word| word == "of").filter(|of| *of > 0)?;
        let (form, name) = (&words[of - 1], &words[of + 1..]);
        FORMS.contains(&form.as_str()).then(|| country_called(name)).flatten()
    })
}

fn listed_country(name: &str) -> Option<&'static str> {
    COUNTRIES.get(name).copied()
}

fn known_country(name: &str) -> Option<&'static str> {
    ISO_COUNTRIES.get(name.to_ascii_lowercase().as_str()).copied()
}

/// The lines of a table: a code, and what else is said for it.
fn table(
    text: &'static str,
) -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str> + Clone)> + Clone {
    lines(text).filter_map(|line| line.split_once(": ")).map(|(code, names)| (code, names.split(", ")))
}

/// Countries by their codes of two and three letters, and by the names of the standard.
static ISO_COUNTRIES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let lines = table(include_str!("named/iso-countries.txt"));
    let codes = lines.clone().map(|(code, _)| (code.to_ascii_lowercase(), code));
    codes.chain(lines.flat_map(|(code, names)| names.map(move |name| (name.to_owned(), code)))).collect()
});

/// Countries by names that the standard has not.
static COUNTRIES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = table(include_str!("named/countries.txt"));
    lines.flat_map(|(code, names)| names.map(move |name| (name, code))).collect()
});

/// Languages with what else is said for them: names, and codes, which have three letters at most.
fn listed_languages() -> impl Iterator<Item = (Language, &'static str)> + Clone {
    table(include_str!("named/languages.txt")).flat_map(|(code, names)| {
        // Those without a code of two letters are among the others, whose list need not be read for that.
        let rare = Language { three: code, two: None };
        let language = COMMON_CODES.get(code).copied().unwrap_or(rare);
        names.map(move |name| (language, name))
    })
}

fn is_code(name: &str) -> bool {
    name.len() <= 3
}

/// Languages by the codes that the standard has not, or holds to be another.
static CODES: LazyLock<HashMap<&'static str, Language>> = LazyLock::new(|| {
    let codes = listed_languages().filter(|(_, name)| is_code(name));
    let own = codes.clone().filter_map(|(language, code)| {
        // By its code of two letters and by that of three.
        Some((COMMON_CODES.get(code).filter(|_| code.len() == 2)?.three, language))
    });
    own.chain(codes.map(|(language, code)| (code, language))).collect()
});

/// The language of a name in small letters: of an English one, or of its own, such as `español`.
fn language_named(name: &str) -> Option<Language> {
    COMMON.get(name).or_else(|| OWN.get(name)).or_else(|| RARE.get(name)).copied()
}

/// The code of the language whose English name is closest to a mistyped one, or to one in another language: `arabik`,
/// `Englisch`.
#[must_use]
pub fn nearest_language(name: &str) -> Option<&'static str> {
    let words = words(name).join(" ");
    let near = closest(&words, COMMON.keys().map(String::as_str));
    let mut near = near.into_iter().filter(|near| strsim::osa_distance(&words, near) <= 2);
    near.next().and_then(|near| COMMON.get(near)?.to_639_1())
}

/// Languages with a code of two letters, and what else is said of any, by name. Of several languages of one name, such
/// as Malay, it is the one that stands here.
static COMMON: LazyLock<HashMap<String, Language>> = LazyLock::new(|| {
    let listed = listed_languages().filter(|(_, name)| !is_code(name));
    let listed = listed.map(|(language, name)| (name.to_owned(), language));
    by_name(listed.chain(common_languages().map(|(language, name, _)| (key(name), meant(language)))))
});

/// Languages with a code of two letters by what they are called in themselves.
static OWN: LazyLock<HashMap<String, Language>> = LazyLock::new(|| {
    by_name(common_languages().flat_map(|(language, _, own)| {
        let names = own.split([',', '(', ')', '/', ';', '،']);
        names.map(words).filter(|name| !name.is_empty()).map(move |name| (name.join(" "), meant(language)))
    }))
});

/// All other languages, and names without the remark in brackets. There are thousands: making this takes longer than
/// all else that `rank` does.
static RARE: LazyLock<HashMap<String, Language>> = LazyLock::new(|| {
    let all = common_languages().map(|(language, name, _)| (language, name)).chain(rare_languages());
    let bare = all.filter_map(|(language, name)| {
        let (name, _) = name.split_once('(')?;
        Some((key(name), meant(language)))
    });
    let names = rare_languages().map(|(language, name)| (key(name), meant(language)));
    by_name(names.chain(bare))
});

/// The language that a code of three letters is held to be.
fn meant(language: Language) -> Language {
    CODES.get(language.three).copied().unwrap_or(language)
}

/// A name as it is looked up.
fn key(name: &str) -> String {
    let is_word = name.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_word { name.to_ascii_lowercase() } else { words(name).join(" ") }
}

/// Of several of one name the first.
fn by_name(names: impl Iterator<Item = (String, Language)>) -> HashMap<String, Language> {
    let mut all = HashMap::new();
    for (name, language) in names {
        all.entry(name).or_insert(language);
    }
    all
}

#[cfg(test)]
mod tests {
    use celes::LookupTable as _;

    use super::*;

    /// The written lists are what the libraries have: where one is newer, this says what to write.
    #[test]
    fn the_lists_are_those_of_the_libraries() {
        let (mut two, mut three) = (Vec::new(), Vec::new());
        for language in isolang::languages() {
            let (code, name) = (language.to_639_3(), language.to_name());
            match language.to_639_1() {
                Some(short) => {
                    two.push(format!("{short} {code} {name}; {}", language.to_autonym().unwrap_or_default()));
                }
                None => three.push(format!("{code} {name}")),
            }
        }
        for (mut wanted, text) in
            [(two, include_str!("named/iso-639-1.txt")), (three, include_str!("named/iso-639-3.txt"))]
        {
            wanted.sort();
            let written: Vec<&str> = lines(text).collect();
            assert_eq!(written.len(), wanted.len());
            for (written, wanted) in written.iter().zip(&wanted) {
                assert_eq!(written, wanted);
            }
        }
        for (language, name) in listed_languages() {
            assert_eq!(Language::of_code(language.three), Some(language), "{name}");
        }
        let of_library = |name: &str| {
            let found = name.parse::<celes::Country>();
            let found = found.or_else(|_| celes::Country::from_name(name));
            found.or_else(|_| celes::Country::from_alias(name)).ok().map(|country| country.alpha2)
        };
        for (name, code) in ISO_COUNTRIES.iter() {
            assert_eq!(of_library(name), Some(*code), "{name}");
        }
        for country in celes::Country::get_countries() {
            let names = [country.alpha2, country.alpha3, country.long_name];
            for name in names.into_iter().chain(country.aliases.iter().copied()) {
                let name: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
                let known = known_country(&name);
                assert!(
                    known.is_none() && of_library(&name).is_none() || known == of_library(&name),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn languages_go_by_codes_and_english_names() {
        for (code, names) in [
            (
                "en",
                "eng, EN, English, english, English language, English (US), English (United Kingdom), en-GB",
            ),
            (
                "es",
                "Spanish, es-MX, es-419, Castilian, Spanish (Latin America), Latin American Spanish, Spanish; Castilian",
            ),
            ("zh", "Chinese, Mandarin, Mandarin Chinese, Chinese (Mandarin), cmn, zho, chi, zh-Hans-CN"),
            ("yue", "Cantonese, Yue Chinese, Chinese (Cantonese)"),
            ("fa", "Farsi, Persian, Persian (Farsi), pes, per"),
            ("pa", "Punjabi, Panjabi, pan"),
            ("or", "Odia, Oriya, ory"),
            ("nl", "Dutch, Flemish, dut, nl-BE, Dutch (Belgium)"),
            ("tl", "fil, Filipino, Tagalog, tgl, Pilipino"),
            ("nb", "no, Norwegian, Norwegian Bokmål, Norwegian (Bokmål), Bokmal"),
            ("el", "Greek, Modern Greek"),
            ("he", "iw, Hebrew"),
            ("ms", "Malay, Bahasa Malaysia, zsm"),
            ("bn", "Bengali, Bangla"),
            ("ps", "Pashto, Pushto"),
            ("ky", "Kyrgyz, Kirghiz"),
            ("sw", "Swahili, Kiswahili, swh"),
            ("ne", "Nepali"),
            ("pt", "Brazilian Portuguese, Portuguese (Brazil), pt-BR"),
            ("sl", "Slovene, Slovenian"),
            ("ht", "Haitian Creole"),
        ] {
            let wanted = language(code).unwrap_or_else(|| panic!("{code}"));
            for name in names.split(", ") {
                assert_eq!(language(name), Some(wanted), "{code}: {name}");
            }
        }
        assert_eq!(language("Greek, Modern (1453-)"), language("el"));
        assert_eq!(language("Chinese, Cantonese"), language("yue"));
        for (code, names) in [
            ("es", "español, Español, Espanol"),
            ("ar", "العربية"),
            ("de", "Deutsch"),
            ("fr", "français"),
            ("th", "ไทย"),
            ("ja", "日本語"),
            ("zh", "中文"),
            ("hi", "हिन्दी"),
            ("ru", "русский, Русский"),
        ] {
            for name in names.split(", ") {
                assert_eq!(language(name), language(code), "{name}");
            }
        }
        for (name, code) in [("Englisch", "en"), ("arabik", "ar"), ("Spanisch", "es")] {
            assert_eq!((language(name), nearest_language(name)), (None, Some(code)), "{name}");
        }
        for name in [
            "English, Thai",
            "English and Thai",
            "Thai Sign Language",
            "English: not offered",
            "Thai (no)",
            "Thai (NO)",
            "English (basic)",
            "th no",
            "en-th",
            "en-Thai",
            "",
            "-",
        ] {
            assert!(![language("en"), language("th")].contains(&language(name)), "{name}");
        }
        assert_ne!(language("yue"), language("zh"));
    }

    #[test]
    fn countries_go_by_codes_and_english_names() {
        for (code, names) in [
            ("FI", "Finland; FIN; fi; Republic of Finland; the Republic of Finland"),
            (
                "US",
                "United States; the United States; The United States of America; USA; U.S.; U.S.A.; America",
            ),
            (
                "GB",
                "UK; GBR; U.K.; Great Britain; Britain; the United Kingdom; England; Wales; United Kingdom (UK)",
            ),
            (
                "KR",
                "South Korea; Korea, Republic of; Republic of Korea; Korea (the Republic of); Korea; Korea, South",
            ),
            (
                "KP",
                "North Korea; Korea, Democratic People's Republic of; Korea (the Democratic People's Republic of)",
            ),
            ("CZ", "Czech Republic; the Czech Republic; Czechia"),
            ("CI", "Ivory Coast; Côte d'Ivoire; Cote d’Ivoire; Cote dIvoire"),
            ("VN", "Viet Nam; Vietnam; vnm; Socialist Republic of Viet Nam"),
            ("TR", "Turkey; Türkiye; Turkiye; Republic of Türkiye"),
            ("BO", "Bolivia; Bolivia (Plurinational State of); Bolivia, Plurinational State of"),
            ("IR", "Iran; Iran (Islamic Republic of); Islamic Republic of Iran"),
            ("CD", "DRC; DR Congo; Congo (the Democratic Republic of the); Congo - Kinshasa"),
            ("CG", "Republic of the Congo; Congo (the); Congo-Brazzaville"),
            ("CN", "China; PRC; People's Republic of China"),
            ("TW", "Taiwan; Republic of China; Taiwan (Province of China); Taiwan, Province of China"),
            ("HK", "Hong Kong; Hong Kong SAR; Hong Kong (China); Hong Kong SAR China"),
            ("AE", "UAE; U.A.E.; United Arab Emirates; the Emirates"),
            ("NL", "Netherlands; the Netherlands; Holland; Netherlands (Kingdom of the)"),
            ("PH", "Philippines; the Philippines; Republic of the Philippines"),
            ("DE", "Germany; Federal Republic of Germany"),
            ("IE", "Ireland; Republic of Ireland; Eire"),
            ("BA", "Bosnia and Herzegovina; Bosnia & Herzegovina; Bosnia-Herzegovina"),
            ("KN", "St. Kitts and Nevis; Saint Kitts & Nevis"),
            ("LC", "St Lucia; Saint Lucia"),
            ("MD", "Moldova, Republic of; Moldova"),
            ("MK", "North Macedonia; Macedonia; FYROM"),
            ("ST", "São Tomé and Príncipe"),
            ("GM", "Gambia, The; The Gambia; Gambia"),
            ("SK", "Slovakia; Slovak Republic"),
        ] {
            for name in names.split("; ").chain([code]) {
                assert_eq!(country(name), Some(code), "{name}");
            }
        }
        for name in [
            "NO3",
            "(no)",
            "N/O",
            "no 365",
            "N.O",
            "Norway, Finland",
            "",
            "the",
            "Republic of",
            "of",
            "EU",
            "Asia",
        ] {
            assert_eq!(country(name), None, "{name}");
        }
    }
}
