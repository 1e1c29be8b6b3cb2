//! What a sheet without totals leaves open: weights that cannot be read, and marks that are words or two numbers.

use std::collections::BTreeMap;

use crate::exact::Exact;
use crate::sheets::cells::{Content, Place};
use crate::sheets::meaning::kinds::{Kind, cell_of};
use crate::sheets::meaning::leaf::Leaf;
use crate::sheets::meaning::marks::{Mark, mark};
use crate::sheets::meaning::totals::Main;
use crate::sheets::meaning::{Reader, weights};
use crate::sheets::questions::{ANOTHER, Kind as Asked};
use crate::sheets::typed::{Typed, typed};
use crate::sheets::words::{Label, Said, folded, said, says};

impl Reader<'_> {
    /// Whether totals that can be read say what each mark counts for.
    fn is_told(&self, main: &Main) -> bool {
        let it = self.table(main.table);
        let Some(line) = main.line.filter(|_| !main.is_typed) else { return false };
        let mut totals =
            it.bidders.iter().filter_map(|one| cell_of(&self.replay, it, it.lines[line].at, one));
        totals.any(|place| self.replay.cell(place).value().is_some())
    }

    /// Asks what weights count that are no plain number, and which way ranks count that stand for weights.
    pub(super) fn ask_unread_weights(&mut self, main: &Main) {
        let it = self.table(main.table).clone();
        let Some(slot) = it.weight.filter(|_| !self.is_told(main)) else { return };
        let lines = it.lines.iter().zip(&self.kinds[main.table]).enumerate();
        let lines = lines.filter(|(_, (_, kind))| **kind == Kind::Criterion);
        let lines: Vec<(usize, Place)> =
            lines.map(|(index, (line, _))| (index, it.place(line.at, slot))).collect();
        let (known, open): (Vec<_>, Vec<_>) =
            lines.into_iter().partition(|(_, place)| weights::weight(self, *place).is_some());
        self.ask_ranked_weights(it.weight_head, &known.iter().map(|(_, place)| *place).collect::<Vec<_>>());
        let highest = self.marks_on(main.table, &known).into_iter().max();
        let mut same: BTreeMap<String, Vec<(usize, Place)>> = BTreeMap::new();
        for (index, place) in open {
            let cell = self.cell(place).filter(|cell| !cell.is_blank() || cell.formula.is_some());
            let shown = match cell.map(|cell| &cell.content) {
                Some(Content::Text(text)) => text.trim().to_owned(),
                Some(Content::Fault(fault)) => fault.clone(),
                Some(_) => self.formula(place).unwrap_or_else(|| "no number".to_owned()),
                // What has no weight is no criterion, unless its marks are those of the others.
                None => {
                    let own = self.marks_on(main.table, &[(index, place)]);
                    let count = self.cells_on(main.table, index);
                    let is_mark =
                        |own: &Exact| !own.is_negative() && highest.as_ref().is_some_and(|most| own <= most);
                    if own.is_empty() || own.len() < count || !own.iter().all(is_mark) {
                        continue;
                    }
                    format!("nothing (\"{}\")", it.lines[index].name)
                }
            };
            same.entry(shown).or_default().push((index, place));
        }
        for (shown, all) in same {
            self.ask_weight(main.table, &shown, &all);
        }
    }

    fn ask_weight(&mut self, table: usize, shown: &str, all: &[(usize, Place)]) {
        let at: Vec<Place> = all.iter().map(|(_, place)| *place).collect();
        let effect = "every score and the ranking";
        let given = if let Typed::Number(amount) = typed(shown)
            && amount.readings.len() > 1
        {
            let options: Vec<String> = amount.readings.iter().map(ToString::to_string).collect();
            let options: Vec<&str> = options.iter().map(String::as_str).collect();
            let ask = format!("The weight \"{shown}\": which number?");
            let chosen = self.ask(Asked::NumberFormat, at.clone(), ask, &options, effect).at;
            Some(amount.readings[chosen].clone())
        } else {
            let ask = format!("The weight of a criterion is {shown}. What does it count?");
            let options = ["it is not scored: a fact", ANOTHER];
            self.ask(Asked::Unknown, at.clone(), ask, &options, effect).number
        };
        match given {
            Some(number) => self.weights_given.extend(at.into_iter().map(|place| (place, number.clone()))),
            None => {
                for (index, _) in all {
                    self.kinds[table][*index] = Kind::Fact;
                }
            }
        }
    }

    /// Ranks in the place of weights: the first may be the one that counts most.
    fn ask_ranked_weights(&mut self, head: Option<Place>, places: &[Place]) {
        let Some(head) = head.filter(|head| self.text(*head).is_some_and(|text| says(text, Label::Rank)))
        else {
            return;
        };
        let numbers = places.iter().filter_map(|place| Some((*place, weights::weight(self, *place)?.value)));
        let numbers: Vec<(Place, Exact)> = numbers.collect();
        let ends = || numbers.iter().map(|(_, number)| number);
        let (Some(low), Some(high)) = (ends().min().cloned(), ends().max().cloned()) else { return };
        let ask = format!("The weights are ranks, from {low} to {high}. Which one counts most?");
        let most = format!("{low} counts most: {high} for it, {low} for {high}");
        let options = [most.as_str(), &format!("{high} counts most: as they stand")];
        if self.ask(Asked::Direction, vec![head], ask, &options, "every score and the ranking").at == 0 {
            let turned = numbers.into_iter().map(|(place, number)| (place, &(&low + &high) - &number));
            self.weights_given.extend(turned);
        }
    }

    /// The marks on some lines that are plain numbers.
    fn marks_on(&self, table: usize, lines: &[(usize, Place)]) -> Vec<Exact> {
        let it = self.table(table);
        let cells = lines.iter().flat_map(|(index, _)| {
            let at = it.lines[*index].at;
            it.bidders.iter().filter_map(move |one| Some(it.place(at, one.mark?)))
        });
        cells.filter_map(|place| mark(self, place).number()).collect()
    }

    /// How many vendors have something on a line.
    fn cells_on(&self, table: usize, index: usize) -> usize {
        let it = self.table(table);
        let at = it.lines[index].at;
        it.bidders.iter().filter(|one| cell_of(&self.replay, it, at, one).is_some()).count()
    }

    /// Asks what words count as that stand where marks do: yes and no line by line, any other once for all.
    pub(super) fn ask_words(&mut self, leaves: &mut Vec<Leaf>, main: &Main) {
        if self.is_told(main) {
            return;
        }
        leaves.retain_mut(|leaf| self.is_scored_by_answers(leaf));
        self.ask_other_words(leaves);
    }

    /// Whether a line stays a criterion whose marks are yes and no.
    fn is_scored_by_answers(&mut self, leaf: &mut Leaf) -> bool {
        let cells: Vec<(Place, Option<Said>)> = leaf
            .cells
            .iter()
            .flatten()
            .filter_map(|place| Some((*place, said(self.text(*place)?))))
            .collect();
        let is_answer = |found: &Option<Said>| matches!(found, Some(Said::Yes | Said::No));
        let answers = cells.iter().filter(|(_, found)| is_answer(found)).count();
        let is_all = cells.iter().all(|(_, found)| found.is_some());
        let (true, Some(place)) = (leaf.weight.is_some() && answers > 0 && is_all, leaf.place) else {
            return true;
        };
        let ask = format!(
            "\"{}\" has a weight, and yes or no in the place of marks. Points, or a must-have?",
            leaf.name
        );
        let options = ["points: yes counts in full, no as nothing", "a must-have without points"];
        if self.ask(Asked::GateOrPoints, vec![place], ask, &options, "every score, and who is out").at == 1 {
            self.set_kind(leaf.table, leaf.line, Kind::Gate);
            return false;
        }
        for (place, found) in cells.into_iter().filter(|(_, found)| is_answer(found)) {
            let worth = if found == Some(Said::Yes) { Exact::ONE } else { Exact::ZERO };
            self.answered.insert(place, worth);
        }
        leaf.best = Exact::ONE;
        true
    }

    fn ask_other_words(&mut self, leaves: &[Leaf]) {
        const LONGEST: usize = 20;
        const MOST: usize = 10;
        let mut words: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        for place in
            leaves.iter().filter(|leaf| leaf.weight.is_some()).flat_map(|leaf| leaf.cells.iter().flatten())
        {
            let Some(text) = self.text(*place).map(str::trim) else { continue };
            let is_known = !matches!(said(text), None | Some(Said::Partly));
            if !is_known && !text.is_empty() && matches!(mark(self, *place), Mark::Unknown) {
                words.entry(folded(text)).or_default().push(*place);
            }
        }
        if words.len() > MOST || words.keys().any(|word| word.chars().count() > LONGEST) {
            return;
        }
        for at in words.into_values() {
            let text = self.text(at[0]).unwrap_or_default().trim().to_owned();
            let ask = format!("\"{text}\" stands where marks do. Which mark is it?");
            let options = ["not known", ANOTHER];
            let choice = self.ask(Asked::WordScale, at.clone(), ask, &options, "every score");
            match choice.number {
                Some(number) => self.answered.extend(at.into_iter().map(|place| (place, number.clone()))),
                None => self.settled.extend(at),
            }
        }
    }

    /// Asks which number marks are that can be two.
    pub(super) fn ask_ambiguous(&mut self, leaves: &[Leaf]) {
        for place in leaves.iter().flat_map(|leaf| leaf.cells.iter().flatten()) {
            let Mark::Ambiguous(readings) = mark(self, *place) else { continue };
            let options: Vec<String> = readings.iter().map(ToString::to_string).collect();
            let options: Vec<&str> = options.iter().map(String::as_str).collect();
            let ask = format!("\"{}\": which number?", self.text(*place).unwrap_or_default());
            let at = self.ask(Asked::NumberFormat, vec![*place], ask, &options, "").at;
            self.answered.insert(*place, readings[at].clone());
        }
    }
}
