//! What each quote really costs, and what that hangs on.

use super::capital;
use crate::answers::document::{Bar, Cell, ChartKind, Section, Table, Tone};
use crate::answers::findings::Findings;
use crate::cost::assumptions::ours;
use crate::cost::money::grouped;
use crate::cost::{Costs, Money, Part, Range, VendorCost};
use crate::decision::Decision;
use crate::exact::Exact;

/// The most bars of the picture.
const MOST_BARS: usize = 25;

pub(crate) fn section(findings: &Findings<'_>) -> Option<Section> {
    let costs = findings.costs()?;
    let mut section = Section::chapter("cost", "What each quote really costs");
    section.starts_page = true;
    section.text(format!("Every quote on the same forecast. {}.", capital(&costs.terms())));
    let ranked = costs.ranked(false);
    if ranked.is_empty() {
        section.text("No quote can be turned into a cost.");
    } else {
        let shown = &ranked[..ranked.len().min(MOST_BARS)];
        section.chart("Total cost by part", said(shown), bars(shown));
        if shown.len() < ranked.len() {
            let (few, all) = (shown.len(), ranked.len());
            section.text(format!("The picture shows the {few} cheapest of {all} quotes; the table has all."));
        }
    }
    section.table(overview(&ranked));
    section.table(by_year(costs, &ranked));
    section.list(remarks(costs, &ranked));
    Some(section)
}

fn total(vendor: &VendorCost, part: Part) -> Money {
    vendor.upfront(part) + vendor.years(part).into_iter().sum()
}

fn said(ranked: &[&VendorCost]) -> String {
    let one = |vendor: &&VendorCost| {
        let total = vendor.figures.as_ref().map_or_else(String::new, |one| grouped(&one.total.likely, 0));
        format!("{} {total}", vendor.name)
    };
    format!("Total cost of each quote: {}.", ranked.iter().map(one).collect::<Vec<_>>().join(", "))
}

fn bars(ranked: &[&VendorCost]) -> ChartKind {
    let most = |vendor: &&VendorCost| vendor.figures.as_ref().map_or(0.0, |one| one.total.high.to_f64());
    let bar = |vendor: &&VendorCost| {
        let total_range = vendor.figures.as_ref().map(|figures| &figures.total);
        Bar {
            label: vendor.name.clone(),
            parts: Part::ALL.map(|part| total(vendor, part).to_f64().max(0.0)).to_vec(),
            range: total_range
                .filter(|range| range.low != range.high)
                .map(|range| [range.low.to_f64(), range.high.to_f64()]),
            shown: total_range.map_or_else(String::new, |range| grouped(&range.likely, 0)),
        }
    };
    ChartKind::Bars {
        series: Part::ALL.map(|part| part.name().to_owned()).to_vec(),
        bars: ranked.iter().map(bar).collect(),
        whole: ranked.iter().map(most).fold(0.0, f64::max),
    }
}

fn overview(ranked: &[&VendorCost]) -> Table {
    let mut table = Table::of("Total cost against the headline price")
        .numbers("#")
        .head("Vendor")
        .numbers("Total")
        .words("May be")
        .numbers("Present value")
        .numbers("A contact")
        .numbers("A resolved contact")
        .numbers("A productive hour")
        .numbers("By headline #");
    let place = |rank: Option<usize>| rank.map_or_else(String::new, |rank| rank.to_string());
    let unit = |range: &Option<Range>, digits: u32| {
        range.as_ref().map_or_else(
            || Cell::toned("not known", Tone::Doubt),
            |range| grouped(&range.likely, digits).into(),
        )
    };
    for vendor in ranked {
        let Some(figures) = &vendor.figures else { continue };
        let range = &figures.total;
        let spread = if range.low == range.high {
            Cell::toned("certain", Tone::Faint)
        } else {
            Cell::toned(format!("{} to {}", grouped(&range.low, 0), grouped(&range.high, 0)), Tone::Doubt)
        };
        let moved = vendor.rank_by_headline != vendor.rank_by_total;
        table.row(vec![
            place(vendor.rank_by_total).into(),
            Cell::toned(&vendor.name, Tone::Strong),
            Cell::toned(grouped(&range.likely, 0), Tone::Strong),
            spread,
            grouped(&figures.npv.likely, 0).into(),
            unit(&figures.per_contact, 3),
            unit(&figures.per_resolution, 3),
            unit(&figures.effective_hour, 2),
            Cell::toned(place(vendor.rank_by_headline), if moved { Tone::Doubt } else { Tone::Plain }),
        ]);
    }
    table
}

