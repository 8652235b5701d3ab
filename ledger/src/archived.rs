//! Ids of archived changes (归档), which the set leaves out.
//!
//! They are in a file that the user keeps; no file, store or other tab brings them back by itself. The
//! set of ids belongs to one tablet and is not exchanged. Where all of an edit is archived, the id of
//! the edit is enough.

use std::collections::{BTreeMap, BTreeSet};

use crate::ordered;

use super::change::Edit;
use super::id::{ChangeId, EditId};
use super::set::Ledger;
use super::time::Month;
use super::value::Value;
use super::version_vector::VersionVector;

/// Which changes are archived, and of which months they were.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Archived {
    /// Edits of which every change is.
    whole: VersionVector,
    /// Places in other edits, ascending.
    parts: BTreeMap<EditId, Vec<u32>>,
    /// The months of which what was entered is absent.
    months: BTreeSet<Month>,
}

impl Archived {
    /// These changes, which were entered in some months. Of an edit there is what goes, with the
    /// head that says how much it was.
    pub fn of(edits: &[Edit], months: BTreeSet<Month>) -> Self {
        let (whole, cut): (Vec<&Edit>, Vec<&Edit>) = edits.iter().partition(|edit| edit.is_whole());
        let places = |edit: &Edit| edit.changes.iter().map(|(index, _)| *index).collect();
        Self {
            whole: VersionVector::of_whole(whole.into_iter().map(|edit| edit.head.id)),
            parts: ordered::map(cut.into_iter().map(|edit| (edit.head.id, places(edit)))),
            months,
        }
    }

    /// Whether nothing is archived.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.parts.is_empty()
    }

    /// Whether a change is archived.
    pub fn contains(&self, id: ChangeId) -> bool {
        self.whole.contains(id.edit)
            || self
                .parts
                .get(&id.edit)
                .is_some_and(|places| places.binary_search(&id.index).is_ok())
    }

    /// The edits of which every change is archived.
    pub fn whole(&self) -> &VersionVector {
        &self.whole
    }

    /// The months of which what was entered is absent.
    pub fn months(&self) -> &BTreeSet<Month> {
        &self.months
    }

    /// Adds what another archive has.
    pub fn join(&mut self, other: &Self) {
        self.whole.join(&other.whole);
        for (edit, places) in &other.parts {
            let mine = self.parts.entry(*edit).or_default();
            mine.extend(places);
            ordered::sort(mine);
            mine.dedup();
        }
        self.months.extend(&other.months);
    }

    /// Takes what is archived out of an edit, and says how many changes that were.
    pub fn leave_out(&self, edit: &mut Edit) -> usize {
        if self.is_empty() {
            return 0;
        }
        let before = edit.changes.len();
        let id = edit.head.id;
        edit.changes.retain(|(index, _)| !self.contains(ChangeId { edit: id, index: *index }));
        before - edit.changes.len()
    }

    /// Encodes it as a value, compactly for years of work.
    pub fn to_value(&self) -> Value {
        let parts = self.parts.iter();
        let parts = parts.map(|(edit, places)| (edit.to_string().into(), runs_text(places).into()));
        let months = self.months.iter().map(|month| month.to_string().into());
        Value::group([
            ("whole", self.whole.to_string().into()),
            ("parts", Value::Group(parts.collect())),
            ("months", Value::List(months.collect())),
        ])
    }

    /// Reads such a note; `None` where it is malformed.
    pub fn from_value(value: &Value) -> Option<Self> {
        let Value::Group(members) = value.get("parts")? else {
            return None;
        };
        let mut parts = BTreeMap::new();
        for (edit, runs) in members.iter() {
            parts.insert(edit.parse().ok()?, read_runs(runs.as_text()?)?);
        }
        let months = value.get("months")?.as_list()?.iter();
        Some(Self {
            whole: VersionVector::read(value.get("whole")?.as_text()?)?,
            parts,
            months: months.map(|month| month.as_text()?.parse().ok()).collect::<Option<_>>()?,
        })
    }
}

/// Ascending numbers, neighbours joined: `0-3,7`.
fn runs_text(numbers: &[u32]) -> String {
    let runs = numbers.chunk_by(|one, next| one.checked_add(1) == Some(*next));
    let texts = runs.map(|run| match run {
        [first, .., last] => format!("{first}-{last}"),
        _ => run.first().map_or_else(String::new, u32::to_string),
    });
    texts.collect::<Vec<_>>().join(",")
}

fn read_runs(text: &str) -> Option<Vec<u32>> {
    /// No edit has more changes; a damaged number must not fill the memory.
    const MOST: u32 = 1 << 20;
    let mut numbers = Vec::new();
    for run in text.split(',') {
        let (first, last) = run.split_once('-').unwrap_or((run, run));
        let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
        (last.checked_sub(first)? <= MOST).then(|| numbers.extend(first..=last))?;
    }
    numbers.is_sorted().then_some(numbers)
}

