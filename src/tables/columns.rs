//! Which column of a table holds what: found by the usual headings, corrected by hand.

use std::collections::BTreeMap;
use std::ops::Range;

use super::grid::{Grid, column_letters};
use super::headings::{self, Heading};
use super::roster_fields;
use super::text;

/// Headings are looked for in so many rows from the top.
pub(super) const HEADINGS_WITHIN: usize = 40;

/// Headings take so many rows at most.
pub(super) const MOST_HEADING_ROWS: usize = 3;

/// Why no columns were recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsProblem {
    /// There is nothing in the table.
    #[error(
        "这张表是空的，没有可以导入的内容。请打开原文件看一看，或选择另一张工作表；本机数据没有改动"
    )]
    Empty,
    /// No row looks like headings.
    #[error(
        "前 {HEADINGS_WITHIN} 行里没有找到表头（至少要有“姓名”一列）。请在原表里加上一行表头，或在下面手工指定表头和各列；本机数据没有改动"
    )]
    NoHeadings,
    /// No column is said to hold the names.
    #[error("还没有指定哪一列是姓名。请在各列上面选出“姓名”；本机数据没有改动")]
    NoNameColumn,
    /// There are headings and nobody below them.
    #[error("表头下面没有人员。请打开原文件看一看是否选对了工作表；本机数据没有改动")]
    NoRows,
    /// No column is headed by a month.
    #[error("没有找到月份列（如“1月”“2026年1月”）。请检查表头；本机数据没有改动")]
    NoMonths,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning<F = &'static str> {
    /// A field: of the roster by its name in [`roster_fields::FIELDS`], of a register as a part of its
    /// records.
    Field(F),
    /// Identity-card numbers: never taken.
    IdentityNumber,
    /// The running number of the rows: not needed.
    RowNumber,
    /// Nothing that is known: not taken unless assigned by hand.
    Unknown,
}

/// A column of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedColumn<F = &'static str> {
    /// Its place, from 0.
    pub index: usize,
    /// Its heading as it stands in the file, on one line.
    pub heading: String,
    /// What it holds.
    pub meaning: Meaning<F>,
    /// Whether that was guessed from a word inside the heading.
    pub guessed: bool,
}

impl<F> MappedColumn<F> {
    /// Its place and its heading, in words.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{} 列“{}”", column_letters(self.index), self.heading)
    }
}

/// What each of some columns holds, by its place.
#[must_use]
pub fn meanings<F: Copy>(columns: &[MappedColumn<F>]) -> BTreeMap<usize, Meaning<F>> {
    columns.iter().map(|column| (column.index, column.meaning)).collect()
}

/// The columns of a table and the rows that its headings take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnMap {
    /// The rows of the headings, from 0; what stands above is the title.
    pub heading_rows: Range<usize>,
    /// Every column of the table, left to right.
    pub columns: Vec<MappedColumn>,
}

impl ColumnMap {
    /// Finds the headings and what each column holds. Without 姓名 there must be three other
    /// fields; the user then says where the names are.
    ///
    /// # Errors
    /// The table is empty, or no row looks like headings.
    pub fn recognise(grid: &Grid) -> Result<Self, ColumnsProblem> {
        if grid.is_empty() {
            return Err(ColumnsProblem::Empty);
        }
        let mut best: Option<(usize, Self)> = None;
        let mut above = 0;
        for row in 0..grid.rows().len().min(HEADINGS_WITHIN) {
            // The lower rows of headings are read with those above them.
            if row < above {
                continue;
            }
            let mut end = row + 1;
            let is_known = |heading: &str| headings::of_heading(heading).is_some();
            while end < row + MOST_HEADING_ROWS && headings_go_on(grid, row..end, &is_known) {
                end += 1;
            }
            let map = Self::with_headings(grid, row..end);
            let found = map.fields_found();
            let enough = found >= 3 || map.column_of("name").is_some();
            if enough {
                above = end;
            }
            if enough && best.as_ref().is_none_or(|(most, _)| found > *most) {
                best = Some((found, map));
            }
        }
        best.map(|(_, map)| map).ok_or(ColumnsProblem::NoHeadings)
    }

