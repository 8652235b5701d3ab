//! Reader of dates as people write them: in forms, in files, in notes.
//!
//! Days as the ledger keeps them are read by `ledger::parse_day`, which takes nothing else.

use std::borrow::Cow;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};

use super::chinese_date;
use super::{PartialDate, half_width_text, quoted, squeezed, trimmed};

/// Why a text is not read as a date.
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
        /// What was written.
        text: String,
        /// Its year.
        year: u32,
    },
    /// A month that is not 1 to 12.
    #[error("{text}的月份是 {month}，月份只有 1 到 12，请改正")]
    NoSuchMonth {
        /// What was written.
        text: String,
        /// Its month.
        month: u32,
    },
    /// A day that its month does not have.
    #[error("{text}：{year}年{month}月没有 {day} 日，请改正")]
    NoSuchDay {
        /// What was written.
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

impl FromStr for PartialDate {
    type Err = DateProblem;

    fn from_str(text: &str) -> Result<Self, DateProblem> {
        read_date(text, false).map(|reading| reading.date)
    }
}

/// Reads a day that is typed into a form: besides what [`read_date`] takes, with `today` also 11-3,
/// 11.3 and 11月3日 (the latest such day that is not after it, else that of its year), 26.11.3,
/// 今天, 昨天 and 前天.
#[must_use]
pub fn read_day(text: &str, today: Option<NaiveDate>) -> Option<NaiveDate> {
    let days_ago = match &*squeezed(text) {
        "今天" | "今日" => Some(0),
        "昨天" | "昨日" => Some(1),
        "前天" => Some(2),
        _ => None,
    };
    if let Some(days) = days_ago {
        return today?.checked_sub_days(Days::new(days));
    }
    let written = in_digits(text);
    let groups = digit_groups(&written)?;
    let day = |year: u32, month: &str, day: &str| {
        PartialDate::new(year, month.parse().ok()?, Some(day.parse().ok()?))?.known_day()
    };
    match (groups.as_slice(), today) {
        ([year, month, of_month], Some(_)) if year.len() <= 2 => {
            day(2000 + year.parse::<u32>().ok()?, month, of_month)
        }
        ([month, of_month], Some(today)) if month.len() <= 2 => {
            let this_year = u32::try_from(today.year()).ok()?;
            let this = day(this_year, month, of_month);
            match this {
                Some(date) if date > today => day(this_year - 1, month, of_month).or(this),
                _ => this,
            }
        }
        _ => read_date(text, false).ok()?.date.known_day(),
    }
}

/// Reads a day that is written without its year (12月15日, 12-15): its month and its day.
#[must_use]
pub fn day_without_year(text: &str) -> Option<(u8, u8)> {
    let written = in_digits(text);
    // 08年10月 has one, however short.
    if written.contains('年') {
        return None;
    }
    let groups = digit_groups(&written)?;
    let [month, day] = groups.as_slice() else { return None };
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    let is_short = groups.iter().all(|group| group.len() <= 2);
    // Of a leap year, which has every day.
    let exists = PartialDate::new(2024, u32::from(month), Some(u32::from(day))).is_some();
    (is_short && exists).then_some((month, day))
}

/// Reads a date, known to the day or to the month. `two_digit_months` says whether what stands
/// around it writes months in two digits (1990.05).
///
/// # Errors
/// The text is no date of the years 1900 to 2100, or one that does not exist.
pub fn read_date(raw: &str, two_digit_months: bool) -> Result<DateReading, DateProblem> {
    let shown = || quoted(raw);
    let unreadable = || DateProblem::Unreadable(shown());
    let text = in_digits(raw);
    let groups = digit_groups(&text).ok_or_else(unreadable)?;
    let number = |digits: &str| digits.parse::<u32>().map_err(|_| unreadable());
    let part = |digits: &str, from: usize, to: usize| {
        digits.get(from..to).ok_or_else(unreadable).and_then(number)
    };

    let mut january_or_october = false;
    let (year, month, day) = match groups.as_slice() {
        [one] => match one.len() {
            8 => (part(one, 0, 4)?, part(one, 4, 6)?, Some(part(one, 6, 8)?)),
            6 => (part(one, 0, 4)?, part(one, 4, 6)?, None),
            4 => return Err(DateProblem::YearOnly(shown())),
            _ => return Err(unreadable()),
        },
        [year, _, ..] if year.len() == 2 => return Err(DateProblem::ShortYear(shown())),
        [year, ..] if year.len() != 4 => return Err(unreadable()),
        [year, month] if month.len() <= 2 => {
            january_or_october = *month == "1" && text.contains('.');
            let october = january_or_october && two_digit_months;
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

/// The text with nothing around the date, in half-width digits.
fn in_digits(raw: &str) -> String {
    let half = half_width_text(raw);
    let squeezed = squeezed(&with_separators(without_time(without_note(&half))));
    let digits = chinese_date::in_digits(&squeezed);
    digits.trim_end_matches(['日', '号', '月', '年', '.', '生']).to_owned()
}

/// What stands between the separators; `None` where that is not digits alone.
fn digit_groups(written: &str) -> Option<Vec<&str>> {
    let groups: Vec<&str> = written.split(is_separator).collect();
    let all_digits =
        |g: &&str| !g.is_empty() && g.len() <= 8 && g.bytes().all(|b| b.is_ascii_digit());
    groups.iter().all(all_digits).then_some(groups)
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
    let trimmed = trimmed(text);
    let only_digits = trimmed.chars().all(|c| c.is_ascii_digit() || c == ' ');
    if only_digits && trimmed.contains(' ') {
        return Cow::Owned(trimmed.split_whitespace().collect::<Vec<_>>().join("."));
    }
    Cow::Borrowed(trimmed)
}

/// The date before a note in brackets (`1990.05（36岁）`), or within brackets as a whole.
fn without_note(text: &str) -> &str {
    match trimmed(text).split_once('(') {
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
        value.parse().map(|date: PartialDate| date.to_string())
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
        assert!(matches!(read_as_text("90.5"), Err(DateProblem::ShortYear(_))));
        for unreadable in
            ["不详", "-", "32996", "1990.5.3.1", "5", "1990年下半年", "99999999999999999999"]
        {
            assert!(
                matches!(read_as_text(unreadable), Err(DateProblem::Unreadable(_))),
                "{unreadable}"
            );
        }
    }

    #[test]
    fn a_day_without_its_year_is_told_from_a_month() {
        for (text, read) in [
            ("12月15日", Some((12, 15))),
            ("2.29", Some((2, 29))),
            ("１２－１５", Some((12, 15))),
            ("2.30", None),
            ("1990.5", None),
            ("90.5", None),
            ("12月", None),
            ("08年10月", None),
            ("2026-12-15", None),
        ] {
            assert_eq!(day_without_year(text), read, "{text}");
        }
    }

    #[test]
    fn days_are_read_as_they_are_typed_into_forms() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21);
        for (typed, read) in [
            ("2026.11.3", Some("2026-11-03")),
            ("2026-11-3", Some("2026-11-03")),
            ("2026年11月3日", Some("2026-11-03")),
            ("２０２６／１１／３", Some("2026-11-03")),
            ("二〇二六年十一月三日", Some("2026-11-03")),
            ("20261103", Some("2026-11-03")),
            ("26.11.3", Some("2026-11-03")),
            ("11.3", Some("2026-11-03")),
            ("11—3", Some("2026-11-03")),
            ("12月1日", Some("2025-12-01")),
            ("2.29", None),
            (" 昨天", Some("2026-11-20")),
            ("2026.2.29", None),
            ("2024.2.29", Some("2024-02-29")),
            ("2026.11", None),
            ("32996", None),
            ("", None),
            ("下周", None),
            ("1.2.3.4", None),
        ] {
            let day = read_day(typed, today).map(|day| day.to_string());
            assert_eq!(day.as_deref(), read, "{typed}");
        }
        for typed in ["11.3", "26.11.3", "今天"] {
            assert_eq!(read_day(typed, None), None, "{typed}");
        }
        assert_eq!(read_day("2026-11-21", None), today);
    }
}
