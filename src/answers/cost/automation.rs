//! What the bots of vendors do, and from where on they pay.

use super::Costing;
use super::words::{of_contact, whole};
use crate::answers::Findings;
use crate::answers::document::{Cell, Section, Table, Tone};
use crate::cost::automation::Verdict;
use crate::cost::bots::{BotAtVendor, PaysFrom};
use crate::cost::money::grouped;
use crate::cost::{Range, VendorCost};
use crate::exact::Exact;

/// What bots do; without rows where there are none.
pub(super) fn table(vendors: &[&VendorCost]) -> Table {
    let mut table = Table::of("Automation, over the term")
        .head("Vendor and bot")
        .numbers("Sessions")
        .numbers("Contained")
        .numbers("Solved")
        .numbers("To people")
        .numbers("Their time %, last year")
        .numbers("Agents")
        .numbers("A solved one")
        .numbers("Pays from %");
    for (vendor, bot) in vendors.iter().flat_map(|vendor| vendor.bots.iter().map(move |bot| (vendor, bot))) {
        let growth = bot.growth.as_ref().map(|growth| (growth - &Exact::ONE).percent());
        let each =
            bot.per_solved.clone().map(|each| Range { low: each.clone(), likely: each.clone(), high: each });
        let from = bot.containment.as_ref().and_then(|pays| pays.at.as_ref());
        table.row(vec![
            Cell::toned(format!("{}: {}", vendor.name, bot.id), Tone::Strong),
            whole(&bot.sessions).into(),
            whole(&bot.contained).into(),
            whole(&bot.solved).into(),
            whole(&bot.to_people).into(),
            growth.map_or_else(|| Cell::from("–"), |growth| growth.signed(1).into()),
            format!("{} → {}", bot.peak_agents[0], bot.peak_agents[1]).into(),
            of_contact(each.as_ref()),
            from.map_or_else(|| Cell::from("–"), |from| grouped(from, 1).into()),
        ]);
    }
    table
}

/// What bots do as a chapter of a report; none where there are none.
pub(crate) fn section(findings: &Findings<'_>) -> Option<Section> {
    let costing = Costing::new(findings).ok()?;
    let vendors = costing.costs.ranked(false);
    let said: Vec<String> = vendors.iter().flat_map(|vendor| remarks(vendor)).collect();
    if vendors.iter().all(|vendor| vendor.bots.is_empty()) {
        return None;
    }
    let mut section = Section::chapter("automation", "Automation");
    section.text(
        "What bots take before people do, the work that is left, and from where on each pays: on the whole cost, with whole \
         agents, against the same quote without its bot.",
    );
    section.table(table(&vendors)).list(said);
    Some(section)
}

/// From where on each bot pays, and what its quote does not say: a sentence each.
pub(super) fn remarks(vendor: &VendorCost) -> Vec<String> {
    vendor.bots.iter().flat_map(|bot| of_bot(&format!("{}, {}", vendor.name, bot.id), bot)).collect()
}

/// The same of one bot.
///
/// - `name`: what it is called.
pub(crate) fn of_bot(name: &str, bot: &BotAtVendor) -> Vec<String> {
    let quoted = bot.quoted.as_ref().map_or_else(String::new, |quoted| {
        let [low, likely, high] = [&quoted.low, &quoted.likely, &quoted.high].map(|end| end.plain(2));
        if low == high {
            format!("; quoted {likely}")
        } else {
            format!("; quoted {likely} ({low} to {high})")
        }
    });
    let mut said = Vec::new();
    said.extend(bot.containment.as_ref().map(|pays| format!("{name}: {}{quoted}.", containment(pays))));
    said.extend(bot.volume.as_ref().map(|pays| format!("{name}: {}.", volume(pays))));
    if !bot.is_priced {
        said.push(format!("{name}: no price line is for it, and nothing is counted: ask what it costs."));
    }
    if !bot.missing.is_empty() {
        let keys: Vec<String> = bot.missing.iter().map(|key| format!("`{key}`")).collect();
        let from = "a gap, counted as a range: ask for it";
        said.push(format!("{name}: the quote does not say {}: {from}.", keys.join(", ")));
    }
    said
}

fn containment(pays: &PaysFrom) -> String {
    let at = pays.at.as_ref().map_or_else(String::new, |at| at.plain(1));
    match pays.verdict {
        Verdict::From => format!("break-even containment {at} %: below it the human-only quote is cheaper"),
        Verdict::Below => format!("break-even containment {at} %: above it the human-only quote is cheaper"),
        Verdict::Never => "at no containment is it cheaper than the human-only quote".to_owned(),
        Verdict::Always => "at any containment it is cheaper than the human-only quote".to_owned(),
        Verdict::Equal => "it costs what the human-only quote does, at any containment".to_owned(),
    }
}

fn volume(pays: &PaysFrom) -> String {
    let at = pays.at.as_ref().map_or_else(String::new, |at| at.percent().plain(0));
    match pays.verdict {
        Verdict::From => {
            format!("break-even volume {at} % of the forecast: below it the human-only quote is cheaper")
        }
        Verdict::Below => {
            format!("break-even volume {at} % of the forecast: above it the human-only quote is cheaper")
        }
        Verdict::Never => "at no volume up to ten times the forecast is it cheaper".to_owned(),
        Verdict::Always => "at any volume from a twentieth of the forecast it is cheaper".to_owned(),
        Verdict::Equal => "it costs the same at any volume".to_owned(),
    }
}
