//! Working days in the United Kingdom: no Saturday, no Sunday, and no bank holiday in any part of it (Procurement Act
//! 2023, section 123(1)). So those of Scotland and Northern Ireland count for everybody.

use super::CannotCount;
use super::calendar::{after, easter, is_weekend, nth, of_year, weekday};
use crate::decision::Date;

/// The years of which the bank holidays are known; those by proclamation are not.
const KNOWN: [u16; 2] = [2024, 2035];

/// The last of so many working days, beginning with a day.
pub(super) fn working_day(from: Date, days: u32) -> Result<Date, CannotCount> {
    let mut day = from;
    let mut left = days;
    loop {
        if is_working_day(day)? {
            left -= 1;
            if left == 0 {
                return Ok(day);
            }
        }
        day = after(day, 1).ok_or(CannotCount::Beyond)?;
    }
}

fn is_working_day(day: Date) -> Result<bool, CannotCount> {
    if !(KNOWN[0]..=KNOWN[1]).contains(&day.year) {
        return Err(CannotCount::Unknown(KNOWN[0], KNOWN[1]));
    }
    Ok(!is_weekend(day) && !bank_holidays(day.year).contains(&day))
}

/// The bank holidays of a year in any part of the United Kingdom, with their substitutes.
fn bank_holidays(year: u16) -> Vec<Date> {
    let fixed = |month, day| of_year(year, month, day);
    let easter = easter(year);
    let around = |days| easter.and_then(|sunday| after(sunday, days));
    let mut days: Vec<Date> = [
        around(-2),
        around(1),
        // Early May, spring; August in Scotland, and elsewhere.
        nth(year, 5, 0, 1),
        nth(year, 5, 0, 0),
        nth(year, 8, 0, 1),
        nth(year, 8, 0, 0),
    ]
    .into_iter()
    .flatten()
    .collect();
    // St Patrick's Day, Battle of the Boyne, St Andrew's Day: each on the Monday after where it falls on a weekend.
    days.extend([fixed(3, 17), fixed(7, 12), fixed(11, 30)].into_iter().map(monday_after));
    days.extend(pair(fixed(1, 1), fixed(1, 2)));
    days.extend(pair(fixed(12, 25), fixed(12, 26)));
    days
}

/// The day itself, or the Monday after a weekend.
fn monday_after(day: Date) -> Date {
    let days = match weekday(day) {
        5 => 2,
        6 => 1,
        _ => 0,
    };
    after(day, days).unwrap_or(day)
}

/// Two holidays in a row with their substitutes on the next days that are free.
fn pair(first: Date, second: Date) -> Vec<Date> {
    let mut days = vec![first, second];
    let mut substitute = second;
    for day in [first, second] {
        if is_weekend(day) {
            loop {
                substitute = after(substitute, 1).unwrap_or(substitute);
                if !is_weekend(substitute) {
                    break;
                }
            }
            days.push(substitute);
        }
    }
    days
}
