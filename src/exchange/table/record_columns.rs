//! Columns of a table that is imported into a register: which field each of them holds.
//!
//! A heading means a field by its label, by the words that rosters use for the same thing, or, as
//! a guess that is told, by a part of the label. Any column can be assigned by hand.

use std::ops::Range;

use super::columns::{
    HEADINGS_WITHIN, MOST_HEADING_ROWS, MappedColumn, Meaning, heading_parts, headings_go_on,
    on_one_line,
};
use super::grid::{Grid, column_letters};
use super::headings::{self, Heading};
use super::record_names::referred;
use super::roster_fields;
use crate::registers::{Field, Kind, MEMBER, RowKeys, Schema, Shape};

/// Why a table is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordTableError {
    /// There is nothing in the table.
    #[error(
        "这张表是空的，没有可以导入的内容。请打开原文件看一看，或选择另一张工作表；本机数据没有改动"
    )]
    Empty,
    /// No row looks like headings.
    #[error(
        "前 {HEADINGS_WITHIN} 行里没有找到认得的表头。请在原表里加上一行表头，或在下面手工指定表头和各列；本机数据没有改动"
    )]
    NoHeadings,
    /// No column holds a field.
    #[error("还没有指定任何一列。请在各列上面选出它是哪一项；本机数据没有改动")]
    NoColumns,
    /// There are headings and nothing below them.
    #[error("表头下面没有内容。请打开原文件看一看是否选对了工作表；本机数据没有改动")]
    NoRows,
}

/// Words that stand behind a label in a heading without changing its meaning (满意度得分).
const IDLE_ENDS: &[&str] = &["得分", "分数", "分", "名称", "情况", "内容", "时间", "日期", "全称"];

/// The columns of a table and the rows that its headings take.
#[derive(Clone)]
pub struct RecordColumns {
    /// The register that the table is imported into.
    pub schema: &'static Schema,
    /// The rows of the headings, from 0; what stands above is the title.
    pub heading_rows: Range<usize>,
    /// Every column of the table, left to right.
    pub columns: Vec<MappedColumn>,
}

