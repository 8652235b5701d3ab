//! Numbers as people type them; days and months in words. No screen here.

use crate::typed_text::number_signs;

/// A typed number with at most this many decimals, as plain text: `１２。5 ` gives `12.5`.
/// What is not a number comes back as typed (trimmed), for the page to complain about.
pub fn clean_number(text: &str, decimals: usize) -> String {
    let plain = number_signs(text);
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let figures = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !figures(whole) || !figures(part) {
        return plain;
    }
    let part = part.trim_end_matches('0');
    if part.len() > decimals {
        return plain;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if whole == "0" && part.is_empty() { "" } else { sign };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// `2026-11-03` as 2026年11月3日; anything else as it is.
pub fn date_words(iso: &str) -> String {
    let mut parts = iso.splitn(3, '-').map(|p| p.parse::<u32>());
    match (parts.next(), parts.next(), parts.next()) {
        (Some(Ok(y)), Some(Ok(m)), Some(Ok(d))) => format!("{y}年{m}月{d}日"),
        _ => iso.to_owned(),
    }
}

/// Year and month of `2026-11`.
pub(super) fn year_month(month: &str) -> Option<(i32, i32)> {
    let (year, month) = month.split_once('-')?;
    let (year, month) = (year.parse().ok()?, month.parse().ok()?);
    (1..=12).contains(&month).then_some((year, month))
}

/// `2026-11` as 2026年11月; anything else as it is.
pub fn month_words(month: &str) -> String {
    match year_month(month) {
        Some((y, m)) => format!("{y}年{m}月"),
        None => month.to_owned(),
    }
}

/// The month so many months later, or earlier.
pub fn shift_month(month: &str, by: i32) -> Option<String> {
    let (year, month) = year_month(month)?;
    let count = year * 12 + month - 1 + by;
    Some(format!("{:04}-{:02}", count.div_euclid(12), count.rem_euclid(12) + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_type_them() {
        for (typed, decimals, read) in [
            ("１２。5 ", 1, "12.5"),
            ("007", 0, "7"),
            ("0", 0, "0"),
            ("-0.0", 1, "0"),
            ("－2.50", 1, "-2.5"),
            ("—2。5", 1, "-2.5"),
            (".5", 1, "0.5"),
            ("3.", 1, "3"),
            ("+4", 0, "4"),
            ("", 1, ""),
            (".", 1, "."),
            ("1.25", 1, "1.25"),
            ("十二", 0, "十二"),
        ] {
            assert_eq!(clean_number(typed, decimals), read, "{typed}");
        }
    }

    #[test]
    fn words_and_months() {
        assert_eq!(date_words("2026-11-03"), "2026年11月3日");
        assert_eq!(date_words("不详"), "不详");
        assert_eq!(month_words("2026-01"), "2026年1月");
        assert_eq!(shift_month("2026-01", -1).as_deref(), Some("2025-12"));
        assert_eq!(shift_month("2026-11", 2).as_deref(), Some("2027-01"));
        assert_eq!(shift_month("2026", 2), None);
    }
}
