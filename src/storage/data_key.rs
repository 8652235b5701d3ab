//! Data key of a locked tablet (本机加锁): a random key that encrypts all stored texts.

use std::fmt;
use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::XNonce;
use chacha20poly1305::aead::AeadInOut;
use zeroize::Zeroizing;

use crate::crypto::SealKey;
use crate::ledger::Value;

use super::segment::ids_word;
use super::store_encryption::{Cipher, SEALED, SEALED_WIDE};
use super::traits::{StorageError, StoreKind};
use super::utf16_packing;

/// Fills bytes at random; says whether it could.
pub type RandomSource = Rc<dyn Fn(&mut [u8]) -> bool>;

/// Which key a text was sealed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct KeyId(pub(super) u32);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl KeyId {
    pub(super) fn read(text: &str) -> Option<Self> {
        let id = Self(u32::from_str_radix(text, 16).ok()?);
        (id.to_string() == text).then_some(id)
    }
}

/// Draws bytes at random; `None` where there is no randomness.
pub(super) fn draw<const N: usize>(random: &RandomSource) -> Option<Zeroizing<[u8; N]>> {
    let mut bytes = Zeroizing::new([0; N]);
    random(&mut *bytes).then_some(bytes)
}

/// The key of a locked tablet.
pub struct DataKey {
    pub(super) id: KeyId,
    pub(super) key: SealKey,
    pub(super) random: RandomSource,
}

impl DataKey {
    /// Draws a key.
    pub(super) fn new(random: &RandomSource) -> Option<Self> {
        let id = u32::from_le_bytes(*draw(random)?);
        Some(Self { id: KeyId(id), key: SealKey::of_bytes(draw(random)?), random: random.clone() })
    }

    /// What a note says in clear, once the tablet is no longer to be locked.
    pub(super) fn to_clear(&self) -> Value {
        Value::group([("key", STANDARD.encode(self.key.bytes()).into())])
    }

    pub(super) fn from_clear(id: KeyId, note: &Value, random: &RandomSource) -> Option<Self> {
        let bytes = bytes(note, "key")?;
        Some(Self { id, key: SealKey::of_bytes(Zeroizing::new(bytes)), random: random.clone() })
    }
}

/// What a text is bound to: the key that it is kept under, and what it says in clear.
fn bound(key: &str, head: &str) -> String {
    format!("{key}\n{head}")
}

/// `yv1 0a1b2c3d <nonce> 00000000000000ff:1-3,7 <payload>`: the sign, which key, the nonce, the ids
/// of its edits as a segment says them (so that of a damaged one can be told what it held), and the
/// sealed text in base64. In localStorage it is `yv2 …`: the text as few bytes, sealed, fifteen bits a
/// character, so that sealing takes a fifteenth of room and not two thirds.
impl Cipher for DataKey {
    fn seal(&self, store: StoreKind, key: &str, text: &str) -> Result<String, StorageError> {
        let nonce: Zeroizing<[u8; 24]> = draw(&self.random).ok_or(StorageError::NoChance)?;
        let ids = ids_word(text).filter(|_| text.starts_with("yx")).unwrap_or("-");
        let (sign, mut payload) = match store {
            StoreKind::Local => (SEALED_WIDE, utf16_packing::narrowed(text)),
            StoreKind::Journal => (SEALED, text.as_bytes().to_vec()),
        };
        let mut sealed = format!("{sign}{} {} {ids}", self.id, STANDARD.encode(*nonce));
        self.key
            .cipher()
            .encrypt_in_place(&XNonce::from(*nonce), bound(key, &sealed).as_bytes(), &mut payload)
            .map_err(|_| StorageError::Full)?;
        sealed.push(' ');
        match store {
            StoreKind::Local => sealed.push_str(&utf16_packing::text_of(&payload)),
            StoreKind::Journal => STANDARD.encode_string(&payload, &mut sealed),
        }
        Ok(sealed)
    }

    fn open(&self, key: &str, sealed: &str) -> Option<String> {
        let (head, payload) = sealed.rsplit_once(' ')?;
        let (is_wide, rest) = match head.strip_prefix(SEALED_WIDE) {
            Some(rest) => (true, rest),
            None => (false, head.strip_prefix(SEALED)?),
        };
        let mut words = rest.split(' ');
        if KeyId::read(words.next()?) != Some(self.id) {
            return None;
        }
        let nonce: [u8; 24] = STANDARD.decode(words.next()?).ok()?.try_into().ok()?;
        let mut text = if is_wide {
            utf16_packing::bytes_of(payload)?
        } else {
            STANDARD.decode(payload).ok()?
        };
        self.key
            .cipher()
            .decrypt_in_place(&XNonce::from(nonce), bound(key, head).as_bytes(), &mut text)
            .ok()?;
        if is_wide { utf16_packing::restored(&text) } else { String::from_utf8(text).ok() }
    }
}

/// Reads so many bytes of a note, in base64.
pub(super) fn bytes<const N: usize>(value: &Value, name: &str) -> Option<[u8; N]> {
    STANDARD.decode(value.get(name)?.as_text()?).ok()?.try_into().ok()
}

#[cfg(test)]
pub(super) mod tests {
    use std::cell::Cell;

    use super::*;

    /// Draws the same bytes each time.
    pub(in crate::storage) fn random() -> RandomSource {
        let next = Cell::new(0u8);
        Rc::new(move |bytes| {
            for byte in bytes {
                next.set(next.get().wrapping_add(73));
                *byte = next.get();
            }
            true
        })
    }

    #[test]
    fn a_sealed_text_says_the_ids_of_a_segment_and_no_word_of_any_other_text() {
        let key = DataKey::new(&random()).expect("a key");
        let (segment, note) = ("yx1 p 1/1 00000000000000ff:1-3 00 []", "市 人民 医院 王芳 书记");
        for (store, sign) in [(StoreKind::Local, SEALED_WIDE), (StoreKind::Journal, SEALED)] {
            for (text, ids) in [(segment, "00000000000000ff:1-3"), (note, "-"), ("", "-")] {
                let sealed = key.seal(store, "yixin/last", text).expect("sealed");
                assert!(sealed.starts_with(sign));
                assert_eq!(ids_word(&sealed), Some(ids));
                assert_eq!(key.open("yixin/last", &sealed).as_deref(), Some(text));
            }
        }
    }

    #[test]
    fn without_randomness_there_is_no_key_and_no_sealing() {
        let none: RandomSource = Rc::new(|_| false);
        assert!(DataKey::new(&none).is_none());
        let key = DataKey { random: none, ..DataKey::new(&random()).expect("a key") };
        assert!(key.seal(StoreKind::Local, "yixin/last", "1").is_err());
    }
}
