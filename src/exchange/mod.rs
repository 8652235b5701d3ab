//! Files that enter and leave the tablet, and what a new ledger begins with.
//!
//! [`bundle`] is what tablets exchange, with [`wire`] for single edits and [`plan`] for what an
//! import would do; [`sealing`] puts a bundle under a passphrase; [`table`] reads rosters and
//! totals from what a hospital has.

pub mod archive_bundle;
pub mod bundle;
mod bundle_error;
mod bundle_fast_path;
mod bundle_header;
mod bundle_read;
pub mod delta;
mod described;
mod diff;
pub mod duplicates;
pub mod export;
pub mod implied_erasure;
mod json;
pub mod limits;
pub mod migration;
pub mod multipart;
mod new_ledger;
pub mod passphrase;
pub mod plan;
mod plan_builder;
pub mod public;
pub mod reference_replicas;
mod sample;
mod sample_closing;
mod sample_words;
pub mod scope;
pub mod sealing;
mod sealing_read;
pub mod table;
pub mod take_back;
pub mod traces;
pub mod wire;
mod wire_error;
mod wire_fast_path;
mod wire_read;

pub use crate::ledger::VersionVector;
pub use described::described;
pub use new_ledger::{NewLedger, write_new_ledger};
pub use sample::sample;
