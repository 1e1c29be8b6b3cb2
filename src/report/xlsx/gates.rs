//! The sheet of must-haves: gates and minimums, and what follows from them.

use rust_xlsxwriter::XlsxError;

use super::facts::vendor_page;
use super::layout::{FIRST, Layout, MINIMUM, VendorColumn, rows};
use super::page::{BODY, SheetPage, at, fixed, on};
use super::style::{Look, PLAIN, format};
use super::weights::one_of;
use crate::decision::{BidField, Status, Value};
use crate::score::field::{InPlay, stands};

/// The must-haves: gates as weigh judged them, minimums worked out here.
pub(super) fn gates(layout: &Layout<'_>) -> Result<SheetPage, XlsxError> {
    let says = "Gates are as weigh judged them from the facts; type over one to see what follows, also who takes part: yes, withdrawn or disqualified, the reason as a note on the cell. Minimums are worked out here.";
    let heads = ["", "Must-have", "What is asked", "Kind"];
    let mut page = vendor_page(layout, "Gates", "Gates and minimums", says, heads)?;
    let faint = format(Look::Faint, PLAIN);
    let input = format(Look::Input, PLAIN).set_align(rust_xlsxwriter::FormatAlign::Center);
    page.text(BODY, 1, "Takes part", &format(Look::Name(0), PLAIN))?;
    for (column, vendor) in layout.vendors() {
        let takes_part = match &vendor.vendor.status {
            Status::Invited => "yes",
            out @ (Status::Withdrawn { .. } | Status::Disqualified { .. }) => out.word(),
        };
        page.text(BODY, column, takes_part, &input)?;
    }
    page.sheet.add_data_validation(
        BODY,
        FIRST,
        BODY,
        layout.last(),
        &one_of(&["yes", "withdrawn", "disqualified"])?,
    )?;
    for (row, (index, gate)) in (layout.gates..).zip(layout.evaluation.decision.gates.iter().enumerate()) {
        page.text(row, 1, &gate.name, &format(Look::Name(0), PLAIN))?;
        page.text(row, 2, &gate.asks(), &faint)?;
        page.text(row, 3, "gate", &faint)?;
        for (column, vendor) in layout.vendors() {
            page.text(row, column, vendor.result.gates[index].outcome.word(), &input)?;
        }
    }
    if !layout.evaluation.decision.gates.is_empty() {
        let words = one_of(&["pass", "open", "fail"])?;
        page.sheet.add_data_validation(layout.gates, FIRST, layout.minimums - 1, layout.last(), &words)?;
    }
    minimums(layout, &mut page)?;
    standing(layout, &mut page)?;
    reasons(layout, &mut page)?;
    page.colour_words((BODY, FIRST, layout.in_play_for_sure(), layout.last()))?;
    page.widths(&[3.0, 40.0, 34.0, 12.0])?;
    Ok(page)
}

