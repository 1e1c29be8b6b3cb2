//! Sheets of evaluators: the marks of each, by the names of criteria and vendors.

mod by_name;
mod sheets;

use std::collections::{BTreeSet, HashMap};

use by_name::ByName;

use super::kinds::Kind;
use super::leaf::{Leaf, is_near};
use super::marks::{Mark, mark};
use super::scoring::Scoring;
use super::{Reader, notes};
use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::layout::Bidder;
use crate::sheets::proposal::{Combination, Meaning, Part};
use crate::sheets::questions::Kind as Asked;
use crate::sheets::replay::{Outcome, Replay};
use crate::sheets::words::folded;

/// Where the marks of evaluators stand.
pub(super) struct Panel {
    /// The table of each evaluator; none where all marks stand in one list.
    pub(super) tables: Vec<usize>,
    /// What each is called.
    names: Vec<String>,
    /// The cell of each criterion, vendor and evaluator: by name, and as the summary takes it.
    by_name: Vec<Vec<Vec<Option<Place>>>>,
    by_position: Vec<Vec<Vec<Option<Place>>>>,
    /// For each evaluator the names of rows that the summary takes for others.
    moved: Vec<Vec<Place>>,
    /// The words beside each mark that is found by name.
    comments: HashMap<Place, Place>,
    combination: Combination,
    /// How often the combined mark counts in the summary: a sum of three evaluators is three times their mean.
    pub(super) times: Exact,
    /// The cells of the summary that bring marks together otherwise.
    odd: Vec<Place>,
    /// Whether the marks stand in columns beside those that they are brought together in: nothing but their heads says that
    /// these are evaluators.
    pub(super) is_beside: bool,
    /// Whether it was asked already that these are evaluators.
    is_answered: bool,
    /// Whether what the marks come to is taken and not each of them.
    is_of_means: bool,
    /// The sheet of each evaluator by names.
    lookups: Vec<ByName>,
    /// Names that are taken for others, with those.
    slips: Vec<(Place, String)>,
    /// Rows that may be a criterion of another name: of which evaluator, which criterion, and the cell of the name.
    doubtful: Vec<(usize, usize, Place)>,
    /// Columns that may be those of a vendor of another name: of which evaluator, which vendor, and the cell of the name.
    doubtful_vendors: Vec<(usize, usize, Place)>,
    /// Rows and columns that are none of the criteria or vendors.
    over: Vec<Place>,
    /// What sheets lack, by their tables.
    lacking: Vec<(usize, String)>,
    /// Tables of marks for the same criteria that the summary does not count.
    unused: Vec<usize>,
}

