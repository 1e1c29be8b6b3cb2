//! What vendors bring, month by month, between the ends of what is not known.
//!
//! Every corner is looked at of the shares who leave, of what a customer or a unit is worth, and, channel by channel, of how
//! many are solved at first and come back. What does not differ between a vendor and the baseline has the same end for both.

use super::campaigns::{ListEnds, ListWork};
use super::repeats::{Kinds, contacts_per_issue};
use super::workload::contacts;
use super::worth::{Issues, customer_value, lost_customers};
use super::{Range, Scenario};
use crate::decision::demand::Channel;
use crate::decision::quote::FcrOf;
use crate::decision::worth::{BenefitUnit, CustomerWorth, Leave, OtherBenefit, Worth};
use crate::decision::{CostBasis, End, Estimate, OrFact, Vendor};
use crate::exact::Exact;

/// Money or numbers by month: the lowest, likely and highest.
pub(super) type Months = [Vec<Exact>; 3];

/// Everything that a vendor brings.
pub(super) struct Brought {
    pub(super) rows: Vec<Row>,
    /// How many more customers stay than with the baseline.
    pub(super) kept: Option<Range>,
}

/// Something that a vendor brings.
pub(super) struct Row {
    pub(super) name: String,
    /// None where that is not known.
    pub(super) months: Option<Months>,
    /// What is not said that it hangs on.
    pub(super) missing: Vec<String>,
}

/// What becomes of a contact that was forecast.
#[derive(Clone, Debug, Default)]
struct Shares {
    contacts: Exact,
    issues: Issues,
}

impl Shares {
    /// Of which nobody knows how it ends.
    fn as_forecast() -> Shares {
        Shares { contacts: Exact::ONE, issues: Issues::default() }
    }
}

/// A channel with what it comes to with a vendor, and with the baseline.
struct Counted {
    /// Contacts by month, as they were forecast.
    contacts: Vec<Exact>,
    likely: (Shares, Shares),
    corners: Vec<(Shares, Shares)>,
}

/// What a forecast contact comes to: at ends of what is outside of channels, with what it comes to for both, in a contract year.
type OfContact<'a> = dyn Fn(&[End], &(Shares, Shares), usize) -> Exact + 'a;

/// What a vendor says of how many it solves, in parts of one.
struct Solves {
    first: Estimate,
    later: Option<Estimate>,
    of: FcrOf,
}

/// Corners of what is open: the first end of what is not.
fn corners(open: &[bool]) -> Vec<Vec<End>> {
    let mut all = vec![Vec::new()];
    for is_open in open {
        let ends: &[End] = if *is_open { &[End::Low, End::High] } else { &[End::Likely] };
        all = all
            .into_iter()
            .flat_map(|corner| ends.iter().map(move |end| [corner.as_slice(), &[*end]].concat()))
            .collect();
    }
    all
}

fn is_open(estimate: Option<&Estimate>) -> bool {
    estimate.is_some_and(Estimate::is_range)
}

fn parts(percent: &Estimate) -> Option<Estimate> {
    let is_share = !percent.low.is_negative() && percent.high <= Exact::HUNDRED;
    let [low, likely, high] = [&percent.low, &percent.likely, &percent.high].map(Exact::of_percent);
    is_share.then(|| Estimate { low, likely, high, ..Estimate::default() })
}

/// What a vendor says of a channel; none where it says nothing, an error where that is not known.
fn solves(vendor: &Vendor, channel: &Channel) -> Result<Option<Solves>, String> {
    let quote = vendor.quote.as_deref();
    let own = quote.and_then(|quote| quote.work.iter().find(|work| work.channel == channel.id));
    let Some((own, fcr)) = own.and_then(|own| Some((own, own.fcr.as_ref()?))) else { return Ok(None) };
    let share = |amount: &OrFact| {
        let known = amount.of(vendor).and_then(|known| parts(&known));
        known.ok_or_else(|| amount.fact().map_or_else(|| "`fcr`".to_owned(), |fact| format!("`{fact}`")))
    };
    let later = own.fcr_later.as_ref().map(&share).transpose()?;
    let (first, of) = own.of_all(share(fcr)?);
    Ok(Some(Solves { first, later, of }))
}

