//! Two ledgers of one hospital for the bench: they share half of what they hold, and went on apart.

use crate::ledger::{Author, ChangeId, Draft, EditId, Ledger, Moment, RecordId, WriterId};

/// How many changes each of the two ledgers has.
pub const CHANGES: usize = 200_000;
/// How many changes each edit has.
const PER_EDIT: usize = 10;
/// 2026-11-21, when it begins.
const START: i64 = 1_795_190_400_000;

/// Who writes what both have.
const SHARED: WriterId = WriterId(0xA0);

/// Which of the two ledgers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplicaSide {
    /// Ours.
    Ours,
    /// The one that is to join it.
    Theirs,
}

/// One of the two ledgers, of so many changes, the first half of them shared.
///
/// Each edit registers a score of five members, and corrects two records that are there. After they
/// parted, the one corrected the note of every second record, the other of all: half of the records
/// are in conflict.
pub fn ledger(side: ReplicaSide, changes: usize) -> Ledger {
    let half = changes / PER_EDIT / 2;
    let mut ledger = Ledger::new();
    for number in 0..half {
        let corrected = [number / 2, number / 3].map(|number| record(SHARED, number));
        write(&mut ledger, SHARED, number, corrected);
    }
    let (writer, step) = match side {
        ReplicaSide::Ours => (WriterId(0xB1), 2),
        ReplicaSide::Theirs => (WriterId(0xB2), 3),
    };
    for number in 0..half {
        let noted = record(SHARED, number * step % half);
        write(&mut ledger, writer, number, [noted, record(writer, number / 2)]);
    }
    ledger
}

fn edit_id(writer: WriterId, number: usize) -> EditId {
    EditId { writer, number: number as u32 + 1 }
}

fn record(writer: WriterId, number: usize) -> RecordId {
    let edit = edit_id(writer, number);
    RecordId::created("score_entry", ChangeId { edit, index: 0 })
}

fn write(ledger: &mut Ledger, writer: WriterId, number: usize, corrected: [RecordId; 2]) {
    let at = Moment { millis: START + 60_000 * number as i64, offset: 480 };
    let by =
        Author { name: "王芳".into(), role: "支部书记".into(), tablet: "平板A".into() };
    let mut draft = Draft::new(edit_id(writer, number), at, by, "create", "");
    let entry = draft.next_record("score_entry");
    draft.field(&entry, "month", format!("2026-{:02}", 1 + number % 12));
    draft.field(&entry, "line", format!("C{}.{}", 1 + number % 5, 1 + number % 4));
    draft.field(&entry, "note", format!("参加第{number}次义诊"));
    for place in 0..5 {
        let member = format!("member:={:04}", (number * 7 + place * 13) % 1000);
        draft.entry(&entry, "who", &member, 1 + (number % 3) as i64);
    }
    // The first has none before it.
    let fields = if number == 0 { ["remark", "source"] } else { ["note", "line"] };
    for (record, field) in corrected.iter().zip(fields) {
        draft.field(record, field, format!("{writer}更正{number}"));
    }
    if let Some(edit) = draft.finish(ledger) {
        ledger.insert(edit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::conflicts;

    #[test]
    fn the_two_ledgers_are_as_told() {
        let [mut one, other] =
            [ReplicaSide::Ours, ReplicaSide::Theirs].map(|side| ledger(side, 2_000));
        assert_eq!((one.change_count(), other.change_count()), (2_000, 2_000));
        assert_eq!(one.union(&other).changes, 1_000);
        assert_eq!(conflicts(&one).len(), 50);
    }
}
