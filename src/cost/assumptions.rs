//! What a cost hangs on, each with the path that a what-if changes it by.

use serde::Serialize;

use crate::decision::quote::{Charge, Rate, Rise};
use crate::decision::{CostBasis, Estimate, OrFact, Vendor};
use crate::exact::Exact;

/// A number that a cost hangs on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Assumption {
    /// Where it stands, as `--set` and `weigh set` take it: `needs.demand.phone.aht`.
    pub path: String,
    /// Its name for people.
    pub name: String,
    /// The number or range.
    pub value: Estimate,
    /// Its unit in words.
    pub unit: String,
}

/// Everything that all quotes are worked out with.
#[must_use]
pub fn ours(basis: &CostBasis) -> Vec<Assumption> {
    let currency = basis.currency.clone().unwrap_or_default();
    let mut list = Vec::new();
    for channel in &basis.channels {
        let path = |key: &str| format!("needs.demand.{}.{key}", channel.id);
        let mut add = |key: &str, name: &str, value: Estimate, unit: &str| {
            list.push(assumption(path(key), format!("{}: {name}", channel.name), value, unit));
        };
        if let [contacts] = channel.contacts.as_slice() {
            add("contacts", "contacts", Estimate::certain(contacts.clone()), "a month");
        }
        add("growth", "growth", Estimate::certain(Exact::percent(&channel.growth)), "% a year");
        add("aht", "handle time", channel.aht_seconds.clone(), "s");
        add("shrinkage", "shrinkage", channel.shrinkage.clone(), "%");
        if let Some(OrFact::Given(resolution)) = &channel.resolution {
            add("resolution", "resolved", Estimate::clone(resolution), "%");
        }
    }
    if let Some(discount) = &basis.discount {
        let value = Estimate::certain(Exact::percent(discount));
        list.push(assumption("cost.discount".to_owned(), "Discount".to_owned(), value, "% a year"));
    }
    if let Some(cpi) = &basis.cpi {
        list.push(assumption("cost.cpi".to_owned(), "Consumer prices".to_owned(), cpi.clone(), "% a year"));
    }
    for (from, rates) in basis.rates.iter().filter(|(_, rates)| rates.len() == 1) {
        let name = format!("One {from}");
        list.push(assumption(format!("cost.rates.{from}"), name, rates[0].clone(), &currency));
    }
    for buyer in &basis.buyer {
        list.push(of_charge(&format!("cost.buyer.{}.amount", buyer.charge.id), &buyer.charge, &currency));
    }
    for charge in &basis.checklist {
        list.push(of_charge(&format!("cost.checklist.{}.amount", charge.id), charge, &currency));
    }
    list
}

/// What the quote of one vendor says, as far as it is one number.
#[must_use]
pub fn of_vendor(basis: &CostBasis, vendor: &Vendor) -> Vec<Assumption> {
    let Some(quote) = &vendor.quote else { return Vec::new() };
    let currency = quote.currency.as_deref().or(basis.currency.as_deref()).unwrap_or_default();
    let path = |rest: &str| format!("vendors.{}.quote.{rest}", vendor.id);
    let mut list = Vec::new();
    for price in &quote.prices {
        let at = path(&format!("prices.{}.rate", price.id));
        let unit = format!("{currency} a {}", price.per.one());
        match &price.rate {
            Rate::Flat(rate) => list.push(assumption(at, price.name.clone(), rate.clone(), &unit)),
            Rate::Anchored { fee, .. } => list.push(assumption(at, price.name.clone(), fee.clone(), &unit)),
            Rate::Tiers { .. } => {}
        }
    }
    for charge in &quote.charges {
        list.push(of_charge(&path(&format!("charges.{}.amount", charge.id)), charge, currency));
    }
    if let Some(training) = &quote.training {
        let name = "Training, an hour".to_owned();
        list.push(assumption(path("training.rate"), name, training.rate.clone(), currency));
        let hours = Estimate::certain(training.hours.clone());
        list.push(assumption(path("training.hours"), "Training of an agent".to_owned(), hours, "h"));
        if let OrFact::Given(attrition) = &training.attrition {
            let name = "Agents who leave".to_owned();
            list.push(assumption(path("training.attrition"), name, Estimate::clone(attrition), "% a year"));
        }
    }
    if let Some(Rise::Fixed(rise)) = quote.index.as_ref().map(|index| &index.rise) {
        list.push(assumption(path("index.rise"), "Price increase".to_owned(), rise.clone(), "% a year"));
    }
    if let Some(resolution) = &quote.resolution {
        list.push(assumption(
            path("resolution"),
            "Resolved, as promised".to_owned(),
            resolution.clone(),
            "%",
        ));
    }
    list
}

fn assumption(path: String, name: String, value: Estimate, unit: &str) -> Assumption {
    Assumption { path, name, value, unit: unit.to_owned() }
}

fn of_charge(path: &str, charge: &Charge, currency: &str) -> Assumption {
    use crate::decision::quote::ChargeUnit as Unit;
    let is_money = !matches!(charge.per, Unit::InvoicePercent | Unit::FirstYearPercent | Unit::InvoiceMonths);
    let unit = if is_money { format!("{currency} {}", charge.per) } else { charge.per.to_string() };
    assumption(path.to_owned(), charge.name.clone(), charge.amount.clone(), &unit)
}
