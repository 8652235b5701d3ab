//! A block of figures pasted into rows of a form: which cell each of them goes into.
//!
//! Lines that name the rows are read by these names, whatever their order; figures alone fill the cells
//! from where one stands, downwards and to the right.

use crate::typed_text::{name, number_signs};

/// What pasting puts where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockPaste {
    /// Row, column and text of each cell that says something.
    pub cells: Vec<(usize, usize, String)>,
    /// How many lines found no row.
    pub left_over: usize,
}

impl BlockPaste {
    /// Reads what was copied out of a table: lines of cells with tabs between. `names` are those of the
    /// rows, `columns` is how many there are, `at` the cell where one stands. `None` where it is one
    /// value alone.
    pub fn read(copied: &str, names: &[&str], columns: usize, at: (usize, usize)) -> Option<Self> {
        let copied = copied.trim_end_matches(['\r', '\n']);
        if !copied.contains(['\t', '\n', '\r']) {
            return None;
        }
        let lines = copied.lines().map(|line| line.split('\t').map(str::trim).collect::<Vec<_>>());
        let mut lines: Vec<Vec<&str>> =
            lines.filter(|line| line.iter().any(|cell| !cell.is_empty())).collect();
        let is_heading = |line: &Vec<&str>| {
            !line.iter().any(|cell| is_figure(cell)) && row_of(line, names).is_none()
        };
        if lines.len() > 1 && lines.first().is_some_and(is_heading) {
            lines.remove(0);
        }
        let named = lines.iter().filter(|line| row_of(line, names).is_some()).count();
        let is_by_name = named > 0 && named * 2 >= lines.len();
        let mut paste = Self::default();
        for (place, line) in lines.iter().enumerate() {
            let (row, figures) = if is_by_name {
                let Some((row, column)) = row_of(line, names) else {
                    paste.left_over += 1;
                    continue;
                };
                (row, &line[column + 1..])
            } else {
                (at.0 + place, &line[..])
            };
            if row >= names.len() {
                paste.left_over += 1;
                continue;
            }
            // As many as there are columns are all of them, wherever one stands.
            let first = if figures.len() > columns.saturating_sub(at.1) { 0 } else { at.1 };
            let cells = (first..columns).zip(figures).filter(|(_, cell)| !cell.is_empty());
            paste.cells.extend(cells.map(|(column, cell)| (row, column, (*cell).to_owned())));
        }
        Some(paste)
    }
}

fn is_figure(cell: &str) -> bool {
    number_signs(cell).parse::<f64>().is_ok()
}

/// The row that a line names, and in which of its cells; a name that two rows have names none.
pub(super) fn row_of(line: &[&str], names: &[&str]) -> Option<(usize, usize)> {
    let mut cells = line.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    cells.find_map(|(column, cell)| {
        let own = name(cell);
        let mut rows = names.iter().enumerate().filter(|(_, row)| name(row) == own);
        match (rows.next(), rows.next()) {
            (Some((row, _)), None) => Some((row, column)),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 3] = ["王芳", "李 明", "赵强"];

    fn cells(copied: &str, at: (usize, usize)) -> (Vec<(usize, usize, String)>, usize) {
        let paste = BlockPaste::read(copied, &NAMES, 4, at).expect("a block");
        (paste.cells, paste.left_over)
    }

    fn cell(row: usize, column: usize, text: &str) -> (usize, usize, String) {
        (row, column, text.to_owned())
    }

    #[test]
    fn figures_fill_from_where_one_stands() {
        let (found, over) = cells("1\t2\n3\t\n5\t6\n", (1, 2));
        assert_eq!(found, [cell(1, 2, "1"), cell(1, 3, "2"), cell(2, 2, "3")]);
        assert_eq!(over, 1);
        assert_eq!(cells("1\t2\t3\t4\r\n", (0, 2)).0.len(), 4);
    }

    #[test]
    fn lines_that_name_their_rows_find_them_in_any_order() {
        let copied = "序号\t姓名\t优秀\t合格\n1\t李明\t9\t1\n2\t王芳\t８\t2\n\t合计\t17\t3\n";
        let (found, over) = cells(copied, (2, 3));
        assert_eq!(found, [cell(1, 0, "9"), cell(1, 1, "1"), cell(0, 0, "８"), cell(0, 1, "2")]);
        assert_eq!(over, 1);
    }

    #[test]
    fn a_value_alone_is_no_block() {
        assert_eq!(BlockPaste::read("12\n", &NAMES, 4, (0, 0)), None);
    }
}
