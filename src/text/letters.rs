//! Names as they are seen: composed letters, plain spaces, nothing that nobody sees, and letters that look like others.

use unicode_joining_type::{JoiningType, get_joining_type};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_security::MixedScript;
use unicode_security::confusable_detection::skeleton as skeleton_of;
use unicode_segmentation::GraphemeCursor;

use super::clean::is_bidi_control;

/// A name with its letters composed (Unicode NFC) and each kind of space a plain one.
#[must_use]
pub fn normal(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    name.nfc().map(|c| if is_odd_space(c) { ' ' } else { c }).collect()
}

/// Whether a character is a space that looks like a plain one, and is another: no-break, thin, figure space.
#[must_use]
pub fn is_odd_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// The first character of a text that cannot be seen where it stands: its place in bytes, and the character.
///
/// A joiner is kept where the script joins by it, a mark of direction in a text with letters from right to left: it often
/// stands behind the brackets that follow them.
#[must_use]
pub fn unseen(text: &str) -> Option<(usize, char)> {
    let is_unseen = |(at, c): &(usize, char)| match c {
        '\u{200d}' if is_within_cluster(text, at + c.len_utf8()) => false,
        '\u{200c}' | '\u{200d}' => !joins(&text[..*at], *c, &text[at + c.len_utf8()..]),
        '\u{200e}' | '\u{200f}' | '\u{61c}' => !text.contains(is_right_to_left),
        '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {
            !selects(&text[..*at], &text[at + c.len_utf8()..])
        }
        c => is_never_seen(*c),
    };
    text.char_indices().find(is_unseen)
}

/// The first character of a longer text that hides writing from whoever reads it: tags, which spell out letters that
/// nobody sees, and separators of lines that break none.
#[must_use]
pub fn hidden(text: &str) -> Option<(usize, char)> {
    let is_hidden = |(at, c): &(usize, char)| match c {
        // The flags of England, Scotland and Wales are written with them.
        '\u{e0000}'..='\u{e007f}' => {
            !text[..*at].trim_end_matches(|c| matches!(c, '\u{e0000}'..='\u{e007f}')).ends_with('\u{1f3f4}')
        }
        '\u{2028}' | '\u{2029}' | '\u{e0080}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}' => true,
        '\u{e0100}'..='\u{e01ef}' => unseen(text).is_some_and(|(first, _)| first == *at),
        _ => false,
    };
    text.char_indices().find(is_hidden)
}

fn is_never_seen(c: char) -> bool {
    is_bidi_control(c)
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'
            | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{fffe}' | '\u{ffff}' | '\u{fdd0}'..='\u{fdef}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e00ff}'
            | '\u{e01f0}'..='\u{e0fff}')
}

/// Whether a sign that selects another form of a character has one to select: of a picture, an ideograph, a letter of a
/// script that uses it, or a digit that becomes a key; letters of Latin, Greek and Cyrillic have one form.
fn selects(before: &str, after: &str) -> bool {
    const LAST_OF_ONE_FORM: char = '\u{52f}';
    let is_key = after.starts_with('\u{20e3}');
    before
        .chars()
        .next_back()
        .is_some_and(|c| is_key || !c.is_alphanumeric() && c != ' ' || c > LAST_OF_ONE_FORM)
}

/// Whether what stands before and after a place is one to the eye: pictures that a joiner makes one, as in a family.
fn is_within_cluster(text: &str, at: usize) -> bool {
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0) == Ok(false)
}

/// Whether a joiner, or a sign against joining, does something between what is before and after it.
///
/// Source: RFC 5892, appendix A.1 and A.2.
fn joins(before: &str, joiner: char, after: &str) -> bool {
    const VIRAMA: u8 = 9;
    let is_transparent = |c: &char| get_joining_type(*c) == JoiningType::Transparent;
    if before.chars().next_back().is_some_and(|c| canonical_combining_class(c) == VIRAMA) {
        return true;
    }
    let kind = |c: Option<char>| c.map(get_joining_type);
    let left = kind(before.chars().rev().find(|c| !is_transparent(c)));
    let right = kind(after.chars().find(|c| !is_transparent(c)));
    joiner == '\u{200c}'
        && matches!(left, Some(JoiningType::LeftJoining | JoiningType::DualJoining))
        && matches!(right, Some(JoiningType::RightJoining | JoiningType::DualJoining))
}

