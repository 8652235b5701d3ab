//! Cells pasted into a matrix: what each of them would write, before anything does.
//!
//! A table that names the records of the rows is read by these names, whatever its order; one of
//! figures alone fills the cells from where one stands, downwards and to the right.

use super::grid::Grid;
use super::record_columns::RecordColumns;
use super::record_names::RecordNames;
use super::text;
use crate::ledger::RecordId;
use crate::registers::{Field, Matrix, MatrixRow, MatrixTexts, read_figure};

/// What pasting would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MatrixPaste {
    /// The cells that say something, in the order of what was pasted.
    pub cells: Vec<PastedCell>,
    /// What is not read, and why.
    pub unread: Vec<String>,
    /// Whether the rows were found by names.
    pub is_by_name: bool,
}

/// A cell that is pasted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedCell {
    /// The place of its row among those given.
    pub row: usize,
    /// The place of its column in the matrix.
    pub column: usize,
    /// What stands there; empty if nothing.
    pub before: String,
    /// What would stand there.
    pub after: String,
}

impl PastedCell {
    /// Whether something else stands there.
    pub fn is_change(&self) -> bool {
        !self.before.is_empty() && !self.is_same()
    }

    /// Whether the same stands there already.
    pub fn is_same(&self) -> bool {
        self.before == self.after
    }
}

/// Where a pasted table has what it says.
struct Layout {
    /// The first row below the headings.
    first: usize,
    /// The column of names; `None` where the rows are those from where one stands.
    names: Option<usize>,
    /// The columns of figures: of the table, and of the matrix.
    figures: Vec<(usize, usize)>,
}

impl MatrixPaste {
    /// Compares pasted cells with the rows of a matrix, in the order in which they are shown; `at` is
    /// the cell where one stands.
    pub fn plan(
        matrix: &Matrix,
        rows: &[MatrixRow],
        names: &RecordNames,
        grid: &Grid,
        at: (usize, usize),
    ) -> Self {
        let mut plan = Self::default();
        let layout = match Layout::by_headings(matrix, grid, &mut plan.unread) {
            Some(Some(layout)) => layout,
            // It is of several months: nothing of it is read here.
            Some(None) => return plan,
            None => Layout::by_names(matrix, names, grid, at.1)
                .unwrap_or_else(|| Layout::by_place(matrix, grid, at.1)),
        };
        plan.is_by_name = layout.names.is_some();
        let mut lines = (0..grid.rows().len()).skip(layout.first).enumerate();
        while let Some((place, line)) = lines.next() {
            let is_blank = (0..grid.width()).all(|column| grid.cell(line, column).is_blank());
            if is_blank {
                continue;
            }
            let row = match layout.names {
                Some(column) => find(matrix, rows, names, &grid.cell(line, column).text()),
                None if at.0 + place < rows.len() => Ok(at.0 + place),
                None => {
                    let more = 1 + lines.by_ref().count();
                    plan.unread.push(format!("多出的 {more} 行在最后一行以下，没有读"));
                    break;
                }
            };
            match row {
                Ok(row) => plan.read_line(matrix, rows, grid, (line, row), &layout),
                Err(why) => plan.unread.push(format!("第 {} 行：{why}", line + 1)),
            }
        }
        plan.keep_last();
        plan
    }

    fn read_line(
        &mut self,
        matrix: &Matrix,
        rows: &[MatrixRow],
        grid: &Grid,
        (line, row): (usize, usize),
        layout: &Layout,
    ) {
        for (from, column) in &layout.figures {
            let cell = grid.cell(line, *from);
            // A blank cell says nothing: what stands stays.
            let (Some(field), false) = (matrix.columns.get(*column), cell.is_blank()) else {
                continue;
            };
            let seen = text::squeezed(&grid.seen_text(line, *from));
            match read_figure(field, &cell.text()) {
                Ok(after) => self.cells.push(PastedCell {
                    row,
                    column: *column,
                    before: rows[row].texts.get(*column).cloned().unwrap_or_default(),
                    after,
                }),
                Err(why) => {
                    self.unread.push(format!("{}的“{seen}”：{why}", rows[row].name));
                }
            }
        }
    }

    /// Of two lines about one cell the later counts, as in typing; that is said.
    fn keep_last(&mut self) {
        let mut kept: Vec<PastedCell> = Vec::new();
        for cell in std::mem::take(&mut self.cells) {
            match kept.iter_mut().find(|one| (one.row, one.column) == (cell.row, cell.column)) {
                Some(earlier) if earlier.after == cell.after => {}
                Some(earlier) => {
                    self.unread.push(format!(
                        "同一格写了两次（{} 和 {}），按后一次",
                        earlier.after, cell.after
                    ));
                    *earlier = cell;
                }
                None => kept.push(cell),
            }
        }
        self.cells = kept;
    }

