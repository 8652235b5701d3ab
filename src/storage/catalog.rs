//! Catalog of the ledgers on the tablet, and of their keeper. It is append-only.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::ledger::{LedgerId, Moment, Value, WriterId};
use crate::ordered;

use super::import::{moment, moment_value};
use super::keys;
use super::removal::sweep;
use super::report::{OpenError, Trouble};
use super::segment;
use super::traits::{Durability, Journal, KeyValue, StorageError, StoreKind, Stores};

/// Whether a ledger is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerKind {
    /// The branch's own.
    Real,
    /// The sample (试用示例).
    Sample,
}

/// A ledger on this tablet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Which.
    pub id: LedgerId,
    /// What it was called when it was begun or joined here.
    pub name: String,
    /// Whether it is meant.
    pub kind: LedgerKind,
    /// When it was begun or joined here.
    pub created: Moment,
}

/// Who keeps the ledger on this tablet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tablet {
    /// The person's name.
    pub name: String,
    /// The person's role.
    pub role: String,
    /// The id of the person's branch, as text; empty for the committee.
    pub branch: String,
    /// What the tablet is called.
    pub tablet: String,
}

/// Which ledgers are on the tablet, and who keeps them.
#[derive(Debug)]
pub struct Catalog<K, J> {
    stores: Rc<Stores<K, J>>,
    /// The ledgers, the oldest first.
    pub ledgers: Vec<LedgerEntry>,
    /// Who keeps them; `None` on the first run.
    pub tablet: Option<Tablet>,
    /// The stores that could not be used.
    pub troubles: Vec<Trouble>,
    tablets: u32,
    /// Up to when the deleted ones were begun or joined.
    deleted: BTreeMap<LedgerId, i64>,
}

impl<K: KeyValue, J: Journal> Catalog<K, J> {
    /// Reads the list from both stores.
    ///
    /// # Errors
    /// Where neither can be read.
    pub async fn open(stores: Rc<Stores<K, J>>) -> Result<Self, OpenError> {
        let mut texts: BTreeMap<String, Value> = BTreeMap::new();
        let mut troubles = Vec::new();
        let local = read_local(&stores, &mut texts);
        let journal = read_journal(&stores, &mut texts).await;
        match (local, journal) {
            (Err(local), Err(journal)) => return Err(OpenError::Unreadable { local, journal }),
            (Err(error), _) => troubles.push(Trouble { store: StoreKind::Local, error }),
            (_, Err(error)) => troubles.push(Trouble { store: StoreKind::Journal, error }),
            _ => {}
        }
        let mut deleted = BTreeMap::new();
        for (id, until) in texts.keys().filter_map(|key| read_deleted(key)) {
            let last = deleted.entry(id).or_insert(until);
            *last = until.max(*last);
        }
        let mut catalog =
            Self { stores, ledgers: Vec::new(), tablet: None, troubles, tablets: 0, deleted };
        let mut newest = None;
        for (key, value) in &texts {
            if let Some(id) = key.strip_prefix(keys::ENTRIES) {
                let entry = id.parse().ok().map(|id| read_entry(id, value));
                catalog.ledgers.extend(entry.filter(|entry| {
                    let until = catalog.deleted.get(&entry.id);
                    until.is_none_or(|until| *until < entry.created.millis)
                }));
            } else if let Some(id) = key.strip_prefix(keys::TABLET) {
                let number = id.split('-').next().and_then(|number| number.parse::<u32>().ok());
                if let (Some(number), Some(tablet)) = (number, read_tablet(value))
                    && newest.is_none_or(|newest| newest <= number)
                {
                    newest = Some(number);
                    catalog.tablets = number;
                    catalog.tablet = Some(tablet);
                }
            }
        }
        ordered::sort_by_key(&mut catalog.ledgers, |entry| (entry.created, entry.id));
        Ok(catalog)
    }

