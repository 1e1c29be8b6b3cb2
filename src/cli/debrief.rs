//! `weigh debrief` and `weigh notice`: what the vendors, and what everybody, is told.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::args::{Debrief, Global, Notice, Written};
use super::award::recorded;
use super::clock::today;
use super::output::{Place, handed_over};
use super::report::{Replacing, ReportFile, brand, hand_over, refuse_format, unmade};
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::answers::Document;
use crate::brand::Brand;
use crate::decision::disclosure::{Addressee, Part, Phase, RegimeName};
use crate::decision::{AwardRecord, Date, VendorId};
use crate::exact::{Exact, hexadecimal};
use crate::files::letters_log::{self, Letters, Sent};
use crate::record::deadline::{Deadline, standstill};
use crate::record::disclosure::{Telling, addressee};
use crate::record::leak::{Leak, ReadLetter, leaks};
use crate::record::letter::{Basis, NoLetter, basis};
use crate::record::regime;
use crate::report::debrief::{Letter, debrief};
use crate::report::notice::{self, Publicity, notice};
use crate::report::{Kind, markdown};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;
use crate::text::suggest::listed;

pub(super) fn run(global: &Global, args: &Debrief, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let (kinds, place) = begin(global, &args.written)?;
    let _turn = writes(global, &args.written, args.all)
        .then(|| settings::turn(global, "debrief", shell))
        .transpose()?;
    let evaluation = settings::evaluation(global, shell)?;
    let record = recorded(global, &evaluation, shell)?;
    let basis = standing(&evaluation, &record, &args.written)?;
    let letters = read_letters(global, &evaluation, shell)?;
    let readers = readers(&evaluation, &basis, args)?;
    look_for_leaks(&evaluation, &basis, &readers, !args.all, shell)?;
    let brand = brand(args.written.brand.as_deref(), shell)?;
    let date = args.written.date.or(basis.award.map(|award| award.on));
    let ends = ends(&evaluation, &args.written, args.standstill, date)?;
    let (mut made, mut sent) = (Vec::new(), Vec::new());
    for vendor in readers {
        let letter = Letter {
            basis,
            date,
            standstill: ends.clone(),
            is_on_request: !args.all,
            reasons: letters.reasons.get(vendor.id()).cloned().unwrap_or_else(BTreeMap::new),
        };
        let document = debrief(&evaluation, vendor, &letter);
        let noted = note(&evaluation, vendor.id().as_str(), basis.phase, date, &document);
        let file = ("debrief", format!("debrief-{}", vendor.id()));
        made.extend(in_kinds(&document, &file, replacing(&letters, &noted), (&kinds, &brand), shell)?);
        sent.push(noted);
    }
    refuse_other_letters(&letters, &sent, &basis, global)?;
    let place = if args.all { place } else { or_out(global, place, &made) };
    finish(global, &evaluation, (&basis, &letters), &sent, (place, made), shell)
}

pub(super) fn run_notice(global: &Global, args: &Notice, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let (kinds, place) = begin(global, &args.written)?;
    let _turn =
        writes(global, &args.written, false).then(|| settings::turn(global, "notice", shell)).transpose()?;
    let evaluation = settings::evaluation(global, shell)?;
    let record = recorded(global, &evaluation, shell)?;
    if args.written.phase.phase() == Phase::Excluded {
        return Err(Failure::Usage { message: NoLetter::NoNotice.to_string() });
    }
    let basis = standing(&evaluation, &record, &args.written)?;
    let letters = read_letters(global, &evaluation, shell)?;
    let date = args.written.date.or(basis.award.map(|award| award.on));
    let ends = ends(&evaluation, &args.written, None, date)?;
    let publicity = Publicity {
        basis,
        date,
        standstill: ends,
        letters_given: letters_given(&evaluation, &letters, basis.phase),
        is_unlinked: args.unlinked,
        has_points: args.points,
    };
    let brand = brand(args.written.brand.as_deref(), shell)?;
    let document = notice(&evaluation, &publicity);
    let sent = vec![note(&evaluation, "public", basis.phase, date, &document)];
    let file = ("notice", "notice".to_owned());
    let made = in_kinds(&document, &file, replacing(&letters, &sent[0]), (&kinds, &brand), shell)?;
    for leak in notice::leaks(&evaluation, &publicity) {
        shell.mention(&format!("could be inferred: {leak}\n"));
    }
    remind(&evaluation, &publicity, shell);
    let place = or_out(global, place, &made);
    finish(global, &evaluation, (&basis, &letters), &sent, (place, made), shell)
}

