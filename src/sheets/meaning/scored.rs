//! A sheet that scores: its criteria with their weights and scales, and the totals by its own rule.

mod checks;
mod leaves;
mod levels;
mod open;
mod other;
mod rules;
mod scales;
mod shares;
mod turned;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::kinds::{Kind, cell_of};
use super::leaf::{Group, Leaf, Under};
use super::prices;
use super::scoring::Scoring;
use super::totals::Main;
use super::{Reader, long, panel, tabs, weights};
use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::layout::Bidder;
use crate::sheets::proposal::{CriterionKind, Meaning, Total, Value};
use crate::sheets::replay::{Outcome, Replay};

/// Reads a book with a line of totals.
pub(super) fn read(reader: &mut Reader<'_>, main: &Main) -> bool {
    reader.import.is_scored = true;
    drop_columns(reader, main);
    reader.set_columns_apart(main);
    let main = &reader.settle_weights(main);
    levels::ask_weights(reader);
    reader.ask_unread_weights(main);
    if !reader.ask_unread_totals(main) {
        reader.import.is_scored = false;
        return super::facts::read(reader);
    }
    reader.take_vendors(main.table);
    let tables = leaves::tables(reader, main);
    reader.exclude_merged(&tables);
    let tabs = tabs::find(reader, main);
    let mut leaves = match &tabs {
        Some(tabs) => tabs::leaves(reader, main, tabs),
        None => leaves::leaves(reader, &tables),
    };
    leaves::tell_apart(reader, &mut leaves);
    let pairs = leaves::price_lines(reader, &tables, &leaves);
    leaves
        .retain(|leaf| !pairs.iter().any(|(table, points, _)| leaf.table == *table && leaf.line == *points));
    let mut scoring = Scoring {
        main: main.clone(),
        leaves,
        prices: Vec::new(),
        tables,
        slopes: Vec::new(),
        totals: totals(reader, main),
    };
    reader.exclude_said(&scoring);
    follow(reader, &mut scoring, &pairs);
    scales::level_out(reader, &scoring.leaves);
    levels::ask(reader, &scoring.leaves);
    reader.ask_words(&mut scoring.leaves, main);
    reader.ask_other_names(main.table);
    let mut panel = panel::find(reader, &scoring.leaves);
    if let Some(panel) = &panel {
        panel.level_out(reader, main.table);
    } else {
        panel = panel::of_columns(reader, &scoring.leaves);
    }
    scoring.tables.extend(panel.iter().flat_map(|panel| panel.tables.iter().copied()));
    panel = panel.filter(|panel| panel.may_combine(reader));
    scoring.tables.extend(tabs.iter().flat_map(|tabs| tabs.tables.iter().flatten().copied()));
    leaves::link_weights(reader, &mut scoring);
    scoring.take_prices(reader, pairs);
    scoring.drop_uncounted(reader);
    if scoring.leaves.is_empty() && scoring.prices.is_empty() {
        return false;
    }
    reader.ask_hidden(&mut scoring);
    reader.ask_ambiguous(&scoring.leaves);
    if main.is_typed {
        rules::typed_rule(reader, &mut scoring, panel.as_ref());
    } else if tabs.is_none() {
        let slopes = scoring.known_slopes(reader);
        weights::factors(&mut scoring.leaves, &slopes);
        match other::settle(reader, &mut scoring) {
            other::Taken::Sum(others) => {
                checks::wrong_totals(reader, &mut scoring, &slopes, &others);
                for leaf in scoring.leaves.iter_mut().filter(|_| panel.is_some()) {
                    leaf.factor = &leaf.factor * panel.as_ref().map_or(&Exact::ONE, |panel| &panel.times);
                }
            }
            other::Taken::Totals => panel = None,
            other::Taken::Facts => {
                reader.import.is_scored = false;
                reader.read_gates(&scoring);
                reader.read_other_tables(&scoring);
                return true;
            }
        }
    }
    if let Some(panel) = panel.as_mut().filter(|panel| !panel.is_beside) {
        panel.complete(reader, &mut scoring);
    }
    settle_scales(reader, &mut scoring, tabs.is_some(), panel.as_mut());
    if panel.as_ref().is_none_or(|panel| !panel.is_beside) {
        reader.say_what_is_brought_together(&scoring);
    }
    checks::stated_weights(reader, &mut scoring);
    scoring.write(reader, panel.as_ref());
    reader.read_gates(&scoring);
    reader.read_other_tables(&scoring);
    true
}

