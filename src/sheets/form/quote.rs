//! The sheet for a vendor's quote: terms, price lines and charges, as `[quote]` of a vendor's file knows them.

mod blank;
mod returned;
mod work;

use serde::Serialize;

use super::{AnswerKind, KnownWords, Limits, Question};
use crate::decision::quote::{ChargeUnit, CollarWays, PriceUnit, Quote, Renewal, TerminationUnit, TierRule};
use crate::decision::{Decision, FactId, Vendor};
use crate::files::read::FromToml;

pub(super) use blank::write;
pub use returned::{QuoteValue, ReturnedQuote, read};
use work::of_work;

/// The sheet.
pub(super) const SHEET: &str = "Quote";
/// The head over the answers to terms.
pub(super) const ANSWER: &str = "Answer";
/// The head over whether the prices include a thing.
pub(super) const INCLUDED: &str = "In the prices?";

/// What a vendor is asked for its quote.
#[derive(Clone, Debug, PartialEq)]
pub struct QuoteForm {
    /// Terms of the quote: each with its path in `[quote]` in the place of a fact.
    pub terms: Vec<Question>,
    /// The lines of prices.
    pub prices: Vec<Line>,
    /// What the buyer wants priced, or said to be in the prices.
    pub charges: Vec<Line>,
    /// The currency of its prices, where the quote that comes back says none.
    pub currency: Option<String>,
}

/// A line of prices, or a charge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its key in the file.
    pub id: String,
    /// Its name; empty for a line that is still free.
    pub name: String,
    /// For what it is paid, in the word of the files.
    pub per: Option<String>,
}

/// How many free lines there are for prices, and for charges.
const FREE: usize = 6;

impl QuoteForm {
    /// The sheet of a decision that compares costs; none of any other.
    ///
    /// - `vendor`: whose own price lines it begins with.
    #[must_use]
    pub fn of(decision: &Decision, vendor: Option<&Vendor>) -> Option<QuoteForm> {
        let cost = decision.cost.as_ref()?;
        let quote = vendor.and_then(|vendor| vendor.quote.as_ref());
        let own = quote.into_iter().flat_map(|quote| &quote.prices);
        let mut prices: Vec<Line> = own.map(|price| line(&price.id, &price.name, price.per)).collect();
        let own = quote.into_iter().flat_map(|quote| &quote.charges);
        let mut charges: Vec<Line> = Vec::new();
        for charge in cost.checklist.iter().chain(own) {
            if charges.iter().all(|known| known.id != charge.id) {
                charges.push(line(&charge.id, &charge.name, charge.per));
            }
        }
        free(&mut prices, "price");
        free(&mut charges, "charge");
        let currency = quote.and_then(|quote| quote.currency.clone()).or(decision.currency.clone());
        Some(QuoteForm { terms: terms(decision, quote.map(|quote| &**quote)), prices, charges, currency })
    }
}

fn line(id: &str, name: &str, per: impl Serialize) -> Line {
    let per = serde_json::to_value(per).ok().and_then(|word| word.as_str().map(str::to_owned));
    Line { id: id.to_owned(), name: name.to_owned(), per }
}

fn free(lines: &mut Vec<Line>, word: &str) {
    let ids = (1..).map(|at| format!("{word}_{at}"));
    let new: Vec<String> = ids.filter(|id| lines.iter().all(|known| known.id != *id)).take(FREE).collect();
    lines.extend(new.into_iter().map(|id| Line { id, ..Line::default() }));
}

/// The words of a pick list, as files write them.
pub(super) fn words<T: FromToml>() -> Vec<String> {
    let schema = T::schema();
    let words = schema["enum"].as_array().into_iter().flatten();
    words.filter_map(|word| word.as_str().map(str::to_owned)).collect()
}

