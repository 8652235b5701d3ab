//! Files that enter and leave the tablet, and what a new ledger begins with.
//!
//! [`bundle`] is the format that tablets exchange, sealed or in clear; [`export`] says what of a
//! ledger goes into one, [`import`] what taking one in would do. [`duplicates`] finds who is there
//! twice.

pub mod arrivals;
pub mod bundle;
mod described;
pub mod duplicates;
pub mod export;
pub mod import;
mod new_ledger;
mod sample;

pub use described::{described, described_in_plan};
pub use new_ledger::{NewLedger, write_new_ledger};
pub use sample::sample;
