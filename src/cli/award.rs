//! `weigh award` and `weigh clear`: who gets the work, on whose word, and why; and how its conditions were answered.

use super::args::{Award as Arguments, Clear, Format, Global};
use super::clock::{person, today};
use super::print::print;
use super::receipt::Receipt;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::award::Awards;
use crate::decision::award::{Clearance, FailedGate, Signer};
use crate::decision::{Award, AwardRecord, Date, VendorId};
use crate::diagnostic::{Code, Diagnostic, SourceId};
use crate::files::edit::{quoted, save_all};
use crate::files::letters_log::{Letters, PUBLIC};
use crate::files::workspace::stem;
use crate::files::{award, letters_log};
use crate::open::Opened;
use crate::open::edit::{new_warnings, plan_ahead, written_at};
use crate::record::award::{Wanted, award as awarded, condition, nobody};
use crate::record::deadline::calendar;
use crate::record::gaps::{WrittenTexts, gaps};
use crate::record::leak::prices_that_follow;
use crate::record::letter::NoLetter;
use crate::record::since::Since;
use crate::score::evaluation::{NoResult, Outcome};
use crate::score::{Evaluation, evaluate};
use crate::text::suggest::hint;

pub(super) fn run(global: &Global, args: &Arguments, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let is_decided = args.to.is_some() || args.none;
    if is_decided {
        refuse_what_if(global)?;
    }
    let _turn = is_decided.then(|| settings::turn(global, "award", shell)).transpose()?;
    let evaluation = settings::evaluation(global, shell)?;
    let mut record = recorded(global, &evaluation, shell)?;
    if is_decided {
        let decided = decided(&evaluation, &record, args)?;
        let workspace = settings::workspace(global)?;
        let decision = evaluation.decision.id.as_str();
        let file = award::add(&workspace, decision, &decided).map_err(|source| Failure::Write {
            what: award::file(&workspace, decision).display().to_string(),
            source,
        })?;
        shell.mention(&format!("recorded in {}\n", file.display()));
        record.awards.push(decided);
    }
    show(record, &evaluation, format, shell)
}

pub(super) fn clear(global: &Global, args: &Clear, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    refuse_what_if(global)?;
    let _turn = settings::turn(global, "clear", shell)?;
    let mut evaluation = settings::evaluation(global, shell)?;
    let mut record = recorded(global, &evaluation, shell)?;
    let usage = |message: String| Failure::Usage { message };
    // The winner's file may be gone, and the condition is answered all the same.
    let vendor = settings::vendor(&evaluation, &args.vendor).map(|vendor| vendor.id().clone());
    let vendor = vendor.unwrap_or_else(|_| VendorId::new(args.vendor.as_str()));
    if may_explain(&evaluation, &record, &vendor, &args.gate) {
        let exit = answer_explanation(global, args, &vendor, shell)?;
        // An award that is subject to it is answered with it.
        if condition(&record, &vendor, &args.gate).is_err() {
            return Ok(exit);
        }
        evaluation = settings::evaluation(global, shell)?;
    }
    let must_have = condition(&record, &vendor, &args.gate)
        .map_err(|open| usage(nothing_to_clear(&evaluation, &args.vendor, &args.gate).unwrap_or(open)))?;
    refuse_text(Some(&args.reason))?;
    refuse_day(args.on, &record)?;
    let answer = Clearance {
        award: record.awards.len(),
        vendor,
        gate: must_have.gate.clone(),
        is_accepted: args.accept,
        reason: args.reason.clone(),
        on: args.on.unwrap_or_else(today),
        by: person(args.by.as_ref())?,
    };
    let workspace = settings::workspace(global)?;
    let decision = evaluation.decision.id.as_str();
    let file = award::add_clearance(&workspace, decision, &answer).map_err(|source| Failure::Write {
        what: award::file(&workspace, decision).display().to_string(),
        source,
    })?;
    shell.mention(&format!("recorded in {}\n", file.display()));
    record.clearances.push(answer);
    show(record, &evaluation, format, shell)
}

