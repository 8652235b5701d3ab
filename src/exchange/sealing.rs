//! Sealed bundles (加密的数据文件): a bundle under a passphrase that two people agreed on.
//!
//! The file is JSON that says in clear for whom it is, from which tablet and when, and how the key
//! is made; what it holds is packed and sealed, and cannot be opened if anything in front of it was
//! changed. The ciphers are those of RustCrypto: Argon2id makes the key, XChaCha20-Poly1305 seals.

use std::fmt::Write;

use argon2::{Algorithm, Argon2, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use miniz_oxide::deflate::compress_to_vec;
use zeroize::Zeroizing;

use crate::ledger::Moment;

use super::json::write_text;
use super::limits;
use super::passphrase::{as_before, spelt};

pub use super::sealing_read::{Sealed, is_sealed, open};

/// What a sealed file begins with.
pub const FORMAT: &str = "yixin-sealed";
/// The version that this app writes and reads: a greater minor one only adds to the header.
pub(super) const MAJOR: u32 = 1;

/// What stands right in front of the sealed text. Up to here a file is authenticated as it stands.
pub(super) const SEALED: &str = "\"sealed\":\"";
/// What follows on it.
pub(super) const END: &str = "\"\n}";

/// How strong packing is: more costs time on a tablet and gains little.
const PACKING: u8 = 6;

/// Why a file cannot be sealed or opened. Nothing of it has been used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It is no sealed file.
    #[error("这不是加密的数据文件。")]
    NotSealed,
    /// It is larger than any that we write.
    #[error("这个文件太大，最多 {} MB。请让对方分几个文件导出。", limits::BYTES >> 20)]
    TooLarge,
    /// It ends too early, or goes on behind its end.
    #[error("加密文件不完整，多半是没有传完。请让对方重新发送。")]
    CutOff,
    /// Its header is not as it should be.
    #[error("加密文件开头的“{0}”缺失或不对，文件可能被改动过。请让对方重新导出。")]
    Header(&'static str),
    /// It was written by a newer version of the app.
    #[error("这个加密文件由更新的版本写出。请先更新本应用，再打开这个文件。")]
    Newer,
    /// Making its key would take more memory or time than any file of ours asks for.
    #[error("打开这个文件要占用的内存或时间超出限度，不是本应用写出的，没有打开。")]
    Demanding,
    /// The sealed text is no base64.
    #[error("加密的内容有缺损，文件可能被改动过或没有传完。请让对方重新发送。")]
    NotBase64,
    /// The key does not open it. Which of the two it is, nobody can tell.
    #[error("口令不对，或文件被改动过。")]
    Wrong,
    /// The tablet has not enough memory to make the key.
    #[error("这台设备的内存不够做这件事。请关掉别的网页和应用，再试一次。")]
    Memory,
    /// What was sealed is no text of ours.
    #[error("口令对了，但里面的内容读不出来，不是本应用写出的文件。")]
    Content,
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
    pub fn new(memory: u32, passes: u32) -> Result<Self, SealError> {
        if memory < Self::LEAST.memory || passes < Self::LEAST.passes {
            return Err(SealError::Header("kdf"));
        }
        if memory > Self::MOST.memory || passes > Self::MOST.passes {
            return Err(SealError::Demanding);
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
    pub fn make(passphrase: &str, making: &KeyDerivationParams) -> Result<Self, SealError> {
        Self::of_spelling(&spelt(passphrase), making)
    }

    /// Makes the key as earlier versions made it, see
    /// [`was_spelt_otherwise`](super::passphrase::was_spelt_otherwise).
    ///
    /// # Errors
    /// Where there is not enough memory.
    pub fn make_as_before(
        passphrase: &str,
        making: &KeyDerivationParams,
    ) -> Result<Self, SealError> {
        Self::of_spelling(&as_before(passphrase), making)
    }

    fn of_spelling(spelling: &str, making: &KeyDerivationParams) -> Result<Self, SealError> {
        let Cost { memory, passes } = making.cost;
        let mut key = Zeroizing::new([0; 32]);
        let params = argon2::Params::new(memory, passes, 1, Some(key.len()));
        let argon = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            params.map_err(|_| SealError::Header("kdf"))?,
        );
        argon
            .hash_password_into(spelling.as_bytes(), &making.salt, &mut *key)
            .map_err(|_| SealError::Memory)?;
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

/// What a sealed file says in clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedHeader {
    /// For whom it is, as the sender wrote it.
    pub recipient: String,
    /// From which tablet.
    pub tablet: String,
    /// When it was made.
    pub made: Moment,
    /// How its key is made.
    pub making: KeyDerivationParams,
    /// Drawn at random for each file.
    pub nonce: [u8; 24],
}

/// Seals a text under a passphrase.
///
/// # Errors
/// Where there is not enough memory for the key, or the text is larger than we could read.
pub fn seal(text: &str, passphrase: &str, header: &SealedHeader) -> Result<String, SealError> {
    seal_with(text, &SealKey::make(passphrase, &header.making)?, header)
}

/// Seals a text with a key made before: several files of one export have one key, and each its own
/// nonce.
///
/// # Errors
/// Where the text is larger than we could read.
pub fn seal_with(text: &str, key: &SealKey, header: &SealedHeader) -> Result<String, SealError> {
    if text.len() > limits::BYTES {
        return Err(SealError::TooLarge);
    }
    let mut file = head(header);
    let mut sealed = compress_to_vec(text.as_bytes(), PACKING);
    key.cipher()
        .encrypt_in_place(&XNonce::from(header.nonce), file.as_bytes(), &mut sealed)
        .map_err(|_| SealError::TooLarge)?;
    STANDARD.encode_string(&sealed, &mut file);
    file.push_str(END);
    file.push('\n');
    if file.len() > limits::BYTES { Err(SealError::TooLarge) } else { Ok(file) }
}

/// A file up to its sealed text. Names are cut where they are too long, and an impossible year is
/// brought to the nearest possible one, as in the header of a bundle.
fn head(header: &SealedHeader) -> String {
    let SealedHeader { recipient, tablet, made, making, nonce } = header;
    let short = |name: &str| name[..name.floor_char_boundary(limits::NAME)].to_owned();
    let mut head = format!("{{\n\"format\":\"{FORMAT}\",\n\"version\":\"{MAJOR}.0\",\n\"for\":");
    write_text(&mut head, &short(recipient));
    head.push_str(",\n\"from\":");
    write_text(&mut head, &short(tablet));
    let Moment { millis, offset } = made.within_bounds();
    let Cost { memory, passes } = making.cost;
    // Writing into a String does not fail.
    let _ = write!(
        head,
        ",\n\"made\":{{\"at\":{millis},\"offset\":{offset}}},\n\
         \"kdf\":{{\"name\":\"argon2id\",\"memory\":{memory},\"passes\":{passes},\"lanes\":1,\
         \"salt\":\"{}\"}},\n\
         \"cipher\":{{\"name\":\"xchacha20-poly1305\",\"nonce\":\"{}\"}},\n{SEALED}",
        STANDARD.encode(making.salt),
        STANDARD.encode(nonce)
    );
    head
}
