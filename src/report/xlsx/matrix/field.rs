//! Values that a formula takes from the numbers of all vendors in play.

use rust_xlsxwriter::XlsxError;

use crate::decision::{Criterion, FactValue, Leaf};
use crate::exact::Exact;
use crate::report::xlsx::layout::{FIELD_ROWS, FieldRow, Layout, VendorColumn, fact_value};
use crate::report::xlsx::page::{Content, SheetPage, at, fixed, on};
use crate::report::xlsx::style::{Look, PLAIN, format};
use crate::score::field::plays;

/// What the vendors in play say, where a scale looks at them.
pub(super) fn field(
    layout: &Layout<'_>,
    page: &mut SheetPage,
    (index, criterion, _): (usize, &Criterion, &Leaf),
    first: u32,
) -> Result<(), XlsxError> {
    let title = format!("{}: the vendors in play", criterion.name);
    page.line(first - 1, 1, &title, Look::Block)?;
    let names = [
        "fact, if in play",
        "lowest that it may be",
        "highest that it may be",
        "lowest of all",
        "highest of all",
        "lowest of all, at this vendor's worst",
        "highest of all, at this vendor's worst",
        "lowest of all, at this vendor's best",
        "highest of all, at this vendor's best",
    ];
    for (row, name) in (first..).zip(names) {
        page.text(row, 1, name, &format(Look::Name(0), PLAIN))?;
    }
    let field = BidNumbers::of(layout, criterion);
    let look = format(Look::Cell, PLAIN);
    for (nth, (column, _)) in layout.vendors().enumerate() {
        for row in 0..FIELD_ROWS {
            let formula = field_formula(layout, index, row, column);
            page.formula(first + row, column, &formula, field.result(row, nth), &look)?;
        }
    }
    Ok(())
}

pub(super) fn field_formula(layout: &Layout<'_>, index: usize, row: u32, column: u16) -> String {
    let fact = layout.fact(index, column);
    let [low, high] = [0, 1].map(|end| layout.fact_end(index, column, end));
    let in_play = format!("{}=\"yes\"", on("Gates", &at(layout.in_play(), column)));
    let of_play = |number: &str| format!("=IF(AND({in_play},ISNUMBER({fact})),{number},\"\")");
    let known = |formula: String| format!("=IF(ISNUMBER({fact}),{formula},\"\")");
    let all = |row: FieldRow| layout.across(layout.field_row(index, row));
    // The own number beside those of the others, whose own end is left out of the row.
    let others = |own: &str, row: FieldRow, pick: &str, nth: &str| {
        let (all, mine) = (all(row), fixed(layout.field_row(index, row), column));
        let compare = if pick == "MIN" { "<=" } else { ">=" };
        let is_extreme = format!("IF(ISNUMBER({mine}),IF({mine}{compare}{nth}({all},1),1,0),0)");
        known(format!(
            "{pick}({own},IF(COUNT({all})-IF(ISNUMBER({mine}),1,0)=0,{own},{nth}({all},1+{is_extreme})))"
        ))
    };
    match row {
        0 => of_play(&fact),
        1 => of_play(&low),
        2 => of_play(&high),
        3 => known(format!("MIN({fact},{})", all(FieldRow::Likely))),
        4 => known(format!("MAX({fact},{})", all(FieldRow::Likely))),
        5 => others(&high, FieldRow::Low, "MIN", "SMALL"),
        6 => others(&high, FieldRow::Low, "MAX", "LARGE"),
        7 => others(&low, FieldRow::High, "MIN", "SMALL"),
        _ => others(&low, FieldRow::High, "MAX", "LARGE"),
    }
}

/// The numbers of the vendors, and which of them are in play.
struct BidNumbers {
    numbers: Vec<Option<[f64; 3]>>,
    plays: Vec<bool>,
}

impl BidNumbers {
    fn of(layout: &Layout<'_>, criterion: &Criterion) -> BidNumbers {
        let numbers = |column: &VendorColumn<'_>| {
            Some(fact_value(column.vendor, criterion).and_then(FactValue::numbers)?.map(Exact::to_f64))
        };
        BidNumbers {
            numbers: layout.columns.iter().map(numbers).collect(),
            plays: layout.columns.iter().map(|column| plays(layout.decision, column.result)).collect(),
        }
    }

    fn result(&self, row: u32, vendor: usize) -> Content {
        let Some(own) = self.numbers[vendor] else { return Content::from("") };
        let [low, likely, high] = own;
        let playing = |end: usize, with_own: bool| {
            let all = self.numbers.iter().zip(&self.plays).enumerate();
            all.filter(move |(at, (_, plays))| **plays && (with_own || *at != vendor))
                .filter_map(move |(_, (numbers, _))| Some((*numbers)?[end]))
        };
        let number = match row {
            0..=2 if !self.plays[vendor] => return Content::from(""),
            0 => likely,
            1 => low,
            2 => high,
            3 => playing(1, true).fold(likely, f64::min),
            4 => playing(1, true).fold(likely, f64::max),
            5 => playing(0, false).fold(high, f64::min),
            6 => playing(0, false).fold(high, f64::max),
            7 => playing(2, false).fold(low, f64::min),
            _ => playing(2, false).fold(low, f64::max),
        };
        Content::from(number)
    }
}
