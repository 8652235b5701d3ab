//! One meeting or event that was entered twice: which the other is, and both joined row by row, so that
//! nothing that either record has is lost.

use super::engine::rows::{column, columns};
use super::{Context, MEETING, RowKeys, SERVICE_EVENT, Schema, Shape, When, join};
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

/// Joins a record to its twin: rows that the twin lacks are added, counts of one writer are added up, and
/// signatures, which were given under other contents, are left behind. Of rows that both have the twin's is
/// kept; returns how many of these begin differently.
pub fn join_twin(draft: &mut Draft, ledger: &Ledger, from: &RecordId, into: &RecordId) -> usize {
    let known = super::schema(into.register());
    let (Some(schema), Some(other), Some(own)) = (known, ledger.record(from), ledger.record(into))
    else {
        return 0;
    };
    join(draft, ledger, std::slice::from_ref(from), into);
    for field in signatures(schema) {
        draft.field(into, field, own.get(field).clone());
    }
    let mut differ = 0;
    for field in schema.fields {
        let Shape::Rows(keys) = field.shape else { continue };
        for (key, row) in other.entries(field.name) {
            let standing = own.entry(field.name, key);
            if standing.is_null() {
                draft.entry(into, field.name, key, row.clone());
            } else if keys == RowKeys::Writer {
                draft.entry(into, field.name, key, added_up(standing, row));
            } else if matches!(keys, RowKeys::Records(_)) {
                let first = columns(field).first().map_or("", |first| first.name);
                differ += usize::from(column(field, standing, first) != column(field, row, first));
            }
        }
    }
    differ
}

/// The fields that freeze a record.
fn signatures(schema: &Schema) -> impl Iterator<Item = &'static str> {
    schema.frozen.iter().filter_map(|when| match when {
        When::Filled(field) => Some(*field),
        _ => None,
    })
}

fn added_up(one: &Value, other: &Value) -> Value {
    let (Value::Group(first), Value::Group(second)) = (one, other) else { return one.clone() };
    let mut sums: Vec<(&str, Value)> =
        first.iter().map(|(name, value)| (&**name, value.clone())).collect();
    for (name, value) in second.iter() {
        match sums.iter_mut().find(|(own, _)| *own == &**name) {
            Some((_, own)) => {
                if let (Some(here), Some(there)) = (own.as_int(), value.as_int()) {
                    *own = Value::Int(here + there);
                }
            }
            None => sums.push((name, value.clone())),
        }
    }
    Value::group(sums)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Author, EditId, Moment, Record, WriterId};

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
            assert_eq!(join_twin(draft, ledger, &other, &one), 1);
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
    fn counts_of_one_device_for_an_event_entered_twice_are_added_up() {
        let mut ledger = Ledger::new();
        let [one, other] = ["1", "2"].map(|key| RecordId::keyed("service", key));
        let writer = WriterId(1).to_string();
        let counts = |a: i64| Value::group([("a", Value::Int(a)), ("b", Value::Int(1))]);
        edit(&mut ledger, |_, draft| {
            draft.entry(&one, "counts", &writer, counts(5));
            draft.entry(&other, "counts", &writer, counts(7));
        });
        edit(&mut ledger, |ledger, draft| {
            join_twin(draft, ledger, &other, &one);
        });
        let sums = ledger.record(&one).unwrap().entry("counts", &writer).clone();
        assert_eq!(sums.get("a"), Some(&Value::Int(12)));
        assert_eq!(sums.get("b"), Some(&Value::Int(2)));
    }
}
