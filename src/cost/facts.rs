//! Costs and contract terms as facts of the vendors, so that criteria, gates and price formulas read them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::benefits::{Benefits, benefits};
use super::contract::{ending, is_index_capped};
use super::lists::list_facts;
use super::median::Totals;
use super::{Figures, MonthsUntil, Range, Unknown};
use crate::decision::derived;
use crate::decision::fact::Location;
use crate::decision::quote::{Quote, Renewal};
use crate::decision::{CostBasis, Date, Evidence, Fact, FactId, FactValue, Status, Vendor};
use crate::exact::{Exact, Mode, Rounding};

/// What a quote comes to, or why that is not known.
pub(crate) type FiguresOrUnknown = Result<Figures, Unknown>;

/// The worked-out facts of every vendor; none for one without a quote, so that they are not known and not zero.
///
/// - `outcomes`: what the quote of each vendor comes to, in their order.
/// - `has_worth`: the places of those of whom it is said what they are worth.
#[must_use]
pub(crate) fn facts<'a>(
    basis: &CostBasis,
    outcomes: &'a [FiguresOrUnknown],
    vendors: &[&'a Vendor],
    has_worth: impl Fn(usize) -> bool,
) -> Vec<BTreeMap<FactId, Arc<Fact>>> {
    let total = |outcome: &'a FiguresOrUnknown| outcome.as_ref().ok().map(|figures| &figures.total);
    let totals = Totals::new(vendors.iter().copied().zip(outcomes.iter().map(total)));
    let figures: Vec<Option<&Figures>> = outcomes.iter().map(|outcome| outcome.as_ref().ok()).collect();
    let worth = benefits(basis, vendors, &figures, &has_worth);
    let with_bot =
        |vendor: &&Vendor| vendor.quote.as_deref().is_some_and(|quote| !quote.automation.is_empty());
    let has_bots = basis.reads_break_even || vendors.iter().any(with_bot);
    let of_vendor = |(at, ((outcome, vendor), worth)): (usize, Asked<'_, '_>)| {
        let mut facts =
            Facts { added: BTreeMap::new(), location: location(vendor), id: vendor.id.to_string() };
        facts.add_costs(basis, outcome, (&totals, vendor));
        if has_bots {
            facts.add_bots(basis, outcome, vendor);
        }
        if basis.worth.is_some() && has_worth(at) {
            facts.add_worth(basis, worth.as_ref());
        }
        if let Some(quote) = &vendor.quote {
            facts.add_contract(basis, quote);
        }
        facts.added
    };
    outcomes.iter().zip(vendors).zip(&worth).enumerate().map(of_vendor).collect()
}

