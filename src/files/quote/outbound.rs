//! How a vendor works lists off, as `[quote.outbound]` writes it.

use super::{place_of, refuse};
use crate::decision::outbound::{Blended, CountedCalls, Crew, Dialler, VendorCampaign};
use crate::decision::quote::{Price, PriceUnit};
use crate::diagnostic::Span;
use crate::exact::Exact;
use crate::files::amount::{AmountOrFact, Counts, Reference, amount};
use crate::files::read::{Attempt, IdEntry, Limited, Problems, Spanned, toml_table};
use crate::files::values::{Count, Names, NotNegative, Percent, Positive};

toml_table! {
    /// How a vendor works a list off. Shares are in per cent, each a number, a range, a count or a fact.
    struct VendorCampaignEntry {
        /// The share of right persons who buy; not known when left out.
        conversion: AmountOrFact<100>,
        /// The share of right persons who become leads; not known when left out.
        leads: AmountOrFact<100>,
        /// How it calls: "preview", "progressive" or "predictive"; progressive when left out.
        dialler: Dialler,
        /// The busy share of agents, which predictive dialling needs.
        occupancy: AmountOrFact<100>,
        /// Agents who call; the list is worked off evenly over the term when left out.
        agents: Count,
        /// The hours of one of them in a month.
        hours: Positive,
        /// Agents of channels who call while nobody waits, in hours that are paid already; nobody when left out.
        blended: BlendedEntry,
        /// Hours that are billed in a month in any case; none when left out.
        minimum_hours: NotNegative,
        /// Seconds of an agent on an attempt that nobody answers; as the needs say when left out.
        no_answer: NotNegative,
        /// Seconds until somebody answers; 0 when left out.
        to_answer: NotNegative,
        /// Seconds at a record before an attempt, of preview dialling; 0 when left out.
        preview: NotNegative,
        /// What was counted of calls that nobody took.
        counted: CountedEntry,
    }
}

toml_table! {
    /// What was counted of calls that nobody took.
    struct CountedEntry {
        /// Answers for which there was no agent.
        abandoned: NotNegative [required],
        /// Answers that agents had.
        passed: NotNegative [required],
        /// People who were taken for machines; none when left out.
        machines_false: NotNegative,
        /// Machines among those abandoned; none when left out.
        to_machines: NotNegative,
    }
}

toml_table! {
    /// Agents who answer customers and call while nobody waits.
    struct BlendedEntry {
        /// Their channels, by their keys under needs.demand.
        channels: Names [required],
        /// How busy they may be with both, in per cent; what customers wait for goes first.
        occupancy: Percent [required],
    }
}

impl Limited for VendorCampaignEntry {
    const MOST: usize = 50;
}

