//! Files that enter and leave the tablet, and what a new ledger begins with.
//!
//! [`bundle`] is what tablets exchange, with [`wire`] for single edits and [`plan`] for what an
//! import would do; [`sealing`] puts a bundle under a passphrase; [`table`] reads rosters and totals from what a hospital has.

pub mod archive;
pub mod bundle;
mod bundle_error;
mod bundle_header;
mod bundle_quick;
mod bundle_read;
mod comparing;
mod described;
pub mod erasing;
mod founding;
mod json;
pub mod lacking;
pub mod limits;
pub mod migration;
pub mod parts;
pub mod passphrase;
pub mod plan;
mod planning;
pub mod public;
pub mod reference;
mod sample;
mod sample_closing;
mod sample_words;
pub mod scope;
pub mod sealing;
mod sealing_read;
pub mod table;
pub mod take_back;
pub mod traces;
pub mod twins;
pub mod wire;
mod wire_error;
mod wire_quick;
mod wire_read;

pub use crate::ledger::Held;
pub use described::described;
pub use founding::{Founding, found};
pub use sample::sample;
