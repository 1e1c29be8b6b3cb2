//! `weigh new`: a vendor file with every fact that the decision reads, still to be filled; a brand.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;

use deunicode::deunicode;

use super::args::{Global, New, NewBrand, NewVendor, NewWhat};
use super::receipt::Receipt;
use super::set::failure;
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::decision::vendor::is_head_fact;
use crate::decision::{CostBasis, FactId, Scale};
use crate::diagnostic::Code;
use crate::files::brand::SAMPLE as BRAND;
use crate::files::edit::{Edit, quoted, write_new};
use crate::files::workspace::plain;
use crate::files::{Texts, is_id, is_reserved, vendor_problems};
use crate::open::edit::refuse_locked;
use crate::score::Evaluation;
use crate::text::letters::same_name;

pub(super) fn run(global: &Global, args: &New, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    match &args.what {
        NewWhat::Vendor(vendor) => new_vendor(global, vendor, shell),
        NewWhat::Brand(brand) => new_brand(global, brand, shell),
    }
}

/// The most characters of an id.
const LONGEST_ID: usize = 64;

/// Writes a brand file with its templates; a file that is there already is never written over.
fn new_brand(global: &Global, args: &NewBrand, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let mut receipt = Receipt::new(global)?;
    settings::refuse_pack(global)?;
    let folder = plain(&settings::directory(global).join(&args.folder));
    settings::refuse_among_inputs(global, &folder, "a brand")?;
    for (name, text) in BRAND {
        let file = folder.join(name);
        let failed = |source| Failure::Write { what: file.display().to_string(), source };
        write_new(&file, text.as_bytes()).map_err(failed)?;
        receipt.made(file.display().to_string());
    }
    let file = folder.join("brand.toml");
    let (folder, file) = (folder.display(), file.display());
    shell.mention(&format!("made {folder}; change what you like, then `weigh report --brand {file}`\n"));
    receipt.print(shell)
}

fn new_vendor(global: &Global, vendor: &NewVendor, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let mut receipt = Receipt::new(global)?;
    let id = vendor.id.clone().or_else(|| id_of_name(&vendor.name)).ok_or_else(|| Failure::Usage {
        message: format!("no file name can be made from {:?}; give one with --id", vendor.name),
    })?;
    let _turn = settings::turn(global, "new vendor", shell)?;
    make_folder(global)?;
    let mut opened = settings::open(global)?;
    // That there is no vendor yet is about to be mended.
    opened.problems.retain(|problem| problem.code != Code::NoVendors);
    let evaluation = settings::evaluation_of(&opened, shell)?;
    let decision = &evaluation.decision;
    if !is_id(&id) {
        let message = format!("{id:?} cannot be an id; use letters a to z, digits, hyphens and underscores");
        return Err(Failure::Usage { message });
    }
    if is_reserved(&id) {
        let message = format!(
            "Windows has a device called {id:?}, and no file can have its name there; use another --id"
        );
        return Err(Failure::Usage { message });
    }
    let path = opened.texts.vendor_file(&id).ok_or_else(|| Failure::Input {
        message: "the folder of the vendors lies outside the workspace".to_owned(),
    })?;
    let is_it = |name: &str| same_name(name) == same_name(&vendor.name);
    if let Some(other) = evaluation.vendors.iter().find(|other| is_it(other.name())) {
        return Err(Failure::Usage { message: format!("there is a vendor {:?} already", other.name()) });
    }
    if path.exists() {
        let message = format!("{} is there already; give another --id", path.display());
        return Err(Failure::Usage { message });
    }
    let has_schema = path
        .parent()
        .and_then(|folder| folder.parent())
        .is_some_and(|above| above.join("vendor.schema.json").is_file());
    let mut text = blank(&evaluation, &vendor.name, has_schema);
    if decision.panel.is_none() {
        text.push_str(&blank_ratings(&evaluation));
    }
    if let Some(basis) = &decision.cost {
        text.push_str(&blank_quote(basis));
    }
    if let Some(problem) = vendor_problems(&text).first() {
        return Err(Failure::Usage { message: format!("{:?} cannot be a name: {problem}", vendor.name) });
    }
    let edit = Edit::of_new(path.clone(), text.into_bytes());
    refuse_locked(&opened, std::slice::from_ref(&edit)).map_err(|error| failure(error, shell))?;
    write_new(&path, &edit.after)
        .map_err(|source| Failure::Write { what: path.display().to_string(), source })?;
    shell.mention(&format!("made {}; fill in its facts, then `weigh check`\n", path.display()));
    receipt.made(path.display().to_string());
    receipt.print(shell)
}

