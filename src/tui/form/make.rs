//! The forms of what is made: a decision, a vendor, a criterion, a must-have, an evaluator.

use super::{About, Field, Form, Pick};
use crate::decision::Decision;
use crate::exact::Exact;
use crate::files::sample;
use crate::open::make::{New, NewCriterion, NewDecision, NewGate, NewScale};
use crate::text::ids::latin;

/// What a form makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Decision,
    Vendor,
    Criterion,
    Gate,
    Evaluator,
}

/// What is to be made.
#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    Decision(NewDecision),
    Part(New),
}

/// The most characters of an id.
const LONGEST_ID: usize = 48;

const NUMBERS: &str = "numbers";
const YES_NO: &str = "yes or no";
const WORDS: &str = "words";
const MARKS: &str = "marks by people";
const COVERS: &str = "a list of what we need";
const TOML: &str = "as TOML";

/// The tests of a must-have, each with what its value is.
const TESTS: [(&str, &str, &str); 8] = [
    ("at_least", "at least", "A number, or a need such as needs.agents"),
    ("at_most", "at most", "A number, or a need such as needs.price_ceiling"),
    (
        "includes",
        "includes",
        "A thing that must be on its list, such as ISO 27001; with [\"a\", \"b\"] several",
    ),
    ("includes_any", "includes one of", "Things with commas between them: SOC 2, ISO 27001"),
    ("is", "is", "true, false, a word or a number"),
    ("one_of", "is one of", "Words with commas between them: onshore, nearshore"),
    ("before", "is before", "A day such as 2027-04-01"),
    ("after", "is after", "A day such as 2027-04-01"),
];

impl Kind {
    /// Whether a field is asked for.
    pub(super) fn is_shown(self, form: &Form, key: &str) -> bool {
        if self != Kind::Criterion {
            return true;
        }
        let how = form.field("how").map_or("", |field| field.input.value());
        match key {
            "worst" | "best" => how == NUMBERS,
            "unit" => matches!(how, NUMBERS | TOML),
            "better" => how == YES_NO,
            "words" => how == WORDS,
            "most" => how == MARKS,
            "asked" => how == COVERS,
            "toml" => how == TOML,
            "group_weight" => {
                let group = form.field("under").map_or("", Field::value);
                let is_known = form
                    .field("under")
                    .is_some_and(|field| field.picks.iter().any(|pick| pick.text == group));
                !group.is_empty() && !is_known
            }
            _ => true,
        }
    }

    /// The form, as the decision is now.
    pub(crate) fn form(self, decision: Option<&Decision>) -> Form {
        let (title, fields) = match self {
            Kind::Decision => ("A new decision", decision_fields()),
            Kind::Vendor => (
                "A new vendor",
                vec![Field::text("name", "name", "Its name for people; the file is called after it")],
            ),
            Kind::Criterion => ("A new criterion", criterion_fields(decision)),
            Kind::Gate => ("A new must-have", gate_fields(decision)),
            Kind::Evaluator => (
                "A new evaluator",
                vec![
                    Field::text("name", "name", "Who gives marks; the file is called after the name"),
                    Field::text("role", "role", "What he or she is in the panel, such as Security"),
                ],
            ),
        };
        Form::new(title, About::New(self), fields)
    }
}

fn decision_fields() -> Vec<Field> {
    let currencies = ["EUR", "USD", "GBP", "CHF", "SEK", "JPY", "INR", "PHP"].map(|code| Pick::new(code, ""));
    vec![
        Field::text("title", "what is decided", "In a line, such as First-line support 2027 to 2029"),
        Field::text(
            "question",
            "question",
            "What its ranking answers, such as Which provider should run our support?",
        ),
        Field::text("currency", "currency", "Of its money: three capital letters")
            .with_picks(currencies.to_vec()),
    ]
}

