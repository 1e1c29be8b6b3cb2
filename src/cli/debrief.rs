//! `weigh debrief` and `weigh notice`: what the vendors, and what everybody, is told.

use std::path::Path;

use super::args::{Debrief, Global, Notice};
use super::award::recorded;
use super::output::{Place, handed_over};
use super::report::{Replacing, ReportFile, brand, hand_over, refuse_format, unmade};
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::answers::Document;
use crate::brand::Brand;
use crate::decision::Award;
use crate::report::Kind;
use crate::report::debrief::{self, Letter, debrief};
use crate::report::notice::{Publicity, leaks, letter_leaks, notice};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

pub(super) fn run(global: &Global, args: &Debrief, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    refuse_format(global)?;
    let (kinds, place) = handed_over(global, &args.to, Kind::Md)?;
    let evaluation = settings::evaluation(global, shell)?;
    let record = recorded(global, &evaluation, shell)?;
    let winner = winner(&evaluation, record.in_force())?;
    let date = args.date.or(record.in_force().map(|award| award.on));
    let letter = Letter { winner, date, standstill: args.standstill };
    let readers: Vec<&VendorResult> = match &args.vendor {
        Some(wanted) => vec![settings::vendor(&evaluation, wanted)?],
        None => evaluation.vendors.iter().filter(|vendor| vendor.id() != winner.id()).collect(),
    };
    if let Some(vendor) = readers.iter().find(|vendor| vendor.id() == winner.id()) {
        let message = format!("{} gets the work; a debrief is for those that do not", vendor.name());
        return Err(Failure::Usage { message });
    }
    let brand = brand(args.brand.as_deref(), shell)?;
    let mut made = Vec::new();
    for vendor in readers {
        let document = debrief(&evaluation, vendor, letter);
        let letter = ("debrief", format!("debrief-{}", vendor.id()));
        made.extend(in_kinds(&document, &letter, &kinds, &brand, shell)?);
    }
    for leak in letter_leaks(&evaluation, winner) {
        shell.mention(&format!("could be inferred: {leak}\n"));
    }
    let place = if args.all { place } else { or_out(global, place, &made) };
    hand_over(&place, made, Replacing::Nothing, shell)
}

pub(super) fn run_notice(global: &Global, args: &Notice, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    refuse_format(global)?;
    let (kinds, place) = handed_over(global, &args.to, Kind::Md)?;
    let evaluation = settings::evaluation(global, shell)?;
    let record = recorded(global, &evaluation, shell)?;
    let publicity = Publicity {
        winner: winner(&evaluation, record.in_force())?,
        award: record.in_force(),
        date: args.date,
        is_unlinked: args.unlinked,
        has_points: args.points,
    };
    let brand = brand(args.brand.as_deref(), shell)?;
    let letter = ("notice", "notice".to_owned());
    let made = in_kinds(&notice(&evaluation, publicity), &letter, &kinds, &brand, shell)?;
    for leak in leaks(&evaluation, publicity) {
        shell.mention(&format!("could be inferred: {leak}\n"));
    }
    let place = or_out(global, place, &made);
    hand_over(&place, made, Replacing::Nothing, shell)
}

/// One document goes to standard output where no place is named.
fn or_out(global: &Global, place: Place, made: &[ReportFile]) -> Place {
    if global.output.is_none() && made.len() == 1 { Place::Out } else { place }
}

/// Who gets the work.
fn winner<'a>(evaluation: &'a Evaluation, award: Option<&Award>) -> Result<&'a VendorResult, Failure> {
    debrief::winner(evaluation, award).map_err(|error| Failure::Usage { message: error.to_string() })
}

/// A document in every format that was asked for.
///
/// - `template`, `name`: of the brand's template, and of the file, both without an extension.
fn in_kinds(
    document: &Document,
    (template, name): &(&str, String),
    kinds: &[Kind],
    brand: &Brand,
    shell: &mut Shell<'_>,
) -> Result<Vec<ReportFile>, Failure> {
    let made = |kind: &Kind| {
        let file = Path::new(&format!("{name}.{}", kind.extension())).to_owned();
        let Some(bytes) = kind.document(document, brand, template) else {
            let message =
                format!("a letter cannot be written as {}; it is a document, such as md", kind.extension());
            return Err(Failure::Usage { message });
        };
        let bytes = bytes.map_err(|error| unmade(&file, error, shell))?;
        Ok(ReportFile { file, bytes, leaves_out: None })
    };
    kinds.iter().map(made).collect()
}
