//! Working days of a public notice (公示).
//!
//! A notice of five working days runs from the day after it was put up (domain.md §1.4). Which days
//! are worked is what the State Council arranges for each year; where that is not known, weekends
//! alone are counted and the end is provisional (暂算).

use crate::ordered;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Weekday};

use crate::ledger::{Day, Ledger, Value, day_text, parse_day};

/// What the State Council arranged for a year (节假日安排).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct YearPlan {
    /// The year.
    pub year: i32,
    /// The days off, weekend days among them included. The new year's may begin in December before.
    pub off: BTreeSet<Day>,
    /// The weekend days that are worked.
    pub work: BTreeSet<Day>,
}

/// Why there is no arrangement to be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HolidayError {
    /// The text names no day off and none worked.
    #[error(
        "这段文字里没有读到放假或上班的日期。请粘贴国务院办公厅通知的正文，例如“一、元旦：1月1日至3日放假”"
    )]
    Nothing,
    /// A day that is in no calendar.
    #[error("“{text}”不存在：{year}年没有这一天。请对照通知原文改正后再粘贴")]
    NoSuchDay {
        /// How it is written in the text.
        text: String,
        /// The year in which it was looked for.
        year: i32,
    },
    /// A span that ends before it begins, or goes on for more than a month.
    #[error("“{0}”的起止日期不对：结束早于开始，或者超过一个月。请对照通知原文改正后再粘贴")]
    Span(String),
    /// The arrangement of another year.
    #[error("这是{found}年的安排，要的是{asked}年的。请粘贴{asked}年的通知，或者改选{found}年")]
    OtherYear {
        /// The year for which it was pasted.
        asked: i32,
        /// The year that the text is about.
        found: i32,
    },
    /// What is stored is no arrangement.
    #[error("台账里存的节假日安排缺少“{0}”或写法不对。请重新粘贴这一年的通知")]
    Stored(&'static str),
}

impl YearPlan {
    /// Reads an arrangement as it is stored.
    ///
    /// # Errors
    /// Where something is missing, of another kind, or a day of another year.
    pub fn from_value(value: &Value) -> Result<Self, HolidayError> {
        let year = value.get("year").and_then(Value::as_int);
        let year = year.and_then(|year| i32::try_from(year).ok());
        let year = year.ok_or(HolidayError::Stored("year"))?;
        let days = |name: &'static str| {
            let days = value.get(name).and_then(Value::as_list);
            let mut read = BTreeSet::new();
            for day in days.ok_or(HolidayError::Stored(name))? {
                let day = day.as_text().and_then(|text| parse_day(text).ok());
                let day = day.filter(|day| touches(year, *day));
                read.insert(day.ok_or(HolidayError::Stored(name))?);
            }
            Ok(read)
        };
        Ok(Self { year, off: days("off")?, work: days("work")? })
    }

    /// The register that keeps them, in its field `days`.
    pub(super) const REGISTER: &'static str = crate::registers::HOLIDAY.name;

    /// The arrangements of a ledger that can be read.
    pub fn all(ledger: &Ledger) -> impl Iterator<Item = Self> + use<'_> {
        let records = ledger.records(Self::REGISTER);
        records.filter_map(|record| Self::from_value(record.get("days")).ok())
    }

    /// Writes an arrangement as it is stored.
    pub fn to_value(&self) -> Value {
        let days = |days: &BTreeSet<Day>| {
            Value::List(days.iter().map(|day| Value::from(day_text(*day))).collect())
        };
        Value::group([
            ("year", Value::Int(self.year.into())),
            ("off", days(&self.off)),
            ("work", days(&self.work)),
        ])
    }
}

/// Whether the arrangement of a year can speak of a day: those of the year, and those around its
/// first and last.
pub(crate) fn touches(year: i32, day: Day) -> bool {
    let is = |years: i32, month: u32| {
        year.checked_add(years) == Some(day.year()) && day.month() == month
    };
    day.year() == year || is(-1, 12) || is(1, 1)
}

/// The days worked and off, over the years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    plans: BTreeMap<i32, YearPlan>,
}

/// When a notice runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The last day of the notice.
    pub day: Day,
    /// Whether it was counted by weekends alone somewhere (暂算).
    pub provisional: bool,
}

impl Default for Calendar {
    /// The years that are built in.
    fn default() -> Self {
        Self::new([])
    }
}

