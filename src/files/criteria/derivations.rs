//! Facts that are worked out from others, and numbers with names: as the files write them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::aliases::AliasesEntry;
use super::gate::GateEntry;
use crate::decision::derivation::{Derivations, DerivedFact, of_gate};
use crate::decision::formula::catalogue::Step;
use crate::decision::formula::{Expression, Formula, Name, Node, Room, SetName};
use crate::decision::panel::lowest_mark_of;
use crate::decision::total::TotalFormula;
use crate::decision::vendor::is_head_fact;
use crate::decision::{FactId, Location, derived};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Rounding;
use crate::files::formula::{FormulaText, within};
use crate::files::needs::Needs;
use crate::files::read::{IdEntry, Limited, Problems, Spanned, toml_table};
use crate::text::suggest::hint;

toml_table! {
    /// A number that formulas call `names.X`: worked out once where it is the same for every vendor.
    struct NameEntry {
        /// How it is worked out, such as "mean(offered, facts.price)".
        expr: FormulaText [required],
        /// How it is rounded, such as "2 half-up"; not at all when left out.
        round: Rounding,
    }
}

impl Limited for NameEntry {
    const MOST: usize = 200;
}

/// The facts and names that formulas make, with the places of the formulas.
#[derive(Debug, Default)]
pub(crate) struct DerivationsDraft {
    pub(crate) derivations: Derivations,
    /// Where the formula of each fact stands.
    pub(crate) places: BTreeMap<FactId, Span>,
    /// The facts that vendors state, or quotes come to, from which they are worked out.
    pub(crate) inputs: BTreeSet<FactId>,
    /// Where the formula of the total stands.
    pub(super) total: Option<Span>,
    /// Whether a bid that fails a must-have may explain itself.
    pub(super) explains: bool,
}

impl DerivationsDraft {
    /// Takes the formula of the total, which reads facts too.
    ///
    /// - `place`: where it stands.
    pub(super) fn read_by(&mut self, total: Option<Arc<TotalFormula>>, place: Option<Span>) {
        self.derivations.total = total;
        self.total = place;
        self.inputs = self.derivations.all_inputs();
    }

    /// The facts from which others are worked out, each with the place of a formula that reads it.
    pub(crate) fn read_at(&self) -> impl Iterator<Item = (&str, Span)> {
        self.inputs.iter().filter_map(|fact| {
            let reader = self.derivations.readers(fact).next().map(|reader| self.places[&reader.fact]);
            Some((fact.as_str(), reader.or_else(|| self.in_total(fact))?))
        })
    }

    /// Where the formula of the total reads a fact: there, or where the whole of it stands.
    fn in_total(&self, fact: &FactId) -> Option<Span> {
        let total = self.derivations.total.as_ref()?;
        let place = self.total?;
        let mut found = None;
        total.expr.root().walk(&mut |node| {
            if let Expression::Name(name) = &node.expression
                && name.fact().as_ref() == Some(fact)
            {
                found.get_or_insert(&node.span);
            }
        });
        let is_typed = total.published.is_none();
        Some(found.filter(|_| is_typed).map_or(place, |span| within(total.expr.text(), place, span)))
    }
}

/// A formula that stands in the file.
struct Written<'a> {
    formula: &'a Formula,
    place: Span,
}

