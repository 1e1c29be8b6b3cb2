//! What quotes are compared on, as `[cost]` writes it.

use serde_json::{Value, json};

use super::demand;
use super::demand::Wanted;
use super::outbound;
use super::worth;
use crate::decision::cost_basis::{BuyerCost, Discounting, Wages, Yearly};
use crate::decision::kept::Kept;
use crate::decision::quote::{Charge, ChargeUnit};
use crate::decision::{CostBasis, Date, Estimate, FactValue, VendorId};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::amount::{Amount, AmountOrFact, Reference, YearlyRise, amount};
use crate::files::charge::{ChargeEntry, charges, counts_of, look_at_per_cent};
use crate::files::node::{Node, NodeKind};
use crate::files::percent::small_share_of_one;
use crate::files::read::{
    Attempt, ById, FromToml, IdEntry, Limited, NonEmpty, Problems, Spanned, shortened, toml_table, wrong_type,
};
use crate::files::values::{Change, Name, Percent, Prose, SmallPercent};

use crate::files::needs::Needs;

toml_table! {
    /// How quotes are compared: the worth of later money, exchange rates, what we spend ourselves, what every quote must speak of.
    struct CostEntry {
        /// What money later is worth less each year, in per cent.
        discount: SmallPercent,
        /// When a year's money is taken to flow; "year-end" when left out.
        discounting: Discounting,
        /// Value added tax in per cent.
        tax: Percent,
        /// Whether results hold tax; false when left out.
        with_tax: bool,
        /// The day on which we mean to award, up to which quotes must stay open.
        award: Date,
        /// How much consumer prices rise in a year, in per cent: a number or range, a list by contract year, or { steps = [[2028-01-01, 2]] } by days.
        cpi: RisesEntry,
        /// How much wages rise in a year, in per cent: a number or range, a list by contract year, { steps = [[2028-01-01, 4]] } by days, or a table of such by the three letters of the currencies that wages are paid in.
        wages: WagesEntry,
        /// What a contact costs that stays with whoever has the work today, while a vendor begins.
        present: Amount,
        /// Our currency for one of another, by its three letters: a number or range, or a list by contract year.
        rates: ById<RateEntry>,
        /// What we spend ourselves: selection, transition, governance, travel, licences, exit.
        buyer: ById<Attempt<BuyerEntry>>,
        /// What every quote must speak of, with what it may cost us where one does not.
        checklist: ById<Attempt<ChargeEntry>>,
    }
}

toml_table! {
    /// Something that we spend ourselves.
    struct BuyerEntry {
        /// The name for people; the id when left out.
        name: Name,
        /// How much for each unit: money, per cent for the two units of per cent, or months; or a fact of each vendor.
        amount: AmountOrFact [required],
        /// For what it is paid.
        per: ChargeUnit [required],
        /// How much more in each following year, in per cent.
        increase: Change,
        /// How much with these vendors, by the names of their files.
        by_vendor: ById<Amount>,
        /// Remarks.
        note: Prose,
    }
}

impl Limited for BuyerEntry {
    const MOST: usize = 100;
}

impl Limited for Amount {
    const MOST: usize = 1_000;
}

/// An exchange rate: one estimate for the whole term, or one for each contract year.
#[derive(Debug)]
pub(crate) struct RateEntry(Vec<Estimate>);

impl Limited for RateEntry {
    const MOST: usize = 100;
}

impl FromToml for RateEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let rates = if let NodeKind::List(_) = node.kind {
            let years = NonEmpty::<Amount>::read(node, problems)?;
            years.0.into_iter().map(|year| year.value.0).collect()
        } else {
            vec![Amount::<0>::read(node, problems)?.0]
        };
        if rates.iter().any(|rate: &Estimate| rate.low.is_zero()) {
            let message = "0 is outside the range of this key";
            problems.push(Diagnostic::new(Code::OutOfRange, node.span, message).label("must be above 0"));
            return None;
        }
        Some(RateEntry(rates))
    }

    fn schema() -> Value {
        json!({ "anyOf": [Amount::<0>::schema(), NonEmpty::<Amount>::schema()] })
    }
}

toml_table! {
    /// Rises that come on days, such as those of a minimum wage.
    struct StepsEntry {
        /// Pairs of the day and by how much in per cent: [[2028-01-01, 4], [2029-01-01, 3]].
        steps: NonEmpty<StepEntry> [required],
    }
}

/// A rise that comes on a day.
#[derive(Debug)]
pub(crate) struct StepEntry(Date, Estimate);

impl FromToml for StepEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.kind {
            NodeKind::List(pair) if pair.len() == 2 => {
                let (day, rise) = (Date::read(&pair[0], problems), YearlyRise::read(&pair[1], problems));
                Some(StepEntry(day?, rise?.0))
            }
            _ => {
                wrong_type(node, "a pair such as [2028-01-01, 4]", problems);
                None
            }
        }
    }

    fn schema() -> Value {
        json!({
            "type": "array", "minItems": 2, "maxItems": 2,
            "items": [Date::schema(), YearlyRise::schema()],
        })
    }
}

