//! What the fact of a new criterion is worth.

use crate::diagnostic::Sources;
use crate::files::edit::{key_text, quoted};
use crate::files::node::{Entry, parse_value};
use crate::text::typed_word;

/// What the fact of a new criterion is worth, in the words of whoever asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewScale {
    /// A straight line between two numbers, as typed.
    Line {
        /// What is worth 0.
        worst: String,
        /// What is worth 100.
        best: String,
    },
    /// Yes is worth 100 and no 0, or the other way round.
    YesNo {
        /// Whether yes is the better answer.
        is_yes_best: bool,
    },
    /// Words with what each is worth, from 0 to 100.
    Levels(Vec<(String, String)>),
    /// Marks by people, from 1 to this one.
    Marks(String),
    /// The share of what is asked for, such as `needs.languages`.
    Covers(String),
    /// Whatever the file format knows: `{ points = [[8, 100], [20, 30]] }`.
    Toml(String),
}

impl Default for NewScale {
    fn default() -> NewScale {
        NewScale::Marks("5".to_owned())
    }
}

impl NewScale {
    /// As TOML has it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            NewScale::Line { worst, best } => {
                format!("{{ worst = {}, best = {} }}", worst.trim(), best.trim())
            }
            NewScale::YesNo { is_yes_best: true } => "{ yes = 100, no = 0 }".to_owned(),
            NewScale::YesNo { is_yes_best: false } => "{ yes = 0, no = 100 }".to_owned(),
            NewScale::Levels(levels) => {
                let level = |(word, worth): &(String, String)| {
                    format!("{} = {}", key_text(word.trim()), worth.trim())
                };
                format!("{{ levels = {{ {} }} }}", levels.iter().map(level).collect::<Vec<_>>().join(", "))
            }
            NewScale::Marks(most) => format!("{{ rating = {} }}", most.trim()),
            NewScale::Covers(asked) => format!("{{ covers = {} }}", quoted(asked.trim())),
            NewScale::Toml(text) => text.trim().to_owned(),
        }
    }

    /// The words of a scale, each with its worth; none where one has none.
    ///
    /// - `typed`: such as `none=0`.
    pub fn levels<'a>(typed: impl IntoIterator<Item = &'a str>) -> Option<NewScale> {
        let pair = |level: &str| {
            let (word, worth) = level.rsplit_once('=')?;
            Some((word.trim().to_owned(), worth.trim().to_owned()))
        };
        typed.into_iter().map(pair).collect::<Option<Vec<_>>>().map(NewScale::Levels)
    }

    /// The scale that a TOML text is, in the plainest words.
    #[must_use]
    pub fn of_text(text: &str) -> NewScale {
        let (node, errors) = parse_value(text.trim(), Sources::default().add("", ""), 0);
        let table = node.as_table().filter(|_| errors.is_empty());
        let raw = |key: &str| {
            let span = table?.get(key)?.node.span;
            text.trim().get(span.start..span.end).map(str::to_owned)
        };
        let keys: Vec<&str> = table.map(|table| table.keys().collect()).unwrap_or_default();
        let simple = match keys.as_slice() {
            ["worst", "best"] | ["best", "worst"] => {
                raw("worst").zip(raw("best")).map(|(worst, best)| NewScale::Line { worst, best })
            }
            ["yes", "no"] | ["no", "yes"] => match (raw("yes").as_deref(), raw("no").as_deref()) {
                (Some("100"), Some("0")) => Some(NewScale::YesNo { is_yes_best: true }),
                (Some("0"), Some("100")) => Some(NewScale::YesNo { is_yes_best: false }),
                _ => None,
            },
            ["rating"] => raw("rating").map(NewScale::Marks),
            ["covers"] => {
                table.and_then(|table| table.text("covers")).map(|asked| NewScale::Covers(asked.to_owned()))
            }
            ["levels"] => table.and_then(|table| table.get("levels")?.node.as_table()).map(|levels| {
                let worth = |entry: &Entry| text.trim().get(entry.node.span.start..entry.node.span.end);
                let level = |entry: &Entry| (entry.key.clone(), worth(entry).unwrap_or_default().to_owned());
                NewScale::Levels(levels.0.iter().map(level).collect())
            }),
            _ => None,
        };
        simple.unwrap_or_else(|| NewScale::Toml(text.trim().to_owned()))
    }

    /// The words of `weigh new criterion` that say the same.
    pub(super) fn words(&self) -> Vec<String> {
        let option = |name: &str, value: &str| vec![name.to_owned(), typed_word(value.trim())];
        match self {
            NewScale::Line { worst, best } => [option("--worst", worst), option("--best", best)].concat(),
            NewScale::YesNo { is_yes_best } => {
                vec![if *is_yes_best { "--yes-best" } else { "--no-best" }.to_owned()]
            }
            NewScale::Levels(levels) => {
                let level = |(word, worth): &(String, String)| format!("{}={}", word.trim(), worth.trim());
                option("--levels", &levels.iter().map(level).collect::<Vec<_>>().join(","))
            }
            NewScale::Marks(most) => option("--marks", most),
            NewScale::Covers(asked) => option("--covers", asked),
            NewScale::Toml(text) => option("--scale", text),
        }
    }
}