/// Whether a vendor fails a must-have that may be explained, and an answer to that is for now.
fn may_explain(evaluation: &Evaluation, record: &AwardRecord, vendor: &VendorId, gate: &str) -> bool {
    let is_condition = condition(record, vendor, gate).is_ok();
    let results = evaluation.vendor(vendor.as_str()).map(|vendor| &vendor.gates);
    let result = results.and_then(|results| results.iter().find(|result| result.gate.id.as_str() == gate));
    let is_failed = result.and_then(|result| result.fact.as_ref()).is_some_and(|fact| fact.value.is_some());
    let may = result.is_some_and(|result| result.gate.explained.is_some() && result.outcome == Outcome::Open);
    let is_answered = result.is_some_and(|result| {
        result.gate.explained.as_ref().is_some_and(|answers| answers.contains_key(vendor))
    });
    is_failed && (may || is_answered && !is_condition)
}

/// Why there is nothing to answer, where that is not for the award to say: no such vendor or must-have, or one that is
/// met.
fn nothing_to_clear(evaluation: &Evaluation, vendor: &str, gate: &str) -> Option<String> {
    let Ok(vendor) = settings::vendor(evaluation, vendor) else {
        return Some(format!("there is no vendor `{vendor}`"));
    };
    let gates = evaluation.decision.gates.iter().filter(|gate| gate.explained.is_some());
    let known: Vec<&str> = gates.map(|gate| gate.id.as_str()).collect();
    if known.is_empty() {
        return None;
    }
    let Some(result) = vendor.gates.iter().find(|result| result.gate.id.as_str() == gate) else {
        return Some(format!("no must-have `{gate}` may be explained: {}", hint(gate, &known, [])));
    };
    result.gate.explained.as_ref()?;
    Some(match result.outcome {
        Outcome::Pass => format!("{} meets `{gate}`: there is nothing to explain", vendor.name()),
        Outcome::Open | Outcome::Fail => {
            format!("whether {} meets `{gate}` is not known: {}", vendor.name(), result.reason)
        }
    })
}

/// Writes into the criteria file how the explanation of a vendor was answered.
fn answer_explanation(
    global: &Global,
    args: &Clear,
    vendor: &VendorId,
    shell: &mut Shell<'_>,
) -> Result<Exit, Failure> {
    refuse_text(Some(&args.reason))?;
    refuse_day(args.on, &AwardRecord::default())?;
    let opened = settings::open(global)?;
    let mut receipt = Receipt::new(global)?;
    let path = format!("explained.{vendor}.{}", args.gate);
    let value = format!(
        "{{ accepted = {}, reason = {}, on = {}, by = {} }}",
        args.accept,
        quoted(&args.reason),
        args.on.unwrap_or_else(today),
        quoted(&person(args.by.as_ref())?),
    );
    let values = [(path.clone(), value)];
    let planned = plan_ahead(&opened, &values).and_then(|(edits, written)| {
        save_all(&edits)?;
        Ok((edits, written))
    });
    let (edits, written) = planned.map_err(|error| Failure::Usage { message: error.to_string() })?;
    for edit in &edits {
        let row = (path.clone(), written_at(&opened, &path), written_at(&written, &path));
        receipt.changed(edit, std::iter::once(row));
        let was = if written_at(&opened, &path).is_some() { ", in place of the answer before" } else { "" };
        shell.mention(&format!("recorded in {}{was}\n", edit.file.display()));
    }
    receipt.show((&new_warnings(&opened, &written), &written.sources), written.files, shell);
    receipt.print(shell)
}

fn show(
    record: AwardRecord,
    evaluation: &Evaluation,
    format: Format,
    shell: &mut Shell<'_>,
) -> Result<Exit, Failure> {
    let since = Since::of(&record, evaluation);
    print(&Awards { record, since }, format, shell)?;
    Ok(Exit::Done)
}

/// The awards of the decision so far. Problems with their file end the command.
pub(super) fn recorded(
    global: &Global,
    evaluation: &Evaluation,
    shell: &mut Shell<'_>,
) -> Result<AwardRecord, Failure> {
    let workspace = settings::workspace(global)?;
    let read = award::read(&workspace, evaluation.decision.id.as_str());
    if read.problems.is_empty() {
        return Ok(read.record);
    }
    shell.show_problems(&read.problems, &read.sources, 1);
    Err(Failure::Shown)
}