/// What becomes of a contact that was forecast; none where it never ends.
///
/// - `today`, `back`: what the records hold, and who comes back.
/// - `own`: what the first contact solves, and each later one; as today where nothing is said.
fn shares(
    today: Option<&Exact>,
    back: &Exact,
    own: Option<(&Exact, Option<&Exact>, FcrOf)>,
) -> Option<Shares> {
    let of_today = match today {
        Some(today) => Some(contacts_per_issue(today, today, back)?),
        None => None,
    };
    let (first, later) = match own {
        Some((first, later, FcrOf::Issues)) => (first.clone(), later),
        Some((first, later, FcrOf::Contacts | FcrOf::Solvable)) => {
            (Kinds::first_of_issues(first, later, back)?, later)
        }
        None => (today?.clone(), None),
    };
    let issue = contacts_per_issue(&first, later.unwrap_or(&first), back)?;
    let issues = Exact::ONE.over(&of_today.as_ref().unwrap_or(&issue).contacts)?;
    Some(Shares {
        contacts: &issues * &issue.contacts,
        issues: Issues {
            first: &issues * &first,
            later: &issues * &(&issue.resolved - &first),
            given_up: &issues * &issue.given_up(),
        },
    })
}

/// The shares of a channel at each corner; none where they cannot be.
fn counted(
    basis: &CostBasis,
    channel: &Channel,
    own: Option<&Solves>,
    base: Option<&Solves>,
) -> Option<Counted> {
    let today = match &channel.fcr_today {
        Some(today) => Some(parts(today)?),
        None => None,
    };
    let back = parts(channel.returns.as_ref()?)?;
    let of = |one: Option<&Solves>| {
        [is_open(one.map(|one| &one.first)), is_open(one.and_then(|one| one.later.as_ref()))]
    };
    let open = [[is_open(today.as_ref()), back.is_range()], of(own), of(base)].concat();
    let at = |ends: &[End]| {
        let today = today.as_ref().map(|today| today.at(ends[0]));
        let of = |one: Option<&Solves>, at: usize| {
            let own = one.map(|one| {
                (one.first.at(ends[at]), one.later.as_ref().map(|later| later.at(ends[at + 1])), one.of)
            });
            shares(today, back.at(ends[1]), own)
        };
        // Where nobody knows how it is today, contacts are as they were forecast.
        let is_known = base.is_some() || today.is_some();
        Some((of(own, 2)?, if is_known { of(base, 4)? } else { Shares::as_forecast() }))
    };
    Some(Counted {
        contacts: (0..basis.months).map(|month| contacts(basis, channel, month)).collect(),
        likely: at(&[End::Likely; 6])?,
        corners: corners(&open).iter().map(|ends| at(ends)).collect::<Option<_>>()?,
    })
}

/// The lowest, likely and highest of what channels come to by month.
///
/// - `open`: which of the numbers outside of channels have a range.
/// - `of`: what a forecast contact comes to, at ends of these numbers, in a contract year.
/// - `years`: how many contract years differ.
fn between(channels: &[Counted], months: usize, open: &[bool], years: usize, of: &OfContact<'_>) -> Months {
    let by_month = |pick: &dyn Fn(&Counted, usize) -> Exact| -> Vec<Exact> {
        let by_channel: Vec<Vec<Exact>> =
            channels.iter().map(|channel| (0..years).map(|year| pick(channel, year)).collect()).collect();
        let month = |month: usize| {
            let year = (month / 12).min(years - 1);
            let each =
                channels.iter().zip(&by_channel).map(|(channel, of)| &channel.contacts[month] * &of[year]);
            Exact::sum(&each.collect::<Vec<_>>()).reduced()
        };
        (0..months).map(month).collect()
    };
    let likely_ends = vec![End::Likely; open.len()];
    let likely = by_month(&|channel, year| of(&likely_ends, &channel.likely, year));
    let mut found = [likely.clone(), likely.clone(), likely];
    for ends in corners(open) {
        let each = |channel: &Counted, year: usize| -> Vec<Exact> {
            channel.corners.iter().map(|pair| of(&ends, pair, year)).collect()
        };
        let low = by_month(&|channel, year| each(channel, year).into_iter().min().unwrap_or_default());
        let high = by_month(&|channel, year| each(channel, year).into_iter().max().unwrap_or_default());
        keep(&mut found, low, high);
    }
    found
}

/// Keeps months that come to less or more than those before.
fn keep(found: &mut Months, low: Vec<Exact>, high: Vec<Exact>) {
    if Exact::sum(&low) < Exact::sum(&found[0]) {
        found[0] = low;
    }
    if Exact::sum(&high) > Exact::sum(&found[2]) {
        found[2] = high;
    }
}

fn range_of(months: &Months) -> Range {
    let [low, likely, high] = [0, 1, 2].map(|end| Exact::sum(&months[end]));
    Range { low, likely, high }
}

