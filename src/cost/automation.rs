//! A bot before the people: what it takes, what comes back, what it bills, and from where it pays.
//!
//! Shares are parts of 1: `reach` of contacts meet the bot (sessions), `containment` of these end without a person,
//! `genuine` of these are really solved, `back` of the others come back; `relative` is how long contained contacts would
//! have taken beside all. Everything is exact but [`billed_minutes`], which takes a power of e.

use serde::Serialize;

use crate::exact::irrational::exp;
use crate::exact::{Exact, Mode, Rounding};

/// Digits of the one result here that is no fraction.
const DIGITS: u32 = 30;

/// What is left for people when a share of contacts is taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Residual {
    /// The share of the work that is left, 0 to 1.
    pub work_left: Exact,
    /// By how much the mean handle time of the rest grows, as a factor; none where nothing is left.
    pub growth: Option<Exact>,
}

/// The work that is left, `1 - x r`, and the growth of the handle time of the rest, `(1 - x r) / (1 - x)`.
///
/// - `taken`: x, 0 to 1.
/// - `relative`: r, above 0.
/// - Returns none where more work would be taken than there is.
///
/// Case `residual_handle_time` in tests/it/cost/automation.rs.
#[must_use]
pub fn residual(taken: &Exact, relative: &Exact) -> Option<Residual> {
    // Where nobody is left, no work is, however long the contacts that were taken.
    let work_left = if *taken == Exact::ONE && *relative < Exact::ONE {
        Exact::ZERO
    } else {
        &Exact::ONE - &(taken * relative)
    };
    let growth = work_left.over(&(&Exact::ONE - taken));
    (!work_left.is_negative()).then_some(Residual { work_left, growth })
}

/// How long contained contacts would have taken beside all, where the growth of the rest is given:
/// `r = (1 - growth (1-x)) / x`.
///
/// - `taken`: x, 0 to 1; where nothing is taken, any would do.
/// - Returns none where the rest would be more than all of the work.
#[must_use]
pub fn relative_of(taken: &Exact, growth: &Exact) -> Option<Exact> {
    if taken.is_zero() {
        return Some(Exact::ONE);
    }
    let relative = (&Exact::ONE - &(growth * &(&Exact::ONE - taken))).over(taken)?;
    (!relative.is_negative()).then_some(relative)
}

/// What a bot is like.
#[derive(Clone, Debug, PartialEq)]
pub struct Bot {
    /// The share of contacts that meet it.
    pub reach: Exact,
    /// The share of sessions that end without a person.
    pub containment: Exact,
    /// The share of contained sessions that are really solved.
    pub genuine: Exact,
    /// The share of those contained and not solved who come back.
    pub back: Exact,
    /// Whether those meet the bot again; else they come to people.
    pub meets_again: bool,
}

/// Where contacts go.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Contacts with those that meet the bot again.
    pub entries: Exact,
    /// Those that meet the bot.
    pub sessions: Exact,
    /// Sessions that end without a person.
    pub contained: Exact,
    /// Sessions that are handed over.
    pub escalated: Exact,
    /// Contained and solved.
    pub resolved_by_bot: Exact,
    /// Contained, not solved, and back again.
    pub come_back: Exact,
    /// Contained, not solved, and gone.
    pub given_up: Exact,
    /// What people get.
    pub to_people: Exact,
}

impl Bot {
    /// Where so many contacts go.
    ///
    /// - Returns none where everybody would come back for ever.
    ///
    /// Case `automation_flow`.
    #[must_use]
    pub fn flow(&self, contacts: &Exact) -> Option<Flow> {
        let taken = &self.reach * &self.containment;
        let again = &(&taken * &(&Exact::ONE - &self.genuine)) * &self.back;
        let entries =
            if self.meets_again { contacts.over(&(&Exact::ONE - &again))? } else { contacts.clone() };
        let sessions = &entries * &self.reach;
        let contained = &sessions * &self.containment;
        let resolved_by_bot = &contained * &self.genuine;
        let unsolved = &contained - &resolved_by_bot;
        let come_back = &unsolved * &self.back;
        let past_bot = &entries - &contained;
        Some(Flow {
            escalated: &sessions - &contained,
            given_up: &unsolved - &come_back,
            to_people: if self.meets_again { past_bot } else { &past_bot + &come_back },
            entries,
            sessions,
            contained,
            resolved_by_bot,
            come_back,
        })
    }
}

