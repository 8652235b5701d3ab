//! Wraps of the key of a locked tablet (本机加锁): it is wrapped twice, by the passphrase and by the
//! recovery code; another passphrase is another wrap, and nothing else is written anew. The ciphers are
//! those of `exchange::sealing`.

use std::fmt::Write;
use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::XNonce;
use chacha20poly1305::aead::AeadInOut;
use zeroize::Zeroizing;

use crate::exchange::sealing::{Cost, Key, KeyMaking, SealError};
use crate::ledger::Value;

use super::data_key::{Chance, DataKey, KeyId, bytes, draw};
use super::recovery_code::RecoveryCode;
use super::traits::StorageError;

/// Why a tablet cannot be locked or unlocked. Nothing of what is kept has changed, but where it says
/// so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// Neither passphrase nor code opens any of the wraps.
    #[error("不对，打不开。请再试一次；一个字也不能差。")]
    Wrong,
    /// The lock was taken off for good.
    #[error("这台设备已经不加锁了，请重新打开本应用。")]
    NotLocked,
    /// Neither store has a wrap that can be read.
    #[error("开锁要用的记录损坏了，口令和恢复码都打不开。")]
    Damaged,
    /// The tablet is locked already, or was until lately and is not done with it.
    #[error("上次的改动还没有收尾。请重新打开本应用，再试一次。")]
    Unfinished,
    /// The browser gives no randomness.
    #[error("这个浏览器没有可靠的随机数，不能加锁。")]
    NoChance,
    /// The key could not be made.
    #[error("{0}")]
    Key(#[from] SealError),
    /// A store refused.
    #[error("没有改成：{0}原来的锁不变。")]
    Store(#[from] StorageError),
    /// A store holds on to the former passphrase or code, which opens until the new one was used.
    #[error("新的已经换好，旧的还没能作废；用新的打开一次，旧的就作废了。{0}")]
    FormerStays(#[source] StorageError),
}

/// What one unlocks with.
#[derive(Clone, Copy)]
pub enum Secret<'a> {
    /// The passphrase.
    Passphrase(&'a str),
    /// The recovery code.
    Code(&'a RecoveryCode),
}

impl Secret<'_> {
    fn text(&self) -> &str {
        match self {
            Self::Passphrase(text) => text,
            Self::Code(code) => code.text(),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Passphrase(_) => "passphrase",
            Self::Code(_) => "recovery",
        }
    }
}

/// Makes a key of a passphrase or a code; this takes up to a second or so. Tests remember what was
/// made before.
pub type Making<'a> = &'a dyn Fn(&str, &KeyMaking) -> Result<Rc<Key>, SealError>;

/// Makes it anew each time.
///
/// # Errors
/// Where there is not enough memory.
pub fn make_key(text: &str, making: &KeyMaking) -> Result<Rc<Key>, SealError> {
    Key::make(text, making).map(Rc::new)
}

/// Makes it as earlier versions did, see [`Key::make_as_before`].
///
/// # Errors
/// Where there is not enough memory.
pub fn make_key_as_before(text: &str, making: &KeyMaking) -> Result<Rc<Key>, SealError> {
    Key::make_as_before(text, making).map(Rc::new)
}

/// The key, sealed under another.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wrap {
    making: KeyMaking,
    nonce: [u8; 24],
    sealed: [u8; 48],
}

impl Wrap {
    fn new(
        key: &DataKey,
        secret: Secret<'_>,
        cost: Cost,
        make: Making<'_>,
    ) -> Result<Self, VaultError> {
        let chance = &key.chance;
        let salt = draw(chance).ok_or(VaultError::NoChance)?;
        let nonce = draw(chance).ok_or(VaultError::NoChance)?;
        let (making, nonce) = (KeyMaking { cost, salt: *salt }, *nonce);
        let mut sealed = key.key.bytes().to_vec();
        make(secret.text(), &making)?
            .cipher()
            .encrypt_in_place(
                &XNonce::from(nonce),
                Self::bound(key.id, secret, &making).as_bytes(),
                &mut sealed,
            )
            .map_err(|_| SealError::TooLarge)?;
        let sealed = sealed.try_into().map_err(|_| SealError::TooLarge)?;
        Ok(Self { making, nonce, sealed })
    }

    /// The key; `None` where it is another secret's, or anything was changed.
    fn open(
        &self,
        id: KeyId,
        secret: Secret<'_>,
        chance: &Chance,
        make: Making<'_>,
    ) -> Result<Option<DataKey>, SealError> {
        let mut bytes = Zeroizing::new(self.sealed.to_vec());
        let opened = make(secret.text(), &self.making)?.cipher().decrypt_in_place(
            &XNonce::from(self.nonce),
            Self::bound(id, secret, &self.making).as_bytes(),
            &mut *bytes,
        );
        let key = opened.ok().and_then(|()| <[u8; 32]>::try_from(&**bytes).ok());
        Ok(key.map(|key| DataKey {
            id,
            key: Key::of_bytes(Zeroizing::new(key)),
            chance: chance.clone(),
        }))
    }

    fn bound(id: KeyId, secret: Secret<'_>, making: &KeyMaking) -> String {
        let (memory, passes) = making.cost.parts();
        format!("yixin vault 1 {id} {} {memory} {passes}", secret.name())
    }

    fn to_value(&self) -> Value {
        let (memory, passes) = self.making.cost.parts();
        Value::group([
            ("memory", i64::from(memory).into()),
            ("passes", i64::from(passes).into()),
            ("salt", STANDARD.encode(self.making.salt).into()),
            ("nonce", STANDARD.encode(self.nonce).into()),
            ("sealed", STANDARD.encode(self.sealed).into()),
        ])
    }

    fn from_value(value: &Value) -> Option<Self> {
        let number = |name: &str| u32::try_from(value.get(name)?.as_int()?).ok();
        let cost = Cost::new(number("memory")?, number("passes")?).ok()?;
        Some(Self {
            making: KeyMaking { cost, salt: bytes(value, "salt")? },
            nonce: bytes(value, "nonce")?,
            sealed: bytes(value, "sealed")?,
        })
    }
}

/// The key under its two wraps, as both stores keep it in clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wraps {
    pub(super) id: KeyId,
    passphrase: Wrap,
    recovery: Wrap,
}