/// The panel that marks are brought together from; none where they were typed.
pub(super) fn find(reader: &Reader<'_>, leaves: &[Leaf]) -> Option<Panel> {
    let cells = leaves.iter().flat_map(|leaf| leaf.cells.iter().flatten());
    let sources: Vec<Place> = cells.take(2000).flat_map(|place| reader.replay.named_by(*place)).collect();
    let own = leaves.first()?.table;
    let others =
        |table: &usize| *table != own && reader.table(*table).bidders.len() > 1 && !reader.is_hidden(*table);
    let all = || (0..reader.layout.tables.len()).filter(others);
    let mut tables: Vec<usize> =
        all().filter(|table| sources.iter().any(|place| reader.table(*table).at(*place).is_some())).collect();
    let is_of_one = leaves.iter().all(|leaf| leaf.table == own);
    // Every sheet with the same criteria and vendors is one evaluator's.
    let is_same = |table: &usize| {
        let vendors = reader.vendors_of(*table);
        let known = vendors.iter().flatten().count();
        reader.is_twin(*table, own)
            && known > 0
            && known * 2 >= vendors.len()
            && reader.table(*table).sheet != reader.table(own).sheet
    };
    let twins = || all().filter(is_same);
    let mut summary = None;
    if sources.is_empty() && is_of_one {
        // Without a summary in the table of the totals; one without weights may stand beside it.
        let (typed, worked_out): (Vec<usize>, Vec<usize>) =
            twins().partition(|table| is_typed(reader, *table));
        tables = typed;
        if !tables.is_empty() {
            tables.push(own);
            tables.sort_unstable();
        }
        summary = worked_out.into_iter().next();
    }
    if tables.len() < 2 {
        return if is_of_one { beside(reader, leaves) } else { None };
    }
    let unused = twins().filter(|table| !tables.contains(table) && is_typed(reader, *table)).collect();
    let mut panel = Panel { unused, ..Panel::of(Vec::new()) };
    let summary = summary.map(|table| ByName::of(reader, table, leaves));
    panel.unused.retain(|_| summary.is_none());
    let cells = |leaf: &Leaf| -> Vec<Option<Place>> {
        let at = |vendor: usize| match &summary {
            Some(summary) => summary.at(reader, &leaf.name, vendor),
            None => leaf.cells[vendor],
        };
        (0..leaf.cells.len()).map(at).collect()
    };
    let cells: Vec<Vec<Option<Place>>> = leaves.iter().map(cells).collect();
    panel.by_name = vec![vec![Vec::new(); leaves[0].cells.len()]; leaves.len()];
    panel.by_position.clone_from(&panel.by_name);
    for table in tables {
        panel.take_table(reader, table, leaves, &cells);
    }
    panel.read_combination(reader, &cells);
    Some(panel)
}

/// Which of the rows that are none of the criteria may be one all the same: the one that the summary takes for it, or
/// whose name begins as it does.
fn doubtful_line(
    reader: &Reader<'_>,
    table: usize,
    (leaf, at): (&Leaf, usize),
    over: &[(u32, Place)],
    (taken, leaves): (&[Option<Place>], &[Leaf]),
) -> Option<usize> {
    let it = reader.table(table);
    let used = taken.iter().flatten().find_map(|place| it.at(*place)).map(|(line, _)| line);
    let name = |place: Place| folded(reader.text(place).unwrap_or_default());
    let by_use = over.iter().position(|(line, _)| used == Some(*line));
    let by_name = || over.iter().position(|(_, place)| is_near(&name(*place), &folded(&leaf.name)));
    // One name alone is another one, and stands in the same place.
    let by_order = || {
        let criteria = it.lines.iter().zip(&reader.kinds[table]);
        let criteria = criteria.filter(|(_, kind)| **kind == Kind::Criterion).map(|(line, _)| line.at);
        let criteria: Vec<u32> = criteria.collect();
        let is_alone = over.len() == 1 && criteria.len() == leaves.len() && used.is_none();
        (is_alone && criteria.get(at) == Some(&over.first()?.0)).then_some(0)
    };
    by_use.or_else(by_name).or_else(by_order)
}

/// Whether most marks of a table are typed.
fn is_typed(reader: &Reader<'_>, table: usize) -> bool {
    let it = reader.table(table);
    let lines = it.lines.iter().zip(&reader.kinds[table]).filter(|(_, kind)| **kind == Kind::Criterion);
    let cells = lines
        .flat_map(|(line, _)| it.bidders.iter().filter_map(|one| reader.cell(it.place(line.at, one.mark?))));
    let (mut typed, mut all) = (0, 0);
    for cell in cells.filter(|cell| !cell.is_blank()) {
        all += 1;
        typed += usize::from(cell.formula.is_none());
    }
    typed * 2 > all
}

