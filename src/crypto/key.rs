//! Keys made from passphrases by Argon2id, for sealed files and for the lock of a tablet.

use argon2::{Algorithm, Argon2, Version};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use zeroize::Zeroizing;

use super::passphrase::{as_before, spelt};

/// Why a key cannot be made, or nothing sealed with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The parameters are below the least, or none that the derivation knows.
    #[error("加密的参数不对，没有用它。")]
    Params,
    /// Making the key would take more memory or time than any of ours asks for.
    #[error("打开要占用的内存或时间超出限度，不是本应用写出的，没有打开。")]
    Demanding,
    /// The tablet has not enough memory to make the key.
    #[error("这台设备的内存不够做这件事。请关掉别的网页和应用，再试一次。")]
    Memory,
    /// The cipher refused what was to be sealed.
    #[error("没有加密成，内容没有改动。请重新打开本应用，再试一次。")]
    Refused,
}

/// How much work a key costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    memory: u32,
    passes: u32,
}

impl Cost {
    /// How many KiB, and how many times over.
    pub fn parts(self) -> (u32, u32) {
        (self.memory, self.passes)
    }

    /// The least that OWASP asks for: 19 MiB, twice over.
    pub const LEAST: Self = Self { memory: 19 << 10, passes: 2 };
    /// What is usual: 64 MiB, three times over.
    pub const USUAL: Self = Self { memory: 64 << 10, passes: 3 };
    /// The most that a file may ask for.
    const MOST: Self = Self { memory: 256 << 10, passes: 16 };
    /// How long a key may take to make, in milliseconds.
    const PATIENCE: f64 = 1_000.0;

    /// So many KiB, so many times over.
    ///
    /// # Errors
    /// Below the least or beyond the most: neither is sealed or opened with.
    pub fn new(memory: u32, passes: u32) -> Result<Self, KeyError> {
        if memory < Self::LEAST.memory || passes < Self::LEAST.passes {
            return Err(KeyError::Params);
        }
        if memory > Self::MOST.memory || passes > Self::MOST.passes {
            return Err(KeyError::Demanding);
        }
        Ok(Self { memory, passes })
    }

    /// What a device can bear on which [`Self::LEAST`] takes so many milliseconds. Time goes with
    /// memory times passes.
    pub fn bearable(least_millis: f64) -> Self {
        let work = |cost: Self| f64::from(cost.memory) * f64::from(cost.passes);
        let ladder = [Self::USUAL, Self { passes: 2, ..Self::USUAL }];
        let ladder = ladder.into_iter().chain([Self { memory: 32 << 10, passes: 2 }]);
        let takes = |cost: Self| least_millis * work(cost) / work(Self::LEAST);
        ladder.into_iter().find(|cost| takes(*cost) <= Self::PATIENCE).unwrap_or(Self::LEAST)
    }
}

/// What the key of a file is made of, beside the passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyDerivationParams {
    /// How much work it costs.
    pub cost: Cost,
    /// Drawn at random for each export.
    pub salt: [u8; 16],
}

/// A key, of a file or of what is kept; wiped when it goes.
pub struct SealKey(Zeroizing<[u8; 32]>);

impl SealKey {
    /// Makes the key; this takes up to a second or so.
    ///
    /// # Errors
    /// Where there is not enough memory.
    pub fn make(passphrase: &str, making: &KeyDerivationParams) -> Result<Self, KeyError> {
        Self::of_spelling(&spelt(passphrase), making)
    }

    /// Makes the key as earlier versions made it, see [`was_spelt_otherwise`](super::passphrase::was_spelt_otherwise).
    ///
    /// # Errors
    /// Where there is not enough memory.
    pub fn make_as_before(
        passphrase: &str,
        making: &KeyDerivationParams,
    ) -> Result<Self, KeyError> {
        Self::of_spelling(&as_before(passphrase), making)
    }

    fn of_spelling(spelling: &str, making: &KeyDerivationParams) -> Result<Self, KeyError> {
        let Cost { memory, passes } = making.cost;
        let mut key = Zeroizing::new([0; 32]);
        let params = argon2::Params::new(memory, passes, 1, Some(key.len()));
        let argon =
            Argon2::new(Algorithm::Argon2id, Version::V0x13, params.map_err(|_| KeyError::Params)?);
        argon
            .hash_password_into(spelling.as_bytes(), &making.salt, &mut *key)
            .map_err(|_| KeyError::Memory)?;
        Ok(Self(key))
    }

    /// A key that was drawn at random.
    pub(crate) fn of_bytes(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.0).into())
    }
}
