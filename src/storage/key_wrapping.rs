//! Key wrapping of the device lock (本机加锁): the data key, encrypted by key-encryption keys.
//!
//! It is wrapped twice, by the passphrase and by the recovery code. A changed passphrase is another
//! wrap; nothing else is rewritten. The ciphers are those of [`crate::crypto`].

use std::fmt::Write;
use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::XNonce;
use chacha20poly1305::aead::AeadInOut;
use zeroize::Zeroizing;

use crate::crypto::{Cost, KeyDerivationParams, KeyError, SealKey};
use crate::ledger::Value;

use super::data_key::{DataKey, KeyId, RandomSource, bytes, draw};
use super::recovery_code::RecoveryCode;
use super::traits::StorageError;

/// Why a tablet cannot be locked or unlocked. Nothing of what is kept has changed, but where it says
/// so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeviceLockError {
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
    Key(#[from] KeyError),
    /// A store refused.
    #[error("没有改成：{0}原来的锁不变。")]
    Store(#[from] StorageError),
    /// A store holds on to the former passphrase or code, which opens until the new one was used.
    #[error("新的已经换好，旧的还没能作废；用新的打开一次，旧的就作废了。{0}")]
    FormerStays(#[source] StorageError),
}

/// What one unlocks with.
#[derive(Clone, Copy)]
pub enum UnlockSecret<'a> {
    /// The passphrase.
    Passphrase(&'a str),
    /// The recovery code.
    Code(&'a RecoveryCode),
}

impl UnlockSecret<'_> {
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
pub type KeyDerivation<'a> =
    &'a dyn Fn(&str, &KeyDerivationParams) -> Result<Rc<SealKey>, KeyError>;

/// Derives the key anew at each call.
///
/// # Errors
/// Where there is not enough memory.
pub fn make_key(text: &str, making: &KeyDerivationParams) -> Result<Rc<SealKey>, KeyError> {
    SealKey::make(text, making).map(Rc::new)
}

/// Makes it as earlier versions did, see [`SealKey::make_as_before`].
///
/// # Errors
/// Where there is not enough memory.
pub fn make_key_as_before(
    text: &str,
    making: &KeyDerivationParams,
) -> Result<Rc<SealKey>, KeyError> {
    SealKey::make_as_before(text, making).map(Rc::new)
}

/// The key, sealed under another.
#[derive(Debug, Clone, PartialEq, Eq)]
struct KeyWrap {
    making: KeyDerivationParams,
    nonce: [u8; 24],
    sealed: [u8; 48],
}

impl KeyWrap {
    fn new(
        key: &DataKey,
        secret: UnlockSecret<'_>,
        cost: Cost,
        make: KeyDerivation<'_>,
    ) -> Result<Self, DeviceLockError> {
        let random = &key.random;
        let salt = draw(random).ok_or(DeviceLockError::NoChance)?;
        let nonce = draw(random).ok_or(DeviceLockError::NoChance)?;
        let (making, nonce) = (KeyDerivationParams { cost, salt: *salt }, *nonce);
        let mut sealed = key.key.bytes().to_vec();
        make(secret.text(), &making)?
            .cipher()
            .encrypt_in_place(
                &XNonce::from(nonce),
                Self::bound(key.id, secret, &making).as_bytes(),
                &mut sealed,
            )
            .map_err(|_| KeyError::Refused)?;
        let sealed = sealed.try_into().map_err(|_| KeyError::Refused)?;
        Ok(Self { making, nonce, sealed })
    }

    /// The key; `None` where it is another secret's, or anything was changed.
    fn open(
        &self,
        id: KeyId,
        secret: UnlockSecret<'_>,
        random: &RandomSource,
        make: KeyDerivation<'_>,
    ) -> Result<Option<DataKey>, KeyError> {
        let mut bytes = Zeroizing::new(self.sealed.to_vec());
        let opened = make(secret.text(), &self.making)?.cipher().decrypt_in_place(
            &XNonce::from(self.nonce),
            Self::bound(id, secret, &self.making).as_bytes(),
            &mut *bytes,
        );
        let key = opened.ok().and_then(|()| <[u8; 32]>::try_from(&**bytes).ok());
        Ok(key.map(|key| DataKey {
            id,
            key: SealKey::of_bytes(Zeroizing::new(key)),
            random: random.clone(),
        }))
    }

    fn bound(id: KeyId, secret: UnlockSecret<'_>, making: &KeyDerivationParams) -> String {
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
            making: KeyDerivationParams { cost, salt: bytes(value, "salt")? },
            nonce: bytes(value, "nonce")?,
            sealed: bytes(value, "sealed")?,
        })
    }
}

/// The key under its two wraps, as both stores keep it in clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeyWraps {
    pub(super) id: KeyId,
    passphrase: KeyWrap,
    recovery: KeyWrap,
}

