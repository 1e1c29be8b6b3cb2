//! Ids made from names in any script.

use deunicode::deunicode;

/// The letters and digits of a name in small letters, `between` for what lies between them; empty where it has neither.
///
/// - `most`: how many characters it may have.
#[must_use]
pub fn latin(name: &str, between: char, most: usize) -> String {
    let latin = deunicode(name).to_lowercase();
    let words: Vec<&str> =
        latin.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut made: String = words.join(&between.to_string()).chars().take(most).collect();
    made.truncate(made.trim_end_matches(between).len());
    made
}
