//! What of a ledger goes out in a bundle: a part of it ([`scope`]), what a partner lacks ([`delta`]),
//! what is archived ([`archive`]), the public version ([`public`]).

pub mod archive;
pub mod delta;
pub mod public;
pub mod scope;
