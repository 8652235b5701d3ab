//! Columns of a table that is imported into a register: which field each of them holds.
//!
//! A heading means a field by its label, by the words that rosters use for the same thing, or, as
//! a guess that is told, by a part of the label. Any column can be assigned by hand.

use std::collections::BTreeMap;
use std::ops::Range;

use super::columns::{
    HEADINGS_WITHIN, MOST_HEADING_ROWS, MappedColumn, Meaning, heading_parts, headings_go_on,
    on_one_line,
};
use super::grid::{Grid, column_letters};
use super::headings::{self, Heading};
use super::record_cells::{Reading, RecordColumn};
use super::record_parts::{PartHeadings, PartPlace, RecordPart, only, parts};
use super::record_years::AssumedYear;
use super::roster_fields;
use crate::registers::{Field, Kind, Names, Schema, Shape, names_of};

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

/// So many rows are looked at to tell whether a column holds what it is guessed to hold.
const LOOKED_AT: usize = 40;

/// The columns of a table and the rows that its headings take.
#[derive(Clone)]
pub struct RecordColumns {
    /// The register that the table is imported into.
    pub schema: &'static Schema,
    /// The rows of the headings, from 0; what stands above is the title.
    pub heading_rows: Range<usize>,
    /// Every column of the table, left to right.
    pub columns: Vec<MappedColumn<RecordPart>>,
    /// What a column can hold.
    parts: Vec<RecordPart>,
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
        let labels = PartHeadings::of(&parts(schema));
        let is_known = |heading: &str| labels.has_label(heading);
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
        let parts = parts(schema);
        let labels = PartHeadings::of(&parts);
        let mut found = Self { schema, heading_rows, columns: Vec::new(), parts };
        let mut parted: Vec<Vec<String>> = Vec::new();
        for index in 0..grid.width() {
            let headings = heading_parts(grid, &found.heading_rows, index);
            let meaning =
                match first_meaning(&headings, |heading| known(&labels, &found.parts, heading)) {
                    Some(Meaning::Field(part)) if found.holds(&part) => Meaning::Unknown,
                    Some(meaning) => meaning,
                    None => Meaning::Unknown,
                };
            let heading = on_one_line(&headings);
            found.columns.push(MappedColumn { index, heading, meaning, guessed: false });
            parted.push(headings);
        }
        // What is known for sure comes first, then what is said in other words.
        for guesses in [false, true] {
            for (index, headings) in parted.iter().enumerate() {
                let is_unknown = |column: &MappedColumn<RecordPart>| {
                    column.meaning == Meaning::Unknown && !column.heading.is_empty()
                };
                if !found.columns.get(index).is_some_and(is_unknown) {
                    continue;
                }
                let alike = |heading: &str| {
                    labels.part_like(heading).filter(|part| !found.holds(part)).map(Meaning::Field)
                };
                let meaning = match guesses {
                    false => first_meaning(headings, alike),
                    true => first_meaning(headings, |heading| found.guess(heading))
                        .filter(|meaning| found.fits(grid, index, *meaning)),
                };
                if let (Some(meaning), Some(column)) = (meaning, found.columns.get_mut(index)) {
                    (column.meaning, column.guessed) = (meaning, guesses);
                }
            }
        }
        found
    }

    /// Whether the first cells of a column are not all of another kind than what it is guessed to
    /// hold.
    fn fits(&self, grid: &Grid, column: usize, meaning: Meaning<RecordPart>) -> bool {
        let Meaning::Field(part) = meaning else { return true };
        let from = self.heading_rows.end;
        let rows: Vec<usize> = (from..grid.rows().len()).take(LOOKED_AT).collect();
        let reader = RecordColumn::new(grid, &rows, part, column);
        // Of which year a month is does not matter here.
        let year = Ok(AssumedYear::certain(2000));
        let mut read = rows.iter().filter_map(|row| reader.read(grid, *row, &year)).peekable();
        let says_nothing = read.peek().is_none();
        says_nothing || read.any(|cell| !matches!(cell.reading, Reading::Unreadable(_)))
    }

    /// What a column can hold, in the order of the form.
    #[must_use]
    pub fn parts(&self) -> &[RecordPart] {
        &self.parts
    }

    /// The column that holds a part, by the name of the part.
    #[must_use]
    pub fn column_of(&self, part: &str) -> Option<usize> {
        self.assigned().find(|(known, _)| known.name() == part).map(|(_, column)| column)
    }

    fn holds(&self, part: &RecordPart) -> bool {
        self.columns.iter().any(|column| column.meaning == Meaning::Field(*part))
    }

    /// The parts that have a column, in the order of the form, each with its column.
    pub fn assigned(&self) -> impl Iterator<Item = (RecordPart, usize)> + '_ {
        self.parts.iter().filter_map(|part| {
            let of_part =
                self.columns.iter().find(|column| column.meaning == Meaning::Field(*part));
            Some((*part, of_part?.index))
        })
    }

    /// The fields that the table has no column for and no record can do without, as far as one value
    /// can be given for all rows.
    pub fn missing(&self) -> impl Iterator<Item = &'static Field> + '_ {
        let can_be_given = |field: &&Field| {
            let is_one = !matches!(field.kind, Kind::Columns(_) | Kind::Data);
            field.required && field.shape == Shape::Single && is_one
        };
        let has_column = |field: &Field| self.assigned().any(|(part, _)| part.field == field);
        self.schema.fields.iter().filter(can_be_given).filter(move |field| !has_column(field))
    }

    /// The values that are given for all rows, of those that the user filled in: where a column holds
    /// a field, that says it.
    #[must_use]
    pub fn constants(
        &self,
        filled: &BTreeMap<&'static str, String>,
    ) -> BTreeMap<&'static str, String> {
        let given = |field: &Field| Some((field.name, filled.get(field.name)?.clone()));
        self.missing().filter_map(given).collect()
    }

    /// The first field that is still to be given, or to be said to have a column.
    #[must_use]
    pub fn unfilled(&self, filled: &BTreeMap<&'static str, String>) -> Option<&'static Field> {
        let is_blank = |field: &&Field| filled.get(field.name).is_none_or(String::is_empty);
        self.missing().find(is_blank)
    }

    /// Assigns a column by hand (`None`: nothing is taken from it). A part, by its name, moves here
    /// from the column that had it. Returns whether it was done: not for an unknown part or column,
    /// nor for a column of identity-card numbers.
    pub fn assign(&mut self, column: usize, part: Option<&str>) -> bool {
        let meaning = match part {
            None => Meaning::Unknown,
            Some(name) => match self.parts.iter().find(|part| part.name() == name) {
                Some(part) => Meaning::Field(*part),
                None => return false,
            },
        };
        let may = |c: &MappedColumn<RecordPart>| {
            c.index == column && c.meaning != Meaning::IdentityNumber
        };
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
        let mut notes = Vec::new();
        let identity = self.headed(Meaning::IdentityNumber).join("、");
        if !identity.is_empty() {
            notes.push(format!("{identity}不会导入：台账不保存身份证号"));
        }
        for column in self.columns.iter().filter(|column| column.guessed) {
            let Meaning::Field(part) = column.meaning else { continue };
            let label = part.label();
            let (letter, heading) = (column_letters(column.index), &column.heading);
            notes.push(format!("{letter} 列“{heading}”猜作“{label}”，请核对"));
        }
        notes
    }

    /// The columns that have a heading and were not recognised, in words.
    #[must_use]
    pub fn unread(&self) -> Vec<String> {
        self.headed(Meaning::Unknown)
    }

    fn headed(&self, meaning: Meaning<RecordPart>) -> Vec<String> {
        let of = self.columns.iter().filter(|c| c.meaning == meaning && !c.heading.is_empty());
        of.map(MappedColumn::words).collect()
    }

    fn known_count(&self) -> usize {
        let is_sure =
            |c: &&MappedColumn<RecordPart>| matches!(c.meaning, Meaning::Field(_)) && !c.guessed;
        self.columns.iter().filter(is_sure).count()
    }

    /// The field without a column that a heading probably means: the only one whose label is in the
    /// heading, with idle words around it, or whose label the heading shortens.
    fn guess(&self, heading: &str) -> Option<Meaning<RecordPart>> {
        if headings::is_of_others(heading) {
            return None;
        }
        let [plain, ..] = headings::spellings(heading);
        let is_long = |text: &str| text.chars().count() > 1;
        let means = |part: &&RecordPart| {
            let [label, ..] = headings::spellings(part.field.label);
            let extends = plain.ends_with(&label)
                || IDLE_ENDS.iter().any(|end| plain.strip_suffix(end) == Some(&label));
            let shortens = label.ends_with(&plain) || label.starts_with(&plain);
            part.place == PartPlace::Whole
                && !self.holds(part)
                && is_long(&plain)
                && is_long(&label)
                && (extends || shortens)
        };
        only(self.parts.iter().filter(means)).map(Meaning::Field)
    }
}

