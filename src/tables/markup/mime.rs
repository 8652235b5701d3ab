//! The pages of an MHTML file (单个文件网页), decoded; a plain page is one by itself.

use std::borrow::Cow;

/// The pages of a file: of an MHTML file its parts of HTML, else the file itself.
pub(super) fn pages(bytes: &[u8]) -> Vec<Cow<'_, [u8]>> {
    let head = head_of(bytes);
    let Some(boundary) = parameter(&head, "boundary=") else {
        return vec![whole(bytes, &head)];
    };
    let marker = format!("--{boundary}");
    let marker = marker.as_bytes();
    let mut pages = Vec::new();
    let mut rest = find(bytes, marker).and_then(|at| bytes.get(at + marker.len()..));
    while let Some(part) = rest {
        let end = find(part, marker).unwrap_or(part.len());
        let (own, after) = part.split_at_checked(end).unwrap_or((part, &[]));
        let head = head_of(own);
        if head.contains("text/html") {
            pages.push(whole(own, &head));
        }
        rest = after.get(marker.len()..).filter(|rest| !rest.is_empty());
    }
    pages
}

/// The content of a part as bytes of its text.
fn whole<'a>(part: &'a [u8], head: &str) -> Cow<'a, [u8]> {
    let is_mime = head.contains("content-type:");
    let body = match body_at(part).filter(|_| is_mime) {
        Some(at) => part.get(at..).unwrap_or_default(),
        None => return Cow::Borrowed(part),
    };
    if head.contains("quoted-printable") {
        Cow::Owned(from_quoted_printable(body))
    } else if head.contains("base64") {
        Cow::Owned(from_base64(body))
    } else {
        Cow::Borrowed(body)
    }
}

/// The headers of a file or part, in lower case but for their values' sake as they stand.
fn head_of(part: &[u8]) -> String {
    let end = body_at(part).unwrap_or(0);
    let head = String::from_utf8_lossy(part.get(..end).unwrap_or_default()).into_owned();
    match head.find("boundary=") {
        // The boundary keeps its case.
        Some(at) => {
            head.get(..at).unwrap_or_default().to_lowercase() + head.get(at..).unwrap_or_default()
        }
        None => head.to_lowercase(),
    }
}

/// Where the headers end: behind the first blank line, those before the first header aside.
fn body_at(part: &[u8]) -> Option<usize> {
    let start = part.iter().position(|b| !b.is_ascii_whitespace())?;
    let rest = part.get(start..)?;
    let windows = find(rest, b"\r\n\r\n").map(|at| at + 4);
    let unix = find(rest, b"\n\n").map(|at| at + 2);
    let end = match (windows, unix) {
        (Some(one), Some(other)) => one.min(other),
        (one, other) => one.or(other)?,
    };
    Some(start + end)
}

fn parameter(head: &str, key: &str) -> Option<String> {
    if !head.contains("content-type:") {
        return None;
    }
    let (_, value) = head.split_once(key)?;
    let value = match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => value.split([';', '\r', '\n', ' ']).next()?,
    };
    (!value.is_empty()).then(|| value.to_owned())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn from_quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first != b'=' {
            out.push(first);
            continue;
        }
        match after {
            [b'\r', b'\n', next @ ..] | [b'\n', next @ ..] => rest = next,
            [high, low, next @ ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    out.push(high * 16 + low);
                    rest = next;
                }
                _ => out.push(first),
            },
            _ => out.push(first),
        }
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn from_base64(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for byte in body.iter().take_while(|b| **b != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}