/// Settles how far marks go; where no total says how they count, what each weight shares.
fn settle_scales(
    reader: &mut Reader<'_>,
    scoring: &mut Scoring,
    is_tabs: bool,
    panel: Option<&mut panel::Panel>,
) {
    let has_totals = scoring.main.line.is_some() || scoring.totals.iter().any(Option::is_some);
    if !has_totals {
        shares::prices(reader, scoring);
    }
    let is_turned = turned::settle(reader, scoring);
    panel.into_iter().filter(|_| is_turned).for_each(|panel| panel.take_means(reader));
    scales::settle(reader, scoring, is_tabs);
    if !has_totals {
        shares::settle(reader, scoring);
    }
}

/// The groups of some criteria, in their order.
fn groups(leaves: &[Leaf]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, leaf) in leaves.iter().enumerate() {
        let Some(under) = &leaf.group else { continue };
        match groups.iter_mut().find(|group| group.name == under.name) {
            Some(group) => group.members.push(at),
            None => groups.push(Group {
                name: under.name.clone(),
                weight: under.weight.clone(),
                members: vec![at],
            }),
        }
    }
    groups
}

/// Reads a book with marks and no totals: one table of them, or one for each evaluator.
pub(super) fn read_without_totals(reader: &mut Reader<'_>) -> bool {
    let is_scored = |table: &usize| {
        let it = reader.table(*table);
        let criteria = reader.kinds[*table].iter().filter(|kind| **kind == Kind::Criterion).count();
        let headed = it
            .lines
            .iter()
            .filter(|line| line.place.is_some_and(|place| weights::of_heading(&line.name, place).is_some()));
        let has_weights = it.weight.is_some() || it.maximum.is_some() || headed.count() > 1;
        !reader.is_hidden(*table) && it.bidders.len() > 1 && has_weights && criteria > 1
    };
    let Some(table) = (0..reader.layout.tables.len()).find(is_scored) else { return false };
    read(reader, &Main { table, line: None, is_typed: true })
}

/// Columns between the names and the vendors, such as a minimum of points: they have no total, and the vendors do.
fn drop_columns(reader: &mut Reader<'_>, main: &Main) {
    let it = reader.table(main.table);
    let Some(at) = main.line.map(|line| it.lines[line].at) else { return };
    let has_total = |bidder: &Bidder| cell_of(&reader.replay, it, at, bidder).is_some();
    let first = it.bidders.iter().position(has_total).unwrap_or_default();
    let dropped: Vec<Bidder> = it.bidders[..first].to_vec();
    for bidder in &dropped {
        let name = reader.text(bidder.head).unwrap_or_default().to_owned();
        reader.say(vec![bidder.head], format!("\"{name}\" has no total: it is no vendor, and is not taken"));
    }
    reader.layout.tables[main.table].bidders.drain(..first);
}

/// Reads a list with one mark in each row.
pub(super) fn read_list(
    reader: &mut Reader<'_>,
    mut scoring: Scoring,
    mut panel: Option<panel::Panel>,
) -> bool {
    if !long::has_marks(reader, &scoring.leaves) {
        return false;
    }
    reader.import.is_scored = true;
    rules::typed_rule(reader, &mut scoring, panel.as_ref());
    settle_scales(reader, &mut scoring, true, panel.as_mut());
    scoring.write(reader, panel.as_ref());
    reader.read_gates(&scoring);
    true
}

