//! `weigh sensitivity`: how far each weight may move, and what one weight does.

use super::args::{Global, Sensitivity as Arguments};
use super::print::print;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::sensitivity::{WeightRanges, WeightSensitivity};
use crate::robust::compared::Asked;

pub(super) fn run(global: &Global, args: &Arguments, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let evaluation = settings::evaluation(global, shell)?;
    let asked = if args.criterion.is_some() { Asked::Weight } else { Asked::Weights };
    settings::refuse_compared(&evaluation, asked)?;
    match &args.criterion {
        None => print(&WeightRanges::new(&evaluation), format, shell)?,
        Some(name) => {
            let criterion = settings::criterion(&evaluation, name)?;
            print(&WeightSensitivity::new(&evaluation, criterion), format, shell)?;
        }
    }
    Ok(Exit::Done)
}
