//! The forecast, staffed.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::Costing;
use super::words::whole;
use crate::answers::Answer;
use crate::answers::document::{Section, Table};
use crate::answers::records::{Field, Records};
use crate::cost::MonthWork;
use crate::cost::money::grouped;
use crate::exact::Exact;
use crate::score::Evaluation;

/// The work that the forecast makes: by channel and year, as records by month.
#[derive(Clone, Copy, Debug)]
pub struct StaffedDemand<'a> {
    pub(super) costing: Costing<'a>,
}

impl Serialize for StaffedDemand<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut demand = serializer.serialize_struct("StaffedDemand", 2)?;
        demand.serialize_field("start", &self.costing.costs.start)?;
        demand.serialize_field("workload", &self.costing.costs.workload)?;
        demand.end()
    }
}

impl Answer for StaffedDemand<'_> {
    const QUESTION: &'static str = "demand";

    fn evaluation(&self) -> Option<&Evaluation> {
        Some(self.costing.evaluation)
    }

    fn sections(&self) -> Vec<Section> {
        let mut section = Section::front("The forecast, staffed");
        section.text(
            "Agents are whole in every interval; productive hours are theirs, and paid hours are productive hours / \
             (1 - shrinkage).",
        );
        section.table(self.table());
        vec![section]
    }

    fn records(&self) -> Records {
        let head = [
            "channel",
            "month",
            "contacts",
            "handle_hours",
            "productive_hours",
            "occupancy",
            "paid_hours",
            "fte",
            "peak_agents",
        ];
        let records = self.costing.costs.workload.channels.iter().flat_map(|channel| {
            (1..).zip(&channel.months).map(|(month, work): (usize, &MonthWork)| {
                vec![
                    Field::Text(channel.id.clone()),
                    Field::number(Some(month)),
                    Field::number(Some(&work.contacts)),
                    Field::number(Some(handle_hours(work))),
                    Field::number(Some(&work.productive_hours)),
                    Field::number(channel.occupancy(work)),
                    Field::number(Some(&work.paid_hours)),
                    Field::number(Some(&work.fte_months)),
                    Field::number(Some(work.peak_agents)),
                ]
            })
        });
        Records::new(head, records)
    }
}

impl StaffedDemand<'_> {
    fn table(&self) -> Table {
        let mut table = Table::of("Work by channel and year")
            .head("Channel")
            .numbers("Year")
            .numbers("Contacts")
            .numbers("Handle h")
            .numbers("Productive h")
            .numbers("Busy %")
            .numbers("Paid h")
            .numbers("FTE")
            .numbers("Peak agents");
        for channel in &self.costing.costs.workload.channels {
            let years = channel.years();
            for (year, (work, months)) in (1..).zip(years.iter().zip(channel.months.chunks(12))) {
                let year: usize = year;
                let mean_fte = work.fte_months.over(&Exact::from(months.len())).unwrap_or_default();
                let busy = channel.occupancy(work).map(|share| format!("{:.1}", share * 100.0));
                table.row(vec![
                    channel.name.as_str().into(),
                    year.to_string().into(),
                    whole(&work.contacts).into(),
                    whole(&handle_hours(work)).into(),
                    whole(&work.productive_hours).into(),
                    busy.unwrap_or_default().into(),
                    whole(&work.paid_hours).into(),
                    grouped(&mean_fte, 1).into(),
                    work.peak_agents.to_string().into(),
                ]);
            }
        }
        table
    }
}

fn handle_hours(work: &MonthWork) -> Exact {
    work.handle_minutes.over(&Exact::from(60)).unwrap_or_default()
}
