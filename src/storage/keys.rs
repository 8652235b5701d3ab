//! Keys of a stored ledger, the same in both stores.

use crate::ledger::{EditId, LedgerId, WriterId};

use super::archive::ArchiveId;
use super::import::ImportId;
use super::restore_points::PointId;

/// The format in which this version of the app keeps a ledger. Version 1 needs no mark; one that
/// raises this puts the mark of [`StorageKey::Format`] into both stores before it writes anything else.
pub(super) const FORMAT: u32 = 1;

/// What all keys of this app begin with.
pub(super) const ROOT: &str = "yixin/";

/// What a key of a ledger holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum StorageKey {
    /// Several edits made on this tablet.
    Segment,
    /// One edit made on this tablet; in the journal alone.
    Edit(EditId),
    /// A part of what an import brought, from 1.
    Part(ImportId, u32),
    /// Receipt of an import: all its parts are stored, and its source.
    Receipt(ImportId),
    /// That an import was taken back.
    TakenBack(ImportId),
    /// Which changes were archived, and into which file.
    Archive(ArchiveId),
    /// That all parts of a restore point are there, and when it was made; in the journal alone.
    Point(PointId),
    /// A part of a restore point, from 1; in the journal alone.
    Copy(PointId, u32),
    /// A damaged text, set aside.
    Damaged,
    /// What a form holds that was not saved yet.
    Draft,
    /// That only a version of the app that knows this format may write; put there by the first that
    /// does, before it writes anything else.
    Format(u32),
    /// What a newer version of the app may have put there, or what opening has no business with:
    /// the notes on partners and backups, tallies, the pool of the kiosk, and that both stores have held
    /// the ledger.
    Unknown,
}

/// What the keys of a ledger begin with.
pub(super) fn prefix(ledger: LedgerId) -> String {
    format!("{ROOT}{ledger}/")
}

pub(super) fn segment(ledger: LedgerId, writer: WriterId, number: u32) -> String {
    format!("{ROOT}{ledger}/s/{writer}-{number}")
}

pub(super) fn edit(ledger: LedgerId, id: EditId) -> String {
    format!("{}{id}", edits(ledger))
}

/// What the keys of single edits begin with.
pub(super) fn edits(ledger: LedgerId) -> String {
    format!("{ROOT}{ledger}/e/")
}

pub(super) fn part(ledger: LedgerId, import: ImportId, number: u32) -> String {
    format!("{ROOT}{ledger}/i/{import}-{number}")
}

pub(super) fn receipt(ledger: LedgerId, import: ImportId) -> String {
    format!("{ROOT}{ledger}/r/{import}")
}

pub(super) fn taken_back(ledger: LedgerId, import: ImportId) -> String {
    format!("{ROOT}{ledger}/w/{import}")
}

pub(super) fn archive(ledger: LedgerId, archive: ArchiveId) -> String {
    format!("{ROOT}{ledger}/a/{archive}")
}

/// A note on what a partner has; in the journal alone.
pub(super) fn partner(ledger: LedgerId, writer: WriterId, number: u32) -> String {
    format!("{}{writer}-{number}", partners(ledger))
}

/// What the keys of those notes begin with.
pub(super) fn partners(ledger: LedgerId) -> String {
    format!("{ROOT}{ledger}/p/")
}

/// A note on a backup.
pub(super) fn backup(ledger: LedgerId, writer: WriterId, number: u32) -> String {
    format!("{}{writer}-{number}", backups(ledger))
}

/// What the keys of those notes begin with.
pub(super) fn backups(ledger: LedgerId) -> String {
    format!("{ROOT}{ledger}/b/")
}

/// What a form holds that was not saved yet.
pub(super) fn draft(ledger: LedgerId, writer: WriterId, number: u32) -> String {
    format!("{}{writer}-{number}", drafts(ledger))
}

