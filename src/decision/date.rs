//! Days.

use std::fmt;

use std::str::FromStr;

use serde::{Serialize, Serializer};

/// A day of the calendar, without a time. The reader has checked that it exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, 1 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// The day after; none after the last that can be written.
    #[must_use]
    pub fn next(self) -> Option<Date> {
        let Date { year, month, day } = self;
        match (u16::from(day) < days(year, month.into()), month < 12) {
            (true, _) => Some(Date { day: day + 1, ..self }),
            (false, true) => Some(Date { month: month + 1, day: 1, ..self }),
            (false, false) => (year < 9999).then(|| Date { year: year + 1, month: 1, day: 1 }),
        }
    }

    /// The day before; none before the first that can be written.
    #[must_use]
    pub fn previous(self) -> Option<Date> {
        let Date { year, month, day } = self;
        let last = |year: u16, month: u8| {
            let day = u8::try_from(days(year, month.into())).ok()?;
            Some(Date { year, month, day })
        };
        match (day > 1, month > 1) {
            (true, _) => Some(Date { day: day - 1, ..self }),
            (false, true) => last(year, month - 1),
            (false, false) if year > 1 => last(year - 1, 12),
            (false, false) => None,
        }
    }

    /// A number that grows by one from day to day.
    #[must_use]
    pub fn number(self) -> u32 {
        let years = u32::from(self.year) - 1;
        let before = (1..u16::from(self.month)).map(|month| u32::from(days(self.year, month))).sum::<u32>();
        years * 365 + years / 4 - years / 100 + years / 400 + before + u32::from(self.day)
    }
}

/// Writes the date as TOML does: 2027-04-01.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads a day of the calendar as TOML writes it.
impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Date, String> {
        let parts: Vec<&str> = text.split('-').collect();
        let number = |part: &str, digits: usize| {
            let is_plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            is_plain.then(|| part.parse::<u16>().ok()).flatten()
        };
        let read = match parts.as_slice() {
            [year, month, day] => number(year, 4).zip(number(month, 2)).zip(number(day, 2)),
            _ => None,
        };
        let day = read.filter(|((year, month), day)| *year > 0 && (1..=days(*year, *month)).contains(day));
        day.and_then(|((year, month), day)| {
            Some(Date { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? })
        })
        .ok_or_else(|| format!("`{text}` is no day of the calendar; write it like 2027-04-01"))
    }
}

/// The days of a month; none in a month that there is not.
fn days(year: u16, month: u16) -> u16 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_each_other_over_months_and_leap_years() {
        for (day, next) in [
            ("2027-02-28", "2027-03-01"),
            ("2028-02-28", "2028-02-29"),
            ("2000-02-29", "2000-03-01"),
            ("1900-02-28", "1900-03-01"),
            ("2026-12-31", "2027-01-01"),
        ] {
            let [day, next]: [Date; 2] = [day, next].map(|text| text.parse().unwrap());
            assert_eq!((day.next(), next.previous()), (Some(next), Some(day)));
            assert_eq!(day.number() + 1, next.number());
        }
        let [first, last]: [Date; 2] = ["0001-01-01", "9999-12-31"].map(|text| text.parse().unwrap());
        assert_eq!((first.previous(), last.next(), first.number()), (None, None, 1));
    }
}