impl Calendar {
    /// The years that are built in and those of the ledger, which take their place.
    pub fn new(own: impl IntoIterator<Item = YearPlan>) -> Self {
        let plans = BUILT_IN.iter().map(BuiltIn::plan).chain(own);
        Self { plans: ordered::map(plans.map(|plan| (plan.year, plan))) }
    }

    /// The years that are built in and those that were pasted into a ledger.
    pub fn of(ledger: &Ledger) -> Self {
        Self::new(YearPlan::all(ledger))
    }

    /// Whether a day is worked, as far as is known.
    pub fn is_working(&self, day: Day) -> bool {
        // Of two arrangements that speak of a day, the later year's was made later.
        let around = day.year().saturating_sub(1)..=day.year().saturating_add(1);
        for (_, plan) in self.plans.range(around).rev() {
            if plan.work.contains(&day) {
                return true;
            }
            if plan.off.contains(&day) {
                return false;
            }
        }
        !is_weekend(day)
    }

    /// Whether the arrangement that holds on a day is known. The last week of December can still
    /// change with the next year's: Saturday 2018-12-29 was worked by the notice of 2019.
    pub fn is_known(&self, day: Day) -> bool {
        let year = day.year();
        let settled = (day.month(), day.day()) < (12, 25);
        let known = |year: i32| self.plans.contains_key(&year);
        known(year) && (settled || known(year.saturating_add(1)))
    }

    /// When a notice of so many working days runs out: the day after it was put up is the first
    /// that can count.
    pub fn end_of_notice(&self, published: Day, working_days: u32) -> Deadline {
        let mut end = Deadline { day: published, provisional: false };
        let mut left = working_days;
        while left > 0
            && let Some(day) = end.day.succ_opt()
        {
            end.day = day;
            end.provisional |= !self.is_known(day);
            left -= u32::from(self.is_working(day));
        }
        end
    }

    /// How many working days lie after a day, up to and with another; 0 where it is not later.
    pub fn working_days_between(&self, after: Day, until: Day) -> u32 {
        let days = after.iter_days().skip(1).take_while(|day| *day <= until);
        days.map(|day| u32::from(self.is_working(day))).sum()
    }
}

/// The arrangement of a year, where it is built in.
#[cfg(test)]
pub(crate) fn built_in(year: i32) -> Option<YearPlan> {
    BUILT_IN.iter().find(|plan| plan.year == year).map(BuiltIn::plan)
}

/// Whether a day is a Saturday or a Sunday.
pub(crate) fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

type MonthDay = (u32, u32);

/// An arrangement in short: spans of days off, and weekend days worked.
struct BuiltIn {
    year: i32,
    off: &'static [(MonthDay, MonthDay)],
    work: &'static [MonthDay],
}

