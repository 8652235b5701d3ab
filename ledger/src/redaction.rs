//! Redaction (依法删除): permanent erasure of values, also of those that arrive later.
//!
//! That a place of a record is erased is a change like any other, so it travels with files; but it
//! absorbs: where a set holds such a change, it holds no value for that place, be the value older or
//! newer. No change can be written that takes it back. So union stays commutative, associative and
//! idempotent: what is erased in one of two sets is erased in their union.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::change::{Change, Edit, EditHead};
use super::id::{ChangeId, EditId, RecordId};
use super::set::Ledger;
use super::value::Value;
use crate::fast_hash::{FastMap, FastSet};

/// The map field that says what of a record is erased; every record has it. A key is the name of a
/// field, or `field/name`: the entry of that key in a map or dated field, and the member of that
/// name in groups.
pub const REDACTED: &str = "redacted";

/// The map field of an erased person's record by which one who looks like that person is recognised
/// later. Its keys are made by whoever knows what people look like (`exchange::import::traces`).
pub const TRACE: &str = "trace";

/// What a place begins with that is the reason in the head of an edit, whose id follows. No field
/// has an empty name, so a version that does not know it finds nothing to erase there.
const REASON: &str = "/reason/";

/// The place in the terms of [`REDACTED`] that is the reason of an edit, in whatever record it is
/// noted.
pub fn reason_place(edit: EditId) -> String {
    format!("{REASON}{edit}")
}

/// What is erased in a set: places by record, and the reasons of edits.
#[derive(Debug, Clone, Default)]
pub struct Redactions {
    places: FastMap<RecordId, BTreeSet<Arc<str>>>,
    reasons: FastSet<EditId>,
}

/// What is left of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// All of it.
    Whole,
    /// A group without one of its members.
    Part,
    /// Nothing.
    Nothing,
}

/// The place that a change erases.
fn place(change: &Change) -> Option<&Arc<str>> {
    let erases = &*change.cell.field == REDACTED && change.value.is_true();
    change.cell.key.as_ref().filter(|_| erases)
}

impl Redactions {
    /// Adds what a change erases, and says whether that is new.
    pub(super) fn note(&mut self, change: &Change) -> bool {
        place(change).is_some_and(|place| {
            let edit = place.strip_prefix(REASON).and_then(|edit| edit.parse::<EditId>().ok());
            self.reasons.extend(edit);
            self.places.entry(change.cell.record.clone()).or_default().insert(place.clone())
        })
    }

    /// Adds what edits erase, and says whether any of it is new.
    pub fn learn<'a>(&mut self, edits: impl IntoIterator<Item = &'a Edit>) -> bool {
        let changes = edits.into_iter().flat_map(|edit| &edit.changes);
        changes.fold(false, |new, (_, change)| self.note(change) || new)
    }

    /// Adds what is erased in a ledger.
    pub fn learn_of(&mut self, ledger: &Ledger) {
        let Self { places, reasons } = &ledger.redactions;
        for (record, places) in places {
            self.places.entry(record.clone()).or_default().extend(places.iter().cloned());
        }
        self.reasons.extend(reasons);
    }

    /// Whether nothing is erased.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    fn covers(&self, record: &RecordId, place: &str) -> bool {
        self.places.get(record).is_some_and(|places| places.contains(place))
    }

    /// Whether anything of a change's record is erased.
    pub(super) fn concern(&self, change: &Change) -> bool {
        !self.places.is_empty() && self.places.contains_key(&change.cell.record)
    }

    /// The head of an edit without what is erased, and whether something was.
    pub(super) fn erase_head<'a>(&self, head: &'a EditHead) -> (Cow<'a, EditHead>, bool) {
        if head.reason.is_empty() || !self.reasons.contains(&head.id) {
            return (Cow::Borrowed(head), false);
        }
        (Cow::Owned(EditHead { reason: "".into(), ..head.clone() }), true)
    }

    /// Takes out of an edit what is erased, and says of how many of its changes something was; its
    /// reason counts as one.
    pub fn erase(&self, edit: &mut Edit) -> usize {
        if self.is_empty() {
            return 0;
        }
        let mut count = 0;
        if let (Cow::Owned(head), _) = self.erase_head(&edit.head) {
            edit.head = head;
            count += 1;
        }
        edit.changes.retain_mut(|(_, change)| {
            let left = self.erase_change(change);
            count += usize::from(left != Left::Whole);
            left != Left::Nothing
        });
        count
    }

    /// Takes out of a change what is erased.
    pub(super) fn erase_change(&self, change: &mut Change) -> Left {
        let Some(places) = self.places.get(&change.cell.record) else {
            return Left::Whole;
        };
        let field = &change.cell.field;
        if &**field == REDACTED {
            return Left::Whole;
        }
        let mut left = Left::Whole;
        for place in places {
            let (erased, name) = parts_of_place(place);
            if *erased != **field {
                continue;
            }
            let Some(name) = name else {
                return Left::Nothing;
            };
            if change.cell.key.as_deref() == Some(name) {
                return Left::Nothing;
            }
            if let Value::Group(members) = &mut change.value
                && members.get(name).is_some()
            {
                *members = members.without(name);
                left = Left::Part;
            }
        }
        left
    }
}

