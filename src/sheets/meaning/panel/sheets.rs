//! What the sheets of evaluators have beside their marks: names of their own, weights, totals, and who is left out.

use std::collections::BTreeSet;

use super::{Panel, Way, way};
use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::meaning::kinds::{Kind, cell_of};
use crate::sheets::meaning::leaf::Weight;
use crate::sheets::meaning::scoring::Scoring;
use crate::sheets::meaning::{Reader, weights};
use crate::sheets::proposal::Combination;
use crate::sheets::questions::Kind as Asked;
use crate::sheets::replay::Replay;

impl Panel {
    /// Settles what the sheets of the evaluators leave open, once it is known that their marks come in.
    pub(in crate::sheets::meaning) fn complete(&mut self, reader: &mut Reader<'_>, scoring: &mut Scoring) {
        self.say_names(reader, scoring);
        self.ask_unused(reader, scoring);
        self.set_totals(reader, scoring);
        self.ask_weights(reader, scoring);
        for (leaf, row) in scoring.leaves.iter().zip(&self.by_name) {
            for (place, marks) in leaf.cells.iter().zip(row) {
                let marks: Vec<Place> = marks.iter().copied().flatten().collect();
                reader.panel_marks.extend(place.map(|place| (place, marks)));
            }
        }
    }

    /// Says which names are taken for others, and which rows are none of the criteria; a row that the summary takes for a
    /// criterion with quite another name is asked about.
    fn say_names(&mut self, reader: &mut Reader<'_>, scoring: &Scoring) {
        for (place, name) in std::mem::take(&mut self.slips) {
            let own = reader.text(place).unwrap_or_default().to_owned();
            reader.say(vec![place], format!("\"{own}\" is taken for \"{name}\", which it nearly is"));
        }
        for (evaluator, leaf, place) in std::mem::take(&mut self.doubtful) {
            let Some(other) = scoring.leaves[leaf].place else { continue };
            let own = reader.text(place).unwrap_or_default().to_owned();
            let ask = format!(
                "Is \"{own}\" on the sheet {} the same criterion as \"{}\"?",
                self.names[evaluator], scoring.leaves[leaf].name
            );
            let effect = "whether the marks of this evaluator count for it";
            let is_same =
                reader.ask(Asked::SameCriterion, vec![place, other], ask, &["yes", "no"], effect).at == 0;
            if !is_same {
                self.by_name[leaf].iter_mut().for_each(|marks| marks[evaluator] = None);
                reader
                    .say(vec![place], format!("\"{own}\" is none of the criteria: its marks are not taken"));
            }
        }
        for (evaluator, vendor, place) in std::mem::take(&mut self.doubtful_vendors) {
            let own = reader.text(place).unwrap_or_default().to_owned();
            let named = &reader.import.vendors[vendor];
            let ask =
                format!("Is \"{own}\" on the sheet {} the vendor \"{}\"?", self.names[evaluator], named.name);
            let at = vec![place, named.place];
            let effect = "whether the marks of this evaluator count for it";
            if reader.ask(Asked::SameVendor, at, ask, &["yes", "no"], effect).at == 1 {
                self.by_name.iter_mut().for_each(|row| row[vendor][evaluator] = None);
                reader.say(vec![place], format!("\"{own}\" is none of the vendors: its marks are not taken"));
            }
        }
        for place in std::mem::take(&mut self.over) {
            let own = reader.text(place).unwrap_or_default().to_owned();
            reader.say(
                vec![place],
                format!("\"{own}\" is none of the criteria or vendors: its marks are not taken"),
            );
        }
        for (table, what) in std::mem::take(&mut self.lacking) {
            reader.say(vec![reader.table(table).first()], what);
        }
    }

