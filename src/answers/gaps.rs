//! What is not known yet, ordered by how much of the score hangs on it.

mod of_costs;

use serde::{Serialize, Serializer};
use serde_json::json;

use super::Answer;
use super::document::{Cell, Section, Table, Tone};
use super::records::{Field, Records};
use crate::cost::money::grouped;
use crate::decision::{CriterionId, FactId, GateId, VendorId};
use crate::explain::Gap;
use crate::score::Evaluation;
pub use of_costs::all_gaps;

/// What is not known yet. Its JSON is the list of gaps.
#[derive(Debug)]
pub struct Gaps<'a> {
    evaluation: &'a Evaluation,
    gaps: Vec<Gap<'a>>,
}

impl<'a> Gaps<'a> {
    /// Asks what is not known.
    ///
    /// - `vendors`: those that are asked about; all when empty.
    /// - `all`: whether those that are out of the ranking count as well, where nobody is named.
    #[must_use]
    pub fn new(evaluation: &'a Evaluation, vendors: &[&VendorId], all: bool) -> Gaps<'a> {
        let mut gaps = all_gaps(evaluation, all || !vendors.is_empty());
        gaps.retain(|gap| vendors.is_empty() || vendors.contains(&gap.vendor.id()));
        Gaps { evaluation, gaps }
    }
}

impl Serialize for Gaps<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.gaps.serialize(serializer)
    }
}

impl Answer for Gaps<'_> {
    const QUESTION: &'static str = "gaps";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let mut section = Section::chapter("gaps", "");
        if self.gaps.is_empty() {
            section.text("everything that counts is known for sure");
        }
        section.table(table(self.evaluation, &self.gaps, true));
        vec![section]
    }

    fn records(&self) -> Records {
        let head = [
            "at_stake",
            "must_have",
            "vendor",
            "name",
            "rank",
            "fact",
            "knowledge",
            "points",
            "lowest_points",
            "highest_points",
            "read_by",
            "known_so_far",
            "where",
            "lowest_cost",
            "highest_cost",
        ];
        Records::new(head, self.gaps.iter().map(record))
    }
}

fn record(gap: &Gap<'_>) -> Vec<Field> {
    let ends = gap.in_cost.as_ref().and_then(|cost| cost.total.as_ref());
    vec![
        Field::number(gap.at_stake().as_ref()),
        Field::claim(!gap.gates.is_empty()),
        Field::Text(gap.vendor.id().to_string()),
        Field::Text(gap.vendor.name().to_owned()),
        Field::number(gap.vendor.rank),
        Field::Text(gap.fact.to_string()),
        Field::Text(json!(gap.knowledge).as_str().unwrap_or_default().to_owned()),
        Field::number(Some(&gap.points)),
        Field::number(Some(&gap.lowest_points)),
        Field::number(Some(&gap.highest_points)),
        Field::Text(gap.reads().collect::<Vec<_>>().join(", ")),
        Field::Text(gap.known_so_far()),
        Field::Text(gap.place()),
        Field::number(ends.map(|[low, _]| low)),
        Field::number(ends.map(|[_, high]| high)),
    ]
}

/// The gaps: of several vendors each with its vendor, its key and its place in the files, of one by what they are about.
pub(crate) fn table<'g>(
    evaluation: &Evaluation,
    gaps: impl IntoIterator<Item = &'g Gap<'g>>,
    is_of_several: bool,
) -> Table {
    let digits = evaluation.shown_decimals().points;
    let is_sum = evaluation.decision.rule.total.is_none();
    let stake = if is_sum { "Points at stake" } else { "Total at stake" };
    let mut table = Table::of("Not known for sure").numbers(stake);
    table = if is_of_several {
        let table = table.words("Vendor").head("Fact").words("Known so far");
        table.words("Read by").if_room().words("Where").if_room()
    } else {
        table.head("Read by").words("Known so far")
    };
    for gap in gaps {
        let is_must_have = !gap.gates.is_empty();
        let stake = Cell::toned(gap.stake(digits), if is_must_have { Tone::Bad } else { Tone::Strong });
        let known_so_far = Cell::toned(known(evaluation, gap), Tone::Doubt);
        let reads = gap.reads().collect::<Vec<_>>().join(", ");
        table.row(if is_of_several {
            let (vendor, fact) = (gap.vendor.name().into(), gap.fact.to_string().into());
            vec![stake, vendor, fact, known_so_far, reads.into(), Cell::toned(gap.place(), Tone::Faint)]
        } else {
            // What reads a number of the quote reads many.
            let is_of_quote = gap.in_cost.is_some() && named(evaluation, &gap.fact).is_none();
            let about = if is_of_quote { format!("{reads}: {}", gap.fact) } else { reads };
            vec![stake, about.into(), known_so_far]
        });
    }
    table
}