/// Minutes that are billed for conversations of a mean length, each rounded up: `d / (1 - e^(-d/m))`; with a shortest
/// length `f + e^(-f/m) d / (1 - e^(-d/m))`; and minutes of wrap-up. Lengths are exponential.
///
/// - `mean`: m, above 0; `increment`: d, above 0; `first`: f, and `wrap`: 0 and up; all in minutes.
/// - Returns none for another mean or increment, or where an increment is over 1,000 means.
///
/// Case `billed_minutes`.
#[must_use]
pub fn billed_minutes(mean: &Exact, increment: &Exact, first: &Exact, wrap: &Exact) -> Option<Exact> {
    // Beyond so many mean lengths nothing is left that has any of the digits.
    let most = Exact::from(100);
    let power = |length: &Exact| -> Option<Exact> {
        if length.over(mean)? > most {
            return Some(Exact::ZERO);
        }
        let [low, high] = exp(&-&length.over(mean)?, DIGITS)?;
        (&low + &high).over(&Exact::from(2))
    };
    if mean.is_negative() || mean.is_zero() || increment.is_negative() || increment.is_zero() {
        return None;
    }
    let rounded = increment.over(&(&Exact::ONE - &power(increment)?))?;
    Some(&(first + &(&power(first)? * &rounded)) + wrap)
}

/// Minutes that are billed of conversations of a mean length where none is billed more than so many: `m (1 - e^(-c/m))`, and
/// with rounding up what [`billed_minutes`] adds up, step by step, until there. Lengths are exponential.
///
/// - `mean`: m, above 0; `most`: c, 0 and up; `rounding`: increment, first step and wrap-up, in minutes.
/// - Returns none where [`billed_minutes`] does.
#[must_use]
pub fn minutes_up_to(mean: &Exact, most: &Exact, rounding: Option<[&Exact; 3]>) -> Option<Exact> {
    if mean.is_negative() || mean.is_zero() {
        return None;
    }
    // The share of conversations that are longer.
    let longer = |length: &Exact| -> Option<Exact> {
        let means = length.over(mean)?;
        if means > Exact::from(100) {
            return Some(Exact::ZERO);
        }
        let [low, high] = exp(&-&means, DIGITS)?;
        (&low + &high).over(&Exact::from(2))
    };
    let Some([increment, first, wrap]) = rounding else {
        return Some(mean * &(&Exact::ONE - &longer(most)?));
    };
    let least = first + wrap;
    if *most <= least {
        return Some(most.clone());
    }
    let room = most - &least;
    let steps = Rounding { digits: 0, mode: Mode::Truncate }.apply(&room.over(increment)?);
    let whole = &steps * increment;
    let after_steps = longer(&whole)?;
    let in_steps = (&Exact::ONE - &after_steps).over(&(&Exact::ONE - &longer(increment)?))?;
    let beyond = &(increment * &in_steps) + &(&(&room - &whole) * &after_steps);
    Some(&least + &(&longer(first)? * &beyond))
}

/// What people and a bot cost, in money, for the point from which the bot pays. Prices are linear.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BotPrices {
    /// h: a contact with people.
    pub human: Exact,
    /// r: how long contained contacts would have taken beside all.
    pub relative: Exact,
    /// What each handed-over session costs people more; negative where the bot saves them asking.
    pub handover: Exact,
    /// F: the platform, for the contacts that are looked at.
    pub platform: Exact,
    /// s: a session.
    pub session: Exact,
    /// p: a contained session.
    pub contained: Exact,
    /// t: the share of contained sessions that are really solved.
    pub genuine: Exact,
    /// b: the share of the others who come back.
    pub back: Exact,
    /// c: what one who comes back costs.
    pub returned: Exact,
}

