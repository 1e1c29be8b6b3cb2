//! The simple values of the files: names, texts, numbers with a range, dates, codes, and references to needs.

use serde_json::{Value, json};

use super::country::no_country;
use super::letters::look_at_letters;
use super::node::{Node, NodeKind};
use super::percent::{share_of_one, small_share_of_one};
use super::read::{FromToml, NonEmpty, Problems, shortened, wrong_type};
use crate::decision::{Date, Weight};
use crate::diagnostic::{Code, Diagnostic};
use crate::exact::{Exact, NumberError, Rounding};
use crate::text::clean::{cleaned, is_bidi_control};
use crate::text::letters::{character_name, hidden, normal};
use crate::text::named::country;

/// The most characters of a name.
const LONGEST_NAME: usize = 500;
/// The most characters of any other text.
const LONGEST_TEXT: usize = 10_000;

/// A text of one line.
#[derive(Clone, Debug)]
pub(crate) struct Name(pub(crate) String);

/// A text of any number of lines.
#[derive(Clone, Debug)]
pub(crate) struct Prose(pub(crate) String);

fn read_text(node: &Node, longest: usize, may_break: bool, problems: &mut Problems) -> Option<String> {
    let NodeKind::Text(text) = &node.kind else {
        wrong_type(node, "text", problems);
        return None;
    };
    if text.trim().is_empty() {
        problems.push(
            Diagnostic::new(Code::EmptyText, node.span, "this text is empty")
                .help("give it a text; or leave the key out where it may be left out"),
        );
        return None;
    }
    let length = text.chars().count();
    if length > longest {
        let message = format!("this text has {length} characters, more than {longest}");
        let help = "shorten it; a long document stays beside the files and is named as `source`";
        problems.push(Diagnostic::new(Code::TooLong, node.span, message).help(help));
        return None;
    }
    let is_allowed = |c: char| match c {
        '\n' | '\t' | '\r' => may_break,
        c => !c.is_control() && !is_bidi_control(c),
    };
    let bad = text.char_indices().find(|(_, c)| !is_allowed(*c));
    if let Some((_, bad)) = bad {
        let what = match bad {
            c if is_bidi_control(c) => "a bidirectional override",
            '\n' | '\r' => "a line break",
            '\t' => "a tab",
            '\u{1b}' => "an escape character",
            _ => "a control character",
        };
        let message = format!("this text holds {what} (U+{:04X})", u32::from(bad));
        let help = if matches!(bad, '\n' | '\r') {
            "names stand on one line; longer texts go into `note`"
        } else {
            "delete the character"
        };
        problems.push(Diagnostic::new(Code::UnsafeText, node.span, message).help(help));
    }
    if may_break {
        if let Some((_, c)) = hidden(text).filter(|_| bad.is_none()) {
            let message = format!("this text holds {}, which cannot be seen", character_name(c));
            let help = "delete the character; lines end with a plain line break";
            problems.push(Diagnostic::new(Code::UnsafeText, node.span, message).help(help));
        }
        return Some(cleaned(text).trim().to_owned());
    }
    if bad.is_none() {
        problems.extend(look_at_letters(text, node.span));
    }
    Some(cleaned(&normal(text)).trim().to_owned())
}

impl FromToml for Name {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        read_text(node, LONGEST_NAME, false, problems).map(Name)
    }

    fn schema() -> Value {
        json!({ "type": "string", "minLength": 1, "maxLength": LONGEST_NAME })
    }
}

impl FromToml for Prose {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        read_text(node, LONGEST_TEXT, true, problems).map(Prose)
    }

    fn schema() -> Value {
        json!({ "type": "string", "minLength": 1, "maxLength": LONGEST_TEXT })
    }
}

impl FromToml for Exact {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let NodeKind::Number(text) = &node.kind else {
            wrong_type(node, "a number", problems);
            return None;
        };
        match Exact::parse(text) {
            Ok(number) => Some(number),
            Err(error) => {
                let help = match error {
                    NumberError::NotFinite => "leave the key out when the number is not known",
                    NumberError::TooLong => "count in a larger unit, or round the number",
                    NumberError::Malformed => "",
                };
                let message = format!("`{}` {error}", shortened(text));
                problems.push(Diagnostic::new(Code::BadNumber, node.span, message).help(help));
                None
            }
        }
    }

    fn schema() -> Value {
        json!({ "type": "number" })
    }
}

