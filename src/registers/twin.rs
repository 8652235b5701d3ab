//! One meeting or event that was entered twice: which the other is, and both joined row by row, so that
//! nothing that either record has is lost.

use super::engine::rows::{column, columns, with_columns};
use super::{Context, Field, Kind, MEETING, RowKeys, SERVICE_EVENT, Schema, Shape, When, join};
use crate::ledger::{Draft, Ledger, Record, RecordId, Value};

/// The other record of a meeting or an event: of the same day, branch and kind, a meeting also of the same
/// group and hour, an event of the same theme.
pub fn twin_of<'a>(record: &Record<'a>, context: &Context<'a>) -> Option<Record<'a>> {
    let is_meeting = record.id().register() == MEETING.name;
    let more: &[&str] = if is_meeting { &["group", "begins"] } else { &["theme"] };
    let is_same = |other: &Record<'_>| {
        let mut fields = ["kind", "branch", "day"].iter().chain(more);
        other.id() != record.id() && fields.all(|field| other.text(field) == record.text(field))
    };
    let register = if is_meeting { MEETING.name } else { SERVICE_EVENT.name };
    let has_day = !record.text("day").is_empty();
    context.records(register).find(|other| has_day && is_same(other))
}

/// Says of a meeting or an event that the day has its twin.
pub(super) fn entered_twice(
    record: &Record<'_>,
    context: &Context<'_>,
) -> Option<(&'static str, String)> {
    twin_of(record, context)?;
    Some(("day", "这一天已登记过同样的一次；如果是同一次，在点名页可以并到一起".to_owned()))
}

/// What two records say differently that were joined; the one that goes on is followed in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differing {
    /// How many people are marked differently.
    pub people: usize,
    /// The labels of the fields.
    pub fields: Vec<&'static str>,
}

/// Joins a record to its twin, whose counters have to count the same
/// ([`counters_differ`](super::counters_differ)). Rows that the twin lacks are added, and of rows that both have
/// the columns that it lacks; counts of one writer are added up; longer texts stand one below the other.
/// Signatures, which were given under other contents, are left behind. Returns in what both differ.
pub fn join_twin(
    draft: &mut Draft,
    ledger: &Ledger,
    from: &RecordId,
    into: &RecordId,
) -> Differing {
    let mut differing = Differing::default();
    let known = super::schema(into.register());
    let (Some(schema), Some(other), Some(own)) = (known, ledger.record(from), ledger.record(into))
    else {
        return differing;
    };
    join(draft, ledger, std::slice::from_ref(from), into);
    for field in signatures(schema) {
        draft.field(into, field, own.get(field).clone());
    }
    for field in schema.fields {
        match field.shape {
            Shape::Rows(keys) => {
                for (key, row) in other.entries(field.name) {
                    let standing = own.entry(field.name, key);
                    let first = columns(field).first().map_or("", |first| first.name);
                    let is_alike = column(field, standing, first) == column(field, row, first);
                    let joined = match keys {
                        _ if standing.is_null() => row.clone(),
                        RowKeys::Writer => added_up(field, standing, row),
                        RowKeys::Records(_) if is_alike => filled_up(field, standing, row),
                        RowKeys::Records(_) => {
                            differing.people += 1;
                            continue;
                        }
                        _ => continue,
                    };
                    draft.entry(into, field.name, key, joined);
                }
            }
            _ if signatures(schema).any(|one| one == field.name) => {}
            _ => {
                let (here, there) = (own.get(field.name), other.get(field.name));
                if here == there || here.is_null() || there.is_null() {
                    continue;
                }
                match (field.kind, here.as_text(), there.as_text()) {
                    (Kind::Lines(most), Some(one), Some(two))
                        if one.chars().count() + two.chars().count() < most =>
                    {
                        draft.field(into, field.name, format!("{one}\n{two}"));
                    }
                    _ => differing.fields.push(field.label),
                }
            }
        }
    }
    differing
}

/// The fields that freeze a record.
fn signatures(schema: &Schema) -> impl Iterator<Item = &'static str> {
    schema.frozen.iter().filter_map(|when| match when {
        When::Filled(field) => Some(*field),
        _ => None,
    })
}

