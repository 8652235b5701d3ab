//! Recovery code (恢复码): 128 random bits in Crockford's base 32 (no I, L, O or U), with a check
//! character.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many signs stand together.
const GROUP: usize = 4;
/// How many groups there are: 128 bits and 12 of their hash.
pub const GROUPS: usize = 7;
const LENGTH: usize = GROUP * GROUPS;

/// A recovery code; wiped when it goes.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<String>);

/// Why what was typed is no recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotACode {
    /// A sign that no code has.
    #[error("恢复码里没有“{0}”，请对着纸再看一遍")]
    Sign(char),
    /// Too few signs, or too many.
    #[error("恢复码一共 {LENGTH} 位，现在是 {0} 位")]
    Length(usize),
    /// All are signs of codes; some are others than those on the paper.
    #[error("恢复码有一位不对，请对着纸再看一遍")]
    Check,
}

impl RecoveryCode {
    /// The code of 16 bytes drawn at random.
    pub fn of(bytes: &[u8; 16]) -> Self {
        // 140 bits, of which the first 128 are the bytes.
        let check = Sha256::digest(bytes);
        let mut text = Zeroizing::new(String::with_capacity(LENGTH));
        let bit = |at: usize| {
            let byte = if at < 128 { bytes[at / 8] } else { check[(at - 128) / 8] };
            usize::from(byte >> (7 - at % 8) & 1)
        };
        for place in 0..LENGTH {
            let sign = (0..5).fold(0, |sum, at| sum << 1 | bit(place * 5 + at));
            text.push(char::from(SIGNS[sign]));
        }
        Self(text)
    }

    /// Reads what was typed, however: small letters, full-width ones, any signs between the groups,
    /// O for 0 and I or L for 1.
    ///
    /// # Errors
    /// Why it is no recovery code.
    pub fn read(typed: &str) -> Result<Self, NotACode> {
        let mut text = Zeroizing::new(String::with_capacity(LENGTH));
        let mut length = 0;
        for c in typed.chars() {
            if let Some(sign) = sign(c)? {
                length += 1;
                if length <= LENGTH {
                    text.push(sign);
                }
            }
        }
        if length != LENGTH {
            return Err(NotACode::Length(length));
        }
        let mut bytes = Zeroizing::new([0; 16]);
        for (place, sign) in text.bytes().enumerate() {
            let value = SIGNS.iter().position(|known| *known == sign).unwrap_or_default();
            for at in (0..5).filter(|at| value >> (4 - at) & 1 == 1) {
                let bit = place * 5 + at;
                if bit < 128 {
                    bytes[bit / 8] |= 1 << (7 - bit % 8);
                }
            }
        }
        let code = Self::of(&bytes);
        if *code.0 == *text { Ok(code) } else { Err(NotACode::Check) }
    }

    /// Its groups, as they are printed.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        (0..GROUPS).map(|group| &self.0[group * GROUP..(group + 1) * GROUP])
    }

    /// Whether what was typed is one of its groups, from 0.
    pub fn is_group(&self, group: usize, typed: &str) -> bool {
        let read: Result<Vec<_>, _> = typed.chars().map(sign).collect();
        let read = read.map(|signs| signs.into_iter().flatten().collect::<String>());
        self.groups().nth(group).is_some_and(|known| read.as_deref() == Ok(known))
    }

    /// What the key is made of.
    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

/// The sign of a code that was meant; none between the groups.
fn sign(c: char) -> Result<Option<char>, NotACode> {
    let plain = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFF01 + 0x21).unwrap_or(c),
        c => c,
    };
    Ok(match plain.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        sign if sign.is_ascii() && SIGNS.contains(&(sign as u8)) => Some(sign),
        sign if sign.is_alphanumeric() => return Err(NotACode::Sign(c)),
        _ => None,
    })
}