/// The cell of each vendor's total.
fn totals(reader: &Reader<'_>, main: &Main) -> Vec<Option<Place>> {
    let table = reader.table(main.table);
    let mut totals = vec![None; reader.import.vendors.len()];
    let Some(at) = main.line.map(|line| table.lines[line].at) else { return totals };
    for (bidder, vendor) in table.bidders.iter().zip(reader.vendors_of(main.table)) {
        if let Some(vendor) = vendor {
            totals[vendor] = cell_of(&reader.replay, table, at, bidder);
        }
    }
    totals
}

/// Works out what the totals hang on: marks, even where a formula brings them together, and points for prices.
fn follow(reader: &mut Reader<'_>, scoring: &mut Scoring, pairs: &[(usize, u32, u32)]) {
    let is_formula = |place: &Place| reader.cell(*place).is_some_and(|cell| cell.formula.is_some());
    let cells = scoring.leaves.iter().flat_map(|leaf| leaf.cells.iter().flatten().copied());
    let mut cuts: BTreeSet<Place> = cells.filter(is_formula).collect();
    for (table, points, _) in pairs {
        let table = reader.table(*table);
        cuts.extend(
            table.bidders.iter().filter_map(|bidder| cell_of(&reader.replay, table, *points, bidder)),
        );
    }
    if !cuts.is_empty() {
        reader.replay = Replay::cut(reader.book, cuts);
    }
    scoring.slopes = scoring
        .totals
        .iter()
        .map(|total| match total.map(|total| reader.replay.cell(total)) {
            Some(Outcome::Number(number)) => number.slopes.clone(),
            _ => BTreeMap::new(),
        })
        .collect();
}

impl Scoring {
    /// The prices with their formulas; points that follow none stay marks.
    fn take_prices(&mut self, reader: &mut Reader<'_>, pairs: Vec<(usize, u32, u32)>) {
        for (table, points, line) in pairs {
            let places: Vec<Place> = {
                let it = reader.table(table);
                it.bidders.iter().filter_map(|bidder| cell_of(&reader.replay, it, points, bidder)).collect()
            };
            let mut slopes =
                self.slopes.iter().flat_map(|slopes| places.iter().filter_map(|place| slopes.get(place)));
            let factor = slopes.next().cloned().unwrap_or(Exact::ONE);
            match reader.price(table, points, line, &factor) {
                Some(price) => {
                    reader.set_kind(table, points, Kind::PricePoints(line));
                    reader.set_kind(table, line, Kind::PricePoints(line));
                    self.prices.push(price);
                }
                None => {
                    let line = reader.table(table).line_at(points);
                    self.leaves.extend(leaves::leaves_at(reader, table, line.as_slice()));
                }
            }
        }
    }

    /// Lines that no total counts and that have no weight are facts.
    fn drop_uncounted(&mut self, reader: &mut Reader<'_>) {
        if self.main.is_typed {
            let has_weights = self.leaves.iter().any(|leaf| leaf.weight.is_some() || leaf.maximum.is_some());
            let is_kept = |leaf: &Leaf| !has_weights || leaf.weight.is_some() || leaf.maximum.is_some();
            let (kept, dropped): (Vec<Leaf>, Vec<Leaf>) =
                std::mem::take(&mut self.leaves).into_iter().partition(is_kept);
            self.leaves = kept;
            for leaf in dropped.into_iter().filter(|leaf| !self.is_price(leaf)) {
                reader.set_kind(leaf.table, leaf.line, Kind::Fact);
            }
            return;
        }
        let is_counted = |leaf: &Leaf| {
            let cells = leaf.cells.iter().flatten();
            cells.clone().any(|cell| {
                self.slopes.iter().any(|slopes| slopes.get(cell).is_some_and(|slope| !slope.is_zero()))
            })
        };
        let (kept, dropped): (Vec<Leaf>, Vec<Leaf>) = std::mem::take(&mut self.leaves)
            .into_iter()
            .partition(|leaf| leaf.weight.is_some() || leaf.maximum.is_some() || is_counted(leaf));
        self.leaves = kept;
        for leaf in dropped {
            if !self.is_price(&leaf) {
                reader.set_kind(leaf.table, leaf.line, Kind::Fact);
            }
        }
    }

