//! What of a ledger goes out in a bundle: a part of it ([`scope`]), what a partner lacks ([`delta`]),
//! what is archived ([`archive`]), the public version ([`public`]); and how it
//! is cut into files, sealed and named ([`ExportOrder`]).

pub mod archive;
pub mod delta;
mod order;
pub mod public;
pub mod scope;

pub use order::{
    ExportContent, ExportOrder, NotSealed, Sealing, Sender, hospital_name, part_words, seal_all,
};
