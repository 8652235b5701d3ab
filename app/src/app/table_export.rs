//! Tables handed over as files.

use crate::browser::clock;
use crate::browser::files::{self, FileError, HandedOver};
use crate::reports::{Table, TooBig, workbook};

use super::file_names::sender;
use super::session::Session;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What a file is made of.
#[derive(Debug, Clone)]
pub enum TableFile {
    /// A workbook (.xlsx), each table on a sheet of its own.
    Workbook(Vec<Table>),
    /// The rows alone, as CSV.
    Csv(Table),
}

/// Why tables were not handed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoTableFile {
    /// One has more rows than a sheet takes.
    #[error(transparent)]
    TooBig(#[from] TooBig),
    /// The browser takes no file.
    #[error(transparent)]
    File(#[from] FileError),
}

/// Hands tables over; the name of the file tells what they are, from whom, and when. Those of the sample
/// say so.
///
/// # Errors
/// Where a table is too big, or the browser takes no file.
pub async fn hand_over_tables(
    session: Session,
    name: &str,
    file: TableFile,
) -> Result<HandedOver, NoTableFile> {
    let sender = sender(session, clock::now());
    match file {
        TableFile::Csv(table) => {
            let name = sender.file_name(name, &[], "csv");
            Ok(files::hand_over(&name, "text/csv", table.to_csv().as_bytes()).await?)
        }
        TableFile::Workbook(mut tables) => {
            if session.is_sample() {
                let note = || "示例台账，数据均为虚构".to_owned();
                tables.iter_mut().for_each(|table| table.notes.push(note()));
            }
            let name = sender.file_name(name, &[], "xlsx");
            Ok(files::hand_over_unchanged(&name, XLSX, &workbook(&tables)?).await?)
        }
    }
}