/// The panel whose marks stand beside what they are brought together in, on one line: the heads of their columns are the
/// evaluators, the same for every vendor.
fn beside(reader: &Reader<'_>, leaves: &[Leaf]) -> Option<Panel> {
    let first = leaves.iter().map(|leaf| leaf.line).min()?;
    let mut names: Vec<String> = Vec::new();
    let mut marks: Vec<(usize, usize, usize, Place)> = Vec::new();
    for (at, leaf) in leaves.iter().enumerate() {
        let it = reader.table(leaf.table);
        let is_taken = |slot: u32| {
            let bidders = it.bidders.iter().map(|one| one.mark);
            bidders.chain([it.weight, it.maximum]).any(|other| other == Some(slot))
        };
        for (vendor, place) in leaf.cells.iter().enumerate() {
            let mut sources = reader.replay.named_by((*place)?);
            sources.sort_unstable();
            sources.dedup();
            if sources.len() < 2 {
                return None;
            }
            for source in sources {
                let (_, slot) =
                    it.at(source).filter(|(line, slot)| *line == leaf.line && !is_taken(*slot))?;
                let name = head_of(reader, (leaf.table, first), slot, &reader.import.vendors[vendor].name)?;
                let known = names.iter().position(|known| folded(known) == folded(&name));
                let evaluator = known.unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                });
                marks.push((at, vendor, evaluator, source));
            }
        }
    }
    let vendors = leaves.first()?.cells.len();
    // Each marks every criterion of every vendor once.
    let all = leaves.len() * vendors * names.len();
    let places: std::collections::BTreeSet<_> =
        marks.iter().map(|(leaf, vendor, evaluator, _)| (leaf, vendor, evaluator)).collect();
    if names.len() < 2 || marks.len() != all || places.len() != all {
        return None;
    }
    let mut panel = Panel { is_beside: true, ..Panel::of_list(names, leaves.len(), vendors, &marks) };
    let cells: Vec<Vec<Option<Place>>> = leaves.iter().map(|leaf| leaf.cells.clone()).collect();
    panel.read_combination(reader, &cells);
    Some(panel)
}

/// The panel of evaluators whose marks stand side by side in a table, as was answered.
pub(super) fn of_columns(reader: &mut Reader<'_>, leaves: &[Leaf]) -> Option<Panel> {
    let table = leaves.first()?.table;
    let (names, slots) = reader.beside.get(&table)?.clone();
    let it = reader.table(table).clone();
    let vendors = reader.vendors_of(table);
    let mut marks: Vec<(usize, usize, usize, Place)> = Vec::new();
    for (at, leaf) in leaves.iter().enumerate().filter(|(_, leaf)| leaf.table == table) {
        for (bidder, vendor) in it.bidders.iter().zip(&vendors) {
            let own = slots.iter().find(|own| bidder.mark.is_some_and(|mark| own.contains(&mark)));
            let (Some(own), Some(vendor)) = (own, *vendor) else { continue };
            let places = own.iter().map(|slot| it.place(leaf.line, *slot)).enumerate();
            let given = places.filter(|(_, place)| reader.cell(*place).is_some_and(|cell| !cell.is_blank()));
            let given: Vec<(usize, Place)> = given.collect();
            marks.extend(given.iter().map(|(evaluator, place)| (at, vendor, *evaluator, *place)));
            if let Some(cell) = leaf.cells[vendor] {
                reader.panel_marks.insert(cell, given.into_iter().map(|(_, place)| place).collect());
            }
        }
    }
    let count = leaves.first()?.cells.len();
    Some(Panel { is_beside: true, is_answered: true, ..Panel::of_list(names, leaves.len(), count, &marks) })
}

/// What stands over a column, nearest to its marks, and is not the name of the vendor.
///
/// - `first`: the line of the first criterion.
fn head_of(reader: &Reader<'_>, (table, first): (usize, u32), slot: u32, vendor: &str) -> Option<String> {
    let it = reader.table(table);
    let above = (0..first).rev().take(4).filter_map(|at| reader.text(it.place(at, slot)));
    let mut heads = above.filter(|text| folded(text) != folded(vendor));
    heads.next().map(str::to_owned)
}

/// The name of the line in which a cell stands, where it is another one.
fn other_name(reader: &Reader<'_>, table: usize, place: Place, name: &str) -> Option<Place> {
    let it = reader.table(table);
    let (line, _) = it.at(place)?;
    let line = it.lines.iter().find(|one| one.at == line)?;
    line.place.filter(|_| folded(&line.name) != folded(name))
}

