//! The records of a register as its list needs them.

use std::collections::BTreeMap;

use crate::ledger::{EditId, Ledger, Moment, Record, RecordId, day_text};
use crate::registers::{
    DUE, EXPLANATION, Field, Kind, Names, SCORE, STAGE, Schema, Shape, names_of,
    schema as schema_of,
};

use super::member::scores_now;
use super::reader::{Reader, standing};

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRecord {
    /// Which record.
    pub id: RecordId,
    /// Its name.
    pub title: String,
    /// What the search looks through.
    pub found_by: String,
    /// A text for each of [`columns`].
    pub cells: Vec<String>,
    /// What is stored in each field of [`filters`].
    pub keys: Vec<String>,
    /// Its business month and day.
    pub date: String,
    /// When it was made, where that is known.
    pub made: i64,
    /// Whether it is deleted.
    pub deleted: bool,
    /// Whether it is there today, as a member is who belongs to a branch.
    pub present: bool,
    /// A member's points of this month, in tenths.
    pub score: Option<i32>,
    /// Until when its next stage is due, as it sorts; empty where that is not known.
    pub due: String,
    /// Whether it is past that day.
    pub is_overdue: bool,
}

/// The columns of a list as fields: those of the title first, then fields, computed fields, the stage
/// and its deadline.
pub fn columns(schema: &Schema) -> Vec<&'static Field> {
    let others = schema.columns.iter().filter(|name| !schema.title.contains(name));
    let names = schema.title.iter().chain(others);
    names.filter_map(|name| column_field(schema, name)).collect()
}

/// The field of a column of a list.
pub fn column_field(schema: &Schema, name: &str) -> Option<&'static Field> {
    let computed = || Some(&schema.computed(name)?.field);
    match name {
        STAGE if !schema.stages.is_empty() => Some(&STAGE_COLUMN),
        DUE if !schema.stages.is_empty() => Some(&DUE_COLUMN),
        EXPLANATION if schema.asks_to_explain() => Some(&EXPLANATION_COLUMN),
        name => schema.field(name).or_else(computed),
    }
}

/// The column of the stage, which is no field.
static STAGE_COLUMN: Field = Field::new(STAGE, "进展", Kind::Text(40));

/// The column of the deadline, which is no field.
static DUE_COLUMN: Field = Field::new(DUE, "期限", Kind::Text(40));

/// The column of why rules of law were not kept, which is no field either.
static EXPLANATION_COLUMN: Field = Field::new(EXPLANATION, "情况说明", Kind::Lines(500));

/// The fields by which a list can be narrowed: choices, months, references to few records, and the
/// stage.
pub fn filters(schema: &Schema) -> Vec<&'static Field> {
    let mut list: Vec<&'static Field> =
        listed(schema).filter(|field| narrows(schema, field)).collect();
    if !schema.stages.is_empty() {
        list.push(&STAGE_COLUMN);
    }
    list
}

/// The fields of the register that stand in a list.
fn listed(schema: &Schema) -> impl Iterator<Item = &'static Field> + '_ {
    schema.title.iter().chain(schema.columns).filter_map(|name| schema.field(name))
}

fn narrows(schema: &Schema, field: &Field) -> bool {
    let one = matches!(field.shape, Shape::Single | Shape::Dated);
    one && match field.kind {
        Kind::Choice(_) => true,
        Kind::Month => schema.head.time_field() == Some(field.name),
        Kind::Reference(to) => names_of(to) != Names::OfPeople,
        _ => false,
    }
}

/// Whether a field says when something was.
pub fn is_date(field: &Field) -> bool {
    matches!(field.kind, Kind::Month | Kind::Day)
}

/// Whether the newest records of a register come first.
pub fn has_dates(schema: &Schema) -> bool {
    listed(schema).any(is_date)
}

