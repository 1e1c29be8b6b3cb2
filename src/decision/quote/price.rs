//! Price lines: what is counted, and what one costs.

use serde::{Serialize, Serializer};

use super::clauses::ForecastBand;
use super::terms::Index;
use crate::decision::estimate::OrFact;
use crate::exact::Exact;

/// Units that are paid whether they are used or not, and what more of them cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Commitment {
    /// Units of a month, or of a contract year.
    pub units: Exact,
    /// What each one above costs.
    pub overage: Exact,
    /// Whether they are those of a year: what a month is above them another of the same year may be below.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_yearly: bool,
}

/// How minutes are rounded up.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoundUp {
    /// To whole steps of so many minutes, above 0.
    pub increment: Exact,
    /// The least that is billed, in minutes.
    pub first: Exact,
    /// What is billed on top, in minutes.
    pub wrap: Exact,
}

/// A price line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Price {
    /// Its key in `[quote.prices]`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The channels that it is for; all when there are none.
    pub channels: Vec<String>,
    /// What is counted.
    pub per: PriceUnit,
    /// What one costs.
    pub rate: Rate,
    /// What is added on top of the rate as a share (cost plus): 0.12 is 12 %.
    pub margin: Exact,
    /// The least that is billed in a month.
    pub minimum: Option<Exact>,
    /// The least share of the forecast that is billed in a month, 0 and up.
    pub minimum_share: Option<Exact>,
    /// The bot whose units it counts; none for people's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub automation: Option<String>,
    /// The campaign whose units it counts; none for the contacts that come in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// Whether revoked sales come off.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub net: bool,
    /// Units of a month that are paid with something else; what is not used is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub included: Option<Exact>,
    /// Units that are paid in any case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commitment: Option<Commitment>,
    /// The most that a session costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<Exact>,
    /// How minutes are rounded up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round_up: Option<RoundUp>,
    /// How far units may lie from the forecast before they are paid otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forecast_band: Option<ForecastBand>,
    /// How it rises, where it differs from the rest of the quote.
    pub index: Option<Index>,
    /// Remarks.
    pub note: Option<String>,
}

impl Price {
    /// Whether more units may cost less: another price of all of them from a tier on.
    pub(crate) fn jumps(&self) -> bool {
        matches!(self.rate, Rate::Tiers { rule: TierRule::AllUnits, .. })
    }

    /// What goes with the rate, for without it the rate is not the price: `, 2500 a month in any case, 1.50 EUR each above`.
    ///
    /// - `amount`: how money is written.
    pub(crate) fn goes_with(&self, amount: &impl Fn(&Exact) -> String) -> String {
        let included =
            self.included.as_ref().map(|units| format!(", {} a month come with it", units.plain(6)));
        let committed = self.commitment.as_ref().map(|commitment| {
            let (units, overage) = (commitment.units.plain(6), amount(&commitment.overage));
            let time = if commitment.is_yearly { "year" } else { "month" };
            format!(", {units} a {time} in any case, {overage} each above")
        });
        let ceiling = self.ceiling.as_ref().map(|most| format!(", at most {} a session", amount(most)));
        [included, committed, ceiling].into_iter().flatten().collect()
    }
}

/// What one unit costs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rate {
    /// The same for each.
    #[serde(serialize_with = "OrFact::plain")]
    Flat(OrFact),
    /// Another price from so many units a month on.
    Tiers {
        /// The prices.
        tiers: Tiers,
        /// For which units.
        rule: TierRule,
    },
    /// A monthly fee for a baseline of contacts, with charges beyond it and reductions below it.
    Anchored {
        /// The fee of a month.
        #[serde(serialize_with = "OrFact::plain")]
        fee: OrFact,
        /// The contacts of a month that it stands for.
        baseline: Exact,
        /// The share around the baseline in which nothing changes (dead band), 0 and up.
        band: Exact,
        /// What each contact above costs (additional resource charge).
        above: Exact,
        /// What each contact below saves (reduced resource credit).
        below: Exact,
    },
}

impl Rate {
    /// What one unit, or a month, costs; none for tiers, which have prices of their own.
    #[must_use]
    pub fn amount(&self) -> Option<&OrFact> {
        match self {
            Rate::Flat(rate) => Some(rate),
            Rate::Anchored { fee, .. } => Some(fee),
            Rate::Tiers { .. } => None,
        }
    }
}

/// Prices that change with the units of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Tiers {
    /// Units from which a price counts, and the price.
    steps: Vec<(Exact, Exact)>,
    /// What the units below each tier cost where each slice has its own price.
    below: Vec<Exact>,
}

