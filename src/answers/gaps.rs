//! What is not known yet, ordered by how much of the score hangs on it.

mod of_costs;

use serde::{Serialize, Serializer};
use serde_json::json;

use super::Answer;
use super::document::{Cell, Section, Table, Tone};
use super::records::{Field, Records};
use crate::cost::money::grouped;
use crate::decision::VendorId;
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
    let currency = evaluation.decision.currency.as_deref();
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
        let known = Cell::toned(format!("{}{}", gap.known_in_words(), in_cost(gap, currency)), Tone::Doubt);
        let reads = Cell::from(gap.reads().collect::<Vec<_>>().join(", "));
        table.row(if is_of_several {
            let (vendor, fact) = (gap.vendor.name().into(), gap.fact.to_string().into());
            vec![stake, vendor, fact, known, reads, Cell::toned(gap.place(), Tone::Faint)]
        } else {
            vec![stake, reads, known]
        });
    }
    table
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