/// What the keys of those begin with.
pub(super) fn drafts(ledger: LedgerId) -> String {
    format!("{ROOT}{ledger}/f/")
}

/// What was counted and is in no edit yet; in localStorage only where the journal refused it.
pub(super) fn tally(ledger: LedgerId, writer: WriterId, number: u32) -> String {
    format!("{}{writer}-{number}", tallies(ledger))
}

/// What the keys of those begin with.
pub(super) fn tallies(ledger: LedgerId) -> String {
    format!("{ROOT}{ledger}/n/")
}

/// What patients answered on this tablet and is not in the ledger yet.
pub(super) fn kiosk_pool(ledger: LedgerId) -> String {
    format!("{ROOT}{ledger}/q/1")
}

/// What patients answered since the tablet was handed over.
pub(super) fn kiosk_inbox(inbox: WriterId) -> String {
    format!("{KIOSK}inbox/{inbox}")
}

/// An inbox that could not be read, as it was.
pub(super) fn kiosk_aside(inbox: WriterId) -> String {
    format!("{KIOSK}aside/{inbox}")
}

/// The note of a restore point.
pub(super) fn point(ledger: LedgerId, point: PointId) -> String {
    format!("{}{point}", points(ledger))
}

/// What the keys of those notes begin with.
pub(super) fn points(ledger: LedgerId) -> String {
    format!("{ROOT}{ledger}/t/")
}

/// A part of a restore point.
pub(super) fn copy(ledger: LedgerId, point: PointId, number: u32) -> String {
    format!("{}{point}-{number}", copies(ledger))
}

/// What the keys of all their parts begin with.
pub(super) fn copies(ledger: LedgerId) -> String {
    format!("{ROOT}{ledger}/k/")
}

/// Where the damaged text of a key is set aside.
pub(super) fn damaged(ledger: LedgerId, key: &str) -> String {
    let prefix = prefix(ledger);
    format!("{prefix}x/{}", key.strip_prefix(&prefix).unwrap_or(key))
}

/// The mark of a store from which so many places have been erased.
pub(super) fn purged(ledger: LedgerId, places: usize) -> String {
    format!("{ROOT}{ledger}/c/{places}")
}

/// Whether a key of the ledger with this prefix is such a mark.
pub(super) fn is_purged(prefix: &str, key: &str) -> bool {
    key.strip_prefix(prefix).is_some_and(|rest| rest.starts_with("c/"))
}

/// The note that both stores have held the ledger, read back at an opening: only then is it known of
/// one that has nothing that it has lost it.
pub(super) fn both_held(ledger: LedgerId) -> String {
    format!("{ROOT}{ledger}/h/1")
}

/// Reads a key of a ledger.
pub(super) fn parse(ledger: LedgerId, key: &str) -> StorageKey {
    parse_behind(&prefix(ledger), key)
}

/// The same of many keys, with what those of the ledger begin with.
pub(super) fn parse_behind(prefix: &str, key: &str) -> StorageKey {
    let parsed = key.strip_prefix(prefix).and_then(|rest| {
        let (kind, id) = rest.split_once('/')?;
        Some(match kind {
            "s" => StorageKey::Segment,
            "e" => StorageKey::Edit(id.parse().ok()?),
            "i" => {
                let (import, number) = id.rsplit_once('-')?;
                StorageKey::Part(import.parse().ok()?, number.parse().ok()?)
            }
            "r" => StorageKey::Receipt(id.parse().ok()?),
            "w" => StorageKey::TakenBack(id.parse().ok()?),
            "a" => StorageKey::Archive(id.parse().ok()?),
            "t" => StorageKey::Point(id.parse().ok()?),
            "k" => {
                let (point, number) = id.rsplit_once('-')?;
                StorageKey::Copy(point.parse().ok()?, number.parse().ok()?)
            }
            "x" => StorageKey::Damaged,
            "f" => StorageKey::Draft,
            "v" => StorageKey::Format(id.parse().ok()?),
            _ => return None,
        })
    });
    parsed.unwrap_or(StorageKey::Unknown)
}

