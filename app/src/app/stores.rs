//! The two stores of this browser.

use std::rc::Rc;

use crate::browser::indexed_db::BrowserJournal;
use crate::browser::local_storage::BrowserStorage;
use crate::storage::{Store, Stores};

/// Both stores of this browser.
pub type TabStores = Stores<BrowserStorage, BrowserJournal>;

/// The store of a ledger in this browser.
pub type TabStore = Store<BrowserStorage, BrowserJournal>;

/// Opens both stores, as far as the browser has them.
pub async fn open_stores() -> Rc<TabStores> {
    Rc::new(Stores { local: BrowserStorage::open(), journal: BrowserJournal::open("yixin").await })
}
