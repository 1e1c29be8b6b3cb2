//! What clauses of the contracts come to, and how the work begins: a sentence each.

use super::words::{amount, whole};
use crate::cost::{CostLine, Money, RampAtVendor, VendorCost};
use crate::exact::Exact;

/// The lines of clauses, in the order in which they are told.
const LINES: [&str; 4] = ["minimum-year", "credits", "bonus", "present-provider"];

/// What clauses of a contract come to.
pub(super) fn remarks(vendor: &VendorCost) -> Vec<String> {
    let told = |line: &&CostLine| LINES.contains(&line.id.as_str()) && !line.total().is_zero();
    let of_line = |line: &CostLine| format!("{}: {}: {}.", vendor.name, line.name, amount(line.total()));
    let mut said: Vec<String> = vendor.lines.iter().filter(told).map(of_line).collect();
    said.extend(vendor.ramp.iter().flat_map(|ramp| beginning(&vendor.name, ramp)));
    said
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