    /// The columns under headings that are known to stand in these rows (none: an empty range,
    /// after which every column is unknown).
    #[must_use]
    pub fn with_headings(grid: &Grid, heading_rows: Range<usize>) -> Self {
        let mut map = Self { columns: Vec::new(), heading_rows };
        for index in 0..grid.width() {
            let (heading, meaning) = heading_of(grid, &map.heading_rows, index);
            let meaning = match meaning {
                Some(Heading::IdentityNumber) => Meaning::IdentityNumber,
                Some(Heading::RowNumber) => Meaning::RowNumber,
                Some(Heading::Field(field)) => {
                    let taken = map.column_of(field.name).and_then(|at| map.columns.get_mut(at));
                    match taken {
                        // The first column of a field is the one that counts, unless it says less.
                        Some(column) if is_general(column) => {
                            column.meaning = Meaning::Unknown;
                            Meaning::Field(field.name)
                        }
                        Some(_) => Meaning::Unknown,
                        None => Meaning::Field(field.name),
                    }
                }
                Some(Heading::General(field)) if map.column_of(field.name).is_none() => {
                    Meaning::Field(field.name)
                }
                Some(Heading::General(_)) | None => Meaning::Unknown,
            };
            map.columns.push(MappedColumn { index, heading, meaning, guessed: false });
        }
        // What is known for sure comes first: of 办公电话 and 手机 the latter is the telephone.
        for index in 0..map.columns.len() {
            let Some(column) = map.columns.get(index) else { continue };
            if column.meaning != Meaning::Unknown {
                continue;
            }
            let found = headings::guess(&column.heading);
            let Some(field) = found.filter(|field| map.column_of(field.name).is_none()) else {
                continue;
            };
            if let Some(column) = map.columns.get_mut(index) {
                (column.meaning, column.guessed) = (Meaning::Field(field.name), true);
            }
        }
        map
    }

    /// The column that holds a field.
    #[must_use]
    pub fn column_of(&self, field: &str) -> Option<usize> {
        self.columns
            .iter()
            .find(|column| matches!(column.meaning, Meaning::Field(name) if name == field))
            .map(|column| column.index)
    }

    /// Says by hand what a column holds (`None`: nothing to be taken). A field moves here from
    /// the column that had it. Returns whether it was done: not for an unknown field or column,
    /// nor for a column of identity-card numbers.
    pub fn assign(&mut self, column: usize, field: Option<&str>) -> bool {
        let meaning = match field.map(roster_fields::by_name) {
            None => Meaning::Unknown,
            Some(Some(field)) => Meaning::Field(field.name),
            Some(None) => return false,
        };
        let Some(at) = self
            .columns
            .iter()
            .position(|c| c.index == column && c.meaning != Meaning::IdentityNumber)
        else {
            return false;
        };
        for (other, column) in self.columns.iter_mut().enumerate() {
            if other == at {
                (column.meaning, column.guessed) = (meaning, false);
            } else if column.meaning == meaning {
                column.meaning = Meaning::Unknown;
            }
        }
        true
    }

    /// The columns that have a heading and were not recognised, in words.
    #[must_use]
    pub fn unread(&self) -> Vec<String> {
        let beside = self.beside();
        let is_beside = |at: usize| {
            beside.iter().any(|map| map.columns.iter().any(|column| column.index == at))
        };
        let unknown = self.columns.iter().filter(|column| {
            column.meaning == Meaning::Unknown
                && !column.heading.is_empty()
                && !is_beside(column.index)
        });
        unknown.map(MappedColumn::words).collect()
    }

