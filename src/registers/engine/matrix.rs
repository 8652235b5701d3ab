//! Matrices: what a register holds of one month, as a table of records × figures that is filled in
//! place.

use std::collections::BTreeMap;

use crate::ledger::{Day, Draft, Edit, Ledger, Month, Record, RecordId, Value};

use super::field::{Field, Kind, Shape};
use super::form::{self, Input};
use super::head::NaturalKey;
use super::input::{check_value, points_text, read_input};
use super::problem::Problem;
use super::schema::Schema;
use super::show::title;
use crate::registers::schema;

/// A register of which there is one record for each record of another and each month, with its
/// figures as columns.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// The register.
    pub schema: &'static Schema,
    /// The field that names the record of a row.
    pub subject: &'static Field,
    /// The schema of the records that are the rows.
    pub subjects: &'static Schema,
    /// The field of the month.
    pub month: &'static Field,
    /// The fields that are the columns.
    pub columns: Vec<&'static Field>,
}

/// A row of a matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRow {
    /// The record that the row is about.
    pub subject: RecordId,
    /// What it is called.
    pub name: String,
    /// The record of the register, once there is one.
    pub record: Option<RecordId>,
    /// The figures as an input holds them, by column; empty where there is none.
    pub texts: Vec<String>,
}

/// What was typed into the cells of a row, by the field of the column.
pub type MatrixTexts = BTreeMap<&'static str, String>;

impl MatrixRow {
    /// Whether it has no figure yet.
    pub fn is_blank(&self) -> bool {
        self.texts.iter().all(String::is_empty)
    }
}

