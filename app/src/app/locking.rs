//! Locking this tablet (本机加锁): what the pages ask for. A passphrase lives as long as it is needed
//! here, and is kept nowhere.

use std::cell::RefCell;
use std::rc::Rc;

use crate::browser::locks::{Lock, LockAnswer, LockRequest};
use crate::browser::{clock, launch_files, page};
use crate::crypto::passphrase::was_spelt_otherwise;
use crate::storage::{
    Attempts, DeviceLock, DeviceLockError, RandomSource, RecoveryCode, StorageError,
    StoreEncryption, UnlockSecret, Unlocked, make_key, make_key_as_before,
};

use super::export_sealing::bearable;
use super::ledger_inventory::{count_named, hide_inventory_names};
use super::stores::TabStores;

/// When a locked tablet locks itself: kept on this device beside how the page looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockHabit {
    /// After so many minutes without a touch.
    pub minutes: u32,
    /// Whether also a minute after one has gone to something else.
    pub hides: bool,
}

const HABIT: &str = "yixin/look/lock";

impl LockHabit {
    /// What there is to choose.
    pub const MINUTES: [u32; 3] = [5, 15, 30];

    /// What was chosen on this device.
    pub fn chosen() -> Self {
        let text = page::remembered(HABIT).unwrap_or_default();
        let (minutes, hides) = text.split_once(' ').unwrap_or_default();
        let minutes = minutes.parse().ok().filter(|minutes| Self::MINUTES.contains(minutes));
        Self { minutes: minutes.unwrap_or(15), hides: hides != "stays" }
    }

    /// Remembers what was chosen.
    pub fn choose(self) {
        let hides = if self.hides { "hides" } else { "stays" };
        page::remember(HABIT, &format!("{} {hides}", self.minutes));
    }
}

fn random() -> RandomSource {
    Rc::new(clock::fill_at_random)
}

/// A recovery code, drawn at random.
///
/// # Errors
/// Where the browser has no randomness.
pub fn draw_code() -> Result<RecoveryCode, DeviceLockError> {
    DeviceLock::draw_code(&random())
}

/// What stands in the stores about the lock.
///
/// # Errors
/// Where neither store can be read.
pub async fn read_device_lock(stores: &TabStores) -> Result<DeviceLock, StorageError> {
    DeviceLock::look(stores, &random()).await
}

/// Unlocks; making the key keeps the page from drawing for up to a second.
///
/// # Errors
/// Where the secret is wrong, or what it opens is damaged.
pub async fn unlock(
    stores: &TabStores,
    secret: UnlockSecret<'_>,
) -> Result<Unlocked, DeviceLockError> {
    let device_lock = read_device_lock(stores).await?;
    page::yield_for_paint().await;
    let unlocked = device_lock.unlock(secret, &make_key);
    match (&unlocked, secret) {
        // Locked by an earlier version.
        (Err(DeviceLockError::Wrong), UnlockSecret::Passphrase(text))
            if was_spelt_otherwise(text) =>
        {
            device_lock.unlock(secret, &make_key_as_before)
        }
        _ => unlocked,
    }
}