/// What a customer is worth at the ends of margin and share who stay.
fn value_at(basis: &CostBasis, customer: &CustomerWorth, ends: &[End]) -> Exact {
    let discount = customer.discount.clone().or_else(|| basis.discount.clone()).unwrap_or_default();
    let keep = Exact::of_percent(customer.keep.at(ends[1]));
    customer_value(customer.margin.at(ends[0]), &keep, &discount, customer.years).unwrap_or_default()
}

/// What a customer is worth; none where it is not said.
pub(super) fn value_range(basis: &CostBasis, worth: &Worth) -> Option<Range> {
    let customer = worth.customer.as_ref()?;
    let at = |end| value_at(basis, customer, &[end; 2]);
    Some(Range { low: at(End::Low), likely: at(End::Likely), high: at(End::High) })
}

fn leave_at(leave: &Leave, ends: &[End]) -> [Exact; 3] {
    [
        Exact::of_percent(leave.first.at(ends[0])),
        Exact::of_percent(leave.later.at(ends[1])),
        Exact::of_percent(leave.given_up.at(ends[2])),
    ]
}

fn leaving(issues: &Issues, leave: &[Exact; 3]) -> Exact {
    lost_customers(issues, [&leave[0], &leave[1], &leave[2]])
}

/// The channels of which it is known how many issues are solved.
///
/// - `is_baseline`: whether what it does not say is as today.
/// - `missing`: takes what is not said.
fn channels(
    basis: &CostBasis,
    vendor: &Vendor,
    baseline: Option<&Vendor>,
    is_baseline: bool,
    missing: &mut Vec<String>,
) -> Option<Vec<Counted>> {
    let is_against = baseline.is_some() || basis.worth.as_ref().is_some_and(|worth| worth.is_against_today());
    let mut all = Vec::new();
    let before = missing.len();
    for channel in &basis.channels {
        let (own, base) = (solves(vendor, channel), baseline.map_or(Ok(None), |base| solves(base, channel)));
        let (own, base) = match (own, base) {
            (Ok(own), Ok(base)) => (own, base),
            (Err(what), _) | (_, Err(what)) => {
                missing.push(format!("{what} of {}", channel.name));
                continue;
            }
        };
        if channel.fcr_today.is_none() && own.is_none() && base.is_none() {
            continue;
        }
        if own.is_none() && !is_baseline {
            missing.push(format!("`fcr` of {}", channel.name));
        } else if channel.returns.is_none() {
            missing.push(format!("`return` of {}", channel.name));
        } else if base.is_none() && channel.fcr_today.is_none() && is_against {
            missing.push(format!("`fcr_today` of {}", channel.name));
        } else if let Some(counted) = counted(basis, channel, own.as_ref(), base.as_ref()) {
            all.push(counted);
        } else {
            missing.push(format!("how contacts of {} end", channel.name));
        }
    }
    if all.is_empty() && missing.len() == before {
        missing.push("`fcr_today` of any channel".to_owned());
    }
    (missing.len() == before).then_some(all)
}

/// Customers who leave over the term; none where that is not known or not asked for.
pub(super) fn lost(
    basis: &CostBasis,
    worth: &Worth,
    vendor: &Vendor,
    is_baseline: bool,
    missing: &mut Vec<String>,
) -> Option<Range> {
    let leave = worth.leave.as_ref()?;
    let channels = channels(basis, vendor, None, is_baseline, missing)?;
    let open = [&leave.first, &leave.later, &leave.given_up].map(Estimate::is_range);
    let months = between(&channels, basis.months, &open, 1, &|ends, (own, _), _| {
        leaving(&own.issues, &leave_at(leave, ends))
    });
    Some(range_of(&months))
}

