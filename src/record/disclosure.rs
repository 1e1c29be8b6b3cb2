//! What is told to whom, and when: the table of a regime, item by item.

use super::regime::{self, Regime, Row};
use crate::decision::disclosure::{Addressee, Disclosure, Duty, Part, Phase, RegimeName};
use crate::decision::{Decision, Status};
use crate::score::evaluation::VendorResult;

/// Who a vendor is to the writer of letters.
///
/// - `is_winner`: whether the work goes to it.
#[must_use]
pub fn addressee(vendor: &VendorResult, is_winner: bool) -> Addressee {
    match vendor.vendor.status {
        _ if is_winner => Addressee::Winner,
        Status::Withdrawn { .. } => Addressee::Withdrew,
        Status::Disqualified { .. } => Addressee::Disqualified,
        Status::Invited if vendor.rank.is_none() => Addressee::Excluded,
        Status::Invited => Addressee::Loser,
    }
}

/// What one letter tells.
#[derive(Clone, Debug)]
pub struct Telling<'a> {
    disclosure: &'a Disclosure,
    /// Whom it is for.
    pub to: Addressee,
    /// When it is written.
    pub phase: Phase,
    /// Whether the addressee has asked for it.
    pub is_on_request: bool,
}

impl<'a> Telling<'a> {
    /// What a letter of a decision tells.
    #[must_use]
    pub fn new(decision: &'a Decision, to: Addressee, phase: Phase, is_on_request: bool) -> Telling<'a> {
        Telling { disclosure: &decision.disclosure, to, phase, is_on_request }
    }

    /// The regime that it follows; none for the buyer's own table.
    #[must_use]
    pub fn regime(&self) -> Option<&'static Regime> {
        regime::find(self.disclosure.regime)
    }

    /// Whether a part has to be, may be, or must not be told.
    #[must_use]
    pub fn duty(&self, part: Part) -> Duty {
        if self.disclosure.regime == RegimeName::Custom {
            let is_of = |item: &&crate::decision::disclosure::CustomItem| {
                item.tell == part
                    && item.to.contains(&self.to)
                    && (item.phase.is_empty() || item.phase.contains(&self.phase))
            };
            return self.disclosure.items.iter().find(is_of).map_or(Duty::MustNot, |item| item.duty);
        }
        self.row(part).map_or(Duty::MustNot, |row| row.duty)
    }

    /// The row of the regime's table that speaks of a part.
    #[must_use]
    pub fn row(&self, part: Part) -> Option<&'static Row> {
        let is_of = |row: &&Row| {
            row.parts.contains(&part)
                && row.to.contains(&self.to)
                && (row.phases.is_empty() || row.phases.contains(&self.phase))
        };
        self.regime()?.rows.iter().find(is_of)
    }

    /// Whether a part is told.
    #[must_use]
    pub fn tells(&self, part: Part) -> bool {
        match self.duty(part) {
            Duty::Must => true,
            Duty::May => !self.disclosure.leave_out.contains(&part),
            Duty::MayIfSaid => self.disclosure.tell.contains(&part),
            Duty::OnRequest => self.is_on_request,
            Duty::MustNot => false,
        }
    }
}
