//! Tables as text: .csv files, and cells pasted from Excel or WPS.

use super::cell_text::delimited_cell;
use super::dialect::Dialect;
use super::doubts::{Doubt, DoubtfulCell};
use super::grid::{Grid, GridCell, MAX_COLUMNS, MAX_ROWS};

pub use super::decode::{MAX_BYTES, decode};

/// Why a text is not read as a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DelimitedProblem {
    /// The file is larger than [`MAX_BYTES`].
    #[error(
        "文件有 {megabytes} MB，最多能读 20 MB。请只保留花名册一张表后另存再导入；本机数据没有改动"
    )]
    TooLarge {
        /// Its size, rounded up.
        megabytes: usize,
    },
    /// The bytes are text in no encoding that is known.
    #[error(
        "读不出这个文件的文字。请在 Excel 或 WPS 里打开它，“另存为”.xlsx 或“CSV UTF-8”后再导入；本机数据没有改动"
    )]
    NotText,
    /// There is nothing in it.
    #[error("里面没有内容。请打开原文件看一看是否选对；本机数据没有改动")]
    Empty,
    /// More rows than [`MAX_ROWS`].
    #[error("超过 {MAX_ROWS} 行。请分成几个文件分别导入；本机数据没有改动")]
    TooManyRows,
    /// More columns than [`MAX_COLUMNS`].
    #[error("第 {row} 行超过 {MAX_COLUMNS} 列。请删去用不到的列后再导入；本机数据没有改动")]
    TooManyColumns {
        /// The row, from 1.
        row: usize,
    },
}

