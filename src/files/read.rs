//! The reader: takes typed values out of a tree, reports what does not fit, and goes on.
//!
//! One description serves reading and the editors' schema: each type says how it is read
//! ([`FromToml::read`]) and what a JSON Schema says of it ([`FromToml::schema`]), and
//! [`toml_table!`](crate::files::read::toml_table) makes both for a table from the list of its keys.

use serde_json::{Value, json};

use super::meant;
use super::node::{Entry, Node, NodeKind, Table};
use super::quoting::quoted_list;
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::text::alike::typed_list;
pub(crate) use crate::text::clean::shortened;
use crate::text::suggest::{did_you_mean, listed};

/// The most entries of a list.
pub(crate) const MOST_LISTED: usize = 1_000;

/// The problems found so far.
pub(crate) type Problems = Vec<Diagnostic>;

/// A value with its place.
#[derive(Clone, Debug)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// A type that can be read from a TOML value.
pub(crate) trait FromToml: Sized {
    /// Reads the value; what is wrong goes to `problems`, and `None` comes back when nothing can be used.
    fn read(node: &Node, problems: &mut Problems) -> Option<Self>;

    /// What a JSON Schema (draft-07) says of it.
    fn schema() -> Value;
}

/// Reports that a value is of another kind than wanted.
pub(crate) fn wrong_type(node: &Node, wanted: &str, problems: &mut Problems) {
    let help = match &node.kind {
        NodeKind::Text(text) => help_for_text(text, wanted),
        NodeKind::Time => "write the day alone, such as 2027-04-01".to_owned(),
        _ => String::new(),
    };
    problems.push(
        Diagnostic::new(
            Code::WrongType,
            node.span,
            format!("this is {}, but {wanted} is wanted", node.kind_name()),
        )
        .label(format!("must be {wanted}"))
        .help(help),
    );
}

/// What to write in place of a text where something else is wanted.
pub(crate) fn help_for_text(text: &str, wanted: &str) -> String {
    if let Some(help) = meant::unknown(text) {
        return help.to_owned();
    }
    let help = if wanted.contains("number") {
        let number = || meant::number(text).map(|told| format!("{told}; numbers stand without quotes"));
        meant::vague(text).or_else(number)
    } else if wanted.contains("true") {
        meant::yes_or_no(text).map(str::to_owned)
    } else if wanted.contains("date") {
        Some("dates are written 2027-04-01, without quotes".to_owned())
    } else if wanted == "a list" {
        let typed = typed_list(text, &[]).filter(|list| list.is_plain);
        let things = typed.map_or_else(|| vec![text.to_owned()], |list| list.things);
        Some(format!("a list stands in brackets, also with one entry: {}", quoted_list(&things)))
    } else {
        None
    };
    help.unwrap_or_default()
}

/// Takes the keys of a table one by one and reports those that nobody asked for.
pub(crate) struct TableReader<'a> {
    table: &'a Table,
    place: Place,
    known: &'static [&'static str],
    /// Keys that are not known, each with the known one that it is close to. They are read as that, so that a slip is
    /// one problem, and not also what follows from it.
    slips: Vec<(&'a Entry, &'static str)>,
}

impl<'a> TableReader<'a> {
    /// Opens a table, or reports that the value is none.
    ///
    /// - `known`: the keys that it may have.
    pub(crate) fn open(
        node: &'a Node,
        known: &'static [&'static str],
        problems: &mut Problems,
    ) -> Option<Self> {
        let Some(table) = node.as_table() else {
            wrong_type(node, "a table", problems);
            return None;
        };
        // The root has no place of its own; its problems are the file's.
        let is_root = node.span.start == 0 && node.span.end == 0;
        let place = if is_root { node.span.source.into() } else { node.span.into() };
        let unknown = table.0.iter().filter(|entry| !known.contains(&entry.key.as_str()));
        let slips = unknown.filter_map(|entry| Some((entry, *slip_of(&entry.key, known)?))).collect();
        Some(TableReader { table, place, known, slips })
    }

    /// Reads the value of a key.
    ///
    /// - `meaning`: what is told of the key where it is required and missing.
    pub(crate) fn key<T: FromToml>(
        &self,
        (key, is_required): (&'static str, bool),
        meaning: &str,
        problems: &mut Problems,
    ) -> Option<Spanned<T>> {
        let slip = self.slips.iter().find(|(_, meant)| *meant == key).map(|(entry, _)| *entry);
        match (self.table.get(key), slip) {
            (Some(entry), slip) => {
                let node = slip.and_then(|slip| both(&entry.node, &slip.node));
                let value = T::read(node.as_ref().unwrap_or(&entry.node), problems)?;
                Some(Spanned { value, span: entry.node.span })
            }
            (None, Some(slip)) => {
                // What is wrong with a value is of no matter while its key is: it may not be meant for this one.
                let mut unsure = Problems::new();
                let value = T::read(&slip.node, &mut unsure);
                if slip.node.as_table().is_some() {
                    problems.append(&mut unsure);
                }
                Some(Spanned { value: value?, span: slip.node.span })
            }
            (None, None) => {
                if is_required {
                    let message = format!("the key `{key}` is missing");
                    let help = format!("add `{key}`: {}", lower_start(meaning.trim().trim_end_matches('.')));
                    problems.push(Diagnostic::new(Code::MissingKey, self.place, message).help(help));
                }
                None
            }
        }
    }

    /// Reports the keys that were not asked for.
    pub(crate) fn close(self, problems: &mut Problems) {
        for entry in &self.table.0 {
            if !self.known.contains(&entry.key.as_str()) {
                problems.push(unknown_key(entry, self.known));
            }
        }
    }
}

