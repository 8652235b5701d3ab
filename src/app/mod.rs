//! The session: commands and signals around the ledger. No rules live here.

mod commands;
mod entrance;
mod look;
pub mod months;
mod place;
pub mod routes;
mod session;
pub mod speed;
pub mod standards;
mod stores;

pub use commands::{
    ImportError, Imported, bring_bundle, delete, export_bundle, hand_over_table, import_edits,
    restore, save, take_back_import,
};
pub use entrance::{Entrance, Found, Joined, Unopened};
pub use look::{LetterSize, letter_size, set_letter_size};
pub use place::Place;
pub use session::{Saving, Session};
pub use stores::{TabStore, TabStores, open_stores};
