//! The least that a value or a score must come to, as the files write it: a number, or `{ above = 60 }`.

use std::marker::PhantomData;

use serde_json::{Value, json};

use crate::decision::minimum::Minimum;
use crate::exact::Exact;
use crate::files::node::{Node, NodeKind};
use crate::files::read::{FromToml, Problems, toml_table};
use crate::files::values::{NotNegative, Percent};

toml_table! {
    /// A value that has to be exceeded.
    struct AbovePercent {
        /// The value from 0 to 100 that is not enough, while any more is.
        above: Percent [required],
    }
}

toml_table! {
    /// A score that has to be exceeded.
    struct AbovePoints {
        /// The points that are not enough, while any more are.
        above: NotNegative [required],
    }
}

/// A kind of number that a minimum may be.
pub(crate) trait Least: FromToml {
    /// The table that says that only more is enough.
    type Above: FromToml;

    /// The number.
    fn number(self) -> Exact;

    /// The number in the table.
    fn above(table: Self::Above) -> Option<Exact>;
}

impl Least for Percent {
    type Above = AbovePercent;

    fn number(self) -> Exact {
        self.0
    }

    fn above(table: AbovePercent) -> Option<Exact> {
        table.above.map(|above| above.value.0)
    }
}

impl Least for NotNegative {
    type Above = AbovePoints;

    fn number(self) -> Exact {
        self.0
    }

    fn above(table: AbovePoints) -> Option<Exact> {
        table.above.map(|above| above.value.0)
    }
}

/// A minimum as a file writes it.
#[derive(Debug)]
pub(crate) struct MinimumEntry<T>(pub(crate) Minimum<Exact>, PhantomData<T>);

impl<T: Least> FromToml for MinimumEntry<T> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let minimum = match node.kind {
            NodeKind::Table(_) => Minimum::above(T::above(T::Above::read(node, problems)?)?),
            _ => Minimum::at_least(T::read(node, problems)?.number()),
        };
        Some(MinimumEntry(minimum, PhantomData))
    }

    fn schema() -> Value {
        json!({ "anyOf": [T::schema(), T::Above::schema()] })
    }
}
