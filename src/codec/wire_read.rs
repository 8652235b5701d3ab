//! Reading edits: from text to wire types, checked once, here at the border.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::ledger::{
    Author, Cell, Change, Edit, EditHead, Group, Moment, RecordId, Timestamp, Value, WriterId,
};

use crate::fast_hash::FastSet;

use super::limits;
use super::wire::{check_change, check_head, usual_stamp};
use super::wire_error::{WireError, Wrong, unread};
use super::wire_fast_path::Cursor;

/// Where edits come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// From a file: its timestamps must lie in the years in which timestamps can be.
    File,
    /// From this tablet's own store: what is there is never refused for its time.
    Own,
}

/// Reads edits, and keeps one copy of each name that they share.
#[derive(Debug)]
pub struct EditReader {
    border: Origin,
    names: FastSet<Arc<str>>,
    /// The last name in each of a few slots: most changes have the same few.
    recent: [Option<Arc<str>>; SLOTS],
    /// The same of short values: days, months and codes come many times in a row.
    values: [Option<Arc<str>>; SLOTS],
    records: FastSet<RecordId>,
    last: Option<RecordId>,
}

impl EditReader {
    /// Makes a reader for a border.
    pub fn new(border: Origin) -> Self {
        Self {
            border,
            names: FastSet::default(),
            recent: [const { None }; SLOTS],
            values: [const { None }; SLOTS],
            records: FastSet::default(),
            last: None,
        }
    }

    /// Makes room for so many records.
    pub(crate) fn reserve(&mut self, records: usize) {
        self.records.reserve(records);
    }

    /// Reads a JSON list of edits.
    ///
    /// # Errors
    /// The first thing that is wrong, and in which edit and change it is.
    pub fn edits(&mut self, text: &str) -> Result<Vec<Edit>, WireError> {
        // What it has read of a list that does not stand as we write it is read alike once more.
        if let Some(edits) = (Cursor { text, at: 0 }).edits(self) {
            return Ok(edits);
        }
        let mut list = EditList { reader: self, edits: Vec::new(), changes: 0, fault: None };
        let mut parser = serde_json::Deserializer::from_str(text);
        let parsed = (&mut list).deserialize(&mut parser).and_then(|()| parser.end());
        let EditList { edits, fault, .. } = list;
        match (parsed, fault) {
            (Ok(()), _) => Ok(edits),
            (Err(_), Some(fault)) => Err(fault),
            (Err(error), None) => Err(WireError { edit: Some(edits.len() + 1), ..unread(&error) }),
        }
    }

    /// Reads one edit.
    ///
    /// # Errors
    /// The first thing that is wrong, and in which change it is.
    pub fn edit(&mut self, text: &str) -> Result<Edit, WireError> {
        let raw = serde_json::from_str(text).map_err(|error| unread(&error))?;
        self.checked(raw)
    }

    fn checked(&mut self, mut raw: RawEdit<'_>) -> Result<Edit, WireError> {
        let changes = std::mem::take(&mut raw.changes);
        let head = self.head(raw)?;
        let mut edit = Edit { head, changes: Vec::with_capacity(changes.len()) };
        for raw in changes {
            self.add(&mut edit, raw)?;
        }
        whole(edit)
    }

    /// Checks what an edit says of itself.
    pub(crate) fn head(&mut self, raw: RawEdit<'_>) -> Result<EditHead, WireError> {
        let id = raw.id.0.parse().map_err(|_| WireError::of(None, None, Wrong::Id))?;
        let head = EditHead {
            id,
            at: Moment { millis: raw.at, offset: raw.offset },
            by: Author {
                name: self.name(&raw.by.name.0),
                role: self.name(&raw.by.role.0),
                tablet: self.name(&raw.by.tablet.0),
            },
            act: self.name(&raw.act.0),
            reason: self.name(&raw.reason.0),
            size: raw.size,
            extra: raw.extra.or_null(),
        };
        check_head(&head).map_err(|what| WireError::of(Some(id), None, what))?;
        if self.border == Origin::File && !usual_stamp(id, raw.at, 0).is_well_formed() {
            return Err(WireError::of(Some(id), None, Wrong::Time));
        }
        Ok(head)
    }

    /// Checks the next change of an edit, and adds it.
    pub(crate) fn add(&mut self, edit: &mut Edit, raw: RawChange<'_>) -> Result<(), WireError> {
        let Edit { head, changes } = edit;
        let next = changes.last().map_or(0, |(last, _)| last + 1);
        let index = raw.index.unwrap_or(next);
        let change = if index < next || index >= head.size {
            Err(Wrong::Index)
        } else {
            self.change(head, index, raw)
        };
        let place = changes.len() + 1;
        let change = change.map_err(|what| WireError::of(Some(head.id), Some(place), what))?;
        changes.push((index, change));
        Ok(())
    }

