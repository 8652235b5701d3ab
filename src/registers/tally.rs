//! Tallies: what was counted on a device and is in no edit yet.
//!
//! An edit for every tap would stay in the ledger for ever, so taps are collected in a tally, which the
//! journal keeps beside the edits (`storage/tally.rs`), and become one edit when counting pauses.
//!
//! An edit and its tally cannot be stored and removed in one step, since an edit goes to two stores. So
//! after a kill a tally may be left whose edit was kept, and must not count again. A tally therefore says
//! two things of its edit before there is one: the writer whose row it adds to, and the timestamp of the
//! value that this row held when the tally began. Nothing but tallies writes a row of `counts` with the
//! act [`COUNT`], the taps of one writer's row form one tally at a time, and a tally begins anew with each
//! of its edits. So [`Tally::is_applied`] asks the row's history: a value counted after that timestamp is
//! the tally's own edit. A form that corrects the row meanwhile, or an undo, changes nothing about that.
//!
//! Whoever finds a tally that was left, another session of the device with another writer, adds it to the
//! row of the writer whose tally it is, on top of its present value. Two sessions that both find it, or a
//! profile that was copied to another device with a tally in it, thus write the same row, and not one each.

use crate::ledger::{Cell, Draft, JOINED, Ledger, RecordId, Timestamp, Value, WriterId};

use super::engine::rows;
use super::service::{COUNTERS, FIRST_COUNTER, SERVICE_EVENT_SCHEMA};

/// The act of an edit that adds a tally to the ledger.
pub const COUNT: &str = "count";
/// How many counters an event has at most.
pub const COUNTER_COUNT: usize = COUNTERS.len();
/// The greatest subtotal that a row takes.
const MOST: i64 = 999_999;

/// What was counted for one event and is in no edit yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The event.
    pub record: RecordId,
    /// The writer whose row it adds to.
    pub writer: WriterId,
    /// The timestamp of what this row held when the tally began; `None` where it held nothing.
    pub since: Option<Timestamp>,
    /// How much each counter counted; below zero where more was taken back than counted.
    pub taps: [i64; COUNTER_COUNT],
}

impl Tally {
    /// Begins a tally for the row of a writer, as the ledger has it.
    pub fn begin(ledger: &Ledger, record: &RecordId, writer: WriterId) -> Self {
        let mut tally =
            Self { record: record.clone(), writer, since: None, taps: [0; COUNTER_COUNT] };
        tally.since = ledger.standing(&tally.row_of(record)).map(|row| row.stamp);
        tally
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.taps == [0; COUNTER_COUNT]
    }

    /// Whether the ledger has what it counts, by an edit that was made of it.
    pub fn is_applied(&self, ledger: &Ledger) -> bool {
        let is_counted = |record: &RecordId, since: Option<Timestamp>| {
            ledger.written(&self.row_of(record)).any(|one| {
                since.is_none_or(|since| one.stamp > since)
                    && ledger.head(one.id.edit).is_some_and(|head| &*head.act == COUNT)
            })
        };
        let (event, joined) = (ledger.resolve(&self.record), Cell::field(&self.record, JOINED));
        let joined = ledger.standing(&joined).map(|one| one.stamp);
        is_counted(&self.record, self.since)
            || *event != self.record && is_counted(event, self.since.max(joined))
    }

    /// Writes it into an edit, which has the act [`COUNT`]: the row's subtotals grow by what was counted.
    /// The first count of an event without counters also names the one that it began with.
    pub fn apply(&self, ledger: &Ledger, draft: &mut Draft) {
        if self.is_empty() {
            return;
        }
        let Some(field) = SERVICE_EVENT_SCHEMA.field("counts") else { return };
        // The event may have turned out to be another one, which goes on for it.
        let event = ledger.resolve(&self.record);
        let record = ledger.record(event);
        let key = self.writer.to_string();
        let standing = record.map_or(&Value::Null, |one| one.entry("counts", &key)).clone();
        let mut written = Vec::new();
        for ((name, _), taps) in COUNTERS.iter().zip(self.taps) {
            let had = rows::column(field, &standing, name).as_int().unwrap_or(0);
            if taps != 0 {
                written.push((*name, Value::Int((had + taps).clamp(0, MOST))));
            }
        }
        draft.set(self.row_of(event), rows::with_columns(field, &standing, &written));
        let has_counters = record.is_some_and(|one| !one.entries("counters").is_empty());
        if !has_counters && self.taps[0] != 0 {
            draft.entry(event, "counters", COUNTERS[0].0, FIRST_COUNTER);
        }
    }

    /// The row of its writer in an event.
    fn row_of(&self, event: &RecordId) -> Cell {
        Cell::entry(event, "counts", &self.writer.to_string())
    }

    /// The tally as the journal keeps it.
    pub fn to_value(&self) -> Value {
        let mut members = vec![
            ("record", Value::from(self.record.as_str())),
            ("writer", Value::from(self.writer.to_string())),
        ];
        if let Some(since) = self.since {
            members.push(("millis", Value::Int(since.millis)));
            members.push(("counter", Value::Int(since.counter.into())));
            members.push(("by", Value::from(since.writer.to_string())));
        }
        let taps = COUNTERS.iter().zip(self.taps).filter(|(_, taps)| *taps != 0);
        members.extend(taps.map(|((name, _), taps)| (*name, Value::Int(taps))));
        Value::group(members)
    }

    /// Reads what the journal kept; `None` where that is no tally.
    pub fn from_value(note: &Value) -> Option<Self> {
        let text = |name: &str| note.get(name).and_then(Value::as_text);
        let int = |name: &str| note.get(name).and_then(Value::as_int);
        let since = match int("millis") {
            Some(millis) => Some(Timestamp {
                millis,
                counter: u32::try_from(int("counter")?).ok()?,
                writer: text("by")?.parse().ok()?,
            }),
            None => None,
        };
        let mut taps = [0; COUNTER_COUNT];
        for ((name, _), taps) in COUNTERS.iter().zip(&mut taps) {
            // More cannot have been tapped; what is damaged must not overflow.
            *taps = int(name).unwrap_or(0).clamp(-MOST, MOST);
        }
        Some(Self {
            record: text("record")?.parse().ok()?,
            writer: text("writer")?.parse().ok()?,
            since,
            taps,
        })
    }
}