/// A gap in words, for a list that outlives the evaluation.
#[derive(Clone, Debug)]
pub struct GapInWords {
    /// Whose fact it is.
    pub vendor: VendorId,
    /// What that vendor is called.
    pub name: String,
    /// Its rank; none where it is out of the ranking.
    pub rank: Option<usize>,
    /// The fact.
    pub fact: String,
    /// What hangs on it, as it stands in a column.
    pub stake: String,
    /// The same as a sentence.
    pub hangs: String,
    /// What is known so far.
    pub known: String,
    /// Names of what reads it.
    pub reads: Vec<String>,
    /// The must-haves that stay open until it is known.
    pub gates: Vec<GateId>,
    /// The first criterion that reads it.
    pub criterion: Option<CriterionId>,
    /// The line of the vendor's file where it stands; the first where it does not.
    pub line: usize,
}

/// The gaps of those in the ranking, in words.
#[must_use]
pub fn in_words(evaluation: &Evaluation) -> Vec<GapInWords> {
    let digits = evaluation.shown_decimals().points;
    let all = all_gaps(evaluation, false);
    let gap = |gap: &Gap<'_>| GapInWords {
        vendor: gap.vendor.id().clone(),
        name: gap.vendor.name().to_owned(),
        rank: gap.vendor.rank,
        fact: gap.fact.to_string(),
        stake: gap.stake(digits),
        hangs: gap.stake_in_words(evaluation),
        known: known(evaluation, gap),
        reads: gap.reads().map(str::to_owned).collect(),
        gates: gap.gates.iter().map(|result| result.gate.id.clone()).collect(),
        criterion: gap.criteria.first().map(|criterion| criterion.id.clone()),
        line: gap.known.map_or(1, |fact| fact.location.line.max(1)),
    };
    all.iter().map(gap).collect()
}

/// What is known of it so far, what it does to the cost, and what of it is told by itself.
fn known(evaluation: &Evaluation, gap: &Gap<'_>) -> String {
    let currency = evaluation.decision.currency.as_deref();
    format!("{}{}{}", gap.known_in_words(), in_cost(gap, currency), apart(evaluation, gap))
}

/// What a figure is worked out from and is told by itself: `; First-contact resolution and 2 more in it are told by
/// themselves`; empty where there is nothing.
fn apart(evaluation: &Evaluation, gap: &Gap<'_>) -> String {
    let name = |fact: &FactId| named(evaluation, fact).map_or_else(|| fact.to_string(), str::to_owned);
    match &gap.apart[..] {
        [] => String::new(),
        [one] => format!("; {} in it is told by itself", name(one)),
        [one, other] => format!("; {} and {} in it are told by themselves", name(one), name(other)),
        [one, others @ ..] => {
            format!("; {} and {} more in it are told by themselves", name(one), others.len())
        }
    }
}

/// What people call a fact: the criterion that scores it; none where none does.
fn named<'a>(evaluation: &'a Evaluation, fact: &FactId) -> Option<&'a str> {
    let mut leaves = evaluation.leaves().filter(|(_, criterion)| criterion.fact() == Some(fact));
    leaves.next().map(|(_, criterion)| criterion.name.as_str())
}

/// What the vendor costs with it alone at its ends: `; the total from 3 120 400 to 3 344 100 EUR`; empty where that is not
/// known, or the same.
fn in_cost(gap: &Gap<'_>, currency: Option<&str>) -> String {
    match gap.in_cost.as_ref().and_then(|cost| cost.total.as_ref()) {
        Some([low, high]) if low != high => {
            let unit = currency.map_or_else(String::new, |currency| format!(" {currency}"));
            format!("; the total from {} to {}{unit}", grouped(low, 0), grouped(high, 0))
        }
        _ => String::new(),
    }
}