fn minimums(layout: &Layout<'_>, page: &mut SheetPage) -> Result<(), XlsxError> {
    for (row, (nth, criterion)) in (layout.minimums..).zip(layout.minimum_rows().into_iter().enumerate()) {
        let name = criterion.map_or("Score", |at| layout.decision.criteria[at].name.as_str());
        page.text(row, 1, name, &format(Look::Name(0), PLAIN))?;
        let limit = criterion
            .map_or_else(|| super::layout::MINIMUM_CELL.to_owned(), |at| Layout::weights(at, MINIMUM));
        let shown = criterion.map_or_else(
            || {
                layout
                    .decision
                    .rule
                    .minimum
                    .as_ref()
                    .map(|minimum| minimum.map(|least| least.exact().clone()))
            },
            |at| layout.decision.criteria[at].minimum.as_ref().map(|minimum| minimum.map(Value::percent)),
        );
        let Some(shown) = shown else { continue };
        let words = shown.words();
        let asks = format!("=\"{words} \"&{limit}");
        let result = format!("{words} {}", shown.least().plain(12));
        let below = if shown.is_strict() { "<=" } else { "<" };
        page.formula(row, 2, &asks, result, &format(Look::Faint, PLAIN))?;
        page.text(row, 3, "minimum", &format(Look::Faint, PLAIN))?;
        for (column, vendor) in layout.vendors() {
            let [low, high] = [0, 1].map(|end| match criterion {
                Some(at_row) => {
                    let cell = on("Workings", &at(layout.workings.values[end] + rows(at_row), column));
                    // What does not apply has no value, and is no bar.
                    match layout.workings.finals {
                        Some(_) => format!("IF({cell}=\"\",100,ROUND({cell},9))"),
                        None => format!("ROUND({cell},9)"),
                    }
                }
                None => {
                    let cell = on("Matrix", &at(layout.score + 1 + rows(end), column));
                    format!("ROUND({cell},{})", layout.score_guard())
                }
            });
            let formula = format!(
                "=IF({limit}=\"\",\"pass\",IF({high}{below}{limit},\"fail\",IF({low}{below}{limit},\"open\",\"pass\")))"
            );
            let outcome = vendor.result.minimums.get(nth).map_or("", |minimum| minimum.outcome.word());
            page.formula(row, column, &formula, outcome, &format(Look::Centre, PLAIN))?;
        }
    }
    Ok(())
}

/// What stands for a bid that is not compared until it is explained.
pub(super) const ONCE_EXPLAINED: &str = "once explained";

/// Who is in play, in the ranking, and may be awarded.
fn standing(layout: &Layout<'_>, page: &mut SheetPage) -> Result<(), XlsxError> {
    let deciding = layout.deciding_rows();
    let gates = (layout.gates..).zip(&layout.decision.gates);
    let explained: Vec<u32> =
        gates.filter(|(_, gate)| gate.explained.is_some()).map(|(row, _)| row).collect();
    let field = layout.decision.rule.field;
    let in_play = if field == BidField::Offered {
        "In play: every bid that was handed in"
    } else if field == BidField::NotAbnormal {
        "In play: takes part, fails no gate and no minimum that bids do not move, and owes no explanation"
    } else if deciding.is_empty() {
        "In play: takes part, fails no gate"
    } else {
        "In play: takes part, fails no gate and no minimum that bids do not move"
    };
    let names = [
        in_play,
        "In the ranking: fails no minimum either",
        "May be awarded: passes all for sure",
        "In play for sure: nothing that decides it is open",
    ];
    for (row, name) in (layout.in_play()..).zip(names) {
        page.text(row, 1, name, &format(Look::GroupName(0), PLAIN))?;
        for column in 2..FIRST {
            page.sheet.write_blank(row, column, &format(Look::Group, PLAIN))?;
        }
    }
    let look = format(Look::Group, PLAIN).set_align(rust_xlsxwriter::FormatAlign::Center);
    for (column, vendor) in layout.vendors() {
        let part = at(BODY, column);
        let span = |first: u32, end: u32| format!("{}:{}", fixed(first, column), fixed(end, column));
        let failed = |first: u32, end: u32| match end.checked_sub(first + 1) {
            Some(_) => format!("COUNTIF({},\"fail\")", span(first, end - 1)),
            None => "0".to_owned(),
        };
        let gates = failed(layout.gates, layout.minimums);
        let minimums = failed(layout.minimums, layout.in_play());
        let reaches = |row: &u32| format!(",{}<>\"fail\"", at(*row, column));
        let reaches: String = deciding.iter().map(reaches).collect();
        let passes = |row: &u32| format!(",{}=\"pass\"", at(*row, column));
        let explained: String = explained.iter().map(passes).collect();
        let takes_part = format!("{part}=\"yes\",{gates}=0");
        let in_play = match field {
            BidField::Offered => "=\"yes\"".to_owned(),
            BidField::Admitted | BidField::AboveMinimum => {
                format!("=IF(AND({takes_part}{reaches}),\"yes\",\"no\")")
            }
            BidField::NotAbnormal => {
                let now = format!("IF(AND(TRUE{explained}),\"yes\",\"{ONCE_EXPLAINED}\")");
                format!("=IF(AND({takes_part}{reaches}),{now},\"no\")")
            }
        };
        let word = |is: bool| if is { "yes" } else { "no" };
        let stands = stands(layout.decision, vendor.result);
        let is_in = if stands == InPlay::OnceExplained { ONCE_EXPLAINED } else { word(stands.is_now()) };
        page.formula(layout.in_play(), column, &in_play, is_in, &look)?;
        let has_total = layout.total.as_ref().map(|total| format!(",ISNUMBER({})", total.cell(column)));
        let has_total = has_total.unwrap_or_default();
        let ranked = format!("=IF(AND({takes_part},{minimums}=0{has_total}),\"yes\",\"no\")");
        let is_ranked = word(vendor.result.rank.is_some());
        if layout.follows() {
            page.formula(layout.in_ranking(), column, &ranked, is_ranked, &look)?;
        } else {
            page.put(layout.in_ranking(), column, is_ranked, &look)?;
        }
        let open = if layout.in_play() > layout.gates {
            format!("COUNTIF({},\"open\")", span(layout.gates, layout.in_play() - 1))
        } else {
            "0".to_owned()
        };
        let own = at(layout.in_ranking(), column);
        let awardable = format!("=IF({own}<>\"yes\",\"no\",IF({open}>0,\"open\",\"yes\"))");
        page.formula(layout.awardable(), column, &awardable, awardable_text(vendor), &look)?;
        let settled = |row: &u32| format!(",{}<>\"open\"", at(*row, column));
        let settled: String = deciding.iter().map(settled).collect();
        let open_gates = match layout.minimums.checked_sub(layout.gates + 1) {
            Some(_) => format!("COUNTIF({},\"open\")", span(layout.gates, layout.minimums - 1)),
            None => "0".to_owned(),
        };
        let own = at(layout.in_play(), column);
        let sure = match field {
            BidField::Offered => "=\"yes\"".to_owned(),
            BidField::Admitted | BidField::AboveMinimum | BidField::NotAbnormal => {
                format!("=IF(AND({own}=\"yes\",{open_gates}=0{settled}),\"yes\",\"no\")")
            }
        };
        page.formula(layout.in_play_for_sure(), column, &sure, word(stands == InPlay::Surely), &look)?;
    }
    Ok(())
}