/// How marks of evaluators come in.
const COMBINED: [&str; 2] = ["panel, mean, absent marks left out", "import the means only"];

/// How a cell of the summary brings marks together.
#[derive(Clone, PartialEq)]
enum Way {
    /// Each mark times a number.
    Weights(Vec<Exact>),
    Median,
    Other,
}

impl Reader<'_> {
    /// Asks whether vendors of other sheets with the same criteria are those of a table, where their names are nearly the
    /// same: `Alpha Ltd` and `Alpha`.
    pub(super) fn ask_other_names(&mut self, own: usize) {
        let names: Vec<(String, Place)> =
            self.import.vendors.iter().map(|vendor| (vendor.name.clone(), vendor.place)).collect();
        for table in 0..self.layout.tables.len() {
            let it = self.table(table);
            let is_other =
                it.sheet != self.table(own).sheet && !self.is_hidden(table) && it.bidders.len() > 1;
            if !is_other || !self.is_twin(table, own) || self.vendors_of(table).iter().flatten().count() > 0 {
                continue;
            }
            let near = |bidder: &Bidder| {
                let mut near = names.iter().filter(|(name, _)| is_near(&folded(name), &folded(&bidder.name)));
                near.next().filter(|_| near.next().is_none()).cloned()
            };
            let pairs = it.bidders.iter().map(|one| Some((one.name.clone(), one.head, near(one)?)));
            let Some(pairs) = pairs.collect::<Option<Vec<_>>>() else { continue };
            let said = pairs.iter().map(|(name, _, (known, _))| format!("\"{name}\" is \"{known}\""));
            let said = said.collect::<Vec<_>>().join(", ");
            let sheet = self.book.sheets[it.sheet].name.clone();
            let ask = format!(
                "The sheet {sheet} marks the same criteria, and its vendors have other names. Are they the same?"
            );
            let yes = format!("the same: {said}");
            let no = format!("others: the sheet {sheet} is left out");
            let at = pairs.iter().map(|(_, head, _)| *head).collect();
            if self.ask(Asked::SameVendor, at, ask, &[&yes, &no], "whose marks count").at == 0 {
                let bidders = self.layout.tables[table].bidders.iter_mut();
                bidders.zip(pairs).for_each(|(bidder, (.., (known, _)))| bidder.name = known);
            }
        }
    }
}

impl Panel {
    fn of(names: Vec<String>) -> Panel {
        Panel {
            tables: Vec::new(),
            moved: vec![Vec::new(); names.len()],
            names,
            by_name: Vec::new(),
            by_position: Vec::new(),
            comments: HashMap::new(),
            combination: Combination::Mean,
            times: Exact::ONE,
            odd: Vec::new(),
            is_beside: false,
            is_answered: false,
            is_of_means: false,
            lookups: Vec::new(),
            slips: Vec::new(),
            doubtful: Vec::new(),
            doubtful_vendors: Vec::new(),
            over: Vec::new(),
            lacking: Vec::new(),
            unused: Vec::new(),
        }
    }

