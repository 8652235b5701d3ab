//! What a table shows: columns, rows, cells, and the order of the rows.

use crate::ordered;
use std::cmp::Ordering;

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableAlign {
    /// At the left.
    #[default]
    Start,
    /// In the middle.
    Middle,
    /// At the right.
    End,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words.
    #[default]
    Text,
    /// Figures: at the right, all of one width.
    Number,
    /// Grades and states: a word with its shape.
    Chip,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableColumn {
    /// Given back when a cell is tapped.
    pub key: String,
    /// The word in the head.
    pub label: String,
    /// The longer word, shown on hover and read out; empty: the label.
    pub title: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Where the text stands; figures stand at the right whatever is said here.
    pub align: TableAlign,
    /// The width in rem; 0: by its kind.
    pub width: f32,
    /// The heading over this and its neighbours with the same; empty: none.
    pub group: String,
    /// A subtotal: a shade apart.
    pub subtotal: bool,
    /// Can be sorted by a tap on the head.
    pub sortable: bool,
    /// A tap on the head tells of the column (`on_head`).
    pub opens: bool,
    /// Where its texts may break in a plain table.
    pub breaking: Breaking,
}

impl TableColumn {
    /// A column of words.
    pub fn text(key: impl Into<String>, label: impl Into<String>) -> Self {
        TableColumn { key: key.into(), label: label.into(), ..TableColumn::default() }
    }

    /// A column of figures.
    pub fn number(key: impl Into<String>, label: impl Into<String>) -> Self {
        TableColumn { kind: ColumnKind::Number, ..TableColumn::text(key, label) }
    }

    /// A column of grades or states.
    pub fn chip(key: impl Into<String>, label: impl Into<String>) -> Self {
        TableColumn { kind: ColumnKind::Chip, ..TableColumn::text(key, label) }
    }

    /// With a width in rem.
    pub fn width(self, width: f32) -> Self {
        TableColumn { width, ..self }
    }

    /// With a longer name.
    pub fn title(self, title: impl Into<String>) -> Self {
        TableColumn { title: title.into(), ..self }
    }

    /// Under a heading.
    pub fn group(self, group: impl Into<String>) -> Self {
        TableColumn { group: group.into(), ..self }
    }

    /// As a subtotal.
    pub fn subtotal(self) -> Self {
        TableColumn { subtotal: true, ..self }
    }

    /// With texts that break there alone.
    pub fn breaking(self, breaking: Breaking) -> Self {
        TableColumn { breaking, ..self }
    }

    /// With a head that tells of it.
    pub fn opens(self) -> Self {
        TableColumn { opens: true, ..self }
    }

    /// Sortable by a tap on its head.
    pub fn sortable(self) -> Self {
        TableColumn { sortable: true, ..self }
    }

    pub(super) fn rem(&self) -> f32 {
        match self.kind {
            _ if self.width > 0.0 => self.width,
            ColumnKind::Text => 8.0,
            ColumnKind::Number => 4.25,
            ColumnKind::Chip => 6.5,
        }
    }

    pub(super) fn class(&self, tone: CellTone) -> String {
        let place = match (self.kind, self.align) {
            (ColumnKind::Number, _) | (_, TableAlign::End) => "at-end",
            (_, TableAlign::Middle) => "at-middle",
            _ => "at-start",
        };
        let mut class = format!("cell {place}");
        if self.kind == ColumnKind::Number {
            class.push_str(" is-number");
        }
        if self.subtotal {
            class.push_str(" is-subtotal");
        }
        class.push_str(match self.breaking {
            Breaking::Anywhere => "",
            Breaking::AtMarks => " breaks-at-marks",
            Breaking::Never => " is-whole",
        });
        class.push_str(match tone {
            CellTone::Normal => "",
            CellTone::Muted => " is-muted",
            CellTone::Strong => " is-strong",
            CellTone::Warn => " is-warn",
        });
        class
    }
}

/// Where the texts of a column of a plain table may break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Breaking {
    /// Between any two characters, as Chinese does.
    #[default]
    Anywhere,
    /// At spaces and punctuation: names stay whole.
    AtMarks,
    /// Nowhere: days and figures stay whole.
    Never,
}

/// How a cell stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellTone {
    /// As usual.
    #[default]
    Normal,
    /// Recedes: zero, the base value.
    Muted,
    /// Stands out: what differs.
    Strong,
    /// Wants an eye.
    Warn,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableCell {
    /// What it shows.
    pub text: String,
    /// How it stands out.
    pub tone: CellTone,
    /// More, on hover and read out; empty: none.
    pub title: String,
}

