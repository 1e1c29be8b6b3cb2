//! Texts that cannot be taken for markup, and keep their direction to themselves.

use maud::{Markup, PreEscaped, html};
use serde::Serialize;

/// A text in which every stretch that runs from right to left is set apart, so that numbers and signs
/// beside it stay where they belong.
pub(super) fn isolated(text: &str) -> Markup {
    if !text.contains(is_right_to_left) {
        return html! { (text) };
    }
    html! {
        @for (is_set_apart, part) in stretches(text) {
            @if is_set_apart { bdi { (part) } } @else { (part) }
        }
    }
}

/// The text in parts, and whether each runs from right to left. Spaces and signs between two letters of
/// such a script belong to it.
fn stretches(text: &str) -> Vec<(bool, &str)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_right_to_left) {
        let from_start = &rest[start..];
        let foreign = from_start.find(|c: char| c.is_alphanumeric() && !is_right_to_left(c));
        let reach = &from_start[..foreign.unwrap_or(from_start.len())];
        let end = reach.char_indices().rev().find(|(_, c)| is_right_to_left(*c));
        let length = end.map_or(0, |(at, c)| at + c.len_utf8());
        if start > 0 {
            parts.push((false, &rest[..start]));
        }
        parts.push((true, &from_start[..length]));
        rest = &from_start[length..];
    }
    if !rest.is_empty() {
        parts.push((false, rest));
    }
    parts
}

/// Whether a character belongs to a script that runs from right to left (Unicode blocks of bidirectional
/// class R or AL).
fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{65f}' | '\u{66a}'..='\u{6ef}' | '\u{6fa}'..='\u{8ff}'
        | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// A value as JSON that no reader of HTML takes for markup: `<`, `>` and `&` are written as escapes.
pub(super) fn inert_json(value: &impl Serialize) -> Markup {
    let json = serde_json::to_string(value).expect("plain values serialise");
    let inert = json
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    PreEscaped(inert)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_from_right_to_left_are_set_apart_with_the_spaces_within() {
        for (text, expected) in [
            ("Siam Voice", "Siam Voice"),
            ("بيت الرد, 72.10", "<bdi>بيت الرد</bdi>, 72.10"),
            ("A & بيت (الرد) and b", "A &amp; <bdi>بيت (الرد</bdi>) and b"),
            ("שלום 12 שלום", "<bdi>שלום</bdi> 12 <bdi>שלום</bdi>"),
            ("", ""),
        ] {
            assert_eq!(isolated(text).into_string(), expected);
        }
    }

    #[test]
    fn json_in_a_page_holds_no_markup() {
        let json = inert_json(&"</script><!--&\u{2028}").into_string();
        assert_eq!(json, r#""\u003c/script\u003e\u003c!--\u0026\u2028""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), "</script><!--&\u{2028}");
    }
}
