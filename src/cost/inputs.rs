//! What a vendor says that its cost is worked out from and that is not known for sure, each number by itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::decision::fact::Location;
use crate::decision::quote::{Automation, Bonus, Quote, Rate, Rise};
use crate::decision::{CostBasis, Estimate, Evidence, Fact, FactId, FactValue, OrFact, Vendor};
use crate::exact::Exact;

/// Something that a cost is worked out from and that is open.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OpenInput {
    /// The fact of the vendor; a number of its quote goes by its path: `quote.automation.bot.genuine`.
    pub(crate) id: FactId,
    /// Whether it is a fact, which may stand in more than one place of the quote.
    pub(crate) is_fact: bool,
    /// Whether nobody has said anything of it yet.
    pub(crate) is_unsaid: bool,
    /// Between what it is counted; none where nothing is, and the cost is not known.
    pub(crate) ends: Option<[Exact; 2]>,
    /// What is counted for it where one number is; none where nothing is.
    pub(crate) likely: Option<Exact>,
    /// Its unit in words.
    pub(crate) unit: &'static str,
}

/// Where a number of a quote stands.
enum Slot<'a> {
    /// It is always said.
    Said(&'a mut OrFact),
    /// It may be left out, and is counted then as a number between two ends.
    Open(&'a mut Option<OrFact>, Option<[Exact; 3]>),
    /// It is no fact.
    Plain(&'a mut Estimate),
}

/// A number of a quote: its path in the quote, its unit, and where it stands.
type Place<'a> = (String, &'static str, Slot<'a>);

/// The numbers of a quote that may have a range, or be left out.
fn places(quote: &mut Quote) -> Vec<Place<'_>> {
    let mut all: Vec<Place<'_>> = Vec::new();
    for work in &mut quote.work {
        let keys = [("fcr", "%", &mut work.fcr), ("fcr_later", "%", &mut work.fcr_later)];
        let more = [("aht", "s", &mut work.aht), ("concurrency", "at once", &mut work.concurrency)];
        for (key, unit, amount) in keys.into_iter().chain(more) {
            let said = amount.as_mut().map(Slot::Said);
            all.extend(said.map(|slot| (format!("work.{}.{key}", work.channel), unit, slot)));
        }
    }
    for bot in &mut quote.automation {
        all.extend(of_bot(bot));
    }
    for list in &mut quote.outbound {
        let keys = [
            ("conversion", &mut list.conversion),
            ("leads", &mut list.leads),
            ("occupancy", &mut list.occupancy),
        ];
        for (key, amount) in keys {
            let said = amount.as_mut().map(Slot::Said);
            all.extend(said.map(|slot| (format!("outbound.{}.{key}", list.campaign), "%", slot)));
        }
    }
    for price in &mut quote.prices {
        if let Rate::Flat(rate) | Rate::Anchored { fee: rate, .. } = &mut price.rate {
            all.push((format!("prices.{}.rate", price.id), "", Slot::Said(rate)));
        }
    }
    for charge in &mut quote.charges {
        all.push((format!("charges.{}.amount", charge.id), "", Slot::Said(&mut charge.amount)));
    }
    if let Some(training) = &mut quote.training {
        all.push(("training.rate".to_owned(), "", Slot::Said(&mut training.rate)));
        all.push(("training.attrition".to_owned(), "% a year", Slot::Said(&mut training.attrition)));
    }
    if let Some(Rise::Fixed(rise)) = quote.index.as_mut().map(|index| &mut index.rise) {
        all.push(("index.rise".to_owned(), "% a year", Slot::Plain(rise)));
    }
    if let Some(bonus) = &mut quote.bonus {
        let ends = reach(bonus);
        all.push(("bonus.actual".to_owned(), "", Slot::Open(&mut bonus.actual, ends)));
    }
    if let Some(first) = quote.ramp.as_mut().and_then(|ramp| ramp.slow.as_mut()) {
        all.push(("ramp.slower".to_owned(), "% longer at first", Slot::Plain(&mut first.slower)));
    }
    if let Some(later) = &mut quote.learning {
        all.push(("learning.slower".to_owned(), "% longer at first", Slot::Plain(&mut later.slow.slower)));
    }
    if let Some(resolution) = &mut quote.resolution {
        all.push(("resolution".to_owned(), "%", Slot::Plain(resolution)));
    }
    let levels = quote.credits.iter_mut().flat_map(|credits| &mut credits.levels);
    for level in levels {
        let path = format!("credits.levels.{}.missed", level.id);
        all.push((path, "months of twelve", Slot::Plain(&mut level.missed)));
    }
    all
}

/// The numbers of a bot.
fn of_bot(bot: &mut Automation) -> Vec<Place<'_>> {
    let between = |low: u32, likely: u32, high: u32| Some([low, likely, high].map(Exact::from));
    let path = |key: &str| format!("automation.{}.{key}", bot.id);
    let mut all = vec![(path("reach"), "%", Slot::Said(&mut bot.reach))];
    // Of one that grows there is no one containment.
    if bot.growth.is_empty() {
        all.push((path("containment"), "%", Slot::Said(&mut bot.containment)));
    }
    all.push((path("genuine"), "%", Slot::Open(&mut bot.genuine, between(60, 80, 100))));
    all.push((path("return"), "%", Slot::Open(&mut bot.returns, between(0, 50, 100))));
    match &mut bot.rest_longer {
        Some(longer) => all.push((path("rest_longer"), "%", Slot::Said(longer))),
        None => all.push((path("relative"), "%", Slot::Open(&mut bot.relative, between(50, 75, 100)))),
    }
    for (key, unit, amount) in
        [("minutes", "min", &mut bot.minutes), ("actions", "a session", &mut bot.actions)]
    {
        all.extend(amount.as_mut().map(|amount| (path(key), unit, Slot::Said(amount))));
    }
    all
}

