//! Dates in the cells of tables, with the precision that they were written in.

use chrono::{Datelike, Days, NaiveDate};

use super::grid::GridCell;
use super::text;
use crate::typed_text::{PartialDate, read_date};

pub use crate::typed_text::{DateProblem, DateReading};

/// What a column knows about the dates in its cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateContext {
    /// Whether day numbers count from 1904.
    pub epoch_1904: bool,
    /// Whether the column writes months in two digits (1990.05), see [`two_digit_months`].
    pub two_digit_months: bool,
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
    let half = text::half_width_text(raw);
    let bare = text::trimmed(&half);
    if bare.len() == 5 && bare.bytes().all(|b| b.is_ascii_digit()) {
        // A date column saved as text: the day number stands bare.
        return bare
            .parse()
            .ok()
            .and_then(|serial| day_of_serial(serial, context.epoch_1904))
            .map(|date| DateReading { date, january_or_october: false })
            .ok_or_else(|| DateProblem::Unreadable(text::quoted(raw)));
    }
    read_date(raw, context.two_digit_months)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as_number(value: f64) -> Result<String, DateProblem> {
        read(&GridCell::Number(value), DateContext::default()).map(|r| r.date.to_string())
    }

    #[test]
    fn numbers_are_read_as_the_date_that_they_look_like_or_count() {
        for (number, date) in [
            (1990.5, "1990-05"),
            (1990.12, "1990-12"),
            (199_005.0, "1990-05"),
            (19_900_503.0, "1990-05-03"),
            (32_996.0, "1990-05-03"),
        ] {
            assert_eq!(read_as_number(number).as_deref(), Ok(date));
        }
        let mac = DateContext { epoch_1904: true, ..DateContext::default() };
        assert_eq!(read(&GridCell::Number(31_534.0), mac).unwrap().date.to_string(), "1990-05-03");
        assert!(matches!(read_as_number(1990.0), Err(DateProblem::YearOnly(_))));
        assert!(matches!(read_as_number(f64::NAN), Err(DateProblem::Unreadable(_))));
        assert!(matches!(read_as_number(-3.0), Err(DateProblem::Unreadable(_))));
    }

    #[test]
    fn a_day_number_may_stand_as_text_in_a_cell_but_is_no_date_elsewhere() {
        for text in ["32996", " ３２９９６ "] {
            let cell = GridCell::Text(text.to_owned());
            let read = read(&cell, DateContext::default()).unwrap();
            assert_eq!(read.date.to_string(), "1990-05-03");
            assert!(text.parse::<PartialDate>().is_err());
        }
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
