//! A blank form as a workbook.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::heads::{HEADS, WEIGHT_HEAD};
use super::looks::{Looks, day, how, rule, shown};
use super::{AnswerKind, Form, MARKER, Question, quote};

/// The columns of the table.
const ID: u16 = 0;
const QUESTION: u16 = 1;
const HOW: u16 = 2;
const ANSWER: u16 = 3;
const LOWEST: u16 = 4;
const HIGHEST: u16 = 5;
const EVIDENCE: u16 = 6;
const AS_OF: u16 = 7;
const REMARKS: u16 = 8;
const WEIGHT: u16 = 9;
/// The row of the heads.
const HEAD: u32 = 8;

/// How to fill it in.
const HOW_TO: [&str; 3] = [
    "Answer in the yellow cells. Where a number is not certain, give the lowest and the highest as well. Leave empty what you do not know: it is asked again, and never taken for a no.",
    "Evidence says where the answer can be checked: a document and its page, a certificate. As of is the day on which it was true.",
    "Rows are told apart by their ids: leave these as they are. What stands outside of the yellow cells is not read.",
];

/// The form as an XLSX file; equal forms give equal bytes.
///
/// - `with_weights`: whether vendors may see what each answer weighs.
///
/// # Panics
/// Never: the limits of a decision keep a form far below those of a workbook.
#[must_use]
pub fn workbook(form: &Form, with_weights: bool) -> Vec<u8> {
    build(form, with_weights).expect("the questions of a decision fit a workbook")
}

fn build(form: &Form, with_weights: bool) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed day: a form says nothing of when it was written.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = format!("Questions for {}", form.decision);
    workbook.set_properties(
        &DocProperties::new().set_title(title).set_author("weigh").set_creation_datetime(&day),
    );
    let looks = Looks::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Questions")?;
    head(sheet, form, &looks)?;
    let heads =
        HEADS.iter().map(|(head, width)| (*head, *width)).chain(with_weights.then_some((WEIGHT_HEAD, 10.0)));
    for (column, (head, width)) in (0..).zip(heads) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(HEAD, column, head, &looks.bold)?;
    }
    sheet.set_freeze_panes(HEAD + 1, 2)?;
    let mut row = HEAD + 1;
    let mut section = None;
    for question in &form.questions {
        if section != Some(&question.section) {
            section = Some(&question.section);
            for column in ID..=REMARKS {
                sheet.write_blank(row, column, &looks.section)?;
            }
            sheet.write_string_with_format(row, QUESTION, shown(&question.section), &looks.section)?;
            row += 1;
        }
        write(sheet, row, question, &looks)?;
        if let Some(weight) = question.weight.as_ref().filter(|_| with_weights) {
            sheet.write_string_with_format(row, WEIGHT, weight, &looks.faint)?;
        }
        row += 1;
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(HEAD, HEAD)?;
    sheet.protect();
    if let Some(form) = &form.quote {
        quote::write(workbook.add_worksheet(), form, &looks)?;
    }
    workbook.save_to_buffer()
}

/// What the form is of, and how it is filled in.
fn head(sheet: &mut Worksheet, form: &Form, looks: &Looks) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, MARKER, &looks.faint)?;
    sheet.write_string_with_format(0, 1, shown(&form.title), &looks.bold)?;
    sheet.write_string_with_format(1, 0, "Decision", &looks.bold)?;
    sheet.write_string_with_format(1, 1, &form.decision, &looks.text)?;
    sheet.write_string_with_format(2, 0, "Vendor", &looks.bold)?;
    sheet.write_string_with_format(3, 0, "Name", &looks.bold)?;
    match &form.vendor {
        Some((id, name)) => {
            sheet.write_string_with_format(2, 1, id.as_str(), &looks.text)?;
            sheet.write_string_with_format(3, 1, shown(name), &looks.text)?;
        }
        None => {
            sheet.write_blank(2, 1, &looks.text)?;
            sheet.write_blank(3, 1, &looks.open)?;
        }
    }
    for (row, line) in (4..).zip(HOW_TO) {
        sheet.write_string(row, 0, line)?;
    }
    Ok(())
}

fn write(sheet: &mut Worksheet, row: u32, question: &Question, looks: &Looks) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, ID, question.fact.as_str(), &looks.faint)?;
    sheet.write_string_with_format(row, QUESTION, shown(&question.ask), &looks.text)?;
    sheet.write_string_with_format(row, HOW, how(question), &looks.faint)?;
    let answer = if question.kind == AnswerKind::Day { &looks.day } else { &looks.open };
    sheet.write_blank(row, ANSWER, answer)?;
    for column in [LOWEST, HIGHEST] {
        let look = if question.kind == AnswerKind::Number { &looks.open } else { &looks.text };
        sheet.write_blank(row, column, look)?;
    }
    sheet.write_blank(row, EVIDENCE, &looks.open)?;
    sheet.write_blank(row, AS_OF, &looks.day)?;
    sheet.write_blank(row, REMARKS, &looks.open)?;
    sheet.add_data_validation(row, AS_OF, row, AS_OF, &day()?)?;
    if let Some(rule) = rule(&question.kind)? {
        let last = if question.kind == AnswerKind::Number { HIGHEST } else { ANSWER };
        sheet.add_data_validation(row, ANSWER, row, last, &rule)?;
    }
    Ok(())
}
