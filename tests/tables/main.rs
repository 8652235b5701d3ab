//! Rosters and other tables from files, and tables written as files.
#![cfg(not(target_arch = "wasm32"))]

mod course_import;
#[path = "../fixtures/mod.rs"]
mod fixtures;
mod matrix;
mod record_import;
mod record_shapes;
mod roster_headings;
mod roster_import;
mod roster_law;
mod roster_words;
mod spreadsheet;
mod tables_from_outside;
mod tables_never_panic;
mod tables_read_back;
mod totals_law;
mod workbook;
