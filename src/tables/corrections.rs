//! What a user corrects in the review of a table, without touching the file: single cells, words of a
//! column, and which rows are read.

use std::collections::{BTreeMap, BTreeSet};

use super::grid::{Address, Grid};
use super::text;

/// The corrections of one table. Those of cells and rows hold on when its columns are mapped
/// otherwise, as they go by where those stand; words mean something in their column alone, and go
/// when it holds something else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrections {
    cells: BTreeMap<Address, String>,
    /// By column and by what its cells say, squeezed.
    words: BTreeMap<(usize, String), String>,
    /// Rows that look like totals or signatures and are read all the same; from 1.
    taken_in: BTreeSet<usize>,
    /// Rows that are not imported, by their number and by which of the rosters side by side.
    excluded: BTreeSet<(usize, usize)>,
}

impl Corrections {
    /// Says what a cell should say.
    pub fn correct(&mut self, at: Address, text: &str) {
        self.cells.insert(at, text::trimmed(text).to_owned());
    }

    /// Whether a cell was corrected.
    #[must_use]
    pub fn is_corrected(&self, at: Address) -> bool {
        self.cells.contains_key(&at)
    }

    /// Says what a word means in all cells of a column; an empty text takes that back.
    pub fn map_word(&mut self, column: usize, written: &str, meant: &str) {
        let key = (column, text::squeezed(written));
        if meant.is_empty() {
            self.words.remove(&key);
        } else {
            self.words.insert(key, meant.to_owned());
        }
    }

    /// The words that mean others: column, as written, as meant.
    pub fn words(&self) -> impl Iterator<Item = (usize, &str, &str)> {
        self.words.iter().map(|((column, written), meant)| (*column, &**written, &**meant))
    }

    /// Reads a row all the same that looks like totals or a signature, by its number; or leaves it
    /// aside again.
    pub fn set_taken_in(&mut self, row: usize, on: bool) {
        if on {
            self.taken_in.insert(row);
        } else {
            self.taken_in.remove(&row);
        }
    }

    /// The rows that are read although they look like totals or signatures; from 1.
    #[must_use]
    pub fn taken_in(&self) -> &BTreeSet<usize> {
        &self.taken_in
    }

    /// Says not to import a row, by its number from 1 and by which of the rosters side by side it is
    /// in, from 0; or to import it after all.
    pub fn set_excluded(&mut self, row: usize, group: usize, on: bool) {
        if on {
            self.excluded.insert((row, group));
        } else {
            self.excluded.remove(&(row, group));
        }
    }

    /// Whether the user said not to import a row.
    #[must_use]
    pub fn is_excluded(&self, row: usize, group: usize) -> bool {
        self.excluded.contains(&(row, group))
    }

    /// Forgets the words of columns that held something else before than they do now.
    pub fn forget_words_where_changed<M: PartialEq>(
        &mut self,
        before: &BTreeMap<usize, M>,
        now: &BTreeMap<usize, M>,
    ) {
        self.words.retain(|(column, _), _| before.get(column) == now.get(column));
    }

    /// A table with its cells and words corrected, from a row below the headings on.
    #[must_use]
    pub fn apply(&self, mut grid: Grid, first_row: usize) -> Grid {
        for (at, text) in &self.cells {
            grid.set_text(*at, text);
        }
        if self.words.is_empty() {
            return grid;
        }
        for row in first_row..grid.rows().len() {
            for column in self.words.keys().map(|(column, _)| *column).collect::<BTreeSet<_>>() {
                let written = text::squeezed(&grid.cell(row, column).text());
                if let Some(meant) = self.words.get(&(column, written)) {
                    grid.set_text(Address { row, column }, meant);
                }
            }
        }
        grid
    }
}

#[cfg(test)]
mod tests {
    use super::super::columns::ColumnMap;
    use super::super::delimited;
    use super::super::roster::{self, RosterRow};
    use super::*;

    fn excluded(grid: &Grid, map: &ColumnMap, corrections: &Corrections) -> Vec<bool> {
        let read = roster::read_corrected(grid, map, corrections).unwrap();
        read.rows.iter().map(RosterRow::is_excluded).collect()
    }

