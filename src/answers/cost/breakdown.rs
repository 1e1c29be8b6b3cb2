//! What one vendor's quote costs: line by line, year by year, and how each line comes about.

use std::collections::BTreeMap;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::words::{amount, figures_texts};
use super::{Costing, automation, by_year, clauses, outbound, work};
use crate::answers::Answer;
use crate::answers::document::{Cell, Section, Table, Tone};
use crate::answers::records::{Field, Records};
use crate::cost::money::grouped;
use crate::cost::{CostLine, CostPart, CostStep, Money, VendorCost};
use crate::exact::Exact;
use crate::score::Evaluation;

/// The most digits after the point of a factor.
const FACTOR_DIGITS: u32 = 6;

/// What one vendor's quote costs.
#[derive(Clone, Copy, Debug)]
pub struct CostBreakdown<'a> {
    pub(super) costing: Costing<'a>,
    pub(super) vendor: &'a VendorCost,
    /// Whether it tells how each line comes about.
    pub(super) is_explained: bool,
}

impl Serialize for CostBreakdown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut breakdown = serializer.serialize_struct("CostBreakdown", 2)?;
        breakdown.serialize_field("currency", &self.costing.costs.currency)?;
        breakdown.serialize_field("vendor", self.vendor)?;
        breakdown.end()
    }
}

impl Answer for CostBreakdown<'_> {
    const QUESTION: &'static str = "cost-vendor";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.costing.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let CostBreakdown { costing, vendor, .. } = self;
        let mut sections = vec![self.front()];
        let mut list = |id: &str, title: &str, points: Vec<String>| {
            if !points.is_empty() {
                let mut section = Section::chapter(id, title);
                section.list(points);
                sections.push(section);
            }
        };
        let figures = vendor.figures.as_ref();
        let said = figures.map_or_else(Vec::new, |figures| figures_texts(costing.costs, vendor, figures));
        list("figures", "What it comes to", said);
        list(
            "work",
            "How it works",
            [
                work::remarks(vendor),
                automation::remarks(vendor),
                clauses::remarks(vendor),
                outbound::remarks(vendor, costing.costs.months),
            ]
            .concat(),
        );
        list("silent", CostPart::Silent.name(), self.silent());
        list("notes", "Notes", vendor.notes.iter().map(|note| note.text.clone()).collect());
        if figures.is_some() {
            let mut section = Section::chapter("years", "By year");
            section.table(work::table(&[*vendor])).table(automation::table(&[*vendor]));
            section.table(outbound::table(&[*vendor])).table(self.years());
            sections.push(section);
        }
        if self.is_explained {
            let mut section = Section::chapter("lines", "How each line comes about");
            section.table(explanation(vendor));
            sections.push(section);
        }
        sections
    }

    /// A record for each month of each line; month 0 is what is paid before the start.
    fn records(&self) -> Records {
        let head = ["vendor", "part", "line", "name", "month", "amount"];
        let records = self.vendor.lines.iter().flat_map(|line| {
            let amounts = std::iter::once(line.upfront).chain(line.months.iter().copied());
            amounts.enumerate().map(move |(month, amount)| {
                vec![
                    Field::Text(self.vendor.id.to_string()),
                    Field::Text(line.part.word().to_owned()),
                    Field::Text(line.id.clone()),
                    Field::Text(line.name.clone()),
                    Field::number(Some(month)),
                    Field::number(Some(amount.to_exact())),
                ]
            })
        });
        Records::new(head, records)
    }
}

