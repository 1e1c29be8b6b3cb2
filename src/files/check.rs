//! Checks across files: what gates and criteria ask of facts, against what the vendors say.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

mod asked;
mod countries;
mod figures;
mod gates;
mod names;
mod numbers;
mod others;
mod quoted;
mod said;
mod sets;
mod stated;

use std::cell::LazyCell;
use std::collections::BTreeSet;

use super::criteria::{CriterionSpans, Draft, GateSpans};
use super::document::Listed;
use super::meant;
use super::read::{Problems, help_for_text, shortened};
use super::vendor::{FactSpans, ReadVendor};
use crate::decision::criterion::depends_on_field;
use crate::decision::derived::ids as worked_out;
use crate::decision::scale::{MarkRange, TableKey};
use crate::decision::vendor::is_head_fact;
use crate::decision::{Criterion, CriterionId, Fact, FactId, FactValue, Gate, Leaf, Scale, Shape, Test};
use crate::diagnostic::{Code, Diagnostic, Place, SourceId};
use crate::exact::Exact;
use crate::parallel;
use crate::text::suggest::{closest, did_you_mean, listed};

pub(crate) use quoted::quoted;
use said::said_of;

/// So many vendors are checked before what was found is listed.
const AT_ONCE: usize = 1_000;

/// Checks the vendors against the criteria.
///
/// `what_ifs` are the options of the command line: one that sets what nothing reads is an error.
pub(crate) fn across(draft: &Draft, vendors: &[ReadVendor], what_ifs: &[SourceId], problems: &mut Problems) {
    names::check(vendors, problems);
    gates::check(draft, problems);
    note_minimums_of_field(draft, problems);
    let leaves: Vec<(&Criterion, &Leaf, &CriterionSpans)> = draft
        .criteria
        .iter()
        .filter_map(|(criterion, spans)| Some((criterion, criterion.leaf.as_ref()?, spans)))
        .collect();
    let known = known_facts(vendors);
    if !vendors.is_empty() {
        check_facts_exist(draft, &leaves, &known, problems);
    }
    countries::check(draft, &leaves, problems);
    let mut listed = Listed::default();
    let mut found = Problems::new();
    sets::check(draft, &leaves, vendors, &mut found);
    let of_quotes = vendors.iter().filter_map(|vendor| vendor.quote.as_ref());
    let of_quotes = of_quotes.flat_map(|quote| quote.references.iter().map(|named| &named.fact));
    let of_criteria = leaves.iter().map(|(_, leaf, _)| &leaf.fact);
    let of_gates = draft.gates.iter().map(|(gate, _)| &gate.fact);
    let of_formulas = &draft.derivations.inputs;
    let said_of =
        said_of(vendors, &of_criteria.chain(of_gates).chain(of_quotes).chain(of_formulas).collect());
    numbers::check(draft, &leaves, vendors, &said_of, &mut found);
    listed.add(found, problems);
    stated::check(draft, &leaves, &said_of, problems);
    figures::check(draft, &leaves, &said_of, problems);
    drop(said_of);
    let reads = Reads::of(draft, &leaves);
    let check_vendor = |vendor: &ReadVendor| {
        let mut problems = Problems::new();
        for (criterion, leaf, spans) in &leaves {
            check_leaf(criterion, leaf, spans, vendor, &mut problems);
        }
        for (gate, spans) in &draft.gates {
            check_gate(gate, spans, vendor, &mut problems);
        }
        check_unused(draft, &reads, vendor, &known, what_ifs, &mut problems);
        problems
    };
    for some in vendors.chunks(AT_ONCE) {
        for found in parallel::map(some, 1, check_vendor) {
            listed.add(found, problems);
        }
    }
    listed.close(problems);
    drop_capped(problems);
}

/// The facts that vendors say something of.
fn known_facts(vendors: &[ReadVendor]) -> BTreeSet<&str> {
    let mut known = BTreeSet::new();
    for vendor in vendors {
        let own = || vendor.facts.keys().map(FactId::as_str);
        // Of a large decision nearly everybody says the same.
        if known.len() != vendor.facts.len() || !own().eq(known.iter().copied()) {
            known.extend(own());
        }
    }
    known
}

/// That a number is off its scale follows, where something is said of the number itself.
fn drop_capped(problems: &mut Problems) {
    let is_of_number = |problem: &&Diagnostic| matches!(problem.code, Code::OtherNotation | Code::FarOff);
    let told: BTreeSet<Place> = problems.iter().filter(is_of_number).map(|problem| problem.place).collect();
    problems.retain(|problem| problem.code != Code::OutsideScale || !told.contains(&problem.place));
}