macro_rules! bounded {
    ($(#[$doc:meta])* $name:ident, $low:expr, $high:expr, $range:literal, $schema:tt $(, $look:path)?) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub(crate) struct $name(pub(crate) Exact);

        impl FromToml for $name {
            fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
                let number = Exact::read(node, problems)?;
                let high: Option<i32> = $high;
                let is_below = number < Exact::from($low);
                let is_above = high.is_some_and(|high| number > Exact::from(high));
                if is_below || is_above {
                    let message = format!("{number} is outside the range of this key");
                    problems.push(Diagnostic::new(Code::OutOfRange, node.span, message).label($range));
                    return None;
                }
                $( problems.extend($look(node.span, &number)); )?
                Some($name(number))
            }

            fn schema() -> Value {
                json!($schema)
            }
        }
    };
}

bounded!(
    /// A number of 0 or more.
    NotNegative, 0, None, "must be 0 or more", { "type": "number", "minimum": 0 }
);
bounded!(
    /// A value as shown: 0 to 100.
    Percent, 0, Some(100), "must be between 0 and 100", { "type": "number", "minimum": 0, "maximum": 100 },
    share_of_one
);

impl Percent {
    /// The value from 0 to 1.
    pub(crate) fn share(&self) -> Exact {
        Exact::of_percent(&self.0)
    }
}

bounded!(
    /// A rate or a limit as shown: 0 to 100, of which half of one may be meant.
    SmallPercent, 0, Some(100), "must be between 0 and 100", { "type": "number", "minimum": 0, "maximum": 100 },
    small_share_of_one
);

impl SmallPercent {
    /// The value from 0 to 1.
    pub(crate) fn share(&self) -> Exact {
        Exact::of_percent(&self.0)
    }
}

bounded!(
    /// A change in a year in per cent: more than all of it cannot be lost, and ten times as much is no forecast.
    Change, -99, Some(1000), "must be between -99 and 1000", { "type": "number", "minimum": -99, "maximum": 1000 },
    small_share_of_one
);
bounded!(
    /// A share in per cent that may be more than all.
    Share, 0, Some(1000), "must be between 0 and 1000", { "type": "number", "minimum": 0, "maximum": 1000 },
    share_of_one
);

impl FromToml for Weight {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        NotNegative::read(node, problems).map(|number| Weight::of(number.0))
    }

    fn schema() -> Value {
        NotNegative::schema()
    }
}

/// A whole number from 1 to 1,000.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Count(pub(crate) u32);

impl FromToml for Count {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let number = Exact::read(node, problems)?;
        let count = number.to_string().parse().ok().filter(|count| (1..=1_000).contains(count));
        if count.is_none() {
            let message = format!("{number} is outside the range of this key");
            let label = "must be a whole number from 1 to 1000";
            problems.push(Diagnostic::new(Code::OutOfRange, node.span, message).label(label));
        }
        count.map(Count)
    }

    fn schema() -> Value {
        json!({ "type": "integer", "minimum": 1, "maximum": 1000 })
    }
}

/// Digits after the point of a weight: a whole number from 0 to 6.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digits(pub(crate) u32);

impl FromToml for Digits {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let number = Exact::read(node, problems)?;
        let digits = number.to_string().parse().ok().filter(|digits| *digits <= 6);
        if digits.is_none() {
            let message = format!("{number} is outside the range of this key");
            let label = "must be a whole number from 0 to 6";
            problems.push(Diagnostic::new(Code::OutOfRange, node.span, message).label(label));
        }
        digits.map(Digits)
    }

    fn schema() -> Value {
        json!({ "type": "integer", "minimum": 0, "maximum": 6 })
    }
}

/// A number above zero.
#[derive(Clone, Debug)]
pub(crate) struct Positive(pub(crate) Exact);

impl FromToml for Positive {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let number = Exact::read(node, problems)?;
        if number <= Exact::ZERO {
            let message = format!("{number} is outside the range of this key");
            problems.push(Diagnostic::new(Code::OutOfRange, node.span, message).label("must be above 0"));
            return None;
        }
        Some(Positive(number))
    }

    fn schema() -> Value {
        json!({ "type": "number", "exclusiveMinimum": 0 })
    }
}

