//! Sheets: what one evaluator is to mark, blank, as TOML or XLSX, and the way back.
//!
//! A blind sheet calls the vendors A, B, C ...; who is who stands in a key file that is kept apart ([`key`]).
//! Prices are not in a sheet as long as quality is not locked.

mod blank;
mod filled;
pub mod key;
#[cfg(feature = "xlsx")]
mod layout;
mod read;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use blank::{HOW, Sheet, SheetFact, SheetMark, SheetVendor, blank};
pub use filled::{Filled, FilledMark};
pub use key::BlindKey;
#[cfg(feature = "xlsx")]
pub use layout::MARKER;
#[cfg(feature = "xlsx")]
pub(crate) use layout::{FACTS, HEADS, LABELS};
#[cfg(feature = "xlsx")]
pub(crate) use read::{Part, Scales, finish, text_of};
pub use read::{SheetError, read_toml};
#[cfg(feature = "xlsx")]
pub use xlsx::xlsx;
