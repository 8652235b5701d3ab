//! Dates as rosters write them, with the precision they were written in.

use std::borrow::Cow;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};

use super::chinese_date;
use super::grid::GridCell;
use super::partial_date::PartialDate;
use super::text;

/// Why a cell is not read as a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateProblem {
    /// A year without a month.
    #[error("{0}只有年份，请补上月份，例如 1990.05")]
    YearOnly(String),
    /// A year of two digits.
    #[error("{0}的年份要写四位，例如 1990.05")]
    ShortYear(String),
    /// A year before 1900 or after 2100.
    #[error("{text}的年份是 {year}，应在 1900 到 2100 之间，请改正")]
    YearOutOfRange {
        /// What the cell says.
        text: String,
        /// Its year.
        year: u32,
    },
    /// A month that is not 1 to 12.
    #[error("{text}的月份是 {month}，月份只有 1 到 12，请改正")]
    NoSuchMonth {
        /// What the cell says.
        text: String,
        /// Its month.
        month: u32,
    },
    /// A day that its month does not have.
    #[error("{text}：{year}年{month}月没有 {day} 日，请改正")]
    NoSuchDay {
        /// What the cell says.
        text: String,
        /// Its year.
        year: u32,
        /// Its month.
        month: u32,
        /// Its day.
        day: u32,
    },
    /// Anything else.
    #[error("{0}认不出是日期，可以写成 1990.05、1990年5月 或 1990-05-03")]
    Unreadable(String),
}

impl FromStr for PartialDate {
    type Err = DateProblem;

    fn from_str(text: &str) -> Result<Self, DateProblem> {
        read_text(text, DateContext::default()).map(|reading| reading.date)
    }
}

/// What a column knows about the dates in its cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateContext {
    /// Whether day numbers count from 1904.
    pub epoch_1904: bool,
    /// Whether the column writes months in two digits (1990.05), see [`two_digit_months`].
    pub two_digit_months: bool,
}

/// A date that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateReading {
    /// The date.
    pub date: PartialDate,
    /// Whether it was written `1990.1`: Excel drops the 0 of `1990.10`, so this may be either
    /// month. Where the column writes months in two digits it is October, else January; the user
    /// is asked to check both.
    pub january_or_october: bool,
}

/// Whether a column writes its months in two digits: some cell reads like `1990.05`.
pub fn two_digit_months<'a>(column: impl IntoIterator<Item = &'a GridCell>) -> bool {
    column.into_iter().any(|cell| {
        let shown = cell.text();
        let shown = text::half_width_text(&shown);
        shown.split_once('.').is_some_and(|(year, month)| year.len() == 4 && month.starts_with('0'))
    })
}

/// The year that was typed into a date cell, where a file tells the day that its spreadsheet made
/// of it: no living member's dates are of 1905.
#[must_use]
pub fn typed_year(date: PartialDate) -> Option<u16> {
    let day = NaiveDate::from_ymd_opt(date.year().into(), date.month().into(), date.day()?.into())?;
    let serial = day.signed_duration_since(NaiveDate::from_ymd_opt(1899, 12, 30)?).num_days();
    u16::try_from(serial).ok().filter(|year| (1900..=2100).contains(year))
}

/// Reads a cell of a date column.
///
/// # Errors
/// The cell holds no date of the years 1900 to 2100, or one that does not exist.
pub fn read(cell: &GridCell, context: DateContext) -> Result<DateReading, DateProblem> {
    match cell {
        GridCell::Date(date) => Ok(DateReading { date: *date, january_or_october: false }),
        GridCell::Number(number) => read_number(*number, context),
        GridCell::Text(_) | GridCell::Empty => read_text(&cell.text(), context),
    }
}

/// The day that a spreadsheet's day number stands for, if it falls in 1920 to 2100. (No living
/// member's dates are older, and smaller numbers are years or counts.)
#[must_use]
pub fn day_of_serial(serial: f64, epoch_1904: bool) -> Option<PartialDate> {
    let epoch = if epoch_1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)?
    } else {
        // Not the 31st: Excel believes in a 29 February 1900.
        NaiveDate::from_ymd_opt(1899, 12, 30)?
    };
    if !(1.0..100_000.0).contains(&serial) {
        return None;
    }
    let day = epoch.checked_add_days(Days::new(serial.floor() as u64))?;
    let year = u32::try_from(day.year()).ok().filter(|year| *year >= 1920)?;
    PartialDate::new(year, day.month(), Some(day.day()))
}