/// The place of one entry, row or member of a field, in the terms of [`REDACTED`].
pub fn place_within(field: &str, name: &str) -> String {
    format!("{field}/{name}")
}

/// The field of a place, and which of its entries, rows or members it is, where it is not all of it.
pub fn parts_of_place(place: &str) -> (&str, Option<&str>) {
    place.split_once('/').map_or((place, None), |(field, name)| (field, Some(name)))
}

impl Ledger {
    /// An empty ledger that erases and leaves out what this one does, so that what comes from here
    /// is taken in at once.
    pub fn begun_beside(&self) -> Self {
        let (redactions, archived) = (self.redactions.clone(), self.archived.clone());
        Self { redactions, archived, ..Self::default() }
    }

    /// Whether a place of a record is erased.
    pub fn is_erased(&self, record: &RecordId, place: &str) -> bool {
        self.redactions.covers(record, place)
    }

    /// Whether something is written at a place of a record, now or in the history, that erasing the
    /// place would take away.
    pub fn has_written_at(&self, record: &RecordId, place: &str) -> bool {
        if let Some(edit) = place.strip_prefix(REASON) {
            let head = edit.parse().ok().and_then(|edit| self.head(edit));
            return head.is_some_and(|head| !head.reason.is_empty());
        }
        let (erased, name) = parts_of_place(place);
        let cells = self.record(record).into_iter().flat_map(|record| record.written());
        cells.filter(|(field, ..)| *field == erased).any(|(_, key, written)| match name {
            Some(name) if key != Some(name) => {
                written.iter().any(|one| one.value.get(name).is_some())
            }
            _ => true,
        })
    }

    /// Whether anything is erased.
    pub fn is_anything_erased(&self) -> bool {
        !self.redactions.is_empty()
    }

    /// Whether anything of a record is erased.
    pub fn is_redacted(&self, record: &RecordId) -> bool {
        self.redactions.places.contains_key(record)
    }

    /// The records of which anything is erased, in no order.
    pub fn redacted_records(&self) -> impl Iterator<Item = &RecordId> {
        self.redactions.places.keys()
    }

    /// Takes out of an edit what is erased here, and says of how many changes something was.
    pub fn erase(&self, edit: &mut Edit) -> usize {
        self.redactions.erase(edit)
    }

    /// Whether the change that has an id here is this one, but for what the other set erases.
    pub fn holds_erased(&self, id: ChangeId, change: &Change, other: &Ledger) -> bool {
        let held = self.change(id);
        held.is_some_and(|mut held| {
            other.redactions.erase_change(&mut held) == Left::Part && held == *change
        })
    }

    /// How many places are erased.
    pub fn erased_places(&self) -> usize {
        self.redactions.places.values().map(BTreeSet::len).sum()
    }

    /// Of how many changes something had to be erased since this ledger was made: where it is not
    /// 0, what they came from still holds it.
    pub fn erased(&self) -> usize {
        self.erased
    }
}

/// The places that an edit erases, and in which records.
pub fn redacted_by(edit: &Edit) -> impl Iterator<Item = (&RecordId, &str)> {
    let changes = edit.changes.iter();
    changes.filter_map(|(_, change)| Some((&change.cell.record, &**place(change)?)))
}