fn by_year(costs: &Costs, ranked: &[&VendorCost]) -> Table {
    let years = costs.months.div_ceil(12);
    let mut table = Table::of("Cost by year and part").head("Vendor and part").numbers("Before the start");
    for year in 1..=years {
        table = table.numbers(format!("Year {year}"));
    }
    table = table.numbers("Total");
    let shown = |money: &Money| if money.is_zero() { String::new() } else { money.shown(0) };
    for vendor in ranked {
        let mut sums = vec![Money::ZERO; years + 1];
        let mut parts = Vec::new();
        for part in Part::ALL {
            let mut amounts = vec![vendor.upfront(part)];
            amounts.extend(vendor.years(part));
            for (sum, amount) in sums.iter_mut().zip(&amounts) {
                *sum += *amount;
            }
            if amounts.iter().any(|amount| !amount.is_zero()) {
                parts.push((part, amounts));
            }
        }
        let row = |name: &str, amounts: &[Money], tone: Tone| {
            let total: Money = amounts.iter().copied().sum();
            let mut cells = vec![Cell::toned(name, tone)];
            cells.extend(amounts.iter().map(|amount| Cell::toned(shown(amount), tone)));
            cells.push(Cell::toned(shown(&total), tone));
            cells
        };
        table.row(row(&vendor.name, &sums, Tone::Strong)).is_total = true;
        for (part, amounts) in parts {
            table.row(row(part.name(), &amounts, Tone::Plain)).depth = 1;
        }
    }
    table
}

/// What a reader should know: quoted prices, what is not priced, who is not in the table.
fn remarks(costs: &Costs, ranked: &[&VendorCost]) -> Vec<String> {
    let mut remarks = Vec::new();
    for vendor in ranked {
        if !vendor.headline.is_empty() {
            remarks.push(format!("{} quotes {}.", vendor.name, vendor.headline.join("; ")));
        }
        if !vendor.silent.is_empty() {
            let things: Vec<&str> = vendor.silent.iter().map(|silent| silent.name.as_str()).collect();
            let sum: Money = vendor.silent.iter().map(|silent| silent.likely).sum();
            remarks.push(format!(
                "{} does not price {}: {} is counted for it.",
                vendor.name,
                things.join(", "),
                sum.shown(0)
            ));
        }
    }
    for vendor in costs.vendors.iter().filter(|vendor| vendor.is_invited) {
        remarks.extend(
            vendor.unknown.iter().map(|why| format!("{}: the cost is not known: {why}.", vendor.name)),
        );
    }
    remarks
}

pub(crate) fn assumptions(decision: &Decision) -> Option<Section> {
    let basis = decision.cost.as_ref()?;
    let mut section = Section::chapter("assumptions", "Assumptions");
    section.text("What the costs hang on besides the quotes. Each can be changed in the criteria file.");
    let mut table = Table::of("Assumptions behind the costs")
        .head("What")
        .numbers("Low")
        .numbers("Likely")
        .numbers("High")
        .words("Unit")
        .words("Source");
    let shown = |number: &Exact| grouped(number, number.decimals(6));
    for one in ours(basis) {
        let end = |number: &Exact| if one.value.is_range() { shown(number) } else { String::new() };
        table.row(vec![
            one.name.as_str().into(),
            end(&one.value.low).into(),
            shown(&one.value.likely).into(),
            end(&one.value.high).into(),
            one.unit.as_str().into(),
            one.value.evidence.cited().into(),
        ]);
    }
    section.table(table);
    Some(section)
}
