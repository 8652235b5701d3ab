//! Reads records for the screen: as of today, with rule lines in words.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::today;
use crate::fast_hash::FastMap;
use crate::ledger::{Day, Ledger, Month, Record, RecordId, Value};
use crate::registers::{Field, Kind, Schema, Shape, nameless, schema, show_value, title};
use crate::scoring::{Scores, Standard};

/// A reader of one state of the ledger; what it has looked up once it knows.
pub struct Reader<'a> {
    /// The ledger.
    pub ledger: &'a Ledger,
    /// Its scores.
    pub scores: &'a mut Scores,
    /// Today.
    pub today: Day,
    standards: BTreeMap<Month, Option<Arc<Standard>>>,
    titles: FastMap<String, String>,
}

impl<'a> Reader<'a> {
    /// Begins to read.
    pub fn new(ledger: &'a Ledger, scores: &'a mut Scores) -> Self {
        let today = today();
        Self { ledger, scores, today, standards: BTreeMap::new(), titles: FastMap::default() }
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
        let parts: Vec<String> = schema
            .title
            .iter()
            .filter_map(|name| schema.field(name))
            .map(|field| self.now(field, record))
            .filter(|text| !text.is_empty())
            .collect();
        if parts.is_empty() { nameless(self.ledger, record).to_owned() } else { parts.join(" · ") }
    }

    /// What stands in a field today; of a map, the first three.
    pub fn now(&mut self, field: &Field, record: &Record<'a>) -> String {
        let Shape::Rows(_) = field.shape else {
            return self.value(field, record, standing(record, field, self.today));
        };
        let entries = record.entries(field.name);
        let names: Vec<String> = entries.iter().take(3).map(|(key, _)| self.title(key)).collect();
        match entries.len() {
            0..=3 => names.join("、"),
            more => format!("{}等 {more} 人", names.join("、")),
        }
    }

    /// All that stands in a field today, in a line.
    pub fn whole(&mut self, field: &Field, record: &Record<'a>) -> String {
        let Shape::Rows(_) = field.shape else {
            return self.now(field, record);
        };
        let marked = record.entries(field.name).into_iter().map(|(key, mark)| {
            let amount = show_value(self.ledger, field, mark);
            let name = self.title(key);
            if amount == "1" { name } else { format!("{name} {amount}") }
        });
        marked.collect::<Vec<_>>().join("、")
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
        let month = record.text("month").parse().unwrap_or_else(|_| Month::of(self.today));
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
