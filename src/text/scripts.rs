//! The scripts that a text is written in: which way they run, and in which language, where one alone writes so.

/// A part of a text that runs one way and is in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch<'a> {
    /// The part itself.
    pub text: &'a str,
    /// Whether it runs from right to left.
    pub is_right_to_left: bool,
    /// The script of its letters; none for Latin ones, and for those that several languages share.
    pub script: Option<Script>,
}

/// A script other than the Latin one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Script {
    /// The language that it is taken for, as a tag (BCP 47): the one that writes it, or the one that most do.
    pub language: &'static str,
    /// How word processors sort it.
    pub class: ScriptClass,
}

/// How word processors sort scripts, each with its own font, size and language in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScriptClass {
    /// Letters that stand one behind the other from left to right.
    Simple,
    /// Letters that join, stack or run from right to left.
    Complex,
    /// Signs as wide as they are high.
    EastAsian,
}

/// The blocks of Unicode whose script says the language.
const SCRIPTS: [(char, char, &str, ScriptClass); 22] = [
    ('\u{370}', '\u{3ff}', "el-GR", ScriptClass::Simple),
    ('\u{531}', '\u{58f}', "hy-AM", ScriptClass::Simple),
    ('\u{591}', '\u{5ff}', "he-IL", ScriptClass::Complex),
    ('\u{600}', '\u{6ff}', "ar-SA", ScriptClass::Complex),
    ('\u{750}', '\u{77f}', "ar-SA", ScriptClass::Complex),
    ('\u{900}', '\u{97f}', "hi-IN", ScriptClass::Complex),
    ('\u{980}', '\u{9ff}', "bn-IN", ScriptClass::Complex),
    ('\u{b80}', '\u{bff}', "ta-IN", ScriptClass::Complex),
    ('\u{c00}', '\u{c7f}', "te-IN", ScriptClass::Complex),
    ('\u{d00}', '\u{d7f}', "ml-IN", ScriptClass::Complex),
    ('\u{d80}', '\u{dff}', "si-LK", ScriptClass::Complex),
    ('\u{e00}', '\u{e7f}', "th-TH", ScriptClass::Complex),
    ('\u{e80}', '\u{eff}', "lo-LA", ScriptClass::Complex),
    ('\u{1000}', '\u{109f}', "my-MM", ScriptClass::Complex),
    ('\u{10a0}', '\u{10ff}', "ka-GE", ScriptClass::Simple),
    ('\u{1200}', '\u{139f}', "am-ET", ScriptClass::Simple),
    ('\u{1780}', '\u{17ff}', "km-KH", ScriptClass::Complex),
    ('\u{3041}', '\u{30ff}', "ja-JP", ScriptClass::EastAsian),
    ('\u{3400}', '\u{9fff}', "zh-CN", ScriptClass::EastAsian),
    ('\u{ac00}', '\u{d7af}', "ko-KR", ScriptClass::EastAsian),
    ('\u{fb1d}', '\u{fb4f}', "he-IL", ScriptClass::Complex),
    ('\u{fb50}', '\u{fefc}', "ar-SA", ScriptClass::Complex),
];

/// The text in parts. Spaces and signs between two letters of a script belong to it.
#[must_use]
pub fn stretches(text: &str) -> Vec<Stretch<'_>> {
    let kind = |c: char| {
        let is_of_none = !c.is_alphanumeric() && script(c).is_none() && !is_right_to_left(c);
        (!is_of_none).then(|| (is_right_to_left(c), script(c)))
    };
    let mut parts: Vec<Stretch<'_>> = Vec::new();
    // Where the part began, where its last letter ended, and what it is.
    let (mut start, mut end, mut now) = (0, 0, (false, None));
    for (at, c) in text.char_indices() {
        let Some(next) = kind(c) else { continue };
        if next != now {
            // What stands between two parts belongs to the one of Latin letters.
            let cut = if now == (false, None) { at } else { end };
            parts.push(Stretch { text: &text[start..cut], is_right_to_left: now.0, script: now.1 });
            if next != (false, None) && cut < at {
                parts.push(Stretch { text: &text[cut..at], is_right_to_left: false, script: None });
            }
            start = if next == (false, None) { cut } else { at };
            now = next;
        }
        end = at + c.len_utf8();
    }
    let cut = if now == (false, None) { text.len() } else { end };
    parts.push(Stretch { text: &text[start..cut], is_right_to_left: now.0, script: now.1 });
    parts.push(Stretch { text: &text[cut..], is_right_to_left: false, script: None });
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// Whether the first letter of a text runs from right to left, and with it the text.
#[must_use]
pub fn starts_right_to_left(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(is_right_to_left)
}

/// Whether a character belongs to a script that runs from right to left (Unicode blocks of bidirectional
/// class R or AL).
#[must_use]
pub fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{65f}' | '\u{66a}'..='\u{6ef}' | '\u{6fa}'..='\u{8ff}'
        | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

fn script(c: char) -> Option<Script> {
    let of = SCRIPTS.iter().find(|(first, last, ..)| (*first..=*last).contains(&c));
    of.map(|&(.., language, class)| Script { language, class })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_parts_by_direction_and_script() {
        for (text, expected) in [
            ("Siam Voice", vec![("Siam Voice", false, None)]),
            ("بيت الرد, 72.10", vec![("بيت الرد", true, Some("ar-SA")), (", 72.10", false, None)]),
            (
                "A & بيت (الرد) and b",
                vec![("A & ", false, None), ("بيت (الرد", true, Some("ar-SA")), (") and b", false, None)],
            ),
            (
                "Siam Voice · สยามวอยซ์",
                vec![("Siam Voice · ", false, None), ("สยามวอยซ์", false, Some("th-TH"))],
            ),
            (
                "สยาม / שלום",
                vec![("สยาม", false, Some("th-TH")), (" / ", false, None), ("שלום", true, Some("he-IL"))],
            ),
            ("", vec![]),
        ] {
            let found: Vec<_> = stretches(text)
                .into_iter()
                .map(|part| (part.text, part.is_right_to_left, part.script.map(|script| script.language)))
                .collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn the_first_letter_says_which_way_a_text_runs() {
        assert!(starts_right_to_left("1. بيت الرد and more"));
        assert!(!starts_right_to_left("Bayt بيت"));
        assert!(!starts_right_to_left("12 %"));
    }
}
