//! What vendors are asked: every fact that a decision needs, as a workbook to fill in, and the way back.
//!
//! A form says what it is of: the decision and the vendor. Its rows are told apart by the ids of facts, never by where
//! they stand. It holds nothing that a vendor must not see: no scales, no limits, no other vendor.

#![deny(clippy::wildcard_enum_match_arm, reason = "what a new shape of scale means here has to be said")]

mod answer;
mod blank;
mod heads;
mod known;
mod looks;
mod quote;
mod returned;

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::decision::scale::TableKey;
use crate::decision::vendor::{KINDS, is_head_fact};
use crate::decision::{Decision, FactId, FactValue, Leaf, Shape, Test, Vendor, VendorId};

pub use crate::decision::answer_kind::{AnswerKind, Limits};
pub use answer::share_or_percent;
pub use blank::workbook;
pub use known::KnownWords;
pub use quote::{QuoteForm, QuoteValue, ReturnedQuote, read as read_quote};
pub use returned::{Answer, Left, Returned, company_named, identity, read};

/// What the first cell of a form says.
pub const MARKER: &str = "weigh/questions/1";

/// What one vendor is asked, or any.
#[derive(Clone, Debug)]
pub struct Form {
    /// The decision's id.
    pub decision: String,
    /// What is decided.
    pub title: String,
    /// The vendor's id and name; none for a form that any may fill in.
    pub vendor: Option<(VendorId, String)>,
    /// What is asked, section by section.
    pub questions: Vec<Question>,
    /// What is asked of its quote, where the decision compares costs.
    pub quote: Option<QuoteForm>,
}

/// A question of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The fact that it asks for.
    pub fact: FactId,
    /// The part of the form that it stands in: the name of the highest group over what reads the fact.
    pub section: String,
    /// The question.
    pub ask: String,
    /// How it is answered.
    pub kind: AnswerKind,
    /// In which unit a number is.
    pub unit: Option<String>,
    /// What a number can be.
    pub limits: Limits,
    /// Whether a must-have hangs on it.
    pub is_must: bool,
    /// What it weighs in the whole, per cent.
    pub weight: Option<String>,
    /// The words that the decision knows for it.
    pub words: KnownWords,
}

impl Form {
    /// The form of a decision.
    #[must_use]
    pub fn of(decision: &Decision, vendor: Option<(VendorId, String)>) -> Form {
        let known = |(id, _): &(VendorId, String)| decision.vendors.iter().find(|one| one.id == *id);
        let own = vendor.as_ref().and_then(known).map(|vendor| &**vendor);
        Form {
            decision: decision.id.to_string(),
            title: decision.title.clone(),
            quote: QuoteForm::of(decision, own),
            questions: company().into_iter().chain(questions(decision, own)).collect(),
            vendor,
        }
    }

    /// Whether it asks for anything that the decision reads.
    #[must_use]
    pub fn asks_for_facts(&self) -> bool {
        self.quote.is_some() || self.questions.iter().any(|question| !is_of_company(&question.fact))
    }
}

/// What is asked of every vendor, with the path in its file: whom one deals with, and how it is reached.
fn company() -> Vec<Question> {
    let kinds = KINDS.iter().map(|kind| (*kind).to_owned()).collect();
    let asked = [
        ("local", "Your company's name in its own script", AnswerKind::Text),
        ("kind", "What kind of provider are you?", AnswerKind::OneOf(kinds)),
        ("country", "The country that you work from, two capital letters", AnswerKind::Text),
        ("contact.address", "Postal address, in one line", AnswerKind::Text),
        ("contact.email", "Address for e-mail", AnswerKind::Text),
        ("contact.identifier", "Your number in a public register", AnswerKind::Text),
        ("contact.small", "Are you a small or medium firm?", AnswerKind::YesNo),
    ];
    let question = |(path, ask, kind): (&str, &str, AnswerKind)| Question {
        fact: FactId::new(path),
        section: "Your company".to_owned(),
        ask: ask.to_owned(),
        kind,
        unit: None,
        limits: Limits::default(),
        is_must: false,
        weight: None,
        words: KnownWords::default(),
    };
    asked.into_iter().map(question).collect()
}

/// Whether an answer stands at the head of a vendor's file or in its contact, and is no fact with evidence.
#[must_use]
pub fn is_of_company(id: &FactId) -> bool {
    matches!(id.as_str(), "local" | "kind" | "country") || id.as_str().starts_with("contact.")
}

