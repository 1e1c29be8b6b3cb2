//! Texts as runs, each in one direction and one language.

use quick_xml::escape::escape;

use crate::report::docx::twips;
use crate::text::scripts::{Script, ScriptClass, starts_right_to_left, stretches};

/// How a run looks besides its style.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Look {
    pub(super) is_bold: bool,
    pub(super) colour: Option<[u8; 3]>,
    /// In points.
    pub(super) size: Option<f64>,
}

impl Look {
    pub(super) const BOLD: Look = Look { is_bold: true, colour: None, size: None };

    pub(super) fn of(colour: [u8; 3]) -> Look {
        Look { colour: Some(colour), ..Look::default() }
    }

    pub(super) fn bold(self) -> Look {
        Look { is_bold: true, ..self }
    }

    fn properties(self) -> String {
        let bold = if self.is_bold { "<w:b/><w:bCs/>" } else { "" };
        let colour = self.colour.map(|colour| format!(r#"<w:color w:val="{}"/>"#, hex(colour)));
        let size = self
            .size
            .map(half_points)
            .map(|size| format!(r#"<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>"#));
        format!("{bold}{}{}", colour.unwrap_or_default(), size.unwrap_or_default())
    }
}

/// A size as Word counts it.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes are small and above 0")]
pub(super) fn half_points(size: f64) -> u32 {
    (size * 2.0).round() as u32
}

/// A colour as Word writes it.
pub(super) fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("{red:02X}{green:02X}{blue:02X}")
}

/// A text that is no markup; without what XML cannot hold.
pub(super) fn escaped(text: &str) -> String {
    let is_held = |c: &char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    let text: String = text.chars().filter(is_held).collect();
    escape(&text).into_owned()
}

/// A text as an attribute, on one line.
pub(super) fn attribute(text: &str) -> String {
    escaped(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A paragraph.
///
/// - `before`, `after`: its properties that stand before and after the direction.
/// - `content`: its runs.
pub(super) fn paragraph(
    style: &str,
    before: &str,
    after: &str,
    is_right_to_left: bool,
    content: &str,
) -> String {
    let direction = if is_right_to_left { "<w:bidi/>" } else { "" };
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{before}{direction}{after}</w:pPr>{content}</w:p>"#)
}

/// A paragraph of one text, in the direction of its first letter.
pub(super) fn text_paragraph(style: &str, before: &str, after: &str, text: &str, look: Look) -> String {
    let is_right_to_left = starts_right_to_left(text);
    paragraph(style, before, after, is_right_to_left, &runs(text, look, is_right_to_left))
}

/// The spaces at the left of a paragraph, in points.
pub(super) fn indent(left: f32) -> String {
    if left == 0.0 { String::new() } else { format!(r#"<w:ind w:left="{}"/>"#, twips(left)) }
}

/// The runs of a text. In a paragraph of the other direction a mark keeps apart what follows a stretch, so that
/// numbers and signs stay where they belong.
pub(super) fn runs(text: &str, look: Look, is_right_to_left: bool) -> String {
    let look = look.properties();
    let mut made = String::new();
    let mut was_set_apart = false;
    for part in stretches(text) {
        let mark = if was_set_apart { "\u{200e}" } else { "" };
        was_set_apart = part.is_right_to_left && !is_right_to_left;
        let direction = if part.is_right_to_left { "<w:rtl/>" } else { "" };
        made += &format!(
            "<w:r><w:rPr>{look}{direction}{}</w:rPr>{}</w:r>",
            part.script.map(language).unwrap_or_default(),
            pieces(&format!("{mark}{}", part.text))
        );
    }
    made
}

/// What says the language of a run, and that its script is one of those with properties of their own.
fn language(script: Script) -> String {
    let (mark, kind) = match script.class {
        ScriptClass::Simple => ("", "val"),
        ScriptClass::Complex => ("<w:cs/>", "bidi"),
        ScriptClass::EastAsian => ("", "eastAsia"),
    };
    format!(r#"{mark}<w:lang w:{kind}="{}"/>"#, script.language)
}

/// A text with its line breaks and tabs.
fn pieces(text: &str) -> String {
    let line = |line: &str| {
        let pieces: Vec<String> = line
            .split('\t')
            .map(|piece| format!(r#"<w:t xml:space="preserve">{}</w:t>"#, escaped(piece)))
            .collect();
        pieces.join("<w:tab/>")
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("<w:br/>")
}
