//! `weigh explain VENDOR`: from the score to criterion, value, fact and evidence, as a tree.

use super::args::{Explain, Global};
use super::print::print;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::explain::Explanation;

pub(super) fn run(global: &Global, args: &Explain, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let evaluation = settings::evaluation(global, shell)?;
    let vendor = settings::vendor(&evaluation, &args.vendor)?;
    print(&Explanation::new(&evaluation, vendor), format, shell)?;
    Ok(Exit::Done)
}
