//! Identifiers of writers, ledgers, edits, changes and records.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// One tab's session on one tablet, drawn at random when the tab opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WriterId(pub u64);

impl fmt::Display for WriterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// A ledger, drawn at random when it is begun: the same on every tablet that shares it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LedgerId(pub u128);

impl fmt::Display for LedgerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for LedgerId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        (text.len() == 32 && text.bytes().all(is_lower_hex))
            .then(|| u128::from_str_radix(text, 16).ok())
            .flatten()
            .map(Self)
            .ok_or_else(|| NotAnId(text.chars().take(80).collect()))
    }
}

fn is_lower_hex(byte: u8) -> bool {
    byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)
}

/// A text that is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是有效的编号")]
pub struct NotAnId(pub String);

impl FromStr for WriterId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        (text.len() == 16 && text.bytes().all(is_lower_hex))
            .then(|| u64::from_str_radix(text, 16).ok())
            .flatten()
            .map(Self)
            .ok_or_else(|| NotAnId(text.chars().take(80).collect()))
    }
}

/// Identifier of an edit: its writer, and its number among that writer's edits (from 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditId {
    /// Who wrote it.
    pub writer: WriterId,
    /// Its number among the writer's edits.
    pub number: u32,
}

impl fmt::Display for EditId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.writer, self.number)
    }
}

impl FromStr for EditId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let wrong = || NotAnId(text.chars().take(80).collect());
        let (writer, number) = text.split_once('-').ok_or_else(wrong)?;
        Ok(Self {
            writer: writer.parse()?,
            number: plain_number(number).filter(|n| *n > 0).ok_or_else(wrong)?,
        })
    }
}

/// Reads a number with no sign and no leading zero, so that each number has one spelling.
fn plain_number(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit())
        && (text.len() == 1 || !text.starts_with('0'));
    plain.then(|| text.parse().ok()).flatten()
}

/// A change: its edit, and its place in it (from 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeId {
    /// The edit to which it belongs.
    pub edit: EditId,
    /// Its place among the edit's changes.
    pub index: u32,
}

/// Identifier of a record: its register, and a name unique in that register.
///
/// Written `register:creation` where it is known by the change that created it, and `register:=key`
/// where its register declares a natural key (a lock: branch and month).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(Arc<str>);

/// The longest that the text of a record's id may be, in bytes.
const ID_LIMIT: usize = 200;

impl RecordId {
    /// The id of the record that a change creates.
    pub fn created(register: &str, by: ChangeId) -> Self {
        Self(format!("{register}:{}-{}", by.edit, by.index).into())
    }

    /// The id of the record that has a natural key. An empty key stands for the only record there.
    pub fn keyed(register: &str, key: &str) -> Self {
        Self(format!("{register}:={key}").into())
    }

    /// The name of the register.
    pub fn register(&self) -> &str {
        self.0.split_once(':').map_or("", |(register, _)| register)
    }

    /// The natural key, where it has one.
    pub fn key(&self) -> Option<&str> {
        self.0.split_once(":=").map(|(_, key)| key)
    }

    /// The whole id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for RecordId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for RecordId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let named = text.split_once(':').is_some_and(|(register, rest)| {
            !register.is_empty()
                && register.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
                && !rest.is_empty()
        });
        let printable = !text.chars().any(char::is_control);
        if named && printable && text.len() <= ID_LIMIT {
            Ok(Self(text.into()))
        } else {
            Err(NotAnId(text.chars().take(80).collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_written_as_they_are_read() {
        let edit: EditId = "00000000000000ff-12".parse().unwrap();
        assert_eq!(edit.to_string(), "00000000000000ff-12");
        let change = ChangeId { edit, index: 3 };
        let id = RecordId::created("member", change);
        assert_eq!(id.as_str(), "member:00000000000000ff-12-3");
        assert_eq!((id.register(), id.key()), ("member", None));
        let keyed = RecordId::keyed("month", "b|2026-11");
        assert_eq!(keyed.key(), Some("b|2026-11"));
        assert_eq!(keyed.as_str().parse::<RecordId>().unwrap(), keyed);
    }

    #[test]
    fn each_id_has_one_spelling() {
        for text in [
            "00000000000000FF-1",
            "ff-1",
            "00000000000000ff-01",
            "00000000000000ff-0",
            "00000000000000ff-+1",
            "00000000000000ff",
        ] {
            assert!(text.parse::<EditId>().is_err(), "{text}");
        }
        for text in ["member", ":x", "member:", "Member:x", "member:a\u{0}b"] {
            assert!(text.parse::<RecordId>().is_err(), "{text}");
        }
    }
}
