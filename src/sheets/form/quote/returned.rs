//! A quote that came back: its three tables, found by their heads, line by line by their ids.

use std::collections::BTreeMap;

use super::super::answer::{Stated, value};
use super::super::heads::{CHARGE, PRICE, TERM, is_of_quote};
use super::super::returned::Left;
use super::{ANSWER, Column, INCLUDED, QuoteForm, charge_columns, price_columns, question};
use crate::exact::Exact;
use crate::files::edit::toml;
use crate::files::is_id;
use crate::sheets::cells::{Book, Cell, Place, Sheet};

/// What a quote says that came back.
#[derive(Clone, Debug, Default)]
pub struct ReturnedQuote {
    /// Values by their paths in `[quote]`.
    pub values: Vec<QuoteValue>,
    /// Things of the checklist that the prices include, and those that they do not.
    pub included: Vec<(String, bool, Place)>,
    /// What is not taken, and why.
    pub left: Vec<Left>,
    /// Whether that is a part of its prices or charges, without which the quote is another one.
    pub is_short: bool,
}

/// A value of a quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteValue {
    /// Its path, such as `prices.calls.rate`.
    pub path: String,
    /// As files write it.
    pub value: String,
    /// Its cell.
    pub place: Place,
    /// What the answer does not say and is taken all the same.
    pub assumed: Option<String>,
}

/// Reads the sheet for a quote; it is found by its heads, whatever the sheets are called.
#[must_use]
pub fn read(book: &Book, form: &QuoteForm) -> ReturnedQuote {
    let mut returned = ReturnedQuote::default();
    for (index, sheet) in book.sheets.iter().enumerate() {
        let reader = Lines { sheet, index };
        reader.terms(form, &mut returned);
        let said = returned.values.iter().find(|said| said.path == "currency");
        let said = said.map(|said| said.value.trim_matches('"').to_owned());
        let currency = said.or(form.currency.clone());
        reader.table(PRICE, ("prices", currency.as_deref()), &price_columns(), &mut returned);
        reader.table(CHARGE, ("charges", currency.as_deref()), &charge_columns(), &mut returned);
    }
    returned
}

struct Lines<'a> {
    sheet: &'a Sheet,
    index: usize,
}

impl Lines<'_> {
    /// The row of a head with its columns, by what they are called.
    fn heads(&self, first: &str, second: &str) -> Option<(u32, BTreeMap<&str, u32>)> {
        let is_first = |((_, _), cell): &(&(u32, u32), &Cell)| cell.text() == Some(first);
        self.sheet.cells.iter().filter(is_first).find_map(|((row, _), _)| {
            let cells = self.sheet.cells.range((*row, 0)..(row + 1, 0));
            let heads: BTreeMap<&str, u32> =
                cells.filter_map(|((_, column), cell)| Some((cell.text()?, *column))).collect();
            heads.contains_key(second).then_some((*row, heads))
        })
    }

    fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.sheet.cells.get(&(row, column)).filter(|cell| !cell.is_blank())
    }

    fn place(&self, row: u32, column: u32) -> Place {
        Place { sheet: self.index, row, column }
    }

    /// The rows of a table: below its head until another table begins.
    fn rows(&self, head: u32) -> Vec<u32> {
        let is_head = |row: &u32| {
            let mut cells = self.sheet.cells.range((*row, 0)..(row + 1, 0));
            cells.any(|(_, cell)| cell.text().is_some_and(is_of_quote))
        };
        let mut rows: Vec<u32> =
            self.sheet.cells.keys().map(|(row, _)| *row).filter(|row| *row > head).collect();
        rows.dedup();
        rows.into_iter().take_while(|row| !is_head(row)).collect()
    }

    fn terms(&self, form: &QuoteForm, returned: &mut ReturnedQuote) {
        let Some((head, heads)) = self.heads(TERM, ANSWER) else { return };
        let (id, answer) = (heads[TERM], heads[ANSWER]);
        for row in self.rows(head) {
            let named = self.cell(row, id).and_then(Cell::text);
            let Some(term) = form.terms.iter().find(|term| named == Some(term.fact.as_str())) else {
                continue;
            };
            let Some(cell) = self.cell(row, answer) else { continue };
            let place = self.place(row, answer);
            match value(term, cell) {
                Ok(Some(Stated { value, assumed })) => returned.values.push(QuoteValue {
                    path: term.fact.to_string(),
                    value: toml(&value, None),
                    place,
                    assumed,
                }),
                Ok(None) => {}
                Err(what) => {
                    returned.left.push(Left { place, what: format!("{}: {what}", term.fact), fact: None });
                }
            }
        }
    }

    fn table(
        &self,
        first: &str,
        (key, currency): (&str, Option<&str>),
        columns: &[Column],
        returned: &mut ReturnedQuote,
    ) {
        let Some((head, heads)) = self.heads(first, "For each") else { return };
        for row in self.rows(head) {
            let Some(id) = self.cell(row, heads[first]).and_then(Cell::text) else { continue };
            // What stands in a blank form too is no line yet.
            let is_filled = columns.iter().any(|column| {
                let is_given = !matches!(column.key, "name" | "per") && column.head != INCLUDED;
                is_given && heads.get(column.head).is_some_and(|at| self.cell(row, *at).is_some())
            });
            if is_filled && !is_id(id) {
                let place = self.place(row, heads[first]);
                returned.left.push(Left { place, what: format!("{id:?} is no id of a line"), fact: None });
                continue;
            }
            let wanted = columns.iter().filter(|column| is_filled || column.head == INCLUDED);
            for column in wanted {
                let at = heads.get(column.head).copied();
                let Some((at, cell)) = at.and_then(|at| Some((at, self.cell(row, at)?))) else { continue };
                field((key, id, currency), column, (self.place(row, at), cell), returned);
            }
        }
    }
}

