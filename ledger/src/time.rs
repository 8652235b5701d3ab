//! Days, months and moments.
//!
//! Business days are plain dates. A moment is an instant together with the offset of the clock on
//! the wall, so that "21:05" stays "21:05" wherever the file is opened.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};

use super::timestamp::{EARLIEST_MILLIS, END_MILLIS};

/// A business day.
pub type Day = NaiveDate;

/// The years in which a day, a month or a timestamp can lie; anything else is malformed.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=9000;

/// Why a text is no day, month or moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是有效的日期")]
pub struct NotATime(pub String);

/// Reads a day written `2026-11-21`.
pub fn parse_day(text: &str) -> Result<Day, NotATime> {
    let wrong = || NotATime(text.to_owned());
    let (year, month, day) = match text.as_bytes() {
        [y @ .., b'-', m1, m2, b'-', d1, d2] if y.len() == 4 => {
            (digits(y), digits(&[*m1, *m2]), digits(&[*d1, *d2]))
        }
        _ => return Err(wrong()),
    };
    let (Some(year), Some(month), Some(day)) = (year, month, day) else {
        return Err(wrong());
    };
    NaiveDate::from_ymd_opt(year as i32, month, day)
        .filter(|day| YEARS.contains(&day.year()))
        .ok_or_else(wrong)
}

/// Writes a day as `2026-11-21`.
pub fn day_text(day: Day) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// Writes a day as it is read in an office: `2026年11月21日`.
pub fn day_label(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// The minutes since midnight of a time of day written `09:30`; `None` where it is none.
pub fn minutes_of(text: &str) -> Option<i64> {
    let [h1, h2, b':', m1, m2] = *text.as_bytes() else { return None };
    let (hours, minutes) = (digits(&[h1, h2])?, digits(&[m1, m2])?);
    (hours < 24 && minutes < 60).then(|| i64::from(hours * 60 + minutes))
}

/// Writes minutes since midnight as a time of day: `09:30`.
pub fn minutes_text(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes.rem_euclid(1440) / 60, minutes.rem_euclid(60))
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0u32, |sum, byte| {
        byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0'))
    })
}

/// A calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// Makes the month of a year, `month` counting from 1.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        ((1..=12).contains(&month) && YEARS.contains(&year))
            .then(|| Self(year * 12 + month as i32 - 1))
    }

    /// The month in which a day lies.
    pub fn of(day: Day) -> Self {
        Self(day.year() * 12 + day.month0() as i32)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month of the year, from 1.
    pub fn number(self) -> u32 {
        self.0.rem_euclid(12) as u32 + 1
    }

    /// The quarter of the year, from 1.
    pub fn quarter(self) -> u32 {
        (self.number() - 1) / 3 + 1
    }

    /// The month that lies `months` later (earlier where negative).
    pub fn plus(self, months: i32) -> Self {
        Self(self.0 + months)
    }

    /// How many months this one lies after another.
    pub fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// Its first day.
    pub fn first_day(self) -> Day {
        NaiveDate::from_ymd_opt(self.year(), self.number(), 1).unwrap_or(NaiveDate::MIN)
    }

    /// Its last day.
    pub fn last_day(self) -> Day {
        self.plus(1).first_day().checked_sub_days(Days::new(1)).unwrap_or(NaiveDate::MAX)
    }

    /// How it is read in an office: `2026年11月`.
    pub fn label(self) -> String {
        format!("{}年{}月", self.year(), self.number())
    }
}

/// A day, or a month of which no day is known, as the ledger keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrMonth {
    /// A day.
    Day(Day),
    /// A month.
    Month(Month),
}

impl DayOrMonth {
    /// The day, or the first of the month.
    pub fn first_day(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Month(month) => month.first_day(),
        }
    }

    /// The day, or the last of the month.
    pub fn last_day(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Month(month) => month.last_day(),
        }
    }

    /// The month, or that of the day.
    pub fn month(self) -> Month {
        match self {
            Self::Day(day) => Month::of(day),
            Self::Month(month) => month,
        }
    }

    /// How it is read in an office.
    pub fn label(self) -> String {
        match self {
            Self::Day(day) => day_label(day),
            Self::Month(month) => month.label(),
        }
    }
}

impl FromStr for DayOrMonth {
    type Err = NotATime;

    /// Reads `2026-11-21` or `2026-11`.
    fn from_str(text: &str) -> Result<Self, NotATime> {
        parse_day(text).map(Self::Day).or_else(|_| text.parse().map(Self::Month))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl FromStr for Month {
    type Err = NotATime;

    /// Reads a month written `2026-11`.
    fn from_str(text: &str) -> Result<Self, NotATime> {
        let parsed = match text.as_bytes() {
            [y @ .., b'-', m1, m2] if y.len() == 4 => digits(y)
                .zip(digits(&[*m1, *m2]))
                .and_then(|(year, month)| Month::new(year as i32, month)),
            _ => None,
        };
        parsed.ok_or_else(|| NotATime(text.to_owned()))
    }
}

/// An instant, with the offset from UTC of the clock that showed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00Z.
    pub millis: i64,
    /// Minutes that the wall clock is ahead of UTC.
    pub offset: i16,
}

impl Moment {
    /// The moment itself or, where a clock shows a year in which no timestamp can be, the nearest that
    /// can: a tablet whose battery ran out must not write what no tablet takes in.
    pub fn within_bounds(self) -> Self {
        Self { millis: self.millis.clamp(EARLIEST_MILLIS, END_MILLIS - 1), ..self }
    }

    /// The day on the wall clock.
    pub fn day(self) -> Day {
        let days = self.wall_seconds().div_euclid(86_400);
        NaiveDate::from_ymd_opt(1970, 1, 1)
            .and_then(|epoch| epoch.checked_add_signed(chrono::Duration::try_days(days)?))
            .unwrap_or(NaiveDate::MIN)
    }

    /// How it is read: `2026年11月21日 21:05`.
    pub fn label(self) -> String {
        let (hour, minute) = self.hour_and_minute();
        format!("{} {hour:02}:{minute:02}", day_label(self.day()))
    }

    /// The hour and the minute on the wall clock.
    pub fn hour_and_minute(self) -> (i64, i64) {
        let minutes = self.wall_seconds().rem_euclid(86_400) / 60;
        (minutes / 60, minutes % 60)
    }

    fn wall_seconds(self) -> i64 {
        self.millis.div_euclid(1000) + i64::from(self.offset) * 60
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_as_it_is_read() {
        let month: Month = "2026-11".parse().unwrap();
        assert_eq!(month.to_string(), "2026-11");
        assert_eq!(month.label(), "2026年11月");
        assert_eq!((month.year(), month.number(), month.quarter()), (2026, 11, 4));
        assert_eq!(month.plus(2).to_string(), "2027-01");
        assert_eq!(day_text(month.last_day()), "2026-11-30");
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for text in ["2026-13", "2026-00", "26-11", "2026-1", "2026/11", "", "２０２６-11"] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        assert_eq!(day_text(parse_day("2024-02-29").unwrap()), "2024-02-29");
        for text in ["2026-02-29", "2026-1-1", "0026-01-01", "9999-01-01", "2026-01-01x"] {
            assert!(parse_day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_moment_shows_the_clock_on_the_wall() {
        let moment = Moment { millis: 1_795_266_300_000, offset: 480 };
        assert_eq!(moment.label(), "2026年11月21日 21:05");
        assert_eq!(moment.hour_and_minute(), (21, 5));
        assert_eq!(day_text(moment.day()), "2026-11-21");
    }
}
