//! What of a report fits into one table, as comma-separated values.

use serde_json::json;

use crate::answers::records::{Field, csv};
use crate::decision::Criterion;
use crate::score::Evaluation;
use crate::score::evaluation::VendorResult;

/// Points, facts and evidence: a row for each vendor and scored criterion, best vendor first.
#[must_use]
pub fn points(evaluation: &Evaluation) -> String {
    let head = [
        "vendor",
        "name",
        "rank",
        "score",
        "criterion",
        "criterion_name",
        "share",
        "value",
        "points",
        "lowest_points",
        "highest_points",
        "max_points",
        "knowledge",
        "fact",
        "fact_value",
        "unit",
        "source",
        "as_of",
        "note",
        "file",
        "line",
    ];
    let rows = evaluation
        .vendors
        .iter()
        .flat_map(|vendor| evaluation.leaves().map(move |leaf| row(evaluation, vendor, leaf)));
    csv(&head, rows)
}

fn row(evaluation: &Evaluation, vendor: &VendorResult, (at, criterion): (usize, &Criterion)) -> Vec<Field> {
    let cell = &vendor.cells[at];
    let fact = cell.fact.as_deref();
    let evidence = fact.map(|fact| &fact.evidence);
    let unit =
        evidence.and_then(|evidence| evidence.unit.clone()).or_else(|| criterion.unit().map(str::to_owned));
    vec![
        Field::Text(vendor.id().to_string()),
        Field::Text(vendor.name().to_owned()),
        Field::number(vendor.rank),
        Field::number(Some(&vendor.score)),
        Field::Text(criterion.id.to_string()),
        Field::Text(criterion.name.clone()),
        Field::number(Some(&cell.share)),
        Field::number(cell.value.as_ref()),
        Field::number(Some(&cell.points)),
        Field::number(Some(cell.lowest_points())),
        Field::number(Some(cell.highest_points())),
        Field::number(Some(&evaluation.decision.max_points(criterion))),
        Field::Text(json!(cell.knowledge).as_str().unwrap_or_default().to_owned()),
        Field::text(criterion.fact().map(ToString::to_string)),
        Field::text(fact.and_then(|fact| fact.value.as_ref()).map(ToString::to_string)),
        Field::text(unit),
        Field::text(evidence.and_then(|evidence| evidence.source.clone())),
        Field::text(evidence.and_then(|evidence| evidence.as_of).map(|date| date.to_string())),
        Field::text(evidence.and_then(|evidence| evidence.note.clone())),
        Field::text(fact.map(|fact| fact.location.file.to_string())),
        Field::number(fact.map(|fact| fact.location.line)),
    ]
}