    /// Takes the marks of one more table in.
    ///
    /// - `cells`: the cells of the summary, by criterion and vendor.
    fn take_table(
        &mut self,
        reader: &Reader<'_>,
        table: usize,
        leaves: &[Leaf],
        cells: &[Vec<Option<Place>>],
    ) {
        let evaluator = self.tables.len();
        let name = reader.book.sheets[reader.table(table).sheet].name.clone();
        let mut lookup = ByName::of(reader, table, leaves);
        let (mut moved, mut over) = (Vec::new(), std::mem::take(&mut lookup.over));
        let lacking: Vec<usize> =
            (0..reader.import.vendors.len()).filter(|vendor| !lookup.has_vendor(*vendor)).collect();
        for vendor in &lacking {
            let used =
                cells.iter().filter_map(|row| row[*vendor]).flat_map(|place| reader.replay.named_by(place));
            let used: Vec<u32> =
                used.filter_map(|place| reader.table(table).at(place)).map(|(_, slot)| slot).collect();
            let by_use = lookup.others.iter().position(|(slot, _)| used.contains(slot));
            // One column alone under another name is that of the one that is lacking, or of nobody.
            let is_alone = lacking.len() == 1 && lookup.others.len() == 1 && used.is_empty();
            if let Some(column) = by_use.or(is_alone.then_some(0)) {
                let head = lookup.take(*vendor, column);
                self.doubtful_vendors.push((evaluator, *vendor, head));
            }
        }
        for (at, leaf) in leaves.iter().enumerate() {
            let taken = |vendor: usize| {
                let used = cells[at][vendor].map(|place| reader.replay.named_by(place)).unwrap_or_default();
                used.into_iter().find(|place| reader.table(table).at(*place).is_some())
            };
            let taken: Vec<Option<Place>> = (0..leaf.cells.len()).map(taken).collect();
            let mut line = lookup.line(&leaf.name);
            if line.is_none() {
                let found = doubtful_line(reader, table, (leaf, at), &over, (&taken, leaves));
                match found {
                    Some(found) => {
                        let (own, place) = over.remove(found);
                        line = Some(own);
                        self.doubtful.push((evaluator, at, place));
                    }
                    None => self.lacking.push((table, format!("{name} has no marks for \"{}\"", leaf.name))),
                }
            }
            for (vendor, taken) in taken.into_iter().enumerate() {
                let place = line.and_then(|line| lookup.on_line(reader, line, vendor));
                let beside = place.and_then(|place| Some((place, lookup.beside(reader, place)?)));
                self.comments.extend(beside);
                self.by_name[at][vendor].push(place);
                self.by_position[at][vendor].push(taken);
                let other = taken.filter(|_| vendor == 0).and_then(|place| {
                    let (own, _) = reader.table(table).at(place)?;
                    other_name(reader, table, place, &leaf.name).filter(|_| line != Some(own))
                });
                moved.extend(other);
            }
        }
        let vendors = reader.import.vendors.iter().enumerate();
        for (_, vendor) in vendors.filter(|(at, _)| !lookup.has_vendor(*at)) {
            self.lacking.push((table, format!("{name} has no marks for {}", vendor.name)));
        }
        moved.sort_unstable();
        self.slips.append(&mut lookup.slips);
        self.over.extend(over.into_iter().chain(lookup.others.clone()).map(|(_, place)| place));
        self.moved.push(moved);
        self.names.push(name);
        self.tables.push(table);
        self.lookups.push(lookup);
    }

    /// Takes a table in that the summary does not count.
    fn join(&mut self, reader: &Reader<'_>, table: usize, leaves: &[Leaf]) {
        let cells = vec![vec![None; leaves.first().map_or(0, |leaf| leaf.cells.len())]; leaves.len()];
        self.take_table(reader, table, leaves, &cells);
    }

    /// Keeps some of the evaluators, by their positions.
    fn keep(&mut self, kept: &[usize]) {
        fn of<T: Clone>(all: &[T], kept: &[usize]) -> Vec<T> {
            kept.iter().map(|at| all[*at].clone()).collect()
        }
        self.tables = of(&self.tables, kept);
        self.names = of(&self.names, kept);
        self.moved = of(&self.moved, kept);
        for marks in self.by_name.iter_mut().chain(&mut self.by_position).flatten() {
            *marks = of(marks, kept);
        }
        let mut at = 0..;
        self.lookups.retain(|_| at.next().is_some_and(|at| kept.contains(&at)));
    }

