//! What is not known yet, ordered by how much of the score hangs on it.

mod json;
mod open;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::decision::total::TotalFormula;
use crate::decision::{Criterion, Fact, FactId, FactValue, Points, Test, VendorId};
use crate::exact::Exact;
use crate::score::Evaluation;
use crate::score::evaluation::{GateResult, Knowledge, Outcome, VendorResult};
use crate::score::total::{Alone, range_alone};
use open::{Open, worked_out_from};

/// A fact of a vendor that is not known, or not for sure.
#[derive(Clone, Debug)]
pub struct Gap<'a> {
    /// Whose fact it is.
    pub vendor: &'a VendorResult,
    /// The fact; the criterion's id for a mark.
    pub fact: FactId,
    /// Whether it is a mark that people have not given yet.
    pub is_mark: bool,
    /// Whether it is unknown or only uncertain.
    pub knowledge: Knowledge,
    /// Must-haves that stay open until it is known: the whole score hangs on them.
    pub gates: Vec<&'a GateResult>,
    /// Criteria that read it.
    pub criteria: Vec<&'a Criterion>,
    /// Whether the formula of the rule's total reads it.
    pub is_in_total: bool,
    /// The points it adds to the score as it counts now; where the total is worked out by a formula, that total.
    pub points: Points,
    /// The fewest points it may add; of a formula the least total, with all else as it is likely.
    pub lowest_points: Points,
    /// The most points it may add; of a formula the greatest total, with all else as it is likely.
    pub highest_points: Points,
    /// Whether what hangs on it is told: there may be no total without it.
    pub is_told: bool,
    /// What is known so far.
    pub known: Option<&'a Fact>,
    /// What it does to the cost of the vendor; none where that does not hang on it.
    pub in_cost: Option<InCost>,
    /// What it is worked out from and is a gap by itself: what hangs on these does not count here.
    pub apart: Vec<FactId>,
    /// What is open of others whose bids this one is compared with: the points hang on it too. At most
    /// [`MOST_NAMED`].
    pub hangs_on: Vec<OpenRival<'a>>,
}

/// The most open facts of others that a gap names.
pub const MOST_NAMED: usize = 20;

/// What a number that is not known for sure does to what a quote costs.
#[derive(Clone, Debug, Serialize)]
pub struct InCost {
    /// What is counted for it, in words; none where a fact says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted: Option<String>,
    /// The least and the most that is paid over the term, with it alone at its ends; none where that is not known.
    pub total: Option<[Exact; 2]>,
}

/// A fact of a vendor that moves what another is worth, as both are compared, and is not known for sure.
#[derive(Clone, Debug, Serialize)]
pub struct OpenRival<'a> {
    /// Whose fact it is.
    pub vendor: &'a VendorId,
    /// What that vendor is called.
    pub name: &'a str,
    /// The fact that is open; the criterion's id for a minimum.
    pub fact: String,
    /// What is open: `not known`, `80 to 120`, `must-have open: ISO 27001`.
    pub what: String,
}