/// The counts of both rows of a writer, counter by counter.
fn added_up(field: &Field, one: &Value, other: &Value) -> Value {
    let sums = columns(field).iter().filter_map(|counter| {
        let count = |row| column(field, row, counter.name).as_int();
        let (here, there) = (count(one), count(other));
        let is_counted = here.or(there).is_some();
        is_counted.then(|| (counter.name, Value::Int(here.unwrap_or(0) + there.unwrap_or(0))))
    });
    with_columns(field, one, &sums.collect::<Vec<_>>())
}

/// A row with those columns of another that it lacks.
fn filled_up(field: &Field, row: &Value, other: &Value) -> Value {
    let lacking = columns(field).iter().filter(|one| column(field, row, one.name).is_null());
    let lent = lacking.map(|one| (one.name, column(field, other, one.name).clone()));
    with_columns(field, row, &lent.filter(|(_, value)| !value.is_null()).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Author, EditId, Moment, Record, WriterId};
    use crate::registers::{COUNT, Tally};

    fn edit(ledger: &mut Ledger, write: impl FnOnce(&Ledger, &mut Draft)) {
        let number = ledger.edit_count() as u32 + 1;
        let at = Moment { millis: 1_795_000_000_000 + i64::from(number), offset: 480 };
        let id = EditId { writer: WriterId(1), number };
        let mut draft = Draft::new(id, at, Author::default(), "change", "");
        write(ledger, &mut draft);
        ledger.insert(draft.finish(ledger).expect("something changed"));
    }

    fn text<'a>(record: &Record<'a>, field: &str, key: &str) -> &'a str {
        record.entry(field, key).as_text().unwrap_or_default()
    }

    #[test]
    fn a_meeting_entered_twice_keeps_every_mark_and_no_signature_of_the_other() {
        let mut ledger = Ledger::new();
        let [one, other] = ["1", "2"].map(|key| RecordId::keyed("meeting", key));
        edit(&mut ledger, |_, draft| {
            draft.entry(&one, "roll", "member:=甲", "present");
            draft.entry(&one, "roll", "member:=乙", "leave");
            draft.entry(&other, "roll", "member:=乙", "present");
            draft.entry(&other, "roll", "member:=丙", "late");
            draft.field(&other, "subject", "党章");
            draft.field(&other, "host_signature", "…");
        });
        edit(&mut ledger, |ledger, draft| {
            assert_eq!(join_twin(draft, ledger, &other, &one).people, 1);
        });
        let joined = ledger.record(&one).unwrap();
        assert_eq!(text(&joined, "roll", "member:=甲"), "present");
        assert_eq!(text(&joined, "roll", "member:=乙"), "leave");
        assert_eq!(text(&joined, "roll", "member:=丙"), "late");
        assert_eq!(joined.text("subject"), "党章");
        assert!(joined.get("host_signature").is_null());
        assert_eq!(ledger.resolve(&other), &one);
        assert_eq!(ledger.records("meeting").count(), 1);
    }

    #[test]
    fn counts_of_one_sitting_for_an_event_entered_twice_are_added_up() {
        let mut ledger = Ledger::new();
        let [one, other] = ["1", "2"].map(|key| RecordId::keyed("service", key));
        let count = |ledger: &mut Ledger, event: &RecordId, taps: [i64; 6]| {
            let mut tally = Tally::begin(ledger, event, WriterId(1));
            tally.taps = taps;
            edit(ledger, |ledger, draft| tally.apply(ledger, draft));
        };
        for event in [&one, &other] {
            edit(&mut ledger, |_, draft| draft.field(event, "kind", "clinic"));
        }
        // A row in which the first counter alone counted is a plain number.
        count(&mut ledger, &one, [5, 0, 0, 0, 0, 0]);
        count(&mut ledger, &other, [7, 2, 0, 0, 0, 0]);
        edit(&mut ledger, |ledger, draft| {
            join_twin(draft, ledger, &other, &one);
        });
        let totals: Vec<i64> =
            crate::registers::counters(&ledger, &one, "").iter().map(|one| one.total).collect();
        assert_eq!(totals, [12, 2]);
    }

    #[test]
    fn what_both_write_of_one_event_is_kept_or_told() {
        let mut ledger = Ledger::new();
        let [one, other] = ["1", "2"].map(|key| RecordId::keyed("service", key));
        edit(&mut ledger, |_, draft| {
            for (event, place, outcome) in [(&one, "社区", "甲"), (&other, "学校", "乙")] {
                draft.field(event, "kind", "clinic");
                draft.field(event, "place", place);
                draft.field(event, "outcome", outcome);
            }
            draft.entry(&one, "who", "member:=甲", "doctor");
            let row = Value::group([("role", "doctor".into()), ("hours", Value::Int(20))]);
            draft.entry(&other, "who", "member:=甲", row);
        });
        edit(&mut ledger, |ledger, draft| {
            let differing = join_twin(draft, ledger, &other, &one);
            assert_eq!((differing.people, &*differing.fields), (0, &["地点"][..]));
        });
        let joined = ledger.record(&one).unwrap();
        assert_eq!((joined.text("place"), joined.text("outcome")), ("社区", "甲\n乙"));
        let hours = joined.entry("who", "member:=甲").get("hours");
        assert_eq!(hours, Some(&Value::Int(20)));
    }

    #[test]
    fn what_a_tablet_writes_that_did_not_know_of_the_join_counts_in_any_order() {
        let [one, other] = ["1", "2"].map(|key| RecordId::keyed("meeting", key));
        let mut there = Ledger::new();
        edit(&mut there, |_, draft| {
            draft.entry(&one, "roll", "member:=甲", "present");
            draft.entry(&other, "roll", "member:=乙", "leave");
        });
        let (mut here, before) = (there.clone(), there.clone());
        // They are joined on one tablet, while the other goes on calling the roll.
        edit(&mut here, |ledger, draft| {
            join_twin(draft, ledger, &other, &one);
        });
        edit(&mut there, |_, draft| draft.entry(&other, "roll", "member:=甲", "late"));
        edit(&mut there, |_, draft| {
            draft.entry(&other, "roll", "member:=乙", "present");
            draft.entry(&other, "roll", "member:=丙", "late");
        });
        let renumbered = |mut edit: crate::ledger::Edit| {
            edit.head.id.writer = WriterId(2);
            for (_, change) in &mut edit.changes {
                change.stamp.writer = WriterId(2);
            }
            edit
        };
        let new = |of: &Ledger| {
            let known: Vec<EditId> = before.iter().map(|edit| edit.head.id).collect();
            of.iter().filter(|edit| !known.contains(&edit.head.id)).collect::<Vec<_>>()
        };
        let (ours, theirs): (Vec<_>, Vec<_>) =
            (new(&here), new(&there).into_iter().map(renumbered).collect());
        for order in [[&ours, &theirs], [&theirs, &ours]] {
            let mut merged = before.clone();
            for edits in order {
                merged.insert_all(edits);
            }
            let record = merged.record(&one).unwrap();
            assert_eq!(text(&record, "roll", "member:=甲"), "late", "marked later than the join");
            assert_eq!(text(&record, "roll", "member:=乙"), "present");
            assert_eq!(text(&record, "roll", "member:=丙"), "late");
            // A row of the other record can be removed here, and stays removed.
            edit(&mut merged, |_, draft| draft.entry(&one, "roll", "member:=丙", Value::Null));
            assert!(merged.record(&one).unwrap().entry("roll", "member:=丙").is_null());
        }
    }

    #[test]
    fn taps_for_an_event_that_was_joined_meanwhile_are_added_to_the_one_that_goes_on() {
        let mut ledger = Ledger::new();
        let [one, other] = ["1", "2"].map(|key| RecordId::keyed("service", key));
        edit(&mut ledger, |_, draft| {
            draft.field(&one, "kind", "clinic");
            draft.field(&other, "kind", "clinic");
        });
        let mut tally = Tally::begin(&ledger, &other, WriterId(7));
        tally.taps[0] = 3;
        edit(&mut ledger, |ledger, draft| {
            join_twin(draft, ledger, &other, &one);
        });
        assert!(!tally.is_applied(&ledger));
        let id = EditId { writer: WriterId(7), number: 1 };
        let at = Moment { millis: 1_796_000_000_000, offset: 480 };
        let mut draft = Draft::new(id, at, Author::default(), COUNT, "");
        tally.apply(&ledger, &mut draft);
        ledger.insert(draft.finish(&ledger).expect("it was counted"));
        assert!(tally.is_applied(&ledger));
        assert_eq!(crate::registers::counters(&ledger, &one, "")[0].total, 3);
    }
}