    /// What the user should know about the columns: those that are not taken, and why.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let of_identity = self.columns.iter().filter(|c| c.meaning == Meaning::IdentityNumber);
        let beside = self.beside();
        let is_beside = |at: usize| {
            beside.iter().any(|map| map.columns.iter().any(|column| column.index == at))
        };
        let of_identity = of_identity.filter(|c| !c.heading.is_empty() && !is_beside(c.index));
        let identity: Vec<String> = of_identity.map(MappedColumn::words).collect();
        let mut notes = Vec::new();
        if !identity.is_empty() {
            notes.push(format!("{}不会导入：台账不保存身份证号", identity.join("、")));
        }
        for column in self.columns.iter().filter(|column| column.guessed) {
            if let Meaning::Field(field) = column.meaning
                && let Some(field) = roster_fields::by_name(field)
            {
                let letter = column_letters(column.index);
                let (heading, label) = (&column.heading, field.label);
                notes.push(format!("{letter} 列“{heading}”猜作“{label}”，请核对"));
            }
        }
        notes.extend(self.beside_note());
        if self.column_of("name").is_none() {
            notes.push("没有认出“姓名”列，请指定哪一列是姓名".to_owned());
        }
        notes
    }

    /// How many fields are known for sure: a guess makes no row one of headings.
    fn fields_found(&self) -> usize {
        let known = |c: &&MappedColumn| matches!(c.meaning, Meaning::Field(_)) && !c.guessed;
        self.columns.iter().filter(known).count()
    }
}

/// Whether the heading of a column is a general word, used only where none says more.
fn is_general(column: &MappedColumn) -> bool {
    matches!(headings::of_heading(&column.heading), Some(Heading::General(_)))
}

/// The heading of a column on one line, and its meaning: in two rows the lower one says more
/// (联系方式 / 手机), or both make it up together (入党 / 时间).
fn heading_of(grid: &Grid, rows: &Range<usize>, column: usize) -> (String, Option<Heading>) {
    let parts = heading_parts(grid, rows, column);
    let lowest = parts.last().map_or("", String::as_str);
    let of_others = parts.iter().rev().skip(1).any(|upper| headings::is_of_others(upper));
    let meaning = headings::of_heading(lowest)
        .filter(|meaning| !of_others || *meaning == Heading::IdentityNumber)
        .or_else(|| headings::of_heading(&parts.concat()))
        .or_else(|| headings::of_heading(&parts.iter().rev().cloned().collect::<String>()))
        .or_else(|| {
            let first = parts.first().filter(|_| !of_others);
            first.and_then(|first| headings::of_heading(first))
        });
    (on_one_line(&parts), meaning)
}

/// The texts of a column's heading, from its upper row to its lowest, each once.
pub(super) fn heading_parts(grid: &Grid, rows: &Range<usize>, column: usize) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for row in rows.clone() {
        let part = text::trimmed(&grid.seen_text(row, column)).to_owned();
        if !part.is_empty() && parts.last() != Some(&part) {
            parts.push(part);
        }
    }
    parts
}

