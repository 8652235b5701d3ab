//! What the spreadsheet worker and the page say to each other.
//!
//! The worker says [`READY`] once it listens; the page then posts the file's bytes as one
//! `ArrayBuffer`, and the worker answers with the JSON text of a [`SpreadsheetReply`].

use serde::{Deserialize, Serialize};

use super::grid::NamedGrid;

/// The worker's first message: before it, bytes that are posted would be lost.
pub const READY: &str = "ready";

/// The worker's answer to a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpreadsheetReply {
    /// The sheets that hold anything, in the workbook's order.
    Sheets(Vec<NamedGrid>),
    /// Why the file is not read and what to do, for the user.
    Problem(String),
}
