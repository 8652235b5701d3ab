//! Sealed bundles (加密的数据文件): a bundle under a passphrase that two people agreed on.
//!
//! The file is JSON that says in clear for whom it is, from which tablet and when, and how the key
//! is made; what it holds is packed and sealed, and cannot be opened if anything in front of it was
//! changed. The ciphers are those of RustCrypto: Argon2id makes the key, XChaCha20-Poly1305 seals.

use std::fmt::Write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::XNonce;
use chacha20poly1305::aead::AeadInOut;
use miniz_oxide::deflate::compress_to_vec;

use crate::ledger::Moment;

use crate::codec::json::write_text;
use crate::codec::limits;
use crate::crypto::{KeyDerivationParams, KeyError, SealKey};

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

impl From<KeyError> for SealError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Params => Self::Header("kdf"),
            KeyError::Demanding => Self::Demanding,
            KeyError::Memory => Self::Memory,
            KeyError::Refused => Self::TooLarge,
        }
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
    let (memory, passes) = making.cost.parts();
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