/// The pattern of dates as editors hand them to a schema: a date is a string there.
const DATE_PATTERN: &str = "^\\d{4}-\\d{2}-\\d{2}$";

impl FromToml for Date {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.kind {
            NodeKind::Date(date) if date.year == 0 => {
                let help = "leave the key out when the day is not known";
                problems.push(Diagnostic::new(Code::BadDate, node.span, "there is no year 0000").help(help));
                None
            }
            NodeKind::Date(date) => Some(*date),
            NodeKind::Time => {
                problems.push(
                    Diagnostic::new(Code::BadDate, node.span, "a day is wanted, without a time")
                        .help("write the day alone, such as 2027-04-01"),
                );
                None
            }
            _ => {
                wrong_type(node, "a date", problems);
                None
            }
        }
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": DATE_PATTERN })
    }
}

impl FromToml for Rounding {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Name(text) = Name::read(node, problems)?;
        match text.parse() {
            Ok(rounding) => Some(rounding),
            Err(error) => {
                let message = format!("`{}` is not a rounding rule", shortened(&text));
                problems
                    .push(Diagnostic::new(Code::UnknownWord, node.span, message).help(format!("{error}")));
                None
            }
        }
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": "^([0-9]|1[0-8]) (half-up|half-even|truncate|up)$" })
    }
}

/// A currency: three capital letters.
#[derive(Clone, Debug)]
pub(crate) struct Currency(pub(crate) String);

impl FromToml for Currency {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        letters(node, 3, "a currency is three capital letters, such as EUR", problems).map(Currency)
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": "^[A-Z]{3}$" })
    }
}

/// A country: two capital letters.
#[derive(Clone, Debug)]
pub(crate) struct Country(pub(crate) String);

impl FromToml for Country {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let code = letters(node, 2, "a country is two capital letters, such as TH", problems)?;
        if country(&code) != Some(code.as_str()) {
            problems.push(no_country(&code, node.span));
        }
        Some(Country(code))
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": "^[A-Z]{2}$" })
    }
}

fn letters(node: &Node, count: usize, help: &str, problems: &mut Problems) -> Option<String> {
    let Name(text) = Name::read(node, problems)?;
    if text.len() == count && text.bytes().all(|b| b.is_ascii_uppercase()) {
        return Some(text);
    }
    let message = format!("`{}` is not a code that can stand here", shortened(&text));
    problems.push(Diagnostic::new(Code::UnknownWord, node.span, message).help(help));
    None
}

/// A value, or a reference to a need such as `"needs.start"`.
#[derive(Clone, Debug)]
pub(crate) enum OrNeed<T> {
    Value(T),
    /// The id of the need.
    Need(String),
}

/// What starts a reference to a need.
const NEED_PREFIX: &str = "needs.";

impl<T: FromToml> FromToml for OrNeed<T> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let NodeKind::Text(text) = &node.kind
            && let Some(need) = text.strip_prefix(NEED_PREFIX)
        {
            return Some(OrNeed::Need(need.to_owned()));
        }
        T::read(node, problems).map(OrNeed::Value)
    }

    fn schema() -> Value {
        json!({ "anyOf": [T::schema(), { "type": "string", "pattern": "^needs\\.[A-Za-z0-9_-]+$" }] })
    }
}

/// One name or a list of names.
#[derive(Clone, Debug)]
pub(crate) struct Names(pub(crate) Vec<String>);

impl FromToml for Names {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if matches!(node.kind, NodeKind::List(_)) {
            let names = NonEmpty::<Name>::read(node, problems)?;
            return Some(Names(names.0.into_iter().map(|name| name.value.0).collect()));
        }
        if !matches!(node.kind, NodeKind::Text(_)) {
            wrong_type(node, "text or a list of texts", problems);
            return None;
        }
        Name::read(node, problems).map(|name| Names(vec![name.0]))
    }

    fn schema() -> Value {
        json!({ "anyOf": [Name::schema(), NonEmpty::<Name>::schema()] })
    }
}
