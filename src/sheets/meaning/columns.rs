//! Columns that are no vendor's marks: what stands beside them, what evaluators' marks come to, and which weights count.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::{Kind, cell_of};
use super::totals::Main;
use super::{Reader, is_result};
use crate::exact::Exact;
use crate::sheets::cells::{Cell, Place};
use crate::sheets::layout::{Bidder, Layout, Table};
use crate::sheets::questions::Kind as Asked;
use crate::sheets::replay::Replay;
use crate::sheets::words::{Label, folded, is_only, says};

/// Takes as the marks of a vendor what those of several evaluators come to, and drops columns that are worked out from those
/// of several vendors. What was dropped: its head, and why.
pub(super) fn settle(replay: &Replay<'_>, layout: &mut Layout) -> Vec<(Place, &'static str)> {
    let mut dropped = Vec::new();
    for table in layout.tables.iter_mut().filter(|table| !table.is_turned) {
        for at in 0..table.bidders.len() {
            if let Some((mark, derived)) = brought_together(replay, table, &table.bidders[at]) {
                (table.bidders[at].mark, table.bidders[at].derived) = (Some(mark), derived);
            }
        }
        drop_worked_out(replay, table, &mut dropped);
    }
    dropped
}

/// Whether a cell is typed.
fn is_typed(replay: &Replay<'_>, place: Place) -> bool {
    replay.book.cell(place).is_some_and(|cell| !cell.is_blank() && cell.formula.is_none())
}

/// The slots on its own line that the formula in a cell names; none for one that names anything else, or a weight.
fn on_line(replay: &Replay<'_>, table: &Table, line: u32, slot: u32) -> Option<BTreeSet<u32>> {
    let named = replay.named_by(table.place(line, slot));
    let slots =
        named.iter().map(|place| table.at(*place).filter(|(at, _)| *at == line).map(|(_, slot)| slot));
    let slots: BTreeSet<u32> = slots.collect::<Option<_>>()?;
    let is_free = [table.weight, table.maximum].into_iter().flatten().all(|weight| !slots.contains(&weight));
    (is_free && !slots.is_empty()).then_some(slots)
}

/// The slot of what the marks of a vendor's several evaluators come to, and that of what is worked out from it: the one that
/// the totals read, where there are several.
fn brought_together(replay: &Replay<'_>, table: &Table, bidder: &Bidder) -> Option<(u32, Option<u32>)> {
    let slots: Vec<u32> =
        [bidder.mark, bidder.derived].into_iter().flatten().chain(bidder.more.iter().copied()).collect();
    let is_brought = |slot: &&u32| {
        let formulas =
            table.lines.iter().filter_map(|line| Some((line.at, on_line(replay, table, line.at, **slot)?)));
        let (mut brought, mut all) = (0, 0);
        for (line, named) in formulas {
            let own = named.iter().filter(|named| slots.contains(named) && named != slot);
            let typed = own.filter(|named| is_typed(replay, table.place(line, **named))).count();
            all += 1;
            brought += usize::from(typed > 1);
        }
        brought * 2 > all
    };
    let found: Vec<u32> = slots.iter().skip(2).filter(is_brought).copied().collect();
    let totals = table.lines.iter().filter(|line| is_result(&line.name));
    let read: BTreeSet<u32> = totals
        .flat_map(|line| slots.iter().map(|slot| table.place(line.at, *slot)))
        .flat_map(|place| replay.named_by(place))
        .filter_map(|place| table.at(place))
        .map(|(_, slot)| slot)
        .collect();
    let mark = *found.iter().find(|slot| read.contains(slot)).or(found.first())?;
    let after = slots.iter().copied().filter(|slot| *slot > mark).min();
    Some((mark, after))
}

