//! What letters and notices give away of prices, with what was handed over before.

use super::super::shell::{Failure, Shell};
use crate::decision::disclosure::{Addressee, Part, Phase, RegimeName};
use crate::decision::{AwardRecord, VendorId};
use crate::exact::Exact;
use crate::files::letters_log::{Letters, PUBLIC, Sent};
use crate::record::disclosure::{Telling, addressee};
use crate::record::gaps::{NO_PRICE, states_price};
use crate::record::leak::{Leak, ReadLetter, ToldToAll, leaks};
use crate::record::letter::Basis;
use crate::record::regime;
use crate::report::notice::{self, Publicity};
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;
use crate::text::suggest::listed;

/// What is looked at: letters and a notice of one decision.
pub(super) struct Look<'a> {
    pub(super) evaluation: &'a Evaluation,
    pub(super) record: &'a AwardRecord,
    pub(super) basis: &'a Basis<'a>,
    pub(super) letters: &'a Letters,
}

impl<'a> Look<'a> {
    /// Says which prices letters give away that they do not tell, with those that were sent before and with the notice,
    /// and refuses them where the regime does not owe these.
    ///
    /// - `is_asked`, `is_noted`: whether who gets them asked for them, and whether they are noted as sent.
    pub(super) fn at_letters(
        &self,
        readers: &[&'a VendorResult],
        (is_asked, is_noted): (bool, bool),
        shell: &mut Shell<'_>,
    ) -> Result<(), Failure> {
        // What is not noted is not there when the next one is looked at, so all that may follow count now.
        let all = self.evaluation.vendors.iter().filter(|vendor| !is_noted && !self.basis.is_winner(vendor));
        let written = readers.iter().copied().chain(all);
        let new: Vec<_> = written.map(|one| self.letter(one, self.basis.phase, is_asked)).collect();
        let is_new = |leak: &Leak| readers.iter().any(|reader| leak.readers.contains(reader.id()));
        let said = self.leaks(&new, ToldToAll::default(), is_new);
        if readers.iter().any(|reader| self.owes_price(reader, is_asked)) {
            for winner in self.basis.winners.iter().filter(|winner| !states_price(self.evaluation, winner)) {
                let message = format!("the price of {} is owed, and {NO_PRICE}", winner.name());
                if !self.basis.is_draft {
                    return Err(Failure::Usage { message });
                }
                shell.mention(&format!("{message}\n"));
            }
            shell.mention(
                "the winner's price is owed and told, so it is not looked at whether it could be inferred\n",
            );
        }
        self.refuse(
            "tell fewer points (leave_out = [\"winner-band\"]), give the scale fixed ends",
            &said,
            shell,
        )
    }

    /// The same of a notice, with the letters that were sent before.
    pub(super) fn at_notice(&self, publicity: &Publicity<'_>, shell: &mut Shell<'_>) -> Result<(), Failure> {
        let this = ToldToAll {
            has_scores: publicity.is_unlinked,
            has_points: publicity.has_points,
            has_price: self.tells_price(self.basis.phase),
        };
        let is_new = |_: &Leak| publicity.is_unlinked;
        let mut said = self.leaks(&[], this, is_new);
        said.extend(notice::price_leaks(self.evaluation, publicity));
        for leak in notice::leaks(self.evaluation, publicity) {
            shell.mention(&format!("could be inferred: {leak}\n"));
        }
        self.refuse("leave --points and --unlinked out, give the scale fixed ends", &said, shell)
    }

    /// What these letters and this notice give away with those of before, of each winner in its turn.
    fn leaks(
        &self,
        new: &[ReadLetter<'a>],
        to_all: ToldToAll,
        is_new: impl Fn(&Leak) -> bool,
    ) -> Vec<String> {
        let limit = &self.evaluation.decision.disclosure.price_within;
        let winners: Vec<Option<&VendorResult>> = match self.basis.winners.as_slice() {
            [] => vec![None],
            winners => winners.iter().copied().map(Some).collect(),
        };
        let mut said = Vec::new();
        for winner in winners {
            let mut read = self.sent(winner);
            for letter in new {
                add(&mut read, *letter);
            }
            let found = leaks(self.evaluation, winner, &read, self.notices(winner).and(to_all), limit);
            let told = found.iter().filter(|leak| is_new(leak)).map(|leak| told_leak(self.evaluation, leak));
            let told: Vec<String> = told.filter(|one| !said.contains(one)).collect();
            said.extend(told);
        }
        said
    }

    /// Refuses what gives prices away, where the regime does not owe it and nobody has accepted it; else says it.
    fn refuse(&self, way_out: &str, said: &[String], shell: &mut Shell<'_>) -> Result<(), Failure> {
        let disclosure = &self.evaluation.decision.disclosure;
        let is_owed = matches!(
            disclosure.regime,
            RegimeName::Uk | RegimeName::Us | RegimeName::EuInstitutions | RegimeName::WorldBank
        );
        if !said.is_empty() && !is_owed && !disclosure.has_exact_price_points && !self.basis.is_draft {
            let within = &disclosure.price_within;
            let message = format!(
                "a price that is not told could be inferred to within {within} %: {}; {way_out}, or set price_points = \"exact\" in [disclosure]",
                said.join("; ")
            );
            return Err(Failure::Usage { message });
        }
        for leak in said {
            shell.mention(&format!("could be inferred: {leak}\n"));
        }
        Ok(())
    }

    fn letter(&self, reader: &'a VendorResult, phase: Phase, is_asked: bool) -> ReadLetter<'a> {
        ReadLetter::of(reader, &self.telling(reader, phase, is_asked))
    }

    fn telling(&self, reader: &VendorResult, phase: Phase, is_asked: bool) -> Telling<'a> {
        let decision = &self.evaluation.decision;
        Telling::new(decision, addressee(decision, reader, self.basis.is_winner(reader)), phase, is_asked)
    }

    /// Whether a letter tells the winner's price since the regime wants it.
    fn owes_price(&self, reader: &VendorResult, is_asked: bool) -> bool {
        let telling = self.telling(reader, self.basis.phase, is_asked);
        let is_owed =
            telling.row(Part::WinnerPrice).is_some_and(|row| row.duty == telling.duty(Part::WinnerPrice));
        let has_choice = regime::find(self.evaluation.decision.disclosure.regime).is_none()
            || self.evaluation.decision.disclosure.tell.contains(&Part::WinnerPrice);
        telling.tells(Part::WinnerPrice) && is_owed && !has_choice
    }

    /// What was sent on the same inputs, one for each reader. What it told of another winner gives this one's price not away.
    fn sent(&self, winner: Option<&VendorResult>) -> Vec<ReadLetter<'a>> {
        let mut read = Vec::new();
        for one in self.letters.sent.iter().filter(|one| one.to != PUBLIC && self.is_of_inputs(one)) {
            let Some(reader) = self.evaluation.vendor(&one.to) else { continue };
            let letter = self.letter(reader, one.phase, one.is_asked);
            add(&mut read, if self.is_of_winner(one, winner) { letter } else { letter.of_another_award() });
        }
        read
    }

    /// What notices told everybody.
    fn notices(&self, winner: Option<&VendorResult>) -> ToldToAll {
        let sent = self.letters.sent.iter().filter(|one| one.to == PUBLIC && self.is_of_inputs(one));
        sent.fold(ToldToAll::default(), |told, one| {
            let has_price = self.tells_price(one.phase) && self.is_of_winner(one, winner);
            told.and(ToldToAll { has_scores: one.is_unlinked, has_points: one.has_points, has_price })
        })
    }

    fn tells_price(&self, phase: Phase) -> bool {
        Telling::new(&self.evaluation.decision, Addressee::Public, phase, false).tells(Part::WinnerPrice)
    }

    fn is_of_inputs(&self, one: &Sent) -> bool {
        one.inputs == self.evaluation.digest.inputs.to_string()
    }

    /// Whether it tells of an award to the same winner.
    fn is_of_winner(&self, one: &Sent, winner: Option<&VendorResult>) -> bool {
        let award = one.award.and_then(|number| self.record.awards.get(number.checked_sub(1)?));
        award.is_none_or(|award| winner.is_some_and(|winner| award.is_to(winner.id())))
    }
}

/// Adds a letter to those that its reader has.
fn add<'a>(read: &mut Vec<ReadLetter<'a>>, letter: ReadLetter<'a>) {
    match read.iter_mut().find(|one| one.reader.id() == letter.reader.id()) {
        Some(one) => *one = one.and(&letter),
        None => read.push(letter),
    }
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