/// A heading as it is shown.
pub(super) fn on_one_line(parts: &[String]) -> String {
    parts.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the row under some rows of headings belongs to them: under each heading that says enough
/// it repeats it (merged), is blank, or says more, and does not merely stay blank, unless all that
/// it holds are headings. Over data it would hold a value. `is_known` says which headings say enough.
pub(super) fn headings_go_on(
    grid: &Grid,
    rows: Range<usize>,
    is_known: &dyn Fn(&str) -> bool,
) -> bool {
    let mut goes_on = false;
    let (mut parted, mut others, mut blank) = (0_usize, 0_usize, 0_usize);
    for column in 0..grid.width() {
        let text = |row: usize| text::squeezed(&grid.cell(row, column).text());
        let (mut upper, mut last) = (String::new(), String::new());
        for part in rows.clone().map(text).filter(|part| !part.is_empty()) {
            if last != part {
                upper.push_str(&part);
                last = part;
            }
        }
        let lower = text(rows.end);
        if !lower.is_empty() {
            *(if is_known(&lower) { &mut parted } else { &mut others }) += 1;
        }
        let known = is_known(&upper) || is_known(&last);
        if !known || lower.is_empty() {
            blank += usize::from(known);
            continue;
        }
        if lower != last && !lower.contains(text::is_han) {
            return false;
        }
        if lower != last && !is_known(&lower) && !is_known(&format!("{upper}{lower}")) {
            return false;
        }
        goes_on = true;
    }
    goes_on || (others == 0 && parted > 1 && blank > 0)
}

#[cfg(test)]
mod tests {
    use super::super::delimited;
    use super::super::grid::{GridCell, Merge};
    use super::*;

    fn recognised(table: &str) -> ColumnMap {
        ColumnMap::recognise(&delimited::read(table).unwrap()).unwrap()
    }

    #[test]
    fn headings_are_found_under_a_title() {
        let map = recognised(
            "广元市中医医院党员花名册,,\n填报单位：党委办公室,,\n序号,姓 名,入党时间（年月）\n1,张三,2001.7\n",
        );
        assert_eq!(map.heading_rows, 2..3);
        assert_eq!(map.column_of("name"), Some(1));
        assert_eq!(map.column_of("joined_party"), Some(2));
    }

    #[test]
    fn headings_in_two_rows_are_read_together() {
        let cell = |text: &str| {
            if text.is_empty() { GridCell::Empty } else { GridCell::Text(text.into()) }
        };
        let rows = [
            ["姓名", "入党", "", "联系方式", ""],
            ["", "时间", "介绍人", "手机", "邮箱"],
            ["张三", "2001.7", "李四", "13800138000", ""],
        ];
        let merges = vec![
            Merge { top: 0, left: 0, bottom: 1, right: 0 },
            Merge { top: 0, left: 1, bottom: 0, right: 2 },
            Merge { top: 0, left: 3, bottom: 0, right: 4 },
        ];
        let grid = Grid::new(rows.map(|row| row.map(cell).to_vec()).to_vec()).with_merges(merges);
        let map = ColumnMap::recognise(&grid).unwrap();
        assert_eq!(map.heading_rows, 0..2);
        let found = ["name", "joined_party", "phone"].map(|field| map.column_of(field));
        assert_eq!(found, [Some(0), Some(1), Some(3)]);
        assert_eq!(map.columns[1].heading, "入党 时间");
    }

    #[test]
    fn data_that_reads_like_headings_is_not_taken_for_a_second_row() {
        let map = recognised("姓名,情况,支部\n张三,在职,一支部\n李四,转正,一支部\n");
        assert_eq!(map.heading_rows, 0..1);
    }

    #[test]
    fn identity_numbers_are_seen_and_cannot_be_assigned() {
        let mut map = recognised("姓名,身份证号,性别,爱好\n张三,1,男,棋\n");
        assert_eq!(map.columns[1].meaning, Meaning::IdentityNumber);
        assert!(!map.assign(1, Some("staff_number")));
        let notes = map.notes();
        assert!(notes[0].contains("B 列“身份证号”不会导入"), "{notes:?}");
        assert_eq!(map.unread(), ["D 列“爱好”"]);
    }

    #[test]
    fn a_field_moves_to_the_column_assigned_by_hand() {
        let mut map = recognised("姓名,电话,电话\n张三,1,2\n");
        assert_eq!(map.column_of("phone"), Some(1));
        assert!(map.assign(2, Some("phone")));
        assert_eq!(map.column_of("phone"), Some(2));
        assert_eq!(map.columns[1].meaning, Meaning::Unknown);
        assert!(!map.assign(9, Some("phone")) && !map.assign(0, Some("nonsense")));
    }

    #[test]
    fn a_table_without_headings_or_without_anything_is_told_apart() {
        let problem =
            |table: &str| ColumnMap::recognise(&delimited::read(table).unwrap()).unwrap_err();
        assert_eq!(problem("张三,男\n李四,女\n"), ColumnsProblem::NoHeadings);
        assert_eq!(ColumnMap::recognise(&Grid::default()), Err(ColumnsProblem::Empty));
    }
}