    /// Brings the marks of sheets that say scales of their own to the longest of them, where that is wanted.
    ///
    /// - `own`: the table of the totals, which may be one of the evaluators'.
    pub(super) fn level_out(&self, reader: &mut Reader<'_>, own: usize) {
        let tables: BTreeSet<usize> = self.tables.iter().copied().chain([own]).collect();
        let said = tables
            .iter()
            .filter_map(|table| Some((*table, notes::scale_on(reader, reader.table(*table).sheet)?)));
        let said: Vec<(usize, (Exact, Exact, Place))> = said.collect();
        let Some((_, (from, to, _))) = said.iter().max_by(|one, other| one.1.1.cmp(&other.1.1)).cloned()
        else {
            return;
        };
        let others: Vec<&(usize, (Exact, Exact, Place))> =
            said.iter().filter(|(_, (low, high, _))| (low, high) != (&from, &to)).collect();
        if others.is_empty() {
            return;
        }
        let at = said.iter().map(|(_, (.., place))| *place).collect();
        let ask =
            "The sheets of these evaluators have scales of their own. How do their marks count?".to_owned();
        let level =
            format!("each from the lowest to the highest of its own scale, brought to {from} to {to}");
        let options = [level.as_str(), "as they stand, whatever their scale"];
        if reader.ask(Asked::ScaleMax, at, ask, &options, "the means of all marks, and the ranking").at == 1 {
            return;
        }
        for (table, (low, high, _)) in others {
            let it = reader.table(*table);
            let lines =
                it.lines.iter().zip(&reader.kinds[*table]).filter(|(_, kind)| **kind == Kind::Criterion);
            let places = lines
                .flat_map(|(line, _)| it.bidders.iter().filter_map(|one| Some(it.place(line.at, one.mark?))));
            let counted = places.filter_map(|place| {
                let share = (&mark(reader, place).number()? - low).over(&(high - low))?;
                Some((place, &from + &(&share * &(&to - &from))))
            });
            let counted: Vec<(Place, Exact)> = counted.collect();
            reader.answered.extend(counted);
        }
    }

    /// Reads from the formulas of the summary how marks are brought together: as most of its cells do.
    ///
    /// - `cells`: the cells of the summary, by criterion and vendor.
    fn read_combination(&mut self, reader: &Reader<'_>, cells: &[Vec<Option<Place>>]) {
        let mut ways: Vec<(Place, Way)> = Vec::new();
        for (cells, parts) in cells.iter().zip(&self.by_position) {
            for (place, parts) in cells.iter().zip(parts) {
                let parts: Option<Vec<Place>> = parts.iter().copied().collect();
                ways.extend(
                    place
                        .zip(parts)
                        .and_then(|(place, parts)| Some((place, way(reader, &reader.whole, place, &parts)?))),
                );
            }
        }
        let count = |way: &Way| ways.iter().filter(|(_, other)| other == way).count();
        let Some((_, usual)) = ways.iter().rev().max_by_key(|(_, way)| count(way)) else { return };
        match usual {
            Way::Weights(weights) => {
                self.times = Exact::sum(weights);
                if weights.iter().any(|weight| *weight != weights[0]) {
                    self.combination = Combination::Weighted(weights.clone());
                }
            }
            Way::Median => self.combination = Combination::Median,
            Way::Other => {}
        }
        let is_odd = |way: &Way| way != usual || *way == Way::Other;
        self.odd = ways.iter().filter(|(_, way)| is_odd(way)).map(|(place, _)| *place).collect();
    }

    /// Takes what the marks come to and not each of them: those of evaluators rise to the best.
    pub(super) fn take_means(&mut self, reader: &mut Reader<'_>) {
        self.is_of_means = true;
        reader.say(
            Vec::new(),
            "the lowest marks are the best, and those of a panel rise to it: what they come to is taken, and not each",
        );
    }

