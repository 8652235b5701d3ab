//! Archives (归档): what was entered in months that are locked goes into a file that the user keeps,
//! and leaves the tablet.
//!
//! Results stay: the locks, the adjustments, what was brought in, and all that belongs to no month.
//! The file holds those too, as far as it takes to read the entries, so that it opens by itself like
//! any other bundle.

use std::collections::BTreeSet;

use crate::fast_hash::FastSet;
use crate::ledger::{Archived, ChangeId, Edit, Ledger, Month, REDACTED, Record, RecordId, Value};
use crate::registers::{HEADS, Schemas, archived_with};

use super::scope::{Restricted, Scope};
use crate::exchange::bundle::{Bundle, BundleHeader, BundleKind};

/// What is to be archived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveSelection {
    /// The edits, with just the changes that go.
    pub edits: Vec<Edit>,
    /// How many records these are.
    pub records: usize,
    /// The same, as it is noted.
    pub archived: Archived,
}

impl ArchiveSelection {
    /// Chooses what was entered in some months. What erases something stays, for good.
    pub fn of(ledger: &Ledger, months: &BTreeSet<Month>) -> Self {
        // What lasts into a month that stays is still needed there.
        let is_over = |month: &Month| months.contains(month) || ledger.is_archived(*month);
        let goes = |record: &Record<'_>| {
            let own = archived_with(ledger, record);
            own.iter().any(|month| months.contains(month)) && own.iter().all(is_over)
        };
        let of_months = HEADS.iter().flat_map(|head| ledger.all_records(head.name).filter(goes));
        let records: FastSet<RecordId> = of_months.map(|record| record.id().clone()).collect();
        let edits: Vec<Edit> = ledger
            .iter()
            .filter_map(|Edit { head, mut changes }| {
                changes.retain(|(_, change)| {
                    records.contains(&change.cell.record) && &*change.cell.field != REDACTED
                });
                (!changes.is_empty()).then_some(Edit { head, changes })
            })
            .collect();
        let archived = Archived::of(&edits, months.clone());
        Self { edits, records: records.len(), archived }
    }

    /// How many changes go.
    pub fn change_count(&self) -> usize {
        self.edits.iter().map(|edit| edit.changes.len()).sum()
    }

    /// What the file holds: all that belongs to the months from the first to the last, and what
    /// belongs to none. What is restricted stays where it is.
    pub fn select(&self, schemas: Schemas, ledger: &Ledger) -> Ledger {
        let months = self.archived.months();
        match (months.first(), months.last()) {
            (Some(from), Some(until)) => {
                let scope = Scope::Period { from: *from, until: *until };
                scope.select(schemas, ledger, Restricted::Stays)
            }
            _ => Ledger::new(),
        }
    }

    /// The header of the file.
    pub fn header(&self, all: BundleHeader) -> BundleHeader {
        let months = self.archived.months();
        let text = |month: Option<&Month>| month.map(Month::to_string).unwrap_or_default();
        let scope = Value::group([
            ("from", text(months.first()).into()),
            ("until", text(months.last()).into()),
        ]);
        BundleHeader { kind: BundleKind::Archive, scope, ..all }
    }

    /// How many of the changes that go are not in some files just as they are here: only where this
    /// is 0 may anything go.
    pub fn lacking(&self, files: &[Bundle]) -> usize {
        let held = Ledger::from_edits(files.iter().flat_map(|file| file.edits.iter().cloned()));
        let lacks = |edit: &Edit| {
            let other_head = held.head(edit.head.id) != Some(&edit.head);
            let changes = held.holds_changes(edit);
            changes.filter(|(_, _, here)| other_head || *here != Some(true)).count()
        };
        self.edits.iter().map(lacks).sum()
    }
}

/// What some files have of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FetchedBack {
    /// How many of its changes they have.
    pub found: usize,
    /// Those changes, without what is erased here meanwhile.
    pub edits: Vec<Edit>,
}

/// Looks what some files have of an archive.
pub fn fetched_back(ledger: &Ledger, archived: &Archived, files: Vec<Bundle>) -> FetchedBack {
    let held = Ledger::from_edits(files.into_iter().flat_map(|file| file.edits));
    let mut fetched = FetchedBack::default();
    for mut edit in held.iter() {
        let id = edit.head.id;
        edit.changes.retain(|(index, _)| archived.contains(ChangeId { edit: id, index: *index }));
        fetched.found += edit.changes.len();
        ledger.erase(&mut edit);
        if !edit.changes.is_empty() {
            fetched.edits.push(edit);
        }
    }
    fetched
}

/// The months of an archive's file in words; `None` where its header does not say.
pub(in crate::exchange) fn months_of(header: &BundleHeader) -> Option<String> {
    let month = |name: &str| header.scope.get(name)?.as_text()?.parse().ok();
    let (from, until): (Month, Month) = (month("from")?, month("until")?);
    Some(if from == until { from.label() } else { format!("{}至{}", from.label(), until.label()) })
}
