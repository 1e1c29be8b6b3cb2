//! `weigh weights`: the weights, where they come from, and ways to find them.

mod judge;

use super::args::{Format, Global, Weights as Arguments};
use super::print::print;
use super::receipt::Receipt;
use super::set::failure;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::weights::{SpreadWeights, Weights};
use crate::decision::Decision;
use crate::files::edit;
use crate::open::Opened;
use crate::open::judge::{WeightChange, follow};

pub(super) fn run(global: &Global, args: &Arguments, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    if let Some(method) = &args.method {
        if args.from_data {
            return Err(Failure::Usage {
                message: "--from-data shows numbers of its own; leave the method out".to_owned(),
            });
        }
        return judge::run(global, method, args.write, format, shell);
    }
    let _turn = args.write.then(|| settings::turn(global, "weights", shell)).transpose()?;
    let opened = settings::open(global)?;
    let evaluation = settings::evaluation_of(&opened, shell)?;
    if args.from_data {
        let weights = SpreadWeights::new(&evaluation);
        if format == Format::Csv {
            // The records have no room for it.
            shell.mention(&format!("{}\n", weights.warning()));
        }
        print(&weights, format, shell)?;
    } else if args.write {
        return write(global, &opened, &evaluation.decision, shell);
    } else {
        print(&Weights::new(&evaluation), format, shell)?;
    }
    Ok(Exit::Done)
}

/// Lets the stated weights follow from the judgements in the file.
fn write(
    global: &Global,
    opened: &Opened,
    decision: &Decision,
    shell: &mut Shell<'_>,
) -> Result<Exit, Failure> {
    settings::refuse_what_if(global, "`--write`")?;
    let mut receipt = Receipt::new(global)?;
    let (changes, edits) = follow(opened, decision).map_err(|error| failure(error, shell))?;
    edit::save_all(&edits).map_err(|error| failure(error, shell))?;
    match (changes.is_empty(), decision.judgements.is_empty()) {
        (true, true) => receipt.remark("there are no judgements in the file, so nothing was written", shell),
        (true, false) => {
            receipt.remark("the weights follow from their judgements already; nothing was written", shell);
        }
        (false, _) => shell.mention(&written(&changes)),
    }
    // All weights stand in the criteria file.
    for edit in &edits {
        let value = |one: &WeightChange| {
            let path = format!("criteria.{}.weight", one.criterion);
            (path, Some(one.now.to_string()), Some(one.weight.to_string()))
        };
        receipt.changed(edit, changes.iter().map(value));
    }
    receipt.print(shell)
}

/// What was written, a line for each weight.
fn written(changes: &[WeightChange]) -> String {
    let line = |change: &WeightChange| {
        format!("criteria.{}.weight = {} (was {})\n", change.criterion, change.weight, change.now)
    };
    changes.iter().map(line).collect()
}
