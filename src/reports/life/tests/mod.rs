//! Organizational life and service: numbers worked out by hand, and laws.

mod boards;
mod commitments;
mod facet_sums;
mod figures;
mod hours;
mod laws;
mod plans;
mod rates;

use crate::ledger::{
    Author, Day, Draft, EditId, Ledger, Moment, Month, RecordId, Value, WriterId, parse_day,
};
use crate::registers::{
    Context, MEETING_SCHEMA, SERVICE_EVENT_SCHEMA, STUDY_CHECK, STUDY_PLAN_SCHEMA, Schema,
    rows::with_columns,
};

use super::*;
use crate::reports::Roster;

fn day(text: &str) -> Day {
    parse_day(text).unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn id(register: &str, key: &str) -> RecordId {
    RecordId::keyed(register, key)
}

fn member(key: &str) -> RecordId {
    id("member", key)
}

fn branch(key: &str) -> RecordId {
    id("branch", key)
}

/// A ledger filled record by record.
#[derive(Debug, Default)]
struct Book {
    ledger: Ledger,
    number: u32,
}

impl Book {
    /// Two branches: 甲 with members 1, 2 and 3, 乙 with members 4 and 5, all since 2020. The ledger
    /// begins in January 2026.
    fn new() -> Self {
        let mut book = Self::default();
        book.put(&id("adoption", "2026-01"), &[("month", "2026-01".into())]);
        for name in ["甲", "乙"] {
            book.put(&branch(name), &[("name", name.into())]);
        }
        for (key, of) in [("1", "甲"), ("2", "甲"), ("3", "甲"), ("4", "乙"), ("5", "乙")] {
            book.join(key, of, "2020-01-01");
        }
        book
    }

    fn act(&mut self, fill: impl FnOnce(&mut Draft)) {
        self.number += 1;
        let at = Moment { millis: 1_772_416_800_000 + i64::from(self.number), offset: 480 };
        let id = EditId { writer: WriterId(1), number: self.number };
        let mut draft = Draft::new(id, at, Author::default(), "edit", "");
        fill(&mut draft);
        if let Some(edit) = draft.finish(&self.ledger) {
            self.ledger.insert(edit);
        }
    }

    fn put(&mut self, record: &RecordId, fields: &[(&str, Value)]) {
        self.act(|draft| {
            for (field, value) in fields {
                draft.field(record, field, value.clone());
            }
        });
    }

    fn put_row(&mut self, record: &RecordId, field: &str, key: &str, value: Value) {
        self.act(|draft| draft.entry(record, field, key, value));
    }

    fn join(&mut self, key: &str, of: &str, from: &str) {
        let id = member(key);
        self.put(&id, &[("name", format!("党员{key}").into())]);
        for (field, value) in [("branch", branch(of).to_string()), ("standing", "active".into())] {
            self.put_row(&id, field, from, value.into());
        }
    }

    fn columns(schema: &Schema, field: &str, columns: &[(&str, Value)]) -> Value {
        with_columns(schema.field(field).unwrap(), &Value::Null, columns)
    }

    /// A meeting of a branch (all of the hospital where it is empty), with who was how.
    fn meeting(
        &mut self,
        key: &str,
        (kind, of, on): (&str, &str, &str),
        fields: &[(&str, Value)],
        roll: &[(&str, &str)],
    ) -> RecordId {
        let meeting = id("meeting", key);
        self.put(&meeting, &[("kind", kind.into()), ("day", on.into())]);
        if !of.is_empty() {
            self.put(&meeting, &[("branch", branch(of).to_string().into())]);
        }
        self.put(&meeting, fields);
        for (who, state) in roll {
            let row = Self::columns(&MEETING_SCHEMA, "roll", &[("state", (*state).into())]);
            self.put_row(&meeting, "roll", member(who).as_str(), row);
        }
        meeting
    }

    fn make_up(&mut self, meeting: &RecordId, who: &str, on: &str) {
        let row = Self::columns(&MEETING_SCHEMA, "makeup", &[("on", on.into())]);
        self.put_row(meeting, "makeup", member(who).as_str(), row);
    }

    /// Service of a branch, with the hours of each in tenths; 0: not written down.
    fn service(
        &mut self,
        key: &str,
        (kind, of, on): (&str, &str, &str),
        fields: &[(&str, Value)],
        who: &[(&str, i64)],
    ) -> RecordId {
        let service = id("service", key);
        self.put(&service, &[("kind", kind.into()), ("day", on.into())]);
        if !of.is_empty() {
            self.put(&service, &[("branch", branch(of).to_string().into())]);
        }
        self.put(&service, fields);
        for (who, tenths) in who {
            let mut columns = vec![("role", "member".into())];
            if *tenths > 0 {
                columns.push(("hours", Value::Int(*tenths)));
            }
            let row = Self::columns(&SERVICE_EVENT_SCHEMA, "who", &columns);
            self.put_row(&service, "who", member(who).as_str(), row);
        }
        service
    }

    fn training(
        &mut self,
        key: &str,
        on: &str,
        (form, amount, unit): (&str, i64, &str),
        who: &[&str],
    ) {
        let training = id("training", key);
        let fields = [
            ("subject", "培训".into()),
            ("day", on.into()),
            ("form", form.into()),
            ("amount", Value::Int(amount)),
            ("unit", unit.into()),
        ];
        self.put(&training, &fields);
        for who in who {
            self.put_row(&training, "who", member(who).as_str(), "took_part".into());
        }
    }

    fn year(&self, year: i32, today: &str) -> YearEntries {
        let context = Context::new(&self.ledger, day(today));
        let roster = Roster::of(&self.ledger);
        let study = StudyYear::of(&context, &roster, year);
        YearEntries::of(&context, &roster, &study, year)
    }

    fn study_row(&self, key: &str, today: &str) -> StudyRow {
        let context = Context::new(&self.ledger, day(today));
        let roster = Roster::of(&self.ledger);
        let study = StudyYear::of(&context, &roster, Month::of(day(today)).year());
        let rows = study.rows(&context, &roster, None, day(today));
        rows.into_iter().find(|row| row.member == member(key)).unwrap()
    }
}

const ALL_STATES: [&str; 7] = ["present", "late", "early", "on_duty", "leave", "absent", "exempt"];
