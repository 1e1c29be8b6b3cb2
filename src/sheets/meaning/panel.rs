//! Sheets of evaluators: the marks of each, by the names of criteria and vendors.

use std::collections::{BTreeMap, HashMap};

use super::Reader;
use super::leaf::Leaf;
use super::marks::{Mark, mark};
use super::scoring::Scoring;
use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::proposal::Meaning;
use crate::sheets::questions::Kind as Asked;
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
    if sources.is_empty() {
        // Without a summary: every sheet with the same criteria and vendors is one evaluator's.
        let is_same = |table: &usize| {
            let has_vendors = reader.vendors_of(*table).iter().all(Option::is_some);
            reader.is_twin(*table, own)
                && has_vendors
                && reader.table(*table).sheet != reader.table(own).sheet
        };
        tables = all().filter(is_same).collect();
        if !tables.is_empty() {
            tables.insert(0, own);
        }
    }
    if tables.len() < 2 {
        return None;
    }
    let name_of = |table: &usize| reader.book.sheets[reader.table(*table).sheet].name.clone();
    let names: Vec<String> = tables.iter().map(name_of).collect();
    let moved = vec![Vec::new(); tables.len()];
    let lookups: Vec<ByName> = tables.iter().map(|table| ByName::of(reader, *table)).collect();
    let mut panel = Panel { tables, names, moved, by_name: Vec::new(), by_position: Vec::new() };
    for leaf in leaves {
        let (mut by_name, mut by_position) = (Vec::new(), Vec::new());
        for (vendor, place) in leaf.cells.iter().enumerate() {
            let used = place.map(|place| reader.replay.named_by(place)).unwrap_or_default();
            by_name.push(lookups.iter().map(|cells| cells.at(reader, &leaf.name, vendor)).collect());
            let taken = panel
                .tables
                .iter()
                .map(|table| used.iter().copied().find(|place| reader.table(*table).at(*place).is_some()));
            let taken: Vec<Option<Place>> = taken.collect();
            for (at, place) in taken.iter().enumerate().filter(|_| vendor == 0) {
                panel.moved[at]
                    .extend(place.and_then(|place| other_name(reader, panel.tables[at], place, &leaf.name)));
            }
            by_position.push(taken);
        }
        panel.by_name.push(by_name);
        panel.by_position.push(by_position);
    }
    panel.moved.iter_mut().for_each(|moved| moved.sort_unstable());
    Some(panel)
}

/// The sheet of an evaluator by the names of criteria and vendors.
struct ByName {
    table: usize,
    /// The first line of each name.
    lines: HashMap<String, u32>,
    /// The slot of each vendor's marks.
    slots: BTreeMap<usize, Option<u32>>,
}

impl ByName {
    fn of(reader: &Reader<'_>, table: usize) -> ByName {
        let it = reader.table(table);
        let mut lines = HashMap::new();
        for line in &it.lines {
            lines.entry(folded(&line.name)).or_insert(line.at);
        }
        let bidders = it.bidders.iter().zip(reader.vendors_of(table));
        let slots = bidders.filter_map(|(bidder, vendor)| Some((vendor?, bidder.mark))).collect();
        ByName { table, lines, slots }
    }

    /// The cell of a criterion and a vendor.
    fn at(&self, reader: &Reader<'_>, name: &str, vendor: usize) -> Option<Place> {
        let (line, slot) = (*self.lines.get(&folded(name))?, (*self.slots.get(&vendor)?)?);
        Some(reader.table(self.table).place(line, slot))
    }
}

/// The name of the line in which a cell stands, where it is another one.
fn other_name(reader: &Reader<'_>, table: usize, place: Place, name: &str) -> Option<Place> {
    let it = reader.table(table);
    let (line, _) = it.at(place)?;
    let line = it.lines.iter().find(|one| one.at == line)?;
    line.place.filter(|_| folded(&line.name) != folded(name))
}

impl Panel {
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
        Panel { tables: Vec::new(), moved: vec![Vec::new(); names.len()], names, by_name, by_position }
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
        if !missing.is_empty() || is_without_summary {
            let first = scoring.leaves.iter().find_map(|leaf| leaf.place);
            let ask =
                "Take the marks of the evaluators as a panel: their mean, marks that are not given left out?"
                    .to_owned();
            let options = ["panel, mean, absent marks left out", "import the means only"];
            reader.ask(
                Asked::EvaluatorCombine,
                first.into_iter().collect(),
                ask,
                &options,
                "how a mark that is missing counts",
            );
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
        reader.import.evaluators.clone_from(names);
    }

    /// What the marks of a criterion and a vendor come to.
    pub(super) fn value(
        &self,
        reader: &Reader<'_>,
        leaf: usize,
        vendor: usize,
    ) -> (Meaning, Vec<(usize, Place, Option<Exact>)>) {
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
            parts.push((evaluator, place, mark));
        }
        let marks: Vec<&Exact> = parts.iter().filter_map(|(.., mark)| mark.as_ref()).collect();
        let mean = Exact::sum(marks.iter().copied()).over(&Exact::from(marks.len()));
        let Some(mean) = mean else { return (Meaning::Unknown, parts) };
        if answered(Asked::EvaluatorCombine, 1) {
            return (Meaning::Number(mean, None), Vec::new());
        }
        (Meaning::Mean(mean), parts)
    }
}
