//! Deterministic encryption of record ids in addresses.
//!
//! Browsers keep addresses in their history, whether the tablet is locked or not, and ids may hold
//! names and staff numbers. The tag is a keyed hash of the text, and the text is masked by a keyed
//! hash of the tag, so that a record has one address. It is made of SHA-256, which opening
//! needs anyway: the ciphers of the lock would weigh on the first load.

use std::fmt::Write;

use sha2::{Digest, Sha256};

const TAG: usize = 8;

/// Covers and uncovers short texts under a secret; two of them are alike where their secrets are.
#[derive(Clone)]
pub struct AddressCipher([u8; 16]);

impl AddressCipher {
    /// Makes a cipher with a random secret.
    pub fn new(secret: [u8; 16]) -> Self {
        Self(secret)
    }

    /// Reads a secret as it is kept.
    pub fn read(kept: &str) -> Option<Self> {
        Some(Self(bytes(kept)?.try_into().ok()?))
    }

    /// The secret as it is kept.
    pub fn kept(&self) -> String {
        hex(&self.0)
    }

    /// Covers a text, in hexadecimal digits.
    pub fn encrypt(&self, text: &str) -> String {
        let tag = self.hash(b't', text.as_bytes());
        let mut covered = tag[..TAG].to_vec();
        covered.extend(self.masked(&tag[..TAG], text.as_bytes()));
        hex(&covered)
    }

    /// Decrypts a text; `None` where another secret encrypted it, or it was changed since.
    pub fn decrypt(&self, covered: &str) -> Option<String> {
        let covered = bytes(covered)?;
        let (tag, masked) = covered.split_at_checked(TAG)?;
        let text = String::from_utf8(self.masked(tag, masked)).ok()?;
        (self.hash(b't', text.as_bytes())[..TAG] == *tag).then_some(text)
    }

    fn masked(&self, tag: &[u8], text: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len());
        for (place, block) in text.chunks(32).enumerate() {
            let mask = self.hash(b'm', &[tag, &(place as u64).to_be_bytes()[..]].concat());
            out.extend(block.iter().zip(mask).map(|(byte, mask)| byte ^ mask));
        }
        out
    }

    /// The secret is at both ends, against length extension.
    fn hash(&self, kind: u8, text: &[u8]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update([kind]);
        hash.update(self.0);
        hash.update(text);
        hash.update(self.0);
        hash.finalize().into()
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing into a String does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    if hex.len() % 2 == 1 || !hex.is_ascii() {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDS: [&str; 4] = [
        "member:=S0042",
        "branch:=内科党支部",
        "member:=",
        "month:=branch:=内科党支部|2026-11|一二三四五六七八九十",
    ];

    #[test]
    fn what_is_covered_is_lifted_by_the_same_secret_alone() {
        let (one, other) = (AddressCipher::new([7; 16]), AddressCipher::new([8; 16]));
        let again = AddressCipher::read(&one.kept()).expect("a secret");
        for id in IDS {
            let covered = one.encrypt(id);
            assert_eq!(covered, again.encrypt(id), "a record has one address");
            assert_eq!(again.decrypt(&covered).as_deref(), Some(id));
            assert_eq!(other.decrypt(&covered), None);
            assert_ne!(other.encrypt(id), covered);
        }
    }

    #[test]
    fn a_covered_id_shows_neither_number_nor_name_and_every_digit_of_it_counts() {
        let cover = AddressCipher::new([7; 16]);
        for id in IDS {
            let covered = cover.encrypt(id);
            assert!(covered.bytes().all(|byte| byte.is_ascii_hexdigit()));
            assert!(!covered.contains(&hex(id.as_bytes())));
            for at in 0..covered.len() {
                let digit = if &covered[at..=at] == "0" { "1" } else { "0" };
                let mut changed = covered.clone();
                changed.replace_range(at..=at, digit);
                assert_eq!(cover.decrypt(&changed), None, "{at}");
                assert_eq!(cover.decrypt(&covered[..at]), None, "cut at {at}");
            }
        }
    }

    #[test]
    fn ids_that_begin_alike_do_not_look_alike() {
        let cover = AddressCipher::new([7; 16]);
        let [one, other] = ["member:=S0042", "member:=S0043"].map(|id| cover.encrypt(id));
        let same = one.bytes().zip(other.bytes()).filter(|(one, other)| one == other).count();
        assert!(same < one.len() / 3, "{one} {other}");
    }

    #[test]
    fn what_is_no_secret_and_no_cover_is_told() {
        for odd in ["", "0", "yv2 0a", "zz", "ééé"] {
            assert!(AddressCipher::read(odd).is_none(), "{odd}");
            assert_eq!(AddressCipher::new([7; 16]).decrypt(odd), None, "{odd}");
        }
    }
}