/// The note of tries of one kind, which every page of this browser reads.
#[derive(Debug, Clone, Copy)]
pub struct AttemptsNote(pub &'static str);

impl AttemptsNote {
    /// The tries to unlock the tablet.
    pub const UNLOCKING: Self = Self("yixin/look/tries");

    /// The tries that every page has made; `None` where none is noted.
    pub fn noted(self) -> Option<Attempts> {
        page::remembered(self.0).map(|note| Attempts::read(&note))
    }

    /// Notes the tries, so that neither a reload nor another page forgets them.
    pub fn note(self, attempts: Attempts) {
        page::remember(self.0, &attempts.note());
    }

    /// Waits what is still to be waited. `told` hears of each second, and says whether it is still
    /// wanted.
    pub async fn wait_out(self, mut attempts: Attempts, told: impl Fn(Attempts) -> bool) {
        while told(attempts) && attempts.left() > 0 {
            page::pause(1_000).await;
            attempts = attempts.second_later(self.noted());
            self.note(attempts);
        }
    }
}

/// The lock of the page that seals: two of them at once would get in each other's way.
const SEALING: &str = "yixin/sealing";
const STEP_MILLIS: i32 = 500;
/// So often another page that seals is waited for; one that sleeps is not.
const STEPS: u32 = 20;
/// So long other pages take to save what was entered there and to lock themselves.
const OTHERS_MILLIS: i32 = 400;

/// Asks for the lock of the page that seals; `None` where there are no locks, or nobody lets go.
async fn sealing_lock() -> Option<Lock> {
    for _ in 0..STEPS {
        let lock = Lock::ask(SEALING, LockRequest::IfAvailable)?;
        match lock.answer().await {
            LockAnswer::Held => return Some(lock),
            LockAnswer::Busy => page::pause(STEP_MILLIS).await,
            LockAnswer::Unknown => return None,
        }
    }
    None
}

/// Whether another page is sealing now.
pub async fn is_sealed_elsewhere() -> bool {
    match Lock::ask(SEALING, LockRequest::IfAvailable) {
        Some(lock) => lock.answer().await == LockAnswer::Busy,
        None => false,
    }
}

thread_local! {
    static WRAPPED: RefCell<Option<Unlocked>> = const { RefCell::new(None) };
}

/// Hands a tablet that was just locked to the page that seals what is kept.
pub fn hand_over(unlocked: Unlocked) {
    WRAPPED.set(Some(unlocked));
}

/// The tablet that was handed over, once.
pub fn handed_over() -> Option<Unlocked> {
    WRAPPED.take()
}

/// Seals what is kept, after the tablet was locked on this page. What is still in clear then, the
/// locked page counts.
pub async fn seal(
    stores: &TabStores,
    encryption: &StoreEncryption,
    unlocked: &Unlocked,
    told: &dyn Fn(usize, usize),
) {
    let lock = sealing_lock().await;
    page::pause(OTHERS_MILLIS).await;
    let mut is_sealed = stores.enter(encryption, unlocked, told).await.is_ok();
    // What another page wrote meanwhile.
    page::pause(OTHERS_MILLIS).await;
    is_sealed = is_sealed && stores.count_clear().await == Ok(0);
    if !is_sealed {
        let _ = stores.enter(encryption, unlocked, told).await;
    }
    hide_inventory_names().await;
    launch_files::forget_shared().await;
    drop(lock);
}

/// Counts what is in clear though the tablet is locked, in the stores and in the notes beside them;
/// `None` where they cannot be read.
pub async fn count_clear(stores: &TabStores) -> Option<usize> {
    Some(stores.count_clear().await.ok()? + count_named().await)
}

/// Lets this page in; gives what did not work, for the user, where not all is sealed yet.
pub async fn enter(
    stores: &TabStores,
    encryption: &StoreEncryption,
    unlocked: &Unlocked,
    told: &dyn Fn(usize, usize),
) -> Option<String> {
    let lock = sealing_lock().await;
    let sealed = stores.enter(encryption, unlocked, told).await;
    hide_inventory_names().await;
    drop(lock);
    sealed.err().map(|unsealed| unsealed.to_string())
}

/// Lets this page in where the lock was taken off for good, where that is so; whether it is.
///
/// # Errors
/// Where neither store can be read.
pub async fn enter_for_good(
    stores: &TabStores,
    encryption: &StoreEncryption,
    told: &dyn Fn(usize, usize),
) -> Result<bool, StorageError> {
    let device_lock = read_device_lock(stores).await?;
    if device_lock.is_locked() {
        return Ok(false);
    }
    if let Some(key) = device_lock.clear() {
        // What is still sealed opens all the same, and is done at the next opening.
        let _ = stores.enter_for_good(encryption, key, told).await;
    }
    Ok(true)
}

/// Locks the tablet: from now on its passphrase is asked for. What is kept is to be sealed at once.
///
/// # Errors
/// Why it stays unlocked.
pub async fn lock_tablet(
    stores: &TabStores,
    passphrase: &str,
    code: &RecoveryCode,
) -> Result<Unlocked, DeviceLockError> {
    let device_lock = read_device_lock(stores).await?;
    page::yield_for_paint().await;
    device_lock.lock(stores, (passphrase, bearable()?), code, &make_key).await
}

/// Another passphrase.
///
/// # Errors
/// Why the former one still holds.
pub async fn change_passphrase(
    stores: &TabStores,
    unlocked: &Unlocked,
    passphrase: &str,
) -> Result<(), DeviceLockError> {
    page::yield_for_paint().await;
    unlocked.change_passphrase(stores, (passphrase, bearable()?), &make_key).await
}

/// Another recovery code.
///
/// # Errors
/// Why the former one still holds.
pub async fn change_code(
    stores: &TabStores,
    unlocked: &Unlocked,
    code: &RecoveryCode,
) -> Result<(), DeviceLockError> {
    page::yield_for_paint().await;
    unlocked.change_code(stores, code, &make_key).await
}
