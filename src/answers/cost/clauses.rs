//! What clauses of the contracts come to, and how the work begins: a sentence each.

use super::words::{amount, whole};
use crate::cost::{CostLine, Money, RampAtVendor, RoundedLine, VendorCost};
use crate::exact::Exact;

/// The lines of clauses, in the order in which they are told.
const LINES: [&str; 4] = ["minimum-year", "credits", "bonus", "present-provider"];

/// What clauses of a contract come to.
pub(super) fn remarks(vendor: &VendorCost) -> Vec<String> {
    let told = |line: &&CostLine| LINES.contains(&line.id.as_str()) && !line.total().is_zero();
    let of_line = |line: &CostLine| format!("{}: {}: {}.", vendor.name, line.name, amount(line.total()));
    let mut said: Vec<String> = vendor.lines.iter().filter(told).map(of_line).collect();
    said.extend(
        vendor.rounded.iter().map(|line| format!("{}, {}: {}.", vendor.name, line.name, rounding(line))),
    );
    said.extend(vendor.ramp.iter().flat_map(|ramp| beginning(&vendor.name, ramp)));
    said
}

/// What rounding up makes of the minutes: `started minutes of 60 s: 3 minutes are billed as 3.53, on average`.
fn rounding(line: &RoundedLine) -> String {
    let seconds = |minutes: &Exact| (minutes * &Exact::from(60)).plain(0);
    let first = if line.first_minutes.is_zero() {
        String::new()
    } else {
        format!(" after a first of {} s", seconds(&line.first_minutes))
    };
    let wrap = if line.wrap_minutes.is_zero() {
        String::new()
    } else {
        format!(", and {} s on top", seconds(&line.wrap_minutes))
    };
    let more = line.billed_minutes.over(&line.mean_minutes).map(|more| &more - &Exact::ONE);
    let more = more.map_or_else(String::new, |more| format!(" ({} %)", more.percent().signed(0)));
    format!(
        "started steps of {} s{first}{wrap} are billed: {} minutes as {}{more}, with lengths that differ as those of \
         conversations do (exponential)",
        seconds(&line.increment_minutes),
        line.mean_minutes.plain(2),
        line.billed_minutes.plain(2)
    )
}

fn beginning(name: &str, ramp: &RampAtVendor) -> Vec<String> {
    let mut said = Vec::new();
    let months = match ramp.stay_months {
        1 => "first month".to_owned(),
        months => format!("first {months} months"),
    };
    if !ramp.stay.is_zero() {
        said.push(format!(
            "{name}: {} contacts stay with the present provider in the {months}.",
            whole(&ramp.stay)
        ));
    }
    if let Some(loss) = ramp.loss.filter(|loss| *loss != Money::ZERO) {
        said.push(format!("{name}: people who are slower at first cost {}.", amount(loss)));
    }
    if let (Some(hires), Some(intakes), Some(weeks)) = (&ramp.hires, ramp.intakes, &ramp.complete_after_weeks)
    {
        let one = Exact::ONE;
        let people = if *hires == one { "person begins" } else { "people begin" };
        let times = if intakes == 1 { "1 intake".to_owned() } else { format!("{intakes} intakes") };
        let (hires, weeks) = (hires.plain(1), weeks.plain(1));
        said.push(format!("{name}: {hires} {people} in {times}; the team is complete after {weeks} weeks."));
    }
    said
}