impl Limited for StepEntry {
    const MOST: usize = 100;
}

/// Rises in per cent: one a year for the whole term, one for each contract year, or each on its day.
#[derive(Debug)]
pub(crate) struct RisesEntry(Yearly);

impl RisesEntry {
    /// Rises that come on days.
    fn on_days(node: &Node, problems: &mut Problems) -> Option<Self> {
        let steps = StepsEntry::read(node, problems)?.steps?;
        let days = steps.value.0.into_iter().map(|step| (step.value.0, step.value.1)).collect();
        let rises = Yearly::on_days(days);
        if rises.is_none() {
            let message = "these days are not in their order";
            let help = "write the earliest first, and each day once";
            problems.push(Diagnostic::new(Code::OutOfRange, steps.span, message).help(help));
        }
        rises.map(RisesEntry)
    }
}

impl FromToml for RisesEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if node.as_table().is_some_and(|table| table.get("steps").is_some()) {
            return RisesEntry::on_days(node, problems);
        }
        let years = if let NodeKind::List(_) = node.kind {
            let years = NonEmpty::<YearlyRise>::read(node, problems)?;
            years.0.into_iter().map(|year| year.value.0).collect()
        } else {
            vec![YearlyRise::read(node, problems)?.0]
        };
        Yearly::new(years).map(RisesEntry)
    }

    fn schema() -> Value {
        json!({ "anyOf": [YearlyRise::schema(), NonEmpty::<YearlyRise>::schema(), StepsEntry::schema()] })
    }
}

/// Rises of wages: for all, or by the currencies that they are paid in.
#[derive(Debug)]
pub(crate) struct WagesEntry(Wages);

impl FromToml for WagesEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let is_currency = |key: &str| key.len() == 3 && key.bytes().all(|byte| byte.is_ascii_uppercase());
        let table = node.as_table().filter(|table| table.0.iter().any(|entry| is_currency(&entry.key)));
        let Some(table) = table else {
            let all = Some(RisesEntry::read(node, problems)?.0);
            return Some(WagesEntry(Wages { all, ..Wages::default() }));
        };
        let mut wages = Wages::default();
        for entry in &table.0 {
            if !is_currency(&entry.key) {
                let message = format!("`{}` is no currency", shortened(&entry.key));
                let help = "a table of wages has the three capital letters of currencies, such as PHP = 6";
                problems.push(Diagnostic::new(Code::UnknownKey, entry.key_span, message).help(help));
                continue;
            }
            if let Some(rises) = RisesEntry::read(&entry.node, problems) {
                wages.by_currency.insert(entry.key.clone(), rises.0);
            }
        }
        Some(WagesEntry(wages))
    }

    fn schema() -> Value {
        let by_currency = json!({
            "type": "object",
            "propertyNames": { "pattern": "^[A-Z]{3}$" },
            "additionalProperties": RisesEntry::schema(),
            "minProperties": 1,
        });
        json!({ "anyOf": [RisesEntry::schema(), by_currency] })
    }
}

/// The basis with the places that later checks point at.
#[derive(Debug)]
pub(crate) struct BasisDraft {
    pub(crate) basis: CostBasis,
    /// Where each channel is.
    pub(crate) channels: Vec<(String, Span)>,
    /// Where costs for single vendors are.
    pub(crate) by_vendor: Vec<(String, Span)>,
    /// The vendor that others are held against, and where that is said.
    pub(crate) baseline: Option<(String, Span)>,
    /// The facts of each vendor that amounts are taken from.
    pub(crate) references: Vec<Reference>,
}

/// The longest term.
const MOST_MONTHS: usize = 240;

