//! What the browser gives.

pub mod spreadsheet;
