//! `weigh staff`: how many agents a queue needs, and how it does with a few more or fewer.

use super::args::{Global, Of, Staff};
use super::print::print;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::staffing::Staffing;
use crate::cost::staffing::{Queue, ServiceTarget, StaffingError};
use crate::decision::demand::AnsweredOf;

pub(super) fn run(global: &Global, args: &Staff, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let staffing = staffing(args).map_err(|error| Failure::Usage { message: error.to_string() })?;
    print(&staffing, format, shell)?;
    Ok(Exit::Done)
}

fn staffing(args: &Staff) -> Result<Staffing, StaffingError> {
    let percent = |what, number: f64| {
        let share = number / 100.0;
        let is_share = share > 0.0 && share <= 1.0;
        if is_share { Ok(share) } else { Err(StaffingError::OutOfRange { what, range: "above 0 to 100" }) }
    };
    let queue = Queue::new(args.contacts, args.per.seconds, args.aht.seconds)?;
    let queue = match args.patience {
        Some(patience) => queue.with_patience(patience.seconds)?,
        None => queue,
    };
    let target = ServiceTarget {
        of: match args.of {
            Of::Offered => AnsweredOf::Offered,
            Of::Answered => AnsweredOf::Answered,
            Of::WithoutShortAbandons => AnsweredOf::WithoutShortAbandons,
        },
        max_occupancy: percent("the highest occupancy", args.max_occupancy)?,
        max_abandonment: percent("the highest share that hangs up", args.max_abandonment)?,
        ..ServiceTarget::new(args.target.share, args.target.seconds)?
    };
    Staffing::new(queue, target, args.concurrency, args.shrinkage / 100.0)
}
