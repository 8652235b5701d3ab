//! Packing of bytes into UTF-16 text, fifteen bits a unit (in the style of base32768).
//!
//! localStorage counts UTF-16 units (Chromium) or takes two
//! bytes for each (WebKit), whatever they hold; base64 puts six bits into one, so this takes two
//! fifths of its units.
//!
//! The characters are U+2100 to U+A0FF: symbols, Chinese and Yi. Each is one unit and three bytes of
//! UTF-8; none is half of a pair, a control, a mark of direction or of byte order. That some are not
//! assigned hurts nobody, as they are never shown nor changed to another form. Behind the bytes
//! comes a set bit, and noughts fill up the last character: so it tells how many of its bits count,
//! and bytes have one text alone.

/// The character of the value 0.
const FIRST: u32 = 0x2100;
/// The bits of a character.
const BITS: u32 = 15;
/// The greatest value of a character.
const MOST: u32 = (1 << BITS) - 1;

/// Bytes as a text: a character for every fifteen bits of them, and one more.
pub(super) fn text_of(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(3 * (bytes.len() * 8 / BITS as usize + 1));
    let mut put = |number: u32| {
        // No surrogate is among them, so each is a character.
        text.push(char::from_u32(FIRST + (number & MOST)).unwrap_or_default());
    };
    let (mut held, mut bits) = (0, 0);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        if bits >= BITS {
            bits -= BITS;
            put(held >> bits);
        }
    }
    put((held << 1 | 1) << (BITS - 1 - bits));
    text
}

/// The bytes of a text; `None` where it is not one that [`text_of`] makes.
pub(super) fn bytes_of(text: &str) -> Option<Vec<u8>> {
    let characters = text.as_bytes().chunks_exact(3);
    if !characters.remainder().is_empty() {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 3 * BITS as usize / 8);
    let (mut held, mut bits) = (0, 0);
    for character in characters {
        let &[first, second, third] = character else { return None };
        // In UTF-8 such a byte begins a character of three, so the next one begins behind it.
        if first >> 4 != 0xe {
            return None;
        }
        let tail = u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f);
        let number = (u32::from(first & 0xf) << 12 | tail).wrapping_sub(FIRST);
        if number > MOST {
            return None;
        }
        held = held << BITS | number;
        bits += BITS;
        while bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    // The set bit is among those that are left over, or else begins the last byte.
    let left = held & ((1 << bits) - 1);
    if bits > 0 && left == 1 << (bits - 1) {
        return Some(bytes);
    }
    (left == 0 && bytes.pop() == Some(0x80)).then_some(bytes)
}

/// Before bytes that are a text as UTF-8.
const BYTES: u8 = 8;
/// Before bytes that are a text as UTF-16, the lesser byte of each unit first.
const UNITS: u8 = 16;

/// A text as few bytes, to be sealed: one of [`text_of`] takes a third less as UTF-16.
pub(super) fn narrowed(text: &str) -> Vec<u8> {
    if text.len() > 2 * text.encode_utf16().count() {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        std::iter::once(UNITS).chain(units).collect()
    } else {
        std::iter::once(BYTES).chain(text.bytes()).collect()
    }
}

