//! Archiving (归档): removes changes from both stores once an archive file holds them.
//!
//! First a note says which changes these are; from then on opening leaves them out, be they still
//! there. Only when the note has been read back are they purged from the stores. Where that is cut
//! short, the next opening finds some of them, and purges again. Copies of restore points keep them
//! until they are too old. Fetching an archive back is an import whose receipt names it; taking that
//! import back archives again.

use std::fmt;
use std::str::FromStr;

use crate::fast_hash::FastSet;
use crate::ledger::{Archived, Edit, EditId, Moment, NotAnId, Value, WriterId};

use super::import::{ImportId, Receipt, moment, moment_value};
use super::keys::{self, StorageKey};
use super::open::{Loaded, load};
use super::purge::{PurgedText, purged};
use super::report::{OpenError, Opened};
use super::segment;
use super::store::Store;
use super::traits::{Journal, KeyValue, StorageError};

/// Identifier of an archive: its writer, and its number among that writer's archives (from 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArchiveId {
    /// The tab's session that made it.
    pub writer: WriterId,
    /// Its number among that session's.
    pub number: u32,
}

impl fmt::Display for ArchiveId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.writer, self.number)
    }
}

impl FromStr for ArchiveId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        // Spelt like the id of an edit.
        let id: EditId = text.parse()?;
        Ok(Self { writer: id.writer, number: id.number })
    }
}

/// What was archived, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveNote {
    /// When.
    pub made: Moment,
    /// The name of the file that has it, or of the first of several.
    pub file: String,
    /// How many files there are.
    pub files: usize,
    /// How many records went.
    pub records: usize,
    /// How many changes went.
    pub changes: usize,
    /// Which they are.
    pub archived: Archived,
}

impl ArchiveNote {
    fn to_value(&self) -> Value {
        Value::group([
            ("made", moment_value(self.made)),
            ("file", self.file.as_str().into()),
            ("files", (self.files as i64).into()),
            ("records", (self.records as i64).into()),
            ("changes", (self.changes as i64).into()),
            ("archived", self.archived.to_value()),
        ])
    }

    pub(super) fn from_value(note: &Value) -> Option<Self> {
        let count = |name: &str| usize::try_from(note.get(name)?.as_int()?).ok();
        Some(Self {
            made: moment(note.get("made")?)?,
            file: note.get("file")?.as_text()?.to_owned(),
            files: count("files")?,
            records: count("records")?,
            changes: count("changes")?,
            archived: Archived::from_value(note.get("archived")?)?,
        })
    }
}

/// Why nothing was archived, or fetched back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// It could not be kept.
    #[error("没有保存：{0}台账没有任何改动。")]
    NotKept(#[from] StorageError),
    /// The ledger could not be read again.
    #[error("已经保存，但重新读取时出错：{0}请重新打开本应用。")]
    NotRead(#[from] OpenError),
}

impl<K: KeyValue, J: Journal> Store<K, J> {
    /// Archives changes: they leave the ledger and both stores. Whoever calls this has read the file
    /// back and found all of them in it. Returns the ledger without them, as reopened.
    ///
    /// # Errors
    /// Where the note of it could not be kept and read back (nothing has changed then), or the
    /// ledger could not be read again.
    pub async fn archive(&self, archive: &ArchiveNote) -> Result<Opened, ArchiveError> {
        let id = {
            let mut state = self.state.borrow_mut();
            state.archives += 1;
            ArchiveId { writer: self.writer, number: state.archives }
        };
        let key = keys::archive(self.ledger, id);
        let put = self.stores.put(&key, &segment::pack_note(&archive.to_value())).await;
        let loaded = match put {
            Ok(_) => load(&self.stores, self.ledger).await?,
            Err(error) => {
                self.forget(key).await;
                return Err(error.into());
            }
        };
        let noted = loaded.archives.iter().find(|one| one.id == id);
        if noted.is_none_or(|noted| noted.archive != *archive) {
            self.forget(key).await;
            return Err(StorageError::changing().into());
        }
        // What does not go now goes at the next opening.
        let _ = self.purge_archived(&loaded).await;
        Ok(self.reload().await?)
    }

    /// Fetches an archive back, which `receipt` names: `edits` are its changes, from its file. Gives
    /// the ledger with them, as reopened.
    ///
    /// # Errors
    /// Where neither store took them, or the receipt cannot be read back (the archive stands then,
    /// and can be fetched back again), or the ledger could not be read again.
    pub async fn fetch_back(
        &self,
        receipt: &Receipt,
        edits: &[Edit],
    ) -> Result<Opened, ArchiveError> {
        self.record_import(receipt, edits).await?;
        let opened = self.reload().await?;
        let is_back = |id| opened.archives.iter().any(|one| one.id == id && one.returned);
        if receipt.returns.is_some_and(is_back) {
            Ok(opened)
        } else {
            Err(StorageError::changing().into())
        }
    }

    /// Purges where opening found something that is archived: it was cut short, or another tab
    /// wrote it meanwhile.
    pub(super) async fn archive_again(&self) -> Result<(), StorageError> {
        if !self.state.borrow().is_archived_left {
            return Ok(());
        }
        match load(&self.stores, self.ledger).await {
            Ok(loaded) => self.purge_archived(&loaded).await,
            // Nothing can be purged where nothing can be read.
            Err(OpenError::Unreadable { journal, .. }) => Err(journal),
            Err(OpenError::Removed) => Err(StorageError::Removed),
        }
    }

    /// Takes away a note that counts for nothing.
    async fn forget(&self, key: String) {
        if let Ok(local) = self.stores.local() {
            let _ = local.remove(&key);
        }
        if let Ok(journal) = self.stores.journal() {
            let _ = journal.remove(&[key]).await;
        }
    }

    /// Takes what is archived out of both stores, by what was just read from them. Of imports only
    /// those are touched of which the receipt was read: another one may be fetching an archive back.
    async fn purge_archived(&self, loaded: &Loaded) -> Result<(), StorageError> {
        let archived = loaded.ledger.archived();
        let take_out = |edit: &mut Edit| archived.leave_out(edit);
        self.purge_memory(take_out);
        let known = loaded.imports.iter().filter(|one| one.receipt.is_some() && !one.taken_back);
        let known: FastSet<ImportId> = known.map(|one| one.id).collect();
        let rewrite = |kind: &StorageKey, text: &str| match kind {
            StorageKey::Copy(..) => PurgedText::Clean,
            StorageKey::Part(import, _) if !known.contains(import) => PurgedText::Clean,
            kind => purged(kind, text, take_out),
        };
        let journal = self.purge_journal(rewrite, &[]).await;
        self.purge_local(rewrite).and(journal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_as_it_was_written() {
        let archive = ArchiveNote {
            made: Moment { millis: 1_795_266_300_000, offset: 480 },
            file: "医心台账_归档_2024.json".to_owned(),
            files: 2,
            records: 7,
            changes: 30,
            archived: Archived::default(),
        };
        assert_eq!(ArchiveNote::from_value(&archive.to_value()), Some(archive));
        let id = ArchiveId { writer: WriterId(0xff), number: 3 };
        assert_eq!(id.to_string().parse(), Ok(id));
    }
}