/// Says of minimums that depend on the field of bids that a bid below them stays in it.
fn note_minimums_of_field(draft: &Draft, problems: &mut Problems) {
    if !draft.rule.field.has_minimums() {
        return;
    }
    let criteria: Vec<&Criterion> = draft.criteria.iter().map(|(criterion, _)| criterion).collect();
    let mut top = (0..criteria.len()).filter(|&at| criteria[at].parent.is_none());
    let of_score = draft.minimum.filter(|_| top.any(|at| depends_on_field(&criteria, at)));
    let of_criteria = draft.criteria.iter().enumerate().filter(|(at, _)| depends_on_field(&criteria, *at));
    let of_criteria = of_criteria.filter_map(|(_, (_, spans))| spans.minimum);
    for place in of_criteria.chain(of_score) {
        let message =
            "what reaches this minimum depends on the other bids, so a bid below it stays in the field";
        let help = "it may set the lowest price; a minimum on quality alone keeps a bid out of the field";
        problems.push(Diagnostic::new(Code::MinimumOfField, place, message).help(help));
    }
}

/// Reports facts that are asked for and that no vendor mentions.
fn check_facts_exist(
    draft: &Draft,
    leaves: &[(&Criterion, &Leaf, &CriterionSpans)],
    known: &BTreeSet<&str>,
    problems: &mut Problems,
) {
    let asked = draft.gates.iter().map(|(gate, spans)| (gate.fact.as_str(), spans.fact)).chain(
        leaves
            .iter()
            .filter(|(_, leaf, _)| !leaf.scale.is_rating())
            .map(|(_, leaf, spans)| (leaf.fact.as_str(), spans.fact)),
    );
    let asked = asked.chain(draft.derivations.read_at());
    // A key of the head is none that could be mistyped: nobody has said it yet.
    for (fact, span) in asked.filter(|(fact, _)| !known.contains(fact) && !is_head_fact(fact)) {
        let is_worked_out = worked_out().any(|id| id == fact);
        if is_worked_out && !draft.has_demand {
            let message = format!("`{fact}` is worked out from quotes, and the needs say nothing of demand");
            let help = "add a forecast: [needs.demand.phone] with contacts, aht and a target";
            problems.push(Diagnostic::new(Code::UnknownFact, span, message).help(help));
            continue;
        }
        if is_worked_out || draft.is_worked_out(fact) {
            // Nothing was worked out because files have errors, which are what has to be mended.
            continue;
        }
        let help = did_you_mean(fact, known.iter().copied()).unwrap_or_else(|| {
            format!("if nobody has answered yet, say so in a vendor file: {} = {{}}", shortened(fact))
        });
        let message = format!("no vendor has the fact `{}`", shortened(fact));
        problems.push(Diagnostic::new(Code::UnknownFact, span, message).help(help));
    }
}

fn check_leaf(
    criterion: &Criterion,
    leaf: &Leaf,
    spans: &CriterionSpans,
    vendor: &ReadVendor,
    problems: &mut Problems,
) {
    if let Some(marks) = leaf.scale.marks() {
        check_mark(criterion, marks, spans, vendor, problems);
        return;
    }
    let (Some(fact), Some(fact_spans)) = (vendor.vendor.facts.get(&leaf.fact), vendor.facts.get(&leaf.fact))
    else {
        return;
    };
    check_unit(leaf, fact, spans, fact_spans, problems);
    check_count(criterion, leaf, fact, (spans, fact_spans), problems);
    let Some(value) = fact.value.as_ref().filter(|value| !value.is_not_applicable()) else { return };
    let Some(wanted) = wanted_kind(&leaf.scale, value) else {
        check_fit(criterion, &leaf.scale, value, spans, fact_spans, problems);
        return;
    };
    let message = format!(
        "the fact `{}` is {}, but the criterion `{}` wants {wanted}",
        leaf.fact,
        value.kind(),
        criterion.id
    );
    let help = help_for_value(value, wanted);
    problems
        .push(with_scale(Diagnostic::new(Code::WrongFact, fact_spans.value(), message), spans).help(help));
}