impl TableCell {
    /// A cell as usual.
    pub fn new(text: impl Into<String>) -> Self {
        TableCell { text: text.into(), ..TableCell::default() }
    }

    /// A cell that recedes.
    pub fn muted(text: impl Into<String>) -> Self {
        TableCell { tone: CellTone::Muted, ..TableCell::new(text) }
    }

    /// A cell that stands out.
    pub fn strong(text: impl Into<String>) -> Self {
        TableCell { tone: CellTone::Strong, ..TableCell::new(text) }
    }

    /// A cell to be checked.
    pub fn warn(text: impl Into<String>) -> Self {
        TableCell { tone: CellTone::Warn, ..TableCell::new(text) }
    }

    /// With more on hover.
    pub fn title(self, title: impl Into<String>) -> Self {
        TableCell { title: title.into(), ..self }
    }
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableRow {
    /// Given back when tapped; unique in the table.
    pub id: String,
    /// One cell for each column.
    pub cells: Vec<TableCell>,
}

impl TableRow {
    /// A row.
    pub fn new(id: impl Into<String>, cells: Vec<TableCell>) -> Self {
        TableRow { id: id.into(), cells }
    }
}

/// The column that the rows are ordered by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortBy {
    /// The column's key.
    pub key: String,
    /// The greatest first.
    pub descending: bool,
}

/// The indices of the rows in their order. Empty cells and what is no number come last in a column
/// of figures; ties keep the order given. `words` compares two texts.
pub(super) fn order(
    columns: &[TableColumn],
    rows: &[TableRow],
    sort: Option<&SortBy>,
    words: &dyn Fn(&str, &str) -> Ordering,
) -> Vec<usize> {
    let mut list: Vec<usize> = (0..rows.len()).collect();
    let Some(sort) = sort else { return list };
    let Some(at) = columns.iter().position(|c| c.key == sort.key) else { return list };
    let text = |i: usize| rows[i].cells.get(at).map_or("", |c| c.text.as_str());
    let turn = |o: Ordering| if sort.descending { o.reverse() } else { o };
    if columns[at].kind == ColumnKind::Number {
        let numbers: Vec<Option<f64>> = (0..rows.len()).map(|i| number(text(i))).collect();
        ordered::sort_by(&mut list, |&a, &b| match (numbers[a], numbers[b]) {
            (Some(x), Some(y)) => turn(x.total_cmp(&y)),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        });
    } else {
        ordered::sort_by(&mut list, |&a, &b| turn(words(text(a), text(b))));
    }
    list
}

/// A figure as it is written, `−1,234.5` too.
fn number(text: &str) -> Option<f64> {
    let plain = || text.replace('−', "-").replace(',', "").parse().ok();
    text.parse().ok().or_else(plain)
}

/// The headings over the columns: text and how many columns each spans; empty texts are columns
/// without one.
pub(super) fn headings(columns: &[TableColumn]) -> Vec<(String, usize)> {
    let mut list: Vec<(String, usize)> = Vec::new();
    for column in columns {
        match list.last_mut() {
            Some((name, span)) if !name.is_empty() && *name == column.group => *span += 1,
            _ => list.push((column.group.clone(), 1)),
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(texts: &[&str]) -> Vec<TableRow> {
        texts.iter().map(|t| TableRow::new(*t, vec![TableCell::new(*t)])).collect()
    }

    #[test]
    fn figures_sort_as_figures_and_blanks_come_last() {
        let columns = [TableColumn::number("n", "分")];
        let rows = rows(&["9", "10.5", "—", "-2", ""]);
        let by = |descending| SortBy { key: "n".into(), descending };
        let words = |a: &str, b: &str| a.cmp(b);
        assert_eq!(order(&columns, &rows, Some(&by(false)), &words), [3, 0, 1, 2, 4]);
        assert_eq!(order(&columns, &rows, Some(&by(true)), &words), [1, 0, 3, 2, 4]);
        assert_eq!(order(&columns, &rows, None, &words), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn headings_span_neighbours_only() {
        let columns = [
            TableColumn::text("a", ""),
            TableColumn::text("b", "").group("甲"),
            TableColumn::text("c", "").group("甲"),
            TableColumn::text("d", ""),
            TableColumn::text("e", ""),
            TableColumn::text("f", "").group("甲"),
        ];
        let spans: Vec<_> = headings(&columns).into_iter().map(|(_, n)| n).collect();
        assert_eq!(spans, [1, 2, 1, 1, 1]);
    }
}