/// The known key that a mistyped one stands for, where one is closer than all others.
fn slip_of(key: &str, known: &'static [&'static str]) -> Option<&'static &'static str> {
    const FARTHEST: usize = 2;
    const SHORTEST: usize = 3;
    let key = shortened(key).to_lowercase();
    let long = known.iter().filter(|known| known.len().min(key.len()) >= SHORTEST);
    let mut close: Vec<(usize, &&str)> =
        long.map(|known| (strsim::osa_distance(&key, known), known)).collect();
    close.sort_unstable();
    match close.as_slice() {
        [(nearest, _), (next, _), ..] if nearest == next => None,
        [(nearest, known), ..] => (*nearest <= FARTHEST).then_some(*known),
        [] => None,
    }
}

/// Two tables as one: what stands in `[criterias.cost]` is meant to stand with the other criteria.
fn both(table: &Node, other: &Node) -> Option<Node> {
    let (table, span) = (table.as_table()?, table.span);
    let mut entries = table.0.clone();
    entries.extend(other.as_table()?.0.iter().filter(|entry| table.get(&entry.key).is_none()).cloned());
    Some(Node { kind: NodeKind::Table(Table(entries)), span })
}

/// A sentence as it goes on after a colon.
fn lower_start(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn unknown_key(entry: &Entry, known: &[&'static str]) -> Diagnostic {
    let help = did_you_mean(&entry.key, known.iter().copied())
        .unwrap_or_else(|| format!("known here: {}", listed(known, "and")));
    Diagnostic::new(Code::UnknownKey, entry.key_span, format!("unknown key `{}`", shortened(&entry.key)))
        .help(help)
}

/// Makes a struct for a table: each key an optional spanned field, `[required]` ones reported when
/// missing, and its reader and schema from the same list.
macro_rules! toml_table {
    (
        $(#[doc = $doc:literal])*
        struct $name:ident {
            $( $(#[doc = $field_doc:literal])* $field:ident : $type:ty $([ $required:ident ])? , )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug)]
        #[allow(clippy::struct_field_names, reason = "fields are named as the keys of the file")]
        pub(crate) struct $name {
            $( $(#[doc = $field_doc])* pub(crate) $field: Option<$crate::files::read::Spanned<$type>>, )*
        }

        impl $crate::files::read::FromToml for $name {
            fn read(
                node: &$crate::files::node::Node,
                problems: &mut $crate::files::read::Problems,
            ) -> Option<Self> {
                const KEYS: &[&str] = &[$( $crate::files::read::key_of(stringify!($field)) ),*];
                let table = $crate::files::read::TableReader::open(node, KEYS, problems)?;
                let read = $name {
                    $( $field: table.key(
                        ($crate::files::read::key_of(stringify!($field)), $crate::files::read::toml_table!(@required $($required)?)),
                        concat!($($field_doc),*),
                        problems,
                    ), )*
                };
                table.close(problems);
                Some(read)
            }

            fn schema() -> serde_json::Value {
                let mut properties = serde_json::Map::new();
                let mut required: Vec<&str> = Vec::new();
                $(
                    let described = $crate::files::read::describe(
                        <$type as $crate::files::read::FromToml>::schema(),
                        concat!($($field_doc),*),
                    );
                    properties.insert($crate::files::read::key_of(stringify!($field)).to_owned(), described);
                    if $crate::files::read::toml_table!(@required $($required)?) {
                        required.push($crate::files::read::key_of(stringify!($field)));
                    }
                )*
                $crate::files::read::table_schema(concat!($($doc),*), properties, &required)
            }
        }
    };
    (@required required) => { true };
    (@required) => { false };
}
pub(crate) use toml_table;

/// The key of a field: a key that is a word of Rust, such as `return`, is written as `r#return` there.
pub(crate) const fn key_of(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}

/// Adds a description to a schema.
pub(crate) fn describe(mut schema: Value, description: &str) -> Value {
    if let Value::Object(object) = &mut schema {
        object.insert("description".to_owned(), description.trim().into());
    }
    schema
}

/// The schema of a table with fixed keys.
pub(crate) fn table_schema(
    description: &str,
    properties: serde_json::Map<String, Value>,
    required: &[&str],
) -> Value {
    let properties = Value::Object(properties);
    let mut schema = json!({
        "type": "object",
        "description": description.trim(),
        "additionalProperties": false,
        "properties": properties,
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

impl FromToml for bool {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let NodeKind::YesNo(value) = node.kind {
            return Some(value);
        }
        wrong_type(node, "true or false", problems);
        None
    }

    fn schema() -> Value {
        json!({ "type": "boolean" })
    }
}

/// A list of like values, each with its place.
impl<T: FromToml> FromToml for Vec<Spanned<T>> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let NodeKind::List(items) = &node.kind else {
            wrong_type(node, "a list", problems);
            return None;
        };
        if items.len() > MOST_LISTED {
            let message = format!("this list has {} entries, more than {MOST_LISTED}", items.len());
            problems.push(Diagnostic::new(Code::TooMany, node.span, message).help("keep only what counts"));
            return None;
        }
        let read: Vec<Spanned<T>> = items
            .iter()
            .filter_map(|item| Some(Spanned { value: T::read(item, problems)?, span: item.span }))
            .collect();
        // A list without one of its entries would only cause problems that are none.
        (read.len() == items.len()).then_some(read)
    }

    fn schema() -> Value {
        json!({ "type": "array", "items": T::schema(), "maxItems": MOST_LISTED })
    }
}

/// A list that holds at least one value.
#[derive(Debug)]
pub(crate) struct NonEmpty<T>(pub(crate) Vec<Spanned<T>>);

impl<T: FromToml> FromToml for NonEmpty<T> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let items = Vec::read(node, problems)?;
        if matches!(&node.kind, NodeKind::List(items) if items.is_empty()) {
            problems.push(Diagnostic::new(Code::EmptyText, node.span, "this list is empty"));
            return None;
        }
        Some(NonEmpty(items))
    }

    fn schema() -> Value {
        let mut schema = Vec::<Spanned<T>>::schema();
        schema["minItems"] = json!(1);
        schema
    }
}

/// A value that is there, whether or not it could be read.
#[derive(Debug)]
pub(crate) struct Attempt<T>(pub(crate) Option<T>);

impl<T: Limited> Limited for Attempt<T> {
    const MOST: usize = T::MOST;
}

impl<T: FromToml> FromToml for Attempt<T> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        Some(Attempt(T::read(node, problems)))
    }

    fn schema() -> Value {
        T::schema()
    }
}

/// A key that is not there, or that could be read; none where it is there and could not: that is reported already,
/// and not a missing key.
#[expect(clippy::option_option, reason = "not there and not readable are two things")]
pub(crate) fn attempted<T>(key: Option<Spanned<Attempt<T>>>) -> Option<Option<Spanned<T>>> {
    match key {
        None => Some(None),
        Some(Spanned { value: Attempt(value), span }) => value.map(|value| Some(Spanned { value, span })),
    }
}

/// A table whose keys are ids chosen by the user.
#[derive(Debug)]
pub(crate) struct ById<T>(pub(crate) Vec<IdEntry<T>>);

/// One entry of a [`ById`].
#[derive(Debug)]
pub(crate) struct IdEntry<T> {
    pub(crate) id: String,
    pub(crate) id_span: Span,
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// How many entries a [`ById`] of a type may have.
pub(crate) trait Limited {
    /// The most entries.
    const MOST: usize;
}

/// The most characters of an id.
pub const LONGEST_ID: usize = 64;
const ID_PATTERN: &str = "^[A-Za-z0-9_-]{1,64}$";

/// Whether a text can be an id: letters a to z, digits, hyphens and underscores, at most 64.
#[must_use]
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST_ID
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// Whether Windows keeps a file name, without what follows the point, for a device: `con`, `LPT1`.
#[must_use]
pub fn is_reserved(id: &str) -> bool {
    let lower = id.to_ascii_lowercase();
    let is_numbered = |device: &str| {
        let number = |rest: &str| {
            matches!(rest, "¹" | "²" | "³") || rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit()
        };
        lower.strip_prefix(device).is_some_and(number)
    };
    ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&lower.as_str())
        || is_numbered("com")
        || is_numbered("lpt")
}

impl<T: FromToml + Limited> FromToml for ById<T> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Some(table) = node.as_table() else {
            wrong_type(node, "a table", problems);
            return None;
        };
        if table.0.len() > T::MOST {
            let message = format!("this table has {} entries, more than {}", table.0.len(), T::MOST);
            let problem = Diagnostic::new(Code::TooMany, table.0[T::MOST].key_span, message);
            problems.push(problem.help("keep only what counts"));
            return None;
        }
        let mut entries = Vec::new();
        for entry in &table.0 {
            if !is_id(&entry.key) {
                let message = format!("`{}` cannot be an id", shortened(&entry.key));
                problems.push(
                    Diagnostic::new(Code::BadId, entry.key_span, message)
                        .help("use letters a to z, digits, hyphens and underscores, at most 64"),
                );
            }
            if let Some(value) = T::read(&entry.node, problems) {
                entries.push(IdEntry {
                    id: entry.key.clone(),
                    id_span: entry.key_span,
                    value,
                    span: entry.node.span,
                });
            }
        }
        Some(ById(entries))
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "propertyNames": { "pattern": ID_PATTERN },
            "additionalProperties": T::schema(),
            "maxProperties": T::MOST,
        })
    }
}