/// Everything that a vendor brings, less what the baseline does.
pub(super) fn brought(
    basis: &CostBasis,
    worth: &Worth,
    vendor: &Vendor,
    baseline: Option<&Vendor>,
    is_baseline: bool,
) -> Brought {
    let mut found = Brought { rows: Vec::new(), kept: None };
    if let (Some(customer), Some(leave), true) = (&worth.customer, &worth.leave, worth.baseline.is_some()) {
        let mut missing = Vec::new();
        let channels = channels(basis, vendor, baseline, is_baseline, &mut missing);
        let open = [&leave.first, &leave.later, &leave.given_up, &customer.margin, &customer.keep];
        let open = open.map(Estimate::is_range);
        let stay = |ends: &[End], (own, base): &(Shares, Shares)| {
            let leave = leave_at(leave, ends);
            &leaving(&base.issues, &leave) - &leaving(&own.issues, &leave)
        };
        let zero = || [0; 3].map(|_: i32| vec![Exact::ZERO; basis.months]);
        let of = |of: &OfContact<'_>| {
            let channels = channels.as_ref()?;
            Some(if is_baseline { zero() } else { between(channels, basis.months, &open, 1, of) })
        };
        found.kept = of(&|ends, pair, _| stay(ends, pair)).as_ref().map(range_of);
        let months = of(&|ends, pair, _| &stay(ends, pair) * &value_at(basis, customer, &ends[3..]));
        found.rows.push(Row { name: "Customers who stay".to_owned(), months, missing });
    }
    let both = (vendor, baseline);
    for list in &basis.campaigns {
        let Some(value) = &list.value else { continue };
        let sold = [vendor].into_iter().chain(baseline).map(|one| net_sales(basis, one, Some(&list.id)));
        let name = format!("Sales: {}", list.name);
        found.rows.push(of_sales(
            name,
            sold.collect(),
            &[vec![value.clone()], vec![value.clone()]],
            is_baseline,
        ));
    }
    let others = worth.others.iter();
    found.rows.extend(others.map(|other| of_other(basis, other, both, is_baseline)));
    found
}

/// Sales that stay by month, of a list or of all; none where that is not known.
fn net_sales(basis: &CostBasis, vendor: &Vendor, list: Option<&str>) -> Option<Months> {
    let quote = vendor.quote.as_deref()?;
    let at = |ends| -> Option<Vec<Exact>> {
        let works = ListWork::all(basis, vendor, &quote.outbound, ends, (&Scenario::default(), None)).ok()?;
        let mut sold = vec![Exact::ZERO; basis.months];
        for work in works.iter().filter(|work| list.is_none_or(|list| work.needs.id == list)) {
            let all = work.net_sales()?;
            for (sum, month) in sold.iter_mut().zip(&work.work.months) {
                *sum += &(&all * &month.share);
            }
        }
        Some(sold)
    };
    let likely = at(ListEnds::default())?;
    let mut found = [likely.clone(), likely.clone(), likely];
    for reach in [End::Low, End::High] {
        for yields in [End::Low, End::High] {
            let corner = at(ListEnds { reach, yields })?;
            keep(&mut found, corner.clone(), corner);
        }
    }
    Some(found)
}

/// What sales bring.
///
/// - `sold`: those of the vendor, and of the baseline where it is one.
/// - `values`: what one is worth with each of them, by contract year.
fn of_sales(name: String, sold: Vec<Option<Months>>, values: &[Vec<Estimate>; 2], is_baseline: bool) -> Row {
    let sold: Option<Vec<Months>> = sold.into_iter().collect();
    let Some(sold) = sold else {
        let missing = vec!["`conversion` or `cancel` of a list".to_owned()];
        return Row { name, months: None, missing };
    };
    let money = |ends: &[End; 4]| -> Vec<Exact> {
        let index = |end| match end {
            End::Low => 0,
            End::Likely => 1,
            End::High => 2,
        };
        let of = |at: usize, end, value| -> Vec<Exact> {
            let months = sold[at][index(end)].iter().enumerate();
            months.map(|(month, sold)| sold * of_year(&values[at], month / 12).at(value)).collect()
        };
        let own = of(0, ends[0], ends[1]);
        if is_baseline {
            return vec![Exact::ZERO; own.len()];
        }
        if sold.len() < 2 {
            return own;
        }
        own.iter().zip(of(1, ends[2], ends[3])).map(|(own, base)| own - &base).collect()
    };
    let likely = money(&[End::Likely; 4]);
    let mut found = [likely.clone(), likely.clone(), likely];
    let is_same = values[0] == values[1];
    let open = [&values[0], &values[1]].map(|values| values.iter().any(Estimate::is_range));
    for corner in corners(&[true, open[0], sold.len() > 1, !is_same && open[1]]) {
        let mut ends = [corner[0], corner[1], corner[2], corner[3]];
        if is_same {
            ends[3] = ends[1];
        }
        let months = money(&ends);
        keep(&mut found, months.clone(), months);
    }
    Row { name, months: Some(found), missing: Vec::new() }
}

/// The amount of a contract year, from 0.
fn of_year(amounts: &[Estimate], year: usize) -> &Estimate {
    &amounts[year.min(amounts.len() - 1)]
}

