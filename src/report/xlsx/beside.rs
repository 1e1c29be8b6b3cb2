//! What stands beside the costs on their sheet: how vendors work, their bots, lists that are called, and what all of that is
//! worth. What adds up or divides follows the numbers beside it; the rest is as it was worked out.

use rust_xlsxwriter::XlsxError;

use super::layout::{Layout, rows};
use super::page::{BODY, Content, SheetPage, at};
use super::style::{Look, MONEY, PLAIN, format};
use crate::answers::cost::{Costing, points_for_money};
use crate::cost::{Benefits, Range, VendorCost};
use crate::exact::Exact;

/// Digits of shares, seconds and the like.
const NUMBER: &str = "#,##0.00";
const WHOLE: &str = "#,##0";

/// Everything that stands beside the costs.
///
/// - `place`: the first free row, and the column of totals in the table above.
/// - `vendors`: in the order of that table.
pub(super) fn beside(
    layout: &Layout<'_>,
    page: &mut SheetPage,
    (mut row, total): (u32, u16),
    vendors: &[&VendorCost],
) -> Result<(), XlsxError> {
    row = work(page, row, vendors)?;
    row = bots(page, row, vendors)?;
    row = lists(page, row, vendors)?;
    if vendors.iter().any(|vendor| vendor.worth.is_some()) {
        row = worth(page, (row, total), vendors)?;
        points(layout, page, (row, total), vendors)?;
    }
    Ok(())
}

/// A block with its heads; gives the row below them.
fn open(page: &mut SheetPage, row: u32, title: &str, heads: &[&str]) -> Result<u32, XlsxError> {
    page.line(row, 0, title, Look::Block)?;
    page.heads(row + 1, heads)?;
    Ok(row + 2)
}

