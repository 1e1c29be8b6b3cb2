//! What a contract's terms mean for the time that we need it.

use serde::Serialize;

use super::calendar::{months_earlier, months_later};
use super::rates::may_leave;
use crate::decision::quote::{Bonus, Contract, Credits, Mixed, Quote, Ramp, Renewal, Rise};
use crate::decision::{CostBasis, Date, End};
use crate::exact::Exact;

/// Months by which a contract renews itself where it does not say.
const USUAL_RENEWAL: u32 = 12;

/// A remark on a vendor's contract that a buyer should see before signing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What it is about.
    pub kind: NoteKind,
    /// What the quote says, in its own words.
    pub text: String,
}

/// What a remark is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteKind {
    /// The contract ends before we need it no more.
    Lapse,
    /// It renews by itself.
    AutomaticRenewal,
    /// Prices may rise without a limit.
    UncappedIndex,
    /// Nothing is said about handing over at the end.
    NoExitClause,
    /// It binds us longer than we need it.
    BoundLonger,
    /// The quote is open for too short a time.
    Expired,
    /// The quote leaves out something that it should say.
    NotSaid,
    /// Money back for missed service levels.
    Credits,
    /// Money by how well the work is done.
    Bonus,
    /// What is paid whether the work is there or not.
    Minimum,
    /// How the work begins.
    Ramp,
    /// The exchange rate is where either side may leave.
    Collar,
}

/// When a contract ends, and what must be done by when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ending {
    /// The first day after its agreed term.
    pub(super) end: Option<Date>,
    /// The last day for notice against that end.
    pub(super) notice_by: Option<Date>,
    /// Whether it ends, without renewing itself, before we need it no more.
    pub(super) lapses: Option<bool>,
}

/// Months by which the contract binds us beyond the time that we need it.
pub(super) fn months_left(contract: &Contract, needed: usize) -> u32 {
    let needed = u32::try_from(needed).unwrap_or(u32::MAX);
    let Some(term) = contract.term_months else { return 0 };
    if term >= needed {
        return term - needed;
    }
    if contract.renewal != Some(Renewal::Automatic) {
        return 0;
    }
    let step = contract.renewal_months.unwrap_or(USUAL_RENEWAL).max(1);
    let renewals = (needed - term).div_ceil(step);
    term + renewals * step - needed
}

pub(super) fn ending(basis: &CostBasis, quote: &Quote) -> Ending {
    let Some(contract) = &quote.contract else { return Ending::default() };
    let Some(term) = contract.term_months else { return Ending::default() };
    let end = months_later(basis.start, term);
    let is_short = (term as usize) < basis.months;
    Ending {
        end: Some(end),
        notice_by: contract.notice_months.map(|notice| months_earlier(end, notice)),
        lapses: match (is_short, contract.renewal) {
            (false, _) | (true, Some(Renewal::Automatic)) => Some(false),
            (true, Some(_)) => Some(true),
            (true, None) => None,
        },
    }
}

/// By how much prices rise, of the whole quote and of single prices.
fn rises(quote: &Quote) -> impl Iterator<Item = &Rise> {
    let own = quote.prices.iter().filter_map(|price| price.index.as_ref());
    quote.index.iter().chain(own).map(|index| &index.rise)
}

/// Whether all increases have an upper limit; none where nothing is said of increases.
pub(super) fn is_index_capped(quote: &Quote) -> Option<bool> {
    let mut rises = rises(quote).peekable();
    rises.peek()?;
    let is_open = |rise: &Rise| match rise {
        Rise::Fixed(_) => false,
        Rise::Cpi { cap, .. } => cap.is_none(),
        Rise::Mixed(mixed) => mixed.cap.is_none(),
    };
    Some(!rises.any(is_open))
}

/// The remarks on a quote and its contract.
pub(super) fn notes(basis: &CostBasis, quote: &Quote) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut say = |kind, text: String| notes.push(Note { kind, text });
    if let (Some(until), Some(award)) = (quote.valid_until, basis.award)
        && until < award
    {
        say(NoteKind::Expired, format!("the quote is open until {until}, and we award on {award}"));
    }
    if is_index_capped(quote) == Some(false) {
        let is_mixed = |rise: &Rise| matches!(rise, Rise::Mixed(Mixed { cap: None, .. }));
        let with = if rises(quote).any(is_mixed) { "wages and consumer prices" } else { "consumer prices" };
        say(NoteKind::UncappedIndex, format!("prices rise with {with}, without a cap"));
    }
    if rises(quote).any(|rise| matches!(rise, Rise::Mixed(Mixed { chained: None, .. }))) {
        let text = "the quote does not say whether each year's rise is on top of the one before; taken so";
        say(NoteKind::NotSaid, text.to_owned());
    }
    if quote.index.is_none() && quote.prices.iter().any(|price| price.index.is_none()) {
        say(NoteKind::NotSaid, "the quote does not say whether prices rise; none is counted".to_owned());
    }
    if let Some((year, moved)) = may_leave(basis, quote) {
        let moved = moved.percent().signed(1);
        let text = format!("the exchange rate is {moved} % from the agreed one in year {}", year + 1);
        say(NoteKind::Collar, format!("{text}: either side may leave then"));
    }
    clause_notes(basis, quote, &mut say);
    if quote.includes_tax.is_none() {
        say(NoteKind::NotSaid, "the quote does not say whether prices hold tax; taken as without".to_owned());
    }
    match &quote.contract {
        None => say(NoteKind::NotSaid, "no contract terms are given".to_owned()),
        Some(contract) => contract_notes(basis, quote, contract, &mut say),
    }
    notes
}

