//! The form of a table of a file, made from its schema: a field for each key that the schema knows.

use serde_json::Value;

use super::{About, Field, Form, Pick, Takes};
use crate::decision::formula::catalogue::{self, Gives, Published};
use crate::diagnostic::Sources;
use crate::files::edit::quoted;
use crate::files::node::{NodeKind, parse_value};
use crate::files::schema::Schema;
use crate::open::parts;

/// The table that a form is about.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// What stands before the key of each field in its path; empty at the top of the criteria file.
    pub(crate) prefix: String,
    /// For each field what was in it.
    before: Vec<String>,
    /// For each field whether it is a text, which is typed without quotes.
    texts: Vec<bool>,
    /// How many values are still being read.
    pub(crate) pending: usize,
    /// Whether the table is still to be made: it is written whole.
    is_new: bool,
}

/// What a key is that is not there.
const UNSET: &str = "not said";

/// A table that has a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// The head of the criteria file.
    Decision,
    Rule,
    Notice,
    Disclosure,
}

/// The form of a section of the criteria file.
pub(crate) fn of_section(section: Section) -> Form {
    let (title, prefix): (&str, &[&str]) = match section {
        Section::Decision => ("The decision", &[]),
        Section::Rule => ("The rule", &["rule"]),
        Section::Notice => ("What letters and notices say of us", &["notice"]),
        Section::Disclosure => ("What letters and notices tell", &["disclosure"]),
    };
    let schema = Schema::Criteria.value();
    of_table(title, &prefix.join("."), at(&schema, prefix), prefix.is_empty())
}

/// The form of the head of a part: of a vendor, a criterion, a must-have, an evaluator.
pub(crate) fn of_part(kind: parts::Kind, id: &str) -> Form {
    let title = format!("{} {id}", kind.word());
    match kind {
        parts::Kind::Vendor => {
            of_table(&title, &format!("vendors.{id}"), Some(&Schema::Vendor.value()), true)
        }
        parts::Kind::Evaluator => {
            of_table(&title, &format!("panel.{id}"), Some(&Schema::Panel.value()), true)
        }
        parts::Kind::Criterion | parts::Kind::Gate => {
            let section = if kind == parts::Kind::Gate { "gates" } else { "criteria" };
            let schema = Schema::Criteria.value();
            of_table(&title, &format!("{section}.{id}"), at(&schema, &[section, id]), false)
        }
    }
}

/// The schema of what stands at a path.
fn at<'a>(schema: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(schema, |schema, key| {
        let schema = object_of(schema)?;
        let known = schema.get("properties").and_then(|known| known.get(*key));
        known.or_else(|| schema.get("additionalProperties"))
    })
}

/// The schema of a table, where a value may be one; an estimate with its evidence is a value.
pub(super) fn object_of(schema: &Value) -> Option<&Value> {
    let is_table = |schema: &&Value| {
        // A number with evidence has one in a key of these names, and no table.
        let own = |key: &str| schema.get("properties")?.get(key);
        let has = |key: &str| own(key).is_some_and(|own| object_of(own).is_none());
        schema.get("type").and_then(Value::as_str) == Some("object") && !has("value") && !has("likely")
    };
    let ways = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array);
    // What a must-have tests is one of several keys of the same table.
    let whole = std::iter::once(schema).find(is_table);
    whole.or_else(|| ways.into_iter().flatten().find(is_table))
}

/// The form of any table of a file.
///
/// - `keys`: those that its file has, for a table that takes any.
pub(crate) fn of_path(path: &str, keys: &[String], is_new: bool) -> Form {
    let words: Vec<&str> = path.split('.').collect();
    let (schema, within) = match words.as_slice() {
        ["vendors", _, within @ ..] => (Schema::Vendor.value(), within),
        within => (Schema::Criteria.value(), within),
    };
    let found = at(&schema, within).and_then(object_of);
    let mut form = of_table(path, path, found, false);
    let any =
        found.and_then(|schema| schema.get("additionalProperties")).filter(|any| object_of(any).is_none());
    if let (Some(any), About::Table(asked)) = (any, &mut form.about) {
        for key in keys {
            let is_known = form.fields.iter().any(|field| field.key == *key);
            let is_table = at(&schema, within)
                .and_then(|table| at(table, &[key.as_str()]))
                .is_some_and(|own| object_of(own).is_some());
            if is_known || is_table {
                continue;
            }
            let (field, is_text) = field(key, any);
            form.fields.push(field);
            asked.texts.push(is_text);
            asked.before.push(String::new());
        }
    }
    if let About::Table(asked) = &mut form.about {
        asked.is_new = is_new;
    }
    form
}

