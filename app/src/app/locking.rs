//! Locking this tablet (本机加锁): what the pages ask for. A passphrase lives as long as it is needed
//! here, and is kept nowhere.

use std::rc::Rc;

use crate::browser::{clock, page};
use crate::storage::{
    Chance, Guard, RecoveryCode, Secret, StorageError, Unlocked, Vault, VaultError, make_key,
};

use super::sealing::bearable;
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

fn chance() -> Chance {
    Rc::new(clock::fill_at_random)
}

/// A recovery code, drawn at random.
///
/// # Errors
/// Where the browser has no randomness.
pub fn draw_code() -> Result<RecoveryCode, VaultError> {
    Vault::draw_code(&chance())
}

/// What stands in the stores about the lock.
///
/// # Errors
/// Where neither store can be read.
pub async fn look_at_vault(stores: &TabStores) -> Result<Vault, StorageError> {
    Vault::look(stores, &chance()).await
}

/// Unlocks; making the key keeps the page from drawing for up to a second.
///
/// # Errors
/// Where the secret is wrong, or what it opens is damaged.
pub async fn unlock(stores: &TabStores, secret: Secret<'_>) -> Result<Unlocked, VaultError> {
    let vault = look_at_vault(stores).await?;
    page::breathe().await;
    vault.unlock(secret, &make_key)
}

/// Lets this page in; gives what did not work, for the user, where not all is sealed yet.
pub async fn enter(
    stores: &TabStores,
    guard: &Guard,
    unlocked: &Unlocked,
    told: &dyn Fn(usize, usize),
) -> Option<String> {
    let trouble = stores.enter(guard, unlocked, told).await.err()?;
    Some(format!("有一部分数据还没有加密：{trouble}下次打开时会接着做。"))
}

/// Lets this page in where the lock was taken off for good, where that is so; whether it is.
///
/// # Errors
/// Where neither store can be read.
pub async fn enter_for_good(
    stores: &TabStores,
    guard: &Guard,
    told: &dyn Fn(usize, usize),
) -> Result<bool, StorageError> {
    let vault = look_at_vault(stores).await?;
    if vault.is_locked() {
        return Ok(false);
    }
    if let Some(key) = vault.clear() {
        // What is still sealed opens all the same, and is done at the next opening.
        let _ = stores.enter_for_good(guard, key, told).await;
    }
    Ok(true)
}

/// Locks the tablet: from the next opening on its passphrase is asked for.
///
/// # Errors
/// Why it stays unlocked.
pub async fn lock_tablet(
    stores: &TabStores,
    passphrase: &str,
    code: &RecoveryCode,
) -> Result<(), VaultError> {
    let vault = look_at_vault(stores).await?;
    page::breathe().await;
    vault.lock(stores, (passphrase, bearable()?), code, &make_key).await
}

/// Another passphrase.
///
/// # Errors
/// Why the former one still holds.
pub async fn change_passphrase(
    stores: &TabStores,
    unlocked: &Unlocked,
    passphrase: &str,
) -> Result<(), VaultError> {
    page::breathe().await;
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
) -> Result<(), VaultError> {
    page::breathe().await;
    unlocked.change_code(stores, code, &make_key).await
}
