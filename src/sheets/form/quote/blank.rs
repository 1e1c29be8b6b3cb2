//! The sheet for a quote, blank.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::super::AnswerKind;
use super::super::heads::{CHARGE, PRICE, TERM};
use super::super::looks::{Looks, how, rule, shown};
use super::{ANSWER, Column, INCLUDED, Line, QuoteForm, SHEET, charge_columns, price_columns};

const SAYS: &str = "Fill in what your quote says, and leave the rest empty. A price line has a rate, or tiers; a monthly fee has \
                    the contacts that it stands for. For each thing on the list of charges, give its amount or say whether the \
                    prices include it.";

/// Writes the sheet.
pub(in crate::sheets::form) fn write(
    sheet: &mut Worksheet,
    form: &QuoteForm,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name(SHEET)?;
    sheet.write_string(0, 0, SAYS)?;
    sheet.set_column_width(0, 16.0)?;
    let mut row = 2;
    for (column, head) in (0..).zip([TERM, "What is asked", "How to answer", ANSWER]) {
        sheet.write_string_with_format(row, column, head, &looks.bold)?;
    }
    for term in &form.terms {
        row += 1;
        sheet.write_string_with_format(row, 0, term.fact.as_str(), &looks.faint)?;
        sheet.write_string_with_format(row, 1, shown(&term.ask), &looks.text)?;
        sheet.write_string_with_format(row, 2, how(term), &looks.faint)?;
        open(sheet, (row, 3), &term.kind, looks)?;
    }
    row = lines(sheet, row + 2, PRICE, (&form.prices, &price_columns()), looks)?;
    lines(sheet, row + 1, CHARGE, (&form.charges, &charge_columns()), looks)?;
    sheet.set_freeze_panes(0, 1)?;
    sheet.protect();
    Ok(())
}

/// A table of lines; gives back the row below it.
fn lines(
    sheet: &mut Worksheet,
    head: u32,
    first: &str,
    (lines, columns): (&[Line], &[Column]),
    looks: &Looks,
) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(head, 0, first, &looks.bold)?;
    for (at, column) in (1..).zip(columns) {
        sheet.write_string_with_format(head, at, column.head, &looks.bold)?;
        sheet.set_column_width(at, if at == 1 { 44.0 } else { column.width.max(18.0) })?;
    }
    let mut row = head;
    for line in lines {
        row += 1;
        sheet.write_string_with_format(row, 0, &line.id, &looks.faint)?;
        for (at, column) in (1..).zip(columns) {
            // Whether the prices include it is asked of what the buyer named alone.
            if column.head == INCLUDED && line.name.is_empty() {
                sheet.write_blank(row, at, &looks.text)?;
            } else if at == 1 && !line.name.is_empty() {
                sheet.write_string_with_format(row, at, shown(&line.name), &looks.text)?;
            } else {
                open(sheet, (row, at), &column.kind, looks)?;
            }
            if let Some(per) = line.per.as_ref().filter(|_| column.key == "per") {
                sheet.write_string_with_format(row, at, per, &looks.open)?;
            }
        }
    }
    Ok(row + 1)
}

/// A cell to fill in.
fn open(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    kind: &AnswerKind,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.write_blank(row, column, if *kind == AnswerKind::Day { &looks.day } else { &looks.open })?;
    if let Some(rule) = rule(kind)? {
        sheet.add_data_validation(row, column, row, column, &rule)?;
    }
    Ok(())
}