/// Reads a table from text, whatever stands between the cells. What single cells keep from being
/// read goes with the grid as its doubts.
///
/// # Errors
/// Nothing in it, or more than fits.
pub fn read(text: &str) -> Result<Grid, DelimitedProblem> {
    let (dialect, text) = Dialect::of(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut rows: Vec<Vec<GridCell>> = Vec::new();
    let mut doubts = Vec::new();
    for read in dialect.rows(text).map_err(|_| DelimitedProblem::NotText)? {
        let row = rows.len();
        let mut cells = Vec::with_capacity(read.cells.len());
        for (column, raw) in read.cells.iter().enumerate() {
            let (cell, mut doubt) = delimited_cell(raw);
            if doubt.is_none() && read.has_stray_quote && raw.starts_with('"') {
                doubt = Some(Doubt::StrayQuote);
            }
            if column >= MAX_COLUMNS && !cell.is_blank() {
                return Err(DelimitedProblem::TooManyColumns { row: row + 1 });
            }
            doubts.extend(doubt.map(|doubt| DoubtfulCell { row, column, doubt }));
            cells.push(cell);
        }
        if row >= MAX_ROWS && !cells.iter().all(GridCell::is_blank) {
            return Err(DelimitedProblem::TooManyRows);
        }
        rows.push(cells);
    }
    let grid = Grid::new(rows).with_doubts(doubts);
    if grid.is_empty() { Err(DelimitedProblem::Empty) } else { Ok(grid) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(table: &str) -> Vec<Vec<String>> {
        let grid = read(table).unwrap();
        grid.rows()
            .iter()
            .map(|row| row.iter().map(|cell| cell.text().into_owned()).collect())
            .collect()
    }

    #[test]
    fn quotes_line_ends_and_blank_cells_are_read() {
        assert_eq!(
            texts("\u{feff}姓名,备注\r\n张三,\"甲,\"\"乙\"\"\n丙\"\r\n,尾\r\n李四,"),
            vec![vec!["姓名", "备注"], vec!["张三", "甲,\"乙\"\n丙"], vec!["", "尾"], vec!["李四"]]
        );
    }

    #[test]
    fn pasted_cells_keep_commas_and_lines_inside_cells() {
        assert_eq!(
            texts("姓名\t备注\n张三\t\"甲,乙\n丙\"\n李四\t5\" 屏,大\n"),
            vec![vec!["姓名", "备注"], vec!["张三", "甲,乙\n丙"], vec!["李四", "5\" 屏,大"]]
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_is_an_ordinary_character() {
        assert_eq!(texts("a,\"b\nc,d\n"), vec![vec!["a", "\"b"], vec!["c", "d"]]);
        assert_eq!(texts("a,\"b\"x,c\n"), vec![vec!["a", "\"b\"x", "c"]]);
    }

    #[test]
    fn semicolons_and_a_named_delimiter_are_understood() {
        assert_eq!(texts("姓名;性别\n张三;男\n")[1], ["张三", "男"]);
        assert_eq!(texts("sep=|\n姓名|性别\n")[0], ["姓名", "性别"]);
        assert_eq!(texts("SEP=\t\r\n姓名\t性别,年龄\n")[0], ["姓名", "性别,年龄"]);
        assert_eq!(texts("张三，男\n")[0], ["张三，男"]);
    }

    #[test]
    fn empty_and_oversized_tables_are_refused() {
        assert_eq!(read(""), Err(DelimitedProblem::Empty));
        assert_eq!(read(" ,\n , \n"), Err(DelimitedProblem::Empty));
        assert_eq!(read(&"a\n".repeat(MAX_ROWS + 1)), Err(DelimitedProblem::TooManyRows));
        assert!(read(&format!("{}{}", "a\n".repeat(MAX_ROWS), "\n".repeat(50))).is_ok());
        assert_eq!(
            read(&"a,".repeat(MAX_COLUMNS + 1)),
            Err(DelimitedProblem::TooManyColumns { row: 1 })
        );
    }

    #[test]
    fn the_lines_that_agree_decide_about_the_delimiter() {
        for (table, expected) in [
            // Tabs and semicolons inside the cells of a comma file, and the reverse.
            ("姓名,工号,电话\n张三,1\t,138\t\n李四,2\t,139\t\n", ["李四", "2", "139"]),
            ("姓名,职务,电话\n张三,a;b;c,1\n李四,d;e;f,2\n", ["李四", "d;e;f", "2"]),
            ("姓名\t备注\t电话\n张三\t甲,乙\t1\n李四\t丙,丁,戊\t2\n", ["李四", "丙,丁,戊", "2"]),
            ("姓名;一月;二月\n张三;86,5;90\n李四;80,5;9\n", ["李四", "80,5", "9"]),
            // A title and a line under the table, whose commas are none of the table's.
            ("名册，2026年,1月\n姓名|工号|支部\n张三|1|甲\n李四|2|乙\n", ["李四", "2", "乙"]),
            ("姓名，工号，支部\n张三，1，甲\n李四，2，乙\n", ["李四", "2", "乙"]),
        ] {
            let rows = texts(table);
            assert!(rows.contains(&expected.map(str::to_owned).to_vec()), "{rows:?}");
        }
    }

    #[test]
    fn blank_lines_keep_their_numbers() {
        let grid = read("姓名,工号\r\n\r\n\n张三,1\r李四,\"2\n3\"\r\n\r\n王五,4").unwrap();
        let rows = [0, 3, 4, 6].map(|row| grid.cell(row, 0).text().into_owned());
        assert_eq!(rows, ["姓名", "张三", "李四", "王五"]);
    }

    #[test]
    fn stray_quotes_cost_no_row_and_are_doubtful() {
        let grid = read(
            "姓名,工号,屏,科室,电话,备注\n张三,\"1,大,,,\n李四,2,小\",,,\n王五,3,\"甲,乙\",,,\n",
        )
        .unwrap();
        assert_eq!(grid.rows().len(), 4);
        assert_eq!(grid.cell(1, 1).text(), "\"1");
        assert_eq!(grid.doubt(1, 1), Some(&Doubt::StrayQuote));
        assert_eq!(grid.cell(3, 2).text(), "甲,乙");
        assert_eq!(grid.doubts().len(), 1);
    }

    #[test]
    fn unreadable_cells_are_doubtful_and_the_rest_is_read() {
        let grid = read("姓名,工号,备注\n张三,1,#N/A\n李\u{fffd},2,\n").unwrap();
        assert_eq!(grid.doubt(1, 2), Some(&Doubt::FormulaError("#N/A".into())));
        assert!(grid.cell(1, 2).is_blank());
        assert_eq!(grid.doubt(2, 0), Some(&Doubt::Unreadable));
        assert_eq!(grid.doubt(0, 0), None);
    }
}