/// What a vendor's quote comes to, the vendor, and what it is worth.
type Asked<'a, 'b> = ((&'a FiguresOrUnknown, &'a &'b Vendor), &'a Option<Benefits>);

fn location(vendor: &Vendor) -> Location {
    let quote = vendor.quote.as_ref().map(|quote| quote.location.clone());
    quote.unwrap_or_else(|| Location { file: vendor.file.as_str().into(), line: 1 })
}

/// The facts of a vendor on their way.
struct Facts {
    added: BTreeMap<FactId, Arc<Fact>>,
    location: Location,
    id: String,
}

impl Facts {
    fn add(&mut self, id: &str, value: Option<FactValue>, unit: Option<String>, note: Option<String>) {
        let source = Some(format!("worked out from the quote: weigh cost {}", self.id));
        let evidence = Evidence { unit, source, note, ..Evidence::default() };
        let fact =
            Fact { value, evidence: evidence.shared(), release: None, location: self.location.clone() };
        self.added.insert(FactId::new(id), Arc::new(fact));
    }

    fn add_range(&mut self, id: &str, range: Option<&Range>, unit: Option<String>, unknown: Option<&String>) {
        let value = range.map(|Range { low, likely, high }| {
            if low == high {
                FactValue::Number { value: likely.clone() }
            } else {
                FactValue::Range { low: low.clone(), likely: likely.clone(), high: high.clone() }
            }
        });
        self.add(id, value, unit, unknown.cloned());
    }

    fn add_costs(
        &mut self,
        basis: &CostBasis,
        outcome: &FiguresOrUnknown,
        (totals, vendor): (&Totals<'_>, &Vendor),
    ) {
        let unit = |per: &str| basis.currency.as_ref().map(|currency| format!("{currency}{per}"));
        let why_unknown = outcome.as_ref().err().map(ToString::to_string);
        let unknown = why_unknown.as_ref();
        let of = |range: fn(&Figures) -> Option<&Range>| outcome.as_ref().ok().and_then(range);
        self.add_range(derived::TOTAL, of(|figures| Some(&figures.total)), unit(""), unknown);
        self.add_range("cost.npv", of(|figures| Some(&figures.npv)), unit(""), unknown);
        self.add_range("cost.invoice", of(|figures| Some(&figures.invoice)), unit(""), unknown);
        let headline = of(|figures| figures.headline_per_contact.as_ref());
        self.add_range("cost.headline_per_contact", headline, unit("/contact"), unknown);
        let per_contact = of(|figures| figures.per_contact.as_ref());
        self.add_range("cost.per_contact", per_contact, unit("/contact"), unknown);
        let per_resolution = of(|figures| figures.per_resolution.as_ref());
        let why = "the share of contacts that are resolved is not known".to_owned();
        let unresolved = unknown.or_else(|| per_resolution.is_none().then_some(&why));
        self.add_range("cost.per_resolution", per_resolution, unit("/resolution"), unresolved);
        let hour = of(|figures| figures.effective_hour.as_ref());
        self.add_range("cost.effective_hour", hour, unit("/h"), unknown);
        // Of decisions that say nothing of repeats nothing is said.
        for (id, unit_of, range) in [
            (derived::PER_ISSUE, "/issue", of(|figures| figures.per_issue.as_ref())),
            (
                derived::PER_RESOLVED_ISSUE,
                "/resolved issue",
                of(|figures| figures.per_resolved_issue.as_ref()),
            ),
        ] {
            if range.is_some() {
                self.add_range(id, range, unit(unit_of), unknown);
            }
        }
        if !basis.campaigns.is_empty() {
            self.add_lists(basis, outcome, vendor);
        }
        let below = of(|figures| Some(&figures.total))
            .and_then(|own| totals.below_median(own, vendor.status == Status::Invited));
        let too_few = || below.is_none().then(|| "the totals of too many others are not known".to_owned());
        let note = why_unknown.clone().or_else(too_few);
        self.add_range(derived::BELOW_MEDIAN, below.as_ref(), Some("%".to_owned()), note.as_ref());
    }

    /// What lists come to that are called; nothing to ask for where a vendor leaves all of them out, as it may.
    fn add_lists(&mut self, basis: &CostBasis, outcome: &FiguresOrUnknown, vendor: &Vendor) {
        let each = basis.currency.as_ref().map(|currency| format!("{currency}/sale"));
        let unit = |unit: &str| Some(unit.to_owned());
        let quote = vendor.quote.as_deref();
        let is_left_out =
            |quote: &Quote| basis.campaigns.iter().all(|list| list.is_optional && !quote.calls(&list.id));
        if quote.is_some_and(is_left_out) {
            let none = || Some(FactValue::NotApplicable { reason: "the quote calls no list".to_owned() });
            self.add(derived::PER_SALE, none(), each, None);
            self.add(derived::EXHAUSTED_AFTER, none(), unit("months"), None);
            self.add(derived::ABANDONED, none(), unit("%"), None);
            return;
        }
        let per_sale = outcome.as_ref().ok().and_then(|figures| figures.per_sale.as_ref());
        let unknown = outcome.as_ref().err().map(ToString::to_string);
        let why = "how many sales stay is not known".to_owned();
        let note = unknown.as_ref().or_else(|| per_sale.is_none().then_some(&why));
        self.add_range(derived::PER_SALE, per_sale, each, note);
        let [months, abandoned] = quote.map_or([None, None], |quote| list_facts(basis, vendor, quote));
        let note = |known: bool| (!known).then(|| "the quote does not say".to_owned());
        let (why_months, why_abandoned) = (note(months.is_some()), note(abandoned.is_some()));
        self.add_range(derived::EXHAUSTED_AFTER, months.as_ref(), unit("months"), why_months.as_ref());
        self.add_range(derived::ABANDONED, abandoned.as_ref(), unit("%"), why_abandoned.as_ref());
    }

    /// What bots come to; nothing to ask for where a quote has none.
    fn add_bots(&mut self, basis: &CostBasis, outcome: &FiguresOrUnknown, vendor: &Vendor) {
        let per_cent = || Some("%".to_owned());
        let each = basis.currency.as_ref().map(|currency| format!("{currency}/resolution"));
        let figures = outcome.as_ref().ok();
        let unknown = outcome.as_ref().err().map(ToString::to_string);
        if vendor.quote.as_deref().is_some_and(|quote| quote.automation.is_empty()) {
            let none = || Some(FactValue::NotApplicable { reason: "the quote has no bot".to_owned() });
            self.add(derived::BOT_SHARE, Some(FactValue::Number { value: Exact::ZERO }), per_cent(), None);
            self.add(derived::PER_BOT_RESOLUTION, none(), each, None);
            self.add(derived::BREAK_EVEN_CONTAINMENT, none(), per_cent(), None);
            return;
        }
        let share = figures.and_then(|figures| figures.bot_share.as_ref());
        self.add_range(derived::BOT_SHARE, share, per_cent(), unknown.as_ref());
        let solved = figures.and_then(|figures| figures.per_bot_resolution.as_ref());
        let priced = |quote: &Quote| quote.prices.iter().any(|price| price.automation.is_some());
        let is_priced = vendor.quote.as_deref().is_none_or(priced);
        let nobody = if is_priced {
            "nobody knows that the bot solves anything"
        } else {
            "no price line is for the bot: ask what it costs"
        };
        let nobody = nobody.to_owned();
        let note = unknown.as_ref().or_else(|| solved.is_none().then_some(&nobody));
        self.add_range(derived::PER_BOT_RESOLUTION, solved, each, note);
        let from = figures.and_then(|figures| figures.break_even.clone());
        let never = "there is no containment from which on it is cheaper than people alone".to_owned();
        let note = from.is_none().then(|| unknown.unwrap_or(never));
        let value = from.map(|value| FactValue::Number { value });
        self.add(derived::BREAK_EVEN_CONTAINMENT, value, per_cent(), note);
    }

    fn add_worth(&mut self, basis: &CostBasis, worth: Option<&Benefits>) {
        let rounded = |range: &Range, digits| {
            let rounding = Rounding { digits, mode: Mode::HalfUp };
            let [low, likely, high] = [&range.low, &range.likely, &range.high].map(|one| rounding.apply(one));
            Range { low, likely, high }
        };
        let unit = |unit: &str| Some(unit.to_owned());
        let why = worth.map_or_else(
            || "what the quote costs is not known".to_owned(),
            |worth| {
                if worth.missing.is_empty() {
                    "nothing is given that it would be counted by".to_owned()
                } else {
                    format!("not known: {}", worth.missing.join(", "))
                }
            },
        );
        let of = |range: fn(&Benefits) -> Option<&Range>| worth.and_then(range);
        for (id, range, unit, digits) in [
            (derived::BENEFIT, of(|worth| worth.benefit.as_ref()), basis.currency.clone(), 2),
            (derived::BENEFIT_NET, of(|worth| worth.net.as_ref()), basis.currency.clone(), 2),
            (derived::LOST_CUSTOMERS, of(|worth| worth.lost_customers.as_ref()), unit("customers"), 2),
        ] {
            let range = range.map(|range| rounded(range, digits));
            self.add_range(id, range.as_ref(), unit, range.is_none().then_some(&why));
        }
        let payback = worth.and_then(|worth| worth.payback_months.as_ref());
        let months = payback.and_then(MonthsUntil::range).map(|range| rounded(&range, 4));
        let late = "not within the term, or not in every case".to_owned();
        let note = if payback.is_some() { late } else { why };
        self.add_range(derived::PAYBACK, months.as_ref(), unit("months"), months.is_none().then_some(&note));
    }

    fn add_contract(&mut self, basis: &CostBasis, quote: &Quote) {
        let silent = basis.silent(quote).count();
        self.add("cost.silent", Some(FactValue::Number { value: Exact::from(silent) }), None, None);
        let ending = ending(basis, quote);
        let contract = quote.contract.as_ref();
        let renews = contract.and_then(|contract| contract.renewal).map(|r| r == Renewal::Automatic);
        let date = |date: Option<Date>| date.map(|value| FactValue::Date { value });
        let claim = |claim: Option<bool>| claim.map(|value| FactValue::YesNo { value });
        for (id, value) in [
            ("contract.valid_until", date(quote.valid_until)),
            ("contract.end", date(ending.end)),
            ("contract.notice_by", date(ending.notice_by)),
            ("contract.lapses", claim(ending.lapses)),
            ("contract.renews_itself", claim(renews)),
            ("contract.index_capped", claim(is_index_capped(quote))),
            ("contract.exit_clause", claim(contract.and_then(|contract| contract.exit_clause))),
        ] {
            let note = value.is_none().then(|| "the quote does not say".to_owned());
            self.add(id, value, None, note);
        }
    }
}
