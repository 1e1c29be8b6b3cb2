//! All quotes beside each other: total against headline.

use serde::{Serialize, Serializer};

use super::breakdown::explanation;
use super::words::{amount, headline_place, left_out, not_priced, of_contact, of_hour, place, range, whole};
use super::{Costing, automation, by_year, clauses, outbound, work};
use crate::answers::document::{Bar, Bars, Cell, ChartKind, Section, Table, Tone};
use crate::answers::records::{Field, Records};
use crate::answers::{Answer, Findings, capital};
use crate::cost::{CostLine, CostPart, Figures, Money, Range, VendorCost};
use crate::score::Evaluation;

/// The most bars of the picture.
const MOST_BARS: usize = 25;
/// What the columns of the headline are.
const HEADLINE: &str = "Headline: the price lines alone, for a contact, and the place that they would give.";

/// What each quote really costs.
#[derive(Clone, Copy, Debug)]
pub struct CostOverview<'a> {
    pub(super) costing: Costing<'a>,
    /// Whether it tells how each line comes about.
    pub(super) is_explained: bool,
}

impl Serialize for CostOverview<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.costing.costs.serialize(serializer)
    }
}

impl Answer for CostOverview<'_> {
    const QUESTION: &'static str = "cost";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.costing.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let mut section = opening(&self.costing);
        section.table(overview(&self.costing));
        section.table(work::table(&self.costing.costs.ranked(false)));
        section.table(automation::table(&self.costing.costs.ranked(false)));
        section.table(outbound::table(&self.costing.costs.ranked(false)));
        section.list(remarks(&self.costing, true));
        let mut sections = vec![Section::front(&self.costing.decision.title), section];
        if self.is_explained {
            sections.extend(self.costing.costs.vendors.iter().map(explained));
        }
        sections
    }

    fn records(&self) -> Records {
        records(&self.costing)
    }
}

/// How the lines of a quote come about.
fn explained(vendor: &VendorCost) -> Section {
    let mut section = Section::chapter(&format!("lines-{}", vendor.id), &vendor.name);
    section.table(explanation(vendor));
    section
}

/// What the quotes cost as a chapter of a report; none where that cannot be told.
pub(crate) fn section(findings: &Findings<'_>) -> Option<Section> {
    let costing = Costing::new(findings).ok()?;
    let mut section = opening(&costing);
    section.starts_page = true;
    let ranked = costing.costs.ranked(false);
    if !ranked.is_empty() {
        let shown = &ranked[..ranked.len().min(MOST_BARS)];
        section.chart("Total cost by part", bars_text(shown), bars(shown));
        if shown.len() < ranked.len() {
            let (few, all) = (shown.len(), ranked.len());
            section.text(format!("The picture shows the {few} cheapest of {all} quotes; the table has all."));
        }
    }
    section.table(overview(&costing)).table(work::table(&costing.costs.ranked(false)));
    section.table(outbound::table(&costing.costs.ranked(false)));
    section.table(years(&costing)).list(remarks(&costing, false));
    Some(section)
}

/// The section with how the costs are counted.
fn opening(costing: &Costing<'_>) -> Section {
    let mut section = Section::chapter("cost", "What each quote really costs");
    section.text(format!("Every quote on the same forecast. {}.", capital(&costing.costs.terms())));
    if costing.costs.ranked(false).is_empty() {
        section.text("No quote can be turned into a cost.");
    }
    section
}

fn total(vendor: &VendorCost, part: CostPart) -> Money {
    by_year(vendor, part).into_iter().sum()
}

fn bars_text(ranked: &[&VendorCost]) -> String {
    let one = |vendor: &&VendorCost| {
        let total = vendor.figures.as_ref().map_or_else(String::new, |one| whole(&one.total.likely));
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
            parts: CostPart::ALL.map(|part| total(vendor, part).to_f64().max(0.0)).to_vec(),
            range: total_range
                .filter(|range| range.low != range.high)
                .map(|range| [range.low.to_f64(), range.high.to_f64()]),
            shown: total_range.map_or_else(String::new, |range| whole(&range.likely)),
        }
    };
    ChartKind::Bars {
        series: CostPart::ALL.map(|part| part.name().to_owned()).to_vec(),
        bars: ranked.iter().map(bar).collect(),
        whole: ranked.iter().map(most).fold(0.0, f64::max),
    }
}

