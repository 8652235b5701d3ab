//! Cells of a table that is imported into a register: each is read as its field asks.
//!
//! What names a record is only looked up later, when the row is compared with the ledger.

use super::cell_text::{without_commas, without_idle_fraction};
use super::dates::{self, DateContext, DateProblem};
use super::doubts::Doubt;
use super::grid::{Address, Grid, GridCell};
use super::record_parts::{PartPlace, RecordPart};
use super::record_years::{AssumedYear, NoYear, month_without_year};
use super::text;
use super::values;
use crate::ledger::Value;
use crate::registers::{Field, Kind, read_input};
use crate::typed_text;

/// What a cell brings.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// A value, as the field keeps it.
    Value(Value),
    /// The name of a record.
    Name,
    /// The names of several records, perhaps each with a number.
    Names,
    /// A rule line of the standard.
    RuleLine,
    /// Nothing that the field can take.
    Unreadable(CellError),
}

/// Why a cell is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CellError {
    /// A date that cannot be read.
    #[error(transparent)]
    Date(#[from] DateProblem),
    /// A day of which only the month is written.
    #[error("{0}没有写日，请写成 2026.11.3 这样的日期")]
    NoDay(String),
    /// Not a quarter.
    #[error("{0}认不出是季度，可以写成 2026年第三季度")]
    NoQuarter(String),
    /// A name without the number that belongs to it.
    #[error("{0}后面没有数，请写成“名称 数”，如“内科 90”")]
    NoNumber(String),
    /// A word that is none of the choices.
    #[error("{found}不在可选项里，可以填：{expected}")]
    NoChoice {
        /// What the cell says.
        found: String,
        /// The words that are known.
        expected: String,
    },
    /// A number between 0 and 1 where a percentage is asked for: 0.98 may be 98 % or 0.98 %.
    #[error("{0}分不清是不是百分比，请写成 98% 这样")]
    Share(String),
    /// A cell that could not be read as it was meant.
    #[error("存疑：{0}，请对照原表改正")]
    Doubtful(#[from] Doubt),
    /// An identity-card number, which the ledger does not keep.
    #[error("里面像是身份证号，台账不保存身份证号，请在原表里删去")]
    IdentityNumber,
    /// A rule line that the month's standard does not have.
    #[error("{0}不是当月考核标准里的细则，请写细则编号，如 C3.1")]
    NoRuleLine(String),
    /// Something else than a year in the column of years.
    #[error(transparent)]
    NoYear(#[from] NoYear),
    /// Another line of the same record says something else.
    #[error("与 {0} 写的不一样，请核对后改成一样")]
    Contradicts(Address),
    /// What belongs to a row of which the line does not say whose it is.
    #[error("这一行没有写是哪一个{0}")]
    NoRowName(&'static str),
    /// What the field itself does not take.
    #[error("写的是{found}，{why}")]
    Refused {
        /// What the cell says.
        found: String,
        /// What the field takes.
        why: String,
    },
}

impl CellError {
    /// What a field says of a text that it does not take.
    pub(super) fn refused(shown: &str, why: String) -> Self {
        Self::Refused { found: text::quoted(shown), why }
    }
}

/// A column that holds a part of the records.
pub(super) struct RecordColumn {
    pub(super) part: RecordPart,
    column: usize,
    dates: DateContext,
}

/// A cell that was read.
pub(super) struct ReadCell {
    /// What the cell says, on one line.
    pub(super) shown: String,
    pub(super) reading: Reading,
    /// What is worth a look without keeping the cell out.
    pub(super) hint: Option<String>,
    /// Whether it is a day or month to which a year was added that nobody is certain of.
    pub(super) lacks_year: bool,
}

impl RecordColumn {
    /// A column with its data in these rows.
    pub(super) fn new(grid: &Grid, rows: &[usize], part: RecordPart, column: usize) -> Self {
        let cells = rows.iter().map(|row| grid.cell(*row, column));
        let two_digit_months = is_date(part.column) && dates::two_digit_months(cells);
        let dates = DateContext { epoch_1904: grid.epoch_1904, two_digit_months };
        Self { part, column, dates }
    }

    /// Its place, from 0.
    pub(super) fn index(&self) -> usize {
        self.column
    }

    /// Reads a cell; `None` where it says nothing. `year` is that of months without one.
    pub(super) fn read(
        &self,
        grid: &Grid,
        row: usize,
        year: &Result<AssumedYear, NoYear>,
    ) -> Option<ReadCell> {
        let cell = grid.cell(row, self.column);
        let doubt = grid.doubt(row, self.column).filter(|doubt| self.minds(doubt));
        let shown = match doubt {
            Some(Doubt::FormulaError(text)) => text.clone(),
            _ => shown_text(cell),
        };
        let read =
            |reading| ReadCell { shown: shown.clone(), reading, hint: None, lacks_year: false };
        if let Some(doubt) = doubt.filter(|doubt| !doubt.keeps_text()) {
            return Some(read(Reading::Unreadable(doubt.clone().into())));
        }
        if says_nothing(self.part.column, &shown) {
            return None;
        }
        if text::holds_identity_number(&shown) {
            return Some(read(Reading::Unreadable(CellError::IdentityNumber)));
        }
        let field = self.part.column;
        let mut done = match field.kind {
            _ if self.part.is_marks() => read(Reading::Names),
            _ if self.part.place == PartPlace::RowKey => read(Reading::Name),
            Kind::Reference(_) => read(Reading::Name),
            Kind::RuleLine => read(Reading::RuleLine),
            _ if is_date(field) => self.read_date(cell, &shown, year),
            Kind::Quarter => self.read_quarter(&shown, year),
            _ => match value_of(field, &shown) {
                Ok(value) => read(Reading::Value(value)),
                Err(error) => read(Reading::Unreadable(error)),
            },
        };
        if let Some(doubt) = doubt {
            done.hint = Some(format!("存疑：{doubt}，按原样读入，请核对"));
        }
        Some(done)
    }

    /// Whether a doubt matters for this field: a year in a date cell is only a fault of a date.
    fn minds(&self, doubt: &Doubt) -> bool {
        !matches!(doubt, Doubt::YearOnly(_)) || is_date(self.part.column)
    }

    fn read_date(
        &self,
        cell: &GridCell,
        shown: &str,
        year: &Result<AssumedYear, NoYear>,
    ) -> ReadCell {
        let field = self.part.column;
        if let (Kind::Month, Some(month)) = (field.kind, month_without_year(cell)) {
            return in_year(field, shown, year, &|year| format!("{year:04}-{month:02}"));
        }
        // Where a month will do, 08.10 may be October of 2008: there only 月 tells a day.
        if let GridCell::Text(text) = cell
            && (field.kind == Kind::Day || field.kind == Kind::DayOrMonth && text.contains('月'))
            && let Some((month, day)) = typed_text::day_without_year(text)
        {
            let text = |year| format!("{year:04}-{month:02}-{day:02}");
            return in_year(field, shown, year, &text);
        }
        let mut hint = None;
        let text = self.date_text(cell, shown, &mut hint);
        let refused = |why| CellError::refused(shown, why);
        let value = text.and_then(|text| read_input(field, &text).map_err(refused));
        let reading = value.map_or_else(Reading::Unreadable, Reading::Value);
        ReadCell { shown: shown.to_owned(), reading, hint, lacks_year: false }
    }

    /// Reads a quarter (2026年第三季度, 三季度, 2026-Q3).
    fn read_quarter(&self, shown: &str, row_year: &Result<AssumedYear, NoYear>) -> ReadCell {
        let squeezed = text::squeezed(shown).to_uppercase();
        let is_sign = |c: char| "年-第Q".contains(c);
        let (year, rest) = match squeezed.find(is_sign).map(|at| squeezed.split_at(at)) {
            Some((year, rest)) if year.len() == 4 => (year.parse::<u16>().ok(), rest),
            _ => (None, &*squeezed),
        };
        let rest = rest.trim_start_matches(is_sign).trim_end_matches("季度").trim_end_matches('季');
        let number = ["1一", "2二", "3三", "4四"]
            .iter()
            .position(|words| rest.chars().count() == 1 && words.contains(rest));
        let Some(at) = number else {
            let reading = Reading::Unreadable(CellError::NoQuarter(text::quoted(shown)));
            return ReadCell { shown: shown.to_owned(), reading, hint: None, lacks_year: false };
        };
        let own = year.map(|year| Ok(AssumedYear::certain(year)));
        let year = own.as_ref().unwrap_or(row_year);
        in_year(self.part.column, shown, year, &|year| format!("{year:04}-Q{}", at + 1))
    }

    fn date_text(
        &self,
        cell: &GridCell,
        shown: &str,
        hint: &mut Option<String>,
    ) -> Result<String, CellError> {
        let read = dates::read(cell, self.dates)?;
        if let Some(year) = dates::typed_year(read.date) {
            return Err(Doubt::YearOnly(year).into());
        }
        if read.january_or_october {
            let (year, month) = (read.date.year(), read.date.month());
            *hint = Some(format!(
                "写作 {year}.1，Excel 会把 {year}.10 也显示成这样；按{month}月读入，请核对"
            ));
        }
        match self.part.column.kind {
            Kind::Day if read.date.day().is_none() => Err(CellError::NoDay(text::quoted(shown))),
            Kind::Month => Ok(read.date.to_the_month().to_string()),
            _ => Ok(read.date.to_string()),
        }
    }
}

/// A day, month or quarter to which its year is added.
fn in_year(
    field: &Field,
    shown: &str,
    year: &Result<AssumedYear, NoYear>,
    text: &dyn Fn(u16) -> String,
) -> ReadCell {
    let value = year.clone().map_err(CellError::from).and_then(|year| {
        let value = read_input(field, &text(year.year));
        value.map_err(|why| CellError::refused(shown, why))
    });
    ReadCell {
        shown: shown.to_owned(),
        reading: value.map_or_else(Reading::Unreadable, Reading::Value),
        hint: None,
        lacks_year: year.as_ref().is_ok_and(|year| !year.is_certain),
    }
}

fn is_date(field: &Field) -> bool {
    matches!(field.kind, Kind::Day | Kind::DayOrMonth | Kind::Month)
}

/// The text of a cell as people see it: a number without the dust that a formula's arithmetic
/// leaves behind its last digit.
fn shown_text(cell: &GridCell) -> String {
    let GridCell::Number(number) = cell else {
        return cell.text().into_owned();
    };
    let near = (number * 1e6).round() / 1e6;
    if (number - near).abs() < 1e-8 { near.to_string() } else { number.to_string() }
}

/// Whether a cell says nothing of a field: it is blank, has a dash, or says of anything but a text
/// that there is none. Such a cell leaves the field as it is.
fn says_nothing(field: &Field, shown: &str) -> bool {
    match field.kind {
        _ if shown.is_empty() => true,
        Kind::Text(_) | Kind::Lines(_) if field.required => false,
        Kind::Text(_) | Kind::Lines(_) => {
            text::squeezed(shown).chars().all(|c| "-—–―－─/\\".contains(c))
        }
        // 无 is an answer.
        Kind::YesNo => values::is_placeholder(shown) && text::squeezed(shown) != "无",
        _ => values::is_placeholder(shown),
    }
}

/// A value that is written out in its cell.
fn value_of(field: &Field, shown: &str) -> Result<Value, CellError> {
    let refused = |why| CellError::refused(shown, why);
    let number = |unit: &str| read_input(field, &number_text(shown, unit)).map_err(refused);
    match field.kind {
        Kind::Choice(choices) => {
            let squeezed = text::squeezed(shown);
            let means = |(code, word): &&(&str, &str)| {
                *code == squeezed || text::squeezed(word) == squeezed
            };
            let known = choices.iter().find(means).map(|(code, _)| Value::from(*code));
            known.ok_or_else(|| CellError::NoChoice {
                found: text::quoted(shown),
                expected: choices.iter().map(|(_, word)| *word).collect::<Vec<_>>().join("、"),
            })
        }
        Kind::Percent => {
            let plain = number_text(shown, "%");
            let share = plain.parse::<f64>().ok().filter(|share| 0.0 < *share && *share <= 1.0);
            let is_share = share.is_some() && !text::squeezed(shown).ends_with('%');
            if is_share {
                return Err(CellError::Share(text::quoted(shown)));
            }
            read_input(field, &plain).map_err(refused)
        }
        Kind::Count(_, _, unit) | Kind::Tenths(_, _, unit) => number(unit),
        Kind::Points(..) => number("分"),
        Kind::Money => number("元"),
        _ => read_input(field, shown).map_err(refused),
    }
}

/// A number without its unit, the sign of its currency, the commas between its thousands and an
/// idle fraction.
fn number_text(shown: &str, unit: &str) -> String {
    let squeezed = text::squeezed(shown);
    let plain = squeezed.strip_suffix(unit).unwrap_or(&squeezed);
    let plain = plain.trim_start_matches(['¥', '￥', '+']);
    without_idle_fraction(&without_commas(plain)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::delimited;
    use super::*;

    const DAY: Field = Field::new("day", "发生日期", Kind::Day);
    const FOUNDED: Field = Field::new("founded", "成立日期", Kind::DayOrMonth);
    const MONTH: Field = Field::new("month", "月份", Kind::Month);
    const SCORE: Field = Field::new("score", "得分", Kind::Points(0, 1000));
    const SHARE: Field = Field::new("share", "满意度", Kind::Percent);
    const MONEY: Field = Field::new("money", "党费", Kind::Money);
    const COUNT: Field = Field::new("count", "次数", Kind::Count(0, 99, "次"));
    const KIND: Field =
        Field::new("kind", "类型", Kind::Choice(&[("clinical", "临床"), ("office", "职能")]));
    const NOTE: Field = Field::new("note", "说明", Kind::Lines(50));
    const QUARTER: Field = Field::new("quarter", "季度", Kind::Quarter);
    const YES: Field = Field::new("yes", "双带头人", Kind::YesNo);

    fn read_in(field: &'static Field, grid: &Grid) -> Option<ReadCell> {
        let part = RecordPart { field, column: field, place: PartPlace::Whole };
        RecordColumn::new(grid, &[0], part, 0).read(grid, 0, &Ok(AssumedYear::usual(2026)))
    }

    fn read(field: &'static Field, cell: GridCell) -> Option<ReadCell> {
        let grid = Grid::new(vec![vec![cell, GridCell::Text("尾".into())]]);
        read_in(field, &grid)
    }

    fn value(field: &'static Field, text: &str) -> Result<Value, String> {
        match read(field, GridCell::Text(text.into())).map(|read| read.reading) {
            Some(Reading::Value(value)) => Ok(value),
            Some(Reading::Unreadable(error)) => Err(error.to_string()),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn values_are_read_however_a_table_writes_them() {
        for (field, text, kept) in [
            (&DAY, "2026.11.3", Value::from("2026-11-03")),
            (&DAY, "08.10", "2026-08-10".into()),
            (&FOUNDED, "8月10日", "2026-08-10".into()),
            (&MONTH, "2026年11月", "2026-11".into()),
            (&MONTH, "202611", "2026-11".into()),
            (&QUARTER, "2026年第三季度", "2026-Q3".into()),
            (&QUARTER, "四季度", "2026-Q4".into()),
            (&QUARTER, "2025-q1", "2025-Q1".into()),
            (&SCORE, "８６．５分", 865.into()),
            (&SHARE, "98.5%", 985.into()),
            (&SHARE, "98", 980.into()),
            (&SHARE, "1%", 10.into()),
            (&MONEY, "¥1,234.50 元", 123_450.into()),
            (&COUNT, "3 次", 3.into()),
            (&COUNT, "3.0", 3.into()),
            (&KIND, " 临 床", "clinical".into()),
            (&NOTE, "无", "无".into()),
            (&YES, "无", false.into()),
        ] {
            assert_eq!(value(field, text), Ok(kept), "{text}");
        }
        let dust = read(&SCORE, GridCell::Number(86.500_000_000_000_01)).unwrap();
        assert_eq!(dust.reading, Reading::Value(865.into()));
    }

    #[test]
    fn what_may_mean_two_things_or_nothing_is_refused_with_a_reason() {
        for (field, text, why) in [
            (&DAY, "2026.11", "没有写日"),
            (&FOUNDED, "08.10", "年份要写四位"),
            (&MONTH, "十三月", "认不出是日期"),
            (&QUARTER, "年度", "认不出是季度"),
            (&SCORE, "86.55", "最多一位小数"),
            (&SCORE, "不参评", "写的是“不参评”，得分应是数字"),
            (&SCORE, "120", "写的是“120”，得分应在 0 到 100 之间"),
            (&MONTH, "13", "认不出是日期"),
            (&SHARE, "0.98", "分不清"),
            (&KIND, "行政", "可以填：临床、职能"),
            (&NOTE, "11010519491231002X", "身份证号"),
        ] {
            let error = value(field, text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
        let grid = delimited::read("#N/A,尾\n").unwrap();
        let doubtful = read_in(&SCORE, &grid).unwrap();
        assert!(matches!(doubtful.reading, Reading::Unreadable(CellError::Doubtful(_))));
    }

    #[test]
    fn a_cell_that_says_nothing_leaves_its_field_alone() {
        for (field, text) in [(&SCORE, "—"), (&SCORE, "无"), (&NOTE, " / "), (&DAY, "待定")] {
            assert!(read(field, GridCell::Text(text.into())).is_none(), "{text}");
        }
    }

    #[test]
    fn a_month_without_a_year_is_of_the_year_that_is_given() {
        for cell in ["10月", "10", "１０", "十月份"].map(|text| GridCell::Text(text.into())) {
            let month = read(&MONTH, cell).unwrap();
            assert_eq!((month.reading, month.lacks_year), (Reading::Value("2026-10".into()), true));
        }
        let day = read(&DAY, GridCell::Text("12月15日".into())).unwrap();
        assert_eq!((day.reading, day.lacks_year), (Reading::Value("2026-12-15".into()), true));
        let number = read(&MONTH, GridCell::Number(10.0)).unwrap();
        assert_eq!((number.reading, number.lacks_year), (Reading::Value("2026-10".into()), true));
        let october = read(&MONTH, GridCell::Text("2026.1".into())).unwrap();
        assert!(october.hint.unwrap().contains("按1月读入"));
    }
}
