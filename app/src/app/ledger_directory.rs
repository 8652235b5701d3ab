//! Directory of the ledgers on this tablet: opens, creates, joins and deletes them.

use std::rc::Rc;

use crate::browser::clock;
use crate::browser::indexed_db::BrowserJournal;
use crate::browser::local_storage::BrowserStorage;
use crate::browser::tab_channel::{TabMessage, Tabs};
use crate::exchange::bundle::{Bundle, BundleHeader};
use crate::exchange::{NewLedger, sample, write_new_ledger};
use crate::ledger::{Author, Edit, LedgerId, Moment, RecordId};
use crate::storage::{
    Catalog, DamageReport, EncryptedStore, LedgerEntry, LedgerKind, Receipt, Store, Tablet,
    Trouble, Vanished,
};

use super::session::Session;
use super::stores::{TabStore, TabStores};
use super::write_lock::{self, LockClaim};

/// The seed of the sample: the same invented people each time.
const SAMPLE_SEED: u32 = 2026;

/// The list of ledgers in this browser.
pub type TabCatalog = Catalog<EncryptedStore<BrowserStorage>, EncryptedStore<BrowserJournal>>;

/// The way into a ledger.
pub struct LedgerDirectory {
    stores: Rc<TabStores>,
    catalog: TabCatalog,
}

/// A session, and what opening its ledger brought to light.
pub struct OpenedLedger {
    /// The session.
    pub session: Session,
    /// What was damaged.
    pub damaged: Vec<DamageReport>,
    /// A store that has lost the ledger though the other still has it.
    pub vanished: Option<Vanished>,
    /// The stores that could not be used.
    pub troubles: Vec<Trouble>,
}

/// A bundle that a tablet is about to join.
#[derive(Clone)]
pub struct JoinFile {
    /// The bundle.
    pub bundle: Rc<Bundle>,
    /// The name of its file, or of the first of several.
    pub file: String,
    /// The names of several files, each with what it is; empty where there is one.
    pub parts: Vec<(String, String)>,
    /// Of an export in several files, the numbers of those that are still to come.
    pub missing: Vec<u32>,
    /// The branches in it, by id and name.
    pub branches: Vec<(String, String)>,
    /// A name for this tablet that none in the bundle has.
    pub free_tablet: String,
}

/// Why nothing could be opened; for the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unopened(pub String);

fn unopened(error: impl ToString) -> Unopened {
    Unopened(error.to_string())
}

impl LedgerDirectory {
    /// Looks what is on this tablet, whose stores are unlocked.
    ///
    /// # Errors
    /// Where neither store can be read.
    pub async fn open(stores: Rc<TabStores>) -> Result<Self, Unopened> {
        let catalog = Catalog::open(stores.clone()).await.map_err(unopened)?;
        Ok(Self { stores, catalog })
    }

    /// The ledgers on this tablet.
    pub fn ledgers(&self) -> &[LedgerEntry] {
        &self.catalog.ledgers
    }

    /// The ledger that was opened last, or else any that is meant.
    pub fn usual(&self) -> Option<LedgerId> {
        let meant = || self.catalog.ledgers.iter().find(|entry| entry.kind == LedgerKind::Real);
        self.catalog.last().or_else(|| meant().map(|entry| entry.id))
    }

    /// Who keeps the ledgers here, where that was asked already.
    pub fn tablet(&self) -> Option<&Tablet> {
        self.catalog.tablet.as_ref()
    }

    /// Opens a ledger.
    ///
    /// # Errors
    /// Where neither store can be read.
    pub async fn enter(&mut self, id: LedgerId) -> Result<OpenedLedger, Unopened> {
        // Before the stores are read: what another page has written till then is among it.
        let asked = write_lock::claim_lock(id).await;
        self.enter_with(id, asked).await
    }

    async fn enter_with(
        &mut self,
        id: LedgerId,
        asked: LockClaim,
    ) -> Result<OpenedLedger, Unopened> {
        let entry = self.catalog.ledgers.iter().find(|entry| entry.id == id).cloned();
        let entry = entry.ok_or_else(|| Unopened("本机没有这本台账".to_owned()))?;
        let writer = clock::new_writer();
        // What another page writes from now on it tells.
        let tabs = Tabs::new(id);
        let (store, opened) =
            TabStore::open_listed(self.stores.clone(), &entry, writer).await.map_err(unopened)?;
        self.catalog.set_last(id);
        let mut troubles = self.catalog.troubles.clone();
        troubles.extend(opened.troubles.iter().cloned());
        troubles.dedup();
        let (damaged, vanished) = (opened.damaged.clone(), opened.vanished);
        let tablet = match entry.kind {
            LedgerKind::Real => self.catalog.tablet.clone().unwrap_or_default(),
            LedgerKind::Sample => sample_keeper(),
        };
        let session = Session::begin(entry, tablet, tabs, writer, store, opened);
        session.apply_lock_claim(asked);
        Ok(OpenedLedger { session, damaged, vanished, troubles })
    }