/// Whether a character lies in a block of Unicode whose letters run from right to left, and is no mark of direction.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{61b}' | '\u{61d}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// A character by its code and, where people may have heard of it, its name: `U+200B ZERO WIDTH SPACE`.
#[must_use]
pub fn character_name(c: char) -> String {
    let name = match c {
        '\u{a0}' => "NO-BREAK SPACE",
        '\u{ad}' => "SOFT HYPHEN",
        '\u{34f}' => "COMBINING GRAPHEME JOINER",
        '\u{61c}' => "ARABIC LETTER MARK",
        '\u{115f}' => "HANGUL CHOSEONG FILLER",
        '\u{1160}' => "HANGUL JUNGSEONG FILLER",
        '\u{180e}' => "MONGOLIAN VOWEL SEPARATOR",
        '\u{1680}' => "OGHAM SPACE MARK",
        '\u{2000}'..='\u{200a}' | '\u{205f}' => "a SPACE of another width",
        '\u{3000}' => "IDEOGRAPHIC SPACE",
        '\u{200b}' => "ZERO WIDTH SPACE",
        '\u{200c}' => "ZERO WIDTH NON-JOINER",
        '\u{200d}' => "ZERO WIDTH JOINER",
        '\u{200e}' => "LEFT-TO-RIGHT MARK",
        '\u{200f}' => "RIGHT-TO-LEFT MARK",
        '\u{2028}' => "LINE SEPARATOR",
        '\u{2029}' => "PARAGRAPH SEPARATOR",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "a bidirectional override",
        '\u{202f}' => "NARROW NO-BREAK SPACE",
        '\u{2060}' => "WORD JOINER",
        '\u{2800}' => "BRAILLE PATTERN BLANK",
        '\u{3164}' => "HANGUL FILLER",
        '\u{feff}' => "ZERO WIDTH NO-BREAK SPACE",
        '\u{ffa0}' => "HALFWIDTH HANGUL FILLER",
        '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {
            "a VARIATION SELECTOR"
        }
        '\u{fff9}'..='\u{fffb}' => "a mark of INTERLINEAR ANNOTATION",
        '\u{fffc}' => "OBJECT REPLACEMENT CHARACTER",
        '\u{e0000}'..='\u{e007f}' => "a TAG character",
        _ => "",
    };
    format!("U+{:04X} {name}", u32::from(c)).trim_end().to_owned()
}

/// What a name looks like: names that cannot be told apart by eye have the same.
///
/// Source: Unicode Technical Standard 39, section 4, `skeleton`.
#[must_use]
pub fn skeleton(name: &str) -> String {
    let folded: String = skeleton_of(&name.to_lowercase()).collect();
    folded.to_lowercase()
}

