//! Hidden rows and columns of a workbook: left out of its grid until they are asked for.

use serde::{Deserialize, Serialize};

use super::grid::{Grid, GridCell, column_letters};

/// Rows and columns that a spreadsheet does not show (hidden, or filtered out) and that hold
/// something; both counted from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// The rows.
    pub rows: Vec<usize>,
    /// The columns.
    pub columns: Vec<usize>,
}

impl Hidden {
    /// What is left out, in words.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let listed = |names: Vec<String>| {
            let more = if names.len() > 10 { "等" } else { "" };
            names.into_iter().take(10).collect::<Vec<_>>().join("、") + more
        };
        if !self.rows.is_empty() {
            let rows = listed(self.rows.iter().map(|row| (row + 1).to_string()).collect());
            notes.push(format!("原表隐藏的 {} 行没有读入（第 {rows} 行）", self.rows.len()));
        }
        if !self.columns.is_empty() {
            let columns = listed(self.columns.iter().map(|at| column_letters(*at)).collect());
            notes.push(format!("原表隐藏的 {} 列没有读入（{columns} 列）", self.columns.len()));
        }
        notes
    }
}

/// A cell that the spreadsheet hides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ConcealedCell {
    row: usize,
    column: usize,
    cell: GridCell,
}

impl Grid {
    /// The same table as the spreadsheet shows it: rows and columns that it hides are blank, and
    /// all others keep their numbers. Where everything is hidden, nothing is.
    #[must_use]
    pub fn with_hidden(self, hidden: Hidden) -> Self {
        let has_row = |row: &usize| self.rows.get(*row).is_some_and(|cells| !cells.is_empty());
        let holds = |column: &usize| {
            self.rows.iter().any(|row| row.get(*column).is_some_and(|cell| !cell.is_blank()))
        };
        let mut hidden = Hidden {
            rows: hidden.rows.into_iter().filter(has_row).collect(),
            columns: hidden.columns.into_iter().filter(holds).collect(),
        };
        hidden.rows.sort_unstable();
        hidden.columns.sort_unstable();
        let mut shown = self.clone();
        for (row, cells) in shown.rows.iter_mut().enumerate() {
            let whole = hidden.rows.binary_search(&row).is_ok();
            for (column, cell) in cells.iter_mut().enumerate() {
                if !cell.is_blank() && (whole || hidden.columns.binary_search(&column).is_ok()) {
                    let cell = std::mem::take(cell);
                    shown.concealed.push(ConcealedCell { row, column, cell });
                }
            }
        }
        shown.rows = Self::new(shown.rows).rows;
        shown.hidden = hidden;
        if shown.is_empty() { self } else { shown }
    }

    /// The rows and columns that are left out because the spreadsheet hides them.
    #[must_use]
    pub fn hidden(&self) -> &Hidden {
        &self.hidden
    }

    /// The same table with what the spreadsheet hides: its hidden rows, its hidden columns.
    #[must_use]
    pub fn revealed(&self, rows: bool, columns: bool) -> Self {
        let mut revealed = self.clone();
        if rows {
            revealed.hidden.rows.clear();
        }
        if columns {
            revealed.hidden.columns.clear();
        }
        let hidden = &revealed.hidden;
        let (still, back): (Vec<_>, Vec<_>) = self.concealed.iter().cloned().partition(|at| {
            hidden.rows.binary_search(&at.row).is_ok()
                || hidden.columns.binary_search(&at.column).is_ok()
        });
        for at in back {
            if revealed.rows.len() <= at.row {
                revealed.rows.resize(at.row + 1, Vec::new());
            }
            if let Some(cells) = revealed.rows.get_mut(at.row) {
                if cells.len() <= at.column {
                    cells.resize(at.column + 1, GridCell::Empty);
                }
                if let Some(cell) = cells.get_mut(at.column) {
                    *cell = at.cell;
                }
            }
        }
        revealed.concealed = still;
        revealed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_left_out_until_it_is_asked_for() {
        let rows = ["甲乙丙", "丁戊己", "庚辛壬"]
            .map(|row| row.chars().map(|c| GridCell::Text(c.to_string())));
        let whole = Grid::new(rows.map(Iterator::collect).to_vec());
        let hidden = Hidden { rows: vec![1, 7], columns: vec![0, 9] };
        let grid = whole.clone().with_hidden(hidden);
        let seen = |grid: &Grid| -> Vec<String> {
            let row = |row: &Vec<GridCell>| row.iter().map(|cell| cell.text()).collect::<String>();
            grid.rows().iter().map(row).collect()
        };
        assert_eq!(grid.hidden(), &Hidden { rows: vec![1], columns: vec![0] });
        assert_eq!(seen(&grid), ["乙丙", "", "辛壬"]);
        assert_eq!(seen(&grid.revealed(true, false)), ["乙丙", "戊己", "辛壬"]);
        assert_eq!(seen(&grid.revealed(false, true)), ["甲乙丙", "", "庚辛壬"]);
        assert_eq!(grid.revealed(true, true), whole);
        let all = Hidden { rows: vec![0, 1, 2], columns: Vec::new() };
        assert_eq!(whole.clone().with_hidden(all), whole);
    }
}