/// A row: whose it is, of what, and numbers each with its format.
fn numbers(
    page: &mut SheetPage,
    row: u32,
    (name, of): (&str, &str),
    cells: &[(Content, &'static str)],
) -> Result<(), XlsxError> {
    page.text(row, 0, name, &format(Look::Name(0), PLAIN))?;
    page.text(row, 1, of, &format(Look::Cell, PLAIN))?;
    (2..).zip(cells).try_for_each(|(column, (said, number))| {
        page.put(row, column, said.clone(), &format(Look::Cell, number))
    })
}

fn known(number: Option<&Exact>) -> Content {
    number.map_or_else(|| Content::from("not known"), Content::from)
}

fn work(page: &mut SheetPage, row: u32, vendors: &[&VendorCost]) -> Result<u32, XlsxError> {
    if vendors.iter().all(|vendor| vendor.work.is_empty()) {
        return Ok(row);
    }
    let heads =
        ["Vendor", "Channel", "Contacts", "Repeats", "Contacts an issue", "Handle time s", "Peak agents"];
    let mut row = open(page, row, "How each vendor works, as it was worked out", &heads)?;
    for (vendor, work) in vendors.iter().flat_map(|vendor| vendor.work.iter().map(move |work| (vendor, work)))
    {
        let cells = [
            (Content::from(&work.contacts), WHOLE),
            (known(work.repeats.as_ref()), WHOLE),
            (known(work.contacts_per_issue.as_ref()), "0.000"),
            (Content::from(&work.aht_seconds), WHOLE),
            (Content::from(&Exact::from(work.peak_agents)), WHOLE),
        ];
        numbers(page, row, (&vendor.name, &work.name), &cells)?;
        row += 1;
    }
    Ok(row + 1)
}

fn bots(page: &mut SheetPage, row: u32, vendors: &[&VendorCost]) -> Result<u32, XlsxError> {
    if vendors.iter().all(|vendor| vendor.bots.is_empty()) {
        return Ok(row);
    }
    let heads = [
        "Vendor",
        "Bot",
        "Sessions",
        "Contained",
        "Solved",
        "To people",
        "Peak agents without",
        "Peak agents with",
        "A solved one",
        "Pays from %",
    ];
    let mut row = open(page, row, "Automation, as it was worked out", &heads)?;
    for (vendor, bot) in vendors.iter().flat_map(|vendor| vendor.bots.iter().map(move |bot| (vendor, bot))) {
        let [before, after] = bot.peak_agents.map(Exact::from);
        let cells = [
            (Content::from(&bot.sessions), WHOLE),
            (Content::from(&bot.contained), WHOLE),
            (Content::from(&bot.solved), WHOLE),
            (Content::from(&bot.to_people), WHOLE),
            (Content::from(&before), WHOLE),
            (Content::from(&after), WHOLE),
            (known(bot.per_solved.as_ref()), NUMBER),
            (Content::from(bot.containment.as_ref().and_then(|pays| pays.at.as_ref())), "0.0"),
        ];
        numbers(page, row, (&vendor.name, &bot.id), &cells)?;
        row += 1;
    }
    Ok(row + 1)
}

fn lists(page: &mut SheetPage, row: u32, vendors: &[&VendorCost]) -> Result<u32, XlsxError> {
    if vendors.iter().all(|vendor| vendor.lists.is_empty()) {
        return Ok(row);
    }
    let heads = [
        "Vendor",
        "List",
        "Attempts",
        "Reached",
        "Sales that stay",
        "Hours",
        "Paid",
        "Months to the end",
        "A sale that stays",
    ];
    let mut row = open(page, row, "Lists that are called, as it was worked out", &heads)?;
    for (vendor, list) in
        vendors.iter().flat_map(|vendor| vendor.lists.iter().map(move |list| (vendor, list)))
    {
        let cells = [
            (Content::from(&list.attempts), WHOLE),
            (Content::from(&list.right), WHOLE),
            (known(list.net_sales.as_ref()), WHOLE),
            (Content::from(&list.hours), WHOLE),
            (Content::from(&list.paid.to_exact()), MONEY),
            (Content::from(list.exhausted_after.as_ref()), "0.0"),
        ];
        numbers(page, row, (&vendor.name, &list.name), &cells)?;
        let each = format!("=IF({sales}=0,\"\",{paid}/{sales})", sales = at(row, 4), paid = at(row, 6));
        let look = format(Look::Cell, NUMBER);
        match &list.per_net_sale {
            Some(said) => page.formula(row, 8, &each, said, &look)?,
            None => page.put(row, 8, known(None), &look)?,
        }
        row += 1;
    }
    Ok(row + 1)
}

/// What vendors bring beside their cost: benefit, net and return follow the numbers beside them.
fn worth(page: &mut SheetPage, (row, total): (u32, u16), vendors: &[&VendorCost]) -> Result<u32, XlsxError> {
    let told: Vec<(u32, &VendorCost, &Benefits)> = (BODY..)
        .zip(vendors)
        .filter_map(|(row, vendor)| Some((row, *vendor, vendor.worth.as_deref()?)))
        .collect();
    let brings: Vec<&str> = told
        .first()
        .map_or_else(Vec::new, |(.., worth)| worth.rows.iter().map(|one| one.name.as_str()).collect());
    let mut heads = vec!["Vendor", "", "Total"];
    heads.extend(&brings);
    heads.extend([
        "Benefit",
        "Saving",
        "Net",
        "Lowest net",
        "Highest net",
        "Spent first",
        "Return",
        "Back after months",
        "Customers who leave",
    ]);
    let title = "What it is worth: benefit, net and return follow the numbers beside them; what vendors bring, what is saved, \
                 when it is back and who leaves are as they were worked out";
    let mut row = open(page, row, title, &heads)?;
    let money = format(Look::Cell, MONEY);
    for (above, vendor, worth) in told {
        page.text(row, 0, &vendor.name, &format(Look::Name(0), PLAIN))?;
        page.text(row, 1, if worth.is_baseline { "baseline" } else { "" }, &format(Look::Faint, PLAIN))?;
        let figures = vendor.figures.as_ref().map(|figures| &figures.total.likely);
        page.formula(row, 2, &format!("={}", at(above, total)), figures, &money)?;
        let likely = |range: Option<&Range>| known(range.map(|range| &range.likely));
        for (column, one) in (3..).zip(&worth.rows) {
            page.put(row, column, likely(one.money.as_ref()), &money)?;
        }
        let benefit = 3 + u16::try_from(worth.rows.len()).unwrap_or(u16::MAX / 2);
        let sum = format!("=SUM({}:{})", at(row, 3), at(row, benefit - 1));
        match &worth.benefit {
            Some(said) => page.formula(row, benefit, &sum, &said.likely, &money)?,
            None if worth.rows.is_empty() => page.text(row, benefit, "", &money)?,
            None => page.put(row, benefit, known(None), &money)?,
        }
        page.put(
            row,
            benefit + 1,
            Content::from(worth.saving.as_ref().map(|saving| &saving.likely)),
            &money,
        )?;
        let net = match &worth.saving {
            Some(_) => format!("=SUM({}:{})", at(row, benefit), at(row, benefit + 1)),
            None => format!("={}-{}", at(row, benefit), at(row, 2)),
        };
        match &worth.net {
            Some(said) => page.formula(row, benefit + 2, &net, &said.likely, &format(Look::Strong, MONEY))?,
            None => page.put(row, benefit + 2, known(None), &money)?,
        }
        let end = |of: fn(&Range) -> &Exact| Content::from(worth.net.as_ref().map(of));
        page.put(row, benefit + 3, end(|net| &net.low), &money)?;
        page.put(row, benefit + 4, end(|net| &net.high), &money)?;
        page.put(row, benefit + 5, Content::from(worth.upfront.as_ref().map(|first| &first.likely)), &money)?;
        let share = format(Look::Cell, "0.0%");
        if let Some(roi) = &worth.roi {
            let returned = format!("={}/{}", at(row, benefit + 2), at(row, benefit + 5));
            page.formula(row, benefit + 6, &returned, &roi.likely, &share)?;
        } else {
            page.text(row, benefit + 6, "", &share)?;
        }
        let months = worth.payback_months.as_ref();
        let back = months.map(|months| {
            months.likely.as_ref().map_or_else(|| Content::from("not within the term"), Content::from)
        });
        page.put(row, benefit + 7, back, &format(Look::Cell, "0.0"))?;
        let leave = worth.lost_customers.as_ref().map(|lost| &lost.likely);
        page.put(row, benefit + 8, Content::from(leave), &format(Look::Cell, WHOLE))?;
        row += 1;
    }
    Ok(row + 1)
}

/// Points for money: what a point costs follows points and totals.
fn points(
    layout: &Layout<'_>,
    page: &mut SheetPage,
    (row, total): (u32, u16),
    vendors: &[&VendorCost],
) -> Result<u32, XlsxError> {
    let Ok(costing) = Costing::new(layout.findings) else { return Ok(row) };
    let heads = [
        "Vendor",
        "",
        "Points that are no price",
        "Total",
        "A point",
        "Points a million",
        "Most for its money",
    ];
    let mut row =
        open(page, row, "Points for money: what a point costs follows the numbers beside it", &heads)?;
    for one in points_for_money(costing) {
        let above = vendors.iter().position(|vendor| vendor.id == one.id).map_or(BODY, |at| BODY + rows(at));
        numbers(page, row, (&one.name, ""), &[(Content::from(&one.points), NUMBER)])?;
        let money = format(Look::Cell, MONEY);
        page.formula(row, 3, &format!("={}", at(above, total)), &one.total, &money)?;
        let (points, paid) = (at(row, 2), at(row, 3));
        if let Some(each) = &one.money_a_point {
            page.formula(row, 4, &format!("={paid}/{points}"), each, &format(Look::Cell, NUMBER))?;
        }
        if let Some(each) = &one.points_a_million {
            let formula = format!("={points}*1000000/{paid}");
            page.formula(row, 5, &formula, each, &format(Look::Cell, NUMBER))?;
        }
        page.text(row, 6, if one.is_efficient { "yes" } else { "" }, &format(Look::Cell, PLAIN))?;
        row += 1;
    }
    Ok(row)
}