/// Says what comes before the notice, and what is still owed after it.
fn remind(evaluation: &Evaluation, publicity: &Publicity<'_>, shell: &mut Shell<'_>) {
    let Some(regime) = regime::find(evaluation.decision.disclosure.regime) else { return };
    let phase = publicity.basis.phase;
    if regime.is_one_set && phase == Phase::Decided && publicity.letters_given.is_none() {
        shell.mention("letters to all that were judged come before the notice: `weigh debrief --all`\n");
    }
    if let Some(owed) = regime.after_signing.filter(|_| phase == Phase::Signed) {
        shell.mention(&format!("still owed: {owed}\n"));
    }
}

/// When those that were judged got their letters, where the regime has all of them told together.
fn letters_given(evaluation: &Evaluation, letters: &Letters, phase: Phase) -> Option<Date> {
    let is_one_set = regime::find(evaluation.decision.disclosure.regime).is_some_and(|one| one.is_one_set);
    let to_bidders = letters.sent.iter().filter(|one| {
        one.to != "public" && one.phase == phase && one.inputs == evaluation.digest.inputs.to_string()
    });
    to_bidders.map(|one| one.on).max().filter(|_| is_one_set)
}

/// In which formats and where letters go; refused where they would not be of the files as they stand.
fn begin(global: &Global, written: &Written) -> Result<(Vec<Kind>, Place), Failure> {
    refuse_format(global)?;
    if !global.set.is_empty() || global.vendors.is_some() {
        let message = "a letter states what was decided on the files as they stand, so it takes neither --set nor --vendors";
        return Err(Failure::Usage { message: message.to_owned() });
    }
    Ok(handed_over(global, &written.to, Kind::Md)?)
}

/// Whether what is handed over is noted.
fn writes(global: &Global, written: &Written, is_all: bool) -> bool {
    !written.draft && (is_all || global.output.is_some())
}

/// What letters stand on.
fn standing<'a>(
    evaluation: &'a Evaluation,
    record: &'a AwardRecord,
    written: &Written,
) -> Result<Basis<'a>, Failure> {
    basis(evaluation, record, written.phase.phase(), written.draft)
        .map_err(|error| Failure::Usage { message: error.to_string() })
}

/// The file of the letters. Problems with it end the command.
fn read_letters(global: &Global, evaluation: &Evaluation, shell: &mut Shell<'_>) -> Result<Letters, Failure> {
    let read = letters_log::read(&settings::workspace(global)?, evaluation.decision.id.as_str());
    if read.problems.is_empty() {
        return Ok(read);
    }
    shell.show_problems(&read.problems, &read.sources, 1);
    Err(Failure::Shown)
}

/// Whom letters are for.
fn readers<'a>(
    evaluation: &'a Evaluation,
    basis: &Basis<'_>,
    args: &Debrief,
) -> Result<Vec<&'a VendorResult>, Failure> {
    let is_out = |vendor: &VendorResult| {
        matches!(addressee(vendor, false), Addressee::Excluded | Addressee::Disqualified)
    };
    let is_one_set = regime::find(evaluation.decision.disclosure.regime).is_some_and(|one| one.is_one_set);
    let Some(wanted) = &args.vendor else {
        let reads = |vendor: &&VendorResult| match basis.phase {
            Phase::Excluded => is_out(vendor),
            Phase::Decided | Phase::Signed => is_one_set || !basis.is_winner(vendor),
        };
        let readers: Vec<&VendorResult> = evaluation.vendors.iter().filter(reads).collect();
        let message = "there is nobody to write to".to_owned();
        return if readers.is_empty() { Err(Failure::Usage { message }) } else { Ok(readers) };
    };
    let vendor = settings::vendor(evaluation, wanted)?;
    let refuse = |message: String| Err(Failure::Usage { message });
    if basis.phase == Phase::Excluded && !is_out(vendor) {
        return refuse(format!("{} is not out, so it is not told so before an award", vendor.name()));
    }
    if is_one_set && basis.phase == Phase::Decided && !basis.is_draft {
        return refuse(
            "this regime wants all of them told together: --all; one letter alone takes --draft".to_owned(),
        );
    }
    Ok(vec![vendor])
}

