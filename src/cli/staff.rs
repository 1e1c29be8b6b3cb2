//! `weigh staff`: how many agents a queue needs, and how it does with a few more or fewer.

use super::args::{Global, Of, Staff};
use super::print::print;
use super::settings::{self, ALL_FORMATS};
use super::shell::{Exit, Failure, Shell};
use crate::answers::cost::NoCosts;
use crate::answers::staffing::Staffing;
use crate::cost::staffing::{Queue, ServiceTarget, StaffingError};
use crate::cost::workload::busiest;
use crate::decision::demand::AnsweredOf;
use crate::text::suggest::hint;

pub(super) fn run(global: &Global, args: &Staff, shell: &mut Shell<'_>) -> Result<Exit, Failure> {
    let format = settings::format(global, &ALL_FORMATS)?;
    let staffing = match &args.channel {
        Some(channel) => of_forecast(global, channel, shell)?,
        None => of_options(args),
    };
    print(&staffing.map_err(|error| Failure::Usage { message: error.to_string() })?, format, shell)?;
    Ok(Exit::Done)
}

/// A channel of the decision's own forecast, in its busiest interval.
fn of_forecast(
    global: &Global,
    wanted: &str,
    shell: &mut Shell<'_>,
) -> Result<Result<Staffing, StaffingError>, Failure> {
    let decision = settings::evaluation(global, shell)?.decision;
    let basis = decision.cost.as_ref().ok_or(NoCosts::NoDemand)?;
    let channel = basis.channels.iter().find(|channel| channel.id == wanted).ok_or_else(|| {
        let ids: Vec<&str> = basis.channels.iter().map(|channel| channel.id.as_str()).collect();
        let message = format!("the forecast has no channel `{wanted}`; {}", hint(wanted, &ids, []));
        Failure::Usage { message }
    })?;
    let busiest = busiest(basis, channel).map_err(|error| Failure::Input { message: error.to_string() })?;
    let busiest = busiest.ok_or_else(|| Failure::Usage {
        message: format!(
            "`{wanted}` is worked by a deadline, so nobody waits in a queue; `weigh cost --demand` has its agents"
        ),
    })?;
    Ok(Staffing::of_channel(channel, &busiest))
}

fn of_options(args: &Staff) -> Result<Staffing, StaffingError> {
    let percent = |what, number: f64| {
        let share = number / 100.0;
        let is_share = share > 0.0 && share <= 1.0;
        if is_share { Ok(share) } else { Err(StaffingError::OutOfRange { what, range: "above 0 to 100" }) }
    };
    let (contacts, aht) =
        args.contacts.zip(args.aht).expect("the arguments want both where no channel is named");
    let queue = Queue::new(contacts, args.per.seconds, aht.seconds)?;
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