fn overview(costing: &Costing<'_>) -> Table {
    let unit = |name: &str| costing.unit(name);
    let mut table = Table::of(costing.in_currency("Total cost against the headline price"))
        .numbers("#")
        .head("Vendor")
        .numbers(unit("Total"))
        .with_bars(Bars::Right)
        .numbers("Range")
        .numbers(unit("Present value"))
        .if_room()
        .numbers(unit("A contact"))
        .numbers(unit("Headline"))
        .numbers("Headline #")
        .numbers(unit("A resolved contact"))
        .if_room()
        .numbers(unit("A productive hour"))
        .if_room();
    let ranked = costing.costs.ranked(false);
    let ranked = || ranked.iter().filter_map(|vendor| Some((vendor, vendor.figures.as_ref()?)));
    let dearest =
        ranked().map(|(_, figures)| figures.total.likely.to_f64()).fold(f64::MIN_POSITIVE, f64::max);
    for (vendor, figures) in ranked() {
        let total = &figures.total.likely;
        table.row(vec![
            Cell::toned(place(vendor.rank_by_total), Tone::Strong),
            Cell::toned(&vendor.name, Tone::Strong),
            Cell::toned(whole(total), Tone::Strong).with_bar(total.to_f64() / dearest),
            range(&figures.total),
            whole(&figures.npv.likely).into(),
            of_contact(figures.per_contact.as_ref()),
            of_contact(figures.headline_per_contact.as_ref()),
            headline_place(vendor),
            of_contact(figures.per_resolution.as_ref()),
            of_hour(figures.effective_hour.as_ref()),
        ]);
    }
    table
}

/// What each vendor costs year by year, with the parts of it.
fn years(costing: &Costing<'_>) -> Table {
    let caption = costing.in_currency("Cost by year and part");
    let mut table = Table::of(caption).head("Vendor and part").numbers("Before the start");
    for year in 1..=costing.years() {
        table = table.numbers(format!("Year {year}"));
    }
    table = table.numbers("Total");
    let row = |name: &str, amounts: &[Money], tone: Tone| {
        let total: Money = amounts.iter().copied().sum();
        let amounts = amounts.iter().copied().chain([total]).map(|money| Cell::toned(amount(money), tone));
        std::iter::once(Cell::toned(name, tone)).chain(amounts).collect()
    };
    for vendor in costing.costs.ranked(false) {
        let mut sums = vec![Money::ZERO; costing.years() + 1];
        let mut parts = Vec::new();
        for part in CostPart::ALL {
            let mut amounts = by_year(vendor, part);
            amounts.resize(sums.len(), Money::ZERO);
            sums.iter_mut().zip(&amounts).for_each(|(sum, amount)| *sum += *amount);
            if amounts.iter().any(|amount| !amount.is_zero()) {
                parts.push((part, amounts));
            }
        }
        table.row(row(&vendor.name, &sums, Tone::Strong)).is_total = true;
        for (part, amounts) in parts {
            table.row(row(part.name(), &amounts, Tone::Plain)).depth = 1;
        }
    }
    table
}

/// What a reader should know: quoted prices, what is not priced, who is not in the table.
///
/// - `with_bots`: whether bots are told of; a report has a chapter of its own for them.
fn remarks(costing: &Costing<'_>, with_bots: bool) -> Vec<String> {
    let mut remarks = vec![HEADLINE.to_owned()];
    for vendor in costing.costs.ranked(false) {
        if !vendor.headline.is_empty() {
            remarks.push(format!("{} quotes {}.", vendor.name, vendor.headline.join("; ")));
        }
        remarks.extend(not_priced(vendor));
        remarks.extend(work::remarks(vendor));
        if with_bots {
            remarks.extend(automation::remarks(vendor));
        }
        remarks.extend(clauses::remarks(vendor));
        remarks.extend(outbound::remarks(vendor, costing.costs.months));
    }
    remarks.extend(costing.costs.vendors.iter().filter_map(left_out));
    remarks
}