/// Whether a vendor may be awarded: yes, no, or open.
pub(super) fn awardable_text(vendor: &VendorColumn<'_>) -> &'static str {
    match (vendor.result.rank, vendor.result.is_awardable) {
        (None, _) => "no",
        (Some(_), true) => "yes",
        (Some(_), false) => "open",
    }
}

/// Why each gate came out as it did.
fn reasons(layout: &Layout<'_>, page: &mut SheetPage) -> Result<(), XlsxError> {
    let first = layout.in_play_for_sure() + 2;
    page.line(first, 1, "Why, when the file was made", Look::Block)?;
    let look = format(Look::Cell, PLAIN);
    for (row, (index, gate)) in (first + 1..).zip(layout.evaluation.decision.gates.iter().enumerate()) {
        page.text(row, 1, &gate.name, &format(Look::Name(0), PLAIN))?;
        page.put(row, 2, gate.note.as_deref(), &format(Look::Faint, PLAIN))?;
        page.text(row, 3, gate.fact.as_str(), &format(Look::Faint, PLAIN))?;
        for (column, vendor) in layout.vendors() {
            page.text(row, column, &vendor.result.gates[index].reason, &look)?;
        }
    }
    let row = first + 1 + rows(layout.evaluation.decision.gates.len());
    page.text(row, 1, "Out of the ranking because", &format(Look::GroupName(0), PLAIN))?;
    for column in 2..FIRST {
        page.sheet.write_blank(row, column, &format(Look::Group, PLAIN))?;
    }
    for (column, vendor) in layout.vendors() {
        page.text(row, column, &because(vendor), &look)?;
    }
    Ok(())
}

/// Why a vendor is out; empty for one in the ranking.
pub(super) fn because(vendor: &VendorColumn<'_>) -> String {
    vendor.result.out_because()
}