/// 国务院办公厅关于2025年、2026年部分节假日安排的通知 (2024-11-12, 2025-11-04).
const BUILT_IN: [BuiltIn; 2] = [
    BuiltIn {
        year: 2025,
        off: &[
            ((1, 1), (1, 1)),
            ((1, 28), (2, 4)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((5, 31), (6, 2)),
            ((10, 1), (10, 8)),
        ],
        work: &[(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
    },
    BuiltIn {
        year: 2026,
        off: &[
            ((1, 1), (1, 3)),
            ((2, 15), (2, 23)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((6, 19), (6, 21)),
            ((9, 25), (9, 27)),
            ((10, 1), (10, 7)),
        ],
        work: &[(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
    },
];

impl BuiltIn {
    fn plan(&self) -> YearPlan {
        let day = |(month, day): MonthDay| Day::from_ymd_opt(self.year, month, day);
        let spans = self.off.iter().filter_map(|(from, to)| day(*from).zip(day(*to)));
        YearPlan {
            year: self.year,
            off: ordered::set(
                spans.flat_map(|(from, to)| from.iter_days().take_while(move |d| *d <= to)),
            ),
            work: ordered::set(self.work.iter().filter_map(|at| day(*at))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        parse_day(text).unwrap()
    }

    fn end(calendar: &Calendar, published: &str, working_days: u32) -> (String, bool) {
        let end = calendar.end_of_notice(day(published), working_days);
        (day_text(end.day), end.provisional)
    }

    fn known(text: &str) -> (String, bool) {
        (text.to_owned(), false)
    }

    #[test]
    fn the_day_after_publication_is_the_first_of_a_notice() {
        let calendar = Calendar::default();
        assert_eq!(end(&calendar, "2026-11-02", 1), known("2026-11-03"));
        assert_eq!(end(&calendar, "2026-11-02", 5), known("2026-11-09"));
        assert_eq!(end(&calendar, "2026-11-06", 5), known("2026-11-13"));
        assert_eq!(end(&calendar, "2026-11-07", 5), known("2026-11-13"));
        assert_eq!(end(&calendar, "2026-11-02", 0), known("2026-11-02"));
    }

    #[test]
    fn holidays_do_not_count_and_weekend_days_that_are_worked_do() {
        let calendar = Calendar::default();
        // 2/13 Friday; 2/14 Saturday worked; 2/15–23 off; 2/24–27; 2/28 Saturday worked.
        assert_eq!(end(&calendar, "2026-02-13", 5), known("2026-02-27"));
        assert_eq!(end(&calendar, "2026-02-13", 6), known("2026-02-28"));
        assert_eq!(end(&calendar, "2026-09-30", 3), known("2026-10-10"));
        assert_eq!(end(&calendar, "2025-09-30", 3), known("2025-10-11"));
        assert_eq!(end(&calendar, "2025-12-31", 2), known("2026-01-05"));
    }

    #[test]
    fn the_end_is_provisional_where_a_years_arrangement_is_not_known() {
        let calendar = Calendar::default();
        assert_eq!(end(&calendar, "2026-12-17", 5), known("2026-12-24"));
        assert_eq!(end(&calendar, "2026-12-28", 5), ("2027-01-04".into(), true));
        assert_eq!(end(&calendar, "2026-12-18", 5), ("2026-12-25".into(), true));
        assert_eq!(end(&calendar, "2024-12-30", 1), ("2024-12-31".into(), true));
        let next = YearPlan { year: 2027, off: [day("2027-01-01")].into(), work: [].into() };
        let calendar = Calendar::new([next]);
        assert_eq!(end(&calendar, "2026-12-28", 5), known("2027-01-05"));
    }

    #[test]
    fn a_year_of_the_ledger_takes_the_place_of_the_one_built_in() {
        let own = YearPlan { year: 2026, off: [day("2026-11-03")].into(), work: [].into() };
        let calendar = Calendar::new([own]);
        assert_eq!(end(&calendar, "2026-11-02", 1), known("2026-11-04"));
        assert!(calendar.is_working(day("2026-02-16")));
    }

    #[test]
    fn the_next_years_arrangement_reaches_into_december() {
        let next = YearPlan {
            year: 2027,
            off: [day("2026-12-31"), day("2027-01-01")].into(),
            work: [day("2026-12-27")].into(),
        };
        let calendar = Calendar::new([next]);
        assert!(calendar.is_working(day("2026-12-27")));
        assert!(!calendar.is_working(day("2026-12-31")));
    }

    #[test]
    fn working_days_between_agree_with_the_end_of_the_notice() {
        let calendar = Calendar::default();
        for published in day("2026-01-01").iter_days().take(330) {
            for working_days in 1..=7 {
                let end = calendar.end_of_notice(published, working_days);
                assert!(calendar.is_working(end.day));
                assert_eq!(calendar.working_days_between(published, end.day), working_days);
            }
        }
        assert_eq!(calendar.working_days_between(day("2026-11-09"), day("2026-11-02")), 0);
    }

    #[test]
    fn an_arrangement_survives_the_way_through_the_ledger() {
        for built_in in &BUILT_IN {
            let plan = built_in.plan();
            assert_eq!(YearPlan::from_value(&plan.to_value()), Ok(plan));
        }
        let stored = |day: &str| {
            let day = Value::List(vec![day.into()]);
            let empty = Value::List(Vec::new());
            Value::group([("year", Value::Int(2026)), ("off", day), ("work", empty)])
        };
        assert!(YearPlan::from_value(&stored("2025-12-31")).is_ok());
        for wrong in ["2025-11-30", "2026-02-30", "元旦"] {
            let read = YearPlan::from_value(&stored(wrong));
            assert_eq!(read, Err(HolidayError::Stored("off")), "{wrong}");
        }
        assert_eq!(YearPlan::from_value(&Value::Null), Err(HolidayError::Stored("year")));
    }
}
