//! How the keys move in a table: as in Excel, but for Tab. The table is one stop of it.

/// Where a key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Go {
    /// To a cell: row and column.
    Cell(usize, usize),
    /// To the head of a column.
    Head(usize),
    /// Opens the cell.
    Open,
}

/// A pressed key.
pub(super) struct Press<'a> {
    pub key: &'a str,
    pub shift: bool,
    pub ctrl: bool,
}

/// Where a key leads from `at` (row, column) in a table of `rows` by `columns`, of which `page` rows
/// are seen at once. `None`: the key is not the table's.
pub(super) fn go(
    press: &Press,
    at: (usize, usize),
    (rows, columns): (usize, usize),
    page: usize,
) -> Option<Go> {
    if rows == 0 || columns == 0 {
        return None;
    }
    let (row, column) = at;
    let (last_row, last_column) = (rows - 1, columns - 1);
    let go = match (press.key, press.ctrl, press.shift) {
        ("ArrowUp", true, _) => Go::Cell(0, column),
        ("ArrowDown", true, _) => Go::Cell(last_row, column),
        ("ArrowLeft", true, _) | ("Home", false, _) => Go::Cell(row, 0),
        ("ArrowRight", true, _) | ("End", false, _) => Go::Cell(row, last_column),
        ("Home", true, _) => Go::Cell(0, 0),
        ("End", true, _) => Go::Cell(last_row, last_column),
        ("ArrowUp", ..) if row == 0 => Go::Head(column),
        ("ArrowUp", ..) => Go::Cell(row - 1, column),
        ("ArrowDown", ..) => Go::Cell((row + 1).min(last_row), column),
        ("ArrowLeft", ..) => Go::Cell(row, column.saturating_sub(1)),
        ("ArrowRight", ..) => Go::Cell(row, (column + 1).min(last_column)),
        ("PageUp", ..) => Go::Cell(row.saturating_sub(page), column),
        ("PageDown", ..) => Go::Cell((row + page).min(last_row), column),
        ("Enter", _, true) => Go::Cell(row.saturating_sub(1), column),
        ("Enter" | " ", ..) => Go::Open,
        _ => return None,
    };
    Some(go)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str, at: (usize, usize)) -> Option<Go> {
        let (key, ctrl) = key.strip_prefix("C-").map_or((key, false), |k| (k, true));
        let (key, shift) = key.strip_prefix("S-").map_or((key, false), |k| (k, true));
        go(&Press { key, shift, ctrl }, at, (5, 3), 2)
    }

    #[test]
    fn keys_move_as_in_excel() {
        for (key, at, to) in [
            ("ArrowRight", (0, 0), Some(Go::Cell(0, 1))),
            ("ArrowRight", (0, 2), Some(Go::Cell(0, 2))),
            ("ArrowUp", (0, 1), Some(Go::Head(1))),
            ("ArrowDown", (4, 1), Some(Go::Cell(4, 1))),
            ("Tab", (0, 0), None),
            ("S-Tab", (4, 2), None),
            ("C-End", (0, 0), Some(Go::Cell(4, 2))),
            ("C-Home", (3, 2), Some(Go::Cell(0, 0))),
            ("Home", (3, 2), Some(Go::Cell(3, 0))),
            ("PageDown", (3, 2), Some(Go::Cell(4, 2))),
            ("PageUp", (3, 2), Some(Go::Cell(1, 2))),
            ("Enter", (3, 2), Some(Go::Open)),
            ("S-Enter", (3, 2), Some(Go::Cell(2, 2))),
            ("Escape", (3, 2), None),
            ("a", (3, 2), None),
        ] {
            assert_eq!(press(key, at), to, "{key} at {at:?}");
        }
        assert_eq!(go(&Press { key: "Enter", shift: false, ctrl: false }, (0, 0), (0, 3), 2), None);
    }
}
