//! Tables handed over as files.

use crate::browser::clock;
use crate::browser::files::{self, FileError, HandedOver};
use crate::exchange::export::file_name;
use crate::ledger::day_text;
use crate::reports::{Table, TooBig, workbook};

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

/// Hands tables over under a name, to which the day is added. Those of the sample say so.
///
/// # Errors
/// Where a table is too big, or the browser takes no file.
pub async fn hand_over_tables(
    session: Session,
    name: &str,
    file: TableFile,
) -> Result<HandedOver, NoTableFile> {
    let day = day_text(clock::today());
    match file {
        TableFile::Csv(table) => {
            let name = file_name(&[name, &day], "csv");
            Ok(files::hand_over(&name, "text/csv", table.to_csv().as_bytes()).await?)
        }
        TableFile::Workbook(mut tables) => {
            if session.is_sample() {
                let note = || "示例台账，数据均为虚构".to_owned();
                tables.iter_mut().for_each(|table| table.notes.push(note()));
            }
            let name = file_name(&[name, &day], "xlsx");
            Ok(files::hand_over_unchanged(&name, XLSX, &workbook(&tables)?).await?)
        }
    }
}
