//! What a cost hangs on, each with the path that a what-if changes it by.

use serde::Serialize;

use crate::decision::cost_basis::Yearly;
use crate::decision::quote::{Automation, Charge, Rise, SlowStart};
use crate::decision::worth::{Baseline, Worth};
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
        for (key, name, share) in [
            ("fcr_today", "solved at first today", &channel.fcr_today),
            ("return", "come back unsolved", &channel.returns),
        ] {
            if let Some(share) = share {
                add(key, name, share.clone(), "%");
            }
        }
        if let Some(OrFact::Given(resolution)) = &channel.resolution {
            add("resolution", "resolved", Estimate::clone(resolution), "%");
        }
    }
    for campaign in &basis.campaigns {
        let live = if let [one] = campaign.live.as_slice() { Some(one) } else { None };
        for (key, name, value, unit) in [
            ("live", "attempts answered", live, "%"),
            ("right", "right person", Some(&campaign.right), "%"),
            ("cancel", "sales revoked", campaign.cancel.as_ref(), "%"),
            ("value", "margin of a sale", campaign.value.as_ref(), currency.as_str()),
            ("revenue", "paid for a sale", campaign.revenue.as_ref(), currency.as_str()),
        ] {
            let Some(value) = value else { continue };
            let path = format!("needs.outbound.{}.{key}", campaign.id);
            list.push(assumption(path, format!("{}: {name}", campaign.name), value.clone(), unit));
        }
    }
    list.extend(basis.worth.iter().flat_map(|worth| of_worth(worth, &currency)));
    if let Some(discount) = &basis.discount {
        let value = Estimate::certain(Exact::percent(discount));
        list.push(assumption("cost.discount".to_owned(), "Discount".to_owned(), value, "% a year"));
    }
    if let Some(cpi) = basis.cpi.as_ref().and_then(Yearly::only) {
        list.push(assumption("cost.cpi".to_owned(), "Consumer prices".to_owned(), cpi.clone(), "% a year"));
    }
    if let Some(wages) = basis.wages.all.as_ref().and_then(Yearly::only) {
        list.push(assumption("cost.wages".to_owned(), "Wages".to_owned(), wages.clone(), "% a year"));
    }
    for (currency, wages) in &basis.wages.by_currency {
        let Some(wages) = wages.only() else { continue };
        let path = format!("cost.wages.{currency}");
        list.push(assumption(path, format!("Wages in {currency}"), wages.clone(), "% a year"));
    }
    if let Some(present) = &basis.present {
        let name = "With the present provider".to_owned();
        list.push(assumption(
            "cost.present".to_owned(),
            name,
            present.clone(),
            &format!("{currency} a contact"),
        ));
    }
    for (from, rates) in basis.rates.iter().filter(|(_, rates)| rates.len() == 1) {
        let name = format!("One {from}");
        list.push(assumption(format!("cost.rates.{from}"), name, rates[0].clone(), &currency));
    }
    for buyer in &basis.buyer {
        list.extend(of_charge(
            &format!("cost.buyer.{}.amount", buyer.charge.id),
            &buyer.charge,
            None,
            &currency,
        ));
    }
    for charge in &basis.checklist {
        list.extend(of_charge(&format!("cost.checklist.{}.amount", charge.id), charge, None, &currency));
    }
    list
}

