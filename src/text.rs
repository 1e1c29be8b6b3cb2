//! Texts: what outsiders wrote made harmless, how they stand in Markdown, and names that a mistyped one is close
//! to.

pub mod alike;
pub mod clean;
#[cfg(any(feature = "cli", feature = "tui", feature = "xlsx"))]
pub mod ids;
pub mod letters;
pub mod markdown;
pub mod named;
pub mod scripts;
pub mod suggest;

/// A word as it is typed in a command: in quotes where a shell would take it apart.
#[must_use]
pub fn typed_word(word: &str) -> String {
    let is_plain =
        |c: char| c.is_alphanumeric() || "-_./:,+=@%\\".contains(c) || !c.is_ascii() && !c.is_whitespace();
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(is_plain) {
        return word.to_owned();
    }
    let escaped = |c: char| if "\"$`".contains(c) { vec!['\\', c] } else { vec![c] };
    let word: String = word.chars().flat_map(escaped).collect();
    format!("\"{word}\"")
}

/// Whether two words are the same without regard to capitals.
#[must_use]
pub fn same_word(a: &str, b: &str) -> bool {
    a == b || a.to_lowercase() == b.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::typed_word;

    #[test]
    fn words_of_commands_are_quoted_where_a_shell_would_take_them_apart() {
        for (word, typed) in [
            ("decision.weigh", "decision.weigh"),
            ("ชุด.weigh", "ชุด.weigh"),
            ("our decision.weigh", "\"our decision.weigh\""),
            ("a$b", "\"a\\$b\""),
            ("", "\"\""),
        ] {
            assert_eq!(typed_word(word), typed);
        }
    }
}
