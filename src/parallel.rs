//! Work on many things at once, on all processors.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ScopedJoinHandle};

/// Less work is not worth a thread.
const LEAST: usize = 256;

/// In so many parts things are handed out to each worker.
const PARTS: usize = 32;

/// What work makes of each thing, in their order.
///
/// - `size`: how much work each of them is, where a vendor on its own is one.
pub(crate) fn map<T: Sync, R: Send>(things: &[T], size: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let workers = if things.len() < 2 || things.len() * size < LEAST { 1 } else { processors() };
    if workers == 1 {
        return things.iter().map(work).collect();
    }
    // Some things are more work than others, so each worker takes the next few when it is done with some.
    let some = things.len().div_ceil(workers * PARTS);
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done: Vec<(usize, Vec<R>)> = Vec::new();
        loop {
            let from = next.fetch_add(some, Ordering::Relaxed);
            let Some(part) = things.get(from..things.len().min(from + some)).filter(|part| !part.is_empty())
            else {
                return done;
            };
            done.push((from, part.iter().map(&work).collect()));
        }
    };
    let mut done: Vec<(usize, Vec<R>)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        let join =
            |worker: ScopedJoinHandle<'_, _>| worker.join().unwrap_or_else(|panic| resume_unwind(panic));
        workers.into_iter().flat_map(join).collect()
    });
    done.sort_unstable_by_key(|(from, _)| *from);
    done.into_iter().flat_map(|(_, part)| part).collect()
}

/// How many processors there are for this program.
pub(crate) fn processors() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