    /// Adds a ledger that has been begun or joined.
    ///
    /// # Errors
    /// Where neither store took it.
    pub async fn add(&mut self, mut entry: LedgerEntry) -> Result<Durability, StorageError> {
        self.learn_deleted(entry.id).await;
        // One that was deleted here may come again, be the clock that of before.
        if let Some(until) = self.deleted.get(&entry.id) {
            entry.created.millis = entry.created.millis.max(until.saturating_add(1));
        }
        let note = Value::group([
            ("name", entry.name.as_str().into()),
            ("sample", (entry.kind == LedgerKind::Sample).into()),
            ("created", moment_value(entry.created)),
        ]);
        let text = segment::pack_note(&note);
        let durability = self.stores.put(&keys::entry(entry.id), &text).await?;
        self.ledgers.retain(|other| other.id != entry.id);
        self.ledgers.push(entry);
        Ok(durability)
    }

    /// Reads the marks of a ledger again: another page may have removed it since the list was opened,
    /// and what is listed under a date of before stays hidden.
    async fn learn_deleted(&mut self, ledger: LedgerId) {
        let marks = keys::deletions(ledger);
        // What cannot be read now is as it was when the list was opened.
        let mut found =
            self.stores.local().and_then(|local| local.keys(&marks)).unwrap_or_default();
        if let Ok(journal) = self.stores.journal() {
            found.extend(journal.keys(&marks).await.unwrap_or_default());
        }
        for (id, until) in found.iter().filter_map(|key| read_deleted(key)) {
            let last = self.deleted.entry(id).or_insert(until);
            *last = until.max(*last);
        }
    }

    /// Says who keeps the ledgers from now on. `writer` is this tab's session.
    ///
    /// # Errors
    /// Where neither store took it.
    pub async fn set_tablet(
        &mut self,
        tablet: Tablet,
        writer: WriterId,
    ) -> Result<Durability, StorageError> {
        let note = Value::group([
            ("name", tablet.name.as_str().into()),
            ("role", tablet.role.as_str().into()),
            ("branch", tablet.branch.as_str().into()),
            ("tablet", tablet.tablet.as_str().into()),
        ]);
        let number = self.tablets + 1;
        let key = format!("{}{number:06}-{writer}", keys::TABLET);
        let durability = self.stores.put(&key, &segment::pack_note(&note)).await?;
        self.tablets = number;
        self.tablet = Some(tablet);
        Ok(durability)
    }

    /// The ledger that was opened last, if it is still there.
    pub fn last(&self) -> Option<LedgerId> {
        let text = self.stores.local().ok()?.get(keys::LAST).ok()??;
        let id = text.parse().ok()?;
        self.ledgers.iter().any(|entry| entry.id == id).then_some(id)
    }

    /// Remembers which ledger was opened last. It is a convenience, so failing does not matter.
    pub fn set_last(&self, ledger: LedgerId) {
        if let Ok(local) = self.stores.local() {
            let _ = local.set(keys::LAST, &ledger.to_string());
        }
    }

    /// Removes a ledger from this tablet, from both stores. A mark stays, so that neither store
    /// brings it back from the other, and no page that has it open writes more of it.
    ///
    /// # Errors
    /// Where a store failed. Where that was the mark, nothing has changed; else what remains is
    /// hidden, and goes when the list of ledgers is opened next.
    pub async fn delete(&mut self, ledger: LedgerId) -> Result<(), StorageError> {
        let entry = self.ledgers.iter().find(|entry| entry.id == ledger);
        let mark = entry.map(|entry| keys::deleted(ledger, entry.created.millis));
        // Where it is not listed, the mark is there.
        if let (Some(entry), Some(mark)) = (entry, &mark) {
            let until = entry.created.millis;
            self.stores.put(mark, &segment::pack_note(&Value::Null)).await?;
            self.deleted.insert(ledger, until);
            self.ledgers.retain(|entry| entry.id != ledger);
        }
        if let Ok(local) = self.stores.local()
            && local.get(keys::LAST) == Ok(Some(ledger.to_string()))
        {
            let _ = local.remove(keys::LAST);
        }
        sweep(&self.stores, ledger).await?;
        if let Some(mark) = mark {
            // A store that was full has room for it now.
            self.stores.put(&mark, &segment::pack_note(&Value::Null)).await?;
        }
        Ok(())
    }

