//! Buckets: the calendar periods (a month, a quarter, half a year, a year) in which something is due.
//! They are periods of the calendar rather than intervals since the last time, so that each that was
//! missed stays by itself.

use std::fmt;
use std::str::FromStr;

use crate::ledger::{Day, Month, NotATime, Quarter};

/// Over which period something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cycle {
    /// Every month.
    Month,
    /// Every quarter.
    Quarter,
    /// Every half year.
    HalfYear,
    /// Every year.
    Year,
}

impl Cycle {
    /// The cycle of a name in the register of changed rules; `None` for one that asks for nothing.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "month" => Some(Self::Month),
            "quarter" => Some(Self::Quarter),
            "half_year" => Some(Self::HalfYear),
            "year" => Some(Self::Year),
            _ => None,
        }
    }

    /// How often that is.
    pub fn label(self) -> &'static str {
        match self {
            Self::Month => "每月",
            Self::Quarter => "每季",
            Self::HalfYear => "每半年",
            Self::Year => "每年",
        }
    }

    /// How many months it takes.
    pub fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }

    /// How many days before its end a period is announced, where no rule says otherwise.
    pub fn days(self) -> i64 {
        match self {
            Self::Month => 31,
            Self::Quarter => 45,
            Self::HalfYear => 60,
            Self::Year => 92,
        }
    }
}

/// A period of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bucket {
    /// Its first month.
    pub first: Month,
    /// How long it is.
    pub cycle: Cycle,
}

impl Bucket {
    /// The period of a cycle in which a month lies.
    pub fn of(cycle: Cycle, month: Month) -> Self {
        let within = (i32::try_from(month.number()).unwrap_or(1) - 1) % cycle.months();
        Self { first: month.plus(-within), cycle }
    }

    /// Its last month.
    pub fn last(self) -> Month {
        self.first.plus(self.cycle.months() - 1)
    }

    /// Its last day.
    pub fn last_day(self) -> Day {
        self.last().last_day()
    }

    /// The period after it.
    pub fn next(self) -> Self {
        Self { first: self.first.plus(self.cycle.months()), ..self }
    }

    /// Its months.
    pub fn months(self) -> impl Iterator<Item = Month> {
        (0..self.cycle.months()).map(move |step| self.first.plus(step))
    }

    /// How it is read where its year is known: `3月`, `第一季度`, `上半年`; a year is always written.
    pub fn short_label(self) -> String {
        let first = self.first.number();
        match self.cycle {
            Cycle::Month => format!("{first}月"),
            Cycle::Quarter => {
                let label = Quarter::of(self.first).label();
                label.split_once('年').map_or(label.clone(), |(_, quarter)| quarter.to_owned())
            }
            Cycle::HalfYear => (if first == 1 { "上半年" } else { "下半年" }).to_owned(),
            Cycle::Year => format!("{}年", self.first.year()),
        }
    }

    /// How it is read by itself: `2026年3月`, `2026年第一季度`, `2026年上半年`, `2026年`.
    pub fn label(self) -> String {
        match self.cycle {
            Cycle::Year => self.short_label(),
            _ => format!("{}年{}", self.first.year(), self.short_label()),
        }
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cycle {
            Cycle::Month => self.first.fmt(f),
            Cycle::Quarter => Quarter::of(self.first).fmt(f),
            Cycle::HalfYear => {
                write!(f, "{:04}-H{}", self.first.year(), self.first.number().div_ceil(6))
            }
            Cycle::Year => write!(f, "{:04}", self.first.year()),
        }
    }
}

impl FromStr for Bucket {
    type Err = NotATime;

    /// Reads `2026-03`, `2026-Q1`, `2026-H1` or `2026`.
    fn from_str(text: &str) -> Result<Self, NotATime> {
        let wrong = || NotATime(text.to_owned());
        let of = |cycle, month: &str| Ok(Self::of(cycle, month.parse()?));
        if let Some((year, half)) = text.split_once("-H") {
            return match half {
                "1" => of(Cycle::HalfYear, &format!("{year}-01")),
                "2" => of(Cycle::HalfYear, &format!("{year}-07")),
                _ => Err(wrong()),
            };
        }
        if let Ok(quarter) = text.parse::<Quarter>() {
            let first = quarter.months().first().copied().ok_or_else(wrong)?;
            return Ok(Self::of(Cycle::Quarter, first));
        }
        if let Ok(month) = text.parse::<Month>() {
            return Ok(Self::of(Cycle::Month, month));
        }
        of(Cycle::Year, &format!("{text}-01")).map_err(|_: NotATime| wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CYCLES: [Cycle; 4] = [Cycle::Month, Cycle::Quarter, Cycle::HalfYear, Cycle::Year];

    proptest! {
        #[test]
        fn a_bucket_holds_its_month_and_is_read_as_it_is_written(
            year in 1950_i32..2200,
            number in 1_u32..=12,
            cycle in 0_usize..4,
        ) {
            let month = Month::new(year, number).unwrap();
            let bucket = Bucket::of(CYCLES[cycle], month);
            prop_assert!(bucket.first <= month && month <= bucket.last());
            prop_assert_eq!(bucket.to_string().parse::<Bucket>().unwrap(), bucket);
            prop_assert_eq!(bucket.next().first, bucket.last().plus(1));
            prop_assert_eq!(Bucket::of(bucket.cycle, bucket.last()), bucket);
        }
    }

    #[test]
    fn buckets_end_with_the_calendar() {
        let last = |text: &str| text.parse::<Bucket>().unwrap().last_day().to_string();
        assert_eq!(last("2028-02"), "2028-02-29");
        assert_eq!(last("2026-02"), "2026-02-28");
        assert_eq!(last("2027-Q4"), "2027-12-31");
        assert_eq!(last("2026-H1"), "2026-06-30");
        assert_eq!(last("2026"), "2026-12-31");
        for wrong in ["", "2026-H3", "2026-Q5", "2026-13", "上半年"] {
            assert!(wrong.parse::<Bucket>().is_err(), "{wrong}");
        }
    }
}
