//! The ledger: a set of changes, and the records folded from it.
//!
//! It is a CRDT: a grow-only set of operations. A change sets one field of one record to a value.
//! It carries a hybrid logical timestamp, and the timestamp of the value that it replaced. Changes
//! made by one user action belong to an edit. Merging is set union; each cell is a last-writer-wins
//! register, whose greatest timestamp wins; a deletion is a field (tombstone). Nothing here knows a
//! register by name.
//!
//! A crate of its own, so that nothing in it can know what is above it. To the layers there it is
//! `yixin::ledger`; beside it stand `ordered` and `fast_hash`, which all layers use.

#![forbid(unsafe_code)]

pub mod fast_hash;
pub mod ordered;

mod archived;
mod arena;
mod cells;
mod change;
mod conflict;
mod draft;
mod group;
mod history;
mod id;
mod joins;
mod numbers;
mod quarter;
mod read;
mod record;
mod redaction;
mod rewind;
mod set;
mod time;
mod timestamp;
mod undo;
mod union;
mod value;
mod version_vector;

pub use archived::Archived;
pub use change::{Author, Cell, Change, ChangeRef, DELETED, Edit, EditHead, JOINED};
pub use conflict::{Conflict, EditedSince, conflicts, conflicts_of, edited_since};
pub use draft::Draft;
pub use group::Group;
pub use history::{HistoryStep, history};
pub use id::{ChangeId, EditId, LedgerId, NotAnId, RecordId, WriterId};
pub use numbers::EditNumbers;
pub use quarter::Quarter;
pub use record::Record;
pub use redaction::{
    REDACTED, Redactions, TRACE, parts_of_place, place_within, reason_place, redacted_by,
};
pub use rewind::{Rewound, rewind};
pub use set::{Inserted, Ledger, Written};
pub use time::{
    Day, DayOrMonth, Moment, Month, NotATime, YEARS, day_label, day_text, minutes_of, minutes_text,
    parse_day,
};
pub use timestamp::{EARLIEST_MILLIS, END_MILLIS, Timestamp};
pub use undo::{NotReverted, is_filled_since, undo};
pub use value::Value;
pub use version_vector::VersionVector;
