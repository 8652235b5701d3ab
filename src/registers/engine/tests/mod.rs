//! The engine over the register with every shape.

mod context;
mod forms;
mod rows;
mod rules;
mod stages;
mod tables;

use std::collections::BTreeMap;

use super::form::{Input, RowInput, write};
use super::rows::{column, next_key, rows, sum, with_columns};
use super::*;
use crate::ledger::{
    Author, Day, Draft, EditId, Ledger, Moment, Record, RecordId, Value, WriterId, parse_day,
};
use crate::registers::{
    APPEAL_SCHEMA, EVERY_SHAPE, EVERY_SHAPE_PART, EVERY_SHAPE_PART_SCHEMA, EVERY_SHAPE_SCHEMA,
    HOLIDAY, VETO_SCHEMA, join, schemas,
};

/// 2026-03-02, a Monday, in China.
const MONDAY: i64 = 1_772_416_800_000;

fn day(text: &str) -> Day {
    parse_day(text).unwrap()
}

fn member(number: u8) -> RecordId {
    RecordId::keyed("member", &number.to_string())
}

fn field(name: &str) -> &'static Field {
    EVERY_SHAPE_SCHEMA.field(name).unwrap()
}

/// A ledger that one or more writers fill.
#[derive(Clone, Default)]
struct Book {
    ledger: Ledger,
    number: u32,
}

impl Book {
    fn draft(&mut self, writer: u64) -> Draft {
        self.number += 1;
        let at = Moment { millis: MONDAY + i64::from(self.number), offset: 480 };
        let id = EditId { writer: WriterId(writer), number: self.number };
        Draft::new(id, at, Author::default(), "edit", "")
    }

    fn act(&mut self, writer: u64, fill: impl FnOnce(&mut Draft, &Ledger)) {
        let mut draft = self.draft(writer);
        fill(&mut draft, &self.ledger);
        self.ledger.insert(draft.finish(&self.ledger).expect("something changed"));
    }

    fn save(
        &mut self,
        schema: &Schema,
        id: Option<&RecordId>,
        input: &Input,
    ) -> Result<RecordId, Vec<Problem>> {
        let mut draft = self.draft(1);
        let id = write(schema, &self.ledger, id, input, &mut draft)?;
        self.ledger.insert(draft.finish(&self.ledger).expect("something changed"));
        Ok(id)
    }

    fn record(&self, id: &RecordId) -> Record<'_> {
        self.ledger.record(id).expect("a record")
    }

    fn context(&self, today: &str) -> Context<'_> {
        Context::new(&self.ledger, day(today))
    }

    fn stage(&self, id: &RecordId) -> (&'static str, Option<Day>) {
        let context = self.context("2026-03-31");
        let found = progress(EVERY_SHAPE_SCHEMA.stages, &self.record(id), &context).unwrap();
        (found.stage.name, found.due.map(|due| due.day))
    }
}

fn texts(texts: &[(&'static str, &str)]) -> BTreeMap<&'static str, String> {
    texts.iter().map(|(name, text)| (*name, (*text).to_owned())).collect()
}

fn input(of: &[(&'static str, &str)]) -> Input {
    Input { texts: texts(of), ..Input::default() }
}

/// Three members and a department in a branch, and a meeting of theirs.
fn world() -> (Book, RecordId) {
    let mut book = Book::default();
    let branch = RecordId::keyed("branch", "一支部");
    book.act(1, |draft, _| {
        draft.field(&branch, "name", "一支部");
        draft.field(&RecordId::keyed("department", "心内科"), "name", "心内科");
        for number in 1..=3 {
            draft.field(&member(number), "name", format!("党员{number}"));
            draft.entry(&member(number), "branch", "2026-02-01", branch.as_str());
        }
    });
    let form = input(&[("name", "党课"), ("branch", branch.as_str()), ("held_on", "2026-03-02")]);
    let id = book.save(&EVERY_SHAPE_SCHEMA, None, &form).unwrap();
    (book, id)
}

fn roll(book: &mut Book, id: &RecordId, of: &[(u8, &str)]) {
    let mut form = Input::default();
    let rows = of.iter().map(|(who, state)| (member(*who).to_string(), RowInput::first(state)));
    form.rows.insert("roll", rows.collect());
    book.save(&EVERY_SHAPE_SCHEMA, Some(id), &form).unwrap();
}

/// A form with a row of a field.
fn row(field: &'static str, key: &str, texts: &[(&'static str, &str)]) -> Input {
    let texts = texts.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    let rows = BTreeMap::from([(key.to_owned(), RowInput::Texts(texts))]);
    Input { rows: BTreeMap::from([(field, rows)]), ..Input::default() }
}
