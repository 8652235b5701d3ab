//! JSON as our files have it: written by hand so that the same set gives the same bytes, and
//! scanned before it is parsed so that no file can exhaust the parser.

use std::fmt::Write;

use crate::ledger::Value;

/// Writes a text in quotes.
pub(crate) fn write_text(out: &mut String, text: &str) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..0x20 => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        from = at + 1;
        if escape.is_empty() {
            // Writing into a String does not fail.
            let _ = write!(out, "\\u{byte:04x}");
        } else {
            out.push_str(escape);
        }
    }
    out.push_str(&text[from..]);
    out.push('"');
}

/// Writes the name of a member, with its colon.
pub(crate) fn write_name(out: &mut String, name: &str) {
    write_text(out, name);
    out.push(':');
}

/// Writes a value; the members of a group in the order of their names.
pub(crate) fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
        Value::Int(number) => {
            let _ = write!(out, "{number}");
        }
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
        fn a_text_is_written_as_other_programs_read_it(text in any::<String>()) {
            let mut out = String::new();
            write_text(&mut out, &text);
            let read: String = serde_json::from_str(&out).unwrap();
            prop_assert_eq!(&read, &text);
            prop_assert_eq!(scan(&out, 0), Scan::Closed);
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
