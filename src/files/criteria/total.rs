//! The formula of the total, as the files write it.

use serde_json::{Value, json};

use super::derivations::DerivationsDraft;
use super::field::{EXPLAINS_HELP, NOBODY_EXPLAINS};
use super::{CriterionSpans, RuleEntry};
use crate::decision::Criterion;
use crate::decision::formula::catalogue::{Gives, Published};
use crate::decision::formula::{Expression, Formula, Name, Node, Room, SetName};
use crate::decision::total::{TotalFormula, Wins};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::files::formula::{FormulaText, NumberTable, PublishedId};
use crate::files::needs::Needs;
use crate::files::node::{Entry, Node as TomlNode, NodeKind};
use crate::files::read::{FromToml, Problems, Spanned, toml_table, wrong_type};
use crate::files::values::Name as Text;
use crate::text::suggest::{did_you_mean, hint, listed};

toml_table! {
    /// A published formula that gives a total; `weigh formula list` has all.
    struct PublishedTotal {
        /// The id of the formula, such as "nl.value".
        formula: PublishedId [required],
        /// The numbers that the formula asks for, or needs such as "needs.budget".
        numbers: NumberTable,
        /// What stands for the facts that it names, such as { quality = "points.quality" }; facts of the same name when left out.
        reads: ReadsTable,
    }
}

toml_table! {
    /// A formula of one's own that leaves bids out.
    struct TypedTotal {
        /// The formula, such as "facts.price".
        expr: FormulaText [required],
        /// A condition: a bid that meets it has no total and is out, such as "points.quality < 60".
        out: FormulaText,
    }
}

/// What makes the total: a formula as text, one that leaves bids out, or one of the list.
#[derive(Debug)]
pub(crate) enum TotalEntry {
    Typed(Formula),
    Leaving(Box<TypedTotal>),
    Published(Box<PublishedTotal>),
}

impl FromToml for TotalEntry {
    fn read(node: &TomlNode, problems: &mut Problems) -> Option<Self> {
        match node.kind {
            NodeKind::Text(_) => FormulaText::read(node, problems).map(|text| TotalEntry::Typed(text.0)),
            NodeKind::Table(ref table) if table.get("expr").is_some() => {
                TypedTotal::read(node, problems).map(|table| TotalEntry::Leaving(Box::new(table)))
            }
            NodeKind::Table(_) => {
                PublishedTotal::read(node, problems).map(|table| TotalEntry::Published(Box::new(table)))
            }
            _ => {
                wrong_type(
                    node,
                    "a formula as text, or a table with `expr` or a formula of the list",
                    problems,
                );
                None
            }
        }
    }

    fn schema() -> Value {
        json!({ "anyOf": [FormulaText::schema(), TypedTotal::schema(), PublishedTotal::schema()] })
    }
}

/// What stands for facts, by their names.
#[derive(Debug)]
pub(crate) struct ReadsTable(Vec<(Spanned<String>, Spanned<Name>)>);

impl FromToml for ReadsTable {
    fn read(node: &TomlNode, problems: &mut Problems) -> Option<Self> {
        let Some(table) = node.as_table() else {
            wrong_type(node, "a table such as { quality = \"points.quality\" }", problems);
            return None;
        };
        let read = |entry: &Entry, problems: &mut Problems| {
            let FormulaText(formula) = FormulaText::read(&entry.node, problems)?;
            let Expression::Name(name) = &formula.root().expression else {
                let message = "this is no name of one thing";
                let help = "write one such as points.quality, or facts.price";
                problems.push(Diagnostic::new(Code::UnfitFormula, entry.node.span, message).help(help));
                return None;
            };
            let from = Spanned { value: entry.key.clone(), span: entry.key_span };
            Some((from, Spanned { value: name.clone(), span: entry.node.span }))
        };
        let names: Vec<_> = table.0.iter().map(|entry| read(entry, problems)).collect();
        names.into_iter().collect::<Option<_>>().map(ReadsTable)
    }

    fn schema() -> Value {
        json!({ "type": "object", "maxProperties": 20, "additionalProperties": FormulaText::schema() })
    }
}