fn criterion_fields(decision: Option<&Decision>) -> Vec<Field> {
    let names = sample::criteria().into_iter().map(|one| Pick::new(one.name, one.says)).collect();
    let groups = decision.map(|decision| &decision.criteria).into_iter().flat_map(|criteria| criteria.iter());
    let groups =
        groups.filter(|one| one.is_group()).map(|one| Pick::new(one.id.to_string(), one.name.clone()));
    let whole = decision.and_then(|decision| decision.rule.weights.clone());
    let weight = whole.as_ref().map_or_else(
        || "How much it counts beside the others of its group: any number".to_owned(),
        |whole| format!("Of {whole}, which the weights of a group add up to; the others make room"),
    );
    let hows = [
        (NUMBERS, "a straight line between a worst and a best"),
        (YES_NO, ""),
        (WORDS, "each with what it is worth"),
        (MARKS, "from 1 to 5, by evaluators"),
        (COVERS, "the share of it that is there"),
        (TOML, "points, an ideal, a formula: see `weigh guide files`"),
    ];
    let needs = decision.map(|decision| decision.needs.iter()).into_iter().flatten();
    let needs = needs.map(|need| Pick::new(format!("needs.{}", need.id), ""));
    vec![
        Field::text("name", "name", "Type one, or pick one of the samples: it brings its scale")
            .with_picks(names),
        Field::text("under", "group", "A group that is there, a new one, or nothing for the top")
            .with_picks(groups.collect()),
        Field::text("group_weight", "weight of the group", "It is new: how much it counts at the top"),
        Field::text("weight", "weight", &weight),
        Field::one_of(
            "how",
            "scored by",
            "",
            hows.iter().map(|(name, says)| Pick::new(*name, *says)).collect(),
        ),
        Field::text("worst", "worst", "The number that is worth 0; beyond it is worth no less"),
        Field::text("best", "best", "The number that is worth 100; it may be the smaller one, as of a price"),
        Field::one_of(
            "better",
            "better is",
            "",
            vec![Pick::new("yes", "yes is worth 100, no 0"), Pick::new("no", "no is worth 100, yes 0")],
        ),
        Field::text("words", "words", "Each with its worth from 0 to 100: none=0, some=40, all=100"),
        Field::text("most", "highest mark", "Marks go from 1 to this one").with("5"),
        Field::text("asked", "we need", "The list of [needs] that is asked for").with_picks(needs.collect()),
        Field::text("toml", "scale", "As the criteria file has it: { points = [[8, 100], [20, 30]] }"),
        Field::text("unit", "unit", "In what it counts, such as EUR/h, % or days"),
        Field::text("note", "note", "Why it is asked for; it stands in reports"),
    ]
}

fn gate_fields(decision: Option<&Decision>) -> Vec<Field> {
    let mut facts: Vec<String> = Vec::new();
    if let Some(decision) = decision {
        let gates = decision.gates.iter().map(|gate| gate.fact.to_string());
        let criteria = decision.criteria.iter().filter(|one| !one.is_rating()).filter_map(|one| one.fact());
        facts.extend(gates.chain(criteria.map(ToString::to_string)));
        facts.sort();
        facts.dedup();
    }
    let facts = facts.into_iter().map(|fact| Pick::new(fact, "")).collect();
    let tests = TESTS.iter().map(|(_, name, says)| Pick::new(*name, *says)).collect();
    vec![
        Field::text("name", "name", "What a vendor must have, such as ISO 27001 when we start"),
        Field::text("fact", "fact", "What of a vendor is tested: a fact that is there, or a new one")
            .with_picks(facts),
        Field::one_of(
            "test",
            "it must be",
            "A vendor that fails is out; one of which it is not known is open",
            tests,
        ),
        Field::text("value", "value", "Of the test: a number, a word, a day, or a list"),
        Field::text("note", "note", "Why it is a must-have; it stands in reports"),
    ]
}

/// Fills in what a sample says of the criterion that was picked.
pub(crate) fn follow(form: &mut Form) {
    if !matches!(form.about, About::New(Kind::Criterion)) || form.fields[form.at].key != "name" {
        return;
    }
    let Some(sample) = sample::criteria().into_iter().find(|one| one.name == form.value("name")) else {
        return;
    };
    let how = match NewScale::of_text(&sample.scale) {
        NewScale::Line { worst, best } => {
            form.put("worst", worst);
            form.put("best", best);
            NUMBERS
        }
        NewScale::YesNo { is_yes_best } => {
            form.put("better", if is_yes_best { "yes" } else { "no" });
            YES_NO
        }
        NewScale::Levels(levels) => {
            let levels: Vec<String> =
                levels.into_iter().map(|(word, worth)| format!("{word}={worth}")).collect();
            form.put("words", levels.join(", "));
            WORDS
        }
        NewScale::Marks(most) => {
            form.put("most", most);
            MARKS
        }
        NewScale::Covers(asked) => {
            form.put("asked", asked);
            COVERS
        }
        NewScale::Toml(text) => {
            form.put("toml", text);
            TOML
        }
    };
    form.put("how", how);
    form.put("unit", sample.unit.unwrap_or_default());
    form.put("note", sample.note.unwrap_or_default());
}