/// Drops the vendors whose marks are worked out from those of others on the same line: the best of all, their spread. Where
/// several are worked out from others each, those are evaluators, `Mei Acme`, and these the vendors.
fn drop_worked_out(replay: &Replay<'_>, table: &mut Table, dropped: &mut Vec<(Place, &'static str)>) {
    let of_slot: BTreeMap<u32, usize> =
        table.bidders.iter().enumerate().filter_map(|(at, one)| Some((one.mark?, at))).collect();
    let sources = |at: usize| {
        let slot = table.bidders[at].mark?;
        let named = table.lines.iter().filter_map(|line| {
            let cell = replay.book.cell(table.place(line.at, slot)).filter(|cell| cell.formula.is_some());
            cell.map(|_| on_line(replay, table, line.at, slot))
        });
        let named: Vec<Option<BTreeSet<u32>>> = named.collect();
        let others = |named: &BTreeSet<u32>| {
            let others =
                named.iter().filter_map(|slot| of_slot.get(slot)).copied().filter(|other| *other != at);
            others.collect::<BTreeSet<usize>>()
        };
        let found: Vec<BTreeSet<usize>> =
            named.iter().flatten().map(others).filter(|others| others.len() > 1).collect();
        (found.len() > 1 && found.len() * 2 > named.len()).then(|| found.into_iter().flatten().collect())
    };
    let found: Vec<(usize, BTreeSet<usize>)> =
        (0..table.bidders.len()).filter_map(|at| Some((at, sources(at)?))).collect();
    let all: usize = found.iter().map(|(_, sources)| sources.len()).sum();
    let distinct: BTreeSet<usize> = found.iter().flat_map(|(_, sources)| sources.iter().copied()).collect();
    let is_panel =
        found.len() > 1 && all == distinct.len() && found.iter().all(|(at, _)| !distinct.contains(at));
    let (out, why): (BTreeSet<usize>, _) = if is_panel {
        (distinct, "marks of one evaluator, which another column brings together")
    } else {
        (found.iter().map(|(at, _)| *at).collect(), "worked out from the marks of several vendors")
    };
    if is_panel {
        for (at, sources) in &found {
            let names: Vec<String> = sources.iter().map(|at| table.bidders[*at].name.clone()).collect();
            if let Some(name) = shared_words(&names) {
                table.bidders[*at].name = name;
            }
        }
    }
    dropped.extend(out.iter().map(|at| (table.bidders[*at].head, why)));
    let mut at = 0..;
    table.bidders.retain(|_| at.next().is_none_or(|at| !out.contains(&at)));
}

/// The words that all of some names have, in their order.
fn shared_words(names: &[String]) -> Option<String> {
    let (first, others) = names.split_first()?;
    let has = |name: &String, word: &str| name.split_whitespace().any(|one| folded(one) == folded(word));
    let shared = first.split_whitespace().filter(|word| others.iter().all(|name| has(name, word)));
    let shared: Vec<&str> = shared.collect();
    (!shared.is_empty()).then(|| shared.join(" "))
}

