//! The two stores of this browser, behind the lock of the tablet.

use std::rc::Rc;

use crate::browser::indexed_db::BrowserJournal;
use crate::browser::local_storage::BrowserStorage;
use crate::storage::{Guard, Guarded, Locked, Store, Stores};

/// Both stores of this browser.
pub type TabStores = Locked<BrowserStorage, BrowserJournal>;

/// The store of a ledger in this browser.
pub type TabStore = Store<Guarded<BrowserStorage>, Guarded<BrowserJournal>>;

/// The name of the journal's database.
pub(super) const DATABASE: &str = "yixin";

/// Opens both stores, as far as the browser has them.
pub async fn open_stores(guard: &Guard) -> Rc<TabStores> {
    let local = BrowserStorage::open().map(|local| Guarded::new(local, guard));
    let journal = BrowserJournal::open(DATABASE).await;
    Rc::new(Stores { local, journal: journal.map(|journal| Guarded::new(journal, guard)) })
}
