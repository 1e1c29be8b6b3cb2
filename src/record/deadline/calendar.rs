//! Counting days.

use crate::decision::Date;

/// The number of a day, from 1970-01-01.
///
/// Source: Howard Hinnant, `days_from_civil`.
#[must_use]
pub fn number(date: Date) -> i64 {
    let (month, day) = (i64::from(date.month), i64::from(date.day));
    let year = i64::from(date.year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The day of a number; none beyond the years 1 to 9999.
///
/// Source: Howard Hinnant, `civil_from_days`.
#[must_use]
pub fn date(number: i64) -> Option<Date> {
    let days = number + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days - era * 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some(Date {
        year: u16::try_from(year).ok().filter(|year| (1..=9_999).contains(year))?,
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day).ok()?,
    })
}

/// The day that is so many days after another; none beyond the years 1 to 9999.
#[must_use]
pub fn after(day: Date, days: i64) -> Option<Date> {
    date(number(day) + days)
}

/// The day of the week, from 0 for Monday.
#[must_use]
pub fn weekday(day: Date) -> i64 {
    // 1970-01-01 was a Thursday.
    (number(day) + 3).rem_euclid(7)
}

/// Whether a day is a Saturday or a Sunday.
#[must_use]
pub fn is_weekend(day: Date) -> bool {
    weekday(day) >= 5
}

/// A day of a year; its month and day are those of every year.
#[must_use]
pub fn of_year(year: u16, month: u8, day: u8) -> Date {
    Date { year, month, day }
}

/// The n-th weekday of a month, from 1; with 0 the last one.
#[must_use]
pub fn nth(year: u16, month: u8, wanted: i64, n: i64) -> Option<Date> {
    let first = of_year(year, month, 1);
    if n > 0 {
        return after(first, (wanted - weekday(first)).rem_euclid(7) + 7 * (n - 1));
    }
    let next = if month == 12 { of_year(year + 1, 1, 1) } else { of_year(year, month + 1, 1) };
    let last = after(next, -1)?;
    after(last, -(weekday(last) - wanted).rem_euclid(7))
}

/// Easter Sunday of a year.
///
/// Source: the anonymous Gregorian algorithm (Meeus, Jones, Butcher).
#[must_use]
#[expect(clippy::many_single_char_names, reason = "the letters of the published algorithm")]
pub fn easter(year: u16) -> Option<Date> {
    let y = i64::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let (month, day) = ((h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
    Some(of_year(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
}