/// What else a vendor brings.
fn of_other(
    basis: &CostBasis,
    other: &OtherBenefit,
    (vendor, baseline): (&Vendor, Option<&Vendor>),
    is_baseline: bool,
) -> Row {
    let name = other.name.clone();
    let amounts = |one: &Vendor| -> Option<Vec<Estimate>> {
        other.amounts.iter().map(|amount| amount.of(one).map(std::borrow::Cow::into_owned)).collect()
    };
    let unknown = |whose: &Vendor| {
        let facts =
            other.amounts.iter().filter_map(OrFact::fact).map(|fact| format!("`{fact}` of {}", whose.name));
        Row { name: name.clone(), months: None, missing: facts.collect() }
    };
    let Some(own) = amounts(vendor) else { return unknown(vendor) };
    let base = match baseline {
        Some(baseline) => match amounts(baseline) {
            Some(base) => Some(base),
            None => return unknown(baseline),
        },
        None => None,
    };
    let has_facts = other.amounts.iter().any(|amount| amount.fact().is_some());
    let open =
        [own.iter().any(Estimate::is_range), has_facts && base.iter().flatten().any(Estimate::is_range)];
    // What is the same for both has the same end.
    let ends_of = |ends: &[End]| if has_facts { [ends[0], ends[1]] } else { [ends[0]; 2] };
    let years = own.len();
    let zero = || [0; 3].map(|_: i32| vec![Exact::ZERO; basis.months]);
    let found = |months| Row { name: name.clone(), months: Some(months), missing: Vec::new() };
    if is_baseline {
        return found(zero());
    }
    match other.per {
        BenefitUnit::Sale => {
            let sold = [vendor].into_iter().chain(baseline).map(|one| net_sales(basis, one, None)).collect();
            let second = base.unwrap_or_else(|| own.clone());
            of_sales(name.clone(), sold, &[own, second], false)
        }
        BenefitUnit::Year => {
            let year = Exact::from(12);
            let money = |ends: &[End]| -> Vec<Exact> {
                let ends = ends_of(ends);
                let month = |month: usize| {
                    let own = of_year(&own, month / 12).at(ends[0]).clone();
                    let base = base
                        .as_ref()
                        .map(|base| of_year(base, month / 12).at(ends[1]).clone())
                        .unwrap_or_default();
                    (&own - &base).over(&year).unwrap_or_default()
                };
                (0..basis.months).map(month).collect()
            };
            let likely = money(&[End::Likely; 2]);
            let mut months = [likely.clone(), likely.clone(), likely];
            for corner in corners(&open) {
                let at = money(&corner);
                keep(&mut months, at.clone(), at);
            }
            found(months)
        }
        BenefitUnit::Contact | BenefitUnit::ResolvedIssue => {
            let mut missing = Vec::new();
            let channels = if other.per == BenefitUnit::Contact {
                all_channels(basis, vendor, baseline)
            } else {
                channels(basis, vendor, baseline, false, &mut missing)
            };
            let Some(channels) = channels else { return Row { name, months: None, missing } };
            let units = |shares: &Shares| match other.per {
                BenefitUnit::ResolvedIssue => &shares.issues.first + &shares.issues.later,
                BenefitUnit::Contact | BenefitUnit::Year | BenefitUnit::Sale => shares.contacts.clone(),
            };
            found(between(&channels, basis.months, &open, years, &|ends, (own_shares, base_shares), at| {
                let ends = ends_of(ends);
                let brings = of_year(&own, at).at(ends[0]) * &units(own_shares);
                match &base {
                    Some(base) => &brings - &(of_year(base, at).at(ends[1]) * &units(base_shares)),
                    None => brings,
                }
            }))
        }
    }
}

/// All channels with their contacts, those of which nobody knows how they end as they were forecast.
fn all_channels(basis: &CostBasis, vendor: &Vendor, baseline: Option<&Vendor>) -> Option<Vec<Counted>> {
    let of = |channel: &Channel| {
        let own = solves(vendor, channel).ok()?;
        let base = baseline.map_or(Ok(None), |base| solves(base, channel)).ok()?;
        let is_told = own.is_some() || channel.fcr_today.is_some();
        let told = counted(basis, channel, own.as_ref(), base.as_ref()).filter(|_| is_told);
        let one = Shares::as_forecast();
        Some(told.unwrap_or_else(|| Counted {
            contacts: (0..basis.months).map(|month| contacts(basis, channel, month)).collect(),
            likely: (one.clone(), one.clone()),
            corners: vec![(one.clone(), one)],
        }))
    };
    basis.channels.iter().map(of).collect()
}
