//! Rows of a table that is imported into a register: every cell read, nothing compared yet.

use std::collections::BTreeSet;

use super::dates::{self, DateContext};
use super::grid::{Address, Grid};
use super::record_cells::{ReadCell, Reading, RecordColumn};
use super::record_columns::{RecordColumns, RecordTableError};
use super::record_names::RecordNames;
use super::record_parts::{PartPlace, RecordPart};
use super::record_years::AssumedYear;
use super::table_rows::{DataRows, SetAsideBecause, SetAsideRow};
use crate::registers::Kind;

/// A cell that says something.
#[derive(Clone, Debug)]
pub struct SourceCell {
    /// The part of the record that its column holds.
    pub part: RecordPart,
    /// Where it stands.
    pub address: Address,
    /// What it says.
    pub shown: String,
    /// What it was read as.
    pub reading: Reading,
    /// Whether it is a month to which a year was added that nobody is certain of.
    pub lacks_year: bool,
}

/// A row that holds data: a line of the file, or several that are one record.
#[derive(Clone, Debug, Default)]
pub struct SourceRow {
    /// The number of its first line in the file, from 1.
    pub row: usize,
    /// Its cells that say something, line by line, in the order of the form.
    pub cells: Vec<SourceCell>,
    /// What is worth a look without keeping the row out.
    pub hints: Vec<String>,
}

/// A table that was read.
#[derive(Clone, Debug, Default)]
pub struct SourceTable {
    /// The rows, in the order of the file.
    pub rows: Vec<SourceRow>,
    /// Rows that hold no record, in the order of the file.
    pub set_aside: Vec<SetAsideRow>,
    /// What the user should know of the columns and of what was left out.
    pub notes: Vec<String>,
}

impl SourceTable {
    /// Reads the rows below the headings; `year` is that of months without one. A row that looks
    /// like totals or a signature is a record all the same where `names` knows what it is called, or
    /// where it is in `taken_in`, by its number from 1.
    ///
    /// # Errors
    /// No column holds a field, or no row holds anything.
    pub fn read(
        grid: &Grid,
        columns: &RecordColumns,
        names: &RecordNames,
        year: AssumedYear,
        taken_in: &BTreeSet<usize>,
    ) -> Result<Self, RecordTableError> {
        let schema = columns.schema;
        let year = year.in_title(grid, &columns.heading_rows);
        let title = schema
            .title
            .iter()
            .find_map(|name| Some((schema.field(name)?, columns.column_of(name)?)));
        let mut sorted = DataRows::of(grid, &columns.heading_rows, title.map(|(_, at)| at));
        // An item of an agenda may begin like the words under a table (审核转正材料).
        let is_line = |(row, because): &(usize, SetAsideBecause)| {
            let first = (0..grid.width()).find(|at| !grid.cell(*row, *at).is_blank());
            let names_row = |(part, column): (RecordPart, usize)| {
                let is_name = part.place == PartPlace::RowKey
                    || part.place == PartPlace::Row && part.column.required;
                is_name && column > 0 && Some(column) == first
            };
            *because != SetAsideBecause::HeadingsAgain && columns.assigned().any(names_row)
        };
        if let Some((field, column)) = title {
            let is_record = |(row, because): &(usize, SetAsideBecause)| {
                let cell = grid.cell(*row, column);
                let names_one = match field.kind {
                    Kind::RuleLine => cell.text().starts_with(|c: char| c.is_ascii_alphanumeric()),
                    Kind::Day | Kind::DayOrMonth | Kind::Month => {
                        dates::read(cell, DateContext::default()).is_ok()
                    }
                    _ => names.is_known(schema, field, &cell.text()),
                };
                names_one && *because != SetAsideBecause::HeadingsAgain
            };
            sorted.restore(|left| is_record(left) || is_line(left));
        }
        sorted.restore(|(row, _)| taken_in.contains(&(row + 1)));
        let assigned: Vec<(RecordPart, usize)> = columns.assigned().collect();
        let (years, held): (Vec<_>, Vec<_>) =
            assigned.into_iter().partition(|(part, _)| part.place == PartPlace::Year);
        let held: Vec<RecordColumn> = held
            .into_iter()
            .map(|(part, column)| RecordColumn::new(grid, &sorted.rows, part, column))
            .collect();
        if held.is_empty() {
            return Err(RecordTableError::NoColumns);
        }
        let mut table = Self { notes: columns.notes(), ..Self::default() };
        table.notes.extend(grid.hidden().notes());
        for &row in &sorted.rows {
            let mut source = SourceRow { row: row + 1, ..SourceRow::default() };
            let year = match years.first() {
                Some((_, column)) => year.in_cell(grid.cell(row, *column)),
                None => Ok(year),
            };
            for column in &held {
                let Some(read) = column.read(grid, row, &year) else { continue };
                let address = Address { row, column: column.index() };
                let part = column.part;
                if let Some(hint) = read.hint {
                    source.hints.push(format!("{address}（{}）：{hint}", part.label()));
                }
                let ReadCell { shown, reading, lacks_year, .. } = read;
                source.cells.push(SourceCell { part, address, shown, reading, lacks_year });
            }
            // A row of which only the running number is filled in is a blank one.
            if !source.cells.is_empty() {
                table.rows.push(source);
            }
        }
        if table.rows.is_empty() {
            return Err(RecordTableError::NoRows);
        }
        if held.iter().any(|column| column.part.is_of_line()) {
            table.join_lines(schema);
        }
        let set_aside = sorted.set_aside.into_iter();
        table.set_aside =
            set_aside.map(|(row, because)| SetAsideRow::of(grid, row, because)).collect();
        Ok(table)
    }
}