/// Adds what is wrong with the records of awards and letters, and what is different since, to the problems of a decision.
pub(super) fn check(opened: &mut Opened) {
    let (workspace, id) = (opened.texts.request.workspace.clone(), stem(&opened.texts.request.criteria));
    let read = award::read_beside(&workspace, &id, std::mem::take(&mut opened.sources));
    let letters = letters_log::read_beside(&workspace, &id, read.sources);
    opened.sources = letters.sources.clone();
    opened.problems.extend(read.problems.into_iter().chain(letters.problems.iter().cloned()));
    let Ok(decision) = opened.decision().cloned() else { return };
    let evaluation = evaluate(&decision);
    let unsolved = unsolved(opened, &evaluation);
    opened.problems.extend(unsolved);
    letter_gaps(opened, &evaluation, &read.record, &letters);
    let follows = prices_that_follow(&evaluation);
    if let Some(source) = criteria_file(opened).filter(|_| !follows.is_empty()) {
        let help = "fixed ends keep prices, `scale = { worst = ..., best = ... }`; price_points = \"exact\" in [disclosure] tells the points all the same";
        opened.problems.push(Diagnostic::new(Code::PriceFollows, source, follows.join(". ")).help(help));
    }
    let Some(source) = read.source.filter(|_| !read.record.awards.is_empty()) else { return };
    let since = Since::of(&read.record, &evaluation);
    let next = since.next_command().unwrap_or_else(|| "weigh award --none --reason \"...\"".to_owned());
    let problem = |code: Code, said: &[String], help: String| {
        let said = said.join(". ");
        (!said.is_empty()).then(|| Diagnostic::new(code, source, said).help(help))
    };
    let told = [
        problem(Code::AwardLost, &since.lost, format!("give the work to the next in rank: `{next}`")),
        problem(
            Code::AwardDiffers,
            &since.changes,
            "bring the files back; or award again, with the reason: `weigh award --to VENDOR --reason \"...\"`".to_owned(),
        ),
        problem(
            Code::AwardDespite,
            &despite(&read.record),
            "letters and the notice tell it with its reason; `weigh award --to VENDOR --reason \"...\"` awards the work to another".to_owned(),
        ),
        problem(
            Code::ConditionOpen,
            &since.open,
            "answer it with `weigh clear VENDOR GATE --accept --reason \"...\"`, or --reject".to_owned(),
        ),
    ];
    opened.problems.extend(told.into_iter().flatten());
}

/// The must-haves that the award in force passes over, in sentences.
fn despite(record: &AwardRecord) -> Vec<String> {
    let passed_over = record.in_force().into_iter().flat_map(|award| &award.despite);
    let said = |one: &FailedGate| format!("Awarded although it fails {}: {}", one.must_have.name, one.reason);
    passed_over.map(said).collect()
}

/// A warning for each formula that has no result for somebody, and each reason.
fn unsolved(opened: &Opened, evaluation: &Evaluation) -> Vec<Diagnostic> {
    let mut found: Vec<(&NoResult, Vec<&str>)> = Vec::new();
    for one in &evaluation.unsolved {
        match found.iter_mut().find(|(first, _)| first.is_alike(one)) {
            Some((_, vendors)) => vendors.push(&one.vendor),
            None => found.push((one, vec![&one.vendor])),
        }
    }
    let told = found.into_iter().filter_map(|(one, vendors)| {
        let place = opened.formula(one.criterion.as_ref())?;
        let problem = Diagnostic::new(Code::NoResult, place, one.said_of(&vendors));
        Some(problem.help("say what counts then: if CONDITION then A else B"))
    });
    told.collect()
}

/// Adds what letters need and the files lack.
fn letter_gaps(opened: &mut Opened, evaluation: &Evaluation, record: &AwardRecord, letters: &Letters) {
    let written = WrittenTexts { reasons: &letters.reasons, told: &letters.told };
    let mut gaps = gaps(evaluation, record, &written);
    gaps.extend(of_replaced(evaluation, record, letters));
    let begun = letters.sent.iter().filter(|one| one.is_begun);
    gaps.extend(begun.map(|one| {
        format!(
            "The letter to {} was begun on {} and may not be there; the same command again finishes it",
            one.to, one.on
        )
    }));
    if let Some(source) = criteria_file(opened).filter(|_| !gaps.is_empty()) {
        let help = "`weigh check --explain A005` says where each belongs";
        opened.problems.push(Diagnostic::new(Code::LetterGap, source, gaps.join(". ")).help(help));
    }
}

