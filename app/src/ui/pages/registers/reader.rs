//! Reads records for the screen: as of today, with rule lines in words.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::today;
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::fast_hash::FastMap;
use crate::ledger::{Day, Ledger, Month, Record, RecordId, Value};
use crate::registers::rows::{self, column, columns};
use crate::registers::{
    Context, Field, Kind, Progress, RowKeys, Schema, Shape, head, nameless, progress, schema,
    show_column, show_field, show_row, show_rows, show_value, title, title_by,
};
use crate::scoring::{Scores, Standard};

/// A reader of one state of the ledger; what it has looked up once it knows.
pub struct Reader<'a> {
    /// The ledger.
    pub ledger: &'a Ledger,
    /// Its scores.
    pub scores: &'a mut Scores,
    /// Today.
    pub today: Day,
    /// What rules, stages and computed fields look at.
    pub context: Context<'a>,
    standards: BTreeMap<Month, Option<Arc<Standard>>>,
    titles: FastMap<String, String>,
}

impl<'a> Reader<'a> {
    /// Begins to read.
    pub fn new(ledger: &'a Ledger, scores: &'a mut Scores) -> Self {
        let today = today();
        let context = Context::new(ledger, today);
        Self {
            ledger,
            scores,
            today,
            context,
            standards: BTreeMap::new(),
            titles: FastMap::default(),
        }
    }

    /// The name of a record.
    pub fn title(&mut self, id: &str) -> String {
        if let Some(known) = self.titles.get(id) {
            return known.clone();
        }
        let found = id.parse::<RecordId>().ok().and_then(|id| {
            let (schema, record) =
                (schema(id.register())?, self.ledger.record(self.ledger.resolve(&id))?);
            Some(self.title_of(schema, &record))
        });
        // What is not at hand has its word there.
        let text = found.unwrap_or_else(|| title(self.ledger, &RecordId::keyed("", "")));
        self.titles.insert(id.to_owned(), text.clone());
        text
    }

    /// The name of a record at hand.
    pub fn title_of(&mut self, schema: &Schema, record: &Record<'a>) -> String {
        let name = self.name_of(schema, record);
        name.unwrap_or_else(|| nameless(self.ledger, record).to_owned())
    }

    /// The same; `None` where nothing that makes the name is filled in.
    pub fn name_of(&mut self, schema: &Schema, record: &Record<'a>) -> Option<String> {
        title_by(schema, &mut |field| self.now(field, record))
    }

    /// What stands in a field today, as [`show_field`] shows it, by the names that are known here.
    pub fn now(&mut self, field: &Field, record: &Record<'a>) -> String {
        match field.shape {
            Shape::Rows(RowKeys::Records(_)) => {
                show_rows(field, record, &mut |key| self.title(key))
            }
            Shape::Rows(_) => show_field(self.ledger, field, record),
            _ => self.value(field, record, standing(record, field, self.today)),
        }
    }

    /// All that stands in a field today, in a line: of a table each row with its columns, people and
    /// all else that has a name in the order of names.
    pub fn whole_in_order(&mut self, field: &Field, record: &Record<'a>) -> String {
        if !matches!(field.shape, Shape::Rows(RowKeys::Records(_))) {
            return self.whole(field, record);
        }
        let rows = rows::rows(field, record).into_iter();
        let mut named: Vec<_> = rows.map(|row| (self.title(row.0), row)).collect();
        sort_by_name(&mut named, NameOrder::Strokes, |(name, _)| name);
        self.in_words(field, named.into_iter().map(|(_, row)| row).collect())
    }

    /// The same in the order in which rows are kept, which costs less: for the search.
    pub fn whole(&mut self, field: &Field, record: &Record<'a>) -> String {
        match field.shape {
            Shape::Rows(RowKeys::Writer) => self.now(field, record),
            Shape::Rows(_) => self.in_words(field, rows::rows(field, record)),
            _ => self.now(field, record),
        }
    }

    fn in_words(&mut self, field: &Field, rows: Vec<(&str, &Value)>) -> String {
        let has_columns = columns(field).len() > 1;
        let rows = rows.into_iter().map(|(key, row)| {
            let (name, text) = (self.row_name(field, key, row), self.row_text(field, row));
            match &*text {
                "" | "1" => name,
                _ if name.is_empty() => text,
                _ if has_columns => format!("{name}（{text}）"),
                _ => format!("{name} {text}"),
            }
        });
        rows.collect::<Vec<_>>().join(if has_columns { "；" } else { "、" })
    }

    /// What a row is called: see [`show_row`], by the names that are known here.
    pub fn row_name(&mut self, field: &Field, key: &str, row: &Value) -> String {
        match field.shape {
            Shape::Rows(RowKeys::Records(_)) => self.title(key),
            _ => show_row(self.ledger, field, key, row),
        }
    }

    /// The columns of a row beside its name.
    fn row_text(&self, field: &Field, row: &Value) -> String {
        match rows::names_itself(field) {
            true => {
                let rest = columns(field).iter().skip(1).filter_map(|one| {
                    let text = show_value(self.ledger, one, column(field, row, one.name));
                    match (one.kind, &*text) {
                        (_, "") => None,
                        (Kind::YesNo, "是") => Some(one.label.to_owned()),
                        _ => Some(format!("{} {text}", one.label)),
                    }
                });
                rest.collect::<Vec<_>>().join("，")
            }
            false => show_value(self.ledger, field, row),
        }
    }

    /// A column of a list: of a field, a computed field, the stage or its deadline.
    pub fn column(&mut self, schema: &Schema, column: &Field, record: &Record<'a>) -> String {
        if schema.field(column.name).is_some() {
            return self.now(column, record);
        }
        show_column(schema, column.name, record, &self.context)
    }

    /// The same, of a table all its rows.
    pub fn whole_column(&mut self, schema: &Schema, column: &Field, record: &Record<'a>) -> String {
        match column.shape {
            Shape::Rows(_) => self.whole_in_order(column, record),
            _ => self.column(schema, column, record),
        }
    }

    /// Where a record is in its course, and whether the next stage is overdue.
    pub fn progress(&self, schema: &Schema, record: &Record<'a>) -> Option<(Progress, bool)> {
        let progress = progress(schema.stages, record, &self.context)?;
        let is_overdue = progress.due.is_some_and(|due| self.context.is_past(due.day));
        Some((progress, is_overdue))
    }

    /// One value of a field of a record.
    pub fn value(&mut self, field: &Field, record: &Record<'a>, value: &Value) -> String {
        match (field.kind, value.as_text()) {
            (Kind::Reference(_), Some(id)) => self.title(id),
            (Kind::RuleLine, Some(id)) => self.line(record, id),
            _ => show_value(self.ledger, field, value),
        }
    }

    /// A rule line in words, by the standard of the record's month.
    fn line(&mut self, record: &Record<'_>, id: &str) -> String {
        let month = head(record.id().register()).and_then(|head| head.month_of(record));
        let month = month.unwrap_or_else(|| Month::of(self.today));
        let standard = self
            .standards
            .entry(month)
            .or_insert_with(|| self.scores.standard(self.ledger, month).ok());
        match standard.as_ref().and_then(|standard| standard.line(id)) {
            Some((_, line)) => format!("{id} {}", line.event),
            None => id.to_owned(),
        }
    }
}

/// The value of a field today; of a dated one that only begins later, that.
pub fn standing<'a>(record: &Record<'a>, field: &Field, today: Day) -> &'a Value {
    match field.shape {
        Shape::Dated => match record.on(field.name, today) {
            Value::Null => record.latest(field.name),
            value => value,
        },
        _ => record.get(field.name),
    }
}