impl Matrix {
    /// The matrix of a register; `None` where its records are not known by a record and a month, or
    /// have no figure in the columns of their list.
    pub fn of(of: &'static Schema) -> Option<Self> {
        let NaturalKey::Fields([one, other]) = of.head.key else { return None };
        let fields = [of.field(one)?, of.field(other)?];
        let month = fields.into_iter().find(|field| field.kind == Kind::Month)?;
        let (subject, subjects) = fields.into_iter().find_map(|field| match field.kind {
            Kind::Reference(register) => Some((field, schema(register)?)),
            _ => None,
        })?;
        let is_figure = |field: &&'static Field| {
            let is_number = matches!(
                field.kind,
                Kind::Points(..) | Kind::Percent | Kind::Tenths(..) | Kind::Count(..)
            );
            is_number && field.shape == Shape::Single
        };
        let columns = of.columns.iter().filter_map(|name| of.field(name));
        let columns: Vec<_> = columns.filter(is_figure).collect();
        (!columns.is_empty()).then_some(Self { schema: of, subject, subjects, month, columns })
    }

    /// The rows of a month: the records that are there on a day, and those that have figures of it.
    pub fn rows(&self, ledger: &Ledger, month: Month, day: Day) -> Vec<MatrixRow> {
        let of_month = month.to_string();
        let mut records: BTreeMap<String, Record<'_>> = BTreeMap::new();
        for record in ledger.records(self.schema.head.name) {
            if record.text(self.month.name) != of_month {
                continue;
            }
            let subject = record.text(self.subject.name).to_owned();
            // Of two, as after joining, the one that is named by both is written to.
            let is_named = *record.id() == self.schema.head.id(&self.key(&subject, &of_month));
            if is_named || !records.contains_key(&subject) {
                records.insert(subject, record);
            }
        }
        let all = ledger.records(self.subjects.head.name).filter(|one| !one.is_blank());
        all.filter_map(|one| {
            let record = records.get(one.id().as_str());
            let is_shown = record.is_some() || self.subjects.is_present(&one, day);
            is_shown.then(|| MatrixRow {
                subject: one.id().clone(),
                name: title(ledger, one.id()),
                record: record.map(|record| record.id().clone()),
                texts: self
                    .columns
                    .iter()
                    .map(|field| {
                        record.map_or_else(String::new, |of| figure(field, of.get(field.name)))
                    })
                    .collect(),
            })
        })
        .collect()
    }

    /// Writes what was typed into cells of rows to a draft, and says of how many rows something
    /// changes. Where all figures of a record are taken away and it says nothing else, it goes.
    ///
    /// # Errors
    /// What is wrong, by row. Nothing should be made of the draft then.
    pub fn write(
        &self,
        ledger: &Ledger,
        month: Month,
        cells: &[(&MatrixRow, MatrixTexts)],
        draft: &mut Draft,
    ) -> Result<usize, Vec<(RecordId, Vec<Problem>)>> {
        // Each row by itself, as checking a draft takes as long as all that it holds.
        let blank = draft.clone();
        let (mut wrong, mut count) = (Vec::new(), 0);
        for (row, texts) in cells {
            let mut own = blank.clone();
            match self.write_row(ledger, month, (row, texts), &mut own) {
                Err(problems) => wrong.push((row.subject.clone(), problems)),
                Ok(()) => {
                    if let Some(edit) = own.finish(ledger) {
                        copy(&edit, draft);
                        count += 1;
                    }
                }
            }
        }
        if wrong.is_empty() { Ok(count) } else { Err(wrong) }
    }

    fn write_row(
        &self,
        ledger: &Ledger,
        month: Month,
        (row, texts): (&MatrixRow, &MatrixTexts),
        draft: &mut Draft,
    ) -> Result<(), Vec<Problem>> {
        let is_blank = |text: &str| text.trim().is_empty();
        let is_emptied = self.columns.iter().zip(&row.texts).all(|(field, stored)| {
            is_blank(texts.get(field.name).map_or(stored.as_str(), String::as_str))
        });
        let says_more = |record: &Record<'_>| {
            let is_own = |name: &str| {
                let is_column = self.columns.iter().any(|field| field.name == name);
                !is_column && name != self.subject.name && name != self.month.name
            };
            let own = self.schema.fields.iter().filter(|field| is_own(field.name));
            own.into_iter().any(|field| !record.get(field.name).is_null())
        };
        let record = row.record.as_ref().and_then(|id| ledger.record(id));
        match (record, is_emptied) {
            (None, true) => return Ok(()),
            (Some(record), true) if !says_more(&record) => {
                draft.delete(record.id());
                return Ok(());
            }
            _ => {}
        }
        let mut input = Input { texts: texts.clone(), is_part: true, ..Input::default() };
        if record.is_none() {
            input.texts.insert(self.subject.name, row.subject.to_string());
            input.texts.insert(self.month.name, month.to_string());
        }
        form::write(self.schema, ledger, row.record.as_ref(), &input, draft).map(drop)
    }

    /// The values of the natural key, in its order.
    fn key<'a>(&self, subject: &'a str, month: &'a str) -> Vec<&'a str> {
        let value = |name: &&str| if *name == self.month.name { month } else { subject };
        self.schema.head.key_fields().iter().map(value).collect()
    }
}

/// A figure as an input holds it.
fn figure(field: &Field, value: &Value) -> String {
    match (field.kind, value.as_int()) {
        (_, None) => String::new(),
        (Kind::Count(..), Some(number)) => number.to_string(),
        (_, Some(tenths)) => points_text(tenths),
    }
}

/// Why a text is no figure of a column, for the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FigureError(String);

/// What a text means in a column of figures, as an input holds it; empty where it says nothing.
///
/// # Errors
/// What is wrong with it, for the user.
pub fn read_figure(field: &Field, text: &str) -> Result<String, FigureError> {
    let value = read_input(field, text).map_err(FigureError)?;
    if !value.is_null() {
        check_value(field, &value).map_err(FigureError)?;
    }
    Ok(figure(field, &value))
}

fn copy(edit: &Edit, draft: &mut Draft) {
    for (_, change) in &edit.changes {
        draft.set(change.cell.clone(), change.value.clone());
    }
}
