//! Reading sealed files: all that can be checked is checked before a key is made, which costs time
//! and memory.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::XNonce;
use chacha20poly1305::aead::AeadInOut;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use serde::Deserialize;

use crate::ledger::{EARLIEST_MILLIS, END_MILLIS, Moment};

use super::header::RawMoment;
use super::sealing::{END, FORMAT, MAJOR, SEALED, SealError, SealedHeader};
use crate::codec::limits;
use crate::crypto::passphrase::was_spelt_otherwise;
use crate::crypto::{Cost, KeyDerivationParams, SealKey};

/// More than what stands in front of the sealed text of any file.
const HEAD: usize = 64 << 10;

/// A sealed file, read as far as that goes without its passphrase. What it says of itself is true
/// only if it opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed<'a> {
    /// What it says in clear.
    pub header: SealedHeader,
    /// The file up to its sealed text, as it stands.
    head: &'a str,
    sealed: Vec<u8>,
}

/// Whether a file is a sealed one, perhaps a damaged one.
pub fn is_sealed(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(200)];
    let mut rest = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let format = format!("\"{FORMAT}\"");
    ["{", "\"format\"", ":", &format].into_iter().all(|sign| {
        match rest.trim_ascii_start().strip_prefix(sign.as_bytes()) {
            Some(after) => {
                rest = after;
                true
            }
            None => false,
        }
    })
}

/// Opens a sealed file: the text that was sealed.
///
/// # Errors
/// Why it does not open.
pub fn open(bytes: &[u8], passphrase: &str) -> Result<String, SealError> {
    let sealed = Sealed::read(bytes)?;
    let making = &sealed.header.making;
    match sealed.open_with(&SealKey::make(passphrase, making)?) {
        Err(SealError::Wrong) if was_spelt_otherwise(passphrase) => {
            sealed.open_with(&SealKey::make_as_before(passphrase, making)?)
        }
        opened => opened,
    }
}

impl<'a> Sealed<'a> {
    /// Reads a file without opening it.
    ///
    /// # Errors
    /// Where it is no sealed file, or damaged, or asks for more than a file may.
    pub fn read(bytes: &'a [u8]) -> Result<Self, SealError> {
        if !is_sealed(bytes) {
            return Err(SealError::NotSealed);
        }
        if bytes.len() > limits::BYTES {
            return Err(SealError::TooLarge);
        }
        // What pasting and mailing put around it belongs to no file; within, every byte counts.
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii();
        let text = std::str::from_utf8(bytes).map_err(|_| SealError::Header("format"))?;
        let start = text.rfind(SEALED).ok_or(SealError::CutOff)? + SEALED.len();
        let (head, rest) = text.split_at(start);
        let header = read_header(head)?;
        let sealed = rest.strip_suffix(END).ok_or(SealError::CutOff)?;
        let sealed = STANDARD.decode(sealed).map_err(|_| SealError::NotBase64)?;
        Ok(Self { header, head, sealed })
    }

    /// Opens it with its key.
    ///
    /// # Errors
    /// Where the key is another, or something was changed.
    pub fn open_with(&self, key: &SealKey) -> Result<String, SealError> {
        let mut packed = self.sealed.clone();
        key.cipher()
            .decrypt_in_place(&XNonce::from(self.header.nonce), self.head.as_bytes(), &mut packed)
            .map_err(|_| SealError::Wrong)?;
        let text = decompress_to_vec_with_limit(&packed, limits::BYTES);
        String::from_utf8(text.map_err(|_| SealError::Content)?).map_err(|_| SealError::Content)
    }
}

#[derive(Deserialize)]
struct RawVersion<'a> {
    #[serde(borrow)]
    version: Option<&'a str>,
}

/// The members of a header. Others are passed over: newer minor versions may add some, and all are
/// authenticated. One that occurs twice is refused.
#[derive(Deserialize)]
struct RawHeader {
    #[serde(rename = "for")]
    recipient: String,
    from: String,
    made: RawMoment,
    kdf: RawKdf,
    cipher: RawCipher,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKdf {
    name: String,
    memory: u32,
    passes: u32,
    lanes: u32,
    salt: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCipher {
    name: String,
    nonce: String,
}

fn read_header(head: &str) -> Result<SealedHeader, SealError> {
    if head.len() > HEAD {
        return Err(SealError::Header("format"));
    }
    let whole = format!("{head}\"}}");
    // The version comes first: what follows is only ours to judge if it is ours.
    let RawVersion { version } =
        serde_json::from_str(&whole).map_err(|_| SealError::Header("version"))?;
    let (major, minor) =
        version.and_then(|text| text.split_once('.')).ok_or(SealError::Header("version"))?;
    let number = |text: &str| text.parse::<u32>().map_err(|_| SealError::Header("version"));
    let (major, _) = (number(major)?, number(minor)?);
    if major > MAJOR {
        return Err(SealError::Newer);
    }
    if major < MAJOR {
        return Err(SealError::Header("version"));
    }
    let raw: RawHeader = serde_json::from_str(&whole).map_err(|error| named(&error))?;
    let RawHeader { recipient, from: tablet, made: RawMoment { at, offset }, kdf, cipher } = raw;
    for (name, text) in [("for", &recipient), ("from", &tablet)] {
        if text.len() > limits::NAME {
            return Err(SealError::Header(name));
        }
    }
    if !(EARLIEST_MILLIS..END_MILLIS).contains(&at) || !(-1440..=1440).contains(&offset) {
        return Err(SealError::Header("made"));
    }
    if kdf.name != "argon2id" || kdf.lanes != 1 {
        return Err(SealError::Header("kdf"));
    }
    if cipher.name != "xchacha20-poly1305" {
        return Err(SealError::Header("cipher"));
    }
    let making = KeyDerivationParams {
        cost: Cost::new(kdf.memory, kdf.passes)?,
        salt: bytes(&kdf.salt).ok_or(SealError::Header("kdf"))?,
    };
    let nonce = bytes(&cipher.nonce).ok_or(SealError::Header("cipher"))?;
    let made = Moment { millis: at, offset };
    Ok(SealedHeader { recipient, tablet, made, making, nonce })
}

/// Which member is missing, doubled or malformed, as far as the parser says.
fn named(error: &serde_json::Error) -> SealError {
    let text = error.to_string();
    let names = ["for", "from", "made", "kdf", "cipher"];
    let name = names.into_iter().find(|name| text.contains(&format!("`{name}`")));
    SealError::Header(name.unwrap_or("format"))
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    STANDARD.decode(text).ok()?.try_into().ok()
}
