//! Countries by their codes.

use super::read::shortened;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::text::named::country;

/// What is wrong with a word that is no code of a country.
pub(super) fn no_country(word: &str, place: Span) -> Diagnostic {
    let message = format!("`{}` is no country of ISO 3166-1", shortened(word));
    let help = match country(word) {
        Some(code) => format!("did you mean `{code}`? a country is its code of two capital letters"),
        None => "a country is its code of two capital letters, such as TH".to_owned(),
    };
    Diagnostic::new(Code::UnknownName, place, message).help(help)
}