    /// Whether a line holds prices whose points are scored.
    fn is_price(&self, leaf: &Leaf) -> bool {
        self.prices.iter().any(|price| (price.table, price.line) == (leaf.table, leaf.line))
    }

    /// For each criterion and vendor: how much the total hangs on the mark; none where there is no plain mark.
    pub(super) fn known_slopes(&self, reader: &Reader<'_>) -> Vec<Vec<Option<Exact>>> {
        let slope = |vendor: usize, place: Option<Place>| {
            let place = place.filter(|_| self.totals[vendor].is_some())?;
            matches!(super::marks::mark(reader, place), super::marks::Mark::Known(_))
                .then(|| self.slopes[vendor].get(&place).cloned().unwrap_or_default())
        };
        let rows = self
            .leaves
            .iter()
            .map(|leaf| leaf.cells.iter().enumerate().map(|(vendor, place)| slope(vendor, *place)).collect());
        rows.collect()
    }

    pub(super) fn of(&self) -> Exact {
        let parts: Vec<Exact> = self
            .leaves
            .iter()
            .map(Leaf::part)
            .chain(self.prices.iter().map(|price| price.part.clone()))
            .collect();
        Exact::sum(&parts)
    }

    /// The group that a price stands in, where anything else does too: a price is no group of its own.
    fn group_of<'a>(&self, price: &'a prices::Price) -> Option<&'a Under> {
        let own = price.group.as_ref()?;
        let leaves = self.leaves.iter().filter_map(|leaf| leaf.group.as_ref());
        let all = leaves.chain(self.prices.iter().filter_map(|price| price.group.as_ref()));
        (all.filter(|group| group.name == own.name).count() > 1).then_some(own)
    }

    /// The prices as criteria whose points are marks from 0 to 1.
    fn price_leaves<'a>(&'a self, reader: &'a Reader<'_>) -> impl Iterator<Item = Leaf> {
        self.prices.iter().map(|price| Leaf {
            name: price.name.clone(),
            place: price.place,
            group: self.group_of(price).cloned(),
            weight: price.weight_place.and_then(|place| weights::weight(reader, place)),
            factor: price.part.clone(),
            best: Exact::ONE,
            ..Leaf::default()
        })
    }

    /// Puts criteria, values and totals into the import.
    fn write(&self, reader: &mut Reader<'_>, panel: Option<&panel::Panel>) {
        let of = self.of();
        reader.import.of = of.clone();
        let others = Exact::sum(self.prices.iter().map(|price| &price.part));
        let mut all = self.leaves.clone();
        // Prices within groups share their weights with what is beside them.
        let is_grouped = self.prices.iter().any(|price| self.group_of(price).is_some());
        if is_grouped {
            all.extend(self.price_leaves(reader));
        }
        let groups = groups(&all);
        let beside = if is_grouped { &Exact::ZERO } else { &others };
        let (weights, of_groups) = weights::written(&all, &groups, beside);
        let share = |part: &Exact| part.over(&of).unwrap_or_default();
        // What a unit of a written weight adds to a total, so that prices are written in the same unit.
        let parts: Vec<Exact> = all.iter().map(Leaf::part).collect();
        let unit = weights::proportion(&parts, &weights).unwrap_or(Exact::ONE);
        let mut ids: Vec<usize> = vec![0; self.leaves.len()];
        let mut parents: BTreeMap<String, usize> = BTreeMap::new();
        let mut parent = |reader: &mut Reader<'_>, under: &Under| {
            if let Some(known) = parents.get(&under.name) {
                return *known;
            }
            let group = groups.iter().position(|group| group.name == under.name);
            let added = reader.add(&under.name, under.place, None, CriterionKind::Group);
            let members = group.map(|group| groups[group].members.clone()).unwrap_or_default();
            let criterion = &mut reader.import.criteria[added];
            criterion.weight = group.and_then(|group| of_groups[group].clone());
            criterion.weight_place = under.weight.as_ref().map(|weight| weight.place);
            criterion.share = share(&Exact::sum(members.iter().map(|at| &parts[*at])));
            parents.insert(under.name.clone(), added);
            added
        };
        for (at, leaf) in self.leaves.iter().enumerate() {
            let parent = leaf.group.as_ref().map(|under| parent(reader, under));
            let kind = CriterionKind::Marks { worst: leaf.worst.clone(), best: leaf.best.clone() };
            ids[at] = reader.add(&leaf.name, leaf.place, parent, kind);
            let criterion = &mut reader.import.criteria[ids[at]];
            criterion.weight = Some(weights[at].clone());
            criterion.weight_place = leaf.weight.as_ref().map(|weight| weight.place);
            criterion.share = share(&leaf.part());
            let note = leaf.remark.and_then(|place| reader.text(place)).map(str::to_owned);
            reader.import.criteria[ids[at]].note = note;
        }
        let mut price_ids = Vec::new();
        for (at, price) in self.prices.iter().enumerate() {
            let parent = self.group_of(price).map(|under| parent(reader, under));
            let kind = CriterionKind::Price(price.formula.clone());
            let id = reader.add(&price.name, price.place, parent, kind);
            let own = weights.get(self.leaves.len() + at).cloned();
            let criterion = &mut reader.import.criteria[id];
            criterion.weight = own.or_else(|| price.part.over(&unit));
            criterion.weight_place = price.weight_place;
            criterion.share = share(&price.part);
            price_ids.push(id);
        }
        self.write_values(reader, &ids, &price_ids, panel);
        self.write_totals(reader, &ids);
        let weights_place = self.weight_total(reader);
        reader.check_sum(&self.leaves, &groups, &others, weights_place);
    }

    /// The cell under the weights that adds them up.
    fn weight_total(&self, reader: &Reader<'_>) -> Option<Place> {
        let table = reader.table(self.main.table);
        let place = table.place(table.lines[self.main.line?].at, table.weight?);
        reader.cell(place).filter(|cell| !cell.is_blank()).map(|_| place)
    }

    fn write_values(
        &self,
        reader: &mut Reader<'_>,
        ids: &[usize],
        price_ids: &[usize],
        panel: Option<&panel::Panel>,
    ) {
        let mut doubts = super::marks::Doubts { is_typed: self.main.is_typed, ..Default::default() };
        if let Some(panel) = panel {
            panel.settle(reader, self);
        }
        for (at, leaf) in self.leaves.iter().enumerate() {
            for (vendor, place) in leaf.cells.iter().enumerate() {
                let Some(place) = place.filter(|_| {
                    let named = &reader.import.vendors[vendor];
                    named.excluded.is_none() || named.has_marks
                }) else {
                    continue;
                };
                let index = reader.import.values.len();
                let note = reader.note(place, leaf.comments.get(vendor).copied().flatten());
                reader.import.values.push(Value {
                    vendor,
                    criterion: ids[at],
                    place,
                    meaning: Meaning::Unknown,
                    counted: None,
                    note,
                    parts: Vec::new(),
                });
                let is_counted = self.slopes[vendor].get(&place).is_some_and(|slope| !slope.is_zero());
                if let Some(panel) = panel {
                    let (meaning, parts) = panel.value(reader, at, vendor);
                    reader.import.values[index].meaning = meaning;
                    reader.import.values[index].parts = parts;
                } else if reader.replay.leads_out(place) {
                    reader.import.values[index].meaning = reader.external(place);
                } else {
                    let meaning = reader.meaning(place, index, is_counted, !self.main.is_typed, &mut doubts);
                    reader.import.values[index].meaning = meaning;
                }
                reader.keep_words(index);
            }
        }
        for (price, id) in self.prices.iter().zip(price_ids) {
            for (vendor, found) in price.prices.iter().enumerate() {
                let Some((place, amount)) = found else { continue };
                let unit = price.currencies[vendor].clone().filter(|_| price.converted[vendor].is_some());
                reader.import.values.push(Value {
                    vendor,
                    criterion: *id,
                    place: *place,
                    meaning: Meaning::Number(amount.clone(), unit.or(price.currency.clone())),
                    counted: price.converted[vendor].clone(),
                    note: reader.note(*place, None),
                    parts: Vec::new(),
                });
            }
            reader.import.currency = reader.import.currency.clone().or(price.currency.clone());
        }
        reader.settle(&doubts);
        checks::left_out_marks(reader, self, &doubts);
    }

    fn write_totals(&self, reader: &mut Reader<'_>, ids: &[usize]) {
        let values = reader.import.values.iter();
        let marks: HashMap<(usize, usize), Exact> = values
            .filter_map(|value| Some(((value.vendor, value.criterion), value.meaning.number()?)))
            .collect();
        let ranks = self.ranks(reader);
        for (vendor, place) in self.totals.iter().enumerate() {
            let Some(place) = *place else { continue };
            let Some((shown, digits)) = checks::shown(reader, place) else { continue };
            let mut right = Exact::ZERO;
            for (leaf, id) in self.leaves.iter().zip(ids) {
                if let Some(mark) = marks.get(&(vendor, *id)) {
                    right = &right + &(&leaf.part() * &leaf.value(mark));
                }
            }
            for price in &self.prices {
                let amounts = || (0..price.prices.len()).filter_map(|vendor| price.counted(vendor));
                if let (Some(own), Some(lowest), Some(highest)) =
                    (price.counted(vendor), amounts().min(), amounts().max())
                    && let Some(value) = prices::value(&price.formula, own, lowest, highest)
                {
                    right = &right + &(&price.part * &value);
                }
            }
            let rounding = Exact::sum(self.prices.iter().map(|price| &price.rounding));
            reader.import.totals.push(Total {
                vendor,
                place,
                shown,
                right,
                rounded_to: digits,
                rounding,
                rank: ranks[vendor],
            });
        }
        checks::ranks(reader, self);
        checks::converted_prices(reader, self);
        checks::unexplained(reader, self);
    }

    /// The rank that the sheet gives each vendor.
    fn ranks(&self, reader: &Reader<'_>) -> Vec<Option<u32>> {
        let rank = |place: Place| match reader.replay.cell(place) {
            Outcome::Number(number) => number.value.to_string().parse().ok(),
            Outcome::Text(text, _) => crate::sheets::typed::plain(&text).parse().ok(),
            _ => None,
        };
        self.rank_places(reader).into_iter().map(|place| rank(place?)).collect()
    }

    /// The cell with the rank of each vendor.
    pub(super) fn rank_places(&self, reader: &Reader<'_>) -> Vec<Option<Place>> {
        let mut places = vec![None; self.totals.len()];
        let table = reader.table(self.main.table);
        let kinds = &reader.kinds[self.main.table];
        let Some(line) = kinds.iter().position(|kind| *kind == Kind::Rank) else { return places };
        for (bidder, vendor) in table.bidders.iter().zip(reader.vendors_of(self.main.table)) {
            let Some(vendor) = vendor else { continue };
            let place = cell_of(&reader.replay, table, table.lines[line].at, bidder);
            // A rank may be that of another result.
            places[vendor] = place.filter(|place| {
                let named = reader.replay.named_by(*place);
                named.is_empty() || self.totals[vendor].is_some_and(|total| named.contains(&total))
            });
        }
        places
    }
}
