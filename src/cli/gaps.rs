//! `weigh gaps`: what is not known yet, ordered by how much of the score hangs on it.

use super::args::{Gaps as Arguments, Global};
use super::print::print;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::gaps::Gaps;

pub(super) fn run(global: &Global, args: &Arguments, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let evaluation = settings::evaluation(global, shell)?;
    let mut vendors = Vec::new();
    for name in &args.names {
        vendors.push(settings::vendor(&evaluation, name)?.id());
    }
    print(&Gaps::new(&evaluation, &vendors, args.all), format, shell)?;
    Ok(Exit::Done)
}
