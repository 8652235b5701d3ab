//! Persistence: immutable segments and a write-ahead journal, over two traits.
//!
//! Every edit goes to the journal at once, and into a segment at the next checkpoint. Opening is
//! the union of all that either store has; no key is ever rewritten, so that no two tabs can
//! damage each other's data, and leftovers, duplicates and reordering are harmless. Each store is
//! repaired from the other.

mod address_cipher;
mod archive;
mod attempts;
mod backup;
mod catalog;
mod conversion;
mod data_key;
mod device_lock;
mod drafts;
mod eager_future;
mod edit_runs;
mod import;
mod import_flow;
mod import_plan;
mod key_wrapping;
mod keys;
mod kiosk;
mod kiosk_pool;
mod maintenance;
mod memory;
mod missing_edits;
mod open;
mod partner;
mod purge;
mod quota;
mod recovery_code;
mod removal;
mod report;
mod restore_points;
mod save_queue;
mod scan;
mod segment;
mod storage_alert;
mod store;
mod store_encryption;
mod tally;
mod traits;
mod unlock_flow;
mod utf16_packing;

pub use address_cipher::AddressCipher;
pub use archive::{ArchiveError, ArchiveId, ArchiveNote};
pub use attempts::Attempts;
pub use backup::{Backup, Due, due, words as backup_words};
pub use catalog::{Catalog, LedgerEntry, LedgerKind, Tablet};
pub use data_key::{DataKey, RandomSource};
pub use device_lock::{DeviceLock, EncryptedStores, Unlocked};
pub use drafts::DraftKey;
pub use import::{ImportId, Receipt};
pub use import_flow::{AcceptedImport, ImportTarget, TakenIn};
pub use import_plan::KeptPlan;
pub use key_wrapping::{
    DeviceLockError, KeyDerivation, UnlockSecret, make_key, make_key_as_before,
};
pub use kiosk_pool::StoredKioskPool;
pub use maintenance::MaintenanceReport;
pub use memory::{Fault, Faults, MemoryJournal, MemoryKeyValue};
pub use missing_edits::MissingEdits;
pub use purge::Purge;
pub use quota::{Fullness, LOCAL_ROOM, Pace, Reckoning, Usage};
pub use recovery_code::{GROUPS, NotACode, RecoveryCode};
pub use removal::Missed;
pub use report::{
    ArchiveReceipt, DamageReport, ImportReceipt, OpenError, Opened, Trouble, Vanished,
    began_with_part, beginning,
};
pub use restore_points::{
    PointError, PointId, PointReason, RestorePoint, SnapshotCopy, is_point_due,
};
pub use save_queue::{SaveQueue, SaveState};
pub use segment::{SegmentError, readable};
pub use storage_alert::StorageAlert;
pub use store::{Recorded, Store, TakeBackError};
pub use store_encryption::{Cipher, EncryptedStore, StoreEncryption, is_sealed};
pub use tally::TallyKey;
pub use traits::{Durability, Journal, KeyValue, StorageError, StoreKind, Stores};
pub use unlock_flow::Unsealed;