/// Refuses so many of so many where something else than a share in per cent is scored.
fn check_count(
    criterion: &Criterion,
    leaf: &Leaf,
    fact: &Fact,
    (spans, fact_spans): (&CriterionSpans, &FactSpans),
    problems: &mut Problems,
) {
    let other = leaf.unit.as_deref().filter(|unit| !numbers::is_per_cent(unit));
    let (Some(FactValue::Count(count)), Some(unit)) = (&fact.value, other) else { return };
    let message = format!(
        "`{}` counts in {}, and so many of so many is a share in per cent",
        criterion.id,
        shortened(unit)
    );
    let share = count.likely.plain(2);
    let help = format!(
        "give the criterion the unit \"%\" and a scale in per cent (this is {share} %), or the fact a number of {}",
        shortened(unit)
    );
    let problem = Diagnostic::new(Code::BadCount, fact_spans.value(), message).help(help);
    problems.push(match spans.unit {
        Some(place) => problem.related(place, "the unit is said here"),
        None => problem,
    });
}

/// What to write in place of a value of another kind.
fn help_for_value(value: &FactValue, wanted: &str) -> String {
    match value {
        FactValue::Text { value } => help_for_text(value, wanted),
        FactValue::Number { .. }
        | FactValue::Range { .. }
        | FactValue::Count(_)
        | FactValue::YesNo { .. }
        | FactValue::Date { .. }
        | FactValue::Set { .. }
        | FactValue::NotApplicable { .. } => String::new(),
    }
}

/// The kind of fact that a scale wants, when the value is not of it.
fn wanted_kind(scale: &Scale, value: &FactValue) -> Option<&'static str> {
    let (fits, wanted) = match scale.shape() {
        Shape::Table(table) => match table.key() {
            TableKey::Text => (matches!(value, FactValue::Text { .. }), "one of its levels as text"),
            TableKey::YesNo => (matches!(value, FactValue::YesNo { .. }), "true or false"),
        },
        Shape::Set(_) => (matches!(value, FactValue::Set { .. } | FactValue::Text { .. }), "a list"),
        Shape::Line(_) | Shape::Formula(_) => (value.numbers().is_some(), "a number"),
    };
    (!fits).then_some(wanted)
}

fn with_scale(diagnostic: Diagnostic, spans: &CriterionSpans) -> Diagnostic {
    match spans.scale {
        Some(scale) => diagnostic.related(scale, "the scale is set here"),
        None => diagnostic,
    }
}

fn check_unit(
    leaf: &Leaf,
    fact: &Fact,
    spans: &CriterionSpans,
    fact_spans: &FactSpans,
    problems: &mut Problems,
) {
    let (Some(wanted), Some(given), Some(place)) = (&leaf.unit, &fact.evidence.unit, fact_spans.unit())
    else {
        return;
    };
    if wanted != given {
        let message =
            format!("`{}` is in {}, but the criterion counts in {wanted}", leaf.fact, shortened(given));
        let diagnostic = Diagnostic::new(Code::UnitDiffers, place, message)
            .help("convert the number and keep the original in `note`");
        problems.push(match spans.unit {
            Some(unit) => diagnostic.related(unit, "the criterion's unit"),
            None => diagnostic,
        });
    }
}

/// Checks that a fact of the right kind lies on its scale.
fn check_fit(
    criterion: &Criterion,
    scale: &Scale,
    value: &FactValue,
    spans: &CriterionSpans,
    fact_spans: &FactSpans,
    problems: &mut Problems,
) {
    match scale.shape() {
        Shape::Line(line) => {
            let [low, high] = line.reach();
            note_if_outside(criterion, value, Some(low), Some(high), spans, fact_spans, problems);
        }
        Shape::Table(table) if table.row(value).is_none() => {
            let word = value.to_string();
            let words: Vec<&str> = table.rows().iter().map(|(word, _)| word.as_str()).take(20).collect();
            let unknown = meant::unknown(&word).map(str::to_owned);
            let help = did_you_mean(&word, words.iter().copied())
                .or(unknown)
                .unwrap_or_else(|| format!("use {}", listed(&words, "or")));
            let message = format!("`{}` is no level of `{}`", shortened(&word), criterion.id);
            problems.push(
                with_scale(Diagnostic::new(Code::UnknownLevel, fact_spans.value(), message), spans)
                    .help(help),
            );
        }
        Shape::Formula(formula) => {
            let (Some(formula), Some([low, ..])) = (formula.price(), value.numbers()) else { return };
            if *low <= Exact::ZERO && formula.divides_by_prices() {
                let message = format!("{low} is no price");
                problems.push(
                    with_scale(Diagnostic::new(Code::NoPrice, fact_spans.value(), message), spans)
                        .help(format!(
                            "`{}` divides by prices, so they are above zero; leave the fact out when it is not known",
                            formula.name()
                        )),
                );
            } else if let Some(limit) = formula.limit() {
                note_if_outside(criterion, value, None, Some(limit), spans, fact_spans, problems);
            }
        }
        Shape::Table(_) | Shape::Set(_) => {}
    }
}

