//! What each fact and each price of a vendor would have to be for the first place.

use serde::Serialize;

use super::document::{Cell, Section, Table, Tone};
use super::records::{Field, Records};
use super::uncertainty::fact_name;
use super::{Answer, vendor_name};
use crate::decision::fact::SHOWN_DECIMALS;
use crate::decision::{Decision, FactValue, VendorId};
use crate::robust::break_even::{
    Answer as Outcome, BreakEven, BreakEvenPoint, PriceBreakEven, break_even, break_even_points,
    price_break_even,
};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// What each fact of a vendor, and each price of its quote, would have to be.
#[derive(Debug, Serialize)]
pub struct VendorBreakEven<'a> {
    #[serde(rename = "vendor")]
    id: &'a VendorId,
    /// Its rank; none when it is out.
    rank: Option<usize>,
    /// An answer for each fact.
    facts: Vec<BreakEven>,
    /// An answer for each price of its quote.
    prices: Vec<PriceBreakEven>,
    #[serde(skip)]
    vendor: &'a VendorResult,
    #[serde(skip)]
    evaluation: &'a Evaluation,
}

impl<'a> VendorBreakEven<'a> {
    /// Asks of one vendor.
    #[must_use]
    pub fn new(evaluation: &'a Evaluation, vendor: &'a VendorResult) -> VendorBreakEven<'a> {
        VendorBreakEven {
            id: vendor.id(),
            rank: vendor.rank,
            facts: break_even(&evaluation.decision, vendor.id()).unwrap_or_default(),
            prices: price_break_even(&evaluation.decision, vendor.id()),
            vendor,
            evaluation,
        }
    }

    fn heading(&self) -> String {
        let name = self.vendor.name();
        match self.rank {
            Some(1) => format!("{name} has the first place. All else equal, it would lose it at:"),
            Some(rank) => {
                format!("{name} has rank {rank}. All else equal, it would take the first place at:")
            }
            None => {
                format!("{name} is out of the ranking. All else equal, it would take the first place at:")
            }
        }
    }

    /// The facts and prices that change nothing by themselves, or are not known to, in a line.
    fn idle(&self) -> String {
        let verb = if self.rank == Some(1) { "lose the first place" } else { "win" };
        let names = |wanted: &dyn Fn(&Outcome) -> bool| -> Vec<String> {
            let facts = self.facts.iter().filter(|one| wanted(&one.answer));
            let facts = facts.map(|one| fact_name(&self.evaluation.decision, &one.fact, one.is_mark));
            let prices = self.prices.iter().filter(|one| wanted(&one.answer)).map(|one| one.name.clone());
            facts.chain(prices).collect()
        };
        let cannot = names(&|outcome| matches!(outcome, Outcome::CannotWin | Outcome::CannotLose));
        let not_found = names(&|outcome| matches!(outcome, Outcome::NoneFound));
        let said = [
            (&cannot, format!("It cannot {verb} on any of these alone")),
            (
                &not_found,
                format!("No value was found at which it would {verb} on one of these, and none is ruled out"),
            ),
        ];
        let said = said.iter().filter(|(names, _)| !names.is_empty());
        let said: Vec<String> = said.map(|(names, what)| format!("{what}: {}.", names.join("; "))).collect();
        if self.facts.is_empty() && self.prices.is_empty() {
            "Nothing that it states is read by itself.".to_owned()
        } else if said.is_empty() {
            format!("Every one of its facts could make it {verb}.")
        } else {
            said.join(" ")
        }
    }
}

impl Answer for VendorBreakEven<'_> {
    const QUESTION: &'static str = "break-even";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let mut section = Section::chapter("break-even", "");
        section
            .text(self.heading())
            .table(of_facts(&self.evaluation.decision, &self.facts))
            .table(of_prices(&self.prices));
        section.text(self.idle());
        vec![section]
    }

    /// A record for each fact, then one for each price of the quote by its path in the file.
    fn records(&self) -> Records {
        let head = ["vendor", "fact", "now", "unit", "answer", "at", "level", "change", "read_by"];
        let of_facts = self.facts.iter().map(|one| {
            let [answer, at, level, change] = fields(&one.answer);
            vec![
                Field::Text(one.vendor.to_string()),
                Field::Text(one.fact.to_string()),
                Field::text(one.now.as_ref().map(ToString::to_string)),
                Field::text(one.unit.clone()),
                answer,
                at,
                level,
                change,
                Field::Text(one.reads.join(", ")),
            ]
        });
        let of_prices = self.prices.iter().map(|one| {
            let [answer, at, level, change] = fields(&one.answer);
            vec![
                Field::Text(one.vendor.to_string()),
                Field::Text(one.path.clone()),
                Field::Text(one.now.to_string()),
                Field::Text(one.unit.clone()),
                answer,
                at,
                level,
                change,
                Field::Text(one.name.clone()),
            ]
        });
        Records::new(head, of_facts.chain(of_prices))
    }
}

/// What a change can do, and where.
fn fields(outcome: &Outcome) -> [Field; 4] {
    let word = match outcome {
        Outcome::WinsAt(_) => "wins-at",
        Outcome::LosesAt(_) => "loses-at",
        Outcome::CannotWin => "cannot-win",
        Outcome::CannotLose => "cannot-lose",
        Outcome::NoneFound => "none-found",
    };
    let tip = outcome.point();
    [
        Field::Text(word.to_owned()),
        Field::text(tip.map(|tip| tip.value.to_string())),
        Field::number(tip.and_then(|tip| tip.level.as_ref())),
        Field::number(tip.and_then(|tip| tip.change.as_ref())),
    ]
}

