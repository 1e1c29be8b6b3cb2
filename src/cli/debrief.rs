//! `weigh debrief` and `weigh notice`: what the vendors, and what everybody, is told.

mod days;
mod prices;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use self::prices::Look;
use super::args::{Debrief, Global, Notice, Written};
use super::award::recorded;
use super::clock::today;
use super::output::{Place, handed_over};
use super::report::{Replacing, ReportFile, brand, hand_over, refuse_format, unmade};
use super::settings;
use super::shell::{Exit, Failure, Shell};
use crate::answers::Document;
use crate::brand::Brand;
use crate::decision::disclosure::{Addressee, Phase};
use crate::decision::{AwardRecord, Date};
use crate::exact::hexadecimal;
use crate::files::letters_log::{self, Letters, PUBLIC, Sent};
use crate::record::deadline::Deadline;
use crate::record::disclosure::{Telling, addressee};
use crate::record::gaps::named;
use crate::record::letter::{Basis, NoLetter, basis};
use crate::record::names::Names;
use crate::record::regime;
use crate::record::release::undecided;
use crate::report::debrief::{Letter, debrief};
use crate::report::notice::{Publicity, notice};
use crate::report::{Kind, letter_text};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

pub(super) fn run(global: &Global, args: &Debrief, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let (kinds, place) = begin(global, &args.written)?;
    let _turn = writes(global, &args.written, args.all)
        .then(|| settings::turn(global, "debrief", shell))
        .transpose()?;
    let evaluation = settings::evaluation(global, shell)?;
    let record = recorded(global, &evaluation, shell)?;
    let basis = standing(&evaluation, &record, &args.written)?;
    let letters = read_letters(global, &evaluation, shell)?;
    let readers = readers(&evaluation, &basis, args, &letters)?;
    let is_asked = !args.all;
    let look = Look { evaluation: &evaluation, record: &record, basis: &basis, letters: &letters };
    let is_noted = writes(global, &args.written, args.all);
    look.at_letters(&readers, (is_asked, is_noted), shell)?;
    refuse_undecided(&evaluation, &basis, &readers, is_asked, &letters)?;
    let brand = brand(args.written.brand.as_deref(), shell)?;
    let date = days::day(&args.written, &basis, &letters, false)?;
    let end = days::standstill_of(&evaluation, &basis, &letters, (args.standstill, date), None)?;
    let ends = days::told_end(end, &basis, args.written.date.or_else(|| Some(today())))?;
    days::say_unknown(&evaluation, &basis, ends.as_ref(), false, shell)?;
    say_names(&evaluation, &basis, &readers, &letters, shell);
    let noting = Noting { evaluation: &evaluation, basis: &basis, brand: &brand, date, ends: ends.as_ref() };
    let (mut made, mut sent, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for vendor in readers {
        let to = vendor.id().as_str();
        let letter = |is_on_request: bool| Letter {
            basis: basis.clone(),
            date,
            standstill: ends.clone(),
            is_on_request,
            replaces: replaced(&letters, to, &basis),
            reasons: letters.reasons.get(vendor.id()).cloned().unwrap_or_else(BTreeMap::new),
            told: letters.told.clone(),
        };
        let telling = Telling::new(
            &evaluation.decision,
            addressee(&evaluation.decision, vendor, basis.is_winner(vendor)),
            basis.phase,
            is_asked,
        );
        let document = debrief(&evaluation, vendor, &letter(is_asked));
        let noted = noting.note(to, is_asked && telling.answers_requests(), &document);
        if telling.answers_requests() {
            others.push(noting.note(to, !is_asked, &debrief(&evaluation, vendor, &letter(!is_asked))));
        }
        let file = ("debrief", format!("debrief-{to}"));
        made.extend(in_kinds(&document, &file, replacing(&letters, &noted), (&kinds, &brand), shell)?);
        sent.push(noted);
    }
    refuse_other_letters(&letters, &sent, &others, &basis, global)?;
    let place = if args.all { place } else { or_out(global, place, &made) };
    finish(global, &evaluation, (&basis, &letters), &sent, (place, made), shell)
}

/// Refuses letters that would have to tell what the winner offers, or that it is withheld and why, where nobody has
/// decided that.
fn refuse_undecided(
    evaluation: &Evaluation,
    basis: &Basis<'_>,
    readers: &[&VendorResult],
    is_asked: bool,
    letters: &Letters,
) -> Result<(), Failure> {
    let none = BTreeMap::new();
    for winner in basis.winners.iter().filter(|_| !basis.is_draft) {
        let told = letters.told.get(winner.id()).unwrap_or(&none);
        let others = readers.iter().filter(|reader| !basis.is_winner(reader));
        let open: BTreeSet<usize> = others
            .flat_map(|reader| {
                let to = addressee(&evaluation.decision, reader, false);
                let telling = Telling::new(&evaluation.decision, to, basis.phase, is_asked);
                undecided(evaluation, winner, reader, &telling, told)
            })
            .collect();
        let Some(names) = named(evaluation, &open.into_iter().collect::<Vec<_>>()) else { continue };
        let (name, id) = (winner.name(), winner.id());
        let message = format!(
            "nobody has said whether the others may be told what {name} offers on {names}, which these letters owe them: release = \"yes\", \"summary\" with the summary, or \"no\" with its ground beside each fact of its file, or [told.{id}] CRITERION = \"...\" in criteria/letters/{}.toml; --draft shows the letters",
            evaluation.decision.id
        );
        return Err(Failure::Usage { message });
    }
    Ok(())
}

/// Says which names are taken out of texts that people wrote.
fn say_names(
    evaluation: &Evaluation,
    basis: &Basis<'_>,
    readers: &[&VendorResult],
    letters: &Letters,
    shell: &mut Shell<'_>,
) {
    let of_award = basis.award.into_iter().flat_map(|award| {
        award.reason.iter().chain(award.despite.iter().map(|one| &one.reason)).collect::<Vec<_>>()
    });
    let mut said = BTreeSet::new();
    for reader in readers {
        let known: Vec<&VendorResult> = basis.winners.iter().chain([reader]).copied().collect();
        let names = Names::of(evaluation, &known);
        let own = letters.reasons.get(reader.id()).into_iter().flat_map(BTreeMap::values);
        let went = evaluation.decision.publication.negotiation.iter();
        said.extend(own.chain(of_award.clone()).chain(went).flat_map(|text| names.found(text)));
    }
    if !said.is_empty() {
        let names: Vec<String> = said.into_iter().collect();
        shell.mention(&format!(
            "taken out of reasons that people wrote: {}; look whether they can be read so\n",
            names.join(", ")
        ));
    }
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
    let date = days::day(&args.written, &basis, &letters, true)?;
    let end = days::standstill_of(&evaluation, &basis, &letters, (None, date), Some(&args.written))?;
    let ends = days::told_end(end, &basis, args.written.date.or_else(|| Some(today())))?;
    days::say_unknown(&evaluation, &basis, ends.as_ref(), true, shell)?;
    let letters_given = letters_given(&evaluation, &letters, &basis);
    let replaces = replaced(&letters, PUBLIC, &basis);
    let publicity = Publicity {
        basis: basis.clone(),
        date,
        standstill: ends,
        replaces,
        letters_given,
        is_unlinked: args.unlinked,
        has_points: args.points,
    };
    let look = Look { evaluation: &evaluation, record: &record, basis: &basis, letters: &letters };
    look.at_notice(&publicity, shell)?;
    let brand = brand(args.written.brand.as_deref(), shell)?;
    let document = notice(&evaluation, &publicity);
    let noting = Noting {
        evaluation: &evaluation,
        basis: &basis,
        brand: &brand,
        date,
        ends: publicity.standstill.as_ref(),
    };
    let noted = noting.note(PUBLIC, false, &document);
    let sent = vec![Sent { is_unlinked: args.unlinked, has_points: args.points, ..noted }];
    let file = ("notice", "notice".to_owned());
    let made = in_kinds(&document, &file, replacing(&letters, &sent[0]), (&kinds, &brand), shell)?;
    remind(&evaluation, &publicity, shell);
    let place = or_out(global, place, &made);
    finish(global, &evaluation, (&basis, &letters), &sent, (place, made), shell)
}

/// Says what comes before the notice, and what is still owed after it.
fn remind(evaluation: &Evaluation, publicity: &Publicity<'_>, shell: &mut Shell<'_>) {
    let Some(regime) = regime::find(evaluation.decision.disclosure.regime) else { return };
    if let Some(unchecked) = regime.unchecked {
        shell.mention(&format!("{unchecked}\n"));
    }
    let phase = publicity.basis.phase;
    if regime.is_one_set && phase == Phase::Decided && publicity.letters_given.is_none() {
        shell.mention("letters to all that were judged come before the notice: `weigh debrief --all`\n");
    }
    if let Some(owed) = regime.after_signing.filter(|_| phase == Phase::Signed) {
        shell.mention(&format!("still owed: {owed}\n"));
    }
}

/// When those that were judged got their letters, where the regime has all of them told together.
fn letters_given(evaluation: &Evaluation, letters: &Letters, basis: &Basis<'_>) -> Option<Date> {
    let is_one_set = regime::find(evaluation.decision.disclosure.regime).is_some_and(|one| one.is_one_set);
    let to_bidders = letters.sent.iter().filter(|one| {
        one.to != PUBLIC
            && one.phase == basis.phase
            && one.is_of_award(basis.number())
            && one.inputs == evaluation.digest.inputs.to_string()
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
    letters: &Letters,
) -> Result<Vec<&'a VendorResult>, Failure> {
    let is_out = |vendor: &VendorResult| {
        matches!(
            addressee(&evaluation.decision, vendor, false),
            Addressee::Excluded | Addressee::Disqualified
        )
    };
    let regime = regime::find(evaluation.decision.disclosure.regime);
    let is_one_set = regime.is_some_and(|one| one.is_one_set);
    let tells_winner = regime.is_some_and(|one| one.is_one_set || one.tells_winner);
    // Who won after an award to another holds a letter that says otherwise.
    let was_told = |vendor: &VendorResult| replaced(letters, vendor.id().as_str(), basis).is_some();
    let Some(wanted) = &args.vendor else {
        let reads = |vendor: &&VendorResult| match basis.phase {
            Phase::Excluded => is_out(vendor),
            Phase::Decided | Phase::Signed => tells_winner || !basis.is_winner(vendor) || was_told(vendor),
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

/// What is noted of a letter. The day that it bears is no part of its fingerprint, so that it can be written again.
struct Noting<'a> {
    evaluation: &'a Evaluation,
    basis: &'a Basis<'a>,
    brand: &'a Brand,
    date: Option<Date>,
    ends: Option<&'a Deadline>,
}

impl Noting<'_> {
    fn note(&self, to: &str, is_asked: bool, document: &Document) -> Sent {
        Sent {
            to: to.to_owned(),
            phase: self.basis.phase,
            award: self.basis.number(),
            is_asked,
            is_unlinked: false,
            has_points: false,
            ends: self.ends.map(|end| (end.last, end.counted.clone())),
            on: self.date.unwrap_or_else(today),
            inputs: self.evaluation.digest.inputs.to_string(),
            letter: hexadecimal(&Sha256::digest(letter_text(document, self.brand).as_bytes())),
            is_begun: true,
        }
    }
}

/// The day of what the same reader was told of an award that was replaced, where this is the first of the one in force.
fn replaced(letters: &Letters, to: &str, basis: &Basis<'_>) -> Option<Date> {
    let of_reader = || letters.sent.iter().rev().filter(|one| one.to == to);
    let number = basis.number()?;
    let before = of_reader().find(|one| one.award.is_some_and(|award| award < number))?;
    Some(before.on)
}

/// What of a file that is there a letter may replace.
fn replacing(letters: &Letters, letter: &Sent) -> Replacing {
    if letters.has_begun(letter) { Replacing::Same } else { Replacing::Nothing }
}

/// Refuses a letter that says something else than the one that the same reader was sent of the same award, or where that
/// one would say something else today.
///
/// - `others`: what those that are written now would be told where they had asked, or had not.
fn refuse_other_letters(
    letters: &Letters,
    sent: &[Sent],
    others: &[Sent],
    basis: &Basis<'_>,
    global: &Global,
) -> Result<(), Failure> {
    if basis.is_draft || global.force {
        return Ok(());
    }
    let before = |one: &Sent| {
        let of_kind = letters.sent.iter().rev().find(|before| before.is_of_same_kind(one));
        of_kind.filter(|before| before.letter != one.letter).map(|before| (one.to.clone(), before))
    };
    let Some((to, before)) = sent.iter().chain(others).find_map(before) else { return Ok(()) };
    let was = if before.is_begun { "A letter was begun" } else { "was written to" };
    let whom = if before.is_begun { format!("{was} to {to}") } else { format!("{to} {was}") };
    let message = format!(
        "{whom} on {}, and what it says would be something else today: a reason, a release, [notice], [contact], the standstill, the brand or a template is another since. --draft shows it, --force writes it",
        before.on
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
    let mut before = None;
    let begin = || {
        if !new.is_empty() {
            before = Some(letters_log::begin(&workspace, decision, &new).map_err(failed)?);
        }
        Ok(())
    };
    // The files of each letter, in its formats.
    let formats = made.len() / sent.len().max(1);
    let files: Vec<PathBuf> = made.iter().map(|one| place.path(&one.file)).collect();
    let exit = match hand_over(&place, made, begin, shell) {
        Ok(exit) => exit,
        Err(failure) => {
            if let Some(before) = before {
                let is_there = |one: &Sent| {
                    let at = sent.iter().position(|other| other == one);
                    at.is_none_or(|at| {
                        files.iter().skip(at * formats).take(formats).any(|file| file.exists())
                    })
                };
                let there: Vec<Sent> = new.iter().filter(|one| is_there(one)).cloned().collect();
                letters_log::take_back(&workspace, decision, before.as_deref(), &there).map_err(failed)?;
            }
            return Err(failure);
        }
    };
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