/// Says which prices letters give away that they do not tell, and refuses them where the regime does not owe these.
fn look_for_leaks(
    evaluation: &Evaluation,
    basis: &Basis<'_>,
    readers: &[&VendorResult],
    is_on_request: bool,
    shell: &mut Shell<'_>,
) -> Result<(), Failure> {
    let disclosure = &evaluation.decision.disclosure;
    let telling = |vendor: &VendorResult| {
        let to = addressee(vendor, basis.is_winner(vendor));
        Telling::new(&evaluation.decision, to, basis.phase, is_on_request)
    };
    // Where the price itself is told nothing is given away.
    let is_told = readers.iter().any(|reader| telling(reader).tells(Part::WinnerPrice));
    let read: Vec<ReadLetter<'_>> =
        readers.iter().map(|reader| ReadLetter::of(reader, &telling(reader))).collect();
    if is_told {
        return Ok(());
    }
    let found = leaks(evaluation, basis.winner, &read, &disclosure.price_within);
    let said: Vec<String> = found.iter().map(|leak| told_leak(evaluation, leak)).collect();
    let is_owed = matches!(
        disclosure.regime,
        RegimeName::Uk | RegimeName::Us | RegimeName::EuInstitutions | RegimeName::WorldBank
    );
    if !said.is_empty() && !is_owed && !disclosure.has_exact_price_points && !basis.is_draft {
        let within = &disclosure.price_within;
        let message = format!(
            "a price that is not told could be inferred to within {within} %: {}; tell fewer points (leave_out = [\"winner-band\"]), give the scale fixed ends, or set price_points = \"exact\" in [disclosure]",
            said.join("; ")
        );
        return Err(Failure::Usage { message });
    }
    for leak in said {
        shell.mention(&format!("could be inferred: {leak}\n"));
    }
    Ok(())
}

/// A leak in a sentence without its point.
fn told_leak(evaluation: &Evaluation, leak: &Leak) -> String {
    let name = |id: &VendorId| evaluation.decision.vendor_name(id).to_owned();
    let readers: Vec<String> = leak.readers.iter().map(name).collect();
    let of = leak.of.as_ref().map_or_else(|| "the lowest bidder".to_owned(), name);
    let number = |number: f64| Exact::from_f64(number).filter(|number| !number.is_zero());
    let left = match (number(leak.left.low), number(leak.left.high)) {
        (Some(low), Some(high)) => format!("{} to {}", low.spaced(2), high.spaced(2)),
        (None, Some(high)) => format!("up to {}", high.spaced(2)),
        (low, None) => format!("{} or more", low.unwrap_or_default().spaced(2)),
    };
    format!(
        "{} can work out {} of {of}, {left} (to within {:.2} %)",
        listed(&readers, "and"),
        evaluation.decision.criteria[leak.criterion].name,
        leak.within
    )
}

/// The end of the standstill: as the option says where that is no earlier than the regime counts.
fn ends(
    evaluation: &Evaluation,
    written: &Written,
    asked: Option<Date>,
    date: Option<Date>,
) -> Result<Option<Deadline>, Failure> {
    if written.phase.phase() != Phase::Decided {
        return Ok(None);
    }
    let decision = &evaluation.decision;
    let disclosure = &decision.disclosure;
    let from = decision.publication.published.or(date);
    let counted = from.map_or(Ok(None), |from| {
        standstill(disclosure.regime, disclosure.country.as_deref(), from, &decision.publication)
    });
    let counted = counted.map_err(|error| Failure::Usage { message: error.to_string() })?;
    let Some(asked) = asked else { return Ok(counted) };
    let early = counted.as_ref().filter(|one| asked < one.last).map(|one| (one.last, one.counted.clone()));
    let early =
        early.or(date.filter(|date| asked < *date).map(|date| (date, "the day of the letter".to_owned())));
    if let Some((last, counted)) = early {
        let message = format!("--standstill {asked} is too early: {last} at the earliest ({counted})");
        return Err(Failure::Usage { message });
    }
    Ok(Some(Deadline { last: asked, counted: "as set by the buyer".to_owned() }))
}