/// A value with its unit.
fn value_text(value: Option<&FactValue>, unit: Option<&str>) -> String {
    let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
    value.map_or_else(|| "not known".to_owned(), |value| format!("{value:#}{unit}"))
}

/// How far a value is from now: `6 % less`; empty where that cannot be said.
fn change_text(tip: &BreakEvenPoint) -> String {
    tip.change.as_ref().map_or_else(String::new, |change| {
        let percent = change.abs().percent().plain(1);
        format!("{percent} % {}", if change.is_negative() { "less" } else { "more" })
    })
}

/// The columns that every break-even has: what it is now, where it tips, how far that is.
fn columns(table: Table) -> Table {
    table.words("Now").words("Tips at").numbers("Change")
}

fn cells(now: String, tips_at: String, tip: &BreakEvenPoint) -> [Cell; 3] {
    [now.into(), Cell::toned(tips_at, Tone::Strong), change_text(tip).into()]
}

fn of_fact(one: &BreakEven, tip: &BreakEvenPoint) -> [Cell; 3] {
    let unit = one.unit.as_deref();
    cells(value_text(one.now.as_ref(), unit), value_text(Some(&tip.value), unit), tip)
}

/// The facts of one vendor, the smallest change first.
fn of_facts(decision: &Decision, facts: &[BreakEven]) -> Table {
    let mut table = columns(Table::of("Facts that tip the first place").head("Fact"));
    for (one, tip) in break_even_points(facts, |one| &one.answer) {
        let head = [Cell::toned(fact_name(decision, &one.fact, one.is_mark), Tone::Strong)];
        table.row(head.into_iter().chain(of_fact(one, tip)).collect());
    }
    table
}

/// The prices of a quote, each through the total cost.
fn of_prices(prices: &[PriceBreakEven]) -> Table {
    let table = Table::of("Prices of the quote that tip the first place").head("Price in the quote");
    let mut table = columns(table);
    for (one, tip) in break_even_points(prices, |one| &one.answer) {
        let now = format!("{} {}", one.now.spaced(SHOWN_DECIMALS), one.unit);
        let mut row = vec![Cell::toned(&one.name, Tone::Strong)];
        row.extend(cells(now, value_text(Some(&tip.value), Some(&one.unit)), tip));
        table.row(row);
    }
    table
}

/// The facts of several vendors, one vendor after the other.
pub(super) fn of_several(evaluation: &Evaluation, all: &[BreakEven]) -> Table {
    let table =
        Table::of("Break-even: what one fact would have to be, all else equal, to tip the first place")
            .head("Vendor")
            .words("Fact");
    let mut table = columns(table).words("It then");
    for of_vendor in all.chunk_by(|a, b| a.vendor == b.vendor) {
        for (one, tip) in break_even_points(of_vendor, |one| &one.answer) {
            let then = if matches!(one.answer, Outcome::WinsAt(_)) { "takes" } else { "loses" };
            let mut row = vec![
                vendor_name(evaluation, &one.vendor).into(),
                fact_name(&evaluation.decision, &one.fact, one.is_mark).into(),
            ];
            row.extend(of_fact(one, tip));
            row.push(format!("{then} the first place").into());
            table.row(row);
        }
    }
    table
}

/// What a change of one fact alone can do, in a line.
#[must_use]
pub fn fact_text(one: &BreakEven) -> String {
    let at = |tip: &BreakEvenPoint| value_text(Some(&tip.value), one.unit.as_deref());
    match &one.answer {
        Outcome::WinsAt(tip) => format!("all else equal, takes the first place at {}", at(tip)),
        Outcome::LosesAt(tip) => format!("all else equal, loses the first place at {}", at(tip)),
        Outcome::CannotWin => "cannot take the first place by this alone".to_owned(),
        Outcome::CannotLose => "cannot lose the first place by this alone".to_owned(),
        Outcome::NoneFound => "no value was found that changes the first place by this alone".to_owned(),
    }
}

/// The facts that tip the first place, a line each, the smallest change first.
pub(super) fn facts_texts(decision: &Decision, facts: &[&BreakEven]) -> Vec<String> {
    let line = |(one, tip): (&&BreakEven, &BreakEvenPoint)| {
        let unit = one.unit.as_deref();
        let [now, at] = [one.now.as_ref(), Some(&tip.value)].map(|value| value_text(value, unit));
        let change = change_text(tip);
        let change = if change.is_empty() { change } else { format!(", {change}") };
        format!("{}: {at} instead of {now}{change}", fact_name(decision, &one.fact, one.is_mark))
    };
    break_even_points(facts, |one| &one.answer).into_iter().map(line).collect()
}

/// The prices of a quote that tip the first place, a line each, the smallest change first.
#[must_use]
pub fn prices_texts(prices: &[PriceBreakEven]) -> Vec<String> {
    let line = |(one, tip): (&PriceBreakEven, &BreakEvenPoint)| {
        let at = value_text(Some(&tip.value), Some(&one.unit));
        format!("in the quote: {} at {at}, {}", one.name, change_text(tip))
    };
    break_even_points(prices, |one| &one.answer).into_iter().map(line).collect()
}