/// An id made from a name in any script: letters of the alphabet and digits, with hyphens for the rest. None where the
/// name has neither.
pub(super) fn id_of_name(name: &str) -> Option<String> {
    let latin = deunicode(name).to_lowercase();
    let words = latin.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let id = words.collect::<Vec<_>>().join("-");
    let id: String = id.chars().take(LONGEST_ID).collect();
    let id = id.trim_end_matches('-');
    (!id.is_empty()).then(|| id.to_owned())
}

/// Makes the folder of the vendors where there is none yet.
fn make_folder(global: &Global) -> Result<(), Failure> {
    let snapshot = Arc::default();
    let texts = Texts::of(settings::request(global, &snapshot)?, snapshot);
    let Some(folder) = texts.vendors_folder().filter(|folder| !folder.is_dir()) else { return Ok(()) };
    if global.vendors.is_none() {
        let refused = texts.request.workspace.refuse_link_out(&folder);
        refused.map_err(|error| Failure::Input { message: error.message })?;
    }
    fs::create_dir_all(&folder)
        .map_err(|source| Failure::Write { what: folder.display().to_string(), source })
}

/// The text of a blank vendor file.
fn blank(evaluation: &Evaluation, name: &str, has_schema: bool) -> String {
    let mut text = String::new();
    if has_schema {
        text.push_str("#:schema ../vendor.schema.json\n\n");
    }
    let _ = write!(
        text,
        "name = {}\n\
         # local   = \"the name in its own script\"\n\
         # kind    = \"bpo\"          # in-house, captive, shared-services, call-centre, contact-centre, bpo, kpo, hybrid, ...\n\
         # country = \"TH\"\n\
         # shore   = \"offshore\"     # onshore, nearshore, offshore, multi, cloud, ...\n\
         status = \"invited\"\n\
         {}\n\
         # What is true of the vendor. {{}} means: not known yet. With evidence:\n\
         # fact = {{ value = 14.20, source = \"RFP answer 3.1\", as_of = 2026-09-30 }}\n\
         # fact = {{ low = 22, likely = 28, high = 40, source = \"interview\" }}\n\
         [facts]\n",
        quoted(name),
        asked_of_head(evaluation)
    );
    let mut written: BTreeSet<&str> = BTreeSet::new();
    for gate in &evaluation.decision.gates {
        if evaluation.decision.is_worked_out(&gate.fact) || is_head_fact(gate.fact.as_str()) {
            continue;
        }
        let _ = writeln!(text, "# must-have: {}; {}", one_line(&gate.name), one_line(&gate.asks()));
        if written.insert(gate.fact.as_str()) {
            let _ = writeln!(text, "{} = {{}}", gate.fact);
        }
    }
    for (_, criterion) in evaluation.leaves().filter(|(_, criterion)| !criterion.is_rating()) {
        let Some(fact) = criterion
            .fact()
            .filter(|fact| !evaluation.decision.is_worked_out(fact) && !is_head_fact(fact.as_str()))
        else {
            continue;
        };
        let unit = criterion.unit().map_or_else(String::new, |unit| format!(", {unit}"));
        let scale = criterion.scale().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(text, "# {}{unit}: {}", one_line(&criterion.name), one_line(&scale));
        if written.insert(fact.as_str()) {
            let _ = writeln!(text, "{fact} = {{}}");
        }
    }
    let derivations = &evaluation.decision.derivations;
    for fact in derivations.all_inputs() {
        if evaluation.decision.is_worked_out(&fact)
            || is_head_fact(fact.as_str())
            || written.contains(fact.as_str())
        {
            continue;
        }
        for one in derivations.readers(&fact) {
            let _ = writeln!(text, "# {} is worked out: {}", one.fact, one.formula);
        }
        let _ = writeln!(text, "{fact} = {{}}");
    }
    text
}

