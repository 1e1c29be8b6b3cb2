//! Calendar days by FAR 33.101: the day of the act is not counted; a last day on a Saturday, Sunday or federal holiday
//! moves to the next day that is none.

use super::CannotCount;
use super::calendar::{after, is_weekend, nth, of_year, weekday};
use crate::decision::Date;

pub(super) fn days(from: Date, days: u32) -> Result<Date, CannotCount> {
    let mut last = after(from, i64::from(days)).ok_or(CannotCount::Beyond)?;
    while is_weekend(last) || holidays(last.year).contains(&last) {
        last = after(last, 1).ok_or(CannotCount::Beyond)?;
    }
    Ok(last)
}

/// The federal holidays of a year (5 U.S.C. 6103), those on a weekend on the Friday before or the Monday after.
fn holidays(year: u16) -> Vec<Date> {
    let fixed = [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)];
    let moved = |day: Date| {
        let days = match weekday(day) {
            5 => -1,
            6 => 1,
            _ => 0,
        };
        after(day, days)
    };
    let fixed = fixed.into_iter().map(|(month, day)| moved(of_year(year, month, day)));
    // New Year's Day of the next year on a Saturday is kept on the last day of this one.
    let next = moved(of_year(year + 1, 1, 1));
    let mondays = [(1, 0, 3), (2, 0, 3), (5, 0, 0), (9, 0, 1), (10, 0, 2), (11, 3, 4)];
    let mondays = mondays.into_iter().map(|(month, day, n)| nth(year, month, day, n));
    fixed.chain([next]).chain(mondays).flatten().collect()
}