    /// Notes a record that occurs in the file.
    pub(crate) fn note(&mut self, id: &RecordId) {
        if self.last.as_ref() != Some(id) {
            self.records.insert(id.clone());
            self.last = Some(id.clone());
        }
    }

    fn change(&mut self, head: &EditHead, index: u32, raw: RawChange<'_>) -> Result<Change, Wrong> {
        let read = |stamp: &Text<'_>| read_stamp(&stamp.0, head.id.writer).ok_or(Wrong::Stamp);
        let stamp = match &raw.stamp {
            Some(stamp) => read(stamp)?,
            None => usual_stamp(head.id, head.at.millis, index),
        };
        let replaces: Vec<_> = raw.replaces.iter().map(read).collect::<Result<_, _>>()?;
        if self.border == Origin::File && !stamp.is_well_formed() {
            return Err(Wrong::Stamp);
        }
        let change = Change {
            cell: Cell {
                record: self.record(&raw.record.0)?,
                field: self.name(&raw.field.0),
                key: raw.key.map(|key| self.name(&key.0)),
            },
            value: raw.value,
            stamp,
            replaces,
        };
        check_change(head, &change)?;
        Ok(change)
    }

    /// How many records the edits read so far belong to.
    pub(crate) fn record_count(&self) -> usize {
        self.records.len()
    }

    /// A name that may come again.
    pub(crate) fn name(&mut self, text: &str) -> Arc<str> {
        let slot = slot_of(text.as_bytes());
        if let Some(recent) = self.recent[slot].as_ref().filter(|recent| ***recent == *text) {
            return recent.clone();
        }
        let name = match self.names.get(text) {
            Some(known) => known.clone(),
            None => {
                let name: Arc<str> = text.into();
                self.names.insert(name.clone());
                name
            }
        };
        self.recent[slot] = Some(name.clone());
        name
    }

    /// The text of a value.
    pub(crate) fn value(&mut self, text: &str) -> Arc<str> {
        if text.len() > SHORT {
            return text.into();
        }
        let recent = &mut self.values[slot_of(text.as_bytes())];
        match recent {
            Some(recent) if **recent == *text => recent.clone(),
            _ => recent.insert(text.into()).clone(),
        }
    }

    fn record(&mut self, text: &str) -> Result<RecordId, Wrong> {
        // As a rule several changes in a row are of one record.
        if let Some(last) = self.last.as_ref().filter(|last| last.as_str() == text) {
            return Ok(last.clone());
        }
        let id = match self.records.get(text) {
            Some(known) => known.clone(),
            None => {
                let id: RecordId = text.parse().map_err(|_| Wrong::Record)?;
                self.records.insert(id.clone());
                id
            }
        };
        self.last = Some(id.clone());
        Ok(id)
    }
}

/// In so many slots a reader keeps what it read last.
const SLOTS: usize = 64;
/// The most bytes of a value that is likely to come again.
const SHORT: usize = 24;

/// The slot of a text among the recent ones.
fn slot_of(name: &[u8]) -> usize {
    let byte = |place: usize| usize::from(name.get(place).copied().unwrap_or_default());
    let len = name.len();
    (len + 7 * byte(len / 2) + 31 * byte(len.wrapping_sub(1))) % SLOTS
}

/// An edit of which all changes are read.
pub(crate) fn whole(edit: Edit) -> Result<Edit, WireError> {
    match edit.changes.is_empty() {
        true => Err(WireError::of(Some(edit.head.id), None, Wrong::NoChanges)),
        false => Ok(edit),
    }
}

/// Reads a timestamp; each has one spelling.
fn read_stamp(text: &str, writer: WriterId) -> Option<Timestamp> {
    let mut parts = text.splitn(3, '-');
    let number = |part: &str| {
        let plain = part.bytes().all(|byte| byte.is_ascii_digit())
            && (part.len() == 1 || !part.starts_with('0'));
        plain.then(|| part.parse::<i64>().ok()).flatten()
    };
    let millis = number(parts.next()?)?;
    let counter = u32::try_from(number(parts.next()?)?).ok()?;
    let writer = match parts.next() {
        Some(other) => other.parse().ok().filter(|other| *other != writer)?,
        None => writer,
    };
    Some(Timestamp { millis, counter, writer })
}

/// A list of edits in the reading.
struct EditList<'r> {
    reader: &'r mut EditReader,
    edits: Vec<Edit>,
    changes: usize,
    fault: Option<WireError>,
}

