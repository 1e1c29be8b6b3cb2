//! `weigh remove`, `weigh rename` and `weigh move`: a vendor, criterion, must-have or evaluator, with everything that names
//! it.

use super::args::{Global, MovePart, PartKind, RemovePart, RenamePart};
use super::receipt::Receipt;
use super::set::failure;
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::open::Opened;
use crate::open::parts::{self, Change, Kind};

impl From<PartKind> for Kind {
    fn from(kind: PartKind) -> Kind {
        match kind {
            PartKind::Vendor => Kind::Vendor,
            PartKind::Criterion => Kind::Criterion,
            PartKind::Gate => Kind::Gate,
            PartKind::Evaluator => Kind::Evaluator,
        }
    }
}

pub(super) fn remove(global: &Global, args: &RemovePart, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    settings::refuse_what_if(global, "this")?;
    let kind = Kind::from(args.kind);
    let _turn = args.write.then(|| settings::turn(global, "remove", shell)).transpose()?;
    let opened = settings::open(global)?;
    let change = parts::remove(&opened, kind, &args.id).map_err(|error| failure(error, shell))?;
    let done = format!("the {} `{}` is gone", kind.word(), args.id);
    let planned = format!("the {} `{}` would go", kind.word(), args.id);
    if !args.write {
        tell(&opened, &change, &planned, shell);
        shell.mention("nothing is written yet; `--write` does it\n");
        return Receipt::new(global)?.print(shell);
    }
    write(global, &opened, &change, &done, shell)
}

pub(super) fn rename(global: &Global, args: &RenamePart, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    settings::refuse_what_if(global, "this")?;
    let kind = Kind::from(args.kind);
    let _turn = settings::turn(global, "rename", shell)?;
    let opened = settings::open(global)?;
    let change = parts::rename(&opened, kind, &args.id, &args.new).map_err(|error| failure(error, shell))?;
    let done = format!("the {} `{}` is called `{}` now", kind.word(), args.id, args.new);
    write(global, &opened, &change, &done, shell)
}

pub(super) fn move_criterion(
    global: &Global,
    args: &MovePart,
    shell: &mut Shell<'_>,
) -> Result<Exit, Failure> {
    settings::refuse_what_if(global, "this")?;
    let _turn = settings::turn(global, "move", shell)?;
    let opened = settings::open(global)?;
    let change =
        parts::move_criterion(&opened, &args.criterion, args.under.as_deref(), args.weight.as_deref());
    let change = change.map_err(|error| failure(error, shell))?;
    let place =
        args.under.as_ref().map_or_else(|| "at the top".to_owned(), |group| format!("under `{group}`"));
    write(global, &opened, &change, &format!("`{}` is {place} now", args.criterion), shell)
}

fn write(
    global: &Global,
    opened: &Opened,
    change: &Change,
    done: &str,
    shell: &mut Shell<'_>,
) -> Result<Exit, Failure> {
    let mut receipt = Receipt::new(global)?;
    change.write().map_err(|error| failure(error, shell))?;
    tell(opened, change, done, shell);
    for edit in &change.edits {
        receipt.changed(edit, []);
    }
    receipt.print(shell)
}

/// Says what happens, and what goes or changes with it.
fn tell(opened: &Opened, change: &Change, says: &str, shell: &mut Shell<'_>) {
    shell.mention(&format!("{says}\n"));
    if let Some((file, _)) = &change.gone {
        let file = opened.texts.request.workspace.relative(file);
        shell.mention(&format!("  {file} goes\n"));
    }
    for said in &change.said {
        shell.mention(&format!("  {said}\n"));
    }
}