/// What a buyer should see of credits, bonus, minimums and the ramp.
fn clause_notes(basis: &CostBasis, quote: &Quote, say: &mut impl FnMut(NoteKind, String)) {
    if let Some(credits) = &quote.credits {
        say(NoteKind::Credits, credits_note(credits));
    }
    if let Some(bonus) = &quote.bonus {
        say(NoteKind::Bonus, bonus_note(bonus));
    }
    for price in &quote.prices {
        let Some(band) = &price.forecast_band else { continue };
        let percent = band.share.percent().plain(2);
        let above = match &band.beyond {
            Some(each) => format!("each above costs {}", each.plain(6)),
            None => "whether service levels hold above it is not said".to_owned(),
        };
        let name = &price.name;
        say(
            NoteKind::Minimum,
            format!("{name}: what is more than {percent} % below the forecast is paid; {above}"),
        );
    }
    if let Some(ramp) = &quote.ramp {
        ramp_note(basis, ramp, say);
    }
}

fn percent(share: &Exact) -> String {
    share.percent().plain(2)
}

fn credits_note(credits: &Credits) -> String {
    let back = match credits.earn_back {
        Some(true) => ", which the vendor can win back",
        Some(false) => ", for good",
        None => "; whether the vendor can win them back is not said",
    };
    let spread: Vec<Exact> = credits.levels.iter().map(|level| &level.pool * &level.share).collect();
    let spread = Exact::sum(&spread);
    let counted = if !credits.levels.is_empty() {
        let months = |end| credits.levels.iter().map(|level| level.missed_share(end)).collect::<Vec<_>>();
        let missed = (&Exact::sum(&months(End::Likely)) * &Exact::from(12)).plain(1);
        let cap = if spread > Exact::ONE {
            format!(
                "; the levels come to {} % of it, so the cap bites where all are missed",
                percent(&spread)
            )
        } else {
            String::new()
        };
        format!("{missed} misses a year are counted{cap}")
    } else if credits.expected.is_zero() {
        "none are counted".to_owned()
    } else {
        format!("{} % are counted", percent(&credits.expected))
    };
    format!("service credits of up to {} % of the invoice{back}; {counted}", percent(&credits.at_risk))
}

fn bonus_note(bonus: &Bonus) -> String {
    let (most, malus) = (percent(&bonus.most), percent(&bonus.malus));
    let bounds = format!("up to {most} % of the invoice more for better work than {}", bonus.target.plain(6));
    let known = match &bonus.actual {
        Some(_) => "",
        None => "; what is reached is not said: neither is counted, and both ends are in the range",
    };
    format!("{bounds}, up to {malus} % less for worse{known}")
}

fn ramp_note(basis: &CostBasis, ramp: &Ramp, say: &mut impl FnMut(NoteKind, String)) {
    let stays = ramp.volume.iter().take(basis.months).any(|share| *share < Exact::ONE);
    if stays && basis.present.is_none() {
        let text = "contacts stay with the present provider at first, and what they cost there is not counted; \
                    add `present` to [cost]";
        say(NoteKind::Ramp, text.to_owned());
    }
}

fn contract_notes(
    basis: &CostBasis,
    quote: &Quote,
    contract: &Contract,
    say: &mut impl FnMut(NoteKind, String),
) {
    let needed_until = months_later(basis.start, u32::try_from(basis.months).unwrap_or(u32::MAX));
    let ending = ending(basis, quote);
    let Some(end) = ending.end else {
        say(NoteKind::NotSaid, "the contract does not say how long it runs".to_owned());
        return exit_note(contract, say);
    };
    match ending.lapses {
        Some(true) => {
            say(NoteKind::Lapse, format!("the contract ends on {end}, and we need it until {needed_until}"));
        }
        None => say(
            NoteKind::NotSaid,
            format!("the contract ends on {end}, before {needed_until}, and does not say how it renews"),
        ),
        Some(false) => {}
    }
    if end < needed_until && contract.uplift.is_none() {
        say(NoteKind::NotSaid, format!("the price after {end} is not said; the old one is counted"));
    }
    if contract.renewal == Some(Renewal::Automatic) {
        let months = contract.renewal_months.unwrap_or(USUAL_RENEWAL);
        let notice = match ending.notice_by {
            Some(by) if by <= basis.start => {
                format!("; notice would be due on {by}, before the service starts")
            }
            Some(by) => format!(" unless notice is given by {by}"),
            None => "; the notice period is not said".to_owned(),
        };
        say(NoteKind::AutomaticRenewal, format!("renews itself on {end} for {}{notice}", counted(months)));
    }
    let left = months_left(contract, basis.months);
    if left > 0 {
        let fee = if contract.termination.is_some() { "" } else { "; what leaving early costs is not said" };
        say(NoteKind::BoundLonger, format!("binds us {} longer than we need it{fee}", counted(left)));
    }
    exit_note(contract, say);
}

fn counted(months: u32) -> String {
    if months == 1 { "1 month".to_owned() } else { format!("{months} months") }
}

fn exit_note(contract: &Contract, say: &mut impl FnMut(NoteKind, String)) {
    match contract.exit_clause {
        Some(true) => {}
        Some(false) => say(NoteKind::NoExitClause, "the contract has no exit clause".to_owned()),
        None => say(NoteKind::NoExitClause, "the contract says nothing of an exit clause".to_owned()),
    }
}
