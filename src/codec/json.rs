//! JSON as our files have it: written by hand so that the same set gives the same bytes, and
//! scanned before it is parsed so that no file can exhaust the parser.

use std::fmt::Write;

use crate::ledger::Value;

/// Writes a text in quotes.
pub(crate) fn write_text(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    loop {
        let (plain, escaped) = rest.split_at(plain_length(rest.as_bytes()));
        out.push_str(plain);
        let Some(byte) = escaped.bytes().next() else { break };
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ => {
                // Writing into a String does not fail.
                let _ = write!(out, "\\u{byte:04x}");
            }
        }
        rest = &escaped[1..];
    }
    out.push('"');
}

/// Writes the name of a member, with its colon.
pub(crate) fn write_name(out: &mut String, name: &str) {
    write_text(out, name);
    out.push(':');
}

/// Writes a whole number as `write!` does, which takes several times as long.
pub(crate) fn write_number(out: &mut String, number: i64) {
    if number < 0 {
        out.push('-');
    }
    // No number of 64 bits has more digits.
    let (mut digits, mut from, mut rest) = ([b'0'; 20], 20, number.unsigned_abs());
    while rest > 0 || from == 20 {
        from -= 1;
        digits[from] += (rest % 10) as u8;
        rest /= 10;
    }
    out.extend(digits[from..].iter().copied().map(char::from));
}

/// Writes a value; the members of a group in the order of their names.
pub(crate) fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
        Value::Int(number) => write_number(out, *number),
        Value::Text(text) => write_text(out, text),
        Value::List(values) => {
            out.push('[');
            for (place, value) in values.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write_value(out, value);
            }
            out.push(']');
        }
        Value::Group(members) => {
            out.push('{');
            for (place, (name, value)) in members.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write_name(out, name);
                write_value(out, value);
            }
            out.push('}');
        }
    }
}

/// How many bytes come before the first that ends a text or that no plain text has: a quote, a
/// backslash, a control character.
pub(super) fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = ONES << 7;
    // Eight at a time; of a word the lowest byte that is marked is rightly marked.
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let (words, _) = bytes.as_chunks();
    for (place, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let marked = (zero(word ^ (ONES * u64::from(b'"')))
            | zero(word ^ (ONES * u64::from(b'\\')))
            | control)
            & TOPS;
        if marked != 0 {
            return place * 8 + marked.trailing_zeros() as usize / 8;
        }
    }
    let from = words.len() * 8;
    let rest = &bytes[from..];
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    from + rest.iter().position(ends).unwrap_or(rest.len())
}

/// What a scan of a JSON text found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scan {
    /// Its brackets close.
    Closed,
    /// It ends before its brackets or quotes do.
    Unfinished,
    /// It is nested deeper than allowed, at a byte.
    TooDeep(usize),
}

/// Looks at brackets and quotes alone, without recursion and without memory.
pub(crate) fn scan(text: &str, most: usize) -> Scan {
    let mut depth = 0usize;
    let mut quoted = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        if quoted {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => quoted = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => quoted = true,
            b'[' | b'{' => {
                depth += 1;
                if depth > most {
                    return Scan::TooDeep(at);
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    if quoted || depth > 0 { Scan::Unfinished } else { Scan::Closed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_ends_where_it_ends(text: Vec<u8>) {
            let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
            let expected = text.iter().position(ends).unwrap_or(text.len());
            prop_assert_eq!(plain_length(&text), expected);
        }

        #[test]
        fn a_text_is_written_as_other_programs_read_it(text in any::<String>()) {
            let mut out = String::new();
            write_text(&mut out, &text);
            let read: String = serde_json::from_str(&out).unwrap();
            prop_assert_eq!(&read, &text);
            prop_assert_eq!(scan(&out, 0), Scan::Closed);
        }
    }

    #[test]
    fn a_number_is_written_as_the_standard_library_does() {
        for number in [0, 7, 10, -1, -90, 1_795_266_300_000, i64::MAX, i64::MIN] {
            let mut out = String::new();
            write_number(&mut out, number);
            assert_eq!(out, number.to_string());
        }
    }

    #[test]
    fn a_scan_sees_what_is_missing() {
        assert_eq!(scan(r#"{"a":["]}\"",1]}"#, 2), Scan::Closed);
        assert_eq!(scan(r#"{"a":["]}\"",1]"#, 2), Scan::Unfinished);
        assert_eq!(scan(r#"{"a"#, 2), Scan::Unfinished);
        assert_eq!(scan(&"[".repeat(1_000_000), 16), Scan::TooDeep(16));
    }
}