impl CostBreakdown<'_> {
    /// Who it is, how costs are counted, and what was quoted.
    fn front(&self) -> Section {
        let mut front = Section::front(&self.vendor.name);
        front.text(self.costing.costs.terms());
        if !self.vendor.headline.is_empty() {
            front.text(format!("Quoted: {}", self.vendor.headline.join("; ")));
        }
        if let Some(unknown) = &self.vendor.unknown {
            front.text(format!("What it costs is not known: {unknown}"));
        }
        front
    }

    /// What the quote is silent about.
    fn silent(&self) -> Vec<String> {
        let silent = self.vendor.silent.iter().map(|silent| {
            let how = if silent.is_said { "left out by the quote" } else { "not mentioned" };
            format!("{}: {how}; {} is counted for it", silent.name, silent.likely.text(0))
        });
        silent.collect()
    }

    fn years(&self) -> Table {
        let caption = self.costing.in_currency("Cost by year and line");
        let mut table = Table::of(caption).head("Part and line").numbers("Before start");
        for year in 1..=self.costing.years() {
            table = table.numbers(format!("Year {year}"));
        }
        table = table.numbers("Total");
        let cells = |name: &str, tone: Tone, amounts: &[Money]| {
            let total: Money = amounts.iter().copied().sum();
            let amounts = amounts.iter().map(|money| amount(*money)).chain([total.text(0)]);
            std::iter::once(name.to_owned()).chain(amounts).map(|text| Cell::toned(text, tone)).collect()
        };
        let mut sums = vec![Money::ZERO; self.costing.years() + 1];
        for part in CostPart::ALL {
            let lines = || self.vendor.lines.iter().filter(move |line| line.part == part);
            if lines().next().is_none() {
                continue;
            }
            let of_part = by_year(self.vendor, part);
            sums.iter_mut().zip(&of_part).for_each(|(sum, amount)| *sum += *amount);
            table.row(cells(part.name(), Tone::Strong, &of_part)).is_total = true;
            for line in lines() {
                let of_line: Vec<Money> = std::iter::once(line.upfront).chain(line.years()).collect();
                table.row(cells(&line.name, Tone::Plain, &of_line)).depth = 1;
            }
        }
        table.row(cells("Total", Tone::Strong, &sums)).is_total = true;
        table
    }
}

/// Every formula with its numbers, under the line that it belongs to.
pub(super) fn explanation(vendor: &VendorCost) -> Table {
    let mut table = Table::of("How each line comes about").head("Line").words("How").numbers("Amount");
    let is_nothing = |line: &CostLine| line.total().is_zero() && line.upfront.is_zero();
    for line in vendor.lines.iter().filter(|line| !is_nothing(line)) {
        let part = Cell::toned(line.part.name(), Tone::Faint);
        let total = Cell::toned(line.total().text(2), Tone::Strong);
        table.row(vec![Cell::toned(&line.name, Tone::Strong), part, total]).is_total = true;
        for step in &line.steps {
            let amount = step.amount.text(2);
            table.row(vec![when(step).into(), formula(step).into(), amount.into()]).depth = 1;
        }
    }
    table
}

/// `Year 2`, `Months 3 to 14`, `Before the start`.
fn when(step: &CostStep) -> String {
    match (step.first_month, step.last_month) {
        (Some(first), Some(last)) if first.is_multiple_of(12) && last == first + 11 => {
            format!("Year {}", first / 12 + 1)
        }
        (Some(first), Some(last)) if first == last => format!("Month {}", first + 1),
        (Some(first), Some(last)) => format!("Months {} to {}", first + 1, last + 1),
        _ => "Before the start".to_owned(),
    }
}

/// `81 885 productive hours x 16.50 (a productive hour) x 1.04 (index)`.
fn formula(step: &CostStep) -> String {
    let factor = |(name, factor): &(String, Exact)| {
        format!("{} ({name})", grouped(factor, factor.decimals(FACTOR_DIGITS).min(FACTOR_DIGITS)))
    };
    let factors: Vec<String> = step.factors.iter().map(factor).collect();
    let product = if step.is_product() {
        format!(" x {}", factors.join(" x "))
    } else if factors.is_empty() {
        ", by the price list".to_owned()
    } else {
        format!(", by the price list, with {}", factors.join(", "))
    };
    let mut months_of: BTreeMap<&str, usize> = BTreeMap::new();
    for remark in &step.remarks {
        *months_of.entry(remark).or_default() += 1;
    }
    let remark = |(remark, months): (&str, usize)| {
        let unit = if months == 1 { "month" } else { "months" };
        format!("; {months} {unit} {remark}")
    };
    let remarks: String = months_of.into_iter().map(remark).collect();
    let quantity = grouped(&step.quantity, step.quantity.decimals(2));
    format!("{quantity} {}{product}{remarks}", step.unit)
}