/// The entry of a ledger in the list of ledgers.
pub(super) fn entry(ledger: LedgerId) -> String {
    format!("{ENTRIES}{ledger}")
}

/// The mark that a ledger was removed which had been begun or joined by then.
pub(super) fn deleted(ledger: LedgerId, until: i64) -> String {
    format!("{}{until}", deletions(ledger))
}

/// What the marks of one ledger begin with.
pub(super) fn deletions(ledger: LedgerId) -> String {
    format!("{DELETED}{ledger}-")
}

/// What the entries of the list of ledgers begin with.
pub(super) const ENTRIES: &str = "yixin/ledgers/";
/// What the marks of deleted ledgers begin with.
pub(super) const DELETED: &str = "yixin/deleted/";
/// What the entries about the tablet begin with.
pub(super) const TABLET: &str = "yixin/tablet/";
/// Which ledger was opened last: a convenience, and the only key that is rewritten.
pub(super) const LAST: &str = "yixin/last";
/// What the entries begin with that say how the tablet is locked. They are never sealed themselves.
pub(super) const VAULT: &str = "yixin/vault/";
/// What the entries begin with that say how the app looks on this device; the app's, not the store's.
pub(super) const LOOK: &str = "yixin/look/";
/// What the entries begin with that a tablet uses while patients have it. They are never sealed.
pub(super) const KIOSK: &str = "yixin/kiosk/";
/// That the tablet is handed over to patients; the app's tabs hear of it, see `KIOSK_BEGUN` there.
pub(super) const KIOSK_DEVICE: &str = "yixin/kiosk/device";
/// The same note again: without it staff could not prove who they are.
pub(super) const KIOSK_COPY: &str = "yixin/kiosk/copy";
/// Written and removed again to see whether writing works.
pub(super) const PROBE: &str = "yixin/probe";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_what_it_was_written_for_and_no_other() {
        let (ledger, writer) = (LedgerId(7), WriterId(0xaa));
        let (edited, import) = (EditId { writer, number: 3 }, ImportId { writer, number: 4 });
        let (archived, point_id) = (ArchiveId { writer, number: 5 }, PointId { writer, number: 6 });
        let segment = segment(ledger, writer, 2);
        for (key, kind) in [
            (segment.clone(), StorageKey::Segment),
            (edit(ledger, edited), StorageKey::Edit(edited)),
            (part(ledger, import, 9), StorageKey::Part(import, 9)),
            (receipt(ledger, import), StorageKey::Receipt(import)),
            (taken_back(ledger, import), StorageKey::TakenBack(import)),
            (archive(ledger, archived), StorageKey::Archive(archived)),
            (point(ledger, point_id), StorageKey::Point(point_id)),
            (copy(ledger, point_id, 9), StorageKey::Copy(point_id, 9)),
            (damaged(ledger, &segment), StorageKey::Damaged),
            (draft(ledger, writer, 1), StorageKey::Draft),
            (format!("{}v/2", prefix(ledger)), StorageKey::Format(2)),
            (partner(ledger, writer, 1), StorageKey::Unknown),
            (backup(ledger, writer, 1), StorageKey::Unknown),
            (tally(ledger, writer, 1), StorageKey::Unknown),
            (kiosk_pool(ledger), StorageKey::Unknown),
            (purged(ledger, 1), StorageKey::Unknown),
            (both_held(ledger), StorageKey::Unknown),
            (part(ledger, import, 9) + "x", StorageKey::Unknown),
            (format!("{}v", prefix(ledger)), StorageKey::Unknown),
        ] {
            assert_eq!(parse(ledger, &key), kind, "{key}");
            assert_eq!(parse(LedgerId(8), &key), StorageKey::Unknown, "{key} of another ledger");
        }
    }
}