impl Wraps {
    /// Wraps a key. The code is random through and through, so the least cost will do for it.
    pub(super) fn new(
        key: &DataKey,
        passphrase: &str,
        cost: Cost,
        code: &RecoveryCode,
        make: Making<'_>,
    ) -> Result<Self, VaultError> {
        Ok(Self {
            id: key.id,
            passphrase: Wrap::new(key, Secret::Passphrase(passphrase), cost, make)?,
            recovery: Wrap::new(key, Secret::Code(code), Cost::LEAST, make)?,
        })
    }

    /// The same key under another passphrase.
    pub(super) fn with_passphrase(
        &self,
        key: &DataKey,
        passphrase: &str,
        cost: Cost,
        make: Making<'_>,
    ) -> Result<Self, VaultError> {
        let passphrase = Wrap::new(key, Secret::Passphrase(passphrase), cost, make)?;
        Ok(Self { passphrase, ..self.clone() })
    }

    /// The same key under another code.
    pub(super) fn with_code(
        &self,
        key: &DataKey,
        code: &RecoveryCode,
        make: Making<'_>,
    ) -> Result<Self, VaultError> {
        let recovery = Wrap::new(key, Secret::Code(code), Cost::LEAST, make)?;
        Ok(Self { recovery, ..self.clone() })
    }

    pub(super) fn open(
        &self,
        secret: Secret<'_>,
        chance: &Chance,
        make: Making<'_>,
    ) -> Result<Option<DataKey>, SealError> {
        let wrap = match secret {
            Secret::Passphrase(_) => &self.passphrase,
            Secret::Code(_) => &self.recovery,
        };
        wrap.open(self.id, secret, chance, make)
    }

