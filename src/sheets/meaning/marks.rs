//! What a mark in a cell says.

use super::Reader;
use crate::exact::Exact;
use crate::sheets::cells::{Cell, Content, Place, day_of};
use crate::sheets::proposal::Meaning;
use crate::sheets::questions::Kind as Asked;
use crate::sheets::typed::{Typed, has_foreign_digits, is_day, out_of, typed};
use crate::sheets::words::{folded, said};

/// A mark as it stands.
pub(super) enum Mark {
    Known(Exact),
    /// A number held as text.
    Text(Exact),
    /// A number in another script's digits.
    Foreign(Exact),
    Ambiguous(Vec<Exact>),
    Worded(Exact),
    Range(Exact, Exact),
    /// A word that stands for no mark, or anything that is none.
    Unknown,
    Blank,
}

impl Mark {
    /// The number, where it is plainly one.
    pub(super) fn number(self) -> Option<Exact> {
        match self {
            Mark::Known(number) | Mark::Text(number) | Mark::Foreign(number) | Mark::Worded(number) => {
                Some(number)
            }
            _ => None,
        }
    }
}

/// Reads a mark.
pub(super) fn mark(reader: &Reader<'_>, place: Place) -> Mark {
    let Some(cell) = reader.cell(place) else { return Mark::Blank };
    if let Some(number) = reader.answered.get(&place) {
        return Mark::Known(number.clone());
    }
    // A mark that a program took for a day: 4/5.
    if matches!(cell.content, Content::Number(_)) && (is_day(&cell.format) || cell.is_time()) {
        return Mark::Unknown;
    }
    if cell.formula.is_some() {
        return reader.replay.cell(place).value().map_or(Mark::Unknown, |value| Mark::Known(value.clone()));
    }
    let as_typed = |number| if reader.book.is_text { Mark::Known(number) } else { Mark::Text(number) };
    match &cell.content {
        Content::Number(number) => Mark::Known(number.clone()),
        Content::Text(text) if reader.level(text).is_some() => {
            reader.level(text).map_or(Mark::Unknown, |number| Mark::Known(number.clone()))
        }
        Content::Text(text) if out_of(text).is_some() => {
            let rescaled = reader.rescaled.get(&place).cloned();
            let number = rescaled.or_else(|| Some(out_of(text)?.0));
            number.map_or(Mark::Unknown, as_typed)
        }
        Content::Text(text) if text.trim_matches(crate::sheets::cells::is_blank).is_empty() => Mark::Blank,
        Content::Text(text) if said(text).is_none() => match typed(text) {
            Typed::Number(amount) if amount.readings.len() > 1 => Mark::Ambiguous(amount.readings),
            Typed::Number(amount) => {
                let number = amount.readings[0].clone();
                let number = if amount.is_percent { Exact::of_percent(&number) } else { number };
                let is_foreign = !reader.book.is_text && has_foreign_digits(text);
                if is_foreign { Mark::Foreign(number) } else { as_typed(number) }
            }
            Typed::Worded(number) => Mark::Worded(number),
            Typed::Range(low, high) => Mark::Range(low.readings[0].clone(), high.readings[0].clone()),
            _ => Mark::Unknown,
        },
        Content::Blank => Mark::Blank,
        _ => Mark::Unknown,
    }
}

/// Marks with questions about them, gathered over a table.
#[derive(Default)]
pub(super) struct Doubts {
    /// Numbers held as text that a total leaves out.
    pub(super) texts: Vec<(usize, Place)>,
    /// Words and blanks.
    pub(super) unknown: Vec<(usize, Place)>,
    /// Numbers in digits of another script.
    pub(super) foreign: Vec<Place>,
    /// Whether no formula adds them up.
    pub(super) is_typed: bool,
    /// Numbers held as text that a formula converts.
    pub(super) converted: Vec<Place>,
}

