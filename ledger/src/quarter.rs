//! Quarters of a year.

use std::fmt;
use std::str::FromStr;

use super::time::{Month, NotATime};

/// A quarter of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter(i32);

impl Quarter {
    /// The quarter in which a month lies.
    pub fn of(month: Month) -> Self {
        Self(month.year() * 4 + month.quarter() as i32 - 1)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(4)
    }

    /// The quarter of the year, from 1.
    pub fn number(self) -> u32 {
        self.0.rem_euclid(4) as u32 + 1
    }

    /// Its months; none for a year in which no month can lie.
    pub fn months(self) -> Vec<Month> {
        let first = Month::new(self.year(), self.number() * 3 - 2);
        first.map_or_else(Vec::new, |first| (0..3).map(|step| first.plus(step)).collect())
    }

    /// The quarter that lies `quarters` later (earlier where negative).
    pub fn plus(self, quarters: i32) -> Self {
        Self(self.0 + quarters)
    }

    /// How it is read in an office: `2026年第三季度`.
    pub fn label(self) -> String {
        let number = ["一", "二", "三", "四"][self.number() as usize - 1];
        format!("{}年第{number}季度", self.year())
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year(), self.number())
    }
}

impl FromStr for Quarter {
    type Err = NotATime;

    /// Reads a quarter written `2026-Q3`.
    fn from_str(text: &str) -> Result<Self, NotATime> {
        let wrong = || NotATime(text.to_owned());
        let (year, number) = text.split_once("-Q").ok_or_else(wrong)?;
        let first = match number {
            "1" => "01",
            "2" => "04",
            "3" => "07",
            "4" => "10",
            _ => return Err(wrong()),
        };
        format!("{year}-{first}").parse().map(Self::of).map_err(|_| wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_written_as_it_is_read() {
        let quarter: Quarter = "2026-Q4".parse().unwrap();
        assert_eq!(
            (quarter.to_string().as_str(), &*quarter.label()),
            ("2026-Q4", "2026年第四季度")
        );
        let months: Vec<_> = quarter.months().iter().map(Month::to_string).collect();
        assert_eq!(months, ["2026-10", "2026-11", "2026-12"]);
        assert_eq!(quarter.plus(1).to_string(), "2027-Q1");
        assert_eq!(quarter.plus(-4), "2025-Q4".parse().unwrap());
    }

    #[test]
    fn what_is_no_quarter_is_refused() {
        for text in ["2026-Q5", "2026-Q0", "26-Q1", "2026Q1", "", "2026-Q", "2026-Q11"] {
            assert!(text.parse::<Quarter>().is_err(), "{text}");
        }
    }
}
