//! `weigh rank`: who is ahead, by how much, who is out and why.

use super::args::{Global, Rank};
use super::print::print;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::findings;
use crate::answers::ranking::Ranking;

pub(super) fn run(global: &Global, args: &Rank, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let evaluation = settings::evaluation(global, shell)?;
    print(&Ranking::new(&findings(&evaluation, None)), format, shell)?;
    if args.require_award && !evaluation.vendors.iter().any(|vendor| vendor.is_awardable) {
        shell
            .say("no vendor is awardable: none in the ranking passes every must-have and minimum for sure\n");
        return Ok(Exit::No);
    }
    Ok(Exit::Done)
}
