//! The secrets with which staff take the tablet back: a PIN, and a passphrase where the tablet has none.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::crypto::{Cost, KeyDerivationParams, KeyError, SealKey};
use crate::ledger::Value;

/// Why a PIN is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPin {
    /// It is no number of four to eight digits.
    #[error("退出密码是 4 到 8 位数字")]
    NotDigits,
    /// It is one digit repeated, or digits in a row.
    #[error("这个密码太好猜，请换一个")]
    Obvious,
}

/// Checks that a PIN is fit to be chosen.
///
/// # Errors
/// Why it is not.
pub fn check_pin(pin: &str) -> Result<(), WeakPin> {
    let digits = pin.as_bytes();
    if !(4..=8).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
        return Err(WeakPin::NotDigits);
    }
    let has_step =
        |step: i16| digits.windows(2).all(|pair| i16::from(pair[1]) - i16::from(pair[0]) == step);
    if [-1, 0, 1].into_iter().any(has_step) { Err(WeakPin::Obvious) } else { Ok(()) }
}

/// A secret as it is kept: what is derived of it, by which it is known again.
#[derive(Clone, PartialEq, Eq)]
pub struct HandoverSecret {
    salt: [u8; 16],
    derived: [u8; 32],
}

impl std::fmt::Debug for HandoverSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HandoverSecret")
    }
}

impl HandoverSecret {
    /// Derives a secret. `salt` is drawn at random. This takes some tenths of a second.
    ///
    /// # Errors
    /// Where there is not enough memory.
    pub fn new(secret: &str, salt: [u8; 16]) -> Result<Self, KeyError> {
        let making = KeyDerivationParams { cost: Cost::LEAST, salt };
        Ok(Self { salt, derived: *SealKey::make(secret, &making)?.bytes() })
    }

    /// Whether a secret is this one.
    ///
    /// # Errors
    /// Where there is not enough memory to find out.
    pub fn is(&self, secret: &str) -> Result<bool, KeyError> {
        Ok(Self::new(secret, self.salt)? == *self)
    }

    pub(super) fn to_value(&self) -> Value {
        Value::List(vec![STANDARD.encode(self.salt).into(), STANDARD.encode(self.derived).into()])
    }

    pub(super) fn from_value(value: &Value) -> Option<Self> {
        let [salt, derived] = value.as_list()? else { return None };
        let bytes = |value: &Value| STANDARD.decode(value.as_text()?).ok();
        Some(Self {
            salt: bytes(salt)?.try_into().ok()?,
            derived: bytes(derived)?.try_into().ok()?,
        })
    }
}
