//! What the work is worth to us, as `[needs.value]` writes it.

use serde_json::{Value, json};

use crate::decision::worth::{Baseline, BenefitUnit, CustomerWorth, Leave, OtherBenefit, Today, Worth};
use crate::decision::{OrFact, VendorId};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::amount::{Amount, AmountOrFact, Counts, Reference};
use crate::files::listed::Listed;
use crate::files::node::{Node, NodeKind};
use crate::files::read::{FromToml, Limited, NonEmpty, Problems, Spanned, toml_table, wrong_type};
use crate::files::values::{Count, Name, Prose, SmallPercent};

toml_table! {
    /// What the work is worth to us, counted beside the cost and never inside it. Nothing is counted that is not given.
    struct ValueEntry {
        /// What vendors are held against: a vendor, such as "own-team", or how it is today: { total = 6100000 } over the term.
        baseline: BaselineEntry,
        /// What a customer who stays is worth.
        customer: CustomerEntry,
        /// How many of the customers with an issue leave, in per cent.
        leave: LeaveEntry,
        /// What else a vendor brings, each in a table of its own.
        other: Listed<OtherEntry>,
    }
}

toml_table! {
    /// What a customer who stays is worth.
    struct CustomerEntry {
        /// Margin of a year, in money; never revenue.
        margin: Amount [required],
        /// The share of customers who stay from one year to the next, in per cent.
        keep: Amount<100> [required],
        /// Years that are counted; without end when left out.
        years: Count,
        /// What later margins are worth less each year, in per cent; that of the cost when left out.
        discount: SmallPercent,
    }
}

toml_table! {
    /// How many of the customers with an issue leave, in per cent.
    struct LeaveEntry {
        /// Of those whose issue the first contact solves; 0 where nobody does.
        first: Amount<100> [required],
        /// Of those whose issue a later contact solves.
        later: Amount<100> [required],
        /// Of those who give up.
        given_up: Amount<100> [required],
    }
}

toml_table! {
    /// Something else that a vendor brings.
    struct OtherEntry {
        /// The name for people; the id when left out.
        name: Name,
        /// Money for each unit: a number or range, a list by contract year, or a fact of each vendor, "facts.upsell".
        amount: AmountsEntry [required],
        /// For what it comes.
        per: BenefitUnit [required],
        /// Remarks.
        note: Prose,
    }
}

toml_table! {
    /// How it is today.
    struct TodayEntry {
        /// What it costs to go on as today over the term, in money; as much every month.
        total: Amount [required],
    }
}

impl Limited for OtherEntry {
    const MOST: usize = 50;
}

/// A vendor, or how it is today.
#[derive(Debug)]
pub(crate) struct BaselineEntry(Baseline);

impl FromToml for BaselineEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.kind {
            NodeKind::Text(_) => {
                Some(BaselineEntry(Baseline::Vendor(VendorId::new(Name::read(node, problems)?.0))))
            }
            NodeKind::Table(_) => {
                let total = TodayEntry::read(node, problems)?.total?.value.0;
                Some(BaselineEntry(Baseline::Today(Box::new(Today { total }))))
            }
            _ => {
                wrong_type(node, "a vendor or a table with a `total`", problems);
                None
            }
        }
    }

    fn schema() -> Value {
        json!({ "anyOf": [Name::schema(), TodayEntry::schema()] })
    }
}

/// An amount: one for the whole term, or one for each contract year.
#[derive(Debug)]
pub(crate) struct AmountsEntry(Vec<OrFact>);

impl FromToml for AmountsEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let NodeKind::List(_) = node.kind {
            let years = NonEmpty::<Amount>::read(node, problems)?;
            return Some(AmountsEntry(years.0.into_iter().map(|year| year.value.0.into()).collect()));
        }
        AmountOrFact::<0>::read(node, problems).map(|amount| AmountsEntry(vec![amount.0]))
    }

    fn schema() -> Value {
        json!({ "anyOf": [AmountOrFact::<0>::schema(), NonEmpty::<Amount>::schema()] })
    }
}

/// What the work is worth, with the place of its baseline.
pub(super) type WorthDraft = (Worth, Option<Span>);

/// What the work is worth.
///
/// - `discount`: that of the cost.
pub(super) fn build(
    entry: Spanned<ValueEntry>,
    discount: Option<&Exact>,
    references: &mut Vec<Reference>,
    problems: &mut Problems,
) -> WorthDraft {
    let (table, span) = (entry.value, entry.span);
    let (has_customer, has_leave) = (table.customer.is_some(), table.leave.is_some());
    if has_customer != has_leave {
        let (message, help) = if has_customer {
            (
                "it is not said how many customers leave",
                "add leave = { first = 1, later = 3, given_up = 12 }, in %",
            )
        } else {
            (
                "it is not said what a customer is worth",
                "add customer = { margin = 120, keep = 85, years = 3 }",
            )
        };
        problems.push(Diagnostic::new(Code::BadValue, span, message).help(help));
    }
    let at = table.baseline.as_ref().map(|baseline| baseline.span);
    let worth = Worth {
        baseline: table.baseline.map(|baseline| baseline.value.0),
        customer: table.customer.and_then(|customer| self::customer(customer, discount, problems)),
        leave: table.leave.and_then(|leave| {
            let leave = leave.value;
            let (first, later, given_up) = (leave.first?, leave.later?, leave.given_up?);
            Some(Leave { first: first.value.0, later: later.value.0, given_up: given_up.value.0 })
        }),
        others: others(table.other, references),
    };
    (worth, at)
}

fn customer(
    entry: Spanned<CustomerEntry>,
    discount: Option<&Exact>,
    problems: &mut Problems,
) -> Option<CustomerWorth> {
    let table = entry.value;
    let (margin, keep) = (table.margin?.value.0, table.keep?);
    let own = table.discount.map(|discount| discount.value.share());
    let is_discounted = own.as_ref().or(discount).is_some_and(|rate| !rate.is_zero());
    if table.years.is_none() && !is_discounted && keep.value.0.high == Exact::HUNDRED {
        let message = "a customer who never leaves is worth money without end";
        let help = "add `years`, or a `discount`; or give the share that stays, below 100";
        problems.push(Diagnostic::new(Code::BadValue, keep.span, message).help(help));
        return None;
    }
    Some(CustomerWorth {
        margin,
        keep: keep.value.0,
        years: table.years.map(|years| years.value.0),
        discount: own,
    })
}

fn others(entry: Option<Spanned<Listed<OtherEntry>>>, references: &mut Vec<Reference>) -> Vec<OtherBenefit> {
    let entries = entry.map_or_else(Vec::new, |entry| entry.value.0);
    let other = |(id, table): (String, Option<OtherEntry>)| {
        let table = table?;
        let amounts = table.amount?;
        for amount in &amounts.value.0 {
            if let OrFact::Fact(fact) = amount {
                references.push(Reference {
                    fact: fact.clone(),
                    place: amounts.span,
                    counts: Counts::Money,
                    most: 0,
                });
            }
        }
        Some(OtherBenefit {
            name: table.name.map_or(id, |name| name.value.0),
            amounts: amounts.value.0,
            per: table.per?.value,
            note: table.note.map(|note| note.value.0),
        })
    };
    entries.into_iter().filter_map(other).collect()
}
