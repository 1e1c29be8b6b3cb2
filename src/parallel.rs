//! Work on many things at once, on all processors.

use std::panic::resume_unwind;
use std::thread;

/// Less work is not worth a thread.
const LEAST: usize = 256;

/// What work makes of each thing, in their order.
///
/// - `size`: how much work each of them is, where a vendor on its own is one.
pub(crate) fn map<T: Sync, R: Send>(things: &[T], size: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let workers = if things.len() < 2 || things.len() * size < LEAST { 1 } else { processors() };
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
