//! The command `staff`: how many agents the work needs.

use std::str::FromStr;

use super::number::number;
use clap::{Args as ClapArgs, ValueEnum};

/// Arguments of `staff`.
#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  weigh staff --contacts 360 --per 30m --aht 240 --target 80/20\n  weigh staff --contacts 360 --aht 4m --target 80/20 --patience 2m --of answered --shrinkage 30\n  weigh staff --contacts 60 --aht 10m --target 80/30 --concurrency 2\n  weigh staff --channel phone --set needs.demand.phone.patience=90"
)]
pub(crate) struct Staff {
    /// The busiest interval of this channel of the decision's own forecast, [needs.demand.CHANNEL]
    #[arg(
        long,
        value_name = "CHANNEL",
        conflicts_with_all = [
            "contacts", "per", "aht", "target", "of", "patience", "max_occupancy", "max_abandonment", "shrinkage",
            "concurrency",
        ]
    )]
    pub(crate) channel: Option<String>,
    /// Contacts offered in an interval; may be a fraction
    #[arg(long, value_name = "NUMBER", value_parser = number, required_unless_present = "channel")]
    pub(crate) contacts: Option<f64>,
    /// The length of the interval: 30m, 1h, 900 (seconds)
    #[arg(long, value_name = "TIME", default_value = "30m")]
    pub(crate) per: Duration,
    /// Handle time of a contact, talk, hold and wrap-up: 240 (seconds), 4m; for chat the time at that concurrency
    #[arg(long, value_name = "TIME", required_unless_present = "channel")]
    pub(crate) aht: Option<Duration>,
    /// The share to answer in time, and the time: 80/20 is 80 % within 20 seconds
    #[arg(long, value_name = "PERCENT/SECONDS", default_value = "80/20")]
    pub(crate) target: Goal,
    /// Of which contacts that share is counted; matters only with --patience
    #[arg(long, value_enum, default_value_t)]
    pub(crate) of: Of,
    /// How long people wait on average before they hang up; nobody does when left out
    #[arg(long, value_name = "TIME")]
    pub(crate) patience: Option<Duration>,
    /// The highest share of an agent's time that may be busy, in per cent
    #[arg(long, value_name = "PERCENT", default_value_t = 100.0, value_parser = number)]
    pub(crate) max_occupancy: f64,
    /// The highest share of contacts that may hang up, in per cent
    #[arg(long, value_name = "PERCENT", default_value_t = 100.0, value_parser = number)]
    pub(crate) max_abandonment: f64,
    /// The share of paid time that is not worked on the queue, in per cent: breaks, training, leave, sickness
    #[arg(long, value_name = "PERCENT", default_value_t = 0.0, value_parser = number)]
    pub(crate) shrinkage: f64,
    /// Conversations that an agent holds at the same time, for chat
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) concurrency: u32,
}

/// A time in seconds, typed as 240, 240s, 4m or 1h.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Duration {
    /// Seconds, above 0.
    pub(crate) seconds: f64,
}

impl FromStr for Duration {
    type Err = String;

    fn from_str(text: &str) -> Result<Duration, String> {
        let (number, unit) = match text.find(|c: char| c.is_ascii_alphabetic()) {
            Some(at) => text.split_at(at),
            None => (text, "s"),
        };
        let factor = match unit {
            "s" => 1.0,
            "m" | "min" => 60.0,
            "h" => 3_600.0,
            _ => return Err(format!("`{unit}` is no unit of time; use s, m or h")),
        };
        match number.parse::<f64>() {
            Ok(number) if number.is_finite() && number > 0.0 => Ok(Duration { seconds: number * factor }),
            _ => Err("a time is a number above 0 with s, m or h, such as 240, 240s, 4m or 1h".to_owned()),
        }
    }
}

/// A target such as 80/20.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Goal {
    /// The share to answer in time, 0 to below 1.
    pub(crate) share: f64,
    /// The time in seconds, 0 or more.
    pub(crate) seconds: f64,
}

impl FromStr for Goal {
    type Err = String;

    fn from_str(text: &str) -> Result<Goal, String> {
        let parts = text.split_once('/').map(|(share, seconds)| (share.parse(), seconds.parse()));
        match parts {
            Some((Ok(share), Ok(seconds)))
                if (0.0..100.0).contains(&share) && (0.0..1e9).contains(&seconds) =>
            {
                Ok(Goal { share: share / 100.0, seconds })
            }
            _ => Err("a target is per cent below 100, a slash and seconds, such as 80/20".to_owned()),
        }
    }
}

/// What `--of` takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Of {
    /// Of all offered contacts
    #[default]
    Offered,
    /// Of those answered at all
    Answered,
    /// Of those offered, without the ones that hung up within the time
    WithoutShortAbandons,
}
