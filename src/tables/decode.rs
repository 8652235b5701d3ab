//! Text of a file from its bytes: which encoding, and what of it can be read.

use std::borrow::Cow;

use super::delimited::DelimitedProblem;
use crate::typed_text;

/// The largest text file that is read, in bytes.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

/// The text of a file: UTF-8 or UTF-16, each with or without its mark, else GB18030, which the
/// caller decodes (in a browser `TextDecoder` does; `None`: there is no decoder). Bytes that are
/// no text in the file's encoding become U+FFFD, so that one stray byte costs one cell.
///
/// # Errors
/// The file is too large, or hardly any of its bytes are text.
pub fn decode(
    bytes: &[u8],
    decode_gb18030: impl Fn(&[u8]) -> Option<String>,
) -> Result<String, DelimitedProblem> {
    if bytes.len() > MAX_BYTES {
        return Err(DelimitedProblem::TooLarge { megabytes: bytes.len().div_ceil(1024 * 1024) });
    }
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // Lines of another encoding may have been added to a file that has the mark.
        [0xef, 0xbb, 0xbf, rest @ ..] => {
            let lines = rest.split_inclusive(|byte| *byte == b'\n');
            lines.map(|line| narrow(line, &decode_gb18030)).collect()
        }
        _ => unmarked_utf16(bytes).unwrap_or_else(|| narrow(bytes, decode_gb18030)),
    };
    if is_text(&text) { Ok(text) } else { Err(DelimitedProblem::NotText) }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let units = pairs.iter().copied().map(unit);
    let mut text: String =
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    if !odd.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

/// Text in UTF-16 without its mark. There every line end and delimiter has a zero byte, always on
/// the same side; no text in another encoding has.
fn unmarked_utf16(bytes: &[u8]) -> Option<String> {
    let zeros = |first: usize| bytes.iter().skip(first).step_by(2).filter(|b| **b == 0).count();
    let text = match (zeros(0), zeros(1)) {
        (0, odd) if odd > 1 => utf16(bytes, u16::from_le_bytes),
        (even, 0) if even > 1 => utf16(bytes, u16::from_be_bytes),
        _ => return None,
    };
    let fits = |c: char| c != '\u{fffd}' && (!c.is_control() || c.is_whitespace());
    (text.contains([',', ';', '\t', '\n', '\r']) && text.chars().all(fits)).then_some(text)
}

/// Text in UTF-8 or GB18030, whichever more of the bytes fit.
fn narrow(bytes: &[u8], decode_gb18030: impl Fn(&[u8]) -> Option<String>) -> String {
    let lossy = match String::from_utf8_lossy(bytes) {
        Cow::Borrowed(text) => return text.to_owned(),
        Cow::Owned(text) => text,
    };
    // Hardly any character of GB18030 is one in UTF-8, and most are an error.
    let wide = lossy.chars().filter(|c| !c.is_ascii());
    let (bad, good) = wide.fold((0_usize, 0_usize), |(bad, good), c| {
        if c == '\u{fffd}' { (bad + 1, good) } else { (bad, good + 1) }
    });
    if good >= 2 * bad { lossy } else { decode_gb18030(bytes).unwrap_or(lossy) }
}

/// Whether this is text at all: photographs and programs are full of control characters and of
/// bytes that no encoding knows.
fn is_text(text: &str) -> bool {
    let (mut all, mut controls, mut unread) = (0_usize, 0_usize, 0_usize);
    let (mut wide, mut private) = (0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        controls += usize::from(c.is_control() && !c.is_whitespace() && c != '\u{1f}');
        unread += usize::from(c == '\u{fffd}');
        wide += usize::from(!c.is_ascii());
        private += usize::from(typed_text::is_private(c));
    }
    // Text in Big5 becomes characters of which many are private.
    if private > 8 && private * 5 > wide {
        return false;
    }
    (controls + unread) * 3 <= all && (controls <= 2 || controls * 50 <= all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gb18030(bytes: &[u8]) -> Option<String> {
        Some(encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned())
    }

    const TABLE: &str = "姓名,工号,备注\r\n张三,A1,𠮷\r\n李四,00124,好\r\n";

    /// The table in each encoding that Excel and WPS write, with and without its mark.
    fn encodings() -> Vec<Vec<u8>> {
        let little: Vec<u8> = TABLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TABLE.encode_utf16().flat_map(u16::to_be_bytes).collect();
        vec![
            TABLE.as_bytes().to_vec(),
            [&[0xef, 0xbb, 0xbf], TABLE.as_bytes()].concat(),
            encoding_rs::GB18030.encode(TABLE).0.into_owned(),
            [&[0xff, 0xfe], little.as_slice()].concat(),
            [&[0xfe, 0xff], big.as_slice()].concat(),
            little,
            big,
        ]
    }

    #[test]
    fn text_is_decoded_from_each_encoding_with_or_without_its_mark() {
        for bytes in encodings() {
            assert_eq!(decode(&bytes, gb18030).as_deref(), Ok(TABLE), "{bytes:x?}");
        }
    }

    #[test]
    fn a_stray_byte_costs_one_character_not_the_file() {
        let rows: String = (0..80).map(|n| format!("张三{n},内科,A{n}\n")).collect();
        let table = format!("姓名,科室,工号\n{rows}");
        let gb = encoding_rs::GB18030.encode(&table).0.into_owned();
        for whole in [table.clone().into_bytes(), gb] {
            let at = whole.windows(3).position(|w| w == b"A40").unwrap();
            for stray in [0xff, 0x80, 0x00] {
                let mut bytes = whole.clone();
                bytes.insert(at, stray);
                let text = decode(&bytes, gb18030).unwrap();
                let lines: Vec<&str> = text.lines().collect();
                assert_eq!(lines.len(), 81);
                assert_eq!((lines[40], lines[42]), ("张三39,内科,A39", "张三41,内科,A41"));
                assert!(lines[41].starts_with("张三40,内科,"), "{}", lines[41]);
            }
        }
    }

    #[test]
    fn a_line_of_another_encoding_in_a_marked_file_is_read() {
        let other = encoding_rs::GB18030.encode("王五,00125,外科\r\n").0;
        let bytes = [&[0xef, 0xbb, 0xbf], TABLE.as_bytes(), &other].concat();
        assert_eq!(decode(&bytes, gb18030), Ok(format!("{TABLE}王五,00125,外科\r\n")));
    }

    #[test]
    fn text_of_an_encoding_that_is_not_known_is_refused() {
        let big5 = encoding_rs::BIG5
            .encode(&"姓名,工號,科室\r\n張三,00123,內科\r\n".repeat(9))
            .0
            .into_owned();
        assert_eq!(decode(&big5, gb18030), Err(DelimitedProblem::NotText));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let mut state = 7_u32;
        let noise: Vec<u8> = (0..4096)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect();
        for bytes in [
            &[0x89, b'P', b'N', b'G', 0, 0, 1],
            [0xff, 0xfe, 0x41].as_slice(),
            &[0xff, 0xff, 0xff],
            &noise,
        ] {
            assert_eq!(decode(bytes, gb18030), Err(DelimitedProblem::NotText), "{bytes:x?}");
        }
        let large = vec![b'a'; MAX_BYTES + 1];
        assert_eq!(decode(&large, gb18030), Err(DelimitedProblem::TooLarge { megabytes: 21 }));
    }
}