/// Every fact that criteria, must-haves, formulas and costs read, once, in the order of the criteria.
///
/// - `vendor`: whose quote tells which facts its cost is worked out from.
fn questions(decision: &Decision, vendor: Option<&Vendor>) -> Vec<Question> {
    let mut asked: BTreeSet<FactId> = BTreeSet::new();
    let mut may_ask = |fact: &FactId| {
        let is_ours = decision.is_worked_out(fact) || decision.questions.get(fact) == Some(&None);
        !is_head_fact(fact.as_str()) && !is_ours && asked.insert(fact.clone())
    };
    let gate_of = |fact: &FactId| decision.gates.iter().find(|gate| gate.fact == *fact);
    let prices = decision.price_facts();
    let mut questions = Vec::new();
    for (at, criterion) in decision.criteria.iter().enumerate() {
        let Some(leaf) = criterion.leaf.as_ref().filter(|leaf| !leaf.scale.is_rating()) else { continue };
        if !may_ask(&leaf.fact) {
            continue;
        }
        let above = std::iter::successors(Some(at), |at| decision.criteria[*at].parent);
        let highest = above.last().unwrap_or(at);
        let kind =
            gate_of(&leaf.fact).map(|gate| AnswerKind::of_gate(gate)).filter(|kind| *kind == AnswerKind::Day);
        // What is paid is asked for in the currency in which it is compared.
        let is_price = prices.contains(&leaf.fact);
        let unit = leaf.unit.clone().or(decision.currency.clone().filter(|_| is_price));
        let own = name_of(&leaf.fact, &criterion.name, is_turned(leaf));
        questions.push(Question {
            section: if highest == at {
                own.clone().into_owned()
            } else {
                decision.criteria[highest].name.clone()
            },
            ask: ask(decision, &leaf.fact, &own, unit.as_deref()),
            kind: kind.unwrap_or_else(|| AnswerKind::of_leaf(leaf)),
            unit,
            limits: Limits::of(leaf),
            is_must: gate_of(&leaf.fact).is_some(),
            weight: Some(criterion.share().global.exact().percent().fixed(1)),
            words: KnownWords::of(decision, &leaf.fact),
            fact: leaf.fact.clone(),
        });
    }
    for gate in &decision.gates {
        if may_ask(&gate.fact) {
            let kind = AnswerKind::of_gate(gate);
            let is_price = kind == AnswerKind::Number && prices.contains(&gate.fact);
            let unit = decision.currency.clone().filter(|_| is_price);
            questions.push(Question {
                section: "Must-haves".to_owned(),
                ask: {
                    let is_turned = matches!(gate.test, Test::Is(FactValue::YesNo { value: false }));
                    ask(
                        decision,
                        &gate.fact,
                        name_of(&gate.fact, &gate.name, is_turned).as_ref(),
                        unit.as_deref(),
                    )
                },
                kind,
                unit,
                limits: Limits::of_gate(gate),
                is_must: true,
                weight: None,
                words: KnownWords::of(decision, &gate.fact),
                fact: gate.fact.clone(),
            });
        }
    }
    for fact in decision.derivations.all_inputs() {
        if may_ask(&fact) {
            let kind = AnswerKind::of_input(&decision.derivations.input_kind(&fact));
            // In what a number counts that goes into another nobody has said, unless vendors have.
            let mut stated =
                decision.vendors.iter().filter_map(|one| one.facts.get(&fact)?.evidence.unit.clone());
            let unit = stated.next().filter(|_| kind == AnswerKind::Number);
            questions.push(Question {
                section: "Other facts".to_owned(),
                ask: ask(decision, &fact, fact.as_str(), unit.as_deref()),
                kind,
                unit,
                limits: Limits::default(),
                is_must: false,
                weight: None,
                words: KnownWords::of(decision, &fact),
                fact,
            });
        }
    }
    let inputs = decision.cost.as_ref().map_or_else(Vec::new, |cost| cost.asked_of(vendor));
    for (fact, unit) in inputs {
        if may_ask(&fact) {
            questions.push(of_cost(decision, fact, unit));
        }
    }
    questions
}

/// The question for a fact that only costs are worked out from.
fn of_cost(decision: &Decision, fact: FactId, unit: Option<&str>) -> Question {
    let mut stated = decision.vendors.iter().filter_map(|one| one.facts.get(&fact)?.evidence.unit.clone());
    let is_price = || decision.price_facts().contains(&fact);
    let unit = stated
        .next()
        .or(unit.map(str::to_owned))
        .or_else(|| decision.currency.clone().filter(|_| is_price()));
    Question {
        section: "What the cost hangs on".to_owned(),
        ask: ask(decision, &fact, &spoken(&fact), unit.as_deref()),
        kind: AnswerKind::Number,
        limits: Limits::of_unit(unit.as_deref()),
        unit,
        is_must: false,
        weight: None,
        words: KnownWords::of(decision, &fact),
        fact,
    }
}

/// What a question is named after: what reads the fact, but for one to which no is the better answer. `No breaches` with
/// a yes would be taken for breaches.
fn name_of<'a>(fact: &FactId, name: &'a str, is_turned: bool) -> Cow<'a, str> {
    if !is_turned {
        return Cow::Borrowed(name);
    }
    Cow::Owned(spoken(fact))
}

/// A fact by its id, as a text for people.
fn spoken(fact: &FactId) -> String {
    let spoken = fact.as_str().replace(['_', '-', '.'], " ");
    let mut letters = spoken.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Whether no is worth more than yes.
fn is_turned(leaf: &Leaf) -> bool {
    match leaf.scale.shape() {
        Shape::Table(table) if table.key() == TableKey::YesNo => {
            let worth = |word: &str| table.rows().iter().find(|(own, _)| own == word).map(|(_, worth)| worth);
            worth("no") > worth("yes")
        }
        Shape::Table(_) | Shape::Line(_) | Shape::Formula(_) | Shape::Set(_) => false,
    }
}

/// The question as the decision words it, else the name of what reads the fact, with the unit.
fn ask(decision: &Decision, fact: &FactId, name: &str, unit: Option<&str>) -> String {
    let own = decision.questions.get(fact).cloned().flatten();
    own.unwrap_or_else(|| match unit {
        Some(unit) => format!("{name} ({unit})"),
        None => name.to_owned(),
    })
}