impl Gap<'_> {
    /// How many points hang on it: the most less the fewest. None where a total by a formula has none to tell.
    #[must_use]
    pub fn at_stake(&self) -> Option<Points> {
        self.is_told.then(|| &self.highest_points - &self.lowest_points)
    }

    /// What hangs on it, as it stands in a column: `must-have`, `the total`, or how many points.
    #[must_use]
    pub fn stake(&self, digits: u32) -> String {
        match self.at_stake() {
            _ if !self.gates.is_empty() => "must-have".to_owned(),
            Some(points) => points.fixed(digits),
            None => "the total".to_owned(),
        }
    }

    /// What hangs on it, in words: `3.20 points hang on it`.
    #[must_use]
    pub fn stake_in_words(&self, evaluation: &Evaluation) -> String {
        let stake = self.stake(evaluation.shown_decimals().points);
        let unit = evaluation.decision.rule.total.as_ref().map(|total| total.unit.as_deref());
        match (&self.gates[..], unit) {
            ([_, ..], _) => "a must-have hangs on it".to_owned(),
            ([], None) => format!("{stake} points hang on it"),
            ([], Some(_)) if !self.is_told => "the total hangs on it".to_owned(),
            ([], Some(unit)) => {
                let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
                format!("{stake}{unit} of the total hang on it")
            }
        }
    }

    /// How much money over the term hangs on it, by itself; 0 where none does, or that is not known.
    #[must_use]
    pub fn cost_at_stake(&self) -> Exact {
        let total = self.in_cost.as_ref().and_then(|cost| cost.total.as_ref());
        total.map_or(Exact::ZERO, |[low, high]| high - low)
    }

    /// Names of the gates and criteria that read it.
    pub fn reads(&self) -> impl Iterator<Item = &str> {
        let gates = self.gates.iter().map(|result| result.gate.name.as_str());
        let criteria = self.criteria.iter().map(|criterion| criterion.name.as_str());
        let in_cost = self.in_cost.is_some() && self.criteria.is_empty();
        let cost = in_cost.then_some("what the quote costs");
        gates.chain(criteria).chain(self.is_in_total.then_some("the total")).chain(cost)
    }

    /// Why each of the must-haves is open.
    fn open_because(&self) -> Vec<&str> {
        self.gates.iter().map(|result| result.reason.as_str()).collect()
    }

    /// Where the fact stands, or the file where it is missing: `vendors/siam-voice.toml:12`.
    #[must_use]
    pub fn place(&self) -> String {
        self.known.map_or_else(|| self.vendor.vendor.file.clone(), |fact| fact.location.to_string())
    }

    /// What is known so far, in words: why a must-have is open, the uncertain value, or its note.
    #[must_use]
    pub fn known_so_far(&self) -> String {
        self.known_with(ToString::to_string)
    }

    /// The same for people: long numbers with a space between thousands.
    #[must_use]
    pub fn known_in_words(&self) -> String {
        self.known_with(|value| format!("{value:#}"))
    }

    /// What would settle the must-haves that hang on a share that was counted: `3 more references would settle it, if all
    /// say yes`. None where nothing was counted, or no number of references would.
    #[must_use]
    pub fn settled_by(&self) -> Option<Settling> {
        let Some(FactValue::Count(count)) = &self.known?.value else { return None };
        let of_gate = |result: &&GateResult| {
            let (limit, is_least) = match &result.gate.test {
                Test::AtLeast(limit) => (limit, true),
                Test::AtMost(limit) => (limit, false),
                _ => return None,
            };
            // If the rest say what the likely share says, the must-have is passed or failed.
            let is_above = if is_least { count.likely >= *limit } else { count.likely > *limit };
            let is_settled = |low: &Exact, high: &Exact| match (is_least, is_above) {
                (true, true) => low >= limit,
                (true, false) => high < limit,
                (false, true) => low > limit,
                (false, false) => high <= limit,
            };
            count.settled_by(is_settled, is_above).map(|more| Settling { more, says_yes: is_above })
        };
        self.gates.iter().filter_map(of_gate).max_by_key(|settling| settling.more)
    }

    fn settled_text(&self) -> String {
        self.settled_by().map_or_else(String::new, |settling| format!("; {settling}"))
    }

    fn known_with(&self, shown: impl Fn(&FactValue) -> String) -> String {
        if !self.gates.is_empty() {
            return self.open_because().join("; ") + &self.settled_text() + &self.hangs_on_text();
        }
        let evidence = self.known.map(|fact| &fact.evidence);
        let unit = evidence
            .and_then(|evidence| evidence.unit.as_ref())
            .map_or_else(String::new, |unit| format!(" {unit}"));
        let value = self.known.and_then(|fact| fact.value.as_ref());
        let counted = self.in_cost.as_ref().and_then(|cost| cost.counted.clone());
        if let Some(counted) = counted {
            return counted;
        }
        match (value, evidence.and_then(|evidence| evidence.note.clone())) {
            (Some(value), _) => format!("{}{unit}{}", shown(value), self.hangs_on_text()),
            // What nobody has stated is named there.
            (None, Some(note)) if note.ends_with("stated") => note,
            (None, Some(note)) => note + &self.hangs_on_text(),
            (None, None) if self.is_mark => "no mark".to_owned(),
            (None, None) => "nothing".to_owned(),
        }
    }
}

