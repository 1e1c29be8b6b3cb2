//! How cells look, and what their look means.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Ink of titles and heads.
pub(super) const DARK: Color = Color::RGB(0x1F_3A_5F);
/// Ground of cells that may be typed over.
pub(super) const INPUT: Color = Color::RGB(0xFF_F4_CC);
/// Ground of cells that may be typed over but were worked out elsewhere.
pub(super) const DERIVED: Color = Color::RGB(0xE3_EE_F9);
const GROUP: Color = Color::RGB(0xED_F1_F5);
const LINE: Color = Color::RGB(0xC8_D0_D9);
const FAINT: Color = Color::RGB(0x5A_65_72);
/// Ground of what is as it should be.
pub(super) const GOOD: Color = Color::RGB(0xD8_F0_DC);
/// Ground of what is not sure.
pub(super) const DOUBT: Color = Color::RGB(0xFD_E9_C8);
/// Ground of what is not as it should be.
pub(super) const BAD: Color = Color::RGB(0xF8_D7_D5);
/// Colours of the parts of a chart, told apart by people with any kind of colour vision (Okabe and Ito 2008).
pub(super) const SERIES: [Color; 8] = [
    Color::RGB(0x00_72_B2),
    Color::RGB(0xE6_9F_00),
    Color::RGB(0x00_9E_73),
    Color::RGB(0xCC_79_A7),
    Color::RGB(0x56_B4_E9),
    Color::RGB(0xD5_5E_00),
    Color::RGB(0x8C_8C_8C),
    Color::RGB(0xF0_E4_42),
];

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// The title of a sheet.
    Title,
    /// What a sheet says of itself; not wrapped.
    Lead,
    /// The head of a column.
    Head,
    /// The heading of a block.
    Block,
    /// The name of a row, so far under others.
    Name(u8),
    /// The name of a row that sums up others, so far under others.
    GroupName(u8),
    /// A cell of a table.
    Cell,
    /// A cell of a row that sums up others.
    Group,
    /// A cell with a word or a small number in its middle.
    Centre,
    /// A cell beside the point.
    Faint,
    /// A number beside the point, in its middle.
    Number,
    /// What it all comes to.
    Strong,
    /// A cell that is there to be typed over.
    Input,
    /// A cell that may be typed over, but was worked out elsewhere.
    Derived,
}

/// General number format: as many digits as the number has.
pub(super) const PLAIN: &str = "General";
/// A share of one in per cent.
pub(super) const PERCENT: &str = "0.0%";
/// A value from 0 to 100.
pub(super) const VALUE: &str = "0.0";
/// An amount of money without its cents.
pub(super) const MONEY: &str = "#,##0";

/// The format of a look with a number format.
pub(super) fn format(look: Look, number: &str) -> Format {
    let base = Format::new().set_align(FormatAlign::VerticalCenter);
    let boxed = || base.clone().set_border(FormatBorder::Thin).set_border_color(LINE);
    let look = match look {
        Look::Title => base.set_bold().set_font_size(16).set_font_color(DARK),
        Look::Lead => base.set_font_color(FAINT),
        Look::Head => boxed()
            .set_bold()
            .set_text_wrap()
            .set_font_color(Color::White)
            .set_background_color(DARK)
            .set_align(FormatAlign::Center),
        Look::Block => base.set_bold().set_font_size(13).set_font_color(DARK),
        Look::Name(depth) => boxed().set_indent(depth).set_text_wrap(),
        Look::GroupName(depth) => {
            boxed().set_indent(depth).set_bold().set_text_wrap().set_background_color(GROUP)
        }
        Look::Cell => boxed().set_text_wrap(),
        Look::Faint => boxed().set_font_color(FAINT).set_text_wrap(),
        Look::Centre => boxed().set_align(FormatAlign::Center),
        Look::Number => boxed().set_font_color(FAINT).set_align(FormatAlign::Center),
        Look::Group | Look::Strong => boxed().set_bold().set_background_color(GROUP),
        Look::Input => boxed().set_text_wrap().set_background_color(INPUT).set_unlocked(),
        Look::Derived => boxed().set_text_wrap().set_background_color(DERIVED).set_unlocked(),
    };
    if number == PLAIN { look } else { look.set_num_format(number) }
}

/// A number format with so many digits after the point.
pub(super) fn digits(decimals: u32) -> String {
    if decimals == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(decimals as usize)) }
}