/// The records of a register, deleted ones too.
pub fn entries<'a>(schema: &'static Schema, reader: &mut Reader<'a>) -> Vec<ListedRecord> {
    let ledger = reader.ledger;
    let is_scored = schema.display.sorts.contains(&SCORE);
    let scores = if is_scored { scores_now(reader) } else { BTreeMap::new() };
    let (columns, filters) = (columns(schema), filters(schema));
    let dates: Vec<&Field> = listed(schema).filter(|field| is_date(field)).collect();
    let found_by: Vec<&Field> = listed(schema)
        .filter(|field| is_searched(schema, field))
        .chain(schema.fields.iter().filter(|field| field.identifies))
        .collect();
    let today = reader.today;
    let entry = |record: Record<'a>| {
        let title = reader.title_of(schema, &record);
        let mut words = title.clone();
        for field in &found_by {
            words.push('|');
            words.push_str(&reader.whole(field, &record));
        }
        let progress = reader.progress(schema, &record).filter(|_| !record.is_deleted());
        let (stage, due, is_overdue) = match &progress {
            None => ("", None, false),
            Some((progress, is_overdue)) => (progress.stage.name, progress.due, *is_overdue),
        };
        let stored = |field: &&Field| match field.name {
            STAGE => stage.to_owned(),
            _ => standing(&record, field, today).as_text().unwrap_or("").to_owned(),
        };
        let made = made(ledger, record.id());
        ListedRecord {
            id: record.id().clone(),
            title,
            found_by: words,
            cells: columns.iter().map(|field| reader.column(schema, field, &record)).collect(),
            keys: filters.iter().map(&stored).collect(),
            // The month goes before the day.
            date: date(&dates, &stored, made),
            made: made.map_or(0, |at| at.millis),
            deleted: record.is_deleted(),
            present: schema.is_present(&record, today),
            score: scores.get(record.id()).copied(),
            due: due.map_or_else(String::new, |due| day_text(due.day)),
            is_overdue,
        }
    };
    let real = |record: &Record<'_>| !record.is_blank() && !record.is_joined();
    let mut all: Vec<ListedRecord> =
        ledger.all_records(schema.head.name).filter(real).map(entry).collect();
    for (at, field) in columns.iter().enumerate() {
        align(field, all.iter_mut().filter_map(|one| one.cells.get_mut(at)));
    }
    all
}

/// Gives all figures of a column a decimal where one of them has one: 97% under 99.6% is 97.0%.
pub fn align<'t>(field: &Field, cells: impl Iterator<Item = &'t mut String>) {
    if !matches!(field.kind, Kind::Points(..) | Kind::Percent | Kind::Tenths(..))
        || field.shape != Shape::Single
    {
        return;
    }
    let cells: Vec<&mut String> = cells.filter(|text| !text.is_empty()).collect();
    if !cells.iter().any(|text| text.contains('.')) {
        return;
    }
    for text in cells {
        if !text.contains('.') {
            let end = text.rfind(|one: char| one.is_ascii_digit()).map_or(0, |at| at + 1);
            text.insert_str(end, ".0");
        }
    }
}

/// Whether the search looks through a field of a list beside the title.
fn is_searched(schema: &Schema, field: &Field) -> bool {
    let in_title = schema.title.contains(&field.name);
    !in_title
        && !field.identifies
        && match (field.kind, field.shape) {
            (_, Shape::Rows(_)) => true,
            (Kind::Reference(to), _) => schema_of(to).is_some_and(|to| to.display.finds),
            (Kind::Text(_) | Kind::Lines(_), _) => true,
            _ => false,
        }
}

/// The business month and day of a record. Where it names no day, that on which it was made.
fn date(dates: &[&Field], stored: &dyn Fn(&&Field) -> String, made: Option<Moment>) -> String {
    let mut date = String::new();
    for kind in [Kind::Month, Kind::Day] {
        let Some(field) = dates.iter().find(|field| field.kind == kind) else {
            continue;
        };
        match (kind, stored(field)) {
            (Kind::Day, day) if day.is_empty() => {
                date.push_str(&made.map_or_else(String::new, |at| day_text(at.day())));
            }
            (_, text) => date.push_str(&text),
        }
    }
    date
}

/// When a record was made: its id names the edit, unless it has a natural key.
pub fn made(ledger: &Ledger, id: &RecordId) -> Option<Moment> {
    let edit: EditId = id.as_str().split_once(':')?.1.rsplit_once('-')?.0.parse().ok()?;
    ledger.head(edit).map(|head| head.at)
}
