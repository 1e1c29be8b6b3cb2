//! `weigh staff`: how many agents a queue needs, and how it does with a few more or fewer.

use serde_json::json;

use super::args::{Format, Global, Of, Staff};
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use super::table::{Cell, Field, Keep, Role, Table, csv};
use super::text::wrapped;
use crate::cost::staffing::{
    Performance, Queue, StaffingError, Target, agents_for_slots, performance, scheduled, smallest_staff,
};
use crate::decision::demand::AnsweredOf;

/// Rows above and below the answer.
const ROWS_AROUND: u32 = 4;

pub(super) fn run(global: &Global, args: &Staff, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let answer = Answer::of(args).map_err(|error| Failure::Usage { message: error.to_string() })?;
    let text = match format {
        Format::Table => {
            let width = shell.environment.text_width();
            let said: String = answer.says().iter().map(|line| wrapped(line, width, "", "") + "\n").collect();
            format!("{said}\n{}", answer.table().aligned(&shell.environment))
        }
        Format::Md => answer.says().join("\n\n") + "\n\n" + &answer.table().markdown(),
        Format::Json => settings::json_text(&answer.json()),
        Format::Csv => answer.csv(),
    };
    shell.print(&text)?;
    Ok(Exit::Done)
}

/// The answer with the numbers around it.
struct Answer {
    queue: Queue,
    target: Target,
    concurrency: u32,
    shrinkage: f64,
    /// Slots, each of which serves one contact at a time; agents where the concurrency is one.
    slots: u32,
    agents: u32,
    scheduled: u32,
    rows: Vec<Row>,
}

/// How it does with so many agents; none where the queue would grow without end.
struct Row {
    agents: u32,
    performance: Option<Performance>,
}

impl Answer {
    fn of(args: &Staff) -> Result<Answer, StaffingError> {
        let percent = |what, number: f64| {
            let share = number / 100.0;
            let is_share = share > 0.0 && share <= 1.0;
            if is_share {
                Ok(share)
            } else {
                Err(StaffingError::OutOfRange { what, range: "above 0 to 100" })
            }
        };
        let queue = Queue::new(args.contacts, args.per.seconds, args.aht.seconds)?;
        let queue = match args.patience {
            Some(patience) => queue.with_patience(patience.seconds)?,
            None => queue,
        };
        let target = Target {
            of: match args.of {
                Of::Offered => AnsweredOf::Offered,
                Of::Answered => AnsweredOf::Answered,
                Of::WithoutShortAbandons => AnsweredOf::WithoutShortAbandons,
            },
            max_occupancy: percent("the highest occupancy", args.max_occupancy)?,
            max_abandonment: percent("the highest share that hangs up", args.max_abandonment)?,
            ..Target::new(args.target.share, args.target.seconds)?
        };
        let shrinkage = args.shrinkage / 100.0;
        let slots = smallest_staff(&queue, &target)?;
        let agents = agents_for_slots(slots, args.concurrency);
        let first = agents.saturating_sub(ROWS_AROUND).max(1);
        let rows = (first..=agents + ROWS_AROUND).map(|agents| Row {
            agents,
            performance: performance(&queue, agents * args.concurrency, target.seconds).ok(),
        });
        Ok(Answer {
            rows: rows.collect(),
            queue,
            target,
            concurrency: args.concurrency,
            shrinkage,
            slots,
            agents,
            scheduled: scheduled(agents, shrinkage)?,
        })
    }