impl<'a> Written<'a> {
    fn of(text: &'a Spanned<FormulaText>) -> Written<'a> {
        Written { formula: &text.value.0, place: text.span }
    }

    fn refuse(&self, node: Option<&Node>, message: String, help: impl Into<String>) -> Diagnostic {
        let part = node.map(|node| node.span.clone());
        Diagnostic::new(Code::UnfitFormula, self.place, message).part(part).help(help.into())
    }
}

/// Reads the formulas of facts, names and must-haves. Where one leads in a circle, none is worked out.
pub(super) fn build(
    facts: &[IdEntry<AliasesEntry>],
    names: &[IdEntry<NameEntry>],
    gates: &[IdEntry<GateEntry>],
    needs: &Needs,
    problems: &mut Problems,
) -> DerivationsDraft {
    let from = problems.len();
    let explains = gates.iter().any(|entry| entry.value.explains());
    let mut draft = DerivationsDraft { explains, ..DerivationsDraft::default() };
    let mut written: Vec<Written<'_>> = Vec::new();
    let mut add = |fact: FactId, text: &Spanned<FormulaText>, rounding, unit| {
        draft.places.insert(fact.clone(), text.span);
        let formula = text.value.0.clone();
        draft.derivations.facts.push(DerivedFact {
            fact,
            formula,
            rounding,
            unit,
            location: Location::default(),
        });
    };
    for entry in facts {
        let Some(expr) = &entry.value.expr else { continue };
        if is_taken(&entry.id) {
            let message = format!("`{}` stands at the head of vendor files or comes from quotes", entry.id);
            problems.push(
                Diagnostic::new(Code::UnfitFormula, entry.id_span, message)
                    .help("give the fact a name of its own"),
            );
            continue;
        }
        let unit = entry.value.unit.as_ref().map(|unit| unit.value.0.clone());
        add(FactId::new(entry.id.as_str()), expr, entry.value.round.as_ref().map(|round| round.value), unit);
        written.push(Written::of(expr));
    }
    for entry in gates {
        if let Some(when) = entry.value.when() {
            add(of_gate(&entry.id), when, None, None);
            let own = Written::of(when);
            if !own.formula.may_be_condition() {
                let message = "this is a number, and a must-have wants a condition".to_owned();
                problems.push(own.refuse(None, message, "compare it: facts.price <= 100"));
            }
            written.push(own);
        }
    }
    for entry in names {
        if let Some(expr) = &entry.value.expr {
            let round = entry.value.round.as_ref().map(|round| round.value);
            draft.derivations.names.push(Step { name: entry.id.clone(), expr: expr.value.0.clone(), round });
        }
    }
    let known: Vec<&str> = draft.derivations.names.iter().map(|step| step.name.as_str()).collect();
    for own in &written {
        check(own, needs, &known, true, problems);
    }
    for entry in names.iter().filter_map(|entry| entry.value.expr.as_ref()) {
        check(&Written::of(entry), needs, &known, false, problems);
    }
    check_sets(&draft.derivations, &written, problems);
    for circle in draft.derivations.circles() {
        let message = format!("this leads in a circle: {}", circle.join(", "));
        let first = circle.first().map(String::as_str).unwrap_or_default();
        let of_fact = draft.places.iter().find(|(fact, _)| format!("facts.{fact}") == first);
        let of_name = || {
            let entry = names.iter().find(|entry| format!("names.{}", entry.id) == first)?;
            entry.value.expr.as_ref().map(|expr| expr.span)
        };
        let place = of_fact.map(|(_, span)| *span).or_else(of_name);
        if let Some(place) = place.or_else(|| draft.places.values().next().copied()) {
            problems.push(
                Diagnostic::new(Code::UnfitFormula, place, message)
                    .help("a formula cannot need what is worked out from it: state one of them as a number"),
            );
        }
    }
    // What does not hold by itself is worked out for nobody.
    if problems[from..].iter().any(Diagnostic::is_error) {
        // Nor is it said of what reads them that they are not there.
        let one = Formula::parse("1").ok();
        let blank = |Step { name, .. }| Some(Step { name, expr: one.clone()?, round: None });
        let names = draft.derivations.names.into_iter().filter_map(blank).collect();
        let derivations = Derivations { names, ..Derivations::default() };
        return DerivationsDraft {
            derivations,
            places: draft.places,
            explains,
            ..DerivationsDraft::default()
        };
    }
    draft.inputs = draft.derivations.all_inputs();
    draft
}

/// Whether a fact is stated or worked out elsewhere.
fn is_taken(id: &str) -> bool {
    is_head_fact(id) || lowest_mark_of(id).is_some() || derived::ids().any(|derived| derived == id)
}

/// Refuses names that a formula of facts and names does not know.
fn check(own: &Written<'_>, needs: &Needs, known: &[&str], is_fact: bool, problems: &mut Problems) {
    own.formula.root().walk(&mut |node| {
        let Expression::Name(name) = &node.expression else { return };
        let refused = match name.room {
            Room::Facts | Room::Cost => None,
            Room::Names if known.contains(&name.id.as_str()) => None,
            Room::Names => {
                let help = hint(&name.id, known, []);
                let help =
                    if help.is_empty() { "[names] holds the numbers with names".to_owned() } else { help };
                Some((format!("there is no `{name}`"), help))
            }
            Room::Needs => needs.unfit(name),
            Room::Value | Room::Points | Room::Most => {
                let what = if is_fact { "facts and must-haves" } else { "names" };
                let message =
                    format!("{what} are worked out before any points, and `{name}` is one of these");
                Some((message, "read the fact that is scored: facts.price".to_owned()))
            }
        };
        if let Some((message, help)) = refused {
            problems.push(own.refuse(Some(node), message, help));
        }
    });
}

/// Refuses figures over sets of bids that facts and must-haves themselves decide.
fn check_sets(derivations: &Derivations, written: &[Written<'_>], problems: &mut Problems) {
    let message =
        "who passes the must-haves is not known before facts and must-haves are worked out".to_owned();
    for own in written {
        let mut names: Vec<&Name> = Vec::new();
        own.formula.root().walk(&mut |node| match &node.expression {
            Expression::Field(figure) if figure.set.name != SetName::Offered => {
                problems.push(own.refuse(Some(node), message.clone(), "write `offered` here"));
            }
            Expression::Name(name) if name.room == Room::Names => names.push(name),
            _ => {}
        });
        for name in names.into_iter().filter(|name| derivations.looks_in(name)) {
            let help = format!("write `offered` in `{name}`, or give this formula a name of its own");
            problems.push(own.refuse(None, message.clone(), help));
        }
    }
}