    pub(super) fn to_value(&self) -> Value {
        Value::group([
            ("passphrase", self.passphrase.to_value()),
            ("recovery", self.recovery.to_value()),
        ])
    }

    pub(super) fn from_value(id: KeyId, value: &Value) -> Option<Self> {
        Some(Self {
            id,
            passphrase: Wrap::from_value(value.get("passphrase")?)?,
            recovery: Wrap::from_value(value.get("recovery")?)?,
        })
    }
}

/// The key under which wraps are kept: each new passphrase or code makes the next generation.
pub(super) fn wraps_key(id: KeyId, generation: u32) -> String {
    let mut key = format!("{}w-{id}-", super::keys::VAULT);
    // Writing into a String does not fail.
    let _ = write!(key, "{generation:06}");
    key
}

/// The key under which the key itself is kept in clear, once the tablet is no longer to be locked.
pub(super) fn clear_key(id: KeyId) -> String {
    format!("{}o-{id}", super::keys::VAULT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::data_key::tests::chance;
    use crate::storage::guard::Cipher;
    use crate::storage::traits::Which;

    #[test]
    fn a_wrap_is_bound_to_its_key_its_cost_and_its_kind_and_every_bit_counts() {
        let chance = chance();
        let key = DataKey::new(&chance).expect("a key");
        let made = make_key("枇杷晚翠梧桐早凋", &KeyMaking { cost: Cost::LEAST, salt: [0; 16] });
        let made = made.expect("a key");
        // One key for all, so that only what it seals decides.
        let make = |_: &str, _: &KeyMaking| Ok(made.clone());
        let secret = Secret::Passphrase("");
        let wrap = Wrap::new(&key, secret, Cost::LEAST, &make).expect("a wrap");
        let opens = |wrap: &Wrap, id, secret| {
            wrap.open(id, secret, &chance, &make).expect("enough memory").is_some()
        };
        let opened = wrap.open(key.id, secret, &chance, &make).expect("memory").expect("it opens");
        assert_eq!(opened.key.bytes(), key.key.bytes());
        assert_eq!(Wrap::from_value(&wrap.to_value()).as_ref(), Some(&wrap));
        assert!(!opens(&wrap, KeyId(key.id.0 ^ 1), secret));
        let code = RecoveryCode::of(&[0; 16]);
        assert!(!opens(&wrap, key.id, Secret::Code(&code)));
        let making = KeyMaking { cost: Cost::USUAL, ..wrap.making };
        assert!(!opens(&Wrap { making, ..wrap.clone() }, key.id, secret));
        for bit in 0..48 * 8 {
            let mut changed = wrap.clone();
            changed.sealed[bit / 8] ^= 1 << (bit % 8);
            assert!(!opens(&changed, key.id, secret), "bit {bit} of what is sealed");
        }
        for bit in 0..24 * 8 {
            let mut changed = wrap.clone();
            changed.nonce[bit / 8] ^= 1 << (bit % 8);
            assert!(!opens(&changed, key.id, secret), "bit {bit} of the nonce");
        }
    }

    #[test]
    fn what_a_key_sealed_is_opened_by_what_was_wrapped_and_by_what_was_left_in_clear() {
        let chance = chance();
        let key = DataKey::new(&chance).expect("a key");
        let sealed = key.seal(Which::Local, "yixin/last", "1").expect("sealed");
        let made = make_key("枇杷晚翠梧桐早凋", &KeyMaking { cost: Cost::LEAST, salt: [0; 16] });
        let made = made.expect("a key");
        let make = |_: &str, _: &KeyMaking| Ok(made.clone());
        let secret = Secret::Passphrase("");
        let wrap = Wrap::new(&key, secret, Cost::LEAST, &make).expect("a wrap");
        let wrapped = wrap.open(key.id, secret, &chance, &make).expect("memory");
        let in_clear = DataKey::from_clear(key.id, &key.to_clear(), &chance);
        for opened in [wrapped, in_clear] {
            let opened = opened.expect("a key");
            assert_eq!(opened.open("yixin/last", &sealed).as_deref(), Some("1"));
        }
    }
}
