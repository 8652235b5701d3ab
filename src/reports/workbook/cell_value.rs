//! What a cell holds for a spreadsheet: the texts of a table, read by what their column says.

use crate::ledger::{Day, parse_day};

use super::super::table::Content;

/// More digits than this a spreadsheet would round.
const DIGITS: usize = 15;
/// Days are counted from here; before [`SOUND`] spreadsheets disagree, as some know a 29 February
/// 1900.
const EPOCH: Option<Day> = Day::from_ymd_opt(1899, 12, 30);
const SOUND: i64 = 61;

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellValue<'a> {
    Empty,
    Text(&'a str),
    Number(Number),
    /// So many days since the epoch.
    Day(u32),
}

/// A number as it was written: `-7.5` is -75 with one decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) digits: i64,
    pub(super) decimals: usize,
    pub(super) percent: bool,
}

impl<'a> CellValue<'a> {
    /// Reads a cell. What its column does not expect (a dash, a word) stays text.
    pub(super) fn read(content: Content, cell: &'a str) -> Self {
        let read = match content {
            _ if cell.is_empty() => return Self::Empty,
            Content::Text | Content::Name | Content::Names => None,
            Content::Number => Number::read(cell).map(Self::Number),
            Content::Day => serial(cell).map(Self::Day),
        };
        read.unwrap_or(Self::Text(cell))
    }
}

impl Number {
    fn read(cell: &str) -> Option<Self> {
        let (text, percent) = match cell.strip_suffix('%') {
            Some(text) => (text, true),
            None => (cell, false),
        };
        let (unsigned, sign) = match text.strip_prefix(['-', '−']) {
            Some(unsigned) => (unsigned, -1),
            None => (text.strip_prefix('+').unwrap_or(text), 1),
        };
        let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let decimals = if unsigned.contains('.') { part.len() } else { 0 };
        let is_digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_plain = is_digits(whole)
            && is_digits(part)
            && whole.len() + decimals <= DIGITS
            // A number that begins so is a code.
            && (whole == "0" || !whole.starts_with('0'));
        let count = whole.bytes().chain(part.bytes().take(decimals));
        let digits = || count.fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0'));
        is_plain.then(|| Self { digits: sign * digits(), decimals, percent })
    }

    /// Writes its value: of a percentage, the hundredth part.
    pub(super) fn push(self, xml: &mut String) {
        let decimals = self.decimals + if self.percent { 2 } else { 0 };
        let digits = self.digits.unsigned_abs().to_string();
        if self.digits < 0 {
            xml.push('-');
        }
        let Some(long) = decimals.checked_sub(digits.len()) else {
            let (whole, part) = digits.split_at(digits.len() - decimals);
            xml.push_str(whole);
            if !part.is_empty() {
                xml.extend([".", part]);
            }
            return;
        };
        xml.push_str("0.");
        xml.extend(std::iter::repeat_n('0', long));
        xml.push_str(&digits);
    }
}

/// The day of `2026-11-21` or `2026年11月21日` as spreadsheets count.
fn serial(cell: &str) -> Option<u32> {
    let day = parse_day(cell).ok().or_else(|| {
        let (year, rest) = cell.strip_suffix('日')?.split_once('年')?;
        let (month, day) = rest.split_once('月')?;
        Day::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    })?;
    let days = day.signed_duration_since(EPOCH?).num_days();
    u32::try_from(days).ok().filter(|_| days >= SOUND)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cell: &str) -> Option<String> {
        Number::read(cell).map(|number| {
            let mut xml = String::new();
            number.push(&mut xml);
            xml
        })
    }

    #[test]
    fn numbers_are_written_by_their_value() {
        for (cell, value) in [
            ("0", "0"),
            ("72", "72"),
            ("7.5", "7.5"),
            ("-0.5", "-0.5"),
            ("−4", "-4"),
            ("+3", "3"),
            ("32.50", "32.50"),
            ("0.05", "0.05"),
            ("33.3%", "0.333"),
            ("5%", "0.05"),
            ("100%", "1.00"),
            ("123456789012345", "123456789012345"),
        ] {
            assert_eq!(written(cell).as_deref(), Some(value), "{cell}");
        }
    }

    #[test]
    fn what_is_no_plain_number_stays_text() {
        for cell in ["—", "007", "1e3", "1.", ".5", "-", "1,000", "=1", "１", "1234567890123456"]
        {
            assert_eq!(CellValue::read(Content::Number, cell), CellValue::Text(cell));
        }
        assert_eq!(CellValue::read(Content::Text, "72"), CellValue::Text("72"));
        assert_eq!(CellValue::read(Content::Number, ""), CellValue::Empty);
    }

    #[test]
    fn days_are_counted_as_excel_counts() {
        for cell in ["2026-11-21", "2026年11月21日"] {
            assert_eq!(CellValue::read(Content::Day, cell), CellValue::Day(46_347));
        }
        assert_eq!(CellValue::read(Content::Day, "1900-03-01"), CellValue::Day(61));
        for cell in ["1900-02-28", "2026年2月30日", "2026年11月", "昨天"] {
            assert_eq!(CellValue::read(Content::Day, cell), CellValue::Text(cell));
        }
    }
}