    /// The ledgers that were removed and not come back since.
    pub fn removed(&self) -> Vec<LedgerId> {
        let is_listed = |id: &LedgerId| self.ledgers.iter().any(|entry| entry.id == *id);
        self.deleted.keys().filter(|id| !is_listed(id)).copied().collect()
    }

    /// Takes away what is left of a ledger that was removed: a removal was cut short, or a page
    /// died while it wrote. The list must have been opened under the lock of the ledger.
    ///
    /// # Errors
    /// Where a store failed; what remains goes when the list of ledgers is opened next.
    pub async fn finish_removal(&self, ledger: LedgerId) -> Result<(), StorageError> {
        if self.removed().contains(&ledger) { sweep(&self.stores, ledger).await } else { Ok(()) }
    }
}

const PREFIXES: [&str; 3] = [keys::ENTRIES, keys::DELETED, keys::TABLET];

fn read_local<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
    texts: &mut BTreeMap<String, Value>,
) -> Result<(), StorageError> {
    let local = stores.local()?;
    for prefix in PREFIXES {
        for key in local.keys(prefix)? {
            let text = local.get(&key)?;
            take(texts, key, text);
        }
    }
    Ok(())
}

async fn read_journal<K: KeyValue, J: Journal>(
    stores: &Stores<K, J>,
    texts: &mut BTreeMap<String, Value>,
) -> Result<(), StorageError> {
    let journal = stores.journal()?;
    for prefix in PREFIXES {
        let keys = journal.keys(prefix).await?;
        let found = journal.read(&keys).await?;
        for (key, text) in keys.into_iter().zip(found) {
            take(texts, key, text);
        }
    }
    Ok(())
}

/// Takes in a note that is not there yet. Of what is damaged the key counts, by being there.
fn take(texts: &mut BTreeMap<String, Value>, key: String, text: Option<String>) {
    let Some(text) = text else { return };
    let note = segment::unpack_note(&text).unwrap_or_default();
    let place = texts.entry(key).or_default();
    if *place == Value::Null {
        *place = note;
    }
}

/// Which ledger a mark is of, and up to when it was begun or joined; earlier versions did not say,
/// and meant for good.
fn read_deleted(key: &str) -> Option<(LedgerId, i64)> {
    let mark = key.strip_prefix(keys::DELETED)?;
    let (id, until) = mark.split_once('-').unwrap_or((mark, ""));
    Some((id.parse().ok()?, until.parse().unwrap_or(i64::MAX)))
}

/// A ledger whose note is damaged is listed all the same: all that it holds may be sound.
fn read_entry(id: LedgerId, note: &Value) -> LedgerEntry {
    entry_of(id, note).unwrap_or_else(|| LedgerEntry {
        id,
        name: "（名称已损坏的台账）".to_owned(),
        kind: LedgerKind::Real,
        created: Moment { millis: 0, offset: 480 },
    })
}

fn entry_of(id: LedgerId, note: &Value) -> Option<LedgerEntry> {
    Some(LedgerEntry {
        id,
        name: note.get("name")?.as_text()?.to_owned(),
        kind: if note.get("sample")?.is_true() { LedgerKind::Sample } else { LedgerKind::Real },
        created: moment(note.get("created")?)?,
    })
}

fn read_tablet(note: &Value) -> Option<Tablet> {
    let text = |name: &str| Some(note.get(name)?.as_text()?.to_owned());
    Some(Tablet {
        name: text("name")?,
        role: text("role")?,
        branch: text("branch")?,
        tablet: text("tablet")?,
    })
}
