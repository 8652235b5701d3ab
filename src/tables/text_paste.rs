//! Texts copied out of a table and pasted into rows that have one text each: which text goes into which
//! row.

use super::block_paste::row_of;
use super::delimited;
use super::grid::Grid;

/// What pasting puts where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextPaste {
    /// The row and the text of each line; a row may have several.
    pub cells: Vec<(usize, String)>,
    /// How many lines found no row.
    pub left_over: usize,
}

impl TextPaste {
    /// Reads what was copied out of a table: lines of cells with tabs between. Lines that name rows go
    /// to these, with lines below them whose name is blank; others fill the rows from `at` downwards.
    /// `names` are those of the rows, `heads` what the column of texts may be called. `None` where it is
    /// one text alone, or none.
    pub fn read(copied: &str, names: &[&str], heads: &[&str], at: usize) -> Option<Self> {
        let copied = copied.trim_end_matches(['\r', '\n']);
        if !copied.contains(['\t', '\n', '\r']) {
            return None;
        }
        // A text may hold commas: only tabs separate cells here.
        let grid = delimited::read(&format!("sep=\t\n{copied}")).ok()?;
        let lines = lines_of(&grid);
        let is_head = |cell: &String| heads.contains(&cell.as_str());
        let column = lines.first().and_then(|line| line.iter().position(is_head));
        let lines = lines.get(usize::from(column.is_some())..)?;
        let named = |line: &[String]| {
            let cells: Vec<&str> = line.iter().map(String::as_str).collect();
            row_of(&cells, names)
        };
        let name_column = lines.iter().find_map(|line| named(line)).map(|(_, column)| column);
        let follows = |line: &[String]| {
            name_column.is_some_and(|column| line.get(column).is_none_or(String::is_empty))
        };
        let clear = lines.iter().filter(|line| named(line).is_some() || follows(line)).count();
        let is_by_name = name_column.is_some() && clear * 2 >= lines.len();
        let mut paste = Self::default();
        let mut row = None;
        for (place, line) in lines.iter().enumerate() {
            let mut first = 0;
            if !is_by_name {
                row = Some(at + place).filter(|row| *row < names.len());
            } else if let Some((own, column)) = named(line) {
                (row, first) = (Some(own), column + 1);
            } else if follows(line) {
                first = name_column.map_or(0, |column| column + 1);
            } else {
                row = None;
            }
            let text = match column {
                Some(column) => line.get(column),
                None => line.iter().skip(first).find(|cell| !cell.is_empty()),
            };
            match (row, text) {
                (Some(row), Some(text)) => {
                    let texts = text.lines().map(str::trim).filter(|text| !text.is_empty());
                    paste.cells.extend(texts.map(|text| (row, text.to_owned())));
                }
                (None, _) => paste.left_over += 1,
                (Some(_), None) => {}
            }
        }
        Some(paste)
    }
}

/// The lines of a grid in which something is, as texts.
fn lines_of(grid: &Grid) -> Vec<Vec<String>> {
    let texts = grid.rows().iter().map(|line| {
        let cells = line.iter().map(|cell| cell.text().trim().to_owned());
        cells.collect::<Vec<_>>()
    });
    texts.filter(|line| line.iter().any(|cell| !cell.is_empty())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 3] = ["王芳", "李明", "赵强"];

    fn read(copied: &str, at: usize) -> (Vec<(usize, String)>, usize) {
        let paste = TextPaste::read(copied, &NAMES, &["承诺事项"], at).expect("several texts");
        (paste.cells, paste.left_over)
    }

    fn cell(row: usize, text: &str) -> (usize, String) {
        (row, text.to_owned())
    }

    #[test]
    fn a_column_of_texts_fills_rows_downwards() {
        let (found, over) = read("带头学习,带头服务\n参加义诊\r\n多出来的\n", 1);
        assert_eq!(found, [cell(1, "带头学习,带头服务"), cell(2, "参加义诊")]);
        assert_eq!(over, 1);
    }

    #[test]
    fn the_heading_of_the_column_is_no_text() {
        assert_eq!(read("承诺事项\n参加义诊\n", 0).0, [cell(0, "参加义诊")]);
    }

    #[test]
    fn lines_that_name_members_go_to_them_in_any_order() {
        let copied = "序号\t姓名\t类别\t承诺事项\n1\t李明\t学习\t读书\n2\t王 芳\t服务\t义诊\n3\t钱进\t\t无\n";
        assert_eq!(read(copied, 2), (vec![cell(1, "读书"), cell(0, "义诊")], 1));
    }

    #[test]
    fn lines_below_a_merged_name_belong_to_it() {
        let copied = "王芳\t读书\n\t义诊\n\t带教\n李明\t值班\n";
        let all = [cell(0, "读书"), cell(0, "义诊"), cell(0, "带教"), cell(1, "值班")];
        assert_eq!(read(copied, 0), (all.to_vec(), 0));
    }

    #[test]
    fn lines_inside_a_cell_are_texts_of_one_row() {
        let all = vec![cell(0, "读书"), cell(0, "义诊"), cell(1, "值班")];
        assert_eq!(read("\"读书\n义诊\"\n值班\n", 0), (all, 0));
    }

    #[test]
    fn a_text_alone_is_left_to_its_input() {
        assert_eq!(TextPaste::read("参加义诊\n", &NAMES, &[], 0), None);
    }
}