/// Who still holds a letter of an award that was replaced.
fn of_replaced(evaluation: &Evaluation, record: &AwardRecord, letters: &Letters) -> Vec<String> {
    let now = Some(record.awards.len());
    let is_told = |to: &str| letters.sent.iter().any(|one| one.to == to && one.award == now);
    let mut found: Vec<String> = Vec::new();
    for one in &letters.sent {
        if one.award.is_none_or(|award| Some(award) == now) || is_told(&one.to) {
            continue;
        }
        let holder = VendorId::new(one.to.as_str());
        let name = if one.to == PUBLIC { "Everybody" } else { evaluation.decision.vendor_name(&holder) };
        let said = format!(
            "{name} was told of an award on {} that was replaced, and not of the one in force",
            one.on
        );
        if !found.contains(&said) {
            found.push(said);
        }
    }
    found
}

fn criteria_file(opened: &Opened) -> Option<SourceId> {
    opened.sources.iter().find(|(_, source)| !source.is_option).map(|(id, _)| id)
}

fn refuse_what_if(global: &Global) -> Result<(), Failure> {
    if global.set.is_empty() && global.vendors.is_none() {
        return Ok(());
    }
    let message = "an award is on the files as they stand, so it takes neither --set nor --vendors";
    Err(Failure::Usage { message: message.to_owned() })
}

/// Refuses a day that lies a year ahead, or before the last award of the record.
fn refuse_day(day: Option<Date>, record: &AwardRecord) -> Result<(), Failure> {
    let Some(day) = day else { return Ok(()) };
    let now = today();
    let usage = |message: String| Err(Failure::Usage { message });
    if is_far_off(day, now) {
        return usage(format!("--on {day} lies more than a year ahead; today is {now}"));
    }
    match record.in_force().filter(|award| day < award.on) {
        Some(award) => usage(format!("--on {day} lies before the award of {} that it is about", award.on)),
        None => Ok(()),
    }
}

/// Whether a day lies more than a year after another: nobody decides so far ahead.
fn is_far_off(day: Date, now: Date) -> bool {
    calendar::number(day) > calendar::number(now) + 366
}

fn refuse_text(text: Option<&String>) -> Result<(), Failure> {
    match text.map(String::as_str).and_then(award::text_problem) {
        Some(problem) => Err(Failure::Usage { message: format!("--reason: {problem}") }),
        None => Ok(()),
    }
}

/// The award as it is to be recorded; refused where it needs more than was said.
fn decided(evaluation: &Evaluation, record: &AwardRecord, args: &Arguments) -> Result<Award, Failure> {
    refuse_text(args.reason.as_ref())?;
    refuse_day(args.on, record)?;
    let now = today();
    if let Some(day) = args.by.iter().filter_map(|one| one.on).find(|day| is_far_off(*day, now)) {
        return Err(Failure::Usage {
            message: format!("--by: nobody can have signed on {day}; today is {now}"),
        });
    }
    let user = || Ok::<_, Failure>(vec![Signer { name: person(None)?, role: None, on: None }]);
    let wanted = Wanted {
        on: args.on.unwrap_or_else(today),
        by: if args.by.is_empty() { user()? } else { args.by.clone() },
        reason: args.reason.clone(),
        despite: args.despite.clone(),
        subject_to: args.subject_to.clone(),
    };
    if args.to.is_some() && evaluation.decision.provenance.is_sealed {
        return Err(Failure::Usage { message: NoLetter::Sealed.to_string() });
    }
    let Some(to) = &args.to else { return Ok(nobody(evaluation, record, wanted)) };
    let vendor = settings::vendor(evaluation, to)?;
    awarded(evaluation, vendor, record, wanted).map_err(|error| Failure::Usage { message: error.to_string() })
}