fn read_number(number: f64, context: DateContext) -> Result<DateReading, DateProblem> {
    let whole = number.fract() == 0.0;
    // 1990.5, 1990, 199005 and 19900501 are the text that they look like.
    if (1900.0..2101.0).contains(&number) || (whole && (190_000.0..1e9).contains(&number)) {
        return read_text(&number.to_string(), context);
    }
    day_of_serial(number, context.epoch_1904)
        .map(|date| DateReading { date, january_or_october: false })
        .ok_or_else(|| DateProblem::Unreadable(text::quoted(&number.to_string())))
}

fn read_text(raw: &str, context: DateContext) -> Result<DateReading, DateProblem> {
    let shown = || text::quoted(raw);
    let half = text::half_width_text(raw);
    let squeezed = text::squeezed(&with_separators(without_time(without_note(&half))));
    let text = chinese_date::in_digits(&squeezed);
    let unreadable = || DateProblem::Unreadable(shown());

    let text = text.trim_end_matches(['日', '号', '月', '年', '.', '生']);
    let groups: Vec<&str> = text.split(is_separator).collect();
    let all_digits =
        |g: &&str| !g.is_empty() && g.len() <= 8 && g.bytes().all(|b| b.is_ascii_digit());
    if !groups.iter().all(all_digits) {
        return Err(unreadable());
    }
    let number = |digits: &str| digits.parse::<u32>().map_err(|_| unreadable());
    let part = |digits: &str, from: usize, to: usize| {
        digits.get(from..to).ok_or_else(unreadable).and_then(number)
    };

    let mut january_or_october = false;
    let (year, month, day) = match groups.as_slice() {
        [one] => match one.len() {
            8 => (part(one, 0, 4)?, part(one, 4, 6)?, Some(part(one, 6, 8)?)),
            6 => (part(one, 0, 4)?, part(one, 4, 6)?, None),
            5 => {
                // A date column saved as text: the day number stands bare.
                let serial = f64::from(number(one)?);
                return day_of_serial(serial, context.epoch_1904)
                    .map(|date| DateReading { date, january_or_october })
                    .ok_or_else(unreadable);
            }
            4 => return Err(DateProblem::YearOnly(shown())),
            _ => return Err(unreadable()),
        },
        [year, _, ..] if year.len() == 2 => return Err(DateProblem::ShortYear(shown())),
        [year, ..] if year.len() != 4 => return Err(unreadable()),
        [year, month] if month.len() <= 2 => {
            january_or_october = *month == "1" && text.contains('.');
            let october = january_or_october && context.two_digit_months;
            (number(year)?, if october { 10 } else { number(month)? }, None)
        }
        [year, rest] if rest.len() == 4 => {
            (number(year)?, part(rest, 0, 2)?, Some(part(rest, 2, 4)?))
        }
        [year, month, day] if month.len() <= 2 && day.len() <= 2 => {
            (number(year)?, number(month)?, Some(number(day)?))
        }
        _ => return Err(unreadable()),
    };

    if !(1900..=2100).contains(&year) {
        return Err(DateProblem::YearOutOfRange { text: shown(), year });
    }
    if !(1..=12).contains(&month) {
        return Err(DateProblem::NoSuchMonth { text: shown(), month });
    }
    match (PartialDate::new(year, month, day), day) {
        (Some(date), _) => Ok(DateReading { date, january_or_october }),
        (None, Some(day)) => Err(DateProblem::NoSuchDay { text: shown(), year, month, day }),
        (None, None) => Err(unreadable()),
    }
}

/// Whether a character stands between year, month and day.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        '.' | '-'
            | '/'
            | '\\'
            | '_'
            | ','
            | '，'
            | '年'
            | '月'
            | '、'
            | '。'
            | '·'
            | '•'
            | '~'
            | '\u{2010}'..='\u{2015}' | '\u{2212}'
    )
}

/// The text with a point for each space between digits (`1990 5 3`): there it separates.
fn with_separators(text: &str) -> Cow<'_, str> {
    let trimmed = text::trimmed(text);
    let only_digits = trimmed.chars().all(|c| c.is_ascii_digit() || c == ' ');
    if only_digits && trimmed.contains(' ') {
        return Cow::Owned(trimmed.split_whitespace().collect::<Vec<_>>().join("."));
    }
    Cow::Borrowed(trimmed)
}

/// The date before a note in brackets (`1990.05（36岁）`), or within brackets as a whole.
fn without_note(text: &str) -> &str {
    match text::trimmed(text).split_once('(') {
        Some(("", inner)) => inner.strip_suffix(')').unwrap_or(inner),
        Some((date, _)) => date,
        None => text,
    }
}

