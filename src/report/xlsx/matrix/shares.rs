//! Shares of weight where something is left out: what does not apply, or is not known and skipped.

use rust_xlsxwriter::XlsxError;

use super::name_head;
use crate::decision::Criterion;
use crate::decision::fact::DOES_NOT_APPLY;
use crate::report::xlsx::layout::{GLOBAL_SHARE, LOCAL_SHARE, Layout, SharesRows, UNDER, VendorColumn, rows};
use crate::report::xlsx::page::{SheetPage, at, down, fixed, on};
use crate::report::xlsx::style::{Look, PERCENT, PLAIN, format};
use crate::score::evaluation::{Cell, Knowledge};
use crate::score::points::shares_without;

/// Who takes over the weight of what is left out, now and once everything is known.
pub(super) fn left_out(layout: &Layout<'_>, page: &mut SheetPage) -> Result<(), XlsxError> {
    let workings = &layout.workings;
    if let Some(now) = &workings.now {
        let heads = [
            "Left out, because it is not known or does not apply (1)",
            "Counts for the vendor (1)",
            "Share of the whole for the vendor",
        ];
        shares(layout, page, now, heads, &Shares { is_final: false })?;
    }
    if let Some(finals) = &workings.finals {
        let heads = [
            "Does not apply (1)",
            "Counts for the vendor once everything is known (1)",
            "Share of the whole once everything is known",
        ];
        shares(layout, page, finals, heads, &Shares { is_final: true })?;
    }
    Ok(())
}

/// Which of the two.
struct Shares {
    /// Once everything is known.
    is_final: bool,
}

impl Shares {
    fn is_left_out(&self, cell: &Cell) -> bool {
        if self.is_final { cell.knowledge == Knowledge::NotApplicable } else { cell.value.is_none() }
    }

    /// Whether a criterion is left out for a vendor.
    fn formula(
        &self,
        layout: &Layout<'_>,
        of: &SharesRows,
        (index, criterion): (usize, &Criterion),
        column: u16,
    ) -> String {
        if self.is_final && criterion.is_group() {
            let under = layout.under(index);
            let parents = Layout::weights_of(&under, UNDER);
            let first = of.first + 1;
            let cells = down(column, first + rows(under.start), first + rows(under.end) - 1);
            return format!("=IF(SUMIF({parents},{0},{cells})=COUNTIF({parents},{0}),1,0)", index + 1);
        }
        if self.is_final && layout.may_not_apply(index) {
            return format!("=IF({}=\"{DOES_NOT_APPLY}\",1,0)", layout.fact(index, column));
        }
        if !self.is_final && !criterion.is_group() && layout.may_be_left_out(index) {
            return format!("=IF({}=\"\",1,0)", on("Matrix", &at(layout.values + rows(index), column)));
        }
        "=0".to_owned()
    }
}

fn shares(
    layout: &Layout<'_>,
    page: &mut SheetPage,
    of: &SharesRows,
    [left_out, counts, share]: [&str; 3],
    which: &Shares,
) -> Result<(), XlsxError> {
    page.line(of.first - 1, 1, left_out, Look::Block)?;
    page.text(of.first, 1, "anything", &format(Look::Name(0), PLAIN))?;
    page.line(of.counts - 1, 1, counts, Look::Block)?;
    page.line(of.shares - 1, 1, share, Look::Block)?;
    for (index, criterion) in layout.criteria() {
        for row in [of.first + 1, of.counts, of.shares] {
            name_head(page, row + rows(index), index, criterion)?;
        }
    }
    let (whole, percent) = (format(Look::Cell, PLAIN), format(Look::Cell, PERCENT));
    for (column, vendor) in layout.vendors() {
        let (counting, shares) = counting(layout, vendor, which);
        let cells = &vendor.result.cells;
        let any = cells
            .iter()
            .zip(&layout.decision.criteria)
            .any(|(cell, one)| !one.is_group() && which.is_left_out(cell));
        let last = of.first + rows(layout.decision.criteria.len());
        let formula = format!("=IF(SUM({})>0,1,0)", down(column, of.first + 1, last));
        page.formula(of.first, column, &formula, usize::from(any), &whole)?;
        for (index, criterion) in layout.criteria() {
            let is_shown = (which.is_final || !criterion.is_group()) && which.is_left_out(&cells[index]);
            let formula = which.formula(layout, of, (index, criterion), column);
            page.formula(of.first + 1 + rows(index), column, &formula, usize::from(is_shown), &whole)?;
            let formula = count_formula(layout, of, (index, criterion), column);
            page.formula(of.counts + rows(index), column, &formula, usize::from(counting[index]), &whole)?;
            let formula = share_formula(layout, of, (index, criterion), column);
            page.formula(of.shares + rows(index), column, &formula, shares[index].exact(), &percent)?;
        }
    }
    Ok(())
}

/// Whether each criterion counts for a vendor: a leaf that is not left out, a group with one under it; and the shares
/// that they have then.
fn counting(
    layout: &Layout<'_>,
    vendor: &VendorColumn<'_>,
    which: &Shares,
) -> (Vec<bool>, Vec<crate::decision::Share>) {
    let cells = &vendor.result.cells;
    shares_without(&layout.decision.criteria, &|at| which.is_left_out(&cells[at]))
}

fn count_formula(
    layout: &Layout<'_>,
    of: &SharesRows,
    (index, criterion): (usize, &Criterion),
    column: u16,
) -> String {
    let local = Layout::weights(index, LOCAL_SHARE);
    match &criterion.leaf {
        Some(_) => {
            let left_out = at(of.first + 1 + rows(index), column);
            format!("=IF(AND({local}<>0,{left_out}=0),1,0)")
        }
        None => {
            let under = layout.under(index);
            let cells = down(column, of.counts + rows(under.start), of.counts + rows(under.end) - 1);
            let sum = format!("SUMIF({},{},{cells})", Layout::weights_of(&under, UNDER), index + 1);
            format!("=IF(AND({local}<>0,{sum}>0),1,0)")
        }
    }
}

fn share_formula(
    layout: &Layout<'_>,
    of: &SharesRows,
    (index, criterion): (usize, &Criterion),
    column: u16,
) -> String {
    let everything = 0..layout.decision.criteria.len();
    let under = Layout::weights_of(&everything, UNDER);
    let cells = down(column, of.counts, of.counts + rows(everything.end) - 1);
    let parent = criterion.parent.map_or(0, |parent| parent + 1);
    let sum =
        format!("SUMPRODUCT(({under}={parent})*{cells}*{})", Layout::weights_of(&everything, LOCAL_SHARE));
    let above =
        criterion.parent.map_or_else(|| "1".to_owned(), |parent| at(of.shares + rows(parent), column));
    let plain = Layout::weights(index, GLOBAL_SHARE);
    let local = Layout::weights(index, LOCAL_SHARE);
    let counted = at(of.counts + rows(index), column);
    format!("=IF({}=0,{plain},IF({counted}=0,0,{above}*{local}/{sum}))", fixed(of.first, column))
}