    #[test]
    fn an_excluded_row_stays_so_as_names_are_mapped_to_another_column() {
        let grid = delimited::read("姓名,全名,工号\n张三,张三丰,1\n李四,李四光,2\n").unwrap();
        let mut map = ColumnMap::recognise(&grid).unwrap();
        let mut corrections = Corrections::default();
        corrections.set_excluded(2, 0, true);
        assert_eq!(excluded(&grid, &map, &corrections), [true, false]);
        let other = usize::from(map.column_of("name") == Some(0));
        assert!(map.assign(other, Some("name")));
        assert_eq!(excluded(&grid, &map, &corrections), [true, false]);
    }

    #[test]
    fn of_rosters_side_by_side_only_the_row_of_one_is_excluded() {
        let grid = delimited::read("姓名,工号,姓名,工号\n张三,1,李四,2\n").unwrap();
        let map = ColumnMap::recognise(&grid).unwrap();
        let mut corrections = Corrections::default();
        corrections.set_excluded(2, 1, true);
        assert_eq!(excluded(&grid, &map, &corrections), [false, true]);
    }

    #[test]
    fn words_go_when_their_column_holds_something_else() {
        let grid = delimited::read("姓名,人员状态,党员类别\n张三,内科,党员\n").unwrap();
        let mut map = ColumnMap::recognise(&grid).unwrap();
        let mut corrections = Corrections::default();
        corrections.map_word(1, "内科", "在职");
        corrections.map_word(2, "党员", "正式");
        let before = map.meanings();
        corrections.forget_words_where_changed(&before, &map.meanings());
        assert_eq!(corrections.words().count(), 2);
        assert!(map.assign(1, Some("department")));
        corrections.forget_words_where_changed(&before, &map.meanings());
        assert_eq!(corrections.words().collect::<Vec<_>>(), [(2, "党员", "正式")]);
    }

    #[test]
    fn a_cell_is_corrected_where_it_stands_and_its_doubt_goes() {
        let grid = delimited::read("姓名,入党时间\n张三,#REF!\n李四,2001.7\n").unwrap();
        let at = Address { row: 1, column: 1 };
        assert!(grid.doubt(1, 1).is_some());
        let mut corrections = Corrections::default();
        corrections.correct(at, " 2003.7 ");
        let read = corrections.apply(grid, 1);
        assert_eq!((read.cell(1, 1).text(), read.doubt(1, 1)), ("2003.7".into(), None));
        assert_eq!(read.cell(2, 1).text(), "2001.7");
        assert!(corrections.is_corrected(at));
    }

    #[test]
    fn a_cell_beyond_the_end_of_its_row_can_be_filled_in() {
        let grid = delimited::read("姓名,工号,支部\n张三\n").unwrap();
        let mut corrections = Corrections::default();
        corrections.correct(Address { row: 1, column: 2 }, "一支部");
        corrections.correct(Address { row: 9, column: 0 }, "李四");
        let read = corrections.apply(grid, 1);
        assert_eq!(read.cell(1, 2).text(), "一支部");
        assert_eq!(read.rows().len(), 2, "no row is made");
    }

    #[test]
    fn a_word_is_mapped_once_for_its_column_below_the_headings() {
        let grid = delimited::read("状态,备注\n病 休 中,病休中\n病休中,\n在职,\n").unwrap();
        let mut corrections = Corrections::default();
        corrections.map_word(0, "病休中", "长病");
        let column = |grid: &Grid, at: usize| -> Vec<String> {
            (1..4).map(|row| grid.cell(row, at).text().into_owned()).collect()
        };
        let read = corrections.apply(grid.clone(), 1);
        assert_eq!(column(&read, 0), ["长病", "长病", "在职"]);
        assert_eq!(column(&read, 1)[0], "病休中");
        assert_eq!(corrections.words().collect::<Vec<_>>(), [(0, "病休中", "长病")]);
        corrections.map_word(0, "病 休中", "");
        assert_eq!(column(&corrections.apply(grid, 1), 0)[1], "病休中");
    }
}
