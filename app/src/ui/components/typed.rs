//! Reading what people type: full-width figures, dates in their many forms. No screen here.

use chrono::{Datelike, Days, NaiveDate};

/// Full-width figures and signs as plain ones.
fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            '．' | '。' => '.',
            '－' | '—' | '−' | '–' => '-',
            '＋' => '+',
            '／' => '/',
            '　' => ' ',
            _ => c,
        })
        .collect()
}

/// A typed number with at most this many decimals, as plain text: `１２。5 ` gives `12.5`.
/// What is not a number comes back as typed (trimmed), for the page to complain about.
pub fn clean_number(text: &str, decimals: usize) -> String {
    let plain = half_width(text);
    let plain = plain.trim();
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain.strip_prefix('+').unwrap_or(plain)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let figures = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !figures(whole) || !figures(part) {
        return plain.to_owned();
    }
    let part = part.trim_end_matches('0');
    if part.len() > decimals {
        return plain.to_owned();
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if whole == "0" && part.is_empty() { "" } else { sign };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// A typed date as `2026-11-03`. Read are 2026-11-3, 2026.11.3, 2026/11/3, 2026年11月3日, 20261103;
/// with `today` (`2026-11-21`) also 11-3, 11.3, 11月3日 (the latest such day that is not after it,
/// else that of its year), 今天, 昨天, 前天.
pub fn parse_typed_date(text: &str, today: &str) -> Option<String> {
    let plain = half_width(text);
    let plain = plain.trim();
    let today = NaiveDate::parse_from_str(today, "%Y-%m-%d").ok();
    let days_ago = match plain {
        "" => return None,
        "今天" | "今日" => Some(0),
        "昨天" | "昨日" => Some(1),
        "前天" => Some(2),
        _ => None,
    };
    if let Some(days) = days_ago {
        return Some(iso(today?.checked_sub_days(Days::new(days))?));
    }
    let parts: Vec<&str> = plain
        .split(['-', '.', '/', '年', '月', '日', '号', ' '])
        .filter(|p| !p.is_empty())
        .collect();
    let number = |t: &str| t.parse::<u32>().ok();
    let date = match parts.as_slice() {
        [year, month, day] => {
            let year = number(year)?;
            let year = if year < 100 { 2000 + year } else { year };
            ymd(year, number(month)?, number(day)?)
        }
        [run] if run.len() == 8 => {
            let n = number(run)?;
            ymd(n / 10_000, n / 100 % 100, n % 100)
        }
        [month, day] => {
            let today = today?;
            let (month, day) = (number(month)?, number(day)?);
            let year = u32::try_from(today.year()).ok()?;
            let this = ymd(year, month, day);
            match this {
                Some(date) if date > today => ymd(year - 1, month, day).or(this),
                _ => this,
            }
        }
        _ => None,
    }?;
    (1900..=2999).contains(&date.year()).then(|| iso(date))
}

fn ymd(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn iso(date: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
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
    fn dates_as_people_type_them() {
        for (typed, read) in [
            ("2026.11.3", Some("2026-11-03")),
            ("2026-11-3", Some("2026-11-03")),
            ("2026年11月3日", Some("2026-11-03")),
            ("２０２６／１１／３", Some("2026-11-03")),
            ("20261103", Some("2026-11-03")),
            ("26.11.3", Some("2026-11-03")),
            ("11.3", Some("2026-11-03")),
            ("12月1日", Some("2025-12-01")),
            ("昨天", Some("2026-11-20")),
            ("2026.2.29", None),
            ("2024.2.29", Some("2024-02-29")),
            ("", None),
            ("下周", None),
            ("1.2.3.4", None),
        ] {
            assert_eq!(parse_typed_date(typed, "2026-11-21").as_deref(), read, "{typed}");
        }
        assert_eq!(parse_typed_date("11.3", ""), None);
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
