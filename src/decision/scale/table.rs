//! Scales of words: levels, yes and no. Both are one table.

use std::collections::BTreeSet;
use std::fmt;

use super::{Scale, ScaleError, Shape, between_extremes, check_worth, worth_text};
use crate::decision::FactValue;
use crate::exact::Exact;
use crate::text::same_word;

/// Words with their worths.
#[derive(Clone, Debug)]
pub struct WordTable {
    /// One or more, each with its worth from 0 to 1, in the order in which they are written.
    rows: Vec<(String, Exact)>,
    key: TableKey,
}

/// What facts a table is looked up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKey {
    /// Texts, compared without regard to capitals.
    Text,
    /// True and false: the rows are `yes` and `no`.
    YesNo,
}

impl Scale {
    /// A worth from 0 to 1 for each word; words are compared without regard to capitals.
    ///
    /// # Errors
    /// [`ScaleError::NoLevels`], [`ScaleError::SameLevel`], [`ScaleError::WorthOutside`].
    pub fn levels(levels: Vec<(String, Exact)>) -> Result<Scale, ScaleError> {
        if levels.is_empty() {
            return Err(ScaleError::NoLevels);
        }
        let mut known = BTreeSet::new();
        for (word, worth) in &levels {
            if !known.insert(word.to_lowercase()) {
                return Err(ScaleError::SameLevel { word: word.clone() });
            }
            check_worth(worth)?;
        }
        Ok(Scale::of(Shape::Table(WordTable { rows: levels, key: TableKey::Text })))
    }

    /// A worth from 0 to 1 for yes and one for no.
    ///
    /// # Errors
    /// [`ScaleError::WorthOutside`].
    pub fn yes_no(yes: Exact, no: Exact) -> Result<Scale, ScaleError> {
        check_worth(&yes)?;
        check_worth(&no)?;
        let rows = vec![("yes".to_owned(), yes), ("no".to_owned(), no)];
        Ok(Scale::of(Shape::Table(WordTable { rows, key: TableKey::YesNo })))
    }
}

impl WordTable {
    /// The words with their worths from 0 to 1, in the order in which they are written.
    #[must_use]
    pub fn rows(&self) -> &[(String, Exact)] {
        &self.rows
    }

    /// What facts it is looked up by.
    #[must_use]
    pub fn key(&self) -> TableKey {
        self.key
    }

    /// The row of a fact; none where the fact is of another kind or no word of the table.
    #[must_use]
    pub fn row(&self, fact: &FactValue) -> Option<&(String, Exact)> {
        match (self.key, fact) {
            (TableKey::Text, FactValue::Text { value }) => {
                self.rows.iter().find(|(word, _)| same_word(word, value))
            }
            (TableKey::YesNo, FactValue::YesNo { value }) => self.rows.get(usize::from(!value)),
            _ => None,
        }
    }

    /// The facts that the rows stand for, in their order.
    pub fn facts(&self) -> impl Iterator<Item = FactValue> {
        self.rows.iter().enumerate().map(|(at, (word, _))| match self.key {
            TableKey::Text => FactValue::Text { value: word.clone() },
            TableKey::YesNo => FactValue::YesNo { value: at == 0 },
        })
    }

    /// The worths in the order in which people count up: no before yes, levels as they are written.
    pub(crate) fn worths_upwards(&self) -> Vec<&Exact> {
        let worths = self.rows.iter().map(|(_, worth)| worth);
        match self.key {
            TableKey::Text => worths.collect(),
            TableKey::YesNo => worths.rev().collect(),
        }
    }

    pub(super) fn range(&self) -> String {
        let mut named: Vec<(String, &Exact)> =
            self.rows.iter().map(|(word, worth)| (word.clone(), worth)).collect();
        if self.key == TableKey::YesNo {
            named.reverse();
        }
        between_extremes(&named)
    }
}

impl fmt::Display for WordTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.rows.iter().map(|(word, worth)| format!("{word} = {}", worth_text(worth)));
        f.write_str(&rows.collect::<Vec<_>>().join(", "))
    }
}