/// - `is_head`: whether tables in it are sections of their own.
fn of_table(title: &str, prefix: &str, schema: Option<&Value>, is_head: bool) -> Form {
    let known = schema.and_then(|schema| schema.get("properties")).and_then(Value::as_object);
    let (mut fields, mut texts) = (Vec::new(), Vec::new());
    let required = schema.and_then(|schema| schema.get("required")).and_then(Value::as_array);
    let must = |key: &str| required.is_some_and(|keys| keys.iter().any(|one| one.as_str() == Some(key)));
    let mut known: Vec<(&String, &Value)> = known.into_iter().flatten().collect();
    // What cannot be left out comes first.
    known.sort_by_key(|(key, _)| !must(key));
    for (key, schema) in known {
        let is_table = object_of(schema).is_some();
        // Weights are moved on their page, where the others make room.
        if (is_table && (is_head || schema.get("propertyNames").is_some())) || key == "weight" {
            continue;
        }
        let (mut field, is_text) = field(key, schema);
        if prefix == "rule" && key == "total" {
            field = field.with_picks(published_totals());
        }
        fields.push(field);
        texts.push(is_text);
    }
    let before = vec![String::new(); fields.len()];
    let asked = Asked { prefix: prefix.to_owned(), before, texts, pending: 0, is_new: false };
    Form::new(title, About::Table(Box::new(asked)), fields)
}

/// The formulas that a scale can take, as the file writes them: each with the numbers of its example.
fn published_scales() -> Vec<Pick> {
    let usual = ["lowest/price", "span", "excess-over-lowest"];
    let usual = usual.map(|word| Pick::new(format!("{{ formula = \"{word}\" }}"), "price formula"));
    let published = catalogue::all().iter().filter(|one| one.gives == Gives::Points && one.out.is_none());
    let published = published.map(|one| {
        let full = if one.full.is_none() { ", full = 100" } else { "" };
        Pick::new(format!("{{ formula = \"{}\"{}{full} }}", one.id, example_numbers(one)), &one.name)
    });
    usual.into_iter().chain(published).collect()
}

/// The formulas that make a total, likewise.
fn published_totals() -> Vec<Pick> {
    let published = catalogue::all().iter().filter(|one| one.gives == Gives::Total);
    let pick = |one: &Published| {
        Pick::new(format!("{{ formula = \"{}\"{} }}", one.id, example_numbers(one)), &one.name)
    };
    published.map(pick).collect()
}

/// The numbers that a published formula asks for, as in its first example.
fn example_numbers(one: &Published) -> String {
    let names = one.examples.first().into_iter().flat_map(|example| &example.names);
    let numbers: Vec<String> = names.map(|(name, number)| format!("{name} = {number}")).collect();
    if numbers.is_empty() { String::new() } else { format!(", numbers = {{ {} }}", numbers.join(", ")) }
}

/// The field of a key, and whether it is a text.
fn field(key: &str, schema: &Value) -> (Field, bool) {
    let says = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let words = |name: &str| -> Vec<Pick> {
        let words = schema.get(name).and_then(Value::as_array).into_iter().flatten();
        words.filter_map(Value::as_str).map(|word| Pick::new(word, "")).collect()
    };
    let kind = schema.get("type").and_then(Value::as_str);
    let unset = Pick::new(UNSET, "");
    let (choices, is_text) = match kind {
        Some("string") => (words("enum"), true),
        Some("boolean") => (["true", "false"].map(|word| Pick::new(word, "")).to_vec(), false),
        _ => (Vec::new(), false),
    };
    if choices.is_empty() {
        let says = if is_text || kind == Some("number") || kind == Some("integer") {
            says.to_owned()
        } else {
            format!("{says} As the file has it.")
        };
        let picks = if key == "scale" { published_scales() } else { words("examples") };
        return (Field::text(key, key, &says).with_picks(picks), is_text);
    }
    let picks = std::iter::once(unset).chain(choices).collect();
    (Field::one_of(key, key, says, picks), is_text)
}

