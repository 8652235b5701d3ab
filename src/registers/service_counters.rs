//! The counters of an event (计数项目): which there are, what they count, and what this device counted.

use crate::ledger::{Draft, Ledger, Record, RecordId, Value};

use super::engine::rows;
use super::service::{COUNTERS, FIRST_COUNTER, SERVICE_EVENT_SCHEMA, counted};

/// Names that are offered for counters, each with whether it counts things and not persons.
pub const COUNTER_NAMES: &[(&str, bool)] = &[
    (FIRST_COUNTER, false),
    ("测血压", false),
    ("咨询", false),
    ("测血糖", false),
    ("发资料", true),
    ("送药", true),
];

/// A counter of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counter {
    /// Its place among the counters, from 0.
    pub place: usize,
    /// What it is called.
    pub name: String,
    /// Whether it counts things and not persons.
    pub things: bool,
    /// What all devices counted.
    pub total: i64,
    /// What this device counted.
    pub own: i64,
}

/// The counters of an event, as far as there are any: those with a name, and those that counted something.
/// An event without any has one for persons.
///
/// `tablet` is the name of this device: what was counted here in earlier sessions was counted by other
/// writers. Two devices of one name are one in `own`, which only labels them.
pub fn counters(ledger: &Ledger, id: &RecordId, tablet: &str) -> Vec<Counter> {
    let Some(record) = ledger.record(id) else { return Vec::new() };
    let own = own_rows(ledger, &record, tablet);
    let mut found = Vec::new();
    for (place, (key, label)) in COUNTERS.iter().enumerate() {
        let row = record.entry("counters", key);
        let total = counted(&record, key);
        if row.is_null() && total == 0 {
            continue;
        }
        let name = column("counters", row, "name").as_text().unwrap_or(label).to_owned();
        let things = column("counters", row, "things").is_true();
        let own = own.iter().filter_map(|row| column("counts", row, key).as_int()).sum();
        found.push(Counter { place, name, things, total, own });
    }
    if found.is_empty() {
        let name = FIRST_COUNTER.to_owned();
        found.push(Counter { place: 0, name, things: false, total: 0, own: 0 });
    }
    found
}

/// Whether two events call something else by one counter, so that their counts cannot be added up.
pub fn counters_differ(ledger: &Ledger, one: &RecordId, other: &RecordId) -> bool {
    let [here, there] = [one, other].map(|id| counters(ledger, id, ""));
    here.iter().any(|own| {
        let mut same = there.iter().filter(|other| other.place == own.place);
        same.any(|other| (&other.name, other.things) != (&own.name, own.things))
    })
}

/// The rows that sessions of a device wrote.
fn own_rows<'a>(ledger: &'a Ledger, record: &Record<'a>, tablet: &str) -> Vec<&'a Value> {
    let keys = record.entries("counts").into_iter();
    let rows =
        keys.filter_map(|(key, _)| record.written_at("counts", Some(key)).into_iter().next());
    let is_own = |id| ledger.head(id).is_some_and(|head| &*head.by.tablet == tablet);
    rows.filter(|row| is_own(row.id.edit)).map(|row| row.value).collect()
}

fn column<'a>(field: &str, row: &'a Value, name: &str) -> &'a Value {
    SERVICE_EVENT_SCHEMA.field(field).map_or(&Value::Null, |field| rows::column(field, row, name))
}

/// The place of the next counter; `None` where there are as many as there may be.
pub fn next_counter(counters: &[Counter]) -> Option<usize> {
    (0..COUNTERS.len()).find(|place| counters.iter().all(|one| one.place != *place))
}

/// Writes what a counter is called and what it counts into an edit; without a name it goes.
///
/// What it has counted stays, and it is shown as long as that is not nothing.
pub fn name_counter(ledger: &Ledger, draft: &mut Draft, id: &RecordId, counter: &Counter) {
    let Some((key, _)) = COUNTERS.get(counter.place) else { return };
    let Some(field) = SERVICE_EVENT_SCHEMA.field("counters") else { return };
    let record = ledger.record(id);
    // Whatever else was shown so far was not written yet: of an event without counters, its first.
    let is_first_unwritten =
        record.is_some_and(|one| one.entries("counters").is_empty()) && counter.place > 0;
    if is_first_unwritten {
        draft.entry(id, "counters", COUNTERS[0].0, FIRST_COUNTER);
    }
    let standing = record.map_or(Value::Null, |one| one.entry("counters", key).clone());
    let name = counter.name.trim();
    let value = if name.is_empty() {
        Value::Null
    } else {
        let things = if counter.things { Value::Bool(true) } else { Value::Null };
        rows::with_columns(field, &standing, &[("name", name.into()), ("things", things)])
    };
    draft.entry(id, "counters", key, value);
}
