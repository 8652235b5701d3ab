//! What the spreadsheet worker and the page say to each other.
//!
//! The worker says [`READY`] once it listens; the page then posts the file's bytes as one
//! `ArrayBuffer`, and the worker answers with the JSON text of a [`SpreadsheetReply`].

use serde::{Deserialize, Serialize};

use super::grid::NamedGrid;

/// The largest workbook that is read, in bytes; the page asks before it reads the file at all.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

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

/// Whether a file is for the worker and not for [`super::delimited`]: it begins as an archive or
/// an old workbook does, or is named as a workbook (then the worker says what it is instead).
#[must_use]
pub fn is_for_the_worker(file_name: &str, first_bytes: &[u8]) -> bool {
    let name = file_name.to_lowercase();
    first_bytes.starts_with(b"PK")
        || first_bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
        || [".xlsx", ".xlsm", ".xls", ".et"].iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_go_to_the_worker_by_content_or_name() {
        assert!(is_for_the_worker("花名册.csv", b"PK\x03\x04"));
        assert!(is_for_the_worker("花名册", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1]));
        assert!(is_for_the_worker("花名册.XLSX", b""));
        assert!(!is_for_the_worker("花名册.csv", "姓名".as_bytes()));
    }
}
