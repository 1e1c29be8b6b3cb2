//! Cost curves over one number, and where vendors change places.

use serde::{Serialize, Serializer};

use super::Costing;
use super::words::whole;
use crate::answers::Answer;
use crate::answers::document::{Cell, Section, Table, Tone};
use crate::answers::records::{Field, Records};
use crate::cost::Money;
use crate::cost::sweep::{Bite, Crossing, Curve, Lever, Sweep, SweepError, sweep};
use crate::exact::Exact;
use crate::score::Evaluation;

/// What the quotes cost when one number turns out otherwise.
#[derive(Clone, Debug)]
pub struct CostSweep<'a> {
    costing: Costing<'a>,
    sweep: Sweep,
}

impl<'a> Costing<'a> {
    /// Moves one number of the forecast up and down.
    ///
    /// # Errors
    /// [`SweepError`].
    pub fn sweep(self, lever: Lever) -> Result<CostSweep<'a>, SweepError> {
        let sweep = sweep(self.basis, &self.decision.vendors, lever, &|| true)?;
        Ok(CostSweep { costing: self, sweep })
    }
}

impl Serialize for CostSweep<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.sweep.serialize(serializer)
    }
}

impl Answer for CostSweep<'_> {
    const QUESTION: &'static str = "cost-sweep";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.costing.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let mut front = Section::front(self.title());
        front.table(self.table()).list(self.left_out());
        let mut crossings = Section::chapter("crossings", "Where one becomes cheaper than another");
        if self.sweep.crossings.is_empty() {
            crossings.text("Nowhere in this range.");
        }
        crossings.list(self.sweep.crossings.iter().map(|one| self.crossing_text(one)).collect());
        let mut sections = vec![front, crossings];
        if !self.sweep.bites.is_empty() {
            let mut bites = Section::chapter("bites", "Where tiers, minimums and baselines bite");
            bites.list(self.sweep.bites.iter().map(|one| self.bite_text(one)).collect());
            sections.push(bites);
        }
        sections
    }

    fn records(&self) -> Records {
        let head = ["moved", "move", "vendor", "name", "total", "per_contact"];
        let sweep = &self.sweep;
        let records = sweep.curves.iter().flat_map(|curve| {
            sweep.grid.iter().enumerate().map(move |(at, step)| {
                vec![
                    Field::Text(sweep.moved.word().to_owned()),
                    Field::number(Some(step)),
                    Field::Text(curve.vendor.to_string()),
                    Field::Text(curve.name.clone()),
                    Field::number(curve.totals[at].map(Money::to_exact)),
                    Field::number(curve.per_contact[at].as_ref()),
                ]
            })
        });
        Records::new(head, records)
    }
}

impl CostSweep<'_> {
    fn title(&self) -> String {
        let currency = self.costing.costs.currency.as_deref().unwrap_or_default();
        let moved = self.sweep.moved;
        let (name, does, unit) = (moved.name(), moved.moves(), moved.unit());
        format!("Total in thousand {currency} when {name} {does} by so many {unit}")
    }

    fn table(&self) -> Table {
        let Sweep { grid, curves, .. } = &self.sweep;
        // Every other move, so that the table fits; the forecast itself is always there.
        let shown = || (0..grid.len()).step_by(2);
        let mut table = Table::of("Total at each move; ◄ is the lowest").head("Vendor");
        for at in shown() {
            table = table.numbers(signed(&grid[at]));
        }
        for curve in curves {
            let total = |at: usize| {
                let Some(total) = curve.totals[at] else { return Cell::toned("–", Tone::Faint) };
                let thousand = whole(&total.over(&Exact::from(1_000)).unwrap_or_default());
                if curves.iter().all(|other| other.totals[at].is_none_or(|other| other >= total)) {
                    Cell::toned(format!("{thousand}◄"), Tone::Good)
                } else {
                    thousand.into()
                }
            };
            let name = Cell::toned(&curve.name, Tone::Strong);
            table.row(std::iter::once(name).chain(shown().map(total)).collect());
        }
        table
    }

    /// Where which vendor's cost cannot be told, and why.
    fn left_out(&self) -> Vec<String> {
        let unit = self.sweep.moved.unit();
        let of_curve = |curve: &Curve| {
            let moves = self.sweep.grid.iter().zip(&curve.totals).filter(|(_, total)| total.is_none());
            let moves: Vec<String> = moves.map(|(step, _)| signed(step)).collect();
            let why = curve.unknown.as_ref()?;
            Some(format!("{} at {} {unit}: not known: {why}", curve.name, moves.join(", ")))
        };
        self.sweep.curves.iter().filter_map(of_curve).collect()
    }

    fn crossing_text(&self, crossing: &Crossing) -> String {
        let costs = self.costing.costs;
        let name = |id: &str| costs.vendor(id).map_or(id, |vendor| vendor.name.as_str()).to_owned();
        let about = if crossing.is_exact { "" } else { "about " };
        format!(
            "At {about}{} {}: {} is cheaper below, {} above",
            signed_short(&crossing.at),
            self.sweep.moved.unit(),
            name(crossing.below.as_str()),
            name(crossing.above.as_str())
        )
    }

    fn bite_text(&self, bite: &Bite) -> String {
        let unit = self.sweep.moved.unit();
        let forecast = self.sweep.grid.iter().position(Exact::is_zero).unwrap_or(0);
        let comes_in_upwards = bite.months.first() < bite.months.last();
        let at = match bite.at.as_ref().map(signed_short) {
            None => "over the whole range".to_owned(),
            Some(at) if comes_in_upwards => format!("from {at} {unit} on"),
            Some(at) => format!("up to {at} {unit}"),
        };
        let Bite { name, line, what, months, .. } = bite;
        let months = match months[forecast] {
            1 => "1 month".to_owned(),
            count => format!("{count} months"),
        };
        format!("{name}, {line}: {what} {at}; {months} at the forecast")
    }
}

/// A move with its sign: `+12.5`.
fn signed(moved: &Exact) -> String {
    let shown = moved.plain(3);
    if moved.is_negative() || moved.is_zero() { shown } else { format!("+{shown}") }
}

/// The same to two digits after the point.
fn signed_short(moved: &Exact) -> String {
    signed(&Exact::parse(&moved.fixed(2)).unwrap_or_default())
}
