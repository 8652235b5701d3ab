//! How the ledger is kept: immutable segments and a journal, over two traits.
//!
//! Every edit goes to the journal at once, and into a segment at the next checkpoint. Opening is
//! the union of all that either store has; no key is ever rewritten, so that no two tabs can harm
//! each other, and whatever is left over, doubled or out of order is harmless. Either store heals
//! the other.

mod archive;
mod attempts;
mod backup;
mod catalog;
mod conversion;
mod cover;
mod data_key;
mod edit_runs;
mod entering;
mod gaps;
mod guard;
mod import;
mod import_plan;
mod keys;
mod load;
mod locking;
mod memory;
mod partner;
mod points;
mod quota;
mod reading;
mod recovery_code;
pub mod reference;
mod removal;
mod report;
mod scrub;
mod segment;
mod store;
mod tidy;
mod traits;
mod under_way;
mod vault;
mod wide;

pub use archive::{Archive, ArchiveError, ArchiveId};
pub use attempts::Attempts;
pub use backup::{Backup, Due, due, words as backup_words};
pub use catalog::{Catalog, LedgerEntry, LedgerKind, Tablet};
pub use cover::Cover;
pub use data_key::{Chance, DataKey};
pub use entering::Unsealed;
pub use gaps::Missing;
pub use guard::{Cipher, Guard, Guarded, is_sealed};
pub use import::{ImportId, Receipt};
pub use import_plan::KeptPlan;
pub use locking::{Locked, Unlocked, Vault};
pub use memory::{Fault, Faults, MemoryJournal, MemoryKeyValue};
pub use points::{Copied, Occasion, Point, PointError, PointId, is_point_due};
pub use quota::{Fullness, LOCAL_ROOM, Pace, Reckoning, Usage};
pub use recovery_code::{GROUPS, NotACode, RecoveryCode};
pub use removal::Missed;
pub use report::{
    ArchiveReceipt, DamageReport, ImportReceipt, OpenError, Opened, Trouble, Vanished,
    began_with_part, beginning,
};
pub use scrub::Erasing;
pub use segment::{SegmentError, readable};
pub use store::{Recorded, Store, TakeBackError};
pub use tidy::Tidied;
pub use traits::{Durability, Journal, KeyValue, StorageError, Stores, Which};
pub use vault::{Making, Secret, VaultError, make_key, make_key_as_before};