impl<'de> DeserializeSeed<'de> for &mut EditList<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for &mut EditList<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of edits")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(raw) = list.next_element::<RawEdit<'_>>()? {
            self.changes += raw.changes.len();
            let checked = if self.changes > limits::CHANGES {
                let what = Wrong::TooMany { name: "修改", most: limits::CHANGES };
                Err(WireError::of(None, None, what))
            } else {
                self.reader.checked(raw)
            };
            match checked {
                Ok(edit) => self.edits.push(edit),
                Err(fault) => {
                    self.fault = Some(WireError { edit: Some(self.edits.len() + 1), ..fault });
                    return Err(de::Error::custom("see fault"));
                }
            }
        }
        Ok(())
    }
}

/// A text that is borrowed from the file where it has no escapes.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct Text<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAuthor<'a> {
    #[serde(borrow)]
    pub(crate) name: Text<'a>,
    #[serde(borrow)]
    pub(crate) role: Text<'a>,
    #[serde(borrow)]
    pub(crate) tablet: Text<'a>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawChange<'a> {
    pub(crate) index: Option<u32>,
    #[serde(borrow)]
    pub(crate) record: Text<'a>,
    #[serde(borrow)]
    pub(crate) field: Text<'a>,
    #[serde(borrow)]
    pub(crate) key: Option<Text<'a>>,
    pub(crate) value: Value,
    #[serde(borrow)]
    pub(crate) stamp: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) replaces: Vec<Text<'a>>,
}

/// An edit as read; by hand, as it keeps members that it does not know and refuses doubled ones.
pub(crate) struct RawEdit<'a> {
    pub(crate) id: Text<'a>,
    pub(crate) at: i64,
    pub(crate) offset: i16,
    pub(crate) by: RawAuthor<'a>,
    pub(crate) act: Text<'a>,
    pub(crate) reason: Text<'a>,
    pub(crate) size: u32,
    pub(crate) changes: Vec<RawChange<'a>>,
    pub(crate) extra: Group,
}

impl<'de: 'a, 'a> Deserialize<'de> for RawEdit<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RawEditVisitor)
    }
}

struct RawEditVisitor;

impl<'de> Visitor<'de> for RawEditVisitor {
    type Value = RawEdit<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an edit")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawEdit<'de>, A::Error> {
        let (mut id, mut at, mut offset, mut by) = (None, None, None, None);
        let (mut act, mut reason, mut size, mut changes) = (None, None, None, None);
        let mut extra = Vec::new();
        while let Some(Text(name)) = map.next_key::<Text<'de>>()? {
            match &*name {
                "id" => fill(&mut id, &mut map, "id")?,
                "at" => fill(&mut at, &mut map, "at")?,
                "offset" => fill(&mut offset, &mut map, "offset")?,
                "by" => fill(&mut by, &mut map, "by")?,
                "act" => fill(&mut act, &mut map, "act")?,
                "reason" => fill(&mut reason, &mut map, "reason")?,
                "size" => fill(&mut size, &mut map, "size")?,
                "changes" => fill(&mut changes, &mut map, "changes")?,
                other if other.len() > limits::WORD => {
                    map.next_value::<IgnoredAny>()?;
                    return Err(de::Error::custom("the name of a member is too long"));
                }
                other => extra.push((other.into(), map.next_value()?)),
            }
        }
        let missing = de::Error::missing_field;
        Ok(RawEdit {
            id: id.ok_or_else(|| missing("id"))?,
            at: at.ok_or_else(|| missing("at"))?,
            offset: offset.ok_or_else(|| missing("offset"))?,
            by: by.ok_or_else(|| missing("by"))?,
            act: act.ok_or_else(|| missing("act"))?,
            reason: reason.unwrap_or(Text(Cow::Borrowed(""))),
            size: size.ok_or_else(|| missing("size"))?,
            changes: changes.ok_or_else(|| missing("changes"))?,
            extra: Group::of(extra).ok_or_else(|| de::Error::custom("a member occurs twice"))?,
        })
    }
}

fn fill<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    map: &mut A,
    name: &'static str,
) -> Result<(), A::Error> {
    if slot.replace(map.next_value()?).is_some() {
        return Err(de::Error::duplicate_field(name));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_value_that_comes_again_is_kept_once_and_each_is_read_as_it_stands() {
        let mut reader = EditReader::new(Origin::Own);
        let (short, long) = ("a".repeat(SHORT), "a".repeat(SHORT + 1));
        for text in ["", "甲", "2026-03-01", &short, &long] {
            let [one, again] = [reader.value(text), reader.value(text)];
            assert_eq!((&*one, &*again), (text, text));
            assert_eq!(Arc::ptr_eq(&one, &again), text.len() <= SHORT, "{text:?}");
        }
        // These have one slot, in which the last one stays.
        for text in ["2026-03-01", "2025-03-01", "2026-03-01"] {
            assert_eq!(slot_of(text.as_bytes()), slot_of(b"2026-03-01"));
            assert_eq!(&*reader.value(text), text);
        }
    }
}
