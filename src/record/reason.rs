//! Why a vendor has its points on a criterion, in words for its eyes: its own fact, and the next better step.
//!
//! A reason speaks of one offer alone. Remarks of ours, sources, evaluators and their words are no part of it.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

use crate::decision::derived::{self, BELOW_MEDIAN};
use crate::decision::scale::{ValueLine, WantedSet, WordTable};
use crate::decision::{
    Criterion, Date, Fact, FactId, FactValue, FieldFormula, PriceFormula, Shape, Unknown, Value,
};
use crate::exact::Exact;
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;
use crate::text::same_word;

/// Digits after the point with which reasons tell numbers.
const TOLD_DECIMALS: u32 = 6;

/// The reason for a vendor's points on a scored criterion; none where it takes words that nobody has written.
///
/// - `written`: what people wrote for this vendor and criterion, which goes before all else.
/// - `agreed`: what a meeting of evaluators agreed on, with its reason.
#[must_use]
pub fn reason(
    evaluation: &Evaluation,
    vendor: &VendorResult,
    at: usize,
    written: Option<&str>,
    agreed: Option<&str>,
) -> Option<String> {
    let criterion = &evaluation.decision.criteria[at];
    let fact = vendor.cells[at].fact.as_deref();
    if let Some(written) = written {
        return Some(written.to_owned());
    }
    let decision = &evaluation.decision;
    if decision.provenance.is_sealed && criterion.reads_any(&decision.price_facts()) {
        return Some("The prices of the offers are not opened yet.".to_owned());
    }
    if let Some(reason) = inapplicable(fact) {
        return Some(format!("This does not apply to your offer: {reason}. {WEIGHT_GOES}"));
    }
    // What a vendor is worth to us is ours, and so is the scale that counts it.
    if criterion.fact().is_some_and(|fact| derived::is_benefit(fact.as_str())) {
        return Some("Worked out by us, from your offer and from figures of our own.".to_owned());
    }
    if criterion.is_rating() {
        return of_mark(criterion, fact, agreed);
    }
    let Some(value) = fact.and_then(|fact| fact.value.as_ref()) else {
        let is_ours = criterion.fact().is_some_and(|fact| decision.is_worked_out(fact));
        return Some(format!(
            "{}, which {}. {}",
            if is_ours { "Not to be worked out from your offer" } else { "Your offer does not say" },
            counts(criterion),
            first_step(criterion).unwrap_or_default()
        ));
    };
    let unit = criterion.unit().map_or_else(String::new, |unit| format!(" {unit}"));
    let is_worked_out = criterion.fact().is_some_and(|fact| derived::is_of_model(fact.as_str()));
    let of_formula = criterion.fact().filter(|fact| decision.derivations.has(fact));
    let whose = match of_formula {
        Some(_) => "Worked out from your offer",
        None if is_worked_out => "Worked out from your quote",
        None => "Your offer",
    };
    let stated = match criterion.fact().map(FactId::as_str) {
        // With the own price it gives the middle of the others away.
        Some(BELOW_MEDIAN) => "Worked out from your quote and the others.".to_owned(),
        Some(_) if of_formula.is_some_and(|fact| decision.derivations.tells_of_others(fact)) => {
            "Worked out from your offer and the others.".to_owned()
        }
        _ => format!("{whose}: {value:#}{unit}."),
    };
    let worth = vendor.cells[at].value.as_ref();
    let next = next_step(criterion, value, worth.map(Value::exact));
    Some(format!("{stated} {next}"))
}

/// How what is not stated counts.
fn counts(criterion: &Criterion) -> &'static str {
    match criterion.unknown() {
        Some(Unknown::Worst) | None => "counts as the worst",
        Some(Unknown::Middle) => "counts as the middle of the scale",
        Some(Unknown::Best) => "counts as the best",
        Some(Unknown::Skip) => "counts neither way: the weight goes to the other criteria",
    }
}

