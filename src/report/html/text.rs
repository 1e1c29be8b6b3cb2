//! Texts that cannot be taken for markup, and keep their direction to themselves.

use maud::{Markup, PreEscaped, html};
use serde::Serialize;

use crate::text::scripts::{is_right_to_left, stretches};

/// A text in which every stretch that runs from right to left is set apart, so that numbers and signs
/// beside it stay where they belong.
pub(super) fn isolated(text: &str) -> Markup {
    if !text.contains(is_right_to_left) {
        return html! { (text) };
    }
    html! {
        @for part in stretches(text) {
            @if part.is_right_to_left { bdi { (part.text) } } @else { (part.text) }
        }
    }
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
