//! How the cells of a form look, what they take, and what is said of that.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format, FormatAlign,
    XlsxError,
};

use super::{AnswerKind, Question};
use crate::text::clean::cleaned;

/// How cells look.
pub(super) struct Looks {
    pub(super) bold: Format,
    pub(super) faint: Format,
    pub(super) text: Format,
    pub(super) section: Format,
    pub(super) open: Format,
    pub(super) day: Format,
}

impl Looks {
    pub(super) fn new() -> Looks {
        let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let open = text.clone().set_unlocked().set_background_color(0xFF_F8DC);
        Looks {
            bold: Format::new().set_bold().set_align(FormatAlign::Top),
            faint: text.clone().set_font_color(0x80_8080),
            section: Format::new().set_bold().set_background_color(0xE8_EDF2),
            day: open.clone().set_num_format("yyyy-mm-dd"),
            text,
            open,
        }
    }
}

/// How a question is answered, in words.
pub(super) fn how(question: &Question) -> String {
    let mut how = wanted(question);
    // The words that pass a must-have by themselves are not told; those of a list are what is asked for.
    if question.kind == AnswerKind::List && !question.words.is_empty() {
        how = format!("{how}; the words that count: {}", question.words.listed());
    }
    if question.is_must { format!("{how}; a must-have hangs on it") } else { how }
}

/// What an answer is: its kind, and its unit.
pub(super) fn wanted(question: &Question) -> String {
    match &question.kind {
        AnswerKind::Number => match &question.unit {
            Some(unit) => format!("a number, in {unit}"),
            None => "a number".to_owned(),
        },
        AnswerKind::YesNo => "yes or no".to_owned(),
        AnswerKind::Day => "a day".to_owned(),
        AnswerKind::OneOf(_) => "one of the list".to_owned(),
        AnswerKind::List => "all that apply, with commas between them".to_owned(),
        AnswerKind::Text => "in words".to_owned(),
    }
}

/// What a cell takes; a list too long for a cell's own is not offered.
pub(super) fn rule(kind: &AnswerKind) -> Result<Option<DataValidation>, XlsxError> {
    const LONGEST: usize = 255;
    let listed = |words: &[&str]| {
        let list = DataValidation::new().allow_list_strings(words)?;
        told(list, "Choose one of the list, or leave the cell empty.").map(Some)
    };
    match kind {
        AnswerKind::Number => {
            let any = DataValidation::new().allow_decimal_number(DataValidationRule::Between(-1e18, 1e18));
            let any = any.set_error_style(DataValidationErrorStyle::Warning);
            told(any, "A number is asked for.").map(Some)
        }
        AnswerKind::YesNo => listed(&["yes", "no"]),
        AnswerKind::Day => day().map(Some),
        AnswerKind::OneOf(words) if words.iter().map(|word| word.len() + 1).sum::<usize>() <= LONGEST => {
            listed(&words.iter().map(String::as_str).collect::<Vec<_>>())
        }
        AnswerKind::OneOf(_) | AnswerKind::List | AnswerKind::Text => Ok(None),
    }
}

pub(super) fn day() -> Result<DataValidation, XlsxError> {
    let first = ExcelDateTime::from_ymd(1900, 1, 1)?;
    let rule = DataValidation::new().allow_date(DataValidationRule::GreaterThan(first));
    told(rule.set_error_style(DataValidationErrorStyle::Warning), "A day is asked for, such as 2027-03-31.")
}

fn told(rule: DataValidation, what: &str) -> Result<DataValidation, XlsxError> {
    rule.set_error_title("Please check")?.set_error_message(what)
}

/// A text as a cell can hold it; in a cell for texts it never becomes a formula.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 32_000;
    cleaned(text).chars().take(LONGEST).collect()
}
