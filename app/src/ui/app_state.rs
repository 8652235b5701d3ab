//! State of the app: the stores, the ledgers on the tablet, and the open session.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::routes::Route;
use crate::app::{
    EditRefused, JoinFile, LedgerDirectory, OpenedLedger, Session, TabCatalog, TabStores, Unopened,
    forget_inventory, open_stores,
};
use crate::browser::{clock, page};
use crate::exchange::NewLedger;
use crate::ledger::LedgerId;
use crate::storage::{LedgerEntry, LedgerKind, StoreEncryption, Tablet};

use super::chunks::{Chunks, MiscTask, TidyTask};

/// Screen of the app.
#[derive(Clone)]
pub(super) enum AppStage {
    Opening,
    /// The tablet is locked.
    Locked,
    /// Patients have the tablet.
    Kiosk,
    /// No ledger is open.
    Outside,
    Inside(Session),
    /// Another page removed the ledger; the page of a part says so.
    Removed(Session, Rc<dyn Fn() -> AnyView>),
    Broken(String),
    /// All was wiped.
    Wiped,
}

/// Why something was not done about the ledgers of this tablet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppStateError {
    /// This page may not write.
    #[error(transparent)]
    Refused(#[from] EditRefused),
    /// Something else is being done about them.
    #[error("正在处理别的事，请稍后再试")]
    Busy,
    /// A store refused.
    #[error(transparent)]
    Unopened(#[from] Unopened),
}

/// State of the app: the stores, the ledgers on the tablet, and the open session.
#[derive(Clone, Copy)]
pub struct AppState {
    chunks: Chunks,
    directory: StoredValue<Rc<RefCell<Option<LedgerDirectory>>>, LocalStorage>,
    pub(super) stage: RwSignal<AppStage, LocalStorage>,
    pub(super) stores: StoredValue<Option<Rc<TabStores>>, LocalStorage>,
    pub(super) encryption: StoredValue<StoreEncryption, LocalStorage>,
    /// What went wrong while unlocking.
    pub(super) trouble: StoredValue<Option<String>>,
    /// Whether the page locks itself.
    pub(super) watched: RwSignal<bool>,
    /// Whether the search is open.
    pub searching: RwSignal<bool>,
    /// What opening brought to light, in sentences for the user.
    pub findings: RwSignal<Vec<String>>,
    /// The ledgers on this tablet.
    pub ledgers: RwSignal<Vec<LedgerEntry>>,
}

impl AppState {
    pub(super) fn new(chunks: Chunks) -> Self {
        Self {
            chunks,
            directory: StoredValue::new_local(Rc::default()),
            stage: RwSignal::new_local(AppStage::Opening),
            stores: StoredValue::new_local(None),
            encryption: StoredValue::new_local(StoreEncryption::default()),
            trouble: StoredValue::new(None),
            watched: RwSignal::new(false),
            searching: RwSignal::new(false),
            findings: RwSignal::new(Vec::new()),
            ledgers: RwSignal::new(Vec::new()),
        }
    }

    /// Opens the stores, and the default ledger where the tablet is not locked.
    pub(super) async fn start(self) {
        let stores = open_stores(&self.encryption()).await;
        self.stores.set_value(Some(stores.clone()));
        if stores.has_kiosk().await {
            page::go_instead("#/");
            self.stage.set(AppStage::Kiosk);
        } else if stores.has_device_lock().await {
            // Addresses may hold names; that of the exchange, where files are shared to, does not.
            if page::hash() != Route::Exchange.href() {
                page::go_instead("#/");
            }
            self.stage.set(AppStage::Locked);
        } else {
            self.open_default().await;
        }
    }

    /// Looks what is on the tablet, and opens the ledger that is usually open.
    pub(super) async fn open_default(self) {
        let Some(stores) = self.stores() else { return };
        let mut directory = match LedgerDirectory::open(stores).await {
            Ok(directory) => directory,
            Err(Unopened(error)) => return self.stage.set(AppStage::Broken(error)),
        };
        let usual = directory.usual();
        let outcome = match usual {
            Some(id) => Some(directory.enter(id).await),
            None => None,
        };
        self.put(directory);
        match outcome {
            Some(outcome) => self.settle(outcome),
            None => self.stage.set(AppStage::Outside),
        }
    }

    fn put(&self, directory: LedgerDirectory) {
        self.ledgers.set(directory.ledgers().to_vec());
        self.directory.get_value().replace(Some(directory));
    }

    /// Goes on with the list of ledgers as it was read again; not in the midst of something else.
    pub(super) fn renew(&self, catalog: TabCatalog) {
        let taken = self.directory.get_value().take();
        if let Some(mut directory) = taken {
            directory.renew(catalog);
            self.put(directory);
        }
    }

    fn settle(&self, outcome: Result<OpenedLedger, Unopened>) {
        self.end();
        match outcome {
            Ok(found) => {
                let mut findings: Vec<String> =
                    found.damaged.iter().map(|damage| damage.sentence()).collect();
                findings.extend(found.vanished.map(|gone| gone.sentence()));
                findings.extend(found.troubles.iter().map(|trouble| trouble.sentence()));
                findings.extend(self.trouble.get_value());
                self.findings.set(findings);
                self.stage.set(AppStage::Inside(found.session));
                let tidy = (self.chunks.tidy_task)(TidyTask::LookAfter(*self, found.session));
                // A part that does not arrive leaves it to the next opening.
                spawn_local(async move {
                    page::drawn().await;
                    drop(tidy.await);
                });
            }
            Err(Unopened(error)) => self.stage.set(AppStage::Broken(error)),
        }
    }

    /// Does something with the entrance; only one thing at a time.
    async fn with<R>(&self, act: impl AsyncFnOnce(&mut LedgerDirectory) -> R) -> Option<R> {
        let taken = self.directory.get_value().take();
        let mut directory = taken?;
        let result = act(&mut directory).await;
        self.put(directory);
        Some(result)
    }

    /// Who keeps the ledgers of this tablet, where that was asked already.
    pub fn tablet(&self) -> Option<Tablet> {
        let directory = self.directory.get_value();
        let directory = directory.borrow();
        directory.as_ref().and_then(|directory| directory.tablet().cloned())
    }

    /// Lets others write in the ledger that is open, as this page leaves it.
    pub(super) fn end(&self) {
        if let Some(session) = self.session() {
            session.end();
        }
    }

    /// Closes the ledger, and shows the choice of ledgers.
    pub fn leave(&self) {
        self.end();
        page::go("#/");
        self.stage.set(AppStage::Outside);
    }

    /// Opens a ledger.
    pub async fn enter(&self, id: LedgerId) {
        if let Some(outcome) = self.with(async |directory| directory.enter(id).await).await {
            self.settle(outcome);
        }
    }

    /// Opens the sample, making it where it is not there yet.
    pub async fn sample(&self) {
        let known = self.with(async |directory| directory.known_sample()).await;
        if let Some(Some(id)) = known {
            self.enter(id).await;
        } else if (self.chunks.misc_task)(MiscTask::Sample(*self)).await.is_err() {
            let text = "示例还没有从网上取到，请连上网络再试；本机的台账不受影响";
            self.settle(Err(Unopened(text.to_owned())));
        }
    }

    /// Makes the sample, and opens it.
    pub async fn begin_sample(self) {
        let begun = self.with(async |directory| directory.begin_sample(clock::now()).await).await;
        if let Some(outcome) = begun {
            self.settle(outcome);
        }
    }

    /// The session, where a ledger is open.
    pub fn session(&self) -> Option<Session> {
        match self.stage.get_untracked() {
            AppStage::Inside(session) | AppStage::Removed(session, _) => Some(session),
            _ => None,
        }
    }

    /// Returns the loaders of the lazily loaded chunks.
    pub fn chunks(&self) -> Chunks {
        self.chunks
    }

    /// Creates a ledger, and opens it.
    pub async fn create(&self, tablet: Tablet, founding: NewLedger) {
        let founded = self.with(async |directory| directory.create(tablet, &founding).await).await;
        if let Some(outcome) = founded {
            self.settle(outcome);
        }
    }

    /// Joins the ledger of a bundle.
    pub async fn join(&self, tablet: Tablet, joined: JoinFile) {
        let outcome = self.with(async |directory| directory.join(tablet, &joined).await).await;
        if let Some(outcome) = outcome {
            self.settle(outcome);
        }
    }

    /// Says who keeps the ledgers of this tablet from now on.
    ///
    /// # Errors
    /// Why it was not done.
    pub async fn change_keeper(&self, tablet: Tablet) -> Result<(), AppStateError> {
        if let Some(refusal) = self.session().and_then(|session| session.refusal()) {
            return Err(refusal.into());
        }
        let kept = tablet.clone();
        let outcome = self.with(async |directory| directory.set_tablet(kept).await).await;
        outcome.ok_or(AppStateError::Busy)??;
        if let AppStage::Inside(session) = self.stage.get_untracked() {
            session.set_tablet(tablet);
        }
        Ok(())
    }

    /// Takes a ledger off this tablet.
    ///
    /// # Errors
    /// Why it was not done, or not to its end.
    pub async fn delete_ledger(&self, id: LedgerId) -> Result<(), AppStateError> {
        let open = self.session().filter(|session| session.entry().id == id);
        // That it is removed is no news to this page.
        let set_removing =
            |is_removing| open.iter().for_each(|open| open.set_removing(is_removing));
        set_removing(true);
        let deleted = self.with(async |directory| directory.delete(id).await).await;
        set_removing(matches!(deleted, Some(Ok(()))));
        deleted.ok_or(AppStateError::Busy)??;
        forget_inventory(id).await;
        Ok(())
    }

    /// Whether there is a ledger that is meant, and not the sample alone.
    pub fn has_own(&self) -> bool {
        self.ledgers.with(|ledgers| ledgers.iter().any(|entry| entry.kind == LedgerKind::Real))
    }
}
