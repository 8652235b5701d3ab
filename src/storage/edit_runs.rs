//! Text form of edit ids in the header of a segment: runs of numbers per writer.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::ledger::{EditId, WriterId};
use crate::ordered;

/// Writes ids as runs: `00000000000000ff:1-3,7`.
pub(super) fn ranges(ids: impl Iterator<Item = EditId>) -> String {
    let mut writers: BTreeMap<WriterId, Vec<u32>> = BTreeMap::new();
    for id in ids {
        writers.entry(id.writer).or_default().push(id.number);
    }
    let mut text = String::new();
    for (writer, mut numbers) in writers {
        ordered::sort(&mut numbers);
        numbers.dedup();
        let _ = write!(text, "{}{writer}", if text.is_empty() { "" } else { ";" });
        let mut sign = ':';
        let runs = numbers.chunk_by(|one, next| one + 1 == *next);
        for run in runs {
            let _ = match run {
                [only] => write!(text, "{sign}{only}"),
                [first, .., last] => write!(text, "{sign}{first}-{last}"),
                [] => Ok(()),
            };
            sign = ',';
        }
    }
    if text.is_empty() { "-".to_owned() } else { text }
}

/// Reads ids as [`ranges`] writes them.
pub(super) fn read_ranges(text: &str) -> Option<Vec<EditId>> {
    /// No segment holds more edits; a damaged number must not fill the memory.
    const MOST: u32 = 1 << 20;
    let mut ids = Vec::new();
    if text == "-" {
        return Some(ids);
    }
    for writer in text.split(';') {
        let (writer, runs) = writer.split_once(':')?;
        let writer = writer.parse().ok()?;
        for run in runs.split(',') {
            let (first, last) = run.split_once('-').unwrap_or((run, run));
            let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
            if last.checked_sub(first)? > MOST {
                return None;
            }
            ids.extend((first..=last).map(|number| EditId { writer, number }));
        }
    }
    Some(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u32) -> EditId {
        EditId { writer: WriterId(0xff), number }
    }

    #[test]
    fn neighbours_are_written_as_a_run_and_read_as_what_they_were() {
        let ids = [9, 1, 3, 2, 7, 2].map(id);
        assert_eq!(ranges(ids.into_iter()), "00000000000000ff:1-3,7,9");
        let read = read_ranges("00000000000000ff:1-3,7,9");
        assert_eq!(read, Some([1, 2, 3, 7, 9].map(id).to_vec()));
        assert_eq!((ranges([].into_iter()), read_ranges("-")), ("-".to_owned(), Some(Vec::new())));
    }
}