/// What the form asks to make.
///
/// # Errors
/// The field that cannot be as it is, and why.
pub(crate) fn wanted(form: &Form, kind: Kind) -> Result<Wanted, (&'static str, String)> {
    let some = |key: &'static str| Some(form.value(key).to_owned()).filter(|value| !value.is_empty());
    let must =
        |key: &'static str, what: &str| some(key).ok_or_else(|| (key, format!("{what} is still to be said")));
    let id = |key: &'static str, name: &str, between: char| {
        let id = latin(name, between, LONGEST_ID);
        if id.is_empty() {
            Err((key, "no id can be made from this name; add a Latin one".to_owned()))
        } else {
            Ok(id)
        }
    };
    let part = match kind {
        Kind::Decision => {
            let title = must("title", "what is decided")?;
            let decision = NewDecision {
                id: id("title", &title, '-')?,
                title,
                question: some("question"),
                currency: some("currency"),
            };
            return Ok(Wanted::Decision(decision));
        }
        Kind::Vendor => {
            let name = must("name", "the name")?;
            New::Vendor { id: id("name", &name, '-')?, name }
        }
        Kind::Evaluator => {
            let name = must("name", "the name")?;
            New::Evaluator { id: id("name", &name, '-')?, name, role: some("role") }
        }
        Kind::Gate => {
            let name = must("name", "the name")?;
            let test = form.value("test");
            let test = TESTS.iter().find(|(_, says, _)| *says == test).map_or("is", |(key, ..)| key);
            New::Gate(Box::new(NewGate {
                id: id("name", &name, '_')?,
                name,
                fact: fact_id(&must("fact", "the fact that is tested")?),
                test: (test.to_owned(), must("value", "the value of the test")?),
                note: some("note"),
            }))
        }
        Kind::Criterion => New::Criterion(Box::new(criterion(form)?)),
    };
    Ok(Wanted::Part(part))
}

/// An id of a fact as it is typed, or made of words.
fn fact_id(typed: &str) -> String {
    if crate::files::is_id(typed) { typed.to_owned() } else { latin(typed, '_', LONGEST_ID) }
}

fn criterion(form: &Form) -> Result<NewCriterion, (&'static str, String)> {
    let some = |key: &'static str| Some(form.value(key).to_owned()).filter(|value| !value.is_empty());
    let must =
        |key: &'static str, what: &str| some(key).ok_or_else(|| (key, format!("{what} is still to be said")));
    let name = must("name", "the name")?;
    let id = latin(&name, '_', LONGEST_ID);
    if id.is_empty() {
        return Err(("name", "no id can be made from this name; add a Latin one".to_owned()));
    }
    let group = some("under");
    let is_new = form.shown().iter().any(|at| form.fields[*at].key == "group_weight");
    let (under, group) = match group {
        Some(group) if is_new => {
            let weight = must("group_weight", "the weight of the new group")?;
            (Some(latin(&group, '_', LONGEST_ID)), Some((group, weight)))
        }
        group => (group, None),
    };
    let weight = must("weight", "the weight")?;
    let scale = match form.value("how") {
        NUMBERS => {
            let number = |key: &'static str, what: &str| {
                let typed = must(key, what)?;
                let is_number = Exact::parse(&typed).is_ok();
                is_number
                    .then_some(typed)
                    .ok_or_else(|| (key, format!("{what} is a number such as 12 or 12.5")))
            };
            NewScale::Line { worst: number("worst", "the worst")?, best: number("best", "the best")? }
        }
        YES_NO => NewScale::YesNo { is_yes_best: form.value("better") == "yes" },
        WORDS => {
            let typed = must("words", "what the words are worth")?;
            let levels = typed.split(',').map(str::trim).filter(|level| !level.is_empty());
            NewScale::levels(levels).ok_or_else(|| {
                ("words", "each word needs what it is worth: none=0, some=40, all=100".to_owned())
            })?
        }
        MARKS => NewScale::Marks(must("most", "the highest mark")?),
        COVERS => NewScale::Covers(must("asked", "what we need")?),
        _ => NewScale::Toml(must("toml", "the scale")?),
    };
    Ok(NewCriterion {
        id,
        name,
        under,
        group,
        weight,
        unit: some("unit"),
        fact: None,
        scale,
        note: some("note"),
    })
}
