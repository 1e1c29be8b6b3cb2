//! The regimes: what each one wants told, item by item, with the section that says so. One file a regime.
//!
//! Facts and section numbers, no legal advice: a buyer's lawyer decides.

mod eu;
mod eu_institutions;
mod private;
mod uk;
mod us;
mod world_bank;

use crate::decision::disclosure::{Addressee, Duty, Part, Phase, RegimeName};

/// A body of rules.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is wanted or not, whatever else is")]
pub struct Regime {
    /// Which.
    pub name: RegimeName,
    /// What letters call it.
    pub title: &'static str,
    /// Of which state the text is that the table was made from.
    pub version: &'static str,
    /// What is told, item by item; the first row that fits holds, and what has none is not told.
    pub rows: &'static [Row],
    /// Under which rule something is withheld, where the regime wants that told.
    pub withheld: Option<&'static str>,
    /// Whether all assessed bidders get their letters together, the winner too.
    pub is_one_set: bool,
    /// Whether the winner is written to as well.
    pub tells_winner: bool,
    /// Above which estimated value a notice names those that were judged and lost, and no longer only counts them.
    pub losers_named_over: Option<u32>,
    /// Whether an offer that only fails a minimum was judged as the others were, and is told so.
    pub tells_all_assessed: bool,
    /// Whether prices are told with each unit price that was quoted.
    pub tells_unit_prices: bool,
    /// Within which time a debriefing is asked for.
    pub debriefing_within: &'static str,
    /// What the writer of letters should know of how the table was made; none where the text of the rules was read.
    pub unchecked: Option<&'static str>,
    /// What those that are out before an award are told besides why.
    pub to_excluded: Option<&'static str>,
    /// What the buyer still owes once the contract is signed.
    pub after_signing: Option<&'static str>,
}

/// What holds of a regime whose file says nothing else.
const USUAL: Regime = Regime {
    name: RegimeName::Private,
    title: "",
    version: "",
    rows: &[],
    withheld: None,
    is_one_set: false,
    tells_winner: false,
    losers_named_over: None,
    tells_all_assessed: false,
    tells_unit_prices: false,
    debriefing_within: "3 days",
    unchecked: None,
    to_excluded: None,
    after_signing: None,
};

/// An item of a regime.
#[derive(Debug)]
pub struct Row {
    /// The name of the item, which is that of its test.
    pub id: &'static str,
    /// What it is about.
    pub parts: &'static [Part],
    /// Whom it is told to.
    pub to: &'static [Addressee],
    /// When; always where it is empty.
    pub phases: &'static [Phase],
    /// Whether it is told.
    pub duty: Duty,
    /// Where the rule stands.
    pub section: &'static str,
    /// How that is known.
    pub source: Source,
}

/// How a rule is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Its text was read.
    Text,
    /// Official guidance was read.
    Guidance,
    /// A page about it was read: it is not printed as law.
    Secondary,
    /// It is custom, or not verified: it is not printed as law.
    Custom,
}

impl Row {
    /// The section, where the text or official guidance was read: others are not printed as law.
    #[must_use]
    pub fn printed_section(&self) -> Option<&'static str> {
        let is_known = matches!(self.source, Source::Text | Source::Guidance);
        (is_known && !self.section.is_empty()).then_some(self.section)
    }
}

/// Every regime but the buyer's own.
pub const ALL: [&Regime; 6] = [
    &private::PRIVATE,
    &eu::EU,
    &eu_institutions::EU_INSTITUTIONS,
    &uk::UK,
    &us::US,
    &world_bank::WORLD_BANK,
];

/// The regime of a name; none for the buyer's own.
#[must_use]
pub fn find(name: RegimeName) -> Option<&'static Regime> {
    ALL.into_iter().find(|regime| regime.name == name)
}