/// Takes one field of a line in.
fn field(
    (table, id, currency): (&str, &str, Option<&str>),
    column: &Column,
    (place, cell): (Place, &Cell),
    returned: &mut ReturnedQuote,
) {
    let path = format!("{table}.{id}.{}", column.key);
    let money = ["rate", "minimum", "above", "below", "amount", "commitment.overage", "ceiling.amount"];
    let is_money = money.contains(&column.key);
    let money = currency.filter(|_| is_money).map(str::to_owned);
    let unit = column.head.contains('%').then(|| "%".to_owned()).or(money);
    let asked = question(&path, column.head, column.kind.clone(), unit);
    let read = match (column.key, cell.text()) {
        ("tiers", Some(text)) => tiers(text).map(|tiers| Some((tiers, None))),
        _ => value(&asked, cell)
            .map(|stated| stated.map(|Stated { value, assumed }| (toml(&value, None), assumed))),
    };
    match read {
        Ok(Some((value, _))) if column.head == INCLUDED => {
            returned.included.push((id.to_owned(), value == "true", place));
        }
        Ok(Some((value, assumed))) => {
            // Only sessions have a ceiling, and a table wants to hear so.
            if column.key == "ceiling.amount" {
                let path = format!("{table}.{id}.ceiling.per");
                returned.values.push(QuoteValue {
                    path,
                    value: "\"session\"".to_owned(),
                    place,
                    assumed: None,
                });
            }
            returned.values.push(QuoteValue { path, value, place, assumed });
        }
        Ok(None) => {}
        Err(what) => {
            returned.is_short = true;
            returned.left.push(Left { place, what: format!("{path}: {what}"), fact: None });
        }
    }
}

/// Tiers as they are typed: `0: 2.25; 45000: 1.95`.
fn tiers(text: &str) -> Result<String, String> {
    let number = |text: &str| Exact::parse(text.trim()).ok().map(|number| number.plain(18));
    let pair = |part: &str| {
        let (from, price) = part.split_once(':')?;
        Some(format!("[{}, {}]", number(from)?, number(price)?))
    };
    let parts = text.split([';', '\n']).filter(|part| !part.trim().is_empty());
    let pairs: Option<Vec<String>> = parts.map(pair).collect();
    match pairs {
        Some(pairs) if !pairs.is_empty() => Ok(format!("[{}]", pairs.join(", "))),
        _ => Err(format!("\"{text}\" is not written as 0: 2.25; 45000: 1.95")),
    }
}
