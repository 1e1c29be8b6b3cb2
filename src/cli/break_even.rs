//! `weigh break-even`: what each fact of a vendor would have to be for the first place.

use super::args::{BreakEven as Arguments, Global};
use super::print::print;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::break_even::VendorBreakEven;
use crate::robust::compared::Asked;

pub(super) fn run(global: &Global, args: &Arguments, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let evaluation = settings::evaluation(global, shell)?;
    let vendor = settings::vendor(&evaluation, &args.vendor)?;
    settings::refuse_compared(&evaluation, Asked::Trials)?;
    print(&VendorBreakEven::new(&evaluation, vendor), format, shell)?;
    Ok(Exit::Done)
}
