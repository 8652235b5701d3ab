//! Rows of a table that is imported into a register: every cell read, nothing compared yet.

use super::dates::{self, DateContext};
use super::grid::{Address, Grid};
use super::record_cells::{Reading, RecordColumn};
use super::record_columns::{RecordColumns, RecordTableError};
use super::record_names::RecordNames;
use super::table_rows::{DataRows, LeftOutBecause};
use crate::registers::{Field, Kind};

/// A cell that says something.
#[derive(Clone, Debug)]
pub struct SourceCell {
    /// The field whose column it stands in.
    pub field: &'static Field,
    /// Where it stands.
    pub address: Address,
    /// What it says.
    pub shown: String,
    /// What it was read as.
    pub reading: Reading,
}

/// A row that holds data.
#[derive(Clone, Debug, Default)]
pub struct SourceRow {
    /// Its number in the file, from 1.
    pub row: usize,
    /// Its cells that say something, in the order of the form.
    pub cells: Vec<SourceCell>,
    /// What is worth a look without keeping the row out.
    pub hints: Vec<String>,
}

/// A table that was read.
#[derive(Clone, Debug, Default)]
pub struct SourceTable {
    /// The rows, in the order of the file.
    pub rows: Vec<SourceRow>,
    /// Rows that hold no record, by number from 1, and why.
    pub left_out: Vec<(usize, LeftOutBecause)>,
    /// What the user should know of the columns and of what was left out.
    pub notes: Vec<String>,
    /// Whether months without a year were read as months of the year that was given.
    pub has_months_without_year: bool,
}

impl SourceTable {
    /// Reads the rows below the headings; `year` is that of months without one. A row that looks
    /// like totals or a signature is a record all the same where `names` knows what it is called.
    ///
    /// # Errors
    /// No column holds a field, or no row holds anything.
    pub fn read(
        grid: &Grid,
        columns: &RecordColumns,
        names: &RecordNames,
        year: u16,
    ) -> Result<Self, RecordTableError> {
        let schema = columns.schema;
        let title = schema
            .title
            .iter()
            .find_map(|name| Some((schema.field(name)?, columns.column_of(name)?)));
        let mut sorted = DataRows::of(grid, &columns.heading_rows, title.map(|(_, at)| at));
        if let Some((field, column)) = title {
            let is_record = |(row, because): &(usize, LeftOutBecause)| {
                let cell = grid.cell(*row, column);
                let names_one = match field.kind {
                    Kind::RuleLine => cell.text().starts_with(|c: char| c.is_ascii_alphanumeric()),
                    Kind::Day | Kind::DayOrMonth | Kind::Month => {
                        dates::read(cell, DateContext::default()).is_ok()
                    }
                    _ => names.is_known(schema, field, &cell.text()),
                };
                names_one && *because != LeftOutBecause::HeadingsAgain
            };
            let (back, left_out) = sorted.left_out.into_iter().partition(is_record);
            let back: Vec<(usize, LeftOutBecause)> = back;
            sorted.left_out = left_out;
            sorted.rows.extend(back.into_iter().map(|(row, _)| row));
            sorted.rows.sort_unstable();
        }
        let held: Vec<RecordColumn> = columns
            .assigned()
            .map(|(field, column)| RecordColumn::new(grid, &sorted.rows, field, column, year))
            .collect();
        if held.is_empty() {
            return Err(RecordTableError::NoColumns);
        }
        let mut table = Self { notes: columns.notes(), ..Self::default() };
        table.notes.extend(grid.hidden().notes());
        for &row in &sorted.rows {
            let mut source = SourceRow { row: row + 1, ..SourceRow::default() };
            for column in &held {
                let Some(read) = column.read(grid, row) else { continue };
                let address = Address { row, column: column.index() };
                table.has_months_without_year |= read.lacks_year;
                if let Some(hint) = read.hint {
                    source.hints.push(format!("{address}（{}）：{hint}", column.field.label));
                }
                let (shown, reading) = (read.shown, read.reading);
                source.cells.push(SourceCell { field: column.field, address, shown, reading });
            }
            // A row of which only the running number is filled in is a blank one.
            if !source.cells.is_empty() {
                table.rows.push(source);
            }
        }
        if table.rows.is_empty() {
            return Err(RecordTableError::NoRows);
        }
        for (row, because) in sorted.left_out {
            table.notes.push(format!("第 {} 行是{}，没有导入", row + 1, because.words()));
            table.left_out.push((row + 1, because));
        }
        Ok(table)
    }
}
