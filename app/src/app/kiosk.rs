//! The kiosk (病人评价): handing the tablet over, counting what patients answer, and taking it back.
//!
//! A tablet that is handed over is opened anew without key or ledger: all that the page has then is the note
//! of the handover and its inbox. What was answered is taken in once the ledger is open again.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::browser::{clock, page};
use crate::crypto::KeyError;
use crate::crypto::passphrase::{self, WeakPassphrase};
use crate::kiosk::{
    HandoverSecret, KioskDevice, KioskGate, KioskInbox, KioskPool, KioskTarget, KioskTargetError,
    Offered, Rating, TAKE_IN_KIOSK, WeakPin, check_pin,
};
use crate::ledger::{Month, WriterId};
use crate::registers::name_of;
use crate::storage::{
    Attempts, DeviceLockError, RecoveryCode, StorageError, StoredKioskPool, UnlockSecret,
};

use super::locking::{AttemptsNote, unlock};
use super::session::Session;
use super::stores::TabStores;
use super::write_lock::EditRefused;

/// The key whose writing tells other tabs that the tablet is handed over.
pub const KIOSK_BEGUN: &str = "yixin/kiosk/device";

/// The vain tries of the PIN.
pub const PIN_TRIES: AttemptsNote = AttemptsNote("yixin/look/kiosk-tries");

