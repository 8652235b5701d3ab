//! A register filled in as a table of one month: cells typed, or pasted after a look at them.

use crate::ledger::{Month, RecordId};
use crate::registers::{Matrix, MatrixRow, MatrixTexts, Problem};
use crate::tables::delimited::DelimitedProblem;
use crate::tables::matrix_paste::MatrixPaste;
use crate::tables::record_names::RecordNames;

use super::session::Session;
use super::table_file::read_table_text;

/// What pasting into a table would do, and the rows that it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct FillPlan {
    /// The rows, in the order in which they are shown.
    pub rows: Vec<MatrixRow>,
    /// What is pasted.
    pub paste: MatrixPaste,
}

/// Compares a pasted text with the rows of a month; `at` is the row and column where one stands.
/// What the register would not take is among what is not read.
///
/// # Errors
/// Where the text is no table, for the user.
pub fn plan_fill(
    session: Session,
    matrix: &Matrix,
    month: Month,
    rows: Vec<MatrixRow>,
    text: &str,
    at: (usize, usize),
) -> Result<FillPlan, DelimitedProblem> {
    let grid = read_table_text(text)?.into_iter().next().unwrap_or_default().grid;
    let draft = session.draft("change", "");
    session.with_ledger_untracked(|ledger| {
        let names = RecordNames::of(ledger, matrix.schema);
        let mut paste = MatrixPaste::plan(matrix, &rows, &names, &grid, at);
        for (row, texts) in paste.changes(matrix) {
            let cells = [(&rows[row], texts)];
            let Err(wrong) = matrix.write(ledger, month, &cells, &mut draft.clone()) else {
                continue;
            };
            let problems = wrong.into_iter().flat_map(|(_, problems)| problems);
            let told = problems.map(|one| format!("{}：{}，没有读", rows[row].name, one.text));
            paste.unread.extend(told);
            paste.cells.retain(|cell| cell.row != row);
        }
        Ok(FillPlan { rows, paste })
    })
}

/// Writes what was typed into cells of rows, as one edit, and says of how many rows something changed.
///
/// # Errors
/// What is wrong, by row; nothing has changed then.
pub fn fill_matrix(
    session: Session,
    matrix: &Matrix,
    month: Month,
    cells: &[(&MatrixRow, MatrixTexts)],
) -> Result<usize, Vec<(RecordId, Vec<Problem>)>> {
    let is_new = cells.iter().all(|(row, _)| row.record.is_none());
    let mut draft = session.draft(if is_new { "create" } else { "change" }, "");
    let count =
        session.with_ledger_untracked(|ledger| matrix.write(ledger, month, cells, &mut draft))?;
    session.commit(draft).map(|_| count).map_err(|error| {
        let problem = || vec![Problem::new("", error.to_string())];
        cells.iter().map(|(row, _)| (row.subject.clone(), problem())).collect()
    })
}