/// From where a bot is cheaper than people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// From the break-even containment on.
    From,
    /// At no containment.
    Never,
    /// At any.
    Always,
    /// Below the break-even containment: people are cheaper above it.
    Below,
    /// They cost the same at any.
    Equal,
}

/// The containment from which a bot pays.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakEven {
    /// What has to be earned by each session.
    pub fixed_a_session: Exact,
    /// What a contained session earns.
    pub saved_a_contained: Exact,
    /// From where the bot is cheaper.
    pub verdict: Verdict,
    /// The containment at which both cost the same; above 1 where all would not do; none where no number is.
    pub containment: Option<Exact>,
}

impl BotPrices {
    /// What a contained session earns: `h r + handover - p - (1-t) b c`.
    fn saved_a_contained(&self) -> Exact {
        let returned = &(&(&Exact::ONE - &self.genuine) * &self.back) * &self.returned;
        &(&(&(&self.human * &self.relative) + &self.handover) - &self.contained) - &returned
    }

    /// The containment at which a bot costs what people do: `(F/(V e) + s + handover) / (h r + handover - p - (1-t) b c)`.
    ///
    /// - `contacts`: V; `reach`: e.
    /// - Returns none where nobody meets the bot.
    ///
    /// Case `break_even_containment`.
    #[must_use]
    pub fn break_even(&self, contacts: &Exact, reach: &Exact) -> Option<BreakEven> {
        let of_platform = self.platform.over(&(contacts * reach))?;
        let fixed = &(&of_platform + &self.session) + &self.handover;
        let saved = self.saved_a_contained();
        let containment = fixed.over(&saved);
        let is_share = |share: &Exact| !share.is_negative() && *share <= Exact::ONE;
        let verdict = match (saved.is_zero(), saved.is_negative(), &containment) {
            (true, _, _) if fixed.is_zero() => Verdict::Equal,
            (true, _, _) if fixed.is_negative() => Verdict::Always,
            (true, ..) => Verdict::Never,
            (_, false, Some(share)) if share.is_zero() || share.is_negative() => Verdict::Always,
            (_, false, Some(share)) if is_share(share) => Verdict::From,
            (_, true, Some(share)) if share.is_negative() || share.is_zero() => Verdict::Never,
            (_, true, Some(share)) if is_share(share) => Verdict::Below,
            (_, true, _) => Verdict::Always,
            _ => Verdict::Never,
        };
        let is_number = containment.as_ref().is_some_and(|share| !share.is_negative());
        Some(BreakEven {
            fixed_a_session: fixed,
            saved_a_contained: saved,
            verdict,
            containment: containment.filter(|_| is_number),
        })
    }

    /// What the bot earns over people, at a containment.
    #[must_use]
    pub fn net(&self, contacts: &Exact, reach: &Exact, containment: &Exact) -> Exact {
        let earned = &(containment * &self.saved_a_contained()) - &(&self.session + &self.handover);
        &(&(contacts * reach) * &earned) - &self.platform
    }

    /// What a contact earns at a containment, `e (k saved - s - handover)`, and the contacts that pay the platform; none
    /// where none do.
    ///
    /// Case `break_even_volume`.
    #[must_use]
    pub fn break_even_volume(&self, reach: &Exact, containment: &Exact) -> (Exact, Option<Exact>) {
        let earned = &(containment * &self.saved_a_contained()) - &(&self.session + &self.handover);
        let gain = reach * &earned;
        let contacts = self.platform.over(&gain).filter(|contacts| !contacts.is_negative());
        (gain, contacts)
    }
}
