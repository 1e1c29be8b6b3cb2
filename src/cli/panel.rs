//! `weigh panel`: what each evaluator said, where they differ, and what hangs on it.

use super::args::{Global, Panel as Arguments};
use super::print::print;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::findings;
use crate::answers::panel::{NoPanel, Panel};

pub(super) fn run(global: &Global, args: &Arguments, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let evaluation = settings::evaluation(global, shell)?;
    let findings = findings(&evaluation, None);
    let panel = Panel::new(&findings)?;
    print(&if args.moderation { panel.only_moderation() } else { panel }, format, shell)?;
    Ok(Exit::Done)
}

impl From<NoPanel> for Failure {
    fn from(none: NoPanel) -> Failure {
        Failure::Usage { message: none.to_string() }
    }
}