    /// Asks about sheets with the marks of somebody whom the summary does not count.
    fn ask_unused(&mut self, reader: &mut Reader<'_>, scoring: &mut Scoring) {
        for table in std::mem::take(&mut self.unused) {
            let name = reader.book.sheets[reader.table(table).sheet].name.clone();
            let at = reader.table(table).first();
            let ask = format!(
                "The sheet {name} has marks for the same criteria, and the summary counts none of them. Leave it out?"
            );
            let options =
                ["leave out, as the summary does", "one more evaluator: other totals than the sheet's"];
            let can_join = !matches!(self.combination, Combination::Weighted(_));
            let options = &options[..if can_join { 2 } else { 1 }];
            scoring.tables.insert(table);
            if reader.ask(Asked::SheetRole, vec![at], ask, options, "the marks, and with them the ranking").at
                == 1
            {
                self.join(reader, table, &scoring.leaves);
            } else {
                let why = "marks that the summary does not count".to_owned();
                reader.import.ignored.push((reader.book.name(at), why));
            }
        }
    }

    /// What the totals are of: each evaluator alone, where there is no summary; one that brings these together is what is
    /// compared.
    fn set_totals(&mut self, reader: &mut Reader<'_>, scoring: &mut Scoring) {
        if !self.tables.contains(&scoring.main.table) || scoring.totals.iter().all(Option::is_none) {
            return;
        }
        let own: Vec<Place> = scoring.totals.iter().flatten().copied().collect();
        let found = self.summed(reader, scoring);
        let Some((table, totals, parts)) = found else {
            scoring.totals.iter_mut().for_each(|total| *total = None);
            let what = "these totals are of one evaluator alone: those of all are not compared with them";
            return reader.say(own, what);
        };
        scoring.tables.insert(table);
        let replay = Replay::cut(reader.book, parts.iter().flatten().copied().flatten().collect());
        let ways: Vec<Option<Way>> = totals
            .iter()
            .zip(&parts)
            .map(|(total, parts)| {
                let parts: Vec<Place> = parts.iter().copied().flatten().collect();
                way(reader, &replay, (*total)?, &parts)
            })
            .collect();
        let used: Vec<usize> =
            (0..self.tables.len()).filter(|at| parts.iter().any(|parts| parts[*at].is_some())).collect();
        let first = ways.iter().flatten().next().cloned();
        match first.filter(|first| ways.iter().flatten().all(|way| way == first)) {
            Some(Way::Weights(weights)) if weights.len() == used.len() => {
                scoring.totals = totals;
                self.times = Exact::sum(&weights);
                self.keep(&used);
                if weights.iter().any(|weight| *weight != weights[0]) {
                    self.combination = Combination::Weighted(weights);
                }
                for leaf in &mut scoring.leaves {
                    leaf.factor = &leaf.factor * &self.times;
                }
            }
            _ => {
                let at: Vec<Place> = totals.iter().flatten().copied().collect();
                let ask = "These totals are no weighted mean of those of the evaluators. Rank by the mean of the \
                           evaluators' marks all the same?";
                let options = ["yes: other totals than the sheet's"];
                reader.ask(Asked::OtherRule, at, ask.to_owned(), &options, "every score and the ranking");
                scoring.totals.iter_mut().for_each(|total| *total = None);
            }
        }
    }