/// The words of a name in small letters, without the points and commas around them: `Siam  Voice, Ltd.` and
/// `Siam Voice Ltd` are one name.
#[must_use]
pub fn same_name(name: &str) -> String {
    let lower = normal(name).to_lowercase();
    let words = lower.split_whitespace().map(|word| word.trim_matches(['.', ',', '"']));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What a name looks like at a glance: names that a hurried reader takes for one another have the same, also with a digit
/// for a letter, as in `S1am`, and with other signs between words.
#[must_use]
pub fn glance(name: &str) -> String {
    let alike = |c: char| match c {
        'i' | '1' | '|' | '!' => 'l',
        '0' => 'o',
        '5' => 's',
        c => c,
    };
    let words = same_name(name);
    let words = words.split([' ', '-', '_', '–', '.', '\'']).filter(|word| !word.is_empty());
    skeleton(&words.collect::<Vec<_>>().join(" ")).chars().map(alike).collect()
}

/// A letter that looks like one of a to z within a word that has such letters, and is of another script: the Cyrillic
/// а of `Siаm`. With the letter that it looks like.
#[must_use]
pub fn disguised(name: &str) -> Option<(char, String)> {
    let is_mixed = |word: &&str| word.chars().any(|c| c.is_ascii_alphabetic()) && !word.is_single_script();
    let words = name.split_whitespace().filter(is_mixed);
    words.flat_map(str::chars).filter(|c| c.is_alphabetic() && !c.is_ascii()).find_map(|c| {
        let looks: String = skeleton_of(c.encode_utf8(&mut [0; 4])).collect();
        looks.chars().all(|look| look.is_ascii_alphabetic()).then_some((c, looks))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_found() {
        for c in "\u{ad}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{61c}\u{2028}\u{2029}\u{2060}\u{2800}\u{3164}\u{feff}\
                  \u{fff9}\u{fffa}\u{fffb}\u{fffc}\u{fe0f}\u{e0100}\u{e0041}\u{202e}\u{2066}"
            .chars()
        {
            assert_eq!(unseen(&format!("Siam{c} Voice")), Some((4, c)), "{}", character_name(c));
            assert_eq!(unseen(&c.to_string()), Some((0, c)), "{}", character_name(c));
        }
    }

    /// Persian, Malayalam, Sinhala, Arabic and Hebrew as they are written.
    #[test]
    fn what_a_script_needs_is_kept() {
        for text in [
            "می\u{200c}خواهم",
            "ക്\u{200d}",
            "ශ්\u{200d}රී",
            "क्\u{200c}ष",
            "حاتم (ABC)\u{200f}",
            "שלום\u{200e} 3",
            "สยามวอยซ์",
            "Pöllölahti",
            "日本　テレ",
            "👨‍👩‍👧‍👦 Family",
            "🏳️‍🌈 Line",
            "☎️ Line",
            "1️⃣ Line",
            "葛\u{e0100}城",
        ] {
            assert_eq!(unseen(text), None, "{text:?}");
        }
    }

    #[test]
    fn names_are_composed_and_their_spaces_plain() {
        assert_eq!(normal("Po\u{308}llo\u{308}lahti\u{a0}Oy"), "Pöllölahti Oy");
        assert_eq!(normal("Siam Voice"), "Siam Voice");
    }

    #[test]
    fn letters_of_another_script_are_told_from_names_in_it() {
        assert_eq!(disguised("Siаm Voice"), Some(('а', "a".to_owned())));
        for name in
            ["Siam Voice", "Сиам Войс", "Siam สยาม", "Kapı", "Größe", "ТОО Alpha", "NTTコム", "日本テレコム"]
        {
            assert_eq!(disguised(name), None, "{name}");
        }
        assert_eq!(skeleton("Siаm Voice"), skeleton("Siam Voice"));
        assert_ne!(skeleton("Siam Voice"), skeleton("Siam Choice"));
    }

    #[test]
    fn names_are_told_apart_at_a_glance_or_not() {
        for (a, b) in [
            ("S1am Voice Ltd", "Siam Voice Ltd."),
            ("Siam  Voice", "Siam Voice"),
            ("Siam Voice, Ltd", "Siam Voice Ltd"),
            ("Siam-Voice", "Siam Voice"),
            ("C0ntact 5", "Contact S"),
            ("Slam", "Siam"),
            ("Siаm", "S1am"),
            ("Rn Line", "M Line"),
        ] {
            assert_eq!(glance(a), glance(b), "{a} and {b}");
        }
        for (a, b) in
            [("Siam Voice", "Siam Choice"), ("Line 1", "Line 2"), ("C", "C++"), ("Alpha", "Alpha 2")]
        {
            assert_ne!(glance(a), glance(b), "{a} and {b}");
        }
        assert_eq!(same_name(" Siam\u{a0} Voice  Ltd. "), same_name("siam voice ltd"));
        assert_ne!(same_name("S1am"), same_name("Siam"));
    }
}
