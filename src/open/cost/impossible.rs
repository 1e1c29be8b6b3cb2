//! What a quote says that cannot be so, told where it stands: work that never ends, more taken than there is.

use crate::cost::Unknown;
use crate::decision::quote::{Automation, PriceUnit};
use crate::decision::{CostBasis, Estimate, OrFact, Vendor};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::exact::Exact;
use crate::files::quote::ReadQuote;

/// The problem of a quote whose numbers cannot all be true, at the table that says them; none where something is only not
/// known yet.
pub(super) fn impossible(
    basis: &CostBasis,
    vendor: &Vendor,
    read: &ReadQuote,
    unknown: &Unknown,
) -> Option<Diagnostic> {
    let bot_on = |name: &str| {
        let channel = basis.channels.iter().find(|channel| channel.name == name)?;
        let at = read.quote.automation.iter().position(|bot| bot.is_on(&channel.id))?;
        Some((&read.quote.automation[at], *read.bots.get(at)?))
    };
    let work_on = |name: &str| {
        let channel = basis.channels.iter().find(|channel| channel.name == name)?;
        read.works.iter().find(|(id, _)| *id == channel.id).map(|(_, place)| *place)
    };
    let (place, help) = match unknown {
        Unknown::TooMuchTaken(name) => {
            let (bot, place) = bot_on(name)?;
            (place, taken(bot, vendor))
        }
        Unknown::RestTooLong(name) => {
            let help = "`rest_longer` is how much longer the contacts that are left take: lower it, the high end of its \
                        range included";
            (bot_on(name)?.1, help.to_owned())
        }
        Unknown::Endless(name) => match bot_on(name) {
            Some((bot, place)) if bot.meets_again => (
                place,
                "who comes back meets the bot again (`to = \"bot\"`), and it solves nobody: give `genuine` above 0, or \
                 `reach`, `containment` or `return` below 100"
                    .to_owned(),
            ),
            _ => (
                work_on(name).unwrap_or(read.span),
                "nobody is solved, and all return: give `fcr` or `fcr_later` above 0, or the channel a `return` below 100"
                    .to_owned(),
            ),
        },
        Unknown::NoTime(name) => match bot_on(name) {
            Some((_, place)) => (
                place,
                "`handover` saves more seconds than the contacts that are left take: give it nearer to 0".to_owned(),
            ),
            None => (work_on(name).unwrap_or(read.span), "give `aht` in seconds, above 0".to_owned()),
        },
        Unknown::Share(_) => (
            read.works.first().map_or(read.span, |(_, place)| *place),
            "no share of contacts that are solved leads to this share of issues: look at `fcr` and its `of`"
                .to_owned(),
        ),
        Unknown::AllLeave(_) => (
            read.span,
            "say attrition_kind = \"simple\" where leavers are held against the mean team".to_owned(),
        ),
        Unknown::Resolution => (unsaid_resolution(basis, read)?, RESOLUTION_HELP.to_owned()),
        _ => return None,
    };
    let message = format!("this cannot be: {unknown}");
    Some(Diagnostic::new(Code::BadPrice, place, message).help(help))
}

const RESOLUTION_HELP: &str =
    "say how many contacts are resolved: `resolution` of [quote], or of the channel under [needs.demand]";

/// The price line that counts resolutions, where nobody says a share of any channel; none where a fact only is not known.
fn unsaid_resolution(basis: &CostBasis, read: &ReadQuote) -> Option<Span> {
    let says = |id: &str| read.quote.work.iter().any(|work| work.channel == id && work.fcr.is_some());
    let silent =
        |channel: &&crate::decision::demand::Channel| channel.resolution.is_none() && !says(&channel.id);
    basis.channels.iter().find(silent)?;
    let price = read.quote.prices.iter().find(|price| price.per == PriceUnit::Resolution)?;
    read.lines.iter().find(|(id, _)| *id == price.id).map(|(_, place)| *place)
}

/// What a bot would take at the most, in numbers, and what to do.
fn taken(bot: &Automation, vendor: &Vendor) -> String {
    let high = |amount: &OrFact| amount.of(vendor).map(|amount| amount.high.clone());
    let grown = bot.growth.iter().map(|year: &Estimate| year.high.clone()).max();
    let numbers = (|| {
        let shares =
            [high(&bot.reach)?, grown.or_else(|| high(&bot.containment))?, high(bot.relative.as_ref()?)?];
        let percent = shares.iter().fold(Exact::HUNDRED, |all, share| &all * &Exact::of_percent(share));
        let [reach, containment, relative] = shares.map(|share| share.plain(2));
        Some(format!(
            "; at their highest {reach} % x {containment} % x {relative} % = {} %",
            percent.plain(2)
        ))
    })();
    format!(
        "`reach` x `containment` x `relative` is the share of the work that the bot takes, 100 % at most{}: lower \
         `relative`, or the end of a range that goes too far",
        numbers.unwrap_or_default()
    )
}