    /// Asks where the summary brings marks together as no panel does; whether they come in as one all the same.
    pub(super) fn may_combine(&self, reader: &mut Reader<'_>) -> bool {
        let Some(first) = self.odd.first() else { return true };
        let how = match self.combination {
            Combination::Mean => "their mean",
            Combination::Weighted(_) => "their weighted mean",
            Combination::Median => "the one in the middle",
        };
        let formula = reader.formula(*first).map(|formula| format!(", {formula}")).unwrap_or_default();
        let ask =
            format!("These marks are not {how}{formula}. Take them as they stand, or the evaluators' own?");
        let panel = format!("a panel, {how}: other totals than the sheet's");
        let options = ["as they stand: the sheet's totals, and no panel", panel.as_str()];
        reader
            .ask(Asked::OtherRule, self.odd.clone(), ask, &options, "the marks, and with them the ranking")
            .at
            == 1
    }

    /// The panel of a list: criterion, vendor, evaluator and cell of every mark.
    pub(super) fn of_list(
        names: Vec<String>,
        leaves: usize,
        vendors: usize,
        marks: &[(usize, usize, usize, Place)],
    ) -> Panel {
        let mut by_name = vec![vec![vec![None; names.len()]; vendors]; leaves];
        for (leaf, vendor, evaluator, place) in marks {
            by_name[*leaf][*vendor][*evaluator] = Some(*place);
        }
        let by_position = by_name.clone();
        Panel { by_name, by_position, ..Panel::of(names) }
    }

    /// Asks how marks are brought together, and takes the evaluators.
    pub(super) fn settle(&self, reader: &mut Reader<'_>, scoring: &Scoring) {
        let names = &self.names;
        for (at, moved) in self.moved.iter().enumerate().filter(|(_, moved)| !moved.is_empty()) {
            let ask = format!(
                "On the sheet {} the criteria stand in another order, but the summary adds by position. Match by name?",
                names[at]
            );
            let options =
                ["by name: the totals differ from the sheet, as listed", "by position, as the sheet does"];
            reader.ask(Asked::RowsMoved, moved.clone(), ask, &options, "every mark of this sheet");
            for total in scoring.totals.iter().flatten() {
                let what = format!(
                    "{} stands in another order, and the summary mixes marks of different criteria",
                    names[at]
                );
                reader.fault(*total, what, Vec::new());
            }
        }
        let all = self.by_name.iter().flatten().flatten().flatten();
        let missing: Vec<Place> =
            all.copied().filter(|place| !matches!(mark(reader, *place), Mark::Known(_))).collect();
        let mut missing = missing;
        missing.sort_unstable();
        let is_without_summary = self.by_position.iter().flatten().flatten().all(Option::is_none);
        if !self.is_answered && (!missing.is_empty() || is_without_summary || self.is_beside) {
            let first = scoring.leaves.iter().find_map(|leaf| leaf.place);
            let ask = if self.is_beside {
                format!("Are {} evaluators, whose marks come in as those of a panel?", names.join(", "))
            } else {
                format!(
                    "Take the marks of {} as those of the evaluators of a panel: their mean, marks that are not given left \
                     out?",
                    names.join(", ")
                )
            };
            let alone = names.iter().map(|name| format!("no evaluators: the marks of {name} alone"));
            let options: Vec<String> = COMBINED.iter().map(|way| (*way).to_owned()).chain(alone).collect();
            let options: Vec<&str> = options.iter().map(String::as_str).collect();
            let effect = "every mark, and how one that is missing counts";
            let at = first.into_iter().collect();
            if reader.ask(Asked::EvaluatorCombine, at, ask, &options, effect).at >= COMBINED.len() {
                return;
            }
        }
        if !missing.is_empty() {
            let ask = "Blanks and words instead of marks of single evaluators: no mark given?".to_owned();
            reader.ask(
                Asked::Unknown,
                missing,
                ask,
                &["no mark given", "zero"],
                "the means of these criteria",
            );
        }
        if !self.is_of_means {
            reader.import.evaluators.clone_from(names);
            reader.import.combination = self.combination.clone();
        }
    }

