//! Tables from files: whichever reader a file needs.

use web_sys::{Blob, File};

use crate::browser::files;
use crate::browser::spreadsheet::{ReadSpreadsheetError, read_spreadsheet};
use crate::tables::delimited::{self, DelimitedProblem};
use crate::tables::grid::NamedGrid;
use crate::tables::spreadsheet_reply::{HEAD_BYTES, MAX_BYTES, is_for_the_worker};

/// The sheets of a file that hold anything: of a workbook all, of a text one without a name.
///
/// # Errors
/// What is wrong with the file and what to do, for the user. Nothing has changed.
pub async fn read_table_file(file: &File) -> Result<Vec<NamedGrid>, String> {
    let size = file.size() as u64;
    if size >= MAX_BYTES as u64 {
        let megabytes = size.div_ceil(1024 * 1024);
        return Err(ReadSpreadsheetError::TooLarge { megabytes }.to_string());
    }
    let unreadable = || files::FileError::Unreadable(file.name()).to_string();
    let head = file.slice_with_i32_and_i32(0, HEAD_BYTES as i32).map_err(|_| unreadable())?;
    let head = files::read_blob(&head).await.ok_or_else(unreadable)?;
    let blob: &Blob = file.as_ref();
    if is_for_the_worker(&file.name(), &head) {
        return read_spreadsheet(blob).await.map_err(|error| error.to_string());
    }
    let bytes = files::read_blob(blob).await.ok_or_else(unreadable)?;
    let named = |problem: DelimitedProblem| format!("“{}”{problem}", file.name());
    let text = delimited::decode(&bytes, files::decode_gb18030).map_err(named)?;
    read_table_text(&text).map_err(|problem| problem.to_string())
}

/// The table of a text, such as cells pasted from Excel or WPS.
///
/// # Errors
/// What is wrong with it, for the user.
pub fn read_table_text(text: &str) -> Result<Vec<NamedGrid>, DelimitedProblem> {
    if text.len() >= delimited::MAX_BYTES {
        let megabytes = text.len().div_ceil(1024 * 1024);
        return Err(DelimitedProblem::TooLarge { megabytes });
    }
    let grid = delimited::read(text)?;
    Ok(vec![NamedGrid { name: String::new(), grid }])
}
