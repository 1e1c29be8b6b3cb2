//! Texts from outside, made harmless for whoever reads them.

/// Characters that only change what a reader sees: bidirectional overrides, embeddings and isolates.
#[must_use]
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_harmless(c: char) -> bool {
    !is_bidi_control(c) && (!c.is_control() || c == '\n' || c == '\t')
}

/// The text with control characters and bidirectional overrides shown as escapes; line breaks and tabs stay.
#[must_use]
pub fn cleaned(text: &str) -> String {
    if text.chars().all(is_harmless) {
        return text.to_owned();
    }
    text.chars()
        .map(|c| if is_harmless(c) { c.to_string() } else { c.escape_unicode().to_string() })
        .collect()
}

/// The text on one line: line breaks and tabs shown as escapes too.
#[must_use]
pub fn cleaned_line(text: &str) -> String {
    cleaned(text).replace('\n', "\\n").replace('\t', "\\t")
}

/// The text with each harmful character replaced by one of as many bytes, so that places in it stay.
#[must_use]
pub(crate) fn masked(text: &str) -> String {
    let mask = |c: char| match c.len_utf8() {
        // A line end of Windows is no mistake to point at.
        _ if c == '\r' => ' ',
        _ if is_harmless(c) => c,
        1 => '?',
        2 => '\u{bf}',
        _ => '\u{fffd}',
    };
    text.chars().map(mask).collect()
}

/// A text from outside, cut so that a message stays readable.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmful_characters_are_shown_and_places_stay() {
        let text = "a\u{1b}[31m\u{9b}\u{202e}b\u{7f}\n";
        assert_eq!(cleaned(text), "a\\u{1b}[31m\\u{9b}\\u{202e}b\\u{7f}\n");
        assert_eq!(masked(text), "a?[31m\u{bf}\u{fffd}b?\n");
        assert_eq!(masked(text).len(), text.len());
        assert_eq!(cleaned("สยาม"), "สยาม");
    }
}