/// How one list is worked off.
pub(super) fn campaign(
    entry: IdEntry<Attempt<VendorCampaignEntry>>,
    channels: &mut Vec<(String, Span)>,
    references: &mut Vec<Reference>,
    problems: &mut Problems,
) -> Option<(VendorCampaign, Span)> {
    let IdEntry { id, id_span, value: Attempt(table), .. } = entry;
    let table = table?;
    let optional = |key: Option<Spanned<NotNegative>>| key.map_or(Exact::ZERO, |key| key.value.0);
    let dialler = table.dialler.as_ref().map(|dialler| dialler.value).unwrap_or_default();
    if let (Dialler::Predictive, None, Some(place)) =
        (dialler, &table.occupancy, table.dialler.as_ref().map(|dialler| dialler.span))
    {
        let help = "add `occupancy`, the busy share of agents in per cent";
        refuse(place, "how long agents wait for calls is not said", help, problems);
    }
    let crew = match (table.agents, table.hours) {
        (Some(_), Some(hours)) if hours.value.0 > Exact::from(744) => {
            let help = "no month has more than 744 hours; give those of one agent in a month";
            refuse(hours.span, "these are more hours than a month has", help, problems);
            None
        }
        (Some(agents), Some(hours)) => Some(Crew { agents: agents.value.0, hours: hours.value.0 }),
        (None, None) => None,
        (Some(one), None) => {
            refuse(one.span, "it is not said how long they call", "add `hours` of one in a month", problems);
            None
        }
        (None, Some(one)) => {
            refuse(one.span, "it is not said how many call", "add `agents`", problems);
            None
        }
    };
    if let Some(preview) = table.preview.as_ref().filter(|_| dialler != Dialler::Preview) {
        let help = "leave it out, or write dialler = \"preview\"";
        refuse(preview.span, "only preview dialling looks at records first", help, problems);
    }
    let counted = table.counted.and_then(|counted| {
        let counted = counted.value;
        let (abandoned, machines) = (counted.abandoned.as_ref()?, counted.to_machines.as_ref());
        if let Some(machines) = machines.filter(|machines| machines.value.0 > abandoned.value.0) {
            let what = format!("{} machines among {} abandoned calls", machines.value.0, abandoned.value.0);
            refuse(machines.span, &what, "count those of them that were machines", problems);
            return None;
        }
        Some(CountedCalls {
            abandoned: counted.abandoned?.value.0,
            passed: counted.passed?.value.0,
            machines_false: optional(counted.machines_false),
            to_machines: optional(counted.to_machines),
        })
    });
    let blended = table.blended.and_then(|blended| {
        let names = blended.value.channels?;
        channels.extend(names.value.0.iter().map(|name| (name.clone(), names.span)));
        let occupancy = blended.value.occupancy?.value.share();
        Some(Blended { channels: names.value.0, occupancy })
    });
    let campaign = VendorCampaign {
        blended,
        campaign: id,
        conversion: table.conversion.map(|key| amount(key, Counts::PerCent, references)),
        leads: table.leads.map(|key| amount(key, Counts::PerCent, references)),
        dialler,
        occupancy: table.occupancy.map(|key| amount(key, Counts::PerCent, references)),
        crew,
        minimum_hours: optional(table.minimum_hours),
        no_answer: table.no_answer.map(|seconds| seconds.value.0),
        to_answer: optional(table.to_answer),
        preview: optional(table.preview),
        counted,
    };
    Some((campaign, id_span))
}

/// Gives each price of a list its list, and refuses what does not fit together.
///
/// - `places`: those of the price lines by their keys.
pub(super) fn join(
    prices: &mut [Price],
    lists: &[(VendorCampaign, Span)],
    places: &[(String, Span)],
    problems: &mut Problems,
) {
    let blended = |list: &VendorCampaign| list.blended.iter().flat_map(|own| own.channels.clone()).collect();
    for (at, (list, place)) in lists.iter().enumerate() {
        let own: Vec<String> = blended(list);
        let mut before = lists[..at].iter().map(|(other, _)| blended(other));
        if before.any(|other: Vec<String>| own.iter().any(|channel| other.contains(channel))) {
            let help = "name each channel in `blended` of one list";
            refuse(*place, "agents cannot call two lists in the same idle time", help, problems);
        }
    }
    for price in prices.iter_mut().filter(|price| price.per.is_of_campaign() || price.campaign.is_some()) {
        if let ([(only, _)], None) = (lists, &price.campaign) {
            price.campaign = Some(only.campaign.clone());
        }
        let named = |(list, _): &&(VendorCampaign, Span)| Some(&list.campaign) == price.campaign.as_ref();
        let Some((list, place)) = lists.iter().find(named) else {
            let message = format!("the price `{}` is of a list, and there is no such list", price.id);
            let help = "add [quote.outbound.LIST], LIST as under needs.outbound, and name it with `campaign`";
            if let Some(place) = place_of(places, &price.id) {
                refuse(place, message, help, problems);
            }
            continue;
        };
        let lacks = match price.per {
            PriceUnit::Sale | PriceUnit::RevenuePercent if list.conversion.is_none() => Some("conversion"),
            PriceUnit::Lead if list.leads.is_none() => Some("leads"),
            _ => None,
        };
        if let Some(key) = lacks {
            let message = format!("the price `{}` needs the `{key}` of right persons", price.id);
            refuse(*place, message, "add the share of them, in per cent", problems);
        }
    }
}