/// The meaning of a heading in one row or several: all make it up together (表决 / 发出), else its
/// lowest row says the most (联系方式 / 手机).
fn first_meaning(
    headings: &[String],
    known: impl Fn(&str) -> Option<Meaning<RecordPart>>,
) -> Option<Meaning<RecordPart>> {
    let lowest = headings.last()?;
    known(&headings.concat())
        .or_else(|| known(lowest))
        .or_else(|| known(&headings.iter().rev().cloned().collect::<String>()))
        .or_else(|| known(headings.first()?))
}

/// The meaning of a heading that is known for sure: what the register calls its parts, or a word for
/// the same thing in rosters.
fn known(
    labels: &PartHeadings,
    parts: &[RecordPart],
    heading: &str,
) -> Option<Meaning<RecordPart>> {
    if let Some(part) = labels.part_called(heading) {
        return Some(Meaning::Field(part));
    }
    let of_roster = match headings::of_heading(heading)? {
        Heading::IdentityNumber => return Some(Meaning::IdentityNumber),
        Heading::RowNumber => return Some(Meaning::RowNumber),
        Heading::Field(field) | Heading::General(field) => field,
    };
    let means = |part: &&RecordPart| {
        let is_subject = part.field.required || part.place == PartPlace::RowKey;
        let is_of_people = part.register().is_some_and(|to| names_of(to) == Names::OfPeople);
        let is_the_person = of_roster.name == "name" && is_subject && is_of_people;
        is_the_person
            || part.place == PartPlace::Whole && roster_field(part.field) == Some(of_roster)
    };
    only(parts.iter().filter(means)).map(Meaning::Field)
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
        DEPARTMENT_RESULT_SCHEMA as DEPARTMENT_RESULT, EXEMPTION_SCHEMA as EXEMPTION,
        SCORE_ENTRY_SCHEMA as SCORE_ENTRY,
    };

    fn meanings(schema: &'static Schema, headings: &str) -> Vec<String> {
        let grid = delimited::read(&format!("{headings}\n")).unwrap();
        let columns = RecordColumns::recognise(&grid, schema).unwrap();
        let word = |column: &MappedColumn<RecordPart>| match column.meaning {
            Meaning::Field(part) => part.name(),
            Meaning::IdentityNumber => "身份证".to_owned(),
            Meaning::RowNumber => "序号".to_owned(),
            Meaning::Unknown => String::new(),
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
    fn headings_in_other_words_are_known_and_misfits_are_not_guessed() {
        assert_eq!(
            meanings(&EXEMPTION, "姓名,类型,开始月份,结束月份,原因,审批机构,审批时间"),
            ["member", "kind", "from", "until", "reason", "approved_by", "approved_on"]
        );
        let appeal = ["member", "month", "received", "content", "outcome", "replied", "reply"];
        for headings in [
            "申诉人,所属月份,申诉时间,申诉事由,处理意见,答复时间,答复",
            "姓名,所属月份,受理时间,事由,处理结果,答复时间,答复内容",
            "姓名,所涉月份,收到时间,原因,处理意见,答复日期,答复",
        ] {
            assert_eq!(meanings(&APPEAL, headings), appeal, "{headings}");
        }
        // The label itself goes before other words for it.
        assert_eq!(meanings(&EXEMPTION, "姓名,开始月份,起始月份")[1..], ["", "from"]);
        // A column of dates holds no choice, whatever is above it.
        let with_dates = "姓名,起始月份,党委审批\n张三,2026.1,2026.1.5\n李四,2026.2,2026.2.5";
        assert_eq!(meanings(&EXEMPTION, with_dates), ["member", "from", ""]);
        let with_choices = with_dates.replace("2026.1.5", "支委会");
        assert_eq!(meanings(&EXEMPTION, &with_choices)[2], "approved_by");
    }

    #[test]
    fn a_heading_that_may_mean_two_fields_means_none() {
        // 登记日期 and 答复日期 and the like.
        let dates = parts(&APPEAL).iter().filter(|part| part.label().ends_with("日期")).count();
        assert!(dates > 1, "{dates}");
        assert_eq!(meanings(&APPEAL, "姓名,日期")[..2], ["member", ""]);
    }

    #[test]
    fn a_month_and_its_year_are_known_by_the_bare_word() {
        assert_eq!(
            meanings(&DEPARTMENT_RESULT, "科室,年,月,双考得分"),
            ["department", "#year", "month", "score"]
        );
        assert_eq!(meanings(&SCORE_ENTRY, "姓名,月份,年度,细则")[1..3], ["month", "#year"]);
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
