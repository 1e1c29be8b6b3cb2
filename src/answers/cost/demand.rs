//! The forecast, staffed.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::Costing;
use super::words::whole;
use crate::answers::Answer;
use crate::answers::document::{Section, Table};
use crate::answers::records::{Field, Records};
use crate::cost::money::grouped;
use crate::cost::{ChannelWork, DayStaff, MonthWork};
use crate::exact::Exact;
use crate::score::Evaluation;

/// The work that the forecast makes: by channel and year, as records by month.
#[derive(Clone, Copy, Debug)]
pub struct StaffedDemand<'a> {
    pub(super) costing: Costing<'a>,
    /// Whether it tells the agents of each interval.
    pub(super) by_interval: bool,
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
        if self.by_interval {
            for channel in self.live() {
                section.table(intervals(channel));
            }
        }
        vec![section]
    }

    fn records(&self) -> Records {
        if self.by_interval {
            return self.interval_records();
        }
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
    /// The channels whose customers wait.
    fn live(&self) -> impl Iterator<Item = &ChannelWork> {
        let has_intervals =
            |channel: &&ChannelWork| channel.months.iter().any(|month| !month.days.is_empty());
        self.costing.costs.workload.channels.iter().filter(has_intervals)
    }

    /// The agents of each interval of each kind of day.
    fn interval_records(&self) -> Records {
        let head = ["channel", "month", "kind_of_day", "days", "interval", "agents"];
        let mut rows = Vec::new();
        for channel in self.live() {
            for (month, work) in (1..).zip(&channel.months) {
                for (kind, day) in (1..).zip(&work.days) {
                    rows.extend((1..).zip(&day.agents).map(|(interval, agents): (usize, &u32)| {
                        let (month, kind): (usize, usize) = (month, kind);
                        vec![
                            Field::Text(channel.id.clone()),
                            Field::number(Some(month)),
                            Field::number(Some(kind)),
                            Field::number(Some(&day.count)),
                            Field::number(Some(interval)),
                            Field::number(Some(agents)),
                        ]
                    }));
                }
            }
        }
        Records::new(head, rows)
    }

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

/// The agents of each interval on the busiest kind of day, for each month of the first year.
fn intervals(channel: &ChannelWork) -> Table {
    let caption =
        format!("{}: agents in each interval of the busiest day, by month of the first year", channel.name);
    let mut table = Table::of(caption).numbers("Interval");
    let busiest = |month: &MonthWork| {
        let most = |day: &&DayStaff| day.agents.iter().map(|agents| u64::from(*agents)).sum::<u64>();
        month.days.iter().max_by_key(most).map(|day| day.agents.clone()).unwrap_or_default()
    };
    let months: Vec<Vec<u32>> = channel.months.iter().take(12).map(busiest).collect();
    for month in 1..=months.len() {
        table = table.numbers(month.to_string());
    }
    for at in 0..months.iter().map(Vec::len).max().unwrap_or(0) {
        let agents = months.iter().map(|month| month.get(at).map_or_else(String::new, u32::to_string).into());
        table.row(std::iter::once((at + 1).to_string().into()).chain(agents).collect());
    }
    table
}

fn handle_hours(work: &MonthWork) -> Exact {
    work.handle_minutes.over(&Exact::from(60)).unwrap_or_default()
}