const WEIGHT_GOES: &str = "Its weight goes to the other criteria.";

/// Why the question does not arise; none where it does.
fn inapplicable(fact: Option<&Fact>) -> Option<&str> {
    Some(fact?.value.as_ref()?.inapplicable()?.trim_end_matches('.'))
}

/// A mark in words: what the meeting agreed on, or else what the mark and the next one mean.
fn of_mark(criterion: &Criterion, fact: Option<&Fact>, agreed: Option<&str>) -> Option<String> {
    let marks = criterion.scale()?.marks()?;
    let Some([_, mark, _]) = fact.and_then(|fact| fact.value.as_ref()?.numbers()) else {
        return Some("Your offer could not be marked on this.".to_owned());
    };
    let given = format!("Mark {} of {} to {}.", mark.plain(TOLD_DECIMALS), marks.from, marks.to);
    let next = |mark: &Exact| {
        let above = &floor(&(mark - marks.from)) + &(marks.from + &Exact::ONE);
        let anchor = marks.anchor(&above)?;
        Some(format!("The next better mark, {above}: {anchor}."))
    };
    let next = if mark >= marks.to { Some("It is the best mark.".to_owned()) } else { next(mark) };
    if let Some(agreed) = agreed {
        let next = next.unwrap_or_else(|| format!("The best mark is {}.", marks.to));
        return Some(format!("{given} {agreed} {next}"));
    }
    // A mark without words is not explained by the number alone.
    let own = marks.anchor(&(&floor(&(mark - marks.from)) + marks.from))?;
    Some(format!("{given} It means: {own}. {}", next?))
}

/// The whole number at or below a number that is not negative.
fn floor(number: &Exact) -> Exact {
    let whole = number.fixed(12);
    let whole = whole.split('.').next().unwrap_or_default();
    Exact::parse(whole).unwrap_or_default()
}

/// What would be worth more, seen from a value; what is best where there is nothing better.
fn next_step(criterion: &Criterion, value: &FactValue, worth: Option<&Exact>) -> String {
    let Some(scale) = criterion.scale() else { return String::new() };
    if worth == Some(&Exact::ONE) {
        return "That is the best the scale knows.".to_owned();
    }
    match scale.shape() {
        Shape::Line(line) => on_line(line, value, criterion.unit()),
        Shape::Table(table) => in_table(table, value),
        Shape::Set(set) => of_set(set, value),
        Shape::Formula(formula) => by_formula(formula, criterion.unit()),
    }
}

/// What a scale asks for, where nothing was stated.
fn first_step(criterion: &Criterion) -> Option<String> {
    let scale = criterion.scale()?;
    Some(match scale.shape() {
        Shape::Line(_) | Shape::Table(_) => format!("The scale: {scale}."),
        Shape::Set(set) => format!("Wanted are {}.", set.things().join(", ")),
        Shape::Formula(formula) => by_formula(formula, criterion.unit()),
    })
}

fn on_line(line: &ValueLine, value: &FactValue, unit: Option<&str>) -> String {
    let Some([low, likely, high]) = value.numbers() else { return String::new() };
    let worth = line.value(likely);
    // The nearest point of the scale that is worth more, on either side.
    let better = line.points().iter().filter(|(_, other)| *other > worth);
    let nearest = better.min_by_key(|(number, _)| (number - likely).abs());
    let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
    let doubt = if low == high { String::new() } else { " A certain figure counts as it is.".to_owned() };
    match nearest {
        Some((number, other)) => format!(
            "It earns {} % of the points; {}{unit} would earn {} %.{doubt}",
            worth.percent().plain(1),
            number.spaced(TOLD_DECIMALS),
            other.percent().plain(1)
        ),
        None => format!(
            "It earns {} % of the points, the most that the scale gives.{doubt}",
            worth.percent().plain(1)
        ),
    }
}

