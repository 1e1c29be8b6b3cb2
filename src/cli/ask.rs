//! `weigh ask`: the questions of a decision as workbooks for vendors to fill in.

use std::path::PathBuf;

use super::args::{Ask, Global};
use super::output::handed_over;
use super::report::{Replacing, ReportFile, hand_over};
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::decision::{Status, Vendor};
use crate::report::Kind;
use crate::sheets::form::{Form, workbook};

pub(super) fn run(global: &Global, args: &Ask, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let (_, place) = handed_over(global, &[Kind::Xlsx], Kind::Xlsx)?;
    let evaluation = settings::evaluation(global, shell)?;
    let decision = &evaluation.decision;
    let named = |vendor: &Vendor| Some((vendor.id.clone(), vendor.name.clone()));
    let mut asked = Vec::new();
    for vendor in &args.names {
        asked.push(named(&settings::vendor(&evaluation, vendor)?.vendor));
    }
    if asked.is_empty() {
        let invited = decision.vendors.iter().filter(|vendor| vendor.status == Status::Invited);
        asked.extend(invited.map(|vendor| named(vendor)));
    }
    if args.blank || args.names.is_empty() {
        asked.push(None);
    }
    let file = |vendor: Option<_>| {
        let form = Form::of(decision, vendor);
        let whose = form.vendor.as_ref().map_or("blank", |(id, _)| id.as_str());
        ReportFile {
            file: PathBuf::from(format!("questions-{}-{whose}.xlsx", form.decision)),
            bytes: workbook(&form, args.show_weights),
            leaves_out: None,
            replacing: Replacing::Same,
        }
    };
    let made: Vec<ReportFile> = asked.into_iter().map(file).collect();
    if !Form::of(decision, None).asks_for_facts() {
        shell.mention("the decision reads no fact that a vendor could be asked for\n");
        return Ok(Exit::No);
    }
    hand_over(&place, made, || Ok(()), shell)
}