/// What the rule says of its total.
#[derive(Debug, Default)]
pub(super) struct TotalDraft {
    entry: Option<Spanned<TotalEntry>>,
    wins: Option<Spanned<Wins>>,
    unit: Option<Spanned<Text>>,
}

impl TotalDraft {
    pub(super) fn take(entry: &mut RuleEntry) -> TotalDraft {
        TotalDraft { entry: entry.total.take(), wins: entry.wins.take(), unit: entry.unit.take() }
    }

    /// Where the formula stands; the whole entry for one of the list.
    pub(super) fn place(&self) -> Option<Span> {
        let entry = self.entry.as_ref()?;
        Some(match &entry.value {
            TotalEntry::Leaving(table) => table.expr.as_ref().map_or(entry.span, |expr| expr.span),
            TotalEntry::Typed(_) | TotalEntry::Published(_) => entry.span,
        })
    }

    /// Whether the rule makes the total by a formula.
    pub(super) fn is_there(&self) -> bool {
        self.entry.is_some()
    }

    /// Makes the formula, and refuses what it reads where there is no such thing.
    pub(super) fn build(
        self,
        criteria: &[(Criterion, CriterionSpans)],
        derivations: &DerivationsDraft,
        needs: &Needs,
        problems: &mut Problems,
    ) -> Option<TotalFormula> {
        let Some(entry) = self.entry else {
            let others = [self.wins.map(|wins| wins.span), self.unit.map(|unit| unit.span)];
            for span in others.into_iter().flatten() {
                let message = "this is about a total that a formula makes, and there is none";
                let help = "add total = \"...\", or delete this line";
                problems.push(Diagnostic::new(Code::UnfitFormula, span, message).help(help));
            }
            return None;
        };
        let known = Known { criteria, derivations, needs };
        let from = problems.len();
        let place = entry.span;
        let wins = self.wins.as_ref();
        let mut total = match entry.value {
            TotalEntry::Typed(formula) => known.typed(formula, place, wins, problems),
            TotalEntry::Leaving(table) => {
                let expr = table.expr?;
                let mut total = known.typed(expr.value.0, expr.span, wins, problems);
                if let Some(out) = table.out {
                    known.refuse(&out.value.0, &[], (out.span, true), problems);
                    let is_fact = matches!(&out.value.0.root().expression, Expression::Name(name) if name.fact().is_some());
                    if !out.value.0.is_condition() && !is_fact {
                        let help = "write what a bid meets that is out, such as points.quality < 60";
                        refuse(
                            out.span,
                            "this is a number, and it is to say which bids are out",
                            help,
                            problems,
                        );
                    }
                    total.out = Some(out.value.0);
                }
                total
            }
            TotalEntry::Published(table) => known.published(*table, place, wins, problems)?,
        };
        total.unit = self.unit.map(|unit| unit.value.0);
        (problems.len() == from).then_some(total)
    }
}

fn refuse(span: Span, message: impl Into<String>, help: impl Into<String>, problems: &mut Problems) {
    problems.push(Diagnostic::new(Code::UnfitFormula, span, message.into()).help(help.into()));
}

/// What a total may read.
struct Known<'a> {
    criteria: &'a [(Criterion, CriterionSpans)],
    derivations: &'a DerivationsDraft,
    needs: &'a Needs,
}

