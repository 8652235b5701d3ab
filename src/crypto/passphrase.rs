//! Passphrases (口令) that two people agree on: what is long enough, and how it is spelt.

use zeroize::Zeroizing;

use crate::typed_text;

/// Why a passphrase is not taken for sealing. For opening, any is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassphrase {
    /// Too few characters.
    #[error("口令至少要 6 个汉字，或者 10 个字母、数字")]
    Short,
    /// Digits alone: telephone numbers and birthdays are tried first.
    #[error("口令不能只有数字，电话、生日一试就出来；请加几个汉字或字母")]
    Digits,
    /// Hardly any different characters.
    #[error("口令里重复的太多，请换一句")]
    Monotonous,
}

/// Fewest characters, of Chinese ones, and of those that differ. Ten letters at random are 47 bits,
/// four short words beyond 50, six Chinese characters of the usual 3,000 beyond 60; what people
/// choose is worth less, and so the key costs up to a second a try (see [`super::sealing`]).
const CHARACTERS: usize = 10;
const CHINESE: usize = 6;
const DIFFERENT: usize = 5;

/// Whether earlier versions made another key of a passphrase: what they sealed is tried with that.
#[must_use]
pub fn was_spelt_otherwise(passphrase: &str) -> bool {
    *spelt(passphrase) != *as_before(passphrase)
}

/// Whether a passphrase is good enough to seal with. Four words come to ten characters of
/// themselves.
///
/// # Errors
/// Why it is not.
pub fn check(passphrase: &str) -> Result<(), WeakPassphrase> {
    let text = spelt(passphrase);
    let is_chinese = |c: &char| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}');
    let written = || text.chars().filter(|c| *c != ' ');
    if written().count() < CHARACTERS && written().filter(is_chinese).count() < CHINESE {
        return Err(WeakPassphrase::Short);
    }
    if written().all(|c| c.is_ascii_digit()) {
        return Err(WeakPassphrase::Digits);
    }
    let mut different: Vec<char> = Vec::new();
    for c in written() {
        if !different.contains(&c) && different.len() < DIFFERENT {
            different.push(c);
        }
    }
    if different.len() < DIFFERENT { Err(WeakPassphrase::Monotonous) } else { Ok(()) }
}

/// A passphrase as it is made into a key, so that what looks the same is the same: characters as
/// [`typed_text::unified`] has them, full-width letters, digits and signs, which Chinese keyboards
/// give, as plain ones; no space at its ends, one between words. Upper and lower case differ.
pub(super) fn spelt(passphrase: &str) -> Zeroizing<String> {
    as_before(&Zeroizing::new(typed_text::unified(passphrase).into_owned()))
}

/// The spelling of earlier versions, which left radicals and invisible characters as they were.
pub(super) fn as_before(passphrase: &str) -> Zeroizing<String> {
    // With room for all of it, so that no copy is left behind by growing.
    let mut text = Zeroizing::new(String::with_capacity(passphrase.len()));
    for c in passphrase.chars() {
        let c = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFF01 + 0x21).unwrap_or(c),
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c != ' ' || !(text.is_empty() || text.ends_with(' ')) {
            text.push(c);
        }
    }
    if text.ends_with(' ') {
        text.pop();
    }
    text
}
