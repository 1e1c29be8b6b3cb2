//! What we need, to look references such as `"needs.start"` up in.

use std::collections::BTreeMap;

use super::fact::NeedEntry;
use super::read::{ById, IdEntry, Problems, Spanned, shortened};
use super::values::{Names, OrNeed};
use crate::decision::formula::catalogue::{Published, Step};
use crate::decision::formula::{Name, Room};
use crate::decision::{Date, FactValue, Need};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::text::suggest::{did_you_mean, hint};

/// The needs of a decision, to look references up in, with the numbers that its formulas call by name.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    pub(super) all: Vec<(Need, Span)>,
    pub(super) names: Vec<Step>,
}

impl Needs {
    pub(super) fn read(entries: Option<ById<NeedEntry>>) -> Needs {
        let entries = entries.map_or_else(Vec::new, |entries| entries.0);
        let need = |entry: IdEntry<NeedEntry>| (Need { id: entry.id, value: entry.value.0 }, entry.span);
        Needs { all: entries.into_iter().map(need).collect(), names: Vec::new() }
    }

    /// The needs that are numbers.
    pub(crate) fn numbers(&self) -> BTreeMap<String, Exact> {
        let number = |(need, _): &(Need, Span)| match &need.value {
            FactValue::Number { value } => Some((need.id.clone(), value.clone())),
            _ => None,
        };
        self.all.iter().filter_map(number).collect()
    }

    /// A formula that is typed, with what it calls by name.
    pub(crate) fn with_names(&self, mut formula: Published) -> Published {
        let mut open = vec![formula.expr.clone()];
        while let Some(read) = open.pop() {
            for name in read.names().into_iter().filter(|name| name.room == Room::Names) {
                let is_there = formula.steps.iter().any(|step| step.name == name.id);
                if let Some(step) = self.names.iter().find(|step| step.name == name.id && !is_there) {
                    open.push(step.expr.clone());
                    formula.steps.push(step.clone());
                }
            }
        }
        formula
    }

    /// Why no formula can read a need of a name, and what to write; none where one can.
    pub(super) fn unfit(&self, name: &Name) -> Option<(String, String)> {
        let need = self.all.iter().find(|(need, _)| need.id == name.id);
        match need.map(|(need, _)| &need.value) {
            None => {
                let ids: Vec<&str> = self.all.iter().map(|(need, _)| need.id.as_str()).collect();
                Some((format!("there is no need `{}`", name.id), hint(&name.id, &ids, [])))
            }
            Some(FactValue::Date { .. } | FactValue::Set { .. }) => {
                Some((format!("`{name}` is neither a number, a word, nor true or false"), String::new()))
            }
            Some(_) => None,
        }
    }

    fn find(&self, id: &str, span: Span, problems: &mut Problems) -> Option<&(Need, Span)> {
        let found = self.all.iter().find(|(need, _)| need.id == id);
        if found.is_none() {
            let names: Vec<String> = self.all.iter().map(|(need, _)| format!("needs.{}", need.id)).collect();
            let help = did_you_mean(&format!("needs.{id}"), names.iter().map(String::as_str))
                .unwrap_or_else(|| "the [needs] table of this file holds the needs".to_owned());
            let message = format!("there is no need `{}`", shortened(id));
            problems.push(Diagnostic::new(Code::UnknownNeed, span, message).help(help));
        }
        found
    }

    fn resolve<T, U>(
        &self,
        wanted: Spanned<OrNeed<T>>,
        what: &str,
        problems: &mut Problems,
        given: impl Fn(T) -> U,
        from_need: impl Fn(&FactValue) -> Option<U>,
    ) -> Option<U> {
        match wanted.value {
            OrNeed::Value(value) => Some(given(value)),
            OrNeed::Need(id) => {
                let (need, need_span) = self.find(&id, wanted.span, problems)?;
                let value = from_need(&need.value);
                if value.is_none() {
                    let message = format!("the need `{id}` is {}, but {what} is wanted", need.value.kind());
                    problems.push(
                        Diagnostic::new(Code::WrongNeed, wanted.span, message)
                            .related(*need_span, "the need"),
                    );
                }
                value
            }
        }
    }

    /// The date that is meant.
    pub(crate) fn date(&self, wanted: Spanned<OrNeed<Date>>, problems: &mut Problems) -> Option<Date> {
        self.resolve(
            wanted,
            "a date",
            problems,
            |date| date,
            |need| match need {
                FactValue::Date { value } => Some(*value),
                _ => None,
            },
        )
    }

    /// The number that is meant.
    pub(crate) fn number(&self, wanted: Spanned<OrNeed<Exact>>, problems: &mut Problems) -> Option<Exact> {
        self.resolve(
            wanted,
            "a number",
            problems,
            |number| number,
            |need| match need {
                FactValue::Number { value } => Some(value.clone()),
                _ => None,
            },
        )
    }

    /// The names that are meant.
    pub(crate) fn names(
        &self,
        wanted: Spanned<OrNeed<Names>>,
        problems: &mut Problems,
    ) -> Option<Vec<String>> {
        self.resolve(
            wanted,
            "a list of texts",
            problems,
            |names| names.0,
            |need| match need {
                FactValue::Set { items } if !items.is_empty() => {
                    Some(items.iter().map(|item| item.name.clone()).collect())
                }
                FactValue::Text { value } => Some(vec![value.clone()]),
                _ => None,
            },
        )
    }
}
