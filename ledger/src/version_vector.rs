//! Version vector: the set of edits a replica holds, as runs of edit numbers per writer.

use std::fmt;

use crate::ordered;

use super::change::Edit;
use super::id::{EditId, WriterId};
use super::set::Ledger;

/// Which edits someone has whole: runs of a writer's numbers. Written
/// `00000000000000ff:1-3,7;…`, which is short for years of work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VersionVector(
    /// Writer, first and last number; in order, and no two of them touch.
    Vec<(WriterId, u32, u32)>,
);

impl VersionVector {
    /// The edits that are whole in a ledger, with what of them is archived.
    pub fn of(ledger: &Ledger) -> Self {
        let ids = ledger.heads().map(|head| head.id);
        let mut held = Self::of_whole(ids.filter(|id| ledger.accounts_for(*id)));
        held.join(ledger.archived().whole());
        held
    }

    /// The edits that are whole among some.
    pub fn of_edits(edits: &[Edit]) -> Self {
        Self::of_whole(edits.iter().filter(|edit| edit.is_whole()).map(|edit| edit.head.id))
    }

    /// Edits of which it is known that they are whole.
    pub fn of_whole(edits: impl Iterator<Item = EditId>) -> Self {
        Self::joined(edits.map(|id| (id.writer, id.number, id.number)))
    }

    /// Whether an edit is among them.
    pub fn contains(&self, id: EditId) -> bool {
        let after = self.0.partition_point(|run| (run.0, run.1) <= (id.writer, id.number));
        let run = after.checked_sub(1).and_then(|place| self.0.get(place));
        run.is_some_and(|(writer, _, last)| *writer == id.writer && id.number <= *last)
    }

    /// Whether all that another holds is among them.
    pub fn includes(&self, other: &Self) -> bool {
        // Runs do not touch, so one of the other lies within one of ours.
        let holds = |(writer, first, last): &(WriterId, u32, u32)| {
            self.0.iter().any(|(own, from, to)| own == writer && from <= first && last <= to)
        };
        other.0.iter().all(holds)
    }

    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds what another holds.
    pub fn join(&mut self, other: &Self) {
        *self = Self::joined(self.0.iter().chain(&other.0).copied());
    }

    /// How many edits these are.
    pub fn count(&self) -> u64 {
        self.0.iter().map(|(_, first, last)| u64::from(last - first) + 1).sum()
    }

    /// The edits that a writer must have made and that are not among these: the numbers before a
    /// writer's last one.
    pub fn gaps(&self) -> impl Iterator<Item = EditId> {
        /// A number that is damaged must not fill the memory.
        const MOST: usize = 1 << 16;
        let before = std::iter::once(None).chain(self.0.iter().map(Some));
        let gaps = self.0.iter().zip(before).flat_map(|(run, before)| {
            let last = before.filter(|before| before.0 == run.0).map_or(0, |before| before.2);
            (last + 1..run.1).map(|number| EditId { writer: run.0, number })
        });
        gaps.take(MOST)
    }

    /// Reads what was written; `None` where it is malformed.
    pub fn read(text: &str) -> Option<Self> {
        let mut runs = Vec::new();
        for writer in text.split(';').filter(|text| !text.is_empty()) {
            let (writer, numbers) = writer.split_once(':')?;
            let writer = writer.parse().ok()?;
            for run in numbers.split(',') {
                let (first, last) = run.split_once('-').unwrap_or((run, run));
                let (first, last) = (first.parse().ok()?, last.parse().ok()?);
                (first <= last).then(|| runs.push((writer, first, last)))?;
            }
        }
        Some(Self::joined(runs))
    }

    fn joined(runs: impl IntoIterator<Item = (WriterId, u32, u32)>) -> Self {
        let mut all: Vec<_> = runs.into_iter().collect();
        ordered::sort(&mut all);
        let mut joined: Vec<(WriterId, u32, u32)> = Vec::new();
        for (writer, first, last) in all {
            match joined.last_mut() {
                Some(run) if run.0 == writer && first <= run.2.saturating_add(1) => {
                    run.2 = run.2.max(last);
                }
                _ => joined.push((writer, first, last)),
            }
        }
        Self(joined)
    }
}

impl fmt::Display for VersionVector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = None;
        for (writer, first, last) in &self.0 {
            match before {
                Some(known) if known == writer => f.write_str(",")?,
                Some(_) => write!(f, ";{writer}:")?,
                None => write!(f, "{writer}:")?,
            }
            before = Some(writer);
            write!(f, "{first}")?;
            if last > first {
                write!(f, "-{last}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_is_written_as_it_is_read() {
        let text = "00000000000000aa:1-3,7;00000000000000ff:2-4294967295";
        let held = VersionVector::read(text).unwrap();
        assert_eq!(held.to_string(), text);
        let has = |writer, number| held.contains(EditId { writer: WriterId(writer), number });
        assert!(has(0xaa, 1) && has(0xaa, 3) && has(0xaa, 7) && has(0xff, u32::MAX));
        assert!(!has(0xaa, 4) && !has(0xaa, 8) && !has(0xff, 1) && !has(0xab, 2));
        assert_eq!(VersionVector::read(""), Some(VersionVector::default()));
    }

    #[test]
    fn runs_that_meet_become_one() {
        let mut held = VersionVector::read("00000000000000aa:1-3,9").unwrap();
        held.join(&VersionVector::read("00000000000000aa:2-5,6;00000000000000bb:1").unwrap());
        assert_eq!(held.to_string(), "00000000000000aa:1-6,9;00000000000000bb:1");
        assert_eq!(held.count(), 8);
    }

    #[test]
    fn gaps_are_the_numbers_that_lie_before_a_writers_last() {
        let held =
            VersionVector::read("00000000000000aa:1-3,5,8;00000000000000bb:3;00000000000000cc:1")
                .unwrap();
        let gaps: Vec<String> = held.gaps().map(|id| id.to_string()).collect();
        let aa = [4, 6, 7].map(|number| format!("00000000000000aa-{number}"));
        let bb = [1, 2].map(|number| format!("00000000000000bb-{number}"));
        assert_eq!(gaps, [&aa[..], &bb[..]].concat());
        assert_eq!(VersionVector::default().gaps().count(), 0);
        let all = VersionVector::read("00000000000000aa:4294967295").unwrap();
        assert!(all.gaps().count() < 100_000);
    }

    #[test]
    fn what_is_malformed_is_not_read() {
        for text in ["aa:1", "00000000000000aa", "00000000000000aa:3-1", "00000000000000aa:x"] {
            assert_eq!(VersionVector::read(text), None, "{text}");
        }
    }
}
