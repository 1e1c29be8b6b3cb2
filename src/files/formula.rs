//! Formulas as the files write them.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::{Value, json};

use super::needs::Needs;
use super::node::{Entry, Node, NodeKind};
use super::read::{FromToml, MOST_LISTED, Problems, Spanned, shortened, toml_table, wrong_type};
use super::values::{OrNeed, Positive};
use super::words::FORMULA_WORDS;
use crate::decision::formula::catalogue::{self, Published};
use crate::decision::formula::{self, Formula};
use crate::decision::{Scale, StatedFormula};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::text::suggest::{did_you_mean, hint, listed};

toml_table! {
    /// A published formula; `weigh formula list` has all.
    struct PublishedFormula {
        /// The id of the formula, such as "ch.linear-span".
        formula: PublishedId [required],
        /// The numbers that the formula asks for, or needs such as "needs.budget".
        numbers: NumberTable,
        /// How many points are all of them; left out, as the formula says.
        full: Positive,
    }
}

toml_table! {
    /// A formula as the tender prints it; `weigh guide formulas` has the language.
    struct TypedFormula {
        /// The formula, such as "lowest(admitted, facts.price) / facts.price".
        expr: FormulaText [required],
        /// Numbers that it calls `names.X`, or needs such as "needs.budget".
        numbers: NumberTable,
        /// What it comes to for full points; 1 when left out.
        full: Positive,
    }
}

toml_table! {
    /// A formula as the tender prints it that comes to points.
    struct PointsFormula {
        /// The formula, such as "30 * lowest(admitted, facts.price) / facts.price".
        points_expr: FormulaText [required],
        /// How many points are all of them, such as 30.
        full: Positive [required],
        /// Numbers that it calls `names.X`, or needs such as "needs.budget".
        numbers: NumberTable,
    }
}

/// A formula of the catalogue.
#[derive(Debug)]
pub(crate) struct PublishedId(pub(super) &'static Published);

impl FromToml for PublishedId {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let NodeKind::Text(id) = &node.kind else {
            wrong_type(node, "text", problems);
            return None;
        };
        if let Some(published) = catalogue::find(id) {
            return Some(PublishedId(published));
        }
        let known: Vec<&str> = catalogue::all().iter().map(|one| one.id.as_str()).collect();
        let words: Vec<&str> = FORMULA_WORDS.into_iter().chain(known).collect();
        let help = did_you_mean(id, words).unwrap_or_else(|| {
            format!("use {}, or one of `weigh formula list`", listed(&FORMULA_WORDS, "or"))
        });
        let message = format!("there is no formula `{}`", shortened(id));
        problems.push(Diagnostic::new(Code::UnknownWord, node.span, message).help(help));
        None
    }

    fn schema() -> Value {
        let ids: Vec<&str> = catalogue::all().iter().map(|one| one.id.as_str()).collect();
        json!({ "type": "string", "enum": ids })
    }
}

/// A formula, read.
#[derive(Debug)]
pub(crate) struct FormulaText(pub(super) Formula);

impl FromToml for FormulaText {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let NodeKind::Text(text) = &node.kind else {
            wrong_type(node, "a formula as text", problems);
            return None;
        };
        match Formula::parse(text) {
            Ok(formula) => Some(FormulaText(formula)),
            Err(error) => {
                let problem = Diagnostic::new(Code::UnfitFormula, node.span, error.message.clone());
                problems.push(problem.part(Some(error.span)).help(error.help));
                None
            }
        }
    }

    fn schema() -> Value {
        json!({ "type": "string", "minLength": 1, "maxLength": formula::MOST_BYTES })
    }
}

/// Where a part of a text stands in the file, where it stands there in plain quotes; else the whole text.
pub(super) fn within(text: &str, span: Span, part: &Range<usize>) -> Span {
    let before = match (span.end - span.start).checked_sub(text.len()) {
        Some(2) => 1,
        Some(6) => 3,
        _ => return span,
    };
    let start = span.start + before;
    Span { start: start + part.start, end: start + part.end, ..span }
}

/// Numbers by name.
#[derive(Debug)]
pub(crate) struct NumberTable(pub(super) Vec<(Spanned<String>, Spanned<OrNeed<Exact>>)>);

impl FromToml for NumberTable {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Some(table) = node.as_table() else {
            wrong_type(node, "a table such as { max = 30 }", problems);
            return None;
        };
        if table.0.len() > MOST_LISTED {
            problems.push(Diagnostic::new(Code::TooMany, node.span, "these are more than 1000 numbers"));
            return None;
        }
        let read = |entry: &Entry, problems: &mut Problems| {
            let value = OrNeed::read(&entry.node, problems)?;
            let name = Spanned { value: entry.key.clone(), span: entry.key_span };
            Some((name, Spanned { value, span: entry.node.span }))
        };
        let numbers: Vec<_> = table.0.iter().map(|entry| read(entry, problems)).collect();
        numbers.into_iter().collect::<Option<_>>().map(NumberTable)
    }

    fn schema() -> Value {
        json!({
            "type": "object",
            "maxProperties": MOST_LISTED,
            "additionalProperties": OrNeed::<Exact>::schema(),
        })
    }
}

impl PublishedFormula {
    pub(super) fn build(self, needs: &Needs, problems: &mut Problems) -> Option<Scale> {
        let id = self.formula?;
        build(id.value.0.clone(), (id.span, false), (self.numbers, self.full), needs, problems)
    }
}

impl TypedFormula {
    /// Where the formula stands.
    pub(super) fn place(&self) -> Option<Span> {
        self.expr.as_ref().map(|expr| expr.span)
    }

    pub(super) fn build(self, needs: &Needs, problems: &mut Problems) -> Option<Scale> {
        let expr = self.expr?;
        let published = needs.with_names(Published::typed(expr.value.0.clone()));
        build(published, (expr.span, true), (self.numbers, self.full), needs, problems)
    }
}

impl PointsFormula {
    /// Where the formula stands.
    pub(super) fn place(&self) -> Option<Span> {
        self.points_expr.as_ref().map(|expr| expr.span)
    }

    pub(super) fn build(self, needs: &Needs, problems: &mut Problems) -> Option<Scale> {
        TypedFormula { expr: self.points_expr, numbers: self.numbers, full: Some(self.full?) }
            .build(needs, problems)
    }
}

/// - `span`, `is_typed`: where the formula stands, and whether it stands there as it reads.
fn build(
    published: Published,
    (span, is_typed): (Span, bool),
    (numbers, full): (Option<Spanned<NumberTable>>, Option<Spanned<Positive>>),
    needs: &Needs,
    problems: &mut Problems,
) -> Option<Scale> {
    let numbers = numbers.map_or_else(Vec::new, |numbers| numbers.value.0);
    let mut names = BTreeMap::new();
    let asked = published.names();
    for (name, number) in numbers {
        if !asked.contains(&name.value.as_str()) {
            let message = format!("the formula asks for no number `{}`", shortened(&name.value));
            let help = hint(&name.value, &asked, []);
            problems.push(Diagnostic::new(Code::UnfitFormula, name.span, message).help(help));
            return None;
        }
        names.insert(name.value, needs.number(number, problems)?);
    }
    let full = full.map(|full| full.value.0);
    let unfit = match StatedFormula::new(published, names, needs.numbers(), full) {
        Ok(formula) => return Some(Scale::stated(formula)),
        Err(unfit) => unfit,
    };
    let part = unfit.span.filter(|_| is_typed);
    problems.push(Diagnostic::new(Code::UnfitFormula, span, unfit.message).part(part).help(unfit.help));
    None
}