/// From where the whole malus is paid, by where neither is, to where the whole bonus is; none where one of them has no
/// limit.
fn reach(bonus: &Bonus) -> Option<[Exact; 3]> {
    let away = |most: &Exact| Some(&bonus.dead + &(&most.over(&bonus.each)? * &bonus.step));
    let (better, worse) = (away(&bonus.most)?, away(&bonus.malus)?);
    let [below, above] = if bonus.is_lower_better { [better, worse] } else { [worse, better] };
    Some([(&bonus.target - &below).max(Exact::ZERO), bonus.target.clone(), &bonus.target + &above])
}

/// What is open of a vendor that its cost is worked out from, each once.
pub(crate) fn open_inputs(basis: &CostBasis, vendor: &Vendor) -> Vec<OpenInput> {
    let Some(quote) = vendor.quote.as_deref() else { return Vec::new() };
    let mut quote = quote.clone();
    let mut facts: BTreeSet<FactId> = basis.facts_of(vendor);
    let mut units: Vec<(FactId, &'static str)> = Vec::new();
    let mut open = Vec::new();
    let own = |path: &str, is_unsaid: bool, counted: Option<[Exact; 3]>, unit| OpenInput {
        likely: counted.as_ref().map(|[_, likely, _]| likely.clone()),
        ends: counted.map(|[low, _, high]| [low, high]),
        id: FactId::new(format!("quote.{path}")),
        is_fact: false,
        is_unsaid,
        unit,
    };
    let counted = |known: &Estimate| [&known.low, &known.likely, &known.high].map(Clone::clone);
    let range = |estimate: &Estimate| estimate.is_range().then(|| Some(counted(estimate)));
    for (path, unit, slot) in places(&mut quote) {
        let amount = match &slot {
            Slot::Said(amount) => Some(&**amount),
            Slot::Open(amount, _) => amount.as_ref(),
            Slot::Plain(estimate) => {
                open.extend(range(estimate).map(|ends| own(&path, false, ends, unit)));
                continue;
            }
        };
        match (amount, &slot) {
            (Some(OrFact::Given(estimate)), _) => {
                open.extend(range(estimate).map(|ends| own(&path, false, ends, unit)));
            }
            (Some(OrFact::Fact(fact)), _) => {
                facts.insert(fact.clone());
                units.push((fact.clone(), unit));
            }
            (None, Slot::Open(_, ends)) => open.push(own(&path, true, ends.clone(), unit)),
            (None, Slot::Said(_) | Slot::Plain(_)) => {}
        }
    }
    for fact in facts {
        let known = vendor.facts.get(&fact).and_then(|fact| Estimate::of_fact(fact));
        if known.as_ref().is_some_and(|known| !known.is_range()) {
            continue;
        }
        let unit = units.iter().find(|(other, _)| *other == fact).map_or("", |(_, unit)| unit);
        let known = known.as_ref().map(counted);
        open.push(OpenInput { is_fact: true, id: fact, ..own("", known.is_none(), known, unit) });
    }
    open
}

/// A vendor of which one thing is known for sure.
pub(crate) fn settled(vendor: &Vendor, input: &OpenInput, number: &Exact) -> Vendor {
    let mut vendor = vendor.clone();
    if input.is_fact {
        let known = vendor.facts.get(&input.id).map(|fact| Fact::clone(fact));
        let mut fact = known.unwrap_or_else(|| Fact {
            value: None,
            evidence: Evidence::default().shared(),
            release: None,
            location: Location::default(),
        });
        fact.value = Some(FactValue::Number { value: number.clone() });
        vendor.facts.insert(input.id.clone(), Arc::new(fact));
        return vendor;
    }
    let certain = || Estimate::certain(number.clone());
    if let Some(quote) = &mut vendor.quote {
        for (path, _, slot) in places(Arc::make_mut(quote)) {
            if input.id.as_str().strip_prefix("quote.") != Some(path.as_str()) {
                continue;
            }
            match slot {
                Slot::Said(amount) => *amount = certain().into(),
                Slot::Open(amount, _) => *amount = Some(certain().into()),
                Slot::Plain(estimate) => *estimate = certain(),
            }
        }
    }
    vendor
}