impl Known<'_> {
    /// - `place`: where the formula stands.
    fn typed(
        &self,
        formula: Formula,
        place: Span,
        wins: Option<&Spanned<Wins>>,
        problems: &mut Problems,
    ) -> TotalFormula {
        self.refuse(&formula, &[], (place, true), problems);
        if formula.is_condition() {
            let help = "write a formula that gives a number";
            refuse(place, "this is a condition, and a total is a number", help, problems);
        }
        TotalFormula::new(Published::typed(formula), wins.map_or(Wins::Highest, |wins| wins.value))
    }

    fn published(
        &self,
        table: PublishedTotal,
        place: Span,
        wins: Option<&Spanned<Wins>>,
        problems: &mut Problems,
    ) -> Option<TotalFormula> {
        let id = table.formula?;
        let published = id.value.0.clone();
        match published.gives {
            Gives::Total => {}
            Gives::Points | Gives::Flag => {
                let message = format!("`{}` gives no total", published.id);
                refuse(id.span, message, "`weigh formula list` tells which do", problems);
                return None;
            }
        }
        if let (Some(own), Some(said)) = (published.wins, wins)
            && own != said.value
        {
            let message = format!("with `{}` the other end wins", published.id);
            refuse(said.span, message, "leave `wins` out: the formula says it", problems);
        }
        let numbers = table.numbers.map_or_else(Vec::new, |numbers| numbers.value.0);
        let reads = table.reads.map_or_else(Vec::new, |reads| reads.value.0);
        let asked: Vec<String> = published.names().into_iter().map(str::to_owned).collect();
        let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
        let mut total = TotalFormula::new(published, Wins::Highest);
        for (name, number) in numbers {
            if asked.contains(&name.value.as_str()) {
                total.numbers.insert(name.value, self.needs.number(number, problems)?);
            } else {
                let message = format!("the formula asks for no number `{}`", name.value);
                refuse(name.span, message, hint(&name.value, &asked, []), problems);
            }
        }
        let lacking: Vec<&str> =
            asked.iter().copied().filter(|name| !total.numbers.contains_key(*name)).collect();
        if !lacking.is_empty() {
            let message = format!("the formula asks for {}", listed(&lacking, "and"));
            let help = format!("write numbers = {{ {} = 1 }}", lacking[0]);
            refuse(place, message, help, problems);
        }
        let facts: Vec<String> = total.facts().iter().map(ToString::to_string).collect();
        let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
        for (name, read) in reads {
            if !facts.contains(&name.value.as_str()) {
                let message = format!("the formula reads no fact `{}`", name.value);
                refuse(name.span, message, hint(&name.value, &facts, []), problems);
                continue;
            }
            if let Some((message, help)) = self.unknown(&read.value, &[]) {
                refuse(read.span, message, help, problems);
            }
            total.reads.insert(name.value, read.value);
        }
        let names: Vec<&str> = total.numbers.keys().map(String::as_str).collect();
        let steps: Vec<&str> = total.steps.iter().map(|step| step.name.as_str()).collect();
        let own = [names, steps].concat();
        for formula in total.formulas() {
            self.refuse(formula, &own, (place, false), problems);
        }
        Some(total)
    }

    /// Refuses names that are not there, and sets that nothing says.
    ///
    /// - `own`: the numbers and steps of a published formula.
    /// - `at`: where the formula stands, and whether it stands there as it reads.
    fn refuse(&self, formula: &Formula, own: &[&str], (at, is_typed): (Span, bool), problems: &mut Problems) {
        formula.root().walk(&mut |node: &Node| {
            let refused = match &node.expression {
                Expression::Name(name) => self.unknown(name, own),
                Expression::Field(figure)
                    if figure.set.name == SetName::NotAbnormal && !self.derivations.explains =>
                {
                    Some((NOBODY_EXPLAINS.to_owned(), EXPLAINS_HELP.to_owned()))
                }
                _ => None,
            };
            if let Some((message, help)) = refused {
                let problem = Diagnostic::new(Code::UnfitFormula, at, message);
                problems.push(problem.part(is_typed.then(|| node.span.clone())).help(help));
            }
        });
    }

    /// Why a name stands for nothing, and what to write.
    fn unknown(&self, name: &Name, own: &[&str]) -> Option<(String, String)> {
        match name.room {
            Room::Facts | Room::Cost => None,
            Room::Points | Room::Value | Room::Most => {
                let ids: Vec<&str> = self.criteria.iter().map(|(one, _)| one.id.as_str()).collect();
                let help = || did_you_mean(&name.id, ids.iter().copied()).unwrap_or_default();
                (!ids.contains(&name.id.as_str()))
                    .then(|| (format!("there is no criterion `{}`", name.id), help()))
            }
            Room::Names => {
                let names = &self.derivations.derivations.names;
                let mut known: Vec<&str> = names.iter().map(|step| step.name.as_str()).collect();
                known.extend(own);
                (!known.contains(&name.id.as_str()))
                    .then(|| (format!("there is no `{name}`"), hint(&name.id, &known, [])))
            }
            Room::Needs => self.needs.unfit(name),
        }
    }
}
