//! Sheets of evaluators: the marks of each, by the names of criteria and vendors.

use std::collections::{BTreeMap, HashMap};

use super::Reader;
use super::leaf::Leaf;
use super::marks::{Mark, mark};
use super::scoring::Scoring;
use crate::exact::Exact;
use crate::sheets::cells::Place;
use crate::sheets::proposal::{Combination, Meaning, Part};
use crate::sheets::questions::Kind as Asked;
use crate::sheets::replay::Outcome;
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
    if sources.is_empty() && is_of_one {
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
        return if is_of_one { beside(reader, leaves) } else { None };
    }
    let name_of = |table: &usize| reader.book.sheets[reader.table(*table).sheet].name.clone();
    let names: Vec<String> = tables.iter().map(name_of).collect();
    let moved = vec![Vec::new(); tables.len()];
    let lookups: Vec<ByName> = tables.iter().map(|table| ByName::of(reader, *table)).collect();
    let mut panel = Panel { tables, moved, ..Panel::of(names) };
    for leaf in leaves {
        let (mut by_name, mut by_position) = (Vec::new(), Vec::new());
        for (vendor, place) in leaf.cells.iter().enumerate() {
            let used = place.map(|place| reader.replay.named_by(place)).unwrap_or_default();
            let found: Vec<Option<Place>> =
                lookups.iter().map(|cells| cells.at(reader, &leaf.name, vendor)).collect();
            let beside = lookups.iter().zip(&found);
            let beside =
                beside.filter_map(|(cells, place)| Some(((*place)?, cells.beside(reader, (*place)?)?)));
            panel.comments.extend(beside);
            by_name.push(found);
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
    panel.read_combination(reader, leaves);
    Some(panel)
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
    panel.read_combination(reader, leaves);
    Some(panel)
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

/// The sheet of an evaluator by the names of criteria and vendors.
struct ByName {
    table: usize,
    /// The first line of each name.
    lines: HashMap<String, u32>,
    /// The slot of each vendor's marks.
    slots: BTreeMap<usize, Option<u32>>,
    /// For each of them the slot of the words beside.
    comments: BTreeMap<u32, u32>,
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
        let comments = it.bidders.iter().filter_map(|one| Some((one.mark?, one.comment.or(it.remarks)?)));
        ByName { table, lines, slots, comments: comments.collect() }
    }

    /// The cell of the words beside a mark: about the vendor, or about the whole line.
    fn beside(&self, reader: &Reader<'_>, mark: Place) -> Option<Place> {
        let it = reader.table(self.table);
        let (line, slot) = it.at(mark)?;
        Some(it.place(line, *self.comments.get(&slot)?))
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

/// How a cell of the summary brings marks together.
#[derive(Clone, PartialEq)]
enum Way {
    /// Each mark times a number.
    Weights(Vec<Exact>),
    Median,
    Other,
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
        }
    }

    /// Reads from the formulas of the summary how marks are brought together: as most of its cells do.
    fn read_combination(&mut self, reader: &Reader<'_>, leaves: &[Leaf]) {
        let mut ways: Vec<(Place, Way)> = Vec::new();
        for (leaf, parts) in leaves.iter().zip(&self.by_position) {
            for (place, parts) in leaf.cells.iter().zip(parts) {
                let parts: Option<Vec<Place>> = parts.iter().copied().collect();
                ways.extend(
                    place.zip(parts).and_then(|(place, parts)| Some((place, way(reader, place, &parts)?))),
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
        if !missing.is_empty() || is_without_summary || self.is_beside {
            let first = scoring.leaves.iter().find_map(|leaf| leaf.place);
            let ask = if self.is_beside {
                format!("Are {} evaluators, whose marks come in as those of a panel?", names.join(", "))
            } else {
                "Take the marks of the evaluators as a panel: their mean, marks that are not given left out?"
                    .to_owned()
            };
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
        reader.import.combination = self.combination.clone();
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
        let mean = self.combined(&parts);
        let Some(mean) = mean else { return (Meaning::Unknown, parts) };
        if answered(Asked::EvaluatorCombine, 1) {
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
fn way(reader: &Reader<'_>, place: Place, parts: &[Place]) -> Option<Way> {
    let marks = parts.iter().map(|part| match mark(reader, *part) {
        Mark::Known(mark) => Some(mark),
        _ => None,
    });
    let marks: Vec<Exact> = marks.collect::<Option<_>>()?;
    if reader.whole.calls(place, &["MEDIAN"]) {
        return Some(Way::Median);
    }
    let Outcome::Number(number) = reader.whole.cell(place) else { return Some(Way::Other) };
    let weights: Vec<Exact> =
        parts.iter().map(|part| number.slopes.get(part).cloned().unwrap_or_default()).collect();
    let terms: Vec<Exact> = weights.iter().zip(&marks).map(|(weight, mark)| weight * mark).collect();
    let is_choice = weights.iter().any(|weight| weight.is_zero() || weight.is_negative());
    let is_sum = Exact::sum(&terms) == number.value && !is_choice;
    Some(if is_sum { Way::Weights(weights) } else { Way::Other })
}
