//! Like things that are written one after the other, or each under a key of its own so that a path leads to it.

use serde_json::{Value, json};

use super::node::{Node, NodeKind};
use super::read::{Attempt, ById, FromToml, Limited, NonEmpty, Problems};

/// Things by their keys, those of a list by their place; none for one that could not be read.
#[derive(Debug)]
pub(crate) struct Listed<T>(pub(crate) Vec<(String, Option<T>)>);

impl<T: FromToml + Limited> FromToml for Listed<T> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let NodeKind::List(_) = node.kind {
            let all = NonEmpty::<Attempt<T>>::read(node, problems)?;
            let named = all.0.into_iter().enumerate().map(|(at, one)| ((at + 1).to_string(), one.value.0));
            return Some(Listed(named.collect()));
        }
        let all = ById::<Attempt<T>>::read(node, problems)?;
        Some(Listed(all.0.into_iter().map(|entry| (entry.id, entry.value.0)).collect()))
    }

    fn schema() -> Value {
        json!({ "anyOf": [NonEmpty::<T>::schema(), ById::<Attempt<T>>::schema()] })
    }
}
