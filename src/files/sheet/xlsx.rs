//! A blank sheet as XLSX: marks with validation, and the anchors beside each of them.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format,
    FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::layout::{self, FACTS, MARKER, MARKS};
use super::{Sheet, SheetMark};

/// The bytes of the sheet; equal sheets give equal bytes.
///
/// # Panics
/// Never: the limits of a decision keep a sheet far below those of a workbook.
#[must_use]
pub fn xlsx(sheet: &Sheet) -> Vec<u8> {
    build(sheet).expect("a sheet of a decision fits a workbook")
}

fn build(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed day: a sheet says nothing of when it was written.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = format!("Marks for {}", sheet.decision);
    workbook.set_properties(
        &DocProperties::new().set_title(title).set_author("weigh").set_creation_datetime(&day),
    );
    marks(workbook.add_worksheet(), sheet)?;
    facts(workbook.add_worksheet(), sheet)?;
    workbook.save_to_buffer()
}

fn marks(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let faint = Format::new().set_font_color(0x80_8080).set_align(FormatAlign::Top);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let open = Format::new()
        .set_unlocked()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(0xFF_F8DC);
    worksheet.set_name(MARKS)?;
    worksheet.write_string_with_format(0, 0, MARKER, &faint)?;
    worksheet.write_string_with_format(0, 1, &sheet.title, &bold)?;
    let said = [(&sheet.decision, &text), (&sheet.evaluator, &text), (&sheet.name, &open)];
    for ((row, label), (value, format)) in (layout::FIRST_LABEL..).zip(layout::LABELS).zip(said) {
        worksheet.write_string_with_format(row, 0, label, &bold)?;
        worksheet.write_string_with_format(row, 1, value, format)?;
    }
    let how = "Fill in Mark and Why. A - as the mark says that you cannot judge it. Leave the rest as it is.";
    worksheet.write_string(layout::HEAD - 2, 0, format!("{how} {}", sheet.asks).trim_end())?;
    let widths = [14.0, 26.0, 14.0, 26.0, 8.0, 50.0, 60.0];
    for (column, (head, width)) in (0..).zip(layout::HEADS.into_iter().zip(widths)) {
        worksheet.set_column_width(column, width)?;
        worksheet.write_string_with_format(layout::HEAD, column, head, &bold)?;
    }
    worksheet.set_freeze_panes(layout::HEAD + 1, 0)?;
    let rows = sheet.vendors.iter().flat_map(|vendor| sheet.marks.iter().map(move |mark| (vendor, mark)));
    for (row, (vendor, mark)) in (layout::HEAD + 1..).zip(rows) {
        let known = [&vendor.id, &vendor.name, &mark.criterion, &mark.name];
        for (column, value) in (0..).zip(known) {
            let format = if column % 2 == 0 { &faint } else { &text };
            worksheet.write_string_with_format(row, column, value, format)?;
        }
        worksheet.write_blank(row, layout::MARK, &open)?;
        worksheet.write_blank(row, layout::NOTE, &open)?;
        worksheet.write_string_with_format(row, 6, mark.anchors.join("\n"), &text)?;
        worksheet.add_data_validation(row, layout::MARK, row, layout::MARK, &validation(mark)?)?;
    }
    worksheet.protect();
    Ok(())
}

/// Marks on the scale. The other way out, a hyphen, is let through after a question.
fn validation(mark: &SheetMark) -> Result<DataValidation, XlsxError> {
    let range = DataValidationRule::Between(mark.from.to_f64(), mark.to.to_f64());
    let message = format!("A mark from {} to {}; or - where you cannot judge it.", mark.from, mark.to);
    DataValidation::new()
        .allow_decimal_number(range)
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("Mark")?
        .set_error_message(message)
}

fn facts(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    worksheet.set_name(FACTS)?;
    for (column, head, width) in
        [(0, "Vendor", 26.0), (1, "Fact", 36.0), (2, "Value", 60.0), (3, "Source", 40.0)]
    {
        worksheet.set_column_width(column, width)?;
        worksheet.write_string_with_format(0, column, head, &bold)?;
    }
    worksheet.set_freeze_panes(1, 0)?;
    let rows = sheet.vendors.iter().flat_map(|vendor| vendor.facts.iter().map(move |fact| (vendor, fact)));
    for (row, (vendor, fact)) in (1..).zip(rows) {
        for (column, value) in [(0, &vendor.name), (1, &fact.name), (2, &fact.value), (3, &fact.source)] {
            // What stands in a cell as a text never becomes a formula.
            worksheet.write_string_with_format(row, column, shortened(value), &text)?;
        }
    }
    worksheet.protect();
    Ok(())
}

/// A text within the limit of a cell.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 32_000;
    text.chars().take(LONGEST).collect()
}