impl Tiers {
    /// The units from which each price counts, and the price; none where they do not go up from 0.
    #[must_use]
    pub fn new(steps: Vec<(Exact, Exact)>) -> Option<Tiers> {
        let begins_at_zero = steps.first().is_some_and(|(from, _)| from.is_zero());
        if !begins_at_zero || steps.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
            return None;
        }
        let slices = steps.windows(2).map(|pair| &pair[0].1 * &(&pair[1].0 - &pair[0].0));
        let below = slices.scan(Exact::ZERO, |sum, slice| {
            *sum += &slice;
            Some(sum.clone())
        });
        let below = std::iter::once(Exact::ZERO).chain(below).collect();
        Some(Tiers { steps, below })
    }

    /// The units from which each price counts, the first from 0, going up; and the price.
    #[must_use]
    pub fn steps(&self) -> &[(Exact, Exact)] {
        &self.steps
    }

    /// The price of the first tier.
    #[must_use]
    pub fn first(&self) -> &Exact {
        &self.steps[0].1
    }

    /// What units cost where each slice has its own price.
    ///
    /// - `reached`: the tier that they reach.
    pub(crate) fn marginal(&self, reached: usize, units: &Exact) -> Exact {
        let (from, rate) = &self.steps[reached];
        &self.below[reached] + &(rate * &(units - from))
    }

    /// The same with every price times a factor.
    pub(crate) fn scaled(&self, factor: &Exact) -> Tiers {
        let times = |number: &Exact| number * factor;
        Tiers {
            steps: self.steps.iter().map(|(from, rate)| (from.clone(), times(rate))).collect(),
            below: self.below.iter().map(times).collect(),
        }
    }
}

impl Serialize for Tiers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.steps.serialize(serializer)
    }
}

/// For which units a tier's price counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TierRule {
    /// Each slice at its own price.
    Marginal,
    /// The whole volume at the price that it reaches.
    AllUnits,
}

/// What a price line counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PriceUnit {
    /// Full-time agents, paid, for a month.
    FteMonth,
    /// Hours that agents are paid for.
    PaidHour,
    /// Hours on the queue.
    ProductiveHour,
    /// Minutes of handle time.
    Minute,
    /// Minutes of talk.
    TalkMinute,
    /// Contacts offered.
    Contact,
    /// Contacts resolved.
    Resolution,
    /// Pieces of work: invoices, claims, records.
    Transaction,
    /// Months.
    Month,
    /// Agents of the busiest interval of a month.
    Seat,
    /// Contacts that meet a bot.
    Session,
    /// Sessions that end without a person.
    Contained,
    /// Contained sessions that are really solved.
    BotResolution,
    /// Minutes of a bot.
    BotMinute,
    /// Actions of a bot.
    Action,
    /// Sessions that a bot hands over to people.
    Handover,
    /// Calls of a list that are tried.
    Attempt,
    /// Right persons of a list who are reached.
    RightContact,
    /// Right persons who may buy.
    Lead,
    /// Right persons who buy.
    Sale,
    /// Per cent of what customers pay for sales.
    RevenuePercent,
}

impl PriceUnit {
    /// One of it with its article: `a contact`, `an FTE-month`.
    #[must_use]
    pub fn a_one(self) -> String {
        let begins_with_a_vowel =
            matches!(self, PriceUnit::FteMonth | PriceUnit::Action | PriceUnit::Attempt);
        format!("{} {}", if begins_with_a_vowel { "an" } else { "a" }, self.one())
    }

    /// Several of it.
    #[must_use]
    pub fn many(self) -> String {
        match self {
            PriceUnit::BotResolution => "resolutions by the bot".to_owned(),
            PriceUnit::RevenuePercent => "per cent of revenue".to_owned(),
            other => format!("{}s", other.one()),
        }
    }

    /// Whether a bot makes the units, and not people.
    #[must_use]
    pub fn is_of_bot(self) -> bool {
        use PriceUnit::{Action, BotMinute, BotResolution, Contained, Handover, Session};
        matches!(self, Session | Contained | BotResolution | BotMinute | Action | Handover)
    }

    /// Whether only a campaign has the units.
    #[must_use]
    pub fn is_of_campaign(self) -> bool {
        use PriceUnit::{Attempt, Lead, RevenuePercent, RightContact, Sale};
        matches!(self, Attempt | RightContact | Lead | Sale | RevenuePercent)
    }

    /// One unit in words.
    #[must_use]
    pub fn one(self) -> &'static str {
        match self {
            PriceUnit::FteMonth => "FTE-month",
            PriceUnit::PaidHour => "paid hour",
            PriceUnit::ProductiveHour => "productive hour",
            PriceUnit::Minute => "handle minute",
            PriceUnit::TalkMinute => "talk minute",
            PriceUnit::Contact => "contact",
            PriceUnit::Resolution => "resolution",
            PriceUnit::Transaction => "transaction",
            PriceUnit::Month => "month",
            PriceUnit::Seat => "seat",
            PriceUnit::Session => "session",
            PriceUnit::Contained => "contained session",
            PriceUnit::BotResolution => "resolution by the bot",
            PriceUnit::BotMinute => "bot minute",
            PriceUnit::Action => "action",
            PriceUnit::Handover => "hand-over",
            PriceUnit::Attempt => "attempt",
            PriceUnit::RightContact => "right contact",
            PriceUnit::Lead => "lead",
            PriceUnit::Sale => "sale",
            PriceUnit::RevenuePercent => "per cent of revenue",
        }
    }
}