fn note_if_outside(
    criterion: &Criterion,
    value: &FactValue,
    low: Option<&Exact>,
    high: Option<&Exact>,
    spans: &CriterionSpans,
    fact_spans: &FactSpans,
    problems: &mut Problems,
) {
    let Some([lowest, _, highest]) = value.numbers() else { return };
    let is_outside = low.is_some_and(|low| lowest < low) || high.is_some_and(|high| highest > high);
    if is_outside {
        let ends: Vec<String> = [low, high].into_iter().flatten().map(Exact::to_string).collect();
        let ends = if ends.len() == 2 {
            format!("{} to {}", ends[0], ends[1])
        } else {
            format!("up to {}", ends.concat())
        };
        let message = if lowest == highest {
            format!("{lowest} is outside the scale of `{}`, {ends}: it is capped", criterion.id)
        } else {
            format!(
                "the range {lowest} to {highest} leaves the scale of `{}`, {ends}: it is capped",
                criterion.id
            )
        };
        problems.push(with_scale(Diagnostic::new(Code::OutsideScale, fact_spans.value(), message), spans));
    }
}

fn check_mark(
    criterion: &Criterion,
    MarkRange { from, to, .. }: MarkRange<'_>,
    spans: &CriterionSpans,
    vendor: &ReadVendor,
    problems: &mut Problems,
) {
    let (Some(rating), Some(rating_spans)) =
        (vendor.vendor.ratings.get(&criterion.id), vendor.ratings.get(&criterion.id))
    else {
        return;
    };
    let Some([mark, ..]) = rating.value.as_ref().and_then(FactValue::numbers) else { return };
    if mark < from || mark > to {
        let message = format!("mark {mark} is outside the scale of `{}`", criterion.id);
        problems.push(
            with_scale(Diagnostic::new(Code::OutsideMarks, rating_spans.mark, message), spans)
                .label(format!("must be between {from} and {to}"))
                .help("if the source used another scale, convert the mark and keep the original in `note`"),
        );
    }
}

/// Checks that a gate can judge the kind of fact that the vendor gives.
fn check_gate(gate: &Gate, spans: &GateSpans, vendor: &ReadVendor, problems: &mut Problems) {
    let known = vendor.vendor.facts.get(&gate.fact).and_then(|fact| fact.value.as_ref());
    let Some(value) = known.filter(|value| !value.is_not_applicable()) else { return };
    let (fits, wanted) = match &gate.test {
        Test::Includes(_) | Test::IncludesAny(_) => {
            (matches!(value, FactValue::Set { .. } | FactValue::Text { .. }), "a list")
        }
        Test::AtLeast(_) | Test::AtMost(_) => (value.numbers().is_some(), "a number"),
        Test::Holds(_) => (matches!(value, FactValue::YesNo { .. }), "true or false"),
        Test::OneOf(_) => (matches!(value, FactValue::Text { .. }), "text"),
        Test::Before(_) | Test::After(_) => (matches!(value, FactValue::Date { .. }), "a date"),
        Test::Is(wanted) => match wanted {
            FactValue::Number { .. } => (value.numbers().is_some(), "a number"),
            FactValue::Range { .. }
            | FactValue::Count(_)
            | FactValue::Text { .. }
            | FactValue::YesNo { .. }
            | FactValue::Date { .. }
            | FactValue::Set { .. }
            | FactValue::NotApplicable { .. } => (value.kind() == wanted.kind(), wanted.kind()),
        },
    };
    if !fits {
        let place = vendor.facts[&gate.fact].value();
        if let Test::Holds(formula) = &gate.test {
            // It stands in the criteria file, and is no fact that anybody states.
            let (name, kind) = (&vendor.vendor.name, value.kind());
            let message = format!("for {name} this formula gives {kind}, and a must-have wants a condition");
            let help = format!("compare it: {formula} >= 1");
            problems.push(Diagnostic::new(Code::WrongFact, place, message).help(help));
            return;
        }
        let message = format!(
            "the fact `{}` is {}, but the gate `{}` wants {wanted}",
            gate.fact,
            value.kind(),
            gate.id
        );
        problems.push(
            Diagnostic::new(Code::WrongFact, place, message)
                .related(spans.test, "the test is set here")
                .help(help_for_value(value, wanted)),
        );
    }
}

