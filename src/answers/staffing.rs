//! How many agents a queue needs, and how it does with a few more or fewer.

use serde::Serialize;

use super::Answer;
use super::document::{Cell, Section, Table, Tone};
use super::records::{Field, Records};
use crate::cost::staffing::{
    Performance, Queue, ServiceTarget, StaffingError, agents_for_slots, performance, scheduled,
    smallest_staff,
};
use crate::cost::workload::Busiest;
use crate::decision::demand::Channel;
use crate::score::Evaluation;

/// Rows above and below the answer.
const ROWS_AROUND: u32 = 4;

/// The fewest agents that reach a target, with the numbers around it.
#[derive(Clone, Debug, Serialize)]
pub struct Staffing {
    /// Of which channel of the forecast, and when.
    #[serde(skip_serializing_if = "Option::is_none")]
    busiest: Option<String>,
    queue: Queue,
    target: ServiceTarget,
    /// In Erlang: how many contacts are being served on average.
    load: f64,
    concurrency: u32,
    /// Slots, each of which serves one contact at a time; agents where the concurrency is one.
    slots: u32,
    agents: u32,
    /// The share of paid time in which agents are not there, from 0 to below 1.
    shrinkage: f64,
    scheduled: u32,
    rows: Vec<StaffingRow>,
}

/// How the queue does with so many agents; none where it would grow without end.
#[derive(Clone, Debug, Serialize)]
struct StaffingRow {
    agents: u32,
    performance: Option<Performance>,
}

impl Staffing {
    /// Asks how many agents reach the target.
    ///
    /// - `concurrency`: contacts that an agent serves at a time, at least 1.
    /// - `shrinkage`: the share of paid time in which agents are not there, from 0 to below 1.
    ///
    /// # Errors
    /// [`StaffingError`] where no number of agents reaches it, or a number is out of its range.
    pub fn new(
        queue: Queue,
        target: ServiceTarget,
        concurrency: u32,
        shrinkage: f64,
    ) -> Result<Staffing, StaffingError> {
        let slots = smallest_staff(&queue, &target)?;
        let agents = agents_for_slots(slots, concurrency);
        let first = agents.saturating_sub(ROWS_AROUND).max(1);
        let rows = (first..=agents + ROWS_AROUND).map(|agents| StaffingRow {
            agents,
            performance: performance(&queue, agents * concurrency, target.seconds).ok(),
        });
        Ok(Staffing {
            busiest: None,
            rows: rows.collect(),
            load: queue.load(),
            queue,
            target,
            concurrency,
            slots,
            agents,
            shrinkage,
            scheduled: scheduled(agents, shrinkage)?,
        })
    }

    /// Asks how many agents the busiest interval of a channel needs.
    ///
    /// # Errors
    /// As [`Staffing::new`].
    pub fn of_channel(channel: &Channel, busiest: &Busiest) -> Result<Staffing, StaffingError> {
        let shrinkage = channel.shrinkage.likely.to_f64() / 100.0;
        let staffing = Staffing::new(busiest.queue, busiest.target, busiest.concurrency, shrinkage)?;
        let Busiest { start, minutes, queue, .. } = busiest;
        let (contacts, aht) = (short(queue.contacts()), short(queue.aht_seconds()));
        let when = format!(
            "{}, the busiest interval of the forecast: {minutes} minutes in the month from {start}, {contacts} contacts of {aht} s.",
            channel.name
        );
        Ok(Staffing { busiest: Some(when), ..staffing })
    }

    /// The answer in a sentence.
    fn text(&self) -> String {
        let target = &self.target;
        let of = if self.has_patience() { format!(" ({})", target.of.word()) } else { String::new() };
        let mut goal = format!("{} within {} s{of}", percent(target.share), short(target.seconds));
        if target.max_occupancy < 1.0 {
            goal.push_str(&format!(", at most {} busy", percent(target.max_occupancy)));
        }
        if target.max_abandonment < 1.0 {
            goal.push_str(&format!(", at most {} hanging up", percent(target.max_abandonment)));
        }
        let slots = match self.concurrency {
            1 => String::new(),
            contacts => format!(" ({} slots, {contacts} to an agent)", self.slots),
        };
        let mut said = format!("{} agents{slots} for {goal}.", self.agents);
        if self.shrinkage > 0.0 {
            let shrinkage = percent(self.shrinkage);
            said.push_str(&format!(" With {shrinkage} shrinkage, {} on the schedule.", self.scheduled));
        }
        said
    }

