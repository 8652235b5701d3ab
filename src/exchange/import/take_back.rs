//! What taking an import back (撤回导入) leaves hanging: what was built on it since.

use std::collections::HashSet;

use crate::ledger::{ChangeId, Edit, Ledger, Record, RecordId, Timestamp, Value};
use crate::ordered;
use crate::registers::{Schemas, title};

/// Of each register, so many records are named.
const NAMED: usize = 3;

/// What taking an import back takes away, and what it leaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakeBack {
    /// How many changes go.
    pub changes: usize,
    /// The records that were changed or made since on top of the import, by register and name. What
    /// was written there stays.
    pub built: Vec<RecordId>,
}

impl TakeBack {
    /// Looks what taking back would do; `import` is what the import brought.
    ///
    /// A record was built on it where a change that did not come with it replaces one that did,
    /// touches a record that is here by the import alone, or refers to such a record.
    pub fn of(schemas: Schemas, ledger: &Ledger, import: &[Edit]) -> Self {
        let brought: HashSet<ChangeId> =
            import.iter().flat_map(Edit::change_ids).filter(|id| ledger.contains(*id)).collect();
        let changes = import.iter().flat_map(|edit| &edit.changes);
        let stamps: HashSet<Timestamp> = changes.clone().map(|(_, change)| change.stamp).collect();
        let mut records: Vec<&RecordId> = changes.map(|(_, one)| &one.cell.record).collect();
        ordered::sort(&mut records);
        records.dedup();
        let by_import: HashSet<&str> = records
            .into_iter()
            .filter_map(|id| ledger.record(id))
            .filter(|record| is_by_import(schemas, record, &brought))
            .map(|record| record.id().as_str())
            .collect();
        let is_built = |record: &Record<'_>| {
            let is_theirs = by_import.contains(record.id().as_str());
            record.written().any(|(_, key, written)| {
                let mut others = written.iter().filter(|one| !brought.contains(&one.id));
                others.any(|one| {
                    is_theirs
                        || one.replaces.iter().any(|stamp| stamps.contains(stamp))
                        || key.is_some_and(|key| by_import.contains(key))
                        || speaks_of(one.value, &by_import)
                })
            })
        };
        let all = ledger.register_names().flat_map(|name| ledger.all_records(name));
        let mut built: Vec<RecordId> = all.filter(is_built).map(|one| one.id().clone()).collect();
        ordered::sort_by_key(&mut built, |id| (id.register().to_owned(), title(ledger, id)));
        Self { changes: brought.len(), built }
    }

    /// What was built on the import, in words, a line a register: 党员：李明、周敏、张三等 5 条.
    pub fn lines(&self, schemas: Schemas, ledger: &Ledger) -> Vec<String> {
        let of_register = self.built.chunk_by(|a, b| a.register() == b.register());
        let line = |records: &[RecordId]| {
            let name = records.first().map_or("", |id| id.register());
            let label = schemas.get(name).map_or(name, |schema| schema.head.label);
            let names: Vec<String> =
                records.iter().take(NAMED).map(|id| title(ledger, id)).collect();
            let more = match records.len() {
                count if count > NAMED => format!("等 {count} 条"),
                _ => String::new(),
            };
            format!("{label}：{}{more}", names.join("、"))
        };
        of_register.map(line).collect()
    }
}

/// Whether a record is here by an import alone: it brought the change that created it or, where a
/// natural key names it, nobody else wrote its name without having seen one.
fn is_by_import(schemas: Schemas, record: &Record<'_>, brought: &HashSet<ChangeId>) -> bool {
    let id = record.id();
    if id.key().is_none() {
        let creation = id.as_str().split_once(':').and_then(|(_, text)| {
            let (edit, index) = text.rsplit_once('-')?;
            Some(ChangeId { edit: edit.parse().ok()?, index: index.parse().ok()? })
        });
        return creation.is_some_and(|id| brought.contains(&id));
    }
    let Some(schema) = schemas.get(id.register()) else { return false };
    let named = record.written().filter(|(field, ..)| schema.title.contains(field));
    let mut writings = named.flat_map(|(.., written)| written);
    !writings.any(|one| one.replaces.is_empty() && !brought.contains(&one.id))
}

/// Whether a value names one of some records.
fn speaks_of(value: &Value, records: &HashSet<&str>) -> bool {
    match value {
        Value::Text(text) => records.contains(&**text),
        Value::List(values) => values.iter().any(|value| speaks_of(value, records)),
        Value::Group(members) => members
            .iter()
            .any(|(name, value)| records.contains(&**name) || speaks_of(value, records)),
        _ => false,
    }
}