fn in_table(table: &WordTable, value: &FactValue) -> String {
    let Some((_, worth)) = table.row(value) else { return String::new() };
    let better = table.rows().iter().filter(|(_, other)| other > worth);
    let earns = format!("It earns {} % of the points", worth.percent().plain(1));
    match better.min_by(|(_, a), (_, b)| a.cmp(b)) {
        Some((word, other)) => format!("{earns}; {word} would earn {} %.", other.percent().plain(1)),
        None => format!("{earns}, the most that the scale gives."),
    }
}

fn of_set(set: &WantedSet, value: &FactValue) -> String {
    let until = |thing: &String| match value {
        FactValue::Set { items } => {
            items.iter().find(|item| same_word(&item.name, thing)).map(|item| item.evidence.until)
        }
        FactValue::Text { value } => same_word(value, thing).then_some(None),
        FactValue::Number { .. }
        | FactValue::Range { .. }
        | FactValue::Count(_)
        | FactValue::YesNo { .. }
        | FactValue::Date { .. }
        | FactValue::NotApplicable { .. } => None,
    };
    let lapses = |end: Option<Date>| set.on().is_some_and(|on| end.is_some_and(|end| end < on));
    let named = |is_meant: &dyn Fn(&String) -> bool| -> String {
        let things: Vec<&str> =
            set.things().iter().filter(|thing| is_meant(thing)).map(String::as_str).collect();
        things.join(", ")
    };
    let lacking = named(&|thing| until(thing).is_none());
    let too_short = named(&|thing| until(thing).is_some_and(lapses));
    let on = set.on().map_or_else(String::new, |on| format!(", valid on {on}"));
    let mut said = format!("Each of {} things counts alike{on}", set.things().len());
    if !lacking.is_empty() {
        said += &format!("; lacking: {lacking}");
    }
    if !too_short.is_empty() {
        said += &format!("; not valid for so long: {too_short}");
    }
    said + "."
}

fn by_formula(formula: &FieldFormula, unit: Option<&str>) -> String {
    let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
    match formula {
        FieldFormula::Price(PriceFormula::BudgetShare { budget, base, .. }) => {
            format!("Points rise in a straight line from {budget}{unit} down to {base}{unit}.")
        }
        FieldFormula::Price(PriceFormula::BudgetLine { budget }) => {
            format!("Points rise from {budget}{unit} down to the lowest offer, which earns all of them.")
        }
        FieldFormula::Price(
            PriceFormula::LowestOverPrice | PriceFormula::Span | PriceFormula::ExcessOverLowest,
        ) => "The lowest offer earns all points, and others less by the formula of the rule.".to_owned(),
        FieldFormula::Stated(formula) => format!("Points follow from the formula of the rule: {formula}."),
        FieldFormula::Relative { higher_is_better } => {
            let best = if *higher_is_better { "highest" } else { "lowest" };
            format!("The {best} of all offers earns all points, the other end none.")
        }
    }
}

/// The criteria of which a vendor's points have no reason yet.
///
/// - `written`: what people wrote, by the place of the criterion.
/// - `agreed`: what evaluators agreed on, in the same way.
#[must_use]
pub fn gaps(
    evaluation: &Evaluation,
    vendor: &VendorResult,
    written: &dyn Fn(usize) -> Option<String>,
    agreed: &dyn Fn(usize) -> Option<String>,
) -> Vec<usize> {
    let leaves = evaluation.leaves().map(|(at, _)| at);
    leaves
        .filter(|at| {
            reason(evaluation, vendor, *at, written(*at).as_deref(), agreed(*at).as_deref()).is_none()
        })
        .collect()
}

/// What evaluators agreed on of a vendor and criterion, with its reason; none where nothing was agreed.
#[must_use]
pub fn agreed(evaluation: &Evaluation, vendor: &VendorResult, at: usize) -> Option<String> {
    let panel = evaluation.decision.panel.as_ref()?;
    let criterion = &evaluation.decision.criteria[at].id;
    panel.consensus.get(vendor.id())?.get(criterion)?.note.clone()
}