impl KeyWraps {
    /// Wraps a key. The code is random through and through, so the least cost will do for it.
    pub(super) fn new(
        key: &DataKey,
        passphrase: &str,
        cost: Cost,
        code: &RecoveryCode,
        make: KeyDerivation<'_>,
    ) -> Result<Self, DeviceLockError> {
        Ok(Self {
            id: key.id,
            passphrase: KeyWrap::new(key, UnlockSecret::Passphrase(passphrase), cost, make)?,
            recovery: KeyWrap::new(key, UnlockSecret::Code(code), Cost::LEAST, make)?,
        })
    }

    /// The same key under another passphrase.
    pub(super) fn with_passphrase(
        &self,
        key: &DataKey,
        passphrase: &str,
        cost: Cost,
        make: KeyDerivation<'_>,
    ) -> Result<Self, DeviceLockError> {
        let passphrase = KeyWrap::new(key, UnlockSecret::Passphrase(passphrase), cost, make)?;
        Ok(Self { passphrase, ..self.clone() })
    }

    /// The same key under another code.
    pub(super) fn with_code(
        &self,
        key: &DataKey,
        code: &RecoveryCode,
        make: KeyDerivation<'_>,
    ) -> Result<Self, DeviceLockError> {
        let recovery = KeyWrap::new(key, UnlockSecret::Code(code), Cost::LEAST, make)?;
        Ok(Self { recovery, ..self.clone() })
    }

    pub(super) fn open(
        &self,
        secret: UnlockSecret<'_>,
        random: &RandomSource,
        make: KeyDerivation<'_>,
    ) -> Result<Option<DataKey>, KeyError> {
        let wrap = match secret {
            UnlockSecret::Passphrase(_) => &self.passphrase,
            UnlockSecret::Code(_) => &self.recovery,
        };
        wrap.open(self.id, secret, random, make)
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
            passphrase: KeyWrap::from_value(value.get("passphrase")?)?,
            recovery: KeyWrap::from_value(value.get("recovery")?)?,
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
    use crate::storage::data_key::tests::random;
    use crate::storage::store_encryption::Cipher;
    use crate::storage::traits::StoreKind;

    #[test]
    fn a_wrap_is_bound_to_its_key_its_cost_and_its_kind_and_every_bit_counts() {
        let random = random();
        let key = DataKey::new(&random).expect("a key");
        let made =
            make_key("枇杷晚翠梧桐早凋", &KeyDerivationParams { cost: Cost::LEAST, salt: [0; 16] });
        let made = made.expect("a key");
        // One key for all, so that only what it seals decides.
        let make = |_: &str, _: &KeyDerivationParams| Ok(made.clone());
        let secret = UnlockSecret::Passphrase("");
        let wrap = KeyWrap::new(&key, secret, Cost::LEAST, &make).expect("a wrap");
        let opens = |wrap: &KeyWrap, id, secret| {
            wrap.open(id, secret, &random, &make).expect("enough memory").is_some()
        };
        let opened = wrap.open(key.id, secret, &random, &make).expect("memory").expect("it opens");
        assert_eq!(opened.key.bytes(), key.key.bytes());
        assert_eq!(KeyWrap::from_value(&wrap.to_value()).as_ref(), Some(&wrap));
        assert!(!opens(&wrap, KeyId(key.id.0 ^ 1), secret));
        let code = RecoveryCode::of(&[0; 16]);
        assert!(!opens(&wrap, key.id, UnlockSecret::Code(&code)));
        let making = KeyDerivationParams { cost: Cost::USUAL, ..wrap.making };
        assert!(!opens(&KeyWrap { making, ..wrap.clone() }, key.id, secret));
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
        let random = random();
        let key = DataKey::new(&random).expect("a key");
        let sealed = key.seal(StoreKind::Local, "yixin/last", "1").expect("sealed");
        let made =
            make_key("枇杷晚翠梧桐早凋", &KeyDerivationParams { cost: Cost::LEAST, salt: [0; 16] });
        let made = made.expect("a key");
        let make = |_: &str, _: &KeyDerivationParams| Ok(made.clone());
        let secret = UnlockSecret::Passphrase("");
        let wrap = KeyWrap::new(&key, secret, Cost::LEAST, &make).expect("a wrap");
        let wrapped = wrap.open(key.id, secret, &random, &make).expect("memory");
        let in_clear = DataKey::from_clear(key.id, &key.to_clear(), &random);
        for opened in [wrapped, in_clear] {
            let opened = opened.expect("a key");
            assert_eq!(opened.open("yixin/last", &sealed).as_deref(), Some("1"));
        }
    }
}