/// The fields of a register that a table can bring, in the order of the form.
pub fn importable(schema: &'static Schema) -> impl Iterator<Item = &'static Field> {
    let fits = |field: &&Field| match (field.shape, field.kind) {
        (_, Kind::Data | Kind::Columns(_)) => false,
        (Shape::Single | Shape::Dated, _) => true,
        // A name with a number, or alone.
        (
            Shape::Rows(RowKeys::Records(_)),
            Kind::Count(..) | Kind::Points(..) | Kind::Percent | Kind::Money,
        ) => true,
        (Shape::Rows(_), _) => false,
    };
    schema.fields.iter().filter(fits)
}

impl RecordColumns {
    /// Finds the headings of a table and what each column holds.
    ///
    /// # Errors
    /// The table is empty, or no row holds a heading that is known for sure.
    pub fn recognise(grid: &Grid, schema: &'static Schema) -> Result<Self, RecordTableError> {
        if grid.is_empty() {
            return Err(RecordTableError::Empty);
        }
        // By labels alone: a record may be called like a word of rosters (一支部).
        let is_known = |heading: &str| {
            let [plain, ..] = headings::spellings(heading);
            importable(schema).any(|field| headings::spellings(field.label).contains(&plain))
        };
        let mut best: Option<(usize, Self)> = None;
        let mut above = 0;
        for row in 0..grid.rows().len().min(HEADINGS_WITHIN) {
            if row < above {
                continue;
            }
            let mut end = row + 1;
            while end < row + MOST_HEADING_ROWS && headings_go_on(grid, row..end, &is_known) {
                end += 1;
            }
            let columns = Self::with_headings(grid, schema, row..end);
            let found = columns.known_count();
            if found == 0 {
                continue;
            }
            above = end;
            if best.as_ref().is_none_or(|(most, _)| found > *most) {
                best = Some((found, columns));
            }
        }
        best.map(|(_, columns)| columns).ok_or(RecordTableError::NoHeadings)
    }

    /// The columns under headings that are known to stand in these rows (none: an empty range, and
    /// every column is unknown).
    #[must_use]
    pub fn with_headings(grid: &Grid, schema: &'static Schema, heading_rows: Range<usize>) -> Self {
        let mut found = Self { schema, heading_rows, columns: Vec::new() };
        let mut parted: Vec<Vec<String>> = Vec::new();
        for index in 0..grid.width() {
            let parts = heading_parts(grid, &found.heading_rows, index);
            let meaning = match first_meaning(&parts, |heading| known(schema, heading)) {
                Some(Meaning::Field(name)) if found.column_of(name).is_some() => Meaning::Unknown,
                Some(meaning) => meaning,
                None => Meaning::Unknown,
            };
            let heading = on_one_line(&parts);
            found.columns.push(MappedColumn { index, heading, meaning, guessed: false });
            parted.push(parts);
        }
        // What is known for sure comes first.
        for (index, parts) in parted.iter().enumerate() {
            let is_unknown = |column: &MappedColumn| {
                column.meaning == Meaning::Unknown && !column.heading.is_empty()
            };
            if !found.columns.get(index).is_some_and(is_unknown) {
                continue;
            }
            let guessed = first_meaning(parts, |heading| found.guess(heading));
            if let (Some(meaning), Some(column)) = (guessed, found.columns.get_mut(index)) {
                (column.meaning, column.guessed) = (meaning, true);
            }
        }
        found
    }

    /// The column that holds a field.
    #[must_use]
    pub fn column_of(&self, field: &str) -> Option<usize> {
        let holds = |column: &&MappedColumn| matches!(column.meaning, Meaning::Field(name) if name == field);
        self.columns.iter().find(holds).map(|column| column.index)
    }

    /// The fields that have a column, in the order of the form, each with its column.
    pub fn assigned(&self) -> impl Iterator<Item = (&'static Field, usize)> + '_ {
        importable(self.schema).filter_map(|field| Some((field, self.column_of(field.name)?)))
    }

    /// The fields that the table has no column for and no record can do without.
    pub fn missing(&self) -> impl Iterator<Item = &'static Field> + '_ {
        let is_missed = |field: &&Field| field.required && self.column_of(field.name).is_none();
        importable(self.schema).filter(is_missed)
    }

    /// Assigns a column by hand (`None`: nothing is taken from it). A field moves here from the
    /// column that had it. Returns whether it was done: not for an unknown field or column, nor for
    /// a column of identity-card numbers.
    pub fn assign(&mut self, column: usize, field: Option<&str>) -> bool {
        let meaning = match field {
            None => Meaning::Unknown,
            Some(name) => match importable(self.schema).find(|field| field.name == name) {
                Some(field) => Meaning::Field(field.name),
                None => return false,
            },
        };
        let may = |c: &MappedColumn| c.index == column && c.meaning != Meaning::IdentityNumber;
        let Some(at) = self.columns.iter().position(may) else {
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

    /// What the user should know about the columns: those that were guessed, and those that are not
    /// imported.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let named = |meaning: Meaning| {
            let headed =
                self.columns.iter().filter(|c| c.meaning == meaning && !c.heading.is_empty());
            headed
                .map(|c| format!("{} 列“{}”", column_letters(c.index), c.heading))
                .collect::<Vec<_>>()
                .join("、")
        };
        let mut notes = Vec::new();
        let identity = named(Meaning::IdentityNumber);
        if !identity.is_empty() {
            notes.push(format!("{identity}不会导入：台账不保存身份证号"));
        }
        for column in self.columns.iter().filter(|column| column.guessed) {
            let Meaning::Field(name) = column.meaning else { continue };
            let label = self.schema.field(name).map_or("", |field| field.label);
            let (letter, heading) = (column_letters(column.index), &column.heading);
            notes.push(format!("{letter} 列“{heading}”猜作“{label}”，请核对"));
        }
        let unknown = named(Meaning::Unknown);
        if !unknown.is_empty() {
            notes.push(format!("{unknown}没有认出，不会导入；需要时请指定它是哪一项"));
        }
        notes
    }

    fn known_count(&self) -> usize {
        let is_sure = |c: &&MappedColumn| matches!(c.meaning, Meaning::Field(_)) && !c.guessed;
        self.columns.iter().filter(is_sure).count()
    }

    /// The field without a column that a heading probably means: the only one whose label is in the
    /// heading, with idle words around it, or whose label the heading shortens.
    fn guess(&self, heading: &str) -> Option<Meaning> {
        if headings::is_of_others(heading) {
            return None;
        }
        let [plain, ..] = headings::spellings(heading);
        let is_long = |text: &str| text.chars().count() > 1;
        let means = |field: &&'static Field| {
            let [label, ..] = headings::spellings(field.label);
            let extends = plain.ends_with(&label)
                || IDLE_ENDS.iter().any(|end| plain.strip_suffix(end) == Some(&label));
            let shortens = label.ends_with(&plain) || label.starts_with(&plain);
            self.column_of(field.name).is_none()
                && is_long(&plain)
                && is_long(&label)
                && (extends || shortens)
        };
        let mut found = importable(self.schema).filter(means);
        match (found.next(), found.next()) {
            (Some(field), None) => Some(Meaning::Field(field.name)),
            _ => None,
        }
    }
}

/// The meaning of a heading in one row or several: its lowest row says the most (联系方式 / 手机), or
/// all make it up together (入党 / 时间).
fn first_meaning(parts: &[String], known: impl Fn(&str) -> Option<Meaning>) -> Option<Meaning> {
    known(parts.last()?)
        .or_else(|| known(&parts.concat()))
        .or_else(|| known(&parts.iter().rev().cloned().collect::<String>()))
        .or_else(|| known(parts.first()?))
}

/// The meaning of a heading that is known for sure: the label of a field, or a word for the same
/// thing in rosters.
fn known(schema: &'static Schema, heading: &str) -> Option<Meaning> {
    let plain = headings::spellings(heading);
    let is_label = |field: &&Field| {
        let label = headings::spellings(field.label);
        plain.iter().any(|plain| !plain.is_empty() && label.contains(plain))
    };
    if let Some(field) = importable(schema).find(is_label) {
        return Some(Meaning::Field(field.name));
    }
    let of_roster = match headings::of_heading(heading)? {
        Heading::IdentityNumber => return Some(Meaning::IdentityNumber),
        Heading::RowNumber => return Some(Meaning::RowNumber),
        Heading::Field(field) | Heading::General(field) => field,
    };
    let means = |field: &&Field| {
        let is_the_person = of_roster.name == "name" && field.required && is_of_members(field);
        is_the_person || roster_field(field) == Some(of_roster)
    };
    let mut found = importable(schema).filter(means);
    match (found.next(), found.next()) {
        (Some(field), None) => Some(Meaning::Field(field.name)),
        _ => None,
    }
}

/// Whether a field names members.
fn is_of_members(field: &Field) -> bool {
    referred(field) == Some(MEMBER.name)
}

/// The roster's field whose words mean a field of a register too.
fn roster_field(field: &Field) -> Option<&'static roster_fields::RosterField> {
    headings::of_heading(field.label).and_then(Heading::field)
}

