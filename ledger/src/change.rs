//! Changes, and the edits that hold them together.

use std::sync::Arc;

use super::id::{ChangeId, EditId, RecordId};
use super::time::Moment;
use super::timestamp::Timestamp;
use super::value::Value;

/// The field that says whether a record is deleted. Every record has it.
pub const DELETED: &str = "deleted";

/// The field by which a record that turned out to be the same as another names that other one, which
/// survives. Every record has it.
pub const JOINED: &str = "joined";

/// Address of a value: a field of a record and, in a map or a dated field, the key in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The record.
    pub record: RecordId,
    /// The name of the field.
    pub field: Arc<str>,
    /// The key of a map (a member, a day from which a dated value holds).
    pub key: Option<Arc<str>>,
}

impl Cell {
    /// A field of a record.
    pub fn field(record: &RecordId, field: &str) -> Self {
        Self { record: record.clone(), field: field.into(), key: None }
    }

    /// A place in a map or dated field of a record.
    pub fn entry(record: &RecordId, field: &str, key: &str) -> Self {
        Self { record: record.clone(), field: field.into(), key: Some(key.into()) }
    }
}

/// One field of one record set to a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What it sets.
    pub cell: Cell,
    /// To what.
    pub value: Value,
    /// Timestamp; the greatest of a cell wins.
    pub stamp: Timestamp,
    /// The timestamps of the values that it replaced, knowingly: none where there was no value, one as
    /// a rule, several where it settles a conflict.
    pub replaces: Vec<Timestamp>,
}

/// A change, looked at where it is kept.
#[derive(Debug, Clone, Copy)]
pub struct ChangeRef<'a> {
    /// The record whose field it sets.
    pub record: &'a RecordId,
    /// The name of the field.
    pub field: &'a str,
    /// The place in a map or dated field.
    pub key: Option<&'a str>,
    /// To what.
    pub value: &'a Value,
    /// When.
    pub stamp: Timestamp,
    /// The timestamps of the values that it replaced.
    pub replaces: &'a [Timestamp],
}

impl Change {
    /// Looks at it.
    pub fn look(&self) -> ChangeRef<'_> {
        let Cell { record, field, key } = &self.cell;
        let (value, stamp, replaces) = (&self.value, self.stamp, &*self.replaces);
        ChangeRef { record, field, key: key.as_deref(), value, stamp, replaces }
    }
}

/// Who made an edit.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Author {
    /// The person's name.
    pub name: Arc<str>,
    /// The person's role in the branch (支部书记, 组织委员 …).
    pub role: Arc<str>,
    /// The name of the tablet.
    pub tablet: Arc<str>,
}

/// What an edit says of itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EditHead {
    /// Which edit it is.
    pub id: EditId,
    /// When it was made, by the clock on the wall.
    pub at: Moment,
    /// Who made it.
    pub by: Author,
    /// What was done, as a word of the program (`create`, `import-roster` …).
    pub act: Arc<str>,
    /// Why, in the author's own words; may be empty.
    pub reason: Arc<str>,
    /// How many changes it has, however many of them are at hand.
    pub size: u32,
    /// What a newer version of the app said of it that this one does not know: a group by name, or
    /// nothing. It is carried along and written out again.
    pub extra: Value,
}

impl EditHead {
    /// Joins what two copies say of one edit. They only differ in damaged or forged files, or where
    /// a newer version of the app added to one; the outcome does not depend on their order.
    pub(super) fn join(&mut self, other: EditHead) {
        let size = self.size.max(other.size);
        let extra = join_extra(std::mem::take(&mut self.extra), other.extra);
        let other = EditHead { size: 0, extra: Value::Null, ..other };
        self.size = 0;
        if *self < other {
            *self = other;
        }
        self.size = size;
        self.extra = extra;
    }
}

/// Joins groups member by member, the greater value staying.
fn join_extra(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Group(members), Value::Group(others)) => Value::Group(members.join(&others)),
        (one, other) => one.max(other),
    }
}

/// What one user action changed: its head, and those of its changes that are at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What it says of itself.
    pub head: EditHead,
    /// Its changes, each with its place in the edit, by ascending place.
    pub changes: Vec<(u32, Change)>,
}

impl Edit {
    /// The ids of the changes at hand.
    pub fn change_ids(&self) -> impl Iterator<Item = ChangeId> {
        let edit = self.head.id;
        self.changes.iter().map(move |(index, _)| ChangeId { edit, index: *index })
    }

    /// Whether none of its changes is missing.
    pub fn is_whole(&self) -> bool {
        self.changes.len() == self.head.size as usize
    }
}