impl Gap<'_> {
    /// What is open of others: `; hangs on Heron (price not known) and 2 more`; empty where nothing is.
    fn hangs_on_text(&self) -> String {
        const MOST_SHOWN: usize = 3;
        let shown: Vec<String> = self.hangs_on.iter().take(MOST_SHOWN).map(OpenRival::text).collect();
        let more = match self.hangs_on.len().saturating_sub(MOST_SHOWN) {
            0 => String::new(),
            _ if self.hangs_on.len() == MOST_NAMED => " and others".to_owned(),
            more => format!(" and {more} more"),
        };
        if shown.is_empty() { String::new() } else { format!("; hangs on {}{more}", shown.join(", ")) }
    }
}

/// How many more references would settle a must-have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Settling {
    /// How many.
    pub more: u64,
    /// Whether they settle it if all say yes; else if none does.
    pub says_yes: bool,
}

/// Shows it as a sentence: `3 more references would settle it, if all say yes`.
impl fmt::Display for Settling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.says_yes { "yes" } else { "no" };
        match self.more {
            1 => write!(f, "one more reference would settle it, if it says {word}"),
            more => write!(f, "{more} more references would settle it, if all say {word}"),
        }
    }
}

impl OpenRival<'_> {
    fn text(&self) -> String {
        format!("{} ({} {})", self.name, self.fact, self.what)
    }
}

/// The gaps of the vendors in the ranking; with `with_excluded` of all. Facts on which a must-have
/// hangs come first, then those with the most points at stake. What costs alone read is not among them.
#[must_use]
pub fn gaps(evaluation: &Evaluation, with_excluded: bool) -> Vec<Gap<'_>> {
    let vendors = evaluation.vendors.iter().enumerate();
    let vendors = vendors.filter(|(_, vendor)| with_excluded || is_asked(vendor));
    let open = Open::of(evaluation);
    let mut gaps: Vec<Gap<'_>> = vendors.flat_map(|vendor| gaps_of(evaluation, vendor, &open)).collect();
    sort(&mut gaps);
    gaps
}

/// Whether a vendor is in the ranking, or is once its total is known, where it lacks nothing else.
pub(crate) fn is_asked(vendor: &VendorResult) -> bool {
    vendor.rank.is_some() || vendor.has_no_total() && vendor.exclusions.len() == 1
}

/// The gaps of one vendor, in no order.
pub(crate) fn of_vendor<'a>(evaluation: &'a Evaluation, vendor: &VendorId) -> Vec<Gap<'a>> {
    let of = evaluation.vendors.iter().enumerate().find(|(_, result)| result.id() == vendor);
    of.map(|of| gaps_of(evaluation, of, &Open::of(evaluation))).unwrap_or_default()
}