/// What is noted of a letter. The day that it bears is no part of its fingerprint, so that it can be written again.
fn note(evaluation: &Evaluation, to: &str, phase: Phase, date: Option<Date>, document: &Document) -> Sent {
    let undated = Document { date: None, ..document.clone() };
    Sent {
        to: to.to_owned(),
        phase,
        on: date.unwrap_or_else(today),
        inputs: evaluation.digest.inputs.to_string(),
        letter: hexadecimal(&Sha256::digest(markdown(&undated).as_bytes())),
        is_begun: true,
    }
}

/// What of a file that is there a letter may replace.
fn replacing(letters: &Letters, letter: &Sent) -> Replacing {
    if letters.has_begun(letter) { Replacing::Same } else { Replacing::Nothing }
}

/// Refuses a letter that says something else than the one that the same vendor was sent of the same decision.
fn refuse_other_letters(
    letters: &Letters,
    sent: &[Sent],
    basis: &Basis<'_>,
    global: &Global,
) -> Result<(), Failure> {
    if basis.is_draft || global.force {
        return Ok(());
    }
    let before = |one: &Sent| {
        letters
            .sent
            .iter()
            .rev()
            .find(|before| before.to == one.to && before.phase == one.phase && before.inputs == one.inputs)
            .filter(|before| before.letter != one.letter)
            .map(|before| (one.to.clone(), before.on))
    };
    let Some((to, on)) = sent.iter().find_map(before) else { return Ok(()) };
    let message = format!(
        "{to} was written to on {on}, and this letter says something else; a reason, a release or [notice] is another since. --draft shows it, --force writes it"
    );
    Err(Failure::Usage { message })
}

/// Hands letters over and notes what was handed over, first as begun, so that whoever is stopped in the middle can go
/// on; drafts, and what only goes to standard output, are not noted.
fn finish(
    global: &Global,
    evaluation: &Evaluation,
    (basis, letters): (&Basis<'_>, &Letters),
    sent: &[Sent],
    (place, made): (Place, Vec<ReportFile>),
    shell: &mut Shell<'_>,
) -> Result<Exit, Failure> {
    if basis.is_draft || place == Place::Out {
        return hand_over(&place, made, || Ok(()), shell);
    }
    let (workspace, decision) = (settings::workspace(global)?, evaluation.decision.id.as_str());
    let failed = |source| Failure::Write {
        what: letters_log::file(&workspace, decision).display().to_string(),
        source,
    };
    let new: Vec<Sent> = sent.iter().filter(|one| !letters.has_noted(one)).cloned().collect();
    let begin = || match new.as_slice() {
        [] => Ok(()),
        new => letters_log::begin(&workspace, decision, new).map_err(failed),
    };
    let exit = hand_over(&place, made, begin, shell)?;
    if !new.is_empty() || sent.iter().any(|one| letters.has_begun(one)) {
        let file = letters_log::finish(&workspace, decision, sent).map_err(failed)?;
        shell.mention(&format!("noted in {}\n", file.display()));
    }
    Ok(exit)
}

/// One document goes to standard output where no place is named.
fn or_out(global: &Global, place: Place, made: &[ReportFile]) -> Place {
    if global.output.is_none() && made.len() == 1 { Place::Out } else { place }
}

/// A document in every format that was asked for.
///
/// - `template`, `name`: of the brand's template, and of the file, both without an extension.
fn in_kinds(
    document: &Document,
    (template, name): &(&str, String),
    replacing: Replacing,
    (kinds, brand): (&[Kind], &Brand),
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
        Ok(ReportFile { file, bytes, leaves_out: None, replacing })
    };
    kinds.iter().map(made).collect()
}
