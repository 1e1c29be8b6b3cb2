//! Values that a formula takes from the numbers of all vendors in play.

use rust_xlsxwriter::XlsxError;

use crate::decision::fact::DOES_NOT_APPLY;
use crate::decision::formula::Node;
use crate::decision::{BidField, Criterion, FactValue, Leaf, StatedFormula, Status};
use crate::exact::Exact;
use crate::report::xlsx::layout::{FIELD_ROWS, FieldRow, Layout, VendorColumn, fact_value};
use crate::report::xlsx::page::{BODY, Content, SheetPage, at, fixed, on};
use crate::report::xlsx::printed;
use crate::report::xlsx::style::{Look, PLAIN, format};
use crate::score::field::{InPlay, stands};

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
        "lowest that it may be, if in play for sure",
        "highest that it may be, if in play for sure",
        "1 if in play and not known",
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
    if let Some(formula) = layout.printed[index] {
        for (row, node) in (first + FIELD_ROWS..).zip(printed::figures(formula)) {
            page.text(row, 1, &node.to_string(), &format(Look::Name(0), PLAIN))?;
            for (nth, (column, _)) in layout.vendors().enumerate() {
                let result = field.figure(formula, node, nth);
                let likely = layout.field_row(index, FieldRow::Likely);
                let [all, mine] = [layout.across(likely), fixed(likely, column)];
                let text = printed::figure(node, &all, &mine, &layout.fact(index, column));
                page.formula(row, column, &text, result, &look)?;
            }
        }
    }
    Ok(())
}

pub(super) fn field_formula(layout: &Layout<'_>, index: usize, row: u32, column: u16) -> String {
    let fact = layout.fact(index, column);
    let [low, high] = [0, 1].map(|end| layout.fact_end(index, column, end));
    let [in_play, for_sure] = [layout.in_play(), layout.in_play_for_sure()]
        .map(|row| format!("{}=\"yes\"", on("Gates", &at(row, column))));
    // Who waits for an explanation does not count now, and may yet.
    let may_play = if layout.decision.rule.field == BidField::NotAbnormal {
        format!("{}<>\"no\"", on("Gates", &at(layout.in_play(), column)))
    } else {
        in_play.clone()
    };
    let of_play = |number: &str| format!("=IF(AND({in_play},ISNUMBER({fact})),{number},\"\")");
    let that_may = |number: &str| format!("=IF(AND({may_play},ISNUMBER({fact})),{number},\"\")");
    let of_sure = |number: &str| format!("=IF(AND({for_sure},ISNUMBER({fact})),{number},\"\")");
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
        1 => that_may(&low),
        2 => that_may(&high),
        3 => of_sure(&low),
        4 => of_sure(&high),
        5 => {
            let is_unknown = format!("NOT(ISNUMBER({fact})),{fact}<>\"{DOES_NOT_APPLY}\"");
            // Who has left will not state a number any more.
            let takes_part = format!("{}=\"yes\"", on("Gates", &at(BODY, column)));
            format!("=IF(AND({may_play},{takes_part},{is_unknown}),1,\"\")")
        }
        6 => known(format!("MIN({fact},{})", all(FieldRow::Likely))),
        7 => known(format!("MAX({fact},{})", all(FieldRow::Likely))),
        8 => others(&high, FieldRow::Low, "MIN", "SMALL"),
        9 => others(&high, FieldRow::SureLow, "MAX", "LARGE"),
        10 => others(&low, FieldRow::SureHigh, "MIN", "SMALL"),
        _ => others(&low, FieldRow::High, "MAX", "LARGE"),
    }
}

/// The numbers of the vendors, and which of them are in play.
struct BidNumbers {
    numbers: Vec<Option<[f64; 3]>>,
    applies: Vec<bool>,
    invited: Vec<bool>,
    plays: Vec<InPlay>,
}

impl BidNumbers {
    fn of(layout: &Layout<'_>, criterion: &Criterion) -> BidNumbers {
        let numbers = |column: &VendorColumn<'_>| {
            Some(fact_value(column.vendor, criterion).and_then(FactValue::numbers)?.map(Exact::to_f64))
        };
        let is_inapplicable = |column: &VendorColumn<'_>| {
            fact_value(column.vendor, criterion).is_some_and(FactValue::is_not_applicable)
        };
        BidNumbers {
            numbers: layout.columns.iter().map(numbers).collect(),
            invited: layout.columns.iter().map(|one| one.vendor.status == Status::Invited).collect(),
            applies: layout.columns.iter().map(|column| !is_inapplicable(column)).collect(),
            plays: layout.columns.iter().map(|column| stands(layout.decision, column.result)).collect(),
        }
    }

    /// What a figure of the bids comes to for a vendor.
    fn figure(&self, formula: &StatedFormula, node: &Node, vendor: usize) -> Content {
        let Some(own) = self.numbers[vendor] else { return Content::from("") };
        let plays = |at: &usize| self.plays[*at].is_now() || *at == vendor;
        let bids: Vec<usize> =
            (0..self.numbers.len()).filter(plays).filter(|at| self.numbers[*at].is_some()).collect();
        let numbers: Vec<f64> = bids.iter().filter_map(|at| Some(self.numbers[*at]?[1])).collect();
        let place = bids.iter().position(|at| *at == vendor).unwrap_or(0);
        debug_assert_eq!(numbers.get(place), Some(&own[1]));
        formula.part(node, &numbers, place).map_or_else(|| Content::from(""), Content::from)
    }

    fn result(&self, row: u32, vendor: usize) -> Content {
        let plays = self.plays[vendor];
        let Some(own) = self.numbers[vendor] else {
            return if row == 5 && plays != InPlay::No && self.applies[vendor] && self.invited[vendor] {
                Content::from(1.0)
            } else {
                Content::from("")
            };
        };
        let [low, likely, high] = own;
        let playing = |end: usize, with_own: bool, least: InPlay| {
            let all = self.numbers.iter().zip(&self.plays).enumerate();
            all.filter(move |(at, (_, plays))| **plays >= least && (with_own || *at != vendor))
                .filter_map(move |(_, (numbers, _))| Some((*numbers)?[end]))
        };
        let number = match row {
            0 if !plays.is_now() => return Content::from(""),
            1 | 2 if plays == InPlay::No => return Content::from(""),
            3 | 4 if plays != InPlay::Surely => return Content::from(""),
            5 => return Content::from(""),
            0 => likely,
            1 | 3 => low,
            2 | 4 => high,
            6 => playing(1, true, InPlay::Perhaps).fold(likely, f64::min),
            7 => playing(1, true, InPlay::Perhaps).fold(likely, f64::max),
            8 => playing(0, false, InPlay::OnceExplained).fold(high, f64::min),
            9 => playing(0, false, InPlay::Surely).fold(high, f64::max),
            10 => playing(2, false, InPlay::Surely).fold(low, f64::min),
            _ => playing(2, false, InPlay::OnceExplained).fold(low, f64::max),
        };
        Content::from(number)
    }
}