/// Orders gaps: those on which a must-have hangs come first, then those with the most points at stake, then those that
/// move the cost most.
pub(crate) fn sort(gaps: &mut [Gap<'_>]) {
    gaps.sort_by(|a, b| {
        let place = |gap: &Gap<'_>| (gap.vendor.rank.is_none(), gap.vendor.rank);
        let ids = |gap: &Gap<'_>| (gap.vendor.id().clone(), gap.fact.clone());
        (a.gates.is_empty().cmp(&b.gates.is_empty()))
            .then_with(|| a.is_told.cmp(&b.is_told))
            .then_with(|| b.at_stake().cmp(&a.at_stake()))
            .then_with(|| b.cost_at_stake().cmp(&a.cost_at_stake()))
            .then_with(|| place(a).cmp(&place(b)))
            .then_with(|| ids(a).cmp(&ids(b)))
    });
}

/// Whether a criterion can move what a vendor comes to: the total reads it, or a group above it, or it has a minimum.
fn counts(evaluation: &Evaluation, at: usize) -> bool {
    let criteria = &evaluation.decision.criteria;
    let Some(total) = &evaluation.decision.rule.total else { return true };
    let read = total.criteria();
    let mut above = std::iter::successors(Some(at), |&at| criteria[at].parent);
    above.any(|at| read.contains(&criteria[at].id) || criteria[at].minimum.is_some())
}

/// The gaps of one vendor, one for each fact.
fn gaps_of<'a>(
    evaluation: &'a Evaluation,
    (bid, vendor): (usize, &'a VendorResult),
    open: &Open<'a>,
) -> Vec<Gap<'a>> {
    let mut by_fact: BTreeMap<(bool, FactId), Gap<'a>> = BTreeMap::new();
    let blank = |fact: &FactId, is_mark: bool, knowledge: Knowledge, known: Option<&'a Arc<Fact>>| Gap {
        vendor,
        fact: fact.clone(),
        is_mark,
        knowledge,
        gates: Vec::new(),
        criteria: Vec::new(),
        is_in_total: false,
        points: Points::ZERO,
        lowest_points: Points::ZERO,
        highest_points: Points::ZERO,
        is_told: true,
        known: known.map(|fact| &**fact),
        in_cost: None,
        apart: Vec::new(),
        hangs_on: Vec::new(),
    };
    for result in vendor.gates.iter().filter(|result| result.outcome == Outcome::Open) {
        let knowledge = match result.fact.as_ref().and_then(|fact| fact.value.as_ref()) {
            Some(_) => Knowledge::Uncertain,
            None => Knowledge::Unknown,
        };
        let fact = &result.gate.fact;
        let gap = by_fact
            .entry((false, fact.clone()))
            .or_insert_with(|| blank(fact, false, knowledge, result.fact.as_ref()));
        if gap.hangs_on.is_empty() {
            gap.hangs_on.extend(open.median_without(vendor, fact).take(MOST_NAMED).cloned());
        }
        gap.gates.push(result);
    }
    for fact in &open.in_total {
        let known = vendor.vendor.facts.get(fact);
        let knowledge = match known.and_then(|fact| fact.value.as_ref()) {
            None => Knowledge::Unknown,
            Some(value) if value.numbers().is_some_and(|[low, _, high]| low != high) => Knowledge::Uncertain,
            Some(_) => continue,
        };
        by_fact
            .entry((false, fact.clone()))
            .or_insert_with(|| blank(fact, false, knowledge, known))
            .is_in_total = true;
    }
    for (at, criterion) in evaluation.leaves().filter(|(at, _)| counts(evaluation, *at)) {
        let cell = &vendor.cells[at];
        let Some(fact) = criterion.fact().filter(|_| !cell.knowledge.is_settled()) else {
            continue;
        };
        // A criterion that people mark is its own gap: two of them may name one fact and still need two marks.
        let fact = if criterion.is_rating() { &FactId::new(criterion.id.as_str()) } else { fact };
        let gap = by_fact
            .entry((criterion.is_rating(), fact.clone()))
            .or_insert_with(|| blank(fact, criterion.is_rating(), cell.knowledge, cell.fact.as_ref()));
        if gap.hangs_on.is_empty() {
            gap.hangs_on.extend(open.median_without(vendor, fact).take(MOST_NAMED).cloned());
        }
        let rivals = open.on[at].iter().filter(|rival| rival.vendor != vendor.id());
        gap.hangs_on.extend(rivals.take(MOST_NAMED - gap.hangs_on.len().min(MOST_NAMED)).cloned());
        gap.criteria.push(criterion);
        gap.points += &cell.points;
        gap.lowest_points += cell.lowest_points();
        gap.highest_points += cell.highest_points();
    }
    let mut gaps: Vec<Gap<'_>> = by_fact.into_values().collect();
    for gap in gaps.iter_mut().filter(|gap| gap.gates.is_empty() && !gap.is_mark) {
        let room = MOST_NAMED - gap.hangs_on.len().min(MOST_NAMED);
        gap.hangs_on.extend(worked_out_from(evaluation, vendor, &gap.fact).take(room));
    }
    if let Some(formula) = evaluation.decision.rule.total.as_deref() {
        for gap in &mut gaps {
            put_in_total(evaluation, formula, (bid, gap), &open.vendors);
        }
    }
    gaps
}

/// Puts what the total may come to in the place of points, where a formula works it out.
fn put_in_total(
    evaluation: &Evaluation,
    formula: &TotalFormula,
    (bid, gap): (usize, &mut Gap<'_>),
    vendors: &[&VendorResult],
) {
    let place =
        |criterion: &&Criterion| evaluation.decision.criteria.iter().position(|one| one.id == criterion.id);
    let criteria: Vec<usize> = gap.criteria.iter().filter_map(place).collect();
    let alone = Alone { bid, fact: (!gap.is_mark).then_some(&gap.fact), criteria: &criteria };
    match range_alone(&evaluation.decision, formula, vendors, alone) {
        Some([low, high]) if !gap.vendor.has_no_total() => {
            (gap.points, gap.lowest_points, gap.highest_points) =
                (gap.vendor.score.clone(), low.into(), high.into());
        }
        _ => gap.is_told = false,
    }
}