    /// What the marks of a criterion and a vendor come to.
    pub(super) fn value(&self, reader: &Reader<'_>, leaf: usize, vendor: usize) -> (Meaning, Vec<Part>) {
        let answered = |kind: Asked, at: usize| {
            let questions = reader.import.questions.iter().filter(|question| question.kind == kind);
            questions
                .filter_map(|question| question.answer.as_ref().map(|answer| (question, answer)))
                .any(|(question, answer)| question.options.get(at) == Some(answer))
        };
        let cells = if answered(Asked::RowsMoved, 1) { &self.by_position } else { &self.by_name };
        let is_zero = answered(Asked::Unknown, 1);
        let mut parts = Vec::new();
        for (evaluator, place) in cells[leaf][vendor].iter().enumerate() {
            let Some(place) = *place else { continue };
            let mark = mark(reader, place).number().or(is_zero.then_some(Exact::ZERO));
            let note = reader.note(place, self.comments.get(&place).copied());
            parts.push(Part { evaluator, place, mark, note });
        }
        let mut names = 0..self.names.len();
        if let Some(alone) =
            names.find(|at| !self.is_answered && answered(Asked::EvaluatorCombine, COMBINED.len() + at))
        {
            let own = parts.into_iter().find(|part| part.evaluator == alone).and_then(|part| part.mark);
            return (own.map_or(Meaning::Unknown, |mark| Meaning::Number(mark, None)), Vec::new());
        }
        let mean = self.combined(&parts);
        let Some(mean) = mean else { return (Meaning::Unknown, parts) };
        if self.is_of_means || !self.is_answered && answered(Asked::EvaluatorCombine, 1) {
            return (Meaning::Number(mean, None), Vec::new());
        }
        (Meaning::Mean(mean), parts)
    }

    /// The mark that those of the evaluators come to.
    fn combined(&self, parts: &[Part]) -> Option<Exact> {
        let given = || parts.iter().filter_map(|part| Some((part.evaluator, part.mark.clone()?)));
        match &self.combination {
            Combination::Mean => {
                let marks: Vec<Exact> = given().map(|(_, mark)| mark).collect();
                Exact::sum(&marks).over(&Exact::from(marks.len()))
            }
            Combination::Weighted(weights) => {
                let of = |at: usize| weights[at].clone();
                let all: Vec<Exact> = given().map(|(at, mark)| &of(at) * &mark).collect();
                Exact::sum(&all).over(&Exact::sum(&given().map(|(at, _)| of(at)).collect::<Vec<_>>()))
            }
            Combination::Median => {
                let mut marks: Vec<Exact> = given().map(|(_, mark)| mark).collect();
                marks.sort_unstable();
                let (low, high) = (marks.get(marks.len().checked_sub(1)? / 2)?, marks.get(marks.len() / 2)?);
                (low + high).over(&Exact::from(2))
            }
        }
    }
}

/// How a cell brings marks together; none where they are not all known.
///
/// - `replay`: the formulas, with what the cell hangs on ending at the marks.
fn way(reader: &Reader<'_>, replay: &Replay<'_>, place: Place, parts: &[Place]) -> Option<Way> {
    let marks = parts.iter().map(|part| match mark(reader, *part) {
        Mark::Known(mark) => Some(mark),
        _ => None,
    });
    let marks: Vec<Exact> = marks.collect::<Option<_>>()?;
    if reader.whole.calls(place, &["MEDIAN"]) {
        return Some(Way::Median);
    }
    let Outcome::Number(number) = replay.cell(place) else { return Some(Way::Other) };
    let weights: Vec<Exact> =
        parts.iter().map(|part| number.slopes.get(part).cloned().unwrap_or_default()).collect();
    let terms: Vec<Exact> = weights.iter().zip(&marks).map(|(weight, mark)| weight * mark).collect();
    let is_choice = weights.iter().any(|weight| weight.is_zero() || weight.is_negative());
    let is_sum = Exact::sum(&terms) == number.value && !is_choice;
    Some(if is_sum { Way::Weights(weights) } else { Way::Other })
}