    /// The line that brings the totals of the evaluators together: its table, its cells by vendor, and for each the totals
    /// of the evaluators that it names.
    #[expect(clippy::type_complexity, reason = "three lists by vendor")]
    fn summed(
        &self,
        reader: &Reader<'_>,
        scoring: &Scoring,
    ) -> Option<(usize, Vec<Option<Place>>, Vec<Vec<Option<Place>>>)> {
        let count = scoring.totals.len();
        let others = (0..reader.layout.tables.len()).filter(|table| !self.tables.contains(table));
        others.filter(|table| !reader.is_hidden(*table)).find_map(|table| {
            let it = reader.table(table);
            it.lines.iter().find_map(|line| {
                let (mut totals, mut parts) = (vec![None; count], vec![vec![None; self.tables.len()]; count]);
                for (bidder, vendor) in it.bidders.iter().zip(reader.vendors_of(table)) {
                    let vendor = vendor?;
                    let place = cell_of(&reader.replay, it, line.at, bidder)?;
                    let named = reader.replay.named_by(place);
                    for (at, own) in self.tables.iter().enumerate() {
                        let is_total = |cell: &&Place| {
                            reader.table(*own).at(**cell).is_some_and(|(line, _)| {
                                let line = reader.table(*own).line_at(line);
                                line.is_some_and(|line| {
                                    matches!(reader.kinds[*own][line], Kind::Aggregate | Kind::TypedTotal)
                                })
                            })
                        };
                        parts[vendor][at] = named.iter().find(is_total).copied();
                    }
                    totals[vendor] = Some(place);
                }
                let is_summed = parts.iter().all(|parts| parts.iter().flatten().count() > 1);
                is_summed.then_some((table, totals, parts))
            })
        })
    }

    /// Asks which weights count, where the sheet of an evaluator has others.
    fn ask_weights(&self, reader: &mut Reader<'_>, scoring: &mut Scoring) {
        let own: Option<Vec<Weight>> = scoring.leaves.iter().map(|leaf| leaf.weight.clone()).collect();
        let Some(own) = own.filter(|own| !own.is_empty()) else { return };
        let values = |weights: &[Weight]| weights.iter().map(|one| one.value.clone()).collect::<Vec<_>>();
        let mut all: Vec<(String, Vec<Weight>)> = vec![(String::new(), own)];
        for (table, lookup) in self.tables.iter().zip(&self.lookups) {
            let it = reader.table(*table);
            let of = scoring.leaves.iter().map(|leaf| {
                let line = lookup.line(&leaf.name)?;
                weights::weight(reader, it.place(line, it.weight?))
            });
            let Some(of) = of.collect::<Option<Vec<Weight>>>() else { continue };
            let is_known =
                all.iter().any(|(_, known)| weights::proportion(&values(known), &values(&of)).is_some());
            if !is_known {
                all.push((reader.book.sheets[it.sheet].name.clone(), of));
            }
        }
        if all.len() < 2 {
            return;
        }
        let shown = |weights: &[Weight]| {
            let all = weights
                .iter()
                .map(|one| if one.is_percent { format!("{} %", one.shown) } else { one.shown.to_string() });
            all.collect::<Vec<_>>().join(", ")
        };
        let sheet = &reader.book.sheets[all[0].1[0].place.sheet].name;
        let options: Vec<String> = all
            .iter()
            .map(|(name, weights)| {
                let name = if name.is_empty() { sheet } else { name };
                format!("those of {name} for all: {}", shown(weights))
            })
            .collect();
        let at: BTreeSet<Place> = all.iter().map(|(_, weights)| weights[0].place).collect();
        let ask =
            "Evaluators have weights of their own, and those of a panel are the same for all. Which count?";
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        let effect = "every score and the ranking";
        let at = at.into_iter().collect();
        let choice = reader.ask(Asked::WeightsDisagree, at, ask.to_owned(), &options, effect).at;
        if choice == 0 {
            return;
        }
        let chosen = &all[choice].1;
        let whole = Exact::sum(scoring.leaves.iter().map(|leaf| &leaf.factor));
        let sum = Exact::sum(chosen.iter().map(|one| &one.value));
        for (leaf, weight) in scoring.leaves.iter_mut().zip(chosen) {
            leaf.factor = (&whole * &weight.value).over(&sum).unwrap_or_default();
            leaf.weight = Some(weight.clone());
        }
        let totals: Vec<Place> = scoring.totals.iter().flatten().copied().collect();
        if !totals.is_empty() {
            reader
                .say(totals, "the totals count other weights than those that were chosen: they are not kept");
            scoring.totals.iter_mut().for_each(|total| *total = None);
        }
    }
}