/// The path and the text of what is worked out and shown while it is typed: a scale, or a formula.
pub(crate) fn shown_live(form: &Form) -> Option<(String, String)> {
    let About::Table(asked) = &form.about else { return None };
    let section = asked.prefix.split('.').next()?;
    let key = match section {
        "criteria" => "scale",
        "rule" => "total",
        "names" | "facts" => "expr",
        "gates" => "when",
        _ => return None,
    };
    let at = form.fields.iter().position(|field| field.key == key)?;
    let value = form.fields[at].value();
    let text = if asked.texts[at] && !value.is_empty() { quoted(value) } else { value.to_owned() };
    Some((path(&asked.prefix, key), text))
}

/// The paths of the values that the form shows.
pub(crate) fn paths(form: &Form) -> Vec<String> {
    let About::Table(asked) = &form.about else { return Vec::new() };
    form.fields.iter().map(|field| path(&asked.prefix, &field.key)).collect()
}

/// The key of the field that a value belongs to; the first for the table as a whole.
pub(crate) fn key_of(form: &Form, path: &str) -> Option<String> {
    let About::Table(asked) = &form.about else { return None };
    let at = if asked.is_new && asked.prefix == path {
        Some(0)
    } else {
        paths(form).iter().position(|own| own == path)
    };
    Some(form.fields.get(at?)?.key.clone())
}

fn path(prefix: &str, key: &str) -> String {
    if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") }
}

/// Fills the form with what is there, a value for each of [`paths`].
pub(crate) fn fill(form: &mut Form, written: &[Option<String>]) {
    let About::Table(asked) = &mut form.about else { return };
    for (at, (field, written)) in form.fields.iter_mut().zip(written).enumerate() {
        let raw = written.as_deref().unwrap_or_default().trim();
        let (node, errors) = parse_value(raw, Sources::default().add("", ""), 0);
        let shown = match node.kind {
            NodeKind::Text(text) if asked.texts[at] && errors.is_empty() => text,
            _ => raw.to_owned(),
        };
        let is_listed = field.picks.iter().any(|pick| pick.text == shown);
        if field.takes != Takes::OneOf || is_listed {
            field.put(shown);
            field.ready();
        }
        field.input.value().clone_into(&mut asked.before[at]);
    }
}

/// The values that are other ones now, each with its path.
///
/// # Errors
/// The key of one that only the file can lose, and why.
pub(crate) fn changes(form: &Form) -> Result<Vec<(String, String)>, (String, String)> {
    let About::Table(asked) = &form.about else { return Ok(Vec::new()) };
    if asked.is_new {
        return Ok(whole(form, asked).map(|text| (asked.prefix.clone(), text)).into_iter().collect());
    }
    let mut changes = Vec::new();
    for (at, field) in form.fields.iter().enumerate() {
        let value = field.value();
        if field.input.value() == asked.before[at] {
            continue;
        }
        if value.is_empty() || value == UNSET {
            let why = "a value that is there is taken away in the file alone: E opens it".to_owned();
            return Err((field.key.clone(), why));
        }
        let text = if asked.texts[at] { quoted(value) } else { value.to_owned() };
        changes.push((path(&asked.prefix, &field.key), text));
    }
    Ok(changes)
}

/// A table that is still to be made, in one line; none where nothing is filled in.
fn whole(form: &Form, asked: &Asked) -> Option<String> {
    let filled = form.fields.iter().zip(&asked.texts).filter_map(|(field, is_text)| {
        let value = Some(field.value()).filter(|value| !value.is_empty() && *value != UNSET)?;
        let value = if *is_text { quoted(value) } else { value.to_owned() };
        Some(format!("{} = {value}", field.key))
    });
    let keys: Vec<String> = filled.collect();
    (!keys.is_empty()).then(|| format!("{{ {} }}", keys.join(", ")))
}
