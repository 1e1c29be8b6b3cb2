//! Days that count: from when on a contract may be signed at the earliest, and until when something has to be done.
//!
//! Each regime counts in its own way. What comes out is said as "at the earliest", and how it was counted; a later day of
//! the buyer goes before, an earlier one does not.

pub mod calendar;
mod uk;
mod us;

use crate::decision::Date;
use crate::decision::disclosure::{Publication, RegimeName};
use calendar::{after, is_weekend};

/// A last day, with how it was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The last day.
    pub last: Date,
    /// How it was counted, for people.
    pub counted: String,
}

/// Why a day cannot be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CannotCount {
    /// The calendar is not known so far.
    #[error(
        "bank holidays are known from {0} to {1} alone; give the end yourself, `[notice] standstill_ends`"
    )]
    Unknown(u16, u16),
    /// The year is beyond all calendars.
    #[error("the day lies beyond the calendar")]
    Beyond,
}

/// The last day of the standstill; none where the regime has none.
///
/// - `from`: the day on which the notice is published or the letters are sent.
///
/// # Errors
/// [`CannotCount`].
pub fn standstill(
    regime: RegimeName,
    country: Option<&str>,
    from: Date,
    publication: &Publication,
) -> Result<Option<Deadline>, CannotCount> {
    let later = publication.standstill_ends;
    if let (RegimeName::Uk, Some(last), Err(CannotCount::Unknown(..))) =
        (regime, later.filter(|end| *end > from), uk::working_day(from, 8))
    {
        // Nobody but the buyer knows the holidays of that year.
        return Ok(Some(Deadline { last, counted: "as set by the buyer".to_owned() }));
    }
    let counted = match regime {
        RegimeName::Uk => Some(Deadline {
            last: uk::working_day(from, 8)?,
            counted: format!(
                "8 working days beginning with {from}, bank holidays of any part of the UK left out"
            ),
        }),
        RegimeName::Eu | RegimeName::EuInstitutions => {
            Some(calendar_days(regime, country, from, publication)?)
        }
        RegimeName::WorldBank => Some(Deadline {
            last: business_days(from, 10, &publication.holidays)?,
            counted: format!(
                "10 business days after {from}, Saturdays, Sundays and the holidays given left out"
            ),
        }),
        RegimeName::Private | RegimeName::Us | RegimeName::Custom => None,
    };
    let later = later.filter(|end| counted.as_ref().is_none_or(|one| *end > one.last));
    Ok(match later {
        Some(last) => Some(Deadline { last, counted: "as set by the buyer".to_owned() }),
        None => counted,
    })
}

/// The end of 10 calendar days, or 15 by post, from the day after sending.
fn calendar_days(
    regime: RegimeName,
    country: Option<&str>,
    from: Date,
    publication: &Publication,
) -> Result<Deadline, CannotCount> {
    let days = match (country, publication.is_by_post) {
        (Some("IE"), false) => 14,
        (Some("IE"), true) => 16,
        (_, false) => 10,
        (_, true) => 15,
    };
    let mut last = after(from, days).ok_or(CannotCount::Beyond)?;
    let mut counted = format!("{days} calendar days from the day after {from}");
    // Germany does not shift an end on a holiday (Federal Public Procurement Tribunal, VK 2-77/21); acts of the Union do
    // (Regulation 1182/71, Article 3(4)).
    let shifts = regime == RegimeName::EuInstitutions || country != Some("DE");
    while shifts && (is_weekend(last) || publication.holidays.contains(&last)) {
        last = after(last, 1).ok_or(CannotCount::Beyond)?;
        counted =
            format!("{days} calendar days from the day after {from}, the end moved to the next working day");
    }
    Ok(Deadline { last, counted })
}

/// The last of so many business days after a day.
fn business_days(from: Date, days: u32, holidays: &[Date]) -> Result<Date, CannotCount> {
    let mut last = from;
    let mut left = days;
    while left > 0 {
        last = after(last, 1).ok_or(CannotCount::Beyond)?;
        if !is_weekend(last) && !holidays.contains(&last) {
            left -= 1;
        }
    }
    Ok(last)
}

/// The last of so many working days in the United Kingdom, beginning with a day.
///
/// # Errors
/// [`CannotCount::Unknown`] beyond the calendar that is known.
pub fn uk_working_days(from: Date, days: u32) -> Result<Date, CannotCount> {
    uk::working_day(from, days)
}

/// The last of so many calendar days after a day, by FAR 33.101: a last day on a Saturday, Sunday or federal holiday
/// moves to the next day that is none.
///
/// # Errors
/// [`CannotCount::Beyond`].
pub fn us_days(from: Date, days: u32) -> Result<Date, CannotCount> {
    us::days(from, days)
}

/// The last of so many calendar days from the day after a day, by Regulation 1182/71 or without a shift.
///
/// - `shifts`: whether an end on a weekend or a holiday moves to the next working day.
///
/// # Errors
/// [`CannotCount::Beyond`].
pub fn eu_days(from: Date, days: u32, shifts: bool, holidays: &[Date]) -> Result<Date, CannotCount> {
    let mut last = after(from, i64::from(days)).ok_or(CannotCount::Beyond)?;
    while shifts && (is_weekend(last) || holidays.contains(&last)) {
        last = after(last, 1).ok_or(CannotCount::Beyond)?;
    }
    Ok(last)
}