    /// The cells that would change something, by row.
    pub fn changes(&self, matrix: &Matrix) -> Vec<(usize, MatrixTexts)> {
        let mut changes: Vec<(usize, MatrixTexts)> = Vec::new();
        for cell in self.cells.iter().filter(|cell| !cell.is_same()) {
            let Some(field) = matrix.columns.get(cell.column) else { continue };
            match changes.iter_mut().find(|(row, _)| *row == cell.row) {
                Some((_, texts)) => {
                    texts.insert(field.name, cell.after.clone());
                }
                None => {
                    changes.push((cell.row, MatrixTexts::from([(field.name, cell.after.clone())])));
                }
            }
        }
        changes
    }
}

impl Layout {
    /// By headings that name the rows' register and figures; `Some(None)` where the table is of
    /// months of its own, which is said.
    fn by_headings(matrix: &Matrix, grid: &Grid, unread: &mut Vec<String>) -> Option<Option<Self>> {
        let columns = RecordColumns::recognise(grid, matrix.schema).ok()?;
        let names = columns.column_of(matrix.subject.name)?;
        if columns.column_of(matrix.month.name).is_some() {
            let label = matrix.month.label;
            unread.push(format!("表里另有“{label}”一列。几个月的表，请用“从表格导入”"));
            return Some(None);
        }
        let of = |(place, field): (usize, &&'static Field)| {
            Some((columns.column_of(field.name)?, place))
        };
        let figures: Vec<_> = matrix.columns.iter().enumerate().filter_map(of).collect();
        let layout = Self { first: columns.heading_rows.end, names: Some(names), figures };
        (!layout.figures.is_empty()).then_some(Some(layout))
    }

    /// By a column that names records: the one that names the most, where that is half of the lines.
    fn by_names(matrix: &Matrix, names: &RecordNames, grid: &Grid, at: usize) -> Option<Self> {
        let register = matrix.subjects.head.name;
        let lines = 0..grid.rows().len();
        let count = |column: usize| {
            let is_known = |line: &usize| {
                let text = grid.cell(*line, column).text();
                !text.is_empty() && !names.find(register, &text).is_empty()
            };
            lines.clone().filter(is_known).count()
        };
        let counted: Vec<usize> = (0..grid.width()).map(count).collect();
        let most = counted.iter().copied().max().filter(|most| *most > 0)?;
        let column = counted.iter().position(|count| *count == most)?;
        let filled = lines.filter(|line| !grid.cell(*line, column).is_blank()).count();
        if most * 2 < filled {
            return None;
        }
        Some(Self {
            first: 0,
            names: Some(column),
            figures: figures_from(matrix, grid, column + 1, at),
        })
    }

    /// By where one stands. A first line that says what the columns are is none of figures.
    fn by_place(matrix: &Matrix, grid: &Grid, at: usize) -> Self {
        let figures = figures_from(matrix, grid, 0, at);
        let is_heading = figures.iter().all(|(from, _)| {
            let text = grid.cell(0, *from).text();
            !text.is_empty() && !text.chars().any(char::is_numeric)
        });
        let first = usize::from(is_heading && grid.rows().len() > 1);
        Self { first, names: None, figures }
    }
}

/// The columns of a table from one on that hold anything, as those of the matrix from where one
/// stands; where they are as many as the matrix has, from its first.
fn figures_from(matrix: &Matrix, grid: &Grid, from: usize, at: usize) -> Vec<(usize, usize)> {
    let lines = 0..grid.rows().len();
    let is_filled = |column: &usize| lines.clone().any(|line| !grid.cell(line, *column).is_blank());
    let filled: Vec<usize> = (from..grid.width()).filter(is_filled).collect();
    let left = matrix.columns.len().saturating_sub(at);
    let at = if filled.len() > left { 0 } else { at };
    filled.into_iter().zip(at..matrix.columns.len()).collect()
}

/// Why a line of a pasted table belongs to no row; `label` says of what kind the rows are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum UnknownRow {
    /// It names nothing.
    #[error("没有写{label}，没有读")]
    Unnamed { label: &'static str },
    /// No row has that name.
    #[error("没有叫“{name}”的{label}，没有读")]
    Nobody { label: &'static str, name: String },
    /// Several rows have it.
    #[error("叫“{name}”的{label}不止一个，没有读")]
    Several { label: &'static str, name: String },
}

/// The row that a name means.
fn find(
    matrix: &Matrix,
    rows: &[MatrixRow],
    names: &RecordNames,
    text: &str,
) -> Result<usize, UnknownRow> {
    let place = |id: &RecordId| rows.iter().position(|row| row.subject == *id);
    let label = matrix.subjects.head.label;
    let found: Vec<usize> =
        names.find(matrix.subjects.head.name, text).iter().filter_map(place).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] if text.is_empty() => Err(UnknownRow::Unnamed { label }),
        [] => Err(UnknownRow::Nobody { label, name: text.to_owned() }),
        _ => Err(UnknownRow::Several { label, name: text.to_owned() }),
    }
}
