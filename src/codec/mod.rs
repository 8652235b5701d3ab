//! Codec: how edits and the headers of files are written as bytes, and how much they may hold.
//!
//! It lies below both that keep or send edits: `storage` packs them into segments, `exchange` into
//! bundles. [`wire`] writes and reads single edits, [`json`] the values in them; [`limits`] holds for
//! whatever is read from outside.

pub mod header;
pub(crate) mod json;
pub mod limits;
mod partner;
pub mod wire;
mod wire_error;
pub(crate) mod wire_fast_path;
mod wire_read;

pub use partner::Partner;
