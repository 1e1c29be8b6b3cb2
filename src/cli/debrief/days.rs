//! The days of letters and notices: the one that they bear, and the end of the standstill.

use super::super::args::Written;
use super::super::clock::today;
use super::super::shell::{Failure, Shell};
use crate::decision::Date;
use crate::decision::disclosure::{Phase, RegimeName};
use crate::files::letters_log::{Letters, PUBLIC};
use crate::record::deadline::{CannotCount, Deadline, standstill};
use crate::record::letter::Basis;
use crate::score::Evaluation;

/// The day that it bears: as the option says, or today, when it goes out; that of one that was begun stays. None in a draft
/// that tells no award.
pub(super) fn day(
    written: &Written,
    basis: &Basis<'_>,
    letters: &Letters,
    is_notice: bool,
) -> Result<Option<Date>, Failure> {
    let is_begun = |one: &&crate::files::letters_log::Sent| {
        one.is_begun
            && one.phase == basis.phase
            && one.is_of_award(basis.number())
            && (one.to == PUBLIC) == is_notice
    };
    let begun = letters.sent.iter().rev().find(is_begun).map(|one| one.on);
    let Some(award) = basis.award else {
        return Ok(written.date.or(begun).or_else(|| (!basis.is_draft).then(today)));
    };
    if let Some(day) = written.date.filter(|day| *day < award.on) {
        let message = format!("--date {day} lies before the award of {}, which it tells", award.on);
        return Err(Failure::Usage { message });
    }
    Ok(Some(written.date.or(begun).unwrap_or_else(|| today().max(award.on))))
}

/// The end of the standstill: as letters of this award told it, as the regime counts where that is later, or as the option
/// says where that is no earlier. None where none is counted, or it is not known from when.
pub(super) fn standstill_of(
    evaluation: &Evaluation,
    basis: &Basis<'_>,
    letters: &Letters,
    (asked, date): (Option<Date>, Option<Date>),
    notice: Option<&Written>,
) -> Result<Option<Deadline>, Failure> {
    let decision = &evaluation.decision;
    let (disclosure, publication) = (&decision.disclosure, &decision.publication);
    let published = publication.published;
    if let (Some(award), Some(day), false) = (basis.award, published, basis.is_draft)
        && day < award.on
    {
        let message = format!(
            "[notice] published is {day}, before the award of {}, and no standstill counts from there; set the day of this award's notice",
            award.on
        );
        return Err(Failure::Usage { message });
    }
    let told = letters
        .sent
        .iter()
        .filter(|one| one.phase == Phase::Decided && one.award.is_some() && one.award == basis.number());
    let told = told.filter_map(|one| one.ends.clone()).max_by_key(|(end, _)| *end);
    let from = match disclosure.regime {
        // The clock starts with the notice, whenever letters went out.
        RegimeName::Uk => {
            let of_notice = notice.filter(|_| basis.phase == Phase::Decided);
            published.or_else(|| of_notice.and_then(|written| written.date))
        }
        _ if told.is_some() || basis.phase == Phase::Signed => published,
        _ => published.max(date),
    };
    let counted = from.map_or(Ok(None), |from| {
        standstill(disclosure.regime, disclosure.country.as_deref(), from, publication)
    });
    let counted = match counted {
        // Only the buyer knows a calendar that is not known here.
        Err(CannotCount::Unknown(..)) if asked.is_some() => None,
        counted => counted.map_err(|error| Failure::Usage { message: error.to_string() })?,
    };
    let told = told.map(|(last, counted)| Deadline { last, counted });
    let known = [counted, told].into_iter().flatten().max_by_key(|end| end.last);
    let Some(asked) = asked else { return Ok(known) };
    let early = known.as_ref().filter(|one| asked < one.last).map(|one| (one.last, one.counted.clone()));
    let early =
        early.or(date.filter(|date| asked < *date).map(|date| (date, "the day of the letter".to_owned())));
    if let Some((last, counted)) = early {
        let message = format!("--standstill {asked} is too early: {last} at the earliest ({counted})");
        return Err(Failure::Usage { message });
    }
    Ok(Some(Deadline { last: asked, counted: "as set by the buyer".to_owned() }))
}

/// The end that letters and notices of this phase tell: after the contract none, which is not signed before it.
///
/// - `signed`: the day of a letter of after the contract.
pub(super) fn told_end(
    end: Option<Deadline>,
    basis: &Basis<'_>,
    signed: Option<Date>,
) -> Result<Option<Deadline>, Failure> {
    match basis.phase {
        // Where nothing is awarded no contract waits.
        Phase::Decided => Ok(end.filter(|_| basis.award.is_none() || !basis.winners.is_empty())),
        Phase::Excluded => Ok(None),
        Phase::Signed => {
            let running = end.filter(|end| !basis.is_draft && signed.is_some_and(|day| day <= end.last));
            running.map_or(Ok(None), |end| {
                let message = format!(
                    "the standstill ends on {} ({}), and no contract is signed before; --date says a later day",
                    end.last, end.counted
                );
                Err(Failure::Usage { message })
            })
        }
    }
}

/// Says where a regime has a standstill and nothing says from when it counts; a notice that has to tell it is refused.
pub(super) fn say_unknown(
    evaluation: &Evaluation,
    basis: &Basis<'_>,
    end: Option<&Deadline>,
    is_notice: bool,
    shell: &mut Shell<'_>,
) -> Result<(), Failure> {
    let is_unknown = evaluation.decision.disclosure.regime == RegimeName::Uk
        && basis.phase == Phase::Decided
        && !basis.winners.is_empty()
        && end.is_none();
    if !is_unknown {
        return Ok(());
    }
    let said = "the standstill begins with the day on which the notice of the award is published, and nothing says when: [notice] published";
    if is_notice && !basis.is_draft {
        return Err(Failure::Usage { message: format!("{said}, or --date") });
    }
    shell.mention(&format!("{said}; no end is told\n"));
    Ok(())
}
