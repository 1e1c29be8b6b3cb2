//! Shares that were counted, as facts and estimates write them: `{ yes = 7, of = 8 }`.

use serde_json::{Value, json};

use super::node::{Node, NodeKind};
use super::read::{FromToml, NonEmpty, Problems, Spanned, toml_table};
use super::values::Name;
use crate::decision::Counted;
use crate::decision::count::{Level, MOST_COUNTED, Tally};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;

/// The keys of a table that say what was counted.
pub(super) const KEYS: [&str; 5] = ["yes", "of", "population", "prior", "from"];

/// So many: a whole number of 0 or more.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Whole(pub(crate) u64);

impl FromToml for Whole {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let number = Exact::read(node, problems)?;
        let count = number.to_string().parse().ok().filter(|count| *count <= MOST_COUNTED);
        if count.is_none() {
            let message = format!("{number} is not so many of something");
            let help = "count in whole numbers: yes = 7, of = 8; a share in per cent is a plain number";
            problems.push(Diagnostic::new(Code::BadCount, node.span, message).help(help));
        }
        count.map(Whole)
    }

    fn schema() -> Value {
        json!({ "type": "integer", "minimum": 0, "maximum": MOST_COUNTED })
    }
}

toml_table! {
    /// What was counted elsewhere.
    struct TallyTable {
        /// How many said yes, or came out well.
        yes: Whole [required],
        /// Of how many.
        of: Whole [required],
        /// Where that was counted.
        source: Name,
    }
}

/// What was counted elsewhere: one table, or several.
#[derive(Debug)]
pub(crate) struct Tallies(Vec<Spanned<Tally>>);

impl FromToml for Tally {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let TallyTable { yes, of, source } = TallyTable::read(node, problems)?;
        let (yes, of) = (yes?, of?);
        is_sound(&yes, &of, problems).then(|| Tally {
            yes: yes.value.0,
            of: of.value.0,
            source: source.map(|source| source.value.0),
        })
    }

    fn schema() -> Value {
        TallyTable::schema()
    }
}

impl FromToml for Tallies {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let NodeKind::List(_) = node.kind {
            return NonEmpty::<Tally>::read(node, problems).map(|list| Tallies(list.0));
        }
        Tally::read(node, problems).map(|value| Tallies(vec![Spanned { value, span: node.span }]))
    }

    fn schema() -> Value {
        json!({ "anyOf": [Tally::schema(), NonEmpty::<Tally>::schema()] })
    }
}

/// The keys of a table that say what was counted.
pub(crate) struct CountKeys {
    pub(crate) yes: Option<Spanned<Whole>>,
    pub(crate) of: Option<Spanned<Whole>>,
    pub(crate) population: Option<Spanned<Whole>>,
    pub(crate) prior: Option<Spanned<Tallies>>,
    pub(crate) from: Option<Spanned<Name>>,
}

/// The share that a table counts; none where it counts nothing, or nobody was asked.
///
/// - `other`: where the same table says a value or a range.
pub(crate) fn count(
    node: &Node,
    keys: CountKeys,
    other: Option<Span>,
    problems: &mut Problems,
) -> Option<Counted> {
    let given = first_key(node)?;
    if let Some(other) = other {
        let message = "what is counted has no other value: it follows from the count";
        problems.push(
            Diagnostic::new(Code::OneOf, given, message)
                .related(other, "the value is here")
                .help("keep the count, or the value"),
        );
        return None;
    }
    // A key that could not be read was reported there.
    let names = |key: &str| node.as_table().is_some_and(|table| table.get(key).is_some());
    if !names("yes") || !names("of") {
        let message = "a count needs `yes` and `of`";
        let help = "write how many of how many: { yes = 7, of = 8 }";
        problems.push(Diagnostic::new(Code::BadCount, given, message).help(help));
        return None;
    }
    let (yes, of) = (keys.yes?, keys.of?);
    if !is_sound(&yes, &of, problems) {
        return None;
    }
    if let (Some(population), Some(prior)) = (&keys.population, &keys.prior) {
        let message = "what was counted elsewhere is not of the same population";
        let help = "keep `population` where these are some of so many, or `prior` to count others with them";
        problems.push(
            Diagnostic::new(Code::BadCount, prior.span, message)
                .related(population.span, "the population is here")
                .help(help),
        );
        return None;
    }
    if let Some(population) = keys.population.as_ref().filter(|all| all.value.0 < of.value.0) {
        let message = format!("{} were asked of a population of {}", of.value.0, population.value.0);
        let help = "`population` is how many there are in all, `of` how many of these were asked";
        problems.push(Diagnostic::new(Code::BadCount, population.span, message).help(help));
        return None;
    }
    let own = Tally { yes: yes.value.0, of: of.value.0, source: None };
    let prior =
        keys.prior.map_or_else(Vec::new, |prior| prior.value.0.into_iter().map(|one| one.value).collect());
    let population = keys.population.map(|all| all.value.0);
    Counted::new(own, population, prior, keys.from.map(|from| from.value.0), Level::default())
}

/// Where a table first says something that was counted.
pub(crate) fn first_key(node: &Node) -> Option<Span> {
    let table = node.as_table()?;
    KEYS.iter().find_map(|key| table.get(key)).map(|entry| entry.key_span)
}

/// Whether no more said yes than were asked.
fn is_sound(yes: &Spanned<Whole>, of: &Spanned<Whole>, problems: &mut Problems) -> bool {
    let is_sound = yes.value.0 <= of.value.0;
    if !is_sound {
        let message = format!("{} of {} is more than all of them", yes.value.0, of.value.0);
        let help = "`of` is how many were asked, `yes` how many of these said yes";
        problems.push(
            Diagnostic::new(Code::BadCount, yes.span, message).related(of.span, "of so many").help(help),
        );
    }
    is_sound
}
