//! The sheet of evidence.

use rust_xlsxwriter::XlsxError;

use super::facts::number_format;
use super::layout::Layout;
use super::page::{BODY, Content, HEAD, SheetPage};
use super::style::{Look, PLAIN, format};
use crate::decision::{Evidence, Fact, FactValue, Vendor};

/// Every fact and mark with how we know it.
pub(super) fn evidence(layout: &Layout<'_>) -> Result<SheetPage, XlsxError> {
    let says = "Every fact and mark as it stands in the vendors' files, with its source. Sort and filter freely: nothing is worked out from this sheet.";
    let mut page = SheetPage::new("Evidence", "Evidence", says)?;
    let heads =
        ["Vendor", "Fact", "What is known", "Unit", "Source", "As of", "Until", "Note", "Read by", "Where"];
    page.heads(HEAD, &heads)?;
    let mut row = BODY;
    for column in &layout.columns {
        let vendor = column.vendor;
        for (id, fact) in &vendor.facts {
            fact_evidence(&mut page, &mut row, vendor, (id.as_str(), &read_by(layout, id.as_str())), fact)?;
        }
        for (id, mark) in &vendor.ratings {
            let name = layout.decision.criteria.iter().find(|one| one.id == *id);
            let name = name.map_or_else(String::new, |one| one.name.clone());
            fact_evidence(&mut page, &mut row, vendor, (&format!("mark: {id}"), &name), mark)?;
        }
    }
    let last = u16::try_from(heads.len()).unwrap_or(1) - 1;
    page.sheet.autofilter(HEAD, 0, row.max(BODY + 1) - 1, last)?;
    page.widths(&[26.0, 24.0, 30.0, 12.0, 36.0, 11.0, 11.0, 46.0, 34.0, 36.0])?;
    page.freeze(2)?;
    Ok(page)
}

/// Names of the gates and criteria that read a fact.
fn read_by(layout: &Layout<'_>, fact: &str) -> String {
    let gates = layout.decision.gates.iter().filter(|gate| gate.fact.as_str() == fact);
    let gates = gates.map(|gate| gate.name.as_str());
    let leaves = layout.leaves().filter(|(_, _, leaf)| !leaf.scale.is_rating() && leaf.fact.as_str() == fact);
    let leaves = leaves.map(|(_, criterion, _)| criterion.name.as_str());
    gates.chain(leaves).collect::<Vec<_>>().join("; ")
}

fn fact_evidence(
    page: &mut SheetPage,
    row: &mut u32,
    vendor: &Vendor,
    (id, reads): (&str, &str),
    fact: &Fact,
) -> Result<(), XlsxError> {
    let known = match &fact.value {
        Some(value) => match value.numbers() {
            Some([low, likely, high]) if low == high && !matches!(value, FactValue::Count(_)) => {
                Content::from(likely)
            }
            _ => Content::from(value.to_string()),
        },
        None => Content::from("not known"),
    };
    evidence_row(page, *row, &vendor.name, id, known, &fact.evidence)?;
    page.text(*row, 8, reads, &format(Look::Faint, PLAIN))?;
    page.text(*row, 9, &fact.location.to_string(), &format(Look::Faint, PLAIN))?;
    *row += 1;
    let Some(FactValue::Set { items }) = &fact.value else { return Ok(()) };
    for item in items.iter().filter(|item| item.evidence.is_given()) {
        evidence_row(page, *row, &vendor.name, id, Content::from(item.name.as_str()), &item.evidence)?;
        page.text(*row, 8, reads, &format(Look::Faint, PLAIN))?;
        page.text(*row, 9, &fact.location.to_string(), &format(Look::Faint, PLAIN))?;
        *row += 1;
    }
    Ok(())
}

fn evidence_row(
    page: &mut SheetPage,
    row: u32,
    vendor: &str,
    id: &str,
    known: Content,
    evidence: &Evidence,
) -> Result<(), XlsxError> {
    let cell = format(Look::Cell, PLAIN);
    page.text(row, 0, vendor, &cell)?;
    page.text(row, 1, id, &cell)?;
    let look = format(Look::Cell, number_format(&known));
    page.put(row, 2, known, &look)?;
    page.put(row, 3, evidence.unit.as_deref(), &cell)?;
    page.put(row, 4, evidence.source.as_deref(), &cell)?;
    page.day(row, 5, evidence.as_of, Look::Cell)?;
    page.day(row, 6, evidence.until, Look::Cell)?;
    page.put(row, 7, evidence.note.as_deref(), &cell)
}
