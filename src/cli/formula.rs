//! `weigh formula`: award formulas as tenders print them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::args::{FormulaAction, FormulaArguments, Global, TryFormula};
use super::print::print;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::formulas::{FormulaList, FormulaText, FormulaTrial};
use crate::decision::formula::catalogue::{self, Published};
use crate::decision::formula::{Formula, Room, Unsolved};
use crate::exact::Exact;
use crate::text::same_word;
use crate::text::suggest::hint;

/// The most bids of a trial.
const MOST_BIDS: usize = 1_000;

pub(super) fn run(global: &Global, args: &FormulaArguments, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    match &args.action {
        FormulaAction::List { regime } => {
            print(&FormulaList::new(of_regime(regime.as_deref())?), format, shell)?;
        }
        FormulaAction::Show { name } => print(&FormulaText::new(find(name)?), format, shell)?,
        FormulaAction::Try(args) => print(&tried(args)?, format, shell)?,
    }
    Ok(Exit::Done)
}

fn usage<T>(message: impl Into<String>) -> Result<T, Failure> {
    Err(Failure::Usage { message: message.into() })
}

fn of_regime(regime: Option<&str>) -> Result<Vec<&'static Published>, Failure> {
    let Some(wanted) = regime else { return Ok(catalogue::all().iter().collect()) };
    let is_of = |one: &&Published| one.regime.as_ref().is_some_and(|regime| same_word(regime, wanted));
    let found: Vec<_> = catalogue::all().iter().filter(is_of).collect();
    if found.is_empty() {
        let known: BTreeSet<&str> = catalogue::all().iter().filter_map(|one| one.regime.as_deref()).collect();
        let known: Vec<&str> = known.into_iter().collect();
        return usage(format!("no formula is known of `{wanted}`; {}", hint(wanted, &known, [])));
    }
    Ok(found)
}

fn find(name: &str) -> Result<&'static Published, Failure> {
    if let Some(published) = catalogue::find(name) {
        return Ok(published);
    }
    let known: Vec<&str> = catalogue::all().iter().map(|one| one.id.as_str()).collect();
    usage(format!("there is no formula `{name}`; {}; `weigh formula list` shows all", hint(name, &known, [])))
}

fn tried(args: &TryFormula) -> Result<FormulaTrial, Failure> {
    let is_typed = args.formula.contains(|c: char| c.is_whitespace() || "()+*/".contains(c));
    let published = if is_typed { typed(&args.formula)? } else { find(&args.formula)?.clone() };
    let names = args.names.iter().map(|one| named(one)).collect::<Result<BTreeMap<_, _>, _>>()?;
    let mut columns: BTreeMap<String, Vec<Exact>> = BTreeMap::new();
    if let Some(prices) = &args.prices {
        columns.insert("price".to_owned(), numbers("--prices", prices)?);
    }
    for fact in &args.facts {
        let Some((name, list)) = fact.split_once('=') else {
            return usage(format!("`--fact {fact}` is not NAME=NUMBERS, such as --fact quality=80,75"));
        };
        if columns.insert(name.trim().to_owned(), numbers(name, list)?).is_some() {
            return usage(format!("the fact `{name}` is said twice"));
        }
    }
    refuse_missing(&published, &names, &columns)?;
    let count = columns.values().map(Vec::len).next().unwrap_or_default();
    if let Some((name, column)) = columns.iter().find(|(_, column)| column.len() != count) {
        return usage(format!(
            "`{name}` has {} numbers and another fact {count}; each bid needs one of each",
            column.len()
        ));
    }
    if count > MOST_BIDS {
        return usage(format!("{count} bids are more than the {MOST_BIDS} that are tried"));
    }
    let bid = |at: usize| columns.iter().map(|(name, column)| (name.clone(), column[at].clone())).collect();
    FormulaTrial::new(published, names, (0..count).map(bid).collect(), args.round)
        .map_err(|unsolved| Failure::Input { message: unsolved_text(&unsolved) })
}

/// A formula that somebody types.
fn typed(text: &str) -> Result<Published, Failure> {
    let formula = Formula::parse(text).map_err(|error| Failure::Usage {
        message: format!("{error}\n{}\nhelp: {}", pointed(text, &error.span), error.help),
    })?;
    Ok(Published::typed(formula))
}

/// Refuses where the formula reads what is not said, naming all of it at once.
fn refuse_missing(
    published: &Published,
    names: &BTreeMap<String, Exact>,
    columns: &BTreeMap<String, Vec<Exact>>,
) -> Result<(), Failure> {
    let formulas =
        published.steps.iter().map(|step| &step.expr).chain(&published.out).chain([&published.expr]);
    let reads: BTreeSet<_> = formulas.flat_map(Formula::names).collect();
    let mut missing = Vec::new();
    for name in reads {
        let is_step = || published.steps.iter().any(|step| step.name == name.id);
        match name.room {
            Room::Facts if columns.contains_key(&name.id) => {}
            Room::Facts if name.id == "price" => missing.push("--prices 100,120".to_owned()),
            Room::Facts => missing.push(format!("--fact {}=1,2", name.id)),
            Room::Names if is_step() || names.contains_key(&name.id) => {}
            Room::Names => {
                let says = published.asks.get(&name.id).map_or_else(String::new, |says| format!(" ({says})"));
                missing.push(format!("--with {}=1{says}", name.id));
            }
            _ => return usage(format!("a trial knows facts and names only, and the formula reads `{name}`")),
        }
    }
    if columns.is_empty() && missing.is_empty() {
        missing.push("--prices 100,120".to_owned());
    }
    if missing.is_empty() { Ok(()) } else { usage(format!("the formula needs more: {}", missing.join(", "))) }
}

fn named(option: &str) -> Result<(String, Exact), Failure> {
    match option.split_once('=').map(|(name, number)| (name.trim(), Exact::parse(number.trim()))) {
        Some((name, Ok(number))) => Ok((name.to_owned(), number)),
        Some((_, Err(error))) => usage(format!("`--with {option}`: {error}")),
        None => usage(format!("`--with {option}` is not NAME=NUMBER, such as --with max=40")),
    }
}

fn numbers(name: &str, list: &str) -> Result<Vec<Exact>, Failure> {
    let number = |text: &str| {
        Exact::parse(text.trim())
            .map_err(|error| Failure::Usage { message: format!("`{}` of {name}: {error}", text.trim()) })
    };
    list.split(',').map(number).collect()
}

fn unsolved_text(unsolved: &Unsolved) -> String {
    format!("the formula {unsolved}\n{}", pointed(&unsolved.text, &unsolved.span))
}

/// A line with a mark under the part that is meant.
fn pointed(text: &str, span: &Range<usize>) -> String {
    let (before, part) = (&text[..span.start], &text[span.start..span.end]);
    format!("  {text}\n  {}{}", " ".repeat(before.width()), "^".repeat(part.width().max(1)))
}