    /// The question and the answer in words.
    fn says(&self) -> Vec<String> {
        let target = &self.target;
        let variant = if self.queue.patience_seconds().is_some() {
            format!(" ({})", target.of.words())
        } else {
            String::new()
        };
        let mut goal =
            format!("{} % within {} s{variant}", short(target.share * 100.0), short(target.seconds));
        if target.max_occupancy < 1.0 {
            goal.push_str(&format!(", at most {} % busy", short(target.max_occupancy * 100.0)));
        }
        if target.max_abandonment < 1.0 {
            goal.push_str(&format!(", at most {} % hanging up", short(target.max_abandonment * 100.0)));
        }
        let model = match self.queue.patience_seconds() {
            None => "Erlang C: nobody hangs up.".to_owned(),
            Some(patience) => format!("Erlang A: people hang up after {} s on average.", short(patience)),
        };
        let mut answer = format!("{} agents", self.agents);
        if self.concurrency > 1 {
            answer.push_str(&format!(" ({} slots, {} to an agent)", self.slots, self.concurrency));
        }
        answer.push_str(&format!(" for {goal}."));
        if self.shrinkage > 0.0 {
            let shrinkage = short(self.shrinkage * 100.0);
            answer.push_str(&format!(" With {shrinkage} % shrinkage, {} on the schedule.", self.scheduled));
        }
        vec![answer, format!("Load {} Erlang. {model}", short(self.queue.load()))]
    }

    fn has_patience(&self) -> bool {
        self.queue.patience_seconds().is_some()
    }

    fn table(&self) -> Table {
        let mut table = Table::default()
            .number("Agents", Keep::Always)
            .number("In time %", Keep::Always)
            .number("Wait s", Keep::Always)
            .number("Busy %", Keep::Always)
            .number("Waiting %", Keep::Always)
            .number("Queue", Keep::Always);
        table = if self.has_patience() {
            table.number("Hang up %", Keep::Always).number("of answered %", Keep::IfRoom)
        } else {
            table.number("9 in 10 within s", Keep::IfRoom)
        };
        if self.shrinkage > 0.0 {
            table = table.number("Scheduled", Keep::Always);
        }
        table = table.text("", Keep::Always);
        for row in &self.rows {
            let is_answer = row.agents == self.agents;
            let role = if is_answer { Role::Strong } else { Role::Plain };
            let mut cells = vec![Cell::new(row.agents.to_string(), role)];
            cells.extend(self.figures(row).into_iter().map(|figure| Cell::new(figure, role)));
            if self.shrinkage > 0.0 {
                let scheduled = scheduled(row.agents, self.shrinkage);
                cells.push(Cell::new(scheduled.map_or_else(|_| String::new(), |n| n.to_string()), role));
            }
            let mark = match row.performance {
                None => "grows without end",
                Some(_) if is_answer => "◄",
                Some(_) => "",
            };
            cells.push(Cell::new(mark, if row.performance.is_none() { Role::Bad } else { Role::Good }));
            table.row(cells);
        }
        table
    }

    /// The figures of a row, as many as the table has columns for.
    fn figures(&self, row: &Row) -> Vec<String> {
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

    fn json(&self) -> serde_json::Value {
        let rows =
            self.rows.iter().map(|row| json!({ "agents": row.agents, "performance": row.performance }));
        json!({
            "schema": "weigh/staff/1",
            "result": {
                "queue": self.queue, "target": self.target, "load": self.queue.load(),
                "concurrency": self.concurrency, "slots": self.slots, "agents": self.agents,
                "shrinkage": self.shrinkage, "scheduled": self.scheduled,
                "rows": rows.collect::<Vec<_>>(),
            },
        })
    }

    fn csv(&self) -> String {
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
        let rows = self.rows.iter().map(|row| {
            let number = |number: Option<f64>| Field::number(number);
            let (wait, waits, queue, leaves) = match &row.performance {
                None => (None, None, None, None),
                Some(Performance::Waiting(w)) => {
                    (Some(w.mean_wait), Some(w.wait_probability), Some(w.queue_length), Some(0.0))
                }
                Some(Performance::Abandoning(a)) => {
                    (Some(a.mean_wait), Some(a.wait_probability), Some(a.queue_length), Some(a.abandonment))
                }
            };
            vec![
                Field::number(Some(row.agents)),
                Field::Text(if row.agents == self.agents { "yes" } else { "no" }.to_owned()),
                number(row.performance.as_ref().map(|p| p.service_level(self.target.of))),
                number(wait),
                number(row.performance.as_ref().map(Performance::occupancy)),
                number(waits),
                number(queue),
                number(leaves),
                Field::number(scheduled(row.agents, self.shrinkage).ok()),
            ]
        });
        csv(&head, rows)
    }
}

/// A number with at most two decimals and no zeros at its end.
fn short(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
