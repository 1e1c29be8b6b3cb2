//! The published JSON of a gap.

use serde::{Serialize, Serializer};

use super::{Gap, InCost, OpenRival, Settling};
use crate::decision::{CriterionId, Fact, FactId, GateId, Points, VendorId};
use crate::score::evaluation::Knowledge;

/// What reads it by ids and by names.
impl Serialize for Gap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = GapJson {
            vendor: self.vendor.id(),
            vendor_name: self.vendor.name(),
            rank: self.vendor.rank,
            fact: &self.fact,
            is_mark: self.is_mark,
            knowledge: self.knowledge,
            gates: self.gates.iter().map(|result| &result.gate.id).collect(),
            criteria: self.criteria.iter().map(|criterion| &criterion.id).collect(),
            open_because: self.open_because(),
            reads: self.reads().collect(),
            points: &self.points,
            lowest_points: &self.lowest_points,
            highest_points: &self.highest_points,
            at_stake: self.at_stake(),
            known: self.known,
            in_cost: self.in_cost.as_ref(),
            apart: &self.apart,
            settled_by: self.settled_by(),
            hangs_on: &self.hangs_on,
            file: &self.vendor.vendor.file,
        };
        json.serialize(serializer)
    }
}

#[derive(Serialize)]
struct GapJson<'a> {
    vendor: &'a VendorId,
    vendor_name: &'a str,
    rank: Option<usize>,
    fact: &'a FactId,
    is_mark: bool,
    knowledge: Knowledge,
    gates: Vec<&'a GateId>,
    criteria: Vec<&'a CriterionId>,
    open_because: Vec<&'a str>,
    reads: Vec<&'a str>,
    points: &'a Points,
    lowest_points: &'a Points,
    highest_points: &'a Points,
    at_stake: Option<Points>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<&'a Fact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_cost: Option<&'a InCost>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    apart: &'a [FactId],
    #[serde(skip_serializing_if = "Option::is_none")]
    settled_by: Option<Settling>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    hangs_on: &'a [OpenRival<'a>],
    file: &'a str,
}