impl Ledger {
    /// An empty ledger into which nothing comes that is archived.
    pub fn without(archived: Archived) -> Self {
        Self { archived, ..Self::default() }
    }

    /// What is absent because it was archived.
    pub fn archived(&self) -> &Archived {
        &self.archived
    }

    /// Whether what was entered in a month is archived: no sheet can be computed for it then, and
    /// what its lock says is all there is.
    pub fn is_archived(&self, month: Month) -> bool {
        self.archived.months.contains(&month)
    }

    /// How many changes were offered and not taken since this ledger was made, as they are archived:
    /// where it is not 0, what they came from still holds them.
    pub fn archived_skipped(&self) -> usize {
        self.archived_skipped
    }

    /// Whether all of an edit is here, but for what is archived.
    pub fn accounts_for(&self, id: EditId) -> bool {
        if self.archived.whole.contains(id) {
            return true;
        }
        let absent = self.archived.parts.get(&id).map_or(0, Vec::len);
        let held = self.edits.get(&id);
        held.is_some_and(|held| held.changes.len() + absent >= held.head.size as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Author, Draft, Moment, RecordId, WriterId};

    const NOW: Moment = Moment { millis: 1_795_266_300_000, offset: 480 };

    /// An edit of so many changes.
    fn edit(number: u32, size: usize) -> Edit {
        let id = EditId { writer: WriterId(0xff), number };
        let mut draft = Draft::new(id, NOW, Author::default(), "edit", "");
        for place in 0..size {
            draft.field(&RecordId::keyed("member", &place.to_string()), "name", "张三");
        }
        draft.finish(&Ledger::new()).expect("an edit")
    }

    fn cut(mut edit: Edit, places: &[u32]) -> Edit {
        edit.changes.retain(|(index, _)| places.contains(index));
        edit
    }

    fn archived() -> Archived {
        let months = BTreeSet::from(["2024-03".parse().expect("a month")]);
        Archived::of(&[edit(1, 3), edit(2, 1), cut(edit(4, 9), &[0, 1, 2, 5, 8])], months)
    }

    #[test]
    fn a_note_is_read_as_it_was_written() {
        let note = archived().to_value();
        let text = |name: &str| note.get(name).and_then(Value::as_text).map(str::to_owned);
        assert_eq!(text("whole").as_deref(), Some("00000000000000ff:1-2"));
        let part = note.get("parts").and_then(|parts| parts.get("00000000000000ff-4"));
        assert_eq!(part.and_then(Value::as_text), Some("0-2,5,8"));
        assert_eq!(Archived::from_value(&note), Some(archived()));
        assert_eq!(read_runs("0-9999999"), None);
        assert_eq!(read_runs("3,1"), None);
        assert_eq!(read_runs(""), None);
    }

    #[test]
    fn a_set_takes_nothing_that_is_archived_and_counts_it() {
        let mut ledger = Ledger::without(archived());
        let inserted = ledger.insert_all([edit(1, 3), edit(3, 2), edit(4, 9)]);
        assert_eq!((inserted.changes, ledger.archived_skipped()), (6, 8));
        assert!(ledger.head(EditId { writer: WriterId(0xff), number: 1 }).is_none());
        let mut united = Ledger::without(archived());
        united.union(&Ledger::from_edits([edit(1, 3), edit(3, 2), edit(4, 9)]));
        assert_eq!(united.edits(), ledger.edits());
    }

    #[test]
    fn an_edit_is_accounted_for_by_what_is_here_and_what_is_archived() {
        let mut ledger = Ledger::without(archived());
        let id = |number| EditId { writer: WriterId(0xff), number };
        assert!(ledger.accounts_for(id(1)));
        assert!(!ledger.accounts_for(id(3)) && !ledger.accounts_for(id(4)));
        ledger.insert_all([edit(3, 2), cut(edit(4, 9), &[3, 4, 6])]);
        assert!(ledger.accounts_for(id(3)) && !ledger.accounts_for(id(4)), "one is missing");
        ledger.insert(edit(4, 9));
        assert!(ledger.accounts_for(id(4)));
    }

    #[test]
    fn archives_add_up() {
        let mut all = archived();
        all.join(&Archived::of(&[edit(3, 2), cut(edit(4, 9), &[2, 3])], BTreeSet::new()));
        let mut taken = edit(4, 9);
        assert_eq!(all.leave_out(&mut taken), 6);
        let left: Vec<u32> = taken.changes.iter().map(|(index, _)| *index).collect();
        assert_eq!(left, [4, 6, 7]);
        assert_eq!(all.leave_out(&mut edit(3, 2)), 2);
    }
}
