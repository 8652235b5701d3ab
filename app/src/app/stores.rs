//! The two stores of this browser, behind the lock of the tablet.

use std::rc::Rc;

use crate::browser::indexed_db::BrowserJournal;
use crate::browser::local_storage::BrowserStorage;
use crate::storage::{EncryptedStore, EncryptedStores, SaveQueue, Store, StoreEncryption, Stores};

/// Both stores of this browser.
pub type TabStores = EncryptedStores<BrowserStorage, BrowserJournal>;

/// The store of a ledger in this browser.
pub type TabStore = Store<EncryptedStore<BrowserStorage>, EncryptedStore<BrowserJournal>>;

/// The save queue of a ledger in this browser.
pub(super) type TabSaveQueue =
    SaveQueue<EncryptedStore<BrowserStorage>, EncryptedStore<BrowserJournal>>;

/// The name of the journal's database.
pub(super) const DATABASE: &str = "yixin";

/// Opens both stores, as far as the browser has them.
pub async fn open_stores(encryption: &StoreEncryption) -> Rc<TabStores> {
    let local = BrowserStorage::open().map(|local| EncryptedStore::new(local, encryption));
    let journal = BrowserJournal::open(DATABASE).await;
    Rc::new(Stores {
        local,
        journal: journal.map(|journal| EncryptedStore::new(journal, encryption)),
    })
}