/// The text before a time of day (`1990-05-03 00:00:00`, `1990-05-03T00:00`) or a day of the week.
fn without_time(text: &str) -> &str {
    let text = if text.contains(':') {
        text.split_once(['T', ' ']).map_or(text, |(date, _)| date)
    } else {
        text
    };
    let weekday = ["星期", "周", "礼拜"].iter().filter_map(|word| text.find(word)).min();
    let text = weekday.and_then(|at| text.get(..at)).unwrap_or(text);
    text.trim_end().trim_end_matches(['(', ',', '，'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as_text(value: &str) -> Result<String, DateProblem> {
        read(&GridCell::Text(value.to_owned()), DateContext::default()).map(|r| r.date.to_string())
    }

    fn read_as_number(value: f64) -> Result<String, DateProblem> {
        read(&GridCell::Number(value), DateContext::default()).map(|r| r.date.to_string())
    }

    #[test]
    fn months_are_read_in_every_usual_spelling() {
        for spelling in [
            "1990.5",
            "1990.05",
            "1990年5月",
            "199005",
            "1990-5",
            "1990/05",
            "１９９０．０５",
            " 1990 年 5 月 ",
            "1990 5",
            "1990.05\n（36岁）",
            "（1990.5）",
            "一九九〇年五月",
            "一九九零年五月份",
        ] {
            assert_eq!(read_as_text(spelling).as_deref(), Ok("1990-05"), "{spelling}");
        }
        assert_eq!(read_as_number(1990.5).as_deref(), Ok("1990-05"));
        assert_eq!(read_as_number(1990.12).as_deref(), Ok("1990-12"));
        assert_eq!(read_as_number(199_005.0).as_deref(), Ok("1990-05"));
    }

    #[test]
    fn days_are_read_in_every_usual_spelling() {
        for spelling in [
            "1990.05.03",
            "1990年5月3日",
            "19900503",
            "1990-5-3",
            "1990/05/03",
            "1990年05月03号",
            "1990-05-03 00:00:00",
            "1990-05-03T08:30:00",
            "1990.0503",
            "１９９０年５月３日",
            "32996",
            "1990 5 3",
            "1990\\5\\3",
            "1990，5，3",
            "1990‑05‑03",
            "1990年5月3日 星期四",
            "1990/5/3（周四）",
            "1990-05-03 周四",
            "一九九〇年五月三日",
            "一九九O年五月三号",
            "１９９０年五月三日",
        ] {
            assert_eq!(read_as_text(spelling).as_deref(), Ok("1990-05-03"), "{spelling}");
        }
        assert_eq!(read_as_number(19_900_503.0).as_deref(), Ok("1990-05-03"));
        assert_eq!(read_as_number(32_996.0).as_deref(), Ok("1990-05-03"));
        let mac = DateContext { epoch_1904: true, ..DateContext::default() };
        assert_eq!(read(&GridCell::Number(31_534.0), mac).unwrap().date.to_string(), "1990-05-03");
    }

    #[test]
    fn dates_that_do_not_exist_are_refused_with_the_part_that_is_wrong() {
        assert!(matches!(read_as_text("1990.13"), Err(DateProblem::NoSuchMonth { month: 13, .. })));
        assert!(matches!(read_as_text("19900231"), Err(DateProblem::NoSuchDay { day: 31, .. })));
        assert!(matches!(read_as_text("2023-02-29"), Err(DateProblem::NoSuchDay { day: 29, .. })));
        assert!(matches!(
            read_as_text("1090.5"),
            Err(DateProblem::YearOutOfRange { year: 1090, .. })
        ));
        for year in ["1990", "1990年", "一九九〇年", "一九九O年"] {
            assert!(matches!(read_as_text(year), Err(DateProblem::YearOnly(_))), "{year}");
        }
        assert!(matches!(read_as_number(1990.0), Err(DateProblem::YearOnly(_))));
        assert!(matches!(read_as_text("90.5"), Err(DateProblem::ShortYear(_))));
        for unreadable in ["不详", "-", "1990.5.3.1", "5", "1990年下半年", "99999999999999999999"]
        {
            assert!(
                matches!(read_as_text(unreadable), Err(DateProblem::Unreadable(_))),
                "{unreadable}"
            );
        }
        assert!(matches!(read_as_number(f64::NAN), Err(DateProblem::Unreadable(_))));
        assert!(matches!(read_as_number(-3.0), Err(DateProblem::Unreadable(_))));
    }

    #[test]
    fn the_zero_that_excel_drops_from_october_is_asked_about() {
        let cell = GridCell::Number(1990.1);
        let alone = read(&cell, DateContext::default()).unwrap();
        assert_eq!((alone.date.month(), alone.january_or_october), (1, true));
        let two_digit_months = two_digit_months([&cell, &GridCell::Number(1985.07)]);
        let beside =
            read(&cell, DateContext { two_digit_months, ..DateContext::default() }).unwrap();
        assert_eq!((beside.date.month(), beside.january_or_october), (10, true));
        let plain = read(&GridCell::Text("1990年1月".into()), DateContext::default()).unwrap();
        assert!(!plain.january_or_october);
    }
}