impl Reader<'_> {
    /// What a word that stands for a mark counts as.
    pub(super) fn level(&self, text: &str) -> Option<&Exact> {
        if self.levels.is_empty() { None } else { self.levels.get(&folded(text)) }
    }

    /// What a mark means; the doubts that are shared by many marks are gathered.
    ///
    /// - `index`: of the value, for what is answered later.
    /// - `is_counted`: whether the total of the vendor counts the cell.
    pub(super) fn meaning(
        &mut self,
        place: Place,
        index: usize,
        is_counted: bool,
        is_summed: bool,
        doubts: &mut Doubts,
    ) -> Meaning {
        let typed = self.text(place).unwrap_or_default().to_owned();
        match mark(self, place) {
            Mark::Known(number) => Meaning::Number(number, None),
            Mark::Foreign(number) => {
                doubts.foreign.push(place);
                Meaning::Number(number, None)
            }
            Mark::Text(number) => {
                if is_counted || !is_summed {
                    doubts.converted.push(place);
                } else {
                    doubts.texts.push((index, place));
                }
                Meaning::Number(number, None)
            }
            Mark::Ambiguous(readings) => {
                let options: Vec<String> = readings.iter().map(ToString::to_string).collect();
                let options: Vec<&str> = options.iter().map(String::as_str).collect();
                let ask = format!("\"{typed}\": which number?");
                let at = self.ask(Asked::NumberFormat, vec![place], ask, &options, "").at;
                Meaning::Number(readings[at].clone(), None)
            }
            Mark::Worded(number) => {
                let option = number.to_string();
                let ask = format!("Read \"{typed}\" as the mark {option}?");
                let at = self.ask(Asked::MarkWithWords, vec![place], ask, &[&option, "not known"], "").at;
                if at == 0 { Meaning::Number(number, None) } else { Meaning::Unknown }
            }
            Mark::Range(low, high) => {
                let middle = (&low + &high).over(&Exact::from(2)).unwrap_or_default();
                let all = [
                    format!("low {low}, high {high}, counted as {middle}"),
                    low.to_string(),
                    high.to_string(),
                ];
                let ask = format!("\"{typed}\": between {low} and {high}?");
                let at = self
                    .ask(Asked::Range, vec![place], ask, &[&all[0], &all[1], &all[2], "not known"], "")
                    .at;
                match at {
                    0 => Meaning::Range(low, high, None),
                    1 => Meaning::Number(low, None),
                    2 => Meaning::Number(high, None),
                    _ => Meaning::Unknown,
                }
            }
            Mark::Unknown if self.settled.contains(&place) => Meaning::Unknown,
            Mark::Unknown | Mark::Blank => {
                doubts.unknown.push((index, place));
                Meaning::Unknown
            }
        }
    }

    /// Asks what is asked of many marks at once.
    pub(super) fn settle(&mut self, doubts: &Doubts) {
        let at = |all: &[(usize, Place)]| all.iter().map(|(_, place)| *place).collect::<Vec<_>>();
        let words = |reader: &Reader<'_>, all: &[(usize, Place)]| {
            let mut texts: Vec<String> = Vec::new();
            for (_, place) in all {
                let day = |cell: &Cell| match &cell.content {
                    Content::Number(number) if is_day(&cell.format) => day_of(number),
                    _ => None,
                };
                let day = reader.cell(*place).and_then(day).map(|day| format!("the day {day}"));
                let text = reader.text(*place).map(|text| format!("\"{text}\""));
                let text = text.or(day).unwrap_or_else(|| "nothing".to_owned());
                if !texts.contains(&text) {
                    texts.push(text);
                }
            }
            texts.join(", ")
        };
        if !doubts.texts.is_empty() {
            let ask = format!(
                "These marks are held as text ({}), and the formula leaves them out: the totals beside them are too low. \
                 Read them as numbers?",
                words(self, &doubts.texts)
            );
            let options =
                ["read as numbers: totals differ from the sheet, as listed", "leave out as the sheet does"];
            if self.ask(Asked::TextNumber, at(&doubts.texts), ask, &options, "the totals of these vendors").at
                == 1
            {
                self.forget(&doubts.texts);
            }
        }
        if !doubts.unknown.is_empty() {
            let ask = format!("These cells hold {}. Not known, or no points?", words(self, &doubts.unknown));
            let effect = "as long as what is not known counts as the worst, the totals are the same";
            if self.ask(Asked::Unknown, at(&doubts.unknown), ask, &["not known", "zero points"], effect).at
                == 1
            {
                for (index, _) in &doubts.unknown {
                    self.import.values[*index].meaning = Meaning::Number(Exact::ZERO, None);
                }
            }
        }
        if !doubts.foreign.is_empty() {
            self.say(doubts.foreign.clone(), "digits of another script in text cells are read as numbers");
        }
        if !doubts.converted.is_empty() {
            let what = if doubts.is_typed {
                "marks held as text are read as numbers"
            } else {
                "marks held as text, which the formulas convert: the totals hold them"
            };
            self.say(doubts.converted.clone(), what);
        }
    }

    /// Takes values back that the sheet does not count.
    fn forget(&mut self, all: &[(usize, Place)]) {
        for (index, _) in all {
            self.import.values[*index].meaning = Meaning::Unknown;
        }
    }
}