    /// The load and the model behind the answer.
    fn model(&self) -> String {
        let model = match self.queue.patience_seconds() {
            None => "Erlang C: nobody hangs up.".to_owned(),
            Some(patience) => format!("Erlang A: people hang up after {} s on average.", short(patience)),
        };
        let again = match self.queue.again() {
            None => String::new(),
            Some(again) => {
                let served = if again.reconnect > 0.0 {
                    format!(", and {} of those who were served", percent(again.reconnect))
                } else {
                    String::new()
                };
                format!(
                    " {} of them call again{served}: the calls that this settles at are staffed.",
                    percent(again.redial)
                )
            }
        };
        format!("Load {} Erlang. {model}{again}", short(self.load))
    }

    fn has_patience(&self) -> bool {
        self.queue.patience_seconds().is_some()
    }

    fn table(&self) -> Table {
        let mut table = Table::of("More or fewer agents")
            .numbers("Agents")
            .numbers("In time %")
            .numbers("Wait s")
            .numbers("Busy %")
            .numbers("Waiting %")
            .numbers("Queue");
        table = if self.has_patience() {
            table.numbers("Hang up %").numbers("Of answered %").if_room()
        } else {
            table.numbers("9 in 10 within s").if_room()
        };
        if self.shrinkage > 0.0 {
            table = table.numbers("Scheduled");
        }
        table = table.words("");
        for row in &self.rows {
            table.row(self.cells(row));
        }
        table
    }

    fn cells(&self, row: &StaffingRow) -> Vec<Cell> {
        let is_answer = row.agents == self.agents;
        let tone = if is_answer { Tone::Strong } else { Tone::Plain };
        let mut texts = vec![row.agents.to_string()];
        texts.extend(self.figures(row));
        if self.shrinkage > 0.0 {
            texts.push(
                scheduled(row.agents, self.shrinkage).map_or_else(|_| String::new(), |n| n.to_string()),
            );
        }
        let mark = match row.performance {
            None => Cell::toned("grows without end", Tone::Bad),
            Some(_) if is_answer => Cell::toned("◄", Tone::Good),
            Some(_) => Cell::default(),
        };
        texts.into_iter().map(|text| Cell::toned(text, tone)).chain([mark]).collect()
    }

    /// The figures of a row, as many as the table has columns for.
    fn figures(&self, row: &StaffingRow) -> Vec<String> {
        let percent = |share: f64| format!("{:.1}", share * 100.0);
        match &row.performance {
            None => vec![String::new(); if self.has_patience() { 7 } else { 6 }],
            Some(Performance::Waiting(w)) => vec![
                percent(w.service_level),
                format!("{:.1}", w.mean_wait),
                percent(w.occupancy),
                percent(w.wait_probability),
                format!("{:.1}", w.queue_length),
                format!("{:.0}", w.ninetieth_percentile),
            ],
            Some(performance @ Performance::Abandoning(a)) => vec![
                percent(performance.service_level(self.target.of)),
                format!("{:.1}", a.mean_wait),
                percent(a.occupancy),
                percent(a.wait_probability),
                format!("{:.1}", a.queue_length),
                percent(a.abandonment),
                percent(a.of_answered),
            ],
        }
    }
}

impl Answer for Staffing {
    const QUESTION: &'static str = "staff";

    fn evaluation(&self) -> Option<&Evaluation> {
        None
    }

    fn sections(&self) -> Vec<Section> {
        let mut section = Section::chapter("staffing", "");
        let when = self.busiest.as_ref().map_or_else(String::new, |when| format!("{when}\n"));
        section.text(format!("{when}{}\n{}", self.text(), self.model())).table(self.table());
        vec![section]
    }

    fn records(&self) -> Records {
        let head = [
            "agents",
            "is_answer",
            "service_level",
            "mean_wait_seconds",
            "occupancy",
            "wait_probability",
            "queue_length",
            "abandonment",
            "scheduled",
        ];
        let record = |row: &StaffingRow| {
            let performance = row.performance.as_ref();
            let [wait, waits, queue, leaves] = match performance {
                None => [None; 4],
                Some(Performance::Waiting(w)) => {
                    [w.mean_wait, w.wait_probability, w.queue_length, 0.0].map(Some)
                }
                Some(Performance::Abandoning(a)) => {
                    [a.mean_wait, a.wait_probability, a.queue_length, a.abandonment].map(Some)
                }
            };
            vec![
                Field::number(Some(row.agents)),
                Field::claim(row.agents == self.agents),
                Field::number(performance.map(|performance| performance.service_level(self.target.of))),
                Field::number(wait),
                Field::number(performance.map(Performance::occupancy)),
                Field::number(waits),
                Field::number(queue),
                Field::number(leaves),
                Field::number(scheduled(row.agents, self.shrinkage).ok()),
            ]
        };
        Records::new(head, self.rows.iter().map(record))
    }
}

/// A share in per cent: `82.5 %`.
fn percent(share: f64) -> String {
    format!("{} %", short(share * 100.0))
}

/// A number with at most two decimals and no zeros at its end.
fn short(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