/// What the criteria file reads of vendors, in order of the ids.
struct Reads<'a> {
    facts: BTreeSet<&'a str>,
    marks: BTreeSet<&'a str>,
}

impl<'a> Reads<'a> {
    fn of(draft: &'a Draft, leaves: &[(&'a Criterion, &'a Leaf, &CriterionSpans)]) -> Reads<'a> {
        let gates = draft.gates.iter().map(|(gate, _)| gate.fact.as_str());
        let (marked, measured): (Vec<_>, Vec<_>) =
            leaves.iter().partition(|(_, leaf, _)| leaf.scale.is_rating());
        Reads {
            facts: measured.into_iter().map(|(_, leaf, _)| leaf.fact.as_str()).chain(gates).collect(),
            marks: marked.into_iter().map(|(criterion, ..)| criterion.id.as_str()).collect(),
        }
    }
}

/// Warns of facts and marks that nothing reads and whose name is close to one that is missing.
fn check_unused(
    draft: &Draft,
    reads: &Reads<'_>,
    vendor: &ReadVendor,
    known: &BTreeSet<&str>,
    what_ifs: &[SourceId],
    problems: &mut Problems,
) {
    let inputs = &draft.derivations.inputs;
    let priced_by =
        draft.cost.as_ref().map_or_else(BTreeSet::new, |draft| draft.basis.facts_of(&vendor.vendor));
    let of_others = || priced_by.iter().chain(inputs).map(FactId::as_str);
    let is_asked = |fact: &str| reads.facts.contains(fact) || of_others().any(|other| other == fact);
    let asked = || reads.facts.iter().copied().chain(of_others());
    // A fact that no vendor has is a slip of the criteria file, and reported there.
    // One that its own quote names is reported where it is named.
    let is_named = |fact: &str| {
        vendor.quote.iter().flat_map(|quote| &quote.references).any(|named| named.fact.as_str() == fact)
    };
    let is_missing =
        |fact: &&str| known.contains(fact) && !vendor.vendor.facts.contains_key(*fact) && !is_named(fact);
    let missing = LazyCell::new(|| asked().filter(is_missing).collect::<Vec<&str>>());
    // What is worked out is there whether or not anything reads it.
    let is_written = |fact: &FactId| !draft.is_worked_out(fact.as_str()) && !is_head_fact(fact.as_str());
    let unread = |fact: &FactId| !is_asked(fact.as_str()) && is_written(fact);
    for (fact, spans) in vendor.facts.iter().filter(|(fact, _)| unread(fact)) {
        if what_ifs.contains(&spans.key().source) {
            let help = did_you_mean(fact.as_str(), asked());
            let help = help.unwrap_or_else(|| "a what-if of it would change nothing".to_owned());
            let message = format!("nothing reads the fact `{fact}`");
            problems.push(Diagnostic::new(Code::UnreadWhatIf, spans.key(), message).help(help));
            continue;
        }
        if let Some(help) = mistyped(fact.as_str(), &missing) {
            let message = format!("nothing reads the fact `{fact}`");
            problems.push(Diagnostic::new(Code::UnusedFact, spans.key(), message).help(help));
        }
    }
    let is_lacking = |id: &&str| !vendor.vendor.ratings.contains_key(&CriterionId::new(*id));
    let rated = LazyCell::new(|| reads.marks.iter().copied().filter(is_lacking).collect::<Vec<&str>>());
    for (id, spans) in vendor.ratings.iter().filter(|(id, _)| !reads.marks.contains(id.as_str())) {
        if let Some(help) = mistyped(id.as_str(), &rated) {
            let message = format!("this decision rates no `{id}`");
            problems.push(Diagnostic::new(Code::UnknownRating, spans.key, message).help(help));
        }
    }
}

/// A suggestion only where the names differ by a slip, not where one merely contains the other.
fn mistyped(name: &str, missing: &[&str]) -> Option<String> {
    let close = closest(name, missing.iter().copied());
    let slips: Vec<&str> = close.into_iter().filter(|other| strsim::osa_distance(name, other) <= 2).collect();
    did_you_mean(name, slips)
}