#[cfg(test)]
mod tests {
    use super::super::delimited;
    use super::*;
    use crate::registers::{
        APPEAL_SCHEMA as APPEAL, BRANCH_SCHEMA as BRANCH,
        DEPARTMENT_RESULT_SCHEMA as DEPARTMENT_RESULT, SCORE_ENTRY_SCHEMA as SCORE_ENTRY,
    };

    fn meanings(schema: &'static Schema, headings: &str) -> Vec<&'static str> {
        let grid = delimited::read(&format!("{headings}\n")).unwrap();
        let columns = RecordColumns::recognise(&grid, schema).unwrap();
        let word = |column: &MappedColumn| match column.meaning {
            Meaning::Field(name) => name,
            Meaning::IdentityNumber => "身份证",
            Meaning::RowNumber => "序号",
            Meaning::Unknown => "",
        };
        columns.columns.iter().map(word).collect()
    }

    #[test]
    fn headings_are_known_by_label_by_roster_word_and_by_guess() {
        assert_eq!(
            meanings(&DEPARTMENT_RESULT, "序号,科 室,月份,双考得分（百分制）,满意度"),
            ["序号", "department", "month", "score", "satisfaction"]
        );
        assert_eq!(
            meanings(&DEPARTMENT_RESULT, "所在科室,得分,10月满意度,备注,身份证号"),
            ["department", "score", "satisfaction", "note", "身份证"]
        );
        assert_eq!(
            meanings(&SCORE_ENTRY, "姓名,计入月份,细则,日期"),
            ["who", "month", "line", "day"]
        );
        assert_eq!(meanings(&BRANCH, "党支部名称,支部书记")[..2], ["name", "secretary"]);
    }

    #[test]
    fn a_heading_that_may_mean_two_fields_means_none() {
        // 登记日期 and 答复日期 and the like.
        let dates = importable(&APPEAL).filter(|field| field.label.ends_with("日期")).count();
        assert!(dates > 1, "{dates}");
        assert_eq!(meanings(&APPEAL, "姓名,日期")[..2], ["member", ""]);
    }

    #[test]
    fn headings_are_found_under_a_title_and_in_two_rows() {
        let grid =
            delimited::read("科室月考核汇总,,\n,考核,\n科室,双考得分,满意度\n心内科,95,98\n")
                .unwrap();
        let columns = RecordColumns::recognise(&grid, &DEPARTMENT_RESULT).unwrap();
        assert_eq!(columns.heading_rows, 2..3);
        assert_eq!(columns.missing().map(|field| field.name).collect::<Vec<_>>(), ["month"]);
    }

    #[test]
    fn a_field_moves_to_the_column_assigned_by_hand() {
        let grid = delimited::read("科室,得分,爱好\n心内科,95,棋\n").unwrap();
        let mut columns = RecordColumns::recognise(&grid, &DEPARTMENT_RESULT).unwrap();
        assert!(columns.notes()[0].contains("B 列“得分”猜作“双考得分”"), "{:?}", columns.notes());
        assert!(columns.assign(2, Some("score")));
        assert_eq!(
            (columns.column_of("score"), columns.columns[1].meaning),
            (Some(2), Meaning::Unknown)
        );
        assert!(!columns.assign(9, Some("score")) && !columns.assign(0, Some("nonsense")));
        assert!(columns.assign(2, None) && columns.column_of("score").is_none());
    }

    #[test]
    fn a_table_without_known_headings_or_without_anything_is_told_apart() {
        let error = |grid: &Grid| RecordColumns::recognise(grid, &DEPARTMENT_RESULT).err();
        let unknown = delimited::read("甲,乙\n丙,丁\n").unwrap();
        assert_eq!(error(&unknown), Some(RecordTableError::NoHeadings));
        assert_eq!(error(&Grid::default()), Some(RecordTableError::Empty));
    }
}
