//! What the costs hang on besides what was quoted.

use serde::{Serialize, Serializer};

use super::Costing;
use crate::answers::Answer;
use crate::answers::document::{Section, Table};
use crate::answers::records::{Field, Records};
use crate::cost::assumptions::{Assumption, of_vendor, ours};
use crate::cost::money::grouped;
use crate::decision::{Decision, Estimate, VendorId};
use crate::exact::Exact;
use crate::score::Evaluation;

/// The most digits after the point of an assumption.
const DIGITS: u32 = 6;

/// The numbers that costs hang on: ours, and perhaps those that a quote says.
#[derive(Clone, Debug)]
pub struct CostAssumptions<'a> {
    evaluation: &'a Evaluation,
    list: Vec<Assumption>,
}

impl<'a> Costing<'a> {
    /// What the costs hang on; with a vendor also what its quote says.
    #[must_use]
    pub fn assumptions(self, vendor: Option<&VendorId>) -> CostAssumptions<'a> {
        let named = self.decision.vendors.iter().filter(|other| Some(&other.id) == vendor);
        let said = named.flat_map(|vendor| of_vendor(self.basis, vendor));
        CostAssumptions {
            evaluation: self.evaluation,
            list: ours(self.basis).into_iter().chain(said).collect(),
        }
    }
}

impl Serialize for CostAssumptions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.list.serialize(serializer)
    }
}

impl Answer for CostAssumptions<'_> {
    const QUESTION: &'static str = "assumptions";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        vec![of_list(&self.list)]
    }

    fn records(&self) -> Records {
        let head = ["path", "name", "low", "likely", "high", "unit", "source", "as_of", "note"];
        let record = |one: &Assumption| {
            let evidence = &one.value.evidence;
            vec![
                Field::Text(one.path.clone()),
                Field::Text(one.name.clone()),
                Field::number(Some(&one.value.low)),
                Field::number(Some(&one.value.likely)),
                Field::number(Some(&one.value.high)),
                Field::Text(one.unit.clone()),
                Field::text(evidence.source.clone()),
                Field::text(evidence.as_of.map(|date| date.to_string())),
                Field::text(evidence.note.clone()),
            ]
        };
        Records::new(head, self.list.iter().map(record))
    }
}

/// What the costs hang on as a chapter of a report; none where there are no costs.
pub(crate) fn section(decision: &Decision) -> Option<Section> {
    Some(of_list(&ours(decision.cost.as_ref()?)))
}

fn of_list(list: &[Assumption]) -> Section {
    let mut section = Section::chapter("assumptions", "Assumptions");
    section.text(
        "What the costs hang on. Change one for a moment with --set PATH=VALUE, or for good with `weigh set PATH VALUE`.",
    );
    let mut table = Table::of("Assumptions behind the costs")
        .head("What")
        .numbers("Low")
        .numbers("Likely")
        .numbers("High")
        .words("Unit")
        .words("Path")
        .words("Source")
        .if_room();
    let shown = |number: &Exact| grouped(number, number.decimals(DIGITS));
    for one in list {
        let end = |number: &Exact| if one.value.is_range() { shown(number) } else { String::new() };
        table.row(vec![
            one.name.as_str().into(),
            end(&one.value.low).into(),
            shown(&one.value.likely).into(),
            end(&one.value.high).into(),
            one.unit.as_str().into(),
            one.path.as_str().into(),
            one.value.evidence.cited().into(),
        ]);
    }
    section.table(table);
    section
}

/// A number, or a range as facts show it: `22 to 40, likely 28`.
#[must_use]
pub fn value_text(value: &Estimate) -> String {
    let shown = |number: &Exact| number.plain(4);
    if value.is_range() {
        return format!("{} to {}, likely {}", shown(&value.low), shown(&value.high), shown(&value.likely));
    }
    shown(&value.likely)
}