/// What the work is worth, as far as each is one number.
fn of_worth(worth: &Worth, currency: &str) -> Vec<Assumption> {
    let mut list = Vec::new();
    let mut add = |path: &str, name: &str, value: &Estimate, unit: &str| {
        list.push(assumption(format!("needs.value.{path}"), name.to_owned(), value.clone(), unit));
    };
    if let Some(Baseline::Today(today)) = &worth.baseline {
        add("baseline.total", "To go on as today", &today.total, currency);
    }
    if let Some(customer) = &worth.customer {
        add("customer.margin", "Margin of a customer", &customer.margin, &format!("{currency} a year"));
        add("customer.keep", "Customers who stay", &customer.keep, "% a year");
    }
    if let Some(leave) = &worth.leave {
        add("leave.first", "Leave though solved at first", &leave.first, "%");
        add("leave.later", "Leave, solved later", &leave.later, "%");
        add("leave.given_up", "Leave, given up", &leave.given_up, "%");
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
    for work in &quote.work {
        let named = |channel: &&crate::decision::demand::Channel| channel.id == work.channel;
        let channel = basis.channels.iter().find(named).map_or(&work.channel, |channel| &channel.name);
        for (key, name, amount, unit) in [
            ("fcr", "solved at first", &work.fcr, "%"),
            ("fcr_later", "solved later", &work.fcr_later, "%"),
            ("aht", "handle time", &work.aht, "s"),
            ("concurrency", "conversations at once", &work.concurrency, "at once"),
        ] {
            let Some(amount) = amount else { continue };
            let at = path(&format!("work.{}.{key}", work.channel));
            list.extend(of_amount(at, format!("{channel}: {name}"), amount, Some(vendor), unit));
        }
    }
    for bot in &quote.automation {
        list.extend(of_bot(&path(&format!("automation.{}", bot.id)), bot, vendor));
    }
    for own in &quote.outbound {
        for (key, name, amount) in [
            ("conversion", "right persons who buy", &own.conversion),
            ("leads", "right persons who become leads", &own.leads),
            ("occupancy", "busy share of agents", &own.occupancy),
        ] {
            let Some(amount) = amount else { continue };
            let at = path(&format!("outbound.{}.{key}", own.campaign));
            list.extend(of_amount(at, format!("{}: {name}", own.campaign), amount, Some(vendor), "%"));
        }
    }
    for price in &quote.prices {
        let at = path(&format!("prices.{}.rate", price.id));
        let unit = format!("{currency} {}", price.per.a_one());
        let amount = price.rate.amount();
        list.extend(amount.and_then(|amount| of_amount(at, price.name.clone(), amount, Some(vendor), &unit)));
    }
    for charge in &quote.charges {
        let at = path(&format!("charges.{}.amount", charge.id));
        list.extend(of_charge(&at, charge, Some(vendor), currency));
    }
    if let Some(training) = &quote.training {
        let name = "Training, an hour".to_owned();
        list.extend(of_amount(path("training.rate"), name, &training.rate, Some(vendor), currency));
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
    if let Some(actual) = quote.bonus.as_ref().and_then(|bonus| bonus.actual.as_ref()) {
        let name = "Reached, for bonus and malus".to_owned();
        list.extend(of_amount(path("bonus.actual"), name, actual, Some(vendor), ""));
    }
    let slow = |at: &str, name: &str, slow: &SlowStart| {
        assumption(path(at), name.to_owned(), slow.slower.clone(), "% longer at first")
    };
    let first = quote.ramp.as_ref().and_then(|ramp| ramp.slow.as_ref());
    list.extend(first.map(|first| slow("ramp.slower", "The first team", first)));
    let later = quote.learning.as_ref().map(|learning| &learning.slow);
    list.extend(later.map(|later| slow("learning.slower", "Those who replace leavers", later)));
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

/// The shares that a bot is described by, as far as each is one number.
fn of_bot(path: &str, bot: &Automation, vendor: &Vendor) -> Vec<Assumption> {
    // Of one that grows there is no one containment.
    let containment = Some(&bot.containment).filter(|_| bot.growth.is_empty());
    let shares = [
        ("containment", "ended without a person", containment),
        ("genuine", "of these really solved", bot.genuine.as_ref()),
        ("return", "of the others who come back", bot.returns.as_ref()),
        ("relative", "time that contained contacts would take", bot.relative.as_ref()),
        ("rest_longer", "how much longer the rest takes", bot.rest_longer.as_ref()),
    ];
    let share = |(key, name, amount): (&str, &str, Option<&OrFact>)| {
        of_amount(format!("{path}.{key}"), format!("{}: {name}", bot.id), amount?, Some(vendor), "%")
    };
    shares.into_iter().filter_map(share).collect()
}

/// How many numbers are told as those that matter.
const LEVERS: usize = 2;

/// The numbers that move what a vendor costs, and is worth, most, to be moved one by one: how much its bots take, how much
/// is solved at first, and what wages do where a bot and what is solved are not both said.
#[must_use]
pub fn levers(basis: &CostBasis, vendor: &Vendor) -> Vec<Assumption> {
    let Some(quote) = &vendor.quote else { return Vec::new() };
    let own = of_vendor(basis, vendor);
    let path = |rest: String| format!("vendors.{}.quote.{rest}", vendor.id);
    let bots = quote
        .automation
        .iter()
        .map(|bot| (path(format!("automation.{}.containment", bot.id)), &bot.containment));
    let solved = quote
        .work
        .iter()
        .filter_map(|work| Some((path(format!("work.{}.fcr", work.channel)), work.fcr.as_ref()?)));
    // A fact has a path of its own.
    let at = |(path, amount): (String, &OrFact)| {
        amount.fact().map_or(path, |fact| format!("vendors.{}.facts.{fact}", vendor.id))
    };
    let mut paths: Vec<String> = Vec::new();
    for path in bots.take(1).chain(solved).map(at).chain(["cost.wages".to_owned()]) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    let ours = ours(basis);
    let known = paths.iter().filter_map(|path| own.iter().chain(&ours).find(|one| one.path == *path));
    known.take(LEVERS).cloned().collect()
}

fn assumption(path: String, name: String, value: Estimate, unit: &str) -> Assumption {
    Assumption { path, name, value, unit: unit.to_owned() }
}

/// An amount by its own path, or by that of the fact that it is; none where nobody's fact is meant, or it is not
/// known.
fn of_amount(
    path: String,
    name: String,
    amount: &OrFact,
    vendor: Option<&Vendor>,
    unit: &str,
) -> Option<Assumption> {
    match (amount, vendor) {
        (OrFact::Given(estimate), _) => Some(assumption(path, name, Estimate::clone(estimate), unit)),
        (OrFact::Fact(fact), Some(vendor)) => {
            let value = amount.of(vendor)?.into_owned();
            Some(assumption(format!("vendors.{}.facts.{fact}", vendor.id), name, value, unit))
        }
        (OrFact::Fact(_), None) => None,
    }
}

fn of_charge(path: &str, charge: &Charge, vendor: Option<&Vendor>, currency: &str) -> Option<Assumption> {
    use crate::decision::quote::ChargeUnit as Unit;
    let is_money = !matches!(charge.per, Unit::InvoicePercent | Unit::FirstYearPercent | Unit::InvoiceMonths);
    let unit = if is_money { format!("{currency} {}", charge.per) } else { charge.per.to_string() };
    of_amount(path.to_owned(), charge.name.clone(), &charge.amount, vendor, &unit)
}
