//! Ways to find weights.
//!
//! - [`find`] turns what people say of one group ([`Judgements`](crate::decision::judgement::Judgements): points,
//!   swings, an order, comparisons) into shares, with their
//!   [`Consistency`](crate::decision::consistency::Consistency) and the judgement that fits least. Plain values in,
//!   plain values out.
//! - [`from_data`] has the weights that the spread of the bids would give, for comparison only.

mod best_worst;
mod fault;
pub mod from_data;
mod judgements;
mod pairwise;
mod rank_order;

pub use best_worst::MOST_FROM_BEST;
pub use fault::{At, Fault, Problem, fraction};
pub use judgements::find;
use judgements::shares_of;
pub use pairwise::MOST_PAIRED;
