//! What is told to whom, and when: the table of a regime, item by item.

use super::regime::{self, Regime, Row};
use crate::decision::disclosure::{Addressee, Disclosure, Duty, Far, Part, Phase, RegimeName};
use crate::decision::{Decision, Status};
use crate::exact::Exact;
use crate::score::evaluation::{Exclusion, VendorResult};

/// Who a vendor is to the writer of letters.
///
/// - `is_winner`: whether the work goes to it.
#[must_use]
pub fn addressee(decision: &Decision, vendor: &VendorResult, is_winner: bool) -> Addressee {
    match vendor.vendor.status {
        _ if is_winner => Addressee::Winner,
        Status::Withdrawn { .. } => Addressee::Withdrew,
        Status::Disqualified { .. } => Addressee::Disqualified,
        Status::Invited if vendor.rank.is_none() && !is_assessed(decision, vendor) => Addressee::Excluded,
        Status::Invited => Addressee::Loser,
    }
}

/// Whether a vendor that is out was judged all the same, and its regime has such vendors told as others are: a minimum
/// alone keeps it out.
fn is_assessed(decision: &Decision, vendor: &VendorResult) -> bool {
    let is_told = regime::find(decision.disclosure.regime).is_some_and(|regime| regime.tells_all_assessed);
    is_told && vendor.exclusions.iter().all(|one| matches!(one, Exclusion::Minimum { .. }))
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

    /// Which rules the letter follows, as it says so; none where there is no statute.
    #[must_use]
    pub fn followed(&self) -> Option<String> {
        if self.disclosure.regime == RegimeName::Custom {
            return Some("what the buyer itself has laid down, as told by the buyer.".to_owned());
        }
        let regime = self.regime().filter(|regime| !regime.version.is_empty())?;
        let is_of_it = |row: &&Row| {
            row.to.contains(&self.to)
                && (row.phases.is_empty() || row.phases.contains(&self.phase))
                && !row.section.is_empty()
        };
        // A letter of which the rules say nothing follows none.
        regime.rows.iter().find(is_of_it)?;
        let disclosure = self.disclosure;
        let title = match disclosure.far {
            Far::Overhauled if regime.name == RegimeName::Us => {
                "FAR 15.301-1, as the agencies' deviations number it"
            }
            Far::Overhauled | Far::Published => regime.title,
        };
        let of_member = match disclosure.country.as_deref() {
            _ if regime.name != RegimeName::Eu => String::new(),
            None => " No member state is named, so it tells the minimum of the directive.".to_owned(),
            Some("DE") => " In Germany section 134 GWB comes on top.".to_owned(),
            Some(country) => format!(" The law of {country} comes on top, and is not printed here."),
        };
        Some(format!("{title} ({}).{of_member}", regime.version))
    }

    /// Under which rule something is withheld, as the letter says so.
    #[must_use]
    pub fn withheld_under(&self) -> Option<&'static str> {
        match self.disclosure.far {
            Far::Overhauled if self.disclosure.regime == RegimeName::Us => Some("FAR 15.301-1"),
            Far::Overhauled | Far::Published => self.regime()?.withheld,
        }
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

    /// Whether those that ask are told more than the others.
    #[must_use]
    pub fn answers_requests(&self) -> bool {
        let is_now = |phases: &[Phase]| phases.is_empty() || phases.contains(&self.phase);
        if self.disclosure.regime == RegimeName::Custom {
            let mut items = self.disclosure.items.iter();
            return items.any(|item| {
                item.duty == Duty::OnRequest && item.to.contains(&self.to) && is_now(&item.phase)
            });
        }
        self.regime().is_some_and(|regime| {
            let mut rows = regime.rows.iter();
            rows.any(|row| row.duty == Duty::OnRequest && row.to.contains(&self.to) && is_now(row.phases))
        })
    }

    /// Whether a notice names those that lost, with their addresses, as the regime wants it over some value.
    #[must_use]
    pub fn names_losers(&self, estimated_value: Option<&Exact>) -> bool {
        let over = self.regime().and_then(|regime| regime.losers_named_over);
        let is_over = over.zip(estimated_value).is_some_and(|(over, value)| *value > Exact::from(over));
        self.to == Addressee::Public && self.phase != Phase::Excluded && is_over
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
