//! Inventory of the ledgers of this browser: their names, sizes and last backups, without any data.

use crate::browser::{clock, inventory_note};
use crate::codec::wire::value_text;
use crate::ledger::{LedgerId, Value, day_label};
use crate::storage::{LedgerEntry, backup_words};

use super::backup::last_backup;
use super::session::Session;

/// A ledger that was on this tablet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownLedger {
    /// Which.
    pub id: LedgerId,
    /// Its name.
    pub name: String,
    /// On which day it was last opened here.
    pub seen: String,
    /// How many edits it had then.
    pub edits: i64,
    /// What was said of its backups then.
    pub backup: String,
}

impl KnownLedger {
    fn to_value(&self) -> Value {
        Value::group([
            ("id", self.id.to_string().into()),
            ("name", self.name.as_str().into()),
            ("seen", self.seen.as_str().into()),
            ("edits", self.edits.into()),
            ("backup", self.backup.as_str().into()),
        ])
    }

    fn from_value(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name)?.as_text();
        Some(Self {
            id: text("id")?.parse().ok()?,
            name: text("name")?.to_owned(),
            seen: text("seen")?.to_owned(),
            edits: value.get("edits")?.as_int()?,
            backup: text("backup")?.to_owned(),
        })
    }
}

/// All that are noted.
async fn all() -> Vec<KnownLedger> {
    let text = inventory_note::read().await.unwrap_or_default();
    let noted: Value = serde_json::from_str(&text).unwrap_or_default();
    noted.as_list().unwrap_or_default().iter().filter_map(KnownLedger::from_value).collect()
}

async fn write(all: &[KnownLedger]) {
    let noted = Value::List(all.iter().map(KnownLedger::to_value).collect());
    let _ = inventory_note::write(&value_text(&noted)).await;
}

/// What a ledger is called in the note of a locked tablet, which lies in clear, so that it is there
/// when nothing else is.
const HIDDEN_NAME: &str = "加锁的台账";

/// Takes the names out of the note, as the tablet is locked.
pub async fn hide_inventory_names() {
    let mut noted = all().await;
    if noted.iter().any(|one| one.name != HIDDEN_NAME) {
        hide_names(&mut noted);
        write(&noted).await;
    }
}

fn hide_names(noted: &mut [KnownLedger]) {
    noted.iter_mut().for_each(|one| HIDDEN_NAME.clone_into(&mut one.name));
}

/// Counts the ledgers that the note names.
pub async fn count_named() -> usize {
    all().await.iter().filter(|one| one.name != HIDDEN_NAME).count()
}

/// Notes the ledger that is open; not the sample, which can be made anew.
pub async fn note_inventory(session: Session) {
    let edits = session.with_ledger_untracked(|ledger| ledger.edit_count());
    if session.is_sample() || edits == 0 {
        return;
    }
    let is_removed = || session.with_store(async |store| store.ask_removed().await);
    if is_removed().await {
        return;
    }
    let (entry, today) = (session.entry(), clock::today());
    let last = last_backup(session).await;
    let mut noted = all().await;
    noted.retain(|one| one.id != entry.id);
    noted.push(KnownLedger {
        id: entry.id,
        name: entry.name,
        seen: day_label(today),
        edits: edits as i64,
        backup: session.with_ledger_untracked(|ledger| backup_words(last.as_ref(), ledger, today)),
    });
    if session.is_locked() {
        hide_names(&mut noted);
    }
    write(&noted).await;
    // Another page may have locked the tablet, or removed the ledger and its note, meanwhile.
    if session.with_store(async |store| store.is_lock_outdated()).await {
        hide_inventory_names().await;
    }
    if is_removed().await {
        forget_inventory(entry.id).await;
    }
}

/// Forgets a ledger that was taken off this tablet on purpose.
pub async fn forget_inventory(id: LedgerId) {
    let mut noted = all().await;
    noted.retain(|one| one.id != id);
    if noted.is_empty() { inventory_note::forget().await } else { write(&noted).await }
}

/// The ledgers that were here and are no longer.
pub async fn missing_ledgers(here: &[LedgerEntry]) -> Vec<KnownLedger> {
    let mut noted = all().await;
    noted.retain(|one| here.iter().all(|entry| entry.id != one.id));
    noted
}
