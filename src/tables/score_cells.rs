//! Points as people write them, kept in tenths.

use super::doubts::Doubt;
use super::text;

/// Why a cell is not read as points.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PointsProblem {
    /// Not a number.
    #[error("{0}不是分数，请填 0 到 100 的数，最多一位小数")]
    NoNumber(String),
    /// More than one decimal.
    #[error("{0}多于一位小数，请先按一位小数取整")]
    TooFine(String),
    /// Outside 0 to 100.
    #[error("{0}不在 0 到 100 之间，请改正")]
    OutOfRange(String),
    /// A cell that could not be read as it was meant.
    #[error("存疑：{0}，请对照原表补上")]
    Doubtful(#[from] Doubt),
}

/// Points of 0 to 100 in tenths: `86.5` is 865.
///
/// # Errors
/// Not a number, finer than a tenth, or out of range.
pub fn tenths(raw: &str) -> Result<u16, PointsProblem> {
    let shown = || text::quoted(raw);
    let squeezed = text::squeezed(raw);
    let digits = squeezed.strip_suffix('分').unwrap_or(&squeezed);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) {
        let negative = whole.strip_prefix('-').is_some_and(|w| !w.is_empty() && all_digits(w));
        let out_of_range = negative && all_digits(fraction);
        return Err(if out_of_range {
            PointsProblem::OutOfRange(shown())
        } else {
            PointsProblem::NoNumber(shown())
        });
    }
    if !all_digits(fraction) {
        return Err(PointsProblem::NoNumber(shown()));
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > 1 {
        return Err(PointsProblem::TooFine(shown()));
    }
    let whole: u32 = whole.parse().map_err(|_| PointsProblem::OutOfRange(shown()))?;
    let tenth = fraction.parse::<u32>().unwrap_or(0);
    whole
        .checked_mul(10)
        .and_then(|tenths| tenths.checked_add(tenth))
        .filter(|tenths| *tenths <= 1000)
        .and_then(|tenths| u16::try_from(tenths).ok())
        .ok_or_else(|| PointsProblem::OutOfRange(shown()))
}

/// Points from a number cell; the dust that a formula's arithmetic leaves is not a decimal.
///
/// # Errors
/// As [`tenths`].
pub fn tenths_of_number(number: f64) -> Result<u16, PointsProblem> {
    let near = (number * 10.0).round() / 10.0;
    let exact = if (number - near).abs() < 1e-6 { near } else { number };
    tenths(&exact.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_tenths_and_never_finer() {
        assert_eq!(tenths("８６．５"), Ok(865));
        assert_eq!(tenths("86.50"), Ok(865));
        assert_eq!(tenths("100"), Ok(1000));
        assert_eq!(tenths("0分"), Ok(0));
        assert!(matches!(tenths("86.55"), Err(PointsProblem::TooFine(_))));
        assert!(matches!(tenths("100.1"), Err(PointsProblem::OutOfRange(_))));
        assert!(matches!(tenths("-1"), Err(PointsProblem::OutOfRange(_))));
        assert!(matches!(tenths("99999999999999"), Err(PointsProblem::OutOfRange(_))));
        assert!(matches!(tenths("不参评"), Err(PointsProblem::NoNumber(_))));
        assert_eq!(tenths_of_number(86.500_000_000_000_01), Ok(865));
        assert!(tenths_of_number(f64::NAN).is_err());
    }
}
