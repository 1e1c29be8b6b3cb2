//! What a contract's terms mean for the time that we need it.

use serde::Serialize;

use super::calendar::{months_earlier, months_later};
use crate::decision::quote::{Contract, Quote, Renewal, Rise};
use crate::decision::{CostBasis, Date};
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

/// Whether all increases have an upper limit; none where nothing is said of increases.
pub(super) fn is_index_capped(quote: &Quote) -> Option<bool> {
    let mut indices =
        quote.index.iter().chain(quote.prices.iter().filter_map(|price| price.index.as_ref())).peekable();
    indices.peek()?;
    Some(indices.all(|index| !matches!(index.rise, Rise::Cpi { cap: None, .. })))
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
        say(NoteKind::UncappedIndex, "prices rise with consumer prices, without a cap".to_owned());
    }
    if quote.index.is_none() && quote.prices.iter().any(|price| price.index.is_none()) {
        say(NoteKind::NotSaid, "the quote does not say whether prices rise; none is counted".to_owned());
    }
    if let Some(credits) = &quote.credits {
        let percent = |share: &Exact| share.percent().plain(2);
        let back = match credits.earn_back {
            Some(true) => ", which the vendor can win back",
            Some(false) => ", for good",
            None => "; whether the vendor can win them back is not said",
        };
        let counted = if credits.expected.is_zero() {
            "none are counted".to_owned()
        } else {
            format!("{} % are counted", percent(&credits.expected))
        };
        let at_risk = percent(&credits.at_risk);
        say(
            NoteKind::Credits,
            format!("service credits of up to {at_risk} % of the invoice{back}; {counted}"),
        );
    }
    if quote.includes_tax.is_none() {
        say(NoteKind::NotSaid, "the quote does not say whether prices hold tax; taken as without".to_owned());
    }
    match &quote.contract {
        None => say(NoteKind::NotSaid, "no contract terms are given".to_owned()),
        Some(contract) => contract_notes(basis, quote, contract, &mut say),
    }
    notes
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