    /// Says who keeps the ledgers of this tablet from now on.
    ///
    /// # Errors
    /// Where neither store took it.
    pub async fn set_tablet(&mut self, tablet: Tablet) -> Result<(), Unopened> {
        self.catalog.set_tablet(tablet, clock::new_writer()).await.map_err(unopened)?;
        Ok(())
    }

    /// Founds a ledger (新建台账).
    ///
    /// # Errors
    /// Where it could not be kept.
    pub async fn create(
        &mut self,
        tablet: Tablet,
        founding: &NewLedger,
    ) -> Result<OpenedLedger, Unopened> {
        let branch = RecordId::keyed("branch", &founding.branch);
        self.set_tablet(Tablet { branch: branch.to_string(), ..tablet }).await?;
        let id = self.add(&founding.hospital, new_ledger_id(), LedgerKind::Real).await?;
        let opened = self.enter(id).await?;
        let mut draft = opened.session.draft("found", "");
        write_new_ledger(&mut draft, founding);
        opened.session.commit(draft).map_err(unopened)?;
        Ok(opened)
    }

    /// Joins the ledger of a bundle (加入已有台账).
    ///
    /// # Errors
    /// Where it could not be kept.
    pub async fn join(
        &mut self,
        tablet: Tablet,
        joined: &JoinFile,
    ) -> Result<OpenedLedger, Unopened> {
        self.set_tablet(tablet).await?;
        let header = &joined.bundle.header;
        self.begin_with(
            header.ledger,
            &header.hospital,
            LedgerKind::Real,
            header,
            &joined.file,
            joined.bundle.edits.clone(),
        )
        .await
    }

    /// The sample (试用示例), where it is on this tablet already.
    pub fn known_sample(&self) -> Option<LedgerId> {
        let known = self.catalog.ledgers.iter().find(|entry| entry.kind == LedgerKind::Sample);
        known.map(|entry| entry.id)
    }

    /// Begins the sample, made now.
    ///
    /// # Errors
    /// Where it could not be kept.
    pub async fn begin_sample(&mut self, now: Moment) -> Result<OpenedLedger, Unopened> {
        let (id, edits) = (new_ledger_id(), sample(SAMPLE_SEED, now));
        let from = Author { tablet: "试用示例".into(), ..Author::default() };
        let header = BundleHeader::everything(id, "示例市妇幼保健院", from, now);
        self.begin_with(id, "试用示例", LedgerKind::Sample, &header, "试用示例", edits).await
    }

    /// Takes a ledger off this tablet, with all its keys in both stores.
    ///
    /// # Errors
    /// Where a store failed; what remains is hidden, and goes at the next try.
    pub async fn delete(&mut self, id: LedgerId) -> Result<(), Unopened> {
        self.catalog.delete(id).await.map_err(unopened)?;
        // Other pages hear it from localStorage as well, where there is one.
        Tabs::new(id).say(TabMessage::Removed);
        Ok(())
    }

    /// Goes on with the list of ledgers as it was read again.
    pub fn renew(&mut self, catalog: TabCatalog) {
        self.catalog = catalog;
    }

    async fn add(
        &mut self,
        name: &str,
        id: LedgerId,
        kind: LedgerKind,
    ) -> Result<LedgerId, Unopened> {
        if !self.catalog.ledgers.iter().any(|entry| entry.id == id) {
            let entry = LedgerEntry { id, name: name.to_owned(), kind, created: clock::now() };
            self.catalog.add(entry).await.map_err(unopened)?;
        }
        Ok(id)
    }

    async fn begin_with(
        &mut self,
        id: LedgerId,
        name: &str,
        kind: LedgerKind,
        header: &BundleHeader,
        file: &str,
        edits: Vec<Edit>,
    ) -> Result<OpenedLedger, Unopened> {
        // What is left of an earlier removal is not taken away meanwhile.
        let asked = write_lock::claim_lock(id).await;
        // Another page may have removed it since the list was read.
        self.catalog = Catalog::open(self.stores.clone()).await.map_err(unopened)?;
        // The content is kept before the ledger is listed: a failure in between leaves nothing
        // that looks like an empty ledger.
        let (store, _): (Store<_, _>, _) =
            TabStore::open(self.stores.clone(), id, clock::new_writer()).await.map_err(unopened)?;
        let begins = self.catalog.ledgers.iter().all(|entry| entry.id != id);
        let receipt = Receipt { begins: Some(begins), ..Receipt::of(header, file, clock::now()) };
        store.record_import(&receipt, &edits).await.map_err(unopened)?;
        self.add(name, id, kind).await?;
        self.enter_with(id, asked).await
    }
}

fn new_ledger_id() -> LedgerId {
    LedgerId(u128::from(clock::random()) << 64 | u128::from(clock::random()))
}

fn sample_keeper() -> Tablet {
    Tablet {
        name: "示例用户".to_owned(),
        role: "支部书记".to_owned(),
        branch: RecordId::keyed("branch", "内科党支部").to_string(),
        tablet: "试用平板".to_owned(),
    }
}