/// Why a tablet is not handed over. Nothing has changed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HandoverError {
    /// This page may not write.
    #[error(transparent)]
    Refused(#[from] EditRefused),
    /// Nobody can be asked about it.
    #[error(transparent)]
    Target(#[from] KioskTargetError),
    /// The PIN is none.
    #[error(transparent)]
    Pin(#[from] WeakPin),
    /// The passphrase is none.
    #[error(transparent)]
    Passphrase(#[from] WeakPassphrase),
    /// Nothing can be derived of them.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The browser gives no randomness.
    #[error("这个浏览器没有可靠的随机数，不能交给病人评价。")]
    NoChance,
    /// Something is not saved yet.
    #[error("有登记还没有存下，请先导出全部")]
    Unsaved,
    /// A store refused.
    #[error(transparent)]
    Store(#[from] StorageError),
}

/// What staff take the tablet back with.
pub struct HandoverSecrets<'a> {
    /// The PIN.
    pub pin: &'a str,
    /// The passphrase; `None` where that of the locked tablet does.
    pub passphrase: Option<&'a str>,
}

/// Hands the tablet over: it is to be opened anew then.
///
/// # Errors
/// Why it was not handed over.
pub async fn hand_over_tablet(
    session: Session,
    stores: &TabStores,
    target: KioskTarget,
    secrets: HandoverSecrets<'_>,
) -> Result<(), HandoverError> {
    if let Some(refusal) = session.refusal() {
        return Err(refusal.into());
    }
    session.with_ledger_untracked(|ledger| target.check(ledger, clock::today()))?;
    check_pin(secrets.pin)?;
    secrets.passphrase.map_or(Ok(()), passphrase::check)?;
    page::yield_for_paint().await;
    let derive = |secret: &str| {
        let salt = clock::random_bytes().ok_or(HandoverError::NoChance)?;
        Ok::<_, HandoverError>(HandoverSecret::new(secret, salt)?)
    };
    let name = |id| session.with_ledger_untracked(|ledger| name_of(ledger, id));
    let device = KioskDevice {
        inbox: clock::new_writer(),
        department: name(&target.department),
        doctor: target.doctor.as_ref().map(name).unwrap_or_default(),
        pin: derive(secrets.pin)?,
        passphrase: secrets.passphrase.map(derive).transpose()?,
    };
    if !session.flush().await {
        return Err(HandoverError::Unsaved);
    }
    let (mut stored, mut pool) = read_pool(session).await?;
    pool.hand_over(device.inbox, target);
    keep_pool(session, &mut stored, &pool).await?;
    PIN_TRIES.note(Attempts::default());
    Ok(stores.begin_kiosk(&device.to_value()).await?)
}

async fn read_pool(session: Session) -> Result<(StoredKioskPool, KioskPool), StorageError> {
    let stored = session.with_store(async |store| store.kiosk_pool().await).await?;
    let pool = KioskPool::from_value(&stored.content);
    Ok((stored, pool))
}

async fn keep_pool(
    session: Session,
    stored: &mut StoredKioskPool,
    pool: &KioskPool,
) -> Result<(), StorageError> {
    *stored = StoredKioskPool { number: stored.number + 1, content: pool.to_value() };
    session.with_store(async |store| store.keep_kiosk_pool(stored).await).await
}

/// What patients answer on this page.
pub struct KioskCounter {
    stores: Rc<TabStores>,
    /// What the tablet knows while it is handed over.
    pub device: KioskDevice,
    inbox: RefCell<KioskInbox>,
    gate: RefCell<KioskGate>,
    month: Cell<Month>,
}

/// The later of all copies of an inbox.
async fn read_inbox(
    stores: &TabStores,
    inbox: WriterId,
) -> Result<Option<KioskInbox>, StorageError> {
    let copies = stores.kiosk_inbox(inbox).await?;
    let read = copies.iter().filter_map(KioskInbox::from_value);
    Ok(read.reduce(|later, one| later.or_later(Some(one))))
}

impl KioskCounter {
    /// Goes on with what is counted on this tablet; `None` where it is not handed over.
    pub async fn open(stores: Rc<TabStores>) -> Option<Self> {
        let device = KioskDevice::from_value(&stores.kiosk_device().await?)?;
        // What cannot be read now is compared again as the next answer is kept.
        let inbox = read_inbox(&stores, device.inbox).await.ok().flatten().unwrap_or_default();
        Some(Self {
            stores,
            device,
            inbox: RefCell::new(inbox),
            gate: RefCell::default(),
            month: Cell::new(Month::of(clock::today())),
        })
    }

    /// Whether the tablet is still handed over, and for the same inbox: another tab may have ended it.
    pub async fn goes_on(&self) -> bool {
        let note = self.stores.kiosk_device().await;
        let device = note.as_ref().and_then(KioskDevice::from_value);
        device.is_some_and(|device| device.inbox == self.device.inbox)
    }

    /// Counts an answer. A repeat is not counted, and nobody is told.
    ///
    /// # Errors
    /// Where no store takes it; it is not counted then.
    pub async fn count(&self, rating: Rating) -> Result<(), StorageError> {
        let (now, month) = (clock::now().millis, Month::of(clock::today()));
        if self.month.replace(month) != month {
            self.gate.borrow_mut().forget();
        }
        let before = self.inbox.borrow().clone();
        // Another tab may count, too.
        let here = self.stores.local_kiosk_inbox(self.device.inbox);
        let mut after = before.clone().or_later(here.as_ref().and_then(KioskInbox::from_value));
        let offered = self.gate.borrow_mut().offer(rating, now);
        match offered {
            Offered::Repeated => return Ok(()),
            Offered::Counted => after.add(month, rating),
            Offered::Burst(earlier) => after.add_burst(month, rating, &earlier),
        }
        self.inbox.replace(after.clone());
        let kept = self.stores.keep_kiosk_inbox(self.device.inbox, &after.to_value()).await;
        if kept.is_err() {
            self.inbox.replace(before);
            self.gate.borrow_mut().forget();
        }
        kept.map(drop)
    }

    /// Tries a PIN: where it is right, the handover has ended. A try counts before its outcome is known.
    ///
    /// # Errors
    /// Where it cannot be found out, or the note of the handover cannot be removed.
    pub async fn try_pin(&self, pin: &str) -> Result<bool, DeviceLockError> {
        let noted = PIN_TRIES.noted().unwrap_or_default();
        if noted.left() > 0 {
            return Ok(false);
        }
        PIN_TRIES.note(noted.another());
        page::yield_for_paint().await;
        if !self.device.pin.is(pin)? {
            return Ok(false);
        }
        self.end().await?;
        Ok(true)
    }

    /// Tries a passphrase, or the recovery code of a locked tablet, in the same way. Neither waits for the
    /// tries of the PIN.
    ///
    /// # Errors
    /// As for the PIN.
    pub async fn try_passphrase(&self, text: &str) -> Result<bool, DeviceLockError> {
        const TRIES: AttemptsNote = AttemptsNote::UNLOCKING;
        let noted = TRIES.noted().unwrap_or_default();
        if noted.left() > 0 {
            return Ok(false);
        }
        TRIES.note(noted.another());
        page::yield_for_paint().await;
        let is_right = match &self.device.passphrase {
            Some(passphrase) => passphrase.is(text)?,
            None => {
                let code = RecoveryCode::read(text).ok();
                let secret =
                    code.as_ref().map_or(UnlockSecret::Passphrase(text), UnlockSecret::Code);
                match unlock(&self.stores, secret).await {
                    Ok(_) => true,
                    Err(DeviceLockError::Wrong) => false,
                    Err(error) => return Err(error),
                }
            }
        };
        if is_right {
            TRIES.note(Attempts::default());
            self.end().await?;
        }
        Ok(is_right)
    }

    async fn end(&self) -> Result<(), StorageError> {
        self.stores.end_kiosk().await?;
        PIN_TRIES.note(Attempts::default());
        Ok(())
    }
}

/// Takes in what patients have answered on this tablet: what is enough goes into the ledger as one edit, the
/// rest waits in the pool. Each step can be cut short and is repeated at the next opening.
pub async fn take_in_kiosk(session: Session, stores: &TabStores) {
    if session.refusal().is_some() || stores.has_kiosk().await {
        return;
    }
    let Ok((mut stored, mut pool)) = read_pool(session).await else { return };
    let before = pool.clone();
    let mut taken = Vec::new();
    for id in pool.inboxes() {
        // One that cannot be read now is taken the next time.
        if let Ok(inbox) = read_inbox(stores, id).await {
            pool.take_back(id, inbox.as_ref());
            taken.push(id);
        }
    }
    session.with_ledger_untracked(|ledger| pool.forget_erased(ledger));
    pool.draw_lots(Month::of(clock::today()), &mut clock::new_writer);
    if pool != before && keep_pool(session, &mut stored, &pool).await.is_err() {
        return;
    }
    for id in taken {
        let _ = stores.drop_kiosk_inbox(id).await;
    }
    if pool.lots().is_empty() {
        return;
    }
    let mut draft = session.draft(TAKE_IN_KIOSK, "");
    session.with_ledger_untracked(|ledger| {
        pool.lots().iter().for_each(|lot| lot.take_in(ledger, &mut draft));
    });
    let Ok(edit) = session.stamp(draft) else { return };
    if let Some(edit) = edit {
        session.show_edit(&edit);
        session.persist(edit).await;
    }
    if session.unsaved() == 0 {
        pool.drop_lots();
        let _ = keep_pool(session, &mut stored, &pool).await;
    }
}

/// How many answers of a month wait on this tablet until there are enough, by whom they are about.
pub async fn kiosk_waiting(session: Session, month: Month) -> Vec<(KioskTarget, i64)> {
    let Ok((_, pool)) = read_pool(session).await else { return Vec::new() };
    pool.waiting(month).map(|(target, count)| (target.clone(), count)).collect()
}
