//! Ciphers: keys from passphrases, below `storage`, which seals the stores with them, and `exchange`,
//! which seals files. The primitives are those of RustCrypto.

mod key;
pub mod passphrase;

pub use key::{Cost, KeyDerivationParams, KeyError, SealKey};
