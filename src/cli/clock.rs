//! The time and the person, where the command line does not name them.

use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

use super::shell::Failure;
use crate::decision::Date;
use crate::record::deadline::calendar;
use crate::text::clean::cleaned_line;

/// Today, in UTC.
pub(super) fn today() -> Date {
    day(seconds() / 86_400)
}

/// Now, in UTC, such as 2026-11-22T10:00:00Z.
pub(super) fn now() -> String {
    let (seconds, today) = (seconds(), today());
    let rest = seconds % 86_400;
    format!("{today}T{:02}:{:02}:{:02}Z", rest / 3_600, rest / 60 % 60, rest % 60)
}

/// Seconds since 1970.
fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs())
}

/// The day that is so many days after 1970-01-01; the last there is beyond the year 9999.
fn day(days: u64) -> Date {
    let last = Date { year: 9_999, month: 12, day: 31 };
    i64::try_from(days).ok().and_then(calendar::date).unwrap_or(last)
}

/// Who does it: as the option says, or else the user of the computer.
pub(super) fn person(by: Option<&String>) -> Result<String, Failure> {
    let user = || ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| env::var(name).ok());
    let by = by.cloned().or_else(user).map(|by| cleaned_line(by.trim())).filter(|by| !by.is_empty());
    by.ok_or_else(|| Failure::Usage { message: "nobody is named: say who with --by".to_owned() })
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (days, shown) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_779, "2026-11-22"),
            (47_540, "2100-02-28"),
        ] {
            assert_eq!(day(days).to_string(), shown);
        }
    }
}