/// The figures of a quote as records name them, each with its lowest and highest.
type Figure = (&'static str, fn(&Figures) -> Option<&Range>);
const FIGURES: [Figure; 7] = [
    ("total", |figures| Some(&figures.total)),
    ("npv", |figures| Some(&figures.npv)),
    ("invoice", |figures| Some(&figures.invoice)),
    ("headline_per_contact", |figures| figures.headline_per_contact.as_ref()),
    ("per_contact", |figures| figures.per_contact.as_ref()),
    ("per_resolution", |figures| figures.per_resolution.as_ref()),
    ("effective_hour", |figures| figures.effective_hour.as_ref()),
];

/// Those of decisions that say something of repeats, or of lists that are called.
const OF_REPEATS: [Figure; 5] = [
    ("per_sale", |figures| figures.per_sale.as_ref()),
    ("per_issue", |figures| figures.per_issue.as_ref()),
    ("per_resolved_issue", |figures| figures.per_resolved_issue.as_ref()),
    ("per_bot_resolution", |figures| figures.per_bot_resolution.as_ref()),
    ("bot_share", |figures| figures.bot_share.as_ref()),
];

fn records(costing: &Costing<'_>) -> Records {
    let mut head =
        ["vendor", "name", "rank_by_total", "rank_by_headline", "currency"].map(str::to_owned).to_vec();
    for (name, _) in shown_figures(costing) {
        head.extend([name.to_owned(), format!("{name}_low"), format!("{name}_high")]);
    }
    head.extend(CostPart::ALL.map(|part| format!("part_{}", part.word())));
    head.extend(["headline", "silent", "unknown"].map(str::to_owned));
    let costs = costing.costs;
    let figures = shown_figures(costing);
    Records::new(head, costs.vendors.iter().map(|vendor| record(vendor, &figures, costs.currency.as_deref())))
}

/// The figures that are known of anybody, and those of every decision.
fn shown_figures(costing: &Costing<'_>) -> Vec<Figure> {
    let is_known = |of: fn(&Figures) -> Option<&Range>| {
        costing
            .costs
            .vendors
            .iter()
            .filter_map(|vendor| vendor.figures.as_ref())
            .any(|figures| of(figures).is_some())
    };
    FIGURES.into_iter().chain(OF_REPEATS.into_iter().filter(|(_, of)| is_known(*of))).collect()
}

fn record(vendor: &VendorCost, shown: &[Figure], currency: Option<&str>) -> Vec<Field> {
    let mut fields = vec![
        Field::Text(vendor.id.to_string()),
        Field::Text(vendor.name.clone()),
        Field::number(vendor.rank_by_total),
        Field::number(vendor.rank_by_headline),
        Field::text(currency),
    ];
    let figures = vendor.figures.as_ref();
    for (_, of) in shown {
        let range = figures.and_then(of);
        let ends = range.map(|range| [&range.likely, &range.low, &range.high]);
        fields.extend((0..3).map(|at| Field::number(ends.map(|ends| ends[at]))));
    }
    for part in CostPart::ALL {
        let sum: Money = vendor.lines.iter().filter(|line| line.part == part).map(CostLine::total).sum();
        fields.push(Field::number(figures.map(|_| sum)));
    }
    let silent: Vec<&str> = vendor.silent.iter().map(|silent| silent.id.as_str()).collect();
    fields.extend([
        Field::Text(vendor.headline.join("; ")),
        Field::Text(silent.join("; ")),
        Field::text(vendor.unknown.clone()),
    ]);
    fields
}