/// What is asked of the lines above the facts, a line each.
fn asked_of_head(evaluation: &Evaluation) -> String {
    let gates = evaluation.decision.gates.iter().map(|gate| (&gate.fact, &gate.name, gate.asks()));
    let leaves = evaluation.leaves().filter_map(|(_, criterion)| {
        Some((criterion.fact()?, &criterion.name, criterion.scale()?.to_string()))
    });
    // Everybody is invited, and that stands there.
    let asked =
        gates.chain(leaves).filter(|(fact, ..)| is_head_fact(fact.as_str()) && fact.as_str() != "status");
    let line = |(fact, name, asks): (&FactId, &String, String)| {
        format!("# {fact} is asked for, take its # away: {}; {}\n", one_line(name), one_line(&asks))
    };
    asked.map(line).collect()
}

/// The marks of a vendor file, to be uncommented; a panel's stand in the files of its evaluators.
fn blank_ratings(evaluation: &Evaluation) -> String {
    let mut text = String::new();
    let ratings: Vec<_> = evaluation.leaves().filter(|(_, criterion)| criterion.is_rating()).collect();
    if !ratings.is_empty() {
        text.push_str("\n# Marks by people; take the # away once there is one.\n[ratings]\n");
    }
    for (_, criterion) in ratings {
        let _ = writeln!(
            text,
            "# {}: {}",
            one_line(&criterion.name),
            criterion.scale().map(ToString::to_string).unwrap_or_default()
        );
        if let Some(marks) = criterion.scale().and_then(Scale::marks) {
            for (at, anchor) in marks.anchors.iter().enumerate() {
                let _ = writeln!(text, "#   {} {}", marks.from + &at.into(), one_line(anchor));
            }
        }
        let _ = writeln!(text, "# {} = {{ mark = 3, note = \"why\" }}", criterion.id);
    }
    text
}

/// A quote to be filled in: what it must speak of, and one price line for each channel, to be uncommented.
fn blank_quote(basis: &CostBasis) -> String {
    let mut text = String::from(
        "\n# What it asks for; take the # away and fill in. Units: fte-month, paid-hour, productive-hour, minute,\n\
         # talk-minute, contact, resolution, transaction, month. A rate may be a fact: \"facts.hourly_rate\".\n\
         # [quote]\n\
         # valid_until = 2027-01-31\n\
         # tax         = \"without\"\n\
         # index       = { rise = 3 }     # % a year; or { cpi = true, cap = 4 }\n",
    );
    let things: Vec<String> = basis.checklist.iter().map(|charge| quoted(&charge.id)).collect();
    if !things.is_empty() {
        let _ = writeln!(text, "# included    = [{}]     # what the prices hold", things.join(", "));
        let _ = writeln!(text, "# silent      = []     # what they leave out");
    }
    for channel in &basis.channels {
        let _ = write!(
            text,
            "#\n# [quote.prices.{}]\n# channels = {}\n# per      = \"contact\"\n# rate     = 2.10\n",
            channel.id,
            quoted(&channel.id)
        );
    }
    text.push_str(
        "#\n# [quote.contract]\n# term        = 36     # months\n# notice      = 6\n# exit_clause = true\n",
    );
    text
}

/// A text that stays within its comment.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
