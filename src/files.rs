//! TOML in and out: reading a workspace, checks across its files, what-ifs, edits and schemas.
//!
//! Reading collects every problem of every file before it stops. What comes out is a
//! [`Decision`](crate::decision::Decision) of plain checked values, or the list of problems.

mod amount;
pub mod award;
pub(crate) mod brand;
mod charge;
mod check;
mod cost;
mod criteria;
pub mod edit;
mod fact;
pub mod judge;
pub mod load;
pub mod lock;
pub(crate) mod node;
pub mod panel;
mod quote;
mod read;
pub mod sample;
mod scale;
pub mod schema;
pub mod sheet;
mod slip;
mod vendor;
mod what_if;
mod words;
pub mod workspace;

pub use brand::{TemplateCheck, load_brand, template_problem};
pub use load::{Loaded, Request, load};
pub use read::is_id;
pub use workspace::{Workspace, WorkspaceError};