fn terms(decision: &Decision, quote: Option<&Quote>) -> Vec<Question> {
    use AnswerKind::{Day, Number, OneOf, Text, YesNo};
    let money = decision.currency.clone();
    let per_cent = || Some("%".to_owned());
    let months = || Some("months".to_owned());
    let asked = [
        ("source", "The document that this quote is, or goes with", Text, None),
        ("as_of", "Its day", Day, None),
        ("valid_until", "The last day on which the quote can be accepted", Day, None),
        ("currency", "Currency, three capital letters", Text, None),
        (
            "tax",
            "Are prices with or without value added tax?",
            OneOf(vec!["with".to_owned(), "without".to_owned()]),
            None,
        ),
        ("minimum", "The least that is billed in a month over all prices", Number, money.clone()),
        (
            "minimums.carry",
            "Does what a month is above it make up for later months of the same year?",
            YesNo,
            None,
        ),
        ("minimums.year", "The least that is billed in a year over all prices", Number, money.clone()),
        ("resolution", "The share of contacts that you promise to resolve", Number, per_cent()),
        ("training.hours", "Training that is billed: hours for each new agent", Number, Some("h".to_owned())),
        ("training.rate", "What an hour of training costs", Number, money.clone()),
        ("training.initial", "Is the first team's training billed?", YesNo, None),
        ("training.replacement", "Is training of those who replace leavers billed?", YesNo, None),
        ("index.rise", "By how much prices rise each year; 0 for fixed prices", Number, per_cent()),
        ("index.cpi", "Do prices rise with consumer prices instead?", YesNo, None),
        ("index.labour", "Or in parts: the share of prices that rises with wages", Number, per_cent()),
        ("index.consumer", "The share that rises with consumer prices", Number, per_cent()),
        ("index.chained", "Is each year's rise on top of the one before?", YesNo, None),
        ("index.floor", "The least rise of a year with consumer prices or wages", Number, per_cent()),
        ("index.cap", "The most", Number, per_cent()),
        ("index.threshold", "Below this rise prices stay as they are", Number, per_cent()),
        ("index.first", "The day of the first increase", Day, None),
        (
            "collar.reference",
            "Exchange rate that was agreed: our currency for one of the quote's",
            Number,
            None,
        ),
        ("collar.band", "How far it may move before anything changes", Number, per_cent()),
        (
            "collar.ways",
            "Which moves count: those that make you dearer for us, or cheaper",
            OneOf(words::<CollarWays>()),
            None,
        ),
        ("collar.reset", "Is it agreed anew each contract year?", YesNo, None),
        ("collar.leave", "How far from it either side may leave", Number, per_cent()),
        (
            "credits.at_risk",
            "Money back for missed service levels: the most, of the invoice",
            Number,
            per_cent(),
        ),
        ("bonus.target", "More or less money for better or worse work: what was agreed", Number, None),
        ("bonus.actual", "What you reach, in the same unit", Number, None),
        ("bonus.better", "Which is better?", OneOf(vec!["more".to_owned(), "less".to_owned()]), None),
        ("bonus.step", "One step away from what was agreed", Number, None),
        ("bonus.each", "What a step moves, of the invoice", Number, per_cent()),
        ("bonus.dead", "How far from it nothing happens", Number, None),
        ("bonus.most", "The most that is paid more, of the invoice", Number, per_cent()),
        ("bonus.malus", "The most that is paid less", Number, per_cent()),
        ("ramp.slower", "How much longer your people take at first", Number, per_cent()),
        ("ramp.months", "Until when", Number, months()),
        ("contract.term", "Months that the contract runs", Number, months()),
        ("contract.notice", "Months of notice", Number, months()),
        ("contract.renewal", "What happens at its end", OneOf(words::<Renewal>()), None),
        ("contract.renewal_months", "Months for which it renews", Number, months()),
        ("contract.uplift", "How much prices rise with a renewal", Number, per_cent()),
        ("contract.termination.amount", "What ending it early costs", Number, None),
        ("contract.termination.per", "For each", OneOf(words::<TerminationUnit>()), None),
        (
            "contract.exit_clause",
            "Does it say how work, data and people are handed over at the end?",
            YesNo,
            None,
        ),
    ];
    let work = of_work(decision, quote);
    asked.into_iter().map(|(path, ask, kind, unit)| question(path, ask, kind, unit)).chain(work).collect()
}

pub(super) fn question(path: &str, ask: &str, kind: AnswerKind, unit: Option<String>) -> Question {
    Question {
        fact: FactId::new(path),
        section: SHEET.to_owned(),
        ask: ask.to_owned(),
        kind,
        unit,
        limits: Limits::default(),
        is_must: false,
        words: KnownWords::default(),
        weight: None,
    }
}

/// A column of a table of lines: its head, the key in the file, and how it is answered.
pub(super) struct Column {
    pub(super) head: &'static str,
    pub(super) key: &'static str,
    pub(super) kind: AnswerKind,
    pub(super) width: f64,
}

/// The columns of price lines behind their ids.
pub(super) fn price_columns() -> Vec<Column> {
    use AnswerKind::{List, Number, OneOf, Text, YesNo};
    vec![
        column("Name", "name", Text, 24.0),
        column("Channels, all when empty", "channels", List, 18.0),
        column("For each", "per", OneOf(words::<PriceUnit>()), 16.0),
        column("Rate", "rate", Number, 10.0),
        column("Tiers, as 0: 2.25; 45000: 1.95", "tiers", Text, 22.0),
        column("Tiers count", "tier_rule", OneOf(words::<TierRule>()), 12.0),
        column("Margin on top, %", "margin", Number, 10.0),
        column("Units of a month that come with it", "included", Number, 14.0),
        column("Units that are paid in any case", "commitment.units", Number, 14.0),
        column(
            "Of a month, or a year",
            "commitment.per",
            OneOf(vec!["month".to_owned(), "year".to_owned()]),
            10.0,
        ),
        column("Each of them above", "commitment.overage", Number, 10.0),
        column("The most that a session costs", "ceiling.amount", Number, 12.0),
        column("Minutes are rounded up to, seconds", "round_up.seconds", Number, 14.0),
        column("The first step, if another, seconds", "round_up.first", Number, 10.0),
        column("On top of each, seconds", "round_up.wrap", Number, 10.0),
        column("The bot that it is of", "automation", Text, 12.0),
        column("The list that it is of", "campaign", Text, 12.0),
        column("Revoked sales come off", "net", YesNo, 12.0),
        column("Least a month", "minimum", Number, 10.0),
        column("Least of the forecast, %", "minimum_share", Number, 12.0),
        column("Contacts that a monthly fee stands for", "baseline", Number, 16.0),
        column("Around it nothing changes, %", "band", Number, 14.0),
        column("Each contact above", "above", Number, 10.0),
        column("Each contact below", "below", Number, 10.0),
        column("Remarks", "note", Text, 30.0),
    ]
}

/// The columns of charges behind their ids.
pub(super) fn charge_columns() -> Vec<Column> {
    use AnswerKind::{Number, OneOf, Text, YesNo};
    vec![
        column("Name", "name", Text, 24.0),
        column(INCLUDED, "included", YesNo, 18.0),
        column("For each", "per", OneOf(words::<ChargeUnit>()), 16.0),
        column("Amount", "amount", Number, 10.0),
        column("More each year, %", "increase", Number, 22.0),
        column("Remarks", "note", Text, 12.0),
    ]
}

fn column(head: &'static str, key: &'static str, kind: AnswerKind, width: f64) -> Column {
    Column { head, key, kind, width }
}