/// Makes the basis of a demand and the assumptions.
pub(super) fn build(
    Wanted { demand, outbound, worth }: Wanted,
    cost: Option<Spanned<CostEntry>>,
    needs: &Needs,
    currency: Option<String>,
    problems: &mut Problems,
) -> Option<BasisDraft> {
    let lists_at = outbound.as_ref().map(|lists| lists.span);
    let Some(place) = demand.as_ref().map(|demand| demand.span).or(lists_at) else {
        if let Some(cost) = cost {
            let message = "nothing is worked out: the needs say nothing of demand";
            let help = "add a forecast: [needs.demand.phone] with contacts, aht and a target";
            problems.push(Diagnostic::new(Code::CostWithoutDemand, cost.span, message).help(help));
        }
        if let Some(worth) = worth {
            let message = "nothing is worked out: the needs say nothing of demand";
            let help = "add a forecast: [needs.demand.phone] with contacts, aht and a target";
            problems.push(Diagnostic::new(Code::CostWithoutDemand, worth.span, message).help(help));
        }
        return None;
    };
    let term = term(needs, place, problems);
    let months = term.map_or(12, |(_, months)| months);
    let entries = demand.as_ref().map_or(&[][..], |demand| &demand.value.0);
    let spans = entries.iter().map(|entry| (entry.id.clone(), entry.id_span)).collect();
    let wanted = entries.len();
    let wanted_lists = outbound.as_ref().map_or(0, |lists| lists.value.0.len());
    let mut references = Vec::new();
    let channels =
        demand.map_or_else(Vec::new, |demand| demand::build(demand, months, &mut references, problems));
    let campaigns = outbound.map_or_else(Vec::new, |lists| outbound::build(lists.value, problems));
    let is_read = channels.len() == wanted && campaigns.len() == wanted_lists;
    let is_whole = is_read && wanted + wanted_lists > 0;
    let mut by_vendor = Vec::new();
    let cost = cost.map(|cost| cost.value);
    let (start, _) = term?;
    let mut basis = CostBasis {
        start,
        months,
        award: None,
        currency,
        channels,
        campaigns,
        discount: None,
        discounting: Discounting::default(),
        tax: None,
        counts_tax: false,
        cpi: None,
        wages: Wages::default(),
        present: None,
        rates: std::collections::BTreeMap::new(),
        buyer: Vec::new(),
        checklist: Vec::new(),
        reads_break_even: false,
        worth: None,
        kept: Kept::default(),
    };
    if let Some(cost) = cost {
        basis.award = cost.award.map(|award| award.value);
        basis.discount = cost.discount.map(|discount| discount.value.share());
        basis.discounting = cost.discounting.map_or_else(Discounting::default, |when| when.value);
        basis.tax = cost.tax.map(|tax| tax.value.share());
        basis.counts_tax = cost.with_tax.is_some_and(|with| with.value);
        basis.cpi = cost.cpi.map(|cpi| cpi.value.0);
        basis.wages = cost.wages.map(|wages| wages.value.0).unwrap_or_default();
        basis.present = cost.present.map(|present| present.value.0);
        let rates = cost.rates.map_or_else(Vec::new, |rates| rates.value.0);
        basis.rates = rates.into_iter().map(|rate| (rate.id, rate.value.0)).collect();
        let buyer = cost.buyer.map_or_else(Vec::new, |buyer| buyer.value.0);
        basis.buyer = buyer
            .into_iter()
            .filter_map(|entry| buyer_cost(entry, &mut by_vendor, &mut references, problems))
            .collect();
        basis.checklist = charges(cost.checklist, &mut references, problems);
    }
    let mut baseline = None;
    if let Some(worth) = worth {
        let (worth, at) = worth::build(worth, basis.discount.as_ref(), &mut references, problems);
        baseline = worth.baseline_vendor().map(ToString::to_string).zip(at);
        basis.worth = Some(Box::new(worth));
    }
    is_whole.then_some(BasisDraft { basis, channels: spans, by_vendor, baseline, references })
}

fn buyer_cost(
    entry: IdEntry<Attempt<BuyerEntry>>,
    spans: &mut Vec<(String, Span)>,
    references: &mut Vec<Reference>,
    problems: &mut Problems,
) -> Option<BuyerCost> {
    let table = entry.value.0?;
    let own = table.by_vendor.map_or_else(Vec::new, |own| own.value.0);
    let per = table.per?.value;
    look_at_per_cent(table.amount.as_ref(), per, problems);
    if per.is_per_cent() {
        problems.extend(own.iter().filter_map(|own| small_share_of_one(own.span, &own.value.0.likely)));
    }
    spans.extend(own.iter().map(|own| (own.id.clone(), own.id_span)));
    Some(BuyerCost {
        by_vendor: own.into_iter().map(|own| (VendorId::new(own.id), own.value.0)).collect(),
        charge: Charge {
            name: table.name.map_or_else(|| entry.id.clone(), |name| name.value.0),
            id: entry.id,
            amount: amount(table.amount?, counts_of(per), references),
            per,
            increase: table.increase.map_or(Exact::ZERO, |increase| Exact::of_percent(&increase.value.0)),
            note: table.note.map(|note| note.value.0),
        },
    })
}

/// The first day and the months of the term.
fn term(needs: &Needs, place: Span, problems: &mut Problems) -> Option<(Date, usize)> {
    let need = |id: &str| needs.all.iter().find(|(need, _)| need.id == id);
    let start = match need("start") {
        Some((need, span)) => match &need.value {
            FactValue::Date { value } if value.year < 9_000 => Ok(*value),
            _ => Err(*span),
        },
        None => Err(place),
    };
    let months = match need("years") {
        Some((need, span)) => match &need.value {
            FactValue::Number { value } => {
                let months = (value * &Exact::from(12)).to_string().parse().ok();
                months.filter(|months| (1..=MOST_MONTHS).contains(months)).ok_or(*span)
            }
            _ => Err(*span),
        },
        None => Err(place),
    };
    if let (Ok(start), Ok(months)) = (start, months) {
        return Some((start, months));
    }
    if let Err(span) = start {
        let message = "the forecast has no first day: `needs.start` is no date";
        problems
            .push(Diagnostic::new(Code::DemandTerm, span, message).help("add start = 2027-04-01 to [needs]"));
    }
    if let Err(span) = months {
        let message = "the forecast has no term: `needs.years` is no number of whole months up to 20 years";
        problems.push(Diagnostic::new(Code::DemandTerm, span, message).help("add years = 3 to [needs]"));
    }
    None
}