impl Reader<'_> {
    /// Columns whose heads are words for what stands beside marks, a target or the best of them: without a total where others
    /// have one, they are no vendors; where nothing has, it is asked.
    pub(super) fn set_columns_apart(&mut self, main: &Main) {
        const BESIDE: [Label; 7] = [
            Label::Aside,
            Label::Maximum,
            Label::Mark,
            Label::Points,
            Label::Weight,
            Label::Rank,
            Label::Must,
        ];
        let it = self.table(main.table);
        let total = main.line.map(|line| it.lines[line].at);
        let has_total = |one: &Bidder| total.is_some_and(|at| cell_of(&self.replay, it, at, one).is_some());
        let is_named = |name: &str| says(name, Label::Aside) || says(name, Label::Maximum);
        let is_beside = |one: &&Bidder| {
            !has_total(one)
                && (is_named(&one.name) && is_only(&one.name, &BESIDE)
                    || is_result(&one.name) && self.is_of_others(it, one))
        };
        let found: Vec<Bidder> = it.bidders.iter().filter(is_beside).cloned().collect();
        if found.len() == it.bidders.len() {
            return;
        }
        for bidder in found {
            let name = bidder.name;
            let is_out = total.is_some() || {
                let ask = format!("Is \"{name}\" a vendor, or a column beside the marks?");
                let options = ["a column beside the marks: left out", "a vendor"];
                self.ask(Asked::WhichTable, vec![bidder.head], ask, &options, "who is ranked").at == 0
            };
            if is_out {
                let why = if total.is_some() { "has no total: it is no vendor" } else { "is no vendor" };
                self.say(vec![bidder.head], format!("\"{name}\" {why}, and is not taken"));
                for table in &mut self.layout.tables {
                    table.bidders.retain(|one| folded(&one.name) != folded(&name));
                }
            }
        }
    }

    /// Whether the typed numbers of a column are the sum or the mean of those of all others, line by line.
    fn is_of_others(&self, it: &Table, one: &Bidder) -> bool {
        let number =
            |line: u32, bidder: &Bidder| super::marks::mark(self, it.place(line, bidder.mark?)).number();
        let is_so = |line: u32| {
            let own = number(line, one)?;
            let others = it.bidders.iter().filter(|other| other.head != one.head);
            let others: Vec<Exact> = others.filter_map(|other| number(line, other)).collect();
            let sum = Exact::sum(&others);
            let mean = sum.over(&Exact::from(others.len()))?;
            let digits = own.decimals(6);
            Some(others.len() > 1 && (own == sum || own.fixed(digits) == mean.fixed(digits)))
        };
        let all: Vec<bool> = it.lines.iter().filter_map(|line| is_so(line.at)).collect();
        all.len() > 1 && all.iter().all(|is_so| *is_so)
    }

    /// Asks about weights that no known word stands over, and no formula reads.
    pub(super) fn ask_doubtful_weights(&mut self) {
        for table in 0..self.layout.tables.len() {
            let Some(bidder) = self.layout.tables[table].doubtful_weight.clone() else { continue };
            let ask = format!(
                "The numbers under \"{}\" add up to a whole. Are they the weights, or the marks of a vendor?",
                bidder.name
            );
            let options = ["the weights", "the marks of a vendor"];
            if self
                .ask(Asked::WhichTable, vec![bidder.head], ask, &options, "every score and who is ranked")
                .at
                == 1
            {
                let it = &mut self.layout.tables[table];
                (it.weight, it.weight_head) = (None, None);
                it.bidders.insert(0, bidder);
                self.kinds[table] = super::kinds::kinds(&self.replay, &self.layout.tables[table]);
            }
        }
    }

    /// Asks what two rows of headings are over columns of marks: vendors and evaluators, or the other way round, or one of
    /// several marks.
    pub(super) fn ask_levels(&mut self) {
        for table in 0..self.layout.tables.len() {
            if !self.is_hidden(table) {
                self.ask_levels_of(table);
            }
        }
    }

    fn ask_levels_of(&mut self, table: usize) {
        let it = &self.layout.tables[table];
        let heads = |one: &Bidder| one.subs.iter().map(|(_, text)| folded(text)).collect::<Vec<_>>();
        let Some(first) = it.bidders.iter().find(|one| one.subs.len() > 1) else { return };
        let own = heads(first);
        let is_open = |one: &Bidder| {
            heads(one) == own && one.mark.is_some_and(|mark| one.subs.iter().any(|(slot, _)| *slot == mark))
        };
        let is_result = |text: &String| {
            [Label::Mark, Label::Points, Label::Weighted, Label::Total].iter().any(|label| says(text, *label))
        };
        if own.iter().all(is_result) || !it.bidders.iter().all(is_open) {
            return;
        }
        let uppers: Vec<String> = it.bidders.iter().map(|one| one.name.clone()).collect();
        let lowers: Vec<String> = first.subs.iter().map(|(_, text)| text.clone()).collect();
        let (above, below) = (uppers.join(", "), lowers.join(", "));
        let mut options = vec![format!("{above} are vendors, marked by {below}: their mean")];
        options.extend(lowers.iter().map(|one| format!("{above} are vendors, and {one} alone counts")));
        options.push(format!("{below} are vendors, marked by {above}: their mean"));
        let at: Vec<Place> = it.bidders.iter().map(|one| one.head).collect();
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        let ask = format!("{below} stand under each of {above}, each with marks of its own. What are they?");
        let chosen =
            self.ask(Asked::EvaluatorCombine, at, ask, &options, "who is ranked, and by which marks").at;
        let it = &mut self.layout.tables[table];
        let slots: Vec<Vec<u32>> =
            it.bidders.iter().map(|one| one.subs.iter().map(|(slot, _)| *slot).collect()).collect();
        let last = options.len() - 1;
        let marked = if chosen == last {
            let named = |at: usize| (lowers[at].clone(), slots.iter().map(|own| own[at]).collect::<Vec<_>>());
            let first = it.bidders[0].clone();
            let head = |slot: u32| Place { column: slot, row: first.head.row + 1, ..first.head };
            it.bidders = (0..lowers.len())
                .map(|at| {
                    let (name, own) = named(at);
                    Bidder {
                        name,
                        head: head(own[0]),
                        mark: Some(own[0]),
                        derived: None,
                        comment: None,
                        more: own[1..].to_vec(),
                        subs: Vec::new(),
                    }
                })
                .collect();
            Some((uppers, (0..lowers.len()).map(|at| named(at).1).collect()))
        } else {
            for (one, own) in it.bidders.iter_mut().zip(&slots) {
                (one.mark, one.derived) = (Some(own[chosen.saturating_sub(1)]), None);
            }
            (chosen == 0).then_some((lowers, slots))
        };
        if let Some((names, slots)) = marked {
            self.beside.insert(table, (names, slots));
        }
        self.kinds[table] = super::kinds::kinds(&self.replay, &self.layout.tables[table]);
    }

    /// Settles which of several columns of weights counts: the one that the totals name, else it is asked. Where totals name
    /// one each, those that are chosen are the ones that rank.
    pub(super) fn settle_weights(&mut self, main: &Main) -> Main {
        let mut main = main.clone();
        let it = self.table(main.table);
        let (Some(slot), Some(head)) = (it.weight, it.weight_head) else { return main };
        let all: Vec<(u32, Place)> =
            std::iter::once((slot, head)).chain(it.other_weights.iter().copied()).collect();
        if all.len() < 2 {
            return main;
        }
        // The columns of weights that the totals on a line name.
        let named_by = |line: usize| -> Vec<usize> {
            let totals =
                it.bidders.iter().filter_map(|one| cell_of(&self.replay, it, it.lines[line].at, one));
            let behind = totals.flat_map(|total| self.replay.behind(total)).filter_map(|place| it.at(place));
            let behind: BTreeSet<u32> = behind.map(|(_, slot)| slot).collect();
            (0..all.len()).filter(|at| behind.contains(&all[*at].0)).collect()
        };
        let named = main.line.map(named_by).unwrap_or_default();
        let results = (0..it.lines.len()).filter(|line| self.kinds[main.table][*line] == Kind::Aggregate);
        let of_one: Vec<(usize, usize)> = results
            .filter_map(|line| match named_by(line).as_slice() {
                [one] => Some((line, *one)),
                _ => None,
            })
            .collect();
        let is_disputed = of_one.iter().any(|(_, weights)| named.first() != Some(weights));
        let heads: Vec<String> =
            all.iter().map(|(_, head)| self.text(*head).unwrap_or_default().to_owned()).collect();
        let taken = if let [one] = named.as_slice()
            && !is_disputed
        {
            *one
        } else {
            let options: Vec<String> = all
                .iter()
                .zip(&heads)
                .map(|((_, head), text)| format!("\"{text}\" ({})", self.book.name(*head)))
                .collect();
            let options: Vec<&str> = options.iter().map(String::as_str).collect();
            let ask = "Several columns hold weights. Which ones count?".to_owned();
            let at = all.iter().map(|(_, head)| *head).collect();
            self.ask(Asked::WeightsDisagree, at, ask, &options, "every score and the ranking").at
        };
        for (at, (_, head)) in all.iter().enumerate().filter(|(at, _)| *at != taken) {
            self.say(vec![*head], format!("the weights of \"{}\" are not taken", heads[at]));
        }
        // The totals with these weights, the last of several, as for any total.
        if let Some((line, _)) = of_one.iter().rfind(|(_, weights)| *weights == taken) {
            main.line = Some(*line);
        }
        let table = &mut self.layout.tables[main.table];
        (table.weight, table.weight_head) = (Some(all[taken].0), Some(all[taken].1));
        main
    }

    /// Totals in a sheet of which none is known to be a vendor's: that the ranking hangs on none of them is asked about.
    pub(super) fn ask_unread_totals(&mut self, main: &Main) -> bool {
        if main.line.is_some() {
            return true;
        }
        let it = self.table(main.table);
        let kinds = &self.kinds[main.table];
        let is_scored = |at: usize| matches!(kinds[at], Kind::Criterion | Kind::Gate | Kind::Fact);
        let totals =
            it.lines.iter().enumerate().filter(|(at, line)| is_result(&line.name) && !is_scored(*at));
        let totals = totals.map(|(_, line)| line);
        let is_known = |column: u32| {
            [it.weight, it.maximum].contains(&Some(column))
                || it.other_weights.iter().any(|(slot, _)| *slot == column)
        };
        let cells = totals.flat_map(|line| {
            let slots =
                if it.is_turned { it.area.from.0..=it.area.to.0 } else { it.area.from.1..=it.area.to.1 };
            slots.filter(|slot| !is_known(*slot)).map(move |slot| it.place(line.at, slot))
        });
        let is_number = |cell: &Cell| cell.formula.is_some() || super::kinds::is_number(cell);
        let cells: Vec<Place> = cells.filter(|place| self.cell(*place).is_some_and(is_number)).collect();
        if cells.is_empty() {
            return true;
        }
        let ask = "These totals belong to no vendor whose marks were found, and nothing is compared with them. Rank by the \
                   marks and weights all the same?";
        let options = ["yes: by marks and weights", "no: the marks come in as facts"];
        self.ask(Asked::OtherRule, cells, ask.to_owned(), &options, "every score and the ranking").at == 0
    }
}
