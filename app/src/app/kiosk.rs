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
    HandoverSecret, KioskComment, KioskDevice, KioskGate, KioskInbox, KioskPool, KioskTarget,
    KioskTargetError, KioskWaiting, Offered, Rating, TAKE_IN_KIOSK, WeakPin, check_pin,
};
use crate::ledger::{Month, WriterId};
use crate::registers::{KIOSK_MONTH, name_of};
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

/// What is said where an inbox could not be read.
const INBOX_ASIDE: &str =
    "上次交给病人评价时，有一批评价读不出来，没有计入；原样另存在这台设备上，没有删掉。";

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

/// How the page of patients begins.
pub enum KioskStart {
    /// Answers are counted.
    Counting(Rc<KioskCounter>),
    /// Nothing can be counted; staff take the tablet back.
    Stopped(Rc<KioskExit>),
}

/// What patients answer on this page.
pub struct KioskCounter {
    stores: Rc<TabStores>,
    /// What the tablet knows while it is handed over.
    pub device: KioskDevice,
    /// The way back.
    pub exit: Rc<KioskExit>,
    inbox: RefCell<KioskInbox>,
    gate: RefCell<KioskGate>,
    month: Cell<Month>,
}

/// The later of all copies of an inbox. One of which no copy can be read is set aside, and begins anew.
async fn read_inbox(
    stores: &TabStores,
    inbox: WriterId,
) -> Result<Option<KioskInbox>, StorageError> {
    let copies = stores.kiosk_inbox(inbox).await?;
    let read = copies.iter().flatten().filter_map(KioskInbox::from_value);
    let later = read.reduce(|later, one| later.or_later(Some(one)));
    if later.is_none() && !copies.is_empty() {
        stores.set_kiosk_inbox_aside(inbox).await?;
    }
    Ok(later)
}

/// The note of the handover, as far as a copy of it can be read.
async fn read_device(stores: &TabStores) -> Option<KioskDevice> {
    stores.kiosk_devices().await.iter().find_map(KioskDevice::from_value)
}

impl KioskCounter {
    /// Goes on with what is counted on this tablet.
    pub async fn start(stores: Rc<TabStores>) -> KioskStart {
        let device = read_device(&stores).await;
        let has_lock = stores.has_device_lock().await;
        let exit = KioskExit { stores: stores.clone(), device: device.clone(), has_lock };
        let exit = Rc::new(exit);
        let Some(device) = device else { return KioskStart::Stopped(exit) };
        let inbox = match read_inbox(&stores, device.inbox).await {
            Ok(inbox) => inbox.unwrap_or_default(),
            // A store is silent; localStorage, which is written first, has the later copy.
            Err(_) => {
                let here = stores.local_kiosk_inbox(device.inbox);
                match here.as_ref().and_then(KioskInbox::from_value) {
                    Some(inbox) => inbox,
                    None => return KioskStart::Stopped(exit),
                }
            }
        };
        KioskStart::Counting(Rc::new(Self {
            stores,
            device,
            exit,
            inbox: RefCell::new(inbox),
            gate: RefCell::default(),
            month: Cell::new(Month::of(clock::today())),
        }))
    }

    /// Whether the tablet is still handed over, and for the same inbox: another tab may have ended it.
    pub async fn goes_on(&self) -> bool {
        let device = read_device(&self.stores).await;
        device.is_some_and(|device| device.inbox == self.device.inbox)
    }

    /// Counts an answer, and keeps what was written with it; `comment` may be empty. A repeat is not
    /// counted, and nobody is told.
    ///
    /// # Errors
    /// Where no store takes it; it is not counted then.
    pub async fn count(&self, rating: Rating, comment: &str) -> Result<(), StorageError> {
        let (now, today) = (clock::now().millis, clock::today());
        let month = Month::of(today);
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
        if let Some(comment) = KioskComment::new(comment, today) {
            after.add_comment(comment);
        }
        self.inbox.replace(after.clone());
        let kept = self.stores.keep_kiosk_inbox(self.device.inbox, &after.to_value()).await;
        if kept.is_err() {
            self.inbox.replace(before);
            self.gate.borrow_mut().forget();
        }
        kept.map(drop)
    }
}

/// How staff take the tablet back. Nobody gets past it without one of its secrets.
pub struct KioskExit {
    stores: Rc<TabStores>,
    device: Option<KioskDevice>,
    has_lock: bool,
}

impl KioskExit {
    /// Whether a PIN can be compared.
    pub fn has_pin(&self) -> bool {
        self.device.is_some()
    }

    /// Whether a passphrase can be compared: that of the handover, or that of the locked tablet.
    pub fn has_passphrase(&self) -> bool {
        self.has_lock || self.passphrase().is_some()
    }

    fn passphrase(&self) -> Option<&HandoverSecret> {
        self.device.as_ref()?.passphrase.as_ref()
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
        let is_right = match &self.device {
            Some(device) => device.pin.is(pin)?,
            None => false,
        };
        if is_right {
            self.end().await?;
        }
        Ok(is_right)
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
        let is_right = match self.passphrase() {
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
/// rest waits in the pool. Each step can be cut short and is repeated at the next opening. Returns what staff
/// are to know of it, in sentences.
pub async fn take_in_kiosk(session: Session, stores: &TabStores) -> Vec<String> {
    let mut told = Vec::new();
    if session.refusal().is_some() || stores.has_kiosk().await {
        return told;
    }
    let Ok((mut stored, mut pool)) = read_pool(session).await else { return told };
    let before = pool.clone();
    let mut taken = Vec::new();
    for id in pool.inboxes() {
        // One that cannot be read now is taken the next time.
        if let Ok(inbox) = read_inbox(stores, id).await {
            pool.take_back(id, inbox.as_ref());
            taken.push(id);
            if stores.has_kiosk_inbox_aside(id).await {
                told.push(INBOX_ASIDE.to_owned());
            }
        }
    }
    session.with_ledger_untracked(|ledger| pool.forget_erased(ledger));
    let today = clock::today();
    pool.draw_lots(Month::of(today), &mut clock::new_writer);
    if pool != before && keep_pool(session, &mut stored, &pool).await.is_err() {
        return Vec::new();
    }
    for id in taken {
        let _ = stores.drop_kiosk_inbox(id).await;
    }
    if pool != before {
        // What waits is shown beside the records, and is not in the ledger.
        session.changed(|register| register == KIOSK_MONTH.name);
    }
    if pool.lots().is_empty() && pool.notes(today).next().is_none() {
        return told;
    }
    let mut draft = session.draft(TAKE_IN_KIOSK, "");
    session.with_ledger_untracked(|ledger| {
        pool.lots().iter().for_each(|lot| lot.take_in(ledger, &mut draft));
        pool.notes(today).for_each(|note| note.take_in(ledger, &mut draft));
    });
    let Ok(edit) = session.stamp(draft) else { return told };
    if let Some(edit) = edit {
        session.show_edit(&edit);
        session.persist(edit).await;
    }
    if session.unsaved() == 0 {
        pool.drop_taken(today);
        let _ = keep_pool(session, &mut stored, &pool).await;
    }
    told
}

/// How many answers of a month wait on this tablet until there are enough, by whom they are about.
///
/// Of comments not even their number is told: after each patient it would say who wrote one.
pub async fn kiosk_waiting(session: Session, month: Month) -> Vec<KioskWaiting> {
    let Ok((_, pool)) = read_pool(session).await else { return Vec::new() };
    pool.waiting(month).collect()
}
