//! Panels: from several evaluators' marks to one, and where the evaluators disagree. Pure.
//!
//! - [`mod@combine`] makes one mark of several, exactly and as the rule says; [`seat`] lays it into a decision,
//!   where the scoring reads it like any other mark.
//! - [`mod@results`] says where the evaluators differ and what hangs on it: spread, agreement, each one's own
//!   ranking, what the result is without one of them, and the list of marks to talk through.
//! - [`agreement`] and [`voting`] are the measures behind it, on plain ranks.
//! - [`weights`] combines the evaluators' own weights.

pub mod agreement;
pub mod combine;
pub mod results;
pub mod voting;
pub mod weights;

pub(crate) use combine::lowest_mark;
pub use combine::{combine, seat};
pub use results::{PanelResults, results};
