//! Shares of weight where facts that are not known are left out.

use rust_xlsxwriter::XlsxError;

use super::name_head;
use crate::decision::{Criterion, Unknown};
use crate::report::xlsx::layout::{GLOBAL_SHARE, LOCAL_SHARE, Layout, UNDER, VendorColumn, rows};
use crate::report::xlsx::page::{SheetPage, at, down, fixed, on};
use crate::report::xlsx::style::{Look, PERCENT, PLAIN, format};
use crate::score::evaluation::Cell;

/// Who takes over the weight of what is not known and left out.
pub(super) fn skips(layout: &Layout<'_>, page: &mut SheetPage) -> Result<(), XlsxError> {
    let Some(first) = layout.workings.skips else { return Ok(()) };
    let (counts, shares) = (layout.workings.counts, layout.workings.shares);
    page.line(first - 1, 1, "Left out, because it is not known (1)", Look::Block)?;
    page.text(first, 1, "anything", &format(Look::Name(0), PLAIN))?;
    page.line(counts - 1, 1, "Counts for the vendor (1)", Look::Block)?;
    page.line(shares - 1, 1, "Share of the whole for the vendor", Look::Block)?;
    for (index, criterion) in layout.criteria() {
        for row in [first + 1, counts, shares] {
            name_head(page, row + rows(index), index, criterion)?;
        }
    }
    let (whole, share) = (format(Look::Cell, PLAIN), format(Look::Cell, PERCENT));
    for (column, vendor) in layout.vendors() {
        let counting = counting(layout, vendor);
        let is_skipped = |cell: &Cell| usize::from(cell.value.is_none());
        let last = first + rows(layout.decision.criteria.len());
        let any = usize::from(vendor.result.cells.iter().any(|cell| cell.value.is_none()));
        page.formula(
            first,
            column,
            &format!("=IF(SUM({})>0,1,0)", down(column, first + 1, last)),
            any,
            &whole,
        )?;
        for (index, criterion) in layout.criteria() {
            let cell = &vendor.result.cells[index];
            let row = first + 1 + rows(index);
            let formula = match &criterion.leaf {
                Some(leaf) if leaf.unknown == Unknown::Skip => {
                    let value = on("Matrix", &at(layout.values + rows(index), column));
                    format!("=IF({value}=\"\",1,0)")
                }
                _ => "=0".to_owned(),
            };
            page.formula(row, column, &formula, is_skipped(cell), &whole)?;
            let formula = count_formula(layout, index, criterion, (first, column));
            page.formula(counts + rows(index), column, &formula, usize::from(counting[index]), &whole)?;
            let formula = share_formula(layout, index, criterion, (first, column));
            page.formula(shares + rows(index), column, &formula, cell.share.exact(), &share)?;
        }
    }
    Ok(())
}

/// Whether each criterion counts for a vendor: a leaf that is not left out, a group with one under it.
pub(super) fn counting(layout: &Layout<'_>, vendor: &VendorColumn<'_>) -> Vec<bool> {
    let criteria = &layout.decision.criteria;
    let weighs = |at: usize| !criteria[at].share().local.is_zero();
    let mut counts: Vec<bool> = (0..criteria.len())
        .map(|at| criteria[at].leaf.is_some() && weighs(at) && vendor.result.cells[at].value.is_some())
        .collect();
    for at in (0..criteria.len()).rev() {
        if let (true, Some(parent)) = (counts[at], criteria[at].parent) {
            counts[parent] = weighs(parent);
        }
    }
    counts
}

pub(super) fn count_formula(
    layout: &Layout<'_>,
    index: usize,
    criterion: &Criterion,
    (skips, column): (u32, u16),
) -> String {
    let local = Layout::weights(index, LOCAL_SHARE);
    let counts = layout.workings.counts;
    match &criterion.leaf {
        Some(_) => {
            let skipped = at(skips + 1 + rows(index), column);
            format!("=IF(AND({local}<>0,{skipped}=0),1,0)")
        }
        None => {
            let under = layout.under(index);
            let cells = down(column, counts + rows(under.start), counts + rows(under.end) - 1);
            let sum = format!("SUMIF({},{},{cells})", Layout::weights_of(&under, UNDER), index + 1);
            format!("=IF(AND({local}<>0,{sum}>0),1,0)")
        }
    }
}

pub(super) fn share_formula(
    layout: &Layout<'_>,
    index: usize,
    criterion: &Criterion,
    (skips, column): (u32, u16),
) -> String {
    let (counts, shares) = (layout.workings.counts, layout.workings.shares);
    let everything = 0..layout.decision.criteria.len();
    let under = Layout::weights_of(&everything, UNDER);
    let cells = down(column, counts, counts + rows(everything.end) - 1);
    let parent = criterion.parent.map_or(0, |parent| parent + 1);
    let sum =
        format!("SUMPRODUCT(({under}={parent})*{cells}*{})", Layout::weights_of(&everything, LOCAL_SHARE));
    let above = criterion.parent.map_or_else(|| "1".to_owned(), |parent| at(shares + rows(parent), column));
    let plain = Layout::weights(index, GLOBAL_SHARE);
    let local = Layout::weights(index, LOCAL_SHARE);
    let counted = at(counts + rows(index), column);
    format!("=IF({}=0,{plain},IF({counted}=0,0,{above}*{local}/{sum}))", fixed(skips, column))
}
