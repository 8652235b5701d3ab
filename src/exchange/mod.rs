//! Files that enter and leave the tablet, and what a new ledger begins with.
//!
//! Tables from files: [`delimited`] (text) and [`spreadsheet`] (.xlsx) read a [`grid::Grid`];
//! [`columns`] finds out which column holds what; [`roster`] and [`totals`] read the rows; and
//! [`roster_plan`] compares them with the ledger, so that the user sees what would change before
//! anything does. [`text`], [`dates`], [`values`] and [`branches`] know how single cells are
//! written.

pub mod branches;
pub mod bundle;
mod bundle_read;
pub mod columns;
pub mod dates;
pub mod delimited;
pub mod duplicates;
pub mod fields;
mod founding;
pub mod grid;
mod json;
pub mod limits;
pub mod partial_date;
pub mod plan;
pub mod points;
pub mod roster;
pub mod roster_plan;
mod sample;
#[cfg(feature = "spreadsheet")]
pub mod spreadsheet;
pub mod spreadsheet_reply;
pub mod table_rows;
pub mod text;
pub mod totals;
pub mod values;
pub mod wire;
mod wire_read;

pub use founding::{Founding, found};
pub use sample::{closed_months, sample};
