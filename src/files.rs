//! TOML in and out: reading a workspace, checks across its files, what-ifs, edits and schemas.
//!
//! Reading collects every problem of every file before it stops. What comes out is a
//! [`Decision`](crate::decision::Decision) of plain checked values, or the list of problems.

mod amount;
pub mod award;
pub(crate) mod brand;
mod charge;
pub(crate) mod check;
pub mod choose;
mod count;
mod country;
pub(crate) mod criteria;
mod disclosure;
pub mod disk;
pub(crate) mod document;
pub mod edit;
mod fact;
pub mod folders;
mod formula;
mod letters;
pub mod letters_log;
mod listed;
pub(crate) mod load;
pub mod lock;
mod meant;
mod needs;
pub(crate) mod node;
pub mod pack;
pub mod packing;
pub mod panel;
mod percent;
pub(crate) mod quote;
mod quoting;
pub(crate) mod read;
mod request;
pub mod sample;
mod scale;
pub mod schema;
pub mod sheet;
mod slip;
pub mod snapshot;
pub mod source;
pub mod texts;
pub mod turn;
pub(crate) mod unread;
mod values;
pub(crate) mod vendor;
pub(crate) mod what_if;
mod words;
pub mod workspace;
pub(crate) mod written;

pub use brand::{TemplateCheck, load_brand, template_problem};
pub use choose::choose;
pub use disk::Disk;
pub use load::vendor_problems;
pub use read::{LONGEST_ID, is_id, is_reserved};
pub use request::Request;
pub use snapshot::Snapshot;
pub use source::{FileSource, FolderEntry};
pub use texts::Texts;
pub use turn::{Turn, TurnError};
pub use unread::misplaced_criteria;
pub use workspace::{Workspace, WorkspaceError};