/// The text of such bytes.
pub(super) fn restored(bytes: &[u8]) -> Option<String> {
    match bytes.split_first()? {
        (&BYTES, text) => Some(std::str::from_utf8(text).ok()?.to_owned()),
        (&UNITS, text) if text.len().is_multiple_of(2) => {
            let units = text.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).collect::<Result<_, _>>().ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_length_has_its_own_text_of_the_promised_units() {
        for byte in [0, 1, 0x80, 0xff] {
            for length in 0..100 {
                let bytes = vec![byte; length];
                let text = text_of(&bytes);
                assert_eq!(text.encode_utf16().count(), length * 8 / 15 + 1);
                assert_eq!(bytes_of(&text), Some(bytes), "{byte:#x} {length} times");
            }
        }
    }

    #[test]
    fn each_number_has_a_character_of_one_unit_and_three_bytes_that_nothing_touches() {
        for number in 0..=MOST as u16 {
            // Its fifteen bits, and the set bit that ends them, which begins the next byte.
            let [first, second] = (number << 1 | 1).to_be_bytes();
            let written = text_of(&[first, second]);
            let c = written.chars().next().expect("a character");
            assert_eq!(u32::from(c), FIRST + u32::from(number));
            assert_eq!((c.len_utf16(), c.len_utf8()), (1, 3));
            assert!(!c.is_control() && !('\u{2000}'..='\u{206f}').contains(&c));
        }
    }

    #[test]
    fn what_is_no_such_text_has_no_bytes() {
        let last = |number: u32| char::from_u32(FIRST + number).expect("a character").to_string();
        // Nothing at all; no set bit; bits that are no whole bytes.
        for text in ["", &last(0), &last(1), &(last(0x4000) + &last(0)), &last(0x60)] {
            assert_eq!(bytes_of(text), None, "{text:?}");
        }
        // A whole character of noughts behind the set bit.
        assert_eq!(bytes_of(&(last(0).repeat(6) + &last(1) + &last(0))), None);
        // Whatever stands in front of such an end, three bytes of it are to be a character.
        let end = last(0x20);
        assert_eq!(bytes_of(&(last(0) + &end)), Some(vec![0; 3]));
        for c in ["abc", "bcd", "bé", "éb", "\u{20ff}", "\u{a100}", "\u{ffff}", "\u{85000}bc"] {
            assert_eq!(bytes_of(&(c.to_owned() + &end)), None, "{c:?}");
        }
        for c in ["a", "é", "𠮷"] {
            for text in [c.to_owned(), last(0x4000) + c, c.to_owned() + &end] {
                assert_eq!(bytes_of(&text), None, "{text:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn bytes_come_back(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
            let text = text_of(&bytes);
            prop_assert_eq!(text.encode_utf16().count(), bytes.len() * 8 / 15 + 1);
            prop_assert_eq!(bytes_of(&text), Some(bytes));
        }

        /// Whatever is read is just what would be written, so no two texts mean the same.
        #[test]
        fn a_text_that_is_read_is_the_one_that_is_written(
            numbers in prop::collection::vec(0..=MOST, 0..40)
        ) {
            let texts = numbers.iter().filter_map(|number| char::from_u32(FIRST + number));
            let read: String = texts.collect();
            if let Some(bytes) = bytes_of(&read) {
                prop_assert_eq!(text_of(&bytes), read);
            }
        }

        #[test]
        fn a_changed_unit_is_other_bytes_or_none(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            place in any::<prop::sample::Index>(),
            other in any::<char>(),
        ) {
            let mut units: Vec<char> = text_of(&bytes).chars().collect();
            let place = place.index(units.len());
            prop_assume!(units[place] != other);
            units[place] = other;
            prop_assert_ne!(bytes_of(&units.into_iter().collect::<String>()), Some(bytes));
        }

        #[test]
        fn any_text_comes_back_from_its_bytes(clear in any::<String>()) {
            prop_assert_eq!(restored(&narrowed(&clear)), Some(clear.clone()));
            let wide = text_of(clear.as_bytes());
            prop_assert_eq!(restored(&narrowed(&wide)), Some(wide));
        }
    }

    #[test]
    fn what_is_sealed_of_a_wide_text_has_two_bytes_for_each_character() {
        let packed = text_of(&[0xa5; 15_000]);
        let units = packed.encode_utf16().count();
        assert_eq!(narrowed(&packed).len(), 2 * units + 1);
        assert_eq!(narrowed("yx1 n").len(), 6);
        // A few Chinese words among others take less as they are.
        assert_eq!(narrowed("yx1 n 党支部 -").len(), "yx1 n 党支部 -".len() + 1);
        for bytes in [&[][..], &[9], &[UNITS, 0], &[UNITS, 0, 0xd8], &[BYTES, 0xff]] {
            assert_eq!(restored(bytes), None, "{bytes:?}");
        }
    }
}
