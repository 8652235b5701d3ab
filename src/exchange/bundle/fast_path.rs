//! Fast path for bundles in our own spelling, read piece by piece.

use sha2::{Digest, Sha256};

use crate::fast_hash::FastSet;
use crate::ledger::{Edit, EditId, Ledger};

use super::header::{HeaderMembers, read_header};
use super::read::{KnownChanges, migrated, to_text};
use super::{Bundle, BundleHeader, Counts, VERSION, hex};
use crate::codec::json::{Scan, scan};
use crate::codec::limits;
use crate::codec::wire::{EditReader, Origin, write_line};
use crate::codec::wire_fast_path::Cursor;

/// The reading of a file that stands as we write it; `None` anywhere: it does not.
pub(super) struct FastBundleReader<'a> {
    pub(super) header: BundleHeader,
    /// In the body.
    pub(super) cursor: Cursor<'a>,
    /// Of what has been read; `None` where others hash.
    pub(super) hash: Option<Sha256>,
    known: KnownChanges,
    /// What we would write of an edit.
    own: String,
    reader: EditReader,
    edits: Vec<Edit>,
    ids: FastSet<EditId>,
    changes: usize,
}

impl<'a> FastBundleReader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Option<Self> {
        /// More than the header of any file that we write.
        const HEADER: usize = 1 << 20;
        let text = (bytes.len() <= limits::BYTES).then(|| to_text(bytes).ok())??;
        let start = text.find("\"edits\":[")? + "\"edits\":".len();
        let end = text.rfind(']')? + 1;
        let body = text.get(start..end)?;
        if text.len() - body.len() > HEADER {
            return None;
        }
        // The file as it would be without edits: the same checks as for any file, on little text.
        let shell = format!("{}[]{}", &text[..start], &text[end..]);
        if scan(&shell, limits::DEPTH) != Scan::Closed {
            return None;
        }
        let HeaderMembers(members) = serde_json::from_str(&shell).ok()?;
        let place = members.get("edits")?.get().as_ptr() as usize - shell.as_ptr() as usize;
        let header = read_header(&members).ok().filter(|_| place == start)?;
        // What a file says of itself may not take more room than it has bytes for.
        let most = |count: u64, bytes: usize| (count as usize).min(text.len() / bytes);
        let (mut reader, mut ids) = (EditReader::new(Origin::File), FastSet::default());
        reader.reserve(most(header.counts.records, 100));
        ids.reserve(most(header.counts.edits, 200));
        Some(Self {
            header,
            cursor: Cursor { text: body, at: 0 },
            hash: Some(Sha256::new()),
            known: KnownChanges::default(),
            own: String::new(),
            reader,
            edits: Vec::new(),
            ids,
            changes: 0,
        })
    }

    pub(super) fn step(&mut self, mine: &Ledger, bytes: usize) -> Option<bool> {
        let from = self.cursor.at;
        let until = self.cursor.at.saturating_add(bytes).min(self.cursor.text.len());
        while self.cursor.at < until {
            if self.cursor.at == 0 {
                self.cursor.take("[").then_some(())?;
                self.cursor.skip_space();
                if self.cursor.take("]") {
                    break;
                }
            }
            self.edit(mine)?;
            self.cursor.skip_space();
            if self.cursor.take(",") {
                self.cursor.skip_space();
            } else {
                self.cursor.take("]").then_some(())?;
                break;
            }
        }
        if let Some(hash) = &mut self.hash {
            hash.update(&self.cursor.text.as_bytes()[from..self.cursor.at]);
        }
        // What follows its last bracket belongs to no list.
        let ended = self.cursor.text.as_bytes()[..self.cursor.at].ends_with(b"]");
        let left = self.cursor.at < self.cursor.text.len();
        (!ended || !left).then_some(left)
    }

    fn edit(&mut self, mine: &Ledger) -> Option<()> {
        let (id, changes) = match self.known_edit(mine) {
            Some(known) => known,
            None => {
                let edit = self.new_edit()?;
                let told = (edit.head.id, edit.changes.len());
                self.edits.push(edit);
                told
            }
        };
        self.changes += changes;
        (self.changes <= limits::CHANGES && self.ids.insert(id)).then_some(())
    }

    /// Goes past an edit that is here just so: what stands in the file is what we would write of it.
    fn known_edit(&mut self, mine: &Ledger) -> Option<(EditId, usize)> {
        let (head, changes) = mine.change_refs_of(self.cursor.edit_id()?)?;
        self.own.clear();
        write_line(&mut self.own, head, &mut changes.clone());
        if self.header.version != VERSION || !self.cursor.take(&self.own) {
            return None;
        }
        let count = changes.map(|(_, change)| self.reader.note(change.record)).count();
        self.known.add(head, count);
        Some((head.id, count))
    }

    fn new_edit(&mut self) -> Option<Edit> {
        let start = self.cursor;
        self.cursor.edit(&mut self.reader).or_else(|| {
            // Not quite as we write it: a text with escapes, a member that we do not know.
            self.cursor = start;
            self.cursor.skip_value();
            self.reader.edit(start.text.get(start.at..self.cursor.at)?).ok()
        })
    }

    pub(super) fn finish(self) -> Option<(Bundle, KnownChanges)> {
        let Self { header, cursor, hash, known, reader, edits, ids, changes, .. } = self;
        // Where others hash, they compare it as well.
        let is_kept = hash.is_none_or(|hash| hex(&hash.finalize()) == header.sha256);
        let counts = Counts {
            edits: ids.len() as u64,
            changes: changes as u64,
            records: reader.record_count() as u64,
        };
        let sound = cursor.at == cursor.text.len() && is_kept && counts == header.counts;
        sound.then(|| (migrated(header, edits), known))
    }
}
