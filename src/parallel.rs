//! Work on many things at once, on all processors.

use std::panic::resume_unwind;
use std::thread;

/// So few things are not worth a thread.
const FEWEST: usize = 64;

/// What work makes of each thing, in their order.
pub(crate) fn map<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let workers = if things.len() < FEWEST { 1 } else { processors() };
    if workers == 1 {
        return things.iter().map(work).collect();
    }
    let work = |part: &[T]| part.iter().map(&work).collect::<Vec<R>>();
    thread::scope(|scope| {
        let parts = things.chunks(things.len().div_ceil(workers));
        let parts: Vec<_> = parts.map(|part| scope.spawn(|| work(part))).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

/// How many processors there are for this program.
pub(crate) fn processors() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
