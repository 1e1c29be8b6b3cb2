//! The list of the tables of the files, to open the form of one.

use serde_json::Value;

use super::table::object_of;
use super::{About, Field, Form, Pick};
use crate::diagnostic::Sources;
use crate::files::node::{Node, parse_document};
use crate::files::schema::Schema;
use crate::open::Opened;

/// A table that can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub(crate) path: String,
    pub(crate) says: String,
    /// The keys that its file has.
    pub(crate) keys: Vec<String>,
    /// Whether its file has it.
    pub(crate) is_there: bool,
}

/// What stands in the path of one more for its name.
pub(crate) const NAME: &str = "NAME";

/// Those with pages and forms of their own, and those that commands alone write.
const ELSEWHERE: [&str; 5] = ["criteria", "gates", "judgements", "explained", "locks"];

/// The tables of the criteria file, and of the file of a vendor.
pub(crate) fn sections(opened: &Opened, vendor: Option<&str>) -> Vec<Section> {
    let texts = &opened.texts;
    let tree = |path: &std::path::Path| {
        let file = texts.text_file(path).ok()?;
        Some(parse_document(file.text()?, Sources::default().add("", "")).0)
    };
    let mut all = Vec::new();
    if let Some(id) = vendor
        && let Some(file) = texts.vendor_file(id)
    {
        let prefix = format!("vendors.{id}");
        walk(&Schema::Vendor.value(), tree(&file).as_ref(), &prefix, &mut all);
        // Facts and marks are edited one by one.
        let own = [format!("{prefix}.facts"), format!("{prefix}.ratings")];
        all.retain(|section: &Section| {
            !own.iter().any(|own| section.path.starts_with(own)) && section.path != prefix
        });
    }
    walk(&Schema::Criteria.value(), tree(&texts.request.criteria).as_ref(), "", &mut all);
    all.retain(|section| {
        let first = section.path.split('.').next().unwrap_or_default();
        !section.path.is_empty() && !ELSEWHERE.contains(&first)
    });
    all
}

fn walk(schema: &Value, node: Option<&Node>, path: &str, all: &mut Vec<Section>) {
    let Some(table) = object_of(schema) else { return };
    let entries = node.and_then(Node::as_table).map(|table| &table.0);
    let keys: Vec<String> = entries.into_iter().flatten().map(|entry| entry.key.clone()).collect();
    let within = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    let of = |key: &str| node.and_then(Node::as_table)?.get(key).map(|entry| &entry.node);
    let known = table.get("properties").and_then(Value::as_object);
    let any = table.get("additionalProperties").filter(|any| any.is_object());
    let has_values = known.into_iter().flatten().any(|(_, schema)| object_of(schema).is_none());
    if has_values || any.is_some_and(|any| object_of(any).is_none() && !keys.is_empty()) {
        let says = |schema: &Value| schema.get("description").and_then(Value::as_str).map(str::to_owned);
        let says = says(schema).or_else(|| says(table)).unwrap_or_default();
        all.push(Section { path: path.to_owned(), says, keys: keys.clone(), is_there: node.is_some() });
    }
    for (key, schema) in known.into_iter().flatten() {
        walk(schema, of(key), &within(key), all);
    }
    if let Some(any) = any.filter(|any| object_of(any).is_some()) {
        for key in keys.iter().filter(|key| known.is_none_or(|known| !known.contains_key(*key))) {
            walk(any, of(key), &within(key), all);
        }
        // What is under one more follows once it is there.
        let says = "one more: type its name in place of the last word".to_owned();
        all.push(Section { path: within(NAME), says, keys: Vec::new(), is_there: false });
    }
}

/// The form in which a table is chosen; those that are there come first.
pub(crate) fn form(sections: Vec<Section>) -> Form {
    let pick = |section: &Section| {
        let says = if section.is_there || section.path.ends_with(NAME) {
            section.says.clone()
        } else {
            format!("not there yet. {}", section.says)
        };
        Pick::new(section.path.clone(), says)
    };
    let (there, not): (Vec<&Section>, Vec<&Section>) = sections.iter().partition(|section| section.is_there);
    let picks = there.into_iter().chain(not).map(pick).collect();
    let field =
        Field::text("part", "part", "A part of the files: type a word of it, or choose with the arrows")
            .with_picks(picks);
    Form::new("What is to be changed?", About::Sections(sections), vec![field])
}

/// The table of what was chosen or typed: its path, a new name in one, or the first that holds the word; none where no
/// file may have it.
pub(crate) fn chosen(sections: &[Section], form: &Form) -> Option<Section> {
    let path = form.value("part");
    let first = || {
        let field = form.field("part").filter(|_| !path.is_empty())?;
        let first = field.listed().first().map(|at| field.picks[*at].text.clone())?;
        sections.iter().find(|section| section.path == first && section.is_there).cloned()
    };
    of_path(sections, path).or_else(first)
}

fn of_path(sections: &[Section], path: &str) -> Option<Section> {
    if let Some(section) = sections.iter().find(|section| section.path == path) {
        return (!path.ends_with(NAME)).then(|| section.clone());
    }
    let (group, name) = path.rsplit_once('.')?;
    let template = sections.iter().find(|section| section.path == format!("{group}.{NAME}"))?;
    crate::files::is_id(name).then(|| Section { path: path.to_owned(), ..template.clone() })
}
