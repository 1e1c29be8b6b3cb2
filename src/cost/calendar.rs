//! Months of a contract and the days in them.

use crate::decision::Date;

/// The same day so many months later; the last day of the month where it has fewer days.
#[must_use]
pub fn months_later(date: Date, months: u32) -> Date {
    let count = u32::from(date.year) * 12 + u32::from(date.month - 1) + months;
    // Terms are bounded, so the year stays far below the 65,535 of its type; a date of 9999 may leave the calendar.
    let year = u16::try_from(count / 12).unwrap_or(u16::MAX);
    let month = u8::try_from(count % 12).unwrap_or(0) + 1;
    Date { year, month, day: date.day.min(days_in(year, month)) }
}

/// The same day so many months earlier; the last day of the month where it has fewer days.
#[must_use]
pub fn months_earlier(date: Date, months: u32) -> Date {
    let count = (u32::from(date.year) * 12 + u32::from(date.month - 1)).saturating_sub(months);
    let year = u16::try_from(count / 12).unwrap_or(u16::MAX);
    let month = u8::try_from(count % 12).unwrap_or(0) + 1;
    Date { year, month, day: date.day.min(days_in(year, month)) }
}

fn days_in(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1 January of the year 0.
fn day_number(date: Date) -> i64 {
    // Years counted from March put the leap day last.
    let (year, month) = (i64::from(date.year), i64::from(date.month));
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days_before = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    days_before + (153 * month + 2) / 5 + i64::from(date.day) - 1
}

/// How many of each weekday, Monday first, lie from one day up to, and without, another.
#[must_use]
pub fn weekdays(from: Date, to: Date) -> [u32; 7] {
    let (first, last) = (day_number(from), day_number(to));
    let mut counts = [0; 7];
    for day in first..last.max(first) {
        // Day 0 of this count, 1 March of the year 0, was a Wednesday.
        counts[usize::try_from((day + 2).rem_euclid(7)).unwrap_or(0)] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: u16, month: u8, day: u8) -> Date {
        Date { year, month, day }
    }

    #[test]
    fn weekdays_are_those_of_the_calendar() {
        // 22 November 2026 is a Sunday; 1 January 2027 a Friday; 29 February 2028 a Tuesday.
        assert_eq!(weekdays(day(2026, 11, 22), day(2026, 11, 23)), [0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(weekdays(day(2027, 1, 1), day(2027, 1, 2)), [0, 0, 0, 0, 1, 0, 0]);
        assert_eq!(weekdays(day(2028, 2, 29), day(2028, 3, 1)), [0, 1, 0, 0, 0, 0, 0]);
        assert_eq!(weekdays(day(2027, 2, 1), day(2027, 3, 1)), [4; 7]);
        assert_eq!(weekdays(day(2027, 1, 1), day(2028, 1, 1)).iter().sum::<u32>(), 365);
        assert_eq!(weekdays(day(2028, 1, 1), day(2029, 1, 1)).iter().sum::<u32>(), 366);
    }

    #[test]
    fn months_keep_the_day_where_they_can() {
        assert_eq!(months_later(day(2027, 1, 31), 1), day(2027, 2, 28));
        assert_eq!(months_later(day(2027, 11, 1), 14), day(2029, 1, 1));
        assert_eq!(months_earlier(day(2030, 4, 1), 6), day(2029, 10, 1));
        assert_eq!(months_earlier(day(2028, 3, 31), 1), day(2028, 2, 29));
    }
}
