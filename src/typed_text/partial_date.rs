//! A date with the precision that it was written in.

use std::fmt;

use chrono::NaiveDate;

/// A date known to the day, or to the month only; written `1990-05-03` or `1990-05`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: u16,
    month: u8,
    day: Option<u8>,
}

impl PartialDate {
    /// The date, if there is such a month or day and its year is 1900 to 2100.
    #[must_use]
    pub fn new(year: u32, month: u32, day: Option<u32>) -> Option<Self> {
        if !(1900..=2100).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day.unwrap_or(1))?;
        let day = day.map(u8::try_from).transpose().ok()?;
        Some(Self { year: u16::try_from(year).ok()?, month: u8::try_from(month).ok()?, day })
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, where it is known.
    #[must_use]
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// The day, where it is known.
    #[must_use]
    pub fn known_day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year.into(), self.month.into(), self.day?.into())
    }

    /// Whether both may be the same day: what both say is equal.
    #[must_use]
    pub fn agrees_with(self, other: Self) -> bool {
        (self.year, self.month) == (other.year, other.month)
            && (self.day.is_none() || other.day.is_none() || self.day == other.day)
    }

    /// The same date to the month.
    #[must_use]
    pub fn to_the_month(self) -> Self {
        Self { day: None, ..self }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_agrees_with_its_days_only() {
        let date = |text: &str| text.parse::<PartialDate>().unwrap();
        assert!(date("1990-05").agrees_with(date("1990-05-03")));
        assert!(!date("1990-05-04").agrees_with(date("1990-05-03")));
        assert!(!date("1990-06").agrees_with(date("1990-05-03")));
    }
}
