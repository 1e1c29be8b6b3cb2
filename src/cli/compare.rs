//! `weigh compare A B`: vendors side by side and, for two, what makes the difference.

use super::args::{Compare, Global};
use super::print::print;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::compare::Comparison;
use crate::score::evaluation::VendorResult;

pub(super) fn run(global: &Global, args: &Compare, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let evaluation = settings::evaluation(global, shell)?;
    let mut vendors: Vec<&VendorResult> = Vec::new();
    for wanted in &args.names {
        let vendor = settings::vendor(&evaluation, wanted)?;
        if vendors.iter().any(|other| other.id() == vendor.id()) {
            return Err(Failure::Usage {
                message: format!("`{wanted}` is named twice; name different vendors"),
            });
        }
        vendors.push(vendor);
    }
    print(&Comparison::new(&evaluation, vendors), format, shell)?;
    Ok(Exit::Done)
}
